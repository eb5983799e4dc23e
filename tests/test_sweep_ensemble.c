/*
 * test_sweep_ensemble.c - the points of a design in every member of an ensemble.
 */
#include "testlib.h"

#include "base/diag.h"
#include "base/number.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/design.h"
#include "study/ensemble.h"
#include "study/factor.h"
#include "sweep_trial.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

static struct pl_ensemble *
read_sets(const struct sweep_models *models, const struct pl_context *context,
          const char *text)
{
    char *path = test_join(models->folder, "sets.tsv");
    struct pl_ensemble *ensemble = NULL;

    test_write_file(path, text);
    assert_int_equal(pl_ensemble_read(context, path, NULL, &ensemble), PL_OK);
    free(path);
    return ensemble;
}

/* Every run, on so many threads. */
static void
run_all(struct sweep_trial *trial, const struct pl_ensemble *ensemble, size_t n_threads,
        struct sweep_rows *rows)
{
    trial->options.ensemble = ensemble;
    trial->n_points = pl_design_n_points(trial->design) * pl_ensemble_n(ensemble);
    sweep_trial_run_all(trial, n_threads, rows);
}

/* " --set NAME=VALUE" for each factor of a point. */
static void
put_point(const struct sweep_trial *trial, uint64_t point, struct pl_text *words)
{
    double values[SWEEP_MOST_FACTORS];
    size_t n = 0;
    const struct pl_factor *factors = pl_design_factors(trial->design, &n);

    pl_design_point(trial->design, point, values);
    for (size_t i = 0; i < n; i++) {
        char number[PL_NUMBER_SIZE];

        pl_number_format(values[i], number);
        pl_text_format(words, "%s--set %s=%s%s", words->size > 0 ? " " : "",
                       factors[i].name, number, factors[i].before_rest ? "" : "@0");
    }
}

/* The same of a member. */
static void
put_member(const struct sweep_trial *trial, size_t member, struct pl_text *words)
{
    const struct pl_ensemble *ensemble = trial->options.ensemble;
    size_t n = 0;
    const size_t *symbols = pl_ensemble_symbols(ensemble, &n);

    for (size_t c = 0; c < n; c++) {
        char number[PL_NUMBER_SIZE];

        pl_number_format(pl_ensemble_values(ensemble, member)[c], number);
        pl_text_format(words, " --set %s=%s",
                       trial->context->model->symbols[symbols[c]].name, number);
    }
}

/* Run k is that of its point in its member alone, to the bit. */
static void
expect_single(const struct sweep_trial *trial, const struct sweep_rows *rows,
              uint64_t k)
{
    const struct pl_ensemble *ensemble = trial->options.ensemble;
    const size_t n_members = pl_ensemble_n(ensemble);
    const size_t n = trial->n_measures;
    const char *names[] = {"last", "first"};
    struct pl_text words;
    struct trial single;

    pl_text_init(&words);
    put_point(trial, k / n_members, &words);
    put_member(trial, (size_t)(k % n_members), &words);
    trial_init(&single, trial->context, pl_text_string(&words), trial->options.duration,
               names, 2);
    single.options.sim = trial->options.sim;
    single.options.equilibrate = trial->options.equilibrate;
    assert_int_equal(trial_run(&single), PL_OK);
    for (size_t m = 0; m < n; m++) {
        const double want = trial_value(&single, 1, m);

        assert_int_equal(sweep_bits(sweep_rows_value(rows, k, m)), sweep_bits(want));
    }
    trial_finish(&single);
    pl_text_finish(&words);
}

static void
test_runs_are_those_of_points_in_members(void **state)
{
    static const struct sweep_case cases[] = {
        {.vary = {"inhibit_source=0..1:3", "brake_strength=0..10:3"},
         .measures = {"last", "first"},
         .duration = 60.0},
        {.vary = {"inhibit_source=0..1", "brake_strength=0..10"},
         .design = "sobol:7",
         .measures = {"last", "first"},
         .duration = 60.0},
        {.vary = {"brake_strength=0..10"},
         .design = "lhs:5",
         .equilibrate = PL_EQUILIBRATE_YES,
         .measures = {"last", "first"},
         .duration = 60.0},
        {.vary = {"brake_strength=0..10:2", "inhibit_step4=0..1:2"},
         .equilibrate = PL_EQUILIBRATE_NO,
         .method = "msbdf",
         .measures = {"last", "first"},
         .duration = 60.0},
    };
    const struct sweep_models *models = *state;
    struct pl_ensemble *ensemble =
        read_sets(models, models->relay, "k\tsource\n0.1\t1\n0.2\t1.2\n0.05\t0.5\n");

    for (size_t i = 0; i < N_OF(cases); i++) {
        for (size_t n_threads = 1; n_threads <= 2; n_threads++) {
            struct sweep_trial trial;
            struct sweep_rows rows;

            sweep_trial_init(&trial, models->relay, &cases[i]);
            run_all(&trial, ensemble, n_threads, &rows);
            assert_int_equal(rows.n, 3 * pl_design_n_points(trial.design));
            for (uint64_t k = 0; k < rows.n; k++) {
                expect_single(&trial, &rows, k);
            }
            sweep_rows_finish(&rows);
            sweep_trial_finish(&trial);
        }
    }
    pl_ensemble_destroy(ensemble);
}

/* A shard of whole points, and a design in which nothing varies. */
static void
test_runs_do_not_depend_on_their_shard_or_design(void **state)
{
    static const struct sweep_case what = {
        .vary = {"inhibit_source=0..1:2"}, .measures = {"last"}, .duration = 60.0};
    const struct sweep_models *models = *state;
    struct pl_ensemble *ensemble =
        read_sets(models, models->relay, "k\n0.1\n0.2\n0.05\n");
    struct sweep_trial trial;
    struct sweep_rows whole;
    struct sweep_rows part;

    sweep_trial_init(&trial, models->relay, &what);
    trial.options.equilibrate = PL_EQUILIBRATE_YES;
    run_all(&trial, ensemble, 1, &whole);
    sweep_rows_init(&part, 3, 3, 1);
    assert_int_equal(sweep_trial_run(&trial, NULL, &part), PL_OK);
    sweep_rows_expect_all(&part);
    sweep_rows_expect_same(&part, &whole);
    sweep_rows_finish(&part);

    pl_sweep_destroy(trial.sweep);
    trial.sweep = NULL;
    pl_design_destroy(trial.design);
    assert_int_equal(pl_design_create_single(trial.diags, &trial.design), PL_OK);
    run_all(&trial, ensemble, 1, &part);
    assert_int_equal(part.n, 3);
    sweep_rows_expect_same(&part, &whole); /* whose first point inhibits nothing */
    sweep_rows_finish(&part);
    sweep_rows_finish(&whole);
    sweep_trial_finish(&trial);
    pl_ensemble_destroy(ensemble);
}

static void
test_runs_of_members_that_fail_have_their_reason(void **state)
{
    static const struct sweep_case what = {
        .vary = {"inhibit_source=0..1:2"}, .measures = {"last"}, .duration = 60.0};
    const struct sweep_models *models = *state;
    struct pl_ensemble *ensemble =
        read_sets(models, models->relay, "brake_strength\n0\n100\n10\n");
    struct sweep_trial trial;
    struct sweep_rows rows;

    sweep_trial_init(&trial, models->relay, &what);
    run_all(&trial, ensemble, 2, &rows);
    assert_int_equal(rows.n, 6);
    assert_int_equal(sweep_rows_n_failed(&rows), 2);
    for (uint64_t k = 0; k < 6; k++) {
        if (k % 3 == 1) {
            assert_non_null(strstr(rows.reasons[k], "does not come to rest"));
            assert_true(isnan(sweep_rows_value(&rows, k, 0)));
        } else {
            assert_null(rows.reasons[k]);
        }
    }
    sweep_rows_finish(&rows);
    sweep_trial_finish(&trial);
    pl_ensemble_destroy(ensemble);
}

/* ---- what it refuses */

static void
expect_refusal(const struct sweep_models *models, const struct sweep_case *what,
               const struct pl_ensemble *ensemble, const char *before,
               const char *behind)
{
    struct sweep_trial trial;
    struct pl_text want;

    sweep_trial_init(&trial, models->relay, what);
    trial.options.ensemble = ensemble;
    assert_int_equal(pl_sweep_create(trial.context, trial.treatment, trial.design,
                                     &trial.options, trial.diags, &trial.sweep),
                     PL_ERR_OPTION);
    assert_null(trial.sweep);
    pl_text_init(&want);
    pl_text_format(&want, "error: %s%s%s\n", before,
                   behind[0] == ')' ? pl_ensemble_path(ensemble) : "", behind);
    assert_messages(trial.diags, pl_text_string(&want));
    pl_text_finish(&want);
    sweep_trial_finish(&trial);
}

static void
test_create_refuses_a_factor_that_the_sets_hold(void **state)
{
    const struct sweep_models *models = *state;
    char *path = test_join(models->folder, "points.tsv");
    const struct sweep_case range = {.vary = {"source=1..2", "k=0.1..1:log:3"},
                                     .measures = {"last"},
                                     .duration = 60.0};
    const struct sweep_case table = {
        .design = path, .measures = {"last"}, .duration = 60.0};
    struct pl_ensemble *ensemble =
        read_sets(models, models->relay, "brake_strength\tk\n0\t0.1\n");

    test_write_file(path, "k\n0.1\n0.2\n");
    expect_refusal(models, &range, ensemble,
                   "'k' is varied (k=0.1..1:log:3), and a column of the parameter sets "
                   "too (",
                   ")\nhint: vary something else, or leave that column out");
    expect_refusal(models, &table, ensemble,
                   "'k' is varied (k), and a column of the parameter sets too (",
                   ")\nhint: vary something else, or leave that column out");
    pl_ensemble_destroy(ensemble);
    free(path);
}

static void
test_create_refuses_more_runs_than_it_can_count(void **state)
{
    static const struct sweep_case what = {.vary = {"inhibit_source=0..1"},
                                           .design = "sobol:1e12",
                                           .measures = {"last"},
                                           .duration = 60.0};
    const struct sweep_models *models = *state;
    struct pl_ensemble *two = read_sets(models, models->relay, "k\n0.1\n0.2\n");
    struct pl_ensemble *one = read_sets(models, models->relay, "k\n0.1\n");
    struct sweep_trial trial;

    expect_refusal(models, &what, two,
                   "1000000000000 points in 2 parameter sets: a sweep has at most 1e12 "
                   "runs",
                   "\nhint: fewer points, or fewer sets");
    sweep_trial_init(&trial, models->relay, &what);
    trial.options.ensemble = one;
    sweep_trial_create(&trial);
    sweep_trial_finish(&trial);
    pl_ensemble_destroy(one);
    pl_ensemble_destroy(two);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_runs_are_those_of_points_in_members),
        cmocka_unit_test(test_runs_do_not_depend_on_their_shard_or_design),
        cmocka_unit_test(test_runs_of_members_that_fail_have_their_reason),
        cmocka_unit_test(test_create_refuses_a_factor_that_the_sets_hold),
        cmocka_unit_test(test_create_refuses_more_runs_than_it_can_count),
    };

    return cmocka_run_group_tests(tests, sweep_set_up, sweep_tear_down);
}
