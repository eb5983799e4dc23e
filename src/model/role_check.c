/*
 * role_check.c - slips with the prefixes that give a symbol its role.
 */
#include "model/roles.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/number.h"
#include "base/text.h"
#include "expr/formula.h"
#include "model/model.h"

/* Bytes of a formula that a hint repeats; a longer one is three dots. */
#define LONGEST_RULE 60

/* Hints where nothing tells the name of an edge. */
#define SOME_EDGE "feedback_From_To"

/* What a symbol is that has no role by its name. */
struct finding {
    const char *words; /* behind its name: "has a value" */
    struct pl_span span;
    const char *kind; /* what could have another name; NULL for a parameter */
};

/* ---- what a symbol is ---- */

static struct finding
find_fault(const struct pl_symbol *symbol)
{
    if (symbol->kind == PL_SYMBOL_REACTION) {
        return (struct finding){"is a reaction", symbol->span, "reaction"};
    }
    if (symbol->rule_kind == PL_RULE_ASSIGNMENT) {
        return (struct finding){"has an assignment rule", symbol->rule_span, NULL};
    }
    if (symbol->rule_kind == PL_RULE_RATE) {
        return (struct finding){"has a rate rule", symbol->rule_span, NULL};
    }
    if (symbol->kind == PL_SYMBOL_SPECIES) {
        return (struct finding){"is a species", symbol->span, "species"};
    }
    if (symbol->kind == PL_SYMBOL_COMPARTMENT) {
        return (struct finding){"is a compartment", symbol->span, "compartment"};
    }
    if (symbol->value != NULL) {
        return (struct finding){"has a value, not a rule", symbol->value_span, NULL};
    }
    return (struct finding){"has no rule", symbol->span, NULL};
}

/* Hint at the statement that gives the role. */
static void
hint_statement(const struct finding *finding, const char *name, const char *sign,
               const char *formula, struct pl_diags *diags)
{
    if (finding->kind != NULL) {
        pl_diag_hint(diags, "give the %s another name, and write %s %s %s",
                     finding->kind, name, sign, formula);
    } else {
        pl_diag_hint(diags, "%s %s %s", name, sign, formula);
    }
}

/* ---- readouts and feedback edges ---- */

/* "readout_B := B": the value as a rule, where it is more than a number. */
static void
hint_rule(const struct finding *finding, const struct pl_symbol *symbol,
          const char *name, struct pl_diags *diags)
{
    double number = 0.0;
    struct pl_text rule;

    pl_text_init(&rule);
    if (symbol->kind == PL_SYMBOL_PARAMETER && symbol->rule_kind == PL_RULE_NONE &&
        symbol->value != NULL && !pl_formula_is_number(symbol->value, &number)) {
        pl_formula_print(symbol->value, &rule);
    }
    if (rule.size == 0 || rule.size > LONGEST_RULE || rule.failed) {
        hint_statement(finding, name, ":=", "…", diags);
    } else {
        hint_statement(finding, name, ":=", pl_text_string(&rule), diags);
    }
    pl_text_finish(&rule);
}

/* @return true when it has its role */
static bool
check_rule(const struct pl_model *model, const struct pl_symbol *symbol,
           enum pl_role role, struct pl_diags *diags)
{
    const bool named =
        role != PL_ROLE_EDGE || pl_role_names_edge(pl_role_strip(symbol->name));
    struct pl_place where = pl_model_place(model, symbol->span);

    if (symbol->rule_kind != PL_RULE_ASSIGNMENT) {
        const struct finding finding = find_fault(symbol);

        where = pl_model_place(model, finding.span);
        pl_diag_warning(diags, &where, "'%s' %s: a %s is an assignment rule",
                        symbol->name, finding.words, pl_role_word(role));
        hint_rule(&finding, symbol, named ? symbol->name : SOME_EDGE, diags);
        return false;
    }
    if (!named) {
        pl_diag_warning(diags, &where,
                        "'%s' is no %s: its name tells one end of the loop only",
                        symbol->name, pl_role_word(role));
        pl_diag_hint(diags, "name where the signal comes from and where it acts: %s",
                     SOME_EDGE " := …");
    }
    return named;
}

/* ---- targets and drugs ---- */

/* The number that a parameter starts with, perhaps by way of other parameters; false
 * when it is not told by a number. Values do not go round in a circle. */
static bool
find_default(const struct pl_model *model, const struct pl_symbol *symbol,
             double *number)
{
    while (symbol->kind == PL_SYMBOL_PARAMETER && symbol->rule_kind == PL_RULE_NONE &&
           symbol->value != NULL) {
        if (pl_formula_is_number(symbol->value, number)) {
            return true;
        }
        if (symbol->value->op != PL_OP_NAME) {
            return false;
        }
        symbol = &model->symbols[symbol->value->index];
    }
    return false;
}

static void
check_default(const struct pl_model *model, const struct pl_symbol *symbol,
              enum pl_role role, struct pl_diags *diags)
{
    const struct pl_place where = pl_model_place(model, symbol->value_span);
    double number = 0.0;
    char text[PL_NUMBER_SIZE];

    if (!find_default(model, symbol, &number) || number == 0.0) {
        return;
    }
    pl_number_round(number, 6, text);
    if (role == PL_ROLE_TARGET && !(number >= 0.0 && number <= 1.0)) {
        pl_diag_warning(diags, &where,
                        "'%s' is %s; it goes from 0, free, to 1, fully inhibited",
                        symbol->name, text);
    } else if (!(number >= 0.0)) {
        pl_diag_warning(diags, &where, "'%s' is %s; a dose is 0 or more", symbol->name,
                        text);
    } else {
        pl_diag_warning(diags, &where, "'%s' is %s before any treatment", symbol->name,
                        text);
    }
    pl_diag_hint(diags, "%s = 0", symbol->name);
}

/* @return true when it has its role */
static bool
check_parameter(const struct pl_model *model, const struct pl_symbol *symbol,
                enum pl_role role, struct pl_diags *diags)
{
    if (symbol->kind != PL_SYMBOL_PARAMETER || symbol->rule_kind != PL_RULE_NONE) {
        const struct finding finding = find_fault(symbol);
        const struct pl_place where = pl_model_place(model, finding.span);

        pl_diag_warning(diags, &where, "'%s' %s: a %s is a parameter", symbol->name,
                        finding.words, pl_role_word(role));
        hint_statement(&finding, symbol->name, "=", "0", diags);
        return false;
    }
    check_default(model, symbol, role, diags);
    return true;
}

/* ---- what is read ---- */

static void
mark_names(const struct pl_formula *formula, bool *read)
{
    if (formula == NULL) {
        return;
    }
    if (formula->op == PL_OP_NAME) {
        read[formula->index] = true;
    }
    for (size_t k = 0; k < formula->n_arguments; k++) {
        mark_names(formula->arguments[k], read);
    }
}

static void
mark_read(const struct pl_model *model, bool *read)
{
    for (size_t i = 0; i < model->n_symbols; i++) {
        mark_names(model->symbols[i].value, read);
        mark_names(model->symbols[i].rule, read);
    }
    for (size_t r = 0; r < model->n_reactions; r++) {
        const struct pl_reaction *reaction = &model->reactions[r];

        mark_names(reaction->rate, read);
        for (size_t k = 0; k < reaction->n_reactants; k++) {
            mark_names(reaction->reactants[k].stoichiometry, read);
        }
        for (size_t k = 0; k < reaction->n_products; k++) {
            mark_names(reaction->products[k].stoichiometry, read);
        }
    }
}

static void
report_unread(const struct pl_model *model, const struct pl_symbol *symbol,
              enum pl_role role, struct pl_diags *diags)
{
    const struct pl_place where = pl_model_place(model, symbol->span);
    const char *name = symbol->name;

    switch (role) {
    case PL_ROLE_TARGET:
        pl_diag_warning(diags, &where,
                        "nothing reads '%s': blocking it changes nothing", name);
        pl_diag_hint(diags, "multiply the rate that it blocks: …*(1 - %s)", name);
        break;
    case PL_ROLE_DRUG:
        pl_diag_warning(diags, &where, "nothing reads '%s': giving it changes nothing",
                        name);
        pl_diag_hint(diags, "let its dose act: occupancy := %s/(K + %s)", name, name);
        break;
    case PL_ROLE_EDGE:
        pl_diag_warning(diags, &where, "nothing reads '%s': cutting it changes nothing",
                        name);
        pl_diag_hint(diags, "let the rate on which the loop acts use it: …/(1 + %s/K)",
                     name);
        break;
    case PL_ROLE_READOUT: /* read by people */
    case PL_N_ROLES:
        break;
    }
}

enum pl_status
pl_roles_check(const struct pl_model *model, struct pl_diags *diags)
{
    bool *read = calloc(model->n_symbols + 1, sizeof *read);

    if (read == NULL) {
        return pl_diag_no_memory(diags, "the roles of a model");
    }
    mark_read(model, read);
    for (size_t i = 0; i < model->n_symbols; i++) {
        const struct pl_symbol *symbol = &model->symbols[i];
        const enum pl_role role = pl_role_by_name(symbol->name);
        bool fits = false;

        if (role == PL_ROLE_TARGET || role == PL_ROLE_DRUG) {
            fits = check_parameter(model, symbol, role, diags);
        } else if (role != PL_N_ROLES) {
            fits = check_rule(model, symbol, role, diags);
        }
        /* Of a parameter without a value pl_build_finish has said that. */
        if (fits && !read[i] && (symbol->value != NULL || symbol->rule != NULL)) {
            report_unread(model, symbol, role, diags);
        }
    }
    free(read);
    return PL_OK;
}
