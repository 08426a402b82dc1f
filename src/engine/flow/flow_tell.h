/*
 * flow_tell.h - what is told of a move: to the trail, and to the outbox. Inside of engine/flow.
 *
 * Neither has a person's data in it: states, units, times and the reason given.
 */
#ifndef TONGBAN_FLOW_FLOW_TELL_H
#define TONGBAN_FLOW_FLOW_TELL_H

#include "engine/flow/flow_case.h"

/* All within the whole scope, which the caller has lifted. */
must_use bool tell_opened(Ctx *ctx, const Lifecycle *lifecycle, const Matter *matter);
must_use bool tell_moved(FlowCase *self, const FlowDeed *deed, const Matter *before, bool waiting);

/* FAIL_CONFLICT: 「他人已处理：李四（派单员）于 15:30 派单给赤岗街」. */
bool fail_overtaken(FlowCase *self, int64_t seen);

#endif
