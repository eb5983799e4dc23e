/*
 * stability.c - whether a rest state is stable, without its eigenvalues.
 */
#include "solve/stability.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/index.h"
#include "compile/elimination.h"
#include "compile/elimination_phase.h"
#include "compile/program.h"

/* The frequencies go this far beyond the diagonal of J, at both ends: eigenvalues farther
 * out show as a phase that has not settled. At the upper end less will do where nothing
 * can be farther out (see sum_sizes). */
#define BEYOND 100.0

/* [-] From one frequency to the next: on the first try, and when the phase turned too
 * fast to follow. */
static const double RATIOS[] = {2.0, 1.2};

/* How far the phase may turn between two frequencies, 1.2 rad: beyond half a turn nobody
 * can tell which way. Larger believes more, smaller asks for the eigenvalues more often. */
static const double COS_MOST_TURN = 0.3623577544766736;

/* How near to its limit the phase has to be at both ends: 0.3 rad. */
static const double COS_SETTLED = 0.955336489125606;

struct pl_stability {
    const struct pl_program *program;
    enum pl_isa isa;
    size_t lanes;
    double *diagonal_alone; /* shape (n_states): see find_diagonal */
    size_t *smallest;       /* shape (n_states): of the diagonal */
    double *sorted;         /* shape (n_states): sizes, for a median */
    double *work;           /* shape (2 n_factors + 1, lanes) */
};

struct pl_stability *
pl_stability_create(const struct pl_program *program, enum pl_isa isa)
{
    struct pl_stability *stability = calloc(1, sizeof *stability);
    const size_t n = program->n_states;

    if (stability == NULL) {
        return NULL;
    }
    stability->program = program;
    stability->isa = isa;
    stability->lanes = pl_isa_lanes(isa);
    stability->diagonal_alone = calloc(n + 1, sizeof *stability->diagonal_alone);
    stability->smallest = calloc(n + 1, sizeof *stability->smallest);
    stability->sorted = calloc(n + 1, sizeof *stability->sorted);
    if (program->elimination->n_factors < SIZE_MAX / 2) {
        stability->work = calloc(2 * program->elimination->n_factors + 1,
                                 stability->lanes * sizeof *stability->work);
    }
    if (stability->diagonal_alone == NULL || stability->smallest == NULL ||
        stability->sorted == NULL || stability->work == NULL) {
        pl_stability_destroy(stability);
        return NULL;
    }
    return stability;
}

void
pl_stability_destroy(struct pl_stability *stability)
{
    if (stability == NULL) {
        return;
    }
    free(stability->diagonal_alone);
    free(stability->smallest);
    free(stability->sorted);
    free(stability->work);
    free(stability);
}

static int
compare_numbers(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Which of n sizes are the k smallest. @param smallest  shape (k): rising */
static void
find_smallest(size_t n, const double *sizes, size_t k, size_t *smallest)
{
    size_t n_found = 0;

    for (size_t i = 0; i < n && k > 0; i++) {
        size_t place = k - 1;

        if (n_found < k) {
            place = n_found++;
        } else if (!(sizes[i] < sizes[smallest[place]])) {
            continue;
        }
        for (; place > 0 && sizes[smallest[place - 1]] > sizes[i]; place--) {
            smallest[place] = smallest[place - 1];
        }
        smallest[place] = i;
    }
}

/* The median of what is left of the sizes without the k smallest. */
static double
find_median(const struct pl_stability *stability, size_t k)
{
    const size_t n = stability->program->n_states;

    memcpy(stability->sorted, stability->diagonal_alone, n * sizeof(double));
    qsort(stability->sorted, n, sizeof(double), compare_numbers);
    return stability->sorted[n - (n - k) / 2 - 1];
}

/* The diagonal of a network like this one whose states do not act on each other: what J
 * has there, made negative, but 0 for the n_laws that are nearest to it.
 * @return false when there is nothing to go by */
static bool
find_diagonal(struct pl_stability *stability, const double *jacobian, size_t n_laws)
{
    const size_t n = stability->program->n_states;
    double *diagonal = stability->diagonal_alone;
    size_t n_zeros = 0;
    double middle = 0.0;

    for (size_t i = 0; i < n; i++) {
        const size_t k = stability->program->diagonal[i];

        diagonal[i] = k != PL_NONE ? fabs(jacobian[k]) : 0.0;
        n_zeros += diagonal[i] == 0.0;
        if (!isfinite(diagonal[i])) {
            return false;
        }
    }
    if (n_laws >= n) {
        return false;
    }
    find_smallest(n, diagonal, n_laws, stability->smallest);
    if (n_zeros > n_laws) { /* states that do not act on themselves */
        middle = find_median(stability, n_laws);
    }
    for (size_t l = 0; l < n_laws; l++) {
        diagonal[stability->smallest[l]] = -1.0; /* a mark: no size */
    }
    for (size_t i = 0; i < n; i++) {
        diagonal[i] =
            diagonal[i] == 0.0 ? -middle : (diagonal[i] < 0.0 ? 0.0 : -diagonal[i]);
    }
    return n_zeros <= n_laws || middle > 0.0;
}

/* Up to which frequency the phase can turn: beyond the sum of all |entries| of J, which
 * is no less than that of its |eigenvalues|, those are too near to 0 to turn it by half a
 * turn more, and so for the diagonal. */
static double
sum_sizes(const struct pl_stability *stability, const double *jacobian)
{
    double all = 0.0;
    double alone = 0.0;

    for (size_t k = 0; k < stability->program->n_nonzeros; k++) {
        all += fabs(jacobian[k]);
    }
    for (size_t i = 0; i < stability->program->n_states; i++) {
        alone -= stability->diagonal_alone[i];
    }
    return all > alone ? all : alone;
}

/* Where the phase of det(J - i w I) over that of the diagonal alone has come to. */
struct phase {
    double re, im; /* its direction, of any size */
    int turns;     /* whole ones, counted where they pass the negative axis */
};

/* Go on to the next direction. @return false when it is too far to tell which way */
static bool
turn_to(struct phase *phase, double re, double im)
{
    const double along = phase->re * re + phase->im * im;
    const double across = phase->re * im - phase->im * re;
    const double sizes =
        (phase->re * phase->re + phase->im * phase->im) * (re * re + im * im);

    if (!(along > 0.0 && along * along > COS_MOST_TURN * COS_MOST_TURN * sizes)) {
        return false; /* a NaN too */
    }
    if (phase->im >= 0.0 && im < 0.0 && across > 0.0) {
        phase->turns++;
    } else if (phase->im < 0.0 && im >= 0.0 && across < 0.0) {
        phase->turns--;
    }
    phase->re = re;
    phase->im = im;
    return true;
}

static bool
has_settled(const struct phase *phase)
{
    const double size = phase->re * phase->re + phase->im * phase->im;

    return phase->turns == 0 && phase->re > 0.0 &&
           phase->re * phase->re > COS_SETTLED * COS_SETTLED * size;
}

enum verdict { STABLE, NOT_STABLE, TOO_FAST };

/* Follow the phase along frequencies with this ratio from `low` until it has settled, at
 * `beyond` or later, or to `high`. How many of them make a group does not matter. */
static enum verdict
follow(struct pl_stability *stability, const double *jacobian, double low, double high,
       double beyond, double ratio)
{
    struct phase phase = {0.0, 0.0, 0};
    double w = low;
    bool first = true;

    for (;;) {
        double ws[PL_MAX_LANES];
        double re[PL_MAX_LANES];
        double im[PL_MAX_LANES];

        for (size_t l = 0; l < stability->lanes; l++) {
            ws[l] = w;
            w *= ratio;
        }
        pl_elimination_phase(stability->program->elimination, stability->isa, jacobian,
                             stability->diagonal_alone, ws, stability->work, re, im);
        for (size_t l = 0; l < stability->lanes; l++) {
            if (first) {
                phase = (struct phase){re[l], im[l], 0};
                if (!has_settled(&phase)) {
                    return NOT_STABLE; /* an eigenvalue on the positive axis, or none
                                          that small was expected */
                }
                first = false;
            } else if (!turn_to(&phase, re[l], im[l])) {
                return TOO_FAST;
            }
            if (ws[l] >= beyond && has_settled(&phase)) {
                return STABLE;
            }
            if (ws[l] >= high) {
                return NOT_STABLE;
            }
        }
    }
}

bool
pl_stability_is_proven(struct pl_stability *stability, const double *jacobian,
                       size_t n_laws)
{
    const size_t n = stability->program->n_states;
    const double *diagonal = stability->diagonal_alone;
    double low = INFINITY;
    double high = 0.0;
    double beyond = 0.0;

    if (!find_diagonal(stability, jacobian, n_laws)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const double size = -diagonal[i];

        low = size > 0.0 && size < low ? size : low;
        high = size > high ? size : high;
    }
    low /= BEYOND;
    high *= BEYOND;
    beyond = fmin(sum_sizes(stability, jacobian), high);
    for (size_t k = 0; k < sizeof RATIOS / sizeof *RATIOS; k++) {
        const enum verdict verdict =
            follow(stability, jacobian, low, high, beyond, RATIOS[k]);

        if (verdict != TOO_FAST) {
            return verdict == STABLE;
        }
    }
    return false;
}
