/*
 * test_plot_layout.c - axes, labels and bars of a plot lie where they can be read.
 */
#include "testlib.h"

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "out/plot.h"
#include "out/plot_labels.h"
#include "out/plot_layout.h"

static const double ends[] = {0.0, 48.0};

/* A curve from `a` at 0 h to `b` at 48 h. */
#define CURVE(name, a, b)                                                   \
    {                                                                       \
        .label = (name), .x = ends, .y = (const double[]){(a), (b)}, .n = 2 \
    }

static struct pl_plot_layout
lay_out(const struct pl_plot *plot)
{
    struct pl_plot_layout layout;

    assert_int_equal(pl_plot_layout_init(plot, NULL, &layout), PL_OK);
    return layout;
}

static void
test_time_step_suits_hours(void **state)
{
    static const struct {
        double x_max, step;
    } rows[] = {
        {4, 1},    {5, 1},     {8, 1},   {10, 2},     {12, 2},      {16, 2},
        {18, 3},   {24, 3},    {30, 5},  {36, 6},     {48, 6},      {60, 12},
        {72, 12},  {90, 20},   {96, 12}, {120, 24},   {168, 24},    {240, 48},
        {100, 20}, {0.5, 0.1}, {1, 0.2}, {1000, 200}, {1e-3, 2e-4}, {672, 96},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_close(pl_plot_time_step(rows[i].x_max), rows[i].step, 1e-12, 0.0);
    }
}

static void
test_init_chooses_a_linear_axis_from_zero(void **state)
{
    static const struct {
        double a, b, reference, y_min, y_max, y_step;
    } rows[] = {
        {1, 4.7, 1, 0, 5, 1},
        {1, 0.01, 1, 0, 1.2, 0.2},   /* the line at 1 is not at the very top */
        {1, 1e-100, 1, 0, 1.2, 0.2}, /* falls to nothing: no reason for a log */
        {0.2, 0.3, 1, 0, 1.2, 0.2},  /* the reference is in the picture */
        {0.2, 0.3, NAN, 0, 0.35, 0.05},
        {0, 0, NAN, 0, 1.2, 0.2},
        {NAN, NAN, NAN, 0, 1.2, 0.2},
        {1, INFINITY, NAN, 0, 1.2, 0.2}, /* what is not finite does not count */
        {-1e-9, 1, NAN, 0, 1.2, 0.2},    /* a rounding error */
        {-2, 2, NAN, -2, 3, 1},
        {-3, -1, NAN, -3, 0.5, 0.5},
        {1e-12, 3e-12, NAN, 0, 3.5e-12, 5e-13},
        {0, 7e5, NAN, 0, 8e5, 2e5},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pl_plot_curve curve = CURVE("x", rows[i].a, rows[i].b);
        struct pl_plot plot = {.x_max = 48,
                               .reference = rows[i].reference,
                               .curves = &curve,
                               .n_curves = 1};
        struct pl_plot_layout layout = lay_out(&plot);

        assert_false(layout.is_log);
        assert_close(layout.y_min, rows[i].y_min, 1e-12, 0.0);
        assert_close(layout.y_max, rows[i].y_max, 1e-12, 0.0);
        assert_close(layout.y_step, rows[i].y_step, 1e-12, 0.0);
        assert_close(layout.x_step, 6.0, 0.0, 0.0);
        pl_plot_layout_finish(&layout);
    }
}

static void
test_init_makes_room_for_points_and_their_bars(void **state)
{
    static const double x[] = {6, 24, 60};
    static const double y[] = {2, 7, 100}; /* the last is beyond the axis */
    static const double sd[] = {NAN, 2.5, 1};
    struct pl_plot_curve curve = CURVE("x", 1, 3);
    struct pl_plot plot = {
        .x_max = 48, .reference = NAN, .curves = &curve, .n_curves = 1};
    struct pl_plot_layout layout;

    (void)state;
    curve.data_x = x;
    curve.data_y = y;
    curve.n_data = 3;
    layout = lay_out(&plot);
    assert_close(layout.y_max, 8.0, 1e-12, 0.0);
    pl_plot_layout_finish(&layout);
    curve.data_sd = sd;
    layout = lay_out(&plot);
    assert_close(layout.y_max, 10.0, 1e-12, 0.0);
    pl_plot_layout_finish(&layout);
    curve.data_sd = (const double[]){3.0, NAN, NAN}; /* a bar below 0 is cut off */
    layout = lay_out(&plot);
    assert_close(layout.y_min, 0.0, 0.0, 0.0);
    pl_plot_layout_finish(&layout);
}

static void
test_init_makes_room_for_bands(void **state)
{
    struct pl_plot_curve curve = CURVE("x", 1, 3);
    struct pl_plot plot = {
        .x_max = 48, .reference = NAN, .curves = &curve, .n_curves = 1};
    struct pl_plot_layout layout;

    (void)state;
    curve.low = (const double[]){0.5, 2.0};
    curve.high = (const double[]){1.5, 7.2};
    layout = lay_out(&plot);
    assert_close(layout.y_min, 0.0, 0.0, 0.0);
    assert_close(layout.y_max, 8.0, 1e-12, 0.0);
    pl_plot_layout_finish(&layout);
    curve.low = (const double[]){-1.5, NAN};
    curve.high = (const double[]){NAN, NAN};
    layout = lay_out(&plot);
    assert_close(layout.y_min, -2.0, 1e-12, 0.0);
    pl_plot_layout_finish(&layout);
}

/* A bar that reaches zero is no value that a log axis could not show. */
static void
test_init_does_not_let_a_bar_forbid_a_log_axis(void **state)
{
    static const double x[] = {6};
    static const double y[] = {1e-4};
    static const double sd[] = {1e-4};
    struct pl_plot_curve curves[] = {CURVE("low", 1e-4, 1e-4), CURVE("high", 1, 10)};
    struct pl_plot plot = {
        .x_max = 48, .reference = NAN, .curves = curves, .n_curves = 2};
    struct pl_plot_layout layout;

    (void)state;
    curves[0].data_x = x;
    curves[0].data_y = y;
    curves[0].data_sd = sd;
    curves[0].low = (const double[]){0.0, 0.0}; /* nor is a band */
    curves[0].high = curves[0].y;
    curves[0].n_data = 1;
    layout = lay_out(&plot);
    assert_true(layout.is_log);
    pl_plot_layout_finish(&layout);
}

static void
test_init_chooses_a_log_axis_by_the_largest_values(void **state)
{
    static const struct {
        double low, high, reference;
        bool is_log;
        double y_min, y_max, y_step;
    } rows[] = {
        {1e-4, 1.0, NAN, true, 1e-4, 1.0, 10},
        {2e-4, 30, NAN, true, 1e-4, 100, 10},
        {2e-4, 30, 1e3, true, 1e-4, 1e3, 10},
        {1e-3, 1.0, NAN, false, 0, 1.2, 0.2}, /* not more than 1000-fold */
        {0.0, 1e6, NAN, false, 0, 1.2e6, 2e5},
        {-1e-4, 1.0, NAN, false, 0, 1.2, 0.2},
        {1e-10, 1e6, NAN, true, 1e-10, 1e6, 100},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pl_plot_curve curves[] = {CURVE("low", rows[i].low, rows[i].low),
                                         CURVE("high", rows[i].high, rows[i].high)};
        struct pl_plot plot = {.x_max = 48,
                               .reference = rows[i].reference,
                               .curves = curves,
                               .n_curves = 2};
        struct pl_plot_layout layout = lay_out(&plot);

        assert_int_equal(layout.is_log, rows[i].is_log);
        assert_close(layout.y_min, rows[i].y_min, 1e-12, 0.0);
        assert_close(layout.y_max, rows[i].y_max, 1e-12, 0.0);
        assert_close(layout.y_step, rows[i].y_step, 1e-12, 0.0);
        pl_plot_layout_finish(&layout);
    }
}

/* A curve that falls to 1e-100 does not stretch the axis that others made logarithmic. */
static void
test_init_limits_the_depth_of_a_log_axis(void **state)
{
    struct pl_plot_curve curves[] = {CURVE("falls", 1, 1e-100), CURVE("high", 1, 1e4)};
    struct pl_plot plot = {
        .x_max = 48, .reference = 1, .curves = curves, .n_curves = 2};
    struct pl_plot_layout layout = lay_out(&plot);

    (void)state;
    assert_true(layout.is_log);
    assert_close(layout.y_min, 1e-2, 1e-12, 0.0);
    assert_close(layout.tags[0].place, 0.0, 0.0, 0.1); /* at the bottom, not below */
    assert_close(layout.tags[1].place, 1.0, 0.0, 0.1);
    pl_plot_layout_finish(&layout);
}

static void
test_spread_moves_labels_as_little_as_possible(void **state)
{
    static const struct {
        size_t n;
        double height, places[4], want[4];
    } rows[] = {
        {0, 0.1, {0}, {0}},
        {1, 0.1, {0.5}, {0.5}},
        {2, 0.1, {0.2, 0.3}, {0.2, 0.3}},   /* they touch */
        {2, 0.1, {0.5, 0.5}, {0.45, 0.55}}, /* equal shares of the way */
        {3, 0.1, {0.5, 0.5, 0.5}, {0.4, 0.5, 0.6}},
        {3, 0.1, {0.2, 0.5, 0.54}, {0.2, 0.47, 0.57}},
        {2, 0.1, {0.0, 0.02}, {0.05, 0.15}}, /* not below the axis */
        {2, 0.1, {0.97, 1.0}, {0.85, 0.95}}, /* not above it */
        {4, 0.1, {0.5, 0.5, 0.5, 0.68}, {0.395, 0.495, 0.595, 0.695}},
        {4, 0.5, {0, 0, 0, 0}, {0.125, 0.375, 0.625, 0.875}}, /* no room: squeezed */
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const double h = rows[i].height;
        const double heights[4] = {h, h, h, h};
        double places[4];

        memcpy(places, rows[i].places, sizeof places);
        assert_int_equal(pl_plot_spread(heights, rows[i].n, NULL, places), PL_OK);
        for (size_t k = 0; k < rows[i].n; k++) {
            assert_close(places[k], rows[i].want[k], 1e-12, 1e-12);
        }
    }
}

static void
test_spread_takes_labels_of_different_heights(void **state)
{
    static const double heights[] = {0.1, 0.2, 0.1};
    double places[] = {0.5, 0.5, 0.5};

    (void)state;
    assert_int_equal(pl_plot_spread(heights, 3, NULL, places), PL_OK);
    assert_close(places[0], 0.35, 1e-12, 0.0);
    assert_close(places[1], 0.50, 1e-12, 0.0);
    assert_close(places[2], 0.65, 1e-12, 0.0);
}

static void
test_put_line_shows_one_line_and_cuts_it(void **state)
{
    static const struct {
        const char *text;
        size_t columns;
        const char *want;
    } rows[] = {
        {"Akt pS473", 9, "Akt pS473"},
        {"Akt pS473", 8, "Akt pS4…"},
        {"Akt pS473", 5, "Akt…"},
        {"Akt pS473", 1, "…"},
        {"a\nb\tc\rd", 9, "a b c d"},
        {"", 5, ""},
        {"\x01\xff", 5, "??"},
        {"細胞細胞", 5, "細胞…"},
        {"{/Bold x} $(id) `id` \"q\"", 99, "{/Bold x} $(id) `id` \"q\""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pl_text text;

        pl_text_init(&text);
        pl_plot_put_line(rows[i].text, rows[i].columns, &text);
        assert_string_equal(pl_text_string(&text), rows[i].want);
        pl_text_finish(&text);
    }
}

static void
test_put_lines_breaks_long_labels(void **state)
{
    static const struct {
        const char *label;
        size_t most;
        const char *want;
        size_t n_lines, width;
    } rows[] = {
        {"", 2, "", 0, 0},
        {" \n ", 2, "", 0, 0},
        {"Akt pS473", 2, "Akt pS473", 1, 9},
        {"ten letters", 2, "ten\nletters", 2, 7},
        {"exactly te", 2, "exactly te", 1, 10},
        {"exactly ten n", 2, "exactly\nten n", 2, 7},
        {"0123456789 b", 2, "0123456789\nb", 2, 10},
        {"a_name_without_blanks", 2, "a_name_wit\nhout_blan…", 2, 10},
        {"words that go on and on", 2, "words that\ngo on and…", 2, 10},
        {"words that go on and on", 1, "words tha…", 1, 10},
        {"words that go on and on", 3, "words that\ngo on and\non", 3, 10},
        {"words that go on and on", 9, "words that\ngo on and\non", 3, 10},
        {"a line\nend\tand tab", 9, "a line end\nand tab", 2, 10},
        {"ββββββββββ βγ", 9, "ββββββββββ\nβγ", 2, 10},
        {"trailing      ", 2, "trailing", 1, 8},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pl_text text;
        size_t width = 99;

        pl_text_init(&text);
        assert_int_equal(
            pl_plot_put_lines(rows[i].label, 10, rows[i].most, &text, &width),
            rows[i].n_lines);
        assert_string_equal(pl_text_string(&text), rows[i].want);
        assert_int_equal(width, rows[i].width);
        pl_text_finish(&text);
    }
}

static void
test_init_leaves_room_for_a_caption(void **state)
{
    struct pl_plot_curve curve = CURVE("x", 1, 2);
    struct pl_plot plot = {
        .x_max = 48, .reference = NAN, .curves = &curve, .n_curves = 1};
    struct pl_plot_layout bare = lay_out(&plot);
    struct pl_plot_layout layout;

    (void)state;
    plot.caption = "one line";
    layout = lay_out(&plot);
    assert_close(layout.bottom - bare.bottom, 30.0 / PL_PAGE_HEIGHT, 1e-12, 0.0);
    assert_close(layout.top, bare.top, 0.0, 0.0);
    pl_plot_layout_finish(&layout);
    plot.caption = " ";
    layout = lay_out(&plot);
    assert_close(layout.bottom, bare.bottom, 0.0, 0.0);
    pl_plot_layout_finish(&layout);
    pl_plot_layout_finish(&bare);
}

static void
test_init_puts_labels_beside_the_ends(void **state)
{
    struct pl_plot_curve curves[] = {CURVE("alone", 1, 4), CURVE("first", 1, 1),
                                     CURVE("second", 1, 1), CURVE("gone", NAN, NAN),
                                     CURVE("early", 2, NAN)};
    struct pl_plot plot = {
        .x_max = 48, .reference = NAN, .curves = curves, .n_curves = 5};
    struct pl_plot_layout layout = lay_out(&plot);
    double line =
        layout.label_size * 1.22 / PL_PAGE_HEIGHT / (layout.top - layout.bottom);

    (void)state;
    assert_close(layout.y_max, 5.0, 1e-12, 0.0);
    assert_close(layout.tags[0].place, 0.8, 1e-12, 0.0);
    assert_false(layout.tags[0].is_led);
    assert_string_equal(layout.tags[0].text, "alone");
    assert_int_equal(layout.tags[0].n_lines, 1);
    /* Curves that end together: in the order of the table, from above. */
    assert_close(layout.tags[1].place - layout.tags[2].place, line, 1e-9, 0.0);
    assert_close(layout.tags[1].place + layout.tags[2].place, 0.4, 1e-9, 0.0);
    assert_true(layout.tags[1].is_led && layout.tags[2].is_led);
    assert_int_equal(layout.tags[3].n_lines, 0); /* nothing to name */
    assert_string_equal(layout.tags[3].text, "");
    assert_false(layout.tags[3].is_led);
    assert_close(layout.tags[4].end_x, 0.0, 0.0, 0.0);
    assert_close(layout.tags[4].place, 0.4, 1e-12, 0.0);
    assert_true(layout.tags[4].is_led); /* it ended long before */
    pl_plot_layout_finish(&layout);
}

/* However many and however long: no label overlaps another, or leaves the page. */
static void
test_init_keeps_labels_apart_and_on_the_page(void **state)
{
    static const double ones[] = {1, 1};
    static char names[40][64];
    struct pl_plot_curve curves[40];

    (void)state;
    for (size_t n = 0; n <= 40; n++) {
        struct pl_plot plot = {
            .x_max = 48, .reference = 1, .curves = curves, .n_curves = n};
        struct pl_plot_layout layout;
        double page = 0.0;

        for (size_t i = 0; i < n; i++) {
            snprintf(names[i], sizeof names[i], "readout %zu%s", i,
                     i % 5 == 0 ? " with a name of many words" : "");
            curves[i] =
                (struct pl_plot_curve){.label = names[i], .x = ends, .y = ones, .n = 2};
        }
        layout = lay_out(&plot);
        page = (layout.top - layout.bottom) * PL_PAGE_HEIGHT;
        assert_true(layout.left < 0.2 && layout.right > 0.6 && layout.right < 1.0);
        for (size_t i = 0; i < n; i++) {
            double half =
                (double)layout.tags[i].n_lines * layout.label_size * 1.22 / page / 2.0;

            assert_true(layout.tags[i].place - half > -1e-9);
            assert_true(layout.tags[i].place + half < 1.0 + 1e-9);
            if (i > 0) { /* equal ends: the first is the highest */
                double other = (double)layout.tags[i - 1].n_lines * layout.label_size *
                               1.22 / page / 2.0;

                assert_true(layout.tags[i - 1].place - layout.tags[i].place >
                            half + other - 1e-9);
            }
        }
        pl_plot_layout_finish(&layout);
    }
}

static void
test_init_gives_bars_rows_of_their_own(void **state)
{
    static const struct pl_plot_window windows[] = {
        {0, 48, "mTORC1 inhibited"}, /* row 0 */
        {24, INFINITY, "MK-2206"},   /* overlaps: row 1 */
        {0, 6, "EGF"},               /* beside it on row 1 */
        {12, 18, "EGF"},             /* again, and not named again */
        {-5, 0, "before"},           /* not on the axis */
        {46, 48, "a long name that ends with the axis"},
    };
    struct pl_plot plot = {
        .x_max = 48, .reference = NAN, .windows = windows, .n_windows = 6};
    struct pl_plot_layout layout = lay_out(&plot);
    struct pl_plot_layout bare;

    (void)state;
    assert_int_equal(layout.n_rows, 3);
    assert_int_equal(layout.bars[0].row, 0);
    assert_string_equal(layout.bars[0].text, "mTORC1 inhibited");
    assert_close(layout.bars[0].text_from, 0.0, 0.0, 0.0);
    assert_int_equal(layout.bars[1].row, 1);
    assert_close(layout.bars[1].to, 48.0, 0.0, 0.0);
    assert_close(layout.bars[1].text_from, 24.0, 0.0, 0.0);
    assert_int_equal(layout.bars[2].row, 1);
    assert_int_equal(layout.bars[3].row, 1);
    assert_string_equal(layout.bars[3].text, "");
    assert_int_equal(layout.bars[4].row, PL_NONE);
    assert_close(layout.bars[4].from, layout.bars[4].to, 0.0, 0.0);
    assert_int_equal(layout.bars[5].row, 2); /* its name reaches to the left */
    assert_true(layout.bars[5].text_from < 46.0 && layout.bars[5].text_from > 0.0);
    assert_true(layout.bars[5].end <= 50.0);

    plot.n_windows = 0;
    bare = lay_out(&plot);
    assert_true(layout.top < bare.top); /* the rows take their room */
    pl_plot_layout_finish(&bare);
    pl_plot_layout_finish(&layout);
}

static void
test_init_shades_windows_beyond_the_last_row_only(void **state)
{
    static char names[9][8];
    static char longest[300];
    struct pl_plot_window windows[10];
    struct pl_plot plot = {
        .x_max = 48, .reference = NAN, .windows = windows, .n_windows = 10};
    struct pl_plot_layout layout;

    (void)state;
    for (size_t i = 0; i < 9; i++) {
        snprintf(names[i], sizeof names[i], "drug %zu", i);
        windows[i + 1] = (struct pl_plot_window){0, 48, names[i]};
    }
    memset(longest, 'x', sizeof longest - 1);
    windows[0] = (struct pl_plot_window){0, 1, longest};
    layout = lay_out(&plot);
    assert_int_equal(layout.n_rows, 6);
    assert_int_equal(layout.bars[5].row, 5);
    assert_int_equal(layout.bars[6].row, PL_NONE);
    assert_string_equal(layout.bars[6].text, "");
    assert_close(layout.bars[6].to, 48.0, 0.0, 0.0);
    assert_true(pl_text_width(layout.bars[0].text) < 120); /* cut to the axis */
    assert_true(strstr(layout.bars[0].text, "…") != NULL);
    assert_true(layout.top - layout.bottom > 0.3);
    pl_plot_layout_finish(&layout);
}

static enum pl_status
lay_out_once(void *context)
{
    struct pl_plot_curve curves[] = {CURVE("one", 1, 4), CURVE("two", 1, 3)};
    struct pl_plot_window windows[] = {{0, 48, "a"}, {1, 2, "b"}};
    struct pl_plot plot = {.x_max = 48,
                           .reference = 1,
                           .curves = curves,
                           .n_curves = 2,
                           .windows = windows,
                           .n_windows = 2};
    struct pl_plot_layout layout;
    enum pl_status status = pl_plot_layout_init(&plot, context, &layout);

    if (status == PL_OK) {
        pl_plot_layout_finish(&layout);
    }
    pl_plot_layout_finish(&layout); /* once more does no harm */
    return status;
}

static void
test_init_survives_no_memory(void **state)
{
    (void)state;
    assert_true(assert_survives_no_memory(lay_out_once, NULL) >= 8);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_time_step_suits_hours),
        cmocka_unit_test(test_init_chooses_a_linear_axis_from_zero),
        cmocka_unit_test(test_init_makes_room_for_points_and_their_bars),
        cmocka_unit_test(test_init_makes_room_for_bands),
        cmocka_unit_test(test_init_does_not_let_a_bar_forbid_a_log_axis),
        cmocka_unit_test(test_init_chooses_a_log_axis_by_the_largest_values),
        cmocka_unit_test(test_init_limits_the_depth_of_a_log_axis),
        cmocka_unit_test(test_spread_moves_labels_as_little_as_possible),
        cmocka_unit_test(test_spread_takes_labels_of_different_heights),
        cmocka_unit_test(test_put_line_shows_one_line_and_cuts_it),
        cmocka_unit_test(test_put_lines_breaks_long_labels),
        cmocka_unit_test(test_init_leaves_room_for_a_caption),
        cmocka_unit_test(test_init_puts_labels_beside_the_ends),
        cmocka_unit_test(test_init_keeps_labels_apart_and_on_the_page),
        cmocka_unit_test(test_init_gives_bars_rows_of_their_own),
        cmocka_unit_test(test_init_shades_windows_beyond_the_last_row_only),
        cmocka_unit_test(test_init_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
