/*
 * test_sensitivity.c - sensitivities of models, against closed forms.
 *
 * x decays from 10 at k: of x at time t the elasticity to k is - k t. s = a + 2 b has the
 * elasticities a/s and 2 b/s; over equal ranges b has 4/5 of the variance. r is a fold of
 * (1 + A/10)^h under a nM of A.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "analysis/sensitivity.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "study/context.h"
#include "study/factor.h"
#include "study/measure.h"
#include "study/treatment.h"
#include "trial.h"

static const char model[] =
    "model decay\n"
    "  species x; x = 10; k = 0.25; a = 3; b = 1; zero = 0; drug_A = 0; h = 2;\n"
    "  twice := 2*k; late = twice;\n"
    "  J: x -> ; k*x;\n"
    "  s := a + 2*b + zero*k;\n"
    "  r := (1 + drug_A/10)^h; nothing := drug_A*x;\n"
    "  readout_x := x; readout_s := s; readout_r := r; readout_n := nothing;\n"
    "  readout_x is \"X\"; readout_s is \"sum\"; readout_r is \"rise\";\n"
    "end\n";

enum { MOST = 4 };

struct fixture {
    char *folder;
    struct pl_context *context;
    struct pl_treatment *treatment;
    const struct pl_treatment *panels[1];
    struct pl_factor factors[MOST];
    struct pl_measure measures[MOST];
    struct pl_ensemble *ensemble;
    struct pl_sensitivity_options options;
    struct pl_sensitivity found;
    struct pl_diags *diags;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    gsl_set_error_handler_off();
    f->folder = test_make_folder();
    f->context = trial_load_text(f->folder, model);
    f->diags = pl_diags_create();
    assert_non_null(f->diags);
    assert_int_equal(pl_treatment_create(f->context, NULL, &f->treatment), PL_OK);
    f->panels[0] = f->treatment;
    f->options = (struct pl_sensitivity_options){
        .run = {.sim = pl_sim_options_default(),
                .duration = 8.0,
                .equilibrate = PL_EQUILIBRATE_NO},
        .panels = f->panels,
        .n_panels = 1,
        .factors = f->factors,
        .measures = f->measures,
        .n_levels = 4,
        .n_samples = 512,
        .seed = 1,
        .n_resamples = 100,
        .level = 0.95,
    };
    f->options.run.sim.rtol = 1e-10;
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    for (int i = 0; i < MOST; i++) {
        pl_factor_finish(&f->factors[i]);
        pl_measure_finish(&f->measures[i]);
    }
    pl_sensitivity_finish(&f->found);
    pl_ensemble_destroy(f->ensemble);
    pl_treatment_destroy(f->treatment);
    pl_diags_destroy(f->diags);
    pl_context_destroy(f->context);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

static void
vary(struct fixture *f, const char *text)
{
    assert_int_equal(
        pl_factor_parse(f->context, text, NULL, &f->factors[f->options.n_factors++]),
        PL_OK);
}

static void
read_off(struct fixture *f, const char *text)
{
    assert_int_equal(pl_measure_parse(f->context, text, f->options.run.duration, NULL,
                                      &f->measures[f->options.n_measures++]),
                     PL_OK);
}

static void
treat(struct fixture *f, const char *text)
{
    assert_int_equal(pl_treatment_add_list(f->treatment, text, NULL), PL_OK);
}

static void
run(struct fixture *f)
{
    const enum pl_status status =
        pl_sensitivity_run(f->context, &f->options, f->diags, &f->found);

    assert_messages(f->diags, "");
    assert_int_equal(status, PL_OK);
}

static void
refuse(struct fixture *f, enum pl_status status, const char *messages)
{
    assert_int_equal(pl_sensitivity_run(f->context, &f->options, f->diags, &f->found),
                     status);
    assert_messages(f->diags, messages);
    assert_null(f->found.numbers);
}

static double
number(const struct fixture *f, size_t measure, size_t factor,
       enum pl_sensitivity_number which)
{
    return pl_sensitivity_number(&f->found, 0, 0, measure, factor, which);
}

static void
assert_sentence(const struct fixture *f, size_t measure, const char *want)
{
    struct pl_text text;

    pl_text_init(&text);
    pl_sensitivity_sentence(&f->found, 0, measure, &text);
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
}

static void
assert_columns(const struct fixture *f, const char *want)
{
    struct pl_frame *frame = NULL;
    struct pl_text names;

    pl_text_init(&names);
    assert_int_equal(pl_sensitivity_frame(&f->found, false, NULL, &frame), PL_OK);
    for (size_t c = 0; c < frame->n_columns; c++) {
        pl_text_format(&names, "%s%s", c > 0 ? " " : "", frame->columns[c].name);
    }
    assert_string_equal(pl_text_string(&names), want);
    assert_int_equal(frame->n_rows, f->options.n_measures * f->options.n_factors);
    pl_text_finish(&names);
    pl_frame_destroy(frame);
}

static void
test_local_is_exact(void **state)
{
    struct fixture *f = *state;

    vary(f, "a");
    vary(f, "k");
    vary(f, "b");
    read_off(f, "x@8");
    read_off(f, "s");
    read_off(f, "auc:x@8");
    run(f);
    assert_close(number(f, 0, 1, PL_SENSITIVITY_ELASTICITY), -2.0, 1e-6, 0.0);
    assert_true(number(f, 0, 1, PL_SENSITIVITY_ERROR) < 1e-6);
    assert_close(number(f, 0, 1, PL_SENSITIVITY_DERIVATIVE), -80.0 * exp(-2.0), 1e-6,
                 0.0);
    assert_close(number(f, 0, 0, PL_SENSITIVITY_ELASTICITY), 0.0, 0.0, 0.0);
    assert_close(number(f, 1, 0, PL_SENSITIVITY_ELASTICITY), 0.6, 1e-9, 0.0);
    assert_close(number(f, 1, 2, PL_SENSITIVITY_ELASTICITY), 0.4, 1e-9, 0.0);
    /* 10/k (1 - e^(-k t)): k t e^(-k t) / (1 - e^(-k t)) - 1 */
    assert_close(number(f, 2, 1, PL_SENSITIVITY_ELASTICITY),
                 2.0 * exp(-2.0) / (1.0 - exp(-2.0)) - 1.0, 1e-6, 0.0);
    assert_close(f->found.outputs[0], 10.0 * exp(-2.0), 1e-8, 0.0);
    assert_int_equal(f->found.order[0], 1);     /* of x: k first */
    assert_int_equal(f->found.order[3 + 0], 0); /* of s: a, then b */
    assert_int_equal(f->found.order[3 + 1], 2);
    assert_columns(f, "cell variant readout parameter rank value elasticity "
                      "elasticity_error derivative derivative_error");
    assert_sentence(f, 0,
                    "X at 8 follows k (-2 %) for 1 % more of each; 1 of 3 have an "
                    "elasticity of 0.1 or more in size.");
    assert_sentence(
        f, 1,
        "sum at 8 follows a (+0.6 %), then b (+0.4 %) for 1 % more of each; "
        "2 of 3 have an elasticity of 0.1 or more in size.");
}

static void
test_local_tells_derivatives_at_zero(void **state)
{
    struct fixture *f = *state;

    vary(f, "zero");
    vary(f, "a");
    read_off(f, "s");
    run(f);
    assert_true(isnan(number(f, 0, 0, PL_SENSITIVITY_ELASTICITY)));
    assert_close(number(f, 0, 0, PL_SENSITIVITY_DERIVATIVE), 0.25, 1e-9, 0.0);
    assert_int_equal(f->found.order[0], 1); /* what has none comes last */
    assert_sentence(f, 0,
                    "sum at 8 follows a (+0.6 %) for 1 % more of each; 1 of 2 have an "
                    "elasticity of 0.1 or more in size. 1 without an elasticity: at 0, "
                    "or in runs that failed; the derivative is told.");
}

static void
test_local_asks_where_each_set_stands(void **state)
{
    struct fixture *f = *state;
    char *path = test_join(f->folder, "sets.tsv");

    test_write_file(path, "k\tb\n0.25\t1\n0.5\t6\n");
    assert_int_equal(pl_ensemble_read(f->context, path, NULL, &f->ensemble), PL_OK);
    free(path);
    f->options.ensemble = f->ensemble;
    vary(f, "k");
    vary(f, "a");
    read_off(f, "x@8");
    read_off(f, "s");
    run(f);
    assert_close(number(f, 0, 0, PL_SENSITIVITY_ELASTICITY), -2.0, 1e-6, 0.0);
    assert_close(
        pl_sensitivity_number(&f->found, 0, 1, 0, 0, PL_SENSITIVITY_ELASTICITY), -4.0,
        1e-6, 0.0);
    /* b is the set's, though it does not vary: a / (a + 2 b) */
    assert_close(number(f, 1, 1, PL_SENSITIVITY_ELASTICITY), 0.6, 1e-9, 0.0);
    assert_close(
        pl_sensitivity_number(&f->found, 0, 1, 1, 1, PL_SENSITIVITY_ELASTICITY), 0.2,
        1e-9, 0.0);
    assert_close(
        pl_sensitivity_band(&f->found, 0, 0, 0, PL_SENSITIVITY_ELASTICITY).median, -3.0,
        1e-6, 0.0);
    assert_columns(f, "cell variant readout parameter rank value_median value_p05 "
                      "value_p95 elasticity_median elasticity_p05 elasticity_p95 "
                      "derivative_median derivative_p05 derivative_p95");
}

static void
test_sobol_shares_the_variance(void **state)
{
    struct fixture *f = *state;

    f->options.method = PL_SENSITIVITY_SOBOL;
    vary(f, "a=0..1");
    vary(f, "b=0..1");
    vary(f, "k=0.1..1:log");
    read_off(f, "s");
    run(f);
    assert_int_equal(f->found.n_runs, 512 * 5);
    assert_int_equal(pl_sensitivity_n_runs(&f->options), 512 * 5);
    assert_close(number(f, 0, 0, PL_SENSITIVITY_FIRST), 0.2, 0.0, 0.005);
    assert_close(number(f, 0, 1, PL_SENSITIVITY_FIRST), 0.8, 0.0, 0.005);
    assert_close(number(f, 0, 1, PL_SENSITIVITY_TOTAL), 0.8, 0.0, 0.005);
    assert_close(number(f, 0, 2, PL_SENSITIVITY_TOTAL), 0.0, 0.0, 0.0);
    assert_close(f->found.outputs[0], 1.5, 1e-3, 0.0);
    assert_close(f->found.deviations[0], sqrt(5.0 / 12.0), 1e-3, 0.0);
    assert_int_equal(f->found.order[0], 1);
    assert_columns(f, "cell variant readout parameter rank low high scale S1 S1_low "
                      "S1_high ST ST_low ST_high");
}

/* All of the variance is made alone: 4 points tell otherwise. */
static void
test_sobol_tells_of_too_few_samples(void **state)
{
    struct fixture *f = *state;

    f->options.method = PL_SENSITIVITY_SOBOL;
    f->options.n_samples = 4;
    f->options.n_resamples = 0;
    vary(f, "a=0..1");
    vary(f, "b=0..1");
    read_off(f, "s");
    run(f);
    assert_close(f->found.sums[0],
                 number(f, 0, 0, PL_SENSITIVITY_FIRST) +
                     number(f, 0, 1, PL_SENSITIVITY_FIRST),
                 0.0, 1e-15);
    assert_sentence(f, 0,
                    "sum at 8: b takes part in 62 % of the variance, the most of all, "
                    "and makes 65 % alone. Each alone, all of them make 80 %; 2 of 2 "
                    "have a total index of 0.01 or more. Too few samples: b makes more "
                    "alone (65 %) than in total (62 %); --samples 16 asks for more.");
}

static void
test_morris_finds_effects_over_ranges(void **state)
{
    struct fixture *f = *state;

    f->options.method = PL_SENSITIVITY_MORRIS;
    f->options.n_samples = 10;
    vary(f, "a=1..3");
    vary(f, "b=1..5");
    read_off(f, "s");
    run(f);
    assert_int_equal(f->found.n_runs, 10 * 3);
    assert_close(number(f, 0, 0, PL_SENSITIVITY_MU_STAR), 2.0, 1e-12, 0.0);
    assert_close(number(f, 0, 1, PL_SENSITIVITY_MU), 8.0, 1e-12, 0.0);
    assert_close(number(f, 0, 1, PL_SENSITIVITY_SIGMA), 0.0, 0.0, 1e-12);
    assert_columns(f, "cell variant readout parameter rank low high scale mu_star "
                      "mu_star_low mu_star_high mu sigma");
    assert_sentence(
        f, 0,
        "sum at 8 changes most with b (8), then a (2), as mu*: so much over "
        "the whole range, in the mean. 2 of 2 have a tenth of the largest "
        "mu* or more; of these 0 act otherwise at other places (sigma above "
        "half of mu*).");
}

/* (1 + 10/10)^h at h = 2: h ln 2 */
static void
test_folds_have_elasticities(void **state)
{
    struct fixture *f = *state;

    treat(f, "drug A=10nM");
    vary(f, "h");
    read_off(f, "fold:r@4");
    run(f);
    assert_close(number(f, 0, 0, PL_SENSITIVITY_ELASTICITY), 2.0 * log(2.0), 1e-8, 0.0);
    assert_sentence(f, 0,
                    "Fold of rise at 4 follows h (+1.4 %) for 1 % more of each; 1 of 1 "
                    "have an elasticity of 0.1 or more in size.");
}

static void
test_run_reports_what_cannot_be(void **state)
{
    struct fixture *f = *state;

    treat(f, "drug A=10nM");
    vary(f, "h");
    read_off(f, "fold:n@4");
    refuse(f, PL_ERR_OPTION,
           "error: fold:n@4: there is no fold: the untreated level is 0\n"
           "hint: ask for the level itself: --readout without 'fold:'\n");
    pl_diags_clear(f->diags);
    f->options.method = PL_SENSITIVITY_SOBOL;
    refuse(f, PL_ERR_OPTION,
           "error: 'h' has no range: it is in no row of the model's table of "
           "parameters\n"
           "hint: write --vary h=LO..HI:log\n");
    pl_diags_clear(f->diags);
    f->options.method = PL_SENSITIVITY_LOCAL;
    vary(f, "late");
    refuse(f, PL_ERR_OPTION,
           "error: 'late' has no number of its own to vary around\n"
           "hint: give it one: --set late=VALUE, or leave it out\n");
    pl_diags_clear(f->diags);
    vary(f, "h=1..2");
    refuse(f, PL_ERR_OPTION, "error: 'h' varies twice: h and h=1..2\n");
}

static void
test_run_refuses_an_elasticity_to_no_dose(void **state)
{
    struct fixture *f = *state;

    vary(f, "h");
    vary(f, "A");
    read_off(f, "r@4");
    refuse(f, PL_ERR_OPTION,
           "error: A: its dose is 0, where there is no elasticity\n"
           "hint: a range is asked by --method morris or sobol: --vary "
           "A=0.1nM..100nM\n");
    pl_diags_clear(f->diags);
    treat(f, "drug A=10nM");
    refuse(f, PL_ERR_OPTION,
           "error: 'drug_A' is varied (A), and set too (A=10nM)\n"
           "hint: leave out A=10nM: a range is asked by --method morris or sobol: "
           "--vary A=0.1nM..100nM\n");
    pl_diags_clear(f->diags);
    treat(f, "set h=3");
    f->options.method = PL_SENSITIVITY_MORRIS;
    refuse(f, PL_ERR_OPTION,
           "error: 'h' is varied (h), and set too (h=3)\n"
           "hint: leave out h=3, or vary something else\n");
}

static bool
stop_at_once(void *context)
{
    (void)context;
    return true;
}

static void
test_run_can_be_stopped(void **state)
{
    struct fixture *f = *state;

    f->options.method = PL_SENSITIVITY_SOBOL;
    f->options.n_samples = 4096;
    f->options.run.sim.stop = stop_at_once;
    vary(f, "k=0.1..1:log");
    read_off(f, "x@8");
    refuse(f, PL_ERR_STOPPED, "");
}

static enum pl_status
run_once(void *context)
{
    struct fixture *f = context;
    struct pl_frame *frame = NULL;
    enum pl_status status =
        pl_sensitivity_run(f->context, &f->options, NULL, &f->found);

    if (status == PL_OK) {
        status = pl_sensitivity_frame(&f->found, false, NULL, &frame);
    }
    pl_frame_destroy(frame);
    pl_sensitivity_finish(&f->found);
    return status;
}

static void
test_run_survives_no_memory(void **state)
{
    struct fixture *f = *state;

    f->options.n_samples = 2;
    f->options.n_resamples = 2;
    f->options.n_candidates = 4;
    f->options.run.n_threads = 1;
    vary(f, "k=0.1..1:log");
    vary(f, "b=1..5");
    read_off(f, "s");
    for (int method = PL_SENSITIVITY_LOCAL; method <= PL_SENSITIVITY_SOBOL; method++) {
        f->options.method = (enum pl_sensitivity_method)method;
        assert_survives_no_memory(run_once, f);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_local_is_exact, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_local_tells_derivatives_at_zero, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_local_asks_where_each_set_stands, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_sobol_shares_the_variance, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_sobol_tells_of_too_few_samples, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_morris_finds_effects_over_ranges, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_folds_have_elasticities, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_run_reports_what_cannot_be, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_run_refuses_an_elasticity_to_no_dose,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_run_can_be_stopped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_run_survives_no_memory, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
