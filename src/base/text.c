/*
 * text.c - text that grows, and names that lie near another name.
 */
#include "base/text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicase.h>
#include <unistr.h>
#include <uniwidth.h>

#include "base/c_locale.h"

/* [byte] The first allocation; a message fits. */
#define FIRST_CAPACITY ((size_t)128)

/* A name as pl_text_near compares it: characters, case folded, without '_', '-', ' '.
 */
struct folded {
    ucs4_t characters[PL_TEXT_NEAR_LENGTH];
    size_t n;
};

/* How near a candidate is; a smaller rank is nearer. */
struct rank {
    size_t distance;
    size_t n_prefix; /* characters at the start that are the same */
};

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

/* The next character of a name in lower case, past those of `ignored`; 0 at its end. */
static ucs4_t
next_folded(const char **name, const char *ignored)
{
    while (**name != '\0') {
        ucs4_t character = 0;
        int length = u8_mbtouc(&character, (const uint8_t *)*name, strnlen(*name, 4));
        bool skip = character < 0x80 && strchr(ignored, (char)character) != NULL;

        *name += length;
        if (!skip) {
            return uc_tolower(character);
        }
    }
    return 0;
}

/* False when the name is too long. */
static bool
fold(const char *name, struct folded *out)
{
    ucs4_t character = 0;

    out->n = 0;
    while ((character = next_folded(&name, "_- ")) != 0) {
        if (out->n == PL_TEXT_NEAR_LENGTH) {
            return false;
        }
        out->characters[out->n] = character;
        out->n++;
    }
    return true;
}

static size_t
smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/*
 * Slips between two names: insert, delete, replace, swap of neighbours (the optimal
 * string alignment distance). Rows of the table are prefixes of `a`, three are kept.
 */
static size_t
count_slips(const struct folded *a, const struct folded *b)
{
    size_t rows[3][PL_TEXT_NEAR_LENGTH + 1];
    size_t *before = rows[0]; /* row i - 2 */
    size_t *last = rows[1];   /* row i - 1 */
    size_t *row = rows[2];

    for (size_t j = 0; j <= b->n; j++) {
        before[j] = 0;
        last[j] = j;
    }
    for (size_t i = 1; i <= a->n; i++) {
        size_t *free_row = before;

        row[0] = i;
        for (size_t j = 1; j <= b->n; j++) {
            ucs4_t p = a->characters[i - 1];
            ucs4_t q = b->characters[j - 1];

            row[j] = smaller(last[j] + 1, row[j - 1] + 1);
            row[j] = smaller(row[j], last[j - 1] + (p != q));
            if (i > 1 && j > 1 && p == b->characters[j - 2] &&
                q == a->characters[i - 2]) {
                row[j] = smaller(row[j], before[j - 2] + 1);
            }
        }
        before = last;
        last = row;
        row = free_row;
    }
    return last[b->n];
}

static bool
contains(const struct folded *whole, const struct folded *part)
{
    for (size_t i = 0; i + part->n <= whole->n; i++) {
        if (memcmp(whole->characters + i, part->characters,
                   part->n * sizeof part->characters[0]) == 0) {
            return true;
        }
    }
    return false;
}

/* True when the candidate is near enough to be named. */
static bool
rank_candidate(const struct folded *wanted, const char *candidate, struct rank *out)
{
    struct folded other;
    size_t allowed = wanted->n / 3;
    size_t n_prefix = 0;

    if (!fold(candidate, &other)) {
        return false;
    }
    if (wanted->n >= 3 && contains(&other, wanted)) {
        out->distance = other.n - wanted->n;
    } else if (other.n > wanted->n + allowed || wanted->n > other.n + allowed) {
        return false;
    } else {
        out->distance = count_slips(wanted, &other);
        if (out->distance > allowed) {
            return false;
        }
    }
    while (n_prefix < wanted->n && n_prefix < other.n &&
           wanted->characters[n_prefix] == other.characters[n_prefix]) {
        n_prefix++;
    }
    out->n_prefix = n_prefix;
    return true;
}

static bool
is_nearer(const struct rank *a, const struct rank *b)
{
    if (a->distance != b->distance) {
        return a->distance < b->distance;
    }
    return a->n_prefix > b->n_prefix;
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

size_t
pl_text_near(const char *wanted, const char *const *candidates, size_t n, size_t most,
             size_t *best)
{
    struct folded folded;
    struct rank ranks[PL_TEXT_NEAR_MOST];
    size_t n_found = 0;

    most = smaller(most, PL_TEXT_NEAR_MOST);
    if (most == 0 || !fold(wanted, &folded)) {
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        struct rank rank;
        size_t place = n_found;

        if (!rank_candidate(&folded, candidates[i], &rank)) {
            continue;
        }
        while (place > 0 && is_nearer(&rank, &ranks[place - 1])) {
            place--;
        }
        if (place == most) {
            continue;
        }
        n_found = smaller(n_found + 1, most);
        for (size_t k = n_found - 1; k > place; k--) {
            ranks[k] = ranks[k - 1];
            best[k] = best[k - 1];
        }
        ranks[place] = rank;
        best[place] = i;
    }
    return n_found;
}

bool
pl_text_same_name(const char *a, const char *b)
{
    ucs4_t p = 0;
    ucs4_t q = 0;

    do {
        p = next_folded(&a, "_- .");
        q = next_folded(&b, "_- .");
        if (p != q) {
            return false;
        }
    } while (p != 0);
    return true;
}
