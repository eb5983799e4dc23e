/*
 * pathloop_batch.c - one model at many points of a caller's table, on top of a sweep.
 */
#include "pathloop.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/pool.h"
#include "base/text.h"
#include "compile/kernels.h"
#include "model/model.h"
#include "pathloop_private.h"
#include "solve/sim.h"
#include "study/context.h"
#include "study/design.h"
#include "study/measure.h"
#include "study/sweep.h"
#include "study/timecourse.h"
#include "study/treatment.h"

struct pl_batch {
    size_t n_points, n_measures;
    double *values; /* shape (n_points, n_measures), row-major */
    bool *done;     /* shape (n_points) */
    char **reasons; /* shape (n_points): NULL for a point with its numbers */
    size_t n_good;
};

/* A batch while it is worked out. */
struct working {
    const struct pl_batch_options *options;
    struct pl_context context; /* the network's, perhaps with kernels of its own */
    struct pl_kernels *own_kernels;
    struct pl_treatment *treatment;
    struct pl_design *design;
    struct pl_measure *measures; /* shape (options->n_measures) */
    struct pl_sweep_options sweep_options;
    struct pl_sweep *sweep;
    struct pl_batch *batch;
};

struct pl_batch_options
pl_batch_options_default(void)
{
    const struct pl_sim_options sim = pl_sim_options_default();

    return (struct pl_batch_options){
        .duration = "48h",
        .method = sim.method,
        .rtol = sim.rtol,
        .max_steps = sim.max_steps,
        .kernel = pl_kernel_words[PL_KERNEL_AUTO],
    };
}

static enum pl_status
choose_kernel(struct working *working, struct pl_diags *diags)
{
    const char *word = working->options->kernel;
    size_t choice = 0;
    enum pl_status status = PL_OK;

    while (choice < PL_N_KERNEL_CHOICES && strcmp(word, pl_kernel_words[choice]) != 0) {
        choice++;
    }
    if (choice == PL_N_KERNEL_CHOICES) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "the kernel is auto, native or tape, not '%s'", word);
    }
    if ((enum pl_kernel_choice)choice == working->context.kernels->choice) {
        return PL_OK;
    }
    status =
        pl_kernels_create(working->context.program, pl_isa_best(), 1,
                          (enum pl_kernel_choice)choice, diags, &working->own_kernels);
    if (status == PL_OK) {
        working->context.kernels = working->own_kernels;
    }
    return status;
}

static enum pl_status
choose_threads(struct working *working, struct pl_diags *diags)
{
    const size_t n = working->options->n_threads;
    const size_t n_processors = pl_pool_n_processors();

    if (n > PL_POOL_MAX_THREADS) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "a batch takes at most %zu threads, not %zu",
                             PL_POOL_MAX_THREADS, n);
    }
    working->sweep_options.n_threads = n;
    if (n == 0) {
        working->sweep_options.n_threads =
            n_processors < PL_POOL_MAX_THREADS ? n_processors : PL_POOL_MAX_THREADS;
    }
    return PL_OK;
}

static enum pl_status
choose_stepping(struct working *working, struct pl_diags *diags)
{
    struct pl_sim_options *options = &working->sweep_options.sim;

    *options = pl_sim_options_default();
    options->rtol = working->options->rtol;
    options->max_steps = working->options->max_steps;
    return pl_setting_method(&working->context, working->options->method,
                             working->options->gsl_handler_is_off != 0, diags,
                             &options->method);
}

static enum pl_status
read_measures(struct working *working, struct pl_diags *diags)
{
    const struct pl_batch_options *options = working->options;
    const size_t n = options->n_measures;
    enum pl_status status = PL_OK;

    if (n == 0) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "a batch has at least one measure");
    }
    working->measures = calloc(n, sizeof *working->measures);
    if (working->measures == NULL) {
        return pl_diag_no_memory(diags, "the measures");
    }
    for (size_t m = 0; m < n && status == PL_OK; m++) {
        status = pl_measure_parse(&working->context, options->measures[m],
                                  working->sweep_options.duration, diags,
                                  &working->measures[m]);
        if (status == PL_OK) {
        }
    }
    working->sweep_options.measures = working->measures;
    working->sweep_options.n_measures = n;
    return status;
}

static enum pl_status
plan(struct working *working, struct pl_diags *diags)
{
    const struct pl_batch_options *options = working->options;
    const struct pl_setting setting = {options->cell, options->variant,
                                       options->treatments, options->n_treatments};
    enum pl_status status = choose_kernel(working, diags);

    if (status == PL_OK) {
        status = choose_threads(working, diags);
    }
    if (status == PL_OK) {
        status = choose_stepping(working, diags);
    }
    if (status == PL_OK) {
        status = pl_setting_treatment(&setting, &working->context, diags,
                                      &working->treatment);
    }
    if (status == PL_OK) {
        status = pl_setting_duration(&working->context, options->duration, diags,
                                     &working->sweep_options.duration);
    }
    if (status == PL_OK) {
        status = read_measures(working, diags);
    }
    if (status == PL_OK) {
        status = pl_design_create_table(&working->context, options->columns,
                                        options->n_columns, options->values,
                                        options->n_points, diags, &working->design);
    }
    if (status == PL_OK) {
        status = pl_sweep_create(&working->context, working->treatment, working->design,
                                 &working->sweep_options, diags, &working->sweep);
    }
    return status;
}

static void
working_finish(struct working *working)
{
    pl_sweep_destroy(working->sweep);
    pl_design_destroy(working->design);
    pl_treatment_destroy(working->treatment);
    for (size_t m = 0; working->measures != NULL && m < working->options->n_measures;
         m++) {
        pl_measure_finish(&working->measures[m]);
    }
    free(working->measures);
    pl_kernels_destroy(working->own_kernels);
    pl_batch_destroy(working->batch);
}

static enum pl_status
batch_create(size_t n_points, size_t n_measures, struct pl_diags *diags,
             struct pl_batch **out)
{
    struct pl_batch *batch = calloc(1, sizeof *batch);

    *out = NULL;
    if (batch != NULL && n_points <= SIZE_MAX / sizeof(double) / n_measures) {
        batch->n_points = n_points;
        batch->n_measures = n_measures;
        batch->values = malloc(n_points * n_measures * sizeof *batch->values);
        batch->done = calloc(n_points, sizeof *batch->done);
        batch->reasons = calloc(n_points, sizeof *batch->reasons);
    }
    if (batch == NULL || batch->values == NULL || batch->done == NULL ||
        batch->reasons == NULL) {
        pl_batch_destroy(batch);
        return pl_diag_no_memory(diags, "the results of a batch");
    }
    for (size_t k = 0; k < n_points * n_measures; k++) {
        batch->values[k] = NAN;
    }
    *out = batch;
    return PL_OK;
}

static enum pl_status
take_point(void *context, uint64_t k, const double *values, const char *reason,
           struct pl_diags *diags)
{
    const struct working *working = context;
    struct pl_batch *batch = working->batch;
    double *row = batch->values + k * batch->n_measures;

    for (size_t m = 0; m < batch->n_measures; m++) {
        row[m] = pl_measure_told(&working->measures[m], &working->context, values[m]);
    }
    batch->done[k] = true;
    if (reason == NULL) {
        batch->n_good++;
        return PL_OK;
    }
    batch->reasons[k] = pl_text_copy(reason);
    return batch->reasons[k] != NULL ? PL_OK
                                     : pl_diag_no_memory(diags, "a point's reason");
}

static bool
ask_host(void *context, uint64_t n_done)
{
    const struct pl_batch_options *options = ((const struct working *)context)->options;
    const int answer =
        options->progress(options->context, (size_t)n_done, options->n_points);

    return answer != 0 &&
           n_done < options->n_points; /* else there is nothing to stop */
}

static enum pl_status
work_out(struct working *working, struct pl_diags *diags)
{
    const struct pl_batch_options *options = working->options;
    const struct pl_sweep_work work = {
        .context = working,
        .first = 0,
        .n = options->n_points,
        .done = take_point,
        .watch = options->progress != NULL ? ask_host : NULL,
    };
    enum pl_status status = plan(working, diags);

    if (status == PL_OK) {
        status = batch_create(options->n_points, options->n_measures, diags,
                              &working->batch);
    }
    if (status == PL_OK) {
        status = pl_sweep_run(working->sweep, &work, diags);
    }
    return status;
}

int
pl_network_batch(const struct pl_network *network,
                 const struct pl_batch_options *options, struct pl_batch **batch,
                 char **message)
{
    struct pl_diags *diags = pl_diags_create();
    struct working working = {.options = options, .context = *network->context};
    enum pl_status status = PL_OK;

    *batch = NULL;
    if (diags == NULL) {
        status = PL_ERR_NOMEM;
    } else {
        status = work_out(&working, diags);
    }
    if (status == PL_OK || status == PL_ERR_STOPPED) {
        *batch = working.batch;
        working.batch = NULL; /* handed over */
    }
    working_finish(&working);
    pl_give_message(diags, message);
    return status;
}

void
pl_batch_destroy(struct pl_batch *batch)
{
    if (batch == NULL) {
        return;
    }
    for (size_t k = 0; batch->reasons != NULL && k < batch->n_points; k++) {
        free(batch->reasons[k]);
    }
    free(batch->reasons);
    free(batch->done);
    free(batch->values);
    free(batch);
}

const double *
pl_batch_values(const struct pl_batch *batch)
{
    return batch->values;
}

double
pl_batch_value(const struct pl_batch *batch, size_t point, size_t measure)
{
    if (point >= batch->n_points || measure >= batch->n_measures) {
        return NAN;
    }
    return batch->values[point * batch->n_measures + measure];
}

size_t
pl_batch_n_failed(const struct pl_batch *batch)
{
    return batch->n_points - batch->n_good;
}

const char *
pl_batch_reason(const struct pl_batch *batch, size_t point)
{
    if (point >= batch->n_points) {
        return NULL;
    }
    return batch->done[point] ? batch->reasons[point]
                              : "not done: the batch was stopped";
}
