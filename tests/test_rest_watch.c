/*
 * test_rest_watch.c - ranges, swings and periods of states that were watched.
 */
#include "solve/rest_watch.h"

#include "testlib.h"

/* [model time] Once round: of the swing below. */
static const double TURN = 6.283185307179586;

enum { SLOW, SWINGING, N_STATES };

/* A state that goes to 5 and one that swings about 10 by 2, at step k. */
static void
state_at(size_t k, double *time, double *y)
{
    *time = 0.1 * (double)k;
    y[SLOW] = 5.0 - 4.0 * exp(-*time);
    y[SWINGING] = 10.0 - 2.0 * cos(*time);
}

static void
follow(struct pl_rest_watch *watch, size_t from, size_t to)
{
    double time = 0.0;
    double y[N_STATES];

    for (size_t k = from; k <= to; k++) {
        state_at(k, &time, y);
        if (k == 0) {
            pl_rest_watch_begin(watch, time, y);
        } else {
            pl_rest_watch_step(watch, time, y);
        }
    }
}

static void
test_step_keeps_the_newest_two_ranges(void **state)
{
    struct pl_rest_watch watch;

    (void)state;
    assert_true(pl_rest_watch_init(&watch, N_STATES));
    for (size_t last = 0; last < 300; last++) {
        size_t since = 1; /* the last power of two */
        double time = 0.0;
        double low[N_STATES] = {INFINITY, INFINITY};
        double high[N_STATES] = {-INFINITY, -INFINITY};

        while (2 * since <= last) {
            since *= 2;
        }
        since = last < 2 ? 0 : since / 2;
        for (size_t k = since; k <= last; k++) {
            double y[N_STATES];

            state_at(k, &time, y);
            for (size_t i = 0; i < N_STATES; i++) {
                low[i] = fmin(low[i], y[i]);
                high[i] = fmax(high[i], y[i]);
            }
        }
        follow(&watch, last, last);
        assert_close(watch.former_since, 0.1 * (double)since, 0.0, 1e-12);
        for (size_t i = 0; i < N_STATES; i++) {
            assert_true(pl_rest_watch_low(&watch, i) == low[i]);
            assert_true(pl_rest_watch_high(&watch, i) == high[i]);
            assert_close(pl_rest_watch_swing(&watch, i, 1.0),
                         (high[i] - low[i]) / (high[i] + 1.0), 1e-15, 0.0);
        }
    }
    pl_rest_watch_finish(&watch);
}

static void
test_period_is_that_of_the_swing(void **state)
{
    static const double scale[N_STATES] = {1.0, 1.0};
    struct pl_rest_watch watch;

    (void)state;
    assert_true(pl_rest_watch_init(&watch, N_STATES));
    follow(&watch, 0, 390); /* it rises through 10 once in 63 steps: twice since 256 */
    assert_true(isnan(pl_rest_watch_period(&watch, scale, 1e-6)));
    follow(&watch, 391, 500);
    assert_close(pl_rest_watch_period(&watch, scale, 1e-6), TURN, 1e-3, 0.0);
    follow(&watch, 501, 520); /* a new range */
    assert_true(isnan(pl_rest_watch_period(&watch, scale, 1e-6)));
    follow(&watch, 521, 1000);
    assert_close(pl_rest_watch_period(&watch, scale, 1e-6), TURN, 1e-3, 0.0);
    /* beside a scale of 1e9 that is no swing */
    assert_true(
        isnan(pl_rest_watch_period(&watch, (const double[N_STATES]){1e9, 1e9}, 1e-6)));
    follow(&watch, 0, 10); /* from the start */
    assert_true(isnan(pl_rest_watch_period(&watch, scale, 1e-6)));
    assert_true(pl_rest_watch_low(&watch, SWINGING) == 10.0 - 2.0 * cos(0.1 * 4.0));
    pl_rest_watch_finish(&watch);
}

static void
test_is_beyond_the_bounds_that_were_set(void **state)
{
    static const struct {
        double y[N_STATES];
        bool beyond;
    } rows[] = {
        {{0.0, 0.0}, false}, {{1.0, 5.0}, false}, {{-1.0, -5.0}, false},
        {{1.1, 0.0}, true},  {{0.0, -5.1}, true}, {{-1.1, 0.0}, true},
        {{0.0, 5.1}, true},  {{NAN, 0.0}, false}, {{INFINITY, 0.0}, true},
    };
    struct pl_rest_watch watch;

    (void)state;
    assert_true(pl_rest_watch_init(&watch, N_STATES));
    watch.lowest[0] = -1.0;
    watch.lowest[1] = -5.0;
    watch.highest[0] = 1.0;
    watch.highest[1] = 5.0;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        assert_true(pl_rest_watch_is_beyond(&watch, rows[k].y) == rows[k].beyond);
    }
    pl_rest_watch_finish(&watch);
}

static enum pl_status
watch_briefly(void *context)
{
    struct pl_rest_watch watch;
    const bool enough = pl_rest_watch_init(&watch, N_STATES);

    (void)context;
    pl_rest_watch_finish(&watch);
    pl_rest_watch_finish(&watch); /* all zero now */
    return enough ? PL_OK : PL_ERR_NOMEM;
}

static void
test_init_survives_no_memory(void **state)
{
    (void)state;
    assert_true(assert_survives_no_memory(watch_briefly, NULL) > 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_step_keeps_the_newest_two_ranges),
        cmocka_unit_test(test_period_is_that_of_the_swing),
        cmocka_unit_test(test_is_beyond_the_bounds_that_were_set),
        cmocka_unit_test(test_init_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
