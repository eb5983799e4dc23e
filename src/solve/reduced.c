/*
 * reduced.c - the network without its conserved sums: Newton steps to a rest state, and
 * the eigenvalues there.
 */
#include "solve/reduced.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/index.h"
#include "compile/elimination.h"
#include "compile/kernels.h"
#include "compile/program.h"
#include "model/conservation.h"
#include "model/model.h"
#include "solve/matrix.h"
#include "solve/stability.h"
#include "solve/system.h"

/* A state below this part of the largest of its kind is compared with that instead of
 * with itself: larger loses small species, smaller asks for digits that are not there. */
static const double FLOOR = 1e-9;

/* The same for how far a Newton step may reach. */
static const double REACH_FLOOR = 1e-6;

/* Newton ends when a step is below DONE. Rounding may stop it before: below GOOD_ENOUGH
 * that is an end too. */
static const double DONE = 1e-14, GOOD_ENOUGH = 1e-8;

enum { MAX_ITERATIONS = 20 };

/* A pivot of the scaled matrix that is smaller is rounding. */
static const double SMALLEST_PIVOT = 1e-13;

/* A species may end this far below 0, as a part of the largest of its kind, and is then
 * 0: it is what rounding leaves of a species that vanishes. */
static const double NEGATIVE_ROUNDING = 1e-15;

/* sum over k of weight[k] * y[state[k]] = total */
struct law {
    size_t n;
    size_t *states;
    double *coefficients; /* of amounts */
    double *weights;      /* of states: times the size of the compartment */
    double total;
    size_t dependent; /* index into `states` */
};

struct pl_reduced {
    const struct pl_program *program;
    struct pl_system *system;
    size_t n, n_laws;
    struct law *laws;
    bool *is_dependent;             /* shape (n) */
    size_t *independent;            /* shape (n - n_laws): states */
    double *rates, *trial, *scales; /* shape (n) */
    double *row;                    /* shape (n): of the reduced Jacobian */
    const double *jacobian;         /* the system's non-zeros, where newly evaluated */
    size_t *diagonal; /* shape (n): index into the non-zeros, or PL_NONE */

    /* the Newton equations: the Jacobian with the laws for the dependent rows */
    size_t n_entries;
    size_t *rows, *columns; /* shape (n_entries) */
    size_t *from;         /* shape (n_entries): of the Jacobian, or PL_NONE: a law's */
    double *entries;      /* shape (n_entries): balanced */
    double *right, *step; /* shape (n) */
    double *largest;      /* shape (n): for balancing */
    struct pl_elimination *elimination;
    double *factors; /* shape (n_factors + 1) */
    struct pl_stability *stability;
    double *matrix; /* shape (n, n): for when the factors are flawed, and for
                       eigenvalues; NULL before */
    size_t *order;  /* shape (n): of its rows */
    double *pairs;  /* shape (n, 2): eigenvalues */
    bool no_memory; /* there was none for these */
};

static bool
take_law(struct pl_reduced *reduced, const struct pl_conservation_law *from)
{
    const struct pl_program *program = reduced->program;
    struct law *law = &reduced->laws[reduced->n_laws];

    for (size_t k = 0; k < from->n; k++) {
        if (program->state_of[from->species[k]] == PL_NONE) {
            return true; /* not all of it moves: no law between states */
        }
    }
    reduced->n_laws++;
    law->n = from->n;
    law->states = calloc(from->n, sizeof *law->states);
    law->coefficients = calloc(from->n, sizeof *law->coefficients);
    law->weights = calloc(from->n, sizeof *law->weights);
    if (law->states == NULL || law->coefficients == NULL || law->weights == NULL) {
        return false;
    }
    for (size_t k = 0; k < from->n; k++) {
        law->states[k] = program->state_of[from->species[k]];
        law->coefficients[k] = from->coefficients[k];
        if (from->species[k] == from->dependent) {
            law->dependent = k;
            reduced->is_dependent[law->states[k]] = true;
        }
    }
    return true;
}

/* The pattern of the Newton equations. */
static bool
plan_equations(struct pl_reduced *reduced)
{
    const struct pl_program *program = reduced->program;
    size_t most = program->n_nonzeros;
    size_t n = 0;

    for (size_t l = 0; l < reduced->n_laws; l++) {
        most += reduced->laws[l].n;
    }
    reduced->rows = calloc(most + 1, sizeof *reduced->rows);
    reduced->columns = calloc(most + 1, sizeof *reduced->columns);
    reduced->from = calloc(most + 1, sizeof *reduced->from);
    reduced->entries = calloc(most + 1, sizeof *reduced->entries);
    reduced->diagonal = calloc(reduced->n, sizeof *reduced->diagonal);
    if (reduced->rows == NULL || reduced->columns == NULL || reduced->from == NULL ||
        reduced->entries == NULL || reduced->diagonal == NULL) {
        return false;
    }
    for (size_t i = 0; i < reduced->n; i++) {
        reduced->diagonal[i] = PL_NONE;
    }
    for (size_t k = 0; k < program->n_nonzeros; k++) {
        if (program->rows[k] == program->columns[k]) {
            reduced->diagonal[program->rows[k]] = k;
        }
        if (!reduced->is_dependent[program->rows[k]]) {
            reduced->rows[n] = program->rows[k];
            reduced->columns[n] = program->columns[k];
            reduced->from[n++] = k;
        }
    }
    for (size_t l = 0; l < reduced->n_laws; l++) {
        const struct law *law = &reduced->laws[l];

        for (size_t k = 0; k < law->n; k++) {
            reduced->rows[n] = law->states[law->dependent];
            reduced->columns[n] = law->states[k];
            reduced->from[n++] = PL_NONE;
        }
    }
    reduced->n_entries = n;
    return true;
}

static bool
alloc_work(struct pl_reduced *reduced)
{
    const size_t n = reduced->n;
    double **const numbers[] = {&reduced->rates,  &reduced->trial, &reduced->scales,
                                &reduced->row,    &reduced->right, &reduced->step,
                                &reduced->largest};

    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
        *numbers[k] = calloc(n, sizeof **numbers[k]);
        if (*numbers[k] == NULL) {
            return false;
        }
    }
    reduced->factors =
        calloc(reduced->elimination->n_factors + 1, sizeof *reduced->factors);
    reduced->independent = calloc(n, sizeof *reduced->independent);
    reduced->stability =
        pl_stability_create(reduced->program, pl_system_kernels(reduced->system)->isa);
    if (reduced->factors == NULL || reduced->independent == NULL ||
        reduced->stability == NULL) {
        return false;
    }
    for (size_t i = 0, k = 0; i < n; i++) {
        if (!reduced->is_dependent[i]) {
            reduced->independent[k++] = i;
        }
    }
    return true;
}

/* The matrix that only few networks need. */
static bool
alloc_matrix(struct pl_reduced *reduced)
{
    const size_t n = reduced->n;

    if (reduced->matrix == NULL) {
        reduced->matrix =
            n <= SIZE_MAX / n ? calloc(n * n, sizeof *reduced->matrix) : NULL;
    }
    if (reduced->order == NULL) {
        reduced->order = calloc(n, sizeof *reduced->order);
    }
    if (reduced->pairs == NULL) {
        reduced->pairs = calloc(n, 2 * sizeof *reduced->pairs);
    }
    reduced->no_memory =
        reduced->matrix == NULL || reduced->order == NULL || reduced->pairs == NULL;
    return !reduced->no_memory;
}

enum pl_status
pl_reduced_create(const struct pl_program *program, struct pl_system *system,
                  struct pl_diags *diags, struct pl_reduced **out)
{
    struct pl_conservation conservation = {0};
    enum pl_status status = pl_conservation_find(program->model, diags, &conservation);
    struct pl_reduced *reduced = NULL;
    bool enough = false;

    *out = NULL;
    if (status != PL_OK) {
        return status;
    }
    reduced = calloc(1, sizeof *reduced);
    if (reduced != NULL) {
        reduced->program = program;
        reduced->system = system;
        reduced->n = program->n_states;
        reduced->laws = calloc(conservation.n_laws + 1, sizeof *reduced->laws);
        reduced->is_dependent = calloc(reduced->n, sizeof *reduced->is_dependent);
        enough = reduced->laws != NULL && reduced->is_dependent != NULL;
        for (size_t k = 0; enough && k < conservation.n_laws; k++) {
            enough = take_law(reduced, &conservation.laws[k]);
        }
        enough = enough && plan_equations(reduced);
    }
    pl_conservation_finish(&conservation);
    if (enough) {
        status = pl_elimination_create(reduced->n, reduced->n_entries, reduced->rows,
                                       reduced->columns, diags, &reduced->elimination);
        enough = status == PL_OK && alloc_work(reduced);
    }
    if (!enough) {
        pl_reduced_destroy(reduced);
        return status != PL_OK ? status : pl_diag_no_memory(diags, "a rest state");
    }
    *out = reduced;
    return PL_OK;
}

void
pl_reduced_destroy(struct pl_reduced *reduced)
{
    if (reduced == NULL) {
        return;
    }
    for (size_t k = 0; k < reduced->n_laws; k++) {
        free(reduced->laws[k].states);
        free(reduced->laws[k].coefficients);
        free(reduced->laws[k].weights);
    }
    free(reduced->laws);
    free(reduced->is_dependent);
    free(reduced->independent);
    free(reduced->rates);
    free(reduced->trial);
    free(reduced->scales);
    free(reduced->row);
    free(reduced->diagonal);
    free(reduced->rows);
    free(reduced->columns);
    free(reduced->from);
    free(reduced->entries);
    free(reduced->right);
    free(reduced->step);
    free(reduced->largest);
    free(reduced->factors);
    pl_elimination_destroy(reduced->elimination);
    pl_stability_destroy(reduced->stability);
    free(reduced->matrix);
    free(reduced->order);
    free(reduced->pairs);
    free(reduced);
}

static double
law_sum(const struct law *law, const double *y)
{
    double sum = 0.0;

    for (size_t k = 0; k < law->n; k++) {
        sum += law->weights[k] * y[law->states[k]];
    }
    return sum;
}

void
pl_reduced_anchor(struct pl_reduced *reduced, const double *values, const double *y)
{
    const struct pl_program *program = reduced->program;

    for (size_t l = 0; l < reduced->n_laws; l++) {
        struct law *law = &reduced->laws[l];

        for (size_t k = 0; k < law->n; k++) {
            const size_t state = law->states[k];
            const struct pl_symbol *species =
                &program->model->symbols[program->state_symbol[state]];
            const bool is_amount = species->substance_only ||
                                   species->compartment == PL_NONE ||
                                   program->state_volume[state] != PL_NONE;

            law->weights[k] =
                law->coefficients[k] * (is_amount ? 1.0 : values[species->compartment]);
        }
        law->total = law_sum(law, y);
    }
}

size_t
pl_reduced_n_laws(const struct pl_reduced *reduced)
{
    return reduced->n_laws;
}

/* Rates and Jacobian at y. Rest states are those of a network without time in its
 * rates, so any time will do. */
static bool
evaluate(struct pl_reduced *reduced, const double *scale, const double *y)
{
    reduced->jacobian =
        pl_system_frame(reduced->system) + pl_program_jacobian_slot(reduced->program);
    return pl_system_rates(reduced->system, 0.0, y, reduced->rates) &&
           pl_system_evaluate_jacobian(reduced->system, 0.0, y, scale);
}

/* |df_i / dy_i| */
static double
speed(const struct pl_reduced *reduced, size_t i)
{
    const size_t k = reduced->diagonal[i];

    return k != PL_NONE ? fabs(reduced->jacobian[k]) : 0.0;
}

/* The Newton equations J step = -f with the dependent species' rows replaced by their
 * laws. */
static void
fill_equations(struct pl_reduced *reduced, const double *y)
{
    size_t n = 0;

    for (size_t i = 0; i < reduced->n; i++) {
        reduced->right[i] = -reduced->rates[i];
    }
    for (; n < reduced->n_entries && reduced->from[n] != PL_NONE; n++) {
        reduced->entries[n] = reduced->jacobian[reduced->from[n]];
    }
    for (size_t l = 0; l < reduced->n_laws; l++) {
        const struct law *law = &reduced->laws[l];

        for (size_t k = 0; k < law->n; k++) {
            reduced->entries[n++] = law->weights[k];
        }
        reduced->right[law->states[law->dependent]] = law->total - law_sum(law, y);
    }
}

/* The largest entry of each row, or of each column. */
static void
find_largest(struct pl_reduced *reduced, const size_t *places)
{
    for (size_t i = 0; i < reduced->n; i++) {
        reduced->largest[i] = 0.0;
    }
    for (size_t k = 0; k < reduced->n_entries; k++) {
        double *largest = &reduced->largest[places[k]];
        const double size = fabs(reduced->entries[k]);

        *largest = size > *largest ? size : *largest;
    }
    for (size_t i = 0; i < reduced->n; i++) {
        if (!(reduced->largest[i] > 0.0)) {
            reduced->largest[i] = 1.0; /* nothing to divide */
        }
    }
}

/* Bring rows, then columns, to a largest element of 1, so that the size of a pivot
 * means something. The columns' factors go to `scales`. */
static void
balance(struct pl_reduced *reduced)
{
    for (size_t k = 0; k < reduced->n_entries; k++) {
        reduced->entries[k] *= reduced->scales[reduced->columns[k]];
    }
    find_largest(reduced, reduced->rows);
    for (size_t k = 0; k < reduced->n_entries; k++) {
        reduced->entries[k] /= reduced->largest[reduced->rows[k]];
    }
    for (size_t i = 0; i < reduced->n; i++) {
        reduced->right[i] /= reduced->largest[i];
    }
    find_largest(reduced, reduced->columns);
    for (size_t k = 0; k < reduced->n_entries; k++) {
        reduced->entries[k] /= reduced->largest[reduced->columns[k]];
    }
    for (size_t i = 0; i < reduced->n; i++) {
        reduced->scales[i] /= reduced->largest[i];
    }
}

/* With pivoting: tells a singular matrix from one whose diagonal is a bad choice. */
static bool
solve_dense(struct pl_reduced *reduced)
{
    const size_t n = reduced->n;

    if (!alloc_matrix(reduced)) {
        return false;
    }
    memset(reduced->matrix, 0, n * n * sizeof *reduced->matrix);
    for (size_t k = 0; k < reduced->n_entries; k++) {
        reduced->matrix[reduced->rows[k] * n + reduced->columns[k]] =
            reduced->entries[k];
    }
    if (!pl_matrix_factor(n, reduced->matrix, reduced->order, SMALLEST_PIVOT)) {
        return false;
    }
    pl_matrix_solve(n, reduced->matrix, reduced->order, reduced->right, reduced->step);
    return true;
}

/* Solve for the step, in units of `scales`. */
static bool
solve(struct pl_reduced *reduced)
{
    const struct pl_elimination *elimination = reduced->elimination;
    const enum pl_isa isa = pl_system_kernels(reduced->system)->isa;
    const double no_shift = 0.0;

    pl_elimination_factor(elimination, isa, 1, reduced->entries, &no_shift,
                          reduced->factors);
    if (reduced->factors[elimination->n_factors] != 0.0) {
        return solve_dense(reduced);
    }
    pl_elimination_solve(elimination, isa, 1, reduced->factors, reduced->right,
                         reduced->step);
    return true;
}

/* Largest component of the step relative to |y_i| + floor * scale_i. */
static double
step_size(const struct pl_reduced *reduced, const double *scale, const double *y,
          double floor_part)
{
    double size = 0.0;

    for (size_t i = 0; i < reduced->n; i++) {
        const double step = reduced->step[i] * reduced->scales[i];
        const double relative = fabs(step) / (fabs(y[i]) + floor_part * scale[i]);

        if (!(relative <= size)) {
            size = relative; /* a NaN too */
        }
    }
    return size;
}

/* Move y by the step. False when a species turns negative. */
static bool
take_step(const struct pl_reduced *reduced, const double *scale, double *y)
{
    const struct pl_program *program = reduced->program;

    for (size_t i = 0; i < reduced->n; i++) {
        const double next = y[i] + reduced->step[i] * reduced->scales[i];
        const struct pl_symbol *symbol =
            &program->model->symbols[program->state_symbol[i]];
        const bool turns =
            symbol->kind == PL_SYMBOL_SPECIES && y[i] >= 0.0 && next < 0.0;

        if (!isfinite(next) || (turns && next < -NEGATIVE_ROUNDING * scale[i])) {
            return false;
        }
        y[i] = turns ? 0.0 : next;
    }
    return true;
}

static double
slowest_time(const struct pl_reduced *reduced)
{
    double slowest = 0.0;

    for (size_t i = 0; i < reduced->n; i++) {
        if (speed(reduced, i) > 0.0) {
            slowest = fmax(slowest, 1.0 / speed(reduced, i));
        }
    }
    return slowest;
}

enum pl_newton
pl_reduced_newton(struct pl_reduced *reduced, const double *scale, double reach,
                  double *y, struct pl_newton_report *report)
{
    const size_t n = reduced->n;
    double *trial = reduced->trial;
    double before = INFINITY;

    *report = (struct pl_newton_report){0};
    reduced->no_memory = false;
    memcpy(trial, y, n * sizeof *y);
    for (size_t k = 0; k < MAX_ITERATIONS; k++) {
        double size = 0.0;

        if (!evaluate(reduced, scale, trial)) {
            return PL_NEWTON_FAILED;
        }
        if (k == 0) {
            report->slowest = slowest_time(reduced);
        }
        for (size_t i = 0; i < n; i++) {
            reduced->scales[i] = fabs(trial[i]) + FLOOR * scale[i];
        }
        fill_equations(reduced, trial);
        balance(reduced);
        if (!solve(reduced)) {
            return PL_NEWTON_SINGULAR;
        }
        size = step_size(reduced, scale, trial, FLOOR);
        if (k == 0) {
            report->first_step = step_size(reduced, scale, trial, REACH_FLOOR);
            if (!(report->first_step <= reach)) {
                return PL_NEWTON_FAR;
            }
        } else if (!(size <= 0.5 * before)) {
            if (before > GOOD_ENOUGH) {
                return PL_NEWTON_FAILED;
            }
            break; /* rounding is all that is left */
        }
        if (!take_step(reduced, scale, trial)) {
            return PL_NEWTON_FAILED;
        }
        report->n_iterations = k + 1;
        before = size;
        if (size <= DONE) {
            break;
        }
    }
    if (!(before <= GOOD_ENOUGH)) {
        return PL_NEWTON_FAILED;
    }
    memcpy(y, trial, n * sizeof *y);
    return PL_NEWTON_DONE;
}

double
pl_reduced_residual(struct pl_reduced *reduced, const double *scale, const double *y)
{
    double residual = 0.0;

    if (!evaluate(reduced, scale, y)) {
        return NAN;
    }
    for (size_t i = 0; i < reduced->n; i++) {
        if (speed(reduced, i) > 0.0) {
            residual = fmax(residual,
                            fabs(reduced->rates[i]) /
                                (speed(reduced, i) * (fabs(y[i]) + FLOOR * scale[i])));
        }
    }
    return residual;
}

bool
pl_reduced_is_proven_stable(struct pl_reduced *reduced, const double *scale,
                            const double *y)
{
    return evaluate(reduced, scale, y) &&
           pl_stability_is_proven(reduced->stability, reduced->jacobian,
                                  reduced->n_laws);
}

bool
pl_reduced_lacks_memory(const struct pl_reduced *reduced)
{
    return reduced->no_memory;
}

size_t
pl_reduced_n_eigenvalues(const struct pl_reduced *reduced)
{
    return reduced->n - reduced->n_laws;
}

/* d f_i / d y_j with the dependent species following from the independent ones. */
static void
fill_eigen_matrix(struct pl_reduced *reduced)
{
    const struct pl_program *program = reduced->program;
    const size_t n_independent = reduced->n - reduced->n_laws;
    double *row = reduced->row;
    size_t entry = 0;

    for (size_t a = 0; a < n_independent; a++) {
        memset(row, 0, reduced->n * sizeof *row);
        while (entry < program->n_nonzeros &&
               program->rows[entry] < reduced->independent[a]) {
            entry++; /* of a dependent species */
        }
        for (; entry < program->n_nonzeros &&
               program->rows[entry] == reduced->independent[a];
             entry++) {
            row[program->columns[entry]] = reduced->jacobian[entry];
        }
        for (size_t l = 0; l < reduced->n_laws; l++) {
            const struct law *law = &reduced->laws[l];
            const double slope =
                row[law->states[law->dependent]] / law->weights[law->dependent];

            for (size_t k = 0; k < law->n; k++) {
                row[law->states[k]] -= slope * law->weights[k];
            }
        }
        for (size_t b = 0; b < n_independent; b++) {
            reduced->matrix[a * n_independent + b] = row[reduced->independent[b]];
        }
    }
}

static int
compare_eigenvalues(const void *left, const void *right)
{
    const double *a = left;
    const double *b = right;

    if (a[0] != b[0]) {
        return a[0] > b[0] ? -1 : 1; /* largest real part first */
    }
    return (a[1] < b[1]) - (a[1] > b[1]); /* of a pair, the positive one first */
}

bool
pl_reduced_eigenvalues(struct pl_reduced *reduced, const double *scale, const double *y,
                       double *real, double *imaginary, double *rounding)
{
    const size_t n = pl_reduced_n_eigenvalues(reduced);
    double largest = 0.0;

    *rounding = 0.0;
    reduced->no_memory = false;
    if (n == 0) {
        return true;
    }
    if (!alloc_matrix(reduced) || !evaluate(reduced, scale, y)) {
        return false;
    }
    fill_eigen_matrix(reduced);
    if (!pl_matrix_eigenvalues(n, reduced->matrix, reduced->row, real, imaginary)) {
        return false;
    }
    for (size_t k = 0; k < n; k++) {
        reduced->pairs[2 * k] = real[k];
        reduced->pairs[2 * k + 1] = imaginary[k];
    }
    qsort(reduced->pairs, n, 2 * sizeof *reduced->pairs, compare_eigenvalues);
    for (size_t k = 0; k < n; k++) {
        real[k] = reduced->pairs[2 * k];
        imaginary[k] = reduced->pairs[2 * k + 1];
        largest = fmax(largest, hypot(real[k], imaginary[k]));
    }
    *rounding = 100.0 * DBL_EPSILON * (double)n * largest;
    return true;
}
