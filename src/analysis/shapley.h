/*
 * shapley.h - what each player brings into a game: Shapley values, exact or sampled
 * (analysis/ only).
 *
 * A game gives every set of players, a coalition, a value. A player's share is the mean,
 * over all orders in which the players may come in, of what the value gains when that
 * player does. Shares are the only ones that add up to what all players gain together
 * (value of all less value of none), that treat alike whoever cannot be told apart, that
 * are 0 for a player who never changes anything, and that of a sum of two games are the
 * sums of the shares.
 *
 * A coalition is a bit mask: bit i stands for player i. A plan says which coalitions
 * have to be valued; whoever knows the game values them, several numbers each (outputs,
 * each a game of its own); then the plan gives the shares.
 *
 *     pl_shapley_plan_init(&plan, n_players, seed);
 *     pl_shapley_plan_all(&plan, diags);         every coalition: shares are exact; or
 *     pl_shapley_plan_sample(&plan, n, diags);   those that n pairs of orders pass
 *     value plan.coalitions[0 .. plan.n)
 *     pl_shapley_plan_shares(&plan, values, …);
 *
 * Sampled orders come in pairs, each with its reverse: of a game in which players
 * interact by twos and no more, one pair already gives the exact shares. Each coalition
 * is valued once, however many orders pass it.
 *
 * Source: Shapley 1953, Contributions to the Theory of Games II, p. 307; Castro, Gomez &
 * Tejada 2009, Comput Oper Res 36:1726 (orders at random); Mitchell, Cooper, Frank &
 * Holmes 2022, J Mach Learn Res 23:43 (antithetic orders).
 */
#ifndef PL_ANALYSIS_SHAPLEY_H
#define PL_ANALYSIS_SHAPLEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct pl_diags;

/** Players of a game that is sampled, and of one whose coalitions are all valued. */
#define PL_SHAPLEY_MAX_PLAYERS ((size_t)63)
#define PL_SHAPLEY_MAX_EXACT ((size_t)20)

/** Read its fields; only the functions below write them. */
struct pl_shapley_plan {
    size_t n_players;
    uint64_t seed;
    bool exact;           /* every coalition is there, coalition k at place k */
    size_t n_pairs;       /* of orders, when it is sampled */
    size_t n;             /* coalitions, each different */
    uint64_t *coalitions; /* shape (n): none first, then all */
    size_t capacity;
    size_t *slots; /* shape (n_slots): places by hash, or PL_NONE */
    size_t n_slots;
};

/**
 * A plan without any coalition; allocates nothing.
 * @param n_players  at most PL_SHAPLEY_MAX_PLAYERS
 * @param seed       of the orders: the same seed, the same orders
 */
void pl_shapley_plan_init(struct pl_shapley_plan *plan, size_t n_players,
                          uint64_t seed);
/** Accepts a plan that is all zero. */
void pl_shapley_plan_finish(struct pl_shapley_plan *plan);

/** The coalition of all. */
uint64_t pl_shapley_everyone(const struct pl_shapley_plan *plan);

/**
 * Plan for every coalition.
 * @param plan  new, of at most PL_SHAPLEY_MAX_EXACT players
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_shapley_plan_all(struct pl_shapley_plan *plan,
                                               struct pl_diags *diags);

/**
 * Plan for so many more pairs of orders. Coalitions that were planned already keep their
 * places, so that what they were valued at stays of use.
 * @param plan  not one of pl_shapley_plan_all
 * @return PL_OK; PL_ERR_NOMEM: pairs that came before the fault are planned then
 */
PL_MUST_USE enum pl_status pl_shapley_plan_sample(struct pl_shapley_plan *plan,
                                                  size_t n_pairs,
                                                  struct pl_diags *diags);

/**
 * Plan for one coalition that somebody wants besides; shares do not change.
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_shapley_plan_want(struct pl_shapley_plan *plan,
                                                uint64_t coalition,
                                                struct pl_diags *diags);

/** The place of a coalition; PL_NONE when it is not planned. */
size_t pl_shapley_plan_find(const struct pl_shapley_plan *plan, uint64_t coalition);

/**
 * The shares.
 *
 * An output of which a value that is needed is not finite has shares of NaN. Of the
 * others the shares add up to the gain of all, to within rounding of the values (sums
 * are compensated).
 *
 * @param values  of coalition k, output j: values[k * stride + j]
 * @param shares  shape (n_players, n_outputs), row-major
 * @param errors  likewise: the standard error of a share, from the pairs' means; 0 when
 *                the plan is exact, NaN of a single pair. May be NULL
 * @return PL_OK; PL_ERR_NOMEM
 * Cost: O(2^n_players n_players n_outputs), or O(n_pairs n_players n_outputs).
 */
PL_MUST_USE enum pl_status pl_shapley_plan_shares(const struct pl_shapley_plan *plan,
                                                  const double *values, size_t stride,
                                                  size_t n_outputs,
                                                  struct pl_diags *diags,
                                                  double *shares, double *errors);

#endif
