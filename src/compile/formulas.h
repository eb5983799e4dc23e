/*
 * formulas.h - formulas of a model, and their slopes, from the values of its symbols.
 *
 * A program (program.h) knows time, state and what is held. Here the values of symbols
 * are what is known, as pl_sim_observe gives them, so that a part of a rate can be
 * evaluated by itself, as a person would do it: with the names that stand in it. Rules
 * that are written out are replaced by what they say; the others are names like any.
 *
 *     pl_formulas_create(model, NULL, diags, &formulas);
 *     pl_formulas_add(formulas, formula, &k);       as many as are wanted
 *     pl_formulas_prepare(formulas, diags);
 *     pl_formulas_run(formulas, time, values, out);
 *
 * Threads  one that was prepared belongs to one thread: it holds its work space.
 */
#ifndef PL_COMPILE_FORMULAS_H
#define PL_COMPILE_FORMULAS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_formula;
struct pl_formulas;
struct pl_model;

/**
 * @param model        borrowed; must outlive the formulas
 * @param written_out  shape (n_symbols): assignment rules and reactions that are replaced
 *                     by their formulas; true for other symbols says nothing. NULL: none
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_formulas_create(const struct pl_model *model,
                                              const bool *written_out,
                                              struct pl_diags *diags,
                                              struct pl_formulas **out);
/** Accepts NULL. */
void pl_formulas_destroy(struct pl_formulas *formulas);

/**
 * Add a formula of the model, or one made of the model's names, before preparing.
 * @param k  receives its number: that of its output, from 0
 * @return PL_OK; PL_ERR_NOMEM, in which case there is no output more
 */
PL_MUST_USE enum pl_status pl_formulas_add(struct pl_formulas *formulas,
                                           const struct pl_formula *formula,
                                           struct pl_diags *diags, size_t *k);

/**
 * Add the slope of an earlier output along one symbol, all other names staying as they
 * are (graph.h says what steps and branches count as).
 * @param k      of pl_formulas_add
 * @param slope  receives its number; PL_NONE when the formula does not name the symbol,
 *               be it by way of what is written out, or the slope is 0 everywhere
 */
PL_MUST_USE enum pl_status pl_formulas_add_slope(struct pl_formulas *formulas, size_t k,
                                                 size_t symbol, struct pl_diags *diags,
                                                 size_t *slope);

/**
 * Which symbols an output names, be it by way of what is written out.
 * @param names  shape (n_symbols): set to true or false
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_formulas_find_names(const struct pl_formulas *formulas,
                                                  size_t k, struct pl_diags *diags,
                                                  bool *names);

/** Make it ready to run. Nothing can be added afterwards. @return PL_OK; PL_ERR_NOMEM */
PL_MUST_USE enum pl_status pl_formulas_prepare(struct pl_formulas *formulas,
                                               struct pl_diags *diags);

/** Outputs so far. */
size_t pl_formulas_n(const struct pl_formulas *formulas);

/**
 * Evaluate all outputs. Allocates nothing.
 * @param values  [model units] shape (n_symbols), as pl_sim_observe gives them
 * @param out     shape (pl_formulas_n)
 */
void pl_formulas_run(struct pl_formulas *formulas, double time, const double *values,
                     double *out);

#endif
