/*
 * steady_vary.c - the rest states of a network over a parameter.
 */
#include "cli/steady.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/continuation.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/steady_vary.h"
#include "compile/program.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/factor.h"
#include "study/summary.h"
#include "study/treatment.h"

/* What the numbers are, for a paragraph of methods. */
static const char study_words[] =
    "Rest states were followed over the parameter by pseudo-arclength continuation "
    "(Keller 1977, in: Applications of Bifurcation Theory, 359) from those that the "
    "network reaches at both ends of the range and between, on the system without its "
    "conserved sums and with its analytic Jacobian; folds, Hopf points and branch "
    "points "
    "were located to rounding, stability is by eigenvalues (Kuznetsov 2004, Elements "
    "of "
    "Applied Bifurcation Theory, 10.2).";

/* More points across the range are a mistake. Between them a curve may have so many times
 * more, where it turns. */
static const size_t MOST_LEVELS = 10000, POINTS_OF_LEVEL = 10;

static enum pl_status
refuse(struct pl_diags *diags, const char *option, const char *why, const char *hint)
{
    pl_diag_error(diags, PL_ERR_OPTION, NULL, "%s %s", option, why);
    pl_diag_hint(diags, "%s", hint);
    return PL_ERR_OPTION;
}

enum pl_status
steady_vary_check(const struct steady_opts *opts, struct pl_diags *diags)
{
    const bool varies = opts->vary.n > 0;
    const char *needs = opts->account.plot != NULL ? "--plot"
                        : opts->readouts.n > 0     ? "--readout"
                        : opts->account.methods    ? "--methods"
                                                   : NULL;

    if (!varies && needs != NULL) {
        return refuse(diags, needs, "is for rest states over a parameter",
                      "say over which: --vary NAME=LO..HI");
    }
    if (opts->vary.n > 1) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "--vary is given %zu times, %s and %s: rest states are followed "
                      "over one parameter",
                      opts->vary.n, opts->vary.items[0], opts->vary.items[1]);
        pl_diag_hint(diags, "simulate sweep takes several; or --set the others");
        return PL_ERR_OPTION;
    }
    if (varies && opts->eigenvalues) {
        return refuse(diags, "--vary",
                      "has the slowest eigenvalue of each rest state "
                      "in its table, and no table of all of them",
                      "leave out --eigenvalues, or leave out --vary and set the "
                      "parameter");
    }
    return account_check(&opts->account, diags);
}

/* The parameter has its value from nowhere else. */
static enum pl_status
refuse_twice(const struct steady_vary *vary)
{
    const struct pl_action *action =
        pl_treatment_setting(vary->treatment, vary->factor.symbol);

    return action == NULL
               ? PL_OK
               : pl_diag_error(vary->cli->diags, PL_ERR_OPTION, NULL,
                               "'%s' is varied (%s), and set too (%s)",
                               vary->factor.name, vary->factor.text, action->text);
}

static enum pl_status
read_factor(struct steady_vary *vary)
{
    struct pl_diags *diags = vary->cli->diags;
    enum pl_status status =
        pl_factor_parse(vary->context, vary->opts->vary.items[0], diags, &vary->factor);

    if (status != PL_OK) {
        return status;
    }
    if (vary->factor.kind == PL_FACTOR_CELL) {
        return refuse(diags, "--vary",
                      "follows rest states over a number, and cells are "
                      "none",
                      "simulate sweep --vary cell=all has a row for each cell");
    }
    if (!(vary->factor.low < vary->factor.high)) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL, "--vary=%s has no range",
                      vary->factor.text);
        pl_diag_hint(diags, "write --vary %s=LO..HI, or LO..HI:log", vary->factor.name);
        return PL_ERR_OPTION;
    }
    if (vary->factor.n_levels == 1 || vary->factor.n_levels > MOST_LEVELS) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "--vary=%s: N is 2 to %zu points, not %zu",
                             vary->factor.text, MOST_LEVELS, vary->factor.n_levels);
    }
    return refuse_twice(vary);
}

/* A parameter is not varied that the table of parameter sets has. */
static enum pl_status
refuse_column(const struct steady_vary *vary)
{
    if (!pl_ensemble_holds(vary->ensemble, vary->factor.symbol)) {
        return PL_OK;
    }
    pl_diag_error(vary->cli->diags, PL_ERR_OPTION, NULL,
                  "'%s' is varied (%s), and a column of %s too", vary->factor.name,
                  vary->factor.text, pl_ensemble_path(vary->ensemble));
    pl_diag_hint(vary->cli->diags, "take the column out of the table");
    return PL_ERR_OPTION;
}

/* Regular values of the parameter, for the ways up and down. */
static enum pl_status
make_levels(struct steady_vary *vary)
{
    const size_t n = vary->options.n_parts + 1;

    vary->levels = calloc(n, sizeof *vary->levels);
    if (vary->levels == NULL) {
        return pl_diag_no_memory(vary->cli->diags, "the levels");
    }
    for (size_t k = 0; k < n; k++) {
        vary->levels[k] = pl_factor_level(&vary->factor, k, n);
    }
    vary->options.levels = vary->levels;
    vary->options.n_levels = n;
    return PL_OK;
}

static bool
is_brief(const struct steady_vary *vary)
{
    return vary->opts->output.output == NULL &&
           vary->opts->output.format == CLI_FORMAT_NONE && !vary->opts->members;
}

/* What other verbs read off a run has no meaning at rest. */
static enum pl_status
refuse_measures(const struct steady_vary *vary)
{
    const struct opt_texts *texts = &vary->opts->readouts;

    for (size_t i = 0; i < texts->n; i++) {
        if (strpbrk(texts->items[i], ":@") != NULL) {
            pl_diag_error(vary->cli->diags, PL_ERR_OPTION, NULL,
                          "--readout %s: a rest state has a level, and neither a fold "
                          "nor a time",
                          texts->items[i]);
            pl_diag_hint(vary->cli->diags, "its name alone, as in --readout pAkt_S473");
            return PL_ERR_OPTION;
        }
    }
    return PL_OK;
}

/* Everything that can be wrong before the work. */
static enum pl_status
prepare(struct steady_vary *vary)
{
    struct cli *cli = vary->cli;
    enum pl_status status = read_factor(vary);

    if (status == PL_OK) {
        status = refuse_column(vary);
    }
    if (status == PL_OK) {
        status = refuse_measures(vary);
    }
    if (status == PL_OK) {
        status = cli_readouts(cli, &vary->opts->readouts, vary->context,
                              &vary->readouts, &vary->n_readouts);
    }
    if (status == PL_OK) {
        status = account_check_place(&vary->opts->account, cli->diags);
    }
    vary->options = pl_continuation_options_default();
    vary->options.sim.method = vary->opts->method;
    vary->options.sim.rtol = vary->opts->rtol;
    vary->options.sim.stop = interrupt_pending;
    vary->options.symbols = vary->readouts;
    vary->options.n_symbols = vary->n_readouts;
    if (vary->factor.n_levels > 1) {
        vary->options.n_parts = vary->factor.n_levels - 1;
        vary->options.most_points += POINTS_OF_LEVEL * vary->factor.n_levels;
    }
    if (is_brief(vary) && vary->opts->readouts.n == 0 &&
        vary->n_readouts > PL_SUMMARY_READOUTS) {
        vary->n_left_out = vary->n_readouts - PL_SUMMARY_READOUTS;
        vary->options.n_symbols = PL_SUMMARY_READOUTS;
    }
    if (status == PL_OK && vary->ensemble != NULL) {
        status = make_levels(vary);
    }
    return status;
}

static enum pl_status
follow(struct steady_vary *vary)
{
    const struct pl_rest_range range = {vary->factor.symbol, vary->factor.low,
                                        vary->factor.high, vary->factor.logarithmic};
    struct pl_diags *diags = vary->cli->diags;
    double *inputs = calloc(vary->context->program->n_inputs + 1, sizeof *inputs);
    enum pl_status status = PL_OK;

    if (inputs == NULL) {
        return pl_diag_no_memory(diags, "the inputs");
    }
    pl_treatment_inputs(vary->treatment, inputs);
    interrupt_hold();
    status = pl_continuation_run(vary->context, inputs, &range, &vary->options, diags,
                                 &vary->found);
    interrupt_release();
    free(inputs);
    return status;
}

static struct account
make_account(const struct steady_vary *vary)
{
    return (struct account){
        .context = vary->context,
        .treatment = vary->treatment,
        .ensemble = vary->ensemble,
        .sim = &vary->options.sim,
        .rests = true,
        .measured = account_measured(false, true),
        .study = study_words,
    };
}

/* [column] The first line. */
static size_t
first_line(const struct pl_text *text)
{
    const char *string = pl_text_string(text);
    struct pl_text line;
    size_t width = 0;

    pl_text_init(&line);
    pl_text_add(&line, string, strcspn(string, "\n"));
    width = pl_text_width(pl_text_string(&line));
    pl_text_finish(&line);
    return width;
}

/* The table for a person, with as many readouts as fit beside each other. */
static enum pl_status
put_table(struct steady_vary *vary, struct pl_text *text)
{
    const struct pl_style *style = &vary->cli->style;
    const size_t n = vary->options.n_symbols;
    enum pl_status status = PL_OK;
    bool fits = false;

    for (size_t n_shown = n; status == PL_OK && !fits; n_shown--) {
        struct pl_frame *frame = NULL;
        struct pl_text table;

        pl_text_init(&table);
        status = vary->ensemble != NULL
                     ? pl_continuation_sets_table(&vary->sets, n_shown,
                                                  vary->cli->diags, &frame)
                     : pl_continuation_table(&vary->found, n_shown, vary->cli->diags,
                                             &frame);
        if (status == PL_OK) {
            pl_table_print(frame, NULL, style, &table);
            fits =
                style->width == 0 || n_shown <= 1 || first_line(&table) <= style->width;
        }
        if (fits) {
            pl_text_put(text, pl_text_string(&table));
            text->failed = text->failed || table.failed;
            vary->n_left_out += n - n_shown;
        }
        pl_text_finish(&table);
        pl_frame_destroy(frame);
    }
    return status;
}

/* What a person reads. */
static enum pl_status
print_brief(struct steady_vary *vary, struct pl_text *text)
{
    struct pl_text words;
    enum pl_status status;

    steady_put_heading(vary->context, vary->treatment, vary->ensemble,
                       pl_role_strip(vary->factor.name), vary->cli->style.width, text);
    status = put_table(vary, text);
    if (vary->n_left_out > 0) {
        pl_text_format(text,
                       vary->opts->readouts.n > 0
                           ? "(%zu more in a wider terminal, or with --output)\n"
                           : "(%zu more readouts with --readout or --output)\n",
                       vary->n_left_out);
    }
    pl_text_put(text, "\n");
    pl_text_init(&words);
    if (status == PL_OK) {
        status =
            vary->ensemble != NULL
                ? pl_continuation_sets_sentence(&vary->sets, vary->cli->diags, &words)
                : pl_continuation_sentence(&vary->found, vary->cli->diags, &words);
    }
    pl_text_wrap(text, pl_text_string(&words), 0, 0, vary->cli->style.width);
    pl_text_put(text, "\n");
    text->failed = text->failed || words.failed;
    pl_text_finish(&words);
    return status;
}

static enum pl_status
write_table(struct steady_vary *vary)
{
    struct pl_frame *frame = NULL;
    struct pl_diags *diags = vary->cli->diags;
    enum pl_status status =
        vary->ensemble == NULL ? pl_continuation_frame(&vary->found, diags, &frame)
        : vary->opts->members ? pl_continuation_sets_members(&vary->sets, diags, &frame)
                              : pl_continuation_sets_frame(&vary->sets, diags, &frame);

    if (status == PL_OK) {
        status = cli_write_frame(vary->cli, &vary->opts->output, frame);
    }
    pl_frame_destroy(frame);
    return status;
}

/* The table, or what a person reads; then the methods. */
static enum pl_status
tell(struct steady_vary *vary)
{
    const struct account account = make_account(vary);
    const bool brief = is_brief(vary);
    struct pl_text screen;
    enum pl_status status = PL_OK;

    pl_text_init(&screen);
    status = brief ? print_brief(vary, &screen) : write_table(vary);
    if (status == PL_OK && vary->opts->account.methods) {
        account_put_methods(&account, !brief, &screen);
    }
    if (status == PL_OK && screen.size > 0) {
        status = cli_show(vary->cli, NULL, &screen);
    }
    pl_text_finish(&screen);
    return status;
}

static enum pl_status
draw(const struct steady_vary *vary)
{
    const struct account account = make_account(vary);
    struct pl_text caption;
    const char *words = NULL;
    enum pl_status status = PL_OK;

    pl_text_init(&caption);
    if (vary->opts->account.caption) {
        account_caption(&account, &caption);
    }
    words = vary->opts->account.caption ? pl_text_string(&caption) : NULL;
    if (caption.failed) {
        status = pl_diag_no_memory(vary->cli->diags, "the caption");
    } else if (vary->ensemble != NULL) {
        status = steady_vary_draw_sets(vary, words, vary->opts->account.plot);
    } else {
        status = steady_vary_draw(&vary->found, vary->treatment, words,
                                  vary->opts->account.plot, vary->cli->diags);
    }
    pl_text_finish(&caption);
    return status;
}

/* Is there a rest state at that end of the range, and is one of them stable? */
static bool
has_rest(const struct pl_continuation *found, double input, bool *stable)
{
    bool any = false;

    *stable = false;
    for (size_t b = 0; b < found->n_branches; b++) {
        const struct pl_rest_branch *branch = &found->branches[b];
        const struct pl_rest_branch_point *const ends[] = {
            &branch->points[0], &branch->points[branch->n - 1]};

        for (size_t k = 0; k < 2; k++) {
            if (ends[k]->input == input) {
                any = true;
                *stable = *stable || pl_rest_branch_point_is_stable(ends[k]);
            }
        }
    }
    return any;
}

/* An end at which the network does not rest, although a rest state there is stable or
 * none was found, is worth a word. */
static void
warn_ends(const struct steady_vary *vary)
{
    const char *const reasons[] = {vary->found.low_reason, vary->found.high_reason};
    const double inputs[] = {vary->factor.low, vary->factor.high};
    static const char *const ends[] = {"low", "high"};

    for (size_t k = 0; k < 2; k++) {
        bool stable = false;
        const bool any = has_rest(&vary->found, inputs[k], &stable);

        if (reasons[k] != NULL && (stable || !any)) {
            pl_diag_warning(vary->cli->diags, NULL,
                            "at the %s end of %s the starting values lead to no stable "
                            "rest state: %s",
                            ends[k], vary->factor.text, reasons[k]);
        }
    }
}

enum pl_status
steady_vary(struct cli *cli, const struct steady_opts *opts,
            const struct pl_context *context, const struct pl_treatment *treatment,
            const struct pl_ensemble *ensemble)
{
    struct steady_vary vary = {.cli = cli,
                               .opts = opts,
                               .context = context,
                               .treatment = treatment,
                               .ensemble = ensemble};
    enum pl_status status = prepare(&vary);

    if (status == PL_OK) {
        status = ensemble != NULL ? steady_vary_follow_sets(&vary) : follow(&vary);
    }
    if (opts->verbose && status == PL_OK) {
        cli_print_kernel(context->kernels);
    }
    if (status == PL_OK && ensemble == NULL) {
        warn_ends(&vary);
    }
    if (status == PL_OK) {
        status = tell(&vary);
    }
    if (status == PL_OK && opts->account.plot != NULL) {
        status = draw(&vary);
    }
    pl_continuation_finish(&vary.found);
    pl_continuation_sets_finish(&vary.sets);
    free(vary.levels);
    pl_factor_finish(&vary.factor);
    free(vary.readouts);
    return status;
}
