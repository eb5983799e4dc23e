/*
 * test_picture.c - pictures appear where they should, show what they should, or not at
 * all.
 */
#include "picture_trial.h"
#include "testlib.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "out/picture.h"
#include "out/picture_draw.h"

/* Shows all that it finds. */
static const char tiny[] =
    "load 'style.gp'\n"
    "eval page\n"
    "eval axes(0.3, 0.6, 0.2 + foot, 0.8)\n"
    "eval x_name(1)\n"
    "eval y_name(2)\n"
    "array name[n_bars + 1]\n"
    "array value[n_bars + 1]\n"
    "if (n_bars > 0) {\n"
    "    stats 'bars.tsv' using (k = int($0) + 1, name[k] = strcol(1), \\\n"
    "        value[k] = valid(2) ? $2 : -99, 0) nooutput\n"
    "}\n"
    "do for [k = 1:n_bars] {\n"
    "    set label name[k] at screen 0.7, screen 0.8 - 0.03 * k noenhanced\n"
    "    set label sprintf('bar %d is %.17g', k, value[k]) at screen 0.9, screen 0.5 "
    "noenhanced\n"
    "}\n"
    "set label sprintf('n_bars %d n_rest %d half %.17g third %.17g missing %g', \\\n"
    "    n_bars, n_rest, 1 / two, 1 / three, missing) at screen 0.7, screen 0.2 "
    "noenhanced\n"
    "set label sprintf('n_texts %d has_caption %d foot %.4f', n_texts, has_caption, "
    "\\\n"
    "    foot) at screen 0.7, screen 0.1 noenhanced\n"
    "plot [0:1] [0:1] x\n";

static const struct pl_picture_number numbers[] = {
    {"two", 2.0}, {"three", 3.0}, {"missing", NAN}};

static const char *const texts[] = {"time (h)", "fold of untreated", NULL};

/* Texts in column 1, numbers in column 2. */
static struct pl_frame *
make_frame(const char *const *names, const double *values, size_t n)
{
    struct pl_frame *frame = NULL;

    assert_int_equal(pl_frame_create(NULL, &frame), PL_OK);
    assert_int_equal(
        pl_frame_add_column(frame, "name", NULL, NULL, PL_COLUMN_TEXT, NULL), PL_OK);
    assert_int_equal(
        pl_frame_add_column(frame, "value", NULL, NULL, PL_COLUMN_NUMBER, NULL), PL_OK);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(pl_frame_add_row(frame, NULL), PL_OK);
        assert_int_equal(pl_frame_set_text(frame, i, 0, names[i], NULL), PL_OK);
        frame->columns[1].numbers[i] = values[i];
    }
    return frame;
}

/* A picture of one table with rows and one without. */
struct fixture {
    struct picture_trial *trial; /* its folder of templates is one with tiny.gp */
    struct pl_frame *bars, *rest;
    struct pl_picture_table tables[2];
    struct pl_picture picture;
};

static int
set_up(void **state)
{
    static const char *const names[] = {"Akt pS473", "S6K pT389", "none"};
    static const double values[] = {0.1, 3.0, NAN};
    struct fixture *f = calloc(1, sizeof *f);
    char *templates = test_make_folder();
    void *trial = NULL;

    assert_non_null(f);
    assert_int_equal(picture_trial_set_up(&trial), 0);
    f->trial = trial;
    free(f->trial->templates);
    f->trial->templates = templates;
    write_in(f->trial->templates, "tiny.gp", tiny);
    copy_template_to(f->trial->templates, "style.gp");
    f->bars = make_frame(names, values, 3);
    f->rest = make_frame(NULL, NULL, 0);
    f->tables[0] = (struct pl_picture_table){"bars", f->bars};
    f->tables[1] = (struct pl_picture_table){"rest", f->rest};
    f->picture = (struct pl_picture){
        .template_name = "tiny.gp",
        .title = "her2-mtor · HER2+",
        .subtitle = "mTORC1 inhibited 100 % from 0 h",
        .texts = texts,
        .n_texts = 3,
        .tables = f->tables,
        .n_tables = 2,
        .numbers = numbers,
        .n_numbers = 3,
    };
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;
    void *trial = f->trial;

    pl_frame_destroy(f->bars);
    pl_frame_destroy(f->rest);
    test_remove_folder(f->trial->templates);
    f->trial->templates = NULL;
    picture_trial_tear_down(&trial);
    free(f);
    return 0;
}

/* Draw, and hand the bytes of the picture over. */
static char *
draw(struct fixture *f, const struct pl_picture *picture, const char *name,
     size_t *size)
{
    char *path = test_join(f->trial->folder, name);
    char *bytes = NULL;
    enum pl_status status =
        pl_picture_write(picture, f->trial->templates, path, f->trial->diags);

    assert_messages(f->trial->diags, "");
    assert_int_equal(status, PL_OK);
    bytes = test_read_file(path, size);
    assert_non_null(bytes);
    assert_int_equal(test_count_entries(f->trial->temporary), 0);
    free(path);
    return bytes;
}

/* Drawing with these templates fails and leaves nothing. */
static void
check_fails(struct fixture *f, const char *templates, const char *name,
            enum pl_status status)
{
    char *path = test_join(f->trial->folder, name);

    assert_int_equal(pl_picture_write(&f->picture, templates, path, f->trial->diags),
                     status);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_equal(test_count_entries(f->trial->temporary), 0);
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

    stand_in(f->trial, "exit 0");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(pl_picture_check(rows[i].path, f->trial->diags),
                         rows[i].status);
    }
    pl_diags_clear(f->trial->diags);
    assert_int_equal(pl_picture_check("blot.jpg", f->trial->diags), PL_ERR_OPTION);
    assert_messages(f->trial->diags,
                    "error: cannot plot to 'blot.jpg': the ending says which format\n"
                    "hint: use .svg, .png or .pdf\n");
}

static void
test_check_misses_gnuplot_before_any_work(void **state)
{
    struct fixture *f = *state;

    setenv("PATH", f->trial->folder, 1);
    assert_int_equal(pl_picture_check("x.svg", f->trial->diags), PL_ERR_TOOL);
    assert_messages(f->trial->diags, "error: gnuplot is not installed\n"
                                     "hint: sudo apt install gnuplot-nox\n");
    check_fails(f, f->trial->templates, "x.svg", PL_ERR_TOOL);
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
    picture = draw(f, &f->picture, "x.PNG", &size); /* 1920 x 1080 */
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
    picture = draw(f, &f->picture, "x.pdf", &size);
    assert_true(size > 2000);
    assert_int_equal(strncmp(picture, "%PDF-", 5), 0);
    free(picture);
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
        free(draw(f, &f->picture, names[i], &size));
    }
    assert_int_equal(test_count_entries(f->trial->folder), n);
    assert_int_not_equal(access("ran", F_OK), 0);
}

/* The same for the folder of the templates and for TMPDIR. */
static void
test_write_takes_any_folder_name_as_data(void **state)
{
    static const char name[] = "it's \"a\" $(touch ran) `touch ran` \\n\n|";
    struct fixture *f = *state;
    char *folder = test_join(f->trial->folder, name);
    size_t size = 0;

    need_gnuplot();
    assert_int_equal(mkdir(folder, 0777), 0);
    write_in(folder, "tiny.gp", tiny);
    copy_template_to(folder, "style.gp");
    setenv("TMPDIR", folder, 1);
    test_remove_folder(f->trial->templates);
    f->trial->templates = folder;
    free(draw(f, &f->picture, "x.svg", &size));
    assert_int_equal(test_count_entries(folder), 2);
    assert_int_not_equal(access("ran", F_OK), 0);
}

static void
test_write_gives_the_words_of_gnuplot_when_a_template_fails(void **state)
{
    struct fixture *f = *state;
    char *own = test_join(f->trial->folder, "own");
    char *old = test_join(f->trial->folder, "old.svg");
    char *text = NULL;
    size_t size = 0;

    need_gnuplot();
    assert_int_equal(mkdir(own, 0777), 0);
    write_in(own, "style.gp", "");
    write_in(own, "tiny.gp", "\n\nplot no_such_function(x)\n");
    check_fails(f, own, "x.svg", PL_ERR_TOOL);
    assert_messages(f->trial->diags, "error: gnuplot failed with exit status 1\n"
                                     "note: gnuplot says: \"tiny.gp\" line 3: "
                                     "undefined function: no_such_function\n");
    pl_diags_clear(f->trial->diags);
    write_in(f->trial->folder, "old.svg", "old");
    assert_int_equal(pl_picture_write(&f->picture, own, old, f->trial->diags),
                     PL_ERR_TOOL);
    text = test_read_file(old, &size);
    assert_string_equal(text, "old");
    assert_int_equal(test_count_entries(f->trial->folder), 2);
    pl_diags_clear(f->trial->diags);

    write_in(own, "tiny.gp", "x = 1\n");
    check_fails(f, own, "x.svg", PL_ERR_TOOL);
    assert_messages(f->trial->diags,
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
    char *own = test_join(f->trial->folder, "own");
    struct pl_text want;

    stand_in(f->trial, "echo drawn > picture");
    check_fails(f, own, "x.svg", PL_ERR_IO);
    pl_text_init(&want);
    pl_text_format(&want,
                   "error: cannot read '%s/tiny.gp': No such file or directory\n"
                   "hint: check the spelling; a relative path starts at the present "
                   "folder\n",
                   own);
    assert_messages(f->trial->diags, want.data);
    assert_int_equal(mkdir(own, 0777), 0);
    write_in(own, "tiny.gp", "");
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
    char *full = test_join(f->trial->folder, "full.svg");

    stand_in(f->trial, "echo drawn > picture");
    check_fails(f, f->trial->templates, "no/such/x.svg", PL_ERR_IO);
    assert_int_equal(symlink("/dev/full", full), 0);
    pl_diags_clear(f->trial->diags);
    assert_int_equal(
        pl_picture_write(&f->picture, f->trial->templates, full, f->trial->diags),
        PL_ERR_IO);
    assert_int_equal(pl_diags_n_errors(f->trial->diags), 1);
    setenv("TMPDIR", "/no/such", 1);
    check_fails(f, f->trial->templates, "x.svg", PL_ERR_IO);
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
    first = draw(f, &f->picture, "x.svg", &size);
    write_in(f->trial->folder, ".gnuplot",
             "set title 'HOME'\nset key\nexit status 7\n");
    setenv("HOME", f->trial->folder, 1);
    setenv("GNUTERM", "dumb", 1);
    second = draw(f, &f->picture, "x.svg", &size);
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

static void
test_put_number_is_read_as_a_real_one(void **state)
{
    static const struct {
        double value;
        const char *want;
    } rows[] = {
        {1.0, "1.0"},      {-2.0, "-2.0"},  {0.1, "0.1"},
        {1e300, "1e+300"}, {NAN, "nan"},    {INFINITY, "nan"},
        {-0.0, "0.0"},     {1e15, "1e+15"}, {123456.0, "123456.0"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pl_text text;

        pl_text_init(&text);
        pl_picture_put_number(rows[i].value, &text);
        assert_string_equal(text.data, rows[i].want);
        pl_text_finish(&text);
    }
}

static void
test_put_text_quotes_it(void **state)
{
    static const struct {
        const char *string, *want;
    } rows[] = {
        {"", "\" \""},
        {"Akt pS473", "\"Akt pS473\""},
        {"a\"b", "\"a\\042b\""},
        {"a\\n", "\"a\\134n\""},
        {"two\nlines", "\"two\\012lines\""},
        {"tab\tand\r", "\"tab and \""},
        {"\x1b[31m", "\"?[31m\""},
        {"latin \xe9", "\"latin ?\""},
        {"β`$(id)", "\"β`$(id)\""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pl_text text;

        pl_text_init(&text);
        pl_picture_put_text(rows[i].string, &text);
        assert_string_equal(text.data, rows[i].want);
        pl_text_finish(&text);
    }
}

static void
test_write_hands_everything_over(void **state)
{
    static const char *const shown[] = {
        "<text>her2-mtor · HER2+</text>",
        "<text>mTORC1 inhibited 100 % from 0 h</text>",
        "<text>time (h)</text>",
        "<text>fold of untreated</text>",
        "<text>Akt pS473</text>",
        "<text>S6K pT389</text>",
        "<text>none</text>",
        "<text>bar 1 is 0.10000000000000001</text>",
        "<text>bar 2 is 3</text>",
        "<text>bar 3 is -99</text>", /* gnuplot: not valid */
        "<text>n_bars 3 n_rest 0 half 0.5 third 0.33333333333333331 missing nan</text>",
        "<text>n_texts 3 has_caption 0 foot 0.0000</text>",
        "0 1280 720",
    };
    struct fixture *f = *state;
    char *svg = NULL;
    size_t size = 0;

    need_gnuplot();
    svg = draw(f, &f->picture, "x.svg", &size);
    assert_int_equal(strncmp(svg, "<?xml", 5), 0);
    assert_shows(svg, shown, sizeof shown / sizeof shown[0]);
    free(svg);
    write_in(f->trial->templates, "bare.gp", "load 'style.gp'\neval page\nplot x\n");
    free(draw(f, &(struct pl_picture){.template_name = "bare.gp"}, "y.svg", &size));
}

static void
test_write_breaks_the_caption(void **state)
{
    static const char one[] = "her2-mtor 3f2a9c81 · HER2+ · everolimus 20 nM from 0 h";
    static const char *const shown[] = {
        "<text>her2-mtor 3f2a9c81 · HER2+ · everolimus 20 nM from 0 h</text>",
        "<text>n_texts 3 has_caption 1 foot 0.0417</text>", /* 21 + 9 of 720 */
    };
    static const char *const shown_of_two[] = {
        "<text>a line of ten words that goes on to the end, ",
        "<text>n_texts 3 has_caption 1 foot 0.0708</text>",
    };
    struct fixture *f = *state;
    struct pl_text two;
    struct pl_text broken;
    char *svg = NULL;
    size_t size = 0;

    need_gnuplot();
    f->picture.caption = one;
    svg = draw(f, &f->picture, "x.svg", &size);
    assert_shows(svg, shown, 2);
    free(svg);

    pl_text_init(&two);
    pl_text_init(&broken);
    for (int i = 0; i < 4; i++) {
        pl_text_put(&two, "a line of ten words that goes on to the end, ");
    }
    assert_int_equal(pl_picture_break_caption(two.data, &broken), 2);
    assert_int_equal(strcspn(broken.data, "\n"), 3 * 45 + 24);
    f->picture.caption = two.data;
    svg = draw(f, &f->picture, "x.svg", &size);
    assert_shows(svg, shown_of_two, 2);
    assert_shows(svg, (const char *const[]){"<text>goes on to the end,"}, 1);
    free(svg);
    pl_text_finish(&broken);
    pl_text_finish(&two);

    /* no end of it, and nothing where it could be broken */
    pl_text_repeat(&two, "x", 5000);
    assert_int_equal(pl_picture_break_caption(two.data, &broken), 6);
    assert_int_equal(broken.size, 6 * 160 + 5 + strlen("…") - 1);
    assert_close(pl_picture_foot(6), 135.0 / 720.0, 1e-12, 0.0);
    pl_text_finish(&broken);
    assert_int_equal(pl_picture_break_caption(NULL, &broken), 0);
    assert_int_equal(pl_picture_break_caption(" \n", &broken), 0);
    assert_close(pl_picture_foot(0), 0.0, 0.0, 0.0);
    pl_text_finish(&two);
    pl_text_finish(&broken);
}

/* Texts that a shell, gnuplot's commands, its markup or XML would take for more. */
static void
test_write_takes_any_text_as_data(void **state)
{
    static const struct {
        const char *text, *svg; /* NULL: not to be seen */
    } rows[] = {
        {"$(touch ran)", "<text>$(touch ran)</text>"},
        {"`touch ran`", "<text>`touch ran`</text>"},
        {"\"; system 'touch ran' #", "<text>\"; system 'touch ran' #</text>"},
        {"'. system(\"touch ran\") .'", "<text>'. system(\"touch ran\") .'</text>"},
        {"@page {/Bold x}_a^b", "<text>@page {/Bold x}_a^b</text>"},
        {"<b>&amp;", "<text>&lt;b>&amp;amp;</text>"},
        {"back\\slash\\n\\101", "<text>back\\slash\\n\\101</text>"},
        {"%s %n %d %%", "<text>%s %n %d %%</text>"},
        {"| touch ran", "<text>| touch ran</text>"},
        {"# no comment", "<text># no comment</text>"},
        {"\x1b[31m\x07", "<text>?[31m?</text>"},
        {"latin \xe9", "<text>latin ?</text>"},
        {"β-catenin", "<text>β-catenin</text>"},
        {"two\nlines", "lines</text>"},
        {"1e5", "<text>1e5</text>"},
        {"nan", "<text>nan</text>"},
        {"", NULL},
        {" ", NULL},
        {"\n", NULL},
        {"\t x", NULL},
    };
    struct fixture *f = *state;
    size_t size = 0;

    need_gnuplot();
    setenv("LC_ALL", "C", 1);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *text = rows[i].text;
        const char *all[] = {text, text, text};
        struct pl_picture picture = f->picture;
        char *svg = NULL;

        assert_int_equal(pl_frame_set_text(f->bars, 1, 0, text, NULL), PL_OK);
        svg = draw(f, &picture, "x.svg", &size);
        if (rows[i].svg != NULL) {
            assert_shows(svg, &rows[i].svg, 1);
        }
        assert_shows(svg, (const char *const[]){"bar 2 is 3<", "bar 3 is -99<"}, 2);
        free(svg);
        picture.title = text;
        picture.subtitle = text;
        picture.caption = text;
        picture.texts = all;
        free(draw(f, &picture, "x.svg", &size));
    }
    unsetenv("LC_ALL");
    assert_int_not_equal(access("ran", F_OK), 0);
    assert_int_equal(test_count_entries(f->trial->folder), 1);
}

/* What style.gp offers, each drawn without a word from gnuplot. */
static void
test_style_offers_what_templates_use(void **state)
{
    static const char all[] =
        "load 'style.gp'\n"
        "eval page\n"
        "set multiplot\n"
        "do for [k = 1:17] {\n"
        "    eval panel(k, 17)\n"
        "    if (k == 1) { eval panel_names(1, 2) } else { eval page_off }\n"
        "    if (k == 1) { eval log_axis('x'); plot [0.01:100] x }\n"
        "    if (k == 2) { eval fold_axis('y', 0.8, 1.3); plot [0:1] x / 2 + 0.8 }\n"
        "    if (k == 3) { eval fold_axis('y', 0.4, 4); plot [0:1] x + 0.5 }\n"
        "    if (k == 4) { eval fold_axis('y', 0.04, 4); plot [0:1] x + 0.05 }\n"
        "    if (k == 5) { eval fold_axis('y', 0.001, 4); plot [0:1] x + 0.01 }\n"
        "    if (k > 5) { plot [0:1] x with filledcurves x1 fillcolor \\\n"
        "        rgb fill_colour[(k - 1) % 8 + 1] }\n"
        "}\n"
        "unset multiplot\n"
        "eval axes(0.1, 0.45, 0.2 + foot, 0.8)\n"
        "set view map\n"
        "set multiplot\n"
        "eval sequential\n"
        "splot [0:1] [0:1] x with pm3d\n"
        "eval diverging_fold(2)\n"
        "splot [0:1] [0:1] x + 0.5 with pm3d\n"
        "eval diverging_fold(8)\n"
        "splot [0:1] [0:1] x + 0.5 with pm3d\n"
        "unset multiplot\n";
    struct fixture *f = *state;
    char *log = test_join(f->trial->folder, "log");
    size_t size = 0;

    need_gnuplot();
    listen_to_gnuplot(f->trial, log);
    write_in(f->trial->templates, "tiny.gp", all);
    f->picture.caption = "below";
    free(draw(f, &f->picture, "x.svg", &size));
    free(draw(f, &f->picture, "x.png", &size));
    test_assert_file(log, "");
    free(log);
}

static enum pl_status
draw_once(void *context)
{
    struct fixture *f = context;
    enum pl_status status = PL_OK;
    struct pl_text path;

    pl_text_init(&path);
    pl_text_format(&path, "%s/x.svg", f->trial->folder);
    status = path.failed ? PL_ERR_NOMEM
                         : pl_picture_write(&f->picture, f->trial->templates, path.data,
                                            f->trial->diags);
    pl_text_finish(&path);
    return status;
}

static void
test_write_survives_no_memory(void **state)
{
    struct fixture *f = *state;
    char *path = test_join(f->trial->folder, "x.svg");

    f->picture.caption = "her2-mtor · HER2+";
    stand_in(f->trial, "echo drawn > picture");
    assert_true(assert_survives_no_memory(draw_once, f) >= 30);
    assert_int_equal(test_count_entries(f->trial->temporary), 0);
    assert_int_equal(test_count_entries(f->trial->folder), 2); /* with the stand-in */
    test_assert_file(path, "drawn\n");
    free(path);
}

int
main(void)
{
#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(test_check_knows_pictures_by_their_ending),
        WITH_FOLDER(test_check_misses_gnuplot_before_any_work),
        WITH_FOLDER(test_write_draws_png_of_the_size_of_a_slide),
        WITH_FOLDER(test_write_draws_pdf),
        WITH_FOLDER(test_write_takes_any_file_name_as_data),
        WITH_FOLDER(test_write_takes_any_folder_name_as_data),
        WITH_FOLDER(test_write_gives_the_words_of_gnuplot_when_a_template_fails),
        WITH_FOLDER(test_write_needs_its_templates),
        WITH_FOLDER(test_write_needs_a_place_for_the_picture),
        WITH_FOLDER(test_write_does_not_read_settings),
        cmocka_unit_test(test_put_number_is_read_as_a_real_one),
        cmocka_unit_test(test_put_text_quotes_it),
        WITH_FOLDER(test_write_hands_everything_over),
        WITH_FOLDER(test_write_breaks_the_caption),
        WITH_FOLDER(test_write_takes_any_text_as_data),
        WITH_FOLDER(test_style_offers_what_templates_use),
        WITH_FOLDER(test_write_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
