/*
 * antimony_message.c - what all parts of the parser share: its memory, taking tokens, and
 * saying what is wrong with them.
 */
#include "format/antimony_parser.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/list.h"
#include "base/text.h"

/* [byte] Of a token that a message repeats, this much is shown. */
#define MAX_SHOWN 40

#define TYPE(ascii) "type '" ascii "' instead"

/* Characters that find their way into a model from papers and word processors. */
static const struct look_alike {
    const char *found; /* UTF-8 */
    const char *hint;
} look_alikes[] = {
    {"\xe2\x86\x92", TYPE("->")}, /* rightwards arrow */
    {"\xe2\x87\x8c", TYPE("->")}, /* rightwards harpoon over leftwards harpoon */
    {"\xe2\x87\x84", TYPE("->")}, /* rightwards arrow over leftwards arrow */
    {"\xe2\x86\x94", TYPE("->")}, /* left right arrow */
    {"\xe2\x87\x92", TYPE("=>")}, /* rightwards double arrow */
    {"\xe2\x88\x92", TYPE("-")},  /* minus sign */
    {"\xe2\x80\x93", TYPE("-")},  /* en dash */
    {"\xe2\x80\x94", TYPE("-")},  /* em dash */
    {"\xc3\x97", TYPE("*")},      /* multiplication sign */
    {"\xc2\xb7", TYPE("*")},      /* middle dot */
    {"\xe2\x8b\x85", TYPE("*")},  /* dot operator */
    {"\xe2\x80\x9c", TYPE("\"")}, /* left double quotation mark */
    {"\xe2\x80\x9d", TYPE("\"")}, /* right double quotation mark */
    {"\xe2\x80\x99", TYPE("'")},  /* right single quotation mark */
    {"\xe2\x80\xb2", TYPE("'")},  /* prime */
    {"\xe2\x89\xa4", TYPE("<=")}, /* less-than or equal to */
    {"\xe2\x89\xa5", TYPE(">=")}, /* greater-than or equal to */
    {"\xe2\x89\xa0", TYPE("!=")}, /* not equal to */
    {"\xc2\xb2", TYPE("^2")},     /* superscript two */
    {"\xc2\xb3", TYPE("^3")},     /* superscript three */
    {"\xc2\xa0", "it is a no-break space: type a blank instead"},
    {"\xe2\x80\xaf", "it is a no-break space: type a blank instead"},
    {"\xe2\x80\x8b", "it is a space of no width: delete it"},
};

/* ---- memory ---- */

void *
pl_parser_alloc(struct pl_parser *parser, size_t count, size_t size)
{
    void *objects = pl_arena_alloc(parser->arena, count > 0 ? count : 1, size);

    parser->no_memory = parser->no_memory || objects == NULL;
    return objects;
}

const char *
pl_parser_copy(struct pl_parser *parser, struct pl_span span)
{
    const char *copy =
        pl_arena_text(parser->arena, pl_parser_text_at(parser, span), span.length);

    parser->no_memory = parser->no_memory || copy == NULL;
    return copy;
}

void *
pl_parser_grow(struct pl_parser *parser, void *items, size_t n, size_t *capacity,
               size_t size)
{
    void *grown = pl_list_reserve(items, n + 1, capacity, size);

    parser->no_memory = parser->no_memory || grown == NULL;
    return grown;
}

/* ---- messages ---- */

static struct pl_place
place_at(const struct pl_parser *parser, struct pl_span span)
{
    return (struct pl_place){parser->source, span};
}

bool
pl_parser_fail(struct pl_parser *parser, struct pl_span span, const char *format, ...)
{
    struct pl_place where = place_at(parser, span);
    struct pl_text text;
    va_list arguments;

    if (parser->failed) {
        return false;
    }
    parser->failed = true;
    pl_text_init(&text);
    va_start(arguments, format);
    pl_text_vformat(&text, format, arguments);
    va_end(arguments);
    parser->no_memory = parser->no_memory || text.failed;
    (void)pl_diag_error(parser->diags, PL_ERR_MODEL, &where, "%s",
                        pl_text_string(&text));
    pl_text_finish(&text);
    return true;
}

bool
pl_parser_refuse(struct pl_parser *parser, struct pl_span span, const char *what)
{
    parser->harmless = true;
    return pl_parser_fail(parser, span, "%s are not supported yet", what);
}

void
pl_parser_note_at(struct pl_parser *parser, struct pl_span span, const char *text)
{
    struct pl_place where = place_at(parser, span);

    pl_diag_note(parser->diags, &where, "%s", text);
}

/* A token in words for messages: "'x'", "the end of the line". */
static void
put_words(const struct pl_parser *parser, const struct pl_token *token,
          char out[PL_PARSER_WORDS_SIZE])
{
    const char *bytes = pl_parser_text_at(parser, token->span);
    size_t length = token->span.length;

    switch (token->kind) {
    case PL_TOKEN_END:
        strcpy(out, "the end of the text");
        return;
    case PL_TOKEN_NEWLINE:
        strcpy(out, "the end of the line");
        return;
    case PL_TOKEN_TEXT:
        strcpy(out, "a text in quotes");
        return;
    case PL_TOKEN_BAD:
        strcpy(out, "something else");
        return;
    case PL_TOKEN_QUOTE:
        strcpy(out, "an apostrophe");
        return;
    default:
        snprintf(out, PL_PARSER_WORDS_SIZE, "'%.*s%s'",
                 (int)(length < MAX_SHOWN ? length : MAX_SHOWN), bytes,
                 length > MAX_SHOWN ? "\xe2\x80\xa6" : "");
    }
}

bool
pl_parser_unexpected(struct pl_parser *parser, const char *what)
{
    struct pl_span span = parser->token.span;
    char words[PL_PARSER_WORDS_SIZE];

    put_words(parser, &parser->token, words);
    if (parser->token.kind == PL_TOKEN_NEWLINE) {
        span.length = 0;
        parser->broken_line = true;
    }
    if (what == NULL) {
        return pl_parser_fail(parser, span, "unexpected %s", words);
    }
    return pl_parser_fail(parser, span, "expected %s, found %s", what, words);
}

static void
report_character(struct pl_parser *parser)
{
    struct pl_span span = parser->token.span;
    const char *bytes = pl_parser_text_at(parser, span);
    struct pl_glyph glyph = pl_text_glyph(bytes, span.length);

    if (glyph.shown != bytes) {
        pl_parser_fail(parser, span, "unexpected byte 0x%02x", (unsigned char)bytes[0]);
        return;
    }
    if (!pl_parser_fail(parser, span, "unexpected character '%.*s'", (int)span.length,
                        bytes)) {
        return;
    }
    if (bytes[0] == '&' || bytes[0] == '|') {
        pl_diag_hint(parser->diags, "write '%c%c' for %s", bytes[0], bytes[0],
                     bytes[0] == '&' ? "and" : "or");
    }
    for (size_t k = 0; k < sizeof look_alikes / sizeof *look_alikes; k++) {
        if (strlen(look_alikes[k].found) == span.length &&
            memcmp(look_alikes[k].found, bytes, span.length) == 0) {
            pl_diag_hint(parser->diags, "%s", look_alikes[k].hint);
            return;
        }
    }
    if ((unsigned char)bytes[0] >= 0x80) {
        pl_diag_hint(parser->diags,
                     "names are made of the letters a-z and A-Z, digits and '_'");
    }
}

static void
report_bad_token(struct pl_parser *parser)
{
    struct pl_span span = parser->token.span;

    switch (parser->token.problem) {
    case PL_PROBLEM_OPEN_TEXT:
        if (pl_parser_fail(parser, span, "these quotes are not closed on their line")) {
            pl_diag_hint(parser->diags,
                         "a text of several lines stands between ``` and ```");
        }
        break;
    case PL_PROBLEM_OPEN_FENCE:
        if (pl_parser_fail(parser, span, "this text has no end")) {
            pl_diag_hint(parser->diags, "close it with ```");
        }
        break;
    case PL_PROBLEM_OPEN_COMMENT:
        if (pl_parser_fail(parser, span, "this comment has no end")) {
            pl_diag_hint(parser->diags, "close it with */");
        }
        break;
    case PL_PROBLEM_BACKSLASH:
        if (pl_parser_fail(parser, span,
                           "a '\\' joins two lines: it has to end its line")) {
            pl_diag_hint(parser->diags, "delete what stands behind it");
        }
        break;
    case PL_PROBLEM_LARGE_NUMBER:
        if (pl_parser_fail(parser, span, "this number is too large")) {
            pl_diag_hint(parser->diags, "the largest is about 1.8e308; 'inf' is "
                                        "infinity");
        }
        break;
    case PL_PROBLEM_LONG_NAME:
        pl_parser_fail(parser, span,
                       "a name of %zu characters; at most %zu are allowed", span.length,
                       PL_TOKEN_MAX_NAME);
        break;
    case PL_PROBLEM_CHARACTER:
    case PL_PROBLEM_NONE:
        report_character(parser);
        break;
    }
}

/* ---- tokens ---- */

const char *
pl_parser_text_at(const struct pl_parser *parser, struct pl_span span)
{
    return parser->source->text + span.offset;
}

void
pl_parser_take(struct pl_parser *parser)
{
    parser->end = parser->token.span.offset + parser->token.span.length;
    parser->token = pl_lexer_next(&parser->lexer);
    if (parser->token.kind == PL_TOKEN_BAD) {
        report_bad_token(parser);
    }
}

struct pl_token
pl_parser_peek(const struct pl_parser *parser, size_t n)
{
    struct pl_lexer lexer = parser->lexer;
    struct pl_token token = parser->token;

    for (size_t k = 0; k < n; k++) {
        token = pl_lexer_next(&lexer);
    }
    return token;
}

bool
pl_parser_accept(struct pl_parser *parser, enum pl_token_kind kind)
{
    if (parser->token.kind != kind) {
        return false;
    }
    pl_parser_take(parser);
    return true;
}

bool
pl_parser_is_word(const struct pl_parser *parser, const struct pl_token *token,
                  const char *word)
{
    return token->kind == PL_TOKEN_NAME && token->span.length == strlen(word) &&
           memcmp(pl_parser_text_at(parser, token->span), word, token->span.length) ==
               0;
}

bool
pl_parser_accept_word(struct pl_parser *parser, const char *word)
{
    if (!pl_parser_is_word(parser, &parser->token, word)) {
        return false;
    }
    pl_parser_take(parser);
    return true;
}

bool
pl_parser_at_end(const struct pl_parser *parser)
{
    return parser->token.kind == PL_TOKEN_NEWLINE ||
           parser->token.kind == PL_TOKEN_SEMICOLON ||
           parser->token.kind == PL_TOKEN_END;
}

struct pl_span
pl_parser_since(const struct pl_parser *parser, size_t start)
{
    return (struct pl_span){start, parser->end > start ? parser->end - start : 0};
}

bool
pl_parser_expect(struct pl_parser *parser, enum pl_token_kind kind, const char *what)
{
    if (parser->token.kind == kind) {
        pl_parser_take(parser);
        return true;
    }
    pl_parser_unexpected(parser, what);
    return false;
}

bool
pl_parser_is_name(const struct pl_parser *parser, const struct pl_token *token)
{
    return token->kind == PL_TOKEN_NAME &&
           !pl_word_is_keyword(pl_parser_text_at(parser, token->span),
                               token->span.length);
}

bool
pl_parser_names_the_model(const struct pl_parser *parser, const char *name,
                          size_t length)
{
    return length > 0 && length == parser->model_name.length &&
           memcmp(name, pl_parser_text_at(parser, parser->model_name), length) == 0;
}

bool
pl_parser_is_free_name(const struct pl_parser *parser, const struct pl_token *token)
{
    const char *name = pl_parser_text_at(parser, token->span);
    double value = 0.0;

    return pl_parser_is_name(parser, token) &&
           pl_word_builtin(name, token->span.length) == NULL &&
           !pl_word_constant(name, token->span.length, &value) &&
           !pl_parser_is_word(parser, token, "time");
}

bool
pl_parser_name(struct pl_parser *parser, const char *what, struct pl_span *span)
{
    const char *name = pl_parser_text_at(parser, parser->token.span);
    size_t length = parser->token.span.length;
    double value = 0.0;

    *span = parser->token.span;
    if (parser->token.kind != PL_TOKEN_NAME) {
        pl_parser_unexpected(parser, what);
        return false;
    }
    if (parser->in_model && pl_parser_names_the_model(parser, name, length)) {
        pl_parser_fail(parser, *span,
                       "'%.*s' is the name of the model and cannot be %s", (int)length,
                       name, what);
    } else if (pl_word_is_keyword(name, length)) {
        pl_parser_fail(parser, *span, "'%.*s' is a word of Antimony and cannot be %s",
                       (int)length, name, what);
    } else if (pl_word_builtin(name, length) != NULL) {
        pl_parser_fail(parser, *span, "'%.*s' is a built-in function and cannot be %s",
                       (int)length, name, what);
    } else if (pl_word_constant(name, length, &value) ||
               pl_parser_is_word(parser, &parser->token, "time")) {
        pl_parser_fail(parser, *span, "'%.*s' is predefined and cannot be %s",
                       (int)length, name, what);
    } else {
        pl_parser_take(parser);
        return true;
    }
    return false;
}

void
pl_parser_hint_line(struct pl_parser *parser)
{
    if (parser->token.kind == PL_TOKEN_NEWLINE) {
        pl_diag_hint(parser->diags,
                     "to go on in the next line, end this one with '\\'");
    }
}

void
pl_parser_skip_statement(struct pl_parser *parser)
{
    while (!pl_parser_at_end(parser)) {
        pl_parser_take(parser);
    }
}

void
pl_parser_skip_reaction(struct pl_parser *parser)
{
    bool is_reaction = false;

    while (!pl_parser_at_end(parser)) {
        is_reaction = is_reaction || parser->token.kind == PL_TOKEN_REVERSIBLE ||
                      parser->token.kind == PL_TOKEN_IRREVERSIBLE ||
                      parser->token.kind == PL_TOKEN_ACTIVATES ||
                      parser->token.kind == PL_TOKEN_INHIBITS;
        pl_parser_take(parser);
    }
    if (is_reaction && pl_parser_accept(parser, PL_TOKEN_SEMICOLON)) {
        pl_parser_skip_statement(parser); /* its rate */
    }
}
