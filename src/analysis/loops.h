/*
 * loops.h - the feedback loops of a network, and which of them rule a run, when.
 *
 * A loop is a circuit of links (compile/links.h) of two nodes or more: states and feedback
 * signals. Apart from them stand the states' own first-order loops, and the conversions,
 * round which only material goes (loop_set.h); their numbers are given, but they take no
 * part in the shares. In numbers, each at one moment of the network:
 *
 * sign        reinforcing when the number of negative links is even, else balancing
 * gain        [-] the static gain once round, each member answering alone and at leisure:
 *             the product over the links j -> i of J_ij / -J_ii, J being the derivative of
 *             a rate with all signals held still; into a signal and out of it the signal's
 *             own derivative. Of one loop alone, 1 - gain = det J / product of J_ii. NaN
 *             where a member does not decay by itself (J_ii >= 0)
 * time scale  [model time] the sum of the members' relaxation times -1 / J_ii
 * score       the product over the links of the share that the source has in what moves
 *             the target, signed by the link:
 *
 *                 score = product over links of |J_ij v_j / p_i| sign(J_ij),
 *                 p_i = max(|a_i - J_ii v_i|, |J_ii v_i|)    (PL_LOOP_DRIVE)
 *                 p_i = |a_i|                                (PL_LOOP_ACCELERATION)
 *
 *             v velocities, a accelerations of the states; a signal passes on what it gets,
 *             as its own velocity cancels. None where a member's p is not above what the
 *             run's tolerance may leave in it (PL_LOOP_NOISE), and of a loop that is open
 *             (loop_open.h)
 * share       |score| over the sum of |score| of all loops at that time
 *
 * PL_LOOP_ACCELERATION is the published score. With fast and slow members beside each
 * other, as in every signalling network, a member that follows at once has an acceleration
 * that is the small difference of large terms: each such member multiplies the score by
 * (its rate over that of the run), and the longest loop through fast members wins, with
 * scores like 1e40. PL_LOOP_DRIVE sets a member's own first-order loop apart before, not
 * only after: a - J_ii v is what the others do to it. In terms of the pace s = a / v at
 * which a member moves just now, the score is the product of J_ij / |s - J_ii|, the loop's
 * gain at that pace; members that relax by themselves (s near J_ii) would answer without
 * bound, so none is let answer more than at leisure, 1 / |J_ii|. A score is thus never
 * larger than the static gain, and becomes it where all members follow.
 *
 * Source: Schoenberg, Davidsen & Eberlein 2020, Syst Dyn Rev 36:158; in continuous time:
 * Schoenberg, Hayward & Eberlein 2023, Syst Dyn Rev 39:140. Loop gain as a function of
 * pace: Mason 1956, Proc IRE 44:920.
 */
#ifndef PL_ANALYSIS_LOOPS_H
#define PL_ANALYSIS_LOOPS_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/loop_moment.h"
#include "analysis/loop_set.h"
#include "base/status.h"
#include "solve/sim.h"
#include "study/ensemble.h"
#include "study/timecourse.h"

struct pl_context;
struct pl_diags;
struct pl_treatment;

/** The network under treatment, in the end: for pl_loops_options.at. */
#define PL_LOOPS_AT_REST ((double)INFINITY)

struct pl_loops_options {
    struct pl_sim_options sim;
    double duration;                 /* [model time] > 0 */
    enum pl_equilibrate equilibrate; /* AUTO: begin at rest */
    size_t n_points;                 /* times of scores, both ends included, >= 2 */
    const double
        *marks; /* [model time], shape (n_marks), ascending, 0 to duration: times
                            that rows have numbers of */
    size_t n_marks;
    double at; /* [model time] the other state that gains are given of: 0 to duration,
                  PL_LOOPS_AT_REST, or NaN for the end of the run */
    enum pl_loop_score score;
    size_t max_length;                  /* [node] of a loop, >= 2; PL_NONE for any */
    size_t max_loops;                   /* >= 1 */
    const struct pl_ensemble *ensemble; /* NULL: the model's own values */
    size_t max_rows;                    /* in an ensemble: rows at most */
    size_t n_threads; /* of an ensemble's runs; 0 for all processors */
};

/** A loop, told in numbers. Bands have one value without an ensemble. */
struct pl_loop_row {
    size_t loop; /* of the set */
    int sign; /* +1, -1; of the untreated network, or of the first moment at which the
                    loop passes anything; 0: at none */
    struct pl_band gain, gain_at; /* [-] untreated; at `at` */
    struct pl_band delay;         /* [model time] untreated */
    struct pl_band share;         /* [-] mean over the run; NaN for none */
    struct pl_band *marks;        /* shape (n_marks): [-] shares */
    double peak, peak_time; /* [-], [model time] the largest share, and when (of an
                               ensemble: medians) */
    size_t
        open; /* of one that is open at `at` (loop_open.h; of the first member) the link
                    that has lost most; else PL_NONE */
};

/** A feedback edge, and all loops through it. */
struct pl_loop_edge {
    size_t symbol;
    size_t n_loops, n_reinforcing;
    size_t strongest;     /* row of the one with the largest |gain|; PL_NONE */
    size_t strongest_at;  /* likewise at `at` */
    struct pl_band level; /* [-] its signal at `at` over the untreated one */
    struct pl_band share,
        *marks; /* as of a row; a loop through two edges counts in both */
    double open_share,
        *open_marks; /* [-] share of the members in which it is open at `at`, at each
                        mark, shape (n_marks) (loop_open.h) */
    bool held;       /* its signal is clamped at `at` */
    double leads;    /* [-] share of the members in which no edge has a larger mean
                            share; 0 to 1 */
    double *leads_marks; /* shape (n_marks): the same of each mark's share */
    double *course;      /* shape (n_times): [-] mean over members */
    double *balancing;   /* shape (n_times): that of its balancing loops alone */
};

/** A state's own first-order loop. */
struct pl_loop_self {
    size_t symbol;
    struct pl_band slope, slope_at; /* [1/model time] J_ii, untreated and at `at` */
};

/** Zero it before the first use; pl_loops_finish frees what is in it. */
struct pl_loops {
    struct pl_links *links;
    struct pl_loop_set set;
    size_t n_feedback, n_conversions; /* loops of each kind */
    size_t n_reinforcing;             /* of n_feedback */
    size_t n_open;   /* of n_feedback: open at `at` (of the first member) */
    size_t n_silent; /* links that are 0 at every moment */

    bool rested; /* the run began at rest */
    bool moves;  /* there is a run to score: something is done, or it began elsewhere */
    double at;   /* [model time] as it came out; PL_LOOPS_AT_REST */
    bool has_at; /* `at` is another state than the untreated one */
    size_t n_times; /* 0 without a run */
    double *times;  /* [model time], shape (n_times) */
    size_t n_marks;
    double *marks;
    size_t *blurred;     /* shape (n_marks): loops that would have a score at a smaller
                            tolerance alone (of the first member) */
    size_t *scored;      /* shape (n_times): loops with a score (of the first member) */
    double *reinforcing; /* shape (n_times): [-] share of the reinforcing loops */
    double *edgeless; /* shape (n_times): [-] share of loops without a feedback edge */

    size_t n_rows; /* feedback loops first: by mean share, or |gain| without a
                                 run; then conversions by |gain| */
    struct pl_loop_row
        *rows; /* in an ensemble the first of them, and what edges name */
    size_t n_edges;
    struct pl_loop_edge
        *edges; /* shape (n_edges), in the order of the links' signals */
    size_t n_selves;
    struct pl_loop_self *selves;
    double *group_share; /* shape (set.n_groups): [-] mean over the run */

    size_t n_members, n_failed;
    const double *weights; /* of the members; borrowed from the ensemble */
    const char *method, *why_method;

    struct pl_loops_course *course; /* what pl_loops_curves needs */
};

/**
 * Find and weigh them.
 *
 * @return PL_OK, also for a network without loops; PL_ERR_OPTION for `at`, duration or
 *         n_points out of range, and for PL_LOOPS_AT_REST with an ensemble; any error of
 *         pl_timecourse_run or pl_arms_run (PL_ERR_REST: the caller adds a hint);
 *         PL_ERR_STOPPED; PL_ERR_NOMEM. `out` is empty after an error
 */
PL_MUST_USE enum pl_status pl_loops_run(const struct pl_context *context,
                                        const struct pl_treatment *treatment,
                                        const struct pl_loops_options *options,
                                        struct pl_diags *diags, struct pl_loops *out);

void pl_loops_finish(struct pl_loops *loops);

/** The gain of the strongest loop through an edge, untreated and at `at`; NaN for none. */
double pl_loops_edge_gain(const struct pl_loops *loops,
                          const struct pl_loop_edge *edge);
double pl_loops_edge_gain_at(const struct pl_loops *loops,
                             const struct pl_loop_edge *edge);

/** Whether a share of the members is half of them or more: of an edge that is open in so
 * many it is said that it is open. */
bool pl_loops_most(double share);

/** A loop's score at a time of the run, of the first member; NaN for none. */
double pl_loops_score(const struct pl_loops *loops, size_t loop, size_t time);

/**
 * Signed shares over time, of groups of loops (loop_set.h) or of loops.
 *
 * @param of      shape (loops of the set): the curve that a loop adds to, or PL_NONE
 * @param curves  shape (n_curves, n_times): mean over members, 0 where there is no score
 */
PL_MUST_USE enum pl_status pl_loops_curves(const struct pl_loops *loops,
                                           const size_t *of, size_t n_curves,
                                           struct pl_diags *diags, double *curves);

#endif
