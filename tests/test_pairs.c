/*
 * test_pairs.c - rankings of pairs against closed forms.
 *
 * Under a nM of A and b nM of B: A activity 1/(1 + a/10)/(1 + b/20), B side 1 + a/10 +
 * b/10.
 */
#include "testlib.h"

#include "analysis/limit.h"
#include "analysis/pairs.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "study/context.h"
#include "study/measure.h"
#include "study/treatment.h"
#include "toy.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))
#define MOST_LIMITS 3

/* What is ranked, and by what. */
struct ranking {
    struct toy *toy;
    struct pl_measure rank;
    struct pl_limit limits[MOST_LIMITS];
    size_t n_limits;
    bool highest_first;
    struct pl_pairs pairs;
};

static void
begin(struct ranking *ranking, struct toy *toy, const char *rank)
{
    *ranking = (struct ranking){.toy = toy};
    assert_int_equal(
        pl_measure_parse(toy->context, rank, 48.0, toy->diags, &ranking->rank), PL_OK);
}

static void
limit(struct ranking *ranking, const char *text)
{
    assert_int_equal(pl_limit_parse(ranking->toy->context, text, 48.0,
                                    ranking->toy->diags,
                                    &ranking->limits[ranking->n_limits]),
                     PL_OK);
    ranking->n_limits++;
}

static enum pl_status
try_run(struct ranking *ranking)
{
    const struct toy *toy = ranking->toy;
    const struct pl_pairs_options options = {
        .run = toy_run(toy),
        .panels = toy_bases(toy),
        .n_panels = toy->n_bases,
        .therapies = &toy->therapies,
        .rank = &ranking->rank,
        .highest_first = ranking->highest_first,
        .limits = ranking->limits,
        .n_limits = ranking->n_limits,
    };

    return pl_pairs_run(toy->context, &options, toy->diags, &ranking->pairs);
}

static void
run(struct ranking *ranking)
{
    const enum pl_status status = try_run(ranking);

    assert_messages(ranking->toy->diags, "");
    assert_int_equal(status, PL_OK);
}

static void
end(struct ranking *ranking)
{
    pl_pairs_finish(&ranking->pairs);
    pl_measure_finish(&ranking->rank);
    for (size_t l = 0; l < ranking->n_limits; l++) {
        pl_limit_finish(&ranking->limits[l]);
    }
}

/* Doses 10, 30 nM of A and 20, 60 nM of B. */
static void
use_four(struct toy *toy)
{
    toy_forget(toy);
    toy_base(toy, NULL, NULL);
    toy_treat(toy, "a1: drug A=10nM");
    toy_treat(toy, "a3: drug A=30nM");
    toy_treat(toy, "b1: drug B=20nM");
    toy_treat(toy, "b3: drug B=60nM");
}

static void
assert_order(const struct ranking *ranking, size_t panel, const char *const *names,
             size_t n)
{
    const struct pl_pairs *pairs = &ranking->pairs;

    assert_int_equal(pairs->n_pairs, n);
    for (size_t k = 0; k < n; k++) {
        struct pl_text text;

        pl_text_init(&text);
        pl_pairs_put_name(pairs, pairs->order[panel * n + k], &text);
        assert_string_equal(pl_text_string(&text), names[k]);
        pl_text_finish(&text);
    }
}

static void
assert_sentence(const struct ranking *ranking, const char *want)
{
    struct pl_text text;

    pl_text_init(&text);
    pl_pairs_sentence(&ranking->pairs, &text);
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
}

/* a1 + b1: 1/2 1/2; a1 + b3: 1/2 1/4; a3 + b1: 1/4 1/2; a3 + b3: 1/4 1/4. Two doses of
 * one drug are no pair. */
static void
test_run_ranks_by_value(void **state)
{
    static const char *const order[] = {"a3 + b3", "a1 + b3", "a3 + b1", "a1 + b1"};
    static const double values[] = {0.0625, 0.125, 0.125, 0.25};
    struct ranking ranking;

    use_four(*state);
    begin(&ranking, *state, "a@24h");
    run(&ranking);
    assert_int_equal(ranking.pairs.n_clashes, 2);
    assert_order(&ranking, 0, order, N_OF(order));
    for (size_t k = 0; k < N_OF(order); k++) {
        const struct pl_pair_result *result =
            pl_pairs_both(&ranking.pairs, 0, ranking.pairs.order[k]);

        assert_close(result->value.median, values[k], 1e-14, 0.0);
        assert_close(result->fold.median, values[k], 1e-14, 0.0);
        assert_true(result->is_kept);
        assert_close(result->first, k == 0 ? 1.0 : 0.0, 0.0, 0.0);
    }
    assert_close(pl_pairs_alone(&ranking.pairs, 0, 1)->value.median, 0.25, 1e-14, 0.0);
    assert_close(pl_pairs_alone(&ranking.pairs, 0, 2)->value.median, 0.5, 1e-14, 0.0);
    assert_sentence(&ranking,
                    "a3 + b3 has the lowest A activity at 24 h: 0.062, 0.06 of "
                    "untreated, 25 % of a3 alone.");
    end(&ranking);
}

static void
test_run_ranks_highest_first_too(void **state)
{
    static const char *const order[] = {"a3 + b3", "a1 + b3", "a3 + b1", "a1 + b1"};
    struct ranking ranking;

    use_four(*state);
    begin(&ranking, *state, "b");
    ranking.highest_first = true;
    run(&ranking);
    assert_order(&ranking, 0, order, N_OF(order));
    assert_sentence(&ranking, "a3 + b3 has the highest B side at 48 h: 10.0, 10.00 of "
                              "untreated, 1.4 times b3 alone.");
    assert_int_equal(pl_pairs_better(&ranking.pairs, 0, ranking.pairs.order[0]), 3);
    end(&ranking);
}

/* B side: a1 + b1 4, a1 + b3 8, a3 + b1 6, a3 + b3 10. */
static void
test_limits_leave_pairs_out(void **state)
{
    static const char *const order[] = {"a3 + b1", "a1 + b1", "a3 + b3", "a1 + b3"};
    struct ranking ranking;
    struct pl_text text;

    use_four(*state);
    begin(&ranking, *state, "a@24h");
    limit(&ranking, "fold:b@24h<=6");
    limit(&ranking, "b@1h<9");
    run(&ranking);
    assert_order(&ranking, 0, order, N_OF(order));
    assert_int_equal(ranking.pairs.n_kept[0], 2);
    assert_sentence(
        &ranking, "a3 + b1 has the lowest A activity at 24 h within the limits: 0.12, "
                  "0.12 of untreated, 50 % of a3 alone. 2 of 4 pairs break a limit; "
                  "without it a3 + b3 would be first (it breaks fold:b@24h<=6; "
                  "b@1h<9).");
    pl_text_init(&text);
    pl_pairs_put_broken(&ranking.pairs, 0, 4 + ranking.pairs.order[3], &text);
    assert_string_equal(pl_text_string(&text), "fold:b@24h<=6");
    pl_text_finish(&text);
    end(&ranking);
    begin(&ranking, *state, "a@24h");
    limit(&ranking, "b>100");
    run(&ranking);
    assert_int_equal(ranking.pairs.n_kept[0], 0);
    assert_sentence(&ranking, "No pair keeps to every limit.");
    end(&ranking);
}

/* A measure that is a limit of itself, and those of the way: max, auc, time-to-max. */
static void
test_ranks_by_measures_of_the_way(void **state)
{
    static const struct {
        const char *rank;
        double value, fold;
    } rows[] = {
        {"fold:a@1h", 0.25, 0.25},
        {"max:a", 1.0, 1.0},
        {"min:a@6h", 0.25, 0.25},
        {"auc:a@8h", 8.0 - 0.75 * 2.0, (8.0 - 0.75 * 2.0) / 8.0},
        {"time-to-max:a", 0.0, NAN},
    };
    struct toy *toy = *state;

    toy_forget(toy);
    toy_base(toy, NULL, NULL);
    toy_treat(toy, "a: drug A=10nM@0h..2h");
    toy_treat(toy, "b: drug B=20nM@0h..2h");
    for (size_t i = 0; i < N_OF(rows); i++) {
        const struct pl_pair_result *result = NULL;
        struct ranking ranking;

        begin(&ranking, toy, rows[i].rank);
        run(&ranking);
        result = pl_pairs_both(&ranking.pairs, 0, 0);
        if (strcmp(rows[i].rank, "time-to-max:a") != 0) {
            assert_close(result->value.median, rows[i].value, 1e-9, 1e-12);
        } else {
            assert_close(result->value.median, 2.0, 1e-9, 0.0);
        }
        if (isnan(rows[i].fold)) {
            assert_true(isnan(result->fold.median));
        } else {
            assert_close(result->fold.median, rows[i].fold, 1e-9, 0.0);
        }
        end(&ranking);
    }
}

/* A activity is the same in all sets; B side limits differ by set: none here. h^:
 * readout h is (1 + a/10)^h, so a pair with A = 10 and one with A = 30 nM part by h. */
static void
test_sets_that_do_not_agree_are_told(void **state)
{
    struct toy *toy = *state;
    struct ranking ranking;

    toy_forget(toy);
    toy_base(toy, NULL, NULL);
    toy_sets(toy, "h\tg\tweight\n1\t2\t5\n-1\t2\t3\n2\t2\t2\n");
    toy_treat(toy, "a1: drug A=10nM");
    toy_treat(toy, "a3: drug A=30nM");
    toy_treat(toy, "b1: drug B=20nM");
    begin(&ranking, toy, "h");
    run(&ranking);
    assert_close(pl_pairs_both(&ranking.pairs, 0, 0)->first, 0.7, 1e-12, 0.0);
    assert_close(pl_pairs_both(&ranking.pairs, 0, 1)->first, 0.3, 1e-12, 0.0);
    assert_close(pl_pairs_both(&ranking.pairs, 0, 0)->value.low, 0.5, 1e-12, 0.0);
    assert_close(pl_pairs_both(&ranking.pairs, 0, 0)->value.high, 4.0, 1e-12, 0.0);
    assert_sentence(&ranking,
                    "Not decided: a1 + b1 ranks first in 70 % of the sets, a3 "
                    "+ b1 in 30 %.");
    end(&ranking);
    begin(&ranking, toy, "h");
    limit(&ranking,
          "h>=1"); /* by the medians all keep; in 0.3 of the weight none does */
    run(&ranking);
    assert_close(pl_pairs_both(&ranking.pairs, 0, 0)->kept, 0.7, 1e-12, 0.0);
    assert_close(pl_pairs_both(&ranking.pairs, 0, 0)->first, 0.7, 1e-12, 0.0);
    assert_true(pl_pairs_both(&ranking.pairs, 0, 0)->is_kept);
    end(&ranking);
}

static void
test_panels_that_do_not_agree_are_told(void **state)
{
    struct toy *toy = *state;
    struct ranking ranking;

    toy_forget(toy);
    toy_base(toy, "plain", NULL);
    toy_base(toy, "strong", NULL);
    toy_treat(toy, "half: inhibit T=0.5");
    toy_treat(toy, "none");
    toy_treat(toy, "a: drug A=10nM");
    begin(&ranking, toy, "r@20h"); /* 2 exp(-2): 0.93 of untreated, in strong 1.36 */
    run(&ranking);
    assert_sentence(
        &ranking, "It depends on the cell: plain: half + untreated; strong: untreated "
                  "+ a.");
    end(&ranking);
    begin(&ranking, toy, "a");
    run(&ranking);
    assert_sentence(&ranking,
                    "half + a has the lowest A activity at 48 h in all 2 panels.");
    end(&ranking);
}

/* (1 + a/10)^h: of low 2 and 4, of high 4 and 16, which breaks the limit. */
static void
test_variants_that_do_not_agree_are_told(void **state)
{
    struct toy *toy = *state;
    struct ranking ranking;

    toy_forget(toy);
    toy_base(toy, NULL, "low");
    toy_base(toy, NULL, "high");
    toy_treat(toy, "a1: drug A=10nM");
    toy_treat(toy, "a3: drug A=30nM");
    toy_treat(toy, "b: drug B=20nM");
    begin(&ranking, toy, "h");
    limit(&ranking, "h<10");
    ranking.highest_first = true;
    run(&ranking);
    assert_sentence(&ranking, "Not decided, rival parameter sets rank another pair "
                              "first: low: a3 + b; high: a1 + b.");
    end(&ranking);
    begin(&ranking, toy, "h");
    limit(&ranking, "h<3");
    run(&ranking);
    assert_sentence(&ranking, "Not decided, rival parameter sets rank another pair "
                              "first: low: a1 + b; high: none.");
    end(&ranking);
}

static void
test_single_treatments_without_a_gain(void **state)
{
    struct toy *toy = *state;
    struct ranking ranking;

    toy_forget(toy);
    toy_base(toy, NULL, NULL);
    toy_treat(toy, "a: drug A=10nM");
    toy_treat(toy, "t: inhibit T");
    begin(&ranking, toy, "a");
    run(&ranking);
    assert_sentence(&ranking, "a + t has the lowest A activity at 48 h: 0.50, 0.50 of "
                              "untreated, no better than a alone.");
    end(&ranking);
    toy_treat(toy, "none");
    begin(&ranking, toy, "a");
    run(&ranking); /* a + t and a + untreated are alike */
    assert_sentence(&ranking,
                    "a + t has the lowest A activity at 48 h (and 1 more within 1 % of "
                    "it): 0.50, 0.50 of untreated, no better than a alone.");
    end(&ranking);
}

static void
test_run_refuses_too_few(void **state)
{
    struct toy *toy = *state;
    struct ranking ranking;

    toy_forget(toy);
    toy_base(toy, NULL, NULL);
    toy_treat(toy, "a: drug A=10nM");
    begin(&ranking, toy, "a");
    assert_int_equal(try_run(&ranking), PL_ERR_OPTION);
    assert_messages(toy->diags, "error: pairs need two treatments or more, not 1\n");
    pl_diags_clear(toy->diags);
    toy_treat(toy, "b: drug A=20nM");
    assert_int_equal(try_run(&ranking), PL_ERR_OPTION);
    assert_messages(toy->diags,
                    "error: no two of the treatments can be given together: "
                    "each pair sets something twice\n");
    pl_diags_clear(toy->diags);
    assert_null(ranking.pairs.pairs);
    end(&ranking);
}

static const char *
cell(const struct pl_frame *frame, size_t row, const char *column)
{
    const size_t c = pl_frame_find(frame, column);

    assert_true(c != PL_NONE);
    return frame->columns[c].texts[row];
}

static double
number(const struct pl_frame *frame, size_t row, const char *column)
{
    const size_t c = pl_frame_find(frame, column);

    assert_true(c != PL_NONE);
    return frame->columns[c].numbers[row];
}

static void
test_tables_have_singles_and_limits(void **state)
{
    struct ranking ranking;
    struct pl_frame *table = NULL;
    struct toy *toy = *state;

    use_four(toy);
    begin(&ranking, toy, "a@24h");
    limit(&ranking, "b@24h<9");
    run(&ranking);
    assert_int_equal(
        pl_pairs_table(&ranking.pairs, 0, 2, PL_PAIRS_WHOLE, toy->diags, &table),
        PL_OK);
    assert_int_equal(table->n_rows, 2);
    assert_int_equal(table->n_columns, 7);
    assert_string_equal(cell(table, 0, "rank"), "1");
    assert_string_equal(cell(table, 0, "pair"), "a1 + b3");
    assert_string_equal(cell(table, 0, "value"), "0.12");
    assert_string_equal(cell(table, 0, "fold"), "0.12");
    assert_string_equal(cell(table, 0, "first_alone"), "0.50");
    assert_string_equal(cell(table, 0, "second_alone"), "0.25");
    assert_string_equal(cell(table, 0, "b@24h<9"), "8.00");
    assert_string_equal(table->columns[6].label, "b@24h");
    pl_frame_destroy(table);
    assert_int_equal(pl_pairs_frame(&ranking.pairs, toy->diags, &table), PL_OK);
    assert_int_equal(table->n_rows, 4);
    assert_string_equal(cell(table, 0, "cell"), "plain");
    assert_string_equal(cell(table, 0, "first"), "a1");
    assert_string_equal(cell(table, 0, "second"), "b3");
    assert_string_equal(cell(table, 0, "class_first"), "blocker");
    assert_string_equal(cell(table, 0, "class_second"), "opener");
    assert_string_equal(cell(table, 0, "best_single"), "b3");
    assert_string_equal(cell(table, 0, "breaks"), "");
    assert_close(number(table, 0, "rank"), 1.0, 0.0, 0.0);
    assert_close(number(table, 0, "value"), 0.125, 1e-14, 0.0);
    assert_close(number(table, 0, "value_first"), 0.5, 1e-14, 0.0);
    assert_close(number(table, 0, "value_second"), 0.25, 1e-14, 0.0);
    assert_close(number(table, 0, "b@24h"), 8.0, 1e-14, 0.0);
    assert_true(isnan(number(table, 3, "rank")));
    assert_string_equal(cell(table, 3, "breaks"), "b@24h<9");
    assert_close(number(table, 3, "value"), 0.0625, 1e-14, 0.0);
    pl_frame_destroy(table);
    end(&ranking);
}

static void
test_tables_of_an_ensemble_have_bands(void **state)
{
    struct toy *toy = *state;
    struct ranking ranking;
    struct pl_frame *table = NULL;

    toy_forget(toy);
    toy_base(toy, NULL, NULL);
    toy_sets(toy, "h\n1\n2\n3\n");
    toy_treat(toy, "a1: drug A=10nM");
    toy_treat(toy, "b1: drug B=20nM");
    begin(&ranking, toy, "h");
    run(&ranking);
    assert_int_equal(
        pl_pairs_table(&ranking.pairs, 0, 9, PL_PAIRS_WHOLE, toy->diags, &table),
        PL_OK);
    assert_string_equal(cell(table, 0, "value"), "4.00 (2.00–8.00)");
    assert_string_equal(cell(table, 0, "first_in"), "100 %");
    pl_frame_destroy(table);
    assert_int_equal(
        pl_pairs_table(&ranking.pairs, 0, 9, PL_PAIRS_MEDIANS, toy->diags, &table),
        PL_OK);
    assert_string_equal(cell(table, 0, "value"), "4.00");
    assert_true(pl_frame_find(table, "second_alone") != PL_NONE);
    pl_frame_destroy(table);
    assert_int_equal(
        pl_pairs_table(&ranking.pairs, 0, 9, PL_PAIRS_BRIEF, toy->diags, &table),
        PL_OK);
    assert_true(pl_frame_find(table, "first_alone") == PL_NONE);
    assert_string_equal(cell(table, 0, "first_in"), "100 %");
    pl_frame_destroy(table);
    assert_int_equal(pl_pairs_frame(&ranking.pairs, toy->diags, &table), PL_OK);
    assert_close(number(table, 0, "value_median"), 4.0, 1e-14, 0.0);
    assert_close(number(table, 0, "value_p05"), 2.0, 1e-14, 0.0);
    assert_close(number(table, 0, "fold_p95"), 8.0, 1e-14, 0.0);
    assert_close(number(table, 0, "kept"), 1.0, 1e-14, 0.0);
    assert_close(number(table, 0, "ranks_first"), 1.0, 1e-14, 0.0);
    pl_frame_destroy(table);
    end(&ranking);
}

static enum pl_status
rank_once(void *context)
{
    struct ranking *ranking = context;
    struct pl_frame *table = NULL;
    struct pl_frame *frame = NULL;
    struct pl_diags *diags = ranking->toy->diags;
    enum pl_status status = PL_OK;

    ranking->toy->diags = NULL;
    status = try_run(ranking);
    ranking->toy->diags = diags;
    if (status == PL_OK) {
        status = pl_pairs_table(&ranking->pairs, 0, 9, PL_PAIRS_WHOLE, NULL, &table);
    }
    if (status == PL_OK) {
        status = pl_pairs_frame(&ranking->pairs, NULL, &frame);
    }
    pl_frame_destroy(table);
    pl_frame_destroy(frame);
    pl_pairs_finish(&ranking->pairs);
    return status;
}

static void
test_pairs_survive_no_memory(void **state)
{
    struct toy *toy = *state;
    struct ranking ranking;

    toy_forget(toy);
    toy_base(toy, NULL, NULL);
    toy_treat(toy, "a: drug A=10nM");
    toy_treat(toy, "b: drug B=20nM");
    begin(&ranking, toy, "a");
    limit(&ranking, "b<9");
    assert_true(assert_survives_no_memory(rank_once, &ranking) > 100);
    end(&ranking);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run_ranks_by_value),
        cmocka_unit_test(test_run_ranks_highest_first_too),
        cmocka_unit_test(test_limits_leave_pairs_out),
        cmocka_unit_test(test_ranks_by_measures_of_the_way),
        cmocka_unit_test(test_sets_that_do_not_agree_are_told),
        cmocka_unit_test(test_panels_that_do_not_agree_are_told),
        cmocka_unit_test(test_variants_that_do_not_agree_are_told),
        cmocka_unit_test(test_single_treatments_without_a_gain),
        cmocka_unit_test(test_run_refuses_too_few),
        cmocka_unit_test(test_tables_have_singles_and_limits),
        cmocka_unit_test(test_tables_of_an_ensemble_have_bands),
        cmocka_unit_test(test_pairs_survive_no_memory),
    };

    return cmocka_run_group_tests(tests, toy_set_up, toy_tear_down);
}
