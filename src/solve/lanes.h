/*
 * lanes.h - a group of simulations that are advanced side by side.
 *
 * Every lane has a simulation of its own (sim.h), which is started, brought to rest,
 * made to jump and observed alone. Only its way from one such moment to the next is gone
 * together with the other lanes: trial steps of `rodas` for all of them at once, each with
 * its own time, step size and error. A lane that arrives is given its next leg, or another
 * simulation, while the others stand still.
 *
 * A lane's steps are those that pl_sim_advance would take, bit for bit, whatever is in
 * the other lanes. What the group cannot do (flawed factors, rates that are not finite, a
 * gap of a few roundings, a way to rest once more and carefully after an error on the
 * loose one) a lane does alone. Steps taken by the group raise neither `rates` nor
 * `jacobians` of pl_sim_get_statistics.
 *
 * Simulations by another method have no steps to share: their lanes go every leg alone,
 * one lane after the other. A group of one is enough for them.
 *
 * Owns     the simulations and the rows of all lanes.
 * Borrows  both sets of kernels and the selection.
 * Threads  a group belongs to one thread.
 */
#ifndef PL_SOLVE_LANES_H
#define PL_SOLVE_LANES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_kernels;
struct pl_lanes;
struct pl_output;
struct pl_selection;
struct pl_sim;
struct pl_sim_options;

/** What a lane is to do next. */
enum pl_leg_kind {
    PL_LEG_NONE,    /* nothing more: the lane stays empty */
    PL_LEG_ADVANCE, /* as pl_sim_advance */
    PL_LEG_REST     /* as pl_sim_rest */
};

struct pl_leg {
    enum pl_leg_kind kind;
    double t_end;             /* [model time] PL_LEG_ADVANCE */
    struct pl_output *output; /* PL_LEG_ADVANCE: may be NULL; its selection is one of
                                 the group's symbols, for one lane */
};

/** Who gives the lanes their work. */
struct pl_lanes_work {
    void *context;
    /**
     * A lane stands still: at the very first, and whenever it has arrived.
     * @param sim     its simulation, at the end of its leg; may be started anew
     * @param status  how the leg ended: as pl_sim_advance or pl_sim_rest, without messages
     * @param leg     receives what it does next
     */
    void (*next)(void *context, size_t lane, struct pl_sim *sim, enum pl_status status,
                 struct pl_leg *leg);
    /**
     * Asked between steps; true leaves everything where it is. After PL_ERR_STOPPED the
     * group can only be destroyed. May be NULL.
     */
    bool (*stop)(void *context);
};

/**
 * @param alone      kernels for one lane
 * @param together   kernels of the same program for pl_isa_lanes lanes; for a method that
 *                   is not that of lanes (method.h) `alone` will do
 * @param selection  of `together`: what outputs get; may be NULL without outputs, and for
 *                   such a method
 * @param options    of each simulation; without time_limit and stop
 * @return PL_OK; PL_ERR_OPTION as pl_sim_create; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_lanes_create(const struct pl_kernels *alone,
                                           const struct pl_kernels *together,
                                           const struct pl_selection *selection,
                                           const struct pl_sim_options *options,
                                           struct pl_diags *diags,
                                           struct pl_lanes **out);
/** Accepts NULL. */
void pl_lanes_destroy(struct pl_lanes *lanes);

/**
 * Work until every lane is empty.
 * @return PL_OK; PL_ERR_STOPPED when `stop` said so: the group can only be destroyed then
 */
PL_MUST_USE enum pl_status pl_lanes_run(struct pl_lanes *lanes,
                                        const struct pl_lanes_work *work);

/** What it has cost so far. */
struct pl_lanes_statistics {
    size_t trials; /* of the group */
    size_t filled; /* lanes that were under way in them, summed */
    size_t alone;  /* steps that a lane took alone; those of methods without lanes */
};

struct pl_lanes_statistics pl_lanes_get_statistics(const struct pl_lanes *lanes);

#endif
