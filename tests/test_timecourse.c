/*
 * test_timecourse.c - runs: closed forms, rest and treatment, outputs, partial results.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "base/diag.h"
#include "base/text.h"
#include "compile/program.h"
#include "model/model.h"
#include "solve/rest.h"
#include "study/context.h"
#include "study/treatment.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

/* Models that all tests share: they never change. */
struct fixture {
    struct pl_context *her2, *relay, *feedback;
    char *folder;
};

static int
set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    assert_non_null(fixture);
    gsl_set_error_handler_off();
    fixture->her2 = trial_load_source("models/her2-mtor.ant");
    fixture->relay = trial_load_source("models/relay.ant");
    fixture->feedback = trial_load_source("models/negative-feedback.ant");
    fixture->folder = test_make_folder();
    *state = fixture;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *fixture = *state;

    pl_context_destroy(fixture->her2);
    pl_context_destroy(fixture->relay);
    pl_context_destroy(fixture->feedback);
    test_remove_folder(fixture->folder);
    free(fixture);
    return 0;
}

/* exp(-x) (1 + x + … + x^(n-1)/(n-1)!): what is left of step n, x = k*time. */
static double
relay_left(double time, int n)
{
    const double x = 0.1 * time;
    double term = 1.0;
    double sum = 0.0;

    if (time <= 0.0) {
        return 1.0;
    }
    for (int i = 0; i < n; i++) {
        sum += term;
        term *= x / (double)(i + 1);
    }
    return exp(-x) * sum;
}

static void
test_run_follows_the_closed_form_of_a_relay(void **state)
{
    static const int steps[] = {1, 3, 6};
    static const struct {
        const char *words;
        double from, to;
    } rows[] = {
        {"--inhibit source", 0.0, 1e9},
        {"--inhibit source@30min", 30.0, 1e9},
        {"--inhibit source@30min..90min", 30.0, 90.0},
        {"--set source=0@0..1h", 0.0, 60.0},
        {"--inhibit source=0.4@0..1h --inhibit source=0.4@1h..2h", 0.0, 120.0},
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        const double strength = i == 4 ? 0.4 : 1.0;
        struct trial trial;

        trial_init(&trial, fixture->relay, rows[i].words, 300.0, NULL, 0);
        trial.options.n_points = 61;
        trial_run_well(&trial);
        assert_int_equal(trial.course.n_times, 61);
        for (size_t k = 0; k < 61; k++) {
            double time = trial.course.times[k];

            assert_close(time, 5.0 * (double)k, 1e-15, 0.0);
            for (size_t r = 0; r < 3; r++) {
                double want =
                    1.0 - strength * (relay_left(time - rows[i].to, steps[r]) -
                                      relay_left(time - rows[i].from, steps[r]));

                assert_close(trial_value(&trial, k, r), want, 0.0, 1e-7);
            }
        }
        trial_finish(&trial);
    }
}

/* A brake that is held leaves a relay: with twice the source, step 1 goes to twice its
 * resting level along 2 - exp(-x). */
static void
test_run_clamps_a_feedback_at_its_resting_signal(void **state)
{
    static const char words[] =
        "--set brake_strength=20 --set source=2@0 --clamp step6_source";
    static const char *const names[] = {"first", "drive"};
    struct fixture *fixture = *state;
    struct trial trial;
    double rest = 0.0;

    trial_init(&trial, fixture->relay, words, 60.0, names, 2);
    trial.options.n_points = 13;
    trial_run_well(&trial);
    rest = trial.course.untreated[0];
    assert_true(rest > 0.3 && rest < 0.9);
    /* At rest step = source/(1 + b step^4). */
    assert_close(rest * (1.0 + 20.0 * pow(rest, 4.0)), 1.0, 1e-8, 0.0);
    for (size_t k = 0; k < 13; k++) {
        assert_close(trial_fold(&trial, k, 0), 2.0 - exp(-0.1 * trial.course.times[k]),
                     1e-7, 0.0);
        assert_close(trial_fold(&trial, k, 1), 2.0, 1e-9, 0.0);
    }
    trial_finish(&trial);
}

/* The clamp holds the signal from before the other jumps of its time, even one that
 * follows the treatment at once. */
static void
test_run_reads_a_clamp_before_other_jumps(void **state)
{
    static const char *const names[] = {"pA", "feedback_kinaseB_receptor",
                                        "pSubstrate"};
    struct fixture *fixture = *state;
    struct trial trial;

    trial_init(&trial, fixture->feedback,
               "--inhibit kinaseB --clamp kinaseB_receptor --set ligand=1@0", 480.0,
               names, 3);
    trial.options.n_points = 9;
    trial_run_well(&trial);
    assert_close(trial.course.untreated[1], 0.5, 1e-9, 0.0);
    for (size_t k = 0; k < 9; k++) {
        assert_close(trial_fold(&trial, k, 0), 1.0, 1e-8, 0.0);
        assert_close(trial_value(&trial, k, 1), 0.5, 1e-9, 0.0);
    }
    assert_close(trial_value(&trial, 8, 2), 0.0, 0.0, 1e-9);
    trial_finish(&trial);
}

static void
test_run_cuts_a_feedback_before_the_rest(void **state)
{
    struct fixture *fixture = *state;
    struct trial trial;

    trial_init(&trial, fixture->relay,
               "--set brake_strength=20 --cut step6_source --inhibit step4=0.5", 600.0,
               NULL, 0);
    trial_run_well(&trial);
    for (size_t r = 0; r < 3; r++) {
        assert_close(trial.course.untreated[r], 1.0, 1e-9, 0.0);
    }
    assert_close(trial_value(&trial, 1, 0), 1.0, 1e-9, 0.0);
    assert_close(trial_value(&trial, 1, 2), 0.5, 1e-6, 0.0);
    trial_finish(&trial);
}

static void
test_run_changes_nothing_without_effect(void **state)
{
    static const char *const rows[] = {"--inhibit mTORC1=0", "--drug everolimus=0nM",
                                       "--set IGF=0.3@6h", "--clamp S6K_IRS1"};
    struct fixture *fixture = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct trial trial;

        trial_init(&trial, fixture->her2, rows[i], 2880.0, NULL, 0);
        trial.options.n_points = 49;
        trial_run_well(&trial);
        assert_true(trial.course.treated && trial.course.rested);
        for (size_t k = 0; k < 49; k++) {
            for (size_t r = 0; r < trial.course.n_readouts; r++) {
                assert_close(trial_fold(&trial, k, r), 1.0, 0.0, 1e-7);
            }
        }
        trial_finish(&trial);
    }
}

static void
test_run_returns_to_rest_after_washout(void **state)
{
    struct fixture *fixture = *state;
    struct trial trial;

    trial_init(&trial, fixture->her2, "--drug AZD8055=500nM@0..24h", 90.0 * 1440.0,
               NULL, 0);
    trial_run_well(&trial);
    for (size_t r = 0; r < trial.course.n_readouts; r++) {
        assert_close(trial_fold(&trial, 1, r), 1.0, 0.0, 1e-6);
    }
    trial_finish(&trial);
}

/* The same by hand: two stretches of one simulation, to the bit. */
static void
test_run_of_a_window_equals_two_stretches(void **state)
{
    struct fixture *fixture = *state;
    const struct pl_program *program = fixture->her2->program;
    const struct pl_model *model = fixture->her2->model;
    size_t drug = pl_model_find(model, "drug_everolimus");
    double *inputs = calloc(program->n_inputs, sizeof *inputs);
    double *values = calloc(model->n_symbols, sizeof *values);
    struct pl_sim *sim = NULL;
    struct trial trial;

    assert_non_null(inputs);
    assert_non_null(values);
    trial_init(&trial, fixture->her2, "--drug everolimus=20nM@2h..26h", 2880.0, NULL,
               0);
    trial_run_well(&trial);

    assert_int_equal(
        pl_sim_create(fixture->her2->kernels, &trial.options.sim, NULL, &sim), PL_OK);
    pl_treatment_inputs(trial.treatment, inputs);
    assert_int_equal(pl_sim_start(sim, inputs, NULL), PL_OK);
    assert_int_equal(pl_sim_rest(sim, NULL, NULL), PL_OK);
    assert_int_equal(pl_sim_advance(sim, 120.0, NULL, NULL), PL_OK);
    assert_int_equal(pl_sim_assign(sim, drug, 20.0, NULL), PL_OK);
    assert_int_equal(pl_sim_advance(sim, 1560.0, NULL, NULL), PL_OK);
    assert_int_equal(pl_sim_assign(sim, drug, 0.0, NULL), PL_OK);
    assert_int_equal(pl_sim_advance(sim, 2880.0, NULL, NULL), PL_OK);
    pl_sim_observe(sim, values);
    for (size_t r = 0; r < trial.course.n_readouts; r++) {
        assert_close(trial_value(&trial, 1, r), values[trial.readouts[r]], 0.0, 0.0);
    }
    pl_sim_destroy(sim);
    trial_finish(&trial);
    free(inputs);
    free(values);
}

static void
test_run_conserves_akt_and_mtor(void **state)
{
    static const char *const names[] = {"Akt",  "Akt_T308", "Akt_S473", "Akt_both",
                                        "mTOR", "mTORC1",   "mTORC2"};
    struct fixture *fixture = *state;
    struct trial trial;
    double mtor = 0.0;

    trial_init(&trial, fixture->her2,
               "--drug everolimus=20nM --inhibit Akt=0.5@6h..30h --set HRG=1@12h",
               2880.0, names, N_OF(names));
    /* readout_mTORC2 goes by that name too, and is the species. */
    trial.options.n_points = 97;
    trial_run_well(&trial);
    for (size_t r = 4; r < 7; r++) {
        mtor += trial.course.untreated[r];
    }
    for (size_t k = 0; k < 97; k++) {
        double akt = 0.0;
        double sum = 0.0;

        for (size_t r = 0; r < 4; r++) {
            akt += trial_value(&trial, k, r);
        }
        for (size_t r = 4; r < 7; r++) {
            sum += trial_value(&trial, k, r);
        }
        assert_close(akt, 1.0, 1e-8, 0.0);
        assert_close(sum, mtor, 1e-8, 0.0);
    }
    assert_close(mtor, 1.0, 1e-9, 0.0);
    trial_finish(&trial);
}

static void
test_run_blocks_every_substrate_of_mtorc1(void **state)
{
    static const char *const names[] = {"pS6K", "p4EBP1", "p4EBP1_S65", "pAkt_S473"};
    struct fixture *fixture = *state;
    struct trial trial;

    trial_init(&trial, fixture->her2, "--inhibit mTORC1", 1440.0, names, 4);
    trial_run_well(&trial);
    assert_close(trial_value(&trial, 1, 0), 0.0, 0.0, 1e-9);
    assert_close(trial_value(&trial, 1, 1), 0.0, 0.0, 1e-9);
    assert_close(trial_value(&trial, 1, 2), 0.0, 0.0, 1e-9);
    assert_true(trial_fold(&trial, 1, 3) > 1.3);
    trial_finish(&trial);
}

/* With a background, "untreated" is the rest on it; a window falls back to it. */
static void
test_run_measures_folds_from_the_background(void **state)
{
    struct fixture *fixture = *state;
    struct trial with;
    struct trial without;

    trial_init(&with, fixture->her2,
               "--background drug,trastuzumab=68nM --drug everolimus=20nM", 1440.0,
               NULL, 0);
    trial_run_well(&with);
    trial_init(&without, fixture->her2, "--set drug_trastuzumab=68", 1440.0, NULL, 0);
    without.options.equilibrate = PL_EQUILIBRATE_YES;
    trial_run_well(&without);
    for (size_t r = 0; r < with.course.n_readouts; r++) {
        assert_close(with.course.untreated[r], without.course.untreated[r], 1e-12, 0.0);
        assert_close(trial_value(&with, 1, r),
                     trial_fold(&with, 1, r) * with.course.untreated[r], 1e-14, 0.0);
    }
    trial_finish(&with);
    trial_finish(&without);

    trial_init(&with, fixture->feedback,
               "--background drug,Binib=10nM --drug Binib=90nM@1h..2h", 6000.0, NULL,
               0);
    with.options.every = 100.0;
    trial_run_well(&with);
    assert_true(fabs(trial_fold(&with, 1, 2) - 1.0) > 0.2);
    for (size_t r = 0; r < with.course.n_readouts; r++) {
        assert_close(trial_fold(&with, with.course.n_times - 1, r), 1.0, 0.0, 1e-7);
    }
    trial_finish(&with);
}

static void
test_run_rests_when_it_should(void **state)
{
    static const struct {
        const char *words;
        enum pl_equilibrate equilibrate;
        bool treated, rested;
    } rows[] = {
        {"", PL_EQUILIBRATE_AUTO, false, false},
        {"--set ligand=2", PL_EQUILIBRATE_AUTO, false, false},
        {"--cut kinaseB_receptor", PL_EQUILIBRATE_AUTO, false, false},
        {"--background set,ligand=2", PL_EQUILIBRATE_AUTO, false, true},
        {"--inhibit kinaseB", PL_EQUILIBRATE_AUTO, true, true},
        {"--set ligand=2@6h", PL_EQUILIBRATE_AUTO, true, true},
        {"--clamp kinaseB_receptor", PL_EQUILIBRATE_AUTO, true, true},
        {"", PL_EQUILIBRATE_YES, false, true},
        {"--inhibit kinaseB", PL_EQUILIBRATE_NO, true, false},
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct trial trial;

        trial_init(&trial, fixture->feedback, rows[i].words, 600.0, NULL, 0);
        trial.options.equilibrate = rows[i].equilibrate;
        trial_run_well(&trial);
        assert_int_equal(trial.course.treated, rows[i].treated);
        assert_int_equal(trial.course.rested, rows[i].rested);
        trial_finish(&trial);
    }
}

static void
test_run_gives_values_behind_a_jump(void **state)
{
    static const char *const names[] = {"Akt_activity", "HER3", "IGF"};
    struct fixture *fixture = *state;
    struct trial trial;

    trial_init(&trial, fixture->her2,
               "--inhibit Akt=0.75 --set HER3=0.125@1h --set IGF=7@2h..3h", 240.0,
               names, 3);
    trial.options.n_points = 5;
    trial_run_well(&trial);
    assert_close(trial_fold(&trial, 0, 0), 0.25, 1e-12, 0.0);
    assert_close(trial_value(&trial, 1, 1), 0.125, 0.0, 0.0);
    assert_close(trial_value(&trial, 1, 2), 0.3, 0.0, 0.0);
    assert_close(trial_value(&trial, 2, 2), 7.0, 0.0, 0.0);
    assert_close(trial_value(&trial, 3, 2), 0.3, 0.0, 0.0);
    trial_finish(&trial);

    /* A window up to the end still holds at the end. */
    trial_init(&trial, fixture->her2, "--set IGF=7@2h..4h", 240.0, names, 3);
    trial.options.n_points = 5;
    trial_run_well(&trial);
    assert_close(trial_value(&trial, 4, 2), 7.0, 0.0, 0.0);
    trial_finish(&trial);
}

/* A window on what a formula gave falls back to what it gave. */
static void
test_run_gives_back_what_a_formula_gave(void **state)
{
    static const char *const names[] = {"y", "A"};
    struct fixture *fixture = *state;
    struct pl_context *context = trial_load_text(
        fixture->folder, "species A; k = 3; y = 2*k; A = y; J: -> A; y - A;");
    struct trial trial;

    trial_init(&trial, context, "--set k=5 --set y=7@1..2 --set A=1@3", 4.0, names, 2);
    trial.options.n_points = 5;
    trial_run_well(&trial);
    assert_close(trial.course.untreated[0], 10.0, 0.0, 0.0);
    assert_close(trial_value(&trial, 0, 0), 10.0, 0.0, 0.0);
    assert_close(trial_value(&trial, 1, 0), 7.0, 0.0, 0.0);
    assert_close(trial_value(&trial, 2, 0), 10.0, 0.0, 0.0);
    assert_close(trial_value(&trial, 2, 1), 7.0 + 3.0 * exp(-1.0), 1e-6, 0.0);
    assert_close(trial_value(&trial, 3, 1), 1.0, 0.0, 0.0);
    assert_close(trial_value(&trial, 4, 1), 10.0 - 9.0 * exp(-1.0), 1e-6, 0.0);
    trial_finish(&trial);
    pl_context_destroy(context);
}

static void
test_run_refuses_to_clamp_a_signal_that_is_no_number(void **state)
{
    struct fixture *fixture = *state;
    struct pl_context *context = trial_load_text(
        fixture->folder,
        "species A; A = 1; J: A -> ; A; feedback_A_B := sqrt(-A); x := feedback_A_B;");
    struct pl_text text;
    struct trial trial;

    trial_init(&trial, context, "--clamp A_B", 4.0, NULL, 0);
    trial.options.equilibrate = PL_EQUILIBRATE_NO;
    assert_int_equal(trial_run(&trial), PL_ERR_RATE);
    assert_int_equal(pl_diags_n_errors(trial.diags), 1);
    pl_text_init(&text);
    pl_diags_print(trial.diags, false, &text);
    assert_non_null(strstr(pl_text_string(&text),
                           "model.ant:1:32: error: 'feedback_A_B' cannot be clamped: "
                           "its signal is nan\n"));
    pl_text_finish(&text);
    trial_finish(&trial);
    pl_context_destroy(context);
}

static void
test_run_does_not_depend_on_its_outputs(void **state)
{
    static const double marks[] = {60.0, 360.0, 1440.0, 2880.0};
    static const double odd[] = {0.0, 61.7};
    struct fixture *fixture = *state;
    struct trial few;
    struct trial many;

    trial_init(&few, fixture->her2, "--inhibit mTORC1", 2880.0, NULL, 0);
    trial_run_well(&few);
    trial_init(&many, fixture->her2, "--inhibit mTORC1", 2880.0, NULL, 0);
    many.options.n_points = 481;
    many.options.marks = marks;
    many.options.n_marks = 4;
    trial_run_well(&many);
    assert_int_equal(many.course.n_times, 481);
    assert_int_equal(many.course.n_marks, 4);
    for (size_t r = 0; r < few.course.n_readouts; r++) {
        assert_close(trial_value(&few, 1, r), trial_value(&many, 480, r), 0.0, 0.0);
        for (size_t k = 0; k < 4; k++) {
            assert_close(many.course.mark_values[k * many.course.n_readouts + r],
                         trial_value(&many, (size_t)(marks[k] / 6.0), r), 0.0, 0.0);
        }
    }
    assert_close(many.course.marks[2], 1440.0, 0.0, 0.0);
    trial_finish(&many);

    /* Marks beside the grid, and one at time 0. */
    trial_init(&many, fixture->her2, "--inhibit mTORC1", 2880.0, NULL, 0);
    many.options.marks = odd;
    many.options.n_marks = 2;
    trial_run_well(&many);
    assert_int_equal(many.course.n_times, 2);
    assert_int_equal(many.course.n_marks, 2);
    assert_close(many.course.mark_values[0], trial_value(&many, 0, 0), 0.0, 0.0);
    assert_close(trial_value(&many, 1, 0), trial_value(&few, 1, 0), 0.0, 0.0);
    trial_finish(&many);
    trial_finish(&few);
}

static void
test_run_spaces_outputs_evenly_and_ends_at_the_end(void **state)
{
    static const struct {
        double duration, every;
        size_t n_points, n;
        double last_but_one;
    } rows[] = {
        {100.0, 0.0, 2, 2, 0.0},    {100.0, 0.0, 11, 11, 90.0},
        {100.0, 30.0, 0, 5, 90.0},  {100.0, 25.0, 7, 5, 75.0},
        {100.0, 200.0, 0, 2, 0.0},  {4.8, 0.1, 0, 49, 4.7},
        {100.0, INFINITY, 0, 2, 0}, {1.0, 0.3, 0, 5, 0.9},
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct trial trial;

        trial_init(&trial, fixture->relay, "", rows[i].duration, NULL, 0);
        trial.options.every = rows[i].every;
        trial.options.n_points = rows[i].n_points;
        trial_run_well(&trial);
        assert_int_equal(trial.course.n_times, rows[i].n);
        assert_close(trial.course.times[0], 0.0, 0.0, 0.0);
        assert_close(trial.course.times[rows[i].n - 2], rows[i].last_but_one, 1e-12,
                     0.0);
        assert_close(trial.course.times[rows[i].n - 1], rows[i].duration, 0.0, 0.0);
        trial_finish(&trial);
    }
}

static void
test_run_refuses_options_out_of_range(void **state)
{
    static const struct {
        double duration, every;
        size_t n_points;
        const char *words, *messages;
    } rows[] = {
        {0.0, 0.0, 2, "", "error: a run lasts longer than 0, not 0\n"},
        {-1.0, 0.0, 2, "", "error: a run lasts longer than 0, not -1\n"},
        {NAN, 0.0, 2, "", NULL},
        {INFINITY, 0.0, 2, "", "error: a run lasts longer than 0, not inf\n"},
        {1.0, 0.0, 1, "", "error: a run has at least 2 output times, not 1\n"},
        {1.0, -1.0, 2, "", "error: the time between outputs is not negative: -1\n"},
        {1.0, NAN, 2, "", NULL},
        {2880.0, 0.0, 10000001, "",
         "error: 10000001 output times are more than 10000000 rows\n"
         "hint: take fewer: output times do not change the steps or the result\n"},
        {2880.0, 1e-4, 2, "",
         "error: an output every 6 ms for 48 h makes more than 10000000 rows\n"
         "hint: take fewer: output times do not change the steps or the result\n"},
        {60.0, 0.0, 2, "--inhibit source@2h",
         "error: source@2h: begins at 2 h, when the run is over (1 h)\n"
         "hint: let the run last longer: --for 3h\n"},
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct trial trial;

        trial_init(&trial, fixture->relay, rows[i].words, rows[i].duration, NULL, 0);
        trial.options.every = rows[i].every;
        trial.options.n_points = rows[i].n_points;
        assert_int_equal(trial_run(&trial), PL_ERR_OPTION);
        if (rows[i].messages != NULL) {
            assert_messages(trial.diags, rows[i].messages);
        }
        assert_null(trial.course.values);
        trial_finish(&trial);
    }
}

static bool
stop_after_steps(void *context)
{
    size_t *left = context;

    if (*left == 0) {
        return true;
    }
    *left -= 1;
    return false;
}

static void
test_run_keeps_what_was_reached(void **state)
{
    struct fixture *fixture = *state;
    struct pl_context *context =
        trial_load_text(fixture->folder, "species x; x = 1; x' = x^2; readout_x := x;");
    size_t n_steps = 0;
    struct trial trial;

    /* 1/(1 - t) has no value from t = 1 on. */
    trial_init(&trial, context, "", 2.0, NULL, 0);
    trial.options.n_points = 201;
    trial.options.marks = (const double[]){0.5, 1.5};
    trial.options.n_marks = 2;
    {
        enum pl_status status = trial_run(&trial);

        assert_true(status == PL_ERR_STEP || status == PL_ERR_RATE);
    }
    assert_int_equal(pl_diags_n_errors(trial.diags), 1);
    assert_false(trial.course.complete);
    assert_true(trial.course.n_times > 90 && trial.course.n_times <= 101);
    assert_int_equal(trial.course.n_marks, 1);
    for (size_t k = 0; k < trial.course.n_times && k < 90; k++) {
        assert_close(trial_value(&trial, k, 0), 1.0 / (1.0 - trial.course.times[k]),
                     1e-5, 0.0);
    }
    assert_true(trial.course.statistics.steps > 0);
    trial_finish(&trial);
    pl_context_destroy(context);

    trial_init(&trial, fixture->relay, "", 300.0, NULL, 0);
    trial.options.n_points = 301;
    trial.options.sim.stop = stop_after_steps;
    trial.options.sim.stop_context = &n_steps;
    n_steps = 30;
    trial_add(&trial, "--inhibit source@10min");
    trial.options.equilibrate = PL_EQUILIBRATE_NO;
    assert_int_equal(trial_run(&trial), PL_ERR_STOPPED);
    assert_messages(trial.diags, "");
    assert_false(trial.course.complete);
    assert_true(trial.course.n_times > 0 && trial.course.n_times < 301);
    trial_finish(&trial);
}

static void
test_run_that_does_not_rest_is_empty(void **state)
{
    struct fixture *fixture = *state;
    struct trial trial;

    trial_init(&trial, fixture->relay, "--set brake_strength=200 --inhibit source",
               60.0, NULL, 0);
    assert_int_equal(trial_run(&trial), PL_ERR_REST);
    assert_int_equal(pl_diags_n_errors(trial.diags), 1);
    assert_int_equal(trial.course.n_times, 0);
    assert_null(trial.course.times);
    trial_finish(&trial);
}

static void
test_run_tells_of_starting_values_that_the_rest_undoes(void **state)
{
    static const struct {
        const char *words, *messages;
    } rows[] = {
        {"--set Grb10=0 --inhibit mTORC1",
         "warning: 'Grb10' was set to 0 and is 0.705 at rest: a starting value does "
         "not hold\n"
         "hint: set what makes it, or, in a run, set it after the rest: --set "
         "Grb10=0@0\n"},
        {"--set Grb10=0", ""}, /* no rest */
        {"--set Grb10=0@0", ""},
        {"--set IGF=0 --inhibit mTORC1", ""},
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct trial trial;

        trial_init(&trial, fixture->her2, rows[i].words, 60.0, NULL, 0);
        assert_int_equal(trial_run(&trial), PL_OK);
        assert_messages(trial.diags, rows[i].messages);
        trial_finish(&trial);
    }
}

static void
test_fold_of_an_untreated_zero_is_none(void **state)
{
    struct fixture *fixture = *state;
    struct pl_context *context =
        trial_load_text(fixture->folder, "species A; A = 0; k = 0; J: -> A; k - 0.5*A;"
                                         "tiny := 1e-30 + k; one := 1 + k;");
    static const char *const names[] = {"A", "tiny", "one", "k"};
    struct trial trial;

    trial_init(&trial, context, "--set k=1@0", 10.0, names, 4);
    trial_run_well(&trial);
    assert_true(isnan(trial_fold(&trial, 1, 0)));
    assert_true(isnan(trial_fold(&trial, 1, 1)));
    assert_close(trial_fold(&trial, 1, 2), 2.0, 1e-12, 0.0);
    assert_true(isnan(trial_fold(&trial, 1, 3)));
    assert_close(trial.course.largest[2], 2.0, 0.0, 0.0);
    trial_finish(&trial);
    pl_context_destroy(context);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run_follows_the_closed_form_of_a_relay),
        cmocka_unit_test(test_run_clamps_a_feedback_at_its_resting_signal),
        cmocka_unit_test(test_run_reads_a_clamp_before_other_jumps),
        cmocka_unit_test(test_run_cuts_a_feedback_before_the_rest),
        cmocka_unit_test(test_run_changes_nothing_without_effect),
        cmocka_unit_test(test_run_returns_to_rest_after_washout),
        cmocka_unit_test(test_run_of_a_window_equals_two_stretches),
        cmocka_unit_test(test_run_conserves_akt_and_mtor),
        cmocka_unit_test(test_run_blocks_every_substrate_of_mtorc1),
        cmocka_unit_test(test_run_measures_folds_from_the_background),
        cmocka_unit_test(test_run_rests_when_it_should),
        cmocka_unit_test(test_run_gives_values_behind_a_jump),
        cmocka_unit_test(test_run_gives_back_what_a_formula_gave),
        cmocka_unit_test(test_run_refuses_to_clamp_a_signal_that_is_no_number),
        cmocka_unit_test(test_run_does_not_depend_on_its_outputs),
        cmocka_unit_test(test_run_spaces_outputs_evenly_and_ends_at_the_end),
        cmocka_unit_test(test_run_refuses_options_out_of_range),
        cmocka_unit_test(test_run_keeps_what_was_reached),
        cmocka_unit_test(test_run_that_does_not_rest_is_empty),
        cmocka_unit_test(test_run_tells_of_starting_values_that_the_rest_undoes),
        cmocka_unit_test(test_fold_of_an_untreated_zero_is_none),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
