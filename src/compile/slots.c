/*
 * slots.c - which input slots a node of the graph depends on.
 */
#include "compile/slots.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "expr/graph.h"

bool
pl_slots_init(struct pl_slots *slots, const struct pl_graph *graph, size_t n_slots)
{
    slots->graph = graph;
    slots->n_nodes = pl_graph_size(graph);
    slots->n_slots = n_slots;
    slots->visited = calloc(slots->n_nodes + 1, sizeof *slots->visited);
    slots->stack = calloc(slots->n_nodes + 1, sizeof *slots->stack);
    slots->depends = calloc(n_slots + 1, sizeof *slots->depends);
    return slots->visited != NULL && slots->stack != NULL && slots->depends != NULL;
}

void
pl_slots_finish(struct pl_slots *slots)
{
    free(slots->visited);
    free(slots->stack);
    free(slots->depends);
    *slots = (struct pl_slots){0};
}

void
pl_slots_find(struct pl_slots *slots, uint32_t root)
{
    const size_t number = ++slots->n_walks;
    size_t n = 0;

    assert(root < slots->n_nodes);
    memset(slots->depends, 0, slots->n_slots * sizeof *slots->depends);
    slots->visited[root] = number;
    slots->stack[n++] = root;
    while (n > 0) {
        const struct pl_node *node = pl_graph_node(slots->graph, slots->stack[--n]);

        if (node->op == PL_OP_INPUT) {
            slots->depends[node->input] = true;
        }
        for (uint32_t k = 0; k < node->n_arguments; k++) {
            uint32_t argument = node->arguments[k];

            if (slots->visited[argument] != number) {
                slots->visited[argument] = number;
                slots->stack[n++] = argument;
            }
        }
    }
}
