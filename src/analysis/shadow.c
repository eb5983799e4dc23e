/*
 * shadow.c - what signals do under a treatment, in steps that another run can follow.
 */
#include "analysis/shadow.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/list.h"
#include "study/context.h"
#include "study/treatment.h"

/* Looks at the signals: so many evenly in time, and so many evenly in its logarithm from
 * this share of the run on. With fewer, steps end later than they should; what is done at
 * once after a jump needs the second kind. */
#define EVEN_LOOKS ((size_t)1000)
#define LOG_LOOKS ((size_t)1500)
#define FIRST_LOOK 1e-8

/* [-] A look just before a jump, as a share of its time. */
#define JUST_BEFORE 1e-9

/* [-] A signal whose range is this share of its level, or less, stands as good as still:
 * without it, steps would follow what the tolerance of integration leaves. */
#define STILL 1e-3

/* [-] As a share of a step. */
#define AS_GOOD 0.05

/* When to look. */
struct looks {
    double *times; /* shape (n), ascending, each once */
    size_t n;
};

static int
compare_times(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

static enum pl_status
make_looks(const struct pl_treatment *treatment, double duration,
           struct pl_diags *diags, struct looks *looks)
{
    struct pl_jump *jumps = NULL;
    size_t n_jumps = 0;
    size_t n = 0;
    enum pl_status status =
        pl_treatment_jumps(treatment, duration, diags, &jumps, &n_jumps);

    if (status != PL_OK) {
        return status;
    }
    looks->times = calloc(EVEN_LOOKS + LOG_LOOKS + 2 * n_jumps + 2, sizeof(double));
    if (looks->times == NULL) {
        free(jumps);
        return pl_diag_no_memory(diags, "a time course");
    }
    for (size_t k = 0; k <= EVEN_LOOKS; k++) {
        looks->times[n++] = duration * (double)k / (double)EVEN_LOOKS;
    }
    for (size_t k = 0; k < LOG_LOOKS; k++) {
        looks->times[n++] =
            duration * pow(FIRST_LOOK, 1.0 - (double)k / (double)LOG_LOOKS);
    }
    for (size_t k = 0; k < n_jumps; k++) {
        looks->times[n++] = jumps[k].time * (1.0 - JUST_BEFORE);
        looks->times[n++] = jumps[k].time;
    }
    free(jumps);
    qsort(looks->times, n, sizeof *looks->times, compare_times);
    looks->n = 0;
    for (size_t k = 0; k < n; k++) {
        if (k == 0 || looks->times[k] > looks->times[looks->n - 1]) {
            looks->times[looks->n++] = looks->times[k];
        }
    }
    return PL_OK;
}

/* The smallest and the largest value of each signal in a stretch of looks. */
struct ranges {
    size_t n;
    double *low, *high; /* shape (n) */
};

static void
begin_ranges(struct ranges *ranges, const double *values)
{
    for (size_t s = 0; s < ranges->n; s++) {
        ranges->low[s] = values[s];
        ranges->high[s] = values[s];
    }
}

static void
widen_ranges(struct ranges *ranges, const double *values)
{
    for (size_t s = 0; s < ranges->n; s++) {
        ranges->low[s] = fmin(ranges->low[s], values[s]);
        ranges->high[s] = fmax(ranges->high[s], values[s]);
    }
}

/* Whether a signal would leave its step with these values in it. */
static bool
is_too_far(const struct ranges *ranges, const double *most, const double *values)
{
    for (size_t s = 0; s < ranges->n; s++) {
        const double low = fmin(ranges->low[s], values[s]);
        const double high = fmax(ranges->high[s], values[s]);

        if (high - low > most[s]) {
            return true;
        }
    }
    return false;
}

/* Means from look a to look b; of a single look its values. A mean that is as good as the
 * one before is that one: nothing needs to be set then. */
static void
put_means(const struct pl_timecourse *course, const double *most, size_t a, size_t b,
          const double *before, double *levels)
{
    const size_t n = course->n_readouts;
    const double length = course->marks[b] - course->marks[a];

    for (size_t s = 0; s < n; s++) {
        const double first = course->mark_values[a * n + s];
        double sum = 0.0;

        for (size_t k = a; k < b; k++) {
            const double middle = 0.5 * (course->mark_values[k * n + s] +
                                         course->mark_values[(k + 1) * n + s]);

            /* from the first on, so that what stands still keeps its bits */
            sum += (middle - first) * (course->marks[k + 1] - course->marks[k]);
        }
        levels[s] = b > a ? first + sum / length : first;
        if (before != NULL && fabs(levels[s] - before[s]) <= AS_GOOD * most[s]) {
            levels[s] = before[s];
        }
    }
}

/* Whether a signal may jump between a look and the next. */
static bool
is_jump(const struct pl_timecourse *course, size_t k)
{
    return course->marks[k + 1] - course->marks[k] <=
           2.0 * JUST_BEFORE * course->marks[k + 1];
}

/* The looks from a on that one step covers end here: further than a, unless a jump or
 * the end of the run is next. */
static size_t
end_of_step(const struct pl_timecourse *course, const double *most,
            struct ranges *ranges, size_t a)
{
    const size_t n = course->n_readouts;
    size_t b = a;

    begin_ranges(ranges, course->mark_values + a * n);
    while (b + 1 < course->n_marks && !is_jump(course, b) &&
           (b == a || !is_too_far(ranges, most, course->mark_values + (b + 1) * n))) {
        b++;
        widen_ranges(ranges, course->mark_values + b * n);
    }
    return b;
}

static enum pl_status
make_steps(const struct pl_timecourse *course, const double *most,
           struct ranges *ranges, struct pl_diags *diags, struct pl_shadow *out)
{
    const size_t n = course->n_readouts;
    size_t times_capacity = 0;
    size_t levels_capacity = 0;
    size_t a = 0;

    while (a + 1 < course->n_marks) {
        const size_t b = end_of_step(course, most, ranges, a);
        double *times = pl_list_reserve(out->times, out->n_steps + 1, &times_capacity,
                                        sizeof *times);
        double *levels = NULL;

        out->times = times != NULL ? times : out->times;
        levels = pl_list_reserve(out->levels, (out->n_steps + 1) * n + 1,
                                 &levels_capacity, sizeof *levels);
        out->levels = levels != NULL ? levels : out->levels;
        if (times == NULL || levels == NULL) {
            return pl_diag_no_memory(diags, "a time course");
        }
        times[out->n_steps] = course->marks[a];
        levels += out->n_steps * n;
        put_means(course, most, a, b, out->n_steps > 0 ? levels - n : NULL, levels);
        out->n_steps++;
        a = b + 1 < course->n_marks && is_jump(course, b) ? b + 1 : b;
    }
    return PL_OK;
}

static enum pl_status
cut_course(const struct pl_timecourse *course, double share, struct pl_diags *diags,
           struct pl_shadow *out)
{
    const size_t n = course->n_readouts;
    double *room = calloc(3 * n + 1, sizeof *room);
    struct ranges ranges = {n, room, room + n};
    double *most = room + 2 * n;
    enum pl_status status = PL_OK;

    if (room == NULL) {
        return pl_diag_no_memory(diags, "a time course");
    }
    begin_ranges(&ranges, course->untreated);
    for (size_t k = 0; k < course->n_marks; k++) {
        widen_ranges(&ranges, course->mark_values + k * n);
    }
    for (size_t s = 0; s < n; s++) {
        const double level = fmax(fabs(ranges.low[s]), fabs(ranges.high[s]));

        most[s] = share * fmax(ranges.high[s] - ranges.low[s], STILL * level);
    }
    out->n_signals = n;
    status = make_steps(course, most, &ranges, diags, out);
    free(room);
    return status;
}

enum pl_status
pl_shadow_make(const struct pl_context *context, const struct pl_treatment *treatment,
               const struct pl_sim_options *sim, double duration,
               enum pl_equilibrate equilibrate, const size_t *symbols, size_t n_symbols,
               double share, struct pl_diags *diags, struct pl_shadow *out)
{
    struct looks looks = {NULL, 0};
    struct pl_timecourse course = {0};
    struct pl_timecourse_options options = {.sim = *sim,
                                            .duration = duration,
                                            .equilibrate = equilibrate,
                                            .n_points = 2,
                                            .readouts = symbols,
                                            .n_readouts = n_symbols};
    enum pl_status status = make_looks(treatment, duration, diags, &looks);

    pl_shadow_finish(out);
    if (status == PL_OK) {
        options.marks = looks.times;
        options.n_marks = looks.n;
        status = pl_timecourse_run(context, treatment, &options, diags, &course);
    }
    if (status == PL_OK) {
        status = cut_course(&course, share, diags, out);
    }
    if (status != PL_OK) {
        pl_shadow_finish(out);
    }
    pl_timecourse_finish(&course);
    free(looks.times);
    return status;
}

void
pl_shadow_finish(struct pl_shadow *shadow)
{
    free(shadow->times);
    free(shadow->levels);
    *shadow = (struct pl_shadow){0};
}
