/*
 * dose_report.c - dose-response curves in words and tables that people read.
 */
#include "cli/dose_report.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#include "analysis/dose.h"
#include "analysis/pairs.h"
#include "analysis/sheet.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/arms_plan.h"
#include "cli/cli.h"
#include "cli/dose_plan.h"
#include "cli/narrow.h"
#include "cli/phrases.h"
#include "out/frame_text.h"
#include "out/table.h"
#include "study/measure.h"
#include "study/summary.h"

#define SPARKLINE_CELLS 16

/* Curves that have sentences; of more there is the table alone. */
#define MOST_SENTENCES ((size_t)6)

/* [-] Less is left over by a Hill curve than anybody reads. */
#define LEAST_TOLD 1e-5

static const char methods_study[] =
    "Doses acted from time 0 on and stood on a logarithmic grid, with dose 0 beside "
    "it. "
    "Half-effect doses (EC50: half of the way to the extreme reached; IC50: half of "
    "the "
    "level without the drug), turns and slopes were read off the simulated curve "
    "itself "
    "by root finding; a curve that goes back by more than 5 % of its way was taken to "
    "have phases. Beside curves of one phase a four-parameter Hill curve was fitted by "
    "unweighted least squares.";

/* What a table has room for. */
struct columns {
    bool has_curve, has_hill, has_slope;
    bool has_ic50;
    bool is_narrow; /* bands stand in rows of their own; nothing that says nothing */
};

/* A row: of a phase, the numbers or, below them, their bands. */
struct row {
    struct pl_dose_place place;
    size_t phase;
    enum pl_dose_part part;
};

static bool
is_ensemble(const struct pl_dose *dose)
{
    return dose->options.runs.run.ensemble != NULL;
}

static size_t
count_curves(const struct pl_dose *dose)
{
    const struct pl_dose_runs_options *runs = &dose->options.runs;

    return runs->n_panels * runs->n_drugs * runs->n_measures;
}

static struct pl_dose_place
place_of(const struct pl_dose *dose, size_t i)
{
    const struct pl_dose_runs_options *runs = &dose->options.runs;

    return (struct pl_dose_place){i / runs->n_measures / runs->n_drugs,
                                  i / runs->n_measures % runs->n_drugs,
                                  i % runs->n_measures};
}

static void
put_heading(const struct dose_plan *plan, struct pl_text *text)
{
    struct pl_text heading;

    pl_text_init(&heading);
    arms_plan_put_network(&plan->arms, &heading);
    pl_text_put(&heading, " · ");
    dose_plan_describe(plan, &heading);
    phrase_begin(plan->arms.run.equilibrate != PL_EQUILIBRATE_NO, &heading);
    phrase_paragraph(plan->arms.cli, &heading, text);
    pl_text_finish(&heading);
    pl_text_init(&heading);
    pl_text_put(
        &heading,
        plan->arms.ensemble != NULL
            ? "(medians, 5 to 95 % in brackets or below. "
            : "(one parameter set and no noise: intervals are with --ensemble. ");
    pl_text_put(&heading,
                "EC50: half of the way to where the curve ends or turns; IC50: "
                "half of the level at dose 0)");
    phrase_paragraph(plan->arms.cli, &heading, text);
    pl_text_finish(&heading);
}

/* False where the rows' drug goes without saying: it is in the heading. */
static bool
has_drug(const struct dose_plan *plan, const struct columns *columns)
{
    return !columns->is_narrow || plan->n_drugs > 1 ||
           (plan->arms.n_panels == 1 && plan->n_measures == 1);
}

/* True where some curve comes down to half, or might beyond its doses. */
static bool
has_ic50(const struct pl_dose *dose, const struct columns *columns)
{
    for (size_t i = 0;
         columns->has_ic50 && columns->is_narrow && i < count_curves(dose); i++) {
        const struct pl_dose_place place = place_of(dose, i);

        if (pl_dose_number_of(dose, &place, PL_DOSE_IC50, 0).state != PL_DOSE_NONE) {
            return true;
        }
    }
    return columns->has_ic50 && !columns->is_narrow;
}

static void
add_columns(const struct dose_plan *plan, const struct pl_dose *dose,
            const struct columns *columns, struct pl_sheet *sheet)
{
    if (has_drug(plan, columns)) {
        pl_sheet_add_text(sheet, "drug", NULL);
    }
    if (plan->arms.n_panels > 1) {
        pl_sheet_add_text(sheet, "network",
                          plan->arms.n_variants > 1
                              ? (plan->arms.n_cells > 1 ? "cell, variant" : "variant")
                              : "cell");
    }
    if (plan->n_measures > 1) {
        pl_sheet_add_text(sheet, "readout", NULL);
    }
    if (columns->has_curve) {
        pl_sheet_add_text(sheet, "curve", "low … high");
    }
    pl_sheet_add_text(sheet, "effect", NULL);
    pl_sheet_add_text(sheet, "ec50", "EC50");
    if (columns->has_slope) {
        pl_sheet_add_text(sheet, "slope", NULL);
    }
    if (has_ic50(dose, columns)) {
        pl_sheet_add_text(sheet, "ic50", "IC50");
    }
    if (columns->has_hill) {
        pl_sheet_add_text(sheet, "hill", "Hill: EC50, h, left over");
    }
}

static void
put_curve(const struct dose_plan *plan, const struct pl_dose *dose,
          const struct pl_dose_place *place, struct pl_sheet *sheet)
{
    const struct pl_dose_series *doses = &dose->options.doses[place->drug];
    double *values = calloc(doses->n, sizeof *values);
    struct pl_text text;

    pl_text_init(&text);
    text.failed = values == NULL;
    for (size_t k = 1; values != NULL && k < doses->n; k++) {
        values[k - 1] = pl_dose_is_zero(dose, place)
                            ? 0.0 /* what there is, is the error of the runs */
                            : pl_dose_value(dose, place, k).median;
    }
    if (values != NULL) {
        pl_sparkline(values, doses->n - 1, SPARKLINE_CELLS, &plan->arms.cli->style,
                     &text);
    }
    pl_sheet_take(sheet, &text);
    free(values);
}

static void
put_band(const struct pl_dose *dose, const struct row *row, const struct pl_band *band,
         struct pl_text *text)
{
    const struct pl_measure *measure = &dose->options.runs.measures[row->place.measure];

    if (isnan(band->median)) {
        return;
    }
    pl_text_put(text, row->part == PL_DOSE_WHOLE ? " (" : "");
    pl_summary_put_range(band,
                         measure->kind == PL_MEASURE_FOLD ? pl_summary_put_fold
                                                          : pl_summary_put_level,
                         text);
    pl_text_put(text, row->part == PL_DOSE_WHOLE ? ")" : "");
}

/* "1.00 → 0.12 at 100 nM, falling" */
static void
put_effect(const struct pl_dose *dose, const struct row *row, struct pl_sheet *sheet)
{
    const struct pl_measure *measure = &dose->options.runs.measures[row->place.measure];
    const struct pl_dose_number from =
        pl_dose_number_of(dose, &row->place, PL_DOSE_FROM, row->phase);
    const struct pl_dose_number end =
        pl_dose_number_of(dose, &row->place, PL_DOSE_END, row->phase);
    const struct pl_dose_number where =
        pl_dose_number_of(dose, &row->place, PL_DOSE_END_DOSE, row->phase);
    struct pl_text text;

    pl_text_init(&text);
    if (row->part == PL_DOSE_RANGE) {
        put_band(dose, row, &end.band, &text);
    } else if (!(end.found > 0.0)) {
        pl_text_put(&text,
                    pl_dose_shape_word(pl_dose_curve_of(dose, &row->place, 0)->shape));
    } else {
        pl_pairs_put_value(measure, from.band.median, &text);
        pl_text_put(&text, " → ");
        pl_pairs_put_value(measure, end.band.median, &text);
        if (is_ensemble(dose) && row->part == PL_DOSE_WHOLE) {
            put_band(dose, row, &end.band, &text);
        }
        pl_text_put(&text, where.state == PL_DOSE_BELOW ? " below " : " at ");
        pl_dose_put_dose(where.state == PL_DOSE_FOUND ? where.band.median : where.limit,
                         &text);
        if (where.state == PL_DOSE_ABOVE) {
            pl_text_put(&text,
                        end.band.median > from.band.median ? ", rising" : ", falling");
        }
    }
    pl_sheet_take(sheet, &text);
}

static void
put_dose(const struct pl_dose *dose, const struct row *row, enum pl_dose_what what,
         struct pl_sheet *sheet)
{
    const struct pl_dose_number number =
        pl_dose_number_of(dose, &row->place, what, row->phase);
    struct pl_text text;

    pl_text_init(&text);
    if (row->phase == 0 || what != PL_DOSE_IC50) {
        pl_dose_put_number(dose, &number, row->part, &text);
    }
    pl_sheet_take(sheet, &text);
}

static void
put_slope(const struct pl_dose *dose, const struct row *row, struct pl_sheet *sheet)
{
    const struct pl_band slope =
        pl_dose_number_of(dose, &row->place, PL_DOSE_SLOPE, row->phase).band;
    const bool has_band = is_ensemble(dose) && row->part != PL_DOSE_MEDIAN;
    struct pl_text text;

    pl_text_init(&text);
    if (isnan(slope.median)) {
        pl_text_put(&text, row->part != PL_DOSE_RANGE ? "–" : "");
    } else {
        if (row->part != PL_DOSE_RANGE) {
            pl_text_format(&text, "%.2f", slope.median);
        }
        if (has_band) {
            pl_text_format(
                &text, row->part == PL_DOSE_WHOLE ? " (%.2f – %.2f)" : "%.2f – %.2f",
                slope.low, slope.high);
        }
    }
    pl_sheet_take(sheet, &text);
}

/* "0.31 nM, 1.02, 0.4 %", or why there is none. */
static void
put_hill(const struct pl_dose *dose, const struct pl_dose_place *place, size_t phase,
         struct pl_sheet *sheet)
{
    const struct pl_dose_curve *curve = pl_dose_curve_of(dose, place, 0);
    const struct pl_band ec50 =
        pl_dose_number_of(dose, place, PL_DOSE_HILL_EC50, 0).band;
    const struct pl_band h = pl_dose_number_of(dose, place, PL_DOSE_HILL_H, 0).band;
    const struct pl_band rms = pl_dose_number_of(dose, place, PL_DOSE_HILL_RMS, 0).band;
    struct pl_text text;

    pl_text_init(&text);
    if (phase > 0) {
        pl_text_put(&text, "");
    } else if (isnan(ec50.median)) {
        pl_text_put(&text, curve->shape == PL_DOSE_BIPHASIC ? "none: it turns" : "–");
    } else {
        pl_dose_put_dose(ec50.median, &text);
        pl_text_format(&text, ", %.2f, ", h.median);
        if (rms.median < LEAST_TOLD) {
            pl_text_put(&text, "< 0.001 %");
        } else {
            pl_text_format(&text, "%.2g %%", 100.0 * rms.median);
        }
        if (!is_ensemble(dose) && curve->hill.state != PL_HILL_GOOD) {
            pl_text_format(&text, ", %s",
                           curve->hill.state == PL_HILL_POOR ? "poor" : "a guess");
        }
    }
    pl_sheet_take(sheet, &text);
}

/* What the row is of; below its first row an indented word. */
static void
put_labels(const struct dose_plan *plan, const struct pl_dose *dose,
           const struct row *row, const struct columns *columns, struct pl_sheet *sheet)
{
    const bool is_first = row->phase == 0 && row->part != PL_DOSE_RANGE;
    const char *below = row->part == PL_DOSE_RANGE ? "  5–95 %" : "  then";
    struct pl_text text;

    pl_text_init(&text);
    if (has_drug(plan, columns)) {
        if (is_first) {
            pl_dose_put_drug(dose, row->place.drug, &text);
        }
        pl_text_put(&text, is_first ? "" : below);
        pl_sheet_take(sheet, &text);
        below = "";
    }
    if (plan->arms.n_panels > 1) {
        if (is_first) {
            arms_plan_put_panel(&plan->arms, row->place.panel, true, &text);
        }
        pl_text_put(&text, is_first ? "" : below);
        pl_sheet_take(sheet, &text);
        below = "";
    }
    if (plan->n_measures > 1) {
        pl_sheet_text(sheet,
                      is_first ? plan->measures[row->place.measure].name : below);
    }
}

static void
put_row(const struct dose_plan *plan, const struct pl_dose *dose, const struct row *row,
        const struct columns *columns, struct pl_sheet *sheet)
{
    pl_sheet_row(sheet);
    put_labels(plan, dose, row, columns, sheet);
    if (columns->has_curve && row->phase == 0 && row->part != PL_DOSE_RANGE) {
        put_curve(plan, dose, &row->place, sheet);
    } else if (columns->has_curve) {
        pl_sheet_text(sheet, "");
    }
    put_effect(dose, row, sheet);
    put_dose(dose, row, PL_DOSE_HALF, sheet);
    if (columns->has_slope) {
        put_slope(dose, row, sheet);
    }
    if (has_ic50(dose, columns)) {
        put_dose(dose, row, PL_DOSE_IC50, sheet);
    }
    if (columns->has_hill && row->part != PL_DOSE_RANGE) {
        put_hill(dose, &row->place, row->phase, sheet);
    } else if (columns->has_hill) {
        pl_sheet_text(sheet, "");
    }
}

static enum pl_status
make_table(const struct dose_plan *plan, const struct pl_dose *dose,
           const struct columns *columns, struct pl_frame **out)
{
    const bool is_stacked = columns->is_narrow && is_ensemble(dose);
    struct pl_sheet sheet = pl_sheet_begin(false, plan->arms.cli->diags);

    add_columns(plan, dose, columns, &sheet);
    for (size_t i = 0; i < count_curves(dose); i++) {
        struct row row = {.place = place_of(dose, i)};

        for (row.phase = 0; row.phase < pl_dose_n_phases(dose, &row.place);
             row.phase++) {
            row.part = is_stacked ? PL_DOSE_MEDIAN : PL_DOSE_WHOLE;
            put_row(plan, dose, &row, columns, &sheet);
            if (is_stacked) {
                row.part = PL_DOSE_RANGE;
                put_row(plan, dose, &row, columns, &sheet);
            }
        }
    }
    return pl_sheet_end(&sheet, out);
}

/* Which columns the terminal has no room for; nothing where it has all. */
static void
put_left_out(const struct dose_plan *plan, const struct pl_dose *dose,
             const struct columns *columns, struct pl_text *text)
{
    const struct columns narrow = {.has_ic50 = true, .is_narrow = true};
    const struct {
        bool is_left_out;
        const char *name;
    } words[] = {{!columns->has_curve, "low … high"},
                 {!columns->has_slope, "slope"},
                 {!columns->has_ic50 && has_ic50(dose, &narrow), "IC50"},
                 {!columns->has_hill, "Hill fit"}};
    struct pl_text left;

    pl_text_init(&left);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (words[i].is_left_out) {
            pl_text_format(&left, "%s%s", left.size > 0 ? ", " : "(no room for ",
                           words[i].name);
        }
    }
    if (left.size > 0) {
        pl_text_put(&left, ": a wider terminal shows more, --marks --output FILE all)");
        phrase_paragraph(plan->arms.cli, &left, text);
    }
    text->failed = text->failed || left.failed;
    pl_text_finish(&left);
}

/* The table with as much as fits. @param left_out  what does not */
static enum pl_status
fit_table(const struct dose_plan *plan, const struct pl_dose *dose,
          struct pl_text *left_out, struct pl_frame **out)
{
    static const struct columns trials[] = {
        {true, true, true, true, false},   {true, true, true, true, true},
        {false, true, true, true, true},   {true, false, true, true, true},
        {false, false, true, true, true},  {false, false, false, true, true},
        {false, false, false, false, true}};
    const size_t n_trials = sizeof trials / sizeof *trials;
    const size_t width = plan->arms.cli->style.width;
    enum pl_status status = PL_OK;

    *out = NULL;
    for (size_t i = 0; i < n_trials && status == PL_OK; i++) {
        pl_frame_destroy(*out);
        *out = NULL;
        status = make_table(plan, dose, &trials[i], out);
        if (status == PL_OK && (width == 0 || narrow_width(*out) <= width)) {
            put_left_out(plan, dose, &trials[i], left_out);
            return PL_OK;
        }
    }
    put_left_out(plan, dose, &trials[n_trials - 1], left_out);
    return status == PL_OK ? narrow_cut(*out, pl_frame_find(*out, "effect"), width,
                                        plan->arms.cli->diags)
                           : status;
}

/* What was found on each curve; where several are shown, with what tells them apart. */
static void
put_sentences(const struct dose_plan *plan, const struct pl_dose *dose, bool wraps,
              struct pl_text *text)
{
    const size_t n = count_curves(dose);

    for (size_t i = 0; i < n && n <= MOST_SENTENCES; i++) {
        const struct pl_dose_place place = place_of(dose, i);
        struct pl_text words;

        pl_text_init(&words);
        arms_plan_put_panel(&plan->arms, place.panel, true, &words);
        if (words.size > 0) {
            pl_text_put(&words, ": ");
        }
        pl_dose_sentence(dose, &place, &words);
        pl_text_put(text, "\n");
        if (wraps) {
            phrase_paragraph(plan->arms.cli, &words, text);
        } else {
            pl_text_format(text, "%s\n", pl_text_string(&words));
        }
        text->failed = text->failed || words.failed;
        pl_text_finish(&words);
    }
}

/* "fold of Akt pS473 at 24 h", where there is one measure. */
static void
put_title(const struct dose_plan *plan, struct pl_text *text)
{
    if (plan->n_measures == 1) {
        pl_pairs_put_measure(plan->arms.context, &plan->measures[0], text);
    } else {
        pl_text_format(text, "%zu readouts", plan->n_measures);
    }
}

enum pl_status
dose_report(const struct dose_plan *plan, const struct pl_dose *dose,
            struct pl_text *text)
{
    struct pl_frame *table = NULL;
    struct pl_text title;
    struct pl_text left_out;
    enum pl_status status = PL_OK;

    put_heading(plan, text);
    pl_text_init(&title);
    put_title(plan, &title);
    pl_text_put(text, "\n");
    phrase_paragraph(plan->arms.cli, &title, text);
    pl_text_finish(&title);
    pl_text_init(&left_out);
    status = fit_table(plan, dose, &left_out, &table);
    if (status == PL_OK) {
        pl_table_print(table, NULL, &plan->arms.cli->style, text);
        pl_text_put(text, pl_text_string(&left_out));
        put_sentences(plan, dose, true, text);
    }
    text->failed = text->failed || left_out.failed;
    pl_text_finish(&left_out);
    pl_frame_destroy(table);
    return status;
}

enum pl_status
dose_markdown(const struct dose_plan *plan, const struct pl_dose *dose,
              struct pl_text *text)
{
    static const struct columns all = {true, true, true, true, false};
    struct pl_frame *table = NULL;
    enum pl_status status = PL_OK;

    pl_text_put(text, "**");
    put_title(plan, text);
    pl_text_put(text, "**\n\n");
    status = make_table(plan, dose, &all, &table);
    if (status == PL_OK) {
        status = pl_frame_write(table, PL_FRAME_MD, plan->arms.cli->diags, text);
    }
    if (status == PL_OK) {
        put_sentences(plan, dose, false, text);
    }
    pl_frame_destroy(table);
    return status;
}

/* @param what  room for words that the account borrows */
static struct account
make_account(const struct dose_plan *plan, const struct pl_dose *dose,
             struct pl_text *what)
{
    dose_plan_describe(plan, what);
    return arms_plan_account(
        &plan->arms, pl_text_string(what), dose->runs.method,
        "folds are values over the untreated ones of the same cell "
        "and parameter set",
        methods_study);
}

void
dose_put_caption(const struct dose_plan *plan, const struct pl_dose *dose,
                 struct pl_text *text)
{
    struct pl_text what;
    struct account account;

    pl_text_init(&what);
    account = make_account(plan, dose, &what);
    account_caption(&account, text);
    text->failed = text->failed || what.failed;
    pl_text_finish(&what);
}

void
dose_put_methods(const struct dose_plan *plan, const struct pl_dose *dose, bool is_data,
                 struct pl_text *screen)
{
    struct pl_text what;
    struct account account;

    pl_text_init(&what);
    account = make_account(plan, dose, &what);
    account_put_methods(&account, is_data, screen);
    screen->failed = screen->failed || what.failed;
    pl_text_finish(&what);
}
