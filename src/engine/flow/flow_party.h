/*
 * flow_party.h - whose move it is. Inside of engine/flow.
 */
#ifndef TONGBAN_FLOW_FLOW_PARTY_H
#define TONGBAN_FLOW_FLOW_PARTY_H

#include "engine/flow/flow_case.h"

/* FAIL_DENIED, with what the actor would have to be. */
must_use bool party_require(FlowCase *self, const LifecycleMove *move);
/* The same as a question. */
bool party_fits(const FlowCase *self, const LifecycleMove *move);

#endif
