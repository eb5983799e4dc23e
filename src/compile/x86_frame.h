/*
 * x86_frame.h - how machine code reaches the frame and the outputs of a tape, and what it
 * does on entry and at its end (compile/ only).
 *
 * With EVEX a displacement of one byte counts in rows, so one general register reaches
 * 256 of them by instructions that are three bytes shorter: the registers that are left
 * stand where the tape reads and writes most.
 *
 * Source: System V Application Binary Interface, AMD64 Architecture Processor Supplement,
 * 3.2 (registers, arguments, stack).
 */
#ifndef PL_COMPILE_X86_FRAME_H
#define PL_COMPILE_X86_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compile/x86_encoder.h"

struct pl_tape;

/** A place in memory: a slot of the frame; with the one bit set a row of the outputs, with
 * the other so many bytes from the beginning of the code. */
#define PL_X86_IN_OUTPUTS (UINT32_C(1) << 31)
#define PL_X86_WITH_CODE (UINT32_C(1) << 30)

/** A general register that stands at some row. */
struct pl_x86_window {
    enum pl_x86_general base;
    uint32_t row; /* as a place */
};

#define PL_X86_MOST_WINDOWS 9

struct pl_x86_frame {
    int32_t row_size; /* [byte] */
    bool has_calls;
    struct pl_x86_window windows[PL_X86_MOST_WINDOWS]; /* the first two stand at the
                                                          beginnings */
    size_t n_windows;
};

/**
 * @param has_calls  the code calls functions: registers that outlive a call are used
 * @return false when memory is out
 */
bool pl_x86_frame_init(struct pl_x86_frame *frame, const struct pl_tape *tape,
                       const struct pl_x86_code *code, bool has_calls);

/** False when the tape's slots or outputs lie farther than an instruction reaches. */
bool pl_x86_frame_is_reachable(const struct pl_tape *tape, size_t lanes);

/** The first and the last instructions of void f(double *frame, double *out). */
void pl_x86_frame_enter(const struct pl_x86_frame *frame, struct pl_x86_code *code);
void pl_x86_frame_leave(const struct pl_x86_frame *frame, struct pl_x86_code *code);

/** The memory of a place. */
struct pl_x86_operand pl_x86_frame_operand(const struct pl_x86_frame *frame,
                                           uint32_t place);

#endif
