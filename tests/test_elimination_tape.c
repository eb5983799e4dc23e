/*
 * test_elimination_tape.c - an elimination as tapes and as loops: the same bits, whatever
 * the lanes, the instruction set and the numbers beside; and which factors are flawed.
 */
#include "compile/elimination.h"

#include "base/diag.h"
#include "base/index.h"
#include "compile/tape.h"
#include "expr/op.h"
#include "matrix.h"
#include "testlib.h"

static const size_t LANES[] = {1, 4, 8};
#define N_LANES (sizeof LANES / sizeof *LANES)

/* Nothing needs to be aligned: arrays of lanes begin one number behind what malloc
 * gives. */
#define OFFSET 1u

/* ---- the tapes ---- */

struct tapes {
    struct pl_elimination *elimination;
    struct pl_tape *factor; /* inputs: A's entries, the shift */
    struct pl_tape *solve;  /* inputs: the right side, the factors */
};

static struct tapes
make_tapes(const struct matrix *matrix)
{
    struct tapes tapes = {.elimination = matrix_eliminate(matrix)};
    size_t n = matrix->n;

    assert_int_equal(pl_elimination_factor_tape(tapes.elimination,
                                                matrix->n_entries + 1, 0,
                                                matrix->n_entries, NULL, &tapes.factor),
                     PL_OK);
    assert_int_equal(pl_elimination_solve_tape(tapes.elimination,
                                               n + tapes.elimination->n_factors, n, 0,
                                               PL_NONE, NULL, &tapes.solve),
                     PL_OK);
    return tapes;
}

static void
free_tapes(struct tapes *tapes)
{
    pl_tape_destroy(tapes->factor);
    pl_tape_destroy(tapes->solve);
    pl_elimination_destroy(tapes->elimination);
}

/* By the meaning of the operations. @param inputs  shape (n_inputs) */
static void
run_tape(const struct pl_tape *tape, const double *inputs, double *out)
{
    double *frame = matrix_zeros(tape->code_at + tape->n_code);

    memcpy(frame, inputs, tape->n_inputs * sizeof *frame);
    for (size_t k = 0; k < tape->n_constants; k++) {
        frame[tape->constants_at + k] = tape->constants[k];
    }
    for (size_t k = 0; k < tape->n_code; k++) {
        double arguments[3];

        for (size_t j = 0; j < 3; j++) {
            arguments[j] = frame[tape->code[k].arguments[j]];
        }
        frame[tape->code_at + k] = pl_op_value(tape->code[k].op, arguments);
    }
    for (size_t k = 0; k < tape->n_outputs; k++) {
        out[k] = frame[tape->outputs[k]];
    }
    free(frame);
}

/* Every instruction comes behind its arguments and is needed by an output. */
static void
assert_tape_is_sound(const struct pl_tape *tape)
{
    size_t n = tape->code_at + tape->n_code;
    unsigned char *used = calloc(n, 1);

    assert_non_null(used);
    assert_int_equal(tape->constants_at, tape->n_inputs);
    assert_int_equal(tape->code_at, tape->n_inputs + tape->n_constants);
    for (size_t k = 0; k < tape->n_outputs; k++) {
        assert_true(tape->outputs[k] < n);
        used[tape->outputs[k]] = 1;
    }
    for (size_t k = tape->n_code; k-- > 0;) {
        size_t arity = pl_op_arity(tape->code[k].op);

        assert_true(used[tape->code_at + k]);
        for (size_t j = 0; j < 3; j++) {
            assert_true(tape->code[k].arguments[j] < tape->code_at + k);
            assert_true(j < arity || tape->code[k].arguments[j] == 0);
            used[tape->code[k].arguments[j]] |= j < arity;
        }
    }
    free(used);
}

static void
test_tapes_have_no_operation_too_many(void **state)
{
    (void)state;
    uint64_t seed = 1;

    for (size_t n = 1; n <= 40; n += 3) {
        struct matrix matrix = matrix_init_random(n, n % 4, n % 2 == 0, &seed);
        struct tapes tapes = make_tapes(&matrix);

        assert_tape_is_sound(tapes.factor);
        assert_tape_is_sound(tapes.solve);
        assert_int_equal(tapes.factor->n_outputs, tapes.elimination->n_factors + 1);
        assert_int_equal(tapes.solve->n_outputs, n);
        assert_int_equal(tapes.factor->n_code + tapes.solve->n_code,
                         tapes.elimination->n_operations);
        free_tapes(&tapes);
        matrix_finish(&matrix);
    }
}

/* ---- the same bits ---- */

/* One number for each lane, rows of a matrix and what follows from it. */
struct lanes {
    double *entries;  /* shape (n_entries, lanes) */
    double *shift;    /* shape (lanes) */
    double *right;    /* shape (n, lanes) */
    double *factors;  /* shape (n_factors + 1, lanes) */
    double *solution; /* shape (n, lanes) */
};

static struct lanes
make_lanes(const struct pl_elimination *elimination, size_t lanes)
{
    size_t n_factors = elimination->n_factors;

    return (struct lanes){
        .entries = matrix_zeros(elimination->n_entries * lanes + OFFSET) + OFFSET,
        .shift = matrix_zeros(lanes + OFFSET) + OFFSET,
        .right = matrix_zeros(elimination->n * lanes + OFFSET) + OFFSET,
        .factors = matrix_zeros((n_factors + 1) * lanes + OFFSET) + OFFSET,
        .solution = matrix_zeros(elimination->n * lanes + OFFSET) + OFFSET,
    };
}

static void
free_lanes(struct lanes *lanes)
{
    free(lanes->entries - OFFSET);
    free(lanes->shift - OFFSET);
    free(lanes->right - OFFSET);
    free(lanes->factors - OFFSET);
    free(lanes->solution - OFFSET);
}

static double
random_entry(bool wild, uint64_t *seed)
{
    static const double special[] = {0.0,
                                     -0.0,
                                     1.0,
                                     -1.0,
                                     2.0,
                                     1e300,
                                     -1e300,
                                     1e-300,
                                     1e-310,
                                     5e-324,
                                     -1e154,
                                     1e154,
                                     (double)INFINITY,
                                     (double)NAN};

    if (wild && matrix_random(seed) % 8 == 0) {
        return special[matrix_random(seed) % (sizeof special / sizeof *special)];
    }
    return matrix_random_number(seed);
}

/* @param wild  shape (lanes): whether a lane has numbers of all sorts, the special ones
 *              too, or those of a well-behaved matrix */
static void
fill_lanes(const struct lanes *at, const struct matrix *matrix, size_t lanes,
           const bool *wild, uint64_t *seed)
{
    for (size_t k = 0; k < matrix->n_entries * lanes; k++) {
        at->entries[k] = random_entry(wild[k % lanes], seed);
    }
    for (size_t l = 0; l < lanes; l++) {
        at->shift[l] = wild[l] ? random_entry(true, seed) : matrix->shift;
    }
    for (size_t k = 0; k < matrix->n * lanes; k++) {
        at->right[k] = random_entry(wild[k % lanes], seed);
    }
}

static void
run_loops(const struct pl_elimination *elimination, enum pl_isa isa, size_t lanes,
          const struct lanes *at)
{
    pl_elimination_factor(elimination, isa, lanes, at->entries, at->shift, at->factors);
    pl_elimination_solve(elimination, isa, lanes, at->factors, at->right, at->solution);
}

/* Bits; which NaN it is says nothing. */
static void
assert_same_bits(double got, double want)
{
    if (isnan(want)) {
        assert_true(isnan(got));
    } else {
        assert_memory_equal(&got, &want, sizeof got);
    }
}

/* One lane of rows side by side. */
static void
take_lane(const double *rows, size_t n, size_t lanes, size_t lane, double *out)
{
    for (size_t i = 0; i < n; i++) {
        out[i] = rows[i * lanes + lane];
    }
}

/* What the tapes make of a lane's numbers is what stands in it. */
static void
assert_lane_is_tape(const struct tapes *tapes, const struct matrix *matrix,
                    const struct lanes *at, size_t lanes, size_t lane)
{
    size_t n = matrix->n;
    size_t n_factors = tapes->elimination->n_factors;
    double *inputs = matrix_zeros(n + n_factors + matrix->n_entries + 1);
    double *factors = matrix_zeros(n_factors + 1);
    double *solution = matrix_zeros(n);

    take_lane(at->entries, matrix->n_entries, lanes, lane, inputs);
    inputs[matrix->n_entries] = at->shift[lane];
    run_tape(tapes->factor, inputs, factors);
    for (size_t f = 0; f <= n_factors; f++) {
        assert_same_bits(at->factors[f * lanes + lane], factors[f]);
    }
    take_lane(at->right, n, lanes, lane, inputs);
    memcpy(inputs + n, factors, n_factors * sizeof *factors);
    run_tape(tapes->solve, inputs, solution);
    for (size_t i = 0; i < n; i++) {
        assert_same_bits(at->solution[i * lanes + lane], solution[i]);
    }
    free(inputs);
    free(factors);
    free(solution);
}

static void
assert_loops_are_tapes(const struct matrix *matrix, const bool *wild, uint64_t *seed)
{
    struct tapes tapes = make_tapes(matrix);

    for (size_t k = 0; k < N_LANES; k++) {
        size_t lanes = LANES[k];
        struct lanes at = make_lanes(tapes.elimination, lanes);

        fill_lanes(&at, matrix, lanes, wild, seed);
        for (enum pl_isa isa = PL_ISA_PLAIN; isa <= pl_isa_best(); isa++) {
            run_loops(tapes.elimination, isa, lanes, &at);
            for (size_t l = 0; l < lanes; l++) {
                assert_lane_is_tape(&tapes, matrix, &at, lanes, l);
            }
        }
        free_lanes(&at);
    }
    free_tapes(&tapes);
}

/* Valgrind gives a fused difference that is 0 the wrong sign, and 1 / 0 shows it. */
static bool
zeros_have_good_signs(void)
{
    const char *preload = getenv("LD_PRELOAD");

    return preload == NULL || strstr(preload, "vgpreload") == NULL;
}

static void
test_loops_have_the_bits_of_the_tapes(void **state)
{
    (void)state;
    static const bool tame[PL_MAX_LANES] = {false};
    static const bool wild[PL_MAX_LANES] = {true, true, true, true,
                                            true, true, true, true};
    uint64_t seed = 2;

    for (size_t n = 1; n <= 45; n += n < 10 ? 1 : 7) {
        for (size_t per_row = 0; per_row < 4; per_row++) {
            struct matrix matrix = matrix_init_random(n, per_row, per_row == 2, &seed);

            assert_loops_are_tapes(&matrix, tame, &seed);
            if (zeros_have_good_signs()) {
                assert_loops_are_tapes(&matrix, wild, &seed);
            }
            matrix_finish(&matrix);
        }
    }
}

/* Long runs: all of a dense matrix. */
static void
test_loops_have_the_bits_of_the_tapes_when_dense(void **state)
{
    (void)state;
    static const bool mixed[PL_MAX_LANES] = {false, true};
    uint64_t seed = 3;

    for (size_t n = 7; n <= 37; n += 15) {
        struct matrix matrix = matrix_init_random(n, 6 * n, false, &seed);

        assert_loops_are_tapes(&matrix, mixed, &seed);
        matrix_finish(&matrix);
    }
}

static void
test_solve_may_overwrite_the_right_side(void **state)
{
    (void)state;
    static const bool tame[PL_MAX_LANES] = {false};
    uint64_t seed = 4;
    struct matrix matrix = matrix_init_random(30, 3, true, &seed);
    struct pl_elimination *elimination = matrix_eliminate(&matrix);

    for (size_t k = 0; k < N_LANES; k++) {
        struct lanes at = make_lanes(elimination, LANES[k]);

        fill_lanes(&at, &matrix, LANES[k], tame, &seed);
        run_loops(elimination, pl_isa_best(), LANES[k], &at);
        pl_elimination_solve(elimination, pl_isa_best(), LANES[k], at.factors, at.right,
                             at.right);
        assert_memory_equal(at.right, at.solution,
                            matrix.n * LANES[k] * sizeof *at.right);
        free_lanes(&at);
    }
    pl_elimination_destroy(elimination);
    matrix_finish(&matrix);
}

/* Of the difference of two right sides; it may take the place of either. */
static void
test_solve_difference_solves_for_the_difference(void **state)
{
    (void)state;
    static const bool wild[PL_MAX_LANES] = {true, false, true, false};
    uint64_t seed = 6;
    struct matrix matrix = matrix_init_random(30, 3, true, &seed);
    struct pl_elimination *elimination = matrix_eliminate(&matrix);

    for (size_t k = 0; k < N_LANES; k++) {
        const size_t size = matrix.n * LANES[k];
        struct lanes at = make_lanes(elimination, LANES[k]);
        struct lanes less = make_lanes(elimination, LANES[k]);

        for (enum pl_isa isa = PL_ISA_PLAIN; isa <= pl_isa_best(); isa++) {
            fill_lanes(&at, &matrix, LANES[k], wild, &seed);
            fill_lanes(&less, &matrix, LANES[k], wild, &seed);
            run_loops(elimination, isa, LANES[k], &at);
            for (size_t i = 0; i < size; i++) {
                less.solution[i] = at.right[i] - less.right[i];
            }
            pl_elimination_solve(elimination, isa, LANES[k], at.factors, less.solution,
                                 less.solution);
            pl_elimination_solve_difference(elimination, isa, LANES[k], at.factors,
                                            at.right, less.right, at.solution);
            pl_elimination_solve_difference(elimination, isa, LANES[k], at.factors,
                                            at.right, less.right, less.right);
            for (size_t i = 0; i < size; i++) {
                assert_same_bits(at.solution[i], less.solution[i]);
                assert_same_bits(less.right[i], less.solution[i]);
            }
        }
        free_lanes(&at);
        free_lanes(&less);
    }
    pl_elimination_destroy(elimination);
    matrix_finish(&matrix);
}

/* Whatever stands in one lane, the others have the bits that they have alone. */
static void
test_lanes_know_nothing_of_a_flawed_neighbour(void **state)
{
    (void)state;
    static const bool tame[PL_MAX_LANES] = {false};
    uint64_t seed = 5;
    struct matrix matrix = matrix_init_random(25, 3, true, &seed);
    struct pl_elimination *elimination = matrix_eliminate(&matrix);
    size_t lanes = PL_MAX_LANES;
    struct lanes at = make_lanes(elimination, lanes);
    struct lanes alone = make_lanes(elimination, 1);

    fill_lanes(&at, &matrix, lanes, tame, &seed);
    for (size_t k = 0; k < matrix.n_entries; k++) {
        at.entries[k * lanes + 3] = (double)NAN;
    }
    for (enum pl_isa isa = PL_ISA_PLAIN; isa <= pl_isa_best(); isa++) {
        run_loops(elimination, isa, lanes, &at);
        for (size_t l = 0; l < lanes; l++) {
            assert_true(at.factors[elimination->n_factors * lanes + l] ==
                        (l == 3 ? 1.0 : 0.0));
            take_lane(at.entries, matrix.n_entries, lanes, l, alone.entries);
            take_lane(at.right, matrix.n, lanes, l, alone.right);
            alone.shift[0] = at.shift[l];
            run_loops(elimination, PL_ISA_PLAIN, 1, &alone);
            for (size_t i = 0; i < matrix.n; i++) {
                assert_same_bits(at.solution[i * lanes + l], alone.solution[i]);
            }
        }
    }
    free_lanes(&at);
    free_lanes(&alone);
    pl_elimination_destroy(elimination);
    matrix_finish(&matrix);
}

/* ---- flawed factors ---- */

/* All places of a 2 by 2 matrix are in the pattern but those that are said to be out. */
#define OUT 1234.5

static void
test_factor_is_flawed_when_a_pivot_is(void **state)
{
    (void)state;
    const double inf = (double)INFINITY;
    const double nan = (double)NAN;
    const struct {
        double m[4]; /* by rows, before the shift */
        double shift;
        double flawed;
    } cases[] = {
        {{2, 1, 1, 2}, 0, 0},
        /* cancellation: what is left of 1 */
        {{1, 1, 1, 1}, 0, 1},
        {{1, 1, 1, 1 + 1e-13}, 0, 1},
        {{1, 1, 1, 1 - 9e-13}, 0, 1},
        {{1, 1, 1, 1 - 1.1e-12}, 0, 0},
        {{1, 1, 1, 1 + 1e-11}, 0, 0},
        /* of what is taken away, when that is larger than the entry */
        {{1, 1, 1, 1e-9}, 0, 0},
        {{1, 1e5, 1e5, 1e10 - 1e-3}, 0, 1},
        {{1, 1e5, 1e5, 1e10 - 1}, 0, 0},
        {{1e-9, 1, 1, 0}, 0, 0},
        {{1e-5, 1e5, 1e5, 1}, 0, 0},
        /* sizes as such do not matter while 1 / p is a number */
        {{1e300, OUT, OUT, 1e-300}, 0, 0},
        {{1e-310, OUT, OUT, 1}, 0, 1},
        /* zeros: in a row of zeros, in one without entries, by the shift */
        {{1, OUT, OUT, 0}, 0, 1},
        {{1, OUT, OUT, OUT}, 0, 1},
        {{1, OUT, OUT, OUT}, -1e-6, 0},
        {{1, OUT, OUT, 3}, 3, 1},
        {{OUT, 1, 1, OUT}, 0, 1},
        {{OUT, 1, 1, OUT}, 1, 1},
        {{OUT, 1, 1, OUT}, 2, 0},
        {{OUT, OUT, OUT, OUT}, 0, 1},
        /* not a number, infinite: at once, or when something reaches the pivot */
        {{nan, OUT, OUT, 1}, 0, 1},
        {{1, OUT, OUT, nan}, 0, 1},
        {{1, OUT, OUT, 1}, nan, 1},
        {{1, OUT, OUT, 1}, inf, 1},
        {{1, OUT, OUT, -inf}, 0, 1},
        {{inf, 1, 1, 1}, 0, 1},
        {{1, 1, 1, inf}, 0, 1},
        {{1, nan, 1, 1}, 0, 1},
        {{1, 1, nan, 1}, 0, 1},
        {{1, inf, 1, 1}, 0, 1},
        {{1, 1, inf, 1}, 0, 1},
        {{1, 1e200, 1e200, 1}, 0, 1},
        {{1e-200, 1e60, 1e60, 1}, 0, 1},
        /* … which this does not */
        {{1, nan, OUT, 1}, 0, 0},
        {{1, OUT, inf, 1}, 0, 0},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct matrix matrix = matrix_init(2, 4);
        struct tapes tapes;
        double inputs[5];
        double factors[5];

        for (size_t place = 0; place < 4; place++) {
            if (cases[k].m[place] != OUT) {
                matrix_add(&matrix, place / 2, place % 2, cases[k].m[place]);
            }
        }
        tapes = make_tapes(&matrix);
        memcpy(inputs, matrix.entries, matrix.n_entries * sizeof *inputs);
        inputs[matrix.n_entries] = cases[k].shift;
        run_tape(tapes.factor, inputs, factors);
        if (factors[tapes.elimination->n_factors] != cases[k].flawed) {
            fail_msg("case %zu: flawed is %g", k,
                     factors[tapes.elimination->n_factors]);
        }
        for (enum pl_isa isa = PL_ISA_PLAIN; isa <= pl_isa_best(); isa++) {
            pl_elimination_factor(tapes.elimination, isa, 1, matrix.entries,
                                  &cases[k].shift, factors);
            assert_same_bits(factors[tapes.elimination->n_factors], cases[k].flawed);
        }
        free_tapes(&tapes);
        matrix_finish(&matrix);
    }
}

/* ---- failures ---- */

static enum pl_status
tapes_task(void *context)
{
    const struct pl_elimination *elimination = context;
    struct pl_tape *factor = NULL;
    struct pl_tape *solve = NULL;
    size_t n_entries = elimination->n_entries;
    enum pl_status status = pl_elimination_factor_tape(elimination, n_entries + 1, 0,
                                                       n_entries, NULL, &factor);

    assert_true((factor == NULL) == (status != PL_OK));
    if (status == PL_OK) {
        size_t n_factors = elimination->n_factors;

        status = pl_elimination_solve_tape(elimination, n_factors + elimination->n, 0,
                                           n_factors, PL_NONE, NULL, &solve);
        assert_true((solve == NULL) == (status != PL_OK));
    }
    pl_tape_destroy(factor);
    pl_tape_destroy(solve);
    return status;
}

static void
test_tapes_survive_no_memory(void **state)
{
    (void)state;
    uint64_t seed = 6;
    struct matrix matrix = matrix_init_random(20, 3, false, &seed);
    struct pl_elimination *elimination = matrix_eliminate(&matrix);

    assert_true(assert_survives_no_memory(tapes_task, elimination) >= 8);
    pl_elimination_destroy(elimination);
    matrix_finish(&matrix);
}

/* Of a diagonal of two: 3 constants and 8 instructions, or 2 instructions. */
static void
test_tapes_have_slots_of_32_bits(void **state)
{
    (void)state;
    static const size_t too_many[][2] = {{UINT32_MAX - 11, UINT32_MAX - 2},
                                         {UINT32_MAX, UINT32_MAX},
                                         {SIZE_MAX, SIZE_MAX}};
    struct pl_elimination *elimination = NULL;
    struct pl_diags *diags = pl_diags_create();
    struct pl_tape *tape = NULL;

    assert_non_null(diags);
    assert_int_equal(pl_elimination_create(2, 0, NULL, NULL, NULL, &elimination),
                     PL_OK);
    for (size_t k = 0; k < sizeof too_many / sizeof *too_many; k++) {
        assert_int_equal(
            pl_elimination_factor_tape(elimination, too_many[k][0], 0, 0, diags, &tape),
            PL_ERR_NOMEM);
        assert_null(tape);
        assert_messages(diags, "error: out of memory for a tape\n");
        pl_diags_clear(diags);
        assert_int_equal(pl_elimination_solve_tape(elimination, too_many[k][1], 0, 2,
                                                   PL_NONE, diags, &tape),
                         PL_ERR_NOMEM);
        assert_null(tape);
        assert_messages(diags, "error: out of memory for a tape\n");
        pl_diags_clear(diags);
    }
    assert_int_equal(
        pl_elimination_factor_tape(elimination, UINT32_MAX - 12, 0, 0, NULL, &tape),
        PL_OK);
    assert_int_equal(tape->code_at + tape->n_code, UINT32_MAX - 1);
    pl_tape_destroy(tape);
    pl_diags_destroy(diags);
    pl_elimination_destroy(elimination);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tapes_have_no_operation_too_many),
        cmocka_unit_test(test_loops_have_the_bits_of_the_tapes),
        cmocka_unit_test(test_loops_have_the_bits_of_the_tapes_when_dense),
        cmocka_unit_test(test_solve_may_overwrite_the_right_side),
        cmocka_unit_test(test_solve_difference_solves_for_the_difference),
        cmocka_unit_test(test_lanes_know_nothing_of_a_flawed_neighbour),
        cmocka_unit_test(test_factor_is_flawed_when_a_pivot_is),
        cmocka_unit_test(test_tapes_survive_no_memory),
        cmocka_unit_test(test_tapes_have_slots_of_32_bits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
