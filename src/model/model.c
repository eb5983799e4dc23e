/*
 * model.c - looking things up in a model.
 */
#include "model/model.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "expr/formula.h"

void
pl_model_destroy(struct pl_model *model)
{
    if (model != NULL) {
        struct pl_arena *memory = model->memory; /* the model itself lives in it */

        pl_arena_finish(memory);
        free(memory);
    }
}

size_t
pl_model_find(const struct pl_model *model, const char *name)
{
    size_t low = 0;
    size_t high = model->n_symbols;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        size_t symbol = model->by_name[middle];
        int side = strcmp(name, model->symbols[symbol].name);

        if (side == 0) {
            return symbol;
        }
        if (side < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return PL_NONE;
}

struct pl_place
pl_model_place(const struct pl_model *model, struct pl_span span)
{
    return (struct pl_place){model->source, span};
}

const char *
pl_symbol_annotation(const struct pl_symbol *symbol, const char *qualifier)
{
    for (size_t k = 0; k < symbol->n_annotations; k++) {
        if (strcmp(symbol->annotations[k].qualifier, qualifier) == 0) {
            return symbol->annotations[k].text;
        }
    }
    return NULL;
}

bool
pl_symbol_follows(const struct pl_symbol *symbol)
{
    return symbol->rule_kind == PL_RULE_ASSIGNMENT ||
           symbol->kind == PL_SYMBOL_REACTION;
}

struct pl_net
pl_reaction_net(const struct pl_reaction *reaction, size_t symbol)
{
    struct pl_net net = {.is_number = true};

    for (size_t k = 0; k < reaction->n_reactants + reaction->n_products; k++) {
        const bool made = k >= reaction->n_reactants;
        const struct pl_participant *p =
            made ? &reaction->products[k - reaction->n_reactants]
                 : &reaction->reactants[k];
        double amount = 1.0;

        if (p->symbol != symbol) {
            continue;
        }
        net.is_number &=
            p->stoichiometry == NULL || pl_formula_is_number(p->stoichiometry, &amount);
        net.is_product |= made;
        net.amount += made ? amount : -amount;
        net.n++;
    }
    return net;
}

bool
pl_model_is_state(const struct pl_model *model, size_t symbol)
{
    const struct pl_symbol *s = &model->symbols[symbol];

    if (s->rule_kind != PL_RULE_NONE) {
        return s->rule_kind == PL_RULE_RATE;
    }
    return s->kind == PL_SYMBOL_SPECIES && s->participates && !s->boundary &&
           !s->constant;
}

bool
pl_model_keeps_amount(const struct pl_model *model, size_t symbol)
{
    const struct pl_symbol *s = &model->symbols[symbol];

    return s->kind == PL_SYMBOL_SPECIES && !s->substance_only &&
           s->rule_kind == PL_RULE_NONE && s->compartment != PL_NONE &&
           model->symbols[s->compartment].rule_kind == PL_RULE_RATE;
}
