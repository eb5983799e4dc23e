/*
 * test_compare.c - treatments side by side, against closed forms.
 */
#include "testlib.h"

#include "analysis/compare.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "study/context.h"
#include "study/treatment.h"
#include "toy.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

/* [h] Straight over step s, a curve is off by s^2 f'' / 8: its crossing by s^2/8
 * f''/f', with s = 0.25 and f''/f' = -0.1 by 7.9e-4. */
#define CROSSING 8e-4

static const double marks[] = {1.0, 8.0, 24.0, 48.0};

static struct pl_compare_options
make_options(const struct toy *toy)
{
    return (struct pl_compare_options){
        .run = toy_run(toy),
        .panels = toy_bases(toy),
        .n_panels = toy->n_bases,
        .therapies = &toy->therapies,
        .marks = marks,
        .n_marks = N_OF(marks),
    };
}

static void
run(struct toy *toy, struct pl_comparison *comparison)
{
    const struct pl_compare_options options = make_options(toy);
    const enum pl_status status =
        pl_compare_run(toy->context, &options, toy->diags, comparison);

    assert_messages(toy->diags, "");
    assert_int_equal(status, PL_OK);
}

static const struct pl_compare_answer *
answer(const struct pl_comparison *comparison, size_t panel, size_t therapy,
       size_t readout)
{
    return &comparison->answers[pl_comparison_at(comparison, panel, therapy, readout)];
}

/* [fold] between times of the curve, as a table would have it. */
static double
fold_at(const struct pl_comparison *comparison, size_t panel, size_t therapy,
        size_t mark)
{
    return pl_comparison_folds(comparison, panel, therapy, 0)[comparison->mark_at[mark]]
        .median;
}

static void
assert_sentence(const struct pl_comparison *comparison, const char *want)
{
    struct pl_text text;

    pl_text_init(&text);
    pl_compare_sentence(comparison, &text);
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
}

static void
test_run_gives_the_closed_form_at_every_time(void **state)
{
    struct toy *toy = *state;
    struct pl_comparison comparison = {0};

    toy_forget(toy);
    toy_read(toy, "r");
    toy_base(toy, NULL, NULL);
    toy_base(toy, "strong", NULL);
    toy_treat(toy, "half: inhibit T=0.5");
    toy_treat(toy, "whole: inhibit T");
    toy_treat(toy, "held: inhibit T=0.5, clamp T_w");
    run(toy, &comparison);
    for (size_t p = 0; p < 2; p++) {
        const double g = p == 0 ? 2.0 : 4.0;

        for (size_t t = 0; t < 3; t++) {
            const double f = t == 1 ? 1.0 : 0.5;
            const size_t at = pl_comparison_at(&comparison, p, t, 0);

            assert_close(comparison.untreated[at].median, 3.0, 1e-12, 0.0);
            for (size_t k = 0; k < comparison.n_times; k++) {
                const double want = toy_fold(f, t == 2 ? 0.0 : g, comparison.times[k]);
                const size_t place = at * comparison.n_times + k;

                assert_close(comparison.folds[place].median, want, 1e-8, 1e-11);
                assert_close(comparison.levels[place].median, 3.0 * want, 1e-8, 1e-11);
                assert_true(comparison.folds[place].low ==
                            comparison.folds[place].median);
            }
        }
    }
    for (size_t k = 0; k < N_OF(marks); k++) {
        assert_true(comparison.times[comparison.mark_at[k]] == marks[k]);
    }
    assert_true(pl_comparison_shares_rest(&comparison, 0, 0));
    pl_comparison_finish(&comparison);
}

/* x goes to 1 - f at once, w rises: f = 0.5 comes back to 0.5 (1 + g/2). */
static void
test_run_tells_what_comes_back_and_when(void **state)
{
    struct toy *toy = *state;
    struct pl_comparison comparison = {0};

    toy_forget(toy);
    toy_read(toy, "r");
    toy_base(toy, NULL, NULL);
    toy_base(toy, "strong", NULL);
    toy_treat(toy, "half: inhibit T=0.5");
    toy_treat(toy, "whole: inhibit T");
    toy_treat(toy, "held: inhibit T=0.5, clamp T_w");
    toy_treat(toy, "late: inhibit T=0.5@40h..");
    toy_treat(toy, "none");
    run(toy, &comparison);
    assert_int_equal(answer(&comparison, 0, 0, 0)->course.kind, PL_COMEBACK_BACK);
    assert_close(answer(&comparison, 0, 0, 0)->course.time,
                 toy_crossing(0.5, 2.0, 0.9, 3.0, 48.0), 0.0, CROSSING);
    assert_true(isnan(answer(&comparison, 0, 0, 0)->course.above));
    assert_close(answer(&comparison, 1, 0, 0)->course.time,
                 toy_crossing(0.5, 4.0, 0.9, 3.0, 48.0), 0.0, CROSSING);
    assert_close(answer(&comparison, 1, 0, 0)->course.above,
                 toy_crossing(0.5, 4.0, 1.1, 3.0, 48.0), 0.0, CROSSING);
    assert_int_equal(answer(&comparison, 0, 1, 0)->course.kind, PL_COMEBACK_DOWN);
    assert_int_equal(answer(&comparison, 0, 2, 0)->course.kind, PL_COMEBACK_DOWN);
    assert_int_equal(answer(&comparison, 0, 3, 0)->course.kind, PL_COMEBACK_PARTLY);
    assert_int_equal(answer(&comparison, 0, 4, 0)->course.kind, PL_COMEBACK_STAYS);
    assert_int_equal(answer(&comparison, 0, 4, 0)->outcome, PL_OUTCOME_LEVEL);
    assert_close(answer(&comparison, 0, 4, 0)->shares[PL_OUTCOME_LEVEL], 1.0, 0.0, 0.0);
    pl_comparison_finish(&comparison);
}

/* Readouts that follow a dose at once cross at the dose, and not on the way to it from
 * the time before: a goes to 1/4, b to 4. */
static void
test_run_crosses_a_jump_where_it_is(void **state)
{
    static const char *const names[] = {"a", "b"};
    struct toy *toy = *state;

    for (size_t r = 0; r < N_OF(names); r++) {
        struct pl_comparison comparison = {0};

        toy_forget(toy);
        toy_read(toy, names[r]);
        toy_base(toy, NULL, NULL);
        toy_treat(toy, "late: drug A=30nM@8h");
        toy_treat(toy, "odd: drug A=30nM@6.1h");
        toy_treat(toy, "window: drug A=30nM@6.1h..18h");
        run(toy, &comparison);
        assert_int_equal(answer(&comparison, 0, 0, 0)->course.kind,
                         r == 0 ? PL_COMEBACK_DOWN : PL_COMEBACK_RISES);
        assert_true(answer(&comparison, 0, 0, 0)->course.time == 8.0);
        assert_true(answer(&comparison, 0, 1, 0)->course.time == 6.1);
        assert_int_equal(answer(&comparison, 0, 2, 0)->course.kind,
                         r == 0 ? PL_COMEBACK_BACK : PL_COMEBACK_PASSES);
        assert_true(answer(&comparison, 0, 2, 0)->course.time == 18.0);
        assert_close(fold_at(&comparison, 0, 0, 1), r == 0 ? 0.25 : 4.0, 1e-12, 0.0);
        pl_comparison_finish(&comparison);
    }
}

static void
test_sentence_of_one_cell(void **state)
{
    struct toy *toy = *state;
    struct pl_comparison comparison = {0};

    toy_forget(toy);
    toy_read(toy, "r");
    toy_base(toy, "strong", NULL);
    toy_treat(toy, "a: inhibit T=0.5");
    toy_treat(toy, "b: inhibit T");
    toy_treat(toy, "c: inhibit T=0.5, clamp T_w");
    toy_treat(toy, "d: inhibit T=0.05");
    toy_treat(toy, "e: none");
    toy_treat(toy, "f: inhibit T=0.9");
    toy_treat(toy, "i: inhibit T=0.8, clamp T_w");
    toy_treat(toy, "j: inhibit T=0.7, clamp T_w");
    run(toy, &comparison);
    assert_sentence(&comparison,
                    "R level rises under d (from 16 h); it comes back under a (by "
                    "5.1 h); it is still low at 48 h under b, c, f and 2 more; it ends "
                    "as it began under e.");
    pl_comparison_finish(&comparison);
}

static void
test_sentence_of_several_cells(void **state)
{
    struct toy *toy = *state;
    struct pl_comparison comparison = {0};

    toy_forget(toy);
    toy_read(toy, "r");
    toy_base(toy, "plain", NULL);
    toy_base(toy, "strong", NULL);
    toy_treat(toy, "a: inhibit T=0.5");
    toy_treat(toy, "b: inhibit T");
    toy_treat(toy, "c: inhibit T=0.6");
    run(toy, &comparison);
    assert_sentence(&comparison, "R level comes back or rises in all 2 cells under a; "
                                 "in some cells under c (1 of 2); in no cell under b.");
    pl_comparison_finish(&comparison);
}

/* Of three sets 0.5 of the weight comes back under a, 0.8 under b (0.5 by 2.72 h, 0.3
 * by 10.07 h: in the middle by 2.72 + 0.1875/0.5 * 7.35 = 5.5 h), none under c. */
static void
test_sentence_of_sets_that_do_not_agree(void **state)
{
    struct toy *toy = *state;
    struct pl_comparison comparison = {0};
    const struct pl_compare_answer *half = NULL;

    toy_forget(toy);
    toy_read(toy, "r");
    toy_sets(toy, "g\tweight\n4\t5\n1.5\t3\n0.1\t2\n");
    toy_base(toy, NULL, NULL);
    toy_treat(toy, "a: inhibit T=0.5");
    toy_treat(toy, "b: inhibit T=0.3");
    toy_treat(toy, "c: inhibit T");
    run(toy, &comparison);
    half = answer(&comparison, 0, 0, 0);
    assert_int_equal(half->course.kind, PL_COMEBACK_BACK);
    assert_close(half->share, 0.5, 1e-12, 0.0);
    assert_close(half->shares[PL_OUTCOME_RETURNS], 0.5, 1e-12, 0.0);
    assert_close(half->shares[PL_OUTCOME_LOW], 0.5, 1e-12, 0.0);
    assert_close(half->course.time, toy_crossing(0.5, 4.0, 0.9, 3.0, 48.0), 0.0,
                 CROSSING);
    assert_close(answer(&comparison, 0, 1, 0)->shares[PL_OUTCOME_RETURNS], 0.8, 1e-12,
                 0.0);
    assert_sentence(
        &comparison,
        "R level comes back under b (by 5.5 h); it is still low at 48 h under "
        "c; not decided under a (back or risen in 50 % of the sets).");
    pl_comparison_finish(&comparison);
    pl_therapies_finish(&toy->therapies);
    toy_treat(toy, "a: inhibit T=0.5");
    run(toy, &comparison);
    assert_sentence(&comparison, "Whether R level comes back is not decided under a "
                                 "(back or risen in 50 % of the sets).");
    pl_comparison_finish(&comparison);
}

/* Bands are those of the closed forms: of weights 0.5, 0.3, 0.2 in the order of values
 * the middles lie at 0.1, 0.35, 0.75 when the smallest has 0.2 and the largest 0.5. */
static void
test_bands_of_an_ensemble(void **state)
{
    struct toy *toy = *state;
    struct pl_comparison comparison = {0};
    const struct pl_band *folds = NULL;

    toy_forget(toy);
    toy_read(toy, "r");
    toy_sets(toy, "g\tweight\n4\t5\n1.5\t3\n0.1\t2\n");
    toy_base(toy, NULL, NULL);
    toy_treat(toy, "a: inhibit T=0.5");
    run(toy, &comparison);
    folds = pl_comparison_folds(&comparison, 0, 0, 0);
    for (size_t k = 0; k < comparison.n_times; k++) {
        const double t = comparison.times[k];
        const double low = toy_fold(0.5, 0.1, t);
        const double middle = toy_fold(0.5, 1.5, t);
        const double high = toy_fold(0.5, 4.0, t);

        assert_close(folds[k].low, low, 1e-8, 0.0);
        assert_close(folds[k].high, high, 1e-8, 0.0);
        assert_close(folds[k].median, middle + (0.5 - 0.35) / 0.4 * (high - middle),
                     1e-8, 0.0);
    }
    pl_comparison_finish(&comparison);
}

/* Rival variants count as sets of one weight. */
static void
test_sentence_of_variants_that_do_not_agree(void **state)
{
    struct toy *toy = *state;
    struct pl_comparison comparison = {0};

    toy_forget(toy);
    toy_read(toy, "h"); /* 1.09 for low, 1.19 for high */
    toy_base(toy, NULL, "low");
    toy_base(toy, NULL, "high");
    toy_treat(toy, "a: drug A=0.9nM");
    toy_treat(toy, "b: drug A=9nM");
    run(toy, &comparison);
    assert_sentence(&comparison, "H rise rises under b (at once); not decided under a "
                                 "(back or risen in 50 % of the sets).");
    pl_comparison_finish(&comparison);
}

static void
test_a_readout_at_rest_zero_has_no_fold(void **state)
{
    struct toy *toy = *state;
    struct pl_comparison comparison = {0};

    toy_forget(toy);
    toy_read(toy, "zero");
    toy_base(toy, NULL, NULL);
    toy_base(toy, "strong", NULL);
    toy_treat(toy, "a: drug A=1nM");
    run(toy, &comparison);
    assert_int_equal(answer(&comparison, 0, 0, 0)->outcome, PL_OUTCOME_NONE);
    assert_true(isnan(fold_at(&comparison, 0, 0, 0)));
    assert_sentence(&comparison, "");
    pl_compare_warnings(&comparison, toy->diags);
    assert_messages(toy->diags,
                    "warning: 'nothing' is 0 before treatment in plain and has no "
                    "fold\n");
    pl_diags_clear(toy->diags);
    pl_comparison_finish(&comparison);
}

static void
test_a_washout_is_warned_of_once(void **state)
{
    struct toy *toy = *state;
    struct pl_comparison comparison = {0};

    toy_forget(toy);
    toy_read(toy, "a");
    toy_base(toy, NULL, NULL);
    toy_treat(toy, "lasting: drug A=1nM");
    toy_treat(toy, "washed: drug A=1nM@0h..6h, B=1nM");
    toy_treat(toy, "washed again: drug A=1nM@0h..7h");
    run(toy, &comparison);
    pl_compare_warnings(&comparison, toy->diags);
    assert_messages(toy->diags, "warning: the model's drugs leave at once: it has no "
                                "binding time for A\n");
    pl_diags_clear(toy->diags);
    pl_comparison_finish(&comparison);
}

static const char *
cell(const struct pl_frame *frame, size_t row, const char *column)
{
    const size_t c = pl_frame_find(frame, column);

    assert_true(c != PL_NONE);
    return frame->columns[c].texts[row];
}

static void
test_table_has_folds_and_answers(void **state)
{
    const struct pl_compare_table whole = {true, true, false, "0 to 48 h"};
    const struct pl_compare_table brief = {false, false, true, NULL};
    struct toy *toy = *state;
    struct pl_comparison comparison = {0};
    struct pl_frame *table = NULL;

    toy_forget(toy);
    toy_read(toy, "r");
    toy_base(toy, NULL, NULL);
    toy_treat(toy, "half: inhibit T=0.5");
    toy_treat(toy, "drug A=1nM");
    run(toy, &comparison);
    assert_int_equal(
        pl_compare_table_frame(&comparison, 0, 0, &whole, toy->diags, &table), PL_OK);
    assert_int_equal(table->n_columns, 9);
    assert_int_equal(table->n_rows, 2);
    assert_string_equal(cell(table, 0, "treatment"), "half");
    assert_string_equal(cell(table, 0, "class"), "");
    assert_string_equal(cell(table, 1, "class"), "blocker");
    assert_string_equal(cell(table, 0, "untreated"), "3.00");
    assert_string_equal(cell(table, 0, "1 h"), "0.62");  /* 0.56767 * 1.09516 */
    assert_string_equal(cell(table, 0, "8 h"), "0.78");  /* 0.5 * 1.55067 */
    assert_string_equal(cell(table, 0, "48 h"), "1.00"); /* 0.5 * 1.99177 */
    assert_string_equal(cell(table, 0, "curve"), "");
    assert_string_equal(table->columns[7].label, "0 to 48 h");
    assert_string_equal(cell(table, 0, "answer"), "falls to 0.60, back by 16 h");
    assert_string_equal(cell(table, 1, "answer"), "stays within 10 %");
    pl_frame_destroy(table);
    assert_int_equal(
        pl_compare_table_frame(&comparison, 0, 0, &brief, toy->diags, &table), PL_OK);
    assert_int_equal(table->n_columns, 6);
    assert_string_equal(cell(table, 0, "answer"), "back by 16 h");
    pl_frame_destroy(table);
    pl_comparison_finish(&comparison);
}

static void
test_table_of_an_ensemble_has_bands_and_shares(void **state)
{
    const struct pl_compare_table options = {false, true, true, NULL};
    struct toy *toy = *state;
    struct pl_comparison comparison = {0};
    struct pl_frame *table = NULL;

    toy_forget(toy);
    toy_read(toy, "r");
    toy_sets(toy, "g\n4\n4\n0\n");
    toy_base(toy, NULL, NULL);
    toy_treat(toy, "half: inhibit T=0.5");
    run(toy, &comparison);
    assert_int_equal(
        pl_compare_table_frame(&comparison, 0, 0, &options, toy->diags, &table), PL_OK);
    assert_int_equal(table->n_rows, 2);
    assert_string_equal(cell(table, 0, "untreated"), "3.00");
    assert_string_equal(cell(table, 0, "48 h"), "1.49");
    assert_string_equal(cell(table, 0, "answer"), "back by 5.1 h");
    assert_string_equal(cell(table, 1, "treatment"), "");
    assert_string_equal(cell(table, 1, "untreated"), "3.00");
    assert_string_equal(cell(table, 1, "48 h"), "0.50–1.49");
    assert_string_equal(cell(table, 1, "answer"), "in 67 % of sets");
    pl_frame_destroy(table);
    pl_comparison_finish(&comparison);
}

static double
number(const struct pl_frame *frame, size_t row, const char *column)
{
    const size_t c = pl_frame_find(frame, column);

    assert_true(c != PL_NONE);
    return frame->columns[c].numbers[row];
}

static void
test_frame_has_a_row_for_everything(void **state)
{
    struct toy *toy = *state;
    struct pl_comparison comparison = {0};
    struct pl_frame *frame = NULL;
    size_t last = 0;

    toy_forget(toy);
    toy_read(toy, "all");
    toy_base(toy, "plain", "high");
    toy_base(toy, "strong", "high");
    toy_treat(toy, "half: inhibit T=0.5");
    toy_treat(toy, "drug A=30nM");
    run(toy, &comparison);
    assert_int_equal(pl_compare_frame(&comparison, false, toy->diags, &frame), PL_OK);
    assert_int_equal(frame->n_rows, 2 * 2 * 5 * comparison.n_times);
    assert_int_equal(frame->n_columns, 8);
    last = frame->n_rows - 1;
    assert_string_equal(cell(frame, 0, "cell"), "plain");
    assert_string_equal(cell(frame, last, "cell"), "strong");
    assert_string_equal(cell(frame, last, "variant"), "high");
    assert_string_equal(cell(frame, last, "treatment"), "A 30 nM");
    assert_string_equal(cell(frame, last, "class"), "blocker");
    assert_string_equal(cell(frame, last, "readout"), "h");
    assert_close(number(frame, last, "time_h"), 48.0, 0.0, 0.0);
    assert_close(number(frame, last, "value"), 16.0, 1e-12, 0.0); /* (1 + 3)^2 */
    assert_close(number(frame, last, "fold"), 16.0, 1e-12, 0.0);
    pl_frame_destroy(frame);
    pl_comparison_finish(&comparison);
}

static void
test_frame_of_an_ensemble_has_bands_or_members(void **state)
{
    struct toy *toy = *state;
    struct pl_comparison comparison = {0};
    struct pl_frame *frame = NULL;
    size_t n = 0;

    toy_forget(toy);
    toy_read(toy, "h");
    toy_sets(toy, "conditionId\th\none\t1\ntwo\t2\nthree\t3\n");
    toy_base(toy, NULL, NULL);
    toy_treat(toy, "drug A=10nM"); /* 2^h */
    run(toy, &comparison);
    assert_int_equal(pl_compare_frame(&comparison, false, toy->diags, &frame), PL_OK);
    n = comparison.n_times;
    assert_int_equal(frame->n_rows, n);
    assert_close(number(frame, 5, "median"), 4.0, 1e-12, 0.0);
    assert_close(number(frame, 5, "p05"), 2.0, 1e-12, 0.0);
    assert_close(number(frame, 5, "p95"), 8.0, 1e-12, 0.0);
    assert_close(number(frame, 5, "fold_median"), 4.0, 1e-12, 0.0);
    assert_close(number(frame, 5, "fold_p95"), 8.0, 1e-12, 0.0);
    pl_frame_destroy(frame);
    assert_int_equal(pl_compare_frame(&comparison, true, toy->diags, &frame), PL_OK);
    assert_int_equal(frame->n_rows, 3 * n);
    assert_string_equal(cell(frame, 0, "member"), "one");
    assert_string_equal(cell(frame, 2 * n, "member"), "three");
    assert_close(number(frame, 2 * n, "fold"), 8.0, 1e-12, 0.0);
    assert_close(number(frame, 3 * n - 1, "time_h"), 48.0, 0.0, 0.0);
    pl_frame_destroy(frame);
    pl_comparison_finish(&comparison);
}

static void
test_run_refuses_what_its_arms_refuse(void **state)
{
    struct toy *toy = *state;
    struct pl_comparison comparison = {0};
    struct pl_compare_options options;

    toy_forget(toy);
    toy_read(toy, "r");
    toy_base(toy, NULL, NULL);
    toy_treat(toy, "late: inhibit T@50h..");
    options = make_options(toy);
    assert_int_equal(pl_compare_run(toy->context, &options, toy->diags, &comparison),
                     PL_ERR_OPTION);
    assert_messages(toy->diags,
                    "error: T@50h..: begins at 50 h, when the run is over (48 h)\n"
                    "hint: let the run last longer: --for 72h\n");
    assert_null(comparison.folds);
    pl_diags_clear(toy->diags);
}

static enum pl_status
compare_once(void *context)
{
    const struct pl_compare_table table_options = {true, true, false, "curve"};
    struct toy *toy = context;
    struct pl_compare_options options = make_options(toy);
    struct pl_comparison comparison = {0};
    struct pl_frame *frame = NULL;
    struct pl_frame *table = NULL;
    enum pl_status status = PL_OK;

    options.run.sim.rtol = 1e-4;
    status = pl_compare_run(toy->context, &options, NULL, &comparison);
    if (status == PL_OK) {
        status =
            pl_compare_table_frame(&comparison, 0, 0, &table_options, NULL, &table);
    }
    pl_frame_destroy(table);
    pl_frame_destroy(frame);
    pl_comparison_finish(&comparison);
    return status;
}

static void
test_compare_survives_no_memory(void **state)
{
    struct toy *toy = *state;

    toy_forget(toy);
    toy_read(toy, "r");
    toy_sets(toy, "g\n1\n2\n");
    toy_base(toy, NULL, NULL);
    toy_treat(toy, "half: inhibit T=0.5");
    assert_true(assert_survives_no_memory(compare_once, toy) > 50);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run_gives_the_closed_form_at_every_time),
        cmocka_unit_test(test_run_tells_what_comes_back_and_when),
        cmocka_unit_test(test_run_crosses_a_jump_where_it_is),
        cmocka_unit_test(test_sentence_of_one_cell),
        cmocka_unit_test(test_sentence_of_several_cells),
        cmocka_unit_test(test_sentence_of_sets_that_do_not_agree),
        cmocka_unit_test(test_bands_of_an_ensemble),
        cmocka_unit_test(test_sentence_of_variants_that_do_not_agree),
        cmocka_unit_test(test_a_readout_at_rest_zero_has_no_fold),
        cmocka_unit_test(test_a_washout_is_warned_of_once),
        cmocka_unit_test(test_table_has_folds_and_answers),
        cmocka_unit_test(test_table_of_an_ensemble_has_bands_and_shares),
        cmocka_unit_test(test_frame_has_a_row_for_everything),
        cmocka_unit_test(test_frame_of_an_ensemble_has_bands_or_members),
        cmocka_unit_test(test_run_refuses_what_its_arms_refuse),
        cmocka_unit_test(test_compare_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, toy_set_up, toy_tear_down);
}
