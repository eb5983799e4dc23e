/*
 * graph.c - keeping nodes: each structure once, found by its hash.
 */
#include "expr/graph.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "expr/graph_private.h"

#define FIRST_PLACES 128u

static uint64_t
bits_of(double number)
{
    uint64_t bits;

    memcpy(&bits, &number, sizeof bits);
    return bits;
}

uint64_t
pl_graph_mix(uint64_t hash, uint64_t value)
{
    /* Multiply by 2^64 / golden ratio (Knuth, The Art of Computer Programming 3, 6.4)
     * and bring the high bits, which depend on all of the low ones, down. */
    hash = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ (hash >> 32);
}

static uint64_t
hash_node(const struct pl_node *node)
{
    uint64_t hash = pl_graph_mix(0, (uint64_t)node->op);

    if (node->op == PL_OP_NUMBER) {
        return pl_graph_mix(hash, bits_of(node->number));
    }
    if (node->op == PL_OP_INPUT) {
        return pl_graph_mix(hash, node->input);
    }
    for (uint32_t k = 0; k < node->n_arguments; k++) {
        hash = pl_graph_mix(hash, node->arguments[k]);
    }
    return hash;
}

static bool
same_node(const struct pl_node *a, const struct pl_node *b)
{
    if (a->op != b->op) {
        return false;
    }
    if (a->op == PL_OP_NUMBER) {
        return bits_of(a->number) == bits_of(b->number);
    }
    if (a->op == PL_OP_INPUT) {
        return a->input == b->input;
    }
    for (uint32_t k = 0; k < a->n_arguments; k++) {
        if (a->arguments[k] != b->arguments[k]) {
            return false;
        }
    }
    return true;
}

/* The place of a node in the table: where it stands, or the empty place for it. */
static size_t
find_place(const struct pl_graph *graph, const struct pl_node *node)
{
    size_t mask = graph->table_size - 1;
    size_t place = (size_t)hash_node(node) & mask;

    while (graph->table[place] != PL_NODE_NONE &&
           !same_node(&graph->entries[graph->table[place]].node, node)) {
        place = (place + 1) & mask;
    }
    return place;
}

static bool
grow_entries(struct pl_graph *graph)
{
    struct graph_entry *entries = pl_list_reserve(graph->entries, graph->n_entries + 1,
                                                  &graph->capacity, sizeof *entries);

    if (entries == NULL) {
        return false;
    }
    graph->entries = entries;
    return true;
}

static bool
grow_table(struct pl_graph *graph)
{
    size_t size = graph->table_size == 0 ? FIRST_PLACES : 2 * graph->table_size;
    uint32_t *table;

    if (size > SIZE_MAX / sizeof *table) {
        return false;
    }
    table = malloc(size * sizeof *table);
    if (table == NULL) {
        return false;
    }
    for (size_t place = 0; place < size; place++) {
        table[place] = PL_NODE_NONE;
    }
    free(graph->table);
    graph->table = table;
    graph->table_size = size;
    for (size_t id = 0; id < graph->n_entries; id++) {
        table[find_place(graph, &graph->entries[id].node)] = (uint32_t)id;
    }
    return true;
}

static bool
make_room(struct pl_graph *graph)
{
    if (graph->n_entries >= PL_NODE_NONE) {
        return false;
    }
    if (!grow_entries(graph)) {
        return false;
    }
    return graph->n_entries < graph->table_size / 2 || grow_table(graph);
}

static uint64_t
slots_of(const struct pl_graph *graph, const struct pl_node *node)
{
    uint64_t slots = 0;

    if (node->op == PL_OP_INPUT) {
        return UINT64_C(1) << node->input % 64;
    }
    for (uint32_t k = 0; k < node->n_arguments; k++) {
        slots |= graph->entries[node->arguments[k]].slots;
    }
    return slots;
}

static bool
is_steep(const struct pl_graph *graph, const struct pl_node *node)
{
    switch (node->op) {
    case PL_OP_EXP:
    case PL_OP_SINH:
    case PL_OP_COSH:
    case PL_OP_TGAMMA:
    case PL_OP_POWER:
        return true;
    default:
        break;
    }
    for (uint32_t k = 0; k < node->n_arguments; k++) {
        if (graph->entries[node->arguments[k]].steep) {
            return true;
        }
    }
    return false;
}

static uint16_t
count_terms(const struct pl_graph *graph, const struct pl_node *node)
{
    uint32_t n = 0;

    if (node->op != PL_OP_ADD && node->op != PL_OP_SUBTRACT) {
        return 1;
    }
    for (uint32_t k = 0; k < node->n_arguments; k++) {
        n += graph->entries[node->arguments[k]].n_terms;
    }
    return n < UINT16_MAX ? (uint16_t)n : UINT16_MAX;
}

uint32_t
pl_graph_intern(struct pl_graph *graph, const struct pl_node *node)
{
    size_t place;

    if (graph->failed) {
        return PL_NODE_NONE;
    }
    if (!make_room(graph)) {
        graph->failed = true;
        return PL_NODE_NONE;
    }
    place = find_place(graph, node);
    if (graph->table[place] == PL_NODE_NONE) {
        struct graph_entry *entry = &graph->entries[graph->n_entries];

        entry->node = *node;
        entry->slots = slots_of(graph, node);
        entry->steep = is_steep(graph, node);
        entry->n_terms = count_terms(graph, node);
        entry->flat = 0;
        graph->table[place] = (uint32_t)graph->n_entries;
        graph->n_entries++;
    }
    return graph->table[place];
}

bool
pl_graph_is_number(const struct pl_graph *graph, uint32_t node, double *number)
{
    if (node == PL_NODE_NONE || graph->entries[node].node.op != PL_OP_NUMBER) {
        return false;
    }
    *number = graph->entries[node].node.number;
    return true;
}

bool
pl_graph_is_value(const struct pl_graph *graph, uint32_t node, double value)
{
    double number;

    return pl_graph_is_number(graph, node, &number) && number == value;
}

struct pl_graph *
pl_graph_create(void)
{
    return calloc(1, sizeof(struct pl_graph));
}

void
pl_graph_destroy(struct pl_graph *graph)
{
    if (graph == NULL) {
        return;
    }
    free(graph->entries);
    free(graph->table);
    free(graph->derivatives);
    free(graph->stack);
    pl_graph_finish_sums(graph);
    free(graph);
}

bool
pl_graph_failed(const struct pl_graph *graph)
{
    return graph->failed;
}

size_t
pl_graph_size(const struct pl_graph *graph)
{
    return graph->n_entries;
}

const struct pl_node *
pl_graph_node(const struct pl_graph *graph, uint32_t node)
{
    assert(node < graph->n_entries);
    return &graph->entries[node].node;
}

uint32_t
pl_graph_number(struct pl_graph *graph, double number)
{
    struct pl_node node = {.op = PL_OP_NUMBER, .number = number};

    return pl_graph_intern(graph, &node);
}

uint32_t
pl_graph_input(struct pl_graph *graph, uint32_t slot)
{
    struct pl_node node = {.op = PL_OP_INPUT, .input = slot};

    return pl_graph_intern(graph, &node);
}

/* Evaluate the nodes that `needed` marks, up to and with `node`. */
static void
evaluate(const struct pl_graph *graph, uint32_t node, const bool *needed,
         const double *inputs, double *values)
{
    for (size_t id = 0; id <= node; id++) {
        const struct pl_node *n = &graph->entries[id].node;
        double arguments[3] = {0.0, 0.0, 0.0};

        if (!needed[id]) {
            continue;
        }
        if (n->op == PL_OP_NUMBER) {
            values[id] = n->number;
        } else if (n->op == PL_OP_INPUT) {
            values[id] = inputs[n->input];
        } else {
            for (uint32_t k = 0; k < n->n_arguments; k++) {
                arguments[k] = values[n->arguments[k]];
            }
            values[id] = pl_op_value(n->op, arguments);
        }
    }
}

double
pl_graph_value(const struct pl_graph *graph, uint32_t node, const double *inputs)
{
    double value = NAN;
    bool *needed;
    double *values;

    if (node == PL_NODE_NONE) {
        return NAN;
    }
    needed = calloc((size_t)node + 1, sizeof *needed);
    values = calloc((size_t)node + 1, sizeof *values);
    if (needed != NULL && values != NULL) {
        needed[node] = true;
        for (size_t id = (size_t)node + 1; id-- > 0;) {
            const struct pl_node *n = &graph->entries[id].node;

            for (uint32_t k = 0; needed[id] && k < n->n_arguments; k++) {
                needed[n->arguments[k]] = true;
            }
        }
        evaluate(graph, node, needed, inputs, values);
        value = values[node];
    }
    free(values);
    free(needed);
    return value;
}
