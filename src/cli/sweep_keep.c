/*
 * sweep_keep.c - a sweep into a file: what is done is kept on disk while it lasts, and the
 * table is written whole when all is there.
 *
 *     f.csv.partial         the results until then; removed when f.csv is in its place
 *     f.csv.shard-3-of-64   those of a shard, which `merge` reads
 */
#include "cli/sweep_run.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/sweep_table.h"
#include "out/sink.h"
#include "study/results_file.h"
#include "study/sweep.h"

/* [s] Work that an end of any kind may cost. Shorter: more time spent on the disk. */
#define SYNC_EVERY 1.0

/* [point] Fewer take so little memory that another reason lacked it. */
#define MANY 1e9

/* [byte] */
#define GIGA 1e9

struct keep {
    struct sweep_run *run;
    char *path;
    struct pl_results_file *file;
    pthread_mutex_t lock;  /* of the file: `skip` comes from any thread */
    double synced;         /* [s] when */
    enum pl_status status; /* what `watch` could not say of itself */
};

/* A word as a shell takes it back. */
static void
put_word(const char *word, struct pl_text *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_-+=:,./@%";

    if (word[0] != '\0' && word[strspn(word, plain)] == '\0') {
        pl_text_put(text, word);
        return;
    }
    pl_text_put(text, "'");
    for (const char *p = word; *p != '\0'; p++) {
        if (*p == '\'') {
            pl_text_put(text, "'\\''");
        } else {
            pl_text_add(text, p, 1);
        }
    }
    pl_text_put(text, "'");
}

/* The command line that goes on with what is kept. */
static void
hint_resume(const struct sweep_run *run, struct pl_diags *diags)
{
    const struct cli *cli = run->cli;
    struct pl_text command;

    pl_text_init(&command);
    for (int i = 0; i < cli->argc; i++) {
        pl_text_put(&command, i > 0 ? " " : "");
        put_word(cli->argv[i], &command);
    }
    if (!run->opts->resume) {
        pl_text_put(&command, " --resume");
    }
    pl_diag_hint(diags, "go on with: %s", pl_text_string(&command));
    pl_text_finish(&command);
}

/* After the work ended too early. @return status */
static enum pl_status
tell_end(const struct keep *keep, enum pl_status status, struct pl_diags *diags)
{
    const struct sweep_run *run = keep->run;

    if (status == PL_ERR_STOPPED) {
        pl_diag_error(
            diags, status, NULL,
            "%s: %" PRIu64 " of %" PRIu64 " %s are done and kept in '%s'",
            run->end == SWEEP_END_LIMIT ? "the time limit is reached" : "interrupted",
            run->n_done, run->plan.n, sweep_plan_unit(&run->plan), keep->path);
    }
    hint_resume(run, diags);
    return status;
}

static bool
on_skip(void *context, uint64_t k)
{
    struct keep *keep = context;
    bool is_done;

    (void)pthread_mutex_lock(&keep->lock);
    is_done = pl_results_is_done(keep->file, k);
    (void)pthread_mutex_unlock(&keep->lock);
    return is_done;
}

static enum pl_status
on_done(void *context, uint64_t k, const double *values, const char *reason,
        struct pl_diags *diags)
{
    struct keep *keep = context;
    struct sweep_run *run = keep->run;
    enum pl_status status;

    sweep_plan_row(&run->plan, k, values, run->row);
    (void)pthread_mutex_lock(&keep->lock);
    status = pl_results_put(keep->file, k, run->row, reason, diags);
    (void)pthread_mutex_unlock(&keep->lock);
    if (status == PL_OK) {
        run->n_done++;
        sweep_run_count(run, k, values, reason);
        sweep_run_keep_drawn(run, k, reason != NULL);
    }
    return status;
}

static bool
on_watch(void *context, uint64_t n_done)
{
    struct keep *keep = context;
    const double now = progress_clock();

    (void)n_done;
    if (now - keep->synced >= SYNC_EVERY) {
        (void)pthread_mutex_lock(&keep->lock);
        keep->status = pl_results_sync(keep->file, keep->run->cli->diags);
        (void)pthread_mutex_unlock(&keep->lock);
        keep->synced = progress_clock();
    }
    return sweep_run_watch(keep->run) || keep->status != PL_OK;
}

/* What an earlier call has left. */
static enum pl_status
look_back(struct keep *keep, struct pl_diags *diags)
{
    struct sweep_run *run = keep->run;
    const uint64_t n_damaged = pl_results_n_damaged(keep->file);
    enum pl_status status = PL_OK;

    run->n_before = pl_results_n_done(keep->file);
    run->n_done = run->n_before;
    if (n_damaged > 0) {
        pl_diag_warning(diags, NULL,
                        "%" PRIu64 " damaged result%s in '%s': worked out again",
                        n_damaged, n_damaged == 1 ? "" : "s", keep->path);
    }
    for (uint64_t i = 0; i < run->plan.n && run->n_before > 0 && status == PL_OK; i++) {
        const uint64_t k = run->plan.first + i;
        char *reason = NULL;

        if (!pl_results_is_done(keep->file, k)) {
            continue;
        }
        status = pl_results_get(keep->file, k, run->row, &reason, diags);
        if (status == PL_OK) {
            sweep_run_count(run, k, run->row + run->plan.n_factors, reason);
            sweep_run_keep_drawn(run, k, reason != NULL);
        }
        free(reason);
    }
    return status;
}

/* What so many points take, where that was too much: a bit of memory each. */
static void
hint_size(const struct sweep_run *run, struct pl_diags *diags)
{
    const double n = (double)run->plan.n;
    char number[PL_NUMBER_SIZE];

    if (n < MANY) {
        return;
    }
    pl_number_round(n, 6, number);
    pl_diag_hint(diags,
                 "%s %s take %.3g GB of memory, and %.0f GB on the disk: do them in "
                 "shards, --shard 1/1000 and so on",
                 number, sweep_plan_unit(&run->plan), n / 8.0 / GIGA,
                 n * 8.0 * (double)run->manifest.manifest.n_values / GIGA);
}

static enum pl_status
open_results(struct keep *keep, struct pl_diags *diags)
{
    struct sweep_run *run = keep->run;
    const struct pl_manifest *manifest = &run->manifest.manifest;
    struct stat info;
    enum pl_status status;

    if (run->opts->resume && stat(keep->path, &info) == 0) {
        status = pl_results_resume(keep->path, manifest, diags, &keep->file);
    } else {
        status = pl_results_create(keep->path, manifest, diags, &keep->file);
    }
    if (status == PL_ERR_NOMEM) {
        hint_size(run, diags);
    }
    return status == PL_OK ? look_back(keep, diags) : status;
}

/* Every point that is not done. */
static enum pl_status
work(struct keep *keep, struct pl_diags *diags)
{
    struct sweep_run *run = keep->run;
    const struct pl_sweep_work points = {.context = keep,
                                         .first = run->plan.first,
                                         .n = run->plan.n,
                                         .skip = run->n_before > 0 ? on_skip : NULL,
                                         .done = on_done,
                                         .watch = on_watch};
    enum pl_status status = PL_OK;
    enum pl_status synced;

    if (run->n_done == run->plan.n) {
        return PL_OK;
    }
    progress_begin(&run->progress, run->cli, sweep_plan_unit(&run->plan), run->n_done,
                   run->plan.n);
    keep->synced = progress_clock();
    status = pl_sweep_run(run->sweep, &points, diags);
    if (status == PL_ERR_STOPPED && keep->status != PL_OK) {
        status = keep->status;
    }
    if (status == PL_OK || status == PL_ERR_STOPPED) {
        synced = pl_results_sync(keep->file, diags);
        status = synced != PL_OK ? synced : status;
    }
    progress_end(&run->progress);
    return status;
}

/* All rows, to a sink that is open. */
static enum pl_status
write_rows(struct keep *keep, struct sweep_table *table, struct pl_sink *sink,
           struct pl_diags *diags)
{
    struct sweep_run *run = keep->run;
    enum pl_status status = PL_OK;

    for (uint64_t i = 0; i <= run->plan.n && status == PL_OK; i++) {
        const bool is_last = i == run->plan.n;
        char *reason = NULL;

        if (!is_last) {
            status = pl_results_get(keep->file, run->plan.first + i, run->row, &reason,
                                    diags);
            if (status == PL_OK) {
                status = sweep_table_add(table, run->row, reason, diags);
            }
            free(reason);
        }
        if (status == PL_OK &&
            (is_last || sweep_table_n_rows(table) >= SWEEP_TABLE_ROWS ||
             (i + 1) % SWEEP_TABLE_RECORDS == 0)) {
            struct pl_text text;

            pl_text_init(&text);
            status = sweep_table_take(table, is_last, diags, &text);
            if (status == PL_OK) {
                pl_sink_write(sink, pl_text_string(&text), text.size);
            }
            pl_text_finish(&text);
            progress_tell(&run->progress, i);
            if (status == PL_OK && interrupt_pending(NULL)) {
                run->end = SWEEP_END_INTERRUPT;
                status = PL_ERR_STOPPED;
            }
        }
    }
    return status;
}

/* The table, in its place. */
static enum pl_status
write_table(struct keep *keep, struct pl_diags *diags)
{
    struct sweep_run *run = keep->run;
    const struct output_opts *output = &run->opts->output;
    struct sweep_table *table = NULL;
    struct pl_sink *sink = NULL;
    enum pl_status status = sweep_table_create(
        &run->manifest.manifest, run->opts->members,
        (enum pl_frame_format)cli_frame_format(output), diags, &table);

    if (status == PL_OK) {
        status = pl_sink_open(output->output, diags, &sink);
    }
    if (status == PL_OK) {
        progress_begin(&run->progress, run->cli, sweep_table_unit(table), 0,
                       run->plan.n);
        status = write_rows(keep, table, sink, diags);
        progress_end(&run->progress);
        run->failures.n_lost = sweep_table_n_lost(table);
        if (status == PL_OK) {
            status = pl_sink_close(sink, diags);
        } else {
            pl_sink_discard(sink);
        }
    }
    sweep_table_destroy(table);
    if (status == PL_OK && unlink(keep->path) != 0) {
        pl_diag_warning(diags, NULL,
                        "'%s' is needed no more, and cannot be removed: %s", keep->path,
                        strerror(errno));
    }
    return status;
}

enum pl_status
sweep_keep(struct sweep_run *run)
{
    struct pl_diags *diags = run->cli->diags;
    struct keep keep = {.run = run, .path = sweep_keep_path(run)};
    enum pl_status status;

    if (keep.path == NULL || pthread_mutex_init(&keep.lock, NULL) != 0) {
        free(keep.path);
        return pl_diag_no_memory(diags, "a sweep");
    }
    interrupt_hold();
    status = open_results(&keep, diags);
    if (status == PL_OK) {
        status = work(&keep, diags);
        if (status == PL_OK && run->plan.n_shards == 0) {
            status = write_table(&keep, diags);
        }
        if (status != PL_OK) {
            status = tell_end(&keep, status, diags);
        }
    }
    pl_results_close(keep.file);
    interrupt_release();
    (void)pthread_mutex_destroy(&keep.lock);
    free(keep.path);
    return status;
}

enum pl_status
sweep_keep_n_done(const struct sweep_run *run, struct pl_diags *diags, uint64_t *n_done)
{
    struct pl_results_file *file = NULL;
    struct stat info;
    char *path;
    enum pl_status status = PL_OK;

    *n_done = 0;
    if (!run->opts->resume) {
        return PL_OK;
    }
    path = sweep_keep_path(run);
    if (path == NULL) {
        return pl_diag_no_memory(diags, "a sweep");
    }
    if (stat(path, &info) == 0) {
        status = pl_results_resume(path, &run->manifest.manifest, diags, &file);
        *n_done = file != NULL ? pl_results_n_done(file) : 0;
        pl_results_close(file);
    }
    free(path);
    return status;
}

char *
sweep_keep_path(const struct sweep_run *run)
{
    struct pl_text path;

    pl_text_init(&path);
    pl_text_put(&path, run->opts->output.output);
    if (run->plan.n_shards > 0) {
        pl_text_format(&path, ".shard-%zu-of-%zu", run->plan.shard, run->plan.n_shards);
    } else {
        pl_text_put(&path, ".partial");
    }
    if (path.failed) {
        pl_text_finish(&path);
    }
    return path.data; /* taken */
}

static bool
exists(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0;
}

/* What is there already, and is not to be gone on with: what it is, and how far it came.
 * A run that is at work on it says so itself. */
static enum pl_status
report_kept(const char *path, struct pl_diags *diags)
{
    struct pl_results_file *file = NULL;
    enum pl_status status = pl_results_open(path, diags, &file);

    if (status != PL_OK) {
        return status;
    }
    pl_diag_error(diags, PL_ERR_OPTION, NULL,
                  "'%s' is there already: %" PRIu64 " of its %" PRIu64 " %s are done",
                  path, pl_results_n_done(file), pl_results_manifest(file)->n,
                  pl_results_word(pl_results_manifest(file)));
    pl_diag_hint(diags, "go on with it by --resume, or remove it to begin anew");
    pl_results_close(file);
    return PL_ERR_OPTION;
}

/* Whether --resume fits what is there. */
static enum pl_status
check_resume(const struct sweep_run *run, const char *path, struct pl_diags *diags)
{
    const char *output = run->opts->output.output;
    const bool is_there = exists(path);

    if (is_there && !run->opts->resume) {
        return report_kept(path, diags);
    }
    if (!is_there && run->opts->resume && run->plan.n_shards == 0 && exists(output)) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "nothing to resume: '%s' is there, and no '%s'", output, path);
        pl_diag_hint(diags,
                     "if '%s' is this sweep's, it is complete; to sweep anew leave out "
                     "--resume",
                     output);
        return PL_ERR_OPTION;
    }
    return PL_OK;
}

enum pl_status
sweep_keep_check(const struct sweep_run *run, struct pl_diags *diags)
{
    char *path = sweep_keep_path(run);
    struct pl_sink *sink = NULL;
    enum pl_status status;

    if (path == NULL) {
        return pl_diag_no_memory(diags, "a sweep");
    }
    status = check_resume(run, path, diags);
    if (status == PL_OK && run->plan.n_shards == 0) {
        status = pl_sink_open(run->opts->output.output, diags, &sink);
        pl_sink_discard(sink);
    }
    free(path);
    return status;
}
