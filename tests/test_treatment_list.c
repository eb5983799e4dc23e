/*
 * test_treatment_list.c - several actions in one text, and treatments like another.
 */
#include "testlib.h"

#include "base/diag.h"
#include "base/text.h"
#include "compile/program.h"
#include "study/context.h"
#include "words.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

static struct pl_treatment *
make(const struct pl_context *context)
{
    struct pl_treatment *treatment = NULL;

    assert_int_equal(pl_treatment_create(context, NULL, &treatment), PL_OK);
    return treatment;
}

static void
check_words(const struct pl_treatment *treatment, const char *want)
{
    struct pl_text text;

    pl_text_init(&text);
    pl_treatment_describe(treatment, &text);
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
}

static void
test_add_list_reads_every_kind(void **state)
{
    static const struct {
        const char *text;
        const char *words;
        const char *variant; /* NULL for none */
    } rows[] = {
        {"drug everolimus=20nM", "everolimus 20 nM from 0 h", NULL},
        {"drug everolimus=20nM@6h.., MK2206=1uM", /* the kind of the item before */
         "everolimus 20 nM from 6 h + MK-2206 1 \xc2\xb5M from 0 h", NULL},
        {" inhibit mTORC1 = 0.5@0..6h , clamp S6K_Rictor ",
         "mTORC1 inhibited 50 %, 0 h to 6 h + S6K_Rictor clamped", NULL},
        {"set IGF=0, cut ERK_SOS", "IGF = 0 + ERK_SOS cut", NULL},
        {"variant receptor_side, drug everolimus=20nM", "everolimus 20 nM from 0 h",
         "receptor_side"},
        {"none", "untreated", NULL},
    };
    struct words_models *models = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pl_treatment *treatment = make(models->her2);
        struct pl_diags *diags = pl_diags_create();

        assert_int_equal(pl_treatment_add_list(treatment, rows[i].text, diags), PL_OK);
        assert_messages(diags, "");
        check_words(treatment, rows[i].words);
        if (rows[i].variant == NULL) {
            assert_null(pl_treatment_variant_id(treatment));
        } else {
            assert_string_equal(pl_treatment_variant_id(treatment), rows[i].variant);
        }
        pl_diags_destroy(diags);
        pl_treatment_destroy(treatment);
    }
}

static void
test_add_list_refuses_and_changes_nothing(void **state)
{
    static const struct {
        const char *text;
        enum pl_status status;
        const char *messages;
    } rows[] = {
        {"", PL_ERR_OPTION,
         "error: the treatment is empty\n"
         "hint: as in \"drug everolimus=20nM, clamp S6K_Rictor\"; \"none\" is nothing "
         "done\n"},
        {"drug everolimus=20nM,, clamp S6K_Rictor", PL_ERR_OPTION,
         "error: drug everolimus=20nM,, clamp S6K_Rictor: nothing stands between two "
         "commas\n"},
        {" , drug everolimus=20nM", PL_ERR_OPTION,
         "error:  , drug everolimus=20nM: nothing stands before the first comma\n"},
        {"drug everolimus=20nM, ", PL_ERR_OPTION,
         "error: drug everolimus=20nM, : nothing stands behind the last comma\n"},
        {"none, drug everolimus=20nM", PL_ERR_OPTION,
         "error: none, drug everolimus=20nM: 'none' is nothing done, and stands "
         "alone\n"},
        {"drug everolimus=20nM, none", PL_ERR_OPTION,
         "error: drug everolimus=20nM, none: 'none' is nothing done, and stands "
         "alone\n"},
        {"none,none", PL_ERR_OPTION,
         "error: none,none: 'none' is nothing done, and stands alone\n"},
        {"drug", PL_ERR_OPTION,
         "error: drug: the name is missing: drug <name>=20nM@1h..24h\n"},
        {"drug everolimus=20nM, clamp", PL_ERR_OPTION,
         "error: clamp: the name is missing: clamp <name>\n"},
        {"variant", PL_ERR_OPTION,
         "error: variant: the name is missing: variant <name>\n"},
        {" , ,", PL_ERR_OPTION,
         "error: the treatment is empty\n"
         "hint: as in \"drug everolimus=20nM, clamp S6K_Rictor\"; \"none\" is nothing "
         "done\n"},
        {"everolimus=20nM", PL_ERR_OPTION,
         "error: everolimus=20nM: an item of a treatment begins with drug, inhibit, "
         "set, clamp, cut or variant\n"
         "hint: as in \"drug everolimus=20nM, clamp S6K_Rictor\"\n"},
        {"inhibit none", PL_ERR_NAME,
         "error: unknown target 'none'\n"
         "hint: targets of this model: HER2, IGF1R, PI3K, Akt, mTORC1, mTORC1_S6K, "
         "mTORC1_4EBP1, mTORC2, MEK\n"},
        {"variant receptor_side, IGF=0",
         PL_ERR_OPTION, /* a variant is no kind to keep */
         "error: IGF=0: an item of a treatment begins with drug, inhibit, set, clamp, "
         "cut or variant\n"
         "hint: as in \"drug everolimus=20nM, clamp S6K_Rictor\"\n"},
        {"variant receptor_side, variant mtorc2_side", PL_ERR_OPTION,
         "error: a second variant 'mtorc2_side': the first is 'receptor_side'\n"},
        {"inhibit mTORC1, inhibit mTRC1", PL_ERR_NAME,
         "error: unknown target 'mTRC1'\n"
         "hint: did you mean 'mTORC1'?\n"},
        {"drug everolimus", PL_ERR_OPTION,
         "error: everolimus: a drug needs its dose: everolimus=20nM (pM, nM, uM, "
         "mM)\n"},
    };
    struct words_models *models = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pl_treatment *treatment = make(models->her2);
        struct pl_diags *diags = pl_diags_create();

        assert_int_equal(pl_treatment_add_list(treatment, "clamp S6K_IRS1", NULL),
                         PL_OK);
        assert_int_equal(pl_treatment_add_list(treatment, rows[i].text, diags),
                         rows[i].status);
        assert_messages(diags, rows[i].messages);
        check_words(treatment, "S6K_IRS1 clamped");
        assert_null(pl_treatment_variant_id(treatment));
        pl_diags_destroy(diags);
        pl_treatment_destroy(treatment);
    }
}

static void
test_copy_is_alike_and_independent(void **state)
{
    static const struct word words[] = {{CELL, "her2_sensitive"},
                                        {VARIANT, "receptor_side"},
                                        {BACKGROUND, "drug trastuzumab=68nM"},
                                        {INHIBIT, "mTORC1@1h"},
                                        {0, NULL}};
    struct words_models *models = *state;
    struct pl_treatment *treatment = words_make(models->her2, words);
    struct pl_treatment *copy = NULL;

    assert_int_equal(pl_treatment_copy(treatment, NULL, &copy), PL_OK);
    assert_int_equal(pl_treatment_add_list(copy, "set IGF=0", NULL), PL_OK);
    check_words(treatment, "mTORC1 inhibited 100 % from 1 h on trastuzumab 68 nM");
    pl_treatment_destroy(treatment);
    assert_string_equal(pl_treatment_cell_id(copy), "her2_sensitive");
    assert_string_equal(pl_treatment_variant_id(copy), "receptor_side");
    check_words(copy, "mTORC1 inhibited 100 % from 1 h + IGF = 0 on trastuzumab 68 nM");
    pl_treatment_destroy(copy);
}

static enum pl_status
build_and_copy(void *context)
{
    const struct words_models *models = context;
    struct pl_diags *diags = pl_diags_create();
    struct pl_treatment *treatment = NULL;
    struct pl_treatment *copy = NULL;
    enum pl_status status = diags != NULL
                                ? pl_treatment_create(models->her2, diags, &treatment)
                                : PL_ERR_NOMEM;

    if (status == PL_OK) {
        status = pl_treatment_add_list(
            treatment, "variant receptor_side, drug everolimus=20nM, set IGF=0", diags);
    }
    if (status == PL_OK) {
        status = pl_treatment_copy(treatment, diags, &copy);
    }
    pl_treatment_destroy(copy);
    pl_treatment_destroy(treatment);
    pl_diags_destroy(diags);
    return status;
}

static void
test_lists_and_copies_survive_no_memory(void **state)
{
    assert_survives_no_memory(build_and_copy, *state);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_add_list_reads_every_kind),
        cmocka_unit_test(test_add_list_refuses_and_changes_nothing),
        cmocka_unit_test(test_copy_is_alike_and_independent),
        cmocka_unit_test(test_lists_and_copies_survive_no_memory),
    };

    return cmocka_run_group_tests(tests, words_set_up, words_tear_down);
}
