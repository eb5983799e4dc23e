/*
 * sweep_warn.c - what single runs would warn of, told once for all points of a sweep.
 *
 * Before the work a few of the points are looked at alone: the first, one halfway, the
 * last. They cost a run each, and only where there may be something to tell.
 */
#include "cli/sweep_run.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/number.h"
#include "base/text.h"
#include "compile/program.h"
#include "model/model.h"
#include "solve/rest.h"
#include "solve/sim.h"
#include "study/context.h"
#include "study/design.h"
#include "study/ensemble.h"
#include "study/factor.h"
#include "study/measure.h"
#include "study/summary.h"
#include "study/tables.h"
#include "study/timecourse.h"
#include "study/treatment.h"

/* Points that are looked at. */
#define N_LOOKS 3

/* Outputs of a run that is looked at: enough to see whether it moves. */
#define N_TIMES 25

/* What is known of one point. */
struct look {
    const struct sweep_run *run;
    size_t member;
    const struct pl_factor *factors; /* shape (n_factors), the design's */
    size_t n_factors;
    double *point;  /* shape (n_factors) */
    double *inputs; /* shape (n_inputs) */
    double *values; /* shape (n_symbols): at rest */
};

static bool
holds_any(const struct pl_diags *diags)
{
    struct pl_text text;
    bool any;

    pl_text_init(&text);
    pl_diags_print(diags, false, &text);
    any = text.size > 0;
    pl_text_finish(&text);
    return any;
}

/* As pl_sim_create takes them, with an end that the user may have set. */
static struct pl_sim_options
sim_options(const struct sweep_run *run)
{
    struct pl_sim_options options = run->plan.options.sim;

    options.time_limit = run->plan.time_limit;
    return options;
}

/* Go to one of the points looked at: the first, one halfway, the last; in an ensemble
 * each in another member. */
static void
look_at(struct look *look, size_t i)
{
    const struct sweep_plan *plan = &look->run->plan;
    const uint64_t k = plan->first + (plan->n - 1) * i / (N_LOOKS - 1);

    sweep_plan_point(plan, k, look->point);
    look->member = (size_t)(k % plan->n_members);
}

static void
fill_inputs(struct look *look)
{
    const struct sweep_plan *plan = &look->run->plan;
    size_t cell = PL_NONE;

    for (size_t f = 0; f < look->n_factors; f++) {
        cell = look->factors[f].kind == PL_FACTOR_CELL ? (size_t)look->point[f] : cell;
    }
    pl_treatment_inputs_in(plan->treatment, cell, plan->ensemble, look->member,
                           look->inputs);
    for (size_t f = 0; f < look->n_factors; f++) {
        const struct pl_factor *factor = &look->factors[f];

        if (factor->kind == PL_FACTOR_NUMBER && factor->before_rest) {
            pl_program_set_input(plan->context->program, look->inputs, factor->symbol,
                                 look->point[f]);
        }
    }
}

/* The point at rest, before what acts from time 0 on. @return false when it has none */
static bool
bring_to_rest(struct look *look)
{
    const struct pl_sim_options options = sim_options(look->run);
    struct pl_sim *sim = NULL;
    enum pl_status status =
        pl_sim_create(look->run->plan.context->kernels, &options, NULL, &sim);

    if (status == PL_OK) {
        fill_inputs(look);
        status = pl_sim_start(sim, look->inputs, NULL);
    }
    if (status == PL_OK) {
        status = pl_sim_rest(sim, NULL, NULL);
    }
    if (status == PL_OK) {
        pl_sim_observe(sim, look->values);
    }
    pl_sim_destroy(sim);
    return status == PL_OK;
}

static bool
add_set(struct pl_treatment *treatment, const char *name, double value)
{
    char number[PL_NUMBER_SIZE];
    struct pl_text text;
    bool is_added;

    pl_number_format(value, number);
    pl_text_init(&text);
    pl_text_format(&text, "%s=%s", name, number);
    is_added = !text.failed && pl_treatment_add(treatment, PL_ACTION_SET,
                                                pl_text_string(&text), NULL) == PL_OK;
    pl_text_finish(&text);
    return is_added;
}

/* Whether a starting value of the point is another at rest, by the rule of a single run. */
static bool
does_not_hold(const struct look *look, size_t f)
{
    const struct pl_context *context = look->run->plan.context;
    struct pl_diags *told = pl_diags_create();
    struct pl_treatment *treatment = NULL;
    bool is_told = false;

    if (told != NULL && pl_treatment_create(context, NULL, &treatment) == PL_OK &&
        add_set(treatment, look->factors[f].name, look->point[f])) {
        pl_treatment_warn_moved(treatment, look->values, told);
        is_told = holds_any(told);
    }
    pl_treatment_destroy(treatment);
    pl_diags_destroy(told);
    return is_told;
}

static bool
is_start(const struct look *look, size_t f)
{
    const struct pl_factor *factor = &look->factors[f];

    return factor->kind == PL_FACTOR_NUMBER && factor->before_rest &&
           pl_model_is_state(look->run->plan.context->model, factor->symbol);
}

static bool
sets_a_start(const struct sweep_plan *plan)
{
    size_t n = 0;
    const struct pl_action *actions = pl_treatment_actions(plan->treatment, &n);
    bool sets = false;

    for (size_t i = 0; i < n; i++) {
        sets = sets || (actions[i].kind == PL_ACTION_SET && actions[i].before_rest &&
                        pl_model_is_state(plan->context->model, actions[i].symbol));
    }
    return sets;
}

/* Starting values that the rest undoes: those that vary, and those that are set. */
static void
warn_moved(struct look *look)
{
    const struct sweep_run *run = look->run;
    struct pl_diags *diags = run->cli->diags;
    const bool sets = sets_a_start(&run->plan);
    bool any = sets;
    bool *is_told = calloc(look->n_factors + 1, sizeof *is_told);

    for (size_t f = 0; f < look->n_factors; f++) {
        any = any || is_start(look, f);
    }
    for (size_t i = 0; i < N_LOOKS && any && is_told != NULL; i++) {
        look_at(look, i);
        if (!bring_to_rest(look)) {
            continue;
        }
        if (sets && i == 0) {
            pl_treatment_warn_moved(run->plan.treatment, look->values, diags);
        }
        for (size_t f = 0; f < look->n_factors; f++) {
            char start[PL_NUMBER_SIZE];
            char now[PL_NUMBER_SIZE];

            if (is_told[f] || !is_start(look, f) || !does_not_hold(look, f)) {
                continue;
            }
            is_told[f] = true;
            pl_number_round(look->point[f], 3, start);
            pl_number_round(look->values[look->factors[f].symbol], 3, now);
            pl_diag_warning(diags, NULL,
                            "'%s' varies as a starting value and does not hold through "
                            "the rest: a start at %s is %s at rest",
                            look->factors[f].name, start, now);
            pl_diag_hint(diags, "vary what makes it; with --no-equilibrate the runs "
                                "begin at the value that varies");
        }
    }
    free(is_told);
}

/* The values of a set; no treatment sets any of them. */
static bool
add_member(const struct look *look, struct pl_treatment *treatment)
{
    const struct sweep_plan *plan = &look->run->plan;
    const double *values = pl_ensemble_values(plan->ensemble, look->member);
    size_t n = 0;
    const size_t *symbols = pl_ensemble_symbols(plan->ensemble, &n);
    bool is_added = true;

    for (size_t c = 0; c < n && is_added; c++) {
        const char *name = plan->context->model->symbols[symbols[c]].name;

        is_added = add_set(treatment, name, values[c]);
    }
    return is_added;
}

/* A single run of the point: what varies is set, and the cell chosen. */
static struct pl_treatment *
make_treatment(const struct look *look)
{
    const struct sweep_run *run = look->run;
    const struct pl_frame *cells = run->plan.context->cells;
    struct pl_treatment *treatment = NULL;
    bool is_made = cli_treatment(run->cli, &run->opts->network, run->plan.context,
                                 false, &treatment) == PL_OK;

    for (size_t f = 0; f < look->n_factors && is_made; f++) {
        const struct pl_factor *factor = &look->factors[f];

        if (factor->kind == PL_FACTOR_CELL) {
            const size_t column = pl_frame_find(cells, PL_CONDITION_ID);

            is_made =
                pl_treatment_choose_cell(
                    treatment, cells->columns[column].texts[(size_t)look->point[f]],
                    NULL) == PL_OK;
        } else {
            is_made = add_set(treatment, factor->name, look->point[f]);
        }
    }
    if (is_made && run->plan.ensemble != NULL) {
        is_made = add_member(look, treatment);
    }
    if (!is_made) {
        pl_treatment_destroy(treatment);
        treatment = NULL;
    }
    return treatment;
}

/* Whether the run of the point starts away from rest, by the rule of a single run. */
static bool
starts_away(const struct look *look, const size_t *readouts)
{
    const struct sweep_plan *plan = &look->run->plan;
    const struct pl_timecourse_options options = {
        .sim = sim_options(look->run),
        .duration = plan->options.duration,
        .equilibrate = plan->options.equilibrate,
        .n_points = N_TIMES,
        .readouts = readouts,
        .n_readouts = plan->n_measures,
    };
    struct pl_treatment *treatment = make_treatment(look);
    struct pl_timecourse course = {0};
    struct pl_diags *told = pl_diags_create();
    bool is_told = false;

    if (treatment != NULL && told != NULL &&
        pl_timecourse_run(plan->context, treatment, &options, NULL, &course) == PL_OK) {
        pl_summary_warnings(plan->context, treatment, &course, told);
        is_told = holds_any(told);
    }
    pl_timecourse_finish(&course);
    pl_treatment_destroy(treatment);
    pl_diags_destroy(told);
    return is_told;
}

static void
warn_start(struct look *look)
{
    const struct sweep_plan *plan = &look->run->plan;
    size_t *readouts = calloc(plan->n_measures + 1, sizeof *readouts);
    bool is_told = false;

    for (size_t i = 0; i < plan->n_measures && readouts != NULL; i++) {
        readouts[i] = plan->measures[i].symbol;
    }
    for (size_t i = 0; i < N_LOOKS && readouts != NULL && !is_told; i++) {
        look_at(look, i);
        is_told = starts_away(look, readouts);
    }
    free(readouts);
    if (is_told) {
        pl_diag_warning(
            look->run->cli->diags, NULL,
            "the runs start from the file's values, which are not at rest %s",
            plan->ensemble != NULL ? "in every set at every point" : "at every point");
        pl_diag_hint(look->run->cli->diags,
                     "--equilibrate brings the network to rest first");
    }
}

/* What cells differ in and the sets hold too is no difference of cells any more. */
static void
warn_cells_held(const struct sweep_plan *plan, struct pl_diags *diags)
{
    const struct pl_frame *cells = plan->context->cells;
    const bool varies = plan->ensemble != NULL && sweep_plan_varies_cells(plan);
    struct pl_text names;

    pl_text_init(&names);
    for (size_t c = 0; varies && c < cells->n_columns; c++) {
        const char *name = cells->columns[c].name;
        const size_t symbol = pl_model_find(plan->context->model, name);

        if (symbol != PL_NONE && pl_ensemble_holds(plan->ensemble, symbol)) {
            pl_text_format(&names, "%s'%s'", names.size > 0 ? ", " : "", name);
        }
    }
    if (names.size > 0) {
        pl_diag_warning(diags, NULL,
                        "cells vary, and the parameter sets (%s) stand above them: "
                        "every cell has %s of the set",
                        pl_ensemble_path(plan->ensemble), pl_text_string(&names));
        pl_diag_hint(diags, "leave those columns out for the cells' own values");
    }
    pl_text_finish(&names);
}

/* What a shard holds does not depend on how it will be shown. */
static void
warn_members(const struct sweep_run *run)
{
    if (run->opts->members && run->plan.n_shards > 0) {
        pl_diag_warning(run->cli->diags, NULL,
                        "--members says nothing of a shard, which holds every run");
        pl_diag_hint(run->cli->diags, "say it to simulate merge");
    }
}

void
sweep_warn_before(const struct sweep_run *run)
{
    const struct sweep_plan *plan = &run->plan;
    /* as of a run that has no start and no zeros to be warned of */
    const struct pl_timecourse course = {.duration = plan->options.duration,
                                         .rested = true};
    struct look look = {.run = run};

    pl_summary_warnings(plan->context, plan->treatment, &course, run->cli->diags);
    warn_cells_held(plan, run->cli->diags);
    warn_members(run);
    if (plan->n == 0) {
        return;
    }
    look.factors = pl_design_factors(plan->design, &look.n_factors);
    look.point = calloc(look.n_factors + 1, sizeof *look.point);
    look.inputs = calloc(plan->context->program->n_inputs + 1, sizeof *look.inputs);
    look.values = calloc(plan->context->model->n_symbols + 1, sizeof *look.values);
    if (look.point != NULL && look.inputs != NULL && look.values != NULL) {
        if (plan->rests) {
            warn_moved(&look);
        } else if (!plan->treated) {
            warn_start(&look);
        }
    } /* else: the work itself will tell that memory is out */
    free(look.point);
    free(look.inputs);
    free(look.values);
}

void
sweep_warn_after(const struct sweep_run *run)
{
    struct pl_text folds;
    bool any = false;

    pl_text_init(&folds);
    for (size_t i = 0; i < run->plan.n_measures; i++) {
        if (run->n_no_fold[i] > 0) {
            pl_text_format(&folds, "%s%s (%" PRIu64 " of %" PRIu64 " %s)",
                           any ? ", " : "", run->plan.measures[i].name,
                           run->n_no_fold[i], run->n_done, sweep_plan_unit(&run->plan));
            any = true;
        }
    }
    if (any) {
        pl_diag_warning(run->cli->diags, NULL,
                        "no number for %s: the untreated level is 0",
                        pl_text_string(&folds));
    }
    pl_text_finish(&folds);
}
