/*
 * text.h - text that grows, and its width on a terminal.
 */
#ifndef PL_BASE_TEXT_H
#define PL_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

/**
 * A growing text. A failed allocation is remembered and later calls do nothing, so a
 * writer checks `failed` once, at its end.
 */
struct pl_text {
    char *data;      /* shape (size + 1), NUL-terminated; NULL before the first byte */
    size_t size;     /* [byte] */
    size_t capacity; /* [byte] */
    bool failed;     /* memory ran out: the text is not whole */
};

/** An empty text; allocates nothing. */
void pl_text_init(struct pl_text *text);

/** Free what it holds; it is as after pl_text_init. */
void pl_text_finish(struct pl_text *text);

/** Append `length` bytes. */
void pl_text_add(struct pl_text *text, const char *bytes, size_t length);

/** Append a NUL-terminated string. */
void pl_text_put(struct pl_text *text, const char *string);

/** Append `count` copies of a string (one character, of one or more bytes). */
void pl_text_repeat(struct pl_text *text, const char *string, size_t count);

/** Append as printf does, with numbers as in the "C" locale. */
void pl_text_format(struct pl_text *text, const char *format, ...) PL_PRINTF(2, 3);
void pl_text_vformat(struct pl_text *text, const char *format, va_list arguments)
    PL_PRINTF(2, 0);

/**
 * Append text from outside so that no terminal takes it for a command: control
 * characters and bytes that are not UTF-8 become '?', newline and tab stay.
 */
void pl_text_add_visible(struct pl_text *text, const char *bytes, size_t length);

/**
 * Append words, broken between words where a line would be wider than `width` columns.
 *
 * @param column  where the first line begins: what stands before it was added already
 * @param indent  of the lines that follow, in blanks
 * @param width   [column]; 0 for no limit
 */
void pl_text_wrap(struct pl_text *text, const char *words, size_t column, size_t indent,
                  size_t width);

/** The text so far, "" while empty; borrowed until the next change. */
const char *pl_text_string(const struct pl_text *text);

/** Width of UTF-8 text on a terminal, in columns. */
size_t pl_text_width(const char *string);

/** One character as a terminal shows it. */
struct pl_glyph {
    const char *shown; /* shape (n_shown); the character itself, or "?" */
    size_t n_shown;    /* [byte] */
    size_t n_read;     /* [byte] of the text that it stands for, at least 1 */
    size_t width;      /* [column] 0 for a combining mark, 2 for a wide character */
};

/**
 * The character at the start of `bytes`, which hold at least one byte. A control
 * character, a change of writing direction and a byte that is not UTF-8 give "?".
 */
struct pl_glyph pl_text_glyph(const char *bytes, size_t length);

/** A copy with malloc, or NULL when memory is out. */
char *pl_text_copy(const char *string);

#endif
