/*
 * stages.c - time the stages of one run inside the process: load, rest, 48 h.
 *
 * usage: stages MODEL.ant REPEATS
 * Prints one line a stage: its name and the median in milliseconds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <gsl/gsl_errno.h>

#include "base/diag.h"
#include "base/text.h"
#include "compile/program.h"
#include "model/model.h"
#include "solve/rest.h"
#include "solve/sim.h"
#include "study/context.h"

#define N_STAGES 3
#define N_OUTPUTS 481
#define DURATION 2880.0 /* [min] */

static double
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return 1e3 * (double)time.tv_sec + 1e-6 * (double)time.tv_nsec;
}

static void
emit(void *context, size_t k, double time, const double *values)
{
    double *sum = context;

    (void)k;
    *sum += time + values[0];
}

static int
compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

/** One pass: rest, then everolimus 20 nM for 48 h. */
static enum pl_status
run(const struct pl_context *context, struct pl_diags *diags, double *rest_ms,
    double *run_ms)
{
    const struct pl_program *program = context->program;
    struct pl_sim_options options = pl_sim_options_default();
    struct pl_sim *sim = NULL;
    double *inputs = calloc(program->n_inputs, sizeof *inputs);
    double times[N_OUTPUTS];
    double sum = 0.0;
    struct pl_output output = {times, N_OUTPUTS, 0, emit, &sum};
    enum pl_status status = inputs == NULL ? PL_ERR_NOMEM : PL_OK;
    double start;
    size_t drug = pl_model_find(context->model, "drug_everolimus");
    size_t i;

    for (i = 0; i < N_OUTPUTS; i++) {
        times[i] = DURATION * (double)i / (N_OUTPUTS - 1);
    }
    if (status == PL_OK) {
        pl_program_default_inputs(program, inputs);
        start = now();
        status = pl_sim_create(context->kernels, &options, diags, &sim);
        if (status == PL_OK) {
            status = pl_sim_start(sim, inputs, diags);
        }
        if (status == PL_OK) {
            status = pl_sim_rest(sim, diags, NULL);
        }
        *rest_ms = now() - start;
    }
    if (status == PL_OK) {
        start = now();
        status = pl_sim_assign(sim, drug, 20.0, diags);
        if (status == PL_OK) {
            status = pl_sim_advance(sim, DURATION, &output, diags);
        }
        *run_ms = now() - start;
    }
    pl_sim_destroy(sim);
    free(inputs);
    return status;
}

int
main(int argc, char **argv)
{
    static const char *const names[N_STAGES] = {"load", "equilibrate", "run"};
    size_t n = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
    double *times[N_STAGES] = {NULL};
    struct pl_diags *diags = pl_diags_create();
    enum pl_status status = PL_OK;
    size_t i;
    size_t k;

    gsl_set_error_handler_off();
    if (argc < 3 || n == 0) {
        fprintf(stderr, "usage: stages MODEL.ant REPEATS\n");
        return 2;
    }
    for (i = 0; i < N_STAGES; i++) {
        times[i] = calloc(n, sizeof *times[i]);
        if (times[i] == NULL) {
            return 1;
        }
    }
    for (k = 0; k < n && status == PL_OK; k++) {
        struct pl_context *context = NULL;
        double start = now();

        status = pl_context_load(argv[1], diags, &context);
        times[0][k] = now() - start;
        if (status == PL_OK) {
            status = run(context, diags, &times[1][k], &times[2][k]);
        }
        pl_context_destroy(context);
    }
    if (status != PL_OK) {
        struct pl_text text;

        pl_text_init(&text);
        pl_diags_print(diags, false, &text);
        fputs(pl_text_string(&text), stderr);
        pl_text_finish(&text);
    }
    for (i = 0; i < N_STAGES; i++) {
        if (status == PL_OK) {
            qsort(times[i], n, sizeof *times[i], compare);
            printf("%s %.4f\n", names[i], times[i][n / 2]);
        }
        free(times[i]);
    }
    pl_diags_destroy(diags);
    return status == PL_OK ? 0 : 1;
}
