/*
 * pool.c - threads that share a piece of work, and the caller who watches them.
 */
#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE /* sched_getaffinity */
#endif
#include "base/pool.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"

/* [ns] Between two calls of `watch`. Longer: progress that jumps, a slower Ctrl-C. */
#define WATCH_EVERY 100000000L
#define SECOND 1000000000L

/* A mask of more processors than this is not asked for. */
#define MAX_PROCESSORS (1 << 20)

struct pool {
    void (*work)(void *context, size_t k);
    void *context;
    pthread_mutex_t lock;
    pthread_cond_t ended; /* signalled by each worker; on the monotonic clock */
    size_t n_running;     /* held by `lock` */
};

struct worker {
    struct pool *pool;
    size_t k;
    pthread_t thread;
};

/* How many processors the system lets this process use; 0 where it does not say. */
static size_t
n_allowed(void)
{
    size_t n = 0;

#if defined(__linux__)
    int error = EINVAL;

    /* The system refuses a mask with less room than its own. */
    for (int room = 1024; error == EINVAL && room <= MAX_PROCESSORS; room *= 2) {
        size_t size = CPU_ALLOC_SIZE((size_t)room);
        cpu_set_t *set = CPU_ALLOC((size_t)room);

        if (set == NULL) {
            break;
        }
        error = sched_getaffinity(0, size, set) == 0 ? 0 : errno;
        if (error == 0) {
            n = (size_t)CPU_COUNT_S(size, set);
        }
        CPU_FREE(set);
    }
#endif
    return n;
}

static void *
run_worker(void *argument)
{
    struct worker *worker = argument;
    struct pool *pool = worker->pool;

    pool->work(pool->context, worker->k);
    pthread_mutex_lock(&pool->lock);
    pool->n_running--;
    pthread_cond_signal(&pool->ended);
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

/* Set up the lock and the condition. @return 0 or an errno */
static int
pool_init(struct pool *pool)
{
    pthread_condattr_t attributes;
    int error = pthread_condattr_init(&attributes);

    if (error != 0) {
        return error;
    }
    error = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    if (error == 0) {
        error = pthread_cond_init(&pool->ended, &attributes);
    }
    pthread_condattr_destroy(&attributes);
    if (error != 0) {
        return error;
    }
    error = pthread_mutex_init(&pool->lock, NULL);
    if (error != 0) {
        pthread_cond_destroy(&pool->ended);
    }
    return error;
}

/*
 * Start up to n workers. A signal for the process goes to any thread that does not block
 * it, so these block all; a fault of their own would end the process anyway, but must
 * reach whoever has a handler for it.
 *
 * @param started  how many run
 * @return 0, or the errno of the first that does not start
 */
static int
start(struct pool *pool, struct worker *workers, size_t n, size_t *started)
{
    static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL,
                                 SIGTRAP, SIGSYS, SIGABRT};
    sigset_t blocked;
    sigset_t before;
    int error = 0;

    sigfillset(&blocked);
    for (size_t k = 0; k < sizeof faults / sizeof *faults; k++) {
        sigdelset(&blocked, faults[k]);
    }
    pthread_sigmask(SIG_SETMASK, &blocked, &before);
    *started = 0;
    while (*started < n) {
        struct worker *worker = &workers[*started];

        *worker = (struct worker){.pool = pool, .k = *started};
        pthread_mutex_lock(&pool->lock);
        pool->n_running++;
        pthread_mutex_unlock(&pool->lock);
        error = pthread_create(&worker->thread, NULL, run_worker, worker);
        if (error != 0) {
            pthread_mutex_lock(&pool->lock);
            pool->n_running--;
            pthread_mutex_unlock(&pool->lock);
            break;
        }
        ++*started;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return error;
}

/* Wait until no worker runs, and call `watch` meanwhile. */
static void
attend(struct pool *pool, void (*watch)(void *context))
{
    struct timespec next;

    clock_gettime(CLOCK_MONOTONIC, &next);
    pthread_mutex_lock(&pool->lock);
    while (pool->n_running > 0) {
        next.tv_nsec += WATCH_EVERY;
        if (next.tv_nsec >= SECOND) {
            next.tv_nsec -= SECOND;
            next.tv_sec++;
        }
        while (pool->n_running > 0 &&
               pthread_cond_timedwait(&pool->ended, &pool->lock, &next) != ETIMEDOUT) {
            /* one worker ended, or nothing happened */
        }
        if (pool->n_running > 0) {
            pthread_mutex_unlock(&pool->lock);
            watch(pool->context);
            clock_gettime(CLOCK_MONOTONIC, &next);
            pthread_mutex_lock(&pool->lock);
        }
    }
    pthread_mutex_unlock(&pool->lock);
}

size_t
pl_pool_n_processors(void)
{
    size_t n = n_allowed();
    long online;

    if (n > 0) {
        return n;
    }
    online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (size_t)online : 1;
}

enum pl_status
pl_pool_run(size_t n, void (*work)(void *context, size_t k),
            void (*watch)(void *context), void *context, struct pl_diags *diags)
{
    struct pool pool = {.work = work, .context = context};
    struct worker *workers;
    size_t started = 0;
    int error;

    assert(n >= 1 && n <= PL_POOL_MAX_THREADS);
    if (n == 1 && watch == NULL) {
        work(context, 0);
        return PL_OK;
    }
    workers = malloc(n * sizeof *workers);
    if (workers == NULL) {
        return pl_diag_no_memory(diags, "threads");
    }
    error = pool_init(&pool);
    if (error != 0) {
        free(workers);
        return pl_diag_errno(diags, PL_ERR_NOMEM, error, "cannot start a thread");
    }
    error = start(&pool, workers, n, &started);
    if (started > 0 && watch != NULL) {
        attend(&pool, watch);
    }
    for (size_t k = 0; k < started; k++) {
        pthread_join(workers[k].thread, NULL);
    }
    pthread_mutex_destroy(&pool.lock);
    pthread_cond_destroy(&pool.ended);
    free(workers);
    if (started == 0) {
        return pl_diag_errno(diags, PL_ERR_NOMEM, error, "cannot start a thread");
    }
    if (watch != NULL) {
        watch(context);
    }
    return PL_OK;
}
