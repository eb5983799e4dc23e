/*
 * stepper.h - the wall around GSL's odeiv2: one accepted step after another.
 *
 * Owns     GSL's step, control and evolve objects and the ends of the newest step.
 * Borrows  the equations' context and the tolerances.
 * Threads  as the simulation that it belongs to.
 *
 * A step runs to wherever the error allows; only the end of the advance or a jump
 * shortens it. What lies inside is read with pl_stepper_at.
 */
#ifndef PL_SOLVE_STEPPER_H
#define PL_SOLVE_STEPPER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "solve/dense_output.h"

struct pl_diags;
struct pl_sim_method;
struct pl_stepper;
struct pl_system;

/** y' = f(t, y). Both answer false when a value is not finite. */
struct pl_ode {
    size_t n; /* > 0 */
    void *context;
    bool (*rates)(void *context, double t, const double *y, double *dydt);
    /* dfdy: shape (n, n), row-major; dfdt: shape (n) */
    bool (*jacobian)(void *context, double t, const double *y, double *dfdy,
                     double *dfdt);
    /* for rodas, which steps a network alone: its frame and the sizes of differences */
    struct pl_system *system;
    const double *scale; /* shape (n) */
};

/** There are no more methods than this. */
#define PL_STEPPER_MOST_METHODS 32

/** Every method; the first, "auto", stands for one of the others (method.h). */
const struct pl_sim_method *pl_stepper_methods(size_t *n);

/** True for a method that needs small steps on a stiff network. */
bool pl_stepper_is_explicit(size_t method);

/**
 * True for a method that may call GSL's error handler on its way, which the host must
 * have switched off then: it factors matrices inside GSL.
 */
bool pl_stepper_may_raise(size_t method);

/**
 * @param method     an index into pl_stepper_methods, not the first
 * @param equations  copied
 * @param atol       shape (n), borrowed: read at every step
 */
PL_MUST_USE enum pl_status pl_stepper_create(size_t method,
                                             const struct pl_ode *equations,
                                             const double *atol, struct pl_diags *diags,
                                             struct pl_stepper **out);
/** Accepts NULL. */
void pl_stepper_destroy(struct pl_stepper *stepper);

/**
 * Forget the past and choose a first step. The choice looks at y, the tolerances and
 * the slopes alone (t_end bounds it where they say nothing).
 *
 * @return false when the rates at (t, y) are not finite
 * Source: for `rodas` pl_step_first; for the others Hairer, Nørsett & Wanner 1993, II.4,
 * "starting step size", made free of units.
 */
PL_MUST_USE bool pl_stepper_restart(struct pl_stepper *stepper, double rtol, double t,
                                    double t_end, const double *y);

/**
 * One accepted step from *t towards t_end, at most to it and then exactly on it.
 *
 * @param t, y  moved on; unchanged with false
 * @return false when no step that still moves the time meets the tolerance, or has
 *         rates that are finite
 */
PL_MUST_USE bool pl_stepper_step(struct pl_stepper *stepper, double *t, double t_end,
                                 double *y);

/** The newest step failed because memory is out. */
bool pl_stepper_lacks_memory(const struct pl_stepper *stepper);

/**
 * The solution at a time inside the newest step, y of shape (n). The path that the
 * stepper takes afterwards does not depend on it.
 *
 * rodas has a dense output of its own. msbdf, msadams and rkf45 use the cubic through
 * both ends (pl_dense_cubic); the other methods, which take far longer steps for their
 * order, repeat the step with a shorter size on a second set of work space, which is as
 * good as the step itself. Where GSL refuses that (bsimp does, now and then) it is taken
 * in 2, 4, … equal pieces.
 *
 * @return false when no number of pieces succeeds; y is then of no use
 */
PL_MUST_USE bool pl_stepper_at(struct pl_stepper *stepper, double t, double *y);

/** How a stepper goes on. */
struct pl_pace {
    double size;  /* [time] of the next step, as far as is known */
    double ideal; /* [time] as pl_step_next; 0 but for rodas */
};

struct pl_pace pl_stepper_pace(const struct pl_stepper *stepper);

/**
 * Take the word of another for the steps since the last restart: how to go on, and how
 * many more trials were not accepted.
 */
void pl_stepper_continue(struct pl_stepper *stepper, struct pl_pace pace,
                         size_t rejected);

/** Trials of `rodas` refused for flawed factors, and taken with dense ones; since
 * pl_stepper_create. 0 for other methods. */
size_t pl_stepper_n_flawed(const struct pl_stepper *stepper);
size_t pl_stepper_n_dense(const struct pl_stepper *stepper);

/** Trial steps that were not accepted, since pl_stepper_create. */
size_t pl_stepper_rejected(const struct pl_stepper *stepper);

#endif
