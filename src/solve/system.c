/*
 * system.c - the network's equations for one simulation: tapes with their registers.
 */
#include "solve/system.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "compile/program.h"
#include "compile/tape.h"
#include "model/model.h"

/* Forward differences go this far, relative to the size of the variable: at the root of
 * the rounding error, cancellation and curvature weigh the same. */
static const double DIFFERENCE_STEP = 1.4901161193847656e-08; /* sqrt(DBL_EPSILON) */

/* One tape with its registers. */
struct machine {
    const struct pl_tape *tape;
    double *registers;
};

struct pl_system {
    const struct pl_program *program;
    struct machine start, setup, rates, jacobian, values;
    double *held;         /* shape (n_inputs): settled */
    double *moved;        /* shape (n_states): a state beside the present one */
    double *here, *there; /* shape (n_states): rates for a difference */
    double *fault;        /* shape (n_states): where rates were not finite */
    double fault_time;
    bool faulty;
    size_t n_rates, n_jacobians, n_faults;
};

/* Copy values into input registers; a tape may have fewer than the program knows. */
static void
put(struct machine *machine, size_t at, const double *values, size_t n)
{
    size_t room = machine->tape->n_inputs;

    if (at < room && n > 0) {
        memcpy(machine->registers + at, values,
               (n < room - at ? n : room - at) * sizeof *values);
    }
}

static double
output(const struct machine *machine, size_t k)
{
    return machine->registers[machine->tape->outputs[k]];
}

static void
run(struct machine *machine, const struct pl_program *program, double t,
    const double *y)
{
    put(machine, 0, &t, 1);
    put(machine, pl_program_state_register(program), y, program->n_states);
    pl_tape_run(machine->tape, 1, machine->registers);
}

/* At least one element, so that NULL means that memory is out. */
static double *
new_numbers(size_t n)
{
    return calloc(n > 0 ? n : 1, sizeof(double));
}

static bool
load(struct machine *machine, const struct pl_tape *tape)
{
    machine->tape = tape;
    machine->registers = new_numbers(pl_tape_n_registers(tape));
    if (machine->registers == NULL) {
        return false;
    }
    pl_tape_load_constants(tape, 1, machine->registers);
    return true;
}

enum pl_status
pl_system_create(const struct pl_program *program, struct pl_diags *diags,
                 struct pl_system **out)
{
    struct pl_system *system = calloc(1, sizeof *system);

    *out = NULL;
    if (system == NULL) {
        return pl_diag_no_memory(diags, "a simulation");
    }
    system->program = program;
    system->held = new_numbers(program->n_inputs);
    system->moved = new_numbers(program->n_states);
    system->here = new_numbers(program->n_states);
    system->there = new_numbers(program->n_states);
    system->fault = new_numbers(program->n_states);
    if (system->held == NULL || system->moved == NULL || system->here == NULL ||
        system->there == NULL || system->fault == NULL ||
        !load(&system->start, program->start) ||
        !load(&system->setup, program->setup) ||
        !load(&system->rates, program->rates) ||
        !load(&system->jacobian, program->jacobian) ||
        !load(&system->values, program->values)) {
        pl_system_destroy(system);
        return pl_diag_no_memory(diags, "a simulation");
    }
    *out = system;
    return PL_OK;
}

void
pl_system_destroy(struct pl_system *system)
{
    if (system == NULL) {
        return;
    }
    free(system->start.registers);
    free(system->setup.registers);
    free(system->rates.registers);
    free(system->jacobian.registers);
    free(system->values.registers);
    free(system->held);
    free(system->moved);
    free(system->here);
    free(system->there);
    free(system->fault);
    free(system);
}

/* Work out the cache and put it, and what is held, before every tape that moves. */
static void
settle(struct pl_system *system)
{
    const struct pl_program *program = system->program;
    const size_t held_at = pl_program_held_register(program);
    const size_t cache_at = pl_program_cache_register(program);
    struct machine *moving[] = {&system->rates, &system->jacobian, &system->values};
    const double zero = 0.0;

    put(&system->setup, 0, &zero, 1);
    put(&system->setup, held_at, system->held, program->n_inputs);
    pl_tape_run(system->setup.tape, 1, system->setup.registers);
    for (size_t m = 0; m < sizeof moving / sizeof *moving; m++) {
        put(moving[m], held_at, system->held, program->n_inputs);
        for (size_t k = 0; k < program->n_cache; k++) {
            const double value = output(&system->setup, k);

            put(moving[m], cache_at + k, &value, 1);
        }
    }
}

void
pl_system_start(struct pl_system *system, const double *inputs, double *y)
{
    const struct pl_program *program = system->program;

    put(&system->start, pl_program_held_register(program), inputs, program->n_inputs);
    pl_tape_run(system->start.tape, 1, system->start.registers);
    for (size_t k = 0; k < program->n_inputs; k++) {
        system->held[k] = output(&system->start, k);
    }
    for (size_t i = 0; i < program->n_states; i++) {
        y[i] = output(&system->start, program->n_inputs + i);
    }
    system->faulty = false;
    system->n_rates = 0;
    system->n_jacobians = 0;
    settle(system);
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

bool
pl_system_rates(struct pl_system *system, double t, const double *y, double *dydt)
{
    const size_t n = system->program->n_states;
    bool finite = true;

    run(&system->rates, system->program, t, y);
    system->n_rates++;
    for (size_t i = 0; i < n; i++) {
        dydt[i] = output(&system->rates, i);
        finite = finite && isfinite(dydt[i]);
    }
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
difference(struct pl_system *system, double t, const double *y, size_t j, double scale,
           double *dfdy)
{
    const size_t n = system->program->n_states;
    double size = fabs(y[j]) > scale ? fabs(y[j]) : scale;
    double step = DIFFERENCE_STEP * (size > 0.0 ? size : 1.0);
    bool finite = true;

    memcpy(system->moved, y, n * sizeof *y);
    system->moved[j] = y[j] + step;
    step = system->moved[j] - y[j]; /* what the sum really added */
    finite = pl_system_rates(system, t, system->moved, system->there);
    for (size_t i = 0; finite && i < n; i++) {
        dfdy[i * n + j] = (system->there[i] - system->here[i]) / step;
        finite = isfinite(dfdy[i * n + j]);
    }
    return finite;
}

bool
pl_system_jacobian(struct pl_system *system, double t, const double *y,
                   const double *scale, double *dfdy, double *dfdt)
{
    const struct pl_program *program = system->program;
    const size_t n = program->n_states;
    bool finite = true;
    bool have_rates = false;

    memset(dfdy, 0, n * n * sizeof *dfdy);
    run(&system->jacobian, program, t, y);
    system->n_jacobians++;
    for (size_t k = 0; k < program->n_nonzeros; k++) {
        const double value = output(&system->jacobian, k);

        dfdy[program->rows[k] * n + program->columns[k]] = value;
        finite = finite && isfinite(value);
    }
    for (size_t i = 0; i < n; i++) {
        dfdt[i] = output(&system->jacobian, program->n_nonzeros + i);
        if (!isfinite(dfdt[i])) {
            dfdt[i] = 0.0; /* sqrt(t) at 0: flat, and the step's error says if not */
        }
    }
    for (size_t k = 0; !finite && k < program->n_nonzeros; k++) {
        const size_t j = program->columns[k];

        if (isfinite(dfdy[program->rows[k] * n + j])) {
            continue;
        }
        if ((!have_rates && !pl_system_rates(system, t, y, system->here)) ||
            !difference(system, t, y, j, scale[j], dfdy)) {
            return false;
        }
        have_rates = true;
    }
    return true;
}

void
pl_system_values(struct pl_system *system, double t, const double *y, double *values)
{
    run(&system->values, system->program, t, y);
    for (size_t k = 0; k < system->program->model->n_symbols; k++) {
        values[k] = output(&system->values, k);
    }
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
