/*
 * test_build.c - what a model holds after its statements were built.
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

static const struct pl_symbol *
find_symbol(const struct pl_model *model, const char *name)
{
    return &model->symbols[model_text_find(model, name)];
}

/* "a b c": the names of symbols in an order. */
static void
assert_order(const struct pl_model *model, const size_t *order, size_t n,
             const char *want)
{
    struct pl_text text;

    pl_text_init(&text);
    for (size_t k = 0; k < n; k++) {
        pl_text_format(&text, "%s%s", k == 0 ? "" : " ", model->symbols[order[k]].name);
    }
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
}

static void
assert_span(const struct pl_model *model, struct pl_span span, const char *want)
{
    assert_int_equal(span.length, strlen(want));
    assert_memory_equal(model->source->text + span.offset, want, span.length);
}

static void
assert_formula(const struct pl_formula *formula, const char *want)
{
    struct pl_text text;

    assert_non_null(formula);
    pl_text_init(&text);
    pl_formula_print(formula, &text);
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
}

/* ---- what the model holds ---- */

static void
test_finish_keeps_symbols_in_the_order_of_the_text(void **state)
{
    struct pl_model *model = model_text_model("model cascade\n"
                                              "compartment cell\n"
                                              "v: B -> A; k*B\n"
                                              "A in cell\n"
                                              "cell = 2\n"
                                              "k = 3\n"
                                              "A = 1\n"
                                              "B = 4\n");

    (void)state;
    assert_string_equal(model->name, "cascade");
    assert_string_equal(model->source->name, "m.ant");
    assert_int_equal(model->n_symbols, 5);
    assert_order(model, (const size_t[]){0, 1, 2, 3, 4}, 5, "cell v B A k");
    assert_int_equal(find_symbol(model, "cell")->kind, PL_SYMBOL_COMPARTMENT);
    assert_int_equal(find_symbol(model, "v")->kind, PL_SYMBOL_REACTION);
    assert_int_equal(find_symbol(model, "A")->kind, PL_SYMBOL_SPECIES);
    assert_int_equal(find_symbol(model, "B")->kind, PL_SYMBOL_SPECIES);
    assert_int_equal(find_symbol(model, "k")->kind, PL_SYMBOL_PARAMETER);
    assert_int_equal(find_symbol(model, "A")->compartment,
                     model_text_find(model, "cell"));
    assert_true(find_symbol(model, "B")->compartment == PL_NONE);
    assert_int_equal(pl_model_find(model, "v"), 1);
    assert_true(pl_model_find(model, "w") == PL_NONE);
    assert_true(pl_model_find(model, "") == PL_NONE);
    pl_model_destroy(model);
}

static void
test_finish_of_a_text_without_a_name_gives_an_empty_one(void **state)
{
    struct pl_model *model = model_text_model("x := 1\n");

    (void)state;
    assert_string_equal(model->name, "");
    assert_true(isnan(model->time_unit));
    pl_model_destroy(model);
}

static void
test_finish_keeps_values_and_rules_with_their_places(void **state)
{
    struct pl_model *model = model_text_model("k = 2\n"
                                              "x = 1 + k\n"
                                              "x ' = -k*x\n"
                                              "y := 2*x\n");
    const struct pl_symbol *x = find_symbol(model, "x");
    const struct pl_symbol *y = find_symbol(model, "y");

    (void)state;
    assert_formula(x->value, "1 + k");
    assert_int_equal(x->value->arguments[1]->index, model_text_find(model, "k"));
    assert_span(model, x->value_span, "x = 1 + k");
    assert_int_equal(x->rule_kind, PL_RULE_RATE);
    assert_formula(x->rule, "-k*x");
    assert_span(model, x->rule_span, "x ' = -k*x");
    assert_null(y->value);
    assert_int_equal(y->rule_kind, PL_RULE_ASSIGNMENT);
    assert_formula(y->rule, "2*x");
    assert_int_equal(find_symbol(model, "k")->rule_kind, PL_RULE_NONE);
    assert_null(find_symbol(model, "k")->rule);
    pl_model_destroy(model);
}

static void
test_finish_keeps_reactions(void **state)
{
    struct pl_model *model = model_text_model("A = 1\n"
                                              "B = 1\n"
                                              "C = 1\n"
                                              "n = 2\n"
                                              "bind: A + 2 B -> n C; A*B\n"
                                              "decay: C => ; C\n");
    const struct pl_reaction *bind = &model->reactions[0];
    const struct pl_reaction *decay = &model->reactions[1];
    double number = 0.0;

    (void)state;
    assert_int_equal(model->n_reactions, 2);
    assert_string_equal(model->symbols[bind->symbol].name, "bind");
    assert_int_equal(model->symbols[bind->symbol].reaction, 0);
    assert_true(model->symbols[0].reaction == PL_NONE);
    assert_true(bind->reversible);
    assert_int_equal(bind->n_reactants, 2);
    assert_int_equal(bind->n_products, 1);
    assert_int_equal(bind->reactants[0].symbol, model_text_find(model, "A"));
    assert_null(bind->reactants[0].stoichiometry);
    assert_span(model, bind->reactants[1].span, "B");
    assert_true(pl_formula_is_number(bind->reactants[1].stoichiometry, &number));
    assert_close(number, 2.0, 0.0, 0.0);
    assert_int_equal(bind->products[0].stoichiometry->index,
                     model_text_find(model, "n"));
    assert_formula(bind->rate, "A*B");
    assert_span(model, bind->span, "bind: A + 2 B -> n C; A*B");
    assert_false(decay->reversible);
    assert_int_equal(decay->n_reactants, 1);
    assert_int_equal(decay->n_products, 0);
    assert_true(find_symbol(model, "A")->participates);
    assert_false(find_symbol(model, "n")->participates);
    pl_model_destroy(model);
}

static void
test_finish_resolves_functions(void **state)
{
    struct pl_model *model = model_text_model("x := twice(hill(3, 4)) + exp(1)\n"
                                              "function twice(a) 2*a\n"
                                              "function hill(x, K) twice(x)/(K + x)\n");
    const struct pl_function *hill = &model->functions[1];
    const struct pl_formula *call = find_symbol(model, "x")->rule->arguments[0];

    (void)state;
    assert_int_equal(model->n_functions, 2);
    assert_string_equal(hill->name, "hill");
    assert_int_equal(hill->n_arguments, 2);
    assert_string_equal(hill->arguments[1], "K");
    assert_span(model, hill->span, "hill");
    assert_int_equal(hill->body->arguments[0]->op, PL_OP_CALL);
    assert_int_equal(hill->body->arguments[0]->index, 0);
    assert_int_equal(hill->body->arguments[1]->arguments[0]->op, PL_OP_ARGUMENT);
    assert_int_equal(hill->body->arguments[1]->arguments[0]->index, 1);
    assert_int_equal(call->op, PL_OP_CALL);
    assert_int_equal(call->index, 0);
    assert_int_equal(call->arguments[0]->index, 1);
    pl_model_destroy(model);
}

/* An argument hides a symbol of the same name. */
static void
test_finish_lets_an_argument_hide_a_symbol(void **state)
{
    struct pl_model *model = model_text_model("k = 1\n"
                                              "x := f(k)\n"
                                              "function f(k) 2*k\n");

    (void)state;
    assert_int_equal(model->functions[0].body->arguments[1]->op, PL_OP_ARGUMENT);
    assert_int_equal(find_symbol(model, "x")->rule->arguments[0]->op, PL_OP_NAME);
    pl_model_destroy(model);
}

static void
test_finish_keeps_labels_units_and_annotations(void **state)
{
    struct pl_model *model = model_text_model("pAkt is \"Akt pS473\"\n"
                                              "pAkt notes \"second symbol, first\"\n"
                                              "k notes \"on k\"\n"
                                              "pAkt notes \"then\"\n"
                                              "pAkt = 1\n"
                                              "k = 1\n"
                                              "v: pAkt -> ; k*pAkt\n"
                                              "pAkt has nM\n"
                                              "pAkt is \"Akt pS473\"\n"
                                              "unit nM = 1e-9 mole * 1 litre^-1\n");
    const struct pl_symbol *akt = find_symbol(model, "pAkt");

    (void)state;
    assert_string_equal(akt->label, "Akt pS473");
    assert_string_equal(akt->unit, "nM");
    assert_string_equal(find_symbol(model, "k")->label, "k");
    assert_null(find_symbol(model, "k")->unit);
    assert_int_equal(akt->n_annotations, 2);
    assert_string_equal(akt->annotations[0].text, "second symbol, first");
    assert_string_equal(akt->annotations[1].text, "then");
    assert_string_equal(pl_symbol_annotation(akt, "notes"), "second symbol, first");
    assert_null(pl_symbol_annotation(akt, "sboTerm"));
    assert_string_equal(pl_symbol_annotation(find_symbol(model, "k"), "notes"), "on k");
    assert_int_equal(model->n_annotations, 0);
    assert_int_equal(model->n_units, 1);
    assert_string_equal(model->units[0].name, "nM");
    assert_int_equal(model->units[0].n_factors, 2);
    assert_close(model->units[0].factors[0].multiplier, 1e-9, 0.0, 0.0);
    assert_string_equal(model->units[0].factors[1].base, "litre");
    assert_close(model->units[0].factors[1].exponent, -1.0, 0.0, 0.0);
    pl_model_destroy(model);
}

/* Annotations of the model itself come with PL_NONE for a symbol. */
static void
test_annotation_without_a_symbol_is_the_models(void **state)
{
    struct pl_source *source = NULL;
    struct pl_build *build = NULL;
    struct pl_model *model = NULL;
    struct pl_span whole = {0, 1};
    size_t x = 0;

    (void)state;
    assert_int_equal(pl_source_create("m.ant", "x", 1, NULL, &source), PL_OK);
    assert_int_equal(pl_build_create(source, NULL, &build), PL_OK);
    x = pl_build_symbol(build, "x", 1, whole);
    pl_build_rule(build, x, PL_RULE_ASSIGNMENT,
                  pl_formula_number(pl_build_arena(build), whole, 1.0), whole);
    pl_build_annotation(build, x, "notes", "of x", 4, whole);
    pl_build_annotation(build, PL_NONE, "notes", "of the model, cut off", 12, whole);
    pl_build_annotation(build, PL_NONE, "created", "today", 5, whole);
    assert_int_equal(pl_build_finish(build, &model), PL_OK);
    pl_build_destroy(build);
    pl_source_destroy(source); /* the model has its own */
    assert_int_equal(model->n_annotations, 2);
    assert_string_equal(model->annotations[0].text, "of the model");
    assert_string_equal(model->annotations[1].qualifier, "created");
    assert_int_equal(model->symbols[0].n_annotations, 1);
    pl_model_destroy(model);
}

static void
test_place_points_into_the_models_own_text(void **state)
{
    struct pl_model *model = model_text_model("k = 1\nx := 2*k\n");
    struct pl_diags *diags = pl_diags_create();
    struct pl_place place = pl_model_place(model, find_symbol(model, "x")->rule->span);

    (void)state;
    pl_diag_warning(diags, &place, "found late");
    assert_messages(diags, "m.ant:2:6: warning: found late\n"
                           "    2 | x := 2*k\n"
                           "      |      ^~~\n");
    pl_diags_destroy(diags);
    pl_model_destroy(model);
}

static void
test_symbol_span_is_the_declaration_or_else_the_first_name(void **state)
{
    struct pl_model *model = model_text_model("v: A -> B; A\n"
                                              "A = 1\n"
                                              "B = 1\n"
                                              "species B\n");

    (void)state;
    assert_int_equal(find_symbol(model, "A")->span.offset, 3);
    assert_int_equal(find_symbol(model, "B")->span.offset, 33);
    pl_model_destroy(model);
}

/* ---- states ---- */

static void
test_is_state_and_follows_go_by_kind_rule_and_reactions(void **state)
{
    static const struct {
        const char *name;
        bool state;
    } cases[] = {
        {"A", true},      {"free", false}, {"fixed", false}, {"held", false},
        {"ruled", false}, {"rated", true}, {"p", false},     {"moving", true},
        {"cell", false},  {"grows", true}, {"v", false},     {"follows", false},
        {"both", true},
    };
    struct pl_model *model =
        model_text_model("v: A + $held + fixed -> $ruled + $both; A\n"
                         "A = 1\n"
                         "species free\n"
                         "free = 1\n"
                         "const fixed\n"
                         "fixed = 1\n"
                         "held = 1\n"
                         "ruled := 2\n"
                         "species rated\n"
                         "rated = 1\n"
                         "rated ' = 1\n"
                         "p = 1\n"
                         "moving = 1\n"
                         "moving ' = -p\n"
                         "compartment cell\n"
                         "cell = 1\n"
                         "compartment grows\n"
                         "grows = 1\n"
                         "grows ' = 0.1\n"
                         "follows := moving\n"
                         "both = 1\n"
                         "both ' = 1\n");

    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        size_t symbol = model_text_find(model, cases[k].name);

        if (pl_model_is_state(model, symbol) != cases[k].state) {
            fail_msg("%s", cases[k].name);
        }
    }
    for (size_t i = 0; i < model->n_symbols; i++) {
        const char *name = model->symbols[i].name;
        bool follows = strcmp(name, "v") == 0 || strcmp(name, "ruled") == 0 ||
                       strcmp(name, "follows") == 0;

        if (pl_symbol_follows(&model->symbols[i]) != follows) {
            fail_msg("%s", name);
        }
    }
    assert_true(find_symbol(model, "held")->boundary);
    assert_true(find_symbol(model, "fixed")->constant);
    assert_false(find_symbol(model, "p")->constant);
    pl_model_destroy(model);
}

/* A rate rule for the size is fine; so are species that do not care about the size. */
static void
test_finish_accepts_compartments_that_change(void **state)
{
    struct pl_model *model = model_text_model("compartment grows\n"
                                              "grows = 1\n"
                                              "grows ' = 1\n"
                                              "compartment follows\n"
                                              "follows := 2*grows\n"
                                              "A in grows\n"
                                              "B in follows\n"
                                              "amount B\n"
                                              "C in follows\n"
                                              "v: A -> B; A\n"
                                              "A = 1\n"
                                              "B = 1\n"
                                              "C := A\n");

    (void)state;
    assert_true(find_symbol(model, "B")->substance_only);
    assert_false(find_symbol(model, "A")->substance_only);
    pl_model_destroy(model);
}

/* ---- orders ---- */

static void
test_rule_order_puts_each_after_what_it_uses(void **state)
{
    struct pl_model *model = model_text_model("c := b + v\n"
                                              "free := 1\n"
                                              "b := 2*a\n"
                                              "a := A\n"
                                              "v: A -> ; last*A\n"
                                              "last := 5\n"
                                              "A = 1\n");

    (void)state;
    assert_order(model, model->rule_order, model->n_rule_order, "a b last v c free");
    assert_order(model, model->value_order, model->n_value_order, "A");
    pl_model_destroy(model);
}

static void
test_rule_order_keeps_the_text_where_it_is_free(void **state)
{
    struct pl_model *model = model_text_model("A = 1\n"
                                              "z := A\n"
                                              "y := z\n"
                                              "v: A -> ; y\n"
                                              "x := A\n"
                                              "w := v\n");

    (void)state;
    assert_order(model, model->rule_order, model->n_rule_order, "z y v x w");
    pl_model_destroy(model);
}

/* Values may need rules and rates, and these values: the order goes through them. */
static void
test_value_order_goes_through_rules_and_rates(void **state)
{
    struct pl_model *model = model_text_model("first = r\n"
                                              "r := v + second\n"
                                              "v: A -> ; third*A\n"
                                              "second = 2\n"
                                              "A = 2*fourth\n"
                                              "third = 1\n"
                                              "fourth = 1\n");

    (void)state;
    assert_order(model, model->value_order, model->n_value_order,
                 "third fourth A second first");
    assert_order(model, model->rule_order, model->n_rule_order, "v r");
    assert_order(model, model->initial_order, model->n_initial_order,
                 "third fourth A v second r first");
    pl_model_destroy(model);
}

/* A symbol with a rate rule is used by its value at time 0. */
static void
test_value_order_of_rate_rules_is_that_of_their_values(void **state)
{
    struct pl_model *model = model_text_model("x = y\n"
                                              "x ' = y\n"
                                              "y = 3\n"
                                              "y ' = x\n"
                                              "s := x + y\n");

    (void)state;
    assert_order(model, model->value_order, model->n_value_order, "y x");
    assert_order(model, model->rule_order, model->n_rule_order, "s");
    pl_model_destroy(model);
}

/* ---- units ---- */

static void
test_time_unit_is_in_seconds(void **state)
{
    static const struct {
        const char *text;
        double seconds;
    } cases[] = {
        {"unit time_unit = 60 second\n", 60.0},
        {"unit time_unit = 1 second\n", 1.0},
        {"unit time_unit = 60 minute\nunit minute = 60 second\n", 3600.0},
        {"unit minute = 60 second\nunit time_unit = 24 hour\nunit hour = 60 minute\n",
         86400.0},
        {"unit per_day = 86400 second^-1\nunit time_unit = 1 per_day^-1\n", 86400.0},
        {"unit time_unit = 4 second^2 * 2 second^-1\n", 8.0},
        {"unit time_unit = 60 second * 1 litre * 1 liter^-1\n", 60.0},
        {"unit time_unit = 60 dimensionless * 1 second\n", 60.0},
    };

    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct pl_text text;
        struct pl_model *model = NULL;

        pl_text_init(&text);
        pl_text_format(&text, "x := 1\n%s", cases[k].text);
        model = model_text_model(pl_text_string(&text));
        assert_close(model->time_unit, cases[k].seconds, 1e-15, 0.0);
        pl_model_destroy(model);
        pl_text_finish(&text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_finish_keeps_symbols_in_the_order_of_the_text),
        cmocka_unit_test(test_finish_of_a_text_without_a_name_gives_an_empty_one),
        cmocka_unit_test(test_finish_keeps_values_and_rules_with_their_places),
        cmocka_unit_test(test_finish_keeps_reactions),
        cmocka_unit_test(test_finish_resolves_functions),
        cmocka_unit_test(test_finish_lets_an_argument_hide_a_symbol),
        cmocka_unit_test(test_finish_keeps_labels_units_and_annotations),
        cmocka_unit_test(test_annotation_without_a_symbol_is_the_models),
        cmocka_unit_test(test_place_points_into_the_models_own_text),
        cmocka_unit_test(test_symbol_span_is_the_declaration_or_else_the_first_name),
        cmocka_unit_test(test_is_state_and_follows_go_by_kind_rule_and_reactions),
        cmocka_unit_test(test_finish_accepts_compartments_that_change),
        cmocka_unit_test(test_rule_order_puts_each_after_what_it_uses),
        cmocka_unit_test(test_rule_order_keeps_the_text_where_it_is_free),
        cmocka_unit_test(test_value_order_goes_through_rules_and_rates),
        cmocka_unit_test(test_value_order_of_rate_rules_is_that_of_their_values),
        cmocka_unit_test(test_time_unit_is_in_seconds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
