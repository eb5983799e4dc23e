/*
 * test_tool.c - what a helper program needs of its folder. test_gnuplot.c has how it is
 * found, run, judged and ended.
 */
#include "testlib.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/text.h"
#include "out/sink.h"
#include "out/tool.h"

static const struct pl_tool painter = {
    .program = "painter",
    .name = "The Painter",
    .package = "painter-tools",
    .result = "a painting",
    .done = "the painting",
};

struct fixture {
    char *folder;
    char *program; /* "<folder>/painter" */
    struct pl_diags *diags;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->folder = test_make_folder();
    f->program = test_join(f->folder, "painter");
    f->diags = pl_diags_create();
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    pl_diags_destroy(f->diags);
    free(f->program);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

static void
write_program(const struct fixture *f, const char *script)
{
    test_write_file(f->program, script);
    assert_int_equal(chmod(f->program, 0755), 0);
}

static void
test_messages_speak_of_the_tool(void **state)
{
    const char *const none[] = {NULL};
    struct fixture *f = *state;
    char *path = getenv("PATH");
    char *before = path != NULL ? pl_text_copy(path) : NULL;
    char *found = NULL;

    setenv("PATH", "/no/such", 1);
    assert_int_equal(pl_tool_find(&painter, f->diags, &found), PL_ERR_TOOL);
    setenv("PATH", before != NULL ? before : "", 1);
    free(before);
    write_program(f, "#!/bin/sh\necho no paint >&2; exit 4\n");
    assert_int_equal(pl_tool_run(&painter, f->program, f->folder, none, 10.0, f->diags),
                     PL_ERR_TOOL);
    write_program(f, "#!/bin/sh\nkill -KILL $$\n");
    assert_int_equal(pl_tool_run(&painter, f->program, f->folder, none, 10.0, f->diags),
                     PL_ERR_TOOL);
    write_program(f, "#!/bin/sh\nexec sleep 60\n");
    assert_int_equal(pl_tool_run(&painter, f->program, f->folder, none, 0.2, f->diags),
                     PL_ERR_TOOL);
    assert_int_equal(pl_tool_run(&painter, "/no/such", f->folder, none, 0.2, f->diags),
                     PL_ERR_TOOL);
    assert_messages(
        f->diags, "error: The Painter is not installed\n"
                  "hint: sudo apt install painter-tools\n"
                  "error: painter failed with exit status 4\n"
                  "note: painter says: no paint\n"
                  "error: painter was ended by signal 9 before the painting was done\n"
                  "error: painter was not done after 0.2 s and was ended\n"
                  "error: cannot start painter: No such file or directory\n");
}

static void
test_run_hands_words_over_as_they_are(void **state)
{
    const char *const words[] = {"a b", "$(id)", "", "'\"`", NULL};
    struct fixture *f = *state;

    write_program(f, "#!/bin/sh\ntest $# = 4 && test \"$1\" = 'a b' && "
                     "test \"$2\" = '$(id)' && test -z \"$3\" && "
                     "test \"$4\" = \"'\\\"\\`\"\n");
    assert_int_equal(
        pl_tool_run(&painter, f->program, f->folder, words, 10.0, f->diags), PL_OK);
}

static void
test_save_and_copy_carry_bytes(void **state)
{
    struct fixture *f = *state;
    char *target = test_join(f->folder, "target");
    struct pl_sink *sink = NULL;
    struct pl_text text;

    pl_text_init(&text);
    pl_text_put(&text, "gr\xc3\xa4ph\n");
    assert_int_equal(pl_tool_save(&painter, f->folder, "in", &text, f->diags), PL_OK);
    pl_text_finish(&text);
    assert_int_equal(pl_sink_open(target, f->diags, &sink), PL_OK);
    assert_int_equal(pl_tool_copy(&painter, f->folder, "in", sink, f->diags), PL_OK);
    assert_int_equal(pl_sink_close(sink, f->diags), PL_OK);
    test_assert_file(target, "gr\xc3\xa4ph\n");
    free(target);
}

static void
test_copy_tells_that_nothing_was_drawn(void **state)
{
    struct fixture *f = *state;
    char *target = test_join(f->folder, "target");
    char *empty = test_join(f->folder, "empty");
    struct pl_sink *sink = NULL;

    test_write_file(empty, "");
    assert_int_equal(pl_sink_open(target, f->diags, &sink), PL_OK);
    assert_int_equal(pl_tool_copy(&painter, f->folder, "missing", sink, f->diags),
                     PL_ERR_TOOL);
    assert_int_equal(pl_tool_copy(&painter, f->folder, "empty", sink, f->diags),
                     PL_ERR_TOOL);
    pl_sink_discard(sink);
    assert_messages(f->diags, "error: painter drew nothing\n"
                              "error: painter drew nothing\n");
    free(target);
    free(empty);
}

static void
test_save_refuses_a_text_that_is_not_whole(void **state)
{
    struct fixture *f = *state;
    const struct pl_text broken = {.failed = true};

    assert_int_equal(pl_tool_save(&painter, f->folder, "in", &broken, f->diags),
                     PL_ERR_NOMEM);
    assert_int_equal(pl_tool_save(&painter, "/no/such/folder", "in",
                                  &(const struct pl_text){0}, f->diags),
                     PL_ERR_IO);
}

int
main(void)
{
#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(test_messages_speak_of_the_tool),
        WITH_FOLDER(test_run_hands_words_over_as_they_are),
        WITH_FOLDER(test_save_and_copy_carry_bytes),
        WITH_FOLDER(test_copy_tells_that_nothing_was_drawn),
        WITH_FOLDER(test_save_refuses_a_text_that_is_not_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
