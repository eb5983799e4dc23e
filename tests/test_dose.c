/*
 * test_dose.c - curves of a model whose readouts are closed forms of the dose.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "analysis/dose.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/measure.h"
#include "study/treatment.h"
#include "trial.h"

enum { N = 33 }; /* doses above 0: 8 a decade from 0.01 to 100 */

static const char model[] =
    "model doses\n"
    "  unit time_unit = 3600 second;\n"
    "  species x, y; x = 1; y = 1; drug_D = 0; drug_E = 0; K = 0.3; h = 2; low = 0.1;\n"
    "  v: -> x; 5*(1 - x);\n"
    "  w: y -> ; 20*(1 + drug_D/(drug_D + 1))*y;\n"
    "  readout_r := 4*x*(low + (1 - low)/(1 + (drug_D/K)^h + drug_E/2));\n"
    "  readout_b := x*(1/(1 + (drug_D/0.1)^2) + 1/(1 + (10/(drug_D + 1e-30))^2));\n"
    "  readout_zero := drug_D;\n"
    "  readout_gone := 100*y;\n"
    "end\n";

struct fixture {
    char *folder;
    struct pl_context *context;
    struct pl_diags *diags;
    struct pl_treatment *panels[2];
    struct pl_ensemble *ensemble;
    double doses[N + 1];
    struct pl_dose_series series[2];
    size_t drugs[2];
    struct pl_measure measures[3];
    size_t n_measures;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    char *path = NULL;

    assert_non_null(f);
    gsl_set_error_handler_off();
    f->folder = test_make_folder();
    path = test_join(f->folder, "model.cells.tsv");
    test_write_file(path, "conditionId\tconditionName\tK\nweak\tweak\t3\n"
                          "strong\tstrong\t0.3\n");
    free(path);
    f->context = trial_load_text(f->folder, model);
    f->diags = pl_diags_create();
    for (size_t p = 0; p < 2; p++) {
        assert_int_equal(pl_treatment_create(f->context, f->diags, &f->panels[p]),
                         PL_OK);
        assert_int_equal(pl_treatment_choose_cell(f->panels[p],
                                                  p == 0 ? "strong" : "weak", f->diags),
                         PL_OK);
    }
    path = test_join(f->folder, "sets.tsv");
    test_write_file(path, "K\tweight\n0.1\t1\n0.2\t1\n0.4\t1\n1000\t1\n");
    assert_int_equal(pl_ensemble_read(f->context, path, f->diags, &f->ensemble), PL_OK);
    free(path);
    for (size_t i = 0; i < N; i++) {
        f->doses[i + 1] = pow(10.0, -2.0 + (double)i / 8.0);
    }
    f->series[0] = f->series[1] = (struct pl_dose_series){f->doses, N + 1};
    f->drugs[0] = pl_model_find(f->context->model, "drug_D");
    f->drugs[1] = pl_model_find(f->context->model, "drug_E");
    *state = f;
    return 0;
}

static void
forget_measures(struct fixture *f)
{
    for (size_t m = 0; m < f->n_measures; m++) {
        pl_measure_finish(&f->measures[m]);
    }
    f->n_measures = 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    forget_measures(f);
    pl_ensemble_destroy(f->ensemble);
    pl_treatment_destroy(f->panels[0]);
    pl_treatment_destroy(f->panels[1]);
    pl_diags_destroy(f->diags);
    pl_context_destroy(f->context);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

static void
read_measure(struct fixture *f, const char *text)
{
    assert_int_equal(
        pl_measure_parse(f->context, text, 48.0, f->diags, &f->measures[f->n_measures]),
        PL_OK);
    f->n_measures++;
}

static struct pl_dose_options
make_options(const struct fixture *f, size_t n_panels, size_t n_drugs, bool has_sets)
{
    return (struct pl_dose_options){
        .runs = {.run = {.sim = pl_sim_options_default(),
                         .duration = 48.0,
                         .equilibrate = PL_EQUILIBRATE_YES,
                         .ensemble = has_sets ? f->ensemble : NULL,
                         .n_threads = 1},
                 .panels = (const struct pl_treatment *const *)f->panels,
                 .n_panels = n_panels,
                 .drugs = f->drugs,
                 .n_drugs = n_drugs,
                 .measures = f->measures,
                 .n_measures = f->n_measures},
        .doses = f->series,
    };
}

/* The dose at which readout_r is half of its level at 0: 0.1 + 0.9 s = 0.5. */
static double
half_level(double K)
{
    return K * sqrt(0.9 / 0.4 - 1.0);
}

static void
test_curves_of_panels_and_drugs_are_closed_forms(void **state)
{
    struct fixture *f = *state;
    struct pl_dose dose = {0};
    struct pl_dose_options options;

    forget_measures(f);
    read_measure(f, "fold:readout_r@24h");
    read_measure(f, "readout_r");
    options = make_options(f, 2, 2, false);
    assert_int_equal(pl_dose_run(f->context, &options, f->diags, &dose), PL_OK);
    assert_messages(f->diags, "");
    for (size_t m = 0; m < 2; m++) {
        const struct pl_dose_place strong = {0, 0, m};
        const struct pl_dose_place weak = {1, 0, m};
        const struct pl_dose_place other = {1, 1, m};
        const double size = m == 0 ? 1.0 : 4.0;
        const struct pl_dose_curve *curve = pl_dose_curve_of(&dose, &strong, 0);

        assert_close(curve->at_zero, size, 1e-9, 0.0);
        assert_close(curve->ic50.dose, half_level(0.3), 1e-6, 0.0);
        assert_int_equal(curve->hill.state, PL_HILL_GOOD);
        assert_close(curve->hill.ec50, 0.3, 1e-6, 0.0);
        assert_close(curve->hill.h, 2.0, 1e-6, 0.0);
        assert_close(curve->hill.einf, 0.1 * size, 1e-6, 0.0);
        curve = pl_dose_curve_of(&dose, &weak, 0);
        assert_close(curve->ic50.dose, half_level(3.0), 1e-6, 0.0);
        curve = pl_dose_curve_of(&dose, &other, 0);
        assert_close(curve->ic50.dose, 2.0 * (0.9 / 0.4 - 1.0), 1e-6, 0.0);
        assert_close(curve->hill.h, 1.0, 1e-6, 0.0);
    }
    pl_dose_finish(&dose);
}

/* Each set is asked for its own doses; one does not come to half. */
static void
test_sets_have_curves_of_their_own(void **state)
{
    static const double K[] = {0.1, 0.2, 0.4};
    struct fixture *f = *state;
    const struct pl_dose_place place = {0, 0, 0};
    struct pl_dose dose = {0};
    struct pl_dose_options options;
    struct pl_dose_number number;
    struct pl_text text;

    forget_measures(f);
    read_measure(f, "fold:readout_r");
    options = make_options(f, 1, 1, true);
    assert_int_equal(pl_dose_run(f->context, &options, f->diags, &dose), PL_OK);
    for (size_t m = 0; m < 3; m++) {
        assert_close(pl_dose_curve_of(&dose, &place, m)->ic50.dose, half_level(K[m]),
                     1e-6, 0.0);
    }
    assert_int_equal(pl_dose_curve_of(&dose, &place, 3)->ic50.state, PL_DOSE_NONE);
    number = pl_dose_number_of(&dose, &place, PL_DOSE_IC50, 0);
    assert_int_equal(number.state, PL_DOSE_FOUND);
    assert_close(number.found, 0.75, 1e-12, 0.0);
    assert_close(number.band.median, half_level(0.2), 1e-6, 0.0);
    assert_close(number.band.low, half_level(0.1), 1e-6, 0.0);
    assert_close(number.band.high, half_level(0.4), 1e-6, 0.0);
    assert_close(pl_dose_share(&dose, &place, PL_DOSE_NO_EFFECT), 0.25, 1e-12, 0.0);
    pl_text_init(&text);
    pl_dose_put_number(&dose, &number, PL_DOSE_WHOLE, &text);
    assert_string_equal(pl_text_string(&text), "224 pM (112 pM – 447 pM), in 75 %");
    pl_text_finish(&text);
    pl_dose_put_number(&dose, &number, PL_DOSE_MEDIAN, &text);
    assert_string_equal(pl_text_string(&text), "224 pM");
    pl_text_finish(&text);
    pl_dose_put_number(&dose, &number, PL_DOSE_RANGE, &text);
    assert_string_equal(pl_text_string(&text), "112 pM – 447 pM, in 75 %");
    pl_text_finish(&text);
    pl_dose_finish(&dose);
}

static void
test_sentence_tells_of_phases(void **state)
{
    struct fixture *f = *state;
    const struct pl_dose_place down = {0, 0, 0};
    const struct pl_dose_place both = {0, 0, 1};
    struct pl_dose dose = {0};
    struct pl_dose_options options;
    struct pl_text text;

    forget_measures(f);
    read_measure(f, "fold:readout_r@24h");
    read_measure(f, "fold:readout_b");
    options = make_options(f, 1, 1, false);
    assert_int_equal(pl_dose_run(f->context, &options, f->diags, &dose), PL_OK);
    pl_text_init(&text);
    pl_dose_sentence(&dose, &down, &text);
    assert_string_equal(
        pl_text_string(&text),
        "D lowers readout_r at 24 h from 1.00 to 0.10 of untreated at 100 nM, half of "
        "that way "
        "at "
        "300 pM. It is at half of its level without the drug at 335 pM.");
    pl_text_finish(&text);
    pl_text_init(&text);
    pl_dose_sentence(&dose, &both, &text);
    assert_string_equal(
        pl_text_string(&text),
        "D lowers readout_b at 48 h from 1.00 to 0.02 of untreated at 1 nM, half of "
        "that "
        "way at 98.1 pM, then raises it to 0.99 at 100 nM, half of that way at 10.1 "
        "nM; it "
        "still rises there, so that its extreme and its half lie further on. It is at "
        "half of its level without the drug at 100 pM, and above half again from 10 nM "
        "on. It turns: no Hill curve is fitted.");
    pl_text_finish(&text);
    pl_dose_finish(&dose);
}

/* gone is exp(-20 t (1 + s)) of its level at 0: 0.14 after 0.1 h, and after 1 h 2e-9, which
 * is less than runs of rtol 1e-6 tell, and more than those of 1e-10. */
static void
test_a_level_that_is_gone_does_not_answer(void **state)
{
    struct fixture *f = *state;
    struct pl_dose dose = {0};
    struct pl_dose_options options;
    struct pl_text text;

    forget_measures(f);
    read_measure(f, "fold:readout_gone@1h");
    read_measure(f, "readout_gone@1h");
    read_measure(f, "readout_gone@0.1h");
    options = make_options(f, 1, 1, false);
    options.runs.run.equilibrate = PL_EQUILIBRATE_NO;
    assert_int_equal(pl_dose_run(f->context, &options, f->diags, &dose), PL_OK);
    for (size_t m = 0; m < 2; m++) {
        const struct pl_dose_place place = {0, 0, m};
        const struct pl_dose_curve *curve = pl_dose_curve_of(&dose, &place, 0);

        assert_int_equal(curve->shape, PL_DOSE_NO_EFFECT);
        assert_true(pl_dose_is_zero(&dose, &place));
        assert_close(curve->scale, m == 0 ? 1.0 : 100.0, 1e-12, 0.0);
        assert_int_equal(curve->hill.state, PL_HILL_FEW);
        assert_int_equal(pl_dose_number_of(&dose, &place, PL_DOSE_IC50, 0).state,
                         PL_DOSE_NONE);
        pl_text_init(&text);
        pl_dose_sentence(&dose, &place, &text);
        assert_string_equal(pl_text_string(&text),
                            "D does not move readout_gone at 1 h: it is practically 0 "
                            "at every dose, from 10 pM to 100 nM.");
        pl_text_finish(&text);
    }
    assert_int_equal(
        pl_dose_curve_of(&dose, &(struct pl_dose_place){0, 0, 2}, 0)->shape,
        PL_DOSE_MONOTONE);
    assert_close(pl_dose_curve_of(&dose, &(struct pl_dose_place){0, 0, 2}, 0)->at_zero,
                 100.0 * exp(-2.0), 1e-4, 0.0);
    pl_dose_finish(&dose);

    options.runs.run.sim.rtol = 1e-10;
    assert_int_equal(pl_dose_run(f->context, &options, f->diags, &dose), PL_OK);
    for (size_t m = 0; m < 2; m++) {
        const struct pl_dose_place place = {0, 0, m};
        const struct pl_dose_curve *curve = pl_dose_curve_of(&dose, &place, 0);

        assert_int_equal(curve->shape, PL_DOSE_MONOTONE);
        assert_false(pl_dose_is_zero(&dose, &place));
        assert_close(curve->at_zero, (m == 0 ? 1.0 : 100.0) * exp(-20.0), 0.01, 0.0);
        /* half is gone where 20 s is ln 2 */
        assert_close(curve->ic50.dose, log(2.0) / (20.0 - log(2.0)), 0.01, 0.0);
    }
    pl_dose_finish(&dose);
}

static void
test_frames_hold_curves_and_marks(void **state)
{
    struct fixture *f = *state;
    struct pl_dose dose = {0};
    struct pl_dose_options options;
    struct pl_frame *frame = NULL;

    forget_measures(f);
    read_measure(f, "fold:readout_r@24h");
    read_measure(f, "fold:readout_b");
    options = make_options(f, 2, 2, false);
    assert_int_equal(pl_dose_run(f->context, &options, f->diags, &dose), PL_OK);
    assert_int_equal(pl_dose_frame(&dose, false, f->diags, &frame), PL_OK);
    assert_int_equal(frame->n_rows, 2 * 2 * (N + 1));
    assert_int_equal(frame->n_columns, 3 + 2 * 2);
    assert_string_equal(frame->columns[2].name, "dose_nM");
    assert_string_equal(frame->columns[4].name, "fold:readout_r@24h_hill");
    assert_close(frame->columns[3].numbers[9],
                 0.1 + 0.9 / (1.0 + pow(f->doses[9] / 0.3, 2.0)), 1e-9, 0.0);
    assert_close(frame->columns[4].numbers[9], frame->columns[3].numbers[9], 1e-6, 0.0);
    assert_true(isnan(frame->columns[6].numbers[9]));
    pl_frame_destroy(frame);
    assert_int_equal(pl_dose_marks_frame(&dose, false, f->diags, &frame), PL_OK);
    /* of each cell: D on r, D on b in two phases, E on both */
    assert_int_equal(frame->n_rows, 2 * (1 + 2 + 1 + 1));
    assert_string_equal(frame->columns[pl_frame_find(frame, "shape")].texts[1],
                        "biphasic");
    assert_string_equal(frame->columns[pl_frame_find(frame, "hill")].texts[1],
                        "biphasic");
    assert_string_equal(frame->columns[pl_frame_find(frame, "hill")].texts[0], "good");
    assert_close(frame->columns[pl_frame_find(frame, "ic50_nM")].numbers[0],
                 half_level(0.3), 1e-6, 0.0);
    assert_close(frame->columns[pl_frame_find(frame, "to_dose_nM")].numbers[1], 1.0,
                 1e-4, 0.0);
    pl_frame_destroy(frame);
    pl_dose_finish(&dose);
}

/* A number that went nowhere is the same; one that there is not stays so. */
static void
assert_same_number(double got, double want)
{
    assert_true(got == want || (isnan(got) && isnan(want)));
}

/* Each set's numbers are those of its own curve. */
static void
test_frames_hold_each_set(void **state)
{
    struct fixture *f = *state;
    struct pl_dose dose = {0};
    struct pl_dose_options options;
    struct pl_frame *frame = NULL;
    const size_t n_sets = pl_ensemble_n(f->ensemble);

    forget_measures(f);
    read_measure(f, "fold:readout_r");
    options = make_options(f, 1, 1, true);
    assert_int_equal(pl_dose_run(f->context, &options, f->diags, &dose), PL_OK);
    assert_int_equal(pl_dose_marks_frame(&dose, true, f->diags, &frame), PL_OK);
    assert_int_equal(frame->n_rows, n_sets);
    for (size_t i = 0; i < n_sets; i++) {
        const struct pl_dose_place place = {0, 0, 0};
        const struct pl_dose_curve *curve = pl_dose_curve_of(&dose, &place, i);

        assert_string_equal(frame->columns[pl_frame_find(frame, "member")].texts[i],
                            pl_ensemble_name(f->ensemble, i));
        assert_string_equal(frame->columns[pl_frame_find(frame, "shape")].texts[i],
                            pl_dose_shape_word(curve->shape));
        assert_same_number(frame->columns[pl_frame_find(frame, "slope")].numbers[i],
                           curve->n_phases > 0 ? curve->phases[0].slope : (double)NAN);
        assert_same_number(frame->columns[pl_frame_find(frame, "emax")].numbers[i],
                           curve->emax.value);
        if (curve->ic50.state == PL_DOSE_FOUND) {
            assert_same_number(
                frame->columns[pl_frame_find(frame, "ic50_nM")].numbers[i],
                curve->ic50.dose);
        } else {
            assert_true(
                isnan(frame->columns[pl_frame_find(frame, "ic50_nM")].numbers[i]));
        }
    }
    pl_frame_destroy(frame);
    assert_int_equal(pl_dose_frame(&dose, true, f->diags, &frame), PL_OK);
    assert_int_equal(frame->n_rows, n_sets * (N + 1));
    for (size_t i = 0; i < frame->n_rows; i++) {
        assert_same_number(
            frame->columns[pl_frame_find(frame, "fold:readout_r")].numbers[i],
            dose.curves.values[dose.curves.first[i / (N + 1)] + i % (N + 1)]);
    }
    pl_frame_destroy(frame);
    pl_dose_finish(&dose);
}

static void
test_run_refuses_folds_of_nothing(void **state)
{
    struct fixture *f = *state;
    struct pl_dose dose = {0};
    struct pl_dose_options options;

    forget_measures(f);
    read_measure(f, "fold:readout_zero");
    options = make_options(f, 1, 1, false);
    assert_int_equal(pl_dose_run(f->context, &options, f->diags, &dose), PL_ERR_OPTION);
    assert_messages(f->diags,
                    "error: 'zero' is 0 before treatment: nothing is a fold of it\n"
                    "hint: its level: --readout level:zero\n");
    assert_null(dose.curves.curves);
    pl_diags_clear(f->diags);
}

static enum pl_status
run_once(void *context)
{
    const struct fixture *f = context;
    const struct pl_dose_options options = make_options(f, 1, 1, false);
    struct pl_dose dose = {0};
    struct pl_frame *frame = NULL;
    struct pl_diags *diags = pl_diags_create();
    enum pl_status status = PL_ERR_NOMEM;

    if (diags != NULL) {
        status = pl_dose_run(f->context, &options, diags, &dose);
    }
    if (status == PL_OK) {
        status = pl_dose_marks_frame(&dose, false, diags, &frame);
    }
    pl_frame_destroy(frame);
    pl_dose_finish(&dose);
    pl_diags_destroy(diags);
    return status;
}

static void
test_run_survives_no_memory(void **state)
{
    struct fixture *f = *state;

    forget_measures(f);
    read_measure(f, "fold:readout_r");
    f->series[0].n = 9;
    assert_survives_no_memory(run_once, f);
    f->series[0].n = N + 1;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_curves_of_panels_and_drugs_are_closed_forms),
        cmocka_unit_test(test_sets_have_curves_of_their_own),
        cmocka_unit_test(test_sentence_tells_of_phases),
        cmocka_unit_test(test_a_level_that_is_gone_does_not_answer),
        cmocka_unit_test(test_frames_hold_curves_and_marks),
        cmocka_unit_test(test_frames_hold_each_set),
        cmocka_unit_test(test_run_refuses_folds_of_nothing),
        cmocka_unit_test(test_run_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
