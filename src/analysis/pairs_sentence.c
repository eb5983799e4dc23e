/*
 * pairs_sentence.c - a ranking of pairs in a sentence or two.
 */
#include "analysis/pairs.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "analysis/compare.h"
#include "analysis/limit.h"
#include "analysis/therapy.h"
#include "base/text.h"
#include "study/context.h"
#include "study/measure.h"
#include "study/summary.h"
#include "study/treatment.h"

/* [-] Values that are closer are as good as the first one. */
#define ALIKE 0.01

/* Panels, or rivals, that are named. */
#define NAMED ((size_t)3)

/* The pair that ranks first in a panel; n_pairs where none keeps to the limits. */
static size_t
leader_of(const struct pl_pairs *pairs, size_t panel)
{
    return pairs->n_kept[panel] > 0 ? pairs->order[panel * pairs->n_pairs]
                                    : pairs->n_pairs;
}

/* The pair that is first in most of the weight; the one that ranks first where none
 * is. */
static size_t
favourite_of(const struct pl_pairs *pairs, size_t panel, size_t except)
{
    size_t best = except;
    double most = 0.0;

    for (size_t k = 0; k < pairs->n_pairs; k++) {
        const double share = pl_pairs_both(pairs, panel, k)->first;

        if (k != except && share > most) {
            best = k;
            most = share;
        }
    }
    return best;
}

/* " (and 3 more within 1 % of it)" */
static void
put_alike(const struct pl_pairs *pairs, size_t panel, struct pl_text *text)
{
    const size_t *order = pairs->order + panel * pairs->n_pairs;
    const double first = pl_pairs_both(pairs, panel, order[0])->value.median;
    size_t n = 0;

    for (size_t k = 1; k < pairs->n_kept[panel]; k++) {
        const double value = pl_pairs_both(pairs, panel, order[k])->value.median;

        n += fabs(value - first) <= ALIKE * fabs(first) ? 1 : 0;
    }
    if (n > 0) {
        pl_text_format(text, " (and %zu more within 1 %% of it)", n);
    }
}

/* ", 3 % of MK-2206 1 uM alone": what the pair gains over its better half. */
static void
put_gain(const struct pl_pairs *pairs, size_t panel, size_t pair, struct pl_text *text)
{
    const size_t better = pl_pairs_better(pairs, panel, pair);
    const char *name = pairs->options.therapies->items[better].name;
    const double alone = pl_pairs_alone(pairs, panel, better)->value.median;
    const double both = pl_pairs_both(pairs, panel, pair)->value.median;
    const double ratio = both / alone;
    const bool gains = pairs->options.highest_first ? both > alone : both < alone;

    if (!isfinite(ratio)) {
        return;
    }
    if (!gains || fabs(ratio - 1.0) <= ALIKE) {
        pl_text_format(text, ", no better than %s alone", name);
    } else if (!(ratio > 0.0)) {
        pl_text_put(text, ", against ");
        pl_pairs_put_value(pairs->options.rank, alone, text);
        pl_text_format(text, " with %s alone", name);
    } else if (ratio < 0.01) {
        pl_text_format(text, ", less than 1 %% of %s alone", name);
    } else if (ratio < 1.0) {
        pl_text_format(text, ", %.0f %% of %s alone", 100.0 * ratio, name);
    } else {
        pl_text_format(text, ", %.2g times %s alone", ratio, name);
    }
}

/* What the limits cost. */
static void
tell_limits(const struct pl_pairs *pairs, size_t panel, struct pl_text *text)
{
    const size_t *order = pairs->order + panel * pairs->n_pairs;
    const size_t n_kept = pairs->n_kept[panel];
    size_t n_broken = 0;
    struct pl_text limits;

    for (size_t k = n_kept; k < pairs->n_pairs; k++) {
        n_broken += pl_pairs_both(pairs, panel, order[k])->n_broken > 0 ? 1 : 0;
    }
    if (pairs->options.n_limits == 0 || n_broken == 0 || n_kept == 0) {
        return;
    }
    pl_text_format(text, " %zu of %zu pairs break a limit", n_broken, pairs->n_pairs);
    if (pl_pairs_both(pairs, panel, order[n_kept])->n_broken > 0) {
        const double value = pl_pairs_both(pairs, panel, order[n_kept])->value.median;
        const double first = pl_pairs_both(pairs, panel, order[0])->value.median;
        const bool is_better =
            pairs->options.highest_first ? value > first : value < first;

        if (is_better) {
            pl_text_init(&limits);
            pl_pairs_put_broken(pairs, panel, pairs->n_therapies + order[n_kept],
                                &limits);
            pl_text_put(text, "; without it ");
            pl_pairs_put_name(pairs, order[n_kept], text);
            pl_text_format(text, " would be first (it breaks %s)",
                           pl_text_string(&limits));
            text->failed = text->failed || limits.failed;
            pl_text_finish(&limits);
        }
    }
    pl_text_put(text, ".");
}

/* An ensemble that does not agree on the first pair. */
static void
tell_open_sets(const struct pl_pairs *pairs, size_t panel, struct pl_text *text)
{
    const size_t first = favourite_of(pairs, panel, pairs->n_pairs);
    const size_t second = favourite_of(pairs, panel, first);

    pl_text_put(text, "Not decided: ");
    pl_pairs_put_name(pairs, first, text);
    pl_text_format(text, " ranks first in %.0f %% of the sets",
                   100.0 * pl_pairs_both(pairs, panel, first)->first);
    if (second != first) {
        pl_text_put(text, ", ");
        pl_pairs_put_name(pairs, second, text);
        pl_text_format(text, " in %.0f %%",
                       100.0 * pl_pairs_both(pairs, panel, second)->first);
    }
    pl_text_put(text, ".");
}

/* One panel. */
static void
tell_one(const struct pl_pairs *pairs, size_t panel, struct pl_text *text)
{
    const size_t leader = leader_of(pairs, panel);
    const struct pl_pair_result *result = NULL;

    if (leader == pairs->n_pairs) {
        pl_text_put(text, pairs->options.n_limits > 0 ? "No pair keeps to every limit."
                                                      : "No pair has a value.");
        return;
    }
    if (favourite_of(pairs, panel, pairs->n_pairs) == pairs->n_pairs ||
        pl_pairs_both(pairs, panel, favourite_of(pairs, panel, pairs->n_pairs))->first <
            PL_DECIDED_FROM) {
        tell_open_sets(pairs, panel, text);
        tell_limits(pairs, panel, text);
        return;
    }
    result = pl_pairs_both(pairs, panel, leader);
    pl_pairs_put_name(pairs, leader, text);
    pl_text_put(text, pairs->options.highest_first ? " has the highest "
                                                   : " has the lowest ");
    pl_pairs_put_measure(pairs->context, pairs->options.rank, text);
    pl_text_put(text, pairs->options.n_limits > 0 ? " within the limits" : "");
    put_alike(pairs, panel, text);
    pl_text_put(text, ": ");
    pl_pairs_put_value(pairs->options.rank, result->value.median, text);
    if (pairs->options.rank->kind != PL_MEASURE_FOLD && !isnan(result->fold.median)) {
        pl_text_put(text, ", ");
        pl_summary_put_fold(result->fold.median, text);
        pl_text_put(text, " of untreated");
    }
    put_gain(pairs, panel, leader, text);
    pl_text_put(text, ".");
    tell_limits(pairs, panel, text);
}

/* True when two panels are of one cell. */
static bool
is_same_cell(const struct pl_pairs *pairs, size_t a, size_t b)
{
    const char *left = pl_treatment_cell_id(pairs->options.panels[a]);
    const char *right = pl_treatment_cell_id(pairs->options.panels[b]);

    return (left == NULL && right == NULL) ||
           (left != NULL && right != NULL && strcmp(left, right) == 0);
}

/* "receptor_side", "her2_sensitive, receptor_side": what tells panels apart. */
static void
put_panel(const struct pl_pairs *pairs, size_t panel, struct pl_text *text)
{
    const char *cell = pl_treatment_cell_id(pairs->options.panels[panel]);
    const char *variant = pl_treatment_variant_id(pairs->options.panels[panel]);
    bool has_cells = false;

    for (size_t p = 1; p < pairs->options.n_panels; p++) {
        has_cells = has_cells || !is_same_cell(pairs, 0, p);
    }
    pl_text_format(text, "%s%s%s", has_cells ? cell : "",
                   has_cells && variant != NULL ? ", " : "",
                   variant != NULL ? variant : "");
}

/* Several panels: do they agree? */
static void
tell_panels(const struct pl_pairs *pairs, struct pl_text *text)
{
    const size_t n = pairs->options.n_panels;
    bool agree = true;
    bool is_open = false;

    for (size_t p = 0; p < n; p++) {
        const bool is_split =
            pairs->n_kept[p] > 0 &&
            pl_pairs_both(pairs, p, leader_of(pairs, p))->first < PL_DECIDED_FROM;

        is_open = is_open || is_split;
        agree = agree && pairs->n_kept[p] > 0 && !is_split &&
                leader_of(pairs, p) == leader_of(pairs, 0);
        for (size_t q = 0; q < p; q++) {
            is_open = is_open || (is_same_cell(pairs, p, q) &&
                                  leader_of(pairs, p) != leader_of(pairs, q));
        }
    }
    if (agree) {
        pl_pairs_put_name(pairs, leader_of(pairs, 0), text);
        pl_text_put(text, pairs->options.highest_first ? " has the highest "
                                                       : " has the lowest ");
        pl_pairs_put_measure(pairs->context, pairs->options.rank, text);
        pl_text_format(text, "%s in all %zu panels.",
                       pairs->options.n_limits > 0 ? " within the limits" : "", n);
        return;
    }
    pl_text_put(text,
                is_open ? "Not decided, rival parameter sets rank another pair first: "
                        : "It depends on the cell: ");
    for (size_t p = 0; p < n && (p < NAMED || n == NAMED + 1); p++) {
        pl_text_put(text, p > 0 ? "; " : "");
        put_panel(pairs, p, text);
        pl_text_put(text, ": ");
        if (pairs->n_kept[p] > 0) {
            pl_pairs_put_name(pairs, leader_of(pairs, p), text);
        } else {
            pl_text_put(text, "none");
        }
    }
    if (n > NAMED + 1) {
        pl_text_format(text, "; and %zu more", n - NAMED);
    }
    pl_text_put(text, ".");
}

void
pl_pairs_sentence(const struct pl_pairs *pairs, struct pl_text *text)
{
    if (pairs->options.n_panels == 1) {
        tell_one(pairs, 0, text);
    } else {
        tell_panels(pairs, text);
    }
}
