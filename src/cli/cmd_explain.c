/*
 * cmd_explain.c - which feedback loop did it.
 */
#include "cli/verbs.h"

#include <math.h>

#include "base/diag.h"
#include "base/text.h"
#include "cli/arms_verb.h"
#include "cli/explain_figure.h"
#include "cli/explain_plan.h"
#include "cli/explain_report.h"

static const struct opt rows[] = {
    ARMS_PANEL_ROWS(struct explain_opts, arms, ""),
    OPT_GROUP("Treatment (each may be given several times)"),
    NETWORK_ACTION_ROWS(struct explain_opts, arms.network),
    NETWORK_CLAMP_ROW(struct explain_opts, arms.network),
    OPT_GROUP("Question"),
    OPT_TEXTS(struct explain_opts, arms.readouts, "readout", "NAME", "list readouts",
              "whose fold is explained; the model's first readout without it"),
    OPT_TEXT(struct explain_opts, arms.at, "at", "TIME[,TIME]", "1h,8h,24h,48h of 48h",
             NULL, "the times of the table"),
    OPT_TEXT(struct explain_opts, focus, "focus", "TIME",
             "when the fold is furthest from 1", NULL,
             "the one of them that roles and the sentence are about"),
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
        "as errors of 0.5 % need, beyond 14 loops, fewer in an ensemble", 2.0, 1e6,
        "draw N orders of the loops, and their reverses, instead of running every "
        "combination"),
    SEED_ROW(struct explain_opts, seed, "of the orders"),
    ARMS_RUN_ROWS(struct explain_opts, arms),
    OPT_GROUP("Output"),
    OUTPUT_ROWS(struct explain_opts, arms.output),
    OPT_FLAG(struct explain_opts, percent, "percent",
             "shares of ln of the fold, too, in percent"),
    MEMBERS_ROW(struct explain_opts, arms.members),
    ARMS_OUTPUT_ROWS(struct explain_opts, arms),
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

/* What one call holds. */
struct explain {
    struct explain_opts opts;
    struct explain_plan plan;
};

static enum pl_status
prepare(void *call, struct cli *cli)
{
    struct explain *explain = call;

    return explain_plan_init(&explain->plan, cli, &explain->opts);
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
run(void *call)
{
    struct explain *explain = call;
    const enum pl_status status = explain_plan_run(&explain->plan);

    if (status == PL_OK) {
        warn(&explain->plan);
    }
    return status;
}

static enum pl_status
report(const void *call, struct pl_text *text)
{
    return explain_report(&((const struct explain *)call)->plan, text);
}

static enum pl_status
markdown(const void *call, struct pl_text *text)
{
    return explain_markdown(&((const struct explain *)call)->plan, text);
}

static enum pl_status
make_frame(const void *call, struct pl_frame **out)
{
    const struct explain *explain = call;

    return pl_explain_frame(&explain->plan.view, explain->opts.arms.members,
                            explain->opts.percent, explain->plan.arms.cli->diags, out);
}

static void
put_methods(const void *call, bool is_data, struct pl_text *screen)
{
    explain_put_methods(&((const struct explain *)call)->plan, is_data, screen);
}

static enum pl_status
draw(const void *call)
{
    return explain_figure_draw(&((const struct explain *)call)->plan);
}

static const char *
describe(const void *call, struct pl_text *treatments)
{
    const struct explain *explain = call;

    explain_put_treatments(&explain->plan, treatments);
    return explain->plan.explains[0].method;
}

static const struct arms_verb stages = {
    .prepare = prepare,
    .run = run,
    .report = report,
    .markdown = markdown,
    .frame = make_frame,
    .methods = put_methods,
    .draw = draw,
    .describe = describe,
};

static enum exit_code
run_verb(struct cli *cli, const struct verb *verb, int argc, char **argv)
{
    struct explain explain = {
        .opts = {.arms = arms_opts_default(), .seed = SEED_DEFAULT}};
    enum exit_code code = EXIT_USAGE;

    if (arms_verb_parse(cli, verb, argc, argv, &explain.opts, &explain.opts.arms,
                        &code)) {
        code = arms_verb_execute(cli, &stages, &explain, &explain.plan.arms);
    }
    explain_plan_finish(&explain.plan);
    opt_finish(rows, &explain.opts);
    return code;
}

const struct verb cmd_explain = {
    .name = "explain",
    .summary = "Which feedback loop did it: a fold as a product of factors, one a loop",
    .arguments = "",
    .description =
        "Every feedback edge gets a factor, everything else one more, and their "
        "product is the fold. A factor is what setting that loop free multiplies the "
        "fold by, "
        "in "
        "the (geometric) mean over all orders in which loops, clamped at their "
        "untreated "
        "signals, may be set free: its Shapley value. The table of --output has a row "
        "for each cell, variant, time and loop.",
    .examples = examples,
    .rows = rows,
    .run = run_verb,
};
