/*
 * options.c - parsing a command line by the table of its options.
 */
#include "cli/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/number.h"
#include "base/spelling.h"
#include "base/text.h"
#include "cli/cli.h"

/* What getopt_long answers for --help; the rows answer FIRST_ROW + their index. */
enum { HELP = 'h', FIRST_ROW = 256 };

static bool
is_option(const struct opt *row)
{
    return row->type != OPT_TYPE_GROUP;
}

static void *
field(const struct opt *row, void *values)
{
    return (char *)values + row->offset;
}

static enum pl_status
texts_add(struct opt_texts *texts, const char *item, struct pl_diags *diags)
{
    const char **items = realloc(texts->items, (texts->n + 1) * sizeof *items);

    if (items == NULL) {
        return pl_diag_no_memory(diags, "the command line");
    }
    texts->items = items;
    texts->items[texts->n] = item;
    texts->n += 1;
    return PL_OK;
}

/* "greater than 0", "from 1 to 10", for the message about a number out of range. */
static void
describe_range(const struct opt *row, struct pl_text *text)
{
    char least[PL_NUMBER_SIZE];
    char most[PL_NUMBER_SIZE];

    pl_number_format(row->least, least);
    pl_number_format(row->most, most);
    if (row->most > 1e300) {
        pl_text_format(text, "%s %s", row->least_excluded ? "greater than" : "at least",
                       least);
    } else if (row->least_excluded) {
        pl_text_format(text, "greater than %s and less than %s", least, most);
    } else {
        pl_text_format(text, "from %s to %s", least, most);
    }
}

static enum pl_status
read_number(const struct opt *row, const char *word, struct pl_diags *diags,
            double *number)
{
    bool whole = row->type == OPT_TYPE_COUNT;
    bool fits = pl_number_parse(word, number);
    struct pl_text range;

    if (fits && whole) {
        fits = *number == (double)(long long)*number;
    }
    if (fits) {
        fits = row->least_excluded ? *number > row->least && *number < row->most
                                   : *number >= row->least && *number <= row->most;
    }
    if (fits) {
        return PL_OK;
    }
    pl_text_init(&range);
    describe_range(row, &range);
    pl_diag_error(diags, PL_ERR_OPTION, NULL, "--%s takes a %snumber %s, not '%s'",
                  row->name, whole ? "whole " : "", pl_text_string(&range), word);
    pl_text_finish(&range);
    return PL_ERR_OPTION;
}

static enum pl_status
read_choice(const struct opt *row, const char *word, struct pl_diags *diags,
            size_t *choice)
{
    struct pl_text all;
    size_t i;

    for (i = 0; row->choices[i] != NULL; i++) {
        if (strcmp(row->choices[i], word) == 0) {
            *choice = i;
            return PL_OK;
        }
    }
    pl_text_init(&all);
    for (i = 0; row->choices[i] != NULL; i++) {
        pl_text_format(&all, "%s%s", i > 0 ? ", " : "", row->choices[i]);
    }
    pl_diag_error(diags, PL_ERR_OPTION, NULL, "--%s takes one of %s, not '%s'",
                  row->name, pl_text_string(&all), word);
    pl_text_finish(&all);
    return PL_ERR_OPTION;
}

static enum pl_status
store_text(const struct opt *row, const char *word, const char **text,
           struct pl_diags *diags)
{
    if (row->is_single && *text != NULL && strcmp(*text, word) != 0) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "--%s is given twice, %s and %s, and takes one here",
                             row->name, *text, word);
    }
    *text = word;
    return PL_OK;
}

static enum pl_status
store(const struct opt *row, const char *word, void *values, struct pl_diags *diags)
{
    enum pl_status status = PL_OK;
    double number = 0.0;

    switch (row->type) {
    case OPT_TYPE_FLAG:
        *(bool *)field(row, values) = true;
        return PL_OK;
    case OPT_TYPE_TEXT:
        return store_text(row, word, field(row, values), diags);
    case OPT_TYPE_TEXTS:
        return texts_add(field(row, values), word, diags);
    case OPT_TYPE_REAL:
        status = read_number(row, word, diags, &number);
        if (status == PL_OK) {
            *(double *)field(row, values) = number;
        }
        return status;
    case OPT_TYPE_COUNT:
        status = read_number(row, word, diags, &number);
        if (status == PL_OK) {
            *(size_t *)field(row, values) = (size_t)number;
        }
        return status;
    case OPT_TYPE_CHOICE:
        return read_choice(row, word, diags, field(row, values));
    case OPT_TYPE_GROUP:
    case OPT_TYPE_END:
        break;
    }
    return PL_OK;
}

/* A verb's option of that name. @param length  of the name */
static const struct opt *
find_option(const struct opt *rows, const char *name, size_t length)
{
    for (; rows->type != OPT_TYPE_END; rows++) {
        if (is_option(rows) && strlen(rows->name) == length &&
            memcmp(rows->name, name, length) == 0) {
            return rows;
        }
    }
    return NULL;
}

/* The verbs that have an option of that name: "compare, explain and the run without a
 * verb"; nothing when there is none. */
static void
put_owners(const struct verb *const *verbs, const char *name, size_t length,
           struct pl_text *text)
{
    const char *owners[64];
    size_t n = 0;

    for (size_t v = 0; verbs != NULL && verbs[v] != NULL && n < 64; v++) {
        if (find_option(verbs[v]->rows, name, length) != NULL) {
            owners[n++] = verbs[v]->name;
        }
    }
    for (size_t k = 0; k < n; k++) {
        pl_text_put(text, k == 0 ? "" : k + 1 < n ? ", " : " and ");
        pl_text_put(text, *owners[k] != '\0' ? owners[k] : "simulate without a verb");
    }
}

/* Hint at the verbs that have it. @return false when there is none */
static bool
hint_owners(const struct verb *const *verbs, const char *name, size_t length,
            struct pl_diags *diags)
{
    struct pl_text owners;
    bool is_any = false;

    pl_text_init(&owners);
    put_owners(verbs, name, length, &owners);
    is_any = owners.size > 0;
    if (is_any) {
        pl_diag_hint(diags, "--%.*s is an option of %s", (int)length, name,
                     pl_text_string(&owners));
    }
    pl_text_finish(&owners);
    return is_any;
}

/* The beginning of a name that another verb has whole is a slip, not a short form. */
static enum pl_status
check_short_form(const struct opt *row, const struct verb *const *verbs,
                 const char *word, struct pl_diags *diags)
{
    const char *name = word + strspn(word, "-");
    const size_t length = strcspn(name, "=");
    struct pl_text owners;
    enum pl_status status = PL_OK;

    if (strlen(row->name) == length) {
        return PL_OK;
    }
    pl_text_init(&owners);
    put_owners(verbs, name, length, &owners);
    if (owners.size > 0) {
        status = pl_diag_error(diags, PL_ERR_OPTION, NULL, "unknown option '--%.*s'",
                               (int)length, name);
        pl_diag_hint(diags, "--%.*s is an option of %s; write --%s in full",
                     (int)length, name, pl_text_string(&owners), row->name);
    }
    pl_text_finish(&owners);
    return status;
}

/* An unknown or ambiguous option: say which, and what comes near. */
static enum pl_status
complain_unknown(const struct opt *rows, const struct verb *const *verbs,
                 const char *word, struct pl_diags *diags)
{
    const char *names[64];
    char dashed[PL_DIAG_MAX_NEAR][64];
    const char *meant[PL_DIAG_MAX_NEAR];
    size_t near[PL_DIAG_MAX_NEAR];
    size_t n = 0;
    size_t n_near = 0;
    size_t length = strcspn(word, "=");
    char wanted[64] = {0};
    size_t i;

    for (i = 0; rows[i].type != OPT_TYPE_END && n < 63; i++) {
        if (is_option(&rows[i])) {
            names[n++] = rows[i].name;
        }
    }
    names[n++] = OPT_HELP;
    pl_diag_error(diags, PL_ERR_OPTION, NULL, "unknown option '%.*s'", (int)length,
                  word);
    while (*word == '-') {
        word++;
        length--;
    }
    if (hint_owners(verbs, word, length, diags)) {
        return PL_ERR_OPTION;
    }
    if (length > 0 && length < sizeof wanted) {
        memcpy(wanted, word, length);
        n_near = pl_spelling_near(wanted, names, n, PL_DIAG_MAX_NEAR, near);
    }
    for (i = 0; i < n_near; i++) {
        snprintf(dashed[i], sizeof dashed[i], "--%s", names[near[i]]);
        meant[i] = dashed[i];
    }
    if (n_near > 0) {
        pl_diag_hint_names(diags, meant, n_near);
    } else {
        pl_diag_hint(diags, "--help lists the options");
    }
    return PL_ERR_OPTION;
}

/* getopt_long's table of the rows: each answers FIRST_ROW + its index. */
static struct option *
make_long_options(const struct opt *rows)
{
    struct option *all = NULL;
    size_t n = 0;
    size_t k = 0;
    size_t i;

    while (rows[n].type != OPT_TYPE_END) {
        n++;
    }
    all = calloc(n + 2, sizeof *all);
    if (all == NULL) {
        return NULL;
    }
    for (i = 0; i < n; i++) {
        if (is_option(&rows[i])) {
            all[k].name = rows[i].name;
            all[k].has_arg =
                rows[i].type == OPT_TYPE_FLAG ? no_argument : required_argument;
            all[k].val = FIRST_ROW + (int)i;
            k++;
        }
    }
    all[k].name = OPT_HELP;
    all[k].val = HELP;
    return all;
}

enum pl_status
opt_parse(const struct opt *rows, const struct verb *const *verbs, int argc,
          char **argv, void *values, struct opt_texts *arguments, bool *help,
          struct pl_diags *diags)
{
    enum pl_status status = PL_OK;
    struct option *all = make_long_options(rows);
    int answer = 0;

    *help = false;
    if (all == NULL) {
        return pl_diag_no_memory(diags, "the table of options");
    }
    optind = 0; /* glibc: start afresh, with the permutation of words */
    opterr = 0;
    while (status == PL_OK && !*help) {
        int at = optind > 0 ? optind : 1;

        /* '-' as the first character: words without dashes come as answer 1, in order
         */
        answer = getopt_long(argc, argv, "-:h", all, NULL);
        if (answer == -1) {
            break;
        }
        if (answer == 1) {
            status = texts_add(arguments, optarg, diags);
        } else if (answer == HELP) {
            *help = true;
        } else if (answer == ':') {
            const struct opt *row = &rows[optopt - FIRST_ROW];

            status =
                pl_diag_error(diags, PL_ERR_OPTION, NULL, "--%s needs a value: --%s=%s",
                              row->name, row->name, row->placeholder);
        } else if (answer == '?' && optopt >= FIRST_ROW) {
            status = pl_diag_error(diags, PL_ERR_OPTION, NULL, "--%s takes no value",
                                   rows[optopt - FIRST_ROW].name);
        } else if (answer == '?') {
            status = complain_unknown(rows, verbs, argv[at], diags);
        } else {
            const struct opt *row = &rows[answer - FIRST_ROW];

            status = check_short_form(row, verbs, argv[at], diags);
            if (status == PL_OK) {
                status = store(row, optarg, values, diags);
            }
        }
    }
    while (status == PL_OK && !*help && optind < argc) { /* behind "--" */
        status = texts_add(arguments, argv[optind], diags);
        optind++;
    }
    free(all);
    return status;
}

void
opt_finish(const struct opt *rows, void *values)
{
    for (; rows->type != OPT_TYPE_END; rows++) {
        if (rows->type == OPT_TYPE_TEXTS) {
            opt_texts_finish(field(rows, values));
        }
    }
}

void
opt_texts_finish(struct opt_texts *texts)
{
    free(texts->items);
    texts->items = NULL;
    texts->n = 0;
}
