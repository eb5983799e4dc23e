/*
 * test_sweep_table.c - the table of a sweep, piece by piece.
 */
#include "testlib.h"

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/sweep_table.h"
#include "study/results_file.h"

#define N_ROWS 5

static const struct pl_manifest_entry entries[] = {
    {"pathloop", "0.1.0", NULL},
    {SWEEP_CELLS, "0 0011 her2_a\t3 8899 a cell, \"quoted\"", NULL},
    {SWEEP_FACTORS, "drug_x [nM], cell", NULL},
    {SWEEP_READOUTS, "pAkt@24h, auc:pS6K [uM h]", NULL},
};

static const struct pl_manifest manifest = {
    .entries = entries, .n_entries = 4, .n_points = N_ROWS, .n = N_ROWS, .n_values = 4};

static const double values[N_ROWS][4] = {
    {0.1, 0.0, 0.25, 12.5},     {0.1, 3.0, 1.0 / 3.0, 1e-300}, {10.0, 0.0, NAN, NAN},
    {10.0, 3.0, -1.0, 6.02e23}, {100.0, 0.0, 0.0, 7.0},
};
static const char *const reasons[N_ROWS] = {NULL, NULL, "it, \"failed\"", NULL, NULL};

/* The whole table at once, by the writer of frames. */
static void
write_whole(size_t n_rows, enum pl_frame_format format, struct pl_text *text)
{
    static const char *const names[] = {"drug_x", "cell", "pAkt@24h", "auc:pS6K",
                                        "error"};
    static const char *const units[] = {"nM", NULL, NULL, "uM h", NULL};
    struct pl_frame *frame = NULL;

    assert_int_equal(pl_frame_create(NULL, &frame), PL_OK);
    for (size_t c = 0; c < 5; c++) {
        const enum pl_column_type type =
            c == 1 || c == 4 ? PL_COLUMN_TEXT : PL_COLUMN_NUMBER;

        assert_int_equal(
            pl_frame_add_column(frame, names[c], NULL, units[c], type, NULL), PL_OK);
    }
    for (size_t row = 0; row < n_rows; row++) {
        assert_int_equal(pl_frame_add_row(frame, NULL), PL_OK);
        frame->columns[0].numbers[row] = values[row][0];
        frame->columns[2].numbers[row] = values[row][2];
        frame->columns[3].numbers[row] = values[row][3];
        assert_int_equal(
            pl_frame_set_text(frame, row, 1,
                              values[row][1] == 3.0 ? "a cell, \"quoted\"" : "her2_a",
                              NULL),
            PL_OK);
        if (reasons[row] != NULL) {
            assert_int_equal(pl_frame_set_text(frame, row, 4, reasons[row], NULL),
                             PL_OK);
        }
    }
    assert_int_equal(pl_frame_write(frame, format, NULL, text), PL_OK);
    pl_frame_destroy(frame);
}

/* The same in pieces: after the rows whose bit is set in `cuts`. */
static enum pl_status
write_pieces(size_t n_rows, unsigned cuts, enum pl_frame_format format,
             struct pl_diags *diags, struct pl_text *text)
{
    struct sweep_table *table = NULL;
    enum pl_status status = sweep_table_create(&manifest, false, format, diags, &table);

    for (size_t row = 0; row < n_rows && status == PL_OK; row++) {
        status = sweep_table_add(table, values[row], reasons[row], diags);
        if (status == PL_OK && (cuts >> row & 1U) != 0) {
            status = sweep_table_take(table, false, diags, text);
        }
    }
    if (status == PL_OK) {
        status = sweep_table_take(table, true, diags, text);
    }
    sweep_table_destroy(table);
    return status;
}

static void
test_take_gives_the_same_text_however_it_is_cut(void **state)
{
    (void)state;
    for (int format = 0; format < PL_N_FRAME_FORMATS; format++) {
        for (size_t n_rows = 0; n_rows <= N_ROWS; n_rows++) {
            struct pl_text want;

            pl_text_init(&want);
            write_whole(n_rows, (enum pl_frame_format)format, &want);
            for (unsigned cuts = 0; cuts < 1U << N_ROWS; cuts++) {
                struct pl_text got;

                pl_text_init(&got);
                assert_int_equal(write_pieces(n_rows, cuts,
                                              (enum pl_frame_format)format, NULL, &got),
                                 PL_OK);
                assert_string_equal(pl_text_string(&got), pl_text_string(&want));
                pl_text_finish(&got);
            }
            pl_text_finish(&want);
        }
    }
}

static void
test_take_without_rows_gives_the_header_once(void **state)
{
    struct sweep_table *table = NULL;
    struct pl_text text;

    (void)state;
    pl_text_init(&text);
    assert_int_equal(sweep_table_create(&manifest, false, PL_FRAME_CSV, NULL, &table),
                     PL_OK);
    assert_int_equal(sweep_table_take(table, false, NULL, &text), PL_OK);
    assert_int_equal(sweep_table_take(table, false, NULL, &text), PL_OK);
    assert_int_equal(sweep_table_add(table, values[1], NULL, NULL), PL_OK);
    assert_int_equal(sweep_table_n_rows(table), 1);
    assert_int_equal(sweep_table_take(table, true, NULL, &text), PL_OK);
    assert_int_equal(sweep_table_n_rows(table), 0);
    assert_string_equal(pl_text_string(&text),
                        "drug_x,cell,pAkt@24h,auc:pS6K,error\n"
                        "0.1,\"a cell, \"\"quoted\"\"\",0.3333333333333333,1e-300,\n");
    pl_text_finish(&text);
    sweep_table_destroy(table);
}

/* A symbol may be named "cell" where the model has no table of cells. */
static void
test_create_takes_a_factor_named_cell_for_a_number_without_cells(void **state)
{
    static const struct pl_manifest_entry plain[] = {{SWEEP_FACTORS, "cell", NULL},
                                                     {SWEEP_READOUTS, "A", NULL}};
    static const struct pl_manifest small = {
        .entries = plain, .n_entries = 2, .n_points = 1, .n = 1, .n_values = 2};
    const double row[2] = {0.5, 2.0};
    struct sweep_table *table = NULL;
    struct pl_text text;

    (void)state;
    pl_text_init(&text);
    assert_int_equal(sweep_table_create(&small, false, PL_FRAME_CSV, NULL, &table),
                     PL_OK);
    assert_int_equal(sweep_table_add(table, row, NULL, NULL), PL_OK);
    assert_int_equal(sweep_table_take(table, true, NULL, &text), PL_OK);
    assert_string_equal(pl_text_string(&text), "cell,A,error\n0.5,2,\n");
    pl_text_finish(&text);
    sweep_table_destroy(table);
}

static void
test_create_refuses_a_manifest_of_something_else(void **state)
{
    static const struct pl_manifest_entry without_readouts[] = {
        {SWEEP_FACTORS, "a", NULL}};
    static const struct pl_manifest_entry bad_cells[] = {{SWEEP_CELLS, "0 0011", NULL},
                                                         {SWEEP_FACTORS, "cell", NULL},
                                                         {SWEEP_READOUTS, "A", NULL}};
    static const struct pl_manifest cases[] = {
        {.entries = NULL, .n_entries = 0, .n_values = 0},
        {.entries = without_readouts, .n_entries = 1, .n_values = 1},
        {.entries = entries, .n_entries = 4, .n_values = 3}, /* it has 4 */
        {.entries = bad_cells, .n_entries = 3, .n_values = 2},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sweep_table *table = NULL;

        assert_int_equal(
            sweep_table_create(&cases[i], false, PL_FRAME_CSV, NULL, &table),
            PL_ERR_SYNTAX);
        assert_null(table);
    }
}

static enum pl_status
write_json(void *context)
{
    struct pl_text text;
    enum pl_status status;

    (void)context;
    pl_text_init(&text);
    status = write_pieces(N_ROWS, 4, PL_FRAME_JSON, NULL, &text);
    pl_text_finish(&text);
    return status;
}

static void
test_table_survives_no_memory(void **state)
{
    (void)state;
    assert_true(assert_survives_no_memory(write_json, NULL) > 30);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_take_gives_the_same_text_however_it_is_cut),
        cmocka_unit_test(test_take_without_rows_gives_the_header_once),
        cmocka_unit_test(
            test_create_takes_a_factor_named_cell_for_a_number_without_cells),
        cmocka_unit_test(test_create_refuses_a_manifest_of_something_else),
        cmocka_unit_test(test_table_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
