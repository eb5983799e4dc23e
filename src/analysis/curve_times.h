/*
 * curve_times.h - output times for a curve that is looked at: evenly apart, and close
 * together behind each moment at which something begins or ends. A value at such a moment
 * is the one behind it, so the last time before it is there as well: a line from point to
 * point then jumps where the curve does.
 */
#ifndef PL_ANALYSIS_CURVE_TIMES_H
#define PL_ANALYSIS_CURVE_TIMES_H

#include <stddef.h>

#include "base/status.h"

struct pl_diags;

/**
 * @param jumps  [model time], shape (n_jumps), 0 to duration, in any order: these, and
 *               of each that is not 0 the next smaller number, are among the times to
 *               the bit
 * @param marks  [model time], shape (n_marks), 0 to duration: these are among the times
 *               to the bit
 * @param times  [model time] receives an array, to be freed with free(): ascending,
 *               each once, 0 first and duration last
 * @return PL_OK, PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_curve_times(double duration, const double *jumps,
                                          size_t n_jumps, const double *marks,
                                          size_t n_marks, struct pl_diags *diags,
                                          double **times, size_t *n_times);

/** Where in the ascending times one stands that is among them to the bit. */
size_t pl_curve_times_find(const double *times, size_t n_times, double time);

#endif
