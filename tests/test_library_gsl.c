/*
 * test_library_gsl.c - a host with GSL's default error handler, which ends the process:
 * nothing that a model can do, and no lack of memory, calls it.
 */
#include "pathloop.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gsl/gsl_errno.h>

#include "host.h"
#include "testlib.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED true
#elif defined(__has_feature)
#define SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define SANITIZED false
#endif

static const char *const safe_methods[] = {"auto",  "rodas", "msadams", "rk8pd",
                                           "rkf45", "rkck",  "rk4",     "rk2"};
static const char *const other_methods[] = {"msbdf", "bsimp", "rk1imp", "rk2imp",
                                            "rk4imp"};

/* Models that lead GSL, or what stands in for it, to a singular matrix or to eigenvalues
 * that do not come out. */
static const struct {
    const char *path;
    const char *treatment; /* NULL for none, which needs no rest */
    int answer;
} models[] = {
    {"singular.ant", "inhibit x", 0}, {"singular.ant", NULL, 0},
    {"spiral.ant", "inhibit x", 0},   {"swing.ant", "inhibit x", -9},
    {"blast.ant", NULL, -8},          {"root.ant", NULL, -7},
};

static int
run(const char *path, const char *treatment, const char *method, int handler_is_off)
{
    struct pl_network *network = host_load(path);
    struct pl_run_options options = host_options(&treatment, treatment != NULL ? 1 : 0);
    struct pl_run *made = NULL;
    int answer = 0;

    options.duration = "3";
    options.method = method;
    options.rtol = 1e-3;
    options.gsl_handler_is_off = handler_is_off;
    answer = pl_network_run(network, &options, &made, NULL);
    pl_run_destroy(made);
    pl_network_destroy(network);
    return answer;
}

static void
test_no_model_calls_the_handler(void **state)
{
    (void)state;
    for (size_t k = 0; k < N_OF(models); k++) {
        for (size_t m = 0; m < N_OF(safe_methods); m++) {
            const int answer =
                run(models[k].path, models[k].treatment, safe_methods[m], 0);

            /* what is not stiff comes to rest by steps alone, or not near enough */
            if (answer != models[k].answer && (m < 2 || answer != -9)) {
                fail_msg("%s by %s: %d", models[k].path, safe_methods[m], answer);
            }
        }
    }
}

/* Without pivots that can be trusted; explicit methods would take 1e15 steps. */
static void
test_flawed_factors_do_not_call_the_handler(void **state)
{
    (void)state;
    assert_int_equal(run("exchange.ant", NULL, "rodas", 0), 0);
    assert_int_equal(run("exchange.ant", NULL, "auto", 0), 0);
}

static void
test_methods_that_may_call_the_handler_need_the_hosts_word(void **state)
{
    gsl_error_handler_t *before = NULL;

    (void)state;
    for (size_t m = 0; m < N_OF(other_methods); m++) {
        assert_int_equal(run("singular.ant", NULL, other_methods[m], 0), -2);
    }
    before = gsl_set_error_handler_off();
    for (size_t m = 0; m < N_OF(other_methods); m++) {
        assert_int_equal(run("singular.ant", NULL, other_methods[m], 1), 0);
    }
    gsl_set_error_handler(before);
}

/* ---- memory ---- */

/* Take all memory that there is, piece by piece, and never give it back. */
static void
take_all_memory(void)
{
    for (size_t size = (size_t)1 << 20; size >= sizeof(void *); size /= 2) {
        void *volatile piece = NULL; /* not to be optimised away */

        do {
            piece = malloc(size);
        } while (piece != NULL);
    }
}

/* Run a network by a method with so many bytes to spare. */
static void
run_with_little_memory(const struct pl_network *network, const char *method,
                       size_t spare)
{
    static const char *const treatment[] = {"drug D=10nM"};
    struct pl_run_options options = host_options(treatment, 1);
    struct rlimit limit = {0, 0};
    struct pl_run *made = NULL;
    void *volatile reserve = malloc(spare); /* compilers drop what nobody looks at */
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    int answer = 0;

    if (reserve == NULL || file == NULL || fscanf(file, "%lu", &pages) != 1) {
        _exit(77);
    }
    fclose(file);
    limit.rlim_cur = limit.rlim_max = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
    if (setrlimit(RLIMIT_AS, &limit) != 0) {
        _exit(77);
    }
    take_all_memory();
    free(reserve);
    options.method = method;
    options.rtol = 1e-4;
    answer = pl_network_run(network, &options, &made, NULL);
    _exit(answer == 0 ? 0 : answer == -1 ? 1 : 2);
}

/* @return what the child ended with, or -1 when a signal ended it */
static int
run_in_child(const struct pl_network *network, const char *method, size_t spare)
{
    const pid_t child = fork();
    int status = 0;

    assert_true(child >= 0);
    if (child == 0) {
        run_with_little_memory(network, method, spare);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Sanitizers and valgrind need far more address space than there is. */
static bool
is_watched(void)
{
    const char *preloaded = getenv("LD_PRELOAD");

    return SANITIZED || (preloaded != NULL && strstr(preloaded, "valgrind") != NULL);
}

/* Memory inside GSL cannot be made to fail from here, but it can run out for all. In
 * small steps, so that it runs out there too: a run takes some 10 kB. */
static void
test_no_lack_of_memory_calls_the_handler(void **state)
{
    enum { STEP = 100, FINE = 20000, MOST = 1000000 };
    const struct host *host = *state;

    if (is_watched()) {
        skip();
    }
    for (size_t m = 0; m < N_OF(safe_methods); m++) {
        size_t n_failed = 0;

        for (size_t spare = 1; spare < MOST; spare += spare < FINE ? STEP : spare / 4) {
            const int answer = run_in_child(host->network, safe_methods[m], spare);

            if (answer == 77) {
                skip();
            }
            if (answer != 0 && answer != 1) {
                fail_msg("%s with %zu bytes: %d", safe_methods[m], spare, answer);
            }
            n_failed += answer == 1;
            if (answer != 0 && spare >= MOST / 2) {
                fail_msg("%s fails with %zu bytes", safe_methods[m], spare);
            }
        }
        assert_true(n_failed > 0);
    }
}

/* NULL is GSL's own handler; nothing above has left another in its place. */
static void
test_library_leaves_the_handler_of_gsl_alone(void **state)
{
    (void)state;
    assert_true(gsl_set_error_handler(NULL) == NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_model_calls_the_handler),
        cmocka_unit_test(test_flawed_factors_do_not_call_the_handler),
        cmocka_unit_test(test_methods_that_may_call_the_handler_need_the_hosts_word),
        cmocka_unit_test(test_no_lack_of_memory_calls_the_handler),
        cmocka_unit_test(test_library_leaves_the_handler_of_gsl_alone),
    };

    return cmocka_run_group_tests(tests, host_set_up, host_tear_down);
}
