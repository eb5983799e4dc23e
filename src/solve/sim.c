/*
 * sim.c - one simulation: the state that changes while the program stands still.
 */
#include "solve/sim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/diag.h"
#include "base/number.h"
#include "base/text.h"
#include "compile/kernels.h"
#include "compile/program.h"
#include "model/model.h"
#include "solve/method.h"
#include "solve/rest_course.h"
#include "solve/sim_private.h"
#include "solve/stepper.h"
#include "solve/system.h"
#include "solve/trouble.h"

/* A species this far below 0, in units of what the tolerance allows its kind, is not
 * rounding or a step's error any more. */
static const double NEGATIVE = 100.0;

struct pl_sim_options
pl_sim_options_default(void)
{
    size_t n_methods = 0;

    return (struct pl_sim_options){
        .method = pl_sim_methods(&n_methods)[0].name,
        .rtol = 1e-6,
        .atol = 0.0,
        .max_steps = 100000,
        .time_limit = 0.0,
        .stop = NULL,
        .stop_context = NULL,
    };
}

const struct pl_sim_method *
pl_sim_methods(size_t *n)
{
    return pl_stepper_methods(n);
}

/* The callbacks of the stepper. */

static bool
rates(void *context, double t, const double *y, double *dydt)
{
    const struct pl_sim *sim = context;

    return pl_system_rates(sim->system, t, y, dydt);
}

static bool
jacobian(void *context, double t, const double *y, double *dfdy, double *dfdt)
{
    const struct pl_sim *sim = context;

    return pl_system_jacobian(sim->system, t, y, sim->scale, dfdy, dfdt);
}

static enum pl_status
check_options(const struct pl_sim_options *options, struct pl_diags *diags)
{
    char number[PL_NUMBER_SIZE];

    if (!(options->rtol > 0.0 && options->rtol < 1.0)) {
        pl_number_format(options->rtol, number);
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "rtol is greater than 0 and less than 1, not %s", number);
    }
    if (!(options->atol >= 0.0 && isfinite(options->atol))) {
        pl_number_format(options->atol, number);
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "atol is a finite number, 0 or greater, not %s", number);
    }
    if (!(options->time_limit >= 0.0 && isfinite(options->time_limit))) {
        pl_number_format(options->time_limit, number);
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "the time limit is a finite number of seconds, 0 or "
                             "greater, not %s",
                             number);
    }
    if (options->max_steps == 0) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "the number of steps allowed is at least 1, not 0");
    }
    return PL_OK;
}

static bool
alloc_arrays(struct pl_sim *sim)
{
    const size_t n = sim->program->n_states > 0 ? sim->program->n_states : 1;
    const size_t n_symbols = sim->program->model->n_symbols;

    sim->y = calloc(n, sizeof *sim->y);
    sim->atol = calloc(n, sizeof *sim->atol);
    sim->scale = calloc(n, sizeof *sim->scale);
    sim->start_atol = calloc(n, sizeof *sim->start_atol);
    sim->start_scale = calloc(n, sizeof *sim->start_scale);
    sim->inside = calloc(n, sizeof *sim->inside);
    sim->dydt = calloc(n, sizeof *sim->dydt);
    sim->values = calloc(n_symbols > 0 ? n_symbols : 1, sizeof *sim->values);
    sim->n_values = n_symbols;
    sim->kinds = calloc(n, sizeof *sim->kinds);
    sim->inputs = calloc(n_symbols + 1, sizeof *sim->inputs);
    return sim->kinds != NULL && sim->inputs != NULL && sim->y != NULL &&
           sim->atol != NULL && sim->scale != NULL && sim->start_atol != NULL &&
           sim->start_scale != NULL && sim->inside != NULL && sim->dydt != NULL &&
           sim->values != NULL;
}

/* What every start asks of the program. */
static void
list_parts(struct pl_sim *sim)
{
    const struct pl_program *program = sim->program;

    for (size_t i = 0; i < program->n_states; i++) {
        sim->kinds[i] = (unsigned char)pl_sim_kind_of_state(program, i);
        sim->has_kind[sim->kinds[i]] = true;
    }
    for (size_t k = 0; k < program->model->n_symbols; k++) {
        if (pl_program_is_input(program, k)) {
            sim->inputs[sim->n_inputs++] = k;
        }
    }
}

enum pl_status
pl_sim_create(const struct pl_kernels *kernels, const struct pl_sim_options *options,
              struct pl_diags *diags, struct pl_sim **out)
{
    const struct pl_program *program = kernels->program;
    size_t method = 0;
    const char *why = NULL;
    enum pl_status status = check_options(options, diags);
    struct pl_sim *sim = NULL;

    *out = NULL;
    if (status == PL_OK) {
        status = pl_method_find(options->method, program, diags, &method, &why);
    }
    if (status != PL_OK) {
        return status;
    }
    sim = calloc(1, sizeof *sim);
    if (sim == NULL) {
        return pl_diag_no_memory(diags, "a simulation");
    }
    sim->program = program;
    sim->options = *options;
    sim->options.method = NULL; /* borrowed for the call */
    sim->method = method;
    sim->why_method = why;
    if (!alloc_arrays(sim)) {
        status = pl_diag_no_memory(diags, "a simulation");
        goto done;
    }
    list_parts(sim);
    status = pl_system_create(kernels, diags, &sim->system);
    if (status == PL_OK && program->n_states > 0) {
        const struct pl_ode equations = {program->n_states, sim,         rates,
                                         jacobian,          sim->system, sim->scale};

        status = pl_stepper_create(method, &equations, sim->atol, diags, &sim->stepper);
    }
    if (status == PL_OK) {
        *out = sim;
        sim = NULL; /* handed over */
    }

done:
    pl_sim_destroy(sim);
    return status;
}

void
pl_sim_destroy(struct pl_sim *sim)
{
    if (sim == NULL) {
        return;
    }
    pl_course_destroy(sim->course);
    pl_stepper_destroy(sim->stepper);
    pl_system_destroy(sim->system);
    free(sim->y);
    free(sim->atol);
    free(sim->scale);
    free(sim->start_atol);
    free(sim->start_scale);
    free(sim->inside);
    free(sim->dydt);
    free(sim->values);
    free(sim->kinds);
    free(sim->inputs);
    free(sim);
}

/* Every value that the run starts from is finite, or the message that says which is
 * not. A quantity without any value counts only where a rate uses it. */
static enum pl_status
check_start(struct pl_sim *sim, struct pl_diags *diags)
{
    const struct pl_program *program = sim->program;
    const double *held = pl_system_held(sim->system);

    for (size_t i = 0; i < sim->n_inputs; i++) {
        const size_t k = sim->inputs[i];
        const bool has_value = program->model->symbols[k].value != NULL;

        if (!isfinite(held[k]) && (has_value || !isnan(held[k]))) {
            return pl_trouble_initial(sim, k, held[k], diags);
        }
    }
    for (size_t i = 0; i < program->n_states; i++) {
        if (!isfinite(sim->y[i])) {
            return pl_trouble_initial(sim, program->state_symbol[i], sim->y[i], diags);
        }
    }
    if (!pl_system_rates(sim->system, 0.0, sim->y, sim->dydt)) {
        return pl_trouble_rates(sim, diags);
    }
    return PL_OK;
}

enum pl_status
pl_sim_start(struct pl_sim *sim, const double *inputs, struct pl_diags *diags)
{
    const size_t size = sim->program->n_states * sizeof *sim->y;
    const bool again = pl_system_start(sim->system, inputs, sim->y);
    enum pl_status status = PL_OK;

    sim->time = 0.0;
    sim->restart = true;
    sim->fresh = true;
    sim->resting = false;
    sim->warned = false;
    sim->steps = 0;
    sim->restarts = 0;
    if (sim->stepper != NULL) {
        sim->rejected_before = pl_stepper_rejected(sim->stepper);
        sim->flawed_before = pl_stepper_n_flawed(sim->stepper);
        sim->dense_before = pl_stepper_n_dense(sim->stepper);
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &sim->began); /* cannot fail on this clock */
    if (again && sim->starts_well) {
        memcpy(sim->atol, sim->start_atol, size);
        memcpy(sim->scale, sim->start_scale, size);
    } else {
        pl_sim_set_tolerances(sim);
        memcpy(sim->start_atol, sim->atol, size);
        memcpy(sim->start_scale, sim->scale, size);
        status = check_start(sim, diags);
        sim->starts_well = status == PL_OK;
    }
    sim->rates_before = pl_system_n_rates(sim->system);
    sim->jacobians_before = pl_system_n_jacobians(sim->system);
    return status;
}

static double
elapsed(const struct pl_sim *sim)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - sim->began.tv_sec) +
           1e-9 * (double)(now.tv_nsec - sim->began.tv_nsec);
}

static enum pl_status
check_limits(struct pl_sim *sim, struct pl_diags *diags)
{
    const struct pl_sim_options *options = &sim->options;

    if (options->stop != NULL && options->stop(options->stop_context)) {
        return PL_ERR_STOPPED;
    }
    if (sim->steps >= options->max_steps) {
        return pl_trouble_stopped(sim, PL_CAUSE_STEPS, diags);
    }
    if (options->time_limit > 0.0 && elapsed(sim) > options->time_limit) {
        return pl_trouble_stopped(sim, PL_CAUSE_CLOCK, diags);
    }
    return PL_OK;
}

enum pl_status
pl_sim_restart(struct pl_sim *sim, double t_end, struct pl_diags *diags)
{
    if (!pl_stepper_restart(sim->stepper, sim->options.rtol, sim->time, t_end,
                            sim->y)) {
        return pl_trouble_rates(sim, diags);
    }
    sim->restarts += !sim->fresh;
    sim->fresh = false;
    sim->restart = false;
    return PL_OK;
}

enum pl_status
pl_sim_step(struct pl_sim *sim, double t_end, struct pl_diags *diags)
{
    enum pl_status status = check_limits(sim, diags);
    size_t faults = 0;

    if (status != PL_OK) {
        return status;
    }
    if (sim->restart) {
        status = pl_sim_restart(sim, t_end, diags);
    }
    if (status != PL_OK) {
        return status;
    }
    faults = pl_system_n_faults(sim->system);
    if (!pl_stepper_step(sim->stepper, &sim->time, t_end, sim->y)) {
        sim->restart = true;
        return pl_stepper_lacks_memory(sim->stepper)
                   ? pl_diag_no_memory(diags, "a step")
                   : pl_trouble_stopped(sim, PL_CAUSE_STEP_SIZE, diags);
    }
    if (pl_system_n_faults(sim->system) == faults) {
        pl_system_forget_fault(sim->system); /* no rate held this step back */
    }
    sim->steps++;
    return PL_OK;
}

/* One warning for the first species that is negative beyond any tolerance. */
static void
watch_negative(struct pl_sim *sim, struct pl_diags *diags)
{
    for (size_t i = 0; !sim->warned && i < sim->program->n_states; i++) {
        const double least =
            -NEGATIVE * (sim->atol[i] + sim->options.rtol * sim->scale[i]);

        if (sim->y[i] < least && sim->kinds[i] != PL_SIM_KIND_OTHER) {
            pl_trouble_negative(sim, i, diags);
            sim->warned = true;
        }
    }
}

/* Room for what an output selects, should that be more than one value of each
 * symbol. */
static enum pl_status
reserve_values(struct pl_sim *sim, const struct pl_output *output,
               struct pl_diags *diags)
{
    const size_t n =
        output != NULL && output->selection != NULL ? output->selection->n : 0;
    double *grown = NULL;

    if (n <= sim->n_values) {
        return PL_OK;
    }
    grown = realloc(sim->values, n * sizeof *grown);
    if (grown == NULL) {
        return pl_diag_no_memory(diags, "outputs");
    }
    sim->values = grown;
    sim->n_values = n;
    return PL_OK;
}

/* Give the output what it wants of the newest step, which began at t0. */
static enum pl_status
emit_inside(struct pl_sim *sim, double t0, struct pl_output *output,
            struct pl_diags *diags)
{
    double t = 0.0;

    while (pl_output_wants(output, t0, sim->time, &t)) {
        if (sim->stepper != NULL && !pl_stepper_at(sim->stepper, t, sim->inside)) {
            return pl_trouble_stopped(sim, PL_CAUSE_STEP_SIZE, diags);
        }
        if (output->selection != NULL) {
            pl_system_select(sim->system, output->selection, t, sim->inside,
                             sim->values);
        } else {
            pl_system_values(sim->system, t, sim->inside, sim->values);
        }
        pl_output_give(output, sim->time, t, sim->values);
    }
    return PL_OK;
}

enum pl_status
pl_sim_step_and_emit(struct pl_sim *sim, double t_end, struct pl_output *output,
                     struct pl_diags *diags)
{
    const double t0 = sim->time;
    enum pl_status status = reserve_values(sim, output, diags);

    if (status == PL_OK) {
        status = pl_sim_step(sim, t_end, diags);
    }
    if (status != PL_OK) {
        return status;
    }
    watch_negative(sim, diags);
    return emit_inside(sim, t0, output, diags);
}

enum pl_status
pl_sim_advance(struct pl_sim *sim, double t_end, struct pl_output *output,
               struct pl_diags *diags)
{
    enum pl_status status = PL_OK;
    char number[PL_NUMBER_SIZE];

    if (!isfinite(t_end) || t_end < sim->time) {
        pl_number_format(t_end, number);
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "a simulation cannot go to t = %s", number);
    }
    pl_output_begin(output, sim->time);
    if (sim->stepper == NULL) {
        status = check_limits(sim, diags);
        if (status == PL_OK) {
            status = reserve_values(sim, output, diags);
        }
        if (status == PL_OK) {
            const double t0 = sim->time;

            sim->time = t_end;
            status = emit_inside(sim, t0, output, diags);
        }
        return status;
    }
    while (status == PL_OK && sim->time < t_end) {
        status = pl_sim_step_and_emit(sim, t_end, output, diags);
    }
    return status;
}

const char *
pl_sim_method_used(const struct pl_sim *sim, const char **why)
{
    size_t n = 0;

    *why = sim->why_method;
    return pl_sim_methods(&n)[sim->method].name;
}

double
pl_sim_time(const struct pl_sim *sim)
{
    return sim->time;
}

void
pl_sim_observe(struct pl_sim *sim, double *values)
{
    pl_system_values(sim->system, sim->time, sim->y, values);
}

void
pl_sim_select(struct pl_sim *sim, const struct pl_selection *selection, double *values)
{
    pl_system_select(sim->system, selection, sim->time, sim->y, values);
}

void
pl_sim_state(const struct pl_sim *sim, double *y)
{
    memcpy(y, sim->y, sim->program->n_states * sizeof *y);
}

struct pl_sim_statistics
pl_sim_get_statistics(const struct pl_sim *sim)
{
    return (struct pl_sim_statistics){
        .steps = sim->steps,
        .rejected = sim->stepper == NULL
                        ? 0
                        : pl_stepper_rejected(sim->stepper) - sim->rejected_before,
        .rates = pl_system_n_rates(sim->system) - sim->rates_before,
        .jacobians = pl_system_n_jacobians(sim->system) - sim->jacobians_before,
        .restarts = sim->restarts,
        .flawed = sim->stepper == NULL
                      ? 0
                      : pl_stepper_n_flawed(sim->stepper) - sim->flawed_before,
        .dense = sim->stepper == NULL
                     ? 0
                     : pl_stepper_n_dense(sim->stepper) - sim->dense_before,
    };
}
