/*
 * test_program_faults.c - models that no program can be made of, and memory that runs
 * out.
 */
#include "compile/program.h"

#include "base/diag.h"
#include "network.h"
#include "testlib.h"

struct fault {
    const char *text;
    const char *messages;
};

static void
test_create_reports_formulas_that_are_never_finite(void **state)
{
    static const struct fault faults[] = {
        {"species A\n"
         "A = 1\n"
         "J: A -> ; 2*(A/0) + 1\n",
         "m.ant:3:14: error: division by 0 in the rate of 'J'\n"
         "    3 | J: A -> ; 2*(A/0) + 1\n"
         "      |              ^~~\n"},
        {"species A\n"
         "A = 1\n"
         "x := ln(1 - 1)*A\n"
         "y := x + 1\n"
         "z := 1/(2 - 2)\n"
         "J: A -> ; y\n",
         "m.ant:3:6: error: 'ln(1 - 1)' is always -inf, in the rule for 'x'\n"
         "    3 | x := ln(1 - 1)*A\n"
         "      |      ^~~~~~~~~\n"
         "m.ant:5:6: error: division by 0 in the rule for 'z'\n"
         "    5 | z := 1/(2 - 2)\n"
         "      |      ^~~~~~~~~\n"},
        {"x = inf\n"
         "x' = inf*x\n"
         "k = 1/time\n"
         "l = 2*inf\n"
         "m := k + l\n",
         "m.ant:2:6: error: 'inf' is always inf, in the rate rule for 'x'\n"
         "    2 | x' = inf*x\n"
         "      |      ^~~\n"},
        {"x = inf\n"
         "x' = x\n"
         "k = 1/time\n"
         "l = 2*inf\n"
         "m := k + l\n",
         "m.ant:1:5: error: 'inf' is always inf, in the value of 'x'\n"
         "    1 | x = inf\n"
         "      |     ^~~\n"
         "m.ant:3:5: error: division by 0 in the value of 'k'\n"
         "    3 | k = 1/time\n"
         "      |     ^~~~~~\n"
         "m.ant:4:7: error: 'inf' is always inf, in the value of 'l'\n"
         "    4 | l = 2*inf\n"
         "      |       ^~~\n"},
        {"function over(a) a/0; end\n"
         "species A\n"
         "A = 1\n"
         "n = 1/2\n"
         "J: n A -> ; over(A)\n",
         "m.ant:5:13: error: 'over(A)' is never a finite number, in the rate of "
         "'J'\n"
         "    5 | J: n A -> ; over(A)\n"
         "      |             ^~~~~~~\n"},
    };

    (void)state;
    for (size_t k = 0; k < sizeof faults / sizeof *faults; k++) {
        struct network network;

        network_read(&network, faults[k].text);
        assert_int_equal(
            pl_program_create(network.model, network.diags, &network.program),
            PL_ERR_MODEL);
        assert_null(network.program);
        assert_messages(network.diags, faults[k].messages);
        network_close(&network);
    }
}

static enum pl_status
create_and_destroy(void *context)
{
    struct pl_program *program = NULL;
    enum pl_status status = pl_program_create(context, NULL, &program);

    assert_true((status == PL_OK) == (program != NULL));
    pl_program_destroy(program);
    return status;
}

static void
test_create_survives_without_memory(void **state)
{
    struct network network;

    (void)state;
    network_read(&network, "compartment V\n"
                           "V = 2\n"
                           "V' = 0.1\n"
                           "species A in V\n"
                           "species B\n"
                           "A = total/2\n"
                           "B = 1 + A\n"
                           "total = 3\n"
                           "function f(x, y) x^2.5/(1 + y); end\n"
                           "feedback_A_B := A*total*V\n"
                           "J1: 2 A -> B; f(A, feedback_A_B)\n"
                           "J2: B -> A; sin(time)*B\n");
    assert_true(assert_survives_no_memory(create_and_destroy, network.model) > 30);
    network_close(&network);
}

/* Memory that runs out while a fault is looked for must not hide or invent one. */
static void
test_create_reports_without_memory(void **state)
{
    struct network network;
    bool failed = true;

    (void)state;
    network_read(&network, "species A\n"
                           "A = 1\n"
                           "function f(x) (x + 1)/0; end\n"
                           "J: A -> ; 2*(1 + ln(0)) + f(A)\n"
                           "K: A -> ; 3 + f(A)/2\n");
    for (size_t n = 1; failed; n++) {
        struct pl_program *program = NULL;
        enum pl_status status = PL_OK;

        test_fail_allocation(n, true);
        status = pl_program_create(network.model, NULL, &program);
        failed = test_allow_allocations();
        assert_true(status == PL_ERR_MODEL || (failed && status == PL_ERR_NOMEM));
        assert_null(program);
    }
    network_close(&network);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_create_reports_formulas_that_are_never_finite),
        cmocka_unit_test(test_create_survives_without_memory),
        cmocka_unit_test(test_create_reports_without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
