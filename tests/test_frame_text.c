/*
 * test_frame_text.c - CSV, TSV, Markdown and JSON say what the frame holds, exactly.
 */
#include "testlib.h"

#include <float.h>

#include <jansson.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/number.h"
#include "base/text.h"
#include "out/frame_text.h"

static struct pl_frame *
make_frame(void)
{
    struct pl_frame *frame = NULL;

    assert_int_equal(pl_frame_create(NULL, &frame), PL_OK);
    return frame;
}

static void
add_column(struct pl_frame *frame, const char *name, const char *label,
           const char *unit, enum pl_column_type type)
{
    assert_int_equal(pl_frame_add_column(frame, name, label, unit, type, NULL), PL_OK);
}

static void
add_row(struct pl_frame *frame)
{
    assert_int_equal(pl_frame_add_row(frame, NULL), PL_OK);
}

static void
set_text(struct pl_frame *frame, size_t row, size_t column, const char *text)
{
    assert_int_equal(pl_frame_set_text(frame, row, column, text, NULL), PL_OK);
}

/* Two rows of a time course; "note" holds what formats have to quote. */
static struct pl_frame *
make_course(void)
{
    struct pl_frame *frame = make_frame();

    add_column(frame, "time_h", "time", "h", PL_COLUMN_NUMBER);
    add_column(frame, "pAkt_S473", "Akt pS473", NULL, PL_COLUMN_NUMBER);
    add_column(frame, "note", NULL, NULL, PL_COLUMN_TEXT);
    add_row(frame);
    frame->columns[0].numbers[0] = 0.0;
    frame->columns[1].numbers[0] = 0.1;
    set_text(frame, 0, 2, "a \"b\", c|d\\");
    add_row(frame);
    frame->columns[0].numbers[1] = 48.0;
    frame->columns[1].numbers[1] = NAN;
    set_text(frame, 1, 2, "two\tµ\nlines");
    return frame;
}

static void
check_written(const struct pl_frame *frame, enum pl_frame_format format,
              const char *want)
{
    struct pl_text text;

    pl_text_init(&text);
    assert_int_equal(pl_frame_write(frame, format, NULL, &text), PL_OK);
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
}

static void
test_write_gives_csv(void **state)
{
    struct pl_frame *frame = make_course();

    (void)state;
    check_written(frame, PL_FRAME_CSV,
                  "time_h,pAkt_S473,note\n"
                  "0,0.1,\"a \"\"b\"\", c|d\\\"\n"
                  "48,,\"two\tµ\nlines\"\n");
    pl_frame_destroy(frame);
}

static void
test_write_quotes_csv_where_it_must(void **state)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"plain", "plain"},         {"", "\"\""},       {" blank ", " blank "},
        {"a,b", "\"a,b\""},         {"\"", "\"\"\"\""}, {"a\rb", "\"a\rb\""},
        {"a\nb", "\"a\nb\""},       {"-", "-"},         {"semi;colon", "semi;colon"},
        {"tab\there", "tab\there"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pl_frame *frame = make_frame();
        struct pl_text want;

        add_column(frame, "x", NULL, NULL, PL_COLUMN_TEXT);
        add_row(frame);
        set_text(frame, 0, 0, rows[i].text);
        pl_text_init(&want);
        pl_text_format(&want, "x\n%s\n", rows[i].want);
        check_written(frame, PL_FRAME_CSV, want.data);
        pl_text_finish(&want);
        pl_frame_destroy(frame);
    }
}

static void
test_write_gives_tsv(void **state)
{
    struct pl_frame *frame = make_course();

    (void)state;
    check_written(frame, PL_FRAME_TSV,
                  "time_h\tpAkt_S473\tnote\n"
                  "0\t0.1\ta \"b\", c|d\\\n"
                  "48\t\ttwo µ lines\n");
    pl_frame_destroy(frame);
}

static void
test_write_gives_markdown(void **state)
{
    struct pl_frame *frame = make_course();

    (void)state;
    frame->columns[1].numbers[0] = 1.0 / 3.0;
    check_written(frame, PL_FRAME_MD,
                  "| time (h) | Akt pS473 | note |\n"
                  "| ---: | ---: | --- |\n"
                  "| 0 | 0.3333 | a \"b\", c\\|d\\\\ |\n"
                  "| 48 |  | two\tµ lines |\n");
    pl_frame_destroy(frame);
}

static void
test_write_gives_json(void **state)
{
    struct pl_frame *frame = make_course();

    (void)state;
    frame->columns[1].numbers[0] = INFINITY;
    check_written(frame, PL_FRAME_JSON,
                  "{\n"
                  "  \"columns\": [\n"
                  "    {\"name\": \"time_h\", \"label\": \"time\", \"unit\": \"h\"},\n"
                  "    {\"name\": \"pAkt_S473\", \"label\": \"Akt pS473\", "
                  "\"unit\": \"\"},\n"
                  "    {\"name\": \"note\", \"label\": \"note\", \"unit\": \"\"}\n"
                  "  ],\n"
                  "  \"rows\": [\n"
                  "    [0, null, \"a \\\"b\\\", c|d\\\\\"],\n"
                  "    [48, null, \"two\\tµ\\nlines\"]\n"
                  "  ]\n"
                  "}\n");
    pl_frame_destroy(frame);
}

static void
test_write_gives_headers_of_a_frame_without_rows(void **state)
{
    struct pl_frame *frame = make_frame();

    (void)state;
    check_written(frame, PL_FRAME_CSV, "\n");
    check_written(frame, PL_FRAME_JSON, "{\n  \"columns\": [],\n  \"rows\": []\n}\n");
    add_column(frame, "a,b", NULL, NULL, PL_COLUMN_NUMBER);
    add_column(frame, "c", "", "nM", PL_COLUMN_NUMBER);
    check_written(frame, PL_FRAME_CSV, "\"a,b\",c\n");
    check_written(frame, PL_FRAME_TSV, "a,b\tc\n");
    check_written(frame, PL_FRAME_MD, "| a,b | (nM) |\n| ---: | ---: |\n");
    pl_frame_destroy(frame);
}

static void
test_write_appends(void **state)
{
    struct pl_frame *frame = make_frame();
    struct pl_text text;

    (void)state;
    add_column(frame, "x", NULL, NULL, PL_COLUMN_NUMBER);
    pl_text_init(&text);
    pl_text_put(&text, "before\n");
    assert_int_equal(pl_frame_write(frame, PL_FRAME_CSV, NULL, &text), PL_OK);
    assert_string_equal(text.data, "before\nx\n");
    pl_text_finish(&text);
    pl_frame_destroy(frame);
}

/* Numbers whose shortest decimal form is long, small, large, or between. */
static const double hard_numbers[] = {
    0.1,
    1.0 / 3.0,
    2.0 / 3.0,
    1e23,
    5e-324,
    DBL_MAX,
    DBL_MIN,
    DBL_TRUE_MIN,
    DBL_EPSILON,
    -1.5e-7,
    1e15,
    123456789012345,
    9007199254740993.,
    0.30000000000000004,
    4.35,
    2.2250738585072011e-308,
    1.7976931348623157e308,
};

#define N_HARD (sizeof hard_numbers / sizeof hard_numbers[0])

static struct pl_frame *
make_hard_frame(void)
{
    struct pl_frame *frame = make_frame();

    add_column(frame, "x", NULL, NULL, PL_COLUMN_NUMBER);
    for (size_t i = 0; i < N_HARD; i++) {
        add_row(frame);
        frame->columns[0].numbers[i] = hard_numbers[i];
    }
    return frame;
}

static void
check_round_trip(enum pl_frame_format format)
{
    struct pl_frame *frame = make_hard_frame();
    struct pl_text text;
    char *line = NULL;

    pl_text_init(&text);
    assert_int_equal(pl_frame_write(frame, format, NULL, &text), PL_OK);
    line = strchr(text.data, '\n') + 1;
    for (size_t i = 0; i < N_HARD; i++) {
        char *end = NULL;
        double number = strtod(line, &end);

        assert_int_equal(*end, '\n');
        assert_memory_equal(&number, &hard_numbers[i], sizeof number);
        line = end + 1;
    }
    assert_int_equal(*line, '\0');
    pl_text_finish(&text);
    pl_frame_destroy(frame);
}

static void
test_write_keeps_the_bits_of_numbers(void **state)
{
    (void)state;
    check_round_trip(PL_FRAME_CSV);
    check_round_trip(PL_FRAME_TSV);
}

/* Jansson reads what was written. */
static json_t *
parse_json(const struct pl_frame *frame)
{
    struct pl_text text;
    json_error_t error;
    json_t *root = NULL;

    pl_text_init(&text);
    assert_int_equal(pl_frame_write(frame, PL_FRAME_JSON, NULL, &text), PL_OK);
    root = json_loads(text.data, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL) {
        fail_msg("line %d: %s", error.line, error.text);
    }
    pl_text_finish(&text);
    return root;
}

static void
test_write_keeps_the_bits_of_numbers_in_json(void **state)
{
    struct pl_frame *frame = make_hard_frame();
    json_t *root = parse_json(frame);
    json_t *rows = json_object_get(root, "rows");

    (void)state;
    assert_int_equal(json_array_size(rows), N_HARD);
    for (size_t i = 0; i < N_HARD; i++) {
        double number = json_number_value(json_array_get(json_array_get(rows, i), 0));

        assert_memory_equal(&number, &hard_numbers[i], sizeof number);
    }
    json_decref(root);
    pl_frame_destroy(frame);
}

static void
test_write_gives_valid_json_of_any_text(void **state)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"", ""},
        {"\x01\x1f\x7f", "\x01\x1f\x7f"},
        {"</script> \\u0041 \b\f\r", "</script> \\u0041 \b\f\r"},
        {"β-catenin → \xf0\x9f\xa7\xac", "β-catenin → \xf0\x9f\xa7\xac"},
        {"latin \xe9t\xe9", "latin ?t?"},
    };
    struct pl_frame *frame = make_frame();
    json_t *root = NULL;

    (void)state;
    add_column(frame, "text", NULL, NULL, PL_COLUMN_TEXT);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        add_row(frame);
        set_text(frame, i, 0, rows[i].text);
    }
    root = parse_json(frame);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        json_t *row = json_array_get(json_object_get(root, "rows"), i);

        assert_string_equal(json_string_value(json_array_get(row, 0)), rows[i].want);
    }
    json_decref(root);
    pl_frame_destroy(frame);
}

static void
test_write_does_not_follow_the_locale(void **state)
{
    struct pl_frame *frame = NULL;

    (void)state;
    test_enter_comma_locale(); /* skips from here when there is none: before any memory */
    frame = make_course();
    check_written(frame, PL_FRAME_TSV,
                  "time_h\tpAkt_S473\tnote\n"
                  "0\t0.1\ta \"b\", c|d\\\n"
                  "48\t\ttwo µ lines\n");
    test_leave_locale();
    pl_frame_destroy(frame);
}

static void
test_format_words_are_in_the_order_of_the_enum(void **state)
{
    (void)state;
    assert_string_equal(pl_frame_format_words[PL_FRAME_CSV], "csv");
    assert_string_equal(pl_frame_format_words[PL_FRAME_TSV], "tsv");
    assert_string_equal(pl_frame_format_words[PL_FRAME_MD], "md");
    assert_string_equal(pl_frame_format_words[PL_FRAME_JSON], "json");
    assert_null(pl_frame_format_words[PL_N_FRAME_FORMATS]);
}

static void
test_format_is_found_by_the_ending_of_a_path(void **state)
{
    static const struct {
        const char *path;
        enum pl_frame_format want;
    } rows[] = {
        {"x.csv", PL_FRAME_CSV},     {"x.tsv", PL_FRAME_TSV},
        {"a.b/x.md", PL_FRAME_MD},   {"x.JSON", PL_FRAME_JSON},
        {"x.json.gz", PL_FRAME_CSV}, {"a.json/x", PL_FRAME_CSV},
        {"x", PL_FRAME_CSV},         {"-", PL_FRAME_CSV},
        {"", PL_FRAME_CSV},          {".tsv", PL_FRAME_TSV},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(pl_frame_format_of_path(rows[i].path), rows[i].want);
    }
}

struct task {
    struct pl_frame *frame;
    enum pl_frame_format format;
    struct pl_diags *diags;
};

static enum pl_status
write_once(void *context)
{
    struct task *task = context;
    struct pl_text text;
    enum pl_status status = PL_OK;

    pl_text_init(&text);
    status = pl_frame_write(task->frame, task->format, task->diags, &text);
    pl_text_finish(&text);
    return status;
}

static void
test_write_survives_no_memory(void **state)
{
    struct task task = {make_course(), PL_FRAME_CSV, pl_diags_create()};

    (void)state;
    set_text(task.frame, 0, 2, "not UTF-8: \xff");
    for (int i = 0; i < PL_N_FRAME_FORMATS; i++) {
        task.format = (enum pl_frame_format)i;
        assert_true(assert_survives_no_memory(write_once, &task) >= 1);
    }
    test_fail_allocation(1, true);
    assert_int_equal(write_once(&(struct task){task.frame, PL_FRAME_CSV, NULL}),
                     PL_ERR_NOMEM);
    pl_diags_clear(task.diags);
    assert_int_equal(write_once(&task), PL_ERR_NOMEM);
    test_allow_allocations();
    assert_messages(task.diags, "error: out of memory for a table as text\n");
    pl_diags_destroy(task.diags);
    pl_frame_destroy(task.frame);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_write_gives_csv),
        cmocka_unit_test(test_write_quotes_csv_where_it_must),
        cmocka_unit_test(test_write_gives_tsv),
        cmocka_unit_test(test_write_gives_markdown),
        cmocka_unit_test(test_write_gives_json),
        cmocka_unit_test(test_write_gives_headers_of_a_frame_without_rows),
        cmocka_unit_test(test_write_appends),
        cmocka_unit_test(test_write_keeps_the_bits_of_numbers),
        cmocka_unit_test(test_write_keeps_the_bits_of_numbers_in_json),
        cmocka_unit_test(test_write_gives_valid_json_of_any_text),
        cmocka_unit_test(test_write_does_not_follow_the_locale),
        cmocka_unit_test(test_format_words_are_in_the_order_of_the_enum),
        cmocka_unit_test(test_format_is_found_by_the_ending_of_a_path),
        cmocka_unit_test(test_write_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
