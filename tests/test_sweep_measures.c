/*
 * test_sweep_measures.c - what a sweep reads off its points: closed forms, jumps, fine
 * sampling of single runs.
 */
#include "testlib.h"

#include "study/tally.h"
#include "sweep_trial.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

#define PI 3.14159265358979323846

/* [model time] in minutes */
#define TWO_DAYS 2880.0

/* A(t) = exp(-k t) */
static void
test_measures_match_an_exponential(void **state)
{
    static const struct sweep_case what = {
        .vary = {"k=0.1..1:4"},
        .measures = {"A@0", "A@3", "A", "max:A", "time-to-max:A", "min:A@3", "min:A",
                     "auc:A@3", "auc:A", "max:B", "time-to-max:B@3", "fold:A@3",
                     "auc:square"},
        .duration = 10.0,
        .equilibrate = PL_EQUILIBRATE_NO,
        .rtol = 1e-9,
    };
    const struct sweep_models *models = *state;
    struct sweep_done done;

    sweep_done_init_text(&done, models->folder,
                         "J: A -> B; k*A; A = 1; B = 0; k = 1; square := A^2\n", &what);
    for (uint64_t k = 0; k < done.rows.n; k++) {
        const double rate = sweep_done_factor(&done, k, 0);
        const double at_3 = exp(-3.0 * rate);
        const double at_end = exp(-10.0 * rate);
        const double want[] = {
            1.0,
            at_3,
            at_end,
            1.0,
            0.0,
            at_3,
            at_end,
            (1.0 - at_3) / rate,
            (1.0 - at_end) / rate,
            1.0 - at_end,
            3.0,
            at_3,
            (1.0 - at_end * at_end) / (2.0 * rate),
        };

        for (size_t m = 0; m < N_OF(want); m++) {
            assert_close(sweep_done_value(&done, k, m), want[m], 1e-7, 1e-9);
        }
        /* these are exact: they lie at the ends of a step */
        assert_true(sweep_done_value(&done, k, 3) == 1.0);
        assert_true(sweep_done_value(&done, k, 4) == 0.0);
        assert_true(sweep_done_value(&done, k, 10) == 3.0);
    }
    sweep_done_finish(&done);
}

/* A -> B -> C: B rises to a peak at ln(a/b)/(a - b) and falls. */
static void
test_measures_find_a_peak_inside_a_step(void **state)
{
    static const struct sweep_case what = {
        .design = "lhs:12",
        .vary = {"a=1.5..4", "b=0.2..0.8"},
        .measures = {"max:B", "time-to-max:B", "max:B@0.1", "time-to-max:B@0.1",
                     "min:B", "min:B@9", "auc:B@0.1", "auc:B"},
        .duration = 12.0,
        .equilibrate = PL_EQUILIBRATE_NO,
        .rtol = 1e-8,
    };
    const struct sweep_models *models = *state;
    struct sweep_done done;

    sweep_done_init_text(&done, models->folder,
                         "J1: A -> B; a*A; J2: B -> C; b*B; A = 1; B = 0; C = 0\n"
                         "a = 2; b = 0.5\n",
                         &what);
    for (uint64_t k = 0; k < done.rows.n; k++) {
        const double a = sweep_done_factor(&done, k, 0);
        const double b = sweep_done_factor(&done, k, 1);
        const double factor = a / (a - b);
        const double peak = log(a / b) / (a - b);
        const double early = factor * (exp(-0.1 * b) - exp(-0.1 * a));

        assert_close(sweep_done_value(&done, k, 0),
                     factor * (exp(-b * peak) - exp(-a * peak)), 1e-6, 0.0);
        assert_close(sweep_done_value(&done, k, 1), peak, 1e-3, 0.0);
        assert_close(sweep_done_value(&done, k, 2), early, 1e-6, 0.0);
        assert_true(sweep_done_value(&done, k, 3) == 0.1);
        assert_true(sweep_done_value(&done, k, 4) == 0.0); /* at the start */
        assert_true(sweep_done_value(&done, k, 5) == 0.0);
        assert_close(sweep_done_value(&done, k, 6),
                     factor * ((1.0 - exp(-0.1 * b)) / b - (1.0 - exp(-0.1 * a)) / a),
                     1e-6, 0.0);
        assert_close(sweep_done_value(&done, k, 7),
                     factor * ((1.0 - exp(-12.0 * b)) / b - (1.0 - exp(-12.0 * a)) / a),
                     1e-6, 0.0);
    }
    sweep_done_finish(&done);
}

/* x = exp(-g t) cos t: of its many turns the deepest is the first. */
static void
test_measures_find_the_deepest_of_many_turns(void **state)
{
    static const struct sweep_case what = {
        .vary = {"g=0.05..0.5:4"},
        .measures = {"min:x", "max:x", "time-to-max:x", "time-to-max:v", "max:v",
                     "min:x@1.5", "max:below", "time-to-max:below"},
        .duration = 20.0,
        .equilibrate = PL_EQUILIBRATE_NO,
        .rtol = 1e-8,
    };
    const struct sweep_models *models = *state;
    struct sweep_done done;

    sweep_done_init_text(&done, models->folder,
                         "x' = v; v' = -(1 + g^2)*x - 2*g*v; x = 1; v = -g; g = 0.1\n"
                         "below := -x\n",
                         &what);
    for (uint64_t k = 0; k < done.rows.n; k++) {
        const double g = sweep_done_factor(&done, k, 0);
        const double turn = PI - atan(g); /* -g cos t = sin t */
        const double deepest = exp(-g * turn) * cos(turn);
        /* x'' = 0: (1 - g^2) cos t = 2 g sin t, behind the turn */
        const double steepest = PI + atan2(1.0 - g * g, 2.0 * g);

        assert_close(sweep_done_value(&done, k, 0), deepest, 1e-6, 0.0);
        assert_true(sweep_done_value(&done, k, 1) == 1.0);
        assert_true(sweep_done_value(&done, k, 2) == 0.0);
        assert_close(sweep_done_value(&done, k, 3), steepest, 1e-3, 0.0);
        assert_close(sweep_done_value(&done, k, 4),
                     exp(-g * steepest) * (-g * cos(steepest) - sin(steepest)), 1e-6,
                     0.0);
        assert_close(sweep_done_value(&done, k, 5), exp(-1.5 * g) * cos(1.5), 1e-6,
                     1e-9);
        assert_close(sweep_done_value(&done, k, 6), -deepest, 1e-6, 0.0);
        assert_close(sweep_done_value(&done, k, 7), turn, 1e-3, 0.0);
    }
    sweep_done_finish(&done);
}

/* A = exp(-t/4) all along, and a readout of it that jumps up to (1 + 9 v) A at 2 and back
 * at 5: both sides of a jump count. */
static void
test_measures_see_both_sides_of_a_jump(void **state)
{
    static const struct sweep_case what = {
        .words = "--set boost=9@2..5",
        .vary = {"k=0.25..0.25001:1"},
        .measures = {"max:r", "time-to-max:r", "min:r", "min:r@6", "auc:r", "auc:r@2",
                     "auc:r@3", "r@2", "r@5", "max:r@1.5", "max:r@2", "time-to-max:r@2",
                     "min:r@5", "min:r@4.99", "time-to-max:r@1.5"},
        .duration = 8.0,
        .equilibrate = PL_EQUILIBRATE_NO,
        .rtol = 1e-9,
    };
    const struct sweep_models *models = *state;
    const double want[] = {
        10.0 * exp(-0.5),
        2.0,
        exp(-2.0),
        exp(-1.5),
        4.0 * (1.0 - exp(-2.0)) + 36.0 * (exp(-0.5) - exp(-1.25)),
        4.0 * (1.0 - exp(-0.5)),
        4.0 * (1.0 - exp(-0.75)) + 36.0 * (exp(-0.5) - exp(-0.75)),
        10.0 * exp(-0.5),
        exp(-1.25),
        1.0,
        10.0 * exp(-0.5), /* up to 2 has what is behind the jump there, */
        2.0,
        exp(-1.25), /* as up to 5; just before it is exp(-0.5) */
        exp(-0.5),
        0.0,
    };
    struct sweep_done done;

    sweep_done_init_text(&done, models->folder,
                         "J: A -> ; k*A; A = 1; k = 1; boost = 0; r := A*(1 + boost)\n",
                         &what);
    for (size_t m = 0; m < N_OF(want); m++) {
        assert_close(sweep_done_value(&done, 0, m), want[m], 1e-7, 0.0);
    }
    assert_true(sweep_done_value(&done, 0, 1) == 2.0);
    sweep_done_finish(&done);
}

/* Readouts that jump or bend inside a step: what they give is what their formulas have.
 * A = exp(-k t). */
static void
test_measures_have_values_of_formulas_that_jump(void **state)
{
    static const struct sweep_case what = {
        .vary = {"k=0.1..0.2:2"},
        .measures = {"max:on", "min:on", "max:half", "min:half", "time-to-max:half",
                     "min:clip", "max:clip", "min:ramp", "max:ramp", "time-to-max:on",
                     "time-to-max:ramp", "auc:on", "auc:half", "auc:clip", "auc:ramp",
                     "auc:on@6", "max:on@5", "time-to-max:late", "max:late"},
        .duration = 20.0,
        .equilibrate = PL_EQUILIBRATE_NO,
    };
    static const size_t n_exact = 9; /* to the bit */
    const struct sweep_models *models = *state;
    struct sweep_done done;

    sweep_done_init_text(
        &done, models->folder,
        "A = 1; B = 0; k = 0.1; r1: A -> B; k*A; half := A > 0.5; clip := max(A, 0.5)\n"
        "on := piecewise(1, time > 5 && time < 7, 0)\n"
        "ramp := piecewise(time - 5, time > 5, 0); late := B >= 0.5\n",
        &what);
    for (uint64_t k = 0; k < done.rows.n; k++) {
        const double rate = sweep_done_factor(&done, k, 0);
        const double half = log(2.0) / rate;
        const double want[] = {
            1.0,   0.0,  1.0, 0.0,  0.0, 0.5,  1.0,
            0.0,   15.0, 5.0, 20.0, 2.0, half, 0.5 / rate + 0.5 * (20.0 - half),
            112.5, 1.0,  0.0, half, 1.0};

        for (size_t m = 0; m < N_OF(want); m++) {
            assert_close(sweep_done_value(&done, k, m), want[m], 1e-6, 0.0);
            assert_true(m >= n_exact || sweep_done_value(&done, k, m) == want[m]);
        }
        /* jumps of time alone are found to the last bits */
        assert_close(sweep_done_value(&done, k, 9), 5.0, 2e-16, 0.0);
        assert_close(sweep_done_value(&done, k, 11), 2.0, 1e-14, 0.0);
        assert_close(sweep_done_value(&done, k, 14), 112.5, 1e-14, 0.0);
    }
    sweep_done_finish(&done);
}

/* What acts from 0 on is in the run; folds are relative to what was before. */
static void
test_measures_begin_behind_the_jump_at_0(void **state)
{
    static const struct sweep_case what = {
        .vary = {"inhibit_it=0..1:5"},
        .measures = {"r@0", "fold:r@0", "max:r", "fold:A@0", "max:A"},
        .duration = 1.0,
    };
    const struct sweep_models *models = *state;
    struct sweep_done done;

    sweep_done_init_text(&done, models->folder,
                         "J: -> A; k - k*A; A = 3; k = 1; inhibit_it = 0\n"
                         "r := 2*A*(1 - inhibit_it)\n",
                         &what);
    for (uint64_t k = 0; k < done.rows.n; k++) {
        const double left = 1.0 - sweep_done_factor(&done, k, 0);

        assert_close(sweep_done_value(&done, k, 0), 2.0 * left, 1e-9, 0.0);
        assert_close(sweep_done_value(&done, k, 1), left, 1e-9, 0.0);
        assert_close(sweep_done_value(&done, k, 2), 2.0 * left, 1e-9, 0.0);
        assert_close(sweep_done_value(&done, k, 3), 1.0, 1e-9, 0.0);
        assert_close(sweep_done_value(&done, k, 4), 1.0, 1e-9, 0.0);
    }
    sweep_done_finish(&done);
}

/* Largest, smallest and integral of the m-th readout up to a time, from outputs that are
 * close together. */
static struct pl_tally
sample(const struct pl_timecourse *course, size_t m, double until)
{
    struct pl_tally tally = {.largest = -INFINITY, .smallest = INFINITY};

    for (size_t k = 0; k < course->n_times && course->times[k] <= until; k++) {
        const double value = course->values[k * course->n_readouts + m];

        if (value > tally.largest) {
            tally.largest = value;
            tally.when_largest = course->times[k];
        }
        tally.smallest = fmin(tally.smallest, value);
        if (k > 0) {
            const double before = course->values[(k - 1) * course->n_readouts + m];

            tally.integral +=
                0.5 * (before + value) * (course->times[k] - course->times[k - 1]);
        }
    }
    return tally;
}

static void
test_measures_match_fine_sampling_of_a_single_run(void **state)
{
    static const struct sweep_case what = {
        .words = "--drug everolimus=20nM --inhibit Akt=0.7@6h..30h",
        .vary = {"cell=her2_sensitive,her2_normal"},
        .measures = {"max:pAkt_S473", "min:pAkt_S473", "auc:pAkt_S473",
                     "time-to-max:pAkt_S473", "max:pAkt_S473@12h", "min:pAkt_S473@12h",
                     "auc:pAkt_S473@12h", "time-to-max:pAkt_S473@12h", "max:pERK",
                     "min:pERK", "auc:pERK", "time-to-max:pERK"},
        .duration = TWO_DAYS,
        .rtol = 1e-8,
    };
    static const char *const cells[] = {" --cell her2_sensitive",
                                        " --cell her2_normal"};
    static const char *const names[] = {"pAkt_S473", "pERK"};
    static const struct {
        size_t readout;
        double until;
    } parts[] = {{0, TWO_DAYS}, {0, 720.0}, {1, TWO_DAYS}};
    const struct sweep_models *models = *state;
    struct sweep_done done;

    sweep_done_init(&done, models->her2, &what);
    for (size_t c = 0; c < N_OF(cells); c++) {
        struct trial single;

        trial_init(&single, models->her2, what.words, TWO_DAYS, names, N_OF(names));
        trial_add(&single, cells[c] + 1);
        single.options.n_points = 28801; /* each 6 s */
        trial_run_well(&single);
        for (size_t i = 0; i < N_OF(parts); i++) {
            const struct pl_tally tally =
                sample(&single.course, parts[i].readout, parts[i].until);

            assert_close(sweep_done_value(&done, c, 4 * i), tally.largest, 1e-6, 0.0);
            assert_close(sweep_done_value(&done, c, 4 * i + 1), tally.smallest, 1e-6,
                         0.0);
            assert_close(sweep_done_value(&done, c, 4 * i + 2), tally.integral, 1e-6,
                         0.0);
            assert_close(sweep_done_value(&done, c, 4 * i + 3), tally.when_largest,
                         1e-3, 0.1);
        }
        trial_finish(&single);
    }
    sweep_done_finish(&done);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_measures_match_an_exponential),
        cmocka_unit_test(test_measures_find_a_peak_inside_a_step),
        cmocka_unit_test(test_measures_find_the_deepest_of_many_turns),
        cmocka_unit_test(test_measures_see_both_sides_of_a_jump),
        cmocka_unit_test(test_measures_have_values_of_formulas_that_jump),
        cmocka_unit_test(test_measures_begin_behind_the_jump_at_0),
        cmocka_unit_test(test_measures_match_fine_sampling_of_a_single_run),
    };

    return cmocka_run_group_tests(tests, sweep_set_up, sweep_tear_down);
}
