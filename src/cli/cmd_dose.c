/*
 * cmd_dose.c - dose-response curves.
 */
#include "cli/verbs.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/dose.h"
#include "analysis/two_drugs.h"
#include "base/diag.h"
#include "cli/arms_plan.h"
#include "cli/arms_verb.h"
#include "cli/dose_plan.h"
#include "cli/dose_report.h"
#include "cli/dose_with.h"
#include "cli/synergy_report.h"
#include "study/context.h"

struct dose_opts {
    struct arms_opts arms;
    struct opt_texts readouts;
    size_t points; /* 0 when not given */
    bool marks;
    struct dose_with_opts with;
};

static const struct opt rows[] = {
    OPT_TEXTS(
        struct dose_opts, arms.network.drug, "drug", "NAME=LOW..HIGH[:N]", "list drugs",
        "a drug over a range of doses: a curve for each that has one; as NAME=DOSE "
        "it is given in every run. Doses have their unit: pM, nM, uM, mM"),
    OPT_TEXTS(
        struct dose_opts, readouts, "readout", "[WHAT:]NAME[@TIME],...",
        "list readouts",
        "what responds, at a time or at the end: the fold of the untreated level; "
        "WHAT: level, max, min, auc or time-to-max. The model's first readout "
        "without it"),
    OPT_COUNT(struct dose_opts, points, "points", "N", "8 a decade, 9 at least", 4.0,
              DOSE_MOST_POINTS, "doses of a curve, beside dose 0"),
    DOSE_WITH_ROWS(struct dose_opts, with),
    DOSE_NETWORK_ROWS(struct dose_opts, arms),
    ARMS_RUN_ROWS(struct dose_opts, arms),
    OPT_GROUP("Output"),
    OUTPUT_ROWS(struct dose_opts, arms.output),
    OPT_FLAG(
        struct dose_opts, marks, "marks",
        "in that table what was read off the curves (EC50, IC50, Emax, slope, Hill "
        "fit) instead of the curves; of two drugs their summary scores"),
    MEMBERS_ROW(struct dose_opts, arms.members),
    ARMS_OUTPUT_ROWS(struct dose_opts, arms),
    OPT_END,
};

static const char *const examples[] = {
    "simulate dose --drug everolimus=0.01nM..100nM --readout pAkt_S473@24h",
    "how Akt pS473 answers to everolimus: EC50, extreme, slope, Hill fit",
    "simulate dose --drug everolimus=1pM..1uM --drug AZD8055=1pM..1uM --plot "
    "curves.svg",
    "two drugs side by side",
    "simulate dose --drug BEZ235=0.1nM..10uM --cell her2_normal --readout "
    "pAkt_T308@24h,pAkt_S473@24h,pS6K@24h",
    "a drug with two targets: mTOR first, PI3K later; Akt pT308 goes up, then down",
    "simulate dose --drug everolimus=0.01nM..1uM --cell her2_normal_drained",
    "up, then down: the rebound, then mTORC2 runs out",
    "simulate dose --drug everolimus=0.1nM..100nM --with MK2206=10nM..10uM --plot "
    "pair.svg",
    "two drugs together: synergy or antagonism, and by which model",
    "simulate dose --drug MK2206=1nM..10uM --drug everolimus=20nM --cell all",
    "one drug on top of another, in every cell",
    "simulate dose --drug everolimus=1pM..1uM --marks --output ec50.csv",
    "the numbers for a table",
    "simulate dose --drug everolimus=1pM..1uM --ensemble sets.tsv --members --marks",
    "EC50, IC50, Emax and slope of each parameter set",
    NULL,
};

/* What one call holds. */
struct dose {
    struct dose_opts opts;
    struct dose_plan plan;
    struct pl_dose dose;          /* each drug alone; or, with --with, */
    struct synergy_boards boards; /* two together */
};

static enum pl_status
read_ranges(struct dose *dose, const char *const *varied, size_t n_varied)
{
    struct dose_plan *plan = &dose->plan;
    const struct dose_with_opts *with = &dose->opts.with;
    const size_t n_points = with->with.n > 0 && dose->opts.points == 0
                                ? DOSE_WITH_POINTS
                                : dose->opts.points;
    enum pl_status status = PL_OK;

    if (n_varied == 0) {
        pl_diag_error(plan->arms.cli->diags, PL_ERR_OPTION, NULL,
                      "no drug has a range of doses");
        pl_diag_hint(plan->arms.cli->diags,
                     "as in --drug everolimus=0.01nM..100nM; simulate list drugs");
        return PL_ERR_OPTION;
    }
    for (size_t i = 0; i < n_varied && status == PL_OK; i++) {
        const struct dose_range range = {"--drug", varied[i], varied[i]};

        status = dose_plan_add_range(plan, &range, n_points);
    }
    if (status == PL_OK && with->with.n > 0) {
        status = dose_with_prepare(plan, with, n_varied, n_points);
    }
    if (status == PL_OK) {
        status = dose_plan_measures(plan, &dose->opts.readouts);
    }
    return status == PL_OK ? dose_plan_arrange(plan) : status;
}

/* A board of two drugs is scored in every set, and has their bands alone. */
static enum pl_status
check_members(const struct dose_opts *opts, struct cli *cli)
{
    if (!opts->arms.members || opts->with.with.n == 0) {
        return PL_OK;
    }
    pl_diag_error(cli->diags, PL_ERR_OPTION, NULL,
                  "--members: of two drugs (--with) the table has medians and bands "
                  "alone");
    pl_diag_hint(cli->diags, "leave one of the two out");
    return PL_ERR_OPTION;
}

static enum pl_status
prepare(void *call, struct cli *cli)
{
    struct dose *dose = call;
    const struct arms_opts *opts = &dose->opts.arms;
    struct dose_plan *plan = &dose->plan;
    const char **varied = calloc(opts->network.drug.n + 1, sizeof *varied);
    size_t n_varied = 0;
    enum pl_status status = PL_OK;

    if (varied == NULL) {
        return pl_diag_no_memory(cli->diags, "the drugs");
    }
    status = check_members(&dose->opts, cli);
    if (status == PL_OK) {
        status = dose_with_check(&dose->opts.with, cli->diags);
    }
    if (status == PL_OK) {
        status = dose_plan_split(plan, cli, opts, "..", varied, &n_varied);
    }
    if (status == PL_OK) {
        status = dose_plan_init(plan, cli);
    }
    if (status == PL_OK) {
        status = read_ranges(dose, varied, n_varied);
    }
    free(varied);
    if (status != PL_OK || opts->account.plot == NULL) {
        return status;
    }
    return dose->opts.with.with.n > 0 ? dose_with_check_plot(plan)
                                      : dose_figure_check(plan);
}

static enum pl_status
run(void *call)
{
    struct dose *dose = call;
    const struct arms_plan *arms = &dose->plan.arms;
    const struct pl_dose_options options = {dose_plan_runs(&dose->plan),
                                            dose->plan.doses};
    const enum pl_status status =
        pl_dose_run(arms->context, &options, arms->cli->diags, &dose->dose);

    if (status == PL_OK) {
        pl_dose_runs_warn(&dose->dose.runs, arms->cli->diags);
    }
    return status;
}

static enum pl_status
report(const void *call, struct pl_text *text)
{
    const struct dose *dose = call;

    return dose_report(&dose->plan, &dose->dose, text);
}

static enum pl_status
markdown(const void *call, struct pl_text *text)
{
    const struct dose *dose = call;

    return dose_markdown(&dose->plan, &dose->dose, text);
}

static enum pl_status
frame(const void *call, struct pl_frame **out)
{
    const struct dose *dose = call;
    const struct arms_opts *opts = &dose->opts.arms;
    struct pl_diags *diags = dose->plan.arms.cli->diags;

    return dose->opts.marks
               ? pl_dose_marks_frame(&dose->dose, opts->members, diags, out)
               : pl_dose_frame(&dose->dose, opts->members, diags, out);
}

static void
methods(const void *call, bool is_data, struct pl_text *screen)
{
    const struct dose *dose = call;

    dose_put_methods(&dose->plan, &dose->dose, is_data, screen);
}

static enum pl_status
draw(const void *call)
{
    const struct dose *dose = call;

    return dose_figure_draw(&dose->plan, &dose->dose);
}

static const char *
describe(const void *call, struct pl_text *treatments)
{
    const struct dose *dose = call;

    dose_plan_describe(&dose->plan, treatments);
    return dose->dose.runs.method;
}

/* The same stages of two drugs together. */

static enum pl_status
run_both(void *call)
{
    struct dose *dose = call;

    return dose_with_run(&dose->plan, &dose->opts.with, &dose->boards);
}

static enum pl_status
report_both(const void *call, struct pl_text *text)
{
    return synergy_report(&((const struct dose *)call)->boards, text);
}

static enum pl_status
markdown_both(const void *call, struct pl_text *text)
{
    return synergy_markdown(&((const struct dose *)call)->boards, text);
}

static enum pl_status
frame_both(const void *call, struct pl_frame **out)
{
    const struct dose *dose = call;

    return dose_with_frame(&dose->boards, dose->opts.marks, out);
}

static void
methods_both(const void *call, bool is_data, struct pl_text *screen)
{
    synergy_put_methods(&((const struct dose *)call)->boards, is_data, screen);
}

static enum pl_status
draw_both(const void *call)
{
    return synergy_figure_draw(&((const struct dose *)call)->boards);
}

static const char *
describe_both(const void *call, struct pl_text *treatments)
{
    const struct dose *dose = call;

    dose_plan_describe(&dose->plan, treatments);
    return dose->boards.items[0].method;
}

static enum exit_code
run_verb(struct cli *cli, const struct verb *verb, int argc, char **argv)
{
    static const struct arms_verb course = {prepare, run,     report, markdown,
                                            frame,   methods, draw,   describe};
    static const struct arms_verb both = {prepare,       run_both,     report_both,
                                          markdown_both, frame_both,   methods_both,
                                          draw_both,     describe_both};
    struct dose dose = {
        .opts = {.arms = arms_opts_default(), .with = dose_with_opts_default()}};
    enum exit_code code = EXIT_USAGE;

    if (arms_verb_parse(cli, verb, argc, argv, &dose.opts, &dose.opts.arms, &code)) {
        code = arms_verb_execute(cli, dose.opts.with.with.n > 0 ? &both : &course,
                                 &dose, &dose.plan.arms);
    }
    pl_dose_finish(&dose.dose);
    dose_with_finish(&dose.boards);
    dose_plan_finish(&dose.plan);
    opt_finish(rows, &dose.opts);
    return code;
}

const struct verb cmd_dose = {
    .name = "dose",
    .summary = "Dose-response curves: EC50, IC50, Emax, slope, Hill fit",
    .arguments = "",
    .description =
        "Each drug with a range has a curve of its own, in each cell and variant, with "
        "all else that is said held; it acts from time 0 on. What is read off comes "
        "from the simulated curve itself, by root finding. A curve that turns has "
        "phases, each with its own half-effect dose, and is not forced into a Hill "
        "curve. Intervals come from --ensemble alone: a curve without noise has none. "
        "The table of --output has a row for each dose. --with combines two drugs, "
        "each "
        "dose with each: by how much is the effect of both more, or less, than HSA, "
        "Bliss and Loewe let expect, by the simulated curves themselves; beside these "
        "ZIP and Loewe by fitted curves, as for measured checkerboards. The table then "
        "has a row for each combination.",
    .examples = examples,
    .rows = rows,
    .run = run_verb,
};
