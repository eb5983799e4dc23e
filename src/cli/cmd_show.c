/*
 * cmd_show.c - one species, rule or other symbol of a model: its equation, where that
 * comes from, and each of its terms in numbers.
 */
#include "cli/verbs.h"

#include <stdlib.h>

#include "analysis/terms.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/files.h"
#include "cli/moment.h"
#include "cli/show_view.h"
#include "compile/program.h"
#include "out/frame_text.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/treatment.h"

struct show_opts {
    struct network_opts network;
    struct moment_opts moment;
    size_t threads;
    size_t kernel;
    struct output_opts output;
    bool verbose;
    size_t colour;
};

static const struct opt rows[] = {
    NETWORK_CELL_ROWS(struct show_opts, network),
    NETWORK_ENSEMBLE_ROW(struct show_opts, network),
    NETWORK_TREATMENT_ROWS(struct show_opts, network),
    NETWORK_CLAMP_ROW(struct show_opts, network),
    OPT_GROUP("Run"),
    MOMENT_ROWS(struct show_opts, moment),
    THREADS_ROW(struct show_opts, threads),
    KERNEL_ROW(struct show_opts, kernel),
    OPT_GROUP("Output"),
    OUTPUT_ROWS(struct show_opts, output),
    OPT_FLAG(struct show_opts, verbose, "verbose",
             "tell how formulas were run, on stderr"),
    COLOUR_ROW(struct show_opts, colour),
    OPT_END,
};

static const char *const examples[] = {
    "simulate show PIP3 --drug everolimus=20nM",
    "what makes PIP3 and what breaks it down, untreated and after 24 h of a rapalog",
    "simulate show \"Akt pS473\" --inhibit mTORC1 --at 1h",
    "a readout by its display name: the parts of its rule, after an hour",
    "simulate show S6K_IRS1",
    "a feedback edge: its signal, where that is known from, and who reads it",
    NULL,
};

/* Everything that one call holds. */
struct show {
    struct cli *cli;
    struct show_opts opts;
    struct pl_context *context;
    struct pl_treatment *treatment;
    struct pl_ensemble *ensemble;
    struct pl_terms *terms;
    struct pl_snapshot_options options;
    struct pl_snapshot snapshot;
    struct pl_terms_numbers numbers;
};

static enum pl_status
check_usage(const struct show *show, const struct opt_texts *words)
{
    struct pl_diags *diags = show->cli->diags;

    if (words->n == 0) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL, "show what?");
        pl_diag_hint(diags,
                     "name a species, rule, parameter or reaction: simulate show "
                     "PIP3; simulate list species has those of the default model");
        return PL_ERR_OPTION;
    }
    if (words->n > 1) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL, "show takes one name, not '%s' too",
                      words->items[1]);
        pl_diag_hint(diags, "a display name with blanks stands in quotes");
        return PL_ERR_OPTION;
    }
    return moment_check(&show->opts.moment, diags);
}

/* What is shown, in the cell and variant of the run. */
static enum pl_status
make_terms(struct show *show, const char *name)
{
    double *inputs = NULL;
    size_t symbol = PL_NONE;
    enum pl_status status =
        pl_context_find_symbol(show->context, name, show->cli->diags, &symbol);

    if (status != PL_OK) {
        return status;
    }
    inputs = calloc(show->context->program->n_inputs + 1, sizeof *inputs);
    if (inputs == NULL) {
        return pl_diag_no_memory(show->cli->diags, "the inputs");
    }
    pl_treatment_inputs(show->treatment, inputs);
    status =
        pl_terms_create(show->context, symbol, inputs, show->cli->diags, &show->terms);
    free(inputs);
    return status;
}

static enum pl_status
prepare(struct show *show, const struct opt_texts *words)
{
    struct cli *cli = show->cli;
    const struct show_opts *opts = &show->opts;
    const struct file_read sets = {opts->network.ensemble,
                                   "the table of parameter sets"};
    const struct file_written written = {opts->output.output, "output"};
    enum pl_status status = check_usage(show, words);

    if (status == PL_OK) {
        status = cli_load(cli, opts->network.model, &show->context);
    }
    if (status == PL_OK) {
        status = files_check(show->context, &sets, 1, &written, 1, cli->diags);
    }
    if (status == PL_OK) {
        status = pl_context_choose_kernel(
            show->context, (enum pl_kernel_choice)opts->kernel, cli->diags);
    }
    if (status == PL_OK) {
        status = moment_read(&opts->moment, show->context, cli->diags, &show->options);
    }
    if (status == PL_OK) {
        status =
            cli_treatment(cli, &opts->network, show->context, false, &show->treatment);
    }
    if (status == PL_OK) {
        status = cli_ensemble(cli, &opts->network, show->context, show->treatment,
                              &show->ensemble);
        show->options.ensemble = show->ensemble;
        show->options.n_threads = opts->threads;
    }
    return status == PL_OK ? make_terms(show, words->items[0]) : status;
}

static enum pl_status
print_terms(struct show *show)
{
    const struct output_opts *output = &show->opts.output;
    const bool is_markdown =
        (output->output != NULL || output->format != CLI_FORMAT_NONE) &&
        cli_frame_format(output) == PL_FRAME_MD;
    const struct show_view view = {
        .cli = show->cli,
        .treatment = show->treatment,
        .ensemble = show->ensemble,
        .terms = show->terms,
        .numbers = &show->numbers,
        .is_markdown = is_markdown,
    };
    struct pl_frame *frame = NULL;
    struct pl_text text;
    enum pl_status status = PL_OK;

    if (!is_markdown && (output->output != NULL || output->format != CLI_FORMAT_NONE)) {
        status = pl_terms_frame(show->terms, &show->numbers, show->cli->diags, &frame);
        if (status == PL_OK) {
            status = cli_write_frame(show->cli, output, frame);
        }
        pl_frame_destroy(frame);
        return status;
    }
    pl_text_init(&text);
    status = show_view_print(&view, &text);
    if (status == PL_OK && is_markdown) {
        status = cli_write(show->cli, output->output, &text);
    } else if (status == PL_OK) {
        status = cli_show(show->cli, NULL, &text);
    }
    pl_text_finish(&text);
    return status;
}

static enum exit_code
run_verb(struct cli *cli, const struct verb *verb, int argc, char **argv)
{
    struct show show = {.cli = cli,
                        .opts = {.network.model = CLI_DEFAULT_MODEL,
                                 .moment = moment_default(),
                                 .output.format = CLI_FORMAT_NONE}};
    struct opt_texts words = {NULL, 0};
    enum exit_code code = EXIT_USAGE;
    enum pl_status status;

    if (!cli_parse(cli, verb, argc, argv, &show.opts, &words, &code)) {
        goto done;
    }
    cli_set_colour(cli, show.opts.colour);
    status = prepare(&show, &words);
    code = cli_load_code(status);
    if (status != PL_OK) {
        goto done;
    }
    interrupt_hold();
    status = pl_snapshot_take(show.context, show.treatment, &show.options, cli->diags,
                              &show.snapshot);
    interrupt_release();
    if (show.opts.verbose) {
        cli_print_kernel(show.context->kernels);
    }
    if (status == PL_OK) {
        status = pl_terms_count(show.terms, &show.snapshot, cli->diags, &show.numbers);
    }
    if (status == PL_OK) {
        status = print_terms(&show);
    }
    code = cli_run_code(status);

done:
    pl_terms_numbers_finish(&show.numbers);
    pl_snapshot_finish(&show.snapshot);
    pl_terms_destroy(show.terms);
    pl_ensemble_destroy(show.ensemble);
    pl_treatment_destroy(show.treatment);
    pl_context_destroy(show.context);
    opt_finish(rows, &show.opts);
    opt_texts_finish(&words);
    return code;
}

const struct verb cmd_show = {
    .name = "show",
    .summary = "One species or rule: its equation, sources, and each term in numbers",
    .arguments = "NAME",
    .description =
        "A rate is told as what is gained and what is lost, each term by itself: "
        "(a + b)*x is two ways side by side, k*(target - x) a gain and a loss, a "
        "reversible reaction there and back. Numbers are those before treatment and at "
        "--at; a share is that of all gains, or of all losses.",
    .examples = examples,
    .rows = rows,
    .run = run_verb,
};
