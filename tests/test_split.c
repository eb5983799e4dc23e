/*
 * test_split.c - rates and rules taken apart, to the letter and to the number.
 */
#include "testlib.h"

#include "base/diag.h"
#include "base/text.h"
#include "expr/formula.h"
#include "model/model.h"
#include "model/split.h"
#include "model_text.h"

/* "+ k*a - k*x" for terms, "k * (1 - x) / c" for factors. */
static void
print_parts(const struct pl_parts *parts, struct pl_text *text)
{
    for (size_t k = 0; k < parts->n; k++) {
        const struct pl_part *part = &parts->parts[k];

        if (!parts->is_product) {
            pl_text_put(text, k > 0 ? " " : "");
            pl_text_put(text, part->negative ? "- " : "+ ");
        } else {
            assert_false(part->negative);
            pl_text_put(text, part->inverse ? " / " : k > 0 ? " * " : "");
        }
        pl_text_put(text, "[");
        pl_formula_print(part->formula, text);
        pl_text_put(text, "]");
    }
}

static const char network[] = "species A\n"
                              "species B\n"
                              "species X\n"
                              "A = 1\n"
                              "B = 1\n"
                              "X = 1\n"
                              "a = 2\n"
                              "b = 3\n"
                              "c = 4\n"
                              "k = 5\n"
                              "E := 2*A\n"
                              "held := a + b\n"
                              "function mm(v, s, h) v*s/(h + s)\n"
                              "function rev(kf, s, kb, p) kf*s - kb*p\n"
                              "function twice(s) rev(k1(s), s, 2, s)\n"
                              "function k1(s) 2*s\n"
                              "function minus(s) -s\n"
                              "other: A -> X; A\n";

/* The reaction `r` of the network with `law`, split. */
static void
check_rate(const char *sides, const char *law, const char *want)
{
    struct pl_diags *diags = pl_diags_create();
    struct pl_parts parts = {0};
    struct pl_model *model = NULL;
    const struct pl_reaction *reaction = NULL;
    struct pl_text text;
    struct pl_text got;

    pl_text_init(&text);
    pl_text_init(&got);
    pl_text_format(&text, "%sr: %s; %s\n", network, sides, law);
    model = model_text_model(text.data);
    reaction = &model->reactions[1];
    assert_int_equal(pl_split_rate(model, reaction->rate, reaction, diags, &parts),
                     PL_OK);
    assert_false(parts.is_product);
    print_parts(&parts, &got);
    assert_string_equal(pl_text_string(&got), want);
    pl_parts_finish(&parts);
    pl_model_destroy(model);
    pl_text_finish(&text);
    pl_text_finish(&got);
    pl_diags_destroy(diags);
}

static void
test_split_rate_takes_sums_apart(void **state)
{
    (void)state;
    check_rate("A -> B", "k*A", "+ [k*A]");
    check_rate("A -> B", "k*A - b*B", "+ [k*A] - [b*B]");
    check_rate("A -> B", "k*A - (b*B + c*B - a)", "+ [k*A] - [b*B] - [c*B] + [a]");
    check_rate("A -> B", "-(k*A)", "- [k*A]");
    check_rate("A -> B", "-(-k*A + b)", "+ [k*A] - [b]");
    check_rate("A -> B", "a*-A", "- [a*A]");
    check_rate("A -> B", "exp(A - B)", "+ [exp(A - B)]");
    check_rate("A -> B", "k*A/(b + A)", "+ [k*A/(b + A)]");
    check_rate("A -> B", "(A - B)^2", "+ [(A - B)^2]");
    check_rate("A -> B", "0", "+ [0]");
}

static void
test_split_rate_multiplies_out_ways_side_by_side(void **state)
{
    (void)state;
    check_rate("A ->", "(a + b*X)*A", "+ [a*A] + [b*X*A]");
    check_rate("A ->", "k*(1 + b*X)*A", "+ [k*A] + [k*b*X*A]");
    check_rate("A ->", "k*(-a - b)*A", "- [k*a*A] - [k*b*A]");
    check_rate("A ->", "k*(a + b*(X + c))/c", "+ [k*a/c] + [k*b*X/c] + [k*b*c/c]");
    check_rate("A ->", "k*(a/b + X)*A", "+ [k*a*A/b] + [k*X*A]");
    check_rate("A ->", "(a + X)*(b + A)", "+ [(a + X)*(b + A)]");
    check_rate("A ->", "A/(a + X)", "+ [A/(a + X)]");
    check_rate("A ->", "(a + X)*(1 - A)", "+ [a*(1 - A)] + [X*(1 - A)]");
}

static void
test_split_rate_multiplies_out_what_draws_a_species_to_a_level(void **state)
{
    (void)state;
    check_rate("-> X", "k*(E - X)", "+ [k*E] - [k*X]");
    check_rate("-> X", "k*(1 - X)", "+ [k] - [k*X]");
    check_rate("-> X", "held*(A - X)/c", "+ [held*A/c] - [held*X/c]");
    check_rate("-> X", "k*(a*(1 + b*A) - X)", "+ [k*a] + [k*a*b*A] - [k*X]");
    check_rate("-> X", "(1 - a)*k*(E - X)", "+ [(1 - a)*k*E] - [(1 - a)*k*X]");
    check_rate("-> X", "-k*(X - E)", "- [k*X] + [k*E]");
    /* a share stays with what acts on it, or where something else drives the rate too */
    check_rate("-> X", "E*(1 - X)", "+ [E*(1 - X)]");
    check_rate("-> X", "k*(1 - X) - b*X", "+ [k*(1 - X)] - [b*X]");
    check_rate("-> X", "k*(E - X) - b*X", "+ [k*E] - [k*X] - [b*X]");
    check_rate("-> X", "k*(1 - a)*A", "+ [k*(1 - a)*A]");
    check_rate("-> X", "k*(a - b)", "+ [k*(a - b)]");
    check_rate("=> X", "k*(1 - X)", "+ [k*(1 - X)]");
    check_rate("=> X", "k*(a + b)*(E - X)", "+ [k*a*(E - X)] + [k*b*(E - X)]");
}

static void
test_split_rate_multiplies_out_there_and_back(void **state)
{
    (void)state;
    check_rate("A -> B", "E*(A - B/k)", "+ [E*A] - [E*B/k]");
    check_rate("A -> B", "E*(A - B/k)/(1 + A + B)",
               "+ [E*A/(1 + A + B)] - [E*B/k/(1 + A + B)]");
    check_rate("A -> B", "-E*(B - A)", "- [E*B] + [E*A]");
    check_rate("A -> B", "E*(1 - a)*(A - B)", "+ [E*(1 - a)*A] - [E*(1 - a)*B]");
    check_rate("A -> B", "E*(c - B)", "+ [E*(c - B)]");
    check_rate("X -> B", "E*(A - B)", "+ [E*(A - B)]");
}

static void
test_split_rate_looks_into_functions(void **state)
{
    (void)state;
    check_rate("A -> B", "mm(k, A, b)", "+ [mm(k, A, b)]");
    check_rate("A -> B", "rev(k, A, b, B)", "+ [k*A] - [b*B]");
    check_rate("A -> B", "c*rev(k, A, b, B)", "+ [c*k*A] - [c*b*B]");
    check_rate("A -> B", "c*mm(k, A, b)", "+ [c*mm(k, A, b)]");
    check_rate("A -> B", "rev(k, mm(a, A, b), b + c, B)",
               "+ [k*mm(a, A, b)] - [b*B] - [c*B]");
    check_rate("A -> B", "twice(A)", "+ [k1(A)*A] - [2*A]");
    check_rate("A -> B", "minus(A)", "- [A]");
    check_rate("A -> B", "minus(rev(1, A, 2, B))", "- [1*A] + [2*B]");
}

static void
check_rule(const char *rule, const char *want)
{
    struct pl_parts parts = {0};
    struct pl_model *model = NULL;
    struct pl_text text;
    struct pl_text got;

    pl_text_init(&text);
    pl_text_init(&got);
    pl_text_format(&text, "%srule := %s\n", network, rule);
    model = model_text_model(text.data);
    assert_int_equal(pl_split_rule(model,
                                   model->symbols[model_text_find(model, "rule")].rule,
                                   NULL, &parts),
                     PL_OK);
    print_parts(&parts, &got);
    assert_string_equal(pl_text_string(&got), want);
    pl_parts_finish(&parts);
    pl_model_destroy(model);
    pl_text_finish(&text);
    pl_text_finish(&got);
}

static void
test_split_rule_keeps_what_is_written(void **state)
{
    (void)state;
    check_rule("A", "+ [A]");
    check_rule("A + B", "+ [A] + [B]");
    check_rule("1 - (a - B*(1 - A))", "+ [1] - [a] + [B*(1 - A)]");
    check_rule("-A", "- [A]");
    check_rule("a*(1 - A)/(b + B)", "[a] * [1 - A] / [b + B]");
    check_rule("a*(b*A)/c/B", "[a] * [b] * [A] / [c] / [B]");
    check_rule("1/(1 + A)", "[1] / [1 + A]");
    check_rule("mm(a, A, b)", "+ [mm(a, A, b)]");
    check_rule("A^2", "+ [A^2]");
}

/* A sum with more terms than anyone reads is one. */
static void
test_split_gives_up_on_long_sums(void **state)
{
    struct pl_model *model = NULL;
    struct pl_parts parts = {0};
    struct pl_text text;

    (void)state;
    for (size_t n = PL_SPLIT_MAX_PARTS; n <= PL_SPLIT_MAX_PARTS + 1; n++) {
        pl_text_init(&text);
        pl_text_format(&text, "%sr: A -> B; k*A", network);
        pl_text_repeat(&text, " - b", n - 1);
        pl_text_put(&text, "\n");
        model = model_text_model(text.data);
        assert_int_equal(pl_split_rate(model, model->reactions[1].rate,
                                       &model->reactions[1], NULL, &parts),
                         PL_OK);
        assert_int_equal(parts.n, n > PL_SPLIT_MAX_PARTS ? 1 : n);
        assert_true((parts.parts[0].formula == model->reactions[1].rate) ==
                    (n > PL_SPLIT_MAX_PARTS));
        pl_parts_finish(&parts);
        pl_model_destroy(model);
        pl_text_finish(&text);
    }
}

static enum pl_status
split_once(void *context)
{
    const struct pl_model *model = context;
    struct pl_parts parts = {0};
    enum pl_status status = pl_split_rate(model, model->reactions[1].rate,
                                          &model->reactions[1], NULL, &parts);

    assert_true(status == PL_OK || parts.n == 0);
    pl_parts_finish(&parts);
    return status;
}

static void
test_split_survives_no_memory(void **state)
{
    struct pl_text text;
    struct pl_model *model = NULL;

    (void)state;
    pl_text_init(&text);
    pl_text_format(&text, "%sr: A -> B; c*rev(k, mm(a, A, b), b + c, B)\n", network);
    model = model_text_model(text.data);
    assert_true(assert_survives_no_memory(split_once, model) >= 3);
    pl_model_destroy(model);
    pl_text_finish(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_split_rate_takes_sums_apart),
        cmocka_unit_test(test_split_rate_multiplies_out_ways_side_by_side),
        cmocka_unit_test(
            test_split_rate_multiplies_out_what_draws_a_species_to_a_level),
        cmocka_unit_test(test_split_rate_multiplies_out_there_and_back),
        cmocka_unit_test(test_split_rate_looks_into_functions),
        cmocka_unit_test(test_split_rule_keeps_what_is_written),
        cmocka_unit_test(test_split_gives_up_on_long_sums),
        cmocka_unit_test(test_split_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
