/*
 * test_explain.c - the fold of a readout as a product of factors.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "base/diag.h"
#include "base/index.h"
#include "base/text.h"
#include "explain_trial.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/treatment.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

struct fixture {
    char *folder, *path;
    struct pl_context *two, *her2;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    gsl_set_error_handler_off();
    assert_non_null(f);
    f->folder = test_make_folder();
    f->path = test_join(f->folder, "sets.tsv");
    f->two = trial_load_text(f->folder, explain_two_loops);
    f->her2 = trial_load_source("models/her2-mtor.ant");
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    pl_context_destroy(f->two);
    pl_context_destroy(f->her2);
    free(f->path);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

static void
test_run_solves_two_loops(void **state)
{
    const struct fixture *f = *state;
    struct explain_trial trial;

    explain_trial_init(&trial, f->two, "inhibit X", NULL, explain_two_times,
                       EXPLAIN_N_TIMES);
    trial.options.sim.rtol = 1e-9;
    explain_trial_run_well(&trial);
    assert_int_equal(trial.explain.n_loops, 2);
    assert_true(trial.explain.exact);
    assert_int_equal(trial.explain.n_coalitions, 4);
    for (size_t k = 0; k < EXPLAIN_N_TIMES; k++) {
        const double t = explain_two_times[k];
        const double none = explain_two_log(false, false, t);
        const double a = explain_two_log(true, false, t);
        const double b = explain_two_log(false, true, t);
        const double both = explain_two_log(true, true, t);
        const double want_a = 0.5 * ((a - none) + (both - b));
        const double want_b = 0.5 * ((b - none) + (both - a));

        assert_close(explain_trial_log(&trial, 0, "A_R", k), want_a, 0.0, 1e-8);
        assert_close(explain_trial_log(&trial, 0, "B_R", k), want_b, 0.0, 1e-8);
        assert_close(explain_trial_log(&trial, 0, "rest", k), none, 0.0, 1e-8);
        assert_close(explain_trial_log(&trial, 0, "fold", k), both, 0.0, 1e-8);
        assert_close(trial.explain.alone[0 * 3 + k], a - none, 0.0, 1e-8);
        assert_close(trial.explain.alone[1 * 3 + k], b - none, 0.0, 1e-8);
        assert_close(trial.explain.without[0 * 3 + k], b, 0.0, 1e-8);
        assert_close(trial.explain.without[1 * 3 + k], a, 0.0, 1e-8);
        assert_true(trial.explain.errors[0 * 3 + k] == 0.0);
        assert_close(trial.explain.factor_bands[k].median, exp(want_a), 1e-8, 0.0);
        assert_close(trial.explain.factor_bands[k].low, exp(want_a), 1e-8, 0.0);
    }
    explain_trial_expect_product(&trial);
    explain_trial_finish(&trial);
}

/* What the drug does to the signals is done at once, so both loops are brakes that it
 * releases; the fold is largest at the end. */
static void
test_run_tells_roles_and_signals(void **state)
{
    const struct fixture *f = *state;
    struct explain_trial trial;
    const struct pl_explain *explain = &trial.explain;

    explain_trial_init(&trial, f->two, "inhibit X", NULL, explain_two_times,
                       EXPLAIN_N_TIMES);
    explain_trial_run_well(&trial);
    assert_int_equal(explain->focus, 2);
    assert_true(explain->changes);
    for (size_t l = 0; l < 2; l++) {
        assert_int_equal(explain->loops[l].role, PL_EXPLAIN_ROLE_BRAKE_RELEASED);
        assert_int_equal(explain->loops[l].n_edges, 1);
        assert_false(explain->loops[l].is_group);
        assert_true(explain->loops[l].behind == PL_NONE);
        assert_int_equal(explain->edges[l].part, PL_EXPLAIN_PLAYER);
        assert_int_equal(explain->edges[l].loop, l);
        for (size_t k = 0; k < 3; k++) {
            assert_true(explain->signals[l * 3 + k].untreated == 1.0);
            assert_true(explain->signals[l * 3 + k].treated == 0.0);
            assert_true(explain->signals[l * 3 + k].by_itself == 0.0);
        }
    }
    assert_string_equal(explain->loops[0].label, "A -| R");
    assert_string_equal(explain->edges[0].source, "made up");
    assert_string_equal(explain->edges[0].confidence, "");
    assert_true(explain->loops[0].first_share == 1.0);
    assert_true(explain->loops[1].first_share == 0.0);
    assert_string_equal(explain->method, "rodas");
    assert_int_equal(explain->n_failed, 0);
    assert_true(isnan(explain->follow_error));
    assert_null(explain->intact_bands);
    explain_trial_finish(&trial);
}

static void
test_run_takes_the_time_in_focus_that_it_is_given(void **state)
{
    const struct fixture *f = *state;
    struct explain_trial trial;

    explain_trial_init(&trial, f->two, "inhibit X", NULL, explain_two_times,
                       EXPLAIN_N_TIMES);
    trial.options.focus = 1;
    explain_trial_run_well(&trial);
    assert_int_equal(trial.explain.focus, 1);
    explain_trial_finish(&trial);
}

/* A group is one player: with both loops in it, its factor is all but the rest. */
static void
test_groups_are_clamped_together(void **state)
{
    const struct fixture *f = *state;
    struct explain_trial trial;

    explain_trial_init(&trial, f->two, "inhibit X", NULL, explain_two_times,
                       EXPLAIN_N_TIMES);
    trial.options.sim.rtol = 1e-9;
    explain_trial_add_group(&trial, "both = B_R, A_R");
    explain_trial_run_well(&trial);
    assert_int_equal(trial.explain.n_loops, 1);
    assert_true(trial.explain.loops[0].is_group);
    assert_int_equal(trial.explain.loops[0].n_edges, 2);
    assert_string_equal(trial.explain.loops[0].label, "both");
    assert_close(explain_trial_log(&trial, 0, "both", 2),
                 explain_two_log(true, true, 400.0) -
                     explain_two_log(false, false, 400.0),
                 0.0, 1e-8);
    assert_int_equal(trial.explain.loops[0].role, PL_EXPLAIN_ROLE_BRAKE_RELEASED);
    explain_trial_expect_product(&trial);
    explain_trial_finish(&trial);
}

/* An edge that is not asked for stays intact: everything else has what it does alone. */
static void
test_edges_that_are_not_asked_for_stay_intact(void **state)
{
    const struct fixture *f = *state;
    struct explain_trial trial;

    explain_trial_init(&trial, f->two, "inhibit X", NULL, explain_two_times,
                       EXPLAIN_N_TIMES);
    trial.options.sim.rtol = 1e-9;
    explain_trial_add_edge(&trial, "B_R");
    explain_trial_run_well(&trial);
    assert_int_equal(trial.explain.n_loops, 1);
    assert_int_equal(trial.explain.edges[0].part, PL_EXPLAIN_INTACT);
    assert_true(trial.explain.edges[0].loop == PL_NONE);
    assert_close(explain_trial_log(&trial, 0, "rest", 1),
                 explain_two_log(true, false, 40.0), 0.0, 1e-8);
    assert_close(explain_trial_log(&trial, 0, "B_R", 1),
                 explain_two_log(true, true, 40.0) - explain_two_log(true, false, 40.0),
                 0.0, 1e-8);
    explain_trial_finish(&trial);
}

/* An edge that the treatment clamps is no player, and the fold is without it. */
static void
test_edges_that_are_clamped_already_are_no_players(void **state)
{
    const struct fixture *f = *state;
    struct explain_trial trial;

    explain_trial_init(&trial, f->two, "inhibit X, clamp A_R", NULL, explain_two_times,
                       EXPLAIN_N_TIMES);
    trial.options.sim.rtol = 1e-9;
    explain_trial_run_well(&trial);
    assert_int_equal(trial.explain.n_loops, 1);
    assert_int_equal(trial.explain.edges[0].part, PL_EXPLAIN_HELD);
    assert_close(explain_trial_log(&trial, 0, "fold", 2),
                 explain_two_log(false, true, 400.0), 0.0, 1e-8);
    explain_trial_finish(&trial);
}

/* A cut lifts the brake from the beginning: R rests at 1 + a, and the drug does not lift it
 * again. Against the untreated cell without the cut the fold is 1 + a times larger. */
static void
test_cuts_give_folds_against_the_intact_cell(void **state)
{
    const struct fixture *f = *state;
    struct explain_trial trial;
    const struct pl_explain *explain = &trial.explain;

    explain_trial_init(&trial, f->two, "cut A_R, inhibit X", NULL, explain_two_times,
                       EXPLAIN_N_TIMES);
    trial.options.sim.rtol = 1e-9;
    explain_trial_run_well(&trial);
    assert_int_equal(explain->edges[0].part, PL_EXPLAIN_HELD);
    assert_non_null(explain->intact_bands);
    for (size_t k = 0; k < 3; k++) {
        const double target = 0.7 * (1.8 + 0.25 + 1.5);
        const double value =
            target + (1.8 - target) * exp(-0.05 * explain_two_times[k]);

        assert_close(exp(explain_trial_log(&trial, 0, "fold", k)), value / 1.8, 1e-7,
                     0.0);
        assert_close(explain->intact_bands[k].median, value, 1e-7, 0.0);
    }
    explain_trial_finish(&trial);
}

/* ---- series and indirect loops */

/* The drug moves A's signal; B's signal follows a species that A alone drives; C's signal
 * follows the readout. */
static const char chain[] =
    "species R, M; R = 1; M = 1;\n"
    "inhibit_X = 0;\n"
    "feedback_A_M := 1 - inhibit_X;\n"
    "feedback_M_R := M;\n"
    "feedback_R_R := R;\n"
    "J1: => M; 0.1*(2 - feedback_A_M); J2: M => ; 0.1*M;\n"
    "J3: => R; 0.1*feedback_M_R*1.5/(0.5 + feedback_R_R); J4: R => ; 0.1*R;\n"
    "readout_R := R;\n";

static void
test_run_finds_series(void **state)
{
    const struct fixture *f = *state;
    const double times[] = {10.0, 100.0};
    struct pl_context *context = trial_load_text(f->folder, chain);
    struct explain_trial trial;
    const struct pl_explain *explain = &trial.explain;

    explain_trial_init(&trial, context, "inhibit X", NULL, times, N_OF(times));
    explain_trial_run_well(&trial);
    assert_int_equal(explain->n_loops, 3);
    /* with A clamped nothing happens at all: B and C are behind it; and C's signal, R,
     * moves with B alone */
    assert_true(explain->behind[0 * 3 + 1]);
    assert_true(explain->behind[0 * 3 + 2]);
    assert_true(explain->behind[1 * 3 + 2]);
    assert_false(explain->behind[1 * 3 + 0]);
    assert_false(explain->behind[2 * 3 + 0]);
    assert_false(explain->behind[2 * 3 + 1]);
    assert_true(explain->loops[0].behind == PL_NONE);
    assert_int_equal(explain->loops[1].behind, 0);
    assert_int_equal(explain->loops[2].behind, 1); /* the one next before it */
    assert_int_equal(explain->loops[0].role, PL_EXPLAIN_ROLE_BRAKE_RELEASED);
    assert_int_equal(explain->loops[1].role, PL_EXPLAIN_ROLE_PASSES_ON);
    assert_int_equal(explain->loops[2].role, PL_EXPLAIN_ROLE_PASSES_ON);
    /* A and B do nothing without each other, and share alike */
    assert_close(explain_trial_log(&trial, 0, "A_M", 1),
                 explain_trial_log(&trial, 0, "M_R", 1), 0.0, 1e-9);
    assert_close(explain->alone[0 * 2 + 1], 0.0, 0.0, 1e-9);
    assert_close(explain->alone[1 * 2 + 1], 0.0, 0.0, 1e-9);
    explain_trial_expect_product(&trial);
    explain_trial_finish(&trial);
    pl_context_destroy(context);
}

/* Two dimers of her2-mtor compete for one receptor: a loop that no edge opens. */
static void
test_run_finds_loops_without_an_edge(void **state)
{
    const struct fixture *f = *state;
    const double times[] = {60.0};
    struct explain_trial trial;

    explain_trial_init(&trial, f->her2, "inhibit mTORC1", NULL, times, N_OF(times));
    explain_trial_add_edge(&trial, "S6K_Rictor");
    explain_trial_run_well(&trial);
    assert_int_equal(trial.explain.n_plain, 1);
    assert_string_equal(trial.explain.plain,
                        "HER2:HER3 without ligand -| HER2:HER3 with heregulin -| "
                        "HER2:HER3 without ligand");
    explain_trial_finish(&trial);
    explain_trial_init(&trial, f->two, "inhibit X", NULL, explain_two_times,
                       EXPLAIN_N_TIMES);
    explain_trial_run_well(&trial);
    assert_int_equal(trial.explain.n_plain, 0);
    explain_trial_finish(&trial);
}

/* ---- an edge that nothing reads */

static void
test_edges_that_nothing_reads_are_no_players(void **state)
{
    const struct fixture *f = *state;
    const double times[] = {60.0, 2880.0};
    struct explain_trial trial;

    explain_trial_init(&trial, f->two, "set b=0, set c=0, inhibit X", NULL,
                       explain_two_times, EXPLAIN_N_TIMES);
    explain_trial_run_well(&trial);
    assert_int_equal(trial.explain.n_loops, 1);
    assert_string_equal(trial.explain.loops[0].name, "A_R");
    assert_int_equal(trial.explain.edges[1].part, PL_EXPLAIN_UNREAD);
    explain_trial_finish(&trial);

    /* her2-mtor has a switch for one of two edges that contradict each other */
    explain_trial_init(&trial, f->her2, "inhibit mTORC1", NULL, times, N_OF(times));
    explain_trial_add_group(&trial, "SIN1=S6K_SIN1");
    explain_trial_add_edge(&trial, "S6K_Rictor");
    explain_trial_run_well(&trial);
    assert_int_equal(trial.explain.n_loops, 1); /* the group has no edge left */
    explain_trial_finish(&trial);
    explain_trial_init(&trial, f->her2, "set SIN1_mode=-1, inhibit mTORC1", NULL, times,
                       N_OF(times));
    explain_trial_add_group(&trial, "SIN1=S6K_SIN1,Akt_SIN1");
    explain_trial_add_edge(&trial, "S6K_Rictor");
    explain_trial_run_well(&trial);
    assert_int_equal(trial.explain.n_loops, 2);
    assert_string_equal(trial.explain.loops[1].name, "SIN1"); /* model order */
    assert_int_equal(trial.explain.loops[1].n_edges, 1);
    explain_trial_finish(&trial);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run_solves_two_loops),
        cmocka_unit_test(test_run_tells_roles_and_signals),
        cmocka_unit_test(test_run_takes_the_time_in_focus_that_it_is_given),
        cmocka_unit_test(test_groups_are_clamped_together),
        cmocka_unit_test(test_edges_that_are_not_asked_for_stay_intact),
        cmocka_unit_test(test_edges_that_are_clamped_already_are_no_players),
        cmocka_unit_test(test_cuts_give_folds_against_the_intact_cell),
        cmocka_unit_test(test_run_finds_series),
        cmocka_unit_test(test_run_finds_loops_without_an_edge),
        cmocka_unit_test(test_edges_that_nothing_reads_are_no_players),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
