/*
 * pathway_layout.c - which way the edges of a picture run.
 */
#include "out/pathway_layout.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/pathway.h"
#include "base/diag.h"

enum mark { MARK_NEW, MARK_OPEN, MARK_DONE };

/* The edges that make the rows: all but those of signals and drugs. */
struct rows {
    const struct pl_pathway *pathway;
    size_t
        *first; /* shape (n_nodes + 1): where the edges of each node begin in `edges` */
    size_t *edges;    /* shape (n_edges): by the node where they begin */
    size_t *next;     /* shape (n_nodes): the next edge of an open node */
    size_t *stack;    /* shape (n_nodes) */
    size_t *order;    /* shape (n_nodes): each behind all that it leads to */
    char *marks;      /* shape (n_nodes) */
    bool *comes_back; /* shape (n_edges) */
    size_t *row;      /* shape (n_nodes) */
};

static bool
is_kind(const struct pl_pathway *pathway, size_t node, enum pl_pathway_kind kind)
{
    return pathway->nodes[node].kind == kind;
}

static bool
is_drug(const struct pl_pathway *pathway, size_t node)
{
    return is_kind(pathway, node, PL_PATHWAY_DRUG) ||
           is_kind(pathway, node, PL_PATHWAY_TARGET);
}

static bool
makes_rows(const struct pl_pathway *pathway, const struct pl_pathway_edge *edge)
{
    return !is_kind(pathway, edge->from, PL_PATHWAY_FEEDBACK) &&
           !is_kind(pathway, edge->to, PL_PATHWAY_FEEDBACK) &&
           !is_drug(pathway, edge->from);
}

static void
sort_edges(struct rows *rows)
{
    const struct pl_pathway *pathway = rows->pathway;

    for (size_t k = 0; k < pathway->n_edges; k++) {
        if (makes_rows(pathway, &pathway->edges[k])) {
            rows->first[pathway->edges[k].from]++;
        }
    }
    for (size_t k = 0, sum = 0; k <= pathway->n_nodes; k++) {
        sum += rows->first[k];
        rows->first[k] = sum;
    }
    for (size_t k = pathway->n_edges; k-- > 0;) {
        if (makes_rows(pathway, &pathway->edges[k])) {
            rows->edges[--rows->first[pathway->edges[k].from]] = k;
        }
    }
}

/* Walk from a node with a stack of its own; edges to an open node come back. */
static size_t
walk(struct rows *rows, size_t start, size_t n_order)
{
    size_t n_stack = 0;

    if (rows->marks[start] != MARK_NEW) {
        return n_order;
    }
    rows->marks[start] = MARK_OPEN;
    rows->next[start] = rows->first[start];
    rows->stack[n_stack++] = start;
    while (n_stack > 0) {
        const size_t at = rows->stack[n_stack - 1];

        if (rows->next[at] == rows->first[at + 1]) {
            rows->marks[at] = MARK_DONE;
            rows->order[n_order++] = at;
            n_stack--;
        } else {
            const size_t edge = rows->edges[rows->next[at]++];
            const size_t to = rows->pathway->edges[edge].to;

            if (rows->marks[to] == MARK_OPEN) {
                rows->comes_back[edge] = true;
            } else if (rows->marks[to] == MARK_NEW) {
                rows->marks[to] = MARK_OPEN;
                rows->next[to] = rows->first[to];
                rows->stack[n_stack++] = to;
            }
        }
    }
    return n_order;
}

static void
find_rows(struct rows *rows)
{
    const struct pl_pathway *pathway = rows->pathway;
    size_t n_order = 0;

    sort_edges(rows);
    for (size_t k = 0; k < pathway->n_nodes; k++) {
        n_order = walk(rows, k, n_order);
    }
    for (size_t i = n_order; i-- > 0;) {
        const size_t at = rows->order[i];

        for (size_t k = rows->first[at]; k < rows->first[at + 1]; k++) {
            const size_t to = pathway->edges[rows->edges[k]].to;

            if (!rows->comes_back[rows->edges[k]] && rows->row[to] <= rows->row[at]) {
                rows->row[to] = rows->row[at] + 1;
            }
        }
    }
}

/* Whether a signal goes up: its lowest source and its highest target. */
static bool
goes_up(const struct rows *rows, size_t signal)
{
    const struct pl_pathway *pathway = rows->pathway;
    size_t lowest = 0;
    size_t highest = pathway->n_nodes;

    for (size_t k = 0; k < pathway->n_edges; k++) {
        const struct pl_pathway_edge *edge = &pathway->edges[k];

        if (edge->to == signal && rows->row[edge->from] > lowest) {
            lowest = rows->row[edge->from];
        }
        if (edge->from == signal && rows->row[edge->to] < highest) {
            highest = rows->row[edge->to];
        }
    }
    return highest <= lowest;
}

/* True when the two ends act on one another: neither stands above the other. */
static bool
is_mutual(const struct pl_pathway *pathway, const struct rows *rows,
          const struct pl_pathway_edge *edge)
{
    if (edge->two_ways && edge->relation != PL_PATHWAY_FLOW) {
        return true;
    }
    for (size_t k = rows->first[edge->to]; k < rows->first[edge->to + 1]; k++) {
        if (pathway->edges[rows->edges[k]].to == edge->from) {
            return true;
        }
    }
    return false;
}

static void
fill_ways(const struct rows *rows, struct pl_pathway_way *ways)
{
    const struct pl_pathway *pathway = rows->pathway;

    for (size_t k = 0; k < pathway->n_edges; k++) {
        const struct pl_pathway_edge *edge = &pathway->edges[k];
        const bool from_signal = is_kind(pathway, edge->from, PL_PATHWAY_FEEDBACK);

        ways[k] = (struct pl_pathway_way){false, false};
        if (is_drug(pathway, edge->from)) {
            continue;
        }
        if (makes_rows(pathway, edge)) {
            ways[k].up = rows->comes_back[k];
            ways[k].free = is_mutual(pathway, rows, edge);
        } else {
            ways[k].up = goes_up(rows, from_signal ? edge->from : edge->to);
        }
    }
}

enum pl_status
pl_pathway_lay_out(const struct pl_pathway *pathway, struct pl_diags *diags,
                   struct pl_pathway_way *ways)
{
    const size_t n = pathway->n_nodes;
    struct rows rows = {
        .pathway = pathway,
        .first = calloc(n + 2, sizeof *rows.first),
        .edges = calloc(pathway->n_edges + 1, sizeof *rows.edges),
        .next = calloc(n + 1, sizeof *rows.next),
        .stack = calloc(n + 1, sizeof *rows.stack),
        .order = calloc(n + 1, sizeof *rows.order),
        .marks = calloc(n + 1, 1),
        .comes_back = calloc(pathway->n_edges + 1, sizeof *rows.comes_back),
        .row = calloc(n + 1, sizeof *rows.row),
    };
    enum pl_status status = PL_OK;

    if (rows.first == NULL || rows.edges == NULL || rows.next == NULL ||
        rows.stack == NULL || rows.order == NULL || rows.marks == NULL ||
        rows.comes_back == NULL || rows.row == NULL) {
        status = pl_diag_no_memory(diags, "the picture of a network");
    } else {
        find_rows(&rows);
        fill_ways(&rows, ways);
    }
    free(rows.first);
    free(rows.edges);
    free(rows.next);
    free(rows.stack);
    free(rows.order);
    free(rows.marks);
    free(rows.comes_back);
    free(rows.row);
    return status;
}
