/*
 * loops_course.c - the runs that loops are weighed along, and their moments.
 */
#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/loop_open.h"
#include "analysis/loops_private.h"
#include "base/diag.h"
#include "base/index.h"
#include "base/pool.h"
#include "compile/program.h"
#include "model/model.h"
#include "solve/rest.h"
#include "study/arms.h"
#include "study/context.h"
#include "study/protocol.h"
#include "study/timecourse.h"
#include "study/times.h"
#include "study/treatment.h"

/* What the observing shares while it lasts. */
struct observing {
    const struct pl_context *context;
    const struct pl_treatment *treatment;
    const struct pl_loops_options *options;
    struct pl_diags *diags;
    struct pl_loops *out;
    struct pl_loops_course *course;
    enum pl_equilibrate equilibrate;
};

static enum pl_status
no_memory(const struct observing *observing)
{
    return pl_diag_no_memory(observing->diags, "the run of the loops");
}

static enum pl_status
check_options(const struct observing *observing)
{
    const struct pl_loops_options *options = observing->options;
    char duration[PL_NUMBER_SIZE];
    char at[PL_NUMBER_SIZE];

    if (!(options->duration > 0.0 && isfinite(options->duration))) {
        return pl_diag_error(observing->diags, PL_ERR_OPTION, NULL,
                             "a run lasts longer than 0, not %g", options->duration);
    }
    if (options->n_points < 2 || options->n_points > PL_TIMECOURSE_MAX_TIMES) {
        return pl_diag_error(observing->diags, PL_ERR_OPTION, NULL,
                             "loops are scored at 2 to %zu times, not %zu",
                             PL_TIMECOURSE_MAX_TIMES, options->n_points);
    }
    if (options->at == PL_LOOPS_AT_REST && options->ensemble != NULL) {
        pl_diag_error(observing->diags, PL_ERR_OPTION, NULL,
                      "loops at the treated rest are told of one parameter set, not of "
                      "an ensemble");
        pl_diag_hint(observing->diags,
                     "give a time late in the run instead, for example its end");
        return PL_ERR_OPTION;
    }
    if (isfinite(options->at) &&
        !(options->at >= 0.0 && options->at <= options->duration)) {
        pl_time_format(observing->context, options->duration, duration);
        pl_time_format(observing->context, options->at, at);
        return options->at < 0.0
                   ? pl_diag_error(observing->diags, PL_ERR_OPTION, NULL,
                                   "%s: the run begins at 0", at)
                   : pl_diag_error(observing->diags, PL_ERR_OPTION, NULL,
                                   "%s: the run is over before, at %s", at, duration);
    }
    return PL_OK;
}

static int
compare_times(const void *a, const void *b)
{
    const double left = *(const double *)a;
    const double right = *(const double *)b;

    return (left > right) - (left < right);
}

static size_t
find_time(const struct pl_loops_course *course, double time)
{
    size_t k = 0;

    while (k + 1 < course->n_times && course->times[k] < time) {
        k++;
    }
    return k;
}

/* Grid, marks and `at` in one list, ascending, each time once. */
static enum pl_status
lay_out_times(const struct observing *observing)
{
    const struct pl_loops_options *options = observing->options;
    struct pl_loops_course *course = observing->course;
    struct pl_loops *out = observing->out;
    const double at = isnan(options->at) ? options->duration : options->at;
    const size_t most = options->n_points + options->n_marks + 1;
    size_t n = 0;

    out->n_marks = out->moves ? options->n_marks : 0;
    out->marks = calloc(out->n_marks + 1, sizeof *out->marks);
    course->times = calloc(most + 1, sizeof *course->times);
    course->spans = calloc(most + 1, sizeof *course->spans);
    course->mark_time = calloc(out->n_marks + 1, sizeof *course->mark_time);
    if (course->times == NULL || course->spans == NULL || course->mark_time == NULL ||
        out->marks == NULL) {
        return no_memory(observing);
    }
    course->n_moments = 1;
    out->at = at;
    if (!out->moves) {
        out->has_at = at == PL_LOOPS_AT_REST && !out->rested;
        return PL_OK;
    }
    out->has_at = true;
    for (size_t k = 0; k < options->n_points; k++) {
        course->times[n++] =
            k + 1 == options->n_points
                ? options->duration
                : (double)k * options->duration / (double)(options->n_points - 1);
    }
    for (size_t k = 0; k < out->n_marks; k++) {
        out->marks[k] = options->marks[k];
        course->times[n++] = options->marks[k];
    }
    if (isfinite(at)) {
        course->times[n++] = at;
    }
    qsort(course->times, n, sizeof *course->times, compare_times);
    for (size_t k = 0; k < n; k++) {
        if (course->n_times == 0 ||
            course->times[course->n_times - 1] != course->times[k]) {
            course->times[course->n_times++] = course->times[k];
        }
    }
    for (size_t k = 0; k < course->n_times; k++) {
        const double before = course->times[k > 0 ? k - 1 : k];
        const double after = course->times[k + 1 < course->n_times ? k + 1 : k];

        course->spans[k] = (after - before) / 2.0;
    }
    for (size_t k = 0; k < out->n_marks; k++) {
        course->mark_time[k] = find_time(course, out->marks[k]);
    }
    course->n_moments = 1 + course->n_times;
    course->at = isfinite(at) ? 1 + find_time(course, at) : 0;
    return PL_OK;
}

/* Symbols that links read. */
static enum pl_status
list_observed(const struct observing *observing)
{
    const struct pl_model *model = observing->context->model;
    struct pl_loops_course *course = observing->course;

    course->observed = calloc(model->n_symbols + 1, sizeof *course->observed);
    if (course->observed == NULL) {
        return no_memory(observing);
    }
    for (size_t i = 0; i < model->n_symbols; i++) {
        if (course->links->reads[i]) {
            course->observed[course->n_observed++] = i;
        }
    }
    return PL_OK;
}

static double *
values_of(const struct pl_loops_course *course, size_t member, size_t moment)
{
    return course->values + (member * course->n_moments + moment) * course->n_observed;
}

/* The model's own values: one run, whose messages are those of a time course. */
static enum pl_status
run_alone(const struct observing *observing)
{
    const struct pl_loops_options *options = observing->options;
    struct pl_loops_course *course = observing->course;
    const struct pl_timecourse_options run = {
        .sim = options->sim,
        .duration = options->duration,
        .equilibrate = observing->equilibrate,
        .n_points = 2,
        .readouts = course->observed,
        .n_readouts = course->n_observed,
        .marks = course->times,
        .n_marks = course->n_times,
    };
    struct pl_timecourse timecourse = {0};
    const enum pl_status status = pl_timecourse_run(
        observing->context, observing->treatment, &run, observing->diags, &timecourse);

    if (status == PL_OK) {
        const size_t size = course->n_observed * sizeof *course->values;

        assert(timecourse.n_marks == course->n_times);
        memcpy(values_of(course, 0, 0), timecourse.untreated, size);
        memcpy(values_of(course, 0, 1), timecourse.mark_values, course->n_times * size);
        observing->out->method = timecourse.method;
        observing->out->why_method = timecourse.why_method;
    }
    pl_timecourse_finish(&timecourse);
    return status;
}

/* Every member of an ensemble. */
static enum pl_status
run_members(const struct observing *observing)
{
    const struct pl_loops_options *options = observing->options;
    struct pl_loops_course *course = observing->course;
    const struct pl_arm arm = {.treatment = observing->treatment};
    const struct pl_arms_options run = {
        .sim = options->sim,
        .duration = options->duration,
        .equilibrate = observing->equilibrate,
        .ensemble = options->ensemble,
        .symbols = course->observed,
        .n_symbols = course->n_observed,
        .times = course->times,
        .n_times = course->n_times,
        .n_threads = options->n_threads,
    };
    struct pl_arms arms = {0};
    const enum pl_status status =
        pl_arms_run(observing->context, &arm, 1, &run, observing->diags, &arms);
    const size_t n = course->n_observed;

    for (size_t m = 0; status == PL_OK && m < course->n_members; m++) {
        memcpy(values_of(course, m, 0), arms.untreated + m * n,
               n * sizeof *course->values);
        memcpy(values_of(course, m, 1), arms.values + m * course->n_times * n,
               course->n_times * n * sizeof *course->values);
        for (size_t k = 0; k < n; k++) {
            course->failed[m] |= isnan(arms.untreated[m * n + k]);
        }
    }
    observing->out->n_failed = status == PL_OK ? arms.n_failed : 0;
    observing->out->method = arms.method;
    observing->out->why_method = arms.why_method;
    pl_arms_finish(&arms);
    return status;
}

/* Once more through the whole treatment, and to the rest behind it. */
static enum pl_status
find_treated_rest(const struct observing *observing)
{
    const struct pl_context *context = observing->context;
    struct pl_loops_course *course = observing->course;
    const struct pl_arm arm = {.treatment = observing->treatment};
    struct pl_protocol protocol = {0};
    struct pl_passage passage = {0};
    struct pl_leg leg = {.kind = PL_LEG_REST};
    struct pl_sim *sim = NULL;
    double *inputs = calloc(context->program->n_inputs + 1, sizeof *inputs);
    double *row = calloc(context->model->n_symbols + 1, sizeof *row);
    enum pl_status status =
        inputs != NULL && row != NULL ? PL_OK : no_memory(observing);

    if (status == PL_OK) {
        status =
            pl_protocol_init(&protocol, context, &arm, observing->options->duration,
                             observing->equilibrate, false, observing->diags);
    }
    if (status == PL_OK) {
        status = pl_passage_init(&passage, context, observing->diags);
    }
    if (status == PL_OK) {
        status = pl_sim_create(context->kernels, &observing->options->sim,
                               observing->diags, &sim);
    }
    if (status == PL_OK) {
        pl_treatment_inputs(observing->treatment, inputs);
        status = pl_sim_start(sim, inputs, observing->diags);
        pl_passage_begin(&passage, &protocol, NULL, 0);
    }
    while (status == PL_OK && leg.kind != PL_LEG_NONE) {
        status = pl_passage_next(&passage, sim, &leg, observing->diags);
        if (status == PL_OK && leg.kind == PL_LEG_ADVANCE) {
            status = pl_sim_advance(sim, leg.t_end, NULL, observing->diags);
        } else if (status == PL_OK && leg.kind == PL_LEG_REST) {
            status = pl_sim_rest(sim, observing->diags, NULL);
        }
    }
    if (status == PL_OK) {
        status = pl_sim_rest(sim, observing->diags, NULL);
    }
    if (status == PL_OK) {
        pl_sim_observe(sim, row);
        for (size_t k = 0; k < course->n_observed; k++) {
            values_of(course, 0, course->at)[k] = row[course->observed[k]];
        }
    }
    pl_sim_destroy(sim);
    pl_passage_finish(&passage);
    pl_protocol_finish(&protocol);
    free(inputs);
    free(row);
    return status;
}

/* Which signals nothing reaches, at each moment. */
static void
note_held(const struct observing *observing)
{
    const struct pl_loops_course *course = observing->course;

    for (size_t k = 0; k < course->n_moments; k++) {
        const double time = k == 0                 ? -1.0
                            : k <= course->n_times ? course->times[k - 1]
                                                   : (double)INFINITY;

        pl_loop_find_held(course->links, observing->treatment, time,
                          course->held + k * course->links->n_signals);
    }
}

static enum pl_status
make_room(const struct observing *observing)
{
    struct pl_loops_course *course = observing->course;
    const struct pl_links *links = course->links;

    if (course->n_members > SIZE_MAX / 2 / course->n_moments) {
        return no_memory(observing);
    }
    course->values = pl_loops_make_table(course->n_members * course->n_moments,
                                         course->n_observed, sizeof *course->values);
    course->failed = calloc(course->n_members, sizeof *course->failed);
    course->totals =
        pl_loops_make_table(course->n_members, course->n_times, sizeof *course->totals);
    course->powers =
        pl_loops_make_table(course->n_members, course->n_times, sizeof *course->powers);
    course->held =
        pl_loops_make_table(course->n_moments, links->n_signals, sizeof *course->held);
    return course->values != NULL && course->failed != NULL && course->totals != NULL &&
                   course->powers != NULL && course->held != NULL
               ? PL_OK
               : no_memory(observing);
}

static enum pl_status
run_all(const struct observing *observing)
{
    struct pl_loops_course *course = observing->course;
    enum pl_status status = PL_OK;

    if (observing->out->has_at && observing->out->at == PL_LOOPS_AT_REST) {
        course->at = course->n_moments++;
    }
    status = make_room(observing);
    if (status == PL_OK) {
        note_held(observing);
        status = observing->options->ensemble != NULL ? run_members(observing)
                                                      : run_alone(observing);
    }
    if (status == PL_OK && course->at > course->n_times) {
        status = find_treated_rest(observing);
    }
    return status;
}

enum pl_status
pl_loops_observe(const struct pl_context *context, const struct pl_treatment *treatment,
                 const struct pl_loops_options *options, struct pl_diags *diags,
                 struct pl_loops *out)
{
    struct observing observing = {
        .context = context,
        .treatment = treatment,
        .options = options,
        .diags = diags,
        .out = out,
        .equilibrate = options->equilibrate == PL_EQUILIBRATE_NO ? PL_EQUILIBRATE_NO
                                                                 : PL_EQUILIBRATE_YES,
    };
    enum pl_status status = check_options(&observing);

    if (status != PL_OK) {
        return status;
    }
    observing.course = calloc(1, sizeof *observing.course);
    out->course = observing.course;
    if (observing.course == NULL) {
        return no_memory(&observing);
    }
    status = pl_links_create(context->model, diags, &out->links);
    if (status != PL_OK) {
        return status;
    }
    observing.course->links = out->links;
    observing.course->score = options->score;
    observing.course->rtol = options->sim.rtol;
    observing.course->n_threads =
        options->n_threads > 0 ? options->n_threads : pl_pool_n_processors();
    observing.course->stop = options->sim.stop;
    observing.course->stop_context = options->sim.stop_context;
    observing.course->n_members = pl_ensemble_n(options->ensemble);
    out->n_members = observing.course->n_members;
    out->weights = pl_ensemble_weights(options->ensemble);
    out->rested = observing.equilibrate == PL_EQUILIBRATE_YES;
    out->moves = pl_treatment_is_any(treatment) || !out->rested;
    status = lay_out_times(&observing);
    if (status == PL_OK) {
        status = list_observed(&observing);
    }
    return status == PL_OK ? run_all(&observing) : status;
}

void
pl_loops_course_destroy(struct pl_loops_course *course)
{
    if (course == NULL) {
        return;
    }
    pl_loops_member_finish(&course->first);
    free(course->times);
    free(course->spans);
    free(course->mark_time);
    free(course->observed);
    free(course->values);
    free(course->failed);
    free(course->totals);
    free(course->powers);
    free(course->held);
    free(course);
}
