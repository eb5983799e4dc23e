/*
 * files.h - files that a command reads and writes: none of them is both.
 */
#ifndef PL_CLI_FILES_H
#define PL_CLI_FILES_H

#include <stddef.h>

#include "base/status.h"

struct pl_context;
struct pl_diags;

/** A file that a command reads; '-' is standard input. */
struct file_read {
    const char *path; /* NULL when there is none */
    const char *what; /* "the design itself", for the message */
};

/** A file that it writes; '-' is standard output. */
struct file_written {
    const char *path;   /* NULL when there is none */
    const char *option; /* "output"; NULL when it is no option's value */
};

/**
 * Before any work: does nothing that is written take the place of something that is read,
 * or of something else that is written? Files are told apart by what they are, so that
 * links and other spellings of a path are found too.
 *
 * @param context  whose model and tables are read; NULL for none
 * @param read     shape (n_read)
 * @param written  shape (n_written)
 * @return PL_OK; PL_ERR_OPTION; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status files_check(const struct pl_context *context,
                                       const struct file_read *read, size_t n_read,
                                       const struct file_written *written,
                                       size_t n_written, struct pl_diags *diags);

/**
 * Can these files be written? Asked before any work, when no fault of the words is left:
 * a folder that is not there is told at once. Devices and FIFOs, which are opened once,
 * are passed over, as '-' is.
 *
 * @param paths  shape (n); NULL for one that there is not
 * @return as pl_sink_open
 */
PL_MUST_USE enum pl_status files_check_places(const char *const *paths, size_t n,
                                              struct pl_diags *diags);

#endif
