/*
 * cmd_compare.c - treatments side by side.
 */
#include "cli/verbs.h"

#include <math.h>

#include "analysis/compare.h"
#include "base/diag.h"
#include "cli/arms_plan.h"
#include "cli/arms_verb.h"
#include "cli/compare_figure.h"
#include "cli/compare_report.h"
#include "cli/pairs_verb.h"
#include "study/times.h"

struct compare_opts {
    struct arms_opts arms;
    struct pairs_opts pairs;
};

static const struct opt rows[] = {
    ARMS_TREAT_ROW(struct compare_opts, arms),
    ARMS_READOUT_ROW(struct compare_opts, arms,
                     "what is compared: a readout, species, rule, parameter or "
                     "reaction, or several; the model's first readout without it"),
    OPT_TEXT(struct compare_opts, arms.at, "at", "TIME[,TIME]", "1h,8h,24h,48h of 48h",
             NULL, "the times of the table"),
    PAIRS_ROWS(struct compare_opts, pairs),
    OPT_GROUP("Network"),
    ARMS_PANEL_ROWS(struct compare_opts, arms, ""),
    ARMS_COMMON_ROWS(struct compare_opts, arms),
    ARMS_RUN_ROWS(struct compare_opts, arms),
    OPT_GROUP("Output"),
    OUTPUT_ROWS(struct compare_opts, arms.output),
    MEMBERS_ROW(struct compare_opts, arms.members),
    ARMS_OUTPUT_ROWS(struct compare_opts, arms),
    OPT_END,
};

static const char *const examples[] = {
    "simulate compare",
    "the therapy classes of the model: which let Akt come back, and when",
    "simulate compare --readout Akt_activity --cell all --plot akt.svg",
    "another readout in every cell, as small plots",
    "simulate compare --treat \"intact: drug everolimus=20nM\" --treat \"no loop: drug "
    "everolimus=20nM, clamp S6K_Rictor\"",
    "one drug with a feedback loop and without it",
    "simulate compare --variant all --format md",
    "tables to paste; and do the rival parameter sets agree?",
    "simulate compare --pairs all --rank Akt_activity@24h --limit \"fold:pERK@24h<2\"",
    "which two drugs together leave the least Akt activity, while pERK does not double",
    NULL,
};

/* What one call holds. */
struct compare {
    struct compare_opts opts;
    struct arms_plan plan;
    double marks[PL_N_REGULAR_TIMES];
    struct pl_compare_options options;
    struct pl_comparison comparison;
};

/* The curves that are compared, and when the table looks at them. */
static enum pl_status
prepare_curves(struct compare *compare)
{
    const struct arms_opts *opts = &compare->opts.arms;
    struct arms_plan *plan = &compare->plan;
    struct pl_compare_options *options = &compare->options;
    enum pl_status status = arms_plan_therapies(plan);

    if (status != PL_OK) {
        return status;
    }
    if (plan->run.n_symbols == 0) {
        return pl_diag_error(plan->cli->diags, PL_ERR_OPTION, NULL,
                             "the model has no readout, and nothing that moves");
    }
    if (opts->readouts.n == 0) {
        plan->run.n_symbols = 1;
    }
    options->run = plan->run;
    options->panels = plan->bases;
    options->n_panels = plan->n_panels;
    options->therapies = &plan->therapies;
    options->marks = plan->at;
    options->n_marks = plan->n_at;
    if (opts->at == NULL) {
        pl_time_regular(plan->context, plan->run.duration, compare->marks);
        options->n_marks = PL_N_REGULAR_TIMES;
        options->marks = compare->marks;
    }
    return opts->account.plot != NULL
               ? compare_figure_check(plan, options->run.n_symbols)
               : PL_OK;
}

static enum pl_status
prepare(void *call, struct cli *cli)
{
    struct compare *compare = call;
    enum pl_status status = arms_plan_init(&compare->plan, cli, &compare->opts.arms);

    if (status == PL_OK) {
        status = prepare_curves(compare);
    }
    return status == PL_OK ? arms_plan_check_files(&compare->plan) : status;
}

static enum pl_status
run(void *call)
{
    struct compare *compare = call;
    struct pl_diags *diags = compare->plan.cli->diags;
    const enum pl_status status = pl_compare_run(
        compare->plan.context, &compare->options, diags, &compare->comparison);

    if (status == PL_OK) {
        pl_compare_warnings(&compare->comparison, diags);
    }
    return status;
}

static enum pl_status
report(const void *call, struct pl_text *text)
{
    const struct compare *compare = call;

    return compare_report(&compare->plan, &compare->comparison, text);
}

static enum pl_status
markdown(const void *call, struct pl_text *text)
{
    const struct compare *compare = call;

    return compare_markdown(&compare->plan, &compare->comparison, text);
}

static enum pl_status
make_frame(const void *call, struct pl_frame **out)
{
    const struct compare *compare = call;

    return pl_compare_frame(&compare->comparison, compare->opts.arms.members,
                            compare->plan.cli->diags, out);
}

static void
put_methods(const void *call, bool is_data, struct pl_text *screen)
{
    const struct compare *compare = call;

    compare_put_methods(&compare->plan, &compare->comparison, is_data, screen);
}

static enum pl_status
draw(const void *call)
{
    const struct compare *compare = call;

    return compare_figure_draw(&compare->plan, &compare->comparison);
}

static const char *
describe(const void *call, struct pl_text *treatments)
{
    const struct compare *compare = call;

    arms_plan_put_treatments(&compare->plan, treatments);
    return compare->comparison.arms.method;
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
execute(struct compare *compare, struct cli *cli)
{
    const struct compare_opts *opts = &compare->opts;
    const enum exit_code code =
        cli_load_code(pairs_check(&opts->pairs, &opts->arms, cli->diags));

    if (code != EXIT_DONE) {
        return code;
    }
    return opts->pairs.which != PAIRS_NONE
               ? pairs_execute(cli, &opts->pairs, &opts->arms)
               : arms_verb_execute(cli, &stages, compare, &compare->plan);
}

static enum exit_code
run_verb(struct cli *cli, const struct verb *verb, int argc, char **argv)
{
    struct compare compare = {
        .opts = {.arms = arms_opts_default(), .pairs = pairs_opts_default()}};
    enum exit_code code = EXIT_USAGE;

    if (arms_verb_parse(cli, verb, argc, argv, &compare.opts, &compare.opts.arms,
                        &code)) {
        code = execute(&compare, cli);
    }
    pl_comparison_finish(&compare.comparison);
    arms_plan_finish(&compare.plan);
    opt_finish(rows, &compare.opts);
    return code;
}

const struct verb cmd_compare = {
    .name = "compare",
    .summary = "Treatments side by side: which let a readout come back, and when",
    .arguments = "",
    .description =
        "The therapy classes of the model's table of treatments, or the treatments "
        "that --treat gives; what --drug, --inhibit and so on say holds in each of "
        "them. All folds are values over the untreated ones of the same cell and "
        "parameter set. The table of --output has a row for each cell, treatment, "
        "readout and time; as Markdown it is the one that people read.",
    .examples = examples,
    .rows = rows,
    .run = run_verb,
};
