/*
 * test_tape.c - the tape against the graph's own evaluator, lane for lane and bit for
 * bit.
 */
#include "compile/tape.h"

#include "base/diag.h"
#include "base/text.h"
#include "expr/graph.h"
#include "testlib.h"

#define N_SLOTS 6u

/* A small generator of its own, so that every host meets the same tapes. */
static uint32_t
next_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33);
}

static uint64_t
bits_of(double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* Numbers of all sorts: the special ones come up often. */
static double
random_number(uint64_t *seed)
{
    static const double special[] = {0.0,
                                     -0.0,
                                     1.0,
                                     -1.0,
                                     0.5,
                                     2.0,
                                     3.0,
                                     1e300,
                                     1e-310,
                                     -1e300,
                                     (double)INFINITY,
                                     (double)-INFINITY,
                                     (double)NAN,
                                     40.0};

    if (next_random(seed) % 3 == 0) {
        return special[next_random(seed) % (sizeof special / sizeof *special)];
    }
    return ((double)next_random(seed) / 1e9 - 1.0) * 4.0;
}

/* `n` operations on what is there already. */
static void
grow_graph(struct pl_graph *graph, size_t n, uint64_t *seed)
{
    for (uint32_t slot = 0; slot < N_SLOTS; slot++) {
        pl_graph_input(graph, slot);
    }
    for (size_t k = 0; k < n; k++) {
        enum pl_op op = (enum pl_op)(next_random(seed) % PL_N_OPS);
        uint32_t arguments[3];
        size_t n_arguments = pl_op_most_arguments(op);

        if (!pl_op_is_elementary(op) || n_arguments == 0) {
            pl_graph_number(graph, random_number(seed));
            continue;
        }
        n_arguments = n_arguments == PL_OP_MANY ? 2 : n_arguments;
        for (size_t j = 0; j < n_arguments; j++) {
            arguments[j] = next_random(seed) % (uint32_t)pl_graph_size(graph);
        }
        pl_graph_apply(graph, op, arguments, n_arguments);
    }
    assert_false(pl_graph_failed(graph));
}

static struct pl_tape *
make_tape(const struct pl_graph *graph, const uint32_t *roots, size_t n_roots)
{
    struct pl_tape *tape = NULL;

    assert_int_equal(pl_tape_create(graph, N_SLOTS, NULL, roots, n_roots, NULL, &tape),
                     PL_OK);
    return tape;
}

static double *
make_registers(const struct pl_tape *tape, size_t lanes)
{
    double *registers = calloc(pl_tape_n_registers(tape) * lanes, sizeof *registers);

    assert_non_null(registers);
    pl_tape_load_constants(tape, lanes, registers);
    return registers;
}

/* Arguments come before results, and nothing is computed that no output needs. */
static void
assert_tape_is_sound(const struct pl_tape *tape)
{
    size_t first = tape->n_inputs + tape->n_constants;
    size_t n = pl_tape_n_registers(tape);
    unsigned char *used = calloc(n + 1, 1);

    assert_non_null(used);
    assert_int_equal(n, first + tape->n_code);
    for (size_t k = 0; k < tape->n_outputs; k++) {
        assert_true(tape->outputs[k] < n);
        used[tape->outputs[k]] = 1;
    }
    for (size_t k = tape->n_code; k-- > 0;) {
        size_t most = pl_op_most_arguments(tape->code[k].op);

        assert_true(used[first + k]);
        assert_true(pl_op_is_elementary(tape->code[k].op) && most > 0);
        for (size_t j = 0; j < (most == PL_OP_MANY ? 2 : most); j++) {
            assert_true(tape->code[k].arguments[j] < first + k);
            used[tape->code[k].arguments[j]] = 1;
        }
    }
    for (size_t k = 0; k < tape->n_constants; k++) {
        assert_true(used[tape->n_inputs + k]);
    }
    free(used);
}

static void
test_create_shares_and_orders_instructions(void **state)
{
    struct pl_graph *graph = pl_graph_create();
    uint32_t x = pl_graph_input(graph, 0);
    uint32_t y = pl_graph_input(graph, 3);
    uint32_t sum = pl_graph_add(graph, x, y);
    uint32_t product = pl_graph_multiply(graph, pl_graph_number(graph, 2.5), sum);
    uint32_t roots[4];
    struct pl_tape *tape = NULL;
    struct pl_text text;

    (void)state;
    pl_graph_divide(graph, x, y); /* nobody asks for it */
    roots[0] = pl_graph_subtract(graph, product, sum);
    roots[1] = y;
    roots[2] = pl_graph_number(graph, -4.0);
    roots[3] = pl_graph_apply(graph, PL_OP_SQRT, &product, 1);
    tape = make_tape(graph, roots, 4);
    assert_tape_is_sound(tape);
    pl_text_init(&text);
    pl_tape_print(tape, &text);
    assert_string_equal(pl_text_string(&text), "r8 = +(r0, r3)\n"
                                               "r9 = *(2.5, r8)\n"
                                               "r10 = -(r9, r8)\n"
                                               "r11 = sqrt(r9)\n"
                                               "out 0 = r10\n"
                                               "out 1 = r3\n"
                                               "out 2 = -4\n"
                                               "out 3 = r11\n");
    pl_text_finish(&text);
    pl_tape_destroy(tape);
    pl_graph_destroy(graph);
}

static void
test_create_reads_what_is_given(void **state)
{
    struct pl_graph *graph = pl_graph_create();
    uint32_t x = pl_graph_input(graph, 0);
    uint32_t y = pl_graph_input(graph, 1);
    uint32_t sum = pl_graph_add(graph, x, y);
    uint32_t root = pl_graph_multiply(graph, sum, x);
    uint32_t given[4] = {PL_NODE_NONE, PL_NODE_NONE, PL_NODE_NONE, PL_NODE_NONE};
    struct pl_tape *tape = NULL;
    struct pl_text text;

    (void)state;
    assert_int_equal(pl_graph_size(graph), 4);
    given[sum] = 5;
    assert_int_equal(pl_tape_create(graph, 6, given, &root, 1, NULL, &tape), PL_OK);
    pl_text_init(&text);
    pl_tape_print(tape, &text);
    assert_string_equal(pl_text_string(&text), "r6 = *(r0, r5)\n"
                                               "out 0 = r6\n");
    pl_text_finish(&text);
    pl_tape_destroy(tape);
    pl_graph_destroy(graph);
}

static void
test_create_makes_an_empty_tape(void **state)
{
    struct pl_graph *graph = pl_graph_create();
    struct pl_tape *tape = NULL;
    double nothing = 1.0;

    (void)state;
    assert_int_equal(pl_tape_create(graph, 0, NULL, NULL, 0, NULL, &tape), PL_OK);
    assert_int_equal(pl_tape_n_registers(tape), 0);
    pl_tape_load_constants(tape, 1, &nothing);
    pl_tape_run(tape, 1, &nothing);
    assert_true(nothing == 1.0);
    pl_tape_destroy(tape);
    pl_tape_destroy(NULL);
    pl_graph_destroy(graph);
}

/* Bits of every root, on every tape and input, are those of the slow evaluator. */
static void
test_run_agrees_with_the_graph(void **state)
{
    uint64_t seed = 1;

    (void)state;
    for (size_t round = 0; round < 60; round++) {
        struct pl_graph *graph = pl_graph_create();
        uint32_t roots[20];
        struct pl_tape *tape = NULL;
        double *registers = NULL;

        grow_graph(graph, 40, &seed);
        for (size_t k = 0; k < 20; k++) {
            roots[k] = next_random(&seed) % (uint32_t)pl_graph_size(graph);
        }
        tape = make_tape(graph, roots, 20);
        assert_tape_is_sound(tape);
        registers = make_registers(tape, 1);
        for (size_t trial = 0; trial < 10; trial++) {
            double inputs[N_SLOTS];

            for (size_t slot = 0; slot < N_SLOTS; slot++) {
                registers[slot] = inputs[slot] = random_number(&seed);
            }
            pl_tape_run(tape, 1, registers);
            for (size_t k = 0; k < 20; k++) {
                double got = registers[tape->outputs[k]];
                double want = pl_graph_value(graph, roots[k], inputs);

                assert_true(isnan(got) ? isnan(want) : bits_of(got) == bits_of(want));
            }
        }
        free(registers);
        pl_tape_destroy(tape);
        pl_graph_destroy(graph);
    }
}

/* Every lane of 4 and 8 gives the bits that it gives alone, whatever stands beside it.
 */
static void
test_run_gives_the_same_bits_for_any_lanes(void **state)
{
    static const size_t widths[] = {4, 8};
    uint64_t seed = 77;

    (void)state;
    for (size_t round = 0; round < 100; round++) {
        size_t lanes = widths[round % 2];
        struct pl_graph *graph = pl_graph_create();
        uint32_t roots[64];
        size_t n_roots = 0;
        struct pl_tape *tape = NULL;
        double *alone = NULL;
        double *together = NULL;

        grow_graph(graph, 50, &seed);
        while (n_roots < 64 && n_roots < pl_graph_size(graph)) {
            roots[n_roots] = (uint32_t)(pl_graph_size(graph) - 1 - n_roots);
            n_roots++;
        }
        tape = make_tape(graph, roots, n_roots);
        alone = make_registers(tape, 1);
        together = make_registers(tape, lanes);
        for (size_t k = 0; k < N_SLOTS * lanes; k++) {
            together[k] = random_number(&seed);
        }
        pl_tape_run(tape, lanes, together);
        for (size_t lane = 0; lane < lanes; lane++) {
            for (size_t slot = 0; slot < N_SLOTS; slot++) {
                alone[slot] = together[slot * lanes + lane];
            }
            pl_tape_run(tape, 1, alone);
            for (size_t k = 0; k < n_roots; k++) {
                assert_true(bits_of(alone[tape->outputs[k]]) ==
                            bits_of(together[tape->outputs[k] * lanes + lane]));
            }
        }
        free(alone);
        free(together);
        pl_tape_destroy(tape);
        pl_graph_destroy(graph);
    }
}

static void
test_run_makes_every_nan_alike(void **state)
{
    struct pl_graph *graph = pl_graph_create();
    uint32_t x = pl_graph_input(graph, 0);
    uint32_t y = pl_graph_input(graph, 1);
    uint32_t roots[3];
    struct pl_tape *tape = NULL;
    double *registers = NULL;

    (void)state;
    roots[0] = pl_graph_subtract(graph, x, y);
    roots[1] = pl_graph_apply(
        graph, PL_OP_SQRT,
        (uint32_t[]){pl_graph_subtract(graph, pl_graph_number(graph, 0.0), x)}, 1);
    roots[2] = pl_graph_add(graph, x, y);
    tape = make_tape(graph, roots, 3);
    registers = make_registers(tape, 1);
    registers[0] = (double)INFINITY;
    registers[1] = (double)INFINITY;
    pl_tape_run(tape, 1, registers);
    assert_true(bits_of(registers[tape->outputs[0]]) == bits_of((double)NAN));
    assert_true(bits_of(registers[tape->outputs[1]]) == bits_of((double)NAN));
    registers[0] = -(double)NAN;
    pl_tape_run(tape, 1, registers);
    for (size_t k = 0; k < 3; k++) {
        assert_true(bits_of(registers[tape->outputs[k]]) == bits_of((double)NAN));
    }
    assert_true(bits_of(registers[0]) == bits_of(-(double)NAN)); /* inputs stay */
    free(registers);
    pl_tape_destroy(tape);
    pl_graph_destroy(graph);
}

static enum pl_status
create_and_destroy(void *context)
{
    const struct pl_graph *graph = context;
    const uint32_t roots[] = {(uint32_t)pl_graph_size(graph) - 1};
    struct pl_tape *tape = NULL;
    enum pl_status status = pl_tape_create(graph, N_SLOTS, NULL, roots, 1, NULL, &tape);

    assert_true((status == PL_OK) == (tape != NULL));
    pl_tape_destroy(tape);
    return status;
}

static void
test_create_survives_without_memory(void **state)
{
    struct pl_graph *graph = pl_graph_create();
    uint64_t seed = 5;

    (void)state;
    grow_graph(graph, 30, &seed);
    assert_true(assert_survives_no_memory(create_and_destroy, graph) >= 6);
    pl_graph_destroy(graph);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_create_shares_and_orders_instructions),
        cmocka_unit_test(test_create_reads_what_is_given),
        cmocka_unit_test(test_create_makes_an_empty_tape),
        cmocka_unit_test(test_create_survives_without_memory),
        cmocka_unit_test(test_run_agrees_with_the_graph),
        cmocka_unit_test(test_run_gives_the_same_bits_for_any_lanes),
        cmocka_unit_test(test_run_makes_every_nan_alike),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
