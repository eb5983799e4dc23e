/*
 * rodas.c - trial steps of Rodas5P.
 */
#include "solve/rodas.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "compile/elimination.h"
#include "compile/kernels.h"
#include "compile/program.h"
#include "solve/matrix.h"
#include "solve/rodas5p.h"
#include "solve/rodas_loops.h"
#include "solve/system.h"

/* A dense factorisation for when the sparse one is flawed. */
struct dense {
    double *matrix; /* shape (n, n) */
    size_t *order;  /* shape (n): of its rows */
};

const struct pl_rodas_loops *
pl_rodas_loops_for(enum pl_isa isa)
{
    switch (isa) {
#if PL_HAS_X86
    case PL_ISA_AVX512:
        return &pl_rodas_loops_avx512;
    case PL_ISA_AVX2:
        return &pl_rodas_loops_avx2;
#endif
    default:
        return &pl_rodas_loops_plain;
    }
}

bool
pl_rodas_init(struct pl_rodas *rodas, const struct pl_kernels *kernels, double *frame)
{
    const size_t n = kernels->program->n_states;
    const size_t lanes = kernels->lanes;
    double *rows = NULL;

    *rodas = (struct pl_rodas){
        .n = n,
        .lanes = lanes,
        .kernels = kernels,
        .loops = pl_rodas_loops_for(kernels->isa),
        .frame = frame,
    };
    rows = pl_kernels_alloc(kernels, 2 + (7 + RODAS_STAGES) * n, &rodas->block);
    if (rows == NULL) {
        return false;
    }
    rodas->t = rows;
    rodas->h = rodas->t + lanes;
    rodas->y0 = rodas->h + lanes;
    rodas->y1 = rodas->y0 + n * lanes;
    rodas->first = rodas->y1 + n * lanes;
    rodas->spread_h = rodas->first + n * lanes;
    rodas->inverse_h = rodas->spread_h + n * lanes;
    rodas->work = rodas->inverse_h + n * lanes;
    rodas->spread_work = rodas->work + n * lanes;
    rodas->stages = rodas->spread_work + n * lanes;
    return true;
}

void
pl_rodas_finish(struct pl_rodas *rodas)
{
    free(rodas->block);
    *rodas = (struct pl_rodas){0};
}

static double *
rows_at(const struct pl_rodas *rodas, size_t slot)
{
    return rodas->frame + slot * rodas->lanes;
}

static double *
state_of(const struct pl_rodas *rodas)
{
    return rows_at(rodas, pl_program_state_slot(rodas->kernels->program));
}

static double *
right_of(const struct pl_rodas *rodas)
{
    return rows_at(rodas, pl_program_right_slot(rodas->kernels->program));
}

static double *
slopes_of(const struct pl_rodas *rodas)
{
    return rows_at(rodas, pl_program_slopes_slot(rodas->kernels->program));
}

static double *
stage_of(const struct pl_rodas *rodas, size_t stage)
{
    return rodas->stages + stage * rodas->n * rodas->lanes;
}

const double *
pl_rodas_error(const struct pl_rodas *rodas)
{
    return stage_of(rodas, RODAS_STAGES - 1);
}

/* The slope in time, behind the Jacobian; NULL where f does not depend on time. */
static const double *
by_time(const struct pl_rodas *rodas)
{
    const struct pl_program *program = rodas->kernels->program;

    return program->autonomous
               ? NULL
               : rows_at(rodas, pl_program_jacobian_slot(program) + program->n_nonzeros);
}

/* Time, state and right side of a stage go into the frame, all but its rates. */
static void
put_argument(struct pl_rodas *rodas, size_t stage)
{
    const size_t size = rodas->n * rodas->lanes;

    for (size_t l = 0; l < rodas->lanes; l++) {
        rodas->frame[l] = rodas->t[l] + RODAS_C_TIME[stage] * rodas->h[l];
    }
    rodas->loops->argument(stage, size, rodas->inverse_h, rodas->y0, rodas->stages,
                           state_of(rodas), right_of(rodas));
    if (by_time(rodas) != NULL) {
        rodas->loops->slope(stage, size, rodas->spread_h, by_time(rodas),
                            right_of(rodas));
    }
}

/* What depends on the step size alone. */
static void
put_size(struct pl_rodas *rodas)
{
    double *shift = rows_at(rodas, pl_program_shift_slot(rodas->kernels->program));
    double inverse[PL_MAX_LANES];

    for (size_t l = 0; l < rodas->lanes; l++) {
        inverse[l] = 1.0 / rodas->h[l];
        shift[l] = inverse[l] / RODAS_GAMMA;
    }
    if (!rodas->kernels->program->autonomous) {
        rodas->loops->spread(rodas->n, rodas->lanes, rodas->h, rodas->spread_h);
    }
    rodas->loops->spread(rodas->n, rodas->lanes, inverse, rodas->inverse_h);
}

static void
put_end(struct pl_rodas *rodas)
{
    rodas->loops->end(rodas->n * rodas->lanes, state_of(rodas), rodas->stages,
                      rodas->y1);
}

void
pl_rodas_try(struct pl_rodas *rodas)
{
    const struct pl_kernels *kernels = rodas->kernels;
    const size_t jacobian = pl_program_jacobian_slot(kernels->program);

    put_size(rodas);
    memcpy(rodas->frame, rodas->t, rodas->lanes * sizeof *rodas->t);
    memcpy(state_of(rodas), rodas->y0, rodas->n * rodas->lanes * sizeof *rodas->y0);
    pl_kernel_run(&kernels->jacobian, rodas->frame, rows_at(rodas, jacobian));
    pl_kernels_factor(kernels, rodas->frame);
    for (size_t stage = 0; stage < RODAS_STAGES; stage++) {
        put_argument(rodas, stage);
        pl_kernel_run(&kernels->rates, rodas->frame, slopes_of(rodas));
        pl_kernels_solve(kernels, rodas->frame, stage_of(rodas, stage));
    }
    put_end(rodas);
}

bool
pl_rodas_is_flawed(const struct pl_rodas *rodas, size_t lane)
{
    const struct pl_program *program = rodas->kernels->program;
    const size_t flawed =
        pl_program_factors_slot(program) + program->elimination->n_factors;

    return rows_at(rodas, flawed)[lane] != 0.0;
}

static void
dense_finish(struct dense *dense)
{
    free(dense->matrix);
    free(dense->order);
}

static bool
dense_init(struct dense *dense, size_t n)
{
    if (n > SIZE_MAX / n) {
        return false;
    }
    dense->matrix = calloc(n * n, sizeof *dense->matrix);
    dense->order = calloc(n, sizeof *dense->order);
    return dense->matrix != NULL && dense->order != NULL;
}

/* Factor J - shift I with pivoting. @return false when it is singular */
static bool
dense_factor(struct dense *dense, const struct pl_rodas *rodas)
{
    const struct pl_program *program = rodas->kernels->program;
    const double *entries = rows_at(rodas, pl_program_jacobian_slot(program));
    const double shift = *rows_at(rodas, pl_program_shift_slot(program));
    const size_t n = rodas->n;

    for (size_t k = 0; k < program->n_nonzeros; k++) {
        dense->matrix[program->rows[k] * n + program->columns[k]] = entries[k];
    }
    for (size_t i = 0; i < n; i++) {
        dense->matrix[i * n + i] -= shift;
    }
    return pl_matrix_factor(n, dense->matrix, dense->order, 0.0);
}

static bool
all_finite(const double *values, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(values[i])) {
            return false;
        }
    }
    return true;
}

/* The stages with the factors in the frame, or with dense ones. */
static bool
go_through_stages(struct pl_rodas *rodas, struct pl_system *system,
                  const struct dense *dense)
{
    for (size_t stage = 0; stage < RODAS_STAGES; stage++) {
        put_argument(rodas, stage);
        if (stage == 0) {
            memcpy(slopes_of(rodas), rodas->first, rodas->n * sizeof *rodas->first);
        } else if (!pl_system_rates(system, rodas->frame[0], state_of(rodas),
                                    slopes_of(rodas))) {
            return false;
        }
        if (dense != NULL) {
            for (size_t i = 0; i < rodas->n; i++) {
                right_of(rodas)[i] -= slopes_of(rodas)[i];
            }
            pl_matrix_solve(rodas->n, dense->matrix, dense->order,
                            right_of(rodas), stage_of(rodas, stage));
        } else {
            pl_kernels_solve(rodas->kernels, rodas->frame, stage_of(rodas, stage));
        }
    }
    put_end(rodas);
    return all_finite(rodas->y1, rodas->n) &&
           all_finite(pl_rodas_error(rodas), rodas->n);
}

bool
pl_rodas_try_alone(struct pl_rodas *rodas, struct pl_system *system, bool known,
                   const double *scale, struct pl_rodas_record *record)
{
    struct dense dense = {0};
    const bool again = record->flawed && record->flawed_at == rodas->t[0];
    bool done = false;

    assert(rodas->lanes == 1 && rodas->frame == pl_system_frame(system));
    record->no_memory = false;
    record->evaluated =
        known || (pl_system_rates(system, rodas->t[0], rodas->y0, rodas->first) &&
                  pl_system_evaluate_jacobian(system, rodas->t[0], rodas->y0, scale));
    if (!record->evaluated) {
        return false;
    }
    put_size(rodas);
    pl_kernels_factor(rodas->kernels, rodas->frame);
    record->flawed = pl_rodas_is_flawed(rodas, 0);
    if (!record->flawed) {
        return go_through_stages(rodas, system, NULL);
    }
    record->flawed_at = rodas->t[0];
    if (!again) {
        record->n_flawed++;
        return false;
    }
    record->n_dense++;
    record->no_memory = !dense_init(&dense, rodas->n);
    done = !record->no_memory && dense_factor(&dense, rodas) &&
           go_through_stages(rodas, system, &dense);
    dense_finish(&dense);
    return done;
}

void
pl_rodas_inside(const struct pl_rodas *rodas, const double *share, double *y)
{
    rodas->loops->spread(rodas->n, rodas->lanes, share, rodas->spread_work);
    rodas->loops->inside(rodas->n * rodas->lanes, rodas->spread_work, rodas->y0,
                         rodas->y1, rodas->stages, y);
}

void
pl_rodas_norm(const struct pl_rodas *rodas, const double *atol, const double *rtol,
              double *norm)
{
    rodas->loops->norm(rodas->n, rodas->lanes, rodas->y1, pl_rodas_error(rodas), atol,
                       rtol, rodas->work, norm);
}

void
pl_rodas_take(struct pl_rodas *rodas, const double *taken)
{
    bool all = true;

    for (size_t l = 0; l < rodas->lanes; l++) {
        all = all && taken[l] != 0.0;
    }
    if (all) { /* as a rule */
        double *y0 = rodas->y0;

        rodas->y0 = rodas->y1;
        rodas->y1 = y0;
        return;
    }
    rodas->loops->spread(rodas->n, rodas->lanes, taken, rodas->spread_work);
    rodas->loops->take(rodas->n * rodas->lanes, rodas->spread_work, rodas->y1,
                       rodas->y0);
}
