/*
 * elimination_phase.c - where the determinant of A - i w I points, compiled once for each
 * instruction set.
 */
#include "compile/elimination_phase.h"

#include <string.h>

#include "base/vector.h"
#include "compile/elimination.h"

/* Frequencies of a group here: a vector, or pl_isa_lanes of plain C. */
enum { LANES = PL_VECTOR_WIDTH > 1 ? PL_VECTOR_WIDTH : 4 };

/* The bits of 1, twice: less those of x they are a double within an eighth of 1 / x. */
static const uint64_t TWICE_ONE = UINT64_C(0x7fe0000000000000);

/* So many factors of a size near 1 give a product that does not overflow. */
enum { RESCALED = 64 };

/* A vector of complex numbers, one for each frequency. */
struct complex_vector {
    PL_VECTOR re, im;
};

/* In memory the real parts, then the imaginary ones. */
static PL_ALWAYS_INLINE struct complex_vector
load(const double *factors, size_t k)
{
    const double *from = factors + k * (2 * PL_VECTOR_WIDTH);

    return (struct complex_vector){
        pl_vector_load(from, PL_VECTOR_WIDTH),
        pl_vector_load(from + PL_VECTOR_WIDTH, PL_VECTOR_WIDTH)};
}

static PL_ALWAYS_INLINE void
store(double *factors, size_t k, struct complex_vector z)
{
    double *to = factors + k * (2 * PL_VECTOR_WIDTH);

    pl_vector_store(to, z.re, PL_VECTOR_WIDTH);
    pl_vector_store(to + PL_VECTOR_WIDTH, z.im, PL_VECTOR_WIDTH);
}

/* a b + c */
static PL_ALWAYS_INLINE struct complex_vector
fused(struct complex_vector a, struct complex_vector b, struct complex_vector c)
{
    return (struct complex_vector){
        PL_VECTOR_FUSED(-a.im, b.im, PL_VECTOR_FUSED(a.re, b.re, c.re)),
        PL_VECTOR_FUSED(a.im, b.re, PL_VECTOR_FUSED(a.re, b.im, c.im))};
}

static PL_ALWAYS_INLINE struct complex_vector
product(struct complex_vector a, struct complex_vector b)
{
    return (struct complex_vector){PL_VECTOR_FUSED(a.re, b.re, -(a.im * b.im)),
                                   PL_VECTOR_FUSED(a.re, b.im, a.im * b.re)};
}

static PL_ALWAYS_INLINE struct complex_vector
negative(struct complex_vector z)
{
    return (struct complex_vector){-z.re, -z.im};
}

static PL_ALWAYS_INLINE struct complex_vector
conjugate(struct complex_vector z)
{
    return (struct complex_vector){z.re, -z.im};
}

/* The same direction with a size near 1, where it is neither 0 nor not finite. */
static PL_ALWAYS_INLINE struct complex_vector
rescaled(struct complex_vector z)
{
    const PL_VECTOR size = PL_VECTOR_ABS(z.re) + PL_VECTOR_ABS(z.im);
    const PL_VECTOR inverse = pl_vector_bits_from(TWICE_ONE, size);

    return (struct complex_vector){z.re * inverse, z.im * inverse};
}

/* A's entries where the factors begin as them, 0 elsewhere. */
static PL_ALWAYS_INLINE void
begin(const struct pl_elimination *list, const double *entries, double *factors)
{
    memset(factors, 0, list->n_factors * (2 * PL_VECTOR_WIDTH) * sizeof *factors);
    for (size_t k = 0; k < list->n_entries; k++) {
        pl_vector_store(factors + list->places[k] * (2 * PL_VECTOR_WIDTH),
                        PL_VECTOR_SPREAD(entries[k]), PL_VECTOR_WIDTH);
    }
}

/* target -= multiplier / pivot * source, along a run: columns of L stay undivided. */
static PL_ALWAYS_INLINE void
apply(const struct pl_elimination *list, const struct pl_elimination_run *run,
      double *factors)
{
    const size_t pivot = list->pivots[list->rows[run->multiplier]];
    const struct complex_vector multiplier = negative(
        product(load(factors, run->multiplier), conjugate(load(factors, pivot))));
    size_t source = run->source;
    size_t target = run->target;

    do {
        store(factors, target,
              fused(multiplier, load(factors, source), load(factors, target)));
        target++;
    } while (++source < run->source + run->length);
}

/* For as many frequencies as a vector has. The pivots p end as p / |p|^2. */
static PL_ALWAYS_INLINE void
factor(const struct pl_elimination *list, const double *entries, PL_VECTOR w,
       double *factors)
{
    const struct pl_elimination_run *run = list->runs;

    begin(list, entries, factors);
    for (size_t step = 0; step < list->n; step++) {
        const struct pl_elimination_run *end = list->runs + list->run_ends[step];
        const size_t pivot_at = list->pivots[list->order[step]];
        struct complex_vector pivot;
        PL_VECTOR inverse;

        for (; run < end; run++) {
            apply(list, run, factors);
        }
        pivot = load(factors, pivot_at);
        pivot.im = pivot.im - w;
        inverse = PL_VECTOR_SPREAD(1.0) /
                  PL_VECTOR_FUSED(pivot.re, pivot.re, pivot.im * pivot.im);
        pivot.re = pivot.re * inverse;
        pivot.im = pivot.im * inverse;
        store(factors, pivot_at, pivot);
    }
}

/* The product of the pivots over that of the d - i w. */
static PL_ALWAYS_INLINE struct complex_vector
find_direction(const struct pl_elimination *list, const double *diagonal, PL_VECTOR w,
               const double *factors)
{
    struct complex_vector direction = {PL_VECTOR_SPREAD(1.0), PL_VECTOR_SPREAD(0.0)};

    for (size_t i = 0; i < list->n; i++) {
        const struct complex_vector conjugate_of_d = {PL_VECTOR_SPREAD(diagonal[i]), w};
        const struct complex_vector turn =
            product(load(factors, list->pivots[i]), conjugate_of_d);

        direction = product(direction, rescaled(turn));
        if (i % RESCALED == 0) {
            direction = rescaled(direction);
        }
    }
    return rescaled(direction);
}

void
PL_FOR_ISA(pl_elimination_phase)(const struct pl_elimination *elimination,
                                 const double *entries, const double *diagonal,
                                 const double *w, double *work, double *re, double *im)
{
    const size_t row = LANES * sizeof *work;
    double *factors = work + (row - (uintptr_t)work % row) % row / sizeof *work;

    for (size_t l = 0; l < LANES; l += PL_VECTOR_WIDTH) {
        const PL_VECTOR ws = pl_vector_load(w + l, PL_VECTOR_WIDTH);
        struct complex_vector direction;

        factor(elimination, entries, ws, factors);
        direction = find_direction(elimination, diagonal, ws, factors);
        pl_vector_store(re + l, direction.re, PL_VECTOR_WIDTH);
        pl_vector_store(im + l, direction.im, PL_VECTOR_WIDTH);
    }
}
