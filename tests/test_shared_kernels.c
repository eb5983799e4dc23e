/*
 * test_shared_kernels.c - kernels for lanes are made once, for whoever asks.
 */
#include "compile/shared_kernels.h"

#include "base/diag.h"
#include "base/isa.h"
#include "base/pool.h"
#include "compile/program.h"
#include "model/model.h"
#include "network.h"
#include "testlib.h"

enum { N_ASKERS = 8 };

struct asking {
    struct pl_shared_kernels *shared;
    const struct pl_kernels *found[N_ASKERS];
};

static void
test_get_gives_the_same_kernels_again_and_others_for_another_choice(void **state)
{
    struct network network;
    struct pl_shared_kernels *shared = NULL;
    const struct pl_kernels *first = NULL;
    const struct pl_kernels *again = NULL;
    const struct pl_kernels *interpreter = NULL;

    (void)state;
    network_compile_file(&network, "models/relay.ant");
    network_expect_ok(
        &network, pl_shared_kernels_create(network.program, network.diags, &shared));
    network_expect_ok(
        &network, pl_shared_kernels_get(shared, PL_KERNEL_AUTO, network.diags, &first));
    network_expect_ok(
        &network, pl_shared_kernels_get(shared, PL_KERNEL_AUTO, network.diags, &again));
    network_expect_ok(&network, pl_shared_kernels_get(shared, PL_KERNEL_TAPE,
                                                      network.diags, &interpreter));

    assert_ptr_equal(again, first);
    assert_int_equal(first->lanes, pl_isa_lanes(pl_isa_best()));
    assert_ptr_equal(first->program, network.program);
    assert_ptr_not_equal(interpreter, first);
    assert_int_equal(interpreter->choice, PL_KERNEL_TAPE);
    assert_null(interpreter->native);
    pl_shared_kernels_destroy(shared);
    network_close(&network);
}

static void
ask(void *context, size_t k)
{
    struct asking *asking = context;

    assert_int_equal(
        pl_shared_kernels_get(asking->shared, PL_KERNEL_AUTO, NULL, &asking->found[k]),
        PL_OK);
}

static void
test_get_gives_all_threads_the_same_kernels(void **state)
{
    struct network network;
    struct asking asking = {0};

    (void)state;
    network_compile_file(&network, "models/her2-mtor.ant");
    network_expect_ok(&network, pl_shared_kernels_create(network.program, network.diags,
                                                         &asking.shared));
    network_expect_ok(&network,
                      pl_pool_run(N_ASKERS, ask, NULL, &asking, network.diags));

    for (size_t k = 0; k < N_ASKERS; k++) {
        assert_ptr_equal(asking.found[k], asking.found[0]);
    }
    assert_non_null(asking.found[0]);
    pl_shared_kernels_destroy(asking.shared);
    network_close(&network);
}

/* What could not be made is not kept. */
static void
test_get_after_a_failure_tries_again(void **state)
{
    struct network network;
    struct pl_shared_kernels *shared = NULL;
    const struct pl_kernels *kernels = NULL;
    enum pl_status status = PL_ERR_NOMEM;
    size_t n_failed = 0;

    (void)state;
    network_compile_file(&network, "models/relay.ant");
    network_expect_ok(
        &network, pl_shared_kernels_create(network.program, network.diags, &shared));
    while (status != PL_OK) {
        test_fail_allocation(n_failed + 1, true);
        status = pl_shared_kernels_get(shared, PL_KERNEL_AUTO, NULL, &kernels);
        (void)test_allow_allocations();
        if (status != PL_OK) {
            assert_int_equal(status, PL_ERR_NOMEM);
            assert_null(kernels);
            n_failed++;
        }
    }

    assert_non_null(kernels);
    assert_true(n_failed > 0);
    pl_shared_kernels_destroy(shared);
    network_close(&network);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            test_get_gives_the_same_kernels_again_and_others_for_another_choice),
        cmocka_unit_test(test_get_gives_all_threads_the_same_kernels),
        cmocka_unit_test(test_get_after_a_failure_tries_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
