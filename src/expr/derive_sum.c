/*
 * derive_sum.c - derivatives of long sums.
 *
 * The sum of all fluxes of a hub, or of all members of a family, has hundreds of terms, of
 * which few depend on any one input. To go down such a sum for each input takes as many
 * steps as the square of its length. So a long sum is laid flat once, with the inputs of
 * each of its terms; a derivative then puts those of the terms that have one together by
 * the operations that join them, which are the ones that the way down would have met:
 *
 *     ((a - b) + c) - d   with b and d depending on x:   (0 - b') - d'
 */
#include "expr/graph.h"

#include <stdlib.h>

#include "base/list.h"
#include "expr/graph_private.h"

/* Nodes of a term that are looked at for its inputs. A larger one may be part of many
 * terms, or of sums in sums, and is taken to have each input that it may have. */
#define MOST_NODES ((size_t)128)
#define VAGUE UINT32_MAX

/* One term, and how what ends with it is joined to what begins with the next. */
struct term {
    uint32_t node;
    uint32_t signs;       /* how often it is subtracted on the way to it */
    bool subtracts;       /* the joint: - or + */
    uint32_t depth;       /* … in the tree of operations */
    uint32_t joint_signs; /* how often what it makes is subtracted */
};

struct graph_sum {
    struct term
        *terms; /* shape (capacity), from left to right; the first n are there */
    size_t n, capacity;
    uint32_t *outermost; /* shape (2 n): a tree over the joints for find_joint */
    uint64_t *uses;      /* slot << 32 | term, sorted: the terms of each slot */
    size_t n_uses, uses_capacity;
    uint32_t *vague; /* the terms that are too large to say, sorted */
    size_t n_vague, vague_capacity;
};

/* One derivative on the way to that of a sum. */
struct graph_part {
    uint32_t value;
    uint32_t signs; /* of the place in the tree where it is */
    uint32_t joint; /* to the part before */
};

/* What is left to do while a sum is laid flat: a node, or a joint to write down. */
struct graph_flat {
    bool is_joint;
    uint32_t node; /* for a joint: its operation */
    uint32_t signs, depth;
};

static bool
is_sum(enum pl_op op)
{
    return op == PL_OP_ADD || op == PL_OP_SUBTRACT;
}

/* A number for marks that no node has yet. @return 0 when memory is out */
static uint32_t
next_mark(struct pl_graph *graph)
{
    uint32_t *marks = pl_list_reserve(graph->marks, graph->n_entries,
                                      &graph->marks_capacity, sizeof *marks);

    if (marks == NULL) {
        return 0;
    }
    graph->marks = marks;
    if (graph->last_mark == UINT32_MAX) {
        graph->last_mark = 0;
        graph->n_marks = 0;
    }
    for (; graph->n_marks < graph->n_entries; graph->n_marks++) {
        marks[graph->n_marks] = 0;
    }
    return ++graph->last_mark;
}

/* @return false when memory is out */
static bool
add_term(struct graph_sum *sum, uint32_t node, uint32_t signs)
{
    struct term *terms =
        pl_list_reserve(sum->terms, sum->n + 1, &sum->capacity, sizeof *terms);

    if (terms == NULL) {
        return false;
    }
    sum->terms = terms;
    sum->terms[sum->n++] = (struct term){.node = node, .signs = signs};
    return true;
}

/* Room for what is left to do. @return false when memory is out */
static bool
reserve_flats(struct pl_graph *graph, size_t n)
{
    struct graph_flat *flats =
        pl_list_reserve(graph->flats, n, &graph->flats_capacity, sizeof *flats);

    if (flats != NULL) {
        graph->flats = flats;
    }
    return flats != NULL;
}

/* The terms in their order. A part that comes twice is laid flat once, and then a term. */
static bool
lay_flat(struct pl_graph *graph, uint32_t node, struct graph_sum *sum)
{
    const uint32_t mark = next_mark(graph);
    size_t n = 1;

    if (mark == 0 || !reserve_flats(graph, 1)) {
        return false;
    }
    graph->flats[0] = (struct graph_flat){.node = node};
    while (n > 0) {
        const struct graph_flat top = graph->flats[--n];
        const struct pl_node *inner;

        if (top.is_joint) {
            struct term *left = &sum->terms[sum->n - 1];

            left->subtracts = top.node == PL_OP_SUBTRACT;
            left->depth = top.depth;
            left->joint_signs = top.signs;
            continue;
        }
        inner = &graph->entries[top.node].node;
        if (!is_sum(inner->op) || graph->marks[top.node] == mark) {
            if (!add_term(sum, top.node, top.signs)) {
                return false;
            }
            continue;
        }
        graph->marks[top.node] = mark;
        if (!reserve_flats(graph, n + 3)) {
            return false;
        }
        graph->flats[n++] = (struct graph_flat){
            .node = inner->arguments[1],
            .signs = top.signs + (inner->op == PL_OP_SUBTRACT),
            .depth = top.depth + 1,
        };
        graph->flats[n++] =
            (struct graph_flat){true, (uint32_t)inner->op, top.signs, top.depth};
        graph->flats[n++] = (struct graph_flat){
            .node = inner->arguments[0], .signs = top.signs, .depth = top.depth + 1};
    }
    return true;
}

static uint32_t
outer_of(const struct graph_sum *sum, uint32_t a, uint32_t b)
{
    return sum->terms[b].depth < sum->terms[a].depth ? b : a;
}

/* Joints are 0 … n - 2; a place of the tree is the outermost of the two below it. */
static bool
order_joints(struct graph_sum *sum)
{
    const size_t n = sum->n;

    sum->terms[n - 1].depth = UINT32_MAX; /* none behind the last */
    sum->outermost = calloc(2 * n, sizeof *sum->outermost);
    if (sum->outermost == NULL) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        sum->outermost[n + i] = (uint32_t)i;
    }
    for (size_t i = n; i-- > 1;) {
        sum->outermost[i] =
            outer_of(sum, sum->outermost[2 * i], sum->outermost[2 * i + 1]);
    }
    return true;
}

/* The operation where the ways to two terms part, from < to. */
static uint32_t
find_joint(const struct graph_sum *sum, size_t from, size_t to)
{
    uint32_t best = (uint32_t)from;

    for (from += sum->n, to += sum->n; from < to; from /= 2, to /= 2) {
        if (from % 2 == 1) {
            best = outer_of(sum, best, sum->outermost[from++]);
        }
        if (to % 2 == 1) {
            best = outer_of(sum, best, sum->outermost[--to]);
        }
    }
    return best;
}

static bool
add_use(struct graph_sum *sum, uint32_t slot, size_t term)
{
    uint64_t *uses =
        pl_list_reserve(sum->uses, sum->n_uses + 1, &sum->uses_capacity, sizeof *uses);

    if (uses == NULL) {
        return false;
    }
    sum->uses = uses;
    sum->uses[sum->n_uses++] = (uint64_t)slot << 32 | term;
    return true;
}

static bool
add_vague(struct graph_sum *sum, size_t term)
{
    uint32_t *vague = pl_list_reserve(sum->vague, sum->n_vague + 1,
                                      &sum->vague_capacity, sizeof *vague);

    if (vague == NULL) {
        return false;
    }
    sum->vague = vague;
    sum->vague[sum->n_vague++] = (uint32_t)term;
    return true;
}

/* Append a number to the lists of slots. */
static bool
keep_slot(struct pl_graph *graph, uint32_t number)
{
    uint32_t *lists = pl_list_reserve(graph->slot_lists, graph->n_slot_lists + 1,
                                      &graph->slot_lists_capacity, sizeof *lists);

    if (lists == NULL || graph->n_slot_lists >= UINT32_MAX) {
        graph->slot_lists = lists != NULL ? lists : graph->slot_lists;
        return false;
    }
    graph->slot_lists = lists;
    graph->slot_lists[graph->n_slot_lists++] = number;
    return true;
}

/*
 * List the slots of a term, by a walk down: their number first, VAGUE when it is too large.
 * @return false when memory is out
 */
static bool
list_slots(struct pl_graph *graph, uint32_t term)
{
    uint32_t stack[MOST_NODES + 3];
    const uint32_t mark = next_mark(graph);
    const size_t first = graph->n_slot_lists;
    size_t n_met = 1;
    size_t n = 0;

    if (mark == 0 || !keep_slot(graph, 0)) {
        return false;
    }
    stack[n++] = term;
    graph->marks[term] = mark;
    while (n > 0 && n_met <= MOST_NODES) {
        const struct pl_node *node = &graph->entries[stack[--n]].node;

        if (node->op == PL_OP_INPUT && !keep_slot(graph, node->input)) {
            return false;
        }
        for (uint32_t k = 0; k < node->n_arguments; k++) {
            const uint32_t below = node->arguments[k];

            if (graph->marks[below] != mark && graph->entries[below].slots != 0) {
                graph->marks[below] = mark;
                stack[n++] = below;
                n_met++;
            }
        }
    }
    if (n > 0) {
        graph->n_slot_lists = first + 1;
        graph->slot_lists[first] = VAGUE;
    } else {
        graph->slot_lists[first] = (uint32_t)(graph->n_slot_lists - first - 1);
    }
    graph->entries[term].flat = (uint32_t)first + 1;
    return true;
}

/* The slots of a term; several sums may have it. A sum that comes twice is left to its
 * own list of terms. */
static bool
find_slots(struct pl_graph *graph, struct graph_sum *sum, size_t term)
{
    const uint32_t node = sum->terms[term].node;
    const uint32_t *list;

    if (is_sum(graph->entries[node].node.op)) {
        return add_vague(sum, term);
    }
    if (graph->entries[node].flat == 0 && !list_slots(graph, node)) {
        return false;
    }
    list = graph->slot_lists + (graph->entries[node].flat - 1);
    if (list[0] == VAGUE) {
        return add_vague(sum, term);
    }
    for (uint32_t k = 1; k <= list[0]; k++) {
        if (!add_use(sum, list[k], term)) {
            return false;
        }
    }
    return true;
}

static int
compare_uses(const void *a, const void *b)
{
    const uint64_t *one = a;
    const uint64_t *other = b;

    return (*one > *other) - (*one < *other);
}

static bool
find_uses(struct pl_graph *graph, struct graph_sum *sum)
{
    bool done = true;

    for (size_t t = 0; t < sum->n && done; t++) {
        done = find_slots(graph, sum, t);
    }
    if (done && sum->n_uses > 1) {
        qsort(sum->uses, sum->n_uses, sizeof *sum->uses, compare_uses);
    }
    return done;
}

static void
finish_sum(struct graph_sum *sum)
{
    free(sum->terms);
    free(sum->outermost);
    free(sum->uses);
    free(sum->vague);
}

/* The sum of a node, laid flat when it is asked for first; NULL when memory is out. */
static const struct graph_sum *
find_sum(struct pl_graph *graph, uint32_t node)
{
    struct graph_sum sum = {0};
    struct graph_sum *sums;

    if (graph->entries[node].flat != 0) {
        return &graph->sums[graph->entries[node].flat - 1];
    }
    sums = pl_list_reserve(graph->sums, graph->n_sums + 1, &graph->sums_capacity,
                           sizeof *sums);
    if (sums != NULL) {
        graph->sums = sums;
    }
    if (sums == NULL || !lay_flat(graph, node, &sum) || !order_joints(&sum) ||
        !find_uses(graph, &sum)) {
        finish_sum(&sum);
        graph->failed = true;
        return NULL;
    }
    graph->sums[graph->n_sums++] = sum;
    graph->entries[node].flat = (uint32_t)graph->n_sums;
    return &graph->sums[graph->n_sums - 1];
}

/* The first use of a slot, or of one behind it. */
static size_t
first_use(const struct graph_sum *sum, uint32_t slot)
{
    const uint64_t wanted = (uint64_t)slot << 32;
    size_t low = 0;
    size_t high = sum->n_uses;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (sum->uses[middle] < wanted) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* 0 - value as often as the way up has it. */
static uint32_t
take_up(struct pl_graph *graph, uint32_t value, uint32_t n_signs)
{
    for (; n_signs > 0; n_signs--) {
        value = pl_graph_subtract(graph, pl_graph_number(graph, 0.0), value);
    }
    return value;
}

/* Join the last two parts. */
static void
join(struct pl_graph *graph, const struct graph_sum *sum, size_t n)
{
    const struct graph_part right = graph->parts[n - 1];
    const struct graph_part left = graph->parts[n - 2];
    const struct term *joint = &sum->terms[right.joint];
    const uint32_t signs = joint->joint_signs;
    const uint32_t a = take_up(graph, left.value, left.signs - signs);
    const uint32_t b =
        take_up(graph, right.value, right.signs - signs - joint->subtracts);

    graph->parts[n - 2] = (struct graph_part){
        joint->subtracts ? pl_graph_subtract(graph, a, b) : pl_graph_add(graph, a, b),
        signs, left.joint};
}

bool
pl_graph_terms_begin(struct pl_graph *graph, uint32_t node, uint32_t slot,
                     struct graph_terms *terms)
{
    const struct graph_sum *sum = find_sum(graph, node);

    if (sum == NULL) {
        return false;
    }
    *terms =
        (struct graph_terms){.sum = sum, .slot = slot, .use = first_use(sum, slot)};
    return true;
}

uint32_t
pl_graph_terms_next(const struct pl_graph *graph, struct graph_terms *terms)
{
    const struct graph_sum *sum = terms->sum;
    const uint32_t slot = terms->slot;
    size_t sure = sum->n;
    size_t maybe = sum->n;

    if (terms->use < sum->n_uses && sum->uses[terms->use] >> 32 == slot) {
        sure = (uint32_t)sum->uses[terms->use];
    }
    for (; terms->vague < sum->n_vague; terms->vague++) {
        const uint32_t t = sum->vague[terms->vague];

        if ((graph->entries[sum->terms[t].node].slots >> slot % 64 & 1) != 0) {
            maybe = t;
            break;
        }
    }
    terms->term = sure < maybe ? sure : maybe;
    terms->use += sure < maybe;
    terms->vague += maybe < sure;
    return terms->term < sum->n ? sum->terms[terms->term].node : PL_NODE_NONE;
}

uint32_t
pl_graph_derive_sum(struct pl_graph *graph, uint32_t node, uint32_t slot)
{
    struct graph_terms terms;
    const struct graph_sum *sum;
    size_t n = 0;
    size_t last = 0;

    if (!pl_graph_terms_begin(graph, node, slot, &terms)) {
        return PL_NODE_NONE;
    }
    sum = terms.sum;
    for (uint32_t term = pl_graph_terms_next(graph, &terms); term != PL_NODE_NONE;
         term = pl_graph_terms_next(graph, &terms)) {
        struct graph_part part = {pl_graph_known(graph, term, slot),
                                  sum->terms[terms.term].signs, 0};
        struct graph_part *parts =
            pl_list_reserve(graph->parts, n + 1, &graph->parts_capacity, sizeof *parts);

        if (parts == NULL) {
            graph->failed = true;
            return PL_NODE_NONE;
        }
        graph->parts = parts;
        if (n > 0) {
            part.joint = find_joint(sum, last, terms.term);
            while (n > 1 && sum->terms[parts[n - 1].joint].depth >
                                sum->terms[part.joint].depth) {
                join(graph, sum, n--);
            }
        }
        parts[n++] = part;
        last = terms.term;
    }
    while (n > 1) {
        join(graph, sum, n--);
    }
    return n == 0 ? pl_graph_number(graph, 0.0)
                  : take_up(graph, graph->parts[0].value, graph->parts[0].signs);
}

void
pl_graph_finish_sums(struct pl_graph *graph)
{
    for (size_t i = 0; i < graph->n_sums; i++) {
        finish_sum(&graph->sums[i]);
    }
    free(graph->sums);
    free(graph->flats);
    free(graph->slot_lists);
    free(graph->parts);
    free(graph->marks);
}
