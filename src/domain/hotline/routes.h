/*
 * routes.h - the tables of routes of the hotline, a noun each; listed in module.c.
 */
#ifndef TONGBAN_HOTLINE_ROUTES_H
#define TONGBAN_HOTLINE_ROUTES_H

#include "domain/module.h"

extern const Route hotline_list_routes[]; /* desk, list */

#endif
