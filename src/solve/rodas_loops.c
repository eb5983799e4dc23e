/*
 * rodas_loops.c - the sums of a Rosenbrock step, compiled once for each instruction set.
 */
#include "solve/rodas_loops.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "solve/rodas5p.h"

#if defined(__GNUC__)
#define ALWAYS_INLINE inline __attribute__((always_inline))
#else
#define ALWAYS_INLINE inline
#endif

/* Partial sums of a norm: one would wait for itself at every state. */
enum { N_PARTS = 4 };

/* `lanes` is a constant in every copy. */
static ALWAYS_INLINE void
spread_lanes(const size_t lanes, size_t n, const double *restrict row,
             double *restrict all)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t l = 0; l < lanes; l++) {
            all[i * lanes + l] = row[l];
        }
    }
}

static void
spread(size_t n, size_t lanes, const double *row, double *all)
{
    switch (lanes) {
    case 1:
        spread_lanes(1, n, row, all);
        break;
    case 4:
        spread_lanes(4, n, row, all);
        break;
    case 8:
        spread_lanes(8, n, row, all);
        break;
    default:
        assert(false && "1, 4 or 8 lanes");
    }
}

/* `stage` is a constant in every copy; the stages are read once for both sums. */
static ALWAYS_INLINE void
sum_stages(const size_t stage, size_t size, const double *restrict inverse_h,
           const double *restrict y0, const double *restrict stages,
           double *restrict state, double *restrict right)
{
    for (size_t k = 0; k < size; k++) {
        double argument = stage < 6 ? y0[k] : state[k];
        double sum = 0.0;

#pragma GCC unroll 8
        for (size_t j = 0; j < stage; j++) {
            const double one = stages[j * size + k];

            if (stage < 6) {
                argument = fma(RODAS_A[stage < 6 ? stage : 0][j < 5 ? j : 0], one,
                               argument);
            } else if (j + 1 == stage) {
                argument += one;
            }
            sum = j == 0 ? RODAS_C[stage][0] * one : fma(RODAS_C[stage][j], one, sum);
        }
        state[k] = argument;
        right[k] = -inverse_h[k] * sum;
    }
}

static void
argument(size_t stage, size_t size, const double *inverse_h, const double *y0,
         const double *stages, double *state, double *right)
{
    switch (stage) {
    case 0:
        memcpy(state, y0, size * sizeof *state);
        memset(right, 0, size * sizeof *right); /* 0.0 */
        break;
#define STAGE(s)                                                  \
    case s:                                                       \
        sum_stages(s, size, inverse_h, y0, stages, state, right); \
        break;
        STAGE(1)
        STAGE(2)
        STAGE(3)
        STAGE(4)
        STAGE(5)
        STAGE(6)
        STAGE(7)
#undef STAGE
    default:
        assert(false && "a stage of Rodas5P");
    }
}

static void
slope(size_t stage, size_t size, const double *restrict h,
      const double *restrict by_time, double *restrict right)
{
    const double d = RODAS_D[stage];

    for (size_t k = 0; k < size && d != 0.0; k++) {
        right[k] = fma(-d * h[k], by_time[k], right[k]);
    }
}

static void
end(size_t size, const double *restrict state, const double *restrict stages,
    double *restrict y1)
{
    const double *restrict last = stages + (RODAS_STAGES - 1) * size;

    for (size_t k = 0; k < size; k++) {
        y1[k] = state[k] + last[k];
    }
}

/* 1 / x for x > 0, to 1e-5: enough for a step size, and three times as fast as a division.
 * Taken from a constant, the bits of x are those of a number near 1 / x, since they are
 * nearly its logarithm; two Newton steps do the rest.
 * Source: Blinn 1997, IEEE Computer Graphics and Applications 17(4):80. */
static ALWAYS_INLINE double
rough_reciprocal(double x)
{
    uint64_t bits = 0;
    double r = 0.0;

    memcpy(&bits, &x, sizeof bits);
    bits = UINT64_C(0x7fde623822fc16e6) - bits;
    memcpy(&r, &bits, sizeof r);
    r = fma(r, fma(-x, r, 1.0), r);
    return fma(r, fma(-x, r, 1.0), r);
}

/* Squares of the errors in units of their tolerance. A y1 that is not finite makes NaN. */
static ALWAYS_INLINE void
square_errors(size_t size, const double *restrict y1, const double *restrict error,
              const double *restrict atol, const double *restrict rtol,
              double *restrict squares)
{
    for (size_t k = 0; k < size; k++) {
        const double level = fma(rtol[k], fabs(y1[k]), atol[k]);
        const double ratio = error[k] * rough_reciprocal(level);

        squares[k] = fma(ratio, ratio, 0.0 * y1[k]);
    }
}

/* The sum of rows i, i + N_PARTS, … for each i < N_PARTS, then of these. */
static ALWAYS_INLINE void
sum_rows(const size_t lanes, size_t n, const double *restrict rows,
         double *restrict sums)
{
    double parts[N_PARTS * PL_MAX_LANES] = {0.0};
    const size_t block = N_PARTS * lanes;
    const size_t size = n * lanes;
    size_t k = 0;

    for (; k + block <= size; k += block) {
        for (size_t j = 0; j < block; j++) {
            parts[j] += rows[k + j];
        }
    }
    for (size_t j = 0; k + j < size; j++) {
        parts[j] += rows[k + j];
    }
    for (size_t l = 0; l < lanes; l++) {
        sums[l] = (parts[l] + parts[lanes + l]) +
                  (parts[2 * lanes + l] + parts[3 * lanes + l]);
    }
}

static void
error_norm(size_t n, size_t lanes, const double *y1, const double *error,
           const double *atol, const double *rtol, double *work, double *norm)
{
    square_errors(n * lanes, y1, error, atol, rtol, work);
    switch (lanes) {
    case 1:
        sum_rows(1, n, work, norm);
        break;
    case 4:
        sum_rows(4, n, work, norm);
        break;
    case 8:
        sum_rows(8, n, work, norm);
        break;
    default:
        assert(false && "1, 4 or 8 lanes");
    }
    for (size_t l = 0; l < lanes; l++) {
        norm[l] = sqrt(norm[l] / (double)n);
    }
}

static void
inside(size_t size, const double *restrict share, const double *restrict y0,
       const double *restrict y1, const double *restrict stages, double *restrict y)
{
    for (size_t k = 0; k < size; k++) {
        const double rest = 1.0 - share[k];
        double k1 = 0.0;
        double k2 = 0.0;
        double k3 = 0.0;
        double bend = 0.0;

#pragma GCC unroll 8
        for (size_t j = 0; j < RODAS_STAGES; j++) {
            const double stage = stages[j * size + k];

            k1 = fma(RODAS_H[0][j], stage, k1);
            k2 = fma(RODAS_H[1][j], stage, k2);
            k3 = fma(RODAS_H[2][j], stage, k3);
        }
        bend = fma(share[k], fma(share[k], k3, k2), k1);
        y[k] = fma(share[k], fma(rest, bend, y1[k]), rest * y0[k]);
    }
}

static void
take(size_t size, const double *restrict taken, const double *restrict y1,
     double *restrict y0)
{
    for (size_t k = 0; k < size; k++) {
        y0[k] = taken[k] != 0.0 ? y1[k] : y0[k];
    }
}

const struct pl_rodas_loops PL_FOR_ISA(pl_rodas_loops) = {
    spread, argument, slope, end, error_norm, inside, take,
};
