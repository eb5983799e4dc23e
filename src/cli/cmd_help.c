/*
 * cmd_help.c - the pages that are made from the tables: help, man page, completions.
 */
#include "cli/verbs.h"

#include <string.h>

#include "base/diag.h"
#include "base/text.h"

struct help_opts {
    bool man;
};

static const struct opt help_rows[] = {
    OPT_FLAG(struct help_opts, man, "man", "print the man page, as troff"), OPT_END};

static const struct opt completion_rows[] = {OPT_END};

static const char *const completion_examples[] = {
    "source <(simulate completion bash)",
    "complete verbs, options and names in this shell",
    NULL,
};

static const struct verb *
find_verb(const struct cli *cli, const char *name)
{
    const struct verb *const *verb;

    for (verb = cli->verbs; *verb != NULL; verb++) {
        if (strcmp((*verb)->name, name) == 0) {
            return *verb;
        }
    }
    return NULL;
}

static enum exit_code
run_help(struct cli *cli, const struct verb *verb, int argc, char **argv)
{
    struct help_opts opts = {false};
    struct opt_texts words = {NULL, 0};
    enum exit_code code = EXIT_USAGE;
    struct pl_text text;

    pl_text_init(&text);
    if (cli_parse(cli, verb, argc, argv, &opts, &words, &code)) {
        const struct verb *about = find_verb(cli, words.n > 0 ? words.items[0] : "");

        if (words.n > 1) {
            pl_diag_error(cli->diags, PL_ERR_OPTION, NULL,
                          "help takes one verb, not '%s' too", words.items[1]);
            about = NULL;
        } else if (about == NULL) {
            pl_diag_error(cli->diags, PL_ERR_NAME, NULL, "there is no verb '%s'",
                          words.items[0]);
            pl_diag_hint(cli->diags, "simulate --help lists the verbs");
        } else if (opts.man) {
            page_man(cli->verbs, &text);
        } else {
            page_help(cli->verbs, about, &text);
        }
        code = EXIT_USAGE;
        if (about != NULL) {
            code = cli_run_code(cli_write(cli, NULL, &text));
        }
    }
    pl_text_finish(&text);
    opt_texts_finish(&words);
    return code;
}

static enum exit_code
run_completion(struct cli *cli, const struct verb *verb, int argc, char **argv)
{
    struct opt_texts words = {NULL, 0};
    enum exit_code code = EXIT_USAGE;
    struct pl_text text;
    size_t shell = 0;

    pl_text_init(&text);
    if (cli_parse(cli, verb, argc, argv, NULL, &words, &code)) {
        while (
            completion_shells[shell] != NULL &&
            (words.n != 1 || strcmp(completion_shells[shell], words.items[0]) != 0)) {
            shell++;
        }
        if (completion_shells[shell] == NULL) {
            pl_diag_error(cli->diags, PL_ERR_OPTION, NULL,
                          "completion needs the name of a shell: bash, zsh or fish");
            code = EXIT_USAGE;
        } else {
            completion_print(cli->verbs, shell, &text);
            code = cli_run_code(cli_write(cli, NULL, &text));
        }
    }
    pl_text_finish(&text);
    opt_texts_finish(&words);
    return code;
}

const struct verb cmd_help = {
    .name = "help",
    .summary = "Show the help of a verb, or the man page",
    .arguments = "[VERB]",
    .rows = help_rows,
    .run = run_help,
};

const struct verb cmd_completion = {
    .name = "completion",
    .summary = "Print the completions for a shell",
    .arguments = "bash|zsh|fish",
    .words = completion_shells,
    .examples = completion_examples,
    .rows = completion_rows,
    .run = run_completion,
};
