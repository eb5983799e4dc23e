/*
 * tape_run.h - the interpreter, once for each instruction set (compile/ only).
 *
 * Callers use pl_kernel_run.
 */
#ifndef PL_COMPILE_TAPE_RUN_H
#define PL_COMPILE_TAPE_RUN_H

#include "base/isa.h"

struct pl_run_order;

/** As pl_kernel_run. @param order  for 1, 4 or 8 lanes */
#define X(isa, suffix)                                                         \
    void pl_tape_run_##suffix(const struct pl_run_order *order, double *frame, \
                              double *out);
PL_ISAS(X)
#undef X

#endif
