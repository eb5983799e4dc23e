/*
 * files.c - files that a command reads and writes: none of them is both.
 */
#include "cli/files.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/text.h"
#include "out/sink.h"
#include "study/context.h"
#include "study/tables.h"

static bool
is_dash(const char *path)
{
    return strcmp(path, "-") == 0;
}

static const char *
base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}

/* The folder of a file, which need not be there itself. */
static bool
find_folder(const char *path, struct stat *info)
{
    const size_t length = (size_t)(base_name(path) - path);
    struct pl_text folder;
    bool is_there;

    pl_text_init(&folder);
    pl_text_add(&folder, path, length);
    pl_text_put(&folder, length > 0 ? "." : "./.");
    is_there = !folder.failed && stat(folder.data, info) == 0;
    pl_text_finish(&folder);
    return is_there;
}

static bool
is_same_inode(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Whether a file that is written is one that is read. What is no regular file, as a
 * terminal or a pipe, is not written over. */
static bool
is_read(const char *written, const char *read)
{
    struct stat here;
    struct stat there;

    if (is_dash(written) || stat(written, &here) != 0 || !S_ISREG(here.st_mode)) {
        return false;
    }
    return (is_dash(read) ? fstat(STDIN_FILENO, &there) : stat(read, &there)) == 0 &&
           is_same_inode(&here, &there);
}

/* Whether two results go to one file, be it there already or not. */
static bool
is_written_twice(const char *a, const char *b)
{
    struct stat of_a;
    struct stat of_b;
    bool a_is_there;
    bool b_is_there;

    if (strcmp(a, b) == 0) {
        return true;
    }
    if (is_dash(a) || is_dash(b)) {
        return false;
    }
    a_is_there = stat(a, &of_a) == 0;
    b_is_there = stat(b, &of_b) == 0;
    if (a_is_there || b_is_there) {
        return a_is_there && b_is_there && S_ISREG(of_a.st_mode) &&
               is_same_inode(&of_a, &of_b);
    }
    return strcmp(base_name(a), base_name(b)) == 0 && find_folder(a, &of_a) &&
           find_folder(b, &of_b) && is_same_inode(&of_a, &of_b);
}

static enum pl_status
check_one(const struct file_read *read, const struct file_written *written,
          struct pl_diags *diags)
{
    if (read->path == NULL || written->path == NULL ||
        !is_read(written->path, read->path)) {
        return PL_OK;
    }
    pl_diag_error(diags, PL_ERR_OPTION, NULL, "'%s' is %s: it would be written over",
                  written->path, read->what);
    if (written->option != NULL) {
        pl_diag_hint(diags, "give --%s another name", written->option);
    }
    return PL_ERR_OPTION;
}

/* Against the tables beside a model. */
static enum pl_status
check_tables(const struct pl_context *context, const struct file_written *written,
             struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    for (size_t t = 0; t < PL_N_TABLES && status == PL_OK; t++) {
        char *path = pl_table_path(context->path, (enum pl_table)t);
        struct pl_text what;

        pl_text_init(&what);
        pl_text_format(&what, "the model's table of %s",
                       pl_table_name((enum pl_table)t));
        if (path == NULL || what.failed) {
            status = pl_diag_no_memory(diags, "a path");
        } else {
            const struct file_read table = {path, pl_text_string(&what)};

            status = check_one(&table, written, diags);
        }
        pl_text_finish(&what);
        free(path);
    }
    return status;
}

enum pl_status
files_check(const struct pl_context *context, const struct file_read *read,
            size_t n_read, const struct file_written *written, size_t n_written,
            struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    for (size_t w = 0; w < n_written && status == PL_OK; w++) {
        if (written[w].path == NULL) {
            continue;
        }
        for (size_t k = 0; k < w; k++) {
            if (written[k].path != NULL &&
                is_written_twice(written[k].path, written[w].path)) {
                return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                                     "--%s and --%s both write '%s'", written[k].option,
                                     written[w].option, written[w].path);
            }
        }
        for (size_t r = 0; r < n_read && status == PL_OK; r++) {
            status = check_one(&read[r], &written[w], diags);
        }
        if (status == PL_OK && context != NULL) {
            const struct file_read model = {context->path, "the model itself"};

            status = check_one(&model, &written[w], diags);
        }
        if (status == PL_OK && context != NULL) {
            status = check_tables(context, &written[w], diags);
        }
    }
    return status;
}

enum pl_status
files_check_places(const char *const *paths, size_t n, struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < n && status == PL_OK; i++) {
        struct pl_sink *sink = NULL;
        struct stat info;

        if (paths[i] == NULL || is_dash(paths[i]) ||
            (stat(paths[i], &info) == 0 && !S_ISREG(info.st_mode))) {
            continue;
        }
        status = pl_sink_open(paths[i], diags, &sink);
        pl_sink_discard(sink);
    }
    return status;
}
