/*
 * terms_sentence.c - what the numbers of a symbol's terms say, in one sentence.
 */
#include "analysis/terms.h"

#include <math.h>

#include "base/number.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/summary.h"
#include "study/times.h"

/* [-] Folds this near to 1 are written "1.00": nothing has changed. */
#define NO_CHANGE 0.005

/* [-] A net rate below this share of the larger side is balance; larger: a species that
 * still moves by as much in each of its life times is called at rest. */
#define BALANCE 1e-3

/* [byte] A longer formula is told by the name of its reaction. */
#define LONG_FORMULA 60

struct telling {
    const struct pl_terms *terms;
    const struct pl_terms_numbers *numbers;
    const char *label;
    char time[PL_NUMBER_SIZE];
    struct pl_text *text;
};

static const struct pl_terms_row *
total(const struct telling *t, enum pl_terms_total which)
{
    return &t->numbers->rows[t->terms->n + which];
}

static bool
is_unchanged(double fold)
{
    return fabs(fold - 1.0) < NO_CHANGE;
}

/* "1.32", or "1.32 (1.10 to 1.40)" */
static void
put_fold(const struct telling *t, struct pl_band fold)
{
    pl_summary_put_fold(fold.median, t->text);
    pl_text_put(t->text, "-fold");
    if (t->numbers->n_members > 1) {
        pl_text_put(t->text, " (");
        pl_summary_put_fold(fold.low, t->text);
        pl_text_put(t->text, " to ");
        pl_summary_put_fold(fold.high, t->text);
        pl_text_put(t->text, ")");
    }
}

/* "1.32 times as fast", "as fast as before" */
static void
put_speed(const struct telling *t, double fold)
{
    if (is_unchanged(fold)) {
        pl_text_put(t->text, "as fast as before");
    } else {
        pl_summary_put_fold(fold, t->text);
        pl_text_put(t->text, " times as fast");
    }
}

/* What a term is called: its formula where that is short. */
static void
put_term(const struct telling *t, const struct pl_term *term)
{
    struct pl_text formula;
    struct pl_term bare = *term;

    pl_text_init(&formula);
    bare.negative = false; /* that it is a loss is said */
    pl_term_print(&bare, &formula);
    if (formula.size > LONG_FORMULA && term->source != t->terms->symbol) {
        pl_text_put(t->text, t->terms->context->model->symbols[term->source].name);
    } else {
        pl_text_put(t->text, pl_text_string(&formula));
    }
    t->text->failed |= formula.failed;
    pl_text_finish(&formula);
}

/* The term that changed most: of gains (sign 1), losses (-1) or all (0); PL_NONE where
 * there is only one to choose from. */
static size_t
find_main(const struct telling *t, int sign)
{
    size_t best = PL_NONE;
    size_t n = 0;
    double most = 0.0;

    for (size_t k = 0; k < t->terms->n; k++) {
        const struct pl_terms_row *row = &t->numbers->rows[k];
        const double treated = row->amount[PL_TERMS_TREATED].median;
        const double untreated = row->amount[PL_TERMS_UNTREATED].median;
        const double change = fabs(treated - untreated);

        if (sign != 0 && (untreated < 0.0 || treated < 0.0) != (sign < 0)) {
            continue;
        }
        n++;
        if (change > most) {
            most = change;
            best = k;
        }
    }
    return n > 1 ? best : PL_NONE;
}

/* ", mostly through k*A" */
static void
put_main(const struct telling *t, int sign)
{
    const size_t k = find_main(t, sign);

    if (k != PL_NONE) {
        pl_text_put(t->text, ", mostly through ");
        put_term(t, &t->terms->terms[k]);
    }
}

/* Whether it still moves: ", and it still rises" */
static void
put_motion(const struct telling *t)
{
    const double gain = total(t, PL_TERMS_GAIN)->amount[PL_TERMS_TREATED].median;
    const double loss = total(t, PL_TERMS_LOSS)->amount[PL_TERMS_TREATED].median;
    const double net = total(t, PL_TERMS_NET)->amount[PL_TERMS_TREATED].median;

    if (fabs(net) > 0.01 * fmax(gain, -loss)) {
        pl_text_format(t->text, "; it still %s", net > 0.0 ? "rises" : "falls");
    }
}

/* Made faster, or kept longer? */
static void
put_change(const struct telling *t)
{
    const struct pl_terms_change *change = &t->numbers->change;
    const bool by_gain = change->by_gain >= 0.5;

    if (isnan(change->gain.median) || isnan(change->loss.median)) {
        put_motion(t);
        return;
    }
    if (is_unchanged(change->gain.median) && is_unchanged(change->loss.median)) {
        put_motion(t);
        return;
    }
    pl_text_put(t->text, ": it is made ");
    put_speed(t, change->gain.median);
    if (by_gain && !is_unchanged(change->gain.median)) {
        put_main(t, 1);
    }
    pl_text_put(t->text, ", and each unit of it is lost ");
    put_speed(t, change->loss.median);
    if (!by_gain && !is_unchanged(change->loss.median)) {
        put_main(t, -1);
    }
    put_motion(t);
    if (t->numbers->n_members > 1 && change->by_gain < PL_DECIDED_FROM &&
        change->by_gain > 1.0 - PL_DECIDED_FROM) {
        pl_text_format(t->text,
                       "; which of the two changes more is not decided: the first in "
                       "%.0f %% of the sets",
                       100.0 * change->by_gain);
    }
}

static void
put_level(const struct telling *t, enum pl_terms_column column)
{
    const char *unit = t->terms->context->model->symbols[t->terms->symbol].unit;

    pl_summary_put_level(total(t, PL_TERMS_VALUE)->amount[column].median, t->text);
    pl_text_format(t->text, "%s%s", unit != NULL ? " " : "", unit != NULL ? unit : "");
}

/* How the level stands to the untreated one. */
static void
put_treated(const struct telling *t)
{
    const struct pl_band fold = total(t, PL_TERMS_VALUE)->fold;
    const double rises = t->numbers->change.rises;

    if (isnan(fold.median)) {
        pl_text_format(t->text, "%s is ", t->label);
        put_level(t, PL_TERMS_TREATED);
        pl_text_format(t->text, " at %s, ", t->time);
        put_level(t, PL_TERMS_UNTREATED);
        pl_text_put(t->text, " untreated");
    } else if (t->numbers->n_members > 1 && rises < PL_DECIDED_FROM && rises > 1.0 - PL_DECIDED_FROM) {
        pl_text_format(t->text,
                       "Whether %s rises by %s is not decided: it does in %.0f "
                       "%% of the sets, and is ",
                       t->label, t->time, 100.0 * rises);
        put_fold(t, fold);
    } else if (is_unchanged(fold.median) && t->numbers->n_members == 1) {
        pl_text_format(t->text, "%s is at %s what it was untreated", t->label, t->time);
    } else {
        pl_text_format(t->text, "%s is ", t->label);
        put_fold(t, fold);
        pl_text_format(t->text, " at %s", t->time);
    }
}

/* Which part of a rule did it. */
static void
put_part(const struct telling *t)
{
    double most = 0.0;
    size_t best = PL_NONE;

    if (t->terms->kind == PL_TERMS_SUM) {
        put_main(t, 0);
        return;
    }
    for (size_t k = 0; k < t->terms->n; k++) {
        const double fold = t->numbers->rows[k].fold.median;
        const double change = fold > 0.0 ? fabs(log(fold)) : INFINITY;

        if (!isnan(fold) && !is_unchanged(fold) && change > most) {
            most = change;
            best = k;
        }
    }
    if (best != PL_NONE && t->terms->n > 1) {
        pl_text_put(t->text, "; of its factors ");
        put_term(t, &t->terms->terms[best]);
        pl_text_put(t->text, " changes most, ");
        put_fold(t, t->numbers->rows[best].fold);
    }
}

/* A time with the digits that it deserves. */
static void
put_stay(const struct telling *t, double time, char out[PL_NUMBER_SIZE])
{
    if (isfinite(t->terms->context->model->time_unit)) {
        pl_time_format(t->terms->context, time, out);
    } else {
        pl_number_round(time, 3, out);
    }
}

/* A run without treatment: balance, and how long a unit stays. */
static void
put_balance(const struct telling *t)
{
    const double gain = total(t, PL_TERMS_GAIN)->amount[PL_TERMS_TREATED].median;
    const double loss = total(t, PL_TERMS_LOSS)->amount[PL_TERMS_TREATED].median;
    const double net = total(t, PL_TERMS_NET)->amount[PL_TERMS_TREATED].median;
    const double level = total(t, PL_TERMS_VALUE)->amount[PL_TERMS_TREATED].median;
    char stay[PL_NUMBER_SIZE];

    if (!(fmax(gain, -loss) > 0.0)) {
        pl_text_format(t->text, "Nothing moves %s at %s", t->label, t->time);
        return;
    }
    pl_text_format(t->text, "%s %s at %s", t->label,
                   fabs(net) <= BALANCE * fmax(gain, -loss) ? "is in balance"
                   : net > 0.0                              ? "rises"
                                                            : "falls",
                   t->time);
    if (loss < 0.0 && level > 0.0) {
        put_stay(t, level / -loss, stay);
        pl_text_format(t->text, "; a unit of it lasts %s on average", stay);
    }
}

void
pl_terms_sentence(const struct pl_terms *terms, const struct pl_terms_numbers *numbers,
                  struct pl_text *text)
{
    const struct pl_symbol *symbol = &terms->context->model->symbols[terms->symbol];
    struct telling t = {
        .terms = terms, .numbers = numbers, .label = symbol->label, .text = text};

    pl_time_format(terms->context, numbers->time, t.time);
    if (terms->kind == PL_TERMS_HELD ||
        isnan(total(&t, PL_TERMS_VALUE)->amount[PL_TERMS_TREATED].median)) {
        return;
    }
    if (!numbers->treated) {
        if (terms->kind != PL_TERMS_RATE) {
            return;
        }
        put_balance(&t);
    } else {
        put_treated(&t);
        if (terms->kind == PL_TERMS_RATE) {
            put_change(&t);
        } else {
            put_part(&t);
        }
    }
    pl_text_put(text, ".");
}
