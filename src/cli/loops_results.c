/*
 * loops_results.c - where weighed loops go: screen, table, plot, provenance.
 */
#include <string.h>

#include "analysis/loops_frame.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/loops_figure.h"
#include "cli/loops_report.h"
#include "cli/loops_run.h"
#include "out/provenance.h"
#include "out/sink.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/treatment.h"

/* What a person reads; as Markdown where that is asked for. */
static enum pl_status
put_report(const struct loops_run *run, bool is_markdown, struct pl_text *text)
{
    const struct loops_report report = {
        .cli = run->cli,
        .context = run->context,
        .treatment = run->treatment,
        .ensemble = run->ensemble,
        .loops = &run->loops,
        .duration = run->options.duration,
        .rtol = run->options.sim.rtol,
        .is_markdown = is_markdown,
    };

    return loops_report_print(&report, text);
}

/* The table of --table; without one Markdown is what a person reads. */
static enum pl_status
put_table(const struct loops_run *run, struct pl_text *text)
{
    const enum pl_frame_format format =
        (enum pl_frame_format)cli_frame_format(&run->opts.output);
    const bool is_chosen = run->opts.table != LOOPS_TABLE_NONE;
    struct pl_frame *frame = NULL;
    enum pl_status status = PL_OK;

    if (format == PL_FRAME_MD && !is_chosen) {
        return put_report(run, true, text);
    }
    status = pl_loops_frame(run->context, &run->loops,
                            is_chosen ? (enum pl_loops_table)run->opts.table
                                      : PL_LOOPS_TABLE_LOOPS,
                            run->opts.top, run->cli->diags, &frame);
    if (status == PL_OK) {
        status = pl_frame_write(frame, format, run->cli->diags, text);
    }
    pl_frame_destroy(frame);
    return status;
}

static enum pl_status
write_output(struct loops_run *run)
{
    struct pl_text text;
    enum pl_status status = PL_OK;

    pl_text_init(&text);
    status = put_table(run, &text);
    if (status == PL_OK) {
        pl_sink_write(run->output, pl_text_string(&text), text.size);
        status = pl_sink_close(run->output, run->cli->diags);
        run->output = NULL;
    }
    pl_text_finish(&text);
    return status;
}

#define STUDY_LOOPS                                                                   \
    "Feedback loops are the elementary circuits (Johnson 1975, SIAM J Comput 4:77) "  \
    "of "                                                                             \
    "the Jacobian with every feedback signal as a node of its own; a loop's gain is " \
    "the "                                                                            \
    "product of J_ij / -J_ii once round. A loop's score is the product over its "     \
    "links "                                                                          \
    "of the share that the source has in "

/* What the scores are, for a paragraph of methods. */
static const char *const study_words[] = {
    [PL_LOOP_DRIVE] = STUDY_LOOPS
    "what moves the target: its acceleration without that of its own first-order loop, "
    "or "
    "the pull of that loop where it is the larger (after Schoenberg, Davidsen & "
    "Eberlein "
    "2020, Syst Dyn Rev 36:158, whose score takes the whole acceleration).",
    [PL_LOOP_ACCELERATION] = STUDY_LOOPS
    "the target's acceleration (Schoenberg, Davidsen & Eberlein 2020, Syst Dyn Rev "
    "36:158).",
};

static struct account
make_account(const struct loops_run *run)
{
    return (struct account){
        .context = run->context,
        .treatment = run->treatment,
        .ensemble = run->ensemble,
        .sim = &run->options.sim,
        .method = run->loops.method,
        .duration = run->options.duration,
        .rests = run->loops.rested,
        .measured = "shares are of the scores of all loops found",
        .study = study_words[run->opts.score],
    };
}

static enum pl_status
draw(const struct loops_run *run)
{
    const struct account account = make_account(run);
    struct pl_text caption;
    enum pl_status status = PL_OK;

    pl_text_init(&caption);
    if (run->opts.account.caption) {
        account_caption(&account, &caption);
    }
    status = caption.failed
                 ? pl_diag_no_memory(run->cli->diags, "the caption")
                 : loops_figure_draw(
                       run->context, run->treatment, &run->loops,
                       run->opts.account.caption ? pl_text_string(&caption) : NULL,
                       run->opts.account.plot, run->cli->diags);
    pl_text_finish(&caption);
    return status;
}

static enum pl_status
fill_screen(const struct loops_run *run, struct pl_text *screen)
{
    const bool is_frame = loops_prints_frame(run);
    const enum pl_status status =
        is_frame ? put_table(run, screen) : put_report(run, false, screen);

    if (status == PL_OK && run->opts.account.methods) {
        const struct account account = make_account(run);

        account_put_methods(
            &account, is_frame && cli_frame_format(&run->opts.output) != PL_FRAME_MD,
            screen);
    }
    return status;
}

static enum pl_status
write_provenance(struct loops_run *run)
{
    struct pl_provenance provenance = cli_provenance(run->cli, run->context);
    struct pl_text treatment;
    struct pl_text text;
    enum pl_status status = PL_OK;

    pl_text_init(&treatment);
    pl_text_init(&text);
    pl_treatment_describe(run->treatment, &treatment);
    provenance.treatment = pl_text_string(&treatment);
    provenance.cell = pl_treatment_cell_id(run->treatment);
    provenance.variant = pl_treatment_variant_id(run->treatment);
    provenance.method = run->loops.method;
    provenance.rtol = run->options.sim.rtol;
    provenance.atol = run->options.sim.atol;
    provenance.duration = run->options.duration;
    if (run->ensemble != NULL) {
        provenance.ensemble = pl_ensemble_path(run->ensemble);
        provenance.ensemble_digest = pl_ensemble_digest(run->ensemble);
        provenance.n_sets = pl_ensemble_n(run->ensemble);
        provenance.n_failed_sets = run->loops.n_failed;
    }
    status = pl_provenance_write(&provenance, run->cli->diags, &text);
    if (status == PL_OK) {
        pl_sink_write(run->provenance, pl_text_string(&text), text.size);
        status = pl_sink_close(run->provenance, run->cli->diags);
        run->provenance = NULL;
    }
    pl_text_finish(&treatment);
    pl_text_finish(&text);
    return status;
}

enum pl_status
loops_open_files(struct loops_run *run)
{
    enum pl_status status = PL_OK;

    if (run->opts.output.output != NULL && !loops_prints_frame(run)) {
        status = pl_sink_open(run->opts.output.output, run->cli->diags, &run->output);
    }
    if (status == PL_OK && run->opts.provenance != NULL) {
        status = pl_sink_open(run->opts.provenance, run->cli->diags, &run->provenance);
    }
    return status == PL_OK ? account_check_place(&run->opts.account, run->cli->diags)
                           : status;
}

bool
loops_prints_frame(const struct loops_run *run)
{
    const struct output_opts *output = &run->opts.output;

    return output->output != NULL ? strcmp(output->output, "-") == 0
                                  : output->format != CLI_FORMAT_NONE ||
                                        run->opts.table != LOOPS_TABLE_NONE;
}

enum pl_status
loops_write_results(struct loops_run *run, struct pl_text *screen)
{
    enum pl_status status = fill_screen(run, screen);

    if (status == PL_OK && run->opts.account.plot != NULL) {
        status = draw(run);
    }
    if (status == PL_OK && run->output != NULL) {
        status = write_output(run);
    }
    if (status == PL_OK && run->provenance != NULL) {
        status = write_provenance(run);
    }
    return status;
}
