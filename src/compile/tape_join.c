/*
 * tape_join.c - several tapes as one.
 */
#include "compile/tape.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/hash.h"
#include "base/index.h"

#define NO_INSTRUCTION UINT32_MAX

struct joining {
    struct pl_tape *tape; /* so far */
    uint32_t *fed;        /* shape (n_inputs): where what an input slot holds is now */
    uint32_t *constants;  /* shape (n_constants of all): their slots now */
    uint32_t *code;       /* shape (most instructions of a part): their slots now */
    uint32_t *outputs;    /* shape (most outputs of a part): their slots now */
    uint32_t *table;      /* shape (n_table): instructions by their hash */
    size_t n_table;       /* a power of 2, twice as many as there may be instructions */
};

static bool
joining_init(struct joining *joining, size_t n_inputs, size_t n_constants,
             size_t n_code, size_t n_outputs)
{
    joining->n_table = 16;
    while (joining->n_table < 2 * n_code) {
        joining->n_table *= 2;
    }
    joining->fed = calloc(n_inputs + 1, sizeof *joining->fed);
    joining->constants = calloc(n_constants + 1, sizeof *joining->constants);
    joining->code = calloc(n_code + 1, sizeof *joining->code);
    joining->outputs = calloc(n_outputs + 1, sizeof *joining->outputs);
    joining->table = calloc(joining->n_table, sizeof *joining->table);
    if (joining->fed == NULL || joining->constants == NULL || joining->code == NULL ||
        joining->outputs == NULL || joining->table == NULL) {
        return false;
    }
    for (size_t i = 0; i < n_inputs; i++) {
        joining->fed[i] = (uint32_t)i;
    }
    for (size_t i = 0; i < joining->n_table; i++) {
        joining->table[i] = NO_INSTRUCTION;
    }
    return true;
}

static void
joining_finish(struct joining *joining)
{
    free(joining->fed);
    free(joining->constants);
    free(joining->code);
    free(joining->outputs);
    free(joining->table);
}

/* The slot of a constant with these bits. */
static uint32_t
join_constant(struct pl_tape *tape, double constant)
{
    size_t k = 0;

    while (k < tape->n_constants &&
           memcmp(&tape->constants[k], &constant, sizeof constant) != 0) {
        k++;
    }
    tape->constants[k] = constant;
    tape->n_constants += k == tape->n_constants;
    return (uint32_t)(tape->constants_at + k);
}

static bool
is_same(const struct pl_instruction *a, const struct pl_instruction *b)
{
    return a->op == b->op &&
           memcmp(a->arguments, b->arguments, sizeof a->arguments) == 0;
}

/* The slot of an instruction; it is appended where there is none like it. */
static uint32_t
join_instruction(struct joining *joining, const struct pl_instruction *instruction)
{
    struct pl_tape *tape = joining->tape;
    const uint32_t key[4] = {(uint32_t)instruction->op, instruction->arguments[0],
                             instruction->arguments[1], instruction->arguments[2]};
    size_t place = (size_t)pl_hash(key, sizeof key) & (joining->n_table - 1);

    while (joining->table[place] != NO_INSTRUCTION) {
        const uint32_t k = joining->table[place];

        if (is_same(&tape->code[k], instruction)) {
            return (uint32_t)(tape->code_at + k);
        }
        place = (place + 1) & (joining->n_table - 1);
    }
    joining->table[place] = (uint32_t)tape->n_code;
    tape->code[tape->n_code] = *instruction;
    return (uint32_t)(tape->code_at + tape->n_code++);
}

/* Where a slot of a part is in the whole. */
static uint32_t
joined_slot(const struct joining *joining, const struct pl_tape *part, uint32_t slot)
{
    if (pl_tape_is_code(part, slot)) {
        return joining->code[slot - part->code_at];
    }
    if (slot >= part->constants_at && slot - part->constants_at < part->n_constants) {
        return joining->constants[slot - part->constants_at];
    }
    return joining->fed[slot];
}

static void
join_part(struct joining *joining, const struct pl_tape_part *part)
{
    const struct pl_tape *from = part->tape;
    struct pl_tape *tape = joining->tape;

    for (size_t k = 0; k < from->n_constants; k++) {
        joining->constants[k] = join_constant(tape, from->constants[k]);
    }
    for (size_t k = 0; k < from->n_code; k++) {
        struct pl_instruction instruction = from->code[k];

        for (size_t j = 0; j < pl_op_arity(instruction.op); j++) {
            instruction.arguments[j] =
                joined_slot(joining, from, instruction.arguments[j]);
        }
        joining->code[k] = join_instruction(joining, &instruction);
    }
    for (size_t k = 0; k < from->n_outputs; k++) {
        joining->outputs[k] = joined_slot(joining, from, from->outputs[k]);
    }
    if (part->gives) {
        memcpy(tape->outputs + tape->n_outputs, joining->outputs,
               from->n_outputs * sizeof *tape->outputs);
        tape->n_outputs += from->n_outputs;
    }
    if (part->feeds != PL_NONE) {
        assert(part->feeds + from->n_outputs <= tape->n_inputs);
        memcpy(joining->fed + part->feeds, joining->outputs,
               from->n_outputs * sizeof *joining->fed);
    }
}

enum pl_status
pl_tape_join(const struct pl_tape_part *parts, size_t n_parts, struct pl_diags *diags,
             struct pl_tape **out)
{
    size_t n_inputs = 0;
    size_t n_constants = 0;
    size_t n_code = 0;
    size_t n_outputs = 0;
    size_t n_given = 0;
    struct joining joining = {0};
    enum pl_status status = PL_OK;

    *out = NULL;
    for (size_t i = 0; i < n_parts; i++) {
        const struct pl_tape *part = parts[i].tape;

        n_inputs = part->n_inputs > n_inputs ? part->n_inputs : n_inputs;
        n_constants += part->n_constants;
        n_code += part->n_code;
        n_outputs += part->n_outputs;
        n_given += parts[i].gives ? part->n_outputs : 0;
    }
    status =
        pl_tape_alloc(n_inputs, n_constants, n_code, n_given, diags, &joining.tape);
    if (status == PL_OK &&
        !joining_init(&joining, n_inputs, n_constants, n_code, n_outputs)) {
        status = pl_diag_no_memory(diags, "a tape");
    }
    if (status == PL_OK) {
        joining.tape->n_constants = 0;
        joining.tape->n_code = 0;
        joining.tape->n_outputs = 0;
        for (size_t i = 0; i < n_parts; i++) {
            join_part(&joining, &parts[i]);
        }
        *out = joining.tape;
        joining.tape = NULL; /* handed over */
    }
    joining_finish(&joining);
    pl_tape_destroy(joining.tape);
    return status;
}
