/*
 * antimony_lexer.h - Antimony as a row of tokens (format/ only).
 *
 * Comments, blanks and a '\' at the end of a line are passed over. Nothing is copied: a
 * token is a stretch of the text, so that the lexer can be set back and read again.
 */
#ifndef PL_FORMAT_ANTIMONY_LEXER_H
#define PL_FORMAT_ANTIMONY_LEXER_H

#include <stddef.h>

#include "base/source.h"

enum pl_token_kind {
    PL_TOKEN_END, /* of the text; its span is empty */
    PL_TOKEN_NEWLINE,
    PL_TOKEN_NAME, /* keywords too */
    PL_TOKEN_NUMBER,
    PL_TOKEN_TEXT, /* in "quotes" or ```fences```; the span includes them */
    PL_TOKEN_BAD,  /* what cannot be a token: see `problem` */
    PL_TOKEN_SEMICOLON,
    PL_TOKEN_COMMA,
    PL_TOKEN_COLON,
    PL_TOKEN_DOT,
    PL_TOKEN_ELLIPSIS,
    PL_TOKEN_DOLLAR,
    PL_TOKEN_QUOTE, /* ' */
    PL_TOKEN_OPEN,
    PL_TOKEN_CLOSE,
    PL_TOKEN_OPEN_BRACE,
    PL_TOKEN_CLOSE_BRACE,
    PL_TOKEN_PLUS,
    PL_TOKEN_MINUS,
    PL_TOKEN_STAR,
    PL_TOKEN_SLASH,
    PL_TOKEN_PERCENT,
    PL_TOKEN_CARET,
    PL_TOKEN_NOT,
    PL_TOKEN_ASSIGN, /* = */
    PL_TOKEN_EQUAL,  /* == */
    PL_TOKEN_NOT_EQUAL,
    PL_TOKEN_LESS,
    PL_TOKEN_LESS_EQUAL,
    PL_TOKEN_GREATER,
    PL_TOKEN_GREATER_EQUAL,
    PL_TOKEN_AND,
    PL_TOKEN_OR,
    PL_TOKEN_REVERSIBLE,   /* -> */
    PL_TOKEN_IRREVERSIBLE, /* => */
    PL_TOKEN_ACTIVATES,    /* -o with a blank or ';' behind it; else a minus */
    PL_TOKEN_INHIBITS,     /* -| */
    PL_TOKEN_STRAND        /* --, of DNA */
};

enum pl_token_problem {
    PL_PROBLEM_NONE,
    PL_PROBLEM_CHARACTER,    /* a character that Antimony does not use */
    PL_PROBLEM_OPEN_TEXT,    /* quotes without their end on the same line */
    PL_PROBLEM_OPEN_FENCE,   /* ``` without its end */
    PL_PROBLEM_OPEN_COMMENT, /* a comment without its end */
    PL_PROBLEM_BACKSLASH,    /* a '\' with more behind it on its line */
    PL_PROBLEM_LARGE_NUMBER, /* more than a double holds */
    PL_PROBLEM_LONG_NAME     /* more than PL_TOKEN_MAX_NAME characters */
};

/** [byte] Longer names are a mistake, and would make every message unreadable. */
#define PL_TOKEN_MAX_NAME ((size_t)1000)

struct pl_token {
    enum pl_token_kind kind;
    enum pl_token_problem problem; /* of PL_TOKEN_BAD */
    struct pl_span span;
    double number; /* of PL_TOKEN_NUMBER */
};

/** Where reading stands. A copy of it is a place to come back to. */
struct pl_lexer {
    const struct pl_source *source; /* may hold any bytes */
    size_t offset;
};

/** Read one token; PL_TOKEN_END again and again at the end. Cost: linear. */
struct pl_token pl_lexer_next(struct pl_lexer *lexer);

#endif
