/*
 * test_derive_sum.c - derivatives of long sums: the same nodes as by the rules of each
 * operation, for work that grows with the terms.
 */
#include "expr/graph.h"
#include "expr/graph_private.h"
#include "read_formula.h"
#include "testlib.h"

/* A small generator of its own, so that the sums are the same everywhere. */
static uint32_t
draw(uint64_t *seed, uint32_t n)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33) % n;
}

/* The derivative as the rules of each operation have it, one after the other. */
static uint32_t
derive_by_rules(struct pl_graph *graph, uint32_t node, uint32_t slot)
{
    const struct pl_node n = *pl_graph_node(graph, node);
    uint32_t d[2] = {PL_NODE_NONE, PL_NODE_NONE};

    for (uint32_t k = 0; k < n.n_arguments; k++) {
        d[k] = derive_by_rules(graph, n.arguments[k], slot);
    }
    switch (n.op) {
    case PL_OP_NUMBER:
        return pl_graph_number(graph, 0.0);
    case PL_OP_INPUT:
        return pl_graph_number(graph, n.input == slot ? 1.0 : 0.0);
    case PL_OP_ADD:
        return pl_graph_add(graph, d[0], d[1]);
    case PL_OP_SUBTRACT:
        return pl_graph_subtract(graph, d[0], d[1]);
    case PL_OP_NEGATE:
        return pl_graph_multiply(graph, pl_graph_number(graph, -1.0), d[0]);
    case PL_OP_MULTIPLY:
        return pl_graph_add(graph, pl_graph_multiply(graph, d[0], n.arguments[1]),
                            pl_graph_multiply(graph, n.arguments[0], d[1]));
    default:
        fail_msg("operation %d is not drawn", (int)n.op);
        return PL_NODE_NONE;
    }
}

/* A sum of n terms, put together in any order: in a row, nested to either side, with
 * parts that come twice and terms that are products of sums. */
static uint32_t
draw_sum(struct pl_graph *graph, uint64_t *seed, uint32_t n, uint32_t n_slots)
{
    const uint32_t kind = draw(seed, 4);
    uint32_t a, b;

    if (n <= 1) {
        a = pl_graph_input(graph, draw(seed, n_slots));
        b = kind == 0   ? pl_graph_number(graph, (double)draw(seed, 4) - 1.0)
            : kind == 1 ? draw_sum(graph, seed, 1, n_slots)
                        : pl_graph_input(graph, draw(seed, n_slots));
        return kind == 3 ? a : pl_graph_multiply(graph, a, b);
    }
    if (draw(seed, 20) == 0) {
        return pl_graph_multiply(graph, draw_sum(graph, seed, n / 2, n_slots),
                                 draw_sum(graph, seed, n - n / 2, n_slots));
    }
    if (draw(seed, 20) == 0) {
        a = draw_sum(graph, seed, n / 2, n_slots);
        return pl_graph_subtract(graph, pl_graph_multiply(graph, a, a),
                                 pl_graph_add(graph, a, a));
    }
    a = draw_sum(graph, seed, kind == 0 ? 1 : kind == 1 ? n - 1 : n / 2, n_slots);
    b = draw_sum(graph, seed, kind == 0 ? n - 1 : kind == 1 ? 1 : n - n / 2, n_slots);
    return draw(seed, 3) == 0 ? pl_graph_subtract(graph, a, b)
                              : pl_graph_add(graph, a, b);
}

static void
test_derive_of_a_long_sum_is_that_of_its_operations(void **state)
{
    uint64_t seed = 1;
    size_t n_long = 0;

    for (size_t trial = 0; trial < 300; trial++) {
        const uint32_t n_slots = trial % 3 == 0 ? 3 : 100;
        const uint32_t node = draw_sum(*state, &seed, 1 + draw(&seed, 120), n_slots);

        n_long += ((const struct pl_graph *)*state)->entries[node].n_terms >=
                  PL_GRAPH_LONG_SUM;
        for (uint32_t slot = 0; slot < n_slots; slot++) {
            const uint32_t want = derive_by_rules(*state, node, slot);
            const uint32_t got = pl_graph_derive(*state, node, slot);

            /* the sign of a zero aside */
            assert_true(got == want || (pl_graph_is_value(*state, got, 0.0) &&
                                        pl_graph_is_value(*state, want, 0.0)));
        }
    }
    assert_in_range(n_long, 100, 299);
    assert_false(pl_graph_failed(*state));
}

/* As many sums as terms, and each term depends on one input: all there is to keep is a
 * derivative for each term, and all there is to add is its slope. */
static void
test_derive_of_long_sums_takes_as_much_as_they_have_terms(void **state)
{
    struct pl_graph *graph = *state;
    enum { N = 150 };
    uint32_t sums[N];
    size_t size;

    for (uint32_t r = 0; r < N; r++) {
        sums[r] = pl_graph_number(graph, 0.0);
        for (uint32_t slot = 0; slot < N; slot++) {
            const double k = 1.5 + r + (double)N * slot;
            const uint32_t term = pl_graph_multiply(graph, pl_graph_number(graph, k),
                                                    pl_graph_input(graph, slot));

            sums[r] = slot % 3 == 1 ? pl_graph_subtract(graph, sums[r], term)
                                    : pl_graph_add(graph, sums[r], term);
        }
    }
    size = pl_graph_size(graph);
    for (uint32_t r = 0; r < N; r++) {
        for (uint32_t slot = 0; slot < N; slot++) {
            const double sign = slot % 3 == 1 ? -1.0 : 1.0;

            assert_true(pl_graph_is_value(graph, pl_graph_derive(graph, sums[r], slot),
                                          sign * (1.5 + r + (double)N * slot)));
        }
    }
    /* the numbers with the other sign; of a sum and of each of its terms */
    assert_in_range(pl_graph_size(graph), size, size + N * N / 3 + 2);
    assert_in_range(graph->n_derivatives, N * N, 2 * N * N);
}

/* Terms that are too large to look through: sums in sums, and parts of all terms. */
static void
test_derive_of_sums_in_sums_takes_no_more_than_their_depth(void **state)
{
    struct pl_graph *graph = *state;
    enum { DEPTH = 2000, N = 20 };
    const uint32_t x = pl_graph_input(graph, 0);
    uint32_t sum = x;
    double inputs[] = {0.5, 0.0, 0.0, 0.0, 0.0};
    double want = 1.0;

    for (uint32_t level = 0; level < DEPTH; level++) {
        sum = pl_graph_multiply(graph, sum, pl_graph_number(graph, 0.5));
        for (uint32_t k = 0; k < N; k++) {
            const uint32_t y = pl_graph_input(graph, 1 + k % 4);

            sum = pl_graph_add(
                graph, sum,
                pl_graph_multiply(graph, y, pl_graph_number(graph, level + 2.0 + k)));
        }
        sum = pl_graph_add(graph, sum, x);
        want = 0.5 * want + 1.0;
    }
    assert_close(pl_graph_value(graph, pl_graph_derive(graph, sum, 0), inputs), want,
                 1e-12, 0.0);
    assert_in_range(graph->n_derivatives, DEPTH, 3 * DEPTH);
    /* none depends on it, and the bits of the slots do not tell */
    assert_true(pl_graph_is_value(graph, pl_graph_derive(graph, sum, 64), 0.0));
    assert_false(pl_graph_failed(graph));
}

static enum pl_status
derive_long_sums(void *context)
{
    struct pl_graph *graph = pl_graph_create();
    uint64_t seed = 3;
    bool done = graph != NULL;

    (void)context;
    if (done) {
        const uint32_t node = draw_sum(graph, &seed, 100, 70);

        for (uint32_t slot = 0; node != PL_NODE_NONE && slot < 70; slot++) {
            (void)pl_graph_derive(graph, node, slot);
        }
        done = !pl_graph_failed(graph);
    }
    pl_graph_destroy(graph);
    return done ? PL_OK : PL_ERR_NOMEM;
}

static void
test_derive_of_long_sums_survives_no_memory(void **state)
{
    (void)state;
    assert_true(assert_survives_no_memory(derive_long_sums, NULL) > 15);
}

int
main(void)
{
#define GRAPH_TEST(name) \
    cmocka_unit_test_setup_teardown(name, graph_set_up, graph_tear_down)
    const struct CMUnitTest tests[] = {
        GRAPH_TEST(test_derive_of_a_long_sum_is_that_of_its_operations),
        GRAPH_TEST(test_derive_of_long_sums_takes_as_much_as_they_have_terms),
        GRAPH_TEST(test_derive_of_sums_in_sums_takes_no_more_than_their_depth),
        cmocka_unit_test(test_derive_of_long_sums_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
