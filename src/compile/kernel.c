/*
 * kernel.c - running a tape: by the interpreter or as machine code, with one answer.
 */
#include "compile/kernel.h"

#include "compile/tape_run.h"

void
pl_kernel_run(const struct pl_kernel *kernel, double *frame, double *out)
{
    if (kernel->native != NULL) {
        kernel->native(frame, out);
        return;
    }
    switch (kernel->isa) {
#if PL_HAS_X86
    case PL_ISA_AVX512:
        pl_tape_run_avx512(kernel->tape, kernel->lanes, frame, out);
        break;
    case PL_ISA_AVX2:
        pl_tape_run_avx2(kernel->tape, kernel->lanes, frame, out);
        break;
#endif
    default:
        pl_tape_run_plain(kernel->tape, kernel->lanes, frame, out);
        break;
    }
}
