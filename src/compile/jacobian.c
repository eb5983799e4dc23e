/*
 * jacobian.c - the pattern and the entries of the Jacobian, as nodes.
 */
#include "compile/jacobian.h"

#include <stdlib.h>

#include "base/diag.h"
#include "base/list.h"
#include "compile/equations.h"
#include "expr/graph.h"

/* Which input slots a node depends on: a walk down, with a stack of its own. */
struct slot_walk {
    const struct pl_graph *graph;
    size_t *visited; /* shape (n_nodes): the last walk that came by, from 1 */
    uint32_t *stack; /* shape (n_nodes) */
    bool *depends;   /* shape (n_slots) */
};

static void
find_slots(struct slot_walk *walk, uint32_t root, size_t number)
{
    size_t n = 0;

    walk->visited[root] = number;
    walk->stack[n++] = root;
    while (n > 0) {
        const struct pl_node *node = pl_graph_node(walk->graph, walk->stack[--n]);

        if (node->op == PL_OP_INPUT) {
            walk->depends[node->input] = true;
        }
        for (uint32_t k = 0; k < node->n_arguments; k++) {
            uint32_t argument = node->arguments[k];

            if (walk->visited[argument] != number) {
                walk->visited[argument] = number;
                walk->stack[n++] = argument;
            }
        }
    }
}

static bool
reserve_entry(struct pl_jacobian *jacobian)
{
    const size_t n = jacobian->n_nonzeros + 1;
    size_t row_capacity = jacobian->capacity;
    size_t column_capacity = jacobian->capacity;
    size_t *rows = pl_list_reserve(jacobian->rows, n, &row_capacity, sizeof *rows);
    size_t *columns =
        pl_list_reserve(jacobian->columns, n, &column_capacity, sizeof *columns);
    uint32_t *entries = NULL;

    jacobian->rows = rows != NULL ? rows : jacobian->rows;
    jacobian->columns = columns != NULL ? columns : jacobian->columns;
    if (rows == NULL || columns == NULL) {
        return false;
    }
    entries =
        pl_list_reserve(jacobian->entries, n, &jacobian->capacity, sizeof *entries);
    if (entries == NULL) {
        return false;
    }
    jacobian->entries = entries;
    return true;
}

/* One row: `depends` says by which slots the rate has to be differentiated. */
static bool
derive_row(struct pl_jacobian *jacobian, struct pl_equations *equations, size_t row,
           bool *depends)
{
    struct pl_graph *graph = equations->graph;
    uint32_t rate = equations->rates[row];

    jacobian->by_time[row] = depends[PL_TIME_SLOT]
                                 ? pl_graph_derive(graph, rate, PL_TIME_SLOT)
                                 : pl_graph_number(graph, 0.0);
    jacobian->autonomous = jacobian->autonomous && !depends[PL_TIME_SLOT];
    depends[PL_TIME_SLOT] = false;
    for (size_t column = 0; column < equations->n_states; column++) {
        uint32_t slot = pl_equations_state_slot(column);
        uint32_t entry = PL_NODE_NONE;

        if (!depends[slot]) {
            continue;
        }
        depends[slot] = false; /* clean for the next row */
        entry = pl_graph_derive(graph, rate, slot);
        if (entry == PL_NODE_NONE || !reserve_entry(jacobian)) {
            return false;
        }
        if (!pl_graph_is_value(graph, entry, 0.0)) {
            jacobian->rows[jacobian->n_nonzeros] = row;
            jacobian->columns[jacobian->n_nonzeros] = column;
            jacobian->entries[jacobian->n_nonzeros] = entry;
            jacobian->n_nonzeros++;
        }
    }
    return !pl_graph_failed(graph);
}

enum pl_status
pl_jacobian_init(struct pl_jacobian *jacobian, struct pl_equations *equations,
                 struct pl_diags *diags)
{
    size_t n_nodes = pl_graph_size(equations->graph);
    size_t n_slots = pl_equations_held_slot(equations, equations->n_inputs);
    struct slot_walk walk = {
        .graph = equations->graph,
        .visited = calloc(n_nodes + 1, sizeof *walk.visited),
        .stack = calloc(n_nodes + 1, sizeof *walk.stack),
        .depends = calloc(n_slots + 1, sizeof *walk.depends),
    };
    bool done = walk.visited != NULL && walk.stack != NULL && walk.depends != NULL;

    jacobian->autonomous = true;
    jacobian->by_time = calloc(equations->n_states + 1, sizeof *jacobian->by_time);
    done = done && jacobian->by_time != NULL;
    /* derivatives are new nodes, behind n_nodes: no rate has them below it */
    for (size_t row = 0; done && row < equations->n_states; row++) {
        find_slots(&walk, equations->rates[row], row + 1);
        done = derive_row(jacobian, equations, row, walk.depends);
    }
    free(walk.visited);
    free(walk.stack);
    free(walk.depends);
    return done ? PL_OK : pl_diag_no_memory(diags, "the Jacobian");
}

void
pl_jacobian_finish(struct pl_jacobian *jacobian)
{
    free(jacobian->rows);
    free(jacobian->columns);
    free(jacobian->entries);
    free(jacobian->by_time);
    *jacobian = (struct pl_jacobian){0};
}
