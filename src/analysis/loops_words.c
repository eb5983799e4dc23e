/*
 * loops_words.c - what weighed loops say, in sentences.
 */
#include "analysis/loops_words.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "analysis/loop_open.h"
#include "analysis/loops.h"
#include "analysis/loops_names.h"
#include "analysis/loops_private.h"
#include "analysis/loops_table.h"
#include "base/diag.h"
#include "base/index.h"
#include "base/text.h"
#include "compile/links.h"
#include "model/model.h"
#include "study/context.h"
#include "study/summary.h"
#include "study/times.h"

/* What --max-loops left out. */
static void
put_cut_off(const struct pl_loops *loops, struct pl_text *text)
{
    const size_t whole = loops->set.circuits.whole;

    pl_text_format(text,
                   " Cut off at %zu feedback loop%s (--max-loops): ", loops->n_feedback,
                   loops->n_feedback == 1 ? "" : "s");
    if (whole < 2) {
        pl_text_put(text, "some of those of two nodes are here, and no longer ones.");
    } else {
        pl_text_format(text, "all of up to %zu nodes are here, and some of %zu.", whole,
                       whole + 1);
    }
}

void
pl_loops_put_count(const struct pl_context *context, const struct pl_loops *loops,
                   struct pl_text *text)
{
    const struct pl_circuits *circuits = &loops->set.circuits;

    if (loops->n_feedback == 0) {
        pl_text_put(text, circuits->whole == PL_NONE
                              ? "No feedback loop"
                              : "No feedback loop among those that were looked at");
    } else if (loops->n_feedback == 1) {
        pl_text_format(text, "1 feedback loop, %s",
                       loops->n_reinforcing > 0 ? "reinforcing" : "balancing");
    } else {
        pl_text_format(text, "%zu feedback loops", loops->n_feedback);
        if (circuits->whole != PL_NONE && !circuits->counted_out) {
            pl_text_format(text, " of up to %zu nodes", circuits->whole);
        }
        pl_text_format(text, ", %zu reinforcing and %zu balancing",
                       loops->n_reinforcing, loops->n_feedback - loops->n_reinforcing);
    }
    pl_text_put(text, "; apart from them ");
    if (loops->n_conversions > 0) {
        pl_text_format(text, "%zu conversion%s, round which only material goes, and ",
                       loops->n_conversions, loops->n_conversions == 1 ? "" : "s");
    }
    pl_text_format(text, "%zu first-order loop%s.", loops->n_selves,
                   loops->n_selves == 1 ? "" : "s");
    if (circuits->counted_out) {
        put_cut_off(loops, text);
    } else if (circuits->whole != PL_NONE) {
        pl_text_put(text, " Longer loops are left out (--max-length).");
    }
    if (loops->n_feedback == 0 && loops->n_edges > 0 && circuits->whole == PL_NONE) {
        pl_text_format(text,
                       " No loop goes through the feedback edge%s here, for what reads "
                       "%s is switched off or leads nowhere back: ",
                       loops->n_edges == 1 ? "" : "s",
                       loops->n_edges == 1 ? "its signal" : "their signals");
        for (size_t e = 0; e < loops->n_edges; e++) {
            pl_text_format(text, "%s%s", e > 0 ? ", " : "",
                           context->model->symbols[loops->edges[e].symbol].label);
        }
        pl_text_put(text, ".");
    }
}

/* Who leads at one time. */
struct lead {
    enum { LEAD_NONE, LEAD_EDGE, LEAD_LOOP, LEAD_EDGELESS } kind;
    size_t index; /* an edge, or a row */
    double share; /* [-] */
    bool decided;
    size_t second; /* an edge, where it is not decided; PL_NONE */
};

/* The edges that lead in most of an ensemble's sets. */
static void
find_most_frequent(const struct pl_loops *loops, size_t mark, struct lead *lead)
{
    size_t first = PL_NONE;
    size_t second = PL_NONE;

    for (size_t e = 0; e < loops->n_edges; e++) {
        const double leads = loops->edges[e].leads_marks[mark];

        if (leads > 0.0 &&
            (first == PL_NONE || leads > loops->edges[first].leads_marks[mark])) {
            second = first;
            first = e;
        } else if (leads > 0.0 && (second == PL_NONE ||
                                   leads > loops->edges[second].leads_marks[mark])) {
            second = e;
        }
    }
    if (first != PL_NONE) {
        lead->kind = LEAD_EDGE;
        lead->index = first;
        lead->share = loops->edges[first].marks[mark].median;
        lead->decided = loops->edges[first].leads_marks[mark] >= PL_DECIDED_FROM;
        lead->second = second;
    }
}

static void
find_largest(const struct pl_loops *loops, size_t mark, struct lead *lead)
{
    for (size_t e = 0; e < loops->n_edges; e++) {
        const double share = loops->edges[e].marks[mark].median;

        if (share > 0.0 && share > lead->share) {
            lead->kind = LEAD_EDGE;
            lead->index = e;
            lead->share = share;
        }
    }
    if (lead->kind == LEAD_NONE) {
        for (size_t r = 0; r < loops->n_rows; r++) {
            const double share = loops->rows[r].marks[mark].median;

            if (share > 0.0 && share > lead->share) {
                lead->kind = LEAD_LOOP;
                lead->index = r;
                lead->share = share;
            }
        }
    } else if (loops->edgeless[loops->course->mark_time[mark]] > lead->share) {
        lead->kind = LEAD_EDGELESS;
        lead->share = loops->edgeless[loops->course->mark_time[mark]];
    }
}

static struct lead
find_lead(const struct pl_loops *loops, size_t mark)
{
    struct lead lead = {.kind = LEAD_NONE, .decided = true, .second = PL_NONE};

    if (loops->n_members > 1) {
        find_most_frequent(loops, mark, &lead);
    }
    if (lead.kind == LEAD_NONE) {
        find_largest(loops, mark, &lead);
    }
    return lead;
}

/* Two marks of which one thing is said. */
static bool
is_alike(const struct pl_loops *loops, size_t mark, const struct lead *a,
         const struct lead *b)
{
    if (a->kind != b->kind || a->index != b->index || a->decided != b->decided) {
        return false;
    }
    if (!a->decided) {
        const struct pl_loop_edge *first = &loops->edges[a->index];

        /* exactly: the same members count */
        return a->second == b->second &&
               first->leads_marks[mark] == first->leads_marks[mark + 1];
    }
    return (a->share >= PL_LOOPS_DOMINANT) == (b->share >= PL_LOOPS_DOMINANT);
}

/* Which loops lead: "loops through S6K -| IRS1". */
static void
put_leader(const struct pl_context *context, const struct pl_loops *loops,
           const struct lead *lead, const char *loops_word, struct pl_text *text)
{
    switch (lead->kind) {
    case LEAD_EDGE:
        pl_text_format(text, "%s through %s", loops_word,
                       context->model->symbols[loops->edges[lead->index].symbol].label);
        break;
    case LEAD_LOOP:
        pl_loops_put_beginning(context, loops, loops->rows[lead->index].loop, text);
        break;
    case LEAD_EDGELESS:
        pl_text_format(text, "%s without a feedback edge", loops_word);
        break;
    case LEAD_NONE:
        break;
    }
}

/* "1 h", "6 h and 24 h", "1 h, 6 h and 24 h" */
static void
put_times(const struct pl_context *context, const double *times, size_t n,
          struct pl_text *text)
{
    for (size_t k = 0; k < n; k++) {
        char words[PL_NUMBER_SIZE];

        pl_time_format(context, times[k], words);
        pl_text_format(text, "%s%s", k == 0 ? "" : k + 1 == n ? " and " : ", ", words);
    }
}

/* "68 %", "39 and 22 %"; of numbers that read alike one. */
static void
put_percents(const struct lead *leads, size_t n, struct pl_text *text)
{
    bool alike = true;

    for (size_t k = 1; k < n; k++) {
        alike = alike && round(100.0 * leads[k].share) == round(100.0 * leads[0].share);
    }
    n = alike ? 1 : n;
    for (size_t k = 0; k < n; k++) {
        pl_text_format(text, "%s%.0f",
                       k == 0       ? ""
                       : k + 1 == n ? " and "
                                    : ", ",
                       round(100.0 * leads[k].share));
    }
    pl_text_put(text, " %");
}

/* What holds at n marks. */
static void
put_clause(const struct pl_context *context, const struct pl_loops *loops,
           const struct lead *leads, size_t mark, size_t n, bool first,
           struct pl_text *text)
{
    const struct lead *lead = &leads[mark];

    pl_text_put(text, first ? "At " : "; at ");
    put_times(context, loops->marks + mark, n, text);
    if (lead->kind == LEAD_NONE) {
        pl_text_put(text, " no loop has a score");
        return;
    }
    if (!lead->decided) {
        const struct pl_loop_edge *edges = loops->edges;

        pl_text_format(text,
                       " it is not decided: those through %s lead in %.0f %% of the "
                       "sets",
                       context->model->symbols[edges[lead->index].symbol].label,
                       100.0 * edges[lead->index].leads_marks[mark]);
        if (lead->second != PL_NONE) {
            pl_text_format(text, ", those through %s in %.0f %%",
                           context->model->symbols[edges[lead->second].symbol].label,
                           100.0 * edges[lead->second].leads_marks[mark]);
        }
        return;
    }
    if (lead->share >= PL_LOOPS_DOMINANT) {
        pl_text_put(text, " ");
        put_leader(context, loops, lead, first ? "loops" : "those", text);
        pl_text_put(text, lead->kind == LEAD_LOOP ? " dominates (" : " dominate (");
    } else {
        pl_text_put(text,
                    first ? " no loops dominate (most: " : " none dominate (most: ");
        put_leader(context, loops, lead, "those", text);
        pl_text_put(text, ", ");
    }
    put_percents(lead, n, text);
    pl_text_put(text, first ? " of all loops' scores)" : ")");
}

/* The last time at which any loop has a score; PL_NONE for none. */
static size_t
last_scored(const struct pl_loops *loops)
{
    size_t last = PL_NONE;

    for (size_t t = 0; t < loops->n_times; t++) {
        last = loops->scored[t] > 0 ? t : last;
    }
    return last;
}

/* At no mark is there a score; there was one before the first, or there is none at all. */
static void
put_no_scores(const struct pl_context *context, const struct pl_loops *loops,
              struct pl_text *text)
{
    const size_t last = last_scored(loops);
    char words[PL_NUMBER_SIZE];

    if (last == PL_NONE) {
        pl_text_put(text,
                    "No loop has a score: each is open, or nothing moves round it by "
                    "more than the run's tolerance.");
        return;
    }
    pl_time_format(context, loops->times[last], words);
    pl_text_format(text,
                   "Nothing moves any more at the times shown; the last score is "
                   "at %s: a shorter --for tells more.",
                   words);
}

void
pl_loops_put_sentence(const struct pl_context *context, const struct pl_loops *loops,
                      struct pl_text *text)
{
    struct lead *leads = NULL;
    bool any = false;

    if (loops->n_feedback == 0) {
        return;
    }
    if (!loops->moves) {
        pl_text_put(text,
                    "Nothing moves at rest: a treatment would show which loops rule "
                    "its run.");
        return;
    }
    leads = calloc(loops->n_marks + 1, sizeof *leads);
    if (leads == NULL) {
        text->failed = true;
        return;
    }
    for (size_t m = 0; m < loops->n_marks; m++) {
        leads[m] = find_lead(loops, m);
        any = any || leads[m].kind != LEAD_NONE;
    }
    if (!any || loops->n_feedback == 1) {
        if (any) {
            pl_text_put(text,
                        "There is no other loop to compare it with: --table scores "
                        "has its score over time.");
        } else {
            put_no_scores(context, loops, text);
        }
        free(leads);
        return;
    }
    for (size_t m = 0, n = 0; m < loops->n_marks; m += n) {
        n = 1;
        while (m + n < loops->n_marks &&
               is_alike(loops, m + n - 1, &leads[m + n - 1], &leads[m + n])) {
            n++;
        }
        put_clause(context, loops, leads, m, n, m == 0, text);
    }
    pl_text_put(text, ".");
    free(leads);
}

/* What the treatment made of an edge. */
enum fate { FATE_NONE, FATE_OPEN, FATE_WEAKENED, FATE_HELD, N_FATES };

static enum fate
fate_of(const struct pl_loops *loops, const struct pl_loop_edge *edge)
{
    const double kept = fabs(pl_loops_edge_gain_at(loops, edge)) /
                        fabs(pl_loops_edge_gain(loops, edge));

    return !loops->has_at || edge->n_loops == 0 ? FATE_NONE
           : edge->held                         ? FATE_HELD
           : edge->open_share > 0.0             ? FATE_OPEN
           : kept < PL_LOOP_WEAKENED            ? FATE_WEAKENED
                                                : FATE_NONE;
}

/* " (gain -1.95 to -0.086)", " (11 % kept)" */
static void
put_kept(const struct pl_loops *loops, const struct pl_loop_edge *edge, enum fate fate,
         struct pl_text *text)
{
    const double before = pl_loops_edge_gain(loops, edge);
    const double after = pl_loops_edge_gain_at(loops, edge);

    if (isnan(before) || isnan(after)) {
        return;
    }
    if (fate == FATE_OPEN) {
        pl_text_put(text, " (");
        pl_loops_put_gain(before, text);
        pl_text_put(text, " to ");
        pl_loops_put_gain(after, text);
        if (edge->open_share < 1.0) {
            pl_text_format(text, ", in %.0f %% of the sets", 100.0 * edge->open_share);
        }
        pl_text_put(text, ")");
    } else if (fate == FATE_WEAKENED) {
        pl_text_format(text, " (%.0f %%)", 100.0 * fabs(after / before));
    }
}

/* The edges of one fate, behind a few words. @return how many */
static size_t
put_edges(const struct pl_context *context, const struct pl_loops *loops,
          enum fate fate, const char *begin, struct pl_text *text)
{
    size_t n = 0;
    size_t k = 0;

    for (size_t e = 0; e < loops->n_edges; e++) {
        n += fate_of(loops, &loops->edges[e]) == fate ? 1 : 0;
    }
    if (n == 0) {
        return 0;
    }
    pl_text_put(text, text->size > 0 ? " " : "");
    pl_text_put(text, begin);
    for (size_t e = 0; e < loops->n_edges; e++) {
        const struct pl_loop_edge *edge = &loops->edges[e];

        if (fate_of(loops, edge) == fate) {
            pl_text_format(text, "%s%s",
                           k == 0       ? ""
                           : k + 1 == n ? " and "
                                        : ", ",
                           context->model->symbols[edge->symbol].label);
            put_kept(loops, edge, fate, text);
            k++;
        }
    }
    pl_text_put(text, ".");
    return n;
}

void
pl_loops_put_open(const struct pl_context *context, const struct pl_loops *loops,
                  struct pl_text *text)
{
    struct pl_text begin;

    pl_text_init(&begin);
    pl_text_put(&begin, "Open at ");
    pl_loops_put_at(context, loops, &begin);
    pl_text_format(&begin, ", for the treatment leaves %.0f %% or less of the gain: ",
                   100.0 * PL_LOOP_OPEN);
    (void)put_edges(context, loops, FATE_OPEN, pl_text_string(&begin), text);
    pl_text_finish(&begin);
    pl_text_put(&begin, "Weaker at ");
    pl_loops_put_at(context, loops, &begin);
    pl_text_put(&begin, ", but not open (gain left): ");
    (void)put_edges(context, loops, FATE_WEAKENED, pl_text_string(&begin), text);
    text->failed |= begin.failed;
    pl_text_finish(&begin);
    (void)put_edges(context, loops, FATE_HELD,
                    "Clamped, so that nothing comes back: ", text);
}

void
pl_loops_put_blurred(const struct pl_context *context, const struct pl_loops *loops,
                     double rtol, struct pl_text *text)
{
    size_t most = PL_NONE;
    char words[PL_NUMBER_SIZE];

    for (size_t m = 0; m < loops->n_marks; m++) {
        if (loops->blurred[m] > 0 &&
            (most == PL_NONE || loops->blurred[m] > loops->blurred[most])) {
            most = m;
        }
    }
    if (most != PL_NONE) {
        pl_time_format(context, loops->marks[most], words);
        pl_text_format(text,
                       "At %s %zu of %zu loops have no score, for what moves them may "
                       "be the run's own error; shares are of the others. A smaller "
                       "tolerance tells more: --rtol %.0e.",
                       words, loops->blurred[most], loops->n_feedback,
                       rtol / PL_LOOP_FINER);
    }
}
