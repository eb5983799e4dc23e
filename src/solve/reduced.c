/*
 * reduced.c - the network without its conserved sums: Newton steps to a rest state, and
 * the eigenvalues there.
 */
#include "solve/reduced.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_complex.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_matrix.h>
#include <gsl/gsl_permutation.h>
#include <gsl/gsl_vector.h>

#include "base/diag.h"
#include "compile/program.h"
#include "model/conservation.h"
#include "model/model.h"
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
    bool *is_dependent;                       /* shape (n) */
    size_t *independent;                      /* shape (n - n_laws): states */
    double *rates, *by_time, *trial, *scales; /* shape (n) */
    double *jacobian;                         /* shape (n, n), row-major */
    gsl_matrix *matrix;                       /* shape (n, n) */
    gsl_vector *right, *step;
    gsl_permutation *permutation;
    gsl_matrix *eigen_matrix; /* shape (n - n_laws, n - n_laws); NULL when that is 0 */
    gsl_vector_complex *eigenvalues;
    gsl_eigen_nonsymm_workspace *eigen_work;
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

static bool
alloc_work(struct pl_reduced *reduced)
{
    const size_t n = reduced->n;
    const size_t n_independent = n - reduced->n_laws;

    reduced->rates = calloc(n, sizeof *reduced->rates);
    reduced->by_time = calloc(n, sizeof *reduced->by_time);
    reduced->trial = calloc(n, sizeof *reduced->trial);
    reduced->scales = calloc(n, sizeof *reduced->scales);
    reduced->jacobian = calloc(n * n, sizeof *reduced->jacobian);
    reduced->independent = calloc(n, sizeof *reduced->independent);
    reduced->matrix = gsl_matrix_alloc(n, n);
    reduced->right = gsl_vector_alloc(n);
    reduced->step = gsl_vector_alloc(n);
    reduced->permutation = gsl_permutation_alloc(n);
    if (reduced->rates == NULL || reduced->by_time == NULL || reduced->trial == NULL ||
        reduced->scales == NULL || reduced->jacobian == NULL ||
        reduced->independent == NULL || reduced->matrix == NULL ||
        reduced->right == NULL || reduced->step == NULL ||
        reduced->permutation == NULL) {
        return false;
    }
    if (n_independent > 0) {
        reduced->eigen_matrix = gsl_matrix_alloc(n_independent, n_independent);
        reduced->eigenvalues = gsl_vector_complex_alloc(n_independent);
        reduced->eigen_work = gsl_eigen_nonsymm_alloc(n_independent);
        if (reduced->eigen_matrix == NULL || reduced->eigenvalues == NULL ||
            reduced->eigen_work == NULL) {
            return false;
        }
        gsl_eigen_nonsymm_params(0, 1, reduced->eigen_work); /* eigenvalues, balanced */
    }
    for (size_t i = 0, k = 0; i < n; i++) {
        if (!reduced->is_dependent[i]) {
            reduced->independent[k++] = i;
        }
    }
    return true;
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
        enough = enough && alloc_work(reduced);
    }
    pl_conservation_finish(&conservation);
    if (!enough) {
        pl_reduced_destroy(reduced);
        return pl_diag_no_memory(diags, "a rest state");
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
    free(reduced->by_time);
    free(reduced->trial);
    free(reduced->scales);
    free(reduced->jacobian);
    gsl_matrix_free(reduced->matrix);
    gsl_vector_free(reduced->right);
    gsl_vector_free(reduced->step);
    gsl_permutation_free(reduced->permutation);
    gsl_matrix_free(reduced->eigen_matrix);
    gsl_vector_complex_free(reduced->eigenvalues);
    gsl_eigen_nonsymm_free(reduced->eigen_work);
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
    return pl_system_rates(reduced->system, 0.0, y, reduced->rates) &&
           pl_system_jacobian(reduced->system, 0.0, y, scale, reduced->jacobian,
                              reduced->by_time);
}

/* The Newton equations J step = -f with the dependent species' rows replaced by their
 * laws. */
static void
fill_equations(struct pl_reduced *reduced, const double *y)
{
    const size_t n = reduced->n;

    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            gsl_matrix_set(reduced->matrix, i, j, reduced->jacobian[i * n + j]);
        }
        gsl_vector_set(reduced->right, i, -reduced->rates[i]);
    }
    for (size_t l = 0; l < reduced->n_laws; l++) {
        const struct law *law = &reduced->laws[l];
        const size_t row = law->states[law->dependent];

        for (size_t j = 0; j < n; j++) {
            gsl_matrix_set(reduced->matrix, row, j, 0.0);
        }
        for (size_t k = 0; k < law->n; k++) {
            gsl_matrix_set(reduced->matrix, row, law->states[k], law->weights[k]);
        }
        gsl_vector_set(reduced->right, row, law->total - law_sum(law, y));
    }
}

/* Bring rows, then columns, to a largest element of 1, so that the size of a pivot
 * means something. The columns' factors go to `scales`. */
static void
balance(struct pl_reduced *reduced)
{
    const size_t n = reduced->n;
    gsl_matrix *matrix = reduced->matrix;

    for (size_t i = 0; i < n; i++) {
        double largest = 0.0;

        for (size_t j = 0; j < n; j++) {
            double *element = gsl_matrix_ptr(matrix, i, j);

            *element *= reduced->scales[j];
            largest = fmax(largest, fabs(*element));
        }
        for (size_t j = 0; largest > 0.0 && j < n; j++) {
            *gsl_matrix_ptr(matrix, i, j) /= largest;
        }
        if (largest > 0.0) {
            *gsl_vector_ptr(reduced->right, i) /= largest;
        }
    }
    for (size_t j = 0; j < n; j++) {
        double largest = 0.0;

        for (size_t i = 0; i < n; i++) {
            largest = fmax(largest, fabs(gsl_matrix_get(matrix, i, j)));
        }
        for (size_t i = 0; largest > 0.0 && i < n; i++) {
            *gsl_matrix_ptr(matrix, i, j) /= largest;
        }
        if (largest > 0.0) {
            reduced->scales[j] /= largest;
        }
    }
}

/* Solve for the step, in units of `scales`. */
static bool
solve(struct pl_reduced *reduced)
{
    int sign = 0;

    if (gsl_linalg_LU_decomp(reduced->matrix, reduced->permutation, &sign) !=
        GSL_SUCCESS) {
        return false;
    }
    for (size_t i = 0; i < reduced->n; i++) {
        if (!(fabs(gsl_matrix_get(reduced->matrix, i, i)) > SMALLEST_PIVOT)) {
            return false;
        }
    }
    return gsl_linalg_LU_solve(reduced->matrix, reduced->permutation, reduced->right,
                               reduced->step) == GSL_SUCCESS;
}

/* Largest component of the step relative to |y_i| + floor * scale_i. */
static double
step_size(const struct pl_reduced *reduced, const double *scale, const double *y,
          double floor_part)
{
    double size = 0.0;

    for (size_t i = 0; i < reduced->n; i++) {
        const double step = gsl_vector_get(reduced->step, i) * reduced->scales[i];
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
        const double next =
            y[i] + gsl_vector_get(reduced->step, i) * reduced->scales[i];
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
        const double speed = fabs(reduced->jacobian[i * reduced->n + i]);

        if (speed > 0.0) {
            slowest = fmax(slowest, 1.0 / speed);
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
        const double speed = fabs(reduced->jacobian[i * reduced->n + i]);

        if (speed > 0.0) {
            residual = fmax(residual, fabs(reduced->rates[i]) /
                                          (speed * (fabs(y[i]) + FLOOR * scale[i])));
        }
    }
    return residual;
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
    const size_t n = reduced->n;
    const size_t n_independent = n - reduced->n_laws;
    const double *jacobian = reduced->jacobian;

    for (size_t a = 0; a < n_independent; a++) {
        const double *row = jacobian + reduced->independent[a] * n;

        for (size_t l = 0; l < n; l++) {
            reduced->by_time[l] = row[l];
        }
        for (size_t l = 0; l < reduced->n_laws; l++) {
            const struct law *law = &reduced->laws[l];
            const double slope =
                row[law->states[law->dependent]] / law->weights[law->dependent];

            for (size_t k = 0; k < law->n; k++) {
                reduced->by_time[law->states[k]] -= slope * law->weights[k];
            }
        }
        for (size_t b = 0; b < n_independent; b++) {
            gsl_matrix_set(reduced->eigen_matrix, a, b,
                           reduced->by_time[reduced->independent[b]]);
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
    if (n == 0) {
        return true;
    }
    if (!evaluate(reduced, scale, y)) {
        return false;
    }
    fill_eigen_matrix(reduced);
    if (gsl_eigen_nonsymm(reduced->eigen_matrix, reduced->eigenvalues,
                          reduced->eigen_work) != GSL_SUCCESS) {
        return false;
    }
    qsort(reduced->eigenvalues->data, n, 2 * sizeof(double), compare_eigenvalues);
    for (size_t k = 0; k < n; k++) {
        const gsl_complex value = gsl_vector_complex_get(reduced->eigenvalues, k);

        real[k] = GSL_REAL(value);
        imaginary[k] = GSL_IMAG(value);
        largest = fmax(largest, hypot(real[k], imaginary[k]));
    }
    *rounding = 100.0 * DBL_EPSILON * (double)n * largest;
    return true;
}
