/*
 * test_therapy.c - treatments with a name each: texts, tables, drugs, and every
 * refusal.
 */
#include "testlib.h"

#include "analysis/therapy.h"
#include "base/diag.h"
#include "study/context.h"
#include "study/treatment.h"
#include "toy.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

static void
test_add_text_names_and_classes(void **state)
{
    static const struct {
        const char *text, *name, *class, *items;
    } rows[] = {
        {"drug A=30nM", "A 30 nM", "blocker", "drug A=30nM"},
        {"  drug AG-1=1uM, betanol=5nM ", "A 1 µM + B 5 nM", "blocker + opener",
         "drug AG-1=1uM, betanol=5nM"},
        {"drug A=30nM@1h..6h, A=3nM@6h..", "A 30 nM, 1 h to 6 h + A 3 nM from 6 h",
         "blocker", "drug A=30nM@1h..6h, A=3nM@6h.."},
        {"inhibit T=0.5, clamp T_w", "T inhibited 50 % + T_w clamped", "",
         "inhibit T=0.5, clamp T_w"},
        {"drug A=1nM, clamp T_w", "A 1 nM + T_w clamped", "blocker",
         "drug A=1nM, clamp T_w"},
        {"variant high, drug A=1nM", "A 1 nM (high)", "blocker",
         "variant high, drug A=1nM"},
        {"none", "untreated", "", "none"},
        {"nothing: none", "nothing", "", "none"},
        {"the usual: drug A=1nM", "the usual", "blocker", "drug A=1nM"},
        {"drugs, both : drug A=1nM,B=2nM", "drugs, both", "blocker + opener",
         "drug A=1nM,B=2nM"},
        {"ratio 1:2: drug A=1nM", "ratio 1:2", "blocker", "drug A=1nM"},
        {"x = 5: set g=5, inhibit T", "x = 5", "", "set g=5, inhibit T"},
        {"w stepped: set w=2@3h", "w stepped", "", "set w=2@3h"},
        {"set w=2@0h", "w = 2 at 0 h", "", "set w=2@0h"},
    };
    struct toy *toy = *state;

    toy_forget(toy);
    for (size_t i = 0; i < N_OF(rows); i++) {
        const struct pl_therapy *last = NULL;

        toy_treat(toy, rows[i].text);
        last = &toy->therapies.items[toy->therapies.n - 1];
        assert_string_equal(last->name, rows[i].name);
        assert_string_equal(last->class, rows[i].class);
        assert_string_equal(last->text, rows[i].items);
    }
}

static void
test_add_text_refuses_what_is_wrong(void **state)
{
    static const struct {
        const char *text;
        enum pl_status status;
        const char *messages;
    } rows[] = {
        {"drug A=30", PL_ERR_OPTION,
         "error: A=30: a dose needs its unit: A=30nM (pM, nM, uM, mM)\n"
         "--treat:1:1: note: here\n"
         "    1 | drug A=30\n"
         "      | ^~~~~~~~~\n"},
        {"both: drug A=30nM, C=1nM, clamp T_w", PL_ERR_NAME,
         "error: unknown drug 'C'\n"
         "hint: drugs of this model: A, B\n"
         "--treat:1:14: note: here\n"
         "    1 | drug A=30nM, C=1nM, clamp T_w\n"
         "      |              ^~~~~\n"},
        {"inhibit T=0.5, T=1", PL_ERR_OPTION,
         "error: 'T=0.5' and 'T=1' overlap: both set 'inhibit_T'\n"
         "hint: let one end before the other begins: @0..6h and @6h..24h\n"
         "--treat:1:16: note: here\n"
         "    1 | inhibit T=0.5, T=1\n"
         "      |                ^~~\n"},
        {"inhibit T, clamp T_x", PL_ERR_NAME,
         "error: unknown feedback edge 'T_x'\n"
         "hint: feedback edges of this model: T_w\n"
         "--treat:1:12: note: here\n"
         "    1 | inhibit T, clamp T_x\n"
         "      |            ^~~~~~~~~\n"},
        {"everolimus=20nM", PL_ERR_OPTION,
         "error: everolimus=20nM: an item of a treatment begins with drug, inhibit, "
         "set, clamp, cut or variant\n"
         "hint: as in \"drug everolimus=20nM, clamp S6K_Rictor\"\n"
         "--treat:1:1: note: here\n"
         "    1 | everolimus=20nM\n"
         "      | ^~~~~~~~~~~~~~~\n"},
        {"mine: A=30nM", PL_ERR_OPTION,
         "error: A=30nM: an item of a treatment begins with drug, inhibit, set, clamp, "
         "cut or variant\n"
         "hint: as in \"drug everolimus=20nM, clamp S6K_Rictor\"\n"
         "--treat:1:1: note: here\n"
         "    1 | A=30nM\n"
         "      | ^~~~~~\n"},
        {"variant stoop, drug A=1nM, variant low", PL_ERR_NAME,
         "error: unknown variant 'stoop'\n"
         "hint: variants of this model: low, high, mid\n"
         "--treat:1:1: note: here\n"
         "    1 | variant stoop, drug A=1nM, variant low\n"
         "      | ^~~~~~~~~~~~~\n"},
        {": drug A=1nM", PL_ERR_OPTION,
         "error: : drug A=1nM: there is no name before the ':'\n"},
        {"drug A=1nM: clamp T_w", PL_ERR_OPTION,
         "error: drug A=1nM: clamp T_w: 'drug A=1nM' is no name: it begins as an item "
         "does\n"
         "hint: put ',' between items, or begin the name otherwise\n"},
        {"clamp: drug A=1nM", PL_ERR_OPTION,
         "error: clamp: drug A=1nM: 'clamp' is no name: it begins as an item does\n"
         "hint: put ',' between items, or begin the name otherwise\n"},
        {"name:", PL_ERR_OPTION,
         "error: the treatment is empty\n"
         "hint: as in \"drug everolimus=20nM, clamp S6K_Rictor\"; \"none\" is nothing "
         "done\n"},
        {"A 30 nM: none", PL_ERR_OPTION,
         "error: two treatments are called 'A 30 nM'\n"
         "hint: give one another name: \"name: none\"\n"},
    };
    struct toy *toy = *state;

    toy_forget(toy);
    toy_treat(toy, "drug A=30nM");
    for (size_t i = 0; i < N_OF(rows); i++) {
        assert_int_equal(pl_therapies_add_text(&toy->therapies, toy->context, "--treat",
                                               rows[i].text, toy->diags),
                         rows[i].status);
        assert_messages(toy->diags, rows[i].messages);
        assert_int_equal(toy->therapies.n, 1);
        pl_diags_clear(toy->diags);
    }
}

static void
test_add_table_takes_every_row(void **state)
{
    struct toy *toy = *state;

    toy_forget(toy);
    assert_int_equal(pl_therapies_add_table(&toy->therapies, toy->context, toy->diags),
                     PL_OK);
    assert_messages(toy->diags, "");
    assert_int_equal(toy->therapies.n, 3);
    assert_string_equal(toy->therapies.items[0].name, "half of T");
    assert_string_equal(toy->therapies.items[0].class, "inhibitor");
    assert_string_equal(toy->therapies.items[0].text, "inhibit T=0.5");
    assert_string_equal(toy->therapies.items[2].name, "both"); /* its id */
    assert_string_equal(toy->therapies.items[2].class, "blocker + opener");
}

static void
test_add_table_names_the_row_that_is_wrong(void **state)
{
    static const char table[] = "treatmentId\ttreatment\n"
                                "good\tinhibit T\n"
                                "bad\tinhibit T, clamp nothing\n";
    char *folder = test_make_folder();
    char *path = test_join(folder, "model.treatments.tsv");
    struct pl_context *context = NULL;
    struct pl_therapies therapies = {0};
    struct pl_diags *diags = pl_diags_create();

    (void)state;
    test_write_file(path, table);
    context = trial_load_text(folder, "inhibit_T = 0; feedback_T_w := inhibit_T;\n"
                                      "species x; x = 1; J: -> x; feedback_T_w;");
    assert_int_equal(pl_therapies_add_table(&therapies, context, diags), PL_ERR_NAME);
    assert_messages(diags, "error: unknown feedback edge 'nothing'\n"
                           "hint: feedback edges of this model: T_w\n"
                           "treatment 'bad':1:12: note: here\n"
                           "    1 | inhibit T, clamp nothing\n"
                           "      |            ^~~~~~~~~~~~~\n");
    pl_therapies_finish(&therapies);
    pl_context_destroy(context);
    pl_diags_destroy(diags);
    free(path);
    test_remove_folder(folder);
}

static void
test_add_table_and_drugs_without_tables(void **state)
{
    char *folder = test_make_folder();
    struct pl_context *context =
        trial_load_text(folder, "species x; x = 1; J: -> x; 1;");
    struct pl_therapies therapies = {0};
    struct pl_diags *diags = pl_diags_create();
    size_t n = 99;

    (void)state;
    assert_int_equal(pl_therapies_add_table(&therapies, context, diags), PL_ERR_OPTION);
    assert_messages(diags, "error: this model has no table of treatments\n"
                           "hint: name them with --treat \"drug NAME=DOSE\", or put a "
                           "<model>.treatments.tsv beside the model\n");
    pl_diags_clear(diags);
    assert_int_equal(pl_therapies_add_drugs(&therapies, context, diags, &n), PL_OK);
    assert_messages(diags, "");
    assert_int_equal(therapies.n, 0);
    assert_int_equal(n, 0);
    pl_diags_destroy(diags);
    pl_context_destroy(context);
    test_remove_folder(folder);
}

static void
test_add_drugs_takes_those_with_a_dose(void **state)
{
    struct toy *toy = *state;
    size_t n_without = 99;

    toy_forget(toy);
    assert_int_equal(
        pl_therapies_add_drugs(&toy->therapies, toy->context, toy->diags, &n_without),
        PL_OK);
    assert_messages(toy->diags, "");
    assert_int_equal(n_without, 0);
    assert_int_equal(toy->therapies.n, 2);
    assert_string_equal(toy->therapies.items[0].name, "A 30 nM");
    assert_string_equal(toy->therapies.items[0].class, "blocker");
    assert_string_equal(toy->therapies.items[1].text, "drug B=20nM");
}

static void
test_add_drugs_without_a_dose_and_with_a_wrong_one(void **state)
{
    char *folder = test_make_folder();
    char *path = test_join(folder, "model.drugs.tsv");
    struct pl_context *context = NULL;
    struct pl_therapies therapies = {0};
    struct pl_diags *diags = pl_diags_create();
    size_t n_without = 0;

    (void)state;
    test_write_file(path, "drugId\tdose\nA\t1nM\nB\t\nC\t7\n");
    context =
        trial_load_text(folder, "drug_A = 0; drug_B = 0; drug_C = 0;\n"
                                "species x; x = 1; J: -> x; drug_A + drug_B + drug_C;");
    assert_int_equal(pl_therapies_add_drugs(&therapies, context, diags, &n_without),
                     PL_ERR_OPTION);
    assert_int_equal(n_without, 1);
    assert_messages(diags, "error: C=7: a dose needs its unit: C=7nM (pM, nM, uM, mM)\n"
                           "drug 'C':1:1: note: here\n"
                           "    1 | drug C=7\n"
                           "      | ^~~~~~~~\n");
    pl_therapies_finish(&therapies);
    pl_context_destroy(context);
    pl_diags_destroy(diags);
    free(path);
    test_remove_folder(folder);
}

/* What all have comes first; two therapies may clash. */
static void
test_treatment_puts_therapies_on_a_base(void **state)
{
    struct toy *toy = *state;
    struct pl_treatment *treatment = NULL;
    const struct pl_action *actions = NULL;
    size_t n = 0;

    toy_forget(toy);
    toy_treat(toy, "drug A=1nM");
    toy_treat(toy, "drug B=2nM, A=5nM@6h..");
    toy_base(toy, "strong", NULL);
    assert_int_equal(
        pl_treatment_add(toy->bases[0], PL_ACTION_CLAMP, "T_w", toy->diags), PL_OK);
    assert_int_equal(pl_therapy_treatment(&toy->therapies.items[0], NULL, toy->bases[0],
                                          toy->diags, &treatment),
                     PL_OK);
    actions = pl_treatment_actions(treatment, &n);
    assert_int_equal(n, 2);
    assert_int_equal(actions[0].kind, PL_ACTION_CLAMP);
    assert_close(actions[1].value, 1.0, 0.0, 0.0);
    assert_string_equal(pl_treatment_cell_id(treatment), "strong");
    pl_treatment_destroy(treatment);
    treatment = NULL;
    assert_int_equal(pl_therapy_treatment(&toy->therapies.items[0],
                                          &toy->therapies.items[1], toy->bases[0],
                                          toy->diags, &treatment),
                     PL_ERR_OPTION);
    assert_null(treatment);
    assert_messages(toy->diags,
                    "error: 'A=1nM' and 'A=5nM@6h..' overlap: both set 'drug_A'\n"
                    "hint: let one end before the other begins: @0..6h and @6h..24h\n"
                    "--treat:1:13: note: here\n"
                    "    1 | drug B=2nM, A=5nM@6h..\n"
                    "      |             ^~~~~~~~~~\n");
    pl_diags_clear(toy->diags);
}

static enum pl_status
build_all(void *context)
{
    struct toy *toy = context;
    struct pl_therapies therapies = {0};
    struct pl_treatment *treatment = NULL;
    size_t n_without = 0;
    enum pl_status status = pl_therapies_add_text(&therapies, toy->context, "--treat",
                                                  "one: drug A=1nM", NULL);

    if (status == PL_OK) {
        status = pl_therapies_add_text(&therapies, toy->context, "--treat",
                                       "drug A=2nM", NULL);
    }
    if (status == PL_OK) {
        status = pl_therapies_add_table(&therapies, toy->context, NULL);
    }
    if (status == PL_OK) {
        status = pl_therapies_add_drugs(&therapies, toy->context, NULL, &n_without);
    }
    if (status == PL_OK) {
        status = pl_therapy_treatment(&therapies.items[0], &therapies.items[2],
                                      toy->bases[0], NULL, &treatment);
    }
    pl_treatment_destroy(treatment);
    pl_therapies_finish(&therapies);
    return status;
}

static void
test_therapies_survive_no_memory(void **state)
{
    struct toy *toy = *state;

    toy_forget(toy);
    toy_base(toy, NULL, NULL);
    assert_true(assert_survives_no_memory(build_all, toy) > 50);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_add_text_names_and_classes),
        cmocka_unit_test(test_add_text_refuses_what_is_wrong),
        cmocka_unit_test(test_add_table_takes_every_row),
        cmocka_unit_test(test_add_table_names_the_row_that_is_wrong),
        cmocka_unit_test(test_add_table_and_drugs_without_tables),
        cmocka_unit_test(test_add_drugs_takes_those_with_a_dose),
        cmocka_unit_test(test_add_drugs_without_a_dose_and_with_a_wrong_one),
        cmocka_unit_test(test_treatment_puts_therapies_on_a_base),
        cmocka_unit_test(test_therapies_survive_no_memory),
    };

    return cmocka_run_group_tests(tests, toy_set_up, toy_tear_down);
}
