/*
 * matrix.h - full matrices, for the few networks that need them.
 *
 * GSL has both of these, and raises where this answers false: its LU takes memory of its
 * own, its eigenvalue solver may not converge. Neither can be known before the call, and
 * the host's error handler may end the process. These also give the same bits whatever
 * BLAS a host brings along.
 */
#ifndef PL_SOLVE_MATRIX_H
#define PL_SOLVE_MATRIX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

/** A matrix of shape (n, n), n > 0, all 0, freed with free(). @return NULL when memory is
 * out, or the size is more than can be told */
double *pl_matrix_alloc(size_t n);

/**
 * LU factorisation with partial pivoting.
 *
 * @param n         > 0
 * @param matrix    shape (n, n), row-major; receives the factors
 * @param rows      shape (n): receives which row came to each place
 * @param smallest  a pivot that is not larger than this counts as none
 * @return false when there is no pivot for a column; NaN counts as none
 * Cost: O(n^3).
 */
PL_MUST_USE bool pl_matrix_factor(size_t n, double *matrix, size_t *rows,
                                  double smallest);

/**
 * @param factors   of pl_matrix_factor, as are `rows`
 * @param right     shape (n)
 * @param solution  shape (n), not `right`
 * Cost: O(n^2).
 */
void pl_matrix_solve(size_t n, const double *factors, const size_t *rows,
                     const double *right, double *solution);

/**
 * Eigenvalues, in no order but for pairs: the one with the positive imaginary part is
 * followed by the other.
 *
 * @param n          > 0
 * @param matrix     shape (n, n), row-major; destroyed
 * @param work       shape (n)
 * @param real, imaginary  shape (n)
 * @return false when the matrix is not finite or the iteration does not converge
 * Cost: O(n^3).
 * Source: Golub & Van Loan 2013, 7.4 and 7.5; exceptional shifts: Martin, Peters &
 * Wilkinson 1970, Numer. Math. 14:219.
 */
PL_MUST_USE bool pl_matrix_eigenvalues(size_t n, double *matrix, double *work,
                                       double *real, double *imaginary);

#endif
