/*
 * test_graphviz.c - a graph becomes a file. Small scripts stand for dot, so that these
 * tests run without it.
 */
#include "testlib.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/text.h"
#include "out/graphviz.h"

struct fixture {
    char *folder;
    char *bin; /* the only folder in PATH beside the system's tools */
    char *program;
    char *before; /* PATH */
    struct pl_diags *diags;
    struct pl_text graph;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    const char *path = getenv("PATH");

    assert_non_null(f);
    f->folder = test_make_folder();
    f->bin = test_join(f->folder, "bin");
    f->program = test_join(f->folder, "bin/dot");
    assert_int_equal(mkdir(f->bin, 0777), 0);
    f->before = pl_text_copy(path != NULL ? path : "");
    setenv("PATH", f->bin, 1);
    f->diags = pl_diags_create();
    pl_text_init(&f->graph);
    pl_text_put(&f->graph, "digraph { a -> b }\n");
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    setenv("PATH", f->before, 1);
    pl_text_finish(&f->graph);
    pl_diags_destroy(f->diags);
    free(f->program);
    free(f->bin);
    free(f->before);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

static void
write_dot(const struct fixture *f, const char *script)
{
    struct pl_text text;

    pl_text_init(&text);
    pl_text_format(&text, "#!/bin/sh\nPATH=/usr/bin:/bin\n%s\n", script);
    test_write_file(f->program, pl_text_string(&text));
    assert_int_equal(chmod(f->program, 0755), 0);
    pl_text_finish(&text);
}

static void
test_check_wants_a_known_ending(void **state)
{
    static const char *const wrong[] = {"x.gif", "x", "svg", "x.svg.gz", "-", ""};
    struct fixture *f = *state;
    struct pl_text want;

    write_dot(f, "exit 0");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(pl_graphviz_check(wrong[i], f->diags), PL_ERR_OPTION);
        pl_text_init(&want);
        pl_text_format(&want,
                       "error: cannot draw to '%s': the ending says which format\n"
                       "hint: use .svg, .png, .pdf or .dot\n",
                       wrong[i]);
        assert_messages(f->diags, pl_text_string(&want));
        pl_text_finish(&want);
        pl_diags_clear(f->diags);
    }
    assert_int_equal(pl_graphviz_check("a/x.svg", f->diags), PL_OK);
    assert_int_equal(pl_graphviz_check("X.PNG", f->diags), PL_OK);
    assert_int_equal(pl_graphviz_check("x.y.pdf", f->diags), PL_OK);
    assert_int_equal(pl_graphviz_check("x.dot", f->diags), PL_OK);
}

static void
test_without_graphviz_there_is_still_the_text(void **state)
{
    struct fixture *f = *state;
    char *svg = test_join(f->folder, "x.svg");
    char *dot = test_join(f->folder, "x.dot");

    assert_int_equal(pl_graphviz_check(svg, f->diags), PL_ERR_TOOL);
    assert_messages(f->diags,
                    "error: Graphviz is not installed\n"
                    "hint: sudo apt install graphviz\n"
                    "hint: or write to a file that ends in .dot: that needs nothing\n");
    pl_diags_clear(f->diags);
    assert_int_equal(pl_graphviz_write(&f->graph, svg, f->diags), PL_ERR_TOOL);
    assert_null(test_read_file(svg, NULL));
    assert_int_equal(pl_graphviz_write(&f->graph, dot, f->diags), PL_OK);
    test_assert_file(dot, "digraph { a -> b }\n");
    free(svg);
    free(dot);
}

/* dot gets the format, the graph's file and where the picture goes. */
static void
test_write_has_dot_draw(void **state)
{
    static const struct {
        const char *name, *want;
    } rows[] = {{"x.svg", "-Tsvg -opicture graph.dot: digraph { a -> b }\n"},
                {"x.png", "-Tpng -opicture graph.dot -Gdpi=144: digraph { a -> b }\n"},
                {"x.pdf", "-Tpdf -opicture graph.dot: digraph { a -> b }\n"}};
    struct fixture *f = *state;

    write_dot(f, "echo \"$*: $(cat graph.dot)\" > picture");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *path = test_join(f->folder, rows[i].name);

        assert_int_equal(pl_graphviz_write(&f->graph, path, f->diags), PL_OK);
        test_assert_file(path, rows[i].want);
        free(path);
    }
}

static void
test_write_leaves_nothing_of_a_failure(void **state)
{
    struct fixture *f = *state;
    char *path = test_join(f->folder, "x.svg");

    write_dot(f, "echo half > picture; echo 'syntax error in line 1' >&2; exit 1");
    assert_int_equal(pl_graphviz_write(&f->graph, path, f->diags), PL_ERR_TOOL);
    write_dot(f, "exit 0");
    assert_int_equal(pl_graphviz_write(&f->graph, path, f->diags), PL_ERR_TOOL);
    assert_null(test_read_file(path, NULL));
    assert_messages(f->diags, "error: dot failed with exit status 1\n"
                              "note: dot says: syntax error in line 1\n"
                              "error: dot drew nothing\n");
    pl_diags_clear(f->diags);
    write_dot(f, "echo x > picture");
    assert_int_equal(pl_graphviz_write(&f->graph, "/no/such/x.svg", f->diags),
                     PL_ERR_IO);
    f->graph.failed = true;
    assert_int_equal(pl_graphviz_write(&f->graph, path, f->diags), PL_ERR_NOMEM);
    assert_null(test_read_file(path, NULL));
    free(path);
}

int
main(void)
{
#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(test_check_wants_a_known_ending),
        WITH_FOLDER(test_without_graphviz_there_is_still_the_text),
        WITH_FOLDER(test_write_has_dot_draw),
        WITH_FOLDER(test_write_leaves_nothing_of_a_failure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
