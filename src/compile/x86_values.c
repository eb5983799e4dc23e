/*
 * x86_values.c - what a tape's instructions need, and when each value is used next.
 */
#include "compile/x86_values.h"

#include <assert.h>
#include <stdlib.h>

#include "compile/tape.h"
#include "compile/x86_frame.h"
#include "expr/op.h"

static uint32_t
value_of(const struct pl_x86_values *values, uint32_t slot)
{
    const struct pl_tape *tape = values->tape;

    if (slot < tape->n_inputs) {
        return slot;
    }
    if (slot >= tape->code_at && slot - tape->code_at < tape->n_code) {
        return (uint32_t)(values->first_code + (slot - tape->code_at));
    }
    assert(slot >= tape->constants_at && slot - tape->constants_at < tape->n_constants);
    return (uint32_t)(tape->n_inputs + (slot - tape->constants_at));
}

/* Values begin in memory, or nowhere when an instruction has yet to compute them. */
static void
init_list(struct pl_x86_values *values)
{
    const struct pl_tape *tape = values->tape;

    for (size_t v = 0; v < values->n; v++) {
        values->list[v] = (struct pl_x86_value){
            .next_use = PL_X86_NEVER,
            .home = PL_X86_NOWHERE,
            .first_output = PL_X86_NO_OUTPUT,
            .vector = PL_X86_NO_REGISTER,
            .mask = PL_X86_NO_REGISTER,
        };
    }
    for (size_t i = 0; i < tape->n_inputs; i++) {
        values->list[i].home = (uint32_t)i;
    }
    for (size_t i = 0; i < tape->n_constants; i++) {
        values->list[tape->n_inputs + i].home = (uint32_t)(tape->constants_at + i);
    }
    for (size_t i = 0; i < PL_X86_N_NUMBERS; i++) {
        values->list[values->first_number + i].home =
            (uint32_t)(i * PL_X86_NUMBER_SIZE) | PL_X86_WITH_CODE;
    }
    for (size_t k = 0; k < tape->n_code; k++) {
        values->list[values->first_code + k].is_truth =
            pl_op_is_truth(tape->code[k].op);
    }
}

/* From the end backwards, so that each list is in the order of the outputs. */
static void
find_outputs(struct pl_x86_values *values)
{
    for (size_t o = values->tape->n_outputs; o-- > 0;) {
        struct pl_x86_value *value =
            &values->list[value_of(values, values->tape->outputs[o])];

        values->next_output[o] = value->first_output;
        value->first_output = (uint32_t)o;
    }
}

/* The number that an instruction needs beside its arguments. */
static enum pl_x86_number
number_of(enum pl_op op, bool evex)
{
    switch (op) {
    case PL_OP_NEGATE:
        return PL_X86_SIGNS;
    case PL_OP_ABS:
        return PL_X86_MAGNITUDES;
    default:
        /* with VEX truth is all bits or none, of which those of 1 are taken */
        return pl_op_is_truth(op) && !evex ? PL_X86_ONES : PL_X86_N_NUMBERS;
    }
}

static void
find_arguments(struct pl_x86_values *values, bool evex)
{
    for (size_t k = 0; k < values->tape->n_code; k++) {
        const struct pl_instruction *instruction = &values->tape->code[k];
        const size_t n = pl_op_arity(instruction->op);
        const enum pl_x86_number number = number_of(instruction->op, evex);
        uint32_t *arguments = &values->arguments[3 * k];

        for (size_t j = 0; j < 3; j++) {
            arguments[j] =
                j < n ? value_of(values, instruction->arguments[j]) : PL_X86_NO_VALUE;
        }
        if (number != PL_X86_N_NUMBERS) {
            assert(n < 3);
            arguments[n] = (uint32_t)(values->first_number + number);
        }
    }
}

/* From the end backwards, so that each value's next use is known when one is met. */
static void
find_uses(struct pl_x86_values *values)
{
    for (size_t k = values->tape->n_code; k-- > 0;) {
        const uint32_t *arguments = &values->arguments[3 * k];

        for (size_t j = 0; j < 3 && arguments[j] != PL_X86_NO_VALUE; j++) {
            values->next_uses[3 * k + j] = values->list[arguments[j]].next_use;
        }
        for (size_t j = 0; j < 3 && arguments[j] != PL_X86_NO_VALUE; j++) {
            values->list[arguments[j]].next_use = (uint32_t)k;
        }
    }
}

bool
pl_x86_values_init(struct pl_x86_values *values, const struct pl_tape *tape, bool evex)
{
    values->tape = tape;
    values->first_number = tape->n_inputs + tape->n_constants;
    values->first_code = values->first_number + PL_X86_N_NUMBERS;
    values->n = values->first_code + tape->n_code;
    values->list = calloc(values->n, sizeof *values->list);
    /* one more each, because calloc may answer NULL for nothing */
    values->arguments = calloc(tape->n_code + 1, 3 * sizeof *values->arguments);
    values->next_uses = calloc(tape->n_code + 1, 3 * sizeof *values->next_uses);
    values->next_output = calloc(tape->n_outputs + 1, sizeof *values->next_output);
    if (values->list == NULL || values->arguments == NULL ||
        values->next_uses == NULL || values->next_output == NULL) {
        return false;
    }
    init_list(values);
    find_outputs(values);
    find_arguments(values, evex);
    find_uses(values);
    return true;
}

void
pl_x86_values_finish(struct pl_x86_values *values)
{
    free(values->list);
    free(values->arguments);
    free(values->next_uses);
    free(values->next_output);
    *values = (struct pl_x86_values){0};
}

uint32_t
pl_x86_argument(const struct pl_x86_values *values, size_t k, size_t j)
{
    return values->arguments[3 * k + j];
}

uint32_t
pl_x86_next_use(const struct pl_x86_values *values, size_t k, size_t j)
{
    return values->next_uses[3 * k + j];
}

uint32_t
pl_x86_result(const struct pl_x86_values *values, size_t k)
{
    return (uint32_t)(values->first_code + k);
}
