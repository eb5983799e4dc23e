/*
 * test_sink.c - files appear whole or not at all, whatever stands in their place.
 */
#include "testlib.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/text.h"
#include "out/sink.h"
#include "sink_trial.h"

/* A user and group that own nothing. */
#define NOBODY 65534

static int
set_up(void **state)
{
    signal(SIGPIPE, SIG_IGN);
    return sink_trial_set_up(state);
}

static int
tear_down(void **state)
{
    signal(SIGPIPE, SIG_DFL);
    return sink_trial_tear_down(state);
}

/* The messages are `format` with the path put in for '@'. */
static void
check_messages(const struct fixture *f, const char *format, const char *path)
{
    struct pl_text want;

    pl_text_init(&want);
    for (const char *p = format; *p != '\0'; p++) {
        if (*p == '@') {
            pl_text_put(&want, path);
        } else {
            pl_text_add(&want, p, 1);
        }
    }
    assert_messages(f->diags, pl_text_string(&want));
    pl_text_finish(&want);
}

static void
check_refused(const struct fixture *f, const char *path, const char *messages)
{
    struct pl_sink *sink = (struct pl_sink *)(void *)f->diags;

    assert_int_equal(pl_sink_open(path, f->diags, &sink), PL_ERR_IO);
    assert_null(sink);
    check_messages(f, messages, path);
    pl_diags_clear(f->diags);
    assert_int_equal(pl_sink_open(path, NULL, &sink), PL_ERR_IO); /* in silence */
}

static void
test_close_puts_the_file_in_its_place(void **state)
{
    struct fixture *f = *state;
    struct pl_sink *sink = NULL;

    assert_int_equal(pl_sink_open(f->path, f->diags, &sink), PL_OK);
    pl_sink_write(sink, "time_h,", 7);
    pl_sink_write(sink, "pAkt\n", 5);
    assert_int_not_equal(access(f->path, F_OK), 0); /* not before */
    assert_int_equal(pl_sink_close(sink, f->diags), PL_OK);
    test_assert_file(f->path, "time_h,pAkt\n");
    assert_int_equal(test_count_entries(f->folder), 1);
}

static void
test_write_takes_more_than_a_buffer(void **state)
{
    struct fixture *f = *state;
    const size_t n = 200000; /* some 1.4 MB */
    struct pl_sink *sink = NULL;
    FILE *file = NULL;
    char line[32];
    size_t i = 0;

    assert_int_equal(pl_sink_open(f->path, f->diags, &sink), PL_OK);
    for (i = 0; i < n; i++) {
        snprintf(line, sizeof line, "%zu\n", i);
        pl_sink_write(sink, line, strlen(line));
    }
    assert_int_equal(pl_sink_close(sink, f->diags), PL_OK);
    file = fopen(f->path, "r");
    assert_non_null(file);
    for (i = 0; fgets(line, sizeof line, file) != NULL; i++) {
        assert_int_equal(strtoul(line, NULL, 10), i);
    }
    fclose(file);
    assert_int_equal(i, n);
}

static void
test_close_replaces_a_file_whole(void **state)
{
    struct fixture *f = *state;
    struct pl_sink *sink = NULL;

    test_write_file(f->path, "the old one, which is longer");
    assert_int_equal(pl_sink_open(f->path, f->diags, &sink), PL_OK);
    pl_sink_write(sink, "new", 3);
    test_assert_file(f->path, "the old one, which is longer");
    assert_int_equal(pl_sink_close(sink, f->diags), PL_OK);
    test_assert_file(f->path, "new");
    assert_int_equal(test_count_entries(f->folder), 1);
}

static void
test_discard_leaves_nothing(void **state)
{
    struct fixture *f = *state;
    struct pl_sink *sink = NULL;

    assert_int_equal(pl_sink_open(f->path, f->diags, &sink), PL_OK);
    pl_sink_write(sink, "half", 4);
    pl_sink_discard(sink);
    assert_int_equal(test_count_entries(f->folder), 0);
    test_write_file(f->path, "old");
    assert_int_equal(pl_sink_open(f->path, f->diags, &sink), PL_OK);
    pl_sink_write(sink, "half", 4);
    pl_sink_discard(sink);
    test_assert_file(f->path, "old");
    assert_int_equal(test_count_entries(f->folder), 1);
    pl_sink_discard(NULL);
}

static void
test_close_keeps_permissions(void **state)
{
    struct fixture *f = *state;
    mode_t before = umask(027);

    sink_trial_check_writes(f, f->path, "new");
    assert_int_equal(test_mode_of(f->path), 0640);
    assert_int_equal(chmod(f->path, 0604), 0);
    sink_trial_check_writes(f, f->path, "newer");
    assert_int_equal(test_mode_of(f->path), 0604);
    umask(before);
}

static void
test_close_writes_through_links(void **state)
{
    struct fixture *f = *state;
    char *link = test_join(f->folder, "link");
    char *chain = test_join(f->folder, "chain");
    char *sub = test_join(f->folder, "sub");
    char *real = test_join(f->folder, "sub/real.csv");
    struct stat info;

    assert_int_equal(mkdir(sub, 0777), 0);
    assert_int_equal(symlink("sub/real.csv", link), 0); /* from its own folder */
    assert_int_equal(symlink(link, chain), 0);
    sink_trial_check_writes(f, chain, "through a dangling link");
    test_assert_file(real, "through a dangling link");
    sink_trial_check_writes(f, link, "to a file");
    test_assert_file(real, "to a file");
    assert_int_equal(lstat(link, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_equal(lstat(chain, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_equal(test_count_entries(f->folder), 3);
    assert_int_equal(test_count_entries(sub), 1);
    free(link);
    free(chain);
    free(sub);
    free(real);
}

static void
test_open_refuses_a_circle_of_links(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(symlink("result.csv", f->path), 0);
    check_refused(f, f->path,
                  "error: cannot write '@': Too many levels of symbolic links\n");
}

static void
test_open_refuses_where_no_file_can_be(void **state)
{
    struct fixture *f = *state;
    char *missing = test_join(f->folder, "no/such/x.csv");
    char *below_file = test_join(f->folder, "result.csv/x.csv");
    char *slash = test_join(f->folder, "new/");
    char *link = test_join(f->folder, "link");
    struct pl_text want;
    char longest[400];

    pl_text_init(&want);
    pl_text_format(&want,
                   "error: cannot write '@': No such file or directory\n"
                   "hint: make the folder '%s/no/such' first\n",
                   f->folder);
    check_refused(f, missing, want.data);
    pl_text_finish(&want);

    test_write_file(f->path, "a file");
    check_refused(f, below_file, "error: cannot write '@': Not a directory\n");
    check_refused(f, f->folder,
                  "error: cannot write '@': Is a directory\n"
                  "hint: give the name of a file in it\n");
    check_refused(f, slash,
                  "error: cannot write '@': Is a directory\n"
                  "hint: give the name of a file in it\n");
    check_refused(f, "",
                  "error: cannot write '@': No such file or directory\n"
                  "hint: give the name of a file, or '-' for standard output\n");
    assert_int_equal(symlink("gone/x.csv", link), 0); /* its own folder is there */
    check_refused(f, link, "error: cannot write '@': No such file or directory\n");
    memset(longest, 'x', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    check_refused(f, longest,
                  "error: cannot write '@': File name too long\n"
                  "hint: choose a shorter name\n");
    assert_int_equal(test_count_entries(f->folder), 2);
    free(missing);
    free(below_file);
    free(slash);
    free(link);
}

static void
test_open_refuses_what_the_user_may_not_write(void **state)
{
    static const char messages[] =
        "error: cannot write '@': Permission denied\n"
        "hint: choose another place, or ask for the right to write in this folder and "
        "to this file\n";
    struct fixture *f = *state;
    char *inner = test_join(f->folder, "inner");
    char *new_file = test_join(f->folder, "inner/x.csv");
    bool is_root = geteuid() == 0;

    test_write_file(f->path, "read only");
    assert_int_equal(chmod(f->path, 0444), 0);
    assert_int_equal(mkdir(inner, 0555), 0);
    assert_int_equal(chmod(f->folder, 0777), 0); /* a rename would be allowed */
    if (is_root) {
        assert_int_equal(seteuid(NOBODY), 0);
    }
    check_refused(f, f->path, messages);
    check_refused(f, new_file, messages);
    if (is_root) {
        assert_int_equal(seteuid(0), 0);
    }
    test_assert_file(f->path, "read only");
    assert_int_equal(test_count_entries(f->folder), 2);
    free(inner);
    free(new_file);
}

/* A limit on the size of files stands for a full disk: it strikes in the same place. */
static void
test_close_leaves_the_old_file_when_the_disk_is_full(void **state)
{
    static char block[100000];
    struct fixture *f = *state;
    struct pl_sink *sink = NULL;
    struct rlimit before;
    struct rlimit limit;

    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = before;
    limit.rlim_cur = 150000;
    signal(SIGXFSZ, SIG_IGN);
    test_write_file(f->path, "old");
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    assert_int_equal(pl_sink_open(f->path, f->diags, &sink), PL_OK);
    pl_sink_write(sink, block, sizeof block);
    pl_sink_write(sink, block, sizeof block);
    pl_sink_write(sink, block, sizeof block);
    assert_messages(f->diags, ""); /* told once, at the end */
    assert_int_equal(pl_sink_close(sink, f->diags), PL_ERR_IO);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    check_messages(f,
                   "error: cannot write '@': File too large\n"
                   "note: the file that was there is unchanged\n",
                   f->path);
    test_assert_file(f->path, "old");
    assert_int_equal(test_count_entries(f->folder), 1);
}

static void
test_close_tells_of_a_place_that_was_taken(void **state)
{
    struct fixture *f = *state;
    struct pl_sink *sink = NULL;

    assert_int_equal(pl_sink_open(f->path, f->diags, &sink), PL_OK);
    pl_sink_write(sink, "late", 4);
    assert_int_equal(mkdir(f->path, 0777), 0);
    assert_int_equal(pl_sink_close(sink, f->diags), PL_ERR_IO);
    check_messages(f, "error: cannot write '@': Is a directory\n", f->path);
    assert_int_equal(test_count_entries(f->folder), 1);
}

static void
test_close_tells_of_a_full_device(void **state)
{
    struct fixture *f = *state;
    struct pl_sink *sink = NULL;

    assert_int_equal(pl_sink_open("/dev/full", f->diags, &sink), PL_OK);
    pl_sink_write(sink, "x", 1);
    assert_int_equal(pl_sink_close(sink, f->diags), PL_ERR_IO);
    check_messages(f,
                   "error: cannot write '@': No space left on device\n"
                   "hint: make room, or write to another disk\n",
                   "/dev/full");
    pl_diags_clear(f->diags);
    assert_int_equal(access("/dev/full", F_OK), 0); /* not removed */
    sink_trial_check_writes(f, "/dev/null", "x");
}

static void
test_write_goes_directly_to_a_fifo(void **state)
{
    struct fixture *f = *state;
    char text[16] = "";
    struct stat info;
    int reader = -1;

    assert_int_equal(mkfifo(f->path, 0666), 0);
    reader = open(f->path, O_RDONLY | O_NONBLOCK);
    assert_true(reader >= 0);
    sink_trial_check_writes(f, f->path, "through");
    assert_int_equal(read(reader, text, sizeof text), 7);
    assert_string_equal(text, "through");
    close(reader);
    assert_int_equal(stat(f->path, &info), 0);
    assert_true(S_ISFIFO(info.st_mode));
}

static void
test_write_goes_to_a_descriptor(void **state)
{
    struct fixture *f = *state;
    char text[16] = "";
    char name[32];
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    snprintf(name, sizeof name, "/dev/fd/%d", ends[1]);
    sink_trial_check_writes(f, name, "substituted");
    assert_int_equal(read(ends[0], text, sizeof text), 11);
    assert_string_equal(text, "substituted");
    close(ends[0]);
    sink_trial_check_writes(f, name, "nobody reads this");
    close(ends[1]);
}

static void
ignore_signal(int number)
{
    (void)number;
}

static void
test_open_stops_waiting_at_a_signal(void **state)
{
    struct fixture *f = *state;
    struct sigaction action = {.sa_handler = ignore_signal}; /* no SA_RESTART */
    struct pl_sink *sink = NULL;

    assert_int_equal(mkfifo(f->path, 0666), 0);
    sigaction(SIGALRM, &action, NULL);
    alarm(1);
    assert_int_equal(pl_sink_open(f->path, f->diags, &sink), PL_ERR_STOPPED);
    alarm(0);
    signal(SIGALRM, SIG_DFL);
    check_messages(f, "error: stopped while waiting for a reader of '@'\n", f->path);
}

/* Write two pieces to standard output while it is `fd`. */
static enum pl_status
write_to_stdout(struct fixture *f, int fd)
{
    struct pl_sink *sink = NULL;
    int before = -1;
    enum pl_status status = PL_OK;

    fflush(stdout);
    before = dup(STDOUT_FILENO);
    assert_true(before >= 0);
    if (fd >= 0) {
        dup2(fd, STDOUT_FILENO);
        fputs("first ", stdout);
    } else {
        close(STDOUT_FILENO);
    }
    status = pl_sink_open("-", f->diags, &sink);
    if (status == PL_OK) {
        pl_sink_write(sink, "second", 6);
        status = pl_sink_close(sink, f->diags);
    }
    fflush(stdout);
    clearerr(stdout);
    dup2(before, STDOUT_FILENO);
    close(before);
    return status;
}

static void
test_write_goes_to_standard_output(void **state)
{
    struct fixture *f = *state;
    char text[32] = "";
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write_to_stdout(f, ends[1]), PL_OK);
    assert_int_equal(read(ends[0], text, sizeof text), 12);
    assert_string_equal(text, "first second");
    close(ends[0]);
    assert_int_equal(write_to_stdout(f, ends[1]), PL_OK); /* the reader has left */
    assert_messages(f->diags, "");
    close(ends[1]);
}

static void
test_close_tells_of_standard_output_that_is_full_or_closed(void **state)
{
    struct fixture *f = *state;
    int full = open("/dev/full", O_WRONLY);

    assert_int_equal(write_to_stdout(f, full), PL_ERR_IO);
    assert_messages(f->diags,
                    "error: cannot write to standard output: No space left on device\n"
                    "hint: make room, or write to another disk\n");
    pl_diags_clear(f->diags);
    assert_int_equal(write_to_stdout(f, -1), PL_ERR_IO);
    assert_messages(f->diags,
                    "error: cannot write to standard output: Bad file descriptor\n");
    close(full);
}

static void
test_open_takes_any_name_as_data(void **state)
{
    static const char *const names[] = {
        "with blank.csv", "'quote'.csv", "$(touch x).csv", "a\nb.csv",
        "`id`.csv",       "-o.csv",      "|cat.csv",       "%s%n.csv",
    };
    struct fixture *f = *state;
    size_t n = sizeof names / sizeof names[0];

    for (size_t i = 0; i < n; i++) {
        char *path = test_join(f->folder, names[i]);

        sink_trial_check_writes(f, path, names[i]);
        test_assert_file(path, names[i]);
        free(path);
    }
    assert_int_equal(test_count_entries(f->folder), n);
}

static enum pl_status
write_once(void *context)
{
    struct fixture *f = context;
    struct pl_sink *sink = NULL;
    enum pl_status status = pl_sink_open(f->path, f->diags, &sink);

    if (status == PL_OK) {
        pl_sink_write(sink, "x", 1);
        status = pl_sink_close(sink, f->diags);
    }
    return status;
}

static void
test_sink_survives_no_memory(void **state)
{
    struct fixture *f = *state;
    char *real = test_join(f->folder, "real.csv");

    assert_int_equal(symlink("real.csv", f->path), 0);
    assert_true(assert_survives_no_memory(write_once, f) >= 4);
    test_assert_file(real, "x");
    assert_int_equal(test_count_entries(f->folder), 2);
    free(real);
}

int
main(void)
{
#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(test_close_puts_the_file_in_its_place),
        WITH_FOLDER(test_write_takes_more_than_a_buffer),
        WITH_FOLDER(test_close_replaces_a_file_whole),
        WITH_FOLDER(test_discard_leaves_nothing),
        WITH_FOLDER(test_close_keeps_permissions),
        WITH_FOLDER(test_close_writes_through_links),
        WITH_FOLDER(test_open_refuses_a_circle_of_links),
        WITH_FOLDER(test_open_refuses_where_no_file_can_be),
        WITH_FOLDER(test_open_refuses_what_the_user_may_not_write),
        WITH_FOLDER(test_close_leaves_the_old_file_when_the_disk_is_full),
        WITH_FOLDER(test_close_tells_of_a_place_that_was_taken),
        WITH_FOLDER(test_close_tells_of_a_full_device),
        WITH_FOLDER(test_write_goes_directly_to_a_fifo),
        WITH_FOLDER(test_write_goes_to_a_descriptor),
        WITH_FOLDER(test_open_stops_waiting_at_a_signal),
        WITH_FOLDER(test_write_goes_to_standard_output),
        WITH_FOLDER(test_close_tells_of_standard_output_that_is_full_or_closed),
        WITH_FOLDER(test_open_takes_any_name_as_data),
        WITH_FOLDER(test_sink_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
