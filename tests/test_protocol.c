/*
 * test_protocol.c - the course of a run leg by leg: where it goes, and what is done there.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "base/diag.h"
#include "compile/program.h"
#include "model/model.h"
#include "solve/rest.h"
#include "solve/sim.h"
#include "study/context.h"
#include "study/protocol.h"
#include "study/treatment.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

#define MOST_LEGS 8

struct fixture {
    struct pl_context *relay, *feedback;
    char *folder;
};

static int
set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    assert_non_null(fixture);
    gsl_set_error_handler_off();
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

    pl_context_destroy(fixture->relay);
    pl_context_destroy(fixture->feedback);
    test_remove_folder(fixture->folder);
    free(fixture);
    return 0;
}

/* A protocol with a simulation to lead through it. */
struct walk {
    const struct pl_context *context;
    struct trial trial; /* for its treatment */
    struct pl_protocol protocol;
    struct pl_passage passage;
    struct pl_sim *sim;
    double *inputs, *values;
};

static void
walk_init(struct walk *walk, const struct pl_context *context, const char *words,
          double duration, enum pl_equilibrate equilibrate, bool treated)
{
    struct pl_sim_options options = pl_sim_options_default();

    *walk = (struct walk){.context = context};
    options.method = "rodas";
    trial_init(&walk->trial, context, words, duration, NULL, 0);
    assert_int_equal(
        pl_protocol_init(&walk->protocol, context,
                         &(struct pl_arm){.treatment = walk->trial.treatment}, duration,
                         equilibrate, treated, NULL),
        PL_OK);
    assert_int_equal(pl_passage_init(&walk->passage, context, NULL), PL_OK);
    assert_int_equal(pl_sim_create(context->kernels, &options, NULL, &walk->sim),
                     PL_OK);
    walk->inputs = calloc(context->program->n_inputs, sizeof *walk->inputs);
    walk->values = calloc(context->model->n_symbols, sizeof *walk->values);
    assert_true(walk->inputs != NULL && walk->values != NULL);
}

static void
walk_finish(struct walk *walk)
{
    pl_sim_destroy(walk->sim);
    pl_passage_finish(&walk->passage);
    pl_protocol_finish(&walk->protocol);
    trial_finish(&walk->trial);
    free(walk->inputs);
    free(walk->values);
}

/* To time 0, before the rest. */
static void
walk_begin(struct walk *walk, const struct pl_assignment *own, size_t n_own)
{
    pl_treatment_inputs(walk->trial.treatment, walk->inputs);
    assert_int_equal(pl_sim_start(walk->sim, walk->inputs, NULL), PL_OK);
    pl_passage_begin(&walk->passage, &walk->protocol, own, n_own);
}

static double
walk_value(struct walk *walk, const char *name)
{
    const size_t symbol = pl_model_find(walk->context->model, name);

    assert_true(symbol != PL_NONE);
    pl_sim_observe(walk->sim, walk->values);
    return walk->values[symbol];
}

/* The next leg is that one, and with it the symbol has that value; then it is gone. */
static void
walk_expect(struct walk *walk, enum pl_leg_kind kind, double t_end, const char *symbol,
            double value)
{
    struct pl_leg leg = {.kind = PL_LEG_REST, .t_end = -1.0};

    assert_int_equal(pl_passage_next(&walk->passage, walk->sim, &leg, NULL), PL_OK);
    assert_int_equal(leg.kind, kind);
    assert_null(leg.output);
    assert_true(walk_value(walk, symbol) == value);
    if (kind == PL_LEG_REST) {
        assert_int_equal(pl_sim_rest(walk->sim, NULL, NULL), PL_OK);
        assert_true(pl_sim_time(walk->sim) == 0.0);
    } else if (kind == PL_LEG_ADVANCE) {
        assert_true(leg.t_end == t_end);
        assert_int_equal(pl_sim_advance(walk->sim, leg.t_end, NULL, NULL), PL_OK);
    }
}

struct step {
    enum pl_leg_kind kind;
    double t_end; /* [min] */
    double value; /* of inhibit_step4, on the way there */
};

static void
test_next_goes_from_jump_to_jump(void **state)
{
    static const struct {
        const char *words;
        enum pl_equilibrate equilibrate;
        bool treated_else, treated, rests;
        struct step steps[MOST_LEGS]; /* the last is PL_LEG_NONE */
    } rows[] = {
        {"",
         PL_EQUILIBRATE_AUTO,
         false,
         false,
         false,
         {{PL_LEG_ADVANCE, 100.0, 0.0}, {PL_LEG_NONE, 0.0, 0.0}}},
        {"",
         PL_EQUILIBRATE_AUTO,
         true,
         true,
         true,
         {{PL_LEG_REST, 0.0, 0.0},
          {PL_LEG_ADVANCE, 100.0, 0.0},
          {PL_LEG_NONE, 0.0, 0.0}}},
        {"",
         PL_EQUILIBRATE_YES,
         false,
         false,
         true,
         {{PL_LEG_REST, 0.0, 0.0},
          {PL_LEG_ADVANCE, 100.0, 0.0},
          {PL_LEG_NONE, 0.0, 0.0}}},
        {"--set k=0.2",
         PL_EQUILIBRATE_AUTO,
         false,
         false,
         false,
         {{PL_LEG_ADVANCE, 100.0, 0.0}, {PL_LEG_NONE, 0.0, 0.0}}},
        {"--background inhibit,step4=0.2",
         PL_EQUILIBRATE_AUTO,
         false,
         false,
         true,
         {{PL_LEG_REST, 0.0, 0.2},
          {PL_LEG_ADVANCE, 100.0, 0.2},
          {PL_LEG_NONE, 0.0, 0.2}}},
        {"--inhibit step4=0.5",
         PL_EQUILIBRATE_AUTO,
         false,
         true,
         true,
         {{PL_LEG_REST, 0.0, 0.0},
          {PL_LEG_ADVANCE, 100.0, 0.5},
          {PL_LEG_NONE, 0.0, 0.5}}},
        {"--inhibit step4=0.5",
         PL_EQUILIBRATE_NO,
         false,
         true,
         false,
         {{PL_LEG_ADVANCE, 100.0, 0.5}, {PL_LEG_NONE, 0.0, 0.5}}},
        {"--inhibit step4=0.5@30min..60min",
         PL_EQUILIBRATE_AUTO,
         false,
         true,
         true,
         {{PL_LEG_REST, 0.0, 0.0},
          {PL_LEG_ADVANCE, 30.0, 0.0},
          {PL_LEG_ADVANCE, 60.0, 0.5},
          {PL_LEG_ADVANCE, 100.0, 0.0},
          {PL_LEG_NONE, 0.0, 0.0}}},
        /* one window ends where the next begins */
        {"--inhibit step4=0.4@0..30min --inhibit step4=0.8@30min..60min",
         PL_EQUILIBRATE_NO,
         false,
         true,
         false,
         {{PL_LEG_ADVANCE, 30.0, 0.4},
          {PL_LEG_ADVANCE, 60.0, 0.8},
          {PL_LEG_ADVANCE, 100.0, 0.0},
          {PL_LEG_NONE, 0.0, 0.0}}},
        /* the background comes back */
        {"--background inhibit,step4=0.2 --inhibit step4=0.9@10min..20min",
         PL_EQUILIBRATE_AUTO,
         false,
         true,
         true,
         {{PL_LEG_REST, 0.0, 0.2},
          {PL_LEG_ADVANCE, 10.0, 0.2},
          {PL_LEG_ADVANCE, 20.0, 0.9},
          {PL_LEG_ADVANCE, 100.0, 0.2},
          {PL_LEG_NONE, 0.0, 0.2}}},
        /* a window to the end of the run has no end in it */
        {"--inhibit step4=0.5@30min..100min",
         PL_EQUILIBRATE_NO,
         false,
         true,
         false,
         {{PL_LEG_ADVANCE, 30.0, 0.0},
          {PL_LEG_ADVANCE, 100.0, 0.5},
          {PL_LEG_NONE, 0.0, 0.5}}},
    };
    const struct fixture *fixture = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct walk walk;

        walk_init(&walk, fixture->relay, rows[i].words, 100.0, rows[i].equilibrate,
                  rows[i].treated_else);
        assert_true(walk.protocol.treated == rows[i].treated);
        assert_true(walk.protocol.rests == rows[i].rests);
        for (int round = 0; round < 2; round++) { /* it can be gone again */
            size_t k = 0;

            walk_begin(&walk, NULL, 0);
            do {
                const struct step *step = &rows[i].steps[k];

                walk_expect(&walk, step->kind, step->t_end, "inhibit_step4",
                            step->value);
            } while (rows[i].steps[k++].kind != PL_LEG_NONE);
        }
        walk_finish(&walk);
    }
}

/* What belongs to one passage begins at 0, after the rest, and stays. */
static void
test_next_makes_the_assignments_of_its_own(void **state)
{
    const struct fixture *fixture = *state;
    const struct pl_assignment own[] = {
        {pl_model_find(fixture->relay->model, "inhibit_step4"), 0.3},
        {pl_model_find(fixture->relay->model, "step1"), 0.75},
    };
    struct walk walk;

    walk_init(&walk, fixture->relay, "--inhibit source=0.6@10min..20min", 100.0,
              PL_EQUILIBRATE_AUTO, true);
    walk_begin(&walk, own, N_OF(own));
    walk_expect(&walk, PL_LEG_REST, 0.0, "inhibit_step4", 0.0);
    walk_expect(&walk, PL_LEG_ADVANCE, 10.0, "inhibit_step4", 0.3);
    assert_close(walk_value(&walk, "step1"), 1.0 - 0.25 * exp(-1.0), 1e-6, 0.0);
    walk_expect(&walk, PL_LEG_ADVANCE, 20.0, "inhibit_source", 0.6);
    assert_true(walk_value(&walk, "inhibit_step4") == 0.3);
    /* once, and not again at each jump */
    assert_close(walk_value(&walk, "step1"), 0.4 + (0.6 - 0.25 * exp(-1.0)) * exp(-1.0),
                 1e-6, 0.0);
    walk_expect(&walk, PL_LEG_ADVANCE, 100.0, "inhibit_source", 0.0);
    assert_true(walk_value(&walk, "inhibit_step4") == 0.3);
    walk_expect(&walk, PL_LEG_NONE, 0.0, "inhibit_step4", 0.3);

    walk_begin(&walk, own + 1, 1);
    walk_expect(&walk, PL_LEG_REST, 0.0, "step1", 1.0);
    walk_expect(&walk, PL_LEG_ADVANCE, 10.0, "inhibit_step4",
                0.0); /* not the former's */
    walk_finish(&walk);
}

/* A passage without any jump makes them too. */
static void
test_next_makes_its_own_assignments_without_a_rest(void **state)
{
    const struct fixture *fixture = *state;
    const struct pl_assignment own = {pl_model_find(fixture->relay->model, "step1"),
                                      0.75};
    struct walk walk;

    walk_init(&walk, fixture->relay, "", 100.0, PL_EQUILIBRATE_NO, true);
    walk_begin(&walk, &own, 1);
    walk_expect(&walk, PL_LEG_ADVANCE, 100.0, "step1", 0.75);
    walk_expect(&walk, PL_LEG_NONE, 0.0, "inhibit_step4", 0.0);
    walk_finish(&walk);
}

/* The signal that a clamp holds is that from before all else at its time: other jumps and
 * assignments of its own. */
static void
test_next_clamps_before_all_else(void **state)
{
    static const char words[] = "--clamp kinaseB_receptor --set kinaseB=0.9@0 "
                                "--inhibit kinaseA";
    const struct fixture *fixture = *state;
    const size_t drug = pl_model_find(fixture->feedback->model, "drug_Binib");
    const struct pl_assignment own = {drug, 90.0};
    struct pl_leg leg;
    struct walk walk;

    walk_init(&walk, fixture->feedback, words, 60.0, PL_EQUILIBRATE_AUTO, true);
    walk_begin(&walk, &own, 1);
    walk_expect(&walk, PL_LEG_REST, 0.0, "drug_Binib", 0.0);
    assert_close(walk_value(&walk, "feedback_kinaseB_receptor"), 0.5, 1e-9, 0.0);
    assert_int_equal(pl_passage_next(&walk.passage, walk.sim, &leg, NULL), PL_OK);
    assert_int_equal(leg.kind, PL_LEG_ADVANCE);
    assert_close(walk_value(&walk, "feedback_kinaseB_receptor"), 0.5, 1e-9, 0.0);
    assert_true(walk_value(&walk, "kinaseB") == 0.9);
    assert_true(walk_value(&walk, "inhibit_kinaseA") == 1.0);
    assert_true(walk_value(&walk, "drug_Binib") == 90.0);
    walk_finish(&walk);
}

/* ---- errors */

static void
test_init_refuses_what_no_run_can_do(void **state)
{
    static const struct {
        const char *words;
        double duration;
        const char *messages;
    } rows[] = {
        {"", 0.0, "error: a run lasts longer than 0, not 0\n"},
        {"", -1.0, "error: a run lasts longer than 0, not -1\n"},
        {"", NAN, "error: a run lasts longer than 0, not nan\n"},
        {"", INFINITY, "error: a run lasts longer than 0, not inf\n"},
        {"--inhibit step4@60min", 60.0,
         "error: step4@60min: begins at 1 h, when the run is over (1 h)\n"
         "hint: let the run last longer: --for 2h\n"},
    };
    const struct fixture *fixture = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct trial trial;
        struct pl_protocol protocol;

        trial_init(&trial, fixture->relay, rows[i].words, rows[i].duration, NULL, 0);
        assert_int_equal(
            pl_protocol_init(&protocol, fixture->relay,
                             &(struct pl_arm){.treatment = trial.treatment},
                             rows[i].duration, PL_EQUILIBRATE_AUTO, false, trial.diags),
            PL_ERR_OPTION);
        assert_messages(trial.diags, rows[i].messages);
        pl_protocol_finish(&protocol);
        trial_finish(&trial);
    }
}

static void
test_next_refuses_to_clamp_what_is_not_finite(void **state)
{
    static const char text[] =
        "A = 1; k = 0.1; limit = 2; feedback_A_J := sqrt(A - limit)\n"
        "J: A -> ; piecewise(k, A < limit, feedback_A_J)\n";
    const struct fixture *fixture = *state;
    struct pl_context *context = trial_load_text(fixture->folder, text);
    struct pl_diags *diags = pl_diags_create();
    struct pl_leg leg;
    struct walk walk;

    walk_init(&walk, context, "--clamp A_J", 10.0, PL_EQUILIBRATE_NO, false);
    walk_begin(&walk, NULL, 0);
    assert_int_equal(pl_passage_next(&walk.passage, walk.sim, &leg, diags),
                     PL_ERR_RATE);
    assert_string_equal(pl_diags_first_error(diags),
                        "'feedback_A_J' cannot be clamped: its signal is nan");
    assert_int_equal(leg.kind, PL_LEG_NONE);
    walk_finish(&walk);
    pl_diags_destroy(diags);
    pl_context_destroy(context);
}

static void
test_next_passes_on_what_cannot_be_assigned(void **state)
{
    const struct fixture *fixture = *state;
    const struct pl_assignment rows[] = {
        {pl_model_find(fixture->relay->model, "inhibit_step4"), (double)NAN},
        {pl_model_find(fixture->relay->model, "drive"), 1.0},
    };
    static const char *const messages[] = {
        "error: the value of 'inhibit_step4' is a finite number, not nan\n",
        "error: 'drive' follows its formula and cannot be set\n",
    };
    struct pl_diags *diags = pl_diags_create();

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pl_leg leg;
        struct walk walk;

        walk_init(&walk, fixture->relay, "", 10.0, PL_EQUILIBRATE_NO, true);
        walk_begin(&walk, &rows[i], 1);
        pl_diags_clear(diags);
        assert_int_equal(pl_passage_next(&walk.passage, walk.sim, &leg, diags),
                         PL_ERR_OPTION);
        assert_messages(diags, messages[i]);
        walk_finish(&walk);
    }
    pl_diags_destroy(diags);
}

static enum pl_status
make_passage(void *context)
{
    struct trial *trial = context;
    struct pl_protocol protocol = {0};
    struct pl_passage passage = {0};
    enum pl_status status = pl_protocol_init(
        &protocol, trial->context, &(struct pl_arm){.treatment = trial->treatment},
        100.0, PL_EQUILIBRATE_AUTO, false, NULL);

    if (status == PL_OK) {
        status = pl_passage_init(&passage, trial->context, NULL);
    }
    pl_passage_finish(&passage);
    pl_passage_finish(&passage);
    pl_protocol_finish(&protocol);
    pl_protocol_finish(&protocol);
    return status;
}

static void
test_protocol_survives_no_memory(void **state)
{
    const struct fixture *fixture = *state;
    struct trial trial;

    trial_init(&trial, fixture->relay, "--inhibit step4@1min..2min", 100.0, NULL, 0);
    assert_true(assert_survives_no_memory(make_passage, &trial) >= 3);
    trial_finish(&trial);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_next_goes_from_jump_to_jump),
        cmocka_unit_test(test_next_makes_the_assignments_of_its_own),
        cmocka_unit_test(test_next_makes_its_own_assignments_without_a_rest),
        cmocka_unit_test(test_next_clamps_before_all_else),
        cmocka_unit_test(test_init_refuses_what_no_run_can_do),
        cmocka_unit_test(test_next_refuses_to_clamp_what_is_not_finite),
        cmocka_unit_test(test_next_passes_on_what_cannot_be_assigned),
        cmocka_unit_test(test_protocol_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
