/*
 * model.h - the network as its author wrote it. Immutable once built (build.h).
 *
 * Models speak SBML: compartment, species, parameter, reaction, assignment and rate
 * rule. A species' symbol means its concentration, or its amount when it is
 * `substance_only` (SBML: hasOnlySubstanceUnits). A rate law gives substance per time.
 *
 * Owns     everything that it points to, its source text too.
 * Threads  const, so any number of threads may read it.
 */
#ifndef PL_MODEL_MODEL_H
#define PL_MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/index.h"
#include "base/source.h"
#include "base/status.h"

struct pl_arena;
struct pl_formula;

enum pl_symbol_kind {
    PL_SYMBOL_PARAMETER,
    PL_SYMBOL_SPECIES,
    PL_SYMBOL_COMPARTMENT,
    PL_SYMBOL_REACTION
};

enum pl_rule_kind {
    PL_RULE_NONE,
    PL_RULE_ASSIGNMENT, /* x := formula, at all times */
    PL_RULE_RATE        /* x' = formula */
};

/** A note or annotation: kept, never interpreted. */
struct pl_annotation {
    const char *qualifier; /* "notes", "sboTerm", "isDescribedBy", "identity", … */
    const char *text;      /* its text or URI, without the quotes */
    struct pl_span span;
};

struct pl_symbol {
    const char *name;
    const char *label; /* the name a person reads: "Akt pS473"; else `name` */
    const char *unit;  /* as in `x has nM`; NULL when not said */
    enum pl_symbol_kind kind;
    struct pl_span span; /* where it is declared, or else first named */

    bool constant;       /* declared `const`: no rule or reaction may change it */
    bool boundary;       /* species: reactions do not change it */
    bool participates;   /* species: stands on a side of some reaction */
    bool substance_only; /* species: the symbol means the amount */
    size_t compartment;  /* species: a symbol; PL_NONE for a compartment of size 1 */
    size_t reaction;     /* reaction: index into model->reactions, else PL_NONE */

    /* The initial value. NULL with an assignment rule, for a reaction, and for a symbol
     * that nothing uses; whatever is in use has a value or an assignment rule. */
    const struct pl_formula *value;
    enum pl_rule_kind rule_kind;
    const struct pl_formula *rule; /* NULL for PL_RULE_NONE */
    struct pl_span value_span;     /* of the whole statement that gives the value */
    struct pl_span rule_span;

    size_t n_annotations;
    const struct pl_annotation *annotations;
};

/** One species on one side of a reaction. */
struct pl_participant {
    size_t symbol;
    struct pl_formula *stoichiometry; /* NULL for 1; never changed in a model */
    struct pl_span span;
};

struct pl_reaction {
    size_t symbol; /* of kind PL_SYMBOL_REACTION: its name, label, notes */
    bool reversible;
    size_t n_reactants, n_products;
    const struct pl_participant *reactants, *products;
    const struct pl_formula *rate; /* never NULL */
    struct pl_span span;           /* the whole statement */
};

struct pl_function {
    const char *name;
    size_t n_arguments;
    const char *const *arguments;
    const struct pl_formula *body; /* arguments appear as PL_OP_ARGUMENT */
    struct pl_span span;
};

/** One factor of a unit definition: (multiplier * base)^exponent, bases in SBML's
 * words. */
struct pl_unit_factor {
    double multiplier;
    const char *base; /* "second", "mole", "litre", … or a unit defined in the model */
    double exponent;
};

struct pl_unit {
    const char *name;
    size_t n_factors;
    const struct pl_unit_factor *factors;
    struct pl_span span;
};

struct pl_model {
    const char *name; /* "" when the text has none */
    const struct pl_source *source;
    double time_unit; /* [s] a unit of model time; NAN when the text does not say */

    size_t n_symbols;
    const struct pl_symbol
        *symbols; /* in the order in which the text first names them */
    size_t n_reactions;
    const struct pl_reaction *reactions;
    size_t n_functions;
    const struct pl_function *functions;
    size_t n_units;
    const struct pl_unit *units;
    size_t n_annotations; /* of the model itself */
    const struct pl_annotation *annotations;

    /* Symbols that follow others at all times (assignment rules and reaction rates),
     * each after those of them that its formula uses; as in the text where that is
     * free. */
    size_t n_rule_order;
    const size_t *rule_order;
    /* Symbols with an initial value, each after those that its formula uses, be it by
     * name or through rules and rates; as in the text where that is free. */
    size_t n_value_order;
    const size_t *value_order;
    /* Both together, in an order in which everything can be computed at time 0: a
     * symbol by its value, or by its assignment rule or rate, from those before it. */
    size_t n_initial_order;
    const size_t *initial_order;

    const size_t *by_name;   /* shape (n_symbols): symbols sorted by name (strcmp) */
    struct pl_arena *memory; /* where all of this lives */
};

/** Accepts NULL. */
void pl_model_destroy(struct pl_model *model);

/** The symbol of that exact name, or PL_NONE. Cost: O(log n_symbols). */
size_t pl_model_find(const struct pl_model *model, const char *name);

/** A place in the model's text, for a message. */
struct pl_place pl_model_place(const struct pl_model *model, struct pl_span span);

/** The text of the symbol's first annotation of that qualifier, or NULL. */
const char *pl_symbol_annotation(const struct pl_symbol *symbol, const char *qualifier);

/** True when the symbol follows others at all times: an assignment rule, or a reaction.
 */
bool pl_symbol_follows(const struct pl_symbol *symbol);

/** How much of a symbol one run of a reaction makes, all in all. */
struct pl_net {
    double amount; /* products less reactants; a stoichiometry that is no number is 1 */
    size_t n;      /* how often it takes part */
    bool is_number;  /* every stoichiometry is one */
    bool is_product; /* at least once */
};

/** What the participants say: also of a species that the reaction does not change, because
 * it is a boundary species, constant, or has a rule. */
struct pl_net pl_reaction_net(const struct pl_reaction *reaction, size_t symbol);

/**
 * True when the symbol is part of the state: anything with a rate rule, or a species
 * that takes part in a reaction and is neither boundary nor constant.
 */
bool pl_model_is_state(const struct pl_model *model, size_t symbol);

/**
 * True when what a simulation keeps is an amount though the symbol means a
 * concentration: the amount stays when the size of the compartment moves. So it does for
 * species that no reaction changes, constant ones too (SBML Test Suite, cases 00926,
 * 01117 and 01122); only a rule, which gives the concentration itself, overrides that.
 * Sizes that follow an assignment rule are refused where models are checked.
 */
bool pl_model_keeps_amount(const struct pl_model *model, size_t symbol);

#endif
