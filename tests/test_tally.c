/*
 * test_tally.c - extremes and integrals of quartics along the pieces of a run.
 */
#include "testlib.h"

#include "solve/output.h"
#include "study/tally.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

#define PI 3.14159265358979323846

/* A function of time, and what it is a function of besides. */
typedef double function(double time, const double *with);

static void
add_step(struct pl_tally *tally, function *f, const double *with, double t0, double t1)
{
    double values[PL_OUTPUT_NODES];

    for (size_t j = 0; j < PL_OUTPUT_NODES; j++) {
        values[j] = f(t0 + pl_output_shares[j] * (t1 - t0), with);
    }
    pl_tally_add(tally, t0, t1, values);
}

/* n equal steps from 0 to the end. */
static struct pl_tally
run(function *f, const double *with, double end, size_t n)
{
    struct pl_tally tally;

    pl_tally_begin(&tally);
    for (size_t i = 0; i < n; i++) {
        add_step(&tally, f, with, end * (double)i / (double)n,
                 end * (double)(i + 1) / (double)n);
    }
    return tally;
}

/* with: c0 … c4 */
static double
quartic(double t, const double *with)
{
    return with[0] + t * (with[1] + t * (with[2] + t * (with[3] + t * with[4])));
}

static double
sine(double t, const double *with)
{
    (void)with;
    return sin(t);
}

static double
saturation(double t, const double *with)
{
    (void)with;
    return 1.0 - exp(-t);
}

/* The Bateman curve of a drug: up and down again. */
static double
bateman(double t, const double *with)
{
    return exp(-with[0] * t) - exp(-with[1] * t);
}

static void
test_shares_are_the_nodes_of_the_rule(void **state)
{
    const double s = sqrt(3.0 / 7.0);

    (void)state;
    assert_close(pl_output_shares[0], 0.0, 0.0, 0.0);
    assert_close(pl_output_shares[1], 0.5 - 0.5 * s, 1e-15, 0.0);
    assert_close(pl_output_shares[2], 0.5, 0.0, 0.0);
    assert_close(pl_output_shares[3], 0.5 + 0.5 * s, 1e-15, 0.0);
    assert_close(pl_output_shares[4], 1.0, 0.0, 0.0);
}

/* The size of what is added up at the end. */
static double
terms(const double *c, double end)
{
    const double sizes[5] = {fabs(c[0]), fabs(c[1]), fabs(c[2]), fabs(c[3]),
                             fabs(c[4])};

    return quartic(end, sizes);
}

/* The extremes of each are known in closed form; they do not depend on the steps. */
static void
test_add_is_exact_for_quartics(void **state)
{
    static const struct {
        double c[5];
        double end, largest, when, smallest, integral; /* when: NaN for any */
    } rows[] = {
        /* constants and straight lines */
        {{3.5, 0, 0, 0, 0}, 2.0, 3.5, 0.0, 3.5, 7.0},
        {{0, 0, 0, 0, 0}, 2.0, 0.0, 0.0, 0.0, 0.0},
        {{1, 2, 0, 0, 0}, 3.0, 7.0, 3.0, 1.0, 12.0},
        {{1, -2, 0, 0, 0}, 3.0, 1.0, 0.0, -5.0, -6.0},
        /* parabolas: 2 - (t-1)^2, (t-1)^2 */
        {{1, 2, -1, 0, 0}, 3.0, 2.0, 1.0, -2.0, 3.0},
        {{1, -2, 1, 0, 0}, 1.5, 1.0, 0.0, 0.0, 0.375},
        /* t^3 - 3 t^2 + 2 t: turns at 1 -+ 1/sqrt(3), at 0.38490 and -0.38490 */
        {{0, 2, -3, 1, 0},
         2.0,
         0.38490017945975050,
         0.42264973081037423,
         -0.38490017945975050,
         0.0},
        /* (t-1)^3: an inflection is no turn */
        {{-1, 3, -3, 1, 0}, 2.0, 1.0, 2.0, -1.0, 0.0},
        /* -(t-1)^2 (t-3)^2 + 1: two tops, at 1 and 3, that rounding tells apart */
        {{-8, 24, -22, 8, -1}, 4.0, 1.0, (double)NAN, -8.0, -32.0 / 15.0},
        /* (t-2)^4: flat at its bottom */
        {{16, -32, 24, -8, 1}, 3.0, 16.0, 0.0, 0.0, 33.0 / 5.0},
        /* t (t-1) (t-2) (t-3) = (u^2 - 9/4)(u^2 - 1/4), u = t - 3/2: bottoms of -1 at
         * u^2 = 5/4, a top of 9/16 between them */
        {{0, -6, 11, -6, 1}, 3.0, 0.5625, 1.5, -1.0, -0.9},
    };

    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        for (size_t n = 1; n < 40; n += 1 + n / 4) {
            const struct pl_tally tally = run(quartic, rows[i].c, rows[i].end, n);
            const double end = rows[i].end;
            const double rounding = 4e-16 * terms(rows[i].c, end);
            /* where a step ends on a top, the time is known to the root of the rounding */
            const double near = rows[i].when > 0.0 ? 1e-7 : 0.0;

            assert_close(tally.largest, rows[i].largest, 0.0, rounding);
            assert_close(tally.smallest, rows[i].smallest, 0.0, rounding);
            assert_close(tally.integral, rows[i].integral, 0.0, 4.0 * end * rounding);
            if (!isnan(rows[i].when)) {
                assert_close(tally.when_largest, rows[i].when, 0.0, near);
            }
        }
    }
}

/* Within one step the time of a top is far better than to the root of the rounding. */
static void
test_add_finds_the_time_of_a_top_to_rounding(void **state)
{
    (void)state;
    for (double top = 0.001; top < 1.0; top += 0.0173) {
        /* 1 - (t - top)^2 + (t - top)^3 / 3: turns at top and top + 2 */
        const double c[5] = {1.0 - top * top - top * top * top / 3.0,
                             2.0 * top + top * top, -1.0 - top, 1.0 / 3.0, 0.0};
        const struct pl_tally tally = run(quartic, c, 1.0, 1);

        assert_close(tally.when_largest, top, 0.0, 4e-15);
        assert_close(tally.largest, 1.0, 1e-15, 0.0);
    }
}

/* A narrow pair of turns within one step, which no grid would see. */
static void
test_add_finds_a_pair_of_turns_however_near(void **state)
{
    (void)state;
    for (double d = 0.1; d > 1e-4; d *= 0.5) {
        /* p' = (t - a)^2 - d^2, a = 0.3: a top at a - d, a bottom at a + d */
        const double a = 0.3;
        const double c[5] = {0.0, a * a - d * d, -a, 1.0 / 3.0, 0.0};
        struct pl_tally tally = {0};
        const double at_top = quartic(a - d, c);

        tally = run(quartic, c, a + 1.5 * d, 1); /* ends before it is higher again */
        assert_close(tally.largest, at_top, 1e-14, 0.0);
        assert_close(tally.when_largest, a - d, 0.0, 1e-15 / d);
        assert_close(tally.smallest, 0.0, 0.0, 0.0);
    }
}

static void
test_add_follows_a_sine_to_interpolation_error(void **state)
{
    const size_t n = 400;
    const double end = 10.0 * PI;
    const double h = end / (double)n;
    /* of the fourth degree through 5 nodes: h^5 f''''' / 5! times the nodes' product */
    const double error = pow(h, 5.0) / 120.0 / 50.0;
    const struct pl_tally tally = run(sine, NULL, end, n);
    double first = fmod(tally.when_largest, 2.0 * PI);

    (void)state;
    assert_close(tally.largest, 1.0, 0.0, error);
    assert_close(tally.smallest, -1.0, 0.0, error);
    assert_close(first, 0.5 * PI, 0.0, 1e-5);
    assert_close(tally.integral, 0.0, 0.0, 1e-13);
    /* half a period has one top, and an area of 2 */
    assert_close(run(sine, NULL, PI, 10).integral, 2.0, 1e-13, 0.0);
    assert_close(run(sine, NULL, PI, 33).when_largest, 0.5 * PI, 0.0, 1e-7);
}

static void
test_add_follows_a_drug_up_and_down(void **state)
{
    const double k[2] = {0.1, 2.0};
    const double when = log(k[1] / k[0]) / (k[1] - k[0]);
    const double largest = exp(-k[0] * when) - exp(-k[1] * when);
    const double end = 24.0;
    const struct pl_tally tally = run(bateman, k, end, 240);

    (void)state;
    assert_close(tally.largest, largest, 1e-8, 0.0);
    assert_close(tally.when_largest, when, 1e-6, 0.0);
    assert_close(tally.smallest, 0.0, 0.0, 0.0);
    assert_close(tally.integral,
                 (1.0 - exp(-k[0] * end)) / k[0] - (1.0 - exp(-k[1] * end)) / k[1],
                 1e-12, 0.0);
}

static void
test_add_takes_the_end_of_what_only_rises(void **state)
{
    const struct pl_tally tally = run(saturation, NULL, 5.0, 50);

    (void)state;
    assert_true(tally.largest == saturation(5.0, NULL));
    assert_true(tally.when_largest == 5.0);
    assert_true(tally.smallest == 0.0);
    assert_close(tally.integral, 4.0 + exp(-5.0), 1e-14, 0.0);
}

/* Whatever the values: the extremes hold every value seen, the time lies in its step. */
static void
test_add_holds_every_value_of_any_steps(void **state)
{
    uint64_t seed = 12345;

    (void)state;
    for (size_t round = 0; round < 2000; round++) {
        struct pl_tally tally;

        pl_tally_begin(&tally);
        for (size_t i = 0; i < 5; i++) {
            const struct pl_tally before = tally;
            double values[PL_OUTPUT_NODES];

            for (size_t j = 0; j < PL_OUTPUT_NODES; j++) {
                seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
                values[j] = (double)(int64_t)seed * (round % 3 == 0 ? 1e-300 : 1e-10);
                if (round % 7 == 0) {
                    values[j] = (double)(seed >> 62); /* often equal */
                }
            }
            pl_tally_add(&tally, (double)i, (double)i + 1.0, values);
            for (size_t j = 0; j < PL_OUTPUT_NODES; j++) {
                assert_true(values[j] <= tally.largest);
                assert_true(values[j] >= tally.smallest);
            }
            assert_true(tally.largest >= before.largest || i == 0);
            if (tally.largest > before.largest) {
                assert_true(tally.when_largest >= (double)i);
                assert_true(tally.when_largest <= (double)i + 1.0);
            } else {
                assert_true(tally.when_largest == before.when_largest);
            }
        }
    }
}

/* The first of equal ones, also from step to step. */
static void
test_add_keeps_the_first_of_equal_values(void **state)
{
    const double flat[PL_OUTPUT_NODES] = {2.0, 2.0, 2.0, 2.0, 2.0};
    const double top[PL_OUTPUT_NODES] = {0.0, 0.0, 2.0, 0.0, 0.0};
    struct pl_tally tally;
    double when = 0.0;

    (void)state;
    pl_tally_begin(&tally);
    pl_tally_add(&tally, 1.0, 2.0, flat);
    pl_tally_add(&tally, 2.0, 3.0, flat);
    assert_true(tally.when_largest == 1.0);
    assert_true(tally.largest == 2.0 && tally.smallest == 2.0);
    assert_true(tally.integral == 4.0);

    pl_tally_begin(&tally);
    pl_tally_add(&tally, 0.0, 1.0, top);
    when = tally.when_largest;
    assert_close(when, 0.5, 0.0, 1e-15);
    pl_tally_add(&tally, 1.0, 2.0, top);
    assert_true(tally.when_largest == when);
}

static void
test_add_passes_nan_on_for_good(void **state)
{
    (void)state;
    for (size_t j = 0; j < PL_OUTPUT_NODES; j++) {
        double values[PL_OUTPUT_NODES] = {1.0, 2.0, 3.0, 2.0, 1.0};
        struct pl_tally tally;

        pl_tally_begin(&tally);
        pl_tally_add(&tally, 0.0, 1.0, values);
        values[j] = (double)NAN;
        pl_tally_add(&tally, 1.0, 2.0, values);
        values[j] = 5.0;
        pl_tally_add(&tally, 2.0, 3.0, values);
        assert_true(isnan(tally.largest) && isnan(tally.smallest));
        assert_true(isnan(tally.integral) && isnan(tally.when_largest));
    }
}

static void
test_add_takes_infinite_values(void **state)
{
    const double values[PL_OUTPUT_NODES] = {1.0, 2.0, (double)INFINITY, 2.0, 1.0};
    const double huge[PL_OUTPUT_NODES] = {-1.7e308, 1.7e308, -1.7e308, 1.7e308, 0.0};
    struct pl_tally tally;

    (void)state;
    pl_tally_begin(&tally);
    pl_tally_add(&tally, 0.0, 1.0, values);
    assert_true(isinf(tally.largest) && tally.largest > 0.0);
    assert_true(tally.smallest == 1.0);
    assert_true(isinf(tally.integral));
    pl_tally_begin(&tally);
    pl_tally_add(&tally, 0.0, 1.0, huge); /* differences overflow */
    assert_true(tally.largest >= 1.7e308 && tally.smallest <= -1.7e308);
}

/* ---- values one by one */

static void
test_see_keeps_the_earliest_of_equal_values(void **state)
{
    static const struct {
        double time, value;
    } seen[] = {{3.0, 1.0}, {5.0, 4.0},  {2.0, 4.0},
                {4.0, 4.0}, {1.0, -2.0}, {6.0, 3.0}};
    struct pl_tally tally;

    (void)state;
    pl_tally_begin(&tally);
    assert_true(pl_tally_scale(&tally) == 0.0);
    for (size_t i = 0; i < N_OF(seen); i++) {
        pl_tally_see(&tally, seen[i].time, seen[i].value);
    }
    assert_true(tally.largest == 4.0 && tally.when_largest == 2.0);
    assert_true(tally.smallest == -2.0 && tally.integral == 0.0);
    assert_true(pl_tally_scale(&tally) == 4.0);
    pl_tally_see(&tally, 7.0, -5.0);
    assert_true(pl_tally_scale(&tally) == 5.0);
    pl_tally_see(&tally, 8.0, -(double)INFINITY);
    assert_true(isinf(pl_tally_scale(&tally)));
    pl_tally_see(&tally, 9.0, (double)NAN);
    pl_tally_see(&tally, 10.0, 1.0);
    assert_true(isnan(tally.largest) && isnan(tally.smallest));
    assert_true(isnan(tally.integral) && isnan(tally.when_largest));
    assert_true(pl_tally_scale(&tally) == 0.0);
}

/* t^7 from 0 to 2 is 32, t^8 is not quite 512/9. */
static void
test_integrate_leaves_the_extremes_alone(void **state)
{
    struct pl_tally tally;
    double sevenths[PL_OUTPUT_NODES];
    double eighths[PL_OUTPUT_NODES];

    (void)state;
    for (size_t j = 0; j < PL_OUTPUT_NODES; j++) {
        sevenths[j] = pow(2.0 * pl_output_shares[j], 7.0);
        eighths[j] = pow(2.0 * pl_output_shares[j], 8.0);
    }
    pl_tally_begin(&tally);
    pl_tally_integrate(&tally, 0.0, 2.0, sevenths);
    assert_close(tally.integral, 32.0, 1e-15, 0.0);
    assert_true(isinf(tally.largest) && tally.largest < 0.0);
    assert_true(isinf(tally.smallest) && tally.smallest > 0.0);
    pl_tally_integrate(&tally, 2.0, 4.0, eighths);
    assert_true(fabs(tally.integral - 32.0 - 512.0 / 9.0) > 1e-4);
    eighths[3] = (double)NAN;
    pl_tally_integrate(&tally, 4.0, 6.0, eighths);
    assert_true(isnan(tally.integral) && isnan(tally.largest));
}

/* x^2 - x^4 turns at 0 and, upwards to 1/4, at -+ 1/sqrt(2). */
static void
test_find_turns_lists_those_that_matter(void **state)
{
    static const struct {
        double smallest, largest, margin;
        size_t n;
        double turns[3];
    } rows[] = {
        {-1.0, 0.1, 0.0, 2, {-0.70710678118654752, 0.70710678118654752}},
        {-1.0, 0.26, 0.0, 0, {0}},
        {-1.0, 0.26, 0.02, 2, {-0.70710678118654752, 0.70710678118654752}},
        {0.01, 0.3, 0.0, 1, {0.0}},
        {0.01, 0.1, 0.0, 3, {-0.70710678118654752, 0.0, 0.70710678118654752}},
    };
    double values[PL_OUTPUT_NODES];

    (void)state;
    for (size_t j = 0; j < PL_OUTPUT_NODES; j++) {
        const double x = 2.0 * pl_output_shares[j] - 1.0;

        values[j] = x * x - x * x * x * x;
    }
    for (size_t i = 0; i < N_OF(rows); i++) {
        const struct pl_tally tally = {rows[i].largest, rows[i].smallest, 0.0, 0.0};
        double turns[4];

        assert_int_equal(pl_tally_find_turns(&tally, values, rows[i].margin, turns),
                         rows[i].n);
        for (size_t k = 0; k < rows[i].n; k++) {
            assert_close(turns[k], rows[i].turns[k], 0.0, 1e-15);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shares_are_the_nodes_of_the_rule),
        cmocka_unit_test(test_add_is_exact_for_quartics),
        cmocka_unit_test(test_add_finds_the_time_of_a_top_to_rounding),
        cmocka_unit_test(test_add_finds_a_pair_of_turns_however_near),
        cmocka_unit_test(test_add_follows_a_sine_to_interpolation_error),
        cmocka_unit_test(test_add_follows_a_drug_up_and_down),
        cmocka_unit_test(test_add_takes_the_end_of_what_only_rises),
        cmocka_unit_test(test_add_holds_every_value_of_any_steps),
        cmocka_unit_test(test_add_keeps_the_first_of_equal_values),
        cmocka_unit_test(test_add_passes_nan_on_for_good),
        cmocka_unit_test(test_add_takes_infinite_values),
        cmocka_unit_test(test_see_keeps_the_earliest_of_equal_values),
        cmocka_unit_test(test_integrate_leaves_the_extremes_alone),
        cmocka_unit_test(test_find_turns_lists_those_that_matter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
