/*
 * cmd_explain.c - which feedback loop did it.
 */
#include "cli/verbs.h"

#include <math.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/explain_figure.h"
#include "cli/explain_plan.h"
#include "cli/explain_report.h"
#include "out/frame_text.h"
#include "study/context.h"

static const struct opt rows[] = {
    ARMS_PANEL_ROWS(struct explain_opts, arms),
    OPT_GROUP("Treatment (each may be given several times)"),
    NETWORK_ACTION_ROWS(struct explain_opts, arms.network),
    NETWORK_CLAMP_ROW(struct explain_opts, arms.network),
    OPT_GROUP("Question"),
    OPT_TEXTS(struct explain_opts, arms.readouts, "readout", "NAME", "list readouts",
              "whose fold is explained; the model's first readout without it"),
    OPT_TEXT(struct explain_opts, arms.at, "at", "TIME[,TIME]", "1h,8h,24h,48h of 48h",
             NULL, "the times of the table"),
    OPT_TEXT(struct explain_opts, focus, "focus", "TIME", "when the fold is largest",
             NULL, "the one of them that roles and the sentence are about"),
    OPT_TEXT(struct explain_opts, against, "against", "\"ITEM, ...\"", "untreated",
             NULL,
             "another treatment (drug D=DOSE, inhibit T[=F], ..., or none): clamped "
             "signals follow what they are under it, and folds are relative to it"),
    OPT_TEXTS(struct explain_opts, edges, "edge", "FROM_TO", "list edges",
              "only this edge gets a factor (may be given several times; none: only "
              "groups do); others stay intact and are part of everything else"),
    OPT_TEXTS(
        struct explain_opts, groups, "group", "NAME=FROM_TO,FROM_TO", NULL,
        "edges that are clamped together and get one factor; may be given several "
        "times"),
    OPT_FLAG(struct explain_opts, exact, "exact",
             "run every combination of loops (up to 20), however many there are"),
    OPT_COUNT(
        struct explain_opts, orders, "orders", "N",
        "as errors of 0.5 % need, beyond 14 loops", 2.0, 1e6,
        "draw N orders of the loops, and their reverses, instead of running every "
        "combination"),
    OPT_COUNT(struct explain_opts, seed, "seed", "N", "0", 0.0, 9007199254740991.0,
              "of the orders"),
    ARMS_RUN_ROWS(struct explain_opts, arms),
    OPT_GROUP("Output"),
    OUTPUT_ROWS(struct explain_opts, arms.output),
    OPT_FLAG(struct explain_opts, percent, "percent",
             "shares of ln of the fold, too, in percent"),
    OPT_FLAG(struct explain_opts, members, "members",
             "in the table of --output every parameter set of --ensemble, instead of "
             "bands"),
    ACCOUNT_ROWS(struct explain_opts, arms.account),
    OPT_FLAG(struct explain_opts, arms.verbose, "verbose",
             "tell how formulas were run, on stderr"),
    COLOUR_ROW(struct explain_opts, arms.colour),
    OPT_END,
};

static const char *const examples[] = {
    "simulate explain --drug everolimus=20nM",
    "which loop brings Akt back under a rapalog, and by how much",
    "simulate explain --drug everolimus=20nM --variant all --plot why.svg",
    "do the rival parameter sets agree?",
    "simulate explain --drug AZD8055=500nM --readout pAkt_T308 --at 1h,24h",
    "another drug, another site, two times",
    "simulate explain --drug BEZ235=500nM --against \"drug everolimus=20nM\"",
    "what makes one drug other than another",
    "simulate explain --inhibit mTORC1 --group S6K=S6K_IRS1,S6K_IRS1_loss,S6K_Rictor",
    "edges that share a source as one loop",
    NULL,
};

/* The table of --output and --format. */
static enum pl_status
make_output(const struct explain_plan *plan, struct pl_text *text)
{
    const struct explain_opts *opts = plan->opts;
    struct pl_diags *diags = plan->arms.cli->diags;
    const size_t format = cli_frame_format(&opts->arms.output);
    struct pl_frame *frame = NULL;
    enum pl_status status = PL_OK;

    if (format == PL_FRAME_MD && !opts->members) {
        return explain_markdown(plan, text);
    }
    status = pl_explain_frame(&plan->view, opts->members, opts->percent, diags, &frame);
    if (status == PL_OK) {
        status = pl_frame_write(frame, (enum pl_frame_format)format, diags, text);
    }
    pl_frame_destroy(frame);
    return status;
}

static void
warn(const struct explain_plan *plan)
{
    for (size_t p = 0; p < plan->view.n_panels && plan->opts->percent; p++) {
        const char *warning = pl_explain_percent_warning(&plan->explains[p]);

        if (warning != NULL) {
            pl_diag_warning(plan->arms.cli->diags, NULL, "%s%s%s", plan->panels[p].name,
                            plan->view.n_panels > 1 ? ": " : "", warning);
        }
    }
}

static enum pl_status
show(const struct explain_plan *plan, struct pl_text *screen, struct pl_text *file)
{
    const struct arms_opts *opts = &plan->opts->arms;
    const bool prints_frame = arms_plan_prints_frame(&plan->arms);
    enum pl_status status =
        prints_frame ? make_output(plan, screen) : explain_report(plan, screen);

    if (status == PL_OK && opts->output.output != NULL && !prints_frame) {
        status = make_output(plan, file);
    }
    if (status == PL_OK && opts->account.methods) {
        explain_plan_put_methods(
            plan, prints_frame && cli_frame_format(&opts->output) != PL_FRAME_MD,
            screen);
    }
    if (status == PL_OK && opts->account.plot != NULL) {
        status = explain_figure_draw(plan);
    }
    if (status == PL_OK && file->size > 0) {
        status = cli_write(plan->arms.cli, opts->output.output, file);
    }
    return status;
}

static enum pl_status
execute(struct explain_plan *plan)
{
    struct cli *cli = plan->arms.cli;
    struct pl_text screen;
    struct pl_text file;
    enum pl_status status = PL_OK;

    pl_text_init(&screen);
    pl_text_init(&file);
    interrupt_hold();
    status = explain_plan_run(plan);
    if (plan->opts->arms.verbose) {
        cli_print_kernel(plan->arms.context->kernels);
    }
    if (status == PL_OK) {
        warn(plan);
        status = show(plan, &screen, &file);
    }
    if (status != PL_OK && interrupt_pending(NULL)) {
        status = PL_ERR_STOPPED; /* gnuplot, for one, just fails after Ctrl-C */
    }
    interrupt_release();
    if (status == PL_OK) {
        status = arms_plan_prints_frame(&plan->arms) ? cli_write(cli, NULL, &screen)
                                                     : cli_show(cli, NULL, &screen);
    }
    pl_text_finish(&screen);
    pl_text_finish(&file);
    return status;
}

static enum exit_code
run_verb(struct cli *cli, const struct verb *verb, int argc, char **argv)
{
    struct explain_opts opts = {.arms = arms_opts_default()};
    struct explain_plan plan = {0};
    struct opt_texts words = {NULL, 0};
    enum exit_code code = EXIT_USAGE;

    if (!cli_parse(cli, verb, argc, argv, &opts, &words, &code)) {
        goto done;
    }
    if (!cli_refuse_arguments(cli, &words)) {
        code = EXIT_USAGE;
        goto done;
    }
    cli_set_colour(cli, opts.arms.colour);
    code = cli_load_code(explain_plan_init(&plan, cli, &opts));
    if (code == EXIT_DONE) {
        code = cli_run_code(execute(&plan));
    }

done:
    explain_plan_finish(&plan);
    opt_finish(rows, &opts);
    opt_texts_finish(&words);
    return code;
}

const struct verb cmd_explain = {
    .name = "explain",
    .summary = "Which feedback loop did it: a fold as a product of factors, one a loop",
    .arguments = "",
    .description =
        "Every feedback edge gets a factor, everything else one more, and their "
        "product "
        "is the fold. A factor is what setting that loop free multiplies the fold by, "
        "in "
        "the (geometric) mean over all orders in which loops, clamped at their "
        "untreated "
        "signals, may be set free: its Shapley value. The table of --output has a row "
        "for each cell, variant, time and loop.",
    .examples = examples,
    .rows = rows,
    .run = run_verb,
};
