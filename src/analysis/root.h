/*
 * root.h - a root of a function between two places where its signs differ.
 */
#ifndef PL_ANALYSIS_ROOT_H
#define PL_ANALYSIS_ROOT_H

/** A function of one number. */
struct pl_root_function {
    double (*value)(const void *context, double x);
    const void *context;
};

/**
 * The root, or the jump through 0. Inverse quadratic steps where they are safe, else
 * halves (Chandrupatla 1997, Adv Eng Softw 28:145).
 *
 * @param low, high        low < high
 * @param at_low, at_high  the values there, of different sign; or one of them 0
 * @param tolerance        [x] of the root
 */
double pl_root_between(const struct pl_root_function *function, double low, double high,
                       double at_low, double at_high, double tolerance);

#endif
