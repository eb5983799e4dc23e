/*
 * sobol.h - a Sobol sequence: points that fill the unit cube evenly.
 *
 * Point k is computed from k alone. Points 0 to 2^m - 1 form a net, the origin among
 * them: to leave it out would break the balance. Points come in the order of the Gray
 * code, as in most programs.
 *
 * Scrambled, the digits of each coordinate go through a random triangular matrix, and a
 * random shift is added; both follow from the seed and the dimension. The points keep
 * the balance of the net, each is uniform on the cube, and the origin is no longer a
 * corner.
 *
 * Source: Joe & Kuo 2008, SIAM J. Sci. Comput. 30:2635 (direction numbers); Bratley &
 * Fox 1988, ACM Trans. Math. Softw. 14:88 (recurrence, Gray code); Matousek 1998, J.
 * Complexity 14:527 (scrambling); Owen 2003, ACM Trans. Model. Comput. Simul. 13:363
 * (its variance is that of full scrambling); Owen 2022, MCQMC 2020, p. 71 (on keeping
 * point 0).
 */
#ifndef PL_STUDY_SOBOL_H
#define PL_STUDY_SOBOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct pl_diags;
struct pl_sobol;

/** So many rows has the table of direction numbers, joe-kuo-6.txt, and one more. */
#define PL_SOBOL_MAX_DIMENSIONS 2048

/** Coordinates are multiples of 2^-53, and point numbers below 2^53. */
#define PL_SOBOL_BITS 53

/**
 * @param n_dimensions  1 or more
 * @param scrambled     false: the bare sequence; the seed is not looked at
 * @return PL_OK; PL_ERR_OPTION for more than PL_SOBOL_MAX_DIMENSIONS; PL_ERR_NOMEM
 * Cost: linear in n_dimensions.
 */
PL_MUST_USE enum pl_status pl_sobol_create(size_t n_dimensions, bool scrambled,
                                           uint64_t seed, struct pl_diags *diags,
                                           struct pl_sobol **out);
/** Accepts NULL. */
void pl_sobol_destroy(struct pl_sobol *sobol);

/**
 * @param k      < 2^PL_SOBOL_BITS
 * @param point  receives shape (n_dimensions): each 0 <= x < 1, exact
 * Cost: O(n_dimensions * bits of k).
 */
void pl_sobol_point(const struct pl_sobol *sobol, uint64_t k, double *point);

#endif
