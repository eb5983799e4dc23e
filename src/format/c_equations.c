/*
 * c_equations.c - a model's equations at any time, as C; its functions and its values at
 * time 0 are in c_start.c.
 *
 * The equations are those of compile/equations.c; a test holds the two together.
 */
#include "format/c_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "expr/formula.h"
#include "format/c_writer.h"
#include "model/model.h"

const struct pl_formula *
pl_c_followed(const struct pl_model *model, size_t symbol)
{
    const struct pl_symbol *s = &model->symbols[symbol];

    return s->kind == PL_SYMBOL_REACTION ? model->reactions[s->reaction].rate : s->rule;
}

/* Declare locals for elements of an array, several to a line. */
static void
put_elements(struct pl_c_writer *w, const char *array, const char *prefix,
             bool (*is_element)(const struct pl_c_writer *w, size_t symbol),
             const bool *used)
{
    struct pl_c_list list = {"    const double ", ";\n", 17, 0, 0};
    struct pl_text item;

    for (size_t i = 0; i < w->model->n_symbols; i++) {
        if (used[i] && is_element(w, i)) {
            pl_text_init(&item);
            pl_text_format(&item, "%s = %s[%s%s]", w->locals[i], array, prefix,
                           w->tails[i]);
            pl_c_list_add(&list, &item, &w->text);
            pl_text_finish(&item);
        }
    }
    pl_c_list_end(&list, &w->text);
}

static bool
is_plain_state(const struct pl_c_writer *w, size_t symbol)
{
    return w->is_state[symbol] && !pl_model_keeps_amount(w->model, symbol);
}

static bool
is_held(const struct pl_c_writer *w, size_t symbol)
{
    return !w->is_state[symbol] && !pl_symbol_follows(&w->model->symbols[symbol]);
}

/* "2 A + B" */
static void
put_side(const struct pl_model *model, const struct pl_participant *side, size_t n,
         struct pl_text *text)
{
    for (size_t k = 0; k < n; k++) {
        pl_text_put(text, k > 0 ? " + " : "");
        if (side[k].stoichiometry != NULL) {
            pl_formula_print(side[k].stoichiometry, text);
            pl_text_put(text, " ");
        }
        pl_text_put(text, model->symbols[side[k].symbol].name);
    }
}

/* What a person wants to know of a symbol beside its name: label, reaction, notes. */
static void
put_facts(const struct pl_c_writer *w, size_t symbol, struct pl_text *text)
{
    const struct pl_model *model = w->model;
    const struct pl_symbol *s = &model->symbols[symbol];
    const char *notes = pl_symbol_annotation(s, "notes");
    struct pl_text facts;

    pl_text_init(&facts);
    if (s->kind == PL_SYMBOL_REACTION) {
        const struct pl_reaction *r = &model->reactions[s->reaction];

        put_side(model, r->reactants, r->n_reactants, &facts);
        pl_text_put(&facts, r->reversible ? " -> " : " => ");
        put_side(model, r->products, r->n_products, &facts);
    }
    if (strcmp(s->label, s->name) != 0) {
        pl_text_format(&facts, "%s%s", facts.size > 0 ? "; " : "", s->label);
    }
    if (notes != NULL) {
        pl_text_format(&facts, "%s%s", facts.size > 0 ? "; " : "", notes);
    }
    pl_c_put_remark(pl_text_string(&facts), 4, text);
    text->failed = text->failed || facts.failed;
    pl_text_finish(&facts);
}

/* One side of a reaction as it changes one state. */
struct term {
    size_t reaction;
    const struct pl_formula *stoichiometry; /* NULL for 1 */
    bool is_product;
    size_t next; /* of the same symbol, in the order of the reactions, or PL_NONE */
};

struct terms {
    struct term *items;
    size_t n;
    size_t *first; /* shape (n_symbols): index into items, or PL_NONE */
};

static void
add_terms(const struct pl_model *model, size_t reaction,
          const struct pl_participant *side, size_t n, bool is_product,
          struct terms *terms)
{
    for (size_t k = n; k-- > 0;) {
        const struct pl_symbol *symbol = &model->symbols[side[k].symbol];

        if (pl_model_is_state(model, side[k].symbol) &&
            symbol->rule_kind == PL_RULE_NONE) {
            terms->items[terms->n] =
                (struct term){reaction, side[k].stoichiometry, is_product,
                              terms->first[side[k].symbol]};
            terms->first[side[k].symbol] = terms->n++;
        }
    }
}

/* From the last reaction to the first, so that each list comes out in order. */
static bool
collect_terms(const struct pl_model *model, struct terms *terms)
{
    size_t n = 0;

    for (size_t r = 0; r < model->n_reactions; r++) {
        n += model->reactions[r].n_reactants + model->reactions[r].n_products;
    }
    terms->items = calloc(n + 1, sizeof *terms->items);
    terms->first = calloc(model->n_symbols + 1, sizeof *terms->first);
    if (terms->items == NULL || terms->first == NULL) {
        return false;
    }
    for (size_t i = 0; i < model->n_symbols; i++) {
        terms->first[i] = PL_NONE;
    }
    for (size_t r = model->n_reactions; r-- > 0;) {
        const struct pl_reaction *reaction = &model->reactions[r];

        add_terms(model, r, reaction->products, reaction->n_products, true, terms);
        add_terms(model, r, reaction->reactants, reaction->n_reactants, false, terms);
    }
    return true;
}

/* " + 2*rate" */
static void
put_term(struct pl_c_writer *w, size_t reaction, bool is_minus,
         const struct pl_text *factor, size_t *n_terms, struct pl_text *sum)
{
    const char *rate = w->locals[w->model->reactions[reaction].symbol];
    const char *sign = is_minus ? " - " : " + ";

    if (*n_terms == 0) {
        sign = is_minus ? "-" : "";
    }
    pl_text_format(sum, "%s%s%s%s", sign, pl_text_string(factor),
                   factor->size > 0 ? "*" : "", rate);
    sum->failed = sum->failed || factor->failed;
    if (++*n_terms % PL_C_MAX_OPERANDS == 0) {
        pl_c_declare_part(&w->expressions, sum);
        *n_terms = 1;
    }
}

/* The sum over reactions of stoichiometry * rate, net where stoichiometries are
 * numbers. @return how many terms it has */
static size_t
put_sum(struct pl_c_writer *w, const struct terms *terms, size_t symbol,
        struct pl_text *sum)
{
    size_t n_terms = 0;
    double net = 0.0;

    for (size_t k = terms->first[symbol]; k != PL_NONE; k = terms->items[k].next) {
        const struct term *term = &terms->items[k];
        double amount = 1.0;
        struct pl_text factor;

        pl_text_init(&factor);
        if (term->stoichiometry != NULL &&
            !pl_formula_is_number(term->stoichiometry, &amount)) {
            amount = 0.0;
            pl_c_put_factor(&w->expressions, term->stoichiometry, &factor);
            put_term(w, term->reaction, !term->is_product, &factor, &n_terms, sum);
            pl_text_finish(&factor);
        }
        net += term->is_product ? amount : -amount;
        if (term->next == PL_NONE ||
            terms->items[term->next].reaction != term->reaction) {
            if (net != 0.0 && fabs(net) != 1.0) {
                pl_c_put_number(fabs(net), &factor);
            }
            if (net != 0.0) {
                put_term(w, term->reaction, net < 0.0, &factor, &n_terms, sum);
            }
            net = 0.0;
        }
        pl_text_finish(&factor);
    }
    if (n_terms == 0) {
        pl_text_put(sum, "0.0");
    }
    return n_terms;
}

/* dydt[STATE_x] = …; */
static void
put_change(struct pl_c_writer *w, const struct terms *terms, size_t symbol)
{
    const struct pl_symbol *s = &w->model->symbols[symbol];
    struct pl_text left, right, sum;

    pl_text_init(&left);
    pl_text_init(&right);
    pl_text_init(&sum);
    pl_text_format(&left, "dydt[STATE_%s] =", w->tails[symbol]);
    if (s->rule_kind == PL_RULE_RATE) {
        pl_c_put_expression(&w->expressions, s->rule, &right);
    } else {
        size_t n_terms = put_sum(w, terms, symbol, &sum);
        bool divides = n_terms > 0 && !s->substance_only && s->compartment != PL_NONE &&
                       !pl_model_keeps_amount(w->model, symbol);

        pl_text_format(&right, divides && n_terms > 1 ? "(%s)" : "%s",
                       pl_text_string(&sum));
        if (divides) {
            pl_text_format(&right, "/%s", w->locals[s->compartment]);
        }
        right.failed = right.failed || sum.failed;
    }
    pl_c_put_parts(w);
    pl_c_put_statement(pl_text_string(&left), &right, &w->text);
    w->text.failed = w->text.failed || left.failed;
    pl_text_finish(&left);
    pl_text_finish(&right);
    pl_text_finish(&sum);
}

/* Which symbols the equations read, and whether they read the time. */
static bool
mark_equations(const struct pl_c_writer *w, const struct terms *terms, bool *used)
{
    const struct pl_model *model = w->model;
    bool time = false;

    for (size_t k = 0; k < model->n_rule_order; k++) {
        const struct pl_formula *formula = pl_c_followed(model, model->rule_order[k]);

        pl_c_mark(formula, used);
        time = time || pl_c_uses_time(formula);
    }
    for (size_t k = 0; k < terms->n; k++) {
        pl_c_mark(terms->items[k].stoichiometry, used);
        time = time || pl_c_uses_time(terms->items[k].stoichiometry);
    }
    for (size_t i = 0; i < model->n_symbols; i++) {
        const struct pl_symbol *s = &model->symbols[i];

        if (s->rule_kind == PL_RULE_RATE) {
            pl_c_mark(s->rule, used);
            time = time || pl_c_uses_time(s->rule);
        }
        if (w->is_state[i] && s->kind == PL_SYMBOL_SPECIES && !s->substance_only &&
            s->compartment != PL_NONE && s->rule_kind == PL_RULE_NONE) {
            used[s->compartment] = true; /* divides its change, or its amount */
        }
    }
    for (size_t k = 0; k < w->n_values; k++) {
        used[w->values[k]] = true;
    }
    return time;
}

static const char equations_head[] =
    "\n"
    "/*\n"
    " * The equations: the change of the state, and every value that can be printed.\n"
    " */\n"
    "static void\n"
    "equations(double time, const double y[], const double p[], double dydt[],\n"
    "          double v[])\n"
    "{\n";

static const char equations_behind[] =
    "}\n"
    "\n"
    "/* dy/dt at (time, y), for a solver. */\n"
    "static void\n"
    "rates(double time, const double y[], const double p[], double dydt[])\n"
    "{\n"
    "    double v[N_VALUES];\n"
    "\n"
    "    equations(time, y, p, dydt, v);\n"
    "}\n"
    "\n"
    "/* The values at (time, y), in the order of value_names. */\n"
    "static void\n"
    "observe(double time, const double y[], const double p[], double v[])\n"
    "{\n"
    "    double dydt[N_STATES + 1];\n"
    "\n"
    "    equations(time, y, p, dydt, v);\n"
    "}\n";

/* Append a heading inside a function, after a blank line. */
static void
put_heading(const char *words, struct pl_text *text)
{
    pl_text_format(text, "\n    /* %s */\n", words);
}

static void
put_inputs(struct pl_c_writer *w, const bool *used)
{
    pl_text_put(&w->text, "    /* the state, and what stands still */\n");
    put_elements(w, "y", "STATE_", is_plain_state, used);
    put_elements(w, "p", "PAR_", is_held, used);
    for (size_t i = 0; i < w->model->n_symbols; i++) {
        if (used[i] && w->is_state[i] && !is_plain_state(w, i)) {
            pl_text_format(&w->text,
                           "    const double %s = y[STATE_%s]/%s; /* the state is the "
                           "amount */\n",
                           w->locals[i], w->tails[i],
                           w->locals[w->model->symbols[i].compartment]);
        }
    }
}

static void
put_equations(struct pl_c_writer *w, const struct terms *terms, const bool *used,
              bool time)
{
    const struct pl_model *model = w->model;
    bool any_state = false;
    bool any_held = false;

    for (size_t i = 0; i < model->n_symbols; i++) {
        any_state = any_state || w->is_state[i];
        any_held = any_held || (used[i] && is_held(w, i));
    }
    pl_text_put(&w->text, equations_head);
    pl_c_put_unused("time", time, &w->text);
    pl_c_put_unused("y", any_state, &w->text);
    pl_c_put_unused("p", any_held, &w->text);
    pl_c_put_unused("dydt", any_state, &w->text);
    if (!time || !any_state || !any_held) {
        pl_text_put(&w->text, "\n");
    }
    put_inputs(w, used);
    if (model->n_rule_order > 0) {
        put_heading("rules, and rates of reactions: substance per time", &w->text);
    }
    for (size_t k = 0; k < model->n_rule_order; k++) {
        size_t i = model->rule_order[k];

        put_facts(w, i, &w->text);
        pl_c_put_local_value(w, i, pl_c_followed(model, i));
    }
    if (any_state) {
        put_heading("the change of the state", &w->text);
    }
    for (size_t i = 0; i < model->n_symbols; i++) {
        if (w->is_state[i]) {
            put_change(w, terms, i);
        }
    }
    put_heading("what can be printed", &w->text);
    for (size_t k = 0; k < w->n_values; k++) {
        pl_text_format(&w->text, "    v[VAL_%s] = %s;\n", w->tails[w->values[k]],
                       w->locals[w->values[k]]);
    }
    pl_text_put(&w->text, equations_behind);
}

bool
pl_c_put_equations(struct pl_c_writer *w)
{
    struct terms terms = {NULL, 0, NULL};
    bool *used = calloc(w->model->n_symbols + 1, sizeof *used);
    bool done = used != NULL && collect_terms(w->model, &terms);

    if (done) {
        bool time = mark_equations(w, &terms, used);

        put_equations(w, &terms, used, time);
    }
    free(terms.items);
    free(terms.first);
    free(used);
    return done;
}
