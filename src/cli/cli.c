/*
 * cli.c - what the verbs share: options, loading, treatments, writing.
 */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/text.h"
#include "model/model.h"
#include "out/frame_text.h"
#include "out/sink.h"
#include "pathloop.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/treatment.h"

const char *const cli_colours[] = {"auto", "always", "never", NULL};

enum { COLOUR_AUTO, COLOUR_ALWAYS };

bool
cli_parse(struct cli *cli, const struct verb *verb, int argc, char **argv, void *values,
          struct opt_texts *arguments, enum exit_code *code)
{
    bool help = false;
    enum pl_status status = opt_parse(verb->rows, cli->verbs, argc, argv, values,
                                      arguments, &help, cli->diags);
    struct pl_text text;

    *code = cli_load_code(status);
    if (status != PL_OK || !help) {
        return status == PL_OK;
    }
    pl_text_init(&text);
    page_help(cli->verbs, verb, &text);
    *code = cli_run_code(cli_write(cli, NULL, &text));
    pl_text_finish(&text);
    return false;
}

bool
cli_refuse_arguments(struct cli *cli, const struct opt_texts *arguments)
{
    if (arguments->n == 0) {
        return true;
    }
    pl_diag_error(cli->diags, PL_ERR_OPTION, NULL, "unexpected word '%s'",
                  arguments->items[0]);
    pl_diag_hint(cli->diags, "options begin with '--'; --help lists them");
    return false;
}

/* Whether a stream of the program gets colours. */
static bool
wants_colour(const struct cli *cli, int stream)
{
    const char *no_colour = getenv("NO_COLOR");

    return cli->colour == COLOUR_ALWAYS ||
           (cli->colour == COLOUR_AUTO && isatty(stream) &&
            (no_colour == NULL || *no_colour == '\0'));
}

void
cli_set_colour(struct cli *cli, size_t colour)
{
    cli->colour = colour;
    cli->style.colour = wants_colour(cli, STDOUT_FILENO);
}

void
cli_print_messages(struct cli *cli)
{
    struct pl_text text;

    pl_text_init(&text);
    pl_diags_print(cli->diags, wants_colour(cli, STDERR_FILENO), &text);
    fputs(text.failed ? "simulate: out of memory\n" : pl_text_string(&text), stderr);
    pl_text_finish(&text);
    pl_diags_clear(cli->diags);
}

enum pl_status
cli_load(struct cli *cli, const char *model, struct pl_context **out)
{
    char *path = NULL;
    enum pl_status status = data_model_path(model, cli->diags, &path);

    *out = NULL;
    if (status == PL_OK) {
        status = pl_context_load(path, cli->diags, out);
    }
    free(path);
    return status;
}

static enum pl_status
add_all(struct cli *cli, struct pl_treatment *treatment, enum pl_action_kind kind,
        const struct opt_texts *texts)
{
    enum pl_status status = PL_OK;
    size_t i;

    for (i = 0; i < texts->n && status == PL_OK; i++) {
        status = pl_treatment_add(treatment, kind, texts->items[i], cli->diags);
    }
    return status;
}

/* Times make no sense where everything holds from before the rest. */
static enum pl_status
refuse_times(struct cli *cli, const char *option, const struct opt_texts *texts)
{
    size_t i;

    for (i = 0; i < texts->n; i++) {
        if (strchr(texts->items[i], '@') != NULL) {
            return pl_diag_error(
                cli->diags, PL_ERR_OPTION, NULL,
                "--%s=%s: the rest state has no time: what is set holds "
                "all along",
                option, texts->items[i]);
        }
    }
    return PL_OK;
}

/* As add_all, but everything holds from before the rest. */
static enum pl_status
add_all_background(struct cli *cli, struct pl_treatment *treatment, const char *word,
                   const struct opt_texts *texts)
{
    enum pl_status status = refuse_times(cli, word, texts);
    size_t i;

    for (i = 0; i < texts->n && status == PL_OK; i++) {
        struct pl_text text;

        pl_text_init(&text);
        pl_text_format(&text, "%s %s", word, texts->items[i]);
        status = text.failed
                     ? pl_diag_no_memory(cli->diags, "a treatment")
                     : pl_treatment_background(treatment, text.data, cli->diags);
        pl_text_finish(&text);
    }
    return status;
}

/* One cell, or one variant: several are for other verbs. */
static enum pl_status
refuse_several(struct cli *cli, const char *option, const char *name,
               const struct pl_frame *table)
{
    if (table == NULL || (strcmp(name, "all") != 0 && strchr(name, ',') == NULL)) {
        return PL_OK;
    }
    pl_diag_error(cli->diags, PL_ERR_OPTION, NULL,
                  "--%s=%s: one %s at a time is run here", option, name, option);
    pl_diag_hint(cli->diags,
                 "compare, explain, discriminate, dose, find and sensitivity take "
                 "several%s",
                 strcmp(option, "cell") == 0 ? "; so does sweep, by --vary cell=all"
                                             : "");
    return PL_ERR_OPTION;
}

enum pl_status
cli_treatment(struct cli *cli, const struct network_opts *network,
              const struct pl_context *context, bool all_background,
              struct pl_treatment **out)
{
    enum pl_status status;
    struct pl_treatment *treatment = NULL;
    size_t i;

    *out = NULL;
    status = pl_treatment_create(context, cli->diags, &treatment);
    if (status == PL_OK && network->cell != NULL) {
        status = refuse_several(cli, "cell", network->cell, context->cells);
    }
    if (status == PL_OK && network->variant != NULL) {
        status = refuse_several(cli, "variant", network->variant, context->variants);
    }
    if (status == PL_OK && network->cell != NULL) {
        status = pl_treatment_choose_cell(treatment, network->cell, cli->diags);
    }
    if (status == PL_OK && network->variant != NULL) {
        status = pl_treatment_choose_variant(treatment, network->variant, cli->diags);
    }
    if (status == PL_OK && all_background) {
        status = refuse_times(cli, "set", &network->set);
    }
    if (status == PL_OK) {
        status = add_all(cli, treatment, PL_ACTION_SET, &network->set);
    }
    for (i = 0; i < network->background.n && status == PL_OK; i++) {
        status = pl_treatment_background(treatment, network->background.items[i],
                                         cli->diags);
    }
    if (status == PL_OK) {
        status = add_all(cli, treatment, PL_ACTION_CUT, &network->cut);
    }
    if (status == PL_OK && all_background) {
        status = add_all_background(cli, treatment, "inhibit", &network->inhibit);
        if (status == PL_OK) {
            status = add_all_background(cli, treatment, "drug", &network->drug);
        }
    } else if (status == PL_OK) {
        status = add_all(cli, treatment, PL_ACTION_INHIBIT, &network->inhibit);
        if (status == PL_OK) {
            status = add_all(cli, treatment, PL_ACTION_DRUG, &network->drug);
        }
        if (status == PL_OK) {
            status = add_all(cli, treatment, PL_ACTION_CLAMP, &network->clamp);
        }
    }
    if (status != PL_OK) {
        pl_treatment_destroy(treatment);
        return status;
    }
    *out = treatment;
    return PL_OK;
}

/* No treatment stands above a column of the sets. */
static enum pl_status
refuse_set(struct cli *cli, const struct pl_context *context,
           const struct pl_treatment *treatment, const struct pl_ensemble *ensemble)
{
    const struct pl_action *action = pl_ensemble_find_set(ensemble, treatment);

    if (action == NULL) {
        return PL_OK;
    }
    pl_diag_error(cli->diags, PL_ERR_OPTION, NULL,
                  "'%s' is set (%s), and a column of the parameter sets too (%s)",
                  context->model->symbols[action->symbol].name, action->text,
                  pl_ensemble_path(ensemble));
    pl_diag_hint(cli->diags, "leave that column out, or set '%s' from a time on (@0)",
                 context->model->symbols[action->symbol].name);
    return PL_ERR_OPTION;
}

enum pl_status
cli_ensemble(struct cli *cli, const struct network_opts *network,
             const struct pl_context *context, const struct pl_treatment *treatment,
             struct pl_ensemble **out)
{
    enum pl_status status = PL_OK;

    *out = NULL;
    if (network->ensemble != NULL) {
        status = pl_ensemble_read(context, network->ensemble, cli->diags, out);
    }
    if (status == PL_OK) {
        status = refuse_set(cli, context, treatment, *out);
    }
    return status == PL_ERR_SYNTAX ? PL_ERR_OPTION : status; /* not the model's */
}

/* Append the words of a text with ',' between them, which is overwritten. */
static size_t
split(char *text, const char **names)
{
    size_t n = 0;
    char *rest = NULL;

    for (char *word = strtok_r(text, ",", &rest); word != NULL;
         word = strtok_r(NULL, ",", &rest)) {
        names[n++] = word;
    }
    return n;
}

enum pl_status
cli_readouts(struct cli *cli, const struct opt_texts *texts,
             const struct pl_context *context, size_t **symbols, size_t *n)
{
    enum pl_status status = PL_OK;
    const char **names = NULL;
    char **copies = calloc(texts->n + 1, sizeof *copies);
    size_t n_names = 0;
    size_t most = 0; /* letters, so more than names */

    for (size_t i = 0; i < texts->n; i++) {
        most += strlen(texts->items[i]) + 1;
    }
    names = calloc(most + 1, sizeof *names);
    for (size_t i = 0; i < texts->n && copies != NULL && names != NULL; i++) {
        copies[i] = pl_text_copy(texts->items[i]);
        if (copies[i] == NULL) {
            status = PL_ERR_NOMEM;
            break;
        }
        n_names += split(copies[i], names + n_names);
    }
    if (copies == NULL || names == NULL || status != PL_OK) {
        status = pl_diag_no_memory(cli->diags, "the readouts");
    } else if (n_names == 0 && texts->n > 0) {
        status =
            pl_diag_error(cli->diags, PL_ERR_OPTION, NULL, "--readout has no name");
    } else {
        status = pl_context_readouts(context, names, n_names, cli->diags, symbols, n);
    }
    for (size_t i = 0; copies != NULL && i < texts->n; i++) {
        free(copies[i]);
    }
    free(copies);
    free(names);
    return status;
}

enum pl_status
cli_check_members(struct cli *cli, const struct network_opts *network, bool members)
{
    if (!members || network->ensemble != NULL) {
        return PL_OK;
    }
    pl_diag_error(cli->diags, PL_ERR_OPTION, NULL,
                  "--members is for an ensemble, and there is none");
    pl_diag_hint(cli->diags, "add --ensemble FILE, a table of parameter sets");
    return PL_ERR_OPTION;
}

enum exit_code
cli_load_code(enum pl_status status)
{
    switch (status) {
    case PL_OK:
        return EXIT_DONE;
    case PL_ERR_MODEL:
    case PL_ERR_SYNTAX:
        return EXIT_MODEL;
    case PL_ERR_OPTION:
    case PL_ERR_NAME:
    case PL_ERR_IO:
        return EXIT_USAGE;
    default:
        return EXIT_FAILED;
    }
}

enum exit_code
cli_run_code(enum pl_status status)
{
    switch (status) {
    case PL_OK:
        return EXIT_DONE;
    case PL_ERR_STOPPED:
        return EXIT_INTERRUPTED;
    case PL_ERR_OPTION:
    case PL_ERR_NAME:
        return EXIT_USAGE;
    default:
        return EXIT_FAILED;
    }
}

enum pl_status
cli_write(struct cli *cli, const char *path, const struct pl_text *text)
{
    struct pl_sink *sink = NULL;
    enum pl_status status;

    if (text->failed) {
        return pl_diag_no_memory(cli->diags, "the output");
    }
    status = pl_sink_open(path != NULL ? path : "-", cli->diags, &sink);
    if (status != PL_OK) {
        return status;
    }
    pl_sink_write(sink, pl_text_string(text), text->size);
    return pl_sink_close(sink, cli->diags);
}

enum pl_status
cli_show(struct cli *cli, const char *path, struct pl_text *text)
{
    if (!cli->style.utf8) {
        pl_table_to_ascii(text);
    }
    return cli_write(cli, path, text);
}

bool
cli_prints_frame(const struct output_opts *output, bool is_asked)
{
    return output->output != NULL ? strcmp(output->output, "-") == 0
                                  : output->format != CLI_FORMAT_NONE || is_asked;
}

struct pl_provenance
cli_provenance(const struct cli *cli, const struct pl_context *context)
{
    return (struct pl_provenance){
        .version = pl_version(),
        .command = (const char *const *)cli->argv,
        .n_command = (size_t)cli->argc,
        .model_name = context->model->name,
        .model = context->model->source,
        .time_unit = context->model->time_unit,
        .status = "complete",
    };
}

size_t
cli_frame_format(const struct output_opts *output)
{
    if (output->format != CLI_FORMAT_NONE) {
        return output->format;
    }
    return output->output != NULL ? pl_frame_format_of_path(output->output)
                                  : PL_FRAME_CSV;
}

enum pl_status
cli_write_frame(struct cli *cli, const struct output_opts *output,
                const struct pl_frame *frame)
{
    struct pl_text text;
    enum pl_status status;

    pl_text_init(&text);
    status = pl_frame_write(frame, (enum pl_frame_format)cli_frame_format(output),
                            cli->diags, &text);
    if (status == PL_OK) {
        status = cli_write(cli, output->output, &text);
    }
    pl_text_finish(&text);
    return status;
}

void
cli_print_kernel(const struct pl_kernels *kernels)
{
    if (kernels->native != NULL) {
        fprintf(stderr, "machine code for %s, %zu bytes\n", pl_isa_name(kernels->isa),
                pl_kernels_code_size(kernels));
    } else {
        fprintf(stderr, "no machine code, the interpreter for %s: %s\n",
                pl_isa_name(kernels->isa), kernels->why_not_native);
    }
    if (!pl_isa_has_fma()) {
        fputs("this processor has no fused multiply-add: results differ in their last "
              "bits from those of others\n",
              stderr);
    }
}
