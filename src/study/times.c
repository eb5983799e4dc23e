/*
 * times.c - times of a model in words, and times that read well.
 */
#include "study/times.h"

#include <math.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/units.h"
#include "model/model.h"
#include "study/context.h"

/* Where the regular times lie, as shares of the run. */
static const double regular_shares[PL_N_REGULAR_TIMES] = {1.0 / 48.0, 8.0 / 48.0, 0.5,
                                                          1.0};

/* Of a time in a model without time_unit. */
#define DIGITS 6

/* [-] What is called later is so by this factor at least. */
#define LATER 1.1

#define MINUTE 60.0
#define HOUR 3600.0
#define DAY 86400.0

/* [s] Times that read well; neighbours are at most a factor of 2 apart, so that marks,
 * which are further apart, cannot fall together. */
static const double good_times[] = {
    1,           2,           3,           5,           10,         15,
    20,          30,          MINUTE,      2 * MINUTE,  3 * MINUTE, 5 * MINUTE,
    10 * MINUTE, 15 * MINUTE, 20 * MINUTE, 30 * MINUTE, HOUR,       2 * HOUR,
    3 * HOUR,    4 * HOUR,    6 * HOUR,    8 * HOUR,    12 * HOUR,  18 * HOUR,
    DAY,         36 * HOUR,   2 * DAY,     3 * DAY,     4 * DAY,    5 * DAY,
    7 * DAY,     10 * DAY,    14 * DAY,    21 * DAY,    28 * DAY,
};

#define N_GOOD_TIMES (sizeof good_times / sizeof good_times[0])

/* 1, 2, 3, 5, 10, … times a power of ten. */
static const double steps[] = {1.0, 2.0, 3.0, 5.0, 10.0};

#define N_STEPS (sizeof steps / sizeof steps[0])

/* Of a and b the one that is nearer as a ratio. */
static double
nearer(double wanted, double a, double b)
{
    return fabs(log(wanted / b)) < fabs(log(wanted / a)) ? b : a;
}

/* The i-th of steps[] in the decade of `value`. */
static double
step_near(double value, size_t i)
{
    double exponent = floor(log10(value));

    /* A division by 10^n gives 0.1, 0.2, … to the last bit; a product does not. */
    return exponent < 0.0 ? steps[i] / pow(10.0, -exponent)
                          : steps[i] * pow(10.0, exponent);
}

static double
round_number(double wanted)
{
    double best = step_near(wanted, 0);

    for (size_t i = 1; i < N_STEPS; i++) {
        best = nearer(wanted, best, step_near(wanted, i));
    }
    return best;
}

/* The first that is not below `least`. */
static double
next_number(double least)
{
    size_t i = 0;

    while (i + 1 < N_STEPS && step_near(least, i) < least) {
        i++;
    }
    return step_near(least, i);
}

/* [s] */
static double
round_seconds(double wanted)
{
    double best = good_times[0];

    if (wanted < good_times[0]) {
        return round_number(wanted);
    }
    if (wanted > good_times[N_GOOD_TIMES - 1]) {
        return round_number(wanted / DAY) * DAY;
    }
    for (size_t i = 1; i < N_GOOD_TIMES; i++) {
        best = nearer(wanted, best, good_times[i]);
    }
    return best;
}

/* [s] */
static double
next_seconds(double least)
{
    if (least <= good_times[0]) {
        return next_number(least);
    }
    for (size_t i = 1; i < N_GOOD_TIMES; i++) {
        if (good_times[i] >= least) {
            return good_times[i];
        }
    }
    return next_number(least / DAY) * DAY;
}

void
pl_time_format(const struct pl_context *context, double time, char out[PL_NUMBER_SIZE])
{
    if (isfinite(context->model->time_unit)) {
        pl_duration_format(time * context->model->time_unit, out);
    } else {
        pl_number_round(time, DIGITS, out);
    }
}

static size_t
measure_word(const char *text)
{
    size_t length = 0;

    while ((text[length] >= 'a' && text[length] <= 'z') ||
           (text[length] >= 'A' && text[length] <= 'Z') ||
           (unsigned char)text[length] >= 0x80 ||
           (length > 0 && text[length] >= '0' && text[length] <= '9')) {
        length++;
    }
    return length;
}

/* What is wrong with a time that was scanned, told about `subject`; PL_OK if nothing.
 */
static enum pl_status
check_time(const struct pl_context *context, const char *subject, const char *text,
           size_t length, const struct pl_quantity *time, struct pl_diags *diags)
{
    const bool has_unit = isfinite(context->model->time_unit);
    const char *rest = text + length;
    size_t n_word = measure_word(rest);

    if (length == 0) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             has_unit ? "%s: a time is a number with its unit: 48h (%s)"
                                      : "%s: a time is a number: 100",
                             subject, pl_duration_units());
    }
    if (!has_unit && (time->unit != 0.0 || n_word > 0)) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s: the model does not say what a unit of its time is", subject);
        pl_diag_hint(diags, "write the bare number, or add a line to the model: unit "
                            "time_unit = 60 second");
        return PL_ERR_OPTION;
    }
    if (time->unit == 0.0 && n_word > 0) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s: '%.*s' is no unit of time (%s)", subject, (int)n_word,
                             rest, pl_duration_units());
    }
    if (time->value < 0.0) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL, "%s: a time is not negative",
                             subject);
    }
    if (has_unit && time->unit == 0.0 && time->value != 0.0) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s: a time needs its unit: %.*sh (%s)", subject,
                             (int)length, text, pl_duration_units());
    }
    if (!isfinite(time->value)) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL, "%s: the time is too large",
                             subject);
    }
    return PL_OK;
}

size_t
pl_time_scan_after(const struct pl_context *context, const char *subject,
                   const char *text, double *unit, struct pl_diags *diags, double *time)
{
    struct pl_quantity quantity = {0.0, 0.0};
    size_t length = pl_duration_scan(text, &quantity);

    if (length > 0 && text[length - 1] == '.' && text[length] == '.') {
        length--; /* "0..24h": the number is "0", not "0." */
    }
    if (quantity.unit == 0.0 && measure_word(text + length) == 0 &&
        isfinite(context->model->time_unit)) {
        quantity.unit = *unit;
    }
    if (check_time(context, subject, text, length, &quantity, diags) != PL_OK) {
        return 0;
    }
    *unit = quantity.unit;
    *time = quantity.value;
    if (quantity.unit > 0.0) {
        *time = quantity.value * quantity.unit / context->model->time_unit;
    }
    return length;
}

size_t
pl_time_scan(const struct pl_context *context, const char *text, struct pl_diags *diags,
             double *time)
{
    double unit = 0.0;

    return pl_time_scan_after(context, text, text, &unit, diags, time);
}

enum pl_status
pl_time_read_duration(const struct pl_context *context, const char *what,
                      const char *text, struct pl_diags *diags, double *duration)
{
    const bool is_negative = text[0] == '-';
    const size_t length =
        is_negative ? 0 : pl_time_scan(context, text, diags, duration);

    if (length == 0 && !is_negative) {
        return PL_ERR_OPTION; /* the message is written */
    }
    if (!is_negative && text[length] != '\0') {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s%s: '%s' behind the time is not understood", what, text,
                             text + length);
    }
    if (is_negative || !(*duration > 0.0)) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s%s: a duration is greater than 0", what, text);
    }
    return PL_OK;
}

double
pl_time_round(const struct pl_context *context, double wanted)
{
    const double unit = context->model->time_unit;

    return isfinite(unit) ? round_seconds(wanted * unit) / unit : round_number(wanted);
}

double
pl_time_later(const struct pl_context *context, double time)
{
    const double unit = context->model->time_unit;
    const double least = LATER * time;

    return isfinite(unit) ? next_seconds(least * unit) / unit : next_number(least);
}

void
pl_time_regular(const struct pl_context *context, double duration, double *times)
{
    for (size_t k = 0; k + 1 < PL_N_REGULAR_TIMES; k++) {
        times[k] = pl_time_round(context, duration * regular_shares[k]);
    }
    times[PL_N_REGULAR_TIMES - 1] = duration;
}
