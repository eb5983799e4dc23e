/*
 * tape_run.c - the interpreter: one loop over a tape, written for any number of lanes,
 * compiled for 1, 4 and 8 and, as a whole, once for each instruction set.
 *
 * Only element-wise operations, and no fused ones but those that the tape names
 * (-ffp-contract=off), so a lane has the same bits whatever stands beside it and
 * whichever copy runs. The one thing that compilers may change is which NaN comes out of
 * two; no operation makes a number from a NaN's bits.
 */
#include "compile/tape_run.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "compile/tape.h"
#include "expr/elementary.h"

/* One result for each lane; `lanes` is a constant in every copy of the loop. */
#define EACH_LANE(expression)            \
    for (size_t l = 0; l < lanes; l++) { \
        z[l] = (expression);             \
    }                                    \
    break

static PL_ALWAYS_INLINE void
run_lanes(const struct pl_tape *tape, const size_t lanes, double *frame, double *out)
{
    const struct pl_instruction *instruction = tape->code;
    const struct pl_instruction *end = tape->code + tape->n_code;
    /* a slot is written once, after its arguments: nothing aliases z */
    double *restrict z = frame + tape->code_at * lanes;

    for (; instruction < end; instruction++, z += lanes) {
        /* unused arguments are slot 0, so these are always good addresses */
        const double *a = frame + instruction->arguments[0] * lanes;
        const double *b = frame + instruction->arguments[1] * lanes;
        const double *c = frame + instruction->arguments[2] * lanes;

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
        case PL_OP_FLOOR:
            EACH_LANE(floor(a[l]));
        case PL_OP_CEIL:
            EACH_LANE(ceil(a[l]));
        case PL_OP_FUSED_ADD:
            EACH_LANE(fma(a[l], b[l], c[l]));
        case PL_OP_FUSED_SUBTRACT:
            EACH_LANE(fma(a[l], b[l], -c[l]));
        case PL_OP_FUSED_FROM:
            EACH_LANE(fma(-a[l], b[l], c[l]));
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
        case PL_OP_TRANSCENDENTALS:
            pl_elementary_lanes(instruction->op, PL_ISA, lanes, a, b, z);
            break;
        case PL_OP_NOT_RUN:
            assert(false && "an operation of tapes");
            break;
        }
    }
    for (size_t k = 0; k < tape->n_outputs; k++) {
        memcpy(out + k * lanes, frame + tape->outputs[k] * lanes, lanes * sizeof *out);
    }
}

void
PL_FOR_ISA(pl_tape_run)(const struct pl_tape *tape, size_t lanes, double *frame,
                        double *out)
{
    switch (lanes) {
    case 1:
        run_lanes(tape, 1, frame, out);
        break;
    case 4:
        run_lanes(tape, 4, frame, out);
        break;
    case 8:
        run_lanes(tape, 8, frame, out);
        break;
    default:
        assert(false); /* a lane count that the header does not name */
    }
}
