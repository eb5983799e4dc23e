/*
 * pathway_private.h - what the files of a pathway share while it is made (analysis/ only).
 */
#ifndef PL_ANALYSIS_PATHWAY_PRIVATE_H
#define PL_ANALYSIS_PATHWAY_PRIVATE_H

#include <stdint.h>

#include "analysis/pathway.h"

struct pl_model;
struct pl_participant;
struct pl_reaction;

/** [-] An influence below this share of what it was untreated is silent; larger: ones that
 * are merely weaker are drawn as gone. (Whether a loop is open: loop_open.h) */
#define PL_PATHWAY_SILENT 0.05

struct pl_pathway_build {
    const struct pl_context *context;
    const struct pl_model *model;
    struct pl_diags *diags;
    struct pl_pathway *pathway;
    size_t *node_of; /* shape (n_symbols): the node that stands for a symbol, PL_NONE */
    size_t *form_of; /* shape (n_symbols): which of the node's forms it is */
    size_t node_capacity, edge_capacity;
};

/**
 * Append a node for a symbol, with it as its first form but for a reaction.
 * @param symbol  stands for the node from now on
 */
PL_MUST_USE enum pl_status pl_pathway_add_node(struct pl_pathway_build *build,
                                               enum pl_pathway_kind kind,
                                               size_t symbol);

/** Add an edge, or merge it with the one between the same nodes of the same relation. */
PL_MUST_USE enum pl_status pl_pathway_add_edge(struct pl_pathway_build *build,
                                               struct pl_pathway_edge edge);

/** What moves by itself, and species that stand still. */
bool pl_pathway_is_species(const struct pl_model *model, size_t symbol);

/** Species that more than this turn into are no forms of a protein. */
#define PL_PATHWAY_MOST_FORMS 8

/**
 * Find forms of one thing: species that turn into one another, there and back, and have a
 * part of their names in common. Where one of them meets others, all stand by themselves.
 * @param first  shape (n_symbols): the first of all that belong together
 */
PL_MUST_USE enum pl_status pl_pathway_find_forms(const struct pl_pathway_build *build,
                                                 size_t *first);

/**
 * What the names of symbols have in common: "Akt" of Akt, Akt_T308, Akt_both.
 * @param start  receives where that begins, in the first name
 * @return its length; 0 when it is no name
 */
size_t pl_pathway_common_name(const struct pl_model *model, const size_t *symbols,
                              size_t n, const char **start);

/**
 * Make those rules nodes by way of which many nodes act on many.
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_pathway_find_hubs(struct pl_pathway_build *build);

/** Add all edges. @param untreated, treated  as pl_pathway_make */
PL_MUST_USE enum pl_status pl_pathway_find_edges(struct pl_pathway_build *build,
                                                 double time, const double *untreated,
                                                 const double *treated);

/** Read the sections of the model's text, and put each node into its own. */
PL_MUST_USE enum pl_status pl_pathway_find_sections(struct pl_pathway_build *build);

/** Mark the nodes that act on themselves by way of others. */
PL_MUST_USE enum pl_status pl_pathway_mark_loops(struct pl_pathway_build *build);

/** How much of a symbol a reaction makes, all in all; of a stoichiometry that is no
 * number the sign. 0 for what it does not change. */
double pl_pathway_net(const struct pl_model *model, const struct pl_reaction *reaction,
                      size_t symbol);

#endif
