/*
 * run_order.h - the order in which the interpreter runs a tape (compile/ only).
 *
 * To see what an instruction is and go where it is done takes longer than to do it, for 8
 * lanes too. So equal operations stand side by side here, in stretches, and what to do is
 * decided once for each. What is computed, and from what, stays, and so do its bits.
 *
 * A result takes the place of one that nothing needs any more, among the slots of the
 * tape's instructions: few rows are written, and they stay near the processor.
 *
 * Const once created: any number of threads may share it.
 */
#ifndef PL_COMPILE_RUN_ORDER_H
#define PL_COMPILE_RUN_ORDER_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "expr/op.h"

struct pl_diags;
struct pl_tape;

/** So many instructions of one operation, one behind the other. */
struct pl_stretch {
    enum pl_op op;
    uint32_t n; /* > 0 */
};

/** Where an instruction's rows begin, in doubles from the begin of the frame. */
struct pl_run_rows {
    uint32_t result;       /* none of the arguments */
    uint32_t arguments[3]; /* those that the operation has not are 0 */
};

struct pl_run_order {
    size_t lanes;
    size_t n_stretches;
    struct pl_stretch *stretches; /* shape (n_stretches) */
    struct pl_run_rows *rows;     /* shape (n_code of the tape), stretch by stretch */
    size_t n_outputs;
    uint32_t *outputs; /* shape (n_outputs): as rows, where each output is in the end */
};

/**
 * Order a tape. Its slots must not move afterwards (pl_tape_place); it need not live on.
 *
 * @param lanes  1, 4 or 8
 * @return PL_OK; PL_ERR_NOMEM, also when 32 bits do not reach over the frame
 * Cost: O(instructions + stretches), in memory O(instructions).
 */
PL_MUST_USE enum pl_status pl_run_order_create(const struct pl_tape *tape, size_t lanes,
                                               struct pl_diags *diags,
                                               struct pl_run_order **out);
/** Accepts NULL. */
void pl_run_order_destroy(struct pl_run_order *order);

#endif
