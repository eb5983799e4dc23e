/*
 * words.c - treatments from tables of words, for the tests of treatments.
 */
#include "words.h"

#include "testlib.h"

#include "base/diag.h"
#include "study/context.h"
#include "trial.h"

int
words_set_up(void **state)
{
    static const char bare[] =
        "compartment cell = 2; species A in cell, B in cell;\n"
        "A = 1; B = 0; k = 0.1; drug_x = 0; x has nM;\n"
        "unit nM = 1e-9 mole/litre; x = 3;\n"
        "z = 1; z' = -z; y = 2*k; scaled := k*x*y;\n"
        "J: A -> B; cell*k*A*(1 - drug_x/(1 + drug_x))*scaled;\n";
    struct words_models *models = calloc(1, sizeof *models);

    assert_non_null(models);
    models->folder = test_make_folder();
    models->bare = trial_load_text(models->folder, bare);
    models->her2 = trial_load_source("models/her2-mtor.ant");
    models->relay = trial_load_source("models/relay.ant");
    *state = models;
    return 0;
}

int
words_tear_down(void **state)
{
    struct words_models *models = *state;

    pl_context_destroy(models->her2);
    pl_context_destroy(models->bare);
    pl_context_destroy(models->relay);
    test_remove_folder(models->folder);
    free(models);
    return 0;
}

enum pl_status
words_add(struct pl_treatment *treatment, int what, const char *text,
          struct pl_diags *diags)
{
    switch (what) {
    case BACKGROUND:
        return pl_treatment_background(treatment, text, diags);
    case CELL:
        return pl_treatment_choose_cell(treatment, text, diags);
    case VARIANT:
        return pl_treatment_choose_variant(treatment, text, diags);
    default:
        return pl_treatment_add(treatment, (enum pl_action_kind)what, text, diags);
    }
}

struct pl_treatment *
words_make(const struct pl_context *context, const struct word *words)
{
    struct pl_diags *diags = pl_diags_create();
    struct pl_treatment *treatment = NULL;

    assert_int_equal(pl_treatment_create(context, diags, &treatment), PL_OK);
    for (size_t i = 0; words[i].text != NULL; i++) {
        (void)!words_add(treatment, words[i].what, words[i].text, diags);
        assert_messages(diags, "");
    }
    pl_diags_destroy(diags);
    return treatment;
}
