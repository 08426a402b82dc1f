/*
 * diagnosis.h - this module's part of `tongban doctor`.
 */
#ifndef TONGBAN_ADMINISTRATION_DIAGNOSIS_H
#define TONGBAN_ADMINISTRATION_DIAGNOSIS_H

#include "domain/module.h"

/* The audit chain against its head, the first administrator's password, the calendar of this year
 * and the next, tokens about to expire, demo accounts. */
must_use bool administration_diagnose(Ctx *ctx, DiagnosisList *list);

#endif
