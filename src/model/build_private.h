/*
 * build_private.h - a model while it is built, and the steps of checking it (model/
 * only).
 *
 * build.c collects statements; resolve.c finds what names in formulas mean; check.c and
 * unit.c look at symbols, reactions and units; near.c hints at near names; rule_order.c
 * puts values, rules and rates in order, with sort.c, and circle.c reports the circles
 * among them; finish.c runs these steps and makes the model.
 */
#ifndef PL_MODEL_BUILD_PRIVATE_H
#define PL_MODEL_BUILD_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/source.h"
#include "model/model.h"
#include "model/names.h"

struct pl_diags;

/** A place of the text being built, as messages want it. */
#define PL_BUILD_AT(build, where) (&(struct pl_place){(build)->source, (where)})

/** What first said which kind a symbol is. */
enum kind_reason {
    KIND_OPEN, /* nothing yet: a parameter unless something else comes */
    KIND_DECLARED,
    KIND_PARTICIPANT,
    KIND_HAS_COMPARTMENT,
    KIND_IS_COMPARTMENT,
    KIND_REACTION,
    KIND_BOUNDARY
};

struct build_symbol {
    struct pl_symbol
        symbol; /* what the model gets; value and rule are set at the end */

    bool declared; /* more than a display name, a unit or an annotation */
    enum kind_reason kind_reason;
    struct pl_span kind_span;
    bool constancy_known;
    struct pl_span constancy_span;
    struct pl_span compartment_span; /* species: where its compartment is said */
    struct pl_span unit_span;
    struct pl_span label_span;

    bool has_value; /* `value` may be NULL all the same: not readable */
    struct pl_formula *value;
    struct pl_formula *rule;

    bool used;
    struct pl_span use_span; /* the first use, when used */
    size_t reaction_of; /* species: the first reaction it takes part in, or PL_NONE */
    struct pl_span participant; /* … and where */
};

struct build_reaction {
    size_t symbol;
    bool reversible;
    size_t n_reactants, n_products;
    struct pl_participant *participants; /* reactants, then products */
    struct pl_formula *rate;             /* NULL when none was written */
    struct pl_span span;
};

struct build_function {
    struct pl_function function; /* what the model gets; the body is set at the end */
    struct pl_formula *body;
};

struct build_annotation {
    size_t symbol; /* PL_NONE: the model itself */
    struct pl_annotation annotation;
};

/** Something uses something else, at a place; see sort.c. */
struct use {
    size_t user, used;
    struct pl_span span;
};

struct use_list {
    struct use *items;
    size_t n, capacity;
};

struct pl_build {
    const struct pl_source *source;
    struct pl_diags *diags;
    struct pl_diags
        *own_diags;         /* when the caller has none: errors have to be counted */
    size_t n_errors_before; /* in diags, when building began */
    struct pl_arena *arena;
    bool no_memory;
    bool incomplete; /* a formula could not be read */

    const char *name;
    double time_unit; /* [s] NAN while not said */

    struct pl_names symbol_names;
    struct build_symbol *symbols; /* shape (symbol_names.n) */
    size_t symbols_capacity;

    struct build_reaction *reactions;
    size_t n_reactions, reactions_capacity;

    struct pl_names function_names;
    struct build_function *functions; /* shape (function_names.n) */
    size_t functions_capacity;

    struct pl_names unit_names;
    struct pl_unit *units; /* shape (unit_names.n) */
    size_t units_capacity;

    struct build_annotation *annotations;
    size_t n_annotations, annotations_capacity;

    struct use_list uses;      /* of symbols by symbols, to order values and rules */
    struct use_list calls;     /* of functions by functions */
    struct use_list unit_uses; /* of units by units */
};

/** Append to a list; remembers when memory is out. */
void pl_build_note_use(struct pl_build *build, struct use_list *list, size_t user,
                       size_t used, struct pl_span span);

/** SBML's base units, in the order of the alphabet; NULL behind the last one. */
#define PL_BUILD_N_BASE_UNITS 36
const char *pl_build_base_unit(size_t index);

/** "a species", "a compartment", … */
const char *pl_build_kind_words(enum pl_symbol_kind kind);

/*
 * The steps of pl_build_finish, in this order. Each reports what it finds and goes on;
 * memory running out is remembered in the build.
 */
void pl_build_resolve(struct pl_build *build);
void pl_build_check_units(struct pl_build *build);
void pl_build_check_symbols(struct pl_build *build);
void pl_build_check_reactions(struct pl_build *build);
/** @param order  shape (n symbols): receives all symbols, each after those it uses */
void pl_build_order(struct pl_build *build, size_t *order);
/** As pl_build_order, but only what follows at all times counts as a use. No reports. */
void pl_build_order_rules(struct pl_build *build, size_t *order);

enum near_what { NEAR_SYMBOL, NEAR_FUNCTION, NEAR_UNIT };

/**
 * Hint at the nearest name of that sort: "did you mean 'x', declared at line 6?"
 * @param except  a name that is not meant; may be NULL
 * @return false when there is none, or no memory to look for one
 */
bool pl_build_hint_near(struct pl_build *build, enum near_what what, const char *name,
                        const char *except);

/**
 * Report a circle of uses as the error "<what>: a -> b -> a", with a note "'b' <verb> 'a'
 * here" for each but the first use. A long circle is cut.
 *
 * @param circle  shape (n), as pl_sort_uses hands it out
 * @param name    of a user or used one
 * @param verb    NULL for no notes
 */
void pl_build_report_circle(
    struct pl_build *build, const struct use *circle, size_t n, const char *what,
    const char *(*name)(const struct pl_build *build, size_t index), const char *verb);

/**
 * Sort 0 … n-1 so that each stands after those that it uses, otherwise in rising order.
 * A use that closes a circle is reported, unless one of that circle was in a reported
 * one, and then passed over. Never recurses.
 *
 * @param uses    shape (n_uses), any order
 * @param report  gets a circle of n uses, each one's `used` the next one's `user`,
 *                starting with the smallest; NULL when nobody wants to know
 * @param order   shape (n)
 * @return false when memory is out
 * Cost: O(n + n_uses).
 */
bool pl_sort_uses(size_t n, const struct use *uses, size_t n_uses,
                  void (*report)(void *context, const struct use *circle, size_t n),
                  void *context, size_t *order);

#endif
