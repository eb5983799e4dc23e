/*
 * elimination_lanes.c - the loops over an elimination, for 1, 4 and 8 lanes, compiled once
 * for each instruction set.
 *
 * Every number gets the operations that the tapes have for it, in the same order.
 */
#include "compile/elimination_lanes.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#if PL_FOR_ISA(PL_ISA_WIDTH) > 1
#include <immintrin.h>
#endif

#include "compile/elimination.h"

/*
 * Compilers do not find the vectors in loops as short as a row of lanes, so they are named:
 * X(type, fused) is to be a loop over the lanes from l on that fill a register of that
 * type, from the widest to the double, and fused(a, b, c) = c - a * b, rounded once.
 */
#define FUSED_DOUBLE(a, b, c) fma(-(a), b, c)
#if PL_FOR_ISA(PL_ISA_WIDTH) == 8
#define EACH_TYPE(X)             \
    X(__m512d, _mm512_fnmadd_pd) \
    X(__m256d, _mm256_fnmadd_pd) \
    X(double, FUSED_DOUBLE)
#elif PL_FOR_ISA(PL_ISA_WIDTH) == 4
#define EACH_TYPE(X)             \
    X(__m256d, _mm256_fnmadd_pd) \
    X(double, FUSED_DOUBLE)
#else
#define EACH_TYPE(X) X(double, FUSED_DOUBLE)
#endif

#define FOR_REGISTERS(type)                            \
    for (; l + sizeof(type) / sizeof(double) <= lanes; \
         l += sizeof(type) / sizeof(double))
#define LOAD(x, from) memcpy(&(x), (from) + l, sizeof(x))
#define STORE(to, x) memcpy((to) + l, &(x), sizeof(x))

/* c -= a * b */
static PL_ALWAYS_INLINE void
subtract_product(const size_t lanes, const double *a, const double *b, double *c)
{
    size_t l = 0;

#define X(type, fused)      \
    FOR_REGISTERS(type)     \
    {                       \
        type x, y, z;       \
                            \
        LOAD(x, a);         \
        LOAD(y, b);         \
        LOAD(z, c);         \
        z = fused(x, y, z); \
        STORE(c, z);        \
    }
    EACH_TYPE(X)
#undef X
}

/* z = x - y */
static PL_ALWAYS_INLINE void
subtract(const size_t lanes, const double *x, const double *y, double *z)
{
    size_t l = 0;

#define X(type, fused)      \
    FOR_REGISTERS(type)     \
    {                       \
        type from, less;    \
                            \
        LOAD(from, x);      \
        LOAD(less, y);      \
        from = from - less; \
        STORE(z, from);     \
    }
    EACH_TYPE(X)
#undef X
}

/* x *= factor */
static PL_ALWAYS_INLINE void
scale(const size_t lanes, const double *restrict factor, double *restrict x)
{
    size_t l = 0;

#define X(type, fused)   \
    FOR_REGISTERS(type)  \
    {                    \
        type f, y;       \
                         \
        LOAD(f, factor); \
        LOAD(y, x);      \
        y = y * f;       \
        STORE(x, y);     \
    }
    EACH_TYPE(X)
#undef X
}

/* ---- factor ---- */

/* Its numbers are of three columns or parts of columns, so they do not overlap. */
static PL_ALWAYS_INLINE void
apply_run(const struct pl_elimination_run *run, const size_t lanes,
          const double *restrict multiplier, const double *restrict source,
          double *restrict target)
{
    for (size_t k = 0; k < run->length * lanes; k += lanes) {
        subtract_product(lanes, source + k, multiplier, target + k);
    }
}

/* The diagonal as it is in M; `before` is a copy. */
static PL_ALWAYS_INLINE void
begin_pivot(const size_t lanes, const double *shift, double *pivot, double *before)
{
    size_t l = 0;

#define X(type, fused)    \
    FOR_REGISTERS(type)   \
    {                     \
        type p, s;        \
                          \
        LOAD(p, pivot);   \
        LOAD(s, shift);   \
        p = p - s;        \
        STORE(pivot, p);  \
        STORE(before, p); \
    }
    EACH_TYPE(X)
#undef X
}

/* 1 / p takes the pivot's place; `losses` is minus a sum (emit_pivot). */
static PL_ALWAYS_INLINE void
end_pivot(const size_t lanes, bool updated, const double *before, double *pivot,
          double *losses)
{
    size_t l = 0;

#define X(type, fused)                                             \
    FOR_REGISTERS(type)                                            \
    {                                                              \
        type p, m, sum, inverse;                                   \
                                                                   \
        LOAD(p, pivot);                                            \
        LOAD(m, before);                                           \
        LOAD(sum, losses);                                         \
        inverse = 1.0 / p;                                         \
        m = (m - p) * inverse;                                     \
        sum = updated ? fused(m, m, sum) : fused(p, inverse, sum); \
        STORE(losses, sum);                                        \
        STORE(pivot, inverse);                                     \
    }
    EACH_TYPE(X)
#undef X
}

static PL_ALWAYS_INLINE void
factor_lanes(const struct pl_elimination *list, const size_t lanes,
             const double *entries, const double *shift, double *factors)
{
    const struct pl_elimination_run *run = list->runs;
    double losses[PL_MAX_LANES] = {0.0};
    double before[PL_MAX_LANES];

    memset(factors, 0, list->n_factors * lanes * sizeof *factors); /* 0.0 */
    for (size_t k = 0; k < list->n_entries; k++) {
        memcpy(factors + list->places[k] * lanes, entries + k * lanes,
               lanes * sizeof *factors);
    }
    for (size_t step = 0; step < list->n; step++) {
        const struct pl_elimination_run *end = list->runs + list->run_ends[step];
        uint32_t pivot_at = list->pivots[list->order[step]];
        double *pivot = factors + pivot_at * lanes;

        begin_pivot(lanes, shift, pivot, before);
        for (; run < end; run++) {
            apply_run(run, lanes, factors + run->multiplier * lanes,
                      factors + run->source * lanes, factors + run->target * lanes);
        }
        end_pivot(lanes, list->updated[step], before, pivot, losses);
        for (uint32_t f = pivot_at + 1; f < list->starts[step + 1]; f++) {
            scale(lanes, pivot, factors + f * lanes);
        }
    }
    for (size_t k = list->n_lower; k < list->n_factors - list->n; k++) {
        scale(lanes, factors + list->pivots[list->terms[k].row] * lanes,
              factors + list->terms[k].factor * lanes);
    }
    for (size_t l = 0; l < lanes; l++) {
        factors[list->n_factors * lanes + l] =
            losses[l] > -PL_ELIMINATION_WORST ? 0.0 : 1.0;
    }
}

/* ---- solve ---- */

static PL_ALWAYS_INLINE void
subtract_terms(const struct pl_elimination_term *term,
               const struct pl_elimination_term *end, const size_t lanes,
               const double *factors, double *x)
{
    for (; term < end; term++) {
        subtract_product(lanes, factors + term->factor * lanes,
                         x + term->column * lanes, x + term->row * lanes);
    }
}

static PL_ALWAYS_INLINE void
solve_lanes(const struct pl_elimination *list, const size_t lanes,
            const double *factors, const double *right, const double *less,
            double *solution)
{
    const struct pl_elimination_term *upper = list->terms + list->n_lower;
    const struct pl_elimination_term *end = list->terms + list->n_factors - list->n;

    if (less == NULL) {
        memmove(solution, right, list->n * lanes * sizeof *solution);
    }
    for (size_t i = 0; less != NULL && i < list->n * lanes; i += lanes) {
        subtract(lanes, right + i, less + i, solution + i);
    }
    subtract_terms(list->terms, upper, lanes, factors, solution);
    for (size_t i = 0; i < list->n; i++) {
        scale(lanes, factors + list->pivots[i] * lanes, solution + i * lanes);
    }
    subtract_terms(upper, end, lanes, factors, solution);
}

/* ---- by the number of lanes ---- */

static void
factor(const struct pl_elimination *list, size_t lanes, const double *entries,
       const double *shift, double *factors)
{
    switch (lanes) {
    case 1:
        factor_lanes(list, 1, entries, shift, factors);
        break;
    case 4:
        factor_lanes(list, 4, entries, shift, factors);
        break;
    case 8:
        factor_lanes(list, 8, entries, shift, factors);
        break;
    default:
        assert(false); /* a lane count that the header does not name */
    }
}

static void
solve(const struct pl_elimination *list, size_t lanes, const double *factors,
      const double *right, const double *less, double *solution)
{
    switch (lanes) {
    case 1:
        solve_lanes(list, 1, factors, right, less, solution);
        break;
    case 4:
        solve_lanes(list, 4, factors, right, less, solution);
        break;
    case 8:
        solve_lanes(list, 8, factors, right, less, solution);
        break;
    default:
        assert(false); /* a lane count that the header does not name */
    }
}

const struct pl_elimination_loops PL_FOR_ISA(pl_elimination_loops) = {factor, solve};
