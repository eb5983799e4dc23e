/*
 * compare_report.c - treatments side by side, in words and tables that people read.
 */
#include "cli/compare_report.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "analysis/compare.h"
#include "analysis/therapy.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/arms_plan.h"
#include "cli/cli.h"
#include "cli/narrow.h"
#include "cli/phrases.h"
#include "model/model.h"
#include "out/frame_text.h"
#include "out/table.h"
#include "study/context.h"
#include "study/summary.h"
#include "study/times.h"

#define SPARKLINE_CELLS 16

/* Columns of a table, at most: treatment, class, untreated, marks, curve, answer. */
#define MAX_COLUMNS (5 + PL_MAX_TIMES)

/* Treatments that a caption has in full. */
#define NAMED ((size_t)4)

static const char methods_study[] =
    "A readout counts as low below 0.9 of its untreated level and as risen above 1.1; "
    "it is back, or has risen, when it is at 0.9 or more after having been low, or "
    "above 1.1, at the end of the run, and the time given is that of the last "
    "crossing.";

static const char definition[] =
    "Low is below 0.9 of untreated, risen above 1.1. \"Back by\" and \"from\" say when "
    "a readout passed 0.9 or 1.1 for the last time";

static void
put_heading(const struct arms_plan *plan, struct pl_text *text)
{
    struct pl_text heading;

    pl_text_init(&heading);
    arms_plan_put_network(plan, &heading);
    pl_text_format(&heading, " · %zu treatment%s", plan->therapies.n,
                   plan->therapies.n == 1 ? "" : "s");
    arms_plan_put_each(plan, &heading);
    phrase_begin(plan->run.equilibrate != PL_EQUILIBRATE_NO, &heading);
    phrase_paragraph(plan->cli, &heading, text);
    pl_text_finish(&heading);
    pl_text_init(&heading);
    pl_text_format(&heading, "(folds of the untreated level%s. %s)",
                   plan->ensemble != NULL ? ": medians, below them 5 to 95 %" : "",
                   definition);
    phrase_paragraph(plan->cli, &heading, text);
    pl_text_finish(&heading);
}

/* "HER2+ … · Akt pS473, 0.34 untreated" */
static void
put_title(const struct arms_plan *plan, const struct pl_comparison *comparison,
          size_t panel, size_t readout, struct pl_text *text)
{
    const size_t symbol = comparison->options.run.symbols[readout];
    const size_t at = pl_comparison_at(comparison, panel, 0, readout);
    const size_t before = text->size;

    arms_plan_put_panel(plan, panel, false, text);
    pl_text_format(text, "%s%s", text->size > before ? " · " : "",
                   plan->context->model->symbols[symbol].label);
    if (pl_comparison_shares_rest(comparison, panel, readout)) {
        pl_text_put(text, ", ");
        pl_summary_put_level(comparison->untreated[at].median, text);
        pl_text_put(text, " untreated");
    }
}

/* Fill the column of curves: untreated, then the run in equal parts. */
static enum pl_status
fill_curves(const struct arms_plan *plan, const struct pl_comparison *comparison,
            size_t panel, size_t readout, struct pl_frame *table)
{
    const size_t column = pl_frame_find(table, "curve");
    const size_t n_rows = table->n_rows / comparison->n_therapies; /* of each */
    enum pl_status status = PL_OK;

    for (size_t t = 0;
         column != PL_NONE && t < comparison->n_therapies && status == PL_OK; t++) {
        const struct pl_band *folds =
            pl_comparison_folds(comparison, panel, t, readout);
        double cells[SPARKLINE_CELLS] = {1.0};
        struct pl_text line;
        size_t k = 0;

        for (size_t c = 1; c < SPARKLINE_CELLS; c++) {
            const double time = ((double)c - 0.5) / (SPARKLINE_CELLS - 1) *
                                comparison->options.run.duration;

            while (k + 1 < comparison->n_times && comparison->times[k + 1] <= time) {
                k++;
            }
            cells[c] = folds[k].median;
        }
        pl_text_init(&line);
        pl_sparkline(cells, SPARKLINE_CELLS, SPARKLINE_CELLS, &plan->cli->style, &line);
        status = line.failed
                     ? pl_diag_no_memory(plan->cli->diags, "the table")
                     : pl_frame_set_text(table, t * n_rows, column,
                                         pl_text_string(&line), plan->cli->diags);
        pl_text_finish(&line);
    }
    return status;
}

/* True when some treatment has a class. */
static bool
has_classes(const struct arms_plan *plan)
{
    for (size_t t = 0; t < plan->therapies.n; t++) {
        if (plan->therapies.items[t].class[0] != '\0') {
            return true;
        }
    }
    return false;
}

/* The table of one readout in one panel, with as much as fits: first the classes go,
 * then how far the readout went, then the curves; at last names are cut. */
static enum pl_status
make_table(const struct arms_plan *plan, const struct pl_comparison *comparison,
           size_t panel, size_t readout, const char *curve, struct pl_frame **out)
{
    const bool has_untreated = !pl_comparison_shares_rest(comparison, panel, readout);
    const struct pl_compare_table trials[] = {
        {has_classes(plan), has_untreated, false, curve},
        {false, has_untreated, false, curve},
        {false, has_untreated, true, curve},
        {false, has_untreated, true, NULL},
    };
    const size_t width = plan->cli->style.width;
    enum pl_status status = PL_OK;

    *out = NULL;
    for (size_t i = 0; i < sizeof trials / sizeof *trials && status == PL_OK; i++) {
        pl_frame_destroy(*out);
        *out = NULL;
        status = pl_compare_table_frame(comparison, panel, readout, &trials[i],
                                        plan->cli->diags, out);
        if (status == PL_OK) {
            status = fill_curves(plan, comparison, panel, readout, *out);
        }
        if (status == PL_OK && (width == 0 || narrow_width(*out) <= width)) {
            return PL_OK;
        }
    }
    return status == PL_OK ? narrow_cut(*out, 0, width, plan->cli->diags) : status;
}

static enum pl_status
put_table(const struct arms_plan *plan, const struct pl_comparison *comparison,
          size_t panel, size_t readout, struct pl_text *text)
{
    enum pl_align align[MAX_COLUMNS] = {PL_ALIGN_LEFT};
    struct pl_frame *table = NULL;
    struct pl_text words;
    enum pl_status status = PL_OK;

    pl_text_init(&words);
    put_title(plan, comparison, panel, readout, &words);
    pl_text_put(text, "\n");
    phrase_paragraph(plan->cli, &words, text);
    pl_text_finish(&words);
    pl_text_init(&words);
    pl_text_put(&words, "0 … ");
    phrase_duration(plan->context, comparison->options.run.duration, &words);
    status =
        make_table(plan, comparison, panel, readout, pl_text_string(&words), &table);
    if (status == PL_OK) {
        for (size_t c = 1; c + 1 < table->n_columns; c++) {
            const bool is_left = c == pl_frame_find(table, "class") ||
                                 c == pl_frame_find(table, "curve");

            align[c] = is_left ? PL_ALIGN_LEFT : PL_ALIGN_RIGHT;
        }
        pl_table_print(table, align, &plan->cli->style, text);
    }
    pl_text_finish(&words);
    pl_frame_destroy(table);
    return status;
}

/* The sentence, and what would decide more. */
static void
put_sentence(const struct arms_plan *plan, const struct pl_comparison *comparison,
             struct pl_text *text)
{
    const bool has_rivals = plan->context->variants != NULL &&
                            plan->context->variants->n_rows > 1 &&
                            plan->opts->variants.n == 0 && plan->ensemble == NULL;
    struct pl_text words;

    pl_text_init(&words);
    pl_compare_sentence(comparison, &words);
    if (words.size > 0) {
        pl_text_put(text, "\n");
        phrase_paragraph(plan->cli, &words, text);
    }
    pl_text_finish(&words);
    if (has_rivals) {
        pl_text_init(&words);
        pl_text_format(&words,
                       "(%zu rival parameter sets: --variant all says whether they "
                       "agree)",
                       plan->context->variants->n_rows);
        phrase_paragraph(plan->cli, &words, text);
        pl_text_finish(&words);
    }
}

enum pl_status
compare_report(const struct arms_plan *plan, const struct pl_comparison *comparison,
               struct pl_text *text)
{
    enum pl_status status = PL_OK;

    put_heading(plan, text);
    for (size_t p = 0; p < comparison->n_panels; p++) {
        for (size_t r = 0; r < comparison->n_readouts && status == PL_OK; r++) {
            status = put_table(plan, comparison, p, r, text);
        }
    }
    if (status == PL_OK) {
        put_sentence(plan, comparison, text);
    }
    return status;
}

enum pl_status
compare_markdown(const struct arms_plan *plan, const struct pl_comparison *comparison,
                 struct pl_text *text)
{
    const struct pl_compare_table options = {.has_class = true, .has_untreated = true};
    const size_t n = comparison->n_panels * comparison->n_readouts;
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < n && status == PL_OK; i++) {
        const size_t panel = i / comparison->n_readouts;
        const size_t readout = i % comparison->n_readouts;
        struct pl_frame *table = NULL;

        pl_text_put(text, i > 0 ? "\n**" : "**");
        put_title(plan, comparison, panel, readout, text);
        pl_text_put(text, "**\n\n");
        status = pl_compare_table_frame(comparison, panel, readout, &options,
                                        plan->cli->diags, &table);
        if (status == PL_OK) {
            status = pl_frame_write(table, PL_FRAME_MD, plan->cli->diags, text);
        }
        pl_frame_destroy(table);
    }
    if (status == PL_OK) {
        pl_text_put(text, "\n");
        pl_compare_sentence(comparison, text);
        pl_text_put(text, "\n");
    }
    return status;
}

/* What was compared: the first names, and how many more. */
static void
put_treatments(const struct arms_plan *plan, struct pl_text *text)
{
    const struct pl_therapies *therapies = &plan->therapies;
    const size_t n = therapies->n > NAMED + 1 ? NAMED : therapies->n;

    for (size_t i = 0; i < n; i++) {
        pl_text_format(text, "%s%s", i > 0 ? "; " : "", therapies->items[i].text);
    }
    if (therapies->n > n) {
        pl_text_format(text, " and %zu more", therapies->n - n);
    }
    arms_plan_put_each(plan, text);
}

/* @param treatments  room for words that the account borrows */
static struct account
make_account(const struct arms_plan *plan, const struct pl_comparison *comparison,
             struct pl_text *treatments)
{
    put_treatments(plan, treatments);
    return arms_plan_account(
        plan, pl_text_string(treatments), comparison->arms.method,
        "folds are values over the untreated ones of the same cell "
        "and parameter set",
        methods_study);
}

void
compare_put_caption(const struct arms_plan *plan,
                    const struct pl_comparison *comparison, struct pl_text *text)
{
    struct pl_text treatments;
    struct account account;

    pl_text_init(&treatments);
    account = make_account(plan, comparison, &treatments);
    account_caption(&account, text);
    text->failed = text->failed || treatments.failed;
    pl_text_finish(&treatments);
}

void
compare_put_methods(const struct arms_plan *plan,
                    const struct pl_comparison *comparison, bool is_data,
                    struct pl_text *screen)
{
    struct pl_text treatments;
    struct account account;

    pl_text_init(&treatments);
    account = make_account(plan, comparison, &treatments);
    account_put_methods(&account, is_data, screen);
    screen->failed = screen->failed || treatments.failed;
    pl_text_finish(&treatments);
}
