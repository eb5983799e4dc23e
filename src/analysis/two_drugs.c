/*
 * two_drugs.c - two drugs of a model together: a checkerboard of runs, scored.
 */
#include "analysis/two_drugs.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "analysis/asked.h"
#include "base/diag.h"
#include "base/text.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/measure.h"
#include "study/samples.h"

/* [effect] of the curves of one drug alone, which estimate their error: a drug with itself
 * then has no excess over Loewe to 1e-6. Runs at the usual tolerances are not known
 * better. */
#define TOLERANCE 3e-7

/* Keep the count of runs, and the first reason. */
static enum pl_status
note_runs(struct pl_two_drugs *two, const struct pl_samples *samples,
          struct pl_diags *diags)
{
    two->n_runs += samples->n_points * samples->n_members;
    two->n_failed += samples->n_failed;
    two->method = samples->method;
    if (samples->failure != NULL && two->failure == NULL) {
        two->failure = pl_text_copy(samples->failure);
        if (two->failure == NULL) {
            return pl_diag_no_memory(diags, "the runs of two drugs");
        }
    }
    return PL_OK;
}

/* What is told of the measure. @param points  shape (n, 2); out  shape (n, n_members) */
static enum pl_status
run_points(struct pl_two_drugs *two, const double *points, size_t n, double *out,
           struct pl_diags *diags)
{
    const struct pl_two_drugs_options *options = &two->options;
    const struct pl_symbol *symbols = two->context->model->symbols;
    const char *const names[] = {symbols[options->drugs[0]].name,
                                 symbols[options->drugs[1]].name};
    const bool is_one = options->drugs[0] == options->drugs[1];
    const size_t n_columns = is_one ? 1 : 2;
    struct pl_samples samples = {0};
    double *rows = calloc(n * 2 + 1, sizeof *rows);
    enum pl_status status =
        rows != NULL ? PL_OK : pl_diag_no_memory(diags, "the runs of two drugs");

    for (size_t i = 0; i < n && status == PL_OK; i++) {
        rows[i * n_columns] = points[2 * i] + (is_one ? points[2 * i + 1] : 0.0);
        rows[i * n_columns + n_columns - 1] = is_one ? rows[i] : points[2 * i + 1];
    }
    if (status == PL_OK) {
        status = pl_samples_run(two->context, options->base, names, n_columns, rows, n,
                                options->measure, 1, &options->run, diags, &samples);
    }
    if (status == PL_OK) {
        status = note_runs(two, &samples, diags);
    }
    for (size_t i = 0; i < n * two->n_members && status == PL_OK; i++) {
        out[i] = pl_measure_told(
            options->measure, two->context,
            pl_samples_value(&samples, i / two->n_members, i % two->n_members, 0));
    }
    pl_samples_finish(&samples);
    free(rows);
    return status;
}

static double
effect_of(const struct pl_two_drugs *two, double value, size_t member)
{
    const double ratio = value / two->nothing[member];
    double effect = value;

    switch (two->options.effect) {
    case PL_EFFECT_LOSS:
        effect = 1.0 - ratio;
        break;
    case PL_EFFECT_GAIN:
        effect = ratio - 1.0;
        break;
    case PL_EFFECT_READOUT:
        break;
    }
    return isfinite(effect) ? effect : (double)NAN;
}

static enum pl_status
answer(void *context, const double *points, size_t n_points, double *out,
       struct pl_diags *diags)
{
    struct pl_two_drugs *two = context;
    const enum pl_status status = run_points(two, points, n_points, out, diags);

    for (size_t i = 0; i < n_points * two->n_members && status == PL_OK; i++) {
        out[i] = effect_of(two, out[i], i % two->n_members);
    }
    return status;
}

struct pl_asked
pl_two_drugs_asked(struct pl_two_drugs *two)
{
    return (struct pl_asked){answer, two};
}

static enum pl_status
make_room(struct pl_two_drugs *two, struct pl_diags *diags)
{
    const size_t most = SIZE_MAX / sizeof(double) / two->n_members;
    const struct pl_two_drugs_options *options = &two->options;

    if (options->n[0] <= most / options->n[1]) {
        const size_t n = options->n[0] * options->n[1] * two->n_members;

        two->values = calloc(n, sizeof *two->values);
        two->effects = calloc(n, sizeof *two->effects);
    }
    two->nothing = calloc(two->n_members, sizeof *two->nothing);
    return two->values == NULL || two->effects == NULL || two->nothing == NULL
               ? pl_diag_no_memory(diags, "a checkerboard")
               : PL_OK;
}

/* Without a level there is no share of it. */
static enum pl_status
check_nothing(const struct pl_two_drugs *two, struct pl_diags *diags)
{
    const char *name =
        pl_readout_name(&two->context->model->symbols[two->options.measure->symbol]);

    for (size_t m = 0; m < two->n_members; m++) {
        if (two->options.effect == PL_EFFECT_READOUT ||
            (isfinite(two->nothing[m]) && two->nothing[m] != 0.0)) {
            return PL_OK;
        }
    }
    if (two->n_failed > 0) {
        return PL_OK; /* that is why: it is told */
    }
    pl_diag_error(diags, PL_ERR_OPTION, NULL,
                  "'%s' is 0 without the drugs: an effect is no share of it", name);
    pl_diag_hint(diags, "its level as the effect: --readout level:%s --effect readout",
                 name);
    return PL_ERR_OPTION;
}

static enum pl_status
run_board(struct pl_two_drugs *two, struct pl_diags *diags)
{
    const struct pl_two_drugs_options *options = &two->options;
    const size_t n = options->n[0] * options->n[1];
    double *points = calloc(2 * n, sizeof *points);
    enum pl_status status =
        points != NULL ? PL_OK : pl_diag_no_memory(diags, "a checkerboard");

    for (size_t k = 0; k < n && status == PL_OK; k++) {
        points[2 * k] = options->doses[0][k / options->n[1]];
        points[2 * k + 1] = options->doses[1][k % options->n[1]];
    }
    if (status == PL_OK) {
        status = run_points(two, points, n, two->values, diags);
    }
    for (size_t m = 0; m < two->n_members && status == PL_OK; m++) {
        two->nothing[m] = two->values[m];
    }
    for (size_t k = 0; k < n * two->n_members && status == PL_OK; k++) {
        two->effects[k] = effect_of(two, two->values[k], k % two->n_members);
    }
    free(points);
    return status == PL_OK ? check_nothing(two, diags) : status;
}

enum pl_status
pl_two_drugs_run(const struct pl_context *context,
                 const struct pl_two_drugs_options *options, struct pl_diags *diags,
                 struct pl_two_drugs *out)
{
    const struct pl_asked asked = {answer, out};
    struct pl_synergy_options scoring = pl_synergy_options_default();
    enum pl_status status = PL_OK;

    *out = (struct pl_two_drugs){.context = context,
                                 .options = *options,
                                 .n_members = pl_ensemble_n(options->run.ensemble)};
    status = make_room(out, diags);
    if (status == PL_OK) {
        status = run_board(out, diags);
    }
    if (status == PL_OK) {
        out->board = (struct pl_checkerboard){
            .n = {options->n[0], options->n[1]},
            .doses = {options->doses[0], options->doses[1]},
            .effects = out->effects,
            .n_members = out->n_members,
            .weights = pl_ensemble_weights(options->run.ensemble),
        };
        for (size_t d = 0; d < 2; d++) {
            out->board.names[d] =
                pl_role_strip(context->model->symbols[options->drugs[d]].name);
        }
        scoring.asked = &asked;
        scoring.tolerance = TOLERANCE;
        status = pl_synergy_run(&out->board, &scoring, diags, &out->synergy);
    }
    if (status != PL_OK) {
        pl_two_drugs_finish(out);
    }
    return status;
}

void
pl_two_drugs_finish(struct pl_two_drugs *two)
{
    free(two->values);
    free(two->effects);
    free(two->nothing);
    free(two->failure);
    pl_synergy_finish(&two->synergy);
    *two = (struct pl_two_drugs){0};
}

void
pl_two_drugs_warn(const struct pl_two_drugs *two, struct pl_diags *diags)
{
    pl_samples_warn(two->n_failed, two->n_runs, two->failure, diags);
}
