/*
 * cmd_sensitivity.c - which constants a readout depends on.
 */
#include "cli/verbs.h"

#include <math.h>

#include "analysis/sensitivity.h"
#include "base/diag.h"
#include "cli/arms_plan.h"
#include "cli/arms_verb.h"
#include "cli/progress.h"
#include "cli/sensitivity_plan.h"
#include "cli/sensitivity_report.h"
#include "study/context.h"
#include "study/samples.h"

#define DEFAULT_TOP 15
#define DEFAULT_LEVELS 4
#define DEFAULT_RESAMPLES 1000
#define DEFAULT_SEED 1

static const struct opt rows[] = {
    OPT_TEXTS(
        struct sensitivity_opts, readouts, "readout", "[WHAT:]NAME[@TIME]",
        "list readouts",
        "what depends: a readout at a time, or at the end of the run. WHAT: fold, "
        "of the untreated level; max, min, auc or time-to-max, up to that time. "
        "Several with commas, or several times"),
    OPT_CHOICE(struct sensitivity_opts, method, "method", "METHOD", "local",
               pl_sensitivity_words,
               "local: elasticities where the model stands; morris: which constants "
               "matter over their ranges, in few runs; sobol: shares of the variance "
               "over the ranges"),
    OPT_TEXTS(
        struct sensitivity_opts, vary, "vary", "NAME[=LO..HI[:lin|log]]",
        "list parameters",
        "a constant, dose or fraction that varies; without a range the one of the "
        "model's table of parameters. Without --vary those that the table says to "
        "estimate; 'all' for every row of it. Several times"),
    OPT_COUNT(struct sensitivity_opts, samples, "samples", "N", "1024; 50 for morris",
              2.0, 1e9,
              "sobol: base samples, N (d + 2) runs for d constants; best a power of 2. "
              "morris: trajectories, N (d + 1) runs"),
    OPT_COUNT(struct sensitivity_opts, levels, "levels", "P", "4", 2.0, 1e6,
              "morris: levels of each range, an even number"),
    OPT_COUNT(
        struct sensitivity_opts, candidates, "candidates", "M", NULL, 2.0, 1e6,
        "morris: choose the trajectories from M, as far apart as can be: worth it "
        "where runs are dear"),
    OPT_COUNT(struct sensitivity_opts, resamples, "resamples", "N", "1000", 0.0, 1e6,
              "drawings that the 95 % intervals of morris and sobol are made of; 0 for "
              "none"),
    SEED_ROW(struct sensitivity_opts, seed, "of samples and of drawings"),
    OPT_COUNT(struct sensitivity_opts, top, "top", "N", "15", 1.0, 1e6,
              "how many constants are shown; --output has all"),
    OPT_GROUP("Network"),
    ARMS_PANEL_ROWS(struct sensitivity_opts, arms, ""),
    OPT_GROUP("Treatment (each may be given several times)"),
    NETWORK_ACTION_ROWS(struct sensitivity_opts, arms.network),
    NETWORK_CLAMP_ROW(struct sensitivity_opts, arms.network),
    OPT_GROUP("Run"),
    OPT_TEXT(struct sensitivity_opts, arms.duration, "for", "DURATION",
             "to the last time of --readout, or 48h", NULL,
             "how long: 90s, 30min, 48h, 2d; a bare number in a model without "
             "time_unit"),
    OPT_FLAG(struct sensitivity_opts, arms.equilibrate, "equilibrate",
             "bring the untreated network to rest first, with every set of constants: "
             "the default"),
    OPT_FLAG(struct sensitivity_opts, arms.no_equilibrate, "no-equilibrate",
             "start from the file's values"),
    OPT_TEXT(struct sensitivity_opts, arms.method, "stepper", "NAME", "auto",
             "list methods", "how to step; simulate list methods tells them"),
    OPT_REAL(struct sensitivity_opts, arms.rtol, "rtol", "NUMBER",
             "1e-6; 1e-10 for local", 0.0, 1.0,
             "relative tolerance of a step: differences of runs need a small one"),
    OPT_REAL(struct sensitivity_opts, arms.atol, "atol", "NUMBER",
             "1e-3 rtol of each species' size", 0.0, INFINITY,
             "absolute tolerance of a step, in the model's unit"),
    OPT_COUNT(struct sensitivity_opts, arms.max_steps, "max-steps", "N", "100000", 1.0,
              1e12, "give up a run after N steps"),
    TIME_LIMIT_ROW(struct sensitivity_opts, arms.time_limit,
                   "give up after so much time on the clock: 10s, 5min"),
    THREADS_ROW(struct sensitivity_opts, arms.threads),
    KERNEL_ROW(struct sensitivity_opts, arms.kernel),
    OPT_GROUP("Output"),
    OUTPUT_ROWS(struct sensitivity_opts, arms.output),
    MEMBERS_ROW(struct sensitivity_opts, arms.members),
    ARMS_OUTPUT_ROWS(struct sensitivity_opts, arms),
    OPT_END,
};

static const char *const examples[] = {
    "simulate sensitivity --readout pAkt_S473@24h",
    "which constants set the resting level, by their elasticities",
    "simulate sensitivity --readout fold:pAkt_S473@24h --drug everolimus=20nM --method "
    "morris",
    "which constants matter for the answer to a drug, over all their ranges",
    "simulate sensitivity --readout fold:pAkt_S473@24h --drug everolimus=20nM --method "
    "sobol --vary b_PHLPP --vary g_Rictor --vary k_IRS1_S --vary d_Grb10 --plot s.svg",
    "how much of the variance four of them make, with a picture",
    "simulate sensitivity --readout pAkt_S473@24h --method sobol --vary "
    "everolimus=0.01..100nM:log --vary MK2206=1..1000nM:log",
    "two doses: alone, and together",
    NULL,
};

/* What one call holds. */
struct sensitivity {
    struct sensitivity_opts opts;
    struct sensitivity_plan plan;
    struct pl_sensitivity found;
};

static enum pl_status
prepare(void *call, struct cli *cli)
{
    struct sensitivity *sensitivity = call;

    return sensitivity_plan_init(&sensitivity->plan, cli, &sensitivity->opts);
}

static enum pl_status
run(void *call)
{
    struct sensitivity *sensitivity = call;
    struct sensitivity_plan *plan = &sensitivity->plan;
    struct cli *cli = plan->arms.cli;
    const struct pl_sensitivity *found = &sensitivity->found;
    struct progress progress;
    enum pl_status status = PL_OK;

    progress_begin(&progress, cli, "runs", 0, pl_sensitivity_n_runs(&plan->options));
    plan->options.tell = progress_tell_of;
    plan->options.tell_context = &progress;
    plan->options.run = plan->arms.run; /* as the course has settled it */
    status = pl_sensitivity_run(plan->arms.context, &plan->options, cli->diags,
                                &sensitivity->found);
    progress_end(&progress);
    if (status == PL_OK) {
        pl_samples_warn(found->n_failed, found->n_runs, found->failure, cli->diags);
    }
    return status;
}

static enum pl_status
report(const void *call, struct pl_text *text)
{
    const struct sensitivity *sensitivity = call;

    return sensitivity_report(&sensitivity->plan, &sensitivity->found, text);
}

static enum pl_status
markdown(const void *call, struct pl_text *text)
{
    const struct sensitivity *sensitivity = call;

    return sensitivity_markdown(&sensitivity->plan, &sensitivity->found, text);
}

static enum pl_status
frame(const void *call, struct pl_frame **out)
{
    const struct sensitivity *sensitivity = call;

    return pl_sensitivity_frame(&sensitivity->found, sensitivity->opts.arms.members,
                                sensitivity->plan.arms.cli->diags, out);
}

static void
methods(const void *call, bool is_data, struct pl_text *screen)
{
    const struct sensitivity *sensitivity = call;

    sensitivity_put_methods(&sensitivity->plan, &sensitivity->found, is_data, screen);
}

static enum pl_status
draw(const void *call)
{
    const struct sensitivity *sensitivity = call;

    return sensitivity_figure_draw(&sensitivity->plan, &sensitivity->found);
}

static const char *
describe(const void *call, struct pl_text *treatments)
{
    const struct sensitivity *sensitivity = call;

    sensitivity_describe(&sensitivity->plan, &sensitivity->found, treatments);
    return sensitivity->found.method;
}

static enum exit_code
run_verb(struct cli *cli, const struct verb *verb, int argc, char **argv)
{
    static const struct arms_verb course = {prepare, run,     report, markdown,
                                            frame,   methods, draw,   describe};
    struct sensitivity sensitivity = {.opts = {.arms = arms_opts_default(),
                                               .method = PL_SENSITIVITY_LOCAL,
                                               .levels = DEFAULT_LEVELS,
                                               .resamples = DEFAULT_RESAMPLES,
                                               .seed = DEFAULT_SEED,
                                               .top = DEFAULT_TOP}};
    enum exit_code code = EXIT_USAGE;

    sensitivity.opts.arms.rtol = (double)NAN;
    if (arms_verb_parse(cli, verb, argc, argv, &sensitivity.opts,
                        &sensitivity.opts.arms, &code)) {
        code = arms_verb_execute(cli, &course, &sensitivity, &sensitivity.plan.arms);
    }
    pl_sensitivity_finish(&sensitivity.found);
    sensitivity_plan_finish(&sensitivity.plan);
    opt_finish(rows, &sensitivity.opts);
    return code;
}

const struct verb cmd_sensitivity = {
    .name = "sensitivity",
    .summary = "Which constants a readout depends on: local, Morris, Sobol",
    .arguments = "",
    .description =
        "Local answers are elasticities: by how many per cent the readout changes when "
        "a constant does by one. Morris's and Sobol's methods ask over the ranges of "
        "the model's table of parameters, or of --vary. In an ensemble each set is "
        "asked, and medians and bands are shown. The table of --output has a row for "
        "each cell, variant, readout and constant.",
    .examples = examples,
    .rows = rows,
    .run = run_verb,
};
