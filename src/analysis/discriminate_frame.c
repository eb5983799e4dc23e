/*
 * discriminate_frame.c - measurements that tell rivals apart, as tables and in a
 * sentence.
 */
#include "analysis/discriminate.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

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

/* [error] What is less reads as 0.0. */
#define LEAST_TOLD 0.05

static bool
is_ensemble(const struct pl_discrimination *d)
{
    return d->options.run.ensemble != NULL;
}

/* The conditionId of an experiment's cell, "" for none. */
static const char *
cell_of(const struct pl_discrimination *d, const struct pl_experiment *experiment)
{
    const char *cell = pl_treatment_cell_id(
        d->options.panels[experiment->cell * d->options.n_variants]);

    return cell != NULL ? cell : "";
}

static const struct pl_symbol *
readout_of(const struct pl_discrimination *d, const struct pl_experiment *experiment)
{
    return &d->context->model->symbols[d->options.run.symbols[experiment->readout]];
}

/* Write "1.07", or with its band "1.07 (0.95–1.20)" where that is one. */
static void
write_band(const struct pl_band *band, bool has_range, struct pl_sheet *sheet)
{
    struct pl_text text;
    struct pl_text range;

    pl_text_init(&text);
    pl_text_init(&range);
    pl_summary_put_fold(band->median, &text);
    if (has_range && !isnan(band->median)) {
        pl_summary_put_range(band, pl_summary_put_fold, &range);
    }
    if (range.size > 0 && strcmp(pl_text_string(&range), pl_text_string(&text)) != 0) {
        pl_text_format(&text, " (%s)", pl_text_string(&range));
    }
    text.failed = text.failed || range.failed;
    pl_text_finish(&range);
    pl_sheet_take(sheet, &text);
}

/* "2.6", "<0.1", "31" */
static void
put_errors(double separation, struct pl_text *text)
{
    if (separation > 0.0 && separation < LEAST_TOLD) {
        pl_text_put(text, "<0.1");
    } else {
        pl_text_format(text, separation < 9.95 ? "%.1f" : "%.0f", separation);
    }
}

/* "16 %", "<1 %" @param few  what stands for less than one in a hundred */
static void
put_wrong(double separation, const char *few, struct pl_text *text)
{
    const double wrong = 100.0 * pl_discriminate_wrong(separation);

    if (wrong < 0.5) {
        pl_text_put(text, few);
    } else {
        pl_text_format(text, "%.0f %%", wrong);
    }
}

/* A column for the folds of each group. */
static bool
has_folds(enum pl_discriminate_detail detail)
{
    return detail > PL_DISCRIMINATE_BRIEF;
}

static void
add_table_columns(const struct pl_discrimination *d, enum pl_discriminate_detail detail,
                  struct pl_sheet *sheet)
{
    pl_sheet_add_text(sheet, "rank", "");
    pl_sheet_add_text(sheet, "apart", "errors");
    if (detail == PL_DISCRIMINATE_WHOLE) {
        pl_sheet_add_text(sheet, "wrong", NULL);
    }
    if (d->n_groups > 2 && detail == PL_DISCRIMINATE_WHOLE) {
        pl_sheet_add_text(sheet, "mean", NULL);
    }
    pl_sheet_add_text(sheet, "readout", NULL);
    pl_sheet_add_text(sheet, "time", "at");
    for (size_t g = 0; g < d->n_groups && has_folds(detail); g++) {
        pl_sheet_add_text(sheet, d->groups[g], NULL);
    }
    if (d->n_groups == 2 && !has_folds(detail)) {
        pl_sheet_add_text(sheet, "folds", NULL);
    }
    if (d->n_groups > 2) {
        pl_sheet_add_text(sheet, "closest", "closest two");
    }
    pl_sheet_add_text(sheet, "treatment", NULL);
    if (d->n_cells > 1 && detail > PL_DISCRIMINATE_BRIEF) {
        pl_sheet_add_text(sheet, "cell", NULL);
    }
}

/* "low v mid" */
static void
put_closest(const struct pl_discrimination *d, const struct pl_experiment *experiment,
            struct pl_text *text)
{
    pl_text_format(text, "%s v %s", d->groups[experiment->closest[0]],
                   d->groups[experiment->closest[1]]);
}

/* How far apart, with what goes with it. */
static void
add_errors(const struct pl_discrimination *d, const struct pl_experiment *experiment,
           enum pl_discriminate_detail detail, struct pl_sheet *sheet)
{
    struct pl_text text;

    pl_text_init(&text);
    put_errors(experiment->separation, &text);
    pl_sheet_take(sheet, &text);
    if (detail == PL_DISCRIMINATE_WHOLE) {
        put_wrong(experiment->separation, "<1 %", &text);
        pl_sheet_take(sheet, &text);
    }
    if (d->n_groups > 2 && detail == PL_DISCRIMINATE_WHOLE) {
        put_errors(experiment->mean, &text);
        pl_sheet_take(sheet, &text);
    }
}

/* "1.07 v 2.25" */
static void
put_folds(const struct pl_discrimination *d, size_t e, struct pl_text *text)
{
    for (size_t g = 0; g < d->n_groups; g++) {
        pl_text_put(text, g > 0 ? " v " : "");
        pl_summary_put_fold(d->folds[e * d->n_groups + g].median, text);
    }
}

static void
add_table_row(const struct pl_discrimination *d, size_t rank,
              enum pl_discriminate_detail detail, struct pl_sheet *sheet)
{
    const size_t e = d->ranked[rank];
    const struct pl_experiment *experiment = &d->experiments[e];
    const bool names_cell = d->n_cells > 1 && detail == PL_DISCRIMINATE_BRIEF;
    char time[PL_NUMBER_SIZE];
    struct pl_text text;

    pl_sheet_row(sheet);
    pl_text_init(&text);
    pl_text_format(&text, "%zu", rank + 1);
    pl_sheet_take(sheet, &text);
    add_errors(d, experiment, detail, sheet);
    pl_sheet_text(sheet, readout_of(d, experiment)->label);
    pl_time_format(d->context, d->times[experiment->time], time);
    pl_sheet_text(sheet, time);
    for (size_t g = 0; g < d->n_groups && has_folds(detail); g++) {
        write_band(&d->folds[e * d->n_groups + g],
                   is_ensemble(d) && detail > PL_DISCRIMINATE_MEDIANS, sheet);
    }
    if (d->n_groups == 2 && !has_folds(detail)) {
        put_folds(d, e, &text);
        pl_sheet_take(sheet, &text);
    }
    if (d->n_groups > 2) {
        put_closest(d, experiment, &text);
        pl_sheet_take(sheet, &text);
    }
    pl_text_format(&text, "%s%s%s",
                   d->options.therapies->items[experiment->therapy].name,
                   names_cell ? " in " : "", names_cell ? cell_of(d, experiment) : "");
    pl_sheet_take(sheet, &text);
    if (d->n_cells > 1 && !names_cell) {
        pl_sheet_text(sheet, cell_of(d, experiment));
    }
}

enum pl_status
pl_discriminate_table(const struct pl_discrimination *discrimination, size_t most,
                      enum pl_discriminate_detail detail, struct pl_diags *diags,
                      struct pl_frame **out)
{
    struct pl_sheet sheet = pl_sheet_begin(false, diags);

    add_table_columns(discrimination, detail, &sheet);
    for (size_t k = 0; k < discrimination->n_ranked && k < most; k++) {
        add_table_row(discrimination, k, detail, &sheet);
    }
    return pl_sheet_end(&sheet, out);
}

static void
add_long_columns(const struct pl_discrimination *d, struct pl_sheet *sheet)
{
    static const char *const texts[] = {"cell", "treatment", "class", "readout"};
    static const char *const numbers[] = {"separation", "mean_separation", "wrong_call",
                                          "rank"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        pl_sheet_add_text(sheet, texts[i], NULL);
    }
    if (sheet->status == PL_OK) {
        sheet->status = pl_timecourse_add_time(d->context, sheet->frame, sheet->diags);
    }
    for (size_t g = 0; g < d->n_groups; g++) {
        pl_sheet_add_band(sheet, "fold_", d->groups[g], NULL);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        pl_sheet_add(sheet, PL_COLUMN_NUMBER, NULL, "%s", numbers[i]);
    }
    pl_sheet_add_text(sheet, "closest", NULL);
}

static void
add_long_row(const struct pl_discrimination *d, size_t e, struct pl_sheet *sheet)
{
    const struct pl_experiment *experiment = &d->experiments[e];
    const struct pl_therapy *therapy =
        &d->options.therapies->items[experiment->therapy];
    struct pl_text closest;

    pl_sheet_row(sheet);
    pl_sheet_text(sheet, cell_of(d, experiment));
    pl_sheet_text(sheet, therapy->name);
    pl_sheet_text(sheet, therapy->class);
    pl_sheet_text(sheet, pl_readout_name(readout_of(d, experiment)));
    pl_sheet_number(sheet,
                    pl_timecourse_told_time(d->context, d->times[experiment->time]));
    for (size_t g = 0; g < d->n_groups; g++) {
        pl_sheet_band(sheet, d->folds[e * d->n_groups + g]);
    }
    pl_sheet_number(sheet, experiment->separation);
    pl_sheet_number(sheet, experiment->mean);
    pl_sheet_number(sheet, pl_discriminate_wrong(experiment->separation));
    pl_sheet_number(sheet,
                    experiment->rank > 0 ? (double)experiment->rank : (double)NAN);
    pl_text_init(&closest);
    if (!isnan(experiment->separation)) {
        put_closest(d, experiment, &closest);
    }
    pl_sheet_take(sheet, &closest);
}

enum pl_status
pl_discriminate_frame(const struct pl_discrimination *discrimination,
                      struct pl_diags *diags, struct pl_frame **out)
{
    struct pl_sheet sheet = pl_sheet_begin(is_ensemble(discrimination), diags);

    add_long_columns(discrimination, &sheet);
    for (size_t e = 0; e < discrimination->n && sheet.status == PL_OK; e++) {
        add_long_row(discrimination, e, &sheet);
    }
    return pl_sheet_end(&sheet, out);
}

/* "everolimus 24 h: PIP3 1.07 v 2.25", in a cell where there are several. */
static void
put_experiment(const struct pl_discrimination *d, size_t e, struct pl_text *text)
{
    const struct pl_experiment *experiment = &d->experiments[e];
    char time[PL_NUMBER_SIZE];

    pl_time_format(d->context, d->times[experiment->time], time);
    pl_text_format(
        text, "%s %s%s%s: %s ", d->options.therapies->items[experiment->therapy].name,
        time, d->n_cells > 1 ? " in " : "",
        d->n_cells > 1 ? cell_of(d, experiment) : "", readout_of(d, experiment)->label);
    put_folds(d, e, text);
}

/* " (mtorc2_side v receptor_side)" */
static void
put_groups(const struct pl_discrimination *d, struct pl_text *text)
{
    for (size_t g = 0; g < d->n_groups; g++) {
        pl_text_format(text, "%s%s", g > 0 ? " v " : " (", d->groups[g]);
    }
    pl_text_put(text, ")");
}

/* Append those that read as being as far apart as the best: the first, and how many. */
static void
put_ties(const struct pl_discrimination *d, struct pl_text *text)
{
    struct pl_text best;
    size_t n = 0;

    pl_text_init(&best);
    put_errors(d->experiments[d->ranked[0]].separation, &best);
    for (bool is_tie = true; n + 1 < d->n_ranked && is_tie; n += is_tie ? 1 : 0) {
        struct pl_text next;

        pl_text_init(&next);
        put_errors(d->experiments[d->ranked[n + 1]].separation, &next);
        is_tie = strcmp(pl_text_string(&best), pl_text_string(&next)) == 0;
        text->failed = text->failed || next.failed;
        pl_text_finish(&next);
    }
    text->failed = text->failed || best.failed;
    pl_text_finish(&best);
    if (n > 0) {
        pl_text_put(text, n > 1 ? " As far apart are " : " As far apart is ");
        put_experiment(d, d->ranked[1], text);
        if (n > 1) {
            pl_text_format(text, " and %zu more", n - 1);
        }
        pl_text_put(text, ".");
    }
}

void
pl_discriminate_sentence(const struct pl_discrimination *discrimination,
                         struct pl_text *text)
{
    const struct pl_discrimination *d = discrimination;
    const double percent = 100.0 * d->options.error;
    const struct pl_experiment *best = NULL;

    if (d->n_ranked == 0) {
        pl_text_put(text, "No readout has a fold: not decided by these measurements.");
        return;
    }
    best = &d->experiments[d->ranked[0]];
    if (!(best->separation >= LEAST_TOLD)) {
        pl_text_format(text,
                       "Not decided by these measurements: none is apart by as much as "
                       "0.1 errors of %.3g %%.",
                       percent);
        return;
    }
    if (!(best->separation > PL_DISCRIMINATE_DECIDED)) {
        pl_text_format(text,
                       "Not decided by these measurements: none is apart by more than "
                       "one error of %.3g %%; best would be ",
                       percent);
        put_experiment(d, d->ranked[0], text);
        put_groups(d, text);
        pl_text_put(text, ", ");
        put_errors(best->separation, text);
        pl_text_put(text, " errors.");
        return;
    }
    pl_text_put(text, "Best is ");
    put_experiment(d, d->ranked[0], text);
    put_groups(d, text);
    pl_text_put(text, ", ");
    put_errors(best->separation, text);
    pl_text_format(text, " errors of %.3g %% apart", percent);
    if (d->n_groups > 2) {
        pl_text_format(text, " between the closest two, %s and %s",
                       d->groups[best->closest[0]], d->groups[best->closest[1]]);
    }
    pl_text_put(text, ": one such measurement names the wrong one in ");
    put_wrong(best->separation, "fewer than 1 %", text);
    pl_text_put(text, " of cases.");
    put_ties(d, text);
}
