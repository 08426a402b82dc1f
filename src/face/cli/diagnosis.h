/*
 * diagnosis.h - what `tongban doctor` looks at: data folder, database, packs, and what each module
 * needs besides.
 */
#ifndef TONGBAN_FACE_DIAGNOSIS_H
#define TONGBAN_FACE_DIAGNOSIS_H

#include "domain/module.h"
#include "face/cli/workspace.h"

/* "ok", "warning", "broken"; and for people. */
Str diagnosis_state_name(const Diagnosis *diagnosis);
Str diagnosis_state_label(const Diagnosis *diagnosis);

/* {"checks": [{"subject", "state", "finding", "remedy"}]} and a line end. */
void diagnosis_json(const DiagnosisList *list, Buf *to);

/* Examines the workspace; opens and closes what it needs. Fails only when it cannot examine. */
must_use bool diagnose(Ctx *ctx, const Workspace *workspace, DiagnosisList *ret);

#endif
