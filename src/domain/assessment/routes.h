/*
 * routes.h - what this module answers over HTTP, a table for each noun; module.c lists them. Paths,
 * inputs and outputs are documented by the rows themselves.
 */
#ifndef TONGBAN_ASSESSMENT_ROUTES_H
#define TONGBAN_ASSESSMENT_ROUTES_H

#include "domain/module.h"

/* Each ended by a row without path. */
extern const Route month_routes[];
extern const Route score_routes[];
extern const Route intake_routes[];

/* ---- private to the tables --------------------------------------------------------------------
 */

/* What the permissions of module.c are for. */
#define READ "assessment.read"
#define IMPORT "assessment.import"
#define BULLETIN "assessment.bulletin"

#define VIEW(path_, permission_, input_, output_, handle_, help_)                                  \
    {                                                                                              \
        .method = METHOD_GET, .path = (path_), .permission = (permission_), .input = (input_),     \
        .output = (output_), .handle = (handle_), .help = (help_)                                  \
    }
#define MOVE(path_, permission_, input_, output_, handle_, help_)                                  \
    {                                                                                              \
        .method = METHOD_POST, .path = (path_), .permission = (permission_), .lane = LANE_SLOW,    \
        .input = (input_), .output = (output_), .handle = (handle_), .help = (help_)               \
    }

#endif
