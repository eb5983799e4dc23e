/*
 * explain_plan.c - `simulate explain`: what its options come to.
 */
#include "cli/explain_plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/index.h"
#include "cli/duration.h"
#include "cli/explain_figure.h"
#include "cli/progress.h"
#include "study/context.h"
#include "study/times.h"
#include "study/treatment.h"

static size_t
n_panels_of(const struct explain_plan *plan)
{
    return plan->arms.n_panels;
}

static enum pl_status
read_others(struct explain_plan *plan)
{
    const char *text = plan->opts->against;
    struct pl_diags *diags = plan->arms.cli->diags;
    enum pl_status status = PL_OK;

    if (text == NULL) {
        return PL_OK;
    }
    plan->others = calloc(n_panels_of(plan), sizeof *plan->others);
    if (plan->others == NULL) {
        return pl_diag_no_memory(diags, "the treatments");
    }
    for (size_t p = 0; p < n_panels_of(plan) && status == PL_OK; p++) {
        status = pl_explain_make_against(plan->arms.panels[p].base, text, diags,
                                         &plan->others[p]);
    }
    return status;
}

/* "everolimus 20 nM + IGF1R inhibited 50 %", "no treatment" */
static void
name_other(struct explain_plan *plan)
{
    size_t n = 0;
    const struct pl_action *actions =
        plan->others != NULL ? pl_treatment_actions(plan->others[0], &n) : NULL;
    size_t n_told = 0;

    for (size_t i = 0; i < n; i++) {
        if (!actions[i].before_rest) {
            pl_text_put(&plan->against, n_told++ > 0 ? " + " : "");
            pl_action_describe(plan->arms.context, &actions[i], &plan->against);
        }
    }
    if (n_told == 0) {
        pl_text_put(&plan->against, "no treatment");
    }
}

/* The times, and the one in focus. */
static enum pl_status
read_times(struct explain_plan *plan)
{
    const struct arms_plan *arms = &plan->arms;
    struct pl_explain_options *options = &plan->options;
    double focus[PL_MAX_TIMES];
    size_t n = 0;
    enum pl_status status = PL_OK;

    options->duration = arms->run.duration;
    if (arms->n_at > 0) {
        memcpy(plan->times, arms->at, arms->n_at * sizeof *plan->times);
        options->n_times = arms->n_at;
    } else {
        pl_time_regular(arms->context, options->duration, plan->times);
        options->n_times = PL_N_REGULAR_TIMES;
    }
    options->times = plan->times;
    options->focus = PL_NONE;
    if (plan->opts->focus == NULL) {
        return PL_OK;
    }
    status = duration_read_times(arms->context, "--focus=", plan->opts->focus,
                                 options->duration, arms->cli->diags, focus, &n);
    for (size_t k = 0; k < options->n_times && status == PL_OK && n == 1; k++) {
        if (fabs(options->times[k] - focus[0]) <= 1e-9 * focus[0]) {
            options->focus = k;
        }
    }
    if (status == PL_OK && n > 1) {
        return pl_diag_error(arms->cli->diags, PL_ERR_OPTION, NULL,
                             "--focus=%s: one time is in focus, not %zu",
                             plan->opts->focus, n);
    }
    if (status == PL_OK && options->focus == PL_NONE) {
        status = pl_diag_error(arms->cli->diags, PL_ERR_OPTION, NULL,
                               "--focus=%s is none of the times of the table",
                               plan->opts->focus);
        pl_diag_hint(arms->cli->diags, "--at chooses these times");
    }
    return status;
}

static enum pl_status
check_opts(const struct explain_plan *plan)
{
    const struct explain_opts *opts = plan->opts;
    struct pl_diags *diags = plan->arms.cli->diags;

    if (plan->arms.n_readouts > 1 && opts->arms.readouts.n > 0) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "--readout: one readout is explained at a time, not %zu",
                             plan->arms.n_readouts);
    }
    if (opts->exact && opts->orders > 0) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "--exact and --orders exclude each other");
    }
    return PL_OK;
}

static enum pl_status
make_panels(struct explain_plan *plan)
{
    const size_t n = n_panels_of(plan);

    plan->explains = calloc(n, sizeof *plan->explains);
    plan->panels = calloc(n, sizeof *plan->panels);
    plan->names = calloc(n, sizeof *plan->names);
    if (plan->explains == NULL || plan->panels == NULL || plan->names == NULL) {
        return pl_diag_no_memory(plan->arms.cli->diags, "the panels");
    }
    for (size_t p = 0; p < n; p++) {
        pl_text_init(&plan->names[p]);
        arms_plan_put_panel(&plan->arms, p, true, &plan->names[p]);
        plan->panels[p] =
            (struct pl_explain_panel){plan->arms.panels[p].base, &plan->explains[p],
                                      pl_text_string(&plan->names[p])};
    }
    plan->view = (struct pl_explain_view){
        .context = plan->arms.context,
        .panels = plan->panels,
        .n_panels = n,
        .ensemble = plan->arms.ensemble,
        .against = plan->others != NULL ? pl_text_string(&plan->against) : NULL,
    };
    return PL_OK;
}

enum pl_status
explain_plan_init(struct explain_plan *plan, struct cli *cli,
                  const struct explain_opts *opts)
{
    struct pl_explain_options *options = &plan->options;
    enum pl_status status = PL_OK;

    *plan = (struct explain_plan){.opts = opts};
    pl_text_init(&plan->against);
    status = arms_plan_init(&plan->arms, cli, &opts->arms);
    if (status == PL_OK) {
        status = check_opts(plan);
    }
    if (status == PL_OK) {
        status = read_times(plan);
    }
    if (status == PL_OK) {
        status = read_others(plan);
    }
    if (status != PL_OK) {
        return status;
    }
    name_other(plan);
    options->sim = plan->arms.run.sim;
    options->equilibrate = plan->arms.run.equilibrate;
    options->readout = plan->arms.readouts[0];
    options->ensemble = plan->arms.ensemble;
    options->edges = opts->edges.items;
    options->n_edges = opts->edges.n;
    options->groups = opts->groups.items;
    options->n_groups = opts->groups.n;
    options->exact = opts->exact;
    options->n_pairs = opts->orders;
    options->seed = opts->seed;
    options->n_threads = plan->arms.run.n_threads;
    status = make_panels(plan);
    if (status == PL_OK && opts->arms.account.plot != NULL) {
        status = explain_figure_check(plan);
    }
    return status == PL_OK ? arms_plan_check_files(&plan->arms) : status;
}

void
explain_plan_finish(struct explain_plan *plan)
{
    for (size_t p = 0; p < n_panels_of(plan); p++) {
        if (plan->explains != NULL) {
            pl_explain_finish(&plan->explains[p]);
        }
        if (plan->others != NULL) {
            pl_treatment_destroy(plan->others[p]);
        }
        if (plan->names != NULL) {
            pl_text_finish(&plan->names[p]);
        }
    }
    free(plan->explains);
    free(plan->others);
    free(plan->names);
    free(plan->panels);
    pl_text_finish(&plan->against);
    arms_plan_finish(&plan->arms);
}

static enum pl_status
run_panel(struct explain_plan *plan, size_t p)
{
    struct progress progress;
    enum pl_status status = PL_OK;

    progress_begin(&progress, plan->arms.cli, "runs", 0, 1);
    plan->options.against = plan->others != NULL ? plan->others[p] : NULL;
    plan->options.tell = progress_tell_of;
    plan->options.tell_context = &progress;
    status = pl_explain_run(plan->arms.context, plan->arms.panels[p].base,
                            &plan->options, plan->arms.cli->diags, &plan->explains[p]);
    progress_end(&progress);
    return status;
}

enum pl_status
explain_plan_run(struct explain_plan *plan)
{
    const size_t n = n_panels_of(plan);
    enum pl_status status = PL_OK;

    for (size_t p = 0; p < n && status == PL_OK; p++) {
        status = run_panel(plan, p);
    }
    if (status == PL_OK && n > 1 && plan->options.focus == PL_NONE) {
        plan->options.focus = pl_explain_common_focus(plan->explains, n);
        for (size_t p = 0; p < n; p++) {
            pl_explain_set_focus(&plan->explains[p], plan->options.focus);
        }
    }
    return status;
}
