/*
 * program.h - the network as numbers: tapes for rates, Jacobian and values. Immutable.
 *
 * All tapes share one frame (tape.h). Its slots, in this order:
 *
 *     time | state (n_states) | held (n_inputs) | cache (n_cache)
 *     jacobian (n_nonzeros + n_states) | shift | factors (n_factors + 1)
 *     stages (PL_PROGRAM_STAGES n_states) | slopes (n_states) | right (n_states)
 *     constants of all tapes | work space of whichever tape runs
 *
 * `held` are the quantities that stand still between two jumps of a run: one slot for
 * each symbol of the model (for a state its initial value, for rules and reactions
 * unused), then switches and clamps.
 * `cache` is whatever depends on held quantities alone, computed after each jump.
 *
 *     start:     given held               -> held settled (n_inputs)
 *                                           | state at time 0 (n_states)
 *     setup:     held                      -> cache (n_cache)
 *     rates:     time, state, held, cache  -> d state / d time (n_states)
 *     jacobian:  time, state, held, cache  -> non-zeros (n_nonzeros)
 *                                           | d rates / d time (n_states)
 *     values:    time, state, held, cache  -> one value for each symbol (n_symbols)
 *     factor:    jacobian, shift           -> the LU factors of J - shift I (n_factors)
 *                                           | 1 when they are flawed
 *     solve:     factors, right, slopes    -> x with (J - shift I) x = right - slopes
 *                                             (n_states)
 *     stage:     rates, then solve with them as the slopes, which stay in registers
 *     begin:     jacobian, factor, and a stage with a right side of 0 -> factors, whether
 *                                             they are flawed, the first of the stages;
 *                                             what is between them stays in registers
 *
 * Quotients in rates and Jacobian are products where that saves a division
 * (quotients.h); in `values` they are as the model has them.
 *
 * Units    the model's own.
 * Threads  const, so any number of threads may share it.
 */
#ifndef PL_COMPILE_PROGRAM_H
#define PL_COMPILE_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "compile/tape.h"

struct pl_diags;
struct pl_elimination;
struct pl_model;

/** Of more operations than this a factorisation is a loop over them, not a tape; and so
 * is a solution, which has as many as there are factors. */
#define PL_PROGRAM_STRAIGHT_OPERATIONS ((size_t)20000)

/** Solutions that a trial of rodas keeps. */
#define PL_PROGRAM_STAGES 8

struct pl_program {
    const struct pl_model *model; /* borrowed; must outlive the program */

    size_t n_inputs;         /* n_symbols + switches + clamps */
    const size_t *switch_of; /* shape (n_symbols): slot that says "the value is given,
                                do not use the initial formula"; PL_NONE where the value
                                is a number */
    const size_t *clamp_of;  /* shape (n_symbols): for a feedback edge (roles.h) the
                                slot of its clamp, 0 or 1; the slot behind it holds the
                                value that the rule is clamped at. PL_NONE for others */
    size_t n_states;
    const size_t *state_symbol; /* shape (n_states) */
    const size_t *state_of; /* shape (n_symbols): index into the state, or PL_NONE */
    const size_t *state_volume; /* shape (n_states): for a species without a rule, whose
                                   compartment has a rate rule, the state is the amount
                                   and this is the compartment's symbol; else PL_NONE
                                   and the state is what the symbol means */
    size_t n_cache;

    const struct pl_tape *start, *setup, *rates, *jacobian, *values;

    const struct pl_elimination *elimination; /* of the Jacobian; NULL without states */
    const struct pl_tape *factor;             /* NULL when it is a loop */
    const struct pl_tape *solve, *stage;      /* NULL when the solution is one */
    const struct pl_tape
        *begin; /* NULL when one of them is, and where a rate depends on
                                    time itself */

    size_t n_nonzeros;      /* of the Jacobian, by rows */
    const size_t *rows;     /* shape (n_nonzeros): equation */
    const size_t *columns;  /* shape (n_nonzeros): state */
    const size_t *diagonal; /* shape (n_states): which of them is d f_i / d y_i, or
                               PL_NONE */

    bool autonomous; /* no rate depends on time itself */
};

/** Where each part of the frame begins. */
size_t pl_program_state_slot(const struct pl_program *program);
size_t pl_program_held_slot(const struct pl_program *program);
size_t pl_program_cache_slot(const struct pl_program *program);
size_t pl_program_jacobian_slot(const struct pl_program *program);
size_t pl_program_shift_slot(const struct pl_program *program);
size_t pl_program_factors_slot(const struct pl_program *program);
size_t pl_program_stages_slot(const struct pl_program *program);
size_t pl_program_slopes_slot(const struct pl_program *program);
size_t pl_program_right_slot(const struct pl_program *program);
size_t pl_program_constants_slot(const struct pl_program *program);
size_t pl_program_n_slots(const struct pl_program *program); /* of the frame */

/**
 * @param model  borrowed; must outlive the program
 * @return PL_OK; PL_ERR_MODEL for formulas that are never a finite number (a division
 *         by the number 0, for one), seen only when they are put together: messages
 *         point into the model's text; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_program_create(const struct pl_model *model,
                                             struct pl_diags *diags,
                                             struct pl_program **out);
/** Accepts NULL. */
void pl_program_destroy(struct pl_program *program);

/**
 * The model's own values: its numbers, NaN for what it gives none, 0 for switches,
 * clamps and unused slots.
 * @param inputs  shape (n_inputs)
 */
void pl_program_default_inputs(const struct pl_program *program, double *inputs);

/**
 * Give one symbol a value before time 0, in place of its own or of its formula.
 * Formulas of other symbols that use it follow.
 * @param symbol  one with pl_program_is_input
 */
void pl_program_set_input(const struct pl_program *program, double *inputs,
                          size_t symbol, double value);

/**
 * True when the symbol has a slot that a user may set: a constant, a parameter, a
 * compartment, or the initial value of a state; not a rule or a reaction.
 */
bool pl_program_is_input(const struct pl_program *program, size_t symbol);

#endif
