/*
 * continuation_frame.c - rest states over an input as tables.
 */
#include "analysis/continuation_private.h"

#include <math.h>

#include "analysis/sheet.h"
#include "base/text.h"
#include "base/units.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"

#define TWO_PI 6.283185307179586

static double
period_of(const struct pl_rest_branch_point *point)
{
    return point->kind == PL_REST_BRANCH_HOPF && point->imaginary > 0.0
               ? TWO_PI / point->imaginary
               : NAN;
}

double
pl_continuation_longest_period(const struct pl_continuation *found)
{
    double longest = 0.0;

    for (size_t b = 0; b < found->n_branches; b++) {
        for (size_t k = 0; k < found->branches[b].n; k++) {
            longest = fmax(longest, period_of(&found->branches[b].points[k]));
        }
    }
    return longest;
}

void
pl_rest_branch_writing_choose_units(struct pl_rest_branch_writing *writing,
                                    double longest)
{
    const double second = writing->found->context->model->time_unit;

    writing->has_periods = longest > 0.0;
    writing->unit = 1.0;
    if (isfinite(second)) {
        writing->unit = pl_duration_best_unit(longest > 0.0 ? longest * second : second,
                                              &writing->unit_name) /
                        second;
        writing->rate_name = second == 1.0      ? "1/s"
                             : second == 60.0   ? "1/min"
                             : second == 3600.0 ? "1/h"
                                                : "1/time";
    }
}

static void
add_input(struct pl_rest_branch_writing *writing)
{
    const char *unit = NULL;
    const char *name = pl_continuation_input(writing->found, &unit);
    struct pl_sheet *sheet = &writing->sheet;

    if (sheet->status == PL_OK) {
        sheet->status = pl_frame_add_column(sheet->frame, name, pl_role_strip(name),
                                            unit, PL_COLUMN_NUMBER, sheet->diags);
    }
}

static void
add_values(struct pl_rest_branch_writing *writing)
{
    struct pl_sheet *sheet = &writing->sheet;

    for (size_t k = 0; k < writing->n_shown && sheet->status == PL_OK; k++) {
        const struct pl_symbol *symbol =
            &writing->found->context->model->symbols[writing->found->symbols[k]];

        sheet->status =
            pl_frame_add_column(sheet->frame, pl_readout_name(symbol), symbol->label,
                                symbol->unit, PL_COLUMN_NUMBER, sheet->diags);
    }
}

static void
put_values(struct pl_rest_branch_writing *writing, const struct pl_rest_branch *branch,
           size_t point)
{
    const double *values = pl_rest_branch_values(writing->found, branch, point);

    for (size_t k = 0; k < writing->n_shown; k++) {
        pl_sheet_number(&writing->sheet, values[k]);
    }
}

void
pl_rest_branch_writing_columns(struct pl_rest_branch_writing *writing)
{
    struct pl_sheet *sheet = &writing->sheet;

    pl_sheet_add(sheet, PL_COLUMN_NUMBER, NULL, "branch");
    pl_sheet_add(sheet, PL_COLUMN_NUMBER, NULL, "point");
    add_input(writing);
    pl_sheet_add(sheet, PL_COLUMN_TEXT, NULL, "stable");
    pl_sheet_add(sheet, PL_COLUMN_TEXT, NULL, "kind");
    pl_sheet_add(sheet, PL_COLUMN_NUMBER, writing->rate_name, "real");
    pl_sheet_add(sheet, PL_COLUMN_NUMBER, writing->rate_name, "imaginary");
    pl_sheet_add(sheet, PL_COLUMN_NUMBER, writing->unit_name, "period");
    add_values(writing);
}

void
pl_rest_branch_writing_point(struct pl_rest_branch_writing *writing, size_t index,
                             size_t k)
{
    const struct pl_rest_branch *branch = &writing->found->branches[index];
    const struct pl_rest_branch_point *point = &branch->points[k];
    struct pl_sheet *sheet = &writing->sheet;

    pl_sheet_number(sheet, (double)(index + 1));
    pl_sheet_number(sheet, (double)(k + 1));
    pl_sheet_number(sheet, point->input);
    pl_sheet_text(sheet, pl_rest_branch_point_is_stable(point) ? "yes" : "no");
    pl_sheet_text(sheet, pl_rest_branch_kind_word(point->kind));
    pl_sheet_number(sheet, point->real);
    pl_sheet_number(sheet, point->imaginary);
    pl_sheet_number(sheet, period_of(point) / writing->unit);
    put_values(writing, branch, k);
}

enum pl_status
pl_continuation_frame(const struct pl_continuation *found, struct pl_diags *diags,
                      struct pl_frame **out)
{
    struct pl_rest_branch_writing writing = {.found = found,
                                             .n_shown = found->n_values,
                                             .sheet = pl_sheet_begin(false, diags)};

    pl_rest_branch_writing_choose_units(&writing,
                                        pl_continuation_longest_period(found));
    pl_rest_branch_writing_columns(&writing);
    for (size_t b = 0; b < found->n_branches; b++) {
        for (size_t k = 0; k < found->branches[b].n; k++) {
            pl_sheet_row(&writing.sheet);
            pl_rest_branch_writing_point(&writing, b, k);
        }
    }
    return pl_sheet_end(&writing.sheet, out);
}

/* "stable", or for a point between two of a kind "stable | not". */
static void
put_sides(struct pl_rest_branch_writing *writing, const struct pl_rest_branch *branch,
          size_t point)
{
    static const char *const words[2] = {"not stable", "stable"};
    struct pl_text text;
    bool before = false;
    bool behind = false;

    pl_text_init(&text);
    before = point > 0 && pl_rest_branch_n_unstable_behind(branch, point - 1) == 0;
    behind =
        point + 1 < branch->n && pl_rest_branch_n_unstable_behind(branch, point) == 0;
    if (point == 0 || point + 1 == branch->n) {
        pl_text_put(&text, words[point == 0 ? behind : before]);
    } else {
        pl_text_format(&text, before == behind ? "%s" : "%s → %s", words[before],
                       words[behind]);
    }
    pl_sheet_take(&writing->sheet, &text);
}

/* What a person reads a point as. */
static const char *
word_of(const struct pl_rest_branch *branch, size_t point)
{
    const enum pl_rest_branch_kind kind = branch->points[point].kind;
    const enum pl_rest_branch_end end = point == 0 ? branch->first : branch->last;

    if (kind != PL_REST_BRANCH_END) {
        return pl_rest_branch_kind_word(kind);
    }
    switch (end) {
    case PL_REST_BRANCH_AT_RANGE:
        return "end of range";
    case PL_REST_BRANCH_NEGATIVE:
        return "negative beyond";
    case PL_REST_BRANCH_CLOSED:
        return point == 0 ? "start" : "back at start";
    case PL_REST_BRANCH_STEP:
    case PL_REST_BRANCH_MANY:
        break;
    }
    return "given up";
}

enum pl_status
pl_continuation_table(const struct pl_continuation *found, size_t n_shown,
                      struct pl_diags *diags, struct pl_frame **out)
{
    struct pl_rest_branch_writing writing = {
        .found = found, .n_shown = n_shown, .sheet = pl_sheet_begin(false, diags)};
    struct pl_sheet *sheet = &writing.sheet;
    const bool has_branches = found->n_branches > 1;

    pl_rest_branch_writing_choose_units(&writing,
                                        pl_continuation_longest_period(found));
    if (has_branches) {
        pl_sheet_add(sheet, PL_COLUMN_NUMBER, NULL, "branch");
    }
    pl_sheet_add_text(sheet, "at", "");
    add_input(&writing);
    pl_sheet_add_text(sheet, "stable", "");
    if (writing.has_periods) {
        pl_sheet_add(sheet, PL_COLUMN_NUMBER, writing.unit_name, "period");
    }
    add_values(&writing);
    for (size_t b = 0; b < found->n_branches; b++) {
        const struct pl_rest_branch *branch = &found->branches[b];

        for (size_t k = 0; k < branch->n; k++) {
            if (branch->points[k].kind == PL_REST_BRANCH_PLAIN) {
                continue;
            }
            pl_sheet_row(sheet);
            if (has_branches) {
                pl_sheet_number(sheet, (double)(b + 1));
            }
            pl_sheet_text(sheet, word_of(branch, k));
            pl_sheet_number(sheet, branch->points[k].input);
            put_sides(&writing, branch, k);
            if (writing.has_periods) {
                pl_sheet_number(sheet, period_of(&branch->points[k]) / writing.unit);
            }
            put_values(&writing, branch, k);
        }
    }
    return pl_sheet_end(sheet, out);
}
