/*
 * shadow.h - what signals do under a treatment, in steps that another run can follow
 * (analysis/ only).
 *
 * The time course of each signal is cut where any of them has moved by a share of its
 * range; in between each stands at its mean. So a signal that is clamped and set from
 * step to step departs from the true one by at most that share of its range, as often
 * upwards as downwards.
 */
#ifndef PL_ANALYSIS_SHADOW_H
#define PL_ANALYSIS_SHADOW_H

#include <stddef.h>

#include "base/status.h"
#include "solve/sim.h"
#include "study/timecourse.h"

struct pl_context;
struct pl_diags;
struct pl_treatment;

/** Zero it before the first use; pl_shadow_finish frees what is in it. */
struct pl_shadow {
    size_t n_signals;
    size_t n_steps;
    double *times; /* [model time] shape (n_steps): where each begins; the first at 0 */
    double *levels; /* shape (n_steps, n_signals), row-major */
};

/**
 * @param symbols   shape (n_symbols): the signals
 * @param duration  [model time] of the treatment
 * @param share     [-] of its range that a signal may go within a step, > 0. Half of it
 *                  is about four times as exact (a step stands at its mean), and makes
 *                  twice as many steps
 * @return PL_OK; any error of pl_timecourse_run
 * Cost: one run with some thousand outputs.
 */
PL_MUST_USE enum pl_status
pl_shadow_make(const struct pl_context *context, const struct pl_treatment *treatment,
               const struct pl_sim_options *sim, double duration,
               enum pl_equilibrate equilibrate, const size_t *symbols, size_t n_symbols,
               double share, struct pl_diags *diags, struct pl_shadow *out);

void pl_shadow_finish(struct pl_shadow *shadow);

#endif
