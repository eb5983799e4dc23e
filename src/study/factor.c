/*
 * factor.c - the values of a quantity that a sweep varies, and what its name means.
 */
#include "study/factor.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "compile/program.h"
#include "expr/elementary.h"
#include "model/model.h"
#include "study/context.h"
#include "study/design_private.h"
#include "study/offers.h"

/* [-] A level is taken for the number of so many digits that lies within rounding. With
 * more, an irrational level is more often taken for one. */
#define LEVEL_DIGITS 12

/* [DBL_EPSILON] What rounding does to a level at most, seen from the larger end of a
 * linear range and from the level itself in a logarithmic one: 3.5, and 8 over 24
 * decades. With more, see LEVEL_DIGITS. */
#define LINEAR_SLACK 8.0
#define LOGARITHMIC_SLACK 16.0

/* Powers of ten that are exact. */
static const double powers[] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};
#define LAST_POWER (sizeof powers / sizeof powers[0] - 1)

/* low (high/low)^share, for share from 0 to 1; low and high may be swapped. */
static double
between_logarithmic(double low, double high, double share)
{
    const double ratio = high / low;

    if (isnormal(ratio)) {
        return low * pl_elementary_value(PL_OP_POWER, ratio, share);
    }
    return pl_elementary_value(PL_OP_POWER, low, 1.0 - share) *
           pl_elementary_value(PL_OP_POWER, high, share);
}

static double
clamp(const struct pl_factor *factor, double value)
{
    return value < factor->low    ? factor->low
           : value > factor->high ? factor->high
                                  : value;
}

double
pl_factor_at(const struct pl_factor *factor, double share)
{
    if (factor->kind == PL_FACTOR_CELL) {
        size_t i = (size_t)(share * (double)factor->n_levels);

        return (double)factor->cells[i < factor->n_levels ? i : factor->n_levels - 1];
    }
    if (share >= 1.0) {
        return factor->high;
    }
    return clamp(factor, factor->logarithmic
                             ? between_logarithmic(factor->low, factor->high, share)
                             : factor->low + (factor->high - factor->low) * share);
}

/*
 * The nearest number of LEVEL_DIGITS digits, or of as many as exact powers of ten
 * allow.
 *
 * @param scale  > 0: what the digits are counted from
 */
static double
round_digits(double value, double scale)
{
    size_t p = 0;

    if (scale < powers[LEVEL_DIGITS]) {
        while (p < LAST_POWER && scale * powers[p] < powers[LEVEL_DIGITS - 1]) {
            p++;
        }
        /* whole number over exact power: the double next to the decimal number */
        return floor(value * powers[p] + 0.5) / powers[p];
    }
    while (p < LAST_POWER && scale / powers[p] >= powers[LEVEL_DIGITS]) {
        p++;
    }
    return scale / powers[p] < powers[LEVEL_DIGITS]
               ? floor(value / powers[p] + 0.5) * powers[p]
               : value;
}

double
pl_factor_level(const struct pl_factor *factor, size_t i, size_t n)
{
    const double low = factor->low;
    const double high = factor->high;
    double last = 0.0;
    double value = 0.0;
    double scale = 0.0;
    double slack = 0.0;
    double step = 0.0;
    double round = 0.0;

    if (factor->kind == PL_FACTOR_CELL) {
        return (double)factor->cells[i];
    }
    if (i == 0 || i >= n - 1) {
        return i == 0 ? low : high;
    }
    last = (double)(n - 1);
    if (factor->logarithmic) {
        /* from the nearer end: the share's rounding then counts for less */
        value = i <= (n - 1) / 2
                    ? between_logarithmic(low, high, (double)i / last)
                    : between_logarithmic(high, low, (double)(n - 1 - i) / last);
        scale = value;
        slack = LOGARITHMIC_SLACK * DBL_EPSILON * value;
        step = value * (1.0 - low / high) / last; /* or more */
    } else {
        value = low + (high - low) * ((double)i / last);
        scale = fmax(fabs(low), fabs(high));
        slack = LINEAR_SLACK * DBL_EPSILON * scale;
        step = (high - low) / last;
    }
    round = round_digits(value, scale);
    /* Levels stay apart, in their order. */
    if (fabs(round - value) <= slack && step > 4.0 * slack) {
        value = round;
    }
    return clamp(factor, value);
}

static bool
has_symbol(const struct pl_role_list *list, size_t symbol)
{
    for (size_t k = 0; k < list->n; k++) {
        if (list->symbols[k] == symbol) {
            return true;
        }
    }
    return false;
}

enum pl_role
pl_factor_role(const struct pl_context *context, const struct pl_factor *factor)
{
    static const enum pl_role roles[] = {PL_ROLE_DRUG, PL_ROLE_TARGET};

    for (size_t r = 0; r < sizeof roles / sizeof roles[0]; r++) {
        if (factor->kind == PL_FACTOR_NUMBER &&
            has_symbol(&context->roles.lists[roles[r]], factor->symbol)) {
            return roles[r];
        }
    }
    return PL_N_ROLES;
}

enum pl_status
pl_factor_find(const struct pl_context *context, const char *name,
               struct pl_factor *factor)
{
    size_t symbol = pl_model_find(context->model, name);

    if (strcmp(name, PL_FACTOR_CELL_NAME) == 0 &&
        (context->cells != NULL || symbol == PL_NONE)) {
        factor->kind = PL_FACTOR_CELL;
        factor->symbol = PL_NONE;
        factor->before_rest = true;
        return PL_OK;
    }
    if (symbol == PL_NONE &&
        pl_context_find(context, PL_ROLE_DRUG, name, NULL, &symbol) != PL_OK &&
        pl_context_find(context, PL_ROLE_TARGET, name, NULL, &symbol) != PL_OK) {
        return PL_ERR_NAME;
    }
    if (!pl_program_is_input(context->program, symbol)) {
        return PL_ERR_OPTION;
    }
    factor->kind = PL_FACTOR_NUMBER;
    factor->symbol = symbol;
    factor->before_rest = pl_factor_role(context, factor) == PL_N_ROLES;
    return PL_OK;
}

void
pl_factor_offer(const struct pl_context *context, struct pl_offers *offers)
{
    static const enum pl_role roles[] = {PL_ROLE_DRUG, PL_ROLE_TARGET};
    const struct pl_model *model = context->model;

    for (size_t i = 0; i < model->n_symbols; i++) {
        if (pl_program_is_input(context->program, i)) {
            pl_offers_add(offers, model->symbols[i].name, model->symbols[i].name);
        }
    }
    pl_offers_end_list(offers); /* their symbols are in the list */
    for (size_t r = 0; r < sizeof roles / sizeof roles[0]; r++) {
        const struct pl_role_list *list = &context->roles.lists[roles[r]];

        for (size_t k = 0; k < list->n; k++) {
            pl_offers_add(offers, list->names[k], list->names[k]);
        }
    }
}

void
pl_factor_warn(const struct pl_context *context, const struct pl_factor *factor,
               const char *subject, struct pl_diags *diags)
{
    const struct pl_role_list *targets = &context->roles.lists[PL_ROLE_TARGET];

    if (factor->kind != PL_FACTOR_NUMBER ||
        !pl_model_is_state(context->model, factor->symbol)) {
        return;
    }
    for (size_t k = 0; k < targets->n; k++) {
        if (strcmp(targets->names[k], factor->name) == 0) {
            pl_diag_warning(diags, NULL,
                            "%s varies the start value of the species '%s'", subject,
                            factor->name);
            pl_diag_hint(diags, "its inhibition is %s%s",
                         pl_role_prefix(PL_ROLE_TARGET), factor->name);
        }
    }
}

const char *
pl_factor_column(const struct pl_context *context, const struct pl_factor *factor)
{
    return factor->kind == PL_FACTOR_CELL
               ? PL_FACTOR_CELL_NAME
               : context->model->symbols[factor->symbol].name;
}

void
pl_factor_finish(struct pl_factor *factor)
{
    free(factor->text);
    free(factor->name);
    free(factor->cells);
    *factor = (struct pl_factor){0};
}
