/*
 * hill.c - a four-parameter Hill curve through points of a dose-response curve.
 */
#include "analysis/hill.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <gsl/gsl_blas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_matrix.h>
#include <gsl/gsl_multifit_nlinear.h>
#include <gsl/gsl_vector.h>

#include "base/diag.h"

/* The ends come last: where they are given, the others alone are fitted. */
enum { LN_EC50, LN_H, N_SHAPE, E0 = N_SHAPE, EINF, N_PARAMETERS };

/* If fewer, a start far away is given up too early; none takes half as many. */
#define MOST_STEPS ((size_t)400)

/* [-] Parameters that move by less have converged. If larger, exact data are not met to
 * the last digits; below rounding it would not end. */
#define STEP_TOLERANCE 1e-14

/* Steepness to start from; of all starts the best fit is kept. */
static const double start_h[] = {1.0, 2.5, 0.5};

/* The points, scaled: values / way, so that tolerances mean the same for all curves. */
struct points {
    double *ln_dose; /* shape (n); -INFINITY for dose 0 */
    double *value;   /* shape (n) */
    size_t n;
    double least, most; /* [ln dose] of those above 0 */
    double way;         /* largest - smallest value, before they were scaled */
    double base;        /* was taken off them */
    bool has_ends;      /* these are given */
    double e0, einf;
};

/* d^h / (ec50^h + d^h), with no power that overflows. */
static double
share_at(double ln_dose, double ln_ec50, double h)
{
    return 1.0 / (1.0 + exp(-h * (ln_dose - ln_ec50)));
}

/* The ends of the curve: given, or fitted. */
static double
e0_of(const struct points *points, const gsl_vector *x)
{
    return points->has_ends ? points->e0 : gsl_vector_get(x, E0);
}

static double
einf_of(const struct points *points, const gsl_vector *x)
{
    return points->has_ends ? points->einf : gsl_vector_get(x, EINF);
}

static int
residuals(const gsl_vector *x, void *context, gsl_vector *f)
{
    const struct points *points = context;
    const double e0 = e0_of(points, x);
    const double way = einf_of(points, x) - e0;
    const double h = exp(gsl_vector_get(x, LN_H));

    for (size_t i = 0; i < points->n; i++) {
        const double share =
            share_at(points->ln_dose[i], gsl_vector_get(x, LN_EC50), h);

        gsl_vector_set(f, i, e0 + way * share - points->value[i]);
    }
    return GSL_SUCCESS;
}

static int
jacobian(const gsl_vector *x, void *context, gsl_matrix *J)
{
    const struct points *points = context;
    const double way = einf_of(points, x) - e0_of(points, x);
    const double ln_ec50 = gsl_vector_get(x, LN_EC50);
    const double h = exp(gsl_vector_get(x, LN_H));

    for (size_t i = 0; i < points->n; i++) {
        const double ln_dose = points->ln_dose[i];
        const double share = share_at(ln_dose, ln_ec50, h);
        const double slope = way * share * (1.0 - share); /* by h (ln dose - ln ec50) */

        gsl_matrix_set(J, i, LN_EC50, -slope * h);
        gsl_matrix_set(J, i, LN_H,
                       isfinite(ln_dose) ? slope * h * (ln_dose - ln_ec50) : 0.0);
        if (!points->has_ends) {
            gsl_matrix_set(J, i, E0, 1.0 - share);
            gsl_matrix_set(J, i, EINF, share);
        }
    }
    return GSL_SUCCESS;
}

static int
compare_numbers(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

/* @return 0 when memory is out */
static size_t
count_distinct(const double *numbers, size_t n)
{
    double *sorted = calloc(n + 1, sizeof *sorted);
    size_t n_distinct = 0;

    if (sorted == NULL) {
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        sorted[i] = numbers[i];
    }
    qsort(sorted, n, sizeof *sorted, compare_numbers);
    for (size_t i = 0; i < n; i++) {
        n_distinct += i == 0 || sorted[i] != sorted[i - 1];
    }
    free(sorted);
    return n_distinct;
}

/* Keep what is finite, scaled. @return the largest |value| */
static double
take_points(const double *doses, const double *values, size_t n, struct points *points)
{
    double low = (double)INFINITY;
    double high = -(double)INFINITY;

    points->least = (double)INFINITY;
    points->most = -(double)INFINITY;
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(values[i]) || !isfinite(doses[i])) {
            continue;
        }
        points->ln_dose[points->n] = log(doses[i]);
        points->value[points->n++] = values[i];
        low = fmin(low, values[i]);
        high = fmax(high, values[i]);
        if (doses[i] > 0.0) {
            points->least = fmin(points->least, log(doses[i]));
            points->most = fmax(points->most, log(doses[i]));
        }
    }
    points->way = high - low;
    points->base = low;
    for (size_t i = 0; i < points->n && points->way > 0.0; i++) {
        points->value[i] = (points->value[i] - low) / points->way;
    }
    return fmax(fabs(low), fabs(high));
}

/* Value at the lowest dose, and at the highest. */
static void
find_ends(const struct points *points, double *first, double *last)
{
    size_t low = 0;
    size_t high = 0;

    for (size_t i = 1; i < points->n; i++) {
        low = points->ln_dose[i] < points->ln_dose[low] ? i : low;
        high = points->ln_dose[i] > points->ln_dose[high] ? i : high;
    }
    *first = points->value[low];
    *last = points->value[high];
}

/* The dose whose value is nearest to half way. */
static double
guess_ec50(const struct points *points, double first, double last)
{
    double best = 0.5 * (points->least + points->most);
    double nearest = (double)INFINITY;

    for (size_t i = 0; i < points->n; i++) {
        const double off = fabs(points->value[i] - 0.5 * (first + last));

        if (isfinite(points->ln_dose[i]) && off < nearest) {
            nearest = off;
            best = points->ln_dose[i];
        }
    }
    return best;
}

/* One fit, kept where it is better than what is there. */
static enum pl_status
fit_from(struct points *points, double h, gsl_multifit_nlinear_workspace *work,
         gsl_vector *x, struct pl_hill *best)
{
    gsl_multifit_nlinear_fdf fdf = {
        .f = residuals,
        .df = jacobian,
        .n = points->n,
        .p = x->size,
        .params = points,
    };
    double first = 0.0;
    double last = 0.0;
    double squares = 0.0;
    int info = 0;
    int answer = 0;

    if (points->has_ends) {
        first = points->e0;
        last = points->einf;
    } else {
        find_ends(points, &first, &last);
        gsl_vector_set(x, E0, first);
        gsl_vector_set(x, EINF, last);
    }
    gsl_vector_set(x, LN_EC50, guess_ec50(points, first, last));
    gsl_vector_set(x, LN_H, log(h));
    answer = gsl_multifit_nlinear_init(x, &fdf, work);
    if (answer == GSL_SUCCESS) {
        answer = gsl_multifit_nlinear_driver(MOST_STEPS, STEP_TOLERANCE, 0.0, 0.0, NULL,
                                             NULL, &info, work);
    }
    if (answer == GSL_ENOMEM) {
        return PL_ERR_NOMEM;
    }
    /* no step that lowers the sum is left: as near as rounding lets it come; between
     * given ends a curve may become steeper for ever, and stay the same at every dose */
    if (answer != GSL_SUCCESS && answer != GSL_ENOPROG &&
        !(answer == GSL_EMAXITER && points->has_ends)) {
        return PL_OK;
    }
    (void)gsl_blas_ddot(gsl_multifit_nlinear_residual(work),
                        gsl_multifit_nlinear_residual(work), &squares);
    if (isfinite(squares) && !(squares >= best->rms)) {
        const gsl_vector *found = gsl_multifit_nlinear_position(work);

        best->rms = squares; /* until all are through */
        best->e0 = e0_of(points, found);
        best->einf = einf_of(points, found);
        best->ec50 = exp(gsl_vector_get(found, LN_EC50));
        best->h = exp(gsl_vector_get(found, LN_H));
    }
    return PL_OK;
}

static enum pl_status
fit(struct points *points, struct pl_hill *best)
{
    const size_t n_parameters = points->has_ends ? N_SHAPE : N_PARAMETERS;
    gsl_multifit_nlinear_parameters parameters =
        gsl_multifit_nlinear_default_parameters();
    gsl_multifit_nlinear_workspace *work = gsl_multifit_nlinear_alloc(
        gsl_multifit_nlinear_trust, &parameters, points->n, n_parameters);
    gsl_vector *x = gsl_vector_alloc(n_parameters);
    enum pl_status status = work != NULL && x != NULL ? PL_OK : PL_ERR_NOMEM;

    for (size_t s = 0; s < sizeof start_h / sizeof *start_h && status == PL_OK; s++) {
        status = fit_from(points, start_h[s], work, x, best);
    }
    gsl_multifit_nlinear_free(work);
    gsl_vector_free(x);
    return status;
}

/* Back from scaled values; how good it is. */
static void
judge(const struct points *points, struct pl_hill *hill)
{
    double squares = 0.0;
    double largest = 0.0;

    if (!isfinite(hill->rms)) {
        hill->state = PL_HILL_FAILED;
        return;
    }
    for (size_t i = 0; i < points->n; i++) {
        const double off = hill->e0 +
                           (hill->einf - hill->e0) *
                               share_at(points->ln_dose[i], log(hill->ec50), hill->h) -
                           points->value[i];

        squares += off * off;
        largest = fmax(largest, fabs(off));
    }
    hill->rms = sqrt(squares / (double)points->n);
    hill->largest = largest;
    hill->state = hill->rms > PL_HILL_POOR_RMS || largest > PL_HILL_POOR_LARGEST
                      ? PL_HILL_POOR
                  : log(hill->ec50) < points->least - log(PL_HILL_REACH) ||
                          log(hill->ec50) > points->most + log(PL_HILL_REACH)
                      ? PL_HILL_OUTSIDE
                      : PL_HILL_GOOD;
    hill->e0 = points->base + points->way * hill->e0;
    hill->einf = points->base + points->way * hill->einf;
    hill->rms *= points->way;
    hill->largest *= points->way;
}

/* @param ends  e0 and einf; NULL: fitted, too */
static enum pl_status
fit_points(const double *doses, const double *values, size_t n, const double *ends,
           struct pl_diags *diags, struct pl_hill *hill)
{
    const size_t least = ends != NULL ? PL_HILL_LEAST_BETWEEN : PL_HILL_LEAST_DOSES;
    struct points points = {.has_ends = ends != NULL};
    double size = 0.0;
    size_t n_distinct = 0;
    enum pl_status status = PL_OK;

    *hill = (struct pl_hill){PL_HILL_FEW, NAN, NAN, NAN, NAN, NAN, NAN, 0};
    points.ln_dose = calloc(n + 1, sizeof *points.ln_dose);
    points.value = calloc(n + 1, sizeof *points.value);
    if (points.ln_dose == NULL || points.value == NULL) {
        status = PL_ERR_NOMEM;
        goto done;
    }
    size = take_points(doses, values, n, &points);
    hill->n = points.n;
    if (points.n < least) {
        goto done;
    }
    n_distinct = count_distinct(points.ln_dose, points.n);
    if (n_distinct == 0) {
        status = PL_ERR_NOMEM;
    } else if (n_distinct >= least) {
        if (ends != NULL && points.way > 0.0) {
            points.e0 = (ends[0] - points.base) / points.way;
            points.einf = (ends[1] - points.base) / points.way;
        }
        if (!(points.way > PL_HILL_FLAT * size)) {
            hill->state = PL_HILL_FLAT_CURVE;
        } else {
            status = fit(&points, hill);
            judge(&points, hill);
        }
    }

done:
    free(points.ln_dose);
    free(points.value);
    return status == PL_OK ? PL_OK : pl_diag_no_memory(diags, "the fit of a curve");
}

enum pl_status
pl_hill_fit(const double *doses, const double *values, size_t n, struct pl_diags *diags,
            struct pl_hill *hill)
{
    return fit_points(doses, values, n, NULL, diags, hill);
}

enum pl_status
pl_hill_fit_between(const double *doses, const double *values, size_t n, double e0,
                    double einf, struct pl_diags *diags, struct pl_hill *hill)
{
    const double ends[] = {e0, einf};

    return fit_points(doses, values, n, ends, diags, hill);
}

double
pl_hill_at(const struct pl_hill *hill, double dose)
{
    return dose > 0.0 ? hill->e0 + (hill->einf - hill->e0) *
                                       share_at(log(dose), log(hill->ec50), hill->h)
                      : hill->e0;
}

const char *
pl_hill_word(enum pl_hill_state state)
{
    static const char *const words[] = {
        [PL_HILL_GOOD] = "good",       [PL_HILL_POOR] = "poor",
        [PL_HILL_OUTSIDE] = "outside", [PL_HILL_FEW] = "few",
        [PL_HILL_FLAT_CURVE] = "flat", [PL_HILL_FAILED] = "failed",
    };

    return words[state];
}
