/*
 * circuits.c - the elementary circuits of a directed graph.
 *
 * For each node s the circuits are found whose smallest node is s, among the nodes that s
 * reaches and is reached from by way of nodes >= s. A way starts at s and goes on, arc by
 * arc; a node that was tried in vain is locked until a circuit through one of its
 * successors opens it again.
 */
#include "analysis/circuits.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/index.h"
#include "base/list.h"

/* Arcs looked at between two questions whether to stop. */
#define STEPS_BETWEEN_STOPS ((size_t)1 << 16)

/* A node on the way. */
struct place {
    uint32_t node;
    uint32_t arc;    /* by which the way goes on from here */
    size_t next;     /* the arc to try next, an index into `leaving` */
    size_t distance; /* [arc] to s on the shortest circuit found from here; PL_NONE */
};

struct search {
    const struct pl_circuits_options *options;
    size_t n_nodes, n_arcs;
    const struct pl_arc *arcs;
    size_t *out_first, *in_first; /* shape (n_nodes + 1) */
    uint32_t *leaving, *arriving; /* shape (n_arcs): arcs by source, by target */

    uint32_t start;
    size_t bound;      /* [node] of a circuit */
    size_t least;      /* [node] shorter circuits are passed over */
    bool unbounded;    /* the bound is no shorter than the longest way there can be */
    size_t *back;      /* shape (n_nodes): [arc] the shortest way to s; PL_NONE for a
                           node outside */
    bool *reached;     /* shape (n_nodes): from s */
    size_t *lock;      /* shape (n_nodes): a way of so many nodes or more need not go on
                           to it */
    bool *on_way;      /* shape (n_nodes) */
    struct place *way; /* shape (n_nodes) */
    size_t n_way;
    uint32_t *queue;        /* shape (n_nodes) */
    size_t *queue_distance; /* shape (n_nodes) */

    struct pl_circuits *out;
    size_t most; /* circuits in `out` */
    size_t first_capacity, arcs_capacity, shared_capacity;
    uint32_t *last; /* shape (n_nodes): arcs of the circuit found last */
    size_t n_last;
    size_t n_steps;
    bool full; /* there is another circuit, and no room for it */
    enum pl_status status;
};

/* Arcs sorted by one end, in the order of their numbers for each node. */
static void
sort_arcs(const struct search *search, bool by_source, size_t *first, uint32_t *sorted)
{
    for (size_t k = 0; k < search->n_arcs; k++) {
        first[1 + (by_source ? search->arcs[k].source : search->arcs[k].target)]++;
    }
    for (size_t i = 0; i < search->n_nodes; i++) {
        first[i + 1] += first[i];
    }
    for (size_t k = search->n_arcs; k-- > 0;) {
        const uint32_t node =
            by_source ? search->arcs[k].source : search->arcs[k].target;

        /* from behind: the end of a node's part becomes its begin */
        sorted[--first[node + 1]] = (uint32_t)k;
    }
    /* now first[i + 1] is the begin of node i */
    memmove(first, first + 1, search->n_nodes * sizeof *first);
    first[search->n_nodes] = search->n_arcs;
}

/* Nodes >= s around s, in both directions: distances to s, and what s reaches. */
static void
explore(struct search *search)
{
    size_t n = 0;

    for (size_t i = 0; i < search->n_nodes; i++) {
        search->back[i] = PL_NONE;
        search->reached[i] = false;
        search->on_way[i] = false;
        search->lock[i] = PL_NONE;
    }
    search->back[search->start] = 0;
    search->queue[n++] = search->start;
    for (size_t k = 0; k < n; k++) {
        const uint32_t node = search->queue[k];

        for (size_t a = search->in_first[node]; a < search->in_first[node + 1]; a++) {
            const uint32_t source = search->arcs[search->arriving[a]].source;

            if (source > search->start && search->back[source] == PL_NONE) {
                search->back[source] = search->back[node] + 1;
                search->queue[n++] = source;
            }
        }
    }
    n = 0;
    search->reached[search->start] = true;
    search->queue[n++] = search->start;
    for (size_t k = 0; k < n; k++) {
        const uint32_t node = search->queue[k];

        for (size_t a = search->out_first[node]; a < search->out_first[node + 1]; a++) {
            const uint32_t target = search->arcs[search->leaving[a]].target;

            if (target > search->start && search->back[target] != PL_NONE &&
                !search->reached[target]) {
                search->reached[target] = true;
                search->queue[n++] = target;
            }
        }
    }
    search->unbounded = search->bound >= n;
}

static bool
reserve(struct search *search, size_t length)
{
    struct pl_circuits *out = search->out;
    size_t *first =
        pl_list_reserve(out->first, out->n + 2, &search->first_capacity, sizeof *first);
    size_t *shared = NULL;
    uint32_t *arcs = NULL;

    if (first == NULL) {
        return false;
    }
    out->first = first;
    first[0] = 0;
    shared = pl_list_reserve(out->shared, out->n + 1, &search->shared_capacity,
                             sizeof *shared);
    if (shared == NULL) {
        return false;
    }
    out->shared = shared;
    arcs = pl_list_reserve(out->arcs, first[out->n] + length, &search->arcs_capacity,
                           sizeof *arcs);
    if (arcs == NULL) {
        return false;
    }
    out->arcs = arcs;
    return true;
}

/* The way is a circuit. */
static void
keep(struct search *search)
{
    struct pl_circuits *out = search->out;
    const size_t length = search->n_way;
    size_t shared = 0;

    if (length < search->least) {
        return;
    }
    if (out->n >= search->most) {
        search->full = true;
        return;
    }
    if (!reserve(search, length)) {
        search->status = PL_ERR_NOMEM;
        return;
    }
    while (shared < length && shared < search->n_last &&
           search->last[shared] == search->way[shared].arc) {
        shared++;
    }
    for (size_t k = 0; k < length; k++) {
        search->last[k] = search->way[k].arc;
        out->arcs[out->first[out->n] + k] = search->way[k].arc;
    }
    search->n_last = length;
    out->shared[out->n] = shared;
    out->first[out->n + 1] = out->first[out->n] + length;
    out->n++;
}

/* The lock of a node from which a circuit takes so many arcs to s. */
static size_t
opened(const struct search *search, size_t distance)
{
    return search->unbounded ? PL_NONE : search->bound - distance + 1;
}

/* A node leaves the way with a circuit found: it and those before it are open again. */
static void
open_locks(struct search *search, uint32_t node, size_t distance)
{
    size_t n = 0;

    search->lock[node] = opened(search, distance);
    search->queue[n] = node;
    search->queue_distance[n++] = distance;
    for (size_t k = 0; k < n; k++) {
        const uint32_t opens = search->queue[k];
        const size_t further = search->queue_distance[k] + 1;

        for (size_t a = search->in_first[opens]; a < search->in_first[opens + 1]; a++) {
            const uint32_t source = search->arcs[search->arriving[a]].source;

            if (!search->reached[source] || search->on_way[source] ||
                further > search->bound ||
                search->lock[source] >= opened(search, further)) {
                continue;
            }
            /* in the order of distances each node is opened once, and as far as it gets */
            search->lock[source] = opened(search, further);
            search->queue[n] = source;
            search->queue_distance[n++] = further;
        }
    }
}

static void
go_on_to(struct search *search, uint32_t node)
{
    search->way[search->n_way] = (struct place){
        .node = node, .next = search->out_first[node], .distance = PL_NONE};
    search->n_way++;
    search->on_way[node] = true;
    /* where it was in vain, a way as long need not come back */
    search->lock[node] = search->unbounded ? 0 : search->n_way - 1;
}

static void
go_back(struct search *search)
{
    const struct place left = search->way[--search->n_way];

    search->on_way[left.node] = false;
    if (left.distance == PL_NONE) {
        return; /* it stays locked */
    }
    open_locks(search, left.node, left.distance);
    if (search->n_way > 0) {
        struct place *before = &search->way[search->n_way - 1];

        if (before->distance == PL_NONE || before->distance > left.distance + 1) {
            before->distance = left.distance + 1;
        }
    }
}

static bool
may_go_on_to(const struct search *search, uint32_t node)
{
    return search->reached[node] && !search->on_way[node] &&
           search->n_way < search->lock[node] &&
           (search->unbounded || search->n_way + search->back[node] <= search->bound);
}

/* Every circuit whose smallest node is `start`. */
static void
search_from(struct search *search)
{
    search->n_way = 0;
    go_on_to(search, search->start);
    while (search->n_way > 0 && search->status == PL_OK && !search->full) {
        struct place *top = &search->way[search->n_way - 1];

        if (++search->n_steps % STEPS_BETWEEN_STOPS == 0 &&
            search->options->stop != NULL &&
            search->options->stop(search->options->stop_context)) {
            search->status = PL_ERR_STOPPED;
        } else if (top->next == search->out_first[top->node + 1]) {
            go_back(search);
        } else {
            uint32_t target = 0;

            top->arc = search->leaving[top->next++];
            target = search->arcs[top->arc].target;
            if (target == search->start) {
                top->distance = 1;
                keep(search);
            } else if (may_go_on_to(search, target)) {
                go_on_to(search, target);
            }
        }
    }
}

/* Every circuit of `least` to `bound` nodes, behind those that there are. */
static void
search_all(struct search *search, size_t least, size_t bound)
{
    search->least = least;
    search->bound = bound;
    search->n_last = 0;
    search->full = false;
    for (size_t i = 0; i < search->n_nodes && search->status == PL_OK && !search->full;
         i++) {
        search->start = (uint32_t)i;
        explore(search);
        search_from(search);
    }
}

static void
forget(struct search *search)
{
    search->out->n = 0;
}

/* There are more than fit, of up to `bound` nodes: the short ones first. */
static void
search_short_ones(struct search *search, size_t bound)
{
    size_t whole = 0;      /* they fit, … */
    size_t beyond = bound; /* … and these do not */

    while (search->status == PL_OK && beyond - whole > 1) {
        const size_t middle = whole + (beyond - whole) / 2;

        forget(search);
        search_all(search, 1, middle);
        whole = search->full ? whole : middle;
        beyond = search->full ? middle : beyond;
    }
    if (search->status == PL_OK) {
        forget(search);
        search_all(search, 1, whole);
    }
    if (search->status == PL_OK) {
        search_all(search, beyond, beyond);
        search->out->whole = whole;
        search->out->counted_out = true;
    }
}

static bool
allocate(struct search *search)
{
    const size_t n = search->n_nodes + 1;

    search->out_first = calloc(n + 1, sizeof *search->out_first);
    search->in_first = calloc(n + 1, sizeof *search->in_first);
    search->leaving = calloc(search->n_arcs + 1, sizeof *search->leaving);
    search->arriving = calloc(search->n_arcs + 1, sizeof *search->arriving);
    search->back = calloc(n, sizeof *search->back);
    search->reached = calloc(n, sizeof *search->reached);
    search->lock = calloc(n, sizeof *search->lock);
    search->on_way = calloc(n, sizeof *search->on_way);
    search->way = calloc(n, sizeof *search->way);
    search->queue = calloc(n, sizeof *search->queue);
    search->queue_distance = calloc(n, sizeof *search->queue_distance);
    search->last = calloc(n, sizeof *search->last);
    search->out->first = calloc(2, sizeof *search->out->first);
    search->first_capacity = 2;
    return search->out_first != NULL && search->in_first != NULL &&
           search->leaving != NULL && search->arriving != NULL &&
           search->back != NULL && search->reached != NULL && search->lock != NULL &&
           search->on_way != NULL && search->way != NULL && search->queue != NULL &&
           search->queue_distance != NULL && search->last != NULL &&
           search->out->first != NULL;
}

static void
release(struct search *search)
{
    free(search->out_first);
    free(search->in_first);
    free(search->leaving);
    free(search->arriving);
    free(search->back);
    free(search->reached);
    free(search->lock);
    free(search->on_way);
    free(search->way);
    free(search->queue);
    free(search->queue_distance);
    free(search->last);
}

enum pl_status
pl_circuits_find(size_t n_nodes, const struct pl_arc *arcs, size_t n_arcs,
                 const struct pl_circuits_options *options, struct pl_diags *diags,
                 struct pl_circuits *out)
{
    struct search search = {
        .options = options,
        .n_nodes = n_nodes,
        .n_arcs = n_arcs,
        .arcs = arcs,
        .out = out,
        .most = options->max_count,
    };
    const size_t bound = options->max_length < n_nodes ? options->max_length : n_nodes;

    pl_circuits_finish(out);
    if (!allocate(&search)) {
        search.status = PL_ERR_NOMEM;
    } else {
        sort_arcs(&search, true, search.out_first, search.leaving);
        sort_arcs(&search, false, search.in_first, search.arriving);
        search_all(&search, 1, bound);
        out->whole = bound < n_nodes ? bound : PL_NONE;
        if (search.full) {
            search_short_ones(&search, bound);
        }
    }
    release(&search);
    if (search.status != PL_OK) {
        pl_circuits_finish(out);
    }
    return search.status == PL_ERR_NOMEM ? pl_diag_no_memory(diags, "loops")
                                         : search.status;
}

void
pl_circuits_finish(struct pl_circuits *circuits)
{
    free(circuits->first);
    free(circuits->arcs);
    free(circuits->shared);
    *circuits = (struct pl_circuits){0};
}
