/*
 * test_samples.c - many points of one network against the single run of each.
 */
#include "testlib.h"

#include "base/diag.h"
#include "study/arms.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/measure.h"
#include "study/samples.h"
#include "study/treatment.h"
#include "toy.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

static const char *const drugs[] = {"drug_A", "drug_B"};

static const double doses[][2] = {
    {0.0, 0.0}, {10.0, 0.0}, {30.0, 0.0}, {0.0, 20.0}, {10.0, 20.0}};

/* Measures of the readout, and of one that is 0 at rest. */
static void
make_measures(const struct toy *toy, struct pl_measure measures[3])
{
    static const char *const texts[] = {"fold:readout_a", "readout_b@24h",
                                        "fold:readout_zero"};

    for (size_t m = 0; m < 3; m++) {
        assert_int_equal(
            pl_measure_parse(toy->context, texts[m], 48.0, toy->diags, &measures[m]),
            PL_OK);
    }
}

static void
finish_measures(struct pl_measure measures[3])
{
    for (size_t m = 0; m < 3; m++) {
        pl_measure_finish(&measures[m]);
    }
}

static void
test_values_are_those_of_each_point(void **state)
{
    struct toy *toy = *state;
    struct pl_measure measures[3];
    struct pl_samples samples = {0};

    toy_forget(toy);
    toy_base(toy, NULL, NULL);
    make_measures(toy, measures);
    for (size_t threads = 1; threads <= 2; threads++) {
        struct pl_arms_options options = toy_run(toy);

        options.n_threads = threads;
        assert_int_equal(pl_samples_run(toy->context, toy->bases[0], drugs, 2, doses[0],
                                        N_OF(doses), measures, 3, &options, toy->diags,
                                        &samples),
                         PL_OK);
        assert_messages(toy->diags, "");
        assert_int_equal(samples.n_points, N_OF(doses));
        assert_int_equal(samples.n_members, 1);
        assert_int_equal(samples.n_failed, 0);
        assert_null(samples.failure);
        assert_string_equal(samples.method, "rodas");
        for (size_t p = 0; p < N_OF(doses); p++) {
            const double a = doses[p][0];
            const double b = doses[p][1];

            assert_close(pl_samples_value(&samples, p, 0, 0),
                         1.0 / (1.0 + a / 10.0) / (1.0 + b / 20.0), 1e-14, 0.0);
            assert_close(pl_samples_value(&samples, p, 0, 1), 1.0 + a / 10.0 + b / 10.0,
                         1e-14, 0.0);
            assert_true(isnan(pl_samples_value(&samples, p, 0, 2)));
        }
    }
    pl_samples_finish(&samples);
    finish_measures(measures);
}

/* Cells are a column; what the treatment has holds at every point; members are apart. */
static void
test_points_go_with_cells_treatment_and_members(void **state)
{
    static const char *const names[] = {"cell", "inhibit_T"};
    static const double points[][2] = {{0.0, 0.5}, {1.0, 0.5}, {1.0, 0.75}};
    struct toy *toy = *state;
    struct pl_measure measure = {0};
    struct pl_samples samples = {0};
    struct pl_arms_options options;

    toy_forget(toy);
    toy_sets(toy, "h\n1\n2\n");
    toy_base(toy, NULL, NULL);
    assert_int_equal(pl_treatment_add_list(toy->bases[0], "drug A=10nM", toy->diags),
                     PL_OK);
    options = toy_run(toy);
    assert_int_equal(
        pl_measure_parse(toy->context, "fold:readout_r", 48.0, toy->diags, &measure),
        PL_OK);
    assert_int_equal(pl_samples_run(toy->context, toy->bases[0], names, 2, points[0],
                                    N_OF(points), &measure, 1, &options, toy->diags,
                                    &samples),
                     PL_OK);
    assert_int_equal(samples.n_members, 2);
    for (size_t p = 0; p < N_OF(points); p++) {
        for (size_t m = 0; m < 2; m++) {
            assert_close(pl_samples_value(&samples, p, m, 0),
                         toy_fold(points[p][1], points[p][0] > 0.0 ? 4.0 : 2.0, 48.0),
                         1e-6, 0.0);
        }
    }
    pl_measure_finish(&measure);
    assert_int_equal(
        pl_measure_parse(toy->context, "readout_h", 48.0, toy->diags, &measure), PL_OK);
    assert_int_equal(pl_samples_run(toy->context, toy->bases[0], names, 2, points[0],
                                    N_OF(points), &measure, 1, &options, toy->diags,
                                    &samples),
                     PL_OK);
    assert_close(pl_samples_value(&samples, 2, 0, 0), 2.0, 1e-14, 0.0);
    assert_close(pl_samples_value(&samples, 2, 1, 0), 4.0, 1e-14, 0.0);
    pl_measure_finish(&measure);
    pl_samples_finish(&samples);
}

/* A model whose rate cannot be had where a drug is given beyond 5 nM. */
static const char breaking[] = "model breaking\n"
                               "  unit time_unit = 60 second\n"
                               "  species X; X = 1\n"
                               "  drug_D = 0\n"
                               "  v: -> X; sqrt(5 - drug_D) - X\n"
                               "end\n";

static void
test_failed_runs_are_counted(void **state)
{
    static const char *const name[] = {"drug_D"};
    static const double points[] = {1.0, 7.0, 4.0, 9.0};
    struct toy *toy = *state;
    char *folder = test_make_folder();
    struct pl_context *context = trial_load_text(folder, breaking);
    struct pl_treatment *treatment = NULL;
    struct pl_measure measure = {0};
    struct pl_samples samples = {0};
    struct pl_arms_options options = toy_run(toy);

    toy_forget(toy);
    options.ensemble = NULL;
    assert_int_equal(pl_treatment_create(context, toy->diags, &treatment), PL_OK);
    assert_int_equal(pl_measure_parse(context, "X", 48.0, toy->diags, &measure), PL_OK);
    assert_int_equal(pl_samples_run(context, treatment, name, 1, points, 4, &measure, 1,
                                    &options, toy->diags, &samples),
                     PL_OK);
    assert_messages(toy->diags, "");
    assert_int_equal(samples.n_failed, 2);
    assert_close(pl_samples_value(&samples, 0, 0, 0), 2.0, 1e-6, 0.0);
    assert_true(isnan(pl_samples_value(&samples, 1, 0, 0)));
    assert_close(pl_samples_value(&samples, 2, 0, 0), 1.0, 1e-6, 0.0);
    assert_true(isnan(pl_samples_value(&samples, 3, 0, 0)));
    assert_non_null(strstr(samples.failure, "point 2, drug_D = 7: "));
    pl_samples_warn(samples.n_failed, 4, samples.failure, toy->diags);
    assert_int_equal(pl_diags_n_errors(toy->diags), 0);
    pl_diags_clear(toy->diags);

    assert_int_equal(pl_samples_run(context, treatment, name, 1, points + 3, 1,
                                    &measure, 1, &options, toy->diags, &samples),
                     PL_ERR_STEP);
    assert_non_null(strstr(pl_diags_first_error(toy->diags),
                           "the run failed: point 1, drug_D = 9: "));
    assert_null(samples.values);
    pl_diags_clear(toy->diags);
    pl_measure_finish(&measure);
    pl_treatment_destroy(treatment);
    pl_context_destroy(context);
    test_remove_folder(folder);
}

static void
test_run_refuses_points_that_are_none(void **state)
{
    struct toy *toy = *state;
    struct pl_measure measures[3];
    struct pl_samples samples = {0};
    const double bad[] = {1.0, -2.0};
    struct pl_arms_options options;

    toy_forget(toy);
    toy_base(toy, NULL, NULL);
    options = toy_run(toy);
    make_measures(toy, measures);
    assert_int_equal(pl_samples_run(toy->context, toy->bases[0], drugs, 1, bad, 2,
                                    measures, 3, &options, toy->diags, &samples),
                     PL_ERR_OPTION);
    assert_null(samples.values);
    assert_int_equal(pl_diags_n_errors(toy->diags), 1);
    pl_diags_clear(toy->diags);
    finish_measures(measures);
}

static bool
stop_at_once(void *context)
{
    (void)context;
    return true;
}

static void
test_run_stops_when_asked(void **state)
{
    struct toy *toy = *state;
    struct pl_measure measures[3];
    struct pl_samples samples = {0};
    struct pl_arms_options options;

    toy_forget(toy);
    toy_base(toy, NULL, NULL);
    options = toy_run(toy);
    options.sim.stop = stop_at_once;
    make_measures(toy, measures);
    assert_int_equal(pl_samples_run(toy->context, toy->bases[0], drugs, 2, doses[0],
                                    N_OF(doses), measures, 3, &options, toy->diags,
                                    &samples),
                     PL_ERR_STOPPED);
    assert_null(samples.values);
    assert_messages(toy->diags, "");
    finish_measures(measures);
}

static enum pl_status
run_once(void *context)
{
    const struct toy *toy = context;
    const struct pl_arms_options options = toy_run(toy);
    const struct pl_measure measure = {PL_MEASURE_VALUE, toy->readouts[0], 48.0, NULL};
    struct pl_samples samples = {0};
    struct pl_diags *diags = pl_diags_create();
    enum pl_status status = PL_ERR_NOMEM;

    if (diags != NULL) {
        status = pl_samples_run(toy->context, toy->bases[0], drugs, 2, doses[0], 2,
                                &measure, 1, &options, diags, &samples);
    }
    pl_samples_finish(&samples);
    pl_diags_destroy(diags);
    return status;
}

static void
test_run_survives_no_memory(void **state)
{
    struct toy *toy = *state;

    toy_forget(toy);
    toy_base(toy, NULL, NULL);
    toy_read(toy, "readout_a");
    assert_survives_no_memory(run_once, toy);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_are_those_of_each_point),
        cmocka_unit_test(test_points_go_with_cells_treatment_and_members),
        cmocka_unit_test(test_failed_runs_are_counted),
        cmocka_unit_test(test_run_refuses_points_that_are_none),
        cmocka_unit_test(test_run_stops_when_asked),
        cmocka_unit_test(test_run_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, toy_set_up, toy_tear_down);
}
