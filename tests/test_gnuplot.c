/*
 * test_gnuplot.c - a helper process is found, fed, judged, and never left behind. Small
 * scripts stand for gnuplot, so that these tests run without it.
 */
#include "testlib.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/text.h"
#include "out/gnuplot.h"

/* A folder with a stand-in for gnuplot, and the messages. */
struct fixture {
    char *folder;
    char *program; /* "<folder>/gnuplot" */
    struct pl_diags *diags;
};

/* Keep a variable of the environment in `copy`, and put it back. */
static char *
save_variable(const char *name)
{
    const char *value = getenv(name);

    return value != NULL ? pl_text_copy(value) : NULL;
}

static void
restore_variable(const char *name, char *copy)
{
    if (copy != NULL) {
        setenv(name, copy, 1);
    } else {
        unsetenv(name);
    }
    free(copy);
}

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->folder = test_make_folder();
    f->program = test_join(f->folder, "gnuplot");
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

/* Put a shell script in gnuplot's place. */
static void
write_program(const struct fixture *f, const char *script)
{
    FILE *file = fopen(f->program, "w");

    assert_non_null(file);
    fprintf(file, "#!/bin/sh\n%s\n", script);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(f->program, 0755), 0);
}

static void
test_find_looks_through_path(void **state)
{
    struct fixture *f = *state;
    char *before = save_variable("PATH");
    char *folder_named_so = test_join(f->folder, "inner");
    char *inner = test_join(f->folder, "inner/gnuplot");
    char *found = NULL;
    struct pl_text path;

    write_program(f, "exit 0");
    assert_int_equal(mkdir(folder_named_so, 0777), 0);
    assert_int_equal(mkdir(inner, 0777), 0); /* a folder of that name is no program */
    pl_text_init(&path);
    pl_text_format(&path, "::/no/such:%s/inner:%s:/usr/bin", f->folder, f->folder);
    setenv("PATH", path.data, 1);
    assert_int_equal(pl_gnuplot_find(f->diags, &found), PL_OK);
    assert_string_equal(found, f->program);
    restore_variable("PATH", before);
    pl_text_finish(&path);
    free(found);
    free(inner);
    free(folder_named_so);
}

static void
test_find_tells_how_to_install_it(void **state)
{
    static const char *const paths[] = {"", ":", "/no/such:", ".", "bin"};
    struct fixture *f = *state;
    char *before = save_variable("PATH");
    char *found = f->program;

    write_program(f, "exit 0");
    assert_int_equal(chmod(f->program, 0644), 0); /* not to be run */
    for (size_t i = 0; i <= sizeof paths / sizeof paths[0]; i++) {
        const char *path = i > 0 ? paths[i - 1] : f->folder;

        setenv("PATH", path, 1);
        assert_int_equal(pl_gnuplot_find(f->diags, &found), PL_ERR_TOOL);
        assert_null(found);
        assert_messages(f->diags, "error: gnuplot is not installed\n"
                                  "hint: sudo apt install gnuplot-nox\n");
        pl_diags_clear(f->diags);
    }
    restore_variable("PATH", before);
}

static void
test_make_folder_is_private_and_goes_with_all_in_it(void **state)
{
    struct fixture *f = *state;
    char *before = save_variable("TMPDIR");
    char *folder = NULL;
    char *copy = NULL;
    char *inner = NULL;
    char *file = NULL;
    char *link = NULL;
    char *kept = test_join(f->folder, "kept");
    struct stat info;
    int fd = -1;

    setenv("TMPDIR", f->folder, 1);
    assert_int_equal(mkdir(kept, 0777), 0);
    assert_int_equal(pl_gnuplot_make_folder(f->diags, &folder), PL_OK);
    assert_int_equal(strncmp(folder, f->folder, strlen(f->folder)), 0);
    assert_int_equal(stat(folder, &info), 0);
    assert_int_equal(info.st_mode & 07777, 0700);
    inner = test_join(folder, "inner");
    file = test_join(folder, "inner/file");
    link = test_join(folder, "link");
    assert_int_equal(mkdir(inner, 0777), 0);
    fd = open(file, O_CREAT | O_WRONLY, 0666);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(symlink(kept, link), 0);
    copy = pl_text_copy(folder);
    pl_gnuplot_remove_folder(folder);
    assert_int_not_equal(stat(copy, &info), 0);
    assert_int_equal(stat(kept, &info), 0); /* links are not followed */
    pl_gnuplot_remove_folder(NULL);
    restore_variable("TMPDIR", before);
    free(copy);
    free(inner);
    free(file);
    free(link);
    free(kept);
}

static void
test_make_folder_names_the_place_that_is_missing(void **state)
{
    struct fixture *f = *state;
    char *before = save_variable("TMPDIR");
    char *folder = f->program;

    setenv("TMPDIR", "/no/such", 1);
    assert_int_equal(pl_gnuplot_make_folder(f->diags, &folder), PL_ERR_IO);
    assert_null(folder);
    assert_messages(f->diags, "error: cannot make a folder for the files of a plot: "
                              "No such file or directory\n"
                              "note: it would lie in '/no/such'\n"
                              "hint: set TMPDIR to a folder that you can write to\n");
    restore_variable("TMPDIR", before);
}

static void
check_run(struct fixture *f, const char *script, enum pl_status status,
          const char *messages)
{
    write_program(f, script);
    assert_int_equal(pl_gnuplot_run(f->program, f->folder, "main.gp", 0.5, f->diags),
                     status);
    assert_messages(f->diags, messages);
    pl_diags_clear(f->diags);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no child is left */
}

static void
test_run_starts_it_in_the_folder_without_settings(void **state)
{
    struct fixture *f = *state;
    char *script = test_join(f->folder, "main.gp");

    /* It is in its folder, gets just these words, and has nothing to read. */
    write_program(f, "");
    assert_int_equal(symlink("gnuplot", script), 0);
    check_run(f,
              "test -e main.gp && test $# = 2 && test $1 = --default-settings && "
              "test $2 = main.gp && ! read line",
              PL_OK, "");
    free(script);
}

static void
test_run_tells_what_it_said(void **state)
{
    struct fixture *f = *state;

    check_run(f, "echo noise; echo warning >&2; exit 0", PL_OK, "");
    check_run(f, "exit 3", PL_ERR_TOOL, "error: gnuplot failed with exit status 3\n");
    check_run(f, "echo >&2; echo '\"timecourse.gp\" line 7: undefined' >&2; exit 1",
              PL_ERR_TOOL,
              "error: gnuplot failed with exit status 1\n"
              "note: gnuplot says: \"timecourse.gp\" line 7: undefined\n");
    check_run(f, "echo dying; kill -KILL $$", PL_ERR_TOOL,
              "error: gnuplot was ended by signal 9 before the plot was done\n"
              "note: gnuplot says: dying\n");
}

static void
test_run_takes_words_without_end(void **state)
{
    struct fixture *f = *state;

    write_program(f, "i=0; while [ $i -lt 2000 ]; do echo "
                     "'a line of some sixty bytes, so that no pipe could hold them'; "
                     "i=$((i+1)); done >&2; exit 1");
    assert_int_equal(pl_gnuplot_run(f->program, f->folder, "main.gp", 20.0, f->diags),
                     PL_ERR_TOOL);
    assert_int_equal(pl_diags_n_errors(f->diags), 1);
}

static double
seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void
test_run_ends_what_hangs(void **state)
{
    struct fixture *f = *state;
    double start = seconds();

    check_run(f, "echo waiting; exec sleep 60", PL_ERR_TOOL,
              "error: gnuplot was not done after 0.5 s and was ended\n"
              "note: gnuplot says: waiting\n");
    check_run(f, "exec 2>&- >&-; exec sleep 60", PL_ERR_TOOL,
              "error: gnuplot was not done after 0.5 s and was ended\n");
    /* A grandchild that keeps the pipe open is not waited for. */
    check_run(f, "sleep 3 & exit 0", PL_OK, "");
    assert_true(seconds() - start < 20.0);
}

/* Signals that the host blocks or ignores are as usual for gnuplot. */
static void
test_run_gives_it_default_signals(void **state)
{
    struct fixture *f = *state;
    sigset_t blocked;
    sigset_t before;

    sigemptyset(&blocked);
    sigaddset(&blocked, SIGINT);
    sigaddset(&blocked, SIGTERM);
    assert_int_equal(sigprocmask(SIG_BLOCK, &blocked, &before), 0);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    check_run(f, "kill -TERM $$; exit 0", PL_ERR_TOOL,
              "error: gnuplot was ended by signal 15 before the plot was done\n");
    check_run(f, "kill -INT $$; exit 0", PL_ERR_TOOL,
              "error: gnuplot was ended by signal 2 before the plot was done\n");
    check_run(f, "kill -PIPE $$; exit 0", PL_ERR_TOOL,
              "error: gnuplot was ended by signal 13 before the plot was done\n");
    signal(SIGINT, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    assert_int_equal(sigprocmask(SIG_SETMASK, &before, NULL), 0);
}

static void
test_run_tells_of_what_cannot_start(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(
        pl_gnuplot_run("/no/such/gnuplot", f->folder, "main.gp", 1.0, f->diags),
        PL_ERR_TOOL);
    assert_messages(f->diags,
                    "error: cannot start gnuplot: No such file or directory\n");
}

static enum pl_status
run_once(void *context)
{
    struct fixture *f = context;
    char *program = NULL;
    char *folder = NULL;
    enum pl_status status = pl_gnuplot_find(f->diags, &program);

    if (status == PL_OK) {
        status = pl_gnuplot_make_folder(f->diags, &folder);
    }
    if (status == PL_OK) {
        status = pl_gnuplot_run(program, folder, "main.gp", 10.0, f->diags);
    }
    pl_gnuplot_remove_folder(folder);
    free(program);
    return status;
}

static void
test_gnuplot_survives_no_memory(void **state)
{
    struct fixture *f = *state;
    char *before = save_variable("PATH");

    write_program(f, "exit 0");
    setenv("PATH", f->folder, 1);
    assert_true(assert_survives_no_memory(run_once, f) >= 3);
    restore_variable("PATH", before);
}

int
main(void)
{
#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(test_find_looks_through_path),
        WITH_FOLDER(test_find_tells_how_to_install_it),
        WITH_FOLDER(test_make_folder_is_private_and_goes_with_all_in_it),
        WITH_FOLDER(test_make_folder_names_the_place_that_is_missing),
        WITH_FOLDER(test_run_starts_it_in_the_folder_without_settings),
        WITH_FOLDER(test_run_tells_what_it_said),
        WITH_FOLDER(test_run_takes_words_without_end),
        WITH_FOLDER(test_run_ends_what_hangs),
        WITH_FOLDER(test_run_gives_it_default_signals),
        WITH_FOLDER(test_run_tells_of_what_cannot_start),
        WITH_FOLDER(test_gnuplot_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
