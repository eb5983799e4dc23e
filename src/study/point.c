/*
 * point.c - one point of a sweep: from its place in the design to its measures.
 */
#include "study/point.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/index.h"
#include "compile/program.h"
#include "model/model.h"
#include "solve/method.h"
#include "solve/rest.h"
#include "solve/sim.h"
#include "study/context.h"
#include "study/design.h"
#include "study/ensemble.h"
#include "study/treatment_private.h"

/* [-] An untreated level below this share of the largest state may have no fold
 * (pl_fold). If it were larger, more points would be followed on their whole way, which
 * takes longer; if smaller, a readout that goes up and back to nothing might be missed. */
#define DOUBTFUL_SHARE 1e-6

static int
compare_numbers(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Ascending, each once. @return how many are left */
static size_t
sort_once(double *numbers, size_t n)
{
    size_t kept = 0;

    qsort(numbers, n, sizeof *numbers, compare_numbers);
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || numbers[i] != numbers[kept - 1]) {
            numbers[kept++] = numbers[i];
        }
    }
    return kept;
}

/* Several measures may read one symbol; each is worked out once. */
static void
plan_symbols(struct pl_point_plan *plan)
{
    for (size_t m = 0; m < plan->n_measures; m++) {
        const size_t symbol = plan->measures[m].symbol;
        size_t c = 0;

        while (c < plan->n_symbols && plan->symbols[c] != symbol) {
            c++;
        }
        plan->symbols[c] = symbol;
        plan->n_symbols += c == plan->n_symbols;
        plan->column[m] = c;
    }
}

/* Where on the way each measure is read. */
static void
plan_times(struct pl_point_plan *plan)
{
    for (size_t m = 0; m < plan->n_measures; m++) {
        const struct pl_measure *measure = &plan->measures[m];

        if (!(measure->time < plan->duration)) {
            continue;
        }
        if (pl_measure_follows(measure->kind)) {
            plan->cuts[plan->n_cuts++] = measure->time;
        }
        if (measure->kind != PL_MEASURE_AUC) {
            plan->times[plan->n_times++] = measure->time;
        }
    }
    plan->n_cuts = sort_once(plan->cuts, plan->n_cuts);
    plan->n_times = sort_once(plan->times, plan->n_times);
    for (size_t m = 0; m < plan->n_measures; m++) {
        const double *at =
            plan->n_times > 0
                ? bsearch(&plan->measures[m].time, plan->times, plan->n_times,
                          sizeof *plan->times, compare_numbers)
                : NULL;

        plan->when[m] = at != NULL ? (size_t)(at - plan->times) : PL_NONE;
    }
}

/* All simulations of a sweep step by the method that a single run has. */
static enum pl_status
choose_method(struct pl_point_plan *plan, struct pl_diags *diags)
{
    size_t n = 0;
    size_t method = 0;
    const enum pl_status status = pl_method_find(
        plan->sim.method, plan->context->program, diags, &method, &plan->why_method);

    if (status == PL_OK) {
        plan->sim.method = pl_sim_methods(&n)[method].name;
    }
    return status;
}

/* True when both start from the same inputs, in every member of any ensemble. */
static bool
start_alike(const struct pl_treatment *a, const struct pl_treatment *b)
{
    size_t i = 0;
    size_t k = 0;

    if (a == b) {
        return true;
    }
    if (a->variant != b->variant ||
        pl_treatment_cell_row(a) != pl_treatment_cell_row(b)) {
        return false;
    }
    for (;;) {
        while (i < a->n && !a->actions[i].before_rest) {
            i++;
        }
        while (k < b->n && !b->actions[k].before_rest) {
            k++;
        }
        if (i == a->n || k == b->n) {
            return i == a->n && k == b->n;
        }
        if (a->actions[i].symbol != b->actions[k].symbol ||
            a->actions[i].kind != b->actions[k].kind ||
            a->actions[i].background != b->actions[k].background ||
            a->actions[i].value != b->actions[k].value) {
            return false;
        }
        i++;
        k++;
    }
}

/* Arms that start alike get one class. @param first  shape (n_arms): receives the first
 * arm of each class */
static void
plan_classes(struct pl_point_plan *plan, size_t *first)
{
    for (size_t a = 0; a < plan->n_arms; a++) {
        size_t c = 0;

        while (c < plan->n_classes &&
               !start_alike(plan->arms[a].treatment, plan->arms[first[c]].treatment)) {
            c++;
        }
        plan->arms[a].class = c;
        if (c == plan->n_classes) {
            first[plan->n_classes++] = a;
        }
    }
}

static enum pl_status
plan_inputs(struct pl_point_plan *plan, struct pl_diags *diags)
{
    const size_t n_inputs = plan->context->program->n_inputs;
    size_t *first = calloc(plan->n_arms, sizeof *first);

    if (first == NULL) {
        return pl_diag_no_memory(diags, "a sweep");
    }
    plan_classes(plan, first);
    plan->inputs = calloc(plan->n_classes, (n_inputs + 1) * sizeof *plan->inputs);
    for (size_t c = 0; plan->inputs != NULL && c < plan->n_classes; c++) {
        pl_treatment_inputs(plan->arms[first[c]].treatment,
                            plan->inputs + c * n_inputs);
    }
    free(first);
    return plan->inputs != NULL ? PL_OK : pl_diag_no_memory(diags, "a sweep");
}

static enum pl_status
plan_arms(struct pl_point_plan *plan, const struct pl_treatment *treatment,
          const struct pl_sweep_options *options, bool begins_at_0,
          struct pl_diags *diags)
{
    const struct pl_arm alone = {.treatment = treatment};
    const struct pl_arm *arms = options->n_arms > 0 ? options->arms : &alone;
    enum pl_status status = PL_OK;

    plan->n_arms = options->n_arms > 0 ? options->n_arms : 1;
    plan->arms = calloc(plan->n_arms, sizeof *plan->arms);
    if (plan->arms == NULL) {
        return pl_diag_no_memory(diags, "a sweep");
    }
    for (size_t a = 0; a < plan->n_arms && status == PL_OK; a++) {
        plan->arms[a].treatment = arms[a].treatment;
        status = pl_protocol_init(&plan->arms[a].protocol, plan->context, &arms[a],
                                  options->duration, options->equilibrate, begins_at_0,
                                  diags);
        plan->rests = plan->rests || plan->arms[a].protocol.rests;
    }
    return status == PL_OK ? plan_inputs(plan, diags) : status;
}

/* What varies. @return true when some factor begins at 0 */
static bool
plan_factors(struct pl_point_plan *plan)
{
    bool begins_at_0 = false;

    plan->n_design = 1;
    plan->n_keys = 2; /* class and member */
    if (plan->design != NULL) {
        plan->n_design = pl_design_n_points(plan->design);
        plan->factors = pl_design_factors(plan->design, &plan->n_factors);
    }
    for (size_t f = 0; f < plan->n_factors; f++) {
        plan->n_keys += plan->factors[f].before_rest;
        begins_at_0 = begins_at_0 || !plan->factors[f].before_rest;
    }
    return begins_at_0;
}

enum pl_status
pl_point_plan_init(struct pl_point_plan *plan, const struct pl_context *context,
                   const struct pl_treatment *treatment, const struct pl_design *design,
                   const struct pl_sweep_options *options, struct pl_diags *diags)
{
    const size_t n = options->n_measures;
    bool begins_at_0 = false;
    enum pl_status status = PL_OK;

    *plan = (struct pl_point_plan){
        .context = context,
        .design = design,
        .ensemble = options->ensemble,
        .members = options->members,
        .n_members = options->members != NULL ? 1 : pl_ensemble_n(options->ensemble),
        .duration = options->duration,
        .measures = options->measures,
        .n_measures = n,
        .sim = options->sim,
    };
    plan->sim.time_limit = 0.0;
    plan->sim.stop = NULL;
    begins_at_0 = plan_factors(plan);
    status = choose_method(plan, diags);
    if (status == PL_OK) {
        status = plan_arms(plan, treatment, options, begins_at_0, diags);
    }
    if (status != PL_OK) {
        return status;
    }
    plan->symbols = calloc(n + 1, sizeof *plan->symbols);
    plan->column = calloc(n + 1, sizeof *plan->column);
    plan->times = calloc(n + 1, sizeof *plan->times);
    plan->when = calloc(n + 1, sizeof *plan->when);
    plan->cuts = calloc(n + 1, sizeof *plan->cuts);
    if (plan->symbols == NULL || plan->column == NULL || plan->times == NULL ||
        plan->when == NULL || plan->cuts == NULL) {
        return pl_diag_no_memory(diags, "a sweep");
    }
    plan_symbols(plan);
    plan_times(plan);
    status = pl_follow_plan_init(&plan->follow, plan->measures, n, plan->column,
                                 plan->symbols, plan->n_symbols, context->kernels,
                                 plan->sim.method, plan->sim.rtol, diags);
    return status != PL_OK
               ? status
               : pl_branches_select(&plan->follow.branches, context->kernels,
                                    plan->symbols, diags, &plan->selection);
}

void
pl_point_plan_finish(struct pl_point_plan *plan)
{
    pl_selection_finish(&plan->selection);
    pl_follow_plan_finish(&plan->follow);
    for (size_t a = 0; plan->arms != NULL && a < plan->n_arms; a++) {
        pl_protocol_finish(&plan->arms[a].protocol);
    }
    free(plan->arms);
    free(plan->inputs);
    free(plan->symbols);
    free(plan->column);
    free(plan->times);
    free(plan->when);
    free(plan->cuts);
    *plan = (struct pl_point_plan){0};
}

/* What the outputs of a run are given to. */

static void
emit(void *context, size_t k, double time, const double *values)
{
    struct pl_point *point = context;
    const size_t n = point->plan->n_symbols;

    (void)time;
    memcpy(point->at_times + k * n, values, n * sizeof *values);
}

static double
larger_size(double largest, double value)
{
    return fabs(value) > largest ? fabs(value) : largest;
}

static enum pl_verdict
look_at_piece(void *context, struct pl_piece *piece)
{
    struct pl_point *point = context;

    return pl_follow_look(&point->follow, piece);
}

static void
take_piece(void *context, double t0, double t1, const double *values)
{
    struct pl_point *point = context;
    const size_t n_symbols = point->plan->n_symbols;

    pl_follow_take(&point->follow, t0, t1, values);
    for (size_t c = 0; c < n_symbols; c++) {
        for (size_t j = 0; j < PL_OUTPUT_NODES; j++) {
            point->largest[c] = larger_size(point->largest[c],
                                            values[j * point->plan->selection.n + c]);
        }
    }
}

enum pl_status
pl_point_init(struct pl_point *point, const struct pl_point_plan *plan,
              struct pl_diags *diags)
{
    const size_t n = plan->n_measures;
    const size_t n_symbols = plan->n_symbols;
    const size_t n_values = plan->selection.n;
    const struct pl_program *program = plan->context->program;
    enum pl_status status = PL_OK;

    *point = (struct pl_point){.plan = plan};
    point->factors = calloc(plan->n_factors + 1, sizeof *point->factors);
    point->keys = calloc(plan->n_keys + 1, sizeof *point->keys);
    point->inputs = calloc(program->n_inputs + 1, sizeof *point->inputs);
    point->state = calloc(program->n_states + 1, sizeof *point->state);
    point->own = calloc(plan->n_factors + 1, sizeof *point->own);
    point->untreated = calloc(n_values + 1, sizeof *point->untreated);
    point->largest = calloc(n_symbols + 1, sizeof *point->largest);
    point->at_times =
        calloc(plan->n_times + 1, (n_symbols + 1) * sizeof *point->at_times);
    point->at_end = calloc(n_values + 1, sizeof *point->at_end);
    point->nodes = calloc(n_values + 1, PL_OUTPUT_NODES * sizeof *point->nodes);
    point->results = calloc(n + 1, sizeof *point->results);
    if (point->factors == NULL || point->keys == NULL || point->inputs == NULL ||
        point->state == NULL || point->own == NULL || point->untreated == NULL ||
        point->largest == NULL || point->at_times == NULL || point->at_end == NULL ||
        point->nodes == NULL || point->results == NULL) {
        return pl_diag_no_memory(diags, "a sweep");
    }
    status = pl_follow_init(&point->follow, &plan->follow, diags);
    return status != PL_OK ? status
                           : pl_passage_init(&point->passage, plan->context, diags);
}

void
pl_point_finish(struct pl_point *point)
{
    pl_passage_finish(&point->passage);
    pl_follow_finish(&point->follow);
    free(point->factors);
    free(point->keys);
    free(point->inputs);
    free(point->state);
    free(point->own);
    free(point->untreated);
    free(point->largest);
    free(point->at_times);
    free(point->at_end);
    free(point->nodes);
    free(point->results);
    *point = (struct pl_point){0};
}

/* The inputs of the point's arm, member and cell, before its other factors. */
static void
fill_inputs(struct pl_point *point)
{
    const struct pl_point_plan *plan = point->plan;
    const size_t n_inputs = plan->context->program->n_inputs;
    size_t cell = PL_NONE;

    for (size_t f = 0; f < plan->n_factors; f++) {
        if (plan->factors[f].kind == PL_FACTOR_CELL) {
            cell = (size_t)point->factors[f];
        }
    }
    if (cell == PL_NONE && plan->ensemble == NULL) {
        memcpy(point->inputs, plan->inputs + point->arm->class * n_inputs,
               n_inputs * sizeof *point->inputs);
    } else {
        pl_treatment_inputs_in(point->arm->treatment, cell, plan->ensemble,
                               point->member, point->inputs);
    }
}

enum pl_status
pl_point_begin(struct pl_point *point, uint64_t k, struct pl_sim *sim,
               struct pl_diags *diags)
{
    const struct pl_point_plan *plan = point->plan;
    size_t n_keys = 2;

    point->k = k;
    point->arm = &plan->arms[k % plan->n_arms];
    point->member = plan->members != NULL
                        ? plan->members[k / plan->n_arms]
                        : (size_t)(k / plan->n_arms % plan->n_members);
    point->keys[0] = (double)point->arm->class;
    point->keys[1] = (double)point->member;
    point->busy = true;
    point->resting = false;
    point->noted = false;
    point->n_own = 0;
    if (plan->design != NULL) {
        pl_design_point(plan->design, k / plan->n_arms / plan->n_members,
                        point->factors);
    }
    fill_inputs(point);
    for (size_t f = 0; f < plan->n_factors; f++) {
        const struct pl_factor *factor = &plan->factors[f];

        if (factor->before_rest) {
            point->keys[n_keys++] = point->factors[f];
        }
        if (factor->kind == PL_FACTOR_CELL) {
            continue;
        }
        if (factor->before_rest) {
            pl_program_set_input(plan->context->program, point->inputs, factor->symbol,
                                 point->factors[f]);
        } else {
            point->own[point->n_own++] =
                (struct pl_assignment){factor->symbol, point->factors[f]};
        }
    }
    point->output = (struct pl_output){
        .times = plan->times,
        .n_times = plan->n_times,
        .emit = emit,
        .context = point,
        .selection = &plan->selection,
        .piece = plan->follow.any ? take_piece : NULL,
        .look = plan->follow.until > 0.0 ? look_at_piece : NULL,
        .cuts = plan->cuts,
        .n_cuts = plan->n_cuts,
        .nodes = point->nodes,
    };
    pl_follow_begin(&point->follow);
    memset(point->largest, 0, plan->n_symbols * sizeof *point->largest);
    pl_passage_begin(&point->passage, &point->arm->protocol, point->own, point->n_own);
    return pl_sim_start(sim, point->inputs, diags);
}

/* A level that is nothing beside the states may be nothing beside the readout's own
 * course: whether it has a fold is then seen on the way. */
static bool
has_doubtful_fold(struct pl_point *point, const struct pl_sim *sim)
{
    const struct pl_point_plan *plan = point->plan;
    const size_t n_states = plan->context->program->n_states;
    double scale = n_states > 0 ? 0.0 : (double)INFINITY;
    double least = (double)INFINITY;

    for (size_t m = 0; m < plan->n_measures; m++) {
        if (plan->measures[m].kind == PL_MEASURE_FOLD) {
            least = fmin(least, fabs(point->untreated[plan->column[m]]));
        }
    }
    if (least < (double)INFINITY) {
        pl_sim_state(sim, point->state);
        for (size_t i = 0; i < n_states; i++) {
            scale = larger_size(scale, point->state[i]);
        }
    }
    return least <= DOUBTFUL_SHARE * scale;
}

/* The level before the treatment, as it is now. */
static void
note_untreated(struct pl_point *point, struct pl_sim *sim)
{
    const struct pl_point_plan *plan = point->plan;

    pl_sim_select(sim, &plan->selection, point->untreated);
    point->noted = true;
    if (has_doubtful_fold(point, sim)) {
        point->output.piece = take_piece;
    }
}

enum pl_status
pl_point_next(struct pl_point *point, struct pl_sim *sim, struct pl_leg *leg,
              struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    if (!point->noted && (point->resting || !point->arm->protocol.rests)) {
        note_untreated(point, sim);
    }
    status = pl_passage_next(&point->passage, sim, leg, diags);
    point->resting = status == PL_OK && leg->kind == PL_LEG_REST;
    leg->output = &point->output;
    return status;
}

void
pl_point_finish_run(struct pl_point *point, struct pl_sim *sim)
{
    const struct pl_point_plan *plan = point->plan;
    const size_t n = plan->n_symbols;

    pl_sim_select(sim, &plan->selection, point->at_end);
    for (size_t c = 0; c < n; c++) {
        point->largest[c] = larger_size(point->largest[c], point->at_end[c]);
        for (size_t k = 0; k < plan->n_times; k++) {
            point->largest[c] =
                larger_size(point->largest[c], point->at_times[k * n + c]);
        }
    }
    for (size_t m = 0; m < plan->n_measures; m++) {
        const size_t c = plan->column[m];
        const double value = plan->when[m] == PL_NONE
                                 ? point->at_end[c]
                                 : point->at_times[plan->when[m] * n + c];

        point->results[m] =
            pl_measure_value(&plan->measures[m], value, point->untreated[c],
                             point->largest[c], &point->follow.tallies[m]);
    }
}

void
pl_point_fill_nan(struct pl_point *point)
{
    for (size_t m = 0; m < point->plan->n_measures; m++) {
        point->results[m] = NAN;
    }
}

enum pl_status
pl_point_run_alone(struct pl_point *point, struct pl_sim *sim, struct pl_diags *diags)
{
    enum pl_status status = pl_point_begin(point, point->k, sim, diags);
    struct pl_leg leg = {.kind = PL_LEG_NONE};

    for (;;) {
        if (status == PL_OK) {
            status = pl_point_next(point, sim, &leg, diags);
        }
        if (status != PL_OK || leg.kind == PL_LEG_NONE) {
            break;
        }
        status = leg.kind == PL_LEG_REST
                     ? pl_sim_rest(sim, diags, NULL)
                     : pl_sim_advance(sim, leg.t_end, leg.output, diags);
    }
    point->busy = false;
    return status;
}
