/*
 * test_snapshot.c - the whole network at one moment, with and without its treatment.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "base/diag.h"
#include "model/model.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/snapshot.h"
#include "study/treatment.h"
#include "trial.h"

/* A falls at k: it has no rest but 0, and starts at 8. */
static const char decay[] = "A = 8; k = 0.5; A' = -k*A; R := 2*A + time;\n";

struct fixture {
    char *folder;
    struct pl_context *context;
    struct pl_treatment *treatment;
    struct pl_diags *diags;
    struct pl_snapshot snapshot;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    gsl_set_error_handler_off();
    f->folder = test_make_folder();
    f->context = trial_load_text(f->folder, decay);
    f->diags = pl_diags_create();
    assert_int_equal(pl_treatment_create(f->context, NULL, &f->treatment), PL_OK);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    pl_snapshot_finish(&f->snapshot);
    pl_treatment_destroy(f->treatment);
    pl_context_destroy(f->context);
    pl_diags_destroy(f->diags);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

static struct pl_snapshot_options
options_at(double time)
{
    struct pl_snapshot_options options = {
        .sim = pl_sim_options_default(), .duration = 4.0, .time = time};

    options.sim.rtol = 1e-9;
    return options;
}

static double
now(const struct fixture *f, size_t member, const char *name)
{
    return pl_snapshot_now(&f->snapshot,
                           member)[pl_model_find(f->context->model, name)];
}

static double
before(const struct fixture *f, size_t member, const char *name, double *time)
{
    return pl_snapshot_untreated(&f->snapshot, member,
                                 time)[pl_model_find(f->context->model, name)];
}

static void
test_take_has_every_symbol_at_the_moment(void **state)
{
    struct fixture *f = *state;
    const struct pl_snapshot_options options = options_at(2.0);
    double time = -1.0;

    assert_int_equal(
        pl_snapshot_take(f->context, f->treatment, &options, f->diags, &f->snapshot),
        PL_OK);
    assert_false(f->snapshot.treated);
    assert_false(f->snapshot.rested);
    assert_int_equal(f->snapshot.n_members, 1);
    assert_null(f->snapshot.weights);
    assert_close(now(f, 0, "A"), 8.0 * exp(-1.0), 1e-7, 0.0);
    assert_close(now(f, 0, "R"), 16.0 * exp(-1.0) + 2.0, 1e-7, 0.0);
    assert_close(now(f, 0, "k"), 0.5, 0.0, 0.0);
    assert_close(before(f, 0, "A", &time), 8.0, 0.0, 0.0); /* where the run began */
    assert_close(time, 0.0, 0.0, 0.0);
}

static void
test_take_compares_with_the_same_moment_without_rest(void **state)
{
    struct fixture *f = *state;
    struct pl_snapshot_options options = options_at(2.0);
    double time = -1.0;

    options.equilibrate = PL_EQUILIBRATE_NO;
    assert_int_equal(
        pl_treatment_add_list(f->treatment, "set A=4@1, set k=0.25@0", NULL), PL_OK);
    assert_int_equal(
        pl_snapshot_take(f->context, f->treatment, &options, f->diags, &f->snapshot),
        PL_OK);
    assert_true(f->snapshot.treated);
    assert_close(now(f, 0, "A"), 4.0 * exp(-0.25), 1e-7, 0.0);
    assert_close(before(f, 0, "A", &time), 8.0 * exp(-1.0), 1e-7, 0.0);
    assert_close(before(f, 0, "k", NULL), 0.5, 0.0, 0.0);
    assert_close(time, 2.0, 0.0, 0.0);
}

static void
test_take_goes_through_an_ensemble(void **state)
{
    struct fixture *f = *state;
    struct pl_snapshot_options options = options_at(2.0);
    struct pl_ensemble *ensemble = NULL;
    double *levels = NULL;
    double *folds = NULL;
    char *path = test_join(f->folder, "sets.tsv");

    test_write_file(path, "k\tweight\n0.5\t3\n1\t1\n");
    assert_int_equal(pl_ensemble_read(f->context, path, f->diags, &ensemble), PL_OK);
    options.ensemble = ensemble;
    options.equilibrate = PL_EQUILIBRATE_NO;
    assert_int_equal(pl_treatment_add_list(f->treatment, "set A=4@0", NULL), PL_OK);
    assert_int_equal(
        pl_snapshot_take(f->context, f->treatment, &options, f->diags, &f->snapshot),
        PL_OK);
    assert_int_equal(f->snapshot.n_members, 2);
    assert_close(f->snapshot.weights[0], 0.75, 1e-15, 0.0);
    assert_close(now(f, 0, "A"), 4.0 * exp(-1.0), 1e-7, 0.0);
    assert_close(now(f, 1, "A"), 4.0 * exp(-2.0), 1e-7, 0.0);
    assert_close(before(f, 1, "A", NULL), 8.0 * exp(-2.0), 1e-7, 0.0);
    /* Three quarters of the weight at 0.375, one at 0.875 of it: half is between. */
    levels = calloc(f->snapshot.n_symbols, sizeof *levels);
    folds = calloc(f->snapshot.n_symbols, sizeof *folds);
    assert_int_equal(pl_snapshot_first(&f->snapshot), 0);
    assert_int_equal(pl_snapshot_medians(&f->snapshot, f->diags, levels, folds), PL_OK);
    assert_close(levels[pl_model_find(f->context->model, "k")], 0.5 + 0.25 * 0.5, 1e-12,
                 0.0);
    assert_close(folds[pl_model_find(f->context->model, "A")], 0.5, 1e-7, 0.0);
    free(levels);
    free(folds);
    pl_ensemble_destroy(ensemble);
    free(path);
}

static void
test_take_refuses_what_a_run_refuses(void **state)
{
    struct fixture *f = *state;
    struct pl_snapshot_options options = options_at(2.0);

    options.sim.rtol = 2.0;
    assert_int_equal(
        pl_snapshot_take(f->context, f->treatment, &options, f->diags, &f->snapshot),
        PL_ERR_OPTION);
    assert_int_equal(f->snapshot.n_symbols, 0);
    assert_null(f->snapshot.arms.values);
}

int
main(void)
{
#define WITH_MODEL(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_MODEL(test_take_has_every_symbol_at_the_moment),
        WITH_MODEL(test_take_compares_with_the_same_moment_without_rest),
        WITH_MODEL(test_take_goes_through_an_ensemble),
        WITH_MODEL(test_take_refuses_what_a_run_refuses),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
