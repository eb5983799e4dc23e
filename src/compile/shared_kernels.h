/*
 * shared_kernels.h - a program's kernels for lanes, made when they are first asked for
 * and shared from then on.
 *
 * A question to a model is often many sweeps, one after the other, of some dozens of
 * runs each; machine code for lanes takes longer to make than these take to run.
 *
 * Threads  any may ask at any time; who asks first makes them, the others wait.
 * Borrows  the program; it must outlive them.
 */
#ifndef PL_COMPILE_SHARED_KERNELS_H
#define PL_COMPILE_SHARED_KERNELS_H

#include "base/status.h"
#include "compile/kernels.h"

struct pl_diags;
struct pl_program;
struct pl_shared_kernels; /* opaque: fields live in shared_kernels.c */

PL_MUST_USE enum pl_status pl_shared_kernels_create(const struct pl_program *program,
                                                    struct pl_diags *diags,
                                                    struct pl_shared_kernels **out);
/** Accepts NULL. Ends all that pl_shared_kernels_get has given. */
void pl_shared_kernels_destroy(struct pl_shared_kernels *shared);

/**
 * Kernels for as many simulations side by side as the processor has lanes.
 *
 * @param kernels  receives them, borrowed until pl_shared_kernels_destroy
 * @return as pl_kernels_create; the next who asks tries again
 */
PL_MUST_USE enum pl_status pl_shared_kernels_get(struct pl_shared_kernels *shared,
                                                 enum pl_kernel_choice choice,
                                                 struct pl_diags *diags,
                                                 const struct pl_kernels **kernels);

#endif
