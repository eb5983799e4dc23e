/*
 * test_kernels.c - a program's kernels: the same bits in every lane, by every instruction
 * set, interpreted or as machine code, on every model of the project.
 */
#include "compile/kernels.h"

#include "base/diag.h"
#include "base/text.h"
#include "compile/elimination.h"
#include "compile/native.h"
#include "compile/program.h"
#include "matrix.h"
#include "model/model.h"
#include "network.h"
#include "testlib.h"

/* A network whose elimination is loops, not tapes. */
static const char large_network[] = "tests/data/chen2009.ant";

/* One way to run kernels. */
struct way {
    enum pl_isa isa;
    size_t lanes;
    enum pl_kernel_choice choice;
};

enum { MOST_WAYS = 4 * PL_N_ISAS };

/* All that this machine has; the first is the interpreter in plain C, one lane. */
static size_t
list_ways(struct way *ways)
{
    size_t n = 0;

    for (int k = PL_ISA_PLAIN; k <= (int)pl_isa_best(); k++) {
        const enum pl_isa isa = (enum pl_isa)k;

        ways[n++] = (struct way){isa, 1, PL_KERNEL_TAPE};
        ways[n++] = (struct way){isa, pl_isa_lanes(isa), PL_KERNEL_TAPE};
        if (isa != PL_ISA_PLAIN) {
            ways[n++] = (struct way){isa, 1, PL_KERNEL_NATIVE};
            ways[n++] = (struct way){isa, pl_isa_lanes(isa), PL_KERNEL_NATIVE};
        }
    }
    return n;
}

static struct pl_kernels *
create(const struct network *network, struct way way)
{
    struct pl_kernels *kernels = NULL;

    network_expect_ok(network, pl_kernels_create(network->program, way.isa, way.lanes,
                                                 way.choice, network->diags, &kernels));
    assert_non_null(kernels);
    return kernels;
}

/* ---- everything that kernels compute, at random places ---- */

/* Numbers of one place: what every kernel gives there, one after the other. */
static size_t
count_numbers(const struct pl_program *program)
{
    return program->n_inputs + 2 * program->n_states + program->n_cache +
           program->n_nonzeros + program->n_states + program->elimination->n_factors +
           1 + 3 * program->n_states + program->model->n_symbols;
}

/* Keep rows of a lane, NaNs alike. @return the end of what is kept */
static double *
keep(double *to, const double *rows, size_t n, size_t lanes, size_t lane)
{
    for (size_t k = 0; k < n; k++) {
        const double number = rows[k * lanes + lane];

        *to++ = isnan(number) ? NAN : number;
    }
    return to;
}

/* Rows of random numbers, each lane with the generator of its own place. */
static void
put_random(double *rows, size_t n, size_t lanes, uint64_t *seeds)
{
    for (size_t k = 0; k < n; k++) {
        for (size_t l = 0; l < lanes; l++) {
            rows[k * lanes + l] = matrix_random_number(&seeds[l]);
        }
    }
}

/* Multiply rows by 1/4 to 4. */
static void
vary(double *rows, size_t n, size_t lanes, uint64_t *seeds)
{
    for (size_t k = 0; k < n; k++) {
        for (size_t l = 0; l < lanes; l++) {
            rows[k * lanes + l] *= exp2(2.0 * matrix_random_number(&seeds[l]));
        }
    }
}

/* A group of places, from `first` on. @param numbers  shape (lanes, count_numbers) */
static void
compute_group(const struct network *network, const struct pl_kernels *kernels,
              size_t first, double *numbers)
{
    const struct pl_program *program = network->program;
    const size_t lanes = kernels->lanes;
    const size_t n = program->n_states;
    const size_t n_numbers = count_numbers(program);
    const size_t n_jacobian = program->n_nonzeros + n;
    const size_t n_factors = program->elimination->n_factors + 1;
    uint64_t seeds[PL_MAX_LANES];
    void *frame_block = NULL;
    void *out_block = NULL;
    double *frame =
        pl_kernels_alloc(kernels, pl_program_n_slots(program), &frame_block);
    double *out = pl_kernels_alloc(kernels, n_numbers + n_factors + n, &out_block);
    double *held = frame + pl_program_held_slot(program) * lanes;
    double *state = frame + pl_program_state_slot(program) * lanes;
    double *factors = frame + pl_program_factors_slot(program) * lanes;
    double *jacobian = frame + pl_program_jacobian_slot(program) * lanes;
    double *at = out;

    assert_true(frame != NULL && out != NULL);
    pl_kernels_prepare(kernels, frame);
    for (size_t l = 0; l < lanes; l++) {
        seeds[l] = (first + l) * UINT64_C(0x9e3779b97f4a7c15) + 1;
        for (size_t k = 0; k < program->n_inputs; k++) {
            held[k * lanes + l] = network->inputs[k];
        }
    }
    vary(held, program->model->n_symbols, lanes, seeds);
    pl_kernel_run(&kernels->start, frame, at);
    memcpy(held, at, program->n_inputs * lanes * sizeof *at);
    memcpy(state, at + program->n_inputs * lanes, n * lanes * sizeof *at);
    at += (program->n_inputs + n) * lanes;
    pl_kernel_run(&kernels->setup, frame, at);
    memcpy(frame + pl_program_cache_slot(program) * lanes, at,
           program->n_cache * lanes * sizeof *at);
    at += program->n_cache * lanes;
    put_random(frame, 1, lanes, seeds); /* time */
    vary(state, n, lanes, seeds);
    pl_kernel_run(&kernels->rates, frame, at);
    at += n * lanes;
    pl_kernel_run(&kernels->values, frame, at);
    at += program->model->n_symbols * lanes;
    pl_kernel_run(&kernels->jacobian, frame, jacobian);
    put_random(frame + pl_program_shift_slot(program) * lanes, 1, lanes, seeds);
    pl_kernels_factor(kernels, frame);
    put_random(frame + pl_program_right_slot(program) * lanes, n, lanes, seeds);
    put_random(frame + pl_program_slopes_slot(program) * lanes, n, lanes, seeds);
    pl_kernels_solve(kernels, frame, at);
    at += n * lanes;
    put_random(frame + pl_program_right_slot(program) * lanes, n, lanes, seeds);
    pl_kernels_stage(kernels, frame, at);
    at += n * lanes;
    memset(frame + pl_program_right_slot(program) * lanes, 0, n * lanes * sizeof *at);
    pl_kernels_stage(kernels, frame, at);
    at += n * lanes;
    memcpy(at, factors, n_factors * lanes * sizeof *at);
    memcpy(at + n_factors * lanes, at - n * lanes, n * lanes * sizeof *at);
    memset(factors, 0, (n_factors + n) * lanes * sizeof *factors);
    if (pl_kernels_begin(kernels, frame)) { /* all of this at once */
        for (size_t k = 0; k < (n_factors + n) * lanes; k++) {
            assert_true(at[k] == factors[k] || (isnan(at[k]) && isnan(factors[k])));
        }
    } else {
        assert_true(lanes == 1 || kernels->native == NULL || program->begin == NULL);
        memcpy(factors, at, n_factors * lanes * sizeof *at);
    }
    for (size_t l = 0; l < lanes; l++) {
        double *to =
            keep(numbers + l * n_numbers, out, (size_t)(at - out) / lanes, lanes, l);

        to = keep(to, jacobian, n_jacobian, lanes, l);
        to = keep(to, factors, n_factors, lanes, l);
        assert_true(to == numbers + (l + 1) * n_numbers);
    }
    free(frame_block);
    free(out_block);
}

/* At n places. @return shape (n, count_numbers), freed with free() */
static double *
compute(const struct network *network, struct way way, size_t n)
{
    struct pl_kernels *kernels = create(network, way);
    const size_t n_numbers = count_numbers(network->program);
    double *numbers = matrix_zeros((n + PL_MAX_LANES) * n_numbers);

    for (size_t k = 0; k < n; k += way.lanes) {
        compute_group(network, kernels, k, numbers + k * n_numbers);
    }
    pl_kernels_destroy(kernels);
    return numbers;
}

static void
assert_same_bits_every_way(const struct network *network, size_t n)
{
    const size_t n_numbers = count_numbers(network->program);
    struct way ways[MOST_WAYS];
    const size_t n_ways = list_ways(ways);
    double *want = compute(network, ways[0], n);
    size_t n_finite = 0;

    for (size_t k = 0; k < n * n_numbers; k++) {
        n_finite += isfinite(want[k]) ? 1 : 0;
    }
    assert_true(n_finite > n * n_numbers / 2);
    for (size_t w = 1; w < n_ways; w++) {
        double *got = compute(network, ways[w], n);

        for (size_t k = 0; k < n * n_numbers; k++) {
            if (memcmp(&got[k], &want[k], sizeof *got) != 0) {
                fail_msg("%s, %s, %zu lanes, %s: number %zu of place %zu is %a, not %a",
                         network->model->name, pl_isa_name(ways[w].isa), ways[w].lanes,
                         ways[w].choice == PL_KERNEL_TAPE ? "interpreter"
                                                          : "machine code",
                         k % n_numbers, k / n_numbers, got[k], want[k]);
            }
        }
        free(got);
    }
    free(want);
}

static void
test_kernels_give_the_same_bits_every_way(void **state)
{
    char **paths = network_model_paths();

    (void)state;
    for (size_t p = 0; paths[p] != NULL; p++) {
        struct network network;

        network_compile_file(&network, paths[p]);
        assert_true(network.program->factor != NULL && network.program->solve != NULL);
        assert_same_bits_every_way(&network, 48);
        network_close(&network);
    }
    network_free_paths(paths);
}

static void
test_kernels_give_the_same_bits_every_way_where_factors_are_loops(void **state)
{
    struct network network;

    (void)state;
    network_compile_file(&network, large_network);
    assert_true(network.program->factor == NULL && network.program->solve != NULL);
    assert_true(network.program->elimination->n_operations >
                PL_PROGRAM_STRAIGHT_OPERATIONS);
    assert_same_bits_every_way(&network, 8);
    network_close(&network);
}

/* What solve gives, solves: (J - shift I) x = right - slopes. */
static void
test_solve_leaves_no_residual(void **state)
{
    static const struct way ways[] = {{PL_ISA_PLAIN, 1, PL_KERNEL_TAPE},
                                      {PL_ISA_PLAIN, 4, PL_KERNEL_TAPE}};
    struct network network;
    const struct pl_program *program = NULL;

    (void)state;
    network_compile_file(&network, "models/her2-mtor.ant");
    program = network.program;
    for (size_t w = 0; w < 2; w++) {
        const size_t lanes = ways[w].lanes;
        const size_t n = program->n_states;
        struct pl_kernels *kernels = create(&network, ways[w]);
        uint64_t seeds[PL_MAX_LANES] = {1, 2, 3, 4};
        void *block = NULL;
        double *frame =
            pl_kernels_alloc(kernels, pl_program_n_slots(program) + 3 * n, &block);
        double *x = frame + pl_program_n_slots(program) * lanes;
        double *wanted = x + n * lanes;
        double *got = wanted + n * lanes;
        double *jacobian = frame + pl_program_jacobian_slot(program) * lanes;
        double *shift = frame + pl_program_shift_slot(program) * lanes;
        double *right = frame + pl_program_right_slot(program) * lanes;
        double *slopes = frame + pl_program_slopes_slot(program) * lanes;

        assert_non_null(frame);
        pl_kernels_prepare(kernels, frame);
        put_random(jacobian, program->n_nonzeros, lanes, seeds);
        put_random(right, n, lanes, seeds);
        put_random(slopes, n, lanes, seeds);
        for (size_t l = 0; l < lanes; l++) {
            shift[l] = 100.0 + (double)l;
        }
        for (size_t k = 0; k < n * lanes; k++) {
            wanted[k] = right[k] - slopes[k];
            got[k] = 0.0;
        }
        pl_kernels_factor(kernels, frame);
        pl_kernels_solve(kernels, frame, x);
        for (size_t l = 0; l < lanes; l++) {
            for (size_t k = 0; k < program->n_nonzeros; k++) {
                got[program->rows[k] * lanes + l] +=
                    jacobian[k * lanes + l] * x[program->columns[k] * lanes + l];
            }
            for (size_t i = 0; i < n; i++) {
                assert_close(got[i * lanes + l] - shift[l] * x[i * lanes + l],
                             wanted[i * lanes + l], 1e-13, 1e-13);
            }
        }
        free(block);
        pl_kernels_destroy(kernels);
    }
    network_close(&network);
}

/* ---- selections ---- */

/* Some symbols, one of them twice, have the values that all have. */
static void
test_selection_gives_the_values_of_its_symbols(void **state)
{
    struct way ways[MOST_WAYS];
    const size_t n_ways = list_ways(ways);
    char **paths = network_model_paths();

    (void)state;
    for (size_t p = 0; paths[p] != NULL; p++) {
        struct network network;

        network_compile_file(&network, paths[p]);
        for (size_t w = 0; w < n_ways; w++) {
            const struct pl_program *program = network.program;
            const size_t n_symbols = program->model->n_symbols;
            const size_t lanes = ways[w].lanes;
            const size_t symbols[] = {n_symbols - 1, 0, n_symbols / 2, 0,
                                      n_symbols / 3};
            enum { N = sizeof symbols / sizeof *symbols };
            struct pl_kernels *kernels = create(&network, ways[w]);
            uint64_t seeds[PL_MAX_LANES] = {1, 2, 3, 4, 5, 6, 7, 8};
            struct pl_selection selection;
            void *block = NULL;
            double *frame = pl_kernels_alloc(
                kernels, pl_program_n_slots(program) + n_symbols + N, &block);
            double *all = frame + pl_program_n_slots(program) * lanes;
            double *some = all + n_symbols * lanes;

            assert_non_null(frame);
            assert_int_equal(
                pl_selection_init(&selection, kernels, symbols, N, network.diags),
                PL_OK);
            assert_int_equal(selection.n, N);
            assert_true((selection.native != NULL) == (kernels->native != NULL));
            assert_true((selection.order == NULL) == (kernels->native != NULL));
            assert_true(selection.tape->n_code < program->values->n_code);
            pl_kernels_prepare(kernels, frame);
            put_random(frame, pl_program_jacobian_slot(program), lanes, seeds);
            pl_kernel_run(&kernels->values, frame, all);
            pl_kernel_run(&selection.kernel, frame, some);
            for (size_t k = 0; k < N * lanes; k++) {
                const double want = all[symbols[k / lanes] * lanes + k % lanes];

                assert_true(isnan(want) ? isnan(some[k]) != 0
                                        : memcmp(&some[k], &want, sizeof want) == 0);
            }
            pl_selection_finish(&selection);
            pl_selection_finish(&selection); /* is all zero */
            free(block);
            pl_kernels_destroy(kernels);
        }
        network_close(&network);
    }
    network_free_paths(paths);
}

/* ---- creation ---- */

static const char decay[] = "J0: A -> B; k*A\n"
                            "A = 100; B = 0; k = 0.25\n";

static void
test_create_takes_machine_code_where_it_can_be_had(void **state)
{
    struct way ways[MOST_WAYS];
    const size_t n_ways = list_ways(ways);
    struct network network;

    (void)state;
    network_compile(&network, decay);
    for (size_t w = 0; w < n_ways; w++) {
        const bool is_native = ways[w].choice == PL_KERNEL_NATIVE;
        struct pl_kernels *kernels = create(&network, ways[w]);

        assert_true((kernels->native != NULL) == is_native);
        assert_true((kernels->rates.native != NULL) == is_native);
        assert_true((kernels->rates.order == NULL) == is_native);
        assert_non_null(kernels->values.order); /* seldom run */
        assert_true((kernels->solve.native != NULL) == is_native);
        assert_true((pl_kernels_code_size(kernels) > 0) == is_native);
        assert_true(kernels->program == network.program);
        if (is_native) {
            assert_null(kernels->why_not_native);
        } else {
            assert_string_equal(kernels->why_not_native,
                                "the interpreter was asked for");
        }
        pl_kernels_destroy(kernels);
        ways[w].choice = PL_KERNEL_AUTO; /* as good as it gets */
        kernels = create(&network, ways[w]);
        assert_true((kernels->native != NULL) == (ways[w].isa != PL_ISA_PLAIN));
        assert_true((kernels->why_not_native == NULL) == (kernels->native != NULL));
        pl_kernels_destroy(kernels);
    }
    pl_kernels_destroy(NULL);
    network_close(&network);
}

static void
test_create_refuses_machine_code_that_cannot_be_had(void **state)
{
    struct network network;
    struct pl_kernels *kernels = NULL;

    (void)state;
    network_compile(&network, decay);
    kernels = network.kernels; /* something that is not NULL */
    assert_int_equal(pl_kernels_create(network.program, PL_ISA_PLAIN, 1,
                                       PL_KERNEL_NATIVE, network.diags, &kernels),
                     PL_ERR_OPTION);
    assert_null(kernels);
    assert_messages(network.diags,
                    "error: no machine code: no machine code for this processor\n");
    network_close(&network);
}

static void
test_alloc_gives_aligned_zeros(void **state)
{
    static const size_t counts[] = {0, 1, 2, 7, 1000};
    struct way ways[MOST_WAYS];
    const size_t n_ways = list_ways(ways);
    struct network network;

    (void)state;
    network_compile(&network, decay);
    for (size_t w = 0; w < n_ways; w++) {
        struct pl_kernels *kernels = create(&network, ways[w]);
        const size_t row = ways[w].lanes * sizeof(double);
        void *block = NULL;

        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
            double *rows = pl_kernels_alloc(kernels, counts[c], &block);

            assert_non_null(rows);
            assert_int_equal((uintptr_t)rows % row, 0);
            for (size_t k = 0; k < counts[c] * ways[w].lanes; k++) {
                assert_true(rows[k] == 0.0);
            }
            free(block);
        }
        block = kernels;
        assert_null(pl_kernels_alloc(kernels, SIZE_MAX / row - 1, &block));
        assert_null(block);
        test_fail_allocation(1, false);
        assert_null(pl_kernels_alloc(kernels, 3, &block));
        assert_true(test_allow_allocations());
        assert_null(block);
        pl_kernels_destroy(kernels);
    }
    network_close(&network);
}

static enum pl_status
create_kernels(void *context)
{
    const struct network *network = context;
    struct pl_kernels *kernels = NULL;
    enum pl_status status = pl_kernels_create(network->program, pl_isa_best(), 1,
                                              PL_KERNEL_AUTO, NULL, &kernels);

    assert_true((status == PL_OK) == (kernels != NULL));
    pl_kernels_destroy(kernels);
    return status;
}

static enum pl_status
create_interpreted_kernels(void *context)
{
    const struct network *network = context;
    struct pl_kernels *kernels = NULL;
    enum pl_status status = pl_kernels_create(network->program, pl_isa_best(), 1,
                                              PL_KERNEL_TAPE, NULL, &kernels);

    assert_true((status == PL_OK) == (kernels != NULL));
    pl_kernels_destroy(kernels);
    return status;
}

static enum pl_status
select_one(void *context)
{
    const struct pl_kernels *kernels = context;
    const size_t symbol = 0;
    struct pl_selection selection;
    enum pl_status status = pl_selection_init(&selection, kernels, &symbol, 1, NULL);

    pl_selection_finish(&selection);
    return status;
}

static void
test_create_survives_no_memory(void **state)
{
    const struct way interpreted = {pl_isa_best(), 1, PL_KERNEL_TAPE};
    struct network network;
    struct pl_kernels *kernels = NULL;

    (void)state;
    network_compile(&network, decay);
    kernels = create(&network, interpreted);
    assert_true(assert_survives_no_memory(create_kernels, &network) > 1);
    assert_true(assert_survives_no_memory(create_interpreted_kernels, &network) >
                PL_KERNELS_INTERPRETED);
    assert_true(assert_survives_no_memory(select_one, network.kernels) > 1);
    assert_true(assert_survives_no_memory(select_one, kernels) > 1);
    pl_kernels_destroy(kernels);
    network_close(&network);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kernels_give_the_same_bits_every_way),
        cmocka_unit_test(
            test_kernels_give_the_same_bits_every_way_where_factors_are_loops),
        cmocka_unit_test(test_solve_leaves_no_residual),
        cmocka_unit_test(test_selection_gives_the_values_of_its_symbols),
        cmocka_unit_test(test_create_takes_machine_code_where_it_can_be_had),
        cmocka_unit_test(test_create_refuses_machine_code_that_cannot_be_had),
        cmocka_unit_test(test_alloc_gives_aligned_zeros),
        cmocka_unit_test(test_create_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
