/*
 * test_tape.c - the tape against the graph's own evaluator, lane for lane and bit for
 * bit.
 */
#include "compile/tape.h"

#include "base/diag.h"
#include "base/index.h"
#include "base/text.h"
#include "compile/kernel.h"
#include "compile/run_order.h"
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
make_frame(const struct pl_tape *tape, size_t lanes)
{
    double *frame = calloc((pl_tape_n_slots(tape) + 1) * lanes, sizeof *frame);

    assert_non_null(frame);
    pl_tape_load_constants(tape, lanes, frame);
    return frame;
}

/* The interpreter, in the code of one instruction set. */
static void
run_tape(const struct pl_tape *tape, enum pl_isa isa, size_t lanes, double *frame,
         double *out)
{
    struct pl_kernel kernel = {.tape = tape, .isa = isa, .lanes = lanes};
    struct pl_run_order *order = NULL;

    assert_int_equal(pl_run_order_create(tape, lanes, NULL, &order), PL_OK);
    kernel.order = order;
    pl_kernel_run(&kernel, frame, out);
    pl_run_order_destroy(order);
}

static bool
same_number(double a, double b)
{
    return isnan(a) ? isnan(b) : bits_of(a) == bits_of(b);
}

/* Arguments come before results, and nothing is computed that no output needs. */
static void
assert_tape_is_sound(const struct pl_tape *tape)
{
    size_t first = tape->code_at;
    size_t n = pl_tape_n_slots(tape);
    unsigned char *used = calloc(n + 1, 1);

    assert_non_null(used);
    assert_int_equal(tape->constants_at, tape->n_inputs);
    assert_int_equal(first, tape->n_inputs + tape->n_constants);
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

/* A product that one sum alone uses is fused with it, on whichever side it stands; two
 * products are not, nor is one that something else needs too. */
static void
test_create_fuses_products_with_sums(void **state)
{
    static const struct {
        const char *what;
        enum pl_op op;
        bool product_first, product_second, used_twice;
        const char *want;
    } cases[] = {
        {"a*b + c", PL_OP_ADD, true, false, false,
         "r4 = fma(r0, r1, r2)\nout 0 = r4\n"},
        {"c + a*b", PL_OP_ADD, false, true, false,
         "r4 = fma(r0, r1, r2)\nout 0 = r4\n"},
        {"a*b - c", PL_OP_SUBTRACT, true, false, false,
         "r4 = fms(r0, r1, r2)\nout 0 = r4\n"},
        {"c - a*b", PL_OP_SUBTRACT, false, true, false,
         "r4 = fnma(r0, r1, r2)\nout 0 = r4\n"},
        {"a*b - c*d", PL_OP_SUBTRACT, true, true, false,
         "r4 = *(r0, r1)\nr5 = *(r2, r3)\nr6 = -(r4, r5)\nout 0 = r6\n"},
        {"a*b + c, a*b", PL_OP_ADD, true, false, true,
         "r4 = *(r0, r1)\nr5 = +(r2, r4)\nout 0 = r5\nout 1 = r4\n"},
    };

    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct pl_graph *graph = pl_graph_create();
        const uint32_t a = pl_graph_input(graph, 0);
        const uint32_t b = pl_graph_input(graph, 1);
        const uint32_t c = pl_graph_input(graph, 2);
        const uint32_t d = pl_graph_input(graph, 3);
        const uint32_t ab = pl_graph_multiply(graph, a, b);
        const uint32_t cd = pl_graph_multiply(graph, c, d);
        const uint32_t first = cases[k].product_first ? ab : c;
        const uint32_t second =
            cases[k].product_second ? (cases[k].product_first ? cd : ab) : c;
        const uint32_t roots[] = {
            pl_graph_apply(graph, cases[k].op, (uint32_t[]){first, second}, 2), ab};
        struct pl_tape *tape = NULL;
        struct pl_text text;

        assert_int_equal(pl_tape_create(graph, 4, NULL, roots,
                                        cases[k].used_twice ? 2 : 1, NULL, &tape),
                         PL_OK);
        pl_text_init(&text);
        pl_tape_print(tape, &text);
        if (strcmp(pl_text_string(&text), cases[k].want) != 0) {
            fail_msg("%s:\n%s", cases[k].what, pl_text_string(&text));
        }
        pl_text_finish(&text);
        pl_tape_destroy(tape);
        pl_graph_destroy(graph);
    }
}

static void
test_place_moves_constants_and_code(void **state)
{
    struct pl_graph *graph = pl_graph_create();
    const uint32_t x = pl_graph_input(graph, 0);
    const uint32_t roots[] = {
        pl_graph_divide(graph, pl_graph_number(graph, 2.0), pl_graph_add(graph, x, x)),
        x, pl_graph_number(graph, 2.0)};
    struct pl_tape *tape = NULL;
    struct pl_text text;

    (void)state;
    assert_int_equal(pl_tape_create(graph, 1, NULL, roots, 3, NULL, &tape), PL_OK);
    assert_int_equal(pl_tape_n_slots(tape), 4);
    pl_tape_place(tape, 20, 7);
    assert_int_equal(pl_tape_n_slots(tape), 21);
    pl_text_init(&text);
    pl_tape_print(tape, &text);
    assert_string_equal(pl_text_string(&text), "r7 = +(r0, r0)\n"
                                               "r8 = /(2, r7)\n"
                                               "out 0 = r8\n"
                                               "out 1 = r0\n"
                                               "out 2 = 2\n");
    pl_text_finish(&text);
    pl_tape_destroy(tape);
    pl_graph_destroy(graph);
}

static void
test_select_keeps_what_is_asked_for(void **state)
{
    static const size_t wanted[] = {2, 0};
    struct pl_graph *graph = pl_graph_create();
    const uint32_t x = pl_graph_input(graph, 0);
    const uint32_t y = pl_graph_input(graph, 1);
    const uint32_t ratio = pl_graph_divide(graph, x, y);
    const uint32_t roots[] = {x, pl_graph_apply(graph, PL_OP_EXP, &y, 1),
                              pl_graph_apply(graph, PL_OP_SQRT, &ratio, 1)};
    struct pl_tape *tape = NULL;
    struct pl_tape *part = NULL;
    struct pl_text text;

    (void)state;
    assert_int_equal(pl_tape_create(graph, 2, NULL, roots, 3, NULL, &tape), PL_OK);
    pl_tape_place(tape, 30, 40);
    assert_int_equal(pl_tape_select(tape, wanted, 2, NULL, &part), PL_OK);
    pl_text_init(&text);
    pl_tape_print(part, &text);
    assert_string_equal(pl_text_string(&text), "r40 = /(r0, r1)\n"
                                               "r41 = sqrt(r40)\n"
                                               "out 0 = r41\n"
                                               "out 1 = r0\n");
    pl_text_finish(&text);
    pl_tape_destroy(part);
    pl_tape_destroy(tape);
    pl_graph_destroy(graph);
}

/* (x + 2 y, 3) and then (0.5 a, b - x, 3) with a, b in slots 5 and 6. */
static void
test_join_feeds_the_second_tape_with_the_first(void **state)
{
    struct pl_graph *graph = pl_graph_create();
    const uint32_t x = pl_graph_input(graph, 0);
    const uint32_t two_y =
        pl_graph_multiply(graph, pl_graph_number(graph, 2.0), pl_graph_input(graph, 1));
    const uint32_t three = pl_graph_number(graph, 3.0);
    const uint32_t b = pl_graph_input(graph, 6);
    const uint32_t first_roots[] = {pl_graph_add(graph, x, two_y), three};
    const uint32_t second_roots[] = {
        pl_graph_multiply(graph, pl_graph_number(graph, 0.5), pl_graph_input(graph, 5)),
        pl_graph_subtract(graph, b, x), three, b};
    struct pl_tape *first = NULL;
    struct pl_tape *second = NULL;
    struct pl_tape *joined = NULL;
    struct pl_tape_part parts[2];
    struct pl_text text;

    (void)state;
    assert_int_equal(pl_tape_create(graph, 2, NULL, first_roots, 2, NULL, &first),
                     PL_OK);
    assert_int_equal(pl_tape_create(graph, 7, NULL, second_roots, 4, NULL, &second),
                     PL_OK);
    pl_tape_place(second, 50, 60);
    parts[0] = (struct pl_tape_part){first, 5, false};
    parts[1] = (struct pl_tape_part){second, PL_NONE, true};
    assert_int_equal(pl_tape_join(parts, 2, NULL, &joined), PL_OK);
    pl_tape_place(joined, 20, 30);
    pl_text_init(&text);
    pl_tape_print(joined, &text);
    assert_string_equal(pl_text_string(&text), "r30 = fma(2, r1, r0)\n"
                                               "r31 = *(0.5, r30)\n"
                                               "r32 = -(3, r0)\n"
                                               "out 0 = r31\n"
                                               "out 1 = r32\n"
                                               "out 2 = 3\n"
                                               "out 3 = 3\n");
    pl_text_finish(&text);
    pl_tape_destroy(joined);
    pl_tape_destroy(second);
    pl_tape_destroy(first);
    pl_graph_destroy(graph);
}

/* What two tapes compute from the same numbers is computed once, a constant is there once,
 * and both give their outputs. */
static void
test_join_computes_nothing_twice(void **state)
{
    struct pl_graph *graph = pl_graph_create();
    const uint32_t x = pl_graph_input(graph, 0);
    const uint32_t y = pl_graph_input(graph, 1);
    const uint32_t one = pl_graph_number(graph, 1.0);
    const uint32_t inverse = pl_graph_divide(graph, one, pl_graph_add(graph, x, y));
    const uint32_t fed =
        pl_graph_divide(graph, one, pl_graph_add(graph, x, pl_graph_input(graph, 2)));
    const uint32_t first_roots[] = {inverse, y};
    const uint32_t second_roots[] = {pl_graph_multiply(graph, x, inverse), fed, one};
    struct pl_tape *tapes[2] = {NULL};
    struct pl_tape *joined = NULL;
    struct pl_tape_part parts[3];
    struct pl_text text;

    (void)state;
    assert_int_equal(pl_tape_create(graph, 2, NULL, first_roots, 2, NULL, &tapes[0]),
                     PL_OK);
    assert_int_equal(pl_tape_create(graph, 3, NULL, second_roots, 3, NULL, &tapes[1]),
                     PL_OK);
    parts[0] = (struct pl_tape_part){tapes[0], PL_NONE, true};
    parts[1] = (struct pl_tape_part){tapes[0], 1, false}; /* 1 and 2: inverse and y */
    parts[2] = (struct pl_tape_part){tapes[1], PL_NONE, true};
    assert_int_equal(pl_tape_join(parts, 3, NULL, &joined), PL_OK);
    pl_tape_place(joined, 20, 30);
    pl_text_init(&text);
    pl_tape_print(joined, &text);
    assert_string_equal(pl_text_string(&text), "r30 = +(r0, r1)\n"
                                               "r31 = /(1, r30)\n"
                                               "r32 = +(r0, r31)\n"
                                               "r33 = /(1, r32)\n"
                                               "r34 = *(r33, r0)\n"
                                               "out 0 = r31\n"
                                               "out 1 = r1\n"
                                               "out 2 = r34\n"
                                               "out 3 = r31\n"
                                               "out 4 = 1\n");
    pl_text_finish(&text);
    pl_tape_destroy(joined);
    pl_tape_destroy(tapes[1]);
    pl_tape_destroy(tapes[0]);
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
    assert_int_equal(pl_tape_n_slots(tape), 0);
    pl_tape_load_constants(tape, 1, &nothing);
    run_tape(tape, PL_ISA_PLAIN, 1, &nothing, NULL);
    assert_true(nothing == 1.0);
    pl_tape_destroy(tape);
    pl_tape_destroy(NULL);
    pl_graph_destroy(graph);
}

/* The tape by its meaning: instruction by instruction, from the table of operations. */
static void
evaluate(const struct pl_tape *tape, double *frame, double *out)
{
    for (size_t k = 0; k < tape->n_code; k++) {
        const struct pl_instruction *instruction = &tape->code[k];
        double arguments[3];

        for (size_t j = 0; j < 3; j++) {
            arguments[j] = frame[instruction->arguments[j]];
        }
        frame[tape->code_at + k] = pl_op_value(instruction->op, arguments);
    }
    for (size_t k = 0; k < tape->n_outputs; k++) {
        out[k] = frame[tape->outputs[k]];
    }
}

/* Bits of every root, on every tape and input, are those of the slow evaluator. The
 * numbers are small and whole, and nothing is divided: so a fused operation rounds as two
 * do, not at all. */
static void
test_create_means_what_the_graph_means(void **state)
{
    static const enum pl_op ops[] = {PL_OP_ADD, PL_OP_SUBTRACT, PL_OP_MULTIPLY,
                                     PL_OP_NEGATE, PL_OP_MAX};
    uint64_t seed = 5;

    (void)state;
    for (size_t round = 0; round < 200; round++) {
        struct pl_graph *graph = pl_graph_create();
        uint32_t roots[4];
        double inputs[N_SLOTS];
        double got[4];
        struct pl_tape *tape = NULL;
        double *frame = NULL;

        for (uint32_t slot = 0; slot < N_SLOTS; slot++) {
            pl_graph_input(graph, slot);
            inputs[slot] = (double)(next_random(&seed) % 7) - 3.0;
        }
        for (size_t k = 0; k < 12; k++) {
            const uint32_t n = (uint32_t)pl_graph_size(graph);
            const uint32_t arguments[] = {next_random(&seed) % n,
                                          next_random(&seed) % n};
            const enum pl_op op = ops[next_random(&seed) % 5];

            pl_graph_apply(graph, op, arguments, op == PL_OP_NEGATE ? 1 : 2);
        }
        for (size_t k = 0; k < 4; k++) {
            roots[k] = (uint32_t)(pl_graph_size(graph) - 1 - k);
        }
        tape = make_tape(graph, roots, 4);
        assert_tape_is_sound(tape);
        frame = make_frame(tape, 1);
        memcpy(frame, inputs, sizeof inputs);
        evaluate(tape, frame, got);
        for (size_t k = 0; k < 4; k++) {
            const double want = pl_graph_value(graph, roots[k], inputs);

            assert_true(!(fabs(want) < 1e15) || got[k] == want);
        }
        free(frame);
        pl_tape_destroy(tape);
        pl_graph_destroy(graph);
    }
}

/* Every lane of every instruction set has the bits of the table of operations, whatever
 * stands beside it. */
static void
test_run_agrees_with_the_table(void **state)
{
    static const size_t widths[] = {1, 4, 8};
    uint64_t seed = 77;

    (void)state;
    for (size_t round = 0; round < 120; round++) {
        const size_t lanes = widths[round % 3];
        const enum pl_isa isa = (enum pl_isa)(round / 3 % (pl_isa_best() + 1u));
        struct pl_graph *graph = pl_graph_create();
        uint32_t roots[64];
        size_t n_roots = 0;
        struct pl_tape *tape = NULL;
        double *alone = NULL;
        double *together = NULL;
        double want[64];
        double got[64 * PL_MAX_LANES];

        grow_graph(graph, 50, &seed);
        while (n_roots < 64 && n_roots < pl_graph_size(graph)) {
            roots[n_roots] = (uint32_t)(pl_graph_size(graph) - 1 - n_roots);
            n_roots++;
        }
        tape = make_tape(graph, roots, n_roots);
        assert_tape_is_sound(tape);
        alone = make_frame(tape, 1);
        together = make_frame(tape, lanes);
        for (size_t k = 0; k < N_SLOTS * lanes; k++) {
            together[k] = random_number(&seed);
        }
        run_tape(tape, isa, lanes, together, got);
        for (size_t lane = 0; lane < lanes; lane++) {
            for (size_t slot = 0; slot < N_SLOTS; slot++) {
                alone[slot] = together[slot * lanes + lane];
            }
            evaluate(tape, alone, want);
            for (size_t k = 0; k < n_roots; k++) {
                assert_true(same_number(got[k * lanes + lane], want[k]));
            }
        }
        free(alone);
        free(together);
        pl_tape_destroy(tape);
        pl_graph_destroy(graph);
    }
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
        cmocka_unit_test(test_create_fuses_products_with_sums),
        cmocka_unit_test(test_place_moves_constants_and_code),
        cmocka_unit_test(test_select_keeps_what_is_asked_for),
        cmocka_unit_test(test_join_feeds_the_second_tape_with_the_first),
        cmocka_unit_test(test_join_computes_nothing_twice),
        cmocka_unit_test(test_create_means_what_the_graph_means),
        cmocka_unit_test(test_run_agrees_with_the_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
