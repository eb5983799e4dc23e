/*
 * limit.c - what a run has to keep to.
 */
#include "analysis/limit.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/number.h"
#include "base/text.h"
#include "study/context.h"
#include "study/times.h"
#include "study/treatment.h"
#include "study/words.h"

static const char *const operators[] = {
    [PL_LIMIT_BELOW] = "<",
    [PL_LIMIT_AT_MOST] = "<=",
    [PL_LIMIT_ABOVE] = ">",
    [PL_LIMIT_AT_LEAST] = ">=",
};

/* What an operator, or what is meant as one, is made of. */
static const char operator_characters[] = "<>=!";

void
pl_limit_finish(struct pl_limit *limit)
{
    pl_measure_finish(&limit->measure);
    free(limit->text);
    *limit = (struct pl_limit){0};
}

/* A time is compared in model time; other measures as they are told. */
static bool
is_time(const struct pl_limit *limit)
{
    return limit->measure.kind == PL_MEASURE_TIME_TO_MAX;
}

static enum pl_status
read_operator(const char *text, const char *start, size_t length,
              struct pl_diags *diags, struct pl_limit *limit)
{
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (strlen(operators[i]) == length &&
            strncmp(operators[i], start, length) == 0) {
            limit->kind = (enum pl_limit_kind)i;
            return PL_OK;
        }
    }
    if (length == 0) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s: a limit compares a measure with a number", text);
    } else {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s: '%.*s' is none of <, <=, >, >=", text, (int)length, start);
    }
    pl_diag_hint(diags, "as in \"fold:pERK@24h<2\"");
    return PL_ERR_OPTION;
}

static enum pl_status
read_bound(const struct pl_context *context, const char *text, const char *bound,
           struct pl_diags *diags, struct pl_limit *limit)
{
    if (is_time(limit)) {
        const size_t length = pl_time_scan(context, bound, diags, &limit->bound);

        if (length == 0) {
            return PL_ERR_OPTION;
        }
        if (bound[length] == '\0') {
            return PL_OK;
        }
    } else if (pl_number_parse(bound, &limit->bound)) {
        return PL_OK;
    }
    return pl_diag_error(diags, PL_ERR_OPTION, NULL, "%s: '%s' is no %s", text, bound,
                         is_time(limit) ? "time" : "number");
}

enum pl_status
pl_limit_parse(const struct pl_context *context, const char *text, double duration,
               struct pl_diags *diags, struct pl_limit *limit)
{
    const size_t before = strcspn(text, operator_characters);
    const size_t length = strspn(text + before, operator_characters);
    char *copy = pl_text_copy(text);
    char *bound = NULL;
    enum pl_status status = PL_OK;

    *limit = (struct pl_limit){0};
    if (copy == NULL) {
        return pl_diag_no_memory(diags, "a limit");
    }
    status = read_operator(text, text + before, length, diags, limit);
    if (status == PL_OK) {
        bound = pl_words_trim(copy + before + length);
        copy[before] = '\0';
        status = pl_measure_parse(context, copy, duration, diags, &limit->measure);
    }
    if (status == PL_OK) {
        status = read_bound(context, text, bound, diags, limit);
    }
    if (status == PL_OK) {
        struct pl_text shown;

        pl_text_init(&shown);
        pl_text_format(&shown, "%s%s%s", limit->measure.name, operators[limit->kind],
                       bound);
        limit->text = shown.failed ? NULL : pl_text_copy(pl_text_string(&shown));
        pl_text_finish(&shown);
        status = limit->text != NULL ? PL_OK : pl_diag_no_memory(diags, "a limit");
    }
    free(copy);
    if (status != PL_OK) {
        pl_limit_finish(limit);
    }
    return status;
}

bool
pl_limit_holds(const struct pl_limit *limit, const struct pl_context *context,
               double value)
{
    const double told =
        is_time(limit) ? value : pl_measure_told(&limit->measure, context, value);

    switch (limit->kind) {
    case PL_LIMIT_BELOW:
        return told < limit->bound;
    case PL_LIMIT_AT_MOST:
        return told <= limit->bound;
    case PL_LIMIT_ABOVE:
        return told > limit->bound;
    case PL_LIMIT_AT_LEAST:
        return told >= limit->bound;
    }
    return false;
}
