/*
 * build.c - collects the statements of a model; finish.c checks them and makes it.
 */
#include "model/build.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/list.h"
#include "expr/formula.h"
#include "model/build_private.h"

enum pl_status
pl_build_create(const struct pl_source *source, struct pl_diags *diags,
                struct pl_build **out)
{
    struct pl_build *build = calloc(1, sizeof *build);

    *out = NULL;
    if (build == NULL) {
        return pl_diag_no_memory(diags, "a model");
    }
    build->arena = calloc(1, sizeof *build->arena);
    if (diags == NULL) {
        diags = build->own_diags = pl_diags_create();
    }
    if (build->arena == NULL || diags == NULL) {
        free(build->arena);
        build->arena = NULL;
        pl_build_destroy(build);
        return pl_diag_no_memory(diags, "a model");
    }
    pl_arena_init(build->arena);
    build->source = source;
    build->diags = diags;
    build->n_errors_before = pl_diags_n_errors(diags);
    build->name = "";
    build->time_unit = (double)NAN;
    *out = build;
    return PL_OK;
}

void
pl_build_destroy(struct pl_build *build)
{
    if (build == NULL) {
        return;
    }
    if (build->arena != NULL) {
        pl_arena_finish(build->arena);
        free(build->arena);
    }
    pl_diags_destroy(build->own_diags);
    pl_names_finish(&build->symbol_names);
    pl_names_finish(&build->function_names);
    pl_names_finish(&build->unit_names);
    free(build->symbols);
    free(build->reactions);
    free(build->functions);
    free(build->units);
    free(build->annotations);
    free(build->uses.items);
    free(build->calls.items);
    free(build->unit_uses.items);
    free(build);
}

struct pl_arena *
pl_build_arena(struct pl_build *build)
{
    return build->arena;
}

/* A list with room for one more; the old one, and remembered, when memory is out. */
static void *
reserve(struct pl_build *build, void *items, size_t n, size_t *capacity, size_t size)
{
    void *grown = pl_list_reserve(items, n + 1, capacity, size);

    build->no_memory = build->no_memory || grown == NULL;
    return grown != NULL ? grown : items;
}

/* Names and texts are copied, so that they may come from anywhere. */
static const char *
copy_text(struct pl_build *build, const char *text, size_t length)
{
    const char *copy = pl_arena_text(build->arena, text, length);

    build->no_memory = build->no_memory || copy == NULL;
    return copy;
}

void
pl_build_note_use(struct pl_build *build, struct use_list *list, size_t user,
                  size_t used, struct pl_span span)
{
    list->items =
        reserve(build, list->items, list->n, &list->capacity, sizeof *list->items);
    if (!build->no_memory) {
        list->items[list->n++] = (struct use){user, used, span};
    }
}

size_t
pl_build_symbol(struct pl_build *build, const char *name, size_t length,
                struct pl_span span)
{
    size_t index = pl_names_find(&build->symbol_names, name, length);

    if (index != PL_NONE) {
        return index;
    }
    build->symbols = reserve(build, build->symbols, build->symbol_names.n,
                             &build->symbols_capacity, sizeof *build->symbols);
    if (build->no_memory) {
        return PL_NONE;
    }
    index = pl_names_add(&build->symbol_names, build->arena, name, length);
    if (index == PL_NONE) {
        build->no_memory = true;
        return PL_NONE;
    }
    build->symbols[index] = (struct build_symbol){.reaction_of = PL_NONE};
    build->symbols[index].symbol = (struct pl_symbol){
        .name = build->symbol_names.texts[index],
        .label = build->symbol_names.texts[index],
        .kind = PL_SYMBOL_PARAMETER,
        .span = span,
        .compartment = PL_NONE,
        .reaction = PL_NONE,
    };
    return index;
}

void
pl_build_name(struct pl_build *build, const char *name, size_t length)
{
    const char *copy = copy_text(build, name, length);

    build->name = copy != NULL ? copy : "";
}

const char *
pl_build_kind_words(enum pl_symbol_kind kind)
{
    switch (kind) {
    case PL_SYMBOL_SPECIES:
        return "a species";
    case PL_SYMBOL_COMPARTMENT:
        return "a compartment";
    case PL_SYMBOL_REACTION:
        return "a reaction";
    case PL_SYMBOL_PARAMETER:
        break;
    }
    return "a parameter";
}

/* Below a conflict: what made the symbol the kind that it is, if elsewhere. */
static void
note_kind(struct pl_build *build, const struct build_symbol *symbol,
          struct pl_span than)
{
    static const char *const reasons[] = {
        [KIND_OPEN] = "it is named here",
        [KIND_DECLARED] = "it is declared here",
        [KIND_PARTICIPANT] = "it takes part in a reaction here, as a species",
        [KIND_HAS_COMPARTMENT] = "it is put into a compartment here, as a species",
        [KIND_IS_COMPARTMENT] = "something is put into it here, as into a compartment",
        [KIND_REACTION] = "the reaction is here",
        [KIND_BOUNDARY] = "it is named as a species here",
    };

    if (symbol->kind_span.offset != than.offset) {
        pl_diag_note(build->diags, PL_BUILD_AT(build, symbol->kind_span), "%s",
                     reasons[symbol->kind_reason]);
    }
}

/* The symbol is of that kind, for that reason. */
static void
claim_kind(struct pl_build *build, size_t index, enum pl_symbol_kind kind,
           enum kind_reason reason, struct pl_span span)
{
    struct build_symbol *symbol = &build->symbols[index];

    symbol->declared = true;
    if (symbol->kind_reason == KIND_OPEN) {
        symbol->symbol.kind = kind;
        symbol->kind_reason = reason;
        symbol->kind_span = span;
    } else if (symbol->symbol.kind != kind) {
        pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, span),
                      "'%s' is %s and cannot be %s", symbol->symbol.name,
                      pl_build_kind_words(symbol->symbol.kind),
                      pl_build_kind_words(kind));
        note_kind(build, symbol, span);
    }
}

void
pl_build_kind(struct pl_build *build, size_t symbol, enum pl_symbol_kind kind,
              struct pl_span span)
{
    struct build_symbol *built = NULL;

    if (symbol == PL_NONE) {
        return;
    }
    built = &build->symbols[symbol];
    claim_kind(build, symbol, kind, KIND_DECLARED, span);
    if (built->symbol.kind == kind && built->kind_reason != KIND_DECLARED &&
        built->kind_reason != KIND_REACTION) {
        built->kind_reason = KIND_DECLARED; /* said in words now */
        built->kind_span = span;
    }
    if (built->kind_reason == KIND_DECLARED && built->symbol.kind == kind) {
        built->symbol.span = built->kind_span;
    }
}

void
pl_build_constant(struct pl_build *build, size_t symbol, bool constant,
                  struct pl_span span)
{
    struct build_symbol *built = NULL;

    if (symbol == PL_NONE) {
        return;
    }
    built = &build->symbols[symbol];
    built->declared = true;
    if (!built->constancy_known) {
        built->constancy_known = true;
        built->constancy_span = span;
        built->symbol.constant = constant;
    } else if (built->symbol.constant != constant) {
        pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, span),
                      "'%s' is declared both const and var", built->symbol.name);
        pl_diag_note(build->diags, PL_BUILD_AT(build, built->constancy_span),
                     "it is declared %s here",
                     built->symbol.constant ? "const" : "var");
    }
}

void
pl_build_boundary(struct pl_build *build, size_t symbol)
{
    if (symbol != PL_NONE) {
        struct build_symbol *built = &build->symbols[symbol];

        built->symbol.boundary = true;
        claim_kind(build, symbol, PL_SYMBOL_SPECIES, KIND_BOUNDARY, built->symbol.span);
    }
}

void
pl_build_substance_only(struct pl_build *build, size_t symbol)
{
    if (symbol != PL_NONE) {
        struct build_symbol *built = &build->symbols[symbol];

        built->symbol.substance_only = true;
        claim_kind(build, symbol, PL_SYMBOL_SPECIES, KIND_BOUNDARY, built->symbol.span);
    }
}

void
pl_build_compartment_of(struct pl_build *build, size_t species, size_t compartment,
                        struct pl_span span)
{
    struct build_symbol *built = NULL;

    if (species == PL_NONE || compartment == PL_NONE) {
        return;
    }
    built = &build->symbols[species];
    if (built->kind_reason != KIND_OPEN && built->symbol.kind != PL_SYMBOL_SPECIES) {
        pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, span),
                      "'%s' is %s; only a species can be in a compartment",
                      built->symbol.name, pl_build_kind_words(built->symbol.kind));
        return;
    }
    claim_kind(build, species, PL_SYMBOL_SPECIES, KIND_HAS_COMPARTMENT, span);
    claim_kind(build, compartment, PL_SYMBOL_COMPARTMENT, KIND_IS_COMPARTMENT, span);
    if (built->symbol.compartment == PL_NONE) {
        built->symbol.compartment = compartment;
        built->compartment_span = span;
    } else if (built->symbol.compartment != compartment) {
        pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, span),
                      "'%s' is in '%s' already and cannot be in '%s'",
                      built->symbol.name,
                      build->symbols[built->symbol.compartment].symbol.name,
                      build->symbols[compartment].symbol.name);
        pl_diag_note(build->diags, PL_BUILD_AT(build, built->compartment_span),
                     "the first compartment is given here");
    }
}

/* A text that a symbol can have once: its display name, its unit. */
static void
set_once(struct pl_build *build, const char **held, struct pl_span *held_span,
         bool is_set, const char *text, size_t length, struct pl_span span,
         const char *what, const char *name)
{
    if (!is_set) {
        const char *copy = copy_text(build, text, length);

        if (copy != NULL) {
            *held = copy;
            *held_span = span;
        }
    } else if (strlen(*held) != length || memcmp(*held, text, length) != 0) {
        pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, span),
                      "a second %s for '%s'", what, name);
        pl_diag_note(build->diags, PL_BUILD_AT(build, *held_span),
                     "the first one is here");
    }
}

void
pl_build_label(struct pl_build *build, size_t symbol, const char *label, size_t length,
               struct pl_span span)
{
    if (symbol != PL_NONE) {
        struct build_symbol *built = &build->symbols[symbol];

        set_once(build, &built->symbol.label, &built->label_span,
                 built->symbol.label != built->symbol.name, label, length, span,
                 "display name", built->symbol.name);
    }
}

void
pl_build_unit_of(struct pl_build *build, size_t symbol, const char *unit, size_t length,
                 struct pl_span span)
{
    if (symbol != PL_NONE) {
        struct build_symbol *built = &build->symbols[symbol];

        set_once(build, &built->symbol.unit, &built->unit_span,
                 built->symbol.unit != NULL, unit, length, span, "unit",
                 built->symbol.name);
    }
}

void
pl_build_value(struct pl_build *build, size_t symbol, struct pl_formula *value,
               struct pl_span span)
{
    struct build_symbol *built = NULL;

    build->incomplete = build->incomplete || value == NULL;
    if (symbol == PL_NONE) {
        return;
    }
    built = &build->symbols[symbol];
    built->declared = true;
    if (built->has_value) {
        pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, span),
                      "a second value for '%s'", built->symbol.name);
        pl_diag_note(build->diags, PL_BUILD_AT(build, built->symbol.value_span),
                     "the first one is here");
        pl_diag_hint(build->diags, "keep one of them; Antimony would take the last");
        return;
    }
    built->has_value = true;
    built->value = value;
    built->symbol.value_span = span;
}

void
pl_build_rule(struct pl_build *build, size_t symbol, enum pl_rule_kind kind,
              struct pl_formula *rule, struct pl_span span)
{
    struct build_symbol *built = NULL;

    build->incomplete = build->incomplete || rule == NULL;
    if (symbol == PL_NONE) {
        return;
    }
    built = &build->symbols[symbol];
    built->declared = true;
    if (built->symbol.rule_kind != PL_RULE_NONE) {
        pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, span),
                      "a second rule for '%s'", built->symbol.name);
        pl_diag_note(build->diags, PL_BUILD_AT(build, built->symbol.rule_span),
                     "the first one is here");
        pl_diag_hint(build->diags, "keep one of them; Antimony would take the last");
        return;
    }
    built->symbol.rule_kind = kind;
    built->rule = rule;
    built->symbol.rule_span = span;
}

/* Both sides of a reaction in one array; the species learn that they take part. */
static struct pl_participant *
copy_participants(struct pl_build *build, const struct pl_participant *reactants,
                  size_t n_reactants, const struct pl_participant *products,
                  size_t n_products)
{
    struct pl_participant *all =
        pl_arena_alloc(build->arena, n_reactants + n_products + 1, sizeof *all);

    if (all == NULL) {
        build->no_memory = true;
        return NULL;
    }
    for (size_t k = 0; k < n_reactants + n_products; k++) {
        struct build_symbol *built = NULL;

        all[k] = k < n_reactants ? reactants[k] : products[k - n_reactants];
        if (all[k].symbol == PL_NONE) {
            build->no_memory = true;
            return NULL;
        }
        claim_kind(build, all[k].symbol, PL_SYMBOL_SPECIES, KIND_PARTICIPANT,
                   all[k].span);
        built = &build->symbols[all[k].symbol];
        if (!built->symbol.participates) {
            built->symbol.participates = true;
            built->reaction_of = build->n_reactions;
            built->participant = all[k].span;
        }
    }
    return all;
}

void
pl_build_reaction(struct pl_build *build, size_t symbol, bool reversible,
                  const struct pl_participant *reactants, size_t n_reactants,
                  const struct pl_participant *products, size_t n_products,
                  struct pl_formula *rate, struct pl_span span)
{
    struct pl_participant *participants = NULL;
    struct build_symbol *built = NULL;

    build->reactions = reserve(build, build->reactions, build->n_reactions,
                               &build->reactions_capacity, sizeof *build->reactions);
    if (symbol == PL_NONE || build->no_memory) {
        return;
    }
    participants =
        copy_participants(build, reactants, n_reactants, products, n_products);
    if (participants == NULL) {
        return;
    }
    built = &build->symbols[symbol];
    if (built->symbol.reaction != PL_NONE) {
        pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, span),
                      "a second reaction named '%s'", built->symbol.name);
        pl_diag_note(build->diags,
                     PL_BUILD_AT(build, build->reactions[built->symbol.reaction].span),
                     "the first one is here");
        pl_diag_hint(build->diags, "give each reaction a name of its own");
    } else {
        claim_kind(build, symbol, PL_SYMBOL_REACTION, KIND_REACTION, span);
        built->symbol.reaction = build->n_reactions;
    }
    build->reactions[build->n_reactions++] = (struct build_reaction){
        .symbol = symbol,
        .reversible = reversible,
        .n_reactants = n_reactants,
        .n_products = n_products,
        .participants = participants,
        .rate = rate,
        .span = span,
    };
}

/* A name can be given once to functions, and once to units. @return its index or
 * PL_NONE */
static size_t
add_name(struct pl_build *build, struct pl_names *names, const char *name)
{
    size_t index = pl_names_add(names, build->arena, name, strlen(name));

    build->no_memory = build->no_memory || index == PL_NONE;
    return index;
}

void
pl_build_function(struct pl_build *build, const char *name,
                  const char *const *arguments, size_t n_arguments,
                  struct pl_formula *body, struct pl_span span)
{
    size_t index = pl_names_find(&build->function_names, name, strlen(name));
    const char **copies = NULL;

    build->incomplete = build->incomplete || body == NULL;
    if (index != PL_NONE) {
        pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, span),
                      "a second function named '%s'", name);
        pl_diag_note(build->diags,
                     PL_BUILD_AT(build, build->functions[index].function.span),
                     "the first one is here");
        return;
    }
    copies = pl_arena_alloc(build->arena, n_arguments + 1, sizeof *copies);
    build->no_memory = build->no_memory || copies == NULL;
    build->functions = reserve(build, build->functions, build->function_names.n,
                               &build->functions_capacity, sizeof *build->functions);
    for (size_t k = 0; k < n_arguments && !build->no_memory; k++) {
        copies[k] = copy_text(build, arguments[k], strlen(arguments[k]));
    }
    if (build->no_memory) {
        return;
    }
    index = add_name(build, &build->function_names, name);
    if (index == PL_NONE) {
        return;
    }
    build->functions[index] = (struct build_function){
        .function = {.name = build->function_names.texts[index],
                     .n_arguments = n_arguments,
                     .arguments = copies,
                     .span = span},
        .body = body,
    };
}

void
pl_build_unit(struct pl_build *build, const char *name,
              const struct pl_unit_factor *factors, size_t n_factors,
              struct pl_span span)
{
    size_t index = pl_names_find(&build->unit_names, name, strlen(name));
    struct pl_unit_factor *copies = NULL;

    if (index != PL_NONE) {
        pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, span),
                      "a second definition of the unit '%s'", name);
        pl_diag_note(build->diags, PL_BUILD_AT(build, build->units[index].span),
                     "the first one is here");
        return;
    }
    copies = pl_arena_alloc(build->arena, n_factors + 1, sizeof *copies);
    build->no_memory = build->no_memory || copies == NULL;
    build->units = reserve(build, build->units, build->unit_names.n,
                           &build->units_capacity, sizeof *build->units);
    for (size_t k = 0; k < n_factors && !build->no_memory; k++) {
        copies[k] = factors[k];
        copies[k].base = copy_text(build, factors[k].base, strlen(factors[k].base));
    }
    if (build->no_memory) {
        return;
    }
    index = add_name(build, &build->unit_names, name);
    if (index == PL_NONE) {
        return;
    }
    build->units[index] = (struct pl_unit){
        .name = build->unit_names.texts[index],
        .n_factors = n_factors,
        .factors = copies,
        .span = span,
    };
}

void
pl_build_annotation(struct pl_build *build, size_t symbol, const char *qualifier,
                    const char *text, size_t length, struct pl_span span)
{
    const char *qualifier_copy = copy_text(build, qualifier, strlen(qualifier));
    const char *text_copy = copy_text(build, text, length);

    build->annotations =
        reserve(build, build->annotations, build->n_annotations,
                &build->annotations_capacity, sizeof *build->annotations);
    if (!build->no_memory) {
        build->annotations[build->n_annotations++] = (struct build_annotation){
            .symbol = symbol,
            .annotation = {qualifier_copy, text_copy, span},
        };
    }
}
