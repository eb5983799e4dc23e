/*
 * test_sweep_folds.c - folds of a sweep beside those of its single runs: one
 * definition.
 */
#include "testlib.h"

#include "study/context.h"
#include "sweep_trial.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

/* B rests at `leak`, goes to almost 1 while `on` is, and back. */
static const char model[] =
    "A = 1; B = 0; on = 0; leak = 1e-13; k = 1; J: -> B; k*(leak + on); JB: B -> ; "
    "k*B\n"
    "JA: A -> ; 0; twice := 2*B; offset := B + 1e-8; nothing := 0*A; less := -B\n"
    "other := 3*A; high := B > 0.25\n";

static const char *const names[] = {"A",    "B",    "twice", "offset",
                                    "less", "high", "other"};

/* Which of them have a fold while `on` goes from 0 to 1 to 0. */
static const bool has_fold[] = {true, false, false, true, false, false, true};

/* A single run with many outputs, and a sweep with none but its measures. */
static void
expect_folds(const struct pl_context *context, const char *words, double duration,
             const char *const *measures, const bool *wants)
{
    struct sweep_case what = {
        .words = words, .vary = {"k=1..2:2"}, .duration = duration, .rtol = 1e-7};
    struct sweep_done done;

    for (size_t m = 0; m < N_OF(names); m++) {
        what.measures[m] = measures[m];
    }
    sweep_done_init(&done, context, &what);
    for (uint64_t k = 0; k < done.rows.n; k++) {
        char set[40];
        struct trial single;

        snprintf(set, sizeof set, "--set k=%.17g", sweep_done_factor(&done, k, 0));
        trial_init(&single, context, words, duration, names, N_OF(names));
        trial_add(&single, set);
        single.options.n_points = 4001;
        single.options.sim = done.trial.options.sim;
        trial_run_well(&single);
        for (size_t m = 0; m < N_OF(names); m++) {
            const double got = sweep_done_value(&done, k, m);
            const double want = trial_fold(&single, single.course.n_times - 1, m);

            if (isnan(want) == wants[m] || isnan(got) == wants[m] ||
                (wants[m] && got != want)) {
                fail_msg("%s, k=%g: %.17g in the sweep, %.17g in the run", measures[m],
                         sweep_done_factor(&done, k, 0), got, want);
            }
        }
        trial_finish(&single);
    }
    sweep_done_finish(&done);
}

static void
test_folds_are_those_of_single_runs(void **state)
{
    static const char *const measures[] = {"fold:A",      "fold:B",    "fold:twice",
                                           "fold:offset", "fold:less", "fold:high",
                                           "fold:other"};
    const struct sweep_models *models = *state;
    struct pl_context *context = trial_load_text(models->folder, model);

    /* high at the end */
    expect_folds(context, "--set on=1@0..4", 3.0, measures, has_fold);
    /* long over: next to nothing again, at the end as before the treatment */
    expect_folds(context, "--set on=1@0..4", 60.0, measures, has_fold);
    expect_folds(context, "--set on=1@1..1.001", 60.0, measures, has_fold);
    pl_context_destroy(context);
}

/* What is small all along has folds: there is nothing to be small beside. */
static void
test_folds_of_small_levels_are_kept(void **state)
{
    static const char *const measures[] = {"fold:A",      "fold:B",    "fold:twice",
                                           "fold:offset", "fold:less", "fold:high",
                                           "fold:other"};
    static const bool wants[] = {true, true, true, true, true, false, true};
    const struct sweep_models *models = *state;
    struct pl_context *context = trial_load_text(models->folder, model);

    expect_folds(context, "--set on=1e-12@0..4", 3.0, measures, wants);
    expect_folds(context, "--set on=1e-5@0..4", 60.0, measures, wants);
    pl_context_destroy(context);
}

/* A level that is far from 0 costs no look at the way: the course is the same with and
 * without doubtful ones. */
static void
test_folds_do_not_depend_on_doubtful_ones(void **state)
{
    static const struct sweep_case what = {
        .words = "--set on=1@0..4",
        .vary = {"k=1..2:5"},
        .measures = {"fold:other", "max:B", "auc:B@3", "fold:offset@2", "fold:A"},
        .duration = 6.0,
    };
    struct sweep_case doubtful = what;
    const struct sweep_models *models = *state;
    struct pl_context *context = trial_load_text(models->folder, model);
    struct sweep_done with;
    struct sweep_done without;

    doubtful.measures[5] = "fold:B";
    sweep_done_init(&with, context, &doubtful);
    sweep_done_init(&without, context, &what);
    for (uint64_t k = 0; k < with.rows.n; k++) {
        for (size_t m = 0; m < 5; m++) {
            assert_true(sweep_bits(sweep_done_value(&with, k, m)) ==
                        sweep_bits(sweep_done_value(&without, k, m)));
        }
        assert_true(isnan(sweep_done_value(&with, k, 5)));
    }
    sweep_done_finish(&with);
    sweep_done_finish(&without);
    pl_context_destroy(context);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_folds_are_those_of_single_runs),
        cmocka_unit_test(test_folds_of_small_levels_are_kept),
        cmocka_unit_test(test_folds_do_not_depend_on_doubtful_ones),
    };

    return cmocka_run_group_tests(tests, sweep_set_up, sweep_tear_down);
}
