/*
 * pathway_forms.c - which species are forms of one thing.
 */
#include <stdlib.h>
#include <string.h>

#include "analysis/pathway_private.h"
#include "analysis/reach.h"
#include "base/diag.h"
#include "expr/formula.h"
#include "model/model.h"

/* [byte] What names have in common is a name from here on. */
#define LEAST_COMMON 2

/* What moves by itself, and species that stand still. */
bool
pl_pathway_is_species(const struct pl_model *model, size_t i)
{
    const struct pl_symbol *symbol = &model->symbols[i];

    if (symbol->kind == PL_SYMBOL_SPECIES) {
        return symbol->rule_kind != PL_RULE_ASSIGNMENT;
    }
    return symbol->kind == PL_SYMBOL_PARAMETER && symbol->rule_kind == PL_RULE_RATE;
}

/* The one species that a side has and the reaction changes; PL_NONE for none, or
 * several. */
static size_t
only_one(const struct pl_model *model, const struct pl_reaction *reaction,
         const struct pl_participant *side, size_t n)
{
    size_t found = PL_NONE;

    for (size_t k = 0; k < n; k++) {
        if (pl_pathway_net(model, reaction, side[k].symbol) == 0.0) {
            continue;
        }
        if (found != PL_NONE && found != side[k].symbol) {
            return PL_NONE;
        }
        found = side[k].symbol;
    }
    return found;
}

/* Species of reactions with several on a side are no forms of something else: they meet. */
static void
mark_meetings(const struct pl_model *model, bool *meets)
{
    for (size_t r = 0; r < model->n_reactions; r++) {
        const struct pl_reaction *reaction = &model->reactions[r];

        for (size_t k = 0; k < reaction->n_reactants; k++) {
            meets[reaction->reactants[k].symbol] |= reaction->n_reactants > 1;
        }
        for (size_t k = 0; k < reaction->n_products; k++) {
            meets[reaction->products[k].symbol] |= reaction->n_products > 1;
        }
    }
}

/* True when the formula names one of the set, be it by way of rules. */
static bool
reads_any(const struct pl_model *model, const struct pl_formula *formula,
          const bool *set)
{
    if (formula->op == PL_OP_NAME && set[formula->index]) {
        return true;
    }
    for (size_t k = 0; k < formula->n_arguments; k++) {
        if (reads_any(model, formula->arguments[k], set)) {
            return true;
        }
    }
    return false;
}

/* True when the rate of a reaction follows its product: there is a way back. */
static bool
goes_back(const struct pl_model *model, const struct pl_reaction *reaction,
          size_t product, bool *set)
{
    if (!reaction->reversible) {
        return false;
    }
    memset(set, 0, model->n_symbols * sizeof *set);
    set[product] = true;
    for (size_t k = 0; k < model->n_rule_order; k++) {
        const struct pl_symbol *symbol = &model->symbols[model->rule_order[k]];

        if (symbol->rule_kind == PL_RULE_ASSIGNMENT) {
            set[model->rule_order[k]] = reads_any(model, symbol->rule, set);
        }
    }
    return reads_any(model, reaction->rate, set);
}

/* All conversions of one species into another, there and back.
 * @param list  shape (2 n_reactions) @return how many */
static size_t
list_conversions(const struct pl_model *model, struct pl_arrow *list, bool *set)
{
    size_t n = 0;

    for (size_t r = 0; r < model->n_reactions; r++) {
        const struct pl_reaction *reaction = &model->reactions[r];
        const size_t from =
            only_one(model, reaction, reaction->reactants, reaction->n_reactants);
        const size_t to =
            only_one(model, reaction, reaction->products, reaction->n_products);

        if (from != PL_NONE && to != PL_NONE && from != to) {
            list[n++] = (struct pl_arrow){from, to};
            if (goes_back(model, reaction, to, set)) {
                list[n++] = (struct pl_arrow){to, from};
            }
        }
    }
    return n;
}

/* [byte] How much of all names is the same, from the front or the back. */
static size_t
count_common(const struct pl_model *model, const size_t *symbols, size_t n, bool back)
{
    const char *first = model->symbols[symbols[0]].name;
    size_t common = strlen(first);

    for (size_t k = 1; k < n; k++) {
        const char *name = model->symbols[symbols[k]].name;
        const size_t length = strlen(name);
        size_t same = 0;

        while (same < common && same < length &&
               (back ? name[length - 1 - same] == first[strlen(first) - 1 - same]
                     : name[same] == first[same])) {
            same++;
        }
        common = same;
    }
    return common;
}

size_t
pl_pathway_common_name(const struct pl_model *model, const size_t *symbols, size_t n,
                       const char **start)
{
    const char *first = model->symbols[symbols[0]].name;
    size_t common = count_common(model, symbols, n, false);

    *start = first;
    while (common > 0 && first[common - 1] == '_') {
        common--;
    }
    if (common < LEAST_COMMON) {
        common = count_common(model, symbols, n, true);
        *start = first + strlen(first) - common;
        while (common > 0 && **start == '_') {
            ++*start;
            common--;
        }
    }
    return common >= LEAST_COMMON ? common : 0;
}

/* What all of this needs. */
struct search {
    const struct pl_model *model;
    struct pl_arrow *list; /* shape (n): conversions */
    bool *meets;           /* shape (n_symbols) */
    bool *there, *back; /* shape (n_symbols): reached from a species, and reaching it */
    struct pl_reach ways_there, ways_back;
};

/* Join all forms of a species to it, where they are forms of one thing. */
static void
join_forms(struct search *s, size_t species, size_t *first)
{
    size_t members[PL_PATHWAY_MOST_FORMS] = {species};
    size_t n = 1;
    bool meets = s->meets[species];
    const char *name = NULL;

    pl_reach_mark(&s->ways_there, species, s->there);
    pl_reach_mark(&s->ways_back, species, s->back);
    for (size_t k = 0; k < s->model->n_symbols; k++) {
        if (k != species && s->there[k] && s->back[k]) {
            if (n == PL_PATHWAY_MOST_FORMS) {
                return;
            }
            members[n++] = k;
            meets = meets || s->meets[k];
        }
    }
    if (meets || pl_pathway_common_name(s->model, members, n, &name) == 0) {
        return;
    }
    for (size_t k = 1; k < n; k++) {
        first[members[k]] = species;
    }
}

enum pl_status
pl_pathway_find_forms(const struct pl_pathway_build *build, size_t *first)
{
    const struct pl_model *model = build->model;
    const size_t n = model->n_symbols;
    struct search s = {
        .model = model,
        .list = calloc(2 * model->n_reactions + 1, sizeof *s.list),
        .meets = calloc(n + 1, sizeof *s.meets),
        .there = calloc(n + 1, sizeof *s.there),
        .back = calloc(n + 1, sizeof *s.back),
    };
    enum pl_status status = PL_OK;
    size_t n_list = 0;

    if (s.list == NULL || s.meets == NULL || s.there == NULL || s.back == NULL) {
        status = pl_diag_no_memory(build->diags, "the picture of a network");
    }
    if (status == PL_OK) {
        mark_meetings(model, s.meets);
        n_list = list_conversions(model, s.list, s.there);
        status = pl_reach_init(&s.ways_there, n, s.list, n_list, false, build->diags);
    }
    if (status == PL_OK) {
        status = pl_reach_init(&s.ways_back, n, s.list, n_list, true, build->diags);
    }
    for (size_t i = 0; i < n; i++) {
        first[i] = i;
    }
    for (size_t i = 0; i < n && status == PL_OK; i++) {
        if (first[i] == i && pl_pathway_is_species(model, i)) {
            join_forms(&s, i, first);
        }
    }
    pl_reach_finish(&s.ways_there);
    pl_reach_finish(&s.ways_back);
    free(s.list);
    free(s.meets);
    free(s.there);
    free(s.back);
    return status;
}
