/*
 * timecourse.c - one run: rest, treatment, outputs.
 */
#include "study/timecourse.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "compile/kernels.h"
#include "compile/program.h"
#include "model/model.h"
#include "solve/rest.h"
#include "study/context.h"
#include "study/measure.h"
#include "study/protocol.h"
#include "study/times.h"
#include "study/treatment.h"

/* [-] An output this close to the end, as a share of the spacing, is the end. */
#define SAME_TIME 1e-6

/* What an output time is for. */
enum { OUTPUT_GRID = 1, OUTPUT_MARK = 2 };

/* All that one run holds while it lasts. */
struct run {
    const struct pl_context *context;
    const struct pl_timecourse_options *options;
    struct pl_timecourse *out;
    struct pl_sim *sim;
    struct pl_selection readouts;
    struct pl_protocol protocol;
    struct pl_passage passage;
    double *inputs;        /* shape (n_inputs) */
    double *values;        /* shape (n_symbols) */
    double *times;         /* shape (output.n_times): grid and marks in one list */
    unsigned char *wanted; /* shape (output.n_times): OUTPUT_… */
    struct pl_output output;
};

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

/* One ascending list of grid and marks, each time once. */
static void
merge_times(struct run *run, size_t n_grid)
{
    const struct pl_timecourse_options *options = run->options;
    size_t i = 0;
    size_t k = 0;
    size_t n = 0;

    while (i < n_grid || k < options->n_marks) {
        double grid = i < n_grid ? grid_time(options, i, n_grid) : INFINITY;
        double mark = k < options->n_marks ? options->marks[k] : INFINITY;

        run->times[n] = fmin(grid, mark);
        if (grid <= mark) {
            run->wanted[n] |= OUTPUT_GRID;
            i++;
        }
        if (mark <= grid) {
            run->wanted[n] |= OUTPUT_MARK;
            k++;
        }
        n++;
    }
    run->output.times = run->times;
    run->output.n_times = n;
}

/* calloc for a table; NULL when its size overflows too. */
static double *
make_numbers(size_t rows, size_t columns)
{
    if (columns > 0 && rows > SIZE_MAX / sizeof(double) / columns) {
        return NULL;
    }
    return calloc(rows * columns + 1, sizeof(double));
}

static bool
make_room(struct run *run, size_t n_grid)
{
    const struct pl_program *program = run->context->program;
    const size_t n_symbols = run->context->model->n_symbols;
    const size_t n_marks = run->options->n_marks;
    struct pl_timecourse *out = run->out;

    run->inputs = make_numbers(program->n_inputs, 1);
    /* all symbols, or the readouts, which may name one more than once */
    run->values =
        make_numbers(n_symbols > out->n_readouts ? n_symbols : out->n_readouts, 1);
    run->times = make_numbers(n_grid + n_marks, 1);
    run->wanted = calloc(n_grid + n_marks + 1, 1);
    out->untreated = make_numbers(out->n_readouts, 1);
    out->largest = make_numbers(out->n_readouts, 1);
    out->times = make_numbers(n_grid, 1);
    out->values = make_numbers(n_grid, out->n_readouts);
    out->marks = make_numbers(n_marks, 1);
    out->mark_values = make_numbers(n_marks, out->n_readouts);
    return run->inputs != NULL && run->values != NULL && run->times != NULL &&
           run->wanted != NULL && out->untreated != NULL && out->largest != NULL &&
           out->times != NULL && out->values != NULL && out->marks != NULL &&
           out->mark_values != NULL;
}

static void
copy_row(const struct pl_timecourse *course, const double *values, double *row)
{
    for (size_t r = 0; r < course->n_readouts; r++) {
        row[r] = values[r];
    }
}

static void
note_largest(struct pl_timecourse *course, const double *values)
{
    for (size_t r = 0; r < course->n_readouts; r++) {
        course->largest[r] = fmax(course->largest[r], fabs(values[r]));
    }
}

/* Take the values of one output time; `emit` of struct pl_output. */
static void
record(void *context, size_t k, double time, const double *values)
{
    struct run *run = context;
    struct pl_timecourse *out = run->out;

    if ((run->wanted[k] & OUTPUT_GRID) != 0) {
        out->times[out->n_times] = time;
        copy_row(out, values, out->values + out->n_times * out->n_readouts);
        out->n_times++;
    }
    if ((run->wanted[k] & OUTPUT_MARK) != 0) {
        out->marks[out->n_marks] = time;
        copy_row(out, values, out->mark_values + out->n_marks * out->n_readouts);
        out->n_marks++;
    }
    note_largest(out, values);
}

/* What is known before the treatment begins. */
static void
note_untreated(struct run *run, const struct pl_treatment *treatment,
               struct pl_diags *diags)
{
    pl_sim_select(run->sim, &run->readouts, run->out->untreated);
    if (run->out->rested) {
        pl_sim_observe(run->sim, run->values);
        pl_treatment_warn_moved(treatment, run->values, diags);
    }
}

/* Go through the protocol to its end. */
static enum pl_status
go_through(struct run *run, const struct pl_treatment *treatment,
           struct pl_diags *diags)
{
    struct pl_timecourse *out = run->out;
    bool untreated = true;
    enum pl_status status = PL_OK;

    for (;;) {
        struct pl_leg leg;

        if (untreated && (out->rested || !run->protocol.rests)) {
            note_untreated(run, treatment, diags);
            untreated = false;
        }
        status = pl_passage_next(&run->passage, run->sim, &leg, diags);
        if (status != PL_OK || leg.kind == PL_LEG_NONE) {
            break;
        }
        if (leg.kind == PL_LEG_REST) {
            status = pl_sim_rest(run->sim, diags, NULL);
            out->rested = status == PL_OK;
        } else {
            status = pl_sim_advance(run->sim, leg.t_end, &run->output, diags);
        }
        if (status != PL_OK) {
            break;
        }
    }
    if (status == PL_OK && run->output.next < run->output.n_times) {
        pl_sim_select(run->sim, &run->readouts, run->values);
        record(run, run->output.next, run->options->duration, run->values);
        run->output.next++;
    }
    return status;
}

static enum pl_status
simulate(struct run *run, const struct pl_treatment *treatment, struct pl_diags *diags)
{
    const struct pl_kernels *kernels = run->context->kernels;
    struct pl_timecourse *out = run->out;
    enum pl_status status =
        pl_sim_create(kernels, &run->options->sim, diags, &run->sim);

    if (status == PL_OK) {
        status = pl_selection_init(&run->readouts, kernels, out->readouts,
                                   out->n_readouts, diags);
        run->output.selection = &run->readouts;
    }
    if (status == PL_OK) {
        status = pl_passage_init(&run->passage, run->protocol.context, diags);
    }
    if (status != PL_OK) {
        return status;
    }
    out->method = pl_sim_method_used(run->sim, &out->why_method);
    pl_treatment_inputs(treatment, run->inputs);
    status = pl_sim_start(run->sim, run->inputs, diags);
    if (status == PL_OK) {
        pl_passage_begin(&run->passage, &run->protocol, NULL, 0);
        status = go_through(run, treatment, diags);
    }
    out->complete = status == PL_OK;
    out->statistics = pl_sim_get_statistics(run->sim);
    return status;
}

enum pl_status
pl_timecourse_run(const struct pl_context *context,
                  const struct pl_treatment *treatment,
                  const struct pl_timecourse_options *options, struct pl_diags *diags,
                  struct pl_timecourse *out)
{
    const struct pl_arm arm = {.treatment = treatment};
    struct run run = {.context = context, .options = options, .out = out};
    size_t n_grid = 0;
    enum pl_status status = check_options(options, diags);

    pl_timecourse_finish(out);
    out->n_readouts = options->n_readouts;
    out->readouts = options->readouts;
    out->duration = options->duration;
    out->treated = pl_treatment_is_any(treatment);
    run.output.emit = record;
    run.output.context = &run;
    if (status == PL_OK) {
        n_grid = count_grid(context, options, diags);
        status = n_grid > 0 ? PL_OK : PL_ERR_OPTION;
    }
    if (status == PL_OK) {
        status = pl_protocol_init(&run.protocol, context, &arm, options->duration,
                                  options->equilibrate, false, diags);
    }
    if (status == PL_OK && !make_room(&run, n_grid)) {
        status = pl_diag_no_memory(diags, "the results of a run");
    }
    if (status == PL_OK) {
        merge_times(&run, n_grid);
        status = simulate(&run, treatment, diags);
    }
    if (status != PL_OK && status != PL_ERR_STEP && status != PL_ERR_RATE &&
        status != PL_ERR_STOPPED) {
        pl_timecourse_finish(out);
    }
    pl_sim_destroy(run.sim);
    pl_selection_finish(&run.readouts);
    pl_passage_finish(&run.passage);
    pl_protocol_finish(&run.protocol);
    free(run.inputs);
    free(run.values);
    free(run.times);
    free(run.wanted);
    return status;
}

void
pl_timecourse_finish(struct pl_timecourse *timecourse)
{
    free(timecourse->untreated);
    free(timecourse->largest);
    free(timecourse->times);
    free(timecourse->values);
    free(timecourse->marks);
    free(timecourse->mark_values);
    *timecourse = (struct pl_timecourse){0};
}

double
pl_timecourse_value_at(const struct pl_timecourse *timecourse, size_t readout,
                       double time)
{
    size_t low = 0;
    size_t high = timecourse->n_times;
    double left = 0.0;
    double right = 0.0;
    double share = 0.0;

    if (timecourse->n_times == 0 || time < timecourse->times[0] ||
        time > timecourse->times[timecourse->n_times - 1]) {
        return (double)NAN;
    }
    /* The last output not behind `time` is `low`. */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (timecourse->times[middle] <= time) {
            low = middle;
        } else {
            high = middle;
        }
    }
    left = timecourse->values[low * timecourse->n_readouts + readout];
    if (time == timecourse->times[low]) {
        return left;
    }
    right = timecourse->values[high * timecourse->n_readouts + readout];
    share = (time - timecourse->times[low]) /
            (timecourse->times[high] - timecourse->times[low]);
    return left + share * (right - left);
}

double
pl_timecourse_fold(const struct pl_timecourse *timecourse, double value, size_t readout)
{
    return pl_fold(value, timecourse->untreated[readout], timecourse->largest[readout]);
}

double
pl_timecourse_time_unit(const struct pl_context *context)
{
    return isfinite(context->model->time_unit) ? 3600.0 : 0.0;
}
