/*
 * kernel.h - running a tape: by the interpreter or as machine code, with one answer.
 */
#ifndef PL_COMPILE_KERNEL_H
#define PL_COMPILE_KERNEL_H

#include <stddef.h>

#include "base/isa.h"

struct pl_run_order;
struct pl_tape;

/** One tape, ready to run for so many lanes. A value: copy it at will. */
struct pl_kernel {
    const struct pl_tape *tape; /* borrowed */
    enum pl_isa isa;
    size_t lanes;                     /* 1, 4 or 8 */
    const struct pl_run_order *order; /* of the tape, for as many lanes: for the
                                         interpreter; borrowed; may be NULL with native */
    void (*native)(double *frame, double *out); /* NULL: the interpreter does it */
};

/**
 * Run it. Every lane is computed as if it were alone: its bits depend neither on `lanes`
 * nor on `isa` nor on whether machine code runs; only which NaN comes out may differ.
 *
 * @param frame  shape (at least pl_tape_n_slots, lanes), row-major, rows aligned to their
 *               size: the inputs in place, and the constants (pl_tape_load_constants)
 * @param out    shape (n_outputs, lanes), likewise aligned: output k goes to row k. May
 *               lie in the frame, but on no slot that the tape reads or computes
 * Allocates nothing and cannot fail.
 */
void pl_kernel_run(const struct pl_kernel *kernel, double *frame, double *out);

#endif
