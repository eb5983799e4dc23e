/*
 * roles.h - what a model offers by its prefixes.
 *
 *     inhibit_<Target>       parameter, 0 = free, 1 = fully inhibited
 *     drug_<name>            parameter, dose in nM
 *     feedback_<From>_<To>   assignment rule: the signal that a loop feeds back
 *     readout_<name>         assignment rule: what an experiment would measure
 *
 * A prefix on another kind of symbol (a species named drug_x) gives no role, and a
 * warning by pl_roles_check.
 */
#ifndef PL_MODEL_ROLES_H
#define PL_MODEL_ROLES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_model;
struct pl_symbol;

enum pl_role {
    PL_ROLE_TARGET,
    PL_ROLE_DRUG,
    PL_ROLE_EDGE,
    PL_ROLE_READOUT,
    PL_N_ROLES
};

/** The symbols of one role, in model order. */
struct pl_role_list {
    size_t n;
    size_t *symbols;    /* shape (n) */
    const char **names; /* shape (n): without the prefix; borrowed from the model */
};

struct pl_roles {
    struct pl_role_list lists[PL_N_ROLES];
};

/** "inhibit_" and so on. */
const char *pl_role_prefix(enum pl_role role);

/** "target", "drug", "feedback edge", "readout": for messages. */
const char *pl_role_word(enum pl_role role);

PL_MUST_USE enum pl_status pl_roles_find(const struct pl_model *model,
                                         struct pl_diags *diags, struct pl_roles *out);
/** Accepts roles that are all zero. */
void pl_roles_finish(struct pl_roles *roles);

/** The role whose prefix the name starts with, whatever it names; PL_N_ROLES for none.
 */
enum pl_role pl_role_by_name(const char *name);

/** The name without the prefix of whichever role the symbol's name starts with. */
const char *pl_role_strip(const char *name);

/**
 * What a column or a line with the symbol's value is called: a readout without its
 * prefix, any other symbol by its own name, which is what options take.
 */
const char *pl_readout_name(const struct pl_symbol *symbol);

/** True when a name without its prefix has both ends of an edge: "S6K_IRS1". */
bool pl_role_names_edge(const char *name);

/**
 * Warn, each at its place, about names with one of the prefixes
 *
 *     - that are not what the table above says, or name one end of an edge alone;
 *     - whose default is not 0, or lies outside 0..1 or below 0 (inhibit_, drug_). Only
 *       numbers are looked at, also when they come by way of other parameters;
 *     - that no formula of a rate, rule, value or stoichiometry reads (not readout_).
 *
 * A symbol of the wrong kind gets that warning alone.
 *
 * @return PL_OK; PL_ERR_NOMEM
 * Cost: linear in the model.
 */
PL_MUST_USE enum pl_status pl_roles_check(const struct pl_model *model,
                                          struct pl_diags *diags);

#endif
