/*
 * test_branches.c - shapes of readouts, where their formulas go to another branch, and
 * the selection that gives both.
 */
#include "testlib.h"

#include "base/index.h"
#include "base/isa.h"
#include "compile/kernels.h"
#include "compile/program.h"
#include "network.h"
#include "study/branches.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

#define CURVED PL_SHAPE_CURVED
#define BRANCHED PL_SHAPE_BRANCHED
#define BOTH (PL_SHAPE_CURVED | PL_SHAPE_BRANCHED)

/* A, B and V are states, k is held. */
static const char model[] =
    "compartment V; V = 2; V' = 0.1; species C in V; C = 1\n"
    "A = 1; B = 2; k = 3; J: A -> B; k*A; JC: C -> ; C*V; r := ";

static void
open_readout(struct network *network, const char *formula)
{
    char text[1000];

    assert_true(snprintf(text, sizeof text, "%s%s\n", model, formula) > 0);
    network_compile(network, text);
}

static void
test_init_tells_shapes(void **state)
{
    static const struct {
        const char *formula;
        int shape;
        size_t n;
        bool curved; /* a branch is */
    } rows[] = {
        /* linear: quartics along a step */
        {"A", 0, 0, false},
        {"time", 0, 0, false},
        {"k", 0, 0, false},
        {"2", 0, 0, false},
        {"2*A - B/k + k*time + exp(k)", 0, 0, false},
        {"-(A + B)*k^2/(1 + k)", 0, 0, false},
        {"piecewise(A, k > 1, B)", 0, 0, false}, /* stands still */
        {"max(k, 2)*A", 0, 0, false},
        /* products, quotients and functions of what moves */
        {"A*B", CURVED, 0, false},
        {"A^2", CURVED, 0, false},
        {"A/(A + k)", CURVED, 0, false},
        {"1/A", CURVED, 0, false},
        {"exp(-time)", CURVED, 0, false},
        {"k^A", CURVED, 0, false},
        {"sqrt(B)", CURVED, 0, false},
        {"C", CURVED, 0, false}, /* an amount over a volume that grows */
        /* branches, linear between them */
        {"A > 0.5", BRANCHED, 1, false},
        {"max(A, 0.5)", BRANCHED, 1, false},
        {"min(A, B)", BRANCHED, 1, false},
        {"abs(A - B)", BRANCHED, 1, false},
        {"floor(10*A)", BRANCHED, 1, false},
        {"ceil(time/k)", BRANCHED, 1, false},
        {"A == 0.5", BRANCHED, 1, false},
        {"piecewise(1, time > 5 && time < 7, 0)", BRANCHED, 2, false},
        {"piecewise(A, time <= 5, B)", BRANCHED, 1, false},
        {"A*(time > 5)", BRANCHED, 1, false},
        {"piecewise(1, A, 2)", BRANCHED, 1, false}, /* A is not 0 */
        {"A && !B", BRANCHED, 2, false},
        {"eq(A > 1, B > 1)", BRANCHED, 2,
         false}, /* truths stand between their changes */
        {"max(floor(A), 3)", BRANCHED, 1, false},
        {"max(abs(A - B), 0.1)", BRANCHED, 2, false},
        {"sin(time > 5)", BRANCHED, 1, false},
        /* both */
        {"piecewise(A*B, time > 5, 1)", BOTH, 1, false},
        {"max(A*B, 1)", BOTH, 1, true},
        {"abs(A)*abs(B)", BOTH, 2, false},
        {"A*B > 1", BRANCHED, 1, true}, /* … between the moments when it changes */
        {"C > 0.5", BRANCHED, 1, true},
    };

    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        const bool wanted = true;
        const bool unwanted = false;
        struct pl_branches branches;
        struct network network;
        size_t symbol = 0;

        open_readout(&network, rows[i].formula);
        symbol = network_symbol(&network, "r");
        assert_int_equal(pl_branches_init(&branches, network.kernels, &symbol, 1,
                                          &wanted, true, NULL),
                         PL_OK);
        if (branches.shapes[0] != rows[i].shape || branches.n != rows[i].n ||
            branches.any_curved != rows[i].curved) {
            fail_msg("%s: shape %d with %zu branches, not %d with %zu", rows[i].formula,
                     branches.shapes[0], branches.n, rows[i].shape, rows[i].n);
        }
        pl_branches_finish(&branches);
        pl_branches_finish(&branches);
        assert_int_equal(pl_branches_init(&branches, network.kernels, &symbol, 1,
                                          &unwanted, true, NULL),
                         PL_OK);
        assert_true(branches.shapes[0] == 0 && branches.n == 0 &&
                    branches.n_slots == 0);
        pl_branches_finish(&branches);
        network_close(&network);
    }
}

/* Time is a line whatever the method. */
static void
test_init_takes_states_for_curved_where_they_are(void **state)
{
    static const struct {
        const char *formula;
        int shape;
    } rows[] = {
        {"A", CURVED},
        {"2*A + k", CURVED},
        {"time*k", 0},
        {"max(A, 0.5)", BOTH},
        {"k", 0},
        {"A > 0.5", BRANCHED},
        {"max(time, 5)", BRANCHED},
    };

    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        const bool wanted = true;
        struct pl_branches branches;
        struct network network;
        size_t symbol = 0;

        open_readout(&network, rows[i].formula);
        symbol = network_symbol(&network, "r");
        assert_int_equal(pl_branches_init(&branches, network.kernels, &symbol, 1,
                                          &wanted, false, NULL),
                         PL_OK);
        assert_int_equal(branches.shapes[0], rows[i].shape);
        pl_branches_finish(&branches);
        network_close(&network);
    }
}

/* Cancellation is told by what a difference is made of. */
static void
test_init_lists_terms(void **state)
{
    static const struct {
        const char *formula;
        size_t of_readout, of_branches; /* so many terms */
    } rows[] = {
        {"A", 0, 0},
        {"A*B", 0, 0},
        {"A*B - A*time", 2, 0},
        {"exp(A) - exp(B) + exp(time)", 3, 0},
        {"abs(A - B)", 2, 2},
        {"A - B > time", 0, 2},
        {"A - B > time - k", 0, 4},
        {"max(A, B)", 2, 0},
        {"floor(exp(A) - exp(B) - exp(2*A) - exp(2*B) - exp(3*A) - exp(3*B) - "
         "exp(4*A) - exp(4*B) - exp(5*A) - exp(5*B))",
         0, PL_MOST_TERMS},
    };

    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        const bool wanted = true;
        struct pl_branches branches;
        struct network network;
        size_t symbol = 0;
        size_t n = 0;

        open_readout(&network, rows[i].formula);
        symbol = network_symbol(&network, "r");
        assert_int_equal(pl_branches_init(&branches, network.kernels, &symbol, 1,
                                          &wanted, true, NULL),
                         PL_OK);
        for (size_t k = 0; k < branches.n; k++) {
            n += branches.list[k].terms[0].n + branches.list[k].terms[1].n;
        }
        if (branches.sums[0].n != rows[i].of_readout || n != rows[i].of_branches) {
            fail_msg("%s: %zu and %zu terms, not %zu and %zu", rows[i].formula,
                     branches.sums[0].n, n, rows[i].of_readout, rows[i].of_branches);
        }
        for (size_t k = 0; k < branches.n_terms; k++) {
            assert_true(branches.terms[k] > 0 && branches.terms[k] <= branches.n_slots);
        }
        pl_branches_finish(&branches);
        network_close(&network);
    }
}

/* The values of a row for one lane, with time and two states in place. */
static void
evaluate(const struct pl_kernels *kernels, const struct pl_selection *selection,
         double time, double *values)
{
    const struct pl_program *program = kernels->program;
    void *frame_block = NULL;
    void *out_block = NULL;
    double *frame =
        pl_kernels_alloc(kernels, pl_program_n_slots(program), &frame_block);
    double *out = pl_kernels_alloc(kernels, selection->n, &out_block);
    const size_t held = pl_program_held_slot(program);

    assert_true(frame != NULL && out != NULL);
    pl_kernels_prepare(kernels, frame);
    for (size_t l = 0; l < kernels->lanes; l++) {
        for (size_t slot = 1; slot < pl_program_cache_slot(program); slot++) {
            frame[slot * kernels->lanes + l] = slot < held ? 0.25 * (double)slot : 3.0;
        }
        frame[l] = time;
    }
    pl_kernel_run(&selection->kernel, frame, out);
    for (size_t c = 0; c < selection->n; c++) {
        values[c] = out[c * kernels->lanes + kernels->lanes - 1];
    }
    free(frame_block);
    free(out_block);
}

/* Symbols first, then what is compared; alike for every kind of kernels. */
static void
test_select_gives_what_branches_read(void **state)
{
    const enum pl_isa isa = pl_isa_best();
    const bool wanted[] = {true, true};
    struct network network;
    size_t symbols[2];
    struct pl_branches branches;

    (void)state;
    open_readout(&network, "max(A + B, 2*time) + floor(time/4); s := time > 5");
    symbols[0] = network_symbol(&network, "s");
    symbols[1] = network_symbol(&network, "r");
    assert_int_equal(
        pl_branches_init(&branches, network.kernels, symbols, 2, wanted, true, NULL),
        PL_OK);
    assert_int_equal(branches.n, 3);
    for (int i = 0; i < 4; i++) {
        struct pl_kernels *kernels = NULL;
        struct pl_selection selection;
        double values[16];
        bool seen[3] = {false, false, false};

        assert_int_equal(
            pl_kernels_create(network.program, isa, i % 2 == 0 ? 1 : pl_isa_lanes(isa),
                              i < 2 ? PL_KERNEL_AUTO : PL_KERNEL_TAPE, NULL, &kernels),
            PL_OK);
        assert_int_equal(
            pl_branches_select(&branches, kernels, symbols, NULL, &selection), PL_OK);
        assert_int_equal(selection.n, 2 + branches.n_slots);
        assert_true((selection.native != NULL) == (kernels->native != NULL));
        assert_true((selection.kernel.native != NULL) == (kernels->native != NULL));
        evaluate(kernels, &selection, 5.5, values);
        assert_true(values[0] == 1.0 && values[1] == 11.0 + 1.0);
        for (size_t k = 0; k < branches.n; k++) {
            const struct pl_branch *branch = &branches.list[k];
            const double value = pl_branch_value(branch, values);

            assert_true(branch->a >= 2 && branch->a < selection.n);
            if (branch->kind == PL_BRANCH_FLOOR) {
                seen[0] = value == 1.375 && pl_branch_side(branch, values) == 1.0;
            } else if (fabs(value) == 0.5) { /* 5 < time */
                seen[1] = pl_branch_side(branch, values) == value / 0.5;
            } else { /* 2 time over A + B */
                seen[2] = fabs(value) > 0.5 &&
                          pl_branch_side(branch, values) == value / fabs(value);
            }
        }
        assert_true(seen[0] && seen[1] && seen[2]);
        pl_selection_finish(&selection);
        pl_kernels_destroy(kernels);
    }
    pl_branches_finish(&branches);
    network_close(&network);
}

static void
test_side_is_told_by_zero_and_whole_numbers(void **state)
{
    static const double inf = (double)INFINITY;
    static const struct {
        enum pl_branch_kind kind;
        double value, side;
    } rows[] = {
        {PL_BRANCH_SIGN, 2.5, 1.0},  {PL_BRANCH_SIGN, -1e-300, -1.0},
        {PL_BRANCH_SIGN, 0.0, 0.0},  {PL_BRANCH_SIGN, -0.0, 0.0},
        {PL_BRANCH_SIGN, inf, 1.0},  {PL_BRANCH_FLOOR, 2.5, 2.0},
        {PL_BRANCH_FLOOR, 3.0, 3.0}, {PL_BRANCH_FLOOR, -0.5, -1.0},
        {PL_BRANCH_CEIL, 2.5, 3.0},  {PL_BRANCH_CEIL, 3.0, 3.0},
    };
    const double pair[] = {inf, inf, 1.0, (double)NAN};
    const struct pl_branch same = {PL_BRANCH_SIGN, 0, 1, false, {{0, 0}, {0, 0}}};
    const struct pl_branch other = {PL_BRANCH_SIGN, 2, 0, false, {{0, 0}, {0, 0}}};
    size_t terms[] = {3, 1, 2};
    const struct pl_branches branches = {.n_terms = 3, .terms = terms};
    const struct pl_branch sum = {PL_BRANCH_FLOOR, 0, PL_NONE, false, {{1, 2}, {0, 0}}};
    const struct pl_branch none = {PL_BRANCH_SIGN, 2, 3, false, {{0, 0}, {0, 0}}};

    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        const struct pl_branch branch = {
            rows[i].kind, 0, PL_NONE, false, {{0, 0}, {0, 0}}};

        assert_true(pl_branch_side(&branch, &rows[i].value) == rows[i].side);
        assert_true(pl_branch_side_of(&branch, rows[i].value) == rows[i].side);
    }
    assert_true(pl_branch_side(&same, pair) == 0.0);
    assert_true(pl_branch_side(&other, pair) == -1.0);
    assert_true(isnan(pl_branch_side(&none, pair)));
    assert_true(pl_branch_size(&branches, &other, pair) == inf);
    assert_true(
        pl_branch_size(&branches, &sum, (const double[]){-2.5, 1.0, -3.5, 9.0}) == 3.5);
}

static enum pl_status
init_and_select(void *context)
{
    struct network *network = context;
    const size_t symbol = network_symbol(network, "r");
    const bool wanted = true;
    struct pl_branches branches = {0};
    struct pl_selection selection = {0};
    enum pl_status status =
        pl_branches_init(&branches, network->kernels, &symbol, 1, &wanted, true, NULL);

    if (status == PL_OK) {
        status =
            pl_branches_select(&branches, network->kernels, &symbol, NULL, &selection);
    }
    pl_selection_finish(&selection);
    pl_branches_finish(&branches);
    return status;
}

static void
test_branches_survive_no_memory(void **state)
{
    struct network network;

    (void)state;
    open_readout(&network, "max(A, B) + floor(A*B)");
    assert_true(assert_survives_no_memory(init_and_select, &network) > 10);
    network_close(&network);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_init_tells_shapes),
        cmocka_unit_test(test_init_takes_states_for_curved_where_they_are),
        cmocka_unit_test(test_init_lists_terms),
        cmocka_unit_test(test_select_gives_what_branches_read),
        cmocka_unit_test(test_side_is_told_by_zero_and_whole_numbers),
        cmocka_unit_test(test_branches_survive_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
