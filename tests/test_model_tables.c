/*
 * test_model_tables.c - the tables that ship beside the models say what the verbs can
 * read, in the words that docs/models.md allows.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/parameters.h"
#include "study/tables.h"
#include "study/treatment.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

static int
set_up(void **state)
{
    gsl_set_error_handler_off();
    *state = trial_load_source("models/her2-mtor.ant");
    return 0;
}

static int
tear_down(void **state)
{
    pl_context_destroy(*state);
    return 0;
}

static const char *
cell(const struct pl_frame *table, const char *column, size_t row)
{
    size_t c = pl_frame_find(table, column);

    assert_true(c != PL_NONE);
    assert_int_equal(table->columns[c].type, PL_COLUMN_TEXT);
    return table->columns[c].texts[row];
}

/* Each text, as behind --treat, and that it does something. */
static void
check_treatments(const struct pl_context *context)
{
    struct pl_diags *diags = pl_diags_create();

    assert_non_null(diags);
    assert_non_null(context->treatments);
    for (size_t row = 0; row < context->treatments->n_rows; row++) {
        const char *text = cell(context->treatments, PL_TREATMENT_TEXT, row);
        struct pl_treatment *treatment = NULL;
        size_t n = 0;

        assert_int_equal(pl_treatment_create(context, diags, &treatment), PL_OK);
        if (pl_treatment_add_list(treatment, text, diags) != PL_OK) {
            fail_msg("treatment '%s' cannot be read", text);
        }
        (void)pl_treatment_actions(treatment, &n);
        assert_true(n > 0);
        assert_true(cell(context->treatments, PL_TREATMENT_NAME, row)[0] != '\0');
        assert_true(cell(context->treatments, PL_TREATMENT_CLASS, row)[0] != '\0');
        pl_treatment_destroy(treatment);
    }
    pl_diags_destroy(diags);
}

static void
test_treatments_can_be_read(void **state)
{
    struct pl_context *teaching = trial_load_source("models/negative-feedback.ant");

    check_treatments(*state);
    check_treatments(teaching);
    pl_context_destroy(teaching);
}

/* The dose for comparisons, and that the treatments of the table use it. */
static void
test_drugs_have_a_dose(void **state)
{
    const struct pl_context *her2 = *state;

    for (size_t row = 0; row < her2->drugs->n_rows; row++) {
        struct pl_treatment *treatment = NULL;
        struct pl_text text;

        pl_text_init(&text);
        pl_text_format(&text, "drug %s=%s", cell(her2->drugs, PL_DRUG_ID, row),
                       cell(her2->drugs, PL_DRUG_DOSE, row));
        assert_int_equal(pl_treatment_create(her2, NULL, &treatment), PL_OK);
        if (pl_treatment_add_list(treatment, pl_text_string(&text), NULL) != PL_OK) {
            fail_msg("'%s' cannot be read", pl_text_string(&text));
        }
        assert_true(cell(her2->drugs, "doseSource", row)[0] != '\0');
        for (size_t t = 0; t < her2->treatments->n_rows; t++) {
            const char *arm = cell(her2->treatments, PL_TREATMENT_TEXT, t);

            if (strstr(arm, cell(her2->drugs, PL_DRUG_ID, row)) != NULL) {
                assert_non_null(strstr(arm, pl_text_string(&text) + strlen("drug ")));
            }
        }
        pl_treatment_destroy(treatment);
        pl_text_finish(&text);
    }
}

/* An edge's name reads "A -| B" or "A -> B"; its sign says the same. */
static void
check_sign(const struct pl_context *context, size_t edge, const char *sign)
{
    const struct pl_role_list *edges = &context->roles.lists[PL_ROLE_EDGE];
    const char *label = context->model->symbols[edges->symbols[edge]].label;

    assert_non_null(label);
    assert_string_equal(sign, strstr(label, "-|") != NULL   ? "-"
                              : strstr(label, "->") != NULL ? "+"
                                                            : "neither");
}

static void
test_edges_have_a_sign_and_a_confidence(void **state)
{
    static const char *const words[] = {"verified in the source",
                                        "verified in the abstract",
                                        "computed",
                                        "general knowledge (high); verify",
                                        "general knowledge (medium); verify",
                                        "general knowledge (low); verify"};
    const struct pl_context *her2 = *state;
    const struct pl_role_list *edges = &her2->roles.lists[PL_ROLE_EDGE];

    assert_non_null(her2->edges);
    assert_int_equal(her2->edges->n_rows, edges->n);
    for (size_t row = 0; row < edges->n; row++) {
        const char *confidence = cell(her2->edges, PL_EDGE_CONFIDENCE, row);
        size_t word = 0;

        assert_string_equal(cell(her2->edges, PL_EDGE_ID, row), edges->names[row]);
        check_sign(her2, row, cell(her2->edges, "sign", row));
        while (word < N_OF(words) && strcmp(confidence, words[word]) != 0) {
            word++;
        }
        if (word == N_OF(words)) {
            fail_msg("'%s' has the confidence '%s'", edges->names[row], confidence);
        }
        assert_true(cell(her2->edges, "note", row)[0] != '\0');
    }
}

/* A row for each constant of a rate, with a word of docs/models.md. */
static void
test_parameters_have_a_range_and_a_basis(void **state)
{
    static const char *const words[] = {"set", "fitted", "held", "free"};
    const struct pl_context *her2 = *state;
    size_t n_estimated = 0;

    assert_int_equal(pl_parameters_n(her2), 134);
    for (size_t row = 0; row < pl_parameters_n(her2); row++) {
        const struct pl_parameter parameter = pl_parameters_row(her2, row);
        const char *name = cell(her2->parameters, PL_PARAMETER_ID, row);
        const size_t variant = pl_frame_find(her2->variants, name);
        size_t word = 0;

        n_estimated += parameter.estimated;
        while (word < N_OF(words) && strcmp(parameter.basis, words[word]) != 0) {
            word++;
        }
        assert_true(word < N_OF(words));
        assert_int_equal(parameter.estimated, word > 0);
        for (size_t v = 0; variant != PL_NONE && v < her2->variants->n_rows; v++) {
            const double value = her2->variants->columns[variant].numbers[v];

            assert_true(value >= parameter.low && value <= parameter.high);
        }
    }
    assert_int_equal(n_estimated, 104);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_treatments_can_be_read),
        cmocka_unit_test(test_drugs_have_a_dose),
        cmocka_unit_test(test_edges_have_a_sign_and_a_confidence),
        cmocka_unit_test(test_parameters_have_a_range_and_a_basis),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
