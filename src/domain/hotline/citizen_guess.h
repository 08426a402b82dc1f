/*
 * citizen_guess.h - who asks after an order gives four digits; how often he may give wrong ones.
 *
 * Counted for a day by order and address together, with a wait that doubles; by order over all
 * addresses; by address over all orders (packs/hotline/citizen.yaml, guesses, with the arithmetic).
 * A limit on the order alone would let anybody shut out everybody, so an address from which the
 * order came, or the right digits, is known for some weeks: strangers' tries do not count against
 * it. An address is kept as its mark under the house's key, another for each order, and forgotten
 * then.
 *
 * A stranger's try is counted before it is looked at: many at once cannot outrun the count.
 *
 *     if (!guess_begin(ctx, &rules, number, &guess)) return false;   // FAIL_LIMITED: not heard
 *     ... whether the digits are right ...
 *     if (!guess_end(ctx, &guess, right)) return false;
 */
#ifndef TONGBAN_HOTLINE_CITIZEN_GUESS_H
#define TONGBAN_HOTLINE_CITIZEN_GUESS_H

#include "domain/hotline/citizen.h"

typedef struct Guess {
    const CitizenGuessRule *rule;
    Str number;
    Date today;
    int64_t tries; /* today, before this one */
    bool known;
} Guess;

/* In the same steps whether there is such a number or not. */
must_use bool guess_begin(Ctx *ctx, const CitizenRules *rules, Str number, Guess *ret);
must_use bool guess_end(Ctx *ctx, const Guess *guess, bool right);
/* The order came from here: whoever asks from here is none of the strangers. */
must_use bool guess_know(Ctx *ctx, const CitizenRules *rules, Str number);

#endif
