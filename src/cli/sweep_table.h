/*
 * sweep_table.h - the table of a sweep, written row by row: factors, readouts, error.
 *
 * What its columns are follows from the manifest of a file of results alone, so that
 * `merge` writes what `sweep` would have written, to the byte, without the model.
 */
#ifndef PL_CLI_SWEEP_TABLE_H
#define PL_CLI_SWEEP_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "out/frame_text.h"

struct pl_diags;
struct pl_manifest;
struct pl_text;
struct sweep_table;

/* Entries of the manifest that make the columns. */
#define SWEEP_FACTORS "factors" /* "name [unit], name, …" */
#define SWEEP_CELLS "cells"     /* "row digest id" of each in use, tabs between them */
#define SWEEP_READOUTS "readouts" /* as the factors */

/** Rows that are gathered before they become text. */
#define SWEEP_TABLE_ROWS ((size_t)512)

/**
 * @param manifest  of a sweep; copied
 * @return PL_OK; PL_ERR_SYNTAX, without a message, when it is no sweep's; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status sweep_table_create(const struct pl_manifest *manifest,
                                              enum pl_frame_format format,
                                              struct pl_diags *diags,
                                              struct sweep_table **out);
/** Accepts NULL. */
void sweep_table_destroy(struct sweep_table *table);

/**
 * Add a row.
 * @param values  shape (n_values of the manifest): factors, cells as rows of their table, then readouts
 * @param reason  why the point failed; NULL when it did not
 */
PL_MUST_USE enum pl_status sweep_table_add(struct sweep_table *table,
                                           const double *values, const char *reason,
                                           struct pl_diags *diags);

/** Rows that were added since the last sweep_table_take. */
size_t sweep_table_n_rows(const struct sweep_table *table);

/**
 * Append the text of the rows that were added since the last call, the header before the
 * first.
 * @param is_last  end the table
 */
PL_MUST_USE enum pl_status sweep_table_take(struct sweep_table *table, bool is_last,
                                            struct pl_diags *diags,
                                            struct pl_text *text);

#endif
