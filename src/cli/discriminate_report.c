/*
 * discriminate_report.c - measurements that tell rivals apart, in words and tables.
 */
#include "cli/discriminate_report.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/arms_plan.h"
#include "cli/cli.h"
#include "cli/narrow.h"
#include "out/frame_text.h"
#include "out/table.h"
#include "study/discriminate.h"
#include "study/therapy.h"

/* The first columns that are text, whatever stands in them. */
static const char *const left_columns[] = {"cell", "treatment", "readout", "closest"};

static const char methods_study[] =
    "Rivals are told apart by one measured fold: by as many errors as the means of "
    "ln(fold) differ, over the root of the measurement's variance ln(1 + e^2) and half "
    "the sum of the groups' own variances (Simpson & Fitter 1973, Psychol Bull "
    "80:481).";

/* "15 treatments, 20 readouts, 10 times" */
static void
put_what(const struct arms_plan *plan, const struct pl_discrimination *d,
         struct pl_text *text)
{
    struct pl_text common;

    pl_text_init(&common);
    pl_text_format(text, "%zu treatment%s, %zu readout%s at %zu time%s", d->n_therapies,
                   d->n_therapies == 1 ? "" : "s", d->n_readouts,
                   d->n_readouts == 1 ? "" : "s", d->n_times,
                   d->n_times == 1 ? "" : "s");
    arms_plan_put_common(plan, &common);
    if (common.size > 0) {
        pl_text_format(text, ", each with %s", pl_text_string(&common));
    }
    text->failed = text->failed || common.failed;
    pl_text_finish(&common);
}

/* How far apart is told, in one line. */
static void
put_definition(const struct pl_discrimination *d, struct pl_text *text)
{
    pl_text_format(text,
                   "folds of the untreated level, apart by as many errors of one "
                   "measurement (%.3g %%); folds below %.3g count as %.3g",
                   100.0 * d->options.error, d->options.floor, d->options.floor);
}

static void
put_heading(const struct arms_plan *plan, const struct pl_discrimination *d,
            struct pl_text *text)
{
    struct pl_text heading;

    pl_text_init(&heading);
    arms_plan_put_network(plan, &heading);
    if (plan->ensemble != NULL) {
        pl_text_format(&heading, " in %zu groups", d->n_groups);
    }
    pl_text_put(&heading, " · ");
    put_what(plan, d, &heading);
    pl_text_put(&heading, plan->run.equilibrate == PL_EQUILIBRATE_NO
                              ? " · from the file's values"
                              : " · from rest");
    arms_plan_put_paragraph(plan, &heading, text);
    pl_text_finish(&heading);
    pl_text_init(&heading);
    pl_text_format(&heading,
                   "(folds of the untreated level; errors: how many errors of one "
                   "measurement, %.3g %%, they are apart; wrong: how often one "
                   "measurement names the wrong one; folds below %.3g count as %.3g)",
                   100.0 * d->options.error, d->options.floor, d->options.floor);
    arms_plan_put_paragraph(plan, &heading, text);
    pl_text_finish(&heading);
    pl_text_put(text, "\n");
}

static void
put_sentence(const struct arms_plan *plan, const struct pl_discrimination *d,
             struct pl_text *text)
{
    struct pl_text words;

    pl_text_init(&words);
    pl_discriminate_sentence(d, &words);
    pl_text_put(text, "\n");
    arms_plan_put_paragraph(plan, &words, text);
    pl_text_finish(&words);
}

/* The table, in a narrow terminal without the wrong calls and with names cut. */
static enum pl_status
make_table(const struct arms_plan *plan, const struct pl_discrimination *d, size_t most,
           struct pl_frame **out)
{
    const size_t width = plan->cli->style.width;
    struct pl_diags *diags = plan->cli->diags;
    enum pl_status status = pl_discriminate_table(d, most, true, diags, out);

    if (status == PL_OK && width > 0 && narrow_width(*out) > width) {
        pl_frame_destroy(*out);
        status = pl_discriminate_table(d, most, false, diags, out);
    }
    return status == PL_OK
               ? narrow_cut(*out, pl_frame_find(*out, "treatment"), width, diags)
               : status;
}

static enum pl_status
put_table(const struct arms_plan *plan, const struct pl_discrimination *d, size_t most,
          struct pl_text *text)
{
    struct pl_frame *table = NULL;
    enum pl_align *align = NULL;
    enum pl_status status = make_table(plan, d, most, &table);

    if (status != PL_OK) {
        pl_frame_destroy(table);
        return status;
    }
    align = calloc(table->n_columns, sizeof *align);
    if (align == NULL) {
        pl_frame_destroy(table);
        return pl_diag_no_memory(plan->cli->diags, "the table");
    }
    for (size_t c = 0; c < table->n_columns; c++) {
        align[c] = PL_ALIGN_RIGHT;
        for (size_t i = 0; i < sizeof left_columns / sizeof *left_columns; i++) {
            if (strcmp(table->columns[c].name, left_columns[i]) == 0) {
                align[c] = PL_ALIGN_LEFT;
            }
        }
    }
    if (table->n_rows > 0) {
        pl_table_print(table, align, &plan->cli->style, text);
    }
    if (d->n_ranked > table->n_rows) {
        pl_text_format(text, "(%zu more with --top; --output has every time)\n",
                       d->n_ranked - table->n_rows);
    }
    free(align);
    pl_frame_destroy(table);
    return status;
}

enum pl_status
discriminate_report(const struct arms_plan *plan,
                    const struct pl_discrimination *discrimination, size_t most,
                    struct pl_text *text)
{
    enum pl_status status = PL_OK;

    put_heading(plan, discrimination, text);
    status = put_table(plan, discrimination, most, text);
    if (status == PL_OK) {
        put_sentence(plan, discrimination, text);
    }
    return status;
}

enum pl_status
discriminate_markdown(const struct arms_plan *plan,
                      const struct pl_discrimination *discrimination, size_t most,
                      struct pl_text *text)
{
    struct pl_frame *table = NULL;
    enum pl_status status =
        pl_discriminate_table(discrimination, most, true, plan->cli->diags, &table);

    if (status == PL_OK) {
        status = pl_frame_write(table, PL_FRAME_MD, plan->cli->diags, text);
    }
    pl_frame_destroy(table);
    if (status == PL_OK) {
        pl_text_put(text, "\n");
        pl_discriminate_sentence(discrimination, text);
        pl_text_put(text, " (");
        put_definition(discrimination, text);
        pl_text_put(text, ")\n");
    }
    return status;
}

/* @param what, measured  room for words that the account borrows */
static struct account
make_account(const struct arms_plan *plan, const struct pl_discrimination *d,
             struct pl_text *what, struct pl_text *measured)
{
    for (size_t g = 0; g < d->n_groups; g++) {
        pl_text_format(what, "%s%s", g > 0 ? " v " : "", d->groups[g]);
    }
    pl_text_put(what, "; ");
    put_what(plan, d, what);
    put_definition(d, measured);
    return arms_plan_account(plan, pl_text_string(what), d->method,
                             pl_text_string(measured), methods_study);
}

void
discriminate_put_methods(const struct arms_plan *plan,
                         const struct pl_discrimination *discrimination, bool is_data,
                         struct pl_text *screen)
{
    struct pl_text what;
    struct pl_text measured;
    struct account account;

    pl_text_init(&what);
    pl_text_init(&measured);
    account = make_account(plan, discrimination, &what, &measured);
    account_put_methods(&account, is_data, screen);
    screen->failed = screen->failed || what.failed || measured.failed;
    pl_text_finish(&what);
    pl_text_finish(&measured);
}

void
discriminate_put_caption(const struct arms_plan *plan,
                         const struct pl_discrimination *discrimination,
                         struct pl_text *text)
{
    struct pl_text what;
    struct pl_text measured;
    struct account account;

    pl_text_init(&what);
    pl_text_init(&measured);
    account = make_account(plan, discrimination, &what, &measured);
    account_caption(&account, text);
    text->failed = text->failed || what.failed || measured.failed;
    pl_text_finish(&what);
    pl_text_finish(&measured);
}
