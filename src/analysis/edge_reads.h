/*
 * edge_reads.h - which feedback edges nothing reads, at the parameters of a run: proved
 * from the formulas, not tried out (analysis/ only).
 *
 * A signal may stand in a formula and still do nothing: behind a factor that is 0 at
 * these parameters, or in the branch of a choice that they never take. Held quantities
 * that stand still over the whole run are numbers here, everything else may be anything;
 * what a rate needs follows from that, operation by operation.
 *
 * An edge that is found unread makes no difference to the run, whatever its signal is: to
 * the bit, as long as the run's numbers are finite. The converse does not hold: a term
 * that cancels in a way that no single operation shows counts as read.
 */
#ifndef PL_ANALYSIS_EDGE_READS_H
#define PL_ANALYSIS_EDGE_READS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_ensemble;
struct pl_treatment;

/**
 * Mark the edges that a rate, or an observed symbol, needs in any member. An edge that is
 * needed by way of another edge's signal alone counts too.
 *
 * @param treatments  shape (n_treatments): what they set from 0 on does not stand still.
 *                    What holds before is that of the first
 * @param ensemble    NULL for none
 * @param symbols     shape (n_symbols): what is observed
 * @param read        shape (edges of the model): may be set already; only true is written
 * @return PL_OK; PL_ERR_NOMEM
 * Cost: linear in the tapes, for each member and each 64 edges.
 */
PL_MUST_USE enum pl_status
pl_edge_reads_find(const struct pl_context *context,
                   const struct pl_treatment *const *treatments, size_t n_treatments,
                   const struct pl_ensemble *ensemble, const size_t *symbols,
                   size_t n_symbols, struct pl_diags *diags, bool *read);

#endif
