/*
 * test_lanes.c - simulations in lanes have the bits of the same ones alone: on every model
 * of the project, in every order, by every instruction set.
 */
#include "solve/lanes.h"

#include "base/index.h"
#include "courses.h"
#include "network_sim.h"
#include "testlib.h"

/* Parameter sets of each model. */
enum { N_SETS = 1000 };

/* The models and for how long they run: so shortly that a thousand runs of each, alone
 * and in lanes, take few seconds. */
static const struct subject {
    const char *path;
    double t_end; /* [model time] */
} subjects[] = {
    {"models/her2-mtor.ant", 20.0},
    {"models/negative-feedback.ant", 120.0},
    {"models/relay.ant", 120.0},
    {"models/huang-ferrell.ant", 20.0},
};

enum { N_SUBJECTS = sizeof subjects / sizeof *subjects };

static struct course_result *
new_results(size_t n)
{
    struct course_result *results = calloc(n, sizeof *results);

    assert_non_null(results);
    return results;
}

/* ---- every model ---- */

static void
test_every_model_is_here(void **state)
{
    char **paths = network_model_paths();
    size_t n = 0;

    (void)state;
    for (; paths[n] != NULL; n++) {
        bool found = false;

        for (size_t s = 0; s < N_SUBJECTS; s++) {
            found = found || strcmp(paths[n], subjects[s].path) == 0;
        }
        if (!found) {
            fail_msg("%s is not among the subjects", paths[n]);
        }
    }
    assert_int_equal(n, N_SUBJECTS);
    network_free_paths(paths);
}

/* A few of the 1000 sets of her2-mtor drive a receptor below 0 and its rate to a pole, by
 * whatever method: lanes that fail on their way to rest, beside others. */
static void
expect_most_arrive(const struct course_plan *plan, const struct course_result *results)
{
    size_t n_good = 0;

    for (size_t k = 0; k < plan->n; k++) {
        assert_true(k == 0 || results[k].bits != results[k - 1].bits);
        if (results[k].end == PL_OK) {
            n_good++;
            assert_true(results[k].rest == PL_OK && results[k].time == plan->t_end);
            assert_int_equal(results[k].n_times, plan->n_times - 1); /* the end's not */
            assert_true(results[k].n_pieces >= 4); /* jumps and cuts make 4 parts */
        }
    }
    assert_true(n_good >= plan->n - plan->n / 100);
}

/* Every lane is refilled a hundred times; its neighbours are others than in the order of
 * the sets. */
static void
test_lanes_have_the_bits_of_single_runs(void **state)
{
    (void)state;
    for (size_t s = 0; s < N_SUBJECTS; s++) {
        struct course_result *want = new_results(N_SETS);
        struct course_group strides = courses_in_lanes();
        struct course_plan plan;
        struct network network;

        network_compile_file(&network, subjects[s].path);
        plan = courses_plan_of(&network, subjects[s].t_end, N_SETS);
        plan.options.rtol = 1e-4; /* fewer steps; the other tests take 1e-6 */
        courses_run(&network, &plan, courses_alone(), want);
        expect_most_arrive(&plan, want);
        strides.stride = 271;
        courses_expect(&network, &plan, strides, want);
        free(want);
        network_close(&network);
    }
}

/* Machine code and interpreter, AVX-512, AVX2 and plain C; in lanes and alone. */
static void
test_bits_do_not_depend_on_the_kernel(void **state)
{
    enum { N = 19 };
    struct course_group groups[COURSE_MOST_GROUPS];
    const size_t n_groups = courses_list_groups(groups);

    (void)state;
    for (size_t s = 0; s < N_SUBJECTS; s++) {
        struct course_result want[N];
        struct course_plan plan;
        struct network network;

        network_compile_file(&network, subjects[s].path);
        plan = courses_plan_of(&network, subjects[s].t_end, N);
        courses_run(&network, &plan, courses_alone(), want);
        for (size_t g = 0; g < n_groups; g++) {
            groups[g].alone = false;
            courses_expect(&network, &plan, groups[g], want);
            groups[g].alone = true;
            courses_expect(&network, &plan, groups[g], want);
        }
        network_close(&network);
    }
}

/* Backwards, from the middle, and fewer simulations than lanes. */
static void
test_bits_do_not_depend_on_order_and_number(void **state)
{
    enum { N = 50 };

    (void)state;
    for (size_t s = 0; s < N_SUBJECTS; s++) {
        struct course_result want[N];
        struct course_group group = courses_in_lanes();
        struct course_plan plan;
        struct network network;

        network_compile_file(&network, subjects[s].path);
        plan = courses_plan_of(&network, subjects[s].t_end, N);
        courses_run(&network, &plan, courses_alone(), want);
        group.first = N - 1;
        group.stride = N - 1;
        courses_expect(&network, &plan, group, want);
        group.first = 17;
        group.stride = 1;
        courses_expect(&network, &plan, group, want);
        group.first = 0;
        for (size_t n = 1; n <= 10; n++) {
            plan.n = n;
            courses_expect(&network, &plan, group, want);
        }
        network_close(&network);
    }
}

/* From the file's own values, far from rest in huang-ferrell; and two jumps that lie a
 * rounding apart. */
static void
test_lanes_have_the_bits_of_single_runs_without_a_rest(void **state)
{
    enum { N = 100 };

    (void)state;
    for (size_t s = 0; s < N_SUBJECTS; s++) {
        struct course_result want[N];
        struct course_plan plan;
        struct network network;

        network_compile_file(&network, subjects[s].path);
        plan = courses_plan_of(&network, subjects[s].t_end, N);
        plan.rests = false;
        plan.jumps[0] = plan.jumps[1];
        plan.jumps[1] = nextafter(plan.jumps[1], INFINITY);
        courses_run(&network, &plan, courses_alone(), want);
        expect_most_arrive(&plan, want);
        courses_expect(&network, &plan, courses_in_lanes(), want);
        network_close(&network);
    }
}

/* A leg that nothing jumps behind goes on as if it had not ended. */
static void
test_lanes_have_the_bits_of_single_runs_without_jumps(void **state)
{
    enum { N = 30 };

    (void)state;
    for (size_t s = 0; s < N_SUBJECTS; s++) {
        struct course_result want[N];
        struct course_plan plan;
        struct network network;

        network_compile_file(&network, subjects[s].path);
        plan = courses_plan_of(&network, subjects[s].t_end, N);
        plan.symbol = PL_NONE;
        courses_run(&network, &plan, courses_alone(), want);
        courses_expect(&network, &plan, courses_in_lanes(), want);
        network_close(&network);
    }
}

/* Only what is asked for is looked at: no outputs, no pieces, loose or tight steps. */
static void
test_lanes_have_the_bits_of_single_runs_with_other_options(void **state)
{
    enum { N = 11 };
    static const double rtols[] = {1e-2, 1e-4, 1e-9};

    (void)state;
    for (size_t s = 0; s < N_SUBJECTS; s++) {
        for (size_t r = 0; r < sizeof rtols / sizeof *rtols; r++) {
            struct course_result want[N];
            struct course_plan plan;
            struct network network;

            network_compile_file(&network, subjects[s].path);
            plan = courses_plan_of(&network, subjects[s].t_end, N);
            plan.options.rtol = rtols[r];
            plan.options.atol = r == 1 ? 1e-7 : 0.0;
            plan.n_times = r == 2 ? 0 : plan.n_times;
            plan.pieces = r != 0;
            courses_run(&network, &plan, courses_alone(), want);
            courses_expect(&network, &plan, courses_in_lanes(), want);
            network_close(&network);
        }
    }
}
int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_model_is_here),
        cmocka_unit_test(test_lanes_have_the_bits_of_single_runs),
        cmocka_unit_test(test_bits_do_not_depend_on_the_kernel),
        cmocka_unit_test(test_bits_do_not_depend_on_order_and_number),
        cmocka_unit_test(test_lanes_have_the_bits_of_single_runs_without_a_rest),
        cmocka_unit_test(test_lanes_have_the_bits_of_single_runs_without_jumps),
        cmocka_unit_test(test_lanes_have_the_bits_of_single_runs_with_other_options),
    };

    return cmocka_run_group_tests(tests, network_gsl_answers, NULL);
}
