/*
 * test_build_limits.c - how building scales, and what it does with a reader's errors and
 * without memory.
 */
#include "testlib.h"

#include "base/arena.h"
#include "base/diag.h"
#include "base/source.h"
#include "base/text.h"
#include "expr/formula.h"
#include "model/build.h"
#include "model/model.h"
#include "model_text.h"

/* ---- faults that the tables of test_build_messages.c cannot show ---- */

static void
test_finish_fails_when_the_reader_had_errors(void **state)
{
    struct pl_source *source = NULL;
    struct pl_diags *diags = pl_diags_create();
    struct pl_build *build = NULL;
    struct pl_model *model = NULL;

    (void)state;
    assert_int_equal(pl_source_create("m.ant", "x := )", 6, NULL, &source), PL_OK);
    pl_diag_error(diags, PL_ERR_IO, NULL, "from before");
    for (int with_error = 0; with_error < 2; with_error++) {
        struct pl_span span = {0, 6};
        size_t x = 0;

        assert_int_equal(pl_build_create(source, diags, &build), PL_OK);
        x = pl_build_symbol(build, "x", 1, span);
        pl_build_rule(build, x, PL_RULE_ASSIGNMENT,
                      pl_formula_number(pl_build_arena(build), span, 1.0), span);
        if (with_error) {
            pl_diag_error(diags, PL_ERR_MODEL, NULL, "from the reader");
        }
        assert_int_equal(pl_build_finish(build, &model),
                         with_error ? PL_ERR_MODEL : PL_OK);
        assert_true((model == NULL) == with_error);
        pl_model_destroy(model);
        pl_build_destroy(build);
    }
    pl_diags_destroy(diags);
    pl_source_destroy(source);
}

/* A formula that could not be read: nothing is said of it here, but no model comes. */
static void
test_finish_says_nothing_of_a_formula_that_was_not_read(void **state)
{
    struct pl_source *source = NULL;
    struct pl_diags *diags = pl_diags_create();
    struct pl_build *build = NULL;
    struct pl_model *model = NULL;
    struct pl_span span = {0, 1};

    (void)state;
    assert_int_equal(pl_source_create("m.ant", "x", 1, NULL, &source), PL_OK);
    assert_int_equal(pl_build_create(source, diags, &build), PL_OK);
    pl_build_value(build, pl_build_symbol(build, "x", 1, span), NULL, span);
    pl_build_rule(build, pl_build_symbol(build, "x", 1, span), PL_RULE_RATE, NULL,
                  span);
    pl_build_function(build, "f", NULL, 0, NULL, span);
    assert_int_equal(pl_build_finish(build, &model), PL_ERR_MODEL);
    assert_null(model);
    assert_messages(diags, "");
    pl_build_destroy(build);
    pl_build_destroy(NULL);
    pl_model_destroy(NULL);
    pl_diags_destroy(diags);
    pl_source_destroy(source);
}

/* Without diags faults still count. */
static void
test_finish_without_diags_finds_errors(void **state)
{
    struct pl_model *model = NULL;

    (void)state;
    assert_int_equal(model_text_read("x := y\n", NULL, &model), PL_ERR_MODEL);
    assert_null(model);
    assert_int_equal(model_text_read("x := 1\n", NULL, &model), PL_OK);
    assert_non_null(model);
    pl_model_destroy(model);
}

/* f0(x) = x + x, f1(x) = f0(x) + f0(x + 1), …: n lines bring 10*2^n - 14 operations,
 * which passes 2e6 at n = 18. */
static void
test_finish_refuses_functions_that_grow_beyond_bounds(void **state)
{
    struct pl_text text;
    struct pl_diags *diags = pl_diags_create();
    struct pl_model *model = NULL;

    (void)state;
    pl_text_init(&text);
    pl_text_put(&text, "function f0(x) x + x\n");
    for (int k = 1; k <= 36; k++) {
        pl_text_format(&text, "function f%d(x) f%d(x) + f%d(x + 1)\n", k, k - 1, k - 1);
    }
    pl_text_put(&text, "y := f36(1)\n");
    assert_int_equal(model_text_read(pl_text_string(&text), diags, &model),
                     PL_ERR_MODEL);
    assert_messages(diags,
                    "m.ant:19:17: error: the body of 'f18' is too large with its "
                    "functions put in place\n"
                    "   19 | function f18(x) f17(x) + f17(x + 1)\n"
                    "      |                 ^~~~~~~~~~~~~~~~~~~\n");
    pl_text_finish(&text);
    pl_diags_destroy(diags);
}

/* Functions in a chain nest as deep as there are of them. */
static void
test_finish_refuses_functions_that_nest_too_deep(void **state)
{
    struct pl_text text;
    struct pl_model *model = NULL;

    (void)state;
    for (int n = 200; n <= 20000; n *= 100) {
        pl_text_init(&text);
        pl_text_put(&text, "function f0(x) x\ny := f0(1)\n");
        for (int k = 1; k <= n; k++) {
            pl_text_format(&text, "function f%d(x) 1 + f%d(x)\n", k, k - 1);
        }
        assert_int_equal(model_text_read(pl_text_string(&text), NULL, &model),
                         n == 200 ? PL_OK : PL_ERR_MODEL);
        pl_model_destroy(model);
        pl_text_finish(&text);
    }
}

/* ---- large models ---- */

static void
test_finish_orders_a_chain_of_any_length(void **state)
{
    enum { N = 100000 };
    struct pl_text text;
    struct pl_model *model = NULL;

    (void)state;
    pl_text_init(&text);
    for (int k = 0; k < N; k++) {
        pl_text_format(&text, "x%d := x%d\n", k, k + 1);
    }
    pl_text_format(&text, "x%d = 1\n", N);
    model = model_text_model(pl_text_string(&text));
    assert_int_equal(model->n_rule_order, N);
    for (size_t k = 0; k < N; k++) {
        assert_int_equal(model->rule_order[k], N - 1 - k);
    }
    for (int k = 0; k < N; k += 997) {
        char name[16];

        snprintf(name, sizeof name, "x%d", k);
        assert_int_equal(pl_model_find(model, name), k);
    }
    pl_model_destroy(model);
    pl_text_finish(&text);
}

static void
test_finish_shows_the_start_of_a_long_circle(void **state)
{
    enum { N = 100000 };
    struct pl_text text;
    struct pl_diags *diags = pl_diags_create();
    struct pl_model *model = NULL;

    (void)state;
    pl_text_init(&text);
    for (int k = 0; k < N; k++) {
        pl_text_format(&text, "x%d := x%d\n", k, (k + 1) % N);
    }
    assert_int_equal(model_text_read(pl_text_string(&text), diags, &model),
                     PL_ERR_MODEL);
    pl_text_finish(&text);
    pl_text_init(&text);
    pl_diags_print(diags, false, &text);
    assert_non_null(
        strstr(pl_text_string(&text),
               "m.ant:1:7: error: rules go round in a circle: x0 -> x1 -> x2 -> x3 -> "
               "x4 -> x5 -> x6 -> x7 -> x8 -> x9 -> x10 -> x11 -> … 99988 more … -> "
               "x0\n"));
    assert_true(text.size < 4000);
    pl_text_finish(&text);
    pl_diags_destroy(diags);
}

/* ---- memory ---- */

static enum pl_status
read_everything(void *context)
{
    struct pl_model *model = NULL;
    enum pl_status status = model_text_read("model everything\n"
                                            "compartment cell\n"
                                            "cell = 1\n"
                                            "species A\n"
                                            "A in cell\n"
                                            "A = k + r\n"
                                            "A is \"a label\"\n"
                                            "A has nM\n"
                                            "A notes \"a note\"\n"
                                            "k = 1\n"
                                            "r := f(2*k)\n"
                                            "function f(x) g(x)*x\n"
                                            "function g(x) x\n"
                                            "unit nM = 1e-9 mole * 1 litre^-1\n"
                                            "unit time_unit = 1 minute\n"
                                            "unit minute = 60 second\n"
                                            "B = 2\n"
                                            "v: A -> B; k*A\n"
                                            "unused_one = 3\n"
                                            "unused_two = 3\n"
                                            "unused_three = 3\n"
                                            "unused_four = 3\n"
                                            "unused_five = 3\n"
                                            "unused_six = 3\n"
                                            "unused_seven = 3\n"
                                            "unused_eight = 3\n"
                                            "unused_nine = 3\n"
                                            "unused_ten = 3\n"
                                            "unused_eleven = 3\n"
                                            "unused_twelve = 3\n"
                                            "unused_thirteen = 3\n",
                                            context, &model);

    assert_true((model != NULL) == (status == PL_OK));
    pl_model_destroy(model);
    return status;
}

static void
test_build_survives_no_memory(void **state)
{
    struct pl_diags *diags = pl_diags_create();

    (void)state;
    assert_survives_no_memory(read_everything, diags);
    pl_diags_destroy(diags);
}

/* The paths of the messages: what is lost is lost, but nothing leaks or breaks. */
static void
test_build_survives_no_memory_for_messages(void **state)
{
    static const char *const faulty = "PIP3 = 1\n"
                                      "a := b\n"
                                      "b := a\n"
                                      "v: PIP3 -> ; PPIP3 + hil(1)\n"
                                      "function hill(x) ecks + hil(x)\n"
                                      "function loop(x) pool(x)\n"
                                      "function pool(x) loop(x)\n"
                                      "unit u = 1 mol\n"
                                      "unit v = 1 w\n"
                                      "unit w = 1 v\n";
    bool failed = true;

    (void)state;
    for (size_t n = 1; failed; n++) {
        for (int sticky = 0; sticky < 2; sticky++) {
            struct pl_diags *diags = pl_diags_create();
            struct pl_model *model = NULL;
            enum pl_status status = PL_OK;

            test_fail_allocation(n, sticky != 0);
            status = model_text_read(faulty, diags, &model);
            failed = test_allow_allocations();
            assert_true(status == PL_ERR_MODEL || (failed && status == PL_ERR_NOMEM));
            assert_null(model);
            pl_diags_destroy(diags);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_finish_fails_when_the_reader_had_errors),
        cmocka_unit_test(test_finish_says_nothing_of_a_formula_that_was_not_read),
        cmocka_unit_test(test_finish_without_diags_finds_errors),
        cmocka_unit_test(test_finish_refuses_functions_that_grow_beyond_bounds),
        cmocka_unit_test(test_finish_refuses_functions_that_nest_too_deep),
        cmocka_unit_test(test_finish_orders_a_chain_of_any_length),
        cmocka_unit_test(test_finish_shows_the_start_of_a_long_circle),
        cmocka_unit_test(test_build_survives_no_memory),
        cmocka_unit_test(test_build_survives_no_memory_for_messages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
