/*
 * failure.h - a failure as JSON for the pages:
 * {"error":{"code","title","message","detail","hint","place":{...},"problems":[...]}}.
 */
#ifndef TONGBAN_FACE_FAILURE_H
#define TONGBAN_FACE_FAILURE_H

#include "base/fail.h"
#include "base/problem.h"

/* `problems` of the request; NULL = none. Those of the failure itself take their place. */
void failure_json(Buf *to, const Fail *fail, const Problems *problems);

#endif
