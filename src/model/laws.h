/*
 * laws.h - conservation laws while they are looked for (model/ only).
 */
#ifndef PL_MODEL_LAWS_H
#define PL_MODEL_LAWS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/sparse.h"

struct pl_law {
    struct pl_sparse terms; /* coefficients by species */
    size_t dependent;       /* a species that is in no other law */
};

/**
 * Exchange dependent species while that takes negative coefficients away, or shortens
 * laws that have some. On entry each dependent species has the coefficient 1.
 *
 * @return false when memory is out
 * Cost: bounded; the laws of a very large model may keep negative coefficients.
 */
bool pl_laws_improve(struct pl_law *laws, size_t n);

/**
 * Of the species that are in no other law, make the last one the dependent one.
 * @param n_species  more than any species in a law
 * @return false when memory is out
 */
bool pl_laws_choose_dependents(struct pl_law *laws, size_t n, size_t n_species);

#endif
