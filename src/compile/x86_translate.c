/*
 * x86_translate.c - one tape becomes machine code: which instructions for which
 * operation.
 */
#include "compile/x86_translate.h"

#include <assert.h>
#include <stdint.h>

#include "compile/tape.h"
#include "compile/x86_encoder.h"
#include "compile/x86_frame.h"
#include "compile/x86_order.h"
#include "compile/x86_registers.h"
#include "expr/elementary.h"
#include "expr/op.h"

/* Functions begin where a line of the instruction cache does. */
#define CACHE_LINE 64

struct translation {
    const struct pl_tape *tape;
    enum pl_isa isa;
    struct pl_x86_code *code;
    struct pl_x86_frame frame;
    struct pl_x86_registers registers;
};

/* ---- arithmetic ---- */

/* For operations on whole registers: one lane of memory is less than they read. */
static struct pl_x86_operand
find_whole(struct translation *t, size_t k, size_t j)
{
    return t->code->lanes == 1 ? pl_x86_register(pl_x86_hold(&t->registers, k, j))
                               : pl_x86_find(&t->registers, k, j);
}

/**
 * Which of two arguments should be the operand that may be in memory: not the one that
 * is in a register; of two in memory the one that is used later, so that the other one
 * is loaded for both its uses.
 */
static bool
is_better_operand(const struct translation *t, size_t k, size_t j, size_t other)
{
    const bool is_loaded = pl_x86_is_loaded(&t->registers, k, j);

    if (is_loaded != pl_x86_is_loaded(&t->registers, k, other)) {
        return !is_loaded;
    }
    return pl_x86_next_use(&t->registers.values, k, j) >
           pl_x86_next_use(&t->registers.values, k, other);
}

/* The arguments of instruction k are used, its result goes to a new register. */
static unsigned
take_result(struct translation *t, size_t k)
{
    pl_x86_use_arguments(&t->registers, k);
    return pl_x86_take(&t->registers);
}

static void
put_binary(struct translation *t, size_t k, enum pl_x86_operation operation,
           bool commutes)
{
    const bool whole = operation == PL_X86_AND || operation == PL_X86_OR;
    const size_t first = commutes && is_better_operand(t, k, 0, 1) ? 1 : 0;
    const unsigned a = pl_x86_hold(&t->registers, k, first);
    const struct pl_x86_operand b =
        whole ? find_whole(t, k, 1 - first) : pl_x86_find(&t->registers, k, 1 - first);
    const unsigned z = take_result(t, k);

    pl_x86_operate(t->code, operation, z, a, b);
    pl_x86_place(&t->registers, k, z);
}

/* Operations on the bits of one value, with a number. */
static void
put_bits(struct translation *t, size_t k, enum pl_x86_operation operation)
{
    const unsigned a = pl_x86_hold(&t->registers, k, 0);
    const struct pl_x86_operand number = pl_x86_find(&t->registers, k, 1);
    const unsigned z = take_result(t, k);

    pl_x86_operate(t->code, operation, z, a, number);
    pl_x86_place(&t->registers, k, z);
}

static void
put_unary(struct translation *t, size_t k, enum pl_op op)
{
    const unsigned a = pl_x86_hold(&t->registers, k, 0);
    const unsigned z = take_result(t, k);

    if (op == PL_OP_SQRT) {
        pl_x86_square_root(t->code, z, a);
    } else {
        pl_x86_round(t->code, z, a, op == PL_OP_FLOOR ? PL_X86_FLOOR : PL_X86_CEIL);
    }
    pl_x86_place(&t->registers, k, z);
}

/* ---- fused operations ---- */

/* A fused operation overwrites one of its arguments. What overwriting each costs: nothing
 * when it is in a register that is free afterwards; one load when it is in memory, where
 * it stays; a load later on when it is in both; else a copy. */
enum price { PRICE_NOTHING, PRICE_LOAD, PRICE_LATER, PRICE_COPY };

static enum price
overwriting_price(const struct translation *t, size_t k, size_t j)
{
    const struct pl_x86_value *v =
        &t->registers.values.list[pl_x86_argument(&t->registers.values, k, j)];

    if (!pl_x86_is_loaded(&t->registers, k, j)) {
        return PRICE_LOAD;
    }
    if (pl_x86_next_use(&t->registers.values, k, j) == PL_X86_NEVER) {
        return PRICE_NOTHING;
    }
    return v->home != PL_X86_NOWHERE ? PRICE_LATER : PRICE_COPY;
}

/* The argument to overwrite: the cheapest, of several the one that is used last. */
static size_t
choose_overwritten(const struct translation *t, size_t k)
{
    size_t best = 0;

    for (size_t j = 1; j < 3; j++) {
        const enum price price = overwriting_price(t, k, j);
        const enum price least = overwriting_price(t, k, best);

        if (price < least ||
            (price == least && pl_x86_next_use(&t->registers.values, k, j) >
                                   pl_x86_next_use(&t->registers.values, k, best))) {
            best = j;
        }
    }
    return best;
}

/* The register that begins as argument j and ends as the result. */
static unsigned
overwrite(struct translation *t, size_t k, size_t j)
{
    const enum price price = overwriting_price(t, k, j);
    const unsigned a = pl_x86_hold(&t->registers, k, j);

    if (price == PRICE_COPY) {
        const unsigned z = pl_x86_take(&t->registers);

        pl_x86_copy(t->code, z, a);
        return z;
    }
    if (price != PRICE_NOTHING) {
        pl_x86_leave(&t->registers, k, j);
    }
    return a;
}

/* Add, subtract, from: in the order of the encoder's operations, for each of the three
 * orders 132, 213, 231. */
static enum pl_x86_operation
fused_operation(enum pl_op op, enum pl_x86_operation order)
{
    const int behind = (int)order - (int)PL_X86_FUSED_ADD_132;

    switch (op) {
    case PL_OP_FUSED_ADD:
        return (enum pl_x86_operation)((int)PL_X86_FUSED_ADD_132 + behind);
    case PL_OP_FUSED_SUBTRACT:
        return (enum pl_x86_operation)((int)PL_X86_FUSED_SUBTRACT_132 + behind);
    default:
        return (enum pl_x86_operation)((int)PL_X86_FUSED_FROM_132 + behind);
    }
}

static void
put_fused(struct translation *t, size_t k, enum pl_op op)
{
    const size_t over = choose_overwritten(t, k);
    const uint32_t value = pl_x86_argument(&t->registers.values, k, over);
    enum pl_x86_operation order = PL_X86_FUSED_ADD_231;
    size_t first = over == 0 ? 1 : 0; /* of the other two: in a register */
    size_t last = over == 2 ? 1 : 2;  /* in a register or in memory */
    unsigned a = 0;
    unsigned z = 0;
    struct pl_x86_operand b;

    for (size_t j = 0; j < 3; j++) {
        if (j != over && pl_x86_is_loaded(&t->registers, k, j)) {
            pl_x86_hold(&t->registers, k, j); /* should not give way to z */
        }
    }
    z = overwrite(t, k, over);
    if (pl_x86_argument(&t->registers.values, k, first) != value &&
        (pl_x86_argument(&t->registers.values, k, last) == value ||
         is_better_operand(t, k, first, last))) {
        const size_t swapped = first;

        first = last;
        last = swapped;
    }
    a = pl_x86_argument(&t->registers.values, k, first) == value
            ? z
            : pl_x86_hold(&t->registers, k, first);
    b = pl_x86_argument(&t->registers.values, k, last) == value
            ? pl_x86_register(z)
            : pl_x86_find(&t->registers, k, last);
    /* z is a factor: is the other factor the operand that may be in memory? */
    if (over != 2) {
        order = last == 2 ? PL_X86_FUSED_ADD_213 : PL_X86_FUSED_ADD_132;
    }
    pl_x86_use_arguments(&t->registers, k);
    pl_x86_operate(t->code, fused_operation(op, order), z, a, b);
    pl_x86_place(&t->registers, k, z);
}

/* ---- truth ---- */

/* VEX: 1 where all bits of z are set, else 0. */
static void
put_ones_where(struct translation *t, unsigned z, struct pl_x86_operand ones)
{
    pl_x86_operate(t->code, PL_X86_AND, z, z, ones);
}

static void
put_comparison(struct translation *t, size_t k, enum pl_x86_predicate predicate,
               enum pl_x86_predicate swapped)
{
    const size_t first = is_better_operand(t, k, 0, 1) ? 1 : 0;
    const unsigned a = pl_x86_hold(&t->registers, k, first);
    const struct pl_x86_operand b = pl_x86_find(&t->registers, k, 1 - first);
    unsigned z = 0;

    predicate = first == 0 ? predicate : swapped;
    if (t->code->evex) {
        z = pl_x86_take_mask(&t->registers);
        pl_x86_use_arguments(&t->registers, k);
        pl_x86_compare(t->code, z, a, b, predicate);
        pl_x86_place_mask(&t->registers, k, z);
        return;
    }
    z = pl_x86_take(&t->registers);
    pl_x86_compare(t->code, z, a, b, predicate);
    put_ones_where(t, z, pl_x86_find(&t->registers, k, 2));
    pl_x86_use_arguments(&t->registers, k);
    pl_x86_place(&t->registers, k, z);
}

static bool
is_truth(const struct translation *t, size_t k, size_t j)
{
    return t->registers.values.list[pl_x86_argument(&t->registers.values, k, j)]
        .is_truth;
}

/* VEX: a new register, all bits of a double set where the argument is not 0. */
static unsigned
take_truth(struct translation *t, size_t k, size_t j)
{
    const struct pl_x86_operand a = pl_x86_find(&t->registers, k, j);
    const unsigned z = pl_x86_take_zeros(&t->registers);

    pl_x86_compare(t->code, z, z, a, PL_X86_NOT_EQUAL);
    return z;
}

static void
put_logic(struct translation *t, size_t k, enum pl_op op)
{
    const bool is_and = op == PL_OP_AND;
    unsigned a = 0;
    unsigned b = 0;
    unsigned z = 0;

    if (t->code->evex) {
        a = pl_x86_hold_mask(&t->registers, k, 0);
        b = pl_x86_hold_mask(&t->registers, k, 1);
        pl_x86_use_arguments(&t->registers, k);
        z = pl_x86_take_mask(&t->registers);
        pl_x86_mask_operate(t->code, is_and ? PL_X86_MASK_AND : PL_X86_MASK_OR, z, a,
                            b);
        pl_x86_place_mask(&t->registers, k, z);
        return;
    }
    if (is_truth(t, k, 0) && is_truth(t, k, 1)) {
        /* the bits of 1 are all there or none */
        put_binary(t, k, is_and ? PL_X86_AND : PL_X86_OR, true);
        return;
    }
    z = take_truth(t, k, 0);
    b = take_truth(t, k, 1);
    pl_x86_operate(t->code, is_and ? PL_X86_AND : PL_X86_OR, z, z, pl_x86_register(b));
    put_ones_where(t, z, pl_x86_find(&t->registers, k, 2));
    pl_x86_use_arguments(&t->registers, k);
    pl_x86_place(&t->registers, k, z);
}

static void
put_not(struct translation *t, size_t k)
{
    unsigned a = 0;
    unsigned z = 0;

    if (t->code->evex) {
        a = pl_x86_hold_mask(&t->registers, k, 0);
        pl_x86_use_arguments(&t->registers, k);
        z = pl_x86_take_mask(&t->registers);
        pl_x86_mask_not(t->code, z, a);
        pl_x86_place_mask(&t->registers, k, z);
        return;
    }
    z = pl_x86_take_zeros(&t->registers);
    pl_x86_compare(t->code, z, z, pl_x86_find(&t->registers, k, 0), PL_X86_EQUAL);
    put_ones_where(t, z, pl_x86_find(&t->registers, k, 1));
    pl_x86_use_arguments(&t->registers, k);
    pl_x86_place(&t->registers, k, z);
}

static void
put_select(struct translation *t, size_t k)
{
    const bool evex = t->code->evex;
    const unsigned mask =
        evex ? pl_x86_hold_mask(&t->registers, k, 0) : take_truth(t, k, 0);
    const unsigned otherwise = pl_x86_hold(&t->registers, k, 2);
    const struct pl_x86_operand chosen = find_whole(t, k, 1);
    const unsigned z = evex ? take_result(t, k) : mask;

    pl_x86_blend(t->code, z, otherwise, chosen, mask);
    if (!evex) {
        pl_x86_use_arguments(&t->registers, k);
    }
    pl_x86_place(&t->registers, k, z);
}

/* ---- calls ---- */

static void
put_into(struct translation *t, unsigned z, struct pl_x86_operand a)
{
    if (a.where != PL_X86_IN_REGISTER) {
        pl_x86_load(t->code, z, a);
    } else if (a.number != z) {
        pl_x86_copy(t->code, z, a.number);
    }
}

/* a to register 0 and b to register 1, wherever they are. */
static void
put_both(struct translation *t, struct pl_x86_operand a, struct pl_x86_operand b)
{
    if (b.where != PL_X86_IN_REGISTER || b.number != 0) {
        put_into(t, 0, a);
        put_into(t, 1, b);
        return;
    }
    if (a.where == PL_X86_IN_REGISTER && a.number == 1) {
        put_into(t, 2, a);
        a.number = 2;
    }
    put_into(t, 1, b);
    put_into(t, 0, a);
}

static void
put_call(struct translation *t, uintptr_t address)
{
    pl_x86_move_number(t->code, PL_X86_RAX, address);
    pl_x86_call(t->code, PL_X86_RAX);
}

/* A function with its arguments and its result in registers. */
static void
put_register_call(struct translation *t, size_t k, uintptr_t address)
{
    const size_t n = pl_op_arity(t->tape->code[k].op);
    struct pl_x86_operand operands[3];

    pl_x86_settle_all(&t->registers, k);
    for (size_t j = 0; j < n; j++) {
        operands[j] = pl_x86_find(&t->registers, k, j);
    }
    pl_x86_use_arguments(&t->registers, k);
    pl_x86_leave_all(&t->registers);
    if (n == 2) {
        put_both(t, operands[0], operands[1]);
    } else {
        put_into(t, 0, operands[0]);
    }
    put_call(t, address);
    pl_x86_place(&t->registers, k, 0);
}

static void
put_address(struct translation *t, enum pl_x86_general to, uint32_t place)
{
    const struct pl_x86_operand operand = pl_x86_frame_operand(&t->frame, place);

    pl_x86_move_address(t->code, to, (enum pl_x86_general)operand.number,
                        operand.offset);
}

/* pl_elementary_lanes, with arguments and result in memory. */
static void
put_memory_call(struct translation *t, size_t k, enum pl_op op)
{
    const size_t n = pl_op_arity(op);
    uint32_t home = 0;

    pl_x86_settle_all(&t->registers, k);
    put_address(t, PL_X86_RCX, pl_x86_settle(&t->registers, k, 0));
    put_address(t, PL_X86_R8, pl_x86_settle(&t->registers, k, n - 1));
    home = pl_x86_new_home(&t->registers);
    put_address(t, PL_X86_R9, home);
    pl_x86_use_arguments(&t->registers, k);
    pl_x86_leave_all(&t->registers);
    if (t->code->lanes > 1) {
        pl_x86_zero_upper(t->code);
    }
    pl_x86_move_number(t->code, PL_X86_RDI, (uint64_t)op);
    pl_x86_move_number(t->code, PL_X86_RSI, (uint64_t)t->isa);
    pl_x86_move_number(t->code, PL_X86_RDX, t->code->lanes);
    put_call(t, (uintptr_t)pl_elementary_lanes);
    pl_x86_place_home(&t->registers, k, home);
}

static void
put_elementary(struct translation *t, size_t k, enum pl_op op)
{
    void (*function)(void) = pl_elementary_address(op, t->isa, t->code->lanes);

    if (function != NULL) {
        put_register_call(t, k, (uintptr_t)function);
    } else {
        put_memory_call(t, k, op);
    }
}

/* ---- the tape ---- */

static void
put_instruction(struct translation *t, size_t k)
{
    const enum pl_op op = t->tape->code[k].op;

    switch (op) {
    case PL_OP_ADD:
        put_binary(t, k, PL_X86_ADD, true);
        break;
    case PL_OP_SUBTRACT:
        put_binary(t, k, PL_X86_SUBTRACT, false);
        break;
    case PL_OP_MULTIPLY:
        put_binary(t, k, PL_X86_MULTIPLY, true);
        break;
    case PL_OP_DIVIDE:
        put_binary(t, k, PL_X86_DIVIDE, false);
        break;
    case PL_OP_MIN:
        put_binary(t, k, PL_X86_MIN, false);
        break;
    case PL_OP_MAX:
        put_binary(t, k, PL_X86_MAX, false);
        break;
    case PL_OP_NEGATE:
        put_bits(t, k, PL_X86_XOR);
        break;
    case PL_OP_ABS:
        put_bits(t, k, PL_X86_AND);
        break;
    case PL_OP_SQRT:
    case PL_OP_FLOOR:
    case PL_OP_CEIL:
        put_unary(t, k, op);
        break;
    case PL_OP_FUSED_ADD:
    case PL_OP_FUSED_SUBTRACT:
    case PL_OP_FUSED_FROM:
        put_fused(t, k, op);
        break;
    case PL_OP_LESS:
        put_comparison(t, k, PL_X86_LESS, PL_X86_GREATER);
        break;
    case PL_OP_LESS_EQ:
        put_comparison(t, k, PL_X86_LESS_EQUAL, PL_X86_GREATER_EQUAL);
        break;
    case PL_OP_EQUAL:
        put_comparison(t, k, PL_X86_EQUAL, PL_X86_EQUAL);
        break;
    case PL_OP_AND:
    case PL_OP_OR:
        put_logic(t, k, op);
        break;
    case PL_OP_NOT:
        put_not(t, k);
        break;
    case PL_OP_SELECT:
        put_select(t, k);
        break;
    case PL_OP_TRANSCENDENTALS:
        put_elementary(t, k, op);
        break;
    case PL_OP_NOT_RUN:
        assert(false && "an operation of tapes");
        break;
    }
}

static bool
has_calls(const struct pl_tape *tape)
{
    for (size_t k = 0; k < tape->n_code; k++) {
        if (pl_op_is_transcendental(tape->code[k].op)) {
            return true;
        }
    }
    return false;
}

void
pl_x86_put_numbers(struct pl_x86_code *code)
{
    static const uint64_t bits[PL_X86_N_NUMBERS] = {
        [PL_X86_ONES] = UINT64_C(0x3ff0000000000000),
        [PL_X86_SIGNS] = UINT64_C(1) << 63,
        [PL_X86_MAGNITUDES] = ~(UINT64_C(1) << 63),
    };

    assert(code->n_bytes == 0);
    for (size_t i = 0; i < PL_X86_N_NUMBERS; i++) {
        for (size_t l = 0; l < PL_X86_NUMBER_SIZE / sizeof bits[i]; l++) {
            pl_x86_put(code, &bits[i], sizeof bits[i]);
        }
    }
}

bool
pl_x86_translate(const struct pl_tape *tape, enum pl_isa isa, struct pl_x86_code *code,
                 size_t *at)
{
    struct pl_tape ordered;
    struct translation t = {.tape = &ordered, .isa = isa, .code = code};
    bool done = false;

    if (pl_x86_order_init(&ordered, tape) &&
        pl_x86_frame_init(&t.frame, &ordered, code, has_calls(&ordered)) &&
        pl_x86_registers_init(&t.registers, &ordered, &t.frame, code)) {
        pl_x86_align(code, CACHE_LINE);
        *at = code->n_bytes;
        pl_x86_frame_enter(&t.frame, code);
        for (size_t k = 0; k < ordered.n_code; k++) {
            put_instruction(&t, k);
        }
        pl_x86_place_outputs(&t.registers);
        pl_x86_frame_leave(&t.frame, code);
        done = !code->failed;
    }
    pl_x86_registers_finish(&t.registers);
    pl_x86_order_finish(&ordered);
    return done;
}
