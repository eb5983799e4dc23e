/*
 * quotients.c - quotients become products where that saves divisions.
 */
#include "compile/quotients.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/diag.h"
#include "expr/graph.h"

struct rewriting {
    struct pl_graph *graph;
    size_t n_nodes;        /* of the graph before */
    unsigned char *needed; /* shape (n_nodes) */
    unsigned char *moves;  /* shape (n_nodes): depends on time or state */
    uint32_t *n_quotients; /* shape (n_nodes): needed quotients with this divisor */
    uint32_t *becomes;     /* shape (n_nodes) */
};

static void
look_at_nodes(struct rewriting *rewriting, uint32_t first_held,
              const struct pl_node_list *lists, size_t n_lists)
{
    for (size_t l = 0; l < n_lists; l++) {
        for (size_t k = 0; k < lists[l].n; k++) {
            rewriting->needed[lists[l].nodes[k]] = 1;
        }
    }
    for (size_t i = rewriting->n_nodes; i-- > 0;) {
        const struct pl_node *node = pl_graph_node(rewriting->graph, (uint32_t)i);

        if (!rewriting->needed[i]) {
            continue;
        }
        for (uint32_t k = 0; k < node->n_arguments; k++) {
            rewriting->needed[node->arguments[k]] = 1;
        }
        if (node->op == PL_OP_DIVIDE) {
            rewriting->n_quotients[node->arguments[1]]++;
        }
    }
    for (size_t i = 0; i < rewriting->n_nodes; i++) {
        const struct pl_node *node = pl_graph_node(rewriting->graph, (uint32_t)i);

        rewriting->moves[i] = node->op == PL_OP_INPUT && node->input < first_held;
        for (uint32_t k = 0; k < node->n_arguments; k++) {
            rewriting->moves[i] |= rewriting->moves[node->arguments[k]];
        }
    }
}

/* True when the quotient costs less as a product. */
static bool
is_product(const struct rewriting *rewriting, const struct pl_node *node)
{
    const uint32_t a = node->arguments[0];
    const uint32_t b = node->arguments[1];

    if (pl_graph_is_value(rewriting->graph, a, 1.0)) {
        return false; /* is the reciprocal */
    }
    return rewriting->moves[b] ? rewriting->n_quotients[b] > 1
                               : rewriting->moves[a] != 0;
}

static uint32_t
rewrite(struct rewriting *rewriting, uint32_t number)
{
    struct pl_graph *graph = rewriting->graph;
    /* the graph may move while it grows */
    const struct pl_node node = *pl_graph_node(graph, number);
    uint32_t arguments[3] = {PL_NODE_NONE, PL_NODE_NONE, PL_NODE_NONE};
    bool changed = false;

    for (uint32_t k = 0; k < node.n_arguments; k++) {
        arguments[k] = rewriting->becomes[node.arguments[k]];
        changed = changed || arguments[k] != node.arguments[k];
    }
    if (node.op == PL_OP_DIVIDE && is_product(rewriting, &node)) {
        const uint32_t one = pl_graph_number(graph, 1.0);

        return pl_graph_multiply(graph, arguments[0],
                                 pl_graph_divide(graph, one, arguments[1]));
    }
    return changed ? pl_graph_apply(graph, node.op, arguments, node.n_arguments)
                   : number;
}

enum pl_status
pl_quotients_rewrite(struct pl_graph *graph, uint32_t first_held,
                     const struct pl_node_list *lists, size_t n_lists,
                     struct pl_diags *diags)
{
    const size_t n = pl_graph_size(graph);
    struct rewriting rewriting = {
        .graph = graph,
        .n_nodes = n,
        .needed = calloc(n + 1, 1),
        .moves = calloc(n + 1, 1),
        .n_quotients = calloc(n + 1, sizeof *rewriting.n_quotients),
        .becomes = calloc(n + 1, sizeof *rewriting.becomes),
    };
    bool done = rewriting.needed != NULL && rewriting.moves != NULL &&
                rewriting.n_quotients != NULL && rewriting.becomes != NULL;

    if (done) {
        look_at_nodes(&rewriting, first_held, lists, n_lists);
    }
    for (size_t i = 0; done && i < n; i++) {
        if (rewriting.needed[i]) {
            rewriting.becomes[i] = rewrite(&rewriting, (uint32_t)i);
            done = !pl_graph_failed(graph);
        }
    }
    for (size_t l = 0; done && l < n_lists; l++) {
        for (size_t k = 0; k < lists[l].n; k++) {
            lists[l].nodes[k] = rewriting.becomes[lists[l].nodes[k]];
        }
    }
    free(rewriting.needed);
    free(rewriting.moves);
    free(rewriting.n_quotients);
    free(rewriting.becomes);
    return done ? PL_OK : pl_diag_no_memory(diags, "the equations");
}
