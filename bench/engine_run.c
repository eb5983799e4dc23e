/*
 * engine_run.c - a single run, from the rest and back to it.
 */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "compile/program.h"
#include "solve/output.h"
#include "solve/rest.h"
#include "study/context.h"

/* Where the outputs of a run are copied to. */
struct table {
    double *rows; /* shape (n_rows, n_columns) */
    size_t n_rows, n_columns;
};

static void
emit(void *context, size_t k, double time, const double *values)
{
    const struct table *table = context;

    (void)time;
    memcpy(table->rows + k * table->n_columns, values,
           table->n_columns * sizeof *values);
}

enum pl_status
engine_rest(const struct engine *engine, struct pl_sim *sim, const double *inputs,
            double **rest, size_t *steps)
{
    enum pl_status status = pl_sim_start(sim, inputs, engine->diags);

    *rest = NULL;
    *steps = 0;
    if (status != PL_OK || !engine->rest) {
        return status;
    }
    status = pl_sim_rest(sim, engine->diags, NULL);
    if (status == PL_OK) {
        *rest = calloc(engine->context->program->n_states + 1, sizeof **rest);
        if (*rest == NULL) {
            return pl_diag_no_memory(engine->diags, "a rest state");
        }
        pl_sim_state(sim, *rest);
        *steps = pl_sim_get_statistics(sim).steps;
    }
    return status;
}

enum pl_status
engine_set_out(const struct engine *engine, struct pl_sim *sim, double dose,
               const double *rest, size_t steps)
{
    if (rest != NULL) {
        pl_sim_put_to_rest(sim, rest, steps);
    }
    return pl_sim_assign(sim, engine->drug_symbol, dose, engine->diags);
}

/* From the start of a simulation to the copy of its last output. */
static enum pl_status
go_once(const struct engine *engine, struct pl_sim *sim, const double *inputs,
        const double *rest, size_t steps, struct pl_output *output)
{
    const struct table *table = output->context;
    const size_t last = table->n_rows - 1;
    enum pl_status status = pl_sim_start(sim, inputs, engine->diags);

    output->next = 0;
    if (status == PL_OK) {
        status = engine_set_out(engine, sim, engine->dose, rest, steps);
    }
    if (status == PL_OK) {
        status = pl_sim_advance(sim, engine->duration, output, engine->diags);
    }
    if (status == PL_OK) {
        pl_sim_select(sim, output->selection, table->rows + last * table->n_columns);
    }
    return status;
}

/* All of them, after one that is not counted. */
static enum pl_status
time_runs(struct engine *engine, const char *work, struct pl_sim *sim,
          struct pl_output *output)
{
    const struct pl_program *program = engine->context->program;
    double *inputs = calloc(program->n_inputs + 1, sizeof *inputs);
    double *rest = NULL;
    size_t steps = 0;
    enum pl_status status = PL_OK;

    if (inputs == NULL) {
        return pl_diag_no_memory(engine->diags, "a run");
    }
    pl_program_default_inputs(program, inputs);
    status = engine_rest(engine, sim, inputs, &rest, &steps);
    if (status == PL_OK) {
        status = go_once(engine, sim, inputs, rest, steps, output);
    }
    for (size_t k = 0; k < engine->repeat && status == PL_OK; k++) {
        const struct engine_moment start = engine_start();

        status = go_once(engine, sim, inputs, rest, steps, output);
        engine_print(work, 1e3 * engine_stop(engine, start), "ms");
    }
    if (status == PL_OK) {
        const struct pl_sim_statistics cost = pl_sim_get_statistics(sim);

        engine_print("steps", (double)(cost.steps - steps), "count");
        engine_print("steps-rejected", (double)cost.rejected, "count");
    }
    free(rest);
    free(inputs);
    return status;
}

enum pl_status
engine_run(struct engine *engine, const char *work, size_t n_outputs)
{
    const struct pl_sim_options options = engine_options(engine);
    double *times = calloc(n_outputs, sizeof *times);
    struct table table = {.n_rows = n_outputs, .n_columns = engine->n_symbols};
    struct pl_selection selection = {0};
    struct pl_output output = {.times = times,
                               .n_times = n_outputs,
                               .emit = emit,
                               .context = &table,
                               .selection = &selection};
    struct pl_sim *sim = NULL;
    enum pl_status status = engine_need_drug(engine);

    table.rows = calloc(n_outputs * (engine->n_symbols + 1), sizeof *table.rows);
    if (times == NULL || table.rows == NULL) {
        status = pl_diag_no_memory(engine->diags, "a run");
        goto done;
    }
    for (size_t k = 0; k < n_outputs; k++) {
        times[k] = engine->duration * ((double)k / (double)(n_outputs - 1));
    }
    if (status == PL_OK) {
        status = pl_selection_init(&selection, engine->context->kernels,
                                   engine->symbols, engine->n_symbols, engine->diags);
    }
    if (status == PL_OK) {
        status = pl_sim_create(engine->context->kernels, &options, engine->diags, &sim);
    }
    if (status == PL_OK) {
        status = time_runs(engine, work, sim, &output);
    }
    if (status == PL_OK) {
        status = engine_write(engine, table.rows, n_outputs);
    }

done:
    pl_sim_destroy(sim);
    pl_selection_finish(&selection);
    free(table.rows);
    free(times);
    return status;
}
