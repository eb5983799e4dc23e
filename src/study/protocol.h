/*
 * protocol.h - the course of a run, leg by leg: rest, jumps, end. Single runs and sweeps
 * go through it alike.
 *
 *     pl_protocol_init(&protocol, context, &arm, duration, equilibrate, treated, diags);
 *     pl_passage_init(&passage, context, diags);
 *     pl_sim_start(sim, inputs, diags);
 *     pl_passage_begin(&passage, &protocol, own, n_own);
 *     while (pl_passage_next(&passage, sim, &leg, diags) == PL_OK &&
 *            leg.kind != PL_LEG_NONE) {
 *         go the leg: pl_sim_rest, or pl_sim_advance to leg.t_end
 *     }
 */
#ifndef PL_STUDY_PROTOCOL_H
#define PL_STUDY_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "solve/lanes.h"
#include "study/timecourse.h"

struct pl_context;
struct pl_diags;
struct pl_jump;
struct pl_sim;
struct pl_treatment;

/** What is done to a network: one arm of a comparison, or all that a run has. */
struct pl_arm {
    const struct pl_treatment *treatment; /* borrowed */
    /* Further jumps, shape (n_jumps), by time and at one time clamps first, within the
     * run; borrowed. The slot of a clamp (program->clamp_of) and the one behind it may be
     * set. Clamps come before what the treatment does at their time, others behind it. */
    const struct pl_jump *jumps;
    size_t n_jumps;
};

/** What is done to a network, and when. Const once made. */
struct pl_protocol {
    const struct pl_context *context;
    struct pl_jump *jumps; /* shape (n_jumps), by time */
    size_t n_jumps;
    bool goes_back;  /* some jump ends with the value from before it */
    double duration; /* [model time] */
    bool treated;    /* something begins at 0 or later */
    bool rests;      /* the run begins at rest */
};

/**
 * @param protocol   filled; pl_protocol_finish frees what is in it
 * @param treated    count as treated whatever the arm says: something else begins at 0
 * @return PL_OK; PL_ERR_OPTION for a duration out of range; any error of
 *         pl_treatment_jumps
 */
PL_MUST_USE enum pl_status pl_protocol_init(struct pl_protocol *protocol,
                                            const struct pl_context *context,
                                            const struct pl_arm *arm, double duration,
                                            enum pl_equilibrate equilibrate,
                                            bool treated, struct pl_diags *diags);
/** Accepts one that is all zero. */
void pl_protocol_finish(struct pl_protocol *protocol);

/** An input's value from time 0 on, beside the protocol's jumps. */
struct pl_assignment {
    size_t symbol;
    double value;
};

/** One simulation's way through a protocol. */
struct pl_passage {
    const struct pl_context *context;
    const struct pl_protocol *protocol; /* borrowed */
    const struct pl_assignment *own;    /* shape (n_own), borrowed */
    size_t n_own;
    bool rested;
    bool set_out; /* past what begins at 0 */
    size_t next_jump;
    double *before;  /* shape (n_symbols): values before the first jump */
    double *present; /* shape (n_symbols): work space */
};

PL_MUST_USE enum pl_status pl_passage_init(struct pl_passage *passage,
                                           const struct pl_context *context,
                                           struct pl_diags *diags);
/** Accepts one that is all zero. */
void pl_passage_finish(struct pl_passage *passage);

/**
 * Set out again, for a simulation that was just started.
 * @param protocol  borrowed until the end of the passage
 * @param own  assignments of this passage alone, at time 0; borrowed until its end
 */
void pl_passage_begin(struct pl_passage *passage, const struct pl_protocol *protocol,
                      const struct pl_assignment *own, size_t n_own);

/**
 * Do what is due where the simulation stands, and say where it goes next.
 *
 * @param leg  receives kind and t_end; PL_LEG_NONE at the end of the run. Output is the
 *             caller's
 * @return PL_OK; any error of pl_sim_assign; PL_ERR_RATE for a signal that cannot be
 *         clamped
 */
PL_MUST_USE enum pl_status pl_passage_next(struct pl_passage *passage,
                                           struct pl_sim *sim, struct pl_leg *leg,
                                           struct pl_diags *diags);

#endif
