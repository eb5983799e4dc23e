/*
 * sweep_table.h - the table of a sweep, written row by row: factors, readouts, error.
 *
 * Where each point is run in many parameter sets a point has one row with NAME_median,
 * NAME_p05 and NAME_p95 for each readout, and `failed_members` before the error; or each
 * run has one, with the column `member`, and `weight` where weights differ, between
 * factors and readouts.
 *
 * What its columns are follows from the manifest of a file of results alone, so that
 * `merge` writes what `sweep` would have written, to the byte, without the model.
 */
#ifndef PL_CLI_SWEEP_TABLE_H
#define PL_CLI_SWEEP_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

/** … or records, where many of them make a row: who adds them looks up then, for Ctrl-C
 * and the progress. */
#define SWEEP_TABLE_RECORDS ((uint64_t)65536)

/**
 * @param manifest   of a sweep; copied
 * @param by_member  in an ensemble each run has its row; else each point
 * @return PL_OK; PL_ERR_SYNTAX, without a message, when it is no sweep's; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status sweep_table_create(const struct pl_manifest *manifest,
                                              bool by_member,
                                              enum pl_frame_format format,
                                              struct pl_diags *diags,
                                              struct sweep_table **out);
/** Accepts NULL. */
void sweep_table_destroy(struct sweep_table *table);

/**
 * Add a record: the next point, or the next run of a point, the first of them in the
 * first set. A point that has all its runs becomes a row, one that has not yet does not.
 * @param values  shape (n_values of the manifest): factors, cells as rows of their table, then readouts
 * @param reason  why it failed; NULL when it did not
 */
PL_MUST_USE enum pl_status sweep_table_add(struct sweep_table *table,
                                           const double *values, const char *reason,
                                           struct pl_diags *diags);

/** What is done with each record as it is added, for a progress: "rows written". */
const char *sweep_table_unit(const struct sweep_table *table);

/** Points of which no run is left, so that their row is empty. Counted as they become
 * rows; 0 where rows are of runs. */
uint64_t sweep_table_n_lost(const struct sweep_table *table);

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
