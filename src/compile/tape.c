/*
 * tape.c - from nodes of the graph to a flat list of instructions.
 */
#include "compile/tape.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/number.h"
#include "base/text.h"
#include "expr/graph.h"

/* Follow the roots down: `needed` says which nodes have to be present. */
static void
mark_needed(const struct pl_graph *graph, const uint32_t *given, const uint32_t *roots,
            size_t n_roots, unsigned char *needed)
{
    for (size_t k = 0; k < n_roots; k++) {
        needed[roots[k]] = 1;
    }
    /* arguments have smaller numbers, so one sweep downwards meets them all */
    for (size_t i = pl_graph_size(graph); i-- > 0;) {
        const struct pl_node *node = pl_graph_node(graph, (uint32_t)i);

        if (!needed[i] || (given != NULL && given[i] != PL_NODE_NONE)) {
            continue;
        }
        for (uint32_t j = 0; j < node->n_arguments; j++) {
            needed[node->arguments[j]] = 1;
        }
    }
}

/* What a needed node becomes on the tape. */
enum place {
    PLACE_INPUT,
    PLACE_CONSTANT,
    PLACE_CODE,
    PLACE_FUSED /* nowhere: a part of the one sum that uses it */
};

/* What is known of the nodes while they become a tape. */
struct plan {
    const struct pl_graph *graph;
    const uint32_t *given;       /* may be NULL */
    const unsigned char *needed; /* shape (graph size) */
    uint32_t *n_uses;            /* shape (graph size): by code, and as an output */
    unsigned char *fused;        /* shape (graph size) */
    uint32_t *slots;             /* shape (graph size): where each node lives */
};

static uint32_t
given_slot(const struct plan *plan, size_t node)
{
    return plan->given != NULL ? plan->given[node] : PL_NODE_NONE;
}

static enum place
place_of(const struct plan *plan, size_t i)
{
    const struct pl_node *node = pl_graph_node(plan->graph, (uint32_t)i);

    if (given_slot(plan, i) != PL_NODE_NONE || node->op == PL_OP_INPUT) {
        return PLACE_INPUT;
    }
    if (node->op == PL_OP_NUMBER) {
        return PLACE_CONSTANT;
    }
    return plan->fused[i] ? PLACE_FUSED : PLACE_CODE;
}

/* A product that one sum alone uses can be a part of it. */
static bool
is_fusible(const struct plan *plan, uint32_t node)
{
    return pl_graph_node(plan->graph, node)->op == PL_OP_MULTIPLY &&
           place_of(plan, node) == PLACE_CODE && plan->n_uses[node] == 1;
}

/* The argument of a sum or difference that is fused with it, or PL_NODE_NONE. Of two
 * products neither is: both round alike, so that a balance of two rates is exactly 0. */
static uint32_t
fused_argument(const struct plan *plan, const struct pl_node *node)
{
    bool first = false;
    bool second = false;

    if (node->op != PL_OP_ADD && node->op != PL_OP_SUBTRACT) {
        return PL_NODE_NONE;
    }
    first = pl_graph_node(plan->graph, node->arguments[0])->op == PL_OP_MULTIPLY;
    second = pl_graph_node(plan->graph, node->arguments[1])->op == PL_OP_MULTIPLY;
    if (first == second || !is_fusible(plan, node->arguments[first ? 0 : 1])) {
        return PL_NODE_NONE;
    }
    return node->arguments[first ? 0 : 1];
}

static void
find_fused(struct plan *plan, const uint32_t *roots, size_t n_roots)
{
    const size_t n_nodes = pl_graph_size(plan->graph);

    for (size_t k = 0; k < n_roots; k++) {
        plan->n_uses[roots[k]]++;
    }
    for (size_t i = 0; i < n_nodes; i++) {
        const struct pl_node *node = pl_graph_node(plan->graph, (uint32_t)i);

        if (plan->needed[i] && place_of(plan, i) == PLACE_CODE) {
            for (uint32_t j = 0; j < node->n_arguments; j++) {
                plan->n_uses[node->arguments[j]]++;
            }
        }
    }
    for (size_t i = 0; i < n_nodes; i++) {
        if (plan->needed[i] && place_of(plan, i) == PLACE_CODE) {
            uint32_t product =
                fused_argument(plan, pl_graph_node(plan->graph, (uint32_t)i));

            if (product != PL_NODE_NONE) {
                plan->fused[product] = 1;
            }
        }
    }
}

static void
count_needed(const struct plan *plan, size_t *n_constants, size_t *n_code)
{
    *n_constants = 0;
    *n_code = 0;
    for (size_t i = 0; i < pl_graph_size(plan->graph); i++) {
        if (plan->needed[i]) {
            enum place place = place_of(plan, i);

            *n_constants += place == PLACE_CONSTANT;
            *n_code += place == PLACE_CODE;
        }
    }
}

/* The instruction of a node, whose arguments have their slots. */
static struct pl_instruction
instruction_of(const struct plan *plan, const struct pl_node *node)
{
    struct pl_instruction instruction = {.op = node->op};

    for (uint32_t j = 0; j < node->n_arguments; j++) {
        const uint32_t argument = node->arguments[j];
        const struct pl_node *product = pl_graph_node(plan->graph, argument);

        if (place_of(plan, argument) == PLACE_FUSED) {
            instruction.op = node->op == PL_OP_ADD ? PL_OP_FUSED_ADD
                             : j == 0              ? PL_OP_FUSED_SUBTRACT
                                                   : PL_OP_FUSED_FROM;
            instruction.arguments[0] = plan->slots[product->arguments[0]];
            instruction.arguments[1] = plan->slots[product->arguments[1]];
            instruction.arguments[2] = plan->slots[node->arguments[1 - j]];
            return instruction;
        }
        instruction.arguments[j] = plan->slots[argument];
    }
    return instruction;
}

/* Write constants and code. */
static void
emit(struct plan *plan, struct pl_tape *tape)
{
    size_t n_constants = 0;
    size_t n_code = 0;

    for (size_t i = 0; i < pl_graph_size(plan->graph); i++) {
        const struct pl_node *node = pl_graph_node(plan->graph, (uint32_t)i);
        const uint32_t lies = given_slot(plan, i);

        if (!plan->needed[i]) {
            continue;
        }
        switch (place_of(plan, i)) {
        case PLACE_INPUT:
            plan->slots[i] = lies != PL_NODE_NONE ? lies : node->input;
            assert(plan->slots[i] < tape->n_inputs);
            break;
        case PLACE_CONSTANT:
            tape->constants[n_constants] = isnan(node->number) ? NAN : node->number;
            plan->slots[i] = (uint32_t)(tape->constants_at + n_constants++);
            break;
        case PLACE_CODE:
            tape->code[n_code] = instruction_of(plan, node);
            plan->slots[i] = (uint32_t)(tape->code_at + n_code++);
            break;
        case PLACE_FUSED:
            break;
        }
    }
    assert(n_constants == tape->n_constants && n_code == tape->n_code);
}

/* Slots are numbered with 32 bits, and tapes mark what is none with the last number. */
static bool
has_slots(size_t n_inputs, size_t n_constants, size_t n_code)
{
    return n_inputs < UINT32_MAX && n_constants < UINT32_MAX && n_code < UINT32_MAX &&
           n_constants + n_code < UINT32_MAX - n_inputs;
}

enum pl_status
pl_tape_alloc(size_t n_inputs, size_t n_constants, size_t n_code, size_t n_outputs,
              struct pl_diags *diags, struct pl_tape **out)
{
    struct pl_tape *tape = calloc(1, sizeof *tape);

    *out = NULL;
    if (tape == NULL || !has_slots(n_inputs, n_constants, n_code)) {
        goto no_memory;
    }
    tape->n_inputs = n_inputs;
    tape->constants_at = n_inputs;
    tape->n_constants = n_constants;
    tape->code_at = n_inputs + n_constants;
    tape->n_code = n_code;
    tape->n_outputs = n_outputs;
    /* one more each, because calloc may answer NULL for nothing */
    tape->constants = calloc(n_constants + 1, sizeof *tape->constants);
    tape->code = calloc(n_code + 1, sizeof *tape->code);
    tape->outputs = calloc(n_outputs + 1, sizeof *tape->outputs);
    if (tape->constants == NULL || tape->code == NULL || tape->outputs == NULL) {
        goto no_memory;
    }
    *out = tape;
    return PL_OK;

no_memory:
    pl_tape_destroy(tape);
    return pl_diag_no_memory(diags, "a tape");
}

enum pl_status
pl_tape_create(const struct pl_graph *graph, size_t n_inputs, const uint32_t *given,
               const uint32_t *roots, size_t n_roots, struct pl_diags *diags,
               struct pl_tape **out)
{
    enum pl_status status = PL_OK;
    const size_t n_nodes = pl_graph_size(graph);
    struct pl_tape *tape = NULL;
    size_t n_constants = 0;
    size_t n_code = 0;
    unsigned char *needed = calloc(n_nodes + 1, 1);
    struct plan plan = {
        .graph = graph,
        .given = given,
        .needed = needed,
        .n_uses = calloc(n_nodes + 1, sizeof *plan.n_uses),
        .fused = calloc(n_nodes + 1, 1),
        .slots = calloc(n_nodes + 1, sizeof *plan.slots),
    };

    *out = NULL;
    if (needed == NULL || plan.n_uses == NULL || plan.fused == NULL ||
        plan.slots == NULL) {
        status = pl_diag_no_memory(diags, "a tape");
        goto done;
    }
    mark_needed(graph, given, roots, n_roots, needed);
    find_fused(&plan, roots, n_roots);
    count_needed(&plan, &n_constants, &n_code);
    status = pl_tape_alloc(n_inputs, n_constants, n_code, n_roots, diags, &tape);
    if (status != PL_OK) {
        goto done;
    }
    emit(&plan, tape);
    for (size_t k = 0; k < n_roots; k++) {
        tape->outputs[k] = plan.slots[roots[k]];
    }
    *out = tape;

done:
    free(needed);
    free(plan.n_uses);
    free(plan.fused);
    free(plan.slots);
    return status;
}

bool
pl_tape_is_code(const struct pl_tape *tape, uint32_t slot)
{
    return slot >= tape->code_at && slot - tape->code_at < tape->n_code;
}

static bool
is_constant(const struct pl_tape *tape, uint32_t slot)
{
    return slot >= tape->constants_at && slot - tape->constants_at < tape->n_constants;
}

/* Number the instructions that the outputs need from 1 on, in order; 0 for the others. */
static size_t
number_needed(const struct pl_tape *tape, const size_t *outputs, size_t n_outputs,
              uint32_t *numbers)
{
    size_t n = 0;

    for (size_t k = 0; k < n_outputs; k++) {
        const uint32_t slot = tape->outputs[outputs[k]];

        if (pl_tape_is_code(tape, slot)) {
            numbers[slot - tape->code_at] = 1;
        }
    }
    for (size_t k = tape->n_code; k-- > 0;) {
        const struct pl_instruction *instruction = &tape->code[k];

        for (size_t j = 0; numbers[k] != 0 && j < pl_op_arity(instruction->op); j++) {
            if (pl_tape_is_code(tape, instruction->arguments[j])) {
                numbers[instruction->arguments[j] - tape->code_at] = 1;
            }
        }
    }
    for (size_t k = 0; k < tape->n_code; k++) {
        if (numbers[k] != 0) {
            numbers[k] = (uint32_t)++n;
        }
    }
    return n;
}

enum pl_status
pl_tape_select(const struct pl_tape *tape, const size_t *outputs, size_t n_outputs,
               struct pl_diags *diags, struct pl_tape **out)
{
    struct pl_tape *part = NULL;
    uint32_t *numbers = calloc(tape->n_code + 1, sizeof *numbers);
    enum pl_status status = PL_OK;

    *out = NULL;
    if (numbers == NULL) {
        return pl_diag_no_memory(diags, "a tape");
    }
    /* all constants: they stay where they are */
    status = pl_tape_alloc(tape->n_inputs, tape->n_constants,
                           number_needed(tape, outputs, n_outputs, numbers), n_outputs,
                           diags, &part);
    if (status != PL_OK) {
        goto done;
    }
    part->constants_at = tape->constants_at;
    part->code_at = tape->code_at;
    memcpy(part->constants, tape->constants,
           tape->n_constants * sizeof *tape->constants);
    for (size_t k = 0; k < tape->n_code; k++) {
        struct pl_instruction instruction = tape->code[k];

        if (numbers[k] == 0) {
            continue;
        }
        for (size_t j = 0; j < pl_op_arity(instruction.op); j++) {
            uint32_t *slot = &instruction.arguments[j];

            if (pl_tape_is_code(tape, *slot)) {
                *slot = (uint32_t)(part->code_at + numbers[*slot - tape->code_at] - 1);
            }
        }
        part->code[numbers[k] - 1] = instruction;
    }
    for (size_t k = 0; k < n_outputs; k++) {
        const uint32_t slot = tape->outputs[outputs[k]];

        part->outputs[k] =
            pl_tape_is_code(tape, slot)
                ? (uint32_t)(part->code_at + numbers[slot - tape->code_at] - 1)
                : slot;
    }
    *out = part;

done:
    free(numbers);
    return status;
}

void
pl_tape_place(struct pl_tape *tape, size_t constants_at, size_t code_at)
{
    const struct pl_tape old = *tape;

    assert(constants_at >= tape->n_inputs && code_at >= tape->n_inputs);
    tape->constants_at = constants_at;
    tape->code_at = code_at;
    for (size_t k = 0; k < tape->n_code + tape->n_outputs; k++) {
        const bool is_output = k >= tape->n_code;
        uint32_t *slots =
            is_output ? &tape->outputs[k - tape->n_code] : tape->code[k].arguments;
        const size_t n = is_output ? 1 : pl_op_arity(tape->code[k].op);

        for (size_t j = 0; j < n; j++) {
            if (pl_tape_is_code(&old, slots[j])) {
                slots[j] = (uint32_t)(slots[j] - old.code_at + code_at);
            } else if (is_constant(&old, slots[j])) {
                slots[j] = (uint32_t)(slots[j] - old.constants_at + constants_at);
            }
        }
    }
}

void
pl_tape_destroy(struct pl_tape *tape)
{
    if (tape == NULL) {
        return;
    }
    free(tape->constants);
    free(tape->code);
    free(tape->outputs);
    free(tape);
}

size_t
pl_tape_n_slots(const struct pl_tape *tape)
{
    const size_t constants_end = tape->constants_at + tape->n_constants;
    const size_t code_end = tape->code_at + tape->n_code;

    return constants_end > code_end ? constants_end : code_end;
}

void
pl_tape_load_constants(const struct pl_tape *tape, size_t lanes, double *frame)
{
    for (size_t k = 0; k < tape->n_constants; k++) {
        for (size_t l = 0; l < lanes; l++) {
            frame[(tape->constants_at + k) * lanes + l] = tape->constants[k];
        }
    }
}

static void
print_slot(const struct pl_tape *tape, uint32_t slot, struct pl_text *text)
{
    if (is_constant(tape, slot)) {
        char number[PL_NUMBER_SIZE];

        pl_number_format(tape->constants[slot - tape->constants_at], number);
        pl_text_put(text, number);
    } else {
        pl_text_format(text, "r%lu", (unsigned long)slot);
    }
}

void
pl_tape_print(const struct pl_tape *tape, struct pl_text *text)
{
    for (size_t k = 0; k < tape->n_code; k++) {
        const struct pl_instruction *instruction = &tape->code[k];
        size_t n = pl_op_arity(instruction->op);

        pl_text_format(text, "r%lu = %s(", (unsigned long)(tape->code_at + k),
                       pl_op_name(instruction->op));
        for (size_t j = 0; j < n; j++) {
            pl_text_put(text, j > 0 ? ", " : "");
            print_slot(tape, instruction->arguments[j], text);
        }
        pl_text_put(text, ")\n");
    }
    for (size_t k = 0; k < tape->n_outputs; k++) {
        pl_text_format(text, "out %lu = ", (unsigned long)k);
        print_slot(tape, tape->outputs[k], text);
        pl_text_put(text, "\n");
    }
}
