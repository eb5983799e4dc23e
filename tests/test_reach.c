/*
 * test_reach.c - who is reached from where in a directed graph.
 */
#include "testlib.h"

#include "analysis/reach.h"

enum { N = 6 };

/* 0 -> 1 -> 2 -> 0, 2 -> 3, 4 -> 4; 5 stands alone; one arrow twice. */
static const struct pl_arrow arrows[] = {{2, 3}, {0, 1}, {1, 2},
                                         {2, 0}, {4, 4}, {0, 1}};

/* "012-4-": the nodes that are reached. */
static void
check_reached(bool back, size_t start, const char *want)
{
    struct pl_reach reach;
    bool reached[N];
    char got[N + 1] = "------";

    assert_int_equal(
        pl_reach_init(&reach, N, arrows, sizeof arrows / sizeof *arrows, back, NULL),
        PL_OK);
    for (size_t twice = 0; twice < 2; twice++) { /* nothing stays of a walk */
        memset(reached, 1, sizeof reached);
        pl_reach_mark(&reach, start, reached);
    }
    for (size_t k = 0; k < N; k++) {
        got[k] = reached[k] ? (char)('0' + k) : '-';
    }
    assert_string_equal(got, want);
    pl_reach_finish(&reach);
}

static void
test_mark_finds_what_is_reached_in_a_step_or_more(void **state)
{
    (void)state;
    check_reached(false, 0, "0123--");
    check_reached(false, 2, "0123--");
    check_reached(false, 3, "------");
    check_reached(false, 4, "----4-");
    check_reached(false, 5, "------");
    check_reached(true, 3, "012---");
    check_reached(true, 0, "012---");
    check_reached(true, 4, "----4-");
}

static void
test_reach_of_nothing(void **state)
{
    struct pl_reach reach;

    (void)state;
    assert_int_equal(pl_reach_init(&reach, 0, arrows, 0, false, NULL), PL_OK);
    pl_reach_finish(&reach);
    pl_reach_finish(&reach);
}

static enum pl_status
init_once(void *context)
{
    struct pl_reach reach;
    enum pl_status status = pl_reach_init(&reach, N, arrows, 6, false, NULL);

    (void)context;
    pl_reach_finish(&reach);
    return status;
}

static void
test_reach_survives_no_memory(void **state)
{
    (void)state;
    assert_int_equal(assert_survives_no_memory(init_once, NULL), 3);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mark_finds_what_is_reached_in_a_step_or_more),
        cmocka_unit_test(test_reach_of_nothing),
        cmocka_unit_test(test_reach_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
