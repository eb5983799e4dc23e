/*
 * explain.c - which feedback loop did it.
 */
#include "analysis/explain_private.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/list.h"
#include "base/number.h"
#include "model/model.h"
#include "study/context.h"
#include "study/times.h"
#include "study/treatment.h"

/* [-] As in pl_fold. */
#define ZERO_SHARE 1e-9

bool
pl_explain_is_zero(const struct pl_explaining *explaining, double untreated)
{
    return fabs(untreated) <= ZERO_SHARE * explaining->start_level;
}

double
pl_explain_log(const struct pl_explaining *explaining, const struct pl_arms *arms,
               size_t arm, size_t member, size_t time)
{
    const double fold = pl_arms_fold(arms, arm, member, time, 0);
    const double untreated =
        arms->untreated[(arm * arms->n_members + member) * arms->n_symbols];

    if (pl_explain_is_zero(explaining, untreated)) {
        return (double)NAN;
    }
    /* Errors stay below 1e-3 rtol of a state's level at the start, however small it
     * becomes: at a fold of rtol that is 0.1 % of it. */
    return fold > explaining->options->sim.rtol ? log(fold) : (double)NAN;
}

/* "as in --inhibit mTORC1": with what the model has. */
static void
hint_treatment(const struct pl_explaining *explaining)
{
    const struct pl_role_list *lists = explaining->context->roles.lists;

    if (lists[PL_ROLE_TARGET].n > 0) {
        pl_diag_hint(explaining->diags, "as in --inhibit %s",
                     lists[PL_ROLE_TARGET].names[0]);
    } else if (lists[PL_ROLE_DRUG].n > 0) {
        pl_diag_hint(explaining->diags, "as in --drug %s=10nM",
                     lists[PL_ROLE_DRUG].names[0]);
    } else {
        pl_diag_hint(
            explaining->diags,
            "the model has neither targets nor drugs: --set NAME=VALUE@0 changes "
            "a parameter from time 0 on");
    }
}

static enum pl_status
check_times(const struct pl_explaining *explaining)
{
    const struct pl_explain_options *options = explaining->options;
    char time[PL_NUMBER_SIZE];
    char end[PL_NUMBER_SIZE];

    if (options->n_times == 0 ||
        (options->focus != PL_NONE && options->focus >= options->n_times)) {
        return pl_diag_error(explaining->diags, PL_ERR_OPTION, NULL,
                             "there is no time at which to explain anything");
    }
    for (size_t k = 0; k < options->n_times; k++) {
        const double before = k > 0 ? options->times[k - 1] : 0.0;

        if (options->times[k] > before && options->times[k] <= options->duration) {
            continue;
        }
        pl_time_format(explaining->context, options->times[k], time);
        pl_time_format(explaining->context, options->duration, end);
        return options->times[k] == 0.0
                   ? pl_diag_error(explaining->diags, PL_ERR_OPTION, NULL,
                                   "at %s there is nothing to explain yet: times are "
                                   "later than that, and %s at most",
                                   time, end)
                   : pl_diag_error(explaining->diags, PL_ERR_OPTION, NULL,
                                   "times ascend, from later than 0 to the end of the "
                                   "run (%s): not %s",
                                   end, time);
    }
    return PL_OK;
}

static enum pl_status
check_options(const struct pl_explaining *explaining)
{
    const struct pl_explain_options *options = explaining->options;

    if (!(options->duration > 0.0 && isfinite(options->duration))) {
        return pl_diag_error(explaining->diags, PL_ERR_OPTION, NULL,
                             "a run lasts longer than 0, not %g", options->duration);
    }
    if (!pl_treatment_is_any(explaining->treatment)) {
        pl_diag_error(explaining->diags, PL_ERR_OPTION, NULL,
                      "there is nothing to explain without a treatment");
        hint_treatment(explaining);
        return PL_ERR_OPTION;
    }
    if (options->against != NULL && options->ensemble != NULL) {
        pl_diag_error(explaining->diags, PL_ERR_OPTION, NULL,
                      "--against and --ensemble exclude each other: clamped signals "
                      "follow one time course of the other treatment, and each "
                      "parameter set has its own");
        pl_diag_hint(explaining->diags,
                     "--variant and --set explain one set at a time");
        return PL_ERR_OPTION;
    }
    return check_times(explaining);
}

/* The treatment without its cuts, when it has any. */
static enum pl_status
make_uncut(struct pl_explaining *explaining)
{
    size_t n = 0;
    size_t n_uncut = 0;
    enum pl_status status = pl_treatment_copy_uncut(
        explaining->treatment, explaining->diags, &explaining->uncut);

    if (status != PL_OK) {
        return status;
    }
    (void)pl_treatment_actions(explaining->treatment, &n);
    (void)pl_treatment_actions(explaining->uncut, &n_uncut);
    if (n == n_uncut) {
        pl_treatment_destroy(explaining->uncut);
        explaining->uncut = NULL;
    }
    return PL_OK;
}

enum pl_status
pl_explain_make_against(const struct pl_treatment *treatment, const char *text,
                        struct pl_diags *diags, struct pl_treatment **out)
{
    struct pl_treatment *other = NULL;
    const struct pl_action *actions = NULL;
    size_t n_before = 0;
    size_t n = 0;
    enum pl_status status = pl_treatment_copy_untreated(treatment, diags, &other);

    *out = NULL;
    if (status == PL_OK) {
        (void)pl_treatment_actions(other, &n_before);
        status = pl_treatment_add_list(other, text, diags);
        actions = pl_treatment_actions(other, &n);
    }
    for (size_t i = n_before; status == PL_OK && i < n; i++) {
        if (actions[i].before_rest) {
            status = pl_diag_error(diags, PL_ERR_OPTION, NULL,
                                   "--against=%s: '%s' holds before time 0: both "
                                   "treatments start from the same rest",
                                   text, actions[i].text);
        }
    }
    if (status == PL_OK &&
        pl_treatment_variant_id(other) != pl_treatment_variant_id(treatment)) {
        status = pl_diag_error(diags, PL_ERR_OPTION, NULL,
                               "--against=%s: a variant holds before time 0: both "
                               "treatments start from the same rest",
                               text);
    }
    if (status != PL_OK) {
        pl_treatment_destroy(other);
        return status;
    }
    *out = other;
    return PL_OK;
}

enum pl_equilibrate
pl_explain_equilibrate(const struct pl_explain_options *options)
{
    return options->equilibrate == PL_EQUILIBRATE_AUTO ? PL_EQUILIBRATE_YES
                                                       : options->equilibrate;
}

struct pl_arms_options
pl_explain_arms_options(const struct pl_explaining *explaining)
{
    const struct pl_explain_options *options = explaining->options;

    return (struct pl_arms_options){.sim = options->sim,
                                    .duration = options->duration,
                                    .equilibrate = pl_explain_equilibrate(options),
                                    .ensemble = options->ensemble,
                                    .times = explaining->out->times,
                                    .n_times = explaining->out->n_times,
                                    .n_threads = options->n_threads};
}

static enum pl_status
make_room(struct pl_explaining *explaining)
{
    struct pl_explain *out = explaining->out;
    const size_t n_loops = out->n_loops;
    const size_t n_parts = (n_loops + 2) * out->n_times;

    if (out->n_members > SIZE_MAX / sizeof *out->factors / n_parts) {
        return pl_diag_no_memory(explaining->diags, "the factors");
    }
    out->factors = calloc(out->n_members * n_parts, sizeof *out->factors);
    out->errors = calloc(out->n_members * n_parts, sizeof *out->errors);
    out->alone = calloc(out->n_members * n_parts, sizeof *out->alone);
    out->without = calloc(out->n_members * n_parts, sizeof *out->without);
    out->factor_bands = calloc(n_parts, sizeof *out->factor_bands);
    out->alone_bands = calloc(n_parts, sizeof *out->alone_bands);
    out->without_bands = calloc(n_parts, sizeof *out->without_bands);
    out->silent_bands = calloc(out->n_times, sizeof *out->silent_bands);
    out->signals = calloc(out->n_edges * out->n_times + 1, sizeof *out->signals);
    out->behind = calloc(n_loops * n_loops + 1, sizeof *out->behind);
    explaining->base_log = calloc(out->n_times, sizeof *explaining->base_log);
    return out->factors != NULL && out->errors != NULL && out->alone != NULL &&
                   out->without != NULL && out->factor_bands != NULL &&
                   out->alone_bands != NULL && out->without_bands != NULL &&
                   out->silent_bands != NULL && out->signals != NULL &&
                   out->behind != NULL && explaining->base_log != NULL
               ? PL_OK
               : pl_diag_no_memory(explaining->diags, "the factors");
}

/* A readout that is gone at all times cannot be taken apart at any. */
static enum pl_status
check_gone(const struct pl_explaining *explaining)
{
    const struct pl_explain *out = explaining->out;
    const struct pl_symbol *readout =
        &explaining->context->model->symbols[out->readout];

    for (size_t k = 0; k < out->n_members * (out->n_loops + 2) * out->n_times; k++) {
        if (k / out->n_times % (out->n_loops + 2) == out->n_loops &&
            !isnan(out->factors[k])) {
            return PL_OK;
        }
    }
    if (out->n_failed > 0) {
        return pl_diag_error(explaining->diags, PL_ERR_STEP, NULL,
                             "in every set some run failed: there are no factors");
    }
    pl_diag_error(explaining->diags, PL_ERR_OPTION, NULL,
                  "'%s' is gone at every time asked for: its fold is below %g, where "
                  "nothing is left to take apart",
                  readout->label, explaining->options->sim.rtol);
    pl_diag_hint(explaining->diags,
                 "--at chooses earlier times, --readout another one");
    return PL_ERR_OPTION;
}

static enum pl_status
explain(struct pl_explaining *explaining)
{
    const struct pl_explain_options *options = explaining->options;
    struct pl_explain *out = explaining->out;
    enum pl_status status = check_options(explaining);

    if (status != PL_OK) {
        return status;
    }
    out->readout = options->readout;
    out->n_members = pl_ensemble_n(options->ensemble);
    out->weights = pl_ensemble_weights(options->ensemble);
    out->follow_error = (double)NAN;
    out->times = calloc(options->n_times, sizeof *out->times);
    if (out->times == NULL) {
        return pl_diag_no_memory(explaining->diags, "the times");
    }
    memcpy(out->times, options->times, options->n_times * sizeof *out->times);
    out->n_times = options->n_times;
    status = pl_explain_list_loops(explaining);
    if (status == PL_OK) {
        status = make_uncut(explaining);
    }
    if (status == PL_OK) {
        status = make_room(explaining);
    }
    if (status == PL_OK) {
        status = pl_explain_look(explaining);
    }
    if (status == PL_OK) {
        status = pl_explain_run_coalitions(explaining);
    }
    if (status == PL_OK) {
        status = check_gone(explaining);
    }
    if (status == PL_OK) {
        status = pl_explain_judge(explaining);
    }
    if (status == PL_OK) {
        status = pl_explain_find_gains(explaining);
    }
    if (status == PL_OK) {
        pl_explain_set_focus(out,
                             options->focus != PL_NONE ? options->focus : out->focus);
    }
    return status;
}

enum pl_status
pl_explain_run(const struct pl_context *context, const struct pl_treatment *treatment,
               const struct pl_explain_options *options, struct pl_diags *diags,
               struct pl_explain *out)
{
    struct pl_explaining explaining = {.context = context,
                                       .treatment = treatment,
                                       .options = options,
                                       .diags = diags,
                                       .out = out};
    enum pl_status status = PL_OK;

    pl_explain_finish(out);
    status = explain(&explaining);
    if (status != PL_OK) {
        pl_explain_finish(out);
    }
    pl_shadow_finish(&explaining.shadow);
    pl_treatment_destroy(explaining.uncut);
    pl_explain_finish_batches(&explaining);
    free(explaining.base);
    free(explaining.base_log);
    free(explaining.treated);
    free(explaining.by_itself);
    free(explaining.pinned);
    free(explaining.before);
    return status;
}

void
pl_explain_finish(struct pl_explain *explain)
{
    for (size_t l = 0; l < explain->n_loops; l++) {
        free(explain->loops[l].name);
        free(explain->loops[l].label);
    }
    free(explain->loops);
    free(explain->edges);
    free(explain->times);
    free(explain->factors);
    free(explain->errors);
    free(explain->alone);
    free(explain->without);
    free(explain->factor_bands);
    free(explain->alone_bands);
    free(explain->without_bands);
    free(explain->silent_bands);
    free(explain->signals);
    free(explain->behind);
    free(explain->intact_bands);
    free(explain->plain);
    *explain = (struct pl_explain){0};
}
