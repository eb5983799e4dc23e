/*
 * tape.h - a flat list of instructions over registers, in static single assignment.
 *
 * Registers are numbered: first the inputs, then the constants, then one for each
 * instruction, in order. Every register holds `lanes` doubles side by side, so one pass
 * does `lanes` simulations; single runs use one lane.
 */
#ifndef PL_COMPILE_TAPE_H
#define PL_COMPILE_TAPE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "expr/op.h"

struct pl_diags;
struct pl_graph;
struct pl_text;

/** Instruction k writes register n_inputs + n_constants + k. */
struct pl_instruction {
    enum pl_op op;         /* elementary, not a leaf */
    uint32_t arguments[3]; /* registers, each smaller than the one written */
};

struct pl_tape {
    size_t n_inputs;
    size_t n_constants;
    double *constants; /* shape (n_constants) */
    size_t n_code;
    struct pl_instruction *code; /* shape (n_code) */
    size_t n_outputs;
    uint32_t *outputs; /* shape (n_outputs): the register that holds each output */
};

/**
 * Turn nodes of a graph into a tape that computes them and nothing else.
 *
 * @param n_inputs  registers for inputs, at least the largest input slot used + 1
 * @param given     shape (pl_graph_size): the input register where a node's value
 *                  already lies, so that it is not computed again; PL_NODE_NONE for
 *                  every other node. NULL for none
 * @param roots     shape (n_roots): nodes; output k is roots[k]
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_tape_create(const struct pl_graph *graph, size_t n_inputs,
                                          const uint32_t *given, const uint32_t *roots,
                                          size_t n_roots, struct pl_diags *diags,
                                          struct pl_tape **out);
/** Accepts NULL. */
void pl_tape_destroy(struct pl_tape *tape);

/** Registers in all: inputs, constants and one for each instruction. */
size_t pl_tape_n_registers(const struct pl_tape *tape);

/** The lane counts that pl_tape_run knows: 1, 4 and 8. */
#define PL_TAPE_MAX_LANES 8

/**
 * Put the constants in place, once for each new register file.
 * @param registers  shape (pl_tape_n_registers, lanes), row-major
 */
void pl_tape_load_constants(const struct pl_tape *tape, size_t lanes,
                            double *registers);

/**
 * Run the tape. The inputs must be in registers[0 … n_inputs), the constants in place.
 * Every lane is computed as if it were alone: the bits of the outputs do not depend on
 * `lanes`. A NaN that an instruction gives has the same bits wherever it came from.
 *
 * @param lanes      1, 4 or 8
 * @param registers  shape (pl_tape_n_registers, lanes), row-major
 * Allocates nothing and cannot fail.
 */
void pl_tape_run(const struct pl_tape *tape, size_t lanes, double *registers);

/**
 * Append the tape as text, one instruction a line, then one line for each output: for
 * tests and for the curious.
 *
 *     r4 = *(r0, 2)
 *     out 0 = r4
 */
void pl_tape_print(const struct pl_tape *tape, struct pl_text *text);

#endif
