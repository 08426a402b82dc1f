/*
 * diagnosis.h - what `tongban doctor` asks about orders: whether each copy is as its matter is, and
 * whose due time waits for a calendar.
 */
#ifndef TONGBAN_HOTLINE_DIAGNOSIS_H
#define TONGBAN_HOTLINE_DIAGNOSIS_H

#include "domain/module.h"

must_use bool hotline_diagnose(Ctx *ctx, DiagnosisList *list);
/* Due times are computed again, and the orders follow: Module.calendar_changed. */
must_use bool hotline_calendar_changed(Ctx *ctx);

#endif
