/*
 * sim_tolerance.c - kinds of states, their scales, and the tolerances that follow.
 */
#include <math.h>

#include "base/index.h"
#include "compile/program.h"
#include "model/model.h"
#include "solve/sim.h"
#include "solve/sim_private.h"

/* Without an atol, a state counts down to this part of its own size at the start: larger
 * loses species that fall far, smaller spends steps on what nobody sees. */
static const double ATOL_OF_STATE = 1e-3; /* times rtol */

/* … or, where it starts near 0, to that part of the largest of its kind. */
static const double ATOL_OF_LARGEST = 1e-6;

static double
larger(double a, double b)
{
    return a > b ? a : b;
}

/* The largest |y| of a kind; 0 where there is none. In parts, because one maximum would wait
 * for itself at every state. */
static double
largest_of_kind(const struct pl_sim *sim, const double *y, enum pl_sim_kind kind)
{
    enum { N_PARTS = 4 };
    const size_t n = sim->program->n_states;
    double parts[N_PARTS] = {0.0};

    for (size_t i = 0; i < n; i += N_PARTS) {
        for (size_t j = 0; j < N_PARTS; j++) {
            if (i + j < n) {
                const bool is_one = sim->kinds[i + j] == kind;

                parts[j] = larger(is_one ? fabs(y[i + j]) : 0.0, parts[j]);
            }
        }
    }
    return larger(larger(parts[0], parts[1]), larger(parts[2], parts[3]));
}

enum pl_sim_kind
pl_sim_kind_of_state(const struct pl_program *program, size_t state)
{
    const struct pl_symbol *symbol =
        &program->model->symbols[program->state_symbol[state]];

    if (symbol->kind != PL_SYMBOL_SPECIES) {
        return PL_SIM_KIND_OTHER;
    }
    return symbol->substance_only || program->state_volume[state] != PL_NONE
               ? PL_SIM_KIND_AMOUNT
               : PL_SIM_KIND_CONCENTRATION;
}

void
pl_sim_scales(const struct pl_sim *sim, const double *y, double *scale)
{
    double largest[PL_SIM_KINDS];

    for (size_t kind = 0; kind < PL_SIM_KINDS; kind++) {
        largest[kind] =
            sim->has_kind[kind] ? largest_of_kind(sim, y, (enum pl_sim_kind)kind) : 0.0;
    }
    for (size_t i = 0; i < sim->program->n_states; i++) {
        scale[i] = largest[sim->kinds[i]];
    }
}

void
pl_sim_set_tolerances(struct pl_sim *sim)
{
    const double given = sim->options.atol;
    const double part = ATOL_OF_STATE * sim->options.rtol;

    pl_sim_scales(sim, sim->y, sim->scale);
    for (size_t i = 0; i < sim->program->n_states; i++) {
        /* where all of its kind start at 0 no size is known */
        const double scale = sim->scale[i] == 0.0 ? 1.0 : sim->scale[i];

        sim->scale[i] = scale;
        sim->atol[i] = given > 0.0
                           ? given
                           : part * larger(fabs(sim->y[i]), ATOL_OF_LARGEST * scale);
    }
}
