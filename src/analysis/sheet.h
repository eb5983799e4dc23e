/*
 * sheet.h - a frame while it is written: columns once, then cells from left to right.
 *
 * The first failure is kept, and all that follows does nothing.
 */
#ifndef PL_ANALYSIS_SHEET_H
#define PL_ANALYSIS_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/frame.h"
#include "base/status.h"
#include "study/ensemble.h"

struct pl_diags;
struct pl_text;

struct pl_sheet {
    struct pl_frame *frame;
    struct pl_diags *diags;
    enum pl_status status;
    bool
        bands; /* a band is three columns, NAME_median, NAME_p05 and NAME_p95, not one */
    size_t column; /* the next cell of the row that is written */
};

/** An empty one. */
struct pl_sheet pl_sheet_begin(bool bands, struct pl_diags *diags);

/** Hand the frame over. @return the first failure; `out` is NULL then */
PL_MUST_USE enum pl_status pl_sheet_end(struct pl_sheet *sheet, struct pl_frame **out);

/** Add a column. A person reads its name without the unit: "time" for "time_h".
 * @param unit    NULL for none
 * @param format  of the name, as by printf */
void pl_sheet_add(struct pl_sheet *sheet, enum pl_column_type type, const char *unit,
                  const char *format, ...) PL_PRINTF(4, 5);

/** Add a column of texts under a heading of its own. */
void pl_sheet_add_text(struct pl_sheet *sheet, const char *name, const char *label);

/** Add columns of numbers without a unit. @param names  shape (n) */
void pl_sheet_add_numbers(struct pl_sheet *sheet, const char *const *names, size_t n);

/** Add a column, or three, for bands. Its name is name and suffix. */
void pl_sheet_add_band(struct pl_sheet *sheet, const char *name, const char *suffix,
                       const char *unit);

/** Begin a row, then fill its cells. */
void pl_sheet_row(struct pl_sheet *sheet);
void pl_sheet_number(struct pl_sheet *sheet, double number);
void pl_sheet_numbers(struct pl_sheet *sheet, const double *numbers, size_t n);
void pl_sheet_text(struct pl_sheet *sheet, const char *text);
void pl_sheet_band(struct pl_sheet *sheet, struct pl_band band);

/** A text that was put together: written, then finished. */
void pl_sheet_take(struct pl_sheet *sheet, struct pl_text *text);

#endif
