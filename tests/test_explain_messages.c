/*
 * test_explain_messages.c - what cannot be explained, and why.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "base/diag.h"
#include "base/index.h"
#include "base/text.h"
#include "explain_trial.h"
#include "study/context.h"
#include "study/treatment.h"
#include "trial.h"

static const char two_loops[] =
    "species R, Z, Q; R = 1; Z = 0; Q = 1;\n"
    "inhibit_X = 0; b = 1;\n"
    "feedback_A_R := 1 - inhibit_X; feedback_B_R := 1 - inhibit_X;\n"
    "J: => R; 0.1*(3 - feedback_A_R - b*feedback_B_R); K: R => ; 0.1*R;\n"
    "L: => Z; 0.1*(1 - feedback_A_R); M: Z => ; 0.1*Z;\n"
    "N: => Q; 0.1*feedback_A_R; O: Q => ; 0.1*Q;\n"
    "readout_R := R; readout_Z := Z; readout_Z is \"the product\"; readout_Q := Q;\n";

struct fixture {
    char *folder, *path;
    struct pl_context *two;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    gsl_set_error_handler_off();
    assert_non_null(f);
    f->folder = test_make_folder();
    f->path = test_join(f->folder, "sets.tsv");
    f->two = trial_load_text(f->folder, two_loops);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    pl_context_destroy(f->two);
    free(f->path);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

static const double times[] = {10.0, 300.0};

static void
begin(struct explain_trial *trial, const struct pl_context *context, const char *words,
      const char *readout)
{
    explain_trial_init(trial, context, words, readout, times, 2);
}

/* It fails so, and leaves nothing behind. */
static void
expect(struct explain_trial *trial, enum pl_status status, const char *messages)
{
    assert_int_equal(explain_trial_run(trial), status);
    assert_messages(trial->diags, messages);
    assert_null(trial->explain.loops);
    assert_null(trial->explain.factors);
    explain_trial_finish(trial);
}

static void
test_nothing_is_done(void **state)
{
    const struct fixture *f = *state;
    struct pl_context *context = NULL;
    struct explain_trial trial;

    begin(&trial, f->two, "none", "R");
    expect(&trial, PL_ERR_OPTION,
           "error: there is nothing to explain without a treatment\n"
           "hint: as in --inhibit X\n");
    begin(&trial, f->two, "set b=0.5", "R"); /* before the rest, too */
    expect(&trial, PL_ERR_OPTION,
           "error: there is nothing to explain without a treatment\n"
           "hint: as in --inhibit X\n");
    context = trial_load_text(f->folder, "species R; R = 1; drug_D = 0;\n"
                                         "feedback_A_B := R; J: => R; 2 - feedback_A_B "
                                         "+ drug_D; K: R => ; R;\n");
    begin(&trial, context, "none", "R");
    expect(&trial, PL_ERR_OPTION,
           "error: there is nothing to explain without a treatment\n"
           "hint: as in --drug D=10nM\n");
    pl_context_destroy(context);
    context = trial_load_text(f->folder, "species R; R = 1;\n"
                                         "feedback_A_B := R; J: => R; 2 - feedback_A_B;"
                                         "K: R => ; R;\n");
    begin(&trial, context, "none", "R");
    expect(
        &trial, PL_ERR_OPTION,
        "error: there is nothing to explain without a treatment\n"
        "hint: the model has neither targets nor drugs: --set NAME=VALUE@0 changes a "
        "parameter from time 0 on\n");
    pl_context_destroy(context);
}

static void
test_no_loop_is_there(void **state)
{
    const struct fixture *f = *state;
    struct pl_context *context = trial_load_text(
        f->folder, "species R; R = 1; inhibit_X = 0; J: => R; 1 - inhibit_X; K: R => ; "
                   "R;\n");
    struct explain_trial trial;

    begin(&trial, context, "inhibit X", "R");
    expect(
        &trial, PL_ERR_OPTION,
        "error: the model has no feedback edge: there is no loop to explain anything "
        "by\n"
        "hint: an edge is a rule, feedback_From_To := signal; and the formula that it "
        "feeds back into\n");
    pl_context_destroy(context);
    begin(&trial, f->two, "clamp A_R, cut B_R, inhibit X", "R");
    expect(&trial, PL_ERR_OPTION,
           "error: the treatment holds every feedback edge: no loop is left to explain "
           "anything by\n");
    begin(&trial, f->two, "set b=0, clamp A_R, inhibit X", "R");
    expect(
        &trial, PL_ERR_OPTION,
        "error: no loop is left to explain anything by: nothing reads 1 of 2 feedback "
        "edges at these parameters, and the treatment holds 1\n");
    begin(&trial, f->two, "set b=0, inhibit X", "R");
    explain_trial_add_edge(&trial, "B_R");
    expect(
        &trial, PL_ERR_OPTION,
        "error: nothing reads the signals of the edges that were asked for, at these "
        "parameters: there is nothing to explain by them\n"
        "hint: without --edge all edges are looked at\n");
    begin(&trial, f->two, "inhibit X", "R");
    explain_trial_add_edge(&trial, "none");
    expect(&trial, PL_ERR_OPTION,
           "error: --edge=none: no loop is left to explain anything by\n"
           "hint: --group NAME=FROM_TO,FROM_TO makes one\n");
    begin(&trial, f->two, "inhibit X", "R");
    explain_trial_add_edge(&trial, "B_R");
    explain_trial_add_edge(&trial, "none");
    expect(&trial, PL_ERR_OPTION,
           "error: --edge=none stands alone: it leaves out every edge that is in no "
           "group\n");
}

static void
test_edges_are_named_wrongly(void **state)
{
    static const struct {
        const char *words, *edges[2], *groups[2], *want;
        enum pl_status status;
    } rows[] = {
        {"inhibit X",
         {"A_Q"},
         {NULL},
         "error: unknown feedback edge 'A_Q'\nhint: feedback edges of this model: A_R, "
         "B_R\n",
         PL_ERR_NAME},
        {"inhibit X",
         {"A_R", "A_R"},
         {NULL},
         "error: --edge=A_R: 'A_R' is named twice\n",
         PL_ERR_OPTION},
        {"inhibit X",
         {"A_R"},
         {"g=A_R"},
         "error: --edge=A_R: 'A_R' is in the group 'g' already\n",
         PL_ERR_OPTION},
        {"inhibit X",
         {NULL},
         {"g=A_R, B_R", "h=B_R"},
         "error: --group=h=B_R: 'B_R' is in the group 'g' already\n",
         PL_ERR_OPTION},
        {"inhibit X",
         {NULL},
         {"g=A_R", "g=B_R"},
         "error: --group=g=B_R: there is a group 'g' already\n",
         PL_ERR_OPTION},
        {"inhibit X",
         {NULL},
         {"A_R=A_R"},
         "error: --group=A_R=A_R: 'A_R' is an edge: a group has a name of its own\n",
         PL_ERR_OPTION},
        {"inhibit X",
         {NULL},
         {"g"},
         "error: --group=g: a group is NAME=FROM_TO,FROM_TO\n"
         "hint: as in --group FOXO=FOXO_HER3,FOXO_IGF1R\n",
         PL_ERR_OPTION},
        {"inhibit X",
         {NULL},
         {" = A_R"},
         "error: --group= = A_R: a group is NAME=FROM_TO,FROM_TO\n"
         "hint: as in --group FOXO=FOXO_HER3,FOXO_IGF1R\n",
         PL_ERR_OPTION},
        {"inhibit X",
         {NULL},
         {"g= , "},
         "error: --group=g= , : the group has no edge\n",
         PL_ERR_OPTION},
        {"inhibit X",
         {NULL},
         {"g=A_R,C_R"},
         "error: unknown feedback edge 'C_R'\nhint: feedback edges of this model: A_R, "
         "B_R\n",
         PL_ERR_NAME},
        {"clamp A_R, inhibit X",
         {"A_R"},
         {NULL},
         "error: --edge=A_R: the treatment has clamped 'A_R' already\n",
         PL_ERR_OPTION},
        {"cut A_R, inhibit X",
         {NULL},
         {"g=A_R"},
         "error: --group=g=A_R: the treatment has cut 'A_R' already\n",
         PL_ERR_OPTION},
    };
    const struct fixture *f = *state;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct explain_trial trial;

        begin(&trial, f->two, rows[i].words, "R");
        for (size_t k = 0; k < 2 && rows[i].groups[k] != NULL; k++) {
            explain_trial_add_group(&trial, rows[i].groups[k]);
        }
        for (size_t k = 0; k < 2 && rows[i].edges[k] != NULL; k++) {
            explain_trial_add_edge(&trial, rows[i].edges[k]);
        }
        expect(&trial, rows[i].status, rows[i].want);
    }
}

static void
test_times_are_wrong(void **state)
{
    const struct fixture *f = *state;
    struct explain_trial trial;

    begin(&trial, f->two, "inhibit X", "R");
    trial.times[0] = 0.0;
    expect(
        &trial, PL_ERR_OPTION,
        "error: at 0 there is nothing to explain yet: times are later than that, and "
        "300 at most\n");
    begin(&trial, f->two, "inhibit X", "R");
    trial.times[1] = 5.0;
    expect(
        &trial, PL_ERR_OPTION,
        "error: times ascend, from later than 0 to the end of the run (300): not 5\n");
    begin(&trial, f->two, "inhibit X", "R");
    trial.times[1] = 301.0;
    expect(&trial, PL_ERR_OPTION,
           "error: times ascend, from later than 0 to the end of the run (300): not "
           "301\n");
    begin(&trial, f->two, "inhibit X", "R");
    trial.options.n_times = 0;
    expect(&trial, PL_ERR_OPTION,
           "error: there is no time at which to explain anything\n");
    begin(&trial, f->two, "inhibit X", "R");
    trial.options.focus = 2;
    expect(&trial, PL_ERR_OPTION,
           "error: there is no time at which to explain anything\n");
    begin(&trial, f->two, "inhibit X", "R");
    trial.options.duration = INFINITY;
    expect(&trial, PL_ERR_OPTION, "error: a run lasts longer than 0, not inf\n");
    begin(&trial, f->two, "inhibit X@400", "R");
    expect(&trial, PL_ERR_OPTION,
           "error: X@400: begins at 400, when the run is over (300)\n"
           "hint: let the run last longer: --for 500\n");
}

static void
test_a_readout_has_no_fold(void **state)
{
    const struct fixture *f = *state;
    struct explain_trial trial;

    begin(&trial, f->two, "inhibit X", "Z");
    expect(&trial, PL_ERR_OPTION,
           "error: 'the product' rests at 0 before treatment: it has no fold to "
           "explain\n"
           "hint: --readout chooses another readout, --cell and --background another "
           "rest\n");
    begin(&trial, f->two, "inhibit X", "Q");
    trial.times[0] = 200.0; /* e^-20 of what it was */
    expect(
        &trial, PL_ERR_OPTION,
        "error: 'readout_Q' is gone at every time asked for: its fold is below 1e-06, "
        "where nothing is left to take apart\n"
        "hint: --at chooses earlier times, --readout another one\n");
}

/* 64 loops; 21 with every combination. */
static void
test_too_many_loops(void **state)
{
    const struct fixture *f = *state;

    for (size_t n = 21; n <= 64; n += 43) {
        struct pl_text text;
        struct pl_context *context = NULL;
        struct explain_trial trial;

        pl_text_init(&text);
        pl_text_put(&text, "species R; R = 1; inhibit_X = 0; K: R => ; R;\n");
        for (size_t e = 0; e < n; e++) {
            pl_text_format(&text, "feedback_A_E%zu := 1 - inhibit_X;\n", e);
        }
        pl_text_put(&text, "J: => R; 1");
        for (size_t e = 0; e < n; e++) {
            pl_text_format(&text, " + 0.01*feedback_A_E%zu", e);
        }
        pl_text_put(&text, ";\n");
        context = trial_load_text(f->folder, pl_text_string(&text));
        begin(&trial, context, "inhibit X", "R");
        trial.options.exact = n == 21;
        expect(&trial, PL_ERR_OPTION,
               n == 21 ? "error: --exact runs every combination, and 21 loops have "
                         "2.1e+06: at most 20 loops\n"
                         "hint: --group puts edges together, --edge chooses some of "
                         "them; without --exact orders are drawn at random\n"
                       : "error: 64 loops are more than can be taken apart at once "
                         "(63)\n"
                         "hint: --group puts edges together, --edge chooses some of "
                         "them\n");
        pl_context_destroy(context);
        pl_text_finish(&text);
    }
}

static void
test_against_is_wrong(void **state)
{
    static const struct {
        const char *words, *against, *want;
        enum pl_status status;
    } rows[] = {
        {"inhibit X", "inhibit Y",
         "error: unknown target 'Y'\nhint: targets of this model: X\n", PL_ERR_NAME},
        {"inhibit X", "inhibit X=0.5, set b=2",
         "error: --against=inhibit X=0.5, set b=2: 'b=2' holds before time 0: both "
         "treatments start from the same rest\n",
         PL_ERR_OPTION},
        {"inhibit X", "cut A_R",
         "error: --against=cut A_R: 'A_R' holds before time 0: both treatments start "
         "from the same rest\n",
         PL_ERR_OPTION},
    };
    const struct fixture *f = *state;
    struct pl_context *her2 = trial_load_source("models/her2-mtor.ant");
    struct explain_trial trial;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin(&trial, f->two, rows[i].words, "R");
        assert_int_equal(pl_explain_make_against(trial.treatment, rows[i].against,
                                                 trial.diags, &trial.against),
                         rows[i].status);
        assert_messages(trial.diags, rows[i].want);
        assert_null(trial.against);
        explain_trial_finish(&trial);
    }
    begin(&trial, her2, "inhibit mTORC1", "pAkt_S473");
    assert_int_equal(pl_explain_make_against(trial.treatment, "variant receptor_side",
                                             trial.diags, &trial.against),
                     PL_ERR_OPTION);
    assert_messages(
        trial.diags,
        "error: --against=variant receptor_side: a variant holds before time "
        "0: both treatments start from the same rest\n");
    explain_trial_finish(&trial);
    pl_context_destroy(her2);

    begin(&trial, f->two, "inhibit X", "R");
    test_write_file(f->path, "b\n1\n");
    explain_trial_set_against(&trial, "none");
    explain_trial_set_ensemble(&trial, f->path);
    expect(&trial, PL_ERR_OPTION,
           "error: --against and --ensemble exclude each other: clamped signals follow "
           "one "
           "time course of the other treatment, and each parameter set has its own\n"
           "hint: --variant and --set explain one set at a time\n");
}

/* What holds before the rest stays; what begins later goes. */
static void
test_against_keeps_what_holds_before_the_rest(void **state)
{
    const struct fixture *f = *state;
    struct explain_trial trial;
    struct pl_text words;

    begin(&trial, f->two, "set b=2, cut B_R, inhibit X=0.25, clamp A_R", "R");
    explain_trial_set_against(&trial, "inhibit X=0.5@3..");
    pl_text_init(&words);
    pl_treatment_describe(trial.against, &words);
    assert_string_equal(pl_text_string(&words),
                        "b = 2 + B_R cut + X inhibited 50 % from 3");
    pl_text_finish(&words);
    explain_trial_finish(&trial);
}

/* A run that does not get there. */
static void
test_a_run_fails(void **state)
{
    const struct fixture *f = *state;
    struct explain_trial trial;

    begin(&trial, f->two, "inhibit X", "R");
    trial.options.sim.max_steps = 3;
    assert_int_equal(explain_trial_run(&trial), PL_ERR_STEP);
    assert_int_equal(pl_diags_n_errors(trial.diags), 1);
    assert_non_null(
        strstr(pl_diags_first_error(trial.diags), "X inhibited 100 % from 0"));
    assert_null(trial.explain.loops);
    explain_trial_finish(&trial);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_done),
        cmocka_unit_test(test_no_loop_is_there),
        cmocka_unit_test(test_edges_are_named_wrongly),
        cmocka_unit_test(test_times_are_wrong),
        cmocka_unit_test(test_a_readout_has_no_fold),
        cmocka_unit_test(test_too_many_loops),
        cmocka_unit_test(test_against_is_wrong),
        cmocka_unit_test(test_against_keeps_what_holds_before_the_rest),
        cmocka_unit_test(test_a_run_fails),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
