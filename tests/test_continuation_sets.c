/*
 * test_continuation_sets.c - where a slowly moving input takes a network, and the same in
 * every member of an ensemble, against closed forms.
 */
#include "analysis/continuation_sets.h"

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "compile/program.h"
#include "model/model.h"
#include "network_sim.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/factor.h"
#include "study/treatment.h"
#include "testlib.h"
#include "trial.h"

#define N_LEVELS 41

/* A model with what was found of it. */
struct ways {
    char *folder;
    struct pl_context *context;
    struct pl_treatment *treatment;
    struct pl_diags *diags;
    size_t *symbols;
    double levels[N_LEVELS];
    struct pl_rest_range range;
    struct pl_continuation_sets_options options;
    struct pl_ensemble *ensemble;
    struct pl_continuation_sets sets;
};

static void
open_ways(struct ways *w, const char *text, const char *vary, const char *sets)
{
    struct pl_factor factor = {0};
    char *path = NULL;

    *w = (struct ways){.folder = test_make_folder()};
    w->context = trial_load_text(w->folder, text);
    w->diags = pl_diags_create();
    assert_non_null(w->diags);
    w->options.each = pl_continuation_options_default();
    w->options.n_threads = 2;
    assert_int_equal(pl_context_readouts(w->context, NULL, 0, w->diags, &w->symbols,
                                         &w->options.each.n_symbols),
                     PL_OK);
    w->options.each.symbols = w->symbols;
    assert_int_equal(pl_treatment_create(w->context, w->diags, &w->treatment), PL_OK);
    assert_int_equal(pl_factor_parse(w->context, vary, w->diags, &factor), PL_OK);
    w->range = (struct pl_rest_range){factor.symbol, factor.low, factor.high,
                                      factor.logarithmic};
    for (size_t k = 0; k < N_LEVELS; k++) {
        w->levels[k] = pl_factor_level(&factor, k, N_LEVELS);
    }
    pl_factor_finish(&factor);
    w->options.each.levels = w->levels;
    w->options.each.n_levels = N_LEVELS;
    path = test_join(w->folder, "sets.tsv");
    test_write_file(path, sets);
    assert_int_equal(pl_ensemble_read(w->context, path, w->diags, &w->ensemble), PL_OK);
    free(path);
}

static void
close_ways(struct ways *w)
{
    pl_continuation_sets_finish(&w->sets);
    pl_ensemble_destroy(w->ensemble);
    pl_treatment_destroy(w->treatment);
    free(w->symbols);
    pl_diags_destroy(w->diags);
    pl_context_destroy(w->context);
    test_remove_folder(w->folder);
}

static enum pl_status
run(struct ways *w)
{
    return pl_continuation_sets_run(w->context, w->treatment, w->ensemble, &w->range,
                                    &w->options, w->diags, &w->sets);
}

static void
run_well(struct ways *w)
{
    assert_int_equal(run(w), PL_OK);
    assert_messages(w->diags, "");
}

/* The first readout on a path. */
static double
at(const struct ways *w, size_t member, int way, size_t level)
{
    return w->sets.members[member].found.paths[way][level * w->sets.n_values];
}

/* x' = s + x^2/(1 + x^2) - g x rests where g = s/x + x/(1 + x^2), and folds where
 * x^2 = (1 - 2 s +- sqrt(1 - 8 s)) / (2 (1 + s)). */
static const char positive_feedback[] = "x' = s + x^2/(1 + x^2) - g*x\n"
                                        "x = 0; s = 0.05; g = 0.5\n";

static double
switch_g(double s, double x)
{
    return s / x + x / (1.0 + x * x);
}

static double
switch_turn(double s, int side)
{
    return sqrt((1.0 - 2.0 * s + side * sqrt(1.0 - 8.0 * s)) / (2.0 * (1.0 + s)));
}

static void
test_a_switch_jumps_at_one_fold_up_and_the_other_down(void **state)
{
    static const double basal[] = {0.02, 0.05, 0.1, 0.2};
    struct ways w;

    (void)state;
    open_ways(&w, positive_feedback, "g=0.1..1:log", "s\n0.02\n0.05\n0.1\n0.2\n");
    run_well(&w);
    assert_int_equal(w.sets.n_members, 4);
    assert_int_equal(w.sets.n_failed, 0);
    for (size_t m = 0; m < 4; m++) {
        const bool folds = basal[m] < 0.125;
        const double upper = folds ? switch_turn(basal[m], 1) : NAN;
        const double lower = folds ? switch_turn(basal[m], -1) : NAN;

        for (size_t k = 0; k < N_LEVELS; k++) {
            const double g = w.levels[k];
            const double up = at(&w, m, PL_PATH_UP, k);
            const double down = at(&w, m, PL_PATH_DOWN, k);

            assert_close(switch_g(basal[m], up), g, 1e-12, 0.0);
            assert_close(switch_g(basal[m], down), g, 1e-12, 0.0);
            if (folds) {
                assert_true(g < switch_g(basal[m], upper) ? up > upper : up < lower);
                assert_true(g > switch_g(basal[m], lower) ? down < lower
                                                          : down > upper);
            }
        }
        assert_int_equal(w.sets.members[m].n_events, folds ? 2 : 0);
        assert_int_equal(w.sets.members[m].most_stable, folds ? 2 : 1);
        assert_int_equal(w.sets.members[m].least_stable, 1);
    }
    close_ways(&w);
}

static void
test_marks_are_bands_of_the_members_that_have_them(void **state)
{
    struct ways w;
    struct pl_rest_mark *marks = NULL;
    struct pl_text text;
    size_t n = 0;

    (void)state;
    open_ways(&w, positive_feedback, "g=0.1..1:log", "s\n0.02\n0.05\n0.1\n0.2\n");
    run_well(&w);
    assert_int_equal(pl_continuation_sets_marks(&w.sets, w.diags, &marks, &n), PL_OK);
    assert_int_equal(n, 2);
    for (size_t k = 0; k < 2; k++) {
        const int side = k == 0 ? 1 : -1;
        const double x = switch_turn(0.05, side);

        assert_int_equal(marks[k].kind, PL_REST_BRANCH_FOLD);
        assert_int_equal(marks[k].way, k == 0 ? PL_PATH_UP : PL_PATH_DOWN);
        assert_int_equal(marks[k].ordinal, 0);
        assert_int_equal(marks[k].n_members, 3);
        assert_close(marks[k].input.median, switch_g(0.05, x), 1e-11, 0.0);
        assert_close(marks[k].input.low, switch_g(0.02, switch_turn(0.02, side)), 1e-11,
                     0.0);
        assert_close(marks[k].input.high, switch_g(0.1, switch_turn(0.1, side)), 1e-11,
                     0.0);
        assert_close(marks[k].values[0].median, x, 1e-5, 0.0);
        assert_true(isnan(marks[k].period.median));
    }
    pl_rest_marks_free(marks, n);
    pl_text_init(&text);
    assert_int_equal(pl_continuation_sets_sentence(&w.sets, w.diags, &text), PL_OK);
    assert_string_equal(
        pl_text_string(&text),
        "One stable rest state all the way in 1 of 4 sets. Bistable somewhere in 3 of "
        "4 "
        "sets. The network jumps at 0.5528 (0.5204 to 0.6133) on the way up in 3 of 4 "
        "sets (fold). The network jumps at 0.4352 (0.2799 to 0.5948) on the way down "
        "in "
        "3 of 4 sets (fold).");
    pl_text_finish(&text);
    close_ways(&w);
}

/* Brusselator: rest at X = A, Y = B/A, stable for B < 1 + A^2. */
static void
test_no_state_is_told_where_it_oscillates(void **state)
{
    static const double feed[] = {1.0, 1.2};
    struct ways w;

    (void)state;
    open_ways(&w,
              "-> X; A\nX -> Y; B*X\n2 X + Y -> 3 X; X^2*Y\nX -> ; X\n"
              "X = 1; Y = 1; A = 1; B = 1\n",
              "B=0.5..4", "A\n1\n1.2\n");
    run_well(&w);
    for (size_t m = 0; m < 2; m++) {
        for (size_t k = 0; k < N_LEVELS; k++) {
            const bool rests = w.levels[k] < 1.0 + feed[m] * feed[m];

            for (int way = 0; way < 2; way++) {
                const double x = at(&w, m, way, k);

                assert_true(rests ? fabs(x - feed[m]) < 1e-12 : isnan(x));
            }
        }
        assert_int_equal(w.sets.members[m].n_events, 1);
        assert_int_equal(w.sets.members[m].events[0].kind, PL_REST_BRANCH_HOPF);
        assert_close(w.sets.members[m].events[0].input, 1.0 + feed[m] * feed[m], 1e-10,
                     0.0);
        assert_close(w.sets.members[m].events[0].period, 2.0 * acos(-1.0) / feed[m],
                     1e-9, 0.0);
        assert_int_equal(w.sets.members[m].least_stable, 0);
    }
    assert_int_equal(pl_continuation_sets_n_at(&w.sets, PL_PATH_UP, 0), 2);
    assert_int_equal(pl_continuation_sets_n_at(&w.sets, PL_PATH_UP, N_LEVELS - 1), 0);
    close_ways(&w);
}

/* x' = x (p - x): rest at 0 and at p, which change places where p is 0. */
static void
test_a_path_goes_over_a_branch_point(void **state)
{
    struct ways w;

    (void)state;
    open_ways(&w, "x' = x*(p - k*x)\nx = 0.1; p = 1; k = 1\n", "p=-1.05..1",
              "k\n1\n2\n");
    run_well(&w);
    for (size_t m = 0; m < 2; m++) {
        for (size_t k = 0; k < N_LEVELS; k++) {
            const double want = fmax(w.levels[k], 0.0) / (m == 0 ? 1.0 : 2.0);

            assert_close(at(&w, m, PL_PATH_UP, k), want, 1e-9, 1e-9);
            assert_close(at(&w, m, PL_PATH_DOWN, k), want, 1e-9, 1e-9);
        }
    }
    close_ways(&w);
}

static void
test_what_has_no_rest_is_left_out_with_its_reason(void **state)
{
    struct ways w;
    struct pl_frame *frame = NULL;
    size_t error = 0;

    (void)state;
    open_ways(&w, "x' = a*p - b*x\nx = 1; p = 1; a = 1; b = 1\n", "p=1..2",
              "a\tb\n1\t1\n2\t0\n");
    w.options.keeps_curves = true;
    run_well(&w);
    assert_int_equal(w.sets.n_failed, 1);
    assert_null(w.sets.members[0].reason);
    assert_string_equal(w.sets.members[1].reason,
                        "no rest state was found, at neither end of the range nor "
                        "between");
    assert_int_equal(pl_continuation_sets_n_at(&w.sets, PL_PATH_DOWN, 3), 1);
    assert_int_equal(pl_continuation_sets_members(&w.sets, w.diags, &frame), PL_OK);
    error = pl_frame_find(frame, "error");
    assert_string_equal(frame->columns[error].texts[frame->n_rows - 1],
                        w.sets.members[1].reason);
    assert_string_equal(frame->columns[0].texts[frame->n_rows - 1], "2");
    assert_true(isnan(frame->columns[1].numbers[frame->n_rows - 1]));
    assert_string_equal(frame->columns[error].texts[0], "");
    assert_int_equal(frame->n_rows, w.sets.members[0].found.branches[0].n + 1);
    pl_frame_destroy(frame);
    close_ways(&w);
}

/* Numbers of the table are those of the parts that it is made of. */
static void
test_frame_has_ways_then_marks(void **state)
{
    struct ways w;
    struct pl_frame *frame = NULL;
    size_t g = 0;
    size_t x = 0;

    (void)state;
    open_ways(&w, positive_feedback, "g=0.1..1:log", "s\tweight\n0.02\t1\n0.05\t3\n");
    run_well(&w);
    assert_int_equal(pl_continuation_sets_frame(&w.sets, w.diags, &frame), PL_OK);
    g = pl_frame_find(frame, "g");
    x = pl_frame_find(frame, "x_p95");
    assert_int_equal(frame->n_rows, 2 * N_LEVELS + 2);
    assert_string_equal(frame->columns[0].texts[0], "up");
    assert_true(frame->columns[g].numbers[0] == 0.1);
    assert_string_equal(frame->columns[0].texts[N_LEVELS], "down");
    assert_true(frame->columns[g].numbers[N_LEVELS] == 1.0);
    assert_string_equal(frame->columns[1].texts[2 * N_LEVELS], "fold");
    assert_close(frame->columns[x].numbers[0], at(&w, 1, PL_PATH_UP, 0), 1e-12, 0.0);
    assert_true(frame->columns[pl_frame_find(frame, "sets")].numbers[0] == 2.0);
    pl_frame_destroy(frame);
    close_ways(&w);
}

static enum pl_status
run_and_tell(void *context)
{
    struct ways *w = context;
    struct pl_frame *frame = NULL;
    struct pl_text text;
    enum pl_status status = run(w);

    pl_text_init(&text);
    if (status == PL_OK) {
        status = pl_continuation_sets_frame(&w->sets, w->diags, &frame);
        pl_frame_destroy(frame);
    }
    if (status == PL_OK) {
        status = pl_continuation_sets_table(&w->sets, 1, w->diags, &frame);
        pl_frame_destroy(frame);
    }
    if (status == PL_OK) {
        status = pl_continuation_sets_members(&w->sets, w->diags, &frame);
        pl_frame_destroy(frame);
    }
    if (status == PL_OK) {
        status = pl_continuation_sets_sentence(&w->sets, w->diags, &text);
    }
    pl_text_finish(&text);
    pl_continuation_sets_finish(&w->sets);
    pl_diags_clear(w->diags);
    return status;
}

static void
test_run_survives_no_memory(void **state)
{
    struct ways w;

    (void)state;
    open_ways(&w, positive_feedback, "g=0.3..0.7", "s\n0.05\n");
    w.options.n_threads = 1;
    w.options.keeps_curves = true;
    assert_survives_no_memory(run_and_tell, &w);
    close_ways(&w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_switch_jumps_at_one_fold_up_and_the_other_down),
        cmocka_unit_test(test_marks_are_bands_of_the_members_that_have_them),
        cmocka_unit_test(test_no_state_is_told_where_it_oscillates),
        cmocka_unit_test(test_a_path_goes_over_a_branch_point),
        cmocka_unit_test(test_what_has_no_rest_is_left_out_with_its_reason),
        cmocka_unit_test(test_frame_has_ways_then_marks),
        cmocka_unit_test(test_run_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, network_gsl_answers, NULL);
}
