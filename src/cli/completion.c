/*
 * completion.c - shell completions, from the tables of verbs and options.
 *
 * Names that depend on the model (targets, drugs, cells …) are asked of the program
 * itself when the user presses the key: `simulate list drugs --names`.
 */
#include "cli/cli.h"

#include <string.h>

#include "base/text.h"

const char *const completion_shells[] = {"bash", "zsh", "fish", NULL};

static void
put_words(const char *const *words, const char *separator, struct pl_text *text)
{
    size_t i;

    for (i = 0; words != NULL && words[i] != NULL; i++) {
        pl_text_format(text, "%s%s", i > 0 ? separator : "", words[i]);
    }
}

static void
put_verbs(const struct verb *const *verbs, struct pl_text *text)
{
    const char *between = "";

    for (; *verbs != NULL; verbs++) {
        if ((*verbs)->name[0] != '\0') {
            pl_text_format(text, "%s%s", between, (*verbs)->name);
            between = " ";
        }
    }
}

static void
put_options(const struct opt *rows, struct pl_text *text)
{
    for (; rows->type != OPT_TYPE_END; rows++) {
        if (rows->type != OPT_TYPE_GROUP) {
            pl_text_format(text, "--%s%s ", rows->name,
                           rows->type == OPT_TYPE_FLAG ? "" : "=");
        }
    }
    pl_text_put(text, "--" OPT_HELP);
}

/* The words that may stand behind "--name=", as a shell command that prints them. */
static void
put_bash_values(const struct opt *row, struct pl_text *text)
{
    if (row->type == OPT_TYPE_CHOICE) {
        pl_text_put(text, "COMPREPLY=($(compgen -W '");
        put_words(row->choices, " ", text);
        pl_text_put(text, "' -- \"$value\"))");
    } else if (row->complete != NULL && strcmp(row->complete, "file") == 0) {
        pl_text_put(text, "COMPREPLY=($(compgen -f -- \"$value\"))");
    } else if (row->complete != NULL) {
        pl_text_format(
            text,
            "COMPREPLY=($(compgen -W \"$(simulate %s --names \"${model[@]}\" "
            "2>/dev/null)\" -- \"$value\"))",
            row->complete);
        if (strcmp(row->name, "model") == 0) {
            pl_text_put(text, "; COMPREPLY+=($(compgen -f -- \"$value\"))");
        }
    } else {
        pl_text_put(text, ":");
    }
}

static bool
has_value(const struct opt *row)
{
    return row->type != OPT_TYPE_GROUP && row->type != OPT_TYPE_FLAG;
}

/* bash splits words at '=', so "--drug=ev" arrives as "--drug", "=", "ev". */
static const char bash_head[] =
    "# bash completion for simulate\n"
    "_simulate()\n"
    "{\n"
    "    local value=${COMP_WORDS[COMP_CWORD]} name='' verb='' i\n"
    "    local previous=${COMP_WORDS[COMP_CWORD - 1]} model=()\n"
    "    COMPREPLY=()\n"
    "    if [[ $value == '=' ]]; then\n"
    "        name=$previous value=''\n"
    "    elif [[ $previous == '=' ]]; then\n"
    "        name=${COMP_WORDS[COMP_CWORD - 2]}\n"
    "    elif [[ $previous == --* && $value != -* ]]; then\n"
    "        name=$previous\n"
    "    fi\n"
    "    [[ -n $name && $name != --* ]] && return\n"
    "    for (( i = 1; i < COMP_CWORD; i++ )); do\n"
    "        if [[ ${COMP_WORDS[i]} == --model ]]; then\n"
    "            [[ ${COMP_WORDS[i + 1]} == '=' ]] && (( i++ ))\n"
    "            model=(--model \"${COMP_WORDS[i + 1]}\")\n"
    "        fi\n"
    "    done\n"
    "    (( COMP_CWORD > 1 )) && [[ ${COMP_WORDS[1]} != -* ]] && "
    "verb=${COMP_WORDS[1]}\n";

/* What stands behind a verb beside its options, as a shell command that prints it. */
static void
put_bash_words(const struct verb *const *verbs, const struct verb *verb,
               struct pl_text *text)
{
    if (verb->words != NULL) {
        pl_text_put(text, "        COMPREPLY=($(compgen -W '");
        put_words(verb->words, " ", text);
        pl_text_put(text, "' -- \"$value\"))\n");
    } else if (strcmp(verb->arguments, "[VERB]") == 0) {
        pl_text_put(text, "        COMPREPLY=($(compgen -W '");
        put_verbs(verbs, text);
        pl_text_put(text, "' -- \"$value\"))\n");
    } else if (verb->arguments[0] != '\0') {
        pl_text_put(text, "        COMPREPLY=($(compgen -f -- \"$value\"))\n");
    }
}

static void
bash_verb(const struct verb *const *verbs, const struct verb *verb,
          struct pl_text *text)
{
    const struct opt *row;

    pl_text_format(text, "    '%s')\n        case $name in\n", verb->name);
    for (row = verb->rows; row->type != OPT_TYPE_END; row++) {
        if (has_value(row)) {
            pl_text_format(text, "        --%s) ", row->name);
            put_bash_values(row, text);
            pl_text_put(text, "; return ;;\n");
        }
    }
    pl_text_put(text, "        esac\n");
    put_bash_words(verbs, verb, text);
    pl_text_put(text, "        [[ $value == -* || ${#COMPREPLY[@]} == 0 ]] &&\n"
                      "            COMPREPLY+=($(compgen -W '");
    put_options(verb->rows, text);
    pl_text_put(text, "' -- \"$value\"))\n        ;;\n");
}

static void
print_bash(const struct verb *const *verbs, struct pl_text *text)
{
    const struct verb *const *verb;

    pl_text_put(text, bash_head);
    pl_text_put(text, "    if (( COMP_CWORD == 1 )) && [[ $value != -* ]]; then\n"
                      "        COMPREPLY=($(compgen -W '");
    put_verbs(verbs, text);
    pl_text_put(text, "' -- \"$value\"))\n        return\n    fi\n    case $verb in\n");
    for (verb = verbs; *verb != NULL; verb++) {
        bash_verb(verbs, *verb, text);
    }
    pl_text_put(text, "    esac\n"
                      "    [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace\n"
                      "}\n"
                      "complete -F _simulate simulate\n");
}

/* Text inside single quotes of a shell, where a quote cannot stand. */
static void
put_quoted(const char *string, const char *drop, struct pl_text *text)
{
    for (; *string != '\0'; string++) {
        if (strchr(drop, *string) == NULL) {
            pl_text_add(text, string, 1);
        }
    }
}

static void
zsh_option(const struct opt *row, struct pl_text *text)
{
    pl_text_format(text, "            '%s--%s%s[",
                   row->type == OPT_TYPE_TEXTS ? "*" : "", row->name,
                   row->type == OPT_TYPE_FLAG ? "" : "=");
    put_quoted(row->help, "'[]\"", text);
    pl_text_put(text, "]");
    if (row->type != OPT_TYPE_FLAG) {
        pl_text_format(text, ":%s:", row->name);
    }
    if (row->type == OPT_TYPE_CHOICE) {
        pl_text_put(text, "(");
        put_words(row->choices, " ", text);
        pl_text_put(text, ")");
    } else if (row->complete != NULL && strcmp(row->complete, "file") == 0) {
        pl_text_put(text, "_files");
    } else if (row->complete != NULL) {
        pl_text_format(text, "{compadd -- $(simulate %s --names 2>/dev/null)%s}",
                       row->complete,
                       strcmp(row->name, "model") == 0 ? "; _files" : "");
    }
    pl_text_put(text, "' \\\n");
}

static void
print_zsh(const struct verb *const *verbs, struct pl_text *text)
{
    const struct verb *const *verb;
    const struct opt *row;

    pl_text_put(text, "#compdef simulate\n"
                      "_simulate() {\n"
                      "    local verb=''\n"
                      "    if (( CURRENT > 2 )) && [[ $words[2] != -* ]]; then\n"
                      "        verb=$words[2]\n"
                      "        shift words\n"
                      "        (( CURRENT-- ))\n"
                      "    elif (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n"
                      "        compadd -- ");
    put_verbs(verbs, text);
    pl_text_put(text, "\n        return\n    fi\n    case $verb in\n");
    for (verb = verbs; *verb != NULL; verb++) {
        pl_text_format(text, "        '%s')\n        _arguments \\\n", (*verb)->name);
        for (row = (*verb)->rows; row->type != OPT_TYPE_END; row++) {
            if (row->type != OPT_TYPE_GROUP) {
                zsh_option(row, text);
            }
        }
        pl_text_put(text,
                    "            '--" OPT_HELP "[show help]' \\\n            '*:");
        pl_text_put(text, (*verb)->words != NULL ? "word:(" : "file:_files");
        put_words((*verb)->words, " ", text);
        pl_text_put(text, (*verb)->words != NULL ? ")'\n" : "'\n");
        pl_text_put(text, "        ;;\n");
    }
    pl_text_put(text, "    esac\n}\n_simulate \"$@\"\n");
}

static void
fish_option(const struct verb *verb, const struct opt *row, struct pl_text *text)
{
    bool files;

    pl_text_put(text, "complete -c simulate -n '");
    if (verb->name[0] != '\0') {
        pl_text_format(text, "__fish_seen_subcommand_from %s", verb->name);
    } else {
        pl_text_put(text, "not __fish_seen_subcommand_from $simulate_verbs");
    }
    files = row->complete != NULL &&
            (strcmp(row->complete, "file") == 0 || strcmp(row->name, "model") == 0);
    pl_text_format(text, "' -l %s%s -d '", row->name,
                   row->type == OPT_TYPE_FLAG ? ""
                   : files                    ? " -r -F"
                                              : " -x");
    put_quoted(row->help, "'\\", text);
    pl_text_put(text, "'");
    if (row->type == OPT_TYPE_CHOICE) {
        pl_text_put(text, " -a '");
        put_words(row->choices, " ", text);
        pl_text_put(text, "'");
    } else if (row->complete != NULL && strcmp(row->complete, "file") != 0) {
        pl_text_format(text, " -a '(simulate %s --names 2>/dev/null)'", row->complete);
    }
    pl_text_put(text, "\n");
}

static void
print_fish(const struct verb *const *verbs, struct pl_text *text)
{
    const struct verb *const *verb;
    const struct opt *row;

    pl_text_put(text, "# fish completion for simulate\nset -g simulate_verbs ");
    put_verbs(verbs, text);
    pl_text_put(text, "\n");
    for (verb = verbs; *verb != NULL; verb++) {
        if ((*verb)->name[0] != '\0') {
            pl_text_format(text,
                           "complete -c simulate -n '__fish_is_first_token' -a %s -d '",
                           (*verb)->name);
            put_quoted((*verb)->summary, "'\\", text);
            pl_text_put(text, "'\n");
        }
        if ((*verb)->words != NULL) {
            pl_text_format(
                text,
                "complete -c simulate -f -n '__fish_seen_subcommand_from %s' "
                "-a '",
                (*verb)->name);
            put_words((*verb)->words, " ", text);
            pl_text_put(text, "'\n");
        }
        for (row = (*verb)->rows; row->type != OPT_TYPE_END; row++) {
            if (row->type != OPT_TYPE_GROUP) {
                fish_option(*verb, row, text);
            }
        }
    }
}

void
completion_print(const struct verb *const *verbs, size_t shell, struct pl_text *text)
{
    if (shell == 0) {
        print_bash(verbs, text);
    } else if (shell == 1) {
        print_zsh(verbs, text);
    } else {
        print_fish(verbs, text);
    }
}
