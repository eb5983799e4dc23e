/*
 * narrow.c - tables that fit the terminal.
 */
#include "cli/narrow.h"

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "out/plot_labels.h"

/* [column] A shorter name says nothing. */
#define LEAST ((size_t)16)

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
narrow_least(const struct pl_frame *frame, size_t column)
{
    const size_t present = narrow_column(frame, column);

    return narrow_width(frame) - (present > LEAST ? present - LEAST : 0);
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
