/*
 * lane_rows.h - the rows of a group of lanes: one number of each lane side by side
 * (solve/ only).
 *
 * Owns     the frame and the rows.
 * Borrows  the kernels' program for the call of pl_lane_rows_init.
 */
#ifndef PL_SOLVE_LANE_ROWS_H
#define PL_SOLVE_LANE_ROWS_H

#include <stdbool.h>
#include <stddef.h>

struct pl_kernels;
struct pl_selection;

struct pl_lane_rows {
    size_t n; /* lanes */
    size_t n_states;
    double *frame;               /* of the group's kernels */
    double *norm, *share, *rtol; /* shape (n) */
    double *pace;   /* shape (PL_LANE_PACE_ROWS, n): for pl_lane_pace_place */
    double *atol;   /* shape (n_states, n) */
    double *values; /* shape (selection->n, n) */
    double *column; /* shape (selection->n): values of one lane */
    size_t *used;   /* shape (n_used): slots of held and cache that tapes read */
    size_t n_used;
    void *frame_block, *rows_block; /* what holds these */
};

/**
 * @param rows       zeroed
 * @param kernels    of the group
 * @param selection  may be NULL
 * @return false without memory; pl_lane_rows_finish has to follow that too
 */
bool pl_lane_rows_init(struct pl_lane_rows *rows, const struct pl_kernels *kernels,
                       const struct pl_selection *selection);
/** Accepts zeroed ones. */
void pl_lane_rows_finish(struct pl_lane_rows *rows);

/** A lane's column of `to`. @param from  shape (n_states) @param to  (n_states, n) */
void pl_lane_rows_scatter(const struct pl_lane_rows *rows, size_t lane,
                          const double *from, double *to);

/** … and back. @param from  shape (n_states, n) @param to  (n_states) */
void pl_lane_rows_gather(const struct pl_lane_rows *rows, size_t lane,
                         const double *from, double *to);

#endif
