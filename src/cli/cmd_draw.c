/*
 * cmd_draw.c - the pathway as a picture: who acts on whom, and what a treatment did.
 */
#include "cli/verbs.h"

#include <stdlib.h>

#include "analysis/pathway.h"
#include "base/diag.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/files.h"
#include "cli/moment.h"
#include "cli/phrases.h"
#include "out/graphviz.h"
#include "out/pathway_dot.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/snapshot.h"
#include "study/times.h"
#include "study/treatment.h"

/* Of more nodes than this dot may not come to an end. */
#define MANY_NODES 300

struct draw_opts {
    struct network_opts network;
    struct moment_opts moment;
    size_t kernel, threads;
    const char *output;
    const char *title;
    size_t only;
    bool sections;
    bool caption, methods;
    bool verbose;
    size_t colour;
};

/* --only */
enum only { ONLY_ALL, ONLY_FEEDBACK };

static const char *const only_words[] = {
    [ONLY_ALL] = "all",
    [ONLY_FEEDBACK] = "feedback",
    NULL,
};

static const struct opt rows[] = {
    NETWORK_CELL_ROWS(struct draw_opts, network),
    OPT_TEXT(struct draw_opts, network.ensemble, "ensemble", "FILE", NULL, "file",
             "run every parameter set of a table (columns: parameters, and perhaps "
             "weight); colours and numbers are medians, arrows those of the first set"),
    NETWORK_TREATMENT_ROWS(struct draw_opts, network),
    NETWORK_CLAMP_ROW(struct draw_opts, network),
    OPT_GROUP("Run"),
    MOMENT_ROWS(struct draw_opts, moment),
    THREADS_ROW(struct draw_opts, threads),
    KERNEL_ROW(struct draw_opts, kernel),
    OPT_GROUP("Output"),
    OPT_TEXT(struct draw_opts, output, "output", "FILE", NULL, "file",
             "where the picture goes: .svg, .png, .pdf (these need Graphviz) or .dot"),
    OPT_TEXT(struct draw_opts, output, "plot", "FILE", NULL, "file",
             "the same as --output: what other verbs call it"),
    OPT_TEXT(struct draw_opts, title, "title", "TEXT", "model and treatment", NULL,
             "what stands above the picture"),
    OPT_CHOICE(struct draw_opts, only, "only", "PART", "all", only_words,
               "draw all, or feedback: what lies on a loop"),
    OPT_FLAG(struct draw_opts, sections, "sections",
             "frame the sections of the model's text, which comments such as "
             "// ======== receptors begin"),
    OPT_FLAG(struct draw_opts, caption, "caption",
             "lines below the picture: model and its hash, cell, sets, treatment, what "
             "a fold is"),
    OPT_FLAG(struct draw_opts, methods, "methods",
             "a paragraph of methods on the terminal: versions, tolerances, hashes"),
    OPT_FLAG(struct draw_opts, verbose, "verbose",
             "tell how formulas were run, on stderr"),
    COLOUR_ROW(struct draw_opts, colour),
    OPT_END,
};

static const char *const examples[] = {
    "simulate draw --drug everolimus=20nM --output everolimus.svg",
    "the pathway after 24 h of a rapalog, coloured by fold",
    "simulate draw --inhibit mTORC1 --clamp S6K_IRS1 --only feedback --output "
    "loops.png",
    "what lies on a loop, with one loop held at its level before treatment",
    "simulate draw --model negative-feedback --output network.pdf",
    "a network as it is, without a treatment",
    NULL,
};

/* Everything that one call holds. */
struct draw {
    struct cli *cli;
    struct draw_opts opts;
    struct pl_context *context;
    struct pl_treatment *treatment;
    struct pl_ensemble *ensemble; /* NULL without one */
    struct pl_snapshot_options options;
    struct pl_snapshot snapshot;
    double *levels, *folds; /* shape (n_symbols): medians; NULL without an ensemble */
    struct pl_pathway pathway;
};

/* What can be wrong before a model is loaded. */
static enum pl_status
check_usage(const struct draw *draw)
{
    struct pl_diags *diags = draw->cli->diags;
    enum pl_status status = moment_check(&draw->opts.moment, diags);

    if (status == PL_OK && draw->opts.output == NULL) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL, "draw to which file?");
        pl_diag_hint(diags, "simulate draw --output pathway.svg");
        status = PL_ERR_OPTION;
    }
    return status == PL_OK ? pl_graphviz_check(draw->opts.output, diags) : status;
}

static enum pl_status
prepare(struct draw *draw)
{
    struct cli *cli = draw->cli;
    const struct draw_opts *opts = &draw->opts;
    const struct file_read sets = {opts->network.ensemble,
                                   "the table of parameter sets"};
    const struct file_written written = {opts->output, "output"};
    enum pl_status status = cli_load(cli, opts->network.model, &draw->context);

    if (status == PL_OK) {
        status = files_check(draw->context, &sets, 1, &written, 1, cli->diags);
    }
    if (status == PL_OK) {
        status = pl_context_choose_kernel(
            draw->context, (enum pl_kernel_choice)opts->kernel, cli->diags);
    }
    if (status == PL_OK) {
        status = moment_read(&opts->moment, draw->context, cli->diags, &draw->options);
    }
    if (status == PL_OK) {
        status =
            cli_treatment(cli, &opts->network, draw->context, false, &draw->treatment);
    }
    if (status == PL_OK) {
        status = cli_ensemble(cli, &opts->network, draw->context, draw->treatment,
                              &draw->ensemble);
    }
    draw->options.ensemble = draw->ensemble;
    draw->options.n_threads = draw->ensemble != NULL ? opts->threads : 1;
    return status;
}

/* What stands at the nodes when there are many sets. */
static enum pl_status
find_medians(struct draw *draw)
{
    const size_t n = draw->snapshot.n_symbols + 1;

    draw->levels = calloc(n, sizeof *draw->levels);
    draw->folds = calloc(n, sizeof *draw->folds);
    return draw->levels != NULL && draw->folds != NULL
               ? pl_snapshot_medians(&draw->snapshot, draw->cli->diags, draw->levels,
                                     draw->folds)
               : pl_diag_no_memory(draw->cli->diags, "the medians of the sets");
}

static enum pl_status
make_pathway(struct draw *draw)
{
    struct pl_diags *diags = draw->cli->diags;
    const struct pl_snapshot *snapshot = &draw->snapshot;
    const size_t member = pl_snapshot_first(snapshot);
    const struct pl_pathway_options options = {
        .treatment = draw->treatment,
        .time = snapshot->time,
        .untreated =
            snapshot->treated ? pl_snapshot_untreated(snapshot, member, NULL) : NULL,
        .treated = pl_snapshot_now(snapshot, member),
        .levels = draw->levels,
        .folds = draw->folds,
        .stop = draw->options.sim.stop,
        .stop_context = draw->options.sim.stop_context,
    };
    enum pl_status status =
        pl_pathway_make(draw->context, &options, diags, &draw->pathway);

    if (status == PL_OK && draw->pathway.n_nodes == 0) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "there is nothing to draw: the model has no species");
    }
    if (status == PL_OK && draw->opts.only == ONLY_FEEDBACK) {
        status = pl_pathway_keep_loops(&draw->pathway, diags);
        if (status == PL_OK && draw->pathway.n_nodes == 0) {
            pl_diag_error(diags, PL_ERR_OPTION, NULL,
                          "there is nothing to draw: the network has no loop");
            pl_diag_hint(diags, "without --only feedback all of it is drawn");
            status = PL_ERR_OPTION;
        }
    }
    return status;
}

/* "her2-mtor · everolimus 20 nM from 0 h · after 24 h", and below it the cell. With a
 * title of the user's that is the first line, and all of this the second. */
static void
put_titles(const struct draw *draw, struct pl_text *title, struct pl_text *subtitle)
{
    const char *cell = pl_treatment_cell_name(draw->treatment);
    const char *variant = pl_treatment_variant_id(draw->treatment);
    const bool own = draw->opts.title != NULL;
    struct pl_text *first = own ? subtitle : title;
    char time[PL_NUMBER_SIZE];

    pl_text_put(title, own ? draw->opts.title : "");
    phrase_model(draw->context, first);
    pl_text_put(first, " · ");
    pl_treatment_describe(draw->treatment, first);
    if (draw->snapshot.treated) {
        pl_time_format(draw->context, draw->snapshot.time, time);
        pl_text_format(first, " · after %s", time);
    }
    if (cell != NULL) {
        pl_text_format(subtitle, "%scell %s", subtitle->size > 0 ? " · " : "", cell);
    }
    if (variant != NULL) {
        pl_text_format(subtitle, "%svariant %s", subtitle->size > 0 ? " · " : "",
                       variant);
    }
    if (draw->ensemble != NULL) {
        pl_text_format(subtitle, "%smedians of %zu sets of '%s'",
                       subtitle->size > 0 ? " · " : "", draw->snapshot.n_members,
                       pl_ensemble_path(draw->ensemble));
    }
}

/* What the picture is of, for caption and methods. */
static struct account
make_account(const struct draw *draw)
{
    const struct pl_snapshot *snapshot = &draw->snapshot;

    return (struct account){
        .context = draw->context,
        .treatment = draw->treatment,
        .ensemble = draw->ensemble,
        .sim = &draw->options.sim,
        .method = snapshot->arms.method,
        .duration =
            draw->options.time > 0.0 ? draw->options.time : draw->options.duration,
        .rests = snapshot->rested,
        .measured = account_measured(snapshot->treated, snapshot->rested),
        .study =
            draw->ensemble == NULL
                ? "Arrows are the signs of the slopes of each rate, before treatment."
                : "Levels and folds are medians over the sets. Arrows are the signs "
                  "of the slopes of each rate, before treatment, in the first set.",
    };
}

static enum pl_status
write_picture(const struct draw *draw)
{
    struct pl_text title;
    struct pl_text subtitle;
    struct pl_text caption;
    struct pl_text dot;
    enum pl_status status = PL_OK;

    pl_text_init(&title);
    pl_text_init(&subtitle);
    pl_text_init(&caption);
    pl_text_init(&dot);
    put_titles(draw, &title, &subtitle);
    if (draw->opts.caption) {
        const struct account account = make_account(draw);

        account_caption(&account, &caption);
    }
    if (title.failed || subtitle.failed || caption.failed) {
        status = pl_diag_no_memory(draw->cli->diags, "a picture");
    } else {
        const struct pl_pathway_page page = {.title = pl_text_string(&title),
                                             .subtitle = subtitle.data,
                                             .caption = caption.data,
                                             .sections = draw->opts.sections};

        status = pl_pathway_dot(&draw->pathway, &page, draw->cli->diags, &dot);
    }
    if (status == PL_OK) {
        status = pl_graphviz_write(&dot, draw->opts.output, draw->cli->diags);
    }
    if (status == PL_ERR_TOOL && draw->pathway.n_nodes > MANY_NODES) {
        pl_diag_hint(
            draw->cli->diags,
            "%zu nodes are many for dot: write a .dot and try sfdp, which comes "
            "with Graphviz, or draw --only feedback",
            draw->pathway.n_nodes);
    }
    pl_text_finish(&title);
    pl_text_finish(&subtitle);
    pl_text_finish(&caption);
    pl_text_finish(&dot);
    return status;
}

/* What was drawn, for the terminal. */
static enum pl_status
tell(const struct draw *draw)
{
    struct pl_text words;
    struct pl_text text;
    enum pl_status status = PL_OK;

    pl_text_init(&words);
    pl_text_init(&text);
    pl_text_format(&words, "%s: ", draw->opts.output);
    pl_pathway_describe(&draw->pathway, &words);
    phrase_paragraph(draw->cli, &words, &text);
    if (draw->opts.methods) {
        const struct account account = make_account(draw);

        account_put_methods(&account, false, &text);
    }
    status = cli_show(draw->cli, NULL, &text);
    pl_text_finish(&words);
    pl_text_finish(&text);
    return status;
}

static enum exit_code
run_verb(struct cli *cli, const struct verb *verb, int argc, char **argv)
{
    struct draw draw = {
        .cli = cli,
        .opts = {.network.model = CLI_DEFAULT_MODEL, .moment = moment_default()}};
    struct opt_texts words = {NULL, 0};
    enum exit_code code = EXIT_USAGE;
    enum pl_status status;

    if (!cli_parse(cli, verb, argc, argv, &draw.opts, &words, &code)) {
        goto done;
    }
    if (!cli_refuse_arguments(cli, &words)) {
        code = EXIT_USAGE;
        goto done;
    }
    cli_set_colour(cli, draw.opts.colour);
    status = check_usage(&draw);
    if (status == PL_OK) {
        status = prepare(&draw);
    }
    code = cli_load_code(status);
    if (status != PL_OK) {
        goto done;
    }
    interrupt_hold();
    status = pl_snapshot_take(draw.context, draw.treatment, &draw.options, cli->diags,
                              &draw.snapshot);
    interrupt_release();
    if (draw.opts.verbose) {
        cli_print_kernel(draw.context->kernels);
    }
    if (status == PL_OK && draw.ensemble != NULL) {
        status = find_medians(&draw);
    }
    if (status == PL_OK) {
        status = make_pathway(&draw);
    }
    if (status == PL_OK) {
        status = write_picture(&draw);
    }
    if (status == PL_OK) {
        status = tell(&draw);
    }
    code = cli_run_code(status);

done:
    pl_pathway_finish(&draw.pathway);
    pl_snapshot_finish(&draw.snapshot);
    free(draw.levels);
    free(draw.folds);
    pl_ensemble_destroy(draw.ensemble);
    pl_treatment_destroy(draw.treatment);
    pl_context_destroy(draw.context);
    opt_finish(rows, &draw.opts);
    opt_texts_finish(&words);
    return code;
}

const struct verb cmd_draw = {
    .name = "draw",
    .summary = "The pathway as a picture, coloured by what a treatment did",
    .arguments = "",
    .description =
        "Arrows follow from the formulas: who raises whom, and who lowers whom, at the "
        "state before treatment. Synthesis at a constant rate and decay are left out, "
        "and forms of one protein stand in one box. Feedback signals are drawn bold; a "
        "dashed line does nothing any more, or is held. Colours and numbers are folds "
        "of the level before treatment.",
    .examples = examples,
    .rows = rows,
    .run = run_verb,
};
