/*
 * continuation_sets.c - the rest states over one input in every member of an ensemble.
 */
#include "analysis/continuation_sets.h"

#include <math.h>
#include <stdlib.h>

#include "base/diag.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/members.h"

#define TWO_PI 6.283185307179586

/* [-] Two branches have the same event where it is no farther apart, as a part of the
 * input or of the range. */
static const double SAME_EVENT = 1e-7;

/* What there may be no memory for. */
#define WHAT "the rest states of the parameter sets"

/* The work while it lasts. */
struct running {
    const struct pl_continuation_sets_options *options;
    struct pl_continuation_sets *out;
};

static void
finish_member(struct pl_rest_member *member)
{
    for (size_t k = 0; k < member->n_events; k++) {
        free(member->events[k].values);
    }
    free(member->events);
    free(member->reason);
    pl_continuation_finish(&member->found);
    *member = (struct pl_rest_member){0};
}

void
pl_continuation_sets_finish(struct pl_continuation_sets *sets)
{
    for (size_t m = 0; sets->members != NULL && m < sets->n_members; m++) {
        finish_member(&sets->members[m]);
    }
    free(sets->members);
    free(sets->symbols);
    free(sets->levels);
    *sets = (struct pl_continuation_sets){0};
}

/* The point of a branch from k on, in a direction, that is clearly apart from it. */
static double
input_beside(const struct pl_rest_branch *branch, size_t k, bool backward)
{
    const double input = branch->points[k].input;
    size_t at = k;

    while (fabs(branch->points[at].input - input) <= SAME_EVENT * fabs(input) &&
           (backward ? at > 0 : at + 1 < branch->n)) {
        at = backward ? at - 1 : at + 1;
    }
    return branch->points[at].input;
}

/* Does a stable state end at a point of a branch, and on which way? */
static bool
ends_stable(const struct pl_rest_branch *branch, size_t k, int *way)
{
    const struct pl_rest_branch_point *point = &branch->points[k];
    const bool is_end = k == 0 || k + 1 == branch->n;
    const bool before = k > 0 && pl_rest_branch_n_unstable_behind(branch, k - 1) == 0;
    const bool behind =
        k + 1 < branch->n && pl_rest_branch_n_unstable_behind(branch, k) == 0;

    if (point->kind == PL_REST_BRANCH_PLAIN || point->kind == PL_REST_BRANCH_END ||
        before == behind || (is_end && point->kind != PL_REST_BRANCH_CROSSING)) {
        return false;
    }
    *way = input_beside(branch, k, before) < point->input ? PL_PATH_UP : PL_PATH_DOWN;
    return true;
}

static bool
is_same(const struct pl_rest_event *a, const struct pl_rest_event *b,
        const struct pl_rest_range *range)
{
    const double scale = range->logarithmic ? b->input : range->high - range->low;

    return a->kind == b->kind && a->way == b->way &&
           fabs(a->input - b->input) <= SAME_EVENT * fabs(scale);
}

/* @return PL_OK; PL_ERR_NOMEM, without a message, as below */
static enum pl_status
add_event(struct pl_rest_member *member, const struct pl_rest_branch *branch, size_t k,
          int way)
{
    const struct pl_continuation *found = &member->found;
    const struct pl_rest_branch_point *point = &branch->points[k];
    struct pl_rest_event event = {.kind = point->kind,
                                  .way = way,
                                  .input = point->input,
                                  .period = point->kind == PL_REST_BRANCH_HOPF &&
                                                    point->imaginary > 0.0
                                                ? TWO_PI / point->imaginary
                                                : NAN};
    struct pl_rest_event *events = NULL;

    for (size_t e = 0; e < member->n_events; e++) {
        if (is_same(&member->events[e], &event, &found->range)) {
            return PL_OK;
        }
    }
    events = realloc(member->events, (member->n_events + 1) * sizeof *events);
    if (events == NULL) {
        return PL_ERR_NOMEM;
    }
    member->events = events;
    event.values = malloc((found->n_values + 1) * sizeof *event.values);
    if (event.values == NULL) {
        return PL_ERR_NOMEM;
    }
    for (size_t v = 0; v < found->n_values; v++) {
        event.values[v] = pl_rest_branch_values(found, branch, k)[v];
    }
    events[member->n_events++] = event;
    return PL_OK;
}

/* Folds, Hopf and branch points, counted by kind and way from the lowest input. */
static enum pl_status
find_events(struct pl_rest_member *member)
{
    enum pl_status status = PL_OK;

    for (size_t b = 0; b < member->found.n_branches; b++) {
        const struct pl_rest_branch *branch = &member->found.branches[b];

        for (size_t k = 0; k < branch->n && status == PL_OK; k++) {
            int way = PL_PATH_UP;

            if (ends_stable(branch, k, &way)) {
                status = add_event(member, branch, k, way);
            }
        }
    }
    for (size_t a = 0; a < member->n_events; a++) {
        struct pl_rest_event *event = &member->events[a];

        for (size_t b = 0; b < member->n_events; b++) {
            const struct pl_rest_event *other = &member->events[b];

            event->ordinal += other->kind == event->kind && other->way == event->way &&
                                      other->input < event->input
                                  ? 1
                                  : 0;
        }
    }
    return status;
}

/* How many rest states are stable, where the most and where the fewest are. */
static enum pl_status
count_stable(struct pl_rest_member *member, struct pl_diags *diags)
{
    struct pl_rest_stretch *stretches = NULL;
    size_t n = 0;
    enum pl_status status =
        pl_continuation_stretches(&member->found, diags, &stretches, &n);

    for (size_t k = 0; k < n; k++) {
        const size_t n_stable = stretches[k].n_stable;

        if (k == 0 || n_stable > member->most_stable) {
            member->most_stable = n_stable;
        }
        if (k == 0 || n_stable < member->least_stable) {
            member->least_stable = n_stable;
        }
    }
    free(stretches);
    return status;
}

/* States are of no more use; nor are curves unless they are asked for. */
static void
drop_curves(struct pl_continuation *found, bool keeps_curves)
{
    for (size_t b = 0; b < found->n_branches; b++) {
        free(found->branches[b].z);
        found->branches[b].z = NULL;
        if (!keeps_curves) {
            free(found->branches[b].points);
            free(found->branches[b].values);
        }
    }
    if (!keeps_curves) {
        free(found->branches);
        found->branches = NULL;
        found->n_branches = 0;
    }
}

static enum pl_status
follow_member(void *context, struct pl_members_thread *thread, size_t index)
{
    const struct running *running = context;
    struct pl_continuation_sets *out = running->out;
    struct pl_rest_member *member = &out->members[index];
    struct pl_continuation_options options = running->options->each;
    enum pl_status status = PL_OK;

    options.sim.stop = thread->stop;
    options.sim.stop_context = thread->stop_context;
    options.levels = out->levels;
    status = pl_continuation_run(out->context, thread->inputs, &out->range, &options,
                                 thread->diags, &member->found);
    if (status == PL_OK) {
        status = find_events(member);
    }
    if (status == PL_OK) {
        status = count_stable(member, thread->diags);
    }
    if (status == PL_OK) {
        drop_curves(&member->found, running->options->keeps_curves);
    }
    return status;
}

static void
keep_reason(void *context, size_t index, char *reason)
{
    const struct running *running = context;

    running->out->members[index].reason = reason;
}

static enum pl_status
make_room(struct pl_continuation_sets *out,
          const struct pl_continuation_options *options, struct pl_diags *diags)
{
    out->members = calloc(out->n_members, sizeof *out->members);
    out->symbols = calloc(out->n_values + 1, sizeof *out->symbols);
    out->levels = calloc(out->n_levels + 1, sizeof *out->levels);
    if (out->members == NULL || out->symbols == NULL || out->levels == NULL) {
        return pl_diag_no_memory(diags, WHAT);
    }
    for (size_t k = 0; k < out->n_values; k++) {
        out->symbols[k] = options->symbols[k];
    }
    for (size_t k = 0; k < out->n_levels; k++) {
        out->levels[k] = options->levels[k];
    }
    return PL_OK;
}

enum pl_status
pl_continuation_sets_run(const struct pl_context *context,
                         const struct pl_treatment *treatment,
                         const struct pl_ensemble *ensemble,
                         const struct pl_rest_range *range,
                         const struct pl_continuation_sets_options *options,
                         struct pl_diags *diags, struct pl_continuation_sets *out)
{
    struct running running = {options, out};
    const struct pl_members_work work = {.context = &running,
                                         .what = WHAT,
                                         .n_threads = options->n_threads,
                                         .member = follow_member,
                                         .fail = keep_reason,
                                         .watch = options->watch,
                                         .watch_context = options->watch_context};
    struct pl_sim *sim = NULL;
    enum pl_status status =
        pl_sim_create(context->kernels, &options->each.sim, diags, &sim);

    pl_sim_destroy(sim); /* it said what is wrong with the options */
    pl_continuation_sets_finish(out);
    *out = (struct pl_continuation_sets){.context = context,
                                         .ensemble = ensemble,
                                         .range = *range,
                                         .n_members = pl_ensemble_n(ensemble),
                                         .n_values = options->each.n_symbols,
                                         .n_levels = options->each.n_levels};
    if (status == PL_OK) {
        status = make_room(out, &options->each, diags);
    }
    if (status == PL_OK) {
        status = pl_members_run(context, treatment, ensemble, &work, diags);
    }
    if (status != PL_OK) {
        pl_continuation_sets_finish(out);
        return status;
    }
    for (size_t m = 0; m < out->n_members; m++) {
        out->n_failed += out->members[m].reason != NULL ? 1 : 0;
    }
    return PL_OK;
}
