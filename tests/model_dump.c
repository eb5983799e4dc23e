/*
 * model_dump.c - all that a model holds, as text.
 */
#include "model_dump.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "expr/formula.h"
#include "model/model.h"

static void
put_number(struct pl_text *text, double number)
{
    char digits[PL_NUMBER_SIZE];

    pl_number_format(number, digits);
    pl_text_put(text, digits);
}

static void
put_formula(struct pl_text *text, const char *before, const struct pl_formula *formula)
{
    if (formula != NULL) {
        pl_text_put(text, before);
        pl_formula_print(formula, text);
        pl_text_put(text, "\n");
    }
}

static void
put_annotations(struct pl_text *text, const char *indent, size_t n,
                const struct pl_annotation *annotations)
{
    for (size_t k = 0; k < n; k++) {
        pl_text_format(text, "%s%s \"%s\"\n", indent, annotations[k].qualifier,
                       annotations[k].text);
    }
}

static void
put_side(struct pl_text *text, const struct pl_model *model, size_t n,
         const struct pl_participant *participants)
{
    for (size_t k = 0; k < n; k++) {
        pl_text_put(text, k > 0 ? " + " : " ");
        if (participants[k].stoichiometry != NULL) {
            pl_formula_print(participants[k].stoichiometry, text);
            pl_text_put(text, " ");
        }
        pl_text_put(text, model->symbols[participants[k].symbol].name);
    }
}

static void
put_reaction(struct pl_text *text, const struct pl_model *model,
             const struct pl_reaction *reaction)
{
    pl_text_put(text, "   ");
    put_side(text, model, reaction->n_reactants, reaction->reactants);
    pl_text_put(text, reaction->reversible ? " ->" : " =>");
    put_side(text, model, reaction->n_products, reaction->products);
    put_formula(text, "; ", reaction->rate);
}

static void
put_symbol(struct pl_text *text, const struct pl_model *model,
           const struct pl_symbol *symbol)
{
    static const char *const kinds[] = {"parameter", "species", "compartment",
                                        "reaction"};

    pl_text_format(text, "%s %s", kinds[symbol->kind], symbol->name);
    if (symbol->compartment != PL_NONE) {
        pl_text_format(text, " in %s", model->symbols[symbol->compartment].name);
    }
    pl_text_put(text, symbol->constant ? ", const" : "");
    pl_text_put(text, symbol->boundary ? ", boundary" : "");
    pl_text_put(text, symbol->participates ? ", participates" : "");
    pl_text_put(text, symbol->substance_only ? ", amount" : "");
    if (symbol->unit != NULL) {
        pl_text_format(text, ", in units of %s", symbol->unit);
    }
    if (strcmp(symbol->label, symbol->name) != 0) {
        pl_text_format(text, ", \"%s\"", symbol->label);
    }
    pl_text_put(text, "\n");
    put_formula(text, "    = ", symbol->value);
    put_formula(
        text, symbol->rule_kind == PL_RULE_RATE ? "    ' = " : "    := ", symbol->rule);
    if (symbol->reaction != PL_NONE) {
        put_reaction(text, model, &model->reactions[symbol->reaction]);
    }
    put_annotations(text, "    ", symbol->n_annotations, symbol->annotations);
}

static void
put_function(struct pl_text *text, const struct pl_function *function)
{
    pl_text_format(text, "function %s(", function->name);
    for (size_t k = 0; k < function->n_arguments; k++) {
        pl_text_format(text, "%s%s", k > 0 ? ", " : "", function->arguments[k]);
    }
    put_formula(text, ") ", function->body);
}

static void
put_unit(struct pl_text *text, const struct pl_unit *unit)
{
    pl_text_format(text, "unit %s =", unit->name);
    for (size_t k = 0; k < unit->n_factors; k++) {
        pl_text_put(text, k > 0 ? " * (" : " (");
        put_number(text, unit->factors[k].multiplier);
        pl_text_format(text, " %s)^", unit->factors[k].base);
        put_number(text, unit->factors[k].exponent);
    }
    pl_text_put(text, "\n");
}

void
model_dump(const struct pl_model *model, struct pl_text *text)
{
    pl_text_format(text, "model '%s'\n", model->name);
    if (!isnan(model->time_unit)) {
        pl_text_put(text, "time in units of ");
        put_number(text, model->time_unit);
        pl_text_put(text, " s\n");
    }
    for (size_t i = 0; i < model->n_symbols; i++) {
        put_symbol(text, model, &model->symbols[i]);
    }
    for (size_t k = 0; k < model->n_functions; k++) {
        put_function(text, &model->functions[k]);
    }
    for (size_t k = 0; k < model->n_units; k++) {
        put_unit(text, &model->units[k]);
    }
    put_annotations(text, "", model->n_annotations, model->annotations);
}
