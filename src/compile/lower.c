/*
 * lower.c - formulas become nodes of the shared graph.
 */
#include "compile/lower.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/list.h"
#include "base/number.h"
#include "base/text.h"
#include "expr/formula.h"
#include "expr/graph.h"
#include "model/model.h"

static uint32_t
fail_memory(struct pl_lowering *lowering)
{
    lowering->status = pl_diag_no_memory(lowering->diags, "formulas");
    return PL_NODE_NONE;
}

static void
push(struct pl_lowering *lowering, uint32_t node)
{
    struct pl_node_stack *stack = &lowering->stack;
    uint32_t *grown =
        pl_list_reserve(stack->nodes, stack->n + 1, &stack->capacity, sizeof *grown);

    if (grown == NULL) {
        fail_memory(lowering);
        return;
    }
    stack->nodes = grown;
    stack->nodes[stack->n++] = node;
}

/*
 * The node of a formula. `arguments` is where the arguments of the function whose body
 * this is begin on the stack. Models are checked to stay within PL_FORMULA_MAX_DEPTH
 * with their functions put in place, so recursion is fine.
 */
static uint32_t
lower_node(struct pl_lowering *lowering, const struct pl_formula *formula,
           size_t arguments)
{
    struct pl_node_stack *stack = &lowering->stack;
    size_t base = stack->n;
    uint32_t node = PL_NODE_NONE;

    if (lowering->status != PL_OK) {
        return PL_NODE_NONE;
    }
    switch (formula->op) {
    case PL_OP_NUMBER:
        return pl_graph_number(lowering->graph, formula->number);
    case PL_OP_NAME:
        return lowering->symbols[formula->index];
    case PL_OP_ARGUMENT:
        return stack->nodes[arguments + formula->index];
    case PL_OP_TIME:
        return lowering->time;
    default:
        break;
    }
    for (size_t k = 0; k < formula->n_arguments; k++) {
        push(lowering, lower_node(lowering, formula->arguments[k], arguments));
    }
    if (lowering->status != PL_OK) {
        return PL_NODE_NONE;
    }
    if (formula->op == PL_OP_CALL) {
        node =
            lower_node(lowering, lowering->model->functions[formula->index].body, base);
    } else {
        node = pl_graph_apply(lowering->graph, formula->op, stack->nodes + base,
                              formula->n_arguments);
    }
    stack->n = base;
    return node;
}

/* True when the node is infinite or NaN whatever its inputs are; its arguments' flags
   are known. Undecided cases count as finite. */
static bool
is_never_finite(const struct pl_lowering *lowering, uint32_t number)
{
    const struct pl_node *node = pl_graph_node(lowering->graph, number);
    const uint32_t *arguments = node->arguments;
    bool never[3] = {false, false, false};

    for (uint32_t k = 0; k < node->n_arguments; k++) {
        never[k] = lowering->never_finite[arguments[k]] != 0;
    }
    switch (node->op) {
    case PL_OP_NUMBER:
        return !isfinite(node->number);
    case PL_OP_ADD:
    case PL_OP_SUBTRACT:
    case PL_OP_MULTIPLY: /* infinity * 0 is NaN */
        return never[0] || never[1];
    case PL_OP_DIVIDE:
        return never[0] || pl_graph_is_value(lowering->graph, arguments[1], 0.0);
    case PL_OP_NEGATE:
    case PL_OP_ABS:
    case PL_OP_SQRT:
    case PL_OP_LN:
    case PL_OP_FLOOR:
    case PL_OP_CEIL:
        return never[0];
    case PL_OP_MIN:
    case PL_OP_MAX:
        return never[0] && never[1];
    case PL_OP_SELECT:
        return never[1] && never[2];
    default:
        return false;
    }
}

/* Look at the nodes that are new since the last time; arguments come first. */
static void
update_flags(struct pl_lowering *lowering)
{
    size_t n = pl_graph_size(lowering->graph);

    if (n > lowering->flags_capacity) {
        unsigned char *grown =
            pl_list_reserve(lowering->never_finite, n, &lowering->flags_capacity, 1);

        if (grown == NULL) {
            fail_memory(lowering);
            return;
        }
        lowering->never_finite = grown;
    }
    for (; lowering->n_flags < n; lowering->n_flags++) {
        lowering->never_finite[lowering->n_flags] =
            is_never_finite(lowering, (uint32_t)lowering->n_flags);
    }
}

/* Lower a part of a formula that was lowered before, and say whether it is at fault. */
static bool
part_is_never_finite(struct pl_lowering *lowering, const struct pl_formula *part,
                     uint32_t *node)
{
    *node = lower_node(lowering, part, 0);
    if (lowering->status == PL_OK && !pl_graph_failed(lowering->graph)) {
        update_flags(lowering);
    }
    return lowering->status == PL_OK && *node != PL_NODE_NONE &&
           lowering->never_finite[*node] != 0;
}

/* The smallest part of a formula that is never finite, and its node. */
static const struct pl_formula *
smallest_part(struct pl_lowering *lowering, const struct pl_formula *formula,
              uint32_t *node)
{
    size_t k = 0;

    while (k < formula->n_arguments) {
        uint32_t part = PL_NODE_NONE;

        if (part_is_never_finite(lowering, formula->arguments[k], &part)) {
            formula = formula->arguments[k];
            *node = part;
            k = 0;
        } else {
            k++;
        }
    }
    return formula;
}

static bool
divides_by_zero(struct pl_lowering *lowering, const struct pl_formula *formula)
{
    uint32_t divisor = PL_NODE_NONE;

    if (formula->op == PL_OP_DIVIDE) {
        divisor = lower_node(lowering, formula->arguments[1], 0);
    }
    return divisor != PL_NODE_NONE && pl_graph_is_value(lowering->graph, divisor, 0.0);
}

static void
report_never_finite(struct pl_lowering *lowering, const struct pl_formula *formula,
                    uint32_t node, const char *whose, const char *name)
{
    const struct pl_formula *part = smallest_part(lowering, formula, &node);
    bool by_zero = divides_by_zero(lowering, part);
    const struct pl_node *n = pl_graph_node(lowering->graph, node);
    struct pl_place where = pl_model_place(lowering->model, part->span);
    struct pl_text text;

    pl_text_init(&text);
    pl_formula_print(part, &text);
    if (by_zero) {
        pl_diag_error(lowering->diags, PL_ERR_MODEL, &where, "division by 0 in %s '%s'",
                      whose, name);
    } else if (n->op == PL_OP_NUMBER) {
        char value[PL_NUMBER_SIZE];

        pl_number_format(n->number, value);
        pl_diag_error(lowering->diags, PL_ERR_MODEL, &where,
                      "'%s' is always %s, in %s '%s'", pl_text_string(&text), value,
                      whose, name);
    } else {
        pl_diag_error(lowering->diags, PL_ERR_MODEL, &where,
                      "'%s' is never a finite number, in %s '%s'",
                      pl_text_string(&text), whose, name);
    }
    pl_text_finish(&text);
    lowering->faulty = true;
}

void
pl_lowering_init(struct pl_lowering *lowering, struct pl_graph *graph,
                 const struct pl_model *model, struct pl_diags *diags)
{
    *lowering = (struct pl_lowering){
        .graph = graph, .model = model, .diags = diags, .time = PL_NODE_NONE};
}

void
pl_lowering_finish(struct pl_lowering *lowering)
{
    free(lowering->stack.nodes);
    free(lowering->never_finite);
    *lowering = (struct pl_lowering){0};
}

uint32_t
pl_lower(struct pl_lowering *lowering, const struct pl_formula *formula,
         const char *whose, const char *name)
{
    uint32_t node = lower_node(lowering, formula, 0);

    if (lowering->status == PL_OK && pl_graph_failed(lowering->graph)) {
        fail_memory(lowering);
    }
    if (lowering->status == PL_OK) {
        update_flags(lowering);
    }
    if (lowering->status != PL_OK) {
        return PL_NODE_NONE;
    }
    if (whose != NULL && lowering->never_finite[node] != 0) {
        report_never_finite(lowering, formula, node, whose, name);
        return pl_graph_number(lowering->graph, 1.0);
    }
    return node;
}

enum pl_status
pl_lowering_status(const struct pl_lowering *lowering)
{
    if (lowering->status == PL_OK && lowering->faulty) {
        return PL_ERR_MODEL;
    }
    return lowering->status;
}
