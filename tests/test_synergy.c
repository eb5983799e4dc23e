/*
 * test_synergy.c - checkerboards against closed forms.
 */
#include "testlib.h"

#include "analysis/asked.h"
#include "analysis/synergy.h"
#include "base/diag.h"
#include "base/index.h"

enum { MOST_DOSES = 12, MOST_MEMBERS = 5 };

/* An effect of two doses in a member. */
typedef double surface(double a, double b, size_t member);

/* A checkerboard of a surface, and its scores. */
struct trial {
    surface *surface;
    double doses[2][MOST_DOSES];
    double effects[MOST_DOSES * MOST_DOSES * MOST_MEMBERS];
    struct pl_checkerboard board;
    struct pl_asked asked;
    size_t n_asked;
    struct pl_diags *diags;
    struct pl_synergy synergy;
};

static enum pl_status
answer(void *context, const double *points, size_t n_points, double *out,
       struct pl_diags *diags)
{
    struct trial *trial = context;
    const size_t n = trial->board.n_members;

    (void)diags;
    for (size_t i = 0; i < n_points * n; i++) {
        out[i] = trial->surface(points[i / n * 2], points[i / n * 2 + 1], i % n);
    }
    trial->n_asked += n_points;
    return PL_OK;
}

/* Doses 0 and a ladder from low to high, of each drug. */
static void
begin(struct trial *trial, surface *of, size_t n_a, double low_a, double high_a,
      size_t n_b, double low_b, double high_b)
{
    const double low[] = {low_a, low_b};
    const double high[] = {high_a, high_b};

    *trial = (struct trial){.surface = of, .diags = pl_diags_create()};
    assert_non_null(trial->diags);
    trial->board = (struct pl_checkerboard){
        .names = {"one", "two"},
        .n = {n_a, n_b},
        .doses = {trial->doses[0], trial->doses[1]},
        .effects = trial->effects,
        .n_members = 1,
    };
    trial->asked = (struct pl_asked){answer, trial};
    for (size_t d = 0; d < 2; d++) {
        const size_t n = trial->board.n[d];

        for (size_t i = 1; i < n; i++) {
            trial->doses[d][i] =
                n == 2
                    ? low[d]
                    : low[d] * pow(high[d] / low[d], (double)(i - 1) / (double)(n - 2));
        }
    }
}

static enum pl_status
try_run(struct trial *trial, double tolerance)
{
    const struct pl_checkerboard *board = &trial->board;
    struct pl_synergy_options options = pl_synergy_options_default();
    size_t k = 0;

    for (size_t i = 0; i < board->n[0]; i++) {
        for (size_t j = 0; j < board->n[1]; j++) {
            for (size_t m = 0; m < board->n_members; m++) {
                trial->effects[k++] =
                    trial->surface(trial->doses[0][i], trial->doses[1][j], m);
            }
        }
    }
    options.asked = &trial->asked;
    options.tolerance = tolerance;
    return pl_synergy_run(board, &options, trial->diags, &trial->synergy);
}

static void
run(struct trial *trial)
{
    const enum pl_status status = try_run(trial, 1e-9);

    assert_messages(trial->diags, "");
    assert_int_equal(status, PL_OK);
}

static void
end(struct trial *trial)
{
    pl_synergy_finish(&trial->synergy);
    pl_diags_destroy(trial->diags);
}

static double
value(const struct trial *trial, enum pl_synergy_kind kind, size_t i, size_t j)
{
    return pl_synergy_at(&trial->synergy, kind, i, j)[0];
}

static double
hill(double dose, double most, double half, double h)
{
    return dose > 0.0 ? most / (1.0 + pow(half / dose, h)) : 0.0;
}

static double
first_alone(double dose)
{
    return hill(dose, 0.9, 10.0, 1.3);
}

static double
second_alone(double dose)
{
    return hill(dose, 0.7, 200.0, 0.8);
}

/* A drug with itself. */
static double
itself(double a, double b, size_t member)
{
    (void)member;
    return first_alone(a + b);
}

/* Up to 0.6 at 10, back to 0.2, then to 0.9: a drug with two targets, with itself. */
static double
turning(double dose)
{
    return hill(dose, 0.8, 3.0, 2.0) - hill(dose, 0.6, 30.0, 2.0) +
           hill(dose, 0.7, 3000.0, 1.5);
}

static double
turning_itself(double a, double b, size_t member)
{
    (void)member;
    return turning(a + b);
}

/* A readout that rises: everolimus and pAkt. */
static double
rising_itself(double a, double b, size_t member)
{
    (void)member;
    return -hill(a + b, 0.8, 5.0, 1.0);
}

/* Two factors of a product: each drug takes its share of what the other leaves. */
static double
product(double a, double b, size_t member)
{
    (void)member;
    return 1.0 - (1.0 - hill(a, 1.0, 10.0, 1.3)) * (1.0 - hill(b, 1.0, 200.0, 0.8));
}

/* Additive in Loewe's sense, for two curves with one h and one largest effect: an effect
 * of a / 10 + b / 200 units. */
static double
additive(double a, double b, size_t member)
{
    (void)member;
    return hill(a / 10.0 + b / 200.0, 0.9, 1.0, 1.3);
}

/* More than a product. */
static double
potentiated(double a, double b, size_t member)
{
    (void)member;
    return 1.0 - (1.0 - hill(a, 0.9, 10.0 / (1.0 + b / 50.0), 1.3)) *
                     (1.0 - hill(b, 0.7, 200.0, 0.8));
}

static double
potentiated_swapped(double a, double b, size_t member)
{
    return potentiated(b, a, member);
}

/* Each combination of `trial` has this excess, and this index. */
static void
assert_everywhere(const struct trial *trial, enum pl_synergy_kind kind, double want,
                  double tolerance)
{
    for (size_t i = 1; i < trial->board.n[0]; i++) {
        for (size_t j = 1; j < trial->board.n[1]; j++) {
            assert_close(value(trial, kind, i, j), want, 0.0, tolerance);
        }
    }
}

static void
test_run_finds_no_excess_over_loewe_of_a_drug_with_itself(void **state)
{
    struct trial trial;

    (void)state;
    begin(&trial, itself, 9, 0.1, 1000.0, 9, 0.1, 1000.0);
    run(&trial);
    assert_everywhere(&trial, PL_SYNERGY_LOEWE, 0.0, 1e-8);
    assert_everywhere(&trial, PL_SYNERGY_LOEWE_FITTED, 0.0, 1e-8);
    assert_everywhere(&trial, PL_SYNERGY_INDEX, 1.0, 1e-6);
    assert_int_equal(pl_synergy_way(&trial.synergy, 3, 3), PL_LOEWE_BOTH);
    assert_int_equal(pl_synergy_way(&trial.synergy, 3, 0), PL_LOEWE_NONE);
    assert_close(trial.synergy.scores[PL_SYNERGY_LOEWE].mean.median, 0.0, 0.0, 1e-8);
    assert_true(value(&trial, PL_SYNERGY_BLISS, 3, 3) > 0.01); /* h above 1 */
    end(&trial);
}

static void
test_run_finds_no_excess_over_loewe_at_uneven_doses(void **state)
{
    struct trial trial;

    (void)state;
    begin(&trial, itself, 7, 0.01, 10.0, 8, 3.0, 3000.0);
    run(&trial);
    assert_everywhere(&trial, PL_SYNERGY_LOEWE, 0.0, 1e-8);
    assert_everywhere(&trial, PL_SYNERGY_INDEX, 1.0, 1e-5);
    end(&trial);
}

/* Also where the curve turns, and where it goes the other way. */
static void
test_run_finds_no_excess_over_loewe_of_curves_that_turn(void **state)
{
    struct trial trial;

    (void)state;
    begin(&trial, turning_itself, 10, 0.1, 10000.0, 10, 0.1, 10000.0);
    run(&trial);
    assert_int_equal(trial.synergy.curves[0].ways[0], PL_EFFECT_TURNS);
    assert_everywhere(&trial, PL_SYNERGY_LOEWE, 0.0, 1e-8);
    end(&trial);

    begin(&trial, rising_itself, 8, 0.1, 1000.0, 6, 0.1, 1000.0);
    run(&trial);
    assert_int_equal(trial.synergy.curves[0].ways[0], PL_EFFECT_FALLS);
    assert_everywhere(&trial, PL_SYNERGY_LOEWE, 0.0, 1e-8);
    assert_everywhere(&trial, PL_SYNERGY_INDEX, 1.0, 1e-6);
    end(&trial);
}

static void
test_run_finds_no_excess_over_bliss_of_a_product(void **state)
{
    struct trial trial;

    (void)state;
    begin(&trial, product, 8, 0.1, 1000.0, 9, 1.0, 10000.0);
    run(&trial);
    assert_everywhere(&trial, PL_SYNERGY_BLISS, 0.0, 1e-15);
    assert_everywhere(&trial, PL_SYNERGY_ZIP, 0.0, 1e-8); /* lines are Hill curves */
    assert_close(trial.synergy.scores[PL_SYNERGY_BLISS].area.median, 0.0, 0.0, 1e-15);
    end(&trial);
}

static void
test_run_finds_additive_drugs(void **state)
{
    struct trial trial;

    (void)state;
    begin(&trial, additive, 7, 0.1, 1000.0, 7, 1.0, 10000.0);
    run(&trial);
    assert_everywhere(&trial, PL_SYNERGY_LOEWE, 0.0, 1e-8);
    assert_everywhere(&trial, PL_SYNERGY_LOEWE_FITTED, 0.0, 1e-8);
    assert_everywhere(&trial, PL_SYNERGY_INDEX, 1.0, 1e-5);
    end(&trial);
}

/* Two unlike curves: the reference solves Loewe's equation. */
static double
inverse(double effect, double most, double half, double h)
{
    return half * pow(effect / (most - effect), 1.0 / h);
}

static void
test_run_solves_loewe_between_unlike_curves(void **state)
{
    struct trial trial;
    size_t n_both = 0;

    (void)state;
    begin(&trial, potentiated, 6, 0.3, 300.0, 7, 1.0, 3000.0);
    run(&trial);
    for (size_t i = 1; i < 6; i++) {
        for (size_t j = 1; j < 7; j++) {
            const double a = trial.doses[0][i];
            const double b = trial.doses[1][j];
            const double effect = potentiated(a, b, 0);
            const double expected = effect - value(&trial, PL_SYNERGY_LOEWE, i, j);

            if (first_alone(a) > 0.7 - 1e-6) { /* the second never gets there */
                assert_int_equal(pl_synergy_way(&trial.synergy, i, j), PL_LOEWE_FIRST);
                assert_close(expected, first_alone(a), 0.0, 1e-12);
                continue;
            }
            n_both++;
            assert_int_equal(pl_synergy_way(&trial.synergy, i, j), PL_LOEWE_BOTH);
            assert_close(a / inverse(expected, 0.9, 10.0, 1.3) +
                             b / inverse(expected, 0.7, 200.0, 0.8),
                         1.0, 1e-6, 0.0);
            if (effect < 0.69) {
                assert_close(value(&trial, PL_SYNERGY_INDEX, i, j),
                             a / inverse(effect, 0.9, 10.0, 1.3) +
                                 b / inverse(effect, 0.7, 200.0, 0.8),
                             1e-6, 0.0);
            } else if (effect < 0.89 && effect > 0.71) { /* the second's term is 0 */
                assert_close(value(&trial, PL_SYNERGY_INDEX, i, j),
                             a / inverse(effect, 0.9, 10.0, 1.3), 1e-6, 0.0);
            }
        }
    }
    assert_int_equal(n_both, 18);
    end(&trial);
}

/* Curves that rise: what Loewe's and Bliss's models let expect is never below HSA. */
static void
test_run_orders_the_models(void **state)
{
    struct trial trial;

    (void)state;
    begin(&trial, potentiated, 8, 0.01, 300.0, 8, 1.0, 3000.0);
    run(&trial);
    for (size_t i = 0; i < 8; i++) {
        for (size_t j = 0; j < 8; j++) {
            const double hsa = value(&trial, PL_SYNERGY_HSA, i, j);

            assert_true(value(&trial, PL_SYNERGY_BLISS, i, j) <= hsa);
            assert_true(value(&trial, PL_SYNERGY_LOEWE, i, j) <= hsa + 1e-9);
        }
    }
    end(&trial);
}

static void
test_run_does_not_tell_first_from_second(void **state)
{
    struct trial trial;
    struct trial swapped;

    (void)state;
    begin(&trial, potentiated, 6, 0.3, 300.0, 7, 1.0, 3000.0);
    begin(&swapped, potentiated_swapped, 7, 1.0, 3000.0, 6, 0.3, 300.0);
    run(&trial);
    run(&swapped);
    for (int kind = 0; kind < PL_N_SYNERGY; kind++) {
        for (size_t i = 1; i < 6; i++) {
            for (size_t j = 1; j < 7; j++) {
                const double one = value(&trial, (enum pl_synergy_kind)kind, i, j);
                const double other = value(&swapped, (enum pl_synergy_kind)kind, j, i);

                assert_true((isnan(one) && isnan(other)) ||
                            fabs(one - other) <= 1e-9 * fmax(1.0, fabs(one)));
            }
        }
    }
    assert_int_equal(pl_synergy_way(&trial.synergy, 5, 1), PL_LOEWE_FIRST);
    assert_int_equal(pl_synergy_way(&swapped.synergy, 1, 5), PL_LOEWE_SECOND);
    end(&trial);
    end(&swapped);
}

/* One lowers, the other raises. */
static double
opposite(double a, double b, size_t member)
{
    (void)member;
    return hill(a, 0.9, 10.0, 1.0) - hill(b, 0.5, 10.0, 1.0);
}

static void
test_run_expects_the_higher_effect_of_opposite_drugs(void **state)
{
    struct trial trial;

    (void)state;
    begin(&trial, opposite, 6, 1.0, 100.0, 6, 1.0, 100.0);
    run(&trial);
    assert_int_equal(pl_synergy_way(&trial.synergy, 2, 3), PL_LOEWE_OPPOSITE);
    assert_close(value(&trial, PL_SYNERGY_LOEWE, 2, 3),
                 value(&trial, PL_SYNERGY_HSA, 2, 3), 0.0, 1e-15);
    end(&trial);
}

/* The first drug does nothing at all. */
static double
silent(double a, double b, size_t member)
{
    (void)a;
    (void)member;
    return second_alone(b);
}

static void
test_run_takes_a_drug_without_effect(void **state)
{
    struct trial trial;

    (void)state;
    begin(&trial, silent, 6, 1.0, 100.0, 6, 1.0, 1000.0);
    run(&trial);
    assert_everywhere(&trial, PL_SYNERGY_HSA, 0.0, 0.0);
    assert_everywhere(&trial, PL_SYNERGY_BLISS, 0.0, 1e-15);
    assert_everywhere(&trial, PL_SYNERGY_LOEWE, 0.0, 1e-15);
    assert_everywhere(&trial, PL_SYNERGY_INDEX, 1.0, 1e-6);
    assert_int_equal(pl_synergy_way(&trial.synergy, 3, 3), PL_LOEWE_SECOND);
    assert_int_equal(trial.synergy.fits[0][0].state, PL_HILL_FLAT_CURVE);
    end(&trial);
}

/* Chou and Talalay's lines are exact for curves of the median-effect equation. */
static void
test_run_finds_median_effect_lines(void **state)
{
    struct trial trial;
    const double effect = product(10.0, 100.0, 0);
    const double odds = effect / (1.0 - effect);

    (void)state;
    begin(&trial, product, 6, 1.0, 10000.0, 6, 1.0, 10000.0);
    run(&trial);
    assert_close(trial.synergy.lines[0][0].dose, 10.0, 1e-12, 0.0);
    assert_close(trial.synergy.lines[0][0].slope, 1.3, 1e-12, 0.0);
    assert_close(trial.synergy.lines[0][0].r, 1.0, 1e-12, 0.0);
    assert_close(trial.synergy.lines[1][0].dose, 200.0, 1e-12, 0.0);
    assert_close(value(&trial, PL_SYNERGY_INDEX_FITTED, 2, 3),
                 10.0 / (10.0 * pow(odds, 1.0 / 1.3)) +
                     100.0 / (200.0 * pow(odds, 1.0 / 0.8)),
                 1e-11, 0.0);
    end(&trial);
}

/* An excess of 0.1 in three by three combinations, of 0.1 times member 0 to 4. */
static double
spot(double a, double b, size_t member)
{
    const bool inside = a > 3.0 && a < 150.0 && b > 0.5 && b < 20.0;

    return (double)member * (inside ? 0.1 : 0.0);
}

static void
test_run_scores_the_most_synergistic_area(void **state)
{
    const double weights[] = {0.2, 0.2, 0.2, 0.2, 0.2};
    const struct pl_synergy_score *score = NULL;
    struct trial trial;

    (void)state;
    begin(&trial, spot, 7, 0.1, 1e4, 6, 0.1, 1e3); /* 0.1, 1, 10, 100 … */
    trial.board.n_members = 5;
    trial.board.weights = weights;
    run(&trial);
    score = &trial.synergy.scores[PL_SYNERGY_HSA];
    /* four combinations of 10 and 100 with 1 and 10 */
    assert_close(score->mean.median, 0.2 * 4.0 / 30.0, 1e-12, 0.0);
    assert_close(score->area.median, 0.2 * 4.0 / 9.0, 1e-12, 0.0);
    assert_close(score->area.low, 0.0, 0.0, 1e-15);
    assert_close(score->area.high, 0.4 * 4.0 / 9.0, 1e-12, 0.0);
    assert_int_equal(score->from[0], 2); /* the first of several */
    assert_int_equal(score->from[1], 1);
    assert_int_equal(score->size[0], 3);
    assert_int_equal(score->size[1], 3);
    assert_close(pl_synergy_at(&trial.synergy, PL_SYNERGY_HSA, 3, 2)[4], 0.4, 0.0, 0.0);
    end(&trial);
}

/* Runs that fail: one combination, and a drug alone at very high doses. */
static double
failing(double a, double b, size_t member)
{
    return (fabs(a - 10.0) < 1e-9 && fabs(b - 10.0) < 1e-9) || a > 1e5
               ? (double)NAN
               : potentiated(a, b, member);
}

static void
test_run_goes_on_where_runs_fail(void **state)
{
    struct trial trial;
    struct trial whole;

    (void)state;
    begin(&trial, failing, 5, 1.0, 1000.0, 5, 1.0, 1000.0);
    begin(&whole, potentiated, 5, 1.0, 1000.0, 5, 1.0, 1000.0);
    run(&trial);
    run(&whole);
    for (int kind = 0; kind < PL_N_SYNERGY; kind++) {
        if (kind != PL_SYNERGY_ZIP) { /* of the line that is left */
            assert_true(isnan(value(&trial, (enum pl_synergy_kind)kind, 2, 2)));
        }
    }
    assert_close(value(&trial, PL_SYNERGY_LOEWE, 1, 2),
                 value(&whole, PL_SYNERGY_LOEWE, 1, 2), 0.0, 1e-9);
    assert_true(pl_effect_reach(&trial.synergy.curves[0], 0) < 1e5);
    assert_true(pl_effect_reach(&trial.synergy.curves[0], 0) > 3e4);
    assert_int_equal(pl_synergy_way(&trial.synergy, 2, 2), PL_LOEWE_NONE);
    end(&trial);
    end(&whole);
}

static void
test_run_fits_nothing_to_few_doses(void **state)
{
    struct trial trial;

    (void)state;
    begin(&trial, product, 2, 10.0, 10.0, 5, 1.0, 1000.0);
    run(&trial);
    assert_int_equal(trial.synergy.fits[0][0].state, PL_HILL_FEW);
    assert_true(isnan(value(&trial, PL_SYNERGY_ZIP, 1, 1)));
    assert_true(isnan(value(&trial, PL_SYNERGY_LOEWE_FITTED, 1, 1)));
    assert_true(isnan(value(&trial, PL_SYNERGY_INDEX_FITTED, 1, 1)));
    assert_true(isnan(trial.synergy.scores[PL_SYNERGY_ZIP].mean.median));
    assert_int_equal(trial.synergy.scores[PL_SYNERGY_ZIP].from[0], PL_NONE);
    assert_true(isfinite(value(&trial, PL_SYNERGY_LOEWE, 1, 1)));
    assert_int_equal(trial.synergy.scores[PL_SYNERGY_BLISS].size[0], 1);
    end(&trial);
}

/* What the curves cost: a few hundred runs of both drugs together. */
static void
test_run_asks_for_few_runs(void **state)
{
    struct trial trial;

    (void)state;
    begin(&trial, potentiated, 12, 0.01, 100.0, 12, 1.0, 10000.0);
    assert_int_equal(try_run(&trial, 1e-7), PL_OK);
    assert_true(trial.n_asked < 400);
    assert_true(trial.synergy.curves[0].error <= 1e-7);
    end(&trial);
}

static double
nothing(double a, double b, size_t member)
{
    (void)a;
    (void)b;
    (void)member;
    return (double)NAN;
}

static void
test_run_refuses(void **state)
{
    struct trial trial;

    (void)state;
    begin(&trial, product, 1, 1.0, 1.0, 5, 1.0, 1000.0);
    assert_int_equal(try_run(&trial, 1e-7), PL_ERR_OPTION);
    assert_messages(trial.diags, "error: one has no dose above 0: there is nothing to "
                                 "combine\n");
    end(&trial);
    begin(&trial, product, 5, 1.0, 1000.0, 4, 1.0, 100.0);
    trial.doses[1][2] = 1.0;
    assert_int_equal(try_run(&trial, 1e-7), PL_ERR_OPTION);
    assert_messages(trial.diags,
                    "error: the doses of two do not begin at 0 and ascend\n");
    assert_null(trial.synergy.values);
    end(&trial);
    begin(&trial, nothing, 5, 1.0, 1000.0, 4, 1.0, 100.0);
    assert_int_equal(try_run(&trial, 1e-7), PL_ERR_OPTION);
    assert_messages(trial.diags,
                    "error: no combination of one and two has an effect\n");
    end(&trial);
}

static enum pl_status
run_once(void *context)
{
    struct trial *trial = context;
    const enum pl_status status = try_run(trial, 1e-4);

    pl_synergy_finish(&trial->synergy);
    pl_diags_clear(trial->diags);
    return status;
}

static void
test_run_survives_no_memory(void **state)
{
    struct trial trial;

    (void)state;
    begin(&trial, potentiated, 5, 1.0, 1000.0, 5, 1.0, 1000.0);
    assert_true(assert_survives_no_memory(run_once, &trial) > 20);
    end(&trial);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run_finds_no_excess_over_loewe_of_a_drug_with_itself),
        cmocka_unit_test(test_run_finds_no_excess_over_loewe_at_uneven_doses),
        cmocka_unit_test(test_run_finds_no_excess_over_loewe_of_curves_that_turn),
        cmocka_unit_test(test_run_finds_no_excess_over_bliss_of_a_product),
        cmocka_unit_test(test_run_finds_additive_drugs),
        cmocka_unit_test(test_run_solves_loewe_between_unlike_curves),
        cmocka_unit_test(test_run_orders_the_models),
        cmocka_unit_test(test_run_does_not_tell_first_from_second),
        cmocka_unit_test(test_run_expects_the_higher_effect_of_opposite_drugs),
        cmocka_unit_test(test_run_takes_a_drug_without_effect),
        cmocka_unit_test(test_run_finds_median_effect_lines),
        cmocka_unit_test(test_run_scores_the_most_synergistic_area),
        cmocka_unit_test(test_run_goes_on_where_runs_fail),
        cmocka_unit_test(test_run_fits_nothing_to_few_doses),
        cmocka_unit_test(test_run_asks_for_few_runs),
        cmocka_unit_test(test_run_refuses),
        cmocka_unit_test(test_run_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
