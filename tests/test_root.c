/*
 * test_root.c - roots of functions whose roots are known, and jumps through 0.
 */
#include "testlib.h"

#include "analysis/root.h"

static double
cosine(const void *context, double x)
{
    (void)context;
    return cos(x);
}

/* Flat at its root: halves are all that helps. */
static double
ninth_power(const void *context, double x)
{
    (void)context;
    return pow(x - 1.0, 9.0);
}

static double
jump(const void *context, double x)
{
    return x < *(const double *)context ? -1.0 : 2.0;
}

static double
find(double (*value)(const void *, double), const void *context, double low,
     double high, double tolerance)
{
    const struct pl_root_function function = {value, context};

    return pl_root_between(&function, low, high, value(context, low),
                           value(context, high), tolerance);
}

static void
test_root_is_found_to_the_tolerance(void **state)
{
    (void)state;
    assert_close(find(cosine, NULL, 0.0, 3.0, 1e-13), acos(0.0), 0.0, 1e-13);
    assert_close(find(cosine, NULL, -3.0, 0.0, 1e-13), -acos(0.0), 0.0, 1e-13);
    assert_close(find(ninth_power, NULL, -3.0, 7.0, 1e-3), 1.0, 0.0, 1e-3);
}

static void
test_root_at_an_end_is_that_end(void **state)
{
    const struct pl_root_function function = {ninth_power, NULL};

    (void)state;
    assert_close(pl_root_between(&function, 1.0, 5.0, 0.0, 262144.0, 1e-12), 1.0, 0.0,
                 0.0);
    assert_close(pl_root_between(&function, -1.0, 1.0, -512.0, 0.0, 1e-12), 1.0, 0.0,
                 0.0);
}

static void
test_root_of_a_jump_is_where_it_jumps(void **state)
{
    const double place = 0.3;

    (void)state;
    assert_close(find(jump, &place, -10.0, 10.0, 1e-12), place, 0.0, 1e-12);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_root_is_found_to_the_tolerance),
        cmocka_unit_test(test_root_at_an_end_is_that_end),
        cmocka_unit_test(test_root_of_a_jump_is_where_it_jumps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
