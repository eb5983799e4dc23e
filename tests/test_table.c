/*
 * test_table.c - tables line up on every terminal.
 */
#include "testlib.h"

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "out/table.h"

static const struct pl_style plain = {true, false, 0};

static struct pl_frame *
make_frame(void)
{
    struct pl_frame *frame = NULL;

    assert_int_equal(pl_frame_create(NULL, &frame), PL_OK);
    return frame;
}

static void
add_column(struct pl_frame *frame, const char *label, const char *unit,
           enum pl_column_type type)
{
    assert_int_equal(pl_frame_add_column(frame, "x", label, unit, type, NULL), PL_OK);
}

static void
set_text(struct pl_frame *frame, size_t row, size_t column, const char *text)
{
    assert_int_equal(pl_frame_set_text(frame, row, column, text, NULL), PL_OK);
}

/* Three readouts: name, level, fold, curve. */
static struct pl_frame *
make_summary(void)
{
    static const char *const names[] = {"S6K pT389", "IκBα", "X"};
    static const double levels[] = {0.25, 12345.678, NAN};
    static const char *const folds[] = {"0.01", "4.70", "–"};
    static const char *const curves[] = {"█▁▁▁▁▁▁▁", "▁▂▄▆▇███", "        "};
    struct pl_frame *frame = make_frame();

    add_column(frame, "", NULL, PL_COLUMN_TEXT);
    add_column(frame, "level", "µM", PL_COLUMN_NUMBER);
    add_column(frame, "48 h", NULL, PL_COLUMN_TEXT);
    add_column(frame, "0 … 48 h", NULL, PL_COLUMN_TEXT);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(pl_frame_add_row(frame, NULL), PL_OK);
        set_text(frame, i, 0, names[i]);
        frame->columns[1].numbers[i] = levels[i];
        set_text(frame, i, 2, folds[i]);
        set_text(frame, i, 3, curves[i]);
    }
    return frame;
}

static void
check_printed(const struct pl_frame *frame, const enum pl_align *align,
              const struct pl_style *style, const char *want)
{
    struct pl_text text;

    pl_text_init(&text);
    pl_table_print(frame, align, style, &text);
    assert_false(text.failed);
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
}

static void
test_print_pads_columns_to_their_widest_cell(void **state)
{
    static const enum pl_align align[] = {PL_ALIGN_LEFT, PL_ALIGN_RIGHT, PL_ALIGN_RIGHT,
                                          PL_ALIGN_LEFT};
    struct pl_frame *frame = make_summary();

    (void)state;
    check_printed(frame, align, &plain,
                  "           level (µM)  48 h  0 … 48 h\n"
                  "S6K pT389        0.25  0.01  █▁▁▁▁▁▁▁\n"
                  "IκBα        1.235e+04  4.70  ▁▂▄▆▇███\n"
                  "X                   –     –          \n");
    pl_frame_destroy(frame);
}

static void
test_print_puts_numbers_right_and_texts_left(void **state)
{
    struct pl_frame *frame = make_summary();

    (void)state;
    set_text(frame, 2, 3, "");
    check_printed(frame, NULL, &plain,
                  "           level (µM)  48 h  0 … 48 h\n"
                  "S6K pT389        0.25  0.01  █▁▁▁▁▁▁▁\n"
                  "IκBα        1.235e+04  4.70  ▁▂▄▆▇███\n"
                  "X                   –  –\n"); /* no blanks at the end */
    pl_frame_destroy(frame);
}

static void
test_print_gives_ascii_that_lines_up(void **state)
{
    static const struct pl_style ascii = {false, false, 0};
    struct pl_frame *frame = make_summary();

    (void)state;
    check_printed(frame, NULL, &ascii,
                  "              level (uM)  48 h  0 ... 48 h\n"
                  "S6K pT389           0.25  0.01  @_______\n"
                  "IkappaBalpha   1.235e+04  4.70  _.=*#@@@\n"
                  "X                      -  -             \n");
    pl_frame_destroy(frame);
}

static void
test_print_shows_headers_bold_in_colour(void **state)
{
    static const struct pl_style colour = {true, true, 0};
    struct pl_frame *frame = make_frame();

    (void)state;
    add_column(frame, "time", "h", PL_COLUMN_NUMBER);
    assert_int_equal(pl_frame_add_row(frame, NULL), PL_OK);
    frame->columns[0].numbers[0] = 0.5;
    check_printed(frame, NULL, &colour, "\033[1mtime (h)\033[0m\n     0.5\n");
    pl_frame_destroy(frame);
}

/* A gene, a number and where they come from: 36 columns wide. */
static struct pl_frame *
make_sources(void)
{
    struct pl_frame *frame = make_frame();

    add_column(frame, "name", NULL, PL_COLUMN_TEXT);
    add_column(frame, "n", NULL, PL_COLUMN_NUMBER);
    add_column(frame, "source", NULL, PL_COLUMN_TEXT);
    assert_int_equal(pl_frame_add_row(frame, NULL), PL_OK);
    set_text(frame, 0, 0, "mTOR");
    frame->columns[1].numbers[0] = 1.0;
    set_text(frame, 0, 2, "Harrington 2004 JCB 166:213");
    return frame;
}

static void
test_print_breaks_a_last_text_that_has_room(void **state)
{
    static const char broken[] = "name  n  source\n"
                                 "mTOR  1  Harrington 2004 JCB\n"
                                 "         166:213\n"
                                 "Akt   2\n"
                                 "PI3K  3  Harrington 2004 JCB\n";
    static const char whole[] = "name  n  source\n"
                                "mTOR  1  Harrington 2004 JCB 166:213\n"
                                "Akt   2\n"
                                "PI3K  3  Harrington 2004 JCB\n";
    static const struct {
        struct pl_style style;
        const char *want;
    } rows[] = {
        {{true, false, 0}, whole},    {{true, false, 36}, whole},
        {{true, false, 35}, broken},  {{true, false, 33}, broken},
        {{false, false, 35}, broken},
    };
    struct pl_frame *frame = make_sources();

    (void)state;
    assert_int_equal(pl_frame_add_row(frame, NULL), PL_OK);
    assert_int_equal(pl_frame_add_row(frame, NULL), PL_OK);
    set_text(frame, 1, 0, "Akt");
    frame->columns[1].numbers[1] = 2.0;
    set_text(frame, 2, 0, "PI3K");
    frame->columns[1].numbers[2] = 3.0;
    set_text(frame, 2, 2, "Harrington 2004 JCB");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_printed(frame, NULL, &rows[i].style, rows[i].want);
    }
    pl_frame_destroy(frame);
}

static void
test_print_cuts_a_last_text_that_has_no_room(void **state)
{
    static const struct {
        struct pl_style style;
        const char *want;
    } rows[] = {
        {{true, false, 32}, "name  n  source\nmTOR  1  Harrington 2004 JCB 16…\n"},
        {{true, false, 12}, "name  n  so…\nmTOR  1  Ha…\n"},
        {{true, false, 10}, "name  n  …\nmTOR  1  …\n"},
        {{true, false, 1}, "name  n  …\nmTOR  1  …\n"},
        {{false, false, 32}, "name  n  source\nmTOR  1  Harrington 2004 JCB ...\n"},
        {{false, false, 1}, "name  n  ...\nmTOR  1  ...\n"},
    };
    struct pl_frame *frame = make_sources();

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_printed(frame, NULL, &rows[i].style, rows[i].want);
    }
    pl_frame_destroy(frame);
}

/* Only the last column goes on below itself. */
static void
test_print_cuts_a_text_before_a_number(void **state)
{
    static const struct pl_style style = {true, false, 34};
    struct pl_frame *frame = make_sources();

    (void)state;
    add_column(frame, "m", NULL, PL_COLUMN_NUMBER);
    frame->columns[3].numbers[0] = 5.0;
    check_printed(frame, NULL, &style,
                  "name  n  source                  m\n"
                  "mTOR  1  Harrington 2004 JCB 1…  5\n");
    pl_frame_destroy(frame);
}

static void
test_print_does_not_cut_numbers(void **state)
{
    static const struct pl_style narrow = {true, false, 3};
    struct pl_frame *frame = make_frame();

    (void)state;
    add_column(frame, "a", NULL, PL_COLUMN_NUMBER);
    add_column(frame, "b", NULL, PL_COLUMN_NUMBER);
    assert_int_equal(pl_frame_add_row(frame, NULL), PL_OK);
    frame->columns[0].numbers[0] = 1234.0;
    frame->columns[1].numbers[0] = 0.1234;
    check_printed(frame, NULL, &narrow, "   a       b\n1234  0.1234\n");
    pl_frame_destroy(frame);
}

/* Wide characters take two columns, combining marks none; a cell stays on one line and
 * cannot command the terminal. */
static void
test_print_measures_what_the_terminal_shows(void **state)
{
    static const char *const cells[] = {"細胞", "e\xcc\x81t", "a\nb\tc",
                                        "\033[31m\xff"};
    struct pl_frame *frame = make_frame();

    (void)state;
    add_column(frame, "cell", NULL, PL_COLUMN_TEXT);
    add_column(frame, "n", NULL, PL_COLUMN_TEXT);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(pl_frame_add_row(frame, NULL), PL_OK);
        set_text(frame, i, 0, cells[i]);
        set_text(frame, i, 1, "|");
    }
    check_printed(frame, NULL, &plain,
                  "cell    n\n"
                  "細胞    |\n"
                  "e\xcc\x81t      |\n"
                  "a b c   |\n"
                  "?[31m?  |\n");
    pl_frame_destroy(frame);
}

static void
test_print_takes_empty_frames(void **state)
{
    struct pl_frame *frame = make_frame();

    (void)state;
    check_printed(frame, NULL, &plain, "");
    add_column(frame, "time", "h", PL_COLUMN_NUMBER);
    check_printed(frame, NULL, &plain, "time (h)\n");
    pl_frame_destroy(frame);
}

static void
test_to_ascii_replaces_what_ascii_cannot_show(void **state)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"", ""},
        {"plain ASCII\n\033[1m~", "plain ASCII\n\033[1m~"},
        {"–—…→←≥≤×±°", "--...-><->=<=x+-deg"},
        {"1 µM 1 μM", "1 uM 1 uM"},
        {"her2-mtor · cell", "her2-mtor - cell"},
        {"NFκB, TGFβ, IFNγ, ΔF508, Ω", "NFkappaB, TGFbeta, IFNgamma, DeltaF508, Omega"},
        {"Čech Müller Ångström Łódź Straße", "Cech Muller Angstrom Lodz Strasse"},
        {"ế", "e"},
        {"e\xcc\x81", "e"},
        {"x² ½", "x2 ?"},
        {"“quoted” ‘so’", "\"quoted\" 'so'"},
        {"細胞 ∂", "?? ?"},
        {"▁▂▃▄▅▆▇█", "_.-=+*#@"},
        {"a\xff"
         "b",
         "a?b"},
        {"\xe2\x82", "?"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pl_text text;

        pl_text_init(&text);
        pl_text_put(&text, rows[i].text);
        pl_table_to_ascii(&text);
        assert_string_equal(pl_text_string(&text), rows[i].want);
        pl_text_finish(&text);
    }
}

static enum pl_status
print_once(void *context)
{
    static const struct pl_style ascii = {false, true, 30};
    struct pl_text text;
    enum pl_status status = PL_OK;

    pl_text_init(&text);
    pl_table_print(context, NULL, &ascii, &text);
    pl_text_put(&text, " β");
    pl_table_to_ascii(&text);
    status = text.failed ? PL_ERR_NOMEM : PL_OK;
    pl_text_finish(&text);
    return status;
}

static void
test_table_survives_no_memory(void **state)
{
    struct pl_frame *frame = make_summary();

    (void)state;
    assert_true(assert_survives_no_memory(print_once, frame) >= 4);
    pl_frame_destroy(frame);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_print_pads_columns_to_their_widest_cell),
        cmocka_unit_test(test_print_puts_numbers_right_and_texts_left),
        cmocka_unit_test(test_print_gives_ascii_that_lines_up),
        cmocka_unit_test(test_print_shows_headers_bold_in_colour),
        cmocka_unit_test(test_print_breaks_a_last_text_that_has_room),
        cmocka_unit_test(test_print_cuts_a_last_text_that_has_no_room),
        cmocka_unit_test(test_print_cuts_a_text_before_a_number),
        cmocka_unit_test(test_print_does_not_cut_numbers),
        cmocka_unit_test(test_print_measures_what_the_terminal_shows),
        cmocka_unit_test(test_print_takes_empty_frames),
        cmocka_unit_test(test_to_ascii_replaces_what_ascii_cannot_show),
        cmocka_unit_test(test_table_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
