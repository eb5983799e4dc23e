/*
 * find_dose.c - the least dose of a drug in a model at which runs keep to limits.
 */
#include "analysis/find_dose.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/asked.h"
#include "analysis/limit.h"
#include "base/diag.h"
#include "base/frame.h"
#include "compile/program.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/measure.h"
#include "study/tables.h"
#include "study/treatment.h"
#include "study/words.h"

/* [-] At its bound a limit with < is missed by this, and is 0 beside any other margin. */
#define LEAST_MISS 1e-300

enum pl_status
pl_find_potency(const struct pl_context *context, const struct pl_treatment *treatment,
                size_t symbol, struct pl_diags *diags, double *low, double *high)
{
    const struct pl_frame *table = context->drugs;
    const char *name = pl_role_strip(context->model->symbols[symbol].name);
    const char *list = "";
    const char *item = NULL;
    size_t length = 0;
    double *inputs = calloc(context->program->n_inputs + 1, sizeof *inputs);

    if (inputs == NULL) {
        return pl_diag_no_memory(diags, "a range of doses");
    }
    pl_treatment_inputs(treatment, inputs);
    for (size_t row = 0; table != NULL && row < table->n_rows; row++) {
        if (strcmp(pl_table_text(table, PL_DRUG_ID, row), name) == 0) {
            list = pl_table_text(table, PL_DRUG_POTENCY, row);
        }
    }
    *low = (double)INFINITY;
    *high = 0.0;
    while (pl_words_next(&list, ';', &item, &length)) {
        for (size_t s = 0; s < context->model->n_symbols; s++) {
            const char *parameter = context->model->symbols[s].name;

            if (strlen(parameter) == length && strncmp(parameter, item, length) == 0 &&
                inputs[s] > 0.0 && isfinite(inputs[s])) {
                *low = fmin(*low, inputs[s]);
                *high = fmax(*high, inputs[s]);
            }
        }
    }
    free(inputs);
    return PL_OK;
}

double
pl_limit_margin(const struct pl_limit *limit, const struct pl_context *context,
                double value)
{
    const bool is_time = limit->measure.kind == PL_MEASURE_TIME_TO_MAX;
    const double bound = is_time
                             ? pl_measure_told(&limit->measure, context, limit->bound)
                             : limit->bound;
    const double size = fabs(bound) > 0.0 ? fabs(bound) : 1.0;
    const bool is_upper =
        limit->kind == PL_LIMIT_BELOW || limit->kind == PL_LIMIT_AT_MOST;
    const bool is_strict =
        limit->kind == PL_LIMIT_BELOW || limit->kind == PL_LIMIT_ABOVE;
    const double margin = (is_upper ? bound - value : value - bound) / size;

    return margin == 0.0 && is_strict ? -LEAST_MISS : margin;
}

/* What is asked of the runs: the least margin of all limits. */
static enum pl_status
answer_margins(void *context, const double *points, size_t n_points, double *out,
               struct pl_diags *diags)
{
    struct pl_find_dose *find = context;
    const struct pl_find_dose_options *options = &find->options;
    const struct pl_asked runs = pl_dose_runs_asked(&find->runs);
    double *values = calloc(n_points + 1, options->n_limits * sizeof *values);
    enum pl_status status =
        values != NULL ? runs.values(runs.context, points, n_points, values, diags)
                       : pl_diag_no_memory(diags, "the runs");

    for (size_t p = 0; p < n_points && status == PL_OK; p++) {
        out[p] = (double)INFINITY;
        for (size_t l = 0; l < options->n_limits; l++) {
            const double margin = pl_limit_margin(&options->limits[l], find->context,
                                                  values[p * options->n_limits + l]);

            out[p] = isnan(margin) || margin < out[p] ? margin : out[p];
        }
    }
    free(values);
    return status;
}

/* Nothing at all could be read: of a fold that there is not, say so. */
static enum pl_status
check_answers(const struct pl_find_dose *find, struct pl_diags *diags)
{
    for (size_t c = 0; c < pl_dose_runs_n(&find->runs); c++) {
        if (find->answers[c].kind != PL_LEAST_MISSING) {
            return PL_OK;
        }
    }
    for (size_t l = 0; l < find->options.n_limits && find->runs.n_failed == 0; l++) {
        const struct pl_measure *measure = &find->measures[l];

        if (measure->kind == PL_MEASURE_FOLD && isnan(find->values[l])) {
            pl_diag_error(
                diags, PL_ERR_OPTION, NULL,
                "'%s' is 0 before treatment: nothing is a fold of it",
                pl_readout_name(&find->context->model->symbols[measure->symbol]));
            pl_diag_hint(diags, "its level: without \"fold:\"");
            return PL_ERR_OPTION;
        }
    }
    return PL_OK;
}

/* Look, then run what was found once more for all that is told of it. */
static enum pl_status
look(struct pl_find_dose *find, struct pl_diags *diags)
{
    const size_t n = pl_dose_runs_n(&find->runs);
    const struct pl_asked margins = {answer_margins, find};
    const struct pl_asked runs = pl_dose_runs_asked(&find->runs);
    struct pl_dose_series *series = calloc(n + 1, sizeof *series);
    double *points = calloc(n + 1, 2 * sizeof *points);
    enum pl_status status = PL_OK;

    find->answers = calloc(n + 1, sizeof *find->answers);
    find->values = calloc(n + 1, find->options.n_limits * sizeof *find->values);
    if (series == NULL || points == NULL || find->answers == NULL ||
        find->values == NULL) {
        status = pl_diag_no_memory(diags, "the answer");
    }
    for (size_t c = 0; c < n && status == PL_OK; c++) {
        series[c] = find->options.doses;
    }
    if (status == PL_OK) {
        status = pl_least_dose_find(&margins, series, n, diags, find->answers);
    }
    for (size_t c = 0; c < n && status == PL_OK; c++) {
        const double nearest = find->answers[c].nearest;

        pl_asked_put_dose(points + 2 * c, c, isfinite(nearest) ? nearest : 0.0);
    }
    if (status == PL_OK) {
        status = runs.values(runs.context, points, n, find->values, diags);
    }
    free(series);
    free(points);
    return status == PL_OK ? check_answers(find, diags) : status;
}

enum pl_status
pl_find_dose_run(const struct pl_context *context,
                 const struct pl_find_dose_options *options, struct pl_diags *diags,
                 struct pl_find_dose *out)
{
    enum pl_status status = PL_OK;

    pl_find_dose_finish(out);
    out->context = context;
    out->options = *options;
    out->measures = calloc(options->n_limits + 1, sizeof *out->measures);
    if (out->measures == NULL) {
        status = pl_diag_no_memory(diags, "the limits");
    }
    for (size_t l = 0; l < options->n_limits && status == PL_OK; l++) {
        out->measures[l] = options->limits[l].measure;
    }
    if (status == PL_OK) {
        out->options.runs.measures = out->measures;
        out->options.runs.n_measures = options->n_limits;
        status = pl_dose_runs_init(&out->runs, context, &out->options.runs, diags);
    }
    if (status == PL_OK) {
        status = look(out, diags);
    }
    if (status != PL_OK) {
        pl_find_dose_finish(out);
    }
    return status;
}

void
pl_find_dose_finish(struct pl_find_dose *find)
{
    pl_dose_runs_finish(&find->runs);
    free(find->measures);
    free(find->answers);
    free(find->values);
    *find = (struct pl_find_dose){0};
}
