/*
 * results_file.c - the points of a sweep that are done, on disk, while it lasts.
 */
#include "study/results_private.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/text.h"

/* What a file was opened for, in words of messages. */
enum purpose { PURPOSE_MAKE, PURPOSE_RESUME, PURPOSE_READ };

static const char *const verbs[] = {"make", "write", "read"};

/* What can be done about a failure of the system. */
static void
hint_at(enum purpose purpose, int error, struct pl_diags *diags)
{
    switch (error) {
    case ENOENT:
        if (purpose == PURPOSE_MAKE) {
            pl_diag_hint(diags, "make its folder first");
        } else if (purpose == PURPOSE_RESUME) {
            pl_diag_hint(diags, "begin anew without --resume");
        }
        break;
    case EISDIR:
        pl_diag_hint(diags, "give the name of a file in it");
        break;
    case EACCES:
    case EPERM:
    case EROFS:
        pl_diag_hint(diags, purpose == PURPOSE_READ
                                ? "ask for the right to read it"
                                : "choose another place, or ask for the right to write "
                                  "there");
        break;
    case ENOSPC:
    case EDQUOT:
        pl_diag_hint(diags, "make room, or choose another disk");
        break;
    case EFBIG:
        pl_diag_hint(diags, "no file may be that large there: raise `ulimit -f`, or "
                            "split the sweep with --shard");
        break;
    default:
        break;
    }
}

/* Report a failure of the system. */
static enum pl_status
fail(enum purpose purpose, const char *path, int error, struct pl_diags *diags)
{
    if (error == EWOULDBLOCK) {
        pl_diag_error(diags, PL_ERR_IO, NULL, "another run is at work on '%s'", path);
        pl_diag_hint(diags, "wait for its end, or stop it first");
    } else if (error == EEXIST) {
        pl_diag_error(diags, PL_ERR_IO, NULL, "'%s' is there already", path);
        pl_diag_hint(diags, "go on with it by --resume, or remove it to begin anew");
    } else {
        pl_diag_errno(diags, PL_ERR_IO, error, "cannot %s '%s'", verbs[purpose], path);
        hint_at(purpose, error, diags);
    }
    return PL_ERR_IO;
}

/* The same where there should be room for all results. */
static enum pl_status
fail_to_reserve(enum purpose purpose, const struct pl_results_file *file, int error,
                struct pl_diags *diags)
{
    pl_diag_errno(diags, PL_ERR_IO, error, "cannot %s '%s'", verbs[purpose],
                  file->path);
    pl_diag_note(diags, NULL, "the results of %" PRIu64 " %s take %" PRIu64 " bytes",
                 file->head.manifest.n, pl_results_word(&file->head.manifest),
                 file->reasons_at);
    hint_at(purpose, error, diags);
    return PL_ERR_IO;
}

/* The same while results come in. */
static enum pl_status
fail_to_keep(const struct pl_results_file *file, int error, struct pl_diags *diags)
{
    pl_diag_errno(diags, PL_ERR_IO, error, "cannot write '%s'", file->path);
    if (error == ENOSPC || error == EDQUOT || error == EFBIG) {
        pl_diag_hint(diags, "make room and go on with --resume: what is there is kept");
    }
    return PL_ERR_IO;
}

static struct pl_results_file *
create_file(const char *path, bool is_writable)
{
    struct pl_results_file *file = calloc(1, sizeof *file);

    if (file == NULL) {
        return NULL;
    }
    file->fd = -1;
    file->is_writable = is_writable;
    file->path = pl_text_copy(path);
    file->window = malloc(PL_RESULTS_WINDOW_SIZE);
    if (file->path == NULL || file->window == NULL) {
        pl_results_close(file);
        return NULL;
    }
    return file;
}

/* Fill an empty file that is open and locked. */
static enum pl_status
begin(struct pl_results_file *file, const struct pl_manifest *manifest,
      struct pl_diags *diags)
{
    const size_t skip = PL_RESULTS_MAGIC_SIZE;
    struct pl_text head;
    const unsigned char *bytes = NULL;
    enum pl_status status = PL_OK;
    int error = 0;

    pl_text_init(&head);
    status = pl_results_head_encode(manifest, diags, &head);
    if (status != PL_OK) {
        goto done;
    }
    bytes = (const unsigned char *)head.data;
    status = pl_results_head_decode(file->path, bytes, head.size, diags, &file->head);
    if (status != PL_OK) {
        goto done;
    }
    if (!pl_results_lay_out(file)) {
        status = fail(PURPOSE_MAKE, file->path, EFBIG, diags);
        goto done;
    }
    if (!pl_results_make_room(file)) {
        status = pl_diag_no_memory(diags, "a file of results");
        goto done;
    }
    /* The magic comes last: with it the head is whole, whatever ends the process. */
    error = pl_results_write_at(file->fd, PL_RESULTS_BEGUN, skip, 0);
    if (error == 0) {
        error = pl_results_write_at(file->fd, bytes + skip, head.size - skip, skip);
    }
    if (error == 0) {
        error = pl_results_sync_data(file->fd);
    }
    if (error == 0) {
        error = pl_results_write_at(file->fd, bytes, skip, 0);
    }
    if (error == 0) {
        error = pl_results_reserve(file->fd, file->reasons_at);
    }
    if (error != 0) {
        status = fail_to_reserve(PURPOSE_MAKE, file, error, diags);
        goto done;
    }
    if (pl_results_sync_folder(file->path) != 0) {
        status = pl_diag_no_memory(diags, "a file of results");
    }

done:
    pl_text_finish(&head);
    return status;
}

enum pl_status
pl_results_create(const char *path, const struct pl_manifest *manifest,
                  struct pl_diags *diags, struct pl_results_file **out)
{
    struct pl_results_file *file = create_file(path, true);
    enum pl_status status = PL_OK;

    *out = NULL;
    if (file == NULL) {
        return pl_diag_no_memory(diags, "a file of results");
    }
    file->fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file->fd < 0) {
        status = fail(PURPOSE_MAKE, path, errno, diags);
        goto done;
    }
    if (pl_results_lock(file->fd, true) != 0) {
        status = fail(PURPOSE_MAKE, path, EWOULDBLOCK, diags); /* it has the file now */
        goto done;
    }
    status = begin(file, manifest, diags);
    if (status != PL_OK) {
        unlink(path);
        goto done;
    }
    *out = file;
    file = NULL; /* handed over */

done:
    pl_results_close(file);
    return status;
}

static enum pl_status
report_foreign(const char *path, struct pl_diags *diags)
{
    pl_diag_error(diags, PL_ERR_IO, NULL, "'%s' is no file of results of a sweep",
                  path);
    pl_diag_hint(diags, "give the name of another file");
    return PL_ERR_IO;
}

/* Open what is there, and lock it. */
static enum pl_status
open_file(struct pl_results_file *file, enum purpose purpose, struct pl_diags *diags)
{
    /* not to wait for the writer of a pipe */
    const int flags = (file->is_writable ? O_RDWR : O_RDONLY) | O_NONBLOCK | O_CLOEXEC;
    struct stat info;

    file->fd = open(file->path, flags);
    if (file->fd < 0 || fstat(file->fd, &info) != 0) {
        return fail(purpose, file->path, errno, diags);
    }
    if (S_ISDIR(info.st_mode)) {
        return fail(purpose, file->path, EISDIR, diags);
    }
    if (!S_ISREG(info.st_mode)) {
        return report_foreign(file->path, diags);
    }
    if (pl_results_lock(file->fd, file->is_writable) != 0) {
        return fail(purpose, file->path, EWOULDBLOCK, diags);
    }
    return PL_OK;
}

static bool
starts_with(const unsigned char *bytes, size_t n, const char *magic)
{
    return memcmp(bytes, magic,
                  n < PL_RESULTS_MAGIC_SIZE ? n : PL_RESULTS_MAGIC_SIZE) == 0;
}

/*
 * Read the head of an open file.
 * @param is_begun  receives true, and the head is not read, when the run that made the
 *                  file ended before it was whole
 */
static enum pl_status
read_head(struct pl_results_file *file, struct pl_diags *diags, bool *is_begun)
{
    unsigned char fixed[PL_RESULTS_FIXED_SIZE];
    unsigned char *bytes = NULL;
    struct stat info;
    uint64_t size = 0;
    size_t n = 0;
    int error = pl_results_read_at(file->fd, fixed, sizeof fixed, 0, &n);
    enum pl_status status = PL_OK;

    *is_begun = false;
    if (error != 0 || fstat(file->fd, &info) != 0) {
        return fail(PURPOSE_READ, file->path, error != 0 ? error : errno, diags);
    }
    if (n == 0 ||
        (n >= PL_RESULTS_MAGIC_SIZE && starts_with(fixed, n, PL_RESULTS_BEGUN))) {
        *is_begun = true;
        return PL_OK;
    }
    if (!starts_with(fixed, n, PL_RESULTS_MAGIC)) {
        return report_foreign(file->path, diags);
    }
    size = n == sizeof fixed ? pl_results_head_size(fixed) : 0;
    if (size <= sizeof fixed || size > (uint64_t)info.st_size || size > SIZE_MAX / 2) {
        return pl_results_head_damaged(file->path, diags);
    }
    bytes = malloc((size_t)size);
    if (bytes == NULL) {
        return pl_diag_no_memory(diags, "the head of a file of results");
    }
    error = pl_results_read_at(file->fd, bytes, (size_t)size, 0, &n);
    if (error != 0) {
        status = fail(PURPOSE_READ, file->path, error, diags);
    } else if (n != size) {
        status = pl_results_head_damaged(file->path, diags);
    } else {
        status = pl_results_head_decode(file->path, bytes, size, diags, &file->head);
    }
    free(bytes);
    return status;
}

/* After the head: have everything in its place, and look at every record. */
static enum pl_status
take_up(struct pl_results_file *file, struct pl_diags *diags)
{
    struct stat info;
    int error = 0;

    if (!pl_results_lay_out(file)) {
        return pl_results_head_damaged(file->path, diags);
    }
    if (!pl_results_make_room(file)) {
        return pl_diag_no_memory(diags, "a file of results");
    }
    error = file->is_writable ? pl_results_reserve(file->fd, file->reasons_at) : 0;
    if (error != 0) {
        return fail_to_reserve(PURPOSE_RESUME, file, error, diags);
    }
    error = fstat(file->fd, &info) != 0 ? errno : pl_results_scan(file);
    if (error != 0) {
        return fail(PURPOSE_READ, file->path, error, diags);
    }
    if ((uint64_t)info.st_size > file->append_at) {
        file->append_at = (uint64_t)info.st_size;
    }
    return PL_OK;
}

enum pl_status
pl_results_resume(const char *path, const struct pl_manifest *manifest,
                  struct pl_diags *diags, struct pl_results_file **out)
{
    struct pl_results_file *file = create_file(path, true);
    bool is_begun = false;
    enum pl_status status = PL_OK;

    *out = NULL;
    if (file == NULL) {
        return pl_diag_no_memory(diags, "a file of results");
    }
    status = open_file(file, PURPOSE_RESUME, diags);
    if (status == PL_OK) {
        status = read_head(file, diags, &is_begun);
    }
    if (status == PL_OK && is_begun) {
        status = ftruncate(file->fd, 0) == 0 ? begin(file, manifest, diags)
                                             : fail(PURPOSE_RESUME, path, errno, diags);
    } else if (status == PL_OK) {
        status = pl_results_head_compare(path, &file->head.manifest, manifest, diags);
        if (status == PL_OK) {
            status = take_up(file, diags);
        }
    }
    if (status != PL_OK) {
        pl_results_close(file);
        return status;
    }
    *out = file;
    return PL_OK;
}

enum pl_status
pl_results_open(const char *path, struct pl_diags *diags, struct pl_results_file **out)
{
    struct pl_results_file *file = create_file(path, false);
    bool is_begun = false;
    enum pl_status status = PL_OK;

    *out = NULL;
    if (file == NULL) {
        return pl_diag_no_memory(diags, "a file of results");
    }
    status = open_file(file, PURPOSE_READ, diags);
    if (status == PL_OK) {
        status = read_head(file, diags, &is_begun);
    }
    if (status == PL_OK && is_begun) {
        status =
            pl_diag_error(diags, PL_ERR_IO, NULL,
                          "'%s' is empty: its run ended before the first point", path);
        pl_diag_hint(diags, "run it again with --resume");
    } else if (status == PL_OK) {
        status = take_up(file, diags);
    }
    if (status != PL_OK) {
        pl_results_close(file);
        return status;
    }
    *out = file;
    return PL_OK;
}

void
pl_results_close(struct pl_results_file *file)
{
    if (file == NULL) {
        return;
    }
    (void)pl_results_flush(file); /* a caller who cares has synced it */
    if (file->fd >= 0) {
        close(file->fd);
    }
    pl_results_head_finish(&file->head);
    free(file->path);
    free(file->memory);
    free(file->window);
    free(file->done);
    free(file);
}

const struct pl_manifest *
pl_results_manifest(const struct pl_results_file *file)
{
    return &file->head.manifest;
}

const char *
pl_results_word(const struct pl_manifest *manifest)
{
    return manifest->of_runs ? "runs" : "points";
}

uint64_t
pl_results_n_done(const struct pl_results_file *file)
{
    return file->n_done;
}

uint64_t
pl_results_n_damaged(const struct pl_results_file *file)
{
    return file->n_damaged;
}

bool
pl_results_is_done(const struct pl_results_file *file, uint64_t k)
{
    const struct pl_manifest *manifest = &file->head.manifest;

    assert(k >= manifest->first && k - manifest->first < manifest->n);
    return pl_results_has(file, k - manifest->first);
}

enum pl_status
pl_results_put(struct pl_results_file *file, uint64_t k, const double *values,
               const char *reason, struct pl_diags *diags)
{
    const struct pl_manifest *manifest = &file->head.manifest;
    int error = 0;

    assert(file->is_writable);
    assert(k >= manifest->first && k - manifest->first < manifest->n);
    error = pl_results_set(file, k - manifest->first, values, reason);
    return error == 0 ? PL_OK : fail_to_keep(file, error, diags);
}

enum pl_status
pl_results_sync(struct pl_results_file *file, struct pl_diags *diags)
{
    int error = pl_results_flush(file);

    if (error == 0 && file->is_writable) {
        error = pl_results_sync_data(file->fd);
    }
    return error == 0 ? PL_OK : fail_to_keep(file, error, diags);
}

enum pl_status
pl_results_get(struct pl_results_file *file, uint64_t k, double *values, char **reason,
               struct pl_diags *diags)
{
    enum pl_record_state state = PL_RECORD_EMPTY;
    const unsigned char *bytes = NULL;
    const char *text = NULL;
    size_t length = 0;
    int error = 0;

    *reason = NULL;
    if (pl_results_is_done(file, k)) {
        error = pl_results_look(file, k - file->head.manifest.first, &state, &bytes,
                                &text, &length);
    }
    if (error != 0) {
        return fail(PURPOSE_READ, file->path, error, diags);
    }
    if (state != PL_RECORD_GOOD) {
        pl_diag_error(diags, PL_ERR_IO, NULL, "'%s' has no result of point %" PRIu64,
                      file->path, k);
        pl_diag_hint(diags, "run it again with --resume: what is there is kept");
        return PL_ERR_IO;
    }
    if (text != NULL) {
        *reason = malloc(length + 1);
        if (*reason == NULL) {
            return pl_diag_no_memory(diags, "the reason of a failed point");
        }
        memcpy(*reason, text, length);
        (*reason)[length] = '\0';
    }
    pl_results_values(file, bytes, values);
    return PL_OK;
}
