/*
 * dose_with.c - `dose --with`: two drugs together.
 */
#include "cli/dose_with.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/two_drugs.h"
#include "base/diag.h"
#include "cli/arms_plan.h"
#include "cli/cli.h"
#include "cli/dose_plan.h"
#include "cli/synergy_report.h"

const char *const dose_with_effects[] = {"loss", "gain", "readout", NULL};
const char *const dose_with_scores[] = {"bliss",        "hsa", "loewe",  "zip",
                                        "loewe_fitted", "ci",  "effect", NULL};

static const enum pl_effect_kind effects[] = {PL_EFFECT_LOSS, PL_EFFECT_GAIN,
                                              PL_EFFECT_READOUT};
static const enum pl_synergy_kind scores[] = {
    PL_SYNERGY_BLISS,        PL_SYNERGY_HSA,   PL_SYNERGY_LOEWE, PL_SYNERGY_ZIP,
    PL_SYNERGY_LOEWE_FITTED, PL_SYNERGY_INDEX, PL_SYNERGY_EFFECT};

struct dose_with_opts
dose_with_opts_default(void)
{
    return (struct dose_with_opts){.effect = DOSE_WITH_UNSAID,
                                   .score = DOSE_WITH_UNSAID};
}

enum pl_status
dose_with_check(const struct dose_with_opts *opts, struct pl_diags *diags)
{
    if (opts->with.n > 1) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "--with takes one drug, not %zu: a board has two sides",
                      opts->with.n);
        pl_diag_hint(diags, "a command for each pair; a drug with one dose is in every "
                            "run: --drug NAME=DOSE");
        return PL_ERR_OPTION;
    }
    if (opts->with.n == 0 &&
        (opts->effect != DOSE_WITH_UNSAID || opts->score != DOSE_WITH_UNSAID)) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s is for two drugs together, and there is no --with",
                      opts->effect != DOSE_WITH_UNSAID ? "--effect" : "--score");
        pl_diag_hint(diags, "as in --drug everolimus=0.1nM..100nM --with "
                            "MK2206=10nM..10uM");
        return PL_ERR_OPTION;
    }
    return PL_OK;
}

enum pl_status
dose_with_prepare(struct dose_plan *plan, const struct dose_with_opts *opts,
                  size_t n_varied, size_t n_points)
{
    struct pl_diags *diags = plan->arms.cli->diags;
    const char *text = opts->with.items[0];
    const struct dose_range range = {"--with", text, text};

    if (n_varied != 1) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "--with takes one --drug with a range, not %zu", n_varied);
        pl_diag_hint(diags, "as in --drug everolimus=0.1nM..100nM --with "
                            "MK2206=10nM..10uM; a drug with one dose is in every run");
        return PL_ERR_OPTION;
    }
    if (strcmp(range.text, plan->drugs[0].text) == 0) {
        return PL_OK; /* a drug with itself: nothing but the sum of doses counts */
    }
    return dose_plan_add_range(plan, &range, n_points);
}

enum pl_status
dose_with_check_plot(const struct dose_plan *plan)
{
    const size_t n = plan->arms.n_panels * plan->n_measures;

    if (plan->opts.account.plot == NULL || n <= SYNERGY_MOST_BOARDS) {
        return PL_OK;
    }
    pl_diag_error(plan->arms.cli->diags, PL_ERR_OPTION, NULL,
                  "%zu checkerboards (cells times variants times readouts) are more "
                  "than the %zu that a page holds",
                  n, SYNERGY_MOST_BOARDS);
    pl_diag_hint(plan->arms.cli->diags, "name fewer with --cell, --variant or "
                                        "--readout, or leave --plot out");
    return PL_ERR_OPTION;
}

static enum pl_status
run_boards(const struct dose_plan *plan, const struct dose_with_opts *opts,
           struct synergy_boards *boards)
{
    struct pl_diags *diags = plan->arms.cli->diags;
    enum pl_status status = PL_OK;

    boards->items =
        calloc(plan->arms.n_panels * plan->n_measures, sizeof *boards->items);
    if (boards->items == NULL) {
        return pl_diag_no_memory(diags, "the checkerboards");
    }
    for (size_t b = 0; b < plan->arms.n_panels * plan->n_measures; b++) {
        const struct dose_drug *second = &plan->drugs[plan->n_drugs - 1];
        const struct pl_two_drugs_options options = {
            .run = plan->arms.run,
            .base = plan->arms.panels[b / plan->n_measures].base,
            .drugs = {plan->drugs[0].symbol, second->symbol},
            .doses = {plan->drugs[0].doses, second->doses},
            .n = {plan->drugs[0].n, second->n},
            .measure = &plan->measures[b % plan->n_measures],
            .effect = effects[opts->effect != DOSE_WITH_UNSAID ? opts->effect : 0],
        };

        status =
            pl_two_drugs_run(plan->arms.context, &options, diags, &boards->items[b]);
        if (status != PL_OK) {
            return status;
        }
        boards->n++;
        pl_two_drugs_warn(&boards->items[b], diags);
    }
    return status;
}

enum pl_status
dose_with_run(const struct dose_plan *plan, const struct dose_with_opts *opts,
              struct synergy_boards *boards)
{
    *boards = (struct synergy_boards){
        .plan = plan,
        .score = scores[opts->score != DOSE_WITH_UNSAID ? opts->score : 0]};
    return run_boards(plan, opts, boards);
}

void
dose_with_finish(struct synergy_boards *boards)
{
    for (size_t b = 0; b < boards->n; b++) {
        pl_two_drugs_finish(&boards->items[b]);
    }
    free(boards->items);
    *boards = (struct synergy_boards){0};
}

enum pl_status
dose_with_frame(const struct synergy_boards *boards, bool marks, struct pl_frame **out)
{
    struct pl_diags *diags = boards->plan->arms.cli->diags;
    const struct pl_two_drugs **items = calloc(boards->n, sizeof *items);
    enum pl_status status = PL_OK;

    if (items == NULL) {
        return pl_diag_no_memory(diags, "the checkerboards");
    }
    for (size_t b = 0; b < boards->n; b++) {
        items[b] = &boards->items[b];
    }
    status = marks ? pl_two_drugs_scores_frame(items, boards->n, diags, out)
                   : pl_two_drugs_frame(items, boards->n, diags, out);
    free(items);
    return status;
}
