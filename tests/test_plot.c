/*
 * test_plot.c - curves over time show what they should.
 */
#include "picture_trial.h"
#include "testlib.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/text.h"
#include "out/plot.h"

static const double hours[] = {0, 1, 6, 24, 48};
static const double akt[] = {1, 1.4, 2.6, 4.1, 4.7};
static const double s6k[] = {1, 0.2, 0.02, NAN, 0.01};
static const double points[] = {1, 1.1, 2.4, 4.4, 4.0};
static const double sds[] = {0.1, NAN, 0.3, 0.6, 9.0};

static const struct pl_plot_curve two_curves[] = {
    {"Akt pS473", hours, akt, 5, NULL, NULL, hours, points, sds, 5},
    {"S6K pT389", hours, s6k, 5, NULL, NULL, NULL, NULL, NULL, 0},
};

static const double lows[] = {1, 1.2, 2.1, 3.3, 3.6};
static const double highs[] = {1, 1.6, 3.4, NAN, 5.9};

static const struct pl_plot_curve banded_curves[] = {
    {"Akt pS473", hours, akt, 5, lows, highs, hours, points, sds, 5},
    {"S6K pT389", hours, s6k, 5, NULL, NULL, NULL, NULL, NULL, 0},
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

/* Draw, and hand the bytes of the picture over. */
static char *
draw(struct picture_trial *f, const struct pl_plot *plot, const char *name,
     size_t *size)
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
    struct picture_trial *f = *state;
    char *picture = NULL;
    size_t size = 0;

    need_gnuplot();
    picture = draw(f, &example, "x.svg", &size);
    assert_int_equal(strncmp(picture, "<?xml", 5), 0);
    assert_shows(picture, texts, sizeof texts / sizeof texts[0]);
    assert_null(strstr(picture, "log scale"));
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
    struct picture_trial *f = *state;
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
        plot.caption = nasty[i];
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
        assert_shows(picture, &shown[i].svg, 1);
        free(picture);
    }
    unsetenv("LC_ALL");
    assert_int_not_equal(access("ran", F_OK), 0);
    assert_int_equal(test_count_entries(f->folder), 1);
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
        {"levels", hours, akt, 5, NULL, NULL, NULL, NULL, NULL, 0},
        {"far below", hours, small, 5, small, small, hours, small, small, 5},
    };
    static const struct pl_plot_curve odd[] = {
        {"below zero", hours, negative, 5, NULL, NULL, hours, points, NULL, 5},
        {"nothing", hours, nothing, 5, nothing, nothing, hours, nothing, nothing, 5},
        {"", NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, 0},
    };
    static const struct pl_plot_window outside[] = {{-3, 0, "before"},
                                                    {50, 60, "after"}};
    struct pl_plot plots[] = {
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
        example,
        example,
    };
    struct picture_trial *f = *state;
    char *log = test_join(f->folder, "log");
    size_t size = 0;

    need_gnuplot();
    plots[5].caption = "her2-mtor · fold of the untreated rest state";
    plots[6].curves = banded_curves;
    plots[6].band_label = "median, 5 to 95 % of 200 sets";
    listen_to_gnuplot(f, log);
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
    free(log);
}

static void
test_write_labels_bands_where_there_are_any(void **state)
{
    static const char *const label[] = {"<text>median, 5 to 95 % of {200} sets</text>"};
    struct picture_trial *f = *state;
    struct pl_plot plot = example;
    char *picture = NULL;
    size_t size = 0;

    need_gnuplot();
    plot.band_label = "median, 5 to 95 % of {200} sets";
    picture = draw(f, &plot, "x.svg", &size);
    assert_null(strstr(picture, "median"));
    assert_null(strstr(picture, "fill-opacity = '0.220000'"));
    free(picture);
    plot.curves = banded_curves;
    picture = draw(f, &plot, "x.svg", &size);
    assert_shows(picture, label, 1);
    assert_non_null(strstr(picture, "fill-opacity = '0.220000'"));
    free(picture);
}

static void
test_write_uses_the_template_of_the_user(void **state)
{
    struct picture_trial *f = *state;
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

static enum pl_status
draw_once(void *context)
{
    struct picture_trial *f = context;
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
    struct picture_trial *f = *state;
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
#define WITH_FOLDER(test) \
    cmocka_unit_test_setup_teardown(test, picture_trial_set_up, picture_trial_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(test_write_draws_svg_with_text_as_text),
        WITH_FOLDER(test_write_takes_any_text_as_data),
        WITH_FOLDER(test_write_draws_without_a_warning),
        WITH_FOLDER(test_write_labels_bands_where_there_are_any),
        WITH_FOLDER(test_write_uses_the_template_of_the_user),
        WITH_FOLDER(test_write_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
