/*
 * cmd_convert.c - a model in another format, by the ending of the file it goes to.
 */
#include "cli/verbs.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/text.h"
#include "cli/files.h"
#include "format/c_writer.h"
#include "model/model.h"
#include "pathloop.h"
#include "study/context.h"

struct convert_opts {
    size_t colour;
};

static const struct opt rows[] = {COLOUR_ROW(struct convert_opts, colour), OPT_END};

static const char *const examples[] = {
    "simulate convert my-model.ant my-model.c",
    "the equations with a solver, in one file of C: cc -O2 my-model.c -lm",
    NULL,
};

static enum pl_status
write_c(const struct pl_context *context, const char *path, struct pl_diags *diags,
        struct pl_text *text)
{
    size_t *shown = NULL;
    size_t n_shown = 0;
    struct pl_text writer;
    enum pl_status status =
        pl_context_readouts(context, NULL, 0, diags, &shown, &n_shown);

    pl_text_init(&writer);
    pl_text_format(&writer, "pathloop %s", pl_version());
    if (status == PL_OK) {
        struct pl_c_options options = {pl_text_string(&writer), path, shown, n_shown};

        status = pl_c_write(context->model, &options, diags, text);
    }
    pl_text_finish(&writer);
    free(shown);
    return status;
}

/* One format that models are written in. */
struct format {
    const char *ending;
    enum pl_status (*write)(const struct pl_context *context, const char *path,
                            struct pl_diags *diags, struct pl_text *text);
};

static const struct format formats[] = {{".c", write_c}};

/* What the file's ending asks for. */
static const struct format *
find_format(const char *path, struct pl_diags *diags)
{
    const size_t n = sizeof formats / sizeof *formats;
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash != NULL ? slash : path, '.');
    struct pl_text known;

    for (size_t k = 0; k < n && dot != NULL; k++) {
        if (strcmp(dot, formats[k].ending) == 0) {
            return &formats[k];
        }
    }
    pl_text_init(&known);
    for (size_t k = 0; k < n; k++) {
        pl_text_format(&known, "%s%s", k > 0 ? ", " : "", formats[k].ending);
    }
    if (strcmp(path, "-") == 0) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "convert writes a file, not standard output: its ending says "
                      "which format");
    } else if (dot == NULL) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "'%s' has no ending that says which format to write", path);
    } else {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "'%s': models are not written as '%s'", path, dot);
    }
    pl_diag_hint(diags, "endings that are known: %s", pl_text_string(&known));
    pl_text_finish(&known);
    return NULL;
}

static enum exit_code
convert(struct cli *cli, const char *model, const char *path)
{
    const struct format *format = find_format(path, cli->diags);
    struct pl_context *context = NULL;
    enum exit_code code = EXIT_USAGE;
    struct pl_text text;

    if (format == NULL) {
        return EXIT_USAGE;
    }
    pl_text_init(&text);
    code = cli_load_code(cli_load(cli, model, &context));
    if (code == EXIT_DONE) {
        const struct file_written written = {path, NULL};

        code = cli_load_code(files_check(context, NULL, 0, &written, 1, cli->diags));
    }
    if (code == EXIT_DONE) {
        code = cli_run_code(format->write(context, path, cli->diags, &text));
    }
    if (code == EXIT_DONE) {
        code = cli_run_code(cli_write(cli, path, &text));
    }
    pl_text_finish(&text);
    pl_context_destroy(context);
    return code;
}

static enum exit_code
run_verb(struct cli *cli, const struct verb *verb, int argc, char **argv)
{
    struct convert_opts opts = {0};
    struct opt_texts words = {NULL, 0};
    enum exit_code code = EXIT_USAGE;

    if (!cli_parse(cli, verb, argc, argv, &opts, &words, &code)) {
        goto done;
    }
    cli_set_colour(cli, opts.colour);
    if (words.n == 2) {
        code = convert(cli, words.items[0], words.items[1]);
        goto done;
    }
    code = EXIT_USAGE;
    if (words.n > 2) {
        pl_diag_error(cli->diags, PL_ERR_OPTION, NULL, "unexpected word '%s'",
                      words.items[2]);
    } else {
        pl_diag_error(cli->diags, PL_ERR_OPTION, NULL, "convert needs %s",
                      words.n == 0 ? "a model and the file to write"
                                   : "the file to write");
    }
    pl_diag_hint(cli->diags, "simulate convert %s %s",
                 words.n > 0 ? words.items[0] : "MODEL",
                 words.n > 1 ? words.items[1] : "model.c");

done:
    opt_texts_finish(&words);
    return code;
}

const struct verb cmd_convert = {
    .name = "convert",
    .summary = "Write a model in another format: C",
    .arguments = "MODEL FILE",
    .description =
        "FILE's ending says which format. \".c\" gives one C99 file that needs libm "
        "alone: the equations under the model's own names, a solver for stiff "
        "equations, and a program that prints a table.",
    .examples = examples,
    .rows = rows,
    .run = run_verb,
};
