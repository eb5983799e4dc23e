/*
 * sensitivity.c - which constants of a model a readout depends on.
 */
#include "analysis/sensitivity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/asked.h"
#include "analysis/elasticity.h"
#include "analysis/morris.h"
#include "analysis/saltelli.h"
#include "analysis/sensitivity_check.h"
#include "base/diag.h"
#include "base/index.h"
#include "base/number.h"
#include "base/text.h"
#include "compile/program.h"
#include "model/model.h"
#include "study/context.h"
#include "study/factor.h"
#include "study/measure.h"
#include "study/samples.h"
#include "study/treatment.h"

/* Runs of a local answer for each constant: no more than that. */
#define LOCAL_RUNS ((size_t)14)

const char *const pl_sensitivity_words[] = {"local", "morris", "sobol", NULL};

/* One panel in one set, as the mathematics asks it. */
struct asking {
    struct pl_sensitivity *s;
    size_t panel, member;
    const char **names; /* shape (n_factors): columns of the runs */
    double *own;        /* shape (n_factors): where the set and the panel have them */
    size_t n_all;       /* runs of everything */
};

size_t
pl_sensitivity_n_runs(const struct pl_sensitivity_options *options)
{
    const size_t n = options->n_panels * pl_ensemble_n(options->ensemble);

    switch (options->method) {
    case PL_SENSITIVITY_LOCAL:
        return n * (LOCAL_RUNS * options->n_factors + 1);
    case PL_SENSITIVITY_MORRIS:
        return n * pl_morris_n_points(options->n_factors, options->n_samples);
    default:
        return n * pl_saltelli_n_points(options->n_factors, options->n_samples);
    }
}

void
pl_sensitivity_finish(struct pl_sensitivity *sensitivity)
{
    free(sensitivity->numbers);
    free(sensitivity->outputs);
    free(sensitivity->deviations);
    free(sensitivity->sums);
    free(sensitivity->order);
    free(sensitivity->room);
    free(sensitivity->failure);
    *sensitivity = (struct pl_sensitivity){0};
}

static enum pl_status
make_room(struct pl_sensitivity *s, struct pl_diags *diags)
{
    const struct pl_sensitivity_options *options = &s->options;
    const size_t n_outputs = options->n_panels * s->n_members * options->n_measures;

    s->numbers = calloc(n_outputs * options->n_factors * PL_SENSITIVITY_N_NUMBERS,
                        sizeof *s->numbers);
    s->outputs = calloc(n_outputs, sizeof *s->outputs);
    s->deviations = calloc(n_outputs, sizeof *s->deviations);
    s->sums = calloc(n_outputs, sizeof *s->sums);
    s->order = calloc(options->n_panels * options->n_measures * options->n_factors,
                      sizeof *s->order);
    s->room = calloc(s->n_members, sizeof *s->room);
    return s->numbers != NULL && s->outputs != NULL && s->deviations != NULL &&
                   s->sums != NULL && s->order != NULL && s->room != NULL
               ? PL_OK
               : pl_diag_no_memory(diags, "sensitivities");
}

/* ---- asking ---- */

/* Columns, and what stands in them without any change. */
static enum pl_status
prepare(struct asking *asking, struct pl_diags *diags)
{
    const struct pl_sensitivity *s = asking->s;
    const struct pl_sensitivity_options *options = &s->options;
    double *inputs = calloc(s->context->program->n_inputs, sizeof *inputs);

    asking->names = calloc(options->n_factors, sizeof *asking->names);
    asking->own = calloc(options->n_factors, sizeof *asking->own);
    if (inputs == NULL || asking->names == NULL || asking->own == NULL) {
        free(inputs);
        return pl_diag_no_memory(diags, "the samples");
    }
    pl_treatment_inputs_in(options->panels[asking->panel], PL_NONE, options->ensemble,
                           asking->member, inputs);
    for (size_t f = 0; f < options->n_factors; f++) {
        const struct pl_factor *factor = &options->factors[f];

        asking->names[f] = factor->name;
        asking->own[f] =
            factor->kind == PL_FACTOR_NUMBER ? inputs[factor->symbol] : NAN;
    }
    free(inputs);
    return PL_OK;
}

static void
finish_asking(struct asking *asking)
{
    free(asking->names);
    free(asking->own);
}

/* Remember what went wrong first. */
static enum pl_status
note_failure(struct pl_sensitivity *s, struct pl_samples *samples,
             struct pl_diags *diags)
{
    s->n_failed += samples->n_failed;
    if (s->failure == NULL && samples->failure != NULL) {
        s->failure = pl_text_copy(samples->failure);
        if (s->failure == NULL) {
            return pl_diag_no_memory(diags, "the results of runs");
        }
    }
    return PL_OK;
}

/*
 * Values for the mathematics.
 * @param points  shape (n_points, n_factors): values where it is local, else shares
 */
static enum pl_status
answer(void *context, const double *points, size_t n_points, double *out,
       struct pl_diags *diags)
{
    struct asking *asking = context;
    struct pl_sensitivity *s = asking->s;
    const struct pl_sensitivity_options *options = &s->options;
    const size_t n = options->n_factors;
    const bool is_local = options->method == PL_SENSITIVITY_LOCAL;
    struct pl_arms_options run = options->run;
    struct pl_samples samples = {0};
    double *rows = calloc(n_points, n * sizeof *rows);
    size_t *members = calloc(n_points, sizeof *members);
    enum pl_status status = rows != NULL && members != NULL
                                ? PL_OK
                                : pl_diag_no_memory(diags, "the samples");

    for (size_t k = 0; k < n_points && status == PL_OK; k++) {
        members[k] = asking->member;
        for (size_t f = 0; f < n; f++) {
            rows[k * n + f] =
                is_local ? points[k * n + f]
                         : pl_factor_at(&options->factors[f], points[k * n + f]);
        }
    }
    run.ensemble = options->ensemble;
    run.members = options->ensemble != NULL ? members : NULL;
    if (status == PL_OK) {
        status = pl_samples_run(s->context, options->panels[asking->panel],
                                asking->names, n, rows, n_points, options->measures,
                                options->n_measures, &run, diags, &samples);
    }
    if (status == PL_OK) {
        memcpy(out, samples.values, n_points * options->n_measures * sizeof *out);
        for (size_t k = 0; k < n_points * options->n_measures; k++) {
            const struct pl_measure *measure =
                &options->measures[k % options->n_measures];

            out[k] = pl_measure_told(measure, s->context, out[k]);
        }
        s->method = samples.method;
        s->n_runs += n_points;
        status = note_failure(s, &samples, diags);
    }
    if (status == PL_OK && options->tell != NULL) {
        options->tell(options->tell_context, s->n_runs, asking->n_all);
    }
    pl_samples_finish(&samples);
    free(rows);
    free(members);
    return status;
}

/* ---- one panel in one set ---- */

static size_t
place_of_output(const struct pl_sensitivity *s, size_t panel, size_t member,
                size_t measure)
{
    return (panel * s->n_members + member) * s->options.n_measures + measure;
}

static double *
numbers_of(const struct pl_sensitivity *s, size_t panel, size_t member, size_t measure,
           size_t factor)
{
    return s->numbers +
           (place_of_output(s, panel, member, measure) * s->options.n_factors +
            factor) *
               PL_SENSITIVITY_N_NUMBERS;
}

/* Where the model stands there has to be something to ask about. */
static enum pl_status
check_outputs(const struct asking *asking, const double *outputs,
              struct pl_diags *diags)
{
    const struct pl_sensitivity_options *options = &asking->s->options;

    for (size_t k = 0; k < options->n_measures; k++) {
        const struct pl_measure *measure = &options->measures[k];

        if (!isnan(outputs[k])) {
            continue;
        }
        if (asking->s->failure != NULL) {
            return pl_diag_error(diags, PL_ERR_STEP, NULL,
                                 "the run without any change failed: %s",
                                 asking->s->failure);
        }
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s: there is no fold: the untreated level is 0", measure->name);
        pl_diag_hint(diags, "ask for the level itself: --readout without 'fold:'");
        return PL_ERR_OPTION;
    }
    return PL_OK;
}

static enum pl_status
run_local(struct asking *asking, const struct pl_asked *asked, struct pl_diags *diags)
{
    struct pl_sensitivity *s = asking->s;
    const struct pl_sensitivity_options *options = &s->options;
    const size_t n = options->n_factors;
    const size_t n_measures = options->n_measures;
    double *outputs = s->outputs + place_of_output(s, asking->panel, asking->member, 0);
    struct pl_elasticity_at *at = calloc(n, sizeof *at);
    struct pl_elasticity *found = calloc(n * n_measures, sizeof *found);
    enum pl_status status =
        at != NULL && found != NULL ? PL_OK : pl_diag_no_memory(diags, "elasticities");

    for (size_t f = 0; f < n && status == PL_OK; f++) {
        const struct pl_factor *factor = &options->factors[f];

        at[f] = (struct pl_elasticity_at){asking->own[f], factor->low, factor->high};
        status = pl_sensitivity_check_value(factor, asking->own[f], diags);
    }
    if (status == PL_OK) {
        status = pl_elasticity_run(asked, at, n, n_measures, diags, outputs, found);
    }
    if (status == PL_OK) {
        status = check_outputs(asking, outputs, diags);
    }
    for (size_t k = 0; k < n * n_measures && status == PL_OK; k++) {
        double *numbers = numbers_of(s, asking->panel, asking->member, k / n, k % n);

        numbers[PL_SENSITIVITY_ELASTICITY] = found[k].elasticity;
        numbers[PL_SENSITIVITY_ERROR] = found[k].error;
        numbers[PL_SENSITIVITY_DERIVATIVE] = found[k].derivative;
        numbers[PL_SENSITIVITY_DERIVATIVE_ERROR] = found[k].derivative_error;
        numbers[PL_SENSITIVITY_VALUE] = asking->own[k % n];
    }
    free(at);
    free(found);
    return status;
}

static enum pl_status
run_morris(struct asking *asking, const struct pl_asked *asked, struct pl_diags *diags)
{
    struct pl_sensitivity *s = asking->s;
    const struct pl_sensitivity_options *options = &s->options;
    const size_t n = options->n_factors;
    const struct pl_morris_options morris_options = {
        .n_trajectories = options->n_samples,
        .n_levels = options->n_levels,
        .n_candidates = options->n_candidates,
        .seed = options->seed,
        .n_resamples = options->n_resamples,
        .level = options->level,
    };
    struct pl_morris found = {0};
    enum pl_status status =
        pl_morris_run(asked, n, options->n_measures, &morris_options, diags, &found);

    for (size_t k = 0; k < n * options->n_measures && status == PL_OK; k++) {
        double *numbers = numbers_of(s, asking->panel, asking->member, k / n, k % n);

        numbers[PL_SENSITIVITY_MU_STAR] = found.mu_star[k];
        numbers[PL_SENSITIVITY_MU_STAR_LOW] = found.interval[k].low;
        numbers[PL_SENSITIVITY_MU_STAR_HIGH] = found.interval[k].high;
        numbers[PL_SENSITIVITY_MU] = found.mu[k];
        numbers[PL_SENSITIVITY_SIGMA] = found.sigma[k];
    }
    for (size_t k = 0; k < options->n_measures && status == PL_OK; k++) {
        s->outputs[place_of_output(s, asking->panel, asking->member, k)] = NAN;
    }
    pl_morris_finish(&found);
    return status;
}

static enum pl_status
run_sobol(struct asking *asking, const struct pl_asked *asked, struct pl_diags *diags)
{
    struct pl_sensitivity *s = asking->s;
    const struct pl_sensitivity_options *options = &s->options;
    const size_t n = options->n_factors;
    const struct pl_saltelli_options saltelli_options = {
        .n_samples = options->n_samples,
        .seed = options->seed,
        .n_resamples = options->n_resamples,
        .level = options->level,
    };
    struct pl_saltelli found = {0};
    enum pl_status status = pl_saltelli_run(asked, n, options->n_measures,
                                            &saltelli_options, diags, &found);

    for (size_t k = 0; k < n * options->n_measures && status == PL_OK; k++) {
        double *numbers = numbers_of(s, asking->panel, asking->member, k / n, k % n);

        s->sums[place_of_output(s, asking->panel, asking->member, k / n)] +=
            found.first[k];
        numbers[PL_SENSITIVITY_FIRST] = found.first[k];
        numbers[PL_SENSITIVITY_FIRST_LOW] = found.first_interval[k].low;
        numbers[PL_SENSITIVITY_FIRST_HIGH] = found.first_interval[k].high;
        numbers[PL_SENSITIVITY_TOTAL] = found.total[k];
        numbers[PL_SENSITIVITY_TOTAL_LOW] = found.total_interval[k].low;
        numbers[PL_SENSITIVITY_TOTAL_HIGH] = found.total_interval[k].high;
    }
    for (size_t k = 0; k < options->n_measures && status == PL_OK; k++) {
        const size_t place = place_of_output(s, asking->panel, asking->member, k);

        s->outputs[place] = found.mean[k];
        s->deviations[place] = sqrt(found.variance[k]);
    }
    pl_saltelli_finish(&found);
    return status;
}

static enum pl_status
run_one(struct pl_sensitivity *s, size_t panel, size_t member, struct pl_diags *diags)
{
    struct asking asking = {.s = s,
                            .panel = panel,
                            .member = member,
                            .n_all = pl_sensitivity_n_runs(&s->options)};
    const struct pl_asked asked = {.values = answer, .context = &asking};
    enum pl_status status = prepare(&asking, diags);

    if (status == PL_OK) {
        switch (s->options.method) {
        case PL_SENSITIVITY_LOCAL:
            status = run_local(&asking, &asked, diags);
            break;
        case PL_SENSITIVITY_MORRIS:
            status = run_morris(&asking, &asked, diags);
            break;
        default:
            status = run_sobol(&asking, &asked, diags);
            break;
        }
    }
    finish_asking(&asking);
    return status;
}

/* ---- all of it ---- */

/* A factor's place while they are put in order. */
struct ranked {
    double weight;
    size_t factor;
};

static int
compare_ranked(const void *a, const void *b)
{
    const struct ranked *left = a;
    const struct ranked *right = b;

    if (isnan(left->weight) != isnan(right->weight)) {
        return isnan(left->weight) ? 1 : -1;
    }
    if (left->weight != right->weight && !isnan(left->weight)) {
        return left->weight < right->weight ? 1 : -1;
    }
    return (left->factor > right->factor) - (left->factor < right->factor);
}

static enum pl_status
put_in_order(struct pl_sensitivity *s, struct pl_diags *diags)
{
    const size_t n = s->options.n_factors;
    struct ranked *ranked = calloc(n, sizeof *ranked);

    if (ranked == NULL) {
        return pl_diag_no_memory(diags, "sensitivities");
    }
    for (size_t p = 0; p < s->options.n_panels; p++) {
        for (size_t m = 0; m < s->options.n_measures; m++) {
            size_t *order = s->order + (p * s->options.n_measures + m) * n;

            for (size_t f = 0; f < n; f++) {
                /* what differs by rounding alone is alike: the model's order then */
                ranked[f] =
                    (struct ranked){(float)pl_sensitivity_weight(s, p, m, f), f};
            }
            qsort(ranked, n, sizeof *ranked, compare_ranked);
            for (size_t f = 0; f < n; f++) {
                order[f] = ranked[f].factor;
            }
        }
    }
    free(ranked);
    return PL_OK;
}

enum pl_status
pl_sensitivity_run(const struct pl_context *context,
                   const struct pl_sensitivity_options *options, struct pl_diags *diags,
                   struct pl_sensitivity *out)
{
    enum pl_status status = pl_sensitivity_check(options, diags);

    pl_sensitivity_finish(out);
    out->context = context;
    out->options = *options;
    out->n_members = pl_ensemble_n(options->ensemble);
    if (status == PL_OK) {
        status = make_room(out, diags);
    }
    for (size_t p = 0; p < options->n_panels && status == PL_OK; p++) {
        for (size_t m = 0; m < out->n_members && status == PL_OK; m++) {
            status = run_one(out, p, m, diags);
        }
    }
    if (status == PL_OK) {
        status = put_in_order(out, diags);
    }
    if (status != PL_OK) {
        pl_sensitivity_finish(out);
    }
    return status;
}

double
pl_sensitivity_number(const struct pl_sensitivity *s, size_t panel, size_t member,
                      size_t measure, size_t factor, enum pl_sensitivity_number number)
{
    return numbers_of(s, panel, member, measure, factor)[number];
}

struct pl_band
pl_sensitivity_band(const struct pl_sensitivity *s, size_t panel, size_t measure,
                    size_t factor, enum pl_sensitivity_number number)
{
    const size_t stride =
        s->options.n_measures * s->options.n_factors * PL_SENSITIVITY_N_NUMBERS;
    const double *values = numbers_of(s, panel, 0, measure, factor) + number;

    return s->options.ensemble == NULL
               ? (struct pl_band){values[0], values[0], values[0]}
               : pl_band_of(values, stride, pl_ensemble_weights(s->options.ensemble),
                            s->n_members, s->room);
}

enum pl_sensitivity_number
pl_sensitivity_main(enum pl_sensitivity_method method)
{
    return method == PL_SENSITIVITY_LOCAL    ? PL_SENSITIVITY_ELASTICITY
           : method == PL_SENSITIVITY_MORRIS ? PL_SENSITIVITY_MU_STAR
                                             : PL_SENSITIVITY_TOTAL;
}

double
pl_sensitivity_weight(const struct pl_sensitivity *s, size_t panel, size_t measure,
                      size_t factor)
{
    return fabs(pl_sensitivity_band(s, panel, measure, factor,
                                    pl_sensitivity_main(s->options.method))
                    .median);
}
