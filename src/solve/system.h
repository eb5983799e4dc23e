/*
 * system.h - the network's equations for one simulation: y' = f(t, y).
 *
 * Runs the program's kernels over a frame of its own (program.h), so the quantities that
 * stand still are put in place once and only time and state move from call to call.
 *
 * Owns     the frame and the held quantities.
 * Borrows  the kernels; they must outlive the system.
 * Nothing here but pl_system_create allocates.
 */
#ifndef PL_SOLVE_SYSTEM_H
#define PL_SOLVE_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_kernels;
struct pl_selection;
struct pl_system;

/** @param kernels  for one lane */
PL_MUST_USE enum pl_status pl_system_create(const struct pl_kernels *kernels,
                                            struct pl_diags *diags,
                                            struct pl_system **out);
/** Accepts NULL. */
void pl_system_destroy(struct pl_system *system);

/** True when each of n numbers is finite. */
bool pl_all_finite(const double *numbers, size_t n);

/**
 * Settle the inputs and give the state at time 0. Values that are not finite are passed
 * on: the caller looks.
 *
 * @param inputs  shape (n_inputs)
 * @param y       shape (n_states)
 * @return true when all is as after the start before: the inputs have the same bits
 */
bool pl_system_start(struct pl_system *system, const double *inputs, double *y);

/** What stands still now, shape (n_inputs); borrowed until the system changes. */
const double *pl_system_held(const struct pl_system *system);

/** Give one held quantity another value: a symbol, or a clamp of the program. */
void pl_system_hold(struct pl_system *system, size_t slot, double value);

/** What it runs, borrowed as given to pl_system_create. */
const struct pl_kernels *pl_system_kernels(const struct pl_system *system);

/** The frame, for who runs kernels over it: shape (pl_program_n_slots). */
double *pl_system_frame(struct pl_system *system);

/**
 * dydt = f(t, y), both of shape (n_states). `y` may be the state in the frame.
 * @return false when one of them is not finite: the place is kept (pl_system_fault)
 */
bool pl_system_rates(struct pl_system *system, double t, const double *y, double *dydt);

/**
 * The derivatives of f, into the frame: its Jacobian's non-zeros and the slopes in time.
 * Where a formula has no derivative that is finite (x^0.5 at x = 0), the column is a
 * forward difference instead: good enough to steer Newton iterations. A slope in time
 * that is not finite counts as flat.
 *
 * @param y      not the state in the frame
 * @param scale  shape (n_states): the size of a change that means something
 * @return false when a slope is not finite all the same
 */
bool pl_system_evaluate_jacobian(struct pl_system *system, double t, const double *y,
                                 const double *scale);

/** Where it puts the non-zeros, in the frame: shape (n_nonzeros). */
const double *pl_system_nonzeros(const struct pl_system *system);

/**
 * The same as a dense matrix.
 * @param dfdy   shape (n_states, n_states), row-major: d f_i / d y_j at [i][j]
 * @param dfdt   shape (n_states)
 */
bool pl_system_jacobian(struct pl_system *system, double t, const double *y,
                        const double *scale, double *dfdy, double *dfdt);

/** Which NaN an operation gives depends on the machine; users see one. */
void pl_make_nans_alike(double *values, size_t n);

/** The value of every symbol. @param values  shape (n_symbols) */
void pl_system_values(struct pl_system *system, double t, const double *y,
                      double *values);

/** Some symbols' values. @param values  shape (selection->n) */
void pl_system_select(struct pl_system *system, const struct pl_selection *selection,
                      double t, const double *y, double *values);

/**
 * The newest state where the rates were not finite, since it was last forgotten.
 * @param y  receives a state, borrowed; untouched with false
 * @return false when there is none
 */
bool pl_system_fault(const struct pl_system *system, double *t, const double **y);
void pl_system_forget_fault(struct pl_system *system);

/** How often the rates were not finite, since pl_system_create. */
size_t pl_system_n_faults(const struct pl_system *system);

/** Evaluations, since pl_system_create. */
size_t pl_system_n_rates(const struct pl_system *system);
size_t pl_system_n_jacobians(const struct pl_system *system);

#endif
