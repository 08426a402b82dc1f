/*
 * command.h - the verb of this module: tongban check.
 */
#ifndef TONGBAN_CHECK_COMMAND_H
#define TONGBAN_CHECK_COMMAND_H

#include "domain/module.h"

extern const Command command_check;

#endif
