/*
 * engine_ensemble.c - one treatment in every parameter set of a table, to what a screen
 * shows of it.
 */
#include "engine.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/index.h"
#include "base/number.h"
#include "base/text.h"
#include "compile/program.h"
#include "model/model.h"
#include "out/sink.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/summary.h"
#include "study/timecourse_bands.h"
#include "study/treatment.h"

/* As src/cli/cmd_run.c chooses them for a screen. */
#define SCREEN_POINTS 31

/* [times the usual value] How far the sets go, as the points of sweep-rest. */
static const double LEAST = 0.5, MOST = 2.0;

static enum pl_status
write_table(const struct engine *engine, size_t symbol, double usual, const char *path)
{
    struct pl_sink *sink = NULL;
    struct pl_text text;
    enum pl_status status = PL_OK;

    pl_text_init(&text);
    pl_text_format(&text, "%s\n", engine->context->model->symbols[symbol].name);
    for (uint64_t i = 0; i < engine->n; i++) {
        const double share = engine->n > 1 ? (double)i / (double)(engine->n - 1) : 0.5;
        char number[PL_NUMBER_SIZE];

        pl_number_format(usual * LEAST * pow(MOST / LEAST, share), number);
        pl_text_format(&text, "%s\n", number);
    }
    status = text.failed ? pl_diag_no_memory(engine->diags, "an ensemble")
                         : pl_sink_open(path, engine->diags, &sink);
    if (status == PL_OK) {
        pl_sink_write(sink, text.data, text.size);
        status = pl_sink_close(sink, engine->diags);
    }
    pl_text_finish(&text);
    return status;
}

/* The table goes by way of a file, as a user's does. */
static enum pl_status
make_ensemble(const struct engine *engine, struct pl_ensemble **ensemble)
{
    const struct pl_program *program = engine->context->program;
    double *inputs = calloc(program->n_inputs + 1, sizeof *inputs);
    char *folder = NULL;
    struct pl_text path;
    size_t symbol = PL_NONE;
    enum pl_status status = inputs == NULL || engine->constant == NULL
                                ? pl_diag_error(engine->diags, PL_ERR_OPTION, NULL,
                                                "which constant? give constant=NAME")
                                : engine_find(engine, engine->constant, &symbol);

    pl_text_init(&path);
    if (status == PL_OK) {
        status = engine_make_folder(engine, &folder);
    }
    if (status == PL_OK) {
        pl_program_default_inputs(program, inputs);
        pl_text_format(&path, "%s/sets.tsv", folder);
        status = path.failed ? pl_diag_no_memory(engine->diags, "a path")
                             : write_table(engine, symbol, inputs[symbol], path.data);
    }
    if (status == PL_OK) {
        status = pl_ensemble_read(engine->context, path.data, engine->diags, ensemble);
        (void)unlink(path.data);
    }
    if (folder != NULL) {
        (void)rmdir(folder);
    }
    pl_text_finish(&path);
    free(folder);
    free(inputs);
    return status;
}

enum pl_status
engine_make_treatment(const struct engine *engine, struct pl_treatment **treatment)
{
    struct pl_text text;
    char dose[PL_NUMBER_SIZE];
    enum pl_status status =
        pl_treatment_create(engine->context, engine->diags, treatment);

    pl_text_init(&text);
    pl_number_format(engine->dose, dose);
    pl_text_format(&text, "%s=%s@0",
                   engine->context->model->symbols[engine->drug_symbol].name, dose);
    if (status == PL_OK) {
        status = text.failed ? pl_diag_no_memory(engine->diags, "a treatment")
                             : pl_treatment_add(*treatment, PL_ACTION_SET, text.data,
                                                engine->diags);
    }
    pl_text_finish(&text);
    return status;
}

enum pl_status
engine_ensemble(struct engine *engine)
{
    struct pl_ensemble *ensemble = NULL;
    struct pl_treatment *treatment = NULL;
    struct pl_bands bands = {0};
    double marks[PL_SUMMARY_MAX_MARKS];
    struct pl_bands_options options = {
        .run =
            {
                .sim = engine_options(engine),
                .duration = engine->duration,
                .equilibrate = engine->rest ? PL_EQUILIBRATE_YES : PL_EQUILIBRATE_NO,
                .n_points = SCREEN_POINTS,
                .readouts = engine->symbols,
                .n_readouts = engine->n_symbols < PL_SUMMARY_READOUTS
                                  ? engine->n_symbols
                                  : PL_SUMMARY_READOUTS,
                .marks = marks,
            },
        .n_threads = engine->threads,
    };
    enum pl_status status = engine_need_drug(engine);

    if (status == PL_OK) {
        status = make_ensemble(engine, &ensemble);
    }
    if (status == PL_OK) {
        status = engine_make_treatment(engine, &treatment);
    }
    if (status == PL_OK) {
        options.ensemble = ensemble;
        pl_summary_marks(engine->context, treatment, engine->duration, marks,
                         &options.run.n_marks);
    }
    for (size_t k = 0; k <= engine->repeat && status == PL_OK; k++) {
        const struct engine_moment start = engine_start();
        double seconds = 0.0;

        status =
            pl_bands_run(engine->context, treatment, &options, engine->diags, &bands);
        seconds = engine_stop(engine, start);
        if (status == PL_OK && k > 0) { /* the first warms up */
            engine_print("ensemble", 1e3 * seconds, "ms");
        }
    }
    pl_bands_finish(&bands);
    pl_treatment_destroy(treatment);
    pl_ensemble_destroy(ensemble);
    return status;
}
