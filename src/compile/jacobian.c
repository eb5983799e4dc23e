/*
 * jacobian.c - the pattern and the entries of the Jacobian, as nodes.
 */
#include "compile/jacobian.h"

#include <stdlib.h>

#include "base/diag.h"
#include "base/list.h"
#include "compile/equations.h"
#include "compile/slots.h"
#include "expr/graph.h"

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
           const bool *depends)
{
    struct pl_graph *graph = equations->graph;
    uint32_t rate = equations->rates[row];

    jacobian->by_time[row] = depends[PL_TIME_SLOT]
                                 ? pl_graph_derive(graph, rate, PL_TIME_SLOT)
                                 : pl_graph_number(graph, 0.0);
    jacobian->autonomous = jacobian->autonomous && !depends[PL_TIME_SLOT];
    for (size_t column = 0; column < equations->n_states; column++) {
        uint32_t slot = pl_equations_state_slot(column);
        uint32_t entry = PL_NODE_NONE;

        if (!depends[slot]) {
            continue;
        }
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
    struct pl_slots slots = {0};
    bool done = pl_slots_init(&slots, equations->graph,
                              pl_equations_held_slot(equations, equations->n_inputs));

    jacobian->autonomous = true;
    jacobian->by_time = calloc(equations->n_states + 1, sizeof *jacobian->by_time);
    done = done && jacobian->by_time != NULL;
    for (size_t row = 0; done && row < equations->n_states; row++) {
        pl_slots_find(&slots, equations->rates[row]);
        done = derive_row(jacobian, equations, row, slots.depends);
    }
    pl_slots_finish(&slots);
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
