/*
 * test_narrow.c - tables that fit the terminal.
 */
#include "cli/narrow.h"

#include "analysis/sheet.h"
#include "testlib.h"

static struct pl_frame *
make_frame(const char *name)
{
    struct pl_sheet sheet = pl_sheet_begin(false, NULL);
    struct pl_frame *frame = NULL;

    pl_sheet_add_text(&sheet, "rank", "");
    pl_sheet_add_text(&sheet, "treatment", NULL);
    pl_sheet_add_text(&sheet, "at", NULL);
    pl_sheet_row(&sheet);
    pl_sheet_text(&sheet, "1");
    pl_sheet_text(&sheet, name);
    pl_sheet_text(&sheet, "8 h");
    pl_sheet_row(&sheet);
    pl_sheet_text(&sheet, "2");
    pl_sheet_text(&sheet, "lapatinib");
    pl_sheet_text(&sheet, "24 h");
    assert_int_equal(pl_sheet_end(&sheet, &frame), PL_OK);
    return frame;
}

/* 1 and 2, 32 and 2, 4 columns; 22 are left for the names. */
static void
test_wrap_breaks_between_words(void **state)
{
    struct pl_frame *frame = make_frame("lapatinib + everolimus + MK-2206");

    (void)state;
    assert_int_equal(narrow_width(frame), 41);
    assert_int_equal(narrow_wrap(&frame, 1, 31, NULL), PL_OK);
    assert_int_equal(frame->n_rows, 3);
    assert_string_equal(frame->columns[0].label, "");
    assert_string_equal(frame->columns[1].texts[0], "lapatinib + everolimus");
    assert_string_equal(frame->columns[1].texts[1], "+ MK-2206");
    assert_string_equal(frame->columns[0].texts[0], "1");
    assert_string_equal(frame->columns[0].texts[1], "");
    assert_string_equal(frame->columns[2].texts[1], "");
    assert_string_equal(frame->columns[0].texts[2], "2");
    assert_string_equal(frame->columns[2].texts[2], "24 h");
    assert_true(narrow_width(frame) <= 31);
    pl_frame_destroy(frame);
}

static void
test_wrap_leaves_what_fits(void **state)
{
    static const size_t widths[] = {0, 41, 200};

    (void)state;
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        struct pl_frame *frame = make_frame("lapatinib + everolimus + MK-2206");

        assert_int_equal(narrow_wrap(&frame, 1, widths[i], NULL), PL_OK);
        assert_int_equal(frame->n_rows, 2);
        assert_string_equal(frame->columns[1].texts[0],
                            "lapatinib + everolimus + MK-2206");
        pl_frame_destroy(frame);
    }
}

/* An empty name keeps its row. */
static void
test_wrap_keeps_empty_texts(void **state)
{
    struct pl_frame *frame = make_frame("");

    (void)state;
    assert_int_equal(narrow_wrap(&frame, 1, 80, NULL), PL_OK);
    assert_int_equal(frame->n_rows, 2);
    assert_string_equal(frame->columns[2].texts[0], "8 h");
    pl_frame_destroy(frame);
}

static enum pl_status
wrap_once(void *context)
{
    struct pl_frame **frame = context;

    return narrow_wrap(frame, 1, 31, NULL);
}

static void
test_wrap_survives_no_memory(void **state)
{
    struct pl_frame *frame = make_frame("lapatinib + everolimus + MK-2206");

    (void)state;
    assert_true(assert_survives_no_memory(wrap_once, &frame) > 5);
    pl_frame_destroy(frame);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrap_breaks_between_words),
        cmocka_unit_test(test_wrap_leaves_what_fits),
        cmocka_unit_test(test_wrap_keeps_empty_texts),
        cmocka_unit_test(test_wrap_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
