/*
 * cmd_run.c - no verb: one time course, as a table, a file, a plot.
 */
#include "cli/verbs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/duration.h"
#include "cli/figure.h"
#include "cli/files.h"
#include "cli/report.h"
#include "model/model.h"
#include "out/frame_text.h"
#include "out/provenance.h"
#include "out/sink.h"
#include "pathloop.h"
#include "study/context.h"
#include "study/misfit.h"
#include "study/summary.h"
#include "study/timecourse.h"
#include "study/treatment.h"

#define DEFAULT_POINTS 481

struct run_opts {
    struct network_opts network;
    const char *duration, *every;
    struct opt_texts readouts;
    size_t points;
    bool equilibrate, no_equilibrate;
    const char *method;
    double rtol, atol;
    size_t max_steps;
    const char *time_limit;
    struct output_opts output;
    bool long_form;
    struct account_opts account;
    const char *data, *provenance;
    bool verbose, version;
    size_t kernel;
    size_t colour;
};

static const struct opt rows[] = {
    NETWORK_ROWS(struct run_opts, network),
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
    KERNEL_ROW(struct run_opts, kernel),
    OPT_COUNT(struct run_opts, max_steps, "max-steps", "N", "100000", 1.0, 1e12,
              "give up after N steps"),
    OPT_TEXT(struct run_opts, time_limit, "time-limit", "DURATION", NULL, NULL,
             "give up after so much time on the clock: 10s, 5min"),
    OPT_GROUP("Output"),
    OPT_TEXTS(struct run_opts, readouts, "readout", "NAME[,NAME]", "list readouts",
              "a readout, species, rule, parameter or reaction, or 'all'; may be given "
              "several times"),
    OPT_COUNT(struct run_opts, points, "points", "N", "481", 2.0, 1e7,
              "output times, both ends included"),
    OPT_TEXT(struct run_opts, every, "every", "DURATION", NULL, NULL,
             "output times so far apart, instead of --points"),
    OUTPUT_ROWS(struct run_opts, output),
    OPT_FLAG(struct run_opts, long_form, "long",
             "one row for each readout and time, instead of one column a readout"),
    ACCOUNT_ROWS(struct run_opts, account),
    OPT_TEXT(struct run_opts, data, "data", "FILE", NULL, "file",
             "measured points (time_h, readout, value, sd): drawn, and their misfit "
             "printed"),
    OPT_TEXT(struct run_opts, provenance, "provenance", "FILE", NULL, "file",
             "write version, command, model hash and tolerances as JSON"),
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
    NULL,
};

/* Everything that one run holds. */
struct run {
    struct cli *cli;
    struct run_opts opts;
    struct pl_context *context;
    struct pl_treatment *treatment;
    size_t *readouts;
    size_t n_readouts;
    double marks[PL_SUMMARY_MAX_MARKS];
    struct pl_timecourse_options options;
    struct pl_timecourse course;
    struct pl_data data;
    struct pl_sink *output, *provenance; /* opened before any work */
};

/* Whether the table of results, rather than the summary, goes to standard output. */
static bool
prints_frame(const struct run *run)
{
    const struct output_opts *output = &run->opts.output;

    return output->output != NULL
               ? strcmp(output->output, "-") == 0
               : output->format != CLI_FORMAT_NONE || run->opts.long_form;
}

static enum pl_status
read_times(struct run *run)
{
    struct pl_timecourse_options *options = &run->options;
    struct pl_diags *diags = run->cli->diags;
    enum pl_status status =
        duration_read_for(run->context, run->opts.duration, diags, &options->duration);

    options->n_points = run->opts.points;
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

/* Which readouts: "--readout a,b --readout c", or the model's own. */
static enum pl_status
read_readouts(struct run *run)
{
    enum pl_status status = PL_OK;
    const char **names = NULL;
    char **copies = NULL;
    size_t n = 0;
    size_t n_words = run->opts.readouts.n;
    size_t most = 0;
    size_t i;

    for (i = 0; i < n_words; i++) {
        most += strlen(run->opts.readouts.items[i]) + 1;
    }
    names = calloc(most + 1, sizeof *names);
    copies = calloc(n_words + 1, sizeof *copies);
    if (names == NULL || copies == NULL) {
        status = pl_diag_no_memory(run->cli->diags, "the readouts");
        goto done;
    }
    for (i = 0; i < n_words; i++) {
        char *rest = NULL;
        char *word;

        copies[i] = pl_text_copy(run->opts.readouts.items[i]);
        if (copies[i] == NULL) {
            status = pl_diag_no_memory(run->cli->diags, "the readouts");
            goto done;
        }
        for (word = strtok_r(copies[i], ",", &rest); word != NULL;
             word = strtok_r(NULL, ",", &rest)) {
            names[n++] = word;
        }
    }
    if (n == 0 && n_words > 0) {
        status = pl_diag_error(run->cli->diags, PL_ERR_OPTION, NULL,
                               "--readout has no name");
        goto done;
    }
    status = pl_context_readouts(run->context, names, n, run->cli->diags,
                                 &run->readouts, &run->n_readouts);
    run->options.readouts = run->readouts;
    run->options.n_readouts = run->n_readouts;

done:
    for (i = 0; copies != NULL && i < n_words; i++) {
        free(copies[i]);
    }
    free(copies);
    free(names);
    return status;
}

static enum pl_status
check_paths(const struct run *run)
{
    const struct run_opts *opts = &run->opts;
    const struct file_read data = {opts->data, "the file of --data"};
    const struct file_written written[] = {{opts->output.output, "output"},
                                           {opts->account.plot, "plot"},
                                           {opts->provenance, "provenance"}};

    return files_check(run->context, &data, 1, written,
                       sizeof written / sizeof *written, run->cli->diags);
}

/* Everything that can be wrong before the run is found before the run. */
static enum pl_status
prepare(struct run *run)
{
    struct cli *cli = run->cli;
    const struct run_opts *opts = &run->opts;
    enum pl_status status = PL_OK;

    if (opts->equilibrate && opts->no_equilibrate) {
        return pl_diag_error(cli->diags, PL_ERR_OPTION, NULL,
                             "--equilibrate and --no-equilibrate exclude each other");
    }
    status = account_check(&opts->account, cli->diags);
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
        pl_summary_marks(run->context, run->treatment, run->options.duration,
                         run->marks, &run->options.n_marks);
        run->options.marks = run->marks;
        status = read_readouts(run);
    }
    if (status == PL_OK && opts->data != NULL) {
        status = pl_data_read(run->context, opts->data, cli->diags, &run->data);
        status = status == PL_ERR_SYNTAX ? PL_ERR_OPTION : status; /* not the model's */
    }
    return status;
}

/* Open what will be written, so that a folder that is not there is told at once. */
static enum pl_status
open_files(struct run *run)
{
    enum pl_status status = PL_OK;

    if (run->opts.output.output != NULL && !prints_frame(run)) {
        status = pl_sink_open(run->opts.output.output, run->cli->diags, &run->output);
    }
    if (status == PL_OK && run->opts.provenance != NULL) {
        status = pl_sink_open(run->opts.provenance, run->cli->diags, &run->provenance);
    }
    if (status == PL_OK) {
        status = account_check_place(&run->opts.account, run->cli->diags);
    }
    return status;
}

/* The whole result, to --output or standard output. */
static enum pl_status
write_frame(struct run *run, struct pl_text *screen)
{
    const enum pl_frame_format format =
        (enum pl_frame_format)cli_frame_format(&run->opts.output);
    struct pl_frame *frame = NULL;
    struct pl_text text;
    enum pl_status status;

    status = pl_timecourse_frame(run->context, &run->course, run->opts.long_form,
                                 run->cli->diags, &frame);
    if (status != PL_OK) {
        return status;
    }
    if (run->output == NULL) {
        status = pl_frame_write(frame, format, run->cli->diags, screen);
        pl_frame_destroy(frame);
        return status;
    }
    pl_text_init(&text);
    status = pl_frame_write(frame, format, run->cli->diags, &text);
    if (status == PL_OK) {
        pl_sink_write(run->output, pl_text_string(&text), text.size);
        status = pl_sink_close(run->output, run->cli->diags);
        run->output = NULL;
    }
    pl_text_finish(&text);
    pl_frame_destroy(frame);
    return status;
}

static enum pl_status
write_provenance(struct run *run)
{
    struct pl_text treatment;
    struct pl_text text;
    struct pl_provenance provenance = {
        .version = pl_version(),
        .command = (const char *const *)run->cli->argv,
        .n_command = (size_t)run->cli->argc,
        .model_name = run->context->model->name,
        .model = run->context->model->source,
        .cell = pl_treatment_cell_id(run->treatment),
        .variant = pl_treatment_variant_id(run->treatment),
        .method = run->course.method,
        .rtol = run->options.sim.rtol,
        .atol = run->options.sim.atol,
        .duration = run->options.duration,
        .time_unit = run->context->model->time_unit,
        .status = "complete",
    };
    enum pl_status status;

    pl_text_init(&treatment);
    pl_text_init(&text);
    pl_treatment_describe(run->treatment, &treatment);
    provenance.treatment = pl_text_string(&treatment);
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

static void
print_cost(const struct run *run)
{
    const struct pl_timecourse *course = &run->course;
    const struct pl_sim_statistics *cost = &course->statistics;

    if (course->method == NULL) {
        return; /* nothing ran */
    }
    fprintf(
        stderr,
        "%s, rtol %g: %zu steps, %zu rejected, %zu rate evaluations, %zu Jacobians, "
        "%zu restarts\n",
        course->method, run->options.sim.rtol, cost->steps, cost->rejected, cost->rates,
        cost->jacobians, cost->restarts);
    if (course->why_method != NULL) {
        fprintf(stderr, "method auto is %s: %s\n", course->method, course->why_method);
    }
    if (cost->flawed + cost->dense > 0) {
        fprintf(stderr,
                "sparse factors were flawed: %zu times a shorter step, %zu times dense "
                "ones\n",
                cost->flawed, cost->dense);
    }
    cli_print_kernel(run->context->kernels);
}

/* A word to someone who typed `simulate` alone. */
static void
put_first_step(const struct run *run, struct pl_text *text)
{
    const struct pl_role_list *targets = &run->context->roles.lists[PL_ROLE_TARGET];

    pl_text_format(text,
                   "\nTry simulate --inhibit %s; simulate list targets has all, "
                   "simulate --help the rest.\n",
                   targets->n > 0 ? targets->names[0] : "TARGET");
}

static struct account
make_account(const struct run *run)
{
    return (struct account){
        .context = run->context,
        .treatment = run->treatment,
        .sim = &run->options.sim,
        .method = run->course.method,
        .duration = run->options.duration,
        .rests = run->course.rested,
        .measured = account_measured(run->course.treated, run->course.rested),
    };
}

static enum pl_status
draw(struct run *run)
{
    const struct account account = make_account(run);
    struct pl_text caption;
    enum pl_status status;

    pl_text_init(&caption);
    if (run->opts.account.caption) {
        account_caption(&account, &caption);
    }
    status = caption.failed ? pl_diag_no_memory(run->cli->diags, "the plot")
                            : figure_draw(run->context, run->treatment, &run->course,
                                          run->opts.readouts.n > 0, &run->data,
                                          pl_text_string(&caption),
                                          run->opts.account.plot, run->cli->diags);
    pl_text_finish(&caption);
    return status;
}

/* What goes to the screen: the table of results, or the lines that a person reads. The
 * misfit is for a person too: beside a table it goes to stderr. */
static enum pl_status
fill_screen(struct run *run, struct pl_text *screen)
{
    const struct report report = {run->cli, run->context, run->treatment, &run->course,
                                  run->opts.readouts.n > 0};
    struct pl_text misfit;
    enum pl_status status =
        prints_frame(run) ? write_frame(run, screen) : report_print(&report, screen);

    pl_text_init(&misfit);
    report_misfit(run->context, &run->course, &run->data, run->opts.data, &misfit);
    if (prints_frame(run)) {
        fputs(pl_text_string(&misfit), stderr);
    } else {
        pl_text_put(screen, pl_text_string(&misfit));
    }
    if (run->opts.account.methods) {
        const struct account account = make_account(run);

        account_put_methods(&account,
                            prints_frame(run) &&
                                cli_frame_format(&run->opts.output) != PL_FRAME_MD,
                            screen);
    }
    if (run->cli->argc == 1) {
        put_first_step(run, screen);
    }
    screen->failed = screen->failed || misfit.failed;
    pl_text_finish(&misfit);
    return status;
}

/* Run, then put every result in its place; nothing is written before all is known. Ctrl-C
 * is held back until the files are in place: what waits for a reader comes last. */
static enum pl_status
execute(struct run *run)
{
    struct pl_diags *diags = run->cli->diags;
    struct pl_text screen;
    enum pl_status status = open_files(run);

    if (status != PL_OK) {
        return status;
    }
    pl_text_init(&screen);
    interrupt_hold();
    status = pl_timecourse_run(run->context, run->treatment, &run->options, diags,
                               &run->course);
    if (status == PL_ERR_REST) {
        pl_diag_hint(diags, "start from the model's own values with --no-equilibrate");
    }
    if (run->opts.verbose) {
        print_cost(run);
    }
    if (status == PL_OK) {
        pl_summary_warnings(run->context, run->treatment, &run->course, diags);
        status = fill_screen(run, &screen);
    }
    if (status == PL_OK && run->opts.account.plot != NULL) {
        status = draw(run);
    }
    if (status == PL_OK && run->output != NULL) {
        status = write_frame(run, NULL);
    }
    if (status == PL_OK && run->provenance != NULL) {
        status = write_provenance(run);
    }
    pl_sink_discard(run->output);
    pl_sink_discard(run->provenance);
    if (status != PL_OK && interrupt_pending(NULL)) {
        status = PL_ERR_STOPPED; /* gnuplot, for one, just fails after Ctrl-C */
    }
    interrupt_release();
    if (status == PL_OK) {
        status = prints_frame(run) ? cli_write(run->cli, NULL, &screen)
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
    run->opts.points = DEFAULT_POINTS;
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
    free(run.readouts);
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
