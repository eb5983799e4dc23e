/*
 * engine_questions.c - what modellers ask of many runs: a checkerboard of two drugs,
 * and Sobol's indices.
 */
#include "engine.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/sensitivity.h"
#include "analysis/two_drugs.h"
#include "base/diag.h"
#include "base/index.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/factor.h"
#include "study/measure.h"
#include "study/parameters.h"
#include "study/treatment.h"

/* As src/cli/cmd_sensitivity.c has them without options. */
#define RESAMPLES ((size_t)1000)
#define LEVEL 0.95

static struct pl_arms_options
run_options(const struct engine *engine)
{
    return (struct pl_arms_options){
        .sim = engine_options(engine),
        .duration = engine->duration,
        .equilibrate = engine->rest ? PL_EQUILIBRATE_YES : PL_EQUILIBRATE_NO,
        .n_threads = engine->threads,
    };
}

/* ---- a checkerboard ---- */

/* 0, then n doses evenly in the logarithm.
 * @return shape (n + 1), to be freed; NULL when memory is out */
static double *
make_doses(double low, double high, size_t n)
{
    double *doses = calloc(n + 1, sizeof *doses);

    for (size_t i = 0; i < n && doses != NULL; i++) {
        const double share = n > 1 ? (double)i / (double)(n - 1) : 0.0;

        doses[i + 1] = low * pow(high / low, share);
    }
    return doses;
}

static enum pl_status
check_drugs(const struct engine *engine, size_t *other)
{
    enum pl_status status = engine_need_drug(engine);

    if (status == PL_OK) {
        status = engine->other == NULL
                     ? pl_diag_error(engine->diags, PL_ERR_OPTION, NULL,
                                     "which drug beside it? give other=NAME")
                     : engine_find(engine, engine->other, other);
    }
    if (status == PL_OK &&
        !(engine->lo > 0.0 && engine->hi > engine->lo && engine->other_lo > 0.0 &&
          engine->other_hi > engine->other_lo)) {
        status = pl_diag_error(engine->diags, PL_ERR_OPTION, NULL,
                               "doses go from above 0 upwards");
    }
    return status;
}

enum pl_status
engine_checkerboard(struct engine *engine)
{
    const size_t n = (size_t)engine->n;
    double *doses[2] = {make_doses(engine->lo, engine->hi, n),
                        make_doses(engine->other_lo, engine->other_hi, n)};
    struct pl_measure measure = {.kind = PL_MEASURE_FOLD,
                                 .symbol = engine->symbols[0],
                                 .time = engine->duration,
                                 .name = NULL};
    struct pl_treatment *base = NULL;
    struct pl_two_drugs two = {0};
    size_t other = PL_NONE;
    enum pl_status status = doses[0] != NULL && doses[1] != NULL
                                ? check_drugs(engine, &other)
                                : pl_diag_no_memory(engine->diags, "the doses");

    if (status == PL_OK) {
        measure.name = pl_text_copy("fold");
        status = measure.name != NULL
                     ? pl_treatment_create(engine->context, engine->diags, &base)
                     : pl_diag_no_memory(engine->diags, "the readout");
    }
    for (size_t k = 0; k <= engine->repeat && status == PL_OK; k++) {
        const struct pl_two_drugs_options options = {
            .run = run_options(engine),
            .base = base,
            .drugs = {engine->drug_symbol, other},
            .doses = {doses[0], doses[1]},
            .n = {n + 1, n + 1},
            .measure = &measure,
            .effect = PL_EFFECT_LOSS,
        };
        const struct engine_moment start = engine_start();
        double seconds = 0.0;

        status = pl_two_drugs_run(engine->context, &options, engine->diags, &two);
        seconds = engine_stop(engine, start);
        if (status == PL_OK && k > 0) { /* the first warms up */
            engine_print("checkerboard", 1e3 * seconds, "ms");
        }
        if (status == PL_OK && k == engine->repeat) {
            engine_print("checkerboard-runs", (double)two.n_runs, "count");
            status = engine_write_numbers(engine, two.values, (n + 1) * (n + 1));
        }
        pl_two_drugs_finish(&two);
    }
    pl_treatment_destroy(base);
    pl_measure_finish(&measure);
    free(doses[0]);
    free(doses[1]);
    return status;
}

/* ---- Sobol's indices ---- */

/* The first rows of the model's table of parameters that are to be estimated.
 * @param factors  shape (n), zeroed */
static enum pl_status
find_factors(const struct engine *engine, struct pl_factor *factors, size_t n)
{
    const struct pl_context *context = engine->context;
    size_t found = 0;

    for (size_t row = 0; row < pl_parameters_n(context) && found < n; row++) {
        const struct pl_parameter parameter = pl_parameters_row(context, row);
        const char *name = context->model->symbols[parameter.symbol].name;

        if (!parameter.estimated) {
            continue;
        }
        factors[found] = (struct pl_factor){.kind = PL_FACTOR_NUMBER,
                                            .text = pl_text_copy(name),
                                            .name = pl_text_copy(name),
                                            .symbol = parameter.symbol,
                                            .before_rest = true,
                                            .low = parameter.low,
                                            .high = parameter.high,
                                            .logarithmic = parameter.logarithmic};
        if (factors[found].text == NULL || factors[found].name == NULL) {
            return pl_diag_no_memory(engine->diags, "the factors");
        }
        found++;
    }
    return found == n ? PL_OK
                      : pl_diag_error(engine->diags, PL_ERR_OPTION, NULL,
                                      "the table of parameters has %zu constants to "
                                      "estimate, not %zu",
                                      found, n);
}

enum pl_status
engine_sobol(struct engine *engine)
{
    struct pl_factor *factors = calloc(engine->constants, sizeof *factors);
    struct pl_measure measure = {.kind = PL_MEASURE_VALUE,
                                 .symbol = engine->symbols[0],
                                 .time = engine->duration,
                                 .name = pl_text_copy("value")};
    struct pl_treatment *treatment = NULL;
    const struct pl_treatment *panel = NULL;
    struct pl_sensitivity found = {0};
    enum pl_status status = factors != NULL && measure.name != NULL
                                ? engine_need_drug(engine)
                                : pl_diag_no_memory(engine->diags, "the factors");

    if (status == PL_OK) {
        status = find_factors(engine, factors, engine->constants);
    }
    if (status == PL_OK) {
        status = engine_make_treatment(engine, &treatment);
        panel = treatment;
    }
    for (size_t k = 0; k <= engine->repeat && status == PL_OK; k++) {
        const struct pl_sensitivity_options options = {
            .method = PL_SENSITIVITY_SOBOL,
            .run = run_options(engine),
            .panels = &panel,
            .n_panels = 1,
            .factors = factors,
            .n_factors = engine->constants,
            .measures = &measure,
            .n_measures = 1,
            .n_samples = (size_t)engine->n,
            .seed = 1,
            .n_resamples = RESAMPLES,
            .level = LEVEL,
        };
        const struct engine_moment start = engine_start();
        double seconds = 0.0;

        status = pl_sensitivity_run(engine->context, &options, engine->diags, &found);
        seconds = engine_stop(engine, start);
        if (status == PL_OK && k > 0) { /* the first warms up */
            engine_print("sobol", 1e3 * seconds, "ms");
        }
        if (status == PL_OK && k == engine->repeat) {
            engine_print("sobol-runs", (double)found.n_runs, "count");
            engine_print("sobol-failed", (double)found.n_failed, "count");
        }
        pl_sensitivity_finish(&found);
    }
    pl_treatment_destroy(treatment);
    for (size_t f = 0; f < engine->constants && factors != NULL; f++) {
        pl_factor_finish(&factors[f]);
    }
    pl_measure_finish(&measure);
    free(factors);
    return status;
}
