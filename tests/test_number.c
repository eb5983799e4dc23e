/*
 * test_number.c - numbers to text and back, in every locale.
 */
#include "testlib.h"

#include <float.h>

#include "base/number.h"

/* The bits of two numbers are the same; +0 and -0 differ. */
static bool
same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static void
test_scan_reads_as_far_as_a_number_goes(void **state)
{
    static const struct {
        const char *text;
        bool allow_sign;
        size_t length;
        double value;
    } rows[] = {
        {"0", false, 1, 0.0},
        {"42", false, 2, 42.0},
        {"1.5", false, 3, 1.5},
        {".5", false, 2, 0.5},
        {"5.", false, 2, 5.0},
        {"1e3", false, 3, 1000.0},
        {"1E+3", false, 4, 1000.0},
        {"1.25e-2", false, 7, 0.0125},
        {"2.e1x", false, 4, 20.0},
        {"007", false, 3, 7.0},
        {"1e", false, 1, 1.0},
        {"1e+", false, 1, 1.0},
        {"1e-x", false, 1, 1.0},
        {"1.2.3", false, 3, 1.2},
        {"1..2", false, 1, 1.0},
        {"1,5", false, 1, 1.0},
        {"48h", false, 2, 48.0},
        {"2d", false, 1, 2.0},
        {"3 4", false, 1, 3.0},
        {"1e3e4", false, 3, 1000.0},
        {"0x10", false, 1, 0.0},
        {"0X1p3", false, 1, 0.0},
        {"00x10", false, 2, 0.0},
        {"-0x10", true, 2, -0.0},
        {"-1.5", true, 4, -1.5},
        {"+1.5", true, 4, 1.5},
        {"-0", true, 2, -0.0},
        {"1e400", false, 5, (double)INFINITY},
        {"-1e400", true, 6, -(double)INFINITY},
        {"1e99999999999999999999", false, 22, (double)INFINITY},
        {"1e-400", false, 6, 0.0},
        {"4.9406564584124654e-324", false, 23, 4.9406564584124654e-324},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double value = 99.0;

        assert_int_equal(pl_number_scan(rows[i].text, rows[i].allow_sign, &value),
                         rows[i].length);
        assert_true(same_bits(value, rows[i].value));
    }
}

static void
test_scan_reads_many_digits(void **state)
{
    char text[2000];
    double value = 0.0;

    (void)state;
    /* 0.000…0001 followed by an exponent that brings it back to 1 */
    memset(text, '0', sizeof text);
    text[1] = '.';
    strcpy(text + 1001, "1e1000");
    assert_int_equal(pl_number_scan(text, false, &value), 1007);
    assert_true(value == 1.0);
}

static void
test_scan_finds_no_number(void **state)
{
    static const struct {
        const char *text;
        bool allow_sign;
    } rows[] = {
        {"", true},    {".", true},   {"-", true},   {"+", true},    {"e5", true},
        {".e5", true}, {"x1", true},  {" 1", true},  {"\t1", true},  {"--1", true},
        {"+-1", true}, {"inf", true}, {"nan", true}, {"-inf", true}, {"NAN", true},
        {"-1", false}, {"+1", false}, {",5", true},  {"- 1", true},  {"infinity", true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double value = 99.0;

        assert_int_equal(pl_number_scan(rows[i].text, rows[i].allow_sign, &value), 0);
        assert_true(value == 99.0);
    }
}

static void
test_parse_takes_the_whole_text_or_nothing(void **state)
{
    static const char *const bad[] = {
        "",      " 1",    "1 ", "1x",  "1,5",   "0x10", "inf", "nan", "-inf",
        "1e400", "1.2.3", "1e", "one", "1_000", ".",    "-",   "1\n", "٣",
    };
    double value = 99.0;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(pl_number_parse(bad[i], &value));
        assert_true(value == 99.0);
    }
    assert_true(pl_number_parse("-2.5e-3", &value));
    assert_true(value == -2.5e-3);
    assert_true(pl_number_parse("+7", &value));
    assert_true(value == 7.0);
    assert_true(pl_number_parse("1e-400", &value));
    assert_true(value == 0.0);
}

static void
test_format_writes_the_shortest_text(void **state)
{
    static const struct {
        double value;
        const char *text;
    } rows[] = {
        {0.0, "0"},
        {-0.0, "0"},
        {1.0, "1"},
        {-1.5, "-1.5"},
        {0.1, "0.1"},
        {0.3, "0.3"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1.0 / 3.0, "0.3333333333333333"},
        {2.0 / 3.0, "0.6666666666666666"},
        {100000.0, "100000"},
        {123456789012345.0, "123456789012345"},
        {1e22, "1e+22"},
        {1e23, "1e+23"},
        {1e-5, "1e-05"},
        {5e-324, "5e-324"},
        {1e-310, "1e-310"},
        {DBL_MIN, "2.2250738585072014e-308"},
        {DBL_MAX, "1.7976931348623157e+308"},
        {-DBL_MAX, "-1.7976931348623157e+308"},
        {DBL_EPSILON, "2.220446049250313e-16"},
        {9007199254740993.0, "9007199254740992"},
        {(double)INFINITY, "inf"},
        {-(double)INFINITY, "-inf"},
        {(double)NAN, "nan"},
        {-(double)NAN, "nan"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[PL_NUMBER_SIZE];

        pl_number_format(rows[i].value, text);
        assert_string_equal(text, rows[i].text);
    }
}

/* The definition in the header, by the C library. */
static void
check_format(double value)
{
    int digits = fabs(value) < DBL_MIN ? 1 : 15;
    char want[PL_NUMBER_SIZE];
    char text[PL_NUMBER_SIZE];
    double again = 0.0;

    if (!isfinite(value) || value == 0.0) {
        return;
    }
    do {
        snprintf(want, sizeof want, "%.*g", digits, value);
        digits++;
    } while (strtod(want, NULL) != value);
    pl_number_format(value, text);
    if (strcmp(text, want) != 0) {
        fail_msg("%a is '%s', not '%s'", value, text, want);
    }
    assert_true(pl_number_parse(text, &again));
    assert_true(same_bits(value, again));
}

static double
of_bits(uint64_t bits)
{
    double value = 0.0;

    memcpy(&value, &bits, sizeof value);
    return value;
}

/* The number and those beside it, with either sign. */
static void
check_format_around(double value)
{
    check_format(value);
    check_format(nextafter(value, 0.0));
    check_format(-nextafter(value, (double)INFINITY));
}

static void
test_format_is_right_at_powers_and_ends(void **state)
{
    (void)state;
    for (int e = -1074; e <= 1023; e++) {
        check_format_around(ldexp(1.0, e));
    }
    for (int e = -324; e <= 308; e++) {
        for (int n = 1; n < 10; n++) {
            char text[32];

            snprintf(text, sizeof text, "%de%d", n, e);
            check_format_around(strtod(text, NULL));
        }
    }
    for (uint64_t bits = 1; bits <= 3000; bits++) {
        check_format(of_bits(bits));                              /* subnormal */
        check_format(of_bits((UINT64_C(0x7ff) << 52) - bits));    /* up to DBL_MAX */
        check_format(of_bits((UINT64_C(1) << 52) + bits - 1500)); /* about DBL_MIN */
        check_format_around((double)bits);
        check_format_around((double)bits / 1000.0);
        /* half way between two numbers of 15, 16 or 17 digits */
        check_format((double)(bits + (UINT64_C(1) << 51)) / 2.0);
        check_format((double)(bits + (UINT64_C(1) << 52)) / 4.0);
        check_format((double)(bits + (UINT64_C(1) << 52)) / 2.0);
        check_format((double)(bits + (UINT64_C(1) << 52)) * 8.0);
    }
}

static void
test_format_is_right_for_any_bits(void **state)
{
    uint64_t bits = 88172645463325252u; /* xorshift64, Marsaglia 2003 */

    (void)state;
    for (int i = 0; i < 50000; i++) {
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        check_format(of_bits(bits));
        check_format((double)(bits >> 11) * 0x1p-53);    /* as results are: near 1 */
        check_format((double)(bits >> (bits & 63)));     /* integers */
        check_format(of_bits(bits >> (12 + bits % 50))); /* subnormal */
    }
}

static void
test_round_keeps_the_digits_asked_for(void **state)
{
    static const struct {
        double value;
        int digits;
        const char *text;
    } rows[] = {
        {3.14159, 3, "3.14"},
        {2.0, 3, "2"},
        {0.000123456, 2, "0.00012"},
        {1234.5, 2, "1.2e+03"},
        {999.6, 3, "1e+03"},
        {-0.0, 3, "0"},
        {-0.0004, 1, "-0.0004"},
        {-2.5e-7, 3, "-2.5e-07"},
        {1.0 / 3.0, 17, "0.33333333333333331"},
        {1.0 / 3.0, 99, "0.33333333333333331"}, /* taken as 17 */
        {0.66, 0, "0.7"},                       /* taken as 1 */
        {(double)NAN, 3, "nan"},
        {(double)INFINITY, 3, "inf"},
        {-(double)INFINITY, 3, "-inf"},
        {-DBL_MAX, 17, "-1.7976931348623157e+308"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[PL_NUMBER_SIZE];

        pl_number_round(rows[i].value, rows[i].digits, text);
        assert_string_equal(text, rows[i].text);
    }
}

static void
test_numbers_do_not_follow_the_locale(void **state)
{
    char text[PL_NUMBER_SIZE];
    char control[PL_NUMBER_SIZE];
    double value = 0.0;

    (void)state;
    test_enter_comma_locale();
    snprintf(control, sizeof control, "%g", 1.5);
    assert_string_equal(control, "1,5"); /* the test can see a mistake */
    pl_number_format(1234567.25, text);
    assert_string_equal(text, "1234567.25");
    pl_number_round(-0.125, 3, text);
    assert_string_equal(text, "-0.125");
    assert_true(pl_number_parse("2.75", &value));
    assert_true(value == 2.75);
    assert_false(pl_number_parse("2,75", &value));
    assert_int_equal(pl_number_scan("1.5,2", false, &value), 3);
    assert_true(value == 1.5);
    snprintf(control, sizeof control, "%g", 1.5);
    assert_string_equal(control, "1,5"); /* the host has its locale back */
    test_leave_locale();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scan_reads_as_far_as_a_number_goes),
        cmocka_unit_test(test_scan_reads_many_digits),
        cmocka_unit_test(test_scan_finds_no_number),
        cmocka_unit_test(test_parse_takes_the_whole_text_or_nothing),
        cmocka_unit_test(test_format_writes_the_shortest_text),
        cmocka_unit_test(test_format_is_right_at_powers_and_ends),
        cmocka_unit_test(test_format_is_right_for_any_bits),
        cmocka_unit_test(test_round_keeps_the_digits_asked_for),
        cmocka_unit_test(test_numbers_do_not_follow_the_locale),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
