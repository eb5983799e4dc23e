/*
 * test_roles.c - what a model offers by the prefixes of its names.
 */
#include "testlib.h"

#include "base/diag.h"
#include "model/model.h"
#include "model/roles.h"
#include "model_text.h"

static const char *const network = "drug_everolimus = 0\n"
                                   "inhibit_mTORC1 = 0\n"
                                   "inhibit_mTORC1_S6K = 0\n"
                                   "S6K = 1\n"
                                   "v: S6K -> ; S6K\n"
                                   "readout_pS6K := S6K\n"
                                   "feedback_S6K_IRS1 := S6K\n"
                                   "readout_Akt := 2*S6K\n"
                                   "inhibit_Akt = 0\n";

static void
assert_list(const struct pl_model *model, const struct pl_role_list *list,
            const char *const *names, size_t n, const char *prefix)
{
    assert_int_equal(list->n, n);
    for (size_t k = 0; k < n; k++) {
        const char *whole = model->symbols[list->symbols[k]].name;

        assert_string_equal(list->names[k], names[k]);
        assert_memory_equal(whole, prefix, strlen(prefix));
        assert_string_equal(whole + strlen(prefix), names[k]);
    }
}

static void
test_find_lists_each_role_in_model_order(void **state)
{
    struct pl_model *model = model_text_model(network);
    struct pl_roles roles;

    (void)state;
    assert_int_equal(pl_roles_find(model, NULL, &roles), PL_OK);
    assert_list(model, &roles.lists[PL_ROLE_TARGET],
                (const char *const[]){"mTORC1", "mTORC1_S6K", "Akt"}, 3, "inhibit_");
    assert_list(model, &roles.lists[PL_ROLE_DRUG], (const char *const[]){"everolimus"},
                1, "drug_");
    assert_list(model, &roles.lists[PL_ROLE_EDGE], (const char *const[]){"S6K_IRS1"}, 1,
                "feedback_");
    assert_list(model, &roles.lists[PL_ROLE_READOUT],
                (const char *const[]){"pS6K", "Akt"}, 2, "readout_");
    pl_roles_finish(&roles);
    pl_roles_finish(&roles); /* all zero now */
    pl_model_destroy(model);
}

/* The right prefix on the wrong kind of symbol, or with nothing behind it. */
static void
test_find_gives_no_role_to_other_kinds(void **state)
{
    static const char *const texts[] = {
        "species drug_x\ndrug_x = 1\n",
        "species inhibit_x\ninhibit_x = 1\n",
        "compartment drug_x\ndrug_x = 1\nA = 1\nA in drug_x\n",
        "inhibit_x := 1\n",
        "inhibit_x = 0\ninhibit_x ' = 1\n",
        "drug_x := 1\n",
        "readout_x = 1\nA := readout_x\n",
        "readout_x = 1\nreadout_x ' = 2\n",
        "feedback_a_b = 1\nA := feedback_a_b\n",
        "feedback_a := 1\n",
        "feedback_a_ := 1\n",
        "feedback__b := 1\n",
        "A = 1\nreadout_v: A -> ; A\n",
        "inhibit_ = 1\ndrug_ = 1\nreadout_ := 1\nfeedback_ := 2\n",
        "Inhibit_x = 1\nA := Inhibit_x\n",
        "my_inhibit_x = 1\nA := my_inhibit_x\n",
    };

    (void)state;
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        struct pl_model *model = model_text_model(texts[k]);
        struct pl_roles roles;

        assert_int_equal(pl_roles_find(model, NULL, &roles), PL_OK);
        for (int role = 0; role < PL_N_ROLES; role++) {
            if (roles.lists[role].n != 0) {
                fail_msg("a %s in\n%s", pl_role_word((enum pl_role)role), texts[k]);
            }
        }
        pl_roles_finish(&roles);
        pl_model_destroy(model);
    }
}

/* For what follows a rule, the rule counts and not the kind. */
static void
test_find_takes_a_species_with_an_assignment_rule(void **state)
{
    struct pl_model *model =
        model_text_model("species readout_A\nreadout_A := 2\n"
                         "species feedback_A_B\nfeedback_A_B := 2\n");
    struct pl_roles roles;

    (void)state;
    assert_int_equal(pl_roles_find(model, NULL, &roles), PL_OK);
    assert_int_equal(roles.lists[PL_ROLE_READOUT].n, 1);
    assert_int_equal(roles.lists[PL_ROLE_EDGE].n, 1);
    pl_roles_finish(&roles);
    pl_model_destroy(model);
}

static void
test_strip_takes_any_prefix_off(void **state)
{
    (void)state;
    assert_string_equal(pl_role_strip("inhibit_mTORC1"), "mTORC1");
    assert_string_equal(pl_role_strip("drug_MK2206"), "MK2206");
    assert_string_equal(pl_role_strip("feedback_S6K_IRS1"), "S6K_IRS1");
    assert_string_equal(pl_role_strip("readout_pAkt_S473"), "pAkt_S473");
    assert_string_equal(pl_role_strip("readout_"), "readout_");
    assert_string_equal(pl_role_strip("readout"), "readout");
    assert_string_equal(pl_role_strip("readout_drug_x"), "drug_x");
    assert_string_equal(pl_role_strip("pAkt"), "pAkt");
    assert_string_equal(pl_role_strip(""), "");
}

/* What holds a prefix without being a readout keeps it: no option takes it without. */
static void
test_readout_name_strips_readouts_alone(void **state)
{
    static const struct {
        const char *symbol;
        const char *name;
    } rows[] = {
        {"readout_pA", "pA"},       {"readout_drug_x", "drug_x"}, {"drug_x", "drug_x"},
        {"inhibit_B", "inhibit_B"}, {"readout_k", "readout_k"},   {"A", "A"},
    };
    struct pl_model *model =
        model_text_model("species A\nspecies drug_x\nspecies inhibit_B\n"
                         "A = 1\ndrug_x = 2\ninhibit_B = 3\nreadout_k = 4\n"
                         "readout_pA := A\nreadout_drug_x := A\n");

    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        const size_t symbol = pl_model_find(model, rows[k].symbol);

        assert_string_equal(pl_readout_name(&model->symbols[symbol]), rows[k].name);
    }
    pl_model_destroy(model);
}

static void
test_prefix_and_word_are_those_of_the_language(void **state)
{
    (void)state;
    assert_string_equal(pl_role_prefix(PL_ROLE_TARGET), "inhibit_");
    assert_string_equal(pl_role_prefix(PL_ROLE_DRUG), "drug_");
    assert_string_equal(pl_role_prefix(PL_ROLE_EDGE), "feedback_");
    assert_string_equal(pl_role_prefix(PL_ROLE_READOUT), "readout_");
    assert_string_equal(pl_role_word(PL_ROLE_TARGET), "target");
    assert_string_equal(pl_role_word(PL_ROLE_DRUG), "drug");
    assert_string_equal(pl_role_word(PL_ROLE_EDGE), "feedback edge");
    assert_string_equal(pl_role_word(PL_ROLE_READOUT), "readout");
}

static enum pl_status
find_roles(void *context)
{
    struct pl_roles roles;
    enum pl_status status = pl_roles_find(context, NULL, &roles);

    pl_roles_finish(&roles); /* all zero after an error */
    return status;
}

static void
test_find_survives_no_memory(void **state)
{
    struct pl_model *model = model_text_model(network);

    (void)state;
    assert_survives_no_memory(find_roles, model);
    pl_model_destroy(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find_lists_each_role_in_model_order),
        cmocka_unit_test(test_find_gives_no_role_to_other_kinds),
        cmocka_unit_test(test_find_takes_a_species_with_an_assignment_rule),
        cmocka_unit_test(test_strip_takes_any_prefix_off),
        cmocka_unit_test(test_readout_name_strips_readouts_alone),
        cmocka_unit_test(test_prefix_and_word_are_those_of_the_language),
        cmocka_unit_test(test_find_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
