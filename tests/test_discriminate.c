/*
 * test_discriminate.c - what tells rivals apart, against closed forms.
 *
 * Of the readouts h alone differs between the variants low, high and mid: (1 + a/10)^h
 * under a nM of A, with h = 1, 2 and 1.5. So folds are apart by |h1 - h2| ln(1 + a/10)
 * in ln.
 */
#include "testlib.h"

#include "analysis/discriminate.h"
#include "analysis/set_groups.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/times.h"
#include "study/treatment.h"
#include "toy.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

static const double times[] = {1.0, 8.0, 48.0};

static struct pl_discriminate_options
make_options(const struct toy *toy, size_t n_variants)
{
    struct pl_discriminate_options options = {
        .run = toy_run(toy),
        .panels = toy_bases(toy),
        .n_cells = toy->n_bases / n_variants,
        .n_variants = n_variants,
        .therapies = &toy->therapies,
        .error = 0.2,
        .floor = 0.05,
    };

    options.run.times = times;
    options.run.n_times = N_OF(times);
    return options;
}

static void
run(struct toy *toy, const struct pl_discriminate_options *options,
    struct pl_discrimination *out)
{
    const enum pl_status status =
        pl_discriminate_run(toy->context, options, toy->diags, out);

    assert_messages(toy->diags, "");
    assert_int_equal(status, PL_OK);
}

static void
assert_sentence(const struct pl_discrimination *d, const char *want)
{
    struct pl_text text;

    pl_text_init(&text);
    pl_discriminate_sentence(d, &text);
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
}

/* The best experiment of the ranking's place. */
static const struct pl_experiment *
ranked(const struct pl_discrimination *d, size_t place)
{
    return &d->experiments[d->ranked[place]];
}

/* Two variants, both of h and of everything else. */
static void
use_two(struct toy *toy)
{
    toy_forget(toy);
    toy_base(toy, NULL, "low");
    toy_base(toy, NULL, "high");
}

static void
test_sd_and_wrong_calls(void **state)
{
    (void)state;
    /* sqrt(0.0392207131532813) */
    assert_close(pl_discriminate_sd(0.2), 0.198042200435365, 1e-14, 0.0);
    assert_close(pl_discriminate_sd(1e-9), 1e-9, 1e-12, 0.0);
    /* Phi(-d/2), from a table of the normal distribution */
    assert_close(pl_discriminate_wrong(0.0), 0.5, 0.0, 0.0);
    assert_close(pl_discriminate_wrong(2.0), 0.15865525393145707, 1e-12, 0.0);
    assert_close(pl_discriminate_wrong(4.0), 0.022750131948179195, 1e-12, 0.0);
}

static void
test_run_separates_by_the_closed_form(void **state)
{
    struct toy *toy = *state;
    struct pl_discriminate_options options;
    struct pl_discrimination d = {0};

    use_two(toy);
    toy_read(toy, "h");
    toy_treat(toy, "a1: drug A=10nM");
    toy_treat(toy, "a3: drug A=30nM@2h..");
    options = make_options(toy, 2);
    run(toy, &options, &d);
    assert_int_equal(d.n, 2 * 3);
    assert_int_equal(d.n_ranked, 2);
    assert_int_equal(ranked(&d, 0)->therapy, 1);
    assert_int_equal(ranked(&d, 0)->time, 1); /* 8 h: at 1 h nothing is there yet */
    assert_close(ranked(&d, 0)->separation, log(4.0) / sqrt(log(1.04)), 1e-12, 0.0);
    assert_int_equal(ranked(&d, 0)->rank, 1);
    assert_int_equal(ranked(&d, 1)->therapy, 0);
    assert_int_equal(ranked(&d, 1)->time, 0); /* the first of equal ones */
    assert_close(ranked(&d, 1)->separation, log(2.0) / sqrt(log(1.04)), 1e-12, 0.0);
    assert_close(d.experiments[3].separation, 0.0, 0.0, 1e-12); /* a3 at 1 h */
    assert_int_equal(d.experiments[3].rank, 0);
    assert_sentence(&d,
                    "Best is a3 8 h: H rise 4.00 v 16.00 (low v high), 7.0 errors of "
                    "20 % apart: one such measurement names the wrong one in fewer "
                    "than 1 % of cases.");
    pl_discrimination_finish(&d);
}

/* Of three the closest two count: low and mid, mid and high are ln(2)/2 apart. */
static void
test_run_takes_the_closest_of_several(void **state)
{
    const double sd = sqrt(log(1.04));
    struct toy *toy = *state;
    struct pl_discriminate_options options;
    struct pl_discrimination d = {0};
    struct pl_frame *table = NULL;

    toy_forget(toy);
    toy_base(toy, NULL, "low");
    toy_base(toy, NULL, "high");
    toy_base(toy, NULL, "mid");
    toy_read(toy, "h");
    toy_treat(toy, "a1: drug A=10nM");
    options = make_options(toy, 3);
    run(toy, &options, &d);
    assert_close(ranked(&d, 0)->separation, 0.5 * log(2.0) / sd, 1e-12, 0.0);
    assert_close(ranked(&d, 0)->mean, (1.0 + 0.5 + 0.5) / 3.0 * log(2.0) / sd, 1e-12,
                 0.0);
    assert_int_equal(ranked(&d, 0)->closest[1], 2);
    assert_int_equal(
        pl_discriminate_table(&d, 9, PL_DISCRIMINATE_WHOLE, toy->diags, &table), PL_OK);
    assert_int_equal(table->n_columns, 11);
    assert_string_equal(table->columns[8].texts[0], "2.83"); /* 2^1.5, of mid */
    assert_string_equal(table->columns[1].texts[0], "1.7");  /* 1.74998 */
    assert_string_equal(table->columns[2].texts[0], "19 %");
    assert_string_equal(table->columns[3].texts[0], "2.3");
    assert_true(strcmp(table->columns[9].texts[0], "low v mid") == 0 ||
                strcmp(table->columns[9].texts[0], "high v mid") == 0);
    pl_frame_destroy(table);
    assert_int_equal(
        pl_discriminate_table(&d, 9, PL_DISCRIMINATE_MEDIANS, toy->diags, &table),
        PL_OK);
    assert_int_equal(table->n_columns, 9);
    assert_string_equal(table->columns[1].label, "errors");
    assert_string_equal(table->columns[7].label, "closest two");
    pl_frame_destroy(table);
    assert_int_equal(
        pl_discriminate_table(&d, 9, PL_DISCRIMINATE_BRIEF, toy->diags, &table), PL_OK);
    assert_int_equal(table->n_columns, 6);
    assert_string_equal(table->columns[1].texts[0], "1.7");
    assert_string_equal(table->columns[4].label, "closest two");
    pl_frame_destroy(table);
    pl_discrimination_finish(&d);
}

/* A activity falls to 1/(1 + a/10): below the floor of 0.05 it counts as 0.05. */
static void
test_folds_below_the_floor_count_as_it(void **state)
{
    struct toy *toy = *state;
    struct pl_discriminate_options options;
    struct pl_discrimination d = {0};

    toy_forget(toy);
    toy_sets(toy, "conditionId\tgroup\th\none\tone\t-1\ntwo\ttwo\t-2\n");
    toy_base(toy, NULL, NULL);
    toy_read(toy, "h");
    toy_treat(toy, "a: drug A=90nM"); /* folds 0.1 and 0.01 */
    {
        struct pl_groups groups = {0};

        assert_int_equal(pl_groups_by_column(toy->context, toy->ensemble, "group",
                                             toy->diags, &groups),
                         PL_OK);
        options = make_options(toy, 1);
        options.groups = &groups;
        run(toy, &options, &d);
        assert_close(ranked(&d, 0)->separation, log(2.0) / sqrt(log(1.04)), 1e-12, 0.0);
        options.floor = 0.001;
        run(toy, &options, &d);
        assert_close(ranked(&d, 0)->separation, log(10.0) / sqrt(log(1.04)), 1e-12,
                     0.0);
        pl_discrimination_finish(&d);
        pl_groups_finish(&groups);
    }
}

/* Two members a group: ln(fold) is h ln 2, of h 1 and 2 with weights 3 and 1, and of 4
 * and 6: means 1.25 and 5, variances 3/16 and 1. A member in no group does not
 * count. */
static void
test_groups_of_sets_have_a_spread(void **state)
{
    static const char *const labels[] = {"low", "low", "high", "high", NULL};
    const double v = log(2.0) * log(2.0);
    struct toy *toy = *state;
    struct pl_discriminate_options options;
    struct pl_discrimination d = {0};
    struct pl_groups groups = {0};
    struct pl_frame *frame = NULL;

    toy_forget(toy);
    toy_sets(toy, "h\tweight\n1\t3\n2\t1\n4\t2\n6\t2\n50\t1\n");
    toy_base(toy, NULL, NULL);
    toy_read(toy, "h");
    toy_treat(toy, "a: drug A=10nM");
    assert_int_equal(pl_groups_by_label("labels", labels, 5, toy->diags, &groups),
                     PL_OK);
    options = make_options(toy, 1);
    options.groups = &groups;
    run(toy, &options, &d);
    assert_close(ranked(&d, 0)->separation,
                 3.75 * log(2.0) / sqrt(log(1.04) + (3.0 / 16.0 + 1.0) / 2.0 * v),
                 1e-12, 0.0);
    assert_int_equal(pl_discriminate_frame(&d, toy->diags, &frame), PL_OK);
    assert_int_equal(frame->n_rows, 3);
    assert_int_equal(frame->n_columns, 4 + 1 + 6 + 4 + 1);
    assert_string_equal(frame->columns[5].name, "fold_low_median");
    assert_close(frame->columns[5].numbers[0], 2.0 + (0.5 - 0.375) / 0.5 * 2.0, 1e-12,
                 0.0);
    assert_string_equal(frame->columns[10].name, "fold_high_p95");
    assert_close(frame->columns[10].numbers[0], 64.0, 1e-12, 0.0);
    pl_frame_destroy(frame);
    pl_discrimination_finish(&d);
    pl_groups_finish(&groups);
}

/* Several cells compete: R level under T differs between them, h between variants. */
static void
test_cells_compete(void **state)
{
    struct toy *toy = *state;
    struct pl_discriminate_options options;
    struct pl_discrimination d = {0};
    struct pl_frame *table = NULL;

    toy_forget(toy);
    toy_base(toy, "plain", "low");
    toy_base(toy, "plain", "high");
    toy_base(toy, "strong", "low");
    toy_base(toy, "strong", "high");
    assert_int_equal(
        pl_treatment_add(toy->bases[2], PL_ACTION_SET, "h=1.1", toy->diags), PL_OK);
    toy_read(toy, "h");
    toy_treat(toy, "a: drug A=10nM");
    options = make_options(toy, 2);
    run(toy, &options, &d);
    assert_int_equal(d.n_ranked, 2);
    assert_int_equal(ranked(&d, 0)->cell, 0);
    assert_close(ranked(&d, 1)->separation, 0.9 * log(2.0) / sqrt(log(1.04)), 1e-12,
                 0.0);
    assert_int_equal(
        pl_discriminate_table(&d, 9, PL_DISCRIMINATE_BANDS, toy->diags, &table), PL_OK);
    assert_string_equal(table->columns[7].name, "cell");
    assert_string_equal(table->columns[7].texts[1], "strong");
    assert_int_equal(table->n_columns, 8);
    pl_frame_destroy(table);
    assert_int_equal(
        pl_discriminate_table(&d, 9, PL_DISCRIMINATE_BRIEF, toy->diags, &table), PL_OK);
    assert_int_equal(table->n_columns, 6);
    assert_string_equal(table->columns[4].name, "folds");
    assert_string_equal(table->columns[4].texts[0], "2.00 v 4.00");
    assert_string_equal(table->columns[5].texts[1], "a in strong");
    pl_frame_destroy(table);
    assert_sentence(&d,
                    "Best is a 1 h in plain: H rise 2.00 v 4.00 (low v high), 3.5 "
                    "errors of 20 % apart: one such measurement names the wrong one "
                    "in 4 % of cases.");
    pl_discrimination_finish(&d);
}

static void
test_none_apart_is_not_decided(void **state)
{
    struct toy *toy = *state;
    struct pl_discriminate_options options;
    struct pl_discrimination d = {0};

    use_two(toy);
    toy_read(toy, "h");
    toy_treat(toy, "a: drug A=1nM");
    options = make_options(toy, 2);
    run(toy, &options, &d);
    assert_sentence(&d,
                    "Not decided by these measurements: none is apart by more than "
                    "one error of 20 %; best would be a 1 h: H rise 1.10 v 1.21 (low "
                    "v high), 0.5 errors.");
    pl_discrimination_finish(&d);
    toy_read(toy, "r"); /* the same in both */
    options = make_options(toy, 2);
    run(toy, &options, &d);
    assert_sentence(&d,
                    "Not decided by these measurements: none is apart by as much as "
                    "0.1 errors of 20 %.");
    pl_discrimination_finish(&d);
}

static void
test_a_tie_is_told(void **state)
{
    struct toy *toy = *state;
    struct pl_discriminate_options options;
    struct pl_discrimination d = {0};

    use_two(toy);
    toy_read(toy, "h");
    toy_treat(toy, "a: drug A=10nM");
    toy_treat(toy, "again: drug A=10nM");
    options = make_options(toy, 2);
    run(toy, &options, &d);
    assert_sentence(&d,
                    "Best is a 1 h: H rise 2.00 v 4.00 (low v high), 3.5 errors of "
                    "20 % apart: one such measurement names the wrong one in 4 % of "
                    "cases. As far apart is again 1 h: H rise 2.00 v 4.00.");
    pl_discrimination_finish(&d);
    toy_treat(toy, "once more: drug A=10nM");
    options = make_options(toy, 2);
    run(toy, &options, &d);
    assert_sentence(&d,
                    "Best is a 1 h: H rise 2.00 v 4.00 (low v high), 3.5 errors of "
                    "20 % apart: one such measurement names the wrong one in 4 % of "
                    "cases. As far apart are again 1 h: H rise 2.00 v 4.00 and 1 "
                    "more.");
    pl_discrimination_finish(&d);
}

static void
test_a_readout_at_rest_zero_has_no_rank(void **state)
{
    struct toy *toy = *state;
    struct pl_discriminate_options options;
    struct pl_discrimination d = {0};
    struct pl_frame *frame = NULL;

    use_two(toy);
    toy_read(toy, "all");
    toy_treat(toy, "a: drug A=10nM");
    options = make_options(toy, 2);
    assert_int_equal(pl_discriminate_run(toy->context, &options, toy->diags, &d),
                     PL_OK);
    assert_messages(toy->diags,
                    "warning: 'nothing' is 0 before treatment: there it has "
                    "no fold, and no rank\n");
    pl_diags_clear(toy->diags);
    assert_int_equal(d.n_ranked, 4);
    assert_int_equal(pl_discriminate_frame(&d, toy->diags, &frame), PL_OK);
    assert_int_equal(frame->n_rows, 5 * 3);
    assert_string_equal(frame->columns[3].texts[9], "zero");
    assert_true(isnan(frame->columns[7].numbers[9]));
    assert_string_equal(frame->columns[frame->n_columns - 1].texts[9], "");
    pl_frame_destroy(frame);
    pl_discrimination_finish(&d);
    toy_read(toy, "zero");
    options = make_options(toy, 2);
    assert_int_equal(pl_discriminate_run(toy->context, &options, toy->diags, &d),
                     PL_OK);
    assert_sentence(&d, "No readout has a fold: not decided by these measurements.");
    pl_diags_clear(toy->diags);
    pl_discrimination_finish(&d);
}

static void
test_run_refuses_what_cannot_be_told_apart(void **state)
{
    struct toy *toy = *state;
    struct pl_discriminate_options options;
    struct pl_discrimination d = {0};

    toy_forget(toy);
    toy_base(toy, NULL, "low");
    toy_read(toy, "h");
    toy_treat(toy, "a: drug A=10nM");
    options = make_options(toy, 1);
    assert_int_equal(pl_discriminate_run(toy->context, &options, toy->diags, &d),
                     PL_ERR_OPTION);
    assert_messages(toy->diags,
                    "error: there is one parameter set: nothing to tell it from\n"
                    "hint: name two variants or more: --variant a,b; or an --ensemble "
                    "with a column 'group'\n");
    pl_diags_clear(toy->diags);
    toy_base(toy, NULL, "high");
    assert_int_equal(pl_treatment_add(toy->bases[1], PL_ACTION_SET, "h=1", toy->diags),
                     PL_OK);
    options = make_options(toy, 2);
    assert_int_equal(pl_discriminate_run(toy->context, &options, toy->diags, &d),
                     PL_ERR_OPTION);
    assert_messages(toy->diags, "error: the variants 'low' and 'high' are equal: no "
                                "parameter differs\n");
    pl_diags_clear(toy->diags);
    options.error = 0.0;
    assert_int_equal(pl_discriminate_run(toy->context, &options, toy->diags, &d),
                     PL_ERR_OPTION);
    assert_messages(toy->diags,
                    "error: the error of a measurement is greater than 0, not 0\n");
    pl_diags_clear(toy->diags);
    options.error = 0.2;
    options.floor = -1.0;
    assert_int_equal(pl_discriminate_run(toy->context, &options, toy->diags, &d),
                     PL_ERR_OPTION);
    assert_messages(toy->diags,
                    "error: the floor of folds is greater than 0, not -1\n");
    pl_diags_clear(toy->diags);
    options.floor = 0.05;
    options.run.n_symbols = 0;
    assert_int_equal(pl_discriminate_run(toy->context, &options, toy->diags, &d),
                     PL_ERR_OPTION);
    assert_messages(toy->diags, "error: there is no readout that one could measure\n");
    pl_diags_clear(toy->diags);
}

/* A variant in a treatment beside the one of the panel. */
static void
test_run_refuses_a_second_variant(void **state)
{
    struct toy *toy = *state;
    struct pl_discriminate_options options;
    struct pl_discrimination d = {0};

    use_two(toy);
    toy_read(toy, "h");
    toy_treat(toy, "variant mid, drug A=10nM");
    options = make_options(toy, 2);
    assert_int_equal(pl_discriminate_run(toy->context, &options, toy->diags, &d),
                     PL_ERR_OPTION);
    assert_messages(toy->diags, "error: a second variant 'mid': the first is 'low'\n"
                                "--treat:1:1: note: here\n"
                                "    1 | variant mid, drug A=10nM\n"
                                "      | ^~~~~~~~~~~\n");
    pl_diags_clear(toy->diags);
}

static void
test_times_read_well(void **state)
{
    static const double want[] = {0.25, 0.5,  1.0,  2.0,  4.0,
                                  8.0,  12.0, 24.0, 36.0, 48.0};
    const struct toy *toy = *state;
    double got[PL_MAX_TIMES];
    size_t n = 0;

    pl_discriminate_times(toy->context, 48.0, got, &n);
    assert_int_equal(n, N_OF(want));
    for (size_t k = 0; k < n; k++) {
        assert_close(got[k], want[k], 1e-12, 0.0);
    }
    pl_discriminate_times(toy->context, 1.0 / 3600.0, got, &n);
    assert_true(n > 3);
    for (size_t k = 1; k < n; k++) {
        assert_true(got[k] > got[k - 1]);
    }
    assert_close(got[n - 1], 1.0 / 3600.0, 0.0, 0.0);
}

static enum pl_status
discriminate_once(void *context)
{
    struct toy *toy = context;
    struct pl_discriminate_options options = make_options(toy, 2);
    struct pl_discrimination d = {0};
    struct pl_frame *table = NULL;
    struct pl_frame *frame = NULL;
    enum pl_status status = pl_discriminate_run(toy->context, &options, NULL, &d);

    if (status == PL_OK) {
        status = pl_discriminate_table(&d, 9, PL_DISCRIMINATE_WHOLE, NULL, &table);
    }
    if (status == PL_OK) {
        status = pl_discriminate_frame(&d, NULL, &frame);
    }
    pl_frame_destroy(table);
    pl_frame_destroy(frame);
    pl_discrimination_finish(&d);
    return status;
}

static void
test_discriminate_survives_no_memory(void **state)
{
    struct toy *toy = *state;

    use_two(toy);
    toy_read(toy, "h");
    toy_treat(toy, "a: drug A=10nM");
    assert_true(assert_survives_no_memory(discriminate_once, toy) > 100);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sd_and_wrong_calls),
        cmocka_unit_test(test_run_separates_by_the_closed_form),
        cmocka_unit_test(test_run_takes_the_closest_of_several),
        cmocka_unit_test(test_folds_below_the_floor_count_as_it),
        cmocka_unit_test(test_groups_of_sets_have_a_spread),
        cmocka_unit_test(test_cells_compete),
        cmocka_unit_test(test_none_apart_is_not_decided),
        cmocka_unit_test(test_a_tie_is_told),
        cmocka_unit_test(test_a_readout_at_rest_zero_has_no_rank),
        cmocka_unit_test(test_run_refuses_what_cannot_be_told_apart),
        cmocka_unit_test(test_run_refuses_a_second_variant),
        cmocka_unit_test(test_times_read_well),
        cmocka_unit_test(test_discriminate_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, toy_set_up, toy_tear_down);
}
