/*
 * test_role_warnings.c - what is said of names whose prefix does not fit what they name.
 */
#include "testlib.h"

#include "base/diag.h"
#include "model/model.h"
#include "model/roles.h"
#include "network.h"

struct slip {
    const char *name;
    const char *text;
    const char *messages;
};

static const struct slip slips[] = {
    {"readout_with_value",
     "A = 1; A -> ; A\n"
     "readout_A = A\n",
     "m.ant:2:1: warning: 'readout_A' has a value, not a rule: a readout is an "
     "assignment rule\n"
     "    2 | readout_A = A\n"
     "      | ^~~~~~~~~~~~~\n"
     "hint: readout_A := A\n"},
    {"readout_with_number",
     "A = 1; A -> ; A\n"
     "readout_A = 3\n",
     "m.ant:2:1: warning: 'readout_A' has a value, not a rule: a readout is an "
     "assignment rule\n"
     "    2 | readout_A = 3\n"
     "      | ^~~~~~~~~~~~~\n"
     "hint: readout_A := …\n"},
    {"readout_with_a_long_value",
     "A = 1; A -> ; A\n"
     "readout_A = A + A^2 + A^3 + A^4 + A^5 + A^6 + A^7 + A^8 + A^9 + A^10 + A^11\n",
     "m.ant:2:1: warning: 'readout_A' has a value, not a rule: a readout is an "
     "assignment rule\n"
     "    2 | readout_A = A + A^2 + A^3 + A^4 + A^5 + A^6 + A^7 + A^8 + A^9 + A^10 + "
     "A^11\n"
     "      | "
     "^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
     "hint: readout_A := …\n"},
    {"readout_with_rate_rule",
     "readout_A = 1\n"
     "readout_A' = 2\n",
     "m.ant:2:1: warning: 'readout_A' has a rate rule: a readout is an assignment "
     "rule\n"
     "    2 | readout_A' = 2\n"
     "      | ^~~~~~~~~~~~~~\n"
     "hint: readout_A := …\n"},
    {"readout_is_a_reaction",
     "A = 1\n"
     "readout_v: A -> ; A\n",
     "m.ant:2:1: warning: 'readout_v' is a reaction: a readout is an assignment rule\n"
     "    2 | readout_v: A -> ; A\n"
     "      | ^~~~~~~~~\n"
     "hint: give the reaction another name, and write readout_v := …\n"},
    {"readout_is_a_species",
     "readout_A = 1\n"
     "J: readout_A -> ; readout_A\n",
     "m.ant:1:1: warning: 'readout_A' is a species: a readout is an assignment rule\n"
     "    1 | readout_A = 1\n"
     "      | ^~~~~~~~~\n"
     "hint: give the species another name, and write readout_A := …\n"},
    {"readout_is_a_compartment",
     "compartment readout_A = 1\n"
     "A in readout_A; A = 1; A -> ; A\n",
     "m.ant:1:13: warning: 'readout_A' is a compartment: a readout is an assignment "
     "rule\n"
     "    1 | compartment readout_A = 1\n"
     "      |             ^~~~~~~~~\n"
     "hint: give the compartment another name, and write readout_A := …\n"},
    {"readout_without_anything",
     "A = 1; A -> ; A\n"
     "var readout_A\n",
     "m.ant:2:5: warning: 'readout_A' has no value and is never used\n"
     "    2 | var readout_A\n"
     "      |     ^~~~~~~~~\n"
     "m.ant:2:5: warning: 'readout_A' has no rule: a readout is an assignment rule\n"
     "    2 | var readout_A\n"
     "      |     ^~~~~~~~~\n"
     "hint: readout_A := …\n"},
    {"feedback_with_number",
     "A = 1; A -> ; A/(1 + feedback_A_B)\n"
     "feedback_A_B = 2\n",
     "m.ant:2:1: warning: 'feedback_A_B' has a value, not a rule: a feedback edge is "
     "an "
     "assignment rule\n"
     "    2 | feedback_A_B = 2\n"
     "      | ^~~~~~~~~~~~~~~~\n"
     "hint: feedback_A_B := …\n"},
    {"feedback_with_value_and_one_end",
     "A = 1; A -> ; A/(1 + feedback_A)\n"
     "feedback_A = 2*A\n",
     "m.ant:2:1: warning: 'feedback_A' has a value, not a rule: a feedback edge is an "
     "assignment rule\n"
     "    2 | feedback_A = 2*A\n"
     "      | ^~~~~~~~~~~~~~~~\n"
     "hint: feedback_From_To := 2*A\n"},
    {"feedback_with_one_end",
     "A = 1; A -> ; A/(1 + feedback_A + feedback_A_ + feedback__A)\n"
     "feedback_A := A; feedback_A_ := A\n"
     "feedback__A := A\n",
     "m.ant:2:1: warning: 'feedback_A' is no feedback edge: its name tells one end of "
     "the loop only\n"
     "    2 | feedback_A := A; feedback_A_ := A\n"
     "      | ^~~~~~~~~~\n"
     "hint: name where the signal comes from and where it acts: feedback_From_To := …\n"
     "m.ant:2:18: warning: 'feedback_A_' is no feedback edge: its name tells one end "
     "of "
     "the loop only\n"
     "    2 | feedback_A := A; feedback_A_ := A\n"
     "      |                  ^~~~~~~~~~~\n"
     "hint: name where the signal comes from and where it acts: feedback_From_To := …\n"
     "m.ant:3:1: warning: 'feedback__A' is no feedback edge: its name tells one end of "
     "the loop only\n"
     "    3 | feedback__A := A\n"
     "      | ^~~~~~~~~~~\n"
     "hint: name where the signal comes from and where it acts: feedback_From_To := "
     "…\n"},
    {"feedback_that_nothing_reads",
     "A = 1; A -> ; A\n"
     "feedback_A_B := A\n",
     "m.ant:2:1: warning: nothing reads 'feedback_A_B': cutting it changes nothing\n"
     "    2 | feedback_A_B := A\n"
     "      | ^~~~~~~~~~~~\n"
     "hint: let the rate on which the loop acts use it: …/(1 + feedback_A_B/K)\n"},
    {"target_with_rule",
     "A = 1; A -> ; A*(1 - inhibit_A)\n"
     "inhibit_A := 0\n",
     "m.ant:2:1: warning: 'inhibit_A' has an assignment rule: a target is a parameter\n"
     "    2 | inhibit_A := 0\n"
     "      | ^~~~~~~~~~~~~~\n"
     "hint: inhibit_A = 0\n"},
    {"drug_with_rate_rule",
     "A = 1; A -> ; A/(1 + drug_X)\n"
     "drug_X = 5\n"
     "drug_X' = -drug_X\n",
     "m.ant:3:1: warning: 'drug_X' has a rate rule: a drug is a parameter\n"
     "    3 | drug_X' = -drug_X\n"
     "      | ^~~~~~~~~~~~~~~~~\n"
     "hint: drug_X = 0\n"},
    {"drug_is_a_species",
     "drug_X = 5\n"
     "J: drug_X -> ; drug_X\n",
     "m.ant:1:1: warning: 'drug_X' is a species: a drug is a parameter\n"
     "    1 | drug_X = 5\n"
     "      | ^~~~~~\n"
     "hint: give the species another name, and write drug_X = 0\n"},
    {"target_is_a_reaction",
     "A = 1\n"
     "inhibit_A: A -> ; A\n",
     "m.ant:2:1: warning: 'inhibit_A' is a reaction: a target is a parameter\n"
     "    2 | inhibit_A: A -> ; A\n"
     "      | ^~~~~~~~~\n"
     "hint: give the reaction another name, and write inhibit_A = 0\n"},
    {"drug_is_a_compartment",
     "compartment drug_X = 1\n"
     "A in drug_X; A = 1; A -> ; A\n",
     "m.ant:1:13: warning: 'drug_X' is a compartment: a drug is a parameter\n"
     "    1 | compartment drug_X = 1\n"
     "      |             ^~~~~~\n"
     "hint: give the compartment another name, and write drug_X = 0\n"},
    {"defaults_that_are_not_0",
     "A = 1; A -> ; A*(1 - inhibit_A)*(1 - inhibit_B)*(1 - inhibit_C)/(1 + drug_X + "
     "drug_Y)\n"
     "inhibit_A = 0.5; inhibit_B = 1.5\n"
     "inhibit_C = -1\n"
     "drug_X = 5\n"
     "drug_Y = -2\n",
     "m.ant:2:1: warning: 'inhibit_A' is 0.5 before any treatment\n"
     "    2 | inhibit_A = 0.5; inhibit_B = 1.5\n"
     "      | ^~~~~~~~~~~~~~~\n"
     "hint: inhibit_A = 0\n"
     "m.ant:2:18: warning: 'inhibit_B' is 1.5; it goes from 0, free, to 1, fully "
     "inhibited\n"
     "    2 | inhibit_A = 0.5; inhibit_B = 1.5\n"
     "      |                  ^~~~~~~~~~~~~~~\n"
     "hint: inhibit_B = 0\n"
     "m.ant:3:1: warning: 'inhibit_C' is -1; it goes from 0, free, to 1, fully "
     "inhibited\n"
     "    3 | inhibit_C = -1\n"
     "      | ^~~~~~~~~~~~~~\n"
     "hint: inhibit_C = 0\n"
     "m.ant:4:1: warning: 'drug_X' is 5 before any treatment\n"
     "    4 | drug_X = 5\n"
     "      | ^~~~~~~~~~\n"
     "hint: drug_X = 0\n"
     "m.ant:5:1: warning: 'drug_Y' is -2; a dose is 0 or more\n"
     "    5 | drug_Y = -2\n"
     "      | ^~~~~~~~~~~\n"
     "hint: drug_Y = 0\n"},
    {"default_by_way_of_parameters",
     "A = 1; A -> ; A/(1 + drug_X)\n"
     "drug_X = usual; usual = dose; dose = 5\n",
     "m.ant:2:1: warning: 'drug_X' is 5 before any treatment\n"
     "    2 | drug_X = usual; usual = dose; dose = 5\n"
     "      | ^~~~~~~~~~~~~~\n"
     "hint: drug_X = 0\n"},
    {"targets_and_drugs_that_nothing_reads",
     "A = 1; A -> ; A\n"
     "inhibit_B = 0\n"
     "drug_X = 1\n",
     "m.ant:2:1: warning: nothing reads 'inhibit_B': blocking it changes nothing\n"
     "    2 | inhibit_B = 0\n"
     "      | ^~~~~~~~~\n"
     "hint: multiply the rate that it blocks: …*(1 - inhibit_B)\n"
     "m.ant:3:1: warning: 'drug_X' is 1 before any treatment\n"
     "    3 | drug_X = 1\n"
     "      | ^~~~~~~~~~\n"
     "hint: drug_X = 0\n"
     "m.ant:3:1: warning: nothing reads 'drug_X': giving it changes nothing\n"
     "    3 | drug_X = 1\n"
     "      | ^~~~~~\n"
     "hint: let its dose act: occupancy := drug_X/(K + drug_X)\n"},
    /* Nothing is said below. */
    {"any_formula_reads",
     "function f(x) x end\n"
     "A = inhibit_value; n := inhibit_rule + 1\n"
     "A -> inhibit_product B; A*(1 - f(inhibit_rate))\n"
     "inhibit_reactant B -> C; 1\n"
     "x' = -drug_X*x; x = 1; B = 1; C = 1\n"
     "inhibit_value = 0; inhibit_rule = 0; inhibit_product = 0\n"
     "inhibit_rate = 0; inhibit_reactant = 0; drug_X = 0\n",
     NULL},
    {"names_that_only_look_alike",
     "A = 1; A -> ; A\n"
     "readouts = A; my_drug_X = 5; Inhibit_A = 2; drug_ = 3; feedback = 1\n",
     NULL},
    {"values_that_are_no_numbers",
     "A = 1; A -> ; A/(1 + drug_X + inhibit_A)\n"
     "drug_X = 2*A; inhibit_A = A\n",
     NULL},
    {"readout_species_with_rule",
     "A = 1; A -> ; A\n"
     "species readout_A; readout_A := A\n",
     NULL},
};

static void
test_slip_is_warned_of(void **state)
{
    const struct slip *const *given = *state;
    const struct slip *slip = *given;
    struct network network;

    network_read(&network, slip->text);
    assert_int_equal(pl_roles_check(network.model, network.diags), PL_OK);
    assert_messages(network.diags, slip->messages != NULL ? slip->messages : "");
    assert_int_equal(pl_diags_n_errors(network.diags), 0);
    network_close(&network);
}

/* The models of the project use the prefixes as they are meant. */
static void
test_check_says_nothing_of_the_models(void **state)
{
    char **paths = network_model_paths();

    (void)state;
    for (size_t k = 0; paths[k] != NULL; k++) {
        struct network network;
        struct pl_roles roles;

        network_compile_file(&network, paths[k]);
        assert_int_equal(pl_roles_find(network.model, network.diags, &roles), PL_OK);
        assert_true(roles.lists[PL_ROLE_TARGET].n > 0);
        assert_true(roles.lists[PL_ROLE_READOUT].n > 0);
        assert_int_equal(pl_roles_check(network.model, network.diags), PL_OK);
        assert_messages(network.diags, "");
        pl_roles_finish(&roles);
        network_close(&network);
    }
    network_free_paths(paths);
}

static void
test_role_by_name_looks_at_the_name_alone(void **state)
{
    (void)state;
    assert_int_equal(pl_role_by_name("inhibit_A"), PL_ROLE_TARGET);
    assert_int_equal(pl_role_by_name("drug_X"), PL_ROLE_DRUG);
    assert_int_equal(pl_role_by_name("feedback_A"), PL_ROLE_EDGE);
    assert_int_equal(pl_role_by_name("readout_A"), PL_ROLE_READOUT);
    assert_int_equal(pl_role_by_name("readout_"), PL_N_ROLES);
    assert_int_equal(pl_role_by_name("A"), PL_N_ROLES);
    assert_int_equal(pl_role_by_name(""), PL_N_ROLES);
    assert_true(pl_role_names_edge("S6K_IRS1"));
    assert_true(pl_role_names_edge("a_b_c"));
    assert_false(pl_role_names_edge("S6K"));
    assert_false(pl_role_names_edge("S6K_"));
    assert_false(pl_role_names_edge("_IRS1"));
    assert_false(pl_role_names_edge(""));
}

static enum pl_status
check_roles(void *context)
{
    return pl_roles_check(context, NULL);
}

/* What lacks memory for its hint is said without it. */
static void
test_check_survives_no_memory(void **state)
{
    struct network network;

    (void)state;
    network_read(&network, "A = 1; A -> ; A\ninhibit_B = 2\n");
    assert_survives_no_memory(check_roles, network.model);
    network_close(&network);
    network_read(&network, "A = 1; A -> ; A\nreadout_A = A\n");
    test_fail_allocation(2, true);
    assert_int_equal(pl_roles_check(network.model, NULL), PL_OK);
    assert_true(test_allow_allocations());
    network_close(&network);
}

int
main(void)
{
    enum { N_SLIPS = sizeof slips / sizeof *slips, N_OTHERS = 3 };
    struct CMUnitTest tests[N_SLIPS + N_OTHERS] = {
        cmocka_unit_test(test_check_says_nothing_of_the_models),
        cmocka_unit_test(test_role_by_name_looks_at_the_name_alone),
        cmocka_unit_test(test_check_survives_no_memory),
    };
    const struct slip *given[N_SLIPS];

    for (size_t k = 0; k < N_SLIPS; k++) {
        given[k] = &slips[k];
        tests[k + N_OTHERS] = (struct CMUnitTest){slips[k].name, test_slip_is_warned_of,
                                                  NULL, NULL, &given[k]};
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
