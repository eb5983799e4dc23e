/*
 * rests.c - the rest state of one network in every member of an ensemble.
 */
#include "study/rests.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/pool.h"
#include "base/text.h"
#include "compile/kernels.h"
#include "compile/program.h"
#include "model/model.h"
#include "solve/rest.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/treatment.h"

/* The work while it lasts; shared by its threads. */
struct running {
    const struct pl_context *context;
    const struct pl_treatment *treatment;
    const struct pl_ensemble *ensemble;
    const struct pl_rests_options *options;
    struct pl_rests *out;
    atomic_size_t next, n_done;
    atomic_bool stopped;
    pthread_mutex_t lock;  /* of what follows, and of n_failed */
    enum pl_status status; /* the first that is not PL_OK */
};

/* One thread's share. */
struct worker {
    struct running *running;
    struct pl_sim *sim;
    struct pl_diags *diags; /* of the member at work */
    double *inputs;         /* shape (n_inputs) */
    double *values;         /* shape (model->n_symbols) */
};

static enum pl_status
no_memory(struct pl_diags *diags)
{
    return pl_diag_no_memory(diags, "the rest states of the parameter sets");
}

static void
fill_nan(double *numbers, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        numbers[i] = NAN;
    }
}

/* All the numbers of `each` a member, NaN; NULL when there is no room. */
static double *
make_numbers(size_t n_members, size_t each)
{
    double *numbers = NULL;

    if (each < SIZE_MAX / sizeof *numbers / n_members) {
        numbers = malloc((n_members * each + 1) * sizeof *numbers);
    }
    if (numbers != NULL) {
        fill_nan(numbers, n_members * each);
    }
    return numbers;
}

static enum pl_status
make_room(struct pl_rests *out, size_t n_states, struct pl_diags *diags)
{
    out->values = make_numbers(out->n_members, out->n_symbols);
    out->real = make_numbers(out->n_members, n_states);
    out->imaginary = make_numbers(out->n_members, n_states);
    out->reasons = calloc(out->n_members, sizeof *out->reasons);
    return out->values != NULL && out->real != NULL && out->imaginary != NULL &&
                   out->reasons != NULL
               ? PL_OK
               : no_memory(diags);
}

void
pl_rests_finish(struct pl_rests *rests)
{
    for (size_t m = 0; rests->reasons != NULL && m < rests->n_members; m++) {
        free(rests->reasons[m]);
    }
    free(rests->reasons);
    free(rests->values);
    free(rests->real);
    free(rests->imaginary);
    *rests = (struct pl_rests){0};
}

static bool
is_stopped(void *context)
{
    const struct running *running = context;

    return atomic_load(&running->stopped);
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

/* What is known of a member that rests. Eigenvalues stand n_states apart until all are
 * there: how many there are is the same in every member, and not known before. */
static void
keep_rest(struct worker *worker, size_t member, const struct pl_rest *rest)
{
    const struct running *running = worker->running;
    const size_t n_states = running->context->program->n_states;
    struct pl_rests *out = running->out;

    pl_sim_observe(worker->sim, worker->values);
    for (size_t s = 0; s < out->n_symbols; s++) {
        out->values[member * out->n_symbols + s] =
            worker->values[running->options->symbols[s]];
    }
    for (size_t i = 0; i < rest->n_eigenvalues; i++) {
        out->real[member * n_states + i] = rest->real[i];
        out->imaginary[member * n_states + i] = rest->imaginary[i];
    }
    (void)pthread_mutex_lock(&worker->running->lock);
    out->n_laws = rest->n_laws;
    out->n_eigenvalues = rest->n_eigenvalues;
    (void)pthread_mutex_unlock(&worker->running->lock);
}

/* Why a member does not rest. @return PL_OK; PL_ERR_NOMEM, without a message */
static enum pl_status
keep_reason(struct worker *worker, size_t member, enum pl_status status)
{
    struct running *running = worker->running;
    const char *reason = pl_diags_first_error(worker->diags);

    if (reason == NULL || strcmp(reason, pl_status_text(status)) == 0) {
        return PL_ERR_NOMEM; /* a message without room has the text of its status */
    }
    running->out->reasons[member] = pl_text_copy(reason);
    (void)pthread_mutex_lock(&running->lock);
    running->out->n_failed++;
    (void)pthread_mutex_unlock(&running->lock);
    return running->out->reasons[member] != NULL ? PL_OK : PL_ERR_NOMEM;
}

static enum pl_status
bring_to_rest(struct worker *worker, size_t member)
{
    const struct running *running = worker->running;
    struct pl_rest rest = {0};
    enum pl_status status = PL_OK;

    pl_diags_clear(worker->diags);
    pl_treatment_inputs_in(running->treatment, PL_NONE, running->ensemble, member,
                           worker->inputs);
    status = pl_sim_start(worker->sim, worker->inputs, worker->diags);
    if (status == PL_OK) {
        status = pl_sim_rest(worker->sim, worker->diags, &rest);
    }
    if (status == PL_OK) {
        keep_rest(worker, member, &rest);
    } else if (status != PL_ERR_NOMEM && status != PL_ERR_STOPPED) {
        status = keep_reason(worker, member, status);
    }
    pl_rest_finish(&rest);
    return status;
}

static enum pl_status
work(struct worker *worker)
{
    struct running *running = worker->running;
    const struct pl_context *context = running->context;
    struct pl_sim_options options = running->options->sim;
    enum pl_status status = PL_OK;

    options.stop = is_stopped;
    options.stop_context = running;
    worker->diags = pl_diags_create();
    worker->inputs = calloc(context->program->n_inputs + 1, sizeof *worker->inputs);
    worker->values = calloc(context->model->n_symbols + 1, sizeof *worker->values);
    if (worker->diags == NULL || worker->inputs == NULL || worker->values == NULL) {
        return PL_ERR_NOMEM;
    }
    status = pl_sim_create(context->kernels, &options, NULL, &worker->sim);
    while (status == PL_OK && !is_stopped(running)) {
        const size_t member = atomic_fetch_add(&running->next, 1);

        if (member >= running->out->n_members) {
            break;
        }
        status = bring_to_rest(worker, member);
        (void)atomic_fetch_add(&running->n_done, 1);
    }
    return status;
}

static void
work_on_thread(void *context, size_t thread)
{
    struct worker worker = {.running = context};
    const enum pl_status status = work(&worker);

    (void)thread;
    if (status != PL_OK && status != PL_ERR_STOPPED) { /* who stopped it, tells */
        stop_with(worker.running, status);
    }
    pl_sim_destroy(worker.sim);
    pl_diags_destroy(worker.diags);
    free(worker.inputs);
    free(worker.values);
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
    const struct pl_rests_options *options = running->options;
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

/* The eigenvalues of a member behind those of the one before. */
static void
close_up(struct pl_rests *out, size_t n_states)
{
    for (size_t m = 1; m < out->n_members; m++) {
        const size_t size = out->n_eigenvalues * sizeof *out->real;

        memmove(out->real + m * out->n_eigenvalues, out->real + m * n_states, size);
        memmove(out->imaginary + m * out->n_eigenvalues, out->imaginary + m * n_states,
                size);
    }
}

enum pl_status
pl_rests_run(const struct pl_context *context, const struct pl_treatment *treatment,
             const struct pl_ensemble *ensemble, const struct pl_rests_options *options,
             struct pl_diags *diags, struct pl_rests *out)
{
    const size_t n_states = context->program->n_states;
    struct running running = {.context = context,
                              .treatment = treatment,
                              .ensemble = ensemble,
                              .options = options,
                              .out = out};
    struct pl_sim *sim = NULL;
    enum pl_status status = pl_sim_create(context->kernels, &options->sim, diags, &sim);

    pl_sim_destroy(sim); /* it said what is wrong with the options */
    pl_rests_finish(out);
    out->n_members = pl_ensemble_n(ensemble);
    out->n_symbols = options->n_symbols;
    atomic_init(&running.next, 0);
    atomic_init(&running.n_done, 0);
    atomic_init(&running.stopped, false);
    if (status == PL_OK) {
        status = make_room(out, n_states, diags);
    }
    if (status == PL_OK) {
        status = run_threads(&running, diags);
    }
    if (status == PL_OK) {
        close_up(out, n_states);
    } else {
        pl_rests_finish(out);
    }
    return status;
}
