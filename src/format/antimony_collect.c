/*
 * antimony_collect.c - what was read, kept until all of it is known.
 */
#include "format/antimony_parser.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "model/build.h"

/* Of the number of a reaction without a name. A larger one is not met in a formula. */
#define MAX_DIGITS ((size_t)6)

/* A note for a symbol, when it has none. @return the symbol, or PL_NONE */
static size_t
take_note(struct pl_parser *parser, size_t symbol, const char *name, size_t length,
          struct pl_span span)
{
    struct pl_symbol_note *notes = NULL;

    if (symbol == PL_NONE) {
        parser->no_memory = true;
        return PL_NONE;
    }
    if (symbol < parser->n_notes) {
        return symbol;
    }
    notes = pl_parser_grow(parser, parser->notes, parser->n_notes,
                           &parser->notes_capacity, sizeof *notes);
    if (notes == NULL) {
        return PL_NONE;
    }
    parser->notes = notes;
    parser->notes[parser->n_notes++] = (struct pl_symbol_note){
        .name = name,
        .length = length,
        .span = span,
        .compartment = PL_NONE,
    };
    return symbol;
}

size_t
pl_parser_symbol(struct pl_parser *parser, struct pl_span span)
{
    size_t symbol = pl_build_symbol(parser->build, pl_parser_text_at(parser, span),
                                    span.length, span);

    return take_note(parser, symbol, pl_parser_text_at(parser, span), span.length,
                     span);
}

void
pl_parser_keep_name(struct pl_parser *parser, struct pl_span span)
{
    const char *name = pl_parser_text_at(parser, span);
    size_t number = 0;

    if (span.length < 3 || span.length > MAX_DIGITS + 2 || name[0] != '_' ||
        name[1] != 'J' || (name[2] == '0' && span.length > 3)) {
        return;
    }
    for (size_t k = 2; k < span.length; k++) {
        if (name[k] < '0' || name[k] > '9') {
            return;
        }
        number = 10 * number + (size_t)(name[k] - '0');
    }
    while (parser->n_kept <= number) {
        bool *grown = pl_parser_grow(parser, parser->kept_numbers, parser->n_kept,
                                     &parser->kept_capacity, sizeof *grown);

        if (grown == NULL) {
            return;
        }
        parser->kept_numbers = grown;
        parser->kept_numbers[parser->n_kept++] = false;
    }
    parser->kept_numbers[number] = true;
}

size_t
pl_parser_unnamed_symbol(struct pl_parser *parser, struct pl_span span)
{
    for (;;) {
        char name[PL_PARSER_WORDS_SIZE];
        size_t number = parser->n_unnamed++;
        int length = snprintf(name, sizeof name, "_J%zu", number);
        const char *copy = pl_arena_text(parser->arena, name, (size_t)length);
        size_t n_before = parser->n_notes;
        size_t symbol = PL_NONE;

        if (copy == NULL) {
            parser->no_memory = true;
            return PL_NONE;
        }
        if (number < parser->n_kept && parser->kept_numbers[number]) {
            continue; /* libAntimony takes what a formula named first for another one */
        }
        symbol = pl_build_symbol(parser->build, copy, (size_t)length, span);
        symbol = take_note(parser, symbol, copy, (size_t)length, span);
        if (parser->n_notes > n_before || symbol == PL_NONE) {
            return symbol;
        }
    }
}

struct pl_symbol_note *
pl_parser_note(struct pl_parser *parser, size_t symbol)
{
    return symbol < parser->n_notes ? &parser->notes[symbol] : NULL;
}

void
pl_parser_set_constancy(struct pl_parser *parser, size_t symbol,
                        enum pl_constancy constancy, struct pl_span span)
{
    struct pl_symbol_note *note = pl_parser_note(parser, symbol);

    if (note == NULL || note->constancy == constancy) {
        return;
    }
    if (note->constancy == PL_CONSTANCY_OPEN) {
        note->constancy = constancy;
        note->constancy_span = span;
    } else if (pl_parser_fail(parser, span, "'%.*s' cannot be both const and var",
                              (int)note->length, note->name)) {
        pl_parser_note_at(parser, note->constancy_span,
                          note->constancy == PL_CONSTANCY_VAR
                              ? "it is declared var here"
                              : "it is declared const (or '$') here");
        parser->harmless = true;
    }
}

void
pl_parser_set_compartment(struct pl_parser *parser, size_t symbol,
                          struct pl_span compartment)
{
    size_t index = pl_parser_symbol(parser, compartment);
    struct pl_symbol_note *note = pl_parser_note(parser, symbol);

    if (note == NULL || index == PL_NONE) {
        return;
    }
    parser->notes[index].is_compartment = true;
    if (note->compartment != PL_NONE && note->compartment != index) {
        const struct pl_symbol_note *first = &parser->notes[note->compartment];

        if (pl_parser_fail(parser, compartment, "'%.*s' is in '%.*s' already",
                           (int)note->length, note->name, (int)first->length,
                           first->name)) {
            pl_parser_note_at(parser, note->compartment_span, "it is put there here");
            parser->harmless = true;
        }
        pl_build_kind(parser->build, index, PL_SYMBOL_COMPARTMENT, compartment);
        return;
    }
    note->compartment = index;
    note->compartment_span = compartment;
}

void
pl_parser_mention(struct pl_parser *parser, struct pl_mention_list *list,
                  const char *name, struct pl_span span)
{
    struct pl_mention *mention = pl_parser_alloc(parser, 1, sizeof *mention);

    if (mention == NULL || name == NULL) {
        return;
    }
    mention->name = name;
    mention->span = span;
    if (list->first == NULL) {
        list->end = &list->first;
    }
    *list->end = mention;
    list->end = &mention->next;
    list->n++;
}

/* The lists differ in their type alone. */
#define APPEND(parser, list, item)                                  \
    do {                                                            \
        void *copy_ = pl_parser_alloc((parser), 1, sizeof *(item)); \
        if (copy_ != NULL) {                                        \
            memcpy(copy_, (item), sizeof *(item));                  \
            *(parser)->list##_end = copy_;                          \
            (parser)->list##_end = &(*(parser)->list##_end)->next;  \
        }                                                           \
    } while (0)

void
pl_parser_add_value(struct pl_parser *parser, const struct pl_value_statement *value)
{
    struct pl_symbol_note *note = pl_parser_note(parser, value->symbol);

    APPEND(parser, values, value);
    if (note != NULL) {
        note->has_value = note->has_value || !value->empty;
    }
}

void
pl_parser_add_unit_of(struct pl_parser *parser, const struct pl_unit_of_statement *use)
{
    APPEND(parser, units_of, use);
}

void
pl_parser_add_reaction(struct pl_parser *parser,
                       const struct pl_reaction_statement *reaction)
{
    struct pl_reaction_statement **place = parser->reactions_end;
    struct pl_symbol_note *note = pl_parser_note(parser, reaction->symbol);

    APPEND(parser, reactions, reaction);
    if (note != NULL && note->reaction == NULL) {
        note->reaction = *place;
    }
}

void
pl_parser_add_annotation(struct pl_parser *parser,
                         const struct pl_annotation_statement *annotation)
{
    APPEND(parser, annotations, annotation);
}

void
pl_parser_add_unit(struct pl_parser *parser, const struct pl_unit_statement *unit)
{
    APPEND(parser, units, unit);
}
