/*
 * test_design_messages.c - designs that are refused, each with its message.
 */
#include "testlib.h"

#include <unistd.h>

#include "base/diag.h"
#include "base/text.h"
#include "designs.h"
#include "study/context.h"
#include "study/design.h"
#include "study/sobol.h"
#include "trial.h"
#include "words.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

struct refusal {
    const char *text;
    const char *vary[3];
    enum pl_status status;
    const char *messages;
};

static void
check_refusals(const struct pl_context *context, const struct refusal *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct pl_diags *diags = pl_diags_create();
        struct pl_design *design = NULL;

        assert_int_equal(designs_create(context, rows[i].text, rows[i].vary,
                                        DESIGNS_SEED, diags, &design),
                         rows[i].status);
        assert_messages(diags, rows[i].messages);
        /* It says nothing, and answers the same, without diags. */
        assert_int_equal(designs_create(context, rows[i].text, rows[i].vary,
                                        DESIGNS_SEED, NULL, &design),
                         rows[i].status);
        pl_diags_destroy(diags);
    }
}

static void
test_create_refuses_designs(void **state)
{
    static const struct refusal rows[] = {
        {"gird",
         {"IGF=0..1"},
         PL_ERR_OPTION,
         "error: unknown design 'gird'\n"
         "hint: did you mean 'grid'?\n"
         "hint: a design is grid, lhs:1000, sobol:4096 or a file with one row a point "
         "(points.tsv, points.csv)\n"},
        {"random:5",
         {"IGF=0..1"},
         PL_ERR_OPTION,
         "error: unknown design 'random:5'\n"
         "hint: a design is grid, lhs:1000, sobol:4096 or a file with one row a point "
         "(points.tsv, points.csv)\n"},
        {"",
         {"IGF=0..1"},
         PL_ERR_OPTION,
         "error: unknown design ''\n"
         "hint: a design is grid, lhs:1000, sobol:4096 or a file with one row a point "
         "(points.tsv, points.csv)\n"},
        {"grid:5",
         {"IGF=0..1"},
         PL_ERR_OPTION,
         "error: grid:5: a grid takes no number of points: each --vary has its levels: "
         "name=lo..hi:11\n"},
        {"lhs",
         {"IGF=0..1"},
         PL_ERR_OPTION,
         "error: lhs: lhs needs its number of points: lhs:1000\n"},
        {"sobol:many",
         {"IGF=0..1"},
         PL_ERR_OPTION,
         "error: sobol:many: sobol needs its number of points: sobol:1000\n"},
        {"lhs:0",
         {"IGF=0..1"},
         PL_ERR_OPTION,
         "error: lhs:0: the number of points is a whole number from 1 on\n"},
        {"lhs:-4",
         {"IGF=0..1"},
         PL_ERR_OPTION,
         "error: lhs:-4: the number of points is a whole number from 1 on\n"},
        {"sobol:2.5",
         {"IGF=0..1"},
         PL_ERR_OPTION,
         "error: sobol:2.5: the number of points is a whole number from 1 on\n"},
        {"sobol:1e18",
         {"IGF=0..1"},
         PL_ERR_OPTION,
         "error: sobol:1e18: n = 1e18 points: a sweep has at most 1e12\n"},
        {"lhs:1000000000001",
         {"IGF=0..1"},
         PL_ERR_OPTION,
         "error: lhs:1000000000001: n = 1000000000001 points: a sweep has at most "
         "1e12\n"},
        {"grid",
         {"IGF=0..1:1e9", "HRG=0..1:1e9"},
         PL_ERR_OPTION,
         "error: n = 1e+18 points: a sweep has at most 1e12\n"
         "hint: fewer levels (--vary name=lo..hi:5), or a design of so many points as "
         "you like: --design sobol:4096\n"},
    };
    struct designs *designs = *state;

    check_refusals(designs->models->her2, rows, N_OF(rows));
}

static void
test_create_refuses_factors(void **state)
{
    static const struct refusal rows[] = {
        {"grid",
         {NULL},
         PL_ERR_OPTION,
         "error: grid: nothing varies\n"
         "hint: add --vary name=lo..hi\n"},
        {"sobol:16",
         {NULL},
         PL_ERR_OPTION,
         "error: sobol:16: nothing varies\n"
         "hint: add --vary name=lo..hi\n"},
        {"grid",
         {"everolimus=0..1nM", "RAD001=0..5nM"},
         PL_ERR_OPTION,
         "error: 'drug_everolimus' varies twice: everolimus=0..1nM and "
         "RAD001=0..5nM\n"},
        {"lhs:16",
         {"cell=all", "cell=her2_normal"},
         PL_ERR_OPTION,
         "error: 'cell' varies twice: cell=all and cell=her2_normal\n"},
        {"grid",
         {"IGF"},
         PL_ERR_OPTION,
         "error: IGF: a grid needs a range: IGF=lo..hi\n"},
        {"lhs:16",
         {"IGF=0..1", "cell"},
         PL_ERR_OPTION,
         "error: cell: lhs needs a range: cell=all\n"},
        {"sobol:16",
         {"IGF=0..1:5"},
         PL_ERR_OPTION,
         "error: IGF=0..1:5: sobol has no levels: leave out ':5'\n"},
        {"lhs:16",
         {"IGF=1..2:log:11"},
         PL_ERR_OPTION,
         "error: IGF=1..2:log:11: lhs has no levels: leave out ':11'\n"},
    };
    struct designs *designs = *state;

    check_refusals(designs->models->her2, rows, N_OF(rows));
}

static void
test_create_refuses_more_factors_than_direction_numbers(void **state)
{
    enum { N = PL_SOBOL_MAX_DIMENSIONS + 1 };
    struct designs *designs = *state;
    struct pl_text model;
    struct pl_context *context = NULL;
    struct pl_factor *factors = calloc(N, sizeof *factors);
    struct pl_design *design = NULL;
    struct pl_diags *diags = pl_diags_create();
    double *values = calloc(N, sizeof *values);

    assert_true(factors != NULL && values != NULL);
    pl_text_init(&model);
    pl_text_put(&model, "x = 1; x' = -x;");
    for (size_t i = 0; i < N; i++) {
        pl_text_format(&model, " p%zu = 1;", i);
    }
    pl_text_put(&model, "\n");
    context = trial_load_text(designs->folder, pl_text_string(&model));
    for (size_t i = 0; i < N; i++) {
        char text[32];

        snprintf(text, sizeof text, "p%zu=0..1", i);
        assert_int_equal(pl_factor_parse(context, text, NULL, &factors[i]), PL_OK);
    }
    assert_int_equal(
        pl_design_create(context, factors, N, "sobol:16", DESIGNS_SEED, diags, &design),
        PL_ERR_OPTION);
    assert_messages(diags,
                    "error: a Sobol sequence has at most 2048 dimensions, not 2049\n"
                    "hint: a Latin hypercube (lhs:N) has no limit\n");
    assert_null(design);
    for (size_t i = 0; i < N; i++) {
        char text[32];

        snprintf(text, sizeof text, "p%zu=0..1", i);
        assert_int_equal(pl_factor_parse(context, text, NULL, &factors[i]), PL_OK);
    }
    assert_int_equal(
        pl_design_create(context, factors, N, "lhs:16", DESIGNS_SEED, NULL, &design),
        PL_OK);
    pl_design_point(design, 15, values);
    assert_true(values[N - 1] > 0.0 && values[N - 1] < 1.0);
    pl_design_destroy(design);
    pl_context_destroy(context);
    pl_diags_destroy(diags);
    pl_text_finish(&model);
    free(values);
    free(factors);
}

/* A file points.tsv, NULL for none, one --vary or NULL, and what is said of them. */
struct file_refusal {
    const char *file;
    const char *vary;
    enum pl_status status;
    const char *messages;
};

static void
check_file_refusals(const struct pl_context *context, const struct file_refusal *rows,
                    size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct refusal row = {
            "points.tsv", {rows[i].vary}, rows[i].status, rows[i].messages};

        (void)unlink("points.tsv");
        if (rows[i].file != NULL) {
            test_write_file("points.tsv", rows[i].file);
        }
        check_refusals(context, &row, 1);
    }
}

static void
test_create_refuses_files(void **state)
{
    static const struct file_refusal rows[] = {
        {NULL, NULL, PL_ERR_IO,
         "error: cannot read 'points.tsv': No such file or directory\n"
         "hint: check the spelling; a relative path starts at the present folder\n"},
        {"", NULL, PL_ERR_SYNTAX,
         "points.tsv:1:1: error: the table has no header row\n"
         "    1 |\n"
         "      | ^\n"
         "hint: its first row holds the names of the columns\n"},
        {"IGF\tcell\n", NULL, PL_ERR_SYNTAX,
         "error: points.tsv: there are no rows below the header: one row is one "
         "point\n"},
        {"IGF\tIGF\n1\t2\n", NULL, PL_ERR_SYNTAX,
         "points.tsv:1:1: error: two columns named 'IGF'\n"
         "    1 | IGF\tIGF\n"
         "      | ^\n"},
        {"IGF\tHRG\n1\t2\n3\n", NULL, PL_ERR_SYNTAX,
         "points.tsv:3:1: error: 1 cell in this row and 2 in the header\n"
         "    3 | 3\n"
         "      | ^\n"},
        {"IGF\tHRG\n1\t\n2\tx\n3\tinf\n4\tnan\n", NULL, PL_ERR_SYNTAX,
         "error: points.tsv: row 1 of the column 'HRG' is empty or not a number\n"
         "error: points.tsv: row 2 of the column 'HRG': 'x' is not a number\n"
         "error: points.tsv: row 3 of the column 'HRG': 'inf' is not a number\n"
         "error: points.tsv: row 4 of the column 'HRG' is empty or not a number\n"},
        {"IGF\tHRG\n1\t\n2\t3\n4\tnan\n", NULL, PL_ERR_SYNTAX,
         "error: points.tsv: row 1 of the column 'HRG' is empty or not a number\n"
         "error: points.tsv: row 3 of the column 'HRG' is empty or not a number\n"},
        {"IGFF\n1\n", NULL, PL_ERR_NAME,
         "error: points.tsv: column 'IGFF' is no parameter, drug or target of the "
         "model\n"
         "hint: did you mean 'IGF'?\n"},
        {"zzzzzzzz\treadout_pAkt_S473\n1\t1\n", NULL, PL_ERR_NAME,
         "error: points.tsv: column 'zzzzzzzz' is no parameter, drug or target of the "
         "model\n"
         "error: points.tsv: column 'readout_pAkt_S473' cannot be set: it follows its "
         "rule or rate law\n"},
        {"everolimus\tRAD001\n1\t1\n", NULL, PL_ERR_SYNTAX,
         "error: points.tsv: the columns 'everolimus' and 'RAD001' are the same\n"},
        {"everolimus\tinhibit_mTORC1\n-1\t0\n1\t1.5\n1\t-0.5\n", NULL, PL_ERR_SYNTAX,
         "error: points.tsv: row 1 of the column 'everolimus' is negative: doses are "
         "in "
         "nM, from 0 on\n"
         "error: points.tsv: row 2 of the column 'inhibit_mTORC1' is no fraction "
         "between 0 and 1\n"
         "error: points.tsv: row 3 of the column 'inhibit_mTORC1' is no fraction "
         "between 0 and 1\n"},
        {"cell\ther2_x\nher2_sensitve\t1\n", NULL, PL_ERR_NAME,
         "error: points.tsv: column 'her2_x' is no parameter, drug or target of the "
         "model\n"
         "hint: did you mean 'HER2'?\n"
         "error: points.tsv: row 1 of the column 'cell': unknown cell "
         "'her2_sensitve'\n"
         "hint: did you mean 'her2_sensitive'?\n"},
        {"cell\nHeLa\n\"\"\n", NULL, PL_ERR_NAME,
         "error: points.tsv: row 1 of the column 'cell': unknown cell 'HeLa'\n"
         "hint: `simulate list cells` shows all 7\n"
         "error: points.tsv: row 2 of the column 'cell' is empty\n"},
        {"IGF\n1\n", "HRG", PL_ERR_SYNTAX,
         "error: points.tsv: there is no column 'HRG'\n"
         "hint: add the column, or give its range: --vary HRG=lo..hi\n"},
        {"IGF\n1\n", "cell", PL_ERR_SYNTAX,
         "error: points.tsv: there is no column 'cell'\n"
         "hint: add the column, or give its range: --vary cell=all\n"},
        {"IGF\n1\n", "IGF=0..1", PL_ERR_OPTION,
         "error: IGF=0..1: 'IGF' has a column in points.tsv: it cannot have a range "
         "too\n"},
        {"IGF\n1\n2\n", "HRG=0..1:1e12", PL_ERR_OPTION,
         "error: n = 2e+12 points: a sweep has at most 1e12\n"
         "hint: fewer levels (--vary name=lo..hi:5), or a design of so many points as "
         "you like: --design sobol:4096\n"},
    };
    static const struct file_refusal no_table[] = {
        {"cell\nx\n", NULL, PL_ERR_NAME,
         "error: points.tsv: column 'cell': this model has no table of cells "
         "(<model>.cells.tsv beside it)\n"},
    };
    struct designs *designs = *state;
    struct pl_context *alone = trial_load_text(designs->folder, "A = 1; A' = -A;\n");

    check_file_refusals(designs->models->her2, rows, N_OF(rows));
    check_file_refusals(alone, no_table, N_OF(no_table));
    pl_context_destroy(alone);
}

static void
test_create_tells_of_twenty_faults_at_most(void **state)
{
    struct designs *designs = *state;
    struct pl_text file, messages;
    struct pl_diags *diags = pl_diags_create();
    struct pl_design *design = NULL;

    pl_text_init(&file);
    pl_text_put(&file, "cell\tIGF\n");
    for (size_t i = 0; i < 1000; i++) {
        pl_text_put(&file, "HeLa\t\n");
    }
    test_write_file("points.tsv", pl_text_string(&file));
    assert_int_equal(designs_create(designs->models->her2, "points.tsv", NULL,
                                    DESIGNS_SEED, diags, &design),
                     PL_ERR_NAME);
    assert_int_equal(pl_diags_n_errors(diags), PL_DIAG_MAX_ERRORS);
    pl_text_init(&messages);
    pl_diags_print(diags, false, &messages);
    assert_non_null(strstr(messages.data, "row 10 of the column 'IGF'"));
    pl_text_finish(&messages);
    pl_text_finish(&file);
    pl_diags_destroy(diags);
}

struct task {
    const struct pl_context *context;
    const char *text;
    const char *vary[3];
};

static enum pl_status
create_once(void *context)
{
    const struct task *task = context;
    struct pl_factor factors[2] = {{0}};
    struct pl_design *design = NULL;
    enum pl_status status = PL_OK;
    size_t n = 0;

    for (; task->vary[n] != NULL && status == PL_OK; n++) {
        status = pl_factor_parse(task->context, task->vary[n], NULL, &factors[n]);
    }
    if (status == PL_OK) {
        status = pl_design_create(task->context, factors, n, task->text, DESIGNS_SEED,
                                  NULL, &design);
    }
    for (size_t f = 0; f < 2; f++) {
        pl_factor_finish(&factors[f]);
    }
    pl_design_destroy(design);
    return status;
}

static void
test_create_survives_no_memory(void **state)
{
    struct designs *designs = *state;
    struct task tasks[] = {
        {designs->models->her2, "grid", {"IGF=0..1", "cell=all"}},
        {designs->models->her2, "lhs:10", {"IGF=0..1", "HRG=1..2"}},
        {designs->models->her2, "sobol:10", {"IGF=0..1", "HRG=1..2"}},
        {designs->models->her2, "points.tsv", {"IGF=0..1"}},
    };

    test_write_file("points.tsv", "cell\tHRG\nher2_normal\t1\nher2_sensitive\t2\n");
    for (size_t i = 0; i < N_OF(tasks); i++) {
        assert_true(assert_survives_no_memory(create_once, &tasks[i]) >= 5);
    }
    pl_design_destroy(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_create_refuses_designs),
        cmocka_unit_test(test_create_refuses_factors),
        cmocka_unit_test(test_create_refuses_more_factors_than_direction_numbers),
        cmocka_unit_test(test_create_refuses_files),
        cmocka_unit_test(test_create_tells_of_twenty_faults_at_most),
        cmocka_unit_test(test_create_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, designs_set_up, designs_tear_down);
}
