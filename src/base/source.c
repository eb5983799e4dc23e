/*
 * source.c - a text with a name, and places in it.
 */
#include "base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <unistr.h>

#include "base/diag.h"
#include "base/text.h"

/* [byte] First buffer for a pipe or device, whose size is not known. */
#define FIRST_CAPACITY ((size_t)64 << 10)

static const char byte_order_mark[] = "\xef\xbb\xbf";

/* Report the present errno. */
static enum pl_status
fail_to_read(const char *shown_name, struct pl_diags *diags)
{
    const int error = errno;

    if (error == EINTR) {
        return pl_diag_error(diags, PL_ERR_STOPPED, NULL, "stopped while reading %s",
                             shown_name);
    }
    pl_diag_errno(diags, PL_ERR_IO, error, "cannot read %s", shown_name);
    if (error == ENOENT) {
        pl_diag_hint(
            diags, "check the spelling; a relative path starts at the present folder");
    }
    return PL_ERR_IO;
}

static enum pl_status
fail_as_folder(const char *shown_name, struct pl_diags *diags)
{
    pl_diag_error(diags, PL_ERR_IO, NULL, "cannot read %s: it is a folder", shown_name);
    pl_diag_hint(diags, "give the path of a file in it");
    return PL_ERR_IO;
}

/* `size` 0 when it is not known. */
static enum pl_status
fail_as_too_large(const char *shown_name, uintmax_t size, struct pl_diags *diags)
{
    const size_t limit = PL_SOURCE_MAX_SIZE;

    if (size > 0) {
        pl_diag_error(
            diags, PL_ERR_IO, NULL,
            "cannot read %s: it has %ju bytes, and at most %zu (%zu MiB) are read",
            shown_name, size, limit, limit >> 20);
    } else {
        pl_diag_error(diags, PL_ERR_IO, NULL,
                      "cannot read %s: it is larger than the %zu MiB that are read",
                      shown_name, limit >> 20);
    }
    pl_diag_hint(diags, "give a model or a table, not an archive or a device");
    return PL_ERR_IO;
}

/*
 * Open without waiting for the other end of a named pipe; reading waits as usual.
 * Folders and large files are refused. `size` is a guess of what there is to read.
 */
static enum pl_status
open_file(const char *path, const char *shown_name, struct pl_diags *diags, int *fd,
          size_t *size)
{
    const bool is_stdin = strcmp(path, "-") == 0;
    struct stat info;
    int flags = 0;

    *fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (*fd < 0 || fstat(*fd, &info) != 0) {
        return fail_to_read(shown_name, diags);
    }
    if (S_ISDIR(info.st_mode)) {
        return fail_as_folder(shown_name, diags);
    }
    *size = FIRST_CAPACITY;
    if (S_ISREG(info.st_mode)) {
        if (info.st_size > (off_t)PL_SOURCE_MAX_SIZE) {
            return fail_as_too_large(shown_name, (uintmax_t)info.st_size, diags);
        }
        *size = (size_t)info.st_size;
    }
    if (!is_stdin) {
        flags = fcntl(*fd, F_GETFL);
        if (flags < 0 || fcntl(*fd, F_SETFL, flags & ~O_NONBLOCK) < 0) {
            return fail_to_read(shown_name, diags);
        }
    }
    return PL_OK;
}

/* Everything up to the end of the file, into memory of the caller's. */
static enum pl_status
read_all(int fd, const char *shown_name, size_t expected, struct pl_diags *diags,
         char **text, size_t *size)
{
    /* One byte more than expected, so that the end is seen; and one for the NUL. */
    size_t capacity = expected + 2;

    *size = 0;
    *text = malloc(capacity);
    if (*text == NULL) {
        return pl_diag_no_memory(diags, "the text of a file");
    }
    for (;;) {
        ssize_t n_read = read(fd, *text + *size, capacity - 1 - *size);

        if (n_read < 0) {
            return fail_to_read(shown_name, diags);
        }
        if (n_read == 0) {
            (*text)[*size] = '\0';
            return PL_OK;
        }
        *size += (size_t)n_read;
        if (*size > PL_SOURCE_MAX_SIZE) {
            return fail_as_too_large(shown_name, 0, diags);
        }
        if (*size == capacity - 1) {
            char *more = realloc(*text, capacity * 2);

            if (more == NULL) {
                return pl_diag_no_memory(diags, "the text of a file");
            }
            *text = more;
            capacity *= 2;
        }
    }
}

/* A named pipe that nobody has opened for writing looks like an empty file. */
static enum pl_status
check_pipe(int fd, const char *shown_name, size_t size, struct pl_diags *diags)
{
    struct stat info;

    if (size > 0 || fd == STDIN_FILENO || fstat(fd, &info) != 0 ||
        !S_ISFIFO(info.st_mode)) {
        return PL_OK;
    }
    pl_diag_error(diags, PL_ERR_IO, NULL,
                  "cannot read %s: nothing came through this pipe", shown_name);
    pl_diag_hint(diags, "start the program that writes to it first");
    return PL_ERR_IO;
}

/* Refuse NUL bytes and what is not UTF-8, at the first of either. */
static enum pl_status
check_text(const struct pl_source *source, const char *shown_name, size_t n_dropped,
           struct pl_diags *diags)
{
    const uint8_t *start = (const uint8_t *)source->text;
    const uint8_t *bad = u8_check(start, source->size);
    const uint8_t *nul =
        source->size > 0 ? memchr(source->text, '\0', source->size) : NULL;
    size_t offset = 0;
    size_t line = 0;
    size_t column = 0;

    if (bad == NULL && nul == NULL) {
        return PL_OK;
    }
    offset = (size_t)((bad == NULL || (nul != NULL && nul < bad) ? nul : bad) - start);
    if (nul != NULL) {
        /* Hardly a text at all: its lines are not worth showing. */
        pl_source_position(source, offset, &line, &column);
        pl_diag_error(diags, PL_ERR_SYNTAX, NULL,
                      "%s is not a text file: byte 0x%02x at offset %zu, in line %zu",
                      shown_name, (unsigned)start[offset], offset + n_dropped, line);
        pl_diag_hint(diags, "give a text in UTF-8, without NUL bytes");
    } else {
        struct pl_place place = {source, {offset, 1}};

        pl_diag_error(diags, PL_ERR_SYNTAX, &place,
                      "not a text file in UTF-8: byte 0x%02x at offset %zu",
                      (unsigned)start[offset], offset + n_dropped);
        pl_diag_hint(diags, "save it as UTF-8; Latin-1 becomes that by "
                            "'iconv -f latin1 -t utf8'");
    }
    return PL_ERR_SYNTAX;
}

/* A source without a text yet. */
static struct pl_source *
new_source(const char *name)
{
    struct pl_source *source = calloc(1, sizeof *source);

    if (source == NULL) {
        return NULL;
    }
    source->name = pl_text_copy(name);
    if (source->name == NULL) {
        free(source);
        return NULL;
    }
    return source;
}

enum pl_status
pl_source_create(const char *name, const char *text, size_t size,
                 struct pl_diags *diags, struct pl_source **out)
{
    struct pl_source *source = new_source(name);

    *out = NULL;
    if (source == NULL || size == SIZE_MAX) {
        goto no_memory;
    }
    source->text = malloc(size + 1);
    if (source->text == NULL) {
        goto no_memory;
    }
    if (size > 0) {
        memcpy(source->text, text, size);
    }
    source->text[size] = '\0';
    source->size = size;
    *out = source;
    return PL_OK;

no_memory:
    pl_source_destroy(source);
    return pl_diag_no_memory(diags, "a text");
}

enum pl_status
pl_source_read(const char *path, struct pl_diags *diags, struct pl_source **out)
{
    const bool is_stdin = strcmp(path, "-") == 0;
    const size_t n_mark = sizeof byte_order_mark - 1;
    enum pl_status status = PL_OK;
    struct pl_source *source = NULL;
    struct pl_text shown_name;
    size_t expected = 0;
    size_t n_dropped = 0;
    int fd = -1;

    *out = NULL;
    pl_text_init(&shown_name);
    pl_text_format(&shown_name, is_stdin ? "standard input" : "'%s'", path);
    source = new_source(is_stdin ? "<stdin>" : path);
    if (source == NULL || shown_name.failed) {
        status = pl_diag_no_memory(diags, "the text of a file");
        goto done;
    }
    status = open_file(path, shown_name.data, diags, &fd, &expected);
    if (status != PL_OK) {
        goto done;
    }
    status =
        read_all(fd, shown_name.data, expected, diags, &source->text, &source->size);
    if (status == PL_OK) {
        status = check_pipe(fd, shown_name.data, source->size, diags);
    }
    if (status != PL_OK) {
        goto done;
    }
    if (source->size >= n_mark && memcmp(source->text, byte_order_mark, n_mark) == 0) {
        n_dropped = n_mark;
        source->size -= n_mark;
        memmove(source->text, source->text + n_mark, source->size + 1);
    }
    status = check_text(source, shown_name.data, n_dropped, diags);
    if (status != PL_OK) {
        goto done;
    }
    *out = source;
    source = NULL; /* handed over */

done:
    if (fd >= 0 && !is_stdin) {
        close(fd);
    }
    pl_text_finish(&shown_name);
    pl_source_destroy(source);
    return status;
}

void
pl_source_destroy(struct pl_source *source)
{
    if (source == NULL) {
        return;
    }
    free(source->text);
    free(source->name);
    free(source);
}

void
pl_source_position(const struct pl_source *source, size_t offset, size_t *line,
                   size_t *column)
{
    const size_t end = offset < source->size ? offset : source->size;
    size_t start = 0;

    *line = 1;
    for (size_t i = 0; i < end; i++) {
        if (source->text[i] == '\n') {
            *line += 1;
            start = i + 1;
        }
    }
    *column = 1;
    for (size_t i = start; i < end; i++) {
        /* Bytes 10xxxxxx go on with a character of UTF-8. */
        *column += ((unsigned char)source->text[i] & 0xc0) != 0x80;
    }
}

const char *
pl_source_line(const struct pl_source *source, size_t offset, size_t *length)
{
    size_t start = offset < source->size ? offset : source->size;
    size_t end = start;

    while (start > 0 && source->text[start - 1] != '\n') {
        start--;
    }
    while (end < source->size && source->text[end] != '\n') {
        end++;
    }
    if (end > start && end < source->size && source->text[end - 1] == '\r') {
        end--;
    }
    *length = end - start;
    return source->text + start;
}
