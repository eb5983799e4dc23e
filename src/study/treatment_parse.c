/*
 * treatment_parse.c - from "everolimus=20nM@0..24h" to an action.
 */
#include "study/treatment_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "base/units.h"
#include "compile/program.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/offers.h"
#include "study/times.h"
#include "study/words.h"

/* What each kind of action is called and made of. */
static const struct {
    const char *word;
    const char *phrase;  /* in "a clamp takes no value" */
    const char *example; /* of the part behind the name */
    enum pl_role role;   /* of its name; PL_N_ROLES for any input */
    bool has_value;
    bool has_window;
} kinds[] = {
    [PL_ACTION_INHIBIT] = {"inhibit", "an inhibition", "=0.5@1h..24h", PL_ROLE_TARGET,
                           true, true},
    [PL_ACTION_DRUG] = {"drug", "a drug", "=20nM@1h..24h", PL_ROLE_DRUG, true, true},
    [PL_ACTION_SET] = {"set", "a set", "=1@1h..24h", PL_N_ROLES, true, true},
    [PL_ACTION_CLAMP] = {"clamp", "a clamp", "", PL_ROLE_EDGE, false, false},
    [PL_ACTION_CUT] = {"cut", "a cut", "", PL_ROLE_EDGE, false, false},
};

/* A text taken apart, in a copy. */
struct parts {
    const char *text; /* whole, for messages */
    char *copy;
    char *name;
    char *value;  /* NULL without '=' */
    char *window; /* NULL without '@' */
};

bool
pl_action_find(const char *word, size_t length, enum pl_action_kind *kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strlen(kinds[i].word) == length &&
            strncmp(kinds[i].word, word, length) == 0) {
            *kind = (enum pl_action_kind)i;
            return true;
        }
    }
    return false;
}

enum pl_status
pl_action_report_bare(enum pl_action_kind kind, struct pl_diags *diags)
{
    return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                         "%s: the name is missing: %s <name>%s", kinds[kind].word,
                         kinds[kind].word, kinds[kind].example);
}

static enum pl_status
take_apart(enum pl_action_kind kind, struct parts *parts, struct pl_diags *diags)
{
    const char *example = kinds[kind].example;
    char *rest = parts->copy;

    parts->window = pl_words_cut(rest, "@");
    if (parts->window != NULL && strchr(parts->window, '=') != NULL) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s: the time stands last: %s%s", parts->text,
                             pl_words_trim(rest), example);
    }
    parts->value = pl_words_cut(rest, "=");
    parts->name = pl_words_trim(rest);
    if (parts->value != NULL) {
        parts->value = pl_words_trim(parts->value);
    }
    if (parts->window != NULL) {
        parts->window = pl_words_trim(parts->window);
    }
    if (parts->name[0] == '\0') {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "'%s': the name is missing: <name>%s", parts->text,
                             example);
    }
    if (parts->value != NULL && !kinds[kind].has_value) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL, "%s: %s takes no value",
                             parts->text, kinds[kind].phrase);
    }
    if (parts->window != NULL && !kinds[kind].has_window) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             kind == PL_ACTION_CUT
                                 ? "%s: a cut takes no time: it holds before time 0 "
                                   "and ever after"
                                 : "%s: a clamp takes no time: it holds from time 0 "
                                   "to the end",
                             parts->text);
    }
    return PL_OK;
}

/* Why a symbol that is there cannot be set. */
static enum pl_status
report_not_input(const struct pl_context *context, size_t symbol,
                 struct pl_diags *diags)
{
    const struct pl_symbol *s = &context->model->symbols[symbol];
    const struct pl_role_list *edges = &context->roles.lists[PL_ROLE_EDGE];

    if (s->kind == PL_SYMBOL_REACTION) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "'%s' is a reaction: it follows its rate law and cannot "
                             "be set",
                             s->name);
    }
    pl_diag_error(diags, PL_ERR_OPTION, NULL, "'%s' follows its rule and cannot be set",
                  s->name);
    for (size_t k = 0; k < edges->n; k++) {
        if (edges->symbols[k] == symbol) {
            pl_diag_hint(diags, "--clamp %s or --cut %s stop the signal",
                         edges->names[k], edges->names[k]);
        }
    }
    return PL_ERR_OPTION;
}

/* Any input of the program, by the symbol's own name. */
static enum pl_status
find_input(const struct pl_context *context, const char *name, struct pl_diags *diags,
           size_t *symbol)
{
    const struct pl_model *model = context->model;
    size_t found = pl_model_find(model, name);
    struct pl_offers offers;
    enum pl_status status = PL_OK;

    if (found != PL_NONE) {
        *symbol = found;
        return pl_program_is_input(context->program, found)
                   ? PL_OK
                   : report_not_input(context, found, diags);
    }
    pl_offers_init(&offers);
    for (size_t i = 0; i < model->n_symbols; i++) {
        if (pl_program_is_input(context->program, i)) {
            pl_offers_add(&offers, model->symbols[i].name, model->symbols[i].name);
        }
    }
    status = pl_offers_unknown(&offers, "parameter", name, NULL,
                               "this model has nothing that can be set", diags);
    pl_offers_finish(&offers);
    return status;
}

static enum pl_status
read_fraction(const struct parts *parts, struct pl_diags *diags, double *value)
{
    const struct pl_words_place place = {.whole = parts->text};

    if (parts->value == NULL) {
        *value = 1.0;
        return PL_OK;
    }
    return pl_words_fraction(&place, parts->value, diags, value);
}

static enum pl_status
read_dose(const struct parts *parts, struct pl_diags *diags, double *value)
{
    const struct pl_words_place place = {parts->text, parts->name, "20nM", NULL,
                                         parts->value};
    double unit = 0.0;

    if (parts->value == NULL) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s: a drug needs its dose: %s=20nM (%s)", parts->text,
                             parts->name, pl_dose_units());
    }
    return pl_words_dose(&place, parts->value, &unit, diags, value);
}

static enum pl_status
read_number(const struct parts *parts, struct pl_diags *diags, double *value)
{
    if (parts->value == NULL) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s: a set needs its value: %s=1", parts->text,
                             parts->name);
    }
    if (!pl_number_parse(parts->value, value)) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL, "%s: '%s' is no number",
                             parts->text, parts->value);
    }
    return PL_OK;
}

/* Read a piece of a window that is a time and nothing else. */
static enum pl_status
read_time(const struct pl_context *context, const char *subject, const char *piece,
          double *unit, struct pl_diags *diags, double *time)
{
    size_t length = pl_time_scan_after(context, subject, piece, unit, diags, time);

    if (length == 0) {
        return PL_ERR_OPTION;
    }
    if (piece[length] != '\0') {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s: '%s' behind the time is not understood", subject,
                      piece + length);
        pl_diag_hint(diags, "a window is written @from..to");
        return PL_ERR_OPTION;
    }
    return PL_OK;
}

static enum pl_status
check_window(const struct pl_context *context, const struct parts *parts,
             const struct pl_action *action, struct pl_diags *diags)
{
    char from[PL_NUMBER_SIZE];
    char to[PL_NUMBER_SIZE];

    pl_time_format(context, action->from, from);
    pl_time_format(context, action->to, to);
    if (action->to < action->from) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s: the window ends (%s) before it begins (%s)",
                             parts->text, to, from);
    }
    if (action->to == action->from) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s: the window ends when it begins (%s)", parts->text,
                             from);
    }
    return PL_OK;
}

static enum pl_status
read_window(const struct pl_context *context, const struct parts *parts,
            struct pl_diags *diags, struct pl_action *action)
{
    char *upper = strstr(parts->window, "..");
    char *lower = parts->window;
    double unit = 0.0;
    enum pl_status status = PL_OK;

    if (upper != NULL) {
        *upper = '\0';
        upper = pl_words_trim(upper + 2);
        lower = pl_words_trim(lower);
    }
    if (lower[0] == '\0' && (upper == NULL || upper[0] == '\0')) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s: there is no time behind the '@'", parts->text);
    }
    /* The upper end first: its unit serves the lower one too. */
    if (upper != NULL && upper[0] != '\0') {
        status = read_time(context, parts->text, upper, &unit, diags, &action->to);
    }
    if (status == PL_OK && lower[0] != '\0') {
        status = read_time(context, parts->text, lower, &unit, diags, &action->from);
    }
    return status == PL_OK ? check_window(context, parts, action, diags) : status;
}

/* A set with a time must be something that can be given a value then. */
static enum pl_status
check_timed_set(const struct pl_context *context, const struct parts *parts,
                const struct pl_action *action, struct pl_diags *diags)
{
    const struct pl_symbol *symbol = &context->model->symbols[action->symbol];

    if (symbol->kind == PL_SYMBOL_COMPARTMENT) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s: '%s' is a compartment: its size cannot be changed at a time",
                      parts->text, symbol->name);
        pl_diag_hint(diags, "without a time it holds from the start: %s=%s",
                     parts->name, parts->value);
        return PL_ERR_OPTION;
    }
    if (pl_model_is_state(context->model, action->symbol) && isfinite(action->to)) {
        pl_diag_error(
            diags, PL_ERR_OPTION, NULL,
            "%s: '%s' moves by itself: it can be set at a time, not held over "
            "a window",
            parts->text, symbol->name);
        pl_diag_hint(diags, "write the time of the step alone, as in %s=%s@1h",
                     parts->name, parts->value);
        return PL_ERR_OPTION;
    }
    return PL_OK;
}

static enum pl_status
read_parts(const struct pl_context *context, struct parts *parts,
           struct pl_diags *diags, struct pl_action *action)
{
    const enum pl_action_kind kind = action->kind;
    enum pl_status status = take_apart(kind, parts, diags);

    if (status != PL_OK) {
        return status;
    }
    if (action->background && parts->window != NULL) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s: a background takes no time: it holds before time 0 "
                             "and ever after",
                             parts->text);
    }
    status = kinds[kind].role == PL_N_ROLES
                 ? find_input(context, parts->name, diags, &action->symbol)
                 : pl_context_find(context, kinds[kind].role, parts->name, diags,
                                   &action->symbol);
    if (status == PL_OK && kind == PL_ACTION_INHIBIT) {
        status = read_fraction(parts, diags, &action->value);
    } else if (status == PL_OK && kind == PL_ACTION_DRUG) {
        status = read_dose(parts, diags, &action->value);
    } else if (status == PL_OK && kind == PL_ACTION_SET) {
        status = read_number(parts, diags, &action->value);
    }
    if (status != PL_OK || parts->window == NULL) {
        return status;
    }
    status = read_window(context, parts, diags, action);
    if (status == PL_OK && kind == PL_ACTION_SET) {
        status = check_timed_set(context, parts, action, diags);
    }
    return status;
}

/* A copy of `length` bytes without the blanks around them; NULL when memory is out. */
static char *
copy_trimmed(const char *text, size_t length)
{
    char *copy = NULL;

    while (length > 0 && *text == ' ') {
        text++;
        length--;
    }
    while (length > 0 && text[length - 1] == ' ') {
        length--;
    }
    copy = malloc(length + 1);
    if (copy != NULL) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

enum pl_status
pl_action_parse(const struct pl_context *context, enum pl_action_kind kind,
                const char *text, size_t length, struct pl_diags *diags,
                struct pl_action *action)
{
    struct pl_action read = {.kind = kind,
                             .symbol = PL_NONE,
                             .background = action->background,
                             .to = INFINITY};
    struct parts parts = {0};
    enum pl_status status = PL_OK;

    read.text = copy_trimmed(text, length);
    parts.copy = copy_trimmed(text, length);
    parts.text = read.text;
    if (read.text == NULL || parts.copy == NULL) {
        status = pl_diag_no_memory(diags, "a treatment");
        goto done;
    }
    status = read_parts(context, &parts, diags, &read);
    if (status != PL_OK) {
        goto done;
    }
    read.before_rest = read.background || kind == PL_ACTION_CUT ||
                       (kind == PL_ACTION_SET && parts.window == NULL);
    *action = read;
    read.text = NULL; /* handed over */

done:
    free(parts.copy);
    free(read.text);
    return status;
}
