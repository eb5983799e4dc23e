/*
 * cmd_merge.c - the shards of a sweep, put together.
 *
 * Each file is opened twice, and only for as long as it is read: first to see whether all
 * fit, then to write their rows.
 */
#include "cli/verbs.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/text.h"
#include "cli/files.h"
#include "cli/progress.h"
#include "cli/sweep_entry.h"
#include "cli/sweep_members.h"
#include "cli/sweep_run.h"
#include "cli/sweep_table.h"
#include "out/sink.h"
#include "study/results_file.h"

/* Shards that are named one by one when they are missing. */
#define MOST_NAMED ((size_t)20)

struct merge_opts {
    bool members;
    struct output_opts output;
    size_t colour;
};

static const struct opt rows[] = {
    OPT_FLAG(struct merge_opts, members, "members",
             "of a sweep with --ensemble: a row for each point and parameter set, in "
             "place of medians and bands"),
    OUTPUT_ROWS(struct merge_opts, output),
    COLOUR_ROW(struct merge_opts, colour),
    OPT_END,
};

static const char *const examples[] = {
    "simulate merge sweep.csv.shard-*-of-64 --output sweep.csv",
    "64 shards, in any order, to the file that one machine would have written",
    "simulate merge sweep.csv.shard-*-of-64 --members --output members.csv",
    "the same runs, each with its row, where the sweep had an --ensemble",
    NULL,
};

/* One file, as it was at the first look. */
struct shard {
    const char *path;
    uint64_t first, n, n_done;
    size_t i, n_shards; /* by its name; 0 when that says nothing */
};

struct merge {
    struct cli *cli;
    const struct merge_opts *opts;
    struct shard *shards; /* shape (n_shards), by their points */
    size_t n_shards;
    struct pl_results_file *model; /* the file that all are compared with */
    const char *model_path;
    size_t n_members; /* records of a point */
    double *values;   /* shape (n_values): work space */
    struct progress progress;
    struct sweep_failures failures;
};

/* "sweep.csv.shard-3-of-64" */
static void
read_name(struct shard *shard)
{
    const char *name = NULL;
    int end = 0;

    for (const char *p = strstr(shard->path, ".shard-"); p != NULL;
         p = strstr(p + 1, ".shard-")) {
        name = p;
    }
    if (name == NULL ||
        sscanf(name, ".shard-%7zu-of-%7zu%n", &shard->i, &shard->n_shards, &end) != 2 ||
        name[end] != '\0') {
        shard->i = 0;
        shard->n_shards = 0;
    }
}

/* @param one, other  values of an entry; NULL where there is none */
static enum pl_status
report_entry(const struct merge *merge, const char *path, const char *name,
             const char *one, const char *other)
{
    struct pl_diags *diags = merge->cli->diags;

    pl_diag_error(diags, PL_ERR_OPTION, NULL,
                  "'%s' and '%s' are of two sweeps: '%s' differs", merge->model_path,
                  path, name);
    pl_diag_note(diags, NULL, "in the first: %s", one != NULL ? one : "nothing");
    pl_diag_note(diags, NULL, "in the other: %s", other != NULL ? other : "nothing");
    return PL_ERR_OPTION;
}

/* Whether a file is of the sweep that the first one is of. */
static enum pl_status
compare(const struct merge *merge, const char *path, const struct pl_manifest *other)
{
    const struct pl_manifest *one = pl_results_manifest(merge->model);

    for (size_t i = 0; i < one->n_entries; i++) {
        const struct pl_manifest_entry *entry = &one->entries[i];
        const char *value = sweep_entry_find(other, entry->name);

        if (value == NULL || strcmp(value, entry->value) != 0) {
            return report_entry(merge, path, entry->name, entry->value, value);
        }
    }
    for (size_t i = 0; i < other->n_entries; i++) {
        const struct pl_manifest_entry *entry = &other->entries[i];

        if (sweep_entry_find(one, entry->name) == NULL) {
            return report_entry(merge, path, entry->name, NULL, entry->value);
        }
    }
    if (one->n_points != other->n_points || one->n_values != other->n_values) {
        return pl_diag_error(merge->cli->diags, PL_ERR_OPTION, NULL,
                             "'%s' and '%s' are of two sweeps: of %" PRIu64
                             " and %" PRIu64 " %s",
                             merge->model_path, path, one->n_points, other->n_points,
                             pl_results_word(one));
    }
    return PL_OK;
}

static enum pl_status
report_no_columns(const struct merge *merge)
{
    return pl_diag_error(merge->cli->diags, PL_ERR_IO, NULL,
                         "'%s' does not tell its columns", merge->model_path);
}

/* How many records a point has, and whether --members says something of them. */
static enum pl_status
take_model(struct merge *merge)
{
    struct sweep_members members = {0};
    const enum pl_status status = sweep_members_read(pl_results_manifest(merge->model),
                                                     merge->cli->diags, &members);

    merge->n_members = members.n > 0 ? members.n : 1;
    if (status == PL_OK && members.n == 0 && merge->opts->members) {
        return pl_diag_error(merge->cli->diags, PL_ERR_OPTION, NULL,
                             "--members: '%s' is of a sweep without --ensemble",
                             merge->model_path);
    }
    sweep_members_finish(&members);
    return status == PL_ERR_SYNTAX ? report_no_columns(merge) : status;
}

/* The first look at a file. */
static enum pl_status
look_at(struct merge *merge, struct shard *shard)
{
    struct pl_diags *diags = merge->cli->diags;
    struct pl_results_file *file = NULL;
    const struct pl_manifest *manifest;
    enum pl_status status = pl_results_open(shard->path, diags, &file);

    if (status != PL_OK) {
        return status;
    }
    manifest = pl_results_manifest(file);
    shard->first = manifest->first;
    shard->n = manifest->n;
    shard->n_done = pl_results_n_done(file);
    if (merge->model == NULL) {
        merge->model = file; /* kept open */
        merge->model_path = shard->path;
        return take_model(merge);
    }
    status = compare(merge, shard->path, manifest);
    pl_results_close(file);
    return status;
}

static int
by_points(const void *a, const void *b)
{
    const struct shard *one = a;
    const struct shard *other = b;

    return one->first != other->first
               ? (one->first > other->first) - (one->first < other->first)
               : (one->n > other->n) - (one->n < other->n);
}

/* "--shard 3/64", or the file alone where its name does not say that. */
static void
hint_resume(const struct shard *shard, struct pl_diags *diags)
{
    if (shard->n_shards > 0) {
        pl_diag_hint(diags,
                     "go on with it: the command of the sweep with --shard %zu/%zu "
                     "--resume",
                     shard->i, shard->n_shards);
    } else {
        pl_diag_hint(diags, "go on with it: the command of the sweep with --resume");
    }
}

/* Each file that is not complete. */
static enum pl_status
check_complete(const struct merge *merge)
{
    struct pl_diags *diags = merge->cli->diags;
    const char *word = pl_results_word(pl_results_manifest(merge->model));
    enum pl_status status = PL_OK;

    for (size_t s = 0; s < merge->n_shards; s++) {
        const struct shard *shard = &merge->shards[s];

        if (shard->n_done < shard->n) {
            status = PL_ERR_IO;
            pl_diag_error(diags, status, NULL,
                          "'%s' lacks %" PRIu64 " of its %" PRIu64 " %s", shard->path,
                          shard->n - shard->n_done, shard->n, word);
            hint_resume(shard, diags);
        }
    }
    return status;
}

/* What two files both have. */
static enum pl_status
check_overlaps(const struct merge *merge)
{
    const struct shard *last = &merge->shards[0]; /* that with the last point so far */

    for (size_t s = 1; s < merge->n_shards; s++) {
        const struct shard *next = &merge->shards[s];
        const uint64_t end = last->first + last->n;
        const uint64_t next_end = next->first + next->n;

        if (next->n > 0 && next->first < end) {
            pl_diag_error(merge->cli->diags, PL_ERR_OPTION, NULL,
                          "'%s' and '%s' both have the points %" PRIu64 " to %" PRIu64,
                          last->path, next->path, next->first / merge->n_members,
                          ((end < next_end ? end : next_end) - 1) / merge->n_members);
            pl_diag_hint(merge->cli->diags, "name each shard once");
            return PL_ERR_OPTION;
        }
        last = next_end > end ? next : last;
    }
    return PL_OK;
}

/* The number of shards by the files' names; 0 when they do not agree. */
static size_t
count_by_name(const struct merge *merge)
{
    const size_t n = merge->shards[0].n_shards;

    for (size_t s = 1; s < merge->n_shards; s++) {
        if (merge->shards[s].n_shards != n) {
            return 0;
        }
    }
    return n;
}

/* "shards 3, 7 and 9 of 64 are missing"; shards without points are not missed. */
static void
report_missing_shards(const struct merge *merge, size_t n_all)
{
    struct pl_diags *diags = merge->cli->diags;
    const uint64_t n_points =
        pl_results_manifest(merge->model)->n_points / merge->n_members;
    bool *is_there = calloc(n_all + 1, sizeof *is_there);
    struct pl_text names;
    size_t first = 0;
    size_t n = 0;
    size_t k = 0;

    pl_text_init(&names);
    if (is_there == NULL) {
        (void)pl_diag_no_memory(diags, "the shards");
        return;
    }
    for (size_t s = 0; s < merge->n_shards; s++) {
        is_there[merge->shards[s].i <= n_all ? merge->shards[s].i : 0] = true;
    }
    for (size_t i = 1; i <= n_all; i++) {
        is_there[i] = is_there[i] || n_points * (i - 1) / n_all == n_points * i / n_all;
        n += !is_there[i];
        first = first == 0 && !is_there[i] ? i : first;
    }
    for (size_t i = 1; i <= n_all && k < MOST_NAMED; i++) {
        if (!is_there[i]) {
            pl_text_format(&names, "%s%zu",
                           k == 0       ? ""
                           : k + 1 == n ? " and "
                                        : ", ",
                           i);
            k++;
        }
    }
    if (n > MOST_NAMED) {
        pl_text_format(&names, " and %zu more", n - MOST_NAMED);
    }
    pl_diag_error(diags, PL_ERR_IO, NULL, "shard%s %s of %zu %s missing",
                  n == 1 ? "" : "s", pl_text_string(&names), n_all,
                  n == 1 ? "is" : "are");
    pl_diag_hint(diags,
                 "name %s too, or make %s: the command of the sweep with --shard "
                 "%zu/%zu",
                 n == 1 ? "its file" : "their files", n == 1 ? "it" : "them", first,
                 n_all);
    pl_text_finish(&names);
    free(is_there);
}

/* The points that no file has. */
static enum pl_status
check_gaps(const struct merge *merge)
{
    struct pl_diags *diags = merge->cli->diags;
    const uint64_t n_points = pl_results_manifest(merge->model)->n_points;
    const size_t n_all = count_by_name(merge);
    uint64_t at = 0;

    for (size_t s = 0; s <= merge->n_shards; s++) {
        const uint64_t next = s < merge->n_shards ? merge->shards[s].first : n_points;

        if (next > at && n_all > 0) {
            report_missing_shards(merge, n_all);
            return PL_ERR_IO;
        }
        if (next > at) {
            pl_diag_error(diags, PL_ERR_IO, NULL,
                          "no file has the points %" PRIu64 " to %" PRIu64
                          " of %" PRIu64,
                          at / merge->n_members, (next - 1) / merge->n_members,
                          n_points / merge->n_members);
            pl_diag_hint(diags, "name the files of all shards");
            return PL_ERR_IO;
        }
        at = s < merge->n_shards ? next + merge->shards[s].n : at;
    }
    return PL_OK;
}

/* The rows that have come together, to the sink. */
static enum pl_status
write_rows(struct merge *merge, struct sweep_table *table, bool is_last, uint64_t n,
           struct pl_sink *sink)
{
    struct pl_text text;
    enum pl_status status;

    pl_text_init(&text);
    status = sweep_table_take(table, is_last, merge->cli->diags, &text);
    if (status == PL_OK) {
        pl_sink_write(sink, pl_text_string(&text), text.size);
    }
    pl_text_finish(&text);
    progress_tell(&merge->progress, n);
    if (status == PL_OK && interrupt_pending(NULL)) {
        status = PL_ERR_STOPPED;
    }
    return status;
}

/* One file's rows. */
static enum pl_status
write_shard(struct merge *merge, const struct shard *shard, struct sweep_table *table,
            struct pl_sink *sink)
{
    struct pl_diags *diags = merge->cli->diags;
    struct pl_results_file *file = NULL;
    enum pl_status status = pl_results_open(shard->path, diags, &file);

    if (status != PL_OK) {
        return status;
    }
    status = compare(merge, shard->path, pl_results_manifest(file));
    for (uint64_t k = shard->first; k < shard->first + shard->n && status == PL_OK;
         k++) {
        char *reason = NULL;

        status = pl_results_get(file, k, merge->values, &reason, diags);
        if (status == PL_OK) {
            status = sweep_table_add(table, merge->values, reason, diags);
        }
        if (reason != NULL) {
            sweep_failures_add(&merge->failures, k, reason);
        }
        free(reason);
        if (status == PL_OK && (sweep_table_n_rows(table) >= SWEEP_TABLE_ROWS ||
                                (k + 1) % SWEEP_TABLE_RECORDS == 0)) {
            status = write_rows(merge, table, false, k, sink);
        }
    }
    pl_results_close(file);
    return status;
}

static enum pl_status
make_table(const struct merge *merge, struct sweep_table **table)
{
    const struct pl_manifest *manifest = pl_results_manifest(merge->model);
    enum pl_status status =
        sweep_table_create(manifest, merge->opts->members,
                           (enum pl_frame_format)cli_frame_format(&merge->opts->output),
                           merge->cli->diags, table);

    return status == PL_ERR_SYNTAX ? report_no_columns(merge) : status;
}

/* The whole table. */
static enum pl_status
write_table(struct merge *merge)
{
    struct pl_diags *diags = merge->cli->diags;
    const struct pl_manifest *manifest = pl_results_manifest(merge->model);
    const char *output = merge->opts->output.output;
    struct sweep_table *table = NULL;
    struct pl_sink *sink = NULL;
    enum pl_status status = make_table(merge, &table);

    merge->values = calloc(manifest->n_values + 1, sizeof *merge->values);
    if (status == PL_OK && merge->values == NULL) {
        status = pl_diag_no_memory(diags, "a row of the table");
    }
    if (status == PL_OK) {
        status = pl_sink_open(output != NULL ? output : "-", diags, &sink);
    }
    if (status != PL_OK) {
        sweep_table_destroy(table);
        return status;
    }
    interrupt_hold();
    progress_begin(&merge->progress, merge->cli, sweep_table_unit(table), 0,
                   manifest->n_points);
    if ((output == NULL || strcmp(output, "-") == 0) && isatty(STDOUT_FILENO)) {
        merge->progress.is_shown = false; /* the rows show it */
    }
    for (size_t s = 0; s < merge->n_shards && status == PL_OK; s++) {
        status = write_shard(merge, &merge->shards[s], table, sink);
    }
    if (status == PL_OK) {
        status = write_rows(merge, table, true, manifest->n_points, sink);
    }
    progress_end(&merge->progress);
    merge->failures.n_lost = sweep_table_n_lost(table);
    if (status == PL_OK) {
        status = pl_sink_close(sink, diags);
    } else {
        pl_sink_discard(sink);
    }
    interrupt_release();
    sweep_table_destroy(table);
    return status;
}

/* The table takes the place of no shard. */
static enum pl_status
check_paths(const struct merge *merge, const struct opt_texts *paths)
{
    const struct file_written written = {merge->opts->output.output, "output"};
    enum pl_status status = PL_OK;

    for (size_t s = 0; s < paths->n && status == PL_OK; s++) {
        const struct file_read shard = {paths->items[s], "one of the shards"};

        status = files_check(NULL, &shard, 1, &written, 1, merge->cli->diags);
    }
    return status;
}

static bool
can_be_read(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && S_ISREG(info.st_mode) && access(path, R_OK) == 0;
}

/* Read what each file is, and look whether all fit. */
static enum exit_code
merge_files(struct merge *merge, const struct opt_texts *paths)
{
    enum pl_status status = check_paths(merge, paths);
    size_t n_seen = 0;

    if (status != PL_OK) {
        return cli_load_code(status);
    }
    merge->shards = calloc(paths->n, sizeof *merge->shards);
    if (merge->shards == NULL) {
        return cli_run_code(pl_diag_no_memory(merge->cli->diags, "the shards"));
    }
    for (n_seen = 0; n_seen < paths->n && status == PL_OK; n_seen++) {
        struct shard *shard = &merge->shards[n_seen];

        shard->path = paths->items[n_seen];
        read_name(shard);
        status = look_at(merge, shard);
    }
    if (status == PL_ERR_IO && can_be_read(merge->shards[n_seen - 1].path)) {
        return cli_run_code(status); /* what is in it is at fault, as with --resume */
    }
    if (status != PL_OK) {
        return cli_load_code(status);
    }
    merge->n_shards = paths->n;
    qsort(merge->shards, merge->n_shards, sizeof *merge->shards, by_points);
    status = check_overlaps(merge);
    if (status == PL_OK) {
        const enum pl_status gaps = check_gaps(merge);

        status = check_complete(merge);
        status = gaps != PL_OK ? gaps : status;
    }
    if (status == PL_OK) {
        status = write_table(merge);
    }
    if (status == PL_OK) {
        const struct pl_manifest *manifest = pl_results_manifest(merge->model);

        sweep_failures_warn(&merge->failures, manifest->n_points, manifest,
                            merge->opts->members, merge->cli->diags);
    }
    return cli_run_code(status);
}

static enum exit_code
run_verb(struct cli *cli, const struct verb *verb, int argc, char **argv)
{
    struct merge_opts opts = {.output.format = CLI_FORMAT_NONE};
    struct merge merge = {.cli = cli, .opts = &opts};
    struct opt_texts paths = {NULL, 0};
    enum exit_code code = EXIT_USAGE;

    if (!cli_parse(cli, verb, argc, argv, &opts, &paths, &code)) {
        goto done;
    }
    if (paths.n == 0) {
        pl_diag_error(cli->diags, PL_ERR_OPTION, NULL,
                      "merge needs the files of shards");
        pl_diag_hint(cli->diags, "simulate merge sweep.csv.shard-*");
        code = EXIT_USAGE;
        goto done;
    }
    cli_set_colour(cli, opts.colour);
    code = merge_files(&merge, &paths);

done:
    sweep_failures_finish(&merge.failures);
    free(merge.values);
    free(merge.shards);
    pl_results_close(merge.model);
    opt_finish(rows, &opts);
    opt_texts_finish(&paths);
    return code;
}

const struct verb cmd_merge = {
    .name = "merge",
    .summary = "Put the shards of a sweep together",
    .arguments = "FILE ...",
    .description =
        "The files that simulate sweep --shard has written, in any order. All "
        "have to be there and complete. The table is the one that the sweep "
        "would have written without --shard, to the byte; "
        "--format and --members are said here.",
    .examples = examples,
    .rows = rows,
    .run = run_verb,
};
