/*
 * results_file.h - the points of a sweep that are done, on disk, while it lasts.
 *
 * A record of fixed size for each point, at a place that follows from the point's number,
 * with a checksum of its own: what was written before an end of any kind is there after
 * it, in whatever order it came, and a damaged record counts as not done. A head names
 * what was swept (the manifest), so that a file goes on only with its own sweep. Reasons
 * of failed points are appended behind the records.
 *
 * A shard is such a file too; merging is reading several of them.
 *
 * What is put is gathered in memory, and written when that room is needed for others, by
 * pl_results_sync and by pl_results_close: a caller who syncs each second loses no more
 * than a second. A file is locked while it is open, as far as its file system can: for
 * writing alone, for reading together with other readers.
 *
 * Memory   a bit for each point, and about 600 kB.
 * Threads  one at a time, for all functions: the caller locks.
 * Signals  a limit on the size of files raises SIGXFSZ, which ends the process: a program
 *          that ignores it gets PL_ERR_IO with its hint instead.
 * Source   CRC-32 of zlib for the checksums.
 */
#ifndef PL_STUDY_RESULTS_FILE_H
#define PL_STUDY_RESULTS_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct pl_diags;
struct pl_results_file;

/** One line of the head. */
struct pl_manifest_entry {
    const char *name;  /* "model", "design", "readouts", …: no line break, no '=' */
    const char *value; /* no line break */
    const char *hint;  /* for the human when it differs: "give the same --vary and
                          --design, or begin anew without --resume"; not stored */
};

struct pl_manifest {
    const struct pl_manifest_entry *entries; /* shape (n_entries) */
    size_t n_entries;
    uint64_t n_points; /* of the whole design */
    uint64_t first;    /* the points of this file: first … first + n - 1 */
    uint64_t n;
    size_t n_values; /* numbers of a record */
    bool of_runs;    /* a record is of a run, and a point has several of them: what is
                        said of points here holds for runs then */
};

/**
 * Make a new file, with room for all records: a disk that is too small says so now, with
 * the bytes that it takes.
 * @return PL_OK; PL_ERR_IO (the file exists, cannot be made, or has no room: it is
 *         removed again); PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_results_create(const char *path,
                                             const struct pl_manifest *manifest,
                                             struct pl_diags *diags,
                                             struct pl_results_file **out);

/**
 * Go on with a file. Every record is looked at. A file that was left before its head was
 * whole, an empty one too, is begun anew.
 * @return PL_OK; PL_ERR_IO (cannot be opened or read, has no room, is in use by another
 *         run, is no such file, or has a damaged head: told from a foreign one);
 *         PL_ERR_OPTION when an entry of the manifest, the points or the number of values
 *         differ: each that does, both values and its hint are told; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_results_resume(const char *path,
                                             const struct pl_manifest *manifest,
                                             struct pl_diags *diags,
                                             struct pl_results_file **out);

/**
 * Open a file for reading, whatever its manifest is: for merging.
 * @return PL_OK; PL_ERR_IO as pl_results_resume, also for an empty file; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_results_open(const char *path, struct pl_diags *diags,
                                           struct pl_results_file **out);

/** Closes the file and leaves it where it is; what cannot be written is lost in silence,
 * so sync before. Accepts NULL. */
void pl_results_close(struct pl_results_file *file);

/** What its records are of, for messages: "points" or "runs". */
const char *pl_results_word(const struct pl_manifest *manifest);

/** What it says of itself; borrowed until it is closed. Hints are NULL. */
const struct pl_manifest *pl_results_manifest(const struct pl_results_file *file);

/** How many points are done, and how many records were damaged when it was opened. */
uint64_t pl_results_n_done(const struct pl_results_file *file);
uint64_t pl_results_n_damaged(const struct pl_results_file *file);

/** @param k  first <= k < first + n */
bool pl_results_is_done(const struct pl_results_file *file, uint64_t k);

/**
 * Keep a point's result, in the place of an earlier one if there is any.
 * @param k       first <= k < first + n
 * @param values  shape (n_values); any bits, NaN too
 * @param reason  why the point failed; NULL when it did not. Line breaks become blanks; of
 *                more than 16 KiB the rest is cut
 * @return PL_OK; PL_ERR_IO (a full disk: the file stays good for resuming)
 */
PL_MUST_USE enum pl_status pl_results_put(struct pl_results_file *file, uint64_t k,
                                          const double *values, const char *reason,
                                          struct pl_diags *diags);

/** Bring everything that was put to the disk itself. @return PL_OK; PL_ERR_IO as above */
PL_MUST_USE enum pl_status pl_results_sync(struct pl_results_file *file,
                                           struct pl_diags *diags);

/**
 * Read a point's result; fastest in the order of points.
 * @param k       first <= k < first + n
 * @param values  receives shape (n_values)
 * @param reason  receives NULL, or why the point failed: to be freed with free()
 * @return PL_OK; PL_ERR_IO when it is not done or cannot be read; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_results_get(struct pl_results_file *file, uint64_t k,
                                          double *values, char **reason,
                                          struct pl_diags *diags);

#endif
