/*
 * test_antimony.c - reading Antimony: a folder of texts, and what no file can hold.
 *
 *     antimony/good/NAME.ant   gives the model written down in NAME.model
 *     antimony/bad/NAME.ant    gives the messages written down in NAME.err
 *
 * `test_antimony --redo` writes the .model and .err files anew; look at the difference.
 */
#include "testlib.h"

#include <dirent.h>

#include "base/diag.h"
#include "base/source.h"
#include "base/text.h"
#include "expr/formula.h"
#include "format/antimony.h"
#include "model/model.h"
#include "model_dump.h"

#define MAX_FILES 1000

static bool redo;

/* ---- reading ---- */

/* Status, model and messages of a text, as one text. */
static enum pl_status
read_text(const char *name, const char *bytes, size_t size, struct pl_text *result)
{
    struct pl_diags *diags = pl_diags_create();
    struct pl_source *source = NULL;
    struct pl_model *model = NULL;
    enum pl_status status = PL_OK;

    assert_non_null(diags);
    assert_int_equal(pl_source_create(name, bytes, size, NULL, &source), PL_OK);
    status = pl_antimony_read(source, diags, &model);
    pl_source_destroy(source); /* messages and model have copies */
    pl_text_init(result);
    if (status == PL_OK) {
        assert_non_null(model);
        model_dump(model, result);
    } else {
        assert_null(model);
    }
    pl_diags_print(diags, false, result);
    assert_false(result->failed);
    pl_model_destroy(model);
    pl_diags_destroy(diags);
    return status;
}

/* ---- spans and printing ---- */

struct replacement {
    struct pl_span span;
    const struct pl_formula *formula;
};

struct formula_list {
    struct replacement items[2000];
    size_t n;
};

static void
check_spans(const struct pl_formula *formula, size_t size)
{
    size_t end = formula->span.offset + formula->span.length;

    assert_true(formula->span.length > 0);
    assert_true(end <= size);
    for (size_t k = 0; k < formula->n_arguments; k++) {
        struct pl_span inner = formula->arguments[k]->span;

        assert_true(inner.offset >= formula->span.offset);
        assert_true(inner.offset + inner.length <= end);
        check_spans(formula->arguments[k], size);
    }
}

static void
add_formula(struct formula_list *list, const struct pl_formula *formula, size_t size)
{
    size_t place = list->n;

    if (formula == NULL) {
        return;
    }
    check_spans(formula, size);
    assert_true(list->n < sizeof list->items / sizeof *list->items);
    while (place > 0 && list->items[place - 1].span.offset > formula->span.offset) {
        list->items[place] = list->items[place - 1];
        place--;
    }
    list->items[place] = (struct replacement){formula->span, formula};
    list->n++;
}

static void
list_formulas(const struct pl_model *model, struct formula_list *list)
{
    size_t size = model->source->size;

    list->n = 0;
    for (size_t i = 0; i < model->n_symbols; i++) {
        add_formula(list, model->symbols[i].value, size);
        add_formula(list, model->symbols[i].rule, size);
    }
    for (size_t r = 0; r < model->n_reactions; r++) {
        const struct pl_reaction *reaction = &model->reactions[r];

        add_formula(list, reaction->rate, size);
        for (size_t k = 0; k < reaction->n_reactants; k++) {
            add_formula(list, reaction->reactants[k].stoichiometry, size);
        }
        for (size_t k = 0; k < reaction->n_products; k++) {
            add_formula(list, reaction->products[k].stoichiometry, size);
        }
    }
    for (size_t k = 0; k < model->n_functions; k++) {
        add_formula(list, model->functions[k].body, size);
    }
}

/* The text with each of its formulas printed anew gives the same model again. */
static void
check_printing(const char *name, const char *bytes, size_t size, const char *want)
{
    static struct formula_list list;
    struct pl_source *source = NULL;
    struct pl_model *model = NULL;
    struct pl_text text;
    struct pl_text result;
    size_t at = 0;

    assert_int_equal(pl_source_create(name, bytes, size, NULL, &source), PL_OK);
    assert_int_equal(pl_antimony_read(source, NULL, &model), PL_OK);
    list_formulas(model, &list);
    pl_text_init(&text);
    for (size_t k = 0; k < list.n; k++) {
        assert_true(list.items[k].span.offset >= at); /* they do not overlap */
        pl_text_add(&text, bytes + at, list.items[k].span.offset - at);
        pl_formula_print(list.items[k].formula, &text);
        at = list.items[k].span.offset + list.items[k].span.length;
    }
    pl_text_add(&text, bytes + at, size - at);
    assert_int_equal(read_text(name, text.data, text.size, &result), PL_OK);
    if (strstr(want, "warning:") == NULL) { /* those show the text itself */
        assert_string_equal(pl_text_string(&result), want);
    }
    pl_text_finish(&result);
    pl_text_finish(&text);
    pl_model_destroy(model);
    pl_source_destroy(source);
}

/* ---- the folders ---- */

static int
compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names of the .ant files of a folder without the ending, sorted. @return how many */
static size_t
list_folder(const char *folder, char **names)
{
    char *path = test_path(folder);
    DIR *stream = opendir(path);
    struct dirent *entry = NULL;
    size_t n = 0;

    assert_non_null(stream);
    while (entry = readdir(stream), entry != NULL) {
        size_t length = strlen(entry->d_name);

        if (length > 4 && strcmp(entry->d_name + length - 4, ".ant") == 0) {
            assert_true(n < MAX_FILES);
            entry->d_name[length - 4] = '\0';
            names[n] = pl_text_copy(entry->d_name);
            n++;
        }
    }
    closedir(stream);
    free(path);
    qsort(names, n, sizeof *names, compare_names);
    return n;
}

static char *
join(const char *folder, const char *name, const char *ending)
{
    struct pl_text relative;
    char *path = NULL;

    pl_text_init(&relative);
    pl_text_format(&relative, "%s/%s%s", folder, name, ending);
    path = test_path(relative.data);
    pl_text_finish(&relative);
    return path;
}

/* The bytes of a file, any bytes; "" when it is not there. */
static struct pl_text
read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct pl_text text;
    char buffer[4096];
    size_t n = 0;

    pl_text_init(&text);
    pl_text_put(&text, "");
    while (file != NULL && (n = fread(buffer, 1, sizeof buffer, file)) > 0) {
        pl_text_add(&text, buffer, n);
    }
    if (file != NULL) {
        fclose(file);
    }
    return text;
}

static void
write_file(const char *path, const char *string)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_true(fputs(string, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* @return false, with a report, when the file says something else */
static bool
compare_with_file(const char *path, const char *got)
{
    struct pl_text want;
    bool same = false;

    if (redo) {
        write_file(path, got);
        return true;
    }
    want = read_file(path);
    same = strcmp(pl_text_string(&want), got) == 0;
    if (!same) {
        print_error("%s says\n%s\nand now it is\n%s\n", path, pl_text_string(&want),
                    got);
    }
    pl_text_finish(&want);
    return same;
}

static void
run_folder(const char *folder, enum pl_status want, const char *ending, size_t least)
{
    static char *names[MAX_FILES];
    size_t n = list_folder(folder, names);
    size_t n_wrong = 0;

    assert_true(n >= least);
    for (size_t k = 0; k < n; k++) {
        char *path = join(folder, names[k], ".ant");
        char *wanted = join(folder, names[k], ending);
        struct pl_text bytes = read_file(path);
        struct pl_text result;
        struct pl_text name;
        enum pl_status status = PL_OK;

        pl_text_init(&name);
        pl_text_format(&name, "%s.ant", names[k]);
        status = read_text(name.data, pl_text_string(&bytes), bytes.size, &result);
        if (status != want) {
            print_error("%s: %s\n%s\n", path, pl_status_text(status),
                        pl_text_string(&result));
            n_wrong++;
        } else if (!compare_with_file(wanted, pl_text_string(&result))) {
            n_wrong++;
        } else if (want == PL_OK) {
            check_printing(name.data, pl_text_string(&bytes), bytes.size,
                           pl_text_string(&result));
        }
        pl_text_finish(&name);
        pl_text_finish(&result);
        pl_text_finish(&bytes);
        free(wanted);
        free(path);
        free(names[k]);
    }
    assert_int_equal(n_wrong, 0);
}

static void
test_read_gives_the_expected_models(void **state)
{
    (void)state;
    run_folder("antimony/good", PL_OK, ".model", 70);
}

static void
test_read_gives_the_expected_messages(void **state)
{
    (void)state;
    run_folder("antimony/bad", PL_ERR_MODEL, ".err", 150);
}

/* ---- what no file can hold ---- */

/* The text that a span stands for, in the model's own copy of its source. */
static void
assert_span(const struct pl_model *model, struct pl_span span, const char *want)
{
    assert_int_equal(span.length, strlen(want));
    assert_memory_equal(model->source->text + span.offset, want, span.length);
}

static struct pl_model *
read_model(const char *string, struct pl_diags *diags)
{
    struct pl_source *source = NULL;
    struct pl_model *model = NULL;

    assert_int_equal(
        pl_source_create("text.ant", string, strlen(string), NULL, &source), PL_OK);
    assert_int_equal(pl_antimony_read(source, diags, &model), PL_OK);
    pl_source_destroy(source);
    return model;
}

static const struct pl_formula *
argument(const struct pl_formula *formula, size_t k)
{
    assert_true(k < formula->n_arguments);
    return formula->arguments[k];
}

static void
test_read_gives_every_node_its_span(void **state)
{
    struct pl_model *model = read_model("function f(x) x end\n"
                                        "a = 1; n = 2\n"
                                        "x := -a*((a + 2.5)^n) - f( a ) + a < (3);\n",
                                        NULL);
    const struct pl_formula *less = model->symbols[pl_model_find(model, "x")].rule;
    const struct pl_formula *sum = argument(less, 0);
    const struct pl_formula *product = argument(argument(sum, 0), 0);

    (void)state;
    assert_span(model, less->span, "-a*((a + 2.5)^n) - f( a ) + a < (3)");
    assert_span(model, argument(less, 1)->span, "3");
    assert_span(model, sum->span, "-a*((a + 2.5)^n) - f( a ) + a");
    assert_span(model, argument(sum, 0)->span, "-a*((a + 2.5)^n) - f( a )");
    assert_span(model, argument(argument(sum, 0), 1)->span, "f( a )");
    assert_span(model, product->span, "-a*((a + 2.5)^n)");
    assert_span(model, argument(product, 0)->span, "-a");
    assert_span(model, argument(product, 1)->span, "(a + 2.5)^n");
    assert_span(model, argument(argument(product, 1), 0)->span, "a + 2.5");
    pl_model_destroy(model);
}

static void
test_read_gives_statements_their_spans(void **state)
{
    struct pl_model *model = read_model("species $A in c = 3 nM, B\n"
                                        "J: A -> 2 B; k*(A + 1) in c;k = 1; c = 2\n"
                                        "x ' = (1);x = 0; B = 0; unit nM = mole\n"
                                        "B notes \"text\"\n",
                                        NULL);
    const struct pl_symbol *a = &model->symbols[pl_model_find(model, "A")];
    const struct pl_symbol *b = &model->symbols[pl_model_find(model, "B")];
    const struct pl_symbol *x = &model->symbols[pl_model_find(model, "x")];

    (void)state;
    assert_span(model, a->span, "A");
    assert_span(model, a->value_span, "$A in c = 3 nM");
    assert_span(model, a->value->span, "3");
    assert_span(model, x->rule_span, "x ' = (1)");
    assert_span(model, x->rule->span, "1");
    assert_span(model, model->reactions[0].span, "J: A -> 2 B; k*(A + 1) in c");
    assert_span(model, model->reactions[0].products[0].span, "2 B");
    assert_span(model, model->reactions[0].products[0].stoichiometry->span, "2");
    assert_span(model, model->reactions[0].rate->span, "k*(A + 1)");
    assert_span(model, model->units[0].span, "unit nM = mole");
    assert_span(model, b->annotations[0].span, "\"text\"");
    pl_model_destroy(model);
}

/* A sum is as deep as two terms whatever its length, and goes from left to right. */
static void
test_read_keeps_long_sums_flat(void **state)
{
    struct pl_text text;
    struct pl_model *model = NULL;
    const struct pl_formula *sum = NULL;

    (void)state;
    pl_text_init(&text);
    pl_text_put(&text, "x := 0");
    pl_text_repeat(&text, " - 1 + 2", 50000);
    model = read_model(pl_text_string(&text), NULL);
    sum = model->symbols[0].rule;
    assert_int_equal(sum->op, PL_OP_ADD);
    assert_int_equal(sum->depth, 3);
    assert_int_equal(sum->n_arguments, 100001);
    assert_int_equal(sum->arguments[1]->op, PL_OP_NEGATE);
    assert_int_equal(sum->arguments[2]->op, PL_OP_NUMBER);
    pl_model_destroy(model);
    pl_text_finish(&text);
}

static void
test_read_takes_text_with_any_bytes(void **state)
{
    static const char bytes[] = "A -> ; A; A = 1\0 B = 2 \xff\xfe\n";
    struct pl_text result;

    (void)state;
    assert_int_equal(read_text("raw.ant", bytes, sizeof bytes - 1, &result),
                     PL_ERR_MODEL);
    assert_string_equal(pl_text_string(&result),
                        "raw.ant:1:16: error: unexpected byte 0x00\n"
                        "    1 | A -> ; A; A = 1? B = 2 ??\n"
                        "      |                ^\n");
    pl_text_finish(&result);
}

static void
test_read_without_diags_says_nothing_and_fails(void **state)
{
    struct pl_source *source = NULL;
    struct pl_model *model = NULL;

    (void)state;
    assert_int_equal(pl_source_create("x", "x = *", 5, NULL, &source), PL_OK);
    assert_int_equal(pl_antimony_read(source, NULL, &model), PL_ERR_MODEL);
    assert_null(model);
    pl_source_destroy(source);
    assert_int_equal(pl_source_create("x", "x = 1; x = 2", 12, NULL, &source), PL_OK);
    assert_int_equal(pl_antimony_read(source, NULL, &model), PL_ERR_MODEL);
    assert_null(model);
    pl_source_destroy(source);
}

static void
test_read_stops_at_the_last_error_that_is_kept(void **state)
{
    struct pl_diags *diags = pl_diags_create();
    struct pl_source *source = NULL;
    struct pl_model *model = NULL;
    struct pl_text text;

    (void)state;
    pl_text_init(&text);
    pl_text_repeat(&text, "a b c d e\n", 100000);
    assert_int_equal(pl_source_create("x", text.data, text.size, NULL, &source), PL_OK);
    assert_int_equal(pl_antimony_read(source, diags, &model), PL_ERR_MODEL);
    assert_int_equal(pl_diags_n_errors(diags), PL_DIAG_MAX_ERRORS);
    pl_text_finish(&text);
    pl_source_destroy(source);
    pl_diags_destroy(diags);
}

static enum pl_status
read_everything(void *context)
{
    static const char string[] =
        "function f(x, y) x*y end\n"
        "model *m(A)\n"
        "  unit time_unit = 60 second; unit nM = 1e-9 mole/litre\n"
        "  compartment c = 1; species A in c = 1 nM, $B in c = 2\n"
        "  J: 2 A + B -> n C; f(k, A) in c\n"
        "  A -> ; k*A/(1 + piecewise(1, A < 2 && A > 1, 0)) - 1 + 2 - 3\n"
        "  C' = 1; k = 2; n = 1; C = 0; $C in c; k has 1/second\n"
        "  A is \"name\"; A notes \"text\", \"more\"; J.sboTerm = 3\n"
        "  K: A -> B; ; K = 3; unused = 1; x := k + _J0\n"
        "end\n"
        "m is \"the model\"\n";
    const bool *wants_diags = context;
    struct pl_diags *diags = *wants_diags ? pl_diags_create() : NULL;
    struct pl_source *source = NULL;
    struct pl_model *model = NULL;
    enum pl_status status = PL_ERR_NOMEM;

    if (diags != NULL || !*wants_diags) {
        status =
            pl_source_create("text.ant", string, sizeof string - 1, diags, &source);
    }
    if (status == PL_OK) {
        status = pl_antimony_read(source, diags, &model);
    }
    assert_int_equal(model != NULL, status == PL_OK);
    pl_model_destroy(model);
    pl_source_destroy(source);
    pl_diags_destroy(diags);
    return status;
}

static void
test_read_survives_no_memory(void **state)
{
    bool wants_diags = false;

    (void)state;
    assert_survives_no_memory(read_everything, &wants_diags);
    wants_diags = true;
    assert_survives_no_memory(read_everything, &wants_diags);
}

int
main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read_gives_the_expected_models),
        cmocka_unit_test(test_read_gives_the_expected_messages),
        cmocka_unit_test(test_read_gives_every_node_its_span),
        cmocka_unit_test(test_read_gives_statements_their_spans),
        cmocka_unit_test(test_read_keeps_long_sums_flat),
        cmocka_unit_test(test_read_takes_text_with_any_bytes),
        cmocka_unit_test(test_read_without_diags_says_nothing_and_fails),
        cmocka_unit_test(test_read_stops_at_the_last_error_that_is_kept),
        cmocka_unit_test(test_read_survives_no_memory),
    };

    redo = argc > 1 && strcmp(argv[1], "--redo") == 0;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
