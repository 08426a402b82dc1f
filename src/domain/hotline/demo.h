/*
 * demo.h - the invented orders of `tongban init --demo`: 14 months of them and some fresh ones,
 * told by their lifecycle from packs/demo/hotline*.yaml. docs/demo.md tells what can be seen in
 * them.
 */
#ifndef TONGBAN_HOTLINE_DEMO_H
#define TONGBAN_HOTLINE_DEMO_H

#include "domain/module.h"

/* Module.demo_after: units and accounts are there. With scale 0 nothing is made. */
must_use bool demo_orders(Ctx *ctx, const DemoSetup *setup, Console *console);

#endif
