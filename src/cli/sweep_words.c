/*
 * sweep_words.c - what a sweep found, in a sentence for each readout.
 */
#include "cli/sweep_picture.h"

#include <math.h>

#include "analysis/pairs.h"
#include "base/frame.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/sweep_plan.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/design.h"
#include "study/factor.h"
#include "study/measure.h"
#include "study/tables.h"

/* [-] Parts of the largest value below which a change is none but rounding. */
#define ROUNDING 1e-6

/* Of a level that is told. */
#define LEVEL_DIGITS 4

/* Places at which a fold passes 1 that are told; more are counted. */
#define MOST_PASSES ((size_t)3)

/* How far a measure goes. */
struct reach {
    double low, high; /* NaN without any value */
    size_t low_up, low_across, high_up, high_across;
    size_t n, n_missing; /* points with a value, and without */
    size_t n_above;      /* … above 1 by more than rounding */
    size_t n_below;
};

static const struct pl_symbol *
symbol_of(const struct sweep_plan *plan, size_t factor)
{
    const size_t symbol = pl_design_factor(plan->design, factor)->symbol;

    return symbol != PL_NONE ? &plan->context->model->symbols[symbol] : NULL;
}

void
sweep_put_factor(const struct sweep_plan *plan, size_t factor, struct pl_text *text)
{
    const struct pl_symbol *symbol = symbol_of(plan, factor);

    if (symbol == NULL) {
        pl_text_put(text, "cell");
    } else if (pl_role_by_name(symbol->name) == PL_ROLE_TARGET) {
        pl_text_format(text, "inhibition of %s", pl_role_strip(symbol->name));
    } else if (symbol->label != symbol->name) {
        pl_text_put(text, symbol->label);
    } else {
        pl_text_put(text, pl_role_strip(symbol->name));
    }
}

void
sweep_put_level(const struct sweep_plan *plan, size_t factor, double level,
                struct pl_text *text)
{
    const struct pl_symbol *symbol = symbol_of(plan, factor);
    const struct pl_frame *cells = plan->context->cells;
    char number[PL_NUMBER_SIZE];

    if (symbol == NULL) {
        const size_t column = pl_frame_find(cells, PL_CONDITION_ID);

        pl_text_put(text, cells->columns[column].texts[(size_t)level]);
        return;
    }
    pl_number_round(level, LEVEL_DIGITS, number);
    pl_text_put(text, number);
    if (symbol->unit != NULL) {
        pl_text_format(text, " %s", symbol->unit);
    }
}

void
sweep_put_place(const struct sweep_plan *plan, size_t factor, double level,
                struct pl_text *text)
{
    if (pl_design_factor(plan->design, factor)->kind != PL_FACTOR_CELL) {
        sweep_put_factor(plan, factor, text);
        pl_text_put(text, " ");
    }
    sweep_put_level(plan, factor, level, text);
}

struct pl_band
sweep_view_at(const struct sweep_view *view, size_t measure, size_t up, size_t across)
{
    const struct sweep_plan *plan = view->plan;
    const uint64_t point = view->shape->points[up * view->shape->n_across + across];
    const double *values =
        view->values + (size_t)point * plan->n_members * plan->n_measures + measure;

    return plan->ensemble != NULL ? pl_band_of(values, plan->n_measures, view->weights,
                                               plan->n_members, view->room)
                                  : (struct pl_band){values[0], values[0], values[0]};
}

static struct reach
find_reach(const struct sweep_view *view, size_t measure)
{
    struct reach reach = {.low = (double)NAN, .high = (double)NAN};

    for (size_t up = 0; up < view->shape->n_up; up++) {
        for (size_t across = 0; across < view->shape->n_across; across++) {
            const double value = sweep_view_at(view, measure, up, across).median;

            if (isnan(value)) {
                reach.n_missing++;
                continue;
            }
            if (reach.n == 0 || value < reach.low) {
                reach.low = value;
                reach.low_up = up;
                reach.low_across = across;
            }
            if (reach.n == 0 || value > reach.high) {
                reach.high = value;
                reach.high_up = up;
                reach.high_across = across;
            }
            reach.n++;
            reach.n_above += value > 1.0 + ROUNDING;
            reach.n_below += value < 1.0 - ROUNDING;
        }
    }
    return reach;
}

static bool
is_cell(const struct sweep_view *view, size_t factor)
{
    return pl_design_factor(view->plan->design, factor)->kind == PL_FACTOR_CELL;
}

/* "at everolimus 20 nM and PTEN 0.1", "at everolimus 20 nM in her2_normal" */
static void
put_point(const struct sweep_view *view, size_t up, size_t across, struct pl_text *text)
{
    const struct sweep_shape *shape = view->shape;

    pl_text_put(text, is_cell(view, shape->across) ? "in " : "at ");
    sweep_put_place(view->plan, shape->across, shape->levels[0][across], text);
    if (shape->up != PL_NONE) {
        pl_text_put(text, is_cell(view, shape->up) ? " in " : " and ");
        sweep_put_place(view->plan, shape->up, shape->levels[1][up], text);
    }
}

/* Does a single curve go one way alone? */
static bool
is_monotone(const struct sweep_view *view, size_t measure, const struct reach *reach)
{
    const double slack = ROUNDING * fmax(fabs(reach->low), fabs(reach->high));
    double lowest = (double)INFINITY;
    double highest = -(double)INFINITY;
    bool rises = true;
    bool falls = true;

    for (size_t k = 0; k < view->shape->n_across; k++) {
        const double value = sweep_view_at(view, measure, 0, k).median;

        if (!isnan(value)) {
            rises = rises && value >= highest - slack;
            falls = falls && value <= lowest + slack;
            lowest = fmin(lowest, value);
            highest = fmax(highest, value);
        }
    }
    return rises || falls;
}

/* "rises from 1 at everolimus 0.01 nM to 1.63 at everolimus 100 nM" */
static void
put_reach(const struct sweep_view *view, size_t measure, const struct reach *reach,
          struct pl_text *text)
{
    const struct sweep_plan *plan = view->plan;
    const struct pl_measure *what = &plan->measures[measure];
    const struct sweep_shape *shape = view->shape;
    const bool is_curve = shape->up == PL_NONE && !is_cell(view, shape->across);
    const double size = fmax(fabs(reach->low), fabs(reach->high));

    if (reach->n == 0) {
        pl_text_put(text, " has no value at any point");
        return;
    }
    if (reach->high - reach->low <= ROUNDING * size) {
        pl_text_put(text, " is ");
        pl_pairs_put_value(what, reach->high, text);
        pl_text_put(text, " throughout");
        return;
    }
    if (is_curve && is_monotone(view, measure, reach)) {
        const bool rises = reach->low_across < reach->high_across;
        const size_t from = rises ? reach->low_across : reach->high_across;
        const size_t to = rises ? reach->high_across : reach->low_across;

        pl_text_put(text, rises ? " rises from " : " falls from ");
        pl_pairs_put_value(what, rises ? reach->low : reach->high, text);
        pl_text_put(text, " ");
        put_point(view, 0, from, text);
        pl_text_put(text, " to ");
        pl_pairs_put_value(what, rises ? reach->high : reach->low, text);
        pl_text_put(text, " at ");
        sweep_put_level(plan, shape->across, shape->levels[0][to], text);
        return;
    }
    pl_text_put(text, " is least, ");
    pl_pairs_put_value(what, reach->low, text);
    pl_text_put(text, ", ");
    put_point(view, reach->low_up, reach->low_across, text);
    pl_text_put(text, ", and largest, ");
    pl_pairs_put_value(what, reach->high, text);
    pl_text_put(text, ", ");
    put_point(view, reach->high_up, reach->high_across, text);
}

/* Where a fold along the single curve passes 1, between two points: as lines on the
 * picture's axis, folds by their logarithms if they have any. @return how often */
static size_t
find_passes(const struct sweep_view *view, size_t measure, bool by_logarithm,
            double *places)
{
    const struct sweep_shape *shape = view->shape;
    const bool is_log = sweep_shape_is_log(view->plan, shape, false);
    double last = (double)NAN;
    double last_at = 0.0;
    size_t n = 0;

    for (size_t k = 0; k < shape->n_across; k++) {
        const double at = is_log ? log(shape->levels[0][k]) : shape->levels[0][k];
        const double fold = sweep_view_at(view, measure, 0, k).median;
        const double height = by_logarithm ? log(fold) : fold - 1.0;

        if (isnan(height)) {
            last = (double)NAN;
            continue;
        }
        if (fabs(height) <= ROUNDING) {
            continue; /* on the level: the next beside it tells */
        }
        if ((last < 0.0 && height > 0.0) || (last > 0.0 && height < 0.0)) {
            const double place = last_at + (at - last_at) * last / (last - height);

            if (n < MOST_PASSES) {
                places[n] = is_log ? exp(place) : place;
            }
            n++;
        }
        last = height;
        last_at = at;
    }
    return n;
}

/* Where folds are above 1, below it, or pass it. */
static void
put_side(const struct sweep_view *view, size_t measure, const struct reach *reach,
         struct pl_text *text)
{
    const struct sweep_shape *shape = view->shape;
    double places[MOST_PASSES] = {0.0};
    size_t n = 0;

    if (view->plan->measures[measure].kind != PL_MEASURE_FOLD || reach->n == 0) {
        return;
    }
    if (reach->n_above == 0 || reach->n_below == 0) {
        pl_text_format(text, "; it is nowhere %s 1",
                       reach->n_above == 0 ? "above" : "below");
        return;
    }
    if (shape->up != PL_NONE || is_cell(view, shape->across)) {
        pl_text_format(text, "; it is above 1 at %zu of %zu points", reach->n_above,
                       reach->n);
        return;
    }
    n = find_passes(view, measure, reach->low > 0.0, places);
    pl_text_put(text, "; it passes 1 ");
    if (n == 0 || n > MOST_PASSES) {
        pl_text_format(text, n == 0 ? "where points have no value" : "%zu times", n);
        return;
    }
    for (size_t k = 0; k < n; k++) {
        pl_text_put(text, k == 0 ? "at " : k + 1 < n ? ", " : " and ");
        sweep_put_level(view->plan, shape->across, places[k], text);
    }
}

/* "The fold of Akt pS473 at 24 h", "Akt pS473 at 24 h" */
static void
put_subject(const struct sweep_view *view, size_t measure, struct pl_text *text)
{
    const struct pl_measure *what = &view->plan->measures[measure];

    if (view->plan->ensemble != NULL) {
        pl_text_put(text, "The median of ");
    }
    if (what->kind != PL_MEASURE_VALUE) {
        pl_text_put(text, view->plan->ensemble != NULL ? "the " : "The ");
    }
    pl_pairs_put_measure(view->plan->context, what, text);
}

void
sweep_put_sentences(const struct sweep_view *view, struct pl_text *text)
{
    for (size_t m = 0; m < view->plan->n_measures; m++) {
        const struct reach reach = find_reach(view, m);

        pl_text_put(text, m > 0 ? " " : "");
        put_subject(view, m, text);
        put_reach(view, m, &reach, text);
        put_side(view, m, &reach, text);
        if (reach.n_missing > 0 && reach.n > 0) {
            pl_text_format(text, "; %zu point%s no value", reach.n_missing,
                           reach.n_missing == 1 ? " has" : "s have");
        }
        pl_text_put(text, ".");
    }
}
