/*
 * x86_frame.c - how machine code reaches the frame and the outputs of a tape, and what it
 * does on entry and at its end.
 */
#include "compile/x86_frame.h"

#include <assert.h>
#include <stdlib.h>

#include "compile/tape.h"
#include "expr/op.h"

/* Rows that a displacement of one byte reaches: half of them before the register. */
#define REACH 256u

/* A window costs one instruction of 7 bytes and saves 3 bytes for each use: fewer uses do
 * not pay, more lose short instructions. */
#define LEAST_USES 3u

/* Registers in the order of their use: frame, outputs, windows. Those of code with calls
 * belong to the caller, who gets them back. */
static const enum pl_x86_general without_calls[PL_X86_MOST_WINDOWS] = {
    PL_X86_RDI, PL_X86_RSI, PL_X86_RAX, PL_X86_RCX, PL_X86_RDX,
    PL_X86_R8,  PL_X86_R9,  PL_X86_R10, PL_X86_R11};
static const enum pl_x86_general with_calls[] = {PL_X86_RBX, PL_X86_RBP, PL_X86_R12,
                                                 PL_X86_R13, PL_X86_R14, PL_X86_R15};

#define N_WITH_CALLS (sizeof with_calls / sizeof *with_calls)

static const enum pl_x86_general *
registers_of(const struct pl_x86_frame *frame)
{
    return frame->has_calls ? with_calls : without_calls;
}

static void
add_window(struct pl_x86_frame *frame, uint32_t row)
{
    frame->windows[frame->n_windows] =
        (struct pl_x86_window){registers_of(frame)[frame->n_windows], row};
    frame->n_windows++;
}

/* How often the tape meets each stretch of REACH rows. The first two windows reach REACH /
 * 2 rows each, so stretch i begins at row (i + 1/2) REACH. */
struct stretches {
    uint32_t *n_uses; /* shape (n): of the frame, then of the outputs */
    size_t n_frame;
    size_t n;
};

static void
count_use(struct stretches *stretches, uint32_t row)
{
    const bool in_outputs = (row & PL_X86_IN_OUTPUTS) != 0;
    const size_t position = row & ~PL_X86_IN_OUTPUTS;

    if (position >= REACH / 2) {
        stretches->n_uses[(in_outputs ? stretches->n_frame : 0) +
                          (position - REACH / 2) / REACH]++;
    }
}

static void
count_uses(struct stretches *stretches, const struct pl_tape *tape)
{
    for (size_t k = 0; k < tape->n_code; k++) {
        const struct pl_instruction *instruction = &tape->code[k];
        const size_t n = pl_op_arity(instruction->op);

        for (size_t j = 0; j < n; j++) {
            const uint32_t slot = instruction->arguments[j];

            if (slot < tape->code_at || slot >= tape->code_at + tape->n_code) {
                count_use(stretches, slot);
            }
        }
    }
    for (size_t k = 0; k < tape->n_outputs; k++) {
        count_use(stretches, (uint32_t)k | PL_X86_IN_OUTPUTS);
    }
}

/* Windows where they are used most. */
static void
choose_windows(struct pl_x86_frame *frame, const struct stretches *stretches)
{
    const size_t most = frame->has_calls ? N_WITH_CALLS : PL_X86_MOST_WINDOWS;

    while (frame->n_windows < most) {
        size_t best = 0;
        size_t row = 0;

        for (size_t i = 0; i < stretches->n; i++) {
            if (stretches->n_uses[i] > stretches->n_uses[best]) {
                best = i;
            }
        }
        if (stretches->n == 0 || stretches->n_uses[best] < LEAST_USES) {
            break;
        }
        stretches->n_uses[best] = 0;
        row = (best < stretches->n_frame ? best : best - stretches->n_frame) * REACH +
              REACH;
        add_window(frame,
                   (uint32_t)row | (best < stretches->n_frame ? 0 : PL_X86_IN_OUTPUTS));
    }
}

bool
pl_x86_frame_is_reachable(const struct pl_tape *tape, size_t lanes)
{
    /* windows stand up to REACH rows farther */
    const size_t most = INT32_MAX / (lanes * sizeof(double)) - 2 * (size_t)REACH;

    return tape->n_inputs <= most && pl_tape_n_slots(tape) <= most &&
           tape->n_outputs <= most;
}

bool
pl_x86_frame_init(struct pl_x86_frame *frame, const struct pl_tape *tape,
                  const struct pl_x86_code *code, bool has_calls)
{
    struct stretches stretches = {0};
    size_t n_slots = pl_tape_n_slots(tape);

    assert(pl_x86_frame_is_reachable(tape, code->lanes));
    n_slots = n_slots > tape->n_inputs ? n_slots : tape->n_inputs;
    *frame = (struct pl_x86_frame){.has_calls = has_calls};
    frame->row_size = (int32_t)(code->lanes * sizeof(double));
    add_window(frame, 0);
    add_window(frame, PL_X86_IN_OUTPUTS);
    if (!code->evex) {
        return true;
    }
    stretches.n_frame = n_slots / REACH + 1;
    stretches.n = stretches.n_frame + tape->n_outputs / REACH + 1;
    stretches.n_uses = calloc(stretches.n, sizeof *stretches.n_uses);
    if (stretches.n_uses == NULL) {
        return false;
    }
    count_uses(&stretches, tape);
    if (tape->n_code > pl_x86_n_registers(code)) {
        /* where values go that find no register */
        add_window(frame, (uint32_t)tape->code_at + REACH / 2);
    }
    choose_windows(frame, &stretches);
    free(stretches.n_uses);
    return true;
}

struct pl_x86_operand
pl_x86_frame_operand(const struct pl_x86_frame *frame, uint32_t place)
{
    const bool in_outputs = (place & PL_X86_IN_OUTPUTS) != 0;
    const struct pl_x86_window *window = &frame->windows[in_outputs ? 1 : 0];
    int32_t rows = (int32_t)(place & ~PL_X86_IN_OUTPUTS);

    if (!in_outputs && (place & PL_X86_WITH_CODE) != 0) {
        return (struct pl_x86_operand){.where = PL_X86_IN_CODE,
                                       .offset = (int32_t)(place & ~PL_X86_WITH_CODE)};
    }
    for (size_t i = 2; i < frame->n_windows && rows >= (int32_t)REACH / 2; i++) {
        /* the difference of two places; far from 0 where they differ in the bit */
        const int64_t behind = (int64_t)place - frame->windows[i].row;

        if (behind >= -(int64_t)REACH / 2 && behind < (int64_t)REACH / 2) {
            window = &frame->windows[i];
            rows = (int32_t)behind;
            break;
        }
    }
    return (struct pl_x86_operand){PL_X86_IN_MEMORY, window->base,
                                   rows * frame->row_size};
}

/* Registers that are saved: an odd number, so that with the return address the stack
 * stands on a multiple of 16 when functions are called. */
static size_t
n_saved(const struct pl_x86_frame *frame)
{
    return frame->has_calls ? frame->n_windows | 1 : 0;
}

void
pl_x86_frame_enter(const struct pl_x86_frame *frame, struct pl_x86_code *code)
{
    for (size_t i = 0; i < n_saved(frame); i++) {
        pl_x86_push(code, with_calls[i % N_WITH_CALLS]);
    }
    if (frame->has_calls) {
        pl_x86_move(code, frame->windows[0].base, PL_X86_RDI);
        pl_x86_move(code, frame->windows[1].base, PL_X86_RSI);
    }
    for (size_t i = 2; i < frame->n_windows; i++) {
        const uint32_t row = frame->windows[i].row;
        const bool in_outputs = (row & PL_X86_IN_OUTPUTS) != 0;

        pl_x86_move_address(code, frame->windows[i].base,
                            frame->windows[in_outputs ? 1 : 0].base,
                            (int32_t)(row & ~PL_X86_IN_OUTPUTS) * frame->row_size);
    }
}

void
pl_x86_frame_leave(const struct pl_x86_frame *frame, struct pl_x86_code *code)
{
    if (code->lanes > 1) {
        pl_x86_zero_upper(code);
    }
    for (size_t i = n_saved(frame); i-- > 0;) {
        pl_x86_pop(code, with_calls[i % N_WITH_CALLS]);
    }
    pl_x86_return(code);
}
