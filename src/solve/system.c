/*
 * system.c - the network's equations for one simulation: kernels with their frame.
 */
#include "solve/system.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "compile/kernels.h"
#include "compile/program.h"
#include "model/model.h"

/* Forward differences go this far, relative to the size of the variable: at the root of
 * the rounding error, cancellation and curvature weigh the same. */
static const double DIFFERENCE_STEP = 1.4901161193847656e-08; /* sqrt(DBL_EPSILON) */

struct pl_system {
    const struct pl_kernels *kernels;
    const struct pl_program *program; /* the kernels' */
    double *frame;
    void *block;      /* what holds the frame */
    double *held;     /* in the frame, shape (n_inputs): settled */
    double *cache;    /* in the frame */
    double *state;    /* in the frame */
    double *jacobian; /* in the frame, shape (n_nonzeros + n_states) */
    double *inputs;  /* shape (n_inputs): of the newest start, once there was one … */
    double *started; /* shape (n_inputs + n_states): … what `start` gave, … */
    double *settled; /* shape (n_cache): … and what followed from it */
    bool has_started;
    double *moved;        /* shape (n_states): a state beside the present one */
    double *here, *there; /* shape (n_states): rates for a difference */
    double *fault;        /* shape (n_states): where rates were not finite */
    double fault_time;
    bool faulty;
    size_t n_rates, n_jacobians, n_faults;
};

/* At least one element, so that NULL means that memory is out. */
static double *
new_numbers(size_t n)
{
    return calloc(n > 0 ? n : 1, sizeof(double));
}

enum pl_status
pl_system_create(const struct pl_kernels *kernels, struct pl_diags *diags,
                 struct pl_system **out)
{
    const struct pl_program *program = kernels->program;
    struct pl_system *system = calloc(1, sizeof *system);

    assert(kernels->lanes == 1);
    *out = NULL;
    if (system == NULL) {
        return pl_diag_no_memory(diags, "a simulation");
    }
    system->kernels = kernels;
    system->program = program;
    system->frame =
        pl_kernels_alloc(kernels, pl_program_n_slots(program), &system->block);
    system->inputs = new_numbers(program->n_inputs);
    system->started = new_numbers(program->n_inputs + program->n_states);
    system->settled = new_numbers(program->n_cache);
    system->moved = new_numbers(program->n_states);
    system->here = new_numbers(program->n_states);
    system->there = new_numbers(program->n_states);
    system->fault = new_numbers(program->n_states);
    if (system->frame == NULL || system->inputs == NULL || system->started == NULL ||
        system->settled == NULL || system->moved == NULL || system->here == NULL ||
        system->there == NULL || system->fault == NULL) {
        pl_system_destroy(system);
        return pl_diag_no_memory(diags, "a simulation");
    }
    system->state = system->frame + pl_program_state_slot(program);
    system->held = system->frame + pl_program_held_slot(program);
    system->cache = system->frame + pl_program_cache_slot(program);
    system->jacobian = system->frame + pl_program_jacobian_slot(program);
    pl_kernels_prepare(kernels, system->frame);
    *out = system;
    return PL_OK;
}

void
pl_system_destroy(struct pl_system *system)
{
    if (system == NULL) {
        return;
    }
    free(system->block);
    free(system->inputs);
    free(system->started);
    free(system->settled);
    free(system->moved);
    free(system->here);
    free(system->there);
    free(system->fault);
    free(system);
}

/* Work out what follows from what is held. */
static void
settle(struct pl_system *system)
{
    system->frame[0] = 0.0; /* what is held does not depend on time */
    pl_kernel_run(&system->kernels->setup, system->frame, system->cache);
}

/* Time and state go into the frame. */
static void
put(struct pl_system *system, double t, const double *y)
{
    system->frame[0] = t;
    if (y != system->state) {
        memcpy(system->state, y, system->program->n_states * sizeof *y);
    }
}

/* The exponent of what is not finite has all its bits: one more carries into the sign. No
 * branch and no waiting, because every trial of a lane alone asks this. */
bool
pl_all_finite(const double *numbers, size_t n)
{
    const uint64_t exponent = UINT64_C(0x7ff) << 52;
    uint64_t carried = 0;

    for (size_t i = 0; i < n; i++) {
        uint64_t bits = 0;

        memcpy(&bits, &numbers[i], sizeof bits);
        carried |= (bits & exponent) + (UINT64_C(1) << 52);
    }
    return carried >> 63 == 0;
}

bool
pl_system_start(struct pl_system *system, const double *inputs, double *y)
{
    const struct pl_program *program = system->program;
    const size_t size = program->n_inputs * sizeof *inputs;
    const bool again = system->has_started && memcmp(system->inputs, inputs, size) == 0;

    if (!again) {
        memcpy(system->inputs, inputs, size);
        memcpy(system->held, inputs, size);
        pl_kernel_run(&system->kernels->start, system->frame, system->started);
    }
    memcpy(system->held, system->started, size);
    if (again) {
        memcpy(system->cache, system->settled, program->n_cache * sizeof *inputs);
    } else {
        settle(system);
        memcpy(system->settled, system->cache, program->n_cache * sizeof *inputs);
    }
    memcpy(y, system->started + program->n_inputs, program->n_states * sizeof *y);
    system->has_started = true;
    system->faulty = false;
    return again;
}

const double *
pl_system_held(const struct pl_system *system)
{
    return system->held;
}

void
pl_system_hold(struct pl_system *system, size_t slot, double value)
{
    assert(slot < system->program->n_inputs);
    system->held[slot] = value;
    settle(system);
}

const struct pl_kernels *
pl_system_kernels(const struct pl_system *system)
{
    return system->kernels;
}

double *
pl_system_frame(struct pl_system *system)
{
    return system->frame;
}

bool
pl_system_rates(struct pl_system *system, double t, const double *y, double *dydt)
{
    const size_t n = system->program->n_states;
    bool finite = false;

    put(system, t, y);
    pl_kernel_run(&system->kernels->rates, system->frame, dydt);
    system->n_rates++;
    finite = pl_all_finite(dydt, n);
    if (!finite) {
        system->faulty = true;
        system->n_faults++;
        system->fault_time = t;
        memcpy(system->fault, y, n * sizeof *y);
    }
    return finite;
}

/* Column j of the Jacobian as a forward difference; `here` holds the rates at y. */
static bool
difference(struct pl_system *system, double t, const double *y, size_t j, double scale)
{
    const struct pl_program *program = system->program;
    double size = fabs(y[j]) > scale ? fabs(y[j]) : scale;
    double step = DIFFERENCE_STEP * (size > 0.0 ? size : 1.0);
    bool finite = true;

    memcpy(system->moved, y, program->n_states * sizeof *y);
    system->moved[j] = y[j] + step;
    step = system->moved[j] - y[j]; /* what the sum really added */
    finite = pl_system_rates(system, t, system->moved, system->there);
    for (size_t k = 0; finite && k < program->n_nonzeros; k++) {
        if (program->columns[k] == j) {
            const size_t i = program->rows[k];

            system->jacobian[k] = (system->there[i] - system->here[i]) / step;
            finite = isfinite(system->jacobian[k]);
        }
    }
    return finite;
}

bool
pl_system_evaluate_jacobian(struct pl_system *system, double t, const double *y,
                            const double *scale)
{
    const struct pl_program *program = system->program;
    double *entries = system->jacobian;
    double *dfdt = entries + program->n_nonzeros;
    bool have_rates = false;

    assert(y != system->state); /* differences move it */
    put(system, t, y);
    pl_kernel_run(&system->kernels->jacobian, system->frame, entries);
    system->n_jacobians++;
    for (size_t i = 0; i < program->n_states; i++) {
        if (!isfinite(dfdt[i])) {
            dfdt[i] = 0.0; /* sqrt(t) at 0: flat, and the step's error says if not */
        }
    }
    for (size_t k = 0; k < program->n_nonzeros; k++) {
        const size_t j = program->columns[k];

        if (isfinite(entries[k])) {
            continue;
        }
        if ((!have_rates && !pl_system_rates(system, t, y, system->here)) ||
            !difference(system, t, y, j, scale[j])) {
            return false;
        }
        have_rates = true;
    }
    return true;
}

const double *
pl_system_nonzeros(const struct pl_system *system)
{
    return system->jacobian;
}

bool
pl_system_jacobian(struct pl_system *system, double t, const double *y,
                   const double *scale, double *dfdy, double *dfdt)
{
    const struct pl_program *program = system->program;
    const size_t n = program->n_states;

    if (!pl_system_evaluate_jacobian(system, t, y, scale)) {
        return false;
    }
    memset(dfdy, 0, n * n * sizeof *dfdy);
    for (size_t k = 0; k < program->n_nonzeros; k++) {
        dfdy[program->rows[k] * n + program->columns[k]] = system->jacobian[k];
    }
    memcpy(dfdt, system->jacobian + program->n_nonzeros, n * sizeof *dfdt);
    return true;
}

void
pl_make_nans_alike(double *values, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        values[k] = isnan(values[k]) ? NAN : values[k];
    }
}

void
pl_system_values(struct pl_system *system, double t, const double *y, double *values)
{
    put(system, t, y);
    pl_kernel_run(&system->kernels->values, system->frame, values);
    pl_make_nans_alike(values, system->program->model->n_symbols);
}

void
pl_system_select(struct pl_system *system, const struct pl_selection *selection,
                 double t, const double *y, double *values)
{
    put(system, t, y);
    pl_kernel_run(&selection->kernel, system->frame, values);
    pl_make_nans_alike(values, selection->n);
}

bool
pl_system_fault(const struct pl_system *system, double *t, const double **y)
{
    if (system->faulty) {
        *t = system->fault_time;
        *y = system->fault;
    }
    return system->faulty;
}

void
pl_system_forget_fault(struct pl_system *system)
{
    system->faulty = false;
}

size_t
pl_system_n_faults(const struct pl_system *system)
{
    return system->n_faults;
}

size_t
pl_system_n_rates(const struct pl_system *system)
{
    return system->n_rates;
}

size_t
pl_system_n_jacobians(const struct pl_system *system)
{
    return system->n_jacobians;
}
