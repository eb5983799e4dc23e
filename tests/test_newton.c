/*
 * test_newton.c - Newton steps to a rest state: where they go, and what they refuse.
 */
#include "solve/newton.h"

#include "base/diag.h"
#include "compile/program.h"
#include "matrix.h"
#include "network_sim.h"
#include "solve/conserved.h"
#include "solve/rest.h"
#include "solve/system.h"
#include "testlib.h"

/* [-] How far a first step may go here. */
static const double REACH = 1e-2;

/* The most states here. */
enum { MOST = 64 };

/* A network and its equations. */
struct bench {
    struct network network;
    struct pl_system *system;
    struct pl_conserved conserved;
    struct pl_newton *newton;
    double y[MOST], scale[MOST];
};

static void
bench_prepare(struct bench *bench)
{
    const struct network *network = &bench->network;

    assert_true(network->program->n_states <= MOST);
    network_expect_ok(network,
                      pl_system_create(network->kernels, NULL, &bench->system));
    network_expect_ok(network, pl_conserved_init(network->program, network->diags,
                                                 &bench->conserved));
    network_expect_ok(network, pl_newton_create(bench->system, &bench->conserved,
                                                network->diags, &bench->newton));
}

/* What follows from where it stands now. */
static void
bench_anchor(struct bench *bench)
{
    double largest = 0.0;

    pl_conserved_anchor(&bench->conserved, bench->system, bench->y);
    for (size_t i = 0; i < bench->network.program->n_states; i++) {
        largest = fmax(largest, fabs(bench->y[i]));
    }
    for (size_t i = 0; i < bench->network.program->n_states; i++) {
        bench->scale[i] = largest;
    }
}

static void
bench_open(struct bench *bench, const char *text)
{
    *bench = (struct bench){0};
    network_compile(&bench->network, text);
    bench_prepare(bench);
    pl_system_start(bench->system, bench->network.inputs, bench->y);
    bench_anchor(bench);
}

static void
bench_close(struct bench *bench)
{
    pl_newton_destroy(bench->newton);
    pl_conserved_finish(&bench->conserved);
    pl_system_destroy(bench->system);
    network_close(&bench->network);
}

/* ---- where they go ---- */

/* A cycle that rests at A = 1/4, and what is made from it. Sums are kept to the last
 * digit, and few steps need new factors. */
static void
test_run_goes_to_the_rest_on_the_sums(void **state)
{
    struct bench bench;
    struct pl_newton_report report;

    (void)state;
    bench_open(&bench, "J0: A -> B; kf*A - kb*B\n"
                       "=> C; A^2\nC => ; 5*C^2\n"
                       "A = 0.2505; B = 0.7495; C = 0.111; kf = 0.3; kb = 0.1\n");
    assert_int_equal(pl_newton_run(bench.newton, bench.scale, REACH, bench.y, &report),
                     PL_NEWTON_DONE);
    assert_close(bench.y[0], 0.25, 1e-15, 0.0);
    assert_close(bench.y[1], 0.75, 1e-15, 0.0);
    assert_close(bench.y[2], 0.25 / sqrt(5.0), 1e-15, 0.0);
    assert_true(report.first_step > 1e-3 && report.first_step < REACH);
    assert_true(report.n_iterations >= 3 && report.n_iterations <= 6);
    assert_close(report.slowest, 1.0 / 0.1, 1e-12, 0.0); /* of B */
    assert_true(pl_newton_residual(bench.newton, bench.scale, bench.y) < 1e-14);
    bench_close(&bench);
}

/* From around the rest of real networks back to it. */
static void
test_run_finds_the_rest_again(void **state)
{
    static const char *const paths[] = {"models/huang-ferrell.ant", "models/relay.ant",
                                        "models/her2-mtor.ant"};
    uint64_t seed = 21;

    (void)state;
    for (size_t k = 0; k < sizeof paths / sizeof *paths; k++) {
        struct bench bench = {0};
        double rest[MOST];
        size_t n = 0;
        size_t n_done = 0;

        network_open_file(&bench.network, paths[k], NULL);
        network_start(&bench.network);
        network_expect_ok(&bench.network,
                          pl_sim_rest(bench.network.sim, bench.network.diags, NULL));
        pl_sim_state(bench.network.sim, rest);
        bench_prepare(&bench);
        pl_system_start(bench.system, bench.network.inputs, bench.y);
        n = bench.network.program->n_states;
        memcpy(bench.y, rest, n * sizeof *rest);
        bench_anchor(&bench);
        for (int times = 0; times < 50; times++) {
            const double size = pow(10.0, 3.0 * matrix_random_number(&seed) - 5.0);
            struct pl_newton_report report;
            double before[MOST];

            for (size_t i = 0; i < n; i++) {
                before[i] = rest[i] * (1.0 + size * matrix_random_number(&seed));
                bench.y[i] = before[i];
            }
            if (pl_newton_run(bench.newton, bench.scale, REACH, bench.y, &report) !=
                PL_NEWTON_DONE) {
                assert_memory_equal(bench.y, before, n * sizeof *before);
                continue;
            }
            n_done++;
            for (size_t i = 0; i < n; i++) {
                assert_close(bench.y[i], rest[i], 1e-12, 1e-20);
            }
        }
        assert_true(n_done >= 25);
        bench_close(&bench);
    }
}

/* No state acts on itself, and they count in units far apart: rows change places. */
static void
test_run_chooses_pivots_where_the_diagonal_is_none(void **state)
{
    struct bench bench;
    struct pl_newton_report report;

    (void)state;
    bench_open(&bench, "x' = 1e6*y - 1e-3; y' = 1e-9*(4 - x*z); z' = x - 1\n"
                       "x = 1.001; y = 1.002e-9; z = 3.99\n");
    bench.scale[1] = 1e-9;
    assert_int_equal(pl_newton_run(bench.newton, bench.scale, REACH, bench.y, &report),
                     PL_NEWTON_DONE);
    assert_close(bench.y[0], 1.0, 1e-15, 0.0);
    assert_close(bench.y[1], 1e-9, 1e-15, 0.0);
    assert_close(bench.y[2], 4.0, 1e-15, 0.0);
    bench_close(&bench);
}

/* ---- what they refuse ---- */

/* x' = 1 - x from 1 + d: a step of d/(1 + d). */
static void
test_run_goes_no_further_than_its_reach(void **state)
{
    static const struct {
        double d;
        enum pl_newton_outcome outcome;
    } rows[] = {
        {0.0, PL_NEWTON_DONE},   {1e-9, PL_NEWTON_DONE},   {4e-3, PL_NEWTON_DONE},
        {-4e-3, PL_NEWTON_DONE}, {1.02e-2, PL_NEWTON_FAR}, {-1e-2, PL_NEWTON_FAR},
        {0.5, PL_NEWTON_FAR},    {1e6, PL_NEWTON_FAR},     {-0.9, PL_NEWTON_FAR},
    };

    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        const double size = fabs(rows[k].d) / (1.0 + rows[k].d);
        struct pl_newton_report report;
        struct bench bench;
        double start = 1.0 + rows[k].d;

        bench_open(&bench, "x' = 1 - x\nx = 1\n");
        bench.y[0] = start;
        bench_anchor(&bench);
        assert_int_equal(
            pl_newton_run(bench.newton, bench.scale, REACH, bench.y, &report),
            rows[k].outcome);
        assert_close(bench.y[0], rows[k].outcome == PL_NEWTON_DONE ? 1.0 : start, 0.0,
                     0.0);
        assert_close(report.first_step, size, 1e-5, 1e-16);
        assert_close(report.slowest, 1.0, 0.0, 0.0);
        bench_close(&bench);
    }
}

/* A family of rest states, whose factors have pivots of nothing but rounding: a small
 * number on the diagonal makes that large. */
static void
test_run_knows_a_singular_matrix(void **state)
{
    static const char *const names[] = {"a0", "a1", "a2", "b0", "b1", "b2"};
    uint64_t seed = 5;
    struct bench bench;

    (void)state;
    bench_open(&bench,
               "x' = a0*(x - 1) + a1*(y - 1) + a2*(z - 1)\n"
               "y' = b0*(x - 1) + b1*(y - 1) + b2*(z - 1)\n"
               "z' = -(a0 + b0)*(x - 1) - (a1 + b1)*(y - 1) - (a2 + b2)*(z - 1)\n"
               "x = 1; y = 1; z = 1; a0 = 1; a1 = 1; a2 = 1; b0 = 1; b1 = 1; b2 = 1\n");
    for (int times = 0; times < 500; times++) {
        struct pl_newton_report report;

        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            const double size =
                k > 0 ? 1.0 : pow(10.0, matrix_random_number(&seed) - 4.0);

            pl_system_hold(bench.system, network_symbol(&bench.network, names[k]),
                           size * matrix_random_number(&seed));
        }
        for (size_t i = 0; i < 3; i++) {
            bench.y[i] = 1.0 + 1e-5 * matrix_random_number(&seed);
        }
        assert_int_equal(
            pl_newton_run(bench.newton, bench.scale, REACH, bench.y, &report),
            PL_NEWTON_SINGULAR);
    }
    bench_close(&bench);
}

/* A species has to stay: the rest of A is at -1, near enough beside B. */
static void
test_run_fails_where_a_species_turns_negative(void **state)
{
    struct bench bench;
    struct pl_newton_report report;

    (void)state;
    bench_open(&bench, "A => ; A + 1\n=> B; 1e9 - B\nA = 1; B = 1e9\n");
    assert_int_equal(pl_newton_run(bench.newton, bench.scale, REACH, bench.y, &report),
                     PL_NEWTON_FAILED);
    assert_true(bench.y[0] == 1.0);
    bench_close(&bench);
}

/* f = |x|^(1/3) with its sign: each step leads twice as far to the other side. */
static void
test_run_fails_where_steps_grow(void **state)
{
    struct bench bench;
    struct pl_newton_report report;

    (void)state;
    bench_open(&bench, "x' = -piecewise((x - 1)^(1/3), x > 1, -(1 - x)^(1/3))\n"
                       "x = 1.0001\n");
    assert_int_equal(pl_newton_run(bench.newton, bench.scale, REACH, bench.y, &report),
                     PL_NEWTON_FAILED);
    assert_true(bench.y[0] == 1.0001);
    bench_close(&bench);
}

static void
test_run_fails_without_rates(void **state)
{
    struct bench bench;
    struct pl_newton_report report;

    (void)state;
    bench_open(&bench, "x' = ln(x)\nx = 1\n");
    bench.y[0] = -1.0;
    assert_int_equal(pl_newton_run(bench.newton, bench.scale, REACH, bench.y, &report),
                     PL_NEWTON_FAILED);
    assert_true(isnan(pl_newton_residual(bench.newton, bench.scale, bench.y)));
    bench_close(&bench);
}

/* ---- memory ---- */

static enum pl_status
create_briefly(void *context)
{
    struct bench *bench = context;
    struct pl_newton *newton = NULL;
    const enum pl_status status =
        pl_newton_create(bench->system, &bench->conserved, NULL, &newton);

    assert_true((status == PL_OK) == (newton != NULL));
    pl_newton_destroy(newton);
    return status;
}

static void
test_create_survives_no_memory(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, "J0: A -> B; kf*A - kb*B\nA = 1; B = 0; kf = 0.3; kb = 0.1\n");
    assert_true(assert_survives_no_memory(create_briefly, &bench) > 10);
    pl_newton_destroy(NULL);
    bench_close(&bench);
}

/* Rows that change places need a full matrix, only then. */
static void
test_run_says_that_memory_was_out(void **state)
{
    struct bench bench;
    struct pl_newton_report report;

    (void)state;
    bench_open(&bench, "x' = y - 1\ny' = 2 - x\nx = 2.001; y = 1\n");
    for (size_t k = 2; k >= 1; k--) {
        test_fail_allocation(k, false);
        assert_int_equal(
            pl_newton_run(bench.newton, bench.scale, REACH, bench.y, &report),
            PL_NEWTON_SINGULAR);
        assert_true(test_allow_allocations());
        assert_true(pl_newton_lacks_memory(bench.newton));
    }
    assert_int_equal(pl_newton_run(bench.newton, bench.scale, REACH, bench.y, &report),
                     PL_NEWTON_DONE);
    assert_false(pl_newton_lacks_memory(bench.newton));
    assert_close(bench.y[0], 2.0, 1e-15, 0.0);
    bench_close(&bench);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run_goes_to_the_rest_on_the_sums),
        cmocka_unit_test(test_run_finds_the_rest_again),
        cmocka_unit_test(test_run_chooses_pivots_where_the_diagonal_is_none),
        cmocka_unit_test(test_run_goes_no_further_than_its_reach),
        cmocka_unit_test(test_run_knows_a_singular_matrix),
        cmocka_unit_test(test_run_fails_where_a_species_turns_negative),
        cmocka_unit_test(test_run_fails_where_steps_grow),
        cmocka_unit_test(test_run_fails_without_rates),
        cmocka_unit_test(test_create_survives_no_memory),
        cmocka_unit_test(test_run_says_that_memory_was_out),
    };

    return cmocka_run_group_tests(tests, network_gsl_answers, NULL);
}
