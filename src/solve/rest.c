/*
 * rest.c - bringing a network to rest: its steady state, and whether that is stable.
 */
#include "solve/rest.h"

#include <stdlib.h>
#include <string.h>

#include "compile/program.h"
#include "solve/rest_course.h"
#include "solve/sim.h"
#include "solve/sim_private.h"

enum pl_status
pl_sim_rest(struct pl_sim *sim, struct pl_diags *diags, struct pl_rest *rest)
{
    enum pl_status status = PL_OK;

    if (rest != NULL) {
        pl_rest_finish(rest);
    }
    status = pl_rest_begin(sim, rest != NULL, diags);
    if (status != PL_OK) {
        return status;
    }
    status = pl_rest_follow(sim, diags);
    return pl_rest_end(sim, status, rest, diags);
}

void
pl_sim_put_to_rest(struct pl_sim *sim, const double *y, size_t steps)
{
    memcpy(sim->y, y, sim->program->n_states * sizeof *y);
    sim->time = 0.0;
    sim->restart = true;
    sim->fresh = true;
    sim->steps = steps;
    pl_sim_set_tolerances(sim);
}

void
pl_rest_finish(struct pl_rest *rest)
{
    free(rest->real);
    free(rest->imaginary);
    *rest = (struct pl_rest){0};
}
