/*
 * pairs_frame.c - a ranking of pairs as tables.
 */
#include "analysis/pairs.h"

#include <math.h>

#include "analysis/limit.h"
#include "analysis/sheet.h"
#include "analysis/therapy.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/measure.h"
#include "study/summary.h"
#include "study/times.h"
#include "study/treatment.h"

static bool
is_ensemble(const struct pl_pairs *pairs)
{
    return pairs->options.run.ensemble != NULL;
}

void
pl_pairs_put_name(const struct pl_pairs *pairs, size_t pair, struct pl_text *text)
{
    const struct pl_therapy *items = pairs->options.therapies->items;

    pl_text_format(text, "%s + %s", items[pairs->pairs[pair].first].name,
                   items[pairs->pairs[pair].second].name);
}

/* "Akt activity at 24 h", "largest Akt activity to 24 h" */
void
pl_pairs_put_measure(const struct pl_context *context, const struct pl_measure *measure,
                     struct pl_text *text)
{
    const char *label = context->model->symbols[measure->symbol].label;
    char time[PL_NUMBER_SIZE];

    pl_time_format(context, measure->time, time);
    switch (measure->kind) {
    case PL_MEASURE_VALUE:
    case PL_MEASURE_UNTREATED:
        pl_text_format(text, "%s at %s", label, time);
        break;
    case PL_MEASURE_FOLD:
        pl_text_format(text, "fold of %s at %s", label, time);
        break;
    case PL_MEASURE_MAX:
        pl_text_format(text, "largest %s to %s", label, time);
        break;
    case PL_MEASURE_MIN:
        pl_text_format(text, "smallest %s to %s", label, time);
        break;
    case PL_MEASURE_AUC:
        pl_text_format(text, "area under %s to %s", label, time);
        break;
    case PL_MEASURE_TIME_TO_MAX:
        pl_text_format(text, "time to the largest %s", label);
        break;
    }
}

void
pl_pairs_put_value(const struct pl_measure *measure, double value, struct pl_text *text)
{
    if (measure->kind == PL_MEASURE_FOLD) {
        pl_summary_put_fold(value, text);
    } else {
        pl_summary_put_level(value, text);
    }
}

/* Write a value of the rank's measure, perhaps with its band. */
static void
write_band(const struct pl_pairs *pairs, bool has_range, struct pl_sheet *sheet,
           const struct pl_band *band)
{
    const struct pl_measure *measure = pairs->options.rank;
    struct pl_text text;

    pl_text_init(&text);
    pl_pairs_put_value(measure, band->median, &text);
    if (has_range && !isnan(band->median)) {
        pl_text_put(&text, " (");
        pl_summary_put_range(band,
                             measure->kind == PL_MEASURE_FOLD ? pl_summary_put_fold
                                                              : pl_summary_put_level,
                             &text);
        pl_text_put(&text, ")");
    }
    pl_sheet_take(sheet, &text);
}

/* Write one number of a measure. */
static void
write_value(struct pl_sheet *sheet, const struct pl_measure *measure, double value)
{
    struct pl_text text;

    pl_text_init(&text);
    pl_pairs_put_value(measure, value, &text);
    pl_sheet_take(sheet, &text);
}

/* The measure of a limit, as people are told it. */
static struct pl_band
told_measure(const struct pl_pairs *pairs, size_t arm, size_t limit)
{
    const struct pl_measure *measure = &pairs->options.limits[limit].measure;
    const struct pl_band *band =
        &pairs->measures[arm * pairs->options.n_limits + limit];

    return (struct pl_band){
        pl_measure_told(measure, pairs->context, band->low),
        pl_measure_told(measure, pairs->context, band->median),
        pl_measure_told(measure, pairs->context, band->high),
    };
}

void
pl_pairs_put_broken(const struct pl_pairs *pairs, size_t panel, size_t arm,
                    struct pl_text *text)
{
    const struct pl_pairs_options *options = &pairs->options;
    const size_t place = panel * (pairs->n_therapies + pairs->n_pairs) + arm;
    size_t n = 0;

    for (size_t l = 0; l < options->n_limits; l++) {
        const struct pl_limit *limit = &options->limits[l];
        const double value = pairs->measures[place * options->n_limits + l].median;

        if (!pl_limit_holds(limit, pairs->context, value)) {
            pl_text_format(text, "%s%s", n > 0 ? "; " : "", limit->text);
            n++;
        }
    }
}

static void
add_table_columns(const struct pl_pairs *pairs, enum pl_pairs_detail detail,
                  struct pl_sheet *sheet)
{
    const struct pl_pairs_options *options = &pairs->options;
    const bool is_fold = options->rank->kind == PL_MEASURE_FOLD;

    pl_sheet_add_text(sheet, "rank", "");
    pl_sheet_add_text(sheet, "pair", "");
    pl_sheet_add_text(sheet, "value", is_fold ? "fold" : NULL);
    if (!is_fold) {
        pl_sheet_add_text(sheet, "fold", NULL);
    }
    if (detail > PL_PAIRS_BRIEF) {
        pl_sheet_add_text(sheet, "first_alone", "1st alone");
        pl_sheet_add_text(sheet, "second_alone", "2nd alone");
    }
    for (size_t l = 0; l < options->n_limits; l++) {
        pl_sheet_add_text(sheet, options->limits[l].text,
                          options->limits[l].measure.name);
    }
    if (is_ensemble(pairs)) {
        pl_sheet_add_text(sheet, "first_in", "ranks first");
    }
}

static void
add_table_row(const struct pl_pairs *pairs, size_t panel, size_t rank,
              enum pl_pairs_detail detail, struct pl_sheet *sheet)
{
    const struct pl_pairs_options *options = &pairs->options;
    const size_t pair = pairs->order[panel * pairs->n_pairs + rank];
    const size_t arm =
        panel * (pairs->n_therapies + pairs->n_pairs) + pairs->n_therapies + pair;
    const struct pl_pair_result *result = &pairs->results[arm];
    const size_t halves[] = {pairs->pairs[pair].first, pairs->pairs[pair].second};
    struct pl_text text;

    pl_sheet_row(sheet);
    pl_text_init(&text);
    pl_text_format(&text, "%zu", rank + 1);
    pl_sheet_take(sheet, &text);
    pl_pairs_put_name(pairs, pair, &text);
    pl_sheet_take(sheet, &text);
    write_band(pairs, is_ensemble(pairs) && detail == PL_PAIRS_WHOLE, sheet,
               &result->value);
    if (options->rank->kind != PL_MEASURE_FOLD) {
        pl_summary_put_fold(result->fold.median, &text);
        pl_sheet_take(sheet, &text);
    }
    for (size_t i = 0; i < 2 && detail > PL_PAIRS_BRIEF; i++) {
        write_value(sheet, options->rank,
                    pl_pairs_alone(pairs, panel, halves[i])->value.median);
    }
    for (size_t l = 0; l < options->n_limits; l++) {
        write_value(sheet, &options->limits[l].measure,
                    told_measure(pairs, arm, l).median);
    }
    if (is_ensemble(pairs)) {
        pl_text_format(&text, "%.0f %%", 100.0 * result->first);
        pl_sheet_take(sheet, &text);
    }
}

enum pl_status
pl_pairs_table(const struct pl_pairs *pairs, size_t panel, size_t most,
               enum pl_pairs_detail detail, struct pl_diags *diags,
               struct pl_frame **out)
{
    struct pl_sheet sheet = pl_sheet_begin(false, diags);

    add_table_columns(pairs, detail, &sheet);
    for (size_t k = 0; k < pairs->n_kept[panel] && k < most; k++) {
        add_table_row(pairs, panel, k, detail, &sheet);
    }
    return pl_sheet_end(&sheet, out);
}

static void
add_long_columns(const struct pl_pairs *pairs, struct pl_sheet *sheet)
{
    static const char *const texts[] = {"cell",        "variant",     "first",
                                        "second",      "class_first", "class_second",
                                        "best_single", "breaks"};
    static const char *const bands[] = {"value", "fold", "value_first", "value_second"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        pl_sheet_add_text(sheet, texts[i], NULL);
    }
    pl_sheet_add(sheet, PL_COLUMN_NUMBER, NULL, "rank");
    for (size_t i = 0; i < sizeof bands / sizeof *bands; i++) {
        pl_sheet_add_band(sheet, bands[i], "", NULL);
    }
    for (size_t l = 0; l < pairs->options.n_limits; l++) {
        pl_sheet_add_band(sheet, pairs->options.limits[l].measure.name, "", NULL);
    }
    if (is_ensemble(pairs)) {
        pl_sheet_add(sheet, PL_COLUMN_NUMBER, NULL, "kept");
        pl_sheet_add(sheet, PL_COLUMN_NUMBER, NULL, "ranks_first");
    }
}

static void
add_texts(const struct pl_pairs *pairs, size_t panel, size_t pair,
          struct pl_sheet *sheet)
{
    const struct pl_treatment *base = pairs->options.panels[panel];
    const struct pl_therapy *items = pairs->options.therapies->items;
    const struct pl_therapy *first = &items[pairs->pairs[pair].first];
    const struct pl_therapy *second = &items[pairs->pairs[pair].second];
    const char *cell = pl_treatment_cell_id(base);
    const char *variant = pl_treatment_variant_id(base);
    struct pl_text broken;

    pl_sheet_text(sheet, cell != NULL ? cell : "");
    pl_sheet_text(sheet, variant != NULL ? variant : "");
    pl_sheet_text(sheet, first->name);
    pl_sheet_text(sheet, second->name);
    pl_sheet_text(sheet, first->class);
    pl_sheet_text(sheet, second->class);
    pl_sheet_text(sheet, items[pl_pairs_better(pairs, panel, pair)].name);
    pl_text_init(&broken);
    pl_pairs_put_broken(pairs, panel, pairs->n_therapies + pair, &broken);
    pl_sheet_take(sheet, &broken);
}

static void
add_long_row(const struct pl_pairs *pairs, size_t panel, size_t rank,
             struct pl_sheet *sheet)
{
    const size_t pair = pairs->order[panel * pairs->n_pairs + rank];
    const struct pl_pair *both = &pairs->pairs[pair];
    const size_t arm =
        panel * (pairs->n_therapies + pairs->n_pairs) + pairs->n_therapies + pair;
    const struct pl_pair_result *result = &pairs->results[arm];

    pl_sheet_row(sheet);
    add_texts(pairs, panel, pair, sheet);
    pl_sheet_number(sheet, result->is_kept ? (double)rank + 1.0 : (double)NAN);
    pl_sheet_band(sheet, result->value);
    pl_sheet_band(sheet, result->fold);
    pl_sheet_band(sheet, pl_pairs_alone(pairs, panel, both->first)->value);
    pl_sheet_band(sheet, pl_pairs_alone(pairs, panel, both->second)->value);
    for (size_t l = 0; l < pairs->options.n_limits; l++) {
        pl_sheet_band(sheet, told_measure(pairs, arm, l));
    }
    if (is_ensemble(pairs)) {
        pl_sheet_number(sheet, result->kept);
        pl_sheet_number(sheet, result->first);
    }
}

enum pl_status
pl_pairs_frame(const struct pl_pairs *pairs, struct pl_diags *diags,
               struct pl_frame **out)
{
    const size_t n = pairs->options.n_panels * pairs->n_pairs;
    struct pl_sheet sheet = pl_sheet_begin(is_ensemble(pairs), diags);

    add_long_columns(pairs, &sheet);
    for (size_t i = 0; i < n && sheet.status == PL_OK; i++) {
        add_long_row(pairs, i / pairs->n_pairs, i % pairs->n_pairs, &sheet);
    }
    return pl_sheet_end(&sheet, out);
}
