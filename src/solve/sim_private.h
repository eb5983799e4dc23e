/*
 * sim_private.h - the inside of a simulation, for the files of solve/ alone.
 */
#ifndef PL_SOLVE_SIM_PRIVATE_H
#define PL_SOLVE_SIM_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/status.h"
#include "solve/sim.h"

struct pl_diags;
struct pl_course;
struct pl_program;
struct pl_stepper;
struct pl_system;

/** What states are compared with each other: see pl_sim_scales. */
enum pl_sim_kind {
    PL_SIM_KIND_CONCENTRATION,
    PL_SIM_KIND_AMOUNT,
    PL_SIM_KIND_OTHER,
    PL_SIM_KINDS /* how many there are */
};

struct pl_sim {
    const struct pl_program *program;
    struct pl_sim_options options; /* `method` is not kept: see below */
    size_t method;                 /* index into pl_sim_methods, not that of auto */
    const char *why_method;        /* why `auto` is that one; NULL when it was named */
    struct pl_system *system;
    struct pl_stepper *stepper; /* NULL when nothing is a state */
    struct pl_course *course;   /* the newest way to rest; NULL before the first */
    double time;                /* [model time] */
    double *y;                  /* shape (n_states) */
    double *atol;               /* shape (n_states): absolute tolerance in use */
    double *scale;  /* shape (n_states): largest |y| of its kind at the start */
    double *inside; /* shape (n_states): the state inside a step */
    double *dydt;   /* shape (n_states): work space of messages */
    double *values; /* shape (n_values): at least n_symbols */
    size_t n_values;
    unsigned char *kinds;        /* shape (n_states): of enum pl_sim_kind */
    bool has_kind[PL_SIM_KINDS]; /* whether a state is of it */
    size_t *inputs; /* shape (n_inputs): symbols that a start may give values */
    size_t n_inputs;
    bool restart; /* the stepper has to forget the past before its next step */
    bool fresh;   /* no step yet since the start: its restart is no jump */
    bool resting; /* on the way to rest: messages say so */
    bool warned;  /* of a negative species */
    size_t steps, restarts;
    bool starts_well; /* the newest start was found good; so is the same again, … */
    double *start_atol, *start_scale; /* shape (n_states): … and has these */
    /* by the stepper's and the system's count */
    size_t rejected_before, flawed_before, dense_before, rates_before, jacobians_before;
    struct timespec began;
};

/** The kind of a state of the program. */
enum pl_sim_kind pl_sim_kind_of_state(const struct pl_program *program, size_t state);

/**
 * The largest |y| of each state's kind, 0 where all are 0. Kinds are species by
 * concentration, species by amount, and the rest.
 *
 * @param y, scale  shape (n_states)
 */
void pl_sim_scales(const struct pl_sim *sim, const double *y, double *scale);

/** Set the tolerances for a run that starts from sim->y: the rule of pl_sim_options. */
void pl_sim_set_tolerances(struct pl_sim *sim);

/**
 * One accepted step towards t_end, after a look at the limits.
 * @return as pl_sim_advance; with an error sim->time and sim->y are unchanged
 */
PL_MUST_USE enum pl_status pl_sim_step(struct pl_sim *sim, double t_end,
                                       struct pl_diags *diags);

/**
 * Restart the stepper where the simulation stands, after a jump or a start.
 * @return PL_OK; PL_ERR_RATE when a rate is not finite there
 */
PL_MUST_USE enum pl_status pl_sim_restart(struct pl_sim *sim, double t_end,
                                          struct pl_diags *diags);

/** A step, and the outputs that lie in it. @param output  may be NULL */
PL_MUST_USE enum pl_status pl_sim_step_and_emit(struct pl_sim *sim, double t_end,
                                                struct pl_output *output,
                                                struct pl_diags *diags);

#endif
