/*
 * frame.h - a table: named columns with units, numbers or text.
 *
 * Results, cells, drugs and measurements are all frames.
 *
 * Owns     every name and cell; each text is a malloc of its own.
 */
#ifndef PL_BASE_FRAME_H
#define PL_BASE_FRAME_H

#include <stddef.h>

#include "base/index.h"
#include "base/status.h"

struct pl_diags;

enum pl_column_type { PL_COLUMN_NUMBER, PL_COLUMN_TEXT };

struct pl_column {
    char *name;  /* as in a file's header: "time_h", "pAkt_S473" */
    char *label; /* as a person reads it: "Akt pS473"; else the name */
    char *unit;  /* "" for none */
    enum pl_column_type type;
    double *numbers; /* shape (n_rows) for PL_COLUMN_NUMBER, else NULL */
    char **texts;    /* shape (n_rows) for PL_COLUMN_TEXT, else NULL; each not NULL */
};

struct pl_frame {
    size_t n_columns;
    size_t n_rows;
    size_t capacity; /* [row] */
    struct pl_column *columns;
};

PL_MUST_USE enum pl_status pl_frame_create(struct pl_diags *diags,
                                           struct pl_frame **out);
/** Accepts NULL. */
void pl_frame_destroy(struct pl_frame *frame);

/**
 * Add a column. Rows that are there already get NaN or "".
 * @param label  NULL for the name itself;  @param unit  NULL for none
 */
PL_MUST_USE enum pl_status pl_frame_add_column(struct pl_frame *frame, const char *name,
                                               const char *label, const char *unit,
                                               enum pl_column_type type,
                                               struct pl_diags *diags);

/** Add a row of NaN and "". Its index is n_rows - 1. */
PL_MUST_USE enum pl_status pl_frame_add_row(struct pl_frame *frame,
                                            struct pl_diags *diags);

/** Copy a text into a cell of a text column. */
PL_MUST_USE enum pl_status pl_frame_set_text(struct pl_frame *frame, size_t row,
                                             size_t column, const char *text,
                                             struct pl_diags *diags);

/** The column of that name, or PL_NONE. */
size_t pl_frame_find(const struct pl_frame *frame, const char *name);

#endif
