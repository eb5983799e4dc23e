/*
 * x86_values.h - what a tape's instructions need, and when each value is used next
 * (compile/ only).
 *
 * A value is an input, a constant, one of the numbers below, or the result of an
 * instruction; they are numbered in this order.
 *
 * Owns     its arrays.
 * Borrows  the tape.
 */
#ifndef PL_COMPILE_X86_VALUES_H
#define PL_COMPILE_X86_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pl_tape;

#define PL_X86_NO_VALUE UINT32_MAX
#define PL_X86_NO_REGISTER 0xffu
#define PL_X86_NO_OUTPUT UINT32_MAX
#define PL_X86_NOWHERE UINT32_MAX
#define PL_X86_NEVER UINT32_MAX

/** What instructions need beside their arguments: rows of numbers, each as wide as a
 * register, at the beginning of the code. */
enum pl_x86_number {
    PL_X86_ONES,       /* 1.0 */
    PL_X86_SIGNS,      /* the sign bit */
    PL_X86_MAGNITUDES, /* all other bits */
    PL_X86_N_NUMBERS
};

#define PL_X86_NUMBER_SIZE 64 /* [byte] of a row */

struct pl_x86_value {
    uint32_t next_use;     /* instruction, or PL_X86_NEVER */
    uint32_t home;         /* its place in memory (x86_frame.h), or PL_X86_NOWHERE */
    uint32_t first_output; /* that it is, or PL_X86_NO_OUTPUT */
    unsigned char vector;  /* register that it is in, or PL_X86_NO_REGISTER */
    unsigned char mask;    /* EVEX: mask register that holds where it is not 0 */
    bool is_truth;         /* always 0 or 1: what a mask says is all of it */
};

struct pl_x86_values {
    const struct pl_tape *tape;
    struct pl_x86_value *list; /* shape (n) */
    size_t n;
    size_t first_number;
    size_t first_code;
    uint32_t *arguments;   /* shape (n_code, 3) */
    uint32_t *next_uses;   /* shape (n_code, 3) */
    uint32_t *next_output; /* shape (n_outputs): of the same value */
};

/**
 * Values as they are before the first instruction: in memory or nowhere.
 *
 * @param values  all zero; to be finished also when memory is out
 * @param evex    instructions are in the EVEX encoding (x86_encoder.h)
 * @return false when memory is out
 */
bool pl_x86_values_init(struct pl_x86_values *values, const struct pl_tape *tape,
                        bool evex);
void pl_x86_values_finish(struct pl_x86_values *values);

/** Argument j of instruction k: those of the tape, then the number that it needs, then
 * PL_X86_NO_VALUE. */
uint32_t pl_x86_argument(const struct pl_x86_values *values, size_t k, size_t j);

/** The instruction after k that uses argument j of k next, or PL_X86_NEVER. */
uint32_t pl_x86_next_use(const struct pl_x86_values *values, size_t k, size_t j);

/** The result of instruction k. */
uint32_t pl_x86_result(const struct pl_x86_values *values, size_t k);

#endif
