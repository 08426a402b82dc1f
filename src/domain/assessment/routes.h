/*
 * routes.h - what this module answers over HTTP; module.c lists it. Paths, inputs and outputs are
 * documented by the rows themselves (routes.c).
 */
#ifndef TONGBAN_ASSESSMENT_ROUTES_H
#define TONGBAN_ASSESSMENT_ROUTES_H

#include "domain/module.h"

/* Ended by a row without path. */
extern const Route assessment_routes[];

#endif
