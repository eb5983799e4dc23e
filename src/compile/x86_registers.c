/*
 * x86_registers.c - where each value of a tape is while its machine code is written.
 */
#include "compile/x86_registers.h"

#include <assert.h>
#include <stdlib.h>

#include "compile/tape.h"
#include "compile/x86_frame.h"
#include "expr/op.h"

bool
pl_x86_registers_init(struct pl_x86_registers *registers, const struct pl_tape *tape,
                      const struct pl_x86_frame *frame, struct pl_x86_code *code)
{
    registers->frame = frame;
    registers->code = code;
    for (size_t r = 0; r < PL_X86_MOST_VECTORS; r++) {
        registers->vectors[r] = PL_X86_NO_VALUE;
    }
    for (size_t r = 0; r < PL_X86_N_MASKS; r++) {
        registers->masks[r] = PL_X86_NO_VALUE;
    }
    registers->next_home = (uint32_t)tape->code_at;
    registers->free_homes = calloc(tape->n_code + 1, sizeof *registers->free_homes);
    return pl_x86_values_init(&registers->values, tape, code->evex) &&
           registers->free_homes != NULL;
}

void
pl_x86_registers_finish(struct pl_x86_registers *registers)
{
    pl_x86_values_finish(&registers->values);
    free(registers->free_homes);
    *registers = (struct pl_x86_registers){0};
}

static struct pl_x86_value *
at(const struct pl_x86_registers *registers, uint32_t value)
{
    return &registers->values.list[value];
}

/* ---- homes ---- */

uint32_t
pl_x86_new_home(struct pl_x86_registers *registers)
{
    if (registers->n_free_homes > 0) {
        return registers->free_homes[--registers->n_free_homes];
    }
    assert(registers->next_home <
           registers->values.tape->code_at + registers->values.tape->n_code);
    return registers->next_home++;
}

static void
store(struct pl_x86_registers *registers, uint32_t place, unsigned vector)
{
    pl_x86_store(registers->code, pl_x86_frame_operand(registers->frame, place),
                 vector);
}

static struct pl_x86_operand
memory_of(const struct pl_x86_registers *registers, uint32_t value)
{
    return pl_x86_frame_operand(registers->frame, at(registers, value)->home);
}

/* ---- giving way ---- */

static void
unlink_vector(struct pl_x86_registers *registers, uint32_t value)
{
    struct pl_x86_value *v = at(registers, value);

    if (v->vector != PL_X86_NO_REGISTER) {
        registers->vectors[v->vector] = PL_X86_NO_VALUE;
        registers->full_vectors &= ~(UINT32_C(1) << v->vector);
        v->vector = PL_X86_NO_REGISTER;
    }
}

static void
unlink_mask(struct pl_x86_registers *registers, uint32_t value)
{
    struct pl_x86_value *v = at(registers, value);

    if (v->mask != PL_X86_NO_REGISTER) {
        registers->masks[v->mask] = PL_X86_NO_VALUE;
        v->mask = PL_X86_NO_REGISTER;
    }
}

static void
link_vector(struct pl_x86_registers *registers, uint32_t value, unsigned vector)
{
    assert(registers->vectors[vector] == PL_X86_NO_VALUE);
    registers->vectors[vector] = value;
    registers->full_vectors |= UINT32_C(1) << vector;
    at(registers, value)->vector = (unsigned char)vector;
}

static void
link_mask(struct pl_x86_registers *registers, uint32_t value, unsigned mask)
{
    assert(registers->masks[mask] == PL_X86_NO_VALUE);
    registers->masks[mask] = value;
    at(registers, value)->mask = (unsigned char)mask;
}

/* The value is also elsewhere than in its vector register. */
static bool
is_stored(const struct pl_x86_registers *registers, uint32_t value)
{
    const struct pl_x86_value *v = at(registers, value);

    return v->home != PL_X86_NOWHERE || (v->is_truth && v->mask != PL_X86_NO_REGISTER);
}

/**
 * The register that costs least to free: an empty one; else of those whose value is also
 * in memory, where it serves as an operand, the one that is used last; else, of all, the
 * one that is used last.
 */
static unsigned
choose_vector(const struct pl_x86_registers *registers)
{
    const unsigned n = pl_x86_n_registers(registers->code);
    const uint32_t taken = registers->full_vectors | registers->kept_vectors;
    unsigned best = PL_X86_NO_REGISTER;
    bool best_is_stored = false;
    uint32_t best_use = 0;

    for (unsigned r = 0; r < n; r++) {
        if ((taken >> r & 1) == 0) {
            return r;
        }
    }
    for (unsigned r = 0; r < n; r++) {
        const struct pl_x86_value *value = NULL;
        bool stored = false;

        if (registers->kept_vectors >> r & 1) {
            continue;
        }
        value = at(registers, registers->vectors[r]);
        stored = is_stored(registers, registers->vectors[r]);
        if (best == PL_X86_NO_REGISTER || (stored && !best_is_stored) ||
            (stored == best_is_stored && value->next_use > best_use)) {
            best = r;
            best_is_stored = stored;
            best_use = value->next_use;
        }
    }
    assert(best != PL_X86_NO_REGISTER);
    return best;
}

unsigned
pl_x86_take(struct pl_x86_registers *registers)
{
    const unsigned vector = choose_vector(registers);
    const uint32_t value = registers->vectors[vector];

    if (value != PL_X86_NO_VALUE) {
        struct pl_x86_value *v = at(registers, value);

        if (!is_stored(registers, value)) {
            v->home = pl_x86_new_home(registers);
            store(registers, v->home, vector);
        }
        unlink_vector(registers, value);
    }
    registers->kept_vectors |= UINT32_C(1) << vector;
    return vector;
}

/* 1 where the mask holds, else 0. */
static void
load_truth(struct pl_x86_registers *registers, unsigned vector, unsigned mask)
{
    pl_x86_load_where(
        registers->code, vector, mask,
        memory_of(registers, (uint32_t)registers->values.first_number + PL_X86_ONES));
}

/* The mask register that is used last. */
static unsigned
choose_mask(const struct pl_x86_registers *registers)
{
    unsigned best = 0;
    uint32_t best_use = 0;

    for (unsigned r = 1; r < 8; r++) {
        uint32_t use = PL_X86_NEVER;

        if (registers->kept_masks >> r & 1) {
            continue;
        }
        if (registers->masks[r] == PL_X86_NO_VALUE) {
            return r;
        }
        use = at(registers, registers->masks[r])->next_use;
        if (best == 0 || use > best_use) {
            best = r;
            best_use = use;
        }
    }
    assert(best != 0);
    return best;
}

unsigned
pl_x86_take_mask(struct pl_x86_registers *registers)
{
    const unsigned mask = choose_mask(registers);
    const uint32_t value = registers->masks[mask];

    registers->kept_masks |= UINT32_C(1) << mask;
    if (value != PL_X86_NO_VALUE) {
        const struct pl_x86_value *v = at(registers, value);

        if (v->home == PL_X86_NOWHERE && v->vector == PL_X86_NO_REGISTER) {
            const unsigned vector = pl_x86_take(registers);

            assert(v->is_truth);
            load_truth(registers, vector, mask);
            link_vector(registers, value, vector);
            registers->kept_vectors &= ~(UINT32_C(1) << vector);
        }
        unlink_mask(registers, value);
    }
    return mask;
}

/* ---- arguments ---- */

bool
pl_x86_is_loaded(const struct pl_x86_registers *registers, size_t k, size_t j)
{
    return at(registers, pl_x86_argument(&registers->values, k, j))->vector !=
           PL_X86_NO_REGISTER;
}

/* The vector register with the value. Kept. */
static unsigned
hold(struct pl_x86_registers *registers, uint32_t value)
{
    const struct pl_x86_value *v = at(registers, value);

    if (v->vector == PL_X86_NO_REGISTER) {
        const unsigned vector = pl_x86_take(registers);

        if (v->home != PL_X86_NOWHERE) {
            pl_x86_load(registers->code, vector, memory_of(registers, value));
        } else {
            load_truth(registers, vector, v->mask);
        }
        link_vector(registers, value, vector);
    }
    registers->kept_vectors |= UINT32_C(1) << v->vector;
    return v->vector;
}

unsigned
pl_x86_hold(struct pl_x86_registers *registers, size_t k, size_t j)
{
    return hold(registers, pl_x86_argument(&registers->values, k, j));
}

/* A value in memory that is used again: worth a register of its own when one is empty, or
 * holds what is used later and can be had from memory too. */
static bool
is_worth_loading(const struct pl_x86_registers *registers, uint32_t next_use)
{
    uint32_t value = PL_X86_NO_VALUE;

    if (next_use == PL_X86_NEVER) {
        return false;
    }
    value = registers->vectors[choose_vector(registers)];
    return value == PL_X86_NO_VALUE ||
           (is_stored(registers, value) && at(registers, value)->next_use > next_use);
}

struct pl_x86_operand
pl_x86_find(struct pl_x86_registers *registers, size_t k, size_t j)
{
    const uint32_t value = pl_x86_argument(&registers->values, k, j);
    const struct pl_x86_value *v = at(registers, value);

    if (v->vector == PL_X86_NO_REGISTER && v->home != PL_X86_NOWHERE &&
        !is_worth_loading(registers, pl_x86_next_use(&registers->values, k, j))) {
        return memory_of(registers, value);
    }
    return pl_x86_register(hold(registers, value));
}

unsigned
pl_x86_take_zeros(struct pl_x86_registers *registers)
{
    const unsigned vector = pl_x86_take(registers);

    pl_x86_operate(registers->code, PL_X86_XOR, vector, vector,
                   pl_x86_register(vector));
    return vector;
}

unsigned
pl_x86_hold_mask(struct pl_x86_registers *registers, size_t k, size_t j)
{
    const uint32_t value = pl_x86_argument(&registers->values, k, j);
    const struct pl_x86_value *v = at(registers, value);

    if (v->mask == PL_X86_NO_REGISTER) {
        const struct pl_x86_operand a = pl_x86_find(registers, k, j);
        const unsigned zeros = pl_x86_take_zeros(registers);
        const unsigned mask = pl_x86_take_mask(registers);

        pl_x86_compare(registers->code, mask, zeros, a, PL_X86_NOT_EQUAL);
        registers->kept_vectors &= ~(UINT32_C(1) << zeros);
        link_mask(registers, value, mask);
    }
    registers->kept_masks |= UINT32_C(1) << v->mask;
    return v->mask;
}

void
pl_x86_leave(struct pl_x86_registers *registers, size_t k, size_t j)
{
    const uint32_t value = pl_x86_argument(&registers->values, k, j);

    assert(is_stored(registers, value) ||
           pl_x86_next_use(&registers->values, k, j) == PL_X86_NEVER);
    unlink_vector(registers, value);
}

/* ---- results ---- */

static void
end_value(struct pl_x86_registers *registers, uint32_t value)
{
    struct pl_x86_value *v = at(registers, value);

    unlink_vector(registers, value);
    unlink_mask(registers, value);
    if (value >= registers->values.first_code && v->home != PL_X86_NOWHERE) {
        if ((v->home & PL_X86_IN_OUTPUTS) == 0) {
            assert(registers->n_retired < PL_X86_MOST_RETIRED);
            registers->retired[registers->n_retired++] = v->home;
        }
        v->home = PL_X86_NOWHERE;
    }
}

void
pl_x86_use_arguments(struct pl_x86_registers *registers, size_t k)
{
    const uint32_t *arguments = &registers->values.arguments[3 * k];

    for (size_t j = 0; j < 3 && arguments[j] != PL_X86_NO_VALUE; j++) {
        struct pl_x86_value *v = at(registers, arguments[j]);

        v->next_use = registers->values.next_uses[3 * k + j];
        if (v->next_use == PL_X86_NEVER) {
            end_value(registers, arguments[j]);
        }
    }
    registers->kept_vectors = 0;
    registers->kept_masks = 0;
}

/* The value is in this register: where it is an output, store it. */
static void
store_outputs(struct pl_x86_registers *registers, uint32_t value, unsigned vector)
{
    struct pl_x86_value *v = at(registers, value);

    for (uint32_t o = v->first_output; o != PL_X86_NO_OUTPUT;
         o = registers->values.next_output[o]) {
        store(registers, o | PL_X86_IN_OUTPUTS, vector);
        if (v->home == PL_X86_NOWHERE) {
            v->home = o | PL_X86_IN_OUTPUTS;
        }
    }
}

/* The instruction is written: memory that it read may be used again. */
static void
end_instruction(struct pl_x86_registers *registers)
{
    while (registers->n_retired > 0) {
        registers->free_homes[registers->n_free_homes++] =
            registers->retired[--registers->n_retired];
    }
    registers->kept_vectors = 0;
    registers->kept_masks = 0;
}

void
pl_x86_place(struct pl_x86_registers *registers, size_t k, unsigned vector)
{
    const uint32_t value = pl_x86_result(&registers->values, k);

    store_outputs(registers, value, vector);
    if (at(registers, value)->next_use != PL_X86_NEVER) {
        link_vector(registers, value, vector);
    }
    end_instruction(registers);
}

void
pl_x86_place_mask(struct pl_x86_registers *registers, size_t k, unsigned mask)
{
    const uint32_t value = pl_x86_result(&registers->values, k);

    if (at(registers, value)->next_use != PL_X86_NEVER) {
        link_mask(registers, value, mask);
    }
    if (at(registers, value)->first_output != PL_X86_NO_OUTPUT) {
        const unsigned vector = pl_x86_take(registers);

        load_truth(registers, vector, mask);
        pl_x86_place(registers, k, vector);
        return;
    }
    end_instruction(registers);
}

void
pl_x86_place_home(struct pl_x86_registers *registers, size_t k, uint32_t home)
{
    const uint32_t value = pl_x86_result(&registers->values, k);
    struct pl_x86_value *v = at(registers, value);

    v->home = home;
    if (v->first_output != PL_X86_NO_OUTPUT) {
        store_outputs(registers, value, hold(registers, value));
    }
    if (v->next_use == PL_X86_NEVER) {
        end_value(registers, value);
    }
    end_instruction(registers);
}

void
pl_x86_place_outputs(struct pl_x86_registers *registers)
{
    for (uint32_t value = 0; value < registers->values.first_number; value++) {
        if (at(registers, value)->first_output != PL_X86_NO_OUTPUT) {
            store_outputs(registers, value, hold(registers, value));
            unlink_vector(registers, value);
            registers->kept_vectors = 0;
        }
    }
}

/* ---- calls ---- */

static void
settle(struct pl_x86_registers *registers, uint32_t value)
{
    struct pl_x86_value *v = at(registers, value);

    if (v->home == PL_X86_NOWHERE) {
        const unsigned vector = hold(registers, value);

        registers->kept_vectors &= ~(UINT32_C(1) << vector);
        v->home = pl_x86_new_home(registers);
        store(registers, v->home, vector);
    }
}

uint32_t
pl_x86_settle(struct pl_x86_registers *registers, size_t k, size_t j)
{
    const uint32_t value = pl_x86_argument(&registers->values, k, j);

    settle(registers, value);
    return at(registers, value)->home;
}

/* The value is an argument of instruction k, and of none after it. */
static bool
ends_with(const struct pl_x86_registers *registers, uint32_t value, size_t k)
{
    for (size_t j = 0; j < 3; j++) {
        if (pl_x86_argument(&registers->values, k, j) == value) {
            return pl_x86_next_use(&registers->values, k, j) == PL_X86_NEVER;
        }
    }
    return false;
}

void
pl_x86_settle_all(struct pl_x86_registers *registers, size_t k)
{
    for (unsigned r = 0; r < 32 + 8; r++) {
        const uint32_t value =
            r < 32 ? registers->vectors[r] : registers->masks[r - 32];

        if (value != PL_X86_NO_VALUE && !ends_with(registers, value, k)) {
            settle(registers, value);
        }
    }
}

void
pl_x86_leave_all(struct pl_x86_registers *registers)
{
    for (unsigned r = 0; r < 32; r++) {
        if (registers->vectors[r] != PL_X86_NO_VALUE) {
            unlink_vector(registers, registers->vectors[r]);
        }
    }
    for (unsigned r = 1; r < 8; r++) {
        if (registers->masks[r] != PL_X86_NO_VALUE) {
            unlink_mask(registers, registers->masks[r]);
        }
    }
}
