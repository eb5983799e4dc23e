/*
 * test_rest_ways.c - the rest state is the one that the network goes to, however exactly
 * and by whatever method the way there is followed.
 */
#include "solve/rest.h"

#include "base/diag.h"
#include "base/index.h"
#include "compile/program.h"
#include "courses.h"
#include "network_sim.h"
#include "solve/sim.h"
#include "testlib.h"

/* A kinase with two sites and its phosphatase, all saturable; Akt is conserved. */
static const char akt_cycle[] = "up1: Akt => pAkt; V1*Akt/(K + Akt)\n"
                                "up2: pAkt => ppAkt; V2*pAkt/(K + pAkt)\n"
                                "down2: ppAkt => pAkt; W2*ppAkt/(K + ppAkt)\n"
                                "down1: pAkt => Akt; W1*pAkt/(K + pAkt)\n"
                                "Akt = 1; pAkt = 0; ppAkt = 0\n"
                                "V1 = 1.2; V2 = 0.7; W1 = 0.9; W2 = 0.5; K = 0.4\n";

/* Two genes that turn each other off: rest states at either end, and a saddle. */
static const char toggle[] = "=> u; a/(1 + v^2)\n"
                             "=> v; a/(1 + u^2)\n"
                             "u => ; u\n"
                             "v => ; v\n"
                             "u = 2; v = 1.9; a = 5\n";

/* Newton does not jump to another rest state: each side of the saddle at u = v goes its
 * own way, as a long run does. */
static void
test_rest_stays_in_the_basin_it_starts_in(void **state)
{
    static const double starts[][2] = {{2.0, 1.9},    {1.9, 2.0},    {1.6, 1.5},
                                       {1.5, 1.5001}, {0.0, 0.0001}, {10.0, 9.0},
                                       {0.3, 4.9}};

    (void)state;
    for (size_t k = 0; k < sizeof starts / sizeof *starts; k++) {
        const struct pl_sim_options tight = network_options("rk8pd", 1e-10);
        struct pl_rest rest = {0};
        struct network network;
        double y[2][2];

        for (size_t m = 0; m < 2; m++) {
            network_open(&network, toggle, m == 0 ? NULL : &tight);
            network_start(&network);
            network_assign(&network, "u", starts[k][0]);
            network_assign(&network, "v", starts[k][1]);
            if (m == 0) {
                network_rest(&network, &rest);
            } else {
                network_advance(&network, 200.0);
            }
            pl_sim_state(network.sim, y[m]);
            network_close(&network);
        }
        assert_close(y[0][0], y[1][0], 1e-8, 0.0);
        assert_close(y[0][1], y[1][1], 1e-8, 0.0);
        assert_true((y[0][0] > y[0][1]) == (starts[k][0] > starts[k][1]));
        pl_rest_finish(&rest);
    }
}

/* A switch with two rest states, and a slow species that follows: from 200 starts it goes
 * where a run of rtol 1e-9 does, to the same digits. */
static void
test_rest_is_that_of_a_more_careful_run(void **state)
{
    static const char text[] = "=> x; 0.12 + 3*x^2/(1 + x^2) + 0.05*z\n"
                               "x => ; 1.55*x\n"
                               "=> z; 0.02*x\n"
                               "z => ; 0.05*z\n"
                               "x = 1; z = 1\n";
    const struct pl_sim_options careful = network_options("rodas", 1e-9);
    struct network networks[2];
    size_t n_high = 0;

    (void)state;
    network_open(&networks[0], text, NULL);
    network_open(&networks[1], text, &careful);
    for (int i = 0; i < 20; i++) {
        for (int j = 0; j < 10; j++) {
            double y[2][2];

            for (size_t m = 0; m < 2; m++) {
                network_start(&networks[m]);
                network_assign(&networks[m], "x", 0.05 * i);
                network_assign(&networks[m], "z", 0.2 * j);
                network_expect_ok(&networks[m], pl_sim_rest(networks[m].sim,
                                                            networks[m].diags, NULL));
                pl_sim_state(networks[m].sim, y[m]);
            }
            assert_close(y[0][0], y[1][0], 1e-13, 0.0);
            assert_close(y[0][1], y[1][1], 1e-13, 0.0);
            n_high += y[0][0] > 0.5;
        }
    }
    assert_true(n_high > 40 && n_high < 160);
    network_close(&networks[0]);
    network_close(&networks[1]);
}

/* Whatever the tolerance, of those that a run may have. */
static void
test_rest_does_not_depend_on_the_tolerance(void **state)
{
    static const double rtols[] = {1e-6, 1e-11, 1e-9, 1e-5, 1e-4, 1e-3};
    char **paths = network_model_paths();

    (void)state;
    for (size_t k = 0; paths[k] != NULL; k++) {
        double *first = NULL;
        struct network network;

        network_open_file(&network, paths[k], NULL);
        first = calloc(network.program->n_states, 2 * sizeof *first);
        assert_non_null(first);
        for (size_t r = 0; r < sizeof rtols / sizeof *rtols; r++) {
            const struct pl_sim_options options = network_options("rodas", rtols[r]);
            const size_t n = network.program->n_states;

            network_again(&network, &options);
            network_start(&network);
            network_expect_ok(&network, pl_sim_rest(network.sim, network.diags, NULL));
            pl_sim_state(network.sim, r == 0 ? first : first + n);
            for (size_t i = 0; i < n && r > 0; i++) {
                assert_close(first[n + i], first[i], 1e-12, 1e-18);
            }
        }
        free(first);
        network_close(&network);
    }
    network_free_paths(paths);
}

/* Where x stays is up to how it got there, in the end exp(-3): as exact as the run's
 * tolerance has it. With v the Jacobian there tells nothing of that. */
static void
test_rest_of_a_family_is_as_exact_as_the_run(void **state)
{
    static const struct {
        const char *text;
        const char *method;
        double rtol;
    } rows[] = {
        {"x' = -3*x*z\nz' = -z\nx = 1; z = 1\n", "rodas", 1e-4},
        {"x' = -3*x*z\nz' = -z\nx = 1; z = 1\n", "rodas", 1e-6},
        {"x' = -3*x*z\nz' = -z\nx = 1; z = 1\n", "rodas", 1e-8},
        {"x' = -3*x*z\nz' = -z\nx = 1; z = 1\n", "rkf45", 1e-6},
        {"x' = 3*x*(v - 2*z)\nz' = -z\nv' = -5*(v - z)\nx = 1; z = 1; v = 0\n", "rodas",
         1e-6},
        {"x' = 3*x*(v - 2*z)\nz' = -z\nv' = -5*(v - z)\nx = 1; z = 1; v = 0\n", "rodas",
         1e-8},
        {"x' = 3*x*(v - 2*z)\nz' = -z\nv' = -5*(v - z)\nx = 1; z = 1; v = 0\n", "rkf45",
         1e-6},
    };

    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        const struct pl_sim_options options =
            network_options(rows[k].method, rows[k].rtol);
        struct pl_rest rest = {0};
        struct network network;

        network_open(&network, rows[k].text, &options);
        network_start(&network);
        network_expect_ok(&network, pl_sim_rest(network.sim, network.diags, &rest));
        assert_close(network_value(&network, "x"), exp(-3.0), 20.0 * rows[k].rtol, 0.0);
        assert_true(rest.stable);
        pl_rest_finish(&rest);
        network_close(&network);
    }
}

/* 0.3 % of a swing is lost with each radian: it takes thousands of steps. */
static void
test_rest_waits_for_what_rings_for_long(void **state)
{
    struct pl_rest rest = {0};
    struct network network;

    (void)state;
    network_open(&network,
                 "x' = y - 5\n"
                 "y' = -(x - 7) - 0.006*(y - 5)\n"
                 "x = 2; y = 5\n",
                 NULL);
    network_start(&network);
    network_rest(&network, &rest);
    assert_close(network_value(&network, "x"), 7.0, 1e-13, 0.0);
    assert_close(network_value(&network, "y"), 5.0, 1e-13, 0.0);
    assert_close(rest.real[0], -0.003, 1e-10, 0.0);
    assert_true(rest.time > 1000.0);
    pl_rest_finish(&rest);
    network_close(&network);
}

/* Methods that step over the pole of a / (K + a), or see their own errors in its fast
 * rates long after the network came to rest, get there all the same. */
static void
test_rest_looks_again_where_a_method_goes_astray(void **state)
{
    static const char *const texts[] = {
        "=> x0; 0.01 + 4.613*x5/(1.822 + x5) + 0.4675*x2/(2.246 + x2)\n"
        "x0 => ; 0.4278*x0\n"
        "=> x1; 0.01 + 7.491/(1 + (x0/0.2626)^6) + 0.4054/(1 + (x1/1.39)^2)\n"
        "x1 => ; 0.02493*x1\n"
        "=> x2; 0.01 + 0.5608*x1^2/(2.755^2 + x1^2)\n"
        "x2 => ; 0.03951*x2\n"
        "=> x3; 0.01 + 1.101*x1^6/(0.2807^6 + x1^6) + 0.9949/(1 + (x5/0.2487)^2)\n"
        "x3 => ; 0.6137*x3\n"
        "=> x4; 0.01 + 1.664*x0^4/(1.69^4 + x0^4)*0.581*x2^6/(0.5115^6 + x2^6)\n"
        "x4 => ; 7.041*x4\n"
        "=> x5; 0.01 + 2.332*x3^6/(0.3542^6 + x3^6) + 2.726/(1 + x0/1.152)\n"
        "x5 => ; 0.05473*x5\n"
        "u: a => p; (0.05 + x2)*a/(0.05 + a)\n"
        "d: p => a; 0.716*p/(0.05 + p)\n"
        "w: => x4; 2*p^2/(0.3 + p^2)\n"
        "a = 0.72961; p = 0\n"
        "x0 = 0.936866; x1 = 2.87764; x2 = 0.147995; x3 = 3.40109; x4 = 3.96041\n"
        "x5 = 5.21191\n",
        "=> x0; 0.01 + 0.3979*x0^6/(0.1708^6 + x0^6) + 4.444*x1^4/(1.587^4 + x1^4)\n"
        "x0 => ; 0.06762*x0\n"
        "=> x1; 0.01 + 0.3455/(1 + (x0/2.597)^2)*0.6168*x1^4/(1.587^4 + x1^4)\n"
        "x1 => ; 1.569*x1\n"
        "=> x2; 0.01 + 0.5844*x0^6/(0.574^6 + x0^6)*5.331/(1 + x1/2.611)\n"
        "x2 => ; 0.01051*x2\n"
        "u: a => p; (0.05 + x2)*a/(0.05 + a)\n"
        "d: p => a; 2.41*p/(0.05 + p)\n"
        "w: => x2; 2*p^2/(0.3 + p^2)\n"
        "x0 = 3.41071; x1 = 1.63248; x2 = 0.752768; a = 1.19914; p = 0\n",
    };
    static const char *const methods[] = {"rodas", "bsimp", "msbdf"};

    (void)state;
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        double first = 0.0;

        for (size_t k = 0; k < sizeof methods / sizeof *methods; k++) {
            const struct pl_sim_options options = network_options(methods[k], 1e-6);
            struct pl_rest rest = {0};
            struct network network;

            network_open(&network, texts[t], &options);
            network_start(&network);
            network_rest(&network, &rest);
            first = k == 0 ? network_value(&network, "a") : first;
            assert_true(first > 0.0);
            assert_close(network_value(&network, "a"), first, 1e-12, 0.0);
            pl_rest_finish(&rest);
            network_close(&network);
        }
    }
}

/* The rest state is the same whatever method leads there. */
static void
test_rest_does_not_depend_on_the_method(void **state)
{
    static const char *const methods[] = {"msbdf", "bsimp", "rk8pd", "rk4imp", "rkf45"};
    double first[3] = {0.0};

    (void)state;
    for (size_t k = 0; k < sizeof methods / sizeof *methods; k++) {
        const struct pl_sim_options options = network_options(methods[k], 1e-6);
        struct pl_rest rest = {0};
        struct network network;
        double y[3];

        network_open(&network, akt_cycle, &options);
        network_start(&network);
        network_rest(&network, &rest);
        pl_sim_state(network.sim, y);
        for (size_t i = 0; i < 3; i++) {
            first[i] = k == 0 ? y[i] : first[i];
            assert_close(y[i], first[i], 1e-12, 0.0);
        }
        pl_rest_finish(&rest);
        network_close(&network);
    }
}

/* Ways that end in other ways, with neighbours that arrive at once: in lanes and alone, by
 * machine code and without, the same bits. */
static void
test_rest_in_lanes_goes_the_same_ways(void **state)
{
    enum { N = 11 };
    static const struct {
        const char *text;
        enum pl_status all; /* what becomes of every simulation */
    } rows[] = {
        /* one of a family; a hidden sum; rings for long; swings for ever; drifts; comes to
           where its rate has no value */
        {"x' = 3*x*(a*v - 2*z); z' = -b*z; v' = -5*(v - z)\n"
         "x = 1; z = 1; v = 0; a = 1; b = 1\n",
         PL_OK},
        {"x' = -a*x + b*y; y' = a*x - b*y\nx = 1; y = 0; a = 2; b = 1\n", PL_OK},
        {"x' = y - 5; y' = -w*(x - 7) - 0.02*(y - 5)\nx = 2; y = 5; w = 1\n", PL_OK},
        {"=> X; a\nl: 2 X + Y -> 3 X; X^2*Y\nX -> Y; 9*a^2*X\nX => ; X\n"
         "X = 1.1; Y = 1; a = 1\n",
         PL_ERR_REST},
        {"x' = a\nx = 1; a = 1\n", PL_ERR_REST},
        {"A -> ; k\n -> B; ln(A)\nA = 1; B = 0; k = 1\n", PL_ERR_RATE},
    };
    struct course_group groups[COURSE_MOST_GROUPS];
    const size_t n_groups = courses_list_groups(groups);

    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        struct course_result want[N];
        struct network network = {0};
        struct course_plan plan = {.rests = true,
                                   .t_end = 0.1,
                                   .symbol = PL_NONE,
                                   .options = pl_sim_options_default(),
                                   .n = N,
                                   .vary = courses_vary_parameters};

        network_compile(&network, rows[k].text);
        courses_run(&network, &plan, courses_alone(), want);
        for (size_t i = 0; i < N; i++) {
            assert_int_equal(want[i].rest != PL_OK ? want[i].rest : want[i].end,
                             rows[k].all);
        }
        for (size_t g = 0; g < n_groups; g++) {
            groups[g].alone = false;
            courses_expect(&network, &plan, groups[g], want);
            groups[g].alone = true;
            courses_expect(&network, &plan, groups[g], want);
        }
        network_close(&network);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rest_stays_in_the_basin_it_starts_in),
        cmocka_unit_test(test_rest_is_that_of_a_more_careful_run),
        cmocka_unit_test(test_rest_does_not_depend_on_the_tolerance),
        cmocka_unit_test(test_rest_of_a_family_is_as_exact_as_the_run),
        cmocka_unit_test(test_rest_waits_for_what_rings_for_long),
        cmocka_unit_test(test_rest_looks_again_where_a_method_goes_astray),
        cmocka_unit_test(test_rest_does_not_depend_on_the_method),
        cmocka_unit_test(test_rest_in_lanes_goes_the_same_ways),
    };

    return cmocka_run_group_tests(tests, network_gsl_answers, NULL);
}
