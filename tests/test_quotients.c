/*
 * test_quotients.c - quotients that become products: which ones, what they are worth, and
 * how many divisions are left.
 */
#include "compile/quotients.h"

#include <float.h>

#include "base/status.h"
#include "base/text.h"
#include "compile/program.h"
#include "compile/tape.h"
#include "expr/graph.h"
#include "matrix.h"
#include "network.h"
#include "testlib.h"

/* x, y and z move; p, q and r stand still. */
static const char *const names[] = {"x", "y", "z", "p", "q", "r"};

enum { N_SLOTS = 6, FIRST_HELD = 3, MOST_ROOTS = 6 };

/* A formula in reverse Polish: names, single digits, and + - * /. */
static uint32_t
build(struct pl_graph *graph, const char *words)
{
    uint32_t stack[16];
    size_t n = 0;

    for (; *words != '\0'; words++) {
        const char word = *words;
        uint32_t node = PL_NODE_NONE;

        for (uint32_t slot = 0; slot < N_SLOTS; slot++) {
            node = word == names[slot][0] ? pl_graph_input(graph, slot) : node;
        }
        if (word >= '0' && word <= '9') {
            node = pl_graph_number(graph, word - '0');
        }
        if (node == PL_NODE_NONE) {
            uint32_t b = 0;

            assert_true(n >= 2);
            b = stack[--n];
            node = stack[--n];
            node = word == '+'   ? pl_graph_add(graph, node, b)
                   : word == '-' ? pl_graph_subtract(graph, node, b)
                   : word == '*' ? pl_graph_multiply(graph, node, b)
                                 : pl_graph_divide(graph, node, b);
        }
        assert_true(n < sizeof stack / sizeof *stack);
        stack[n++] = node;
    }
    assert_int_equal(n, 1);
    return stack[0];
}

/* Formulas and what has become of them. */
struct rewriting {
    struct pl_graph *graph;
    size_t n;
    uint32_t before[MOST_ROOTS];
    uint32_t after[MOST_ROOTS];
};

static void
rewriting_open(struct rewriting *rewriting, const char *const *formulas, size_t n)
{
    struct pl_node_list list = {rewriting->after, n};

    *rewriting = (struct rewriting){.graph = pl_graph_create(), .n = n};
    assert_non_null(rewriting->graph);
    for (size_t k = 0; k < n; k++) {
        rewriting->before[k] = build(rewriting->graph, formulas[k]);
        rewriting->after[k] = rewriting->before[k];
    }
    assert_int_equal(pl_quotients_rewrite(rewriting->graph, FIRST_HELD, &list, 1, NULL),
                     PL_OK);
}

static void
rewriting_close(struct rewriting *rewriting)
{
    pl_graph_destroy(rewriting->graph);
}

static void
assert_text(const struct rewriting *rewriting, size_t k, const char *want)
{
    struct pl_text text;

    pl_text_init(&text);
    pl_graph_print(rewriting->graph, rewriting->after[k], names, &text);
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
}

/* Divisions that are evaluated for the roots, and of those the ones that move. */
static size_t
count_divisions(const struct pl_graph *graph, const uint32_t *roots, size_t n,
                size_t *moving)
{
    const size_t n_nodes = pl_graph_size(graph);
    unsigned char *needed = calloc(n_nodes + 1, 1);
    unsigned char *moves = calloc(n_nodes + 1, 1);
    size_t all = 0;

    assert_true(needed != NULL && moves != NULL);
    for (size_t k = 0; k < n; k++) {
        needed[roots[k]] = 1;
    }
    for (size_t i = n_nodes; i-- > 0;) {
        const struct pl_node *node = pl_graph_node(graph, (uint32_t)i);

        for (uint32_t k = 0; needed[i] && k < node->n_arguments; k++) {
            needed[node->arguments[k]] = 1;
        }
    }
    *moving = 0;
    for (size_t i = 0; i < n_nodes; i++) {
        const struct pl_node *node = pl_graph_node(graph, (uint32_t)i);

        moves[i] = node->op == PL_OP_INPUT && node->input < FIRST_HELD;
        for (uint32_t k = 0; k < node->n_arguments; k++) {
            moves[i] |= moves[node->arguments[k]];
        }
        if (needed[i] && node->op == PL_OP_DIVIDE) {
            all++;
            *moving += moves[i];
        }
    }
    free(needed);
    free(moves);
    return all;
}

/* ---- which ones ---- */

static void
test_rewrite_makes_products_where_that_saves_divisions(void **state)
{
    static const struct {
        const char *before[3]; /* all computed together */
        const char *after[3];
        size_t moving; /* divisions that are left in what moves */
    } rows[] = {
        /* by what stands still: its reciprocal stands still too */
        {{"xp/"}, {"1/p*x"}, 0},
        {{"xpq*/"}, {"1/(p*q)*x"}, 0},
        {{"xp/", "yp/", "xy*p/"}, {"1/p*x", "1/p*y", "x*y*(1/p)"}, 0},
        /* of what stands still, by what stands still: it is worked out once anyway */
        {{"pq/"}, {"p/q"}, 0},
        {{"pq/x*"}, {"p/q*x"}, 0},
        /* by what moves, once: nothing to save */
        {{"xy/"}, {"x/y"}, 1},
        {{"py/"}, {"p/y"}, 1},
        {{"xy/", "xz/"}, {"x/y", "x/z"}, 2},
        /* by the same that moves, twice: one reciprocal for both */
        {{"xy/", "zy/"}, {"1/y*x", "1/y*z"}, 1},
        {{"py/", "qy/"}, {"1/y*p", "1/y*q"}, 1},
        {{"xpy+/zpy+/+"}, {"1/(p + y)*x + 1/(p + y)*z"}, 1},
        {{"1y/", "xy/"}, {"1/y", "1/y*x"}, 1},
        /* the same quotient twice is one */
        {{"xy/", "xy/"}, {"x/y", "x/y"}, 1},
        /* quotients in quotients */
        {{"xp/q/"}, {"1/p*x*(1/q)"}, 0},
        {{"xyp//"}, {"x/(1/p*y)"}, 1},
        {{"xyp//", "zyp//"}, {"1/(1/p*y)*x", "1/(1/p*y)*z"}, 1},
        {{"xy/zy//"}, {"1/y*x/(1/y*z)"}, 2},
        /* the reciprocals themselves */
        {{"1p/"}, {"1/p"}, 0},
        {{"1x/"}, {"1/x"}, 1},
        /* a number stands still */
        {{"x3/"}, {"0.3333333333333333*x"}, 0},
        {{"x4/"}, {"0.25*x"}, 0},
        {{"x", "xy+z*", "p"}, {"x", "(x + y)*z", "p"}, 0},
    };

    (void)state;
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        struct rewriting rewriting;
        size_t moving = 0;
        size_t n = 0;

        while (n < 3 && rows[r].before[n] != NULL) {
            n++;
        }
        rewriting_open(&rewriting, rows[r].before, n);
        for (size_t k = 0; k < n; k++) {
            assert_text(&rewriting, k, rows[r].after[k]);
        }
        (void)count_divisions(rewriting.graph, rewriting.after, n, &moving);
        assert_int_equal(moving, rows[r].moving);
        rewriting_close(&rewriting);
    }
}

/* What the lists do not need counts for nothing, and several lists count together. */
static void
test_rewrite_counts_what_is_computed_together(void **state)
{
    struct pl_graph *graph = pl_graph_create();
    uint32_t first = PL_NODE_NONE;
    uint32_t second = PL_NODE_NONE;
    uint32_t other = PL_NODE_NONE;
    uint32_t kept = PL_NODE_NONE;

    (void)state;
    assert_non_null(graph);
    kept = first = build(graph, "xy/");
    second = build(graph, "zy/");
    other = build(graph, "py/");
    {
        const struct pl_node_list one = {&first, 1};

        assert_int_equal(pl_quotients_rewrite(graph, FIRST_HELD, &one, 1, NULL), PL_OK);
        assert_int_equal(first, kept);
    }
    {
        const struct pl_node_list lists[] = {{&first, 1}, {NULL, 0}, {&second, 1}};

        assert_int_equal(pl_quotients_rewrite(graph, FIRST_HELD, lists, 3, NULL),
                         PL_OK);
        assert_true(pl_graph_node(graph, first)->op == PL_OP_MULTIPLY);
        assert_true(pl_graph_node(graph, second)->op == PL_OP_MULTIPLY);
    }
    assert_int_equal(other, build(graph, "py/")); /* stays as it was */
    pl_graph_destroy(graph);
}

/* ---- what they are worth ---- */

/* Formulas that share divisors of all sorts. */
static const char *const shared[MOST_ROOTS] = {
    "xp/yq/+", "xypz+/*", "zpz+/q/", "xy/zx/-", "pxy+/zxy+//", "xr/yr/zr/**",
};

/* Each quotient has lost at most one rounding: 1/b and the product round where the
 * quotient does once. Sizes from 1e-40 to 1e40, all of one sign, so that sums lose
 * nothing. */
static void
test_rewrite_keeps_values_to_a_few_roundings(void **state)
{
    struct rewriting rewriting;
    uint64_t seed = 3;
    size_t n_other = 0;

    (void)state;
    rewriting_open(&rewriting, shared, MOST_ROOTS);
    for (int trial = 0; trial < 2000; trial++) {
        double inputs[N_SLOTS];

        for (size_t i = 0; i < N_SLOTS; i++) {
            inputs[i] = pow(10.0, 40.0 * matrix_random_number(&seed));
        }
        for (size_t k = 0; k < MOST_ROOTS; k++) {
            const double want =
                pl_graph_value(rewriting.graph, rewriting.before[k], inputs);
            const double got =
                pl_graph_value(rewriting.graph, rewriting.after[k], inputs);

            if (k == 3 && fabs(want) < fabs(inputs[0] / inputs[1])) {
                continue; /* a difference */
            }
            assert_close(got, want, 8.0 * DBL_EPSILON, 0.0);
            n_other += got != want;
        }
    }
    assert_true(n_other > 1000); /* it is not the same formula */
    rewriting_close(&rewriting);
}

/* x/0, 0/0, x/inf and the like are the same; so are signs. */
static void
test_rewrite_keeps_what_is_not_finite(void **state)
{
    static const double special[] = {0.0,       -0.0,        1.0,   -2.0,  INFINITY,
                                     -INFINITY, (double)NAN, 1e300, 1e-300};
    enum { N = sizeof special / sizeof *special };
    static const char *const quotients[] = {"xp/", "xy/", "zy/"};
    struct rewriting rewriting;

    (void)state;
    rewriting_open(&rewriting, quotients, 3);
    assert_text(&rewriting, 1, "1/y*x");
    for (size_t a = 0; a < N; a++) {
        for (size_t b = 0; b < N; b++) {
            const double inputs[N_SLOTS] = {special[a], special[b], special[a],
                                            special[b], 1.0,        1.0};
            const double want = special[a] / special[b];

            for (size_t k = 0; k < 3; k++) {
                const double got =
                    pl_graph_value(rewriting.graph, rewriting.after[k], inputs);

                if (isnan(want)) {
                    assert_true(isnan(got));
                } else if (isinf(want) || want == 0.0) {
                    assert_memory_equal(&got, &want, sizeof got);
                } else {
                    assert_close(got, want, 4.0 * DBL_EPSILON, 0.0);
                }
            }
        }
    }
    rewriting_close(&rewriting);
}

/* ---- in programs ---- */

static size_t
count_in_tape(const struct pl_tape *tape)
{
    size_t n = 0;

    for (size_t k = 0; k < tape->n_code; k++) {
        n += tape->code[k].op == PL_OP_DIVIDE;
    }
    return n;
}

/* Michaelis-Menten twice over one denominator, and once over a constant: rates and
 * Jacobian divide by the denominator once each, setup does the rest. */
static void
test_program_divides_once_for_each_divisor(void **state)
{
    struct network network;
    const struct pl_program *program = NULL;

    (void)state;
    network_compile(&network, "J0: A -> B; v*A/(K + A)\n"
                              "J1: A -> C; w*A/(K + A)\n"
                              "J2: B -> ; B/tau\n"
                              "J3: C -> ; C/tau/(1 + K)\n"
                              "A = 1; B = 0; C = 0\n"
                              "v = 1; w = 2; K = 3; tau = 4\n");
    program = network.program;
    assert_int_equal(count_in_tape(program->rates), 1);
    assert_true(count_in_tape(program->jacobian) >= 1);
    assert_true(count_in_tape(program->jacobian) <= 2);  /* K + A, and its square */
    assert_true(count_in_tape(program->setup) >= 2);     /* 1/tau, 1/(1 + K) */
    assert_int_equal(count_in_tape(program->values), 5); /* as the model has them */
    network_close(&network);
}

/* No more than one division for each divisor that moves, and none by what stands still. */
static void
test_programs_of_models_divide_by_what_moves_alone(void **state)
{
    char **paths = network_model_paths();

    (void)state;
    for (size_t p = 0; paths[p] != NULL; p++) {
        struct network network;
        const struct pl_program *program = NULL;
        const struct pl_tape *tapes[2];

        network_compile_file(&network, paths[p]);
        program = network.program;
        tapes[0] = program->rates;
        tapes[1] = program->jacobian;
        for (size_t t = 0; t < 2; t++) {
            const struct pl_tape *tape = tapes[t];
            unsigned char *divisors = calloc(pl_program_n_slots(program), 1);

            assert_non_null(divisors);
            for (size_t k = 0; k < tape->n_code; k++) {
                const uint32_t divisor = tape->code[k].arguments[1];

                if (tape->code[k].op != PL_OP_DIVIDE) {
                    continue;
                }
                assert_true(divisor < pl_program_held_slot(program) ||
                            divisor >= tape->code_at);
                assert_int_equal(divisors[divisor], 0);
                divisors[divisor] = 1;
            }
            free(divisors);
        }
        network_close(&network);
    }
    network_free_paths(paths);
}

/* ---- memory ---- */

static enum pl_status
rewrite(void *context)
{
    struct pl_graph *graph = pl_graph_create();
    uint32_t roots[2];
    const struct pl_node_list list = {roots, 2};
    enum pl_status status = PL_ERR_NOMEM;

    (void)context;
    if (graph != NULL) {
        const uint32_t x = pl_graph_input(graph, 0);
        const uint32_t y = pl_graph_input(graph, 1);

        roots[0] = pl_graph_divide(graph, x, y);
        roots[1] = pl_graph_divide(graph, pl_graph_input(graph, 2), y);
        status = pl_graph_failed(graph)
                     ? PL_ERR_NOMEM
                     : pl_quotients_rewrite(graph, FIRST_HELD, &list, 1, NULL);
    }
    pl_graph_destroy(graph);
    return status;
}

static void
test_rewrite_survives_no_memory(void **state)
{
    (void)state;
    assert_true(assert_survives_no_memory(rewrite, NULL) >= 5);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rewrite_makes_products_where_that_saves_divisions),
        cmocka_unit_test(test_rewrite_counts_what_is_computed_together),
        cmocka_unit_test(test_rewrite_keeps_values_to_a_few_roundings),
        cmocka_unit_test(test_rewrite_keeps_what_is_not_finite),
        cmocka_unit_test(test_program_divides_once_for_each_divisor),
        cmocka_unit_test(test_programs_of_models_divide_by_what_moves_alone),
        cmocka_unit_test(test_rewrite_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
