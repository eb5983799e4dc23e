/*
 * main.c - the program `simulate`: one row for each verb.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <gsl/gsl_errno.h>

#include "base/diag.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/verbs.h"

static const struct verb *const verbs[] = {
    &cmd_run,   &cmd_compare,      &cmd_explain,    &cmd_loops, &cmd_show,
    &cmd_draw,  &cmd_discriminate, &cmd_dose,       &cmd_find,  &cmd_sensitivity,
    &cmd_sweep, &cmd_merge,        &cmd_steady,     &cmd_check, &cmd_convert,
    &cmd_list,  &cmd_help,         &cmd_completion, NULL,
};

/* Without setlocale: the locale's name tells whether the terminal reads UTF-8. */
static bool
locale_is_utf8(void)
{
    const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    size_t i;

    for (i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);

        if (value != NULL && *value != '\0') {
            const char *dot = strrchr(value, '.');

            return dot != NULL && (strncasecmp(dot, ".utf-8", 6) == 0 ||
                                   strncasecmp(dot, ".utf8", 5) == 0);
        }
    }
    return false;
}

static size_t
terminal_width(void)
{
    struct winsize size;

    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
        return size.ws_col;
    }
    return 0;
}

/* The verb that the first word names; the time course when it is an option. */
static const struct verb *
choose_verb(struct cli *cli, int *skip)
{
    const char *names[sizeof verbs / sizeof *verbs];
    const char *word = cli->argc > 1 ? cli->argv[1] : "";
    size_t i;

    *skip = 0;
    if (word[0] == '-' || word[0] == '\0') {
        return verbs[0];
    }
    *skip = 1;
    for (i = 1; verbs[i] != NULL; i++) {
        if (strcmp(verbs[i]->name, word) == 0) {
            return verbs[i];
        }
        names[i - 1] = verbs[i]->name;
    }
    pl_diag_error(cli->diags, PL_ERR_NAME, NULL, "there is no verb '%s'", word);
    if (pl_diag_hint_near(cli->diags, word, names, i - 1, 1)) {
        return NULL;
    }
    if (strchr(word, '.') != NULL || access(word, R_OK) == 0) {
        pl_diag_hint(cli->diags, "a model is run by simulate --model %s", word);
    } else {
        pl_diag_hint(cli->diags, "simulate --help lists the verbs");
    }
    return NULL;
}

int
main(int argc, char **argv)
{
    struct cli cli = {.argc = argc, .argv = argv, .verbs = verbs};
    const struct verb *verb;
    enum exit_code code = EXIT_USAGE;
    int skip = 0;

    gsl_set_error_handler_off();
    signal(SIGPIPE, SIG_IGN); /* a reader that has left is an answer of write() … */
    signal(SIGXFSZ, SIG_IGN); /* … and so is a file that may grow no more */
    cli.diags = pl_diags_create();
    if (cli.diags == NULL) {
        fputs("simulate: out of memory\n", stderr);
        return EXIT_FAILED;
    }
    cli.style.utf8 = locale_is_utf8();
    cli.style.width = terminal_width();
    cli_set_colour(&cli, 0);
    verb = choose_verb(&cli, &skip);
    if (verb != NULL) {
        code = verb->run(&cli, verb, argc - skip, argv + skip);
    }
    cli_print_messages(&cli);
    pl_diags_destroy(cli.diags);
    return (int)code;
}
