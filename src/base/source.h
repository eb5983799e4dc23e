/*
 * source.h - a text with a name, and places in it.
 *
 * Lines and columns are worked out from byte offsets only when a message needs them.
 */
#ifndef PL_BASE_SOURCE_H
#define PL_BASE_SOURCE_H

#include <stddef.h>

#include "base/status.h"

struct pl_diags;

/** A stretch of a source, in bytes. */
struct pl_span {
    size_t offset;
    size_t length;
};

/** The text of one file, or of a string that a caller handed in. */
struct pl_source {
    char *name; /* as the user gave it: "models/her2-mtor.ant"; "<stdin>" for "-" */
    char *text; /* shape (size + 1), NUL-terminated; may hold any byte when read raw */
    size_t size;
};

/** A span of a source; `source` NULL means no place. */
struct pl_place {
    const struct pl_source *source;
    struct pl_span span;
};

/** The largest file that is read, in bytes; a model or table beyond it is a mistake. */
#define PL_SOURCE_MAX_SIZE ((size_t)32 << 20)

/** Copy a name and `size` bytes of text into a new source. */
PL_MUST_USE enum pl_status pl_source_create(const char *name, const char *text,
                                            size_t size, struct pl_diags *diags,
                                            struct pl_source **out);

/**
 * Read a text file whole; "-" is standard input. The text must be UTF-8 without NUL
 * bytes; a byte-order mark at its start is dropped.
 *
 * @return PL_OK; PL_ERR_IO when it is missing, a folder, larger than
 *         PL_SOURCE_MAX_SIZE or not readable; PL_ERR_SYNTAX when it is not text;
 *         PL_ERR_STOPPED when a signal came while a pipe was waited for;
 *         PL_ERR_NOMEM. The message names the path and what would do.
 */
PL_MUST_USE enum pl_status pl_source_read(const char *path, struct pl_diags *diags,
                                          struct pl_source **out);

/** Accepts NULL. */
void pl_source_destroy(struct pl_source *source);

/** Line and column of a byte offset, both from 1; the column counts characters. */
void pl_source_position(const struct pl_source *source, size_t offset, size_t *line,
                        size_t *column);

/** The line that holds `offset`, without its end-of-line: a pointer and its length. */
const char *pl_source_line(const struct pl_source *source, size_t offset,
                           size_t *length);

#endif
