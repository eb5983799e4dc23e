/*
 * explain.h - which feedback loop did it: the fold of a readout as a product of factors,
 * one for each feedback loop and one for everything else.
 *
 * A feedback edge is a rule `feedback_From_To` (roles.h): the signal that a loop sends
 * back. A loop, here, is such an edge, or several that are clamped together (a group). It
 * is intact, or clamped: from time 0 on its signal stays at its level before treatment.
 *
 * For loops S intact and all others clamped let
 *
 *     v(S) = ln(readout at time t, in that run / its untreated level).
 *
 * ln(factor) of a loop is its Shapley share of v (shapley.h): the mean, over all orders in
 * which loops may be set free, of what v gains by that. ln(factor) of everything else is
 * v(no loop): the drug itself, and all that answers it by no loop in the product. So the
 * factors multiply to the fold, exp(v(all loops)).
 *
 *     alone     exp(v(this one) - v(none)): this loop set free, all others clamped
 *     without   exp(v(all but this one)): the fold with this loop clamped, others intact
 *
 * Against another treatment B (options.against) clamped signals follow what they are under
 * B instead of staying at their untreated level, and the readout under B takes the place
 * of its untreated level: factors multiply to the fold under the treatment over that under
 * B. See `follow_error`. A signal that B itself clamps is at its untreated level there, and
 * is clamped at that; it is a loop like the others. One that the treatment holds is held
 * in every run.
 *
 * What a loop does is put in words at the time in focus: the one at which the fold is
 * furthest from 1 as a ratio (of an ensemble the median; where it is within
 * PL_EXPLAIN_SILENT of 1 at every time, the one with the largest factor). With s0 the
 * untreated signal (that under B), s the one under treatment, d what the rule gives under
 * treatment while all loops are clamped, f the factor and w the fold:
 *
 *     unread     nothing reads the signal at these parameters (edge_reads.h): it is no
 *                player, and its factor is 1 exactly
 *     silent     |ln f| < PL_EXPLAIN_SILENT at every time
 *     passes on  in series behind another loop, see below
 *     direct     |d - s0| >= PL_EXPLAIN_MOVES max(|s0|, |s|, |d|), and s - s0 has the sign
 *                of d - s0: the treatment itself moves the signal. By the signs of d - s0
 *                and ln f:    down, up    brake released
 *                             up, down    brake applied
 *                             down, down  drive withdrawn
 *                             up, up      drive raised
 *     reinforces direct as for a brake, but with a gain of PL_EXPLAIN_REINFORCES or more:
 *                the loop sustains itself, and goes on where the treatment pushes it
 *     amplifies  not direct, and ln f has the sign of ln(w / f): it goes with everything
 *                else and the other loops together
 *     damps      not direct, and ln f has the other sign
 *     raises, lowers   not direct, and |ln(w / f)| < PL_EXPLAIN_SILENT: by the sign of ln f
 *
 * The gain of an edge: without the treatment (under B), with all other loops clamped, its
 * signal is held from 0 on where the treatment takes it; gain is how far that moves its
 * rule by the last time, as a share of how far the signal was moved. Below 0 the loop
 * answers against its own signal, above 0 with it. Of an ensemble the median.
 *
 * A group is direct, or unread, when one or all of its edges are, and down or up as the
 * first of its edges that is direct.
 *
 * Loop B is in series behind loop A when A's clamp pins B: in the run with A alone clamped
 * each signal of B departs from s0 by less than PL_EXPLAIN_PINNED of the most that it
 * departs in the intact run, at every time (and it does depart there, by PL_EXPLAIN_SILENT
 * of its level or more). All that B has to tell then comes through A; their one effect is
 * shared between them, and what each has alone is nothing. Of an ensemble: in sets that
 * hold PL_DECIDED_FROM of the weight.
 *
 * Loops are ranked by |ln f| at the time in focus, in each parameter set by itself. The
 * question is decided when one loop ranks first in sets that hold PL_DECIDED_FROM of
 * the weight.
 *
 * Source: Shapley 1953, Contributions to the Theory of Games II, p. 307. On a log scale
 * shares of a ratio add up, so factors multiply.
 */
#ifndef PL_ANALYSIS_EXPLAIN_H
#define PL_ANALYSIS_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/shapley.h"
#include "base/status.h"
#include "solve/sim.h"
#include "study/ensemble.h"
#include "study/timecourse.h"

struct pl_context;
struct pl_diags;
struct pl_frame;
struct pl_text;
struct pl_treatment;

/** [-] ln of a factor that nobody would call an effect: half a percent. */
#define PL_EXPLAIN_SILENT 0.005
/** [-] A share of its level by which a signal moves. */
#define PL_EXPLAIN_MOVES 0.05
/** [-] Gain of a loop that sustains itself, at least. */
#define PL_EXPLAIN_REINFORCES 0.005
/** [-] A share of its way that a pinned signal still goes. */
#define PL_EXPLAIN_PINNED 0.01

/** [-] Against another treatment: the share of its range that a signal goes in one step
 * (shadow.h), at most and at least; it is halved until `follow_error` is below
 * PL_EXPLAIN_FOLLOWED. */
#define PL_EXPLAIN_COARSEST 0.04
#define PL_EXPLAIN_FINEST 0.005
#define PL_EXPLAIN_FOLLOWED 0.0005

/** Runs (combinations of loops times parameter sets) up to which all are done: 14 loops in
 * one set. Beyond it orders are drawn at random, unless `exact` says otherwise. */
#define PL_EXPLAIN_MOST_RUNS ((size_t)1 << 14)
/** Pairs of orders that are drawn at first, and at most: as many as bring each standard
 * error of ln(factor) below PL_EXPLAIN_ERROR. Of an ensemble as many as make about
 * PL_EXPLAIN_SETS_RUNS runs, from PL_EXPLAIN_LEAST_PAIRS to the first number: bands are
 * wider than those errors. There sets are in PL_EXPLAIN_BATCHES batches, at most, each
 * with orders of its own: the same for all would push every set the same way, and with
 * them medians and ranks. */
#define PL_EXPLAIN_FIRST_PAIRS ((size_t)32)
#define PL_EXPLAIN_MOST_PAIRS ((size_t)2048)
#define PL_EXPLAIN_LEAST_PAIRS ((size_t)8)
#define PL_EXPLAIN_SETS_RUNS ((size_t)1 << 16)
#define PL_EXPLAIN_BATCHES ((size_t)32)
#define PL_EXPLAIN_ERROR 0.005

struct pl_explain_options {
    struct pl_sim_options sim;       /* without time_limit */
    double duration;                 /* [model time] > 0 */
    enum pl_equilibrate equilibrate; /* AUTO: begin at rest */
    const double *times;             /* [model time] shape (n_times), ascending, > 0 */
    size_t n_times;
    size_t readout;                     /* symbol */
    const struct pl_ensemble *ensemble; /* NULL: the model's own values */
    const struct pl_treatment
        *against; /* NULL: the untreated network. Has the same cell,
                                           variant and all that holds before the rest */
    /* Names of the edges that are loops of the product, as a user types them; n_edges 0:
     * all; "none": only the groups are. The others stay intact, in every run: they are
     * part of everything else. */
    const char *const *edges; /* shape (n_edges) */
    size_t n_edges;
    const char *const *groups; /* shape (n_groups): "FOXO=FOXO_HER3,FOXO_IGF1R" */
    size_t n_groups;
    bool exact;       /* every combination, whatever it costs */
    size_t n_pairs;   /* draw so many pairs of orders; 0 for the rule above */
    uint64_t seed;    /* of the orders */
    size_t n_threads; /* 0 for all processors */
    /* Called now and then, on the caller's thread: so many runs are done, of so many that
     * are planned by now. May be NULL. */
    void (*tell)(void *context, size_t n_done, size_t n_all);
    void *tell_context;
    size_t focus; /* index into times: the time in focus; PL_NONE for the rule above */
};

/** What an edge is to the product. */
enum pl_explain_part {
    PL_EXPLAIN_PLAYER, /* it belongs to a loop of it */
    PL_EXPLAIN_UNREAD, /* nothing reads its signal */
    PL_EXPLAIN_HELD,   /* the treatment clamps or cuts it already */
    PL_EXPLAIN_INTACT  /* not asked for: it stays intact */
};

enum pl_explain_role {
    PL_EXPLAIN_ROLE_SILENT,
    PL_EXPLAIN_ROLE_PASSES_ON,
    PL_EXPLAIN_ROLE_BRAKE_RELEASED,
    PL_EXPLAIN_ROLE_BRAKE_APPLIED,
    PL_EXPLAIN_ROLE_DRIVE_WITHDRAWN,
    PL_EXPLAIN_ROLE_DRIVE_RAISED,
    PL_EXPLAIN_ROLE_REINFORCES,
    PL_EXPLAIN_ROLE_AMPLIFIES,
    PL_EXPLAIN_ROLE_DAMPS,
    PL_EXPLAIN_ROLE_RAISES,
    PL_EXPLAIN_ROLE_LOWERS
};

struct pl_explain_edge {
    size_t symbol;
    enum pl_explain_part part;
    size_t loop;        /* PL_EXPLAIN_PLAYER: index into loops; else PL_NONE */
    bool is_held_there; /* `against` clamps it */
    double gain; /* [-] of the loop round it, see above; NaN where the signal stays */
    const char *confidence; /* of the model's table of edges, "" without; borrowed */
    const char *source;     /* the rule's notes, likewise */
};

/** A signal at one time: medians over the sets. */
struct pl_explain_signal {
    double untreated; /* before treatment (under B) */
    double treated;   /* under treatment, all loops intact */
    double by_itself; /* what its rule gives while all loops are clamped */
};

struct pl_explain_loop {
    char *name;  /* "S6K_IRS1"; of a group its name */
    char *label; /* "S6K -| IRS1"; of a group its name */
    bool is_group;
    size_t n_edges;
    enum pl_explain_role role;
    size_t behind;      /* the loop next before it in series; or PL_NONE */
    double first_share; /* [-] weight of the sets in which it ranks first */
};

/** Zero it before the first use; pl_explain_finish frees what is in it. */
struct pl_explain {
    size_t readout;        /* symbol */
    size_t n_members;      /* parameter sets */
    const double *weights; /* shape (n_members), borrowed from the ensemble; or NULL */
    size_t n_times;
    double *times; /* [model time] shape (n_times) */
    size_t n_edges;
    struct pl_explain_edge
        *edges; /* shape (n_edges): all of the model's, in its order */
    struct pl_explain_signal *signals; /* shape (n_edges, n_times) */

    size_t n_loops;
    struct pl_explain_loop
        *loops; /* shape (n_loops): groups where their first edge is */

    /* ln of everything, NaN where there is none. Parts are the loops, then everything
     * else, then the fold itself. */
    double *factors; /* shape (n_members, n_loops + 2, n_times) */
    double *errors;  /* likewise: standard errors; 0 when every combination was run */
    double *alone;   /* shape (n_members, n_loops, n_times) */
    double *without; /* likewise */
    /* Bands over the sets of the same, not ln: median, 5 and 95 %. */
    struct pl_band *factor_bands;                /* shape (n_loops + 2, n_times) */
    struct pl_band *alone_bands, *without_bands; /* shape (n_loops, n_times) */
    struct pl_band *silent_bands; /* shape (n_times): the silent loops' product */

    bool *behind;   /* shape (n_loops, n_loops): [a, b] when b is in series behind a */
    size_t focus;   /* index into times */
    bool changes;   /* some fold or factor is further than PL_EXPLAIN_SILENT from 1 */
    bool exact;     /* every combination was run */
    size_t n_pairs; /* of orders, when not */
    size_t n_batches;                /* of sets; each has orders of its own, when not */
    size_t n_coalitions;             /* combinations of loops that were run, in a set at
                                        most */
    size_t n_failed;                 /* runs */
    const char *method, *why_method; /* as of pl_arms */

    /* Feedback loops that pass no edge, at the untreated rest of the first set: they are
     * part of everything else. Words for some of them (plain_loops.h); NULL for none. */
    size_t n_plain;
    char *plain;

    /* Of a treatment that cuts edges: the fold against the untreated cell without the
     * cuts; NULL without any. */
    struct pl_band *intact_bands; /* shape (n_times) */
    /* Against B: the largest |ln| between B and the run under B in which every loop
     * follows what it is in B: exactly 0 if signals could be followed exactly. NaN when
     * there is no B. */
    double follow_error;
};

/**
 * Take a fold apart.
 *
 * @return PL_OK, also for a readout that does not change;
 *         PL_ERR_NAME for an unknown edge (near ones hinted);
 *         PL_ERR_OPTION for a model without feedback edges, or none that is left as a
 *         loop, more loops than can be done, an edge that is named twice or is held
 *         already, a group that does not parse, a treatment that begins nothing at 0 or
 *         later, times out of range, a readout that rests at 0, a readout that is gone
 *         at all times, an `against` with an ensemble;
 *         any error of pl_arms_run
 */
PL_MUST_USE enum pl_status pl_explain_run(const struct pl_context *context,
                                          const struct pl_treatment *treatment,
                                          const struct pl_explain_options *options,
                                          struct pl_diags *diags,
                                          struct pl_explain *out);

/**
 * What some loops make together: in each set the product of their factors, for medians do
 * not multiply.
 * @param in    shape (n_loops): which
 * @param out   shape (n_times)
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_explain_product(const struct pl_explain *explain,
                                              const bool *in, struct pl_diags *diags,
                                              struct pl_band *out);

/**
 * The time at which the folds of several explanations together are furthest from 1, or
 * their largest factors where the folds stay.
 * @param explains  shape (n), n > 0, at the same times
 */
size_t pl_explain_common_focus(const struct pl_explain *explains, size_t n);

/** Rank loops, and word their roles, at another of the times. */
void pl_explain_set_focus(struct pl_explain *explain, size_t focus);

void pl_explain_finish(struct pl_explain *explain);

/** The loop that ranks first in a member; PL_NONE where none does anything, or where
 * there are no factors. */
size_t pl_explain_first(const struct pl_explain *explain, size_t member);

/**
 * The treatment that another one is held against: what holds before the rest as in that,
 * and what a text says (pl_treatment_add_list) from time 0 on.
 *
 * @return PL_OK; as pl_treatment_add_list; PL_ERR_OPTION when the text has anything that
 *         holds before the rest: both start from the same one
 */
PL_MUST_USE enum pl_status pl_explain_make_against(const struct pl_treatment *treatment,
                                                   const char *text,
                                                   struct pl_diags *diags,
                                                   struct pl_treatment **out);

#endif
