/*
 * dose_runs.c - runs of a model, asked for by curve and dose.
 */
#include "analysis/dose_runs.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/measure.h"
#include "study/samples.h"

enum pl_status
pl_dose_runs_init(struct pl_dose_runs *runs, const struct pl_context *context,
                  const struct pl_dose_runs_options *options, struct pl_diags *diags)
{
    *runs = (struct pl_dose_runs){.context = context,
                                  .options = *options,
                                  .n_members = pl_ensemble_n(options->run.ensemble)};
    runs->names = calloc(options->n_drugs + 1, sizeof *runs->names);
    if (runs->names == NULL) {
        return pl_diag_no_memory(diags, "the runs of curves");
    }
    runs->read = calloc(2 * options->n_measures + 1, sizeof *runs->read);
    runs->untreated =
        calloc(pl_dose_runs_n(runs) + 1, (options->n_measures + 1) * sizeof(double));
    if (runs->read == NULL || runs->untreated == NULL) {
        return pl_diag_no_memory(diags, "the runs of curves");
    }
    for (size_t m = 0; m < options->n_measures; m++) {
        runs->read[m] = options->measures[m];
        runs->read[options->n_measures + m] = options->measures[m];
        runs->read[options->n_measures + m].kind = PL_MEASURE_UNTREATED;
    }
    for (size_t i = 0; i < pl_dose_runs_n(runs) * options->n_measures; i++) {
        runs->untreated[i] = NAN;
    }
    for (size_t d = 0; d < options->n_drugs; d++) {
        runs->names[d] = context->model->symbols[options->drugs[d]].name;
    }
    return PL_OK;
}

void
pl_dose_runs_finish(struct pl_dose_runs *runs)
{
    free(runs->names);
    free(runs->read);
    free(runs->untreated);
    free(runs->failure);
    *runs = (struct pl_dose_runs){0};
}

size_t
pl_dose_runs_curve(const struct pl_dose_runs *runs, size_t panel, size_t drug,
                   size_t member)
{
    return (panel * runs->options.n_drugs + drug) * runs->n_members + member;
}

size_t
pl_dose_runs_n(const struct pl_dose_runs *runs)
{
    return runs->options.n_panels * runs->options.n_drugs * runs->n_members;
}

static size_t
panel_of(const struct pl_dose_runs *runs, const double *point)
{
    return pl_asked_curve(point) / runs->n_members / runs->options.n_drugs;
}

/* One row of the table, and its member. */
static void
fill_row(const struct pl_dose_runs *runs, const double *point, double *row,
         size_t *member)
{
    const size_t n_drugs = runs->options.n_drugs;
    const size_t curve = pl_asked_curve(point);

    for (size_t d = 0; d < n_drugs; d++) {
        row[d] = d == curve / runs->n_members % n_drugs ? pl_asked_dose(point) : 0.0;
    }
    *member = curve % runs->n_members;
}

/* Count what failed, and keep the first reason. */
static enum pl_status
note_failures(struct pl_dose_runs *runs, const struct pl_samples *samples,
              struct pl_diags *diags)
{
    runs->n_runs += samples->n_points;
    runs->n_failed += samples->n_failed;
    runs->method = samples->method;
    if (samples->failure != NULL && runs->failure == NULL) {
        runs->failure = pl_text_copy(samples->failure);
        if (runs->failure == NULL) {
            return pl_diag_no_memory(diags, "the runs of curves");
        }
    }
    return PL_OK;
}

/* What an output would be if the level stayed the untreated one. */
static double
untreated_output(const struct pl_measure *measure, double level)
{
    switch (measure->kind) {
    case PL_MEASURE_FOLD:
        return 1.0;
    case PL_MEASURE_AUC:
        return level * measure->time;
    case PL_MEASURE_TIME_TO_MAX:
        return measure->time;
    case PL_MEASURE_VALUE:
    case PL_MEASURE_MAX:
    case PL_MEASURE_MIN:
    case PL_MEASURE_UNTREATED:
        break;
    }
    return level;
}

/* The outputs of one run, and the untreated levels of its curve: doses act from time 0
 * on, so that all runs of a curve have the same. */
static void
take_run(struct pl_dose_runs *runs, size_t curve, const struct pl_samples *samples,
         size_t run, double *out)
{
    const size_t n = runs->options.n_measures;

    for (size_t m = 0; m < n; m++) {
        const struct pl_measure *measure = &runs->options.measures[m];
        const double level = pl_samples_value(samples, run, 0, n + m);

        out[m] = pl_measure_told(measure, runs->context,
                                 pl_samples_value(samples, run, 0, m));
        if (!isnan(level)) {
            runs->untreated[curve * n + m] = pl_measure_told(
                measure, runs->context, untreated_output(measure, level));
        }
    }
}

/* The points of one panel. @param rows, members  room for those of all points */
static enum pl_status
run_panel(struct pl_dose_runs *runs, size_t panel, const double *points,
          size_t n_points, double *rows, size_t *members, double *out,
          struct pl_diags *diags)
{
    const struct pl_dose_runs_options *options = &runs->options;
    struct pl_arms_options run = options->run;
    struct pl_samples samples = {0};
    size_t n = 0;
    enum pl_status status = PL_OK;

    for (size_t p = 0; p < n_points; p++) {
        if (panel_of(runs, points + 2 * p) == panel) {
            fill_row(runs, points + 2 * p, rows + n * options->n_drugs, &members[n]);
            n++;
        }
    }
    if (n == 0) {
        return PL_OK;
    }
    run.members = run.ensemble != NULL ? members : NULL;
    status = pl_samples_run(runs->context, options->panels[panel], runs->names,
                            options->n_drugs, rows, n, runs->read,
                            2 * options->n_measures, &run, diags, &samples);
    if (status == PL_OK) {
        status = note_failures(runs, &samples, diags);
    }
    n = 0;
    for (size_t p = 0; p < n_points && status == PL_OK; p++) {
        if (panel_of(runs, points + 2 * p) == panel) {
            take_run(runs, pl_asked_curve(points + 2 * p), &samples, n++,
                     out + p * options->n_measures);
        }
    }
    pl_samples_finish(&samples);
    return status;
}

static enum pl_status
answer(void *context, const double *points, size_t n_points, double *out,
       struct pl_diags *diags)
{
    struct pl_dose_runs *runs = context;
    double *rows = calloc(n_points + 1, runs->options.n_drugs * sizeof *rows);
    size_t *members = calloc(n_points + 1, sizeof *members);
    enum pl_status status = rows != NULL && members != NULL
                                ? PL_OK
                                : pl_diag_no_memory(diags, "the runs of curves");

    for (size_t p = 0; p < runs->options.n_panels && status == PL_OK; p++) {
        status = run_panel(runs, p, points, n_points, rows, members, out, diags);
    }
    free(rows);
    free(members);
    return status;
}

struct pl_asked
pl_dose_runs_asked(struct pl_dose_runs *runs)
{
    return (struct pl_asked){answer, runs};
}

void
pl_dose_runs_warn(const struct pl_dose_runs *runs, struct pl_diags *diags)
{
    pl_samples_warn(runs->n_failed, runs->n_runs, runs->failure, diags);
}
