/*
 * cmd_discriminate.c - which experiment tells rival parameter sets apart?
 */
#include "cli/verbs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/discriminate.h"
#include "analysis/set_groups.h"
#include "base/diag.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/arms_plan.h"
#include "cli/arms_verb.h"
#include "cli/discriminate_figure.h"
#include "cli/discriminate_report.h"
#include "cli/loop_groups.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/times.h"

#define DEFAULT_ERROR "20%"
#define DEFAULT_FLOOR 0.05
#define DEFAULT_TOP 10

/* [-] A larger error without '%' is a slip: 20 for 20 %. */
#define MOST_ERROR 3.0

struct discriminate_opts {
    struct arms_opts arms;
    const char *error;
    double floor;
    const char *group_by;
    struct opt_texts between;
    struct loop_groups_opts loops;
    size_t top;
};

static const struct opt rows[] = {
    OPT_TEXT(struct discriminate_opts, error, "error", "PERCENT", DEFAULT_ERROR, NULL,
             "standard error of one measured fold, as a share of it: that of the mean "
             "of your replicates; the default is a guess for a blot"),
    OPT_REAL(struct discriminate_opts, floor, "floor", "FOLD", "0.05", 0.0, 1.0,
             "folds below it count as it: what a blot does not tell from its "
             "background"),
    OPT_TEXT(struct discriminate_opts, group_by, "group-by", "COLUMN",
             "group, or " PL_GROUPS_FIRST_LOOP " without such a column", NULL,
             "what parts the parameter sets of --ensemble: its column 'group', a "
             "parameter that takes few values, or " PL_GROUPS_FIRST_LOOP
             ", the feedback loop that does most in each (simulate explain)"),
    OPT_TEXTS(struct discriminate_opts, between, "between", "NAME,NAME", NULL,
              "only these of the groups"),
    LOOP_GROUPS_ROWS(struct discriminate_opts, loops),
    OPT_COUNT(struct discriminate_opts, top, "top", "N", "10", 1.0, 1e6,
              "how many experiments are shown; --output has all"),
    ARMS_TREAT_ROW(struct discriminate_opts, arms),
    ARMS_READOUT_ROW(struct discriminate_opts, arms,
                     "what one can measure; without it the model's readouts"),
    OPT_TEXT(struct discriminate_opts, arms.at, "at", "TIME[,TIME]",
             "15min to 48h of 48h", NULL, "when one can measure"),
    OPT_GROUP("Network"),
    ARMS_PANEL_ROWS(struct discriminate_opts, arms, "; all of them without it"),
    ARMS_COMMON_ROWS(struct discriminate_opts, arms),
    ARMS_RUN_ROWS(struct discriminate_opts, arms),
    OPT_GROUP("Output"),
    OUTPUT_ROWS(struct discriminate_opts, arms.output),
    ARMS_OUTPUT_ROWS(struct discriminate_opts, arms),
    OPT_END,
};

static const char *const examples[] = {
    "simulate discriminate",
    "which measurement under which therapy tells the variants of the model apart",
    "simulate discriminate --readout pAkt_S473,pAkt_T308,pS6K,pERK --error 15% --at "
    "1h,24h",
    "with what a blot shows, at two times",
    "simulate discriminate --cell all --treat \"drug everolimus=20nM\" --plot best.svg",
    "one drug, in the cell that tells most",
    "simulate discriminate --ensemble sets.tsv --group-by first-loop --loop-of "
    "pAkt_S473@24h",
    "parameter sets of a fit, by the loop that brings Akt back in each",
    NULL,
};

/* What one call holds. */
struct discriminate {
    struct discriminate_opts opts;
    struct arms_plan plan;
    double error;
    double times[PL_MAX_TIMES];
    bool by_loops; /* groups are found out by runs */
    struct loop_groups loops;
    struct pl_groups groups;
    struct pl_discriminate_options options;
    struct pl_discrimination discrimination;
};

/* "20%", "20 %" or "0.2". */
static enum pl_status
read_error(const char *word, struct pl_diags *diags, double *error)
{
    double value = 0.0;
    const size_t length = pl_number_scan(word, false, &value);
    const char *rest = word + length + strspn(word + length, " ");
    const bool is_percent = strcmp(rest, "%") == 0;

    if (length == 0 || (*rest != '\0' && !is_percent) || !(value > 0.0) ||
        value > (is_percent ? 100.0 * MOST_ERROR : MOST_ERROR)) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "--error=%s: an error is a share greater than 0, up to 300 %%",
                      word);
        pl_diag_hint(diags, "20 %% is written 20%% or 0.2");
        return PL_ERR_OPTION;
    }
    *error = is_percent ? value / 100.0 : value;
    return PL_OK;
}

/* --group-by first-loop, or nothing where the table has no column of groups but the model
 * has loops. */
static bool
groups_by_loops(const struct discriminate *discriminate)
{
    const struct arms_plan *plan = &discriminate->plan;
    const char *group_by = discriminate->opts.group_by;

    if (group_by != NULL) {
        return strcmp(group_by, PL_GROUPS_FIRST_LOOP) == 0;
    }
    return loop_groups_asked(&discriminate->opts.loops) ||
           (pl_ensemble_group(plan->ensemble, 0) == NULL &&
            plan->context->roles.lists[PL_ROLE_EDGE].n > 0);
}

static bool
is_group(const struct pl_groups *groups, const char *name)
{
    for (size_t g = 0; g < groups->n; g++) {
        if (strcmp(groups->names[g], name) == 0) {
            return true;
        }
    }
    return false;
}

/* One name, or names with ',' between them: a label may have one in it, too.
 * @param copy  of the text: it is cut up */
static void
add_names(const struct pl_groups *groups, char *copy, const char **names, size_t *n)
{
    char *rest = NULL;

    if (is_group(groups, copy)) {
        names[(*n)++] = copy;
        return;
    }
    for (char *word = strtok_r(copy, ",", &rest); word != NULL;
         word = strtok_r(NULL, ",", &rest)) {
        names[(*n)++] = word + strspn(word, " ");
    }
}

/* --between */
static enum pl_status
keep_groups(struct discriminate *discriminate)
{
    const struct opt_texts *texts = &discriminate->opts.between;
    struct pl_groups *groups = &discriminate->groups;
    struct pl_diags *diags = discriminate->plan.cli->diags;
    size_t n_most = texts->n;
    size_t n = 0;
    char **copies = NULL;
    const char **names = NULL;
    enum pl_status status = PL_OK;

    if (texts->n == 0) {
        return PL_OK;
    }
    for (size_t i = 0; i < texts->n; i++) {
        n_most += strlen(texts->items[i]);
    }
    copies = calloc(texts->n, sizeof *copies);
    names = calloc(n_most, sizeof *names);
    if (copies == NULL || names == NULL) {
        status = pl_diag_no_memory(diags, "the groups");
    }
    for (size_t i = 0; i < texts->n && status == PL_OK; i++) {
        copies[i] = pl_text_copy(texts->items[i]);
        if (copies[i] == NULL) {
            status = pl_diag_no_memory(diags, "the groups");
        } else {
            add_names(groups, copies[i], names, &n);
        }
    }
    if (status == PL_OK) {
        status = pl_groups_keep(groups, names, n, diags);
    }
    for (size_t i = 0; copies != NULL && i < texts->n; i++) {
        free(copies[i]);
    }
    free(copies);
    free(names);
    return status;
}

/* Parameter sets of --ensemble, in groups; of a first loop when it is known. */
static enum pl_status
read_members(struct discriminate *discriminate)
{
    const struct arms_plan *plan = &discriminate->plan;
    const struct discriminate_opts *opts = &discriminate->opts;
    struct pl_diags *diags = plan->cli->diags;
    enum pl_status status = PL_OK;

    discriminate->by_loops = groups_by_loops(discriminate);
    if (discriminate->by_loops) {
        return loop_groups_init(&discriminate->loops, &opts->loops, plan);
    }
    if (loop_groups_asked(&opts->loops)) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "--loop-of, --loop-under and --loop-group are for "
                             "--group-by " PL_GROUPS_FIRST_LOOP);
    }
    status =
        pl_groups_by_column(plan->context, plan->ensemble,
                            opts->group_by != NULL ? opts->group_by : PL_ENSEMBLE_GROUP,
                            diags, &discriminate->groups);
    return status == PL_OK ? keep_groups(discriminate) : status;
}

/* Who the rivals are. */
static enum pl_status
read_rivals(struct discriminate *discriminate)
{
    const struct arms_plan *plan = &discriminate->plan;
    const struct discriminate_opts *opts = &discriminate->opts;
    struct pl_diags *diags = plan->cli->diags;
    const char *asked = opts->group_by != NULL            ? "--group-by"
                        : opts->between.n > 0             ? "--between"
                        : loop_groups_asked(&opts->loops) ? "--loop-of, --loop-under "
                                                            "and --loop-group"
                                                          : NULL;

    if (plan->ensemble != NULL && plan->n_variants > 1) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "rivals are variants or the groups of --ensemble, not "
                             "both");
    }
    if (plan->ensemble == NULL && asked != NULL) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s: only the sets of --ensemble have groups", asked);
        pl_diag_hint(diags, "--variant a,b takes two of the model's variants");
        return PL_ERR_OPTION;
    }
    return plan->ensemble != NULL ? read_members(discriminate) : PL_OK;
}

static void
set_options(struct discriminate *discriminate)
{
    struct arms_plan *plan = &discriminate->plan;
    struct pl_discriminate_options *options = &discriminate->options;

    *options = (struct pl_discriminate_options){
        .run = plan->run,
        .panels = plan->bases,
        .n_cells = plan->n_cells,
        .n_variants = plan->n_variants,
        .groups = plan->ensemble != NULL ? &discriminate->groups : NULL,
        .therapies = &plan->therapies,
        .error = discriminate->error,
        .floor = discriminate->opts.floor,
    };
    options->run.times = plan->at;
    options->run.n_times = plan->n_at;
    if (plan->n_at == 0) {
        pl_discriminate_times(plan->context, plan->run.duration, discriminate->times,
                              &options->run.n_times);
        options->run.times = discriminate->times;
    }
}

static enum pl_status
prepare(void *call, struct cli *cli)
{
    struct discriminate *discriminate = call;
    struct arms_plan *plan = &discriminate->plan;
    enum pl_status status =
        read_error(discriminate->opts.error, cli->diags, &discriminate->error);

    discriminate->opts.arms.all_variants =
        discriminate->opts.arms.network.ensemble == NULL;
    if (status == PL_OK) {
        status = arms_plan_init(plan, cli, &discriminate->opts.arms);
    }
    if (status == PL_OK) {
        status = arms_plan_therapies(plan);
    }
    if (status == PL_OK) {
        status = read_rivals(discriminate);
    }
    if (status != PL_OK) {
        return status;
    }
    set_options(discriminate);
    return arms_plan_check_files(plan);
}

static enum pl_status
run(void *call)
{
    struct discriminate *discriminate = call;
    const struct arms_plan *plan = &discriminate->plan;
    enum pl_status status = PL_OK;

    if (discriminate->by_loops) {
        status = loop_groups_run(&discriminate->loops, &discriminate->groups);
        if (status == PL_OK) {
            status = keep_groups(discriminate);
        }
    }
    return status == PL_OK
               ? pl_discriminate_run(plan->context, &discriminate->options,
                                     plan->cli->diags, &discriminate->discrimination)
               : status;
}

static enum pl_status
report(const void *call, struct pl_text *text)
{
    const struct discriminate *discriminate = call;

    return discriminate_report(&discriminate->plan, &discriminate->discrimination,
                               discriminate->opts.top, text);
}

static enum pl_status
markdown(const void *call, struct pl_text *text)
{
    const struct discriminate *discriminate = call;

    return discriminate_markdown(&discriminate->plan, &discriminate->discrimination,
                                 discriminate->opts.top, text);
}

static enum pl_status
make_frame(const void *call, struct pl_frame **out)
{
    const struct discriminate *discriminate = call;

    return pl_discriminate_frame(&discriminate->discrimination,
                                 discriminate->plan.cli->diags, out);
}

static void
put_methods(const void *call, bool is_data, struct pl_text *screen)
{
    const struct discriminate *discriminate = call;

    discriminate_put_methods(&discriminate->plan, &discriminate->discrimination,
                             is_data, screen);
}

static enum pl_status
draw(const void *call)
{
    const struct discriminate *discriminate = call;

    return discriminate_figure_draw(&discriminate->plan, &discriminate->discrimination,
                                    discriminate->opts.top);
}

static const char *
describe(const void *call, struct pl_text *treatments)
{
    const struct discriminate *discriminate = call;

    arms_plan_put_treatments(&discriminate->plan, treatments);
    return discriminate->discrimination.method;
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

static enum exit_code
run_verb(struct cli *cli, const struct verb *verb, int argc, char **argv)
{
    struct discriminate discriminate = {.opts = {.arms = arms_opts_default(),
                                                 .error = DEFAULT_ERROR,
                                                 .floor = DEFAULT_FLOOR,
                                                 .top = DEFAULT_TOP}};
    enum exit_code code = EXIT_USAGE;

    if (arms_verb_parse(cli, verb, argc, argv, &discriminate.opts,
                        &discriminate.opts.arms, &code)) {
        code = arms_verb_execute(cli, &stages, &discriminate, &discriminate.plan);
    }
    pl_discrimination_finish(&discriminate.discrimination);
    pl_groups_finish(&discriminate.groups);
    loop_groups_finish(&discriminate.loops);
    arms_plan_finish(&discriminate.plan);
    opt_finish(rows, &discriminate.opts);
    return code;
}

const struct verb cmd_discriminate = {
    .name = "discriminate",
    .summary = "Which experiment tells rival parameter sets apart",
    .arguments = "",
    .description =
        "Rivals are the variants of the model, or groups of the parameter sets of "
        "--ensemble. Each readout under each treatment stands with the time at which "
        "the predicted folds are furthest apart, in errors of one measurement. The "
        "table of --output has a row for each cell, treatment, readout and time; as "
        "Markdown it is the one that people read.",
    .examples = examples,
    .rows = rows,
    .run = run_verb,
};
