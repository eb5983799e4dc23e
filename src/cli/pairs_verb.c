/*
 * pairs_verb.c - `simulate compare --pairs`: pairs of treatments, ranked.
 */
#include "cli/pairs_verb.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/limit.h"
#include "analysis/pairs.h"
#include "base/diag.h"
#include "base/text.h"
#include "cli/arms_plan.h"
#include "cli/arms_verb.h"
#include "cli/pairs_figure.h"
#include "cli/pairs_report.h"
#include "model/model.h"
#include "study/context.h"
#include "study/measure.h"

/* Rows of a ranking, and of its plot, when nobody says. */
#define DEFAULT_TOP 10

enum { PAIRS_ALL, PAIRS_TREATS };

const char *const pairs_words[] = {"all", "treats", NULL};

enum { ORDER_LOWEST, ORDER_HIGHEST };

const char *const pairs_orders[] = {"lowest", "highest", NULL};

/* What one call holds. */
struct ranking {
    const struct pairs_opts *opts;
    const struct arms_opts *arms;
    struct arms_plan plan;
    struct pl_measure rank;
    struct pl_limit *limits; /* shape (n_limits) */
    size_t n_limits;
    struct pl_pairs pairs;
};

struct pairs_opts
pairs_opts_default(void)
{
    return (struct pairs_opts){
        .which = PAIRS_NONE, .order = ORDER_LOWEST, .top = DEFAULT_TOP};
}

/* The treatments that are paired. */
static enum pl_status
read_pairs(struct ranking *ranking)
{
    struct arms_plan *plan = &ranking->plan;
    struct pl_diags *diags = plan->cli->diags;
    size_t n_without = 0;
    enum pl_status status = PL_OK;

    if (ranking->opts->which == PAIRS_TREATS) {
        return arms_plan_therapies(plan);
    }
    status = pl_therapies_add_drugs(&plan->therapies, plan->context, diags, &n_without);
    if (status == PL_OK && plan->therapies.n < 2) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "--pairs all needs two drugs with a dose in the model's table of "
                      "drugs, and it has %zu",
                      plan->therapies.n);
        pl_diag_hint(diags, "add a column dose, or name treatments: --pairs treats "
                            "--treat ... --treat ...");
        return PL_ERR_OPTION;
    }
    if (status == PL_OK && n_without > 0) {
        pl_diag_warning(diags, NULL,
                        "%zu drug%s no dose in the table of drugs and %s left out",
                        n_without, n_without == 1 ? " has" : "s have",
                        n_without == 1 ? "is" : "are");
    }
    return status;
}

/* By what pairs are ranked, and within which limits. */
static enum pl_status
read_measures(struct ranking *ranking)
{
    const struct pairs_opts *opts = ranking->opts;
    const struct arms_plan *plan = &ranking->plan;
    const struct pl_context *context = plan->context;
    struct pl_diags *diags = plan->cli->diags;
    enum pl_status status = PL_OK;

    if (opts->rank == NULL && plan->n_readouts == 0) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "the model has no readout: say with --rank what ranks");
    }
    status = pl_measure_parse(context,
                              opts->rank != NULL
                                  ? opts->rank
                                  : context->model->symbols[plan->readouts[0]].name,
                              plan->run.duration, diags, &ranking->rank);
    ranking->limits = calloc(opts->limits.n + 1, sizeof *ranking->limits);
    if (ranking->limits == NULL) {
        return pl_diag_no_memory(diags, "the limits");
    }
    for (size_t l = 0; l < opts->limits.n && status == PL_OK; l++) {
        status = pl_limit_parse(context, opts->limits.items[l], plan->run.duration,
                                diags, &ranking->limits[l]);
        ranking->n_limits += status == PL_OK ? 1 : 0;
    }
    return status;
}

static enum pl_status
prepare_runs(struct ranking *ranking)
{
    const struct arms_plan *plan = &ranking->plan;
    enum pl_status status = read_pairs(ranking);

    if (status == PL_OK) {
        status = read_measures(ranking);
    }
    if (status == PL_OK && ranking->plan.opts->account.plot != NULL &&
        plan->n_panels > 1) {
        status = pl_diag_error(plan->cli->diags, PL_ERR_OPTION, NULL,
                               "the plot of a ranking is of one cell and variant, and "
                               "there are %zu",
                               plan->n_panels);
    }
    return status;
}

static enum pl_status
prepare(void *call, struct cli *cli)
{
    struct ranking *ranking = call;
    enum pl_status status = arms_plan_init(&ranking->plan, cli, ranking->arms);

    if (status == PL_OK) {
        status = prepare_runs(ranking);
    }
    return status == PL_OK ? arms_plan_check_files(&ranking->plan) : status;
}

static enum pl_status
run(void *call)
{
    struct ranking *ranking = call;
    const struct arms_plan *plan = &ranking->plan;
    const struct pl_pairs_options options = {
        .run = plan->run,
        .panels = plan->bases,
        .n_panels = plan->n_panels,
        .therapies = &plan->therapies,
        .rank = &ranking->rank,
        .highest_first = ranking->opts->order == ORDER_HIGHEST,
        .limits = ranking->limits,
        .n_limits = ranking->n_limits,
    };

    return pl_pairs_run(plan->context, &options, plan->cli->diags, &ranking->pairs);
}

static enum pl_status
report(const void *call, struct pl_text *text)
{
    const struct ranking *ranking = call;

    return pairs_report(&ranking->plan, &ranking->pairs, ranking->opts->top, text);
}

static enum pl_status
markdown(const void *call, struct pl_text *text)
{
    const struct ranking *ranking = call;

    return pairs_markdown(&ranking->plan, &ranking->pairs, ranking->opts->top, text);
}

static enum pl_status
make_frame(const void *call, struct pl_frame **out)
{
    const struct ranking *ranking = call;

    return pl_pairs_frame(&ranking->pairs, ranking->plan.cli->diags, out);
}

static void
put_methods(const void *call, bool is_data, struct pl_text *screen)
{
    const struct ranking *ranking = call;

    pairs_put_methods(&ranking->plan, &ranking->pairs, is_data, screen);
}

static enum pl_status
draw(const void *call)
{
    const struct ranking *ranking = call;

    return pairs_figure_draw(&ranking->plan, &ranking->pairs, ranking->opts->top);
}

static const char *
describe(const void *call, struct pl_text *treatments)
{
    const struct ranking *ranking = call;

    pl_text_put(treatments, "pairs of ");
    arms_plan_put_treatments(&ranking->plan, treatments);
    return ranking->pairs.method;
}

static const struct arms_verb stages = {
    .prepare = prepare,
    .run = run,
    .report = report,
    .markdown = markdown,
    .frame = make_frame,
    .methods = put_methods,
    .draw = draw,
    .describe = describe,
};

enum pl_status
pairs_check(const struct pairs_opts *opts, const struct arms_opts *arms,
            struct pl_diags *diags)
{
    const bool is_pairs = opts->which != PAIRS_NONE;
    const char *stray = NULL;

    if (!is_pairs) {
        stray = opts->rank != NULL            ? "rank"
                : opts->limits.n > 0          ? "limit"
                : opts->order != ORDER_LOWEST ? "order"
                : opts->top != DEFAULT_TOP    ? "top"
                                              : NULL;
        if (stray != NULL) {
            pl_diag_error(diags, PL_ERR_OPTION, NULL, "--%s needs --pairs", stray);
            pl_diag_hint(diags, "--pairs all ranks all pairs of drugs");
            return PL_ERR_OPTION;
        }
        return PL_OK;
    }
    if (opts->which == PAIRS_ALL && arms->treats.n > 0) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "--pairs all takes the drugs of the model's table, not --treat");
        pl_diag_hint(diags, "write --pairs treats");
        return PL_ERR_OPTION;
    }
    stray = arms->readouts.n > 0 ? "readout"
            : arms->at != NULL   ? "at"
            : arms->members      ? "members"
                                 : NULL;
    if (stray != NULL) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL, "--%s has no place beside --pairs",
                      stray);
        pl_diag_hint(diags, "--rank says what is read, and when");
        return PL_ERR_OPTION;
    }
    return PL_OK;
}

enum exit_code
pairs_execute(struct cli *cli, const struct pairs_opts *opts,
              const struct arms_opts *arms)
{
    struct ranking ranking = {.opts = opts, .arms = arms};
    const enum exit_code code =
        arms_verb_execute(cli, &stages, &ranking, &ranking.plan);

    pl_pairs_finish(&ranking.pairs);
    pl_measure_finish(&ranking.rank);
    for (size_t l = 0; l < ranking.n_limits; l++) {
        pl_limit_finish(&ranking.limits[l]);
    }
    free(ranking.limits);
    arms_plan_finish(&ranking.plan);
    return code;
}
