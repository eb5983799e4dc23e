/*
 * test_frame.c - columns and rows in any order, and what is left when memory runs out.
 */
#include "testlib.h"

#include "base/diag.h"
#include "base/frame.h"

static struct pl_frame *
make_frame(void)
{
    struct pl_frame *frame = NULL;

    assert_int_equal(pl_frame_create(NULL, &frame), PL_OK);
    return frame;
}

static void
add_number(struct pl_frame *frame, const char *name)
{
    assert_int_equal(
        pl_frame_add_column(frame, name, NULL, NULL, PL_COLUMN_NUMBER, NULL), PL_OK);
}

static void
add_text(struct pl_frame *frame, const char *name)
{
    assert_int_equal(pl_frame_add_column(frame, name, NULL, NULL, PL_COLUMN_TEXT, NULL),
                     PL_OK);
}

static void
test_create_gives_an_empty_table(void **state)
{
    struct pl_frame *frame = make_frame();

    (void)state;
    assert_int_equal(frame->n_columns, 0);
    assert_int_equal(frame->n_rows, 0);
    assert_int_equal(pl_frame_find(frame, "time_h"), PL_NONE);
    assert_int_equal(pl_frame_add_row(frame, NULL), PL_OK); /* a row without columns */
    assert_int_equal(frame->n_rows, 1);
    pl_frame_destroy(frame);
    pl_frame_destroy(NULL);
}

static void
test_add_column_copies_its_names(void **state)
{
    struct pl_frame *frame = make_frame();
    char name[] = "pAkt_S473";

    (void)state;
    assert_int_equal(
        pl_frame_add_column(frame, name, "Akt pS473", "nM", PL_COLUMN_NUMBER, NULL),
        PL_OK);
    assert_int_equal(
        pl_frame_add_column(frame, "cell", NULL, NULL, PL_COLUMN_TEXT, NULL), PL_OK);
    name[0] = 'x';
    assert_string_equal(frame->columns[0].name, "pAkt_S473");
    assert_string_equal(frame->columns[0].label, "Akt pS473");
    assert_string_equal(frame->columns[0].unit, "nM");
    assert_int_equal(frame->columns[0].type, PL_COLUMN_NUMBER);
    assert_non_null(frame->columns[0].numbers);
    assert_null(frame->columns[0].texts);
    assert_string_equal(frame->columns[1].label, "cell");
    assert_string_equal(frame->columns[1].unit, "");
    assert_null(frame->columns[1].numbers);
    assert_non_null(frame->columns[1].texts);
    assert_int_equal(pl_frame_find(frame, "cell"), 1);
    assert_int_equal(pl_frame_find(frame, "pAkt_S473"), 0);
    assert_int_equal(pl_frame_find(frame, "Akt pS473"), PL_NONE);
    assert_int_equal(pl_frame_find(frame, "Cell"), PL_NONE);
    pl_frame_destroy(frame);
}

static void
test_add_column_fills_the_rows_that_are_there(void **state)
{
    struct pl_frame *frame = make_frame();

    (void)state;
    for (size_t row = 0; row < 40; row++) {
        assert_int_equal(pl_frame_add_row(frame, NULL), PL_OK);
    }
    add_number(frame, "value");
    add_text(frame, "cell");
    for (size_t row = 0; row < 40; row++) {
        assert_true(isnan(frame->columns[0].numbers[row]));
        assert_string_equal(frame->columns[1].texts[row], "");
    }
    assert_int_equal(pl_frame_add_row(frame, NULL), PL_OK);
    assert_true(isnan(frame->columns[0].numbers[40]));
    assert_string_equal(frame->columns[1].texts[40], "");
    pl_frame_destroy(frame);
}

static void
test_add_row_keeps_the_cells_before_it(void **state)
{
    struct pl_frame *frame = make_frame();

    (void)state;
    add_number(frame, "time_h");
    add_text(frame, "cell");
    for (size_t row = 0; row < 1000; row++) {
        char text[32];

        assert_int_equal(pl_frame_add_row(frame, NULL), PL_OK);
        assert_int_equal(frame->n_rows, row + 1);
        assert_true(frame->capacity >= frame->n_rows);
        assert_true(isnan(frame->columns[0].numbers[row]));
        frame->columns[0].numbers[row] = (double)row;
        snprintf(text, sizeof text, "cell %zu", row);
        assert_int_equal(pl_frame_set_text(frame, row, 1, text, NULL), PL_OK);
    }
    for (size_t row = 0; row < 1000; row++) {
        char text[32];

        snprintf(text, sizeof text, "cell %zu", row);
        assert_true(frame->columns[0].numbers[row] == (double)row);
        assert_string_equal(frame->columns[1].texts[row], text);
    }
    pl_frame_destroy(frame);
}

static void
test_set_text_replaces_a_cell(void **state)
{
    struct pl_frame *frame = make_frame();
    char text[] = "HER2+";

    (void)state;
    add_text(frame, "cell");
    assert_int_equal(pl_frame_add_row(frame, NULL), PL_OK);
    assert_int_equal(pl_frame_set_text(frame, 0, 0, text, NULL), PL_OK);
    text[0] = 'x';
    assert_string_equal(frame->columns[0].texts[0], "HER2+");
    assert_int_equal(pl_frame_set_text(frame, 0, 0, frame->columns[0].texts[0], NULL),
                     PL_OK); /* a cell's own text is a text, too */
    assert_string_equal(frame->columns[0].texts[0], "HER2+");
    assert_int_equal(pl_frame_set_text(frame, 0, 0, "", NULL), PL_OK);
    assert_string_equal(frame->columns[0].texts[0], "");
    pl_frame_destroy(frame);
}

/* More rows than the first capacity, and two columns added late. */
static enum pl_status
build(void *context)
{
    enum pl_status status = PL_OK;
    struct pl_frame *frame = NULL;

    status = pl_frame_create(context, &frame);
    if (status != PL_OK) {
        assert_null(frame);
        goto done;
    }
    status = pl_frame_add_column(frame, "a", "A", "nM", PL_COLUMN_TEXT, context);
    if (status != PL_OK) {
        assert_int_equal(frame->n_columns, 0);
        goto done;
    }
    for (size_t row = 0; row < 20; row++) {
        status = pl_frame_add_row(frame, context);
        if (status != PL_OK) {
            assert_int_equal(frame->n_rows, row); /* as before */
            goto done;
        }
        status = pl_frame_set_text(frame, row, 0, "text", context);
        if (status != PL_OK) {
            assert_string_equal(frame->columns[0].texts[row], "");
            goto done;
        }
    }
    status = pl_frame_add_column(frame, "b", NULL, NULL, PL_COLUMN_TEXT, context);
    if (status == PL_OK) {
        status = pl_frame_add_column(frame, "c", NULL, NULL, PL_COLUMN_NUMBER, context);
    }
    if (status != PL_OK) {
        assert_true(frame->n_columns < 3);
        goto done;
    }
    for (size_t row = 20; row < 40 && status == PL_OK; row++) {
        status = pl_frame_add_row(frame, context);
        assert_int_equal(frame->n_rows, status == PL_OK ? row + 1 : row);
    }

done:
    pl_frame_destroy(frame);
    return status;
}

static void
test_frame_survives_no_memory(void **state)
{
    (void)state;
    assert_true(assert_survives_no_memory(build, NULL) > 50);
}

static void
test_no_memory_is_reported(void **state)
{
    struct pl_diags *diags = pl_diags_create();
    struct pl_frame *frame = NULL;

    (void)state;
    test_fail_allocation(1, true);
    assert_int_equal(pl_frame_create(diags, &frame), PL_ERR_NOMEM);
    assert_true(test_allow_allocations());
    assert_null(frame);
    assert_messages(diags, "error: out of memory for a table\n");
    pl_diags_destroy(diags);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_create_gives_an_empty_table),
        cmocka_unit_test(test_add_column_copies_its_names),
        cmocka_unit_test(test_add_column_fills_the_rows_that_are_there),
        cmocka_unit_test(test_add_row_keeps_the_cells_before_it),
        cmocka_unit_test(test_set_text_replaces_a_cell),
        cmocka_unit_test(test_frame_survives_no_memory),
        cmocka_unit_test(test_no_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
