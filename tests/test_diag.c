/*
 * test_diag.c - messages are kept, sorted and printed to the letter.
 */
#include "testlib.h"

#include <errno.h>

#include "base/diag.h"
#include "base/source.h"
#include "base/text.h"

static struct pl_source *
make_source(const char *name, const char *text)
{
    struct pl_source *source = NULL;

    assert_int_equal(pl_source_create(name, text, strlen(text), NULL, &source), PL_OK);
    return source;
}

/* The first place where `word` stands in the source. */
static struct pl_place
find(const struct pl_source *source, const char *word)
{
    const char *found = strstr(source->text, word);
    struct pl_place place = {source, {0, strlen(word)}};

    assert_non_null(found);
    place.span.offset = (size_t)(found - source->text);
    return place;
}

/* One error at a stretch of a text prints these two lines below the message. */
static void
check_snippet(const char *text, size_t offset, size_t length, const char *want)
{
    struct pl_source *source = make_source("m.ant", text);
    struct pl_place place = {source, {offset, length}};
    struct pl_diags *diags = pl_diags_create();
    struct pl_text printed;

    pl_diag_error(diags, PL_ERR_MODEL, &place, "oh");
    pl_source_destroy(source); /* diags own what they show */
    pl_text_init(&printed);
    pl_diags_print(diags, false, &printed);
    assert_non_null(strstr(pl_text_string(&printed), "error: oh\n"));
    assert_string_equal(strstr(pl_text_string(&printed), "error: oh\n") + 10, want);
    pl_text_finish(&printed);
    pl_diags_destroy(diags);
}

static void
test_error_shows_place_line_and_caret(void **state)
{
    const char *line = "v_akt: Akt + PIP3 -> pAkt + PIP3; k_akt*Akt*PPIP3";
    struct pl_diags *diags = pl_diags_create();
    struct pl_text text;
    struct pl_source *source = NULL;
    struct pl_place place = {NULL, {0, 0}};

    (void)state;
    pl_text_init(&text);
    pl_text_repeat(&text, "\n", 13);
    pl_text_format(&text, "%s\n", line);
    source = make_source("models/her2.ant", pl_text_string(&text));
    pl_text_finish(&text);
    place = find(source, "PPIP3");
    assert_int_equal(pl_diag_error(diags, PL_ERR_MODEL, &place,
                                   "unknown name '%s' in the rate of '%s'", "PPIP3",
                                   "v_akt"),
                     PL_ERR_MODEL);
    pl_diag_hint(diags, "did you mean '%s', declared at line %d?", "PIP3", 6);
    pl_source_destroy(source);
    assert_messages(
        diags,
        "models/her2.ant:14:45: error: unknown name 'PPIP3' in the rate of 'v_akt'\n"
        "   14 | v_akt: Akt + PIP3 -> pAkt + PIP3; k_akt*Akt*PPIP3\n"
        "      |                                             ^~~~~\n"
        "hint: did you mean 'PIP3', declared at line 6?\n");
    pl_diags_destroy(diags);
}

static void
test_messages_without_a_place_are_one_line(void **state)
{
    struct pl_diags *diags = pl_diags_create();
    const struct pl_place nowhere = {NULL, {3, 4}};

    (void)state;
    assert_int_equal(pl_diag_error(diags, PL_ERR_OPTION, NULL, "unknown option '--x'"),
                     PL_ERR_OPTION);
    pl_diag_warning(diags, &nowhere, "the drugs leave at once");
    pl_diag_note(diags, NULL, "they have no binding time");
    assert_messages(diags, "error: unknown option '--x'\n"
                           "warning: the drugs leave at once\n"
                           "note: they have no binding time\n");
    assert_int_equal(pl_diags_n_errors(diags), 1);
    pl_diags_destroy(diags);
}

static void
test_remarks_go_to_the_newest_message(void **state)
{
    struct pl_source *source = make_source("m.ant", "a = 1\nb = 2\na = 3\n");
    struct pl_place first = {source, {0, 1}};
    struct pl_place second = {source, {12, 1}};
    struct pl_place other = {source, {6, 1}};
    struct pl_diags *diags = pl_diags_create();

    (void)state;
    pl_diag_hint(diags, "there is nothing to hint at yet");
    pl_diag_error(diags, PL_ERR_MODEL, &second, "a second value for 'a'");
    pl_diag_note(diags, &first, "the first is here");
    pl_diag_hint(diags, "remove one");
    pl_diag_warning(diags, &other, "'b' is not used");
    pl_diag_hint(diags, "remove it");
    pl_source_destroy(source);
    assert_messages(diags, "m.ant:2:1: warning: 'b' is not used\n"
                           "    2 | b = 2\n"
                           "      | ^\n"
                           "hint: remove it\n"
                           "m.ant:3:1: error: a second value for 'a'\n"
                           "    3 | a = 3\n"
                           "      | ^\n"
                           "m.ant:1:1: note: the first is here\n"
                           "    1 | a = 1\n"
                           "      | ^\n"
                           "hint: remove one\n");
    pl_diags_destroy(diags);
}

static void
test_snippet_marks_the_span(void **state)
{
    static const struct {
        const char *text;
        size_t offset;
        size_t length;
        const char *want;
    } rows[] = {
        {"abc", 1, 1, "    1 | abc\n      |  ^\n"},
        {"abc", 0, 3, "    1 | abc\n      | ^~~\n"},
        {"abc", 1, 0, "    1 | abc\n      |  ^\n"},     /* an empty span */
        {"abc", 3, 0, "    1 | abc\n      |    ^\n"},   /* the end of the text */
        {"abc", 3, 5, "    1 | abc\n      |    ^\n"},   /* nothing left to mark */
        {"abc", 99, 9, "    1 | abc\n      |    ^\n"},  /* a place beyond the end */
        {"abc\n", 3, 1, "    1 | abc\n      |    ^\n"}, /* the end of a line */
        {"abc\r\nd", 4, 1, "    1 | abc\n      |    ^\n"},
        {"abc\r\nd", 0, 5, "    1 | abc\n      | ^~~\n"},
        {"\nabc", 0, 1,
         "    1 |\n      | ^\n"}, /* an empty line, no blank behind '|' */
        {"", 0, 0, "    1 |\n      | ^\n"},
        {"ab\ncd\nef", 1, 6,
         "    1 | ab\n      |  ^\n"}, /* to the end of its first line */
        {"ab cd\nef", 3, 99, "    1 | ab cd\n      |    ^~\n"},
        /* tabs stay, so that the terminal moves both lines alike */
        {"\ta\tbc", 3, 2, "    1 | \ta\tbc\n      | \t \t^~\n"},
        {"a\tb", 0, 3, "    1 | a\tb\n      | ^\t~\n"},
        {"\tb", 0, 1, "    1 | \tb\n      | ^\n"},
        /* by character and by its width, not by byte */
        {"µM = x", 6, 1, "    1 | µM = x\n      |      ^\n"},
        {"細胞 x", 0, 6, "    1 | 細胞 x\n      | ^~~~\n"},
        {"細胞 x", 7, 1, "    1 | 細胞 x\n      |      ^\n"},
        {"e\xcc\x81 x", 4, 1,
         "    1 | e\xcc\x81 x\n      |   ^\n"}, /* a combining accent */
        /* what a terminal would obey is shown as '?' */
        {"a\033[2Jb", 5, 1, "    1 | a?[2Jb\n      |      ^\n"},
        {"a\rb", 2, 1, "    1 | a?b\n      |   ^\n"},
        {"a\xff"
         "b",
         2, 1, "    1 | a?b\n      |   ^\n"},
        {"a\xe2\x80\xae"
         "b",
         4, 1, "    1 | a?b\n      |   ^\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_snippet(rows[i].text, rows[i].offset, rows[i].length, rows[i].want);
    }
}

static void
test_snippet_shows_nul_bytes_as_question_marks(void **state)
{
    struct pl_source *source = NULL;
    struct pl_place place = {NULL, {2, 1}};
    struct pl_diags *diags = pl_diags_create();

    (void)state;
    assert_int_equal(pl_source_create("m", "a\0b", 3, NULL, &source), PL_OK);
    place.source = source;
    pl_diag_error(diags, PL_ERR_SYNTAX, &place, "oh");
    assert_messages(diags, "m:1:3: error: oh\n"
                           "    1 | a?b\n"
                           "      |   ^\n");
    pl_source_destroy(source);
    pl_diags_destroy(diags);
}

/* A line of n characters: 0123456789012… */
static void
put_digits(struct pl_text *text, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        pl_text_format(text, "%zu", i % 10);
    }
}

/* An error in a line of n digits shows those from `first` to `last`, else "…". */
static void
check_cut(size_t n, size_t offset, size_t length, size_t first, size_t last,
          size_t n_mark)
{
    struct pl_text line;
    struct pl_text want;

    pl_text_init(&line);
    pl_text_init(&want);
    put_digits(&line, 0, n);
    pl_text_put(&want, "    1 | ");
    pl_text_put(&want, first > 0 ? "…" : "");
    put_digits(&want, first, last);
    pl_text_put(&want, last < n ? "…" : "");
    pl_text_put(&want, "\n      | ");
    pl_text_repeat(&want, " ", offset - first + (first > 0));
    pl_text_put(&want, "^");
    pl_text_repeat(&want, "~", n_mark - 1);
    pl_text_put(&want, "\n");
    check_snippet(pl_text_string(&line), offset, length, pl_text_string(&want));
    pl_text_finish(&line);
    pl_text_finish(&want);
}

static void
test_snippet_cuts_long_lines_around_the_place(void **state)
{
    (void)state;
    check_cut(100, 99, 1, 0, 100, 1);  /* 100 columns fit */
    check_cut(100, 100, 0, 0, 100, 1); /* the caret behind them, too */
    check_cut(101, 5, 3, 0, 99, 3);    /* 99 digits and "…" */
    check_cut(101, 95, 3, 0, 99, 3);   /* the last place for which the start stays */
    check_cut(101, 96, 3, 56, 101, 3);
    check_cut(101, 100, 1, 60, 101, 1);    /* the end */
    check_cut(300, 200, 5, 160, 258, 5);   /* "…", 98 digits, "…" */
    check_cut(300, 300, 0, 260, 300, 1);   /* behind the end */
    check_cut(300, 200, 90, 160, 258, 58); /* the mark ends where the line does */
    check_cut(1000000, 999990, 3, 999950, 1000000, 3);
    check_cut(1000000, 0, 1000000, 0, 99, 99);
}

static void
test_line_numbers_have_room(void **state)
{
    static const size_t n_lines[] = {9, 99999, 100000};
    static const char *const want[] = {
        "    9 | x\n      | ^\n", "99999 | x\n      | ^\n", "100000 | x\n       | ^\n"};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct pl_text text;

        pl_text_init(&text);
        pl_text_repeat(&text, "\n", n_lines[i] - 1);
        pl_text_put(&text, "x");
        check_snippet(pl_text_string(&text), text.size - 1, 1, want[i]);
        pl_text_finish(&text);
    }
}

static void
test_names_and_texts_from_outside_are_harmless(void **state)
{
    struct pl_source *source = make_source("a\033[2J\nb\t.ant", "x");
    struct pl_place place = {source, {0, 1}};
    struct pl_diags *diags = pl_diags_create();

    (void)state;
    pl_diag_error(diags, PL_ERR_MODEL, &place, "unknown name '%s'\nsecond line",
                  "\033]0;title\a!\xff");
    pl_diag_note(diags, NULL, "%s", "\033[1m");
    pl_diag_hint(diags, "%s", "\r");
    assert_messages(diags, "a?[2J?b?.ant:1:1: error: unknown name '?]0;title?!?'\n"
                           "second line\n"
                           "    1 | x\n"
                           "      | ^\n"
                           "note: ?[1m\n"
                           "hint: ?\n");
    pl_source_destroy(source);
    pl_diags_destroy(diags);
}

static void
test_print_sorts_by_file_and_place(void **state)
{
    struct pl_source *b = make_source("b.ant", "0123456789");
    struct pl_source *a = make_source("a.ant", "0123456789");
    struct pl_source *b_again = make_source("b.ant", "0123456789");
    struct pl_diags *diags = pl_diags_create();
    struct pl_text text;
    const char *order = NULL;
    /* Places are given in this order; digits stand for where they are printed. */
    const struct {
        const struct pl_source *source;
        size_t offset;
        const char *text;
    } rows[] = {
        {NULL, 0, "<8>"}, {b, 7, "<3>"},    {a, 5, "<6>"},
        {b, 2, "<1>"},    {NULL, 0, "<9>"}, {b_again, 4, "<2>"},
        {b, 7, "<4>"},    {a, 1, "<5>"},    {a, 9, "<7>"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pl_place place = {rows[i].source, {rows[i].offset, 1}};

        if (i % 2 == 0) {
            pl_diag_error(diags, PL_ERR_MODEL, &place, "%s", rows[i].text);
        } else {
            pl_diag_warning(diags, &place, "%s", rows[i].text);
        }
    }
    pl_text_init(&text);
    pl_diags_print(diags, false, &text);
    order = pl_text_string(&text);
    for (char digit = '1'; digit <= '9'; digit++) {
        order = strchr(order, '<');
        assert_non_null(order);
        assert_int_equal(order[1], digit);
        order++;
    }
    assert_null(strchr(order, '<'));
    pl_text_finish(&text);
    pl_diags_destroy(diags);
    pl_source_destroy(a);
    pl_source_destroy(b);
    pl_source_destroy(b_again);
}

static void
test_errors_beyond_the_limit_are_counted(void **state)
{
    struct pl_diags *diags = pl_diags_create();
    struct pl_text want;

    (void)state;
    pl_text_init(&want);
    for (int i = 0; i < PL_DIAG_MAX_ERRORS; i++) {
        assert_false(pl_diags_full(diags));
        pl_diag_error(diags, PL_ERR_MODEL, NULL, "number %d", i);
        pl_text_format(&want, "error: number %d\n", i);
    }
    assert_true(pl_diags_full(diags));
    assert_messages(diags, pl_text_string(&want));
    assert_int_equal(pl_diag_error(diags, PL_ERR_NAME, NULL, "lost"), PL_ERR_NAME);
    pl_diag_note(diags, NULL, "lost with it");
    pl_diag_hint(diags, "lost with it");
    pl_diag_warning(diags, NULL, "kept");
    pl_diag_hint(diags, "kept with it");
    pl_text_put(&want, "warning: kept\nhint: kept with it\n");
    {
        struct pl_text one;

        pl_text_init(&one);
        pl_text_format(&one, "%s… and 1 more error\n", pl_text_string(&want));
        assert_messages(diags, pl_text_string(&one));
        pl_text_finish(&one);
    }
    for (int i = 0; i < 6; i++) {
        assert_int_equal(pl_diag_no_memory(diags, "x"), PL_ERR_NOMEM);
    }
    assert_int_equal(pl_diags_n_errors(diags), PL_DIAG_MAX_ERRORS + 7);
    pl_text_put(&want, "… and 7 more errors\n");
    assert_messages(diags, pl_text_string(&want));
    pl_text_finish(&want);
    pl_diags_destroy(diags);
}

static void
test_warnings_beyond_the_limit_are_counted(void **state)
{
    struct pl_diags *diags = pl_diags_create();
    struct pl_text want;

    (void)state;
    pl_text_init(&want);
    for (int i = 0; i < PL_DIAG_MAX_WARNINGS + 2; i++) {
        pl_diag_warning(diags, NULL, "number %d", i);
        if (i < PL_DIAG_MAX_WARNINGS) {
            pl_text_format(&want, "warning: number %d\n", i);
        }
    }
    pl_diag_error(diags, PL_ERR_MODEL, NULL, "kept");
    assert_false(pl_diags_full(diags));
    pl_text_put(&want, "error: kept\n… and 2 more warnings\n");
    assert_messages(diags, pl_text_string(&want));
    pl_text_finish(&want);
    pl_diags_destroy(diags);
}

static void
test_clear_forgets_everything(void **state)
{
    struct pl_diags *diags = pl_diags_create();

    (void)state;
    for (int i = 0; i < PL_DIAG_MAX_ERRORS + 3; i++) {
        pl_diag_no_memory(diags, "a thing");
        pl_diag_warning(diags, NULL, "oh");
        pl_diag_hint(diags, "oh");
    }
    pl_diags_clear(diags);
    pl_diag_hint(diags, "below nothing");
    assert_int_equal(pl_diags_n_errors(diags), 0);
    assert_false(pl_diags_full(diags));
    assert_messages(diags, "");
    pl_diag_no_memory(diags, "another");
    assert_messages(diags, "error: out of memory for another\n");
    pl_diags_destroy(diags);
}

static void
test_no_diags_say_nothing(void **state)
{
    struct pl_source *source = make_source("m.ant", "x");
    struct pl_place place = {source, {0, 1}};
    struct pl_text text;

    (void)state;
    pl_text_init(&text);
    assert_int_equal(pl_diag_error(NULL, PL_ERR_REST, &place, "%d", 1), PL_ERR_REST);
    pl_diag_warning(NULL, &place, "%d", 1);
    pl_diag_note(NULL, &place, "%d", 1);
    pl_diag_hint(NULL, "%d", 1);
    assert_int_equal(pl_diag_no_memory(NULL, "x"), PL_ERR_NOMEM);
    assert_int_equal(pl_diags_n_errors(NULL), 0);
    assert_false(pl_diags_full(NULL));
    pl_diags_print(NULL, true, &text);
    pl_diags_clear(NULL);
    pl_diags_destroy(NULL);
    assert_string_equal(pl_text_string(&text), "");
    pl_text_finish(&text);
    pl_source_destroy(source);
}

static void
test_print_colours_only_when_asked(void **state)
{
    struct pl_source *source = make_source("m.ant", "\tabc");
    struct pl_place place = {source, {2, 2}};
    struct pl_diags *diags = pl_diags_create();
    struct pl_text text;

    (void)state;
    pl_diag_error(diags, PL_ERR_MODEL, &place, "oh");
    pl_diag_note(diags, NULL, "a note");
    pl_diag_hint(diags, "a hint");
    pl_diag_warning(diags, NULL, "hm");
    pl_text_init(&text);
    pl_diags_print(diags, true, &text);
    assert_string_equal(pl_text_string(&text),
                        "\033[1mm.ant:1:3:\033[0m \033[1;31merror:\033[0m oh\n"
                        "    1 | \tabc\n"
                        "      | \t \033[1;32m^~\033[0m\n"
                        "\033[1;36mnote:\033[0m a note\n"
                        "\033[1;36mhint:\033[0m a hint\n"
                        "\033[1;35mwarning:\033[0m hm\n");
    pl_text_finish(&text);
    pl_diags_destroy(diags);
    pl_source_destroy(source);
}

static void
test_texts_do_not_follow_the_locale(void **state)
{
    struct pl_diags *diags = NULL;

    (void)state;
    test_enter_comma_locale(); /* skips from here when there is none: before any memory */
    diags = pl_diags_create();
    pl_diag_error(diags, PL_ERR_STEP, NULL, "stopped at t = %.1f min", 30.7);
    test_leave_locale();
    assert_messages(diags, "error: stopped at t = 30.7 min\n");
    pl_diags_destroy(diags);
}

static void
test_no_memory_allocates_nothing(void **state)
{
    struct pl_diags *diags = pl_diags_create();
    char what[200];

    (void)state;
    test_fail_allocation(1, true);
    assert_int_equal(pl_diag_no_memory(diags, "the Jacobian"), PL_ERR_NOMEM);
    assert_int_equal(pl_diag_no_memory(diags, "the tape"), PL_ERR_NOMEM);
    assert_false(test_allow_allocations());
    assert_messages(diags, "error: out of memory for the Jacobian\n"
                           "error: out of memory\n");
    pl_diags_clear(diags);
    memset(what, 'x', sizeof what - 1); /* more than is kept */
    what[sizeof what - 1] = '\0';
    assert_int_equal(pl_diag_no_memory(diags, what), PL_ERR_NOMEM);
    assert_int_equal(pl_diags_n_errors(diags), 1);
    pl_diags_destroy(diags);
}

static void
test_an_error_counts_even_without_memory(void **state)
{
    struct pl_source *source = make_source("m.ant", "x");
    struct pl_place place = {source, {0, 1}};
    bool failed = true;

    (void)state;
    for (size_t n = 1; failed; n++) {
        for (int sticky = 0; sticky < 2; sticky++) {
            struct pl_diags *diags = pl_diags_create();
            struct pl_text text;

            test_fail_allocation(n, sticky == 1);
            assert_int_equal(pl_diag_error(diags, PL_ERR_MODEL, &place, "%200d", 1),
                             PL_ERR_MODEL);
            pl_diag_note(diags, &place, "%200d", 1);
            pl_diag_hint(diags, "%200d", 1);
            pl_diag_warning(diags, NULL, "%200d", 1);
            failed = test_allow_allocations();
            assert_int_equal(pl_diags_n_errors(diags), 1);
            pl_text_init(&text);
            pl_diags_print(diags, false, &text);
            assert_non_null(strstr(pl_text_string(&text), "error: "));
            assert_non_null(strstr(pl_text_string(&text), "warning: "));
            pl_text_finish(&text);
            if (n == 1 && sticky == 1) {
                assert_messages(
                    diags, "error: the model has errors\n"
                           "warning: out of memory for the text of this warning\n");
            }
            pl_diags_destroy(diags);
        }
    }
    test_fail_allocation(1, false);
    assert_null(pl_diags_create());
    assert_true(test_allow_allocations());
    pl_source_destroy(source);
}

/* Printing reports through the text that it fills. */
static enum pl_status
print_all(void *context)
{
    struct pl_text text;
    enum pl_status status = PL_OK;

    pl_text_init(&text);
    pl_diags_print(context, true, &text);
    status = text.failed ? PL_ERR_NOMEM : PL_OK;
    pl_text_finish(&text);
    return status;
}

static void
test_print_survives_no_memory(void **state)
{
    struct pl_diags *diags = pl_diags_create();

    (void)state;
    for (int i = 0; i < PL_DIAG_MAX_ERRORS; i++) {
        pl_diag_error(diags, PL_ERR_MODEL, NULL, "%100d", i);
    }
    assert_true(assert_survives_no_memory(print_all, diags) >= 3);
    pl_diags_destroy(diags);
}

static void
test_hint_near_names_what_is_near(void **state)
{
    static const char *const names[] = {"Akt", "pAkt", "ppAkt", "Akt2", "Raf"};
    static const struct {
        const char *wanted;
        size_t most;
        const char *hint; /* NULL for none */
    } rows[] = {
        {"akt", 1, "hint: did you mean 'Akt'?\n"},
        {"akt", 2, "hint: did you mean 'Akt' or 'Akt2'?\n"},
        {"akt", 3, "hint: did you mean 'Akt', 'Akt2' or 'pAkt'?\n"},
        {"akt", 99, "hint: did you mean 'Akt', 'Akt2' or 'pAkt'?\n"},
        {"akt", 0, NULL},
        {"raff", 3, "hint: did you mean 'Raf'?\n"},
        {"mTORC1", 3, NULL},
    };
    struct pl_diags *diags = pl_diags_create();

    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        char want[128];

        pl_diags_clear(diags);
        pl_diag_error(diags, PL_ERR_NAME, NULL, "unknown name");
        assert_int_equal(pl_diag_hint_near(diags, rows[k].wanted, names,
                                           sizeof names / sizeof *names, rows[k].most),
                         rows[k].hint != NULL);
        snprintf(want, sizeof want, "error: unknown name\n%s",
                 rows[k].hint != NULL ? rows[k].hint : "");
        assert_messages(diags, want);
    }
    assert_true(pl_diag_hint_near(NULL, "akt", names, 1, 1));
    assert_false(pl_diag_hint_near(diags, "akt", NULL, 0, 1));
    pl_diags_destroy(diags);
}

static void
test_errno_ends_with_the_words_of_the_system(void **state)
{
    struct pl_diags *diags = pl_diags_create();

    (void)state;
    assert_int_equal(pl_diag_errno(diags, PL_ERR_IO, ENOENT, "cannot read %s", "x"),
                     PL_ERR_IO);
    assert_int_equal(pl_diag_errno(diags, PL_ERR_TOOL, EACCES, "no %d\a", 7),
                     PL_ERR_TOOL);
    assert_int_equal(pl_diag_errno(NULL, PL_ERR_IO, ENOENT, "nobody asks"), PL_ERR_IO);
    assert_messages(diags, "error: cannot read x: No such file or directory\n"
                           "error: no 7?: Permission denied\n");
    pl_diags_destroy(diags);
}

/* The hint is lost, not cut; the error keeps the words of its status. */
static void
test_hint_and_errno_without_memory(void **state)
{
    static const char *const names[] = {"Akt", "pAkt"};
    struct pl_diags *diags = pl_diags_create();

    (void)state;
    pl_diag_error(diags, PL_ERR_NAME, NULL, "unknown name");
    test_fail_allocation(1, true);
    assert_true(pl_diag_hint_near(diags, "akt", names, 2, 2));
    assert_int_equal(pl_diag_errno(diags, PL_ERR_IO, ENOENT, "cannot read x"),
                     PL_ERR_IO);
    assert_true(test_allow_allocations());
    assert_messages(diags, "error: unknown name\n"
                           "error: a file could not be read or written\n");
    pl_diags_destroy(diags);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_error_shows_place_line_and_caret),
        cmocka_unit_test(test_messages_without_a_place_are_one_line),
        cmocka_unit_test(test_remarks_go_to_the_newest_message),
        cmocka_unit_test(test_snippet_marks_the_span),
        cmocka_unit_test(test_snippet_shows_nul_bytes_as_question_marks),
        cmocka_unit_test(test_snippet_cuts_long_lines_around_the_place),
        cmocka_unit_test(test_line_numbers_have_room),
        cmocka_unit_test(test_names_and_texts_from_outside_are_harmless),
        cmocka_unit_test(test_print_sorts_by_file_and_place),
        cmocka_unit_test(test_errors_beyond_the_limit_are_counted),
        cmocka_unit_test(test_warnings_beyond_the_limit_are_counted),
        cmocka_unit_test(test_clear_forgets_everything),
        cmocka_unit_test(test_no_diags_say_nothing),
        cmocka_unit_test(test_print_colours_only_when_asked),
        cmocka_unit_test(test_texts_do_not_follow_the_locale),
        cmocka_unit_test(test_no_memory_allocates_nothing),
        cmocka_unit_test(test_an_error_counts_even_without_memory),
        cmocka_unit_test(test_print_survives_no_memory),
        cmocka_unit_test(test_hint_near_names_what_is_near),
        cmocka_unit_test(test_errno_ends_with_the_words_of_the_system),
        cmocka_unit_test(test_hint_and_errno_without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
