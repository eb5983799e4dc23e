/*
 * saltelli.c - variance-based sensitivity: Sobol's first-order and total indices.
 */
#include "analysis/saltelli.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/asked.h"
#include "base/diag.h"
#include "study/sobol.h"

/* Points asked for at once: enough to keep lanes and threads busy to the end, and few
 * enough to be small. */
#define POINTS_AT_ONCE ((size_t)8192)

/* [-] A variance below this share of the squared mean is rounding. */
#define LEAST_VARIANCE 1e-24

_Static_assert(2 * PL_SALTELLI_MAX_DIMENSIONS == PL_SOBOL_MAX_DIMENSIONS,
               "two samples take a dimension each");

/* What of one output the indices are made of, for the base points in use. */
struct terms {
    size_t n, n_dimensions;
    double *products; /* shape (n, n_dimensions): f(B) (f(AB_i) - f(A)), centred */
    double *squares;  /* likewise: (f(A) - f(AB_i))^2 / 2 */
    double *a, *b;    /* shape (n): centred */
};

size_t
pl_saltelli_n_points(size_t n_dimensions, size_t n_samples)
{
    return n_samples * (n_dimensions + 2);
}

void
pl_saltelli_finish(struct pl_saltelli *saltelli)
{
    free(saltelli->first);
    free(saltelli->total);
    free(saltelli->first_interval);
    free(saltelli->total_interval);
    free(saltelli->mean);
    free(saltelli->variance);
    free(saltelli->n_used);
    *saltelli = (struct pl_saltelli){0};
}

static enum pl_status
check(size_t n_dimensions, size_t n_outputs, const struct pl_saltelli_options *options,
      struct pl_diags *diags)
{
    const size_t most = SIZE_MAX / sizeof(double) / (n_dimensions + 2) / n_outputs;

    if (n_dimensions > PL_SALTELLI_MAX_DIMENSIONS) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "Sobol indices of %zu quantities need a sequence of %zu "
                      "dimensions; the table of direction numbers has %d",
                      n_dimensions, 2 * n_dimensions, PL_SOBOL_MAX_DIMENSIONS);
        pl_diag_hint(diags,
                     "the method morris has no such limit: it tells which %d of "
                     "them matter",
                     PL_SALTELLI_MAX_DIMENSIONS);
        return PL_ERR_OPTION;
    }
    if (options->n_samples < 2) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "Sobol indices need 2 base samples or more, not %zu",
                             options->n_samples);
    }
    if (options->n_samples > most || options->n_samples > PL_RESAMPLE_MAX_ITEMS) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%zu base samples are more than memory can hold",
                             options->n_samples);
    }
    return PL_OK;
}

static enum pl_status
make_room(size_t n_dimensions, size_t n_outputs, struct pl_diags *diags,
          struct pl_saltelli *out)
{
    const size_t n = n_dimensions * n_outputs;

    pl_saltelli_finish(out);
    out->n_dimensions = n_dimensions;
    out->n_outputs = n_outputs;
    out->first = calloc(n, sizeof *out->first);
    out->total = calloc(n, sizeof *out->total);
    out->first_interval = calloc(n, sizeof *out->first_interval);
    out->total_interval = calloc(n, sizeof *out->total_interval);
    out->mean = calloc(n_outputs, sizeof *out->mean);
    out->variance = calloc(n_outputs, sizeof *out->variance);
    out->n_used = calloc(n_outputs, sizeof *out->n_used);
    return out->first != NULL && out->total != NULL && out->first_interval != NULL &&
                   out->total_interval != NULL && out->mean != NULL &&
                   out->variance != NULL && out->n_used != NULL
               ? PL_OK
               : pl_diag_no_memory(diags, "sensitivity indices");
}

static void
finish_terms(struct terms *terms)
{
    free(terms->products);
    free(terms->squares);
    free(terms->a);
    free(terms->b);
}

/* One output's values at base point j: f(A), f(AB_1) ... f(AB_d), f(B), `stride` apart. */
static bool
is_whole(const double *values, size_t n, size_t stride)
{
    for (size_t k = 0; k < n; k++) {
        if (!isfinite(values[k * stride])) {
            return false;
        }
    }
    return true;
}

/* The mean of all values in use. */
static double
mean_of(const double *values, size_t n_samples, size_t n_dimensions, size_t stride,
        size_t *n_used)
{
    const size_t n_points = n_dimensions + 2;
    double sum = 0.0;

    *n_used = 0;
    for (size_t j = 0; j < n_samples; j++) {
        const double *row = values + j * n_points * stride;

        if (is_whole(row, n_points, stride)) {
            *n_used += 1;
            for (size_t k = 0; k < n_points; k++) {
                sum += row[k * stride];
            }
        }
    }
    return sum / (double)(*n_used * n_points);
}

static void
fill_terms(const double *values, size_t n_samples, size_t stride, double mean,
           struct terms *terms)
{
    const size_t d = terms->n_dimensions;

    for (size_t j = 0; j < n_samples; j++) {
        const double *row = values + j * (d + 2) * stride;
        const double a = row[0] - mean;
        const double b = row[(d + 1) * stride] - mean;

        if (!is_whole(row, d + 2, stride)) {
            continue;
        }
        for (size_t i = 0; i < d; i++) {
            const double change = row[(i + 1) * stride] - mean - a;

            terms->products[terms->n * d + i] = b * change;
            terms->squares[terms->n * d + i] = 0.5 * change * change;
        }
        terms->a[terms->n] = a;
        terms->b[terms->n] = b;
        terms->n++;
    }
}

/*
 * Indices of one output, with each base point as often as it is counted.
 * @param counts  shape (n); NULL: each once
 * @return the variance
 */
static double
weigh(const struct terms *terms, const double *counts, double *first, double *total)
{
    const size_t d = terms->n_dimensions;
    double sum = 0.0;
    double squares = 0.0;
    double n = 0.0;
    double variance;

    memset(first, 0, d * sizeof *first);
    memset(total, 0, d * sizeof *total);
    for (size_t j = 0; j < terms->n; j++) {
        const double count = counts != NULL ? counts[j] : 1.0;

        if (count == 0.0) {
            continue;
        }
        n += count;
        sum += count * (terms->a[j] + terms->b[j]);
        squares += count * (terms->a[j] * terms->a[j] + terms->b[j] * terms->b[j]);
        for (size_t i = 0; i < d; i++) {
            first[i] += count * terms->products[j * d + i];
            total[i] += count * terms->squares[j * d + i];
        }
    }
    sum /= 2.0 * n;
    variance = squares / (2.0 * n) - sum * sum;
    for (size_t i = 0; i < d; i++) {
        first[i] = variance > 0.0 ? first[i] / n / variance : NAN;
        total[i] = variance > 0.0 ? total[i] / n / variance : NAN;
    }
    return variance;
}

/* Percentiles of the indices of resampled base points. */
static enum pl_status
find_intervals(const struct terms *terms, const struct pl_saltelli_options *options,
               struct pl_diags *diags, struct pl_interval *first,
               struct pl_interval *total)
{
    const size_t d = terms->n_dimensions;
    const size_t n_rounds = options->n_resamples;
    double *counts = calloc(terms->n, sizeof *counts);
    double *row = calloc(2 * d, sizeof *row);
    double *all = n_rounds <= SIZE_MAX / sizeof *all / 2 / d
                      ? calloc(n_rounds * 2 * d, sizeof *all)
                      : NULL; /* shape (2, d, n_rounds) */
    enum pl_status status = PL_OK;

    if (counts == NULL || row == NULL || all == NULL) {
        status = pl_diag_no_memory(diags, "intervals of sensitivity indices");
    }
    for (size_t r = 0; r < n_rounds && status == PL_OK; r++) {
        pl_resample_counts(options->seed, r, terms->n, counts);
        (void)weigh(terms, counts, row, row + d);
        for (size_t k = 0; k < 2 * d; k++) {
            all[k * n_rounds + r] = row[k];
        }
    }
    for (size_t i = 0; i < d && status == PL_OK; i++) {
        first[i] = pl_resample_interval(all + i * n_rounds, n_rounds, options->level);
        total[i] =
            pl_resample_interval(all + (d + i) * n_rounds, n_rounds, options->level);
    }
    free(counts);
    free(row);
    free(all);
    return status;
}

/* Without a value of its own: too few points, or an output that stands still. */
static void
leave_out(struct pl_saltelli *out, size_t output)
{
    const size_t d = out->n_dimensions;

    for (size_t i = output * d; i < (output + 1) * d; i++) {
        out->first[i] = NAN;
        out->total[i] = NAN;
    }
}

static enum pl_status
analyse_output(const double *values, size_t output,
               const struct pl_saltelli_options *options, struct pl_diags *diags,
               struct pl_saltelli *out)
{
    const size_t d = out->n_dimensions;
    const size_t n = options->n_samples;
    const double mean =
        mean_of(values + output, n, d, out->n_outputs, &out->n_used[output]);
    struct terms terms = {
        .n_dimensions = d,
        .products = calloc(n * d, sizeof *terms.products),
        .squares = calloc(n * d, sizeof *terms.squares),
        .a = calloc(n, sizeof *terms.a),
        .b = calloc(n, sizeof *terms.b),
    };
    double *first = out->first + output * d;
    double *total = out->total + output * d;
    enum pl_status status = PL_OK;

    for (size_t i = output * d; i < (output + 1) * d; i++) {
        out->first_interval[i] = (struct pl_interval){NAN, NAN};
        out->total_interval[i] = (struct pl_interval){NAN, NAN};
    }
    if (terms.products == NULL || terms.squares == NULL || terms.a == NULL ||
        terms.b == NULL) {
        status = pl_diag_no_memory(diags, "sensitivity indices");
        goto done;
    }
    out->mean[output] = mean;
    out->variance[output] = NAN;
    if (out->n_used[output] < 2) {
        leave_out(out, output);
        goto done;
    }
    fill_terms(values + output, n, out->n_outputs, mean, &terms);
    out->variance[output] = weigh(&terms, NULL, first, total);
    if (!(out->variance[output] > LEAST_VARIANCE * mean * mean)) {
        out->variance[output] = 0.0;
        leave_out(out, output);
        goto done;
    }
    if (options->n_resamples > 0) {
        status =
            find_intervals(&terms, options, diags, out->first_interval + output * d,
                           out->total_interval + output * d);
    }

done:
    finish_terms(&terms);
    return status;
}

enum pl_status
pl_saltelli_analyse(const double *values, size_t n_dimensions, size_t n_outputs,
                    const struct pl_saltelli_options *options, struct pl_diags *diags,
                    struct pl_saltelli *out)
{
    enum pl_status status = PL_OK;

    assert(n_dimensions > 0 && n_outputs > 0);
    status = check(n_dimensions, n_outputs, options, diags);
    if (status == PL_OK) {
        status = make_room(n_dimensions, n_outputs, diags, out);
    }
    for (size_t k = 0; k < n_outputs && status == PL_OK; k++) {
        status = analyse_output(values, k, options, diags, out);
    }
    if (status != PL_OK) {
        pl_saltelli_finish(out);
    }
    return status;
}

/* A_j, AB_1j ... AB_dj, B_j. @param both  shape (2 d): A_j and B_j */
static void
put_points(const double *both, size_t d, double *points)
{
    for (size_t k = 0; k < d + 2; k++) {
        memcpy(points + k * d, k <= d ? both : both + d, d * sizeof *points);
        if (k > 0 && k <= d) {
            points[k * d + k - 1] = both[d + k - 1];
        }
    }
}

enum pl_status
pl_saltelli_run(const struct pl_asked *asked, size_t n_dimensions, size_t n_outputs,
                const struct pl_saltelli_options *options, struct pl_diags *diags,
                struct pl_saltelli *out)
{
    const size_t d = n_dimensions;
    const size_t per = d + 2;
    const size_t n_block = POINTS_AT_ONCE / per + 1;
    struct pl_sobol *sobol = NULL;
    double *values = NULL;
    double *points = NULL;
    double *both = NULL;
    enum pl_status status = check(d, n_outputs, options, diags);

    assert(n_dimensions > 0 && n_outputs > 0);
    if (status == PL_OK) {
        status = pl_sobol_create(2 * d, true, options->seed, diags, &sobol);
    }
    if (status != PL_OK) {
        goto done;
    }
    values = calloc(options->n_samples * per * n_outputs, sizeof *values);
    points = calloc(n_block * per * d, sizeof *points);
    both = calloc(2 * d, sizeof *both);
    if (values == NULL || points == NULL || both == NULL) {
        status = pl_diag_no_memory(diags, "the samples");
        goto done;
    }
    for (size_t j = 0; j < options->n_samples && status == PL_OK; j += n_block) {
        const size_t left = options->n_samples - j;
        const size_t n = left < n_block ? left : n_block;

        for (size_t k = 0; k < n; k++) {
            pl_sobol_point(sobol, j + k, both);
            put_points(both, d, points + k * per * d);
        }
        status = asked->values(asked->context, points, n * per,
                               values + j * per * n_outputs, diags);
    }
    if (status == PL_OK) {
        status = pl_saltelli_analyse(values, d, n_outputs, options, diags, out);
    }

done:
    pl_sobol_destroy(sobol);
    free(values);
    free(points);
    free(both);
    return status;
}
