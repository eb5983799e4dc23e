/*
 * x86_registers.h - where each value of a tape is while its machine code is written
 * (compile/ only).
 *
 * Linear scan over straight-line code: a value stays in the register where it was
 * computed or loaded until another one needs it. Inputs and constants are in memory from
 * the start; a computed value is stored when it has to give way, and not before.
 *
 * A step of the writer asks for the places of an instruction's arguments, says then that
 * they are used (pl_x86_use_arguments), and at last takes a register for the result,
 * which may be that of an argument that is not used again.
 */
#ifndef PL_COMPILE_X86_REGISTERS_H
#define PL_COMPILE_X86_REGISTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compile/x86_encoder.h"
#include "compile/x86_values.h"

struct pl_tape;
struct pl_x86_frame;

#define PL_X86_MOST_VECTORS 32
#define PL_X86_N_MASKS 8

/** An instruction and its result give free at most so many places in memory. */
#define PL_X86_MOST_RETIRED 3

struct pl_x86_registers {
    const struct pl_x86_frame *frame; /* borrowed */
    struct pl_x86_code *code;         /* borrowed: loads and stores go there */
    struct pl_x86_values values;

    /* The value in each register, or PL_X86_NO_VALUE. Mask register 0 is not used. */
    uint32_t vectors[PL_X86_MOST_VECTORS];
    uint32_t masks[PL_X86_N_MASKS];
    uint32_t full_vectors; /* bits: registers that hold a value */
    uint32_t kept_vectors; /* bits: registers that must not give way now */
    uint32_t kept_masks;

    /* Homes for values that have to give way: slots of the tape's instructions, the
       same ones again and again, so that they stay in the cache. */
    uint32_t *free_homes; /* shape (n_free_homes) */
    size_t n_free_homes;
    uint32_t next_home;                    /* the first that was never given */
    uint32_t retired[PL_X86_MOST_RETIRED]; /* free when the instruction is written */
    size_t n_retired;
};

/**
 * @param registers  all zero; to be finished also when memory is out
 * @return false when memory is out
 */
bool pl_x86_registers_init(struct pl_x86_registers *registers,
                           const struct pl_tape *tape, const struct pl_x86_frame *frame,
                           struct pl_x86_code *code);
void pl_x86_registers_finish(struct pl_x86_registers *registers);

/** True when argument j of instruction k is in a vector register now. */
bool pl_x86_is_loaded(const struct pl_x86_registers *registers, size_t k, size_t j);

/** The vector register with argument j of instruction k, which is loaded where it is not
 * in one. Kept. */
unsigned pl_x86_hold(struct pl_x86_registers *registers, size_t k, size_t j);

/** The argument where it is, in a register or in memory; loaded when there is a register
 * to spare and it is used again. Kept. */
struct pl_x86_operand pl_x86_find(struct pl_x86_registers *registers, size_t k,
                                  size_t j);

/** EVEX: a mask register with the truth of the argument. Kept. */
unsigned pl_x86_hold_mask(struct pl_x86_registers *registers, size_t k, size_t j);

/** A register with 0 in every lane. Kept. */
unsigned pl_x86_take_zeros(struct pl_x86_registers *registers);

/** A register for something new. It holds no value until one is placed there. Kept. */
unsigned pl_x86_take(struct pl_x86_registers *registers);
unsigned pl_x86_take_mask(struct pl_x86_registers *registers);

/** The register of argument j is to be overwritten: the value must have another place, or
 * no further use. */
void pl_x86_leave(struct pl_x86_registers *registers, size_t k, size_t j);

/** Instruction k's arguments are used: registers of those that are used no more are free,
 * and no register is kept. */
void pl_x86_use_arguments(struct pl_x86_registers *registers, size_t k);

/** The value of instruction k is in this register (that mask register, this home): it is
 * stored where it is an output. Ends the instruction. */
void pl_x86_place(struct pl_x86_registers *registers, size_t k, unsigned vector);
void pl_x86_place_mask(struct pl_x86_registers *registers, size_t k, unsigned mask);
void pl_x86_place_home(struct pl_x86_registers *registers, size_t k, uint32_t home);

/** At the end: store inputs and constants that are outputs. */
void pl_x86_place_outputs(struct pl_x86_registers *registers);

/* Calls: every register is the function's own. */

/** Argument j of instruction k is in memory: it is stored where it was not.
 * @return its place */
uint32_t pl_x86_settle(struct pl_x86_registers *registers, size_t k, size_t j);

/** Every value that is used after instruction k is in memory. */
void pl_x86_settle_all(struct pl_x86_registers *registers, size_t k);

/** No value is in a register. */
void pl_x86_leave_all(struct pl_x86_registers *registers);

/** A new place in the frame. */
uint32_t pl_x86_new_home(struct pl_x86_registers *registers);

#endif
