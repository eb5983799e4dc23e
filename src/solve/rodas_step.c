/*
 * rodas_step.c - Rodas5P as a step type of GSL's odeiv2.
 */
#include "solve/rodas_step.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_errno.h>

#include "solve/rodas.h"
#include "solve/rodas_loops.h"
#include "solve/system.h"

struct state {
    struct pl_rodas rodas;
    struct pl_rodas_record record;
    struct pl_system *system; /* NULL before it is bound */
    const double *scale;
    bool known; /* rates and Jacobian at rodas.t and rodas.y0 are those in place */
};

static void *
alloc(size_t dim)
{
    (void)dim; /* the network is needed: pl_rodas_step_bind */
    return calloc(1, sizeof(struct state));
}

static int
apply(void *vstate, size_t dim, double t, double h, double y[], double yerr[],
      const double dydt_in[], double dydt_out[], const gsl_odeiv2_system *equations)
{
    struct state *state = vstate;
    struct pl_rodas *rodas = &state->rodas;
    bool known = state->known && rodas->t[0] == t;
    bool done = false;

    (void)dydt_in, (void)dydt_out, (void)equations;
    if (state->system == NULL) {
        return GSL_EFAULT;
    }
    known = known && memcmp(rodas->y0, y, dim * sizeof *y) == 0;
    rodas->t[0] = t;
    rodas->h[0] = h;
    memcpy(rodas->y0, y, dim * sizeof *y);
    done =
        pl_rodas_try_alone(rodas, state->system, known, state->scale, &state->record);
    state->known = state->record.evaluated;
    if (!done) {
        /* a shorter step would not be the same for another reason than the network's */
        return state->record.no_memory ? GSL_EBADFUNC : GSL_FAILURE;
    }
    memcpy(y, rodas->y1, dim * sizeof *y);
    memcpy(yerr, pl_rodas_error(rodas), dim * sizeof *yerr);
    return GSL_SUCCESS;
}

static int
set_driver(void *state, const gsl_odeiv2_driver *driver)
{
    (void)state, (void)driver;
    return GSL_SUCCESS;
}

static int
reset(void *vstate, size_t dim)
{
    struct state *state = vstate;

    (void)dim;
    state->known = false;
    state->record.flawed = false;
    return GSL_SUCCESS;
}

static unsigned int
order(void *state)
{
    (void)state;
    return 5;
}

static void
free_state(void *vstate)
{
    struct state *state = vstate;

    pl_rodas_finish(&state->rodas);
    free(state);
}

static const gsl_odeiv2_step_type TYPE = {
    "rodas", 0, /* does not use dydt_in */
    0,          /* does not give dydt_out */
    alloc,   apply, set_driver, reset, order, free_state,
};

const gsl_odeiv2_step_type *const pl_gsl_step_rodas = &TYPE;

enum pl_status
pl_rodas_step_bind(gsl_odeiv2_step *step, struct pl_system *system, const double *scale)
{
    struct state *state = step->state;

    if (!pl_rodas_init(&state->rodas, pl_system_kernels(system),
                       pl_system_frame(system))) {
        return PL_ERR_NOMEM;
    }
    state->system = system;
    state->scale = scale;
    return PL_OK;
}

void
pl_rodas_step_inside(const gsl_odeiv2_step *step, double share, double *y)
{
    const struct state *state = step->state;

    pl_rodas_inside(&state->rodas, &share, y);
}

double
pl_rodas_step_norm(const gsl_odeiv2_step *step, const double *x, const double *y,
                   const double *atol, double rtol)
{
    const struct state *state = step->state;
    double norm = 0.0;

    state->rodas.loops->norm(state->rodas.n, 1, y, x, atol, &rtol, &norm);
    return norm;
}

const struct pl_rodas_record *
pl_rodas_step_record(const gsl_odeiv2_step *step)
{
    const struct state *state = step->state;

    return &state->record;
}
