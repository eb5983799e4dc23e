/*
 * pathway.h - a network as a picture has it: who acts on whom, and what a treatment did.
 *
 * Everything follows from the formulas, for any model:
 *
 *     nodes   species and what has a rate rule. Forms of one protein are one node: species
 *             that reactions turn into one another there and back, that meet no others, and
 *             whose names have a part in common. Feedback signals are nodes
 *             of their own, and so are rules by way of which many act on many: through
 *             them there are fewer edges
 *     edges   an influence is the slope of a rate along what it reads, by way of rules;
 *             its sign is that before treatment. Synthesis at a constant rate and decay are
 *             no edges. Conversions between nodes, and reactions of several species, are
 *             flows
 *     drugs   doses and inhibitions that are on are nodes, and act like any other
 */
#ifndef PL_ANALYSIS_PATHWAY_H
#define PL_ANALYSIS_PATHWAY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_text;
struct pl_treatment;

enum pl_pathway_kind {
    PL_PATHWAY_SPECIES,  /* one or several forms */
    PL_PATHWAY_HUB,      /* a rule */
    PL_PATHWAY_FEEDBACK, /* the signal of a feedback edge */
    PL_PATHWAY_REACTION, /* a reaction of several species: where its arrows meet */
    PL_PATHWAY_DRUG,     /* a dose */
    PL_PATHWAY_TARGET    /* an inhibition */
};

/** One form of a node, with what the treatment made of it. */
struct pl_pathway_form {
    size_t symbol;
    double level; /* at the time */
    double fold;  /* of untreated (pl_fold); NaN for none, and without treatment */
};

/** What has become of a feedback edge. */
enum pl_pathway_loop {
    PL_LOOP_CLOSED, /* it works, or was no loop before */
    PL_LOOP_OPENED, /* the treatment has silenced what goes round it (loop_open.h) */
    PL_LOOP_CLAMPED,
    PL_LOOP_CUT
};

struct pl_pathway_node {
    enum pl_pathway_kind kind;
    size_t symbol; /* the first of its forms, the rule, reaction or parameter */
    size_t n_forms;
    struct pl_pathway_form
        *forms;                /* shape (n_forms): at least one but for a reaction */
    const char *label;         /* "Akt pS473", "S6K -| IRS1"; of several forms what
                                      their names have in common, or "" */
    size_t section;            /* index into sections, or PL_NONE */
    enum pl_pathway_loop loop; /* of PL_PATHWAY_FEEDBACK */
    double gain, gain_now;     /* [-] of the strongest loop through it, untreated and
                                  under treatment; NaN for none */
    bool on_loop;              /* it acts on itself by way of others */
};

enum pl_pathway_relation {
    PL_PATHWAY_FLOW,   /* one turns into the other */
    PL_PATHWAY_RAISES, /* more of `from`, more of `to` */
    PL_PATHWAY_LOWERS
};

struct pl_pathway_edge {
    enum pl_pathway_relation relation;
    size_t from, to; /* nodes */
    size_t form;     /* the form of `to` that it acts on where that is one; PL_NONE */
    bool two_ways;   /* `to` does the same to `from` */
    bool is_silent;  /* the treatment has taken away nearly all of it */
};

/** What a picture is made from. */
struct pl_pathway_options {
    const struct pl_treatment *treatment; /* what is on, clamped and cut */
    double time;                          /* [model time] of `treated` */
    const double
        *untreated;        /* shape (n_symbols): values before treatment; NULL in a run
                                without one */
    const double *treated; /* shape (n_symbols): values at `time` */
    /* Of an ensemble, shape (n_symbols): what stands at the nodes, while arrows and loops
     * are those of the values above, of one set. NULL: of these values, too. */
    const double *levels, *folds;
    bool (*stop)(void *context); /* of the search for loops; may be NULL */
    void *stop_context;
};

/** Zero it before the first use; pl_pathway_finish frees what is in it. */
struct pl_pathway {
    const struct pl_context *context; /* borrowed */
    bool treated;
    double time; /* [model time] */
    size_t n_nodes;
    struct pl_pathway_node *nodes; /* shape (n_nodes) */
    size_t n_edges;
    struct pl_pathway_edge *edges; /* shape (n_edges) */
    size_t n_sections;
    const char *
        *sections; /* shape (n_sections): titles of the model's text, from comments
                              such as "// ==== receptors" */
    size_t n_idle;
    size_t *idle; /* shape (n_idle): feedback rules that nothing answers to, left out */
    struct pl_arena memory;
};

/**
 * @param pathway  empty after an error
 * @return PL_OK; PL_ERR_STOPPED; PL_ERR_NOMEM
 * Cost: O(formulas) + O(rules * symbols) for the hubs; under treatment, that of finding the
 * loops (loop_open.h).
 */
PL_MUST_USE enum pl_status pl_pathway_make(const struct pl_context *context,
                                           const struct pl_pathway_options *options,
                                           struct pl_diags *diags,
                                           struct pl_pathway *pathway);

/**
 * Leave only what lies on a loop, and the drugs that act there.
 * @return PL_OK; PL_ERR_NOMEM, with nothing changed
 */
PL_MUST_USE enum pl_status pl_pathway_keep_loops(struct pl_pathway *pathway,
                                                 struct pl_diags *diags);

/**
 * Append in words what is there: how many of what, what the treatment did, which feedback
 * edges are open, held or left out.
 */
void pl_pathway_describe(const struct pl_pathway *pathway, struct pl_text *text);

void pl_pathway_finish(struct pl_pathway *pathway);

#endif
