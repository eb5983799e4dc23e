/*
 * test_isoboles.c - isoboles against closed forms.
 */
#include "testlib.h"

#include "analysis/asked.h"
#include "analysis/isoboles.h"
#include "analysis/synergy.h"

enum { N = 6 };

/* Additive in Loewe's sense but for a factor: at shares x and y of the doses that have an
 * effect alone, the effect of x + y + k sqrt(x y) of them. */
struct surface {
    double k;
    double most;
};

static double
effect_at(const struct surface *surface, double a, double b)
{
    const double x = a / 10.0;
    const double y = b / 200.0;
    const double units = x + y + surface->k * sqrt(x * y);

    return surface->most * units / (1.0 + units);
}

static enum pl_status
answer(void *context, const double *points, size_t n_points, double *out,
       struct pl_diags *diags)
{
    (void)diags;
    for (size_t i = 0; i < n_points; i++) {
        out[i] = effect_at(context, points[2 * i], points[2 * i + 1]);
    }
    return PL_OK;
}

/* Score a board of the surface, and follow three isoboles of it. */
static void
follow(struct surface *surface, double *effects, struct pl_isobole *isoboles)
{
    static const double doses[2][N] = {{0.0, 1.0, 3.0, 10.0, 30.0, 300.0},
                                       {0.0, 20.0, 60.0, 200.0, 600.0, 6000.0}};
    const struct pl_asked asked = {answer, surface};
    struct pl_synergy_options options = pl_synergy_options_default();
    double values[N * N];
    const struct pl_checkerboard board = {
        .names = {"one", "two"},
        .n = {N, N},
        .doses = {doses[0], doses[1]},
        .effects = values,
        .n_members = 1,
    };
    struct pl_synergy synergy;

    for (size_t k = 0; k < N * N; k++) {
        values[k] = effect_at(surface, doses[0][k / N], doses[1][k % N]);
    }
    options.asked = &asked;
    assert_int_equal(pl_synergy_run(&board, &options, NULL, &synergy), PL_OK);
    pl_isoboles_choose(&synergy, effects);
    assert_int_equal(pl_isoboles_follow(&asked, &synergy, effects, 3, NULL, isoboles),
                     PL_OK);
    pl_synergy_finish(&synergy);
}

static void
test_follow_finds_the_straight_line_of_additive_drugs(void **state)
{
    struct surface surface = {0.0, 0.9};
    struct pl_isobole isoboles[3];
    double effects[3];

    (void)state;
    follow(&surface, effects, isoboles);
    for (size_t i = 0; i < 3; i++) {
        assert_close(effects[i], 0.25 * (double)(i + 1), 1e-12, 0.0);
        assert_close(isoboles[i].doses[0], 10.0 * effects[i] / (0.9 - effects[i]), 1e-6,
                     0.0);
        for (size_t k = 0; k < PL_ISOBOLE_POINTS; k++) {
            assert_close(isoboles[i].shares[k][0], (double)k / 10.0, 0.0, 1e-6);
            assert_close(isoboles[i].shares[k][0] + isoboles[i].shares[k][1], 1.0, 1e-6,
                         0.0);
        }
    }
}

/* (x + y + k sqrt(x y)) r = 1 on the ray x : y. */
static void
test_follow_finds_synergy_and_antagonism(void **state)
{
    static const double factors[] = {2.0, -0.8};
    struct pl_isobole isoboles[3];
    double effects[3];

    (void)state;
    for (size_t f = 0; f < 2; f++) {
        struct surface surface = {factors[f], 0.9};

        follow(&surface, effects, isoboles);
        for (size_t k = 1; k + 1 < PL_ISOBOLE_POINTS; k++) {
            const double x = (double)k / 10.0;

            assert_close(isoboles[1].shares[k][0] + isoboles[1].shares[k][1],
                         1.0 / (1.0 + factors[f] * sqrt(x * (1.0 - x))), 1e-5, 0.0);
        }
    }
}

/* Effects that one drug alone does not have; effects that go down. */
static void
test_follow_leaves_out_what_there_is_not(void **state)
{
    struct surface surface = {0.0, 0.6};
    struct pl_isobole isoboles[3];
    double effects[3];

    (void)state;
    follow(&surface, effects, isoboles);
    assert_true(isinf(isoboles[2].doses[0]));
    assert_true(isnan(isoboles[2].shares[0][0]) && isnan(isoboles[2].shares[5][1]));
    surface.most = -0.2;
    follow(&surface, effects, isoboles);
    assert_true(effects[0] < -0.04 && effects[0] > -0.05);
    assert_close(isoboles[0].shares[5][0], 0.5, 1e-6, 0.0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_follow_finds_the_straight_line_of_additive_drugs),
        cmocka_unit_test(test_follow_finds_synergy_and_antagonism),
        cmocka_unit_test(test_follow_leaves_out_what_there_is_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
