/*
 * loop_set.c - the loops of a network: circuits of its links, in groups.
 */
#include "analysis/loop_set.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/index.h"
#include "compile/links.h"

/* Factors of at least 1/2 that a product takes before its exponent is taken out. */
#define MOST_HALVES ((size_t)512)

/* Searches in which conversions are found to count no more; more are for networks that are
 * conversions nearly all through. */
#define MOST_ROUNDS 8

/* So many conversions more than feedback loops do not count; more would be stored in vain. */
#define MORE_CONVERSIONS ((size_t)1000)

/* The circuits, with links in place of arcs. */
static enum pl_status
find_circuits(struct pl_loop_set *set, const bool *active,
              const struct pl_circuits_options *options, struct pl_diags *diags)
{
    const struct pl_links *links = set->links;
    struct pl_arc *arcs = calloc(links->n_links + 1, sizeof *arcs);
    uint32_t *link_of = calloc(links->n_links + 1, sizeof *link_of);
    enum pl_status status = PL_OK;
    size_t n = 0;

    if (arcs == NULL || link_of == NULL) {
        status = pl_diag_no_memory(diags, "loops");
        goto done;
    }
    for (size_t k = 0; k < links->n_links; k++) {
        const struct pl_link *link = &links->links[k];

        if (active[k] && link->source != link->target) {
            arcs[n] = (struct pl_arc){link->source, link->target};
            link_of[n++] = (uint32_t)k;
        }
    }
    status = pl_circuits_find(links->n_nodes, arcs, n, options, diags, &set->circuits);
    if (status != PL_OK) {
        goto done;
    }
    set->n = set->circuits.n;
    for (size_t k = 0; k < set->circuits.first[set->n]; k++) {
        set->circuits.arcs[k] = link_of[set->circuits.arcs[k]];
    }

done:
    free(arcs);
    free(link_of);
    return status;
}

static int
compare_edges(const void *a, const void *b)
{
    const uint32_t left = *(const uint32_t *)a;
    const uint32_t right = *(const uint32_t *)b;

    return (left > right) - (left < right);
}

/* What kind each loop is, and which edges it passes. */
static enum pl_status
describe(struct pl_loop_set *set, struct pl_diags *diags)
{
    const struct pl_links *links = set->links;
    const size_t n_arcs = set->circuits.first[set->n];
    size_t n = 0;

    set->kinds = calloc(set->n + 1, sizeof *set->kinds);
    set->edge_first = calloc(set->n + 1, sizeof *set->edge_first);
    for (size_t k = 0; k < n_arcs; k++) {
        n += links->links[set->circuits.arcs[k]].target >= links->n_states ? 1 : 0;
    }
    set->edges = calloc(n + 1, sizeof *set->edges);
    if (set->kinds == NULL || set->edge_first == NULL || set->edges == NULL) {
        return pl_diag_no_memory(diags, "loops");
    }
    n = 0;
    for (size_t loop = 0; loop < set->n; loop++) {
        bool carries = true;
        size_t n_links = 0;
        const uint32_t *own = pl_loop_set_links(set, loop, &n_links);

        for (size_t k = 0; k < n_links; k++) {
            const struct pl_link *link = &links->links[own[k]];

            carries = carries && link->carries;
            if (link->target >= links->n_states) {
                set->edges[n++] = link->target - (uint32_t)links->n_states;
            }
        }
        set->kinds[loop] = carries ? PL_LOOP_CONVERSION : PL_LOOP_FEEDBACK;
        set->edge_first[loop + 1] = n;
        if (n - set->edge_first[loop] > 1) {
            qsort(set->edges + set->edge_first[loop], n - set->edge_first[loop],
                  sizeof *set->edges, compare_edges);
        }
    }
    return PL_OK;
}

enum pl_status
pl_loop_set_init(struct pl_loop_set *set, const struct pl_links *links,
                 const bool *active, const struct pl_circuits_options *options,
                 struct pl_diags *diags)
{
    struct pl_circuits_options search = *options;

    for (int round = 0;; round++) {
        size_t n_conversions = 0;
        enum pl_status status = PL_OK;

        pl_loop_set_finish(set);
        set->links = links;
        status = find_circuits(set, active, &search, diags);
        if (status == PL_OK) {
            status = describe(set, diags);
        }
        if (status != PL_OK) {
            return status;
        }
        for (size_t loop = 0; loop < set->n; loop++) {
            n_conversions += set->kinds[loop] == PL_LOOP_CONVERSION ? 1 : 0;
        }
        n_conversions = n_conversions < options->max_count + MORE_CONVERSIONS
                            ? n_conversions
                            : options->max_count + MORE_CONVERSIONS;
        if (!set->circuits.counted_out || round == MOST_ROUNDS ||
            search.max_count == options->max_count + n_conversions) {
            return PL_OK;
        }
        search.max_count = options->max_count + n_conversions;
    }
}

void
pl_loop_set_finish(struct pl_loop_set *set)
{
    pl_circuits_finish(&set->circuits);
    free(set->kinds);
    free(set->edge_first);
    free(set->edges);
    free(set->groups);
    free(set->group_of);
    *set = (struct pl_loop_set){0};
}

enum pl_status
pl_loop_set_pick(const struct pl_loop_set *set, const size_t *loops, size_t n,
                 struct pl_diags *diags, struct pl_loop_set *out)
{
    size_t n_arcs = 0;

    for (size_t k = 0; k < n; k++) {
        n_arcs += set->circuits.first[loops[k] + 1] - set->circuits.first[loops[k]];
    }
    *out = (struct pl_loop_set){.links = set->links, .n = n, .circuits.n = n};
    out->circuits.first = calloc(n + 1, sizeof *out->circuits.first);
    out->circuits.arcs = calloc(n_arcs + 1, sizeof *out->circuits.arcs);
    out->circuits.shared = calloc(n + 1, sizeof *out->circuits.shared);
    out->kinds = calloc(n + 1, sizeof *out->kinds);
    out->edge_first = calloc(n + 1, sizeof *out->edge_first);
    out->edges = calloc(1, sizeof *out->edges);
    out->group_of = calloc(n + 1, sizeof *out->group_of);
    if (out->circuits.first == NULL || out->circuits.arcs == NULL ||
        out->circuits.shared == NULL || out->kinds == NULL || out->edge_first == NULL ||
        out->edges == NULL || out->group_of == NULL) {
        pl_loop_set_finish(out);
        return pl_diag_no_memory(diags, "loops");
    }
    for (size_t k = 0; k < n; k++) {
        const size_t first = out->circuits.first[k];
        size_t n_links = 0;
        const uint32_t *links = pl_loop_set_links(set, loops[k], &n_links);

        memcpy(out->circuits.arcs + first, links, n_links * sizeof *links);
        out->circuits.first[k + 1] = first + n_links;
        out->kinds[k] = set->kinds[loops[k]];
        out->group_of[k] = PL_NONE;
    }
    return PL_OK;
}

const uint32_t *
pl_loop_set_links(const struct pl_loop_set *set, size_t loop, size_t *n)
{
    const size_t first = set->circuits.first[loop];

    *n = set->circuits.first[loop + 1] - first;
    return set->circuits.arcs + first;
}

const uint32_t *
pl_loop_set_edges(const struct pl_loop_set *set, size_t loop, size_t *n)
{
    const size_t first = set->edge_first[loop];

    *n = set->edge_first[loop + 1] - first;
    return set->edges + first;
}

/* A table of groups by edges and sign, with open addressing. */
struct table {
    const struct pl_loop_set *set;
    const signed char *signs;
    size_t *places;  /* shape (n_places): a group + 1, or 0 */
    size_t n_places; /* a power of 2 */
};

static size_t
hash_of(const struct table *table, size_t loop)
{
    size_t n = 0;
    const uint32_t *edges = pl_loop_set_edges(table->set, loop, &n);
    uint64_t hash = 1469598103934665603u + (uint64_t)(table->signs[loop] + 1);

    for (size_t k = 0; k < n; k++) {
        hash = (hash ^ edges[k]) * 1099511628211u; /* FNV-1a, by words */
    }
    return (size_t)(hash ^ hash >> 29);
}

static bool
is_alike(const struct table *table, size_t a, size_t b)
{
    size_t n_a = 0;
    size_t n_b = 0;
    const uint32_t *edges_a = pl_loop_set_edges(table->set, a, &n_a);
    const uint32_t *edges_b = pl_loop_set_edges(table->set, b, &n_b);

    return table->signs[a] == table->signs[b] && n_a == n_b &&
           memcmp(edges_a, edges_b, n_a * sizeof *edges_a) == 0;
}

/* The group of a loop with edges; a new one where it is the first of its kind. */
static size_t
find_group(struct table *table, struct pl_loop_set *set, size_t loop)
{
    size_t place = hash_of(table, loop) & (table->n_places - 1);

    while (table->places[place] != 0) {
        const size_t group = table->places[place] - 1;

        if (is_alike(table, set->groups[group].sample, loop)) {
            return group;
        }
        place = (place + 1) & (table->n_places - 1);
    }
    table->places[place] = ++set->n_groups;
    return set->n_groups - 1;
}

enum pl_status
pl_loop_set_group(struct pl_loop_set *set, const signed char *signs,
                  struct pl_diags *diags)
{
    struct table table = {.set = set, .signs = signs, .n_places = 16};

    while (table.n_places < 2 * set->n) {
        table.n_places *= 2;
    }
    table.places = calloc(table.n_places, sizeof *table.places);
    free(set->groups);
    free(set->group_of);
    set->n_groups = 0;
    set->groups = calloc(set->n + 1, sizeof *set->groups);
    set->group_of = calloc(set->n + 1, sizeof *set->group_of);
    if (table.places == NULL || set->groups == NULL || set->group_of == NULL) {
        free(table.places);
        return pl_diag_no_memory(diags, "loops");
    }
    for (size_t loop = 0; loop < set->n; loop++) {
        size_t n_edges = 0;
        size_t group = PL_NONE;

        pl_loop_set_edges(set, loop, &n_edges);
        if (set->kinds[loop] == PL_LOOP_FEEDBACK) {
            group = n_edges > 0 ? find_group(&table, set, loop) : set->n_groups++;
            if (set->groups[group].n++ == 0) {
                set->groups[group].sample = loop;
                set->groups[group].sign = signs[loop];
            }
        }
        set->group_of[loop] = group;
    }
    free(table.places);
    return PL_OK;
}

enum pl_status
pl_loop_room_init(struct pl_loop_room *room, const struct pl_loop_set *set,
                  struct pl_diags *diags)
{
    const size_t n = set->links->n_nodes + 2; /* no loop is longer */

    *room = (struct pl_loop_room){
        .numbers = calloc(n, sizeof *room->numbers),
        .powers = calloc(n, sizeof *room->powers),
        .indices = calloc(n, sizeof *room->indices),
        .factor = calloc(set->links->n_links + 1, sizeof *room->factor),
        .factor_exponent =
            calloc(set->links->n_links + 1, sizeof *room->factor_exponent),
        .mantissa = calloc(set->n + 1, sizeof *room->mantissa),
        .exponent = calloc(set->n + 1, sizeof *room->exponent),
    };
    if (room->numbers == NULL || room->powers == NULL || room->indices == NULL ||
        room->factor == NULL || room->factor_exponent == NULL ||
        room->mantissa == NULL || room->exponent == NULL) {
        pl_loop_room_finish(room);
        return pl_diag_no_memory(diags, "loops");
    }
    return PL_OK;
}

void
pl_loop_room_finish(struct pl_loop_room *room)
{
    free(room->numbers);
    free(room->powers);
    free(room->indices);
    free(room->factor);
    free(room->factor_exponent);
    free(room->mantissa);
    free(room->exponent);
    *room = (struct pl_loop_room){0};
}

/* Split a factor; of 0, an infinity or a NaN the mantissa is the factor itself. */
static double
split(double factor, int *exponent)
{
    *exponent = 0;
    return isfinite(factor) && factor != 0.0 ? frexp(factor, exponent) : factor;
}

void
pl_loop_set_multiply(const struct pl_loop_set *set, struct pl_loop_room *room,
                     const double *of_link)
{
    const struct pl_circuits *circuits = &set->circuits;
    const size_t n_links = set->links->n_links;
    double *product = room->numbers; /* [k]: of the first k links, … */
    int *power = room->powers;       /* … times 2 to this */
    double *mantissas = room->factor;
    int *exponents = room->factor_exponent;
    size_t zero = SIZE_MAX; /* so many links of the present loop have a product of 0 */

    for (size_t k = 0; k < n_links; k++) {
        mantissas[k] = split(of_link[k], &exponents[k]);
    }
    product[0] = 1.0;
    power[0] = 0;
    for (size_t loop = 0; loop < set->n; loop++) {
        const uint32_t *links = circuits->arcs + circuits->first[loop];
        const size_t n = circuits->first[loop + 1] - circuits->first[loop];
        size_t k = circuits->shared[loop];

        if (k < zero) { /* else it shares the 0 */
            double so_far = product[k];
            int exponent = power[k];

            zero = SIZE_MAX;
            while (k < n && zero == SIZE_MAX) {
                so_far *= mantissas[links[k]];
                exponent += exponents[links[k]];
                k++;
                if (k % MOST_HALVES == 0) {
                    int more = 0;

                    so_far = split(so_far, &more);
                    exponent += more;
                }
                product[k] = so_far;
                power[k] = exponent;
                zero = so_far == 0.0 ? k : SIZE_MAX;
            }
        }
        room->mantissa[loop] = zero <= n ? 0.0 : product[n];
        room->exponent[loop] = zero <= n ? 0 : power[n];
    }
}

void
pl_loop_set_products(const struct pl_loop_set *set, struct pl_loop_room *room,
                     const double *of_link, double *out)
{
    pl_loop_set_multiply(set, room, of_link);
    for (size_t loop = 0; loop < set->n; loop++) {
        out[loop] = ldexp(room->mantissa[loop], room->exponent[loop]);
    }
}

void
pl_loop_set_sums(const struct pl_loop_set *set, struct pl_loop_room *room,
                 const double *of_link, double *out)
{
    const struct pl_circuits *circuits = &set->circuits;
    double *sum = room->numbers;

    sum[0] = 0.0;
    for (size_t loop = 0; loop < set->n; loop++) {
        const uint32_t *links = circuits->arcs + circuits->first[loop];
        const size_t n = circuits->first[loop + 1] - circuits->first[loop];

        for (size_t k = circuits->shared[loop]; k < n; k++) {
            sum[k + 1] = sum[k] + of_link[links[k]];
        }
        out[loop] = sum[n];
    }
}

void
pl_loop_set_first_marked(const struct pl_loop_set *set, struct pl_loop_room *room,
                         const bool *marked, size_t *out)
{
    const struct pl_circuits *circuits = &set->circuits;
    size_t *found = room->indices;

    found[0] = PL_NONE;
    for (size_t loop = 0; loop < set->n; loop++) {
        const uint32_t *links = circuits->arcs + circuits->first[loop];
        const size_t n = circuits->first[loop + 1] - circuits->first[loop];

        for (size_t k = circuits->shared[loop]; k < n; k++) {
            found[k + 1] =
                found[k] == PL_NONE && marked[links[k]] ? links[k] : found[k];
        }
        out[loop] = found[n];
    }
}
