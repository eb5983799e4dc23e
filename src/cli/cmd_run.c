/*
 * cmd_run.c - no verb: one time course, as a table, a file, a plot.
 */
#include "cli/verbs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/text.h"
#include "cli/duration.h"
#include "cli/files.h"
#include "cli/run.h"
#include "out/sink.h"
#include "pathloop.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/treatment.h"

/* Output times when nobody says how many. Those of an ensemble cost more: bands over all
 * members. A screen needs those of its curves only (run_report.c). */
#define DEFAULT_POINTS 481
#define ENSEMBLE_POINTS 97 /* every half hour of 48 h */
#define SCREEN_POINTS 31

/* Times at which bands are drawn. */
#define PLOT_POINTS 241

static const struct opt rows[] = {
    NETWORK_CELL_ROWS(struct run_opts, network),
    NETWORK_ENSEMBLE_ROW(struct run_opts, network),
    NETWORK_TREATMENT_ROWS(struct run_opts, network),
    NETWORK_CLAMP_ROW(struct run_opts, network),
    OPT_GROUP("Run"),
    OPT_TEXT(
        struct run_opts, duration, "for", "DURATION", DURATION_DEFAULT_WORDS, NULL,
        "how long: 90s, 30min, 48h, 2d; a bare number in a model without time_unit"),
    OPT_FLAG(struct run_opts, equilibrate, "equilibrate",
             "bring the untreated network to rest first, even without a treatment"),
    OPT_FLAG(struct run_opts, no_equilibrate, "no-equilibrate",
             "start from the file's values, even with a treatment"),
    OPT_TEXT(struct run_opts, method, "method", "NAME", "auto", "list methods",
             "how to step; simulate list methods tells them"),
    OPT_REAL(struct run_opts, rtol, "rtol", "NUMBER", "1e-6", 0.0, 1.0,
             "relative tolerance of a step"),
    OPT_REAL(struct run_opts, atol, "atol", "NUMBER", "1e-3 rtol of each species' size",
             0.0, INFINITY, "absolute tolerance of a step, in the model's unit"),
    OPT_COUNT(struct run_opts, max_steps, "max-steps", "N", "100000", 1.0, 1e12,
              "give up after N steps"),
    TIME_LIMIT_ROW(struct run_opts, time_limit,
                   "give up after so much time on the clock: 10s, 5min"),
    THREADS_ROW(struct run_opts, threads),
    KERNEL_ROW(struct run_opts, kernel),
    OPT_GROUP("Output"),
    OPT_TEXTS(struct run_opts, readouts, "readout", "NAME[,NAME]", "list readouts",
              "a readout, species, rule, parameter or reaction, or 'all'; may be given "
              "several times"),
    OPT_COUNT(struct run_opts, points, "points", "N", "481, or 97 with --ensemble", 2.0,
              1e7, "output times, both ends included"),
    OPT_TEXT(struct run_opts, every, "every", "DURATION", NULL, NULL,
             "output times so far apart, instead of --points"),
    OUTPUT_ROWS(struct run_opts, output),
    MEMBERS_ROW(struct run_opts, members),
    OPT_FLAG(struct run_opts, long_form, "long",
             "one row for each readout and time, instead of one column a readout"),
    ACCOUNT_ROWS(struct run_opts, account),
    OPT_TEXT(struct run_opts, data, "data", "FILE", NULL, "file",
             "measured points (time_h, readout, value, sd): drawn, and their misfit "
             "printed"),
    PROVENANCE_ROW(struct run_opts, provenance),
    OPT_FLAG(struct run_opts, verbose, "verbose", "tell what the run cost, on stderr"),
    COLOUR_ROW(struct run_opts, colour),
    OPT_FLAG(struct run_opts, version, "version", "show the version of pathloop"),
    OPT_END,
};

static const char *const examples[] = {
    "simulate --inhibit mTORC1",
    "block mTORC1 for 48 h and see what Akt does",
    "simulate --drug everolimus=20nM@0h..24h --for 3d --plot washout.svg",
    "a rapalog for a day, then washed out, as a picture",
    "simulate --cell her2_sensitive --background \"drug trastuzumab=68nM\" --drug "
    "BEZ235=50nM",
    "another cell, already on trastuzumab; folds are relative to that",
    "simulate --drug everolimus=20nM --output run.csv --readout all",
    "every readout at 481 times, as CSV",
    "simulate --drug everolimus=20nM --plot figure.pdf --caption --methods",
    "a figure with its legend, and a paragraph for the methods of a paper",
    "simulate --drug everolimus=20nM --ensemble sets.tsv --plot bands.svg",
    "every parameter set of a table: medians, and bands of 5 to 95 %",
    NULL,
};

static enum pl_status
read_times(struct run *run)
{
    struct pl_timecourse_options *options = &run->options;
    struct pl_diags *diags = run->cli->diags;
    enum pl_status status =
        duration_read_for(run->context, run->opts.duration, diags, &options->duration);

    if (status == PL_OK && run->opts.every != NULL) {
        status = duration_read(run->context, "every", run->opts.every, diags,
                               &options->every);
    }
    if (status == PL_OK) {
        status =
            duration_read_limit(run->opts.time_limit, diags, &options->sim.time_limit);
    }
    return status;
}

static enum pl_status
check_paths(const struct run *run)
{
    const struct run_opts *opts = &run->opts;
    const struct file_read read[] = {
        {opts->data, "the file of --data"},
        {opts->network.ensemble, "the table of parameter sets"},
    };
    const struct file_written written[] = {{opts->output.output, "output"},
                                           {opts->account.plot, "plot"},
                                           {opts->provenance, "provenance"}};

    return files_check(run->context, read, sizeof read / sizeof *read, written,
                       sizeof written / sizeof *written, run->cli->diags);
}

static int
compare_times(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return x < y ? -1 : x > y ? 1 : 0;
}

/* Where medians are wanted beside the output times: at measured points, and close enough
 * together for a plot. */
static enum pl_status
choose_more_times(struct run *run)
{
    const double duration = run->options.duration;
    const size_t n_plot = run->opts.account.plot != NULL ? PLOT_POINTS : 0;
    size_t n = 0;

    run->more = calloc(run->data.n + n_plot + 1, sizeof *run->more);
    if (run->more == NULL) {
        return pl_diag_no_memory(run->cli->diags, "the output times");
    }
    for (size_t i = 0; i < run->data.n; i++) {
        if (run->data.points[i].time <= duration) {
            run->more[n++] = run->data.points[i].time;
        }
    }
    for (size_t i = 0; i < n_plot; i++) {
        run->more[n++] = (double)i * duration / (double)(n_plot - 1);
    }
    qsort(run->more, n, sizeof *run->more, compare_times);
    run->n_more = n;
    return PL_OK;
}

/* How many output times, and of how many readouts. Who reads a screen sees the first
 * ones alone, and an ensemble does no more than that. */
static enum pl_status
choose_outputs(struct run *run)
{
    struct pl_timecourse_options *options = &run->options;
    const struct run_opts *opts = &run->opts;

    options->readouts = run->readouts;
    options->n_readouts = run->n_readouts;
    options->n_points = opts->points > 0 ? opts->points : DEFAULT_POINTS;
    if (run->ensemble == NULL) {
        return PL_OK;
    }
    if (opts->points == 0) {
        options->n_points = run_wants_frame(run) ? ENSEMBLE_POINTS : SCREEN_POINTS;
    }
    if (!run_wants_frame(run) && opts->readouts.n == 0 && opts->data == NULL &&
        run->n_readouts > PL_SUMMARY_READOUTS) {
        options->n_readouts = PL_SUMMARY_READOUTS;
    }
    return choose_more_times(run);
}

static enum pl_status
check_words(struct run *run)
{
    const struct run_opts *opts = &run->opts;
    struct pl_diags *diags = run->cli->diags;

    if (opts->equilibrate && opts->no_equilibrate) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "--equilibrate and --no-equilibrate exclude each other");
    }
    return account_check(&opts->account, diags);
}

/* Everything that can be wrong before the run is found before the run. */
static enum pl_status
prepare(struct run *run)
{
    struct cli *cli = run->cli;
    const struct run_opts *opts = &run->opts;
    enum pl_status status = cli_check_members(cli, &opts->network, opts->members);

    if (status == PL_OK) {
        status = check_words(run);
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
        status = read_times(run);
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
        pl_summary_marks(run->context, run->treatment, run->options.duration,
                         run->marks, &run->options.n_marks);
        run->options.marks = run->marks;
        status = cli_readouts(cli, &opts->readouts, run->context, &run->readouts,
                              &run->n_readouts);
    }
    if (status == PL_OK && opts->data != NULL) {
        status = pl_data_read(run->context, opts->data, cli->diags, &run->data);
        status = status == PL_ERR_SYNTAX ? PL_ERR_OPTION : status;
    }
    return status == PL_OK ? choose_outputs(run) : status;
}

static enum pl_status
simulate(struct run *run)
{
    struct pl_diags *diags = run->cli->diags;
    const struct pl_bands_options bands = {
        .run = run->options,
        .ensemble = run->ensemble,
        .more = run->more,
        .n_more = run->n_more,
        .n_threads = run->opts.threads,
    };
    const enum pl_status status =
        run->ensemble != NULL
            ? pl_bands_run(run->context, run->treatment, &bands, diags, &run->bands)
            : pl_timecourse_run(run->context, run->treatment, &run->options, diags,
                                &run->course);

    if (status == PL_ERR_REST) {
        pl_diag_hint(diags, "start from the model's own values with --no-equilibrate");
    }
    if (status == PL_OK && run->ensemble != NULL) {
        pl_bands_warnings(run->context, run->treatment, &run->bands, diags);
    } else if (status == PL_OK) {
        pl_summary_warnings(run->context, run->treatment, &run->course, diags);
    }
    return status;
}

/* Run, then put every result in its place; nothing is written before all is known. Ctrl-C
 * is held back until the files are in place: what waits for a reader comes last. */
static enum pl_status
execute(struct run *run)
{
    struct pl_text screen;
    enum pl_status status = run_open_files(run);

    if (status != PL_OK) {
        return status;
    }
    pl_text_init(&screen);
    interrupt_hold();
    status = simulate(run);
    if (run->opts.verbose) {
        run_print_cost(run);
    }
    if (status == PL_OK) {
        status = run_fill_screen(run, &screen);
    }
    if (status == PL_OK) {
        status = run_write_files(run);
    }
    pl_sink_discard(run->output);
    pl_sink_discard(run->provenance);
    if (status != PL_OK && interrupt_pending(NULL)) {
        status = PL_ERR_STOPPED; /* gnuplot, for one, just fails after Ctrl-C */
    }
    interrupt_release();
    if (status == PL_OK) {
        status = run_prints_frame(run) ? cli_write(run->cli, NULL, &screen)
                                       : cli_show(run->cli, NULL, &screen);
    }
    pl_text_finish(&screen);
    return status;
}

static enum exit_code
print_version(struct cli *cli)
{
    struct pl_text text;
    enum exit_code code;

    pl_text_init(&text);
    pl_text_format(&text, "simulate (pathloop) %s\n", pl_version());
    code = cli_run_code(cli_write(cli, NULL, &text));
    pl_text_finish(&text);
    return code;
}

static void
set_defaults(struct run *run)
{
    const struct pl_sim_options sim = pl_sim_options_default();

    run->opts.network.model = CLI_DEFAULT_MODEL;
    run->opts.method = sim.method;
    run->opts.rtol = sim.rtol;
    run->opts.atol = sim.atol;
    run->opts.max_steps = sim.max_steps;
    run->opts.output.format = CLI_FORMAT_NONE;
}

static void
set_options(struct run *run)
{
    struct pl_sim_options *sim = &run->options.sim;

    *sim = pl_sim_options_default();
    sim->method = run->opts.method;
    sim->rtol = run->opts.rtol;
    sim->atol = run->opts.atol;
    sim->max_steps = run->opts.max_steps;
    sim->stop = interrupt_pending;
    run->options.equilibrate = run->opts.no_equilibrate ? PL_EQUILIBRATE_NO
                               : run->opts.equilibrate  ? PL_EQUILIBRATE_YES
                                                        : PL_EQUILIBRATE_AUTO;
}

static enum exit_code
run_verb(struct cli *cli, const struct verb *verb, int argc, char **argv)
{
    struct run run = {.cli = cli};
    struct opt_texts arguments = {NULL, 0};
    enum exit_code code = EXIT_USAGE;

    set_defaults(&run);
    if (!cli_parse(cli, verb, argc, argv, &run.opts, &arguments, &code)) {
        goto done;
    }
    if (!cli_refuse_arguments(cli, &arguments)) {
        code = EXIT_USAGE;
        goto done;
    }
    cli_set_colour(cli, run.opts.colour);
    if (run.opts.version) {
        code = print_version(cli);
        goto done;
    }
    set_options(&run);
    code = cli_load_code(prepare(&run));
    if (code == EXIT_DONE) {
        code = cli_run_code(execute(&run));
    }

done:
    pl_data_finish(&run.data);
    pl_timecourse_finish(&run.course);
    pl_bands_finish(&run.bands);
    free(run.more);
    free(run.readouts);
    pl_ensemble_destroy(run.ensemble);
    pl_treatment_destroy(run.treatment);
    pl_context_destroy(run.context);
    opt_finish(rows, &run.opts);
    opt_texts_finish(&arguments);
    return code;
}

const struct verb cmd_run = {
    .name = "",
    .summary = "What a signalling network does under a drug: one time course",
    .arguments = "",
    .description =
        "A run with a treatment brings the untreated network to rest first, then shows "
        "each readout as a fold of its untreated level.",
    .examples = examples,
    .rows = rows,
    .run = run_verb,
};
