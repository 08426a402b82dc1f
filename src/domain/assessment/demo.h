/*
 * demo.h - the demo district of packs/demo: its units and months, brought in by the same imports
 * that a user makes. Documents made from it carry 演示.
 */
#ifndef TONGBAN_ASSESSMENT_DEMO_H
#define TONGBAN_ASSESSMENT_DEMO_H

#include "domain/module.h"

/* Into an empty database; fails with FAIL_STATE when there are units already. */
must_use bool demo_load(Ctx *ctx, const DemoSetup *setup, Console *console);
/* Freezes and publishes the months that modules count from the demo's records, as far as the pack
 * has it. */
must_use bool demo_publish(Ctx *ctx, const DemoSetup *setup, Console *console);

#endif
