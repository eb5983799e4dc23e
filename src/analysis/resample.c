/*
 * resample.c - drawing with replacement from what was sampled.
 */
#include "analysis/resample.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "study/mix.h"

/* What random bits are for; another number is another sequence. */
enum { DRAW = 5 };

void
pl_resample_counts(uint64_t seed, uint64_t round, size_t n, double *counts)
{
    const uint64_t state = pl_mix_in(pl_mix_in(seed, DRAW), round);

    assert(n <= PL_RESAMPLE_MAX_ITEMS);
    memset(counts, 0, n * sizeof *counts);
    for (size_t k = 0; k < n; k++) {
        /* n <= 2^31: the product is below 2^63 */
        counts[(pl_mix_in(state, k) >> 32) * n >> 32] += 1.0;
    }
}

static int
compare_numbers(const void *a, const void *b)
{
    const double left = *(const double *)a;
    const double right = *(const double *)b;

    return (left > right) - (left < right);
}

static double
quantile(const double *values, size_t n, double share)
{
    const double place = share * (double)(n - 1);
    const size_t below = (size_t)place;

    return below + 1 < n ? values[below] + (place - (double)below) *
                                               (values[below + 1] - values[below])
                         : values[n - 1];
}

struct pl_interval
pl_resample_interval(double *values, size_t n, double level)
{
    size_t n_numbers = 0;

    for (size_t k = 0; k < n; k++) {
        if (!isnan(values[k])) {
            values[n_numbers++] = values[k];
        }
    }
    if (n_numbers == 0) {
        return (struct pl_interval){NAN, NAN};
    }
    qsort(values, n_numbers, sizeof *values, compare_numbers);
    return (struct pl_interval){quantile(values, n_numbers, (1.0 - level) / 2.0),
                                quantile(values, n_numbers, (1.0 + level) / 2.0)};
}
