/*
 * sweep_table.c - the table of a sweep, written row by row: factors, readouts, error.
 */
#include "cli/sweep_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "study/results_file.h"

/* How a table in JSON ends, without rows and with. */
#define JSON_TAIL "]\n}\n"
#define JSON_TAIL_BEHIND_ROWS "\n  ]\n}\n"

/* A row of the table of cells. */
struct cell {
    size_t row;
    char *id;
};

/* A column of numbers, but for cells. */
struct column {
    char *name;
    bool is_cell;
    const char *unit; /* behind the name, in the same memory; NULL for none */
};

struct sweep_table {
    enum pl_frame_format format;
    size_t n_factors, n_columns; /* factors and readouts */
    struct column *columns;      /* shape (n_columns) */
    size_t n_cells;
    struct cell *cells;     /* shape (n_cells) */
    struct pl_frame *frame; /* rows that are not text yet */
    size_t head;            /* [byte] of the header in every piece of text */
    bool has_begun;         /* the header is out */
    bool has_rows;
};

static const char *
find_entry(const struct pl_manifest *manifest, const char *name)
{
    for (size_t i = 0; i < manifest->n_entries; i++) {
        if (strcmp(manifest->entries[i].name, name) == 0) {
            return manifest->entries[i].value;
        }
    }
    return NULL;
}

static size_t
count_parts(const char *list, const char *separator)
{
    size_t n = list[0] != '\0';

    for (const char *p = strstr(list, separator); p != NULL; p = strstr(p, separator)) {
        n++;
        p += strlen(separator);
    }
    return n;
}

/* The next part of a list, copied. @return NULL when memory is out */
static char *
take_part(const char **list, const char *separator)
{
    const char *end = strstr(*list, separator);
    const size_t length = end != NULL ? (size_t)(end - *list) : strlen(*list);
    struct pl_text part;

    pl_text_init(&part);
    pl_text_add(&part, *list, length);
    *list += length + (end != NULL ? strlen(separator) : 0);
    if (part.failed) {
        pl_text_finish(&part);
        return NULL;
    }
    return part.data != NULL ? part.data /* taken */ : pl_text_copy("");
}

/* "IGF [nM]" has two parts; a name has no blank in it. */
static void
cut_unit(struct column *column)
{
    char *unit = strstr(column->name, " [");
    size_t length;

    if (unit != NULL) {
        *unit = '\0';
        unit += 2;
        length = strlen(unit);
        unit[length - (length > 0)] = '\0';
        column->unit = unit;
    }
}

/* Factors and readouts. */
static enum pl_status
read_columns(struct sweep_table *table, const struct pl_manifest *manifest,
             struct pl_diags *diags)
{
    const char *factors = find_entry(manifest, SWEEP_FACTORS);
    const char *readouts = find_entry(manifest, SWEEP_READOUTS);
    const bool has_cells = find_entry(manifest, SWEEP_CELLS) != NULL;

    if (factors == NULL || readouts == NULL) {
        return PL_ERR_SYNTAX;
    }
    table->n_factors = count_parts(factors, ", ");
    table->n_columns = table->n_factors + count_parts(readouts, ", ");
    if (table->n_columns != manifest->n_values) {
        return PL_ERR_SYNTAX;
    }
    table->columns = calloc(table->n_columns + 1, sizeof *table->columns);
    if (table->columns == NULL) {
        return pl_diag_no_memory(diags, "a table");
    }
    for (size_t c = 0; c < table->n_columns; c++) {
        const bool is_factor = c < table->n_factors;
        struct column *column = &table->columns[c];

        column->name = take_part(is_factor ? &factors : &readouts, ", ");
        if (column->name == NULL) {
            return pl_diag_no_memory(diags, "a table");
        }
        cut_unit(column);
        column->is_cell = is_factor && has_cells && strcmp(column->name, "cell") == 0;
    }
    return PL_OK;
}

/* "3 0123456789abcdef her2_a": row, digest, id */
static enum pl_status
read_cells(struct sweep_table *table, const struct pl_manifest *manifest,
           struct pl_diags *diags)
{
    const char *cells = find_entry(manifest, SWEEP_CELLS);
    size_t n = cells != NULL ? count_parts(cells, "\t") : 0;

    table->cells = calloc(n + 1, sizeof *table->cells);
    if (table->cells == NULL) {
        return pl_diag_no_memory(diags, "a table");
    }
    for (; table->n_cells < n; table->n_cells++) {
        struct cell *cell = &table->cells[table->n_cells];
        char *word = take_part(&cells, "\t");
        char *digest = NULL;
        char *id = NULL;

        if (word == NULL) {
            return pl_diag_no_memory(diags, "a table");
        }
        digest = strchr(word, ' ');
        id = digest != NULL ? strchr(digest + 1, ' ') : NULL;
        if (id != NULL) {
            cell->row = (size_t)strtoull(word, NULL, 10);
            cell->id = pl_text_copy(id + 1);
        }
        free(word);
        if (id == NULL) {
            return PL_ERR_SYNTAX;
        }
        if (cell->id == NULL) {
            return pl_diag_no_memory(diags, "a table");
        }
    }
    return PL_OK;
}

/* A frame without rows. */
static enum pl_status
renew_frame(struct sweep_table *table, struct pl_diags *diags)
{
    enum pl_status status;

    pl_frame_destroy(table->frame);
    table->frame = NULL;
    status = pl_frame_create(diags, &table->frame);
    for (size_t c = 0; c < table->n_columns && status == PL_OK; c++) {
        const struct column *column = &table->columns[c];

        status = pl_frame_add_column(
            table->frame, column->name, NULL, column->unit,
            column->is_cell ? PL_COLUMN_TEXT : PL_COLUMN_NUMBER, diags);
    }
    if (status == PL_OK) {
        status = pl_frame_add_column(table->frame, "error", NULL, NULL, PL_COLUMN_TEXT,
                                     diags);
    }
    return status;
}

/* How much of each piece of text is the header. */
static enum pl_status
measure_head(struct sweep_table *table, struct pl_diags *diags)
{
    struct pl_text text;
    enum pl_status status;

    pl_text_init(&text);
    status = pl_frame_write(table->frame, table->format, diags, &text);
    table->head =
        text.size - (table->format == PL_FRAME_JSON ? sizeof JSON_TAIL - 1 : 0);
    pl_text_finish(&text);
    return status;
}

enum pl_status
sweep_table_create(const struct pl_manifest *manifest, enum pl_frame_format format,
                   struct pl_diags *diags, struct sweep_table **out)
{
    struct sweep_table *table = calloc(1, sizeof *table);
    enum pl_status status = PL_OK;

    *out = NULL;
    if (table == NULL) {
        return pl_diag_no_memory(diags, "a table");
    }
    table->format = format;
    status = read_columns(table, manifest, diags);
    if (status == PL_OK) {
        status = read_cells(table, manifest, diags);
    }
    if (status == PL_OK) {
        status = renew_frame(table, diags);
    }
    if (status == PL_OK) {
        status = measure_head(table, diags);
    }
    if (status != PL_OK) {
        sweep_table_destroy(table);
        return status;
    }
    *out = table;
    return PL_OK;
}

void
sweep_table_destroy(struct sweep_table *table)
{
    if (table == NULL) {
        return;
    }
    for (size_t c = 0; table->columns != NULL && c < table->n_columns; c++) {
        free(table->columns[c].name);
    }
    for (size_t i = 0; table->cells != NULL && i < table->n_cells; i++) {
        free(table->cells[i].id);
    }
    free(table->columns);
    free(table->cells);
    pl_frame_destroy(table->frame);
    free(table);
}

/* The name of a cell by its row. */
static const char *
cell_id(const struct sweep_table *table, double row)
{
    for (size_t i = 0; i < table->n_cells; i++) {
        if ((double)table->cells[i].row == row) {
            return table->cells[i].id;
        }
    }
    return "";
}

enum pl_status
sweep_table_add(struct sweep_table *table, const double *values, const char *reason,
                struct pl_diags *diags)
{
    struct pl_frame *frame = table->frame;
    enum pl_status status = pl_frame_add_row(frame, diags);
    const size_t row = frame->n_rows - 1;

    for (size_t c = 0; c < table->n_columns && status == PL_OK; c++) {
        if (table->columns[c].is_cell) {
            status = pl_frame_set_text(frame, row, c, cell_id(table, values[c]), diags);
        } else {
            frame->columns[c].numbers[row] = values[c];
        }
    }
    if (status == PL_OK && reason != NULL) {
        status = pl_frame_set_text(frame, row, table->n_columns, reason, diags);
    }
    return status;
}

size_t
sweep_table_n_rows(const struct sweep_table *table)
{
    return table->frame->n_rows;
}

/* Append a piece of the whole from a text that has header, rows and tail. */
static void
put_piece(struct sweep_table *table, const struct pl_text *piece, struct pl_text *text)
{
    const bool is_json = table->format == PL_FRAME_JSON;
    const bool rows_come = table->frame->n_rows > 0;
    const size_t tail = !is_json    ? 0
                        : rows_come ? sizeof JSON_TAIL_BEHIND_ROWS - 1
                                    : sizeof JSON_TAIL - 1;

    if (!table->has_begun) {
        pl_text_add(text, pl_text_string(piece), table->head);
        table->has_begun = true;
    }
    if (rows_come) {
        pl_text_put(text, is_json && table->has_rows ? "," : "");
        pl_text_add(text, pl_text_string(piece) + table->head,
                    piece->size - table->head - tail);
        table->has_rows = true;
    }
}

enum pl_status
sweep_table_take(struct sweep_table *table, bool is_last, struct pl_diags *diags,
                 struct pl_text *text)
{
    struct pl_text piece;
    enum pl_status status;

    pl_text_init(&piece);
    status = pl_frame_write(table->frame, table->format, diags, &piece);
    if (status == PL_OK) {
        put_piece(table, &piece, text);
        if (is_last && table->format == PL_FRAME_JSON) {
            pl_text_put(text, table->has_rows ? JSON_TAIL_BEHIND_ROWS : JSON_TAIL);
        }
        if (text->failed) {
            status = pl_diag_no_memory(diags, "a table");
        }
    }
    pl_text_finish(&piece);
    return status == PL_OK ? renew_frame(table, diags) : status;
}
