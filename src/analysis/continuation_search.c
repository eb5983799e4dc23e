/*
 * continuation_search.c - where curves of rest states begin.
 */
#include "analysis/continuation_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/index.h"
#include "base/text.h"
#include "compile/program.h"
#include "solve/rest.h"
#include "study/context.h"

/* Between the ends of the range the network is brought to rest at so many values more, to
 * find what is connected to neither. */
enum { BETWEEN = 7 };

/* [-] The first step onto another curve at a branch point. */
static const double ONTO = 1e-2;

static void
search_finish(struct pl_rest_search *search)
{
    pl_walk_finish(&search->walk);
    pl_rest_curve_destroy(search->walk.curve);
    pl_sim_destroy(search->sim);
    free(search->inputs);
    free(search->present);
}

static enum pl_status
search_init(struct pl_rest_search *search, const double *inputs)
{
    struct pl_walk *walk = &search->walk;
    const struct pl_context *context = walk->found->context;
    const struct pl_program *program = context->program;
    enum pl_status status = PL_OK;

    walk->n = program->n_states;
    status = pl_rest_curve_create(context->kernels, inputs, &walk->found->range,
                                  walk->diags, &walk->curve);
    if (status == PL_OK) {
        status = pl_sim_create(context->kernels, &walk->options->sim, walk->diags,
                               &search->sim);
    }
    if (status == PL_OK) {
        status = pl_walk_init(walk);
    }
    search->inputs = calloc(program->n_inputs + 1, sizeof *search->inputs);
    search->present = calloc(walk->n + 1, 2 * sizeof *search->present);
    if (status == PL_OK && (search->inputs == NULL || search->present == NULL)) {
        status = pl_diag_no_memory(walk->diags, "rest states");
    }
    search->nearby = search->present != NULL ? search->present + walk->n + 1 : NULL;
    return status;
}

double
pl_rest_search_part(const struct pl_rest_search *search, size_t k, size_t n)
{
    const struct pl_rest_curve *curve = search->walk.curve;
    const struct pl_rest_range *range = &search->walk.found->range;
    const double low = pl_rest_curve_q(curve, range->low);
    const double high = pl_rest_curve_q(curve, range->high);

    return k == 0 ? low : k == n ? high : low + (high - low) * (double)k / (double)n;
}

enum pl_status
pl_rest_search_rest_at(struct pl_rest_search *search, double q, const double *from,
                       struct pl_diags *diags)
{
    struct pl_walk *walk = &search->walk;
    enum pl_status status = PL_OK;

    pl_rest_curve_inputs(walk->curve, q, search->inputs);
    status = pl_sim_start(search->sim, search->inputs, diags);
    if (status == PL_OK && from != NULL) {
        pl_sim_put_to_rest(search->sim, from, 0);
    }
    if (status == PL_OK) {
        status = pl_sim_rest(search->sim, diags, NULL);
    }
    if (status == PL_OK) {
        pl_sim_state(search->sim, search->present);
        search->present[walk->n] = q;
    }
    return status;
}

bool
pl_rest_search_is_fatal(enum pl_status status)
{
    return status == PL_ERR_NOMEM || status == PL_ERR_STOPPED;
}

/* Why a network does not rest, in words. @return PL_OK; PL_ERR_NOMEM */
static enum pl_status
keep_reason(const struct pl_diags *diags, enum pl_status status, char **reason)
{
    const char *words = pl_diags_first_error(diags);

    if (words == NULL || strcmp(words, pl_status_text(status)) == 0) {
        return PL_ERR_NOMEM; /* a message without room has the text of its status */
    }
    *reason = pl_text_copy(words);
    return *reason != NULL ? PL_OK : PL_ERR_NOMEM;
}

/* A curve from where the network comes to rest at q, if it does.
 * @param reason  receives why it does not; may be NULL */
static enum pl_status
begin_at_rest(struct pl_rest_search *search, double q, char **reason)
{
    struct pl_diags *diags = reason != NULL ? pl_diags_create() : NULL;
    enum pl_status status = reason != NULL && diags == NULL
                                ? PL_ERR_NOMEM
                                : pl_rest_search_rest_at(search, q, NULL, diags);

    if (status == PL_OK) {
        status = pl_rest_search_begin_at(search);
    } else if (!pl_rest_search_is_fatal(status)) {
        status = reason != NULL ? keep_reason(diags, status, reason) : PL_OK;
    }
    if (status == PL_ERR_NOMEM) {
        status = pl_diag_no_memory(search->walk.diags, "rest states");
    }
    pl_diags_destroy(diags);
    return status;
}

/* Where the network rests nowhere there may be rest states all the same, that are not
 * stable: Newton steps from the starting values. */
static enum pl_status
begin_unstable(struct pl_rest_search *search)
{
    struct pl_walk *walk = &search->walk;
    enum pl_status status = PL_OK;

    for (size_t k = 0; k <= BETWEEN + 1 && status == PL_OK; k++) {
        const double q = pl_rest_search_part(search, k, BETWEEN + 1);

        search->present[walk->n] = q;
        if (pl_rest_curve_start(walk->curve, q, search->present)) {
            status = pl_rest_search_begin_at(search);
        }
    }
    return status;
}

/* How large states are, as far as starting values and both ends tell. */
static enum pl_status
learn_sizes(struct pl_rest_search *search)
{
    struct pl_walk *walk = &search->walk;
    enum pl_status status = PL_OK;

    for (size_t k = 0; k < 2 && !pl_rest_search_is_fatal(status); k++) {
        search->present[walk->n] = pl_rest_search_part(search, k, 1);
        if (pl_rest_curve_start(walk->curve, search->present[walk->n],
                                search->present)) {
            pl_rest_curve_set_sizes(walk->curve, search->present);
        }
        status = pl_rest_search_rest_at(search, pl_rest_search_part(search, k, 1), NULL,
                                        NULL);
        if (status == PL_OK) {
            pl_rest_curve_set_sizes(walk->curve, search->present);
        }
    }
    return pl_rest_search_is_fatal(status) ? status : PL_OK;
}

/* The curves from rest states as the network finds them. */
static enum pl_status
begin_everywhere(struct pl_rest_search *search)
{
    struct pl_continuation *found = search->walk.found;
    const size_t n = BETWEEN + 1;
    enum pl_status status =
        begin_at_rest(search, pl_rest_search_part(search, 0, n), &found->low_reason);

    if (status == PL_OK) {
        status = begin_at_rest(search, pl_rest_search_part(search, n, n),
                               &found->high_reason);
    }
    for (size_t k = 1; k < n && status == PL_OK; k++) {
        status = begin_at_rest(search, pl_rest_search_part(search, k, n), NULL);
    }
    if (status == PL_OK && found->n_branches == 0) {
        status = begin_unstable(search);
    }
    return status;
}

/* Behind a fold at which a stable state ends the network falls to another one. */
static enum pl_status
fall(struct pl_rest_search *search, size_t branch, size_t point)
{
    struct pl_walk *walk = &search->walk;
    const struct pl_rest_branch *from = &walk->found->branches[branch];
    const double *z = from->z + point * (walk->n + 1);
    const double q = z[walk->n];
    const double low = pl_rest_search_part(search, 0, 1);
    const double high = pl_rest_search_part(search, 1, 1);
    /* the curve lies on one side of its fold */
    const double side = z[walk->n] >= (z - walk->n - 1)[walk->n] ? 1.0 : -1.0;
    const double behind = q + side * PL_REST_BEHIND_FOLD * (high - low);
    enum pl_status status = PL_OK;

    if (!(behind > low && behind < high)) {
        return PL_OK;
    }
    memcpy(walk->trial, z, (walk->n + 1) * sizeof *z);
    status = pl_rest_search_rest_at(search, behind, walk->trial, NULL);
    if (status == PL_OK) {
        return pl_rest_search_begin_at(search);
    }
    return pl_rest_search_is_fatal(status) ? status : PL_OK;
}

/* Try to leave the curve at a branch point, to one side. */
static enum pl_status
leave(struct pl_rest_search *search, const double *z, const double *direction, double h)
{
    struct pl_walk *walk = &search->walk;
    double *begin = walk->begin.z;

    for (size_t i = 0; i <= walk->n; i++) {
        begin[i] = z[i] + h * direction[i];
    }
    if (!pl_rest_curve_correct(walk->curve, direction, begin) ||
        !(pl_walk_distance(walk, begin, z) <= 20.0 * fabs(h)) ||
        begin[walk->n] < pl_rest_search_part(search, 0, 1) ||
        begin[walk->n] > pl_rest_search_part(search, 1, 1) ||
        pl_rest_curve_negative(walk->curve, begin) != PL_NONE ||
        pl_rest_search_is_known(search, begin) ||
        !pl_rest_curve_tangent(walk->curve, begin, direction, walk->begin.tangent)) {
        return PL_OK;
    }
    return pl_rest_search_add_branch(search);
}

/* The curve that crosses at a branch point: in the plane of both directions, across the
 * one that is known. */
static enum pl_status
cross(struct pl_rest_search *search, size_t branch, size_t point)
{
    struct pl_walk *walk = &search->walk;
    const size_t width = walk->n + 1;
    double *direction = search->present;
    double *z = NULL;
    double along = 0.0;
    double length = 0.0;
    enum pl_status status = PL_OK;

    if (point == 0 || walk->found->n_branches >= PL_REST_MOST_BRANCHES) {
        return PL_OK;
    }
    z = malloc(2 * width * sizeof *z);
    if (z == NULL) {
        return pl_diag_no_memory(walk->diags, "rest states");
    }
    memcpy(z, walk->found->branches[branch].z + point * width, width * sizeof *z);
    pl_rest_curve_set_sizes(walk->curve, z);
    for (size_t i = 0; i < width; i++) { /* the direction that is known */
        z[width + i] = z[i] - walk->found->branches[branch].z[(point - 1) * width + i];
    }
    if (pl_rest_curve_free_direction(walk->curve, z, direction)) {
        along = pl_rest_curve_product(walk->curve, direction, z + width) /
                pl_rest_curve_product(walk->curve, z + width, z + width);
        for (size_t i = 0; i < width; i++) {
            direction[i] -= along * z[width + i];
        }
        length = sqrt(pl_rest_curve_product(walk->curve, direction, direction));
        for (size_t i = 0; i < width && length > 0.0; i++) {
            z[width + i] = direction[i] / length;
        }
    }
    for (int side = 0; side < 2 && length > 0.0 && status == PL_OK; side++) {
        status = leave(search, z, z + width, side == 0 ? ONTO : -ONTO);
    }
    free(z);
    return status;
}

/* What folds and branch points lead to; the curves found there are looked at too. */
static enum pl_status
begin_from_events(struct pl_rest_search *search)
{
    const struct pl_continuation *found = search->walk.found;
    enum pl_status status = PL_OK;

    for (size_t b = 0; b < found->n_branches; b++) {
        for (size_t k = 1; k + 1 < found->branches[b].n && status == PL_OK; k++) {
            const struct pl_rest_branch_point *point = &found->branches[b].points[k];

            if (point->kind == PL_REST_BRANCH_FOLD && point->n_unstable == 0) {
                status = fall(search, b, k);
            } else if (point->kind == PL_REST_BRANCH_CROSSING) {
                status = cross(search, b, k);
            }
        }
    }
    return status;
}

/* Nothing rests anywhere. */
static enum pl_status
report_nothing(const struct pl_rest_search *search)
{
    const struct pl_continuation *found = search->walk.found;
    struct pl_diags *diags = search->walk.diags;

    if (search->is_singular && found->low_reason == NULL &&
        found->high_reason == NULL) {
        pl_diag_error(diags, PL_ERR_REST, NULL,
                      "the rest states do not stand alone: at any value there are "
                      "whole families of them, so there is no curve to follow");
        pl_diag_hint(diags, "some states change each other's level without a rate of "
                            "their own at rest; take them out, or give them a slow "
                            "synthesis and degradation");
        return PL_ERR_REST;
    }
    pl_diag_error(diags, PL_ERR_REST, NULL,
                  "no rest state was found, at neither end of the range nor between");
    if (found->low_reason != NULL) {
        pl_diag_note(diags, NULL, "at its low end: %s", found->low_reason);
    }
    if (found->high_reason != NULL) {
        pl_diag_note(diags, NULL, "at its high end: %s", found->high_reason);
    }
    pl_diag_hint(diags,
                 "simulate without a verb, --no-equilibrate and --for show how it "
                 "moves");
    return PL_ERR_REST;
}

/* A rate that depends on time has a message of its own. */
static enum pl_status
refuse_time(struct pl_rest_search *search)
{
    const struct pl_walk *walk = &search->walk;

    if (walk->found->context->program->autonomous) {
        return PL_OK;
    }
    return pl_rest_search_rest_at(search, pl_rest_search_part(search, 0, 1), NULL,
                                  walk->diags);
}

enum pl_status
pl_continuation_search(struct pl_continuation *out, const double *inputs,
                       const struct pl_continuation_options *options,
                       struct pl_diags *diags)
{
    struct pl_rest_search search = {
        .walk = {.options = options, .found = out, .diags = diags}};
    enum pl_status status = search_init(&search, inputs);

    if (status == PL_OK) {
        status = refuse_time(&search);
    }
    if (status == PL_OK) {
        status = learn_sizes(&search);
    }
    if (status == PL_OK) {
        status = begin_everywhere(&search);
    }
    if (status == PL_OK) {
        status = begin_from_events(&search);
    }
    if (status == PL_OK && out->n_branches == 0) {
        status = report_nothing(&search);
    }
    if (status == PL_OK) {
        status = pl_rest_search_follow_paths(&search);
    }
    if (status == PL_OK) {
        out->n_sums = pl_rest_curve_n_sums(search.walk.curve);
        out->n_eigenvalues = pl_rest_curve_n_eigenvalues(search.walk.curve);
    }
    search_finish(&search);
    return status;
}
