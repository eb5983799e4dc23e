/*
 * test_library_memory.c - the library when memory runs out, anywhere.
 *
 * GSL's error handler is off, as pathloop.h asks: the default one ends the process when
 * GSL finds no memory.
 */
#include "pathloop.h"

#include <gsl/gsl_errno.h>

#include "host.h"
#include "testlib.h"

static enum pl_status
load_and_run(void *context)
{
    static const char *const treatments[] = {"background set S=2",
                                             "drug MK1=10nM@1h..2h"};
    struct pl_run_options options = host_options(treatments, 2);
    struct pl_network *network = NULL;
    struct pl_run *made = NULL;
    char *message = NULL;
    int answer = pl_network_load("small.ant", &network, context);

    assert_true((answer == 0) == (network != NULL));
    options.cell = "rich";
    options.rtol = 1e-3;
    if (answer == 0) {
        answer = pl_network_run(network, &options, &made, &message);
        assert_true((answer == 0) == (made != NULL));
    }
    free(message);
    pl_run_destroy(made);
    pl_network_destroy(network);
    return (enum pl_status)answer;
}

static void
test_library_survives_no_memory(void **state)
{
    (void)state;
    assert_true(assert_survives_no_memory(load_and_run, NULL) > 100);
}

static int
set_up(void **state)
{
    gsl_set_error_handler_off();
    return host_set_up(state);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_library_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up, host_tear_down);
}
