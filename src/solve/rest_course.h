/*
 * rest_course.h - the way to rest step by step, for who takes the steps (solve/ only).
 *
 *     pl_rest_begin(sim, false, diags);
 *     for (;;) {
 *         pl_rest_next(sim, &arrived, diags);    until `arrived`
 *         one step of the simulation towards PL_REST_FAR_AHEAD
 *     }
 *     pl_rest_end(sim, status, NULL, diags);
 *
 * Each may move the simulation, back to its start for one: it has to be restarted where
 * sim->restart says so. Only the first pl_rest_begin of a simulation allocates.
 */
#ifndef PL_SOLVE_REST_COURSE_H
#define PL_SOLVE_REST_COURSE_H

#include <stdbool.h>

#include "base/status.h"

struct pl_course;
struct pl_diags;
struct pl_rest;
struct pl_sim;

/** [model time] Nobody gets there. */
#define PL_REST_FAR_AHEAD 1e100

/**
 * Set out from where the simulation stands.
 * @param eigenvalues  those of the rest state are wanted, not only whether it is stable
 * @return as pl_sim_rest
 */
PL_MUST_USE enum pl_status pl_rest_begin(struct pl_sim *sim, bool eigenvalues,
                                         struct pl_diags *diags);

/**
 * Look at where it stands now. With `arrived` false one step has to follow.
 * @return as pl_sim_rest; pl_rest_end has to follow an error too
 */
PL_MUST_USE enum pl_status pl_rest_next(struct pl_sim *sim, bool *arrived,
                                        struct pl_diags *diags);

/**
 * Take the steps too, one after the other, from pl_rest_begin until it has arrived.
 * @param diags  learns nothing of a step whose error pl_rest_end makes up for
 * @return as pl_sim_rest; pl_rest_end has to follow an error too
 */
PL_MUST_USE enum pl_status pl_rest_follow(struct pl_sim *sim, struct pl_diags *diags);

/**
 * Put the simulation to rest, or after an error back to where it set out. After one of a
 * step that was looser than the run allows it goes the whole way once more before.
 * @param status  PL_OK when it has arrived, else the error
 * @param rest    as of pl_sim_rest; may be NULL
 * @return status; PL_ERR_REST when the rest state is not stable
 */
PL_MUST_USE enum pl_status pl_rest_end(struct pl_sim *sim, enum pl_status status,
                                       struct pl_rest *rest, struct pl_diags *diags);

/** Accepts NULL. */
void pl_course_destroy(struct pl_course *course);

#endif
