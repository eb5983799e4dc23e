/*
 * test_rest.c - rest states against closed forms and long runs.
 */
#include "solve/rest.h"

#include "base/diag.h"
#include "compile/program.h"
#include "matrix.h"
#include "model/model.h"
#include "network_sim.h"
#include "solve/sim.h"
#include "testlib.h"

/* X rests at kf/(kf + kb); the slowest and only eigenvalue is -(kf + kb). */
static const char two_state[] = "J0: A -> B; kf*A - kb*B\n"
                                "A = 1; B = 0; kf = 0.3; kb = 0.1\n";

/* A kinase with two sites and its phosphatase, all saturable; Akt is conserved. */
static const char akt_cycle[] = "up1: Akt => pAkt; V1*Akt/(K + Akt)\n"
                                "up2: pAkt => ppAkt; V2*pAkt/(K + pAkt)\n"
                                "down2: ppAkt => pAkt; W2*ppAkt/(K + ppAkt)\n"
                                "down1: pAkt => Akt; W1*pAkt/(K + pAkt)\n"
                                "Akt = 1; pAkt = 0; ppAkt = 0\n"
                                "V1 = 1.2; V2 = 0.7; W1 = 0.9; W2 = 0.5; K = 0.4\n";

static void
test_rest_matches_a_closed_form(void **state)
{
    struct pl_rest rest = {0};
    struct network network;

    (void)state;
    network_open(&network, two_state, NULL);
    network_start(&network);
    network_rest(&network, &rest);
    assert_close(network_value(&network, "A"), 0.25, 1e-14, 0.0);
    assert_close(network_value(&network, "B"), 0.75, 1e-14, 0.0);
    assert_int_equal(rest.n_laws, 1);
    assert_int_equal(rest.n_eigenvalues, 1);
    assert_close(rest.real[0], -0.4, 1e-14, 0.0);
    assert_true(rest.imaginary[0] == 0.0);
    assert_true(rest.time > 0.0 && rest.time < 100.0);
    assert_true(rest.n_newton >= 1);
    pl_rest_finish(&rest);
    assert_null(rest.real);
    network_close(&network);
}

/* x' = -2x + 5y, y' = -5x - 2y, z' = x - 0.1 z: eigenvalues -0.1, -2 +- 5i */
static void
test_rest_gives_exact_eigenvalues_of_a_linear_system(void **state)
{
    struct pl_rest rest = {0};
    struct network network;

    (void)state;
    network_open(&network,
                 "x' = -2*x + 5*y + 3\n"
                 "y' = -5*x - 2*y\n"
                 "z' = x - 0.1*z\n"
                 "x = 1; y = 0; z = 0\n",
                 NULL);
    network_start(&network);
    network_rest(&network, &rest);
    assert_close(network_value(&network, "x"), 6.0 / 29.0, 1e-13, 0.0);
    assert_close(network_value(&network, "y"), -15.0 / 29.0, 1e-13, 0.0);
    assert_close(network_value(&network, "z"), 60.0 / 29.0, 1e-13, 0.0);
    assert_int_equal(rest.n_eigenvalues, 3);
    assert_close(rest.real[0], -0.1, 1e-13, 0.0);
    assert_close(rest.imaginary[0], 0.0, 0.0, 1e-13);
    assert_close(rest.real[1], -2.0, 1e-13, 0.0);
    assert_close(rest.imaginary[1], 5.0, 1e-13, 0.0);
    assert_close(rest.real[2], -2.0, 1e-13, 0.0);
    assert_close(rest.imaginary[2], -5.0, 1e-13, 0.0);
    pl_rest_finish(&rest);
    network_close(&network);
}

/* The rest state solves the balance of each step, and the sum stays. */
static void
test_rest_of_a_conserved_cycle_balances(void **state)
{
    struct pl_rest rest = {0};
    struct network network;

    (void)state;
    network_open(&network, akt_cycle, NULL);
    network_start(&network);
    network_rest(&network, &rest);
    assert_close(network_value(&network, "up1"), network_value(&network, "down1"),
                 1e-12, 0.0);
    assert_close(network_value(&network, "up2"), network_value(&network, "down2"),
                 1e-12, 0.0);
    assert_close(network_value(&network, "Akt") + network_value(&network, "pAkt") +
                     network_value(&network, "ppAkt"),
                 1.0, 1e-14, 0.0);
    assert_int_equal(rest.n_laws, 1);
    assert_int_equal(rest.n_eigenvalues, 2);
    pl_rest_finish(&rest);
    network_close(&network);
}

/* Concentrations on both sides of a membrane: amounts are conserved, so the law weighs
 * with the sizes. Rest at equal concentrations: (2*6 + 8*1)/10 = 2. */
static void
test_rest_weighs_conserved_sums_with_compartments(void **state)
{
    struct pl_rest rest = {0};
    struct network network;

    (void)state;
    network_open(&network,
                 "compartment V1 = 2; compartment V2 = 8\n"
                 "species A in V1, B in V2\n"
                 "J0: A -> B; k*(A - B)\n"
                 "A = 6; B = 1; k = 0.5\n",
                 NULL);
    network_start(&network);
    network_rest(&network, &rest);
    assert_close(network_value(&network, "A"), 2.0, 1e-13, 0.0);
    assert_close(network_value(&network, "B"), 2.0, 1e-13, 0.0);
    assert_int_equal(rest.n_laws, 1);
    assert_close(rest.real[0], -0.5 * (1.0 / 2.0 + 1.0 / 8.0), 1e-12, 0.0);
    pl_rest_finish(&rest);
    network_close(&network);
}

/* The same in amounts: no weights; rest where 2 A/2 = B/8. */
static void
test_rest_takes_amounts_as_they_are(void **state)
{
    struct pl_rest rest = {0};
    struct network network;

    (void)state;
    network_open(&network,
                 "compartment V1 = 2; compartment V2 = 8\n"
                 "substanceOnly species A in V1, B in V2\n"
                 "J0: A -> B; k*(A/V1 - B/V2)\n"
                 "A = 12; B = 8; k = 0.5\n",
                 NULL);
    network_start(&network);
    network_rest(&network, &rest);
    assert_close(network_value(&network, "A"), 4.0, 1e-13, 0.0);
    assert_close(network_value(&network, "B"), 16.0, 1e-13, 0.0);
    pl_rest_finish(&rest);
    network_close(&network);
}

/* Near that point it goes on to a stable one. */
static void
test_rest_leaves_a_rest_state_that_is_not_stable(void **state)
{
    struct pl_rest rest = {0};
    struct network network;

    (void)state;
    network_open(&network, "x' = 2*x - x^3\nx = 1e-3\n", NULL);
    network_start(&network);
    network_rest(&network, &rest);
    assert_close(network_value(&network, "x"), sqrt(2.0), 1e-13, 0.0);
    pl_rest_finish(&rest);
    network_close(&network);
}

/* Two clocks: time constants of 1e5 minutes and of 1 ms cost few steps. */
static void
test_rest_reaches_slow_networks_quickly(void **state)
{
    struct pl_rest rest = {0};
    struct network network;

    (void)state;
    network_open(&network,
                 "=> A; 1e-5*(1 + B)\n"
                 "A => ; 1e-5*A\n"
                 "=> B; 1e3*A/(1 + A)\n"
                 "B => ; 1e3*B\n"
                 "A = 0; B = 0\n",
                 NULL);
    network_start(&network);
    network_rest(&network, &rest);
    /* A = 1 + A/(1 + A): A^2 - A - 1 = 0 */
    assert_close(network_value(&network, "A"), 0.5 * (1.0 + sqrt(5.0)), 1e-12, 0.0);
    assert_true(rest.time > 1e5);
    assert_true(pl_sim_get_statistics(network.sim).steps < 600);
    pl_rest_finish(&rest);
    network_close(&network);
}

/* Everything decays: the rest state is 0, exactly. */
static void
test_rest_can_be_nothing_at_all(void **state)
{
    static const char *const starts[] = {"A = 1; B = 0.5\n", "A = 0; B = 0\n"};

    (void)state;
    for (size_t k = 0; k < 2; k++) {
        char text[256];
        struct pl_rest rest = {0};
        struct network network;

        snprintf(text, sizeof text, "J0: A -> B; A\nJ1: B -> ; 0.2*B\n%s", starts[k]);
        network_open(&network, text, NULL);
        network_start(&network);
        network_rest(&network, &rest);
        assert_true(network_value(&network, "A") == 0.0);
        assert_true(network_value(&network, "B") == 0.0);
        assert_close(rest.real[0], -0.2, 1e-13, 0.0);
        assert_close(rest.real[1], -1.0, 1e-13, 0.0);
        pl_rest_finish(&rest);
        network_close(&network);
    }
}

/* x + y is kept by rate rules, which no stoichiometry tells: Newton's matrix is
 * singular, and time stepping has to do. */
static void
test_rest_finds_hidden_sums_by_time_stepping(void **state)
{
    struct pl_rest rest = {0};
    struct network network;

    (void)state;
    network_open(&network,
                 "x' = -2*x + y\n"
                 "y' = 2*x - y\n"
                 "x = 1; y = 0\n",
                 NULL);
    network_start(&network);
    assert_int_equal(pl_sim_rest(network.sim, network.diags, &rest), PL_OK);
    assert_close(network_value(&network, "x"), 1.0 / 3.0, 1e-8, 0.0);
    assert_close(network_value(&network, "y"), 2.0 / 3.0, 1e-8, 0.0);
    assert_true(rest.stable);
    assert_int_equal(rest.n_laws, 0);
    assert_int_equal(rest.n_newton, 0);
    assert_close(rest.real[0], 0.0, 0.0, 1e-14);
    assert_close(rest.real[1], -3.0, 1e-13, 0.0);
    pl_rest_finish(&rest);
    network_close(&network);
}

/* So it is with a sum that only constants of 0 keep, in a network whose matrix is near
 * to one that is not singular. */
static void
test_rest_keeps_a_hidden_sum(void **state)
{
    static const char text[] =
        "up: R => pR; a*R/(Ka + R)\n"
        "down: pR => R; 0.4*pR/(Kd + pR)\n"
        "bind: R + D -> RD; kf*R*D - kr*RD\n"
        "mark: D => pD; km*pR*D/(Km + D)\n"
        "clear: pD => D; 1.5*pD/(7 + pD)\n"
        "make: => D; ks\n"
        "lose: pD => ; kl*pD\n"
        "R = 30; pR = 1; RD = 100; D = 40; pD = 3; ks = 0; kl = 0\n"
        "a = 0.7; Ka = 20; Kd = 6; kf = 0.006; kr = 1e-4\n"
        "km = 0.02; Km = 120\n";
    static const char *const varied[] = {"a", "Ka", "Kd", "kf", "kr", "km", "Km"};
    uint64_t seed = 4;
    struct network network;

    (void)state;
    network_open(&network, text, NULL);
    for (int times = 0; times < 20; times++) {
        double sum = 0.0;

        network_start(&network);
        for (size_t k = 0; k < sizeof varied / sizeof *varied; k++) {
            network_assign(&network, varied[k],
                           network_value(&network, varied[k]) *
                               exp(matrix_random_number(&seed)));
        }
        sum = network_value(&network, "RD") + network_value(&network, "D") +
              network_value(&network, "pD");
        network_expect_ok(&network, pl_sim_rest(network.sim, network.diags, NULL));
        assert_close(network_value(&network, "RD") + network_value(&network, "D") +
                         network_value(&network, "pD"),
                     sum, 1e-10, 0.0);
        assert_close(network_value(&network, "up"), network_value(&network, "down"),
                     1e-6, 0.0);
    }
    network_close(&network);
}

/* Who writes a loss that does not end at 0 gets what that gives. */
static void
test_rest_may_be_below_zero(void **state)
{
    struct pl_rest rest = {0};
    struct network network;

    (void)state;
    network_open(&network, "A => ; A + 1\nA = 1\n", NULL);
    network_start(&network);
    network_rest(&network, &rest);
    assert_close(network_value(&network, "A"), -1.0, 1e-14, 0.0);
    pl_rest_finish(&rest);
    network_close(&network);
}

static void
test_rest_of_a_network_without_states_is_there(void **state)
{
    struct pl_rest rest = {0};
    struct network network;

    (void)state;
    network_open(&network, "x := 2*k\nk = 1\n", NULL);
    network_start(&network);
    assert_int_equal(pl_sim_rest(network.sim, NULL, &rest), PL_OK);
    assert_true(rest.stable);
    assert_int_equal(rest.n_eigenvalues, 0);
    assert_true(pl_sim_time(network.sim) == 0.0);
    pl_rest_finish(&rest);
    network_close(&network);
}

/* Held quantities that were assigned stay. */
static void
test_rest_keeps_held_quantities(void **state)
{
    struct pl_rest rest = {0};
    struct network network;

    (void)state;
    network_open(&network, two_state, NULL);
    network_start(&network);
    network_assign(&network, "kb", 0.9);
    network_rest(&network, &rest);
    assert_close(network_value(&network, "A"), 0.75, 1e-14, 0.0);
    network_assign(&network, "kb", 0.0);
    network_rest(&network, &rest); /* a second time, into the same struct */
    assert_close(network_value(&network, "B"), 1.0, 1e-14, 0.0);
    pl_rest_finish(&rest);
    network_close(&network);
}

/* A rested network stays where it is. */
static void
test_rest_lasts(void **state)
{
    static const char *const paths[] = {"models/negative-feedback.ant",
                                        "models/relay.ant", "models/huang-ferrell.ant",
                                        "models/her2-mtor.ant"};

    (void)state;
    for (size_t k = 0; k < sizeof paths / sizeof *paths; k++) {
        struct pl_rest rest = {0};
        struct network network;
        double *before = NULL;
        size_t n = 0;

        network_open_file(&network, paths[k], NULL);
        n = network.program->n_states;
        before = calloc(n, 2 * sizeof *before);
        assert_non_null(before);
        network_start(&network);
        network_rest(&network, &rest);
        pl_sim_state(network.sim, before);
        network_advance(&network, 1e4);
        pl_sim_state(network.sim, before + n);
        for (size_t i = 0; i < n; i++) {
            assert_close(before[n + i], before[i], 1e-9, 1e-12);
        }
        free(before);
        pl_rest_finish(&rest);
        network_close(&network);
    }
}

static enum pl_status
rest_briefly(void *context)
{
    struct network *network = context;
    struct pl_rest rest = {0};
    enum pl_status status = pl_sim_start(network->sim, network->inputs, NULL);

    if (status == PL_OK) {
        status = pl_sim_rest(network->sim, NULL, &rest);
    }
    pl_rest_finish(&rest);
    return status;
}

static void
test_rest_survives_no_memory(void **state)
{
    struct network network;

    (void)state;
    network_open(&network, akt_cycle, NULL);
    assert_true(assert_survives_no_memory(rest_briefly, &network) > 10);
    network_close(&network);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rest_matches_a_closed_form),
        cmocka_unit_test(test_rest_gives_exact_eigenvalues_of_a_linear_system),
        cmocka_unit_test(test_rest_of_a_conserved_cycle_balances),
        cmocka_unit_test(test_rest_weighs_conserved_sums_with_compartments),
        cmocka_unit_test(test_rest_takes_amounts_as_they_are),
        cmocka_unit_test(test_rest_leaves_a_rest_state_that_is_not_stable),
        cmocka_unit_test(test_rest_reaches_slow_networks_quickly),
        cmocka_unit_test(test_rest_can_be_nothing_at_all),
        cmocka_unit_test(test_rest_finds_hidden_sums_by_time_stepping),
        cmocka_unit_test(test_rest_keeps_a_hidden_sum),
        cmocka_unit_test(test_rest_may_be_below_zero),
        cmocka_unit_test(test_rest_of_a_network_without_states_is_there),
        cmocka_unit_test(test_rest_keeps_held_quantities),
        cmocka_unit_test(test_rest_lasts),
        cmocka_unit_test(test_rest_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, network_gsl_answers, NULL);
}
