/*
 * dose_curve.c - dose-response curves, and what is read off them.
 */
#include "analysis/dose_curve.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "analysis/asked.h"
#include "analysis/brackets.h"
#include "analysis/turns.h"
#include "base/diag.h"
#include "base/index.h"

/* [-] Behind its extreme a curve falls back by more than this share of its way, or the
 * extreme is its plateau. If smaller, the rounding of runs makes extremes on plateaus. */
#define PLATEAU 1e-4

/* Fewer doses with a value give no curve. */
#define LEAST_POINTS ((size_t)4)

/* Values that are looked for on one curve: half of each phase, IC50 and back. */
enum { IC50 = PL_DOSE_MOST_PHASES, BACK, N_WANTED };

/* A curve while it is read. */
struct reading {
    struct pl_dose_curve *curve;
    size_t series, output;
    double *dose; /* shape (n); the first is 0 */
    double *x;    /* [ln dose], shape (n) */
    double *y;    /* shape (n): finite */
    size_t n;
    double way;                             /* largest - smallest */
    size_t pivots[PL_DOSE_MOST_PHASES + 1]; /* where phases begin and end: indices */
    size_t wanted[N_WANTED];                /* of a bracket; PL_NONE for none */
};

static const struct pl_dose_mark no_mark = {PL_DOSE_NONE, NAN, NAN};

/* Keep what has a value. */
static void
take_values(struct reading *reading, const struct pl_dose_series *series,
            const double *values, size_t stride)
{
    struct pl_dose_curve *curve = reading->curve;

    curve->at_zero = values[0];
    for (size_t i = 0; i < series->n; i++) {
        if (isfinite(values[i * stride])) {
            reading->dose[reading->n] = series->doses[i];
            reading->x[reading->n] = log(series->doses[i]);
            reading->y[reading->n++] = values[i * stride];
        } else {
            curve->n_missing++;
        }
    }
    if (!isfinite(curve->at_zero) || reading->n < LEAST_POINTS) {
        curve->shape = PL_DOSE_NO_CURVE;
    }
}

/* @param untreated  NaN for a level that is not known */
static void
measure_way(struct reading *reading, double rtol, double untreated)
{
    struct pl_dose_curve *curve = reading->curve;
    double largest = 0.0;
    double error = 0.0;
    double low = reading->y[0];
    double high = reading->y[0];

    for (size_t i = 1; i < reading->n; i++) {
        low = fmin(low, reading->y[i]);
        high = fmax(high, reading->y[i]);
    }
    reading->way = high - low;
    largest = fmax(fabs(low), fabs(high));
    curve->scale = fmax(fabs(untreated), largest);
    error = rtol * curve->scale;
    curve->is_zero = largest <= error;
    curve->is_within_error = curve->is_zero || reading->way <= error;
    if (curve->is_within_error || reading->way <= PL_DOSE_FLAT * largest) {
        curve->shape = PL_DOSE_NO_EFFECT;
    }
}

/* Find the turns: an extreme is one when the curve goes back by more than PL_DOSE_TURN
 * behind it. The last phase ends at the furthest point, or at the last of its plateau. */
static void
find_phases(struct reading *reading)
{
    struct pl_dose_curve *curve = reading->curve;
    const double *y = reading->y;
    const double turn = PL_DOSE_TURN * reading->way;
    size_t low = 0;
    size_t high = 0;
    size_t end = 0;    /* the furthest since the last turn */
    double sign = 0.0; /* of the phase; 0 before the curve has made up its mind */

    curve->n_phases = 1;
    for (size_t i = 1; i < reading->n; i++) {
        if (sign == 0.0) {
            low = y[i] < y[low] ? i : low;
            high = y[i] > y[high] ? i : high;
            sign = y[i] - y[low] > turn ? 1.0 : y[high] - y[i] > turn ? -1.0 : 0.0;
            end = i;
        } else if (sign * (y[i] - y[end]) >= 0.0) {
            end = i;
        } else if (sign * (y[end] - y[i]) > turn &&
                   curve->n_phases < PL_DOSE_MOST_PHASES) {
            reading->pivots[curve->n_phases++] = end;
            sign = -sign;
            end = i;
        }
    }
    if (sign * (y[end] - y[reading->n - 1]) <= PLATEAU * reading->way) {
        end = reading->n - 1;
    }
    reading->pivots[curve->n_phases] = end;
    curve->shape = curve->n_phases > 1 ? PL_DOSE_BIPHASIC : PL_DOSE_MONOTONE;
}

static bool
has_phases(const struct reading *reading)
{
    return reading->curve->n_phases > 0;
}

/* Work out where each turn really is. */
static enum pl_status
find_turns(const struct pl_asked *asked, size_t n_outputs, struct reading *readings,
           size_t n, struct pl_diags *diags)
{
    struct pl_extreme *turns = calloc(n * PL_DOSE_MOST_PHASES + 1, sizeof *turns);
    size_t n_turns = 0;
    size_t at = 0;
    enum pl_status status = PL_OK;

    if (turns == NULL) {
        return pl_diag_no_memory(diags, "the turns of curves");
    }
    for (int pass = 0; pass < 2 && status == PL_OK; pass++) {
        for (size_t r = 0; r < n; r++) {
            struct reading *reading = &readings[r];

            for (size_t p = 1; p <= reading->curve->n_phases; p++) {
                const size_t i = reading->pivots[p];

                if (i < 2 || i + 1 == reading->n) {
                    continue; /* at an end: there is nothing beside it */
                }
                if (pass == 0) {
                    turns[n_turns++] = (struct pl_extreme){
                        .curve = reading->series,
                        .output = reading->output,
                        .is_largest = reading->y[i] > reading->y[i - 1],
                        .low = reading->x[i - 1],
                        .high = reading->x[i + 1],
                    };
                } else if (isfinite(turns[at++].dose)) {
                    reading->dose[i] = turns[at - 1].dose;
                    reading->x[i] = log(turns[at - 1].dose);
                    reading->y[i] = turns[at - 1].value;
                }
            }
        }
        if (pass == 0) {
            status = pl_turns_narrow(asked, n_outputs, turns, n_turns, diags);
        }
    }
    free(turns);
    return status;
}

static struct pl_dose_mark
mark_at(const struct reading *reading, enum pl_dose_state state, size_t i)
{
    return (struct pl_dose_mark){state, reading->dose[i], reading->y[i]};
}

/* True when the curve has not come to its end at the last dose. */
static bool
goes_on(const struct reading *reading)
{
    const size_t i = reading->n - 1;
    const double rise =
        (reading->y[i] - reading->y[i - 1]) / (reading->x[i] - reading->x[i - 1]);

    return fabs(rise) > PL_DOSE_OPEN * reading->way;
}

/* Ends of the phases, and which of them is furthest from the value at dose 0. */
static void
put_ends(struct reading *reading)
{
    struct pl_dose_curve *curve = reading->curve;
    size_t furthest = 0;

    for (size_t p = 0; p < curve->n_phases; p++) {
        const size_t i = reading->pivots[p + 1];

        curve->phases[p].from = reading->y[reading->pivots[p]];
        curve->phases[p].end = mark_at(
            reading,
            i + 1 == reading->n ? (goes_on(reading) ? PL_DOSE_ABOVE : PL_DOSE_FOUND)
            : i == 1            ? PL_DOSE_BELOW
                                : PL_DOSE_FOUND,
            i);
        if (fabs(reading->y[i] - curve->at_zero) >
            fabs(curve->phases[furthest].end.value - curve->at_zero)) {
            furthest = p;
        }
    }
    curve->emax = curve->phases[furthest].end;
}

/* The first point i, of those from `from` to `to`, with the target between it and the
 * next one; PL_NONE for none. */
static size_t
find_crossing(const struct reading *reading, size_t from, size_t to, double target)
{
    for (size_t i = from; i < to; i++) {
        if ((reading->y[i] > target) != (reading->y[i + 1] > target)) {
            return i;
        }
    }
    return PL_NONE;
}

/* Look for a value between point i and the next one. */
static void
want(struct reading *reading, size_t which, size_t i, double target,
     struct pl_bracket *brackets, size_t *n_brackets)
{
    reading->wanted[which] = *n_brackets;
    brackets[(*n_brackets)++] = (struct pl_bracket){
        .curve = reading->series,
        .output = reading->output,
        .target = target,
        .low = reading->x[i],
        .high = reading->x[i + 1],
        .at_low = reading->y[i],
        .at_high = reading->y[i + 1],
    };
}

/* Half of the way of each phase. */
static void
want_halves(struct reading *reading, struct pl_bracket *brackets, size_t *n_brackets)
{
    struct pl_dose_curve *curve = reading->curve;

    for (size_t p = 0; p < curve->n_phases; p++) {
        struct pl_dose_phase *phase = &curve->phases[p];
        const double target = 0.5 * (phase->from + phase->end.value);
        const size_t i =
            find_crossing(reading, reading->pivots[p], reading->pivots[p + 1], target);

        phase->half = no_mark;
        phase->slope = NAN;
        if (i == 0) {
            phase->half = mark_at(reading, PL_DOSE_BELOW, 1);
        } else if (i != PL_NONE) {
            want(reading, p, i, target, brackets, n_brackets);
        }
    }
}

/* Half of the value at dose 0, and where it is passed again. */
static void
want_ic50(struct reading *reading, struct pl_bracket *brackets, size_t *n_brackets)
{
    struct pl_dose_curve *curve = reading->curve;
    const size_t last = reading->n - 1;
    const double target = 0.5 * curve->at_zero;
    size_t i = PL_NONE;
    double low = curve->at_zero;

    curve->ic50 = no_mark;
    curve->back = no_mark;
    if (!(curve->at_zero > 0.0)) {
        return;
    }
    for (size_t k = 1; k < reading->n; k++) {
        low = fmin(low, reading->y[k]);
    }
    i = find_crossing(reading, 0, last, target);
    if (i == PL_NONE) {
        if (curve->at_zero - low > PL_DOSE_TURN * reading->way) {
            curve->ic50 = mark_at(reading, PL_DOSE_ABOVE, last);
        }
        return;
    }
    if (i == 0) {
        curve->ic50 = mark_at(reading, PL_DOSE_BELOW, 1);
    } else {
        want(reading, IC50, i, target, brackets, n_brackets);
    }
    i = find_crossing(reading, i + 1, last, target);
    if (i != PL_NONE) {
        want(reading, BACK, i, target, brackets, n_brackets);
    }
}

static struct pl_dose_mark
mark_of(const struct pl_bracket *bracket)
{
    return isfinite(bracket->root)
               ? (struct pl_dose_mark){PL_DOSE_FOUND, bracket->root, bracket->target}
               : no_mark;
}

static enum pl_status
find_marks(const struct pl_asked *asked, size_t n_outputs, struct reading *readings,
           size_t n, struct pl_diags *diags)
{
    struct pl_bracket *brackets = calloc(n * N_WANTED + 1, sizeof *brackets);
    size_t n_brackets = 0;
    enum pl_status status = PL_OK;

    if (brackets == NULL) {
        return pl_diag_no_memory(diags, "the values of curves");
    }
    for (size_t r = 0; r < n; r++) {
        for (size_t w = 0; w < N_WANTED; w++) {
            readings[r].wanted[w] = PL_NONE;
        }
        if (has_phases(&readings[r])) {
            put_ends(&readings[r]);
            want_halves(&readings[r], brackets, &n_brackets);
            want_ic50(&readings[r], brackets, &n_brackets);
        }
    }
    status = pl_brackets_narrow(asked, n_outputs, brackets, n_brackets, diags);
    for (size_t r = 0; r < n && status == PL_OK; r++) {
        struct pl_dose_curve *curve = readings[r].curve;

        for (size_t w = 0; w < N_WANTED; w++) {
            struct pl_dose_mark *mark = w == IC50   ? &curve->ic50
                                        : w == BACK ? &curve->back
                                                    : &curve->phases[w].half;

            if (readings[r].wanted[w] != PL_NONE) {
                *mark = mark_of(&brackets[readings[r].wanted[w]]);
            }
        }
    }
    free(brackets);
    return status;
}

/* d ln(u / (1 - u)) / d ln dose where u is one half: 4 du / d ln dose. */
static double
slope_at_half(const struct pl_dose_phase *phase, const double *values, size_t stride)
{
    double around[PL_STENCIL_POINTS];
    double first = 0.0;
    double second = 0.0;

    for (size_t i = 0; i < PL_STENCIL_POINTS; i++) {
        around[i] = values[i * stride];
    }
    pl_stencil_slopes(around, &first, &second);
    return 4.0 * first / (phase->end.value - phase->from);
}

static enum pl_status
find_slopes(const struct pl_asked *asked, size_t n_outputs, struct reading *readings,
            size_t n, struct pl_diags *diags)
{
    const size_t most = n * PL_DOSE_MOST_PHASES * PL_STENCIL_POINTS;
    double *points = calloc(most + 1, 2 * sizeof *points);
    double *values = calloc(most + 1, (n_outputs + 1) * sizeof *values);
    size_t n_points = 0;
    size_t at = 0;
    enum pl_status status = points != NULL && values != NULL
                                ? PL_OK
                                : pl_diag_no_memory(diags, "the slopes of curves");

    for (int pass = 0; pass < 2 && status == PL_OK; pass++) {
        for (size_t r = 0; r < n; r++) {
            struct pl_dose_curve *curve = readings[r].curve;

            for (size_t p = 0; p < curve->n_phases; p++) {
                struct pl_dose_phase *phase = &curve->phases[p];

                if (phase->half.state != PL_DOSE_FOUND) {
                    continue;
                }
                if (pass > 0) {
                    phase->slope = slope_at_half(
                        phase, values + at * n_outputs + readings[r].output, n_outputs);
                    at += PL_STENCIL_POINTS;
                }
                for (size_t i = 0; pass == 0 && i < PL_STENCIL_POINTS; i++) {
                    pl_asked_put_dose(
                        points + 2 * n_points++, readings[r].series,
                        phase->half.dose *
                            exp(PL_STENCIL_STEP * ((double)i - PL_STENCIL_POINTS / 2)));
                }
            }
        }
        if (pass == 0 && n_points > 0) {
            status = asked->values(asked->context, points, n_points, values, diags);
        }
    }
    free(points);
    free(values);
    return status;
}

/* The doses of all series, together. */
static enum pl_status
run_grid(const struct pl_asked *asked, const struct pl_dose_series *series,
         struct pl_diags *diags, struct pl_dose_curves *out)
{
    const size_t n = out->first[out->n_series];
    double *points = calloc(n + 1, 2 * sizeof *points);
    enum pl_status status = PL_OK;

    if (points == NULL) {
        return pl_diag_no_memory(diags, "the doses of curves");
    }
    for (size_t s = 0; s < out->n_series; s++) {
        for (size_t i = 0; i < series[s].n; i++) {
            pl_asked_put_dose(points + 2 * (out->first[s] + i), s, series[s].doses[i]);
        }
    }
    status = asked->values(asked->context, points, n, out->values, diags);
    free(points);
    return status;
}

/* The Hill curve through the doses of each curve that has one phase. */
static enum pl_status
fit_curves(const struct pl_dose_series *series, struct pl_dose_curves *out,
           struct pl_diags *diags)
{
    double *column = NULL;
    size_t most = 0;
    enum pl_status status = PL_OK;

    for (size_t s = 0; s < out->n_series; s++) {
        most = series[s].n > most ? series[s].n : most;
    }
    column = calloc(most + 1, sizeof *column);
    if (column == NULL) {
        return pl_diag_no_memory(diags, "the fit of a curve");
    }
    for (size_t c = 0; c < out->n_series * out->n_outputs && status == PL_OK; c++) {
        struct pl_dose_curve *curve = &out->curves[c];
        const size_t s = c / out->n_outputs;
        const double *values =
            out->values + out->first[s] * out->n_outputs + c % out->n_outputs;
        const size_t n = curve->shape == PL_DOSE_MONOTONE ? series[s].n : 0;

        for (size_t i = 0; i < n; i++) {
            column[i] = values[i * out->n_outputs];
        }
        status = pl_hill_fit(series[s].doses, column, n, diags, &curve->hill);
    }
    free(column);
    return status;
}

/* Read all curves. @param room  for the points of all curves, three times */
static enum pl_status
read_curves(const struct pl_asked *asked, const struct pl_dose_series *series,
            const struct pl_dose_error *error, struct reading *readings, double *room,
            struct pl_diags *diags, struct pl_dose_curves *out)
{
    const size_t n = out->n_series * out->n_outputs;
    enum pl_status status = PL_OK;

    for (size_t r = 0; r < n; r++) {
        const size_t s = r / out->n_outputs;
        struct reading *reading = &readings[r];

        *reading = (struct reading){.curve = &out->curves[r],
                                    .series = s,
                                    .output = r % out->n_outputs,
                                    .dose = room,
                                    .x = room + series[s].n,
                                    .y = room + 2 * series[s].n};
        room += 3 * series[s].n;
        reading->curve->shape = PL_DOSE_MONOTONE;
        reading->curve->emax = no_mark;
        reading->curve->ic50 = no_mark;
        reading->curve->back = no_mark;
        take_values(reading, &series[s],
                    out->values + out->first[s] * out->n_outputs + reading->output,
                    out->n_outputs);
        if (reading->curve->shape == PL_DOSE_MONOTONE) {
            measure_way(reading, error->rtol,
                        error->untreated != NULL ? error->untreated[r] : (double)NAN);
        }
        if (reading->curve->shape == PL_DOSE_MONOTONE) {
            find_phases(reading);
        }
    }
    status = find_turns(asked, out->n_outputs, readings, n, diags);
    if (status == PL_OK) {
        status = find_marks(asked, out->n_outputs, readings, n, diags);
    }
    if (status == PL_OK) {
        status = find_slopes(asked, out->n_outputs, readings, n, diags);
    }
    return status;
}

/* Room for all that comes; false when there is none. */
static bool
make_room(const struct pl_dose_series *series, struct pl_dose_curves *out,
          struct reading **readings, double **room)
{
    const size_t n_curves =
        out->n_outputs <= SIZE_MAX / sizeof **readings / N_WANTED / (out->n_series + 1)
            ? out->n_series * out->n_outputs
            : 0;
    size_t n = 0;

    out->first = calloc(out->n_series + 1, sizeof *out->first);
    for (size_t s = 0; out->first != NULL && s < out->n_series; s++) {
        if (series[s].n > SIZE_MAX / sizeof(double) / 4 - n) {
            return false;
        }
        n += series[s].n;
        out->first[s + 1] = n;
    }
    if (n_curves == 0 || n > SIZE_MAX / sizeof(double) / 4 / out->n_outputs) {
        return false;
    }
    out->values = calloc(n * out->n_outputs + 1, sizeof *out->values);
    out->curves = calloc(n_curves, sizeof *out->curves);
    *readings = calloc(n_curves, sizeof **readings);
    *room = calloc(n * out->n_outputs + 1, 3 * sizeof **room);
    return out->first != NULL && out->values != NULL && out->curves != NULL &&
           *readings != NULL && *room != NULL;
}

enum pl_status
pl_dose_curves_run(const struct pl_asked *asked, const struct pl_dose_series *series,
                   size_t n_series, size_t n_outputs, const struct pl_dose_error *error,
                   struct pl_diags *diags, struct pl_dose_curves *out)
{
    struct reading *readings = NULL;
    double *room = NULL;
    enum pl_status status = PL_OK;

    pl_dose_curves_finish(out);
    out->n_series = n_series;
    out->n_outputs = n_outputs;
    if (!make_room(series, out, &readings, &room)) {
        status = pl_diag_no_memory(diags, "dose-response curves");
    }
    if (status == PL_OK) {
        status = run_grid(asked, series, diags, out);
    }
    if (status == PL_OK) {
        status = read_curves(asked, series, error, readings, room, diags, out);
    }
    if (status == PL_OK) {
        status = fit_curves(series, out, diags);
    }
    free(readings);
    free(room);
    if (status != PL_OK) {
        pl_dose_curves_finish(out);
    }
    return status;
}

void
pl_dose_curves_finish(struct pl_dose_curves *curves)
{
    free(curves->first);
    free(curves->values);
    free(curves->curves);
    *curves = (struct pl_dose_curves){0};
}
