/*
 * tsv.c - tables from text, by libcsv.
 */
#include "format/tsv.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <csv.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/number.h"
#include "base/source.h"
#include "base/text.h"

/* [byte] By how much libcsv's cell grows. Small steps make a long cell slow. */
#define CELL_STEP ((size_t)65536)

/* One text while it is read. */
struct reader {
    const struct pl_source *source;
    struct pl_diags *diags;
    struct pl_frame *frame;
    enum pl_status status; /* the first fault */
    bool has_header;
    size_t n_names; /* cells of the header */
    size_t n_cells; /* of the row that is being read */
    size_t start;   /* [byte] where that row begins */
};

static struct pl_place
place_of_row(const struct reader *reader)
{
    return (struct pl_place){reader->source, {reader->start, 0}};
}

/* The first fault is the answer; a want of memory ends the reading. */
static void
set_status(struct reader *reader, enum pl_status status)
{
    if (reader->status == PL_OK || status == PL_ERR_NOMEM) {
        reader->status = status;
    }
}

static void
read_name(struct reader *reader, const char *name)
{
    struct pl_place where = place_of_row(reader);

    if (name[0] == '\0') {
        set_status(reader,
                   pl_diag_error(reader->diags, PL_ERR_SYNTAX, &where,
                                 "column %zu has no name", reader->n_cells + 1));
        return;
    }
    set_status(reader, pl_frame_add_column(reader->frame, name, NULL, NULL,
                                           PL_COLUMN_TEXT, reader->diags));
}

/* libcsv hands over a cell, NUL-terminated. */
static void
take_cell(void *bytes, size_t length, void *context)
{
    struct reader *reader = context;

    (void)length;
    if (reader->status == PL_ERR_NOMEM) {
        return;
    }
    if (!reader->has_header) {
        read_name(reader, bytes);
    } else {
        if (reader->n_cells == 0) {
            set_status(reader, pl_frame_add_row(reader->frame, reader->diags));
        }
        if (reader->status != PL_ERR_NOMEM &&
            reader->n_cells < reader->frame->n_columns) {
            set_status(reader,
                       pl_frame_set_text(reader->frame, reader->frame->n_rows - 1,
                                         reader->n_cells, bytes, reader->diags));
        }
    }
    reader->n_cells++;
}

static int
compare_names(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;

    return strcmp(*left, *right);
}

/* Two columns of one name would make one of them unreachable. */
static void
check_names(struct reader *reader)
{
    size_t n = reader->frame->n_columns;
    const char **names = calloc(n + 1, sizeof *names);
    struct pl_place where = place_of_row(reader);

    if (names == NULL) {
        set_status(reader, pl_diag_no_memory(reader->diags, "a table"));
        return;
    }
    for (size_t c = 0; c < n; c++) {
        names[c] = reader->frame->columns[c].name;
    }
    qsort(names, n, sizeof *names, compare_names);
    for (size_t c = 1; c < n; c++) {
        if (strcmp(names[c - 1], names[c]) == 0 &&
            (c == 1 || strcmp(names[c - 2], names[c]) != 0)) {
            set_status(reader, pl_diag_error(reader->diags, PL_ERR_SYNTAX, &where,
                                             "two columns named '%s'", names[c]));
        }
    }
    free(names);
}

/* libcsv is at the end of a row. */
static void
take_row(int terminator, void *context)
{
    struct reader *reader = context;

    (void)terminator;
    if (reader->status == PL_ERR_NOMEM) {
        return;
    }
    if (!reader->has_header) {
        reader->has_header = true;
        reader->n_names = reader->n_cells;
        check_names(reader);
    } else if (reader->n_cells != reader->n_names) {
        struct pl_place where = place_of_row(reader);

        set_status(reader,
                   pl_diag_error(reader->diags, PL_ERR_SYNTAX, &where,
                                 "%zu cell%s in this row and %zu in the header",
                                 reader->n_cells, reader->n_cells == 1 ? "" : "s",
                                 reader->n_names));
    }
    reader->n_cells = 0;
}

/* The offset behind the line that begins at `at`, with its end. */
static size_t
find_next_line(const struct pl_source *source, size_t at)
{
    while (at < source->size && source->text[at] != '\n' && source->text[at] != '\r') {
        at++;
    }
    if (at + 1 < source->size && source->text[at] == '\r' &&
        source->text[at + 1] == '\n') {
        return at + 2;
    }
    return at < source->size ? at + 1 : at;
}

static void
report_quote(struct reader *reader, size_t offset)
{
    struct pl_place where = {reader->source, {offset, 1}};

    set_status(reader, pl_diag_error(reader->diags, PL_ERR_SYNTAX, &where,
                                     "a quote in the middle of a cell"));
    pl_diag_hint(reader->diags,
                 "put quotes around the whole cell and double those inside it");
}

static void
read_lines(struct reader *reader, struct csv_parser *parser)
{
    const struct pl_source *source = reader->source;
    size_t next = 0;

    for (size_t at = 0; at < source->size; at = next) {
        size_t n_read = 0;

        next = find_next_line(source, at);
        if (!parser->quoted) { /* no cell goes on from the line above */
            if (source->text[at] == '#') {
                continue;
            }
            reader->start = at;
        }
        n_read = csv_parse(parser, source->text + at, next - at, take_cell, take_row,
                           reader);
        if (n_read != next - at) {
            if (csv_error(parser) == CSV_EPARSE) {
                report_quote(reader, at + n_read);
            } else {
                set_status(reader, pl_diag_no_memory(reader->diags, "a table"));
            }
            return;
        }
        if (reader->status == PL_ERR_NOMEM || pl_diags_full(reader->diags)) {
            return;
        }
    }
    if (parser->quoted) {
        struct pl_place where = place_of_row(reader);

        set_status(reader, pl_diag_error(reader->diags, PL_ERR_SYNTAX, &where,
                                         "a quote in this row is not closed"));
    } else if (csv_fini(parser, take_cell, take_row, reader) != 0) {
        set_status(reader, pl_diag_no_memory(reader->diags, "a table"));
    }
}

static bool
is_comma_separated(const char *name)
{
    size_t length = strlen(name);

    return length >= 4 && strcasecmp(name + length - 4, ".csv") == 0;
}

enum pl_status
pl_tsv_read(const struct pl_source *source, struct pl_diags *diags,
            struct pl_frame **out)
{
    struct reader reader = {.source = source, .diags = diags};
    struct csv_parser parser;
    enum pl_status status = PL_OK;

    *out = NULL;
    status = pl_frame_create(diags, &reader.frame);
    if (status != PL_OK) {
        return status;
    }
    if (csv_init(&parser, CSV_STRICT | CSV_APPEND_NULL) != 0) {
        pl_frame_destroy(reader.frame);
        return pl_diag_no_memory(diags, "a table");
    }
    csv_set_delim(&parser, is_comma_separated(source->name) ? CSV_COMMA : CSV_TAB);
    csv_set_blk_size(&parser, CELL_STEP);
    read_lines(&reader, &parser);
    csv_free(&parser);
    if (reader.status == PL_OK && !reader.has_header) {
        struct pl_place where = {source, {0, 0}};

        set_status(&reader, pl_diag_error(diags, PL_ERR_SYNTAX, &where,
                                          "the table has no header row"));
        pl_diag_hint(diags, "its first row holds the names of the columns");
    }
    if (reader.status == PL_OK) {
        *out = reader.frame;
        reader.frame = NULL; /* handed over */
    }
    pl_frame_destroy(reader.frame);
    return reader.status;
}

/* @return false when the cell is no number */
static bool
read_number(const char *cell, double *number)
{
    if (cell[0] == '\0' || strcasecmp(cell, "nan") == 0 || strcmp(cell, "NA") == 0) {
        *number = (double)NAN;
        return true;
    }
    return pl_number_parse(cell, number);
}

enum pl_status
pl_tsv_numbers(struct pl_frame *frame, size_t column, const char *where,
               struct pl_diags *diags)
{
    struct pl_column *texts = &frame->columns[column];
    enum pl_status status = PL_OK;
    size_t capacity = frame->capacity > 0 ? frame->capacity : 1;
    double *numbers = calloc(capacity, sizeof *numbers);

    if (numbers == NULL) {
        return pl_diag_no_memory(diags, "a column of a table");
    }
    for (size_t row = 0; row < frame->n_rows && !pl_diags_full(diags); row++) {
        if (!read_number(texts->texts[row], &numbers[row])) {
            status =
                pl_diag_error(diags, PL_ERR_SYNTAX, NULL,
                              "%s: row %zu of the column '%s': '%s' is not a number",
                              where, row + 1, texts->name, texts->texts[row]);
        }
    }
    if (status != PL_OK) {
        free(numbers);
        return status;
    }
    for (size_t row = 0; row < frame->n_rows; row++) {
        free(texts->texts[row]);
    }
    free(texts->texts);
    texts->texts = NULL;
    texts->numbers = numbers;
    texts->type = PL_COLUMN_NUMBER;
    return PL_OK;
}
