/*
 * test_native.c - machine code against the meaning of each operation, lane for lane and
 * bit for bit.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include "compile/native.h"

#include <sys/mman.h>
#include <unistd.h>

#include "compile/program.h"
#include "compile/tape.h"
#include "expr/elementary.h"
#include "network.h"
#include "random_tape.h"
#include "testlib.h"

/* Every kind of code that there is; what this processor has not is left out. */
static const struct {
    enum pl_isa isa;
    size_t lanes;
} shapes[] = {{PL_ISA_AVX2, 1},
              {PL_ISA_AVX2, 4},
              {PL_ISA_AVX512, 1},
              {PL_ISA_AVX512, 4},
              {PL_ISA_AVX512, 8}};

#define N_SHAPES (sizeof shapes / sizeof *shapes)

/* ---------------------------------------------------------------- the system's refusals */

/* Linked in place of the functions of those names. */
int __real_mprotect(void *memory, size_t size, int protection);
int __wrap_mprotect(void *memory, size_t size, int protection);
void (*__real_pl_elementary_address(enum pl_op op, enum pl_isa isa,
                                    size_t lanes))(void);
void (*__wrap_pl_elementary_address(enum pl_op op, enum pl_isa isa,
                                    size_t lanes))(void);

static bool forbid_code;          /* no page becomes executable */
static bool hide_vector_function; /* elementary functions work on memory alone */

int
__wrap_mprotect(void *memory, size_t size, int protection)
{
    if (forbid_code && (protection & PROT_EXEC) != 0) {
        return -1;
    }
    return __real_mprotect(memory, size, protection);
}

void (*__wrap_pl_elementary_address(enum pl_op op, enum pl_isa isa, size_t lanes))(void)
{
    return hide_vector_function ? NULL : __real_pl_elementary_address(op, isa, lanes);
}

/* ---------------------------------------------------------------- memory and numbers */

/* Rows of numbers that end where memory ends: behind them lies a page that no
 * instruction may touch. */
struct rows {
    unsigned char *pages;
    size_t n_bytes;
    double *numbers; /* shape (n_rows, lanes) */
};

static struct rows
make_rows(size_t n_rows, size_t lanes)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const size_t size = n_rows * lanes * sizeof(double);
    const size_t room = (size + page - 1) / page * page;
    struct rows rows = {.n_bytes = room + page};
    void *memory = mmap(NULL, rows.n_bytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    assert_ptr_not_equal(memory, MAP_FAILED);
    rows.pages = memory;
    assert_int_equal(mprotect(rows.pages + room, page, PROT_NONE), 0);
    rows.numbers = (double *)(void *)(rows.pages + room - size);
    return rows;
}

static void
free_rows(struct rows *rows)
{
    munmap(rows->pages, rows->n_bytes);
}

static bool
is_same(double a, double b)
{
    return isnan(a) ? isnan(b) : memcmp(&a, &b, sizeof a) == 0;
}

/* ---------------------------------------------------------------- the comparison */

static void
check_lanes(const struct pl_tape *tape, size_t lanes, const double *before,
            const double *after, const double *out)
{
    double *frame = calloc(pl_tape_n_slots(tape) + 1, sizeof *frame);

    assert_non_null(frame);
    for (size_t lane = 0; lane < lanes; lane++) {
        for (size_t slot = 0; slot < tape->n_inputs; slot++) {
            frame[slot] = before[slot * lanes + lane];
        }
        random_tape_evaluate(tape, frame);
        for (size_t i = 0; i < tape->n_outputs; i++) {
            const double got = out[i * lanes + lane];
            const double want = frame[tape->outputs[i]];

            if (!is_same(got, want)) {
                fail_msg("output %zu of lane %zu of %zu is %a, not %a", i, lane, lanes,
                         got, want);
            }
        }
        for (size_t slot = 0; slot < tape->code_at; slot++) {
            assert_true(
                is_same(before[slot * lanes + lane], after[slot * lanes + lane]));
        }
    }
    free(frame);
}

/* Run the tape in one shape, with memory that ends where frame and outputs end. */
static void
check_shape(const struct pl_tape *tape, enum pl_isa isa, size_t lanes, uint64_t *seed)
{
    const size_t n_numbers = pl_tape_n_slots(tape) * lanes;
    struct rows before = make_rows(pl_tape_n_slots(tape), lanes);
    struct rows frame = make_rows(pl_tape_n_slots(tape), lanes);
    struct rows out = make_rows(tape->n_outputs, lanes);
    struct pl_native_function function = {NULL};
    struct pl_native *native = NULL;
    const char *reason = "";

    for (size_t i = 0; i < n_numbers; i++) {
        before.numbers[i] = random_number(seed);
    }
    pl_tape_load_constants(tape, lanes, before.numbers);
    memcpy(frame.numbers, before.numbers, n_numbers * sizeof(double));
    assert_int_equal(
        pl_native_create(&tape, 1, isa, lanes, &function, &reason, &native), PL_OK);
    assert_non_null(native);
    assert_null(reason);
    function.run(frame.numbers, out.numbers);
    check_lanes(tape, lanes, before.numbers, frame.numbers, out.numbers);
    pl_native_destroy(native);
    free_rows(&before);
    free_rows(&frame);
    free_rows(&out);
}

static void
check_tape(const struct pl_tape *tape, uint64_t *seed)
{
    for (size_t i = 0; i < N_SHAPES; i++) {
        if (shapes[i].isa <= pl_isa_best()) {
            check_shape(tape, shapes[i].isa, shapes[i].lanes, seed);
        }
    }
}

/* valgrind computes c - a b as -(a b - c), which is -0 and not 0 where they are equal: it
 * is not for the machine code to mend that. */
static bool
is_emulated(void)
{
    struct pl_tape tape = {.n_inputs = 1, .code_at = 1, .n_code = 1, .n_outputs = 1};
    struct pl_instruction code = {PL_OP_FUSED_FROM, {0, 0, 0}};
    uint32_t output = 1;
    const struct pl_tape *tapes = &tape;
    struct pl_native_function function = {NULL};
    struct pl_native *native = NULL;
    const char *reason = NULL;
    double frame[2] = {1.0, 0.0};
    double zero = 1.0;

    tape.code = &code;
    tape.outputs = &output;
    assert_int_equal(
        pl_native_create(&tapes, 1, PL_ISA_AVX2, 1, &function, &reason, &native),
        PL_OK);
    function.run(frame, &zero);
    pl_native_destroy(native);
    assert_true(zero == 0.0);
    return signbit(zero);
}

static bool leave_out_fused_from;

/* Skip what needs machine code where there is none, and say what is left out. */
static void
need_machine_code(void)
{
    if (pl_isa_best() == PL_ISA_PLAIN) {
        print_message("NO MACHINE CODE for this processor: nothing to test\n");
        skip();
    }
    if (pl_isa_best() < PL_ISA_AVX512) {
        print_message("this processor has no AVX-512: AVX2 alone is tested\n");
    }
    leave_out_fused_from = is_emulated();
    if (leave_out_fused_from) {
        print_message("this processor is emulated: no c - a * b is tested\n");
    }
}

/* ---------------------------------------------------------------- the tests */

/* Where an argument can be when its instruction comes. */
enum place {
    PLACE_INPUT,
    PLACE_INPUT_USED_AGAIN,
    PLACE_CONSTANT,
    PLACE_CODE,
    PLACE_CODE_USED_AGAIN,
    PLACE_CODE_AND_OUTPUT, /* in memory already, and used again */
    PLACE_TRUTH,
    PLACE_TRUTH_USED_AGAIN,
    N_PLACES
};

/**
 * One operation whose arguments are in these places, equal places being the same value;
 * what is used again is added to its result. Slots: 8 inputs and as many constants, then
 * one instruction for each place.
 */
static struct pl_tape *
placed_tape(enum pl_op op, const enum place *places, uint64_t *seed)
{
    struct pl_tape *tape = random_tape_blank(N_PLACES, N_PLACES, N_PLACES + 4, 2, seed);
    const size_t arity = pl_op_arity(op);
    struct pl_instruction *code = tape->code;

    for (uint32_t p = 0; p < N_PLACES; p++) {
        code[p].op = p >= PLACE_TRUTH ? PL_OP_LESS : PL_OP_ADD;
        code[p].arguments[0] = p;
        code[p].arguments[1] = (p + 1) % N_PLACES;
    }
    code[N_PLACES].op = op;
    tape->outputs[1] = (uint32_t)tape->code_at + PLACE_CODE_AND_OUTPUT;
    for (size_t j = 0; j < 3; j++) {
        const enum place place = j < arity ? places[j] : PLACE_CONSTANT;
        const uint32_t slot = place <= PLACE_INPUT_USED_AGAIN ? (uint32_t)place
                              : place == PLACE_CONSTANT
                                  ? (uint32_t)tape->constants_at
                                  : (uint32_t)tape->code_at + place;
        const bool again =
            place == PLACE_INPUT_USED_AGAIN || place == PLACE_CODE_USED_AGAIN ||
            place == PLACE_CODE_AND_OUTPUT || place == PLACE_TRUTH_USED_AGAIN;

        code[N_PLACES].arguments[j] = j < arity ? slot : 0;
        code[N_PLACES + 1 + j].op = PL_OP_ADD;
        code[N_PLACES + 1 + j].arguments[0] = (uint32_t)(tape->code_at + N_PLACES + j);
        code[N_PLACES + 1 + j].arguments[1] =
            again ? slot : (uint32_t)tape->constants_at + 1;
    }
    tape->constants[1] = -0.0; /* changes nothing */
    tape->outputs[0] = (uint32_t)(tape->code_at + N_PLACES + 3);
    return tape;
}

static void
test_create_takes_arguments_from_everywhere(void **state)
{
    uint64_t seed = 3;

    (void)state;
    need_machine_code();
    for (int op = 0; op < PL_N_OPS; op++) {
        const bool is_left_out = op == PL_OP_FUSED_FROM && leave_out_fused_from;
        size_t n = random_tape_has((enum pl_op)op) && !is_left_out ? 1 : 0;

        for (size_t j = 0; n > 0 && j < pl_op_arity((enum pl_op)op); j++) {
            n *= N_PLACES;
        }
        for (size_t i = 0; i < n; i++) {
            const enum place places[3] = {(enum place)(i % N_PLACES),
                                          (enum place)(i / N_PLACES % N_PLACES),
                                          (enum place)(i / N_PLACES / N_PLACES)};
            struct pl_tape *tape = placed_tape((enum pl_op)op, places, &seed);

            check_tape(tape, &seed);
            pl_tape_destroy(tape);
        }
    }
}

static void
test_create_translates_random_tapes(void **state)
{
    /* few inputs: arguments are often the same; much code: registers run out; many slots
       and outputs: long displacements */
    static const struct {
        size_t rounds;
        struct random_tape_kind kind;
    } sorts[] = {
        {100, {.n_inputs = 2, .n_code = 12, .n_outputs = 6}},
        {60, {.n_inputs = 3, .n_code = 12, .n_outputs = 6, .with_calls = true}},
        {20, {.n_inputs = 20, .n_code = 300, .n_outputs = 20}},
        {10, {.n_inputs = 20, .n_code = 300, .n_outputs = 20, .with_calls = true}},
        {3, {.n_inputs = 1500, .n_code = 4000, .n_outputs = 900}},
        {2, {.n_inputs = 40, .n_code = 3000, .n_outputs = 3, .with_calls = true}},
    };
    uint64_t seed = 1;

    (void)state;
    need_machine_code();
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++) {
        struct random_tape_kind kind = sorts[i].kind;

        kind.without_fused_from = leave_out_fused_from;
        for (size_t round = 0; round < sorts[i].rounds; round++) {
            struct pl_tape *tape = random_tape(&kind, &seed);

            check_tape(tape, &seed);
            pl_tape_destroy(tape);
        }
    }
}

/* A small tape with calls. */
static struct pl_tape *
small_tape(uint64_t *seed)
{
    const struct random_tape_kind kind = {.n_inputs = 5,
                                          .n_code = 40,
                                          .n_outputs = 12,
                                          .with_calls = true,
                                          .without_fused_from = leave_out_fused_from};

    return random_tape(&kind, seed);
}

static void
test_create_calls_functions_of_memory(void **state)
{
    uint64_t seed = 9;

    (void)state;
    need_machine_code();
    hide_vector_function = true;
    for (size_t round = 0; round < 30; round++) {
        struct pl_tape *tape = small_tape(&seed);

        check_tape(tape, &seed);
        pl_tape_destroy(tape);
    }
    hide_vector_function = false;
}

/* Truth values wait for their use in mask registers, of which there are seven. */
static void
test_create_keeps_many_truths(void **state)
{
    uint64_t seed = 4;
    struct pl_tape *tape = random_tape_blank(40, 0, 120, 1, &seed);

    (void)state;
    need_machine_code();
    for (uint32_t k = 0; k < 120; k++) {
        const uint32_t at = (uint32_t)tape->code_at;
        struct pl_instruction *instruction = &tape->code[k];

        if (k < 40) {
            *instruction = (struct pl_instruction){PL_OP_LESS, {k, (k + 1) % 40, 0}};
        } else if (k < 80) {
            *instruction = (struct pl_instruction){PL_OP_SELECT,
                                                   {at + k - 40, k - 40, at + k - 1}};
        } else {
            *instruction =
                (struct pl_instruction){PL_OP_MAX, {at + k - 80, at + k - 1, 0}};
        }
    }
    tape->outputs[0] = (uint32_t)tape->code_at + 119;
    check_tape(tape, &seed);
    pl_tape_destroy(tape);
}

static void
test_create_translates_tapes_of_every_model(void **state)
{
    char **paths = network_model_paths();
    uint64_t seed = 12;

    (void)state;
    need_machine_code();
    for (size_t i = 0; paths[i] != NULL && !leave_out_fused_from; i++) {
        struct network network;

        network_compile_file(&network, paths[i]);
        const struct pl_program *program = network.program;
        const struct pl_tape *const tapes[] = {
            program->start,  program->setup,  program->rates, program->jacobian,
            program->values, program->factor, program->solve,
        };

        for (size_t k = 0; k < sizeof tapes / sizeof *tapes; k++) {
            if (tapes[k] != NULL) {
                check_tape(tapes[k], &seed);
            }
        }
        network_close(&network);
    }
    network_free_paths(paths);
}

static void
test_create_translates_several_tapes_at_once(void **state)
{
    uint64_t seed = 6;
    struct pl_tape *first = small_tape(&seed);
    struct pl_tape *last = small_tape(&seed);
    const struct pl_tape *const tapes[] = {first, NULL, last};
    struct pl_native_function functions[3];
    struct pl_native *native = NULL;
    const char *reason = NULL;
    size_t size = 0;

    (void)state;
    need_machine_code();
    assert_int_equal(
        pl_native_create(tapes, 3, PL_ISA_AVX2, 1, functions, &reason, &native), PL_OK);
    assert_non_null(native);
    assert_null(functions[1].run);
    size = pl_native_size(native);
    assert_in_range(size, 200, 16000);
    for (size_t i = 0; i < 3; i += 2) {
        struct rows before = make_rows(pl_tape_n_slots(tapes[i]), 1);
        struct rows frame = make_rows(pl_tape_n_slots(tapes[i]), 1);
        struct rows out = make_rows(tapes[i]->n_outputs, 1);

        pl_tape_load_constants(tapes[i], 1, before.numbers);
        pl_tape_load_constants(tapes[i], 1, frame.numbers);
        functions[i].run(frame.numbers, out.numbers);
        check_lanes(tapes[i], 1, before.numbers, frame.numbers, out.numbers);
        free_rows(&before);
        free_rows(&frame);
        free_rows(&out);
    }
    pl_native_destroy(native);
    assert_int_equal(
        pl_native_create(&tapes[1], 2, PL_ISA_AVX2, 1, functions, &reason, &native),
        PL_OK);
    assert_true(pl_native_size(native) < size);
    pl_native_destroy(native);
    pl_native_destroy(NULL);
    pl_tape_destroy(first);
    pl_tape_destroy(last);
}

/* Expects no code, for this reason. */
static void
expect_refusal(const struct pl_tape *tape, enum pl_isa isa, const char *want)
{
    struct pl_native_function function = {NULL};
    struct pl_native *native = NULL;
    const char *reason = NULL;

    assert_int_equal(pl_native_create(&tape, 1, isa, 1, &function, &reason, &native),
                     PL_OK);
    assert_null(native);
    assert_null(function.run);
    assert_non_null(reason);
    assert_string_equal(reason, want);
}

static void
test_create_says_why_there_is_no_code(void **state)
{
    uint64_t seed = 2;
    struct pl_tape *tape = small_tape(&seed);
    struct pl_tape far = *tape;
    struct pl_tape wide = *tape;

    (void)state;
    expect_refusal(tape, PL_ISA_PLAIN, "no machine code for this processor");
    if (pl_isa_best() == PL_ISA_PLAIN) {
        pl_tape_destroy(tape);
        return;
    }
    far.code_at = (size_t)1 << 28;
    expect_refusal(&far, PL_ISA_AVX2, "the model is too large for machine code");
    wide.n_outputs = (size_t)1 << 28;
    expect_refusal(&wide, PL_ISA_AVX2, "the model is too large for machine code");
    forbid_code = true;
    expect_refusal(tape, PL_ISA_AVX2, "this system forbids executable memory");
    forbid_code = false;
    check_tape(tape, &seed);
    pl_tape_destroy(tape);
}

static enum pl_status
create_and_destroy(void *context)
{
    const struct pl_tape *const tapes[] = {context, context};
    struct pl_native_function functions[2];
    struct pl_native *native = NULL;
    const char *reason = NULL;
    enum pl_status status =
        pl_native_create(tapes, 2, pl_isa_best(), 1, functions, &reason, &native);

    assert_true((status == PL_OK) == (native != NULL));
    assert_true((status == PL_OK) == (functions[1].run != NULL));
    assert_null(reason);
    pl_native_destroy(native);
    return status;
}

static void
test_create_survives_without_memory(void **state)
{
    uint64_t seed = 8;
    struct pl_tape *tape = small_tape(&seed);

    (void)state;
    need_machine_code();
    assert_true(assert_survives_no_memory(create_and_destroy, tape) >= 20);
    pl_tape_destroy(tape);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_create_takes_arguments_from_everywhere),
        cmocka_unit_test(test_create_translates_random_tapes),
        cmocka_unit_test(test_create_calls_functions_of_memory),
        cmocka_unit_test(test_create_keeps_many_truths),
        cmocka_unit_test(test_create_translates_tapes_of_every_model),
        cmocka_unit_test(test_create_translates_several_tapes_at_once),
        cmocka_unit_test(test_create_says_why_there_is_no_code),
        cmocka_unit_test(test_create_survives_without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
