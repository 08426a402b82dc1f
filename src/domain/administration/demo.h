/*
 * demo.h - a demo has invented accounts with one password that everybody may know; nothing else
 * has. The table demo_house has its row in a demo only.
 */
#ifndef TONGBAN_ADMINISTRATION_DEMO_H
#define TONGBAN_ADMINISTRATION_DEMO_H

#include "domain/administration/session_view.h"
#include "domain/module.h"

/* Module.demo: makes this house a demo; FAIL_STATE when people's accounts are there. */
must_use bool demo_begin(Ctx *ctx, const DemoSetup *setup, Console *console);
/* Module.demo_after: an account for each role of the pack, that of the units in some of them. */
must_use bool demo_people(Ctx *ctx, const DemoSetup *setup, Console *console);
/* What the page of signing in shows; empty and false outside of a demo. */
must_use bool demo_accounts(Ctx *ctx, DemoAccountList *ret, bool *ret_demo);

#endif
