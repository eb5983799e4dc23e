/*
 * stability.c - whether a rest state is stable, without its eigenvalues.
 */
#include "solve/stability.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/index.h"
#include "compile/elimination.h"
#include "compile/elimination_phase.h"
#include "compile/program.h"

/* The frequencies go this far beyond the diagonal of J, at both ends: eigenvalues farther
 * out show as a phase that has not settled. */
#define BEYOND 100.0

/* [-] From one frequency to the next: on the first try, and when the phase turned too
 * fast to follow. */
static const double RATIOS[] = {2.0, 1.2};

/* [rad] How far the phase may turn between two frequencies: beyond half a turn nobody can
 * tell which way. Larger believes more, smaller asks for the eigenvalues more often. */
static const double MOST_TURN = 1.2;

/* [rad] How near to its limit the phase has to be at both ends. */
static const double SETTLED = 0.3;

struct pl_stability {
    const struct pl_program *program;
    enum pl_isa isa;
    size_t lanes;
    size_t *diagonal;       /* shape (n_states): index into the non-zeros, or PL_NONE */
    double *diagonal_alone; /* shape (n_states): see find_diagonal */
    double *work;           /* shape (2, n_factors, lanes) */
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
    stability->diagonal = calloc(n + 1, sizeof *stability->diagonal);
    stability->diagonal_alone = calloc(n + 1, sizeof *stability->diagonal_alone);
    stability->work = calloc(program->elimination->n_factors + 1,
                             2 * stability->lanes * sizeof *stability->work);
    if (stability->diagonal == NULL || stability->diagonal_alone == NULL ||
        stability->work == NULL) {
        pl_stability_destroy(stability);
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        stability->diagonal[i] = PL_NONE;
    }
    for (size_t k = 0; k < program->n_nonzeros; k++) {
        if (program->rows[k] == program->columns[k]) {
            stability->diagonal[program->rows[k]] = k;
        }
    }
    return stability;
}

void
pl_stability_destroy(struct pl_stability *stability)
{
    if (stability == NULL) {
        return;
    }
    free(stability->diagonal);
    free(stability->diagonal_alone);
    free(stability->work);
    free(stability);
}

static int
compare_numbers(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x < y) - (x > y); /* nearest to 0 first */
}

/* The diagonal of a network like this one whose states do not act on each other: n_laws
 * times 0, then what J has there, made negative, by size. @return false when there is
 * nothing to go by */
static bool
find_diagonal(struct pl_stability *stability, const double *jacobian, size_t n_laws)
{
    const size_t n = stability->program->n_states;
    double *diagonal = stability->diagonal_alone;
    double middle = 0.0;

    for (size_t i = 0; i < n; i++) {
        const size_t k = stability->diagonal[i];

        diagonal[i] = k != PL_NONE ? -fabs(jacobian[k]) : 0.0;
        if (!isfinite(diagonal[i])) {
            return false;
        }
    }
    qsort(diagonal, n, sizeof *diagonal, compare_numbers);
    middle = diagonal[n - (n - n_laws) / 2 - 1];
    for (size_t i = 0; i < n; i++) {
        if (i < n_laws) {
            diagonal[i] = 0.0;
        } else if (diagonal[i] == 0.0) {
            diagonal[i] = middle;
        }
    }
    return n_laws < n && middle < 0.0;
}

/* [rad] The phases of det(J - i w) over that of a network whose states do not act on each
 * other, for a group of w. */
static void
find_phases(struct pl_stability *stability, const double *jacobian, const double *w,
            double *phases)
{
    double re[PL_MAX_LANES];
    double im[PL_MAX_LANES];

    pl_elimination_phase(stability->program->elimination, stability->isa,
                         stability->lanes, jacobian, stability->diagonal_alone, w,
                         stability->work, re, im);
    for (size_t l = 0; l < stability->lanes; l++) {
        phases[l] = atan2(im[l], re[l]);
    }
}

enum verdict { STABLE, NOT_STABLE, TOO_FAST };

/* Follow the phase along frequencies with this ratio. */
static enum verdict
follow(struct pl_stability *stability, const double *jacobian, double low, double high,
       double ratio)
{
    const double pi = 3.14159265358979323846;
    double before = 0.0;
    double turned = 0.0;
    double w = low;
    bool first = true;

    for (;;) {
        double ws[PL_MAX_LANES];
        double phases[PL_MAX_LANES];

        for (size_t l = 0; l < stability->lanes; l++) {
            ws[l] = w;
            w *= ratio;
        }
        find_phases(stability, jacobian, ws, phases);
        for (size_t l = 0; l < stability->lanes; l++) {
            double turn = phases[l] - before;

            if (first) {
                turned = phases[l];
                if (!(fabs(turned) < SETTLED)) {
                    return NOT_STABLE; /* an eigenvalue on the positive axis, or none
                                          that small was expected */
                }
                first = false;
            } else {
                turn -= turn > pi ? 2.0 * pi : (turn < -pi ? -2.0 * pi : 0.0);
                if (!(fabs(turn) < MOST_TURN)) {
                    return TOO_FAST;
                }
                turned += turn;
            }
            before = phases[l];
        }
        if (w > high) {
            return fabs(turned) < SETTLED ? STABLE : NOT_STABLE;
        }
    }
}

bool
pl_stability_is_proven(struct pl_stability *stability, const double *jacobian,
                       size_t n_laws)
{
    const size_t n = stability->program->n_states;
    double low = 0.0;
    double high = 0.0;

    if (!find_diagonal(stability, jacobian, n_laws)) {
        return false;
    }
    low = -stability->diagonal_alone[n_laws];
    for (size_t i = n_laws; i < n; i++) {
        low = fmin(low, -stability->diagonal_alone[i]);
        high = fmax(high, -stability->diagonal_alone[i]);
    }
    for (size_t k = 0; k < sizeof RATIOS / sizeof *RATIOS; k++) {
        const enum verdict verdict =
            follow(stability, jacobian, low / BEYOND, high * BEYOND, RATIOS[k]);

        if (verdict != TOO_FAST) {
            return verdict == STABLE;
        }
    }
    return false;
}
