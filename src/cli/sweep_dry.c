/*
 * sweep_dry.c - what a sweep would do, and about how long it would take.
 */
#include "cli/sweep_run.h"

#include <inttypes.h>
#include <math.h>

#include "base/number.h"
#include "base/text.h"
#include "cli/phrases.h"
#include "model/model.h"
#include "study/context.h"
#include "study/design.h"
#include "study/ensemble.h"
#include "study/factor.h"
#include "study/measure.h"
#include "study/sweep.h"
#include "study/treatment.h"

/* [s] After so much timing the rate is known well enough; when to be content with what is
 * known by then; and when to give up on the first point. */
#define ENOUGH 0.4
#define TOO_LONG 5.0
#define FAR_TOO_LONG 60.0

/* The golden ratio: each next block lies far from those before it. */
#define FAR_APART 0.6180339887498949

/* Points worked out for their time alone. */
struct timing {
    double deadline; /* [s] on progress_clock */
    uint64_t n;      /* of the newest block */
    double alone;    /* [s] that a point takes alone; 0 when it was not done */
    double rate;     /* [1/s] of the last block that had any done; 0 without one */
    uint64_t n_rate; /* points of that block */
};

static enum pl_status
on_done(void *context, uint64_t k, const double *values, const char *reason,
        struct pl_diags *diags)
{
    struct timing *timing = context;

    (void)k;
    (void)values;
    (void)reason;
    (void)diags;
    timing->n++;
    return PL_OK;
}

static bool
on_watch(void *context, uint64_t n_done)
{
    const struct timing *timing = context;

    (void)n_done;
    return progress_clock() > timing->deadline || interrupt_pending(NULL);
}

/* Work a block of points out. @return the seconds that it took */
static enum pl_status
time_block(struct sweep_run *run, uint64_t first, uint64_t n, struct pl_diags *diags,
           struct timing *timing, double *seconds)
{
    const double begun = progress_clock();
    const struct pl_sweep_work work = {
        .context = timing, .first = first, .n = n, .done = on_done, .watch = on_watch};
    enum pl_status status;

    timing->n = 0;
    status = pl_sweep_run(run->sweep, &work, diags);
    *seconds = progress_clock() - begun;
    if (status == PL_ERR_STOPPED && !interrupt_pending(NULL)) {
        status = PL_OK; /* hard points: what is known has to do */
    }
    return status;
}

/*
 * One point alone; then blocks of them, each twice as long as the one before, until the
 * last took long enough to tell the rate of all: the first pays for what later ones share.
 */
static enum pl_status
time_some(struct sweep_run *run, struct pl_diags *diags, struct timing *timing)
{
    const struct sweep_plan *plan = &run->plan;
    uint64_t n = pl_sweep_get_statistics(run->sweep).n_lanes * plan->options.n_threads;
    double place = 0.0;
    double seconds = 0.0;
    enum pl_status status = PL_OK;

    if (plan->n == 0) {
        return PL_OK;
    }
    timing->deadline = progress_clock() + FAR_TOO_LONG;
    status = time_block(run, plan->first, 1, diags, timing, &seconds);
    timing->alone = timing->n > 0 ? seconds : 0.0;
    timing->deadline = progress_clock() + TOO_LONG;
    seconds = 0.0;
    while (status == PL_OK && timing->n > 0 && seconds < ENOUGH &&
           timing->n_rate < plan->n) {
        const uint64_t n_block = n < plan->n ? n : plan->n;
        const uint64_t first =
            plan->first + (uint64_t)(place * (double)(plan->n - n_block));

        status = time_block(run, first, n_block, diags, timing, &seconds);
        if (timing->n > 0 && seconds > 0.0) {
            timing->rate = (double)timing->n / seconds;
            timing->n_rate = timing->n;
        }
        place += FAR_APART;
        place -= place >= 1.0;
        n *= 2;
    }
    return status;
}

static void
put_number(double value, struct pl_text *text)
{
    char number[PL_NUMBER_SIZE];

    pl_number_round(value, 6, number);
    pl_text_put(text, number);
}

/* In a grid; 0 where there are as many as points. */
static size_t
n_levels_of(const struct pl_factor *factor, bool is_grid)
{
    const bool has_range = !isnan(factor->low);

    return factor->n_levels > 0   ? factor->n_levels
           : is_grid && has_range ? PL_FACTOR_LEVELS
                                  : 0;
}

/* "  IGF  0 to 30, 25 levels, before the rest" */
static void
put_factor(const struct sweep_plan *plan, const struct pl_factor *factor, bool is_grid,
           size_t width, struct pl_text *text)
{
    const char *unit = factor->symbol != PL_NONE
                           ? plan->context->model->symbols[factor->symbol].unit
                           : NULL;

    pl_text_format(text, "  %s", factor->name);
    pl_text_repeat(text, " ", width - pl_text_width(factor->name) + 2);
    if (factor->kind == PL_FACTOR_CELL && factor->n_levels > 0) {
        pl_text_format(text, "%zu cell%s", factor->n_levels,
                       factor->n_levels == 1 ? "" : "s");
    } else if (isnan(factor->low)) {
        pl_text_put(text, "from the file");
    } else {
        put_number(factor->low, text);
        pl_text_put(text, " to ");
        put_number(factor->high, text);
        pl_text_format(text, "%s%s%s", unit != NULL ? " " : "",
                       unit != NULL ? unit : "",
                       factor->logarithmic ? ", logarithmic" : "");
        if (is_grid) {
            const size_t n = n_levels_of(factor, is_grid);

            pl_text_format(text, ", %zu level%s", n, n == 1 ? "" : "s");
        }
    }
    pl_text_put(text, factor->before_rest ? ", before the rest\n" : ", from 0 on\n");
}

static void
put_points(const struct sweep_plan *plan, uint64_t n_done, struct pl_text *text)
{
    const uint64_t n_all = pl_design_n_points(plan->design);
    const uint64_t n = sweep_plan_n_points(plan);

    pl_text_format(text, "%" PRIu64 " point%s", n, n == 1 ? "" : "s");
    if (plan->n_shards > 0) {
        pl_text_format(text, " of %" PRIu64 ": shard %zu of %zu", n_all, plan->shard,
                       plan->n_shards);
    }
    if (plan->ensemble != NULL) {
        pl_text_format(text, "\n%zu parameter set%s (%s) at each: %" PRIu64 " run%s",
                       plan->n_members, plan->n_members == 1 ? "" : "s",
                       pl_ensemble_path(plan->ensemble), plan->n,
                       plan->n == 1 ? "" : "s");
    }
    if (n_done > 0) {
        pl_text_format(text, ", %" PRIu64 " of them done", n_done);
    }
    pl_text_put(text, "\n");
}

/* What varies. @return whether it is a grid, or one at each row of a file */
static bool
put_factors(const struct sweep_plan *plan, struct pl_text *text)
{
    size_t n = 0;
    const struct pl_factor *factors = pl_design_factors(plan->design, &n);
    const enum pl_design_kind kind = pl_design_kind_of(plan->design);
    const bool is_grid = kind == PL_DESIGN_GRID || kind == PL_DESIGN_ROWS;
    size_t width = 0;

    for (size_t i = 0; i < n; i++) {
        const size_t own = pl_text_width(factors[i].name);

        width = own > width ? own : width;
    }
    for (size_t i = 0; i < n; i++) {
        put_factor(plan, &factors[i], is_grid, width, text);
    }
    return is_grid;
}

/* How many different rest states there are. */
static void
put_rests(const struct sweep_plan *plan, bool is_grid, struct pl_text *text)
{
    size_t n = 0;
    const struct pl_factor *factors = pl_design_factors(plan->design, &n);
    const char *one = plan->ensemble != NULL ? "run" : "point";
    double n_rests = (double)plan->n_members;

    for (size_t i = 0; i < n; i++) {
        if (factors[i].before_rest) {
            n_rests *= (double)n_levels_of(&factors[i], is_grid);
        }
    }
    if (!plan->rests) {
        pl_text_put(text, plan->ensemble != NULL
                              ? "no rest: every run begins at the values of the model "
                                "and its set\n"
                              : "no rest: every point begins at the model's own "
                                "values\n");
    } else if (n_rests == 0.0) {
        pl_text_format(text, "a rest state of its own for each %s\n", one);
    } else {
        put_number(n_rests, text);
        pl_text_put(text, n_rests == 1.0 ? " rest state, shared by all points\n"
                                         : " rest states\n");
    }
}

static void
put_readouts(const struct sweep_plan *plan, struct pl_text *text)
{
    pl_text_format(text, "%zu readout%s: ", plan->n_measures,
                   plan->n_measures == 1 ? "" : "s");
    for (size_t i = 0; i < plan->n_measures; i++) {
        pl_text_format(text, "%s%s", i > 0 ? ", " : "", plan->measures[i].name);
    }
    pl_text_put(text, "\n");
}

/* @param n  runs that are still to be done */
static void
put_time(const struct sweep_plan *plan, uint64_t n, const struct timing *timing,
         struct pl_text *text)
{
    const size_t n_threads = plan->options.n_threads;
    const char *one = plan->ensemble != NULL ? "run" : "point";

    if (timing->alone <= 0.0) {
        pl_text_format(text, "longer than %g s for a single %s\n", FAR_TOO_LONG, one);
        return;
    }
    pl_text_put(text, "about ");
    if (timing->rate > 0.0) {
        progress_put_time((double)n / timing->rate, text);
    } else {
        progress_put_time((double)n * timing->alone / (double)n_threads, text);
        pl_text_put(text, " or less");
    }
    pl_text_format(text, " on %zu thread%s: ", n_threads, n_threads == 1 ? "" : "s");
    if (timing->rate > 0.0) {
        progress_put_rate(timing->rate, text);
        pl_text_format(text, ", timed on %" PRIu64 " %s%s\n", timing->n_rate, one,
                       timing->n_rate == 1 ? "" : "s");
    } else {
        pl_text_format(text, "a %s alone takes ", one);
        progress_put_time(timing->alone, text);
        pl_text_put(text, "\n");
    }
}

enum pl_status
sweep_dry_run(struct sweep_run *run)
{
    struct pl_diags *diags = run->cli->diags;
    const struct sweep_plan *plan = &run->plan;
    struct timing timing = {0};
    uint64_t n_done = 0;
    struct pl_text text;
    enum pl_status status = sweep_keep_n_done(run, diags, &n_done);

    if (status != PL_OK) {
        return status;
    }
    interrupt_hold();
    status = time_some(run, diags, &timing);
    interrupt_release();
    if (status != PL_OK) {
        return status;
    }
    pl_text_init(&text);
    phrase_model(plan->context, &text);
    pl_text_put(&text, " · ");
    pl_treatment_describe(plan->treatment, &text);
    pl_text_put(&text, "\n");
    put_points(plan, n_done, &text);
    if (plan->n > 0) {
        put_rests(plan, put_factors(plan, &text), &text);
        put_readouts(plan, &text);
    }
    if (plan->n > n_done) {
        put_time(plan, plan->n - n_done, &timing, &text);
    }
    status = cli_show(run->cli, NULL, &text);
    pl_text_finish(&text);
    return status;
}
