/*
 * test_source.c - files of every kind are read or refused, and places are found.
 */
#include "testlib.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/source.h"
#include "base/text.h"

/* A folder that lasts for one test, and the messages. */
struct fixture {
    char *folder;
    char *path; /* "<folder>/model.ant" */
    struct pl_diags *diags;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct pl_text path;

    f->folder = test_make_folder();
    f->diags = pl_diags_create();
    pl_text_init(&path);
    pl_text_format(&path, "%s/model.ant", f->folder);
    f->path = path.data;
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    pl_diags_destroy(f->diags);
    free(f->path);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

/* The messages are `format` with the path of the file put in. */
static void
check_messages(const struct fixture *f, const char *format, const char *path)
{
    struct pl_text want;
    const char *place = strchr(format, '@');

    pl_text_init(&want);
    for (; place != NULL; place = strchr(format, '@')) {
        pl_text_add(&want, format, (size_t)(place - format));
        pl_text_put(&want, path);
        format = place + 1;
    }
    pl_text_put(&want, format);
    assert_messages(f->diags, pl_text_string(&want));
    pl_text_finish(&want);
}

/* Reading fails with this status and these messages; '@' stands for the path. */
static void
check_refused(const struct fixture *f, const char *path, enum pl_status status,
              const char *messages)
{
    static struct pl_source other;
    struct pl_source *source = &other;

    assert_int_equal(pl_source_read(path, f->diags, &source), status);
    assert_null(source);
    assert_int_equal(pl_diags_n_errors(f->diags), 1);
    check_messages(f, messages, path);
    pl_diags_clear(f->diags);
    assert_int_equal(pl_source_read(path, NULL, &source), status); /* and in silence */
}

static void
test_create_copies_name_and_bytes(void **state)
{
    char name[] = "model.ant";
    char text[] = "a = 1;\0b";
    struct pl_source *source = NULL;

    (void)state;
    assert_int_equal(pl_source_create(name, text, 8, NULL, &source), PL_OK);
    name[0] = 'x';
    text[0] = 'x';
    assert_string_equal(source->name, "model.ant");
    assert_int_equal(source->size, 8);
    assert_memory_equal(source->text, "a = 1;\0b", 9);
    pl_source_destroy(source);
    assert_int_equal(pl_source_create("empty", NULL, 0, NULL, &source), PL_OK);
    assert_string_equal(source->text, "");
    pl_source_destroy(source);
    pl_source_destroy(NULL);
    assert_int_equal(pl_source_create("huge", "", SIZE_MAX, NULL, &source),
                     PL_ERR_NOMEM);
    assert_null(source);
}

static void
test_read_gives_the_bytes_of_a_file(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
        const char *text;
    } rows[] = {
        {"", 0, ""},
        {"a = 1;", 6, "a = 1;"},
        {"a\r\nb\n", 5, "a\r\nb\n"},
        {"// 細胞 µM\n", 14, "// 細胞 µM\n"},
        {"\xef\xbb\xbf"
         "a = 1",
         8, "a = 1"}, /* a byte-order mark is dropped */
        {"\xef\xbb\xbf", 3, ""},
        {"a\xef\xbb\xbf", 4, "a\xef\xbb\xbf"}, /* only at the start */
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pl_source *source = NULL;

        test_write_bytes(f->path, rows[i].bytes, rows[i].size);
        assert_int_equal(pl_source_read(f->path, f->diags, &source), PL_OK);
        assert_string_equal(source->name, f->path);
        assert_string_equal(source->text, rows[i].text);
        assert_int_equal(source->size, strlen(rows[i].text));
        pl_source_destroy(source);
    }
    assert_messages(f->diags, "");
}

static void
test_read_takes_a_file_of_the_largest_size(void **state)
{
    struct fixture *f = *state;
    struct pl_source *source = NULL;
    char *bytes = malloc(PL_SOURCE_MAX_SIZE);

    assert_non_null(bytes);
    memset(bytes, '\n', PL_SOURCE_MAX_SIZE);
    test_write_bytes(f->path, bytes, PL_SOURCE_MAX_SIZE);
    free(bytes);
    assert_int_equal(pl_source_read(f->path, f->diags, &source), PL_OK);
    assert_int_equal(source->size, PL_SOURCE_MAX_SIZE);
    pl_source_destroy(source);
}

static void
test_read_refuses_a_large_file(void **state)
{
    struct fixture *f = *state;

    test_write_bytes(f->path, "a", 1);
    assert_int_equal(truncate(f->path, 50 << 20), 0);
    check_refused(f, f->path, PL_ERR_IO,
                  "error: cannot read '@': it has 52428800 bytes, and at most 33554432 "
                  "(32 MiB) are read\n"
                  "hint: give a model or a table, not an archive or a device\n");
    assert_int_equal(truncate(f->path, (off_t)PL_SOURCE_MAX_SIZE + 1), 0);
    check_refused(f, f->path, PL_ERR_IO,
                  "error: cannot read '@': it has 33554433 bytes, and at most 33554432 "
                  "(32 MiB) are read\n"
                  "hint: give a model or a table, not an archive or a device\n");
}

static void
test_read_stops_at_the_limit_of_a_device(void **state)
{
    check_refused(*state, "/dev/zero", PL_ERR_IO,
                  "error: cannot read '@': it is larger than the 32 MiB that are read\n"
                  "hint: give a model or a table, not an archive or a device\n");
}

static void
test_read_refuses_what_is_no_file(void **state)
{
    struct fixture *f = *state;

    check_refused(f, f->path, PL_ERR_IO,
                  "error: cannot read '@': No such file or directory\n"
                  "hint: check the spelling; a relative path starts at the present "
                  "folder\n");
    check_refused(f, "", PL_ERR_IO,
                  "error: cannot read '@': No such file or directory\n"
                  "hint: check the spelling; a relative path starts at the present "
                  "folder\n");
    check_refused(f, f->folder, PL_ERR_IO,
                  "error: cannot read '@': it is a folder\n"
                  "hint: give the path of a file in it\n");
    test_write_bytes(f->path, "a = 1", 5);
    {
        struct pl_text below;

        pl_text_init(&below);
        pl_text_format(&below, "%s/x.ant", f->path);
        check_refused(f, pl_text_string(&below), PL_ERR_IO,
                      "error: cannot read '@': Not a directory\n");
        pl_text_finish(&below);
    }
}

static void
test_read_refuses_a_file_that_is_not_readable(void **state)
{
    struct fixture *f = *state;
    const uid_t user = geteuid();

    test_write_bytes(f->path, "a = 1", 5);
    assert_int_equal(chmod(f->path, 0), 0);
    if (user == 0) {
        assert_int_equal(seteuid(65534), 0); /* root reads everything */
    }
    check_refused(f, f->path, PL_ERR_IO, "error: cannot read '@': Permission denied\n");
    assert_int_equal(seteuid(user), 0);
}

static void
test_read_does_not_wait_for_a_pipe_without_a_writer(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(mkfifo(f->path, 0600), 0);
    check_refused(f, f->path, PL_ERR_IO,
                  "error: cannot read '@': nothing came through this pipe\n"
                  "hint: start the program that writes to it first\n");
}

static void
test_read_waits_for_the_writer_of_a_pipe(void **state)
{
    struct fixture *f = *state;
    struct pl_source *source = NULL;
    pid_t child = 0;
    int reader = 0;
    int writer = 0;

    assert_int_equal(mkfifo(f->path, 0600), 0);
    reader = open(f->path, O_RDONLY | O_NONBLOCK); /* so that the writer can open it */
    assert_true(reader >= 0);
    writer = open(f->path, O_WRONLY);
    assert_true(writer >= 0);
    child = fork();
    if (child == 0) {
        const struct timespec pause = {0, 50000000};
        ssize_t n = 0;

        close(reader);
        nanosleep(&pause, NULL);
        n = write(writer, "late\n", 5);
        _exit(n == 5 ? 0 : 1);
    }
    close(writer);
    assert_int_equal(pl_source_read(f->path, f->diags, &source), PL_OK);
    assert_string_equal(source->text, "late\n");
    pl_source_destroy(source);
    close(reader);
    assert_int_equal(waitpid(child, NULL, 0), child);
}

static void
test_read_takes_standard_input(void **state)
{
    struct fixture *f = *state;
    struct pl_source *source = NULL;
    int before = dup(STDIN_FILENO);
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "a = 1\n", 6), 6);
    close(ends[1]);
    assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    close(ends[0]);
    assert_int_equal(pl_source_read("-", f->diags, &source), PL_OK);
    assert_string_equal(source->name, "<stdin>");
    assert_string_equal(source->text, "a = 1\n");
    pl_source_destroy(source);
    assert_int_equal(pl_source_read("-", f->diags, &source), PL_OK); /* at its end */
    assert_string_equal(source->text, "");
    pl_source_destroy(source);

    close(STDIN_FILENO);
    assert_int_equal(pl_source_read("-", f->diags, &source), PL_ERR_IO);
    assert_null(source);
    assert_messages(f->diags,
                    "error: cannot read standard input: Bad file descriptor\n");
    if (before >= 0) {
        dup2(before, STDIN_FILENO);
        close(before);
    }
}

static void
test_read_refuses_what_is_not_text(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
        const char *messages;
    } rows[] = {
        {"a\nb\0c", 5,
         "error: '@' is not a text file: byte 0x00 at offset 3, in line 2\n"
         "hint: give a text in UTF-8, without NUL bytes\n"},
        {"\x7f"
         "ELF\xff\0",
         6,
         "error: '@' is not a text file: byte 0xff at offset 4, in line 1\n"
         "hint: give a text in UTF-8, without NUL bytes\n"},
        {"\xef\xbb\xbf"
         "a\0",
         5,
         "error: '@' is not a text file: byte 0x00 at offset 4, in line 1\n"
         "hint: give a text in UTF-8, without NUL bytes\n"},
        {"\xff\xfe"
         "a\0",
         4, /* UTF-16, as some editors write it */
         "error: '@' is not a text file: byte 0xff at offset 0, in line 1\n"
         "hint: give a text in UTF-8, without NUL bytes\n"},
        {"a = 1\nunit \xb5M\n", 14,
         "@:2:6: error: not a text file in UTF-8: byte 0xb5 at offset 11\n"
         "    2 | unit ?M\n"
         "      |      ^\n"
         "hint: save it as UTF-8; Latin-1 becomes that by 'iconv -f latin1 -t utf8'\n"},
        {"\xef\xbb\xbf"
         "a\xc3",
         5, /* cut inside a character; the mark counts */
         "@:1:2: error: not a text file in UTF-8: byte 0xc3 at offset 4\n"
         "    1 | a?\n"
         "      |  ^\n"
         "hint: save it as UTF-8; Latin-1 becomes that by 'iconv -f latin1 -t utf8'\n"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        test_write_bytes(f->path, rows[i].bytes, rows[i].size);
        check_refused(f, f->path, PL_ERR_SYNTAX, rows[i].messages);
    }
}

/* Nothing is left open, whatever the result. */
static void
test_read_closes_its_file(void **state)
{
    struct fixture *f = *state;
    int next = dup(STDIN_FILENO);
    struct pl_source *source = NULL;

    close(next);
    test_write_bytes(f->path, "a = 1", 5);
    assert_int_equal(pl_source_read(f->path, NULL, &source), PL_OK);
    pl_source_destroy(source);
    test_write_bytes(f->path, "\xff", 1);
    assert_int_equal(pl_source_read(f->path, NULL, &source), PL_ERR_SYNTAX);
    assert_int_equal(pl_source_read(f->folder, NULL, &source), PL_ERR_IO);
    assert_int_equal(dup(STDIN_FILENO), next);
    close(next);
}

static enum pl_status
read_and_free(void *context)
{
    struct pl_source *source = NULL;
    enum pl_status status = pl_source_read(context, NULL, &source);

    assert_int_equal(status == PL_OK, source != NULL);
    pl_source_destroy(source);
    return status;
}

static enum pl_status
create_and_free(void *context)
{
    struct pl_source *source = NULL;
    enum pl_status status = pl_source_create("name", "text", 4, context, &source);

    assert_int_equal(status == PL_OK, source != NULL);
    pl_source_destroy(source);
    return status;
}

static void
test_source_survives_no_memory(void **state)
{
    struct fixture *f = *state;

    test_write_bytes(f->path, "a = 1;\n", 7);
    assert_int_equal(assert_survives_no_memory(create_and_free, NULL), 3);
    assert_true(assert_survives_no_memory(read_and_free, f->path) >= 4);
    test_fail_allocation(1, true);
    assert_int_equal(create_and_free(f->diags), PL_ERR_NOMEM);
    assert_true(test_allow_allocations());
    assert_messages(f->diags, "error: out of memory for a text\n");
}

static void
test_position_counts_lines_and_characters(void **state)
{
    /* offsets     0 1 2 3  4 5    6 7      9   12 13 14 */
    const char text[] = "ab\ncd\r\n"
                        "µ\xe7\xb4\xb0"
                        "x\n\nz";
    static const struct {
        size_t offset;
        size_t line;
        size_t column;
        const char *string;
    } rows[] = {
        {0, 1, 1, "ab"},    {1, 1, 2, "ab"},    {2, 1, 3, "ab"},   {3, 2, 1, "cd"},
        {5, 2, 3, "cd"},    {6, 2, 4, "cd"},    {7, 3, 1, "µ細x"}, {9, 3, 2, "µ細x"},
        {12, 3, 3, "µ細x"}, {13, 3, 4, "µ細x"}, {14, 4, 1, ""},    {15, 5, 1, "z"},
        {16, 5, 2, "z"},    {99, 5, 2, "z"},
    };
    struct pl_source *source = NULL;

    (void)state;
    assert_int_equal(pl_source_create("x", text, sizeof text - 1, NULL, &source),
                     PL_OK);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t line = 0;
        size_t column = 0;
        size_t length = 99;
        const char *start = pl_source_line(source, rows[i].offset, &length);

        pl_source_position(source, rows[i].offset, &line, &column);
        assert_int_equal(line, rows[i].line);
        assert_int_equal(column, rows[i].column);
        assert_int_equal(length, strlen(rows[i].string));
        assert_memory_equal(start, rows[i].string, length);
    }
    pl_source_destroy(source);
}

static void
test_position_in_an_empty_text_is_its_start(void **state)
{
    struct pl_source *source = NULL;
    size_t line = 0;
    size_t column = 0;
    size_t length = 99;

    (void)state;
    assert_int_equal(pl_source_create("x", "", 0, NULL, &source), PL_OK);
    pl_source_position(source, 0, &line, &column);
    assert_int_equal(line, 1);
    assert_int_equal(column, 1);
    assert_ptr_equal(pl_source_line(source, 0, &length), source->text);
    assert_int_equal(length, 0);
    pl_source_destroy(source);
}

int
main(void)
{
#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_create_copies_name_and_bytes),
        WITH_FOLDER(test_read_gives_the_bytes_of_a_file),
        WITH_FOLDER(test_read_takes_a_file_of_the_largest_size),
        WITH_FOLDER(test_read_refuses_a_large_file),
        WITH_FOLDER(test_read_stops_at_the_limit_of_a_device),
        WITH_FOLDER(test_read_refuses_what_is_no_file),
        WITH_FOLDER(test_read_refuses_a_file_that_is_not_readable),
        WITH_FOLDER(test_read_does_not_wait_for_a_pipe_without_a_writer),
        WITH_FOLDER(test_read_waits_for_the_writer_of_a_pipe),
        WITH_FOLDER(test_read_takes_standard_input),
        WITH_FOLDER(test_read_refuses_what_is_not_text),
        WITH_FOLDER(test_read_closes_its_file),
        WITH_FOLDER(test_source_survives_no_memory),
        cmocka_unit_test(test_position_counts_lines_and_characters),
        cmocka_unit_test(test_position_in_an_empty_text_is_its_start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
