/*
 * test_follow.c - extremes and integrals of readouts that jump, bend or curve inside a
 * step: closed forms, and values that the formula has.
 */
#include "testlib.h"

#include "base/isa.h"
#include "compile/kernels.h"
#include "study/context.h"
#include "study/point.h"
#include "sweep_trial.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

#define PI 3.14159265358979323846

static const double none = (double)NAN;

/* What is read of a readout r, in this order. */
#define MEASURES                                        \
    {                                                   \
        "max:r", "min:r", "auc:r", "time-to-max:r", "r" \
    }

struct row {
    const char *formula;
    double largest, smallest, integral, when; /* NaN: not told */
};

/* A model with a readout r, over one point. */
static void
run_formula(struct sweep_done *done, const struct sweep_models *models,
            const char *model, const char *formula, const struct sweep_case *what)
{
    char text[1000];

    assert_true(snprintf(text, sizeof text, "%sr := %s\n", model, formula) > 0);
    sweep_done_init_text(done, models->folder, text, what);
}

/* @param error  of the largest */
static void
expect_row(const struct sweep_done *done, const struct row *row, double error,
           double error_of_time)
{
    const double scale = fmax(fabs(row->largest), fabs(row->smallest));
    const double *got = done->rows.values;
    const double want[] = {row->largest, row->smallest, row->integral, row->when};
    const double allowed[] = {error * scale, error * scale,
                              error * scale * done->trial.what->duration,
                              error_of_time};

    for (size_t m = 0; m < N_OF(want); m++) {
        if (!isnan(want[m]) && !(fabs(got[m] - want[m]) <= allowed[m])) {
            fail_msg("%s: %s is %.17g, not %.17g", row->formula,
                     done->trial.measures[m].name, got[m], want[m]);
        }
    }
    /* the value at the end is one of those seen */
    assert_true(got[4] <= got[0] && got[4] >= got[1]);
}

/* ---- time alone: the whole run is one piece */

static void
test_formulas_of_time_are_followed_through_one_piece(void **state)
{
    static const struct sweep_case what = {
        .vary = {"k=1..2:1"},
        .measures = MEASURES,
        .duration = 20.0,
        .equilibrate = PL_EQUILIBRATE_NO,
    };
    /* exact: piecewise linear */
    static const struct row rows[] = {
        {"piecewise(1, time > 5 && time < 7, 0)", 1.0, 0.0, 2.0, 5.0},
        {"piecewise(1, time > 5 && time < 5.000001, 0)", 1.0, 0.0, 1e-6, 5.0},
        {"time > 5", 1.0, 0.0, 15.0, 5.0},
        {"time >= 20", 1.0, 0.0, 0.0, 20.0},
        {"time <= 0", 1.0, 0.0, 0.0, 0.0},
        {"time == 5", 1.0, 0.0, 0.0, 5.0},
        {"time != 5", 1.0, 0.0, 20.0, 0.0},
        {"piecewise(time - 5, time > 5, 0)", 15.0, 0.0, 112.5, 20.0},
        {"max(time, 5)", 20.0, 5.0, 212.5, 20.0},
        {"min(time, 5)", 5.0, 0.0, 87.5, 5.0},
        {"abs(time - 5)", 15.0, 0.0, 125.0, 20.0},
        {"-abs(time - 5)", 0.0, -15.0, -125.0, 5.0},
        {"abs(abs(time - 10) - 5)", 5.0, 0.0, 50.0, 0.0},
        {"max(min(time, 8) - 6, 0)", 2.0, 0.0, 26.0, 8.0},
        {"floor(time)", 20.0, 0.0, 190.0, 20.0},
        {"ceil(time)", 20.0, 0.0, 210.0, 19.0},
        {"floor(time/3)*ceil(-time/3)", 0.0, -36.0, none, 0.0},
        {"time % 4", 4.0, 0.0, 40.0, none},
        {"piecewise(2, time < 5, -1, time < 5.5, time > 19)", 2.0, -1.0, 10.5, 0.0},
        {"piecewise(time, time < 3, 1/0.25)", 4.0, 0.0, 4.5 + 68.0, 3.0},
        {"(time > 1) + (time > 2) + (time > 3)*(time < 3.5)", 3.0, 0.0, 37.5, 3.0},
        {"abs((time - 5)*(time - 6))", 210.0, 0.0, none, 20.0},
        {"(time - 5)*(time - 5.001) < 0", 1.0, 0.0, 0.001, 5.0},
        {"piecewise(1, time, 0)", 1.0, 0.0, 20.0, 0.0},
        {"floor(10*time)", 200.0, 0.0, 1990.0, 20.0},
    };
    const struct sweep_models *models = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct sweep_done done;

        run_formula(&done, models, "k = 1\n", rows[i].formula, &what);
        expect_row(&done, &rows[i], 2e-14, 1e-14);
        sweep_done_finish(&done);
    }
}

/* Nothing but nodes and the rule tell where it is curved. */
static void
test_curves_of_time_are_halved_until_they_are_known(void **state)
{
    static const struct sweep_case what = {
        .vary = {"k=1..2:1"},
        .measures = MEASURES,
        .duration = 20.0,
        .equilibrate = PL_EQUILIBRATE_NO,
        .rtol = 1e-8,
    };
    const struct row rows[] = {
        {"sin(time)", 1.0, -1.0, 1.0 - cos(20.0), none},
        {"sin(10*time)", 1.0, -1.0, 0.1 * (1.0 - cos(200.0)), none},
        {"abs(sin(time))", 1.0, 0.0, 13.0 - cos(20.0), none},
        {"max(sin(time), 0.5)", 1.0, 0.5, none, none},
        {"floor(2*sin(time))", 2.0, -2.0, none, 0.5 * PI},
        {"exp(-time)", 1.0, exp(-20.0), 1.0 - exp(-20.0), 0.0},
        {"time*exp(-time)", exp(-1.0), 0.0, 1.0 - 21.0 * exp(-20.0), 1.0},
        {"exp(-(time - 7)^2)", 1.0, 0.0, sqrt(PI), 7.0},
        {"1/(1 + exp(20*(9 - time)))", 1.0, 0.0, 11.0, none},
        {"tanh(3*(time - 4))", 1.0, -1.0, 12.0, none},
        {"sqrt(time)", sqrt(20.0), 0.0, 20.0 * sqrt(20.0) / 1.5, 20.0},
        {"1/(time + 0.001)", 1000.0, 1.0 / 20.001, log(20001.0), 0.0},
    };
    const struct sweep_models *models = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct sweep_done done;

        run_formula(&done, models, "k = 1\n", rows[i].formula, &what);
        expect_row(&done, &rows[i], 1e-8, 1e-3);
        sweep_done_finish(&done);
    }
}

/* A pole has no largest value, and comes to an end all the same. */
static void
test_poles_come_to_an_end(void **state)
{
    static const struct sweep_case what = {
        .vary = {"k=1..2:1"},
        .measures = MEASURES,
        .duration = 20.0,
        .equilibrate = PL_EQUILIBRATE_NO,
    };
    static const char *const formulas[] = {
        "1/(time - 5)",       "tan(time)", "1/(time - 5)^2",  "1/time",
        "floor(100000*time)", "ln(time)",  "sin(100000*time)"};
    const struct sweep_models *models = *state;

    for (size_t i = 0; i < N_OF(formulas); i++) {
        struct sweep_done done;

        run_formula(&done, models, "k = 1\n", formulas[i], &what);
        assert_true(done.rows.reasons[0] == NULL);
        assert_true(done.rows.values[0] >= 0.99);
        assert_true(i < 6 || done.rows.values[0] <= 1.0);
        sweep_done_finish(&done);
    }
}

/* What is nothing but rounding changes sides at every look: it is not looked at for ever.
 * C and D are alike, A and B come to balance. */
static void
test_rounding_comes_to_an_end(void **state)
{
    static const char model[] =
        "A = 1; B = 0; k = 0.3; J: A -> B; k*A - 0.2*B; C = 1; D = 1\n"
        "JC: C -> D; 0.1*C - 0.1*D; KC: C -> ; 0.5*C; KD: D -> ; 0.5*D\n";
    static const struct sweep_case what = {
        .vary = {"k=0.1..1:50"},
        .measures = MEASURES,
        .duration = 1000.0,
        .equilibrate = PL_EQUILIBRATE_NO,
    };
    static const struct {
        const char *formula;
        double least, most;
    } rows[] = {
        {"k*A > 0.2*B", 0.0, 1.0},
        {"k*A - 0.2*B > 0", 0.0, 1.0},
        {"C > D", 0.0, 1.0},
        {"abs(C - D)", 0.0, 1e-14},
        {"C*C - D*D", -1e-14, 1e-14},
        {"floor(5*(A + B))", 4.0, 5.0},
        {"max(k*A - 0.2*B, 0)", 0.0, 1.0},
        {"3*(A*A/(A + k) - A*A/(A + k))", 0.0, 0.0},
        {"3*(C*A/(C + k) - D*A/(D + k))", -1e-14, 1e-14},
    };
    const struct sweep_models *models = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct sweep_done done;

        run_formula(&done, models, model, rows[i].formula, &what);
        for (uint64_t k = 0; k < done.rows.n; k++) {
            assert_true(sweep_done_value(&done, k, 0) <= rows[i].most);
            assert_true(sweep_done_value(&done, k, 1) >= rows[i].least);
        }
        sweep_done_finish(&done);
    }
}

/* ---- states: A = exp(-t/10), B = 1 - A */

static void
test_readouts_of_states_have_values_of_their_formulas(void **state)
{
    static const char model[] = "A = 1; B = 0; k = 0.1; J: A -> B; k*A\n";
    static const double rtols[] = {1e-4, 1e-6, 1e-9};
    const double end = exp(-2.0);
    const double half = 10.0 * log(2.0);
    const struct {
        struct row row;
        bool is_exact; /* the largest and the smallest are that to the bit */
    } rows[] = {
        {{"piecewise(1, time > 5 && time < 7, 0)", 1.0, 0.0, 2.0, 5.0}, true},
        {{"A > 0.5", 1.0, 0.0, half, 0.0}, true},
        {{"A < 0.5", 1.0, 0.0, 20.0 - half, half}, true},
        {{"A > B", 1.0, 0.0, half, 0.0}, true},
        {{"A > 2", 0.0, 0.0, 0.0, 0.0}, true},
        {{"max(A, 0.5)", 1.0, 0.5, 5.0 + 0.5 * (20.0 - half), 0.0}, true},
        {{"min(B, 0.5)", 0.5, 0.0, half - 5.0 + 0.5 * (20.0 - half), half}, true},
        {{"abs(A - 0.5)", 0.5, 0.0, none, 0.0}, false},
        {{"abs(A - B)", 1.0, 0.0, none, 0.0}, false},
        {{"piecewise(time - 5, time > 5, 0)", 15.0, 0.0, 112.5, 20.0}, true},
        {{"floor(10*A)", 10.0, 1.0, none, 0.0}, true},
        {{"A*(time > 5)", exp(-0.5), 0.0, 10.0 * (exp(-0.5) - end), 5.0}, false},
        {{"piecewise(A, A > 0.5, 0) + piecewise(1, B > 0.75, 0)", 1.0, 0.0,
          5.0 + 20.0 - 2.0 * half, 0.0},
         true},
        {{"A^20/(A^20 + 0.5^20)", 1.0 / (1.0 + pow(0.5, 20.0)), none, none, 0.0},
         false},
        {{"B > 0", 1.0, 0.0, 20.0, 0.0}, true},
    };
    const struct sweep_models *models = *state;

    for (size_t r = 0; r < N_OF(rtols); r++) {
        const struct sweep_case what = {
            .vary = {"k=0.1..0.2:1"},
            .measures = MEASURES,
            .duration = 20.0,
            .equilibrate = PL_EQUILIBRATE_NO,
            .rtol = rtols[r],
        };

        for (size_t i = 0; i < N_OF(rows); i++) {
            struct row row = rows[i].row;
            struct sweep_done done;

            if (strncmp(row.formula, "floor", 5) == 0) {
                row.integral = 0.0; /* the levels 1 to 10, as long as A is over them */
                for (int level = 1; level <= 9; level++) {
                    row.integral += fmin(20.0, -10.0 * log(0.1 * level));
                }
            }
            run_formula(&done, models, model, row.formula, &what);
            expect_row(&done, &row, 10.0 * rtols[r], 300.0 * rtols[r]);
            if (rows[i].is_exact) {
                assert_true(done.rows.values[0] == row.largest);
                assert_true(done.rows.values[1] == row.smallest);
            }
            sweep_done_finish(&done);
        }
    }
}

/* A window that ends before, at or behind a jump. */
static void
test_windows_end_where_they_say(void **state)
{
    static const struct sweep_case what = {
        .vary = {"k=0.1..0.2:2"},
        .measures = {"max:on@5", "max:on@4.999", "max:on@5.001", "auc:on@6",
                     "time-to-max:on@6", "min:on@6", "auc:on", "max:A", "min:A@5",
                     "time-to-max:A", "auc:A@6"},
        .duration = 20.0,
        .equilibrate = PL_EQUILIBRATE_NO,
        .rtol = 1e-9,
    };
    const struct sweep_models *models = *state;
    struct sweep_done done;

    run_formula(&done, models,
                "A = 1; k = 0.1; J: A -> ; k*A; on := piecewise(1, time > 5, 0)\n", "A",
                &what);
    for (uint64_t k = 0; k < 2; k++) {
        const double rate = sweep_done_factor(&done, k, 0);
        const double want[] = {
            0.0,
            0.0,
            1.0,
            1.0,
            5.0,
            0.0,
            15.0,
            1.0,
            exp(-5.0 * rate),
            0.0,
            (1.0 - exp(-6.0 * rate)) / rate,
        };

        for (size_t m = 0; m < N_OF(want); m++) {
            assert_close(sweep_done_value(&done, k, m), want[m], 1e-8, 0.0);
        }
    }
    sweep_done_finish(&done);
}

/* ---- bits */

static const char mixed_model[] =
    "A = 1; B = 0; C = 0; k = 0.1; J: A -> B; k*A; K: B -> C; 0.3*B\n"
    "on := piecewise(1, time > 5 && time < 7, 0); half := A > 0.5; hill := B^4/(B^4 + "
    "k)\n"
    "clip := max(min(B, 0.3), C/2); steps := floor(20*C)\n";

static const struct sweep_case mixed = {
    .words = "--set C=0.2@3",
    .design = "lhs:19",
    .vary = {"k=0.05..1"},
    .measures = {"max:on", "min:half", "auc:half", "max:hill", "time-to-max:hill",
                 "auc:hill", "min:clip@11", "auc:clip", "auc:steps@7", "max:steps",
                 "max:B", "auc:B", "time-to-max:B", "time-to-max:clip", "fold:C@4"},
    .duration = 20.0,
    .equilibrate = PL_EQUILIBRATE_NO,
};

/* What is linear in the states has the bits that it has without the others. */
static void
test_quartics_do_not_depend_on_what_is_cut(void **state)
{
    static const struct sweep_case alone = {
        .words = "--set C=0.2@3",
        .design = "lhs:19",
        .vary = {"k=0.05..1"},
        .measures = {"max:B", "auc:B", "time-to-max:B", "r@11", "r@7"},
        .duration = 20.0,
        .equilibrate = PL_EQUILIBRATE_NO,
    };
    struct sweep_case all = alone;
    const struct sweep_models *models = *state;
    struct sweep_done one;
    struct sweep_done other;

    all.measures[5] = "max:half";
    all.measures[6] = "auc:hill";
    all.measures[7] = "max:steps";
    run_formula(&one, models, mixed_model, "A", &alone);
    run_formula(&other, models, mixed_model, "A", &all);
    for (uint64_t k = 0; k < one.rows.n; k++) {
        for (size_t m = 0; m < 5; m++) {
            assert_true(sweep_bits(sweep_done_value(&one, k, m)) ==
                        sweep_bits(sweep_done_value(&other, k, m)));
        }
    }
    sweep_done_finish(&one);
    sweep_done_finish(&other);
}

/* Point after point by one simulation, without lanes. */
static void
expect_alone(const struct sweep_done *done)
{
    const struct sweep_trial *trial = &done->trial;
    struct pl_point_plan plan;
    struct pl_point point;
    struct pl_sim *sim = NULL;

    assert_int_equal(pl_point_plan_init(&plan, trial->context, trial->treatment,
                                        trial->design, &trial->options, NULL),
                     PL_OK);
    assert_true(plan.follow.until > 0.0);
    assert_int_equal(pl_point_init(&point, &plan, NULL), PL_OK);
    assert_int_equal(pl_sim_create(trial->context->kernels, &plan.sim, NULL, &sim),
                     PL_OK);
    for (uint64_t k = 0; k < done->rows.n; k++) {
        point.k = k;
        assert_int_equal(pl_point_run_alone(&point, sim, NULL), PL_OK);
        pl_point_finish_run(&point, sim);
        for (size_t m = 0; m < plan.n_measures; m++) {
            assert_true(sweep_bits(point.results[m]) ==
                        sweep_bits(sweep_done_value(done, k, m)));
        }
    }
    pl_sim_destroy(sim);
    pl_point_finish(&point);
    pl_point_plan_finish(&plan);
}

static void
test_bits_do_not_depend_on_lanes_threads_and_kernels(void **state)
{
    const struct sweep_models *models = *state;
    struct sweep_done done;

    run_formula(&done, models, mixed_model, "A", &mixed);
    assert_int_equal(sweep_rows_n_failed(&done.rows), 0);
    expect_alone(&done);
    sweep_trial_expect_single(&done.trial, &done.rows);
    for (size_t n_threads = 1; n_threads <= 3; n_threads++) {
        struct sweep_rows rows;

        if (n_threads == 3) {
            assert_int_equal(
                pl_context_choose_kernel(done.context, PL_KERNEL_TAPE, NULL), PL_OK);
        }
        sweep_trial_run_all(&done.trial, n_threads, &rows);
        sweep_rows_expect_same(&rows, &done.rows);
        sweep_rows_finish(&rows);
    }
    sweep_done_finish(&done);
}

/* Other methods are no quartics inside their steps, and hold to their values too. */
static void
test_other_methods_are_followed(void **state)
{
    static const char *const methods[] = {"rodas", "msbdf", "rk8pd", "rkf45"};
    static const struct sweep_case what = {
        .vary = {"k=0.1..0.2:2"},
        .measures = {"max:half", "min:half", "auc:half", "auc:A", "max:B",
                     "time-to-max:B", "min:clip", "auc:clip"},
        .duration = 20.0,
        .equilibrate = PL_EQUILIBRATE_NO,
        .rtol = 1e-7,
    };
    const struct sweep_models *models = *state;
    struct pl_context *context = trial_load_text(
        models->folder, "A = 1; B = 0; k = 0.1; J: A -> B; k*A - 0.5*k*B\n"
                        "half := A > 0.5; clip := max(A, 0.5)\n");

    for (size_t i = 0; i < N_OF(methods); i++) {
        struct sweep_trial trial;
        struct sweep_rows rows;

        sweep_trial_init(&trial, context, &what);
        trial.options.sim.method = methods[i];
        sweep_trial_run_all(&trial, 1, &rows);
        for (uint64_t k = 0; k < 2; k++) {
            /* A = 1/3 + 2/3 exp(-1.5 k t), 0.5 at ln(4)/(1.5 k) */
            const double rate = 0.15 * (double)(k + 1);
            const double half = log(4.0) / rate;
            const double whole = 20.0 / 3.0 + (1.0 - exp(-20.0 * rate)) / (1.5 * rate);
            const double first = half / 3.0 + 0.75 / (1.5 * rate);
            const double want[] = {1.0,
                                   0.0,
                                   half,
                                   whole,
                                   2.0 / 3.0 * (1.0 - exp(-20.0 * rate)),
                                   20.0,
                                   0.5,
                                   first + 0.5 * (20.0 - half)};

            for (size_t m = 0; m < N_OF(want); m++) {
                assert_close(sweep_rows_value(&rows, k, m), want[m], 1e-5, 0.0);
            }
            assert_true(sweep_rows_value(&rows, k, 0) == 1.0);
            assert_true(sweep_rows_value(&rows, k, 1) == 0.0);
            assert_true(sweep_rows_value(&rows, k, 6) == 0.5);
        }
        sweep_rows_finish(&rows);
        sweep_trial_finish(&trial);
    }
    pl_context_destroy(context);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formulas_of_time_are_followed_through_one_piece),
        cmocka_unit_test(test_curves_of_time_are_halved_until_they_are_known),
        cmocka_unit_test(test_poles_come_to_an_end),
        cmocka_unit_test(test_rounding_comes_to_an_end),
        cmocka_unit_test(test_readouts_of_states_have_values_of_their_formulas),
        cmocka_unit_test(test_windows_end_where_they_say),
        cmocka_unit_test(test_quartics_do_not_depend_on_what_is_cut),
        cmocka_unit_test(test_bits_do_not_depend_on_lanes_threads_and_kernels),
        cmocka_unit_test(test_other_methods_are_followed),
    };

    return cmocka_run_group_tests(tests, sweep_set_up, sweep_tear_down);
}
