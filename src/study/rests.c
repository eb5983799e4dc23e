/*
 * rests.c - the rest state of one network in every member of an ensemble.
 */
#include "study/rests.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "compile/kernels.h"
#include "compile/program.h"
#include "model/model.h"
#include "solve/rest.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/members.h"

/* What there may be no memory for. */
#define WHAT "the rest states of the parameter sets"

/* The work while it lasts. */
struct running {
    const struct pl_context *context;
    const struct pl_rests_options *options;
    struct pl_rests *out;
};

/* One thread's share. */
struct share {
    struct pl_sim *sim;
    double *values;               /* shape (model->n_symbols) */
    size_t n_laws, n_eigenvalues; /* of those that rest */
};

static void
fill_nan(double *numbers, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        numbers[i] = NAN;
    }
}

/* All the numbers of `each` a member, NaN; NULL when there is no room. */
static double *
make_numbers(size_t n_members, size_t each)
{
    double *numbers = NULL;

    if (each < SIZE_MAX / sizeof *numbers / n_members) {
        numbers = malloc((n_members * each + 1) * sizeof *numbers);
    }
    if (numbers != NULL) {
        fill_nan(numbers, n_members * each);
    }
    return numbers;
}

static enum pl_status
make_room(struct pl_rests *out, size_t n_states, struct pl_diags *diags)
{
    out->values = make_numbers(out->n_members, out->n_symbols);
    out->real = make_numbers(out->n_members, n_states);
    out->imaginary = make_numbers(out->n_members, n_states);
    out->reasons = calloc(out->n_members, sizeof *out->reasons);
    return out->values != NULL && out->real != NULL && out->imaginary != NULL &&
                   out->reasons != NULL
               ? PL_OK
               : pl_diag_no_memory(diags, WHAT);
}

void
pl_rests_finish(struct pl_rests *rests)
{
    for (size_t m = 0; rests->reasons != NULL && m < rests->n_members; m++) {
        free(rests->reasons[m]);
    }
    free(rests->reasons);
    free(rests->values);
    free(rests->real);
    free(rests->imaginary);
    *rests = (struct pl_rests){0};
}

/* What is known of a member that rests. Eigenvalues stand n_states apart until all are
 * there: how many there are is the same in every member, and not known before. */
static void
keep_rest(const struct running *running, struct share *share, size_t member,
          const struct pl_rest *rest)
{
    const size_t n_states = running->context->program->n_states;
    struct pl_rests *out = running->out;

    pl_sim_observe(share->sim, share->values);
    for (size_t s = 0; s < out->n_symbols; s++) {
        out->values[member * out->n_symbols + s] =
            share->values[running->options->symbols[s]];
    }
    for (size_t i = 0; i < rest->n_eigenvalues; i++) {
        out->real[member * n_states + i] = rest->real[i];
        out->imaginary[member * n_states + i] = rest->imaginary[i];
    }
    share->n_laws = rest->n_laws;
    share->n_eigenvalues = rest->n_eigenvalues;
}

static enum pl_status
begin_share(void *context, struct pl_members_thread *thread)
{
    const struct running *running = context;
    struct pl_sim_options options = running->options->sim;
    struct share *share = calloc(1, sizeof *share);

    thread->own = share;
    if (share == NULL) {
        return PL_ERR_NOMEM;
    }
    share->values =
        calloc(running->context->model->n_symbols + 1, sizeof *share->values);
    if (share->values == NULL) {
        return PL_ERR_NOMEM;
    }
    options.stop = thread->stop;
    options.stop_context = thread->stop_context;
    return pl_sim_create(running->context->kernels, &options, NULL, &share->sim);
}

static enum pl_status
bring_to_rest(void *context, struct pl_members_thread *thread, size_t member)
{
    struct share *share = thread->own;
    struct pl_rest rest = {0};
    enum pl_status status = pl_sim_start(share->sim, thread->inputs, thread->diags);

    if (status == PL_OK) {
        status = pl_sim_rest(share->sim, thread->diags, &rest);
    }
    if (status == PL_OK) {
        keep_rest(context, share, member, &rest);
    }
    pl_rest_finish(&rest);
    return status;
}

static void
keep_reason(void *context, size_t member, char *reason)
{
    const struct running *running = context;

    running->out->reasons[member] = reason;
}

static void
end_share(void *context, struct pl_members_thread *thread)
{
    const struct running *running = context;
    struct share *share = thread->own;

    if (share == NULL) {
        return;
    }
    if (share->n_laws + share->n_eigenvalues > 0) {
        running->out->n_laws = share->n_laws;
        running->out->n_eigenvalues = share->n_eigenvalues;
    }
    pl_sim_destroy(share->sim);
    free(share->values);
    free(share);
}

/* The eigenvalues of a member behind those of the one before. */
static void
close_up(struct pl_rests *out, size_t n_states)
{
    for (size_t m = 1; m < out->n_members; m++) {
        const size_t size = out->n_eigenvalues * sizeof *out->real;

        memmove(out->real + m * out->n_eigenvalues, out->real + m * n_states, size);
        memmove(out->imaginary + m * out->n_eigenvalues, out->imaginary + m * n_states,
                size);
    }
}

enum pl_status
pl_rests_run(const struct pl_context *context, const struct pl_treatment *treatment,
             const struct pl_ensemble *ensemble, const struct pl_rests_options *options,
             struct pl_diags *diags, struct pl_rests *out)
{
    const size_t n_states = context->program->n_states;
    struct running running = {context, options, out};
    const struct pl_members_work work = {.context = &running,
                                         .what = WHAT,
                                         .n_threads = options->n_threads,
                                         .begin = begin_share,
                                         .member = bring_to_rest,
                                         .fail = keep_reason,
                                         .end = end_share,
                                         .watch = options->watch,
                                         .watch_context = options->watch_context};
    struct pl_sim *sim = NULL;
    enum pl_status status = pl_sim_create(context->kernels, &options->sim, diags, &sim);

    pl_sim_destroy(sim); /* it said what is wrong with the options */
    pl_rests_finish(out);
    out->n_members = pl_ensemble_n(ensemble);
    out->n_symbols = options->n_symbols;
    if (status == PL_OK) {
        status = make_room(out, n_states, diags);
    }
    if (status == PL_OK) {
        status = pl_members_run(context, treatment, ensemble, &work, diags);
    }
    if (status != PL_OK) {
        pl_rests_finish(out);
        return status;
    }
    for (size_t m = 0; m < out->n_members; m++) {
        out->n_failed += out->reasons[m] != NULL ? 1 : 0;
    }
    close_up(out, n_states);
    return PL_OK;
}
