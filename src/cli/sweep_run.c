/*
 * sweep_run.c - what all ways of working a sweep out share: its end, its failures, its
 * cost in words.
 */
#include "cli/sweep_run.h"

#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/isa.h"
#include "base/number.h"
#include "base/text.h"
#include "study/sweep.h"

/* Whether two reasons differ in nothing but their numbers. */
static bool
is_same_kind(const char *a, const char *b)
{
    static const char of_numbers[] = "0123456789.+-e";

    for (;;) {
        a += strspn(a, of_numbers);
        b += strspn(b, of_numbers);
        if (*a != *b) {
            return false;
        }
        if (*a == '\0') {
            return true;
        }
        a++;
        b++;
    }
}

void
sweep_failures_add(struct sweep_failures *failures, const char *reason)
{
    size_t i = 0;

    failures->n++;
    while (i < failures->n_reasons && !is_same_kind(failures->reasons[i], reason)) {
        i++;
    }
    if (i == SWEEP_REASONS) {
        i--;
    } else if (i == failures->n_reasons) {
        failures->reasons[i] = pl_text_copy(reason);
        if (failures->reasons[i] == NULL) {
            return; /* it is for a word to the reader alone */
        }
        failures->n_reasons++;
    }
    failures->counts[i]++;
}

const char *
sweep_failures_most(const struct sweep_failures *failures)
{
    size_t most = 0;

    for (size_t i = 1; i < failures->n_reasons; i++) {
        if (failures->counts[i] > failures->counts[most]) {
            most = i;
        }
    }
    return failures->n_reasons > 0 ? failures->reasons[most] : NULL;
}

void
sweep_failures_finish(struct sweep_failures *failures)
{
    for (size_t i = 0; i < failures->n_reasons; i++) {
        free(failures->reasons[i]);
    }
    *failures = (struct sweep_failures){0};
}

/* Nobody reads what goes to standard output any more. */
static bool
reader_has_left(const struct sweep_run *run)
{
    const char *output = run->opts->output.output;
    struct pollfd out = {.fd = STDOUT_FILENO};

    return (output == NULL || strcmp(output, "-") == 0) && poll(&out, 1, 0) == 1 &&
           (out.revents & POLLERR) != 0;
}

bool
sweep_run_watch(struct sweep_run *run)
{
    const double limit = run->plan.time_limit;

    progress_tell(&run->progress, run->n_done);
    if (interrupt_pending(NULL)) {
        run->end = SWEEP_END_INTERRUPT;
    } else if (limit > 0.0 && progress_clock() - run->begun >= limit) {
        run->end = SWEEP_END_LIMIT;
    } else if (reader_has_left(run)) {
        run->end = SWEEP_END_READER;
    }
    return run->end != SWEEP_END_NONE;
}

/* The first line: what every user wants to know. */
static void
put_summary(const struct sweep_run *run, const struct pl_sweep_statistics *cost,
            struct pl_text *text)
{
    const uint64_t n = run->n_done - run->n_before;
    const double seconds = progress_clock() - run->begun;
    const char *reason = sweep_failures_most(&run->failures);
    char number[PL_NUMBER_SIZE];

    pl_text_format(text, "%" PRIu64 " point%s", run->n_done,
                   run->n_done == 1 ? "" : "s");
    if (run->n_before > 0) {
        pl_text_format(text, " (%" PRIu64 " done before)", run->n_before);
    }
    pl_text_format(text, ", %" PRIu64 " failed", run->failures.n);
    if (reason != NULL) {
        pl_text_format(text, " (%s%s)",
                       run->failures.n_reasons > 1 ? "most often: " : "", reason);
    }
    pl_number_round(seconds, 3, number);
    pl_text_format(text, ", %s s", number);
    if (n > 0 && seconds > 0.0) {
        pl_text_put(text, ", ");
        progress_put_rate((double)n / seconds, text);
    }
    if (n > 0) {
        pl_text_format(text, ", %zu thread%s x %zu lanes, ", cost->n_groups,
                       cost->n_groups == 1 ? "" : "s", cost->n_lanes);
        if (cost->why_not_native == NULL) {
            pl_text_put(text, "machine code");
        } else {
            pl_text_format(text, "interpreter (%s)", cost->why_not_native);
        }
    }
    pl_text_put(text, "\n");
}

/* The second line, for who asks what it cost. */
static void
put_cost(const struct pl_sweep_statistics *cost, struct pl_text *text)
{
    const double lanes = (double)cost->n_trials * (double)cost->n_lanes;

    pl_text_format(text, "%" PRIu64 " steps, ", cost->n_steps);
    if (lanes > 0.0) {
        pl_text_format(text, "%.0f %% of the lanes under way, ",
                       100.0 * (double)cost->n_steps / lanes);
    }
    pl_text_format(text, "%" PRIu64 " taken alone, %" PRIu64 " rest state%s",
                   cost->n_alone, cost->n_rests, cost->n_rests == 1 ? "" : "s");
    if (cost->code_size > 0) {
        pl_text_format(text, ", %zu bytes of machine code", cost->code_size);
    }
    if (!pl_isa_has_fma()) {
        pl_text_put(text,
                    ", no fused multiply-add: last digits differ from other machines'");
    }
    pl_text_put(text, "\n");
}

void
sweep_run_report(const struct sweep_run *run)
{
    struct pl_sweep_statistics cost = {0};
    struct pl_text text;

    if (!run->opts->verbose && !isatty(STDERR_FILENO)) {
        return;
    }
    if (run->sweep != NULL) {
        cost = pl_sweep_get_statistics(run->sweep);
    }
    pl_text_init(&text);
    put_summary(run, &cost, &text);
    if (run->opts->verbose && run->n_done > run->n_before) {
        put_cost(&cost, &text);
    }
    if (!run->cli->style.utf8) {
        pl_table_to_ascii(&text);
    }
    fputs(pl_text_string(&text), stderr);
    pl_text_finish(&text);
}
