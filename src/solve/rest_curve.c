/*
 * rest_curve.c - the rest states of a network over one of its inputs, as a curve.
 */
#include "solve/rest_curve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/index.h"
#include "compile/kernels.h"
#include "compile/program.h"
#include "model/model.h"
#include "solve/conserved.h"
#include "solve/conserved_hidden.h"
#include "solve/matrix.h"
#include "solve/reduced.h"
#include "solve/sim_private.h"
#include "solve/system.h"

/* The size of a state is no less than these parts of the largest that it has had, and of
 * the largest of its kind. Larger ones pass over what small states do, smaller ones make
 * many steps where a state comes out of nothing. */
static const double OF_MOST = 0.02, OF_KIND = 1e-6;

/* The size of q, as a part of the range. */
static const double OF_RANGE = 0.2;

/* Newton ends when a step is below DONE relative to |z_i|, where rounding allows. Where it
 * does not, as near a branch point, the length of one has to be below GOOD_ENOUGH. */
static const double DONE = 1e-13, GOOD_ENOUGH = 1e-8;

/* For that, a state is no smaller than this part of the largest of its kind. */
static const double FLOOR = 1e-9;

enum { MAX_ITERATIONS = 15, INVERSE_ITERATIONS = 3 };

/* A step may be this many times as long as the one before: beyond it diverges. */
static const double DIVERGES = 2.0;

/* A pivot of the scaled matrix that is smaller is rounding. */
static const double SMALLEST_PIVOT = 1e-13;

/* The slope over q is a difference across this part of q, and of the range. Newton and
 * tangents need no more digits: what they lead to is not rounded by it. */
static const double DIFFERENCE = 1e-5, DIFFERENCE_OF_RANGE = 1e-7;

/* Where a matrix has no inverse at all, that of a state beside will do, so far off. */
static const double NEARLY = 1e-9;

/* A species below 0 by less than this part of its largest value, or of its kind's, is
 * one that vanishes. */
static const double NEGATIVE_ROUNDING = 1e-12;

struct pl_rest_curve {
    const struct pl_program *program;
    struct pl_system *system;
    struct pl_conserved conserved;
    struct pl_reduced *reduced;
    struct pl_rest_range range;
    double q_low, q_high;
    size_t n;                       /* states */
    double *inputs;                 /* shape (n_inputs) */
    double q;                       /* that the system is at; NAN for none */
    bool at_finite;                 /* … and all is finite there */
    double *numbers;                /* what the rows below are in */
    double *start;                  /* shape (n): starting values at q */
    double *most;                   /* shape (n): largest |y_i| seen */
    double *scale;                  /* shape (n): largest of its kind, at the sizes */
    double *sizes;                  /* shape (n + 1) */
    double *normal;                 /* shape (n + 1): the last row of the equations */
    double *residual, *above, *low; /* shape (n): room for what is to be 0 */
    double *slope;                  /* shape (n): over q */
    double *right, *step, *divisor; /* shape (n + 1) */
    double *trial;                  /* shape (n + 1) */
    double *matrix;                 /* shape (n + 1, n + 1) */
    size_t *order;                  /* shape (n + 1): of its rows */
    unsigned char *kinds;           /* shape (n): enum pl_sim_kind */
    bool is_singular;
    bool no_memory; /* there was none, once */
};

static bool
alloc_work(struct pl_rest_curve *curve)
{
    const size_t n = curve->n;
    double **const with_q[] = {&curve->sizes, &curve->normal,  &curve->right,
                               &curve->step,  &curve->divisor, &curve->trial};
    double **const rows[] = {&curve->start,   &curve->most, &curve->scale,
                             &curve->above,   &curve->low,  &curve->slope,
                             &curve->residual};
    const size_t n_with_q = sizeof with_q / sizeof *with_q;
    const size_t n_rows = sizeof rows / sizeof *rows;
    double *next = calloc(n + 1, (n_with_q + n_rows) * sizeof *next);

    curve->numbers = next;
    curve->matrix = pl_matrix_alloc(n + 1);
    curve->order = calloc(n + 1, sizeof *curve->order);
    curve->kinds = calloc(n, sizeof *curve->kinds);
    curve->inputs = calloc(curve->program->n_inputs + 1, sizeof *curve->inputs);
    if (next == NULL || curve->matrix == NULL || curve->order == NULL ||
        curve->kinds == NULL || curve->inputs == NULL) {
        return false;
    }
    for (size_t k = 0; k < n_with_q; k++, next += n + 1) {
        *with_q[k] = next;
    }
    for (size_t k = 0; k < n_rows; k++, next += n + 1) {
        *rows[k] = next;
    }
    return true;
}

enum pl_status
pl_rest_curve_create(const struct pl_kernels *kernels, const double *inputs,
                     const struct pl_rest_range *range, struct pl_diags *diags,
                     struct pl_rest_curve **out)
{
    const struct pl_program *program = kernels->program;
    struct pl_rest_curve *curve = NULL;
    enum pl_status status = PL_OK;

    *out = NULL;
    if (program->n_states == 0) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "nothing moves in this model: there is no rest state to "
                             "follow");
    }
    curve = calloc(1, sizeof *curve);
    if (curve == NULL) {
        return pl_diag_no_memory(diags, "rest states");
    }
    curve->program = program;
    curve->n = program->n_states;
    curve->range = *range;
    curve->q = NAN;
    curve->q_low = range->logarithmic ? log(range->low) : range->low;
    curve->q_high = range->logarithmic ? log(range->high) : range->high;
    if (!alloc_work(curve)) {
        status = pl_diag_no_memory(diags, "rest states");
    }
    if (status == PL_OK) {
        status = pl_system_create(kernels, diags, &curve->system);
    }
    if (status == PL_OK) {
        status = pl_conserved_init(program, diags, &curve->conserved);
    }
    if (status == PL_OK) {
        status =
            pl_reduced_create(curve->system, &curve->conserved, diags, &curve->reduced);
    }
    if (status != PL_OK) {
        pl_rest_curve_destroy(curve);
        return status;
    }
    memcpy(curve->inputs, inputs, program->n_inputs * sizeof *inputs);
    for (size_t i = 0; i < curve->n; i++) {
        curve->kinds[i] = (unsigned char)pl_sim_kind_of_state(program, i);
    }
    *out = curve;
    return PL_OK;
}

void
pl_rest_curve_destroy(struct pl_rest_curve *curve)
{
    if (curve == NULL) {
        return;
    }
    pl_reduced_destroy(curve->reduced);
    pl_conserved_finish(&curve->conserved);
    pl_system_destroy(curve->system);
    free(curve->inputs);
    free(curve->numbers);
    free(curve->matrix);
    free(curve->order);
    free(curve->kinds);
    free(curve);
}

double
pl_rest_curve_q(const struct pl_rest_curve *curve, double value)
{
    return value == curve->range.low    ? curve->q_low
           : value == curve->range.high ? curve->q_high
           : curve->range.logarithmic   ? log(value)
                                        : value;
}

double
pl_rest_curve_input(const struct pl_rest_curve *curve, double q)
{
    return q == curve->q_low          ? curve->range.low
           : q == curve->q_high       ? curve->range.high
           : curve->range.logarithmic ? exp(q)
                                      : q;
}

void
pl_rest_curve_inputs(const struct pl_rest_curve *curve, double q, double *inputs)
{
    memcpy(inputs, curve->inputs, curve->program->n_inputs * sizeof *inputs);
    pl_program_set_input(curve->program, inputs, curve->range.symbol,
                         pl_rest_curve_input(curve, q));
}

/* Work out all that follows from q. @return false when something is not finite */
static bool
put(struct pl_rest_curve *curve, double q)
{
    if (q == curve->q) {
        return curve->at_finite;
    }
    pl_program_set_input(curve->program, curve->inputs, curve->range.symbol,
                         pl_rest_curve_input(curve, q));
    (void)pl_system_start(curve->system, curve->inputs, curve->start);
    pl_conserved_anchor(&curve->conserved, curve->system, curve->start);
    curve->q = q;
    curve->at_finite = isfinite(q) && pl_all_finite(curve->start, curve->n);
    return curve->at_finite;
}

bool
pl_rest_curve_start(struct pl_rest_curve *curve, double q, double *y)
{
    const bool finite = put(curve, q);

    memcpy(y, curve->start, curve->n * sizeof *y);
    return finite;
}

void
pl_rest_curve_set_sizes(struct pl_rest_curve *curve, const double *z)
{
    double largest[PL_SIM_KINDS] = {0.0};

    for (size_t i = 0; i < curve->n; i++) {
        double *most = &largest[curve->kinds[i]];

        curve->most[i] = fmax(curve->most[i], fabs(z[i]));
        *most = fmax(*most, curve->most[i]);
    }
    for (size_t i = 0; i < curve->n; i++) {
        const double of_kind = largest[curve->kinds[i]];

        curve->scale[i] = of_kind > 0.0 ? of_kind : 1.0; /* nothing is known */
        curve->sizes[i] =
            fmax(fabs(z[i]), fmax(OF_MOST * curve->most[i], OF_KIND * curve->scale[i]));
    }
    curve->sizes[curve->n] = OF_RANGE * (curve->q_high - curve->q_low);
}

const double *
pl_rest_curve_sizes(const struct pl_rest_curve *curve)
{
    return curve->sizes;
}

double
pl_rest_curve_product(const struct pl_rest_curve *curve, const double *a,
                      const double *b)
{
    double sum = 0.0;

    for (size_t i = 0; i <= curve->n; i++) {
        sum += a[i] / curve->sizes[i] * (b[i] / curve->sizes[i]);
    }
    return sum;
}

/* What is 0 on the curve: rates, and for states that follow from others what their sum
 * has too much. @return false when something is not finite */
static bool
evaluate(struct pl_rest_curve *curve, const double *y, double q, double *out)
{
    if (!put(curve, q) || !pl_system_rates(curve->system, 0.0, y, out)) {
        return false;
    }
    for (size_t l = 0; l < curve->conserved.n; l++) {
        const struct pl_conserved_sum *sum = &curve->conserved.sums[l];

        out[sum->states[sum->dependent]] = pl_conserved_excess(sum, y);
    }
    return true;
}

/* The same over q: differences to both sides, or, where one side lies outside the range,
 * two to the other. */
static bool
find_slope(struct pl_rest_curve *curve, const double *z)
{
    const size_t n = curve->n;
    const double q = z[n];
    const double width = curve->q_high - curve->q_low;
    const double h = DIFFERENCE_OF_RANGE * width +
                     (curve->range.logarithmic ? DIFFERENCE : DIFFERENCE * fabs(q));
    const double side = q + h > curve->q_high ? -1.0 : q - h < curve->q_low ? 1.0 : 0.0;

    if (side == 0.0) {
        const double up = q + h;
        const double down = q - h;

        if (!evaluate(curve, z, up, curve->above) ||
            !evaluate(curve, z, down, curve->low)) {
            return false;
        }
        for (size_t i = 0; i < n; i++) {
            curve->slope[i] = (curve->above[i] - curve->low[i]) / (up - down);
        }
        return true;
    }
    if (!evaluate(curve, z, q + side * h, curve->above) ||
        !evaluate(curve, z, q + 2.0 * side * h, curve->low)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        curve->slope[i] =
            (4.0 * curve->above[i] - 3.0 * curve->residual[i] - curve->low[i]) /
            (2.0 * side * h);
    }
    return true;
}

/* Bring a row to a largest entry of 1. */
static void
balance_row(struct pl_rest_curve *curve, size_t i)
{
    const size_t width = curve->n + 1;
    double *row = curve->matrix + i * width;
    double largest = 0.0;

    for (size_t k = 0; k < width; k++) {
        largest = fmax(largest, fabs(row[k]));
    }
    curve->divisor[i] = largest > 0.0 ? largest : 1.0;
    for (size_t k = 0; k < width; k++) {
        row[k] /= curve->divisor[i];
    }
}

/* The equations at z, every unknown relative to its size, factored; `residual` is that of
 * z. @param normal  NULL: q stays */
static bool
factor(struct pl_rest_curve *curve, const double *z, const double *normal,
       double smallest)
{
    const struct pl_program *program = curve->program;
    const double *jacobian = pl_system_nonzeros(curve->system);
    const size_t width = curve->n + 1;
    double *matrix = curve->matrix;

    curve->is_singular = false;
    memset(matrix, 0, width * width * sizeof *matrix);
    if (normal != NULL) {
        if (!find_slope(curve, z)) {
            return false;
        }
        for (size_t i = 0; i < curve->n; i++) {
            matrix[i * width + curve->n] = curve->slope[i] * curve->sizes[curve->n];
        }
    }
    memcpy(curve->trial, z, width * sizeof *z);
    if (!put(curve, z[curve->n]) ||
        !pl_system_evaluate_jacobian(curve->system, 0.0, curve->trial, curve->scale)) {
        return false;
    }
    for (size_t k = 0; k < program->n_nonzeros; k++) {
        if (!curve->conserved.is_dependent[program->rows[k]]) {
            matrix[program->rows[k] * width + program->columns[k]] =
                jacobian[k] * curve->sizes[program->columns[k]];
        }
    }
    for (size_t l = 0; l < curve->conserved.n; l++) {
        const struct pl_conserved_sum *sum = &curve->conserved.sums[l];
        double *row = matrix + sum->states[sum->dependent] * width;

        for (size_t k = 0; k < sum->n; k++) {
            row[sum->states[k]] = sum->weights[k] * curve->sizes[sum->states[k]];
        }
    }
    for (size_t i = 0; i < width; i++) {
        matrix[curve->n * width + i] =
            normal != NULL ? normal[i] / curve->sizes[i] : (i == curve->n ? 1.0 : 0.0);
    }
    for (size_t i = 0; i < width; i++) {
        balance_row(curve, i);
    }
    curve->is_singular = !pl_matrix_factor(width, matrix, curve->order, smallest);
    return !curve->is_singular;
}

/* right → step, in the units of z. */
static void
solve(struct pl_rest_curve *curve)
{
    for (size_t i = 0; i <= curve->n; i++) {
        curve->right[i] /= curve->divisor[i];
    }
    pl_matrix_solve(curve->n + 1, curve->matrix, curve->order, curve->right,
                    curve->step);
    for (size_t i = 0; i <= curve->n; i++) {
        curve->step[i] *= curve->sizes[i];
    }
}

/* The largest component of the step relative to what it changes. */
static double
step_size(const struct pl_rest_curve *curve, const double *z)
{
    double size =
        fabs(curve->step[curve->n]) / fmax(fabs(z[curve->n]), curve->sizes[curve->n]);

    for (size_t i = 0; i < curve->n; i++) {
        const double part =
            fabs(curve->step[i]) / (fabs(z[i]) + FLOOR * curve->scale[i]);

        if (!(part <= size)) {
            size = part; /* a NaN too */
        }
    }
    return size;
}

/* The step relative to the sizes, as its length is told. */
static double
step_length(const struct pl_rest_curve *curve)
{
    return sqrt(pl_rest_curve_product(curve, curve->step, curve->step));
}

bool
pl_rest_curve_correct(struct pl_rest_curve *curve, const double *normal, double *z)
{
    double before = INFINITY;
    double length_before = INFINITY;

    curve->is_singular = false;
    if (normal != NULL) {
        memcpy(curve->normal, normal, (curve->n + 1) * sizeof *normal);
        normal = curve->normal;
    }
    for (int k = 0; k < MAX_ITERATIONS; k++) {
        double size = 0.0;
        double length = 0.0;

        if (!evaluate(curve, z, z[curve->n], curve->residual) ||
            !factor(curve, z, normal, SMALLEST_PIVOT)) {
            return false;
        }
        for (size_t i = 0; i < curve->n; i++) {
            curve->right[i] = -curve->residual[i];
        }
        curve->right[curve->n] = 0.0; /* within the plane */
        solve(curve);
        size = step_size(curve, z);
        length = step_length(curve);
        if (!isfinite(size) || (k > 1 && length > DIVERGES * length_before)) {
            return false;
        }
        if (length_before <= GOOD_ENOUGH && !(size <= 0.5 * before)) {
            return true; /* rounding is all that is left */
        }
        for (size_t i = 0; i <= curve->n; i++) {
            z[i] += curve->step[i];
        }
        if (normal == NULL) {
            z[curve->n] -= curve->step[curve->n]; /* to the bit */
        }
        if (size <= DONE) {
            return true;
        }
        before = size;
        length_before = length;
    }
    return length_before <= GOOD_ENOUGH;
}

bool
pl_rest_curve_is_singular(const struct pl_rest_curve *curve)
{
    return curve->is_singular;
}

bool
pl_rest_curve_tangent(struct pl_rest_curve *curve, const double *z, const double *along,
                      double *tangent)
{
    double length = 0.0;

    memcpy(curve->normal, along, (curve->n + 1) * sizeof *along);
    if (!evaluate(curve, z, z[curve->n], curve->residual) ||
        !factor(curve, z, curve->normal, SMALLEST_PIVOT)) {
        return false;
    }
    memset(curve->right, 0, curve->n * sizeof *curve->right);
    curve->right[curve->n] = 1.0;
    solve(curve);
    length = step_length(curve);
    if (!(length > 0.0) || !isfinite(length)) {
        return false;
    }
    for (size_t i = 0; i <= curve->n; i++) {
        tangent[i] = curve->step[i] / length;
    }
    return true;
}

bool
pl_rest_curve_free_direction(struct pl_rest_curve *curve, const double *z,
                             double *direction)
{
    const size_t n = curve->n;
    size_t largest = 0;

    if (!evaluate(curve, z, z[n], curve->residual)) {
        return false;
    }
    if (!factor(curve, z, NULL, 0.0)) { /* singular to the bit: nearly will do */
        for (size_t i = 0; i <= n; i++) {
            curve->normal[i] = z[i] + (i < n ? NEARLY * curve->sizes[i] : 0.0);
        }
        if (!factor(curve, curve->normal, NULL, 0.0)) {
            return false;
        }
    }
    for (size_t i = 0; i < n; i++) {
        curve->right[i] = 1.0 + 0.1 * (double)(i % 7); /* not at right angles to it */
    }
    for (int k = 0; k < INVERSE_ITERATIONS; k++) {
        double length = 0.0;

        curve->right[n] = 0.0;
        solve(curve);
        length = step_length(curve);
        if (!(length > 0.0) || !isfinite(length)) {
            return false;
        }
        for (size_t i = 0; i <= n; i++) {
            direction[i] = curve->step[i] / length;
            curve->right[i] = direction[i] / curve->sizes[i] * curve->divisor[i];
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (fabs(direction[i]) / curve->sizes[i] >
            fabs(direction[largest]) / curve->sizes[largest]) {
            largest = i;
        }
    }
    for (size_t i = 0; direction[largest] < 0.0 && i < n; i++) {
        direction[i] = i == largest ? direction[i] : -direction[i];
    }
    direction[largest] = fabs(direction[largest]);
    return true;
}

enum pl_status
pl_rest_curve_find_sums(struct pl_rest_curve *curve, const double *z,
                        struct pl_diags *diags, size_t *n_found)
{
    const size_t before = curve->conserved.n;
    enum pl_status status = PL_OK;

    *n_found = 0;
    if (!put(curve, z[curve->n])) {
        return PL_OK;
    }
    status = pl_conserved_find_hidden(&curve->conserved, curve->system, z, curve->sizes,
                                      diags);
    if (status == PL_OK && curve->conserved.n > before) {
        pl_reduced_destroy(curve->reduced);
        curve->reduced = NULL;
        status =
            pl_reduced_create(curve->system, &curve->conserved, diags, &curve->reduced);
        *n_found = curve->conserved.n - before;
        curve->q = NAN; /* their totals are to be found */
    }
    return status;
}

size_t
pl_rest_curve_n_eigenvalues(const struct pl_rest_curve *curve)
{
    return pl_reduced_n_eigenvalues(curve->reduced);
}

size_t
pl_rest_curve_n_sums(const struct pl_rest_curve *curve)
{
    return curve->conserved.n;
}

bool
pl_rest_curve_is_proven_stable(struct pl_rest_curve *curve, const double *z)
{
    return put(curve, z[curve->n]) &&
           pl_reduced_is_proven_stable(curve->reduced, curve->scale, z);
}

bool
pl_rest_curve_eigenvalues(struct pl_rest_curve *curve, const double *z, double *real,
                          double *imaginary, double *rounding)
{
    const bool known =
        put(curve, z[curve->n]) && pl_reduced_eigenvalues(curve->reduced, curve->scale,
                                                          z, real, imaginary, rounding);

    curve->no_memory = curve->no_memory || pl_reduced_lacks_memory(curve->reduced);
    return known;
}

void
pl_rest_curve_values(struct pl_rest_curve *curve, const double *z, double *values)
{
    (void)put(curve, z[curve->n]);
    pl_system_values(curve->system, 0.0, z, values);
}

size_t
pl_rest_curve_negative(const struct pl_rest_curve *curve, const double *z)
{
    const struct pl_program *program = curve->program;
    size_t worst = PL_NONE;
    double most = 0.0;

    for (size_t i = 0; i < curve->n; i++) {
        const double size = fmax(curve->most[i], OF_KIND * curve->scale[i]);
        const bool is_species =
            program->model->symbols[program->state_symbol[i]].kind == PL_SYMBOL_SPECIES;

        if (is_species && z[i] < -NEGATIVE_ROUNDING * size && -z[i] / size > most) {
            most = -z[i] / size;
            worst = i;
        }
    }
    return worst;
}

bool
pl_rest_curve_lacks_memory(const struct pl_rest_curve *curve)
{
    return curve->no_memory;
}
