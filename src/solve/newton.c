/*
 * newton.c - Newton steps to a rest state.
 */
#include "solve/newton.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/index.h"
#include "compile/elimination.h"
#include "compile/kernels.h"
#include "compile/program.h"
#include "model/model.h"
#include "solve/conserved.h"
#include "solve/matrix.h"
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

/* A step below KEEP leaves the Jacobian nearly as it was: its factors do for the next
 * steps too, as long as each is less than GAIN of the one before. Larger values save
 * factorisations and take more steps. */
static const double KEEP = 1e-3, GAIN = 0.1;

/* A Newton step is not tried where the terms of one equation show that it is at least
 * this part of what it may reach: they cancel in part nearly always, so that the step is
 * twice as long and more. Larger tries in vain, smaller leaves more to time stepping. */
static const double HOPELESS = 0.5;

/* Factors that make a change of the rates, relative to their terms, this many times as
 * large a change of the states may be those of a singular matrix: pivoting tells. Smaller
 * asks for that in vain, larger takes rounding for a direction to go. */
static const double DOUBTFUL = 1e8;

/* The golden section: its multiples lie apart. */
static const double GOLDEN = 0.6180339887498949;

/* A pivot of the scaled matrix that is smaller is rounding. */
static const double SMALLEST_PIVOT = 1e-13;

/* A species may end this far below 0, as a part of the largest of its kind, and is then
 * 0: it is what rounding leaves of a species that vanishes. */
static const double NEGATIVE_ROUNDING = 1e-15;

/* The equations are those of the Jacobian with the sums for the dependent rows. */
struct pl_newton {
    const struct pl_program *program;
    struct pl_system *system;
    const struct pl_conserved *conserved;
    size_t n;
    bool *is_species;        /* shape (n) */
    double *rates, *trial;   /* shape (n) */
    const double *jacobian;  /* the system's non-zeros, as newly evaluated */
    size_t n_entries, n_own; /* the first n_own are the Jacobian's, by rows */
    size_t *rows, *columns;  /* shape (n_entries) */
    size_t *from;            /* shape (n_own): of the Jacobian */
    double *entries;         /* shape (n_entries) */
    double *right, *step;    /* shape (n) */
    double *sizes, *probe;   /* shape (n): room */
    struct pl_elimination *elimination;
    double *factors;  /* shape (n_factors + 1) */
    bool has_factors; /* they are of `entries` and do */
    bool is_doubtful; /* no factors of these equations do */
    double *matrix;   /* shape (n, n): for when they do not; NULL before */
    size_t *order;    /* shape (n): of its rows */
    bool no_memory;   /* there was none for these */
};

/* The pattern of the Newton equations. */
static bool
plan_equations(struct pl_newton *newton)
{
    const struct pl_program *program = newton->program;
    size_t most = program->n_nonzeros;
    size_t n = 0;

    for (size_t l = 0; l < newton->conserved->n; l++) {
        most += newton->conserved->sums[l].n;
    }
    newton->rows = calloc(most + 1, sizeof *newton->rows);
    newton->columns = calloc(most + 1, sizeof *newton->columns);
    newton->from = calloc(most + 1, sizeof *newton->from);
    newton->entries = calloc(most + 1, sizeof *newton->entries);
    if (newton->rows == NULL || newton->columns == NULL || newton->from == NULL ||
        newton->entries == NULL) {
        return false;
    }
    for (size_t k = 0; k < program->n_nonzeros; k++) {
        if (!newton->conserved->is_dependent[program->rows[k]]) {
            newton->rows[n] = program->rows[k];
            newton->columns[n] = program->columns[k];
            newton->from[n++] = k;
        }
    }
    newton->n_own = n;
    for (size_t l = 0; l < newton->conserved->n; l++) {
        const struct pl_conserved_sum *sum = &newton->conserved->sums[l];

        for (size_t k = 0; k < sum->n; k++) {
            newton->rows[n] = sum->states[sum->dependent];
            newton->columns[n++] = sum->states[k];
        }
    }
    newton->n_entries = n;
    return true;
}

/* @return false when memory is out */
static bool
list_species(struct pl_newton *newton)
{
    const struct pl_program *program = newton->program;

    newton->is_species = calloc(newton->n, sizeof *newton->is_species);
    for (size_t i = 0; newton->is_species != NULL && i < newton->n; i++) {
        const size_t symbol = program->state_symbol[i];

        newton->is_species[i] =
            program->model->symbols[symbol].kind == PL_SYMBOL_SPECIES;
    }
    return newton->is_species != NULL;
}

static bool
alloc_work(struct pl_newton *newton)
{
    double **const numbers[] = {&newton->rates, &newton->trial, &newton->right,
                                &newton->step,  &newton->sizes, &newton->probe};

    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
        *numbers[k] = calloc(newton->n, sizeof **numbers[k]);
        if (*numbers[k] == NULL) {
            return false;
        }
    }
    newton->factors =
        calloc(newton->elimination->n_factors + 1, sizeof *newton->factors);
    return newton->factors != NULL;
}

/* The matrix that only few networks need. */
static bool
alloc_matrix(struct pl_newton *newton)
{
    const size_t n = newton->n;

    if (newton->matrix == NULL) {
        newton->matrix = pl_matrix_alloc(n);
    }
    if (newton->order == NULL) {
        newton->order = calloc(n, sizeof *newton->order);
    }
    newton->no_memory = newton->matrix == NULL || newton->order == NULL;
    return !newton->no_memory;
}

enum pl_status
pl_newton_create(struct pl_system *system, const struct pl_conserved *conserved,
                 struct pl_diags *diags, struct pl_newton **out)
{
    struct pl_newton *newton = calloc(1, sizeof *newton);
    enum pl_status status = PL_OK;

    *out = NULL;
    if (newton == NULL) {
        return pl_diag_no_memory(diags, "a rest state");
    }
    newton->program = pl_system_kernels(system)->program;
    newton->system = system;
    newton->jacobian = pl_system_nonzeros(system);
    newton->conserved = conserved;
    newton->n = newton->program->n_states;
    if (!list_species(newton) || !plan_equations(newton)) {
        status = pl_diag_no_memory(diags, "a rest state");
    }
    if (status == PL_OK) {
        status = pl_elimination_create(newton->n, newton->n_entries, newton->rows,
                                       newton->columns, diags, &newton->elimination);
    }
    if (status == PL_OK && !alloc_work(newton)) {
        status = pl_diag_no_memory(diags, "a rest state");
    }
    if (status != PL_OK) {
        pl_newton_destroy(newton);
        return status;
    }
    *out = newton;
    return PL_OK;
}

void
pl_newton_destroy(struct pl_newton *newton)
{
    if (newton == NULL) {
        return;
    }
    free(newton->is_species);
    free(newton->rates);
    free(newton->trial);
    free(newton->rows);
    free(newton->columns);
    free(newton->from);
    free(newton->entries);
    free(newton->right);
    free(newton->step);
    free(newton->sizes);
    free(newton->probe);
    pl_elimination_destroy(newton->elimination);
    free(newton->factors);
    free(newton->matrix);
    free(newton->order);
    free(newton);
}

/* Rest states are those of a network without time in its rates: any time will do. */
static bool
evaluate_rates(struct pl_newton *newton, const double *y)
{
    return pl_system_rates(newton->system, 0.0, y, newton->rates);
}

static bool
evaluate_jacobian(struct pl_newton *newton, const double *scale, const double *y)
{
    return pl_system_evaluate_jacobian(newton->system, 0.0, y, scale);
}

/* |df_i / dy_i| */
static double
speed(const struct pl_newton *newton, size_t i)
{
    const size_t k = newton->program->diagonal[i];

    return k != PL_NONE ? fabs(newton->jacobian[k]) : 0.0;
}

static double
slowest_time(const struct pl_newton *newton)
{
    double least = INFINITY;

    for (size_t i = 0; i < newton->n; i++) {
        const double present = speed(newton, i);

        least = present > 0.0 && present < least ? present : least;
    }
    return 1.0 / least;
}

/* Is a Newton step from y longer than `limit` for certain? With s for its size relative to
 * those of the states, |f_i| is no more than s times the sum of |J_ij| sizes_j.
 * @param least  receives a bound that says so */
static bool
is_hopeless(const struct pl_newton *newton, double limit, double *least)
{
    const size_t *rows = newton->rows;
    size_t k = 0;

    while (k < newton->n_own) {
        const size_t i = rows[k];
        double most = 0.0;

        for (; k < newton->n_own && rows[k] == i; k++) {
            most += fabs(newton->jacobian[newton->from[k]]) *
                    newton->sizes[newton->columns[k]];
        }
        if (fabs(newton->rates[i]) > limit * most) {
            *least = fabs(newton->rates[i]) / most;
            return true;
        }
    }
    return false;
}

/* The sizes that changes of states are relative to. */
static void
find_sizes(struct pl_newton *newton, const double *scale, const double *y,
           double floor_part)
{
    for (size_t i = 0; i < newton->n; i++) {
        newton->sizes[i] = fabs(y[i]) + floor_part * scale[i];
    }
}

/* The Newton equations at y, J step = -f with the dependent species' rows replaced by
 * their sums: the right side. */
static void
fill_right(struct pl_newton *newton, const double *y)
{
    for (size_t i = 0; i < newton->n; i++) {
        newton->right[i] = -newton->rates[i];
    }
    for (size_t l = 0; l < newton->conserved->n; l++) {
        const struct pl_conserved_sum *sum = &newton->conserved->sums[l];

        newton->right[sum->states[sum->dependent]] = -pl_conserved_excess(sum, y);
    }
}

/* The left side, factored. Without pivoting it does not matter in what units it is. */
static void
factor(struct pl_newton *newton)
{
    const struct pl_elimination *elimination = newton->elimination;
    const double no_shift = 0.0;
    size_t n = newton->n_own;

    for (size_t k = 0; k < n; k++) {
        newton->entries[k] = newton->jacobian[newton->from[k]];
    }
    for (size_t l = 0; l < newton->conserved->n; l++) {
        const struct pl_conserved_sum *sum = &newton->conserved->sums[l];

        memcpy(newton->entries + n, sum->weights, sum->n * sizeof *sum->weights);
        n += sum->n;
    }
    pl_elimination_factor(elimination, pl_system_kernels(newton->system)->isa, 1,
                          newton->entries, &no_shift, newton->factors);
    newton->has_factors =
        !newton->is_doubtful && newton->factors[elimination->n_factors] == 0.0;
}

/* Bring row i, or column i, to a largest element of 1, so that the size of a pivot means
 * something. @return what it was divided by */
static double
balance(struct pl_newton *newton, size_t i, bool is_row)
{
    const size_t n = newton->n;
    const size_t stride = is_row ? 1 : n;
    double *first = newton->matrix + (is_row ? i * n : i);
    double largest = 0.0;

    for (size_t k = 0; k < n; k++) {
        largest = fmax(largest, fabs(first[k * stride]));
    }
    if (!(largest > 0.0)) {
        return 1.0; /* nothing to divide */
    }
    for (size_t k = 0; k < n; k++) {
        first[k * stride] /= largest;
    }
    return largest;
}

/* Solve for the step with pivoting: tells a singular matrix from one whose diagonal is a
 * bad choice. `sizes` are lost. */
static bool
solve_dense(struct pl_newton *newton)
{
    const size_t n = newton->n;

    if (!alloc_matrix(newton)) {
        return false;
    }
    memset(newton->matrix, 0, n * n * sizeof *newton->matrix);
    for (size_t k = 0; k < newton->n_entries; k++) {
        newton->matrix[newton->rows[k] * n + newton->columns[k]] =
            newton->entries[k] * newton->sizes[newton->columns[k]];
    }
    for (size_t i = 0; i < n; i++) {
        newton->right[i] /= balance(newton, i, true);
    }
    for (size_t i = 0; i < n; i++) {
        newton->sizes[i] /= balance(newton, i, false);
    }
    if (!pl_matrix_factor(n, newton->matrix, newton->order, SMALLEST_PIVOT)) {
        return false;
    }
    pl_matrix_solve(n, newton->matrix, newton->order, newton->right, newton->step);
    for (size_t i = 0; i < n; i++) {
        newton->step[i] *= newton->sizes[i];
    }
    return true;
}

/* Largest component of the step relative to |y_i| + floor * scale_i. */
static double
step_size(const struct pl_newton *newton, const double *scale, const double *y,
          double floor_part)
{
    double size = 0.0;

    for (size_t i = 0; i < newton->n; i++) {
        const double relative =
            fabs(newton->step[i]) / (fabs(y[i]) + floor_part * scale[i]);

        if (!(relative <= size)) {
            size = relative; /* a NaN too */
        }
    }
    return size;
}

/* Move y by the step. False when a species turns negative. */
static bool
take_step(const struct pl_newton *newton, const double *scale, double *y)
{
    for (size_t i = 0; i < newton->n; i++) {
        const double next = y[i] + newton->step[i];
        const bool turns = newton->is_species[i] && y[i] >= 0.0 && next < 0.0;

        if (!isfinite(next) || (turns && next < -NEGATIVE_ROUNDING * scale[i])) {
            return false;
        }
        y[i] = turns ? 0.0 : next;
    }
    return true;
}

/* What stands before the first step: is it worth trying? */
static enum pl_newton_outcome
look_ahead(struct pl_newton *newton, const double *scale, double reach, const double *y,
           struct pl_newton_report *report)
{
    if (!evaluate_rates(newton, y) || !evaluate_jacobian(newton, scale, y)) {
        return PL_NEWTON_FAILED;
    }
    report->slowest = slowest_time(newton);
    find_sizes(newton, scale, y, REACH_FLOOR);
    return is_hopeless(newton, HOPELESS * reach, &report->first_step) ? PL_NEWTON_FAR
                                                                      : PL_NEWTON_DONE;
}

static void
solve_sparse(struct pl_newton *newton, const double *right, double *solution)
{
    pl_elimination_solve(newton->elimination, pl_system_kernels(newton->system)->isa, 1,
                         newton->factors, right, solution);
}

/* Do the factors say how states of these sizes follow from rates? That of a row's terms,
 * and some more, differently for each row, so that no sum of them is 0 by chance. */
static bool
has_sure_factors(struct pl_newton *newton)
{
    double most = 0.0;

    for (size_t i = 0; i < newton->n; i++) {
        newton->probe[i] = 0.0;
    }
    for (size_t k = 0; k < newton->n_entries; k++) {
        newton->probe[newton->rows[k]] +=
            fabs(newton->entries[k]) * newton->sizes[newton->columns[k]];
    }
    for (size_t i = 0; i < newton->n; i++) {
        const double part = GOLDEN * (double)i;

        newton->probe[i] *= 1.0 + (part - floor(part));
    }
    solve_sparse(newton, newton->probe, newton->probe);
    for (size_t i = 0; i < newton->n; i++) {
        const double part = fabs(newton->probe[i]) / newton->sizes[i];

        if (!(part <= most)) {
            most = part; /* a NaN too */
        }
    }
    return most < DOUBTFUL;
}

/* One step from y, to `step`; rates are those of y, the Jacobian too where it is to be
 * factored. @return false when the matrix is singular */
static bool
find_step(struct pl_newton *newton, const double *scale, const double *y, bool first,
          bool renew)
{
    fill_right(newton, y);
    if (renew) {
        factor(newton);
    }
    if (first && newton->has_factors && !has_sure_factors(newton)) {
        newton->is_doubtful = true;
        newton->has_factors = false;
    }
    if (newton->has_factors) {
        solve_sparse(newton, newton->right, newton->step);
        return true;
    }
    find_sizes(newton, scale, y, FLOOR);
    return solve_dense(newton);
}

enum pl_newton_outcome
pl_newton_run(struct pl_newton *newton, const double *scale, double reach, double *y,
              struct pl_newton_report *report)
{
    double *trial = newton->trial;
    double before = INFINITY;
    bool renew = true;
    enum pl_newton_outcome outcome = PL_NEWTON_DONE;

    *report = (struct pl_newton_report){0};
    newton->no_memory = false;
    newton->is_doubtful = false;
    memcpy(trial, y, newton->n * sizeof *y);
    outcome = look_ahead(newton, scale, reach, trial, report);
    for (size_t k = 0; k < MAX_ITERATIONS && outcome == PL_NEWTON_DONE; k++) {
        double size = 0.0;

        if (k > 0 && !(evaluate_rates(newton, trial) &&
                       (!renew || evaluate_jacobian(newton, scale, trial)))) {
            return PL_NEWTON_FAILED;
        }
        if (!find_step(newton, scale, trial, k == 0, renew)) {
            return PL_NEWTON_SINGULAR;
        }
        size = step_size(newton, scale, trial, FLOOR);
        if (k == 0) {
            report->first_step = step_size(newton, scale, trial, REACH_FLOOR);
            if (!(report->first_step <= reach)) {
                return PL_NEWTON_FAR;
            }
        } else if (!(size <= 0.5 * before)) {
            if (!renew) {
                renew = true; /* once more from here */
                continue;
            }
            break; /* rounding is all that is left, or it does not converge */
        }
        if (!take_step(newton, scale, trial)) {
            return PL_NEWTON_FAILED;
        }
        report->n_iterations = k + 1;
        renew = !(newton->has_factors && size <= KEEP && size <= GAIN * before);
        before = size;
        if (size <= DONE) {
            break;
        }
    }
    if (outcome == PL_NEWTON_DONE && !(before <= GOOD_ENOUGH)) {
        return PL_NEWTON_FAILED;
    }
    if (outcome == PL_NEWTON_DONE) {
        memcpy(y, trial, newton->n * sizeof *y);
    }
    return outcome;
}

double
pl_newton_residual(struct pl_newton *newton, const double *scale, const double *y)
{
    double residual = 0.0;

    if (!evaluate_rates(newton, y) || !evaluate_jacobian(newton, scale, y)) {
        return NAN;
    }
    for (size_t i = 0; i < newton->n; i++) {
        if (speed(newton, i) > 0.0) {
            residual = fmax(residual,
                            fabs(newton->rates[i]) /
                                (speed(newton, i) * (fabs(y[i]) + FLOOR * scale[i])));
        }
    }
    return residual;
}

bool
pl_newton_lacks_memory(const struct pl_newton *newton)
{
    return newton->no_memory;
}
