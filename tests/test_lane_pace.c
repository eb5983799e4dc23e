/*
 * test_lane_pace.c - lanes that just go on, by every instruction set, against the rule for
 * one lane; and which ones do not.
 */
#include "solve/lane_pace.h"

#include <stddef.h>

#include "solve/step_rule.h"
#include "testlib.h"

enum { N_ROWS = 4 + PL_LANE_PACE_ROWS };

/* A group's numbers, aligned as those of lanes.c. */
struct group {
    _Alignas(64) double rows[N_ROWS][PL_MAX_LANES];
    struct pl_lane_pace pace;
};

static void
group_init(struct group *group)
{
    struct pl_lane_pace *pace = &group->pace;

    memset(group->rows, 0, sizeof group->rows);
    pace->norm = group->rows[0];
    pace->flawed = group->rows[1];
    pace->t = group->rows[2];
    pace->h = group->rows[3];
    pl_lane_pace_place(pace, PL_MAX_LANES, group->rows[4]);
    for (size_t l = 0; l < PL_MAX_LANES; l++) {
        group->rows[0][l] = 1.0;
        pace->t[l] = 10.0;
        pace->h[l] = 1.0;
        pace->size[l] = 1.0;
        pace->t_end[l] = 100.0;
        pace->silent_to[l] = INFINITY;
        pace->may[l] = 1.0;
        pace->most_steps[l] = 1000.0;
    }
}

static size_t
go_on(enum pl_isa isa, struct group *group)
{
    return pl_lane_pace_go(isa, pl_isa_lanes(isa), &group->pace);
}

static double
own_next(const struct group *group, size_t l, double *ideal)
{
    return pl_step_next(group->pace.h[l], group->pace.norm[l], group->pace.ideal[l],
                        ideal);
}

/* The rule for one lane, to the bit, whatever is beside it. */
static void
test_sizes_have_the_bits_of_a_lane_alone(void **state)
{
    double norm = 1e-9;

    (void)state;
    for (int k = 0; k < 400; k++) {
        for (int isa = PL_ISA_PLAIN; isa <= (int)pl_isa_best(); isa++) {
            struct group group;
            double next[PL_MAX_LANES], ideal[PL_MAX_LANES];
            const size_t lanes = pl_isa_lanes((enum pl_isa)isa);

            group_init(&group);
            for (size_t l = 0; l < lanes; l++) {
                group.rows[0][l] =
                    l == 1 ? NAN : (l == 2 ? INFINITY : norm * (double)(l + 1));
                group.pace.h[l] = 0.1 * (double)(l + 1);
                group.pace.ideal[l] = l % 3 == 0 ? 0.0 : 0.07 * (double)(l + 1);
                next[l] = own_next(&group, l, &ideal[l]);
            }
            (void)go_on((enum pl_isa)isa, &group);
            assert_memory_equal(group.pace.next, next, lanes * sizeof *next);
            assert_memory_equal(group.pace.next_ideal, ideal, lanes * sizeof *ideal);
        }
        norm *= 1.1;
    }
}

/* What keeps a lane from just going on. */
static const struct obstacle {
    size_t row; /* of struct pl_lane_pace */
    double value;
} obstacles[] = {
#define ROW(name) offsetof(struct pl_lane_pace, name)
    {ROW(norm), NAN},
    {ROW(flawed), 1.0},
    {ROW(is_last), 1.0},        /* the end is reached */
    {ROW(t_end), 11.0},         /* so it is, by adding */
    {ROW(t_end), 11.0 + 1e-14}, /* but for a few roundings */
    {ROW(h), 1e-15},            /* the next is too short to move the time */
    {ROW(silent_to), 10.5},
    {ROW(may), 0.0},
    {ROW(most_steps), 1.0},
#undef ROW
};

static void
put(struct group *group, size_t row, size_t lane, double value)
{
    double *numbers = NULL;

    memcpy(&numbers, (const char *)&group->pace + row, sizeof numbers);
    numbers[lane] = value;
}

enum { N_OBSTACLES = sizeof obstacles / sizeof *obstacles };

static void
test_lanes_with_an_obstacle_are_left_alone(void **state)
{
    (void)state;
    for (int isa = PL_ISA_PLAIN; isa <= (int)pl_isa_best(); isa++) {
        const size_t lanes = pl_isa_lanes((enum pl_isa)isa);

        for (size_t k = 0; k < N_OBSTACLES; k++) {
            for (size_t bad = 0; bad < lanes; bad++) {
                struct group group, before;
                double ideal = NAN;

                group_init(&group);
                put(&group, obstacles[k].row, bad, obstacles[k].value);
                before = group; /* its rows; the pace is still the group's */
                assert_int_equal(go_on((enum pl_isa)isa, &group), lanes - 1);
                for (size_t l = 0; l < lanes; l++) {
                    const bool goes = l != bad;
                    const double next =
                        pl_step_next(before.rows[3][l], before.rows[0][l], 0.0, &ideal);

                    assert_true(group.pace.goes_on[l] == (goes ? 1.0 : 0.0));
                    assert_true(group.pace.taken[l] == (goes ? 1.0 : 0.0));
                    assert_true(group.pace.t[l] == (goes ? 11.0 : 10.0));
                    assert_true(group.pace.h[l] == (goes ? next : before.rows[3][l]));
                    assert_true(group.pace.size[l] == (goes ? next : 1.0));
                    assert_true(group.pace.ideal[l] == (goes ? ideal : 0.0));
                    assert_true(group.pace.steps[l] == (goes ? 1.0 : 0.0));
                    assert_true(group.pace.is_last[l] ==
                                (goes ? 0.0 : before.rows[4][l]));
                }
            }
        }
    }
}

/* A trial that was too long: a shorter one from the same place, and it is counted. */
static void
test_a_refused_trial_is_made_shorter(void **state)
{
    (void)state;
    for (int isa = PL_ISA_PLAIN; isa <= (int)pl_isa_best(); isa++) {
        const size_t lanes = pl_isa_lanes((enum pl_isa)isa);
        struct group group;
        double ideal = NAN;
        double next = NAN;

        group_init(&group);
        group.rows[0][lanes - 1] = 256.0;
        group.pace.is_last[lanes - 1] = 1.0;
        next = own_next(&group, lanes - 1, &ideal);
        assert_int_equal(go_on((enum pl_isa)isa, &group), lanes);
        assert_true(group.pace.taken[lanes - 1] == 0.0);
        assert_true(group.pace.t[lanes - 1] == 10.0);
        assert_true(group.pace.h[lanes - 1] == next && next < 0.5);
        assert_true(group.pace.is_last[lanes - 1] == 0.0);
        assert_true(group.pace.size[lanes - 1] == 1.0);
        assert_true(group.pace.refused[lanes - 1] == 1.0);
        assert_true(group.pace.rejected[lanes - 1] == 0.0);
        group.rows[0][lanes - 1] = 1.0;
        assert_int_equal(go_on((enum pl_isa)isa, &group), lanes);
        assert_true(group.pace.t[lanes - 1] == 10.0 + next);
        assert_true(group.pace.refused[lanes - 1] == 0.0);
        assert_true(group.pace.rejected[lanes - 1] == 1.0);
    }
}

/* The last trial ends at the end; the one before leaves no small remainder. */
static void
test_the_end_is_met(void **state)
{
    (void)state;
    for (int isa = PL_ISA_PLAIN; isa <= (int)pl_isa_best(); isa++) {
        const size_t lanes = pl_isa_lanes((enum pl_isa)isa);
        struct group group;

        group_init(&group);
        group.pace.t_end[0] = 11.5;
        group.pace.t_end[1] = 13.0;
        assert_int_equal(go_on((enum pl_isa)isa, &group), lanes);
        assert_true(group.pace.h[0] == 0.5 && group.pace.is_last[0] == 1.0);
        assert_true(group.pace.h[1] == 1.0 && group.pace.is_last[1] == 0.0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes_have_the_bits_of_a_lane_alone),
        cmocka_unit_test(test_lanes_with_an_obstacle_are_left_alone),
        cmocka_unit_test(test_a_refused_trial_is_made_shorter),
        cmocka_unit_test(test_the_end_is_met),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
