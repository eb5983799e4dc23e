/*
 * test_stepper.c - every method against closed forms, its dense output, and its limits.
 */
#include "solve/stepper.h"

#include "compile/program.h"
#include "network_sim.h"
#include "problems.h"
#include "solve/sim.h"
#include "solve/system.h"
#include "testlib.h"

/* Steps of any test here stay far below this. */
enum { MANY = 200000 };

/* One stepper on one problem. */
struct run {
    const struct problem *problem;
    struct pl_stepper *stepper;
    struct network network;   /* of rodas, */
    struct pl_system *system; /* which steps nothing else; NULL for the others */
    double scale[PROBLEM_MOST_STATES];
    double atol[PROBLEM_MOST_STATES];
    double t;
    double y[PROBLEM_MOST_STATES];
    size_t n_steps;
};

static size_t
find_method(const char *name)
{
    size_t n = 0;
    const struct pl_sim_method *methods = pl_stepper_methods(&n);

    for (size_t k = 0; k < n; k++) {
        if (strcmp(methods[k].name, name) == 0) {
            return k;
        }
    }
    fail_msg("no method '%s'", name);
    return 0;
}

static bool
network_rates(void *context, double t, const double *y, double *dydt)
{
    return pl_system_rates(context, t, y, dydt);
}

/* The problem as a network that stands at its start. */
static void
open_network(struct run *run)
{
    double y[PROBLEM_MOST_STATES];
    double want[PROBLEM_MOST_STATES];

    network_compile(&run->network, run->problem->network);
    assert_int_equal(run->network.program->n_states, run->problem->n);
    assert_int_equal(pl_system_create(run->network.kernels, NULL, &run->system), PL_OK);
    pl_system_start(run->system, run->network.inputs, y);
    run->problem->exact(0.0, want);
    assert_memory_equal(y, want, run->problem->n * sizeof *y);
}

/* What a method steps: functions in C, or the same as a network. */
static struct pl_ode
equations_of(struct run *run, const char *method)
{
    const struct problem *problem = run->problem;

    if (strcmp(method, "rodas") == 0) {
        open_network(run);
        return (struct pl_ode){.n = problem->n,
                               .context = run->system,
                               .rates = network_rates,
                               .system = run->system,
                               .scale = run->scale};
    }
    return (struct pl_ode){
        .n = problem->n, .rates = problem->rates, .jacobian = problem->jacobian};
}

static void
run_begin(struct run *run, const struct problem *problem, const char *method)
{
    const size_t k = find_method(method);
    struct pl_ode equations;

    memset(run, 0, sizeof *run);
    run->problem = problem;
    equations = equations_of(run, method);
    assert_int_equal(pl_stepper_create(k, &equations, run->atol, NULL, &run->stepper),
                     PL_OK);
}

static void
run_end(struct run *run)
{
    pl_stepper_destroy(run->stepper);
    run->stepper = NULL;
    if (run->system != NULL) {
        pl_system_destroy(run->system);
        network_close(&run->network);
    }
}

static void
run_restart(struct run *run, double rtol, double t_end)
{
    run->t = 0.0;
    run->n_steps = 0;
    run->problem->exact(0.0, run->y);
    for (size_t i = 0; i < run->problem->n; i++) {
        run->atol[i] = 1e-3 * rtol;
    }
    assert_true(pl_stepper_restart(run->stepper, rtol, 0.0, t_end, run->y));
}

/* Step to t_end, exactly. */
static void
run_to(struct run *run, double t_end)
{
    while (run->t < t_end) {
        const double before = run->t;

        if (!pl_stepper_step(run->stepper, &run->t, t_end, run->y)) {
            fail_msg("no step of %.3g from t = %.17g to %.17g",
                     pl_stepper_pace(run->stepper).size, run->t, t_end);
        }
        assert_true(run->t > before && run->t <= t_end);
        assert_true(++run->n_steps < MANY);
    }
    assert_true(run->t == t_end);
}

/* The largest error, relative to the value. */
static double
error_at(const struct problem *problem, double t, const double *y)
{
    double want[PROBLEM_MOST_STATES];
    double worst = 0.0;

    problem->exact(t, want);
    for (size_t i = 0; i < problem->n; i++) {
        worst = fmax(worst, fabs(y[i] - want[i]) / fabs(want[i]));
    }
    return worst;
}

static double
end_error(const struct problem *problem, const char *method, double rtol, double t_end)
{
    struct run run;
    double error = 0.0;

    run_begin(&run, problem, method);
    run_restart(&run, rtol, t_end);
    run_to(&run, t_end);
    error = error_at(problem, t_end, run.y);
    run_end(&run);
    return error;
}

/* What each method can be asked for: the tolerance of most tests, the tightest that is
 * cheap enough, and errors in units of rtol: at the end, and at any time inside a step
 * on the decay and on the swing (a local error adds up over the steps). */
static const struct expectation {
    const char *method;
    double rtol, tightest;
    double end, inside;
} expectations[] = {
    {"rodas", 1e-6, 1e-10, 10.0, 10.0},   {"msbdf", 1e-6, 1e-10, 60.0, 160.0},
    {"bsimp", 1e-6, 1e-10, 1.0, 1.0},     {"msadams", 1e-6, 1e-10, 60.0, 300.0},
    {"rk8pd", 1e-6, 1e-10, 10.0, 10.0},   {"rkf45", 1e-6, 1e-10, 10.0, 100.0},
    {"rkck", 1e-6, 1e-10, 10.0, 10.0},    {"rk4", 1e-6, 1e-10, 10.0, 10.0},
    {"rk2", 1e-6, 1e-7, 60.0, 60.0},      {"rk1imp", 1e-4, 1e-5, 200.0, 200.0},
    {"rk2imp", 1e-6, 1e-7, 200.0, 200.0}, {"rk4imp", 1e-6, 1e-9, 60.0, 60.0},
};

enum { N_EXPECTATIONS = sizeof expectations / sizeof *expectations };

static void
test_methods_are_all_here_with_the_default_first(void **state)
{
    size_t n = 0;
    const struct pl_sim_method *methods = pl_stepper_methods(&n);

    (void)state;
    assert_int_equal(n, N_EXPECTATIONS + 1);
    assert_string_equal(methods[0].name, "auto");
    assert_string_equal(methods[1].name, "rodas");
    for (size_t k = 1; k < n; k++) {
        assert_string_equal(methods[k].name, expectations[k - 1].method);
        assert_true(strlen(methods[k].summary) > 10);
    }
    assert_false(pl_stepper_is_explicit(find_method("rodas")));
    assert_false(pl_stepper_is_explicit(find_method("msbdf")));
    assert_true(pl_stepper_is_explicit(find_method("rk8pd")));
}

static void
test_step_matches_closed_forms(void **state)
{
    static const struct problem *problems[] = {&problem_decay, &problem_swing,
                                               &problem_forced};

    (void)state;
    for (size_t k = 0; k < N_EXPECTATIONS; k++) {
        const struct expectation *e = &expectations[k];

        for (size_t p = 0; p < 3; p++) {
            const double error = end_error(problems[p], e->method, e->rtol, 7.0);

            if (!(error < e->end * e->rtol)) {
                fail_msg("%s, problem %zu: error %.3g of rtol", e->method, p,
                         error / e->rtol);
            }
        }
    }
}

static void
test_step_error_shrinks_with_the_tolerance(void **state)
{
    (void)state;
    for (size_t k = 0; k < N_EXPECTATIONS; k++) {
        const struct expectation *e = &expectations[k];
        double before = INFINITY;

        for (double rtol = 1e-4; rtol > 0.9 * e->tightest; rtol *= 0.01) {
            const double error = end_error(&problem_swing, e->method, rtol, 7.0);

            if (!(error < fmax(0.3 * before, 0.1 * rtol))) {
                fail_msg("%s at rtol %g: error %.3g after %.3g", e->method, rtol, error,
                         before);
            }
            before = error;
        }
    }
}

static void
test_at_fills_the_inside_of_steps(void **state)
{
    static const struct problem *problems[] = {&problem_decay, &problem_swing};

    (void)state;
    for (size_t k = 0; k < N_EXPECTATIONS; k++) {
        const struct expectation *e = &expectations[k];

        for (size_t p = 0; p < 2; p++) {
            struct run run;
            double worst = 0.0;

            run_begin(&run, problems[p], e->method);
            run_restart(&run, e->rtol, 7.0);
            while (run.t < 7.0) {
                const double t0 = run.t;

                assert_true(pl_stepper_step(run.stepper, &run.t, 7.0, run.y));
                for (double part = 0.0; part <= 1.0; part += 0.125) {
                    const double t = t0 + part * (run.t - t0);
                    double y[PROBLEM_MOST_STATES];

                    assert_true(pl_stepper_at(run.stepper, t, y));
                    worst = fmax(worst, error_at(problems[p], t, y));
                }
            }
            run_end(&run);
            if (!(worst < e->inside * e->rtol)) {
                fail_msg("%s, problem %zu: %.3g of rtol inside", e->method, p,
                         worst / e->rtol);
            }
        }
    }
}

static void
test_at_the_ends_is_the_state_itself(void **state)
{
    (void)state;
    for (size_t k = 0; k < N_EXPECTATIONS; k++) {
        struct run run;
        double before[PROBLEM_MOST_STATES];
        double y[PROBLEM_MOST_STATES];

        run_begin(&run, &problem_swing, expectations[k].method);
        run_restart(&run, 1e-6, 3.0);
        while (run.t < 3.0) {
            const double t0 = run.t;

            memcpy(before, run.y, sizeof before);
            assert_true(pl_stepper_step(run.stepper, &run.t, 3.0, run.y));
            assert_true(pl_stepper_at(run.stepper, t0, y));
            assert_memory_equal(y, before, 2 * sizeof *y);
            assert_true(pl_stepper_at(run.stepper, run.t, y));
            assert_memory_equal(y, run.y, 2 * sizeof *y);
        }
        run_end(&run);
    }
}

static void
test_at_does_not_change_the_path(void **state)
{
    (void)state;
    for (size_t k = 0; k < N_EXPECTATIONS; k++) {
        struct run quiet;
        struct run asked;
        double y[PROBLEM_MOST_STATES];
        double again[PROBLEM_MOST_STATES];

        run_begin(&quiet, &problem_swing, expectations[k].method);
        run_begin(&asked, &problem_swing, expectations[k].method);
        run_restart(&quiet, 1e-5, 5.0);
        run_restart(&asked, 1e-5, 5.0);
        while (quiet.t < 5.0) {
            const double t0 = asked.t;

            assert_true(pl_stepper_step(quiet.stepper, &quiet.t, 5.0, quiet.y));
            assert_true(pl_stepper_step(asked.stepper, &asked.t, 5.0, asked.y));
            assert_true(quiet.t == asked.t);
            assert_memory_equal(quiet.y, asked.y, 2 * sizeof *y);
            assert_true(pl_stepper_at(asked.stepper, 0.5 * (t0 + asked.t), y));
            assert_true(pl_stepper_at(asked.stepper, 0.9 * asked.t + 0.1 * t0, again));
            assert_true(pl_stepper_at(asked.stepper, 0.5 * (t0 + asked.t), again));
            assert_memory_equal(y, again, 2 * sizeof *y);
        }
        run_end(&quiet);
        run_end(&asked);
    }
}

static void
test_restart_equals_a_fresh_stepper(void **state)
{
    (void)state;
    for (size_t k = 0; k < N_EXPECTATIONS; k++) {
        struct run used;
        struct run fresh;

        run_begin(&used, &problem_swing, expectations[k].method);
        run_begin(&fresh, &problem_swing, expectations[k].method);
        run_restart(&used, 1e-4, 3.3);
        run_to(&used, 3.3);
        run_restart(&used, 1e-5, 5.0);
        run_restart(&fresh, 1e-5, 5.0);
        run_to(&used, 5.0);
        run_to(&fresh, 5.0);
        assert_int_equal(used.n_steps, fresh.n_steps);
        assert_memory_equal(used.y, fresh.y, sizeof used.y);
        run_end(&used);
        run_end(&fresh);
    }
}

static void
test_step_survives_ends_close_together(void **state)
{
    (void)state;
    for (size_t k = 0; k < N_EXPECTATIONS; k++) {
        const struct expectation *e = &expectations[k];
        struct run run;
        double end = 1.0;

        run_begin(&run, &problem_swing, e->method);
        run_restart(&run, e->rtol, 5.0);
        while (end < 5.0) {
            run_to(&run, end);
            run_to(&run, nextafter(end, INFINITY));
            run_to(&run, end + 1e-14);
            run_to(&run, end + 1e-9);
            end += 0.37;
        }
        if (!(error_at(&problem_swing, run.t, run.y) < 5.0 * e->end * e->rtol)) {
            fail_msg("%s: error %.3g of rtol", e->method,
                     error_at(&problem_swing, run.t, run.y) / e->rtol);
        }
        run_end(&run);
    }
}

/* Hairer & Wanner 1996, Solving Ordinary Differential Equations II, and SUNDIALS'
 * cvRoberts example: values at t = 40. */
static void
test_step_solves_robertson(void **state)
{
    static const struct {
        const char *method;
        double rtol;
        size_t most_steps;
    } rows[] = {{"rodas", 1e-6, 100},
                {"msbdf", 1e-6, 500},
                {"bsimp", 1e-6, 100},
                {"rk4imp", 1e-6, 2000}};
    static const double want[3] = {0.71582706871, 9.1855347646e-6, 0.28416374576};

    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        struct run run;

        run_begin(&run, &problem_robertson, rows[k].method);
        run_restart(&run, rows[k].rtol, 40.0);
        for (size_t i = 0; i < 3; i++) {
            run.atol[i] = 1e-12;
        }
        run_to(&run, 40.0);
        for (size_t i = 0; i < 3; i++) {
            assert_close(run.y[i], want[i], 1e-4, 0.0);
        }
        assert_close(run.y[0] + run.y[1] + run.y[2], 1.0, 1e-9, 0.0);
        assert_true(run.n_steps < rows[k].most_steps);
        run_end(&run);
    }
}

/* y = 1/(1 - t) ends at t = 1: every method stops just before and stays where it was. */
static void
test_step_stops_before_a_singularity(void **state)
{
    (void)state;
    for (size_t k = 0; k < N_EXPECTATIONS; k++) {
        struct run run;
        double t = 0.0;
        double y = 0.0;

        run_begin(&run, &problem_square, expectations[k].method);
        run_restart(&run, expectations[k].rtol, 2.0);
        do {
            t = run.t;
            y = run.y[0];
            assert_true(++run.n_steps < MANY);
        } while (pl_stepper_step(run.stepper, &run.t, 2.0, run.y));
        assert_true(run.t == t && run.y[0] == y);
        assert_true(isfinite(y) && y > 1e3);
        assert_close(t, 1.0, 0.0, 0.2);
        assert_true(pl_stepper_pace(run.stepper).size < 1e-10);
        run_end(&run);
    }
}

/* The rate has no value below 0, which trial steps meet again and again. */
static void
test_step_backs_off_where_rates_are_not_finite(void **state)
{
    (void)state;
    for (size_t k = 0; k < N_EXPECTATIONS; k++) {
        const struct expectation *e = &expectations[k];
        struct run run;

        run_begin(&run, &problem_root, e->method);
        run_restart(&run, e->rtol, 1.5);
        run_to(&run, 0.9);
        assert_close(run.y[0], 0.01, 100.0 * e->end * e->rtol, 0.0);
        while (pl_stepper_step(run.stepper, &run.t, 1.5, run.y)) {
            assert_true(run.y[0] >= 0.0);
            assert_true(++run.n_steps < MANY);
        }
        assert_close(run.t, 1.0, 0.0, 0.05);
        run_end(&run);
    }
}

static void
test_restart_refuses_rates_that_are_not_finite(void **state)
{
    struct run run;
    const double below = -1.0;

    (void)state;
    run_begin(&run, &problem_root, "msbdf");
    assert_false(pl_stepper_restart(run.stepper, 1e-6, 0.0, 1.0, &below));
    run_end(&run);
}

/* The first step fits: nothing is refused, in whatever unit time or matter is counted. */
static void
test_restart_chooses_a_first_step_that_fits(void **state)
{
    (void)state;
    for (size_t k = 0; k < N_EXPECTATIONS; k++) {
        struct run run;

        run_begin(&run, &problem_decay, expectations[k].method);
        run_restart(&run, 1e-6, 1e9);
        assert_true(pl_stepper_step(run.stepper, &run.t, 1e9, run.y));
        assert_int_equal(pl_stepper_rejected(run.stepper), 0);
        assert_true(run.t > 1e-8 && run.t < 1.0);
        run_end(&run);
    }
}

static bool
no_jacobian(void *context, double t, const double *y, double *dfdy, double *dfdt)
{
    (void)context, (void)t, (void)y, (void)dfdy, (void)dfdt;
    fail_msg("a method without Jacobian asked for it");
    return false;
}

/* Only explicit Runge-Kutta methods and msadams live without a Jacobian. */
static void
test_methods_without_a_jacobian_do_not_ask_for_it(void **state)
{
    static const char *const names[] = {"msadams", "rk8pd", "rkf45",
                                        "rkck",    "rk4",   "rk2"};
    struct problem blind = problem_decay;

    (void)state;
    blind.jacobian = no_jacobian;
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        assert_true(end_error(&blind, names[k], 1e-5, 2.0) < 1e-3);
    }
}

static void
test_cubic_is_exact_for_cubics(void **state)
{
    static const double y0[] = {1.0}, y1[] = {8.0 - 12.0 + 2.0 + 1.0};
    static const double f0[] = {1.0}, f1[] = {12.0 - 12.0 + 1.0};
    const struct pl_step_ends ends = {1, 0.0, 2.0, y0, y1, f0, f1};

    (void)state;
    for (double t = -0.25; t < 2.5; t += 0.25) { /* t^3 - 3 t^2 + t + 1 */
        const double inside = fmin(fmax(t, 0.0), 2.0);
        double y = NAN;

        pl_dense_cubic(&ends, t, &y);
        assert_close(y, ((inside - 3.0) * inside + 1.0) * inside + 1.0, 1e-14, 1e-15);
    }
}

/* What is to be created. */
struct creation {
    size_t method;
    struct pl_ode equations;
};

static enum pl_status
create_stepper(void *context)
{
    const struct creation *creation = context;
    const double atol[2] = {1e-9, 1e-9};
    struct pl_stepper *stepper = NULL;
    enum pl_status status =
        pl_stepper_create(creation->method, &creation->equations, atol, NULL, &stepper);

    assert_true((status == PL_OK) == (stepper != NULL));
    pl_stepper_destroy(stepper);
    return status;
}

static void
test_create_survives_no_memory(void **state)
{
    (void)state;
    for (size_t k = 0; k < N_EXPECTATIONS; k++) {
        struct run run = {.problem = &problem_swing};
        struct creation creation = {
            .method = find_method(expectations[k].method),
            .equations = equations_of(&run, expectations[k].method),
        };

        assert_true(assert_survives_no_memory(create_stepper, &creation) > 3);
        run_end(&run);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_methods_are_all_here_with_the_default_first),
        cmocka_unit_test(test_step_matches_closed_forms),
        cmocka_unit_test(test_step_error_shrinks_with_the_tolerance),
        cmocka_unit_test(test_at_fills_the_inside_of_steps),
        cmocka_unit_test(test_at_the_ends_is_the_state_itself),
        cmocka_unit_test(test_at_does_not_change_the_path),
        cmocka_unit_test(test_restart_equals_a_fresh_stepper),
        cmocka_unit_test(test_step_survives_ends_close_together),
        cmocka_unit_test(test_step_solves_robertson),
        cmocka_unit_test(test_step_stops_before_a_singularity),
        cmocka_unit_test(test_step_backs_off_where_rates_are_not_finite),
        cmocka_unit_test(test_restart_refuses_rates_that_are_not_finite),
        cmocka_unit_test(test_restart_chooses_a_first_step_that_fits),
        cmocka_unit_test(test_methods_without_a_jacobian_do_not_ask_for_it),
        cmocka_unit_test(test_cubic_is_exact_for_cubics),
        cmocka_unit_test(test_create_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, network_gsl_answers, NULL);
}
