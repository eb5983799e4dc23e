/*
 * tape_run.c - running a tape: one loop, written for any number of lanes and compiled
 * for 1, 4 and 8.
 *
 * Only element-wise operations, and no contraction to fused ones (-ffp-contract=off),
 * so a lane has the same bits whatever stands beside it. The one thing that compilers
 * may change is which NaN comes out of two; no operation makes a number from a NaN's
 * bits, so it is enough to make the outputs' NaNs alike at the end.
 */
#include "compile/tape.h"

#include <assert.h>
#include <math.h>

#if defined(__GNUC__)
#define ALWAYS_INLINE inline __attribute__((always_inline))
#else
#define ALWAYS_INLINE inline
#endif

/* One result for each lane; `lanes` is a constant in every copy of the loop. */
#define EACH_LANE(expression)            \
    for (size_t l = 0; l < lanes; l++) { \
        z[l] = (expression);             \
    }                                    \
    break

static ALWAYS_INLINE void
run_lanes(const struct pl_tape *tape, const size_t lanes, double *registers)
{
    const struct pl_instruction *instruction = tape->code;
    const struct pl_instruction *end = tape->code + tape->n_code;
    /* a register is written once, after its arguments: nothing aliases z */
    double *restrict z = registers + (tape->n_inputs + tape->n_constants) * lanes;

    for (; instruction < end; instruction++, z += lanes) {
        /* unused arguments are register 0, so these are always good addresses */
        const double *a = registers + instruction->arguments[0] * lanes;
        const double *b = registers + instruction->arguments[1] * lanes;
        const double *c = registers + instruction->arguments[2] * lanes;

        switch (instruction->op) {
        case PL_OP_ADD:
            EACH_LANE(a[l] + b[l]);
        case PL_OP_SUBTRACT:
            EACH_LANE(a[l] - b[l]);
        case PL_OP_MULTIPLY:
            EACH_LANE(a[l] * b[l]);
        case PL_OP_DIVIDE:
            EACH_LANE(a[l] / b[l]);
        case PL_OP_NEGATE:
            EACH_LANE(-a[l]);
        case PL_OP_SQRT:
            EACH_LANE(sqrt(a[l]));
        case PL_OP_ABS:
            EACH_LANE(fabs(a[l]));
        case PL_OP_MIN:
            EACH_LANE(a[l] < b[l] ? a[l] : b[l]);
        case PL_OP_MAX:
            EACH_LANE(a[l] > b[l] ? a[l] : b[l]);
        case PL_OP_LESS:
            EACH_LANE(a[l] < b[l] ? 1.0 : 0.0);
        case PL_OP_LESS_EQ:
            EACH_LANE(a[l] <= b[l] ? 1.0 : 0.0);
        case PL_OP_EQUAL:
            EACH_LANE(a[l] == b[l] ? 1.0 : 0.0);
        case PL_OP_AND:
            EACH_LANE(a[l] != 0.0 && b[l] != 0.0 ? 1.0 : 0.0);
        case PL_OP_OR:
            EACH_LANE(a[l] != 0.0 || b[l] != 0.0 ? 1.0 : 0.0);
        case PL_OP_NOT:
            EACH_LANE(a[l] == 0.0 ? 1.0 : 0.0);
        case PL_OP_SELECT:
            EACH_LANE(a[l] != 0.0 ? b[l] : c[l]);
        default: /* operations that are calls, by the table's own meaning */
            EACH_LANE(
                pl_op_value(instruction->op, (const double[3]){a[l], b[l], c[l]}));
        }
    }
    for (size_t k = 0; k < tape->n_outputs; k++) {
        if (tape->outputs[k] >= tape->n_inputs + tape->n_constants) {
            double *output = registers + tape->outputs[k] * lanes;

            for (size_t l = 0; l < lanes; l++) {
                output[l] = isnan(output[l]) ? NAN : output[l];
            }
        }
    }
}

void
pl_tape_load_constants(const struct pl_tape *tape, size_t lanes, double *registers)
{
    for (size_t k = 0; k < tape->n_constants; k++) {
        for (size_t l = 0; l < lanes; l++) {
            registers[(tape->n_inputs + k) * lanes + l] = tape->constants[k];
        }
    }
}

void
pl_tape_run(const struct pl_tape *tape, size_t lanes, double *registers)
{
    switch (lanes) {
    case 1:
        run_lanes(tape, 1, registers);
        break;
    case 4:
        run_lanes(tape, 4, registers);
        break;
    case 8:
        run_lanes(tape, 8, registers);
        break;
    default:
        assert(false); /* a lane count that the header does not name */
    }
}
