/*
 * test_curve_times.c - output times for a curve that is looked at.
 */
#include "testlib.h"

#include "analysis/curve_times.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

static void
assert_ascending(const double *times, size_t n, double duration)
{
    assert_true(n > 1);
    assert_close(times[0], 0.0, 0.0, 0.0);
    assert_close(times[n - 1], duration, 0.0, 0.0);
    for (size_t k = 1; k < n; k++) {
        assert_true(times[k] > times[k - 1]);
    }
}

static void
test_times_are_even_without_jumps(void **state)
{
    double *times = NULL;
    size_t n = 0;

    (void)state;
    assert_int_equal(pl_curve_times(48.0, NULL, 0, NULL, 0, NULL, &times, &n), PL_OK);
    assert_int_equal(n, 193);
    assert_ascending(times, n, 48.0);
    for (size_t k = 0; k < n; k++) {
        assert_close(times[k], 0.25 * (double)k, 1e-15, 0.0);
    }
    free(times);
}

/* Behind a jump they halve: 15 min / 1024 = 0.88 s. Before one that is not at 0 there is
 * one more. */
static void
test_times_are_close_behind_jumps(void **state)
{
    static const double jumps[] = {6.1, 0.0, 48.0};
    double *times = NULL;
    size_t n = 0;
    size_t at = 0;

    (void)state;
    assert_int_equal(
        pl_curve_times(48.0, jumps, N_OF(jumps), NULL, 0, NULL, &times, &n), PL_OK);
    assert_ascending(times, n, 48.0);
    assert_int_equal(n, 193 + 10 + 12 + 1);
    assert_close(times[1], 0.25 / 1024.0, 1e-15, 0.0);
    assert_close(times[2], 0.25 / 512.0, 1e-15, 0.0);
    assert_close(times[10], 0.125, 1e-15, 0.0);
    at = pl_curve_times_find(times, n, 6.1);
    assert_close(times[at], 6.1, 0.0, 0.0);
    assert_close(times[at + 1] - times[at], 0.25 / 1024.0, 1e-9, 0.0);
    free(times);
}

/* Also where an even time or a mark is at the jump or beside it. */
static void
test_times_have_both_sides_of_jumps(void **state)
{
    const double beside = nextafter(24.0, 0.0);
    const double jumps[] = {0.0, 6.1, 8.0, beside, 30.0 + 1e-14};
    const double marks[] = {8.0, 24.0, 30.0};
    double *times = NULL;
    size_t n = 0;

    (void)state;
    assert_int_equal(
        pl_curve_times(48.0, jumps, N_OF(jumps), marks, N_OF(marks), NULL, &times, &n),
        PL_OK);
    assert_ascending(times, n, 48.0);
    for (size_t j = 1; j < N_OF(jumps); j++) {
        const size_t at = pl_curve_times_find(times, n, jumps[j]);

        assert_true(times[at] == jumps[j]);
        assert_true(times[at - 1] == nextafter(jumps[j], 0.0));
    }
    for (size_t k = 0; k < N_OF(marks); k++) {
        assert_true(times[pl_curve_times_find(times, n, marks[k])] == marks[k]);
    }
    free(times);
}

/* Marks stay as they are, to the bit, also where an even time is next to them. */
static void
test_times_have_the_marks_to_the_bit(void **state)
{
    const double beside = nextafter(24.0, 0.0);
    const double marks[] = {1.0, 7.77, beside, 24.0, 48.0};
    double *times = NULL;
    size_t n = 0;

    (void)state;
    assert_int_equal(
        pl_curve_times(48.0, NULL, 0, marks, N_OF(marks), NULL, &times, &n), PL_OK);
    assert_ascending(times, n, 48.0);
    assert_int_equal(n, 193 + 1 + 1);
    for (size_t k = 0; k < N_OF(marks); k++) {
        assert_true(times[pl_curve_times_find(times, n, marks[k])] == marks[k]);
    }
    free(times);
}

static enum pl_status
make(void *context)
{
    static const double jumps[] = {0.0, 6.0};
    double *times = NULL;
    size_t n = 0;
    const enum pl_status status =
        pl_curve_times(48.0, jumps, N_OF(jumps), NULL, 0, NULL, &times, &n);

    (void)context;
    free(times);
    return status;
}

static void
test_times_survive_no_memory(void **state)
{
    (void)state;
    assert_true(assert_survives_no_memory(make, NULL) >= 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_times_are_even_without_jumps),
        cmocka_unit_test(test_times_are_close_behind_jumps),
        cmocka_unit_test(test_times_have_both_sides_of_jumps),
        cmocka_unit_test(test_times_have_the_marks_to_the_bit),
        cmocka_unit_test(test_times_survive_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
