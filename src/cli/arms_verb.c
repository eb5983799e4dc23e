/*
 * arms_verb.c - the course of every verb that sets treatments side by side.
 */
#include "cli/arms_verb.h"

#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/arms_plan.h"
#include "cli/progress.h"
#include "out/frame_text.h"
#include "out/provenance.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/treatment.h"

/* What one call puts where; `screen` goes out last. */
struct results {
    const struct arms_verb *verb;
    const void *call;
    const struct arms_plan *plan;
    struct pl_text screen, file, provenance;
};

bool
arms_verb_parse(struct cli *cli, const struct verb *verb, int argc, char **argv,
                void *values, const struct arms_opts *opts, enum exit_code *code)
{
    struct opt_texts words = {NULL, 0};
    bool goes_on = cli_parse(cli, verb, argc, argv, values, &words, code);

    if (goes_on && !cli_refuse_arguments(cli, &words)) {
        *code = EXIT_USAGE;
        goes_on = false;
    }
    if (goes_on) {
        cli_set_colour(cli, opts->colour);
    }
    opt_texts_finish(&words);
    return goes_on;
}

/* The table of --output and --format. Markdown is the table that people read, but for
 * the members one by one. */
static enum pl_status
put_table(const struct results *results, struct pl_text *text)
{
    const struct arms_opts *opts = results->plan->opts;
    const size_t format = cli_frame_format(&opts->output);
    struct pl_diags *diags = results->plan->cli->diags;
    struct pl_frame *frame = NULL;
    enum pl_status status = PL_OK;

    if (format == PL_FRAME_MD && !opts->members) {
        return results->verb->markdown(results->call, text);
    }
    status = results->verb->frame(results->call, &frame);
    if (status == PL_OK) {
        status = pl_frame_write(frame, (enum pl_frame_format)format, diags, text);
    }
    pl_frame_destroy(frame);
    return status;
}

static enum pl_status
put_provenance(struct results *results)
{
    const struct arms_plan *plan = results->plan;
    struct pl_provenance provenance = cli_provenance(plan->cli, plan->context);
    struct pl_text treatments;
    enum pl_status status = PL_OK;

    pl_text_init(&treatments);
    provenance.method = results->verb->describe(results->call, &treatments);
    provenance.treatment = pl_text_string(&treatments);
    provenance.cell = plan->n_cells == 1 ? plan->panels[0].cell : NULL;
    provenance.variant = plan->n_variants == 1 ? plan->panels[0].variant : NULL;
    provenance.rtol = plan->run.sim.rtol;
    provenance.atol = plan->run.sim.atol;
    provenance.duration = plan->run.duration;
    if (plan->ensemble != NULL) {
        provenance.ensemble = pl_ensemble_path(plan->ensemble);
        provenance.ensemble_digest = pl_ensemble_digest(plan->ensemble);
        provenance.n_sets = pl_ensemble_n(plan->ensemble);
        provenance.n_failed_sets = PL_NONE; /* runs fail */
    }
    status = pl_provenance_write(&provenance, plan->cli->diags, &results->provenance);
    results->provenance.failed |= treatments.failed;
    pl_text_finish(&treatments);
    return status;
}

/* Results, from the runs that are done. */
static enum pl_status
show(struct results *results)
{
    const struct arms_plan *plan = results->plan;
    const struct arms_opts *opts = plan->opts;
    const bool prints_frame = arms_plan_prints_frame(plan);
    const bool is_data = prints_frame && cli_frame_format(&opts->output) != PL_FRAME_MD;
    enum pl_status status =
        prints_frame ? put_table(results, &results->screen)
                     : results->verb->report(results->call, &results->screen);

    if (status == PL_OK && opts->output.output != NULL && !prints_frame) {
        status = put_table(results, &results->file);
    }
    if (status == PL_OK && opts->provenance != NULL) {
        status = put_provenance(results);
    }
    if (status == PL_OK && opts->account.methods) {
        results->verb->methods(results->call, is_data, &results->screen);
    }
    if (status == PL_OK && opts->account.plot != NULL) {
        status = results->verb->draw(results->call);
    }
    if (status == PL_OK && results->file.size > 0) {
        status = cli_write(plan->cli, opts->output.output, &results->file);
    }
    if (status == PL_OK && results->provenance.size > 0) {
        status = cli_write(plan->cli, opts->provenance, &results->provenance);
    }
    return status;
}

/* What ended the runs before they were done. */
static enum pl_status
settle(const struct arms_plan *plan, enum pl_status status)
{
    char limit[PL_NUMBER_SIZE];

    if (status != PL_OK && interrupt_pending(NULL)) {
        return PL_ERR_STOPPED; /* gnuplot, for one, just fails after Ctrl-C */
    }
    if (status != PL_ERR_STOPPED) {
        return status;
    }
    pl_number_round(plan->time_limit, 6, limit);
    pl_diag_error(plan->cli->diags, PL_ERR_STEP, NULL,
                  "the time limit of %s s was reached before all runs were done",
                  limit);
    pl_diag_hint(plan->cli->diags, "allow more with --time-limit, or ask for less");
    return PL_ERR_STEP;
}

/* Nothing is written before all is known; what waits for a reader comes last. */
static enum pl_status
run_and_show(const struct arms_verb *verb, void *call, struct arms_plan *plan)
{
    struct results results = {.verb = verb, .call = call, .plan = plan};
    enum pl_status status = arms_plan_check_places(plan);

    if (status != PL_OK) {
        return status;
    }
    pl_text_init(&results.screen);
    pl_text_init(&results.file);
    pl_text_init(&results.provenance);
    interrupt_hold();
    plan->begun = progress_clock();
    status = verb->run(call);
    if (plan->opts->verbose) {
        cli_print_kernel(plan->context->kernels);
    }
    if (status == PL_OK) {
        status = show(&results);
    }
    status = settle(plan, status);
    interrupt_release();
    if (status == PL_OK) {
        status = arms_plan_prints_frame(plan)
                     ? cli_write(plan->cli, NULL, &results.screen)
                     : cli_show(plan->cli, NULL, &results.screen);
    }
    pl_text_finish(&results.screen);
    pl_text_finish(&results.file);
    pl_text_finish(&results.provenance);
    return status;
}

enum exit_code
arms_verb_execute(struct cli *cli, const struct arms_verb *verb, void *call,
                  struct arms_plan *plan)
{
    const enum exit_code code = cli_load_code(verb->prepare(call, cli));

    return code == EXIT_DONE ? cli_run_code(run_and_show(verb, call, plan)) : code;
}
