/*
 * test_sparkline.c - a curve as a row of blocks.
 */
#include "testlib.h"

#include <float.h>

#include "base/text.h"
#include "out/table.h"

static const struct pl_style utf8 = {true, false, 0};
static const struct pl_style ascii = {false, false, 0};

static void
check_sparkline(const double *values, size_t n, size_t n_cells,
                const struct pl_style *style, const char *want)
{
    struct pl_text text;

    pl_text_init(&text);
    pl_sparkline(values, n, n_cells, style, &text);
    assert_false(text.failed);
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
}

static void
test_sparkline_scales_from_zero_to_the_largest(void **state)
{
    static const double ramp[] = {1, 2, 3, 4, 5, 6, 7, 8};
    static const double high[] = {4, 5, 6, 7, 8};

    (void)state;
    check_sparkline(ramp, 8, 8, &utf8, "▁▂▃▄▅▆▇█");
    check_sparkline(ramp, 8, 8, &ascii, "_.-=+*#@");
    check_sparkline(high, 5, 5, &utf8, "▄▅▆▇█"); /* not from 4 */
}

static void
test_sparkline_shows_constants(void **state)
{
    static const struct {
        double value;
        const char *want;
    } rows[] = {
        {1.0, "████"},  {1e-300, "████"}, {DBL_MAX, "████"},  {0.0, "▁▁▁▁"},
        {-2.0, "▁▁▁▁"}, {NAN, "    "},    {INFINITY, "    "},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const double v = rows[i].value;
        const double values[] = {v, v, v, v, v, v, v, v};

        check_sparkline(values, 8, 4, &utf8, rows[i].want);
        check_sparkline(values, 1, 4, &utf8, rows[i].want);
    }
}

static void
test_sparkline_starts_at_the_smallest_when_negative(void **state)
{
    static const double across[] = {-4, -2, 0, 2, 4};
    static const double below[] = {-8, -5, -1};
    static const double huge[] = {-DBL_MAX, 0.0, DBL_MAX};

    (void)state;
    check_sparkline(across, 5, 5, &utf8, "▁▂▄▆█");
    check_sparkline(below, 3, 3, &utf8, "▁▃█");
    check_sparkline(huge, 3, 3, &utf8, "▁▄█");
}

static void
test_sparkline_takes_means_of_shares(void **state)
{
    static const double values[] = {8, 8, 0, 8, 4, 4, 0, 2, NAN, 2, NAN, NAN};

    (void)state;
    check_sparkline(values, 12, 6, &utf8, "█▄▄▁▂ ");
    /* Shares of 2, 2, 3 points; the largest mean is the full block. */
    check_sparkline(values, 7, 3, &utf8, "█▄▃");
}

static void
test_sparkline_repeats_points_when_they_are_few(void **state)
{
    static const double values[] = {1, 2};

    (void)state;
    check_sparkline(values, 2, 5, &utf8, "▄▄▄██");
    check_sparkline(values, 2, 0, &utf8, "");
    check_sparkline(NULL, 0, 3, &utf8, "   ");
}

/* A target that is blocked falls within minutes, its feedback rises in hours. */
static void
test_sparkline_shows_a_fall_and_a_rise(void **state)
{
    double fall[481];
    double rise[481];

    (void)state;
    for (size_t i = 0; i < 481; i++) {
        double t = 0.1 * (double)i; /* [h] */

        fall[i] = 0.01 + 0.99 * exp(-t / 0.5);
        rise[i] = 4.7 - 3.7 * exp(-t / 10.0);
    }
    check_sparkline(fall, 481, 8, &utf8, "█▁▁▁▁▁▁▁");
    check_sparkline(rise, 481, 8, &utf8, "▃▅▇▇████");
}

static void
test_sparkline_remembers_that_memory_is_out(void **state)
{
    static const double values[] = {1, 2};
    struct pl_text text;

    (void)state;
    pl_text_init(&text);
    test_fail_allocation(1, true);
    pl_sparkline(values, 2, 2, &utf8, &text);
    assert_true(test_allow_allocations());
    assert_true(text.failed);
    pl_text_finish(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sparkline_scales_from_zero_to_the_largest),
        cmocka_unit_test(test_sparkline_shows_constants),
        cmocka_unit_test(test_sparkline_starts_at_the_smallest_when_negative),
        cmocka_unit_test(test_sparkline_takes_means_of_shares),
        cmocka_unit_test(test_sparkline_repeats_points_when_they_are_few),
        cmocka_unit_test(test_sparkline_shows_a_fall_and_a_rise),
        cmocka_unit_test(test_sparkline_remembers_that_memory_is_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
