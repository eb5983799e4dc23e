/*
 * test_run_order.c - a tape in the interpreter's order: equal operations side by side, the
 * same values.
 */
#include "compile/run_order.h"

#include "base/diag.h"
#include "base/isa.h"
#include "compile/kernel.h"
#include "compile/tape.h"
#include "random_tape.h"
#include "testlib.h"

static const size_t LANES[] = {1, 4, 8};
enum { N_LANES = sizeof LANES / sizeof *LANES };

static struct pl_run_order *
create(const struct pl_tape *tape, size_t lanes)
{
    struct pl_run_order *order = NULL;

    assert_int_equal(pl_run_order_create(tape, lanes, NULL, &order), PL_OK);
    assert_non_null(order);
    assert_int_equal(order->lanes, lanes);
    assert_int_equal(order->n_outputs, tape->n_outputs);
    return order;
}

/* ---- the order ---- */

/* "op n, op n: result = arguments; …", rows counted in slots. */
static void
print(const struct pl_run_order *order, char *text, size_t size)
{
    const struct pl_run_rows *rows = order->rows;
    size_t at = 0;

    for (size_t s = 0; s < order->n_stretches; s++) {
        const struct pl_stretch *stretch = &order->stretches[s];
        const size_t arity = pl_op_arity(stretch->op);

        at += (size_t)snprintf(text + at, size - at, "%s", pl_op_name(stretch->op));
        for (uint32_t k = 0; k < stretch->n; k++, rows++) {
            assert_int_equal(rows->result % order->lanes, 0);
            at += (size_t)snprintf(text + at, size - at, " %zu",
                                   rows->result / order->lanes);
            for (size_t j = 0; j < 3; j++) {
                assert_int_equal(rows->arguments[j] % order->lanes, 0);
                assert_true(j < arity || rows->arguments[j] == 0);
                if (j < arity) {
                    at += (size_t)snprintf(text + at, size - at, "%c%zu",
                                           j == 0 ? '=' : ',',
                                           rows->arguments[j] / order->lanes);
                }
            }
        }
        at += (size_t)snprintf(text + at, size - at, "\n");
    }
    at += (size_t)snprintf(text + at, size - at, "out");
    for (size_t i = 0; i < order->n_outputs; i++) {
        assert_int_equal(order->outputs[i] % order->lanes, 0);
        at += (size_t)snprintf(text + at, size - at, " %zu",
                               order->outputs[i] / order->lanes);
    }
    assert_true(at < size);
}

static void
assert_order(const struct pl_tape *tape, const char *want)
{
    for (size_t k = 0; k < N_LANES; k++) {
        struct pl_run_order *order = create(tape, LANES[k]);
        char text[1000];

        print(order, text, sizeof text);
        assert_string_equal(text, want);
        pl_run_order_destroy(order);
    }
}

/* Two roots of sums, and a product that can be had at any time: it waits for the other. */
static void
test_create_puts_equal_operations_side_by_side(void **state)
{
    struct pl_instruction code[] = {
        {PL_OP_MULTIPLY, {0, 1, 0}}, /* 3 */
        {PL_OP_ADD, {0, 1, 0}},      /* 4 */
        {PL_OP_SQRT, {4, 0, 0}},     /* 5 */
        {PL_OP_ADD, {1, 2, 0}},      /* 6 */
        {PL_OP_SQRT, {6, 0, 0}},     /* 7 */
        {PL_OP_MULTIPLY, {5, 7, 0}}, /* 8 */
    };
    uint32_t outputs[] = {8, 3, 0};
    const struct pl_tape tape = {.n_inputs = 3,
                                 .constants_at = 3,
                                 .code_at = 3,
                                 .n_code = 6,
                                 .code = code,
                                 .n_outputs = 3,
                                 .outputs = outputs};

    (void)state;
    assert_order(&tape, "+ 3=0,1 4=1,2\n"
                        "sqrt 5=3 3=4\n"
                        "* 4=0,1 6=5,3\n"
                        "out 6 4 0");
}

/* What can be had at once begins where the operation changes most often afterwards, not
 * where most of it is ready. */
static void
test_create_begins_with_the_longest_way(void **state)
{
    struct pl_instruction code[] = {
        {PL_OP_ADD, {0, 0, 0}},    /* 1 */
        {PL_OP_ADD, {0, 1, 0}},    /* 2: a stretch goes on with what it made ready */
        {PL_OP_NEGATE, {0, 0, 0}}, /* 3 */
        {PL_OP_ADD, {3, 0, 0}},    /* 4 */
        {PL_OP_ABS, {4, 0, 0}},    /* 5 */
    };
    uint32_t outputs[] = {1, 2, 5, 5};
    const struct pl_tape tape = {.n_inputs = 1,
                                 .constants_at = 1,
                                 .code_at = 1,
                                 .n_code = 5,
                                 .code = code,
                                 .n_outputs = 4,
                                 .outputs = outputs};

    (void)state;
    assert_order(&tape, "- 1=0\n"
                        "+ 2=0,0 3=1,0 1=0,2\n"
                        "abs 4=3\n"
                        "out 2 1 4 4");
}

/* A chain needs two slots, however long; an argument twice is given back once; what no
 * output needs has a slot too, and gives it back. */
static void
test_create_reuses_slots(void **state)
{
    struct pl_instruction code[] = {
        {PL_OP_SQRT, {0, 0, 0}},       /* 5 */
        {PL_OP_ADD, {5, 5, 0}},        /* 6 */
        {PL_OP_EXP, {1, 0, 0}},        /* 7: for nothing */
        {PL_OP_MULTIPLY, {6, 2, 0}},   /* 8 */
        {PL_OP_FUSED_FROM, {8, 8, 8}}, /* 9 */
        {PL_OP_SQRT, {9, 0, 0}},       /* 10 */
        {PL_OP_SELECT, {10, 1, 10}},   /* 11 */
    };
    uint32_t outputs[] = {11};
    double constants[] = {2.0};
    const struct pl_tape tape = {.n_inputs = 2,
                                 .constants_at = 2,
                                 .n_constants = 1,
                                 .constants = constants,
                                 .code_at = 5,
                                 .n_code = 7,
                                 .code = code,
                                 .n_outputs = 1,
                                 .outputs = outputs};

    (void)state;
    assert_order(&tape, "sqrt 5=0\n"
                        "+ 6=5,5\n"
                        "* 5=6,2\n"
                        "fnma 6=5,5,5\n"
                        "sqrt 5=6\n"
                        "exp 6=1\n"
                        "select 6=5,1,5\n"
                        "out 6");
}

/* 100 000 times the operation changes: the cost is that of so many stretches, no more. */
static void
test_create_follows_a_long_chain(void **state)
{
    enum { N = 100000 };
    uint64_t seed = 1;
    struct pl_tape *tape = random_tape_blank(1, 1, N, 1, &seed);
    struct pl_run_order *order = NULL;

    (void)state;
    for (size_t k = 0; k < N; k++) {
        tape->code[k].op = k % 2 == 0 ? PL_OP_ADD : PL_OP_MULTIPLY;
        tape->code[k].arguments[0] = k == 0 ? 0 : (uint32_t)(tape->code_at + k - 1);
        tape->code[k].arguments[1] = (uint32_t)tape->constants_at;
    }
    tape->outputs[0] = (uint32_t)(tape->code_at + N - 1);
    order = create(tape, 8);
    assert_int_equal(order->n_stretches, N);
    for (size_t k = 0; k < N; k++) {
        assert_true(order->rows[k].result == (tape->code_at + k % 2) * 8);
    }
    pl_run_order_destroy(order);
    pl_tape_destroy(tape);
}

/* ---- running it ---- */

/* Whether both are the same bits, or NaNs. */
static bool
is_same(double a, double b)
{
    return isnan(a) ? isnan(b) : memcmp(&a, &b, sizeof a) == 0;
}

/* Every result is a row of the tape's instructions and no argument of its own. */
static void
assert_is_sound(const struct pl_run_order *order, const struct pl_tape *tape)
{
    size_t n = 0;

    for (size_t s = 0; s < order->n_stretches; s++) {
        assert_true(order->stretches[s].n > 0);
        assert_true(s == 0 || order->stretches[s].op != order->stretches[s - 1].op);
        for (uint32_t k = 0; k < order->stretches[s].n; k++, n++) {
            const struct pl_run_rows *rows = &order->rows[n];

            assert_int_equal(rows->result % order->lanes, 0);
            assert_true(pl_tape_is_code(tape, rows->result / (uint32_t)order->lanes));
            for (size_t j = 0; j < pl_op_arity(order->stretches[s].op); j++) {
                assert_true(rows->arguments[j] != rows->result);
                assert_int_equal(rows->arguments[j] % order->lanes, 0);
            }
        }
    }
    assert_int_equal(n, tape->n_code);
}

/* Run it with random inputs: each lane has the outputs that the table of operations gives
 * for it alone. */
static void
assert_means_the_tape(const struct pl_tape *tape, enum pl_isa isa, size_t lanes,
                      uint64_t *seed)
{
    const size_t n_slots = pl_tape_n_slots(tape);
    struct pl_run_order *order = create(tape, lanes);
    const struct pl_kernel kernel = {
        .tape = tape, .isa = isa, .lanes = lanes, .order = order};
    double *alone = calloc(n_slots + 1, sizeof *alone);
    double *together = calloc((n_slots + 1) * lanes, sizeof *together);
    double *out = calloc((tape->n_outputs + 1) * lanes, sizeof *out);

    assert_true(alone != NULL && together != NULL && out != NULL);
    assert_is_sound(order, tape);
    for (size_t k = 0; k < tape->n_inputs * lanes; k++) {
        together[k] = random_number(seed);
    }
    for (size_t k = 0; k < tape->n_code * lanes; k++) {
        together[tape->code_at * lanes + k] = 1e7; /* of whoever ran before */
    }
    pl_tape_load_constants(tape, lanes, together);
    pl_kernel_run(&kernel, together, out);
    for (size_t l = 0; l < lanes; l++) {
        for (size_t i = 0; i < tape->n_inputs; i++) {
            alone[i] = together[i * lanes + l];
        }
        random_tape_evaluate(tape, alone);
        for (size_t i = 0; i < tape->n_outputs; i++) {
            const double got = out[i * lanes + l];

            if (!is_same(got, alone[tape->outputs[i]])) {
                fail_msg("%s, %zu lanes: output %zu is %a, not %a", pl_isa_name(isa),
                         lanes, i, got, alone[tape->outputs[i]]);
            }
        }
    }
    free(alone);
    free(together);
    free(out);
    pl_run_order_destroy(order);
}

static void
assert_means_the_tape_everywhere(const struct pl_tape *tape, uint64_t *seed)
{
    for (enum pl_isa isa = PL_ISA_PLAIN; isa <= pl_isa_best(); isa++) {
        for (size_t k = 0; k < N_LANES; k++) {
            assert_means_the_tape(tape, isa, LANES[k], seed);
        }
    }
}

/* Valgrind gives c - a b the wrong sign where it is 0. */
static bool
can_fuse_from(void)
{
    const char *preload = getenv("LD_PRELOAD");

    return preload == NULL || strstr(preload, "vgpreload") == NULL;
}

static void
test_order_keeps_every_operation(void **state)
{
    enum { N = 60, N_INPUTS = 25 };
    uint64_t seed = 3;
    size_t n_ops = 0;

    (void)state;
    for (enum pl_op op = 0; op < PL_N_OPS; op++) {
        struct pl_tape *tape = NULL;

        if (!random_tape_has(op) || (op == PL_OP_FUSED_FROM && !can_fuse_from())) {
            continue;
        }
        n_ops++;
        tape = random_tape_blank(N_INPUTS, 2, N, N, &seed);
        for (size_t k = 0; k < N; k++) {
            tape->code[k].op = op;
            tape->outputs[k] = (uint32_t)(tape->code_at + k);
            for (size_t j = 0; j < pl_op_arity(op); j++) {
                tape->code[k].arguments[j] =
                    random_next(&seed) % 4 == 0
                        ? (uint32_t)(tape->constants_at + random_next(&seed) % 2)
                        : random_next(&seed) % N_INPUTS;
            }
        }
        assert_means_the_tape_everywhere(tape, &seed);
        pl_tape_destroy(tape);
    }
    assert_true(n_ops > 35);
}

static void
test_order_keeps_the_outputs_of_random_tapes(void **state)
{
    static const struct random_tape_kind kinds[] = {
        {.n_inputs = 6, .n_code = 200, .n_outputs = 25, .with_calls = true},
        {.n_inputs = 3, .n_code = 40, .n_outputs = 2}, /* much that nothing needs */
        {.n_inputs = 20, .n_code = 400, .n_outputs = 300},
        {.n_inputs = 1, .n_code = 1, .n_outputs = 1},
    };
    uint64_t seed = 5;

    (void)state;
    for (size_t round = 0; round < 100; round++) {
        struct random_tape_kind kind = kinds[round % (sizeof kinds / sizeof *kinds)];
        struct pl_tape *tape = NULL;

        kind.without_fused_from = !can_fuse_from();
        tape = random_tape(&kind, &seed);
        assert_means_the_tape_everywhere(tape, &seed);
        pl_tape_destroy(tape);
    }
}

/* No instructions, and outputs that are inputs or constants, one of them twice. */
static void
test_order_copies_what_is_not_computed(void **state)
{
    uint64_t seed = 6;
    struct pl_tape *tape = random_tape_blank(3, 2, 0, 5, &seed);
    struct pl_run_order *order = NULL;

    (void)state;
    tape->outputs[0] = 2;
    tape->outputs[1] = (uint32_t)tape->constants_at + 1;
    tape->outputs[2] = 0;
    tape->outputs[3] = 2;
    tape->outputs[4] = (uint32_t)tape->constants_at;
    order = create(tape, 4);
    assert_int_equal(order->n_stretches, 0);
    pl_run_order_destroy(order);
    assert_means_the_tape_everywhere(tape, &seed);
    pl_tape_destroy(tape);
}

static void
test_order_of_an_empty_tape_does_nothing(void **state)
{
    const struct pl_tape tape = {.n_inputs = 0};
    struct pl_run_order *order = create(&tape, 8);
    const struct pl_kernel kernel = {
        .tape = &tape, .isa = PL_ISA_PLAIN, .lanes = 8, .order = order};
    double nothing[8] = {1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0};

    (void)state;
    assert_int_equal(order->n_stretches, 0);
    pl_kernel_run(&kernel, nothing, nothing);
    for (size_t l = 0; l < 8; l++) {
        assert_true(nothing[l] == (double)l + 1.0);
    }
    pl_run_order_destroy(order);
    pl_run_order_destroy(NULL);
}

/* ---- memory ---- */

static enum pl_status
create_and_destroy(void *context)
{
    struct pl_run_order *order = NULL;
    const enum pl_status status = pl_run_order_create(context, 8, NULL, &order);

    assert_true((status == PL_OK) == (order != NULL));
    pl_run_order_destroy(order);
    return status;
}

static void
test_create_survives_without_memory(void **state)
{
    const struct random_tape_kind kind = {.n_inputs = 2, .n_code = 30, .n_outputs = 2};
    uint64_t seed = 5;
    struct pl_tape *tape = random_tape(&kind, &seed);

    (void)state;
    assert_true(assert_survives_no_memory(create_and_destroy, tape) >= 7);
    pl_tape_destroy(tape);
}

/* 8 doubles for each slot are more than 32 bits count, of 2^29 slots on. */
static void
test_create_refuses_more_than_32_bits(void **state)
{
    struct pl_instruction code[] = {{PL_OP_NEGATE, {0, 0, 0}}};
    uint32_t outputs[] = {(1u << 29) - 2};
    struct pl_tape tape = {.n_inputs = 1,
                           .constants_at = 1,
                           .code_at = (1u << 29) - 2,
                           .n_code = 1,
                           .code = code,
                           .n_outputs = 1,
                           .outputs = outputs};
    struct pl_diags *diags = pl_diags_create();
    struct pl_run_order *order = create(&tape, 8);

    (void)state;
    assert_non_null(diags);
    assert_true(order->rows[0].result == UINT32_MAX - 15);
    assert_true(order->outputs[0] == UINT32_MAX - 15);
    pl_run_order_destroy(order);
    outputs[0]++;
    tape.code_at++;
    assert_int_equal(pl_run_order_create(&tape, 8, diags, &order), PL_ERR_NOMEM);
    assert_null(order);
    assert_messages(diags, "error: out of memory for the order of a tape\n");
    pl_diags_destroy(diags);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_create_puts_equal_operations_side_by_side),
        cmocka_unit_test(test_create_begins_with_the_longest_way),
        cmocka_unit_test(test_create_reuses_slots),
        cmocka_unit_test(test_create_follows_a_long_chain),
        cmocka_unit_test(test_order_keeps_every_operation),
        cmocka_unit_test(test_order_keeps_the_outputs_of_random_tapes),
        cmocka_unit_test(test_order_copies_what_is_not_computed),
        cmocka_unit_test(test_order_of_an_empty_tape_does_nothing),
        cmocka_unit_test(test_create_survives_without_memory),
        cmocka_unit_test(test_create_refuses_more_than_32_bits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
