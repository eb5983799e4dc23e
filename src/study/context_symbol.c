/*
 * context_symbol.c - from any name that a user types to a symbol of the model.
 */
#include "study/context.h"

#include <stdbool.h>
#include <string.h>

#include "base/diag.h"
#include "base/spelling.h"
#include "base/text.h"
#include "model/model.h"
#include "study/offers.h"

/* How sure a match is, best first. */
enum match {
    MATCH_NAME,  /* the symbol, to the letter */
    MATCH_ROLE,  /* without its prefix */
    MATCH_LABEL, /* the display name */
    MATCH_LOOSE, /* one of these, case and punctuation aside */
    MATCH_NONE
};

static enum match
match(const struct pl_symbol *symbol, const char *name)
{
    const char *stripped = pl_role_strip(symbol->name);

    if (strcmp(symbol->name, name) == 0) {
        return MATCH_NAME;
    }
    if (strcmp(stripped, name) == 0) {
        return MATCH_ROLE;
    }
    if (strcmp(symbol->label, name) == 0) {
        return MATCH_LABEL;
    }
    if (pl_spelling_is_same(name, "")) {
        return MATCH_NONE; /* nothing but punctuation */
    }
    return pl_spelling_is_same(symbol->name, name) ||
                   pl_spelling_is_same(stripped, name) ||
                   pl_spelling_is_same(symbol->label, name)
               ? MATCH_LOOSE
               : MATCH_NONE;
}

static enum pl_status
report_several(const struct pl_model *model, const char *name, enum match best,
               struct pl_diags *diags)
{
    struct pl_text all;
    size_t n = 0;

    pl_text_init(&all);
    for (size_t i = 0; i < model->n_symbols; i++) {
        if (match(&model->symbols[i], name) == best) {
            pl_text_format(&all, "%s'%s'", n++ > 0 ? ", " : "", model->symbols[i].name);
        }
    }
    pl_diag_error(diags, PL_ERR_NAME, NULL, "'%s' may be one of %s", name,
                  pl_text_string(&all));
    pl_diag_hint(diags, "write one of them to the letter");
    pl_text_finish(&all);
    return PL_ERR_NAME;
}

static enum pl_status
report_unknown(const struct pl_model *model, const char *name, struct pl_diags *diags)
{
    struct pl_offers offers;

    pl_offers_init(&offers);
    for (size_t i = 0; i < model->n_symbols; i++) {
        const struct pl_symbol *symbol = &model->symbols[i];

        pl_offers_add(&offers, symbol->name, symbol->name);
        pl_offers_add(&offers, pl_role_strip(symbol->name), symbol->name);
        pl_offers_add(&offers, symbol->label, symbol->name);
    }
    pl_diag_error(diags, PL_ERR_NAME, NULL, "unknown name '%s'", name);
    if (diags != NULL && !pl_offers_hint_near(&offers, name, diags)) {
        pl_diag_hint(diags, "simulate list species, list readouts, list edges and list "
                            "parameters have the names");
    }
    pl_offers_finish(&offers);
    return PL_ERR_NAME;
}

enum pl_status
pl_context_find_symbol(const struct pl_context *context, const char *name,
                       struct pl_diags *diags, size_t *symbol)
{
    const struct pl_model *model = context->model;
    enum match best = MATCH_NONE;
    size_t n_best = 0;
    size_t found = PL_NONE;

    for (size_t i = 0; i < model->n_symbols; i++) {
        const enum match how = match(&model->symbols[i], name);

        if (how < best) {
            best = how;
            n_best = 0;
        }
        if (how == best && how != MATCH_NONE) {
            found = i;
            n_best++;
        }
    }
    if (n_best > 1) {
        return report_several(model, name, best, diags);
    }
    if (n_best == 0 &&
        pl_context_find(context, PL_ROLE_DRUG, name, NULL, &found) != PL_OK) {
        return report_unknown(model, name, diags); /* no alias of a drug either */
    }
    *symbol = found;
    return PL_OK;
}
