/*
 * continuation_begin.c - a curve of rest states from one point of it, to both sides.
 */
#include "analysis/continuation_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/index.h"

/* [-] A rest state lies on a curve that is known when it is no farther off, relative to
 * sizes; beyond FAR it is not worth a Newton step to see. It is looked for between two
 * points, and so much of their distance around. */
static const double SAME = 1e-6, FAR = 0.5, AROUND = 0.05;

bool
pl_rest_search_is_known(struct pl_rest_search *search, const double *z)
{
    struct pl_walk *walk = &search->walk;
    const size_t width = walk->n + 1;

    for (size_t b = 0; b < walk->found->n_branches; b++) {
        const struct pl_rest_branch *branch = &walk->found->branches[b];

        for (size_t k = 0; k + 1 < branch->n; k++) {
            const double *low = branch->z + k * width;
            const double *high = low + width;
            double share = 0.0;
            double length = 0.0;

            for (size_t i = 0; i < width; i++) {
                walk->chord[i] = high[i] - low[i];
                search->nearby[i] = z[i] - low[i];
            }
            length = pl_rest_curve_product(walk->curve, walk->chord, walk->chord);
            share = pl_rest_curve_product(walk->curve, walk->chord, search->nearby) /
                    length;
            if (!(share >= -AROUND && share <= 1.0 + AROUND)) {
                continue;
            }
            for (size_t i = 0; i < width; i++) {
                search->nearby[i] = low[i] + share * walk->chord[i];
            }
            if (pl_walk_distance(walk, search->nearby, z) <= FAR &&
                pl_rest_curve_correct(walk->curve, walk->chord, search->nearby) &&
                pl_walk_distance(walk, search->nearby, z) <= SAME) {
                return true;
            }
        }
    }
    return false;
}

/* The other half of a curve comes before the first, backwards. */
static void
turn_round(struct pl_rest_branch *branch, size_t width, size_t n_values)
{
    for (size_t a = 0, b = branch->n; a + 1 < b; a++) {
        const size_t last = --b;
        const struct pl_rest_branch_point point = branch->points[a];

        branch->points[a] = branch->points[last];
        branch->points[last] = point;
        for (size_t i = 0; i < width; i++) {
            const double number = branch->z[a * width + i];

            branch->z[a * width + i] = branch->z[last * width + i];
            branch->z[last * width + i] = number;
        }
        for (size_t i = 0; i < n_values; i++) {
            const double number = branch->values[a * n_values + i];

            branch->values[a * n_values + i] = branch->values[last * n_values + i];
            branch->values[last * n_values + i] = number;
        }
    }
}

/* From the beginning to one side. */
static enum pl_status
go(struct pl_rest_search *search, struct pl_rest_branch *branch, bool is_first)
{
    struct pl_walk *walk = &search->walk;

    if (!is_first) {
        for (size_t i = 0; i <= walk->n; i++) {
            walk->begin.tangent[i] = -walk->begin.tangent[i];
        }
    }
    return pl_walk_follow(walk, branch, is_first ? &branch->first : &branch->last,
                          is_first ? &branch->first_state : &branch->last_state);
}

/* Both sides of the curve through walk->begin, whose tangent is known. Towards lower q, or
 * where it is at the low end already nowhere, first: then the branch goes up. */
static enum pl_status
follow_both(struct pl_rest_search *search, struct pl_rest_branch *branch)
{
    struct pl_walk *walk = &search->walk;
    const struct pl_rest_range *range = &walk->found->range;
    const double q = walk->begin.z[walk->n];
    const double q_low = pl_rest_curve_q(walk->curve, range->low);
    const double q_high = pl_rest_curve_q(walk->curve, range->high);
    const bool at_end = q == q_low || q == q_high;
    const bool goes_up = walk->begin.tangent[walk->n] >= 0.0;
    enum pl_status status = PL_OK;

    branch->first_state = PL_NONE;
    branch->last_state = PL_NONE;
    if (at_end) { /* inwards alone */
        branch->first = PL_REST_BRANCH_AT_RANGE;
        status = pl_walk_add(walk, branch, &walk->begin, PL_REST_BRANCH_END);
        if (goes_up != (q == q_low)) {
            for (size_t i = 0; i <= walk->n; i++) {
                walk->begin.tangent[i] = -walk->begin.tangent[i];
            }
        }
        return status == PL_OK
                   ? pl_walk_follow(walk, branch, &branch->last, &branch->last_state)
                   : status;
    }
    if (goes_up) {
        for (size_t i = 0; i <= walk->n; i++) {
            walk->begin.tangent[i] = -walk->begin.tangent[i];
        }
    }
    status = go(search, branch, true);
    if (status != PL_OK) {
        return status;
    }
    turn_round(branch, walk->n + 1, walk->found->n_values);
    if (branch->first == PL_REST_BRANCH_CLOSED) {
        branch->last = PL_REST_BRANCH_CLOSED;
        return pl_walk_add(walk, branch, &walk->begin, PL_REST_BRANCH_END);
    }
    status = pl_walk_add(walk, branch, &walk->begin, PL_REST_BRANCH_PLAIN);
    return status == PL_OK ? go(search, branch, false) : status;
}

/* Both ends of a curve are ends, whatever they were before. */
static void
mark_ends(struct pl_rest_branch *branch)
{
    struct pl_rest_branch_point *const ends[] = {&branch->points[0],
                                                 &branch->points[branch->n - 1]};

    for (size_t k = 0; k < 2; k++) {
        ends[k]->kind =
            ends[k]->kind == PL_REST_BRANCH_PLAIN ? PL_REST_BRANCH_END : ends[k]->kind;
    }
}

/* A curve begins at its end with the smaller input. */
static void
point_up(const struct pl_rest_search *search, struct pl_rest_branch *branch)
{
    const struct pl_continuation *found = search->walk.found;
    const enum pl_rest_branch_end end = branch->first;
    const size_t state = branch->first_state;

    if (branch->points[0].input <= branch->points[branch->n - 1].input) {
        return;
    }
    turn_round(branch, found->n_states + 1, found->n_values);
    branch->first = branch->last;
    branch->first_state = branch->last_state;
    branch->last = end;
    branch->last_state = state;
}

enum pl_status
pl_rest_search_add_branch(struct pl_rest_search *search)
{
    struct pl_continuation *found = search->walk.found;
    struct pl_rest_branch branch = {0};
    struct pl_rest_branch *branches = NULL;
    enum pl_status status = PL_OK;

    pl_walk_judge(&search->walk, &search->walk.begin);
    status = follow_both(search, &branch);
    if (status == PL_OK && branch.n < 2) { /* a point that nothing leads away from */
        pl_rest_branch_finish(&branch);
        return PL_OK;
    }
    branches = status == PL_OK ? realloc(found->branches,
                                         (found->n_branches + 1) * sizeof *branches)
                               : NULL;
    if (branches == NULL) {
        pl_rest_branch_finish(&branch);
        return status == PL_OK ? pl_diag_no_memory(search->walk.diags, "rest states")
                               : status;
    }
    point_up(search, &branch);
    mark_ends(&branch);
    found->branches = branches;
    found->branches[found->n_branches++] = branch;
    return PL_OK;
}

/* Sums that the stoichiometry does not tell, once: in the middle of the range, for at an
 * end of it a rate may be 0. */
static enum pl_status
find_sums(struct pl_rest_search *search, const double *z)
{
    struct pl_walk *walk = &search->walk;
    size_t n_found = 0;

    if (search->has_sums) {
        return PL_OK;
    }
    search->has_sums = true;
    memcpy(walk->trial, z, (walk->n + 1) * sizeof *z);
    walk->trial[walk->n] = pl_rest_search_part(search, 1, 2);
    return pl_rest_curve_find_sums(walk->curve, walk->trial, walk->diags, &n_found);
}

/* The direction of the curve at walk->begin, upwards. @param settled  receives false
 * where there is none */
static enum pl_status
settle(struct pl_rest_search *search, bool *settled)
{
    struct pl_walk *walk = &search->walk;
    double *z = walk->begin.z;
    double *tangent = walk->begin.tangent;
    enum pl_status status = PL_OK;

    *settled = false;
    pl_rest_curve_set_sizes(walk->curve, z);
    status = find_sums(search, z);
    if (status != PL_OK) {
        return status;
    }
    *settled = pl_rest_curve_correct(walk->curve, NULL, z);
    search->is_singular =
        search->is_singular || (!*settled && pl_rest_curve_is_singular(walk->curve));
    if (*settled) {
        memset(tangent, 0, walk->n * sizeof *tangent);
        tangent[walk->n] = 1.0;
        pl_rest_curve_set_sizes(walk->curve, z);
        *settled = pl_rest_curve_negative(walk->curve, z) == PL_NONE &&
                   pl_rest_curve_tangent(walk->curve, z, tangent, tangent);
    }
    return PL_OK;
}

enum pl_status
pl_rest_search_begin_at(struct pl_rest_search *search)
{
    struct pl_walk *walk = &search->walk;
    bool settled = false;
    enum pl_status status = PL_OK;

    if (walk->found->n_branches >= PL_REST_MOST_BRANCHES) {
        return PL_OK;
    }
    memcpy(walk->begin.z, search->present, (walk->n + 1) * sizeof *walk->begin.z);
    status = settle(search, &settled);
    return status == PL_OK && settled && !pl_rest_search_is_known(search, walk->begin.z)
               ? pl_rest_search_add_branch(search)
               : status;
}
