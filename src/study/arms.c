/*
 * arms.c - the arms of a comparison, each in every member of an ensemble.
 */
#include "study/arms.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/pool.h"
#include "base/text.h"
#include "study/arms_private.h"
#include "study/ensemble.h"
#include "study/measure.h"
#include "study/sweep.h"
#include "study/treatment.h"

/* The arms while they run. */
struct running {
    const struct pl_arm *arms;
    const struct pl_arms_options *options;
    struct pl_arms *out;
    bool *failed;   /* shape (n_arms, n_members) */
    char *reason;   /* of the first run that failed, in the order of points */
    uint64_t where; /* its point */
};

/* a * b, or SIZE_MAX / sizeof(double) + 1 where that is more than can be had. */
static size_t
times_or_too_many(size_t a, size_t b)
{
    const size_t most = SIZE_MAX / sizeof(double);

    return b > 0 && a > most / b ? most + 1 : a * b;
}

/* Room for what the runs give; for measures there are no levels. */
static enum pl_status
make_room(struct running *running, bool has_levels, struct pl_diags *diags)
{
    struct pl_arms *out = running->out;
    const size_t n_runs = times_or_too_many(out->n_arms, out->n_members);
    const size_t n_levels = times_or_too_many(n_runs, out->n_symbols);
    const size_t n_values = times_or_too_many(n_levels, out->n_times);

    if (n_values > SIZE_MAX / sizeof(double)) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%zu arms of %zu parameter sets with %zu values each are "
                             "more than memory can hold",
                             out->n_arms, out->n_members,
                             out->n_times * out->n_symbols);
    }
    if (has_levels) {
        out->untreated = calloc(n_levels + 1, sizeof *out->untreated);
        out->largest = calloc(n_levels + 1, sizeof *out->largest);
    }
    out->values = calloc(n_values + 1, sizeof *out->values);
    running->failed = calloc(n_runs + 1, sizeof *running->failed);
    return (!has_levels || (out->untreated != NULL && out->largest != NULL)) &&
                   out->values != NULL && running->failed != NULL
               ? PL_OK
               : pl_diag_no_memory(diags, "the results of a comparison");
}

void
pl_arms_finish(struct pl_arms *arms)
{
    free(arms->untreated);
    free(arms->largest);
    free(arms->values);
    *arms = (struct pl_arms){0};
}

/* What is read off each run: untreated values, then those at each time. */
static struct pl_measure *
make_measures(const struct pl_arms_options *options, size_t *n)
{
    struct pl_measure *measures = NULL;
    size_t m = 0;

    *n = times_or_too_many(options->n_times + 1, options->n_symbols);
    measures = *n <= SIZE_MAX / sizeof *measures ? calloc(*n, sizeof *measures) : NULL;
    for (size_t k = 0; measures != NULL && k <= options->n_times; k++) {
        for (size_t s = 0; s < options->n_symbols; s++, m++) {
            measures[m] = (struct pl_measure){
                .kind = k == 0 ? PL_MEASURE_UNTREATED : PL_MEASURE_VALUE,
                .symbol = options->symbols[s],
                .time = k == 0 ? options->duration : options->times[k - 1],
            };
        }
    }
    return measures;
}

/* A run's place among all, by arms; points go by members, from the first of the ensemble
 * on. */
static size_t
place_of(const struct running *running, uint64_t k)
{
    const struct pl_arms *out = running->out;

    return (size_t)(k % out->n_arms) * out->n_members + (size_t)(k / out->n_arms) -
           running->options->first_member;
}

static size_t
count_members(const struct pl_arms_options *options)
{
    return options->n_members > 0 ? options->n_members
                                  : pl_ensemble_n(options->ensemble);
}

/* Keep in mind what failed. @param reason  NULL for a run that did not */
static enum pl_status
note_failure(struct running *running, uint64_t k, const char *reason,
             struct pl_diags *diags)
{
    if (reason == NULL) {
        return PL_OK;
    }
    running->failed[place_of(running, k)] = true;
    running->out->n_failed++;
    if (running->reason == NULL || k < running->where) {
        free(running->reason);
        running->where = k;
        running->reason = pl_text_copy(reason);
    }
    return running->reason != NULL ? PL_OK
                                   : pl_diag_no_memory(diags, "the results of a run");
}

static enum pl_status
take_levels(void *context, uint64_t k, const double *values, const char *reason,
            struct pl_diags *diags)
{
    struct running *running = context;
    struct pl_arms *out = running->out;
    const size_t n = out->n_symbols;
    const size_t run = place_of(running, k);
    double *largest = out->largest + run * n;

    memcpy(out->untreated + run * n, values, n * sizeof *values);
    memcpy(out->values + run * out->n_times * n, values + n,
           out->n_times * n * sizeof *values);
    for (size_t i = 0; i < (out->n_times + 1) * n; i++) {
        largest[i % n] = fmax(largest[i % n], fabs(values[i]));
    }
    return note_failure(running, k, reason, diags);
}

static enum pl_status
take_measures(void *context, uint64_t k, const double *values, const char *reason,
              struct pl_diags *diags)
{
    struct running *running = context;
    struct pl_arms *out = running->out;
    const size_t n = out->n_symbols;

    memcpy(out->values + place_of(running, k) * n, values, n * sizeof *values);
    return note_failure(running, k, reason, diags);
}

static bool
watch(void *context, uint64_t n_done)
{
    const struct running *running = context;
    const struct pl_sim_options *sim = &running->options->sim;

    (void)n_done;
    return sim->stop != NULL && sim->stop(sim->stop_context);
}

/* True when every member of some arm has failed. */
static bool
is_arm_lost(const struct running *running, size_t arm)
{
    const size_t n = running->out->n_members;

    for (size_t m = 0; m < n; m++) {
        if (!running->failed[arm * n + m]) {
            return false;
        }
    }
    return true;
}

/* The first arm that has lost every member; n_arms without one. */
static size_t
find_lost_arm(const struct running *running)
{
    size_t arm = 0;

    while (arm < running->out->n_arms && !is_arm_lost(running, arm)) {
        arm++;
    }
    return arm;
}

/* "everolimus 20 nM from 0 h" */
static void
put_arm(const struct running *running, size_t arm, struct pl_text *text)
{
    pl_treatment_describe(running->arms[arm].treatment, text);
}

/* Every set of an arm failed: which arm, and why the first run of all that failed did. */
static void
put_loss(const struct running *running, size_t lost, const char *set,
         struct pl_text *text)
{
    const size_t first = (size_t)(running->where % running->out->n_arms);

    put_arm(running, lost, text);
    if (running->out->n_members == 1) {
        pl_text_format(text, ", set %s: ", set);
    } else {
        pl_text_format(text, ": all %zu parameter sets failed; the first, ",
                       running->out->n_members);
        if (first != lost) {
            pl_text_put(text, "with ");
            put_arm(running, first, text);
            pl_text_put(text, " in ");
        }
        pl_text_format(text, "set %s: ", set);
    }
    pl_text_put(text, running->reason);
}

/* Some runs failed, and something is left of each arm. */
static void
put_failures(const struct running *running, const char *set, struct pl_text *text)
{
    const struct pl_arms *out = running->out;

    pl_text_format(text, "%zu of %zu runs failed and %s", out->n_failed,
                   out->n_arms * out->n_members,
                   out->n_failed == 1 ? "is left out: " : "are left out; the first, ");
    put_arm(running, (size_t)(running->where % out->n_arms), text);
    pl_text_format(text, " in set %s: %s", set, running->reason);
}

/* What failed is an error where nothing is left of an arm, else a warning. */
static enum pl_status
report_failures(const struct running *running, struct pl_diags *diags)
{
    const struct pl_arms *out = running->out;
    const struct pl_ensemble *ensemble = running->options->ensemble;
    const size_t lost = ensemble != NULL && running->options->keeps_lost
                            ? out->n_arms
                            : find_lost_arm(running);
    enum pl_status status = PL_OK;
    const char *set = NULL;
    struct pl_text words;

    if (out->n_failed == 0) {
        return PL_OK;
    }
    if (ensemble != NULL) {
        set = pl_ensemble_name(ensemble, (size_t)(running->where / out->n_arms));
    }
    pl_text_init(&words);
    if (ensemble == NULL) {
        put_arm(running, (size_t)(running->where % out->n_arms), &words);
        pl_text_format(&words, ": %s", running->reason);
    } else if (lost < out->n_arms) {
        put_loss(running, lost, set, &words);
    } else {
        put_failures(running, set, &words);
    }
    if (words.failed) {
        status = pl_diag_no_memory(diags, "a message");
    } else if (lost < out->n_arms) {
        status = pl_diag_error(diags, PL_ERR_STEP, NULL, "%s", pl_text_string(&words));
    } else {
        pl_diag_warning(diags, NULL, "%s", pl_text_string(&words));
    }
    pl_text_finish(&words);
    return status;
}

/* AUTO is for all arms alike: an untreated arm is compared with treated ones. */
static enum pl_equilibrate
choose_rest(const struct pl_arm *arms, size_t n_arms,
            const struct pl_arms_options *options)
{
    for (size_t a = 0; options->equilibrate == PL_EQUILIBRATE_AUTO && a < n_arms; a++) {
        if (arms[a].n_jumps > 0 || pl_treatment_is_any(arms[a].treatment) ||
            pl_treatment_has_background(arms[a].treatment)) {
            return PL_EQUILIBRATE_YES;
        }
    }
    return options->equilibrate;
}

static size_t
choose_threads(const struct pl_arms_options *options)
{
    const size_t n =
        options->n_threads > 0 ? options->n_threads : pl_pool_n_processors();

    return n < PL_POOL_MAX_THREADS ? n : PL_POOL_MAX_THREADS;
}

/* Run all arms, and judge none. @param design  NULL: nothing varies
 * @param has_levels  the measures are those of make_measures */
static enum pl_status
gather(struct running *running, const struct pl_context *context,
       const struct pl_design *design, const struct pl_measure *measures,
       size_t n_measures, bool has_levels, struct pl_diags *diags)
{
    const struct pl_arms_options *options = running->options;
    struct pl_arms *out = running->out;
    const struct pl_sweep_options sweep_options = {
        .sim = options->sim,
        .duration = options->duration,
        .equilibrate = choose_rest(running->arms, out->n_arms, options),
        .measures = measures,
        .n_measures = n_measures,
        .n_threads = choose_threads(options),
        .arms = running->arms,
        .n_arms = out->n_arms,
        .ensemble = options->ensemble,
        .members = options->members,
    };
    const struct pl_sweep_work work = {
        .context = running,
        .first = (uint64_t)out->n_arms * options->first_member,
        .n = (uint64_t)out->n_arms * out->n_members,
        .done = has_levels ? take_levels : take_measures,
        .watch = options->sim.stop != NULL ? watch : NULL,
    };
    struct pl_sweep *sweep = NULL;
    enum pl_status status = make_room(running, has_levels, diags);

    if (status == PL_OK) {
        status = pl_sweep_create(context, NULL, design, &sweep_options, diags, &sweep);
    }
    if (status == PL_OK) {
        out->method = pl_sweep_method_used(sweep, &out->why_method);
        status = pl_sweep_run(sweep, &work, diags);
    }
    pl_sweep_destroy(sweep);
    return status;
}

/* Run all arms, and tell of what failed. */
static enum pl_status
run_sweep(struct running *running, const struct pl_context *context,
          const struct pl_measure *measures, size_t n_measures, bool has_levels,
          struct pl_diags *diags)
{
    enum pl_status status =
        gather(running, context, NULL, measures, n_measures, has_levels, diags);

    if (status == PL_OK) {
        status = report_failures(running, diags);
    }
    free(running->reason);
    free(running->failed);
    if (status != PL_OK) {
        pl_arms_finish(running->out);
    }
    return status;
}

enum pl_status
pl_arms_gather(const struct pl_context *context, const struct pl_arm *arm,
               const struct pl_design *design, const struct pl_measure *measures,
               size_t n_measures, const struct pl_arms_options *options,
               struct pl_diags *diags, struct pl_arms *out,
               struct pl_arms_failure *failure)
{
    struct running running = {.arms = arm, .options = options, .out = out};
    const enum pl_status status =
        gather(&running, context, design, measures, n_measures, false, diags);

    *failure = (struct pl_arms_failure){running.reason, running.where};
    free(running.failed);
    return status;
}

enum pl_status
pl_arms_run(const struct pl_context *context, const struct pl_arm *arms, size_t n_arms,
            const struct pl_arms_options *options, struct pl_diags *diags,
            struct pl_arms *out)
{
    struct running running = {.arms = arms, .options = options, .out = out};
    size_t n_measures = 0;
    struct pl_measure *measures = make_measures(options, &n_measures);
    enum pl_status status = PL_OK;

    pl_arms_finish(out);
    if (measures == NULL) {
        return pl_diag_no_memory(diags, "the results of a comparison");
    }
    out->n_arms = n_arms;
    out->n_members = count_members(options);
    out->n_times = options->n_times;
    out->n_symbols = options->n_symbols;
    status = run_sweep(&running, context, measures, n_measures, true, diags);
    free(measures);
    return status;
}

enum pl_status
pl_arms_measure(const struct pl_context *context, const struct pl_arm *arms,
                size_t n_arms, const struct pl_measure *measures, size_t n_measures,
                const struct pl_arms_options *options, struct pl_diags *diags,
                struct pl_arms *out)
{
    struct running running = {.arms = arms, .options = options, .out = out};

    pl_arms_finish(out);
    out->n_arms = n_arms;
    out->n_members = count_members(options);
    out->n_times = 1;
    out->n_symbols = n_measures;
    return run_sweep(&running, context, measures, n_measures, false, diags);
}

/* The run's first number among those of all runs. */
static size_t
run_of(const struct pl_arms *arms, size_t arm, size_t member)
{
    return (arm * arms->n_members + member) * arms->n_symbols;
}

double
pl_arms_value(const struct pl_arms *arms, size_t arm, size_t member, size_t time,
              size_t symbol)
{
    return arms->values[run_of(arms, arm, member) * arms->n_times +
                        time * arms->n_symbols + symbol];
}

double
pl_arms_fold(const struct pl_arms *arms, size_t arm, size_t member, size_t time,
             size_t symbol)
{
    const size_t k = run_of(arms, arm, member) + symbol;

    return pl_fold(pl_arms_value(arms, arm, member, time, symbol), arms->untreated[k],
                   arms->largest[k]);
}
