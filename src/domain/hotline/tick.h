/*
 * tick.h - what is done with orders now and then, without anybody asking: escalation by rule.
 */
#ifndef TONGBAN_HOTLINE_TICK_H
#define TONGBAN_HOTLINE_TICK_H

#include "domain/module.h"

must_use bool hotline_tick(Ctx *ctx, const Tick *tick);

#endif
