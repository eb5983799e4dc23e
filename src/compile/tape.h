/*
 * tape.h - a flat list of instructions over the slots of a frame, in static single
 * assignment.
 *
 * A slot is `lanes` doubles wide, so that one pass does `lanes` simulations; single runs
 * use one lane. A frame is shared by the tapes of a program:
 *
 *     inputs (n_inputs) | … constants … | … one slot for each instruction …
 *
 * Where constants and instructions lie is up to the tape's owner (pl_tape_place): several
 * tapes may use the same slots for their instructions, one after the other.
 */
#ifndef PL_COMPILE_TAPE_H
#define PL_COMPILE_TAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "expr/op.h"

struct pl_diags;
struct pl_graph;
struct pl_text;

/** Instruction k writes slot code_at + k. */
struct pl_instruction {
    enum pl_op op;         /* elementary, not a leaf */
    uint32_t arguments[3]; /* slots: inputs, constants, earlier instructions; those that
                              the operation has not are 0 */
};

struct pl_tape {
    size_t n_inputs; /* slots that others fill; of a program's frame all of them, not
                            only its inputs */
    size_t constants_at; /* first slot of the constants */
    size_t n_constants;
    double *constants; /* shape (n_constants) */
    size_t code_at;    /* first slot of the instructions */
    size_t n_code;
    struct pl_instruction *code; /* shape (n_code) */
    size_t n_outputs;
    uint32_t *outputs; /* shape (n_outputs): the slot that holds each output */
};

/**
 * Turn nodes of a graph into a tape that computes them and nothing else. A product that
 * only a sum or a difference uses becomes one fused operation with it (PL_OP_FUSED_…),
 * which rounds once.
 *
 * @param n_inputs  slots for inputs, at least the largest input slot used + 1; constants
 *                  and instructions are placed right behind them
 * @param given     shape (pl_graph_size): the input slot where a node's value already
 *                  lies, so that it is not computed again; PL_NODE_NONE for every other
 *                  node. NULL for none
 * @param roots     shape (n_roots): nodes; output k is roots[k]
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_tape_create(const struct pl_graph *graph, size_t n_inputs,
                                          const uint32_t *given, const uint32_t *roots,
                                          size_t n_roots, struct pl_diags *diags,
                                          struct pl_tape **out);

/**
 * The same tape for some of its outputs: what they do not need is left out.
 *
 * @param outputs  shape (n_outputs): indices into the tape's outputs
 */
PL_MUST_USE enum pl_status pl_tape_select(const struct pl_tape *tape,
                                          const size_t *outputs, size_t n_outputs,
                                          struct pl_diags *diags, struct pl_tape **out);

/** One of several tapes that become one. */
struct pl_tape_part {
    const struct pl_tape *tape;
    size_t
        feeds;  /* the slots from here on, which parts behind it read, are its outputs;
                     PL_NONE: nobody reads them */
    bool gives; /* they are outputs of the whole, behind those of the parts before it */
};

/**
 * Tapes one after the other. What two of them compute from the same numbers is computed
 * once, so the bits of every output stay.
 *
 * @param parts  shape (n_parts); what one feeds lies within the inputs of some part
 * @return as pl_tape_alloc
 * Cost: O(instructions + the square of how many different constants there are).
 */
PL_MUST_USE enum pl_status pl_tape_join(const struct pl_tape_part *parts,
                                        size_t n_parts, struct pl_diags *diags,
                                        struct pl_tape **out);

/**
 * A tape with room for this much, all of it 0: its maker writes it. Constants and
 * instructions lie behind the inputs.
 * @return PL_OK; PL_ERR_NOMEM, for slots too many to be numbered with 32 bits too
 */
PL_MUST_USE enum pl_status pl_tape_alloc(size_t n_inputs, size_t n_constants,
                                         size_t n_code, size_t n_outputs,
                                         struct pl_diags *diags, struct pl_tape **out);

/** True for the slot of an instruction. */
bool pl_tape_is_code(const struct pl_tape *tape, uint32_t slot);

/** Accepts NULL. */
void pl_tape_destroy(struct pl_tape *tape);

/** Move constants and instructions to other slots, none of them below n_inputs. */
void pl_tape_place(struct pl_tape *tape, size_t constants_at, size_t code_at);

/** Slots of a frame that has room for this tape alone, where it is placed now. */
size_t pl_tape_n_slots(const struct pl_tape *tape);

/**
 * Put the constants in place, once for each new frame.
 * @param frame  shape (n_slots, lanes), row-major
 */
void pl_tape_load_constants(const struct pl_tape *tape, size_t lanes, double *frame);

/**
 * Append the tape as text, one instruction a line, then one line for each output: for
 * tests and for the curious.
 *
 *     r4 = *(r0, 2)
 *     out 0 = r4
 */
void pl_tape_print(const struct pl_tape *tape, struct pl_text *text);

#endif
