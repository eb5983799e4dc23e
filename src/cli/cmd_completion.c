/*
 * cmd_completion.c - the completions for a shell.
 */
#include "cli/verbs.h"

#include <string.h>

#include "base/diag.h"
#include "base/text.h"

static const struct opt rows[] = {OPT_END};

static const char *const examples[] = {
    "source <(simulate completion bash)",
    "complete verbs, options and names in this shell",
    NULL,
};

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

const struct verb cmd_completion = {
    .name = "completion",
    .summary = "Print the completions for a shell",
    .arguments = "bash|zsh|fish",
    .words = completion_shells,
    .examples = examples,
    .rows = rows,
    .run = run_completion,
};
