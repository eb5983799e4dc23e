/*
 * discriminate_report.c - measurements that tell rivals apart, in words and tables.
 */
#include "cli/discriminate_report.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/discriminate.h"
#include "analysis/set_groups.h"
#include "analysis/therapy.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/arms_plan.h"
#include "cli/cli.h"
#include "cli/narrow.h"
#include "cli/phrases.h"
#include "out/frame_text.h"
#include "out/table.h"
#include "study/ensemble.h"

/* The first columns that are text, whatever stands in them. */
static const char *const left_columns[] = {"cell", "treatment", "readout", "closest",
                                           "folds"};

static const char methods_study[] =
    "Rivals are told apart by one measured fold: by as many errors as the means of "
    "ln(fold) differ, over the root of the measurement's variance ln(1 + e^2) and half "
    "the sum of the groups' own variances (Simpson & Fitter 1973, Psychol Bull "
    "80:481).";

static const char wrong_means[] =
    "wrong: how often one measurement names the wrong one; ";

/* Steps towards a table that fits: each says less. */
static const enum pl_discriminate_detail details[] = {
    PL_DISCRIMINATE_WHOLE, PL_DISCRIMINATE_BANDS, PL_DISCRIMINATE_MEDIANS,
    PL_DISCRIMINATE_BRIEF};

/* "15 treatments, 20 readouts, 10 times" */
static void
put_what(const struct arms_plan *plan, const struct pl_discrimination *d,
         struct pl_text *text)
{

    pl_text_format(text, "%zu treatment%s, %zu readout%s at %zu time%s", d->n_therapies,
                   d->n_therapies == 1 ? "" : "s", d->n_readouts,
                   d->n_readouts == 1 ? "" : "s", d->n_times,
                   d->n_times == 1 ? "" : "s");
    arms_plan_put_each(plan, text);
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

/* "groups by sets.tsv, column 'group': left 40 %, right 60 % of the sets" */
static void
put_groups(const struct pl_groups *groups, const double *weights, struct pl_text *text)
{
    double all = 0.0;

    pl_text_format(text, "(groups by %s: ", groups->what);
    for (size_t g = 0; g < groups->n; g++) {
        double share = 0.0;

        for (size_t m = 0; m < groups->n_members; m++) {
            share += groups->of[m] == g ? weights[m] : 0.0;
        }
        all += share;
        pl_text_format(text, "%s%s %.0f %%", g > 0 ? ", " : "", groups->names[g],
                       100.0 * share);
    }
    pl_text_put(text, " of the sets");
    if (all < 1.0 - 1e-9) {
        pl_text_format(text, "; %.2g %% in none", 100.0 * (1.0 - all));
    }
    pl_text_put(text, ")");
}

static void
put_heading(const struct arms_plan *plan, const struct pl_discrimination *d,
            enum pl_discriminate_detail detail, struct pl_text *text)
{
    struct pl_text heading;

    pl_text_init(&heading);
    arms_plan_put_network(plan, &heading);
    if (plan->ensemble != NULL) {
        pl_text_format(&heading, " in %zu groups", d->n_groups);
    }
    pl_text_put(&heading, " · ");
    put_what(plan, d, &heading);
    phrase_begin(plan->run.equilibrate != PL_EQUILIBRATE_NO, &heading);
    phrase_paragraph(plan->cli, &heading, text);
    pl_text_finish(&heading);
    pl_text_init(&heading);
    if (d->options.groups != NULL) {
        put_groups(d->options.groups, pl_ensemble_weights(plan->ensemble), &heading);
        phrase_paragraph(plan->cli, &heading, text);
        pl_text_finish(&heading);
        pl_text_init(&heading);
    }
    pl_text_format(&heading,
                   "(errors: how far apart they are, in standard errors of one "
                   "measured fold, %.3g %% of it by --error; %sfolds of the untreated "
                   "level, ",
                   100.0 * d->options.error,
                   detail == PL_DISCRIMINATE_WHOLE ? wrong_means : "");
    if (detail == PL_DISCRIMINATE_BRIEF && d->n_groups == 2) {
        pl_text_format(&heading, "%s v %s, ", d->groups[0], d->groups[1]);
    }
    pl_text_format(&heading, "%sbelow %.3g taken as %.3g)",
                   d->options.groups == NULL ? ""
                   : detail >= PL_DISCRIMINATE_BANDS
                       ? "medians and 5 to 95 % of a group, "
                       : "medians of a group, ",
                   d->options.floor, d->options.floor);
    phrase_paragraph(plan->cli, &heading, text);
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
    phrase_paragraph(plan->cli, &words, text);
    pl_text_finish(&words);
}

/* The table; in a narrow terminal with less in it, and with names on several lines.
 * @param detail  receives what it has */
static enum pl_status
make_table(const struct arms_plan *plan, const struct pl_discrimination *d, size_t most,
           enum pl_discriminate_detail *detail, struct pl_frame **out)
{
    const size_t width = plan->cli->style.width;
    struct pl_diags *diags = plan->cli->diags;
    enum pl_status status = PL_OK;
    bool is_done = false;

    for (size_t k = 0; k < sizeof details / sizeof *details && !is_done; k++) {
        *detail = details[k];
        pl_frame_destroy(*out);
        *out = NULL;
        status = pl_discriminate_table(d, most, *detail, diags, out);
        is_done = status != PL_OK || width == 0 || narrow_width(*out) <= width;
    }
    return status == PL_OK
               ? narrow_wrap(out, pl_frame_find(*out, "treatment"), width, diags)
               : status;
}

static enum pl_status
put_table(const struct arms_plan *plan, const struct pl_discrimination *d,
          const struct pl_frame *table, size_t n_shown, struct pl_text *text)
{
    enum pl_align *align = calloc(table->n_columns, sizeof *align);

    if (align == NULL) {
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
    if (d->n_ranked > n_shown) {
        pl_text_format(text, "(%zu more with --top; --output has every time)\n",
                       d->n_ranked - n_shown);
    }
    free(align);
    return PL_OK;
}

enum pl_status
discriminate_report(const struct arms_plan *plan,
                    const struct pl_discrimination *discrimination, size_t most,
                    struct pl_text *text)
{
    enum pl_discriminate_detail detail = PL_DISCRIMINATE_WHOLE;
    struct pl_frame *table = NULL;
    enum pl_status status = make_table(plan, discrimination, most, &detail, &table);

    if (status == PL_OK) {
        put_heading(plan, discrimination, detail, text);
        status = put_table(
            plan, discrimination, table,
            most < discrimination->n_ranked ? most : discrimination->n_ranked, text);
    }
    if (status == PL_OK) {
        put_sentence(plan, discrimination, text);
    }
    pl_frame_destroy(table);
    return status;
}

enum pl_status
discriminate_markdown(const struct arms_plan *plan,
                      const struct pl_discrimination *discrimination, size_t most,
                      struct pl_text *text)
{
    struct pl_frame *table = NULL;
    enum pl_status status = pl_discriminate_table(
        discrimination, most, PL_DISCRIMINATE_WHOLE, plan->cli->diags, &table);

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

/* Words that an account borrows. */
struct account_words {
    struct pl_text what, measured, study;
};

static struct account
make_account(const struct arms_plan *plan, const struct pl_discrimination *d,
             struct account_words *words)
{
    const struct pl_groups *groups = d->options.groups;

    pl_text_init(&words->what);
    pl_text_init(&words->measured);
    pl_text_init(&words->study);
    for (size_t g = 0; g < d->n_groups; g++) {
        pl_text_format(&words->what, "%s%s", g > 0 ? " v " : "", d->groups[g]);
    }
    if (groups != NULL) {
        pl_text_format(&words->what, " (%s)", groups->what);
    }
    pl_text_put(&words->what, "; ");
    put_what(plan, d, &words->what);
    put_definition(d, &words->measured);
    if (groups != NULL && groups->how != NULL) {
        pl_text_format(&words->study, "%s ", groups->how);
    }
    pl_text_put(&words->study, methods_study);
    return arms_plan_account(plan, pl_text_string(&words->what), d->method,
                             pl_text_string(&words->measured),
                             pl_text_string(&words->study));
}

/* @param text  what was written by them: it failed where they did */
static void
finish_words(struct account_words *words, struct pl_text *text)
{
    text->failed = text->failed || words->what.failed || words->measured.failed ||
                   words->study.failed;
    pl_text_finish(&words->what);
    pl_text_finish(&words->measured);
    pl_text_finish(&words->study);
}

void
discriminate_put_methods(const struct arms_plan *plan,
                         const struct pl_discrimination *discrimination, bool is_data,
                         struct pl_text *screen)
{
    struct account_words words;
    const struct account account = make_account(plan, discrimination, &words);

    account_put_methods(&account, is_data, screen);
    finish_words(&words, screen);
}

void
discriminate_put_caption(const struct arms_plan *plan,
                         const struct pl_discrimination *discrimination,
                         struct pl_text *text)
{
    struct account_words words;
    const struct account account = make_account(plan, discrimination, &words);

    account_caption(&account, text);
    finish_words(&words, text);
}
