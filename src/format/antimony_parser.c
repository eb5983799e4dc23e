/*
 * antimony_parser.c - the shape of a text: one model between `model` and `end` or bare
 * statements, functions, and what may stand around them.
 */
#include "format/antimony.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "format/antimony_parser.h"
#include "model/build.h"

/* More arguments than this are a mistake; the builder compares each with each. */
#define MAX_ARGUMENTS ((size_t)1000)

#define WORDS(span) (int)(span).length, pl_parser_text_at(parser, (span))

static void
skip_separators(struct pl_parser *parser)
{
    while (parser->token.kind == PL_TOKEN_NEWLINE ||
           parser->token.kind == PL_TOKEN_SEMICOLON) {
        pl_parser_take(parser);
    }
}

/* True when what stands in the next line cannot begin a statement. */
static bool
next_line_goes_on(const struct pl_parser *parser)
{
    struct pl_token first = pl_parser_peek(parser, 1);
    struct pl_token second = pl_parser_peek(parser, 2);
    bool is_list = second.kind == PL_TOKEN_NEWLINE || second.kind == PL_TOKEN_END ||
                   second.kind == PL_TOKEN_COMMA || second.kind == PL_TOKEN_CLOSE ||
                   second.kind == PL_TOKEN_SEMICOLON;

    if (parser->token.kind != PL_TOKEN_NEWLINE) {
        return false;
    }
    switch (first.kind) {
    case PL_TOKEN_END:
    case PL_TOKEN_NEWLINE:
    case PL_TOKEN_BAD:
    case PL_TOKEN_SEMICOLON:
    case PL_TOKEN_DOLLAR:
    case PL_TOKEN_REVERSIBLE:
    case PL_TOKEN_IRREVERSIBLE:
        return false;
    case PL_TOKEN_NAME:
        return pl_parser_is_name(parser, &first) && is_list;
    case PL_TOKEN_NUMBER:
        return is_list || second.kind != PL_TOKEN_NAME;
    default:
        return true;
    }
}

/* After a statement: what is left of it is passed over, and its end is taken. */
static void
finish_statement(struct pl_parser *parser)
{
    if (!parser->failed && !pl_parser_at_end(parser)) {
        bool is_list =
            parser->token.kind == PL_TOKEN_COMMA || parser->token.kind == PL_TOKEN_NAME;

        if (pl_parser_unexpected(parser, "the end of the statement") && is_list) {
            pl_diag_hint(parser->diags,
                         "statements are separated by ';' or by a new line");
        }
    }
    if (parser->failed && parser->harmless) {
        pl_parser_skip_statement(parser);
    } else if (parser->failed) {
        parser->lost = true;
        while (parser->token.kind != PL_TOKEN_NEWLINE &&
               parser->token.kind != PL_TOKEN_END) {
            pl_parser_take(parser);
        }
    }
    while (parser->failed && parser->broken_line && next_line_goes_on(parser)) {
        do {
            pl_parser_take(parser);
        } while (parser->token.kind != PL_TOKEN_NEWLINE &&
                 parser->token.kind != PL_TOKEN_END);
    }
    parser->failed = false;
    parser->harmless = false;
    parser->broken_line = false;
    if (parser->token.kind == PL_TOKEN_NEWLINE ||
        parser->token.kind == PL_TOKEN_SEMICOLON) {
        pl_parser_take(parser);
    }
}

static bool
may_go_on(const struct pl_parser *parser)
{
    return parser->token.kind != PL_TOKEN_END && !parser->stopped &&
           !parser->no_memory && !pl_diags_full(parser->diags);
}

/* What stands behind a fault that leaves no sense in the rest of the text. */
static void
stop(struct pl_parser *parser)
{
    parser->stopped = true;
    parser->lost = true;
}

/* ---- functions ---- */

/* "(x, y)" */
static bool
read_arguments(struct pl_parser *parser, struct pl_mention_list *arguments)
{
    if (!pl_parser_expect(parser, PL_TOKEN_OPEN, "'(' and the function's arguments")) {
        return false;
    }
    if (pl_parser_accept(parser, PL_TOKEN_CLOSE)) {
        return true;
    }
    do {
        struct pl_span span;

        if (!pl_parser_name(parser, "the name of an argument", &span)) {
            pl_parser_hint_line(parser);
            return false;
        }
        if (arguments->n == MAX_ARGUMENTS) {
            pl_parser_fail(parser, span, "a function with more than %zu arguments",
                           MAX_ARGUMENTS);
            return false;
        }
        pl_parser_mention(parser, arguments, pl_parser_copy(parser, span), span);
        pl_parser_mention(parser, &parser->arguments, pl_parser_copy(parser, span),
                          span);
    } while (pl_parser_accept(parser, PL_TOKEN_COMMA));
    return pl_parser_expect(parser, PL_TOKEN_CLOSE, "',' or ')' after an argument");
}

static void
add_function(struct pl_parser *parser, struct pl_span name,
             const struct pl_mention_list *arguments, struct pl_formula *body)
{
    const char **names = pl_parser_alloc(parser, arguments->n, sizeof *names);
    const char *copy = pl_parser_copy(parser, name);
    size_t n = 0;

    if (parser->no_memory) {
        return;
    }
    for (const struct pl_mention *m = arguments->first; m != NULL; m = m->next) {
        names[n++] = m->name;
    }
    pl_build_function(parser->build, copy, names, n, body, name);
    pl_parser_mention(parser, &parser->functions, copy, name);
}

/* The formula of a function, on a line of its own or not. */
static struct pl_formula *
read_body(struct pl_parser *parser, struct pl_span name)
{
    struct pl_formula *body = NULL;

    skip_separators(parser);
    if (pl_parser_is_word(parser, &parser->token, "end")) {
        pl_parser_fail(parser, name, "the function '%.*s' has no formula", WORDS(name));
        return NULL;
    }
    parser->in_function = true;
    body = pl_parser_formula(parser, NULL);
    parser->in_function = false;
    if (body == NULL) {
        return NULL;
    }
    if (!pl_parser_at_end(parser) &&
        !pl_parser_is_word(parser, &parser->token, "end")) {
        pl_parser_after_formula(parser, PL_PARSER_FORMULA_END);
        return NULL;
    }
    skip_separators(parser);
    if (parser->token.kind == PL_TOKEN_END) {
        pl_parser_fail(parser, name, "the function '%.*s' has no 'end'", WORDS(name));
        return NULL;
    }
    if (!pl_parser_is_word(parser, &parser->token, "end")) {
        if (pl_parser_unexpected(parser, "'end' after the formula of the function")) {
            pl_diag_hint(parser->diags, "a function is one formula");
        }
        return NULL;
    }
    return body;
}

/* After a fault in a function: go behind its `end`, or to where something else begins. */
static void
leave_function(struct pl_parser *parser)
{
    bool at_start = false;

    while (parser->token.kind != PL_TOKEN_END) {
        if (pl_parser_is_word(parser, &parser->token, "end")) {
            break;
        }
        if (at_start && (pl_parser_is_word(parser, &parser->token, "model") ||
                         pl_parser_is_word(parser, &parser->token, "function"))) {
            parser->failed = false;
            return;
        }
        at_start = pl_parser_at_end(parser);
        pl_parser_take(parser);
    }
    parser->failed = false;
    pl_parser_take(parser);
}

static void
read_function(struct pl_parser *parser)
{
    struct pl_mention_list arguments = {0};
    struct pl_span word = parser->token.span;
    struct pl_span name = {0, 0};
    struct pl_formula *body = NULL;

    pl_parser_take(parser);
    if (parser->in_model && pl_parser_fail(parser, word, "a function inside a model")) {
        pl_diag_hint(parser->diags, "move it above the line that begins with 'model'");
        parser->harmless = true;
    }
    if (pl_parser_name(parser, "the name of a function", &name) &&
        read_arguments(parser, &arguments)) {
        body = read_body(parser, name);
        add_function(parser, name, &arguments, body);
    }
    parser->lost = parser->lost || (body == NULL && !parser->harmless);
    parser->harmless = false;
    parser->broken_line = false;
    if (body == NULL) {
        leave_function(parser);
    } else {
        parser->failed = false;
        pl_parser_take(parser); /* end */
    }
}

/* ---- models ---- */

/* True at `model notes "…"` and `model.sboTerm = …`, which describe the model. */
static bool
at_model_annotation(const struct pl_parser *parser)
{
    struct pl_token second = pl_parser_peek(parser, 1);
    struct pl_token third = pl_parser_peek(parser, 2);

    return second.kind == PL_TOKEN_DOT ||
           (second.kind == PL_TOKEN_NAME &&
            (third.kind == PL_TOKEN_TEXT || third.kind == PL_TOKEN_DOT));
}

static bool
at_model(const struct pl_parser *parser)
{
    return (pl_parser_is_word(parser, &parser->token, "model") ||
            pl_parser_is_word(parser, &parser->token, "module")) &&
           !at_model_annotation(parser);
}

/* "(S, k)": names that a model of models would connect; without meaning here. */
static void
read_interface(struct pl_parser *parser)
{
    if (!pl_parser_accept(parser, PL_TOKEN_OPEN) ||
        pl_parser_accept(parser, PL_TOKEN_CLOSE)) {
        return;
    }
    do {
        struct pl_span span;

        while (pl_parser_accept(parser, PL_TOKEN_DOLLAR)) {
            /* a boundary species, as said again where it is declared */
        }
        if (!pl_parser_name(parser, "a name in the list of the model", &span)) {
            pl_parser_hint_line(parser);
            return;
        }
        pl_parser_mention(parser, &parser->interface, pl_parser_copy(parser, span),
                          span);
    } while (pl_parser_accept(parser, PL_TOKEN_COMMA));
    pl_parser_expect(parser, PL_TOKEN_CLOSE, "',' or ')'");
}

/* One statement inside a model. */
static void
read_inside(struct pl_parser *parser)
{
    if (pl_parser_is_word(parser, &parser->token, "function")) {
        read_function(parser);
        return;
    }
    if (at_model(parser)) {
        if (pl_parser_fail(parser, parser->token.span,
                           "a model inside the model '%.*s'",
                           WORDS(parser->model_name))) {
            pl_parser_note_at(parser, parser->model_name,
                              "this model has no 'end' so far");
        }
        stop(parser);
        return;
    }
    pl_parser_statement(parser);
    finish_statement(parser);
}

static void
read_model(struct pl_parser *parser)
{
    struct pl_span word = parser->token.span;
    struct pl_span name = {0, 0};

    pl_parser_take(parser);
    pl_parser_accept(parser, PL_TOKEN_STAR);
    if (!pl_parser_name(parser, "the name of a model", &name)) {
        finish_statement(parser);
        stop(parser);
        return;
    }
    if (parser->has_model || parser->n_statements > 0) {
        if (pl_parser_refuse(parser, pl_parser_since(parser, word.offset),
                             "several models in one text")) {
            pl_parser_note_at(
                parser,
                parser->has_model ? parser->model_name : parser->first_statement,
                parser->has_model ? "the first one is here"
                                  : "this stands outside it, in a model of its own");
        }
        stop(parser);
        return;
    }
    parser->has_model = true;
    parser->model_name = name;
    pl_build_name(parser->build, pl_parser_text_at(parser, name), name.length);
    parser->in_model = true;
    read_interface(parser);
    if (parser->failed) {
        finish_statement(parser);
    }
    while (skip_separators(parser), may_go_on(parser)) {
        if (pl_parser_is_word(parser, &parser->token, "end")) {
            parser->model_end = parser->token.span;
            pl_parser_take(parser);
            parser->in_model = false;
            return;
        }
        read_inside(parser);
    }
    if (parser->token.kind == PL_TOKEN_END &&
        pl_parser_fail(parser, name, "the model '%.*s' has no 'end'", WORDS(name))) {
        pl_diag_hint(parser->diags, "write 'end' on a line of its own behind it");
        parser->lost = true;
    }
    parser->in_model = false;
}

/* ---- the text ---- */

/* True at `m is "…"`, `m notes "…"` and `m.sboTerm = …`. */
static bool
at_description(const struct pl_parser *parser)
{
    struct pl_token second = pl_parser_peek(parser, 1);

    return pl_parser_is_name(parser, &parser->token) &&
           (pl_parser_is_word(parser, &second, "is") || at_model_annotation(parser));
}

static void
read_outside(struct pl_parser *parser)
{
    if (at_model(parser)) {
        read_model(parser);
    } else if (pl_parser_is_word(parser, &parser->token, "function")) {
        read_function(parser);
    } else if (pl_parser_is_word(parser, &parser->token, "end")) {
        pl_parser_fail(parser, parser->token.span,
                       "'end' without 'model' or 'function'");
        finish_statement(parser);
    } else if (parser->has_model && !at_description(parser)) {
        size_t line = 0;
        size_t column = 0;

        pl_source_position(parser->source, parser->model_end.offset, &line, &column);
        if (pl_parser_fail(parser, parser->token.span,
                           "a statement behind the 'end' of the model '%.*s'",
                           WORDS(parser->model_name))) {
            pl_diag_hint(parser->diags, "move it before the 'end' at line %zu", line);
        }
        stop(parser);
    } else {
        if (!parser->has_model && parser->n_statements++ == 0) {
            parser->first_statement = parser->token.span;
        }
        pl_parser_statement(parser);
        finish_statement(parser);
    }
}

static bool
is_blank(const struct pl_source *source)
{
    for (size_t k = 0; k < source->size; k++) {
        if (strchr(" \t\r\n;", source->text[k]) == NULL || source->text[k] == '\0') {
            return false;
        }
    }
    return true;
}

static void
report_no_model(struct pl_parser *parser)
{
    struct pl_span start = {0, 0};

    if (is_blank(parser->source)) {
        pl_parser_fail(parser, start, "the text is empty");
    } else if (parser->functions.n > 0) {
        pl_parser_fail(parser, start, "the text defines functions and no model");
    } else {
        pl_parser_fail(parser, start, "the text holds comments and no model");
    }
    pl_diag_hint(parser->diags, "a small model: A -> B; k*A; A = 1; B = 0; k = 0.1");
    parser->lost = true;
}

static void
read_text(struct pl_parser *parser)
{
    pl_parser_take(parser); /* nothing yet: gets the first token */
    while (skip_separators(parser), may_go_on(parser)) {
        read_outside(parser);
    }
    if (!parser->has_model && parser->n_statements == 0 && !parser->lost &&
        parser->token.kind == PL_TOKEN_END && !parser->failed) {
        report_no_model(parser);
    }
}

static void
init(struct pl_parser *parser, const struct pl_source *source, struct pl_diags *diags,
     struct pl_build *build)
{
    *parser = (struct pl_parser){
        .source = source,
        .diags = diags,
        .build = build,
        .arena = pl_build_arena(build),
        .lexer = {.source = source},
        .token = {.kind = PL_TOKEN_NEWLINE},
    };
    parser->values_end = &parser->values;
    parser->reactions_end = &parser->reactions;
    parser->annotations_end = &parser->annotations;
    parser->units_end = &parser->units;
    parser->units_of_end = &parser->units_of;
}

static void
finish(struct pl_parser *parser)
{
    free(parser->operands);
    free(parser->minus_signs);
    free(parser->participants);
    free(parser->notes);
    free(parser->kept_numbers);
}

enum pl_status
pl_antimony_read(const struct pl_source *source, struct pl_diags *diags,
                 struct pl_model **out)
{
    enum pl_status status = PL_OK;
    struct pl_diags *own_diags = NULL;
    struct pl_build *build = NULL;
    struct pl_parser parser;

    *out = NULL;
    if (diags == NULL) { /* errors have to be counted all the same */
        diags = own_diags = pl_diags_create();
        if (diags == NULL) {
            return PL_ERR_NOMEM;
        }
    }
    status = pl_build_create(source, diags, &build);
    if (status != PL_OK) {
        goto done;
    }
    init(&parser, source, diags, build);
    read_text(&parser);
    if (!parser.lost && !parser.no_memory && !pl_diags_full(diags)) {
        pl_parser_deliver(&parser);
    }
    if (parser.no_memory) {
        status = pl_diag_no_memory(diags, "a model");
    } else if (parser.lost || pl_diags_full(diags)) {
        status = PL_ERR_MODEL;
    } else {
        status = pl_build_finish(build, out);
    }
    finish(&parser);

done:
    pl_build_destroy(build);
    pl_diags_destroy(own_diags);
    return status;
}
