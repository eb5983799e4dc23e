/*
 * terms.c - the gains and losses of a species, and the parts of a rule, as formulas.
 */
#include "analysis/terms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/list.h"
#include "base/number.h"
#include "base/text.h"
#include "compile/formulas.h"
#include "expr/formula.h"
#include "model/model.h"
#include "model/split.h"
#include "study/context.h"

/* The terms while they are put together. */
struct making {
    struct pl_terms *terms;
    const struct pl_model *model;
    const double *inputs;
    struct pl_diags *diags;
    bool *reads; /* shape (n_symbols) */
    struct pl_text equation;
    size_t n_told; /* reactions in the equation so far */
    size_t volume; /* the compartment that terms are divided by, or PL_NONE */
    size_t capacity;
};

static enum pl_status
no_memory(struct pl_diags *diags)
{
    return pl_diag_no_memory(diags, "the terms of a symbol");
}

/* ---------------------------------------------------------------- formulas */

static struct pl_formula *
make_name(struct making *m, size_t symbol)
{
    const struct pl_span nowhere = {0, 0};
    const char *name = m->model->symbols[symbol].name;
    struct pl_formula *formula =
        pl_formula_name(&m->terms->memory, nowhere, PL_OP_NAME, name, strlen(name));

    if (formula != NULL) {
        formula->index = symbol;
    }
    return formula;
}

static struct pl_formula *
make_number(struct making *m, double number)
{
    const struct pl_span nowhere = {0, 0};

    return pl_formula_number(&m->terms->memory, nowhere, number);
}

static struct pl_formula *
apply(struct making *m, enum pl_op op, struct pl_formula *a, struct pl_formula *b)
{
    const struct pl_span nowhere = {0, 0};
    struct pl_formula *arguments[2] = {a, b};

    return pl_formula_apply(&m->terms->memory, nowhere, op, NULL, arguments, 2);
}

/* A formula of the terms' own: a split's memory goes. */
static struct pl_formula *
copy_formula(struct making *m, const struct pl_formula *formula)
{
    return pl_formula_copy(&m->terms->memory, formula);
}

/* a*b*c times a number or a stoichiometry in front is one product. */
static struct pl_formula *
multiply(struct making *m, struct pl_formula *by, struct pl_formula *formula)
{
    const struct pl_span nowhere = {0, 0};
    struct pl_formula **factors = NULL;
    const size_t n = formula->n_arguments;

    if (formula->op != PL_OP_MULTIPLY || n < 2) {
        return apply(m, PL_OP_MULTIPLY, by, formula);
    }
    factors = pl_arena_alloc(&m->terms->memory, n + 1, sizeof *factors);
    if (factors == NULL) {
        return NULL;
    }
    factors[0] = by;
    memcpy(factors + 1, formula->arguments, n * sizeof *factors);
    return pl_formula_apply(&m->terms->memory, nowhere, PL_OP_MULTIPLY, NULL, factors,
                            n + 1);
}

static void
mark_names(const struct pl_formula *formula, bool *reads)
{
    if (formula->op == PL_OP_NAME) {
        reads[formula->index] = true;
    }
    for (size_t k = 0; k < formula->n_arguments; k++) {
        mark_names(formula->arguments[k], reads);
    }
}

static bool
names(const struct pl_formula *formula, size_t symbol)
{
    if (formula == NULL) {
        return false;
    }
    if (formula->op == PL_OP_NAME && formula->index == symbol) {
        return true;
    }
    for (size_t k = 0; k < formula->n_arguments; k++) {
        if (names(formula->arguments[k], symbol)) {
            return true;
        }
    }
    return false;
}

/* ---------------------------------------------------------------- one reaction */

/* How much of a species one run of a reaction makes. */
struct net {
    size_t n;                   /* how often it takes part */
    double number;              /* where all of it is numbers */
    struct pl_formula *formula; /* else */
    bool is_negative;           /* of a formula: it is a reactant alone */
};

static enum pl_status
find_net(struct making *m, const struct pl_reaction *reaction, struct net *net)
{
    const struct pl_net all = pl_reaction_net(reaction, m->terms->symbol);

    *net = (struct net){.n = all.n, .number = all.amount};
    if (all.is_number) {
        return PL_OK;
    }
    net->is_negative = !all.is_product;
    for (size_t k = 0; k < reaction->n_reactants + reaction->n_products; k++) {
        const bool made = k >= reaction->n_reactants;
        const struct pl_participant *p =
            made ? &reaction->products[k - reaction->n_reactants]
                 : &reaction->reactants[k];
        struct pl_formula *amount = NULL;

        if (p->symbol != m->terms->symbol) {
            continue;
        }
        amount = p->stoichiometry != NULL ? copy_formula(m, p->stoichiometry)
                                          : make_number(m, 1.0);
        if (net->formula != NULL) {
            amount = apply(m, made != net->is_negative ? PL_OP_ADD : PL_OP_SUBTRACT,
                           net->formula, amount);
        } else if (made == net->is_negative) {
            amount = apply(m, PL_OP_SUBTRACT, make_number(m, 0.0), amount);
        }
        if (amount == NULL) {
            return no_memory(m->diags);
        }
        net->formula = amount;
    }
    return PL_OK;
}

static bool
is_minus(const struct net *net)
{
    return net->formula != NULL ? net->is_negative : net->number < 0.0;
}

static enum pl_status
add_term(struct making *m, struct pl_term term)
{
    struct pl_terms *terms = m->terms;
    struct pl_term *grown = NULL;

    if (term.formula == NULL) {
        return no_memory(m->diags);
    }
    grown = pl_list_reserve(terms->terms, terms->n + 1, &m->capacity, sizeof *grown);
    if (grown == NULL) {
        return no_memory(m->diags);
    }
    terms->terms = grown;
    grown[terms->n++] = term;
    return PL_OK;
}

/* Add the parts of a formula, each times the stoichiometry and over the volume. */
static enum pl_status
add_parts(struct making *m, const struct pl_parts *parts, size_t source,
          const struct net *net)
{
    enum pl_status status = PL_OK;
    const bool flips = is_minus(net);

    for (size_t k = 0; k < parts->n && status == PL_OK; k++) {
        const struct pl_part *part = &parts->parts[k];
        struct pl_formula *formula = copy_formula(m, part->formula);

        if (formula != NULL && net->formula != NULL) {
            formula = multiply(m, net->formula, formula);
        } else if (formula != NULL && fabs(net->number) != 1.0) {
            formula = multiply(m, make_number(m, fabs(net->number)), formula);
        }
        if (formula != NULL && m->volume != PL_NONE) {
            formula = apply(m, PL_OP_DIVIDE, formula, make_name(m, m->volume));
        }
        status = add_term(m, (struct pl_term){source, part->negative != flips,
                                              part->inverse, formula});
    }
    return status;
}

/* " - 2*J" of the equation. */
static void
put_reaction(struct making *m, const struct pl_reaction *reaction,
             const struct net *net)
{
    const bool minus = is_minus(net);
    char number[PL_NUMBER_SIZE];

    pl_text_put(&m->equation, m->n_told > 0 ? (minus ? " - " : " + ")
                              : minus       ? "-"
                                            : "");
    if (net->formula != NULL) {
        const bool encloses =
            net->formula->op == PL_OP_ADD || net->formula->op == PL_OP_SUBTRACT;

        pl_text_put(&m->equation, encloses ? "(" : "");
        pl_formula_print(net->formula, &m->equation);
        pl_text_put(&m->equation, encloses ? ")*" : "*");
    } else if (fabs(net->number) != 1.0) {
        pl_number_format(fabs(net->number), number);
        pl_text_format(&m->equation, "%s*", number);
    }
    pl_text_put(&m->equation, m->model->symbols[reaction->symbol].name);
    m->n_told++;
}

/* @param losing  of those that take from the symbol, else of those that give */
static enum pl_status
add_reaction(struct making *m, const struct pl_reaction *reaction, bool losing)
{
    struct pl_parts parts = {0};
    struct net net;
    enum pl_status status = find_net(m, reaction, &net);

    if (status != PL_OK || net.n == 0 || (net.formula == NULL && net.number == 0.0)) {
        return status; /* it takes no part, or is there before and after */
    }
    if (is_minus(&net) != losing) {
        return PL_OK;
    }
    put_reaction(m, reaction, &net);
    mark_names(reaction->rate, m->reads);
    if (net.formula != NULL) {
        mark_names(net.formula, m->reads);
    }
    status = pl_split_rate(m->model, reaction->rate, reaction, m->diags, &parts);
    if (status == PL_OK) {
        status = add_parts(m, &parts, reaction->symbol, &net);
    }
    pl_parts_finish(&parts);
    return status;
}

/* ---------------------------------------------------------------- kinds of symbols */

/* The compartment whose size a concentration is over, unless it is 1 and stays so. */
static size_t
find_volume(const struct making *m, const struct pl_symbol *symbol)
{
    const size_t compartment = symbol->substance_only ? PL_NONE : symbol->compartment;

    if (compartment == PL_NONE) {
        return PL_NONE;
    }
    return pl_symbol_follows(&m->model->symbols[compartment]) ||
                   m->model->symbols[compartment].rule_kind == PL_RULE_RATE ||
                   m->inputs[compartment] != 1.0
               ? compartment
               : PL_NONE;
}

/* X*V'/V is lost where the compartment grows. */
static enum pl_status
add_dilution(struct making *m)
{
    const size_t volume = m->model->symbols[m->terms->symbol].compartment;
    const struct pl_symbol *compartment = &m->model->symbols[volume];
    struct pl_formula *growth = copy_formula(m, compartment->rule);
    struct pl_formula *formula = NULL;

    if (growth != NULL) {
        formula = multiply(m, make_name(m, m->terms->symbol), growth);
    }
    if (formula != NULL) {
        formula = apply(m, PL_OP_DIVIDE, formula, make_name(m, volume));
    }
    pl_text_format(&m->equation, m->n_told > 0 ? " - %s*%s'/%s" : "-%s*%s'/%s",
                   m->model->symbols[m->terms->symbol].name, compartment->name,
                   compartment->name);
    mark_names(compartment->rule, m->reads);
    return add_term(m, (struct pl_term){volume, true, false, formula});
}

/* A species that reactions change, or that a moving compartment dilutes. */
static enum pl_status
make_balance(struct making *m)
{
    const struct pl_model *model = m->model;
    const struct pl_symbol *symbol = &model->symbols[m->terms->symbol];
    const bool diluted = pl_model_keeps_amount(model, m->terms->symbol);
    const bool changed = pl_model_is_state(model, m->terms->symbol);
    struct pl_text sum;
    enum pl_status status = PL_OK;

    m->terms->kind = PL_TERMS_RATE;
    m->volume = find_volume(m, symbol);
    /* gains first: "J2 - J1" reads better than "-J1 + J2" */
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t r = 0; changed && r < model->n_reactions && status == PL_OK; r++) {
            status = add_reaction(m, &model->reactions[r], pass == 1);
        }
    }
    if (status == PL_OK) {
        /* the reactions so far are the sum that is over the volume */
        const bool divided = m->volume != PL_NONE && m->n_told > 0;
        const bool encloses = divided && m->n_told > 1;

        sum = m->equation;
        pl_text_init(&m->equation);
        pl_text_format(&m->equation, "d %s/dt = %s", symbol->name, encloses ? "(" : "");
        pl_text_put(&m->equation, m->n_told > 0 ? pl_text_string(&sum)
                                  : diluted     ? ""
                                                : "0");
        pl_text_put(&m->equation, encloses ? ")" : "");
        if (divided) {
            pl_text_format(&m->equation, "/%s", model->symbols[m->volume].name);
        }
        m->equation.failed |= sum.failed;
        pl_text_finish(&sum);
        if (divided) {
            m->reads[m->volume] = true;
        }
        status = diluted ? add_dilution(m) : PL_OK;
    }
    return status;
}

/* The parts that a formula was taken apart into, once each; they are finished.
 * @param status  of the taking apart */
static enum pl_status
take_parts(struct making *m, const struct pl_formula *formula, enum pl_status status,
           struct pl_parts *parts)
{
    const struct net once = {.n = 1, .number = 1.0};

    mark_names(formula, m->reads);
    if (status == PL_OK) {
        status = add_parts(m, parts, m->terms->symbol, &once);
    }
    pl_parts_finish(parts);
    return status;
}

static enum pl_status
make_rate_rule(struct making *m, const struct pl_symbol *symbol)
{
    struct pl_parts parts = {0};
    enum pl_status status =
        pl_split_rate(m->model, symbol->rule, NULL, m->diags, &parts);

    m->terms->kind = PL_TERMS_RATE;
    pl_text_format(&m->equation, "d %s/dt = ", symbol->name);
    pl_formula_print(symbol->rule, &m->equation);
    return take_parts(m, symbol->rule, status, &parts);
}

static enum pl_status
make_rule(struct making *m, const struct pl_symbol *symbol)
{
    struct pl_parts parts = {0};
    enum pl_status status = pl_split_rule(m->model, symbol->rule, m->diags, &parts);

    m->terms->kind = parts.is_product ? PL_TERMS_PRODUCT : PL_TERMS_SUM;
    pl_text_format(&m->equation, "%s := ", symbol->name);
    pl_formula_print(symbol->rule, &m->equation);
    return take_parts(m, symbol->rule, status, &parts);
}

static enum pl_status
make_reaction(struct making *m, const struct pl_reaction *reaction)
{
    struct pl_parts parts = {0};
    enum pl_status status =
        pl_split_rate(m->model, reaction->rate, reaction, m->diags, &parts);

    m->terms->kind = PL_TERMS_SUM;
    return take_parts(m, reaction->rate, status, &parts);
}

/* What stands still has a value, perhaps by a formula. */
static void
make_held(struct making *m, const struct pl_symbol *symbol)
{
    m->terms->kind = PL_TERMS_HELD;
    if (symbol->value != NULL) {
        pl_text_format(&m->equation, "%s = ", symbol->name);
        pl_formula_print(symbol->value, &m->equation);
        mark_names(symbol->value, m->reads);
    }
}

static enum pl_status
make_terms(struct making *m)
{
    const size_t i = m->terms->symbol;
    const struct pl_symbol *symbol = &m->model->symbols[i];

    if (symbol->kind == PL_SYMBOL_REACTION) {
        return make_reaction(m, &m->model->reactions[symbol->reaction]);
    }
    if (symbol->rule_kind == PL_RULE_ASSIGNMENT) {
        return make_rule(m, symbol);
    }
    if (symbol->rule_kind == PL_RULE_RATE) {
        return make_rate_rule(m, symbol);
    }
    if (pl_model_is_state(m->model, i) || pl_model_keeps_amount(m->model, i)) {
        return make_balance(m);
    }
    make_held(m, symbol);
    return PL_OK;
}

/* ---------------------------------------------------------------- who reads what */

static bool
reaction_names(const struct pl_reaction *reaction, size_t symbol)
{
    bool found = names(reaction->rate, symbol);

    for (size_t k = 0; k < reaction->n_reactants; k++) {
        found = found || names(reaction->reactants[k].stoichiometry, symbol);
    }
    for (size_t k = 0; k < reaction->n_products; k++) {
        found = found || names(reaction->products[k].stoichiometry, symbol);
    }
    return found;
}

static enum pl_status
list_neighbours(struct making *m)
{
    struct pl_terms *terms = m->terms;
    const struct pl_model *model = m->model;
    size_t **const lists[] = {&terms->reads, &terms->readers, &terms->starts};

    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
        *lists[k] =
            pl_arena_alloc(&terms->memory, model->n_symbols + 1, sizeof(size_t));
        if (*lists[k] == NULL) {
            return no_memory(m->diags);
        }
    }
    for (size_t i = 0; i < model->n_symbols; i++) {
        const struct pl_symbol *symbol = &model->symbols[i];

        if (m->reads[i] && i != terms->symbol) {
            terms->reads[terms->n_reads++] = i;
        }
        if (names(symbol->rule, terms->symbol) ||
            (symbol->kind == PL_SYMBOL_REACTION &&
             reaction_names(&model->reactions[symbol->reaction], terms->symbol))) {
            terms->readers[terms->n_readers++] = i;
        }
        if (names(symbol->value, terms->symbol)) {
            terms->starts[terms->n_starts++] = i;
        }
    }
    return PL_OK;
}

static enum pl_status
make_formulas(struct making *m)
{
    struct pl_terms *terms = m->terms;
    enum pl_status status =
        pl_formulas_create(m->model, NULL, m->diags, &terms->formulas);
    size_t k = 0;

    for (size_t i = 0; i < terms->n && status == PL_OK; i++) {
        status =
            pl_formulas_add(terms->formulas, terms->terms[i].formula, m->diags, &k);
    }
    return status == PL_OK ? pl_formulas_prepare(terms->formulas, m->diags) : status;
}

enum pl_status
pl_terms_create(const struct pl_context *context, size_t symbol, const double *inputs,
                struct pl_diags *diags, struct pl_terms **out)
{
    struct making m = {.model = context->model,
                       .inputs = inputs,
                       .diags = diags,
                       .volume = PL_NONE,
                       .terms = calloc(1, sizeof *m.terms)};
    enum pl_status status = PL_OK;

    *out = NULL;
    m.reads = calloc(context->model->n_symbols + 1, sizeof *m.reads);
    if (m.terms == NULL || m.reads == NULL) {
        free(m.terms);
        free(m.reads);
        return no_memory(diags);
    }
    m.terms->context = context;
    m.terms->symbol = symbol;
    pl_text_init(&m.equation);
    status = make_terms(&m);
    if (status == PL_OK) {
        status = list_neighbours(&m);
    }
    if (status == PL_OK) {
        status = make_formulas(&m);
    }
    if (status == PL_OK) {
        m.terms->equation = pl_arena_text(&m.terms->memory, pl_text_string(&m.equation),
                                          m.equation.size);
        if (m.equation.failed || m.terms->equation == NULL) {
            status = no_memory(diags);
        }
    }
    pl_text_finish(&m.equation);
    free(m.reads);
    if (status != PL_OK) {
        pl_terms_destroy(m.terms);
        return status;
    }
    *out = m.terms;
    return PL_OK;
}

void
pl_terms_destroy(struct pl_terms *terms)
{
    if (terms == NULL) {
        return;
    }
    pl_formulas_destroy(terms->formulas);
    free(terms->terms);
    pl_arena_finish(&terms->memory);
    free(terms);
}

void
pl_terms_evaluate(struct pl_terms *terms, double time, const double *values,
                  double *out)
{
    pl_formulas_run(terms->formulas, time, values, out);
    for (size_t k = 0; k < terms->n; k++) {
        out[k] = terms->terms[k].inverse    ? 1.0 / out[k]
                 : terms->terms[k].negative ? -out[k]
                                            : out[k];
    }
}
