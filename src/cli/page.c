/*
 * page.c - help on a terminal and the man page, from the tables of verbs and options.
 */
#include "cli/cli.h"

#include <string.h>

#include "base/text.h"
#include "pathloop.h"

#define HELP_WIDTH 80
#define HELP_INDENT 26

/* Append a paragraph that begins at column `at`; its other lines begin at `indent`. */
static void
paragraph(struct pl_text *text, const char *words, size_t at, size_t indent)
{
    pl_text_wrap(text, words, at, indent, HELP_WIDTH);
    pl_text_put(text, "\n");
}

/* "--rtol=NUMBER", the way an option stands in help and man page. */
static void
option_name(const struct opt *row, struct pl_text *text)
{
    pl_text_format(text, "--%s", row->name);
    if (row->placeholder != NULL) {
        pl_text_format(text, "=%s", row->placeholder);
    }
}

/* The help of an option, with its default. */
static void
option_help(const struct opt *row, struct pl_text *text)
{
    pl_text_put(text, row->help);
    if (row->preset != NULL) {
        pl_text_format(text, " [%s]", row->preset);
    }
}

static void
help_option(const struct opt *row, struct pl_text *text)
{
    struct pl_text name;
    struct pl_text help;
    size_t width;

    pl_text_init(&name);
    pl_text_init(&help);
    option_name(row, &name);
    option_help(row, &help);
    width = 2 + pl_text_width(pl_text_string(&name));
    pl_text_format(text, "  %s", pl_text_string(&name));
    if (width + 2 > HELP_INDENT) {
        pl_text_put(text, "\n");
        width = 0;
    }
    pl_text_repeat(text, " ", HELP_INDENT - width);
    paragraph(text, pl_text_string(&help), HELP_INDENT, HELP_INDENT);
    pl_text_finish(&name);
    pl_text_finish(&help);
}

static const struct opt help_row = {
    .type = OPT_TYPE_FLAG, .name = OPT_HELP, .help = "show this help"};

static void
help_options(const struct opt *rows, struct pl_text *text)
{
    if (rows->type != OPT_TYPE_GROUP) {
        pl_text_put(text, "\nOptions:\n");
    }
    for (; rows->type != OPT_TYPE_END; rows++) {
        if (rows->type == OPT_TYPE_GROUP) {
            pl_text_format(text, "\n%s:\n", rows->name);
        } else {
            help_option(rows, text);
        }
    }
    help_option(&help_row, text);
}

static void
help_verbs(const struct verb *const *verbs, struct pl_text *text)
{
    pl_text_put(text, "\nVerbs (simulate VERB --help tells more):\n");
    for (; *verbs != NULL; verbs++) {
        if ((*verbs)->name[0] != '\0') {
            pl_text_format(text, "  %-*s%s\n", HELP_INDENT - 2, (*verbs)->name,
                           (*verbs)->summary);
        }
    }
}

static void
help_examples(const char *const *examples, struct pl_text *text)
{
    pl_text_put(text, "\nExamples:\n");
    for (; examples[0] != NULL; examples += 2) {
        pl_text_format(text, "  %s\n      %s\n", examples[0], examples[1]);
    }
}

void
page_help(const struct verb *const *verbs, const struct verb *verb,
          struct pl_text *text)
{
    bool top = verb->name[0] == '\0';

    pl_text_format(text, "Usage: simulate %s%s%s%s[OPTION]...\n",
                   top ? "[VERB] " : verb->name, top ? "" : " ", verb->arguments,
                   verb->arguments[0] != '\0' ? " " : "");
    pl_text_format(text, "%s.\n", verb->summary);
    if (verb->description != NULL) {
        pl_text_put(text, "\n");
        paragraph(text, verb->description, 0, 0);
    }
    if (top) {
        help_verbs(verbs, text);
    }
    help_options(verb->rows, text);
    if (verb->examples != NULL) {
        help_examples(verb->examples, text);
    }
    if (top) {
        pl_text_put(text, "\nExit codes: 0 done, 1 the run failed, 2 bad usage, 3 the "
                          "model has errors,\n130 after Ctrl-C or SIGTERM.\n");
    }
}

/* Text as troff takes it: backslashes and dashes escaped, no line begins with '.' or
 * '. */
static void
troff(struct pl_text *text, const char *string)
{
    if (*string == '.' || *string == '\'') {
        pl_text_put(text, "\\&");
    }
    for (; *string != '\0'; string++) {
        if (*string == '\\') {
            pl_text_put(text, "\\e");
        } else if (*string == '-') {
            pl_text_put(text, "\\-");
        } else if (*string == '"') {
            pl_text_put(text, "\\(dq");
        } else {
            pl_text_add(text, string, 1);
        }
    }
}

static void
man_option(const struct opt *row, struct pl_text *text)
{
    struct pl_text part;

    pl_text_init(&part);
    option_name(row, &part);
    pl_text_put(text, ".TP\n.B ");
    troff(text, pl_text_string(&part));
    pl_text_put(text, "\n");
    pl_text_finish(&part);
    pl_text_init(&part);
    option_help(row, &part);
    troff(text, pl_text_string(&part));
    pl_text_put(text, ".\n");
    pl_text_finish(&part);
}

static void
man_verb(const struct verb *verb, struct pl_text *text)
{
    const struct opt *row;
    const char *const *example;

    if (verb->name[0] == '\0') {
        pl_text_put(text, ".SH TIME COURSE\n");
    } else {
        pl_text_format(text, ".SH VERB %s\n", verb->name);
    }
    pl_text_put(text, ".B simulate ");
    troff(text, verb->name);
    pl_text_put(text, verb->name[0] != '\0' ? " " : "");
    troff(text, verb->arguments);
    pl_text_put(text, " [OPTION]...\n.PP\n");
    troff(text, verb->summary);
    pl_text_put(text, ".\n");
    if (verb->description != NULL) {
        pl_text_put(text, ".PP\n");
        troff(text, verb->description);
        pl_text_put(text, "\n");
    }
    for (row = verb->rows; row->type != OPT_TYPE_END; row++) {
        if (row->type == OPT_TYPE_GROUP) {
            pl_text_put(text, ".SS ");
            troff(text, row->name);
            pl_text_put(text, "\n");
        } else {
            man_option(row, text);
        }
    }
    man_option(&help_row, text);
    if (verb->examples != NULL) {
        pl_text_put(text, ".SS Examples\n");
        for (example = verb->examples; example[0] != NULL; example += 2) {
            pl_text_put(text, ".TP\n.B ");
            troff(text, example[0]);
            pl_text_put(text, "\n");
            troff(text, example[1]);
            pl_text_put(text, "\n");
        }
    }
}

void
page_man(const struct verb *const *verbs, struct pl_text *text)
{
    pl_text_format(text, ".TH SIMULATE 1 \"\" \"pathloop %s\" \"User Commands\"\n",
                   pl_version());
    pl_text_put(text, ".SH NAME\nsimulate \\- what a signalling network does under a "
                      "drug\n.SH SYNOPSIS\n.B simulate\n[VERB] [OPTION]...\n");
    for (; *verbs != NULL; verbs++) {
        man_verb(*verbs, text);
    }
    pl_text_put(
        text, ".SH EXIT STATUS\n0 done; 1 the run failed; 2 bad usage: an unknown "
              "name, a bad value, a file that cannot be read; 3 the model has errors; "
              "130 after Ctrl\\-C or SIGTERM.\n"
              ".SH ENVIRONMENT\n.TP\n.B PATHLOOP_DATA\nthe folder that holds models/ "
              "and plots/, in place of the installed one.\n"
              ".TP\n.B NO_COLOR\nno colours unless \\-\\-color=always.\n");
}
