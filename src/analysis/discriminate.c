/*
 * discriminate.c - which measurement, when, under which treatment tells rival parameter
 * sets apart?
 */
#include "analysis/discriminate.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/set_groups.h"
#include "analysis/therapy.h"
#include "base/diag.h"
#include "compile/program.h"
#include "model/model.h"
#include "study/context.h"
#include "study/times.h"
#include "study/treatment.h"

/* When one may measure, as shares of the run. */
static const double time_shares[] = {1.0 / 192.0, 1.0 / 96.0, 1.0 / 48.0, 1.0 / 24.0,
                                     1.0 / 12.0,  1.0 / 6.0,  1.0 / 4.0,  1.0 / 2.0,
                                     3.0 / 4.0,   1.0};

#define N_TIME_SHARES (sizeof time_shares / sizeof *time_shares)

/* [-] Times, or separations, that are closer than this share are one. */
#define SAME 1e-12

/* Mean and variance of ln(fold) in a group. */
struct spread {
    double mean, variance;
};

/* The runs while they are evaluated. */
struct work {
    struct pl_discrimination *out;
    struct pl_treatment **treatments; /* shape (n_cells, n_variants, n_therapies) */
    struct pl_arms arms;
    double *numbers;            /* shape (n_members): folds of a group, NaN of others */
    double *weights;            /* shape (n_members) */
    struct pl_weighted *sorted; /* shape (n_members) */
    struct spread *spreads;     /* shape (n_groups) */
};

void
pl_discriminate_times(const struct pl_context *context, double duration, double *times,
                      size_t *n)
{
    *n = 0;
    for (size_t k = 0; k < N_TIME_SHARES; k++) {
        const double time = k + 1 < N_TIME_SHARES
                                ? pl_time_round(context, duration * time_shares[k])
                                : duration;

        if (time <= duration && (*n == 0 || time > times[*n - 1] * (1.0 + SAME))) {
            times[(*n)++] = time;
        }
    }
}

double
pl_discriminate_sd(double error)
{
    return sqrt(log1p(error * error));
}

double
pl_discriminate_wrong(double separation)
{
    return 0.5 * erfc(separation / (2.0 * sqrt(2.0)));
}

void
pl_discrimination_finish(struct pl_discrimination *discrimination)
{
    free(discrimination->times);
    free(discrimination->groups);
    free(discrimination->experiments);
    free(discrimination->folds);
    free(discrimination->ranked);
    *discrimination = (struct pl_discrimination){0};
}

/* Do two variants start every run from the same? */
static bool
are_equal(const struct pl_context *context, const struct pl_treatment *a,
          const struct pl_treatment *b, double *left, double *right)
{
    const size_t n = context->program->n_inputs;

    for (size_t i = 0; i < n; i++) {
        left[i] = right[i] = 0.0;
    }
    pl_treatment_inputs(a, left);
    pl_treatment_inputs(b, right);
    for (size_t i = 0; i < n; i++) {
        if (left[i] != right[i] && !(isnan(left[i]) && isnan(right[i]))) {
            return false;
        }
    }
    return true;
}

/* What can be told apart at all? */
static enum pl_status
check_variants(const struct pl_context *context,
               const struct pl_discriminate_options *options, struct pl_diags *diags)
{
    const size_t n = context->program->n_inputs;
    double *left = NULL;
    double *right = NULL;
    enum pl_status status = PL_OK;

    if (options->n_variants < 2) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "there is one parameter set: nothing to tell it from");
        pl_diag_hint(diags,
                     "name two variants or more: --variant a,b; or an --ensemble "
                     "with a column 'group'");
        return PL_ERR_OPTION;
    }
    left = calloc(n + 1, sizeof *left);
    right = calloc(n + 1, sizeof *right);
    if (left == NULL || right == NULL) {
        status = pl_diag_no_memory(diags, "the inputs");
    }
    for (size_t a = 0; a < options->n_variants && status == PL_OK; a++) {
        for (size_t b = 0; b < a && status == PL_OK; b++) {
            if (are_equal(context, options->panels[a], options->panels[b], left,
                          right)) {
                status = pl_diag_error(
                    diags, PL_ERR_OPTION, NULL,
                    "the variants '%s' and '%s' are equal: no parameter differs",
                    pl_treatment_variant_id(options->panels[b]),
                    pl_treatment_variant_id(options->panels[a]));
            }
        }
    }
    free(left);
    free(right);
    return status;
}

static enum pl_status
check_options(const struct pl_context *context,
              const struct pl_discriminate_options *options, struct pl_diags *diags)
{
    if (options->run.n_symbols == 0) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "there is no readout that one could measure");
    }
    if (!(options->error > 0.0 && isfinite(options->error))) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "the error of a measurement is greater than 0, not %g",
                             options->error);
    }
    if (!(options->floor > 0.0 && isfinite(options->floor))) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "the floor of folds is greater than 0, not %g",
                             options->floor);
    }
    return options->groups != NULL ? PL_OK : check_variants(context, options, diags);
}

static enum pl_status
name_groups(struct pl_discrimination *out, struct pl_diags *diags)
{
    const struct pl_discriminate_options *options = &out->options;

    out->n_groups = options->groups != NULL ? options->groups->n : options->n_variants;
    out->groups = calloc(out->n_groups + 1, sizeof *out->groups);
    if (out->groups == NULL) {
        return pl_diag_no_memory(diags, "the groups");
    }
    for (size_t g = 0; g < out->n_groups; g++) {
        out->groups[g] = options->groups != NULL
                             ? options->groups->names[g]
                             : pl_treatment_variant_id(options->panels[g]);
    }
    return PL_OK;
}

static enum pl_status
make_treatments(struct work *work, struct pl_diags *diags)
{
    const struct pl_discrimination *out = work->out;
    const size_t n_panels = out->n_cells * out->options.n_variants;
    enum pl_status status = PL_OK;

    work->treatments =
        calloc(n_panels * out->n_therapies + 1, sizeof *work->treatments);
    if (work->treatments == NULL) {
        return pl_diag_no_memory(diags, "the treatments");
    }
    for (size_t i = 0; i < n_panels * out->n_therapies && status == PL_OK; i++) {
        status = pl_therapy_treatment(
            &out->options.therapies->items[i % out->n_therapies], NULL,
            out->options.panels[i / out->n_therapies], diags, &work->treatments[i]);
    }
    return status;
}

static enum pl_status
run_arms(struct work *work, struct pl_diags *diags)
{
    struct pl_discrimination *out = work->out;
    const size_t n = out->n_cells * out->options.n_variants * out->n_therapies;
    struct pl_arm *arms = calloc(n + 1, sizeof *arms);
    enum pl_status status = PL_OK;

    if (arms == NULL) {
        return pl_diag_no_memory(diags, "the arms of a comparison");
    }
    for (size_t i = 0; i < n; i++) {
        arms[i].treatment = work->treatments[i];
    }
    status = pl_arms_run(out->context, arms, n, &out->options.run, diags, &work->arms);
    out->method = work->arms.method;
    free(arms);
    return status;
}

/* Put the folds of a group's members into the room, with their weights. */
static void
collect(struct work *work, const struct pl_experiment *experiment, size_t group)
{
    const struct pl_discrimination *out = work->out;
    const struct pl_groups *groups = out->options.groups;
    const double *weights = pl_ensemble_weights(out->options.run.ensemble);
    const size_t variant = groups != NULL ? 0 : group;
    const size_t arm =
        (experiment->cell * out->options.n_variants + variant) * out->n_therapies +
        experiment->therapy;

    for (size_t m = 0; m < work->arms.n_members; m++) {
        const bool is_in = groups == NULL || groups->of[m] == group;

        work->weights[m] = weights != NULL ? weights[m] : 1.0;
        work->numbers[m] = is_in ? pl_arms_fold(&work->arms, arm, m, experiment->time,
                                                experiment->readout)
                                 : (double)NAN;
    }
}

/* Mean and variance of what is in the room; NaN where nothing is. */
static struct spread
spread_of(const struct work *work)
{
    const double floor = work->out->options.floor;
    double sum = 0.0;
    double mean = 0.0;
    double squares = 0.0;

    for (size_t m = 0; m < work->arms.n_members; m++) {
        const double weight = work->weights[m];

        if (!isnan(work->numbers[m]) && weight > 0.0) {
            const double x = log(fmax(work->numbers[m], floor));
            const double step = x - mean;

            /* West 1979, Commun ACM 22:532: no two large numbers are subtracted */
            sum += weight;
            mean += step * weight / sum;
            squares += weight * step * (x - mean);
        }
    }
    return sum > 0.0 ? (struct spread){mean, squares / sum} : (struct spread){NAN, NAN};
}

/* How far the groups are apart, from their spreads. */
static void
separate(const struct work *work, struct pl_experiment *experiment)
{
    const size_t n = work->out->n_groups;
    const double sd = pl_discriminate_sd(work->out->options.error);
    double sum = 0.0;

    experiment->separation = INFINITY;
    for (size_t a = 0; a < n; a++) {
        for (size_t b = a + 1; b < n; b++) {
            const struct spread *x = &work->spreads[a];
            const struct spread *y = &work->spreads[b];
            const double apart = fabs(x->mean - y->mean) /
                                 sqrt(sd * sd + (x->variance + y->variance) / 2.0);

            sum += apart;
            if (apart < experiment->separation * (1.0 - SAME)) {
                experiment->separation = apart;
                experiment->closest[0] = a;
                experiment->closest[1] = b;
            }
        }
    }
    experiment->mean = sum / (double)(n * (n - 1) / 2);
    if (isnan(experiment->mean)) {
        experiment->separation = (double)NAN; /* some group has no fold */
    }
}

static void
evaluate_experiment(struct work *work, size_t e)
{
    struct pl_discrimination *out = work->out;
    struct pl_experiment *experiment = &out->experiments[e];
    const size_t per_readout = out->n_times;
    const size_t per_therapy = per_readout * out->n_readouts;
    const size_t per_cell = per_therapy * out->n_therapies;

    experiment->cell = e / per_cell;
    experiment->therapy = e % per_cell / per_therapy;
    experiment->readout = e % per_therapy / per_readout;
    experiment->time = e % per_readout;
    for (size_t g = 0; g < out->n_groups; g++) {
        collect(work, experiment, g);
        out->folds[e * out->n_groups + g] = pl_band_of(
            work->numbers, 1, work->weights, work->arms.n_members, work->sorted);
        work->spreads[g] = spread_of(work);
    }
    separate(work, experiment);
}

/* Put an experiment among those that are ranked. */
static void
insert(struct pl_discrimination *out, size_t e)
{
    size_t place = out->n_ranked;

    while (place > 0 && out->experiments[out->ranked[place - 1]].separation <
                            out->experiments[e].separation) {
        out->ranked[place] = out->ranked[place - 1];
        place--;
    }
    out->ranked[place] = e;
    out->n_ranked++;
}

/* Of each cell, treatment and readout the best time, the earliest of equal ones. */
static void
rank(struct pl_discrimination *out)
{
    for (size_t first = 0; first < out->n; first += out->n_times) {
        size_t best = first;

        for (size_t e = first; e < first + out->n_times; e++) {
            const double here = out->experiments[e].separation;

            if (here > out->experiments[best].separation * (1.0 + SAME) ||
                (isnan(out->experiments[best].separation) && !isnan(here))) {
                best = e;
            }
        }
        if (!isnan(out->experiments[best].separation)) {
            insert(out, best);
        }
    }
    for (size_t k = 0; k < out->n_ranked; k++) {
        out->experiments[out->ranked[k]].rank = k + 1;
    }
}

/* Readouts without any fold in some cell. */
static void
warn_zeros(const struct pl_discrimination *out, struct pl_diags *diags)
{
    for (size_t r = 0; r < out->n_readouts; r++) {
        bool is_zero = false;

        for (size_t e = 0; e < out->n; e++) {
            is_zero = is_zero || (out->experiments[e].readout == r &&
                                  isnan(out->experiments[e].separation));
        }
        if (is_zero) {
            pl_diag_warning(
                diags, NULL,
                "'%s' is 0 before treatment%s: there it has no fold, and no rank",
                out->context->model->symbols[out->options.run.symbols[r]].label,
                out->n_cells > 1 ? " in some cell" : "");
        }
    }
}

static bool
make_room(struct work *work)
{
    struct pl_discrimination *out = work->out;
    const size_t n_members = work->arms.n_members;

    if (out->n > SIZE_MAX / sizeof *out->experiments / (out->n_groups + 1)) {
        return false;
    }
    out->experiments = calloc(out->n + 1, sizeof *out->experiments);
    out->folds = calloc(out->n * out->n_groups + 1, sizeof *out->folds);
    out->ranked = calloc(out->n / out->n_times + 1, sizeof *out->ranked);
    work->numbers = calloc(n_members + 1, sizeof *work->numbers);
    work->weights = calloc(n_members + 1, sizeof *work->weights);
    work->sorted = calloc(n_members + 1, sizeof *work->sorted);
    work->spreads = calloc(out->n_groups + 1, sizeof *work->spreads);
    return out->experiments != NULL && out->folds != NULL && out->ranked != NULL &&
           work->numbers != NULL && work->weights != NULL && work->sorted != NULL &&
           work->spreads != NULL;
}

static enum pl_status
evaluate(struct work *work, struct pl_diags *diags)
{
    struct pl_discrimination *out = work->out;

    out->n = out->n_cells * out->n_therapies * out->n_readouts * out->n_times;
    if (!make_room(work)) {
        return pl_diag_no_memory(diags, "the results of a comparison");
    }
    for (size_t e = 0; e < out->n; e++) {
        evaluate_experiment(work, e);
    }
    rank(out);
    warn_zeros(out, diags);
    return PL_OK;
}

/* What is asked for, with times of its own: they are looked at when the caller's may be
 * gone. */
static enum pl_status
begin(struct pl_discrimination *out, const struct pl_context *context,
      const struct pl_discriminate_options *options, struct pl_diags *diags)
{
    out->context = context;
    out->options = *options;
    out->n_cells = options->n_cells;
    out->n_therapies = options->therapies->n;
    out->n_readouts = options->run.n_symbols;
    out->n_times = options->run.n_times;
    out->times = calloc(out->n_times + 1, sizeof *out->times);
    if (out->times == NULL) {
        return pl_diag_no_memory(diags, "the times of a comparison");
    }
    memcpy(out->times, options->run.times, out->n_times * sizeof *out->times);
    out->options.run.times = out->times;
    return name_groups(out, diags);
}

enum pl_status
pl_discriminate_run(const struct pl_context *context,
                    const struct pl_discriminate_options *options,
                    struct pl_diags *diags, struct pl_discrimination *out)
{
    struct work work = {.out = out};
    const size_t n = options->n_cells * options->n_variants * options->therapies->n;
    enum pl_status status = check_options(context, options, diags);

    pl_discrimination_finish(out);
    if (status == PL_OK) {
        status = begin(out, context, options, diags);
    }
    if (status == PL_OK) {
        status = make_treatments(&work, diags);
    }
    if (status == PL_OK) {
        status = run_arms(&work, diags);
    }
    if (status == PL_OK) {
        status = evaluate(&work, diags);
    }
    for (size_t i = 0; work.treatments != NULL && i < n; i++) {
        pl_treatment_destroy(work.treatments[i]);
    }
    free(work.treatments);
    pl_arms_finish(&work.arms);
    free(work.numbers);
    free(work.weights);
    free(work.sorted);
    free(work.spreads);
    if (status != PL_OK) {
        pl_discrimination_finish(out);
    }
    return status;
}
