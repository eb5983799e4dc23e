/*
 * results_head.c - the first bytes of a file of results: what it was made for.
 */
#include "study/results_private.h"

#include <assert.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/text.h"

/* Formats: the second differs in what its records are of, so that a program that knows
 * the first alone does not take runs for points. */
enum { OF_POINTS = 1, OF_RUNS = 2 };

#define CRC_SIZE ((size_t)4)

/* [byte] Where each number of the head stands. */
enum {
    AT_VERSION = 8,
    AT_SIZE = 12,
    AT_N_POINTS = 20,
    AT_FIRST = 28,
    AT_N = 36,
    AT_N_VALUES = 44
};

/* A path in a value may hold anything; a line is a line all the same. */
static char
flatten(char c)
{
    return c == '\n' || c == '\r' ? ' ' : c;
}

static void
put_entries(const struct pl_manifest *manifest, struct pl_text *bytes)
{
    for (size_t i = 0; i < manifest->n_entries; i++) {
        const struct pl_manifest_entry *entry = &manifest->entries[i];

        assert(strpbrk(entry->name, "=\r\n") == NULL);
        pl_text_put(bytes, entry->name);
        pl_text_put(bytes, "=");
        for (const char *p = entry->value; *p != '\0'; p++) {
            const char c = flatten(*p);

            pl_text_add(bytes, &c, 1);
        }
        pl_text_put(bytes, "\n");
    }
}

enum pl_status
pl_results_head_encode(const struct pl_manifest *manifest, struct pl_diags *diags,
                       struct pl_text *bytes)
{
    unsigned char fixed[PL_RESULTS_FIXED_SIZE] = {0};
    unsigned char crc[CRC_SIZE] = {0};

    pl_text_add(bytes, (const char *)fixed, sizeof fixed);
    put_entries(manifest, bytes);
    pl_text_add(bytes, (const char *)crc, sizeof crc);
    if (bytes->failed) {
        return pl_diag_no_memory(diags, "the head of a file of results");
    }
    memcpy(fixed, PL_RESULTS_MAGIC, PL_RESULTS_MAGIC_SIZE);
    pl_results_store(fixed + AT_VERSION, 4, manifest->of_runs ? OF_RUNS : OF_POINTS);
    pl_results_store(fixed + AT_SIZE, 8, bytes->size);
    pl_results_store(fixed + AT_N_POINTS, 8, manifest->n_points);
    pl_results_store(fixed + AT_FIRST, 8, manifest->first);
    pl_results_store(fixed + AT_N, 8, manifest->n);
    pl_results_store(fixed + AT_N_VALUES, 8, manifest->n_values);
    memcpy(bytes->data, fixed, sizeof fixed);
    pl_results_store(crc, sizeof crc,
                     pl_results_crc(0, bytes->data, bytes->size - sizeof crc));
    memcpy(bytes->data + bytes->size - sizeof crc, crc, sizeof crc);
    return PL_OK;
}

uint64_t
pl_results_head_size(const unsigned char *bytes)
{
    return pl_results_load(bytes + AT_SIZE, 8);
}

enum pl_status
pl_results_head_damaged(const char *path, struct pl_diags *diags)
{
    pl_diag_error(diags, PL_ERR_IO, NULL,
                  "the head of '%s' is damaged: which sweep it belongs to cannot be "
                  "told",
                  path);
    pl_diag_hint(diags, "remove it and begin anew");
    return PL_ERR_IO;
}

/* Take the lines apart, in place. @return false when they are none */
static bool
read_entries(struct pl_results_head *head, size_t length)
{
    char *line = head->text;
    size_t n = 0;

    if (memchr(line, '\0', length) != NULL) {
        return false;
    }
    while (*line != '\0') {
        char *end = strchr(line, '\n');
        char *equals = strchr(line, '=');

        if (end == NULL || equals == NULL || equals > end) {
            return false;
        }
        *end = '\0';
        *equals = '\0';
        head->entries[n++] = (struct pl_manifest_entry){line, equals + 1, NULL};
        line = end + 1;
    }
    head->manifest.entries = head->entries;
    head->manifest.n_entries = n;
    return true;
}

/* Copy what stands between the fixed part and the checksum, and read it. */
static enum pl_status
read_text(const char *path, const char *text, size_t length, struct pl_diags *diags,
          struct pl_results_head *head)
{
    size_t n_lines = 0;

    for (size_t i = 0; i < length; i++) {
        n_lines += text[i] == '\n';
    }
    head->text = malloc(length + 1);
    head->entries = calloc(n_lines + 1, sizeof *head->entries);
    if (head->text == NULL || head->entries == NULL) {
        return pl_diag_no_memory(diags, "the head of a file of results");
    }
    memcpy(head->text, text, length);
    head->text[length] = '\0';
    return read_entries(head, length) ? PL_OK : pl_results_head_damaged(path, diags);
}

enum pl_status
pl_results_head_decode(const char *path, const unsigned char *bytes, uint64_t size,
                       struct pl_diags *diags, struct pl_results_head *head)
{
    struct pl_manifest *manifest = &head->manifest;
    const size_t text_end = (size_t)size - CRC_SIZE;
    uint64_t version = 0;
    enum pl_status status = PL_OK;

    if (size < PL_RESULTS_FIXED_SIZE + CRC_SIZE ||
        pl_results_load(bytes + text_end, CRC_SIZE) !=
            pl_results_crc(0, bytes, text_end)) {
        return pl_results_head_damaged(path, diags);
    }
    version = pl_results_load(bytes + AT_VERSION, 4);
    if (version != OF_POINTS && version != OF_RUNS) {
        pl_diag_error(diags, PL_ERR_IO, NULL,
                      "'%s' was written by another version of pathloop (format "
                      "%" PRIu64 ", this one has %d and %d)",
                      path, version, OF_POINTS, OF_RUNS);
        pl_diag_hint(diags, "use that version, or remove the file and begin anew");
        return PL_ERR_IO;
    }
    manifest->of_runs = version == OF_RUNS;
    head->size = size;
    head->crc = (uint32_t)pl_results_load(bytes + text_end, CRC_SIZE);
    manifest->n_points = pl_results_load(bytes + AT_N_POINTS, 8);
    manifest->first = pl_results_load(bytes + AT_FIRST, 8);
    manifest->n = pl_results_load(bytes + AT_N, 8);
    manifest->n_values = (size_t)pl_results_load(bytes + AT_N_VALUES, 8);
    status = read_text(path, (const char *)bytes + PL_RESULTS_FIXED_SIZE,
                       text_end - PL_RESULTS_FIXED_SIZE, diags, head);
    if (status != PL_OK) {
        pl_results_head_finish(head);
    }
    return status;
}

void
pl_results_head_finish(struct pl_results_head *head)
{
    free(head->text);
    free(head->entries);
    *head = (struct pl_results_head){0};
}

static const struct pl_manifest_entry *
find_entry(const struct pl_manifest *manifest, const char *name)
{
    for (size_t i = 0; i < manifest->n_entries; i++) {
        if (strcmp(manifest->entries[i].name, name) == 0) {
            return &manifest->entries[i];
        }
    }
    return NULL;
}

/* The values are the same once they are written. */
static bool
is_same(const char *a, const char *b)
{
    while (*a != '\0' && flatten(*a) == flatten(*b)) {
        a++;
        b++;
    }
    return *a == *b;
}

static enum pl_status
report_entry(const char *path, const char *name, const struct pl_manifest_entry *found,
             const struct pl_manifest_entry *wanted, struct pl_diags *diags)
{
    pl_diag_error(diags, PL_ERR_OPTION, NULL,
                  "'%s' belongs to another sweep: '%s' differs", path, name);
    pl_diag_note(diags, NULL, "in the file: %s",
                 found != NULL ? found->value : "nothing");
    pl_diag_note(diags, NULL, "asked for: %s",
                 wanted != NULL ? wanted->value : "nothing");
    if (wanted != NULL && wanted->hint != NULL) {
        pl_diag_hint(diags, "%s", wanted->hint);
    }
    return PL_ERR_OPTION;
}

static enum pl_status
compare_entries(const char *path, const struct pl_manifest *found,
                const struct pl_manifest *wanted, struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < wanted->n_entries; i++) {
        const struct pl_manifest_entry *entry = &wanted->entries[i];
        const struct pl_manifest_entry *there = find_entry(found, entry->name);

        if (there == NULL || !is_same(there->value, entry->value)) {
            status = report_entry(path, entry->name, there, entry, diags);
        }
    }
    for (size_t i = 0; i < found->n_entries; i++) {
        const struct pl_manifest_entry *entry = &found->entries[i];

        if (find_entry(wanted, entry->name) == NULL) {
            status = report_entry(path, entry->name, entry, NULL, diags);
        }
    }
    return status;
}

/* "the points 0 to 49" */
static void
put_points(const struct pl_manifest *manifest, struct pl_text *text)
{
    if (manifest->n == 0) {
        pl_text_format(text, "no %s", pl_results_word(manifest));
    } else {
        pl_text_format(text, "the %s %" PRIu64 " to %" PRIu64,
                       pl_results_word(manifest), manifest->first,
                       manifest->first + manifest->n - 1);
    }
}

static enum pl_status
report_points(const char *path, const struct pl_manifest *found,
              const struct pl_manifest *wanted, struct pl_diags *diags)
{
    struct pl_text there;
    struct pl_text here;

    pl_text_init(&there);
    pl_text_init(&here);
    put_points(found, &there);
    put_points(wanted, &here);
    pl_diag_error(diags, PL_ERR_OPTION, NULL, "'%s' holds %s of %" PRIu64 ", not %s",
                  path, pl_text_string(&there), found->n_points, pl_text_string(&here));
    pl_diag_hint(diags, "give the same --shard, or begin anew without --resume");
    pl_text_finish(&there);
    pl_text_finish(&here);
    return PL_ERR_OPTION;
}

enum pl_status
pl_results_head_compare(const char *path, const struct pl_manifest *found,
                        const struct pl_manifest *wanted, struct pl_diags *diags)
{
    enum pl_status status = compare_entries(path, found, wanted, diags);

    if (status != PL_OK) {
        return status; /* other points and values follow from it */
    }
    if (found->n_points != wanted->n_points) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "'%s' belongs to a sweep of %" PRIu64 " %s, not %" PRIu64, path,
                      found->n_points, pl_results_word(found), wanted->n_points);
        pl_diag_hint(diags, "give the same --vary and --design, or begin anew without "
                            "--resume");
        return PL_ERR_OPTION;
    }
    if (found->first != wanted->first || found->n != wanted->n) {
        return report_points(path, found, wanted, diags);
    }
    if (found->n_values != wanted->n_values) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "'%s' holds %zu numbers of each point, not %zu", path,
                      found->n_values, wanted->n_values);
        pl_diag_hint(diags, "give the same --readout, or begin anew without --resume");
        return PL_ERR_OPTION;
    }
    return PL_OK;
}
