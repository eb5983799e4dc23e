/*
 * elimination_phase.c - where the determinant of A - i w I points, compiled once for each
 * instruction set.
 */
#include "compile/elimination_phase.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "compile/elimination.h"

/* Rows of real and imaginary parts. */
struct rows {
    double *re, *im;
};

static PL_ALWAYS_INLINE void
begin(const struct pl_elimination *list, const size_t lanes, const double *entries,
      struct rows factors)
{
    memset(factors.re, 0, 2 * list->n_factors * lanes * sizeof(double)); /* both */
    for (size_t k = 0; k < list->n_entries; k++) {
        for (size_t l = 0; l < lanes; l++) {
            factors.re[list->places[k] * lanes + l] = entries[k];
        }
    }
}

/* target -= multiplier * source, along a run */
static PL_ALWAYS_INLINE void
apply(const struct pl_elimination_run *run, const size_t lanes, struct rows factors)
{
    const double *mr = factors.re + run->multiplier * lanes;
    const double *mi = factors.im + run->multiplier * lanes;

    for (size_t k = 0; k < run->length; k++) {
        const double *sr = factors.re + (run->source + k) * lanes;
        const double *si = factors.im + (run->source + k) * lanes;
        double *restrict tr = factors.re + (run->target + k) * lanes;
        double *restrict ti = factors.im + (run->target + k) * lanes;

        for (size_t l = 0; l < lanes; l++) {
            tr[l] = fma(mi[l], si[l], fma(-mr[l], sr[l], tr[l]));
            ti[l] = fma(-mi[l], sr[l], fma(-mr[l], si[l], ti[l]));
        }
    }
}

/* Divide the rest of a column by its pivot. */
static PL_ALWAYS_INLINE void
divide(const size_t lanes, size_t pivot, size_t end, struct rows factors)
{
    double ir[PL_MAX_LANES];
    double ii[PL_MAX_LANES];

    for (size_t l = 0; l < lanes; l++) {
        const double pr = factors.re[pivot * lanes + l];
        const double pi = factors.im[pivot * lanes + l];
        const double size = fma(pr, pr, pi * pi);

        ir[l] = pr / size;
        ii[l] = -pi / size;
    }
    for (size_t f = pivot + 1; f < end; f++) {
        double *restrict re = factors.re + f * lanes;
        double *restrict im = factors.im + f * lanes;

        for (size_t l = 0; l < lanes; l++) {
            const double r = re[l];

            re[l] = fma(r, ir[l], -(im[l] * ii[l]));
            im[l] = fma(r, ii[l], im[l] * ir[l]);
        }
    }
}

static PL_ALWAYS_INLINE void
phase_lanes(const struct pl_elimination *list, const size_t lanes,
            const double *entries, const double *diagonal, const double *w,
            double *work, double *re, double *im)
{
    const struct rows factors = {work, work + list->n_factors * lanes};
    const struct pl_elimination_run *run = list->runs;

    begin(list, lanes, entries, factors);
    for (size_t l = 0; l < lanes; l++) {
        re[l] = 1.0;
        im[l] = 0.0;
    }
    for (size_t step = 0; step < list->n; step++) {
        const struct pl_elimination_run *end = list->runs + list->run_ends[step];
        const size_t pivot = list->pivots[list->order[step]];

        for (size_t l = 0; l < lanes; l++) {
            factors.im[pivot * lanes + l] -= w[l];
        }
        for (; run < end; run++) {
            apply(run, lanes, factors);
        }
        for (size_t l = 0; l < lanes; l++) {
            const double pr = factors.re[pivot * lanes + l];
            const double pi = factors.im[pivot * lanes + l];
            const double d = diagonal[step];
            /* times the conjugate of d - i w */
            const double qr = fma(pr, d, -(pi * w[l]));
            const double qi = fma(pi, d, pr * w[l]);
            const double inverse = 1.0 / sqrt(fma(qr, qr, qi * qi));
            const double r = re[l];

            re[l] = fma(r, qr, -(im[l] * qi)) * inverse;
            im[l] = fma(r, qi, im[l] * qr) * inverse;
        }
        divide(lanes, pivot, list->starts[step + 1], factors);
    }
}

void
PL_FOR_ISA(pl_elimination_phase)(const struct pl_elimination *elimination, size_t lanes,
                                 const double *entries, const double *diagonal,
                                 const double *w, double *work, double *re, double *im)
{
    switch (lanes) {
    case 4:
        phase_lanes(elimination, 4, entries, diagonal, w, work, re, im);
        break;
    case 8:
        phase_lanes(elimination, 8, entries, diagonal, w, work, re, im);
        break;
    default:
        assert(false); /* frequencies come in groups */
    }
}
