/*
 * arms_plan.c - what verbs that set treatments side by side have in common.
 */
#include "cli/arms_plan.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/files.h"
#include "cli/phrases.h"
#include "cli/progress.h"
#include "model/model.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/tables.h"
#include "study/treatment.h"

/* Rows of the table of cells or variants that were chosen. */
struct choice {
    const char *option; /* "cell" */
    const struct pl_frame *table;
    enum pl_status (*find)(const struct pl_context *context, const char *name,
                           struct pl_diags *diags, size_t *row);
    size_t *rows; /* shape (n); room for all rows of the table and one more */
    size_t n;
};

struct arms_opts
arms_opts_default(void)
{
    const struct pl_sim_options sim = pl_sim_options_default();

    return (struct arms_opts){
        .network.model = CLI_DEFAULT_MODEL,
        .method = sim.method,
        .rtol = sim.rtol,
        .atol = sim.atol,
        .max_steps = sim.max_steps,
        .output.format = CLI_FORMAT_NONE,
    };
}

static enum pl_status
add_row(struct choice *choice, size_t row, struct pl_diags *diags)
{
    for (size_t i = 0; i < choice->n; i++) {
        if (choice->rows[i] == row) {
            return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                                 "--%s: '%s' is named twice", choice->option,
                                 pl_table_row_id(choice->table, row));
        }
    }
    choice->rows[choice->n++] = row;
    return PL_OK;
}

/* Every row. */
static enum pl_status
add_all(struct choice *choice, struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    for (size_t row = 0; row < choice->table->n_rows && status == PL_OK; row++) {
        status = add_row(choice, row, diags);
    }
    return status;
}

/* "all" is a word, but not in a model without rows: there it is a name like others. */
static enum pl_status
add_named(const struct pl_context *context, const char *name, struct choice *choice,
          struct pl_diags *diags)
{
    size_t row = 0;
    enum pl_status status = PL_OK;

    if (strcmp(name, "all") == 0 && choice->table != NULL &&
        choice->table->n_rows > 0) {
        pl_diag_error(
            diags, PL_ERR_OPTION, NULL,
            "--%s: 'all' names every one, and there is another name beside it",
            choice->option);
        return PL_ERR_OPTION;
    }
    status = choice->find(context, name, diags, &row);
    return status == PL_OK ? add_row(choice, row, diags) : status;
}

/* One name, or names with ',' between them: a display name may have one in it, too. */
static enum pl_status
read_names(const struct pl_context *context, const char *text, struct choice *choice,
           struct pl_diags *diags)
{
    enum pl_status status = PL_OK;
    size_t row = 0;
    char *rest = NULL;
    char *copy = NULL;

    if (choice->find(context, text, NULL, &row) == PL_OK) {
        return add_row(choice, row, diags);
    }
    copy = pl_text_copy(text);
    if (copy == NULL) {
        return pl_diag_no_memory(diags, "a name");
    }
    for (char *word = strtok_r(copy, ",", &rest); word != NULL && status == PL_OK;
         word = strtok_r(NULL, ",", &rest)) {
        word += strspn(word, " ");
        status = add_named(context, word, choice, diags);
    }
    free(copy);
    return status;
}

/* @param all  without any text: every row */
static enum pl_status
read_choice(const struct pl_context *context, const struct opt_texts *texts, bool all,
            struct choice *choice, struct pl_diags *diags)
{
    const size_t n_rows = choice->table != NULL ? choice->table->n_rows : 0;
    enum pl_status status = PL_OK;

    choice->rows = calloc(n_rows + 1, sizeof *choice->rows);
    if (choice->rows == NULL) {
        return pl_diag_no_memory(diags, "a list of rows");
    }
    for (size_t row = 0; row < n_rows && texts->n == 0 && all; row++) {
        choice->rows[choice->n++] = row;
    }
    for (size_t i = 0; i < texts->n && status == PL_OK; i++) {
        if (strcmp(texts->items[i], "all") != 0 || n_rows == 0) {
            status = read_names(context, texts->items[i], choice, diags);
            continue;
        }
        status = add_all(choice, diags);
    }
    if (status == PL_OK && texts->n > 0 && choice->n == 0) {
        status = pl_diag_error(diags, PL_ERR_OPTION, NULL, "--%s has no name",
                               choice->option);
    }
    return status;
}

/* A panel of the given rows; PL_NONE for none. */
static enum pl_status
make_panel(struct arms_plan *plan, size_t cell, size_t variant,
           struct arms_panel *panel)
{
    struct network_opts network = plan->opts->network;
    const struct pl_context *context = plan->context;
    enum pl_status status = PL_OK;

    network.cell = cell != PL_NONE ? pl_table_row_id(context->cells, cell) : NULL;
    network.variant =
        variant != PL_NONE ? pl_table_row_id(context->variants, variant) : NULL;
    status = cli_treatment(plan->cli, &network, context, false, &panel->base);
    if (status == PL_OK) {
        panel->cell = pl_treatment_cell_id(panel->base);
        panel->variant = pl_treatment_variant_id(panel->base);
    }
    return status;
}

static enum pl_status
make_panels(struct arms_plan *plan, const struct choice *cells,
            const struct choice *variants)
{
    enum pl_status status = PL_OK;

    plan->n_cells = cells->n > 0 ? cells->n : 1;
    plan->n_variants = variants->n > 0 ? variants->n : 1;
    plan->panels = calloc(plan->n_cells * plan->n_variants, sizeof *plan->panels);
    plan->bases = calloc(plan->n_cells * plan->n_variants, sizeof *plan->bases);
    if (plan->panels == NULL || plan->bases == NULL) {
        return pl_diag_no_memory(plan->cli->diags, "the panels");
    }
    plan->n_panels = plan->n_cells * plan->n_variants;
    for (size_t p = 0; p < plan->n_panels && status == PL_OK; p++) {
        const size_t c = p / plan->n_variants;
        const size_t v = p % plan->n_variants;

        status =
            make_panel(plan, cells->n > 0 ? cells->rows[c] : PL_NONE,
                       variants->n > 0 ? variants->rows[v] : PL_NONE, &plan->panels[p]);
        plan->bases[p] = plan->panels[p].base;
    }
    return status;
}

static enum pl_status
read_panels(struct arms_plan *plan)
{
    const struct pl_context *context = plan->context;
    struct choice cells = {
        .option = "cell", .table = context->cells, .find = pl_context_find_cell};
    struct choice variants = {.option = "variant",
                              .table = context->variants,
                              .find = pl_context_find_variant};
    struct pl_diags *diags = plan->cli->diags;
    enum pl_status status =
        read_choice(context, &plan->opts->cells, false, &cells, diags);

    if (status == PL_OK) {
        status = read_choice(context, &plan->opts->variants, plan->opts->all_variants,
                             &variants, diags);
    }
    if (status == PL_OK) {
        status = make_panels(plan, &cells, &variants);
    }
    free(cells.rows);
    free(variants.rows);
    return status;
}

/* Ctrl-C, or the time limit, which is for all runs together. */
static bool
is_over(void *context)
{
    const struct arms_plan *plan = context;

    return interrupt_pending(NULL) ||
           (plan->time_limit > 0.0 &&
            progress_clock() - plan->begun > plan->time_limit);
}

/* How it is run. */
static enum pl_status
read_run(struct arms_plan *plan)
{
    const struct arms_opts *opts = plan->opts;
    struct pl_diags *diags = plan->cli->diags;
    struct pl_arms_options *run = &plan->run;
    enum pl_status status =
        duration_read_for(plan->context, opts->duration, diags, &run->duration);

    run->sim = pl_sim_options_default();
    run->sim.method = opts->method;
    run->sim.rtol = opts->rtol;
    run->sim.atol = opts->atol;
    run->sim.max_steps = opts->max_steps;
    run->sim.stop = is_over;
    run->sim.stop_context = plan;
    /* folds are of the untreated rest, also where all that is compared is "none" */
    run->equilibrate = opts->no_equilibrate ? PL_EQUILIBRATE_NO : PL_EQUILIBRATE_YES;
    run->n_threads = opts->threads;
    if (status == PL_OK) {
        status = duration_read_limit(opts->time_limit, diags, &plan->time_limit);
    }
    if (status == PL_OK && opts->at != NULL) {
        status = duration_read_times(plan->context, "--at=", opts->at, run->duration,
                                     diags, plan->at, &plan->n_at);
    }
    return status;
}

enum pl_status
arms_plan_init(struct arms_plan *plan, struct cli *cli, const struct arms_opts *opts)
{
    enum pl_status status = PL_OK;

    *plan = (struct arms_plan){.cli = cli, .opts = opts};
    if (opts->equilibrate && opts->no_equilibrate) {
        return pl_diag_error(cli->diags, PL_ERR_OPTION, NULL,
                             "--equilibrate and --no-equilibrate exclude each other");
    }
    status = cli_check_members(cli, &opts->network, opts->members);
    if (status == PL_OK) {
        status = account_check(&opts->account, cli->diags);
    }
    if (status == PL_OK) {
        status = cli_load(cli, opts->network.model, &plan->context);
    }
    if (status == PL_OK) {
        status = pl_context_choose_kernel(
            plan->context, (enum pl_kernel_choice)opts->kernel, cli->diags);
    }
    if (status == PL_OK) {
        status = read_panels(plan);
    }
    if (status == PL_OK) {
        status = read_run(plan);
    }
    if (status == PL_OK) {
        status = cli_readouts(cli, &opts->readouts, plan->context, &plan->readouts,
                              &plan->n_readouts);
    }
    if (status == PL_OK) {
        status = cli_ensemble(cli, &opts->network, plan->context, plan->panels[0].base,
                              &plan->ensemble);
    }
    plan->run.ensemble = plan->ensemble;
    plan->run.symbols = plan->readouts;
    plan->run.n_symbols = plan->n_readouts;
    return status;
}

/* A treatment that sets what the parameter sets hold has one value of it in all. */
static enum pl_status
warn_set(const struct arms_plan *plan, const struct pl_therapy *therapy)
{
    struct pl_diags *diags = plan->cli->diags;
    struct pl_treatment *treatment = NULL;
    const struct pl_action *action = NULL;
    const enum pl_status status =
        pl_therapy_treatment(therapy, NULL, plan->panels[0].base, diags, &treatment);

    if (status == PL_OK) {
        action = pl_ensemble_find_set(plan->ensemble, treatment);
    }
    if (action != NULL) {
        pl_diag_warning(diags, NULL,
                        "%s: %s stands above the column of the parameter sets (%s): "
                        "all have that value",
                        therapy->name, action->text, pl_ensemble_path(plan->ensemble));
    }
    pl_treatment_destroy(treatment);
    return status;
}

enum pl_status
arms_plan_therapies(struct arms_plan *plan)
{
    const struct opt_texts *treats = &plan->opts->treats;
    struct pl_diags *diags = plan->cli->diags;
    enum pl_status status = PL_OK;

    if (treats->n == 0) {
        status = pl_therapies_add_table(&plan->therapies, plan->context, diags);
    }
    for (size_t i = 0; i < treats->n && status == PL_OK; i++) {
        status = pl_therapies_add_text(&plan->therapies, plan->context, "--treat",
                                       treats->items[i], diags);
    }
    for (size_t i = 0; i < plan->therapies.n && status == PL_OK; i++) {
        status =
            plan->ensemble != NULL ? warn_set(plan, &plan->therapies.items[i]) : PL_OK;
    }
    return status;
}

void
arms_plan_finish(struct arms_plan *plan)
{
    for (size_t p = 0; plan->panels != NULL && p < plan->n_panels; p++) {
        pl_treatment_destroy(plan->panels[p].base);
    }
    free(plan->panels);
    free(plan->bases);
    free(plan->readouts);
    pl_therapies_finish(&plan->therapies);
    pl_ensemble_destroy(plan->ensemble);
    pl_context_destroy(plan->context);
    *plan = (struct arms_plan){0};
}

enum pl_status
arms_plan_check_files(const struct arms_plan *plan)
{
    const struct arms_opts *opts = plan->opts;
    const struct file_read sets = {opts->network.ensemble,
                                   "the table of parameter sets"};
    const struct file_written written[] = {{opts->output.output, "output"},
                                           {opts->account.plot, "plot"},
                                           {opts->provenance, "provenance"}};

    return files_check(plan->context, &sets, 1, written,
                       sizeof written / sizeof *written, plan->cli->diags);
}

enum pl_status
arms_plan_check_places(const struct arms_plan *plan)
{
    const struct arms_opts *opts = plan->opts;
    const char *const paths[] = {opts->output.output, opts->provenance,
                                 opts->account.plot};

    return files_check_places(paths, sizeof paths / sizeof *paths, plan->cli->diags);
}

bool
arms_plan_prints_frame(const struct arms_plan *plan)
{
    return cli_prints_frame(&plan->opts->output, plan->opts->members);
}

void
arms_plan_put_treatments(const struct arms_plan *plan, struct pl_text *text)
{
    for (size_t i = 0; i < plan->therapies.n; i++) {
        pl_text_format(text, "%s%s", i > 0 ? "; " : "", plan->therapies.items[i].text);
    }
    arms_plan_put_each(plan, text);
}

void
arms_plan_put_network(const struct arms_plan *plan, struct pl_text *text)
{
    const struct arms_panel *panel = &plan->panels[0];

    phrase_model(plan->context, text);
    if (plan->n_cells > 1) {
        pl_text_format(text, " · %zu cells", plan->n_cells);
    } else if (panel->cell != NULL) {
        pl_text_format(text, " · cell %s", pl_treatment_cell_name(panel->base));
    }
    if (plan->n_variants > 1) {
        pl_text_format(text, " · %zu variants", plan->n_variants);
    } else if (panel->variant != NULL) {
        pl_text_format(text, " · variant %s", panel->variant);
    }
    phrase_sets(plan->ensemble, text);
}

void
arms_plan_put_panel(const struct arms_plan *plan, size_t panel, bool brief,
                    struct pl_text *text)
{
    const struct arms_panel *shown = &plan->panels[panel];

    if (plan->n_cells > 1) {
        pl_text_put(text, brief ? shown->cell : pl_treatment_cell_name(shown->base));
    }
    if (plan->n_variants > 1) {
        pl_text_format(text, "%s%s", plan->n_cells > 1 ? " · " : "", shown->variant);
    }
}

void
arms_plan_put_common(const struct arms_plan *plan, struct pl_text *text)
{
    size_t n = 0;

    (void)pl_treatment_actions(plan->panels[0].base, &n);
    if (n > 0) {
        pl_treatment_describe(plan->panels[0].base, text);
    }
}

void
arms_plan_put_each(const struct arms_plan *plan, struct pl_text *text)
{
    struct pl_text common;

    pl_text_init(&common);
    arms_plan_put_common(plan, &common);
    if (common.size > 0) {
        /* a background alone is told as "on …" */
        const bool is_background = strncmp(pl_text_string(&common), "on ", 3) == 0;

        pl_text_format(text, ", each %s%s", is_background ? "" : "with ",
                       pl_text_string(&common));
    }
    text->failed = text->failed || common.failed;
    pl_text_finish(&common);
}

struct account
arms_plan_account(const struct arms_plan *plan, const char *treatments,
                  const char *method, const char *measured, const char *study)
{
    return (struct account){
        .context = plan->context,
        .treatment = plan->n_panels == 1 ? plan->panels[0].base : NULL,
        .treatments = treatments,
        .ensemble = plan->ensemble,
        .sim = &plan->run.sim,
        .method = method,
        .duration = plan->run.duration,
        .rests = plan->run.equilibrate != PL_EQUILIBRATE_NO,
        .measured = measured,
        .study = study,
    };
}
