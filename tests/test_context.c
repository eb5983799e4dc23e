/*
 * test_context.c - a model with its tables: loading, faults in tables, finding names.
 */
#include "testlib.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "compile/program.h"
#include "model/model.h"
#include "study/context.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

static const char small[] =
    "species A, B; A = 1; B = 0; k = 0.1; K_x = 1; drug_x = 0;\n"
    "drug_y = 0; k2 := 2*k; J: A -> B; k2*A/(1 + drug_x/K_x + drug_y/K_x);\n";

/* A folder that tests write models and tables into, and work in. */
struct fixture {
    char *folder;
    char *before; /* the working directory */
    struct pl_context *her2;
};

static int
set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    char *path = test_source_path("models/her2-mtor.ant");

    assert_non_null(fixture);
    assert_int_equal(pl_context_load(path, NULL, &fixture->her2), PL_OK);
    free(path);
    fixture->before = getcwd(NULL, 0);
    assert_non_null(fixture->before);
    fixture->folder = test_make_folder();
    /* Messages then name files without the folder. */
    assert_int_equal(chdir(fixture->folder), 0);
    *state = fixture;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *fixture = *state;

    assert_int_equal(chdir(fixture->before), 0);
    free(fixture->before);
    test_remove_folder(fixture->folder);
    pl_context_destroy(fixture->her2);
    free(fixture);
    return 0;
}

static void
write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void
test_load_reads_the_tables_beside_a_model(void **state)
{
    struct fixture *fixture = *state;
    const struct pl_context *context = fixture->her2;

    assert_int_equal(context->cells->n_rows, 7);
    assert_int_equal(context->variants->n_rows, 2);
    assert_int_equal(context->drugs->n_rows, 14);
    assert_int_equal(context->roles.lists[PL_ROLE_TARGET].n, 9);
    assert_int_equal(context->roles.lists[PL_ROLE_DRUG].n, 14);
    assert_int_equal(context->roles.lists[PL_ROLE_EDGE].n, 17);
    assert_int_equal(context->roles.lists[PL_ROLE_READOUT].n, 20);
    assert_int_equal(
        context->cells->columns[pl_frame_find(context->cells, "PTEN")].type,
        PL_COLUMN_NUMBER);
}

static void
test_load_needs_no_tables(void **state)
{
    static const char *const names[] = {"m.ant", "./m.ant", "noending", ".hidden"};
    struct pl_context *context = NULL;

    (void)state;
    for (size_t i = 0; i < N_OF(names); i++) {
        write_file(names[i], small);
        assert_int_equal(pl_context_load(names[i], NULL, &context), PL_OK);
        assert_null(context->cells);
        assert_null(context->variants);
        assert_null(context->drugs);
        assert_string_equal(context->path, names[i]);
        pl_context_destroy(context);
        remove(names[i]);
    }
    pl_context_destroy(NULL);
}

static void
test_load_reports_a_missing_or_broken_model(void **state)
{
    struct pl_context *context = (void *)state;

    assert_int_equal(pl_context_load("nothere.ant", NULL, &context), PL_ERR_IO);
    assert_null(context);
    write_file("m.ant", "J: A -> ; k*A");
    assert_int_equal(pl_context_load("m.ant", NULL, &context), PL_ERR_MODEL);
    assert_null(context);
}

static void
test_load_reports_faults_of_tables(void **state)
{
    static const struct {
        const char *table, *text;
        enum pl_status status;
        const char *messages;
    } rows[] = {
        {"cells", "conditionName\tk\na\t1\n", PL_ERR_MODEL,
         "error: m.cells.tsv: there is no column 'conditionId'\n"},
        {"cells", "conditionId\tk\n", PL_ERR_MODEL,
         "error: m.cells.tsv: the table has no rows\n"},
        {"cells", "conditionId\tK_xx\na\t1\n", PL_ERR_MODEL,
         "error: m.cells.tsv: column 'K_xx' is no parameter of the model\n"
         "hint: did you mean 'K_x'?\n"},
        {"cells", "conditionId\tzzzzzz\na\t1\n", PL_ERR_MODEL,
         "error: m.cells.tsv: column 'zzzzzz' is no parameter of the model\n"},
        {"cells", "conditionId\tk2\na\t1\n", PL_ERR_MODEL,
         "error: m.cells.tsv: column 'k2' follows its rule in the model and cannot be "
         "set\n"},
        {"cells", "conditionId\tk\na\t1\nb\t2\na\t3\n", PL_ERR_MODEL,
         "error: m.cells.tsv: conditionId 'a' stands in two rows\n"},
        {"variants", "conditionId\tk\na\t1\n\t2\n", PL_ERR_MODEL,
         "error: m.variants.tsv: row 2 has no conditionId\n"},
        {"drugs", "drugName\nx\n", PL_ERR_MODEL,
         "error: m.drugs.tsv: there is no column 'drugId'\n"},
        {"drugs", "drugId\nx\nz\n", PL_ERR_MODEL,
         "error: m.drugs.tsv: the model has no parameter 'drug_z'\n"},
        {"drugs", "drugId\tpotencyParameter\nx\tK_x; K_z\ny\t\n", PL_ERR_MODEL,
         "error: m.drugs.tsv: the model has no parameter 'K_z', the potency of 'x'\n"},
        {"drugs", "drugId\nx\nx\n", PL_ERR_MODEL,
         "error: m.drugs.tsv: drugId 'x' stands in two rows\n"},
#define P \
    "parameterId\tparameterScale\tlowerBound\tupperBound\tnominalValue\testimate\n"
        {"parameters", "parameterId\tlowerBound\nk\t1\n", PL_ERR_MODEL,
         "error: m.parameters.tsv: there is no column 'parameterScale'\n"},
        {"parameters",
         "parameterId\tparameterScale\tlowerBound\tupperBound\nk\tlin\t1\t2\n",
         PL_ERR_MODEL, "error: m.parameters.tsv: there is no column 'estimate'\n"},
        {"parameters", P "K_xx\tlin\t1\t2\t\t1\n", PL_ERR_MODEL,
         "error: m.parameters.tsv: 'K_xx' is no parameter of the model\n"
         "hint: did you mean 'K_x'?\n"},
        {"parameters", P "k2\tlin\t1\t2\t\t1\n", PL_ERR_MODEL,
         "error: m.parameters.tsv: 'k2' follows its rule in the model and cannot be "
         "set\n"},
        {"parameters", P "k\tln\t0.5\t2\t\t1\n", PL_ERR_MODEL,
         "error: m.parameters.tsv: parameterScale of 'k' is 'ln': it is lin, log or "
         "log10\n"},
        {"parameters", P "k\tlin\t2\t2\t\t1\n", PL_ERR_MODEL,
         "error: m.parameters.tsv: the bounds of 'k' are 2 and 2: the lower one has to "
         "be below the upper one\n"},
        {"parameters", P "k\tlin\t\t2\t\t1\n", PL_ERR_MODEL,
         "error: m.parameters.tsv: the bounds of 'k' are nan and 2: the lower one has "
         "to "
         "be below the upper one\n"},
        {"parameters", P "k\tlog10\t0\t2\t\t1\n", PL_ERR_MODEL,
         "error: m.parameters.tsv: 'k' begins at 0: on the scale log10 a range begins "
         "above 0\n"},
        {"parameters", P "k\tlog10\t0.5\t2\t\t2\n", PL_ERR_MODEL,
         "error: m.parameters.tsv: estimate of 'k' is neither 0 nor 1\n"},
        {"parameters", P "k\tlog10\t0.5\t2\t1.5\t1\n", PL_ERR_MODEL,
         "error: m.parameters.tsv: nominalValue of 'k' is 1.5, in the model it is 0.1\n"
         "hint: write the same in both, or leave the cell empty\n"},
        {"parameters", P "k\tlog10\t1.5\t2\t0.1\t1\n", PL_ERR_MODEL,
         "error: m.parameters.tsv: nominalValue of 'k', 0.1, lies outside its "
         "bounds\n"},
        {"parameters", P "k\tlog10\t0.5\t2\t\t1\nk\tlog10\t0.5\t2\t\t1\n", PL_ERR_MODEL,
         "error: m.parameters.tsv: parameterId 'k' stands in two rows\n"},
#undef P
        /* Every fault of a table is told. */
        {"cells", "conditionId\tzzzzzz\tk2\n\t1\t1\n", PL_ERR_MODEL,
         "error: m.cells.tsv: row 1 has no conditionId\n"
         "error: m.cells.tsv: column 'zzzzzz' is no parameter of the model\n"
         "error: m.cells.tsv: column 'k2' follows its rule in the model and cannot be "
         "set\n"},
    };

    (void)state;
    write_file("m.ant", small);
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pl_diags *diags = pl_diags_create();
        struct pl_context *context = NULL;
        struct pl_text path;

        pl_text_init(&path);
        pl_text_format(&path, "m.%s.tsv", rows[i].table);
        write_file(path.data, rows[i].text);
        assert_int_equal(pl_context_load("m.ant", diags, &context), rows[i].status);
        assert_null(context);
        assert_messages(diags, rows[i].messages);
        remove(path.data);
        pl_text_finish(&path);
        pl_diags_destroy(diags);
    }
}

static void
test_load_reports_cells_that_are_no_numbers(void **state)
{
    struct pl_context *context = NULL;

    (void)state;
    write_file("m.ant", small);
    write_file("m.cells.tsv", "conditionId\tk\na\tone\n");
    assert_int_equal(pl_context_load("m.ant", NULL, &context), PL_ERR_SYNTAX);
    assert_null(context);
    /* A folder in the place of a table is a fault, not an absent table. */
    remove("m.cells.tsv");
    assert_int_equal(mkdir("m.cells.tsv", 0700), 0);
    assert_int_equal(pl_context_load("m.ant", NULL, &context), PL_ERR_IO);
    assert_null(context);
    assert_int_equal(rmdir("m.cells.tsv"), 0);
}

static enum pl_status
load_small(void *path)
{
    struct pl_context *context = NULL;
    enum pl_status status = pl_context_load(path, NULL, &context);

    assert_true((status == PL_OK) == (context != NULL));
    pl_context_destroy(context);
    return status;
}

static void
test_load_survives_no_memory(void **state)
{
    char path[] = "m.ant";

    (void)state;
    write_file("m.ant", small);
    write_file("m.cells.tsv", "conditionId\tconditionName\tk\na\tA\t1\nb\tB\t2\n");
    write_file("m.drugs.tsv",
               "drugId\taliases\tpotencyParameter\nx\tX1;X2\tK_x\ny\t\t\n");
    assert_true(assert_survives_no_memory(load_small, path) > 50);
    remove("m.cells.tsv");
    remove("m.drugs.tsv");
}

static void
test_find_knows_every_name_of_a_drug(void **state)
{
    static const struct {
        const char *name, *symbol;
    } rows[] = {
        {"everolimus", "drug_everolimus"},
        {"Everolimus", "drug_everolimus"},
        {"drug_everolimus", "drug_everolimus"},
        {"RAD001", "drug_everolimus"},
        {"rad-001", "drug_everolimus"},
        {"MK-2206", "drug_MK2206"},
        {"mk 2206", "drug_MK2206"},
        {"MK-2206 dihydrochloride", "drug_MK2206"},
        {"dactolisib", "drug_BEZ235"},
        {"NVP-BEZ235", "drug_BEZ235"},
        {"bez-235", "drug_BEZ235"},
        {"rapamycin", "drug_sirolimus"},
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        size_t symbol = PL_NONE;

        assert_int_equal(
            pl_context_find(fixture->her2, PL_ROLE_DRUG, rows[i].name, NULL, &symbol),
            PL_OK);
        assert_string_equal(fixture->her2->model->symbols[symbol].name, rows[i].symbol);
    }
}

/* Each name and alias of the shipped table leads to its own row's drug. */
static void
test_find_knows_each_alias_of_the_table(void **state)
{
    struct fixture *fixture = *state;
    const struct pl_frame *drugs = fixture->her2->drugs;
    size_t id = pl_frame_find(drugs, "drugId");
    size_t name = pl_frame_find(drugs, "drugName");
    size_t aliases = pl_frame_find(drugs, "aliases");
    size_t n = 0;

    for (size_t row = 0; row < drugs->n_rows; row++) {
        struct pl_text all;
        char *place = NULL;

        pl_text_init(&all);
        pl_text_format(&all, "%s;%s;%s", drugs->columns[id].texts[row],
                       drugs->columns[name].texts[row],
                       drugs->columns[aliases].texts[row]);
        for (char *alias = strtok_r(all.data, ";", &place); alias != NULL;
             alias = strtok_r(NULL, ";", &place)) {
            size_t symbol = PL_NONE;

            assert_int_equal(
                pl_context_find(fixture->her2, PL_ROLE_DRUG, alias, NULL, &symbol),
                PL_OK);
            assert_string_equal(fixture->her2->model->symbols[symbol].name +
                                    strlen("drug_"),
                                drugs->columns[id].texts[row]);
            n++;
        }
        pl_text_finish(&all);
    }
    assert_true(n > 50);
}

static void
test_find_takes_names_of_every_role(void **state)
{
    static const struct {
        enum pl_role role;
        const char *name, *symbol;
    } rows[] = {
        {PL_ROLE_TARGET, "mTORC1", "inhibit_mTORC1"},
        {PL_ROLE_TARGET, "inhibit_mTORC1", "inhibit_mTORC1"},
        {PL_ROLE_TARGET, "MTORC1", "inhibit_mTORC1"},
        {PL_ROLE_TARGET, "IGF1R/INSR kinase", "inhibit_IGF1R"},
        {PL_ROLE_EDGE, "S6K_IRS1", "feedback_S6K_IRS1"},
        {PL_ROLE_EDGE, "S6K -| IRS1", "feedback_S6K_IRS1"},
        {PL_ROLE_EDGE, "Akt -| HER3 at the membrane", "feedback_Akt_HER3"},
        {PL_ROLE_READOUT, "pAkt_S473", "readout_pAkt_S473"},
        {PL_ROLE_READOUT, "Akt pS473", "readout_pAkt_S473"},
        {PL_ROLE_READOUT, "pakt s473", "readout_pAkt_S473"},
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        size_t symbol = PL_NONE;

        assert_int_equal(
            pl_context_find(fixture->her2, rows[i].role, rows[i].name, NULL, &symbol),
            PL_OK);
        assert_string_equal(fixture->her2->model->symbols[symbol].name, rows[i].symbol);
    }
}

static void
test_find_refuses_a_name_that_may_be_two(void **state)
{
    struct pl_diags *diags = pl_diags_create();
    struct pl_context *context = NULL;
    size_t symbol = PL_NONE;

    (void)state;
    write_file("two.ant", small);
    write_file("two.drugs.tsv", "drugId\taliases\nx\tABC-1;x1\ny\tabc1\n");
    assert_int_equal(pl_context_load("two.ant", diags, &context), PL_OK);
    assert_int_equal(pl_context_find(context, PL_ROLE_DRUG, "ABC1", diags, &symbol),
                     PL_ERR_NAME);
    assert_messages(diags, "error: 'ABC1' may be the drug 'x' or 'y'\n"
                           "hint: write one of them to the letter\n");
    pl_diags_clear(diags);
    assert_int_equal(pl_context_find(context, PL_ROLE_DRUG, "X1", diags, &symbol),
                     PL_OK);
    assert_int_equal(pl_context_find(context, PL_ROLE_DRUG, "", diags, &symbol),
                     PL_ERR_NAME);
    assert_messages(diags, "error: unknown drug ''\n"
                           "hint: did you mean 'x' or 'y'?\n");
    pl_diags_destroy(diags);
    pl_context_destroy(context);
    remove("two.drugs.tsv");
}

static void
test_apply_row_leaves_what_an_empty_cell_leaves(void **state)
{
    struct pl_context *context = NULL;
    double inputs[32];
    size_t k = PL_NONE;
    size_t row = PL_NONE;

    (void)state;
    write_file("m.ant", small);
    write_file("m.cells.tsv", "conditionId\tk\tA\na\t0.5\t\nb\t\t7\n");
    assert_int_equal(pl_context_load("m.ant", NULL, &context), PL_OK);
    assert_true(context->program->n_inputs <= 32);
    k = pl_model_find(context->model, "k");

    assert_int_equal(pl_context_find_cell(context, "b", NULL, &row), PL_OK);
    pl_program_default_inputs(context->program, inputs);
    pl_context_apply_row(context, context->cells, row, inputs);
    assert_close(inputs[k], 0.1, 0.0, 0.0);
    assert_close(inputs[pl_model_find(context->model, "A")], 7.0, 0.0, 0.0);

    assert_int_equal(pl_context_find_cell(context, "A", NULL, &row), PL_OK);
    pl_program_default_inputs(context->program, inputs);
    pl_context_apply_row(context, context->cells, row, inputs);
    assert_close(inputs[k], 0.5, 0.0, 0.0);
    assert_close(inputs[pl_model_find(context->model, "A")], 1.0, 0.0, 0.0);
    pl_context_destroy(context);
    remove("m.cells.tsv");
}

/* Names of the chosen symbols, a blank between them. */
static void
assert_readouts(const struct pl_context *context, const char *const *names, size_t n,
                const char *want)
{
    size_t *symbols = NULL;
    size_t n_symbols = 0;
    struct pl_text text;

    assert_int_equal(pl_context_readouts(context, names, n, NULL, &symbols, &n_symbols),
                     PL_OK);
    pl_text_init(&text);
    for (size_t i = 0; i < n_symbols; i++) {
        pl_text_format(&text, "%s%s", i > 0 ? " " : "",
                       context->model->symbols[symbols[i]].name);
    }
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
    free(symbols);
}

static void
test_readouts_are_found_by_what_a_user_types(void **state)
{
    static const char *const some[] = {"pS6K",    "HER3",        "IRS1_on",
                                       "IRS1 pY", "K_lapatinib", "pS6K",
                                       "eIF4E",   "akt ps473",   "readout_pERK"};
    static const char *const all[] = {"IRS1_pY", "all"};
    struct fixture *fixture = *state;
    size_t *symbols = NULL;
    size_t n = 0;

    assert_readouts(fixture->her2, some, N_OF(some),
                    "readout_pS6K readout_HER3 IRS1_on IRS1_pY K_lapatinib eIF4E "
                    "readout_pAkt_S473 readout_pERK");
    assert_int_equal(pl_context_readouts(fixture->her2, NULL, 0, NULL, &symbols, &n),
                     PL_OK);
    assert_int_equal(n, 20);
    free(symbols);
    assert_int_equal(pl_context_readouts(fixture->her2, all, 2, NULL, &symbols, &n),
                     PL_OK);
    assert_int_equal(n, 21);
    free(symbols);
}

static void
test_readouts_without_any_are_the_species(void **state)
{
    struct pl_context *context = NULL;

    (void)state;
    write_file("m.ant", small);
    assert_int_equal(pl_context_load("m.ant", NULL, &context), PL_OK);
    assert_readouts(context, NULL, 0, "A B");
    pl_context_destroy(context);

    write_file("m.ant", "x = 1; x' = -x; y := 2*x;");
    assert_int_equal(pl_context_load("m.ant", NULL, &context), PL_OK);
    assert_readouts(context, NULL, 0, "x");
    pl_context_destroy(context);
}

static void
test_readouts_report_unknown_names(void **state)
{
    static const struct {
        const char *name, *messages;
    } rows[] = {
        {"pAkt_S437", "error: unknown readout 'pAkt_S437'\n"
                      "hint: did you mean 'pAkt_S473'?\n"},
        {"IRS1_pX", "error: unknown readout 'IRS1_pX'\n"
                    "hint: did you mean 'IRS1'?\n"},
        /* Near to no readout: then anything else is offered. */
        {"mTORC1_to_S66", "error: unknown readout 'mTORC1_to_S66'\n"
                          "hint: did you mean 'mTORC1_to_S6K', 'mTORC1_to_S65' or "
                          "'mTORC1_to_T37'?\n"},
        {"zzzzzzzzz", "error: unknown readout 'zzzzzzzzz'\n"
                      "hint: `simulate list readouts` shows all 20\n"},
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pl_diags *diags = pl_diags_create();
        size_t *symbols = NULL;
        size_t n = 0;

        assert_int_equal(
            pl_context_readouts(fixture->her2, &rows[i].name, 1, diags, &symbols, &n),
            PL_ERR_NAME);
        assert_null(symbols);
        assert_messages(diags, rows[i].messages);
        pl_diags_destroy(diags);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_load_reads_the_tables_beside_a_model),
        cmocka_unit_test(test_load_needs_no_tables),
        cmocka_unit_test(test_load_reports_a_missing_or_broken_model),
        cmocka_unit_test(test_load_reports_faults_of_tables),
        cmocka_unit_test(test_load_reports_cells_that_are_no_numbers),
        cmocka_unit_test(test_load_survives_no_memory),
        cmocka_unit_test(test_find_knows_every_name_of_a_drug),
        cmocka_unit_test(test_find_knows_each_alias_of_the_table),
        cmocka_unit_test(test_find_takes_names_of_every_role),
        cmocka_unit_test(test_find_refuses_a_name_that_may_be_two),
        cmocka_unit_test(test_apply_row_leaves_what_an_empty_cell_leaves),
        cmocka_unit_test(test_readouts_are_found_by_what_a_user_types),
        cmocka_unit_test(test_readouts_without_any_are_the_species),
        cmocka_unit_test(test_readouts_report_unknown_names),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
