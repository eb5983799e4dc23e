/*
 * lane_rows.c - the rows of a group of lanes: their memory, and a lane's column of them.
 */
#include "solve/lane_rows.h"

#include <stdint.h>
#include <stdlib.h>

#include "compile/kernels.h"
#include "compile/program.h"
#include "compile/tape.h"
#include "solve/lane_pace.h"

static void
mark_used(const struct pl_tape *tape, size_t first, size_t end, bool *used)
{
    for (size_t k = 0; k < tape->n_code; k++) {
        for (size_t j = 0; j < pl_op_arity(tape->code[k].op); j++) {
            const uint32_t slot = tape->code[k].arguments[j];

            if (slot >= first && slot < end) {
                used[slot - first] = true;
            }
        }
    }
    for (size_t k = 0; k < tape->n_outputs; k++) {
        if (tape->outputs[k] >= first && tape->outputs[k] < end) {
            used[tape->outputs[k] - first] = true;
        }
    }
}

/* The slots that stand still and that the group's tapes read. */
static bool
find_used(struct pl_lane_rows *rows, const struct pl_program *program,
          const struct pl_selection *selection)
{
    const size_t first = pl_program_held_slot(program);
    const size_t end = pl_program_jacobian_slot(program);
    bool *used = calloc(end - first + 1, sizeof *used);

    rows->used = calloc(end - first + 1, sizeof *rows->used);
    if (used == NULL || rows->used == NULL) {
        free(used);
        return false;
    }
    mark_used(program->rates, first, end, used);
    mark_used(program->jacobian, first, end, used);
    if (selection != NULL) {
        mark_used(selection->tape, first, end, used);
    }
    for (size_t k = first; k < end; k++) {
        if (used[k - first]) {
            rows->used[rows->n_used++] = k;
        }
    }
    free(used);
    return true;
}

bool
pl_lane_rows_init(struct pl_lane_rows *rows, const struct pl_kernels *kernels,
                  const struct pl_selection *selection)
{
    const struct pl_program *program = kernels->program;
    const size_t n_values = selection != NULL ? selection->n : 0;
    double *all = NULL;

    rows->n = kernels->lanes;
    rows->n_states = program->n_states;
    rows->frame =
        pl_kernels_alloc(kernels, pl_program_n_slots(program), &rows->frame_block);
    all = pl_kernels_alloc(kernels, rows->n_states + n_values + 3 + PL_LANE_PACE_ROWS,
                           &rows->rows_block);
    rows->column = calloc(n_values + 1, sizeof *rows->column);
    if (rows->frame == NULL || all == NULL || rows->column == NULL ||
        !find_used(rows, program, selection)) {
        return false;
    }
    rows->norm = all;
    rows->share = all + rows->n;
    rows->rtol = all + 2 * rows->n;
    rows->pace = all + 3 * rows->n;
    rows->atol = all + (3 + PL_LANE_PACE_ROWS) * rows->n;
    rows->values = rows->atol + rows->n_states * rows->n;
    pl_kernels_prepare(kernels, rows->frame);
    return true;
}

void
pl_lane_rows_finish(struct pl_lane_rows *rows)
{
    free(rows->frame_block);
    free(rows->rows_block);
    free(rows->column);
    free(rows->used);
}

void
pl_lane_rows_scatter(const struct pl_lane_rows *rows, size_t lane, const double *from,
                     double *to)
{
    for (size_t i = 0; i < rows->n_states; i++) {
        to[i * rows->n + lane] = from[i];
    }
}

void
pl_lane_rows_gather(const struct pl_lane_rows *rows, size_t lane, const double *from,
                    double *to)
{
    for (size_t i = 0; i < rows->n_states; i++) {
        to[i] = from[i * rows->n + lane];
    }
}
