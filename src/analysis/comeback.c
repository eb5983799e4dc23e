/*
 * comeback.c - does a readout come back under treatment, and when?
 */
#include "analysis/comeback.h"

#include <math.h>

#include "base/number.h"
#include "base/text.h"
#include "base/units.h"
#include "model/model.h"
#include "study/context.h"
#include "study/summary.h"
#include "study/times.h"

/* Enough for a number that was rounded to two. */
#define DIGITS 6

/* What is known of a curve up to a point. */
struct watch {
    bool was_low, was_high;
    bool was_back;       /* low, then not */
    double low_since;    /* NaN when it is not low */
    double up_since;     /* the newest crossing of 0.9 from below; NaN for none */
    double high_since;   /* NaN when it is not high */
    double inside_since; /* the newest crossing of 1.1 from above; NaN for none */
};

/* When the line between two points crosses a level. Where no number is between their
 * times it is a jump, which is at the later one. */
static double
crossing(const double *times, const double *folds, size_t k, double level)
{
    const double share = (level - folds[k - 1]) / (folds[k] - folds[k - 1]);

    return nextafter(times[k - 1], times[k]) < times[k]
               ? times[k - 1] + share * (times[k] - times[k - 1])
               : times[k];
}

/* Look at point k. */
static void
see(struct watch *watch, const double *times, const double *folds, size_t k)
{
    const bool is_low = folds[k] < PL_FALL_FROM;
    const bool is_high = folds[k] > PL_RISE_FROM;
    const bool came_low = k > 0 && folds[k - 1] < PL_FALL_FROM;
    const bool came_high = k > 0 && folds[k - 1] > PL_RISE_FROM;

    if (is_low && !came_low) {
        watch->low_since = k > 0 ? crossing(times, folds, k, PL_FALL_FROM) : times[0];
    } else if (!is_low && came_low) {
        watch->up_since = crossing(times, folds, k, PL_FALL_FROM);
        watch->was_back = true;
        watch->low_since = (double)NAN;
    }
    if (is_high && !came_high) {
        watch->high_since = k > 0 ? crossing(times, folds, k, PL_RISE_FROM) : times[0];
    } else if (!is_high && came_high) {
        watch->inside_since = crossing(times, folds, k, PL_RISE_FROM);
        watch->high_since = (double)NAN;
    }
    watch->was_low = watch->was_low || is_low;
    watch->was_high = watch->was_high || is_high;
}

/* The kind of a curve that is low at its end. */
static void
settle_low(const struct watch *watch, struct pl_comeback *out)
{
    const double made_up = (out->last - out->least) / (1.0 - out->least);

    out->time = watch->low_since;
    if (watch->was_back) {
        out->kind = PL_COMEBACK_RELAPSE;
        out->time = watch->up_since;
        out->until = watch->low_since;
    } else if (watch->was_high) {
        out->kind = PL_COMEBACK_TURNS;
    } else {
        out->kind = made_up >= PL_COMEBACK_PART ? PL_COMEBACK_PARTLY : PL_COMEBACK_DOWN;
    }
}

/* … and of one that is not. */
static void
settle_up(const struct watch *watch, struct pl_comeback *out)
{
    if (watch->was_low) {
        out->kind = PL_COMEBACK_BACK;
        out->time = watch->up_since;
        out->above = watch->high_since;
    } else if (!isnan(watch->high_since)) {
        out->kind = PL_COMEBACK_RISES;
        out->time = watch->high_since;
    } else if (watch->was_high) {
        out->kind = PL_COMEBACK_PASSES;
        out->time = watch->inside_since;
    } else {
        out->kind = PL_COMEBACK_STAYS;
    }
}

void
pl_comeback_find(const double *times, const double *folds, size_t n,
                 struct pl_comeback *out)
{
    struct watch watch = {
        .low_since = NAN, .up_since = NAN, .high_since = NAN, .inside_since = NAN};

    *out = (struct pl_comeback){.kind = PL_COMEBACK_NONE,
                                .least = NAN,
                                .most = NAN,
                                .last = NAN,
                                .time = NAN,
                                .until = NAN,
                                .above = NAN};
    for (size_t k = 0; k < n; k++) {
        if (!isfinite(folds[k])) {
            return;
        }
    }
    if (n == 0) {
        return;
    }
    for (size_t k = 0; k < n; k++) {
        out->least = fmin(out->least, folds[k]);
        out->most = fmax(out->most, folds[k]);
        see(&watch, times, folds, k);
    }
    out->last = folds[n - 1];
    if (isnan(watch.low_since)) {
        settle_up(&watch, out);
    } else {
        settle_low(&watch, out);
    }
}

bool
pl_comeback_returns(enum pl_comeback_kind kind)
{
    return kind == PL_COMEBACK_BACK || kind == PL_COMEBACK_RISES;
}

/* To two digits, 0 stays. */
static double
round_to_two(double value)
{
    double size = 1.0;

    if (!(value > 0.0) || !isfinite(value)) {
        return value;
    }
    size = pow(10.0, floor(log10(value)) - 1.0);
    return round(value / size) * size;
}

void
pl_comeback_put_time(const struct pl_context *context, double time,
                     struct pl_text *text)
{
    const double time_unit = context->model->time_unit;
    const char *name = NULL;
    char number[PL_NUMBER_SIZE];
    double unit = 1.0; /* [model time] */

    if (!(time > 0.0) || !isfinite(time_unit)) {
        pl_time_format(context, round_to_two(time), number);
        pl_text_put(text, number);
        return;
    }
    unit = pl_duration_best_unit(time * time_unit, &name) / time_unit;
    pl_number_round(round_to_two(time / unit), DIGITS, number);
    pl_text_format(text, "%s %s", number, name);
}

/* ", back by 14 h" */
static void
put_when(const struct pl_context *context, const char *words, double time,
         struct pl_text *text)
{
    pl_text_put(text, words);
    pl_comeback_put_time(context, time, text);
}

/* "rises to 1.34, ", "falls to 0.03, ": how far it went before what counts. */
static void
put_extreme(const struct pl_comeback *comeback, struct pl_text *text)
{
    switch (comeback->kind) {
    case PL_COMEBACK_PASSES:
    case PL_COMEBACK_TURNS:
        pl_text_put(text, "rises to ");
        pl_summary_put_fold(comeback->most, text);
        pl_text_put(text, ", ");
        break;
    case PL_COMEBACK_BACK:
    case PL_COMEBACK_PARTLY:
    case PL_COMEBACK_DOWN:
    case PL_COMEBACK_RELAPSE:
        pl_text_put(text, "falls to ");
        pl_summary_put_fold(comeback->least, text);
        pl_text_put(text, ", ");
        break;
    case PL_COMEBACK_NONE:
    case PL_COMEBACK_STAYS:
    case PL_COMEBACK_RISES:
    case PL_N_COMEBACKS:
        break;
    }
}

void
pl_comeback_describe(const struct pl_context *context,
                     const struct pl_comeback *comeback, bool brief,
                     struct pl_text *text)
{
    if (!brief) {
        put_extreme(comeback, text);
    }
    switch (comeback->kind) {
    case PL_COMEBACK_STAYS:
        pl_text_put(text, "stays within 10 %");
        break;
    case PL_COMEBACK_RISES:
        if (comeback->time > 0.0) {
            put_when(context, "rises from ", comeback->time, text);
        } else {
            pl_text_put(text, "rises at once");
        }
        break;
    case PL_COMEBACK_PASSES:
        put_when(context, "back by ", comeback->time, text);
        break;
    case PL_COMEBACK_BACK:
        put_when(context, "back by ", comeback->time, text);
        if (!brief && !isnan(comeback->above)) {
            put_when(context, ", above from ", comeback->above, text);
        }
        break;
    case PL_COMEBACK_PARTLY:
        pl_text_put(text, "partly back");
        if (!brief) {
            pl_text_put(text, ": ");
            pl_summary_put_fold(comeback->last, text);
        }
        break;
    case PL_COMEBACK_DOWN:
        pl_text_put(text, "stays down");
        break;
    case PL_COMEBACK_RELAPSE:
        put_when(context, "back ", comeback->time, text);
        put_when(context, " to ", comeback->until, text);
        pl_text_put(text, " only");
        break;
    case PL_COMEBACK_TURNS:
        put_when(context, "low from ", comeback->time, text);
        break;
    case PL_COMEBACK_NONE:
    case PL_N_COMEBACKS:
        pl_text_put(text, "no fold");
        break;
    }
}
