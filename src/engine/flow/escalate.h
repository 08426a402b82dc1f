/*
 * escalate.h - matters whose clock is warned, near or overdue are moved by the program, as the
 * lifecycle's `escalations` say: each of them once for a matter, which its ledger tells.
 *
 * Only what came about within the last ESCALATE_LATE_DAYS is escalated: matters taken in from
 * elsewhere that were late for years, or a server that stood still for a month, set off no storm.
 * On the lists of what is overdue they stand all the same.
 */
#ifndef TONGBAN_FLOW_ESCALATE_H
#define TONGBAN_FLOW_ESCALATE_H

#include "engine/flow/flow.h"

#include <stdatomic.h>

#define ESCALATE_LATE_DAYS 7

/* Makes the escalation's move for a matter, with `says` as its reason; within a transaction. */
typedef bool (*EscalateMove)(Ctx *ctx, const Matter *matter, const Escalation *escalation,
                             void *self);
/* All that are due now of this lifecycle, each in a transaction of its own, soon ending when
 * *stopping (may be NULL) becomes true. What meanwhile moved on, or may not be made, is left out.
 * As ACCOUNT_SYSTEM with the whole scope. */
must_use bool flow_escalate(Ctx *ctx, Str lifecycle, EscalateMove move, void *self,
                            const atomic_bool *stopping, int64_t *ret_made);

#endif
