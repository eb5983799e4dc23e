/*
 * toy.h - a small model with tables beside it and a solution in closed form, for the
 * tests of treatments side by side.
 *
 * Time in hours. Under an inhibition of T by f from time 0:
 *
 *     x = 1 - f + f exp(-2 t),  w = 1 + g f (1 - exp(-0.1 t)),  readout_r = 3 x w
 *
 * with g = 2 of its own; clamped, the edge T_w leaves w at 1. Readouts that follow
 * doses at once: readout_a = 1/(1 + A/10) 1/(1 + B/20 nM), readout_b = 1 + A/10 + B/10,
 * readout_zero = A, which is 0 at rest. Cells: plain; strong with g = 4. Variants: low
 * with h = 1, high with h = 2 (the model's own is 1), mid with h = 1.5; readout_h is
 * (1 + A/10)^h.
 */
#ifndef PL_TESTS_TOY_H
#define PL_TESTS_TOY_H

#include <stddef.h>

#include "analysis/therapy.h"
#include "solve/sim.h"
#include "study/arms.h"

struct pl_context;
struct pl_diags;
struct pl_ensemble;
struct pl_treatment;

/** Bases that a test may have. */
#define TOY_MOST_BASES 8

struct toy {
    char *folder;
    struct pl_context *context;
    struct pl_diags *diags;
    struct pl_therapies therapies;
    struct pl_treatment *bases[TOY_MOST_BASES];
    size_t n_bases;
    struct pl_ensemble *ensemble;
    size_t *readouts;
    size_t n_readouts;
};

/** For cmocka's group: *state is a struct toy. */
int toy_set_up(void **state);
int toy_tear_down(void **state);

/** Forget therapies, bases, ensemble and readouts, and every message. */
void toy_forget(struct toy *toy);

/** Add one --treat; the test ends when it is wrong. */
void toy_treat(struct toy *toy, const char *text);

/** Add what all treatments of a panel have. @param cell, variant  NULL for none */
void toy_base(struct toy *toy, const char *cell, const char *variant);

/** The bases, as options take them; valid until the next is added. */
const struct pl_treatment *const *toy_bases(const struct toy *toy);

/** Choose the readouts; "all" for every one. */
void toy_read(struct toy *toy, const char *name);

/** Parameter sets: the text of their table. */
void toy_sets(struct toy *toy, const char *table);

/** A tight run of 48 h, with readouts and sets, on one thread. */
struct pl_arms_options toy_run(const struct toy *toy);

/** The fold of readout_r. @param f  inhibition;  @param t  [h] */
double toy_fold(double f, double g, double t);

/** When the fold of readout_r passes a level for the last time, between two times; by
 * bisection. */
double toy_crossing(double f, double g, double level, double from, double to);

#endif
