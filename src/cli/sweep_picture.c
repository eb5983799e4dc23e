/*
 * sweep_picture.c - a sweep as a picture and in words, when all its points are done.
 */
#include "cli/sweep_picture.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/phrases.h"
#include "cli/sweep_run.h"
#include "study/context.h"
#include "study/design.h"
#include "study/ensemble.h"
#include "study/measure.h"
#include "study/treatment.h"

enum pl_status
sweep_picture_prepare(struct sweep_run *run)
{
    const struct sweep_plan *plan = &run->plan;
    struct pl_diags *diags = run->cli->diags;
    enum pl_status status = PL_OK;

    if (run->opts->account.plot == NULL) {
        return PL_OK;
    }
    status = sweep_shape_init(plan, diags, &run->shape);
    if (status == PL_OK) {
        status = sweep_figure_check(plan, &run->shape, diags);
    }
    if (status == PL_OK && !run->opts->dry_run) {
        run->drawn = calloc((size_t)plan->n * plan->n_measures, sizeof *run->drawn);
        if (run->drawn == NULL) {
            status = pl_diag_no_memory(diags, "the points of a plot");
        }
    }
    return status;
}

/* ---- how it came about ---- */

struct words {
    struct pl_text treatments, study;
};

/* "PTEN 0.1 to 1 and everolimus 0.01 nM to 100 nM vary" */
static void
put_varied(const struct sweep_plan *plan, struct pl_text *text)
{
    size_t n = 0;
    const struct pl_factor *factors = pl_design_factors(plan->design, &n);

    for (size_t f = 0; f < n; f++) {
        pl_text_put(text, f == 0 ? "" : f + 1 < n ? ", " : " and ");
        sweep_put_factor(plan, f, text);
        if (factors[f].kind == PL_FACTOR_NUMBER && factors[f].low < factors[f].high) {
            char low[PL_NUMBER_SIZE];

            pl_number_round(factors[f].low, 4, low);
            pl_text_format(text, " %s to ", low);
            sweep_put_level(plan, f, factors[f].high, text);
        }
    }
    pl_text_put(text, n == 1 ? " varies" : n > 1 ? " vary" : "");
}

static bool
has_fold(const struct sweep_plan *plan)
{
    for (size_t m = 0; m < plan->n_measures; m++) {
        if (plan->measures[m].kind == PL_MEASURE_FOLD) {
            return true;
        }
    }
    return false;
}

/* Where cells vary, the treatment's own cell is not what was run. */
static struct account
make_account(const struct sweep_run *run, struct words *words)
{
    const struct sweep_plan *plan = &run->plan;
    const bool varies_cells = sweep_plan_varies_cells(plan);
    const char *variant = pl_treatment_variant_id(plan->treatment);
    struct pl_text *text = &words->treatments;
    char n[PL_NUMBER_SIZE];

    pl_text_init(text);
    pl_text_init(&words->study);
    if (varies_cells && variant != NULL) {
        pl_text_format(text, "variant %s · ", variant);
    }
    pl_treatment_describe(plan->treatment, text);
    if (strcmp(pl_text_string(text), "untreated") == 0) {
        pl_text_finish(text);
        pl_text_init(text);
    }
    if (plan->n_factors > 0) {
        pl_text_put(text, text->size > 0 ? "; " : "");
        put_varied(plan, text);
    }
    pl_number_round((double)sweep_plan_n_points(plan), 15, n);
    pl_text_format(&words->study, "%s point%s (", n,
                   sweep_plan_n_points(plan) == 1 ? "" : "s");
    pl_design_describe(plan->design, &words->study);
    pl_text_put(&words->study, ") were run.");
    return (struct account){
        .context = plan->context,
        .treatment = varies_cells ? NULL : plan->treatment,
        .treatments = pl_text_string(text),
        .ensemble = plan->ensemble,
        .sim = &plan->options.sim,
        .method = plan->options.sim.method,
        .duration = plan->options.duration,
        .rests = plan->rests,
        .measured = account_measured(has_fold(plan), plan->rests),
        .study = pl_text_string(&words->study),
    };
}

static void
finish_words(struct words *words, struct pl_text *text)
{
    text->failed = text->failed || words->treatments.failed || words->study.failed;
    pl_text_finish(&words->treatments);
    pl_text_finish(&words->study);
}

void
sweep_put_caption(const struct sweep_run *run, struct pl_text *text)
{
    struct words words;
    const struct account account = make_account(run, &words);

    account_caption(&account, text);
    finish_words(&words, text);
}

/* ---- the end ---- */

static enum pl_status
draw(const struct sweep_run *run, struct pl_text *screen)
{
    const struct sweep_plan *plan = &run->plan;
    struct sweep_view view = {.plan = plan, .shape = &run->shape, .values = run->drawn};
    enum pl_status status = PL_OK;

    if (plan->ensemble != NULL) {
        view.weights = pl_ensemble_weights(plan->ensemble);
        view.room = calloc(plan->n_members, sizeof *view.room);
        if (view.room == NULL) {
            return pl_diag_no_memory(run->cli->diags, "the points of a plot");
        }
    }
    status = sweep_figure_draw(run, &view);
    if (status == PL_OK && !sweep_is_stream(run->opts->output.output)) {
        struct pl_text words;

        pl_text_init(&words);
        sweep_put_sentences(&view, &words);
        phrase_paragraph(run->cli, &words, screen);
        screen->failed = screen->failed || words.failed;
        pl_text_finish(&words);
    }
    free(view.room);
    return status;
}

enum pl_status
sweep_picture_make(const struct sweep_run *run)
{
    struct pl_text screen;
    enum pl_status status = PL_OK;

    pl_text_init(&screen);
    if (run->drawn != NULL) {
        interrupt_hold();
        status = draw(run, &screen);
        if (status != PL_OK && interrupt_pending(NULL)) {
            status = PL_ERR_STOPPED; /* gnuplot just fails after Ctrl-C */
        }
        interrupt_release();
    }
    if (status == PL_OK && run->opts->account.methods) {
        struct words words;
        const struct account account = make_account(run, &words);

        account_put_methods(&account, sweep_is_stream(run->opts->output.output),
                            &screen);
        finish_words(&words, &screen);
    }
    if (status == PL_OK && (screen.size > 0 || screen.failed)) {
        status = cli_show(run->cli, NULL, &screen);
    }
    pl_text_finish(&screen);
    return status;
}
