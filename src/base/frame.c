/*
 * frame.c - a table: named columns with units, numbers or text.
 */
#include "base/frame.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/list.h"
#include "base/text.h"

/* Free the first `n_cells` texts of a column and all the rest of it. */
static void
finish_column(struct pl_column *column, size_t n_cells)
{
    for (size_t row = 0; column->texts != NULL && row < n_cells; row++) {
        free(column->texts[row]);
    }
    free(column->texts);
    free(column->numbers);
    free(column->unit);
    free(column->label);
    free(column->name);
    *column = (struct pl_column){0};
}

/* Fill the cell of a new row; false when memory is out. */
static bool
empty_cell(struct pl_column *column, size_t row)
{
    if (column->type == PL_COLUMN_NUMBER) {
        column->numbers[row] = (double)NAN;
        return true;
    }
    column->texts[row] = pl_text_copy("");
    return column->texts[row] != NULL;
}

/* Room for n cells; false, with the column as it was, when memory is out. */
static bool
reserve_cells(struct pl_column *column, size_t n, size_t *capacity)
{
    if (column->type == PL_COLUMN_NUMBER) {
        double *numbers =
            pl_list_reserve(column->numbers, n, capacity, sizeof *numbers);

        column->numbers = numbers != NULL ? numbers : column->numbers;
        return numbers != NULL;
    } else {
        char **texts = pl_list_reserve(column->texts, n, capacity, sizeof *texts);

        column->texts = texts != NULL ? texts : column->texts;
        return texts != NULL;
    }
}

/* Room for one more row in every column. */
static bool
reserve_row(struct pl_frame *frame)
{
    size_t capacity = frame->capacity;

    for (size_t c = 0; c < frame->n_columns; c++) {
        capacity = frame->capacity;
        if (!reserve_cells(&frame->columns[c], frame->n_rows + 1, &capacity)) {
            return false; /* columns before this one have spare room: no harm */
        }
    }
    frame->capacity = capacity;
    return true;
}

enum pl_status
pl_frame_create(struct pl_diags *diags, struct pl_frame **out)
{
    *out = calloc(1, sizeof **out);
    if (*out == NULL) {
        return pl_diag_no_memory(diags, "a table");
    }
    return PL_OK;
}

void
pl_frame_destroy(struct pl_frame *frame)
{
    if (frame == NULL) {
        return;
    }
    for (size_t c = 0; c < frame->n_columns; c++) {
        finish_column(&frame->columns[c], frame->n_rows);
    }
    free(frame->columns);
    free(frame);
}

enum pl_status
pl_frame_add_column(struct pl_frame *frame, const char *name, const char *label,
                    const char *unit, enum pl_column_type type, struct pl_diags *diags)
{
    struct pl_column column = {.type = type};
    struct pl_column *columns = NULL;
    const size_t n =
        frame->n_rows < frame->capacity ? frame->capacity : frame->n_rows + 1;
    size_t capacity = 0;
    size_t n_cells = 0;

    column.name = pl_text_copy(name);
    column.label = pl_text_copy(label != NULL ? label : name);
    column.unit = pl_text_copy(unit != NULL ? unit : "");
    if (column.name == NULL || column.label == NULL || column.unit == NULL ||
        !reserve_cells(&column, n, &capacity)) {
        goto no_memory;
    }
    for (; n_cells < frame->n_rows; n_cells++) {
        if (!empty_cell(&column, n_cells)) {
            goto no_memory;
        }
    }
    if (frame->n_columns >= SIZE_MAX / sizeof *columns) {
        goto no_memory;
    }
    columns = realloc(frame->columns, (frame->n_columns + 1) * sizeof *columns);
    if (columns == NULL) {
        goto no_memory;
    }
    frame->columns = columns;
    frame->columns[frame->n_columns] = column;
    frame->n_columns++;
    return PL_OK;

no_memory:
    finish_column(&column, n_cells);
    return pl_diag_no_memory(diags, "a column of a table");
}

enum pl_status
pl_frame_add_row(struct pl_frame *frame, struct pl_diags *diags)
{
    size_t row = frame->n_rows;
    size_t n_filled = 0;

    if (!reserve_row(frame)) {
        return pl_diag_no_memory(diags, "a row of a table");
    }
    for (; n_filled < frame->n_columns; n_filled++) {
        if (!empty_cell(&frame->columns[n_filled], row)) {
            goto no_memory;
        }
    }
    frame->n_rows++;
    return PL_OK;

no_memory:
    for (size_t c = 0; c < n_filled; c++) {
        if (frame->columns[c].type == PL_COLUMN_TEXT) {
            free(frame->columns[c].texts[row]);
        }
    }
    return pl_diag_no_memory(diags, "a row of a table");
}

enum pl_status
pl_frame_set_text(struct pl_frame *frame, size_t row, size_t column, const char *text,
                  struct pl_diags *diags)
{
    char *copy = NULL;

    assert(column < frame->n_columns && row < frame->n_rows);
    assert(frame->columns[column].type == PL_COLUMN_TEXT);
    copy = pl_text_copy(text);
    if (copy == NULL) {
        return pl_diag_no_memory(diags, "a cell of a table");
    }
    free(frame->columns[column].texts[row]);
    frame->columns[column].texts[row] = copy;
    return PL_OK;
}

size_t
pl_frame_find(const struct pl_frame *frame, const char *name)
{
    for (size_t c = 0; c < frame->n_columns; c++) {
        if (strcmp(frame->columns[c].name, name) == 0) {
            return c;
        }
    }
    return PL_NONE;
}
