/*
 * design.h - which points a sweep visits: a grid, a sequence that fills space, a file.
 *
 * Any point is computed from its number alone, so that shards, threads and restarts all
 * see the same design, and no design takes memory; but a table does, 8 bytes for each of
 * its numbers, and the size of its file, which has a limit (source.h), while it is read.
 *
 *     grid         every combination of levels; the last factor moves fastest
 *     lhs:N        Latin hypercube: N points, each factor's range cut into N equal
 *                  parts and each part used once; by a keyed bijection of the number
 *     sobol:N      the first N points of a scrambled Sobol sequence, its origin too
 *     FILE.tsv     one row a point (tab separated, or comma separated when its name
 *                  ends in .csv): columns are names as in --vary, or `cell`; numbers
 *                  are in the model's own units. Factors with a range beside it are a
 *                  grid at each row
 *
 * The library's callers have such a table in memory: pl_design_create_table.
 */
#ifndef PL_STUDY_DESIGN_H
#define PL_STUDY_DESIGN_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "study/factor.h"

struct pl_context;
struct pl_design;
struct pl_diags;
struct pl_text;

enum pl_design_kind {
    PL_DESIGN_GRID,
    PL_DESIGN_LHS,
    PL_DESIGN_SOBOL,
    PL_DESIGN_ROWS /* of a file or a table, with a grid of the other factors at each */
};

/** More points than this is a mistake. */
#define PL_DESIGN_MAX_POINTS UINT64_C(1000000000000)

/**
 * @param factors  shape (n_factors): what they hold is taken over, also after an error:
 *                 they are all zero then. The array itself stays the caller's. A factor
 *                 without a range must be a column of the file; one with a range must
 *                 not be
 * @param text     "grid", "lhs:1000", "sobol:4096" or a path
 * @param seed     of lhs and of Sobol's scrambling
 * @return PL_OK; PL_ERR_OPTION for an unknown design (hint lists them), N = 0 or too
 *         many points, more dimensions than the table of direction numbers, a factor
 *         named twice, no factor at all, one without a range where there is no file,
 *         levels (`:n`) where the design has none of its own; PL_ERR_IO, PL_ERR_SYNTAX
 *         (also a cell that is empty, not a number, or no dose or fraction: row and
 *         column named; a missing column), PL_ERR_NAME (a column or a cell's name that
 *         the model does not have) for the file; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_design_create(const struct pl_context *context,
                                            struct pl_factor *factors, size_t n_factors,
                                            const char *text, uint64_t seed,
                                            struct pl_diags *diags,
                                            struct pl_design **out);
/**
 * A design with a point for each row of a table in memory.
 *
 * @param names   shape (n_columns): names as in --vary, or "cell"
 * @param values  shape (n_points, n_columns), row-major, in the model's own units; cells
 *                by their rows in the table of cells, from 0 on. Borrowed: neither copied
 *                nor changed, it must outlive the design
 * @return PL_OK; PL_ERR_OPTION for no column, no point or too many, two columns that are
 *         the same, a value that is not finite or no dose, fraction or cell (row and
 *         column named); PL_ERR_NAME for a column that the model does not have;
 *         PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status
pl_design_create_table(const struct pl_context *context, const char *const *names,
                       size_t n_columns, const double *values, size_t n_points,
                       struct pl_diags *diags, struct pl_design **out);
/** A grid in which nothing varies: one point, for a sweep over arms or members alone. */
PL_MUST_USE enum pl_status pl_design_create_single(struct pl_diags *diags,
                                                   struct pl_design **out);
/** Accepts NULL. */
void pl_design_destroy(struct pl_design *design);

enum pl_design_kind pl_design_kind_of(const struct pl_design *design);

uint64_t pl_design_n_points(const struct pl_design *design);

/** The factors, one for each column of the results, a file's first. Borrowed. */
const struct pl_factor *pl_design_factors(const struct pl_design *design, size_t *n);

/** One of them. @param factor  below their number */
const struct pl_factor *pl_design_factor(const struct pl_design *design, size_t factor);

/** How many levels a factor has in a grid; 0 in a design of another kind. */
size_t pl_design_n_levels(const struct pl_design *design, size_t factor);

/**
 * @param k       < n_points
 * @param values  receives shape (n_factors): values, for cells row numbers
 * Threads: const, any number at once. Cost: O(n_factors), O(bits of k) of them for
 * Sobol.
 */
void pl_design_point(const struct pl_design *design, uint64_t k, double *values);

/**
 * Append what makes the design what it is, one line, for a manifest: two designs with
 * the same line have the same points, as far as the model and its tables are the same
 * (cells stand by their rows; a file by a digest of its numbers):
 *
 *     grid drug_everolimus=0.01..100:log:25 cell=0,3
 *     sobol:4096 seed=1 IGF=0..1:lin
 *     file rows=100 columns=IGF,cell digest=0123456789abcdef0123456789abcdef
 */
void pl_design_describe(const struct pl_design *design, struct pl_text *text);

#endif
