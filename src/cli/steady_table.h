/*
 * steady_table.h - the rest states of parameter sets as tables: bands over the sets, or
 * rows for each.
 */
#ifndef PL_CLI_STEADY_TABLE_H
#define PL_CLI_STEADY_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "study/rests.h"

struct pl_context;
struct pl_diags;
struct pl_ensemble;
struct pl_frame;
struct pl_weighted;

/** Zero it before the first use; steady_table_finish frees what is in it. */
struct steady_table {
    const struct pl_context *context;   /* borrowed, … */
    const struct pl_ensemble *ensemble; /* … as this */
    bool weights_differ;                /* those of its members */
    struct pl_diags *diags;
    size_t *symbols; /* shape (n_symbols): what is shown: states, then readouts */
    size_t n_states, n_symbols;
    struct pl_rests rests;    /* the caller's to fill: of these symbols */
    double *constants;        /* [model time] shape as rests.real: time constants */
    struct pl_weighted *room; /* shape (n_members) */
};

/** @return PL_OK; PL_ERR_NOMEM */
PL_MUST_USE enum pl_status steady_table_init(struct steady_table *table,
                                             const struct pl_context *context,
                                             const struct pl_ensemble *ensemble,
                                             struct pl_diags *diags);
void steady_table_finish(struct steady_table *table);

/** Before any table, when `rests` are filled: what follows from them. @return PL_OK;
 * PL_ERR_NOMEM */
PL_MUST_USE enum pl_status steady_table_complete(struct steady_table *table);

/** States and readouts: name, median, p05, p95, what it is. */
PL_MUST_USE enum pl_status steady_table_bands(struct steady_table *table,
                                              struct pl_frame **out);

/** The slowest eigenvalue, the next, …: bands of real parts and time constants. */
PL_MUST_USE enum pl_status steady_table_modes(struct steady_table *table,
                                              struct pl_frame **out);

/** The slowest of them for a person. There has to be one. */
PL_MUST_USE enum pl_status steady_table_slowest(struct steady_table *table,
                                                struct pl_frame **out);

/** A row for each member: `member`, its `weight` if they differ, states, readouts, the
 * slowest real part, and why it does not rest. */
PL_MUST_USE enum pl_status steady_table_members(struct steady_table *table,
                                                struct pl_frame **out);

/** A row for each member and eigenvalue; one for a member that does not rest. */
PL_MUST_USE enum pl_status steady_table_member_modes(struct steady_table *table,
                                                     struct pl_frame **out);

#endif
