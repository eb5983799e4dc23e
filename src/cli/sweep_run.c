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
#include "cli/sweep_members.h"
#include "solve/sim.h"
#include "study/measure.h"
#include "study/results_file.h"
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

/* Append the reason of the first, in an ensemble behind its set: "set 12: …"; nothing when
 * there is none. */
static void
put_first(const struct sweep_failures *failures, const struct pl_manifest *manifest,
          struct pl_text *text)
{
    struct sweep_members members = {0};

    if (failures->reason == NULL) {
        return;
    }
    /* without memory the set has no name here: it is for a word to the reader alone */
    if (sweep_members_read(manifest, NULL, &members) == PL_OK && members.n > 0) {
        char number[SWEEP_MEMBER_SIZE];

        pl_text_format(
            text, "set %s: ",
            sweep_members_name(&members, failures->first % members.n, number));
    }
    sweep_members_finish(&members);
    pl_text_put(text, failures->reason);
}

/* Where rows are of points, in an ensemble. */
static void
hint_left_out(const struct sweep_failures *failures, struct pl_diags *diags)
{
    pl_diag_hint(diags, "the column 'failed_members' counts those of each point; with "
                        "--members 'error' says why of each");
    if (failures->n_lost > 0) {
        pl_diag_warning(diags, NULL,
                        "%" PRIu64 " point%s no run left: the column 'error' says why",
                        failures->n_lost, failures->n_lost == 1 ? " has" : "s have");
    }
}

void
sweep_failures_warn(const struct sweep_failures *failures, uint64_t n,
                    const struct pl_manifest *manifest, bool by_member,
                    struct pl_diags *diags)
{
    const bool has_bands = manifest->of_runs && !by_member;
    const char *between = failures->reason == NULL ? ""
                          : failures->n > 1        ? ", the first: "
                                                   : ": ";
    struct pl_text first;

    if (failures->n == 0) {
        return;
    }
    pl_text_init(&first);
    put_first(failures, manifest, &first);
    pl_diag_warning(diags, NULL, "%" PRIu64 " of %" PRIu64 " %s failed%s%s%s",
                    failures->n, n, pl_results_word(manifest),
                    !has_bands         ? ""
                    : failures->n == 1 ? " and is left out"
                                       : " and are left out",
                    between, pl_text_string(&first));
    pl_text_finish(&first);
    if (has_bands) {
        hint_left_out(failures, diags);
    } else {
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

void
sweep_run_keep_drawn(struct sweep_run *run, uint64_t k, bool has_failed)
{
    const size_t n = run->plan.n_measures;

    for (size_t i = 0; i < n && run->drawn != NULL; i++) {
        run->drawn[(size_t)(k - run->plan.first) * n + i] =
            has_failed ? (double)NAN : run->row[run->plan.n_factors + i];
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

/* "9 points"; in an ensemble "1800 runs (9 points in 200 parameter sets)" */
static void
put_count(const struct sweep_run *run, struct pl_text *text)
{
    const struct sweep_plan *plan = &run->plan;
    const uint64_t n_points = sweep_plan_n_points(plan);

    if (plan->ensemble == NULL) {
        pl_text_format(text, "%" PRIu64 " point%s", run->n_done,
                       run->n_done == 1 ? "" : "s");
        return;
    }
    pl_text_format(text, "%" PRIu64 " run%s", run->n_done, run->n_done == 1 ? "" : "s");
    if (run->n_done == plan->n) {
        pl_text_format(text, " (%" PRIu64 " point%s in %zu parameter set%s)", n_points,
                       n_points == 1 ? "" : "s", plan->n_members,
                       plan->n_members == 1 ? "" : "s");
    }
}

/* The first line: what every user wants to know. */
static void
put_summary(const struct sweep_run *run, const struct pl_sweep_statistics *cost,
            struct pl_text *text)
{
    const uint64_t n = run->n_done - run->n_before;
    const double seconds = progress_clock() - run->begun;
    const struct sweep_failures *failures = &run->failures;
    char number[PL_NUMBER_SIZE];

    put_count(run, text);
    if (run->n_before > 0) {
        pl_text_format(text, " (%" PRIu64 " done before)", run->n_before);
    }
    pl_text_format(text, ", %" PRIu64 " failed", failures->n);
    if (failures->reason != NULL) {
        pl_text_put(text, failures->n > 1 ? " (the first: " : " (");
        put_first(failures, &run->manifest.manifest, text);
        pl_text_put(text, ")");
    }
    if (failures->n_lost > 0) {
        pl_text_format(text, ", %" PRIu64 " point%s without any left", failures->n_lost,
                       failures->n_lost == 1 ? "" : "s");
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
