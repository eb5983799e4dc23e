/*
 * test_circuits.c - elementary circuits against a search that tries every way.
 */
#include "analysis/circuits.h"

#include "base/diag.h"
#include "base/index.h"
#include "testlib.h"

enum { MOST_NODES = 8, MOST_ARCS = 64, MOST_TEXT = 64 };

/* One graph, and what a search that prunes nothing finds in it. */
struct graph {
    size_t n_nodes, n_arcs;
    struct pl_arc arcs[MOST_ARCS];
    size_t n, capacity;
    char (*found)[MOST_TEXT]; /* the arcs of each circuit as text: ".3.1.7" */
    size_t *length;
};

/* A generator of our own: the same graphs on every machine. */
static uint32_t
draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*seed >> 33) % below);
}

static void
add_found(struct graph *graph, const char *text, size_t length)
{
    if (graph->n == graph->capacity) {
        graph->capacity = graph->capacity * 2 + 64;
        graph->found = realloc(graph->found, graph->capacity * sizeof *graph->found);
        graph->length = realloc(graph->length, graph->capacity * sizeof *graph->length);
        assert_true(graph->found != NULL && graph->length != NULL);
    }
    snprintf(graph->found[graph->n], MOST_TEXT, "%s", text);
    graph->length[graph->n++] = length;
}

/* Every way on from the end of `text`, all nodes above `start`. */
static void
try_all(struct graph *graph, uint32_t start, uint32_t node, unsigned visited,
        const char *text, size_t length)
{
    for (size_t k = 0; k < graph->n_arcs; k++) {
        const uint32_t target = graph->arcs[k].target;
        char further[MOST_TEXT];

        if (graph->arcs[k].source != node) {
            continue;
        }
        snprintf(further, sizeof further, "%s.%zu", text, k);
        if (target == start) {
            add_found(graph, further, length);
        } else if (target > start && (visited & 1u << target) == 0) {
            try_all(graph, start, target, visited | 1u << target, further, length + 1);
        }
    }
}

static void
make_graph(struct graph *graph, uint64_t *seed)
{
    *graph = (struct graph){.n_nodes = 1 + draw(seed, MOST_NODES)};
    graph->n_arcs = draw(seed, (uint32_t)(graph->n_nodes * graph->n_nodes) * 2 / 3 + 3);
    for (size_t k = 0; k < graph->n_arcs; k++) {
        graph->arcs[k].source = draw(seed, (uint32_t)graph->n_nodes);
        graph->arcs[k].target = draw(seed, (uint32_t)graph->n_nodes);
    }
    for (uint32_t i = 0; i < graph->n_nodes; i++) {
        try_all(graph, i, i, 1u << i, "", 1);
    }
}

static void
free_graph(struct graph *graph)
{
    free(graph->found);
    free(graph->length);
}

static size_t
count_up_to(const struct graph *graph, size_t length)
{
    size_t n = 0;

    for (size_t k = 0; k < graph->n; k++) {
        n += graph->length[k] <= length ? 1 : 0;
    }
    return n;
}

static size_t
length_of(const struct pl_circuits *circuits, size_t k)
{
    return circuits->first[k + 1] - circuits->first[k];
}

/* Each circuit is one of the graph's, none comes twice, and `shared` is right. */
static void
check_each(const struct graph *graph, const struct pl_circuits *circuits)
{
    bool *seen = calloc(graph->n + 1, sizeof *seen);

    assert_non_null(seen);
    for (size_t k = 0; k < circuits->n; k++) {
        char text[MOST_TEXT] = "";
        size_t i = 0;

        for (size_t a = circuits->first[k]; a < circuits->first[k + 1]; a++) {
            const size_t end = strlen(text);

            snprintf(text + end, sizeof text - end, ".%u", circuits->arcs[a]);
        }
        while (i < graph->n && strcmp(graph->found[i], text) != 0) {
            i++;
        }
        assert_true(i < graph->n && !seen[i]);
        seen[i] = true;
        for (size_t a = 0; a < circuits->shared[k]; a++) {
            assert_int_equal(circuits->arcs[circuits->first[k] + a],
                             circuits->arcs[circuits->first[k - 1] + a]);
        }
    }
    free(seen);
}

static void
find(const struct graph *graph, size_t length, size_t count,
     struct pl_circuits *circuits)
{
    const struct pl_circuits_options options = {.max_length = length,
                                                .max_count = count};

    assert_int_equal(pl_circuits_find(graph->n_nodes, graph->arcs, graph->n_arcs,
                                      &options, NULL, circuits),
                     PL_OK);
}

static void
test_find_gives_what_trying_every_way_gives(void **state)
{
    uint64_t seed = 1;
    size_t most = 0;

    (void)state;
    for (size_t trial = 0; trial < 2000; trial++) {
        struct pl_circuits circuits = {0};
        struct graph graph;

        make_graph(&graph, &seed);
        most = graph.n > most ? graph.n : most;
        for (size_t length = 1; length <= graph.n_nodes; length++) {
            find(&graph, length, 1000000, &circuits);
            assert_int_equal(circuits.n, count_up_to(&graph, length));
            assert_int_equal(circuits.whole, length < graph.n_nodes ? length : PL_NONE);
            check_each(&graph, &circuits);
        }
        find(&graph, PL_NONE, 1000000, &circuits);
        assert_int_equal(circuits.n, graph.n);
        assert_int_equal(circuits.whole, PL_NONE);
        check_each(&graph, &circuits);
        pl_circuits_finish(&circuits);
        free_graph(&graph);
    }
    assert_true(most > 400); /* the trials are not all empty */
}

/* Up to `whole` nodes all are there, then as many as fit of the next length. */
static void
test_find_keeps_the_short_ones_where_there_are_too_many(void **state)
{
    uint64_t seed = 7;

    (void)state;
    for (size_t trial = 0; trial < 300; trial++) {
        struct pl_circuits circuits = {0};
        struct graph graph;

        make_graph(&graph, &seed);
        for (size_t count = 1; count < graph.n; count += 1 + count / 4) {
            size_t within = 0;

            find(&graph, PL_NONE, count, &circuits);
            assert_int_equal(circuits.n, count);
            assert_true(circuits.counted_out);
            assert_true(count_up_to(&graph, circuits.whole) <= count);
            assert_true(count_up_to(&graph, circuits.whole + 1) > count);
            for (size_t k = 0; k < circuits.n; k++) {
                within += length_of(&circuits, k) <= circuits.whole ? 1 : 0;
                assert_true(length_of(&circuits, k) <= circuits.whole + 1);
            }
            assert_int_equal(within, count_up_to(&graph, circuits.whole));
            check_each(&graph, &circuits);
        }
        find(&graph, PL_NONE, graph.n + 1, &circuits);
        assert_false(circuits.counted_out);
        pl_circuits_finish(&circuits);
        free_graph(&graph);
    }
}

/* A way to the start that was closed by the way itself opens later, and is shorter than
 * the one that was found meanwhile: 0 1 2 3 4 0 finds 2 -> 3 -> 4 -> 0 while 1 is on the
 * way, and 0 5 6 2 1 0 needs 2 -> 1 -> 0. */
static void
test_find_sees_a_shorter_way_that_opens_later(void **state)
{
    static const struct pl_arc arcs[] = {{0, 1}, {1, 2}, {2, 1}, {2, 3}, {3, 4},
                                         {4, 0}, {1, 0}, {0, 5}, {5, 6}, {6, 2}};
    const struct pl_circuits_options options = {.max_length = 5, .max_count = 100};
    struct pl_circuits circuits = {0};
    bool found = false;

    (void)state;
    assert_int_equal(pl_circuits_find(7, arcs, sizeof arcs / sizeof *arcs, &options,
                                      NULL, &circuits),
                     PL_OK);
    for (size_t k = 0; k < circuits.n; k++) {
        found |= length_of(&circuits, k) == 5 &&
                 circuits.arcs[circuits.first[k]] == 7; /* 0 -> 5 */
    }
    assert_true(found);
    assert_int_equal(circuits.n, 4); /* 01, 12, 01234, 05621 */
    pl_circuits_finish(&circuits);
}

/* The complete graph of n nodes has sum over k of C(n, k) (k - 1)! circuits; of 8 nodes
 * these are 16 064 with self-arcs left out. */
static void
test_find_counts_those_of_the_complete_graph(void **state)
{
    static const size_t by_length[] = {28, 112, 420, 1344, 3360, 5760, 5040};
    const struct pl_circuits_options options = {.max_length = PL_NONE,
                                                .max_count = 100000};
    struct pl_arc arcs[56];
    struct pl_circuits circuits = {0};
    size_t counts[9] = {0};
    size_t n = 0;

    (void)state;
    for (uint32_t i = 0; i < 8; i++) {
        for (uint32_t k = 0; k < 8; k++) {
            if (i != k) {
                arcs[n++] = (struct pl_arc){i, k};
            }
        }
    }
    assert_int_equal(pl_circuits_find(8, arcs, n, &options, NULL, &circuits), PL_OK);
    assert_int_equal(circuits.n, 16064);
    for (size_t k = 0; k < circuits.n; k++) {
        counts[length_of(&circuits, k)]++;
    }
    for (size_t length = 2; length <= 8; length++) {
        assert_int_equal(counts[length], by_length[length - 2]);
    }
    pl_circuits_finish(&circuits);
}

/* Nothing recurses. */
static void
test_find_goes_around_a_long_ring(void **state)
{
    enum { N = 3000 };
    const struct pl_circuits_options options = {.max_length = PL_NONE, .max_count = 5};
    struct pl_arc *arcs = calloc(N, sizeof *arcs);
    struct pl_circuits circuits = {0};

    (void)state;
    assert_non_null(arcs);
    for (uint32_t i = 0; i < N; i++) {
        arcs[i] = (struct pl_arc){i, (i + 1) % N};
    }
    assert_int_equal(pl_circuits_find(N, arcs, N, &options, NULL, &circuits), PL_OK);
    assert_int_equal(circuits.n, 1);
    assert_int_equal(length_of(&circuits, 0), N);
    free(arcs);
    pl_circuits_finish(&circuits);
}

static bool
stop_at_once(void *context)
{
    ++*(size_t *)context;
    return true;
}

static void
test_find_stops_when_asked_to(void **state)
{
    enum { N = 14 };
    size_t asked = 0;
    const struct pl_circuits_options options = {.max_length = PL_NONE,
                                                .max_count = PL_NONE,
                                                .stop = stop_at_once,
                                                .stop_context = &asked};
    struct pl_arc arcs[N * N];
    struct pl_circuits circuits = {0};

    (void)state;
    for (uint32_t i = 0; i < N * N; i++) {
        arcs[i] = (struct pl_arc){i / N, i % N};
    }
    assert_int_equal(pl_circuits_find(N, arcs, N * N, &options, NULL, &circuits),
                     PL_ERR_STOPPED);
    assert_int_equal(asked, 1);
    assert_null(circuits.arcs);
}

static void
test_find_gives_none_of_a_graph_without(void **state)
{
    static const struct pl_arc arcs[] = {{0, 1}, {1, 2}, {0, 2}};
    const struct pl_circuits_options options = {.max_length = PL_NONE, .max_count = 1};
    struct pl_circuits circuits = {0};

    (void)state;
    assert_int_equal(pl_circuits_find(3, arcs, 3, &options, NULL, &circuits), PL_OK);
    assert_int_equal(circuits.n, 0);
    assert_int_equal(circuits.whole, PL_NONE);
    assert_int_equal(pl_circuits_find(0, arcs, 0, &options, NULL, &circuits), PL_OK);
    assert_int_equal(circuits.n, 0);
    pl_circuits_finish(&circuits);
}

static enum pl_status
find_in_little_memory(void *context)
{
    static const struct pl_arc arcs[] = {{0, 1}, {1, 0}, {1, 2}, {2, 0}};
    const struct pl_circuits_options options = {.max_length = PL_NONE, .max_count = 1};
    struct pl_circuits circuits = {0};
    const enum pl_status status =
        pl_circuits_find(3, arcs, 4, &options, context, &circuits);

    pl_circuits_finish(&circuits);
    return status;
}

static void
test_find_survives_no_memory(void **state)
{
    struct pl_diags *diags = pl_diags_create();

    (void)state;
    assert_survives_no_memory(find_in_little_memory, diags);
    pl_diags_destroy(diags);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find_gives_what_trying_every_way_gives),
        cmocka_unit_test(test_find_keeps_the_short_ones_where_there_are_too_many),
        cmocka_unit_test(test_find_sees_a_shorter_way_that_opens_later),
        cmocka_unit_test(test_find_counts_those_of_the_complete_graph),
        cmocka_unit_test(test_find_goes_around_a_long_ring),
        cmocka_unit_test(test_find_stops_when_asked_to),
        cmocka_unit_test(test_find_gives_none_of_a_graph_without),
        cmocka_unit_test(test_find_survives_no_memory),
    };

    return cmocka_run_group_tests_name("circuits", tests, NULL, NULL);
}
