/*
 * results_private.h - what the files of results_file share (study/ only).
 *
 * The file, with numbers little-endian:
 *
 *     head      magic      8 byte   "PLRESULT"; "PL-BEGUN" until the head is whole
 *               version    4 byte   1 when its records are of points, 2 of runs
 *               size       8 byte   of the head, checksum included
 *               n_points, first, n, n_values   8 byte each
 *               entries    "name=value\n" for each of the manifest
 *               checksum   4 byte
 *     records   n of them: status 1 byte, place of the reason 7 byte (0 for none),
 *               values 8 byte each (IEEE bits), checksum 4 byte
 *     reasons   appended: point 8 byte, length 4 byte, checksum 4 byte, text
 *
 * Checksums are CRC-32. That of a record or reason begins with the head's and the number
 * of the point, so that it holds in its own place alone. A record that was never written
 * is all zeros. Magic, version, size and the checksum at the head's end stay where they
 * are in every version.
 */
#ifndef PL_STUDY_RESULTS_PRIVATE_H
#define PL_STUDY_RESULTS_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "study/results_file.h"

struct pl_diags;
struct pl_text;

/* ---- results_bytes.c ---- */

/** A number of `n` bytes, little-endian. In the header, so that with a known `n` it is one
 * instruction: it is done for each number of each point. */
static inline void
pl_results_store(unsigned char *bytes, size_t n, uint64_t number)
{
    for (size_t i = 0; i < n; i++) {
        bytes[i] = (unsigned char)(number >> (8 * i) & 0xff);
    }
}

static inline uint64_t
pl_results_load(const unsigned char *bytes, size_t n)
{
    uint64_t number = 0;

    for (size_t i = 0; i < n; i++) {
        number |= (uint64_t)bytes[i] << (8 * i);
    }
    return number;
}

/** CRC-32, going on from `crc`. */
uint32_t pl_results_crc(uint32_t crc, const void *bytes, size_t size);

/** Write all of it. @return 0 or errno */
int pl_results_write_at(int fd, const void *bytes, size_t size, uint64_t at);

/** Read as much of it as there is. @return 0 or errno */
int pl_results_read_at(int fd, void *bytes, size_t size, uint64_t at, size_t *n_read);

/** Have the file's bytes on the disk itself. @return 0 or errno */
int pl_results_sync_data(int fd);

/** The same for the name of a file, as far as the system can. @return 0 or ENOMEM */
int pl_results_sync_folder(const char *path);

/** Keep other runs away; a file system that has no locks does without.
 * @return 0 or EWOULDBLOCK */
int pl_results_lock(int fd, bool is_writable);

/** Have room for `size` bytes on the disk. @return 0 or errno */
int pl_results_reserve(int fd, uint64_t size);

/* ---- results_head.c ---- */

#define PL_RESULTS_MAGIC_SIZE ((size_t)8)
/** More than one byte apart: damage to one does not make the other. */
#define PL_RESULTS_MAGIC "PLRESULT"
#define PL_RESULTS_BEGUN "PL-BEGUN"

/** What stands before the entries. */
#define PL_RESULTS_FIXED_SIZE ((size_t)52)

/** Zero it before the first use; pl_results_head_finish frees what is in it. */
struct pl_results_head {
    struct pl_manifest manifest; /* its entries are the next ones */
    struct pl_manifest_entry *entries;
    char *text;    /* what the entries point into */
    uint64_t size; /* [byte] in the file */
    uint32_t crc;
};

/** Append the head's bytes. @return PL_OK; PL_ERR_NOMEM */
PL_MUST_USE enum pl_status pl_results_head_encode(const struct pl_manifest *manifest,
                                                  struct pl_diags *diags,
                                                  struct pl_text *bytes);

/** The size that the first PL_RESULTS_FIXED_SIZE bytes of a file tell. */
uint64_t pl_results_head_size(const unsigned char *bytes);

/**
 * Read a head that begins with the magic.
 * @param size  of the head, as told by itself; the bytes are there
 * @return PL_OK; PL_ERR_IO when it is damaged or of another version; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_results_head_decode(const char *path,
                                                  const unsigned char *bytes,
                                                  uint64_t size, struct pl_diags *diags,
                                                  struct pl_results_head *head);
void pl_results_head_finish(struct pl_results_head *head);

/** The error for a head that cannot be read. @return PL_ERR_IO */
enum pl_status pl_results_head_damaged(const char *path, struct pl_diags *diags);

/** @return PL_OK; PL_ERR_OPTION with a message for each difference */
PL_MUST_USE enum pl_status pl_results_head_compare(const char *path,
                                                   const struct pl_manifest *found,
                                                   const struct pl_manifest *wanted,
                                                   struct pl_diags *diags);

/* ---- results_record.c; records are counted from the first of the file ---- */

/** Blocks that are held at once. With fewer than there are threads at distant places of
 * the design, blocks come and go with every point. */
#define PL_RESULTS_N_BLOCKS 8

/** [byte] Reasons that are read at once; more than a reason and what is read before it. */
#define PL_RESULTS_WINDOW_SIZE ((size_t)64 << 10)

/** Records that follow one another, as they are in the file or shall be. */
struct pl_results_block {
    bool is_used;
    uint64_t first;              /* record */
    size_t dirty_from, dirty_to; /* records of it that are still to be written */
    uint64_t last_use;
    unsigned char *bytes;
};

struct pl_results_file {
    char *path; /* as the user gave it */
    int fd;
    bool is_writable;
    struct pl_results_head head;
    size_t record_size;  /* [byte] */
    size_t per_block;    /* records */
    uint64_t reasons_at; /* [byte] in the file */
    uint64_t append_at;  /* [byte] in the file */
    struct pl_results_block blocks[PL_RESULTS_N_BLOCKS];
    unsigned char *memory; /* of all blocks */
    uint64_t clock;        /* uses of blocks so far */
    unsigned char *window; /* shape (PL_RESULTS_WINDOW_SIZE): part of the reasons */
    uint64_t window_at;    /* [byte] in the file */
    size_t window_n;       /* [byte] */
    unsigned char *done;   /* a bit for each record */
    uint64_t n_done, n_damaged;
};

enum pl_record_state {
    PL_RECORD_EMPTY,
    PL_RECORD_GOOD,
    PL_RECORD_DAMAGED /* or its reason is */
};

/** From the head: where everything stands. @return false when no file is that large */
bool pl_results_lay_out(struct pl_results_file *file);

/** Memory for what pl_results_lay_out has found. @return false when there is none */
bool pl_results_make_room(struct pl_results_file *file);

/** Look at every record. @return 0 or errno */
int pl_results_scan(struct pl_results_file *file);

/** Keep a result, in memory for now; a reason goes to the file. @return 0 or errno */
int pl_results_set(struct pl_results_file *file, uint64_t i, const double *values,
                   const char *reason);

/**
 * @param values  receives the bytes of the values, borrowed until the next call
 * @param reason  receives shape (length), borrowed likewise; NULL for none
 * @return 0 or errno
 */
int pl_results_look(struct pl_results_file *file, uint64_t i,
                    enum pl_record_state *state, const unsigned char **values,
                    const char **reason, size_t *length);

/** Numbers from their bytes. @param values  receives shape (n_values) */
void pl_results_values(const struct pl_results_file *file, const unsigned char *bytes,
                       double *values);

/** True when the record is whole. */
bool pl_results_has(const struct pl_results_file *file, uint64_t i);

/** Write what is in memory alone. @return 0 or errno */
int pl_results_flush(struct pl_results_file *file);

#endif
