/*
 * rodas.c - trial steps of Rodas5P.
 */
#include "solve/rodas.h"

#include <assert.h>
#include <math.h>
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

static_assert(RODAS_STAGES == PL_PROGRAM_STAGES, "the frame has room for them");

static double *
rows_at(const struct pl_rodas *rodas, size_t slot)
{
    return rodas->frame + slot * rodas->lanes;
}

/* Where in the frame everything is. */
static void
find_rows(struct pl_rodas *rodas)
{
    const struct pl_program *program = rodas->kernels->program;
    const size_t jacobian = pl_program_jacobian_slot(program);

    rodas->state = rows_at(rodas, pl_program_state_slot(program));
    rodas->stages = rows_at(rodas, pl_program_stages_slot(program));
    rodas->right = rows_at(rodas, pl_program_right_slot(program));
    rodas->slopes = rows_at(rodas, pl_program_slopes_slot(program));
    rodas->jacobian = rows_at(rodas, jacobian);
    rodas->by_time = rows_at(rodas, jacobian + program->n_nonzeros);
    rodas->shift = rows_at(rodas, pl_program_shift_slot(program));
    rodas->flawed = rows_at(rodas, pl_program_factors_slot(program) +
                                       program->elimination->n_factors);
}

static const struct pl_rodas_loops *
loops_for(enum pl_isa isa)
{
    static const struct pl_rodas_loops *const loops[PL_N_ISAS] = {
#define X(isa, suffix) [isa] = &pl_rodas_loops_##suffix,
        PL_ISAS(X)
#undef X
    };

    return loops[isa];
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
        .loops = loops_for(kernels->isa),
        .frame = frame,
    };
    rows = pl_kernels_alloc(kernels, 3 + 5 * n, &rodas->block);
    if (rows == NULL) {
        return false;
    }
    rodas->t = rows;
    rodas->h = rodas->t + lanes;
    rodas->minus_inverse_h = rodas->h + lanes;
    rodas->y0 = rodas->minus_inverse_h + lanes;
    rodas->y1 = rodas->y0 + n * lanes;
    rodas->first = rodas->y1 + n * lanes;
    rodas->ahead = rodas->first + n * lanes;
    find_rows(rodas);
    return true;
}

void
pl_rodas_finish(struct pl_rodas *rodas)
{
    free(rodas->block);
    *rodas = (struct pl_rodas){0};
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

static struct pl_rodas_rows
rows_of(const struct pl_rodas *rodas)
{
    return (struct pl_rodas_rows){
        .minus_inverse_h = rodas->minus_inverse_h,
        .y0 = rodas->y0,
        .stages = rodas->stages,
        .ahead = rodas->ahead,
        .state = rodas->state,
        .right = rodas->right,
    };
}

static void
put_start(struct pl_rodas *rodas)
{
    memcpy(rodas->frame, rodas->t, rodas->lanes * sizeof *rodas->t);
    memcpy(rodas->state, rodas->y0, rodas->n * rodas->lanes * sizeof *rodas->y0);
}

/* Time, state and right side of a stage go into the frame, all but its rates. */
static void
put_argument(struct pl_rodas *rodas, size_t stage, const struct pl_rodas_rows *rows)
{
    const bool autonomous = rodas->kernels->program->autonomous;
    const bool needs_time = !autonomous || rodas->lanes == 1; /* messages tell it */

    if (stage > 0) {
        for (size_t l = 0; needs_time && l < rodas->lanes; l++) {
            rodas->frame[l] = rodas->t[l] + RODAS_C_TIME[stage] * rodas->h[l];
        }
        rodas->loops->argument(stage, rodas->n, rodas->lanes, rows);
    } else {
        memset(rodas->right, 0, rodas->n * rodas->lanes * sizeof *rodas->right);
    }
    if (!autonomous && RODAS_D[stage] != 0.0) {
        double size[PL_MAX_LANES];

        for (size_t l = 0; l < rodas->lanes; l++) {
            size[l] = -RODAS_D[stage] * rodas->h[l];
        }
        rodas->loops->slope(rodas->n, rodas->lanes, size, rodas->by_time, rodas->right);
    }
}

/* What depends on the step size alone. */
static void
put_size(struct pl_rodas *rodas)
{
    for (size_t l = 0; l < rodas->lanes; l++) {
        const double inverse = 1.0 / rodas->h[l];

        rodas->minus_inverse_h[l] = -inverse;
        rodas->shift[l] = inverse * (1.0 / RODAS_GAMMA);
    }
}

/* Jacobian, factors and the first stage. */
static void
begin(struct pl_rodas *rodas, const struct pl_rodas_rows *rows)
{
    const struct pl_kernels *kernels = rodas->kernels;

    put_start(rodas);
    if (pl_kernels_begin(kernels, rodas->frame)) {
        return;
    }
    pl_kernel_run(&kernels->jacobian, rodas->frame, rodas->jacobian);
    pl_kernels_factor(kernels, rodas->frame);
    pl_kernel_run(&kernels->rates, rodas->frame, rodas->slopes);
    put_argument(rodas, 0, rows);
    pl_kernels_solve(kernels, rodas->frame, stage_of(rodas, 0));
}

void
pl_rodas_try(struct pl_rodas *rodas)
{
    const struct pl_rodas_rows rows = rows_of(rodas);

    put_size(rodas);
    begin(rodas, &rows);
    for (size_t stage = 1; stage < RODAS_STAGES; stage++) {
        put_argument(rodas, stage, &rows);
        pl_kernels_stage(rodas->kernels, rodas->frame, stage_of(rodas, stage));
    }
    rodas->loops->end(rodas->n * rodas->lanes, &rows, rodas->y1);
}

bool
pl_rodas_is_flawed(const struct pl_rodas *rodas, size_t lane)
{
    return rodas->flawed[lane] != 0.0;
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
    dense->matrix = pl_matrix_alloc(n);
    dense->order = calloc(n, sizeof *dense->order);
    return dense->matrix != NULL && dense->order != NULL;
}

/* Factor J - shift I with pivoting. @return false when it is singular */
static bool
dense_factor(struct dense *dense, const struct pl_rodas *rodas)
{
    const struct pl_program *program = rodas->kernels->program;
    const size_t n = rodas->n;

    for (size_t k = 0; k < program->n_nonzeros; k++) {
        dense->matrix[program->rows[k] * n + program->columns[k]] = rodas->jacobian[k];
    }
    for (size_t i = 0; i < n; i++) {
        dense->matrix[i * n + i] -= rodas->shift[0];
    }
    return pl_matrix_factor(n, dense->matrix, dense->order, 0.0);
}

/* The stages with the factors in the frame, or with dense ones. */
static bool
go_through_stages(struct pl_rodas *rodas, struct pl_system *system,
                  const struct dense *dense)
{
    const struct pl_rodas_rows rows = rows_of(rodas);

    put_start(rodas);
    for (size_t stage = 0; stage < RODAS_STAGES; stage++) {
        put_argument(rodas, stage, &rows);
        if (stage == 0) {
            memcpy(rodas->slopes, rodas->first, rodas->n * sizeof *rodas->first);
        } else if (!pl_system_rates(system, rodas->frame[0], rodas->state,
                                    rodas->slopes)) {
            return false;
        }
        if (dense != NULL) {
            for (size_t i = 0; i < rodas->n; i++) {
                rodas->right[i] -= rodas->slopes[i];
            }
            pl_matrix_solve(rodas->n, dense->matrix, dense->order, rodas->right,
                            stage_of(rodas, stage));
        } else {
            pl_kernels_solve(rodas->kernels, rodas->frame, stage_of(rodas, stage));
        }
    }
    rodas->loops->end(rodas->n * rodas->lanes, &rows, rodas->y1);
    return pl_all_finite(rodas->y1, rodas->n) &&
           pl_all_finite(pl_rodas_error(rodas), rodas->n);
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
    rodas->loops->inside(rodas->n, rodas->lanes, share, rodas->y0, rodas->y1,
                         rodas->stages, y);
}

void
pl_rodas_norm(const struct pl_rodas *rodas, const double *atol, const double *rtol,
              double *norm)
{
    rodas->loops->norm(rodas->n, rodas->lanes, rodas->y1, pl_rodas_error(rodas), atol,
                       rtol, norm);
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
    rodas->loops->take(rodas->n, rodas->lanes, taken, rodas->y1, rodas->y0);
}
