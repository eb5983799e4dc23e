/*
 * sink.h - where text goes: standard output, or a file that appears only when complete.
 *
 * A regular file is written under a temporary name in its own folder and renamed when
 * all is there, so that an existing file is replaced whole or not at all. It keeps its
 * permissions; where the path is a symbolic link, the file behind it is replaced and
 * the link stays. Anything else (a device, a FIFO) is written directly.
 *
 * The temporary name, ".pathloop-" and a hash, follows from the name of the file. Who
 * writes the file next removes what a process left that was killed: a regular file of
 * the same user that nobody has locked (flock). Processes and threads that write one
 * file at the same time use a name each, and the last to close has the say. On a file
 * system without locks names are made by chance, and what a killed process left stays.
 * Where locks do not reach other machines, two of these must not write one file at the
 * same time: one of them would be told that its file is gone.
 *
 * The host ignores SIGPIPE; otherwise a reader who leaves ends the process.
 */
#ifndef PL_OUT_SINK_H
#define PL_OUT_SINK_H

#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_sink;

/**
 * Check that the file can be made and open it. Opening a FIFO waits for its reader.
 * What the host wrote to `stdout` before comes first.
 * @param path  "-" for standard output
 * @return PL_OK; PL_ERR_IO with path and reason (no such folder, a folder, not
 * writable); PL_ERR_STOPPED when a signal came while it waited; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_sink_open(const char *path, struct pl_diags *diags,
                                        struct pl_sink **out);

/** Write; a failure is remembered and told by pl_sink_close. */
void pl_sink_write(struct pl_sink *sink, const char *bytes, size_t size);

/**
 * Finish: flush, put the file in its place, free the sink.
 * @return PL_OK; PL_ERR_IO when anything did not reach its place (disk full): the old
 *         file, if any, is untouched and the temporary one is gone. A reader of
 * standard output or of a FIFO who has left (EPIPE) is PL_OK: it has what it wanted.
 */
PL_MUST_USE enum pl_status pl_sink_close(struct pl_sink *sink, struct pl_diags *diags);

/** Give up: nothing appears. Accepts NULL. */
void pl_sink_discard(struct pl_sink *sink);

#endif
