/*
 * test_progress.c - the line that says how far a long piece of work is.
 */
#include "testlib.h"

#include "base/text.h"
#include "cli/progress.h"

/* 400 of 1000 points after 100 of them had been done before; 50 a second. */
static struct progress
make_progress(bool utf8, size_t width)
{
    struct progress progress = {
        .unit = "points", .utf8 = utf8, .width = width, .n_all = 1000};

    for (int second = 0; second <= 6; second++) {
        progress_mark(&progress, 100 + 50 * (uint64_t)second, 1000.0 + second);
    }
    return progress;
}

static void
assert_line(const struct progress *progress, double now, const char *want)
{
    struct pl_text text;

    pl_text_init(&text);
    progress_line(progress, now, &text);
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
}

static void
test_line_has_bar_share_numbers_rate_and_time_left(void **state)
{
    const struct progress progress = make_progress(false, 99);

    (void)state;
    assert_line(&progress, 1006.0,
                "[###############.......................]  40 %  400 of 1000 points, "
                "50/s, 12 s left");
}

static void
test_line_has_eighths_of_a_block_in_utf8(void **state)
{
    struct progress progress = make_progress(true, 99);

    (void)state;
    progress_mark(&progress, 413, 1006.1);
    assert_line(&progress, 1006.26,
                "████████████████▌░░░░░░░░░░░░░░░░░░░░░░░  41 %  413 of 1000 points, "
                "50/s, 11 s left");
}

/* Every width from that of the whole line down to nothing. */
static void
test_line_is_never_wider_than_the_terminal(void **state)
{
    (void)state;
    for (size_t width = 0; width <= 120; width++) {
        for (int utf8 = 0; utf8 <= 1; utf8++) {
            const struct progress progress = make_progress(utf8 == 1, width);
            struct pl_text text;

            pl_text_init(&text);
            progress_line(&progress, 1006.0, &text);
            assert_false(text.failed);
            assert_true(pl_text_width(pl_text_string(&text)) <= width);
            pl_text_finish(&text);
        }
    }
}

static void
test_line_drops_the_bar_where_it_has_no_room(void **state)
{
    const struct progress progress = make_progress(true, 20);

    (void)state;
    assert_line(&progress, 1006.0, " 40 %  400 of 1000 p");
}

static void
test_line_says_no_rate_before_it_is_known(void **state)
{
    struct progress progress = {.unit = "points", .width = 40, .n_all = 8};

    (void)state;
    progress_mark(&progress, 2, 5.0);
    assert_line(&progress, 5.0, "[####.............]  25 %  2 of 8 points");
    assert_line(&progress, 9.0, "[####.............]  25 %  2 of 8 points");
}

static void
test_line_says_no_time_left_at_the_end(void **state)
{
    struct progress progress = {.unit = "rows written", .width = 60, .n_all = 8};

    (void)state;
    progress_mark(&progress, 0, 5.0);
    progress_mark(&progress, 8, 7.0);
    assert_line(&progress, 7.0,
                "[##########################] 100 %  8 of 8 rows written, 4/s");
}

/* Points that were done before the call are no part of the rate, nor are those of long
 * ago: after 20 s at 1000 a second and 20 s at 10 a second it is 10. */
static void
test_mark_forgets_what_was_long_ago(void **state)
{
    struct progress progress = {.unit = "points", .width = 10, .n_all = 100000};
    uint64_t n = 5000;

    (void)state;
    for (int second = 0; second < 20; second++) {
        progress_mark(&progress, n, second);
        n += 1000;
    }
    for (int second = 20; second < 40; second++) {
        progress_mark(&progress, n, second);
        n += 10;
    }
    progress.width = 60;
    assert_line(&progress, 39.0,
                "[#.....]  25 %  25190 of 100000 points, 10/s, 2 h 4 min left");
}

static void
test_put_rate_chooses_its_unit(void **state)
{
    static const struct {
        double rate;
        const char *want;
    } cases[] = {
        {12345.6, "12346/s"}, {812.4, "812/s"},      {99.94, "99.9/s"}, {1.0, "1/s"},
        {0.51, "30.6/min"},   {1.0 / 60.0, "1/min"}, {0.001, "3.6/h"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pl_text text;

        pl_text_init(&text);
        progress_put_rate(cases[i].rate, &text);
        assert_string_equal(pl_text_string(&text), cases[i].want);
        pl_text_finish(&text);
    }
}

static void
test_put_time_chooses_its_units(void **state)
{
    static const struct {
        double seconds;
        const char *want;
    } cases[] = {
        {0.0, "0.1 s"},       {0.26, "0.3 s"},       {9.94, "9.9 s"},
        {10.0, "10 s"},       {59.9, "59 s"},        {60.0, "1 min 0 s"},
        {187.0, "3 min 7 s"}, {3600.0, "1 h 0 min"}, {7980.0, "2 h 13 min"},
        {86400.0, "1 d 0 h"}, {273700.0, "3 d 4 h"}, {INFINITY, "11574 d 1 h"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pl_text text;

        pl_text_init(&text);
        progress_put_time(cases[i].seconds, &text);
        assert_string_equal(pl_text_string(&text), cases[i].want);
        pl_text_finish(&text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_line_has_bar_share_numbers_rate_and_time_left),
        cmocka_unit_test(test_line_has_eighths_of_a_block_in_utf8),
        cmocka_unit_test(test_line_is_never_wider_than_the_terminal),
        cmocka_unit_test(test_line_drops_the_bar_where_it_has_no_room),
        cmocka_unit_test(test_line_says_no_rate_before_it_is_known),
        cmocka_unit_test(test_line_says_no_time_left_at_the_end),
        cmocka_unit_test(test_mark_forgets_what_was_long_ago),
        cmocka_unit_test(test_put_rate_chooses_its_unit),
        cmocka_unit_test(test_put_time_chooses_its_units),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
