/*
 * find_table.c - least doses of several panels, a row each.
 */
#include "cli/find_table.h"

#include <math.h>
#include <stdbool.h>

#include "analysis/dose.h"
#include "analysis/limit.h"
#include "analysis/pairs.h"
#include "analysis/sheet.h"
#include "base/frame.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/arms_plan.h"
#include "cli/cli.h"
#include "cli/dose_plan.h"
#include "cli/find_report.h"
#include "cli/narrow.h"

/* [output] What is smaller is written with its own digits. */
#define SMALL_VALUE 0.1

void
find_put_number(const struct pl_measure *measure, double value, struct pl_text *text)
{
    if (!pl_measure_holds_time(measure->kind) && fabs(value) < SMALL_VALUE) {
        char number[PL_NUMBER_SIZE];

        pl_number_round(value, 2, number);
        pl_text_put(text, number);
    } else {
        pl_pairs_put_value(measure, value, text);
    }
}

struct find_sets
find_sets_of(const struct found *found, size_t panel, const struct find_room *room)
{
    const double *weights = pl_ensemble_weights(found->plan->arms.ensemble);
    struct find_sets least = {.shares = {0.0}};

    for (size_t m = 0; m < found->n_members; m++) {
        const struct pl_least_dose *answer =
            &found->answers[panel * found->n_members + m];

        room->doses[m] = answer->kind == PL_LEAST_FOUND ? answer->dose : (double)NAN;
        least.shares[answer->kind] += weights[m];
    }
    least.band = pl_band_of(room->doses, 1, weights, found->n_members, room->sorted);
    return least;
}

/* The dose, or why there is none. */
static void
put_least(const struct pl_least_dose *answer, struct pl_text *text)
{
    switch (answer->kind) {
    case PL_LEAST_FOUND:
        pl_dose_put_dose(answer->dose, text);
        break;
    case PL_LEAST_AT_ZERO:
        pl_text_put(text, "0");
        break;
    case PL_LEAST_BELOW:
        pl_text_put(text, "< ");
        pl_dose_put_dose(answer->dose, text);
        break;
    case PL_LEAST_NONE:
        pl_text_put(text, "none");
        break;
    case PL_LEAST_MISSING:
        pl_text_put(text, "no value");
        break;
    }
}

/* Up to where the limits hold, or which dose comes nearest. */
static void
put_reach(const struct pl_least_dose *answer, struct pl_text *text)
{
    if (answer->kind == PL_LEAST_MISSING || answer->kind == PL_LEAST_NONE) {
        pl_text_put(text, "–");
    } else if (isnan(answer->until)) {
        pl_text_put(text, "not known");
    } else if (isinf(answer->until)) {
        pl_text_put(text, "all higher");
    } else {
        pl_dose_put_dose(answer->until, text);
        if (isfinite(answer->again)) {
            pl_text_put(text, ", again from ");
            pl_dose_put_dose(answer->again, text);
        }
    }
}

/* The dose that comes nearest, where none does it. */
static void
put_nearest(const struct pl_least_dose *answer, struct pl_text *text)
{
    if (answer->kind != PL_LEAST_NONE) {
        pl_text_put(text, "–");
    } else if (answer->nearest > 0.0) {
        pl_dose_put_dose(answer->nearest, text);
    } else {
        pl_text_put(text, "0");
    }
}

/* True where some panel has no least dose. */
static bool
has_nearest(const struct found *found)
{
    for (size_t p = 0; p < found->plan->arms.n_panels; p++) {
        if (found->answers[p * found->n_members].kind == PL_LEAST_NONE) {
            return true;
        }
    }
    return false;
}

/* The value of a limit's measure at the nearest dose. */
static void
put_value(const struct found *found, size_t panel, size_t limit, struct pl_text *text)
{
    const struct pl_measure *measure = &found->limits[limit].measure;
    const double value = found->values[panel * found->n_limits + limit];

    if (isnan(value)) {
        pl_text_put(text, "–");
    } else {
        find_put_number(measure, value, text);
    }
}

/* One row of one parameter set. */
static void
put_row(const struct found *found, size_t panel, size_t n_values,
        struct pl_sheet *sheet)
{
    const struct pl_least_dose *answer = &found->answers[panel * found->n_members];
    struct pl_text text;

    pl_text_init(&text);
    put_least(answer, &text);
    pl_sheet_take(sheet, &text);
    put_reach(answer, &text);
    pl_sheet_take(sheet, &text);
    if (has_nearest(found)) {
        put_nearest(answer, &text);
        pl_sheet_take(sheet, &text);
    }
    for (size_t l = 0; l < n_values; l++) {
        put_value(found, panel, l, &text);
        pl_sheet_take(sheet, &text);
    }
}

/* One row of all sets: the median, the band and the share that has a least dose. */
static void
put_row_of_sets(const struct found *found, size_t panel, const struct find_room *room,
                struct pl_sheet *sheet)
{
    const struct find_sets least = find_sets_of(found, panel, room);
    struct pl_text text;

    pl_text_init(&text);
    if (isnan(least.band.median)) {
        pl_text_put(&text, "none");
    } else {
        pl_dose_put_dose(least.band.median, &text);
    }
    pl_sheet_take(sheet, &text);
    if (isnan(least.band.median)) {
        pl_text_put(&text, "–");
    } else {
        pl_dose_put_dose(least.band.low, &text);
        pl_text_put(&text, " – ");
        pl_dose_put_dose(least.band.high, &text);
    }
    pl_sheet_take(sheet, &text);
    for (int kind = PL_LEAST_FOUND; kind < PL_LEAST_MISSING; kind++) {
        pl_text_format(&text, "%.0f %%", 100.0 * least.shares[kind]);
        pl_sheet_take(sheet, &text);
    }
}

static void
add_columns(const struct found *found, size_t n_values, struct pl_sheet *sheet)
{
    const struct arms_plan *arms = &found->plan->arms;

    pl_sheet_add_text(sheet, "network",
                      arms->n_variants > 1
                          ? (arms->n_cells > 1 ? "cell, variant" : "variant")
                          : "cell");
    pl_sheet_add_text(sheet, "dose", "least dose");
    if (arms->ensemble != NULL) {
        pl_sheet_add_text(sheet, "band", "5–95 %");
        pl_sheet_add_text(sheet, "found", "have one");
        pl_sheet_add_text(sheet, "at_zero", "without it");
        pl_sheet_add_text(sheet, "below", "at lowest");
        pl_sheet_add_text(sheet, "none", "at none");
        return;
    }
    pl_sheet_add_text(sheet, "until", "holds up to");
    if (has_nearest(found)) {
        pl_sheet_add_text(sheet, "nearest", NULL);
    }
    for (size_t l = 0; l < n_values; l++) {
        pl_sheet_add(sheet, PL_COLUMN_TEXT, NULL, "%s", found->limits[l].measure.name);
    }
}

/* @param n_values  how many limits have a column with what is read */
static enum pl_status
make_table(const struct found *found, const struct find_room *room, size_t n_values,
           struct pl_frame **out)
{
    const struct arms_plan *arms = &found->plan->arms;
    struct pl_sheet sheet = pl_sheet_begin(false, arms->cli->diags);

    add_columns(found, n_values, &sheet);
    for (size_t p = 0; p < arms->n_panels; p++) {
        struct pl_text name;

        pl_text_init(&name);
        pl_sheet_row(&sheet);
        arms_plan_put_panel(arms, p, true, &name);
        pl_sheet_take(&sheet, &name);
        if (arms->ensemble != NULL) {
            put_row_of_sets(found, p, room, &sheet);
        } else {
            put_row(found, p, n_values, &sheet);
        }
    }
    return pl_sheet_end(&sheet, out);
}

enum pl_status
find_table(const struct found *found, const struct find_room *room, size_t width,
           struct pl_frame **out)
{
    const bool has_values = found->plan->arms.ensemble == NULL;
    size_t n_values = has_values ? found->n_limits : 0;
    enum pl_status status = make_table(found, room, n_values, out);

    while (status == PL_OK && width > 0 && n_values > 0 && narrow_width(*out) > width) {
        pl_frame_destroy(*out);
        status = make_table(found, room, --n_values, out);
    }
    return status == PL_OK ? narrow_cut(*out, 0, width, found->plan->arms.cli->diags)
                           : status;
}
