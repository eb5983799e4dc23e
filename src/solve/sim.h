/*
 * sim.h - one simulation: the state that changes while the program stands still.
 *
 * Owns     the state, the held quantities, the stepper and its work space.
 * Borrows  the kernels; they must outlive the simulation.
 * Units    the model's own. Time starts at 0.
 * Threads  a simulation belongs to one thread; many may share one program.
 *
 *     pl_sim_create(kernels, &options, diags, &sim);
 *     pl_sim_start(sim, inputs, diags);          time 0
 *     pl_sim_rest(sim, …);                       rest.h, if wanted; still time 0
 *     pl_sim_assign(sim, symbol, value, diags);  a jump, now
 *     pl_sim_advance(sim, t_end, &output, diags);
 */
#ifndef PL_SOLVE_SIM_H
#define PL_SOLVE_SIM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "solve/output.h"

struct pl_diags;
struct pl_kernels;
struct pl_selection;
struct pl_sim;

/** How a simulation steps. Start from pl_sim_options_default(). */
struct pl_sim_options {
    const char *method; /* a name of pl_sim_methods(); borrowed for the call */
    double rtol;        /* [-] relative tolerance, 0 < rtol < 1 */
    double atol;        /* [model unit] absolute tolerance; 0 for the rule: per state
                           1e-3 rtol max(|y_i| at the start, 1e-6 × the largest |y|
                           of its kind). Kinds are species in concentrations, species
                           in amounts, and the rest; where all of a kind start at 0
                           the largest counts as 1. Rest (rest.h) is a new start. */
    size_t max_steps;   /* [-] since pl_sim_start, those on the way to rest too */
    double time_limit;  /* [s] of wall time from pl_sim_start; 0 for none */
    bool (*stop)(
        void *context); /* asked between steps; true ends the run; may be NULL */
    void *stop_context;
};

struct pl_sim_options pl_sim_options_default(void);

/** One way of stepping, for --method and its help. */
struct pl_sim_method {
    const char *name;    /* "msbdf" */
    const char *summary; /* "backward differentiation, orders 1 to 5; stiff networks" */
};

/** Every method, the default first. */
const struct pl_sim_method *pl_sim_methods(size_t *n);

/** What a simulation has cost so far. */
struct pl_sim_statistics {
    size_t steps; /* accepted; those on the way to rest too */
    size_t rejected;
    size_t rates; /* evaluations of the right-hand side */
    size_t jacobians;
    size_t restarts; /* jumps */
    size_t flawed; /* trials of rodas that were refused for their sparse factors, … */
    size_t dense;  /* … and those that a pivoted dense factorisation did instead */
};

/**
 * @param kernels  for one lane
 * @return PL_OK; PL_ERR_OPTION for an unknown method (with near names) or a tolerance,
 *         limit out of range; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_sim_create(const struct pl_kernels *kernels,
                                         const struct pl_sim_options *options,
                                         struct pl_diags *diags, struct pl_sim **out);
/** Accepts NULL. */
void pl_sim_destroy(struct pl_sim *sim);

/**
 * Go to time 0 with these inputs (pl_program_default_inputs). Everything from before is
 * forgotten, statistics too. Neither this nor any function below allocates, but for
 * messages, for rest.h, for an output that selects more values than there are symbols,
 * and for a step of `rodas` whose sparse factors are flawed twice: it takes a dense
 * matrix for that step.
 *
 * @param inputs  shape (program->n_inputs)
 * @return PL_OK; PL_ERR_RATE when an initial value or a rate at time 0 is not finite:
 * the message names the symbol and points at its formula
 */
PL_MUST_USE enum pl_status pl_sim_start(struct pl_sim *sim, const double *inputs,
                                        struct pl_diags *diags);

/**
 * Give a held quantity or a state another value, now; the stepper restarts here.
 * Initial formulas are not worked out again (SBML: they hold at time 0 only).
 *
 * @param slot   a symbol with pl_program_is_input that is no compartment with species in
 *               it, or a clamp's slot: program->clamp_of, or the one behind it
 * @param value  finite
 * @return PL_OK; PL_ERR_OPTION when the value is not finite, the slot is another one, or
 *         the symbol follows its formula or is a compartment with species in it: nothing
 *         has changed then
 */
PL_MUST_USE enum pl_status pl_sim_assign(struct pl_sim *sim, size_t slot, double value,
                                         struct pl_diags *diags);

/**
 * Advance to t_end. Emits every output time t with now <= t < t_end, filled inside the
 * steps: output times never shorten a step, so the path does not depend on them. An
 * output at t_end itself is left to the next call, or to pl_sim_observe, so that after
 * a jump the values are those behind it.
 *
 * @param t_end   [model time], finite, not before the present time
 * @param output  may be NULL
 * @return PL_OK;
 *         PL_ERR_OPTION   t_end is out of range;
 *         PL_ERR_RATE     a rate law stayed not finite at the smallest step;
 *         PL_ERR_STEP     max_steps or time_limit reached, or no progress;
 *         PL_ERR_STOPPED  `stop` said so; no message;
 *         PL_ERR_NOMEM    no room for what the output selects, or for the dense matrix
 *                         of a step.
 *         After an error the simulation stands at its last good point, and what was
 *         emitted is good. Messages name time, step size, the species that changes
 *         fastest and the reaction behind it, and what to try. The first species
 *         that turns negative by more than the tolerance gives one warning.
 */
PL_MUST_USE enum pl_status pl_sim_advance(struct pl_sim *sim, double t_end,
                                          struct pl_output *output,
                                          struct pl_diags *diags);

/**
 * The name of the method in use, and why `auto` chose it: words, or NULL for a method
 * that was named.
 */
const char *pl_sim_method_used(const struct pl_sim *sim, const char **why);

double pl_sim_time(const struct pl_sim *sim);

/** The value of every symbol, now. @param values  shape (n_symbols) */
void pl_sim_observe(struct pl_sim *sim, double *values);

/** The same of some symbols alone. @param values  shape (selection->n) */
void pl_sim_select(struct pl_sim *sim, const struct pl_selection *selection,
                   double *values);

/** The state, now. @param y  shape (n_states); symbols in program->state_symbol */
void pl_sim_state(const struct pl_sim *sim, double *y);

/** Steps taken by a group (lanes.h) raise neither `rates` nor `jacobians`. */
struct pl_sim_statistics pl_sim_get_statistics(const struct pl_sim *sim);

#endif
