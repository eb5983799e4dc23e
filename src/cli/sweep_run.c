/*
 * sweep_run.c - what all ways of working a sweep out share: its end, its failures, its
 * cost in words.
 */
#include "cli/sweep_run.h"

#include <inttypes.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/isa.h"
#include "base/number.h"
#include "base/text.h"
#include "solve/sim.h"
#include "study/measure.h"
#include "study/sweep.h"

void
sweep_failures_add(struct sweep_failures *failures, uint64_t k, const char *reason)
{
    if (failures->n == 0 || k < failures->first) {
        free(failures->reason);
        failures->first = k;
        /* NULL without memory: it is for a word to the reader alone */
        failures->reason = pl_text_copy(reason);
    }
    failures->n++;
}

void
sweep_failures_warn(const struct sweep_failures *failures, uint64_t n,
                    struct pl_diags *diags)
{
    const char *before = failures->reason == NULL ? ""
                         : failures->n > 1        ? ", the first: "
                                                  : ": ";

    if (failures->n > 0) {
        pl_diag_warning(diags, NULL, "%" PRIu64 " of %" PRIu64 " points failed%s%s",
                        failures->n, n, before,
                        failures->reason != NULL ? failures->reason : "");
        pl_diag_hint(diags, "the column 'error' says why of each");
    }
}

void
sweep_failures_finish(struct sweep_failures *failures)
{
    free(failures->reason);
    *failures = (struct sweep_failures){0};
}

void
sweep_run_count(struct sweep_run *run, uint64_t k, const double *values,
                const char *reason)
{
    if (reason != NULL) {
        sweep_failures_add(&run->failures, k, reason);
        return;
    }
    for (size_t i = 0; i < run->plan.n_measures; i++) {
        run->n_no_fold[i] +=
            run->plan.measures[i].kind == PL_MEASURE_FOLD && isnan(values[i]);
    }
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
    } else if (limit > 0.0 && run->n_done < run->plan.n &&
               progress_clock() - run->begun >= limit) {
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
    const char *reason = run->failures.reason;
    char number[PL_NUMBER_SIZE];

    pl_text_format(text, "%" PRIu64 " point%s", run->n_done,
                   run->n_done == 1 ? "" : "s");
    if (run->n_before > 0) {
        pl_text_format(text, " (%" PRIu64 " done before)", run->n_before);
    }
    pl_text_format(text, ", %" PRIu64 " failed", run->failures.n);
    if (reason != NULL) {
        pl_text_format(text, " (%s%s)", run->failures.n > 1 ? "the first: " : "",
                       reason);
    }
    pl_number_round(seconds, 3, number);
    pl_text_format(text, ", %s s", number);
    if (n > 0 && seconds > 0.0) {
        pl_text_put(text, ", ");
        progress_put_rate((double)n / seconds, text);
    }
    if (n > 0) {
        pl_text_format(text, ", %zu thread%s", cost->n_groups,
                       cost->n_groups == 1 ? "" : "s");
        if (cost->n_lanes > 1) {
            pl_text_format(text, " x %zu lanes", cost->n_lanes);
        }
        pl_text_put(text, ", ");
        if (cost->why_not_native == NULL) {
            pl_text_put(text, "machine code");
        } else {
            pl_text_format(text, "interpreter (%s)", cost->why_not_native);
        }
    }
    pl_text_put(text, "\n");
}

/* How many steps there were, and how many of the lanes took part in them. */
static void
put_steps(const struct pl_sweep_statistics *cost, struct pl_text *text)
{
    const double lanes = (double)cost->n_trials * (double)cost->n_lanes;

    if (cost->n_lanes == 1) {
        pl_text_format(text, "%" PRIu64 " steps, ", cost->n_alone);
        return;
    }
    pl_text_format(text, "%" PRIu64 " steps, ", cost->n_steps);
    if (lanes > 0.0) {
        pl_text_format(text, "%.0f %% of the lanes under way, ",
                       100.0 * (double)cost->n_steps / lanes);
    }
    pl_text_format(text, "%" PRIu64 " taken alone, ", cost->n_alone);
}

/* The lines for who asks what it cost: as those of a single run. */
static void
put_cost(const struct sweep_run *run, const struct pl_sweep_statistics *cost,
         struct pl_text *text)
{
    const struct pl_sim_options *sim = &run->plan.options.sim;
    char rtol[PL_NUMBER_SIZE];

    pl_number_format(sim->rtol, rtol);
    pl_text_format(text, "%s, rtol %s: ", sim->method, rtol);
    put_steps(cost, text);
    pl_text_format(text, "%" PRIu64 " rest state%s", cost->n_rests,
                   cost->n_rests == 1 ? "" : "s");
    if (cost->code_size > 0) {
        pl_text_format(text, ", %zu bytes of machine code", cost->code_size);
    }
    if (!pl_isa_has_fma()) {
        pl_text_put(text,
                    ", no fused multiply-add: last digits differ from other machines'");
    }
    pl_text_put(text, "\n");
    if (run->why_method != NULL) {
        pl_text_format(text, "method auto is %s: %s\n", sim->method, run->why_method);
    }
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
        put_cost(run, &cost, &text);
    }
    if (!run->cli->style.utf8) {
        pl_table_to_ascii(&text);
    }
    fputs(pl_text_string(&text), stderr);
    pl_text_finish(&text);
}
