/*
 * commands.h - the verbs of the hotline; listed in module.c.
 */
#ifndef TONGBAN_HOTLINE_COMMANDS_H
#define TONGBAN_HOTLINE_COMMANDS_H

#include "domain/module.h"

extern const Command command_import_orders;
extern const Command command_order_imports;
extern const Command command_order_import_undo;
extern const Command command_measures_verify;
extern const Command command_measures_recompute;

#endif
