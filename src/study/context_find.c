/*
 * context_find.c - from what a user types to symbols of the model and rows of tables.
 */
#include "study/context.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/spelling.h"
#include "base/text.h"
#include "compile/program.h"
#include "model/model.h"
#include "study/offers.h"
#include "study/tables.h"
#include "study/words.h"

/* [byte] A longer alias cannot be typed on a command line that anyone reads. */
#define ALIAS_SIZE ((size_t)256)

/* What `simulate list` calls each role, and how a model comes to have one. */
static const struct {
    const char *list;
    const char *absent;
} role_hints[PL_N_ROLES] = {
    [PL_ROLE_TARGET] = {"simulate list targets",
                        "this model has none: a target is a parameter inhibit_<Name>"},
    [PL_ROLE_DRUG] = {"simulate list drugs",
                      "this model has none: a drug is a parameter drug_<name>"},
    [PL_ROLE_EDGE] = {"simulate list edges",
                      "this model has none: a feedback edge is a rule "
                      "feedback_<From>_<To>"},
    [PL_ROLE_READOUT] = {"simulate list readouts",
                         "this model has none: a readout is a rule readout_<name>"},
};

static size_t
find_drug_row(const struct pl_context *context, const char *id)
{
    for (size_t row = 0; context->drugs != NULL && row < context->drugs->n_rows;
         row++) {
        if (strcmp(pl_table_text(context->drugs, PL_DRUG_ID, row), id) == 0) {
            return row;
        }
    }
    return PL_NONE;
}

static bool
is_in_list(const char *names, const char *wanted)
{
    const char *item = NULL;
    size_t length = 0;

    while (pl_words_next(&names, ';', &item, &length)) {
        char alias[ALIAS_SIZE] = {0};

        if (length < ALIAS_SIZE) {
            memcpy(alias, item, length);
            if (pl_spelling_is_same(alias, wanted)) {
                return true;
            }
        }
    }
    return false;
}

/* The k-th symbol of a role goes by that name: case and punctuation aside. */
static bool
goes_by(const struct pl_context *context, enum pl_role role, size_t k, const char *name)
{
    const struct pl_role_list *list = &context->roles.lists[role];
    const struct pl_symbol *symbol = &context->model->symbols[list->symbols[k]];
    size_t row = PL_NONE;

    if (pl_spelling_is_same(name, "")) {
        return false; /* nothing but punctuation: an empty cell would match */
    }
    if (pl_spelling_is_same(list->names[k], name) ||
        pl_spelling_is_same(symbol->label, name)) {
        return true;
    }
    row = role == PL_ROLE_DRUG ? find_drug_row(context, list->names[k]) : PL_NONE;
    return row != PL_NONE &&
           (pl_spelling_is_same(pl_table_text(context->drugs, PL_DRUG_NAME, row),
                                name) ||
            is_in_list(pl_table_text(context->drugs, PL_DRUG_ALIASES, row), name));
}

/* The letter-exact name of one of the role, or PL_NONE. */
static size_t
find_exact(const struct pl_context *context, enum pl_role role, const char *name)
{
    const struct pl_role_list *list = &context->roles.lists[role];

    for (size_t k = 0; k < list->n; k++) {
        if (strcmp(list->names[k], name) == 0 ||
            strcmp(context->model->symbols[list->symbols[k]].name, name) == 0) {
            return list->symbols[k];
        }
    }
    for (size_t k = 0; k < list->n; k++) {
        if (strcmp(context->model->symbols[list->symbols[k]].label, name) == 0) {
            return list->symbols[k];
        }
    }
    return PL_NONE;
}

/* All that a role offers, by every name it has. */
static void
add_role(const struct pl_context *context, enum pl_role role, struct pl_offers *offers)
{
    const struct pl_role_list *list = &context->roles.lists[role];

    for (size_t k = 0; k < list->n; k++) {
        const struct pl_symbol *symbol = &context->model->symbols[list->symbols[k]];
        size_t row =
            role == PL_ROLE_DRUG ? find_drug_row(context, list->names[k]) : PL_NONE;

        pl_offers_add(offers, list->names[k], list->names[k]);
        pl_offers_add(offers, symbol->label, list->names[k]);
        if (row != PL_NONE) {
            pl_offers_add(offers, pl_table_text(context->drugs, PL_DRUG_NAME, row),
                          list->names[k]);
            pl_offers_add_list(offers,
                               pl_table_text(context->drugs, PL_DRUG_ALIASES, row),
                               list->names[k]);
        }
    }
}

enum pl_status
pl_context_find(const struct pl_context *context, enum pl_role role, const char *name,
                struct pl_diags *diags, size_t *symbol)
{
    const struct pl_role_list *list = &context->roles.lists[role];
    size_t found = find_exact(context, role, name);
    size_t k_found = PL_NONE;
    struct pl_offers offers;
    enum pl_status status = PL_OK;

    for (size_t k = 0; k < list->n && found == PL_NONE; k++) {
        if (!goes_by(context, role, k, name)) {
            continue;
        }
        if (k_found != PL_NONE) {
            status = pl_diag_error(
                diags, PL_ERR_NAME, NULL, "'%s' may be the %s '%s' or '%s'", name,
                pl_role_word(role), list->names[k_found], list->names[k]);
            pl_diag_hint(diags, "write one of them to the letter");
            return status;
        }
        k_found = k;
    }
    if (k_found != PL_NONE) {
        found = list->symbols[k_found];
    }
    if (found != PL_NONE) {
        *symbol = found;
        return PL_OK;
    }
    pl_offers_init(&offers);
    add_role(context, role, &offers);
    status = pl_offers_unknown(&offers, pl_role_word(role), name, role_hints[role].list,
                               role_hints[role].absent, diags);
    pl_offers_finish(&offers);
    return status;
}

/* A row of a table of conditions, by conditionId or conditionName. */
static enum pl_status
find_row(const struct pl_frame *table, const char *what, const char *list,
         const char *absent, const char *name, struct pl_diags *diags, size_t *row)
{
    size_t id = table != NULL ? pl_frame_find(table, PL_CONDITION_ID) : PL_NONE;
    size_t n_rows = table != NULL ? table->n_rows : 0;
    struct pl_offers offers;
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < n_rows; i++) {
        if (strcmp(table->columns[id].texts[i], name) == 0) {
            *row = i;
            return PL_OK;
        }
    }
    for (size_t i = 0; i < n_rows && name[0] != '\0'; i++) {
        if (pl_spelling_is_same(table->columns[id].texts[i], name) ||
            strcmp(pl_table_text(table, PL_CONDITION_NAME, i), name) == 0) {
            *row = i;
            return PL_OK;
        }
    }
    pl_offers_init(&offers);
    for (size_t i = 0; i < n_rows; i++) {
        pl_offers_add(&offers, table->columns[id].texts[i],
                      table->columns[id].texts[i]);
    }
    status = pl_offers_unknown(&offers, what, name, list, absent, diags);
    pl_offers_finish(&offers);
    return status;
}

enum pl_status
pl_context_find_cell(const struct pl_context *context, const char *name,
                     struct pl_diags *diags, size_t *row)
{
    return find_row(context->cells, "cell", "simulate list cells",
                    "this model has no table of cells (<model>.cells.tsv beside it)",
                    name, diags, row);
}

enum pl_status
pl_context_find_variant(const struct pl_context *context, const char *name,
                        struct pl_diags *diags, size_t *row)
{
    return find_row(context->variants, "variant", "simulate list variants",
                    "this model has no table of variants (<model>.variants.tsv beside "
                    "it)",
                    name, diags, row);
}

void
pl_context_apply_row(const struct pl_context *context, const struct pl_frame *table,
                     size_t row, double *inputs)
{
    for (size_t c = 0; c < table->n_columns; c++) {
        const struct pl_column *column = &table->columns[c];

        /* An empty cell leaves what the model says, as in PEtab. */
        if (!pl_table_is_label(column->name) && !isnan(column->numbers[row])) {
            pl_program_set_input(context->program, inputs,
                                 pl_model_find(context->model, column->name),
                                 column->numbers[row]);
        }
    }
}

/* What is shown when nobody chooses: see pl_context_readouts. */
static size_t
list_default(const struct pl_context *context, size_t *symbols)
{
    const struct pl_model *model = context->model;
    const struct pl_role_list *readouts = &context->roles.lists[PL_ROLE_READOUT];
    size_t n = 0;

    for (size_t k = 0; k < readouts->n; k++) {
        symbols[n++] = readouts->symbols[k];
    }
    for (size_t i = 0; i < model->n_symbols && readouts->n == 0; i++) {
        if (model->symbols[i].kind == PL_SYMBOL_SPECIES ||
            model->symbols[i].rule_kind == PL_RULE_RATE) {
            symbols[n++] = i;
        }
    }
    if (n == 0) {
        for (; n < model->n_rule_order; n++) {
            symbols[n] = model->rule_order[n];
        }
    }
    return n;
}

/* One readout, by whatever name. */
static enum pl_status
find_shown(const struct pl_context *context, const char *name, struct pl_diags *diags,
           size_t *symbol)
{
    const struct pl_model *model = context->model;
    size_t found = find_exact(context, PL_ROLE_READOUT, name);
    struct pl_offers offers;
    size_t near;
    enum pl_status status = PL_OK;

    if (found == PL_NONE) {
        found = pl_model_find(model, name);
    }
    if (found == PL_NONE &&
        pl_context_find(context, PL_ROLE_READOUT, name, NULL, symbol) == PL_OK) {
        return PL_OK;
    }
    for (size_t i = 0; i < model->n_symbols && found == PL_NONE; i++) {
        if (strcmp(model->symbols[i].label, name) == 0) {
            found = i;
        }
    }
    if (found != PL_NONE) {
        *symbol = found;
        return PL_OK;
    }
    pl_offers_init(&offers);
    add_role(context, PL_ROLE_READOUT, &offers);
    if (offers.n > 0) {
        pl_offers_end_list(&offers);
    }
    /* any other symbol is offered only where no readout is near */
    if (pl_spelling_near(name, offers.names, offers.n, 1, &near) == 0) {
        for (size_t i = 0; i < model->n_symbols; i++) {
            pl_offers_add(&offers, model->symbols[i].name, model->symbols[i].name);
        }
    }
    status = pl_offers_unknown(&offers, "readout", name, "simulate list readouts", "",
                               diags);
    pl_offers_finish(&offers);
    return status;
}

static void
add_once(size_t *symbols, size_t *n, size_t symbol)
{
    for (size_t i = 0; i < *n; i++) {
        if (symbols[i] == symbol) {
            return;
        }
    }
    symbols[(*n)++] = symbol;
}

enum pl_status
pl_context_readouts(const struct pl_context *context, const char *const *names,
                    size_t n_names, struct pl_diags *diags, size_t **symbols,
                    size_t *n_symbols)
{
    const size_t n_model = context->model->n_symbols;
    size_t *chosen = calloc(n_model + 1, sizeof *chosen);
    size_t *defaults = calloc(n_model + 1, sizeof *defaults);
    size_t n_default = 0;
    size_t n = 0;
    enum pl_status status = PL_OK;

    *symbols = NULL;
    *n_symbols = 0;
    if (chosen == NULL || defaults == NULL) {
        status = pl_diag_no_memory(diags, "the list of readouts");
        goto done;
    }
    n_default = list_default(context, defaults);
    for (size_t i = 0; i < n_names || (i == 0 && n_names == 0); i++) {
        size_t symbol = PL_NONE;

        if (n_names == 0 || strcmp(names[i], "all") == 0) {
            for (size_t k = 0; k < n_default; k++) {
                add_once(chosen, &n, defaults[k]);
            }
            continue;
        }
        status = find_shown(context, names[i], diags, &symbol);
        if (status != PL_OK) {
            goto done;
        }
        add_once(chosen, &n, symbol);
    }
    *symbols = chosen;
    *n_symbols = n;
    chosen = NULL; /* handed over */

done:
    free(defaults);
    free(chosen);
    return status;
}
