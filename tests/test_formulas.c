/*
 * test_formulas.c - formulas of a model and their slopes, from the values of its symbols.
 */
#include "testlib.h"

#include "compile/formulas.h"
#include "expr/formula.h"
#include "model/model.h"
#include "network.h"

static const char text[] = "species A, B; A = 1; B = 2; k = 3; K = 5;\n"
                           "function mm(v, s, h) v*s/(h + s); end\n"
                           "R := k*A; S := R + 2*B; T := mm(S, A, K);\n"
                           "J: A -> B; T*A + time;\n";

static struct network network;

/* Values that do not follow from one another: names are taken at their word. */
static double
set_value(const char *name, double value, double *values)
{
    values[network_symbol(&network, name)] = value;
    return value;
}

static const struct pl_formula *
rate(void)
{
    return network.model->reactions[0].rate;
}

static const struct pl_formula *
rule(const char *name)
{
    return network.model->symbols[network_symbol(&network, name)].rule;
}

static void
test_formulas_take_names_at_their_word(void **state)
{
    double *values = calloc(network.model->n_symbols, sizeof *values);
    struct pl_formulas *formulas = NULL;
    double out[4] = {0};
    size_t k[4] = {0};

    (void)state;
    assert_non_null(values);
    assert_int_equal(pl_formulas_create(network.model, NULL, NULL, &formulas), PL_OK);
    assert_int_equal(pl_formulas_add(formulas, rate(), NULL, &k[0]), PL_OK);
    assert_int_equal(pl_formulas_add(formulas, rule("S"), NULL, &k[1]), PL_OK);
    assert_int_equal(
        pl_formulas_add_slope(formulas, 0, network_symbol(&network, "T"), NULL, &k[2]),
        PL_OK);
    assert_int_equal(
        pl_formulas_add_slope(formulas, 0, network_symbol(&network, "k"), NULL, &k[3]),
        PL_OK);
    assert_int_equal(k[0], 0);
    assert_int_equal(k[2], 2);
    assert_int_equal(k[3], PL_NONE);
    assert_int_equal(pl_formulas_n(formulas), 3);
    assert_int_equal(pl_formulas_prepare(formulas, NULL), PL_OK);
    set_value("T", 7.0, values);
    set_value("A", 11.0, values);
    set_value("R", 13.0, values);
    set_value("B", 17.0, values);
    pl_formulas_run(formulas, 0.5, values, out);
    assert_close(out[0], 77.5, 1e-15, 0.0);
    assert_close(out[1], 47.0, 1e-15, 0.0);
    assert_close(out[2], 11.0, 1e-15, 0.0);
    pl_formulas_destroy(formulas);
    free(values);
}

static void
test_formulas_write_rules_out(void **state)
{
    const size_t n = network.model->n_symbols;
    double *values = calloc(n, sizeof *values);
    bool *written_out = calloc(n, sizeof *written_out);
    bool *names = calloc(n, sizeof *names);
    struct pl_formulas *formulas = NULL;
    double out[3] = {0};
    size_t k = 0;

    (void)state;
    assert_non_null(values);
    assert_non_null(written_out);
    assert_non_null(names);
    for (size_t i = 0; i < n; i++) {
        written_out[i] = i != network_symbol(&network, "R");
    }
    assert_int_equal(pl_formulas_create(network.model, written_out, NULL, &formulas),
                     PL_OK);
    assert_int_equal(pl_formulas_add(formulas, rate(), NULL, &k), PL_OK);
    assert_int_equal(pl_formulas_find_names(formulas, k, NULL, names), PL_OK);
    for (size_t i = 0; i < n; i++) {
        const char *name = network.model->symbols[i].name;

        assert_int_equal(names[i], strchr("ABKR", name[0]) != NULL);
    }
    assert_int_equal(
        pl_formulas_add_slope(formulas, 0, network_symbol(&network, "R"), NULL, &k),
        PL_OK);
    assert_int_equal(k, 1);
    assert_int_equal(
        pl_formulas_add_slope(formulas, 0, network_symbol(&network, "B"), NULL, &k),
        PL_OK);
    assert_int_equal(pl_formulas_prepare(formulas, NULL), PL_OK);
    set_value("A", 5.0, values);
    set_value("B", 2.0, values);
    set_value("K", 5.0, values);
    set_value("R", 6.0, values);
    pl_formulas_run(formulas, 0.0, values, out);
    /* (R + 2 B) A/(K + A) A = 10/2*5 */
    assert_close(out[0], 25.0, 1e-15, 0.0);
    assert_close(out[1], 2.5, 1e-15, 0.0);
    assert_close(out[2], 5.0, 1e-15, 0.0);
    pl_formulas_destroy(formulas);
    free(values);
    free(written_out);
    free(names);
}

static enum pl_status
make_once(void *context)
{
    bool written_out[32] = {false};
    struct pl_formulas *formulas = NULL;
    size_t k = 0;
    enum pl_status status = PL_OK;

    (void)context;
    assert_true(network.model->n_symbols <= 32);
    written_out[network_symbol(&network, "T")] = true;
    status = pl_formulas_create(network.model, written_out, NULL, &formulas);
    if (status == PL_OK) {
        status = pl_formulas_add(formulas, rate(), NULL, &k);
    }
    if (status == PL_OK) {
        status =
            pl_formulas_add_slope(formulas, 0, network_symbol(&network, "A"), NULL, &k);
    }
    if (status == PL_OK) {
        status = pl_formulas_prepare(formulas, NULL);
    }
    pl_formulas_destroy(formulas);
    return status;
}

static void
test_formulas_survive_no_memory(void **state)
{
    (void)state;
    assert_true(assert_survives_no_memory(make_once, NULL) > 10);
}

static int
set_up(void **state)
{
    (void)state;
    network_read(&network, text);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    network_close(&network);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formulas_take_names_at_their_word),
        cmocka_unit_test(test_formulas_write_rules_out),
        cmocka_unit_test(test_formulas_survive_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
