/*
 * random_tape.c - tapes that no formula gave, and what they mean.
 */
#include "random_tape.h"

#include "compile/tape.h"
#include "expr/op.h"
#include "testlib.h"

uint32_t
random_next(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33);
}

double
random_number(uint64_t *seed)
{
    static const double special[] = {0.0,
                                     -0.0,
                                     1.0,
                                     -1.0,
                                     0.5,
                                     2.0,
                                     3.0,
                                     -0.25,
                                     40.0,
                                     1e300,
                                     -1e300,
                                     1e200,
                                     1e-200,
                                     1e-310,
                                     -4e-324,
                                     2.2250738585072014e-308,
                                     (double)INFINITY,
                                     (double)-INFINITY,
                                     (double)NAN};

    if (random_next(seed) % 3 == 0) {
        return special[random_next(seed) % (sizeof special / sizeof *special)];
    }
    return ((double)random_next(seed) / 1e9 - 1.0) * 4.0;
}

bool
random_tape_has(enum pl_op op)
{
    return pl_op_is_elementary(op) && pl_op_most_arguments(op) > 0;
}

struct pl_tape *
random_tape_blank(size_t n_inputs, size_t n_constants, size_t n_code, size_t n_outputs,
                  uint64_t *seed)
{
    struct pl_tape *tape = NULL;

    assert_int_equal(
        pl_tape_alloc(n_inputs, n_constants, n_code, n_outputs, NULL, &tape), PL_OK);
    tape->constants_at += random_next(seed) % 3;
    tape->code_at = tape->constants_at + n_constants + random_next(seed) % 3;
    for (size_t i = 0; i < n_constants; i++) {
        tape->constants[i] = random_number(seed);
    }
    return tape;
}

static enum pl_op
random_op(const struct random_tape_kind *kind, uint64_t *seed)
{
    for (;;) {
        const enum pl_op op = (enum pl_op)(random_next(seed) % PL_N_OPS);

        if (!random_tape_has(op) ||
            (op == PL_OP_FUSED_FROM && kind->without_fused_from)) {
            continue;
        }
        if (!pl_op_is_transcendental(op) ||
            (kind->with_calls && random_next(seed) % 4 == 0)) {
            return op;
        }
    }
}

/* A slot that is there before instruction k: often one of the last results. */
static uint32_t
random_slot(const struct pl_tape *tape, size_t k, uint64_t *seed)
{
    const uint32_t which = random_next(seed) % 8;

    if (k > 0 && which < 3) {
        return (uint32_t)(tape->code_at + k - 1 -
                          random_next(seed) % (k < 6 ? (uint32_t)k : 6));
    }
    if (k > 0 && which < 5) {
        return (uint32_t)(tape->code_at + random_next(seed) % (uint32_t)k);
    }
    if (which == 5 && tape->n_constants > 0) {
        return (uint32_t)(tape->constants_at +
                          random_next(seed) % (uint32_t)tape->n_constants);
    }
    return random_next(seed) % (uint32_t)tape->n_inputs;
}

struct pl_tape *
random_tape(const struct random_tape_kind *kind, uint64_t *seed)
{
    struct pl_tape *tape = random_tape_blank(kind->n_inputs, random_next(seed) % 5,
                                             kind->n_code, kind->n_outputs, seed);

    for (size_t k = 0; k < kind->n_code; k++) {
        tape->code[k].op = random_op(kind, seed);
        for (size_t j = 0; j < pl_op_arity(tape->code[k].op); j++) {
            tape->code[k].arguments[j] = random_slot(tape, k, seed);
        }
    }
    for (size_t i = 0; i < kind->n_outputs; i++) {
        tape->outputs[i] = random_slot(tape, kind->n_code, seed);
    }
    return tape;
}

void
random_tape_evaluate(const struct pl_tape *tape, double *frame)
{
    memcpy(frame + tape->constants_at, tape->constants,
           tape->n_constants * sizeof *frame);
    for (size_t k = 0; k < tape->n_code; k++) {
        const uint32_t *slots = tape->code[k].arguments;
        const double arguments[3] = {frame[slots[0]], frame[slots[1]], frame[slots[2]]};

        frame[tape->code_at + k] = pl_op_value(tape->code[k].op, arguments);
    }
}
