/*
 * test_x86_frame.c - general registers that stand where a tape reads and writes.
 */
#include "compile/x86_frame.h"

#include "compile/tape.h"
#include "testlib.h"

/* A tape that reads so many slots in a row, from some slot on, and has as many outputs. */
static struct pl_tape *
reading_tape(size_t first, size_t n)
{
    struct pl_tape *tape = calloc(1, sizeof *tape);

    assert_non_null(tape);
    tape->n_inputs = first + n;
    tape->constants_at = tape->n_inputs;
    tape->code_at = tape->n_inputs;
    tape->n_code = n;
    tape->n_outputs = n;
    tape->code = calloc(n, sizeof *tape->code);
    tape->outputs = calloc(n, sizeof *tape->outputs);
    assert_true(tape->code != NULL && tape->outputs != NULL);
    for (size_t k = 0; k < n; k++) {
        tape->code[k].op = PL_OP_SQRT;
        tape->code[k].arguments[0] = (uint32_t)(first + k);
        tape->outputs[k] = (uint32_t)(tape->code_at + k);
    }
    return tape;
}

/* Where the registers stand after the function's first instructions: what a place's
 * operand means, in rows. */
static int64_t
row_of(const struct pl_x86_frame *frame, struct pl_x86_operand operand, bool *outputs)
{
    for (size_t i = 0; i < frame->n_windows; i++) {
        if (frame->windows[i].base == operand.number) {
            *outputs = (frame->windows[i].row & PL_X86_IN_OUTPUTS) != 0;
            assert_int_equal(operand.offset % frame->row_size, 0);
            return (int64_t)(frame->windows[i].row & ~PL_X86_IN_OUTPUTS) +
                   operand.offset / frame->row_size;
        }
    }
    fail_msg("no register %u", operand.number);
    return 0;
}

static void
test_operand_leads_to_each_place(void **state)
{
    static const struct {
        size_t lanes;
        bool evex;
        bool has_calls;
    } shapes[] = {{1, false, false}, {4, false, true}, {1, true, false},
                  {4, true, false},  {8, true, false}, {8, true, true}};
    struct pl_tape *tape = reading_tape(700, 2000);

    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        const struct pl_x86_code code = {.lanes = shapes[i].lanes,
                                         .evex = shapes[i].evex};
        struct pl_x86_frame frame;

        assert_true(pl_x86_frame_init(&frame, tape, &code, shapes[i].has_calls));
        for (uint32_t row = 0; row < 4700; row++) {
            bool outputs = true;

            assert_int_equal(
                row_of(&frame, pl_x86_frame_operand(&frame, row), &outputs), row);
            assert_false(outputs);
            assert_int_equal(
                row_of(&frame, pl_x86_frame_operand(&frame, row | PL_X86_IN_OUTPUTS),
                       &outputs),
                row);
            assert_true(outputs);
        }
    }
    pl_tape_destroy(tape);
}

static void
test_operand_is_near_where_the_tape_reads(void **state)
{
    struct pl_tape *tape = reading_tape(5000, 200);
    const struct pl_x86_code code = {.lanes = 8, .evex = true};
    struct pl_x86_frame frame;
    struct pl_x86_operand operand;

    (void)state;
    assert_true(pl_x86_frame_init(&frame, tape, &code, false));
    for (uint32_t row = 5000; row < 5200; row++) {
        operand = pl_x86_frame_operand(&frame, row);
        assert_in_range(operand.offset + 128 * 64, 0, 255 * 64);
    }
    /* and where values go that find no register */
    operand = pl_x86_frame_operand(&frame, (uint32_t)tape->code_at + 199);
    assert_in_range(operand.offset + 128 * 64, 0, 255 * 64);
    /* elsewhere from the beginning of the frame, which stays in its register */
    operand = pl_x86_frame_operand(&frame, 2000);
    assert_int_equal(operand.number, PL_X86_RDI);
    assert_int_equal(operand.offset, 2000 * 64);
    /* numbers in the code */
    operand = pl_x86_frame_operand(&frame, 64 | PL_X86_WITH_CODE);
    assert_int_equal(operand.where, PL_X86_IN_CODE);
    assert_int_equal(operand.offset, 64);
    pl_tape_destroy(tape);
}

static void
test_is_reachable_up_to_two_gigabytes(void **state)
{
    const size_t most = ((size_t)1 << 31) / 64 - 1000;
    struct pl_tape tape = {.n_inputs = most, .constants_at = most, .code_at = most};

    (void)state;
    assert_true(pl_x86_frame_is_reachable(&tape, 8));
    tape.code_at = 2 * most;
    assert_false(pl_x86_frame_is_reachable(&tape, 8));
    assert_true(pl_x86_frame_is_reachable(&tape, 1));
    tape.n_outputs = 9 * most;
    assert_false(pl_x86_frame_is_reachable(&tape, 1));
    tape.n_outputs = 0;
    tape.n_inputs = 9 * most;
    assert_false(pl_x86_frame_is_reachable(&tape, 1));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_operand_leads_to_each_place),
        cmocka_unit_test(test_operand_is_near_where_the_tape_reads),
        cmocka_unit_test(test_is_reachable_up_to_two_gigabytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
