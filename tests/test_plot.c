/*
 * test_plot.c - pictures appear where they should, show what they should, or not at
 * all.
 */
#include "testlib.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/text.h"
#include "out/gnuplot.h"
#include "out/picture.h"
#include "out/plot.h"

static const double hours[] = {0, 1, 6, 24, 48};
static const double akt[] = {1, 1.4, 2.6, 4.1, 4.7};
static const double s6k[] = {1, 0.2, 0.02, NAN, 0.01};
static const double points[] = {1, 1.1, 2.4, 4.4, 4.0};
static const double sds[] = {0.1, NAN, 0.3, 0.6, 9.0};

static const struct pl_plot_curve two_curves[] = {
    {"Akt pS473", hours, akt, 5, hours, points, sds, 5},
    {"S6K pT389", hours, s6k, 5, NULL, NULL, NULL, 0},
};

static const struct pl_plot_window two_windows[] = {
    {0, 48, "mTORC1 inhibited 100 %"},
    {24, INFINITY, "MK-2206 1 µM"},
};

static const struct pl_plot example = {
    .title = "her2-mtor · HER2+",
    .subtitle = "mTORC1 inhibited 100 % from 0 h",
    .x_label = "time (h)",
    .y_label = "fold of untreated",
    .x_max = 48,
    .reference = 1,
    .curves = two_curves,
    .n_curves = 2,
    .windows = two_windows,
    .n_windows = 2,
};

/* Folders that last for one test, and the messages. The helper's files go to an own
 * one, so that what it leaves is seen. */
struct fixture {
    char *folder;    /* for pictures */
    char *temporary; /* TMPDIR */
    char *templates; /* of the project */
    char *path;      /* the variable, as it was */
    struct pl_diags *diags;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    const char *path = getenv("PATH");

    assert_non_null(f);
    f->folder = test_make_folder();
    f->temporary = test_make_folder();
    f->templates = test_source_path("plots");
    f->path = pl_text_copy(path != NULL ? path : "");
    f->diags = pl_diags_create();
    setenv("TMPDIR", f->temporary, 1);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    setenv("PATH", f->path, 1);
    unsetenv("TMPDIR");
    pl_diags_destroy(f->diags);
    free(f->path);
    free(f->templates);
    test_remove_folder(f->temporary);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

static void
need_gnuplot(void)
{
    char *program = NULL;

    if (pl_gnuplot_find(NULL, &program) != PL_OK) {
        print_message("SKIPPED: gnuplot is not installed, so no picture was drawn\n");
        skip();
    }
    free(program);
}

static void
write_in(const char *folder, const char *name, const char *text)
{
    char *path = test_join(folder, name);

    test_write_file(path, text);
    free(path);
}

/* Put a shell script in gnuplot's place. */
static void
stand_in(const struct fixture *f, const char *script)
{
    struct pl_text text;
    char *bin = test_join(f->folder, "bin");
    char *program = test_join(bin, "gnuplot");

    assert_int_equal(mkdir(bin, 0777), 0);
    pl_text_init(&text);
    pl_text_format(&text, "#!/bin/sh\n%s\n", script);
    write_in(bin, "gnuplot", text.data);
    assert_int_equal(chmod(program, 0755), 0);
    setenv("PATH", bin, 1);
    pl_text_finish(&text);
    free(program);
    free(bin);
}

/* Draw, and hand the bytes of the picture over. */
static char *
draw(struct fixture *f, const struct pl_plot *plot, const char *name, size_t *size)
{
    char *path = test_join(f->folder, name);
    char *picture = NULL;
    enum pl_status status = pl_plot_write(plot, f->templates, path, f->diags);

    assert_messages(f->diags, "");
    assert_int_equal(status, PL_OK);
    picture = test_read_file(path, size);
    assert_non_null(picture);
    assert_int_equal(test_count_entries(f->temporary), 0);
    free(path);
    return picture;
}

/* Drawing with these templates fails and leaves nothing. */
static void
check_fails(struct fixture *f, const char *templates, const char *name,
            enum pl_status status)
{
    char *path = test_join(f->folder, name);

    assert_int_equal(pl_plot_write(&example, templates, path, f->diags), status);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_equal(test_count_entries(f->temporary), 0);
    free(path);
}

static void
test_check_knows_pictures_by_their_ending(void **state)
{
    static const struct {
        const char *path;
        enum pl_status status;
    } rows[] = {
        {"x.svg", PL_OK},
        {"x.png", PL_OK},
        {"a b/x.PDF", PL_OK},
        {"$(id).svg", PL_OK},
        {".svg", PL_OK},
        {"x", PL_ERR_OPTION},
        {"x.jpg", PL_ERR_OPTION},
        {"x.svg.gz", PL_ERR_OPTION},
        {"-", PL_ERR_OPTION},
        {"", PL_ERR_OPTION},
        {"a.svg/x", PL_ERR_OPTION},
        {"xsvg", PL_ERR_OPTION},
    };
    struct fixture *f = *state;

    stand_in(f, "exit 0");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(pl_picture_check(rows[i].path, f->diags), rows[i].status);
    }
    pl_diags_clear(f->diags);
    assert_int_equal(pl_picture_check("blot.jpg", f->diags), PL_ERR_OPTION);
    assert_messages(f->diags,
                    "error: cannot plot to 'blot.jpg': the ending says which format\n"
                    "hint: use .svg, .png or .pdf\n");
}

static void
test_check_misses_gnuplot_before_any_work(void **state)
{
    struct fixture *f = *state;

    setenv("PATH", f->folder, 1);
    assert_int_equal(pl_picture_check("x.svg", f->diags), PL_ERR_TOOL);
    assert_messages(f->diags, "error: gnuplot is not installed\n"
                              "hint: sudo apt install gnuplot-nox\n");
    check_fails(f, f->templates, "x.svg", PL_ERR_TOOL);
}

static void
test_write_draws_svg_with_text_as_text(void **state)
{
    static const char *const texts[] = {
        "<text>her2-mtor · HER2+</text>",
        "<text>mTORC1 inhibited 100 % from 0 h</text>",
        "<text>time (h)</text>",
        "<text>fold of untreated</text>",
        "<text>Akt pS473</text>",
        "<text>S6K pT389</text>",
        "<text>mTORC1 inhibited 100 %</text>",
        "<text>MK-2206 1 µM</text>",
        "0 1280 720",
    };
    struct fixture *f = *state;
    char *picture = NULL;
    size_t size = 0;

    need_gnuplot();
    picture = draw(f, &example, "x.svg", &size);
    assert_int_equal(strncmp(picture, "<?xml", 5), 0);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (strstr(picture, texts[i]) == NULL) {
            fail_msg("'%s' is not in the picture", texts[i]);
        }
    }
    assert_null(strstr(picture, "log scale"));
    free(picture);
}

static void
test_write_draws_png_of_the_size_of_a_slide(void **state)
{
    /* Signature, then the header chunk with width and height, big-endian. */
    static const unsigned char start[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n',
                                          0,    0,   0,   13,  'I',  'H',  'D',  'R',
                                          0,    0,   7,   128, 0,    0,    4,    56};
    struct fixture *f = *state;
    char *picture = NULL;
    size_t size = 0;

    need_gnuplot();
    picture = draw(f, &example, "x.PNG", &size); /* 1920 x 1080 */
    assert_true(size > 5000);
    assert_memory_equal(picture, start, sizeof start);
    free(picture);
}

static void
test_write_draws_pdf(void **state)
{
    struct fixture *f = *state;
    char *picture = NULL;
    size_t size = 0;

    need_gnuplot();
    picture = draw(f, &example, "x.pdf", &size);
    assert_true(size > 2000);
    assert_int_equal(strncmp(picture, "%PDF-", 5), 0);
    free(picture);
}

/* Texts that a shell, gnuplot's commands, its markup or XML would take for more. */
static void
test_write_takes_any_text_as_data(void **state)
{
    static const char *const nasty[] = {
        "$(touch ran)",
        "`touch ran`",
        "\"; system 'touch ran' #",
        "'. system(\"touch ran\") .'",
        "{/Bold x}_a^b @c &d",
        "<b>&amp;",
        "back\\slash\\n\\101",
        "%s %n %d",
        "| touch ran",
        "# no comment",
        "",
        " ",
        "\n",
        "\t x",
        "\x1b[31m\x07",
        "latin \xe9",
        "β-catenin",
    };
    static const struct {
        const char *text, *svg;
    } shown[] = {
        {"<b>&amp;", "<text>&lt;b>&amp;amp;</text>"},
        {"{/Bold x}_a^b @c &d", "<text>{/Bold x}_a^b @c &amp;d</text>"},
        {"back\\slash\\n\\101", "<text>back\\slash\\n\\101</text>"},
        {"\"q\" `id` $(id)", "<text>\"q\" `id` $(id)</text>"},
        {"β-catenin", "<text>β-catenin</text>"},
    };
    struct fixture *f = *state;
    char *picture = NULL;
    size_t size = 0;

    need_gnuplot();
    setenv("LC_ALL", "C", 1);
    for (size_t i = 0; i < sizeof nasty / sizeof nasty[0]; i++) {
        struct pl_plot_curve curve = two_curves[0];
        struct pl_plot_window window = two_windows[0];
        struct pl_plot plot = example;

        curve.label = nasty[i];
        window.label = nasty[i];
        plot.title = nasty[i];
        plot.subtitle = nasty[i];
        plot.x_label = nasty[i];
        plot.y_label = nasty[i];
        plot.curves = &curve;
        plot.n_curves = 1;
        plot.windows = &window;
        plot.n_windows = 1;
        free(draw(f, &plot, "x.svg", &size));
    }
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
        struct pl_plot plot = example;

        plot.title = shown[i].text;
        picture = draw(f, &plot, "x.svg", &size);
        if (strstr(picture, shown[i].svg) == NULL) {
            fail_msg("'%s' is not in the picture", shown[i].svg);
        }
        free(picture);
    }
    unsetenv("LC_ALL");
    assert_int_not_equal(access("ran", F_OK), 0);
    assert_int_equal(test_count_entries(f->folder), 1);
}

static void
test_write_takes_any_file_name_as_data(void **state)
{
    static const char *const names[] = {
        "with blank.svg",  "it's.svg", "\"q\".svg",   "$(touch ran).svg",
        "`touch ran`.svg", "a\nb.svg", "-o.svg",      "| touch ran.svg",
        "<cat.svg",        "%d.svg",   "back\\n.svg", "µ.svg",
    };
    struct fixture *f = *state;
    size_t n = sizeof names / sizeof names[0];
    size_t size = 0;

    need_gnuplot();
    for (size_t i = 0; i < n; i++) {
        free(draw(f, &example, names[i], &size));
    }
    assert_int_equal(test_count_entries(f->folder), n);
    assert_int_not_equal(access("ran", F_OK), 0);
}

/* The same for the folder of the templates and for TMPDIR. */
static void
test_write_takes_any_folder_name_as_data(void **state)
{
    static const char name[] = "it's \"a\" $(touch ran) `touch ran` \\n\n|";
    static const char *const files[] = {"timecourse.gp", "style.gp"};
    struct fixture *f = *state;
    char *folder = test_join(f->folder, name);
    size_t size = 0;

    need_gnuplot();
    assert_int_equal(mkdir(folder, 0777), 0);
    for (size_t i = 0; i < 2; i++) {
        char *path = test_join(f->templates, files[i]);
        char *text = test_read_file(path, &size);

        assert_non_null(text);
        write_in(folder, files[i], text);
        free(text);
        free(path);
    }
    setenv("TMPDIR", folder, 1);
    free(f->templates);
    f->templates = folder;
    free(draw(f, &example, "x.svg", &size));
    assert_int_equal(test_count_entries(folder), 2);
    assert_int_not_equal(access("ran", F_OK), 0);
}

/* gnuplot 5.4 says so of a loop that is empty, as when there are no points. */
static void
remove_lines_of_empty_data(char *words)
{
    static const char skipped[] = "warning: Skipping data file with no valid points\n";
    char *found = NULL;

    while ((found = strstr(words, skipped)) != NULL) {
        char *rest = found + strlen(skipped);

        while (found > words && found[-1] != '\n') {
            found--;
        }
        memmove(found, rest, strlen(rest) + 1);
    }
}

/* Plots at the edges of what there can be, each drawn without another warning. */
static void
test_write_draws_without_a_warning(void **state)
{
    static const double small[] = {1e-5, 2e-5, 1e-5, 3e-5, 2e-5};
    static const double negative[] = {-1, 2, -3, 1, 0};
    static const double nothing[] = {NAN, NAN, INFINITY, NAN, NAN};
    static const struct pl_plot_curve many[] = {
        {"levels", hours, akt, 5, NULL, NULL, NULL, 0},
        {"far below", hours, small, 5, hours, small, small, 5},
    };
    static const struct pl_plot_curve odd[] = {
        {"below zero", hours, negative, 5, hours, points, NULL, 5},
        {"nothing", hours, nothing, 5, hours, nothing, nothing, 5},
        {"", NULL, NULL, 0, NULL, NULL, NULL, 0},
    };
    static const struct pl_plot_window outside[] = {{-3, 0, "before"},
                                                    {50, 60, "after"}};
    const struct pl_plot plots[] = {
        example,
        {.x_label = "time", .y_label = "level", .x_max = 100, .reference = NAN},
        {.x_label = "time (h)",
         .y_label = "level",
         .x_max = 48,
         .reference = NAN,
         .curves = many,
         .n_curves = 2},
        {.x_label = "time (h)",
         .y_label = "level",
         .x_max = 48,
         .reference = 0,
         .curves = odd,
         .n_curves = 3,
         .windows = outside,
         .n_windows = 2},
        {.x_label = "time (h)",
         .y_label = "level",
         .x_max = 1e-3,
         .reference = NAN,
         .curves = odd + 1,
         .n_curves = 1},
    };
    struct fixture *f = *state;
    char *program = NULL;
    char *log = test_join(f->folder, "log");
    struct pl_text script;
    size_t size = 0;

    need_gnuplot();
    assert_int_equal(pl_gnuplot_find(NULL, &program), PL_OK);
    pl_text_init(&script);
    pl_text_format(&script, "exec %s \"$@\" 2>>%s", program, log);
    stand_in(f, script.data);
    for (size_t i = 0; i < sizeof plots / sizeof plots[0]; i++) {
        char *picture = draw(f, &plots[i], "x.svg", &size);
        char *words = test_read_file(log, &size);

        assert_non_null(words);
        remove_lines_of_empty_data(words);
        assert_string_equal(words, "");
        assert_int_equal(strstr(picture, "<text>level, log scale</text>") != NULL,
                         i == 2);
        free(words);
        free(picture);
        free(draw(f, &plots[i], "x.png", &size));
    }
    pl_text_finish(&script);
    free(program);
    free(log);
}

static void
test_write_uses_the_template_of_the_user(void **state)
{
    struct fixture *f = *state;
    char *own = test_join(f->folder, "own");
    char *picture = NULL;
    size_t size = 0;

    need_gnuplot();
    assert_int_equal(mkdir(own, 0777), 0);
    write_in(own, "style.gp", "mine = 'my own title'\n");
    write_in(own, "timecourse.gp",
             "load 'style.gp'\nset datafile separator tab\nset title mine\n"
             "plot for [k = 1:n_curves] 'curves.tsv' index k - 1 with lines\n");
    free(f->templates);
    f->templates = own;
    picture = draw(f, &example, "x.svg", &size);
    assert_non_null(strstr(picture, "my own title"));
    free(picture);
}

static void
test_write_gives_the_words_of_gnuplot_when_a_template_fails(void **state)
{
    struct fixture *f = *state;
    char *own = test_join(f->folder, "own");
    char *old = test_join(f->folder, "old.svg");
    char *text = NULL;
    size_t size = 0;

    need_gnuplot();
    assert_int_equal(mkdir(own, 0777), 0);
    write_in(own, "style.gp", "");
    write_in(own, "timecourse.gp", "\n\nplot no_such_function(x)\n");
    check_fails(f, own, "x.svg", PL_ERR_TOOL);
    assert_messages(f->diags, "error: gnuplot failed with exit status 1\n"
                              "note: gnuplot says: \"timecourse.gp\" line 3: "
                              "undefined function: no_such_function\n");
    pl_diags_clear(f->diags);
    write_in(f->folder, "old.svg", "old");
    assert_int_equal(pl_plot_write(&example, own, old, f->diags), PL_ERR_TOOL);
    text = test_read_file(old, &size);
    assert_string_equal(text, "old");
    assert_int_equal(test_count_entries(f->folder), 2);
    pl_diags_clear(f->diags);

    write_in(own, "timecourse.gp", "x = 1\n");
    check_fails(f, own, "x.svg", PL_ERR_TOOL);
    assert_messages(f->diags,
                    "error: gnuplot drew nothing\n"
                    "hint: a template plots without 'set terminal' and 'set output'\n");
    free(text);
    free(old);
    free(own);
}

static void
test_write_needs_its_templates(void **state)
{
    struct fixture *f = *state;
    char *own = test_join(f->folder, "own");
    struct pl_text want;

    stand_in(f, "echo drawn > picture");
    check_fails(f, own, "x.svg", PL_ERR_IO);
    pl_text_init(&want);
    pl_text_format(&want,
                   "error: cannot read '%s/timecourse.gp': No such file or directory\n"
                   "hint: check the spelling; a relative path starts at the present "
                   "folder\n",
                   own);
    assert_messages(f->diags, want.data);
    assert_int_equal(mkdir(own, 0777), 0);
    write_in(own, "timecourse.gp", "");
    check_fails(f, own, "x.svg", PL_ERR_IO);
    write_in(own, "style.gp", "latin \xe9\n");
    check_fails(f, own, "x.svg", PL_ERR_SYNTAX);
    pl_text_finish(&want);
    free(own);
}

static void
test_write_needs_a_place_for_the_picture(void **state)
{
    struct fixture *f = *state;
    char *full = test_join(f->folder, "full.svg");

    stand_in(f, "echo drawn > picture");
    check_fails(f, f->templates, "no/such/x.svg", PL_ERR_IO);
    assert_int_equal(symlink("/dev/full", full), 0);
    pl_diags_clear(f->diags);
    assert_int_equal(pl_plot_write(&example, f->templates, full, f->diags), PL_ERR_IO);
    assert_int_equal(pl_diags_n_errors(f->diags), 1);
    setenv("TMPDIR", "/no/such", 1);
    check_fails(f, f->templates, "x.svg", PL_ERR_IO);
    free(full);
}

/* Neither the user's settings nor the host's environment change the picture. */
static void
test_write_does_not_read_settings(void **state)
{
    struct fixture *f = *state;
    char *home = getenv("HOME") != NULL ? pl_text_copy(getenv("HOME")) : NULL;
    char *first = NULL;
    char *second = NULL;
    size_t size = 0;

    need_gnuplot();
    first = draw(f, &example, "x.svg", &size);
    write_in(f->folder, ".gnuplot", "set title 'HOME'\nset key\nexit status 7\n");
    setenv("HOME", f->folder, 1);
    setenv("GNUTERM", "dumb", 1);
    second = draw(f, &example, "x.svg", &size);
    assert_string_equal(first, second);
    unsetenv("GNUTERM");
    if (home != NULL) {
        setenv("HOME", home, 1);
    } else {
        unsetenv("HOME");
    }
    free(home);
    free(first);
    free(second);
}

static enum pl_status
draw_once(void *context)
{
    struct fixture *f = context;
    char *path = NULL;
    enum pl_status status = PL_OK;
    struct pl_text text;

    pl_text_init(&text);
    pl_text_format(&text, "%s/x.svg", f->folder);
    path = text.data;
    status = text.failed ? PL_ERR_NOMEM
                         : pl_plot_write(&example, f->templates, path, f->diags);
    pl_text_finish(&text);
    return status;
}

static void
test_write_survives_no_memory(void **state)
{
    struct fixture *f = *state;
    char *picture = NULL;
    char *path = test_join(f->folder, "x.svg");
    size_t size = 0;

    stand_in(f, "echo drawn > picture");
    assert_true(assert_survives_no_memory(draw_once, f) >= 30);
    assert_int_equal(test_count_entries(f->temporary), 0);
    assert_int_equal(test_count_entries(f->folder),
                     2); /* the stand-in and the picture */
    picture = test_read_file(path, &size);
    assert_string_equal(picture, "drawn\n");
    free(picture);
    free(path);
}

int
main(void)
{
#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(test_check_knows_pictures_by_their_ending),
        WITH_FOLDER(test_check_misses_gnuplot_before_any_work),
        WITH_FOLDER(test_write_draws_svg_with_text_as_text),
        WITH_FOLDER(test_write_draws_png_of_the_size_of_a_slide),
        WITH_FOLDER(test_write_draws_pdf),
        WITH_FOLDER(test_write_takes_any_text_as_data),
        WITH_FOLDER(test_write_takes_any_file_name_as_data),
        WITH_FOLDER(test_write_takes_any_folder_name_as_data),
        WITH_FOLDER(test_write_draws_without_a_warning),
        WITH_FOLDER(test_write_uses_the_template_of_the_user),
        WITH_FOLDER(test_write_gives_the_words_of_gnuplot_when_a_template_fails),
        WITH_FOLDER(test_write_needs_its_templates),
        WITH_FOLDER(test_write_needs_a_place_for_the_picture),
        WITH_FOLDER(test_write_does_not_read_settings),
        WITH_FOLDER(test_write_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
