/*
 * cmd_find.c - the least dose that does it.
 */
#include "cli/verbs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/find_dose.h"
#include "analysis/limit.h"
#include "base/diag.h"
#include "base/text.h"
#include "cli/arms_plan.h"
#include "cli/arms_verb.h"
#include "cli/dose_plan.h"
#include "cli/find_report.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/words.h"

/* [-] The range that is searched when nobody says: from the drug's potency down and up
 * by this. */
#define REACH 1e3

struct find_opts {
    struct arms_opts arms;
    struct opt_texts until;
    const char *range;
    size_t points; /* 0 when not given */
};

static const struct opt rows[] = {
    OPT_TEXTS(struct find_opts, arms.network.drug, "drug", "NAME=?", "list drugs",
              "the drug whose dose is looked for; as NAME=DOSE[@FROM..TO] it is given "
              "in every run"),
    OPT_TEXTS(struct find_opts, until, "until", "\"MEASURE<=NUMBER\"", "list readouts",
              "what has to hold: a measure ([fold:|max:|...]NAME[@TIME]), one of <, "
              "<=, >, >=, a number. Of several all have to hold"),
    OPT_TEXT(struct find_opts, range, "range", "LOW..HIGH",
             "1e-3 to 1e3 of the drug's potency", NULL,
             "the doses that are looked through, as 0.1nM..10uM"),
    OPT_COUNT(
        struct find_opts, points, "points", "N", "8 a decade, 9 at least", 4.0,
        DOSE_MOST_POINTS,
        "doses of the scan: a stretch of doses between two of them is found where "
        "the limit is nearly kept beside it"),
    DOSE_NETWORK_ROWS(struct find_opts, arms),
    ARMS_RUN_ROWS(struct find_opts, arms),
    OPT_GROUP("Output"),
    OUTPUT_ROWS(struct find_opts, arms.output),
    OPT_FLAG(struct find_opts, arms.account.methods, "methods",
             "a paragraph of methods below the answer: versions, tolerances, hashes"),
    PROVENANCE_ROW(struct find_opts, arms.provenance),
    OPT_FLAG(struct find_opts, arms.verbose, "verbose",
             "tell how formulas were run, on stderr"),
    COLOUR_ROW(struct find_opts, arms.colour),
    OPT_END,
};

static const char *const examples[] = {
    "simulate find --drug \"MK2206=?\" --until \"fold:pAkt_S473@24h<=1\" --drug "
    "everolimus=20nM",
    "how much of the Akt inhibitor undoes what everolimus does to Akt pS473",
    "simulate find --drug \"everolimus=?\" --until \"fold:S6K_pT389@24h<0.1\" --cell "
    "all",
    "the dose that stops S6K, in every cell",
    "simulate find --drug \"BEZ235=?\" --range 1nM..10uM --until "
    "\"fold:pAkt_S473@24h<0.5\" "
    "--until \"fold:pERK@24h<2\"",
    "two limits at once: perhaps a window of doses, perhaps none",
    NULL,
};

/* What one call holds. */
struct find {
    struct find_opts opts;
    struct dose_plan plan;
    struct pl_limit *limits; /* shape (n_limits) */
    size_t n_limits;
    struct pl_find_dose answer;
    struct found found;
};

/* The drug before "=?". */
static enum pl_status
read_drug(struct find *find, const char *text, size_t *symbol)
{
    struct pl_diags *diags = find->plan.arms.cli->diags;
    char *copy = pl_text_copy(text);
    char *value = NULL;
    enum pl_status status = PL_OK;

    if (copy == NULL) {
        return pl_diag_no_memory(diags, "a drug");
    }
    value = pl_words_cut(copy, "=");
    if (strcmp(pl_words_trim(value), "?") != 0) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "--drug %s: what is looked for is written %s=?", text,
                      pl_words_trim(copy));
        pl_diag_hint(diags, "it is given from time 0 on; --range says between which "
                            "doses");
        status = PL_ERR_OPTION;
    } else {
        status = pl_context_find(find->plan.arms.context, PL_ROLE_DRUG,
                                 pl_words_trim(copy), diags, symbol);
    }
    free(copy);
    return status;
}

static enum pl_status
add_drug(struct find *find, const char *text)
{
    struct dose_plan *plan = &find->plan;
    struct pl_diags *diags = plan->arms.cli->diags;
    const char *name = NULL;
    struct dose_range range = {"--drug", text, text};
    double low = 0.0;
    double high = 0.0;
    size_t symbol = 0;
    enum pl_status status = read_drug(find, text, &symbol);

    if (status != PL_OK) {
        return status;
    }
    name = pl_role_strip(plan->arms.context->model->symbols[symbol].name);
    if (find->opts.range != NULL) {
        struct pl_text whole;

        pl_text_init(&whole);
        pl_text_format(&whole, "%s=%s", name, find->opts.range);
        range =
            (struct dose_range){"--range", find->opts.range, pl_text_string(&whole)};
        status = whole.failed ? pl_diag_no_memory(diags, "a range of doses")
                              : dose_plan_add_range(plan, &range, find->opts.points);
        pl_text_finish(&whole);
        return status;
    }
    status = pl_find_potency(plan->arms.context, plan->arms.bases[0], symbol, diags,
                             &low, &high); /* in the first panel */
    if (status == PL_OK && !(high > 0.0)) {
        pl_diag_error(
            diags, PL_ERR_OPTION, NULL,
            "the table of drugs has no potency of %s: say between which doses "
            "to look",
            name);
        pl_diag_hint(diags, "as in --range 0.1nM..10uM");
        return PL_ERR_OPTION;
    }
    return status == PL_OK ? dose_plan_add(plan, &range, symbol, low / REACH,
                                           high * REACH, find->opts.points)
                           : status;
}

static enum pl_status
read_limits(struct find *find)
{
    const struct opt_texts *texts = &find->opts.until;
    struct dose_plan *plan = &find->plan;
    struct pl_diags *diags = plan->arms.cli->diags;
    enum pl_status status = PL_OK;

    if (texts->n == 0) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL, "what has to hold is missing");
        pl_diag_hint(diags, "as in --until \"fold:pAkt_S473@24h<=1\"");
        return PL_ERR_OPTION;
    }
    find->limits = calloc(texts->n, sizeof *find->limits);
    if (find->limits == NULL) {
        return pl_diag_no_memory(diags, "the limits");
    }
    for (size_t l = 0; l < texts->n && status == PL_OK; l++) {
        status = pl_limit_parse(plan->arms.context, texts->items[l],
                                plan->arms.run.duration, diags, &find->limits[l]);
        find->n_limits += status == PL_OK ? 1 : 0;
    }
    return status;
}

static enum pl_status
read_question(struct find *find, const char *const *varied, size_t n_varied)
{
    struct pl_diags *diags = find->plan.arms.cli->diags;
    enum pl_status status = PL_OK;

    if (n_varied != 1) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      n_varied == 0 ? "no drug is looked for"
                                    : "one drug at a time can be looked for");
        pl_diag_hint(diags, "as in --drug \"MK2206=?\"; the others have a dose");
        return PL_ERR_OPTION;
    }
    status = add_drug(find, varied[0]);
    if (status == PL_OK) {
        status = read_limits(find);
    }
    return status == PL_OK ? dose_plan_arrange(&find->plan) : status;
}

static enum pl_status
prepare(void *call, struct cli *cli)
{
    struct find *find = call;
    const struct arms_opts *opts = &find->opts.arms;
    const char **varied = calloc(opts->network.drug.n + 1, sizeof *varied);
    size_t n_varied = 0;
    enum pl_status status = PL_OK;

    if (varied == NULL) {
        return pl_diag_no_memory(cli->diags, "the drugs");
    }
    status = dose_plan_split(&find->plan, cli, opts, "?", varied, &n_varied);
    if (status == PL_OK) {
        status = dose_plan_init(&find->plan, cli);
    }
    if (status == PL_OK) {
        status = read_question(find, varied, n_varied);
    }
    free(varied);
    return status;
}

static enum pl_status
run(void *call)
{
    struct find *find = call;
    const struct arms_plan *arms = &find->plan.arms;
    const struct pl_find_dose_options options = {
        dose_plan_runs(&find->plan), find->plan.doses[0], find->limits, find->n_limits};
    const enum pl_status status =
        pl_find_dose_run(arms->context, &options, arms->cli->diags, &find->answer);

    if (status == PL_OK) {
        pl_dose_runs_warn(&find->answer.runs, arms->cli->diags);
        find->found = (struct found){.plan = &find->plan,
                                     .limits = find->limits,
                                     .n_limits = find->n_limits,
                                     .n_members = find->answer.runs.n_members,
                                     .method = find->answer.runs.method,
                                     .answers = find->answer.answers,
                                     .values = find->answer.values};
    }
    return status;
}

static enum pl_status
report(const void *call, struct pl_text *text)
{
    return find_report(&((const struct find *)call)->found, text);
}

static enum pl_status
markdown(const void *call, struct pl_text *text)
{
    return find_markdown(&((const struct find *)call)->found, text);
}

static enum pl_status
frame(const void *call, struct pl_frame **out)
{
    return find_frame(&((const struct find *)call)->found, out);
}

static void
methods(const void *call, bool is_data, struct pl_text *screen)
{
    find_put_methods(&((const struct find *)call)->found, is_data, screen);
}

static const char *
describe(const void *call, struct pl_text *treatments)
{
    const struct find *find = call;

    dose_plan_describe(&find->plan, treatments);
    return find->answer.runs.method;
}

static enum exit_code
run_verb(struct cli *cli, const struct verb *verb, int argc, char **argv)
{
    static const struct arms_verb course = {.prepare = prepare,
                                            .run = run,
                                            .report = report,
                                            .markdown = markdown,
                                            .frame = frame,
                                            .methods = methods,
                                            .describe = describe};
    struct find find = {.opts = {.arms = arms_opts_default()}};
    enum exit_code code = EXIT_USAGE;

    if (arms_verb_parse(cli, verb, argc, argv, &find.opts, &find.opts.arms, &code)) {
        code = arms_verb_execute(cli, &course, &find, &find.plan.arms);
    }
    for (size_t l = 0; l < find.n_limits; l++) {
        pl_limit_finish(&find.limits[l]);
    }
    free(find.limits);
    pl_find_dose_finish(&find.answer);
    dose_plan_finish(&find.plan);
    opt_finish(rows, &find.opts);
    return code;
}

const struct verb cmd_find = {
    .name = "find",
    .summary = "The least dose of a drug at which a readout is where it should be",
    .arguments = "",
    .description =
        "The dose of one drug, written NAME=?, is looked for over a range by its "
        "logarithm, with all else that is said held; it acts from time 0 on. Told are "
        "the least dose at which every --until holds, to 1e-6, and where it ceases to "
        "hold again at higher doses; or that no dose of the range does it, and which "
        "comes nearest. With --ensemble each set has an answer of its own.",
    .examples = examples,
    .rows = rows,
    .run = run_verb,
};
