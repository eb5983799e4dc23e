/*
 * reduced.c - the Jacobian without the conserved sums: whether a rest state is stable.
 */
#include "solve/reduced.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "compile/kernels.h"
#include "compile/program.h"
#include "solve/conserved.h"
#include "solve/matrix.h"
#include "solve/stability.h"
#include "solve/system.h"

struct pl_reduced {
    const struct pl_program *program;
    struct pl_system *system;
    const struct pl_conserved *conserved;
    size_t n;
    size_t *independent;    /* shape (n - sums): states */
    double *row;            /* shape (n): of the reduced Jacobian */
    const double *jacobian; /* the system's non-zeros, as newly evaluated */
    struct pl_stability *stability;
    double *matrix; /* shape (n, n): for eigenvalues; NULL before */
    double *pairs;  /* shape (n, 2): eigenvalues */
    bool no_memory; /* there was none for these */
};

/* @return false when memory is out */
static bool
list_independent(struct pl_reduced *reduced)
{
    reduced->independent = calloc(reduced->n, sizeof *reduced->independent);
    for (size_t i = 0, k = 0; reduced->independent != NULL && i < reduced->n; i++) {
        if (!reduced->conserved->is_dependent[i]) {
            reduced->independent[k++] = i;
        }
    }
    return reduced->independent != NULL;
}

/* What only eigenvalues need. */
static bool
alloc_matrix(struct pl_reduced *reduced)
{
    const size_t n = reduced->n;

    if (reduced->matrix == NULL) {
        reduced->matrix = pl_matrix_alloc(n);
    }
    if (reduced->pairs == NULL) {
        reduced->pairs = calloc(n, 2 * sizeof *reduced->pairs);
    }
    reduced->no_memory = reduced->matrix == NULL || reduced->pairs == NULL;
    return !reduced->no_memory;
}

enum pl_status
pl_reduced_create(struct pl_system *system, const struct pl_conserved *conserved,
                  struct pl_diags *diags, struct pl_reduced **out)
{
    struct pl_reduced *reduced = calloc(1, sizeof *reduced);

    *out = NULL;
    if (reduced == NULL) {
        return pl_diag_no_memory(diags, "a rest state");
    }
    reduced->program = pl_system_kernels(system)->program;
    reduced->system = system;
    reduced->jacobian = pl_system_nonzeros(system);
    reduced->conserved = conserved;
    reduced->n = reduced->program->n_states;
    reduced->row = calloc(reduced->n, sizeof *reduced->row);
    reduced->stability =
        pl_stability_create(reduced->program, pl_system_kernels(system)->isa);
    if (reduced->row == NULL || reduced->stability == NULL ||
        !list_independent(reduced)) {
        pl_reduced_destroy(reduced);
        return pl_diag_no_memory(diags, "a rest state");
    }
    *out = reduced;
    return PL_OK;
}

void
pl_reduced_destroy(struct pl_reduced *reduced)
{
    if (reduced == NULL) {
        return;
    }
    free(reduced->independent);
    free(reduced->row);
    pl_stability_destroy(reduced->stability);
    free(reduced->matrix);
    free(reduced->pairs);
    free(reduced);
}

/* Rest states are those of a network without time in its rates: any time will do. */
static bool
evaluate_jacobian(struct pl_reduced *reduced, const double *scale, const double *y)
{
    return pl_system_evaluate_jacobian(reduced->system, 0.0, y, scale);
}

bool
pl_reduced_is_proven_stable(struct pl_reduced *reduced, const double *scale,
                            const double *y)
{
    return evaluate_jacobian(reduced, scale, y) &&
           pl_stability_is_proven(reduced->stability, reduced->jacobian,
                                  reduced->conserved->n);
}

bool
pl_reduced_lacks_memory(const struct pl_reduced *reduced)
{
    return reduced->no_memory;
}

size_t
pl_reduced_n_eigenvalues(const struct pl_reduced *reduced)
{
    return reduced->n - reduced->conserved->n;
}

/* d f_i / d y_j with the dependent species following from the independent ones. */
static void
fill_matrix(struct pl_reduced *reduced)
{
    const struct pl_program *program = reduced->program;
    const size_t n_independent = pl_reduced_n_eigenvalues(reduced);
    double *row = reduced->row;
    size_t entry = 0;

    for (size_t a = 0; a < n_independent; a++) {
        memset(row, 0, reduced->n * sizeof *row);
        while (entry < program->n_nonzeros &&
               program->rows[entry] < reduced->independent[a]) {
            entry++; /* of a dependent species */
        }
        for (; entry < program->n_nonzeros &&
               program->rows[entry] == reduced->independent[a];
             entry++) {
            row[program->columns[entry]] = reduced->jacobian[entry];
        }
        for (size_t l = 0; l < reduced->conserved->n; l++) {
            const struct pl_conserved_sum *sum = &reduced->conserved->sums[l];
            const double slope =
                row[sum->states[sum->dependent]] / sum->weights[sum->dependent];

            for (size_t k = 0; k < sum->n; k++) {
                row[sum->states[k]] -= slope * sum->weights[k];
            }
        }
        for (size_t b = 0; b < n_independent; b++) {
            reduced->matrix[a * n_independent + b] = row[reduced->independent[b]];
        }
    }
}

static int
compare_eigenvalues(const void *left, const void *right)
{
    const double *a = left;
    const double *b = right;

    if (a[0] != b[0]) {
        return a[0] > b[0] ? -1 : 1; /* largest real part first */
    }
    return (a[1] < b[1]) - (a[1] > b[1]); /* of a pair, the positive one first */
}

bool
pl_reduced_eigenvalues(struct pl_reduced *reduced, const double *scale, const double *y,
                       double *real, double *imaginary, double *rounding)
{
    const size_t n = pl_reduced_n_eigenvalues(reduced);
    double largest = 0.0;

    *rounding = 0.0;
    reduced->no_memory = false;
    if (n == 0) {
        return true;
    }
    if (!alloc_matrix(reduced) || !evaluate_jacobian(reduced, scale, y)) {
        return false;
    }
    fill_matrix(reduced);
    if (!pl_matrix_eigenvalues(n, reduced->matrix, reduced->row, real, imaginary)) {
        return false;
    }
    for (size_t k = 0; k < n; k++) {
        reduced->pairs[2 * k] = real[k];
        reduced->pairs[2 * k + 1] = imaginary[k];
    }
    qsort(reduced->pairs, n, 2 * sizeof *reduced->pairs, compare_eigenvalues);
    for (size_t k = 0; k < n; k++) {
        real[k] = reduced->pairs[2 * k];
        imaginary[k] = reduced->pairs[2 * k + 1];
        largest = fmax(largest, hypot(real[k], imaginary[k]));
    }
    *rounding = 100.0 * DBL_EPSILON * (double)n * largest;
    return true;
}
