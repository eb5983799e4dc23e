/*
 * native.h - tapes as machine code: AVX-512 or AVX2, in memory, without a compiler.
 *
 * The code is straight-line, in an order that keeps few values waiting: values in
 * registers, chosen by linear scan (what is next used farthest away gives way), inputs
 * and constants as memory operands, elementary functions as calls to SLEEF. Every
 * operation is the one that the interpreter's C does, so the bits are the same.
 *
 * The pages are written first and made executable then, never both at once.
 */
#ifndef PL_COMPILE_NATIVE_H
#define PL_COMPILE_NATIVE_H

#include <stddef.h>

#include "base/isa.h"
#include "base/status.h"

struct pl_native;
struct pl_tape;

/** The machine code of one tape: see pl_kernel_run for its arguments. */
struct pl_native_function {
    void (*run)(double *frame, double *out);
};

/**
 * Translate tapes. Their slots must not move afterwards (pl_tape_place).
 *
 * @param tapes    shape (n_tapes); NULL for one that is not to be translated
 * @param isa      at most pl_isa_best(); for PL_ISA_PLAIN there is no code
 * @param lanes    1 or 4; 8 with AVX-512
 * @param functions  shape (n_tapes): receives the code of each, NULL where there is none.
 *                 Valid until pl_native_destroy
 * @param reason   receives why there is no code, in words for the human: "this system
 *                 forbids executable memory", "no machine code for this processor", "the
 *                 model is too large for machine code"; NULL otherwise. A constant string
 * @return PL_OK, with *out NULL when there can be no code here: the interpreter does the
 *         work; PL_ERR_NOMEM, without a message
 * Cost: O(inputs + instructions): well below 1 ms for 2000 instructions.
 */
PL_MUST_USE enum pl_status
pl_native_create(const struct pl_tape *const *tapes, size_t n_tapes, enum pl_isa isa,
                 size_t lanes, struct pl_native_function *functions,
                 const char **reason, struct pl_native **out);
/** Accepts NULL. */
void pl_native_destroy(struct pl_native *native);

/** [bytes] of machine code, with its constants. */
size_t pl_native_size(const struct pl_native *native);

#endif
