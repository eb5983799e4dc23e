/*
 * factor_parse.c - from "everolimus=0.01..100nM:log:25" to a factor.
 */
#include "study/factor.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/list.h"
#include "base/text.h"
#include "base/units.h"
#include "model/model.h"
#include "study/context.h"
#include "study/design_private.h"
#include "study/offers.h"
#include "study/tables.h"
#include "study/treatment_private.h"
#include "study/words.h"

/* A text taken apart, in a copy. */
struct parts {
    const char *text; /* whole, for messages */
    char *copy;
    char *name;
    char *range;      /* NULL without '='; of cells their list */
    char *low, *high; /* the ends; NULL before the range is cut */
    enum pl_role role;
};

/* What one holds a quantity with instead of varying it, and an example of a range. */
static const char *
option_of(enum pl_role role)
{
    return role == PL_ROLE_DRUG     ? "--drug"
           : role == PL_ROLE_TARGET ? "--inhibit"
                                    : "--set";
}

static const char *
example_of(enum pl_role role)
{
    return role == PL_ROLE_DRUG     ? "0.01..100nM:log:25"
           : role == PL_ROLE_TARGET ? "0..1:11"
                                    : "0.1..10:log:25";
}

static enum pl_status
report_unknown(const struct pl_context *context, const char *name,
               struct pl_diags *diags)
{
    struct pl_offers offers;
    enum pl_status status = PL_OK;

    pl_offers_init(&offers);
    pl_factor_offer(context, &offers);
    status = pl_offers_unknown(&offers, "parameter", name, NULL,
                               "this model has nothing that can be set", diags);
    pl_offers_finish(&offers);
    return status;
}

/* A symbol that is there and cannot be set: --set says why. */
static enum pl_status
report_fixed(const struct pl_context *context, const char *name, struct pl_diags *diags)
{
    struct pl_action action = {0};
    struct pl_text set;
    enum pl_status status = PL_OK;

    pl_text_init(&set);
    pl_text_format(&set, "%s=0", name);
    status = set.failed ? pl_diag_no_memory(diags, "a message")
                        : pl_action_parse(context, PL_ACTION_SET, set.data, set.size,
                                          diags, &action);
    free(action.text);
    pl_text_finish(&set);
    return status != PL_OK ? status : PL_ERR_OPTION;
}

/* No "..": a value, a list, or nothing at all. */
static enum pl_status
report_no_range(const struct parts *parts, struct pl_diags *diags)
{
    const char *range = parts->range;

    pl_diag_error(diags, PL_ERR_OPTION, NULL, "%s: a range is written %s=%s",
                  parts->text, parts->name, example_of(parts->role));
    if (strchr(range, ',') != NULL) {
        pl_diag_hint(diags,
                     "a file takes any values: --design points.csv with a column '%s'",
                     parts->name);
    } else if (range[0] != '\0') {
        pl_diag_hint(diags, "one value for all points is %s %s=%s",
                     option_of(parts->role), parts->name, range);
    }
    return PL_ERR_OPTION;
}

static enum pl_status
read_number(const struct pl_context *context, const struct parts *parts, size_t symbol,
            const char *end, struct pl_diags *diags, double *value)
{
    const char *unit = context->model->symbols[symbol].unit;
    double number = 0.0;

    if (pl_number_parse(end, value)) {
        return PL_OK;
    }
    pl_diag_error(diags, PL_ERR_OPTION, NULL, "%s: '%s' is no number", parts->text,
                  end);
    if (pl_number_scan(end, true, &number) > 0 && isfinite(number)) {
        pl_diag_hint(diags, "a number alone: '%s' is in the model's own unit%s%s%s",
                     parts->name, unit != NULL ? " (" : "", unit != NULL ? unit : "",
                     unit != NULL ? ")" : "");
    }
    return PL_ERR_OPTION;
}

static enum pl_status
read_end(const struct pl_context *context, const struct parts *parts, size_t symbol,
         const char *end, double *unit, struct pl_diags *diags, double *value)
{
    const struct pl_words_place place = {
        parts->text, parts->name, example_of(parts->role), parts->low, parts->high};

    switch (parts->role) {
    case PL_ROLE_DRUG:
        return pl_words_dose(&place, end, unit, diags, value);
    case PL_ROLE_TARGET:
        return pl_words_fraction(&place, end, diags, value);
    default:
        return read_number(context, parts, symbol, end, diags, value);
    }
}

static enum pl_status
check_range(const struct parts *parts, const struct pl_factor *factor,
            struct pl_diags *diags)
{
    const char *unit = parts->role == PL_ROLE_DRUG ? "nM" : "";
    char low[PL_NUMBER_SIZE];
    char high[PL_NUMBER_SIZE];

    pl_number_format(factor->low, low);
    pl_number_format(factor->high, high);
    if (factor->low == factor->high) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s: the range is empty: both ends are %s", parts->text, low);
        pl_diag_hint(diags, "one value for all points is %s %s=%s%s",
                     option_of(parts->role), parts->name, low, unit);
        return PL_ERR_OPTION;
    }
    if (factor->low > factor->high) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s: the range ends (%s) below its beginning (%s)", parts->text,
                      high, low);
        pl_diag_hint(diags, "write %s=%s..%s%s", parts->name, high, low, unit);
        return PL_ERR_OPTION;
    }
    if (!isfinite(factor->high - factor->low)) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s: the range is too wide for a number", parts->text);
    }
    if (factor->logarithmic && factor->low <= 0.0) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s: a logarithmic range begins above 0, not at %s", parts->text,
                      low);
        pl_diag_hint(diags, "begin at the smallest value that matters, or write :lin");
        return PL_ERR_OPTION;
    }
    return PL_OK;
}

static enum pl_status
read_levels(const struct parts *parts, const char *word, struct pl_diags *diags,
            size_t *n_levels)
{
    double n = 0.0;

    if (!pl_number_parse(word, &n)) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s: '%s' is neither lin, log nor a number of levels",
                             parts->text, word);
    }
    if (n < 1.0 || n != floor(n)) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s: the number of levels is a whole number from 1 on, "
                             "not %s",
                             parts->text, word);
    }
    if (n > (double)PL_DESIGN_MAX_POINTS) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s: n = %s levels: a sweep has at most 1e12 points",
                             parts->text, word);
    }
    *n_levels = (size_t)n;
    return PL_OK;
}

/* What stands behind the range: "log:25". */
static enum pl_status
read_words(const struct parts *parts, char *words, struct pl_diags *diags,
           struct pl_factor *factor)
{
    bool has_scale = false;

    while (words != NULL) {
        char *next = pl_words_cut(words, ":");
        const char *word = pl_words_trim(words);
        bool is_log = strcmp(word, "log") == 0;
        bool is_scale = is_log || strcmp(word, "lin") == 0;
        enum pl_status status = PL_OK;

        if (is_scale ? has_scale : factor->n_levels > 0) {
            return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                                 "%s: ':%s' is one word too many behind the range",
                                 parts->text, word);
        }
        if (is_scale) {
            has_scale = true;
            factor->logarithmic = is_log;
        } else {
            status = read_levels(parts, word, diags, &factor->n_levels);
        }
        if (status != PL_OK) {
            return status;
        }
        words = next;
    }
    return PL_OK;
}

static enum pl_status
read_range(const struct pl_context *context, struct parts *parts,
           struct pl_diags *diags, struct pl_factor *factor)
{
    char *words = NULL;
    double unit = 0.0;
    enum pl_status status = PL_OK;

    if (strchr(parts->range, '@') != NULL) {
        return pl_diag_error(
            diags, PL_ERR_OPTION, NULL,
            "%s: a range takes no time: drugs and inhibitions act from "
            "time 0 on, all else holds before",
            parts->text);
    }
    words = pl_words_cut(parts->range, ":");
    parts->range = pl_words_trim(parts->range);
    if (strstr(parts->range, "..") == NULL) {
        return report_no_range(parts, diags);
    }
    parts->low = parts->range;
    parts->high = pl_words_trim(pl_words_cut(parts->range, ".."));
    parts->low = pl_words_trim(parts->low);
    if (parts->low[0] == '\0' || parts->high[0] == '\0') {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s: the %s end of the range is missing: %s=%s",
                             parts->text, parts->low[0] == '\0' ? "lower" : "upper",
                             parts->name, example_of(parts->role));
    }
    /* The upper end first: its unit serves the lower one too. */
    status = read_end(context, parts, factor->symbol, parts->high, &unit, diags,
                      &factor->high);
    if (status == PL_OK) {
        status = read_end(context, parts, factor->symbol, parts->low, &unit, diags,
                          &factor->low);
    }
    if (status == PL_OK) {
        status = read_words(parts, words, diags, factor);
    }
    return status == PL_OK ? check_range(parts, factor, diags) : status;
}

static enum pl_status
add_cell(const struct parts *parts, const struct pl_context *context, size_t row,
         size_t *capacity, struct pl_diags *diags, struct pl_factor *factor)
{
    size_t *cells = NULL;

    for (size_t i = 0; i < factor->n_levels; i++) {
        if (factor->cells[i] == row) {
            return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                                 "%s: the cell '%s' stands twice", parts->text,
                                 pl_table_row_id(context->cells, row));
        }
    }
    cells =
        pl_list_reserve(factor->cells, factor->n_levels + 1, capacity, sizeof *cells);
    if (cells == NULL) {
        return pl_diag_no_memory(diags, "the list of cells");
    }
    factor->cells = cells;
    factor->cells[factor->n_levels++] = row;
    return PL_OK;
}

static enum pl_status
read_cells(const struct pl_context *context, const struct parts *parts,
           struct pl_diags *diags, struct pl_factor *factor)
{
    const char *list = parts->range;
    const char *item = NULL;
    size_t length = 0;
    size_t capacity = 0;
    enum pl_status status = PL_OK;

    if (strcmp(list, "all") == 0) {
        for (size_t row = 0; status == PL_OK && row < context->cells->n_rows; row++) {
            status = add_cell(parts, context, row, &capacity, diags, factor);
        }
        return status;
    }
    while (status == PL_OK && pl_words_next(&list, ',', &item, &length)) {
        struct pl_text name;
        size_t row = 0;

        pl_text_init(&name);
        pl_text_add(&name, item, length);
        status = name.failed ? pl_diag_no_memory(diags, "the name of a cell")
                             : pl_context_find_cell(context, name.data, diags, &row);
        if (status == PL_OK) {
            status = add_cell(parts, context, row, &capacity, diags, factor);
        }
        pl_text_finish(&name);
    }
    if (status == PL_OK && factor->n_levels == 0) {
        status =
            pl_diag_error(diags, PL_ERR_OPTION, NULL,
                          "%s: no cell is named: cell=a,b,c, or cell=all", parts->text);
    }
    return status;
}

static enum pl_status
read_parts(const struct pl_context *context, struct parts *parts,
           struct pl_diags *diags, struct pl_factor *factor)
{
    enum pl_status status = PL_OK;

    parts->range = pl_words_cut(parts->copy, "=");
    parts->name = pl_words_trim(parts->copy);
    if (parts->range != NULL) {
        parts->range = pl_words_trim(parts->range);
    }
    if (parts->name[0] == '\0') {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "'%s': the name is missing: <name>=%s", parts->text,
                             example_of(PL_N_ROLES));
    }
    status = pl_factor_find(context, parts->name, factor);
    if (status == PL_ERR_NAME) {
        return report_unknown(context, parts->name, diags);
    }
    if (status != PL_OK) {
        return report_fixed(context, parts->name, diags);
    }
    if (factor->kind == PL_FACTOR_CELL && context->cells == NULL) {
        return pl_diag_error(diags, PL_ERR_NAME, NULL,
                             "%s: this model has no table of cells (<model>.cells.tsv "
                             "beside it)",
                             parts->text);
    }
    if (parts->range == NULL) {
        return PL_OK; /* a column of the design's file */
    }
    parts->role = pl_factor_role(context, factor);
    return factor->kind == PL_FACTOR_CELL ? read_cells(context, parts, diags, factor)
                                          : read_range(context, parts, diags, factor);
}

enum pl_status
pl_factor_parse(const struct pl_context *context, const char *text,
                struct pl_diags *diags, struct pl_factor *factor)
{
    struct pl_factor read = {
        .symbol = PL_NONE, .low = (double)NAN, .high = (double)NAN};
    struct parts parts = {.copy = pl_text_copy(text)};
    enum pl_status status = PL_OK;

    *factor = (struct pl_factor){0};
    read.text = pl_text_copy(text);
    if (parts.copy == NULL || read.text == NULL) {
        status = pl_diag_no_memory(diags, "a factor");
        goto done;
    }
    parts.text = read.text;
    status = read_parts(context, &parts, diags, &read);
    if (status != PL_OK) {
        goto done;
    }
    read.name = pl_text_copy(pl_factor_column(context, &read));
    if (read.name == NULL) {
        status = pl_diag_no_memory(diags, "a factor");
        goto done;
    }
    pl_factor_warn(context, &read, read.text, diags);
    *factor = read;
    read = (struct pl_factor){0}; /* handed over */

done:
    pl_factor_finish(&read);
    free(parts.copy);
    return status;
}
