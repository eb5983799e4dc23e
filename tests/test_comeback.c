/*
 * test_comeback.c - does a curve come back, and when: curves made by hand.
 */
#include "testlib.h"

#include "analysis/comeback.h"
#include "base/text.h"
#include "toy.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))
#define N_POINTS 6

/* [h] Where the curves below have their points. */
static const double times[N_POINTS] = {0.0, 1.0, 2.0, 10.0, 20.0, 40.0};

struct row {
    double folds[N_POINTS];
    enum pl_comeback_kind kind;
    double time, until, above; /* [h] NaN for none */
    const char *words, *brief;
};

/* Between points curves are straight: from 0.4 at 2 h to 1.2 at 10 h they pass 0.9 at
 * 2 + 8 * 5/8 = 7 h and 1.1 at 9 h. */
static const struct row rows[] = {
    {{1.0, 1.05, 1.1, 0.9, 0.95, 1.0},
     PL_COMEBACK_STAYS,
     NAN,
     NAN,
     NAN,
     "stays within 10 %",
     "stays within 10 %"},
    {{1.0, 1.0, 1.05, 1.25, 1.3, 1.4},
     PL_COMEBACK_RISES,
     4.0,
     NAN,
     NAN,
     "rises from 4 h",
     "rises from 4 h"},
    {{1.2, 1.3, 1.3, 1.3, 1.3, 1.3},
     PL_COMEBACK_RISES,
     0.0,
     NAN,
     NAN,
     "rises at once",
     "rises at once"},
    {{1.0, 1.2, 1.0, 1.0, 1.0, 1.3},
     PL_COMEBACK_RISES,
     20.0 + 20.0 / 3.0,
     NAN,
     NAN,
     "rises from 27 h",
     "rises from 27 h"},
    {{1.0, 1.34, 1.3, 1.3, 1.3, 0.9},
     PL_COMEBACK_PASSES,
     30.0,
     NAN,
     NAN,
     "rises to 1.34, back by 30 h",
     "back by 30 h"},
    {{0.2, 0.4, 0.4, 1.2, 1.0, 1.0},
     PL_COMEBACK_BACK,
     7.0,
     NAN,
     NAN,
     "falls to 0.20, back by 7 h",
     "back by 7 h"},
    {{0.2, 0.4, 0.4, 1.2, 1.2, 1.2},
     PL_COMEBACK_BACK,
     7.0,
     NAN,
     9.0,
     "falls to 0.20, back by 7 h, above from 9 h",
     "back by 7 h"},
    {{1.4, 0.5, 0.4, 0.4, 0.4, 0.9},
     PL_COMEBACK_BACK,
     40.0,
     NAN,
     NAN,
     "falls to 0.40, back by 40 h",
     "back by 40 h"},
    {{1.0, 0.37, 0.4, 0.5, 0.5, 0.56},
     PL_COMEBACK_PARTLY,
     1.0 / 6.3,
     NAN,
     NAN,
     "falls to 0.37, partly back: 0.56",
     "partly back"},
    {{0.0, 0.0, 0.05, 0.05, 0.09, 0.0999},
     PL_COMEBACK_DOWN,
     0.0,
     NAN,
     NAN,
     "falls to 0.00, stays down",
     "stays down"},
    {{0.0, 0.0, 0.05, 0.05, 0.09, 0.1},
     PL_COMEBACK_PARTLY,
     0.0,
     NAN,
     NAN,
     "falls to 0.00, partly back: 0.10",
     "partly back"},
    {{-0.5, -0.5, -0.5, -0.5, -0.5, -0.5},
     PL_COMEBACK_DOWN,
     0.0,
     NAN,
     NAN,
     "falls to -0.50, stays down",
     "stays down"},
    {{0.2, 0.4, 0.4, 1.2, 1.2, 0.3},
     PL_COMEBACK_RELAPSE,
     7.0,
     20.0 + 20.0 / 3.0,
     NAN,
     "falls to 0.20, back 7 h to 27 h only",
     "back 7 h to 27 h only"},
    {{1.0, 1.5, 1.5, 1.5, 1.5, 0.5},
     PL_COMEBACK_TURNS,
     32.0,
     NAN,
     NAN,
     "rises to 1.50, low from 32 h",
     "low from 32 h"},
    {{1.0, 1.0, NAN, 1.0, 1.0, 1.0},
     PL_COMEBACK_NONE,
     NAN,
     NAN,
     NAN,
     "no fold",
     "no fold"},
    {{1.0, 1.0, INFINITY, 1.0, 1.0, 1.0},
     PL_COMEBACK_NONE,
     NAN,
     NAN,
     NAN,
     "no fold",
     "no fold"},
};

static void
assert_time(double got, double want)
{
    if (isnan(want)) {
        assert_true(isnan(got));
    } else {
        assert_close(got, want, 1e-14, 1e-14);
    }
}

static void
test_find_tells_kinds_and_times(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pl_comeback comeback;

        pl_comeback_find(times, rows[i].folds, N_POINTS, &comeback);
        assert_int_equal(comeback.kind, rows[i].kind);
        assert_time(comeback.time, rows[i].time);
        assert_time(comeback.until, rows[i].until);
        assert_time(comeback.above, rows[i].above);
    }
}

static void
test_find_takes_extremes_and_end(void **state)
{
    struct pl_comeback comeback;

    (void)state;
    pl_comeback_find(times, rows[6].folds, N_POINTS, &comeback);
    assert_close(comeback.least, 0.2, 0.0, 0.0);
    assert_close(comeback.most, 1.2, 0.0, 0.0);
    assert_close(comeback.last, 1.2, 0.0, 0.0);
    pl_comeback_find(times, rows[0].folds, 0, &comeback);
    assert_int_equal(comeback.kind, PL_COMEBACK_NONE);
    assert_true(isnan(comeback.last));
}

static void
test_describe_says_it_in_few_words(void **state)
{
    const struct toy *toy = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pl_comeback comeback;
        struct pl_text text;

        pl_comeback_find(times, rows[i].folds, N_POINTS, &comeback);
        pl_text_init(&text);
        pl_comeback_describe(toy->context, &comeback, false, &text);
        assert_string_equal(pl_text_string(&text), rows[i].words);
        pl_text_finish(&text);
        pl_comeback_describe(toy->context, &comeback, true, &text);
        assert_string_equal(pl_text_string(&text), rows[i].brief);
        pl_text_finish(&text);
    }
}

/* With points on both sides of a jump it is crossed there, from as high as it got. (2 h
 * are told in hours, the number below them in minutes.) */
static void
test_a_jump_is_crossed_where_it_is(void **state)
{
    const double moments[] = {0.0, 1.0, nextafter(2.0, 0.0), 2.0, 10.0};
    static const double folds[] = {1.0, 1.05, 1.14, 0.09, 0.004};
    const struct toy *toy = *state;
    struct pl_comeback comeback;
    struct pl_text text;

    pl_comeback_find(moments, folds, N_OF(folds), &comeback);
    assert_int_equal(comeback.kind, PL_COMEBACK_TURNS);
    assert_true(comeback.time == 2.0);
    assert_close(comeback.most, 1.14, 0.0, 0.0);
    pl_text_init(&text);
    pl_comeback_describe(toy->context, &comeback, false, &text);
    assert_string_equal(pl_text_string(&text), "rises to 1.14, low from 2 h");
    pl_text_finish(&text);
}

/* To two digits in the unit that reads best, whatever their size. */
static void
test_put_time_rounds_to_two_digits(void **state)
{
    static const struct {
        double time; /* [h] */
        const char *words;
    } moments[] = {
        {0.0, "0 h"},
        {13.7, "14 h"},
        {0.62, "37 min"},
        {1.97, "120 min"},
        {2.04, "2 h"},
        {30.0 / 3600.0, "30 s"},
        {100.0, "4.2 d"},
        {96.0, "96 h"},
        {0.001 / 3600.0, "1 ms"},
        {24.0 * 1234.0, "1200 d"},
    };
    const struct toy *toy = *state;

    for (size_t i = 0; i < N_OF(moments); i++) {
        struct pl_text text;

        pl_text_init(&text);
        pl_comeback_put_time(toy->context, moments[i].time, &text);
        assert_string_equal(pl_text_string(&text), moments[i].words);
        pl_text_finish(&text);
    }
}

static void
test_returns_is_for_what_is_back_or_has_risen(void **state)
{
    (void)state;
    for (int k = 0; k < PL_N_COMEBACKS; k++) {
        assert_int_equal(pl_comeback_returns((enum pl_comeback_kind)k),
                         k == PL_COMEBACK_BACK || k == PL_COMEBACK_RISES);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find_tells_kinds_and_times),
        cmocka_unit_test(test_find_takes_extremes_and_end),
        cmocka_unit_test(test_describe_says_it_in_few_words),
        cmocka_unit_test(test_a_jump_is_crossed_where_it_is),
        cmocka_unit_test(test_put_time_rounds_to_two_digits),
        cmocka_unit_test(test_returns_is_for_what_is_back_or_has_risen),
    };

    return cmocka_run_group_tests(tests, toy_set_up, toy_tear_down);
}
