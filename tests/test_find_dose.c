/*
 * test_find_dose.c - least doses in a model whose readouts are closed forms of the dose.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "analysis/find_dose.h"
#include "analysis/limit.h"
#include "base/diag.h"
#include "model/model.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/treatment.h"
#include "trial.h"

enum { N = 33 }; /* doses above 0: 8 a decade from 0.1 to 1000 */

static const char model[] =
    "model doses\n"
    "  unit time_unit = 3600 second;\n"
    "  species x; x = 1; drug_A = 0; drug_B = 0; K = 10; L = 40;\n"
    "  v: -> x; 5*(1 - x);\n"
    "  readout_r := x/(1 + drug_A/K);\n"
    "  readout_q := drug_B*L;\n"
    "  readout_p := 1 + 4*x*(drug_A/5)^2/(1 + (drug_A/5)^2)^2;\n"
    "  readout_none := drug_A;\n"
    "end\n";

struct fixture {
    char *folder;
    struct pl_context *context;
    struct pl_diags *diags;
    struct pl_treatment *panels[2];
    struct pl_ensemble *ensemble;
    double doses[N + 1];
    size_t drug;
    struct pl_limit limits[2];
    size_t n_limits;
};

static void
write_beside(const struct fixture *f, const char *name, const char *text)
{
    char *path = test_join(f->folder, name);

    test_write_file(path, text);
    free(path);
}

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    char *path = NULL;

    assert_non_null(f);
    gsl_set_error_handler_off();
    f->folder = test_make_folder();
    write_beside(f, "model.cells.tsv",
                 "conditionId\tconditionName\tK\nweak\tweak\t30\nstrong\tstrong\t10\n");
    write_beside(f, "model.drugs.tsv", "drugId\tpotencyParameter\nA\tK;L\nB\t\n");
    write_beside(f, "sets.tsv", "K\n5\n10\n1e6\n");
    f->context = trial_load_text(f->folder, model);
    f->diags = pl_diags_create();
    assert_non_null(f->diags);
    for (size_t p = 0; p < 2; p++) {
        assert_int_equal(pl_treatment_create(f->context, f->diags, &f->panels[p]),
                         PL_OK);
        assert_int_equal(pl_treatment_choose_cell(f->panels[p],
                                                  p == 0 ? "strong" : "weak", f->diags),
                         PL_OK);
    }
    path = test_join(f->folder, "sets.tsv");
    assert_int_equal(pl_ensemble_read(f->context, path, f->diags, &f->ensemble), PL_OK);
    free(path);
    for (size_t i = 0; i < N; i++) {
        f->doses[i + 1] = pow(10.0, -1.0 + (double)i / 8.0);
    }
    f->drug = pl_model_find(f->context->model, "drug_A");
    *state = f;
    return 0;
}

static void
forget_limits(struct fixture *f)
{
    for (size_t l = 0; l < f->n_limits; l++) {
        pl_limit_finish(&f->limits[l]);
    }
    f->n_limits = 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    forget_limits(f);
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
read_limit(struct fixture *f, const char *text)
{
    assert_int_equal(
        pl_limit_parse(f->context, text, 48.0, f->diags, &f->limits[f->n_limits]),
        PL_OK);
    f->n_limits++;
}

static struct pl_find_dose_options
make_options(const struct fixture *f, size_t n_panels, bool has_sets)
{
    return (struct pl_find_dose_options){
        .runs = {.run = {.sim = pl_sim_options_default(),
                         .duration = 48.0,
                         .equilibrate = PL_EQUILIBRATE_YES,
                         .ensemble = has_sets ? f->ensemble : NULL,
                         .n_threads = 1},
                 .panels = (const struct pl_treatment *const *)f->panels,
                 .n_panels = n_panels,
                 .drugs = &f->drug,
                 .n_drugs = 1},
        .doses = {f->doses, N + 1},
        .limits = f->limits,
        .n_limits = f->n_limits,
    };
}

/* 1/(1 + A/K) is 0.2 at A = 4 K. */
static void
test_run_answers_in_every_panel(void **state)
{
    struct fixture *f = *state;
    struct pl_find_dose find = {0};
    struct pl_find_dose_options options;

    forget_limits(f);
    read_limit(f, "fold:r@24h<=0.2");
    options = make_options(f, 2, false);
    assert_int_equal(pl_find_dose_run(f->context, &options, f->diags, &find), PL_OK);
    for (size_t p = 0; p < 2; p++) {
        assert_int_equal(find.answers[p].kind, PL_LEAST_FOUND);
        assert_close(find.answers[p].dose, p == 0 ? 40.0 : 120.0, 2e-6, 0.0);
        assert_true(isinf(find.answers[p].until));
        assert_true(find.values[p] <= 0.2);
        assert_close(find.values[p], 0.2, 2e-6, 0.0);
    }
    pl_find_dose_finish(&find);
}

/* Both hold where the bump of p does, 5/sqrt(3) to 5 sqrt(3), and r is below 0.7. */
static void
test_run_keeps_to_all_limits(void **state)
{
    struct fixture *f = *state;
    struct pl_find_dose find = {0};
    struct pl_find_dose_options options;

    forget_limits(f);
    read_limit(f, "p>=1.75");
    read_limit(f, "r<0.7");
    options = make_options(f, 1, false);
    assert_int_equal(pl_find_dose_run(f->context, &options, f->diags, &find), PL_OK);
    assert_int_equal(find.answers[0].kind, PL_LEAST_FOUND);
    assert_close(find.answers[0].dose, 10.0 * (1.0 / 0.7 - 1.0), 2e-6, 0.0);
    assert_close(find.answers[0].until, 5.0 * sqrt(3.0), 2e-6, 0.0);
    assert_close(find.values[1], 0.7, 2e-6, 0.0);
    assert_true(find.values[1] < 0.7);
    pl_find_dose_finish(&find);
}

static void
test_run_answers_in_every_set(void **state)
{
    struct fixture *f = *state;
    struct pl_find_dose find = {0};
    struct pl_find_dose_options options;

    forget_limits(f);
    read_limit(f, "r<=0.2");
    options = make_options(f, 1, true);
    assert_int_equal(pl_find_dose_run(f->context, &options, f->diags, &find), PL_OK);
    assert_int_equal(find.runs.n_members, 3);
    assert_close(find.answers[0].dose, 20.0, 2e-6, 0.0);
    assert_close(find.answers[1].dose, 40.0, 2e-6, 0.0);
    assert_int_equal(find.answers[2].kind, PL_LEAST_NONE);
    assert_close(find.answers[2].nearest, 1000.0, 1e-12, 0.0);
    assert_close(find.values[2], 1.0 / 1.001, 1e-6, 0.0);
    pl_find_dose_finish(&find);
}

static void
test_run_refuses_folds_of_nothing(void **state)
{
    struct fixture *f = *state;
    struct pl_find_dose find = {0};
    struct pl_find_dose_options options;
    struct pl_diags *diags = pl_diags_create();

    assert_non_null(diags);
    forget_limits(f);
    read_limit(f, "fold:none>2");
    options = make_options(f, 1, false);
    assert_int_equal(pl_find_dose_run(f->context, &options, diags, &find),
                     PL_ERR_OPTION);
    assert_messages(diags,
                    "error: 'none' is 0 before treatment: nothing is a fold of it\n"
                    "hint: its level: without \"fold:\"\n");
    assert_null(find.answers);
    pl_diags_destroy(diags);
}

static void
test_margin_is_a_part_of_the_bound(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *text;
        double value, margin;
    } rows[] = {
        {"r<=2", 1.0, 0.5},     {"r<=2", 3.0, -0.5},   {"r>=2", 3.0, 0.5},
        {"r>=-4", -5.0, -0.25}, {"r>0", 0.25, 0.25},   {"r<=2", 2.0, 0.0},
        {"r<2", 2.0, -1e-300},  {"r>2", 2.0, -1e-300}, {"time-to-max:r<=4h", 3.0, 0.25},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        forget_limits(f);
        read_limit(f, rows[i].text);
        assert_close(pl_limit_margin(&f->limits[0], f->context, rows[i].value),
                     rows[i].margin, 0.0, 0.0);
    }
    assert_true(isnan(pl_limit_margin(&f->limits[0], f->context, (double)NAN)));
}

static void
test_potency_is_that_of_the_cell(void **state)
{
    struct fixture *f = *state;
    double low = 0.0;
    double high = 0.0;

    assert_int_equal(
        pl_find_potency(f->context, f->panels[1], f->drug, f->diags, &low, &high),
        PL_OK);
    assert_close(low, 30.0, 0.0, 0.0);
    assert_close(high, 40.0, 0.0, 0.0);
    assert_int_equal(pl_find_potency(f->context, f->panels[1],
                                     pl_model_find(f->context->model, "drug_B"),
                                     f->diags, &low, &high),
                     PL_OK);
    assert_true(isinf(low));
    assert_close(high, 0.0, 0.0, 0.0);
}

static enum pl_status
run_once(void *context)
{
    struct fixture *f = context;
    struct pl_diags *diags = pl_diags_create();
    const struct pl_find_dose_options options = make_options(f, 1, false);
    struct pl_find_dose find = {0};
    enum pl_status status = diags != NULL ? PL_OK : PL_ERR_NOMEM;

    if (status == PL_OK) {
        status = pl_find_dose_run(f->context, &options, diags, &find);
    }
    pl_find_dose_finish(&find);
    pl_diags_destroy(diags);
    return status;
}

static void
test_run_survives_no_memory(void **state)
{
    struct fixture *f = *state;

    forget_limits(f);
    read_limit(f, "r<=0.2");
    assert_survives_no_memory(run_once, f);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run_answers_in_every_panel),
        cmocka_unit_test(test_run_keeps_to_all_limits),
        cmocka_unit_test(test_run_answers_in_every_set),
        cmocka_unit_test(test_run_refuses_folds_of_nothing),
        cmocka_unit_test(test_margin_is_a_part_of_the_bound),
        cmocka_unit_test(test_potency_is_that_of_the_cell),
        cmocka_unit_test(test_run_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
