/*
 * test_explain_runs.c - factors from drawn orders, of ensembles, against other treatments; and
 * how runs end.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "base/diag.h"
#include "base/index.h"
#include "base/text.h"
#include "explain_trial.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/mix.h"
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

/* ---- sampled */

/* Two orders and their reverses over two loops are all there are; and of more loops the
 * sampled factors lie within their errors. */
static void
test_sampled_factors_are_the_exact_ones_within_their_errors(void **state)
{
    const struct fixture *f = *state;
    const double times[] = {1440.0};
    struct explain_trial exact;
    struct explain_trial drawn;

    explain_trial_init(&exact, f->two, "inhibit X", NULL, explain_two_times,
                       EXPLAIN_N_TIMES);
    explain_trial_run_well(&exact);
    explain_trial_init(&drawn, f->two, "inhibit X", NULL, explain_two_times,
                       EXPLAIN_N_TIMES);
    drawn.options.n_pairs = 2;
    explain_trial_run_well(&drawn);
    assert_false(drawn.explain.exact);
    assert_int_equal(drawn.explain.n_pairs, 2);
    assert_int_equal(drawn.explain.n_coalitions, 4);
    for (size_t k = 0; k < 3; k++) {
        assert_close(explain_trial_log(&drawn, 0, "A_R", k),
                     explain_trial_log(&exact, 0, "A_R", k), 0.0, 1e-14);
    }
    explain_trial_finish(&exact);
    explain_trial_finish(&drawn);

    for (size_t trial = 0; trial < 2; trial++) {
        struct explain_trial *it = trial == 0 ? &exact : &drawn;

        explain_trial_init(it, f->her2, "drug everolimus=20nM, drug lapatinib=500nM",
                           NULL, times, 1);
        explain_trial_add_edge(it, "S6K_IRS1");
        explain_trial_add_edge(it, "S6K_IRS1_loss");
        explain_trial_add_edge(it, "mTORC1_Grb10");
        explain_trial_add_edge(it, "S6K_Rictor");
        explain_trial_add_edge(it, "Akt_SIN1");
        explain_trial_add_edge(it, "FOXO_HER3");
        it->options.n_pairs = trial == 0 ? 0 : 12;
        explain_trial_run_well(it);
        explain_trial_expect_product(it);
    }
    for (size_t l = 0; l < exact.explain.n_loops; l++) {
        const double error = drawn.explain.errors[l];

        assert_true(error > 0.0 && error < 0.05);
        assert_close(drawn.explain.factors[l], exact.explain.factors[l], 0.0,
                     5.0 * error);
        /* what is shown beside them is run, drawn or not */
        assert_true(drawn.explain.alone[l] == exact.explain.alone[l]);
        assert_true(drawn.explain.without[l] == exact.explain.without[l]);
    }
    explain_trial_finish(&exact);
    explain_trial_finish(&drawn);
}

/* All loops of her2-mtor are drawn until errors are small. */
static void
test_many_loops_are_drawn_until_errors_are_small(void **state)
{
    const struct fixture *f = *state;
    const double times[] = {60.0, 1440.0};
    struct explain_trial trial;

    explain_trial_init(&trial, f->her2, "drug everolimus=20nM", NULL, times,
                       N_OF(times));
    explain_trial_run_well(&trial);
    assert_false(trial.explain.exact);
    assert_int_equal(trial.explain.n_loops, 16);
    assert_true(trial.explain.n_pairs >= PL_EXPLAIN_FIRST_PAIRS);
    for (size_t i = 0; i < 16 * 2; i++) {
        assert_true(trial.explain.errors[i] < PL_EXPLAIN_ERROR);
    }
    explain_trial_expect_product(&trial);
    assert_close(exp(explain_trial_log(&trial, 0, "mTORC1_PHLPP", 1)), 1.2731, 0.0,
                 0.005);
    explain_trial_finish(&trial);
}

/* ---- ensembles */

/* Forty sets that are alike: in each of 32 batches they have other orders, so that the
 * median is nearer to the truth than a set is. */
static void
test_sets_have_orders_of_their_own(void **state)
{
    const struct fixture *f = *state;
    const double times[] = {1440.0};
    struct explain_trial exact;
    struct explain_trial drawn;
    struct pl_text sets;
    double worst = 0.0;
    size_t n_others = 0;

    pl_text_init(&sets);
    pl_text_put(&sets, "k473\n");
    for (size_t m = 0; m < 40; m++) {
        pl_text_put(&sets, "1.06\n");
    }
    test_write_file(f->path, pl_text_string(&sets));
    pl_text_finish(&sets);
    for (size_t trial = 0; trial < 2; trial++) {
        struct explain_trial *it = trial == 0 ? &exact : &drawn;

        explain_trial_init(it, f->her2, "drug everolimus=20nM, drug lapatinib=500nM",
                           NULL, times, 1);
        explain_trial_add_edge(it, "S6K_IRS1");
        explain_trial_add_edge(it, "S6K_IRS1_loss");
        explain_trial_add_edge(it, "mTORC1_Grb10");
        explain_trial_add_edge(it, "S6K_Rictor");
        explain_trial_add_edge(it, "Akt_SIN1");
        explain_trial_add_edge(it, "FOXO_HER3");
        if (trial == 1) {
            explain_trial_set_ensemble(it, f->path);
            it->options.n_pairs = 8;
        }
        explain_trial_run_well(it);
        explain_trial_expect_product(it);
    }
    assert_int_equal(exact.explain.n_batches, 1);
    assert_int_equal(drawn.explain.n_batches, 32);
    for (size_t l = 0; l < exact.explain.n_loops; l++) {
        const double want = exact.explain.factors[l];
        const double median = log(drawn.explain.factor_bands[l].median);

        /* sets 0 and 1 are in one batch, 2 in the next, 39 in the last */
        assert_true(drawn.explain.factors[8 + l] == drawn.explain.factors[l]);
        n_others += drawn.explain.factors[2 * 8 + l] != drawn.explain.factors[l];
        for (size_t m = 0; m < 40; m++) {
            const double factor = drawn.explain.factors[m * 8 + l];

            worst = fmax(worst, fabs(factor - want));
        }
        assert_close(median, want, 0.0, 0.6 * drawn.explain.errors[l]);
    }
    assert_int_equal(n_others, exact.explain.n_loops);
    assert_true(worst > 0.001);
    explain_trial_finish(&exact);
    explain_trial_finish(&drawn);
}

/* The hand-solved model with other constants in each set: b is more than a in one of
 * three that has 70 % of the weight. */
static void
test_ensembles_give_bands_and_ranks(void **state)
{
    const struct fixture *f = *state;
    struct explain_trial trial;
    const struct pl_explain *explain = &trial.explain;

    test_write_file(f->path, "a\tb\tc\tweight\n"
                             "0.8\t0.25\t1.5\t1\n"
                             "0.2\t0.6\t0\t7\n"
                             "0.5\t0.1\t0.3\t2\n");
    explain_trial_init(&trial, f->two, "inhibit X", NULL, explain_two_times,
                       EXPLAIN_N_TIMES);
    trial.options.sim.rtol = 1e-9;
    explain_trial_set_ensemble(&trial, f->path);
    explain_trial_run_well(&trial);
    assert_int_equal(explain->n_members, 3);
    explain_trial_expect_product(&trial);
    /* the second set: 0.7 (1 + 0.2 [A] + 0.6 [B]) in the end */
    assert_close(explain_trial_log(&trial, 1, "A_R", 2), 0.5 * log(1.2 * 1.8 / 1.6),
                 0.0, 1e-7);
    assert_close(explain_trial_log(&trial, 1, "B_R", 2), 0.5 * log(1.6 * 1.8 / 1.2),
                 0.0, 1e-7);
    assert_close(explain->loops[0].first_share, 0.3, 0.0, 1e-12);
    assert_close(explain->loops[1].first_share, 0.7, 0.0, 1e-12);
    /* places of the sorted values by weight: the set with 70 % holds the median */
    assert_close(log(explain->factor_bands[0 * 3 + 2].low),
                 explain_trial_log(&trial, 1, "A_R", 2), 0.0, 1e-9);
    assert_close(log(explain->factor_bands[0 * 3 + 2].high),
                 explain_trial_log(&trial, 0, "A_R", 2), 0.0, 1e-9);
    assert_true(explain->factor_bands[0 * 3 + 2].median >
                    explain->factor_bands[0 * 3 + 2].low &&
                explain->factor_bands[0 * 3 + 2].median <
                    explain->factor_bands[0 * 3 + 2].high);
    explain_trial_finish(&trial);
}

/* An edge that is read in one set alone is a player in all. */
static void
test_edges_that_one_set_reads_are_players(void **state)
{
    const struct fixture *f = *state;
    struct explain_trial trial;

    test_write_file(f->path, "b\tc\n0\t0\n0.5\t0\n");
    explain_trial_init(&trial, f->two, "inhibit X", NULL, explain_two_times,
                       EXPLAIN_N_TIMES);
    explain_trial_set_ensemble(&trial, f->path);
    explain_trial_run_well(&trial);
    assert_int_equal(trial.explain.n_loops, 2);
    assert_true(explain_trial_log(&trial, 0, "B_R", 2) == 0.0); /* to the bit */
    assert_true(explain_trial_log(&trial, 1, "B_R", 2) > 0.1);
    explain_trial_finish(&trial);
}

/* ---- against another treatment */

/* Half of X: signals go to 0.5, at once. Against that, with all signals held there, the
 * drug alone makes (1 - e) / (1 - e/2). */
static void
test_against_holds_signals_where_the_other_treatment_has_them(void **state)
{
    const struct fixture *f = *state;
    struct explain_trial trial;
    const double half = (1.0 - 0.15) * (1.0 + 0.4 + 0.125 + 0.375);
    const double none = 0.7 * (1.0 + 0.4 + 0.125 + 0.375);
    const double a = 0.7 * (1.0 + 0.8 + 0.125 + 0.75);
    const double b = 0.7 * (1.0 + 0.4 + 0.25 + 0.75);
    const double both = 0.7 * (1.0 + 0.8 + 0.25 + 1.5);

    explain_trial_init(&trial, f->two, "inhibit X", NULL, explain_two_times,
                       EXPLAIN_N_TIMES);
    trial.options.sim.rtol = 1e-9;
    explain_trial_set_against(&trial, "inhibit X=0.5");
    explain_trial_run_well(&trial);
    assert_close(explain_trial_log(&trial, 0, "rest", 2), log(none / half), 0.0, 1e-7);
    assert_close(explain_trial_log(&trial, 0, "fold", 2), log(both / half), 0.0, 1e-7);
    assert_close(explain_trial_log(&trial, 0, "A_R", 2),
                 0.5 * log(a * both / (none * b)), 0.0, 1e-7);
    assert_true(trial.explain.follow_error < 1e-8);
    assert_true(trial.explain.signals[2].untreated == 0.5);
    explain_trial_expect_product(&trial);
    explain_trial_finish(&trial);
}

/* Half of X with A clamped: A stands at 1 there, and where it is clamped; B at 0.5. So A's
 * factor is that of its whole way, from the untreated level on. */
static void
test_against_a_clamp_is_a_loop_of_the_product(void **state)
{
    const struct fixture *f = *state;
    struct explain_trial trial;
    const double other = (1.0 - 0.15) * (1.0 + 0.125);
    const double none = 0.7 * (1.0 + 0.125);
    const double a = 0.7 * (1.0 + 0.8 + 0.125 + 0.75);
    const double b = 0.7 * (1.0 + 0.25);
    const double both = 0.7 * (1.0 + 0.8 + 0.25 + 1.5);

    explain_trial_init(&trial, f->two, "inhibit X", NULL, explain_two_times,
                       EXPLAIN_N_TIMES);
    trial.options.sim.rtol = 1e-9;
    explain_trial_set_against(&trial, "inhibit X=0.5, clamp A_R");
    explain_trial_run_well(&trial);
    assert_int_equal(trial.explain.n_loops, 2);
    assert_true(trial.explain.edges[0].is_held_there);
    assert_false(trial.explain.edges[1].is_held_there);
    assert_true(trial.explain.signals[2].untreated == 1.0);
    assert_close(explain_trial_log(&trial, 0, "rest", 2), log(none / other), 0.0, 1e-7);
    assert_close(explain_trial_log(&trial, 0, "fold", 2), log(both / other), 0.0, 1e-7);
    assert_close(explain_trial_log(&trial, 0, "A_R", 2),
                 0.5 * log(a * both / (none * b)), 0.0, 1e-7);
    assert_close(explain_trial_log(&trial, 0, "B_R", 2),
                 0.5 * log(b * both / (none * a)), 0.0, 1e-7);
    explain_trial_finish(&trial);
}

/* What the treatment itself clamps is no loop, whatever the other one does to it. */
static void
test_against_leaves_out_what_the_treatment_clamps(void **state)
{
    const struct fixture *f = *state;
    struct explain_trial trial;

    explain_trial_init(&trial, f->two, "inhibit X, clamp A_R", NULL, explain_two_times,
                       EXPLAIN_N_TIMES);
    explain_trial_set_against(&trial, "inhibit X=0.5, clamp A_R");
    explain_trial_run_well(&trial);
    assert_int_equal(trial.explain.n_loops, 1);
    assert_int_equal(trial.explain.edges[0].part, PL_EXPLAIN_HELD);
    assert_string_equal(trial.explain.loops[0].name, "B_R");
    explain_trial_finish(&trial);
}

static void
test_against_nothing_is_against_the_untreated(void **state)
{
    const struct fixture *f = *state;
    const double times[] = {60.0, 2880.0};
    struct explain_trial plain;
    struct explain_trial against;

    for (size_t k = 0; k < 2; k++) {
        struct explain_trial *it = k == 0 ? &plain : &against;

        explain_trial_init(it, f->her2, "drug everolimus=20nM", NULL, times, 2);
        explain_trial_add_edge(it, "S6K_Rictor");
        explain_trial_add_edge(it, "mTORC1_PHLPP");
        if (k == 1) {
            explain_trial_set_against(it, "none");
        }
        explain_trial_run_well(it);
    }
    for (size_t i = 0; i < 4 * 2; i++) {
        assert_close(against.explain.factors[i], plain.explain.factors[i], 0.0, 1e-6);
    }
    assert_true(against.explain.follow_error < 1e-9);
    explain_trial_finish(&plain);
    explain_trial_finish(&against);
}

/* A treatment against itself: every factor is 1, within the error that is stated. */
static void
test_against_itself_all_factors_are_1(void **state)
{
    const struct fixture *f = *state;
    const double times[] = {60.0, 480.0, 2880.0};
    struct explain_trial trial;

    explain_trial_init(&trial, f->her2, "drug everolimus=20nM@0h..24h", NULL, times, 3);
    explain_trial_add_edge(&trial, "S6K_IRS1");
    explain_trial_add_edge(&trial, "S6K_Rictor");
    explain_trial_add_edge(&trial, "mTORC1_PHLPP");
    explain_trial_add_edge(&trial, "Akt_SIN1");
    explain_trial_set_against(&trial, "drug everolimus=20nM@0h..24h");
    explain_trial_run_well(&trial);
    assert_true(trial.explain.follow_error > 0.0);
    assert_true(trial.explain.follow_error <= PL_EXPLAIN_FOLLOWED);
    for (size_t i = 0; i < 6 * 3; i++) {
        assert_close(trial.explain.factors[i], 0.0, 0.0,
                     2.0 * trial.explain.follow_error + 1e-9);
    }
    for (size_t k = 0; k < 3; k++) {
        assert_true(explain_trial_log(&trial, 0, "fold", k) == 0.0);
    }
    assert_false(trial.explain.changes);
    explain_trial_finish(&trial);
}

/* ---- readouts that there is nothing to tell of */

static void
test_a_readout_that_stays_changes_nothing(void **state)
{
    const struct fixture *f = *state;
    const double times[] = {50.0, 100.0};
    struct pl_context *context =
        trial_load_text(f->folder, "species R, Q; R = 1; Q = 1; inhibit_X = 0;\n"
                                   "feedback_A_Q := 1 - inhibit_X;\n"
                                   "J1: => Q; 0.1*feedback_A_Q; J2: Q => ; 0.1*Q;\n"
                                   "J3: => R; 0.1; J4: R => ; 0.1*R;\n"
                                   "readout_R := R; readout_Q := Q;\n");
    struct explain_trial trial;

    explain_trial_init(&trial, context, "inhibit X", "R", times, N_OF(times));
    explain_trial_run_well(&trial);
    assert_false(trial.explain.changes);
    assert_close(explain_trial_log(&trial, 0, "fold", 1), 0.0, 0.0, 1e-12);
    explain_trial_finish(&trial);
    pl_context_destroy(context);
}

/* Q decays to nothing: at 300 it is e^-30 of what it was. */
static void
test_times_at_which_the_readout_is_gone_have_no_factors(void **state)
{
    const struct fixture *f = *state;
    const double times[] = {50.0, 300.0};
    struct pl_context *context =
        trial_load_text(f->folder, "species Q; Q = 1; inhibit_X = 0;\n"
                                   "feedback_A_Q := 1 - inhibit_X;\n"
                                   "J1: => Q; 0.1*feedback_A_Q; J2: Q => ; 0.1*Q;\n"
                                   "readout_Q := Q;\n");
    struct explain_trial trial;

    explain_trial_init(&trial, context, "inhibit X", NULL, times, N_OF(times));
    explain_trial_run_well(&trial);
    assert_close(explain_trial_log(&trial, 0, "A_Q", 0), -5.0, 1e-4, 0.0);
    assert_true(isnan(explain_trial_log(&trial, 0, "A_Q", 1)));
    assert_true(isnan(explain_trial_log(&trial, 0, "rest", 1)));
    assert_int_equal(trial.explain.loops[0].role, PL_EXPLAIN_ROLE_DRIVE_WITHDRAWN);
    assert_int_equal(trial.explain.focus, 0);
    explain_trial_finish(&trial);
    pl_context_destroy(context);
}

/* ---- threads, memory, an end from outside */

static void
test_numbers_do_not_depend_on_threads(void **state)
{
    const struct fixture *f = *state;
    const double times[] = {1440.0};
    struct explain_trial trials[2];

    for (size_t k = 0; k < 2; k++) {
        explain_trial_init(&trials[k], f->her2, "drug everolimus=20nM", NULL, times, 1);
        trials[k].options.n_threads = k + 1;
        explain_trial_run_well(&trials[k]);
    }
    assert_int_equal(trials[0].explain.n_pairs, trials[1].explain.n_pairs);
    for (size_t i = 0; i < 18; i++) {
        assert_true(trials[0].explain.factors[i] == trials[1].explain.factors[i]);
    }
    explain_trial_finish(&trials[0]);
    explain_trial_finish(&trials[1]);
}

static bool
say_stop(void *context)
{
    (void)context;
    return true;
}

static void
test_run_stops_when_asked(void **state)
{
    const struct fixture *f = *state;
    struct explain_trial trial;

    explain_trial_init(&trial, f->two, "inhibit X", NULL, explain_two_times,
                       EXPLAIN_N_TIMES);
    trial.options.sim.stop = say_stop;
    assert_int_equal(explain_trial_run(&trial), PL_ERR_STOPPED);
    assert_messages(trial.diags, "");
    assert_null(trial.explain.loops);
    explain_trial_finish(&trial);
}

struct counts {
    size_t n_done, n_all, n_calls;
};

static void
count(void *context, size_t n_done, size_t n_all)
{
    struct counts *counts = context;

    assert_true(n_done > counts->n_done && n_done <= n_all);
    *counts = (struct counts){n_done, n_all, counts->n_calls + 1};
}

static void
test_run_tells_how_far_it_is(void **state)
{
    const struct fixture *f = *state;
    struct counts counts = {0, 0, 0};
    struct explain_trial trial;

    explain_trial_init(&trial, f->two, "inhibit X", NULL, explain_two_times,
                       EXPLAIN_N_TIMES);
    trial.options.tell = count;
    trial.options.tell_context = &counts;
    explain_trial_run_well(&trial);
    assert_int_equal(counts.n_done, 4);
    assert_int_equal(counts.n_all, 4);
    assert_int_equal(counts.n_calls, 1);
    explain_trial_finish(&trial);
}

/* What a test of memory explains. */
struct task {
    struct fixture *fixture;
    bool against, ensemble, sampled;
};

static enum pl_status
explain_once(void *context)
{
    const struct task *task = context;
    struct pl_diags *diags = NULL;
    struct pl_treatment *treatment = NULL;
    struct pl_treatment *against = NULL;
    struct pl_ensemble *ensemble = NULL;
    struct pl_explain explain = {0};
    const char *const groups[] = {"g=A_R"};
    struct pl_explain_options options = {
        .sim = pl_sim_options_default(),
        .duration = 5.0,
        .times = explain_two_times,
        .n_times = 1,
        .groups = groups,
        .n_groups = 1,
        .n_pairs = task->sampled ? 2 : 0,
        .n_threads = 1,
        .focus = PL_NONE,
    };
    size_t *symbols = NULL;
    size_t n = 0;
    enum pl_status status = pl_treatment_create(task->fixture->two, diags, &treatment);

    if (status == PL_OK) {
        status = pl_treatment_add_list(treatment, "cut B_R, inhibit X", diags);
    }
    if (status == PL_OK && task->against) {
        status = pl_explain_make_against(treatment, "inhibit X=0.5", diags, &against);
        options.against = against;
    }
    if (status == PL_OK && task->ensemble) {
        status =
            pl_ensemble_read(task->fixture->two, task->fixture->path, diags, &ensemble);
        options.ensemble = ensemble;
    }
    if (status == PL_OK) {
        status = pl_context_readouts(task->fixture->two, NULL, 0, diags, &symbols, &n);
    }
    if (status == PL_OK) {
        options.readout = symbols[0];
        options.sim.method = "rkf45"; /* one without lanes: their kernels have tests */
        status =
            pl_explain_run(task->fixture->two, treatment, &options, diags, &explain);
    }
    pl_explain_finish(&explain);
    pl_ensemble_destroy(ensemble);
    pl_treatment_destroy(treatment);
    pl_treatment_destroy(against);
    free(symbols);
    return status;
}

static void
test_run_survives_no_memory(void **state)
{
    struct task task = {.fixture = *state};

    test_write_file(task.fixture->path, "a\n0.5\n0.8\n");
    assert_true(assert_survives_no_memory(explain_once, &task) > 100);
    task.sampled = true;
    task.ensemble = true;
    assert_true(assert_survives_no_memory(explain_once, &task) > 100);
}

static void
test_run_against_survives_no_memory(void **state)
{
    struct task task = {.fixture = *state, .against = true};

    assert_survives_no_memory(explain_once, &task);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sampled_factors_are_the_exact_ones_within_their_errors),
        cmocka_unit_test(test_many_loops_are_drawn_until_errors_are_small),
        cmocka_unit_test(test_sets_have_orders_of_their_own),
        cmocka_unit_test(test_ensembles_give_bands_and_ranks),
        cmocka_unit_test(test_edges_that_one_set_reads_are_players),
        cmocka_unit_test(test_against_holds_signals_where_the_other_treatment_has_them),
        cmocka_unit_test(test_against_a_clamp_is_a_loop_of_the_product),
        cmocka_unit_test(test_against_leaves_out_what_the_treatment_clamps),
        cmocka_unit_test(test_against_nothing_is_against_the_untreated),
        cmocka_unit_test(test_against_itself_all_factors_are_1),
        cmocka_unit_test(test_a_readout_that_stays_changes_nothing),
        cmocka_unit_test(test_times_at_which_the_readout_is_gone_have_no_factors),
        cmocka_unit_test(test_numbers_do_not_depend_on_threads),
        cmocka_unit_test(test_run_stops_when_asked),
        cmocka_unit_test(test_run_tells_how_far_it_is),
        cmocka_unit_test(test_run_survives_no_memory),
        cmocka_unit_test(test_run_against_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
