/*
 * routes.h - what this module answers over HTTP; module.c lists it. Paths, inputs and outputs are
 * documented by the rows themselves (routes.c).
 */
#ifndef TONGBAN_ASSESSMENT_ROUTES_H
#define TONGBAN_ASSESSMENT_ROUTES_H

#include "domain/module.h"

extern const Route assessment_routes[];
extern const size_t assessment_route_count;

#endif
