/*
 * output_times.c - the times at which a run has outputs.
 */
#include "study/output_times.h"

#include <math.h>
#include <stdlib.h>

#include "base/diag.h"
#include "study/timecourse.h"
#include "study/times.h"

/* [-] An output this close to the end, as a share of the spacing, is the end. */
#define SAME_TIME 1e-6

/* Outputs on the grid, or 0 with a message. */
static size_t
count_grid(const struct pl_context *context,
           const struct pl_timecourse_options *options, struct pl_diags *diags)
{
    double n = (double)options->n_points;
    char every[PL_NUMBER_SIZE];
    char duration[PL_NUMBER_SIZE];

    if (options->every > 0.0) {
        n = ceil(options->duration / options->every - SAME_TIME) + 1.0;
        n = n < 2.0 ? 2.0 : n;
    }
    if (n <= (double)PL_TIMECOURSE_MAX_TIMES) {
        return (size_t)n;
    }
    pl_time_format(context, options->duration, duration);
    if (options->every > 0.0) {
        pl_time_format(context, options->every, every);
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "an output every %s for %s makes more than %zu rows", every,
                      duration, PL_TIMECOURSE_MAX_TIMES);
    } else {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%zu output times are more than %zu rows", options->n_points,
                      PL_TIMECOURSE_MAX_TIMES);
    }
    pl_diag_hint(diags,
                 "take fewer: output times do not change the steps or the result");
    return 0;
}

static enum pl_status
check_options(const struct pl_timecourse_options *options, struct pl_diags *diags)
{
    if (!(options->duration > 0.0 && isfinite(options->duration))) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "a run lasts longer than 0, not %g", options->duration);
    }
    if (!(options->every >= 0.0)) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "the time between outputs is not negative: %g",
                             options->every);
    }
    if (options->every == 0.0 && options->n_points < 2) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "a run has at least 2 output times, not %zu",
                             options->n_points);
    }
    return PL_OK;
}

/* The i-th of the n times on the grid; the first is 0, the last the end to the bit. */
static double
grid_time(const struct pl_timecourse_options *options, size_t i, size_t n)
{
    if (i == 0) {
        return 0.0;
    }
    if (i + 1 == n) {
        return options->duration;
    }
    return options->every > 0.0 ? (double)i * options->every
                                : (double)i * options->duration / (double)(n - 1);
}

/* The next of a list, beyond its end infinite. */
static double
next_of(const double *list, size_t n, size_t i)
{
    return i < n ? list[i] : INFINITY;
}

/* One ascending list, each time once. */
static void
merge(struct pl_output_times *out, const struct pl_timecourse_options *options,
      const double *more, size_t n_more)
{
    size_t i = 0;
    size_t k = 0;
    size_t m = 0;

    while (i < out->n_grid || k < options->n_marks || m < n_more) {
        const double grid =
            i < out->n_grid ? grid_time(options, i, out->n_grid) : INFINITY;
        const double mark = next_of(options->marks, options->n_marks, k);
        const double other = next_of(more, n_more, m);
        const double time = fmin(grid, fmin(mark, other));

        out->times[out->n] = time;
        if (grid <= time) {
            out->wanted[out->n] |= PL_OUTPUT_GRID;
            i++;
        }
        if (mark <= time) {
            out->wanted[out->n] |= PL_OUTPUT_MARK;
            k++;
        }
        while (m < n_more && more[m] <= time) { /* one that stands there twice, too */
            out->wanted[out->n] |= PL_OUTPUT_MORE;
            m++;
        }
        out->n++;
    }
}

enum pl_status
pl_output_times_init(struct pl_output_times *out, const struct pl_context *context,
                     const struct pl_timecourse_options *options, const double *more,
                     size_t n_more, struct pl_diags *diags)
{
    enum pl_status status = check_options(options, diags);
    size_t n = 0;

    *out = (struct pl_output_times){0};
    if (status != PL_OK) {
        return status;
    }
    out->n_grid = count_grid(context, options, diags);
    if (out->n_grid == 0) {
        return PL_ERR_OPTION;
    }
    n = out->n_grid + options->n_marks + n_more;
    out->times = calloc(n, sizeof *out->times);
    out->wanted = calloc(n, sizeof *out->wanted);
    if (out->times == NULL || out->wanted == NULL) {
        pl_output_times_finish(out);
        return pl_diag_no_memory(diags, "the results of a run");
    }
    merge(out, options, more, n_more);
    return PL_OK;
}

void
pl_output_times_finish(struct pl_output_times *times)
{
    free(times->times);
    free(times->wanted);
    *times = (struct pl_output_times){0};
}
