/*
 * duration.c - options that are durations, alike in every verb.
 */
#include "cli/duration.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>

#include "base/diag.h"
#include "base/units.h"
#include "model/model.h"
#include "study/context.h"
#include "study/treatment.h"

#define DEFAULT_MODEL_TIME 100.0

enum pl_status
duration_read(const struct pl_context *context, const char *option, const char *word,
              struct pl_diags *diags, double *time)
{
    char what[32];

    snprintf(what, sizeof what, "--%s=", option);
    return pl_treatment_read_duration(context, what, word, diags, time);
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
