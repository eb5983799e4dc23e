/*
 * test_conserved.c - conserved sums of states: which there are, and how they weigh.
 */
#include "solve/conserved.h"

#include "base/diag.h"
#include "base/index.h"
#include "compile/program.h"
#include "model/model.h"
#include "network_sim.h"
#include "solve/system.h"
#include "testlib.h"

/* A network, its sums, and room. */
struct bench {
    struct network network;
    struct pl_system *system;
    struct pl_conserved conserved;
    double *y;
};

static void
bench_open(struct bench *bench, const char *text)
{
    *bench = (struct bench){0};
    network_compile(&bench->network, text);
    network_expect_ok(&bench->network,
                      pl_system_create(bench->network.kernels, NULL, &bench->system));
    network_expect_ok(&bench->network,
                      pl_conserved_init(bench->network.program, bench->network.diags,
                                        &bench->conserved));
    bench->y = calloc(bench->network.program->n_states + 1, sizeof *bench->y);
    assert_non_null(bench->y);
    pl_system_start(bench->system, bench->network.inputs, bench->y);
    pl_conserved_anchor(&bench->conserved, bench->system, bench->y);
}

static void
bench_close(struct bench *bench)
{
    pl_conserved_finish(&bench->conserved);
    pl_system_destroy(bench->system);
    free(bench->y);
    network_close(&bench->network);
}

static size_t
state_of(const struct bench *bench, const char *name)
{
    return bench->network.program->state_of[network_symbol(&bench->network, name)];
}

/* What a state weighs in a sum; 0 when it is in none of them. */
static double
weight_of(const struct bench *bench, size_t l, const char *name)
{
    const struct pl_conserved_sum *sum = &bench->conserved.sums[l];

    for (size_t k = 0; k < sum->n; k++) {
        if (sum->states[k] == state_of(bench, name)) {
            return sum->weights[k];
        }
    }
    return 0.0;
}

/* Which sum a state is the dependent one of; PL_NONE for none. */
static size_t
sum_that_gives(const struct bench *bench, const char *name)
{
    for (size_t l = 0; l < bench->conserved.n; l++) {
        const struct pl_conserved_sum *sum = &bench->conserved.sums[l];

        if (sum->states[sum->dependent] == state_of(bench, name)) {
            return l;
        }
    }
    return PL_NONE;
}

static void
test_init_finds_the_sums_of_an_enzyme(void **state)
{
    struct bench bench;
    size_t n_dependent = 0;

    (void)state;
    bench_open(&bench, "bind: E + S -> ES; k*E*S - r*ES\n"
                       "turn: ES -> E + P; c*ES\n"
                       "E = 1; S = 10; ES = 2; P = 3; k = 1; r = 1; c = 1\n");
    assert_int_equal(bench.conserved.n, 2);
    for (size_t l = 0; l < 2; l++) {
        const bool is_enzyme = weight_of(&bench, l, "E") != 0.0;

        assert_close(weight_of(&bench, l, "E"), is_enzyme ? 1.0 : 0.0, 0.0, 0.0);
        assert_close(weight_of(&bench, l, "S"), is_enzyme ? 0.0 : 1.0, 0.0, 0.0);
        assert_close(weight_of(&bench, l, "ES"), 1.0, 0.0, 0.0);
        assert_close(weight_of(&bench, l, "P"), is_enzyme ? 0.0 : 1.0, 0.0, 0.0);
        assert_close(bench.conserved.sums[l].total, is_enzyme ? 3.0 : 15.0, 0.0, 0.0);
        assert_true(pl_conserved_excess(&bench.conserved.sums[l], bench.y) == 0.0);
    }
    bench.y[state_of(&bench, "ES")] += 0.5;
    for (size_t l = 0; l < 2; l++) {
        assert_close(pl_conserved_excess(&bench.conserved.sums[l], bench.y), 0.5, 0.0,
                     0.0);
    }
    n_dependent += sum_that_gives(&bench, "E") != PL_NONE;
    n_dependent += sum_that_gives(&bench, "S") != PL_NONE;
    n_dependent += sum_that_gives(&bench, "ES") != PL_NONE;
    n_dependent += sum_that_gives(&bench, "P") != PL_NONE;
    assert_int_equal(n_dependent, 2);
    bench_close(&bench);
}

/* A concentration weighs as much as its compartment is large, wherever that size is
 * from. */
static void
test_anchor_weighs_with_compartments(void **state)
{
    static const struct {
        const char *text;
        double b; /* weight beside that of A */
    } rows[] = {
        {"compartment V = 2; compartment W = 8; species A in V, B in W\n", 4.0},
        {"V = 2; compartment V; W = 4*V; compartment W; species A in V, B in W\n", 4.0},
        {"compartment V = 2; compartment W = 8; substanceOnly species A in V, B in W\n",
         1.0},
        {"compartment V = 2; compartment W = 8; species A in V, B in V\n", 1.0},
        {"compartment V = 2; V' = 0.1; species A in V, B in V\n", 1.0},
        {"compartment V = 2; V' = 0.1; compartment W = 8; species A in V, B in W\n",
         8.0},
    };

    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        char text[256];
        struct bench bench;

        snprintf(text, sizeof text, "%sJ: A -> B; A\nA = 6; B = 1\n", rows[k].text);
        bench_open(&bench, text);
        assert_int_equal(bench.conserved.n, 1);
        assert_close(weight_of(&bench, 0, "B") / weight_of(&bench, 0, "A"), rows[k].b,
                     1e-15, 0.0);
        assert_close(bench.conserved.sums[0].total,
                     weight_of(&bench, 0, "A") * bench.y[state_of(&bench, "A")] +
                         weight_of(&bench, 0, "B") * bench.y[state_of(&bench, "B")],
                     0.0, 0.0);
        bench_close(&bench);
    }
}

/* A species that is held is no state, so that its law says nothing of those. */
static void
test_init_leaves_laws_with_other_species_out(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, "J: A -> $B; A\nK: C -> D; C\nA = 1; B = 1; C = 1; D = 0\n");
    assert_int_equal(bench.conserved.n, 1);
    assert_close(weight_of(&bench, 0, "C"), 1.0, 0.0, 0.0);
    assert_close(weight_of(&bench, 0, "D"), 1.0, 0.0, 0.0);
    bench_close(&bench);
}

static enum pl_status
init_briefly(void *context)
{
    const struct network *network = context;
    struct pl_conserved conserved;
    const enum pl_status status = pl_conserved_init(network->program, NULL, &conserved);

    assert_true(status == PL_OK || conserved.sums == NULL);
    pl_conserved_finish(&conserved);
    pl_conserved_finish(&conserved); /* all zero now */
    return status;
}

static void
test_init_survives_no_memory(void **state)
{
    struct network network = {0};

    (void)state;
    network_compile(&network,
                    "J: A -> B; A\nK: C -> D; C\nA = 1; B = 1; C = 1; D = 0\n");
    assert_true(assert_survives_no_memory(init_briefly, &network) > 4);
    network_close(&network);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_init_finds_the_sums_of_an_enzyme),
        cmocka_unit_test(test_anchor_weighs_with_compartments),
        cmocka_unit_test(test_init_leaves_laws_with_other_species_out),
        cmocka_unit_test(test_init_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, network_gsl_answers, NULL);
}
