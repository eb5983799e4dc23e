/*
 * lane_pace.h - from one trial of a group to the next, for the lanes that just go on: by
 * vectors, once for each instruction set (solve/ only).
 *
 * A lane just goes on when its trial was good, nothing is wanted of the step and the end is
 * still ahead, and also when it has to try a shorter step. All others are left as they
 * are: lanes.c looks at them one by one.
 */
#ifndef PL_SOLVE_LANE_PACE_H
#define PL_SOLVE_LANE_PACE_H

#include <stddef.h>

#include "base/isa.h"

/** All of shape (lanes). What is true or false is 1 or 0. */
struct pl_lane_pace {
    const double *norm, *flawed; /* of the trial */
    double *t, *h;   /* [model time] where the trial begins, and how long it is */
    double *is_last; /* it ends at t_end */
    double *t_end;   /* [model time] */
    double
        *silent_to; /* [model time] a step that ends here or before interests nobody */
    double *may;    /* the lane may just go on: it is under way, to t_end */
    double *size;   /* [model time] of the next step that begins, as pl_pace */
    double *ideal;  /* [model time] as pl_pace */
    double *steps;  /* steps taken, and … */
    double *most_steps; /* … how many may be */
    double *refused;    /* trials in the present step, … */
    double *rejected;   /* … and in those before */

    double *next, *next_ideal; /* receive what pl_step_next gives, for all lanes */
    double *taken;   /* receives 1 for a good trial of a lane that goes on, else 0 */
    double *goes_on; /* receives 1 for a lane that goes on: its next trial is chosen */
};

/** Rows that are the pace's own; the other four are the trial's. */
#define PL_LANE_PACE_ROWS 14

/** Put them in place, one behind the other. @param rows  shape (PL_LANE_PACE_ROWS, lanes) */
static inline void
pl_lane_pace_place(struct pl_lane_pace *pace, size_t lanes, double *rows)
{
    double **const own[PL_LANE_PACE_ROWS] = {
        &pace->is_last, &pace->t_end,    &pace->silent_to, &pace->may,
        &pace->size,    &pace->ideal,    &pace->steps,     &pace->most_steps,
        &pace->refused, &pace->rejected, &pace->next,      &pace->next_ideal,
        &pace->taken,   &pace->goes_on,
    };

    for (size_t k = 0; k < PL_LANE_PACE_ROWS; k++) {
        *own[k] = rows + k * lanes;
    }
}

#define X(isa, suffix) \
    size_t pl_lane_pace_go_##suffix(size_t lanes, const struct pl_lane_pace *pace);
PL_ISAS(X)
#undef X

/** @param lanes  4 or 8. @return how many of them go on */
static inline size_t
pl_lane_pace_go(enum pl_isa isa, size_t lanes, const struct pl_lane_pace *pace)
{
    static size_t (*const functions[PL_N_ISAS])(size_t, const struct pl_lane_pace *) = {
#define X(isa, suffix) [isa] = pl_lane_pace_go_##suffix,
        PL_ISAS(X)
#undef X
    };

    return functions[isa](lanes, pace);
}

#endif
