/*
 * conserved.c - the sums of a network's states that stay as they are.
 */
#include "solve/conserved.h"

#include <stdlib.h>

#include "base/diag.h"
#include "base/index.h"
#include "compile/program.h"
#include "model/conservation.h"
#include "model/model.h"
#include "solve/system.h"

/* Where the amount of a state is its value times the size of a compartment: one that a
 * rate rule changes has amounts for states. */
static size_t
compartment_of(const struct pl_program *program, size_t state)
{
    const struct pl_symbol *species =
        &program->model->symbols[program->state_symbol[state]];

    return species->substance_only || program->state_volume[state] != PL_NONE
               ? PL_NONE
               : species->compartment;
}

/* @return false when memory is out */
static bool
take_law(struct pl_conserved *conserved, const struct pl_program *program,
         const struct pl_conservation_law *law)
{
    struct pl_conserved_sum *sum = &conserved->sums[conserved->n];

    for (size_t k = 0; k < law->n; k++) {
        if (program->state_of[law->species[k]] == PL_NONE) {
            return true; /* not all of it moves: no law between states */
        }
    }
    conserved->n++;
    sum->n = law->n;
    sum->states = calloc(law->n, sizeof *sum->states);
    sum->compartments = calloc(law->n, sizeof *sum->compartments);
    sum->coefficients = calloc(law->n, sizeof *sum->coefficients);
    sum->weights = calloc(law->n, sizeof *sum->weights);
    if (sum->states == NULL || sum->compartments == NULL || sum->coefficients == NULL ||
        sum->weights == NULL) {
        return false;
    }
    for (size_t k = 0; k < law->n; k++) {
        sum->states[k] = program->state_of[law->species[k]];
        sum->compartments[k] = compartment_of(program, sum->states[k]);
        sum->coefficients[k] = law->coefficients[k];
        if (law->species[k] == law->dependent) {
            sum->dependent = k;
            conserved->is_dependent[sum->states[k]] = true;
        }
    }
    return true;
}

enum pl_status
pl_conserved_init(const struct pl_program *program, struct pl_diags *diags,
                  struct pl_conserved *out)
{
    struct pl_conservation laws = {0};
    enum pl_status status = pl_conservation_find(program->model, diags, &laws);
    bool enough = false;

    *out = (struct pl_conserved){0};
    if (status != PL_OK) {
        return status;
    }
    out->sums = calloc(laws.n_laws + 1, sizeof *out->sums);
    out->is_dependent = calloc(program->n_states + 1, sizeof *out->is_dependent);
    enough = out->sums != NULL && out->is_dependent != NULL;
    for (size_t k = 0; enough && k < laws.n_laws; k++) {
        enough = take_law(out, program, &laws.laws[k]);
    }
    pl_conservation_finish(&laws);
    if (!enough) {
        pl_conserved_finish(out);
        return pl_diag_no_memory(diags, "a rest state");
    }
    return PL_OK;
}

void
pl_conserved_finish(struct pl_conserved *conserved)
{
    for (size_t k = 0; k < conserved->n; k++) {
        free(conserved->sums[k].states);
        free(conserved->sums[k].compartments);
        free(conserved->sums[k].coefficients);
        free(conserved->sums[k].weights);
    }
    free(conserved->sums);
    free(conserved->is_dependent);
    *conserved = (struct pl_conserved){0};
}

void
pl_conserved_anchor(struct pl_conserved *conserved, const struct pl_system *system,
                    const double *y)
{
    const double *sizes = pl_system_held(system);

    for (size_t l = 0; l < conserved->n; l++) {
        struct pl_conserved_sum *sum = &conserved->sums[l];

        for (size_t k = 0; k < sum->n; k++) {
            const size_t compartment = sum->compartments[k];

            sum->weights[k] = sum->coefficients[k] *
                              (compartment == PL_NONE ? 1.0 : sizes[compartment]);
        }
        sum->total = 0.0;
        sum->total = pl_conserved_excess(sum, y);
    }
}

double
pl_conserved_excess(const struct pl_conserved_sum *sum, const double *y)
{
    double all = 0.0;

    for (size_t k = 0; k < sum->n; k++) {
        all += sum->weights[k] * y[sum->states[k]];
    }
    return all - sum->total;
}
