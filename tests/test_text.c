/*
 * test_text.c - growing text, and its width on a terminal.
 */
#include "testlib.h"

#include "base/text.h"

static void
test_text_grows_piece_by_piece(void **state)
{
    struct pl_text text;

    (void)state;
    pl_text_init(&text);
    assert_string_equal(pl_text_string(&text), "");
    pl_text_add(&text, "Akt pS473", 3);
    pl_text_put(&text, " and ");
    pl_text_repeat(&text, "▁", 3);
    pl_text_format(&text, " %d|%s|%5.2f", 42, "S6K", 0.125);
    assert_string_equal(pl_text_string(&text), "Akt and ▁▁▁ 42|S6K| 0.12");
    assert_int_equal(text.size, strlen(text.data));
    assert_false(text.failed);
    pl_text_finish(&text);
    assert_string_equal(pl_text_string(&text), "");
    assert_int_equal(text.size, 0);
    pl_text_put(&text, "again");
    assert_string_equal(pl_text_string(&text), "again");
    pl_text_finish(&text);
}

static void
test_text_of_no_bytes_is_empty(void **state)
{
    struct pl_text text;

    (void)state;
    pl_text_init(&text);
    pl_text_add(&text, NULL, 0);
    pl_text_put(&text, "");
    pl_text_repeat(&text, "x", 0);
    pl_text_format(&text, "%s", "");
    assert_string_equal(pl_text_string(&text), "");
    assert_int_equal(text.size, 0);
    pl_text_finish(&text);
}

static void
test_text_keeps_nul_bytes(void **state)
{
    struct pl_text text;

    (void)state;
    pl_text_init(&text);
    pl_text_add(&text, "a\0b", 3);
    pl_text_put(&text, "c");
    assert_int_equal(text.size, 4);
    assert_memory_equal(text.data, "a\0bc", 5);
    pl_text_finish(&text);
}

/* Every length around the sizes at which the text grows, by each way of adding. */
static void
test_text_grows_at_every_length(void **state)
{
    (void)state;
    for (size_t n = 0; n < 600; n++) {
        struct pl_text added;
        struct pl_text formatted;

        pl_text_init(&added);
        pl_text_init(&formatted);
        for (size_t i = 0; i < n; i++) {
            pl_text_add(&added, "x", 1);
        }
        pl_text_format(&formatted, "%.*s", (int)n, pl_text_string(&added));
        assert_int_equal(added.size, n);
        assert_string_equal(pl_text_string(&added), pl_text_string(&formatted));
        pl_text_finish(&added);
        pl_text_finish(&formatted);
    }
}

static void
test_text_remembers_that_memory_ran_out(void **state)
{
    struct pl_text text;

    (void)state;
    pl_text_init(&text);
    pl_text_put(&text, "kept");
    test_fail_allocation(1, false);
    pl_text_repeat(&text, "0123456789", 100);
    assert_true(test_allow_allocations());
    assert_true(text.failed);
    assert_memory_equal(pl_text_string(&text), "kept0123", 8);
    assert_int_equal(text.size, strlen(text.data));
    pl_text_put(&text, "later");
    pl_text_format(&text, "%d", 1);
    assert_null(strstr(pl_text_string(&text), "later"));
    pl_text_finish(&text);
    assert_false(text.failed);

    test_fail_allocation(1, false);
    pl_text_format(&text, "%d", 1);
    assert_true(test_allow_allocations());
    assert_true(text.failed);
    assert_string_equal(pl_text_string(&text), "");
    pl_text_finish(&text);

    pl_text_put(&text, "kept");
    test_fail_allocation(1, false);
    pl_text_format(&text, "%300d", 1);
    assert_true(test_allow_allocations());
    assert_true(text.failed);
    assert_string_equal(pl_text_string(&text), "kept"); /* no half of a piece */
    pl_text_finish(&text);
}

static void
test_text_refuses_a_size_that_overflows(void **state)
{
    struct pl_text text;

    (void)state;
    pl_text_init(&text);
    pl_text_put(&text, "kept");
    pl_text_add(&text, "x", SIZE_MAX - 2);
    assert_true(text.failed);
    assert_string_equal(pl_text_string(&text), "kept");
    pl_text_finish(&text);
}

static void
test_format_does_not_follow_the_locale(void **state)
{
    struct pl_text text;

    (void)state;
    pl_text_init(&text);
    test_enter_comma_locale();
    pl_text_format(&text, "%g and %.2f", 1.5, -0.25);
    test_leave_locale();
    assert_string_equal(pl_text_string(&text), "1.5 and -0.25");
    pl_text_finish(&text);
}

static void
test_add_visible_hides_what_a_terminal_would_obey(void **state)
{
    static const struct {
        const char *bytes;
        const char *shown;
    } rows[] = {
        {"Akt µM → β", "Akt µM → β"},
        {"a\tb\nc", "a\tb\nc"},
        {"\033[31mred\033[0m", "?[31mred?[0m"},
        {"bell\a return\r del\x7f", "bell? return? del?"},
        {"C1 \xc2\x9b", "C1 ?"},
        {"latin1 \xb5M", "latin1 ?M"},
        {"cut \xe2\x80", "cut ??"},
        {"overlong \xc0\xaf", "overlong ??"},
        {"surrogate \xed\xa0\x80", "surrogate ???"},
        {"bidi \xe2\x80\xae"
         "x"
         "\xe2\x81\xa9",
         "bidi ?x?"},
        {"", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pl_text text;

        pl_text_init(&text);
        pl_text_add_visible(&text, rows[i].bytes, strlen(rows[i].bytes));
        assert_string_equal(pl_text_string(&text), rows[i].shown);
        pl_text_finish(&text);
    }
}

static void
test_add_visible_hides_nul(void **state)
{
    struct pl_text text;

    (void)state;
    pl_text_init(&text);
    pl_text_add_visible(&text, "a\0b", 3);
    assert_string_equal(pl_text_string(&text), "a?b");
    pl_text_finish(&text);
}

static void
test_wrap_breaks_between_words(void **state)
{
    static const struct {
        const char *words;
        size_t column, indent, width;
        const char *want;
    } rows[] = {
        {"Akt and S6K", 0, 0, 0, "Akt and S6K"},
        {"Akt and S6K", 0, 0, 11, "Akt and S6K"},
        {"Akt and S6K", 0, 0, 10, "Akt and\nS6K"},
        {"Akt and S6K", 0, 2, 7, "Akt and\n  S6K"},
        {"Akt and S6K", 4, 4, 10, "Akt\n    and\n    S6K"},
        {"Akt and S6K", 8, 0, 11, "Akt\nand S6K"},
        /* a word that fits nowhere stands on a line of its own */
        {"phosphorylation of S6K", 0, 1, 6, "phosphorylation\n of\n S6K"},
        {"  Akt   and  ", 0, 0, 20, "Akt and"},
        {"", 0, 0, 5, ""},
        {"   ", 0, 0, 5, ""},
        /* columns, not bytes */
        {"IκBα TGFβ", 0, 0, 9, "IκBα TGFβ"},
        {"IκBα TGFβ", 0, 0, 8, "IκBα\nTGFβ"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pl_text text;

        pl_text_init(&text);
        pl_text_wrap(&text, rows[i].words, rows[i].column, rows[i].indent,
                     rows[i].width);
        assert_false(text.failed);
        assert_string_equal(pl_text_string(&text), rows[i].want);
        pl_text_finish(&text);
    }
}

static void
test_width_counts_columns(void **state)
{
    static const struct {
        const char *string;
        size_t width;
    } rows[] = {
        {"", 0},          {"Akt pS473", 9}, {"µM", 2},
        {"█▁▂", 3},       {"细胞", 4}, /* wide characters */
        {"e\xcc\x81", 1},              /* e and a combining accent */
        {"\xff\xfe", 2},               /* shown as "??" */
        {"\033[1m", 4},                /* shown as "?[1m" */
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(pl_text_width(rows[i].string), rows[i].width);
    }
}

static void
test_glyph_says_what_was_read_and_what_is_shown(void **state)
{
    const char *text = "β";
    struct pl_glyph glyph = pl_text_glyph(text, 2);

    (void)state;
    assert_ptr_equal(glyph.shown, text);
    assert_int_equal(glyph.n_shown, 2);
    assert_int_equal(glyph.n_read, 2);
    assert_int_equal(glyph.width, 1);
    glyph = pl_text_glyph(text, 1); /* half of it */
    assert_memory_equal(glyph.shown, "?", 1);
    assert_int_equal(glyph.n_shown, 1);
    assert_int_equal(glyph.n_read, 1);
    assert_int_equal(glyph.width, 1);
    glyph = pl_text_glyph("\n", 1);
    assert_memory_equal(glyph.shown, "?", 1);
}

static void
test_copy_owns_its_bytes(void **state)
{
    char original[] = "mTORC1";
    char *copy = pl_text_copy(original);

    (void)state;
    assert_non_null(copy);
    original[0] = 'x';
    assert_string_equal(copy, "mTORC1");
    free(copy);
    test_fail_allocation(1, false);
    assert_null(pl_text_copy("x"));
    assert_true(test_allow_allocations());
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_grows_piece_by_piece),
        cmocka_unit_test(test_text_of_no_bytes_is_empty),
        cmocka_unit_test(test_text_keeps_nul_bytes),
        cmocka_unit_test(test_text_grows_at_every_length),
        cmocka_unit_test(test_text_remembers_that_memory_ran_out),
        cmocka_unit_test(test_text_refuses_a_size_that_overflows),
        cmocka_unit_test(test_format_does_not_follow_the_locale),
        cmocka_unit_test(test_add_visible_hides_what_a_terminal_would_obey),
        cmocka_unit_test(test_add_visible_hides_nul),
        cmocka_unit_test(test_wrap_breaks_between_words),
        cmocka_unit_test(test_width_counts_columns),
        cmocka_unit_test(test_glyph_says_what_was_read_and_what_is_shown),
        cmocka_unit_test(test_copy_owns_its_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
