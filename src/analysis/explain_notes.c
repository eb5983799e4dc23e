/*
 * explain_notes.c - what has to be said below the tables of an explanation.
 */
#include "analysis/explain_view.h"

#include <math.h>

#include "analysis/explain.h"
#include "analysis/plain_loops.h"
#include "base/index.h"
#include "base/number.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/times.h"

/* [-] Smaller errors are told as this: they are rounding. */
#define TOLD_ERROR 1e-5

/* A list of names in a sentence: "a, b and c". */
struct list {
    struct pl_text *text;
    size_t n, i;
};

static void
put_name(struct list *list, const char *name)
{
    pl_text_put(list->text, list->i == 0             ? ""
                            : list->i + 1 == list->n ? " and "
                                                     : ", ");
    pl_text_put(list->text, name);
    list->i++;
}

static const char *
edge_name(const struct pl_explain_view *view, const struct pl_explain_edge *edge)
{
    return pl_role_strip(view->context->model->symbols[edge->symbol].name);
}

static bool
is_unread(const struct pl_explain_edge *edge)
{
    return edge->part == PL_EXPLAIN_UNREAD;
}

static bool
is_held(const struct pl_explain_edge *edge)
{
    return edge->part == PL_EXPLAIN_HELD;
}

static bool
is_intact(const struct pl_explain_edge *edge)
{
    return edge->part == PL_EXPLAIN_INTACT;
}

static bool
is_held_there(const struct pl_explain_edge *edge)
{
    return edge->part == PL_EXPLAIN_PLAYER && edge->is_held_there;
}

static void
note_silent(const struct pl_explain *explain, struct pl_text *text)
{
    struct list list = {text, 0, 0};

    for (size_t l = 0; l < explain->n_loops; l++) {
        list.n += explain->loops[l].role == PL_EXPLAIN_ROLE_SILENT;
    }
    if (list.n == 0) {
        return;
    }
    pl_text_format(text, "Silent, %swithin %g %% of 1 at every time%s: ",
                   list.n > 1 ? "each " : "", 100.0 * PL_EXPLAIN_SILENT,
                   explain->n_members > 1 ? " in nine of ten sets" : "");
    for (size_t l = 0; l < explain->n_loops; l++) {
        if (explain->loops[l].role == PL_EXPLAIN_ROLE_SILENT) {
            put_name(&list, explain->loops[l].name);
        }
    }
    pl_text_put(text, ".");
}

/* "<before> a, b and c<after>" of the edges that are so, where there are any. */
static void
note_edges(const struct pl_explain_view *view, const struct pl_explain *explain,
           bool (*is_so)(const struct pl_explain_edge *edge), const char *before,
           const char *after, struct pl_text *text)
{
    struct list list = {text, 0, 0};

    for (size_t e = 0; e < explain->n_edges; e++) {
        list.n += is_so(&explain->edges[e]);
    }
    pl_text_put(text, list.n > 0 ? before : "");
    for (size_t e = 0; e < explain->n_edges; e++) {
        if (is_so(&explain->edges[e])) {
            put_name(&list, edge_name(view, &explain->edges[e]));
        }
    }
    pl_text_put(text, list.n > 0 ? after : "");
}

/* What the groups are. */
static void
note_groups(const struct pl_explain_view *view, const struct pl_explain *explain,
            struct pl_text *text)
{
    for (size_t l = 0; l < explain->n_loops; l++) {
        struct list list = {text, explain->loops[l].n_edges, 0};

        if (!explain->loops[l].is_group) {
            continue;
        }
        pl_text_format(text, "%s%s: ", text->size > 0 ? " " : "",
                       explain->loops[l].name);
        for (size_t e = 0; e < explain->n_edges; e++) {
            if (explain->edges[e].loop == l) {
                put_name(&list, edge_name(view, &explain->edges[e]));
            }
        }
        pl_text_put(text, list.n == 1 ? ", alone." : ", clamped together.");
    }
}

/* The a-th loop that others are in series behind, and these. */
static void
note_series(const struct pl_explain *explain, size_t a, struct pl_text *text)
{
    const bool *behind = explain->behind + a * explain->n_loops;
    struct list list = {text, 0, 0};

    for (size_t b = 0; b < explain->n_loops; b++) {
        list.n += behind[b];
    }
    pl_text_put(text, list.n == 1 ? "The signal of " : "The signals of ");
    for (size_t b = 0; b < explain->n_loops; b++) {
        if (behind[b]) {
            put_name(&list, explain->loops[b].name);
        }
    }
    pl_text_format(
        text,
        " stand%s still while %s is clamped: they are in series and share one "
        "effect; --group NAME=",
        list.n == 1 ? "s" : "", explain->loops[a].name);
    pl_text_put(text, explain->loops[a].name);
    for (size_t b = 0; b < explain->n_loops; b++) {
        if (behind[b]) {
            pl_text_format(text, ",%s", explain->loops[b].name);
        }
    }
    pl_text_put(text, " puts them together.");
}

static bool
is_silent(const struct pl_explain *explain, size_t loop)
{
    return explain->loops[loop].role == PL_EXPLAIN_ROLE_SILENT;
}

/* True when a is before some loop, one of them does anything, and a is not itself behind one that is before the same
 * ones: of a chain the first tells. */
static bool
leads_series(const struct pl_explain *explain, size_t a)
{
    const size_t n = explain->n_loops;
    bool any = false;
    bool matters = !is_silent(explain, a);

    for (size_t b = 0; b < n; b++) {
        any = any || explain->behind[a * n + b];
        matters = matters || (explain->behind[a * n + b] && !is_silent(explain, b));
    }
    if (!matters) {
        return false;
    }
    for (size_t c = 0; c < n && any; c++) {
        if (explain->behind[c * n + a] && !(explain->behind[a * n + c] && a < c)) {
            return false;
        }
    }
    return any;
}

/* The times that lack a product, and why. */
static void
note_gone(const struct pl_explain_view *view, const struct pl_explain *explain,
          struct pl_text *text)
{
    struct list list = {text, 0, 0};

    for (size_t k = 0; k < explain->n_times; k++) {
        list.n += isnan(explain->factor_bands[k].median) ? 1 : 0;
    }
    if (list.n == 0) {
        return;
    }
    pl_text_put(text, "At ");
    for (size_t k = 0; k < explain->n_times; k++) {
        char time[PL_NUMBER_SIZE];

        pl_time_format(view->context, explain->times[k], time);
        if (isnan(explain->factor_bands[k].median)) {
            put_name(&list, time);
        }
    }
    pl_text_format(
        text,
        " %s is gone, with some loops clamped or with none: it is below what "
        "the tolerance of integration leaves of it, and has no factors.",
        view->context->model->symbols[explain->readout].label);
}

static void
note_sampled(const struct pl_explain *explain, struct pl_text *text)
{
    double largest = 0.0;

    if (explain->exact) {
        return;
    }
    for (size_t m = 0; m < explain->n_members; m++) {
        const double *errors =
            explain->errors + m * (explain->n_loops + 2) * explain->n_times;

        for (size_t i = 0; i < explain->n_loops * explain->n_times; i++) {
            largest = fmax(largest, errors[i]);
        }
    }
    pl_text_format(text, "Drawn at random: %zu orders and their reverses%s",
                   explain->n_pairs,
                   explain->n_batches == 1                    ? ""
                   : explain->n_batches == explain->n_members ? ", others in each set"
                                                              : "");
    if (explain->n_batches > 1 && explain->n_batches < explain->n_members) {
        pl_text_format(text, ", others in each of %zu batches of sets",
                       explain->n_batches);
    }
    pl_text_format(text,
                   ", which take %s%zu of %.0f combinations of loops; standard errors "
                   "of factors are up to %.1g %%%s.",
                   explain->n_batches > 1 ? "up to " : "", explain->n_coalitions,
                   ldexp(1.0, (int)explain->n_loops), 100.0 * largest,
                   explain->n_batches > 1 ? " in a set, and smaller in medians" : "");
    if (explain->n_loops <= PL_SHAPLEY_MAX_EXACT) {
        pl_text_put(text, " --exact runs them all.");
    }
}

static void
note_follow(const struct pl_explain_view *view, const struct pl_explain *explain,
            struct pl_text *text)
{
    if (view->against != NULL) {
        pl_text_format(
            text,
            "Clamped signals follow %s in small steps; where all of them do, "
            "the readout is met within %.1g %%.",
            view->against, 100.0 * fmax(explain->follow_error, TOLD_ERROR));
    }
}

/* What everything else is made of, besides the drug itself. */
static void
note_plain(const struct pl_explain *explain, struct pl_text *text)
{
    const size_t n_more = explain->n_plain > PL_PLAIN_LOOPS_TOLD
                              ? explain->n_plain - PL_PLAIN_LOOPS_TOLD
                              : 0;

    if (explain->n_plain == 0) {
        return;
    }
    pl_text_format(text,
                   "Everything else holds %s%zu feedback loop%s without an edge: %s",
                   explain->n_plain == PL_PLAIN_LOOPS_MOST ? "at least " : "",
                   explain->n_plain, explain->n_plain == 1 ? "" : "s", explain->plain);
    if (n_more > 0) {
        pl_text_format(text, "; and %zu more (simulate loops)", n_more);
    }
    pl_text_put(text, ".");
}

bool
pl_explain_note(const struct pl_explain_view *view, size_t panel, size_t k,
                struct pl_text *text)
{
    enum {
        GROUPS,
        SILENT,
        UNREAD,
        HELD,
        HELD_THERE,
        INTACT,
        PLAIN,
        GONE,
        SAMPLED,
        FOLLOW,
        N_NOTES
    };
    const struct pl_explain *explain = view->panels[panel].explain;

    switch (k) {
    case GROUPS:
        note_groups(view, explain, text);
        break;
    case SILENT:
        note_silent(explain, text);
        break;
    case UNREAD:
        note_edges(view, explain, is_unread, "Nothing reads ",
                   " at these parameters: no part of the product.", text);
        break;
    case HELD:
        note_edges(view, explain, is_held,
                   view->against == NULL
                       ? "Held by the treatment already: "
                       : "Held by the treatment in every run, so part of everything "
                         "else: ",
                   ".", text);
        break;
    case HELD_THERE:
        note_edges(view, explain, is_held_there,
                   "Held at the untreated level by the other treatment, so clamped at "
                   "that: ",
                   ".", text);
        break;
    case INTACT:
        note_edges(view, explain, is_intact,
                   "Intact in every run, so part of everything else: ", ".", text);
        break;
    case PLAIN:
        note_plain(explain, text);
        break;
    case GONE:
        note_gone(view, explain, text);
        break;
    case SAMPLED:
        note_sampled(explain, text);
        break;
    case FOLLOW:
        note_follow(view, explain, text);
        break;
    default:
        if (k - N_NOTES >= explain->n_loops) {
            return false;
        }
        if (leads_series(explain, k - N_NOTES)) {
            note_series(explain, k - N_NOTES, text);
        }
        break;
    }
    return true;
}

const char *
pl_explain_percent_warning(const struct pl_explain *explain)
{
    for (size_t k = 0; k < explain->n_times; k++) {
        const double whole =
            log(explain->factor_bands[(explain->n_loops + 1) * explain->n_times + k]
                    .median);

        if (fabs(whole) < log(1.1)) {
            return "percentages mislead here: a fold within 10 % of 1 is a small total "
                   "to take shares of";
        }
    }
    for (size_t k = 0; k < explain->n_times; k++) {
        const double whole =
            log(explain->factor_bands[(explain->n_loops + 1) * explain->n_times + k]
                    .median);

        for (size_t p = 0; p <= explain->n_loops; p++) {
            if (log(explain->factor_bands[p * explain->n_times + k].median) / whole <
                -0.05) {
                return "percentages mislead here: some parts raise the readout and "
                       "some "
                       "lower it, and shares of what is left go beyond 100 %";
            }
        }
    }
    return NULL;
}
