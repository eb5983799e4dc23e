/*
 * test_two_drugs.c - checkerboards of a model whose readouts are closed forms of two doses.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>
#include <math.h>

#include "analysis/asked.h"
#include "analysis/two_drugs.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/measure.h"
#include "study/treatment.h"
#include "trial.h"

/* One drug's share of what is left is told by the other's: readout_p. One drug stands for
 * the other: readout_s. */
static const char model[] = "model two\n"
                            "  unit time_unit = 3600 second;\n"
                            "  species x; x = 1; drug_A = 0; drug_B = 0; K = 2;\n"
                            "  v: -> x; 5*(1 - x);\n"
                            "  readout_p := 4*x/((1 + (drug_A/K)^2)*(1 + drug_B/20));\n"
                            "  readout_s := x/(1 + drug_A/K + drug_B/20);\n"
                            "  readout_zero := drug_A;\n"
                            "  readout_rise := x*(1 + drug_A/K)*(1 + drug_B/20);\n"
                            "end\n";

enum { N_A = 5, N_B = 4 };

static const double doses_a[N_A] = {0.0, 0.5, 2.0, 8.0, 32.0};
static const double doses_b[N_B] = {0.0, 4.0, 20.0, 100.0};

struct fixture {
    char *folder;
    struct pl_context *context;
    struct pl_diags *diags;
    struct pl_treatment *base;
    struct pl_ensemble *ensemble;
    struct pl_measure measure;
    struct pl_two_drugs two;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    char *path = NULL;

    assert_non_null(f);
    gsl_set_error_handler_off();
    f->folder = test_make_folder();
    f->context = trial_load_text(f->folder, model);
    f->diags = pl_diags_create();
    assert_int_equal(pl_treatment_create(f->context, f->diags, &f->base), PL_OK);
    path = test_join(f->folder, "sets.tsv");
    test_write_file(path, "K\tweight\n1\t1\n2\t2\n4\t1\n");
    assert_int_equal(pl_ensemble_read(f->context, path, f->diags, &f->ensemble), PL_OK);
    free(path);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    pl_measure_finish(&f->measure);
    pl_ensemble_destroy(f->ensemble);
    pl_treatment_destroy(f->base);
    pl_diags_destroy(f->diags);
    pl_context_destroy(f->context);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

static struct pl_two_drugs_options
make_options(const struct fixture *f, bool has_sets)
{
    const struct pl_model *network = f->context->model;

    return (struct pl_two_drugs_options){
        .run = {.sim = pl_sim_options_default(),
                .duration = 24.0,
                .equilibrate = PL_EQUILIBRATE_YES,
                .ensemble = has_sets ? f->ensemble : NULL,
                .n_threads = 1},
        .base = f->base,
        .drugs = {pl_model_find(network, "drug_A"), pl_model_find(network, "drug_B")},
        .doses = {doses_a, doses_b},
        .n = {N_A, N_B},
        .measure = &f->measure,
        .effect = PL_EFFECT_LOSS,
    };
}

static void
read_measure(struct fixture *f, const char *text)
{
    pl_measure_finish(&f->measure);
    assert_int_equal(pl_measure_parse(f->context, text, 24.0, f->diags, &f->measure),
                     PL_OK);
}

/* Of every combination of doses above 0, in every member. */
static void
assert_all(const struct fixture *f, enum pl_synergy_kind kind, double value,
           double error)
{
    for (size_t a = 1; a < f->two.options.n[0]; a++) {
        for (size_t b = 1; b < f->two.options.n[1]; b++) {
            const double *values = pl_synergy_at(&f->two.synergy, kind, a, b);

            for (size_t m = 0; m < f->two.n_members; m++) {
                assert_close(values[m], value, 0.0, error);
            }
        }
    }
}

static void
test_independent_drugs_have_no_excess_over_bliss(void **state)
{
    struct fixture *f = *state;
    struct pl_two_drugs_options options;

    read_measure(f, "fold:readout_p@24h");
    options = make_options(f, false);
    assert_int_equal(pl_two_drugs_run(f->context, &options, f->diags, &f->two), PL_OK);
    assert_messages(f->diags, "");
    for (size_t a = 0; a < N_A; a++) {
        for (size_t b = 0; b < N_B; b++) {
            const double left =
                1.0 / ((1.0 + pow(doses_a[a] / 2.0, 2.0)) * (1.0 + doses_b[b] / 20.0));

            assert_close(f->two.values[a * N_B + b], left, 0.0, 1e-9);
            assert_close(f->two.effects[a * N_B + b], 1.0 - left, 0.0, 1e-9);
        }
    }
    assert_all(f, PL_SYNERGY_BLISS, 0.0, 1e-9);
    assert_close(f->two.synergy.scores[PL_SYNERGY_BLISS].mean.median, 0.0, 0.0, 1e-9);
    /* at K and 20 nM: half of what the other leaves of a half */
    assert_close(*pl_synergy_at(&f->two.synergy, PL_SYNERGY_HSA, 2, 2), 0.25, 0.0,
                 1e-9);
    pl_two_drugs_finish(&f->two);
}

static void
test_drugs_that_stand_for_each_other_have_no_excess_over_loewe(void **state)
{
    struct fixture *f = *state;
    struct pl_two_drugs_options options;

    read_measure(f, "fold:readout_s@24h");
    options = make_options(f, false);
    assert_int_equal(pl_two_drugs_run(f->context, &options, f->diags, &f->two), PL_OK);
    assert_all(f, PL_SYNERGY_LOEWE, 0.0, 1e-6);
    assert_all(f, PL_SYNERGY_INDEX, 1.0, 1e-5);
    assert_int_equal(pl_synergy_way(&f->two.synergy, 2, 2), PL_LOEWE_BOTH);
    pl_two_drugs_finish(&f->two);
}

static void
test_a_drug_with_itself_has_no_excess_over_loewe(void **state)
{
    struct fixture *f = *state;
    struct pl_two_drugs_options options;

    read_measure(f, "fold:readout_p@24h");
    options = make_options(f, false);
    options.drugs[1] = options.drugs[0];
    assert_int_equal(pl_two_drugs_run(f->context, &options, f->diags, &f->two), PL_OK);
    for (size_t a = 0; a < N_A; a++) {
        for (size_t b = 0; b < N_B; b++) {
            const double sum = (doses_a[a] + doses_b[b]) / 2.0;

            assert_close(f->two.values[a * N_B + b], 1.0 / (1.0 + sum * sum), 0.0,
                         1e-9);
        }
    }
    assert_all(f, PL_SYNERGY_LOEWE, 0.0, 1e-6);
    pl_two_drugs_finish(&f->two);
}

/* Each set has its own level without the drugs, and its own curves. */
static void
test_sets_have_boards_of_their_own(void **state)
{
    static const double K[] = {1.0, 2.0, 4.0};
    struct fixture *f = *state;
    struct pl_two_drugs_options options;
    struct pl_band band;
    double out[3];
    const double point[] = {3.0, 0.0};

    read_measure(f, "readout_p@24h");
    options = make_options(f, true);
    assert_int_equal(pl_two_drugs_run(f->context, &options, f->diags, &f->two), PL_OK);
    assert_int_equal(f->two.n_members, 3);
    assert_int_equal(f->two.n_failed, 0);
    for (size_t m = 0; m < 3; m++) {
        const double *effects = f->two.effects + (2 * N_B + 0) * 3;

        assert_close(f->two.nothing[m], 4.0, 1e-9, 0.0);
        assert_close(effects[m], 1.0 - 1.0 / (1.0 + pow(2.0 / K[m], 2.0)), 1e-9, 0.0);
    }
    assert_all(f, PL_SYNERGY_BLISS, 0.0, 1e-9);
    band = pl_two_drugs_band(&f->two, PL_SYNERGY_EFFECT, 2, 0);
    assert_close(band.low, 1.0 - 1.0 / 1.25, 1e-9, 0.0);
    assert_close(band.median, 0.5, 1e-9, 0.0);
    assert_close(band.high, 0.8, 1e-9, 0.0);
    assert_int_equal(
        pl_two_drugs_asked(&f->two).values(&f->two, point, 1, out, f->diags), PL_OK);
    assert_close(out[1], 1.0 - 1.0 / (1.0 + 2.25), 1e-9, 0.0);
    pl_two_drugs_finish(&f->two);
}

static void
test_effects_are_losses_gains_or_the_readout(void **state)
{
    struct fixture *f = *state;
    struct pl_two_drugs_options options;

    read_measure(f, "readout_rise@24h");
    options = make_options(f, false);
    options.effect = PL_EFFECT_GAIN;
    assert_int_equal(pl_two_drugs_run(f->context, &options, f->diags, &f->two), PL_OK);
    assert_close(f->two.effects[2 * N_B + 2], 3.0, 1e-9, 0.0);
    pl_two_drugs_finish(&f->two);
    options.effect = PL_EFFECT_READOUT;
    assert_int_equal(pl_two_drugs_run(f->context, &options, f->diags, &f->two), PL_OK);
    assert_close(f->two.effects[2 * N_B + 2], 4.0, 1e-9, 0.0);
    assert_close(f->two.effects[0], 1.0, 1e-9, 0.0);
    pl_two_drugs_finish(&f->two);
}

static void
test_run_refuses_a_share_of_nothing(void **state)
{
    struct fixture *f = *state;
    struct pl_two_drugs_options options;

    read_measure(f, "readout_zero@24h");
    options = make_options(f, false);
    assert_int_equal(pl_two_drugs_run(f->context, &options, f->diags, &f->two),
                     PL_ERR_OPTION);
    assert_messages(
        f->diags, "error: 'zero' is 0 without the drugs: an effect is no share of it\n"
                  "hint: its level as the effect: --readout level:zero --effect "
                  "readout\n");
    assert_null(f->two.values);
    pl_diags_clear(f->diags);
}

static void
test_frame_has_a_row_for_each_combination(void **state)
{
    struct fixture *f = *state;
    const struct pl_two_drugs *boards[] = {&f->two};
    struct pl_two_drugs_options options;
    struct pl_frame *frame = NULL;

    read_measure(f, "fold:readout_p@24h");
    options = make_options(f, false);
    assert_int_equal(pl_two_drugs_run(f->context, &options, f->diags, &f->two), PL_OK);
    assert_int_equal(pl_two_drugs_frame(boards, 1, f->diags, &frame), PL_OK);
    assert_int_equal(frame->n_rows, N_A * N_B);
    pl_frame_destroy(frame);
    assert_int_equal(pl_two_drugs_scores_frame(boards, 1, f->diags, &frame), PL_OK);
    assert_int_equal(frame->n_rows, 5); /* models of an excess */
    pl_frame_destroy(frame);
    pl_two_drugs_finish(&f->two);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_independent_drugs_have_no_excess_over_bliss),
        cmocka_unit_test(
            test_drugs_that_stand_for_each_other_have_no_excess_over_loewe),
        cmocka_unit_test(test_a_drug_with_itself_has_no_excess_over_loewe),
        cmocka_unit_test(test_sets_have_boards_of_their_own),
        cmocka_unit_test(test_effects_are_losses_gains_or_the_readout),
        cmocka_unit_test(test_run_refuses_a_share_of_nothing),
        cmocka_unit_test(test_frame_has_a_row_for_each_combination),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
