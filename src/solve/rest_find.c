/*
 * rest_find.c - a rest state near a given state, and what is to be known of it.
 */
#include "solve/rest_find.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "compile/kernels.h"
#include "compile/program.h"
#include "solve/reduced.h"
#include "solve/system.h"

enum pl_status
pl_rest_find_init(struct pl_rest_find *find, struct pl_system *system,
                  struct pl_diags *diags)
{
    const struct pl_program *program = pl_system_kernels(system)->program;
    enum pl_status status = PL_OK;

    *find = (struct pl_rest_find){.system = system, .n = program->n_states};
    find->y = calloc(find->n, sizeof *find->y);
    find->rest.real = calloc(find->n, sizeof *find->rest.real);
    find->rest.imaginary = calloc(find->n, sizeof *find->rest.imaginary);
    if (find->y == NULL || find->rest.real == NULL || find->rest.imaginary == NULL) {
        return pl_diag_no_memory(diags, "a rest state");
    }
    status = pl_conserved_init(program, diags, &find->conserved);
    if (status == PL_OK) {
        status = pl_newton_create(system, &find->conserved, diags, &find->newton);
    }
    if (status == PL_OK) {
        status = pl_reduced_create(system, &find->conserved, diags, &find->reduced);
    }
    return status;
}

void
pl_rest_find_finish(struct pl_rest_find *find)
{
    pl_newton_destroy(find->newton);
    pl_reduced_destroy(find->reduced);
    pl_conserved_finish(&find->conserved);
    free(find->y);
    pl_rest_finish(&find->rest);
    *find = (struct pl_rest_find){0};
}

void
pl_rest_find_begin(struct pl_rest_find *find, const double *y, bool eigenvalues)
{
    find->wants_eigenvalues = eigenvalues;
    find->stands_alone = false;
    find->no_memory = false;
    find->rest = (struct pl_rest){
        .residual = NAN,
        .n_laws = find->conserved.n,
        .n_eigenvalues = pl_reduced_n_eigenvalues(find->reduced),
        .real = find->rest.real,
        .imaginary = find->rest.imaginary,
    };
    pl_conserved_anchor(&find->conserved, find->system, y);
}

enum pl_newton_outcome
pl_rest_find_near(struct pl_rest_find *find, const double *scale, double reach,
                  const double *y, struct pl_newton_report *report)
{
    enum pl_newton_outcome outcome = PL_NEWTON_FAILED;

    memcpy(find->y, y, find->n * sizeof *y);
    outcome = pl_newton_run(find->newton, scale, reach, find->y, report);
    find->rest.n_newton = outcome == PL_NEWTON_DONE ? report->n_iterations : 0;
    find->no_memory = pl_newton_lacks_memory(find->newton);
    return outcome;
}

bool
pl_rest_find_judge(struct pl_rest_find *find, const double *scale)
{
    struct pl_rest *rest = &find->rest;
    const bool proven = pl_reduced_is_proven_stable(find->reduced, scale, find->y);
    double slowest = -INFINITY;
    double rounding = 0.0;

    rest->stable = proven;
    find->stands_alone = proven;
    if (proven && !find->wants_eigenvalues) {
        return true;
    }
    if (!pl_reduced_eigenvalues(find->reduced, scale, find->y, rest->real,
                                rest->imaginary, &rounding)) {
        find->no_memory = pl_reduced_lacks_memory(find->reduced);
        return false;
    }
    if (rest->n_eigenvalues > 0) {
        slowest = rest->real[0];
    }
    rest->stable = proven || slowest <= rounding;
    find->stands_alone = proven || slowest < -rounding;
    return true;
}

enum pl_status
pl_rest_find_tell(const struct pl_rest_find *find, struct pl_diags *diags,
                  struct pl_rest *to)
{
    const size_t n = find->rest.n_eigenvalues;

    *to = find->rest;
    to->real = calloc(n + 1, sizeof *to->real);
    to->imaginary = calloc(n + 1, sizeof *to->imaginary);
    if (to->real == NULL || to->imaginary == NULL) {
        pl_rest_finish(to);
        return pl_diag_no_memory(diags, "a rest state");
    }
    memcpy(to->real, find->rest.real, n * sizeof *to->real);
    memcpy(to->imaginary, find->rest.imaginary, n * sizeof *to->imaginary);
    return PL_OK;
}
