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
#include "cli/sweep_entry.h"
#include "cli/sweep_members.h"
#include "study/ensemble.h"
#include "study/results_file.h"

/* How a table in JSON ends, without rows and with. */
#define JSON_TAIL "]\n}\n"
#define JSON_TAIL_BEHIND_ROWS "\n  ]\n}\n"

/* A row of the table of cells. */
struct cell {
    size_t row;
    char *id;
};

/* What a record has: a column of numbers, but for cells. */
struct column {
    char *name;
    bool is_cell;
    const char *unit; /* behind the name, in the same memory; NULL for none */
};

/* The runs of a point, as they come, where their bands are the row. */
struct gathered {
    size_t n;
    double *values;           /* shape (n_members, n_columns) of the table, row-major */
    struct pl_weighted *room; /* shape (n_members) */
    size_t n_failed;
    bool is_any_left; /* a run that counts and has not failed */
    char *reason;     /* of the first that counts and has failed, with its set's name;
                         else NULL */
};

struct sweep_table {
    enum pl_frame_format format;
    size_t n_factors, n_columns; /* factors and readouts */
    struct column *columns;      /* shape (n_columns) */
    size_t n_cells;
    struct cell *cells; /* shape (n_cells) */
    struct sweep_members members;
    bool by_member;         /* each run has its row, with a column for its set */
    bool has_bands;         /* each point has one, with three columns for a readout */
    size_t next_member;     /* of the record that comes next */
    struct gathered point;  /* for bands */
    uint64_t n_lost;        /* points without a run that counts */
    struct pl_frame *frame; /* rows that are not text yet */
    size_t head;            /* [byte] of the header in every piece of text */
    bool has_begun;         /* the header is out */
    bool has_rows;
};

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
    const char *factors = sweep_entry_find(manifest, SWEEP_FACTORS);
    const char *readouts = sweep_entry_find(manifest, SWEEP_READOUTS);
    const bool has_cells = sweep_entry_find(manifest, SWEEP_CELLS) != NULL;

    if (factors == NULL || readouts == NULL) {
        return PL_ERR_SYNTAX;
    }
    table->n_factors = sweep_entry_count(factors, ", ");
    table->n_columns = table->n_factors + sweep_entry_count(readouts, ", ");
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

        column->name = sweep_entry_take(is_factor ? &factors : &readouts, ", ");
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
    const char *cells = sweep_entry_find(manifest, SWEEP_CELLS);
    size_t n = cells != NULL ? sweep_entry_count(cells, "\t") : 0;

    table->cells = calloc(n + 1, sizeof *table->cells);
    if (table->cells == NULL) {
        return pl_diag_no_memory(diags, "a table");
    }
    for (; table->n_cells < n; table->n_cells++) {
        struct cell *cell = &table->cells[table->n_cells];
        char *word = sweep_entry_take(&cells, "\t");
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

static enum pl_status
add_column(struct sweep_table *table, const struct column *column,
           struct pl_diags *diags)
{
    return pl_frame_add_column(table->frame, column->name, NULL, column->unit,
                               column->is_cell ? PL_COLUMN_TEXT : PL_COLUMN_NUMBER,
                               diags);
}

/* "pAkt_median", "pAkt_p05", "pAkt_p95" */
static enum pl_status
add_band(struct sweep_table *table, const struct column *column, struct pl_diags *diags)
{
    static const char *const words[] = {"median", "p05", "p95"};
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < 3 && status == PL_OK; i++) {
        struct pl_text name;

        pl_text_init(&name);
        pl_text_format(&name, "%s_%s", column->name, words[i]);
        status = name.failed
                     ? pl_diag_no_memory(diags, "a table")
                     : pl_frame_add_column(table->frame, pl_text_string(&name), NULL,
                                           column->unit, PL_COLUMN_NUMBER, diags);
        pl_text_finish(&name);
    }
    return status;
}

/* A frame without rows. */
static enum pl_status
renew_frame(struct sweep_table *table, struct pl_diags *diags)
{
    enum pl_status status;

    pl_frame_destroy(table->frame);
    table->frame = NULL;
    status = pl_frame_create(diags, &table->frame);
    for (size_t c = 0; c < table->n_factors && status == PL_OK; c++) {
        status = add_column(table, &table->columns[c], diags);
    }
    if (status == PL_OK && table->by_member) {
        status = pl_frame_add_column(table->frame, "member", NULL, NULL, PL_COLUMN_TEXT,
                                     diags);
    }
    if (status == PL_OK && table->by_member && table->members.differ) {
        status = pl_frame_add_column(table->frame, PL_ENSEMBLE_WEIGHT, NULL, NULL,
                                     PL_COLUMN_NUMBER, diags);
    }
    for (size_t c = table->n_factors; c < table->n_columns && status == PL_OK; c++) {
        status = table->has_bands ? add_band(table, &table->columns[c], diags)
                                  : add_column(table, &table->columns[c], diags);
    }
    if (status == PL_OK && table->has_bands) {
        status = pl_frame_add_column(table->frame, "failed_members", NULL, NULL,
                                     PL_COLUMN_NUMBER, diags);
    }
    if (status == PL_OK) {
        status = pl_frame_add_column(table->frame, "error", NULL, NULL, PL_COLUMN_TEXT,
                                     diags);
    }
    return status;
}

/* Room for the runs of a point. */
static enum pl_status
prepare_point(struct sweep_table *table, struct pl_diags *diags)
{
    struct gathered *point = &table->point;
    const size_t n = table->members.n;

    if (!table->has_bands) {
        return PL_OK;
    }
    if (table->n_columns <= SIZE_MAX / sizeof *point->values / n) {
        point->values = calloc(n * table->n_columns, sizeof *point->values);
    }
    point->room = calloc(n, sizeof *point->room);
    return point->values != NULL && point->room != NULL
               ? PL_OK
               : pl_diag_no_memory(diags, "the runs of a point");
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
sweep_table_create(const struct pl_manifest *manifest, bool by_member,
                   enum pl_frame_format format, struct pl_diags *diags,
                   struct sweep_table **out)
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
        status = sweep_members_read(manifest, diags, &table->members);
        table->by_member = by_member && table->members.n > 0;
        table->has_bands = !by_member && table->members.n > 0;
    }
    if (status == PL_OK) {
        status = prepare_point(table, diags);
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
    sweep_members_finish(&table->members);
    free(table->point.values);
    free(table->point.room);
    free(table->point.reason);
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

static enum pl_status
set_value(struct sweep_table *table, size_t c, size_t to, double value,
          struct pl_diags *diags)
{
    struct pl_frame *frame = table->frame;
    const size_t row = frame->n_rows - 1;

    if (table->columns[c].is_cell) {
        return pl_frame_set_text(frame, row, to, cell_id(table, value), diags);
    }
    frame->columns[to].numbers[row] = value;
    return PL_OK;
}

/* The set of a run, behind the factors of its row. @return the columns that it takes */
static size_t
set_member(struct sweep_table *table, struct pl_diags *diags, enum pl_status *status)
{
    const struct sweep_members *members = &table->members;
    struct pl_frame *frame = table->frame;
    const size_t row = frame->n_rows - 1;
    char number[SWEEP_MEMBER_SIZE];

    *status = pl_frame_set_text(frame, row, table->n_factors,
                                sweep_members_name(members, table->next_member, number),
                                diags);
    if (members->differ) {
        frame->columns[table->n_factors + 1].numbers[row] =
            members->weights[table->next_member];
    }
    return 1 + (size_t)members->differ;
}

/* The row of a record. */
static enum pl_status
add_record(struct sweep_table *table, const double *values, const char *reason,
           struct pl_diags *diags)
{
    struct pl_frame *frame = table->frame;
    enum pl_status status = pl_frame_add_row(frame, diags);
    size_t shift = 0; /* of the readouts */

    if (status == PL_OK && table->by_member) {
        shift = set_member(table, diags, &status);
    }
    for (size_t c = 0; c < table->n_columns && status == PL_OK; c++) {
        status =
            set_value(table, c, c < table->n_factors ? c : c + shift, values[c], diags);
    }
    if (status == PL_OK && reason != NULL) {
        status = pl_frame_set_text(frame, frame->n_rows - 1, frame->n_columns - 1,
                                   reason, diags);
    }
    return status;
}

/* "set 12: integration stopped …" */
static enum pl_status
keep_reason(struct sweep_table *table, const char *reason, struct pl_diags *diags)
{
    char number[SWEEP_MEMBER_SIZE];
    struct pl_text text;

    pl_text_init(&text);
    pl_text_format(&text, "set %s: %s",
                   sweep_members_name(&table->members, table->next_member, number),
                   reason);
    if (text.failed) {
        pl_text_finish(&text);
        return pl_diag_no_memory(diags, "the reason of a failed run");
    }
    table->point.reason = text.data; /* taken */
    return PL_OK;
}

/* One more run of the point. A set that has no weight counts for nothing. */
static enum pl_status
gather(struct sweep_table *table, const double *values, const char *reason,
       struct pl_diags *diags)
{
    struct gathered *point = &table->point;
    const bool counts = table->members.weights[table->next_member] > 0.0;

    memcpy(point->values + point->n * table->n_columns, values,
           table->n_columns * sizeof *values);
    point->n++;
    point->n_failed += reason != NULL;
    point->is_any_left = point->is_any_left || (counts && reason == NULL);
    return counts && reason != NULL && point->reason == NULL
               ? keep_reason(table, reason, diags)
               : PL_OK;
}

/* The row of a point whose runs are all there. */
static enum pl_status
add_point(struct sweep_table *table, struct pl_diags *diags)
{
    struct gathered *point = &table->point;
    struct pl_frame *frame = table->frame;
    enum pl_status status = pl_frame_add_row(frame, diags);
    const size_t row = frame->n_rows - 1;
    size_t to = table->n_factors;

    for (size_t c = 0; c < table->n_factors && status == PL_OK; c++) {
        status = set_value(table, c, c, point->values[c], diags);
    }
    for (size_t c = table->n_factors; c < table->n_columns && status == PL_OK; c++) {
        const struct pl_band band =
            pl_band_of(point->values + c, table->n_columns, table->members.weights,
                       point->n, point->room);

        frame->columns[to++].numbers[row] = band.median;
        frame->columns[to++].numbers[row] = band.low;
        frame->columns[to++].numbers[row] = band.high;
    }
    if (status == PL_OK) {
        frame->columns[to++].numbers[row] = (double)point->n_failed;
    }
    if (status == PL_OK && !point->is_any_left) {
        table->n_lost++;
        status = pl_frame_set_text(frame, row, to, point->reason, diags);
    }
    free(point->reason);
    point->reason = NULL;
    point->n = 0;
    point->n_failed = 0;
    point->is_any_left = false;
    return status;
}

enum pl_status
sweep_table_add(struct sweep_table *table, const double *values, const char *reason,
                struct pl_diags *diags)
{
    enum pl_status status = table->has_bands ? gather(table, values, reason, diags)
                                             : add_record(table, values, reason, diags);

    if (table->members.n > 0) {
        table->next_member = (table->next_member + 1) % table->members.n;
    }
    return status == PL_OK && table->has_bands && table->next_member == 0
               ? add_point(table, diags)
               : status;
}

const char *
sweep_table_unit(const struct sweep_table *table)
{
    return table->has_bands ? "runs put together" : "rows written";
}

uint64_t
sweep_table_n_lost(const struct sweep_table *table)
{
    return table->n_lost;
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
