/*
 * sensitivity_plan.c - what `simulate sensitivity` asks, read from its options.
 */
#include "cli/sensitivity_plan.h"
#include "cli/sensitivity_report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/index.h"
#include "base/list.h"
#include "base/text.h"
#include "compile/program.h"
#include "expr/formula.h"
#include "model/model.h"
#include "study/context.h"
#include "study/factor.h"
#include "study/measure.h"
#include "study/parameters.h"
#include "study/treatment.h"

/* The word of --vary for every row of the table of parameters. */
static const char all_word[] = "all";

/* ---- readouts ---- */

static enum pl_status
add_measure(struct sensitivity_plan *plan, const char *word)
{
    struct pl_diags *diags = plan->arms.cli->diags;
    size_t capacity = plan->n_measures;
    struct pl_measure measure = {0};
    struct pl_measure *grown = NULL;
    enum pl_status status = pl_measure_parse(plan->arms.context, word,
                                             plan->arms.run.duration, diags, &measure);

    for (size_t m = 0; m < plan->n_measures && status == PL_OK; m++) {
        if (strcmp(plan->measures[m].name, measure.name) == 0) {
            pl_measure_finish(&measure);
            return PL_OK;
        }
    }
    if (status == PL_OK) {
        grown = pl_list_reserve(plan->measures, plan->n_measures + 1, &capacity,
                                sizeof *grown);
        status = grown != NULL ? PL_OK : pl_diag_no_memory(diags, "the readouts");
    }
    if (status != PL_OK) {
        pl_measure_finish(&measure);
        return status;
    }
    plan->measures = grown;
    plan->measures[plan->n_measures++] = measure;
    return PL_OK;
}

/* "--readout a,b --readout c" */
static enum pl_status
read_measures(struct sensitivity_plan *plan)
{
    const struct opt_texts *texts = &plan->opts->readouts;
    struct pl_diags *diags = plan->arms.cli->diags;
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < texts->n && status == PL_OK; i++) {
        char *words = pl_text_copy(texts->items[i]);
        char *rest = NULL;

        if (words == NULL) {
            return pl_diag_no_memory(diags, "the readouts");
        }
        for (char *word = strtok_r(words, ",", &rest); word != NULL && status == PL_OK;
             word = strtok_r(NULL, ",", &rest)) {
            status = add_measure(plan, word);
        }
        free(words);
    }
    if (status == PL_OK && plan->n_measures == 0) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "--readout is missing: sensitivity "
                      "of what?");
        pl_diag_hint(diags, "as in --readout pAkt_S473@24h; simulate list readouts "
                            "tells their names");
        status = PL_ERR_OPTION;
    }
    return status;
}

/* Nothing is run beyond what is read, unless --for says so. */
static void
shorten(struct sensitivity_plan *plan)
{
    double last = 0.0;

    for (size_t m = 0; m < plan->n_measures; m++) {
        last = fmax(last, plan->measures[m].time);
    }
    if (plan->opts->arms.duration == NULL && last > 0.0) {
        plan->arms.run.duration = last;
    }
}

/* ---- what varies ---- */

/* A treatment sets it: there is nothing to vary. */
static bool
is_set(const struct sensitivity_plan *plan, size_t symbol)
{
    return pl_treatment_setting(plan->arms.bases[0], symbol) != NULL;
}

static enum pl_status
add_factor(struct sensitivity_plan *plan, struct pl_factor *factor)
{
    size_t capacity = plan->n_factors;
    struct pl_factor *grown =
        pl_list_reserve(plan->factors, plan->n_factors + 1, &capacity, sizeof *grown);

    if (grown == NULL) {
        pl_factor_finish(factor);
        return pl_diag_no_memory(plan->arms.cli->diags, "the factors");
    }
    plan->factors = grown;
    plan->factors[plan->n_factors++] = *factor;
    return PL_OK;
}

/* A constant, with the range of the table of parameters where it has a row. */
static enum pl_status
add_symbol(struct sensitivity_plan *plan, size_t symbol)
{
    const struct pl_context *context = plan->arms.context;
    const char *name = context->model->symbols[symbol].name;
    struct pl_factor factor = {.symbol = symbol,
                               .before_rest = true,
                               .low = (double)NAN,
                               .high = (double)NAN,
                               .text = pl_text_copy(name),
                               .name = pl_text_copy(name)};
    struct pl_parameter parameter;

    if (factor.text == NULL || factor.name == NULL) {
        pl_factor_finish(&factor);
        return pl_diag_no_memory(plan->arms.cli->diags, "the factors");
    }
    if (pl_parameters_find(context, symbol, &parameter)) {
        factor.low = parameter.low;
        factor.high = parameter.high;
        factor.logarithmic = parameter.logarithmic;
    }
    return add_factor(plan, &factor);
}

/* Rows of the table of parameters. @param estimated  those alone that it has so */
static enum pl_status
add_rows(struct sensitivity_plan *plan, bool estimated)
{
    const struct pl_context *context = plan->arms.context;
    enum pl_status status = PL_OK;

    for (size_t row = 0; row < pl_parameters_n(context) && status == PL_OK; row++) {
        const struct pl_parameter parameter = pl_parameters_row(context, row);

        if ((!estimated || parameter.estimated) && !is_set(plan, parameter.symbol)) {
            status = add_symbol(plan, parameter.symbol);
        }
    }
    return status;
}

/* Without such a table, where no range is needed: every constant with a number that is
 * not 0, but for doses and fractions. */
static enum pl_status
add_constants(struct sensitivity_plan *plan)
{
    const struct pl_context *context = plan->arms.context;
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < context->model->n_symbols && status == PL_OK; i++) {
        const struct pl_symbol *symbol = &context->model->symbols[i];
        double value = 0.0;

        if (symbol->kind != PL_SYMBOL_SPECIES &&
            symbol->kind != PL_SYMBOL_COMPARTMENT && symbol->value != NULL &&
            pl_program_is_input(context->program, i) &&
            pl_role_strip(symbol->name) == symbol->name && !is_set(plan, i) &&
            pl_formula_is_number(symbol->value, &value) && value != 0.0) {
            status = add_symbol(plan, i);
        }
    }
    return status;
}

static enum pl_status
add_word(struct sensitivity_plan *plan, const char *word)
{
    const struct pl_context *context = plan->arms.context;
    struct pl_diags *diags = plan->arms.cli->diags;
    struct pl_factor factor = {0};
    struct pl_parameter parameter;
    enum pl_status status = PL_OK;

    if (strcmp(word, all_word) == 0 && pl_parameters_n(context) > 0) {
        return add_rows(plan, false);
    }
    status = pl_factor_parse(context, word, diags, &factor);
    if (status != PL_OK) {
        return status;
    }
    if (factor.kind == PL_FACTOR_NUMBER && factor.n_levels > 0) {
        status = pl_diag_error(diags, PL_ERR_OPTION, NULL,
                               "%s: there are no levels here: leave out ':%zu'",
                               factor.text, factor.n_levels);
    } else if (factor.kind == PL_FACTOR_CELL && factor.cells == NULL) {
        status = pl_diag_error(diags, PL_ERR_OPTION, NULL,
                               "cell needs its names: --vary cell=all");
    }
    if (status != PL_OK) {
        pl_factor_finish(&factor);
        return status;
    }
    if (factor.kind == PL_FACTOR_NUMBER && isnan(factor.low) &&
        pl_parameters_find(context, factor.symbol, &parameter)) {
        factor.low = parameter.low;
        factor.high = parameter.high;
        factor.logarithmic = parameter.logarithmic;
    }
    return add_factor(plan, &factor);
}

static enum pl_status
read_factors(struct sensitivity_plan *plan)
{
    const struct opt_texts *vary = &plan->opts->vary;
    struct pl_diags *diags = plan->arms.cli->diags;
    const bool has_table = pl_parameters_n(plan->arms.context) > 0;
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < vary->n && status == PL_OK; i++) {
        status = add_word(plan, vary->items[i]);
    }
    if (status != PL_OK || vary->n > 0) {
        return status;
    }
    if (!has_table && plan->opts->method != PL_SENSITIVITY_LOCAL) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "this model has no table of parameters (<model>.parameters.tsv "
                      "beside it): there are no ranges");
        pl_diag_hint(diags, "give them: --vary NAME=LO..HI:log, several times; or "
                            "--method local, which needs none");
        return PL_ERR_OPTION;
    }
    status = has_table ? add_rows(plan, true) : add_constants(plan);
    if (status == PL_OK && plan->n_factors == 0) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL, "there is nothing to vary");
        pl_diag_hint(diags, "name it: --vary NAME");
        status = PL_ERR_OPTION;
    }
    return status;
}

/* ---- all of it ---- */

/* A fold has something that it is a fold of. */
static enum pl_status
check_folds(const struct sensitivity_plan *plan)
{
    bool acts = pl_treatment_is_any(plan->arms.bases[0]);

    for (size_t f = 0; f < plan->n_factors; f++) {
        acts = acts || !plan->factors[f].before_rest;
    }
    for (size_t m = 0; m < plan->n_measures && !acts; m++) {
        if (plan->measures[m].kind == PL_MEASURE_FOLD) {
            pl_diag_error(plan->arms.cli->diags, PL_ERR_OPTION, NULL,
                          "%s: nothing is done to the network, so the fold is 1 "
                          "whatever its constants are",
                          plan->measures[m].name);
            pl_diag_hint(plan->arms.cli->diags,
                         "give a treatment (--drug, --inhibit), vary a dose, or ask "
                         "for the level without 'fold:'");
            return PL_ERR_OPTION;
        }
    }
    return PL_OK;
}

static enum pl_status
check_plot(const struct sensitivity_plan *plan)
{
    const size_t n = plan->arms.n_panels * plan->n_measures;

    if (plan->opts->arms.account.plot == NULL || n <= SENSITIVITY_MOST_PANELS) {
        return PL_OK;
    }
    pl_diag_error(plan->arms.cli->diags, PL_ERR_OPTION, NULL,
                  "%zu plots (cells times variants times readouts) are more than the "
                  "%zu that a page holds",
                  n, SENSITIVITY_MOST_PANELS);
    pl_diag_hint(plan->arms.cli->diags, "name fewer with --cell, --variant or "
                                        "--readout, or leave --plot out");
    return PL_ERR_OPTION;
}

static void
set_options(struct sensitivity_plan *plan)
{
    const struct sensitivity_opts *opts = plan->opts;
    const size_t usual = opts->method == PL_SENSITIVITY_SOBOL
                             ? SENSITIVITY_SOBOL_SAMPLES
                             : SENSITIVITY_MORRIS_SAMPLES;

    plan->options = (struct pl_sensitivity_options){
        .method = (enum pl_sensitivity_method)opts->method,
        .run = plan->arms.run,
        .panels = plan->arms.bases,
        .n_panels = plan->arms.n_panels,
        .ensemble = plan->arms.ensemble,
        .factors = plan->factors,
        .n_factors = plan->n_factors,
        .measures = plan->measures,
        .n_measures = plan->n_measures,
        .n_samples = opts->samples > 0 ? opts->samples : usual,
        .n_levels = opts->levels,
        .n_candidates = opts->candidates,
        .seed = opts->seed,
        /* in an ensemble bands stand in place of intervals */
        .n_resamples = plan->arms.ensemble == NULL ? opts->resamples : 0,
        .level = 0.95,
    };
}

static enum pl_status
check_samples(const struct sensitivity_plan *plan)
{
    struct pl_diags *diags = plan->arms.cli->diags;
    const size_t n = plan->options.n_samples;

    if (plan->options.method == PL_SENSITIVITY_LOCAL && plan->opts->samples > 0) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "--samples is for --method morris and sobol");
    }
    if (plan->options.method != PL_SENSITIVITY_MORRIS && plan->opts->candidates > 0) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "--candidates is for --method morris");
    }
    if (plan->options.method == PL_SENSITIVITY_SOBOL && (n & (n - 1)) != 0) {
        pl_diag_warning(diags, NULL,
                        "--samples=%zu is no power of 2: a Sobol sequence is not "
                        "balanced there, and the indices are less exact",
                        n);
    }
    return PL_OK;
}

enum pl_status
sensitivity_plan_init(struct sensitivity_plan *plan, struct cli *cli,
                      const struct sensitivity_opts *opts)
{
    enum pl_status status = PL_OK;

    *plan = (struct sensitivity_plan){.opts = opts, .arms_opts = opts->arms};
    if (isnan(plan->arms_opts.rtol)) {
        plan->arms_opts.rtol = opts->method == PL_SENSITIVITY_LOCAL
                                   ? SENSITIVITY_LOCAL_RTOL
                                   : SENSITIVITY_RTOL;
    }
    status = arms_plan_init(&plan->arms, cli, &plan->arms_opts);
    if (status == PL_OK) {
        status = read_measures(plan);
    }
    if (status == PL_OK) {
        shorten(plan);
        status = read_factors(plan);
    }
    if (status == PL_OK) {
        status = check_folds(plan);
    }
    if (status == PL_OK) {
        status = check_plot(plan);
    }
    if (status == PL_OK) {
        set_options(plan);
        status = check_samples(plan);
    }
    return status == PL_OK ? arms_plan_check_files(&plan->arms) : status;
}

void
sensitivity_plan_finish(struct sensitivity_plan *plan)
{
    for (size_t m = 0; m < plan->n_measures; m++) {
        pl_measure_finish(&plan->measures[m]);
    }
    for (size_t f = 0; f < plan->n_factors; f++) {
        pl_factor_finish(&plan->factors[f]);
    }
    free(plan->measures);
    free(plan->factors);
    arms_plan_finish(&plan->arms);
    *plan = (struct sensitivity_plan){0};
}
