/*
 * kernel.c - running a tape: by the interpreter or as machine code, with one answer.
 */
#include "compile/kernel.h"

#include <assert.h>

#include "compile/run_order.h"
#include "compile/tape_run.h"

void
pl_kernel_run(const struct pl_kernel *kernel, double *frame, double *out)
{
    static void (*const interpreters[PL_N_ISAS])(const struct pl_run_order *, double *,
                                                 double *) = {
#define X(isa, suffix) [isa] = pl_tape_run_##suffix,
        PL_ISAS(X)
#undef X
    };

    if (kernel->native != NULL) {
        kernel->native(frame, out);
    } else {
        assert(kernel->order != NULL && kernel->order->lanes == kernel->lanes);
        interpreters[kernel->isa](kernel->order, frame, out);
    }
}
