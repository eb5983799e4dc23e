/*
 * lane_pace.c - from one trial of a group to the next, for the lanes that just go on.
 *
 * No branches, so that compilers make vectors of the loop: everything is worked out for
 * every lane, and kept where it holds.
 */
#include "solve/lane_pace.h"

#include <assert.h>
#include <string.h>

#include "solve/step_rule.h"

/* A row as numbers of its own, which nothing else overlaps; and back. */
#define READ(row)             \
    double row[PL_MAX_LANES]; \
    memcpy(row, pace->row, lanes * sizeof *row)
#define WRITE(row) memcpy(pace->row, row, lanes * sizeof *row)

/* Truth as a number: compilers make vectors of that. */
#define WHERE(condition) ((condition) ? 1.0 : 0.0)

static PL_ALWAYS_INLINE size_t
go(const size_t lanes, const struct pl_lane_pace *pace)
{
    double next[PL_MAX_LANES], next_ideal[PL_MAX_LANES];
    double taken[PL_MAX_LANES], goes_on[PL_MAX_LANES], again[PL_MAX_LANES];
    double t1[PL_MAX_LANES], left[PL_MAX_LANES], trial[PL_MAX_LANES];
    double passes[PL_MAX_LANES];
    double n = 0.0;

    READ(norm);
    READ(flawed);
    READ(may);
    READ(t_end);
    READ(silent_to);
    READ(most_steps);
    READ(t);
    READ(h);
    READ(is_last);
    READ(size);
    READ(ideal);
    READ(steps);
    READ(refused);
    READ(rejected);
    for (size_t l = 0; l < lanes; l++) {
        next[l] = pl_step_next(h[l], norm[l], ideal[l], &next_ideal[l]);
    }
    for (size_t l = 0; l < lanes; l++) {
        t1[l] = is_last[l] != 0.0 ? t_end[l] : t[l] + h[l];
        left[l] = t_end[l] - t1[l];
        trial[l] = pl_step_fitted(next[l], left[l]);
        passes[l] = WHERE(may[l] != 0.0) * WHERE(flawed[l] == 0.0);
    }
    for (size_t l = 0; l < lanes; l++) {
        const double smallest = pl_step_smallest(t1[l]);

        taken[l] = passes[l] * WHERE(pl_step_is_good(norm[l])) *
                   WHERE(t1[l] < t_end[l]) * WHERE(t1[l] <= silent_to[l]) *
                   WHERE(steps[l] + 1.0 < most_steps[l]) * WHERE(left[l] >= smallest) *
                   WHERE(trial[l] >= smallest);
        again[l] = passes[l] * WHERE(norm[l] > PL_STEP_ALLOWED) *
                   WHERE(pl_step_can_shrink(h[l], next[l], t1[l]));
        goes_on[l] = taken[l] + again[l];
    }
    for (size_t l = 0; l < lanes; l++) {
        const double shorter = again[l] != 0.0 ? next[l] : h[l];
        const double begun = trial[l] > left[l] ? left[l] : trial[l];
        const double was_last = again[l] != 0.0 ? 0.0 : is_last[l];

        t[l] = taken[l] != 0.0 ? t1[l] : t[l];
        h[l] = taken[l] != 0.0 ? begun : shorter;
        is_last[l] = taken[l] != 0.0 ? WHERE(trial[l] > left[l]) : was_last;
        size[l] = taken[l] != 0.0 ? next[l] : size[l];
        ideal[l] = taken[l] != 0.0 ? next_ideal[l] : ideal[l];
        steps[l] += taken[l];
        rejected[l] += taken[l] * refused[l];
        refused[l] = (1.0 - taken[l]) * (refused[l] + again[l]);
    }
    for (size_t l = 0; l < lanes; l++) {
        n += goes_on[l];
    }
    WRITE(t);
    WRITE(h);
    WRITE(is_last);
    WRITE(size);
    WRITE(ideal);
    WRITE(steps);
    WRITE(refused);
    WRITE(rejected);
    WRITE(next);
    WRITE(next_ideal);
    WRITE(taken);
    WRITE(goes_on);
    return (size_t)n;
}

size_t
PL_FOR_ISA(pl_lane_pace_go)(size_t lanes, const struct pl_lane_pace *pace)
{
    assert(lanes == 4 || lanes == 8);
    return lanes == 8 ? go(8, pace) : go(4, pace);
}
