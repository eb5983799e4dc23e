/*
 * test_explain_roles.c - what loops are said to do: roles, gains, and the time in focus.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "base/diag.h"
#include "base/index.h"
#include "base/text.h"
#include "explain_trial.h"
#include "study/context.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

struct fixture {
    char *folder;
    struct pl_context *two, *her2;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    gsl_set_error_handler_off();
    assert_non_null(f);
    f->folder = test_make_folder();
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
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

/* The drug doubles the production of R without any loop. The signal of one loop follows R
 * and goes against it, that of another goes with it: neither is moved by the drug itself
 * while the loops are clamped but through R … which it moves; so both are direct. A third
 * loop hears of it only by way of the second. */
static const char answers[] = "species R, M, N; R = 1; M = 1; N = 1;\n"
                              "inhibit_X = 0;\n"
                              "feedback_R_M := R;\n"
                              "feedback_M_R := M;\n"
                              "feedback_N_R := N;\n"
                              "J1: => M; 0.1*feedback_R_M; J2: M => ; 0.1*M;\n"
                              "J5: => N; 0.1*M; J6: N => ; 0.1*N;\n"
                              "J3: => R; 0.1*(1 + inhibit_X)*(feedback_M_R^0.3)*2/(1 + "
                              "feedback_N_R); J4: R => ; 0.1*R;\n"
                              "readout_R := R;\n";

static void
test_run_tells_loops_that_answer_from_those_that_the_drug_moves(void **state)
{
    const struct fixture *f = *state;
    const double times[] = {100.0, 200.0};
    struct pl_context *context = trial_load_text(f->folder, answers);
    struct explain_trial trial;
    const struct pl_explain *explain = &trial.explain;

    explain_trial_init(&trial, context, "inhibit X", NULL, times, N_OF(times));
    explain_trial_run_well(&trial);
    /* R rises by the drug itself; its loop lowers R */
    assert_int_equal(explain->loops[0].role, PL_EXPLAIN_ROLE_BRAKE_APPLIED);
    /* M moves only by way of R_M: both others are behind it */
    assert_int_equal(explain->loops[1].role, PL_EXPLAIN_ROLE_PASSES_ON);
    assert_int_equal(explain->loops[2].role, PL_EXPLAIN_ROLE_PASSES_ON);
    assert_close(explain->signals[0 * 2 + 1].untreated, 1.0, 1e-6, 0.0);
    assert_close(explain->signals[0 * 2 + 1].by_itself, 2.0, 1e-4, 0.0);
    assert_close(explain->signals[1 * 2 + 1].by_itself, 1.0, 1e-6, 0.0);
    explain_trial_finish(&trial);

    /* with R_M left intact M moves all the same: with what it raises or damps */
    explain_trial_init(&trial, context, "inhibit X", NULL, times, N_OF(times));
    explain_trial_add_edge(&trial, "M_R");
    explain_trial_add_edge(&trial, "N_R");
    explain_trial_run_well(&trial);
    assert_int_equal(explain->loops[0].role, PL_EXPLAIN_ROLE_DRIVE_RAISED);
    assert_int_equal(explain->loops[1].role, PL_EXPLAIN_ROLE_BRAKE_APPLIED);
    explain_trial_finish(&trial);
    pl_context_destroy(context);
}

/* Two signals of species that only the readout's rise by another loop moves. */
static const char echoes[] =
    "species R, M; R = 1; M = 1;\n"
    "inhibit_X = 0;\n"
    "feedback_A_R := 1 - inhibit_X;\n"
    "feedback_B_R := 1 - inhibit_X;\n"
    "feedback_M_R := M;\n"
    "feedback_M2_R := M;\n"
    "feedback_Z_R := R;\n"
    "J1: => M; 0.1*R; J2: M => ; 0.1*M;\n"
    "J3: => R; 0.1*(2 - feedback_A_R)*(1.5 - 0.5*feedback_B_R)*(feedback_M_R^0.5) \\\n"
    "    *2/(1 + feedback_M2_R)*(feedback_Z_R^0.001); J4: R => ; 0.1*R;\n"
    "readout_R := R;\n";

static void
test_run_tells_what_amplifies_and_what_damps(void **state)
{
    const struct fixture *f = *state;
    const double times[] = {100.0, 200.0};
    struct pl_context *context = trial_load_text(f->folder, echoes);
    struct explain_trial trial;
    const struct pl_explain *explain = &trial.explain;

    explain_trial_init(&trial, context, "inhibit X", NULL, times, N_OF(times));
    explain_trial_run_well(&trial);
    assert_int_equal(explain->loops[0].role, PL_EXPLAIN_ROLE_BRAKE_RELEASED);
    assert_int_equal(explain->loops[1].role, PL_EXPLAIN_ROLE_BRAKE_RELEASED);
    assert_int_equal(explain->loops[2].role, PL_EXPLAIN_ROLE_AMPLIFIES);
    assert_int_equal(explain->loops[3].role, PL_EXPLAIN_ROLE_DAMPS);
    assert_int_equal(explain->loops[4].role, PL_EXPLAIN_ROLE_SILENT);
    assert_true(fabs(explain_trial_log(&trial, 0, "Z_R", 1)) > 0.0);
    explain_trial_finish(&trial);
    pl_context_destroy(context);
}

/* ---- loops that sustain themselves */

/* A signal that the drug halves; dM/dt = b + c signal - M, with b = 1 - c, so that M rests
 * at 1. R goes to 2 - M. */
static const char own_signal[] =
    "species R, M; R = 1; M = 1; inhibit_X = 0; c = 0.5;\n"
    "feedback_M_M := M*(1 - inhibit_X);\n"
    "J1: => M; 0.1*(1 - c + c*feedback_M_M); J2: M => ; 0.1*M;\n"
    "J3: => R; 0.1*(2 - M); J4: R => ; 0.1*R;\n"
    "readout_R := R; readout_M := M;\n";

/* The signal falls by the drug itself and R rises, whatever the loop is; whether a brake
 * has been released depends on the loop's own sign. Its gain is c. */
static void
test_a_loop_that_sustains_itself_is_no_brake(void **state)
{
    static const struct {
        const char *words, *readout;
        double c;
        enum pl_explain_role role;
    } rows[] = {
        {"inhibit X=0.5", "R", 0.5, PL_EXPLAIN_ROLE_REINFORCES},
        {"inhibit X=0.5", "M", 0.5, PL_EXPLAIN_ROLE_DRIVE_WITHDRAWN},
        {"set c=-0.5, inhibit X=0.5", "R", -0.5, PL_EXPLAIN_ROLE_DRIVE_WITHDRAWN},
        {"set c=-0.5, inhibit X=0.5", "M", -0.5, PL_EXPLAIN_ROLE_BRAKE_RELEASED},
        /* a rise, from what adds half to the signal */
        {"set inhibit_X=-0.5@0", "R", 0.5, PL_EXPLAIN_ROLE_REINFORCES},
        {"set c=-0.5, set inhibit_X=-0.5@0", "M", -0.5, PL_EXPLAIN_ROLE_BRAKE_APPLIED},
    };
    const struct fixture *f = *state;
    const double times[] = {100.0, 400.0};
    struct pl_context *context = trial_load_text(f->folder, own_signal);

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct explain_trial trial;

        explain_trial_init(&trial, context, rows[i].words, rows[i].readout, times,
                           N_OF(times));
        explain_trial_run_well(&trial);
        assert_close(trial.explain.edges[0].gain, rows[i].c, 1e-5, 0.0);
        assert_int_equal(trial.explain.loops[0].role, rows[i].role);
        explain_trial_finish(&trial);
    }
    pl_context_destroy(context);
}

/* PRAS40 holds mTORC1 down and mTORC1 lifts that: two inhibitions in a ring. It is no
 * brake; PHLPP, which answers against Akt, is one. */
static void
test_pras40_is_no_brake(void **state)
{
    const struct fixture *f = *state;
    const double times[] = {1440.0, 2880.0};
    struct explain_trial trial;
    const struct pl_explain *explain = &trial.explain;
    size_t pras40 = 0;
    size_t phlpp = 0;

    explain_trial_init(&trial, f->her2, "drug everolimus=20nM", NULL, times,
                       N_OF(times));
    explain_trial_run_well(&trial);
    pras40 = explain_trial_loop(&trial, "mTORC1_PRAS40");
    phlpp = explain_trial_loop(&trial, "mTORC1_PHLPP");
    assert_int_equal(explain->loops[pras40].role, PL_EXPLAIN_ROLE_REINFORCES);
    assert_int_equal(explain->loops[phlpp].role, PL_EXPLAIN_ROLE_BRAKE_RELEASED);
    for (size_t e = 0; e < explain->n_edges; e++) {
        if (explain->edges[e].loop == pras40) {
            assert_true(explain->edges[e].gain > 0.05);
        }
        if (explain->edges[e].loop == phlpp) {
            assert_true(explain->edges[e].gain < -0.01);
        }
    }
    explain_trial_finish(&trial);
}

/* Another time in focus, without another run. */
static void
test_set_focus_is_as_if_run_with_it(void **state)
{
    const struct fixture *f = *state;
    const double times[] = {60.0, 2880.0};
    struct explain_trial late;
    struct explain_trial early;

    explain_trial_init(&late, f->her2, "drug AZD8055=500nM", "pAkt_T308", times, 2);
    late.options.focus = 1;
    explain_trial_run_well(&late);
    explain_trial_init(&early, f->her2, "drug AZD8055=500nM", "pAkt_T308", times, 2);
    early.options.focus = 0;
    explain_trial_run_well(&early);
    assert_int_equal(pl_explain_first(&late.explain, 0),
                     explain_trial_loop(&late, "FOXO_HER3"));
    pl_explain_set_focus(&late.explain, 0);
    assert_int_equal(late.explain.focus, 0);
    assert_int_equal(pl_explain_first(&late.explain, 0),
                     explain_trial_loop(&late, "Akt_HER3"));
    for (size_t l = 0; l < late.explain.n_loops; l++) {
        assert_int_equal(late.explain.loops[l].role, early.explain.loops[l].role);
        assert_true(late.explain.loops[l].first_share ==
                    early.explain.loops[l].first_share);
    }
    explain_trial_finish(&late);
    explain_trial_finish(&early);
}

/* One loop and everything else, at three times: medians of factors and fold. */
static struct pl_explain
explain_of(struct pl_band *bands, const double *loop, const double *fold)
{
    for (size_t k = 0; k < 3; k++) {
        bands[k].median = loop[k];
        bands[3 + k].median = fold[k] / loop[k];
        bands[6 + k].median = fold[k];
    }
    return (struct pl_explain){.n_times = 3, .n_loops = 1, .factor_bands = bands};
}

static void
test_common_focus_is_where_folds_or_else_factors_are_furthest(void **state)
{
    struct pl_band a[9];
    struct pl_band b[9];
    struct pl_explain both[2];

    (void)state;
    both[0] = explain_of(a, (double[]){1.0, 1.0, 3.0}, (double[]){1.0, 1.5, 1.0});
    both[1] = explain_of(b, (double[]){1.2, 1.0, 1.0}, (double[]){1.4, 1.1, 1.0});
    assert_int_equal(pl_explain_common_focus(both, 2), 1); /* 1.5 * 1.1 > 1.4 */
    both[0] = explain_of(a, (double[]){1.0, 1.0, 3.0}, (double[]){1.0, 1.2, 1.0});
    assert_int_equal(pl_explain_common_focus(both, 2), 0);
    both[1] = explain_of(b, (double[]){1.2, 2.0, 1.5}, (double[]){1.0, 1.0, 1.0});
    both[0] = explain_of(a, (double[]){1.0, 1.0, 3.0}, (double[]){1.0, 1.0, 1.0});
    assert_int_equal(pl_explain_common_focus(both, 2), 2); /* no fold: 3 * 1.5 > 2 */
    both[0] = explain_of(a, (double[]){1.0, 1.0, 3.0}, (double[]){NAN, NAN, NAN});
    assert_int_equal(pl_explain_common_focus(both, 2), 1); /* the other's alone */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            test_run_tells_loops_that_answer_from_those_that_the_drug_moves),
        cmocka_unit_test(test_run_tells_what_amplifies_and_what_damps),
        cmocka_unit_test(test_a_loop_that_sustains_itself_is_no_brake),
        cmocka_unit_test(test_pras40_is_no_brake),
        cmocka_unit_test(test_set_focus_is_as_if_run_with_it),
        cmocka_unit_test(test_common_focus_is_where_folds_or_else_factors_are_furthest),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
