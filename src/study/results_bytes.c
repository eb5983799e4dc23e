/*
 * results_bytes.c - bytes of a file of results: numbers, checksums, reading and writing.
 */
#include "study/results_private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zlib.h>

#include "base/text.h"

uint32_t
pl_results_crc(uint32_t crc, const void *bytes, size_t size)
{
    return (uint32_t)crc32_z(crc, bytes, size);
}

int
pl_results_write_at(int fd, const void *bytes, size_t size, uint64_t at)
{
    const unsigned char *next = bytes;

    while (size > 0) {
        const ssize_t n = pwrite(fd, next, size, (off_t)at);

        if (n == 0 || (n < 0 && errno != EINTR)) {
            return n < 0 ? errno : EIO;
        }
        if (n > 0) {
            next += n;
            size -= (size_t)n;
            at += (uint64_t)n;
        }
    }
    return 0;
}

int
pl_results_read_at(int fd, void *bytes, size_t size, uint64_t at, size_t *n_read)
{
    unsigned char *next = bytes;

    *n_read = 0;
    while (*n_read < size) {
        const ssize_t n = pread(fd, next, size - *n_read, (off_t)at);

        if (n < 0 && errno != EINTR) {
            return errno;
        }
        if (n == 0) {
            break;
        }
        if (n > 0) {
            next += n;
            *n_read += (size_t)n;
            at += (uint64_t)n;
        }
    }
    return 0;
}

int
pl_results_sync_data(int fd)
{
    while (fdatasync(fd) != 0) {
        if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

int
pl_results_sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    struct pl_text folder;
    int fd = -1;

    pl_text_init(&folder);
    pl_text_add(&folder, path, slash != NULL ? (size_t)(slash - path) + 1 : 0);
    pl_text_put(&folder, ".");
    if (folder.failed) {
        pl_text_finish(&folder);
        return ENOMEM;
    }
    fd = open(folder.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd); /* not every system can */
        close(fd);
    }
    pl_text_finish(&folder);
    return 0;
}

int
pl_results_lock(int fd, bool is_writable)
{
    while (flock(fd, (is_writable ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0) {
        if (errno != EINTR) {
            return errno == EWOULDBLOCK ? EWOULDBLOCK : 0;
        }
    }
    return 0;
}

int
pl_results_reserve(int fd, uint64_t size)
{
    struct stat info;
    int error = 0;

    do {
        error = posix_fallocate(fd, 0, (off_t)size);
    } while (error == EINTR);
    if (error != EOPNOTSUPP && error != EINVAL && error != ENOSYS) {
        return error;
    }
    /* a file system that cannot promise it */
    if (fstat(fd, &info) != 0) {
        return errno;
    }
    if ((uint64_t)info.st_size < size && ftruncate(fd, (off_t)size) != 0) {
        return errno;
    }
    return 0;
}
