/*
 * cmd_check.c - every fault of a model, and what it holds when there is none.
 */
#include "cli/verbs.h"

#include "base/diag.h"
#include "base/text.h"
#include "model/conservation.h"
#include "model/model.h"
#include "study/context.h"

struct check_opts {
    size_t colour;
};

static const struct opt rows[] = {COLOUR_ROW(struct check_opts, colour), OPT_END};

static const char *const examples[] = {
    "simulate check my-model.ant",
    "every error with its place, or what the model holds",
    NULL,
};

static void
put_count(size_t n, const char *one, const char *many, struct pl_text *text)
{
    pl_text_format(text, ", %zu %s", n, n == 1 ? one : many);
}

static enum pl_status
describe(struct cli *cli, const char *file, const struct pl_context *context,
         struct pl_text *text)
{
    const struct pl_model *model = context->model;
    struct pl_conservation laws = {0};
    size_t kinds[PL_SYMBOL_REACTION + 1] = {0};
    size_t i;
    enum pl_status status = pl_conservation_find(model, cli->diags, &laws);

    if (status != PL_OK) {
        return status;
    }
    for (i = 0; i < model->n_symbols; i++) {
        kinds[model->symbols[i].kind] += 1;
    }
    pl_text_format(text, "%s: no errors: %zu species", file, kinds[PL_SYMBOL_SPECIES]);
    put_count(model->n_reactions, "reaction", "reactions", text);
    put_count(kinds[PL_SYMBOL_PARAMETER], "parameter or rule", "parameters and rules",
              text);
    put_count(laws.n_laws, "conserved sum", "conserved sums", text);
    put_count(context->roles.lists[PL_ROLE_TARGET].n, "target", "targets", text);
    put_count(context->roles.lists[PL_ROLE_DRUG].n, "drug", "drugs", text);
    put_count(context->roles.lists[PL_ROLE_EDGE].n, "feedback edge", "feedback edges",
              text);
    put_count(context->roles.lists[PL_ROLE_READOUT].n, "readout", "readouts", text);
    pl_text_put(text, "\n");
    pl_conservation_finish(&laws);
    return PL_OK;
}

static enum exit_code
run_verb(struct cli *cli, const struct verb *verb, int argc, char **argv)
{
    struct check_opts opts = {0};
    struct opt_texts files = {NULL, 0};
    enum exit_code code = EXIT_USAGE;
    struct pl_text text;
    size_t i;

    pl_text_init(&text);
    if (!cli_parse(cli, verb, argc, argv, &opts, &files, &code)) {
        goto done;
    }
    cli_set_colour(cli, opts.colour);
    if (files.n == 0) {
        pl_diag_error(cli->diags, PL_ERR_OPTION, NULL, "check needs a model file");
        pl_diag_hint(cli->diags, "simulate check FILE");
        code = EXIT_USAGE;
        goto done;
    }
    for (i = 0; i < files.n; i++) {
        struct pl_context *context = NULL;
        enum pl_status status = cli_load(cli, files.items[i], &context);

        if (status == PL_OK) {
            status = describe(cli, files.items[i], context, &text);
        }
        pl_context_destroy(context);
        cli_print_messages(cli); /* each file has its own count of errors */
        if (status != PL_OK && (code == EXIT_DONE || code == EXIT_USAGE)) {
            code = cli_load_code(status);
        }
    }
    if (text.size > 0) {
        enum exit_code written = cli_run_code(cli_write(cli, NULL, &text));

        code = code == EXIT_DONE ? written : code;
    }

done:
    pl_text_finish(&text);
    opt_texts_finish(&files);
    return code;
}

const struct verb cmd_check = {
    .name = "check",
    .summary = "Report every fault in a model",
    .arguments = "FILE...",
    .description =
        "Prints each error and warning with its place; exit code 3 when there "
        "is an error.",
    .examples = examples,
    .rows = rows,
    .run = run_verb,
};
