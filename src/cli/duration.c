/*
 * duration.c - options that are durations, alike in every verb.
 */
#include "cli/duration.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/units.h"
#include "model/model.h"
#include "study/context.h"
#include "study/times.h"
#include "study/treatment.h"

#define DEFAULT_MODEL_TIME 100.0

/* [-] Times that differ by a smaller share are one: "2.4h" and "0.1d". */
#define SAME_TIME 1e-12

enum pl_status
duration_read(const struct pl_context *context, const char *option, const char *word,
              struct pl_diags *diags, double *time)
{
    char what[32];

    snprintf(what, sizeof what, "--%s=", option);
    return pl_time_read_duration(context, what, word, diags, time);
}

enum pl_status
duration_read_for(const struct pl_context *context, const char *word,
                  struct pl_diags *diags, double *time)
{
    if (word != NULL) {
        return duration_read(context, "for", word, diags, time);
    }
    if (isfinite(context->model->time_unit)) {
        return duration_read(context, "for", DURATION_DEFAULT, diags, time);
    }
    *time = DEFAULT_MODEL_TIME;
    return PL_OK;
}

/* Put a time among the others, unless it is there. */
static void
insert_time(double time, double *times, size_t *n)
{
    size_t place = *n;

    for (size_t k = 0; k < *n; k++) {
        if (fabs(times[k] - time) <= SAME_TIME * time) {
            return;
        }
    }
    while (place > 0 && times[place - 1] > time) {
        times[place] = times[place - 1];
        place--;
    }
    times[place] = time;
    (*n)++;
}

/* A time is not behind the end of the run.
 * @param text  where it is written, in `length` bytes */
static enum pl_status
check_end(const struct pl_context *context, const char *what, const char *text,
          size_t length, double duration, struct pl_diags *diags, double *time)
{
    char end[PL_NUMBER_SIZE];

    if (*time > duration * (1.0 + SAME_TIME)) {
        pl_time_format(context, duration, end);
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s%.*s: the run is over before, at %s", what, (int)length, text,
                      end);
        pl_diag_hint(diags, "let the run last longer: --for %.*s", (int)length, text);
        return PL_ERR_OPTION;
    }
    *time = fmin(*time, duration);
    return PL_OK;
}

/* One time of the list, which ends at a ',' or with the text.
 * @return bytes read, 0 after an error */
static size_t
read_one(const struct pl_context *context, const char *what, const char *text,
         double duration, struct pl_diags *diags, double *time)
{
    const size_t length = pl_time_scan(context, text, diags, time);
    const size_t rest = length + strspn(text + length, " ");

    if (length == 0) {
        return 0;
    }
    if (text[rest] != ',' && text[rest] != '\0') {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s%s: '%s' behind the time is not understood", what, text,
                      text + length);
        pl_diag_hint(diags, "times are written with ',' between them: 1h,8h,24h");
        return 0;
    }
    if (check_end(context, what, text, length, duration, diags, time) != PL_OK) {
        return 0;
    }
    return rest + (text[rest] == ',' ? 1 : 0);
}

enum pl_status
duration_read_at(const struct pl_context *context, const char *what, const char *word,
                 double duration, struct pl_diags *diags, double *time)
{
    size_t length = 0;

    if (word[0] == '\0') {
        pl_diag_error(diags, PL_ERR_OPTION, NULL, "%s has no time", what);
        pl_diag_hint(diags,
                     isfinite(context->model->time_unit) ? "for example %s24h"
                                                         : "for example %s100",
                     what);
        return PL_ERR_OPTION;
    }
    length = pl_time_scan(context, word, diags, time);

    if (length == 0) {
        return PL_ERR_OPTION;
    }
    if (word[length] != '\0') {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s%s: '%s' behind the time is not understood", what, word,
                             word + length);
    }
    return check_end(context, what, word, length, duration, diags, time);
}

enum pl_status
duration_read_times(const struct pl_context *context, const char *what,
                    const char *word, double duration, struct pl_diags *diags,
                    double *times, size_t *n)
{
    const char *text = word + strspn(word, " ,");

    *n = 0;
    if (*text == '\0') {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL, "%s%s: there is no time", what,
                             word);
    }
    while (*text != '\0') {
        double time = 0.0;
        const size_t length = read_one(context, what, text, duration, diags, &time);

        if (length == 0) {
            return PL_ERR_OPTION;
        }
        if (*n == PL_MAX_TIMES) {
            return pl_diag_error(diags, PL_ERR_OPTION, NULL, "%s%s: at most %d times",
                                 what, word, PL_MAX_TIMES);
        }
        insert_time(time, times, n);
        text += length;
        text += strspn(text, " ,");
    }
    return PL_OK;
}

enum pl_status
duration_read_limit(const char *word, struct pl_diags *diags, double *seconds)
{
    struct pl_quantity limit = {0.0, 0.0};
    size_t n;

    if (word == NULL) {
        return PL_OK;
    }
    n = pl_duration_scan(word, &limit);
    if (n == 0 || word[n] != '\0' || limit.unit <= 0.0 || !(limit.value > 0.0)) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "--time-limit=%s is no time on the clock greater than 0: "
                             "write a number and one of %s",
                             word, pl_duration_units());
    }
    *seconds = limit.value * limit.unit;
    return PL_OK;
}
