/*
 * test_conservation.c - conservation laws of known networks and of random ones.
 */
#include "testlib.h"

#include <stdbool.h>

#include "base/text.h"
#include "model/conservation.h"
#include "model/model.h"
#include "model_text.h"

/* ---- networks whose laws are known ---- */

struct network {
    const char *name;
    const char *reactions; /* every species gets the value 1 */
    const char *species;   /* "A B C" */
    const char *laws;      /* one a line, the dependent species in brackets */
};

static const struct network networks[] = {
    {"conversion", "v: A -> B; 1\n", "A B", "A + [B]\n"},
    {"conversion with a loss", "v: A -> B; 1\nw: B -> ; 1\n", "A B", ""},
    {"open chain", "u: -> A; 1\nv: A -> B; 1\nw: B -> ; 1\n", "A B", ""},
    {"enzyme", "on: E + S -> ES; 1\ncat: ES -> E + P; 1\n", "E S ES P",
     "[E] + ES\nS + ES + [P]\n"},
    {"enzyme, complex first", "on: E + S -> ES; 1\ncat: ES -> E + P; 1\n", "ES P S E",
     "ES + P + [S]\nES + [E]\n"},
    {"two enzymes on one protein",
     "a: E + S -> ES; 1\nb: ES -> E + P; 1\nc: F + P -> FP; 1\nd: FP -> F + S; 1\n",
     "E F S P ES FP", "[E] + ES\n[F] + FP\nS + [P] + ES + FP\n"},
    {"dimer", "v: 2 A -> B; 1\n", "A B", "A + 2 [B]\n"},
    {"dimer, product first", "v: 2 A -> B; 1\n", "B A", "B + 0.5 [A]\n"},
    {"trimer and dimer", "v: 2 A -> B; 1\nw: A + B -> C; 1\n", "A B C",
     "A + 2 B + 3 [C]\n"},
    {"cascade of three",
     "a: K1 -> K1p; 1\nb: K1p -> K1; 1\nc: K2 -> K2p; K1p\nd: K2p -> K2pp; K1p\n"
     "e: K3 -> K3p; K2pp\n",
     "K1 K1p K2 K2p K2pp K3 K3p", "K1 + [K1p]\nK2 + K2p + [K2pp]\nK3 + [K3p]\n"},
    {"complex that passes on", "v: A -> B; 1\nw: C + A -> D; 1\n", "A B C D",
     "A + [B] + D\n[C] + D\n"},
    {"catalyst on both sides", "v: A + E -> B + E; 1\n", "A B E", "A + [B]\n[E]\n"},
    {"phosphate", "v: A + ATP -> B + ADP; 1\nw: B -> A; 1\nx: ADP -> ATP; 1\n",
     "A B ATP ADP", "A + [B]\nATP + [ADP]\n"},
    {"a difference that stays", "v: A + B -> ; 1\n", "A B", "A - [B]\n"},
    {"no species left over", "v: A -> B; 1\nw: 2 A -> B; 1\n", "A B", ""},
    {"same net change twice", "v: A -> B; 1\nw: 3 A -> 3 B; 1\n", "A B", "A + [B]\n"},
    {"thirds", "v: 3 A -> B; 1\nw: 7 B -> C; 1\n", "A B C", "A + 3 B + 21 [C]\n"},
    {"stoichiometry of zero", "v: 0 A -> B; 1\n", "A B", "[A]\n"},
    {"no reaction touches it", "v: A -> B; 1\n", "A B Q", "A + [B]\n"},
};

/* The law with its dependent species in brackets, one line. */
static void
put_law(struct pl_text *text, const struct pl_model *model,
        const struct pl_conservation_law *law)
{
    for (size_t t = 0; t < law->n; t++) {
        double coefficient = law->coefficients[t];
        const char *name = model->symbols[law->species[t]].name;

        pl_text_put(text, t == 0 ? "" : coefficient < 0.0 ? " - " : " + ");
        if (fabs(coefficient) != 1.0) {
            pl_text_format(text, "%.17g ", fabs(coefficient));
        }
        pl_text_format(text, law->species[t] == law->dependent ? "[%s]" : "%s", name);
    }
    pl_text_put(text, "\n");
}

static struct pl_model *
build_network(const char *reactions, const char *species)
{
    struct pl_text text;
    struct pl_model *model = NULL;
    char name[64];
    int length = 0;

    pl_text_init(&text);
    for (const char *at = species; sscanf(at, " %63s%n", name, &length) == 1;
         at += length) {
        pl_text_format(&text, "species %s\n%s = 1\n", name, name);
    }
    pl_text_put(&text, reactions);
    model = model_text_model(pl_text_string(&text));
    pl_text_finish(&text);
    return model;
}

static void
test_find_gives_the_known_laws(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof networks / sizeof *networks; k++) {
        struct pl_model *model =
            build_network(networks[k].reactions, networks[k].species);
        struct pl_conservation found;
        struct pl_text text;

        assert_int_equal(pl_conservation_find(model, NULL, &found), PL_OK);
        pl_text_init(&text);
        for (size_t l = 0; l < found.n_laws; l++) {
            put_law(&text, model, &found.laws[l]);
        }
        if (strcmp(pl_text_string(&text), networks[k].laws) != 0) {
            fail_msg("%s: laws are\n%snot\n%s", networks[k].name, pl_text_string(&text),
                     networks[k].laws);
        }
        pl_text_finish(&text);
        pl_conservation_finish(&found);
        pl_conservation_finish(&found); /* all zero now */
        pl_model_destroy(model);
    }
}

static void
assert_laws(const char *text, const char *want)
{
    struct pl_model *model = model_text_model(text);
    struct pl_conservation found;
    struct pl_text laws;

    assert_int_equal(pl_conservation_find(model, NULL, &found), PL_OK);
    pl_text_init(&laws);
    for (size_t l = 0; l < found.n_laws; l++) {
        put_law(&laws, model, &found.laws[l]);
    }
    assert_string_equal(pl_text_string(&laws), want);
    pl_text_finish(&laws);
    pl_conservation_finish(&found);
    pl_model_destroy(model);
}

/* Laws are about amounts: the sizes of compartments do not matter. */
static void
test_find_crosses_compartments(void **state)
{
    (void)state;
    assert_laws("compartment cell\ncell = 10\ncompartment nucleus\nnucleus = 1\n"
                "A in cell\nB in nucleus\nA = 1\nB = 1\nv: A -> B; A\n",
                "A + [B]\n");
}

/* Boundary and constant species, and those with rules, are not changed by reactions. */
static void
test_find_leaves_out_what_reactions_do_not_change(void **state)
{
    (void)state;
    assert_laws("A = 1\nB = 1\nC = 1\nconst F\nF = 1\nR = 1\nR ' = 1\n"
                "v: $A + B -> C + F + $R; 1\n",
                "B + [C]\n");
    assert_laws("A = 1\nB = 1\nv: $A -> B; 1\n", "");
    assert_laws("x := 1\n", "");
}

/* n is a parameter: B may change by any amount, the rest stays known. */
static void
test_find_leaves_out_unknown_stoichiometries(void **state)
{
    (void)state;
    assert_laws("A = 1\nB = 1\nC = 1\nn = 2\nv: A -> n B + C; 1\n", "A + [C]\n");
}

/* ---- random networks against dense elimination ---- */

enum { MOST_SPECIES = 14, MOST_REACTIONS = 14 };

struct matrix {
    size_t n_rows, n_columns;
    double entries[MOST_SPECIES][MOST_REACTIONS];
};

/* A small generator of its own, so that every machine tests the same networks
 * (Knuth's MMIX constants). */
static unsigned
random_below(uint64_t *seed, unsigned limit)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*seed >> 33) % limit;
}

/* Rank by dense Gaussian elimination with full pivoting. */
static size_t
dense_rank(struct matrix matrix)
{
    size_t rank = 0;

    for (;;) {
        size_t row = rank;
        size_t column = rank;

        for (size_t i = rank; i < matrix.n_rows; i++) {
            for (size_t j = rank; j < matrix.n_columns; j++) {
                if (fabs(matrix.entries[i][j]) > fabs(matrix.entries[row][column])) {
                    row = i;
                    column = j;
                }
            }
        }
        if (rank == matrix.n_rows || rank == matrix.n_columns ||
            fabs(matrix.entries[row][column]) < 1e-9) {
            return rank;
        }
        for (size_t j = 0; j < matrix.n_columns; j++) {
            double swap = matrix.entries[rank][j];

            matrix.entries[rank][j] = matrix.entries[row][j];
            matrix.entries[row][j] = swap;
        }
        for (size_t i = 0; i < matrix.n_rows; i++) {
            double swap = matrix.entries[i][rank];

            matrix.entries[i][rank] = matrix.entries[i][column];
            matrix.entries[i][column] = swap;
        }
        for (size_t i = rank + 1; i < matrix.n_rows; i++) {
            double factor = matrix.entries[i][rank] / matrix.entries[rank][rank];

            for (size_t j = rank; j < matrix.n_columns; j++) {
                matrix.entries[i][j] -= factor * matrix.entries[rank][j];
            }
        }
        rank++;
    }
}

/* A network with those net changes; species that nothing touches stay out of it. */
static struct pl_model *
model_of(const struct matrix *matrix)
{
    struct pl_text text;
    struct pl_model *model = NULL;

    pl_text_init(&text);
    for (size_t i = 0; i < matrix->n_rows; i++) {
        pl_text_format(&text, "species s%zu\ns%zu = 1\n", i, i);
    }
    for (size_t j = 0; j < matrix->n_columns; j++) {
        const char *before = "";

        pl_text_format(&text, "v%zu: ", j);
        for (int side = 0; side < 2; side++) {
            for (size_t i = 0; i < matrix->n_rows; i++) {
                double entry =
                    side == 0 ? -matrix->entries[i][j] : matrix->entries[i][j];

                if (entry > 0.0) {
                    pl_text_format(&text, "%s%g s%zu", before, entry, i);
                    before = " + ";
                }
            }
            pl_text_put(&text, side == 0 ? " -> " : "; 1\n");
            before = "";
        }
    }
    model = model_text_model(pl_text_string(&text));
    pl_text_finish(&text);
    return model;
}

/* L N = 0, as many laws as the left null space is large, all in the promised shape. */
static void
check_laws(const struct matrix *matrix, const char *what)
{
    struct pl_model *model = model_of(matrix);
    struct pl_conservation found;
    size_t n_touched = 0;

    assert_int_equal(pl_conservation_find(model, NULL, &found), PL_OK);
    for (size_t i = 0; i < matrix->n_rows; i++) {
        n_touched += pl_model_is_state(model, i) ? 1 : 0;
    }
    if (found.n_laws != n_touched - dense_rank(*matrix)) {
        fail_msg("%s: %zu laws for %zu species of rank %zu", what, found.n_laws,
                 n_touched, dense_rank(*matrix));
    }
    for (size_t l = 0; l < found.n_laws; l++) {
        const struct pl_conservation_law *law = &found.laws[l];
        bool has_dependent = false;

        assert_true(law->n > 0);
        assert_close(law->coefficients[0], 1.0, 0.0, 0.0);
        for (size_t t = 0; t < law->n; t++) {
            assert_true(law->coefficients[t] != 0.0);
            assert_true(t == 0 || law->species[t] > law->species[t - 1]);
            has_dependent = has_dependent || law->species[t] == law->dependent;
        }
        assert_true(has_dependent);
        for (size_t j = 0; j < matrix->n_columns; j++) {
            double sum = 0.0;
            double size = 0.0;

            for (size_t t = 0; t < law->n; t++) {
                double term =
                    law->coefficients[t] * matrix->entries[law->species[t]][j];

                sum += term;
                size += fabs(term);
            }
            assert_close(sum, 0.0, 0.0, 1e-9 * (1.0 + size));
        }
        for (size_t other = 0; other < found.n_laws; other++) {
            for (size_t t = 0; other != l && t < found.laws[other].n; t++) {
                assert_true(found.laws[other].species[t] != law->dependent);
            }
        }
    }
    pl_conservation_finish(&found);
    pl_model_destroy(model);
}

/* Stoichiometries -3 … 3, whole or in tenths, mostly 0; some rows are differences. */
static void
test_find_spans_the_left_null_space_of_random_networks(void **state)
{
    uint64_t seed = 2023;

    (void)state;
    for (int round = 0; round < 400; round++) {
        struct matrix matrix = {.n_rows = 1 + random_below(&seed, MOST_SPECIES),
                                .n_columns = 1 + random_below(&seed, MOST_REACTIONS)};
        unsigned density = 1 + random_below(&seed, 9);
        unsigned parts = round % 2 == 0 ? 1 : 10;
        char what[32];

        for (size_t i = 0; i < matrix.n_rows; i++) {
            for (size_t j = 0; j < matrix.n_columns; j++) {
                if (random_below(&seed, 10) < density) {
                    matrix.entries[i][j] =
                        ((double)random_below(&seed, 6 * parts + 1) - 3.0 * parts) /
                        parts;
                }
            }
            if (i >= 2 && random_below(&seed, 3) == 0) {
                size_t a = random_below(&seed, (unsigned)i);
                size_t b = random_below(&seed, (unsigned)i);

                for (size_t j = 0; j < matrix.n_columns; j++) {
                    matrix.entries[i][j] = matrix.entries[a][j] - matrix.entries[b][j];
                }
            }
        }
        snprintf(what, sizeof what, "round %d", round);
        check_laws(&matrix, what);
    }
}

/* Moieties: rows are made so that sums over groups of species vanish. */
static void
test_find_keeps_the_laws_of_moieties_positive(void **state)
{
    uint64_t seed = 7;

    (void)state;
    for (int round = 0; round < 50; round++) {
        struct pl_text text;
        struct pl_model *model = NULL;
        struct pl_conservation found;
        unsigned n = 2 + random_below(&seed, 5);
        size_t want = n;

        /* n proteins, each in two states, and complexes of neighbours. */
        pl_text_init(&text);
        for (unsigned i = 0; i < n; i++) {
            pl_text_format(&text, "P%u = 1\nQ%u = 1\na%u: P%u -> Q%u; 1\n", i, i, i, i,
                           i);
        }
        for (unsigned i = 0; i + 1 < n; i++) {
            if (random_below(&seed, 2) == 0) {
                pl_text_format(&text, "C%u = 1\nb%u: Q%u + P%u -> C%u; 1\n", i, i, i,
                               i + 1, i);
            }
        }
        model = model_text_model(pl_text_string(&text));
        assert_int_equal(pl_conservation_find(model, NULL, &found), PL_OK);
        assert_int_equal(found.n_laws, want);
        for (size_t l = 0; l < found.n_laws; l++) {
            for (size_t t = 0; t < found.laws[l].n; t++) {
                assert_close(found.laws[l].coefficients[t], 1.0, 0.0, 0.0);
            }
        }
        pl_conservation_finish(&found);
        pl_model_destroy(model);
        pl_text_finish(&text);
    }
}

/* One law over a chain of 20 000 species: linear work, or this takes minutes. */
static void
test_find_scales_with_a_chain(void **state)
{
    enum { N = 20000 };
    struct pl_text text;
    struct pl_model *model = NULL;
    struct pl_conservation found;

    (void)state;
    pl_text_init(&text);
    for (int k = 0; k < N; k++) {
        pl_text_format(&text, "s%d = 1\n", k);
    }
    for (int k = 0; k + 1 < N; k++) {
        pl_text_format(&text, "v%d: s%d -> s%d; 1\n", k, k, k + 1);
    }
    model = model_text_model(pl_text_string(&text));
    assert_int_equal(pl_conservation_find(model, NULL, &found), PL_OK);
    assert_int_equal(found.n_laws, 1);
    assert_int_equal(found.laws[0].n, N);
    pl_conservation_finish(&found);
    pl_model_destroy(model);
    pl_text_finish(&text);
}

static enum pl_status
find_laws(void *context)
{
    struct pl_conservation found;
    enum pl_status status = pl_conservation_find(context, NULL, &found);

    pl_conservation_finish(&found); /* all zero after an error */
    return status;
}

static void
test_find_survives_no_memory(void **state)
{
    struct pl_model *model = build_network(networks[5].reactions, networks[5].species);

    (void)state;
    assert_survives_no_memory(find_laws, model);
    pl_model_destroy(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find_gives_the_known_laws),
        cmocka_unit_test(test_find_crosses_compartments),
        cmocka_unit_test(test_find_leaves_out_what_reactions_do_not_change),
        cmocka_unit_test(test_find_leaves_out_unknown_stoichiometries),
        cmocka_unit_test(test_find_spans_the_left_null_space_of_random_networks),
        cmocka_unit_test(test_find_keeps_the_laws_of_moieties_positive),
        cmocka_unit_test(test_find_scales_with_a_chain),
        cmocka_unit_test(test_find_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
