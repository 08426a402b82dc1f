/*
 * diagnosis.h - what `tongban doctor` says about this module: fonts of the documents, months whose
 * figures do not agree.
 */
#ifndef TONGBAN_ASSESSMENT_DIAGNOSIS_H
#define TONGBAN_ASSESSMENT_DIAGNOSIS_H

#include "domain/module.h"

must_use bool assessment_diagnose(Ctx *ctx, DiagnosisList *list);

#endif
