/*
 * run_report.c - a time course in words: heading, table, sentence, misfit.
 */
#include "cli/run_report.h"

#include <math.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/phrases.h"
#include "model/model.h"
#include "study/context.h"
#include "study/misfit.h"
#include "study/summary.h"
#include "study/timecourse.h"
#include "study/timecourse_bands.h"
#include "study/treatment.h"

#define SPARKLINE_CELLS 16
#define SPARKLINE_LEAST 6
#define TABLE_GAP 2 /* [column] between two columns of a table */

static void
put_treatment_line(const struct pl_context *context,
                   const struct pl_treatment *treatment,
                   const struct pl_timecourse *course, const struct pl_bands *bands,
                   struct pl_text *text)
{
    phrase_subject(context, treatment, course->rested, text);
    if (bands != NULL) {
        phrase_sets(bands->ensemble, text);
    }
}

static void
put_misfit(const char *what, const struct pl_misfit *misfit, struct pl_text *text)
{
    if (misfit->n == 0) {
        pl_text_format(text, "  %s: not compared\n", what);
        return;
    }
    pl_text_format(text, "  %s: %zu point%s, rms %.3g", what, misfit->n,
                   misfit->n == 1 ? "" : "s", misfit->rms);
    if (misfit->n_chi2 > 0) {
        pl_text_format(text, ", chi2 %.3g for %zu with an sd", misfit->chi2,
                       misfit->n_chi2);
    }
    pl_text_put(text, "\n");
}

void
run_report_misfit(const struct run_report *report, struct pl_data *data,
                  const char *path, struct pl_text *text)
{
    const struct pl_context *context = report->context;
    const struct pl_timecourse *course = report->course;
    size_t i;
    size_t k;
    struct pl_misfit misfit;

    if (data->n == 0) {
        return;
    }
    misfit = pl_misfit_compute(course, data, PL_NONE);
    pl_text_format(text, "\nMisfit to '%s' (%s%s):\n", path,
                   report->bands != NULL ? "median " : "",
                   course->treated ? "fold of untreated" : "level");
    put_misfit("all readouts", &misfit, text);
    for (i = 0; i < data->n; i++) {
        size_t symbol = data->points[i].symbol;

        for (k = 0; k < i && data->points[k].symbol != symbol; k++) {
            /* told already when an earlier point has it */
        }
        if (k == i) {
            misfit = pl_misfit_compute(course, data, symbol);
            put_misfit(context->model->symbols[symbol].label, &misfit, text);
        }
    }
    for (i = 0, k = 0; i < data->n; i++) {
        k += isnan(data->points[i].predicted) ? 1 : 0;
    }
    if (k > 0) {
        pl_text_format(text,
                       "  %zu point%s not compared: outside the run, or a readout "
                       "that it does not show\n",
                       k, k == 1 ? " is" : "s are");
    }
}

/* [column] What the curves may take of a line: less where bands have taken the room. */
static size_t
measure_curves(const struct run_report *report, const struct pl_frame *table)
{
    const size_t width = report->cli->style.width;
    size_t used = 0;

    if (report->bands == NULL || width == 0) {
        return SPARKLINE_CELLS;
    }
    for (size_t c = 0; c < table->n_columns; c++) {
        size_t widest = pl_text_width(table->columns[c].label);

        for (size_t r = 0; r < table->n_rows; r++) {
            const size_t cell = pl_text_width(table->columns[c].texts[r]);

            widest = cell > widest ? cell : widest;
        }
        used += widest + TABLE_GAP;
    }
    if (used + SPARKLINE_CELLS <= width) {
        return SPARKLINE_CELLS;
    }
    return used + SPARKLINE_LEAST <= width ? width - used : 0;
}

/* Add the column of sparklines: the untreated level, then the run; so a level that is
 * held looks flat and one that falls at once begins high. */
static enum pl_status
add_sparklines(const struct run_report *report, struct pl_frame *table)
{
    const struct pl_timecourse *course = report->course;
    const size_t n_cells = measure_curves(report, table);
    const size_t rows_each = report->bands != NULL ? 2 : 1; /* with the band below */
    struct pl_text heading;
    enum pl_status status;
    double cells[SPARKLINE_CELLS];
    size_t r;
    size_t k;

    if (n_cells == 0) {
        return PL_OK;
    }
    pl_text_init(&heading);
    pl_text_put(&heading, n_cells < 8 ? "0…" : "0 … ");
    phrase_duration(report->context, course->duration, &heading);
    status = pl_frame_add_column(table, "curve", pl_text_string(&heading), NULL,
                                 PL_COLUMN_TEXT, report->cli->diags);
    pl_text_finish(&heading);
    for (r = 0; r < table->n_rows / rows_each && status == PL_OK; r++) {
        struct pl_text line;

        cells[0] = course->untreated[r];
        for (k = 1; k < n_cells; k++) {
            double share = ((double)k - 0.5) / (double)(n_cells - 1);

            cells[k] = pl_timecourse_value_at(course, r, share * course->duration);
        }
        pl_text_init(&line);
        pl_sparkline(cells, n_cells, n_cells, &report->cli->style, &line);
        status = pl_frame_set_text(table, r * rows_each, table->n_columns - 1,
                                   pl_text_string(&line), report->cli->diags);
        pl_text_finish(&line);
    }
    return status;
}

/* What was run, and how to read the table. */
static void
put_heading(const struct run_report *report, struct pl_text *text)
{
    const bool treated = report->course->treated;
    struct pl_text line;
    struct pl_text words;

    pl_text_init(&line);
    pl_text_init(&words);
    put_treatment_line(report->context, report->treatment, report->course,
                       report->bands, &line);
    phrase_paragraph(report->cli, &line, text);
    if (treated || report->bands != NULL) {
        pl_text_format(&words, "(%s",
                       treated ? "the level before treatment, then folds of it" : "");
    }
    if (report->bands != NULL) {
        pl_text_format(&words, "%smedians, and below them 5 to 95 %% of %zu sets",
                       treated ? ": " : "", report->bands->n_ran);
    }
    if (words.size > 0) {
        pl_text_put(&words, ")");
        phrase_paragraph(report->cli, &words, text);
    }
    pl_text_put(text, "\n");
    pl_text_finish(&line);
    pl_text_finish(&words);
}

/* The sentence, for a run with a treatment. */
static void
put_sentence(const struct run_report *report, struct pl_text *text)
{
    struct pl_text sentence;

    pl_text_init(&sentence);
    if (report->bands != NULL) {
        pl_bands_sentence(report->context, report->bands, &sentence);
    } else {
        pl_summary_sentence(report->context, report->course, &sentence);
    }
    if (sentence.size > 0) {
        pl_text_put(text, "\n");
        phrase_paragraph(report->cli, &sentence, text);
    }
    pl_text_finish(&sentence);
}

enum pl_status
run_report_print(const struct run_report *report, struct pl_text *text)
{
    struct pl_diags *diags = report->cli->diags;
    const size_t n_readouts = report->n_readouts;
    const size_t n_rows = report->all || n_readouts < PL_SUMMARY_READOUTS
                              ? n_readouts
                              : PL_SUMMARY_READOUTS;
    enum pl_align align[PL_SUMMARY_MAX_MARKS + 3] = {PL_ALIGN_LEFT};
    struct pl_frame *table = NULL;
    enum pl_status status;

    put_heading(report, text);
    status =
        report->bands != NULL
            ? pl_bands_table(report->context, report->bands, n_rows, diags, &table)
            : pl_summary_table(report->context, report->course, n_rows, diags, &table);
    if (status == PL_OK) {
        status = add_sparklines(report, table);
    }
    if (status == PL_OK) {
        for (size_t c = 1; c < report->course->n_marks + 2; c++) {
            align[c] = PL_ALIGN_RIGHT;
        }
        pl_table_print(table, align, &report->cli->style, text);
        if (n_readouts > n_rows) {
            pl_text_format(text, "(%zu more readouts with --readout all)\n",
                           n_readouts - n_rows);
        }
        put_sentence(report, text);
    }
    pl_frame_destroy(table);
    return status;
}
