/*
 * check.c - what a symbol may and may not be given, and what it must have.
 */
#include "model/build_private.h"

#include <math.h>

#include "base/diag.h"
#include "base/number.h"
#include "expr/formula.h"

/* Named by a display name, a unit or an annotation alone. */
static void
check_declared(struct pl_build *build, const struct build_symbol *symbol)
{
    if (!symbol->declared) {
        pl_diag_error(build->diags, PL_ERR_MODEL,
                      PL_BUILD_AT(build, symbol->symbol.span), "unknown name '%s'",
                      symbol->symbol.name);
        (void)pl_build_hint_near(build, NEAR_SYMBOL, symbol->symbol.name,
                                 symbol->symbol.name);
    }
}

static void
check_reaction_symbol(struct pl_build *build, const struct build_symbol *symbol)
{
    const char *name = symbol->symbol.name;

    if (symbol->symbol.reaction == PL_NONE) {
        pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, symbol->kind_span),
                      "the reaction '%s' is declared and not written", name);
        pl_diag_hint(build->diags, "write it: %s: A -> B; k*A", name);
    }
    if (symbol->has_value || symbol->symbol.rule_kind != PL_RULE_NONE) {
        bool value = symbol->has_value;

        pl_diag_error(build->diags, PL_ERR_MODEL,
                      PL_BUILD_AT(build, value ? symbol->symbol.value_span
                                               : symbol->symbol.rule_span),
                      "'%s' is a reaction and cannot have a %s", name,
                      value ? "value" : "rule");
        pl_diag_note(build->diags, PL_BUILD_AT(build, symbol->kind_span),
                     "the reaction is here");
    }
    if (symbol->symbol.constant) {
        pl_diag_error(build->diags, PL_ERR_MODEL,
                      PL_BUILD_AT(build, symbol->constancy_span),
                      "'%s' is a reaction and cannot be const", name);
    }
}

/* A rule beside a value, for a constant, or for what reactions change. */
static void
check_rule(struct pl_build *build, const struct build_symbol *symbol)
{
    const char *name = symbol->symbol.name;
    struct pl_place *rule = PL_BUILD_AT(build, symbol->symbol.rule_span);
    bool assignment = symbol->symbol.rule_kind == PL_RULE_ASSIGNMENT;

    if (assignment && symbol->has_value) {
        bool value_last = symbol->symbol.value_span.offset > rule->span.offset;
        struct pl_place *value = PL_BUILD_AT(build, symbol->symbol.value_span);

        pl_diag_error(build->diags, PL_ERR_MODEL, value_last ? value : rule,
                      "'%s' has both a value and an assignment rule", name);
        pl_diag_note(build->diags, value_last ? rule : value, "the %s is here",
                     value_last ? "rule" : "value");
        pl_diag_hint(build->diags, "keep one of them; the rule holds at all times");
    }
    if (symbol->symbol.constant) {
        pl_diag_error(build->diags, PL_ERR_MODEL, rule,
                      "'%s' is const and cannot have %s rule", name,
                      assignment ? "an assignment" : "a rate");
        pl_diag_note(build->diags, PL_BUILD_AT(build, symbol->constancy_span),
                     "it is declared const here");
    } else if (symbol->symbol.participates && !symbol->symbol.boundary) {
        size_t reaction = build->reactions[symbol->reaction_of].symbol;

        pl_diag_error(build->diags, PL_ERR_MODEL, rule,
                      "'%s' cannot have %s rule: the reaction '%s' changes it", name,
                      assignment ? "an assignment" : "a rate",
                      build->symbols[reaction].symbol.name);
        pl_diag_note(build->diags, PL_BUILD_AT(build, symbol->participant),
                     "it takes part here");
        pl_diag_hint(build->diags,
                     "to let only the rule change it, make it a boundary species: $%s",
                     name);
    }
}

/* What is in use needs a value or an assignment rule. */
static void
check_value(struct pl_build *build, const struct build_symbol *symbol)
{
    const char *name = symbol->symbol.name;

    if (symbol->has_value || pl_symbol_follows(&symbol->symbol) || !symbol->declared) {
        return;
    }
    if (symbol->symbol.rule_kind == PL_RULE_RATE) {
        pl_diag_error(build->diags, PL_ERR_MODEL,
                      PL_BUILD_AT(build, symbol->symbol.rule_span),
                      "'%s' has a rate rule and no value to start from", name);
        pl_diag_hint(build->diags, "give it one: %s = …", name);
    } else if (symbol->used) {
        pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, symbol->use_span),
                      "'%s' has no value", name);
        if (symbol->kind_reason == KIND_IS_COMPARTMENT) {
            (void)pl_build_hint_near(build, NEAR_SYMBOL, name, name);
        }
        pl_diag_hint(build->diags, "give it one: %s = …", name);
    } else {
        pl_diag_warning(build->diags, PL_BUILD_AT(build, symbol->symbol.span),
                        "'%s' has no value and is never used", name);
    }
}

/* Amount and concentration have to stay in step when the size of a compartment moves.
 */
static void
check_compartment(struct pl_build *build, const struct build_symbol *symbol)
{
    const struct build_symbol *compartment = NULL;

    if (symbol->symbol.compartment == PL_NONE || symbol->symbol.substance_only ||
        symbol->symbol.rule_kind != PL_RULE_NONE) {
        return;
    }
    compartment = &build->symbols[symbol->symbol.compartment];
    if (compartment->symbol.rule_kind == PL_RULE_ASSIGNMENT) {
        pl_diag_error(build->diags, PL_ERR_MODEL,
                      PL_BUILD_AT(build, symbol->compartment_span),
                      "'%s' is in the compartment '%s', whose size follows an "
                      "assignment rule: that is not supported yet",
                      symbol->symbol.name, compartment->symbol.name);
        pl_diag_note(build->diags, PL_BUILD_AT(build, compartment->symbol.rule_span),
                     "the rule is here");
        pl_diag_hint(build->diags, "a compartment with a rate rule is supported");
    }
}

void
pl_build_check_symbols(struct pl_build *build)
{
    for (size_t i = 0; i < build->symbol_names.n; i++) {
        const struct build_symbol *symbol = &build->symbols[i];

        check_declared(build, symbol);
        if (symbol->symbol.kind == PL_SYMBOL_REACTION) {
            check_reaction_symbol(build, symbol);
            continue;
        }
        if (symbol->symbol.rule_kind != PL_RULE_NONE) {
            check_rule(build, symbol);
        }
        check_value(build, symbol);
        check_compartment(build, symbol);
    }
}

static void
check_stoichiometry(struct pl_build *build, const struct pl_participant *participant)
{
    double number = 0.0;

    if (participant->stoichiometry != NULL &&
        pl_formula_is_number(participant->stoichiometry, &number) &&
        !(number >= 0.0 && isfinite(number))) {
        char text[PL_NUMBER_SIZE];

        pl_number_format(number, text);
        pl_diag_error(build->diags, PL_ERR_MODEL,
                      PL_BUILD_AT(build, participant->stoichiometry->span),
                      "the stoichiometry of '%s' is %s; it must be a finite number, 0 "
                      "or more",
                      build->symbols[participant->symbol].symbol.name, text);
    }
}

void
pl_build_check_reactions(struct pl_build *build)
{
    for (size_t r = 0; r < build->n_reactions; r++) {
        const struct build_reaction *reaction = &build->reactions[r];
        const char *name = build->symbols[reaction->symbol].symbol.name;

        if (reaction->rate == NULL) {
            pl_diag_error(build->diags, PL_ERR_MODEL,
                          PL_BUILD_AT(build, reaction->span),
                          "the reaction '%s' has no rate", name);
            pl_diag_hint(build->diags, "write it behind the reaction: %s: A -> B; k*A",
                         name);
        }
        for (size_t k = 0; k < reaction->n_reactants + reaction->n_products; k++) {
            check_stoichiometry(build, &reaction->participants[k]);
        }
    }
}
