/*
 * test_ensemble.c - parameter sets from a table, and the bands that they give.
 */
#include "testlib.h"

#include "base/diag.h"
#include "base/text.h"
#include "compile/program.h"
#include "model/model.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/treatment.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

struct fixture {
    char *folder;
    char *path; /* "<folder>/sets.tsv" */
    struct pl_context *her2;
    struct pl_diags *diags;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->folder = test_make_folder();
    f->path = test_join(f->folder, "sets.tsv");
    f->her2 = trial_load_source("models/her2-mtor.ant");
    f->diags = pl_diags_create();
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    pl_diags_destroy(f->diags);
    pl_context_destroy(f->her2);
    free(f->path);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

static struct pl_ensemble *
read(struct fixture *f, const char *text)
{
    struct pl_ensemble *ensemble = NULL;

    test_write_file(f->path, text);
    assert_int_equal(pl_ensemble_read(f->her2, f->path, f->diags, &ensemble), PL_OK);
    assert_messages(f->diags, "");
    return ensemble;
}

static double
input(struct fixture *f, const double *inputs, const char *name)
{
    return inputs[pl_model_find(f->her2->model, name)];
}

static void
test_read_takes_members_names_and_weights(void **state)
{
    struct fixture *f = *state;
    struct pl_ensemble *ensemble =
        read(f, "# two sets\nk_S6K\tweight\tpS6K\n0.05\t3\t0.5\n0.02\t1\t0.25\n");
    double *inputs = calloc(f->her2->program->n_inputs, sizeof *inputs);
    size_t n = 0;

    assert_int_equal(pl_ensemble_n(ensemble), 2);
    assert_close(pl_ensemble_weights(ensemble)[0], 0.75, 0.0, 0.0);
    assert_close(pl_ensemble_weights(ensemble)[1], 0.25, 0.0, 0.0);
    assert_string_equal(pl_ensemble_path(ensemble), f->path);
    assert_int_equal(strlen(pl_ensemble_digest(ensemble)), 16);
    assert_string_equal(pl_ensemble_name(ensemble, 0), "1");
    assert_string_equal(pl_ensemble_name(ensemble, 1), "2");
    pl_program_default_inputs(f->her2->program, inputs);
    pl_ensemble_apply(ensemble, 1, f->her2->program, inputs);
    assert_close(input(f, inputs, "k_S6K"), 0.02, 0.0, 0.0);
    assert_close(input(f, inputs, "pS6K"), 0.25, 0.0, 0.0);
    assert_close(input(f, inputs, "k_S6"), 0.489, 0.0, 0.0);
    assert_true(pl_ensemble_holds(ensemble, pl_model_find(f->her2->model, "k_S6K")));
    assert_true(pl_ensemble_holds(ensemble, pl_model_find(f->her2->model, "pS6K")));
    assert_false(pl_ensemble_holds(ensemble, pl_model_find(f->her2->model, "k_S6")));
    assert_false(pl_ensemble_holds(NULL, pl_model_find(f->her2->model, "k_S6K")));
    assert_true(pl_ensemble_symbols(ensemble, &n)[0] ==
                pl_model_find(f->her2->model, "k_S6K"));
    assert_int_equal(n, 2);
    assert_close(pl_ensemble_values(ensemble, 0)[1], 0.5, 0.0, 0.0);
    assert_close(pl_ensemble_values(ensemble, 1)[0], 0.02, 0.0, 0.0);
    free(inputs);
    pl_ensemble_destroy(ensemble);
    assert_int_equal(pl_ensemble_n(NULL), 1);
    assert_null(pl_ensemble_weights(NULL));
}

static void
test_read_takes_a_table_of_variants(void **state)
{
    struct fixture *f = *state;
    struct pl_ensemble *ensemble = NULL;
    char *path = test_source_path("models/her2-mtor.variants.tsv");

    assert_int_equal(pl_ensemble_read(f->her2, path, f->diags, &ensemble), PL_OK);
    assert_int_equal(pl_ensemble_n(ensemble), 2);
    assert_string_equal(pl_ensemble_name(ensemble, 1), "receptor_side");
    assert_close(pl_ensemble_weights(ensemble)[1], 0.5, 0.0, 0.0);
    pl_ensemble_destroy(ensemble);
    free(path);
}

static void
test_members_stand_between_variant_and_set(void **state)
{
    struct fixture *f = *state;
    struct pl_ensemble *ensemble =
        read(f, "PTEN\tk_S6K\tk_S6\tk308\n0.7\t0.05\t0.6\t0.9\n");
    struct pl_treatment *treatment = NULL;
    double *inputs = calloc(f->her2->program->n_inputs, sizeof *inputs);

    assert_int_equal(pl_treatment_create(f->her2, NULL, &treatment), PL_OK);
    assert_int_equal(pl_treatment_choose_variant(treatment, "receptor_side", NULL),
                     PL_OK);
    assert_int_equal(
        pl_treatment_add_list(treatment, "set k_S6=0.1, drug everolimus=20nM", NULL),
        PL_OK);
    pl_treatment_inputs_in(treatment, PL_NONE, ensemble, 0, inputs);
    assert_close(input(f, inputs, "PTEN"), 0.7, 0.0, 0.0);   /* above the cell */
    assert_close(input(f, inputs, "k308"), 0.9, 0.0, 0.0);   /* above the variant */
    assert_close(input(f, inputs, "k_S6"), 0.1, 0.0, 0.0);   /* below a set */
    assert_close(input(f, inputs, "k_S6K"), 0.05, 0.0, 0.0); /* above the model */
    assert_close(input(f, inputs, "d_HER3"), 0.0012012, 0.0, 0.0); /* the variant's */
    pl_treatment_inputs(treatment, inputs);
    assert_close(input(f, inputs, "PTEN"), 0.1, 0.0, 0.0);
    pl_treatment_destroy(treatment);
    free(inputs);
    pl_ensemble_destroy(ensemble);
}

/* @param text  of a treatment;  @param want  of the action found; NULL for none */
static void
assert_set(struct fixture *f, const struct pl_ensemble *ensemble, const char *text,
           const char *want)
{
    struct pl_treatment *treatment = NULL;
    const struct pl_action *action = NULL;

    assert_int_equal(pl_treatment_create(f->her2, NULL, &treatment), PL_OK);
    assert_int_equal(pl_treatment_add_list(treatment, text, NULL), PL_OK);
    action = pl_ensemble_find_set(ensemble, treatment);
    assert_int_equal(action != NULL, want != NULL);
    if (want != NULL) {
        assert_string_equal(action->text, want);
    }
    pl_treatment_destroy(treatment);
}

static void
test_find_set_is_of_what_the_sets_hold(void **state)
{
    struct fixture *f = *state;
    struct pl_ensemble *ensemble = read(f, "PTEN\tk_S6K\n0.7\t0.05\n");

    assert_set(f, ensemble, "set k_S6=0.1, set PTEN=1@0, drug everolimus=20nM", NULL);
    assert_set(f, NULL, "set PTEN=1", NULL);
    assert_set(f, ensemble, "drug everolimus=20nM, set k_S6=0.1, set PTEN=1", "PTEN=1");
    pl_ensemble_destroy(ensemble);
}

static void
test_read_names_the_place_of_each_fault(void **state)
{
    static const struct {
        const char *text;
        enum pl_status status;
        const char *messages; /* '@' for the path */
    } rows[] = {
        {"k_S6K\n", PL_ERR_OPTION,
         "error: @: there are no rows below the header: one row is one parameter "
         "set\n"},
        {"weight\n1\n", PL_ERR_OPTION,
         "error: @: no column is a parameter of the model\n"},
        {"k_S6k\n1\n", PL_ERR_NAME,
         "error: @: column 'k_S6k' is no parameter of the model\n"
         "hint: did you mean 'k_S6K', 'k_S6' or 'k_S65'?\n"},
        {"PDK1\tdrug_everolimus\tinhibit_Akt\n1\t2\t0\n", PL_ERR_OPTION,
         "error: @: column 'PDK1' follows its formula in the model and cannot be set\n"
         "error: @: column 'drug_everolimus' is a treatment: parameter sets hold what "
         "the cell is, before it is treated\n"
         "error: @: column 'inhibit_Akt' is a treatment: parameter sets hold what the "
         "cell is, before it is treated\n"},
        {"k_S6K\tk_S6\n1\t\n2\t3\n", PL_ERR_SYNTAX,
         "error: @: row 1 of the column 'k_S6' is empty or not a number\n"},
        {"k_S6K\n1\nfast\n", PL_ERR_SYNTAX,
         "error: @: row 2 of the column 'k_S6K': 'fast' is not a number\n"},
        {"k_S6K\tweight\n1\t-1\n", PL_ERR_OPTION,
         "error: @: row 1: a weight is 0 or more, not -1\n"},
        {"k_S6K\tweight\n1\t0\n2\t0\n", PL_ERR_OPTION, "error: @: all weights are 0\n"},
        {"k_S6K\tk_S6K\n1\t2\n", PL_ERR_SYNTAX,
         "@:1:1: error: two columns named 'k_S6K'\n"
         "    1 | k_S6K\tk_S6K\n"
         "      | ^\n"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pl_ensemble *ensemble = NULL;
        struct pl_text want;

        pl_text_init(&want);
        for (const char *p = rows[i].messages; *p != '\0'; p++) {
            if (*p == '@') {
                pl_text_put(&want, f->path);
            } else {
                pl_text_add(&want, p, 1);
            }
        }
        test_write_file(f->path, rows[i].text);
        assert_int_equal(pl_ensemble_read(f->her2, f->path, f->diags, &ensemble),
                         rows[i].status);
        assert_messages(f->diags, pl_text_string(&want));
        pl_text_finish(&want);
        assert_null(ensemble);
        pl_diags_clear(f->diags);
    }
}

static void
test_band_is_that_of_weighted_places(void **state)
{
    struct pl_weighted room[8];
    /* places of 1 .. 4: 0.125, 0.375, 0.625, 0.875 */
    const double even[] = {3.0, 1.0, 4.0, 2.0};
    /* places of 1, 2: 0.375, 0.875 */
    const double two[] = {2.0, 1.0};
    const double weights[] = {1.0, 3.0};
    const double gaps[] = {NAN, 5.0, NAN, 7.0};
    const double none[] = {NAN, NAN};
    struct pl_band band = pl_band_of(even, 1, NULL, 4, room);

    (void)state;
    assert_close(band.low, 1.0, 0.0, 0.0);
    assert_close(band.median, 2.5, 1e-15, 0.0);
    assert_close(band.high, 4.0, 0.0, 0.0);
    band = pl_band_of(two, 1, weights, 2, room);
    assert_close(band.median, 1.0 + (0.5 - 0.375) / 0.5, 1e-15, 0.0);
    assert_close(band.high, 2.0, 0.0, 0.0);
    band = pl_band_of(gaps, 1, NULL, 4, room);
    assert_close(band.median, 6.0, 1e-15, 0.0);
    band = pl_band_of(even, 2, NULL, 2, room); /* 3 and 4 */
    assert_close(band.median, 3.5, 1e-15, 0.0);
    band = pl_band_of(none, 1, NULL, 2, room);
    assert_true(isnan(band.low) && isnan(band.median) && isnan(band.high));
    band = pl_band_of(even, 1, NULL, 1, room);
    assert_close(band.low, 3.0, 0.0, 0.0);
    assert_close(band.high, 3.0, 0.0, 0.0);
}

/* 21 places in steps: 5 and 95 % lie between two of them. */
static void
test_band_interpolates_between_places(void **state)
{
    struct pl_weighted room[21];
    double values[21];
    struct pl_band band;

    (void)state;
    for (size_t k = 0; k < 21; k++) {
        values[k] = (double)(20 - k);
    }
    band = pl_band_of(values, 1, NULL, 21, room);
    assert_close(band.low, 21.0 * 0.05 - 0.5, 1e-13, 0.0);
    assert_close(band.median, 10.0, 1e-14, 0.0);
    assert_close(band.high, 21.0 * 0.95 - 0.5, 1e-14, 0.0);
}

static enum pl_status
read_once(void *context)
{
    const struct fixture *f = context;
    struct pl_diags *diags = pl_diags_create();
    struct pl_ensemble *ensemble = NULL;
    enum pl_status status = diags != NULL
                                ? pl_ensemble_read(f->her2, f->path, diags, &ensemble)
                                : PL_ERR_NOMEM;

    pl_ensemble_destroy(ensemble);
    pl_diags_destroy(diags);
    return status;
}

static void
test_read_survives_no_memory(void **state)
{
    struct fixture *f = *state;

    test_write_file(f->path, "k_S6K\tweight\n1\t1\n2\t3\n");
    assert_survives_no_memory(read_once, f);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read_takes_members_names_and_weights),
        cmocka_unit_test(test_read_takes_a_table_of_variants),
        cmocka_unit_test(test_members_stand_between_variant_and_set),
        cmocka_unit_test(test_find_set_is_of_what_the_sets_hold),
        cmocka_unit_test(test_read_names_the_place_of_each_fault),
        cmocka_unit_test(test_band_is_that_of_weighted_places),
        cmocka_unit_test(test_band_interpolates_between_places),
        cmocka_unit_test(test_read_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
