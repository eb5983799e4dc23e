/*
 * explain_runs.c - every coalition of loops is run, or those that orders pass; and shares.
 */
#include "analysis/explain_private.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/diag.h"
#include "study/arms.h"
#include "study/mix.h"
#include "study/treatment.h"

/* Runs that one call of pl_arms_run may have, and jumps of its arms. With more, memory
 * grows, and nothing is told meanwhile; with fewer, the rest is worked out more often,
 * once a call. */
#define RUNS_OF_A_CALL ((size_t)1 << 15)
#define MOST_JUMPS ((size_t)1000000)

/* How many coalitions one call may run. */
static size_t
runs_of_a_call(const struct pl_explaining *explaining,
               const struct pl_explain_batch *batch)
{
    const size_t by_runs = RUNS_OF_A_CALL / batch->n;
    const size_t by_jumps = MOST_JUMPS / pl_explain_most_jumps(explaining);
    const size_t n = by_runs < by_jumps ? by_runs : by_jumps;

    return n > 1 ? n : 1;
}

/* v of the runs of one call, behind those that are there. */
static void
keep_logs(struct pl_explaining *explaining, struct pl_explain_batch *batch,
          const struct pl_arms *arms)
{
    struct pl_explain *out = explaining->out;
    double *logs = batch->logs + batch->n_run * batch->n * out->n_times;

    for (size_t a = 0; a < arms->n_arms; a++) {
        for (size_t m = 0; m < batch->n; m++) {
            for (size_t k = 0; k < out->n_times; k++) {
                double *v = &logs[(a * batch->n + m) * out->n_times + k];

                *v =
                    pl_explain_log(explaining, arms, a, m, k) - explaining->base_log[k];
            }
        }
    }
    out->n_failed += arms->n_failed;
    batch->n_run += arms->n_arms;
}

/* Run the next n coalitions of the plan. */
static enum pl_status
run_some(struct pl_explaining *explaining, struct pl_explain_batch *batch, size_t n)
{
    const size_t most = pl_explain_most_jumps(explaining);
    struct pl_arms_options options = pl_explain_arms_options(explaining);
    struct pl_arm *arms = calloc(n, sizeof *arms);
    struct pl_jump *jumps = calloc(n * most + 1, sizeof *jumps);
    struct pl_arms results = {0};
    enum pl_status status = PL_OK;

    options.symbols = &explaining->out->readout;
    options.n_symbols = 1;
    options.first_member = batch->first;
    options.n_members = batch->n;
    options.keeps_lost = explaining->n_batches > 1; /* a batch may have one set */
    if (arms == NULL || jumps == NULL) {
        status = pl_diag_no_memory(explaining->diags, "the runs");
    } else {
        size_t n_jumps = 0;

        for (size_t a = 0; a < n; a++) {
            arms[a].treatment = explaining->treatment;
            arms[a].jumps = jumps + n_jumps;
            arms[a].n_jumps = pl_explain_clamp(
                explaining, batch->plan.coalitions[batch->n_run + a], jumps + n_jumps);
            n_jumps += arms[a].n_jumps;
        }
        status = pl_arms_run(explaining->context, arms, n, &options, explaining->diags,
                             &results);
    }
    if (status == PL_ERR_STEP) {
        pl_diag_note(explaining->diags, NULL,
                     "it is one of %zu runs with some loops clamped, the others intact",
                     batch->plan.n);
    }
    if (status == PL_OK) {
        keep_logs(explaining, batch, &results);
    }
    pl_arms_finish(&results);
    free(arms);
    free(jumps);
    return status;
}

/* Runs that all batches have done, and plan. */
static void
tell(const struct pl_explaining *explaining)
{
    const struct pl_explain_options *options = explaining->options;
    size_t n_done = 0;
    size_t n_all = 0;

    for (size_t b = 0; b < explaining->n_batches; b++) {
        n_done += explaining->batches[b].n_run * explaining->batches[b].n;
        n_all += explaining->batches[b].plan.n * explaining->batches[b].n;
    }
    if (options->tell != NULL) {
        options->tell(options->tell_context, n_done, n_all);
    }
}

/* Run every coalition of the plan that has not been run yet. */
static enum pl_status
run_plan(struct pl_explaining *explaining, struct pl_explain_batch *batch)
{
    const size_t of_a_call = runs_of_a_call(explaining, batch);
    const size_t n_numbers = batch->n * explaining->out->n_times;
    double *logs = NULL;
    enum pl_status status = PL_OK;

    if (batch->plan.n > SIZE_MAX / sizeof *logs / n_numbers) {
        return pl_diag_no_memory(explaining->diags, "the runs");
    }
    logs = realloc(batch->logs, batch->plan.n * n_numbers * sizeof *logs);
    if (logs == NULL) {
        return pl_diag_no_memory(explaining->diags, "the runs");
    }
    batch->logs = logs;
    while (status == PL_OK && batch->n_run < batch->plan.n) {
        const size_t left = batch->plan.n - batch->n_run;

        status = run_some(explaining, batch, left < of_a_call ? left : of_a_call);
        if (status == PL_OK) {
            tell(explaining);
        }
    }
    return status;
}

/* ---- shares */

/* v of a coalition that was run, in the m-th set of a batch. */
static double
log_of(const struct pl_explaining *explaining, const struct pl_explain_batch *batch,
       uint64_t coalition, size_t m, size_t k)
{
    const size_t place = pl_shapley_plan_find(&batch->plan, coalition);

    return batch->logs[(place * batch->n + m) * explaining->out->n_times + k];
}

/* Where part p of a member begins in `factors` and `errors`. */
static double *
part_of(const struct pl_explain *out, double *numbers, size_t m, size_t p)
{
    return numbers + (m * (out->n_loops + 2) + p) * out->n_times;
}

static void
fill_beside(struct pl_explaining *explaining, const struct pl_explain_batch *batch,
            size_t m)
{
    struct pl_explain *out = explaining->out;
    const uint64_t all = pl_shapley_everyone(&batch->plan);

    for (size_t l = 0; l < out->n_loops; l++) {
        const uint64_t one = UINT64_C(1) << l;
        const size_t at = ((batch->first + m) * out->n_loops + l) * out->n_times;

        for (size_t k = 0; k < out->n_times; k++) {
            out->alone[at + k] = log_of(explaining, batch, one, m, k) -
                                 log_of(explaining, batch, 0, m, k);
            out->without[at + k] = log_of(explaining, batch, all & ~one, m, k);
        }
    }
}

/* Shares of every set of a batch, from all that was run. Where the product lacks a factor
 * there is none of the others either. */
static enum pl_status
fill_shares(struct pl_explaining *explaining, const struct pl_explain_batch *batch)
{
    struct pl_explain *out = explaining->out;
    const size_t stride = batch->n * out->n_times;
    const uint64_t all = pl_shapley_everyone(&batch->plan);
    enum pl_status status = PL_OK;

    for (size_t m = 0; m < batch->n && status == PL_OK; m++) {
        const size_t member = batch->first + m;
        double *rest = part_of(out, out->factors, member, out->n_loops);
        double *whole = part_of(out, out->factors, member, out->n_loops + 1);
        const double *first = part_of(out, out->factors, member, 0);

        status = pl_shapley_plan_shares(&batch->plan, batch->logs + m * out->n_times,
                                        stride, out->n_times, explaining->diags,
                                        part_of(out, out->factors, member, 0),
                                        part_of(out, out->errors, member, 0));
        for (size_t k = 0; k < out->n_times; k++) {
            rest[k] =
                isnan(first[k]) ? (double)NAN : log_of(explaining, batch, 0, m, k);
            whole[k] = log_of(explaining, batch, all, m, k);
        }
        fill_beside(explaining, batch, m);
    }
    return status;
}

/* The largest standard error; that of a pair alone counts as infinite. */
static double
largest_error(const struct pl_explain *out)
{
    double largest = 0.0;

    for (size_t m = 0; m < out->n_members; m++) {
        for (size_t k = 0; k < out->n_loops * out->n_times; k++) {
            const size_t at = m * (out->n_loops + 2) * out->n_times + k;

            if (isnan(out->errors[at]) && !isnan(out->factors[at])) {
                return INFINITY;
            }
            largest = fmax(largest, out->errors[at]);
        }
    }
    return largest;
}

/* Coalitions that are shown beside the factors, drawn or not. */
static enum pl_status
want_beside(struct pl_explaining *explaining, struct pl_shapley_plan *plan)
{
    const uint64_t all = pl_shapley_everyone(plan);
    enum pl_status status = PL_OK;

    for (size_t l = 0; l < explaining->out->n_loops && status == PL_OK; l++) {
        const uint64_t one = UINT64_C(1) << l;

        status = pl_shapley_plan_want(plan, one, explaining->diags);
        if (status == PL_OK) {
            status = pl_shapley_plan_want(plan, all & ~one, explaining->diags);
        }
    }
    return status;
}

/* Pairs of orders to begin with. */
static size_t
first_pairs(const struct pl_explaining *explaining)
{
    const struct pl_explain_options *options = explaining->options;
    const struct pl_explain *out = explaining->out;
    size_t n = PL_EXPLAIN_FIRST_PAIRS;

    if (options->n_pairs > 0) {
        return options->n_pairs;
    }
    if (options->ensemble != NULL) {
        n = PL_EXPLAIN_SETS_RUNS / out->n_members / (2 * out->n_loops);
        n = n > PL_EXPLAIN_FIRST_PAIRS ? PL_EXPLAIN_FIRST_PAIRS : n;
    }
    return n < PL_EXPLAIN_LEAST_PAIRS ? PL_EXPLAIN_LEAST_PAIRS : n;
}

/* Plan for more orders in every batch, and run what is new. */
static enum pl_status
run_orders(struct pl_explaining *explaining, size_t n_more)
{
    enum pl_status status = PL_OK;

    for (size_t b = 0; b < explaining->n_batches && status == PL_OK; b++) {
        struct pl_shapley_plan *plan = &explaining->batches[b].plan;

        status = pl_shapley_plan_sample(plan, n_more, explaining->diags);
        if (status == PL_OK) {
            status = want_beside(explaining, plan);
        }
    }
    for (size_t b = 0; b < explaining->n_batches && status == PL_OK; b++) {
        status = run_plan(explaining, &explaining->batches[b]);
        if (status == PL_OK) {
            status = fill_shares(explaining, &explaining->batches[b]);
        }
    }
    return status;
}

/* Some orders, and without an ensemble twice as many until errors are small. */
static enum pl_status
run_sampled(struct pl_explaining *explaining)
{
    const struct pl_explain_options *options = explaining->options;
    const struct pl_shapley_plan *plan = &explaining->batches[0].plan;
    size_t n_more = first_pairs(explaining);
    enum pl_status status = PL_OK;

    for (;;) {
        const size_t left = PL_EXPLAIN_MOST_PAIRS - plan->n_pairs;

        if (options->n_pairs == 0 && n_more > left) {
            n_more = left;
        }
        status = run_orders(explaining, n_more);
        if (status != PL_OK || options->n_pairs > 0 || options->ensemble != NULL ||
            plan->n_pairs >= PL_EXPLAIN_MOST_PAIRS ||
            largest_error(explaining->out) < PL_EXPLAIN_ERROR) {
            return status;
        }
        n_more = plan->n_pairs;
    }
}

/* Whether every combination is run. */
static bool
is_exact(const struct pl_explaining *explaining)
{
    const struct pl_explain_options *options = explaining->options;
    const size_t n = explaining->out->n_loops;
    const size_t most = PL_EXPLAIN_MOST_RUNS / explaining->out->n_members;

    return options->exact || (options->n_pairs == 0 && n <= PL_SHAPLEY_MAX_EXACT &&
                              (UINT64_C(1) << n) <= most);
}

/* Divide the sets. The first batch has the orders of the seed itself. */
static enum pl_status
make_batches(struct pl_explaining *explaining)
{
    const struct pl_explain *out = explaining->out;
    const uint64_t seed = explaining->options->seed;
    const size_t n_most = out->exact ? 1 : PL_EXPLAIN_BATCHES;
    const size_t n = out->n_members < n_most ? out->n_members : n_most;

    explaining->batches = calloc(n, sizeof *explaining->batches);
    if (explaining->batches == NULL) {
        return pl_diag_no_memory(explaining->diags, "the runs");
    }
    explaining->n_batches = n;
    for (size_t b = 0; b < n; b++) {
        struct pl_explain_batch *batch = &explaining->batches[b];

        batch->first =
            out->n_members / n * b + (b < out->n_members % n ? b : out->n_members % n);
        batch->n = out->n_members / n + (b < out->n_members % n);
        pl_shapley_plan_init(&batch->plan, out->n_loops,
                             b == 0 ? seed : pl_mix_in(seed, b));
    }
    return PL_OK;
}

void
pl_explain_finish_batches(struct pl_explaining *explaining)
{
    for (size_t b = 0; b < explaining->n_batches; b++) {
        pl_shapley_plan_finish(&explaining->batches[b].plan);
        free(explaining->batches[b].logs);
    }
    free(explaining->batches);
}

enum pl_status
pl_explain_run_coalitions(struct pl_explaining *explaining)
{
    struct pl_explain *out = explaining->out;
    enum pl_status status = PL_OK;

    out->exact = is_exact(explaining);
    status = make_batches(explaining);
    if (status == PL_OK && out->exact) {
        struct pl_explain_batch *batch = &explaining->batches[0];

        status = pl_shapley_plan_all(&batch->plan, explaining->diags);
        if (status == PL_OK) {
            status = run_plan(explaining, batch);
        }
        if (status == PL_OK) {
            status = fill_shares(explaining, batch);
        }
    } else if (status == PL_OK) {
        status = run_sampled(explaining);
    }
    for (size_t b = 0; b < explaining->n_batches; b++) {
        const struct pl_shapley_plan *plan = &explaining->batches[b].plan;

        out->n_pairs = plan->n_pairs;
        out->n_coalitions = plan->n > out->n_coalitions ? plan->n : out->n_coalitions;
    }
    out->n_batches = explaining->n_batches;
    return status;
}
