/*
 * test_sink_leftovers.c - the temporary files of a sink: those of processes that were
 * killed, of other processes at work, and what only looks like one.
 */
#include "testlib.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/text.h"
#include "out/sink.h"
#include "sink_trial.h"

/* A user and group that own nothing. */
#define NOBODY 65534

/* Temporary names of a target that a run looks at. */
#define N_NAMES 4

int __real_flock(int fd, int operation);
int __wrap_flock(int fd, int operation);

/* errno of every flock; 0 while there are locks */
static int flock_error;

/* What the next flock finds has happened just before it, then NULL. */
static void (*before_flock)(const char *folder);
static const char *before_flock_folder;

int
__wrap_flock(int fd, int operation)
{
    void (*happen)(const char *folder) = before_flock;

    before_flock = NULL;
    if (happen != NULL) {
        happen(before_flock_folder);
    }
    if (flock_error != 0) {
        errno = flock_error;
        return -1;
    }
    return __real_flock(fd, operation);
}

/* The path of a temporary file in the folder, freed with free(); NULL for none. */
static char *
find_temporary(const char *folder)
{
    DIR *entries = opendir(folder);
    char *path = NULL;

    assert_non_null(entries);
    for (struct dirent *entry; path == NULL && (entry = readdir(entries)) != NULL;) {
        if (strncmp(entry->d_name, ".pathloop-", 10) == 0) {
            path = test_join(folder, entry->d_name);
        }
    }
    closedir(entries);
    return path;
}

/* The first temporary name of the target. */
static char *
first_name(const struct fixture *f)
{
    struct pl_sink *sink = NULL;
    char *name = NULL;

    assert_int_equal(pl_sink_open(f->path, f->diags, &sink), PL_OK);
    name = find_temporary(f->folder);
    assert_non_null(name);
    pl_sink_discard(sink);
    assert_int_equal(access(name, F_OK), -1);
    return name;
}

/* The n-th temporary name, from 1. */
static char *
nth_name(const char *first, int n)
{
    struct pl_text name;

    pl_text_init(&name);
    pl_text_put(&name, first);
    if (n > 1) {
        pl_text_format(&name, "-%d", n);
    }
    assert_false(name.failed);
    return name.data; /* taken */
}

static void
test_open_names_the_temporary_file_after_its_target(void **state)
{
    struct fixture *f = *state;
    char *other = test_join(f->folder, "other.csv");
    char *first = first_name(f);
    char *again = first_name(f);
    struct pl_sink *sink = NULL;
    char *name = NULL;

    assert_string_equal(again, first);
    assert_int_equal(strlen(first), strlen(f->folder) + 1 + 10 + 16);
    assert_int_equal(pl_sink_open(other, f->diags, &sink), PL_OK);
    name = find_temporary(f->folder);
    assert_string_not_equal(name, first);
    pl_sink_discard(sink);
    free(name);
    free(again);
    free(first);
    free(other);
}

/* Leave what a process leaves that is killed while it writes. */
static void
leave_behind(const struct fixture *f)
{
    pid_t child = fork();
    int code = 0;

    assert_true(child >= 0);
    if (child == 0) {
        static const char block[100000];
        struct pl_sink *sink = NULL;

        umask(0);
        if (pl_sink_open(f->path, NULL, &sink) == PL_OK) {
            pl_sink_write(sink, block, sizeof block);
            kill(getpid(), SIGKILL);
        }
        _exit(1);
    }
    assert_int_equal(waitpid(child, &code, 0), child);
    assert_true(WIFSIGNALED(code) && WTERMSIG(code) == SIGKILL);
}

static void
test_open_takes_over_what_a_killed_process_left(void **state)
{
    struct fixture *f = *state;
    mode_t before = umask(027);
    char *first = first_name(f);

    leave_behind(f);
    assert_int_equal(test_mode_of(first), 0666); /* another umask, and some bytes */
    sink_trial_check_writes(f, f->path, "new");
    test_assert_file(f->path, "new");
    assert_int_equal(test_mode_of(f->path), 0640);
    assert_int_equal(test_count_entries(f->folder), 1);

    leave_behind(f);
    free(first_name(f)); /* so does one that gives up */
    assert_int_equal(test_count_entries(f->folder), 1);
    free(first);
    umask(before);
}

static void
test_open_removes_what_several_killed_processes_left(void **state)
{
    struct fixture *f = *state;
    struct pl_sink *sinks[N_NAMES] = {NULL};
    char *first = first_name(f);

    for (int n = 1; n <= N_NAMES; n++) {
        char *name = nth_name(first, n);

        test_write_file(name, "half");
        free(name);
    }
    /* the first to come removes all, also where another is at work in between */
    assert_int_equal(pl_sink_open(f->path, f->diags, &sinks[0]), PL_OK);
    assert_int_equal(test_count_entries(f->folder), 1);
    assert_int_equal(pl_sink_open(f->path, f->diags, &sinks[1]), PL_OK);
    assert_int_equal(test_count_entries(f->folder), 2);
    for (int n = 3; n <= N_NAMES; n++) {
        char *name = nth_name(first, n);

        test_write_file(name, "half");
        free(name);
    }
    assert_int_equal(test_count_entries(f->folder), N_NAMES);
    pl_sink_discard(sinks[0]);
    sink_trial_check_writes(f, f->path, "new");
    assert_int_equal(test_count_entries(f->folder), 2); /* it, and the second one's */
    pl_sink_write(sinks[1], "newest", 6);
    assert_int_equal(pl_sink_close(sinks[1], f->diags), PL_OK);
    test_assert_file(f->path, "newest");
    assert_int_equal(test_count_entries(f->folder), 1);
    free(first);
}

/* More than there are names. */
static void
test_writers_of_one_target_do_not_disturb_one_another(void **state)
{
    struct fixture *f = *state;
    struct pl_sink *sinks[N_NAMES + 2] = {NULL};
    const size_t n = sizeof sinks / sizeof sinks[0];

    for (size_t i = 0; i < n; i++) {
        assert_int_equal(pl_sink_open(f->path, f->diags, &sinks[i]), PL_OK);
        assert_int_equal(test_count_entries(f->folder), i + 1);
    }
    for (size_t i = 0; i < n; i++) {
        char text[2] = {(char)('a' + i), '\0'};

        pl_sink_write(sinks[i], text, 1);
        assert_int_equal(pl_sink_close(sinks[i], f->diags), PL_OK);
        test_assert_file(f->path, text);
    }
    assert_int_equal(test_count_entries(f->folder), 1);
    assert_messages(f->diags, "");
}

/* Write a file of one letter again and again, or give up on the way. @return the number of failures */
static int
write_often(const char *path, char letter, int n)
{
    char block[3000];
    int n_failures = 0;

    memset(block, letter, sizeof block);
    for (int i = 0; i < n; i++) {
        struct pl_sink *sink = NULL;

        if (pl_sink_open(path, NULL, &sink) != PL_OK) {
            n_failures++;
            continue;
        }
        pl_sink_write(sink, block, sizeof block);
        if (i % 3 == 2) {
            pl_sink_discard(sink);
        } else {
            n_failures += pl_sink_close(sink, NULL) != PL_OK;
        }
    }
    return n_failures;
}

/* A process that writes again and again, and exits with 0 when it always worked. */
static pid_t
start_writer(const struct fixture *f, char letter, int n)
{
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        _exit(write_often(f->path, letter, n) != 0);
    }
    return child;
}

static void
check_whole(const char *path)
{
    char *text = test_read_file(path, NULL);

    if (text != NULL) {
        char all[2] = {text[0], '\0'};

        assert_int_equal(strlen(text), 3000);
        assert_int_equal(strspn(text, all), 3000);
        free(text);
    }
}

static void
test_files_stay_whole_with_writers_in_several_processes(void **state)
{
    struct fixture *f = *state;
    pid_t children[3];

    for (size_t i = 0; i < 3; i++) {
        children[i] = start_writer(f, (char)('a' + i), 300);
    }
    for (size_t i = 0; i < 3; i++) {
        int code = -1;

        while (waitpid(children[i], &code, WNOHANG) == 0) {
            check_whole(f->path);
        }
        assert_int_equal(code, 0);
    }
    check_whole(f->path);
    assert_int_equal(test_count_entries(f->folder), 1);
}

static void
test_files_stay_whole_while_writers_are_killed(void **state)
{
    struct fixture *f = *state;
    pid_t steady = start_writer(f, 'a', 1000);
    int code = -1;

    for (int i = 0; i < 60; i++) {
        const struct timespec pause = {0, (i % 20) * 100000L};
        pid_t child = start_writer(f, 'b', 2000);

        nanosleep(&pause, NULL);
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, &code, 0), child);
        check_whole(f->path);
    }
    assert_int_equal(waitpid(steady, &code, 0), steady);
    assert_int_equal(code, 0); /* nobody took its file away */
    assert_int_equal(write_often(f->path, 'c', 1), 0);
    check_whole(f->path);
    assert_int_equal(test_count_entries(f->folder), 1);
}

static void
remove_temporary(const char *folder)
{
    char *name = find_temporary(folder);

    assert_non_null(name);
    assert_int_equal(unlink(name), 0);
    free(name);
}

static void
replace_temporary(const char *folder)
{
    char *name = find_temporary(folder);

    assert_non_null(name);
    assert_int_equal(unlink(name), 0);
    test_write_file(name, "another's");
    free(name);
}

/* Between open and lock another process may do as much as it likes. */
static void
test_open_looks_again_when_it_has_the_lock(void **state)
{
    struct fixture *f = *state;
    char *first = first_name(f);
    char *second = nth_name(first, 2);
    struct pl_sink *sink = NULL;

    before_flock_folder = f->folder;

    before_flock = remove_temporary; /* what was just made: taken for a leftover */
    sink_trial_check_writes(f, f->path, "1");
    assert_null(before_flock);
    test_assert_file(f->path, "1");
    assert_int_equal(test_count_entries(f->folder), 1);

    before_flock = replace_temporary; /* and another's stands there now */
    assert_int_equal(pl_sink_open(f->path, f->diags, &sink), PL_OK);
    test_assert_file(first, "another's");
    assert_int_equal(access(second, F_OK), 0);
    pl_sink_discard(sink);
    test_assert_file(first, "another's");

    before_flock = replace_temporary; /* a leftover, replaced: a file of somebody */
    assert_int_equal(pl_sink_open(f->path, f->diags, &sink), PL_OK);
    test_assert_file(first, "another's");
    assert_int_equal(access(second, F_OK), 0);
    pl_sink_discard(sink);
    assert_int_equal(unlink(first), 0);
    free(first);
    free(second);
}

static void
test_open_leaves_alone_what_is_no_leftover(void **state)
{
    struct fixture *f = *state;
    char *first = first_name(f);
    char *second = nth_name(first, 2);
    char *third = nth_name(first, 3);
    char *fourth = nth_name(first, 4);
    char *precious = test_join(f->folder, "precious");
    struct pl_sink *sink = NULL;
    struct stat info;

    test_write_file(precious, "precious");
    assert_int_equal(symlink("precious", first), 0);
    assert_int_equal(mkdir(second, 0777), 0);
    assert_int_equal(mkfifo(third, 0666), 0);
    assert_int_equal(link(precious, fourth), 0);
    sink_trial_check_writes(f, f->path, "new"); /* by a name of chance */
    test_assert_file(f->path, "new");
    assert_int_equal(test_count_entries(f->folder), 6);
    assert_int_equal(unlink(fourth), 0);
    assert_int_equal(pl_sink_open(f->path, f->diags, &sink), PL_OK);
    assert_int_equal(access(fourth, F_OK), 0);
    pl_sink_discard(sink);

    test_assert_file(precious, "precious");
    assert_int_equal(lstat(first, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_equal(rmdir(second), 0);
    assert_int_equal(unlink(third), 0);
    assert_int_equal(unlink(first), 0);
    assert_int_equal(symlink("nowhere", first), 0);
    sink_trial_check_writes(f, f->path, "newer");
    assert_int_equal(unlink(first), 0);

    test_write_file(first, "half");
    if (geteuid() == 0) {
        assert_int_equal(chown(first, NOBODY, NOBODY), 0);
        sink_trial_check_writes(f, f->path, "newest");
        test_assert_file(first, "half");
        assert_int_equal(chown(first, 0, 0), 0);
    }
    sink_trial_check_writes(f, f->path, "newest");
    assert_int_equal(access(first, F_OK), -1);
    assert_int_equal(test_count_entries(f->folder), 2);
    free(first);
    free(second);
    free(third);
    free(fourth);
    free(precious);
}

static void
test_open_does_without_locks(void **state)
{
    static const int errors[] = {ENOLCK, ENOTSUP, ENOSYS, EINVAL};
    struct fixture *f = *state;
    char *first = first_name(f);

    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        struct pl_sink *sinks[2] = {NULL, NULL};

        test_write_file(first, "half");
        flock_error = errors[i];
        for (size_t s = 0; s < 2; s++) {
            assert_int_equal(pl_sink_open(f->path, f->diags, &sinks[s]), PL_OK);
            pl_sink_write(sinks[s], s == 0 ? "first" : "second", 5 + s);
        }
        test_assert_file(first, "half"); /* perhaps somebody is at work on it */
        assert_int_equal(pl_sink_close(sinks[0], f->diags), PL_OK);
        test_assert_file(f->path, "first");
        assert_int_equal(pl_sink_close(sinks[1], f->diags), PL_OK);
        test_assert_file(f->path, "second");
        assert_int_equal(test_count_entries(f->folder), 2);
        assert_int_equal(unlink(first), 0);
        sink_trial_check_writes(f, f->path, "third");
        assert_int_equal(test_count_entries(f->folder), 1);
        flock_error = 0;
    }
    free(first);
}

int
main(void)
{
#define WITH_FOLDER(test) \
    cmocka_unit_test_setup_teardown(test, sink_trial_set_up, sink_trial_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(test_open_names_the_temporary_file_after_its_target),
        WITH_FOLDER(test_open_takes_over_what_a_killed_process_left),
        WITH_FOLDER(test_open_removes_what_several_killed_processes_left),
        WITH_FOLDER(test_writers_of_one_target_do_not_disturb_one_another),
        WITH_FOLDER(test_files_stay_whole_with_writers_in_several_processes),
        WITH_FOLDER(test_files_stay_whole_while_writers_are_killed),
        WITH_FOLDER(test_open_looks_again_when_it_has_the_lock),
        WITH_FOLDER(test_open_leaves_alone_what_is_no_leftover),
        WITH_FOLDER(test_open_does_without_locks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
