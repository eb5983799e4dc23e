/*
 * loop_open.h - which loops a treatment has opened (analysis/ only).
 *
 * A loop is open when the treatment has silenced what goes round it: of the gain that it
 * had untreated it keeps no more than PL_LOOP_OPEN. A change still goes along it, but
 * hardly anything comes back. What a loop keeps is
 *
 *     kept = gain under treatment / gain untreated        (gain: loops.h)
 *
 * and where a member has no gain because it does not decay by itself, links are compared
 * without it. A loop that passed nothing untreated is not open.
 *
 * A feedback edge is open when the strongest loop through it keeps no more than that: the
 * largest gain of its loops now, over the largest untreated, whichever loops these are.
 *
 * In an ensemble it is told in how many members an edge is open.
 *
 * It is not the level of a signal that counts. A signal may have fallen to a thirtieth and
 * its loop be as strong as before, where what reads the signal was saturated; and a loop
 * may be silenced by a signal that stands still.
 */
#ifndef PL_ANALYSIS_LOOP_OPEN_H
#define PL_ANALYSIS_LOOP_OPEN_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/circuits.h"
#include "analysis/loop_moment.h"
#include "analysis/loop_set.h"
#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_treatment;

/** [-] Larger: loops that still work a little are called open. */
#define PL_LOOP_OPEN 0.05

/** [-] An edge that keeps less than this, but is not open, is called weakened. */
#define PL_LOOP_WEAKENED 0.5

/** Loops that are looked for when nobody says. Of her2-mtor shares do not change by more
 * than 0.2 % when longer ones are taken too, which takes ten times as long. */
#define PL_LOOPS_MOST_NODES 20
#define PL_LOOPS_MOST 100000

/** @param kept  as above; NaN for a loop that was none untreated */
bool pl_loop_is_open(double kept);

/** What a link keeps; of a loop it is the product over its links. NaN for a link that
 * passed nothing. */
double pl_loop_moment_kept(const struct pl_loop_moment *moment,
                           const struct pl_loop_moment *untreated,
                           const struct pl_links *links, size_t link);

/** What every loop keeps.
 * @param gain     shape (n): untreated
 * @param factors  shape (n_links): work space
 * @param kept     shape (n) */
void pl_loop_set_kept(const struct pl_loop_set *set, struct pl_loop_room *room,
                      const struct pl_loop_moment *moment,
                      const struct pl_loop_moment *untreated, const double *gain,
                      double *factors, double *kept);

/** The strongest of the loops through a feedback edge. */
struct pl_edge_gain {
    size_t n_loops;        /* feedback loops and conversions */
    size_t loop, loop_now; /* with the largest |gain|; PL_NONE where none has a gain */
    double gain, gain_now; /* [-] their gains, signed; NaN for none */
    bool open;
};

/**
 * @param gain, gain_now, kept  shape (n): of every loop
 * @param out                   shape (n_signals)
 */
void pl_edge_gains(const struct pl_loop_set *set, const double *gain,
                   const double *gain_now, const double *kept,
                   struct pl_edge_gain *out);

/** Which signals nothing reaches at a time: those that are cut, and those that are clamped
 * by then. @param time  [model time]; below 0 for the untreated network
 * @param held  shape (n_signals) */
void pl_loop_find_held(const struct pl_links *links,
                       const struct pl_treatment *treatment, double time, bool *held);

/**
 * The edges of a network at one moment of a run, from values alone.
 *
 * @param untreated, now  shape (n_symbols): values at both moments
 * @param time            [model time] of `now`
 * @param options         which loops are looked for
 * @param symbols, out    receive arrays of n each, to be freed with free(): the signals and
 *                        their edges
 * @return PL_OK; any error of pl_links_create or pl_loop_set_init; nothing is given then
 */
PL_MUST_USE enum pl_status
pl_edge_gains_find(const struct pl_context *context,
                   const struct pl_treatment *treatment, const double *untreated,
                   const double *now, double time,
                   const struct pl_circuits_options *options, struct pl_diags *diags,
                   size_t *n, size_t **symbols, struct pl_edge_gain **out);

#endif
