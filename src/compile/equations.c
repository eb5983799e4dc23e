/*
 * equations.c - a model as nodes of one graph: the value of every symbol, at any time
 * and at time 0, and the rate of every state.
 */
#include "compile/equations.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/list.h"
#include "compile/lower.h"
#include "expr/formula.h"
#include "expr/graph.h"
#include "model/model.h"
#include "model/roles.h"

static void
lay_out_states(struct pl_equations *equations)
{
    const struct pl_model *model = equations->model;

    for (size_t i = 0; i < model->n_symbols; i++) {
        bool amount = pl_model_keeps_amount(model, i);
        size_t state = equations->n_states;

        equations->state_of[i] = PL_NONE;
        if (amount || pl_model_is_state(model, i)) {
            equations->state_of[i] = state;
            equations->state_symbol[state] = i;
            equations->state_volume[state] =
                amount ? model->symbols[i].compartment : PL_NONE;
            equations->n_states++;
        }
    }
}

/* Symbols and clamps; switches follow as formulas turn out not to be numbers. */
static enum pl_status
lay_out_inputs(struct pl_equations *equations, struct pl_diags *diags)
{
    struct pl_roles roles = {0};
    const struct pl_role_list *edges = &roles.lists[PL_ROLE_EDGE];
    enum pl_status status = pl_roles_find(equations->model, diags, &roles);

    equations->n_inputs = equations->model->n_symbols;
    for (size_t i = 0; i < equations->model->n_symbols; i++) {
        equations->switch_of[i] = PL_NONE;
        equations->clamp_of[i] = PL_NONE;
    }
    for (size_t k = 0; status == PL_OK && k < edges->n; k++) {
        equations->clamp_of[edges->symbols[k]] = equations->n_inputs;
        equations->n_inputs += 2; /* whether, and at what value */
    }
    pl_roles_finish(&roles);
    return status;
}

/*
 * True, and the number, when the model gives a symbol's value as one. A parameter may
 * be infinite where its author says so, as in `until = inf`.
 */
static bool
has_number(const struct pl_symbol *symbol, double *number)
{
    return symbol->value != NULL && pl_formula_is_number(symbol->value, number) &&
           (isfinite(*number) ||
            (isinf(*number) && symbol->kind == PL_SYMBOL_PARAMETER &&
             symbol->rule_kind == PL_RULE_NONE));
}

/* The symbols that do not follow others: states, and what is held. */
static void
name_inputs(struct pl_equations *equations)
{
    const struct pl_model *model = equations->model;
    struct pl_graph *graph = equations->graph;

    for (size_t i = 0; i < model->n_symbols; i++) {
        size_t state = equations->state_of[i];
        uint32_t slot = state != PL_NONE ? pl_equations_state_slot(state)
                                         : pl_equations_held_slot(equations, i);

        equations->now[i] = pl_graph_input(graph, slot);
        equations->start[i] = PL_NODE_NONE;
        equations->signals[i] = PL_NODE_NONE;
        equations->defaults[i] = pl_symbol_follows(&model->symbols[i]) ? 0.0 : NAN;
        has_number(&model->symbols[i], &equations->defaults[i]);
    }
}

/* What stands for a feedback rule: the rule, or the value that it is clamped at; of opened
 * equations just a value. */
static uint32_t
clamped(struct pl_equations *equations, size_t symbol, uint32_t rule)
{
    struct pl_graph *graph = equations->graph;
    size_t clamp = equations->clamp_of[symbol];
    uint32_t choice[3] = {PL_NODE_NONE, PL_NODE_NONE, rule};

    if (clamp == PL_NONE) {
        return rule;
    }
    if (equations->opened) {
        return pl_graph_input(graph, pl_equations_held_slot(equations, symbol));
    }
    choice[0] = pl_graph_input(graph, pl_equations_held_slot(equations, clamp));
    choice[1] = pl_graph_input(graph, pl_equations_held_slot(equations, clamp + 1));
    return pl_graph_apply(graph, PL_OP_SELECT, choice, 3);
}

/* Rules and reaction rates at any time, each after those that it uses. */
static void
lower_rules(struct pl_equations *equations, struct pl_lowering *lowering)
{
    const struct pl_model *model = equations->model;

    for (size_t k = 0; k < model->n_rule_order; k++) {
        size_t i = model->rule_order[k];
        const struct pl_symbol *symbol = &model->symbols[i];

        if (symbol->kind == PL_SYMBOL_REACTION) {
            equations->now[i] =
                pl_lower(lowering, model->reactions[symbol->reaction].rate,
                         "the rate of", symbol->name);
        } else {
            uint32_t rule =
                pl_lower(lowering, symbol->rule, "the rule for", symbol->name);

            equations->signals[i] =
                equations->clamp_of[i] != PL_NONE ? rule : PL_NODE_NONE;
            equations->now[i] = clamped(equations, i, rule);
        }
    }
}

/* symbol = amount / size. After this, no state needs the size of its compartment. */
static void
divide_amounts(struct pl_equations *equations)
{
    for (size_t k = 0; k < equations->n_states; k++) {
        if (equations->state_volume[k] != PL_NONE) {
            size_t i = equations->state_symbol[k];

            equations->now[i] =
                pl_graph_divide(equations->graph, equations->now[i],
                                equations->now[equations->state_volume[k]]);
        }
    }
}

/* Net stoichiometries of one reaction, by state. */
struct net {
    uint32_t *coefficient; /* shape (n_states): PL_NODE_NONE between reactions */
    size_t *touched;       /* shape (n_states): states with a coefficient, in order */
    size_t n_touched;
};

static void
add_side(const struct pl_equations *equations, struct pl_lowering *lowering,
         const struct pl_participant *side, size_t n, bool produced, struct net *net)
{
    struct pl_graph *graph = equations->graph;

    for (size_t k = 0; k < n; k++) {
        const struct pl_symbol *symbol = &equations->model->symbols[side[k].symbol];
        size_t state = equations->state_of[side[k].symbol];
        uint32_t amount = pl_graph_number(graph, 1.0);
        uint32_t *net_amount = NULL;

        if (state == PL_NONE || symbol->boundary || symbol->constant ||
            symbol->rule_kind != PL_RULE_NONE) {
            continue; /* it takes part without being changed */
        }
        if (side[k].stoichiometry != NULL) {
            amount = pl_lower(lowering, side[k].stoichiometry, "the stoichiometry of",
                              symbol->name);
        }
        net_amount = &net->coefficient[state];
        if (*net_amount == PL_NODE_NONE) {
            net->touched[net->n_touched++] = state;
            *net_amount = pl_graph_number(graph, 0.0);
        }
        *net_amount = produced ? pl_graph_add(graph, *net_amount, amount)
                               : pl_graph_subtract(graph, *net_amount, amount);
        if (*net_amount == PL_NODE_NONE) {
            return; /* memory is out; the graph remembers it */
        }
    }
}

/* d amount / d time = sum over reactions of stoichiometry * rate */
static void
add_reaction(struct pl_equations *equations, struct pl_lowering *lowering,
             const struct pl_reaction *reaction, struct net *net)
{
    struct pl_graph *graph = equations->graph;
    uint32_t rate = equations->now[reaction->symbol];

    net->n_touched = 0;
    add_side(equations, lowering, reaction->reactants, reaction->n_reactants, false,
             net);
    add_side(equations, lowering, reaction->products, reaction->n_products, true, net);
    for (size_t k = 0; k < net->n_touched && !pl_graph_failed(graph); k++) {
        size_t state = net->touched[k];
        uint32_t *sum = &equations->rates[state];

        /* adding -1 * rate becomes a subtraction in the graph */
        *sum = pl_graph_add(graph, *sum,
                            pl_graph_multiply(graph, net->coefficient[state], rate));
        net->coefficient[state] = PL_NODE_NONE;
    }
}

static enum pl_status
sum_reactions(struct pl_equations *equations, struct pl_lowering *lowering)
{
    const struct pl_model *model = equations->model;
    struct net net = {
        .coefficient = calloc(equations->n_states + 1, sizeof *net.coefficient),
        .touched = calloc(equations->n_states + 1, sizeof *net.touched),
    };
    enum pl_status status = PL_OK;

    if (net.coefficient == NULL || net.touched == NULL) {
        status = pl_diag_no_memory(lowering->diags, "reactions");
        goto done;
    }
    for (size_t k = 0; k < equations->n_states; k++) {
        net.coefficient[k] = PL_NODE_NONE;
        equations->rates[k] = pl_graph_number(equations->graph, 0.0);
    }
    for (size_t r = 0; r < model->n_reactions && !pl_graph_failed(equations->graph);
         r++) {
        add_reaction(equations, lowering, &model->reactions[r], &net);
    }

done:
    free(net.coefficient);
    free(net.touched);
    return status;
}

/* From amounts to what each state is, and the rate rules. */
static void
finish_rates(struct pl_equations *equations, struct pl_lowering *lowering)
{
    for (size_t k = 0; k < equations->n_states; k++) {
        const struct pl_symbol *symbol =
            &equations->model->symbols[equations->state_symbol[k]];

        if (symbol->rule_kind == PL_RULE_RATE) {
            equations->rates[k] =
                pl_lower(lowering, symbol->rule, "the rate rule for", symbol->name);
        } else if (!symbol->substance_only && symbol->compartment != PL_NONE &&
                   equations->state_volume[k] == PL_NONE) {
            equations->rates[k] = pl_graph_divide(equations->graph, equations->rates[k],
                                                  equations->now[symbol->compartment]);
        }
    }
}

/*
 * The values at time 0: a walk from each symbol down to those that its formula uses,
 * with a stack of its own.
 */
enum mark { MARK_NEW, MARK_OPEN, MARK_DONE };

struct start_walk {
    struct pl_equations *equations;
    struct pl_lowering *lowering;
    char *marks;   /* shape (n_symbols) */
    size_t *stack; /* shape (capacity) */
    size_t n, capacity;
    bool no_memory;
};

static void
push_symbol(struct start_walk *walk, size_t symbol)
{
    size_t *grown = NULL;

    if (walk->marks[symbol] == MARK_DONE || walk->no_memory) {
        return;
    }
    /* rules and values in a circle do not pass pl_build_finish */
    assert(walk->marks[symbol] == MARK_NEW);
    grown = pl_list_reserve(walk->stack, walk->n + 1, &walk->capacity, sizeof *grown);
    if (grown == NULL) {
        walk->no_memory = true;
        return;
    }
    walk->stack = grown;
    walk->stack[walk->n++] = symbol;
}

static void
push_used(struct start_walk *walk, const struct pl_formula *formula)
{
    if (formula->op == PL_OP_NAME) {
        push_symbol(walk, formula->index);
    }
    for (size_t k = 0; k < formula->n_arguments; k++) {
        push_used(walk, formula->arguments[k]);
    }
}

/* The formula behind a symbol's value at time 0, or NULL when a number is given. */
static const struct pl_formula *
start_formula(const struct pl_model *model, size_t i)
{
    const struct pl_symbol *symbol = &model->symbols[i];
    double number = 0.0;

    if (symbol->kind == PL_SYMBOL_REACTION) {
        return model->reactions[symbol->reaction].rate;
    }
    if (symbol->rule_kind == PL_RULE_ASSIGNMENT) {
        return symbol->rule;
    }
    return has_number(symbol, &number) ? NULL : symbol->value;
}

/* The value of a symbol at time 0; those that its formula uses are known. */
static void
lower_start(struct start_walk *walk, size_t i)
{
    struct pl_equations *equations = walk->equations;
    struct pl_graph *graph = equations->graph;
    const struct pl_symbol *symbol = &equations->model->symbols[i];
    const struct pl_formula *formula = start_formula(equations->model, i);
    uint32_t given = pl_graph_input(graph, pl_equations_held_slot(equations, i));
    uint32_t node = PL_NODE_NONE;
    uint32_t choice[3] = {PL_NODE_NONE, PL_NODE_NONE, PL_NODE_NONE};

    if (formula == NULL) {
        equations->start[i] = given;
        return;
    }
    if (pl_symbol_follows(symbol)) {
        node = pl_lower(walk->lowering, formula, NULL, symbol->name);
        equations->start[i] = clamped(equations, i, node);
        return;
    }
    node = pl_lower(walk->lowering, formula, "the value of", symbol->name);
    if (node != PL_NODE_NONE && pl_graph_node(graph, node)->op == PL_OP_NUMBER) {
        equations->defaults[i] = pl_graph_node(graph, node)->number;
        equations->start[i] = given;
        return;
    }
    equations->switch_of[i] = equations->n_inputs++;
    choice[0] = pl_graph_input(
        graph, pl_equations_held_slot(equations, equations->switch_of[i]));
    choice[1] = given;
    choice[2] = node;
    equations->start[i] = pl_graph_apply(graph, PL_OP_SELECT, choice, 3);
}

static void
walk_start(struct start_walk *walk, size_t symbol)
{
    push_symbol(walk, symbol);
    while (walk->n > 0 && !walk->no_memory) {
        size_t i = walk->stack[walk->n - 1];
        const struct pl_formula *formula = start_formula(walk->equations->model, i);

        if (walk->marks[i] == MARK_NEW) {
            walk->marks[i] = MARK_OPEN; /* come back when those below are known */
            if (formula != NULL) {
                push_used(walk, formula);
            }
            continue;
        }
        if (walk->marks[i] == MARK_OPEN) {
            lower_start(walk, i);
            walk->marks[i] = MARK_DONE;
        }
        walk->n--;
    }
}

static enum pl_status
start_symbols(struct pl_equations *equations, struct pl_lowering *lowering)
{
    const struct pl_model *model = equations->model;
    struct start_walk walk = {
        .equations = equations,
        .lowering = lowering,
        .marks = calloc(model->n_symbols + 1, 1),
    };

    walk.no_memory = walk.marks == NULL;
    lowering->symbols = equations->start;
    lowering->time = pl_graph_number(equations->graph, 0.0);
    for (size_t i = 0; i < model->n_symbols && !walk.no_memory; i++) {
        if (!pl_symbol_follows(&model->symbols[i])) {
            walk_start(&walk, i);
        }
    }
    for (size_t k = 0; k < equations->n_states && !walk.no_memory; k++) {
        size_t volume = equations->state_volume[k];

        equations->initial[k] = equations->start[equations->state_symbol[k]];
        if (volume != PL_NONE) {
            equations->initial[k] = pl_graph_multiply(
                equations->graph, equations->initial[k], equations->start[volume]);
        }
    }
    free(walk.marks);
    free(walk.stack);
    if (walk.no_memory) {
        return pl_diag_no_memory(lowering->diags, "initial values");
    }
    return pl_lowering_status(lowering);
}

static bool
allocate(struct pl_equations *equations)
{
    struct pl_arena *arena = &equations->arena;
    size_t n = equations->model->n_symbols;

    equations->state_symbol = pl_arena_alloc(arena, n + 1, sizeof(size_t));
    equations->state_of = pl_arena_alloc(arena, n + 1, sizeof(size_t));
    equations->state_volume = pl_arena_alloc(arena, n + 1, sizeof(size_t));
    equations->switch_of = pl_arena_alloc(arena, n + 1, sizeof(size_t));
    equations->clamp_of = pl_arena_alloc(arena, n + 1, sizeof(size_t));
    equations->defaults = pl_arena_alloc(arena, n + 1, sizeof(double));
    equations->now = pl_arena_alloc(arena, n + 1, sizeof(uint32_t));
    equations->start = pl_arena_alloc(arena, n + 1, sizeof(uint32_t));
    equations->rates = pl_arena_alloc(arena, n + 1, sizeof(uint32_t));
    equations->initial = pl_arena_alloc(arena, n + 1, sizeof(uint32_t));
    equations->signals = pl_arena_alloc(arena, n + 1, sizeof(uint32_t));
    equations->graph = pl_graph_create();
    return equations->state_symbol != NULL && equations->state_of != NULL &&
           equations->state_volume != NULL && equations->switch_of != NULL &&
           equations->clamp_of != NULL && equations->defaults != NULL &&
           equations->now != NULL && equations->start != NULL &&
           equations->rates != NULL && equations->initial != NULL &&
           equations->signals != NULL && equations->graph != NULL;
}

uint32_t
pl_equations_state_slot(size_t state)
{
    return (uint32_t)(PL_TIME_SLOT + 1 + state);
}

uint32_t
pl_equations_held_slot(const struct pl_equations *equations, size_t input)
{
    return (uint32_t)(PL_TIME_SLOT + 1 + equations->n_states + input);
}

enum pl_status
pl_equations_init(struct pl_equations *equations, const struct pl_model *model,
                  struct pl_diags *diags)
{
    enum pl_status status = PL_OK;
    struct pl_lowering lowering;

    equations->model = model;
    pl_arena_init(&equations->arena);
    if (!allocate(equations)) {
        return pl_diag_no_memory(diags, "equations");
    }
    lay_out_states(equations);
    status = lay_out_inputs(equations, diags);
    if (status != PL_OK) {
        return status;
    }
    name_inputs(equations);
    pl_lowering_init(&lowering, equations->graph, model, diags);
    lowering.symbols = equations->now;
    lowering.time = pl_graph_input(equations->graph, PL_TIME_SLOT);
    divide_amounts(equations);
    lower_rules(equations, &lowering);
    status = sum_reactions(equations, &lowering);
    if (status == PL_OK) {
        finish_rates(equations, &lowering);
        status = pl_lowering_status(&lowering);
    }
    if (status == PL_OK) {
        status = start_symbols(equations, &lowering);
    }
    if (status == PL_OK && pl_graph_failed(equations->graph)) {
        status = pl_diag_no_memory(diags, "equations");
    }
    pl_lowering_finish(&lowering);
    return status;
}

void
pl_equations_finish(struct pl_equations *equations)
{
    pl_graph_destroy(equations->graph);
    pl_arena_finish(&equations->arena);
    *equations = (struct pl_equations){0};
}
