/*
 * elimination.h - sparse LU without pivoting, worked out once: order, fill, operations.
 *
 * For a matrix M = A - s I, A of a known pattern and s a number. Rows and columns are
 * taken in one order that keeps the fill small (order.h), with the diagonal for pivots.
 * The operations are a list: for a small network they become tapes
 * (pl_elimination_factor_tape), for a large one loops over the list do the work. Both do
 * the same operations in the same order on every number, so their bits agree.
 *
 * A factorisation is watched: a pivot that is left over from a cancellation, or that is
 * not a finite number, makes it `flawed`. With p for the pivots and m for M's entries at
 * their places, it is flawed unless
 *
 *     sum of ((m - p) / p)^2 < 1 / PL_ELIMINATION_FLAWED^2
 *
 * so that no pivot of a good one is less than PL_ELIMINATION_FLAWED times what it was
 * made from. Only what reaches a pivot is seen: a number elsewhere in U that is not
 * finite shows in the solution.
 *
 * Source: Eisenstat & Liu 1992, SIAM Journal on Matrix Analysis and Applications 13:202
 * (finding the pattern of the factors).
 * Owns     its arrays. Const once created: any number of threads may share it.
 */
#ifndef PL_COMPILE_ELIMINATION_H
#define PL_COMPILE_ELIMINATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/isa.h"
#include "base/status.h"

struct pl_diags;
struct pl_tape;

/** A pivot below this part of what it was made from is flawed. Larger refuses long steps
 * of a network with conserved sums, whose pivots are as small as s beside its rates;
 * smaller lets through pivots with fewer than 4 good digits. */
#define PL_ELIMINATION_FLAWED 1e-12

/** The sum of squares above has to stay below this. */
#define PL_ELIMINATION_WORST (1.0 / (PL_ELIMINATION_FLAWED * PL_ELIMINATION_FLAWED))

/** Factors target, target + 1, … -= factor multiplier * factors source, source + 1, … */
struct pl_elimination_run {
    uint32_t multiplier;
    uint32_t source;
    uint32_t target;
    uint32_t length;
};

/** x[row] -= factor * x[column] */
struct pl_elimination_term {
    uint32_t factor;
    uint32_t row;
    uint32_t column;
};

struct pl_elimination {
    size_t n;         /* rows of the matrix */
    size_t n_entries; /* of A */
    size_t n_factors; /* numbers that a factorisation is kept in: M = L D U with ones on
                         the diagonals of L and U, which are left out, and 1 / D */
    size_t n_operations; /* of one factorisation and one solution: instructions of both
                            tapes together */

    /* The list, for the .c files of compile/. Step k eliminates row and column order[k].
       The factors lie by steps, those of a step by rows: its column's part of U, its
       pivot, its column's part of L. Before a step the column is as in M (A's entries,
       with 0 for what fills in, and the shift); runs make it L D U's; then U's part is
       divided by the pivots of its rows, L's by the step's own. */
    uint32_t *order;  /* shape (n) */
    uint32_t *starts; /* shape (n + 1): each step's first factor; n_factors */
    uint32_t *places; /* shape (n_entries): which factor an entry of A starts as */
    uint32_t *rows;   /* shape (n_factors): of M */
    uint32_t *pivots; /* shape (n): the factor that is the pivot of a row of M */
    bool *updated;    /* shape (n): whether a step's pivot is other than M's entry */

    size_t n_runs;
    struct pl_elimination_run *runs; /* shape (n_runs), by steps */
    uint32_t *run_ends;              /* shape (n): where each step's end */

    /* A solution: the terms of L, a division by D, the terms of U. */
    size_t n_lower;
    struct pl_elimination_term *terms; /* shape (n_factors - n), L's first */
};

/**
 * @param n        > 0
 * @param rows, columns  shape (n_entries): where A may be other than 0, each place once,
 *                       in any order; the diagonal need not be among them
 * @return PL_OK; PL_ERR_NOMEM
 * Cost: of the order, see order.h; then O(n_factors + n_runs), in time and memory. Where
 * much fills in there are long runs, so that even a pattern whose factorisation takes far
 * too long (see n_operations) is soon answered.
 */
PL_MUST_USE enum pl_status pl_elimination_create(size_t n, size_t n_entries,
                                                 const size_t *rows,
                                                 const size_t *columns,
                                                 struct pl_diags *diags,
                                                 struct pl_elimination **out);
/** Accepts NULL. */
void pl_elimination_destroy(struct pl_elimination *elimination);

/**
 * Factor as a tape.
 *
 * @param n_inputs    slots for inputs in the frame; those below are among them
 * @param entries_at  slots of A's entries, in the order of `rows` and `columns`
 * @param shift_at    slot of s
 * @param out         outputs 0 … n_factors - 1: the factors; output n_factors: 1 when
 *                    the factorisation is flawed, else 0
 * @return PL_OK; PL_ERR_NOMEM, also for more slots than 32 bits can count
 */
PL_MUST_USE enum pl_status
pl_elimination_factor_tape(const struct pl_elimination *elimination, size_t n_inputs,
                           size_t entries_at, size_t shift_at, struct pl_diags *diags,
                           struct pl_tape **out);

/**
 * Solve M x = b, or M x = b - c, as a tape.
 *
 * @param factors_at  slots of the factors
 * @param right_at    slots of b, shape (n)
 * @param less_at     slots of c, shape (n); PL_NONE for none
 * @param out         outputs 0 … n - 1: x
 * @return as pl_elimination_factor_tape
 */
PL_MUST_USE enum pl_status
pl_elimination_solve_tape(const struct pl_elimination *elimination, size_t n_inputs,
                          size_t factors_at, size_t right_at, size_t less_at,
                          struct pl_diags *diags, struct pl_tape **out);

/**
 * The same by loops over the list, for `lanes` matrices at once; bits as of the tapes.
 *
 * @param isa      at most pl_isa_best()
 * @param lanes    1, 4 or 8
 * @param entries  shape (n_entries, lanes)
 * @param shift    shape (lanes)
 * @param factors  shape (n_factors + 1, lanes): filled, the last row with 0 or 1;
 *                 another array than those
 * Rows of lanes that are aligned to their size are faster; nothing needs it.
 */
void pl_elimination_factor(const struct pl_elimination *elimination, enum pl_isa isa,
                           size_t lanes, const double *entries, const double *shift,
                           double *factors);

/** @param right, solution  shape (n, lanes); may be the same array */
void pl_elimination_solve(const struct pl_elimination *elimination, enum pl_isa isa,
                          size_t lanes, const double *factors, const double *right,
                          double *solution);

/** The right side is right - less. @param right, less, solution  shape (n, lanes); may
 * be the same array */
void pl_elimination_solve_difference(const struct pl_elimination *elimination,
                                     enum pl_isa isa, size_t lanes,
                                     const double *factors, const double *right,
                                     const double *less, double *solution);

#endif
