/*
 * model_text.c - a few lines of text to a model, for the tests of model/ alone.
 */
#include "model_text.h"

#include "testlib.h"

#include <ctype.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/number.h"
#include "base/source.h"
#include "expr/formula.h"
#include "model/build.h"
#include "model/model.h"
#include "read_formula.h"

#define MOST 64 /* participants, arguments or factors in one statement */
#define NAME_SIZE 32

struct reader {
    struct pl_build *build;
    const char *text;
    size_t at;
    bool no_memory; /* for a formula; what the builder needs, it remembers itself */
};

static void
skip_blanks(struct reader *in)
{
    while (in->text[in->at] == ' ') {
        in->at++;
    }
}

/* True, and behind it, when the text goes on with `word`. */
static bool
accept(struct reader *in, const char *word)
{
    size_t length = strlen(word);

    skip_blanks(in);
    if (strncmp(in->text + in->at, word, length) != 0) {
        return false;
    }
    in->at += length;
    return true;
}

static void
expect(struct reader *in, const char *word)
{
    if (!accept(in, word)) {
        fail_msg("'%s' expected at '%s'", word, in->text + in->at);
    }
}

static bool
is_name(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* A name; its span has length 0 when none stands there. */
static struct pl_span
read_name(struct reader *in)
{
    struct pl_span span;

    skip_blanks(in);
    span = (struct pl_span){in->at, 0};
    if (!isdigit((unsigned char)in->text[in->at])) {
        while (is_name(in->text[in->at])) {
            in->at++;
        }
    }
    span.length = in->at - span.offset;
    return span;
}

static size_t
read_symbol(struct reader *in, struct pl_span *span)
{
    *span = read_name(in);
    assert_true(span->length > 0);
    return pl_build_symbol(in->build, in->text + span->offset, span->length, *span);
}

static struct pl_span
span_since(const struct reader *in, size_t start)
{
    return (struct pl_span){start, in->at - start};
}

/* A formula, as far as it goes. Memory that runs out on it is remembered. */
static struct pl_formula *
take_formula(struct reader *in)
{
    struct pl_formula *formula =
        read_formula_at(pl_build_arena(in->build), in->text, &in->at);

    in->no_memory = in->no_memory || formula == NULL;
    return formula;
}

/* "2", "-2" or "n" in front of a participant; NULL when the participant comes first. */
static struct pl_formula *
take_stoichiometry(struct reader *in)
{
    struct pl_arena *arena = pl_build_arena(in->build);
    struct pl_formula *formula = NULL;
    struct pl_span span;
    double number = 0.0;
    size_t start = 0;

    skip_blanks(in);
    start = in->at;
    span.offset = start + (in->text[start] == '-');
    span.length = pl_number_scan(in->text + span.offset, false, &number);
    if (span.length > 0) {
        in->at = span.offset + span.length;
        formula = pl_formula_number(arena, span, number);
        if (span.offset > start) {
            formula = pl_formula_apply(arena, span_since(in, start), PL_OP_NEGATE, NULL,
                                       &formula, 1);
        }
    } else {
        span = read_name(in);
        skip_blanks(in);
        if (span.length == 0 || !is_name(in->text[in->at])) {
            in->at = start;
            return NULL;
        }
        formula = pl_formula_name(arena, span, PL_OP_NAME, in->text + span.offset,
                                  span.length);
    }
    in->no_memory = in->no_memory || formula == NULL;
    return formula;
}

/* One side of a reaction: "2 A + n $B", or nothing. */
static size_t
read_side(struct reader *in, struct pl_participant *side)
{
    size_t n = 0;

    skip_blanks(in);
    if (strchr(";=", in->text[in->at]) != NULL ||
        strncmp(in->text + in->at, "->", 2) == 0) {
        return 0;
    }
    do {
        struct pl_formula *stoichiometry = take_stoichiometry(in);
        bool boundary = accept(in, "$");

        assert_true(n < MOST);
        side[n].symbol = read_symbol(in, &side[n].span);
        side[n].stoichiometry = stoichiometry;
        if (boundary) {
            pl_build_boundary(in->build, side[n].symbol);
        }
        n++;
    } while (accept(in, "+"));
    return n;
}

static void
read_reaction(struct reader *in, size_t symbol, size_t start)
{
    struct pl_participant reactants[MOST];
    struct pl_participant products[MOST];
    size_t n_reactants = read_side(in, reactants);
    bool reversible = accept(in, "->");
    struct pl_formula *rate = NULL;
    size_t n_products = 0;

    if (!reversible) {
        expect(in, "=>");
    }
    n_products = read_side(in, products);
    expect(in, ";");
    skip_blanks(in);
    if (in->text[in->at] != '\n') {
        rate = take_formula(in);
    }
    pl_build_reaction(in->build, symbol, reversible, reactants, n_reactants, products,
                      n_products, rate, span_since(in, start));
}

static void
read_function(struct reader *in)
{
    char names[MOST][NAME_SIZE];
    const char *arguments[MOST];
    struct pl_span span = read_name(in);
    size_t n = 0;
    char name[NAME_SIZE];

    assert_true(span.length < sizeof name);
    snprintf(name, sizeof name, "%.*s", (int)span.length, in->text + span.offset);
    expect(in, "(");
    while (!accept(in, ")")) {
        struct pl_span argument = read_name(in);

        assert_true(n < MOST && argument.length < sizeof names[n]);
        snprintf(names[n], sizeof names[n], "%.*s", (int)argument.length,
                 in->text + argument.offset);
        arguments[n] = names[n];
        n++;
        (void)accept(in, ",");
    }
    pl_build_function(in->build, name, arguments, n, take_formula(in), span);
}

static void
read_unit(struct reader *in)
{
    char bases[MOST][NAME_SIZE];
    struct pl_unit_factor factors[MOST];
    struct pl_span span = read_name(in);
    size_t n = 0;
    char name[NAME_SIZE];

    snprintf(name, sizeof name, "%.*s", (int)span.length, in->text + span.offset);
    expect(in, "=");
    do {
        struct pl_span base;

        skip_blanks(in);
        factors[n] = (struct pl_unit_factor){1.0, bases[n], 1.0};
        in->at += pl_number_scan(in->text + in->at, true, &factors[n].multiplier);
        base = read_name(in);
        snprintf(bases[n], sizeof bases[n], "%.*s", (int)base.length,
                 in->text + base.offset);
        if (accept(in, "^")) {
            in->at += pl_number_scan(in->text + in->at, true, &factors[n].exponent);
        }
        n++;
    } while (accept(in, "*"));
    pl_build_unit(in->build, name, factors, n, span);
}

/* `X` and what is said of it. */
static void
read_about(struct reader *in)
{
    struct pl_span span;
    size_t start = in->at;
    size_t symbol = read_symbol(in, &span);

    if (accept(in, ":=")) {
        struct pl_formula *rule = take_formula(in);

        pl_build_rule(in->build, symbol, PL_RULE_ASSIGNMENT, rule,
                      span_since(in, start));
    } else if (accept(in, "' =")) {
        struct pl_formula *rule = take_formula(in);

        pl_build_rule(in->build, symbol, PL_RULE_RATE, rule, span_since(in, start));
    } else if (accept(in, "=")) {
        struct pl_formula *value = take_formula(in);

        pl_build_value(in->build, symbol, value, span_since(in, start));
    } else if (accept(in, ":")) {
        read_reaction(in, symbol, start);
    } else if (accept(in, "in ")) {
        struct pl_span where;
        size_t compartment = read_symbol(in, &where);

        pl_build_compartment_of(in->build, symbol, compartment, where);
    } else if (accept(in, "has ")) {
        struct pl_span unit = read_name(in);

        pl_build_unit_of(in->build, symbol, in->text + unit.offset, unit.length, unit);
    } else {
        bool label = accept(in, "is \"");
        size_t from = 0;
        size_t length = 0;

        if (!label) {
            expect(in, "notes \"");
        }
        from = in->at;
        length = strcspn(in->text + from, "\"");
        in->at += length + 1;
        if (label) {
            pl_build_label(in->build, symbol, in->text + from, length,
                           span_since(in, from - 1));
        } else {
            pl_build_annotation(in->build, symbol, "notes", in->text + from, length,
                                span_since(in, from - 1));
        }
    }
}

/* "species X": a word that says one thing of a symbol. @return false for another word
 */
static bool
read_declaration(struct reader *in)
{
    static const char *const words[] = {"compartment ", "species ", "reaction ",
                                        "const ",       "var ",     "boundary ",
                                        "amount "};
    struct pl_span span;
    size_t word = 0;
    size_t symbol = 0;

    while (word < 7 && !accept(in, words[word])) {
        word++;
    }
    if (word == 7) {
        return false;
    }
    symbol = read_symbol(in, &span);
    if (word == 0) {
        pl_build_kind(in->build, symbol, PL_SYMBOL_COMPARTMENT, span);
    } else if (word == 1) {
        pl_build_kind(in->build, symbol, PL_SYMBOL_SPECIES, span);
    } else if (word == 2) {
        pl_build_kind(in->build, symbol, PL_SYMBOL_REACTION, span);
    } else if (word <= 4) {
        pl_build_constant(in->build, symbol, word == 3, span);
    } else if (word == 5) {
        pl_build_boundary(in->build, symbol);
    } else {
        pl_build_substance_only(in->build, symbol);
    }
    return true;
}

static void
read_statement(struct reader *in)
{
    if (accept(in, "function ")) {
        read_function(in);
    } else if (accept(in, "unit ")) {
        read_unit(in);
    } else if (accept(in, "model ")) {
        struct pl_span name = read_name(in);

        pl_build_name(in->build, in->text + name.offset, name.length);
    } else if (!read_declaration(in)) {
        read_about(in);
    }
    skip_blanks(in);
    if (in->text[in->at] != '\n') {
        fail_msg("end of line expected at '%s'", in->text + in->at);
    }
}

enum pl_status
model_text_read(const char *text, struct pl_diags *diags, struct pl_model **out)
{
    struct pl_source *source = NULL;
    struct reader in = {.text = text};
    enum pl_status status =
        pl_source_create("m.ant", text, strlen(text), diags, &source);

    *out = NULL;
    if (status == PL_OK) {
        status = pl_build_create(source, diags, &in.build);
    }
    while (status == PL_OK && text[in.at] != '\0') {
        if (text[in.at] != '\n') {
            read_statement(&in);
        }
        in.at++;
    }
    if (status == PL_OK && in.no_memory) {
        status = PL_ERR_NOMEM;
    }
    if (status == PL_OK) {
        status = pl_build_finish(in.build, out);
    }
    pl_build_destroy(in.build);
    pl_source_destroy(source);
    return status;
}

struct pl_model *
model_text_model(const char *text)
{
    struct pl_diags *diags = pl_diags_create();
    struct pl_model *model = NULL;
    enum pl_status status = model_text_read(text, diags, &model);

    assert_messages(diags, "");
    assert_int_equal(status, PL_OK);
    pl_diags_destroy(diags);
    return model;
}

size_t
model_text_find(const struct pl_model *model, const char *name)
{
    size_t symbol = pl_model_find(model, name);

    assert_true(symbol < model->n_symbols);
    return symbol;
}
