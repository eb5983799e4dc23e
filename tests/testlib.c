/*
 * testlib.c - what every test program shares.
 */
#include "testlib.h"

#include <dirent.h>
#include <locale.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/text.h"

/* More than any task under test makes: beyond it the hook itself is broken. */
#define MAX_ALLOCATIONS ((size_t)100000)

/* What --wrap makes of malloc, calloc and realloc; weak for programs linked without it.
 */
void *__real_malloc(size_t size) __attribute__((weak));
void *__real_calloc(size_t count, size_t size) __attribute__((weak));
void *__real_realloc(void *old, size_t size) __attribute__((weak));
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

/* Tests run one after another, so one set of these will do. */
static struct {
    size_t countdown; /* 0: no failure is waiting */
    bool sticky;
    bool failed;
} failure;

static bool
fails_now(void)
{
    if (failure.failed && failure.sticky) {
        return true;
    }
    if (failure.countdown == 0) {
        return false;
    }
    failure.countdown--;
    if (failure.countdown == 0) {
        failure.failed = true;
    }
    return failure.failed;
}

void *
__wrap_malloc(size_t size)
{
    return fails_now() ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t count, size_t size)
{
    return fails_now() ? NULL : __real_calloc(count, size);
}

void *
__wrap_realloc(void *old, size_t size)
{
    return fails_now() ? NULL : __real_realloc(old, size);
}

void
test_assert_close(double got, double want, double rtol, double atol, const char *what,
                  const char *file, int line)
{
    if (fabs(got - want) <= atol + rtol * fabs(want) || (isinf(want) && got == want)) {
        return;
    }
    print_error("%s is %.17g, not %.17g (off by %.3g, allowed %.3g)\n", what, got, want,
                fabs(got - want), atol + rtol * fabs(want));
    _fail(file, line);
}

void
test_assert_messages(const struct pl_diags *diags, const char *want, const char *file,
                     int line)
{
    struct pl_text text;

    pl_text_init(&text);
    pl_diags_print(diags, false, &text);
    if (strcmp(pl_text_string(&text), want) != 0) {
        print_error("messages are\n%s\nnot\n%s\n", pl_text_string(&text), want);
        pl_text_finish(&text);
        _fail(file, line);
    }
    pl_text_finish(&text);
}

char *
test_join(const char *folder, const char *name)
{
    struct pl_text text;

    pl_text_init(&text);
    pl_text_format(&text, "%s/%s", folder, name);
    assert_false(text.failed);
    return text.data; /* taken: the text is not finished */
}

/* A path below the folder that a variable of the environment gives. */
static char *
join_path(const char *variable, const char *relative)
{
    const char *folder = getenv(variable);

    return test_join(folder != NULL ? folder : ".", relative);
}

char *
test_path(const char *relative)
{
    return join_path("PL_TEST_DATA", relative);
}

char *
test_source_path(const char *relative)
{
    return join_path("PL_TEST_SOURCE", relative);
}

char *
test_make_folder(void)
{
    const char *root = getenv("TMPDIR");
    struct pl_text path;

    pl_text_init(&path);
    pl_text_format(&path, "%s/pathloop-test-XXXXXX", root != NULL ? root : "/tmp");
    assert_non_null(path.data);
    assert_non_null(mkdtemp(path.data));
    return path.data; /* taken: the text is not finished */
}

/* The exit status of a program found on the PATH, -1 when it could not be run. */
static int
run(char *const *arguments)
{
    int wait_status = 0;
    pid_t child = fork();

    if (child == 0) {
        if (freopen("/dev/null", "w", stderr) != NULL) {
            execvp(arguments[0], arguments);
        }
        _exit(127);
    }
    if (child < 0 || waitpid(child, &wait_status, 0) != child ||
        !WIFEXITED(wait_status)) {
        return -1;
    }
    return WEXITSTATUS(wait_status);
}

void
test_remove_folder(char *folder)
{
    char program[] = "rm";
    char options[] = "-rf";
    char end[] = "--";
    char *arguments[] = {program, options, end, folder, NULL};

    (void)run(arguments);
    free(folder);
}

void
test_write_bytes(const char *path, const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

void
test_write_file(const char *path, const char *text)
{
    test_write_bytes(path, text, strlen(text));
}

char *
test_read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    long length = 0;

    if (file == NULL) {
        return NULL;
    }
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    length = ftell(file);
    assert_true(length >= 0);
    rewind(file);
    text = malloc((size_t)length + 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, (size_t)length, file), length);
    text[length] = '\0';
    fclose(file);
    if (size != NULL) {
        *size = (size_t)length;
    }
    return text;
}

void
test_assert_file(const char *path, const char *want)
{
    char *text = test_read_file(path, NULL);

    assert_non_null(text);
    assert_string_equal(text, want);
    free(text);
}

mode_t
test_mode_of(const char *path)
{
    struct stat info;

    assert_int_equal(stat(path, &info), 0);
    return info.st_mode & 07777;
}

size_t
test_count_entries(const char *folder)
{
    DIR *directory = opendir(folder);
    size_t n = 0;

    assert_non_null(directory);
    for (struct dirent *entry = readdir(directory); entry != NULL;
         entry = readdir(directory)) {
        n += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    }
    closedir(directory);
    return n;
}

/* Have localedef make the locale "comma" in a folder; it needs no source but ours. */
static void
make_comma_locale(const char *folder)
{
    static const char rules[] = "LC_NUMERIC\n"
                                "decimal_point \",\"\n"
                                "thousands_sep \".\"\n"
                                "grouping 3;3\n"
                                "END LC_NUMERIC\n";
    char program[] = "localedef";
    char force[] = "-c";
    char input[] = "-i";
    struct pl_text source;
    struct pl_text target;
    FILE *file = NULL;

    pl_text_init(&source);
    pl_text_init(&target);
    pl_text_format(&source, "%s/comma.src", folder);
    pl_text_format(&target, "%s/comma", folder);
    file = fopen(pl_text_string(&source), "w");
    if (file != NULL) {
        char *arguments[] = {program, force, input, source.data, target.data, NULL};

        fputs(rules, file);
        fclose(file);
        (void)run(arguments); /* it answers 1 for the categories that are not defined */
    }
    pl_text_finish(&source);
    pl_text_finish(&target);
}

void
test_enter_comma_locale(void)
{
    char *folder = NULL;

    if (setlocale(LC_ALL, "de_DE.UTF-8") != NULL) {
        return;
    }
    folder = test_make_folder();
    make_comma_locale(folder);
    setenv("LOCPATH", folder, 1);
    if (setlocale(LC_NUMERIC, "comma") == NULL) {
        test_leave_locale();
        test_remove_folder(folder);
        skip();
    }
    test_remove_folder(folder); /* what setlocale read stays in memory */
}

void
test_leave_locale(void)
{
    setlocale(LC_ALL, "C");
    unsetenv("LOCPATH");
}

void
test_fail_allocation(size_t n, bool sticky)
{
    failure.countdown = n;
    failure.sticky = sticky;
    failure.failed = false;
}

bool
test_allow_allocations(void)
{
    bool failed = failure.failed;

    test_fail_allocation(0, false);
    return failed;
}

size_t
test_survives_no_memory(enum pl_status (*task)(void *context), void *context,
                        const char *file, int line)
{
    for (size_t n = 1; n < MAX_ALLOCATIONS; n++) {
        for (int sticky = 0; sticky < 2; sticky++) {
            enum pl_status status = PL_OK;
            bool failed = false;

            test_fail_allocation(n, sticky == 1);
            status = task(context);
            failed = test_allow_allocations();
            if (status != (failed ? PL_ERR_NOMEM : PL_OK)) {
                print_error("allocation %zu %s, and the task answers '%s'\n", n,
                            failed ? "failed" : "was not needed",
                            pl_status_text(status));
                _fail(file, line);
            }
            if (!failed) {
                return n - 1;
            }
        }
    }
    print_error("more than %zu allocations\n", MAX_ALLOCATIONS);
    _fail(file, line);
    return 0;
}
