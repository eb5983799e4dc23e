/*
 * compare_frame.c - treatments side by side, as tables.
 */
#include "analysis/compare.h"

#include <math.h>
#include <stddef.h>

#include "analysis/sheet.h"
#include "analysis/therapy.h"
#include "base/text.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/summary.h"
#include "study/timecourse.h"
#include "study/times.h"
#include "study/treatment.h"

/* [-] More of the weight is all of it, up to rounding. */
#define ALL 0.9995

/* Which curve a row is about. */
struct row {
    size_t panel, therapy, readout;
};

static bool
is_ensemble(const struct pl_comparison *comparison)
{
    return comparison->options.run.ensemble != NULL;
}

/* Write a number, or its band. */
static void
write_number(struct pl_sheet *sheet, const struct pl_band *band, bool is_band,
             void (*put)(double, struct pl_text *))
{
    struct pl_text text;

    pl_text_init(&text);
    if (is_band && !isnan(band->median)) {
        pl_summary_put_range(band, put, &text);
    } else {
        put(band->median, &text);
    }
    pl_sheet_take(sheet, &text);
}

/* Write what became of it; below the band how many sets say so. */
static void
write_answer(const struct pl_comparison *comparison, struct pl_sheet *sheet,
             const struct pl_compare_answer *answer, bool is_band, bool is_brief)
{
    struct pl_text text;

    pl_text_init(&text);
    if (!is_band) {
        pl_comeback_describe(comparison->context, &answer->course, is_brief, &text);
    } else if (answer->share > ALL) {
        pl_text_put(&text, "in all sets");
    } else if (answer->outcome != PL_OUTCOME_NONE) {
        pl_text_format(&text, "in %.0f %% of sets", 100.0 * answer->share);
    }
    pl_sheet_take(sheet, &text);
}

static void
add_table_columns(const struct pl_comparison *comparison,
                  const struct pl_compare_table *options, struct pl_sheet *sheet)
{
    char time[PL_NUMBER_SIZE];

    pl_sheet_add_text(sheet, "treatment", "");
    if (options->has_class) {
        pl_sheet_add_text(sheet, "class", NULL);
    }
    if (options->has_untreated) {
        pl_sheet_add_text(sheet, "untreated", NULL);
    }
    for (size_t k = 0; k < comparison->options.n_marks; k++) {
        pl_time_format(comparison->context, comparison->options.marks[k], time);
        pl_sheet_add_text(sheet, time, NULL);
    }
    if (options->curve != NULL) {
        pl_sheet_add_text(sheet, "curve", options->curve);
    }
    pl_sheet_add_text(sheet, "answer", "");
}

/* @param is_band  the row of bands below that of medians */
static void
add_table_row(const struct pl_comparison *comparison, const struct row *row,
              const struct pl_compare_table *options, bool is_band,
              struct pl_sheet *sheet)
{
    const struct pl_therapy *item = &comparison->options.therapies->items[row->therapy];
    const size_t at =
        pl_comparison_at(comparison, row->panel, row->therapy, row->readout);
    const struct pl_band *folds =
        pl_comparison_folds(comparison, row->panel, row->therapy, row->readout);

    pl_sheet_row(sheet);
    pl_sheet_text(sheet, is_band ? "" : item->name);
    if (options->has_class) {
        pl_sheet_text(sheet, is_band ? "" : item->class);
    }
    if (options->has_untreated) {
        write_number(sheet, &comparison->untreated[at], is_band, pl_summary_put_level);
    }
    for (size_t k = 0; k < comparison->options.n_marks; k++) {
        write_number(sheet, &folds[comparison->mark_at[k]], is_band,
                     pl_summary_put_fold);
    }
    if (options->curve != NULL) {
        pl_sheet_text(sheet, "");
    }
    write_answer(comparison, sheet, &comparison->answers[at], is_band,
                 options->is_brief);
}

enum pl_status
pl_compare_table_frame(const struct pl_comparison *comparison, size_t panel,
                       size_t readout, const struct pl_compare_table *options,
                       struct pl_diags *diags, struct pl_frame **out)
{
    struct pl_sheet sheet = pl_sheet_begin(false, diags);

    add_table_columns(comparison, options, &sheet);
    for (size_t t = 0; t < comparison->n_therapies; t++) {
        const struct row row = {panel, t, readout};

        add_table_row(comparison, &row, options, false, &sheet);
        if (is_ensemble(comparison)) {
            add_table_row(comparison, &row, options, true, &sheet);
        }
    }
    return pl_sheet_end(&sheet, out);
}

static void
add_long_columns(const struct pl_comparison *comparison, bool members,
                 struct pl_sheet *sheet)
{
    static const char *const texts[] = {"cell", "variant", "treatment", "class",
                                        "readout"};
    static const char *const plain[] = {"value", "fold", NULL};
    static const char *const bands[] = {"median",   "p05",      "p95", "fold_median",
                                        "fold_p05", "fold_p95", NULL};
    const char *const *names = is_ensemble(comparison) && !members ? bands : plain;

    for (size_t c = 0; c < sizeof texts / sizeof *texts; c++) {
        pl_sheet_add_text(sheet, texts[c], NULL);
    }
    if (members) {
        pl_sheet_add_text(sheet, "member", NULL);
    }
    if (sheet->status == PL_OK) {
        sheet->status =
            pl_timecourse_add_time(comparison->context, sheet->frame, sheet->diags);
    }
    for (size_t c = 0; names[c] != NULL; c++) {
        pl_sheet_add(sheet, PL_COLUMN_NUMBER, NULL, "%s", names[c]);
    }
}

/* What a row is about. */
static void
begin_row(const struct pl_comparison *comparison, const struct row *row,
          struct pl_sheet *sheet)
{
    const struct pl_treatment *treatment =
        comparison->treatments[row->panel * comparison->n_therapies + row->therapy];
    const struct pl_therapy *therapy =
        &comparison->options.therapies->items[row->therapy];
    const size_t symbol = comparison->options.run.symbols[row->readout];
    const char *cell = pl_treatment_cell_id(treatment);
    const char *variant = pl_treatment_variant_id(treatment);

    pl_sheet_row(sheet);
    pl_sheet_text(sheet, cell != NULL ? cell : "");
    pl_sheet_text(sheet, variant != NULL ? variant : "");
    pl_sheet_text(sheet, therapy->name);
    pl_sheet_text(sheet, therapy->class);
    pl_sheet_text(sheet, pl_readout_name(&comparison->context->model->symbols[symbol]));
}

/* The curve of one arm and readout: bands, or single values. */
static void
add_curve(const struct pl_comparison *comparison, const struct row *row,
          struct pl_sheet *sheet)
{
    const size_t at =
        pl_comparison_at(comparison, row->panel, row->therapy, row->readout) *
        comparison->n_times;

    for (size_t k = 0; k < comparison->n_times; k++) {
        begin_row(comparison, row, sheet);
        pl_sheet_number(
            sheet, pl_timecourse_told_time(comparison->context, comparison->times[k]));
        pl_sheet_band(sheet, comparison->levels[at + k]);
        pl_sheet_band(sheet, comparison->folds[at + k]);
    }
}

/* The same, member by member. */
static void
add_members(const struct pl_comparison *comparison, const struct row *row,
            struct pl_sheet *sheet)
{
    const struct pl_arms *arms = &comparison->arms;
    const size_t arm = row->panel * comparison->n_therapies + row->therapy;
    const size_t n = arms->n_members * comparison->n_times;

    for (size_t i = 0; i < n; i++) {
        const size_t m = i / comparison->n_times;
        const size_t k = i % comparison->n_times;

        begin_row(comparison, row, sheet);
        pl_sheet_text(sheet, pl_ensemble_name(comparison->options.run.ensemble, m));
        pl_sheet_number(
            sheet, pl_timecourse_told_time(comparison->context, comparison->times[k]));
        pl_sheet_number(sheet, pl_arms_value(arms, arm, m, k, row->readout));
        pl_sheet_number(sheet, pl_arms_fold(arms, arm, m, k, row->readout));
    }
}

enum pl_status
pl_compare_frame(const struct pl_comparison *comparison, bool members,
                 struct pl_diags *diags, struct pl_frame **out)
{
    const size_t n =
        comparison->n_panels * comparison->n_therapies * comparison->n_readouts;
    const bool has_members = members && is_ensemble(comparison);
    struct pl_sheet sheet =
        pl_sheet_begin(is_ensemble(comparison) && !has_members, diags);

    add_long_columns(comparison, has_members, &sheet);
    for (size_t i = 0; i < n && sheet.status == PL_OK; i++) {
        const struct row row = {
            i / comparison->n_readouts / comparison->n_therapies,
            i / comparison->n_readouts % comparison->n_therapies,
            i % comparison->n_readouts,
        };

        if (has_members) {
            add_members(comparison, &row, &sheet);
        } else {
            add_curve(comparison, &row, &sheet);
        }
    }
    return pl_sheet_end(&sheet, out);
}
