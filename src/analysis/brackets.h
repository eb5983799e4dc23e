/*
 * brackets.h - where curves have a value: many brackets, narrowed together in rounds.
 *
 * Each round asks for a few points of every bracket at once (asked.h), so that runs on
 * lanes and threads have company. Points of a round are spread over the bracket, which
 * cuts it by 5 at least, and stand around where the points so far say that the value is
 * (inverse interpolation), which cuts a smooth curve's by a thousand.
 */
#ifndef PL_ANALYSIS_BRACKETS_H
#define PL_ANALYSIS_BRACKETS_H

#include <stddef.h>

#include "base/status.h"

struct pl_asked;
struct pl_diags;

/** [-] A bracket is narrow enough when its ends, logarithms, are this close: relative to
 * the dose itself. */
#define PL_BRACKET_WIDTH 1e-7

/**
 * One value that is looked for on one curve. What is asked for are doses of it
 * (pl_asked_put_dose); what is looked at is one output.
 */
struct pl_bracket {
    size_t curve;
    size_t output;
    double target; /* [output] */
    /* Ends in ln dose, low < high, and the curve there; target lies between, or is one
     * of the two. They move together. */
    double low, high;
    double at_low, at_high; /* [output] */
    double root; /* [dose] filled: NaN where values on the way were not finite */
};

/**
 * Narrow them all.
 *
 * @param n_outputs  of a point
 * @param brackets   shape (n); the ends and the roots are filled
 * @return PL_OK; what `asked` answered; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_brackets_narrow(const struct pl_asked *asked,
                                              size_t n_outputs,
                                              struct pl_bracket *brackets, size_t n,
                                              struct pl_diags *diags);

#endif
