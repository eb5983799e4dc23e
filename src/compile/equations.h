/*
 * equations.h - a model as nodes of one graph, in the program's layout (compile/ only).
 *
 * Owns     its arrays and the graph.
 * Borrows  the model.
 */
#ifndef PL_COMPILE_EQUATIONS_H
#define PL_COMPILE_EQUATIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

struct pl_diags;
struct pl_graph;
struct pl_model;

struct pl_equations {
    const struct pl_model *model; /* borrowed */
    /* to be set before pl_equations_init: every feedback signal is an input, its symbol's
     * own held slot, in place of its rule */
    bool opened;
    struct pl_graph *graph;
    struct pl_arena arena; /* the arrays below */

    /* layout; program.h says what these mean */
    size_t n_states;
    size_t *state_symbol; /* shape (n_states) */
    size_t *state_of;     /* shape (n_symbols) */
    size_t *state_volume; /* shape (n_states) */
    size_t n_inputs;
    size_t *switch_of; /* shape (n_symbols) */
    size_t *clamp_of;  /* shape (n_symbols) */
    double *defaults;  /* shape (n_symbols): the numbers that the model gives */

    /* nodes */
    uint32_t *now;     /* shape (n_symbols): the value of each symbol, at any time */
    uint32_t *start;   /* shape (n_symbols): at time 0; PL_NODE_NONE where not needed */
    uint32_t *rates;   /* shape (n_states) */
    uint32_t *initial; /* shape (n_states): the state at time 0 */
    uint32_t *signals; /* shape (n_symbols): the rule of a feedback signal, clamped or
                          opened or not; PL_NODE_NONE for others */
};

/** Slots of the graph: time, then the state, then what is held (program.h). */
#define PL_TIME_SLOT 0u
uint32_t pl_equations_state_slot(size_t state);
uint32_t pl_equations_held_slot(const struct pl_equations *equations, size_t input);

/**
 * @param equations  all zero but for `opened`; to be finished also after an error
 * @return PL_OK; PL_ERR_MODEL, PL_ERR_NOMEM as pl_program_create
 */
PL_MUST_USE enum pl_status pl_equations_init(struct pl_equations *equations,
                                             const struct pl_model *model,
                                             struct pl_diags *diags);
/** Accepts equations that are all zero. */
void pl_equations_finish(struct pl_equations *equations);

#endif
