/*
 * results_record.c - the records of a file of results, and the reasons behind them.
 */
#include "study/results_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* [byte] Records that are read and written at once. Larger: less is left to write in a
 * second, and more memory is held; smaller: more system calls. */
#define BLOCK_SIZE ((size_t)64 << 10)

/* [byte] How much is read before the reason that is asked for: threads append them nearly
 * in the order of points. */
#define WINDOW_BACK ((size_t)16 << 10)

/* [byte] A longer reason is cut. */
#define MAX_REASON ((size_t)16 << 10)

#define STATUS_SIZE ((size_t)8)
#define VALUE_SIZE ((size_t)8)
#define CRC_SIZE ((size_t)4)
#define REASON_HEAD_SIZE ((size_t)16)

/* The status byte of a record that was written; 0 stands in one that was not. */
enum { RECORD_DONE = 1, RECORD_FAILED = 2 };

bool
pl_results_lay_out(struct pl_results_file *file)
{
    const struct pl_manifest *manifest = &file->head.manifest;
    const uint64_t most = INT64_MAX;
    const size_t extra = STATUS_SIZE + CRC_SIZE;

    if (manifest->n_values >
        (SIZE_MAX / 2 / PL_RESULTS_N_BLOCKS - extra) / VALUE_SIZE) {
        return false;
    }
    file->record_size = manifest->n_values * VALUE_SIZE + extra;
    file->per_block = BLOCK_SIZE / file->record_size;
    file->per_block = file->per_block > 0 ? file->per_block : 1;
    if (file->head.size > most ||
        manifest->n > (most - file->head.size) / file->record_size) {
        return false;
    }
    file->reasons_at = file->head.size + manifest->n * file->record_size;
    file->append_at = file->reasons_at;
    return manifest->n / 8 < SIZE_MAX;
}

bool
pl_results_make_room(struct pl_results_file *file)
{
    const size_t size = file->per_block * file->record_size;

    file->done = calloc((size_t)(file->head.manifest.n / 8) + 1, 1);
    file->memory = malloc(PL_RESULTS_N_BLOCKS * size);
    if (file->done == NULL || file->memory == NULL) {
        return false;
    }
    for (size_t b = 0; b < PL_RESULTS_N_BLOCKS; b++) {
        file->blocks[b].bytes = file->memory + b * size;
    }
    return true;
}

/* A checksum that holds for this file and point alone. */
static uint32_t
point_crc(const struct pl_results_file *file, uint64_t k)
{
    unsigned char point[8];

    pl_results_store(point, sizeof point, k);
    return pl_results_crc(file->head.crc, point, sizeof point);
}

static uint32_t
reason_crc(const struct pl_results_file *file, uint64_t k, const unsigned char *reason,
           size_t length)
{
    const uint32_t crc = pl_results_crc(point_crc(file, k), reason + 8, 4);

    return pl_results_crc(crc, reason + REASON_HEAD_SIZE, length);
}

/*
 * Have bytes of the reasons in memory.
 * @param bytes  receives shape (size), borrowed until the next call; NULL when the file
 *               ends before
 * @return 0 or errno
 */
static int
see(struct pl_results_file *file, uint64_t at, size_t size, const unsigned char **bytes)
{
    int error = 0;

    *bytes = NULL;
    if (at < file->window_at || at - file->window_at > file->window_n ||
        file->window_n - (size_t)(at - file->window_at) < size) {
        file->window_at =
            at - file->reasons_at > WINDOW_BACK ? at - WINDOW_BACK : file->reasons_at;
        error = pl_results_read_at(file->fd, file->window, PL_RESULTS_WINDOW_SIZE,
                                   file->window_at, &file->window_n);
    }
    if (error != 0) {
        file->window_n = 0;
        return error;
    }
    if (at - file->window_at <= file->window_n &&
        file->window_n - (size_t)(at - file->window_at) >= size) {
        *bytes = file->window + (at - file->window_at);
    }
    return 0;
}

/*
 * Find the reason of a point.
 * @param text  receives shape (length), borrowed; NULL when it is missing or damaged
 * @return 0 or errno
 */
static int
find_reason(struct pl_results_file *file, uint64_t k, uint64_t at,
            const unsigned char **text, size_t *length)
{
    const unsigned char *reason = NULL;
    int error = 0;

    *text = NULL;
    if (at < file->reasons_at || at > INT64_MAX - PL_RESULTS_WINDOW_SIZE) {
        return 0;
    }
    error = see(file, at, REASON_HEAD_SIZE, &reason);
    if (error != 0 || reason == NULL) {
        return error;
    }
    *length = (size_t)pl_results_load(reason + 8, 4);
    if (*length > MAX_REASON) {
        return 0;
    }
    error = see(file, at, REASON_HEAD_SIZE + *length, &reason);
    if (error == 0 && reason != NULL && pl_results_load(reason, 8) == k &&
        pl_results_load(reason + 12, 4) == reason_crc(file, k, reason, *length)) {
        *text = reason + REASON_HEAD_SIZE;
    }
    return error;
}

/* @param at  receives its place
 * @return 0 or errno */
static int
append_reason(struct pl_results_file *file, uint64_t k, const char *text, uint64_t *at)
{
    unsigned char *bytes = file->window; /* what was read there is read again */
    size_t length = strlen(text);
    int error = 0;

    if (length > MAX_REASON) {
        length = MAX_REASON;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) {
            length--; /* not in the middle of a character */
        }
    }
    file->window_n = 0;
    pl_results_store(bytes, 8, k);
    pl_results_store(bytes + 8, 4, length);
    for (size_t i = 0; i < length; i++) {
        const bool is_break = text[i] == '\n' || text[i] == '\r';

        bytes[REASON_HEAD_SIZE + i] = is_break ? ' ' : (unsigned char)text[i];
    }
    pl_results_store(bytes + 12, 4, reason_crc(file, k, bytes, length));
    error = pl_results_write_at(file->fd, bytes, REASON_HEAD_SIZE + length,
                                file->append_at);
    if (error == 0) {
        *at = file->append_at;
        file->append_at += REASON_HEAD_SIZE + length;
    }
    return error;
}

/* Write what has changed in a block. @return 0 or errno */
static int
write_back(const struct pl_results_file *file, struct pl_results_block *block)
{
    int error = 0;

    if (!block->is_used || block->dirty_from >= block->dirty_to) {
        return 0;
    }
    error = pl_results_write_at(
        file->fd, block->bytes + block->dirty_from * file->record_size,
        (block->dirty_to - block->dirty_from) * file->record_size,
        file->head.size + (block->first + block->dirty_from) * file->record_size);
    if (error == 0) {
        block->dirty_from = block->dirty_to = 0;
    }
    return error;
}

/* Read records from `first` on into a block; beyond the end of the file are zeros.
 * @return 0 or errno */
static int
load(const struct pl_results_file *file, struct pl_results_block *block, uint64_t first,
     size_t *n_read)
{
    const size_t size = file->per_block * file->record_size;
    const uint64_t at = file->head.size + first * file->record_size;
    const uint64_t left = file->reasons_at - at;
    int error = 0;

    block->is_used = false;
    error = pl_results_read_at(file->fd, block->bytes,
                               left < size ? (size_t)left : size, at, n_read);
    if (error != 0) {
        return error;
    }
    memset(block->bytes + *n_read, 0, size - *n_read);
    block->is_used = true;
    block->first = first;
    block->dirty_from = block->dirty_to = 0;
    return 0;
}

/* Have the block with record i in memory. @return 0 or errno */
static int
find_block(struct pl_results_file *file, uint64_t i, struct pl_results_block **found)
{
    const uint64_t first = i - i % file->per_block;
    struct pl_results_block *oldest = &file->blocks[0];
    size_t n_read = 0;
    int error = 0;

    file->clock++;
    for (size_t b = 0; b < PL_RESULTS_N_BLOCKS; b++) {
        struct pl_results_block *block = &file->blocks[b];

        if (block->is_used && block->first == first) {
            block->last_use = file->clock;
            *found = block;
            return 0;
        }
        if (block->last_use < oldest->last_use) {
            oldest = block;
        }
    }
    error = write_back(file, oldest);
    if (error == 0) {
        error = load(file, oldest, first, &n_read);
    }
    oldest->last_use = file->clock;
    *found = oldest;
    return error;
}

static unsigned char *
record_of(const struct pl_results_file *file, const struct pl_results_block *block,
          uint64_t i)
{
    return block->bytes + (size_t)(i - block->first) * file->record_size;
}

static uint32_t
record_crc(const struct pl_results_file *file, uint64_t i, const unsigned char *record)
{
    return pl_results_crc(point_crc(file, file->head.manifest.first + i), record,
                          file->record_size - CRC_SIZE);
}

static bool
is_zero(const unsigned char *bytes, size_t size)
{
    return bytes[0] == 0 && memcmp(bytes, bytes + 1, size - 1) == 0;
}

/*
 * Whether a record is whole, with its reason if it has one.
 * @param reason  receives shape (length), borrowed; NULL for none
 * @return 0 or errno
 */
static int
check_record(struct pl_results_file *file, uint64_t i, const unsigned char *record,
             enum pl_record_state *state, const unsigned char **reason, size_t *length)
{
    const size_t crc_at = file->record_size - CRC_SIZE;
    const uint64_t at = pl_results_load(record + 1, STATUS_SIZE - 1);
    int error = 0;

    *reason = NULL;
    *state = PL_RECORD_EMPTY;
    if (is_zero(record, file->record_size)) {
        return 0;
    }
    *state = PL_RECORD_DAMAGED;
    if (pl_results_load(record + crc_at, CRC_SIZE) != record_crc(file, i, record)) {
        return 0;
    }
    if (record[0] == RECORD_DONE) {
        *state = PL_RECORD_GOOD;
    } else if (record[0] == RECORD_FAILED) {
        error = find_reason(file, file->head.manifest.first + i, at, reason, length);
        *state = *reason != NULL ? PL_RECORD_GOOD : PL_RECORD_DAMAGED;
    }
    return error;
}

bool
pl_results_has(const struct pl_results_file *file, uint64_t i)
{
    return (file->done[i / 8] >> (i % 8) & 1) != 0;
}

static void
set_done(struct pl_results_file *file, uint64_t i)
{
    if (!pl_results_has(file, i)) {
        file->done[i / 8] = (unsigned char)(file->done[i / 8] | 1U << (i % 8));
        file->n_done++;
    }
}

int
pl_results_scan(struct pl_results_file *file)
{
    const uint64_t n = file->head.manifest.n;
    struct pl_results_block *block = &file->blocks[0];
    size_t n_read = 1;
    int error = 0;

    for (uint64_t i = 0; i < n && error == 0; i++) {
        enum pl_record_state state = PL_RECORD_EMPTY;
        const unsigned char *reason = NULL;
        size_t length = 0;

        if (i % file->per_block == 0) {
            error = load(file, block, i, &n_read);
        }
        if (error != 0 || n_read == 0) {
            break; /* nothing is there from here on */
        }
        error =
            check_record(file, i, record_of(file, block, i), &state, &reason, &length);
        if (state == PL_RECORD_GOOD) {
            set_done(file, i);
        }
        file->n_damaged += state == PL_RECORD_DAMAGED;
    }
    return error;
}

/* The row of a block is to be written. */
static void
mark_dirty(struct pl_results_block *block, size_t row)
{
    if (block->dirty_from == block->dirty_to) {
        block->dirty_from = row;
        block->dirty_to = row + 1;
    } else if (row < block->dirty_from) {
        block->dirty_from = row;
    } else if (row >= block->dirty_to) {
        block->dirty_to = row + 1;
    }
}

int
pl_results_set(struct pl_results_file *file, uint64_t i, const double *values,
               const char *reason)
{
    struct pl_results_block *block = NULL;
    unsigned char *record = NULL;
    uint64_t reason_at = 0;
    int error = 0;

    /* The reason first: no record is in the file before what it refers to. */
    if (reason != NULL) {
        error = append_reason(file, file->head.manifest.first + i, reason, &reason_at);
    }
    if (error == 0) {
        error = find_block(file, i, &block);
    }
    if (error != 0) {
        return error;
    }
    record = record_of(file, block, i);
    record[0] = reason != NULL ? RECORD_FAILED : RECORD_DONE;
    pl_results_store(record + 1, STATUS_SIZE - 1, reason_at);
    for (size_t v = 0; v < file->head.manifest.n_values; v++) {
        uint64_t bits = 0;

        memcpy(&bits, &values[v], sizeof bits);
        pl_results_store(record + STATUS_SIZE + v * VALUE_SIZE, VALUE_SIZE, bits);
    }
    pl_results_store(record + file->record_size - CRC_SIZE, CRC_SIZE,
                     record_crc(file, i, record));
    mark_dirty(block, (size_t)(i - block->first));
    set_done(file, i);
    return 0;
}

int
pl_results_look(struct pl_results_file *file, uint64_t i, enum pl_record_state *state,
                const unsigned char **values, const char **reason, size_t *length)
{
    struct pl_results_block *block = NULL;
    const unsigned char *text = NULL;
    int error = find_block(file, i, &block);

    if (error == 0) {
        const unsigned char *record = record_of(file, block, i);

        error = check_record(file, i, record, state, &text, length);
        *values = record + STATUS_SIZE;
    }
    *reason = (const char *)text;
    return error;
}

void
pl_results_values(const struct pl_results_file *file, const unsigned char *bytes,
                  double *values)
{
    for (size_t v = 0; v < file->head.manifest.n_values; v++) {
        const uint64_t bits = pl_results_load(bytes + v * VALUE_SIZE, VALUE_SIZE);

        memcpy(&values[v], &bits, sizeof bits);
    }
}

int
pl_results_flush(struct pl_results_file *file)
{
    int error = 0;

    for (size_t b = 0; b < PL_RESULTS_N_BLOCKS && error == 0; b++) {
        error = write_back(file, &file->blocks[b]);
    }
    return error;
}
