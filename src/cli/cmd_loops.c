/*
 * cmd_loops.c - the feedback loops of a network, and which of them rule a run, when.
 */
#include "cli/verbs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/loop_open.h"
#include "analysis/loops.h"
#include "analysis/loops_frame.h"
#include "base/diag.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/duration.h"
#include "cli/files.h"
#include "cli/loops_run.h"
#include "cli/progress.h"
#include "out/sink.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/summary.h"
#include "study/treatment.h"

/* Times of scores: of one run, of each member of an ensemble. */
#define DEFAULT_POINTS 193
#define ENSEMBLE_POINTS 13

/* Velocities and accelerations, which scores are made of, are differences of large terms:
 * they need a state that is exact far beyond what curves need. */
#define DEFAULT_RTOL 1e-9

#define DEFAULT_TOP 20

static const char *const score_words[] = {
    [PL_LOOP_DRIVE] = "drive",
    [PL_LOOP_ACCELERATION] = "acceleration",
    NULL,
};

static const struct opt rows[] = {
    NETWORK_CELL_ROWS(struct loops_opts, network),
    NETWORK_ENSEMBLE_ROW(struct loops_opts, network),
    NETWORK_TREATMENT_ROWS(struct loops_opts, network),
    NETWORK_CLAMP_ROW(struct loops_opts, network),
    OPT_GROUP("Loops"),
    OPT_TEXT(struct loops_opts, at, "at", "TIME", "the end of the run", NULL,
             "the treated state that gains are given of beside the untreated one: a "
             "time of the run, or 'rest' for where the treatment leads in the end"),
    OPT_COUNT(struct loops_opts, max_length, "max-length", "N", "20", 2.0, 1e9,
              "loops of at most N nodes, states and feedback signals"),
    OPT_COUNT(struct loops_opts, max_loops, "max-loops", "N", "100000", 1.0, 1e9,
              "at most N loops, the short ones first"),
    OPT_CHOICE(struct loops_opts, score, "score", "WHAT", "drive", score_words,
               "what a link's score is a share of: drive (its target's acceleration "
               "without the target's own first-order loop) or acceleration (all of "
               "it, as published; for networks without fast members)"),
    OPT_GROUP("Run"),
    OPT_TEXT(struct loops_opts, duration, "for", "DURATION", DURATION_DEFAULT_WORDS,
             NULL, "how long: 90s, 30min, 48h, 2d"),
    OPT_TEXT(struct loops_opts, every, "every", "DURATION",
             "1/192 of the run, of an ensemble's 1/12", NULL,
             "times of scores so far apart"),
    OPT_FLAG(struct loops_opts, equilibrate, "equilibrate",
             "bring the untreated network to rest first: the default"),
    OPT_FLAG(struct loops_opts, no_equilibrate, "no-equilibrate",
             "start from the file's values, for a network that does not rest"),
    OPT_TEXT(struct loops_opts, method, "method", "NAME", "auto", "list methods",
             "how to step; simulate list methods tells them"),
    OPT_REAL(struct loops_opts, rtol, "rtol", "NUMBER", "1e-9", 0.0, 1.0,
             "relative tolerance of a step; scores need a small one"),
    OPT_REAL(struct loops_opts, atol, "atol", "NUMBER",
             "1e-3 rtol of each species' size", 0.0, INFINITY,
             "absolute tolerance of a step, in the model's unit"),
    OPT_COUNT(struct loops_opts, max_steps, "max-steps", "N", "100000", 1.0, 1e12,
              "give up a run after N steps"),
    TIME_LIMIT_ROW(struct loops_opts, time_limit,
                   "give up after so much time on the clock: 10s, 5min"),
    THREADS_ROW(struct loops_opts, threads),
    KERNEL_ROW(struct loops_opts, kernel),
    OPT_GROUP("Output"),
    OPT_CHOICE(struct loops_opts, table, "table", "WHAT", "loops", pl_loops_table_words,
               "the table that is written: loops, edges, scores (of the first loops "
               "over time), groups (of loops with the same edges and sign, over "
               "time), self (first-order loops) or links"),
    OPT_COUNT(struct loops_opts, top, "top", "N", "20", 1.0, 1e9,
              "how many loops or groups scores have; in an ensemble, how many loops "
              "have bands"),
    OUTPUT_ROWS(struct loops_opts, output),
    ACCOUNT_ROWS(struct loops_opts, account),
    PROVENANCE_ROW(struct loops_opts, provenance),
    OPT_FLAG(struct loops_opts, verbose, "verbose",
             "tell how the run was made, on stderr"),
    COLOUR_ROW(struct loops_opts, colour),
    OPT_END,
};

static const char *const examples[] = {
    "simulate loops --inhibit mTORC1",
    "which feedback loops rule the 48 h after mTORC1 is blocked, and which are open",
    "simulate loops",
    "every loop of the untreated network with sign, gain and time scale",
    "simulate loops --drug everolimus=20nM --at rest --output loops.csv",
    "all loops as a table, with their gains where everolimus leads in the end",
    "simulate loops --inhibit Akt --plot loops.svg --caption",
    "the shares of the loops over time, as a picture",
    NULL,
};

static enum pl_status
read_at(struct loops_run *run)
{
    const char *word = run->opts.at;
    enum pl_status status = PL_OK;

    run->options.at = (double)NAN;
    if (word == NULL) {
        return PL_OK;
    }
    if (strcmp(word, "rest") == 0) {
        run->options.at = PL_LOOPS_AT_REST;
        return PL_OK;
    }
    status = duration_read_at(run->context, "--at=", word, run->options.duration,
                              run->cli->diags, &run->options.at);
    if (status != PL_OK) {
        pl_diag_hint(run->cli->diags,
                     "--at=rest is where the treatment leads in the end");
    }
    return status;
}

/* The times of the summary, and that of --at among them. */
static void
choose_marks(struct loops_run *run)
{
    struct pl_loops_options *options = &run->options;
    size_t k = 0;

    pl_summary_marks(run->context, run->treatment, options->duration, run->marks,
                     &options->n_marks);
    options->marks = run->marks;
    if (!isfinite(options->at)) {
        return;
    }
    while (k < options->n_marks && run->marks[k] < options->at) {
        k++;
    }
    if (k < options->n_marks && run->marks[k] > options->at) {
        memmove(run->marks + k + 1, run->marks + k,
                (options->n_marks - k) * sizeof *run->marks);
        run->marks[k] = options->at;
        options->n_marks++;
    }
}

static enum pl_status
read_times(struct loops_run *run)
{
    struct pl_loops_options *options = &run->options;
    double every = 0.0;
    enum pl_status status = duration_read_for(run->context, run->opts.duration,
                                              run->cli->diags, &options->duration);

    options->n_points = run->ensemble != NULL ? ENSEMBLE_POINTS : DEFAULT_POINTS;
    if (status == PL_OK && run->opts.every != NULL) {
        status = duration_read(run->context, "every", run->opts.every, run->cli->diags,
                               &every);
    }
    if (status == PL_OK && every > 0.0) {
        const double n = ceil(options->duration / every - 1e-6) + 1.0;

        options->n_points = n > (double)PL_TIMECOURSE_MAX_TIMES
                                ? PL_TIMECOURSE_MAX_TIMES + 1
                                : (size_t)fmax(n, 2.0);
    }
    if (status == PL_OK) {
        status = read_at(run);
    }
    return status;
}

static enum pl_status
check_paths(const struct loops_run *run)
{
    const struct loops_opts *opts = &run->opts;
    const struct file_read ensemble = {opts->network.ensemble,
                                       "the table of parameter sets"};
    const struct file_written written[] = {{opts->output.output, "output"},
                                           {opts->account.plot, "plot"},
                                           {opts->provenance, "provenance"}};

    return files_check(run->context, &ensemble, 1, written,
                       sizeof written / sizeof *written, run->cli->diags);
}

/* What asks for a run is no use where nothing moves. */
static enum pl_status
check_moves(const struct loops_run *run)
{
    struct pl_diags *diags = run->cli->diags;

    if (run->opts.no_equilibrate || pl_treatment_is_any(run->treatment)) {
        return PL_OK;
    }
    if (run->opts.account.plot != NULL) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "--plot draws shares along a run, and at rest nothing moves");
    } else if (run->opts.at != NULL) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "--at=%s is a moment of a run, and at rest nothing moves",
                      run->opts.at);
    } else {
        return PL_OK;
    }
    pl_diag_hint(diags, "give a treatment, or start from the file's values with "
                        "--no-equilibrate");
    return PL_ERR_OPTION;
}

/* Everything that can be wrong before the run is found before the run. */
static enum pl_status
prepare(struct loops_run *run)
{
    struct cli *cli = run->cli;
    const struct loops_opts *opts = &run->opts;
    enum pl_status status = account_check(&opts->account, cli->diags);

    if (status == PL_OK && opts->equilibrate && opts->no_equilibrate) {
        status = pl_diag_error(cli->diags, PL_ERR_OPTION, NULL,
                               "--equilibrate and --no-equilibrate exclude each other");
    }
    if (status == PL_OK) {
        status = duration_read_limit(opts->time_limit, cli->diags, &run->time_limit);
    }
    if (status == PL_OK) {
        status = cli_load(cli, opts->network.model, &run->context);
    }
    if (status == PL_OK) {
        status = check_paths(run);
    }
    if (status == PL_OK) {
        status = pl_context_choose_kernel(
            run->context, (enum pl_kernel_choice)opts->kernel, cli->diags);
    }
    if (status == PL_OK) {
        status =
            cli_treatment(cli, &opts->network, run->context, false, &run->treatment);
    }
    if (status == PL_OK) {
        status = cli_ensemble(cli, &opts->network, run->context, run->treatment,
                              &run->ensemble);
    }
    if (status == PL_OK) {
        status = read_times(run);
    }
    if (status == PL_OK) {
        status = check_moves(run);
    }
    if (status == PL_OK) {
        choose_marks(run);
    }
    return status;
}

/* Ctrl-C, or --time-limit. */
static bool
is_over(void *context)
{
    const struct loops_run *run = context;

    return interrupt_pending(NULL) ||
           (run->time_limit > 0.0 && progress_clock() - run->begun > run->time_limit);
}

static void
set_options(struct loops_run *run)
{
    struct pl_loops_options *options = &run->options;

    options->sim = pl_sim_options_default();
    options->sim.method = run->opts.method;
    options->sim.rtol = run->opts.rtol;
    options->sim.atol = run->opts.atol;
    options->sim.max_steps = run->opts.max_steps;
    options->sim.stop = is_over;
    options->sim.stop_context = run;
    options->equilibrate =
        run->opts.no_equilibrate ? PL_EQUILIBRATE_NO : PL_EQUILIBRATE_YES;
    options->score = (enum pl_loop_score)run->opts.score;
    options->max_length = run->opts.max_length;
    options->max_loops = run->opts.max_loops;
    options->max_rows = run->opts.top;
    options->n_threads = run->opts.threads;
    options->ensemble = run->ensemble;
}

/* What ended the work before it was done. */
static enum pl_status
settle(const struct loops_run *run, enum pl_status status)
{
    char limit[PL_NUMBER_SIZE];

    if (status != PL_OK && interrupt_pending(NULL)) {
        return PL_ERR_STOPPED; /* gnuplot, for one, just fails after Ctrl-C */
    }
    if (status != PL_ERR_STOPPED) {
        return status;
    }
    pl_number_round(run->time_limit, 6, limit);
    pl_diag_error(run->cli->diags, PL_ERR_STEP, NULL,
                  "the time limit of %s s was reached before all loops were weighed",
                  limit);
    pl_diag_hint(run->cli->diags,
                 "allow more with --time-limit, or look for fewer with "
                 "--max-loops or --max-length");
    return PL_ERR_STEP;
}

static void
add_hint(const struct loops_run *run, enum pl_status status)
{
    if (status != PL_ERR_REST) {
        return;
    }
    if (run->options.at == PL_LOOPS_AT_REST) {
        pl_diag_hint(run->cli->diags, "give a time of the run, as in --at=24h");
    } else {
        pl_diag_hint(run->cli->diags,
                     "weigh the loops of its run from the model's own values with "
                     "--no-equilibrate");
    }
}

/* Nothing is written before all is known; what waits for a reader comes last. */
static enum pl_status
execute(struct loops_run *run)
{
    struct pl_diags *diags = run->cli->diags;
    struct pl_text screen;
    enum pl_status status = loops_open_files(run);

    if (status != PL_OK) {
        return status;
    }
    pl_text_init(&screen);
    interrupt_hold();
    run->begun = progress_clock();
    status =
        pl_loops_run(run->context, run->treatment, &run->options, diags, &run->loops);
    add_hint(run, status);
    if (run->opts.verbose) {
        cli_print_kernel(run->context->kernels);
    }
    if (status == PL_OK) {
        status = loops_write_results(run, &screen);
    }
    pl_sink_discard(run->output);
    pl_sink_discard(run->provenance);
    status = settle(run, status);
    interrupt_release();
    if (status == PL_OK) {
        status = loops_prints_frame(run) ? cli_write(run->cli, NULL, &screen)
                                         : cli_show(run->cli, NULL, &screen);
    }
    pl_text_finish(&screen);
    return status;
}

static enum exit_code
run_verb(struct cli *cli, const struct verb *verb, int argc, char **argv)
{
    const struct pl_sim_options sim = pl_sim_options_default();
    struct loops_run run = {.cli = cli,
                            .opts = {.network.model = CLI_DEFAULT_MODEL,
                                     .max_length = PL_LOOPS_MOST_NODES,
                                     .max_loops = PL_LOOPS_MOST,
                                     .method = sim.method,
                                     .rtol = DEFAULT_RTOL,
                                     .atol = sim.atol,
                                     .max_steps = sim.max_steps,
                                     .table = LOOPS_TABLE_NONE,
                                     .top = DEFAULT_TOP,
                                     .output.format = CLI_FORMAT_NONE}};
    struct opt_texts arguments = {NULL, 0};
    enum exit_code code = EXIT_USAGE;

    if (!cli_parse(cli, verb, argc, argv, &run.opts, &arguments, &code)) {
        goto done;
    }
    if (!cli_refuse_arguments(cli, &arguments)) {
        code = EXIT_USAGE;
        goto done;
    }
    cli_set_colour(cli, run.opts.colour);
    code = cli_load_code(prepare(&run));
    if (code == EXIT_DONE) {
        set_options(&run);
        code = cli_run_code(execute(&run));
    }

done:
    pl_loops_finish(&run.loops);
    pl_ensemble_destroy(run.ensemble);
    pl_treatment_destroy(run.treatment);
    pl_context_destroy(run.context);
    opt_finish(rows, &run.opts);
    opt_texts_finish(&arguments);
    return code;
}

const struct verb cmd_loops = {
    .name = "loops",
    .summary = "The feedback loops of a network, and which of them rule a run, when",
    .arguments = "",
    .description =
        "A loop passes states and feedback signals and comes back to where it began. "
        "Its "
        "gain is what a push is multiplied by once round, at rest; its score says how "
        "much of what happens just now goes round it. A loop of which the treatment "
        "leaves 5 % of the gain or less is open: hardly anything comes back round it. "
        "simulate explain tells what opening it did.",
    .examples = examples,
    .rows = rows,
    .run = run_verb,
};
