/*
 * cmd_sweep.c - one model at many points of a design, as a table.
 */
#include "cli/verbs.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/index.h"
#include "base/pool.h"
#include "base/text.h"
#include "cli/duration.h"
#include "cli/files.h"
#include "cli/sweep_run.h"
#include "model/model.h"
#include "out/json.h"
#include "out/provenance.h"
#include "out/sink.h"
#include "pathloop.h"
#include "study/context.h"
#include "study/design.h"
#include "study/ensemble.h"
#include "study/measure.h"
#include "study/sweep.h"
#include "study/treatment.h"

static const struct opt rows[] = {
    OPT_GROUP("Sweep"),
    OPT_TEXTS(struct sweep_opts, vary, "vary", "NAME=LO..HI[:lin|log][:N]",
              "list parameters",
              "vary a parameter, dose, fraction or starting value, in a grid at N "
              "levels (11), evenly apart unless it is log; a unit on the upper end "
              "serves both. --vary "
              "cell=A,B or cell=all varies the cell. May be given several times"),
    OPT_TEXT(struct sweep_opts, design, "design", "DESIGN", SWEEP_DEFAULT_DESIGN,
             "file",
             "which points: grid; lhs:N, a Latin hypercube; sobol:N, a scrambled Sobol "
             "sequence; or a table FILE of at most 32 MiB with a column for each NAME"),
    SEED_ROW(struct sweep_opts, seed, "of lhs and sobol; a grid has no use for it"),
    OPT_TEXTS(
        struct sweep_opts, readouts, "readout", "[WHAT:]NAME[@TIME]", "list readouts",
        "a column: a readout at a time, or at the end of the run; without one "
        "the model's readouts. WHAT: fold, of the untreated level (empty where "
        "that is 0); max, min, "
        "auc or time-to-max, from 0 to that time and what jumps there, the last "
        "two in hours where the model has a time_unit. Several with commas, or several "
        "times"),
    NETWORK_CELL_ROWS(struct sweep_opts, network),
    NETWORK_ENSEMBLE_ROW(struct sweep_opts, network),
    NETWORK_TREATMENT_ROWS(struct sweep_opts, network),
    NETWORK_CLAMP_ROW(struct sweep_opts, network),
    OPT_GROUP("Run"),
    OPT_TEXT(
        struct sweep_opts, duration, "for", "DURATION", DURATION_DEFAULT_WORDS, NULL,
        "how long: 90s, 30min, 48h, 2d; a bare number in a model without time_unit"),
    OPT_FLAG(struct sweep_opts, equilibrate, "equilibrate",
             "bring the untreated network to rest first, even without a treatment"),
    OPT_FLAG(struct sweep_opts, no_equilibrate, "no-equilibrate",
             "start from the file's values, even with a treatment"),
    OPT_TEXT(struct sweep_opts, method, "method", "NAME", "auto", "list methods",
             "how to step, as in a single run: rodas as a rule, which does 4 or 8 "
             "points side by side; any other method does one after the other"),
    OPT_REAL(struct sweep_opts, rtol, "rtol", "NUMBER", "1e-6", 0.0, 1.0,
             "relative tolerance of a step"),
    OPT_REAL(struct sweep_opts, atol, "atol", "NUMBER",
             "1e-3 rtol of each species' size", 0.0, INFINITY,
             "absolute tolerance of a step, in the model's unit"),
    OPT_COUNT(struct sweep_opts, max_steps, "max-steps", "N", "100000", 1.0, 1e12,
              "a point that takes more steps has failed"),
    TIME_LIMIT_ROW(struct sweep_opts, time_limit,
                   "end after so much time on the clock: 10s, 5min; --resume goes on"),
    THREADS_ROW(struct sweep_opts, threads),
    KERNEL_ROW(struct sweep_opts, kernel),
    OPT_GROUP("Output"),
    OUTPUT_ROWS(struct sweep_opts, output),
    MEMBERS_ROW(struct sweep_opts, members),
    OPT_FLAG(struct sweep_opts, resume, "resume",
             "go on with what an earlier end has left beside --output"),
    OPT_TEXT(struct sweep_opts, shard, "shard", "I/N", NULL, NULL,
             "the I-th of N parts alone, into OUTPUT.shard-I-of-N; simulate merge puts "
             "them together"),
    OPT_FLAG(struct sweep_opts, dry_run, "dry-run",
             "tell how many points there are and about how long they take"),
    ACCOUNT_ROWS(struct sweep_opts, account),
    PROVENANCE_ROW(struct sweep_opts, provenance),
    OPT_FLAG(struct sweep_opts, verbose, "verbose",
             "tell what the sweep cost, on stderr"),
    COLOUR_ROW(struct sweep_opts, colour),
    OPT_END,
};

static const char *const examples[] = {
    "simulate sweep --vary everolimus=0.01..100nM:log:25 --readout pAkt_S473@24h",
    "one drug over four decades, as CSV",
    "simulate sweep --vary PTEN=0.01..1:log --vary everolimus=0.01..100nM:log "
    "--readout fold:pAkt_S473@24h --output map.csv --plot map.svg",
    "a readout over two quantities, 11 levels of each, as a map, with a line where "
    "its fold is 1",
    "simulate sweep --vary cell=all --vary IGF=0.1..30:log --inhibit mTORC1 --readout "
    "fold:pAkt_S473",
    "every cell at 11 levels of IGF, each from a rest of its own",
    "simulate sweep --vary k_S65=0.1..10:log --vary d_S65=0.1..10:log --design "
    "sobol:4096 --drug everolimus=20nM --output s.csv --shard 3/64",
    "the third of 64 parts of a Sobol sequence; then: simulate merge s.csv.shard-*",
    "simulate sweep --ensemble sets.tsv --vary everolimus=0.01..100nM:log --readout "
    "fold:pAkt_S473@24h",
    "a dose curve, its median and band over the parameter sets of a table",
    "simulate sweep --ensemble sets.tsv --members --inhibit mTORC1 --readout "
    "max:pAkt_S473,auc:pERK",
    "one number of each parameter set for a readout, a row for each",
    NULL,
};

/* Nothing that is written takes the place of something else. */
static enum pl_status
check_paths(const struct sweep_run *run)
{
    const struct sweep_opts *opts = run->opts;
    const bool keeps = !sweep_is_stream(opts->output.output);
    char *kept = keeps ? sweep_keep_path(run) : NULL;
    const struct file_read read[] = {
        {sweep_plan_reads_file(&run->plan) ? opts->design : NULL, "the design itself"},
        {opts->network.ensemble, "the table of parameter sets"}};
    const struct file_written written[] = {{opts->output.output, "output"},
                                           {kept, "output"},
                                           {opts->account.plot, "plot"},
                                           {opts->provenance, "provenance"}};
    enum pl_status status =
        keeps && kept == NULL
            ? pl_diag_no_memory(run->cli->diags, "a path")
            : files_check(run->plan.context, read, sizeof read / sizeof *read, written,
                          sizeof written / sizeof *written, run->cli->diags);

    free(kept);
    return status;
}

/* Where the table goes, and what that allows. */
static enum pl_status
check_output(const struct sweep_opts *opts, struct pl_diags *diags)
{
    const char *output = opts->output.output;
    const bool is_stream = sweep_is_stream(output);

    if (is_stream && opts->resume) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "--resume needs --output FILE: beside it stands what is "
                             "done");
    }
    if (is_stream && opts->shard != NULL && !opts->dry_run) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "--shard needs --output FILE: the shard is written beside "
                             "it");
    }
    return PL_OK;
}

/* Everything that can be wrong before the first point is found before it. */
static enum pl_status
prepare(struct sweep_run *run)
{
    struct pl_diags *diags = run->cli->diags;
    struct sweep_plan *plan = &run->plan;
    enum pl_status status = check_output(run->opts, diags);

    if (status == PL_OK) {
        status = account_check(&run->opts->account, diags);
    }
    if (status == PL_OK) {
        status = sweep_plan_init(run->cli, run->opts, plan);
    }
    if (status == PL_OK) {
        status = check_paths(run);
    }
    if (status == PL_OK) {
        status = sweep_picture_prepare(run);
    }
    if (status == PL_OK) {
        status = pl_sweep_create(plan->context, plan->treatment, plan->design,
                                 &plan->options, diags, &run->sweep);
    }
    if (status == PL_OK) {
        plan->options.sim.method = pl_sweep_method_used(run->sweep, &run->why_method);
        status = sweep_manifest_init(plan, diags, &run->manifest);
    }
    if (status == PL_OK) {
        run->row = calloc(plan->n_factors + plan->n_measures + 1, sizeof *run->row);
        run->n_no_fold = calloc(plan->n_measures + 1, sizeof *run->n_no_fold);
        if (run->row == NULL || run->n_no_fold == NULL) {
            status = pl_diag_no_memory(diags, "a row of the table");
        }
    }
    return status;
}

/* What was read off, and off how many points. */
static void
put_points(const struct sweep_run *run, struct pl_text *text)
{
    const struct sweep_plan *plan = &run->plan;

    pl_text_put(text, ",\n  \"readouts\": [");
    for (size_t i = 0; i < plan->n_measures; i++) {
        pl_text_put(text, i > 0 ? ", " : "");
        pl_json_string(plan->measures[i].name, text);
    }
    pl_text_put(text, "],\n  \"shard\": ");
    if (plan->n_shards > 0) {
        pl_text_format(text, "\"%zu/%zu\"", plan->shard, plan->n_shards);
    } else {
        pl_text_put(text, "null");
    }
    pl_text_format(text, ",\n  \"points\": %" PRIu64, sweep_plan_n_points(plan));
    if (plan->ensemble != NULL) {
        pl_text_format(text, ",\n  \"runs\": %" PRIu64, plan->n);
    }
    pl_text_format(text, ",\n  \"failed_%s\": %" PRIu64, sweep_plan_unit(plan),
                   run->failures.n);
}

/* The object that every run has, and what a sweep has besides. */
static enum pl_status
make_provenance(const struct sweep_run *run, struct pl_text *text)
{
    const struct sweep_plan *plan = &run->plan;
    const struct pl_sim_options *sim = &plan->options.sim;
    struct pl_text treatment;
    struct pl_text design;
    struct pl_text object;
    struct pl_provenance provenance = cli_provenance(run->cli, plan->context);
    enum pl_status status;

    provenance.cell =
        sweep_plan_varies_cells(plan) ? NULL : pl_treatment_cell_id(plan->treatment);
    provenance.variant = pl_treatment_variant_id(plan->treatment);
    provenance.method = sim->method;
    provenance.rtol = sim->rtol;
    provenance.atol = sim->atol;
    provenance.duration = plan->options.duration;
    if (plan->ensemble != NULL) {
        provenance.ensemble = pl_ensemble_path(plan->ensemble);
        provenance.ensemble_digest = pl_ensemble_digest(plan->ensemble);
        provenance.n_sets = plan->n_members;
        provenance.n_failed_sets = PL_NONE; /* runs fail */
    }
    pl_text_init(&treatment);
    pl_text_init(&design);
    pl_text_init(&object);
    pl_treatment_describe(plan->treatment, &treatment);
    pl_design_describe(plan->design, &design);
    provenance.treatment = pl_text_string(&treatment);
    status = pl_provenance_write(&provenance, run->cli->diags, &object);
    if (status == PL_OK) {
        pl_text_add(text, object.data, object.size - strlen("\n}\n"));
        pl_text_put(text, ",\n  \"design\": ");
        pl_json_string(pl_text_string(&design), text);
        put_points(run, text);
        pl_text_put(text, "\n}\n");
        text->failed = text->failed || treatment.failed || design.failed;
    }
    pl_text_finish(&treatment);
    pl_text_finish(&design);
    pl_text_finish(&object);
    return status;
}

static enum pl_status
write_provenance(const struct sweep_run *run)
{
    struct pl_text text;
    enum pl_status status;

    pl_text_init(&text);
    status = make_provenance(run, &text);
    if (status == PL_OK) {
        status = cli_write(run->cli, run->opts->provenance, &text);
    }
    pl_text_finish(&text);
    return status;
}

/* Can the files be made? Asked before any work. */
static enum pl_status
check_files(const struct sweep_run *run, bool is_stream)
{
    struct pl_diags *diags = run->cli->diags;
    struct pl_sink *sink = NULL;
    enum pl_status status = PL_OK;

    if (!is_stream) {
        status = sweep_keep_check(run, diags);
    }
    if (status == PL_OK && run->opts->provenance != NULL) {
        status = pl_sink_open(run->opts->provenance, diags, &sink);
        pl_sink_discard(sink);
    }
    if (status == PL_OK) {
        status = account_check_place(&run->opts->account, diags);
    }
    return status;
}

/* A word about failed points to who does not read the line of the report. */
static void
warn_of_failures(const struct sweep_run *run)
{
    if (!run->opts->verbose && !isatty(STDERR_FILENO)) {
        sweep_failures_warn(&run->failures, run->n_done, &run->manifest.manifest,
                            run->opts->members, run->cli->diags);
    }
}

static enum pl_status
execute(struct sweep_run *run)
{
    const bool is_stream = sweep_is_stream(run->opts->output.output);
    enum pl_status status = PL_OK;

    if (run->opts->dry_run) {
        sweep_warn_before(run);
        return sweep_dry_run(run);
    }
    status = check_files(run, is_stream);
    if (status != PL_OK) {
        return status;
    }
    sweep_warn_before(run);
    run->begun = progress_clock();
    status = is_stream ? sweep_stream(run) : sweep_keep(run);
    if (status == PL_OK || status == PL_ERR_STOPPED) {
        sweep_run_report(run);
        warn_of_failures(run);
        sweep_warn_after(run);
    }
    if (status == PL_OK && run->opts->provenance != NULL) {
        status = write_provenance(run);
    }
    if (status == PL_OK) {
        status = sweep_picture_make(run);
    }
    return status;
}

/* The end that the user set is no interruption. */
static enum exit_code
find_code(const struct sweep_run *run, enum pl_status status)
{
    return status == PL_ERR_STOPPED && run->end == SWEEP_END_LIMIT
               ? EXIT_FAILED
               : cli_run_code(status);
}

static enum exit_code
run_verb(struct cli *cli, const struct verb *verb, int argc, char **argv)
{
    const struct pl_sim_options sim = pl_sim_options_default();
    struct sweep_opts opts = {.network.model = CLI_DEFAULT_MODEL,
                              .design = SWEEP_DEFAULT_DESIGN,
                              .seed = SEED_DEFAULT,
                              .method = sim.method,
                              .rtol = sim.rtol,
                              .atol = sim.atol,
                              .max_steps = sim.max_steps,
                              .output.format = CLI_FORMAT_NONE};
    struct sweep_run run = {.cli = cli, .opts = &opts};
    struct opt_texts words = {NULL, 0};
    enum exit_code code = EXIT_USAGE;

    if (!cli_parse(cli, verb, argc, argv, &opts, &words, &code)) {
        goto done;
    }
    if (!cli_refuse_arguments(cli, &words)) {
        code = EXIT_USAGE;
        goto done;
    }
    cli_set_colour(cli, opts.colour);
    code = cli_load_code(prepare(&run));
    if (code == EXIT_DONE) {
        code = find_code(&run, execute(&run));
    }

done:
    free(run.row);
    free(run.n_no_fold);
    free(run.drawn);
    sweep_shape_finish(&run.shape);
    sweep_failures_finish(&run.failures);
    pl_sweep_destroy(run.sweep);
    sweep_manifest_finish(&run.manifest);
    sweep_plan_finish(&run.plan);
    opt_finish(rows, &opts);
    opt_texts_finish(&words);
    return code;
}

const struct verb cmd_sweep = {
    .name = "sweep",
    .summary = "One network at many points: doses, parameters, cells; as a table",
    .arguments = "",
    .description =
        "Each point is a run of its own, with the numbers of a single run. drug_... "
        "and inhibit_... that vary act from 0 h, everything else before the rest. The "
        "table has a column for each factor, one for each readout, and 'error' for "
        "points that failed, in the order of the design; a sweep with such points is "
        "done, with exit code 0. With --ensemble each point is run in every parameter "
        "set, also where nothing varies: NAME_median, NAME_p05 and NAME_p95 stand for "
        "a readout, and 'failed_members' counts the runs that are left out of them. "
        "--plot draws one "
        "quantity as curves, also for each cell or each of up to 4 levels of a second, "
        "and a full grid of two as a map; with --output, sentences say what it shows. "
        "With --output what is done is kept in FILE.partial "
        "until all is there: after Ctrl-C, or any other end, --resume goes on. Memory "
        "is the same for any number of points; a table FILE takes 8 bytes more for "
        "each number in it.",
    .examples = examples,
    .rows = rows,
    .run = run_verb,
};
