/*
 * steady_sets.c - the rest state of one network in every parameter set of a table.
 */
#include "cli/steady.h"

#include <stdlib.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/progress.h"
#include "cli/steady_table.h"
#include "model/model.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/rests.h"
#include "study/treatment.h"

struct sets {
    struct cli *cli;
    const struct steady_opts *opts;
    const struct pl_treatment *treatment;
    struct steady_table table;
    struct progress progress;
};

static size_t
first_failed(const struct pl_rests *rests)
{
    size_t m = 0;

    while (rests->reasons[m] == NULL) {
        m++;
    }
    return m;
}

/* What does not rest is left out; an error where nothing is left. */
static enum pl_status
report_failures(const struct sets *sets)
{
    const struct pl_rests *rests = &sets->table.rests;
    struct pl_diags *diags = sets->cli->diags;
    const size_t n = rests->n_failed;
    const bool is_one = n == 1;
    const char *first = is_one ? "" : "the first, ";
    size_t m = 0;

    if (n == 0) {
        return PL_OK;
    }
    m = first_failed(rests);
    if (n < rests->n_members) {
        pl_diag_warning(
            diags, NULL, "%zu of %zu parameter sets %s not rest%s; %sset %s: %s", n,
            rests->n_members, is_one ? "does" : "do",
            sets->opts->members ? ""
            : is_one            ? " and is left out"
                                : " and are left out",
            first, pl_ensemble_name(sets->table.ensemble, m), rests->reasons[m]);
        pl_diag_hint(diags, sets->opts->members
                                ? "the column 'error' says why of each"
                                : "with --members the column 'error' says why of each");
        return PL_OK;
    }
    pl_diag_error(diags, PL_ERR_REST, NULL, "no parameter set rests; %sset %s: %s",
                  first, pl_ensemble_name(sets->table.ensemble, m), rests->reasons[m]);
    pl_diag_hint(diags, "simulate without a verb, --no-equilibrate and --for show how "
                        "it moves");
    return PL_ERR_REST;
}

/* As of a single run: starting values that the rest has undone, in the first set that
 * rests. */
static enum pl_status
warn_moved(const struct sets *sets)
{
    const struct pl_rests *rests = &sets->table.rests;
    const size_t n = sets->table.context->model->n_symbols;
    double *values = calloc(n + 1, sizeof *values);
    size_t m = 0;

    if (values == NULL) {
        return pl_diag_no_memory(sets->cli->diags, "the rest states");
    }
    while (m < rests->n_members && rests->reasons[m] != NULL) {
        m++;
    }
    for (size_t i = 0; m < rests->n_members && i < sets->table.n_states; i++) {
        values[sets->table.symbols[i]] = rests->values[m * sets->table.n_symbols + i];
    }
    if (m < rests->n_members) {
        pl_treatment_warn_moved(sets->treatment, values, sets->cli->diags);
    }
    free(values);
    return PL_OK;
}

static bool
watch(void *context, uint64_t n_done)
{
    struct sets *sets = context;

    progress_tell(&sets->progress, n_done);
    return interrupt_pending(NULL);
}

static enum pl_status
find_rests(struct sets *sets)
{
    struct pl_rests_options options = {
        .sim = pl_sim_options_default(),
        .symbols = sets->table.symbols,
        .n_symbols = sets->table.n_symbols,
        .n_threads = sets->opts->threads,
        .watch = watch,
        .watch_context = sets,
    };
    enum pl_status status;

    options.sim.method = sets->opts->method;
    options.sim.rtol = sets->opts->rtol;
    interrupt_hold();
    progress_begin(&sets->progress, sets->cli, "parameter sets", 0,
                   pl_ensemble_n(sets->table.ensemble));
    status = pl_rests_run(sets->table.context, sets->treatment, sets->table.ensemble,
                          &options, sets->cli->diags, &sets->table.rests);
    progress_end(&sets->progress);
    interrupt_release();
    if (sets->opts->verbose) {
        cli_print_kernel(sets->table.context->kernels);
    }
    return status;
}

/* "Stable in 4 of 5 sets; 4 eigenvalues, …" */
static void
put_count(const struct sets *sets, struct pl_text *text)
{
    const struct pl_rests *rests = &sets->table.rests;

    pl_text_format(text,
                   "Stable in %zu of %zu set%s; %zu eigenvalue%s, %zu "
                   "conserved sum%s taken out",
                   rests->n_members - rests->n_failed, rests->n_members,
                   rests->n_members == 1 ? "" : "s", rests->n_eigenvalues,
                   rests->n_eigenvalues == 1 ? "" : "s", rests->n_laws,
                   rests->n_laws == 1 ? "" : "s");
}

/* The few lines that a person reads. */
static enum pl_status
print_bands(struct sets *sets)
{
    const struct pl_style *style = &sets->cli->style;
    const bool has_modes = sets->table.rests.n_eigenvalues > 0;
    const bool all = sets->opts->eigenvalues;
    struct pl_frame *state = NULL;
    struct pl_frame *modes = NULL;
    struct pl_text text;
    enum pl_status status = steady_table_bands(&sets->table, &state);

    if (status == PL_OK && has_modes) {
        status = all ? steady_table_modes(&sets->table, &modes)
                     : steady_table_slowest(&sets->table, &modes);
    }
    pl_text_init(&text);
    if (status == PL_OK) {
        steady_put_heading(sets->table.context, sets->treatment, sets->table.ensemble,
                           NULL, style->width, &text);
        if (!all) {
            pl_table_print(state, NULL, style, &text);
            pl_text_put(&text, "\n");
        }
        put_count(sets, &text);
        pl_text_put(&text, !has_modes ? "\n"
                           : all ? ".\nMedians and 5 to 95 % bands, slowest first:\n\n"
                                 : ":\n\n");
        if (has_modes) {
            pl_table_print(modes, NULL, style, &text);
        }
        status = cli_show(sets->cli, NULL, &text);
    }
    pl_text_finish(&text);
    pl_frame_destroy(state);
    pl_frame_destroy(modes);
    return status;
}

static enum pl_status
write_table(struct sets *sets)
{
    const struct steady_opts *opts = sets->opts;
    struct pl_frame *frame = NULL;
    enum pl_status status;

    if (opts->members) {
        status = opts->eigenvalues ? steady_table_member_modes(&sets->table, &frame)
                                   : steady_table_members(&sets->table, &frame);
    } else {
        status = opts->eigenvalues ? steady_table_modes(&sets->table, &frame)
                                   : steady_table_bands(&sets->table, &frame);
    }
    if (status == PL_OK) {
        status = cli_write_frame(sets->cli, &opts->output, frame);
    }
    pl_frame_destroy(frame);
    return status;
}

enum pl_status
steady_sets(struct cli *cli, const struct steady_opts *opts,
            const struct pl_context *context, const struct pl_treatment *treatment,
            const struct pl_ensemble *ensemble)
{
    const bool brief = !opts->members && opts->output.output == NULL &&
                       opts->output.format == CLI_FORMAT_NONE;
    struct sets sets = {.cli = cli, .opts = opts, .treatment = treatment};
    enum pl_status status =
        steady_table_init(&sets.table, context, ensemble, cli->diags);

    if (status == PL_OK) {
        status = find_rests(&sets);
    }
    if (status == PL_OK) {
        status = report_failures(&sets);
    }
    if (status == PL_OK) {
        status = warn_moved(&sets);
    }
    if (status == PL_OK) {
        status = steady_table_complete(&sets.table);
    }
    if (status == PL_OK) {
        status = brief ? print_bands(&sets) : write_table(&sets);
    }
    steady_table_finish(&sets.table);
    return status;
}
