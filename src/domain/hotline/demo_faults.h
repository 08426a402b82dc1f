/*
 * demo_faults.h - who returned, failed a review or was found wanting: dealt out over the orders
 * that a unit closed in a month. Private to demo_plan.
 */
#ifndef TONGBAN_HOTLINE_DEMO_FAULTS_H
#define TONGBAN_HOTLINE_DEMO_FAULTS_H

#include "domain/hotline/demo_plan.h"

/* The last month gets exactly what the pack says, as long as the unit closed enough orders; the
 * others get the same rates, more or less. */
void demo_faults(Arena *arena, const DemoPack *pack, Decimal scale, DemoDraft *drafts,
                 size_t count);

#endif
