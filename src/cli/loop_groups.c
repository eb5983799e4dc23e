/*
 * loop_groups.c - parameter sets in groups by the feedback loop that ranks first.
 */
#include "cli/loop_groups.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/set_groups.h"
#include "base/diag.h"
#include "base/index.h"
#include "base/text.h"
#include "cli/progress.h"
#include "study/context.h"
#include "study/measure.h"
#include "study/times.h"
#include "study/treatment.h"

bool
loop_groups_asked(const struct loop_groups_opts *opts)
{
    return opts->of != NULL || opts->under != NULL || opts->groups.n > 0;
}

/* --loop-under: the name of a treatment, or a text of its own. */
static enum pl_status
read_under(struct loop_groups *loops, const char *under)
{
    const struct arms_plan *plan = loops->plan;
    const struct pl_therapies *therapies = &plan->therapies;
    enum pl_status status = PL_OK;

    loops->therapy = &therapies->items[0];
    if (under == NULL) {
        return PL_OK;
    }
    for (size_t i = 0; i < therapies->n; i++) {
        if (strcmp(therapies->items[i].name, under) == 0) {
            loops->therapy = &therapies->items[i];
            return PL_OK;
        }
    }
    status = pl_therapies_add_text(&loops->others, plan->context, "--loop-under", under,
                                   plan->cli->diags);
    if (status != PL_OK) {
        pl_diag_note(plan->cli->diags, NULL,
                     "--loop-under takes the name of one of the treatments, too");
        return status;
    }
    loops->therapy = &loops->others.items[0];
    return PL_OK;
}

/* The time that stands there, or those of the table of explain. */
static enum pl_status
read_of(struct loop_groups *loops, const char *of)
{
    const struct arms_plan *plan = loops->plan;
    struct pl_explain_options *options = &loops->options;
    struct pl_diags *diags = plan->cli->diags;
    struct pl_measure measure = {0};
    size_t *symbols = NULL;
    size_t n = 0;
    enum pl_status status = PL_OK;

    options->focus = PL_NONE;
    options->times = loops->times;
    pl_time_regular(plan->context, plan->run.duration, loops->times);
    options->n_times = PL_N_REGULAR_TIMES;
    if (of == NULL) {
        status = pl_context_readouts(plan->context, NULL, 0, diags, &symbols, &n);
        options->readout = status == PL_OK ? symbols[0] : 0;
        free(symbols);
        return status;
    }
    status = pl_measure_parse(plan->context, of, plan->run.duration, diags, &measure);
    if (status == PL_OK &&
        ((measure.kind != PL_MEASURE_VALUE && measure.kind != PL_MEASURE_FOLD) ||
         !(measure.time > 0.0))) {
        status = pl_diag_error(diags, PL_ERR_OPTION, NULL,
                               "--loop-of=%s: it is a fold after time 0 that loops "
                               "rank for",
                               of);
        pl_diag_hint(diags, "write --loop-of NAME or --loop-of NAME@TIME");
    }
    if (status == PL_OK) {
        options->readout = measure.symbol;
        if (strchr(of, '@') != NULL) {
            loops->times[0] = measure.time;
            options->n_times = 1;
            options->focus = 0;
        }
    }
    pl_measure_finish(&measure);
    return status;
}

enum pl_status
loop_groups_init(struct loop_groups *loops, const struct loop_groups_opts *opts,
                 const struct arms_plan *plan)
{
    struct pl_explain_options *options = &loops->options;
    struct pl_diags *diags = plan->cli->diags;
    enum pl_status status = PL_OK;

    *loops = (struct loop_groups){.plan = plan};
    options->sim = plan->run.sim;
    options->duration = plan->run.duration;
    options->equilibrate = plan->run.equilibrate;
    options->ensemble = plan->ensemble;
    options->n_threads = plan->run.n_threads;
    options->groups = opts->groups.items;
    options->n_groups = opts->groups.n;
    status = read_of(loops, opts->of);
    if (status == PL_OK) {
        status = read_under(loops, opts->under);
    }
    return status == PL_OK ? pl_therapy_treatment(loops->therapy, NULL, plan->bases[0],
                                                  diags, &loops->treatment)
                           : status;
}

void
loop_groups_finish(struct loop_groups *loops)
{
    pl_treatment_destroy(loops->treatment);
    pl_therapies_finish(&loops->others);
    *loops = (struct loop_groups){0};
}

/* Who is in no group, and why. */
static void
warn(const struct loop_groups *loops)
{
    const struct pl_first_loops *left = &loops->left;
    struct pl_diags *diags = loops->plan->cli->diags;

    if (left->n_rare > 0) {
        pl_diag_warning(diags, NULL,
                        "%zu parameter set%s in no group: groups are loops that rank "
                        "first in %.0f %% of the sets or more, of the first %zu",
                        left->n_rare, left->n_rare == 1 ? " is" : "s are",
                        100.0 * PL_FIRST_LOOP_LEAST, PL_GROUPS_MOST);
    }
    if (left->n_silent > 0) {
        pl_diag_warning(diags, NULL,
                        "%zu parameter set%s in no group: no loop does anything there",
                        left->n_silent, left->n_silent == 1 ? " is" : "s are");
    }
    if (left->n_failed > 0) {
        pl_diag_warning(diags, NULL,
                        "%zu parameter set%s in no group: there is nothing to explain, "
                        "or a run failed",
                        left->n_failed, left->n_failed == 1 ? " is" : "s are");
    }
}

enum pl_status
loop_groups_run(struct loop_groups *loops, struct pl_groups *out)
{
    const struct arms_plan *plan = loops->plan;
    struct progress progress;
    struct pl_text under;
    enum pl_status status = PL_OK;

    pl_text_init(&under);
    pl_text_put(&under, loops->therapy->name);
    if (plan->n_cells > 1) {
        pl_text_format(&under, " in %s", plan->panels[0].cell);
    }
    progress_begin(&progress, plan->cli, "runs", 0, 1);
    loops->options.tell = progress_tell_of;
    loops->options.tell_context = &progress;
    status = under.failed
                 ? pl_diag_no_memory(plan->cli->diags, "the groups")
                 : pl_groups_by_first_loop(plan->context, loops->treatment,
                                           pl_text_string(&under), &loops->options,
                                           plan->cli->diags, out, &loops->left);
    progress_end(&progress);
    pl_text_finish(&under);
    if (status == PL_OK) {
        warn(loops);
    }
    return status;
}
