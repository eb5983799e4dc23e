/*
 * loop_moment.h - a network at one moment, as far as its loops need it (analysis/ only).
 */
#ifndef PL_ANALYSIS_LOOP_MOMENT_H
#define PL_ANALYSIS_LOOP_MOMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "compile/links.h"

struct pl_diags;

/** What the score of a link is a share of. */
enum pl_loop_score {
    PL_LOOP_DRIVE, /* what drives the target, which is its acceleration without that
                            of its own first-order loop; or the pull of that loop, where
                            it is the larger of the two */
    PL_LOOP_ACCELERATION /* the target's acceleration, as published */
};

/** How many times larger than the error that the run's tolerance may leave in it
 * (loop_moment.c) a state's drive has to be for a score, and its velocity for one that is
 * not 0. Larger: fewer scores, and surer ones. */
#define PL_LOOP_NOISE 10.0

/** How many times smaller a tolerance is when it is asked whether one would help. */
#define PL_LOOP_FINER 1000.0

/** One moment. */
struct pl_loop_moment {
    double time; /* [model time] */
    struct pl_links_point point;
    double *own; /* shape (n_nodes): [1/model time] d rate / d state of each state's own
                      loop, 0 for none; -1 for a signal, so that it passes on what it gets */
    double
        *reply; /* shape (n_nodes): |velocity / drive| of a state, by which it turns a
                      push into a move; 1 for a signal; NaN for none */
    double *level; /* shape (n_nodes): values */
    bool *blurred; /* shape (n_nodes): no reply, but there is one at a tolerance
                      PL_LOOP_FINER times smaller */
};

/** @param moment  all zero; to be finished also after an error */
PL_MUST_USE enum pl_status pl_loop_moment_init(struct pl_loop_moment *moment,
                                               const struct pl_links *links,
                                               struct pl_diags *diags);
/** Accepts one that is all zero. */
void pl_loop_moment_finish(struct pl_loop_moment *moment);

/**
 * Evaluate the network there.
 *
 * @param values, held  as pl_links_evaluate
 * @param error  shape (n_nodes): [model unit] what the run may be wrong by, of each state;
 *               the rest is work space, and so is `room`, shape (2 n_nodes)
 */
void pl_loop_moment_set(struct pl_loop_moment *moment, const struct pl_links *links,
                        struct pl_links_work *work, double time, const double *values,
                        const bool *held, enum pl_loop_score score, double *error,
                        double *room);

/**
 * A link's factor in the score of a loop: weight times the reply of its target. NaN for
 * none.
 * @param factors  shape (n_links)
 */
void pl_loop_moment_score_factors(const struct pl_loop_moment *moment,
                                  const struct pl_links *links, double *factors);

/** A link's factor in the static gain: weight over the decay of its target. NaN where the
 * target does not decay by itself. */
void pl_loop_moment_gain_factors(const struct pl_loop_moment *moment,
                                 const struct pl_links *links, double *factors);

/** [model time] The relaxation time of each link's target, 0 for a signal; NaN as above. */
void pl_loop_moment_delays(const struct pl_loop_moment *moment,
                           const struct pl_links *links, double *delays);

#endif
