/*
 * loops_names.c - what loops are called.
 */
#include "analysis/loops_names.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "analysis/loops.h"
#include "analysis/loops_private.h"
#include "base/diag.h"
#include "base/index.h"
#include "base/text.h"
#include "compile/links.h"
#include "model/model.h"
#include "study/context.h"
#include "study/times.h"

/* Members of a loop without an edge that its name has. */
#define NAMED_MEMBERS ((size_t)3)

const char *
pl_loop_sign_word(int sign)
{
    return sign > 0 ? "reinforcing" : sign < 0 ? "balancing" : "none";
}

/* True when the link is negative at the first moment at which it passes anything. */
static bool
is_negative(const struct pl_loops *loops, size_t link)
{
    for (size_t k = 0; k < loops->course->n_moments; k++) {
        const double weight = loops->course->first.moments[k].point.weights[link];

        if (weight != 0.0) {
            return weight < 0.0;
        }
    }
    return false;
}

static void
put_node(const struct pl_context *context, const struct pl_loops *loops, size_t node,
         bool symbols, struct pl_text *text)
{
    const struct pl_symbol *symbol =
        &context->model->symbols[loops->links->symbol[node]];

    if (symbols) {
        pl_text_put(text, symbol->name);
    } else if (node >= loops->links->n_states) {
        pl_text_format(text, "[%s]", symbol->label); /* an edge has arrows of its own */
    } else {
        pl_text_put(text, symbol->label);
    }
}

void
pl_loops_put_members(const struct pl_context *context, const struct pl_loops *loops,
                     size_t loop, bool symbols, struct pl_text *text)
{
    const struct pl_links *links = loops->links;
    size_t n = 0;
    const uint32_t *own = pl_loop_set_links(&loops->set, loop, &n);
    size_t begin = 0;

    while (begin < n && links->links[own[begin]].source < links->n_states) {
        begin++;
    }
    begin = begin == n ? 0 : begin;
    put_node(context, loops, links->links[own[begin]].source, symbols, text);
    for (size_t k = 0; k < n; k++) {
        const size_t link = own[(begin + k) % n];

        pl_text_put(text, is_negative(loops, link) ? " -| " : " -> ");
        put_node(context, loops, links->links[link].target, symbols, text);
    }
}

void
pl_loops_put_beginning(const struct pl_context *context, const struct pl_loops *loops,
                       size_t loop, struct pl_text *text)
{
    const struct pl_links *links = loops->links;
    size_t n = 0;
    const uint32_t *own = pl_loop_set_links(&loops->set, loop, &n);

    put_node(context, loops, links->links[own[0]].source, false, text);
    for (size_t k = 0; k < n && k < NAMED_MEMBERS; k++) {
        pl_text_put(text, is_negative(loops, own[k]) ? " -| " : " -> ");
        put_node(context, loops, links->links[own[k]].target, false, text);
    }
    if (n > NAMED_MEMBERS) {
        pl_text_format(text, " … (%zu nodes)", n);
    }
}

void
pl_loops_put_group(const struct pl_context *context, const struct pl_loops *loops,
                   size_t group, struct pl_text *text)
{
    const struct pl_loop_group *told = &loops->set.groups[group];
    size_t n = 0;
    const uint32_t *edges = pl_loop_set_edges(&loops->set, told->sample, &n);

    for (size_t e = 0; e < n; e++) {
        const size_t symbol = loops->links->symbol[loops->links->n_states + edges[e]];

        pl_text_format(text, "%s%s", e > 0 ? ", " : "",
                       context->model->symbols[symbol].label);
    }
    if (n == 0) {
        pl_loops_put_beginning(context, loops, told->sample, text);
    }
}

void
pl_loops_put_at(const struct pl_context *context, const struct pl_loops *loops,
                struct pl_text *text)
{
    char words[PL_NUMBER_SIZE];

    if (loops->at == PL_LOOPS_AT_REST) {
        pl_text_put(text, "treated rest");
        return;
    }
    pl_time_format(context, loops->at, words);
    pl_text_put(text, words);
}

/* A group and its place in the order. */
struct place {
    double share;
    size_t group;
};

static int
compare_places(const void *a, const void *b)
{
    const struct place *left = a;
    const struct place *right = b;

    if (left->share != right->share) {
        return left->share > right->share ? -1 : 1;
    }
    return (left->group > right->group) - (left->group < right->group);
}

enum pl_status
pl_loops_order_groups(const struct pl_loops *loops, struct pl_diags *diags,
                      size_t **order)
{
    const size_t n = loops->set.n_groups;
    struct place *places = calloc(n + 1, sizeof *places);

    *order = calloc(n + 1, sizeof **order);
    if (places == NULL || *order == NULL) {
        free(places);
        free(*order);
        *order = NULL;
        return pl_diag_no_memory(diags, "the groups of loops");
    }
    for (size_t g = 0; g < n; g++) {
        places[g] = (struct place){loops->group_share[g], g};
    }
    qsort(places, n, sizeof *places, compare_places);
    for (size_t g = 0; g < n; g++) {
        (*order)[g] = places[g].group;
    }
    free(places);
    return PL_OK;
}
