/*
 * members.c - the same work in every member of an ensemble, shared out to threads.
 */
#include "study/members.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/pool.h"
#include "base/text.h"
#include "compile/program.h"
#include "model/model.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/treatment.h"

/* The work while it lasts; shared by its threads. */
struct running {
    const struct pl_context *context;
    const struct pl_treatment *treatment;
    const struct pl_ensemble *ensemble;
    const struct pl_members_work *work;
    size_t n_members;
    atomic_size_t next, n_done;
    atomic_bool stopped;
    pthread_mutex_t lock;  /* of what follows, and of `end` */
    enum pl_status status; /* the first that is not PL_OK */
};

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

/* @return PL_OK; PL_ERR_NOMEM, without a message */
static enum pl_status
hand_in_reason(const struct running *running, const struct pl_diags *diags,
               size_t member, enum pl_status status)
{
    const char *reason = pl_diags_first_error(diags);
    char *copy = NULL;

    if (reason == NULL || strcmp(reason, pl_status_text(status)) == 0) {
        return PL_ERR_NOMEM; /* a message without room has the text of its status */
    }
    copy = pl_text_copy(reason);
    if (copy == NULL) {
        return PL_ERR_NOMEM;
    }
    running->work->fail(running->work->context, member, copy);
    return PL_OK;
}

static enum pl_status
do_member(const struct running *running, struct pl_members_thread *thread,
          size_t member)
{
    enum pl_status status = PL_OK;

    pl_diags_clear(thread->diags);
    pl_treatment_inputs_in(running->treatment, PL_NONE, running->ensemble, member,
                           thread->inputs);
    status = running->work->member(running->work->context, thread, member);
    return status == PL_OK || status == PL_ERR_NOMEM || status == PL_ERR_STOPPED
               ? status
               : hand_in_reason(running, thread->diags, member, status);
}

static enum pl_status
do_share(struct running *running, struct pl_members_thread *thread)
{
    const struct pl_members_work *work = running->work;
    enum pl_status status = PL_OK;

    if (thread->diags == NULL || thread->inputs == NULL) {
        return PL_ERR_NOMEM;
    }
    if (work->begin != NULL) {
        status = work->begin(work->context, thread);
    }
    while (status == PL_OK && !is_stopped(running)) {
        const size_t member = atomic_fetch_add(&running->next, 1);

        if (member >= running->n_members) {
            break;
        }
        status = do_member(running, thread, member);
        (void)atomic_fetch_add(&running->n_done, 1);
    }
    return status;
}

static void
work_on_thread(void *context, size_t k)
{
    struct running *running = context;
    const struct pl_members_work *work = running->work;
    const size_t n_inputs = running->context->program->n_inputs;
    struct pl_members_thread thread = {.diags = pl_diags_create(),
                                       .inputs =
                                           calloc(n_inputs + 1, sizeof *thread.inputs),
                                       .stop = is_stopped,
                                       .stop_context = running};
    const enum pl_status status = do_share(running, &thread);

    (void)k;
    if (status != PL_OK && status != PL_ERR_STOPPED) { /* who stopped it, tells */
        stop_with(running, status);
    }
    if (work->end != NULL) {
        (void)pthread_mutex_lock(&running->lock);
        work->end(work->context, &thread);
        (void)pthread_mutex_unlock(&running->lock);
    }
    pl_diags_destroy(thread.diags);
    free(thread.inputs);
}

static void
watch(void *context)
{
    struct running *running = context;

    if (running->work->watch(running->work->watch_context,
                             atomic_load(&running->n_done))) {
        stop_with(running, PL_ERR_STOPPED);
    }
}

enum pl_status
pl_members_run(const struct pl_context *context, const struct pl_treatment *treatment,
               const struct pl_ensemble *ensemble, const struct pl_members_work *work,
               struct pl_diags *diags)
{
    struct running running = {.context = context,
                              .treatment = treatment,
                              .ensemble = ensemble,
                              .work = work,
                              .n_members = pl_ensemble_n(ensemble)};
    size_t n = work->n_threads > 0 ? work->n_threads : pl_pool_n_processors();
    enum pl_status status = PL_OK;

    n = n < running.n_members ? n : running.n_members;
    n = n < PL_POOL_MAX_THREADS ? n : PL_POOL_MAX_THREADS;
    atomic_init(&running.next, 0);
    atomic_init(&running.n_done, 0);
    atomic_init(&running.stopped, false);
    if (pthread_mutex_init(&running.lock, NULL) != 0) {
        return pl_diag_no_memory(diags, work->what);
    }
    status = pl_pool_run(n, work_on_thread, work->watch != NULL ? watch : NULL,
                         &running, diags);
    (void)pthread_mutex_destroy(&running.lock);
    if (status == PL_OK && running.status == PL_ERR_NOMEM) {
        return pl_diag_no_memory(diags, work->what);
    }
    return status == PL_OK ? running.status : status;
}
