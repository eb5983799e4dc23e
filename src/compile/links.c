/*
 * links.c - the network as a signed graph: derivatives with every feedback signal held.
 */
#include "compile/links.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/isa.h"
#include "base/list.h"
#include "compile/equations.h"
#include "compile/kernel.h"
#include "compile/run_order.h"
#include "compile/slots.h"
#include "compile/tape.h"
#include "expr/graph.h"
#include "model/model.h"

/* The links and what evaluates them; handed out as its first member. */
struct owned_links {
    struct pl_links links;
    struct pl_arena arena;
    size_t *state_volume;       /* shape (n_states): as of the program */
    struct pl_tape *tape;       /* rates | weights | d node / d time */
    struct pl_run_order *order; /* of the tape */
};

struct pl_links_work {
    const struct owned_links *owned; /* borrowed */
    enum pl_isa isa;
    double *frame; /* shape (slots of the tape) */
    double *out;   /* shape (n_outputs of the tape) */
};

/* What the links are made of, while they are made. */
struct parts {
    struct owned_links *owned;
    struct pl_equations equations;
    struct pl_slots slots;
    uint32_t *slot_of; /* shape (n_nodes): where the node's value lies */
    struct pl_link *links;
    uint32_t *weights; /* shape (n_links): nodes of the graph, beside `links` */
    size_t links_capacity, weights_capacity;
    uint32_t *by_time; /* shape (n_nodes) */
    size_t *first;     /* shape (n_nodes + 1) */
    struct pl_diags *diags;
};

/* Number the nodes: states, then signals in the order of the rules. */
static enum pl_status
lay_out_nodes(struct parts *parts)
{
    const struct pl_equations *equations = &parts->equations;
    const struct pl_model *model = equations->model;
    struct owned_links *owned = parts->owned;
    struct pl_links *links = &owned->links;
    const size_t most = equations->n_states + model->n_rule_order;
    size_t *symbol = pl_arena_alloc(&owned->arena, most + 1, sizeof *symbol);

    parts->slot_of = calloc(most + 1, sizeof *parts->slot_of);
    parts->by_time = calloc(most + 1, sizeof *parts->by_time);
    parts->first = pl_arena_alloc(&owned->arena, most + 2, sizeof *parts->first);
    owned->state_volume = pl_arena_alloc(&owned->arena, equations->n_states + 1,
                                         sizeof *owned->state_volume);
    if (symbol == NULL || parts->slot_of == NULL || parts->by_time == NULL ||
        parts->first == NULL || owned->state_volume == NULL) {
        return pl_diag_no_memory(parts->diags, "links");
    }
    links->n_states = equations->n_states;
    for (size_t k = 0; k < equations->n_states; k++) {
        symbol[k] = equations->state_symbol[k];
        owned->state_volume[k] = equations->state_volume[k];
        parts->slot_of[k] = pl_equations_state_slot(k);
    }
    links->n_nodes = equations->n_states;
    for (size_t k = 0; k < model->n_rule_order; k++) {
        const size_t i = model->rule_order[k];

        if (equations->signals[i] != PL_NODE_NONE) {
            symbol[links->n_nodes] = i;
            parts->slot_of[links->n_nodes] = pl_equations_held_slot(equations, i);
            links->n_nodes++;
        }
    }
    links->n_signals = links->n_nodes - links->n_states;
    links->symbol = symbol;
    links->first = parts->first;
    return PL_OK;
}

/* True when a reaction has one of them on its one side and the other on the other. */
static bool
turns_into(const struct pl_model *model, size_t a, size_t b)
{
    for (size_t r = 0; r < model->n_reactions; r++) {
        const struct pl_reaction *reaction = &model->reactions[r];
        bool sides[2][2] = {{false}}; /* of a and b: a reactant, a product */

        for (size_t k = 0; k < reaction->n_reactants; k++) {
            sides[0][0] |= reaction->reactants[k].symbol == a;
            sides[1][0] |= reaction->reactants[k].symbol == b;
        }
        for (size_t k = 0; k < reaction->n_products; k++) {
            sides[0][1] |= reaction->products[k].symbol == a;
            sides[1][1] |= reaction->products[k].symbol == b;
        }
        if ((sides[0][0] && sides[1][1]) || (sides[0][1] && sides[1][0])) {
            return true;
        }
    }
    return false;
}

static bool
add_link(struct parts *parts, size_t source, size_t target, uint32_t weight)
{
    struct pl_links *links = &parts->owned->links;
    const size_t n = links->n_links + 1;
    struct pl_link *grown =
        pl_list_reserve(parts->links, n, &parts->links_capacity, sizeof *grown);
    uint32_t *weights = NULL;

    if (grown == NULL) {
        return false;
    }
    parts->links = grown;
    weights =
        pl_list_reserve(parts->weights, n, &parts->weights_capacity, sizeof *weights);
    if (weights == NULL) {
        return false;
    }
    parts->weights = weights;
    grown[n - 1] = (struct pl_link){
        .source = (uint32_t)source,
        .target = (uint32_t)target,
        .carries =
            source != target && source < links->n_states && target < links->n_states &&
            turns_into(links->model, links->symbol[source], links->symbol[target])};
    weights[n - 1] = weight;
    links->n_links = n;
    return true;
}

/* Every link into one node. @return false when memory is out */
static bool
derive_node(struct parts *parts, size_t target)
{
    struct pl_equations *equations = &parts->equations;
    struct pl_links *links = &parts->owned->links;
    struct pl_graph *graph = equations->graph;
    const uint32_t formula = target < links->n_states
                                 ? equations->rates[target]
                                 : equations->signals[links->symbol[target]];

    pl_slots_find(&parts->slots, formula);
    parts->by_time[target] = pl_graph_number(graph, 0.0);
    if (parts->slots.depends[PL_TIME_SLOT]) {
        parts->by_time[target] = pl_graph_derive(graph, formula, PL_TIME_SLOT);
        links->autonomous = false;
    }
    for (size_t source = 0; source < links->n_nodes; source++) {
        uint32_t weight = PL_NODE_NONE;

        if (!parts->slots.depends[parts->slot_of[source]]) {
            continue;
        }
        weight = pl_graph_derive(graph, formula, parts->slot_of[source]);
        if (weight == PL_NODE_NONE) {
            return false;
        }
        if (!pl_graph_is_value(graph, weight, 0.0) &&
            !add_link(parts, source, target, weight)) {
            return false;
        }
    }
    return !pl_graph_failed(graph);
}

static enum pl_status
derive_nodes(struct parts *parts)
{
    const struct pl_equations *equations = &parts->equations;
    struct pl_links *links = &parts->owned->links;
    struct pl_link *kept = NULL;
    bool done = pl_slots_init(&parts->slots, equations->graph,
                              pl_equations_held_slot(equations, equations->n_inputs));

    links->autonomous = true;
    for (size_t target = 0; done && target < links->n_nodes; target++) {
        parts->first[target] = links->n_links;
        done = derive_node(parts, target);
    }
    parts->first[links->n_nodes] = links->n_links;
    kept = done ? pl_arena_alloc(&parts->owned->arena, links->n_links + 1, sizeof *kept)
                : NULL;
    if (kept == NULL) {
        return pl_diag_no_memory(parts->diags, "links");
    }
    for (size_t k = 0; k < links->n_links; k++) {
        kept[k] = parts->links[k];
    }
    links->links = kept;
    return PL_OK;
}

/* The tape of rates, weights and derivatives by time. */
static enum pl_status
make_tape(struct parts *parts)
{
    struct owned_links *owned = parts->owned;
    const struct pl_equations *equations = &parts->equations;
    const struct pl_links *links = &owned->links;
    const size_t n = links->n_states + links->n_links + links->n_nodes;
    uint32_t *roots = calloc(n + 1, sizeof *roots);
    enum pl_status status = PL_OK;
    size_t at = 0;

    if (roots == NULL) {
        return pl_diag_no_memory(parts->diags, "links");
    }
    for (size_t k = 0; k < links->n_states; k++) {
        roots[at++] = equations->rates[k];
    }
    for (size_t k = 0; k < links->n_links; k++) {
        roots[at++] = parts->weights[k];
    }
    for (size_t k = 0; k < links->n_nodes; k++) {
        roots[at++] = parts->by_time[k];
    }
    status = pl_tape_create(equations->graph,
                            pl_equations_held_slot(equations, equations->n_inputs),
                            NULL, roots, n, parts->diags, &owned->tape);
    if (status == PL_OK) {
        status = pl_run_order_create(owned->tape, 1, parts->diags, &owned->order);
    }
    free(roots);
    return status;
}

static void
mark_read(const struct pl_links *links, uint32_t slot, bool *reads)
{
    const size_t first_held = PL_TIME_SLOT + 1 + links->n_states;

    if (slot >= first_held && slot < first_held + links->model->n_symbols) {
        reads[slot - first_held] = true;
    }
}

/* Which symbols the tape and the velocities of the signals need. */
static enum pl_status
find_reads(struct parts *parts)
{
    struct owned_links *owned = parts->owned;
    struct pl_links *links = &owned->links;
    const struct pl_tape *tape = owned->tape;
    bool *reads =
        pl_arena_alloc(&owned->arena, links->model->n_symbols + 1, sizeof *reads);

    if (reads == NULL) {
        return pl_diag_no_memory(parts->diags, "links");
    }
    links->reads = reads;
    for (size_t k = 0; k < links->n_nodes; k++) {
        reads[links->symbol[k]] = true;
    }
    for (size_t k = 0; k < links->n_states; k++) {
        if (owned->state_volume[k] != PL_NONE) {
            reads[owned->state_volume[k]] = true;
        }
    }
    for (size_t k = 0; k < tape->n_code; k++) {
        for (size_t a = 0; a < 3; a++) {
            mark_read(links, tape->code[k].arguments[a], reads);
        }
    }
    for (size_t k = 0; k < tape->n_outputs; k++) {
        mark_read(links, tape->outputs[k], reads);
    }
    return PL_OK;
}

enum pl_status
pl_links_create(const struct pl_model *model, struct pl_diags *diags,
                struct pl_links **out)
{
    struct parts parts = {
        .owned = calloc(1, sizeof *parts.owned),
        .equations = {.opened = true},
        .diags = diags,
    };
    enum pl_status status = PL_OK;

    *out = NULL;
    if (parts.owned == NULL) {
        return pl_diag_no_memory(diags, "links");
    }
    pl_arena_init(&parts.owned->arena);
    parts.owned->links.model = model;
    status = pl_equations_init(&parts.equations, model, diags);
    if (status == PL_OK) {
        status = lay_out_nodes(&parts);
    }
    if (status == PL_OK) {
        status = derive_nodes(&parts);
    }
    if (status == PL_OK) {
        status = make_tape(&parts);
    }
    if (status == PL_OK) {
        status = find_reads(&parts);
    }
    if (status == PL_OK) {
        *out = &parts.owned->links;
        parts.owned = NULL; /* handed over */
    }
    pl_links_destroy(parts.owned != NULL ? &parts.owned->links : NULL);
    pl_slots_finish(&parts.slots);
    pl_equations_finish(&parts.equations);
    free(parts.slot_of);
    free(parts.links);
    free(parts.weights);
    free(parts.by_time);
    return status;
}

void
pl_links_destroy(struct pl_links *links)
{
    struct owned_links *owned = (struct owned_links *)links;

    if (owned == NULL) {
        return;
    }
    pl_run_order_destroy(owned->order);
    pl_tape_destroy(owned->tape);
    pl_arena_finish(&owned->arena);
    free(owned);
}

size_t
pl_links_node(const struct pl_links *links, size_t symbol)
{
    for (size_t k = 0; k < links->n_nodes; k++) {
        if (links->symbol[k] == symbol) {
            return k;
        }
    }
    return PL_NONE;
}

enum pl_status
pl_links_work_create(const struct pl_links *links, struct pl_diags *diags,
                     struct pl_links_work **out)
{
    const struct owned_links *owned = (const struct owned_links *)links;
    struct pl_links_work *work = calloc(1, sizeof *work);

    *out = NULL;
    if (work != NULL) {
        work->owned = owned;
        work->isa = pl_isa_best();
        work->frame = calloc(pl_tape_n_slots(owned->tape) + 1, sizeof *work->frame);
        work->out = calloc(owned->tape->n_outputs + 1, sizeof *work->out);
    }
    if (work == NULL || work->frame == NULL || work->out == NULL) {
        pl_links_work_destroy(work);
        return pl_diag_no_memory(diags, "links");
    }
    pl_tape_load_constants(owned->tape, 1, work->frame);
    *out = work;
    return PL_OK;
}

void
pl_links_work_destroy(struct pl_links_work *work)
{
    if (work == NULL) {
        return;
    }
    free(work->frame);
    free(work->out);
    free(work);
}

/* Put time, state and everything that is held where the tape reads it. */
static void
fill_frame(struct pl_links_work *work, double time, const double *values)
{
    const struct owned_links *owned = work->owned;
    const struct pl_links *links = &owned->links;
    double *state = work->frame + PL_TIME_SLOT + 1;
    double *held = state + links->n_states;

    work->frame[PL_TIME_SLOT] = time;
    for (size_t k = 0; k < links->n_states; k++) {
        const size_t volume = owned->state_volume[k];

        state[k] =
            values[links->symbol[k]] * (volume != PL_NONE ? values[volume] : 1.0);
    }
    for (size_t i = 0; i < links->model->n_symbols; i++) {
        held[i] = values[i];
    }
}

void
pl_links_evaluate(struct pl_links_work *work, double time, const double *values,
                  const bool *held, struct pl_links_point *point)
{
    const struct owned_links *owned = work->owned;
    const struct pl_links *links = &owned->links;
    const struct pl_kernel kernel = {
        .tape = owned->tape, .isa = work->isa, .lanes = 1, .order = owned->order};
    const double *weights = work->out + links->n_states;
    const double *by_time = weights + links->n_links;

    fill_frame(work, time, values);
    pl_kernel_run(&kernel, work->frame, work->out);
    for (size_t k = 0; k < links->n_states; k++) {
        point->velocity[k] = work->out[k];
    }
    /* signals first, each behind those that it reads: their velocities are what reaches
     * the states */
    for (size_t n = 0; n < links->n_nodes; n++) {
        const size_t target = (n + links->n_states) % links->n_nodes;
        const bool signal = target >= links->n_states;
        const bool still = signal && held != NULL && held[target - links->n_states];
        double sum = still ? 0.0 : by_time[target];

        for (size_t k = links->first[target]; k < links->first[target + 1]; k++) {
            point->weights[k] = still ? 0.0 : weights[k];
            sum += still ? 0.0 : weights[k] * point->velocity[links->links[k].source];
        }
        point->change[target] = sum;
        if (signal) {
            point->velocity[target] = sum;
        }
    }
}
