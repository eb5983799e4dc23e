/*
 * cmd_steady.c - the rest state of a network, and its eigenvalues.
 */
#include "cli/verbs.h"

#include <math.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "base/units.h"
#include "cli/files.h"
#include "cli/phrases.h"
#include "cli/steady.h"
#include "compile/program.h"
#include "model/model.h"
#include "model/roles.h"
#include "solve/rest.h"
#include "solve/sim.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/treatment.h"

#define SHOWN_EIGENVALUES 6

static const struct opt rows[] = {
    NETWORK_CELL_ROWS(struct steady_opts, network),
    NETWORK_ENSEMBLE_ROW(struct steady_opts, network),
    NETWORK_TREATMENT_ROWS(struct steady_opts, network),
    OPT_GROUP("Over a parameter"),
    OPT_TEXTS(
        struct steady_opts, vary, "vary", "NAME=LO..HI[:lin|log][:N]",
        "list parameters",
        "follow the rest states over a parameter, dose, fraction or starting value, "
        "through folds; at least N points across the range (51)"),
    OPT_TEXTS(struct steady_opts, readouts, "readout", "NAME[,NAME]", "list readouts",
              "what is told of rest states over a parameter: readouts, species, rules; "
              "all for every readout"),
    OPT_GROUP("Run"),
    OPT_TEXT(struct steady_opts, method, "method", "NAME", "auto", "list methods",
             "how to step on the way to rest"),
    OPT_REAL(struct steady_opts, rtol, "rtol", "NUMBER", "1e-6", 0.0, 1.0,
             "relative tolerance; the way is first followed at 100 times it"),
    THREADS_ROW(struct steady_opts, threads),
    KERNEL_ROW(struct steady_opts, kernel),
    OPT_GROUP("Output"),
    OPT_FLAG(struct steady_opts, eigenvalues, "eigenvalues",
             "the table is that of the eigenvalues, all of them"),
    OUTPUT_ROWS(struct steady_opts, output),
    MEMBERS_ROW(struct steady_opts, members),
    ACCOUNT_ROWS(struct steady_opts, account),
    OPT_FLAG(struct steady_opts, verbose, "verbose",
             "tell how formulas were run, on stderr"),
    COLOUR_ROW(struct steady_opts, colour),
    OPT_END,
};

static const char *const examples[] = {
    "simulate steady",
    "the untreated rest state of the default cell",
    "simulate steady --drug everolimus=20nM --eigenvalues",
    "where everolimus leads in the end, and how fast",
    "simulate steady --ensemble sets.tsv --members --output rest.csv",
    "the rest state of every parameter set, a row for each",
    "simulate steady --vary everolimus=0.01..100nM:log --plot rest.svg",
    "the rest state over a dose: one or several, stable or not",
    "simulate steady --vary everolimus=0.01..100nM:log --ensemble sets.tsv --plot "
    "b.svg",
    "the same in every parameter set: bands of states, folds and Hopf points",
    NULL,
};

/* The state at rest, and the readouts: name, value, what it is. */
static enum pl_status
make_state_frame(const struct pl_context *context, const double *values,
                 struct pl_diags *diags, struct pl_frame **out)
{
    const struct pl_model *model = context->model;
    const struct pl_role_list *readouts = &context->roles.lists[PL_ROLE_READOUT];
    enum pl_status status = pl_frame_create(diags, out);
    size_t i;

    if (status == PL_OK) {
        status = pl_frame_add_column(*out, "name", NULL, NULL, PL_COLUMN_TEXT, diags);
    }
    if (status == PL_OK) {
        status =
            pl_frame_add_column(*out, "value", NULL, NULL, PL_COLUMN_NUMBER, diags);
    }
    if (status == PL_OK) {
        status = pl_frame_add_column(*out, "is", NULL, NULL, PL_COLUMN_TEXT, diags);
    }
    for (i = 0; i < context->program->n_states + readouts->n && status == PL_OK; i++) {
        size_t symbol = i < context->program->n_states
                            ? context->program->state_symbol[i]
                            : readouts->symbols[i - context->program->n_states];
        size_t row;

        status = pl_frame_add_row(*out, diags);
        if (status != PL_OK) {
            break;
        }
        row = (*out)->n_rows - 1;
        (*out)->columns[1].numbers[row] = values[symbol];
        status = pl_frame_set_text(*out, row, 0,
                                   pl_readout_name(&model->symbols[symbol]), diags);
        if (status == PL_OK) {
            status =
                pl_frame_set_text(*out, row, 2, model->symbols[symbol].label, diags);
        }
    }
    return status;
}

const char *
steady_rate_unit(const struct pl_context *context)
{
    double time_unit = context->model->time_unit;

    return time_unit == 1.0      ? "1/s"
           : time_unit == 60.0   ? "1/min"
           : time_unit == 3600.0 ? "1/h"
                                 : "1/time";
}

double
steady_time_unit(const struct pl_context *context, double real, const char **name)
{
    const double time_unit = context->model->time_unit;

    *name = NULL;
    if (!isfinite(time_unit)) {
        return 1.0;
    }
    return pl_duration_best_unit(isfinite(real) ? time_unit / fabs(real) : 1.0, name) /
           time_unit;
}

void
steady_put_network(const struct pl_treatment *treatment,
                   const struct pl_ensemble *ensemble, bool tells_untreated,
                   struct pl_text *text)
{
    size_t n_actions = 0;

    (void)pl_treatment_actions(treatment, &n_actions);
    if (pl_treatment_cell_name(treatment) != NULL) {
        pl_text_format(text, " · cell %s", pl_treatment_cell_name(treatment));
    }
    if (pl_treatment_variant_id(treatment) != NULL) {
        pl_text_format(text, " · variant %s", pl_treatment_variant_id(treatment));
    }
    phrase_sets(ensemble, text);
    if (tells_untreated || n_actions > 0) {
        pl_text_put(text, " · ");
        pl_treatment_describe(treatment, text);
    }
}

void
steady_put_heading(const struct pl_context *context,
                   const struct pl_treatment *treatment,
                   const struct pl_ensemble *ensemble, const char *varied, size_t width,
                   struct pl_text *text)
{
    struct pl_text line;

    pl_text_init(&line);
    phrase_model(context, &line);
    pl_text_put(&line, " · rest state");
    if (varied != NULL) {
        pl_text_format(&line, "s over %s", varied);
    }
    steady_put_network(treatment, ensemble, varied == NULL, &line);
    pl_text_wrap(text, pl_text_string(&line), 0, 0, width);
    pl_text_put(text, "\n\n");
    text->failed = text->failed || line.failed;
    pl_text_finish(&line);
}

/* Eigenvalues, slowest first, with the time constant of each. */
static enum pl_status
make_eigenvalue_frame(const struct pl_context *context, const struct pl_rest *rest,
                      size_t most, struct pl_diags *diags, struct pl_frame **out)
{
    static const char *const columns[] = {"real", "imaginary", "time_constant"};
    const char *unit_name = NULL;
    const double unit = steady_time_unit(
        context, rest->n_eigenvalues > 0 ? rest->real[0] : NAN, &unit_name);
    enum pl_status status = pl_frame_create(diags, out);
    size_t i;

    for (i = 0; i < 3 && status == PL_OK; i++) {
        status = pl_frame_add_column(*out, columns[i], i == 2 ? "time constant" : NULL,
                                     i == 2 ? unit_name : steady_rate_unit(context),
                                     PL_COLUMN_NUMBER, diags);
    }
    for (i = 0; i < rest->n_eigenvalues && i < most && status == PL_OK; i++) {
        status = pl_frame_add_row(*out, diags);
        if (status == PL_OK) {
            (*out)->columns[0].numbers[i] = rest->real[i];
            (*out)->columns[1].numbers[i] = rest->imaginary[i];
            (*out)->columns[2].numbers[i] = -1.0 / (rest->real[i] * unit);
        }
    }
    return status;
}

static enum pl_status
print_rest(struct cli *cli, const struct steady_opts *opts,
           const struct pl_context *context, const struct pl_treatment *treatment,
           const double *values, const struct pl_rest *rest)
{
    bool brief = opts->output.output == NULL && opts->output.format == CLI_FORMAT_NONE;
    size_t most = brief && !opts->eigenvalues ? SHOWN_EIGENVALUES : rest->n_eigenvalues;
    struct pl_frame *state = NULL;
    struct pl_frame *modes = NULL;
    struct pl_text text;
    enum pl_status status = make_state_frame(context, values, cli->diags, &state);

    pl_text_init(&text);
    if (status == PL_OK) {
        status = make_eigenvalue_frame(context, rest, most, cli->diags, &modes);
    }
    if (status == PL_OK && !brief) {
        status = cli_write_frame(cli, &opts->output, opts->eigenvalues ? modes : state);
    } else if (status == PL_OK) {
        steady_put_heading(context, treatment, NULL, NULL, cli->style.width, &text);
        if (!opts->eigenvalues) {
            pl_table_print(state, NULL, &cli->style, &text);
            pl_text_put(&text, "\n");
        }
        pl_text_format(&text, "%s; %zu eigenvalue%s, %zu conserved sum%s taken out",
                       rest->stable ? "Stable" : "Not stable", rest->n_eigenvalues,
                       rest->n_eigenvalues == 1 ? "" : "s", rest->n_laws,
                       rest->n_laws == 1 ? "" : "s");
        pl_text_format(&text,
                       most < rest->n_eigenvalues ? "; the slowest %zu:\n\n" : ":\n\n",
                       most);
        pl_table_print(modes, NULL, &cli->style, &text);
        status = cli_show(cli, NULL, &text);
    }
    pl_text_finish(&text);
    pl_frame_destroy(state);
    pl_frame_destroy(modes);
    return status;
}

/* From the inputs to rest. @param values  shape (n_symbols) */
static enum pl_status
find_rest(struct cli *cli, const struct steady_opts *opts,
          const struct pl_context *context, const struct pl_treatment *treatment,
          double *values, struct pl_rest *rest)
{
    struct pl_sim_options options = pl_sim_options_default();
    struct pl_sim *sim = NULL;
    double *inputs = calloc(context->program->n_inputs + 1, sizeof *inputs);
    enum pl_status status = PL_OK;

    options.method = opts->method;
    options.rtol = opts->rtol;
    options.stop = interrupt_pending;
    if (inputs == NULL) {
        return pl_diag_no_memory(cli->diags, "the inputs");
    }
    pl_treatment_inputs(treatment, inputs);
    status = pl_sim_create(context->kernels, &options, cli->diags, &sim);
    if (status == PL_OK) {
        status = pl_sim_start(sim, inputs, cli->diags);
    }
    if (status == PL_OK) {
        status = pl_sim_rest(sim, cli->diags, rest);
    }
    if (status == PL_ERR_REST) {
        pl_diag_hint(cli->diags, "simulate without a verb, --no-equilibrate and --for "
                                 "show how it moves");
    }
    if (status == PL_OK) {
        pl_sim_observe(sim, values);
        pl_treatment_warn_moved(treatment, values, cli->diags);
    }
    pl_sim_destroy(sim);
    free(inputs);
    return status;
}

/* The network and what is done to it, with everything that can be wrong with it. */
static enum pl_status
prepare(struct cli *cli, const struct steady_opts *opts, struct pl_context **context,
        struct pl_treatment **treatment, struct pl_ensemble **ensemble)
{
    enum pl_status status = cli_check_members(cli, &opts->network, opts->members);

    if (status == PL_OK) {
        status = steady_vary_check(opts, cli->diags);
    }
    if (status == PL_OK) {
        status = cli_load(cli, opts->network.model, context);
    }
    if (status == PL_OK) {
        const struct file_read read = {opts->network.ensemble,
                                       "the table of parameter sets"};
        const struct file_written written[] = {{opts->output.output, "output"},
                                               {opts->account.plot, "plot"}};

        status = files_check(*context, &read, 1, written, 2, cli->diags);
    }
    if (status == PL_OK) {
        status = pl_context_choose_kernel(*context, (enum pl_kernel_choice)opts->kernel,
                                          cli->diags);
    }
    if (status == PL_OK) {
        status = cli_treatment(cli, &opts->network, *context, true, treatment);
    }
    if (status == PL_OK) {
        status = cli_ensemble(cli, &opts->network, *context, *treatment, ensemble);
    }
    return status;
}

/* One rest state. */
static enum pl_status
run_single(struct cli *cli, const struct steady_opts *opts,
           const struct pl_context *context, const struct pl_treatment *treatment)
{
    struct pl_rest rest = {0};
    double *values = calloc(context->model->n_symbols + 1, sizeof *values);
    enum pl_status status;

    interrupt_hold();
    status = values == NULL ? pl_diag_no_memory(cli->diags, "the values")
                            : find_rest(cli, opts, context, treatment, values, &rest);
    interrupt_release();
    if (opts->verbose) {
        cli_print_kernel(context->kernels);
    }
    if (status == PL_OK) {
        status = print_rest(cli, opts, context, treatment, values, &rest);
    }
    free(values);
    pl_rest_finish(&rest);
    return status;
}

static enum exit_code
run_verb(struct cli *cli, const struct verb *verb, int argc, char **argv)
{
    const struct pl_sim_options sim = pl_sim_options_default();
    struct steady_opts opts = {.network.model = CLI_DEFAULT_MODEL,
                               .rtol = sim.rtol,
                               .method = sim.method,
                               .output.format = CLI_FORMAT_NONE};
    struct opt_texts words = {NULL, 0};
    struct pl_context *context = NULL;
    struct pl_treatment *treatment = NULL;
    struct pl_ensemble *ensemble = NULL;
    enum exit_code code = EXIT_USAGE;
    enum pl_status status;

    if (!cli_parse(cli, verb, argc, argv, &opts, &words, &code)) {
        goto done;
    }
    if (!cli_refuse_arguments(cli, &words)) {
        code = EXIT_USAGE;
        goto done;
    }
    cli_set_colour(cli, opts.colour);
    status = prepare(cli, &opts, &context, &treatment, &ensemble);
    code = cli_load_code(status);
    if (status == PL_OK) {
        status = opts.vary.n > 0 ? steady_vary(cli, &opts, context, treatment, ensemble)
                 : ensemble != NULL
                     ? steady_sets(cli, &opts, context, treatment, ensemble)
                     : run_single(cli, &opts, context, treatment);
        code = cli_run_code(status);
    }

done:
    pl_ensemble_destroy(ensemble);
    pl_treatment_destroy(treatment);
    pl_context_destroy(context);
    opt_finish(rows, &opts);
    opt_texts_finish(&words);
    return code;
}

const struct verb cmd_steady = {
    .name = "steady",
    .summary = "The rest state of a network, and how fast and whether it is reached",
    .arguments = "",
    .description =
        "What --inhibit and --drug say holds from the beginning; windows of "
        "time have no place here. With --ensemble the numbers are medians "
        "and 5 to 95 % bands over the parameter sets that come to rest. With "
        "--vary the rest states are followed as curves, from both ends of the "
        "range and through folds, so that hysteresis shows: folds, Hopf points "
        "(where oscillations begin) and branch points are located. With both, bands "
        "are those of the states that a slow way up and a slow way down the range "
        "keep to, and of where folds and Hopf points lie; --members has every curve "
        "of every set.",
    .examples = examples,
    .rows = rows,
    .run = run_verb,
};
