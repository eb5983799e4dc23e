/*
 * sink.c - where text goes: standard output, or a file that appears only when complete.
 */
#include "out/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/hash.h"
#include "base/text.h"

/* [byte] Collected before they are written: few system calls, little memory. */
#define BUFFER_SIZE ((size_t)64 << 10)

/* Links that are followed from one to the next, as in the kernel. */
#define MAX_LINKS 40

/* Temporary names of a target, for as many processes that write it at the same time.
 * More: more names to look at in every run. */
#define MAX_WRITERS 4

/* Names made of chance that are tried when none of those is to be had. */
#define MAX_ATTEMPTS 100

struct pl_sink {
    char *path;      /* as the user gave it */
    char *target;    /* the file behind it; NULL when it is written directly */
    char *temporary; /* beside the target; NULL when written directly */
    int fd;
    int lock;         /* the temporary file once more, which keeps it locked; or -1 */
    int error;        /* errno of the first failure, 0 for none */
    bool is_replaced; /* a file stands at `target` */
    size_t n_buffered;
    char buffer[BUFFER_SIZE];
};

/* Report why `path` cannot be written. */
static enum pl_status
fail_to_write(const char *path, int error, struct pl_diags *diags)
{
    if (strcmp(path, "-") == 0) {
        return pl_diag_errno(diags, PL_ERR_IO, error,
                             "cannot write to standard output");
    }
    return pl_diag_errno(diags, PL_ERR_IO, error, "cannot write '%s'", path);
}

/* The length of the folder part of a path, its last slash included; 0 for none. */
static size_t
folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? (size_t)(slash - path) + 1 : 0;
}

/* Say which folder has to be made, if it is that. */
static void
hint_folder(const char *path, struct pl_diags *diags)
{
    size_t length = folder_length(path);
    struct pl_text folder;
    struct stat info;

    pl_text_init(&folder);
    pl_text_add(&folder, path, length > 1 ? length - 1 : length);
    if (length > 0 && !folder.failed && stat(folder.data, &info) != 0) {
        pl_diag_hint(diags, "make the folder '%s' first", folder.data);
    }
    pl_text_finish(&folder);
}

/* Report the failure to open, with what to do about it. */
static enum pl_status
fail_to_open(const char *path, int error, struct pl_diags *diags)
{
    if (error == ENOMEM) {
        return pl_diag_no_memory(diags, "writing a file");
    }
    if (error == EINTR) {
        return pl_diag_error(diags, PL_ERR_STOPPED, NULL,
                             "stopped while waiting for a reader of '%s'", path);
    }
    fail_to_write(path, error, diags);
    if (path[0] == '\0') {
        pl_diag_hint(diags, "give the name of a file, or '-' for standard output");
    } else if (error == EISDIR) {
        pl_diag_hint(diags, "give the name of a file in it");
    } else if (error == ENOENT) {
        hint_folder(path, diags);
    } else if (error == EACCES || error == EPERM || error == EROFS) {
        pl_diag_hint(diags, "choose another place, or ask for the right to write in "
                            "this folder and to this file");
    } else if (error == ENAMETOOLONG) {
        pl_diag_hint(diags, "choose a shorter name");
    }
    return PL_ERR_IO;
}

/* Write all of it. @return 0 or errno */
static int
write_all(int fd, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t n = write(fd, bytes, size);

        if (n < 0 && errno != EINTR) {
            return errno;
        }
        if (n > 0) {
            bytes += n;
            size -= (size_t)n;
        }
    }
    return 0;
}

static void
flush(struct pl_sink *sink)
{
    if (sink->error == 0) {
        sink->error = write_all(sink->fd, sink->buffer, sink->n_buffered);
    }
    sink->n_buffered = 0;
}

/*
 * Names of descriptors look like links to a file, but what they name may be a pipe, or
 * a file that the shell opened to append to: no other file may take its place.
 */
static bool
is_descriptor(const char *path)
{
    return strncmp(path, "/dev/fd/", 8) == 0 || strncmp(path, "/proc/", 6) == 0 ||
           strcmp(path, "/dev/stdout") == 0 || strcmp(path, "/dev/stderr") == 0;
}

/* What the link at `path` points to, seen from the present folder; NULL with errno. */
static char *
read_link(const char *path)
{
    char link[PATH_MAX];
    ssize_t n = readlink(path, link, sizeof link);
    struct pl_text text;

    if (n < 0 || n == (ssize_t)sizeof link) {
        errno = n < 0 ? errno : ENAMETOOLONG;
        return NULL;
    }
    pl_text_init(&text);
    if (link[0] != '/') {
        pl_text_add(&text, path, folder_length(path));
    }
    pl_text_add(&text, link, (size_t)n);
    if (text.failed) {
        pl_text_finish(&text);
        errno = ENOMEM;
    }
    return text.data; /* taken */
}

/* Follow links at the end of `path`, also those to a file that is not there yet.
 * @return a new path, or NULL with errno */
static char *
follow_links(const char *path)
{
    char *target = pl_text_copy(path);
    struct stat info;

    for (int i = 0; i < MAX_LINKS; i++) {
        char *next = NULL;

        if (target == NULL) {
            errno = ENOMEM;
            return NULL;
        }
        if (lstat(target, &info) != 0 || !S_ISLNK(info.st_mode)) {
            return target;
        }
        next = read_link(target);
        free(target);
        if (next == NULL) {
            return NULL;
        }
        target = next;
    }
    free(target);
    errno = ELOOP;
    return NULL;
}

/*
 * A temporary file is named after its target, so that what a killed process leaves is
 * found by the next one with the same target. It is locked from its beginning until it
 * is in its place; the kernel frees the lock when the process ends. Hence the rule: only
 * who has locked the file that a name stands for removes or renames that name, and
 * nobody writes to a file that was there before. Then no process takes another's file
 * away, at whatever moment it looks, and every file gets the mode of a new one.
 */

/* Wait for nobody. @return 0; EWOULDBLOCK when another has it; ENOLCK without locks */
static int
lock_file(int fd)
{
    while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EINTR) {
            return errno == EWOULDBLOCK ? EWOULDBLOCK : ENOLCK;
        }
    }
    return 0;
}

/* Whether the path stands for this file still. */
static bool
is_named(const char *path, int fd)
{
    struct stat named;
    struct stat opened;

    return lstat(path, &named) == 0 && fstat(fd, &opened) == 0 &&
           named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
}

/* Remove what a killed process left there; what is not of our making stays. */
static void
remove_leftover(const char *path)
{
    /* does not wait for the reader of a FIFO */
    int fd = open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat info;

    if (fd < 0) {
        return;
    }
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_uid == geteuid() &&
        info.st_nlink == 1 && lock_file(fd) == 0 && is_named(path, fd)) {
        unlink(path);
    }
    close(fd);
}

/* Make a file and lock it. @return 0; EEXIST; EWOULDBLOCK when another process took it
 * for a leftover before it was locked; ENOLCK without locks; another errno */
static int
make_locked(struct pl_sink *sink, const char *path)
{
    int error = 0;

    /* Not mkstemp: that asks for mode 0600, and the umask can only be asked for by
     * changing it under the other threads. */
    sink->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (sink->fd < 0) {
        return errno;
    }
    error = lock_file(sink->fd);
    if (error == 0) {
        error = is_named(path, sink->fd) ? 0 : EWOULDBLOCK;
    }
    if (error == 0) {
        sink->lock = fcntl(sink->fd, F_DUPFD_CLOEXEC, 0);
        error = sink->lock < 0 ? errno : 0;
    }
    if (error != 0) {
        if (error != EWOULDBLOCK && is_named(path, sink->fd)) {
            unlink(path);
        }
        close(sink->fd);
        sink->fd = -1;
    }
    return error;
}

/* The n-th temporary name of the target, from 1. @return NULL when memory is out */
static char *
name_temporary(const struct pl_sink *sink, unsigned n)
{
    const size_t folder = folder_length(sink->target);
    const char *file = sink->target + folder;
    struct pl_text name;

    pl_text_init(&name);
    pl_text_add(&name, sink->target, folder);
    pl_text_format(&name, ".pathloop-%016" PRIx64, pl_hash(file, strlen(file)));
    if (n > 1) {
        pl_text_format(&name, "-%u", n);
    }
    if (name.failed) {
        pl_text_finish(&name);
    }
    return name.data; /* taken */
}

/* Make a file beside the target under a name that nobody has. @return 0 or errno */
static int
make_by_chance(struct pl_sink *sink)
{
    struct timespec now = {0, 0};

    clock_gettime(CLOCK_REALTIME, &now);
    for (unsigned attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        uint64_t number = (uint64_t)now.tv_nsec * 1000003U + (uint64_t)now.tv_sec +
                          (uint64_t)(uintptr_t)sink + attempt;
        struct pl_text name;

        pl_text_init(&name);
        pl_text_add(&name, sink->target, folder_length(sink->target));
        pl_text_format(&name, ".pathloop-%lx-%08lx", (unsigned long)getpid(),
                       (unsigned long)(number & 0xffffffffU));
        if (name.failed) {
            pl_text_finish(&name);
            return ENOMEM;
        }
        sink->fd = open(name.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (sink->fd >= 0) {
            sink->temporary = name.data; /* taken */
            return 0;
        }
        pl_text_finish(&name);
        if (errno != EEXIST) {
            return errno;
        }
    }
    return EEXIST;
}

/* Make a file beside the target, and remove what was left there. @return 0 or errno */
static int
make_temporary(struct pl_sink *sink)
{
    int error = 0;

    for (unsigned n = 1; n <= MAX_WRITERS; n++) {
        char *name = name_temporary(sink, n);

        if (name == NULL) {
            return ENOMEM;
        }
        remove_leftover(name);
        if (sink->temporary == NULL) {
            error = make_locked(sink, name);
            if (error == 0) {
                sink->temporary = name;
                continue;
            }
        }
        free(name);
        if (error != 0 && error != EEXIST && error != EWOULDBLOCK) {
            break;
        }
    }
    if (error == EEXIST || error == EWOULDBLOCK || error == ENOLCK) {
        error = make_by_chance(sink);
    }
    return error;
}

/* Open what stands for a regular file. @return 0 or errno */
static int
open_replacement(struct pl_sink *sink, const struct stat *old)
{
    int error = 0;

    sink->target = follow_links(sink->path);
    if (sink->target == NULL) {
        return errno;
    }
    if (sink->target[folder_length(sink->target)] == '\0') {
        return sink->target[0] == '\0' ? ENOENT : EISDIR;
    }
    sink->is_replaced = old != NULL;
    /* To rename over a file takes no right to write to it; the user expects one. */
    if (old != NULL && faccessat(AT_FDCWD, sink->target, W_OK, AT_EACCESS) != 0) {
        return errno;
    }
    error = make_temporary(sink);
    if (error == 0 && old != NULL && fchmod(sink->fd, old->st_mode & 0777) != 0) {
        error = errno;
    }
    return error;
}

/* @return 0 or errno */
static int
open_path(struct pl_sink *sink)
{
    struct stat info;
    bool exists = false;

    if (strcmp(sink->path, "-") == 0) {
        fflush(stdout); /* what came before stays before */
        sink->fd = STDOUT_FILENO;
        return 0;
    }
    exists = stat(sink->path, &info) == 0;
    if (!exists && errno != ENOENT) {
        return errno;
    }
    if (exists && S_ISDIR(info.st_mode)) {
        return EISDIR;
    }
    if (is_descriptor(sink->path) || (exists && !S_ISREG(info.st_mode))) {
        sink->fd = open(sink->path, O_WRONLY | O_APPEND | O_CLOEXEC);
        return sink->fd < 0 ? errno : 0;
    }
    return open_replacement(sink, exists ? &info : NULL);
}

/* Close what is open, remove what is not in its place, free all. */
static void
destroy(struct pl_sink *sink)
{
    if (sink->temporary != NULL) {
        unlink(sink->temporary); /* while it is locked */
    }
    if (sink->fd >= 0 && sink->fd != STDOUT_FILENO) {
        close(sink->fd);
    }
    if (sink->lock >= 0) {
        close(sink->lock);
    }
    free(sink->temporary);
    free(sink->target);
    free(sink->path);
    free(sink);
}

enum pl_status
pl_sink_open(const char *path, struct pl_diags *diags, struct pl_sink **out)
{
    struct pl_sink *sink = malloc(sizeof *sink);
    int error = 0;

    *out = NULL;
    if (sink == NULL) {
        return pl_diag_no_memory(diags, "writing a file");
    }
    sink->path = pl_text_copy(path);
    sink->target = NULL;
    sink->temporary = NULL;
    sink->fd = -1;
    sink->lock = -1;
    sink->error = 0;
    sink->is_replaced = false;
    sink->n_buffered = 0;
    error = sink->path != NULL ? open_path(sink) : ENOMEM;
    if (error != 0) {
        destroy(sink);
        return fail_to_open(path, error, diags);
    }
    *out = sink;
    return PL_OK;
}

void
pl_sink_write(struct pl_sink *sink, const char *bytes, size_t size)
{
    while (size > 0 && sink->error == 0) {
        size_t room = BUFFER_SIZE - sink->n_buffered;
        size_t n = size < room ? size : room;

        memcpy(sink->buffer + sink->n_buffered, bytes, n);
        sink->n_buffered += n;
        bytes += n;
        size -= n;
        if (sink->n_buffered == BUFFER_SIZE) {
            flush(sink);
        }
    }
}

enum pl_status
pl_sink_close(struct pl_sink *sink, struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    flush(sink);
    /* Some file systems find out only when they close that there is no room. */
    if (sink->fd != STDOUT_FILENO && close(sink->fd) != 0 && sink->error == 0) {
        sink->error = errno;
    }
    sink->fd = -1;
    if (sink->target == NULL && sink->error == EPIPE) {
        sink->error = 0; /* the reader has what it wanted */
    }
    if (sink->target != NULL && sink->error == 0) {
        if (rename(sink->temporary, sink->target) == 0) {
            free(sink->temporary);
            sink->temporary = NULL; /* in its place */
        } else {
            sink->error = errno;
        }
    }
    if (sink->error != 0) {
        status = fail_to_write(sink->path, sink->error, diags);
        if (sink->is_replaced) {
            pl_diag_note(diags, NULL, "the file that was there is unchanged");
        }
        if (sink->error == ENOSPC || sink->error == EDQUOT) {
            pl_diag_hint(diags, "make room, or write to another disk");
        }
    }
    destroy(sink);
    return status;
}

void
pl_sink_discard(struct pl_sink *sink)
{
    if (sink != NULL) {
        destroy(sink);
    }
}
