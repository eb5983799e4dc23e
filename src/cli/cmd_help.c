/*
 * cmd_help.c - the help of a verb, or the man page.
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

const struct verb cmd_help = {
    .name = "help",
    .summary = "Show the help of a verb, or the man page",
    .arguments = "[VERB]",
    .rows = help_rows,
    .run = run_help,
};
