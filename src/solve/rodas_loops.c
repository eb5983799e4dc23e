/*
 * rodas_loops.c - the sums of a Rosenbrock step, compiled once for each instruction set.
 *
 * Arrays of shape (n, lanes) are gone through flat: `count` numbers from place k on, a
 * whole vector, and at the end, for a lane alone, what is left. `lanes` and `stage` are
 * constants in every copy of a loop.
 */
#include "solve/rodas_loops.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/vector.h"
#include "solve/rodas5p.h"

/* Lanes of a group here: a vector, or pl_isa_lanes of plain C. */
enum { GROUP = PL_VECTOR_WIDTH > 1 ? PL_VECTOR_WIDTH : 4 };

/* Parts of a norm: one would wait for itself at every state. */
enum { N_PARTS = 4 };

/* Do body(k, count, …) for all of an array. */
#define FOR_VECTORS(size, body, ...)                                          \
    do {                                                                      \
        size_t place = 0;                                                     \
                                                                              \
        for (; place + PL_VECTOR_WIDTH <= (size); place += PL_VECTOR_WIDTH) { \
            body(place, PL_VECTOR_WIDTH, __VA_ARGS__);                        \
        }                                                                     \
        if (place < (size)) {                                                 \
            body(place, (size)-place, __VA_ARGS__);                           \
        }                                                                     \
    } while (0)

/* What each lane has one of, for the numbers from place k on. */
static PL_ALWAYS_INLINE PL_VECTOR
of_lanes(const size_t lanes, const double *row, size_t k)
{
    return lanes == 1 ? PL_VECTOR_SPREAD(*row)
                      : pl_vector_load(row + k % lanes, PL_VECTOR_WIDTH);
}

/* ---- stages ---- */

/* sum + the sum of coefficients[j] k_j for j from `from` to `to` - 1 */
static PL_ALWAYS_INLINE PL_VECTOR
add_stages(PL_VECTOR sum, const size_t from, const size_t to,
           const double *coefficients, const PL_VECTOR *stages)
{
#pragma GCC unroll 8
    for (size_t j = from; j < to; j++) {
        sum = PL_VECTOR_FUSED(PL_VECTOR_SPREAD(coefficients[j]), stages[j], sum);
    }
    return sum;
}

static PL_ALWAYS_INLINE PL_VECTOR
sum_stages(const size_t to, const double *coefficients, const PL_VECTOR *stages)
{
    return add_stages(PL_VECTOR_SPREAD(coefficients[0]) * stages[0], 1, to,
                      coefficients, stages);
}

static PL_ALWAYS_INLINE void
argument_at(size_t k, const size_t count, const size_t lanes, const size_t stage,
            size_t size, const struct pl_rodas_rows *rows, PL_VECTOR scale)
{
    const size_t first = stage < 6 ? 0 : 5; /* the sums of those before are ready */
    PL_VECTOR stages[RODAS_STAGES];
    PL_VECTOR argument, sum;

#pragma GCC unroll 8
    for (size_t j = first; j < stage; j++) {
        stages[j] = pl_vector_load(rows->stages + j * size + k, count);
        PL_VECTOR_HOLD(stages[j]);
    }
    if (stage < 6) {
        argument = add_stages(pl_vector_load(rows->y0 + k, count), 0, stage,
                              RODAS_A[stage < 6 ? stage : 0], stages);
        sum = sum_stages(stage, RODAS_C[stage], stages);
    } else {
        argument = pl_vector_load(rows->state + k, count) + stages[stage - 1];
        sum = add_stages(pl_vector_load(rows->ahead + (stage - 6) * size + k, count), 5,
                         stage, RODAS_C[stage], stages);
    }
    if (stage == 5) {
        pl_vector_store(rows->ahead + k, sum_stages(5, RODAS_C[6], stages), count);
        pl_vector_store(rows->ahead + size + k, sum_stages(5, RODAS_C[7], stages),
                        count);
    }
    pl_vector_store(rows->state + k, argument, count);
    if (lanes > PL_VECTOR_WIDTH) {
        scale = of_lanes(lanes, rows->minus_inverse_h, k);
    }
    pl_vector_store(rows->right + k, scale * sum, count);
}

static PL_ALWAYS_INLINE void
argument_of(const size_t lanes, size_t stage, size_t size,
            const struct pl_rodas_rows *rows)
{
    const struct pl_rodas_rows at = *rows;
    const PL_VECTOR scale = of_lanes(lanes, at.minus_inverse_h, 0);

    switch (stage) {
#define STAGE(s)                                                    \
    case s:                                                         \
        FOR_VECTORS(size, argument_at, lanes, s, size, &at, scale); \
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
        assert(false && "a stage behind the first");
    }
}

static void
argument(size_t stage, size_t n, size_t lanes, const struct pl_rodas_rows *rows)
{
    assert(lanes == 1 || lanes == GROUP);
    if (lanes == 1) {
        argument_of(1, stage, n, rows);
    } else {
        argument_of(GROUP, stage, n * GROUP, rows);
    }
}

static void
slope(size_t n, size_t lanes, const double *size, const double *by_time, double *right)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t l = 0; l < lanes; l++) {
            right[i * lanes + l] =
                fma(size[l], by_time[i * lanes + l], right[i * lanes + l]);
        }
    }
}

static PL_ALWAYS_INLINE void
end_at(size_t k, const size_t count, size_t size, const struct pl_rodas_rows *rows,
       double *y1)
{
    const double *last = rows->stages + (RODAS_STAGES - 1) * size;

    pl_vector_store(y1 + k,
                    pl_vector_load(rows->state + k, count) +
                        pl_vector_load(last + k, count),
                    count);
}

static void
end(size_t size, const struct pl_rodas_rows *rows, double *y1)
{
    FOR_VECTORS(size, end_at, size, rows, y1);
}

/* ---- the error ---- */

/* 1 / x for x > 0, to 1e-5: enough for a step size, and three times as fast as a division.
 * Taken from a constant, the bits of x are those of a number near 1 / x, since they are
 * nearly its logarithm; two Newton steps do the rest.
 * Source: Blinn 1997, IEEE Computer Graphics and Applications 17(4):80. */
static PL_ALWAYS_INLINE PL_VECTOR
rough_reciprocal(PL_VECTOR x)
{
    const PL_VECTOR one = PL_VECTOR_SPREAD(1.0);
    PL_VECTOR r = pl_vector_bits_from(UINT64_C(0x7fde623822fc16e6), x);

    r = PL_VECTOR_FUSED(r, PL_VECTOR_FUSED(-x, r, one), r);
    return PL_VECTOR_FUSED(r, PL_VECTOR_FUSED(-x, r, one), r);
}

/* The largest error in units of its tolerance, and 0, or NaN when something is not
 * finite: a maximum does not see it. */
struct worst {
    PL_VECTOR size, poison;
};

static PL_ALWAYS_INLINE void
see_error(size_t k, const size_t count, PL_VECTOR rtol, const double *y1,
          const double *error, const double *atol, struct worst *worst)
{
    const PL_VECTOR zero = PL_VECTOR_SPREAD(0.0);
    const PL_VECTOR y = pl_vector_load(y1 + k, count);
    const PL_VECTOR e = pl_vector_load(error + k, count);
    const PL_VECTOR level =
        PL_VECTOR_FUSED(rtol, PL_VECTOR_ABS(y), pl_vector_load(atol + k, count));

    worst->size =
        PL_VECTOR_MAX(PL_VECTOR_ABS(e) * rough_reciprocal(level), worst->size);
    worst->poison = worst->poison + PL_VECTOR_FUSED(zero, e, zero * y);
}

/* The worst of all parts, lane by lane of a vector. */
static PL_ALWAYS_INLINE PL_VECTOR
worst_of(const struct worst parts[N_PARTS])
{
    PL_VECTOR size = parts[0].size;
    PL_VECTOR poison = parts[0].poison;

    for (size_t j = 1; j < N_PARTS; j++) {
        size = PL_VECTOR_MAX(parts[j].size, size);
        poison = poison + parts[j].poison;
    }
    return size + poison;
}

static void
norm_of_group(size_t n, const double *y1, const double *error, const double *atol,
              const double *rtol, double *norm)
{
    for (size_t l = 0; l < GROUP; l += PL_VECTOR_WIDTH) {
        const PL_VECTOR relative = of_lanes(GROUP, rtol, l);
        struct worst parts[N_PARTS];

        for (size_t j = 0; j < N_PARTS; j++) {
            parts[j].size = parts[j].poison = PL_VECTOR_SPREAD(0.0);
        }
        for (size_t i = 0; i < n; i += N_PARTS) {
#pragma GCC unroll 4
            for (size_t j = 0; j < N_PARTS; j++) {
                if (i + j < n) {
                    see_error((i + j) * GROUP + l, PL_VECTOR_WIDTH, relative, y1, error,
                              atol, &parts[j]);
                }
            }
        }
        pl_vector_store(norm + l, worst_of(parts), PL_VECTOR_WIDTH);
    }
}

static double
norm_of_one(size_t n, const double *y1, const double *error, const double *atol,
            double rtol)
{
    const PL_VECTOR zero = PL_VECTOR_SPREAD(0.0);
    struct worst worst = {zero, zero};
    double sizes[PL_VECTOR_WIDTH];
    double norm = 0.0;

    FOR_VECTORS(n, see_error, PL_VECTOR_SPREAD(rtol), y1, error, atol, &worst);
    pl_vector_store(sizes, worst.size + worst.poison, PL_VECTOR_WIDTH);
    for (size_t j = 0; j < PL_VECTOR_WIDTH; j++) {
        if (!(sizes[j] <= norm)) {
            norm = sizes[j];
        }
        if (isnan(norm)) {
            break;
        }
    }
    return norm;
}

static void
error_norm(size_t n, size_t lanes, const double *y1, const double *error,
           const double *atol, const double *rtol, double *norm)
{
    assert(lanes == 1 || lanes == GROUP);
    if (lanes == 1) {
        norm[0] = norm_of_one(n, y1, error, atol, *rtol);
    } else {
        norm_of_group(n, y1, error, atol, rtol, norm);
    }
}

/* ---- inside the step, and on ---- */

static PL_ALWAYS_INLINE void
inside_at(size_t k, const size_t count, const size_t lanes, size_t size,
          const double *share, const double *y0, const double *y1, const double *stages,
          double *y)
{
    const PL_VECTOR x = of_lanes(lanes, share, k);
    const PL_VECTOR rest = PL_VECTOR_SPREAD(1.0) - x;
    PL_VECTOR bends[3] = {PL_VECTOR_SPREAD(0.0), PL_VECTOR_SPREAD(0.0),
                          PL_VECTOR_SPREAD(0.0)};
    PL_VECTOR bend;

#pragma GCC unroll 8
    for (size_t j = 0; j < RODAS_STAGES; j++) {
        const PL_VECTOR stage = pl_vector_load(stages + j * size + k, count);

        for (size_t m = 0; m < 3; m++) {
            bends[m] =
                PL_VECTOR_FUSED(PL_VECTOR_SPREAD(RODAS_H[m][j]), stage, bends[m]);
        }
    }
    bend = PL_VECTOR_FUSED(x, PL_VECTOR_FUSED(x, bends[2], bends[1]), bends[0]);
    bend = PL_VECTOR_FUSED(rest, bend, pl_vector_load(y1 + k, count));
    pl_vector_store(
        y + k, PL_VECTOR_FUSED(x, bend, rest * pl_vector_load(y0 + k, count)), count);
}

static void
inside(size_t n, size_t lanes, const double *share, const double *y0, const double *y1,
       const double *stages, double *y)
{
    assert(lanes == 1 || lanes == GROUP);
    if (lanes == 1) {
        FOR_VECTORS(n, inside_at, 1, n, share, y0, y1, stages, y);
    } else {
        FOR_VECTORS(n * GROUP, inside_at, GROUP, n * GROUP, share, y0, y1, stages, y);
    }
}

static void
take(size_t n, size_t lanes, const double *taken, const double *y1, double *y0)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t l = 0; l < lanes; l++) {
            y0[i * lanes + l] = taken[l] != 0.0 ? y1[i * lanes + l] : y0[i * lanes + l];
        }
    }
}

const struct pl_rodas_loops PL_FOR_ISA(pl_rodas_loops) = {
    argument, slope, end, error_norm, inside, take,
};
