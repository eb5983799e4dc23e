/*
 * measure.c - from "max:pAkt_S473@24h" to a measure, and its number.
 */
#include "study/measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/number.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/tally.h"
#include "study/timecourse.h"
#include "study/times.h"
#include "study/treatment_private.h"
#include "study/words.h"

/* [-] A time behind the end by less than this share of it is the end: "2.4h" of "0.1d"
 * differ in their last bits. */
#define SAME_TIME 1e-12

/* [-] An untreated level below this share of the run's largest value counts as 0; if it
 * were larger, true folds would be lost, if smaller, folds would be made of rounding. */
#define ZERO_SHARE 1e-9

/* What stands before the ':', by kind; a value has nothing before it, an untreated value
 * cannot be asked for. */
static const char *const prefixes[] = {
    [PL_MEASURE_VALUE] = "",  [PL_MEASURE_FOLD] = "fold",
    [PL_MEASURE_MAX] = "max", [PL_MEASURE_MIN] = "min",
    [PL_MEASURE_AUC] = "auc", [PL_MEASURE_TIME_TO_MAX] = "time-to-max",
};

#define N_KINDS (sizeof prefixes / sizeof prefixes[0])

/* What a value may have before it, as in a verb where a name alone is a fold. */
static const char level_prefix[] = "level";

/* A text taken apart, in a copy. */
struct parts {
    const char *text; /* whole, for messages */
    bool is_level;    /* the level's prefix stood before the copy */
    char *copy;
    char *whole;  /* all before the time, with the prefix if there is one */
    char *prefix; /* NULL without ':' */
    char *name;
    char *time; /* NULL without '@' */
};

static void
remove_blanks(char *text)
{
    char *end = text;

    for (const char *p = text; *p != '\0'; p++) {
        if (*p != ' ') {
            *end++ = *p;
        }
    }
    *end = '\0';
}

/* What stands behind "level:"; the text itself where it does not begin so. */
static const char *
skip_level(const char *text)
{
    const char *name = text + strspn(text, " ");

    if (strncmp(name, level_prefix, strlen(level_prefix)) != 0) {
        return text;
    }
    name += strlen(level_prefix);
    name += strspn(name, " ");
    return *name == ':' ? name + 1 : text;
}

/* Cut the time off; the prefix is cut off once it is known to be one. */
static void
take_apart(struct parts *parts)
{
    char *at = strrchr(parts->copy, '@');
    char *colon = NULL;

    if (at != NULL) {
        *at = '\0';
        parts->time = pl_words_trim(at + 1);
    }
    parts->whole = pl_words_trim(parts->copy);
    parts->name = parts->whole;
    colon = strchr(parts->whole, ':');
    if (colon != NULL && !parts->is_level) {
        parts->prefix = parts->whole;
        parts->name = pl_words_trim(colon + 1);
    }
}

/* The kind that the beginning of the text before its ':' names; PL_MEASURE_VALUE for
 * none. */
static enum pl_measure_kind
find_kind(const char *prefix)
{
    size_t length = strcspn(prefix, ":");

    while (length > 0 && prefix[length - 1] == ' ') {
        length--;
    }
    for (size_t k = 1; k < N_KINDS; k++) {
        if (strlen(prefixes[k]) == length &&
            strncmp(prefixes[k], prefix, length) == 0) {
            return (enum pl_measure_kind)k;
        }
    }
    return PL_MEASURE_VALUE;
}

/* One readout by its name, in silence when diags is NULL. */
static enum pl_status
find_symbol(const struct pl_context *context, const char *name, struct pl_diags *diags,
            size_t *symbol)
{
    size_t *symbols = NULL;
    size_t n = 0;
    enum pl_status status = PL_OK;

    if (strcmp(name, "all") == 0) {
        pl_diag_error(diags, PL_ERR_NAME, NULL, "'all' is more than one readout");
        pl_diag_hint(diags, "name each of them; `simulate list readouts` shows them");
        return PL_ERR_NAME;
    }
    status = pl_context_readouts(context, &name, 1, diags, &symbols, &n);
    if (status == PL_OK) {
        *symbol = symbols[0];
    }
    free(symbols);
    return status;
}

static enum pl_status
report_prefix(struct parts *parts, struct pl_diags *diags)
{
    *strchr(parts->whole, ':') = '\0';
    parts->prefix = pl_words_trim(parts->prefix);
    pl_diag_error(diags, PL_ERR_NAME, NULL,
                  "%s: '%s' is none of the prefixes level, fold, max, min, auc, "
                  "time-to-max",
                  parts->text, parts->prefix);
    if (!pl_diag_hint_near(diags, parts->prefix, prefixes + 1, N_KINDS - 1,
                           PL_DIAG_MAX_NEAR)) {
        pl_diag_hint(diags, "without a prefix it is the value: %s", parts->name);
    }
    return PL_ERR_NAME;
}

/* Prefix and name. */
static enum pl_status
read_what(const struct pl_context *context, struct parts *parts, struct pl_diags *diags,
          struct pl_measure *measure)
{
    enum pl_status status = PL_OK;

    if (parts->prefix != NULL) {
        measure->kind = find_kind(parts->prefix);
    }
    if (parts->name[0] == '\0') {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "'%s': the name is missing: [level:|fold:|max:|min:|auc:|"
                             "time-to-max:]<name>[@time]",
                             parts->text);
    }
    if (parts->prefix == NULL || measure->kind != PL_MEASURE_VALUE) {
        return find_symbol(context, parts->name, diags, &measure->symbol);
    }
    /* no prefix of ours: the name of a complex, or a slip */
    status = find_symbol(context, parts->whole, NULL, &measure->symbol);
    if (status == PL_ERR_NOMEM) {
        return pl_diag_no_memory(diags, "a readout");
    }
    return status == PL_OK ? PL_OK : report_prefix(parts, diags);
}

/* A time in words, as one types it: "48h", or "100" in a model without time_unit. */
static void
type_time(const struct pl_context *context, double time, char out[PL_NUMBER_SIZE])
{
    pl_time_format(context, time, out);
    remove_blanks(out);
}

/* Below the message of a time that is none: how it would be right. */
static void
hint_time(const struct pl_context *context, const struct parts *parts, double duration,
          struct pl_diags *diags)
{
    char time[PL_NUMBER_SIZE];
    double number = 0.0;
    const size_t length = pl_number_scan(parts->time, false, &number);
    const bool is_bare = length > 0 && parts->time[length] == '\0' && isfinite(number);

    if (is_bare && isfinite(context->model->time_unit)) {
        pl_diag_hint(diags, "write %s@%sh", parts->whole, parts->time);
    } else {
        type_time(context, duration, time);
        pl_diag_hint(diags, "write %s@%s", parts->whole, time);
    }
}

static enum pl_status
report_late(const struct pl_context *context, const struct parts *parts,
            double duration, struct pl_diags *diags)
{
    char end[PL_NUMBER_SIZE];

    pl_time_format(context, duration, end);
    pl_diag_error(diags, PL_ERR_OPTION, NULL, "%s: the run is over before, at %s",
                  parts->text, end);
    pl_diag_hint(diags, "let the run last longer: --for %s", parts->time);
    return PL_ERR_OPTION;
}

static enum pl_status
report_no_window(const struct pl_context *context, const struct parts *parts,
                 double duration, struct pl_diags *diags)
{
    char end[PL_NUMBER_SIZE];

    type_time(context, duration, end);
    pl_diag_error(diags, PL_ERR_OPTION, NULL, "%s: there is nothing between 0 and 0",
                  parts->text);
    pl_diag_hint(diags, "write %s@%s, or %s@0 for the value at 0", parts->whole, end,
                 parts->name);
    return PL_ERR_OPTION;
}

static enum pl_status
read_time(const struct pl_context *context, const struct parts *parts, double duration,
          struct pl_diags *diags, struct pl_measure *measure)
{
    double time = duration;
    size_t length = 0;

    if (parts->time == NULL) {
        measure->time = duration;
        return PL_OK;
    }
    if (parts->time[0] == '\0') {
        pl_diag_error(diags, PL_ERR_OPTION, NULL, "%s: there is no time behind the '@'",
                      parts->text);
        hint_time(context, parts, duration, diags);
        return PL_ERR_OPTION;
    }
    length = pl_time_scan(context, parts->time, diags, &time);
    if (length == 0) {
        hint_time(context, parts, duration, diags);
        return PL_ERR_OPTION;
    }
    if (parts->time[length] != '\0') {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s: '%s' behind the time is not understood", parts->text,
                      parts->time + length);
        hint_time(context, parts, duration, diags);
        return PL_ERR_OPTION;
    }
    if (fabs(time - duration) <= SAME_TIME * duration) {
        time = duration;
    }
    if (time > duration) {
        remove_blanks(parts->time);
        return report_late(context, parts, duration, diags);
    }
    if (time <= 0.0 && pl_measure_follows(measure->kind)) {
        return report_no_window(context, parts, duration, diags);
    }
    measure->time = time;
    return PL_OK;
}

enum pl_status
pl_measure_parse(const struct pl_context *context, const char *text, double duration,
                 struct pl_diags *diags, struct pl_measure *measure)
{
    struct pl_measure read = {.kind = PL_MEASURE_VALUE, .symbol = PL_NONE};
    const char *rest = skip_level(text);
    struct parts parts = {.text = text, .is_level = rest != text};
    enum pl_status status = PL_OK;

    parts.copy = pl_text_copy(rest);
    read.name = pl_text_copy(rest);
    if (parts.copy == NULL || read.name == NULL) {
        status = pl_diag_no_memory(diags, "a readout");
        goto done;
    }
    remove_blanks(read.name);
    take_apart(&parts);
    status = read_what(context, &parts, diags, &read);
    if (status == PL_OK) {
        status = read_time(context, &parts, duration, diags, &read);
    }
    if (status == PL_OK) {
        *measure = read;
        read.name = NULL; /* handed over */
    }

done:
    free(parts.copy);
    free(read.name);
    return status;
}

void
pl_measure_finish(struct pl_measure *measure)
{
    free(measure->name);
    *measure = (struct pl_measure){0};
}

bool
pl_measure_follows(enum pl_measure_kind kind)
{
    return kind != PL_MEASURE_VALUE && kind != PL_MEASURE_FOLD &&
           kind != PL_MEASURE_UNTREATED;
}

bool
pl_measure_holds_time(enum pl_measure_kind kind)
{
    return kind == PL_MEASURE_AUC || kind == PL_MEASURE_TIME_TO_MAX;
}

double
pl_measure_told(const struct pl_measure *measure, const struct pl_context *context,
                double value)
{
    const double hours = pl_timecourse_time_unit(context);

    return pl_measure_holds_time(measure->kind) && hours > 0.0
               ? value * context->model->time_unit / hours
               : value;
}

double
pl_fold(double value, double untreated, double largest)
{
    return fabs(untreated) > ZERO_SHARE * largest ? value / untreated : (double)NAN;
}

/* The larger of two; NaN when one is. */
static double
larger(double a, double b)
{
    return isnan(a) || a >= b ? a : b;
}

/* As pl_measure_value; a NaN with any bits. */
static double
read_off(const struct pl_measure *measure, double value, double untreated,
         double largest, const struct pl_tally *tally)
{
    switch (measure->kind) {
    case PL_MEASURE_VALUE:
        return value;
    case PL_MEASURE_FOLD:
        return pl_fold(value, untreated, largest);
    case PL_MEASURE_MAX:
        return larger(tally->largest, value);
    case PL_MEASURE_MIN:
        return -larger(-tally->smallest, -value);
    case PL_MEASURE_AUC:
        return tally->integral;
    case PL_MEASURE_TIME_TO_MAX:
        if (isnan(value)) {
            return (double)NAN;
        }
        return value > tally->largest ? measure->time : tally->when_largest;
    case PL_MEASURE_UNTREATED:
        return untreated;
    }
    return (double)NAN;
}

double
pl_measure_value(const struct pl_measure *measure, double value, double untreated,
                 double largest, const struct pl_tally *tally)
{
    const double number = read_off(measure, value, untreated, largest, tally);

    return isnan(number) ? (double)NAN : number; /* of many NaNs the one */
}
