/*
 * engine_trial.c - trial steps outside of a sweep.
 */
#include "engine_trial.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"

#include "base/diag.h"
#include "compile/kernels.h"
#include "compile/program.h"
#include "solve/sim.h"
#include "study/context.h"

/* [duration] Where the lanes stand, and how long their trials are. */
static const double PART_OF_WAY = 0.1, PART_OF_STEP = 0.01;

double *
engine_trial_rows(const struct engine_trial *trial, size_t slot)
{
    return trial->frame + slot * trial->kernels->lanes;
}

/* A row for each number, the lane's column of it. */
static void
scatter(const struct engine_trial *trial, size_t lane, size_t n, const double *from,
        double *rows)
{
    for (size_t i = 0; i < n; i++) {
        rows[i * trial->kernels->lanes + lane] = from[i];
    }
}

static double
dose_of(const struct engine *engine, size_t lane, size_t lanes)
{
    return engine->lo *
           pow(engine->hi / engine->lo, (double)lane / (double)(lanes - 1));
}

/* What a lane's simulation holds, and its state on the way. */
static enum pl_status
fill_lane(struct engine_trial *trial, const struct engine *engine, struct pl_sim *sim,
          size_t lane, double *inputs, double *state)
{
    const struct pl_program *program = engine->context->program;
    const double dose = dose_of(engine, lane, trial->kernels->lanes);
    const double atol = 1e-3 * engine->rtol;
    double *rest = NULL;
    size_t steps = 0;
    enum pl_status status = PL_OK;

    pl_program_default_inputs(program, inputs);
    status = engine_rest(engine, sim, inputs, &rest, &steps);
    if (status == PL_OK) {
        status = engine_set_out(engine, sim, dose, rest, steps);
    }
    free(rest);
    if (status == PL_OK) {
        status =
            pl_sim_advance(sim, PART_OF_WAY * engine->duration, NULL, engine->diags);
    }
    if (status != PL_OK) {
        return status;
    }
    pl_sim_state(sim, state);
    pl_program_set_input(program, inputs, engine->drug_symbol, dose);
    scatter(trial, lane, program->n_inputs, inputs,
            engine_trial_rows(trial, pl_program_held_slot(program)));
    scatter(trial, lane, program->n_states, state, trial->rodas.y0);
    for (size_t i = 0; i < program->n_states; i++) {
        trial->atol[i * trial->kernels->lanes + lane] =
            fmax(1.0, fabs(state[i])) * atol;
    }
    trial->rtol[lane] = engine->rtol;
    trial->rodas.t[lane] = PART_OF_WAY * engine->duration;
    trial->rodas.h[lane] = PART_OF_STEP * engine->duration;
    return PL_OK;
}

/* Settle what is held, as a simulation does at its start, and make a trial. */
static enum pl_status
settle(struct engine_trial *trial, const struct engine *engine)
{
    const struct pl_kernels *kernels = trial->kernels;
    const struct pl_program *program = kernels->program;
    void *block = NULL;
    double *started =
        pl_kernels_alloc(kernels, program->n_inputs + program->n_states, &block);

    if (started == NULL) {
        return pl_diag_no_memory(engine->diags, "a trial");
    }
    pl_kernel_run(&kernels->start, trial->frame, started);
    memcpy(engine_trial_rows(trial, pl_program_held_slot(program)), started,
           program->n_inputs * kernels->lanes * sizeof *started);
    pl_kernel_run(&kernels->setup, trial->frame,
                  engine_trial_rows(trial, pl_program_cache_slot(program)));
    pl_rodas_try(&trial->rodas);
    free(block);
    return PL_OK;
}

static bool
alloc_rows(struct engine_trial *trial)
{
    const struct pl_kernels *kernels = trial->kernels;
    const size_t n = kernels->program->n_states;
    double *rows =
        pl_kernels_alloc(kernels, n + 5 + PL_LANE_PACE_ROWS, &trial->rows_block);

    trial->frame = pl_kernels_alloc(kernels, pl_program_n_slots(kernels->program),
                                    &trial->frame_block);
    if (rows == NULL || trial->frame == NULL ||
        !pl_rodas_init(&trial->rodas, kernels, trial->frame)) {
        return false;
    }
    trial->norm = rows;
    trial->all = rows + kernels->lanes;
    trial->rtol = rows + 2 * kernels->lanes;
    trial->pace.norm = trial->norm;
    trial->pace.flawed = trial->rodas.flawed;
    trial->pace.t = rows + 3 * kernels->lanes;
    trial->pace.h = rows + 4 * kernels->lanes;
    pl_lane_pace_place(&trial->pace, kernels->lanes, rows + 5 * kernels->lanes);
    trial->atol = rows + (5 + PL_LANE_PACE_ROWS) * kernels->lanes;
    for (size_t l = 0; l < kernels->lanes; l++) {
        trial->all[l] = 1.0;
    }
    pl_kernels_prepare(kernels, trial->frame);
    return true;
}

enum pl_status
engine_trial_init(struct engine_trial *trial, const struct engine *engine)
{
    const struct pl_program *program = engine->context->program;
    const enum pl_isa isa = pl_isa_best();
    const struct pl_sim_options options = engine_options(engine);
    double *inputs = calloc(program->n_inputs + 1, sizeof *inputs);
    double *state = calloc(program->n_states + 1, sizeof *state);
    struct pl_sim *sim = NULL;
    enum pl_status status = engine_need_drug(engine);

    *trial = (struct engine_trial){0};
    if (inputs == NULL || state == NULL) {
        status = pl_diag_no_memory(engine->diags, "a trial");
    }
    if (status == PL_OK) {
        status = pl_kernels_create(program, isa, pl_isa_lanes(isa), engine->kernel,
                                   engine->diags, &trial->kernels);
    }
    if (status == PL_OK && !alloc_rows(trial)) {
        status = pl_diag_no_memory(engine->diags, "a trial");
    }
    if (status == PL_OK) {
        status = pl_sim_create(engine->context->kernels, &options, engine->diags, &sim);
    }
    for (size_t l = 0; status == PL_OK && l < trial->kernels->lanes; l++) {
        status = fill_lane(trial, engine, sim, l, inputs, state);
    }
    if (status == PL_OK) {
        status = settle(trial, engine);
    }
    pl_sim_destroy(sim);
    free(inputs);
    free(state);
    return status;
}

void
engine_trial_finish(struct engine_trial *trial)
{
    pl_rodas_finish(&trial->rodas);
    free(trial->frame_block);
    free(trial->rows_block);
    pl_kernels_destroy(trial->kernels);
    *trial = (struct engine_trial){0};
}
