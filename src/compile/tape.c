/*
 * tape.c - from nodes of the graph to a flat list of instructions.
 */
#include "compile/tape.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

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
enum place { PLACE_INPUT, PLACE_CONSTANT, PLACE_CODE };

static enum place
place_of(const struct pl_node *node, uint32_t given)
{
    if (given != PL_NODE_NONE || node->op == PL_OP_INPUT) {
        return PLACE_INPUT;
    }
    return node->op == PL_OP_NUMBER ? PLACE_CONSTANT : PLACE_CODE;
}

static uint32_t
given_register(const uint32_t *given, size_t node)
{
    return given != NULL ? given[node] : PL_NODE_NONE;
}

static void
count_needed(const struct pl_graph *graph, const uint32_t *given,
             const unsigned char *needed, size_t *n_constants, size_t *n_code)
{
    *n_constants = 0;
    *n_code = 0;
    for (size_t i = 0; i < pl_graph_size(graph); i++) {
        if (needed[i]) {
            enum place place =
                place_of(pl_graph_node(graph, (uint32_t)i), given_register(given, i));

            *n_constants += place == PLACE_CONSTANT;
            *n_code += place == PLACE_CODE;
        }
    }
}

/* Write constants and code; `registers` receives where each needed node lives. */
static void
emit(const struct pl_graph *graph, const uint32_t *given, const unsigned char *needed,
     struct pl_tape *tape, uint32_t *registers)
{
    size_t n_constants = 0;
    size_t n_code = 0;

    for (size_t i = 0; i < pl_graph_size(graph); i++) {
        const struct pl_node *node = pl_graph_node(graph, (uint32_t)i);
        uint32_t lies = given_register(given, i);
        struct pl_instruction *instruction = NULL;

        if (!needed[i]) {
            continue;
        }
        switch (place_of(node, lies)) {
        case PLACE_INPUT:
            registers[i] = lies != PL_NODE_NONE ? lies : node->input;
            assert(registers[i] < tape->n_inputs);
            break;
        case PLACE_CONSTANT:
            tape->constants[n_constants] = isnan(node->number) ? NAN : node->number;
            registers[i] = (uint32_t)(tape->n_inputs + n_constants++);
            break;
        case PLACE_CODE:
            instruction = &tape->code[n_code];
            instruction->op = node->op;
            for (uint32_t j = 0; j < node->n_arguments; j++) {
                instruction->arguments[j] = registers[node->arguments[j]];
            }
            registers[i] = (uint32_t)(tape->n_inputs + tape->n_constants + n_code++);
            break;
        }
    }
    assert(n_constants == tape->n_constants && n_code == tape->n_code);
}

static bool
allocate_parts(struct pl_tape *tape)
{
    /* one more each, because calloc may answer NULL for nothing */
    tape->constants = calloc(tape->n_constants + 1, sizeof *tape->constants);
    tape->code = calloc(tape->n_code + 1, sizeof *tape->code);
    tape->outputs = calloc(tape->n_outputs + 1, sizeof *tape->outputs);
    return tape->constants != NULL && tape->code != NULL && tape->outputs != NULL;
}

enum pl_status
pl_tape_create(const struct pl_graph *graph, size_t n_inputs, const uint32_t *given,
               const uint32_t *roots, size_t n_roots, struct pl_diags *diags,
               struct pl_tape **out)
{
    enum pl_status status = PL_OK;
    size_t n_nodes = pl_graph_size(graph);
    struct pl_tape *tape = calloc(1, sizeof *tape);
    unsigned char *needed = calloc(n_nodes + 1, 1);
    uint32_t *registers = calloc(n_nodes + 1, sizeof *registers);

    *out = NULL;
    if (tape == NULL || needed == NULL || registers == NULL) {
        status = pl_diag_no_memory(diags, "a tape");
        goto done;
    }
    mark_needed(graph, given, roots, n_roots, needed);
    tape->n_inputs = n_inputs;
    tape->n_outputs = n_roots;
    count_needed(graph, given, needed, &tape->n_constants, &tape->n_code);
    /* node numbers are 32 bits, and so are the numbers of inputs in use; their sum
       has to be as well */
    if (pl_tape_n_registers(tape) >= UINT32_MAX || !allocate_parts(tape)) {
        status = pl_diag_no_memory(diags, "a tape");
        goto done;
    }
    emit(graph, given, needed, tape, registers);
    for (size_t k = 0; k < n_roots; k++) {
        tape->outputs[k] = registers[roots[k]];
    }
    *out = tape;
    tape = NULL; /* handed over */

done:
    free(registers);
    free(needed);
    pl_tape_destroy(tape);
    return status;
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
pl_tape_n_registers(const struct pl_tape *tape)
{
    return tape->n_inputs + tape->n_constants + tape->n_code;
}

static void
print_register(const struct pl_tape *tape, uint32_t reg, struct pl_text *text)
{
    if (reg >= tape->n_inputs && reg < tape->n_inputs + tape->n_constants) {
        char number[PL_NUMBER_SIZE];

        pl_number_format(tape->constants[reg - tape->n_inputs], number);
        pl_text_put(text, number);
    } else {
        pl_text_format(text, "r%lu", (unsigned long)reg);
    }
}

void
pl_tape_print(const struct pl_tape *tape, struct pl_text *text)
{
    size_t first = tape->n_inputs + tape->n_constants;

    for (size_t k = 0; k < tape->n_code; k++) {
        const struct pl_instruction *instruction = &tape->code[k];
        size_t n = pl_op_arity(instruction->op);

        pl_text_format(text, "r%lu = %s(", (unsigned long)(first + k),
                       pl_op_name(instruction->op));
        for (size_t j = 0; j < n; j++) {
            pl_text_put(text, j > 0 ? ", " : "");
            print_register(tape, instruction->arguments[j], text);
        }
        pl_text_put(text, ")\n");
    }
    for (size_t k = 0; k < tape->n_outputs; k++) {
        pl_text_format(text, "out %lu = ", (unsigned long)k);
        print_register(tape, tape->outputs[k], text);
        pl_text_put(text, "\n");
    }
}
