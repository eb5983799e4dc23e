/*
 * output_times.h - the times at which a run has outputs: a grid, marks, and others in one
 * list (study/ only).
 */
#ifndef PL_STUDY_OUTPUT_TIMES_H
#define PL_STUDY_OUTPUT_TIMES_H

#include <stddef.h>

#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_timecourse_options;

/** What an output time is for. */
enum { PL_OUTPUT_GRID = 1, PL_OUTPUT_MARK = 2, PL_OUTPUT_MORE = 4 };

struct pl_output_times {
    size_t n_grid;
    size_t n;
    double *times;         /* [model time] shape (n), ascending, each once */
    unsigned char *wanted; /* shape (n): PL_OUTPUT_… */
};

/**
 * @param more  [model time] further times, ascending, 0 to duration, shape (n_more)
 * @param out   filled; pl_output_times_finish frees what is in it
 * @return PL_OK; PL_ERR_OPTION for a duration, n_points or every out of range or for more
 *         than PL_TIMECOURSE_MAX_TIMES outputs on the grid; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status
pl_output_times_init(struct pl_output_times *out, const struct pl_context *context,
                     const struct pl_timecourse_options *options, const double *more,
                     size_t n_more, struct pl_diags *diags);
/** Accepts one that is all zero. */
void pl_output_times_finish(struct pl_output_times *times);

#endif
