/*
 * x86_translate.h - one tape becomes machine code (compile/ only).
 */
#ifndef PL_COMPILE_X86_TRANSLATE_H
#define PL_COMPILE_X86_TRANSLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/isa.h"

struct pl_tape;
struct pl_x86_code;

/** The numbers that instructions need: the code begins with them. */
void pl_x86_put_numbers(struct pl_x86_code *code);

/**
 * Append void f(double *frame, double *out), which runs the tape for code->lanes lanes.
 * The tape's slots must be reachable (x86_frame.h).
 *
 * @param isa   for elementary functions
 * @param at    [byte] receives where in the code the function begins
 * @return false when memory is out
 * Cost: O(instructions).
 */
bool pl_x86_translate(const struct pl_tape *tape, enum pl_isa isa,
                      struct pl_x86_code *code, size_t *at);

#endif
