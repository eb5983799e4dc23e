/*
 * shapley.c - what each player brings into a game: Shapley values, exact or sampled.
 */
#include "analysis/shapley.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/index.h"
#include "base/list.h"
#include "study/bijection.h"
#include "study/mix.h"

/* What a seed is mixed with, so that its orders have nothing to do with other uses. */
#define ORDERS UINT64_C(0x6f7264657273)

#define FIRST_SLOTS ((size_t)64)

/* A sum that keeps what rounding takes from it. Source: Neumaier 1974, ZAMM 54:39. */
struct sum {
    double total, lost;
};

static void
add(struct sum *sum, double term)
{
    const double total = sum->total + term;

    sum->lost += fabs(sum->total) >= fabs(term) ? (sum->total - total) + term
                                                : (term - total) + sum->total;
    sum->total = total;
}

static double
sum_of(const struct sum *sum)
{
    return sum->total + sum->lost;
}

void
pl_shapley_plan_init(struct pl_shapley_plan *plan, size_t n_players, uint64_t seed)
{
    assert(n_players <= PL_SHAPLEY_MAX_PLAYERS);
    *plan = (struct pl_shapley_plan){.n_players = n_players, .seed = seed};
}

void
pl_shapley_plan_finish(struct pl_shapley_plan *plan)
{
    free(plan->coalitions);
    free(plan->slots);
    *plan = (struct pl_shapley_plan){0};
}

uint64_t
pl_shapley_everyone(const struct pl_shapley_plan *plan)
{
    return (UINT64_C(1) << plan->n_players) - 1;
}

/* The slot where a coalition is, or would be. */
static size_t
slot_of(const struct pl_shapley_plan *plan, uint64_t coalition)
{
    size_t slot = (size_t)(pl_mix(coalition) & (plan->n_slots - 1));

    while (plan->slots[slot] != PL_NONE &&
           plan->coalitions[plan->slots[slot]] != coalition) {
        slot = (slot + 1) & (plan->n_slots - 1);
    }
    return slot;
}

size_t
pl_shapley_plan_find(const struct pl_shapley_plan *plan, uint64_t coalition)
{
    if (plan->exact) {
        return coalition < plan->n ? (size_t)coalition : PL_NONE;
    }
    return plan->n_slots > 0 ? plan->slots[slot_of(plan, coalition)] : PL_NONE;
}

/* Twice the slots; half of them stay free. */
static enum pl_status
grow_slots(struct pl_shapley_plan *plan, struct pl_diags *diags)
{
    const size_t n_slots = plan->n_slots > 0 ? 2 * plan->n_slots : FIRST_SLOTS;
    size_t *slots = calloc(n_slots, sizeof *slots);

    if (slots == NULL) {
        return pl_diag_no_memory(diags, "the coalitions");
    }
    free(plan->slots);
    plan->slots = slots;
    plan->n_slots = n_slots;
    for (size_t k = 0; k < n_slots; k++) {
        slots[k] = PL_NONE;
    }
    for (size_t k = 0; k < plan->n; k++) {
        slots[slot_of(plan, plan->coalitions[k])] = k;
    }
    return PL_OK;
}

enum pl_status
pl_shapley_plan_want(struct pl_shapley_plan *plan, uint64_t coalition,
                     struct pl_diags *diags)
{
    enum pl_status status = PL_OK;
    uint64_t *grown = NULL;

    assert(coalition <= pl_shapley_everyone(plan));
    if (pl_shapley_plan_find(plan, coalition) != PL_NONE) {
        return PL_OK;
    }
    if (2 * (plan->n + 1) > plan->n_slots) {
        status = grow_slots(plan, diags);
        if (status != PL_OK) {
            return status;
        }
    }
    grown = pl_list_reserve(plan->coalitions, plan->n + 1, &plan->capacity,
                            sizeof *plan->coalitions);
    if (grown == NULL) {
        return pl_diag_no_memory(diags, "the coalitions");
    }
    plan->coalitions = grown;
    plan->slots[slot_of(plan, coalition)] = plan->n;
    plan->coalitions[plan->n++] = coalition;
    return PL_OK;
}

enum pl_status
pl_shapley_plan_all(struct pl_shapley_plan *plan, struct pl_diags *diags)
{
    const size_t n = (size_t)1 << plan->n_players;

    assert(plan->n == 0 && plan->n_players <= PL_SHAPLEY_MAX_EXACT);
    plan->coalitions = calloc(n, sizeof *plan->coalitions);
    if (plan->coalitions == NULL) {
        return pl_diag_no_memory(diags, "the coalitions");
    }
    for (size_t k = 0; k < n; k++) {
        plan->coalitions[k] = k;
    }
    plan->n = n;
    plan->capacity = n;
    plan->exact = true;
    return PL_OK;
}

/* The order in which the players come in. */
static struct pl_bijection
order_of(const struct pl_shapley_plan *plan, size_t pair)
{
    struct pl_bijection order;

    pl_bijection_init(&order, plan->n_players,
                      pl_mix_in(pl_mix_in(plan->seed, ORDERS), pair));
    return order;
}

/* The k-th to come in. */
static size_t
comer(const struct pl_shapley_plan *plan, const struct pl_bijection *order,
      bool reversed, size_t k)
{
    return (size_t)pl_bijection_at(order, reversed ? plan->n_players - 1 - k : k);
}

enum pl_status
pl_shapley_plan_sample(struct pl_shapley_plan *plan, size_t n_pairs,
                       struct pl_diags *diags)
{
    enum pl_status status = pl_shapley_plan_want(plan, 0, diags);

    assert(!plan->exact);
    if (status == PL_OK) {
        status = pl_shapley_plan_want(plan, pl_shapley_everyone(plan), diags);
    }
    for (size_t p = 0; p < n_pairs && status == PL_OK && plan->n_players > 0; p++) {
        const struct pl_bijection order = order_of(plan, plan->n_pairs);

        for (int reversed = 0; reversed <= 1; reversed++) {
            uint64_t coalition = 0;

            for (size_t k = 0; k + 1 < plan->n_players && status == PL_OK; k++) {
                coalition |= UINT64_C(1) << comer(plan, &order, reversed != 0, k);
                status = pl_shapley_plan_want(plan, coalition, diags);
            }
        }
        plan->n_pairs += status == PL_OK;
    }
    return status;
}

/* How many are in it. */
static size_t
size_of(uint64_t coalition)
{
    size_t n = 0;

    for (; coalition != 0; coalition &= coalition - 1) {
        n++;
    }
    return n;
}

/*
 * share_i = 1/n sum_s [ sum of v(S + i) - v(S) over the coalitions S of size s without i ]
 *                     / (n - 1 choose s)
 * Shapley 1953, eq. 14. Gains of one size are summed before they are weighted, so that
 * the weights, which differ by orders of magnitude, round n times and not 2^n times.
 */
static enum pl_status
exact_shares(const struct pl_shapley_plan *plan, const double *values, size_t stride,
             size_t n_outputs, struct pl_diags *diags, double *shares)
{
    const size_t n = plan->n_players;
    struct sum *gains = calloc(n * n * n_outputs + 1, sizeof *gains);

    if (gains == NULL) {
        return pl_diag_no_memory(diags, "the shares");
    }
    for (uint64_t coalition = 0; coalition < plan->n; coalition++) {
        const size_t size = size_of(coalition);
        const double *without = values + coalition * stride;

        for (size_t i = 0; i < n; i++) {
            const uint64_t player = UINT64_C(1) << i;
            const double *with = values + (coalition | player) * stride;

            for (size_t j = 0; (coalition & player) == 0 && j < n_outputs; j++) {
                add(&gains[(i * n + size) * n_outputs + j], with[j] - without[j]);
            }
        }
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n_outputs; j++) {
            struct sum share = {0.0, 0.0};
            double choices = 1.0; /* n - 1 choose s */

            for (size_t s = 0; s < n; s++) {
                add(&share, sum_of(&gains[(i * n + s) * n_outputs + j]) / choices);
                choices = choices * (double)(n - 1 - s) / (double)(s + 1);
            }
            shares[i * n_outputs + j] = sum_of(&share) / (double)n;
        }
    }
    free(gains);
    return PL_OK;
}

/* What each player gains in one order and its reverse, in the mean.
 * @param gains  shape (n_players, n_outputs) */
static void
mean_of_pair(const struct pl_shapley_plan *plan, size_t pair, const double *values,
             size_t stride, size_t n_outputs, double *gains)
{
    const struct pl_bijection order = order_of(plan, pair);

    for (int reversed = 0; reversed <= 1; reversed++) {
        uint64_t coalition = 0;
        size_t at = pl_shapley_plan_find(plan, coalition);

        for (size_t k = 0; k < plan->n_players; k++) {
            const size_t i = comer(plan, &order, reversed != 0, k);
            const size_t from = at;

            coalition |= UINT64_C(1) << i;
            at = pl_shapley_plan_find(plan, coalition);
            for (size_t j = 0; j < n_outputs; j++) {
                const double gain = values[at * stride + j] - values[from * stride + j];
                double *mean = &gains[i * n_outputs + j];

                *mean = reversed == 0 ? 0.5 * gain : *mean + 0.5 * gain;
            }
        }
    }
}

static enum pl_status
sampled_shares(const struct pl_shapley_plan *plan, const double *values, size_t stride,
               size_t n_outputs, struct pl_diags *diags, double *shares, double *errors)
{
    const size_t n = plan->n_players * n_outputs;
    const double n_pairs = (double)plan->n_pairs;
    double *gains = calloc(n + 1, sizeof *gains);
    struct sum *sums = calloc(n + 1, sizeof *sums);
    struct sum *squares = calloc(n + 1, sizeof *squares);
    enum pl_status status = PL_OK;

    if (gains == NULL || sums == NULL || squares == NULL) {
        status = pl_diag_no_memory(diags, "the shares");
        goto done;
    }
    for (size_t p = 0; p < plan->n_pairs; p++) {
        mean_of_pair(plan, p, values, stride, n_outputs, gains);
        for (size_t k = 0; k < n; k++) {
            add(&sums[k], gains[k]);
        }
    }
    for (size_t k = 0; k < n; k++) {
        shares[k] = sum_of(&sums[k]) / n_pairs;
    }
    for (size_t p = 0; errors != NULL && p < plan->n_pairs; p++) {
        mean_of_pair(plan, p, values, stride, n_outputs, gains);
        for (size_t k = 0; k < n; k++) {
            add(&squares[k], (gains[k] - shares[k]) * (gains[k] - shares[k]));
        }
    }
    for (size_t k = 0; errors != NULL && k < n; k++) {
        errors[k] = n_pairs > 1.0
                        ? sqrt(sum_of(&squares[k]) / (n_pairs * (n_pairs - 1.0)))
                        : (double)NAN;
    }

done:
    free(gains);
    free(sums);
    free(squares);
    return status;
}

/* What lacks one share lacks all: they would not add up. */
static void
settle_output(const struct pl_shapley_plan *plan, size_t n_outputs, size_t j,
              double *shares, double *errors)
{
    bool finite = true;

    for (size_t i = 0; i < plan->n_players; i++) {
        finite = finite && isfinite(shares[i * n_outputs + j]);
    }
    for (size_t i = 0; i < plan->n_players; i++) {
        const size_t k = i * n_outputs + j;

        if (!finite) {
            shares[k] = (double)NAN;
        }
        if (errors != NULL && (!finite || plan->exact)) {
            errors[k] = finite ? 0.0 : (double)NAN;
        }
    }
}

enum pl_status
pl_shapley_plan_shares(const struct pl_shapley_plan *plan, const double *values,
                       size_t stride, size_t n_outputs, struct pl_diags *diags,
                       double *shares, double *errors)
{
    enum pl_status status = PL_OK;

    assert(plan->exact || plan->n_pairs > 0 || plan->n_players == 0);
    if (plan->exact) {
        status = exact_shares(plan, values, stride, n_outputs, diags, shares);
    } else {
        status = sampled_shares(plan, values, stride, n_outputs, diags, shares, errors);
    }
    for (size_t j = 0; status == PL_OK && j < n_outputs; j++) {
        settle_output(plan, n_outputs, j, shares, errors);
    }
    return status;
}
