/*
 * resample.h - drawing with replacement from what was sampled, again and again, to see how
 * far a statistic of the sample can be trusted.
 *
 * Source: Efron 1979, Ann. Statist. 7:1; Archer, Saltelli & Sobol 1997, J. Stat. Comput.
 * Simul. 58:99 (for sensitivity indices).
 */
#ifndef PL_ANALYSIS_RESAMPLE_H
#define PL_ANALYSIS_RESAMPLE_H

#include <stddef.h>
#include <stdint.h>

/** A sample from which one may draw has at most so many items. */
#define PL_RESAMPLE_MAX_ITEMS ((size_t)1 << 31)

/**
 * How often each item of a sample is drawn, in n draws.
 * @param round   another one is another drawing
 * @param counts  receives shape (n): whole numbers with the sum n
 */
void pl_resample_counts(uint64_t seed, uint64_t round, size_t n, double *counts);

/** What lies between (1 - level) / 2 and (1 + level) / 2 of the values. */
struct pl_interval {
    double low, high; /* NaN of no value */
};

/**
 * Percentiles, linear between values (Hyndman & Fan's definition 7). NaN is passed over.
 * @param values  shape (n): put in order
 * @param level   0 < level < 1
 */
struct pl_interval pl_resample_interval(double *values, size_t n, double level);

#endif
