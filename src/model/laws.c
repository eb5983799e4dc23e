/*
 * laws.c - takes the simplest of many equivalent sets of conservation laws.
 */
#include "model/laws.h"

#include <stdlib.h>

#include "base/index.h"

/* Work spent on exchanging, in entries of laws looked at. Larger models keep their laws
 * as elimination finds them; more would make the largest ones slow to load. */
#define BUDGET 20000000u

/* What a negative coefficient weighs beside a term more: it is never worth one. */
#define NEGATIVE_BURDEN 1e6

struct exchanger {
    struct pl_law *laws;
    size_t n_laws;
    size_t budget;
    struct pl_sparse scratch;
};

/* What a law costs a reader: negative coefficients first, then its length. */
static double
burden(const struct pl_sparse *terms, double factor)
{
    double sum = (double)terms->n;

    for (size_t k = 0; k < terms->n; k++) {
        sum += terms->values[k] * factor < 0.0 ? NEGATIVE_BURDEN : 0.0;
    }
    return sum;
}

/* What all laws with that species would gain if it became the dependent one of law i.
 */
static bool
exchange_gain(struct exchanger *in, size_t i, size_t species, double *gain)
{
    const struct pl_law *law = &in->laws[i];
    double own = law->terms.values[pl_sparse_find(&law->terms, species)];

    *gain = burden(&law->terms, 1.0) - burden(&law->terms, 1.0 / own);
    for (size_t j = 0; j < in->n_laws; j++) {
        const struct pl_sparse *terms = &in->laws[j].terms;
        size_t at = j == i ? PL_NONE : pl_sparse_find(terms, species);

        in->budget -= in->budget > 0;
        if (at == PL_NONE) {
            continue;
        }
        if (!pl_sparse_subtract(terms, terms->values[at] / own, &law->terms,
                                &in->scratch)) {
            return false;
        }
        *gain += burden(terms, 1.0) - burden(&in->scratch, 1.0);
        in->budget -= in->budget > in->scratch.n ? in->scratch.n : in->budget;
    }
    return true;
}

static bool
exchange(struct exchanger *in, size_t i, size_t species)
{
    struct pl_law *law = &in->laws[i];
    double own = law->terms.values[pl_sparse_find(&law->terms, species)];

    for (size_t j = 0; j < in->n_laws; j++) {
        struct pl_sparse *terms = &in->laws[j].terms;
        size_t at = j == i ? PL_NONE : pl_sparse_find(terms, species);
        struct pl_sparse swap = *terms;

        if (at == PL_NONE) {
            continue;
        }
        if (!pl_sparse_subtract(terms, terms->values[at] / own, &law->terms,
                                &in->scratch)) {
            return false;
        }
        *terms = in->scratch;
        in->scratch = swap;
    }
    pl_sparse_scale(&law->terms, 1.0 / own);
    law->dependent = species;
    return true;
}

/* Try every law that holds a species which is negative in law k; take the best one. */
static bool
improve_law(struct exchanger *in, size_t k, bool *changed)
{
    const struct pl_sparse *terms = &in->laws[k].terms;

    *changed = false;
    for (size_t t = 0; t < terms->n && in->budget > 0; t++) {
        size_t species = terms->indices[t];
        size_t best = PL_NONE;
        double best_gain = 0.0;

        if (terms->values[t] >= 0.0) {
            continue;
        }
        for (size_t i = 0; i < in->n_laws; i++) {
            double gain = 0.0;

            in->budget -= in->budget > 0;
            if (pl_sparse_find(&in->laws[i].terms, species) == PL_NONE) {
                continue;
            }
            if (!exchange_gain(in, i, species, &gain)) {
                return false;
            }
            if (gain > best_gain) {
                best_gain = gain;
                best = i;
            }
        }
        if (best != PL_NONE) {
            *changed = true;
            return exchange(in, best, species);
        }
    }
    return true;
}

/* Each exchange lowers the sum of burdens, so this ends. */
bool
pl_laws_improve(struct pl_law *laws, size_t n)
{
    struct exchanger exchanger = {.laws = laws, .n_laws = n, .budget = BUDGET};
    bool done = true;
    bool again = true;

    while (again && done && exchanger.budget > 0) {
        again = false;
        for (size_t k = 0; k < n && done; k++) {
            bool changed = false;

            done = improve_law(&exchanger, k, &changed);
            again = again || changed;
        }
    }
    pl_sparse_finish(&exchanger.scratch);
    return done;
}

bool
pl_laws_choose_dependents(struct pl_law *laws, size_t n, size_t n_species)
{
    size_t *n_holders = calloc(n_species + 1, sizeof *n_holders);

    if (n_holders == NULL) {
        return false;
    }
    for (size_t k = 0; k < n; k++) {
        const struct pl_sparse *terms = &laws[k].terms;

        for (size_t t = 0; t < terms->n; t++) {
            n_holders[terms->indices[t]]++;
        }
    }
    for (size_t k = 0; k < n; k++) {
        struct pl_law *law = &laws[k];

        for (size_t t = 0; t < law->terms.n; t++) {
            if (n_holders[law->terms.indices[t]] == 1) {
                law->dependent = law->terms.indices[t];
            }
        }
    }
    free(n_holders);
    return true;
}
