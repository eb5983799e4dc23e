/*
 * options.h - one table of options drives parsing, --help, the man page and completion.
 *
 * A verb's options are rows that name a field of its struct; a field of the wrong type
 * does not compile. Nothing about an option is written anywhere else.
 */
#ifndef PL_CLI_OPTIONS_H
#define PL_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct verb;

/** The values of an option that may be given several times, in order. */
struct opt_texts {
    const char **items; /* shape (n); borrowed from argv */
    size_t n;
};

enum opt_type {
    OPT_TYPE_END,
    OPT_TYPE_GROUP, /* a heading in the help */
    OPT_TYPE_FLAG,  /* bool */
    OPT_TYPE_TEXT,  /* const char * */
    OPT_TYPE_TEXTS, /* struct opt_texts: repeatable */
    OPT_TYPE_REAL,  /* double */
    OPT_TYPE_COUNT, /* size_t */
    OPT_TYPE_CHOICE /* size_t: index into `choices` */
};

struct opt {
    enum opt_type type;
    const char *name;           /* without the dashes; the heading of a group */
    const char *placeholder;    /* what stands behind '=' in the help: "TARGET[=F]" */
    const char *help;           /* one line; the default is added to it */
    const char *preset;         /* the default as the help shows it; NULL for none */
    const char *const *choices; /* OPT_TYPE_CHOICE: NULL-terminated */
    const char *complete; /* what completion offers: "file", "list drugs", or NULL */
    double least, most;   /* OPT_TYPE_REAL and OPT_TYPE_COUNT: the allowed range */
    bool least_excluded;  /* the range is open below */
    bool is_single; /* OPT_TYPE_TEXT that is NULL before: a second, other value is an
                       error, as other verbs take several. Else the last one counts */
    size_t offset;
};

/* The second factor is 1 when the field has the type, and does not compile otherwise.
 */
#define OPT_FIELD(owner, field, wanted) \
    (offsetof(owner, field) * _Generic(((owner *)0)->field, wanted : (size_t)1))

#define OPT_GROUP(heading)                        \
    {                                             \
        .type = OPT_TYPE_GROUP, .name = (heading) \
    }
#define OPT_FLAG(owner, field, name_, help_)                     \
    {                                                            \
        .type = OPT_TYPE_FLAG, .name = (name_), .help = (help_), \
        .offset = OPT_FIELD(owner, field, bool)                  \
    }
#define OPT_TEXT(owner, field, name_, placeholder_, preset_, complete_, help_) \
    {                                                                          \
        .type = OPT_TYPE_TEXT, .name = (name_), .placeholder = (placeholder_), \
        .preset = (preset_), .complete = (complete_), .help = (help_),         \
        .offset = OPT_FIELD(owner, field, const char *)                        \
    }
#define OPT_SINGLE(owner, field, name_, placeholder_, preset_, complete_, help_) \
    {                                                                            \
        .type = OPT_TYPE_TEXT, .name = (name_), .placeholder = (placeholder_),   \
        .preset = (preset_), .complete = (complete_), .help = (help_),           \
        .is_single = true, .offset = OPT_FIELD(owner, field, const char *)       \
    }
#define OPT_TEXTS(owner, field, name_, placeholder_, complete_, help_)          \
    {                                                                           \
        .type = OPT_TYPE_TEXTS, .name = (name_), .placeholder = (placeholder_), \
        .complete = (complete_), .help = (help_),                               \
        .offset = OPT_FIELD(owner, field, struct opt_texts)                     \
    }
#define OPT_REAL(owner, field, name_, placeholder_, preset_, low, high, help_)       \
    {                                                                                \
        .type = OPT_TYPE_REAL, .name = (name_), .placeholder = (placeholder_),       \
        .preset = (preset_), .least = (low), .most = (high), .least_excluded = true, \
        .help = (help_), .offset = OPT_FIELD(owner, field, double)                   \
    }
#define OPT_COUNT(owner, field, name_, placeholder_, preset_, low, high, help_) \
    {                                                                           \
        .type = OPT_TYPE_COUNT, .name = (name_), .placeholder = (placeholder_), \
        .preset = (preset_), .least = (low), .most = (high), .help = (help_),   \
        .offset = OPT_FIELD(owner, field, size_t)                               \
    }
#define OPT_CHOICE(owner, field, name_, placeholder_, preset_, choices_, help_)  \
    {                                                                            \
        .type = OPT_TYPE_CHOICE, .name = (name_), .placeholder = (placeholder_), \
        .preset = (preset_), .choices = (choices_), .help = (help_),             \
        .offset = OPT_FIELD(owner, field, size_t)                                \
    }
#define OPT_END              \
    {                        \
        .type = OPT_TYPE_END \
    }

/** A row that every verb has, after its own. */
#define OPT_HELP "help"

/**
 * Read the words of a command line into `values`, which holds the defaults.
 *
 * `--name=value`, `--name value`, `--` and words without dashes (returned in
 * `arguments`) may come in any order; a unique beginning of a name will do, but where that
 * is what another verb calls an option of its own.
 *
 * @param verbs      NULL-terminated: whose options a wrong one may be; NULL for none
 * @param argv       shape (argc), the words behind the verb; may be reordered
 * @param values     the verb's struct
 * @param arguments  receives what is no option; its items are freed by opt_texts_finish
 * @param help       set when --help or -h was given; the rest is then not checked
 * @return PL_OK; PL_ERR_OPTION with a message that names the word, its value, the range
 *         or the nearest names; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status opt_parse(const struct opt *rows,
                                     const struct verb *const *verbs, int argc,
                                     char **argv, void *values,
                                     struct opt_texts *arguments, bool *help,
                                     struct pl_diags *diags);

/** Free the arrays of every repeatable option. */
void opt_finish(const struct opt *rows, void *values);
void opt_texts_finish(struct opt_texts *texts);

#endif
