/*
 * x86_order.c - the order in which a tape's instructions become machine code.
 */
#include "compile/x86_order.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "compile/tape.h"
#include "expr/op.h"

#define NO_INSTRUCTION UINT32_MAX

/* Positions of instructions that have none: it is to come, or never will. */
#define NOT_PLACED UINT32_MAX
#define NOT_NEEDED (UINT32_MAX - 1)

/* On the stack: the instruction's arguments are placed, or on the stack above it. */
#define IS_OPEN (UINT32_C(1) << 31)

struct ordering {
    const struct pl_tape *tape;
    struct pl_tape *ordered;
    uint32_t *arguments;   /* shape (n_code, 3): those that are instructions, then
                              NO_INSTRUCTION */
    uint32_t *positions;   /* shape (n_code): in the new order, or NOT_… */
    uint32_t *first_users; /* shape (n_code + 1): where in `users` each one's begin */
    uint32_t *users;       /* shape (3 n_code): the instructions that use each */
    uint32_t *n_missing;   /* shape (n_code): arguments that are not placed yet */
    uint32_t *n_uses;      /* shape (n_code): by instructions that are not placed yet */
    uint32_t *stack;       /* shape (3 n_code + 1): on the way to an output */
    uint32_t *ready;       /* shape (3 n_code + 1): to be placed now */
    size_t n_ready;
};

static void
find_arguments(struct ordering *o)
{
    const struct pl_tape *tape = o->tape;

    for (size_t k = 0; k < tape->n_code; k++) {
        const struct pl_instruction *instruction = &tape->code[k];
        const size_t arity = pl_op_arity(instruction->op);
        uint32_t *arguments = &o->arguments[3 * k];
        size_t n = 0;

        for (size_t j = 0; j < arity; j++) {
            if (pl_tape_is_code(tape, instruction->arguments[j])) {
                arguments[n++] = (uint32_t)(instruction->arguments[j] - tape->code_at);
            }
        }
        o->n_missing[k] = (uint32_t)n;
        while (n < 3) {
            arguments[n++] = NO_INSTRUCTION;
        }
    }
}

/* What the outputs need; arguments come before what uses them, so one sweep downwards
 * meets them all. What nothing needs needs nothing. */
static void
find_needed(struct ordering *o)
{
    const struct pl_tape *tape = o->tape;

    for (size_t k = 0; k < tape->n_code; k++) {
        o->positions[k] = NOT_NEEDED;
    }
    for (size_t i = 0; i < tape->n_outputs; i++) {
        if (pl_tape_is_code(tape, tape->outputs[i])) {
            o->positions[tape->outputs[i] - tape->code_at] = NOT_PLACED;
        }
    }
    for (size_t k = tape->n_code; k-- > 0;) {
        uint32_t *arguments = &o->arguments[3 * k];

        if (o->positions[k] == NOT_NEEDED) {
            arguments[0] = NO_INSTRUCTION;
        }
        for (size_t j = 0; j < 3 && arguments[j] != NO_INSTRUCTION; j++) {
            o->positions[arguments[j]] = NOT_PLACED;
            o->n_uses[arguments[j]]++;
        }
    }
}

static void
find_users(struct ordering *o)
{
    const size_t n_code = o->tape->n_code;
    uint32_t sum = 0;

    for (size_t k = 0; k < n_code; k++) {
        sum += o->n_uses[k];
        o->first_users[k] = sum;
    }
    o->first_users[n_code] = sum;
    for (size_t k = n_code; k-- > 0;) {
        const uint32_t *arguments = &o->arguments[3 * k];

        for (size_t j = 0; j < 3 && arguments[j] != NO_INSTRUCTION; j++) {
            o->users[--o->first_users[arguments[j]]] = (uint32_t)k;
        }
    }
}

/* All its arguments are there, and one of them is used by nothing else any more. */
static bool
ends_a_life(const struct ordering *o, uint32_t k)
{
    const uint32_t *arguments = &o->arguments[3 * k];

    if (o->n_missing[k] > 0) {
        return false;
    }
    for (size_t j = 0; j < 3 && arguments[j] != NO_INSTRUCTION; j++) {
        uint32_t n_own_uses = 0;

        for (size_t i = 0; i < 3; i++) {
            n_own_uses += arguments[i] == arguments[j];
        }
        if (o->n_uses[arguments[j]] == n_own_uses) {
            return true;
        }
    }
    return false;
}

/* Place an instruction, and those that end the life of a value from then on. */
static void
place(struct ordering *o, uint32_t first)
{
    o->ready[o->n_ready++] = first;
    while (o->n_ready > 0) {
        const uint32_t k = o->ready[--o->n_ready];
        const uint32_t *arguments = &o->arguments[3 * k];

        if (o->positions[k] != NOT_PLACED) {
            continue;
        }
        o->positions[k] = (uint32_t)o->ordered->n_code;
        o->ordered->code[o->ordered->n_code++] = o->tape->code[k];
        for (size_t j = 0; j < 3 && arguments[j] != NO_INSTRUCTION; j++) {
            o->n_uses[arguments[j]]--;
        }
        for (uint32_t u = o->first_users[k]; u < o->first_users[k + 1]; u++) {
            o->n_missing[o->users[u]]--;
        }
        for (uint32_t u = o->first_users[k + 1]; u-- > o->first_users[k];) {
            if (ends_a_life(o, o->users[u])) {
                o->ready[o->n_ready++] = o->users[u];
            }
        }
    }
}

/* Place an instruction after everything that it needs. */
static void
place_with_arguments(struct ordering *o, uint32_t root)
{
    size_t depth = 0;

    o->stack[depth++] = root;
    while (depth > 0) {
        const uint32_t top = o->stack[depth - 1];

        if ((top & IS_OPEN) != 0) {
            depth--;
            place(o, top & ~IS_OPEN);
        } else if (o->positions[top] != NOT_PLACED) {
            depth--;
        } else {
            o->stack[depth - 1] |= IS_OPEN;
            for (size_t j = 3; j-- > 0;) {
                const uint32_t argument = o->arguments[3 * top + j];

                if (argument != NO_INSTRUCTION &&
                    o->positions[argument] == NOT_PLACED) {
                    o->stack[depth++] = argument;
                }
            }
        }
    }
}

/* Slots of instructions are those of their new positions. */
static uint32_t
new_slot(const struct ordering *o, uint32_t slot)
{
    const struct pl_tape *tape = o->tape;

    return pl_tape_is_code(tape, slot)
               ? (uint32_t)tape->code_at + o->positions[slot - tape->code_at]
               : slot;
}

static bool
allocate(struct ordering *o)
{
    const size_t n =
        o->tape->n_code + 1; /* one more: calloc may answer NULL for nothing */

    o->ordered->code = calloc(n, sizeof *o->ordered->code);
    o->ordered->outputs = calloc(o->tape->n_outputs + 1, sizeof *o->ordered->outputs);
    o->arguments = calloc(n, 3 * sizeof *o->arguments);
    o->positions = calloc(n, sizeof *o->positions);
    o->first_users = calloc(n, sizeof *o->first_users);
    o->users = calloc(n, 3 * sizeof *o->users);
    o->n_missing = calloc(n, sizeof *o->n_missing);
    o->n_uses = calloc(n, sizeof *o->n_uses);
    o->stack = calloc(n, 3 * sizeof *o->stack);
    o->ready = calloc(n, 3 * sizeof *o->ready);
    return o->ordered->code != NULL && o->ordered->outputs != NULL &&
           o->arguments != NULL && o->positions != NULL && o->first_users != NULL &&
           o->users != NULL && o->n_missing != NULL && o->n_uses != NULL &&
           o->stack != NULL && o->ready != NULL;
}

bool
pl_x86_order_init(struct pl_tape *ordered, const struct pl_tape *tape)
{
    struct ordering o = {.tape = tape, .ordered = ordered};
    bool done = false;

    *ordered = *tape;
    ordered->n_code = 0;
    if (!allocate(&o)) {
        goto done;
    }
    find_arguments(&o);
    find_needed(&o);
    find_users(&o);
    for (size_t i = 0; i < tape->n_outputs; i++) {
        const uint32_t slot = tape->outputs[i];

        if (pl_tape_is_code(tape, slot)) {
            place_with_arguments(&o, (uint32_t)(slot - tape->code_at));
        }
        ordered->outputs[i] = new_slot(&o, slot);
    }
    for (size_t k = 0; k < ordered->n_code; k++) {
        struct pl_instruction *instruction = &ordered->code[k];
        const size_t n = pl_op_arity(instruction->op);

        for (size_t j = 0; j < n; j++) {
            instruction->arguments[j] = new_slot(&o, instruction->arguments[j]);
        }
    }
    done = true;

done:
    free(o.arguments);
    free(o.positions);
    free(o.first_users);
    free(o.users);
    free(o.n_missing);
    free(o.n_uses);
    free(o.stack);
    free(o.ready);
    return done;
}

void
pl_x86_order_finish(struct pl_tape *ordered)
{
    free(ordered->code);
    free(ordered->outputs);
}
