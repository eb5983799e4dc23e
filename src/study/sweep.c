/*
 * sweep.c - one model at many points, on all lanes and threads.
 */
#include "study/sweep.h"

#include <inttypes.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/pool.h"
#include "compile/kernels.h"
#include "compile/program.h"
#include "compile/shared_kernels.h"
#include "model/model.h"
#include "solve/method.h"
#include "solve/rest.h"
#include "study/context.h"
#include "study/design.h"
#include "study/ensemble.h"
#include "study/measure.h"
#include "study/point.h"
#include "study/rest_table.h"
#include "study/sweep_check.h"
#include "study/treatment_private.h"

/* Rest states are kept to be shared where a grid has no more of them than this. */
#define MOST_RESTS ((size_t)4096)

/* … and are worked out beforehand where so many points share one. */
#define POINTS_OF_A_REST 4

struct pl_sweep {
    const struct pl_context *context;
    struct pl_sweep_options options;
    struct pl_point_plan plan;
    const struct pl_kernels *together; /* NULL for a method that has no lanes */
    struct pl_selection selection;     /* of `together` */
    struct pl_rest_table *rests;       /* NULL when each point has its own */
    size_t n_rests;                    /* worked out before the points; or 0 */
    struct pl_sweep_statistics statistics;
};

/* A sweep while it runs; shared by its threads. */
struct running {
    struct pl_sweep *sweep;
    const struct pl_sweep_work *work;
    bool only_rests; /* the rest states, each once, before the points */
    atomic_uint_fast64_t next;
    atomic_bool stopped;
    pthread_mutex_t lock;   /* of what follows */
    enum pl_status status;  /* the first that is not PL_OK */
    struct pl_diags *diags; /* the caller's */
    uint64_t n_done;
    struct pl_sweep_statistics statistics;
};

/* One thread's share. */
struct worker {
    struct running *running;
    struct pl_point *points;   /* shape (n_lanes) */
    struct pl_sim *again;      /* to find the message of a point that failed */
    uint64_t n_rests, n_again; /* as of the statistics */
};

/* How many rest states there are; 0 when that is too many to keep, or when points that
 * share one cannot be told beforehand. */
static size_t
count_rests(const struct pl_point_plan *plan)
{
    size_t n = plan->n_classes;

    if (plan->members != NULL || plan->n_members > MOST_RESTS / n) {
        return 0;
    }
    n *= plan->n_members;
    for (size_t f = 0; f < plan->n_factors; f++) {
        const struct pl_factor *factor = &plan->factors[f];
        size_t n_levels = pl_design_n_levels(plan->design, f);

        if (!factor->before_rest) {
            continue;
        }
        if (n_levels == 0 && factor->kind == PL_FACTOR_CELL) {
            n_levels = factor->n_levels;
        }
        if (n_levels == 0 || n_levels > MOST_RESTS / n) {
            return 0;
        }
        n *= n_levels;
    }
    return n;
}

static size_t
first_of_class(const struct pl_point_plan *plan, size_t class)
{
    size_t a = 0;

    while (plan->arms[a].class != class) {
        a++;
    }
    return a;
}

/* A point that has the r-th of the rest states: class moves fastest, then member, then
 * the last factor of the grid. All other factors are at their first level. */
static uint64_t
point_of_rest(const struct pl_point_plan *plan, uint64_t r)
{
    const size_t arm = first_of_class(plan, (size_t)(r % plan->n_classes));
    const uint64_t member = r / plan->n_classes % plan->n_members;
    uint64_t point = 0;
    uint64_t stride = 1;

    r = r / plan->n_classes / plan->n_members;
    for (size_t f = plan->n_factors; f-- > 0;) {
        const uint64_t n_levels = pl_design_n_levels(plan->design, f);

        if (plan->factors[f].before_rest) {
            point += r % n_levels * stride;
            r /= n_levels;
        }
        stride *= n_levels;
    }
    return (point * plan->n_members + member) * plan->n_arms + arm;
}

/* A simulation that cannot be made says why here, on the caller's thread. */
static enum pl_status
check_options(const struct pl_point_plan *plan, struct pl_diags *diags)
{
    struct pl_sim *sim = NULL;
    const enum pl_status status =
        pl_sim_create(plan->context->kernels, &plan->sim, diags, &sim);

    pl_sim_destroy(sim);
    return status;
}

/* What all groups of lanes share. */
static enum pl_status
make_lanes(struct pl_sweep *sweep, struct pl_diags *diags)
{
    const struct pl_context *context = sweep->context;
    const enum pl_status status = pl_shared_kernels_get(
        context->together, context->kernels->choice, diags, &sweep->together);

    return status != PL_OK
               ? status
               : pl_branches_select(&sweep->plan.follow.branches, sweep->together,
                                    sweep->plan.symbols, diags, &sweep->selection);
}

/* Kernels of a group: without lanes it is one simulation alone. */
static const struct pl_kernels *
kernels_of_group(const struct pl_sweep *sweep)
{
    return sweep->together != NULL ? sweep->together : sweep->context->kernels;
}

enum pl_status
pl_sweep_create(const struct pl_context *context, const struct pl_treatment *treatment,
                const struct pl_design *design, const struct pl_sweep_options *options,
                struct pl_diags *diags, struct pl_sweep **out)
{
    struct pl_sweep *sweep = calloc(1, sizeof *sweep);
    enum pl_status status = PL_OK;
    size_t n_rests = 0;

    *out = NULL;
    if (sweep == NULL) {
        return pl_diag_no_memory(diags, "a sweep");
    }
    sweep->context = context;
    sweep->options = *options;
    status =
        pl_point_plan_init(&sweep->plan, context, treatment, design, options, diags);
    if (status == PL_OK) {
        status = check_options(&sweep->plan, diags);
    }
    if (status == PL_OK) {
        status = pl_sweep_check(&sweep->plan, diags);
    }
    if (status == PL_OK && pl_method_is_of_lanes(sweep->plan.sim.method)) {
        status = make_lanes(sweep, diags);
    }
    n_rests = status == PL_OK && sweep->plan.rests ? count_rests(&sweep->plan) : 0;
    if (n_rests > 0) {
        /* in a grid, and where nothing varies, it is known which points share one */
        sweep->n_rests = sweep->plan.n_factors == 0 || pl_design_n_levels(design, 0) > 0
                             ? n_rests
                             : 0;
        status = pl_rest_table_create(sweep->plan.n_keys, context->program->n_states,
                                      n_rests, diags, &sweep->rests);
    }
    if (status != PL_OK) {
        pl_sweep_destroy(sweep);
        return status;
    }
    *out = sweep;
    return PL_OK;
}

void
pl_sweep_destroy(struct pl_sweep *sweep)
{
    if (sweep == NULL) {
        return;
    }
    pl_rest_table_destroy(sweep->rests);
    pl_selection_finish(&sweep->selection);
    pl_point_plan_finish(&sweep->plan);
    free(sweep);
}

/* End the sweep, with the first of the threads' errors. */
static void
stop_with(struct running *running, enum pl_status status)
{
    if (running->status == PL_OK) {
        running->status = status;
    }
    atomic_store(&running->stopped, true);
}

/* The number of a point that is to be done; false when there is none left. */
static bool
take_point(struct running *running, uint64_t *k)
{
    const struct pl_sweep_work *work = running->work;

    if (running->only_rests) {
        const uint64_t r = atomic_fetch_add(&running->next, 1);

        *k = point_of_rest(&running->sweep->plan, r);
        return r < running->sweep->n_rests && !atomic_load(&running->stopped);
    }
    for (;;) {
        const uint64_t i = atomic_fetch_add(&running->next, 1);

        if (i >= work->n || atomic_load(&running->stopped)) {
            return false;
        }
        *k = work->first + i;
        if (work->skip == NULL || !work->skip(work->context, *k)) {
            return true;
        }
    }
}

static void
hand_in(struct running *running, uint64_t k, const double *values, const char *reason)
{
    const struct pl_sweep_work *work = running->work;

    (void)pthread_mutex_lock(&running->lock);
    if (running->status == PL_OK) {
        const enum pl_status status =
            work->done(work->context, k, values, reason, running->diags);

        running->n_done++;
        if (status != PL_OK) {
            stop_with(running, status);
        }
    }
    (void)pthread_mutex_unlock(&running->lock);
}

static void
stop_from_thread(struct running *running, enum pl_status status)
{
    (void)pthread_mutex_lock(&running->lock);
    stop_with(running, status);
    (void)pthread_mutex_unlock(&running->lock);
}

/* The first message of a point that failed; NULL when memory is out, for the message or
 * on the way to it, or when the sweep has been stopped. It goes that way once more, alone:
 * it is the same. */
static const char *
find_reason(struct worker *worker, struct pl_point *point, enum pl_status status,
            struct pl_diags *diags)
{
    const char *reason = NULL;

    if (status == PL_ERR_NOMEM || diags == NULL) {
        return NULL;
    }
    worker->n_again++;
    status = pl_point_run_alone(point, worker->again, diags);
    reason = pl_diags_first_error(diags);
    if (status == PL_ERR_NOMEM || reason == NULL ||
        strcmp(reason, pl_status_text(status)) == 0) {
        return NULL; /* a message without room has the text of its status (diag.h) */
    }
    return reason;
}

/* Not where only rests are worked out: their points will tell. */
static void
hand_in_reason(struct worker *worker, struct pl_point *point, const char *reason)
{
    if (!worker->running->only_rests) {
        pl_point_fill_nan(point);
        hand_in(worker->running, point->k, point->results, reason);
    }
}

/* A sweep that is out of memory ends: to run it again may find no fault in the point. */
static void
hand_in_failure(struct worker *worker, struct pl_point *point, enum pl_status status)
{
    struct running *running = worker->running;
    struct pl_rest_table *rests = running->sweep->rests;
    const bool failed_to_rest = point->resting;
    struct pl_diags *diags = pl_diags_create();
    const char *reason = find_reason(worker, point, status, diags);

    if (reason == NULL) {
        stop_from_thread(running, PL_ERR_NOMEM);
    } else {
        if (failed_to_rest && rests != NULL) {
            pl_rest_table_put_reason(rests, point->keys, reason);
        }
        hand_in_reason(worker, point, reason);
    }
    pl_diags_destroy(diags);
}

/* Rest from the table, where it is there. */
static bool
find_rest(struct pl_sweep *sweep, const struct pl_point *point, struct pl_sim *sim)
{
    size_t steps = 0;
    const double *y = sweep->rests != NULL
                          ? pl_rest_table_find(sweep->rests, point->keys, &steps)
                          : NULL;

    if (y != NULL) {
        pl_sim_put_to_rest(sim, y, steps);
    }
    return y != NULL;
}

/* Why the point's rest failed before; NULL when nobody has tried. */
static const char *
find_rest_reason(struct pl_sweep *sweep, const struct pl_point *point)
{
    return sweep->rests != NULL ? pl_rest_table_find_reason(sweep->rests, point->keys)
                                : NULL;
}

static void
keep_rest(struct pl_sweep *sweep, struct pl_point *point, const struct pl_sim *sim)
{
    if (sweep->rests != NULL) {
        pl_sim_state(sim, point->state);
        pl_rest_table_put(sweep->rests, point->keys, point->state,
                          pl_sim_get_statistics(sim).steps);
    }
}

/* The next leg of a lane: of its point, or of another one. */
static void
next_leg(void *context, size_t lane, struct pl_sim *sim, enum pl_status status,
         struct pl_leg *leg)
{
    struct worker *worker = context;
    struct pl_sweep *sweep = worker->running->sweep;
    struct pl_point *point = &worker->points[lane];

    for (;;) {
        if (!point->busy) {
            uint64_t k = 0;

            if (!take_point(worker->running, &k)) {
                return;
            }
            status = pl_point_begin(point, k, sim, NULL);
        } else if (status == PL_OK && point->resting) {
            keep_rest(sweep, point, sim);
        }
        if (worker->running->only_rests && point->resting) {
            point->busy = false;
            if (status != PL_OK) {
                hand_in_failure(worker, point, status);
            }
            continue;
        }
        if (status == PL_OK) {
            status = pl_point_next(point, sim, leg, NULL);
        }
        if (status == PL_OK && leg->kind == PL_LEG_REST) {
            const char *reason = find_rest_reason(sweep, point);

            if (reason != NULL) {
                point->busy = false;
                hand_in_reason(worker, point, reason);
            } else if (!find_rest(sweep, point, sim)) {
                worker->n_rests++;
                return;
            }
            continue;
        }
        if (status == PL_OK && leg->kind == PL_LEG_ADVANCE) {
            return;
        }
        point->busy = false;
        if (worker->running->only_rests) {
            continue; /* what has no rest tells why where its points want it */
        }
        if (status == PL_OK) {
            pl_point_finish_run(point, sim);
            hand_in(worker->running, point->k, point->results, NULL);
        } else {
            hand_in_failure(worker, point, status);
        }
    }
}

static bool
is_stopped(void *context)
{
    const struct worker *worker = context;

    return atomic_load(&worker->running->stopped);
}

static void
add_statistics(struct running *running, const struct pl_lanes *lanes,
               const struct worker *worker)
{
    const struct pl_lanes_statistics from = pl_lanes_get_statistics(lanes);
    struct pl_sweep_statistics *to = &running->statistics;

    to->n_groups++;
    to->n_trials += from.trials;
    to->n_steps += from.filled;
    to->n_alone += from.alone;
    to->n_rests += worker->n_rests;
    to->n_again += worker->n_again;
}

static enum pl_status
work_in_lanes(struct running *running, struct pl_diags *diags)
{
    struct pl_sweep *sweep = running->sweep;
    const struct pl_kernels *alone = sweep->context->kernels;
    const struct pl_kernels *together = kernels_of_group(sweep);
    const size_t n = together->lanes;
    struct worker worker = {.running = running,
                            .points = calloc(n, sizeof *worker.points)};
    const struct pl_lanes_work work = {&worker, next_leg, is_stopped};
    struct pl_sim_options of_again = sweep->plan.sim;
    struct pl_lanes *lanes = NULL;
    enum pl_status status = PL_OK;

    if (worker.points == NULL) {
        return pl_diag_no_memory(diags, "a sweep");
    }
    for (size_t l = 0; l < n && status == PL_OK; l++) {
        status = pl_point_init(&worker.points[l], &sweep->plan, diags);
    }
    if (status == PL_OK) {
        status = pl_lanes_create(alone, together, &sweep->selection, &sweep->plan.sim,
                                 diags, &lanes);
    }
    if (status == PL_OK) {
        of_again.stop = is_stopped;
        of_again.stop_context = &worker;
        status = pl_sim_create(alone, &of_again, diags, &worker.again);
    }
    if (status == PL_OK) {
        status = pl_lanes_run(lanes, &work);
        status = status == PL_ERR_STOPPED ? PL_OK : status; /* who stopped it, tells */
        (void)pthread_mutex_lock(&running->lock);
        add_statistics(running, lanes, &worker);
        (void)pthread_mutex_unlock(&running->lock);
    }
    pl_lanes_destroy(lanes);
    pl_sim_destroy(worker.again);
    for (size_t l = 0; l < n; l++) {
        pl_point_finish(&worker.points[l]);
    }
    free(worker.points);
    return status;
}

static void
work_on_thread(void *context, size_t thread)
{
    struct running *running = context;
    enum pl_status status = PL_OK;

    (void)thread;
    /* the caller's diags belong to its own thread */
    status = work_in_lanes(running, NULL);
    if (status != PL_OK) {
        stop_from_thread(running, status);
    }
}

static void
watch(void *context)
{
    struct running *running = context;

    (void)pthread_mutex_lock(&running->lock);
    if (running->work->watch(running->work->context, running->n_done) &&
        !atomic_load(&running->stopped)) {
        stop_with(running, PL_ERR_STOPPED);
    }
    (void)pthread_mutex_unlock(&running->lock);
}

static size_t
choose_threads(const struct pl_sweep *sweep, uint64_t n_points)
{
    const size_t n_lanes = kernels_of_group(sweep)->lanes;
    const uint64_t most = n_points / n_lanes + (n_lanes > 1 || n_points == 0);

    return sweep->options.n_threads < most ? sweep->options.n_threads : (size_t)most;
}

/* All threads, until there is nothing left to take. */
static enum pl_status
run_threads(struct running *running, uint64_t n, struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    atomic_store(&running->next, 0);
    running->statistics.n_groups = 0;
    status = pl_pool_run(choose_threads(running->sweep, n), work_on_thread,
                         running->work->watch != NULL ? watch : NULL, running, diags);
    return status == PL_OK ? running->status : status;
}

enum pl_status
pl_sweep_run(struct pl_sweep *sweep, const struct pl_sweep_work *work,
             struct pl_diags *diags)
{
    struct running running = {.sweep = sweep, .work = work, .diags = diags};
    enum pl_status status = PL_OK;

    atomic_init(&running.next, 0);
    atomic_init(&running.stopped, false);
    if (pthread_mutex_init(&running.lock, NULL) != 0) {
        return pl_diag_no_memory(diags, "a sweep");
    }
    /* Lanes that begin together would each work out the rest that they share. */
    if (sweep->n_rests > 0 && work->n / POINTS_OF_A_REST >= sweep->n_rests) {
        running.only_rests = true;
        status = run_threads(&running, sweep->n_rests, diags);
        running.only_rests = false;
    }
    if (status == PL_OK) {
        status = run_threads(&running, work->n, diags);
    }
    (void)pthread_mutex_destroy(&running.lock);
    sweep->statistics = running.statistics;
    if (status == PL_ERR_NOMEM && pl_diags_n_errors(diags) == 0) {
        return pl_diag_no_memory(diags, "a sweep");
    }
    return status;
}

const char *
pl_sweep_method_used(const struct pl_sweep *sweep, const char **why)
{
    *why = sweep->plan.why_method;
    return sweep->plan.sim.method;
}

struct pl_sweep_statistics
pl_sweep_get_statistics(const struct pl_sweep *sweep)
{
    const struct pl_kernels *kernels = kernels_of_group(sweep);
    struct pl_sweep_statistics statistics = sweep->statistics;

    statistics.n_lanes = kernels->lanes;
    statistics.code_size = pl_kernels_code_size(kernels);
    statistics.why_not_native = kernels->why_not_native;
    return statistics;
}
