/*
 * tsv.c - tables from text, by libcsv.
 */
#include "format/tsv.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
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
    const struct pl_tsv_handler *handler; /* NULL: nobody wants the cells */
    struct pl_diags *diags;
    enum pl_status status; /* the first fault */
    bool has_header;
    char **names; /* shape (room): the cells of the header */
    size_t n_names, room;
    size_t n_rows;
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

static enum pl_status
keep_name(struct reader *reader, const char *name)
{
    char *copy = NULL;

    if (reader->n_names == reader->room) {
        const size_t room = 2 * reader->room + 8;
        char **names = room <= SIZE_MAX / 2 / sizeof *names
                           ? realloc(reader->names, room * sizeof *names)
                           : NULL;

        if (names == NULL) {
            return pl_diag_no_memory(reader->diags, "a table");
        }
        reader->names = names;
        reader->room = room;
    }
    copy = pl_text_copy(name);
    if (copy == NULL) {
        return pl_diag_no_memory(reader->diags, "a table");
    }
    reader->names[reader->n_names++] = copy;
    return PL_OK;
}

static void
read_name(struct reader *reader, const char *name)
{
    struct pl_place where = place_of_row(reader);

    if (name[0] == '\0') {
        set_status(reader,
                   pl_diag_error(reader->diags, PL_ERR_SYNTAX, &where,
                                 "column %zu has no name", reader->n_names + 1));
    }
    set_status(reader, keep_name(reader, name));
}

/* libcsv hands over a cell, NUL-terminated. */
static void
take_cell(void *bytes, size_t length, void *context)
{
    struct reader *reader = context;
    const struct pl_tsv_handler *handler = reader->handler;

    (void)length;
    if (reader->status == PL_ERR_NOMEM) {
        return;
    }
    if (!reader->has_header) {
        read_name(reader, bytes);
        return;
    }
    if (handler != NULL && reader->n_cells < reader->n_names) {
        set_status(reader, handler->cell(handler->context, reader->n_rows,
                                         reader->n_cells, bytes));
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
    const size_t n = reader->n_names;
    const char **names = calloc(n + 1, sizeof *names);
    struct pl_place where = place_of_row(reader);

    if (names == NULL) {
        set_status(reader, pl_diag_no_memory(reader->diags, "a table"));
        return;
    }
    for (size_t c = 0; c < n; c++) {
        names[c] = reader->names[c];
    }
    qsort(names, n, sizeof *names, compare_names);
    for (size_t c = 1; c < n; c++) {
        if (names[c][0] != '\0' && strcmp(names[c - 1], names[c]) == 0 &&
            (c == 1 || strcmp(names[c - 2], names[c]) != 0)) {
            set_status(reader, pl_diag_error(reader->diags, PL_ERR_SYNTAX, &where,
                                             "two columns named '%s'", names[c]));
        }
    }
    free(names);
}

static bool
is_comma_separated(const char *name)
{
    size_t length = strlen(name);

    return length >= 4 && strcasecmp(name + length - 4, ".csv") == 0;
}

/* One column, with the separator of the other kind of table in its name: that is what it
 * is. */
static void
check_separator(struct reader *reader)
{
    const bool has_commas = is_comma_separated(reader->source->name);
    struct pl_place where = place_of_row(reader);

    if (reader->n_names != 1 ||
        strchr(reader->names[0], has_commas ? '\t' : ',') == NULL) {
        return;
    }
    if (has_commas) {
        set_status(reader,
                   pl_diag_error(reader->diags, PL_ERR_SYNTAX, &where,
                                 "the header has tabs and no comma: in a file named "
                                 ".csv commas stand between columns"));
        pl_diag_hint(reader->diags, "name it .tsv, or put commas in place of the tabs");
    } else {
        set_status(reader,
                   pl_diag_error(reader->diags, PL_ERR_SYNTAX, &where,
                                 "the header has commas and no tab: only in a file "
                                 "named .csv do commas stand between columns"));
        pl_diag_hint(reader->diags, "name it .csv, or put tabs in place of the commas");
    }
}

/* The cells below a header that is at fault are nobody's. */
static void
take_header(struct reader *reader)
{
    const struct pl_tsv_handler *handler = reader->handler;

    reader->has_header = true;
    check_separator(reader);
    check_names(reader);
    if (handler == NULL) {
        return;
    }
    if (reader->status == PL_OK) {
        set_status(reader,
                   handler->names(handler->context, (const char *const *)reader->names,
                                  reader->n_names));
    } else {
        reader->handler = NULL;
    }
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
        take_header(reader);
        return;
    }
    if (reader->n_cells != reader->n_names) {
        struct pl_place where = place_of_row(reader);

        set_status(reader,
                   pl_diag_error(reader->diags, PL_ERR_SYNTAX, &where,
                                 "%zu cell%s in this row and %zu in the header",
                                 reader->n_cells, reader->n_cells == 1 ? "" : "s",
                                 reader->n_names));
    }
    reader->n_rows++;
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

enum pl_status
pl_tsv_scan(const struct pl_source *source, const struct pl_tsv_handler *handler,
            struct pl_diags *diags, size_t *n_rows)
{
    struct reader reader = {.source = source, .handler = handler, .diags = diags};
    struct csv_parser parser;

    if (n_rows != NULL) {
        *n_rows = 0;
    }
    if (csv_init(&parser, CSV_STRICT | CSV_APPEND_NULL) != 0) {
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
    if (n_rows != NULL) {
        *n_rows = reader.n_rows;
    }
    for (size_t c = 0; c < reader.n_names; c++) {
        free(reader.names[c]);
    }
    free(reader.names);
    return reader.status;
}

/* A frame while it is filled. */
struct filling {
    struct pl_frame *frame;
    struct pl_diags *diags;
};

static enum pl_status
add_columns(void *context, const char *const *names, size_t n_columns)
{
    struct filling *filling = context;
    enum pl_status status = PL_OK;

    for (size_t c = 0; c < n_columns && status == PL_OK; c++) {
        status = pl_frame_add_column(filling->frame, names[c], NULL, NULL,
                                     PL_COLUMN_TEXT, filling->diags);
    }
    return status;
}

static enum pl_status
add_cell(void *context, size_t row, size_t column, const char *cell)
{
    struct filling *filling = context;
    enum pl_status status = PL_OK;

    if (row == filling->frame->n_rows) {
        status = pl_frame_add_row(filling->frame, filling->diags);
    }
    return status == PL_OK
               ? pl_frame_set_text(filling->frame, row, column, cell, filling->diags)
               : status;
}

enum pl_status
pl_tsv_read(const struct pl_source *source, struct pl_diags *diags,
            struct pl_frame **out)
{
    struct filling filling = {.diags = diags};
    const struct pl_tsv_handler handler = {&filling, add_columns, add_cell};
    enum pl_status status = pl_frame_create(diags, &filling.frame);

    *out = NULL;
    if (status == PL_OK) {
        status = pl_tsv_scan(source, &handler, diags, NULL);
    }
    if (status != PL_OK) {
        pl_frame_destroy(filling.frame);
        return status;
    }
    *out = filling.frame;
    return PL_OK;
}

bool
pl_tsv_number(const char *cell, double *number)
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
        if (!pl_tsv_number(texts->texts[row], &numbers[row])) {
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
