/*
 * pairs.c - every pair of treatments, ranked by a measure, within limits.
 */
#include "analysis/pairs.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "analysis/limit.h"
#include "analysis/therapy.h"
#include "base/diag.h"
#include "base/text.h"
#include "study/context.h"
#include "study/measure.h"
#include "study/treatment.h"

/* What is read off each arm, before the limits. */
enum { MEASURE_RANK, MEASURE_UNTREATED, N_MEASURES };

/* The runs while they are evaluated. */
struct work {
    struct pl_pairs *out;
    size_t n_arms;                    /* of a panel */
    size_t n_measures;                /* of an arm */
    struct pl_treatment **treatments; /* shape (n_panels, n_arms) */
    struct pl_arms arms;
    const double *weights;      /* NULL for one member */
    double *numbers;            /* shape (n_members) */
    struct pl_weighted *sorted; /* shape (n_members) */
};

void
pl_pairs_finish(struct pl_pairs *pairs)
{
    free(pairs->pairs);
    free(pairs->results);
    free(pairs->measures);
    free(pairs->order);
    free(pairs->n_kept);
    *pairs = (struct pl_pairs){0};
}

const struct pl_pair_result *
pl_pairs_alone(const struct pl_pairs *pairs, size_t panel, size_t therapy)
{
    return &pairs->results[panel * (pairs->n_therapies + pairs->n_pairs) + therapy];
}

const struct pl_pair_result *
pl_pairs_both(const struct pl_pairs *pairs, size_t panel, size_t pair)
{
    return pl_pairs_alone(pairs, panel, pairs->n_therapies + pair);
}

/* True when a number ranks before another one; what is no number ranks last. */
static bool
ranks_before(const struct pl_pairs *pairs, double a, double b)
{
    if (isnan(a) || isnan(b)) {
        return !isnan(a) && isnan(b);
    }
    return pairs->options.highest_first ? a > b : a < b;
}

size_t
pl_pairs_better(const struct pl_pairs *pairs, size_t panel, size_t pair)
{
    const struct pl_pair *both = &pairs->pairs[pair];
    const double first = pl_pairs_alone(pairs, panel, both->first)->value.median;
    const double second = pl_pairs_alone(pairs, panel, both->second)->value.median;

    return ranks_before(pairs, second, first) ? both->second : both->first;
}

/* Which pairs there are: all whose treatments can be given together. */
static enum pl_status
list_pairs(struct pl_pairs *pairs, struct pl_diags *diags)
{
    const struct pl_therapy *items = pairs->options.therapies->items;
    const size_t n = pairs->n_therapies;

    if (n < 2) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "pairs need two treatments or more, not %zu", n);
    }
    if (n > SIZE_MAX / sizeof *pairs->pairs / n) {
        return pl_diag_no_memory(diags, "the pairs");
    }
    pairs->pairs = calloc(n * (n - 1) / 2, sizeof *pairs->pairs);
    if (pairs->pairs == NULL) {
        return pl_diag_no_memory(diags, "the pairs");
    }
    for (size_t a = 0; a < n; a++) {
        for (size_t b = a + 1; b < n; b++) {
            struct pl_treatment *both = NULL;
            const enum pl_status status = pl_therapy_treatment(
                &items[a], &items[b], pairs->options.panels[0], NULL, &both);

            pl_treatment_destroy(both);
            if (status == PL_ERR_NOMEM) {
                return pl_diag_no_memory(diags, "the pairs");
            }
            if (status == PL_OK) {
                pairs->pairs[pairs->n_pairs++] = (struct pl_pair){a, b};
            } else {
                pairs->n_clashes++;
            }
        }
    }
    return pairs->n_pairs > 0
               ? PL_OK
               : pl_diag_error(diags, PL_ERR_OPTION, NULL,
                               "no two of the treatments can be given together: each "
                               "pair sets something twice");
}

/* The treatments of all arms: in each panel those alone, then the pairs. */
static enum pl_status
make_treatments(struct work *work, struct pl_diags *diags)
{
    const struct pl_pairs *pairs = work->out;
    const struct pl_therapy *items = pairs->options.therapies->items;
    enum pl_status status = PL_OK;

    work->treatments =
        calloc(pairs->options.n_panels * work->n_arms + 1, sizeof *work->treatments);
    if (work->treatments == NULL) {
        return pl_diag_no_memory(diags, "the treatments");
    }
    for (size_t i = 0; i < pairs->options.n_panels * work->n_arms && status == PL_OK;
         i++) {
        const size_t k = i % work->n_arms;
        const struct pl_pair *pair =
            k < pairs->n_therapies ? NULL : &pairs->pairs[k - pairs->n_therapies];

        status = pl_therapy_treatment(&items[pair != NULL ? pair->first : k],
                                      pair != NULL ? &items[pair->second] : NULL,
                                      pairs->options.panels[i / work->n_arms], diags,
                                      &work->treatments[i]);
    }
    return status;
}

/* Limits' measures that are also asked for by another limit are read twice: they are
 * few. */
static enum pl_status
run_arms(struct work *work, struct pl_diags *diags)
{
    const struct pl_pairs_options *options = &work->out->options;
    const size_t n = options->n_panels * work->n_arms;
    struct pl_arm *arms = calloc(n + 1, sizeof *arms);
    struct pl_measure *measures = calloc(work->n_measures, sizeof *measures);
    enum pl_status status = PL_OK;

    if (arms == NULL || measures == NULL) {
        status = pl_diag_no_memory(diags, "the arms of a comparison");
        goto done;
    }
    for (size_t i = 0; i < n; i++) {
        arms[i].treatment = work->treatments[i];
    }
    measures[MEASURE_RANK] = *options->rank;
    measures[MEASURE_UNTREATED] = (struct pl_measure){.kind = PL_MEASURE_UNTREATED,
                                                      .symbol = options->rank->symbol,
                                                      .time = options->run.duration};
    for (size_t l = 0; l < options->n_limits; l++) {
        measures[N_MEASURES + l] = options->limits[l].measure;
    }
    status = pl_arms_measure(work->out->context, arms, n, measures, work->n_measures,
                             &options->run, diags, &work->arms);

done:
    free(arms);
    free(measures);
    return status;
}

/* The measure over what it would be without treatment. */
static double
fold_of(const struct pl_measure *measure, double value, double untreated)
{
    switch (measure->kind) {
    case PL_MEASURE_FOLD:
        return value;
    case PL_MEASURE_AUC:
        value /= measure->time;
        break;
    case PL_MEASURE_TIME_TO_MAX:
        return (double)NAN;
    case PL_MEASURE_VALUE:
    case PL_MEASURE_MAX:
    case PL_MEASURE_MIN:
    case PL_MEASURE_UNTREATED:
        break;
    }
    return pl_fold(value, untreated, fmax(fabs(value), fabs(untreated)));
}

/* The band of the numbers in the room. */
static struct pl_band
band_of(struct work *work)
{
    return pl_band_of(work->numbers, 1, work->weights, work->arms.n_members,
                      work->sorted);
}

static double
read_value(const struct work *work, size_t arm, size_t member, size_t measure)
{
    return pl_arms_value(&work->arms, arm, member, 0, measure);
}

static double
weight_of(const struct work *work, size_t member)
{
    return work->weights != NULL ? work->weights[member] : 1.0;
}

/* True when one run keeps to all limits. */
static bool
keeps(const struct work *work, size_t arm, size_t member)
{
    const struct pl_pairs_options *options = &work->out->options;

    for (size_t l = 0; l < options->n_limits; l++) {
        if (!pl_limit_holds(&options->limits[l], work->out->context,
                            read_value(work, arm, member, N_MEASURES + l))) {
            return false;
        }
    }
    return true;
}

/* Everything about one arm but its rank. */
static void
evaluate_arm(struct work *work, size_t arm)
{
    struct pl_pairs *out = work->out;
    const struct pl_pairs_options *options = &out->options;
    struct pl_pair_result *result = &out->results[arm];
    const size_t n = work->arms.n_members;

    for (size_t m = 0; m < n; m++) {
        work->numbers[m] = pl_measure_told(options->rank, out->context,
                                           read_value(work, arm, m, MEASURE_RANK));
    }
    result->value = band_of(work);
    for (size_t m = 0; m < n; m++) {
        work->numbers[m] =
            fold_of(options->rank, read_value(work, arm, m, MEASURE_RANK),
                    read_value(work, arm, m, MEASURE_UNTREATED));
    }
    result->fold = band_of(work);
    for (size_t m = 0; m < n; m++) {
        result->kept += keeps(work, arm, m) ? weight_of(work, m) : 0.0;
    }
    for (size_t l = 0; l < options->n_limits; l++) {
        struct pl_band *band = &out->measures[arm * options->n_limits + l];
        const struct pl_limit *limit = &options->limits[l];

        for (size_t m = 0; m < n; m++) {
            work->numbers[m] = read_value(work, arm, m, N_MEASURES + l);
        }
        *band = band_of(work);
        result->n_broken += pl_limit_holds(limit, out->context, band->median) ? 0 : 1;
    }
    result->is_kept = result->n_broken == 0 && !isnan(result->value.median);
}

/* In how much of the weight each pair of a panel ranks first. */
static void
count_firsts(struct work *work, size_t panel)
{
    struct pl_pairs *out = work->out;
    const size_t from = panel * work->n_arms + out->n_therapies;

    for (size_t m = 0; m < work->arms.n_members; m++) {
        size_t best = out->n_pairs;

        for (size_t k = 0; k < out->n_pairs; k++) {
            const double value = read_value(work, from + k, m, MEASURE_RANK);

            if (!isnan(value) && keeps(work, from + k, m) &&
                (best == out->n_pairs ||
                 ranks_before(out, value,
                              read_value(work, from + best, m, MEASURE_RANK)))) {
                best = k;
            }
        }
        if (best < out->n_pairs) {
            out->results[from + best].first += weight_of(work, m);
        }
    }
}

/* True when pair a of a panel stands before pair b in the ranking. */
static bool
stands_before(const struct pl_pairs *pairs, size_t panel, size_t a, size_t b)
{
    const struct pl_pair_result *left = pl_pairs_both(pairs, panel, a);
    const struct pl_pair_result *right = pl_pairs_both(pairs, panel, b);
    const bool left_is_none = isnan(left->value.median);
    const bool right_is_none = isnan(right->value.median);

    if (left_is_none != right_is_none) {
        return right_is_none;
    }
    if (left->is_kept != right->is_kept) {
        return left->is_kept;
    }
    return ranks_before(pairs, left->value.median, right->value.median);
}

/* Merge two runs of `order`, which are in order; of equal ones the left stays first. */
static void
merge(const struct pl_pairs *pairs, size_t panel, size_t *order, size_t middle,
      size_t end, size_t *room)
{
    size_t i = 0;
    size_t k = middle;
    size_t n = 0;

    while (i < middle || k < end) {
        const bool takes_right =
            i == middle || (k < end && stands_before(pairs, panel, order[k], order[i]));

        room[n++] = takes_right ? order[k++] : order[i++];
    }
    for (i = 0; i < n; i++) {
        order[i] = room[i];
    }
}

/* Put the pairs of a panel in order: a merge sort, so that equal ones stay as
 * listed. */
static void
sort_pairs(const struct pl_pairs *pairs, size_t panel, size_t *room)
{
    size_t *order = pairs->order + panel * pairs->n_pairs;

    for (size_t k = 0; k < pairs->n_pairs; k++) {
        order[k] = k;
    }
    for (size_t width = 1; width < pairs->n_pairs; width *= 2) {
        for (size_t from = 0; from + width < pairs->n_pairs; from += 2 * width) {
            const size_t left = pairs->n_pairs - from;

            merge(pairs, panel, order + from, width,
                  left < 2 * width ? left : 2 * width, room);
        }
    }
}

static bool
make_room(struct work *work)
{
    struct pl_pairs *out = work->out;
    const size_t n_panels = out->options.n_panels;
    const size_t n = n_panels * work->n_arms;

    out->results = calloc(n + 1, sizeof *out->results);
    out->measures = calloc(n * out->options.n_limits + 1, sizeof *out->measures);
    out->order = calloc(n_panels * out->n_pairs + 1, sizeof *out->order);
    out->n_kept = calloc(n_panels + 1, sizeof *out->n_kept);
    work->numbers = calloc(work->arms.n_members + 1, sizeof *work->numbers);
    work->sorted = calloc(work->arms.n_members + 1, sizeof *work->sorted);
    return out->results != NULL && out->measures != NULL && out->order != NULL &&
           out->n_kept != NULL && work->numbers != NULL && work->sorted != NULL;
}

static enum pl_status
evaluate(struct work *work, struct pl_diags *diags)
{
    struct pl_pairs *out = work->out;
    const size_t n_panels = out->options.n_panels;
    size_t *room = calloc(out->n_pairs + 1, sizeof *room);

    if (room == NULL || !make_room(work)) {
        free(room);
        return pl_diag_no_memory(diags, "the results of a comparison");
    }
    for (size_t arm = 0; arm < n_panels * work->n_arms; arm++) {
        evaluate_arm(work, arm);
    }
    for (size_t p = 0; p < n_panels; p++) {
        count_firsts(work, p);
        sort_pairs(out, p, room);
        for (size_t k = 0; k < out->n_pairs; k++) {
            out->n_kept[p] += pl_pairs_both(out, p, k)->is_kept ? 1 : 0;
        }
    }
    free(room);
    return PL_OK;
}

enum pl_status
pl_pairs_run(const struct pl_context *context, const struct pl_pairs_options *options,
             struct pl_diags *diags, struct pl_pairs *out)
{
    struct work work = {.out = out,
                        .n_measures = N_MEASURES + options->n_limits,
                        .weights = pl_ensemble_weights(options->run.ensemble)};
    enum pl_status status = PL_OK;

    pl_pairs_finish(out);
    out->context = context;
    out->options = *options;
    out->n_therapies = options->therapies->n;
    status = list_pairs(out, diags);
    work.n_arms = out->n_therapies + out->n_pairs;
    if (status == PL_OK) {
        status = make_treatments(&work, diags);
    }
    if (status == PL_OK) {
        status = run_arms(&work, diags);
    }
    if (status == PL_OK) {
        out->method = work.arms.method;
        status = evaluate(&work, diags);
    }
    for (size_t i = 0; work.treatments != NULL && i < options->n_panels * work.n_arms;
         i++) {
        pl_treatment_destroy(work.treatments[i]);
    }
    free(work.treatments);
    pl_arms_finish(&work.arms);
    free(work.numbers);
    free(work.sorted);
    if (status != PL_OK) {
        pl_pairs_finish(out);
    }
    return status;
}
