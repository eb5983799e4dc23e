/*
 * engine_sweep.c - sweeps, and the memory that they hold.
 */
#include "engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/index.h"
#include "base/number.h"
#include "base/text.h"
#include "compile/program.h"
#include "model/model.h"
#include "study/context.h"
#include "study/design.h"
#include "study/factor.h"
#include "study/measure.h"
#include "study/results_file.h"
#include "study/sweep.h"
#include "study/treatment.h"

/* [times the usual value] How far sweep-rest goes with its constant. */
static const double LEAST = 0.5, MOST = 2.0;

/* Points of `memory`: a few and then many, so that one sees what a point takes. As many
 * as the goal is about only where it was asked for, because that takes minutes. */
#define MEMORY_FEW UINT64_C(10000)
#define MEMORY_MANY UINT64_C(1000000)
#define MEMORY_FULL UINT64_C(10000000)

/* [s] No more of the processor for the many. */
static const double MEMORY_TIME = 60.0;

/* What a point costs shows in so many of them, and so many repeats. */
#define COST_POINTS UINT64_C(10000)
enum { MOST_SWEEPS = 200 };

/* A sweep, and where its results go. */
struct trip {
    struct engine *engine;
    struct pl_treatment *treatment;
    struct pl_design *design;
    struct pl_measure *measures; /* shape (n_symbols) */
    struct pl_sweep *sweep;
    double *rows; /* shape (n_points, n_symbols); NULL: nowhere, or … */
    struct pl_results_file *file; /* … here */
    double *row;                  /* shape (1 + n_symbols): of the file */
};

/* A factor along the logarithm. @return false when memory is out */
static bool
make_factor(const struct engine *engine, size_t symbol, double low, double high,
            uint64_t n, bool before_rest, struct pl_factor *factor)
{
    const char *name = engine->context->model->symbols[symbol].name;

    *factor = (struct pl_factor){.kind = PL_FACTOR_NUMBER,
                                 .text = pl_text_copy(name),
                                 .name = pl_text_copy(name),
                                 .symbol = symbol,
                                 .before_rest = before_rest,
                                 .low = low,
                                 .high = high,
                                 .logarithmic = true,
                                 .n_levels = (size_t)n};
    return factor->text != NULL && factor->name != NULL;
}

/* One dimension: the drug, which whatever it is acts from time 0; or the constant. */
static enum pl_status
make_design(struct trip *trip, uint64_t n, bool rest_each)
{
    struct engine *engine = trip->engine;
    const struct pl_context *context = engine->context;
    size_t symbol = engine->drug_symbol;
    double low = engine->lo;
    double high = engine->hi;
    struct pl_factor factor;

    if (rest_each) {
        double *inputs = calloc(context->program->n_inputs + 1, sizeof *inputs);
        enum pl_status status = inputs == NULL
                                    ? pl_diag_no_memory(engine->diags, "a sweep")
                                    : engine_find(engine, engine->constant, &symbol);

        if (status == PL_OK) {
            pl_program_default_inputs(context->program, inputs);
            low = LEAST * inputs[symbol];
            high = MOST * inputs[symbol];
        }
        free(inputs);
        if (status != PL_OK) {
            return status;
        }
    }
    if (!(low > 0.0 && high > low)) {
        return pl_diag_error(engine->diags, PL_ERR_OPTION, NULL,
                             "a sweep goes from lo > 0 to hi > lo, not %g to %g", low,
                             high);
    }
    if (!make_factor(engine, symbol, low, high, n, rest_each, &factor)) {
        pl_factor_finish(&factor);
        return pl_diag_no_memory(engine->diags, "a sweep");
    }
    return pl_design_create(context, &factor, 1, "grid", 0, engine->diags,
                            &trip->design);
}

/* With a rest for each point the drug is the same for all, from time 0 on. */
static enum pl_status
make_treatment(struct trip *trip, bool rest_each)
{
    struct engine *engine = trip->engine;
    char dose[PL_NUMBER_SIZE];
    struct pl_text text;
    enum pl_status status =
        pl_treatment_create(engine->context, engine->diags, &trip->treatment);

    if (status != PL_OK || !rest_each) {
        return status;
    }
    pl_number_format(engine->dose, dose);
    pl_text_init(&text);
    pl_text_format(&text, "%s=%s@0", engine->drug, dose);
    status = pl_treatment_add(trip->treatment, PL_ACTION_SET, pl_text_string(&text),
                              engine->diags);
    pl_text_finish(&text);
    return status;
}

static void
finish(struct trip *trip)
{
    pl_sweep_destroy(trip->sweep);
    pl_design_destroy(trip->design);
    pl_treatment_destroy(trip->treatment);
    free(trip->measures);
    free(trip->rows);
    free(trip->row);
    *trip = (struct trip){0};
}

/* @param trip  filled; to be finished also after an error */
static enum pl_status
prepare(struct trip *trip, struct engine *engine, uint64_t n, bool rest_each)
{
    enum pl_status status = engine_need_drug(engine);

    *trip = (struct trip){.engine = engine};
    if (status == PL_OK && rest_each && (engine->constant == NULL || !engine->rest)) {
        status = pl_diag_error(engine->diags, PL_ERR_OPTION, NULL,
                               "sweep-rest needs rest=1 and a constant");
    }
    if (status != PL_OK) {
        return status;
    }
    trip->measures = calloc(engine->n_symbols + 1, sizeof *trip->measures);
    trip->row = calloc(engine->n_symbols + 1, sizeof *trip->row);
    if (trip->measures == NULL || trip->row == NULL) {
        return pl_diag_no_memory(engine->diags, "a sweep");
    }
    for (size_t i = 0; i < engine->n_symbols; i++) {
        trip->measures[i] = (struct pl_measure){.kind = PL_MEASURE_VALUE,
                                                .symbol = engine->symbols[i],
                                                .time = engine->duration};
    }
    status = make_design(trip, n, rest_each);
    return status == PL_OK ? make_treatment(trip, rest_each) : status;
}

static enum pl_status
create(struct trip *trip)
{
    struct engine *engine = trip->engine;
    const struct pl_sweep_options options = {
        .sim = engine_options(engine),
        .duration = engine->duration,
        .equilibrate = engine->rest ? PL_EQUILIBRATE_YES : PL_EQUILIBRATE_NO,
        .measures = trip->measures,
        .n_measures = engine->n_symbols,
        .n_threads = engine->threads};

    return pl_sweep_create(engine->context, trip->treatment, trip->design, &options,
                           engine->diags, &trip->sweep);
}

static enum pl_status
on_done(void *context, uint64_t k, const double *values, const char *reason,
        struct pl_diags *diags)
{
    struct trip *trip = context;
    const size_t n = trip->engine->n_symbols;

    if (reason != NULL) {
        return pl_diag_error(diags, PL_ERR_STEP, NULL, "point %llu failed: %s",
                             (unsigned long long)k, reason);
    }
    if (trip->rows != NULL) {
        memcpy(trip->rows + k * n, values, n * sizeof *values);
    }
    if (trip->file != NULL) {
        pl_design_point(trip->design, k, trip->row);
        memcpy(trip->row + 1, values, n * sizeof *values);
        return pl_results_put(trip->file, k, trip->row, NULL, diags);
    }
    return PL_OK;
}

static enum pl_status
run(struct trip *trip, uint64_t n)
{
    const struct pl_sweep_work work = {.context = trip, .n = n, .done = on_done};

    return pl_sweep_run(trip->sweep, &work, trip->engine->diags);
}

/*
 * All points, in the time that it takes from a loaded model to the last result: with
 * the machine code for lanes, without the rest state that all points share. A first
 * point alone makes that, and the sweep keeps it.
 */
static enum pl_status
time_trip(struct trip *trip, bool rest_each, struct engine_cost *cost)
{
    struct engine *engine = trip->engine;
    const uint64_t n = pl_design_n_points(trip->design);
    struct engine_moment start = engine_start();
    struct pl_sweep_statistics statistics;
    enum pl_status status = create(trip);

    cost->seconds = engine_stop(engine, start);
    if (status == PL_OK && engine->rest && !rest_each) {
        status = run(trip, 1);
    }
    if (status == PL_OK) {
        start = engine_start();
        status = run(trip, n);
        cost->seconds += engine_stop(engine, start);
    }
    if (status != PL_OK) {
        return status;
    }
    statistics = pl_sweep_get_statistics(trip->sweep);
    cost->n_points = n;
    cost->n_trials = statistics.n_trials;
    cost->n_steps = statistics.n_steps;
    cost->n_lanes = statistics.n_lanes;
    return PL_OK;
}

enum pl_status
engine_sweep(struct engine *engine, const char *work, bool rest_each)
{
    struct engine_cost cost = {0};
    struct trip trip;
    enum pl_status status = prepare(&trip, engine, engine->n, rest_each);

    if (status == PL_OK) {
        trip.rows = calloc(engine->n * (engine->n_symbols + 1), sizeof *trip.rows);
        status = trip.rows != NULL ? time_trip(&trip, rest_each, &cost)
                                   : pl_diag_no_memory(engine->diags, "the results");
    }
    if (status == PL_OK) {
        engine_print(work, (double)cost.n_points / cost.seconds, "runs/s");
        engine_print("steps-per-point", (double)cost.n_steps / (double)cost.n_points,
                     "count");
        status = engine_write(engine, trip.rows, (size_t)cost.n_points);
    }
    finish(&trip);
    return status;
}

/* The points alone, as often as it takes for a second: the middle one of these sweeps
 * by the processor's clock. */
enum pl_status
engine_sweep_cost(struct engine *engine, struct engine_cost *cost)
{
    const uint64_t n_points = engine->n < COST_POINTS ? engine->n : COST_POINTS;
    double seconds[MOST_SWEEPS];
    double total = 0.0;
    size_t n = 0;
    struct pl_sweep_statistics statistics;
    struct trip trip;
    enum pl_status status = prepare(&trip, engine, n_points, false);

    if (status == PL_OK) {
        status = create(&trip);
    }
    if (status == PL_OK) {
        status = run(&trip, engine->rest ? 1 : n_points); /* as time_trip, or once */
    }
    while (status == PL_OK && n < MOST_SWEEPS && (total < 1.0 || n < 3)) {
        const double before = engine->processor;
        const struct engine_moment start = engine_start();

        status = run(&trip, n_points);
        (void)engine_stop(engine, start);
        seconds[n] = engine->processor - before;
        total += seconds[n++];
    }
    if (status == PL_OK) {
        statistics = pl_sweep_get_statistics(trip.sweep);
        *cost = (struct engine_cost){.seconds = engine_median(seconds, n),
                                     .n_points = n_points,
                                     .n_trials = statistics.n_trials,
                                     .n_steps = statistics.n_steps,
                                     .n_lanes = statistics.n_lanes};
    }
    finish(&trip);
    return status;
}

/* [MB] The most that this process has held so far. getrusage would count what the one
 * that started it held, too. */
static enum pl_status
measure_memory(const struct engine *engine, double *most)
{
    static const char key[] = "VmHWM:";
    FILE *file = fopen("/proc/self/status", "r");
    char line[256];
    bool found = false;

    while (file != NULL && !found && fgets(line, sizeof line, file) != NULL) {
        found = strncmp(line, key, strlen(key)) == 0;
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    if (!found) {
        return pl_diag_error(engine->diags, PL_ERR_IO, NULL,
                             "this system does not tell the memory of a process");
    }
    *most = 1e-6 * 1024.0 * strtod(line + strlen(key), NULL); /* it is in KiB */
    return PL_OK;
}

/* Read the results back, as the program does to write its table. */
static enum pl_status
read_back(struct trip *trip, uint64_t n)
{
    struct pl_diags *diags = trip->engine->diags;
    enum pl_status status = pl_results_sync(trip->file, diags);

    for (uint64_t k = 0; k < n && status == PL_OK; k++) {
        char *reason = NULL;

        status = pl_results_get(trip->file, k, trip->row, &reason, diags);
        free(reason);
    }
    return status;
}

/* n points through a file of results, which is removed. */
static enum pl_status
fill_file(struct engine *engine, const char *folder, uint64_t n)
{
    const struct pl_manifest_entry entry = {"model", engine->path, NULL};
    struct pl_manifest manifest = {.entries = &entry,
                                   .n_entries = 1,
                                   .n_points = n,
                                   .n = n,
                                   .n_values = engine->n_symbols + 1};
    struct pl_text path;
    struct trip trip;
    enum pl_status status = prepare(&trip, engine, n, false);

    pl_text_init(&path);
    pl_text_format(&path, "%s/results", folder);
    if (status == PL_OK) {
        status = create(&trip);
    }
    if (status == PL_OK) {
        status = pl_results_create(pl_text_string(&path), &manifest, engine->diags,
                                   &trip.file);
    }
    if (status == PL_OK) {
        const struct engine_moment start = engine_start();

        status = run(&trip, n);
        (void)engine_stop(engine, start);
    }
    if (status == PL_OK) {
        status = read_back(&trip, n);
    }
    pl_results_close(trip.file);
    (void)unlink(pl_text_string(&path));
    pl_text_finish(&path);
    finish(&trip);
    return status;
}

/* How many points `memory` can afford, in steps of ten. */
static enum pl_status
count_points(struct engine *engine, uint64_t *n)
{
    struct engine_cost cost;
    const enum pl_status status = engine_sweep_cost(engine, &cost);
    double pace = 0.0;

    if (status != PL_OK) {
        return status;
    }
    pace = cost.seconds / (double)cost.n_points;
    *n = engine->full ? MEMORY_FULL : MEMORY_MANY;
    while (!engine->full && (double)*n * pace > MEMORY_TIME) {
        *n /= 10;
    }
    return *n > MEMORY_FEW
               ? PL_OK
               : pl_diag_error(engine->diags, PL_ERR_OPTION, NULL,
                               "10 million points take %.1f hours: give full=1",
                               (double)MEMORY_FULL * pace / 3600.0);
}

enum pl_status
engine_memory(struct engine *engine)
{
    char *folder = NULL;
    double few = 0.0;
    double many = 0.0;
    uint64_t n = 0;
    enum pl_status status = count_points(engine, &n);

    if (status == PL_OK) {
        status = engine_make_folder(engine, &folder);
    }
    if (status == PL_OK) {
        status = fill_file(engine, folder, MEMORY_FEW);
    }
    if (status == PL_OK) {
        status = measure_memory(engine, &few);
    }
    if (status == PL_OK) {
        status = fill_file(engine, folder, n);
    }
    if (status == PL_OK) {
        status = measure_memory(engine, &many);
    }
    if (status == PL_OK) {
        engine_print("memory-few-points", few, "MB");
        engine_print("memory", many, "MB");
        engine_print("memory-points", (double)n, "points");
    }
    if (folder != NULL) {
        (void)rmdir(folder);
    }
    free(folder);
    return status;
}
