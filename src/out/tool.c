/*
 * tool.c - another program as a helper process, in a private folder of its own.
 */
#define _GNU_SOURCE /* posix_spawn_file_actions_addchdir_np, nftw */

#include "out/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/text.h"
#include "out/sink.h"

extern char **environ;

/* [byte] Of a program's messages; more is read and thrown away. */
#define MAX_WORDS ((size_t)4000)

/* [ms] Between two looks whether the process has ended, where its end of the pipe
 * stays open (a template may leave a process of its own behind). */
#define LOOK_AGAIN 100

/* Folders that nftw keeps open while it removes them. */
#define MAX_OPEN_FOLDERS 8

/* What is run, where, with which words. */
struct command {
    const struct pl_tool *tool;
    const char *path, *folder;
    const char *const *arguments; /* NULL-terminated, without the name */
};

/* A running program. */
struct process {
    pid_t pid;
    int words; /* where its messages come from */
    int status;
};

static bool
is_program(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && S_ISREG(info.st_mode) && access(path, X_OK) == 0;
}

enum pl_status
pl_tool_find(const struct pl_tool *tool, struct pl_diags *diags, char **path)
{
    const char *folders = getenv("PATH");
    struct pl_text text;

    *path = NULL;
    folders = folders != NULL ? folders : "/usr/local/bin:/usr/bin:/bin";
    while (*folders != '\0') {
        size_t length = strcspn(folders, ":");

        pl_text_init(&text);
        pl_text_add(&text, folders, length);
        pl_text_format(&text, "/%s", tool->program);
        if (text.failed) {
            pl_text_finish(&text);
            return pl_diag_no_memory(diags, "a search for a program");
        }
        /* It starts in another folder: a relative path would change its meaning,
         * and a program in the present folder is hardly meant. */
        if (folders[0] == '/' && is_program(text.data)) {
            *path = text.data; /* taken */
            return PL_OK;
        }
        pl_text_finish(&text);
        folders += length;
        folders += *folders == ':';
    }
    pl_diag_error(diags, PL_ERR_TOOL, NULL, "%s is not installed", tool->name);
    pl_diag_hint(diags, "sudo apt install %s", tool->package);
    return PL_ERR_TOOL;
}

enum pl_status
pl_tool_make_folder(const struct pl_tool *tool, struct pl_diags *diags, char **folder)
{
    const char *place = getenv("TMPDIR");
    enum pl_status status = PL_OK;
    struct pl_text text;

    *folder = NULL;
    place = place != NULL && place[0] != '\0' ? place : "/tmp";
    pl_text_init(&text);
    pl_text_format(&text, "%s/pathloop-XXXXXX", place);
    if (text.failed) {
        pl_text_finish(&text);
        return pl_diag_no_memory(diags, tool->result);
    }
    if (mkdtemp(text.data) != NULL) {
        *folder = text.data; /* taken */
        return PL_OK;
    }
    status = pl_diag_errno(diags, PL_ERR_IO, errno,
                           "cannot make a folder for the files of %s", tool->result);
    pl_diag_note(diags, NULL, "it would lie in '%s'", place);
    pl_diag_hint(diags, "set TMPDIR to a folder that you can write to");
    pl_text_finish(&text);
    return status;
}

static int
remove_entry(const char *path, const struct stat *info, int type, struct FTW *place)
{
    (void)info;
    (void)type;
    (void)place;
    (void)remove(path); /* go on: the rest can go nevertheless */
    return 0;
}

void
pl_tool_remove_folder(char *folder)
{
    if (folder != NULL) {
        (void)nftw(folder, remove_entry, MAX_OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
        free(folder);
    }
}

/* [ms] Since some fixed time. */
static double
clock_ms(void)
{
    struct timespec now = {0, 0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec * 1e-6;
}

/* What the child gets: its folder, nothing to read, messages to the pipe. @return errno
 */
static int
set_actions(posix_spawn_file_actions_t *actions, const char *folder, int words)
{
    int error = posix_spawn_file_actions_addchdir_np(actions, folder);

    if (error == 0) {
        error = posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null",
                                                 O_RDONLY, 0);
    }
    if (error == 0) {
        error = posix_spawn_file_actions_adddup2(actions, words, STDOUT_FILENO);
    }
    if (error == 0) {
        error = posix_spawn_file_actions_adddup2(actions, words, STDERR_FILENO);
    }
    return error;
}

/* Signals as a program expects them, whatever the host blocks or ignores.
 * @return errno */
static int
set_attributes(posix_spawnattr_t *attributes)
{
    static const int defaults[] = {SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGPIPE, SIGALRM};
    sigset_t set;
    int error = 0;

    sigemptyset(&set);
    error = posix_spawnattr_setsigmask(attributes, &set);
    for (size_t i = 0; i < sizeof defaults / sizeof defaults[0]; i++) {
        sigaddset(&set, defaults[i]);
    }
    if (error == 0) {
        error = posix_spawnattr_setsigdefault(attributes, &set);
    }
    if (error == 0) {
        error = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK |
                                                         POSIX_SPAWN_SETSIGDEF);
    }
    return error;
}

/* The environment of the host with `setting` for the variable at its start; the array
 * is freed by the caller, its strings are not. NULL when memory is out. */
static char **
copy_environment(char *setting)
{
    size_t name_length = strcspn(setting, "=") + 1;
    size_t n = 0;
    char **copy = NULL;

    while (environ != NULL && environ[n] != NULL) {
        n++;
    }
    copy = calloc(n + 2, sizeof *copy);
    if (copy == NULL) {
        return NULL;
    }
    copy[0] = setting;
    for (size_t i = 0, k = 1; i < n; i++) {
        if (strncmp(environ[i], setting, name_length) != 0) {
            copy[k] = environ[i];
            k++;
        }
    }
    return copy;
}

static void
free_arguments(char **arguments)
{
    for (size_t i = 0; arguments != NULL && arguments[i] != NULL; i++) {
        free(arguments[i]);
    }
    free(arguments);
}

/* The words of a command, its name first, as posix_spawn takes them; NULL when memory is
 * out. */
static char **
copy_arguments(const struct pl_tool *tool, const char *const *words)
{
    char **arguments = NULL;
    size_t n = 0;

    while (words[n] != NULL) {
        n++;
    }
    arguments = calloc(n + 2, sizeof *arguments);
    for (size_t i = 0; arguments != NULL && i <= n; i++) {
        arguments[i] = pl_text_copy(i == 0 ? tool->program : words[i - 1]);
        if (arguments[i] == NULL) {
            free_arguments(arguments);
            return NULL;
        }
    }
    return arguments;
}

/* @return 0 or errno */
static int
spawn(const struct command *command, int words, pid_t *pid)
{
    /* Texts are UTF-8; in another locale programs complain that they have to convert. */
    char locale[] = "LC_ALL=C.UTF-8";
    char **arguments = copy_arguments(command->tool, command->arguments);
    char **environment = copy_environment(locale);
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error = 0;

    if (arguments == NULL || environment == NULL) {
        error = ENOMEM;
        goto free_words;
    }
    error = posix_spawn_file_actions_init(&actions);
    if (error != 0) {
        goto free_words;
    }
    error = posix_spawnattr_init(&attributes);
    if (error != 0) {
        goto free_actions;
    }
    error = set_actions(&actions, command->folder, words);
    if (error == 0) {
        error = set_attributes(&attributes);
    }
    if (error == 0) {
        error = posix_spawn(pid, command->path, &actions, &attributes, arguments,
                            environment);
    }
    posix_spawnattr_destroy(&attributes);
free_actions:
    posix_spawn_file_actions_destroy(&actions);
free_words:
    free(environment);
    free_arguments(arguments);
    return error;
}

/* @return 0 or errno */
static int
start(const struct command *command, struct process *process)
{
    int ends[2] = {-1, -1};
    int error = 0;

    if (pipe(ends) != 0) {
        return errno;
    }
    if (fcntl(ends[0], F_SETFD, FD_CLOEXEC) != 0 ||
        fcntl(ends[1], F_SETFD, FD_CLOEXEC) != 0 ||
        fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) {
        error = errno;
    } else {
        error = spawn(command, ends[1], &process->pid);
    }
    close(ends[1]);
    if (error != 0) {
        close(ends[0]);
        return error;
    }
    process->words = ends[0];
    return 0;
}

/* Take what has come through the pipe. @return false at its end */
static bool
take_words(const struct process *process, struct pl_text *words)
{
    char buffer[1024];
    ssize_t n = 0;

    while ((n = read(process->words, buffer, sizeof buffer)) > 0) {
        size_t room = MAX_WORDS - words->size;

        pl_text_add(words, buffer, (size_t)n < room ? (size_t)n : room);
    }
    return n < 0 && (errno == EAGAIN || errno == EINTR);
}

/* Has it ended? With `block`, wait for that. */
static bool
has_ended(struct process *process, bool block)
{
    pid_t pid = 0;

    do {
        pid = waitpid(process->pid, &process->status, block ? 0 : WNOHANG);
    } while (pid < 0 && errno == EINTR);
    if (pid < 0) {
        process->status = 0; /* the host reaps its children itself: we cannot know */
    }
    return pid != 0;
}

/* Wait for the end and collect the words on the way. @return false after time_limit:
 * then it was killed */
static bool
wait_for_end(struct process *process, double time_limit, struct pl_text *words)
{
    double deadline = clock_ms() + time_limit * 1e3;
    bool open = true;

    while (!has_ended(process, false)) {
        struct pollfd fd = {process->words, POLLIN, 0};
        double left = deadline - clock_ms();

        if (left <= 0.0) {
            kill(process->pid, SIGKILL);
            (void)has_ended(process, true);
            return false;
        }
        /* When the pipe has ended the process is about to; look again soon. */
        (void)poll(&fd, open ? 1 : 0,
                   !open               ? 1
                   : left < LOOK_AGAIN ? (int)left + 1
                                       : LOOK_AGAIN);
        open = open && take_words(process, words);
    }
    if (open) {
        (void)take_words(process, words);
    }
    return true;
}

/* The program's message as a note, without the blank lines around it. */
static void
note_words(const struct pl_tool *tool, const struct pl_text *words,
           struct pl_diags *diags)
{
    const char *start = pl_text_string(words);
    size_t length = 0;

    start += strspn(start, " \t\r\n");
    length = strlen(start);
    while (length > 0 && strchr(" \t\r\n", start[length - 1]) != NULL) {
        length--;
    }
    if (length > 0) {
        pl_diag_note(diags, NULL, "%s says: %.*s", tool->program, (int)length, start);
    }
}

static enum pl_status
judge(const struct pl_tool *tool, const struct process *process,
      const struct pl_text *words, struct pl_diags *diags)
{
    if (WIFEXITED(process->status) && WEXITSTATUS(process->status) == 0) {
        return PL_OK;
    }
    if (WIFSIGNALED(process->status)) {
        pl_diag_error(diags, PL_ERR_TOOL, NULL,
                      "%s was ended by signal %d before %s was done", tool->program,
                      WTERMSIG(process->status), tool->done);
    } else {
        pl_diag_error(diags, PL_ERR_TOOL, NULL, "%s failed with exit status %d",
                      tool->program, WEXITSTATUS(process->status));
    }
    note_words(tool, words, diags);
    return PL_ERR_TOOL;
}

enum pl_status
pl_tool_run(const struct pl_tool *tool, const char *path, const char *folder,
            const char *const *arguments, double time_limit, struct pl_diags *diags)
{
    const struct command command = {tool, path, folder, arguments};
    enum pl_status status = PL_OK;
    struct process process = {-1, -1, 0};
    struct pl_text words;
    int error = 0;

    error = start(&command, &process);
    if (error == ENOMEM) {
        return pl_diag_no_memory(diags, tool->result);
    }
    if (error != 0) {
        return pl_diag_errno(diags, PL_ERR_TOOL, error, "cannot start %s",
                             tool->program);
    }
    pl_text_init(&words);
    if (wait_for_end(&process, time_limit, &words)) {
        status = judge(tool, &process, &words, diags);
    } else {
        status = pl_diag_error(diags, PL_ERR_TOOL, NULL,
                               "%s was not done after %g s and was ended",
                               tool->program, time_limit);
        note_words(tool, &words, diags);
    }
    close(process.words);
    pl_text_finish(&words);
    return status;
}

enum pl_status
pl_tool_save(const struct pl_tool *tool, const char *folder, const char *name,
             const struct pl_text *text, struct pl_diags *diags)
{
    enum pl_status status = PL_OK;
    struct pl_sink *sink = NULL;
    struct pl_text path;

    pl_text_init(&path);
    pl_text_format(&path, "%s/%s", folder, name);
    if (path.failed || text->failed) {
        status = pl_diag_no_memory(diags, tool->result);
    }
    if (status == PL_OK) {
        status = pl_sink_open(path.data, diags, &sink);
    }
    if (status == PL_OK) {
        pl_sink_write(sink, pl_text_string(text), text->size);
        status = pl_sink_close(sink, diags);
    }
    pl_text_finish(&path);
    return status;
}

enum pl_status
pl_tool_copy(const struct pl_tool *tool, const char *folder, const char *name,
             struct pl_sink *sink, struct pl_diags *diags)
{
    enum pl_status status = PL_OK;
    struct pl_text path;
    FILE *file = NULL;
    char buffer[8192];
    size_t n_bytes = 0;
    size_t n = 0;

    pl_text_init(&path);
    pl_text_format(&path, "%s/%s", folder, name);
    if (path.failed) {
        status = pl_diag_no_memory(diags, tool->result);
        goto done;
    }
    file = fopen(path.data, "rb");
    while (file != NULL && (n = fread(buffer, 1, sizeof buffer, file)) > 0) {
        pl_sink_write(sink, buffer, n);
        n_bytes += n;
    }
    if (n_bytes == 0 || ferror(file)) {
        status =
            pl_diag_error(diags, PL_ERR_TOOL, NULL, "%s drew nothing", tool->program);
    }

done:
    if (file != NULL) {
        fclose(file);
    }
    pl_text_finish(&path);
    return status;
}
