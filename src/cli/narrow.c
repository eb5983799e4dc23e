/*
 * narrow.c - tables that fit the terminal.
 */
#include "cli/narrow.h"

#include <string.h>

#include "analysis/sheet.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "out/plot_labels.h"

/* [column] A shorter name says nothing. */
#define LEAST ((size_t)16)

/* Lines of a text that is broken, at most. */
#define MOST_LINES ((size_t)6)

size_t
narrow_column(const struct pl_frame *frame, size_t column)
{
    size_t widest = pl_text_width(frame->columns[column].label);

    for (size_t row = 0; row < frame->n_rows; row++) {
        const size_t width = pl_text_width(frame->columns[column].texts[row]);

        widest = width > widest ? width : widest;
    }
    return widest;
}

size_t
narrow_width(const struct pl_frame *frame)
{
    size_t width = 0;

    for (size_t c = 0; c < frame->n_columns; c++) {
        width += narrow_column(frame, c) + (c > 0 ? NARROW_GAP : 0);
    }
    return width;
}

size_t
narrow_least(const struct pl_frame *frame, size_t column, size_t least)
{
    const size_t present = narrow_column(frame, column);

    return narrow_width(frame) - (present > least ? present - least : 0);
}

enum pl_status
narrow_cut(struct pl_frame *frame, size_t column, size_t width, struct pl_diags *diags)
{
    const size_t whole = narrow_width(frame);
    const size_t present = narrow_column(frame, column);
    const size_t excess = whole > width ? whole - width : 0;
    const size_t wanted = present > excess + LEAST ? present - excess : LEAST;
    enum pl_status status = PL_OK;

    if (width == 0 || excess == 0) {
        return PL_OK;
    }
    for (size_t row = 0; row < frame->n_rows && status == PL_OK; row++) {
        struct pl_text text;

        pl_text_init(&text);
        pl_plot_put_line(frame->columns[column].texts[row], wanted, &text);
        status = text.failed ? pl_diag_no_memory(diags, "the table")
                             : pl_frame_set_text(frame, row, column,
                                                 pl_text_string(&text), diags);
        pl_text_finish(&text);
    }
    return status;
}

/* A row for each line of its text. @param lines  is cut up; NULL for an empty text */
static void
add_lines(const struct pl_frame *frame, size_t row, size_t column, char *lines,
          struct pl_sheet *sheet)
{
    char *line = lines;
    bool is_first = true;

    while (is_first || line != NULL) {
        char *end = line != NULL ? strchr(line, '\n') : NULL;

        if (end != NULL) {
            *end++ = '\0';
        }
        pl_sheet_row(sheet);
        for (size_t c = 0; c < frame->n_columns; c++) {
            pl_sheet_text(sheet, c == column ? (line != NULL ? line : "")
                                 : is_first  ? frame->columns[c].texts[row]
                                             : "");
        }
        line = end;
        is_first = false;
    }
}

enum pl_status
narrow_wrap(struct pl_frame **frame, size_t column, size_t width,
            struct pl_diags *diags)
{
    const struct pl_frame *whole = *frame;
    const size_t present = narrow_column(whole, column);
    const size_t all = narrow_width(whole);
    const size_t excess = all > width ? all - width : 0;
    const size_t wanted = present > excess + LEAST ? present - excess : LEAST;
    struct pl_sheet sheet = pl_sheet_begin(false, diags);
    struct pl_frame *broken = NULL;
    enum pl_status status = PL_OK;

    for (size_t c = 0; c < whole->n_columns; c++) {
        pl_sheet_add_text(&sheet, whole->columns[c].name, whole->columns[c].label);
    }
    for (size_t row = 0; row < whole->n_rows; row++) {
        struct pl_text lines;
        size_t widest = 0;

        pl_text_init(&lines);
        (void)pl_plot_put_lines(whole->columns[column].texts[row],
                                width == 0 ? present : wanted, MOST_LINES, &lines,
                                &widest);
        if (lines.failed && sheet.status == PL_OK) {
            sheet.status = pl_diag_no_memory(diags, "the table");
        }
        if (sheet.status == PL_OK) {
            add_lines(whole, row, column, lines.data, &sheet);
        }
        pl_text_finish(&lines);
    }
    status = pl_sheet_end(&sheet, &broken);
    if (status == PL_OK) {
        pl_frame_destroy(*frame);
        *frame = broken;
    }
    return status;
}
