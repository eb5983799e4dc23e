/*
 * sweep_stream.c - a sweep row by row to standard output, in the order of the design.
 *
 * Points come in no order. What comes early waits in a ring until all before it are there;
 * the limit on the steps of a point keeps it short.
 */
#include "cli/sweep_run.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/text.h"
#include "cli/sweep_table.h"
#include "out/sink.h"
#include "study/design.h"
#include "study/sweep.h"

/* [point] A power of 2. */
#define FIRST_ROOM ((size_t)1024)

/* One point that waits. */
struct waiting {
    bool is_there;
    char *reason; /* NULL when it did not fail */
};

struct stream {
    struct sweep_run *run;
    struct sweep_table *table;
    struct pl_sink *sink; /* NULL for standard output, which is opened for each piece */
    uint64_t next;        /* the first point that is not in the table yet */
    size_t room;          /* [point] a power of 2 */
    struct waiting *waiting; /* shape (room): point k is at k modulo room */
    double *values;          /* shape (room, n_measures), likewise */
    enum pl_status written;  /* what `watch` could not say of itself */
};

bool
sweep_is_stream(const char *output)
{
    struct stat info;

    return output == NULL || strcmp(output, "-") == 0 ||
           strncmp(output, "/dev/", 5) == 0 || strncmp(output, "/proc/", 6) == 0 ||
           (stat(output, &info) == 0 && !S_ISREG(info.st_mode) &&
            !S_ISDIR(info.st_mode));
}

/* Room for twice as many points. */
static enum pl_status
grow(struct stream *stream, struct pl_diags *diags)
{
    const size_t n_values = stream->run->plan.n_measures;
    const size_t room = stream->room > 0 ? 2 * stream->room : FIRST_ROOM;
    struct waiting *waiting = NULL;
    double *values = NULL;

    if (room <= SIZE_MAX / 2 / sizeof *values / n_values) {
        waiting = calloc(room, sizeof *waiting);
        values = calloc(room * n_values, sizeof *values);
    }
    if (waiting == NULL || values == NULL) {
        free(waiting);
        free(values);
        return pl_diag_no_memory(diags, "the points that wait for one before them");
    }
    for (uint64_t k = stream->next; k < stream->next + stream->room; k++) {
        const size_t from = (size_t)(k & (stream->room - 1));
        const size_t to = (size_t)(k & (room - 1));

        waiting[to] = stream->waiting[from];
        memcpy(values + to * n_values, stream->values + from * n_values,
               n_values * sizeof *values);
    }
    free(stream->waiting);
    free(stream->values);
    stream->waiting = waiting;
    stream->values = values;
    stream->room = room;
    return PL_OK;
}

/* Write the rows that have come together. */
static enum pl_status
write_rows(struct stream *stream, bool is_last, struct pl_diags *diags)
{
    struct pl_sink *sink = stream->sink;
    struct pl_text text;
    enum pl_status status;

    pl_text_init(&text);
    status = sweep_table_take(stream->table, is_last, diags, &text);
    if (status == PL_OK && sink == NULL) {
        status = pl_sink_open("-", diags, &sink);
    }
    if (status == PL_OK) {
        pl_sink_write(sink, pl_text_string(&text), text.size);
        if (stream->sink == NULL) {
            status = pl_sink_close(sink, diags);
        }
    }
    pl_text_finish(&text);
    return status;
}

/* Into the table with every point whose turn it is. */
static enum pl_status
pass_on(struct stream *stream, struct pl_diags *diags)
{
    struct sweep_run *run = stream->run;
    const size_t mask = stream->room - 1;
    enum pl_status status = PL_OK;

    while (status == PL_OK && stream->waiting[stream->next & mask].is_there) {
        struct waiting *waiting = &stream->waiting[stream->next & mask];

        sweep_plan_row(&run->plan, stream->next,
                       stream->values + (stream->next & mask) * run->plan.n_measures,
                       run->row);
        sweep_run_keep_drawn(run, stream->next, waiting->reason != NULL);
        status = sweep_table_add(stream->table, run->row, waiting->reason, diags);
        free(waiting->reason);
        *waiting = (struct waiting){0};
        stream->next++;
        if (status == PL_OK && sweep_table_n_rows(stream->table) >= SWEEP_TABLE_ROWS) {
            status = write_rows(stream, false, diags);
        }
    }
    return status;
}

static enum pl_status
on_done(void *context, uint64_t k, const double *values, const char *reason,
        struct pl_diags *diags)
{
    struct stream *stream = context;
    struct sweep_run *run = stream->run;
    const size_t n_values = run->plan.n_measures;
    enum pl_status status = PL_OK;
    size_t place;

    while (status == PL_OK && k - stream->next >= stream->room) {
        status = grow(stream, diags);
    }
    if (status != PL_OK) {
        return status;
    }
    place = (size_t)(k & (stream->room - 1));
    memcpy(stream->values + place * n_values, values, n_values * sizeof *values);
    if (reason != NULL) {
        stream->waiting[place].reason = pl_text_copy(reason);
        if (stream->waiting[place].reason == NULL) {
            return pl_diag_no_memory(diags, "the reason of a failed point");
        }
    }
    sweep_run_count(run, k, values, reason);
    stream->waiting[place].is_there = true;
    run->n_done++;
    return pass_on(stream, diags);
}

/* Rows are not held back from who looks on. */
static bool
on_watch(void *context, uint64_t n_done)
{
    struct stream *stream = context;

    (void)n_done;
    if (stream->sink == NULL && sweep_table_n_rows(stream->table) > 0) {
        stream->written = write_rows(stream, false, stream->run->cli->diags);
    }
    return sweep_run_watch(stream->run) || stream->written != PL_OK;
}

/* What was written, and how it could have been kept. */
static enum pl_status
tell_end(const struct stream *stream, struct pl_diags *diags)
{
    const struct sweep_run *run = stream->run;
    const size_t n_runs = run->opts->members ? 1 : run->plan.n_members; /* of a row */

    if (run->end == SWEEP_END_READER) {
        return PL_OK; /* it has what it wanted */
    }
    pl_diag_error(diags, PL_ERR_STOPPED, NULL,
                  "%s: the first %" PRIu64 " of %" PRIu64 " %s are written",
                  run->end == SWEEP_END_LIMIT ? "the time limit is reached"
                                              : "interrupted",
                  stream->next / n_runs, run->plan.n / n_runs,
                  run->opts->members ? "runs" : "points");
    pl_diag_hint(diags,
                 "with --output FILE what is done is kept, and --resume goes on");
    return PL_ERR_STOPPED;
}

static enum pl_status
work(struct stream *stream, struct pl_diags *diags)
{
    struct sweep_run *run = stream->run;
    const struct pl_sweep_work points = {.context = stream,
                                         .first = 0,
                                         .n = run->plan.n,
                                         .done = on_done,
                                         .watch = on_watch};
    enum pl_status status = pl_sweep_run(run->sweep, &points, diags);

    progress_end(&run->progress);
    if (status == PL_ERR_STOPPED && stream->written != PL_OK) {
        return stream->written;
    }
    /* a table in JSON has an end in any case */
    if (status == PL_OK || (status == PL_ERR_STOPPED && run->end != SWEEP_END_READER)) {
        const enum pl_status written = write_rows(stream, true, diags);

        status = written != PL_OK ? written : status;
    }
    return status == PL_ERR_STOPPED ? tell_end(stream, diags) : status;
}

enum pl_status
sweep_stream(struct sweep_run *run)
{
    struct pl_diags *diags = run->cli->diags;
    const char *output = run->opts->output.output;
    struct stream stream = {.run = run};
    enum pl_status status =
        sweep_table_create(&run->manifest.manifest, run->opts->members,
                           (enum pl_frame_format)cli_frame_format(&run->opts->output),
                           diags, &stream.table);

    if (status == PL_OK) {
        status = grow(&stream, diags);
    }
    if (status == PL_OK && output != NULL && strcmp(output, "-") != 0) {
        status = pl_sink_open(output, diags, &stream.sink);
    }
    if (status == PL_OK) {
        interrupt_hold();
        progress_begin(&run->progress, run->cli, sweep_plan_unit(&run->plan), 0,
                       run->plan.n);
        if (stream.sink == NULL && isatty(STDOUT_FILENO)) {
            run->progress.is_shown = false; /* the rows show it */
        }
        status = work(&stream, diags);
        interrupt_release();
    }
    if (stream.sink != NULL) {
        const enum pl_status closed = pl_sink_close(stream.sink, diags);

        status = status == PL_OK ? closed : status;
    }
    for (size_t i = 0; i < stream.room; i++) {
        free(stream.waiting[i].reason);
    }
    free(stream.waiting);
    free(stream.values);
    run->failures.n_lost = stream.table != NULL ? sweep_table_n_lost(stream.table) : 0;
    sweep_table_destroy(stream.table);
    return status;
}
