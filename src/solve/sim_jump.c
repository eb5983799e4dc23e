/*
 * sim_jump.c - jumps: what may be given another value while a simulation runs.
 */
#include <math.h>

#include "base/diag.h"
#include "base/index.h"
#include "base/number.h"
#include "compile/program.h"
#include "model/model.h"
#include "solve/sim.h"
#include "solve/sim_private.h"
#include "solve/system.h"

static bool
holds_species(const struct pl_model *model, size_t compartment)
{
    if (model->symbols[compartment].kind != PL_SYMBOL_COMPARTMENT) {
        return false;
    }
    for (size_t k = 0; k < model->n_symbols; k++) {
        if (model->symbols[k].kind == PL_SYMBOL_SPECIES &&
            model->symbols[k].compartment == compartment) {
            return true;
        }
    }
    return false;
}

/* The symbol of a slot: its own, the one that is clamped, or PL_NONE. */
static size_t
symbol_of_slot(const struct pl_program *program, size_t slot)
{
    const size_t n_symbols = program->model->n_symbols;

    if (slot < n_symbols) {
        return slot;
    }
    for (size_t i = 0; i < n_symbols; i++) {
        const size_t clamp = program->clamp_of[i];

        if (clamp != PL_NONE && (slot == clamp || slot == clamp + 1)) {
            return i;
        }
    }
    return PL_NONE;
}

/* Everything that forbids a slot to jump to a value. */
static enum pl_status
check_jump(const struct pl_program *program, size_t slot, double value,
           struct pl_diags *diags)
{
    const size_t symbol = symbol_of_slot(program, slot);
    const char *name = NULL;
    char number[PL_NUMBER_SIZE];

    if (symbol == PL_NONE) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "slot %zu is neither a symbol nor a clamp", slot);
    }
    name = program->model->symbols[symbol].name;
    if (!isfinite(value)) {
        pl_number_format(value, number);
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "the value of '%s' is a finite number, not %s", name,
                             number);
    }
    if (slot != symbol) {
        return PL_OK; /* a clamp may take any number */
    }
    if (!pl_program_is_input(program, symbol)) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "'%s' follows its formula and cannot be set", name);
    }
    if (holds_species(program->model, symbol)) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "the size of '%s' cannot jump: there are species in it",
                             name);
    }
    return PL_OK;
}

enum pl_status
pl_sim_assign(struct pl_sim *sim, size_t slot, double value, struct pl_diags *diags)
{
    const struct pl_program *program = sim->program;
    const bool is_symbol = slot < program->model->n_symbols; /* else it is a clamp's */
    const size_t state = is_symbol ? program->state_of[slot] : PL_NONE;
    enum pl_status status = check_jump(program, slot, value, diags);

    if (status != PL_OK) {
        return status;
    }
    if (state == PL_NONE) {
        pl_system_hold(sim->system, slot, value);
    } else if (program->state_volume[state] == PL_NONE) {
        sim->y[state] = value;
    } else {
        pl_sim_observe(sim, sim->values);
        sim->y[state] = value * sim->values[program->state_volume[state]];
    }
    sim->restart = true;
    return PL_OK;
}
