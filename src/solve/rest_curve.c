/*
 * rest_curve.c - the rest states of a network over one of its inputs, as a curve.
 */
#include "solve/rest_curve_private.h"

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

/* A species below 0 by less than this part of its largest value, or of its kind's, is
 * one that vanishes. */
static const double NEGATIVE_ROUNDING = 1e-12;

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

bool
pl_rest_curve_put(struct pl_rest_curve *curve, double q)
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
    const bool finite = pl_rest_curve_put(curve, q);

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

enum pl_status
pl_rest_curve_find_sums(struct pl_rest_curve *curve, const double *z,
                        struct pl_diags *diags, size_t *n_found)
{
    const size_t before = curve->conserved.n;
    enum pl_status status = PL_OK;

    *n_found = 0;
    if (!pl_rest_curve_put(curve, z[curve->n])) {
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
    return pl_rest_curve_put(curve, z[curve->n]) &&
           pl_reduced_is_proven_stable(curve->reduced, curve->scale, z);
}

bool
pl_rest_curve_eigenvalues(struct pl_rest_curve *curve, const double *z, double *real,
                          double *imaginary, double *rounding)
{
    const bool known = pl_rest_curve_put(curve, z[curve->n]) &&
                       pl_reduced_eigenvalues(curve->reduced, curve->scale, z, real,
                                              imaginary, rounding);

    curve->no_memory = curve->no_memory || pl_reduced_lacks_memory(curve->reduced);
    return known;
}

void
pl_rest_curve_values(struct pl_rest_curve *curve, const double *z, double *values)
{
    (void)pl_rest_curve_put(curve, z[curve->n]);
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
