/*
 * test_arms.c - arms of a comparison against the single run of each.
 */
#include "testlib.h"

#include "base/diag.h"
#include "compile/program.h"
#include "model/model.h"
#include "study/arms.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/measure.h"
#include "study/treatment.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

enum { MOST_ARMS = 8, N_TIMES = 3, N_READOUTS = 2 };

static const double hours_of[N_TIMES] = {0.0, 480.0, 2880.0}; /* [min] */

struct fixture {
    char *folder;
    char *path;
    struct pl_context *her2, *relay;
    struct pl_diags *diags;
    struct pl_treatment *treatments[MOST_ARMS];
    struct pl_arm arms[MOST_ARMS];
    size_t n_arms;
    size_t *readouts;
    size_t n_readouts;
};

static int
set_up(void **state)
{
    static const char *const names[N_READOUTS] = {"pAkt_S473", "feedback_S6K_Rictor"};
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->folder = test_make_folder();
    f->path = test_join(f->folder, "sets.tsv");
    f->her2 = trial_load_source("models/her2-mtor.ant");
    f->relay = trial_load_source("models/relay.ant");
    f->diags = pl_diags_create();
    assert_int_equal(pl_context_readouts(f->her2, names, N_READOUTS, f->diags,
                                         &f->readouts, &f->n_readouts),
                     PL_OK);
    *state = f;
    return 0;
}

static void
forget_arms(struct fixture *f)
{
    for (size_t a = 0; a < f->n_arms; a++) {
        pl_treatment_destroy(f->treatments[a]);
    }
    f->n_arms = 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    forget_arms(f);
    free(f->readouts);
    pl_diags_destroy(f->diags);
    pl_context_destroy(f->relay);
    pl_context_destroy(f->her2);
    free(f->path);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

static void
add_arm(struct fixture *f, const struct pl_context *context, const char *cell,
        const char *text)
{
    struct pl_treatment **treatment = &f->treatments[f->n_arms];

    assert_int_equal(pl_treatment_create(context, NULL, treatment), PL_OK);
    if (cell != NULL) {
        assert_int_equal(pl_treatment_choose_cell(*treatment, cell, NULL), PL_OK);
    }
    assert_int_equal(pl_treatment_add_list(*treatment, text, f->diags), PL_OK);
    f->arms[f->n_arms] = (struct pl_arm){.treatment = *treatment};
    f->n_arms++;
}

static struct pl_arms_options
make_options(const struct fixture *f)
{
    return (struct pl_arms_options){
        .sim = pl_sim_options_default(),
        .duration = 2880.0,
        .equilibrate = PL_EQUILIBRATE_YES,
        .symbols = f->readouts,
        .n_symbols = f->n_readouts,
        .times = hours_of,
        .n_times = N_TIMES,
    };
}

/* One arm against the single run, bit for bit. */
static void
check_arm(struct fixture *f, const struct pl_arms *arms, size_t arm)
{
    struct pl_timecourse course = {0};
    const struct pl_timecourse_options options = {
        .sim = pl_sim_options_default(),
        .duration = 2880.0,
        .equilibrate = PL_EQUILIBRATE_YES,
        .n_points = 2,
        .readouts = f->readouts,
        .n_readouts = f->n_readouts,
        .marks = hours_of,
        .n_marks = N_TIMES,
    };

    assert_int_equal(
        pl_timecourse_run(f->her2, f->treatments[arm], &options, f->diags, &course),
        PL_OK);
    for (size_t s = 0; s < f->n_readouts; s++) {
        assert_true(arms->untreated[arm * f->n_readouts + s] == course.untreated[s]);
        for (size_t k = 0; k < N_TIMES; k++) {
            const double value = course.mark_values[k * f->n_readouts + s];

            assert_true(pl_arms_value(arms, arm, 0, k, s) == value);
            if (course.untreated[s] == 0.0) { /* a signal that is cut */
                assert_true(isnan(pl_arms_fold(arms, arm, 0, k, s)));
            } else {
                assert_true(pl_arms_fold(arms, arm, 0, k, s) ==
                            value / course.untreated[s]);
            }
        }
    }
    pl_timecourse_finish(&course);
}

static void
test_arms_have_the_bits_of_single_runs(void **state)
{
    struct fixture *f = *state;
    struct pl_arms arms = {0};
    struct pl_arms_options options = make_options(f);

    forget_arms(f);
    add_arm(f, f->her2, NULL, "drug everolimus=20nM");
    add_arm(f, f->her2, NULL, "inhibit mTORC1@1h..24h, clamp S6K_Rictor");
    add_arm(f, f->her2, "her2_sensitive", "drug everolimus=20nM");
    add_arm(f, f->her2, NULL, "variant receptor_side, drug everolimus=20nM");
    add_arm(f, f->her2, NULL, "set IGF=1, cut S6K_Rictor, drug BEZ235=50nM");
    add_arm(f, f->her2, NULL, "none");
    for (size_t threads = 1; threads <= 2; threads++) {
        options.n_threads = threads;
        assert_int_equal(
            pl_arms_run(f->her2, f->arms, f->n_arms, &options, f->diags, &arms), PL_OK);
        assert_messages(f->diags, "");
        assert_int_equal(arms.n_failed, 0);
        assert_string_equal(arms.method, "rodas");
        for (size_t a = 0; a < f->n_arms; a++) {
            check_arm(f, &arms, a);
        }
    }
    pl_arms_finish(&arms);
}

/* Clamps as jumps of the arm are those of the treatment. */
static void
test_jumps_of_an_arm_go_with_those_of_its_treatment(void **state)
{
    struct fixture *f = *state;
    struct pl_arms arms = {0};
    const struct pl_arms_options options = make_options(f);
    const size_t edge = pl_model_find(f->her2->model, "feedback_S6K_Rictor");
    const size_t slot = f->her2->program->clamp_of[edge];
    const struct pl_jump clamp[] = {{PL_JUMP_CLAMP, 0.0, edge, NAN}};
    const struct pl_jump held[] = {{PL_JUMP_SET, 0.0, slot + 1, 0.125},
                                   {PL_JUMP_SET, 0.0, slot, 1.0},
                                   {PL_JUMP_SET, 1440.0, slot + 1, 0.5}};

    forget_arms(f);
    add_arm(f, f->her2, NULL, "drug everolimus=20nM@1h..24h, clamp S6K_Rictor");
    add_arm(f, f->her2, NULL, "drug everolimus=20nM@1h..24h");
    f->arms[1].jumps = clamp;
    f->arms[1].n_jumps = N_OF(clamp);
    f->arms[2] = (struct pl_arm){f->treatments[1], held, N_OF(held)};
    assert_int_equal(pl_arms_run(f->her2, f->arms, 3, &options, f->diags, &arms),
                     PL_OK);
    for (size_t k = 0; k < N_TIMES; k++) {
        for (size_t s = 0; s < f->n_readouts; s++) {
            assert_true(pl_arms_value(&arms, 0, 0, k, s) ==
                        pl_arms_value(&arms, 1, 0, k, s));
        }
    }
    assert_close(pl_arms_value(&arms, 2, 0, 1, 1), 0.125, 0.0, 0.0);
    assert_close(pl_arms_value(&arms, 2, 0, 2, 1), 0.5, 0.0, 0.0);
    pl_arms_finish(&arms);
}

/* A member gives what a variant with its values gives. */
static void
test_members_are_runs_with_their_values(void **state)
{
    struct fixture *f = *state;
    struct pl_arms arms = {0};
    struct pl_arms alone = {0};
    struct pl_ensemble *ensemble = NULL;
    struct pl_arms_options options = make_options(f);
    char *path = test_source_path("models/her2-mtor.variants.tsv");

    assert_int_equal(pl_ensemble_read(f->her2, path, f->diags, &ensemble), PL_OK);
    forget_arms(f);
    add_arm(f, f->her2, NULL, "drug everolimus=20nM");
    add_arm(f, f->her2, NULL, "inhibit mTORC1");
    add_arm(f, f->her2, NULL, "variant receptor_side, drug everolimus=20nM");
    add_arm(f, f->her2, NULL, "variant receptor_side, inhibit mTORC1");
    assert_int_equal(pl_arms_run(f->her2, f->arms, 4, &options, f->diags, &alone),
                     PL_OK);
    options.ensemble = ensemble;
    assert_int_equal(pl_arms_run(f->her2, f->arms, 2, &options, f->diags, &arms),
                     PL_OK);
    assert_int_equal(arms.n_members, 2);
    for (size_t k = 0; k < N_TIMES; k++) {
        for (size_t a = 0; a < 2; a++) {
            assert_true(pl_arms_value(&arms, a, 0, k, 0) ==
                        pl_arms_value(&alone, a, 0, k, 0));
            assert_true(pl_arms_fold(&arms, a, 1, k, 0) ==
                        pl_arms_fold(&alone, a + 2, 0, k, 0));
        }
    }
    /* the second member alone */
    options.first_member = 1;
    options.n_members = 1;
    assert_int_equal(pl_arms_run(f->her2, f->arms, 2, &options, f->diags, &arms),
                     PL_OK);
    assert_int_equal(arms.n_members, 1);
    for (size_t k = 0; k < N_TIMES; k++) {
        for (size_t a = 0; a < 2; a++) {
            assert_true(pl_arms_fold(&arms, a, 0, k, 0) ==
                        pl_arms_fold(&alone, a + 2, 0, k, 0));
        }
    }
    pl_arms_finish(&arms);
    pl_arms_finish(&alone);
    pl_ensemble_destroy(ensemble);
    free(path);
}

/* A set that holds what the model has anyway still stands above a member. */
static void
test_arms_that_differ_in_a_set_alone_rest_apart(void **state)
{
    struct fixture *f = *state;
    struct pl_arms arms = {0};
    struct pl_ensemble *ensemble = NULL;
    struct pl_arms_options options = make_options(f);

    test_write_file(f->path, "IGF\n0.3\n1\n");
    assert_int_equal(pl_ensemble_read(f->her2, f->path, f->diags, &ensemble), PL_OK);
    forget_arms(f);
    add_arm(f, f->her2, NULL, "drug everolimus=20nM");
    add_arm(f, f->her2, NULL, "set IGF=0.3, drug everolimus=20nM");
    options.ensemble = ensemble;
    assert_int_equal(pl_arms_run(f->her2, f->arms, 2, &options, f->diags, &arms),
                     PL_OK);
    assert_true(pl_arms_value(&arms, 0, 0, 2, 0) == pl_arms_value(&arms, 1, 0, 2, 0));
    assert_true(pl_arms_value(&arms, 1, 1, 2, 0) == pl_arms_value(&arms, 1, 0, 2, 0));
    assert_true(pl_arms_value(&arms, 0, 1, 2, 0) != pl_arms_value(&arms, 0, 0, 2, 0));
    pl_arms_finish(&arms);
    pl_ensemble_destroy(ensemble);
}

static void
test_run_tells_of_runs_that_fail(void **state)
{
    struct fixture *f = *state;
    struct pl_arms arms = {0};
    struct pl_ensemble *ensemble = NULL;
    struct pl_arms_options options = make_options(f);
    size_t *readouts = NULL;
    size_t n = 0;

    assert_int_equal(pl_context_readouts(f->relay, NULL, 0, f->diags, &readouts, &n),
                     PL_OK);
    forget_arms(f);
    add_arm(f, f->relay, NULL, "inhibit source");
    options.symbols = readouts;
    options.n_symbols = n;
    options.duration = 100.0;
    options.n_times = 1;
    options.sim.max_steps = 3;
    assert_int_equal(pl_arms_run(f->relay, f->arms, 1, &options, f->diags, &arms),
                     PL_ERR_STEP);
    assert_true(pl_diags_n_errors(f->diags) == 1);
    assert_non_null(
        strstr(pl_diags_first_error(f->diags), "source inhibited 100 % from 0"));
    assert_null(arms.values);
    pl_diags_clear(f->diags);
    free(readouts);
    pl_ensemble_destroy(ensemble);
}

/* Measures are those of the values, to the bit. */
static void
test_measure_reads_what_values_are(void **state)
{
    struct fixture *f = *state;
    struct pl_arms arms = {0};
    struct pl_arms values = {0};
    struct pl_ensemble *ensemble = NULL;
    struct pl_arms_options options = make_options(f);
    struct pl_measure measures[] = {
        {PL_MEASURE_VALUE, f->readouts[0], hours_of[1], NULL},
        {PL_MEASURE_FOLD, f->readouts[0], hours_of[2], NULL},
        {PL_MEASURE_UNTREATED, f->readouts[1], hours_of[2], NULL},
        {PL_MEASURE_MAX, f->readouts[0], hours_of[2], NULL},
    };

    test_write_file(f->path, "IGF\n0.3\n1\n");
    assert_int_equal(pl_ensemble_read(f->her2, f->path, f->diags, &ensemble), PL_OK);
    forget_arms(f);
    add_arm(f, f->her2, NULL, "drug everolimus=20nM");
    add_arm(f, f->her2, NULL, "inhibit mTORC1@1h..24h");
    options.ensemble = ensemble;
    assert_int_equal(pl_arms_run(f->her2, f->arms, 2, &options, f->diags, &values),
                     PL_OK);
    assert_int_equal(pl_arms_measure(f->her2, f->arms, 2, measures, N_OF(measures),
                                     &options, f->diags, &arms),
                     PL_OK);
    assert_messages(f->diags, "");
    assert_int_equal(arms.n_times, 1);
    assert_int_equal(arms.n_symbols, N_OF(measures));
    assert_null(arms.untreated);
    for (size_t a = 0; a < 2; a++) {
        for (size_t m = 0; m < 2; m++) {
            const double value = pl_arms_value(&values, a, m, 1, 0);

            assert_true(pl_arms_value(&arms, a, m, 0, 0) == value);
            assert_true(pl_arms_value(&arms, a, m, 0, 1) ==
                        pl_arms_fold(&values, a, m, 2, 0));
            assert_true(pl_arms_value(&arms, a, m, 0, 2) ==
                        values.untreated[(a * 2 + m) * 2 + 1]);
            assert_true(pl_arms_value(&arms, a, m, 0, 3) >= value);
        }
    }
    pl_arms_finish(&arms);
    pl_arms_finish(&values);
    pl_ensemble_destroy(ensemble);
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
    struct fixture *f = *state;
    struct pl_arms arms = {0};
    struct pl_arms_options options = make_options(f);

    forget_arms(f);
    add_arm(f, f->her2, NULL, "drug everolimus=20nM");
    options.sim.stop = stop_at_once;
    assert_int_equal(pl_arms_run(f->her2, f->arms, 1, &options, f->diags, &arms),
                     PL_ERR_STOPPED);
    assert_null(arms.values);
    assert_messages(f->diags, "");
}

static enum pl_status
run_once(void *context)
{
    struct fixture *f = context;
    const size_t source = pl_model_find(f->relay->model, "inhibit_source");
    struct pl_arms arms = {0};
    struct pl_arms_options options = make_options(f);
    struct pl_diags *diags = pl_diags_create();
    enum pl_status status = PL_ERR_NOMEM;

    options.n_threads = 1;
    options.symbols = &source;
    options.n_symbols = 1;
    if (diags != NULL) {
        status = pl_arms_run(f->relay, f->arms, f->n_arms, &options, diags, &arms);
    }
    pl_arms_finish(&arms);
    pl_diags_destroy(diags);
    return status;
}

static void
test_run_survives_no_memory(void **state)
{
    struct fixture *f = *state;

    forget_arms(f);
    add_arm(f, f->relay, NULL, "inhibit source");
    assert_survives_no_memory(run_once, f);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arms_have_the_bits_of_single_runs),
        cmocka_unit_test(test_jumps_of_an_arm_go_with_those_of_its_treatment),
        cmocka_unit_test(test_members_are_runs_with_their_values),
        cmocka_unit_test(test_arms_that_differ_in_a_set_alone_rest_apart),
        cmocka_unit_test(test_measure_reads_what_values_are),
        cmocka_unit_test(test_run_tells_of_runs_that_fail),
        cmocka_unit_test(test_run_stops_when_asked),
        cmocka_unit_test(test_run_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
