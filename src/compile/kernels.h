/*
 * kernels.h - a program made ready to run, for so many simulations side by side.
 *
 * Const once created: any number of threads may share them, each with a frame of its own.
 * Borrows the program; it must outlive the kernels.
 */
#ifndef PL_COMPILE_KERNELS_H
#define PL_COMPILE_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/isa.h"
#include "base/status.h"
#include "compile/kernel.h"

struct pl_diags;
struct pl_native;
struct pl_program;
struct pl_run_order;
struct pl_tape;

/** --kernel */
enum pl_kernel_choice {
    PL_KERNEL_AUTO,   /* machine code where it can be had, else the interpreter */
    PL_KERNEL_NATIVE, /* machine code, or an error */
    PL_KERNEL_TAPE,   /* the interpreter */
    PL_N_KERNEL_CHOICES
};

/** "auto", "native", "tape", in the order of the enum; NULL ends them. */
extern const char *const pl_kernel_words[];

/* The interpreter runs the tapes start, setup, rates, jacobian and values; without machine
 * code an elimination is done by loops. */
enum { PL_KERNELS_INTERPRETED = 5 };

struct pl_kernels {
    const struct pl_program *program;
    enum pl_isa isa;
    size_t lanes;
    enum pl_kernel_choice choice;
    struct pl_kernel start, setup, rates, jacobian, values;
    struct pl_kernel factor, solve; /* tape or machine code NULL: loops do it */
    struct pl_kernel stage, begin;  /* without machine code the ones above do it */
    struct pl_run_order
        *orders[PL_KERNELS_INTERPRETED]; /* NULL for those with machine code */
    struct pl_native *native;            /* NULL: the interpreter runs everything */
    const char *why_not_native; /* NULL with machine code; else words: "the interpreter
                                   was asked for", "this system forbids executable
                                   memory" */
};

/**
 * @param isa    at most pl_isa_best()
 * @param lanes  1 or pl_isa_lanes(isa)
 * @return PL_OK; PL_ERR_OPTION when PL_KERNEL_NATIVE cannot be had; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_kernels_create(const struct pl_program *program,
                                             enum pl_isa isa, size_t lanes,
                                             enum pl_kernel_choice choice,
                                             struct pl_diags *diags,
                                             struct pl_kernels **out);
/** Accepts NULL. */
void pl_kernels_destroy(struct pl_kernels *kernels);

/** [bytes] of machine code; 0 without. */
size_t pl_kernels_code_size(const struct pl_kernels *kernels);

/**
 * Numbers for so many rows of lanes, all 0, aligned to their size.
 * @param block  receives what free() takes; NULL when memory is out
 */
double *pl_kernels_alloc(const struct pl_kernels *kernels, size_t n_rows, void **block);

/** Put the constants of every tape into a new frame of pl_program_n_slots rows. */
void pl_kernels_prepare(const struct pl_kernels *kernels, double *frame);

/** Factor J - shift I: see program.h. jacobian and shift are in the frame. */
void pl_kernels_factor(const struct pl_kernels *kernels, double *frame);

/**
 * Solve with the factors, the right side and the slopes in the frame; the right side may
 * be changed.
 * @param solution  shape (n_states, lanes), outside what the frame uses for it
 */
void pl_kernels_solve(const struct pl_kernels *kernels, double *frame,
                      double *solution);

/**
 * Jacobian, factors and the first of the stages at once; time, state and shift are in the
 * frame. Neither Jacobian nor slopes are there afterwards.
 * @return false where the kernels above have to do it: nothing was done then
 */
bool pl_kernels_begin(const struct pl_kernels *kernels, double *frame);

/**
 * Rates, then the solution with them as the slopes; time, state, factors and right side
 * are in the frame, and slopes and right side may be changed.
 * @param solution  as pl_kernels_solve
 */
void pl_kernels_stage(const struct pl_kernels *kernels, double *frame,
                      double *solution);

/** Some symbols' values, and nothing but what they need. */
struct pl_selection {
    size_t n;
    struct pl_tape *tape;
    struct pl_native *native;   /* NULL: the interpreter, */
    struct pl_run_order *order; /* which has this order; NULL with machine code */
    struct pl_kernel kernel;    /* n outputs, in the order asked for */
};

/**
 * @param selection  filled; pl_selection_finish frees what is in it
 * @param symbols    shape (n): of the model
 */
PL_MUST_USE enum pl_status pl_selection_init(struct pl_selection *selection,
                                             const struct pl_kernels *kernels,
                                             const size_t *symbols, size_t n,
                                             struct pl_diags *diags);
/**
 * The same, and behind these outputs some numbers met on the way to them.
 * @param slots  shape (n_slots): of the tape that pl_tape_select makes of these symbols
 */
PL_MUST_USE enum pl_status pl_selection_init_with(struct pl_selection *selection,
                                                  const struct pl_kernels *kernels,
                                                  const size_t *symbols, size_t n,
                                                  const uint32_t *slots, size_t n_slots,
                                                  struct pl_diags *diags);
/** Accepts a selection that is all zero. */
void pl_selection_finish(struct pl_selection *selection);

#endif
