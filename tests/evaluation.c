/*
 * evaluation.c - a network's tapes, run by hand: no stepping, only numbers at one point.
 */
#include "evaluation.h"

#include "compile/program.h"
#include "compile/tape.h"
#include "model/model.h"
#include "testlib.h"

double *
evaluation_zeros(size_t n)
{
    double *x = calloc(n + 1, sizeof *x);

    assert_non_null(x);
    return x;
}

/* Run one tape on the layout that program.h describes, by its meaning: instruction by
 * instruction. */
static void
run_tape(const struct evaluation *evaluation, const struct pl_tape *tape,
         const double *held, double *outputs)
{
    const struct pl_program *program = evaluation->program;
    double *frame = evaluation_zeros(pl_program_n_slots(program));

    assert_int_equal(tape->n_inputs, pl_program_jacobian_slot(program));
    frame[0] = evaluation->time;
    memcpy(frame + pl_program_state_slot(program), evaluation->state,
           program->n_states * sizeof *frame);
    memcpy(frame + pl_program_held_slot(program), held,
           program->n_inputs * sizeof *frame);
    memcpy(frame + pl_program_cache_slot(program), evaluation->cache,
           program->n_cache * sizeof *frame);
    pl_tape_load_constants(tape, 1, frame);
    for (size_t k = 0; k < tape->n_code; k++) {
        const struct pl_instruction *instruction = &tape->code[k];
        double arguments[3];

        for (size_t j = 0; j < 3; j++) {
            arguments[j] = frame[instruction->arguments[j]];
        }
        frame[tape->code_at + k] = pl_op_value(instruction->op, arguments);
    }
    for (size_t k = 0; k < tape->n_outputs; k++) {
        outputs[k] = frame[tape->outputs[k]];
    }
    free(frame);
}

void
evaluation_rates(const struct evaluation *evaluation, double *rates)
{
    run_tape(evaluation, evaluation->program->rates, evaluation->held, rates);
}

void
evaluation_update(struct evaluation *evaluation)
{
    const struct pl_program *program = evaluation->program;

    evaluation_rates(evaluation, evaluation->rates);
    run_tape(evaluation, program->values, evaluation->held, evaluation->values);
    run_tape(evaluation, program->jacobian, evaluation->held, evaluation->jacobian);
}

void
evaluation_start(struct evaluation *evaluation)
{
    const struct pl_program *program = evaluation->program;
    double *settled = evaluation_zeros(program->start->n_outputs);

    evaluation->time = 0.0;
    run_tape(evaluation, program->start, evaluation->network.inputs, settled);
    memcpy(evaluation->held, settled, program->n_inputs * sizeof *settled);
    memcpy(evaluation->state, settled + program->n_inputs,
           program->n_states * sizeof *settled);
    free(settled);
    run_tape(evaluation, program->setup, evaluation->held, evaluation->cache);
    evaluation_update(evaluation);
}

/* Once the network is compiled. */
static void
begin(struct evaluation *evaluation)
{
    const struct pl_program *program = evaluation->network.program;
    const size_t n_symbols = evaluation->network.model->n_symbols;

    evaluation->program = program;
    evaluation->state = evaluation_zeros(program->n_states);
    evaluation->held = evaluation_zeros(program->n_inputs);
    evaluation->cache = evaluation_zeros(program->n_cache);
    evaluation->values = evaluation_zeros(n_symbols);
    evaluation->rates = evaluation_zeros(program->n_states);
    evaluation->jacobian = evaluation_zeros(program->n_nonzeros + program->n_states);
    assert_int_equal(program->start->n_outputs, program->n_inputs + program->n_states);
    assert_int_equal(program->setup->n_outputs, program->n_cache);
    assert_int_equal(program->rates->n_outputs, program->n_states);
    assert_int_equal(program->values->n_outputs, n_symbols);
    assert_int_equal(program->jacobian->n_outputs,
                     program->n_nonzeros + program->n_states);
    evaluation_start(evaluation);
}

void
evaluation_open(struct evaluation *evaluation, const char *text)
{
    network_compile(&evaluation->network, text);
    begin(evaluation);
}

void
evaluation_open_file(struct evaluation *evaluation, const char *path)
{
    network_compile_file(&evaluation->network, path);
    begin(evaluation);
}

void
evaluation_close(struct evaluation *evaluation)
{
    free(evaluation->state);
    free(evaluation->held);
    free(evaluation->cache);
    free(evaluation->values);
    free(evaluation->rates);
    free(evaluation->jacobian);
    network_close(&evaluation->network);
}

double
evaluation_entry(const struct evaluation *evaluation, size_t row, size_t column,
                 bool *there)
{
    const struct pl_program *program = evaluation->program;

    for (size_t k = 0; k < program->n_nonzeros; k++) {
        if (program->rows[k] == row && program->columns[k] == column) {
            *there = true;
            return evaluation->jacobian[k];
        }
    }
    *there = false;
    return 0.0;
}
