/*
 * test_model_formulas.c - every formula of every file in models/, printed and read again.
 */
#include "expr/formula.h"

#include "base/text.h"
#include "model/model.h"
#include "network.h"
#include "testlib.h"

/* The formulas of a model, in the order of its tables. */
struct formulas {
    const struct pl_formula **all;
    size_t n;
};

static void
add_formula(struct formulas *formulas, const struct pl_formula *formula)
{
    if (formula != NULL) {
        formulas->all =
            realloc(formulas->all, (formulas->n + 1) * sizeof *formulas->all);
        assert_non_null(formulas->all);
        formulas->all[formulas->n++] = formula;
    }
}

static void
add_stoichiometries(struct formulas *formulas, const struct pl_participant *side,
                    size_t n)
{
    for (size_t i = 0; i < n; i++) {
        add_formula(formulas, side[i].stoichiometry);
    }
}

static struct formulas
find_formulas(const struct pl_model *model)
{
    struct formulas found = {NULL, 0};

    for (size_t i = 0; i < model->n_symbols; i++) {
        add_formula(&found, model->symbols[i].value);
        add_formula(&found, model->symbols[i].rule);
    }
    for (size_t r = 0; r < model->n_reactions; r++) {
        const struct pl_reaction *reaction = &model->reactions[r];

        add_stoichiometries(&found, reaction->reactants, reaction->n_reactants);
        add_stoichiometries(&found, reaction->products, reaction->n_products);
        add_formula(&found, reaction->rate);
    }
    for (size_t f = 0; f < model->n_functions; f++) {
        add_formula(&found, model->functions[f].body);
    }
    return found;
}

static int
by_place(const void *a, const void *b)
{
    const struct pl_formula *const *first = a;
    const struct pl_formula *const *second = b;

    return ((*first)->span.offset > (*second)->span.offset) -
           ((*first)->span.offset < (*second)->span.offset);
}

/* The model's text with every formula as it is printed. */
static void
write_text(const struct pl_model *model, const struct formulas *formulas,
           struct pl_text *text)
{
    const char *from = model->source->text;
    const struct pl_formula **sorted = malloc(formulas->n * sizeof *sorted);
    size_t done = 0;

    assert_non_null(sorted);
    memcpy(sorted, formulas->all, formulas->n * sizeof *sorted);
    qsort(sorted, formulas->n, sizeof *sorted, by_place);
    for (size_t k = 0; k < formulas->n; k++) {
        const struct pl_span span = sorted[k]->span;

        assert_true(span.offset >= done);
        pl_text_add(text, from + done, span.offset - done);
        pl_formula_print(sorted[k], text);
        done = span.offset + span.length;
    }
    pl_text_put(text, from + done);
    assert_false(text->failed);
    free(sorted);
}

static void
check_model(const char *path)
{
    struct network first;
    struct network second;
    struct formulas before;
    struct formulas after;
    struct pl_text text;

    network_compile_file(&first, path);
    before = find_formulas(first.model);
    assert_true(before.n > 20); /* or the search has missed them */
    pl_text_init(&text);
    write_text(first.model, &before, &text);
    network_read(&second, text.data);
    pl_text_finish(&text);
    after = find_formulas(second.model);
    assert_int_equal(after.n, before.n);
    for (size_t k = 0; k < before.n; k++) {
        struct pl_text again;

        pl_text_init(&text);
        pl_text_init(&again);
        pl_formula_print(before.all[k], &text);
        pl_formula_print(after.all[k], &again);
        assert_string_equal(again.data, text.data);
        pl_text_finish(&text);
        pl_text_finish(&again);
    }
    free(before.all);
    free(after.all);
    network_close(&first);
    network_close(&second);
}

static void
test_formulas_printed_and_read_again_print_the_same(void **state)
{
    char **paths = network_model_paths();

    (void)state;
    for (size_t k = 0; paths[k] != NULL; k++) {
        check_model(paths[k]);
    }
    network_free_paths(paths);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formulas_printed_and_read_again_print_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
