/*
 * test_units.c - durations and doses as people write them.
 */
#include "testlib.h"

#include "base/units.h"

struct scan_case {
    const char *text;
    size_t length;
    double value;
    double unit;
};

static void
check_scan(size_t (*scan)(const char *, struct pl_quantity *),
           const struct scan_case *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct pl_quantity quantity = {99.0, 99.0};
        size_t length = scan(rows[i].text, &quantity);

        if (length != rows[i].length) {
            print_error("'%s': %zu bytes\n", rows[i].text, length);
        }
        assert_int_equal(length, rows[i].length);
        assert_true(quantity.value == rows[i].value);
        assert_true(quantity.unit == rows[i].unit);
    }
}

static void
test_duration_scan_reads_number_and_unit(void **state)
{
    static const struct scan_case rows[] = {
        {"250ms", 5, 250.0, 1e-3},
        {"90s", 3, 90.0, 1.0},
        {"30min", 5, 30.0, 60.0},
        {"48h", 3, 48.0, 3600.0},
        {"2d", 2, 2.0, 86400.0},
        {"1w", 2, 1.0, 604800.0},
        {"1.5h", 4, 1.5, 3600.0},
        {".5h", 3, 0.5, 3600.0},
        {"1e3s", 4, 1000.0, 1.0},
        {"48 h", 4, 48.0, 3600.0},
        {"-1h", 3, -1.0, 3600.0},
        {"+1h", 3, 1.0, 3600.0},
        {"6h..24h", 2, 6.0, 3600.0},
        {"6h,", 2, 6.0, 3600.0},
        {"6h 5", 2, 6.0, 3600.0},
        {"1e999h", 6, (double)INFINITY, 3600.0},
        /* no unit, or none that is known: it stays unread */
        {"100", 3, 100.0, 0.0},
        {"0", 1, 0.0, 0.0},
        {"6..24h", 1, 6.0, 0.0},
        {"48hours", 2, 48.0, 0.0},
        {"48H", 2, 48.0, 0.0},
        {"48h_", 2, 48.0, 0.0},
        {"48h\xc2\xb5", 2, 48.0, 0.0},
        {"1d12h", 1, 1.0, 0.0},
        {"48  h", 2, 48.0, 0.0},
        {"48 x", 2, 48.0, 0.0},
        {"5nM", 1, 5.0, 0.0},
        {"5m", 1, 5.0, 0.0},
        /* no number: nothing is touched */
        {"", 0, 99.0, 99.0},
        {"h", 0, 99.0, 99.0},
        {" 48h", 0, 99.0, 99.0},
        {"nan", 0, 99.0, 99.0},
        {"inf", 0, 99.0, 99.0},
    };

    (void)state;
    check_scan(pl_duration_scan, rows, sizeof rows / sizeof rows[0]);
}

static void
test_dose_scan_reads_number_and_unit(void **state)
{
    static const struct scan_case rows[] = {
        {"3fM", 3, 3.0, 1e-6},         {"3pM", 3, 3.0, 1e-3},
        {"20nM", 4, 20.0, 1.0},        {"0.5uM", 5, 0.5, 1e3},
        {"0.5\xc2\xb5M", 6, 0.5, 1e3}, {"0.5\xce\xbcM", 6, 0.5, 1e3},
        {"1mM", 3, 1.0, 1e6},          {"1M", 2, 1.0, 1e9},
        {"20 nM", 5, 20.0, 1.0},       {"-20nM", 5, -20.0, 1.0},
        {"0.01..100nM", 4, 0.01, 0.0}, {"20nM@6h", 4, 20.0, 1.0},
        {"20", 2, 20.0, 0.0},          {"20nm", 2, 20.0, 0.0},
        {"20MM", 2, 20.0, 0.0},        {"20nMol", 2, 20.0, 0.0},
        {"20\xc2\xb5", 2, 20.0, 0.0},  {"20h", 2, 20.0, 0.0},
        {"nM", 0, 99.0, 99.0},         {"", 0, 99.0, 99.0},
    };

    (void)state;
    check_scan(pl_dose_scan, rows, sizeof rows / sizeof rows[0]);
}

/* Each unit that a message offers can be read. */
static void
check_units(size_t (*scan)(const char *, struct pl_quantity *), const char *units)
{
    size_t n = 0;

    while (*units != '\0') {
        size_t length = strcspn(units, ",");
        char text[16];
        struct pl_quantity quantity;

        snprintf(text, sizeof text, "7%.*s", (int)length, units);
        assert_int_equal(scan(text, &quantity), strlen(text));
        assert_true(quantity.unit > 0.0);
        units += length;
        units += strspn(units, ", ");
        n++;
    }
    assert_int_equal(n, 4);
}

static void
test_units_named_can_be_read(void **state)
{
    (void)state;
    assert_string_equal(pl_duration_units(), "s, min, h, d");
    check_units(pl_duration_scan, pl_duration_units());
    check_units(pl_dose_scan, pl_dose_units());
}

static void
test_best_unit_fits_the_time(void **state)
{
    static const struct {
        double seconds;
        const char *name;
        double size;
    } rows[] = {
        {0.0, "s", 1.0},         {0.2, "ms", 1e-3},        {1.0, "s", 1.0},
        {90.0, "s", 1.0},        {120.0, "min", 60.0},     {3600.0, "min", 60.0},
        {7199.0, "min", 60.0},   {7200.0, "h", 3600.0},    {172800.0, "h", 3600.0},
        {345600.0, "h", 3600.0}, {345601.0, "d", 86400.0}, {-172800.0, "h", 3600.0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *name = NULL;

        assert_true(pl_duration_best_unit(rows[i].seconds, &name) == rows[i].size);
        assert_string_equal(name, rows[i].name);
    }
}

static void
test_duration_format_reads_well(void **state)
{
    static const struct {
        double seconds;
        const char *text;
    } rows[] = {
        {0.0, "0 h"},
        {-0.0, "0 h"},
        {0.25, "250 ms"},
        {1.0, "1 s"},
        {60.0, "1 min"},
        {90.0, "90 s"},
        {1800.0, "30 min"},
        {3600.0, "1 h"},
        {5400.0, "90 min"},
        {7200.0, "2 h"},
        {86400.0, "24 h"},
        {172800.0, "48 h"},
        {345600.0, "96 h"},
        {388800.0, "108 h"}, /* four and a half days */
        {432000.0, "5 d"},
        {14.0 * 86400.0, "14 d"},
        {1000.0 * 86400.0, "1000 d"},
        {12345.0, "3.43 h"},
        {1.5, "1.5 s"},
        {0.0015, "1.5 ms"},
        {1e-5, "0.01 ms"},
        {-3600.0, "-1 h"},
        {1234567.0, "14.3 d"},
        {(double)INFINITY, "inf d"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[PL_NUMBER_SIZE];

        pl_duration_format(rows[i].seconds, text);
        assert_string_equal(text, rows[i].text);
    }
}

/* What is written can be read, and is the same time. */
static void
test_duration_format_reads_back(void **state)
{
    (void)state;
    for (int minutes = 1; minutes < 6000; minutes++) {
        char text[PL_NUMBER_SIZE];
        struct pl_quantity quantity;

        pl_duration_format(60.0 * minutes, text);
        assert_int_equal(pl_duration_scan(text, &quantity), strlen(text));
        assert_close(quantity.value * quantity.unit, 60.0 * minutes, 5e-3, 0.0);
        if (minutes < 1000) {
            assert_true(quantity.value * quantity.unit == 60.0 * minutes);
        }
    }
}

static void
test_dose_format_reads_well(void **state)
{
    static const struct {
        double nanomolar;
        const char *text;
    } rows[] = {
        {0.0, "0 nM"},        {20.0, "20 nM"},
        {1000.0, "1 µM"},     {500.0, "500 nM"},
        {1234.0, "1.234 µM"}, {0.0201 * 1000.0, "20.1 nM"},
        {0.5, "500 pM"},      {1e6, "1 mM"},
        {2.5e9, "2.5 M"},     {1e-3, "1 pM"},
        {1e-4, "100 fM"},     {-20.0, "-20 nM"},
        {1e-9, "0.001 fM"},   {(double)INFINITY, "inf M"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[PL_NUMBER_SIZE];

        pl_dose_format(rows[i].nanomolar, text);
        assert_string_equal(text, rows[i].text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_duration_scan_reads_number_and_unit),
        cmocka_unit_test(test_dose_scan_reads_number_and_unit),
        cmocka_unit_test(test_units_named_can_be_read),
        cmocka_unit_test(test_best_unit_fits_the_time),
        cmocka_unit_test(test_duration_format_reads_well),
        cmocka_unit_test(test_duration_format_reads_back),
        cmocka_unit_test(test_dose_format_reads_well),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
