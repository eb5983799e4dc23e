/*
 * compare.c - treatments side by side: the runs, and what became of the readouts.
 */
#include "analysis/compare.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/curve_times.h"
#include "analysis/therapy.h"
#include "base/diag.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/summary.h"
#include "study/times.h"
#include "study/treatment.h"

/* [-] Untreated levels that differ by less are those of one rest. */
#define SAME_REST 1e-9

/* Work space for the members of an ensemble. */
struct room {
    size_t n_members;
    const double *weights;         /* NULL for one member */
    double *numbers;               /* shape (n_members) */
    struct pl_weighted *sorted;    /* shape (n_members) */
    double *folds;                 /* shape (n_times) */
    struct pl_comeback *comebacks; /* shape (n_members) */
};

static enum pl_outcome
outcome_of(enum pl_comeback_kind kind)
{
    switch (kind) {
    case PL_COMEBACK_RISES:
    case PL_COMEBACK_BACK:
        return PL_OUTCOME_RETURNS;
    case PL_COMEBACK_STAYS:
    case PL_COMEBACK_PASSES:
        return PL_OUTCOME_LEVEL;
    case PL_COMEBACK_PARTLY:
    case PL_COMEBACK_DOWN:
    case PL_COMEBACK_RELAPSE:
    case PL_COMEBACK_TURNS:
        return PL_OUTCOME_LOW;
    case PL_COMEBACK_NONE:
    case PL_N_COMEBACKS:
        break;
    }
    return PL_OUTCOME_NONE;
}

void
pl_comparison_finish(struct pl_comparison *comparison)
{
    const size_t n = comparison->n_panels * comparison->n_therapies;

    for (size_t i = 0; comparison->treatments != NULL && i < n; i++) {
        pl_treatment_destroy(comparison->treatments[i]);
    }
    free(comparison->treatments);
    free(comparison->times);
    free(comparison->mark_at);
    free(comparison->untreated);
    free(comparison->levels);
    free(comparison->folds);
    free(comparison->answers);
    pl_arms_finish(&comparison->arms);
    *comparison = (struct pl_comparison){0};
}

size_t
pl_comparison_at(const struct pl_comparison *comparison, size_t panel, size_t therapy,
                 size_t readout)
{
    return (panel * comparison->n_therapies + therapy) * comparison->n_readouts +
           readout;
}

const struct pl_band *
pl_comparison_folds(const struct pl_comparison *comparison, size_t panel,
                    size_t therapy, size_t readout)
{
    return comparison->folds +
           pl_comparison_at(comparison, panel, therapy, readout) * comparison->n_times;
}

bool
pl_comparison_shares_rest(const struct pl_comparison *comparison, size_t panel,
                          size_t readout)
{
    const struct pl_band *first =
        &comparison->untreated[pl_comparison_at(comparison, panel, 0, readout)];

    for (size_t t = 1; t < comparison->n_therapies; t++) {
        const struct pl_band *other =
            &comparison->untreated[pl_comparison_at(comparison, panel, t, readout)];

        if (!(fabs(other->median - first->median) <= SAME_REST * fabs(first->median))) {
            return false;
        }
    }
    return true;
}

/* The treatments of all arms. */
static enum pl_status
make_treatments(struct pl_comparison *comparison, struct pl_diags *diags)
{
    const struct pl_compare_options *options = &comparison->options;
    enum pl_status status = PL_OK;

    comparison->treatments = calloc(comparison->n_panels * comparison->n_therapies + 1,
                                    sizeof *comparison->treatments);
    if (comparison->treatments == NULL) {
        return pl_diag_no_memory(diags, "the treatments");
    }
    for (size_t p = 0; p < comparison->n_panels; p++) {
        for (size_t t = 0; t < comparison->n_therapies && status == PL_OK; t++) {
            status = pl_therapy_treatment(
                &options->therapies->items[t], NULL, options->panels[p], diags,
                &comparison->treatments[p * comparison->n_therapies + t]);
        }
    }
    return status;
}

/* When anything begins or ends, in any arm of the first panel: the others have the same
 * treatments. */
static enum pl_status
list_jumps(const struct pl_comparison *comparison, struct pl_diags *diags,
           double **times, size_t *n_times)
{
    double *found = NULL;
    size_t n = 0;
    size_t capacity = 0;
    enum pl_status status = PL_OK;

    for (size_t t = 0; t < comparison->n_therapies && status == PL_OK; t++) {
        struct pl_jump *jumps = NULL;
        size_t n_jumps = 0;

        status = pl_treatment_jumps(comparison->treatments[t],
                                    comparison->options.run.duration, diags, &jumps,
                                    &n_jumps);
        for (size_t j = 0; j < n_jumps && status == PL_OK; j++) {
            bool is_new = true;

            for (size_t k = 0; k < n && is_new; k++) {
                is_new = found[k] != jumps[j].time;
            }
            if (is_new && n == capacity) {
                double *grown = realloc(found, (2 * n + 8) * sizeof *found);

                capacity = 2 * n + 8;
                status = grown != NULL
                             ? PL_OK
                             : pl_diag_no_memory(diags, "the times of a comparison");
                found = grown != NULL ? grown : found;
            }
            if (is_new && status == PL_OK) {
                found[n++] = jumps[j].time;
            }
        }
        free(jumps);
    }
    *times = found;
    *n_times = n;
    return status;
}

static enum pl_status
make_times(struct pl_comparison *comparison, struct pl_diags *diags)
{
    const struct pl_compare_options *options = &comparison->options;
    double *jumps = NULL;
    size_t n_jumps = 0;
    enum pl_status status = list_jumps(comparison, diags, &jumps, &n_jumps);

    if (status == PL_OK) {
        status = pl_curve_times(options->run.duration, jumps, n_jumps, options->marks,
                                options->n_marks, diags, &comparison->times,
                                &comparison->n_times);
    }
    free(jumps);
    if (status != PL_OK) {
        return status;
    }
    comparison->mark_at = calloc(options->n_marks + 1, sizeof *comparison->mark_at);
    if (comparison->mark_at == NULL) {
        return pl_diag_no_memory(diags, "the times of a comparison");
    }
    for (size_t k = 0; k < options->n_marks; k++) {
        comparison->mark_at[k] = pl_curve_times_find(
            comparison->times, comparison->n_times, options->marks[k]);
    }
    return PL_OK;
}

static enum pl_status
run_arms(struct pl_comparison *comparison, struct pl_diags *diags)
{
    const size_t n = comparison->n_panels * comparison->n_therapies;
    struct pl_arms_options options = comparison->options.run;
    struct pl_arm *arms = calloc(n + 1, sizeof *arms);
    enum pl_status status = PL_OK;

    if (arms == NULL) {
        return pl_diag_no_memory(diags, "the arms of a comparison");
    }
    for (size_t i = 0; i < n; i++) {
        arms[i].treatment = comparison->treatments[i];
    }
    options.times = comparison->times;
    options.n_times = comparison->n_times;
    status =
        pl_arms_run(comparison->context, arms, n, &options, diags, &comparison->arms);
    free(arms);
    return status;
}

/* The band of the numbers that stand in the room. */
static struct pl_band
band_of_room(struct room *room)
{
    if (room->n_members == 1) {
        return (struct pl_band){room->numbers[0], room->numbers[0], room->numbers[0]};
    }
    return pl_band_of(room->numbers, 1, room->weights, room->n_members, room->sorted);
}

/* Level and fold of one arm and readout at one time, over all members. */
static void
fill_bands(struct pl_comparison *comparison, struct room *room, size_t arm,
           size_t readout)
{
    const struct pl_arms *arms = &comparison->arms;
    const size_t at = arm * comparison->n_readouts + readout;

    for (size_t m = 0; m < room->n_members; m++) {
        room->numbers[m] =
            arms->untreated[(arm * room->n_members + m) * arms->n_symbols + readout];
    }
    comparison->untreated[at] = band_of_room(room);
    for (size_t k = 0; k < comparison->n_times; k++) {
        const size_t place = at * comparison->n_times + k;

        for (size_t m = 0; m < room->n_members; m++) {
            room->numbers[m] = pl_arms_value(arms, arm, m, k, readout);
        }
        comparison->levels[place] = band_of_room(room);
        for (size_t m = 0; m < room->n_members; m++) {
            room->numbers[m] = pl_arms_fold(arms, arm, m, k, readout);
        }
        comparison->folds[place] = band_of_room(room);
    }
}

/* The median of one of the numbers of all comebacks of a kind. */
static double
median_of(struct room *room, enum pl_comeback_kind kind, size_t offset)
{
    for (size_t m = 0; m < room->n_members; m++) {
        double number = (double)NAN;

        if (room->comebacks[m].kind == kind) {
            memcpy(&number, (const char *)&room->comebacks[m] + offset, sizeof number);
        }
        room->numbers[m] = number;
    }
    return pl_band_of(room->numbers, 1, room->weights, room->n_members, room->sorted)
        .median;
}

/* From the comebacks of all members to one answer. */
static void
sum_up(struct room *room, struct pl_compare_answer *answer)
{
    double kinds[PL_N_COMEBACKS] = {0.0};
    double sum = 0.0;
    enum pl_comeback_kind common = PL_COMEBACK_NONE;

    for (size_t m = 0; m < room->n_members; m++) {
        const enum pl_comeback_kind kind = room->comebacks[m].kind;

        if (kind != PL_COMEBACK_NONE) {
            kinds[kind] += room->weights != NULL ? room->weights[m] : 1.0;
            sum += room->weights != NULL ? room->weights[m] : 1.0;
        }
    }
    for (int k = PL_COMEBACK_NONE + 1; k < PL_N_COMEBACKS && sum > 0.0; k++) {
        answer->shares[outcome_of((enum pl_comeback_kind)k)] += kinds[k] / sum;
        common = kinds[k] > kinds[common] ? (enum pl_comeback_kind)k : common;
    }
    for (int o = 0; o < PL_N_OUTCOMES; o++) {
        answer->outcome = answer->shares[o] > answer->shares[answer->outcome]
                              ? (enum pl_outcome)o
                              : answer->outcome;
    }
    answer->share = sum > 0.0 ? kinds[common] / sum : 1.0;
    if (room->n_members == 1) {
        answer->course = room->comebacks[0];
        return;
    }
    answer->course = (struct pl_comeback){
        .kind = common,
        .least = median_of(room, common, offsetof(struct pl_comeback, least)),
        .most = median_of(room, common, offsetof(struct pl_comeback, most)),
        .last = median_of(room, common, offsetof(struct pl_comeback, last)),
        .time = median_of(room, common, offsetof(struct pl_comeback, time)),
        .until = median_of(room, common, offsetof(struct pl_comeback, until)),
        .above = median_of(room, common, offsetof(struct pl_comeback, above)),
    };
}

static void
fill_answer(struct pl_comparison *comparison, struct room *room, size_t arm,
            size_t readout)
{
    const struct pl_arms *arms = &comparison->arms;

    for (size_t m = 0; m < room->n_members; m++) {
        for (size_t k = 0; k < comparison->n_times; k++) {
            room->folds[k] = pl_arms_fold(arms, arm, m, k, readout);
        }
        pl_comeback_find(comparison->times, room->folds, comparison->n_times,
                         &room->comebacks[m]);
    }
    sum_up(room, &comparison->answers[arm * comparison->n_readouts + readout]);
}

static bool
make_tables(struct pl_comparison *comparison)
{
    const size_t n = comparison->arms.n_arms * comparison->n_readouts;
    const size_t n_times = comparison->n_times;

    if (n_times > SIZE_MAX / sizeof *comparison->folds / (n + 1)) {
        return false;
    }
    comparison->untreated = calloc(n + 1, sizeof *comparison->untreated);
    comparison->levels = calloc(n * n_times + 1, sizeof *comparison->levels);
    comparison->folds = calloc(n * n_times + 1, sizeof *comparison->folds);
    comparison->answers = calloc(n + 1, sizeof *comparison->answers);
    return comparison->untreated != NULL && comparison->levels != NULL &&
           comparison->folds != NULL && comparison->answers != NULL;
}

/* What is read off the runs. */
static enum pl_status
evaluate(struct pl_comparison *comparison, struct pl_diags *diags)
{
    struct room room = {
        .n_members = comparison->arms.n_members,
        .weights = pl_ensemble_weights(comparison->options.run.ensemble),
    };
    enum pl_status status = PL_OK;

    room.numbers = calloc(room.n_members + 1, sizeof *room.numbers);
    room.sorted = calloc(room.n_members + 1, sizeof *room.sorted);
    room.folds = calloc(comparison->n_times + 1, sizeof *room.folds);
    room.comebacks = calloc(room.n_members + 1, sizeof *room.comebacks);
    if (room.numbers == NULL || room.sorted == NULL || room.folds == NULL ||
        room.comebacks == NULL || !make_tables(comparison)) {
        status = pl_diag_no_memory(diags, "the results of a comparison");
        goto done;
    }
    for (size_t arm = 0; arm < comparison->arms.n_arms; arm++) {
        for (size_t r = 0; r < comparison->n_readouts; r++) {
            fill_bands(comparison, &room, arm, r);
            fill_answer(comparison, &room, arm, r);
        }
    }

done:
    free(room.numbers);
    free(room.sorted);
    free(room.folds);
    free(room.comebacks);
    return status;
}

enum pl_status
pl_compare_run(const struct pl_context *context,
               const struct pl_compare_options *options, struct pl_diags *diags,
               struct pl_comparison *out)
{
    enum pl_status status = PL_OK;

    pl_comparison_finish(out);
    out->context = context;
    out->options = *options;
    out->n_panels = options->n_panels;
    out->n_therapies = options->therapies->n;
    out->n_readouts = options->run.n_symbols;
    status = make_treatments(out, diags);
    if (status == PL_OK) {
        status = make_times(out, diags);
    }
    if (status == PL_OK) {
        status = run_arms(out, diags);
    }
    if (status == PL_OK) {
        status = evaluate(out, diags);
    }
    if (status != PL_OK) {
        pl_comparison_finish(out);
    }
    return status;
}

/* True when a readout has no fold in a panel, under any of the treatments. */
static bool
has_no_fold(const struct pl_comparison *comparison, size_t panel, size_t readout)
{
    for (size_t t = 0; t < comparison->n_therapies; t++) {
        const size_t at = pl_comparison_at(comparison, panel, t, readout);

        if (comparison->answers[at].outcome == PL_OUTCOME_NONE) {
            return true;
        }
    }
    return false;
}

/* True when a drug ends inside the run. */
static bool
is_washed_out(const struct pl_comparison *comparison,
              const struct pl_treatment *treatment)
{
    size_t n = 0;
    const struct pl_action *actions = pl_treatment_actions(treatment, &n);

    for (size_t i = 0; i < n; i++) {
        if (actions[i].kind == PL_ACTION_DRUG &&
            actions[i].to < comparison->options.run.duration) {
            return true;
        }
    }
    return false;
}

/* In the first treatment that has such a drug: one word about it is enough. */
static void
warn_washout(const struct pl_comparison *comparison, struct pl_diags *diags)
{
    for (size_t t = 0; t < comparison->n_therapies; t++) {
        if (is_washed_out(comparison, comparison->treatments[t])) {
            pl_summary_warn_washout(comparison->context, comparison->treatments[t],
                                    comparison->options.run.duration, diags);
            return;
        }
    }
}

void
pl_compare_warnings(const struct pl_comparison *comparison, struct pl_diags *diags)
{
    warn_washout(comparison, diags);
    for (size_t r = 0; r < comparison->n_readouts; r++) {
        const size_t symbol = comparison->options.run.symbols[r];

        for (size_t p = 0; p < comparison->n_panels; p++) {
            const char *cell = pl_treatment_cell_id(comparison->options.panels[p]);

            if (!has_no_fold(comparison, p, r)) {
                continue;
            }
            pl_diag_warning(diags, NULL,
                            "'%s' is 0 before treatment%s%s and has no fold",
                            comparison->context->model->symbols[symbol].label,
                            comparison->n_panels > 1 && cell != NULL ? " in " : "",
                            comparison->n_panels > 1 && cell != NULL ? cell : "");
            break;
        }
    }
}
