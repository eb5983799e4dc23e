/*
 * test_sweep_methods.c - a sweep by any method: each point is its single run by the same
 * one, to the bit.
 */
#include "testlib.h"

#include <math.h>

#include "base/diag.h"
#include "base/text.h"
#include "study/context.h"
#include "study/measure.h"
#include "sweep_trial.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

/* [model time] in minutes */
#define TWO_HOURS 120.0

/* Every method on 1 and 3 threads, against single runs and each other. */
static void
expect_every_method(const struct pl_context *context, const struct sweep_case *base)
{
    size_t n = 0;
    const struct pl_sim_method *methods = pl_sim_methods(&n);

    for (size_t i = 0; i < n; i++) {
        struct sweep_case what = *base;
        struct sweep_done done;
        struct sweep_rows again;
        const char *why = NULL;

        what.method = methods[i].name;
        sweep_done_init(&done, context, &what);
        assert_string_equal(pl_sweep_method_used(done.trial.sweep, &why),
                            i > 0 ? methods[i].name : "rodas");
        assert_true((why != NULL) == (i == 0));
        sweep_trial_expect_single(&done.trial, &done.rows);
        sweep_trial_run_all(&done.trial, 3, &again);
        sweep_rows_expect_same(&again, &done.rows);
        sweep_rows_finish(&again);
        sweep_done_finish(&done);
    }
}

static void
test_points_by_every_method_are_their_single_runs(void **state)
{
    static const struct sweep_case doses = {
        .words = "--inhibit kinaseA=0.3@30min..1h --clamp kinaseB_receptor",
        .design = "lhs:9",
        .vary = {"Binib=0..90nM", "ligand=0.1..10:log", "k_B=0.1..0.4"},
        .measures = {"pA@0", "pA@30min", "pA@1h", "fold:pSubstrate", "max:pA",
                     "auc:pSubstrate@50min"},
        .duration = TWO_HOURS,
        .rtol = 1e-4,
    };
    /* points of a grid that share their rests, and jumps where outputs are */
    static const struct sweep_case grid = {
        .words = "--set brake_strength=20 --inhibit source=0.5@30min..1h",
        .vary = {"k=0.05..0.2:3", "inhibit_step4=0..1:4"},
        .measures = {"last@0", "last@30min", "last", "fold:drive@0", "min:last",
                     "time-to-max:last"},
        .duration = TWO_HOURS,
        .rtol = 1e-4,
    };
    const struct sweep_models *models = *state;

    expect_every_method(models->feedback, &doses);
    expect_every_method(models->relay, &grid);
}

/* Points that are done, and that run out of steps on the way to rest or behind it. */
static void
test_points_that_fail_have_the_reason_of_their_single_run(void **state)
{
    static const struct {
        const char *method;
        size_t max_steps;
    } rows[] = {{"msbdf", 450}, {"msadams", 2000}, {"rkf45", 1500}};
    const struct sweep_models *models = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct sweep_case what = sweep_failing;
        struct sweep_done done;
        struct sweep_rows again;

        what.method = rows[i].method;
        what.max_steps = rows[i].max_steps;
        sweep_done_init(&done, models->relay, &what);
        assert_in_range(sweep_rows_n_failed(&done.rows), 1, done.rows.n - 1);
        sweep_trial_expect_single(&done.trial, &done.rows);
        sweep_trial_run_all(&done.trial, 3, &again);
        sweep_rows_expect_same(&again, &done.rows);
        sweep_rows_finish(&again);
        sweep_done_finish(&done);
    }
}

/* What is read on the whole way comes from the method's own dense output. */
static void
test_measures_of_the_way_agree_between_methods(void **state)
{
    static const char *const methods[] = {"rodas", "msbdf", "bsimp", "rk8pd", "rk4imp"};
    const struct sweep_models *models = *state;
    struct sweep_done want = {0};

    for (size_t i = 0; i < N_OF(methods); i++) {
        const struct sweep_case what = {
            .vary = {"Binib=0..90nM:4"},
            .measures = {"max:pA", "min:pA", "auc:pA", "time-to-max:pA"},
            .duration = TWO_HOURS,
            .method = methods[i],
            .rtol = 1e-7,
        };
        struct sweep_done done;

        sweep_done_init(&done, models->feedback, &what);
        for (uint64_t k = 0; i > 0 && k < done.rows.n; k++) {
            for (size_t m = 0; m < 4; m++) {
                assert_close(sweep_done_value(&done, k, m),
                             sweep_done_value(&want, k, m), m < 3 ? 1e-5 : 1e-2, 1e-6);
            }
        }
        if (i == 0) {
            want = done;
        } else {
            sweep_done_finish(&done);
        }
    }
    sweep_done_finish(&want);
}

/* As many points as threads do not need one more. */
static void
test_statistics_of_points_taken_alone(void **state)
{
    const struct sweep_case what = {.words = "--inhibit source",
                                    .vary = {"k=0.05..0.2:3"},
                                    .measures = {"last"},
                                    .duration = 60.0,
                                    .method = "msbdf"};
    const struct sweep_models *models = *state;
    struct pl_sweep_statistics statistics;
    struct sweep_done done;

    sweep_done_init(&done, models->relay, &what);
    statistics = pl_sweep_get_statistics(done.trial.sweep);
    assert_int_equal(statistics.n_lanes, 1);
    assert_int_equal(statistics.n_groups, 1);
    assert_true((statistics.code_size > 0) == (statistics.why_not_native == NULL));
    assert_int_equal(statistics.n_trials, 0);
    assert_int_equal(statistics.n_steps, 0);
    assert_true(statistics.n_alone > 30);
    sweep_rows_finish(&done.rows);
    sweep_trial_run_all(&done.trial, 64, &done.rows);
    assert_int_equal(pl_sweep_get_statistics(done.trial.sweep).n_groups, 3);
    sweep_done_finish(&done);
}

static enum pl_status
never_done(void *context, uint64_t k, const double *values, const char *reason,
           struct pl_diags *diags)
{
    (void)k, (void)values, (void)reason, (void)diags;
    *(bool *)context = true;
    return PL_OK;
}

static bool
stop_at_once(void *context, uint64_t n_done)
{
    (void)context, (void)n_done;
    return true;
}

/* A point of 1e12 steps is left between two of them, and is no failure. */
static void
test_sweep_stops_within_a_point(void **state)
{
    static const char swing[] = "x = 1; y = 0; w = 1; J: -> x; w*y; J2: y -> ; w*x\n";
    const struct sweep_case what = {.vary = {"w=1e5..2e5:5"},
                                    .measures = {"x"},
                                    .duration = 1e6,
                                    .method = "rkf45",
                                    .max_steps = (size_t)1 << 40};
    const struct sweep_models *models = *state;
    struct pl_context *context = trial_load_text(models->folder, swing);
    struct sweep_trial trial;
    bool done = false;
    const struct pl_sweep_work work = {
        .context = &done, .n = 5, .done = never_done, .watch = stop_at_once};

    sweep_trial_init(&trial, context, &what);
    trial.options.n_threads = 3;
    sweep_trial_create(&trial);
    assert_int_equal(pl_sweep_run(trial.sweep, &work, trial.diags), PL_ERR_STOPPED);
    assert_false(done);
    assert_messages(trial.diags, "");
    sweep_trial_finish(&trial);
    pl_context_destroy(context);
}

/* ---- where the rule for `auto` leaves rodas */

/* That many states which all act on each other have long factors. */
#define N_DENSE 430

static struct pl_context *
load_dense(const char *folder)
{
    struct pl_text text;
    struct pl_context *context = NULL;

    pl_text_init(&text);
    pl_text_put(&text, "k = 0.1; T := 0");
    for (int i = 0; i < N_DENSE; i++) {
        pl_text_format(&text, " + S%d", i);
    }
    pl_text_put(&text, "\n");
    for (int i = 0; i < N_DENSE; i++) {
        pl_text_format(&text, "S%d = %.17g; J%d: -> S%d; k*%.17g - 0.001*S%d*T\n", i,
                       1.0 + (double)i / N_DENSE, i, i, 1.0 + (double)i / N_DENSE, i);
    }
    assert_false(text.failed);
    context = trial_load_text(folder, pl_text_string(&text));
    pl_text_finish(&text);
    return context;
}

/* One point is as many as are needed to see it, and takes a second. */
static void
test_auto_chooses_as_in_a_single_run(void **state)
{
    static const char *const methods[] = {"auto", "rodas"};
    static const char *const readouts[] = {"S0"};
    static const struct sweep_case what = {
        .vary = {"k=0.1..0.2:1"}, .measures = {"S0"}, .duration = 2.0};
    const struct sweep_models *models = *state;
    struct pl_context *dense = load_dense(models->folder);
    struct sweep_done done;
    double values[N_OF(methods)];
    const char *why = NULL;

    sweep_done_init(&done, dense, &what);
    for (size_t i = 0; i < N_OF(methods); i++) {
        struct trial single;

        trial_init(&single, dense, "--set k=0.1", what.duration, readouts, 1);
        single.options.sim.method = methods[i];
        single.options.sim.rtol = 1e-6;
        single.options.equilibrate = PL_EQUILIBRATE_NO;
        trial_run_well(&single);
        values[i] = trial_value(&single, 1, 0);
        if (i == 0) {
            assert_string_equal(single.course.method, "msbdf");
            assert_string_equal(pl_sweep_method_used(done.trial.sweep, &why), "msbdf");
            assert_string_equal(why, single.course.why_method);
        }
        trial_finish(&single);
    }
    assert_true(sweep_bits(sweep_done_value(&done, 0, 0)) == sweep_bits(values[0]));
    assert_true(sweep_bits(values[0]) != sweep_bits(values[1]));
    assert_int_equal(pl_sweep_get_statistics(done.trial.sweep).n_lanes, 1);
    sweep_done_finish(&done);
    pl_context_destroy(dense);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_points_by_every_method_are_their_single_runs),
        cmocka_unit_test(test_points_that_fail_have_the_reason_of_their_single_run),
        cmocka_unit_test(test_measures_of_the_way_agree_between_methods),
        cmocka_unit_test(test_statistics_of_points_taken_alone),
        cmocka_unit_test(test_sweep_stops_within_a_point),
        cmocka_unit_test(test_auto_chooses_as_in_a_single_run),
    };

    return cmocka_run_group_tests(tests, sweep_set_up, sweep_tear_down);
}
