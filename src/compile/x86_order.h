/*
 * x86_order.h - the order in which a tape's instructions become machine code (compile/
 * only).
 *
 * A tape is in the order in which its formulas were made: sums of reaction rates stand
 * far behind the rates, and all of them would be in memory meanwhile. Here each output is
 * computed when its turn comes, with what it needs right before it, and whatever can be
 * computed that ends the life of a value is computed at once. What is computed, and from
 * what, stays, and so do its bits.
 */
#ifndef PL_COMPILE_X86_ORDER_H
#define PL_COMPILE_X86_ORDER_H

#include <stdbool.h>

struct pl_tape;

/**
 * The same tape in another order, without instructions that no output needs.
 *
 * @param ordered  filled; code and outputs are its own, the rest is the tape's
 * @return false when memory is out; `ordered` is to be finished all the same
 * Cost: O(instructions).
 */
bool pl_x86_order_init(struct pl_tape *ordered, const struct pl_tape *tape);
void pl_x86_order_finish(struct pl_tape *ordered);

#endif
