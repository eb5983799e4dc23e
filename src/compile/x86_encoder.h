/*
 * x86_encoder.h - x86-64 instructions as bytes: the few forms that tapes need
 * (compile/ only).
 *
 * Vector instructions work on 1, 4 or 8 doubles. In the VEX encoding there are 16
 * registers; in the EVEX encoding (AVX-512) 32, and comparisons answer in mask registers.
 *
 * Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2: 2.3
 * (VEX), 2.7 (EVEX), and the page of each instruction.
 */
#ifndef PL_COMPILE_X86_ENCODER_H
#define PL_COMPILE_X86_ENCODER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Growing machine code. A failed allocation is remembered and later calls do nothing, so
 * a writer checks `failed` once, at its end. Start from {.lanes = …, .evex = …}.
 */
struct pl_x86_code {
    size_t lanes;         /* 1; 4; 8 with EVEX: doubles that an instruction works on */
    bool evex;            /* EVEX for vector instructions, else VEX */
    unsigned char *bytes; /* shape (n_bytes); freed with free() */
    size_t n_bytes;
    size_t capacity;
    bool failed; /* memory ran out: the code is not whole */
};

/** General registers. */
enum pl_x86_general {
    PL_X86_RAX,
    PL_X86_RCX,
    PL_X86_RDX,
    PL_X86_RBX,
    PL_X86_RSP,
    PL_X86_RBP,
    PL_X86_RSI,
    PL_X86_RDI,
    PL_X86_R8,
    PL_X86_R9,
    PL_X86_R10,
    PL_X86_R11,
    PL_X86_R12,
    PL_X86_R13,
    PL_X86_R14,
    PL_X86_R15
};

/** Where an operand is. */
enum pl_x86_where {
    PL_X86_IN_REGISTER, /* number: of a vector register */
    PL_X86_IN_MEMORY,   /* number: of a general register; at so many bytes from it */
    PL_X86_IN_CODE      /* at so many bytes from the beginning of the code */
};

struct pl_x86_operand {
    enum pl_x86_where where;
    unsigned number;
    int32_t offset; /* [byte] */
};

/** z = a op b for numbers, and for the bits of whole registers. */
enum pl_x86_operation {
    PL_X86_ADD,
    PL_X86_SUBTRACT,
    PL_X86_MULTIPLY,
    PL_X86_DIVIDE,
    PL_X86_MIN, /* a < b ? a : b */
    PL_X86_MAX, /* a > b ? a : b */
    PL_X86_AND,
    PL_X86_OR,
    PL_X86_XOR,
    /* fused, rounded once: the digits say which of z, a, b (1, 2, 3) are multiplied and
       which is added: 231 is z = a * b + z. `from` subtracts the product. */
    PL_X86_FUSED_ADD_132,
    PL_X86_FUSED_ADD_213,
    PL_X86_FUSED_ADD_231,
    PL_X86_FUSED_SUBTRACT_132,
    PL_X86_FUSED_SUBTRACT_213,
    PL_X86_FUSED_SUBTRACT_231,
    PL_X86_FUSED_FROM_132,
    PL_X86_FUSED_FROM_213,
    PL_X86_FUSED_FROM_231,
    PL_X86_N_OPERATIONS
};

/** Of a comparison; the names say what holds. None is signalled, NaN or not. */
enum pl_x86_predicate {
    PL_X86_EQUAL = 0x00,         /* EQ_OQ */
    PL_X86_NOT_EQUAL = 0x04,     /* NEQ_UQ: also with a NaN */
    PL_X86_LESS = 0x11,          /* LT_OQ */
    PL_X86_LESS_EQUAL = 0x12,    /* LE_OQ */
    PL_X86_GREATER_EQUAL = 0x1d, /* GE_OQ */
    PL_X86_GREATER = 0x1e        /* GT_OQ */
};

enum pl_x86_rounding { PL_X86_FLOOR = 0x09, PL_X86_CEIL = 0x0a };

enum pl_x86_mask_operation { PL_X86_MASK_AND, PL_X86_MASK_OR };

/** A vector register as an operand. */
struct pl_x86_operand pl_x86_register(unsigned number);

/** Vector registers: 16 or 32. */
unsigned pl_x86_n_registers(const struct pl_x86_code *code);

/* Vector instructions. z and a are vector registers. Operands in memory need not be
   aligned, and are as wide as the lanes: 8, 32 or 64 bytes; 16 for AND, OR, XOR of one
   lane. */

void pl_x86_operate(struct pl_x86_code *code, enum pl_x86_operation operation,
                    unsigned z, unsigned a, struct pl_x86_operand b);
void pl_x86_square_root(struct pl_x86_code *code, unsigned z, unsigned a);
void pl_x86_round(struct pl_x86_code *code, unsigned z, unsigned a,
                  enum pl_x86_rounding rounding);
void pl_x86_load(struct pl_x86_code *code, unsigned z, struct pl_x86_operand memory);
void pl_x86_store(struct pl_x86_code *code, struct pl_x86_operand memory, unsigned a);
void pl_x86_copy(struct pl_x86_code *code, unsigned z, unsigned a);

/** z: with VEX a vector register, all bits of a double 1 where it holds; with EVEX the
 * mask register of that number. */
void pl_x86_compare(struct pl_x86_code *code, unsigned z, unsigned a,
                    struct pl_x86_operand b, enum pl_x86_predicate predicate);

/**
 * z = mask ? b : a.
 * @param mask  with VEX a vector register as pl_x86_compare gives it; with EVEX a mask
 *              register, from 1
 * @param b     for one lane in a register
 */
void pl_x86_blend(struct pl_x86_code *code, unsigned z, unsigned a,
                  struct pl_x86_operand b, unsigned mask);

/* EVEX alone: mask registers. */

/** z = mask ? memory : 0. @param mask  from 1. For one lane 16 bytes are read */
void pl_x86_load_where(struct pl_x86_code *code, unsigned z, unsigned mask,
                       struct pl_x86_operand memory);
void pl_x86_mask_operate(struct pl_x86_code *code, enum pl_x86_mask_operation operation,
                         unsigned z, unsigned a, unsigned b);
void pl_x86_mask_not(struct pl_x86_code *code, unsigned z, unsigned a);

/* General registers. */

void pl_x86_move(struct pl_x86_code *code, enum pl_x86_general to,
                 enum pl_x86_general from);
void pl_x86_move_number(struct pl_x86_code *code, enum pl_x86_general to,
                        uint64_t number);
/** to = base + offset */
void pl_x86_move_address(struct pl_x86_code *code, enum pl_x86_general to,
                         enum pl_x86_general base, int32_t offset);
void pl_x86_push(struct pl_x86_code *code, enum pl_x86_general from);
void pl_x86_pop(struct pl_x86_code *code, enum pl_x86_general to);
void pl_x86_call(struct pl_x86_code *code, enum pl_x86_general to);
void pl_x86_return(struct pl_x86_code *code);
/** The upper halves of all vector registers become 0. */
void pl_x86_zero_upper(struct pl_x86_code *code);

/** Pad with instructions that trap to a multiple of `alignment`, a power of 2. */
void pl_x86_align(struct pl_x86_code *code, size_t alignment);

/** Bytes as they are. */
void pl_x86_put(struct pl_x86_code *code, const void *bytes, size_t n);

#endif
