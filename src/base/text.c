/*
 * text.c - text that grows, and its width on a terminal.
 */
#include "base/text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unistr.h>
#include <uniwidth.h>

#include "base/c_locale.h"

/* [byte] The first allocation; a message fits. */
#define FIRST_CAPACITY ((size_t)128)

/* Make room for `more` bytes and the NUL. */
static bool
reserve(struct pl_text *text, size_t more)
{
    size_t capacity = text->capacity;
    char *data = NULL;

    if (text->failed) {
        return false;
    }
    if (text->data != NULL && more < text->capacity - text->size) {
        return true;
    }
    if (more > SIZE_MAX / 2 - text->size - 1) {
        text->failed = true;
        return false;
    }
    capacity = capacity > FIRST_CAPACITY ? capacity : FIRST_CAPACITY;
    while (capacity < text->size + more + 1) {
        capacity *= 2;
    }
    data = realloc(text->data, capacity);
    if (data == NULL) {
        text->failed = true;
        return false;
    }
    text->data = data;
    text->data[text->size] = '\0';
    text->capacity = capacity;
    return true;
}

static bool
is_control(ucs4_t character)
{
    /* Marks that turn the writing direction can make a line look like another one. */
    return character == 0 || uc_width(character, "UTF-8") < 0 || character == 0x200e ||
           character == 0x200f || (character >= 0x202a && character <= 0x202e) ||
           (character >= 0x2066 && character <= 0x2069);
}

void
pl_text_init(struct pl_text *text)
{
    *text = (struct pl_text){NULL, 0, 0, false};
}

void
pl_text_finish(struct pl_text *text)
{
    free(text->data);
    pl_text_init(text);
}

void
pl_text_add(struct pl_text *text, const char *bytes, size_t length)
{
    if (!reserve(text, length) || length == 0) {
        return;
    }
    memcpy(text->data + text->size, bytes, length);
    text->size += length;
    text->data[text->size] = '\0';
}

void
pl_text_put(struct pl_text *text, const char *string)
{
    pl_text_add(text, string, strlen(string));
}

void
pl_text_repeat(struct pl_text *text, const char *string, size_t count)
{
    size_t length = strlen(string);

    for (size_t i = 0; i < count && !text->failed; i++) {
        pl_text_add(text, string, length);
    }
}

void
pl_text_format(struct pl_text *text, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    pl_text_vformat(text, format, arguments);
    va_end(arguments);
}

void
pl_text_vformat(struct pl_text *text, const char *format, va_list arguments)
{
    struct pl_c_locale locale;
    va_list again;
    int length = 0;

    if (!reserve(text, 0)) {
        return;
    }
    va_copy(again, arguments);
    pl_c_locale_enter(&locale);
    length = vsnprintf(text->data + text->size, text->capacity - text->size, format,
                       arguments);
    if (length < 0) {
        text->failed = true;
    } else if ((size_t)length >= text->capacity - text->size &&
               reserve(text, (size_t)length)) {
        length = vsnprintf(text->data + text->size, text->capacity - text->size, format,
                           again);
    }
    pl_c_locale_leave(&locale);
    va_end(again);
    if (text->failed) {
        text->data[text->size] = '\0'; /* no half of a piece */
        return;
    }
    text->size += (size_t)length;
}

void
pl_text_add_visible(struct pl_text *text, const char *bytes, size_t length)
{
    while (length > 0) {
        struct pl_glyph glyph = pl_text_glyph(bytes, length);

        if (*bytes == '\n' || *bytes == '\t') {
            glyph.shown = bytes;
        }
        pl_text_add(text, glyph.shown, glyph.n_shown);
        bytes += glyph.n_read;
        length -= glyph.n_read;
    }
}

void
pl_text_wrap(struct pl_text *text, const char *words, size_t column, size_t indent,
             size_t width)
{
    bool first = true; /* of its line: no blank before it */

    words += strspn(words, " ");
    while (*words != '\0') {
        const size_t length = strcspn(words, " ");
        struct pl_text word;
        size_t columns;

        pl_text_init(&word);
        pl_text_add(&word, words, length);
        columns = pl_text_width(pl_text_string(&word));
        if (width > 0 && !first && column + 1 + columns > width) {
            pl_text_put(text, "\n");
            pl_text_repeat(text, " ", indent);
            column = indent;
            first = true;
        }
        pl_text_put(text, first ? "" : " ");
        pl_text_put(text, pl_text_string(&word));
        text->failed = text->failed || word.failed;
        column += columns + (first ? 0 : 1);
        first = false;
        pl_text_finish(&word);
        words += length;
        words += strspn(words, " ");
    }
}

const char *
pl_text_string(const struct pl_text *text)
{
    return text->data != NULL ? text->data : "";
}

size_t
pl_text_width(const char *string)
{
    size_t length = strlen(string);
    size_t width = 0;

    while (length > 0) {
        struct pl_glyph glyph = pl_text_glyph(string, length);

        width += glyph.width;
        string += glyph.n_read;
        length -= glyph.n_read;
    }
    return width;
}

struct pl_glyph
pl_text_glyph(const char *bytes, size_t length)
{
    ucs4_t character = 0;
    int n = u8_mbtoucr(&character, (const uint8_t *)bytes, length);
    struct pl_glyph glyph = {"?", 1, 1, 1};

    if (n <= 0) {
        return glyph;
    }
    glyph.n_read = (size_t)n;
    if (!is_control(character)) {
        glyph.shown = bytes;
        glyph.n_shown = glyph.n_read;
        glyph.width = (size_t)uc_width(character, "UTF-8");
    }
    return glyph;
}

char *
pl_text_copy(const char *string)
{
    size_t size = strlen(string) + 1;
    char *copy = malloc(size);

    if (copy != NULL) {
        memcpy(copy, string, size);
    }
    return copy;
}
