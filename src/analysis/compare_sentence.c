/*
 * compare_sentence.c - treatments side by side in one sentence: under which of them a
 * readout comes back, and what rival parameter sets leave open.
 */
#include "analysis/compare.h"

#include <math.h>
#include <string.h>

#include "analysis/therapy.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/summary.h"
#include "study/times.h"
#include "study/treatment.h"

/* Names in one list before "and 5 more". */
#define NAMED 3

/* What all variants and parameter sets together say of one treatment in one cell. */
struct finding {
    double shares[PL_N_OUTCOMES]; /* of the weight; each variant counts alike */
    enum pl_outcome outcome;      /* the commonest */
    bool decided;
    bool has_risen; /* of RETURNS: RISES rather than BACK */
    double first,
        last; /* [model time] of those that return: the earliest and the latest
                           time; NaN for none */
};

/* What a list of the sentence is about. */
enum list { LIST_RISES, LIST_BACK, LIST_LOW, LIST_LEVEL, LIST_OPEN, N_LISTS };

/* What a treatment does in several cells. */
enum spread { SPREAD_ALL, SPREAD_SOME, SPREAD_NONE, SPREAD_OPEN, N_SPREADS };

static bool
is_same_cell(const struct pl_comparison *comparison, size_t a, size_t b)
{
    const char *left = pl_treatment_cell_id(comparison->options.panels[a]);
    const char *right = pl_treatment_cell_id(comparison->options.panels[b]);

    return (left == NULL && right == NULL) ||
           (left != NULL && right != NULL && strcmp(left, right) == 0);
}

/* True for the first of the panels of a cell. */
static bool
is_first_of_cell(const struct pl_comparison *comparison, size_t panel)
{
    for (size_t p = 0; p < panel; p++) {
        if (is_same_cell(comparison, p, panel)) {
            return false;
        }
    }
    return true;
}

static size_t
count_cells(const struct pl_comparison *comparison)
{
    size_t n = 0;

    for (size_t p = 0; p < comparison->n_panels; p++) {
        n += is_first_of_cell(comparison, p) ? 1 : 0;
    }
    return n;
}

/* @param panel  the first of the cell's */
static struct finding
find_out(const struct pl_comparison *comparison, size_t panel, size_t therapy)
{
    struct finding finding = {.first = NAN, .last = NAN};
    double sum = 0.0;
    double rises = 0.0;

    for (size_t p = panel; p < comparison->n_panels; p++) {
        const struct pl_compare_answer *answer =
            &comparison->answers[pl_comparison_at(comparison, p, therapy, 0)];

        if (!is_same_cell(comparison, p, panel)) {
            continue;
        }
        for (int o = 0; o < PL_N_OUTCOMES; o++) {
            finding.shares[o] += answer->shares[o];
            sum += answer->shares[o];
        }
        if (answer->outcome == PL_OUTCOME_RETURNS) {
            rises += answer->course.kind == PL_COMEBACK_RISES ? 1.0 : -1.0;
            finding.first = fmin(finding.first, answer->course.time);
            finding.last = fmax(finding.last, answer->course.time);
        }
    }
    for (int o = 0; o < PL_N_OUTCOMES && sum > 0.0; o++) {
        finding.shares[o] /= sum;
        finding.outcome = finding.shares[o] > finding.shares[finding.outcome]
                              ? (enum pl_outcome)o
                              : finding.outcome;
    }
    finding.decided = finding.shares[finding.outcome] >= PL_DECIDED_FROM;
    finding.has_risen = rises > 0.0;
    return finding;
}

static enum list
list_of(const struct finding *finding)
{
    if (finding->outcome != PL_OUTCOME_NONE && !finding->decided) {
        return LIST_OPEN;
    }
    switch (finding->outcome) {
    case PL_OUTCOME_RETURNS:
        return finding->has_risen ? LIST_RISES : LIST_BACK;
    case PL_OUTCOME_LOW:
        return LIST_LOW;
    case PL_OUTCOME_LEVEL:
        return LIST_LEVEL;
    case PL_OUTCOME_NONE:
    case PL_N_OUTCOMES:
        break;
    }
    return N_LISTS;
}

/* "14 h", "14 h to 20 h" */
static void
put_times(const struct pl_comparison *comparison, const struct finding *finding,
          struct pl_text *text)
{
    struct pl_text first;
    struct pl_text last;

    pl_text_init(&first);
    pl_text_init(&last);
    pl_comeback_put_time(comparison->context, finding->first, &first);
    pl_comeback_put_time(comparison->context, finding->last, &last);
    pl_text_put(text, pl_text_string(&first));
    if (strcmp(pl_text_string(&first), pl_text_string(&last)) != 0) {
        pl_text_format(text, " to %s", pl_text_string(&last));
    }
    text->failed = text->failed || first.failed || last.failed;
    pl_text_finish(&first);
    pl_text_finish(&last);
}

/* What stands behind the name of a treatment. */
static void
put_detail(const struct pl_comparison *comparison, enum list list,
           const struct finding *finding, struct pl_text *text)
{
    switch (list) {
    case LIST_RISES:
    case LIST_BACK:
        if (finding->last > 0.0) {
            pl_text_put(text, list == LIST_RISES ? " (from " : " (by ");
            put_times(comparison, finding, text);
            pl_text_put(text, ")");
        } else {
            pl_text_put(text, " (at once)");
        }
        break;
    case LIST_OPEN:
        pl_text_format(text, " (back or risen in %.0f %% of the sets)",
                       100.0 * finding->shares[PL_OUTCOME_RETURNS]);
        break;
    case LIST_LOW:
    case LIST_LEVEL:
    case N_LISTS:
        break;
    }
}

/* How many of so many are named. */
static size_t
named_of(size_t n_all)
{
    return n_all > NAMED + 1 ? NAMED : n_all;
}

/* The n-th name of n_all, behind those before it. */
static void
put_name(const struct pl_comparison *comparison, size_t therapy, size_t n, size_t n_all,
         struct pl_text *text)
{
    pl_text_format(text, "%s%s",
                   n == 1                                   ? ""
                   : n == n_all && named_of(n_all) == n_all ? " and "
                                                            : ", ",
                   comparison->options.therapies->items[therapy].name);
}

/* "A (…), B (…), C (…) and 5 more" of one list in one cell. @return how many in all */
static size_t
put_list(const struct pl_comparison *comparison, enum list list, struct pl_text *text)
{
    size_t n = 0;
    size_t n_all = 0;

    for (size_t t = 0; t < comparison->n_therapies; t++) {
        const struct finding finding = find_out(comparison, 0, t);

        n_all += list_of(&finding) == list ? 1 : 0;
    }
    for (size_t t = 0; t < comparison->n_therapies && text != NULL; t++) {
        const struct finding finding = find_out(comparison, 0, t);

        if (list_of(&finding) != list || n >= named_of(n_all)) {
            continue;
        }
        n++;
        put_name(comparison, t, n, n_all, text);
        put_detail(comparison, list, &finding, text);
    }
    if (text != NULL && n_all > n) {
        pl_text_format(text, " and %zu more", n_all - n);
    }
    return n_all;
}

/* " comes back under A and B", with what joins it to what stands before. */
static void
put_clause(const struct pl_comparison *comparison, enum list list, bool is_first,
           struct pl_text *text)
{
    char end[PL_NUMBER_SIZE];

    pl_time_format(comparison->context, comparison->options.run.duration, end);
    pl_text_put(text, is_first ? " " : "; it ");
    switch (list) {
    case LIST_RISES:
        pl_text_put(text, "rises under ");
        break;
    case LIST_BACK:
        pl_text_put(text, "comes back under ");
        break;
    case LIST_LOW:
        pl_text_format(text, "is still low at %s under ", end);
        break;
    case LIST_LEVEL:
        pl_text_put(text, "ends as it began under ");
        break;
    case LIST_OPEN:
    case N_LISTS:
        break;
    }
    (void)put_list(comparison, list, text);
}

/* One cell: a clause for each list, and what is open. */
static void
tell_one_cell(const struct pl_comparison *comparison, const char *label,
              struct pl_text *text)
{
    bool is_first = true;

    for (int list = LIST_RISES; list < LIST_OPEN; list++) {
        if (put_list(comparison, (enum list)list, NULL) > 0) {
            pl_text_put(text, is_first ? label : "");
            put_clause(comparison, (enum list)list, is_first, text);
            is_first = false;
        }
    }
    if (put_list(comparison, LIST_OPEN, NULL) > 0) {
        if (is_first) {
            pl_text_format(text, "Whether %s comes back is not decided under ", label);
        } else {
            pl_text_put(text, "; not decided under ");
        }
        (void)put_list(comparison, LIST_OPEN, text);
        is_first = false;
    }
    pl_text_put(text, is_first ? "" : ".");
}

/* In how many cells a treatment lets the readout come back. */
static enum spread
spread_of(const struct pl_comparison *comparison, size_t therapy, size_t *n_returns)
{
    size_t n_cells = 0;
    size_t n_open = 0;
    size_t n_seen = 0;

    *n_returns = 0;
    for (size_t p = 0; p < comparison->n_panels; p++) {
        if (is_first_of_cell(comparison, p)) {
            const struct finding finding = find_out(comparison, p, therapy);
            const enum list list = list_of(&finding);

            n_cells++;
            n_seen += list != N_LISTS ? 1 : 0;
            n_open += list == LIST_OPEN ? 1 : 0;
            *n_returns += list == LIST_RISES || list == LIST_BACK ? 1 : 0;
        }
    }
    return n_seen == 0             ? N_SPREADS
           : n_open > 0            ? SPREAD_OPEN
           : *n_returns == n_cells ? SPREAD_ALL
           : *n_returns > 0        ? SPREAD_SOME
                                   : SPREAD_NONE;
}

/* As put_list, for treatments of one spread. */
static size_t
put_spread(const struct pl_comparison *comparison, enum spread spread, size_t n_cells,
           struct pl_text *text)
{
    size_t n = 0;
    size_t n_all = 0;
    size_t n_returns = 0;

    for (size_t t = 0; t < comparison->n_therapies; t++) {
        n_all += spread_of(comparison, t, &n_returns) == spread ? 1 : 0;
    }
    for (size_t t = 0; t < comparison->n_therapies && text != NULL; t++) {

        if (spread_of(comparison, t, &n_returns) != spread || n >= named_of(n_all)) {
            continue;
        }
        n++;
        put_name(comparison, t, n, n_all, text);
        if (spread == SPREAD_SOME || spread == SPREAD_OPEN) {
            pl_text_format(text, " (%zu of %zu)", n_returns, n_cells);
        }
    }
    if (text != NULL && n_all > n) {
        pl_text_format(text, " and %zu more", n_all - n);
    }
    return n_all;
}

static void
tell_cells(const struct pl_comparison *comparison, const char *label, size_t n_cells,
           struct pl_text *text)
{
    bool is_first = true;

    for (int s = SPREAD_ALL; s < N_SPREADS; s++) {
        if (put_spread(comparison, (enum spread)s, n_cells, NULL) == 0) {
            continue;
        }
        if (is_first) {
            pl_text_format(text, "%s comes back or rises ", label);
        } else {
            pl_text_put(text, "; ");
        }
        switch ((enum spread)s) {
        case SPREAD_ALL:
            pl_text_format(text, "in all %zu cells under ", n_cells);
            break;
        case SPREAD_SOME:
            pl_text_put(text, "in some cells under ");
            break;
        case SPREAD_NONE:
            pl_text_put(text, "in no cell under ");
            break;
        case SPREAD_OPEN:
        case N_SPREADS:
            pl_text_put(text, is_first ? "in cells that are not decided under "
                                       : "not decided in every cell under ");
            break;
        }
        (void)put_spread(comparison, (enum spread)s, n_cells, text);
        is_first = false;
    }
    pl_text_put(text, is_first ? "" : ".");
}

void
pl_compare_sentence(const struct pl_comparison *comparison, struct pl_text *text)
{
    const size_t n_cells = count_cells(comparison);
    const char *label = NULL;

    if (comparison->n_readouts == 0) {
        return;
    }
    label =
        comparison->context->model->symbols[comparison->options.run.symbols[0]].label;
    if (n_cells == 1) {
        tell_one_cell(comparison, label, text);
    } else {
        tell_cells(comparison, label, n_cells, text);
    }
}
