/*
 * random_tape.h - tapes that no formula gave, and what they mean.
 */
#ifndef PL_TESTS_RANDOM_TAPE_H
#define PL_TESTS_RANDOM_TAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "expr/op.h"

struct pl_tape;

/** A small generator of its own, so that every host meets the same tapes. */
uint32_t random_next(uint64_t *seed);

/** Numbers of all sorts: the special ones come up often. */
double random_number(uint64_t *seed);

/** An operation that is an instruction: elementary, no leaf. */
bool random_tape_has(enum pl_op op);

/**
 * A tape with random constants, whose code and outputs are to be filled in. There are
 * gaps between its parts.
 */
struct pl_tape *random_tape_blank(size_t n_inputs, size_t n_constants, size_t n_code,
                                  size_t n_outputs, uint64_t *seed);

struct random_tape_kind {
    size_t n_inputs; /* > 0 */
    size_t n_code;
    size_t n_outputs;
    bool with_calls;         /* also what is a call */
    bool without_fused_from; /* no c - a * b */
};

/** Any operations on anything before them; outputs may be anything, also twice. */
struct pl_tape *random_tape(const struct random_tape_kind *kind, uint64_t *seed);

/**
 * Run one lane by pl_op_value.
 * @param frame  shape (n_slots): the inputs; filled with the rest
 */
void random_tape_evaluate(const struct pl_tape *tape, double *frame);

#endif
