/*
 * conservation.h - sums of amounts that no reaction changes (left null space of N).
 */
#ifndef PL_MODEL_CONSERVATION_H
#define PL_MODEL_CONSERVATION_H

#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_model;

/** sum over i of coefficient[i] * amount of species[i] = constant */
struct pl_conservation_law {
    size_t n;
    size_t *species;      /* shape (n): symbols, in model order */
    double *coefficients; /* shape (n), none 0; the first one is 1 */
    size_t dependent;     /* the species that this law eliminates; in no other law */
};

struct pl_conservation {
    size_t n_laws;
    struct pl_conservation_law *laws;
};

/**
 * Laws over the species that only reactions change. A species with a stoichiometry that
 * is not a number is in no law. A species that no reaction touches has no law of its
 * own (it is not a state); one that reactions touch and none changes has.
 *
 * There are as many laws as the left null space has dimensions. Among equivalent sets
 * one is taken that has few negative coefficients and few species in each law: for
 * E + S <-> ES -> E + P that is E + ES and S + ES + P. Whole coefficients are exact.
 * Laws come in the order of their species.
 *
 * @param out  to be finished with pl_conservation_finish; all zero on error
 * @return PL_OK; PL_ERR_NOMEM
 * Cost: sparse elimination, O(species * reactions) where laws are few.
 */
PL_MUST_USE enum pl_status pl_conservation_find(const struct pl_model *model,
                                                struct pl_diags *diags,
                                                struct pl_conservation *out);
/** Accepts laws that are all zero. */
void pl_conservation_finish(struct pl_conservation *laws);

#endif
