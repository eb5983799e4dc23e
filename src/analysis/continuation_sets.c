/*
 * continuation_sets.c - the rest states over one input in every member of an ensemble.
 */
#include "analysis/continuation_sets.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/index.h"
#include "base/pool.h"
#include "base/text.h"
#include "compile/program.h"
#include "study/context.h"
#include "study/treatment.h"

#define TWO_PI 6.283185307179586

/* [-] Two branches have the same event where it is no farther apart, as a part of the
 * input or of the range. */
static const double SAME_EVENT = 1e-7;

/* The work while it lasts; shared by its threads. */
struct running {
    const struct pl_treatment *treatment;
    const struct pl_continuation_sets_options *options;
    struct pl_continuation_sets *out;
    atomic_size_t next, n_done;
    atomic_bool stopped;
    pthread_mutex_t lock;  /* of what follows */
    enum pl_status status; /* the first that is not PL_OK */
};

static enum pl_status
no_memory(struct pl_diags *diags)
{
    return pl_diag_no_memory(diags, "the rest states of the parameter sets");
}

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

/* Why nothing was found in a member. @return PL_OK; PL_ERR_NOMEM */
static enum pl_status
keep_reason(struct pl_rest_member *member, const struct pl_diags *diags,
            enum pl_status status)
{
    const char *reason = pl_diags_first_error(diags);

    if (reason == NULL || strcmp(reason, pl_status_text(status)) == 0) {
        return PL_ERR_NOMEM; /* a message without room has the text of its status */
    }
    member->reason = pl_text_copy(reason);
    return member->reason != NULL ? PL_OK : PL_ERR_NOMEM;
}

static bool
is_stopped(void *context)
{
    const struct running *running = context;

    return atomic_load(&running->stopped);
}

static enum pl_status
follow_member(struct running *running, size_t index, double *inputs,
              struct pl_diags *diags)
{
    struct pl_continuation_sets *out = running->out;
    struct pl_rest_member *member = &out->members[index];
    struct pl_continuation_options options = running->options->each;
    enum pl_status status = PL_OK;

    options.sim.stop = is_stopped;
    options.sim.stop_context = running;
    options.levels = out->levels;
    pl_diags_clear(diags);
    pl_treatment_inputs_in(running->treatment, PL_NONE, out->ensemble, index, inputs);
    status = pl_continuation_run(out->context, inputs, &out->range, &options, diags,
                                 &member->found);
    if (status == PL_OK) {
        status = find_events(member);
    }
    if (status == PL_OK) {
        status = count_stable(member, diags);
    }
    if (status == PL_OK) {
        drop_curves(&member->found, running->options->keeps_curves);
    } else if (status != PL_ERR_NOMEM && status != PL_ERR_STOPPED) {
        status = keep_reason(member, diags, status);
    }
    return status;
}

/* End the work, with the first of the threads' errors. */
static void
stop_with(struct running *running, enum pl_status status)
{
    (void)pthread_mutex_lock(&running->lock);
    if (running->status == PL_OK) {
        running->status = status;
    }
    (void)pthread_mutex_unlock(&running->lock);
    atomic_store(&running->stopped, true);
}

static void
work_on_thread(void *context, size_t thread)
{
    struct running *running = context;
    const size_t n_inputs = running->out->context->program->n_inputs;
    struct pl_diags *diags = pl_diags_create();
    double *inputs = calloc(n_inputs + 1, sizeof *inputs);
    enum pl_status status = diags != NULL && inputs != NULL ? PL_OK : PL_ERR_NOMEM;

    (void)thread;
    while (status == PL_OK && !is_stopped(running)) {
        const size_t member = atomic_fetch_add(&running->next, 1);

        if (member >= running->out->n_members) {
            break;
        }
        status = follow_member(running, member, inputs, diags);
        (void)atomic_fetch_add(&running->n_done, 1);
    }
    if (status != PL_OK && status != PL_ERR_STOPPED) { /* who stopped it, tells */
        stop_with(running, status);
    }
    pl_diags_destroy(diags);
    free(inputs);
}

static void
watch(void *context)
{
    struct running *running = context;

    if (running->options->watch(running->options->watch_context,
                                atomic_load(&running->n_done))) {
        stop_with(running, PL_ERR_STOPPED);
    }
}

static enum pl_status
run_threads(struct running *running, struct pl_diags *diags)
{
    const struct pl_continuation_sets_options *options = running->options;
    size_t n = options->n_threads > 0 ? options->n_threads : pl_pool_n_processors();
    enum pl_status status = PL_OK;

    n = n < running->out->n_members ? n : running->out->n_members;
    n = n < PL_POOL_MAX_THREADS ? n : PL_POOL_MAX_THREADS;
    if (pthread_mutex_init(&running->lock, NULL) != 0) {
        return no_memory(diags);
    }
    status = pl_pool_run(n, work_on_thread, options->watch != NULL ? watch : NULL,
                         running, diags);
    (void)pthread_mutex_destroy(&running->lock);
    if (status == PL_OK && running->status == PL_ERR_NOMEM) {
        return no_memory(diags);
    }
    return status == PL_OK ? running->status : status;
}

static enum pl_status
make_room(struct pl_continuation_sets *out,
          const struct pl_continuation_options *options, struct pl_diags *diags)
{
    out->members = calloc(out->n_members, sizeof *out->members);
    out->symbols = calloc(out->n_values + 1, sizeof *out->symbols);
    out->levels = calloc(out->n_levels + 1, sizeof *out->levels);
    if (out->members == NULL || out->symbols == NULL || out->levels == NULL) {
        return no_memory(diags);
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
    struct running running = {.treatment = treatment, .options = options, .out = out};
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
    atomic_init(&running.next, 0);
    atomic_init(&running.n_done, 0);
    atomic_init(&running.stopped, false);
    if (status == PL_OK) {
        status = make_room(out, &options->each, diags);
    }
    if (status == PL_OK) {
        status = run_threads(&running, diags);
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
