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
#include "study/output_times.h"
#include "study/protocol.h"
#include "study/treatment.h"

/* All that one run holds while it lasts. */
struct run {
    const struct pl_context *context;
    const struct pl_timecourse_options *options;
    struct pl_timecourse *out;
    struct pl_sim *sim;
    struct pl_selection readouts;
    struct pl_protocol protocol;
    struct pl_passage passage;
    double *inputs; /* shape (n_inputs) */
    double *values; /* shape (n_symbols) */
    struct pl_output_times times;
    struct pl_output output;
};

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
make_room(struct run *run)
{
    const struct pl_program *program = run->context->program;
    const size_t n_symbols = run->context->model->n_symbols;
    const size_t n_marks = run->options->n_marks;
    const size_t n_grid = run->times.n_grid;
    struct pl_timecourse *out = run->out;

    run->inputs = make_numbers(program->n_inputs, 1);
    /* all symbols, or the readouts, which may name one more than once */
    run->values =
        make_numbers(n_symbols > out->n_readouts ? n_symbols : out->n_readouts, 1);
    out->untreated = make_numbers(out->n_readouts, 1);
    out->largest = make_numbers(out->n_readouts, 1);
    out->times = make_numbers(n_grid, 1);
    out->values = make_numbers(n_grid, out->n_readouts);
    out->marks = make_numbers(n_marks, 1);
    out->mark_values = make_numbers(n_marks, out->n_readouts);
    return run->inputs != NULL && run->values != NULL && out->untreated != NULL &&
           out->largest != NULL && out->times != NULL && out->values != NULL &&
           out->marks != NULL && out->mark_values != NULL;
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

    if ((run->times.wanted[k] & PL_OUTPUT_GRID) != 0) {
        out->times[out->n_times] = time;
        copy_row(out, values, out->values + out->n_times * out->n_readouts);
        out->n_times++;
    }
    if ((run->times.wanted[k] & PL_OUTPUT_MARK) != 0) {
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
    enum pl_status status =
        pl_output_times_init(&run.times, context, options, NULL, 0, diags);

    pl_timecourse_finish(out);
    out->n_readouts = options->n_readouts;
    out->readouts = options->readouts;
    out->duration = options->duration;
    out->treated = pl_treatment_is_any(treatment);
    run.output.emit = record;
    run.output.context = &run;
    if (status == PL_OK) {
        status = pl_protocol_init(&run.protocol, context, &arm, options->duration,
                                  options->equilibrate, false, diags);
    }
    if (status == PL_OK && !make_room(&run)) {
        status = pl_diag_no_memory(diags, "the results of a run");
    }
    if (status == PL_OK) {
        run.output.times = run.times.times;
        run.output.n_times = run.times.n;
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
    pl_output_times_finish(&run.times);
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
