/*
 * explain_sentence.c - which loop did it, in one sentence.
 */
#include "analysis/explain_view.h"

#include <math.h>
#include <string.h>

#include "analysis/explain.h"
#include "base/index.h"
#include "base/number.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/summary.h"
#include "study/times.h"

/* [-] Parts are named until they make up this share of the fold's way, … */
#define MOST 0.6
/* … which they then did "most of"; of this share on "nearly all of". */
#define NEARLY_ALL 0.95
/* How many are named. */
#define MOST_NAMED 3
/* More cells and variants than this are counted. */
#define MOST_PANELS_NAMED 4
/* [-] What is said of a loop that goes against the fold: from this on. */
static const double AGAINST = 0.05;

/* A part of a product: a loop, or everything else. */
struct part {
    const char *label;
    double log;
    bool is_rest;
};

/* The parts of a panel at the time in focus, the largest that go one way first. */
struct way {
    struct part parts[PL_SHAPLEY_MAX_PLAYERS + 1];
    size_t n;
    double sum; /* of their logs */
};

static double
log_of(const struct pl_explain *explain, size_t part)
{
    return log(explain->factor_bands[part * explain->n_times + explain->focus].median);
}

static double
fold_of(const struct pl_explain *explain)
{
    return explain
        ->factor_bands[(explain->n_loops + 1) * explain->n_times + explain->focus]
        .median;
}

/* @param up  1 for what raises, -1 for what lowers */
static void
find_way(const struct pl_explain *explain, double up, struct way *way)
{
    way->n = 0;
    way->sum = 0.0;
    for (size_t p = 0; p <= explain->n_loops; p++) {
        const bool is_rest = p == explain->n_loops;
        const struct part part = {is_rest ? "everything else" : explain->loops[p].label,
                                  up * log_of(explain, p), is_rest};
        size_t at = way->n;

        if (!(part.log >= PL_EXPLAIN_SILENT)) {
            continue;
        }
        while (at > 0 && way->parts[at - 1].log < part.log) {
            way->parts[at] = way->parts[at - 1];
            at--;
        }
        way->parts[at] = part;
        way->n++;
        way->sum += part.log;
    }
}

static void
put_times(double fold, struct pl_text *text)
{
    pl_text_put(text, "×");
    pl_explain_put_factor(fold, text);
}

/* "mTORC1 -> PHLPP (×1.28)" */
static void
put_part(const struct part *part, double up, struct pl_text *text)
{
    pl_text_format(text, "%s (", part->label);
    put_times(exp(up * part->log), text);
    pl_text_put(text, ")");
}

/* The first n of a way, "a, b and c". */
static void
put_parts(const struct way *way, size_t n, double up, struct pl_text *text)
{
    for (size_t i = 0; i < n; i++) {
        pl_text_put(text, i == 0 ? "" : i + 1 == n ? " and " : ", ");
        put_part(&way->parts[i], up, text);
    }
}

/* "Akt pS473 is 1.56-fold at 24 h", of an ensemble "1.56-fold (1.20–1.83)" */
static void
put_subject(const struct pl_explain_view *view, const struct pl_explain *explain,
            struct pl_text *text)
{
    const struct pl_band *band =
        &explain
             ->factor_bands[(explain->n_loops + 1) * explain->n_times + explain->focus];
    char time[PL_NUMBER_SIZE];

    pl_time_format(view->context, explain->times[explain->focus], time);
    pl_text_format(text, "%s is ",
                   view->context->model->symbols[explain->readout].label);
    pl_explain_put_factor(band->median, text);
    pl_text_put(text, view->against != NULL ? " times" : "-fold");
    if (view->ensemble != NULL) {
        pl_text_put(text, " (");
        pl_explain_put_factor(band->low, text);
        pl_text_put(text, "–");
        pl_explain_put_factor(band->high, text);
        pl_text_put(text, ")");
    }
    if (view->against != NULL) {
        pl_text_format(text, " what it is under %s", view->against);
    }
    pl_text_format(text, " at %s", time);
}

/* Where nothing moves at any time, in any combination. */
static void
put_unchanged(const struct pl_explain_view *view, const struct pl_explain *explain,
              struct pl_text *text)
{
    pl_text_format(text,
                   "%s does not change%s%s: its fold and every factor of it are within "
                   "%g %% of 1 at every time.",
                   view->context->model->symbols[explain->readout].label,
                   view->against != NULL ? " against " : "",
                   view->against != NULL ? view->against : "",
                   100.0 * PL_EXPLAIN_SILENT);
}

/* A fold of 1 that is made of more than that. */
static void
put_balance(const struct pl_explain *explain, struct pl_text *text)
{
    struct way up;
    struct way down;

    find_way(explain, 1.0, &up);
    find_way(explain, -1.0, &down);
    pl_text_put(text, ": ");
    put_parts(&up, up.n < 2 ? up.n : 2, 1.0, text);
    pl_text_put(text, up.n > 0 && down.n > 0 ? " against " : "");
    put_parts(&down, down.n < 2 ? down.n : 2, -1.0, text);
    pl_text_put(text, up.n > 0 && down.n > 0 ? " cancel" : "");
}

/* How many parts are named, and the share that they make up. */
static size_t
count_named(const struct way *way, double *share)
{
    size_t n = 0;
    double sum = 0.0;

    while (n < way->n && n < MOST_NAMED && sum < MOST * way->sum) {
        sum += way->parts[n++].log;
    }
    *share = way->sum > 0.0 ? sum / way->sum : 0.0;
    return n;
}

static bool
names_rest(const struct way *way, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (way->parts[i].is_rest) {
            return true;
        }
    }
    return false;
}

/* The first loop of a way; NULL for none. */
static const struct part *
first_loop(const struct way *way)
{
    for (size_t i = 0; i < way->n; i++) {
        if (!way->parts[i].is_rest) {
            return &way->parts[i];
        }
    }
    return NULL;
}

/* Everything else; then the loops. */
static void
put_mostly_rest(const struct way *with, const struct way *against, double up,
                struct pl_text *text)
{
    const struct part *adds = first_loop(with);
    const struct part *takes = first_loop(against);

    pl_text_put(text, ": ");
    put_part(&with->parts[0], up, text);
    pl_text_put(text, " did most of it");
    if (takes != NULL && (adds == NULL || takes->log >= adds->log)) {
        pl_text_put(text, "; of the loops ");
        put_part(takes, -up, text);
        pl_text_put(text, " does most, and against it");
    } else if (adds != NULL) {
        pl_text_put(text, "; of the loops ");
        put_part(adds, up, text);
        pl_text_put(text, " does most");
    }
}

/* Who did it. */
static void
put_leaders(const struct pl_explain *explain, struct pl_text *text)
{
    const double up = fold_of(explain) > 1.0 ? 1.0 : -1.0;
    const double rest = log_of(explain, explain->n_loops);
    struct way with;
    struct way against;
    double share = 0.0;
    size_t n = 0;

    find_way(explain, up, &with);
    find_way(explain, -up, &against);
    n = count_named(&with, &share);
    if (n == 1 && with.parts[0].is_rest) {
        put_mostly_rest(&with, &against, up, text);
        return;
    }
    pl_text_put(text, ": ");
    put_parts(&with, n, up, text);
    pl_text_put(text, share >= NEARLY_ALL ? " did nearly all of it"
                      : share >= MOST     ? " did most of it"
                                          : " did most among many");
    if (!names_rest(&with, n)) {
        pl_text_put(text, "; everything else ");
        put_times(exp(rest), text);
    }
    if (first_loop(&against) != NULL && first_loop(&against)->log >= AGAINST) {
        pl_text_put(text, "; against it ");
        put_part(first_loop(&against), -up, text);
    }
}

/* ---- who ranks first */

/* The loop that ranks first in most of the weight, among those that rank after `before`;
 * PL_NONE when none is left. */
static size_t
next_by_share(const struct pl_explain *explain, size_t before)
{
    size_t best = PL_NONE;

    for (size_t l = 0; l < explain->n_loops; l++) {
        const double share = explain->loops[l].first_share;
        const bool is_left =
            before == PL_NONE || share < explain->loops[before].first_share ||
            (share == explain->loops[before].first_share && l > before);

        if (is_left && share > 0.0 &&
            (best == PL_NONE || share > explain->loops[best].first_share)) {
            best = l;
        }
    }
    return best;
}

/* An ensemble: decided, or not. */
static void
put_ranks(const struct pl_explain_view *view, const struct pl_explain *explain,
          struct pl_text *text)
{
    const size_t n_sets = pl_ensemble_n(view->ensemble);
    size_t loop = next_by_share(explain, PL_NONE);

    if (loop == PL_NONE) {
        pl_text_format(text, "; in none of %zu sets a loop does anything", n_sets);
        return;
    }
    if (explain->loops[loop].first_share >= PL_DECIDED_FROM) {
        put_leaders(explain, text);
        pl_text_format(text, "; %s ranks first in %.0f %% of %zu sets",
                       explain->loops[loop].label,
                       100.0 * explain->loops[loop].first_share, n_sets);
        return;
    }
    pl_text_put(text, ": which loop did most of it is not decided: ");
    for (size_t i = 0; i < MOST_NAMED && loop != PL_NONE; i++) {
        pl_text_format(
            text, i == 0 ? "%s ranks first in %.0f %% of " : ", %s in %.0f %%",
            explain->loops[loop].label, 100.0 * explain->loops[loop].first_share);
        if (i == 0) {
            pl_text_format(text, "%zu sets", n_sets);
        }
        loop = next_by_share(explain, loop);
    }
}

static void
put_panel(const struct pl_explain_view *view, const struct pl_explain *explain,
          struct pl_text *text)
{
    if (!explain->changes) {
        put_unchanged(view, explain, text);
        return;
    }
    put_subject(view, explain, text);
    if (view->ensemble != NULL) {
        put_ranks(view, explain, text);
    } else if (fabs(log(fold_of(explain))) < PL_EXPLAIN_SILENT) {
        put_balance(explain, text);
    } else {
        put_leaders(explain, text);
    }
    pl_text_put(text, ".");
}

/* "mTORC1 -> PHLPP (×1.28) in mtorc2_side" */
static void
put_first_of_panel(const struct pl_explain_panel *panel, size_t loop, bool says_ranks,
                   struct pl_text *text)
{
    const struct pl_explain *explain = panel->explain;

    if (loop == PL_NONE) {
        pl_text_format(text, "no loop in %s", panel->name);
        return;
    }
    pl_text_format(text, "%s (", explain->loops[loop].label);
    put_times(exp(log_of(explain, loop)), text);
    if (explain->n_members > 1) {
        pl_text_format(text, ", %.0f %% of sets",
                       100.0 * explain->loops[loop].first_share);
    }
    pl_text_format(text, ")%s in %s", says_ranks ? " ranks first" : "", panel->name);
}

/* "Akt pS473 at 48 h is 1.51-fold in mtorc2_side, 1.64-fold in receptor_side" */
static void
put_subjects(const struct pl_explain_view *view, struct pl_text *text)
{
    const struct pl_explain *first = view->panels[0].explain;
    char time[PL_NUMBER_SIZE];

    pl_time_format(view->context, first->times[first->focus], time);
    pl_text_format(text, "%s at %s is ",
                   view->context->model->symbols[first->readout].label, time);
    for (size_t p = 0; p < view->n_panels; p++) {
        pl_text_put(text, p > 0 ? ", " : "");
        pl_explain_put_factor(fold_of(view->panels[p].explain), text);
        pl_text_format(text, "%s in %s", view->against != NULL ? " times" : "-fold",
                       view->panels[p].name);
    }
    if (view->against != NULL) {
        pl_text_format(text, " what it is under %s", view->against);
    }
}

/* "Akt pS473 at 48 h is 1.26- to 2.80-fold in the 14 tables above" */
static void
put_range(const struct pl_explain_view *view, struct pl_text *text)
{
    const struct pl_explain *first = view->panels[0].explain;
    double low = INFINITY;
    double high = 0.0;
    char time[PL_NUMBER_SIZE];

    for (size_t p = 0; p < view->n_panels; p++) {
        low = fmin(low, fold_of(view->panels[p].explain));
        high = fmax(high, fold_of(view->panels[p].explain));
    }
    pl_time_format(view->context, first->times[first->focus], time);
    pl_text_format(text, "%s at %s is ",
                   view->context->model->symbols[first->readout].label, time);
    pl_explain_put_factor(low, text);
    pl_text_put(text, view->against != NULL ? " to " : "- to ");
    pl_explain_put_factor(high, text);
    pl_text_put(text, view->against != NULL ? " times" : "-fold");
    if (view->against != NULL) {
        pl_text_format(text, " what it is under %s", view->against);
    }
    pl_text_format(text, " in the %zu tables above", view->n_panels);
}

/* The name of the loop that is decided to rank first; NULL for none. */
static const char *
decided_first(const struct pl_explain *explain)
{
    const size_t loop = next_by_share(explain, PL_NONE);

    return loop != PL_NONE && explain->loops[loop].first_share >= PL_DECIDED_FROM
               ? explain->loops[loop].name
               : NULL;
}

/* In how many of the first n panels that loop, or none, is it. */
static size_t
count_first(const struct pl_explain_view *view, size_t n, const char *name)
{
    size_t count = 0;

    for (size_t p = 0; p < n; p++) {
        const char *first = decided_first(view->panels[p].explain);

        count +=
            name == NULL || first == NULL ? name == first : strcmp(name, first) == 0;
    }
    return count;
}

/* "mTORC1 -> Grb10 ranks first in 8, mTORC1 -> PHLPP in 4, S6K -| Rictor in 2": by how many
 * tables, those of equal number as they come. */
static void
put_counts(const struct pl_explain_view *view, struct pl_text *text)
{
    bool any = false;

    for (size_t n = view->n_panels; n > 0; n--) {
        for (size_t p = 0; p < view->n_panels; p++) {
            const struct pl_explain *explain = view->panels[p].explain;
            const char *name = decided_first(explain);

            if (count_first(view, view->n_panels, name) != n ||
                count_first(view, p, name) > 0) {
                continue;
            }
            pl_text_format(text, "%s%s%s in ", any ? ", " : "",
                           name != NULL
                               ? explain->loops[next_by_share(explain, PL_NONE)].label
                               : "no loop",
                           any ? "" : " ranks first");
            if (n == view->n_panels) {
                pl_text_put(text, "all of them");
            } else {
                pl_text_format(text, "%zu", n);
            }
            any = true;
        }
    }
}

/* Several cells or variants: do they agree? */
static void
put_agreement(const struct pl_explain_view *view, struct pl_text *text)
{
    const struct pl_explain *first = view->panels[0].explain;
    const size_t leader = next_by_share(first, PL_NONE);
    bool agree = leader != PL_NONE;

    for (size_t p = 0; p < view->n_panels && agree; p++) {
        const struct pl_explain *explain = view->panels[p].explain;
        const size_t loop = next_by_share(explain, PL_NONE);

        agree = loop != PL_NONE &&
                strcmp(explain->loops[loop].name, first->loops[leader].name) == 0 &&
                explain->loops[loop].first_share >= PL_DECIDED_FROM;
    }
    if (view->n_panels > MOST_PANELS_NAMED) {
        put_range(view, text);
        pl_text_put(text, agree ? ": " : ": which loop did most is not decided: ");
        put_counts(view, text);
        pl_text_put(text, ".");
        return;
    }
    put_subjects(view, text);
    if (agree) {
        pl_text_format(text, ": %s ranks first in %s, ", first->loops[leader].label,
                       view->n_panels == 2 ? "both" : "all of them");
    } else {
        pl_text_put(text, ": which loop did most is not decided: ");
    }
    for (size_t p = 0; p < view->n_panels; p++) {
        const struct pl_explain *explain = view->panels[p].explain;
        const size_t loop = next_by_share(explain, PL_NONE);

        pl_text_put(text, p == 0 ? "" : ", ");
        if (agree) {
            put_times(exp(log_of(explain, loop)), text);
            pl_text_format(text, " in %s", view->panels[p].name);
        } else {
            put_first_of_panel(&view->panels[p], loop, p == 0, text);
        }
    }
    pl_text_put(text, ".");
}

void
pl_explain_sentence(const struct pl_explain_view *view, struct pl_text *text)
{
    if (view->n_panels == 1) {
        put_panel(view, view->panels[0].explain, text);
        return;
    }
    put_agreement(view, text);
}
