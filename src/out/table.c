/*
 * table.c - frames as a table on a terminal, and text for a terminal that has only ASCII.
 */
#include "out/table.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "base/frame.h"
#include "base/number.h"
#include "base/text.h"

#define DIGITS 4 /* significant ones of a number */
#define GAP 2    /* [column] between two columns of the table */

/* [column] The last column is broken over lines when it has so much room, else cut. */
#define BROKEN_LEAST 24

/* The row of headers, beside the rows of the frame. */
#define HEADER PL_NONE

/* A character, or a letter of a Greek name such as "IkBα", in ASCII. */
struct ascii_form {
    ucs4_t character;
    const char *ascii;
};

/* Sorted by character. What is not here is taken apart (é is e and an accent). */
static const struct ascii_form ascii_forms[] = {
    {0x00a0, " "},     {0x00ab, "\""},      {0x00ae, "(R)"},     {0x00b0, "deg"},
    {0x00b1, "+-"},    {0x00b5, "u"},       {0x00b7, "-"},       {0x00bb, "\""},
    {0x00c6, "AE"},    {0x00d7, "x"},       {0x00d8, "O"},       {0x00df, "ss"},
    {0x00e6, "ae"},    {0x00f7, "/"},       {0x00f8, "o"},       {0x0141, "L"},
    {0x0142, "l"},     {0x0152, "OE"},      {0x0153, "oe"},      {0x0391, "Alpha"},
    {0x0392, "Beta"},  {0x0393, "Gamma"},   {0x0394, "Delta"},   {0x0395, "Epsilon"},
    {0x0396, "Zeta"},  {0x0397, "Eta"},     {0x0398, "Theta"},   {0x0399, "Iota"},
    {0x039a, "Kappa"}, {0x039b, "Lambda"},  {0x039c, "Mu"},      {0x039d, "Nu"},
    {0x039e, "Xi"},    {0x039f, "Omicron"}, {0x03a0, "Pi"},      {0x03a1, "Rho"},
    {0x03a3, "Sigma"}, {0x03a4, "Tau"},     {0x03a5, "Upsilon"}, {0x03a6, "Phi"},
    {0x03a7, "Chi"},   {0x03a8, "Psi"},     {0x03a9, "Omega"},   {0x03b1, "alpha"},
    {0x03b2, "beta"},  {0x03b3, "gamma"},   {0x03b4, "delta"},   {0x03b5, "epsilon"},
    {0x03b6, "zeta"},  {0x03b7, "eta"},     {0x03b8, "theta"},   {0x03b9, "iota"},
    {0x03ba, "kappa"}, {0x03bb, "lambda"},  {0x03bc, "u"},       {0x03bd, "nu"},
    {0x03be, "xi"},    {0x03bf, "omicron"}, {0x03c0, "pi"},      {0x03c1, "rho"},
    {0x03c2, "sigma"}, {0x03c3, "sigma"},   {0x03c4, "tau"},     {0x03c5, "upsilon"},
    {0x03c6, "phi"},   {0x03c7, "chi"},     {0x03c8, "psi"},     {0x03c9, "omega"},
    {0x2010, "-"},     {0x2011, "-"},       {0x2012, "-"},       {0x2013, "-"},
    {0x2014, "-"},     {0x2018, "'"},       {0x2019, "'"},       {0x201c, "\""},
    {0x201d, "\""},    {0x201e, "\""},      {0x2022, "*"},       {0x2026, "..."},
    {0x2044, "/"},     {0x2190, "<-"},      {0x2192, "->"},      {0x2194, "<->"},
    {0x21d2, "=>"},    {0x2212, "-"},       {0x221e, "inf"},     {0x2248, "~"},
    {0x2260, "!="},    {0x2264, "<="},      {0x2265, ">="},      {0x22a3, "-|"},
    {0x2500, "-"},     {0x2502, "|"},       {0x2581, "_"},       {0x2582, "."},
    {0x2583, "-"},     {0x2584, "="},       {0x2585, "+"},       {0x2586, "*"},
    {0x2587, "#"},     {0x2588, "@"},
};

static int
compare_forms(const void *a, const void *b)
{
    const struct ascii_form *p = a;
    const struct ascii_form *q = b;

    return (p->character > q->character) - (p->character < q->character);
}

/* The listed form of a character, or NULL. */
static const char *
find_ascii(ucs4_t character)
{
    struct ascii_form wanted = {character, NULL};
    const struct ascii_form *found =
        bsearch(&wanted, ascii_forms, sizeof ascii_forms / sizeof ascii_forms[0],
                sizeof ascii_forms[0], compare_forms);

    return found != NULL ? found->ascii : NULL;
}

/* Append a character that ASCII does not have. */
static void
put_ascii(ucs4_t character, struct pl_text *text)
{
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    const char *ascii = find_ascii(character);
    int tag = 0;
    int n_parts = 0;

    /* "ế" is "ê" and an accent, "ê" is "e" and an accent: take the first part again. */
    while (ascii == NULL && character >= 0x80 &&
           (n_parts = uc_decomposition(character, &tag, parts)) > 0) {
        for (int i = 1; i < n_parts; i++) {
            if (!uc_is_general_category(parts[i], UC_CATEGORY_M)) {
                n_parts = 0; /* more than a letter and its marks, as in "½" */
            }
        }
        if (n_parts == 0) {
            break;
        }
        character = parts[0];
        ascii = find_ascii(character);
    }
    if (ascii != NULL) {
        pl_text_put(text, ascii);
    } else if (character < 0x80) {
        char letter = (char)character;

        pl_text_add(text, &letter, 1);
    } else if (!uc_is_general_category(character, UC_CATEGORY_M)) {
        pl_text_put(text, "?");
    }
}

/* Append a text on one line, as the terminal can show it. */
static void
put_line(const char *string, bool utf8, struct pl_text *text)
{
    size_t length = strlen(string);

    while (length > 0) {
        struct pl_glyph glyph = pl_text_glyph(string, length);
        ucs4_t character = 0;

        if (*string == '\n' || *string == '\t' || *string == '\r') {
            pl_text_put(text, " ");
        } else if (utf8 || glyph.n_shown == 1) {
            pl_text_add(text, glyph.shown, glyph.n_shown);
        } else {
            u8_mbtouc(&character, (const uint8_t *)glyph.shown, glyph.n_shown);
            put_ascii(character, text);
        }
        string += glyph.n_read;
        length -= glyph.n_read;
    }
}

/* Append a cell, or the header with row HEADER, not padded. */
static void
put_cell(const struct pl_column *column, size_t row, bool utf8, struct pl_text *text)
{
    char number[PL_NUMBER_SIZE];

    if (row == HEADER) {
        put_line(column->label, utf8, text);
        if (column->unit[0] != '\0') {
            pl_text_put(text, column->label[0] != '\0' ? " (" : "(");
            put_line(column->unit, utf8, text);
            pl_text_put(text, ")");
        }
    } else if (column->type == PL_COLUMN_TEXT) {
        put_line(column->texts[row], utf8, text);
    } else if (isnan(column->numbers[row])) {
        pl_text_put(text, utf8 ? "–" : "-");
    } else {
        pl_number_round(column->numbers[row], DIGITS, number);
        pl_text_put(text, number);
    }
}

/* Make `text` empty, keep its memory. */
static void
clear(struct pl_text *text)
{
    text->size = 0;
    if (text->data != NULL) {
        text->data[0] = '\0';
    }
}

/* [column] The widest cell of a column, its header included. */
static size_t
measure_column(const struct pl_frame *frame, size_t c, bool utf8, struct pl_text *cell)
{
    size_t widest = 0;

    for (size_t i = 0; i <= frame->n_rows; i++) {
        size_t width = 0;

        clear(cell);
        put_cell(&frame->columns[c], i < frame->n_rows ? i : HEADER, utf8, cell);
        width = pl_text_width(pl_text_string(cell));
        widest = width > widest ? width : widest;
    }
    return widest;
}

/* Narrow the last text column until a line fits, or until an ellipsis is left of it. */
static void
fit_widths(const struct pl_frame *frame, const struct pl_style *style, size_t *widths)
{
    size_t ellipsis = style->utf8 ? 1 : 3;
    size_t last_text = PL_NONE;
    size_t total = 0;

    for (size_t c = 0; c < frame->n_columns; c++) {
        total += widths[c] + (c > 0 ? GAP : 0);
        if (frame->columns[c].type == PL_COLUMN_TEXT) {
            last_text = c;
        }
    }
    if (style->width == 0 || total <= style->width || last_text == PL_NONE ||
        widths[last_text] <= ellipsis) {
        return;
    }
    if (widths[last_text] - ellipsis > total - style->width) {
        widths[last_text] -= total - style->width;
    } else {
        widths[last_text] = ellipsis;
    }
}

/* Append a text that is cut with an ellipsis where it is wider than `width`.
 * @return its width */
static size_t
put_cut(const char *string, size_t width, bool utf8, struct pl_text *text)
{
    size_t room = width - (utf8 ? 1 : 3);
    size_t full = pl_text_width(string);
    size_t used = 0;
    size_t length = strlen(string);

    if (full <= width) {
        pl_text_put(text, string);
        return full;
    }
    while (length > 0) {
        struct pl_glyph glyph = pl_text_glyph(string, length);

        if (used + glyph.width > room) {
            break;
        }
        pl_text_add(text, glyph.shown, glyph.n_shown);
        used += glyph.width;
        string += glyph.n_read;
        length -= glyph.n_read;
    }
    pl_text_put(text, utf8 ? "…" : "...");
    return used + (utf8 ? 1 : 3);
}

/* [column] Where the last column begins, when it is text that has to be broken over lines
 * to fit and has room for that; 0 when it is not. */
static size_t
find_broken(const struct pl_frame *frame, const struct pl_style *style,
            const size_t *widths)
{
    size_t begin = 0;
    size_t last = frame->n_columns - 1;

    if (style->width == 0 || frame->n_columns == 0 ||
        frame->columns[last].type != PL_COLUMN_TEXT) {
        return 0;
    }
    for (size_t c = 0; c < last; c++) {
        begin += widths[c] + GAP;
    }
    return begin + widths[last] > style->width && begin + BROKEN_LEAST <= style->width
               ? begin
               : 0;
}

/* Append one line of the table, without blanks at its end; the last cell may take more
 * lines, from column `broken` on (0: it does not). */
static void
put_row(const struct pl_frame *frame, size_t row, const enum pl_align *align,
        const size_t *widths, size_t broken, const struct pl_style *style,
        struct pl_text *scratch, struct pl_text *text)
{
    const bool utf8 = style->utf8;
    struct pl_text *cell = &scratch[0];
    struct pl_text *cut = &scratch[1];
    size_t blanks = 0; /* owed, and paid only when something follows them */

    for (size_t c = 0; c < frame->n_columns; c++) {
        enum pl_align side =
            frame->columns[c].type == PL_COLUMN_NUMBER ? PL_ALIGN_RIGHT : PL_ALIGN_LEFT;
        size_t padding = 0;

        side = align != NULL ? align[c] : side;
        clear(cell);
        clear(cut);
        put_cell(&frame->columns[c], row, utf8, cell);
        if (broken > 0 && c + 1 == frame->n_columns) {
            if (cell->size > 0) {
                pl_text_repeat(text, " ", blanks + GAP);
                pl_text_wrap(text, cell->data, broken, broken, style->width);
            }
            break;
        }
        padding = widths[c] - put_cut(pl_text_string(cell), widths[c], utf8, cut);
        blanks += (c > 0 ? GAP : 0) + (side == PL_ALIGN_RIGHT ? padding : 0);
        if (cut->size > 0) {
            pl_text_repeat(text, " ", blanks);
            pl_text_put(text, pl_text_string(cut));
            blanks = 0;
        }
        blanks += side == PL_ALIGN_LEFT ? padding : 0;
    }
}

void
pl_table_print(const struct pl_frame *frame, const enum pl_align *align,
               const struct pl_style *style, struct pl_text *text)
{
    struct pl_text scratch[2];
    size_t *widths = calloc(frame->n_columns + 1, sizeof *widths);
    size_t broken = 0;

    pl_text_init(&scratch[0]);
    pl_text_init(&scratch[1]);
    if (widths == NULL) {
        text->failed = true;
        return;
    }
    for (size_t c = 0; c < frame->n_columns; c++) {
        widths[c] = measure_column(frame, c, style->utf8, &scratch[0]);
    }
    broken = find_broken(frame, style, widths);
    if (broken == 0) {
        fit_widths(frame, style, widths);
    }
    if (frame->n_columns > 0) {
        pl_text_put(text, style->colour ? "\033[1m" : "");
        put_row(frame, HEADER, align, widths, broken, style, scratch, text);
        pl_text_put(text, style->colour ? "\033[0m\n" : "\n");
    }
    for (size_t row = 0; row < frame->n_rows && !text->failed; row++) {
        put_row(frame, row, align, widths, broken, style, scratch, text);
        pl_text_put(text, "\n");
    }
    if (scratch[0].failed || scratch[1].failed) {
        text->failed = true;
    }
    pl_text_finish(&scratch[0]);
    pl_text_finish(&scratch[1]);
    free(widths);
}

void
pl_table_to_ascii(struct pl_text *text)
{
    struct pl_text ascii;
    size_t i = 0;

    pl_text_init(&ascii);
    while (i < text->size) {
        ucs4_t character = 0;
        int n = u8_mbtouc(&character, (const uint8_t *)text->data + i, text->size - i);

        if (character < 0x80) {
            pl_text_add(&ascii, text->data + i, (size_t)n);
        } else {
            put_ascii(character, &ascii);
        }
        i += (size_t)n;
    }
    if (text->failed || ascii.failed) {
        text->failed = true;
        pl_text_finish(&ascii);
        return;
    }
    if (ascii.size > 0) {
        pl_text_finish(text);
        *text = ascii; /* taken */
    }
}
