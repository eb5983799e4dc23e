/*
 * test_x86_order.c - another order, the same values.
 */
#include "compile/x86_order.h"

#include "base/text.h"
#include "compile/tape.h"
#include "random_tape.h"
#include "testlib.h"

/* Arguments come before results, and every instruction is needed. */
static void
assert_is_sound(const struct pl_tape *tape)
{
    unsigned char *used = calloc(tape->n_code + 1, 1);

    assert_non_null(used);
    for (size_t i = 0; i < tape->n_outputs; i++) {
        if (tape->outputs[i] >= tape->code_at) {
            assert_true(tape->outputs[i] - tape->code_at < tape->n_code);
            used[tape->outputs[i] - tape->code_at] = 1;
        }
    }
    for (size_t k = tape->n_code; k-- > 0;) {
        assert_true(used[k]);
        for (size_t j = 0; j < pl_op_arity(tape->code[k].op); j++) {
            const uint32_t slot = tape->code[k].arguments[j];

            assert_true(slot < tape->code_at + k);
            if (slot >= tape->code_at) {
                used[slot - tape->code_at] = 1;
            }
        }
    }
    free(used);
}

static void
test_init_keeps_the_outputs_of_random_tapes(void **state)
{
    const struct random_tape_kind kind = {
        .n_inputs = 6, .n_code = 200, .n_outputs = 25, .with_calls = true};
    uint64_t seed = 5;

    (void)state;
    for (size_t round = 0; round < 100; round++) {
        struct pl_tape *tape = random_tape(&kind, &seed);
        double *want = calloc(pl_tape_n_slots(tape), sizeof *want);
        double *got = calloc(pl_tape_n_slots(tape), sizeof *got);
        struct pl_tape ordered;

        assert_true(want != NULL && got != NULL);
        assert_true(pl_x86_order_init(&ordered, tape));
        assert_is_sound(&ordered);
        assert_true(ordered.n_code <= tape->n_code);
        assert_int_equal(ordered.n_outputs, tape->n_outputs);
        for (size_t i = 0; i < kind.n_inputs; i++) {
            want[i] = got[i] = random_number(&seed);
        }
        random_tape_evaluate(tape, want);
        random_tape_evaluate(&ordered, got);
        for (size_t i = 0; i < tape->n_outputs; i++) {
            const double a = got[ordered.outputs[i]];
            const double b = want[tape->outputs[i]];

            assert_true(isnan(a) ? isnan(b) : memcmp(&a, &b, sizeof a) == 0);
        }
        pl_x86_order_finish(&ordered);
        pl_tape_destroy(tape);
        free(want);
        free(got);
    }
}

static void
test_init_computes_values_when_they_are_used(void **state)
{
    /* written in the order of a formula's parts: output 0 needs the second and the
       fourth, output 2 the first and the fourth, and nobody the third */
    struct pl_instruction code[6] = {
        {PL_OP_MULTIPLY, {0, 1, 0}}, {PL_OP_ADD, {0, 0, 0}},
        {PL_OP_ADD, {2, 3, 0}},      {PL_OP_SQRT, {1, 0, 0}},
        {PL_OP_MULTIPLY, {2, 5, 0}}, {PL_OP_SUBTRACT, {3, 5, 0}},
    };
    uint32_t outputs[] = {7, 1, 6, 7};
    const struct pl_tape tape = {.n_inputs = 2,
                                 .constants_at = 2,
                                 .code_at = 2,
                                 .n_code = 6,
                                 .code = code,
                                 .n_outputs = 4,
                                 .outputs = outputs};
    struct pl_tape ordered;
    struct pl_text text;

    (void)state;
    assert_true(pl_x86_order_init(&ordered, &tape));
    pl_text_init(&text);
    pl_tape_print(&ordered, &text);
    assert_string_equal(pl_text_string(&text), "r2 = +(r0, r0)\n"
                                               "r3 = sqrt(r1)\n"
                                               "r4 = -(r2, r3)\n"
                                               "r5 = *(r0, r1)\n"
                                               "r6 = *(r5, r3)\n"
                                               "out 0 = r4\n"
                                               "out 1 = r1\n"
                                               "out 2 = r6\n"
                                               "out 3 = r4\n");
    pl_text_finish(&text);
    pl_x86_order_finish(&ordered);
}

/* A sum of all results, written last: each is added as soon as it is there. */
static void
test_init_ends_lives_early(void **state)
{
    struct pl_instruction code[7] = {
        {PL_OP_SQRT, {0, 0, 0}}, {PL_OP_SQRT, {1, 0, 0}}, {PL_OP_SQRT, {2, 0, 0}},
        {PL_OP_ABS, {3, 0, 0}},  {PL_OP_ADD, {3, 4, 0}},  {PL_OP_ADD, {7, 5, 0}},
        {PL_OP_ADD, {8, 6, 0}},
    };
    uint32_t outputs[] = {3, 4, 5, 9};
    const struct pl_tape tape = {.n_inputs = 3,
                                 .constants_at = 3,
                                 .code_at = 3,
                                 .n_code = 7,
                                 .code = code,
                                 .n_outputs = 4,
                                 .outputs = outputs};
    struct pl_tape ordered;
    struct pl_text text;

    (void)state;
    assert_true(pl_x86_order_init(&ordered, &tape));
    pl_text_init(&text);
    pl_tape_print(&ordered, &text);
    assert_string_equal(pl_text_string(&text), "r3 = sqrt(r0)\n"
                                               "r4 = sqrt(r1)\n"
                                               "r5 = +(r3, r4)\n"
                                               "r6 = sqrt(r2)\n"
                                               "r7 = +(r5, r6)\n"
                                               "r8 = abs(r3)\n"
                                               "r9 = +(r7, r8)\n"
                                               "out 0 = r3\n"
                                               "out 1 = r4\n"
                                               "out 2 = r6\n"
                                               "out 3 = r9\n");
    pl_text_finish(&text);
    pl_x86_order_finish(&ordered);
}

static enum pl_status
order(void *context)
{
    struct pl_tape ordered;
    const bool done = pl_x86_order_init(&ordered, context);

    pl_x86_order_finish(&ordered);
    return done ? PL_OK : PL_ERR_NOMEM;
}

static void
test_init_survives_without_memory(void **state)
{
    const struct random_tape_kind kind = {.n_inputs = 2, .n_code = 9, .n_outputs = 2};
    uint64_t seed = 5;
    struct pl_tape *tape = random_tape(&kind, &seed);

    (void)state;
    assert_true(assert_survives_no_memory(order, tape) >= 9);
    pl_tape_destroy(tape);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_init_keeps_the_outputs_of_random_tapes),
        cmocka_unit_test(test_init_computes_values_when_they_are_used),
        cmocka_unit_test(test_init_ends_lives_early),
        cmocka_unit_test(test_init_survives_without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
