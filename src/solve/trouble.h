/*
 * trouble.h - what to tell the human when a simulation cannot go on.
 *
 * Each message names time, value and the formula behind it, and what to try, save for
 * PL_ERR_REST (rest.h). For the files of solve/ alone.
 */
#ifndef PL_SOLVE_TROUBLE_H
#define PL_SOLVE_TROUBLE_H

#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_sim;

/** A quantity does not start at a finite value. @return PL_ERR_RATE */
enum pl_status pl_trouble_initial(struct pl_sim *sim, size_t symbol, double value,
                                  struct pl_diags *diags);

/** A rate is not finite where the simulation stands. @return PL_ERR_RATE */
enum pl_status pl_trouble_rates(struct pl_sim *sim, struct pl_diags *diags);

enum pl_cause {
    PL_CAUSE_STEP_SIZE, /* no step meets the tolerance, or has finite rates */
    PL_CAUSE_STEPS,     /* max_steps */
    PL_CAUSE_CLOCK      /* time_limit */
};

/** @return PL_ERR_STEP; PL_ERR_RATE when a rate was not finite at the smallest step */
enum pl_status pl_trouble_stopped(struct pl_sim *sim, enum pl_cause cause,
                                  struct pl_diags *diags);

/** A warning: a species has turned negative. */
void pl_trouble_negative(struct pl_sim *sim, size_t state, struct pl_diags *diags);

/** A rate uses time itself, so nothing can rest. @return PL_ERR_REST */
enum pl_status pl_trouble_time(struct pl_sim *sim, struct pl_diags *diags);

/**
 * A state keeps moving. @return PL_ERR_REST
 * @param since, low, high  its range from `since` to now
 * @param period  [model time] of the network's oscillation; NAN for none
 */
enum pl_status pl_trouble_moving(struct pl_sim *sim, size_t state, double since,
                                 double low, double high, double period,
                                 struct pl_diags *diags);

/**
 * The rest state found is not stable. @return PL_ERR_REST
 * @param real, imaginary  [1/model time] the eigenvalue that grows fastest
 */
enum pl_status pl_trouble_unstable(struct pl_sim *sim, double real, double imaginary,
                                   struct pl_diags *diags);

#endif
