/*
 * test_tsv.c - tables from text: cells, comments, quotes, and every fault.
 */
#include "testlib.h"

#include "base/diag.h"
#include "base/frame.h"
#include "base/source.h"
#include "base/text.h"
#include "format/tsv.h"

/* Cells as "a|b\n1|2\n", behind them the messages. */
static enum pl_status
read_table(const char *name, const char *bytes, size_t size, struct pl_text *result)
{
    struct pl_diags *diags = pl_diags_create();
    struct pl_source *source = NULL;
    struct pl_frame *frame = NULL;
    enum pl_status status = PL_OK;

    assert_int_equal(pl_source_create(name, bytes, size, NULL, &source), PL_OK);
    status = pl_tsv_read(source, diags, &frame);
    pl_source_destroy(source);
    pl_text_init(result);
    assert_int_equal(frame != NULL, status == PL_OK);
    for (size_t row = 0; frame != NULL && row <= frame->n_rows; row++) {
        for (size_t c = 0; c < frame->n_columns; c++) {
            const struct pl_column *column = &frame->columns[c];

            assert_int_equal(column->type, PL_COLUMN_TEXT);
            assert_string_equal(column->label, column->name);
            assert_string_equal(column->unit, "");
            pl_text_format(result, "%s%s", c > 0 ? "|" : "",
                           row == 0 ? column->name : column->texts[row - 1]);
        }
        pl_text_put(result, "\n");
    }
    pl_diags_print(diags, false, result);
    pl_frame_destroy(frame);
    pl_diags_destroy(diags);
    return status;
}

static void
assert_table(const char *name, const char *string, enum pl_status want_status,
             const char *want)
{
    struct pl_text result;

    assert_int_equal(read_table(name, string, strlen(string), &result), want_status);
    assert_string_equal(pl_text_string(&result), want);
    pl_text_finish(&result);
}

static void
test_read_gives_the_cells(void **state)
{
    static const struct {
        const char *name;
        const char *string;
        const char *want;
    } rows[] = {
        {"t.tsv", "a\tb\n1\t2\n3\t4\n", "a|b\n1|2\n3|4\n"},
        {"t.tsv", "a\tb\n1\t2", "a|b\n1|2\n"},
        {"t.tsv", "a\tb\r\n1\t2\r\n", "a|b\n1|2\n"},
        {"t.tsv", "a\tb\r1\t2\r", "a|b\n1|2\n"},
        {"t.tsv", "a\n", "a\n"},
        {"t.tsv", "a\tb\n\t\nx\t\n", "a|b\n|\nx|\n"},
        {"t.tsv", "a\tb, c\n1\t2\n", "a|b, c\n1|2\n"},
        {"t.csv", "a,b\n1\t2,3\n", "a|b\n1\t2|3\n"},
        {"T.CSV", "a,b\n1,2\n", "a|b\n1|2\n"},
        {"csv", "a\tb\n", "a|b\n"},
        /* comments, empty lines */
        {"t.tsv", "# c\n\n#\na\tb\n#1\t2\n\n3\t4\n#", "a|b\n3|4\n"},
        {"t.tsv", "a\tb\n \n1\t#2\n", "a|b\n1|#2\n"},
        {"t.tsv", "a\tb\n\"#1\"\t2\n", "a|b\n#1|2\n"},
        /* blanks, quotes */
        {"t.tsv", "a \t b\n  1\t2 \n", "a|b\n1|2\n"},
        {"t.tsv", "a\tb\n\" 1\"\t\"2\"\n", "a|b\n 1|2\n"},
        {"t.tsv", "a\tb\n\"1\t2\"\t\"3\"\"4\"\n", "a|b\n1\t2|3\"4\n"},
        {"t.csv", "a,b\n\"1,2\",\"\"\n", "a|b\n1,2|\n"},
        {"t.tsv", "a\tb\n\"1\n# no comment\n\n2\"\t3\n4\t5\n",
         "a|b\n1\n# no comment\n\n2|3\n4|5\n"},
        {"t.tsv", "\"a\"\t\"b c\"\n1\t2\n", "a|b c\n1|2\n"},
        /* what is not ASCII */
        {"t.tsv",
         "gr\xc3\xb6\xc3\x9f"
         "e\tb\n\xce\xb2\t\xe2\x86\x92\n",
         "gr\xc3\xb6\xc3\x9f"
         "e|b\n\xce\xb2|\xe2\x86\x92\n"},
    };

    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        assert_table(rows[k].name, rows[k].string, PL_OK, rows[k].want);
    }
}

static void
test_read_reports_what_is_wrong(void **state)
{
    static const struct {
        const char *string;
        const char *want;
    } rows[] = {
        {"", "t.tsv:1:1: error: the table has no header row\n"
             "    1 |\n"
             "      | ^\n"
             "hint: its first row holds the names of the columns\n"},
        {"# a\n\n", "t.tsv:1:1: error: the table has no header row\n"
                    "    1 | # a\n"
                    "      | ^\n"
                    "hint: its first row holds the names of the columns\n"},
        {"# c\na\tb\ta\n1\t2\t3\n", "t.tsv:2:1: error: two columns named 'a'\n"
                                    "    2 | a\tb\ta\n"
                                    "      | ^\n"},
        {"a\t\tc\n1\t2\t3\n", "t.tsv:1:1: error: column 2 has no name\n"
                              "    1 | a\t\tc\n"
                              "      | ^\n"},
        {"a\tb\n1\n2\t3\n4\t5\t6\n",
         "t.tsv:2:1: error: 1 cell in this row and 2 in the header\n"
         "    2 | 1\n"
         "      | ^\n"
         "t.tsv:4:1: error: 3 cells in this row and 2 in the header\n"
         "    4 | 4\t5\t6\n"
         "      | ^\n"},
        {"a\tb\n\"1\n2\"\n",
         "t.tsv:2:1: error: 1 cell in this row and 2 in the header\n"
         "    2 | \"1\n"
         "      | ^\n"},
        {"a\tb\n1\t2\n3\t\"4\n5\t6\n",
         "t.tsv:3:1: error: a quote in this row is not closed\n"
         "    3 | 3\t\"4\n"
         "      | ^\n"},
        {"a\tb\n1\t2\"3\n", "t.tsv:2:4: error: a quote in the middle of a cell\n"
                            "    2 | 1\t2\"3\n"
                            "      |  \t ^\n"
                            "hint: put quotes around the whole cell and double those "
                            "inside it\n"},
        {"a\tb\n1\t\"2\"3\n", "t.tsv:2:6: error: a quote in the middle of a cell\n"
                              "    2 | 1\t\"2\"3\n"
                              "      |  \t   ^\n"
                              "hint: put quotes around the whole cell and double those "
                              "inside it\n"},
    };

    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        assert_table("t.tsv", rows[k].string, PL_ERR_SYNTAX, rows[k].want);
    }
}

static void
test_read_tells_tabs_from_commas(void **state)
{
    (void)state;
    assert_table("t.tsv", "# sets\nk, g\n1, 2\n", PL_ERR_SYNTAX,
                 "t.tsv:2:1: error: the header has commas and no tab: only in a file "
                 "named .csv do commas stand between columns\n"
                 "    2 | k, g\n"
                 "      | ^\n"
                 "hint: name it .csv, or put tabs in place of the commas\n");
    assert_table("t.csv", "k\tg\n1\t2\n", PL_ERR_SYNTAX,
                 "t.csv:1:1: error: the header has tabs and no comma: in a file named "
                 ".csv commas stand between columns\n"
                 "    1 | k\tg\n"
                 "      | ^\n"
                 "hint: name it .tsv, or put commas in place of the tabs\n");
}

static void
test_read_stops_at_the_last_error_that_is_kept(void **state)
{
    struct pl_diags *diags = pl_diags_create();
    struct pl_source *source = NULL;
    struct pl_frame *frame = NULL;
    struct pl_text text;

    (void)state;
    pl_text_init(&text);
    pl_text_put(&text, "a\tb\n");
    pl_text_repeat(&text, "1\n", 100000);
    assert_int_equal(pl_source_create("t", text.data, text.size, NULL, &source), PL_OK);
    assert_int_equal(pl_tsv_read(source, diags, &frame), PL_ERR_SYNTAX);
    assert_null(frame);
    assert_int_equal(pl_diags_n_errors(diags), PL_DIAG_MAX_ERRORS);
    pl_text_finish(&text);
    pl_source_destroy(source);
    pl_diags_destroy(diags);
}

static struct pl_frame *
make_frame(const char *string)
{
    struct pl_source *source = NULL;
    struct pl_frame *frame = NULL;

    assert_int_equal(pl_source_create("t.tsv", string, strlen(string), NULL, &source),
                     PL_OK);
    assert_int_equal(pl_tsv_read(source, NULL, &frame), PL_OK);
    pl_source_destroy(source);
    return frame;
}

static void
test_numbers_turns_a_column(void **state)
{
    struct pl_frame *frame =
        make_frame("x\ty\n1\t1\n-2.5e-3\t2\n\t3\nnan\t4\nNA\t5\nNaN\t6\n");
    const double *numbers = NULL;

    (void)state;
    assert_int_equal(pl_tsv_numbers(frame, 0, "t.tsv", NULL), PL_OK);
    numbers = frame->columns[0].numbers;
    assert_int_equal(frame->columns[0].type, PL_COLUMN_NUMBER);
    assert_null(frame->columns[0].texts);
    assert_close(numbers[0], 1.0, 0.0, 0.0);
    assert_close(numbers[1], -2.5e-3, 0.0, 0.0);
    for (size_t row = 2; row < 6; row++) {
        assert_true(isnan(numbers[row]));
    }
    assert_int_equal(frame->columns[1].type, PL_COLUMN_TEXT);
    for (size_t k = 0; k < 100; k++) { /* rows may still be added */
        assert_int_equal(pl_frame_add_row(frame, NULL), PL_OK);
    }
    assert_true(isnan(frame->columns[0].numbers[105]));
    pl_frame_destroy(frame);
}

static void
test_numbers_of_no_rows(void **state)
{
    struct pl_frame *frame = make_frame("x\n");

    (void)state;
    assert_int_equal(pl_tsv_numbers(frame, 0, "t.tsv", NULL), PL_OK);
    assert_int_equal(pl_frame_add_row(frame, NULL), PL_OK);
    assert_true(isnan(frame->columns[0].numbers[0]));
    pl_frame_destroy(frame);
}

static void
test_numbers_names_the_cells_that_are_none(void **state)
{
    struct pl_frame *frame = make_frame("x\n1\n1,5\ninf\n 2\n3 nM\n0x10\n1e999\n");
    struct pl_diags *diags = pl_diags_create();

    (void)state;
    assert_int_equal(pl_tsv_numbers(frame, 0, "d/blot.tsv", diags), PL_ERR_SYNTAX);
    assert_messages(
        diags, "error: d/blot.tsv: row 2 of the column 'x': '1,5' is not a number\n"
               "error: d/blot.tsv: row 3 of the column 'x': 'inf' is not a number\n"
               "error: d/blot.tsv: row 5 of the column 'x': '3 nM' is not a number\n"
               "error: d/blot.tsv: row 6 of the column 'x': '0x10' is not a number\n"
               "error: d/blot.tsv: row 7 of the column 'x': '1e999' is not a number\n");
    assert_int_equal(frame->columns[0].type, PL_COLUMN_TEXT); /* as it was */
    assert_string_equal(frame->columns[0].texts[1], "1,5");
    pl_diags_destroy(diags);
    pl_frame_destroy(frame);
}

static enum pl_status
read_and_convert(void *context)
{
    static const char string[] = "name\tx\n\"a b\"\t1\nc\t2\n";
    struct pl_source *source = NULL;
    struct pl_frame *frame = NULL;
    enum pl_status status =
        pl_source_create("t.tsv", string, sizeof string - 1, NULL, &source);

    (void)context;
    if (status == PL_OK) {
        status = pl_tsv_read(source, NULL, &frame);
    }
    if (status == PL_OK) {
        status = pl_tsv_numbers(frame, 1, "t.tsv", NULL);
    }
    pl_frame_destroy(frame);
    pl_source_destroy(source);
    return status;
}

static void
test_read_survives_no_memory(void **state)
{
    (void)state;
    assert_survives_no_memory(read_and_convert, NULL);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read_gives_the_cells),
        cmocka_unit_test(test_read_reports_what_is_wrong),
        cmocka_unit_test(test_read_tells_tabs_from_commas),
        cmocka_unit_test(test_read_stops_at_the_last_error_that_is_kept),
        cmocka_unit_test(test_numbers_turns_a_column),
        cmocka_unit_test(test_numbers_of_no_rows),
        cmocka_unit_test(test_numbers_names_the_cells_that_are_none),
        cmocka_unit_test(test_read_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
