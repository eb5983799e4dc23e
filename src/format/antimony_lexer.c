/*
 * antimony_lexer.c - Antimony as a row of tokens.
 *
 * What ends a statement, what continues a line and what a name is follow libAntimony
 * 3.3, see tests/antimony/README.md.
 */
#include "format/antimony_lexer.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"

/* Signs of two and more characters, before the shorter ones that they begin with. */
static const struct sign {
    const char *text;
    enum pl_token_kind kind;
} signs[] = {
    {"<==>", PL_TOKEN_REVERSIBLE},
    {"...", PL_TOKEN_ELLIPSIS},
    {"->", PL_TOKEN_REVERSIBLE},
    {"=>", PL_TOKEN_IRREVERSIBLE},
    {"-|", PL_TOKEN_INHIBITS},
    {"==", PL_TOKEN_EQUAL},
    {"!=", PL_TOKEN_NOT_EQUAL},
    {"<=", PL_TOKEN_LESS_EQUAL},
    {">=", PL_TOKEN_GREATER_EQUAL},
    {"&&", PL_TOKEN_AND},
    {"||", PL_TOKEN_OR},
    {";", PL_TOKEN_SEMICOLON},
    {",", PL_TOKEN_COMMA},
    {":", PL_TOKEN_COLON},
    {".", PL_TOKEN_DOT},
    {"$", PL_TOKEN_DOLLAR},
    {"'", PL_TOKEN_QUOTE},
    {"(", PL_TOKEN_OPEN},
    {")", PL_TOKEN_CLOSE},
    {"{", PL_TOKEN_OPEN_BRACE},
    {"}", PL_TOKEN_CLOSE_BRACE},
    {"+", PL_TOKEN_PLUS},
    {"-", PL_TOKEN_MINUS},
    {"*", PL_TOKEN_STAR},
    {"/", PL_TOKEN_SLASH},
    {"%", PL_TOKEN_PERCENT},
    {"^", PL_TOKEN_CARET},
    {"!", PL_TOKEN_NOT},
    {"=", PL_TOKEN_ASSIGN},
    {"<", PL_TOKEN_LESS},
    {">", PL_TOKEN_GREATER},
};

/* The byte at `at`, or NUL beyond the end. */
static char
byte_at(const struct pl_lexer *lexer, size_t at)
{
    return at < lexer->source->size ? lexer->source->text[at] : '\0';
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool
is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static bool
starts_with(const struct pl_lexer *lexer, size_t at, const char *text)
{
    size_t length = strlen(text);

    return length <= lexer->source->size - at &&
           memcmp(lexer->source->text + at, text, length) == 0;
}

static size_t
find_line_end(const struct pl_lexer *lexer, size_t at)
{
    while (at < lexer->source->size && !is_line_end(lexer->source->text[at])) {
        at++;
    }
    return at;
}

/* A token from the present offset to `end`, which is taken. */
static struct pl_token
take(struct pl_lexer *lexer, enum pl_token_kind kind, size_t end)
{
    struct pl_token token = {
        .kind = kind,
        .span = {lexer->offset, end - lexer->offset},
    };

    lexer->offset = end;
    return token;
}

/* As take; reading goes on at `next`. */
static struct pl_token
take_bad(struct pl_lexer *lexer, enum pl_token_problem problem, size_t end, size_t next)
{
    struct pl_token token = take(lexer, PL_TOKEN_BAD, end);

    token.problem = problem;
    lexer->offset = next;
    return token;
}

/* Pass over a comment like this one. @return false when it has no end */
static bool
pass_block_comment(struct pl_lexer *lexer)
{
    for (size_t at = lexer->offset + 2; at < lexer->source->size; at++) {
        if (starts_with(lexer, at, "*/")) {
            lexer->offset = at + 2;
            return true;
        }
    }
    return false;
}

/* A '\' joins lines: it and all blanks and line ends behind it count as nothing. */
static bool
pass_continuation(struct pl_lexer *lexer)
{
    size_t at = lexer->offset + 1;
    bool joined = false;

    while (is_blank(byte_at(lexer, at)) || is_line_end(byte_at(lexer, at))) {
        joined = joined || is_line_end(byte_at(lexer, at));
        at++;
    }
    if (joined) {
        lexer->offset = at;
    }
    return joined;
}

/* Go to the start of the next token. @return what stands in the way */
static enum pl_token_problem
pass_blanks(struct pl_lexer *lexer)
{
    for (;;) {
        char c = byte_at(lexer, lexer->offset);

        if (is_blank(c)) {
            lexer->offset++;
        } else if (c == '#' || (c == '/' && byte_at(lexer, lexer->offset + 1) == '/')) {
            lexer->offset = find_line_end(lexer, lexer->offset);
        } else if (c == '/' && byte_at(lexer, lexer->offset + 1) == '*') {
            if (!pass_block_comment(lexer)) {
                return PL_PROBLEM_OPEN_COMMENT;
            }
        } else if (c == '\\') {
            if (!pass_continuation(lexer)) {
                return PL_PROBLEM_BACKSLASH;
            }
        } else {
            return PL_PROBLEM_NONE;
        }
    }
}

static struct pl_token
take_name(struct pl_lexer *lexer)
{
    size_t end = lexer->offset;

    while (is_letter(byte_at(lexer, end)) || is_digit(byte_at(lexer, end))) {
        end++;
    }
    if (end - lexer->offset > PL_TOKEN_MAX_NAME) {
        return take_bad(lexer, PL_PROBLEM_LONG_NAME, end, end);
    }
    return take(lexer, PL_TOKEN_NAME, end);
}

static struct pl_token
take_number(struct pl_lexer *lexer)
{
    double number = 0.0;
    size_t length = pl_number_scan(lexer->source->text + lexer->offset, false, &number);
    struct pl_token token = take(lexer, PL_TOKEN_NUMBER, lexer->offset + length);

    token.number = number;
    if (isinf(number)) {
        token.kind = PL_TOKEN_BAD;
        token.problem = PL_PROBLEM_LARGE_NUMBER;
    }
    return token;
}

/* "text" on one line; a '\' takes the next character as it is. */
static struct pl_token
take_quotes(struct pl_lexer *lexer)
{
    size_t end = lexer->offset + 1;

    while (end < lexer->source->size && byte_at(lexer, end) != '"' &&
           !is_line_end(byte_at(lexer, end))) {
        bool escapes = byte_at(lexer, end) == '\\' && end + 1 < lexer->source->size &&
                       !is_line_end(byte_at(lexer, end + 1));

        end += escapes ? 2 : 1;
    }
    if (byte_at(lexer, end) != '"') {
        return take_bad(lexer, PL_PROBLEM_OPEN_TEXT, end, end);
    }
    return take(lexer, PL_TOKEN_TEXT, end + 1);
}

/* ```text``` over any number of lines. Without its end nothing behind it makes sense. */
static struct pl_token
take_fence(struct pl_lexer *lexer)
{
    for (size_t end = lexer->offset + 3; end < lexer->source->size; end++) {
        if (starts_with(lexer, end, "```")) {
            return take(lexer, PL_TOKEN_TEXT, end + 3);
        }
    }
    return take_bad(lexer, PL_PROBLEM_OPEN_FENCE, lexer->offset + 3,
                    lexer->source->size);
}

static struct pl_token
take_sign(struct pl_lexer *lexer)
{
    const char *bytes = lexer->source->text + lexer->offset;
    size_t end = lexer->offset;

    if (starts_with(lexer, end, "--")) {
        while (byte_at(lexer, end) == '-') {
            end++;
        }
        return take(lexer, PL_TOKEN_STRAND, end);
    }
    if (starts_with(lexer, end, "-o ") || starts_with(lexer, end, "-o;")) {
        return take(lexer, PL_TOKEN_ACTIVATES, end + 2);
    }
    for (size_t k = 0; k < sizeof signs / sizeof signs[0]; k++) {
        if (signs[k].text[0] == bytes[0] && starts_with(lexer, end, signs[k].text)) {
            return take(lexer, signs[k].kind, end + strlen(signs[k].text));
        }
    }
    end += pl_text_glyph(bytes, lexer->source->size - end).n_read;
    return take_bad(lexer, PL_PROBLEM_CHARACTER, end, end);
}

struct pl_token
pl_lexer_next(struct pl_lexer *lexer)
{
    enum pl_token_problem problem = pass_blanks(lexer);
    size_t at = lexer->offset;
    char c = byte_at(lexer, at);

    if (problem == PL_PROBLEM_OPEN_COMMENT) {
        return take_bad(lexer, problem, at + 2, lexer->source->size);
    }
    if (problem == PL_PROBLEM_BACKSLASH) {
        return take_bad(lexer, problem, at + 1, at + 1);
    }
    if (at >= lexer->source->size) {
        return take(lexer, PL_TOKEN_END, lexer->source->size);
    }
    if (is_line_end(c)) {
        return take(lexer, PL_TOKEN_NEWLINE,
                    at + (starts_with(lexer, at, "\r\n") ? 2 : 1));
    }
    if (is_letter(c)) {
        return take_name(lexer);
    }
    if (is_digit(c) || (c == '.' && is_digit(byte_at(lexer, at + 1)))) {
        return take_number(lexer);
    }
    if (c == '"') {
        return take_quotes(lexer);
    }
    if (starts_with(lexer, at, "```")) {
        return take_fence(lexer);
    }
    return take_sign(lexer);
}
