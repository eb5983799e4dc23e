/*
 * cmd_compare.c - treatments side by side.
 */
#include "cli/verbs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/compare.h"
#include "analysis/limit.h"
#include "analysis/pairs.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/pool.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/arms_plan.h"
#include "cli/compare_figure.h"
#include "cli/compare_report.h"
#include "cli/pairs_figure.h"
#include "cli/pairs_report.h"
#include "model/model.h"
#include "out/frame_text.h"
#include "study/context.h"
#include "study/measure.h"

struct compare_opts {
    struct arms_opts arms;
    bool members;
    size_t pairs; /* enum pairs_choice, or NO_PAIRS */
    const char *rank;
    struct opt_texts limits;
    size_t order; /* enum order_choice */
    size_t top;
};

/* No --pairs was given. */
#define NO_PAIRS ((size_t)-1)

/* Rows of a ranking, and of its plot, when nobody says. */
#define DEFAULT_TOP 10

enum pairs_choice { PAIRS_ALL, PAIRS_TREATS };

static const char *const pairs_words[] = {"all", "treats", NULL};

enum order_choice { ORDER_LOWEST, ORDER_HIGHEST };

static const char *const order_words[] = {"lowest", "highest", NULL};

static const struct opt rows[] = {
    ARMS_TREAT_ROW(struct compare_opts, arms),
    ARMS_READOUT_ROW(struct compare_opts, arms,
                     "what is compared: a readout, species, rule, parameter or "
                     "reaction, or several; the model's first readout without it"),
    OPT_TEXT(struct compare_opts, arms.at, "at", "TIME[,TIME]", "1h,8h,24h,48h of 48h",
             NULL, "the times of the table"),
    OPT_GROUP("Pairs"),
    OPT_CHOICE(struct compare_opts, pairs, "pairs", "WHICH", NULL, pairs_words,
               "rank pairs instead: all, of every drug of the table at the dose that "
               "stands there; treats, of the treatments"),
    OPT_TEXT(struct compare_opts, rank, "rank", "[WHAT:]NAME[@TIME]",
             "the first readout at the end", "list readouts",
             "by what: a readout at a time; WHAT: fold, max, min, auc or time-to-max, "
             "as in simulate sweep"),
    OPT_CHOICE(struct compare_opts, order, "order", "WHICH", "lowest", order_words,
               "what ranks first: the lowest or the highest"),
    OPT_TEXTS(struct compare_opts, limits, "limit", "\"MEASURE<NUMBER\"",
              "list readouts",
              "rank only pairs that keep to it: a measure as of --rank, one of <, <=, "
              ">, >=, a number. May be given several times"),
    OPT_COUNT(struct compare_opts, top, "top", "N", "10", 1.0, 1e6,
              "how many pairs are shown; --output has all"),
    OPT_GROUP("Network"),
    ARMS_PANEL_ROWS(struct compare_opts, arms),
    ARMS_COMMON_ROWS(struct compare_opts, arms),
    ARMS_RUN_ROWS(struct compare_opts, arms),
    OPT_GROUP("Output"),
    OUTPUT_ROWS(struct compare_opts, arms.output),
    OPT_FLAG(struct compare_opts, members, "members",
             "in that table every parameter set of --ensemble, instead of bands"),
    ACCOUNT_ROWS(struct compare_opts, arms.account),
    OPT_FLAG(struct compare_opts, arms.verbose, "verbose",
             "tell how formulas were run, on stderr"),
    COLOUR_ROW(struct compare_opts, arms.colour),
    OPT_END,
};

static const char *const examples[] = {
    "simulate compare",
    "the therapy classes of the model: which let Akt come back, and when",
    "simulate compare --readout Akt_activity --cell all --plot akt.svg",
    "another readout in every cell, as small plots",
    "simulate compare --treat \"intact: drug everolimus=20nM\" --treat \"no loop: drug "
    "everolimus=20nM, clamp S6K_Rictor\"",
    "one drug with a feedback loop and without it",
    "simulate compare --variant all --format md",
    "tables to paste; and do the rival parameter sets agree?",
    "simulate compare --pairs all --rank Akt_activity@24h --limit \"fold:pERK@24h<2\"",
    "which two drugs together leave the least Akt activity, while pERK does not double",
    NULL,
};

/* What one call holds. */
struct compare {
    struct compare_opts opts;
    struct arms_plan plan;
    double marks[PL_COMPARE_MAX_MARKS];
    struct pl_compare_options options;
    struct pl_comparison comparison;
    struct pl_measure rank;
    struct pl_limit *limits; /* shape (n_limits) */
    size_t n_limits;
    struct pl_pairs pairs;
};

static bool
wants_pairs(const struct compare *compare)
{
    return compare->opts.pairs != NO_PAIRS;
}

/* Options that have no meaning beside --pairs, or without it. */
static enum pl_status
check_pairs(const struct compare_opts *opts, struct pl_diags *diags)
{
    const bool is_pairs = opts->pairs != NO_PAIRS;
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
    if (opts->pairs == PAIRS_ALL && opts->arms.treats.n > 0) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "--pairs all takes the drugs of the model's table, not --treat");
        pl_diag_hint(diags, "write --pairs treats");
        return PL_ERR_OPTION;
    }
    stray = opts->arms.readouts.n > 0 ? "readout"
            : opts->arms.at != NULL   ? "at"
            : opts->members           ? "members"
                                      : NULL;
    if (stray != NULL) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL, "--%s has no place beside --pairs",
                      stray);
        pl_diag_hint(diags, "--rank says what is read, and when");
        return PL_ERR_OPTION;
    }
    return PL_OK;
}

/* The treatments that are paired. */
static enum pl_status
read_pairs(struct compare *compare)
{
    struct arms_plan *plan = &compare->plan;
    struct pl_diags *diags = plan->cli->diags;
    size_t n_without = 0;
    enum pl_status status = PL_OK;

    if (compare->opts.pairs == PAIRS_TREATS) {
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
read_measures(struct compare *compare)
{
    const struct compare_opts *opts = &compare->opts;
    const struct arms_plan *plan = &compare->plan;
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
                              plan->run.duration, diags, &compare->rank);
    compare->limits = calloc(opts->limits.n + 1, sizeof *compare->limits);
    if (compare->limits == NULL) {
        return pl_diag_no_memory(diags, "the limits");
    }
    for (size_t l = 0; l < opts->limits.n && status == PL_OK; l++) {
        status = pl_limit_parse(context, opts->limits.items[l], plan->run.duration,
                                diags, &compare->limits[l]);
        compare->n_limits += status == PL_OK ? 1 : 0;
    }
    return status;
}

static enum pl_status
prepare_pairs(struct compare *compare)
{
    const struct arms_plan *plan = &compare->plan;
    enum pl_status status = read_pairs(compare);

    if (status == PL_OK) {
        status = read_measures(compare);
    }
    if (status == PL_OK && compare->opts.arms.account.plot != NULL &&
        plan->n_panels > 1) {
        status = pl_diag_error(plan->cli->diags, PL_ERR_OPTION, NULL,
                               "the plot of a ranking is of one cell and variant, and "
                               "there are %zu",
                               plan->n_panels);
    }
    return status;
}

/* The curves that are compared, and when the table looks at them. */
static enum pl_status
prepare_curves(struct compare *compare)
{
    const struct arms_opts *opts = &compare->opts.arms;
    struct arms_plan *plan = &compare->plan;
    struct pl_compare_options *options = &compare->options;
    enum pl_status status = arms_plan_therapies(plan);

    if (status != PL_OK) {
        return status;
    }
    if (plan->run.n_symbols == 0) {
        return pl_diag_error(plan->cli->diags, PL_ERR_OPTION, NULL,
                             "the model has no readout, and nothing that moves");
    }
    if (opts->readouts.n == 0) {
        plan->run.n_symbols = 1;
    }
    options->run = plan->run;
    options->panels = plan->bases;
    options->n_panels = plan->n_panels;
    options->therapies = &plan->therapies;
    options->marks = plan->at;
    options->n_marks = plan->n_at;
    if (opts->at == NULL) {
        pl_compare_marks(plan->context, plan->run.duration, compare->marks,
                         &options->n_marks);
        options->marks = compare->marks;
    }
    return opts->account.plot != NULL
               ? compare_figure_check(plan, options->run.n_symbols)
               : PL_OK;
}

static enum pl_status
prepare(struct compare *compare, struct cli *cli)
{
    enum pl_status status = check_pairs(&compare->opts, cli->diags);

    if (status == PL_OK) {
        status = arms_plan_init(&compare->plan, cli, &compare->opts.arms);
    }
    if (status == PL_OK) {
        status =
            cli_check_members(cli, &compare->opts.arms.network, compare->opts.members);
    }
    if (status == PL_OK) {
        status =
            wants_pairs(compare) ? prepare_pairs(compare) : prepare_curves(compare);
    }
    return status == PL_OK ? arms_plan_check_files(&compare->plan) : status;
}

static enum pl_status
run_pairs(struct compare *compare)
{
    struct arms_plan *plan = &compare->plan;
    const struct pl_pairs_options options = {
        .run = plan->run,
        .panels = plan->bases,
        .n_panels = plan->n_panels,
        .therapies = &plan->therapies,
        .rank = &compare->rank,
        .highest_first = compare->opts.order == ORDER_HIGHEST,
        .limits = compare->limits,
        .n_limits = compare->n_limits,
    };

    return pl_pairs_run(plan->context, &options, plan->cli->diags, &compare->pairs);
}

/* The table of --output and --format. */
static enum pl_status
make_output(const struct compare *compare, struct pl_text *text)
{
    const struct arms_plan *plan = &compare->plan;
    const size_t format = cli_frame_format(&compare->opts.arms.output);
    struct pl_frame *frame = NULL;
    enum pl_status status = PL_OK;

    if (format == PL_FRAME_MD && !compare->opts.members) {
        return wants_pairs(compare)
                   ? pairs_markdown(plan, &compare->pairs, compare->opts.top, text)
                   : compare_markdown(plan, &compare->comparison, text);
    }
    status = wants_pairs(compare)
                 ? pl_pairs_frame(&compare->pairs, plan->cli->diags, &frame)
                 : pl_compare_frame(&compare->comparison, compare->opts.members,
                                    plan->cli->diags, &frame);
    if (status == PL_OK) {
        status =
            pl_frame_write(frame, (enum pl_frame_format)format, plan->cli->diags, text);
    }
    pl_frame_destroy(frame);
    return status;
}

/* What a person reads. */
static enum pl_status
make_report(const struct compare *compare, struct pl_text *text)
{
    return wants_pairs(compare)
               ? pairs_report(&compare->plan, &compare->pairs, compare->opts.top, text)
               : compare_report(&compare->plan, &compare->comparison, text);
}

static enum pl_status
draw(const struct compare *compare)
{
    return wants_pairs(compare)
               ? pairs_figure_draw(&compare->plan, &compare->pairs, compare->opts.top)
               : compare_figure_draw(&compare->plan, &compare->comparison);
}

static void
put_methods(const struct compare *compare, bool is_data, struct pl_text *screen)
{
    if (wants_pairs(compare)) {
        pairs_put_methods(&compare->plan, &compare->pairs, is_data, screen);
    } else {
        compare_put_methods(&compare->plan, &compare->comparison, is_data, screen);
    }
}

/* Results, from the runs that are done. */
static enum pl_status
show(const struct compare *compare, struct pl_text *screen, struct pl_text *file)
{
    const struct arms_plan *plan = &compare->plan;
    const struct arms_opts *opts = &compare->opts.arms;
    const bool prints_frame = arms_plan_prints_frame(plan);
    enum pl_status status =
        prints_frame ? make_output(compare, screen) : make_report(compare, screen);

    if (status == PL_OK && opts->output.output != NULL && !prints_frame) {
        status = make_output(compare, file);
    }
    if (status == PL_OK && opts->account.methods) {
        put_methods(compare,
                    prints_frame && cli_frame_format(&opts->output) != PL_FRAME_MD,
                    screen);
    }
    if (status == PL_OK && opts->account.plot != NULL) {
        status = draw(compare);
    }
    if (status == PL_OK && file->size > 0) {
        status = cli_write(plan->cli, opts->output.output, file);
    }
    return status;
}

static enum pl_status
execute(struct compare *compare)
{
    struct arms_plan *plan = &compare->plan;
    struct pl_text screen;
    struct pl_text file;
    enum pl_status status = PL_OK;

    pl_text_init(&screen);
    pl_text_init(&file);
    interrupt_hold();
    status = wants_pairs(compare)
                 ? run_pairs(compare)
                 : pl_compare_run(plan->context, &compare->options, plan->cli->diags,
                                  &compare->comparison);
    if (compare->opts.arms.verbose) {
        cli_print_kernel(plan->context->kernels);
    }
    if (status == PL_OK && !wants_pairs(compare)) {
        pl_compare_warnings(&compare->comparison, plan->cli->diags);
    }
    if (status == PL_OK) {
        status = show(compare, &screen, &file);
    }
    if (status != PL_OK && interrupt_pending(NULL)) {
        status = PL_ERR_STOPPED; /* gnuplot, for one, just fails after Ctrl-C */
    }
    interrupt_release();
    if (status == PL_OK) {
        status = arms_plan_prints_frame(plan) ? cli_write(plan->cli, NULL, &screen)
                                              : cli_show(plan->cli, NULL, &screen);
    }
    pl_text_finish(&screen);
    pl_text_finish(&file);
    return status;
}

static enum exit_code
run_verb(struct cli *cli, const struct verb *verb, int argc, char **argv)
{
    struct compare compare = {.opts = {.arms = arms_opts_default(),
                                       .pairs = NO_PAIRS,
                                       .order = ORDER_LOWEST,
                                       .top = DEFAULT_TOP}};
    struct opt_texts words = {NULL, 0};
    enum exit_code code = EXIT_USAGE;

    if (!cli_parse(cli, verb, argc, argv, &compare.opts, &words, &code)) {
        goto done;
    }
    if (!cli_refuse_arguments(cli, &words)) {
        code = EXIT_USAGE;
        goto done;
    }
    cli_set_colour(cli, compare.opts.arms.colour);
    code = cli_load_code(prepare(&compare, cli));
    if (code == EXIT_DONE) {
        code = cli_run_code(execute(&compare));
    }

done:
    pl_comparison_finish(&compare.comparison);
    pl_pairs_finish(&compare.pairs);
    pl_measure_finish(&compare.rank);
    for (size_t l = 0; l < compare.n_limits; l++) {
        pl_limit_finish(&compare.limits[l]);
    }
    free(compare.limits);
    arms_plan_finish(&compare.plan);
    opt_finish(rows, &compare.opts);
    opt_texts_finish(&words);
    return code;
}

const struct verb cmd_compare = {
    .name = "compare",
    .summary = "Treatments side by side: which let a readout come back, and when",
    .arguments = "",
    .description =
        "The therapy classes of the model's table of treatments, or the treatments "
        "that --treat gives; what --drug, --inhibit and so on say holds in each of "
        "them. All folds are values over the untreated ones of the same cell and "
        "parameter set. The table of --output has a row for each cell, treatment, "
        "readout and time; as Markdown it is the one that people read.",
    .examples = examples,
    .rows = rows,
    .run = run_verb,
};
