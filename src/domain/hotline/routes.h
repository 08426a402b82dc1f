/*
 * routes.h - what this module answers over HTTP: a table for each noun; module.c lists them.
 *
 * A move has a permission of its own in the lifecycle, which flow_move checks; its route asks only
 * for hotline.read, and the pages show the buttons that flow_open_moves gives.
 */
#ifndef TONGBAN_HOTLINE_ROUTES_H
#define TONGBAN_HOTLINE_ROUTES_H

#include "domain/module.h"

extern const Route hotline_list_routes[]; /* desk, list */
extern const Route order_routes[];        /* an order, and what is done with one or many */
extern const Route hotline_unit_routes[]; /* names of units to choose from */
extern const Route desk_rule_routes[];    /* categories, phrases, the lifecycle */
extern const Route order_import_routes[];

#endif
