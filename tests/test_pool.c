/*
 * test_pool.c - the thread pool: all of the work is done, by whom, and who hears signals.
 */
#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE /* sched_setaffinity */
#endif
#include "testlib.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/pool.h"

#define N_THREADS 8
#define N_ITEMS 1000

/* How many more threads may start; SIZE_MAX for any number. Set by the tests that make
 * the system refuse some. */
static size_t threads_left = SIZE_MAX;

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *argument);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *argument);

int
__wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                      void *(*start)(void *), void *argument)
{
    if (threads_left == 0) {
        return EAGAIN;
    }
    if (threads_left != SIZE_MAX) {
        threads_left--;
    }
    return __real_pthread_create(thread, attributes, start, argument);
}

/* What a task and its threads share. */
struct task {
    pthread_t caller;
    pthread_mutex_t lock;
    size_t n_calls[N_THREADS]; /* of `work`, by its number */
    size_t n_on_caller;        /* calls of `work` there */
    size_t n_items;            /* taken from the queue */
    bool done[N_ITEMS];
    size_t n_ended;        /* calls of `work` that are over */
    size_t n_watched;      /* calls of `watch` */
    size_t n_watched_away; /* those on another thread */
    size_t ended_at_last;  /* n_ended when it was last called */
    bool blocked;          /* SIGINT, in every thread */
    bool fault_blocked;    /* SIGSEGV, in any */
    bool send;             /* a signal from `watch` */
};

static void
task_init(struct task *task)
{
    *task = (struct task){.caller = pthread_self(), .blocked = true};
    assert_int_equal(pthread_mutex_init(&task->lock, NULL), 0);
}

/* Take items from the common queue until it is empty. */
static void
work(void *context, size_t k)
{
    struct task *task = context;
    sigset_t mask;
    bool more = true;

    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    pthread_mutex_lock(&task->lock);
    task->n_calls[k]++;
    task->n_on_caller += pthread_equal(pthread_self(), task->caller) ? 1 : 0;
    task->blocked = task->blocked && sigismember(&mask, SIGINT) == 1 &&
                    sigismember(&mask, SIGTERM) == 1 &&
                    sigismember(&mask, SIGUSR1) == 1;
    task->fault_blocked = task->fault_blocked || sigismember(&mask, SIGSEGV) == 1;
    pthread_mutex_unlock(&task->lock);
    while (more) {
        pthread_mutex_lock(&task->lock);
        more = task->n_items < N_ITEMS;
        if (more) {
            task->done[task->n_items++] = true;
        }
        pthread_mutex_unlock(&task->lock);
    }
    pthread_mutex_lock(&task->lock);
    task->n_ended++;
    pthread_mutex_unlock(&task->lock);
}

/* The same, a third of a second later. */
static void
slow_work(void *context, size_t k)
{
    const struct timespec pause = {0, 330000000L};

    nanosleep(&pause, NULL);
    work(context, k);
}

static void
watch(void *context)
{
    struct task *task = context;

    pthread_mutex_lock(&task->lock);
    task->n_watched++;
    task->n_watched_away += pthread_equal(pthread_self(), task->caller) ? 0 : 1;
    task->ended_at_last = task->n_ended;
    if (task->send && task->n_watched == 1) {
        kill(getpid(), SIGINT);
    }
    pthread_mutex_unlock(&task->lock);
}

static void
assert_all_done(const struct task *task, size_t n_threads)
{
    for (size_t k = 0; k < N_THREADS; k++) {
        assert_int_equal(task->n_calls[k], k < n_threads ? 1 : 0);
    }
    assert_int_equal(task->n_items, N_ITEMS);
    for (size_t k = 0; k < N_ITEMS; k++) {
        assert_true(task->done[k]);
    }
    assert_int_equal(task->n_ended, n_threads);
}

static void
test_n_processors_is_what_this_process_may_use(void **state)
{
    (void)state;
    assert_true(pl_pool_n_processors() >= 1);
#if defined(__linux__)
    cpu_set_t before;
    cpu_set_t one;
    size_t cpu = 0;

    assert_int_equal(sched_getaffinity(0, sizeof before, &before), 0);
    assert_int_equal(pl_pool_n_processors(), CPU_COUNT(&before));
    while (!CPU_ISSET(cpu, &before)) {
        cpu++;
    }
    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    assert_int_equal(sched_setaffinity(0, sizeof one, &one), 0);
    assert_int_equal(pl_pool_n_processors(), 1);
    assert_int_equal(sched_setaffinity(0, sizeof before, &before), 0);
#endif
}

static void
test_run_calls_work_once_with_each_number(void **state)
{
    (void)state;
    for (size_t n = 1; n <= N_THREADS; n++) {
        struct task task;

        task_init(&task);
        assert_int_equal(pl_pool_run(n, work, NULL, &task, NULL), PL_OK);
        assert_all_done(&task, n);
        assert_int_equal(task.n_on_caller, n == 1 ? 1 : 0);
    }
}

/* Three times in a third of a second, and once at the end; on one loaded processor it may
 * be less. */
static void
test_run_calls_watch_while_the_work_goes_on(void **state)
{
    static const size_t n_threads[] = {1, 2, N_THREADS};

    (void)state;
    for (size_t k = 0; k < sizeof n_threads / sizeof *n_threads; k++) {
        struct task task;

        task_init(&task);
        assert_int_equal(pl_pool_run(n_threads[k], slow_work, watch, &task, NULL),
                         PL_OK);
        assert_all_done(&task, n_threads[k]);
        assert_in_range(task.n_watched, 2, 5);
        assert_int_equal(task.n_watched_away, 0);
        assert_int_equal(task.n_on_caller, 0);
        assert_int_equal(task.ended_at_last, n_threads[k]);
    }
}

/* Work that is over at once is watched once. */
static void
test_run_calls_watch_at_the_end(void **state)
{
    struct task task;

    (void)state;
    task_init(&task);
    assert_int_equal(pl_pool_run(2, work, watch, &task, NULL), PL_OK);
    assert_in_range(task.n_watched, 1, 3);
    assert_int_equal(task.ended_at_last, 2);
}

static void
test_run_does_all_work_on_fewer_threads(void **state)
{
    struct pl_diags *diags = pl_diags_create();

    (void)state;
    for (size_t n = 1; n < N_THREADS; n++) {
        struct task task;

        task_init(&task);
        threads_left = n;
        assert_int_equal(pl_pool_run(N_THREADS, work, watch, &task, diags), PL_OK);
        threads_left = SIZE_MAX;
        assert_all_done(&task, n);
    }
    assert_messages(diags, "");
    pl_diags_destroy(diags);
}

static void
test_run_refuses_when_no_thread_starts(void **state)
{
    struct pl_diags *diags = pl_diags_create();
    struct task task;

    (void)state;
    task_init(&task);
    threads_left = 0;
    assert_int_equal(pl_pool_run(4, work, watch, &task, diags), PL_ERR_NOMEM);
    threads_left = SIZE_MAX;
    assert_messages(diags,
                    "error: cannot start a thread: Resource temporarily unavailable\n");
    assert_int_equal(task.n_items, 0);
    assert_int_equal(task.n_watched, 0);
    pl_diags_destroy(diags);
}

static enum pl_status
run_with_little_memory(void *context)
{
    return pl_pool_run(2, work, watch, context, NULL);
}

static void
test_run_survives_no_memory(void **state)
{
    struct task task;

    (void)state;
    task_init(&task);
    assert_survives_no_memory(run_with_little_memory, &task);
}

static void
test_run_leaves_signals_to_the_caller(void **state)
{
    const struct timespec none = {0, 0};
    sigset_t held;
    sigset_t before;
    sigset_t after;
    sigset_t pending;
    struct task task;

    (void)state;
    task_init(&task);
    task.send = true;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    pthread_sigmask(SIG_BLOCK, &held, &before);
    assert_int_equal(pl_pool_run(4, slow_work, watch, &task, NULL), PL_OK);
    assert_all_done(&task, 4);
    assert_true(task.blocked);
    assert_false(task.fault_blocked);

    /* Ctrl-C came while the work went on, and waits for who asks. */
    sigpending(&pending);
    assert_int_equal(sigismember(&pending, SIGINT), 1);
    assert_int_equal(sigtimedwait(&held, NULL, &none), SIGINT);

    /* The caller's own signals are as before. */
    pthread_sigmask(SIG_SETMASK, &before, &after);
    for (int signal = 1; signal < 32; signal++) {
        int want = signal == SIGINT ? 1 : sigismember(&before, signal);

        assert_int_equal(sigismember(&after, signal), want);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_n_processors_is_what_this_process_may_use),
        cmocka_unit_test(test_run_calls_work_once_with_each_number),
        cmocka_unit_test(test_run_calls_watch_while_the_work_goes_on),
        cmocka_unit_test(test_run_calls_watch_at_the_end),
        cmocka_unit_test(test_run_does_all_work_on_fewer_threads),
        cmocka_unit_test(test_run_refuses_when_no_thread_starts),
        cmocka_unit_test(test_run_survives_no_memory),
        cmocka_unit_test(test_run_leaves_signals_to_the_caller),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
