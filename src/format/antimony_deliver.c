/*
 * antimony_deliver.c - from what was read to the model's builder.
 *
 * Only at the end of the text is it clear whether `J = k*A` is the rate of a reaction,
 * `const A` a boundary species, or `x is "…"` about a symbol, a unit or a function.
 */
#include "format/antimony_parser.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/text.h"
#include "expr/formula.h"
#include "model/build.h"

/* Where libAntimony puts species that are in no compartment. */
#define DEFAULT_COMPARTMENT "default_compartment"

/* Mentions sorted by name, for searching. */
struct index {
    const struct pl_mention **items;
    size_t n;
};

/* What the text names beside symbols. */
struct names {
    struct index functions;
    struct index units;     /* defined */
    struct index unit_uses; /* by `has`, behind numbers, in definitions */
    struct index stoichiometries;
};

/* ---- searching ---- */

static int
compare_mentions(const void *a, const void *b)
{
    const struct pl_mention *const *left = a;
    const struct pl_mention *const *right = b;
    int order = strcmp((*left)->name, (*right)->name);

    if (order != 0) {
        return order;
    }
    return ((*left)->span.offset > (*right)->span.offset) -
           ((*left)->span.offset < (*right)->span.offset);
}

static bool
make_index(struct pl_parser *parser, const struct pl_mention_list *list,
           struct index *index)
{
    *index = (struct index){calloc(list->n + 1, sizeof *index->items), 0};
    if (index->items == NULL) {
        parser->no_memory = true;
        return false;
    }
    for (const struct pl_mention *m = list->first; m != NULL; m = m->next) {
        index->items[index->n++] = m;
    }
    qsort(index->items, index->n, sizeof *index->items, compare_mentions);
    return true;
}

/* The first mention of a name, or NULL. */
static const struct pl_mention *
find(const struct index *index, const char *name, size_t length)
{
    size_t from = 0;
    size_t to = index->n;

    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (strncmp(index->items[middle]->name, name, length) < 0) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    if (from < index->n && strncmp(index->items[from]->name, name, length) == 0 &&
        index->items[from]->name[length] == '\0') {
        return index->items[from];
    }
    return NULL;
}

static bool
make_names(struct pl_parser *parser, struct names *names)
{
    struct pl_mention_list units = {0};

    for (const struct pl_unit_statement *u = parser->units; u != NULL; u = u->next) {
        if (!u->implied) {
            pl_parser_mention(parser, &units, u->name.name, u->name.span);
        }
    }
    *names = (struct names){0};
    return make_index(parser, &parser->functions, &names->functions) &&
           make_index(parser, &units, &names->units) &&
           make_index(parser, &parser->unit_uses, &names->unit_uses) &&
           make_index(parser, &parser->stoichiometries, &names->stoichiometries);
}

static void
finish_names(struct names *names)
{
    free(names->functions.items);
    free(names->units.items);
    free(names->unit_uses.items);
    free(names->stoichiometries.items);
}

/* ---- names that clash ---- */

/* @return true when the symbol's name is no unit */
static bool
check_unit_name(struct pl_parser *parser, const struct names *names,
                const struct pl_symbol_note *note)
{
    const struct pl_mention *unit = find(&names->units, note->name, note->length);
    const struct pl_mention *use = find(&names->unit_uses, note->name, note->length);
    int length = (int)note->length;

    parser->failed = false;
    if (pl_word_is_unit(note->name, note->length)) {
        if (pl_parser_fail(parser, note->span, "'%.*s' is the name of a unit", length,
                           note->name)) {
            pl_diag_hint(parser->diags,
                         "give this quantity another name, such as '%.*s_'", length,
                         note->name);
        }
        return false;
    }
    if (unit != NULL) {
        if (pl_parser_fail(parser, unit->span, "'%s' is a unit and a quantity",
                           unit->name)) {
            pl_parser_note_at(parser, note->span, "the quantity is here");
            pl_diag_hint(parser->diags, "give one of them another name");
        }
        return false;
    }
    if (use != NULL) {
        if (pl_parser_fail(parser, use->span, "'%s' cannot be a unit: it is a quantity",
                           use->name)) {
            pl_parser_note_at(parser, note->span, "the quantity is here");
            pl_diag_hint(parser->diags, "a product is written with '*'");
        }
        return false;
    }
    return true;
}

static bool
check_unit_names(struct pl_parser *parser, const struct names *names)
{
    bool sound = true;

    for (size_t i = 0; i < parser->n_notes; i++) {
        sound = check_unit_name(parser, names, &parser->notes[i]) && sound;
    }
    return sound;
}

/* "model m(A, A)" */
static void
check_interface(struct pl_parser *parser)
{
    struct index interface;

    if (!make_index(parser, &parser->interface, &interface)) {
        return;
    }
    for (size_t k = 1; k < interface.n; k++) {
        parser->failed = false;
        if (strcmp(interface.items[k - 1]->name, interface.items[k]->name) == 0) {
            pl_parser_fail(parser, interface.items[k]->span,
                           "'%s' stands twice in the list of the model",
                           interface.items[k]->name);
        }
    }
    free(interface.items);
}

/* A model may not be named like a function. */
static void
check_model_name(struct pl_parser *parser, const struct names *names)
{
    const char *name = pl_parser_text_at(parser, parser->model_name);
    size_t length = parser->model_name.length;
    const struct pl_mention *function =
        length > 0 ? find(&names->functions, name, length) : NULL;

    parser->failed = false;
    if (function != NULL &&
        pl_parser_fail(parser, parser->model_name,
                       "'%s' is a function and cannot be the name of a model",
                       function->name)) {
        pl_parser_note_at(parser, function->span, "the function is here");
    }
}

/* `A B -> C` has B times the stoichiometry A: with a species A it lacks a '+'. */
static void
check_stoichiometries(struct pl_parser *parser, const struct names *names)
{
    for (size_t i = 0; i < parser->n_notes; i++) {
        const struct pl_symbol_note *note = &parser->notes[i];
        const struct pl_mention *use = NULL;

        if (!note->is_species && !note->is_compartment && note->reaction == NULL) {
            continue;
        }
        use = find(&names->stoichiometries, note->name, note->length);
        parser->failed = false;
        if (use != NULL &&
            pl_parser_fail(parser, use->span,
                           "'%s' stands as a stoichiometry and is %s", use->name,
                           note->is_species       ? "a species"
                           : note->is_compartment ? "a compartment"
                                                  : "a reaction")) {
            pl_diag_hint(parser->diags, "species are joined by '+'");
        }
    }
}

/* libAntimony reads a text once: a function has to stand before its calls, and is known
 * in the functions behind it. */
static void
check_functions(struct pl_parser *parser, const struct index *functions)
{
    for (const struct pl_mention *call = parser->calls.first; call != NULL;
         call = call->next) {
        const struct pl_mention *function =
            find(functions, call->name, strlen(call->name));

        parser->failed = false;
        if (function != NULL && function->span.offset > call->span.offset &&
            pl_parser_fail(parser, call->span, "'%s' is called before it is defined",
                           call->name)) {
            pl_parser_note_at(parser, function->span, "it is defined here");
            pl_diag_hint(parser->diags, "move the function above its first call");
        }
    }
    for (const struct pl_mention *argument = parser->arguments.first; argument != NULL;
         argument = argument->next) {
        const struct pl_mention *function =
            find(functions, argument->name, strlen(argument->name));

        parser->failed = false;
        if (function != NULL && function->span.offset < argument->span.offset &&
            pl_parser_fail(parser, argument->span,
                           "'%s' is a function and cannot be the name of an argument",
                           argument->name)) {
            pl_parser_note_at(parser, function->span, "the function is here");
        }
    }
}

/* ---- units ---- */

/* mole/litre may be used many times; mole_per_litre must not be something else. */
static void
deliver_implied_unit(struct pl_parser *parser, const struct names *names,
                     const struct index *implied, const struct pl_unit_statement *unit)
{
    const char *name = unit->name.name;
    const struct pl_mention *defined = find(&names->units, name, strlen(name));
    const struct pl_mention *first = find(implied, name, strlen(name));

    parser->failed = false;
    if (defined != NULL) {
        if (pl_parser_fail(parser, unit->span,
                           "this unit would be named '%s', and that is another one",
                           name)) {
            pl_parser_note_at(parser, defined->span, "it is defined here");
            pl_diag_hint(parser->diags, "give this one a name: unit u = …; x has u");
        }
    } else if (first == NULL || first->span.offset == unit->span.offset) {
        pl_build_unit(parser->build, name, unit->factors, unit->n_factors, unit->span);
    }
}

static void
deliver_units(struct pl_parser *parser, const struct names *names)
{
    struct pl_mention_list implied = {0};
    struct index index;

    for (const struct pl_unit_statement *u = parser->units; u != NULL; u = u->next) {
        if (u->implied) {
            pl_parser_mention(parser, &implied, u->name.name, u->name.span);
        } else {
            pl_build_unit(parser->build, u->name.name, u->factors, u->n_factors,
                          u->span);
        }
    }
    if (!make_index(parser, &implied, &index)) {
        return;
    }
    for (const struct pl_unit_statement *u = parser->units; u != NULL; u = u->next) {
        if (u->implied) {
            deliver_implied_unit(parser, names, &index, u);
        }
    }
    free(index.items);
}

static void
deliver_units_of(struct pl_parser *parser)
{
    for (const struct pl_unit_of_statement *u = parser->units_of; u != NULL;
         u = u->next) {
        pl_build_unit_of(parser->build, u->symbol, u->unit, strlen(u->unit), u->span);
    }
}

/* ---- annotations ---- */

/* Annotations of units and functions are kept with the model: "per_s.is". */
static void
deliver_annotation(struct pl_parser *parser,
                   const struct pl_annotation_statement *annotation,
                   const struct names *names)
{
    const char *name = annotation->about.name;
    size_t length = strlen(annotation->text);
    size_t symbol = PL_NONE;
    struct pl_text qualifier;

    if (name == NULL) {
        pl_build_annotation(parser->build, PL_NONE, annotation->qualifier,
                            annotation->text, length, annotation->span);
        return;
    }
    if (find(&names->functions, name, strlen(name)) != NULL ||
        (!annotation->after_model && find(&names->units, name, strlen(name)) != NULL)) {
        pl_text_init(&qualifier);
        pl_text_format(&qualifier, "%s.%s", name, annotation->qualifier);
        parser->no_memory = parser->no_memory || qualifier.failed;
        pl_build_annotation(parser->build, PL_NONE, pl_text_string(&qualifier),
                            annotation->text, length, annotation->span);
        pl_text_finish(&qualifier);
        return;
    }
    if (annotation->after_model) {
        parser->failed = false;
        if (pl_parser_fail(parser, annotation->about.span,
                           "'%s' is described behind the 'end' of the model", name)) {
            pl_diag_hint(parser->diags, "move this statement before the 'end'");
        }
        return;
    }
    symbol = pl_build_symbol(parser->build, name, strlen(name), annotation->about.span);
    if (strcmp(annotation->qualifier, "is") == 0) {
        if (length == 0) {
            return; /* as libAntimony: no display name */
        }
        pl_build_label(parser->build, symbol, annotation->text, length,
                       annotation->span);
    } else {
        pl_build_annotation(parser->build, symbol, annotation->qualifier,
                            annotation->text, length, annotation->span);
    }
}

/* ---- values and reactions ---- */

/* `J = k*A` is the rate of the reaction J. @return false when it is no rate */
static bool
take_as_rate(struct pl_parser *parser, const struct pl_value_statement *value)
{
    struct pl_symbol_note *note = pl_parser_note(parser, value->symbol);
    struct pl_reaction_statement *reaction = note != NULL ? note->reaction : NULL;

    if (reaction == NULL || value->kind == PL_RULE_RATE) {
        return false;
    }
    parser->failed = false;
    if (value->empty) {
        return true;
    }
    if (!reaction->rate_given) {
        reaction->rate = value->formula;
        reaction->rate_given = true;
        reaction->rate_span = value->span;
    } else if (pl_parser_fail(parser, value->span, "a second rate for '%.*s'",
                              (int)note->length, note->name)) {
        pl_parser_note_at(parser, reaction->rate_span, "the first one is here");
        pl_diag_hint(parser->diags, "keep one of them; Antimony would take the last");
    }
    return true;
}

/* `x = ;` says that x has no value. It must not have one elsewhere. */
static void
check_empty(struct pl_parser *parser, const struct pl_value_statement *value)
{
    const struct pl_symbol_note *note = pl_parser_note(parser, value->symbol);

    if (note == NULL) {
        return;
    }
    parser->failed = false;
    if (note->has_value) {
        pl_parser_fail(parser, value->span, "'%.*s' has a value and is given none here",
                       (int)note->length, note->name);
        pl_diag_hint(parser->diags, "delete this statement, or the other one");
    } else if (!note->is_species && !note->is_compartment) {
        pl_build_kind(parser->build, value->symbol, PL_SYMBOL_PARAMETER, note->span);
    }
}

static void
deliver_values(struct pl_parser *parser)
{
    for (const struct pl_value_statement *v = parser->values; v != NULL; v = v->next) {
        if (take_as_rate(parser, v)) {
            continue;
        }
        if (v->empty) {
            check_empty(parser, v);
        } else if (v->kind == PL_RULE_NONE) {
            pl_build_value(parser->build, v->symbol, v->formula, v->span);
        } else {
            pl_build_rule(parser->build, v->symbol, v->kind, v->formula, v->span);
        }
    }
}

static void
deliver_reactions(struct pl_parser *parser)
{
    for (const struct pl_reaction_statement *r = parser->reactions; r != NULL;
         r = r->next) {
        struct pl_formula *rate = r->rate;

        if (r->rate_given && rate == NULL) {
            /* It has its message: the builder must not miss it. */
            rate = pl_parser_number_node(parser, r->span, 0.0);
        }
        pl_build_reaction(parser->build, r->symbol, r->reversible, r->participants,
                          r->n_reactants, r->participants + r->n_reactants,
                          r->n_products, rate, r->span);
    }
}

/* ---- compartments and constancy ---- */

/* A species that is said to be nowhere is where the last of its reactions is. */
static void
inherit_compartments(struct pl_parser *parser)
{
    size_t *inherited = calloc(parser->n_notes + 1, sizeof *inherited);

    if (inherited == NULL) {
        parser->no_memory = true;
        return;
    }
    for (const struct pl_reaction_statement *r = parser->reactions; r != NULL;
         r = r->next) {
        const struct pl_symbol_note *note = pl_parser_note(parser, r->symbol);

        if (note == NULL || note->compartment == PL_NONE) {
            continue;
        }
        pl_build_kind(parser->build, note->compartment, PL_SYMBOL_COMPARTMENT,
                      note->compartment_span);
        for (size_t k = 0; k < r->n_reactants + r->n_products; k++) {
            if (r->participants[k].symbol != PL_NONE) {
                inherited[r->participants[k].symbol] = note->compartment + 1;
            }
        }
    }
    for (size_t i = 0; i < parser->n_notes; i++) {
        struct pl_symbol_note *note = &parser->notes[i];

        if (note->compartment == PL_NONE && inherited[i] > 0) {
            note->compartment = inherited[i] - 1;
            note->compartment_span = parser->notes[note->compartment].span;
        }
    }
    free(inherited);
}

/* PL_NONE when the text does not name it. */
static size_t
find_default_compartment(const struct pl_parser *parser)
{
    for (size_t i = 0; i < parser->n_notes; i++) {
        struct pl_span span = parser->notes[i].span;

        if (span.length == strlen(DEFAULT_COMPARTMENT) &&
            memcmp(pl_parser_text_at(parser, span), DEFAULT_COMPARTMENT, span.length) ==
                0) {
            return i;
        }
    }
    return PL_NONE;
}

static void
deliver_compartment(struct pl_parser *parser, size_t symbol, size_t default_compartment)
{
    const struct pl_symbol_note *note = &parser->notes[symbol];

    if (note->compartment != PL_NONE && note->is_species) {
        pl_build_compartment_of(parser->build, symbol, note->compartment,
                                note->compartment_span);
    } else if (note->compartment != PL_NONE && note->is_compartment) {
        parser->failed = false;
        pl_parser_refuse(parser, note->compartment_span,
                         "compartments in compartments");
    } else if (note->compartment != PL_NONE && note->reaction == NULL) {
        const char *name = note->name;
        int length = (int)note->length;

        parser->failed = false;
        if (pl_parser_fail(parser, note->compartment_span,
                           "'%.*s' is put into a compartment and is no species", length,
                           name)) {
            pl_diag_hint(parser->diags, "if it is one, declare it: species %.*s",
                         length, name);
        }
        pl_build_kind(parser->build, symbol, PL_SYMBOL_PARAMETER, note->span);
        pl_build_kind(parser->build, note->compartment, PL_SYMBOL_COMPARTMENT,
                      note->compartment_span);
    } else if (note->compartment == PL_NONE && note->is_species &&
               default_compartment != PL_NONE) {
        pl_build_compartment_of(parser->build, symbol, default_compartment,
                                parser->notes[default_compartment].span);
    }
}

static void
deliver_notes(struct pl_parser *parser)
{
    size_t default_compartment = find_default_compartment(parser);

    inherit_compartments(parser);
    for (size_t i = 0; i < parser->n_notes && !parser->no_memory; i++) {
        const struct pl_symbol_note *note = &parser->notes[i];

        deliver_compartment(parser, i, default_compartment);
        if (note->constancy == PL_CONSTANCY_OPEN) {
            continue;
        }
        if (!note->is_species) {
            pl_build_constant(parser->build, i, note->constancy == PL_CONSTANCY_CONST,
                              note->constancy_span);
        } else if (note->constancy == PL_CONSTANCY_CONST) {
            pl_build_boundary(parser->build, i); /* as libAntimony: a rule may hold */
        }
    }
}

void
pl_parser_deliver(struct pl_parser *parser)
{
    struct names names;

    if (make_names(parser, &names)) {
        if (check_unit_names(parser, &names)) {
            deliver_units(parser, &names);
            deliver_units_of(parser);
        }
        deliver_values(parser);
        deliver_reactions(parser);
        deliver_notes(parser);
        check_functions(parser, &names.functions);
        check_model_name(parser, &names);
        check_interface(parser);
        check_stoichiometries(parser, &names);
        pl_parser_check_creators(parser);
        for (const struct pl_annotation_statement *a = parser->annotations;
             a != NULL && !parser->no_memory; a = a->next) {
            deliver_annotation(parser, a, &names);
        }
    }
    finish_names(&names);
}
