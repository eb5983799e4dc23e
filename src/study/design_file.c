/*
 * design_file.c - a design's points from a table: one row a point.
 */
#include "study/design_private.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/source.h"
#include "base/text.h"
#include "format/tsv.h"
#include "model/model.h"
#include "study/context.h"
#include "study/offers.h"
#include "study/tables.h"

/* One table while it is read. */
struct reader {
    const struct pl_context *context;
    const char *subject;  /* the file's path, or other words for messages */
    enum pl_status fault; /* of what is wrong with a row */
    const char *no_number;
    struct pl_diags *diags;
    struct pl_design_rows *rows;
    bool *is_known; /* of a file: shape (rows->n_factors): columns without a fault */
};

/* After so many faults no further one would be told. */
static bool
is_enough(const struct reader *reader, enum pl_status status)
{
    return status == PL_ERR_NOMEM || (status != PL_OK && pl_diags_full(reader->diags));
}

static enum pl_status
report_unknown_column(const struct reader *reader, const char *name)
{
    struct pl_offers offers;
    enum pl_status status = PL_OK;

    if (pl_model_find(reader->context->model, name) != PL_NONE) {
        return pl_diag_error(reader->diags, PL_ERR_NAME, NULL,
                             "%s: column '%s' cannot be set: it follows its rule or "
                             "rate law",
                             reader->subject, name);
    }
    status = pl_diag_error(reader->diags, PL_ERR_NAME, NULL,
                           "%s: column '%s' is no parameter, drug or target of the "
                           "model",
                           reader->subject, name);
    pl_offers_init(&offers);
    pl_factor_offer(reader->context, &offers);
    (void)pl_offers_hint_near(&offers, name, reader->diags);
    pl_offers_finish(&offers);
    return status;
}

/* What the c-th column varies. */
static enum pl_status
read_name(const struct reader *reader, size_t c, const char *name)
{
    struct pl_factor *factor = &reader->rows->factors[c];
    struct pl_text subject;
    enum pl_status status = PL_OK;

    factor->low = (double)NAN;
    factor->high = (double)NAN;
    if (pl_factor_find(reader->context, name, factor) != PL_OK) {
        return report_unknown_column(reader, name);
    }
    if (factor->kind == PL_FACTOR_CELL && reader->context->cells == NULL) {
        return pl_diag_error(reader->diags, PL_ERR_NAME, NULL,
                             "%s: column '%s': this model has no table of cells "
                             "(<model>.cells.tsv beside it)",
                             reader->subject, name);
    }
    for (size_t k = 0; k < c; k++) {
        const struct pl_factor *other = &reader->rows->factors[k];

        if (other->text != NULL && other->symbol == factor->symbol &&
            other->kind == factor->kind) {
            return pl_diag_error(reader->diags, reader->fault, NULL,
                                 "%s: the columns '%s' and '%s' are the same",
                                 reader->subject, other->text, name);
        }
    }
    factor->text = pl_text_copy(name);
    factor->name = pl_text_copy(pl_factor_column(reader->context, factor));
    if (factor->text == NULL || factor->name == NULL) {
        return pl_diag_no_memory(reader->diags, "a design");
    }
    pl_text_init(&subject);
    pl_text_format(&subject, "%s: column '%s'", reader->subject, name);
    if (subject.failed) {
        status = pl_diag_no_memory(reader->diags, "a design");
    } else {
        pl_factor_warn(reader->context, factor, subject.data, reader->diags);
    }
    pl_text_finish(&subject);
    return status;
}

static enum pl_status
report_unknown_cell(const struct reader *reader, size_t row, const char *column,
                    const char *name)
{
    const struct pl_frame *cells = reader->context->cells;
    struct pl_offers offers;

    pl_diag_error(reader->diags, PL_ERR_NAME, NULL,
                  "%s: row %zu of the column '%s': unknown cell '%s'", reader->subject,
                  row + 1, column, name);
    pl_offers_init(&offers);
    for (size_t i = 0; i < cells->n_rows; i++) {
        const char *id = pl_table_row_id(cells, i);

        pl_offers_add(&offers, id, id);
    }
    if (!pl_offers_hint_near(&offers, name, reader->diags)) {
        pl_diag_hint(reader->diags, "`simulate list cells` shows all %zu",
                     cells->n_rows);
    }
    pl_offers_finish(&offers);
    return PL_ERR_NAME;
}

/* A cell's name: its row in the table of cells. */
static enum pl_status
read_cell(const struct reader *reader, size_t row, size_t c, const char *name)
{
    struct pl_design_rows *rows = reader->rows;
    size_t cell = 0;
    enum pl_status status = PL_OK;

    if (name[0] == '\0') {
        return pl_diag_error(reader->diags, PL_ERR_SYNTAX, NULL,
                             "%s: row %zu of the column '%s' is empty", reader->subject,
                             row + 1, rows->factors[c].text);
    }
    status = pl_context_find_cell(reader->context, name, NULL, &cell);
    if (status == PL_ERR_NAME) {
        return report_unknown_cell(reader, row, rows->factors[c].text, name);
    }
    rows->own[row * rows->n_factors + c] = (double)cell;
    return status;
}

/* Why a number is none for its column; NULL if it is one. */
static const char *
find_fault(const struct reader *reader, enum pl_role role, double number)
{
    if (!isfinite(number)) {
        return reader->no_number;
    }
    if (role == PL_ROLE_DRUG && number < 0.0) {
        return "is negative: doses are in nM, from 0 on";
    }
    if (role == PL_ROLE_TARGET && (number < 0.0 || number > 1.0)) {
        return "is no fraction between 0 and 1";
    }
    return NULL;
}

static enum pl_status
check_number(const struct reader *reader, size_t row, size_t c)
{
    const struct pl_design_rows *rows = reader->rows;
    const enum pl_role role = pl_factor_role(reader->context, &rows->factors[c]);
    const char *fault =
        find_fault(reader, role, rows->values[row * rows->n_factors + c]);

    return fault == NULL
               ? PL_OK
               : pl_diag_error(reader->diags, reader->fault, NULL,
                               "%s: row %zu of the column '%s' %s", reader->subject,
                               row + 1, rows->factors[c].text, fault);
}

static enum pl_status
read_number(const struct reader *reader, size_t row, size_t c, const char *text)
{
    struct pl_design_rows *rows = reader->rows;

    if (!pl_tsv_number(text, &rows->own[row * rows->n_factors + c])) {
        return pl_diag_error(reader->diags, PL_ERR_SYNTAX, NULL,
                             "%s: row %zu of the column '%s': '%s' is not a number",
                             reader->subject, row + 1, rows->factors[c].text, text);
    }
    return check_number(reader, row, c);
}

static enum pl_status
check_numbers(const struct reader *reader, size_t c)
{
    enum pl_status status = PL_OK;

    for (size_t row = 0; row < reader->rows->n_rows && !is_enough(reader, status);
         row++) {
        const enum pl_status fault = check_number(reader, row, c);

        status = fault != PL_OK ? fault : status;
    }
    return status;
}

/* Cells by their rows. */
static enum pl_status
check_cells(const struct reader *reader, size_t c)
{
    const struct pl_design_rows *rows = reader->rows;
    const size_t n_cells = reader->context->cells->n_rows;
    enum pl_status status = PL_OK;

    for (size_t row = 0; row < rows->n_rows && !is_enough(reader, status); row++) {
        const double cell = rows->values[row * rows->n_factors + c];

        if (!(cell >= 0.0 && cell < (double)n_cells && cell == floor(cell))) {
            status = pl_diag_error(reader->diags, reader->fault, NULL,
                                   "%s: row %zu of the column '%s' is no cell: cells "
                                   "are numbered from 0 to %zu",
                                   reader->subject, row + 1, rows->factors[c].text,
                                   n_cells - 1);
        }
    }
    return status;
}

/* The header of a file: what its columns vary, and room for their numbers. */
static enum pl_status
take_names(void *context, const char *const *names, size_t n_columns)
{
    struct reader *reader = context;
    struct pl_design_rows *rows = reader->rows;
    enum pl_status status = PL_OK;

    rows->n_factors = n_columns;
    rows->factors = calloc(n_columns, sizeof *rows->factors);
    reader->is_known = calloc(n_columns, sizeof *reader->is_known);
    if (rows->n_rows <= SIZE_MAX / n_columns) {
        rows->own = calloc(rows->n_rows * n_columns, sizeof *rows->own);
    }
    rows->values = rows->own;
    if (rows->factors == NULL || reader->is_known == NULL || rows->own == NULL) {
        return pl_diag_no_memory(reader->diags, "a design");
    }
    for (size_t c = 0; c < n_columns && !is_enough(reader, status); c++) {
        const enum pl_status fault = read_name(reader, c, names[c]);

        reader->is_known[c] = fault == PL_OK;
        status = fault != PL_OK ? fault : status;
    }
    return status;
}

static enum pl_status
take_cell(void *context, size_t row, size_t c, const char *cell)
{
    const struct reader *reader = context;

    if (!reader->is_known[c] || pl_diags_full(reader->diags)) {
        return PL_OK; /* told already, or not any more */
    }
    return reader->rows->factors[c].kind == PL_FACTOR_CELL
               ? read_cell(reader, row, c, cell)
               : read_number(reader, row, c, cell);
}

/* Twice through the text: once for faults in it and how many rows there are, then for
 * their numbers, so that nothing but these is held. */
static enum pl_status
read_rows(struct reader *reader, const struct pl_source *source)
{
    const struct pl_tsv_handler handler = {reader, take_names, take_cell};
    enum pl_status status =
        pl_tsv_scan(source, NULL, reader->diags, &reader->rows->n_rows);

    if (status == PL_OK && reader->rows->n_rows == 0) {
        status = pl_diag_error(reader->diags, PL_ERR_SYNTAX, NULL,
                               "%s: there are no rows below the header: one row is one "
                               "point",
                               reader->subject);
    }
    return status == PL_OK ? pl_tsv_scan(source, &handler, reader->diags, NULL)
                           : status;
}

enum pl_status
pl_design_rows_read(const struct pl_context *context, const char *path,
                    struct pl_diags *diags, struct pl_design_rows *rows)
{
    struct reader reader = {
        .context = context,
        .subject = path,
        .fault = PL_ERR_SYNTAX,
        .no_number = "is empty or not a number",
        .diags = diags,
        .rows = rows,
    };
    struct pl_source *source = NULL;
    enum pl_status status = pl_source_read(path, diags, &source);

    *rows = (struct pl_design_rows){0};
    if (status == PL_OK) {
        status = read_rows(&reader, source);
    }
    free(reader.is_known);
    pl_source_destroy(source);
    if (status != PL_OK) {
        pl_design_rows_finish(rows);
    }
    return status;
}

static enum pl_status
check_columns(const struct reader *reader, const char *const *names)
{
    struct pl_design_rows *rows = reader->rows;
    enum pl_status status = PL_OK;

    rows->factors = calloc(rows->n_factors, sizeof *rows->factors);
    if (rows->factors == NULL) {
        return pl_diag_no_memory(reader->diags, "a design");
    }
    for (size_t c = 0; c < rows->n_factors && !is_enough(reader, status); c++) {
        enum pl_status fault = read_name(reader, c, names[c]);

        if (fault == PL_OK) {
            fault = rows->factors[c].kind == PL_FACTOR_CELL ? check_cells(reader, c)
                                                            : check_numbers(reader, c);
        }
        status = fault != PL_OK ? fault : status;
    }
    return status;
}

enum pl_status
pl_design_rows_borrow(const struct pl_context *context, const char *const *names,
                      size_t n_columns, const double *values, size_t n_points,
                      struct pl_diags *diags, struct pl_design_rows *rows)
{
    const struct reader reader = {
        .context = context,
        .subject = "the points",
        .fault = PL_ERR_OPTION,
        .no_number = "is not a finite number",
        .diags = diags,
        .rows = rows,
    };
    enum pl_status status = PL_OK;

    *rows = (struct pl_design_rows){
        .n_factors = n_columns, .values = values, .n_rows = n_points};
    if (n_columns == 0) {
        status = pl_diag_error(diags, PL_ERR_OPTION, NULL,
                               "the points have no column: nothing varies");
    } else if (n_points == 0) {
        status = pl_diag_error(diags, PL_ERR_OPTION, NULL,
                               "the points have no row: one row is one point");
    } else if (n_points > PL_DESIGN_MAX_POINTS || n_points > SIZE_MAX / n_columns) {
        status = pl_diag_error(diags, PL_ERR_OPTION, NULL,
                               "%zu points: a sweep has at most 1e12", n_points);
    } else {
        status = check_columns(&reader, names);
    }
    if (status != PL_OK) {
        pl_design_rows_finish(rows);
    }
    return status;
}

void
pl_design_rows_finish(struct pl_design_rows *rows)
{
    for (size_t c = 0; rows->factors != NULL && c < rows->n_factors; c++) {
        pl_factor_finish(&rows->factors[c]);
    }
    free(rows->factors);
    free(rows->own);
    *rows = (struct pl_design_rows){0};
}
