/*
 * build.h - from statements to a checked model. Readers call it; it reads no syntax, but
 * its hints are in Antimony's words.
 *
 * Statements come in any order: a symbol is made when a statement first names it, and
 * everything about it is checked by pl_build_finish. Faults become diagnostics with
 * both places where there are two; building goes on, so that one pass reports them all.
 *
 * To be named in a formula is no declaration: formulas come in with PL_OP_NAME and
 * PL_OP_CALL unresolved, and pl_build_finish finds what they mean. Neither is a display
 * name, a unit or an annotation. A reaction makes species of its participants, `in`
 * makes a compartment.
 *
 *     pl_build_create(source, diags, &build);
 *     s = pl_build_symbol(build, "Akt", 3, span);
 *     pl_build_kind(build, s, PL_SYMBOL_SPECIES, span); …
 *     status = pl_build_finish(build, &model);
 *     pl_build_destroy(build);
 */
#ifndef PL_MODEL_BUILD_H
#define PL_MODEL_BUILD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/source.h"
#include "base/status.h"
#include "model/model.h"

struct pl_arena;
struct pl_build;

/**
 * Start a model.
 * @param source  borrowed; a model that is built in the end takes a copy
 * @param diags   borrowed until pl_build_destroy; may be NULL
 */
PL_MUST_USE enum pl_status pl_build_create(const struct pl_source *source,
                                           struct pl_diags *diags,
                                           struct pl_build **out);

/** Accepts NULL. */
void pl_build_destroy(struct pl_build *build);

/** Where formulas for this model have to be made (formula.h). Lives as long as the
 * model. */
struct pl_arena *pl_build_arena(struct pl_build *build);

/**
 * The symbol of that name; made as a parameter when it is new.
 * @return its index, or PL_NONE when memory is out, which every function below accepts
 */
size_t pl_build_symbol(struct pl_build *build, const char *name, size_t length,
                       struct pl_span span);

/** The name of the model; the last one holds. */
void pl_build_name(struct pl_build *build, const char *name, size_t length);

/*
 * Declarations. A second one that disagrees with the first is an error, both shown.
 * `span` is that of the name, or of the word that says it.
 */
void pl_build_kind(struct pl_build *build, size_t symbol, enum pl_symbol_kind kind,
                   struct pl_span span);
void pl_build_constant(struct pl_build *build, size_t symbol, bool constant,
                       struct pl_span span);
void pl_build_boundary(struct pl_build *build, size_t symbol);
void pl_build_substance_only(struct pl_build *build, size_t symbol);
void pl_build_compartment_of(struct pl_build *build, size_t species, size_t compartment,
                             struct pl_span span);
void pl_build_label(struct pl_build *build, size_t symbol, const char *label,
                    size_t length, struct pl_span span);
void pl_build_unit_of(struct pl_build *build, size_t symbol, const char *unit,
                      size_t length, struct pl_span span);

/*
 * Values and rules. `span` is the whole statement. A formula that could not be read is
 * NULL: the symbol counts as having a value or rule, nothing is said about it, and
 * pl_build_finish gives no model.
 */
void pl_build_value(struct pl_build *build, size_t symbol, struct pl_formula *value,
                    struct pl_span span);
void pl_build_rule(struct pl_build *build, size_t symbol, enum pl_rule_kind kind,
                   struct pl_formula *rule, struct pl_span span);

/** A reaction; the sides are copied. `rate` NULL is an error that names the reaction.
 */
void pl_build_reaction(struct pl_build *build, size_t symbol, bool reversible,
                       const struct pl_participant *reactants, size_t n_reactants,
                       const struct pl_participant *products, size_t n_products,
                       struct pl_formula *rate, struct pl_span span);

/**
 * A function definition. Its arguments appear in `body` as PL_OP_NAME and are resolved
 * by pl_build_finish; names are copied. `body` NULL as for values.
 *
 * @param span  of the function's name
 */
void pl_build_function(struct pl_build *build, const char *name,
                       const char *const *arguments, size_t n_arguments,
                       struct pl_formula *body, struct pl_span span);

/**
 * A unit definition; factors and names are copied. "time_unit" also sets the model's
 * unit of time: its factors have to multiply out to seconds.
 */
void pl_build_unit(struct pl_build *build, const char *name,
                   const struct pl_unit_factor *factors, size_t n_factors,
                   struct pl_span span);

/** @param symbol  PL_NONE for an annotation of the model itself */
void pl_build_annotation(struct pl_build *build, size_t symbol, const char *qualifier,
                         const char *text, size_t length, struct pl_span span);

/**
 * Check the whole and hand it over. Checked: names in formulas (with near names),
 * kinds, a second value or rule, a value beside an assignment rule, a rule for a
 * constant or for a species that reactions change, counts of arguments (of built-in
 * functions too), functions that call one another in a circle or grow beyond all
 * bounds, rules and values in a circle (printed as a chain), stoichiometries,
 * compartments, units, symbols in use without a value, and that there is something to
 * simulate. A symbol that nothing uses and that has no value is a warning.
 *
 * Refused by name: a species whose compartment follows an assignment rule (one with a
 * rate rule is fine), unless the species has a rule itself or is substance_only.
 *
 * Formulas are resolved in place, and the model takes them over; the build is spent.
 *
 * @param out  the model, to be destroyed with pl_model_destroy; NULL on error
 * @return PL_OK; PL_ERR_MODEL when diags got any error since pl_build_create, the
 *         reader's own ones too; PL_ERR_NOMEM
 * Cost: linear in the text, plus sorting the names.
 */
PL_MUST_USE enum pl_status pl_build_finish(struct pl_build *build,
                                           struct pl_model **out);

#endif
