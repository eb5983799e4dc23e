/*
 * resolve.c - what the names in formulas mean, and whether functions can be put in
 * place.
 */
#include "model/build_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/list.h"
#include "expr/formula.h"
#include "model/roles.h"

/* Operations that a model may get by putting its functions in place. Larger, and a text
 * of a few lines can fill the memory: each function that calls another one twice
 * doubles it. */
#define MAX_INSERTED 2e6

/* Whose formula it is: the words in messages, and what a use in it means. */
enum role {
    ROLE_VALUE,
    ROLE_RULE,
    ROLE_RATE_RULE,
    ROLE_RATE,
    ROLE_STOICHIOMETRY,
    ROLE_BODY
};

struct owner {
    enum role role;
    size_t symbol; /* whose value, rule or rate; the species of a stoichiometry */
};

/* A name that nothing declares: it is reported once, where the text first has it. */
struct unknown {
    struct owner owner;
    struct pl_span span;
    size_t n_places;
    size_t n_arguments; /* of a call */
};

/* What a formula is with its functions put in place. */
struct extent {
    double depth;    /* of the whole */
    double own;      /* operations that are written in it */
    double inserted; /* operations that its functions bring */
};

struct resolver {
    struct pl_build *build;
    struct pl_names unknown_names, unknown_calls;
    struct unknown *names, *calls; /* shape (unknown_….n) */
    size_t names_capacity, calls_capacity;
    struct pl_names arguments; /* of the function in hand */
    struct extent *extents;    /* shape (number of functions) */
    double inserted;           /* operations in all formulas so far */
};

static const char *
role_words(enum role role)
{
    static const char *const words[] = {
        [ROLE_VALUE] = "value",
        [ROLE_RULE] = "rule",
        [ROLE_RATE_RULE] = "rate rule",
        [ROLE_RATE] = "rate",
        [ROLE_STOICHIOMETRY] = "stoichiometry",
        [ROLE_BODY] = "body",
    };

    return words[role];
}

/* ---- counts of arguments ---- */

static void
report_count(struct pl_build *build, const struct pl_formula *formula, const char *name,
             size_t least, size_t most)
{
    struct pl_place *at = PL_BUILD_AT(build, formula->span);
    size_t n = formula->n_arguments;

    if (most == PL_OP_MANY) {
        pl_diag_error(build->diags, PL_ERR_MODEL, at,
                      "'%s' takes %zu argument%s or more, not %zu", name, least,
                      least == 1 ? "" : "s", n);
    } else if (most == least + 1) {
        pl_diag_error(build->diags, PL_ERR_MODEL, at,
                      "'%s' takes %zu or %zu arguments, not %zu", name, least, most, n);
    } else {
        pl_diag_error(build->diags, PL_ERR_MODEL, at,
                      "'%s' takes %zu argument%s, not %zu", name, least,
                      least == 1 ? "" : "s", n);
    }
}

static void
check_count(struct pl_build *build, const struct pl_formula *formula)
{
    if (formula->op == PL_OP_CALL) {
        const struct pl_function *function = &build->functions[formula->index].function;

        if (formula->n_arguments != function->n_arguments) {
            report_count(build, formula, function->name, function->n_arguments,
                         function->n_arguments);
            pl_diag_note(build->diags, PL_BUILD_AT(build, function->span),
                         "'%s' is defined here", function->name);
        }
    } else {
        size_t least = pl_op_least_arguments(formula->op);
        size_t most = pl_op_most_arguments(formula->op);

        if (formula->n_arguments < least || formula->n_arguments > most) {
            report_count(build, formula, pl_op_name(formula->op), least, most);
        }
    }
}

/* ---- hints at what an unknown name wants ---- */

/* What readers call a reaction without a name begins so. */
#define UNNAMED "_J"

/* What to write for it, which the prefix of a role tells. */
static void
hint_name(struct pl_build *build, const char *name)
{
    if (pl_build_hint_near(build, NEAR_SYMBOL, name, name)) {
        return;
    }
    if (strncmp(name, UNNAMED, strlen(UNNAMED)) == 0) {
        pl_diag_hint(build->diags, "give the reaction a name and use that one");
        return;
    }
    switch (pl_role_by_name(name)) {
    case PL_ROLE_TARGET:
    case PL_ROLE_DRUG:
        pl_diag_hint(build->diags, "give it a value: %s = 0", name);
        break;
    case PL_ROLE_EDGE:
    case PL_ROLE_READOUT:
        pl_diag_hint(build->diags, "give it a rule: %s := …", name);
        break;
    case PL_N_ROLES:
        pl_diag_hint(build->diags, "give it a value: %s = 1", name);
        break;
    }
}

static void
hint_function(struct pl_build *build, const char *name, size_t n_arguments)
{
    /* Of more arguments than these the last one stands for the rest. */
    static const char *const lists[] = {"", "a", "a, b", "a, b, c", "a, b, c, …"};
    const size_t most = sizeof lists / sizeof *lists - 1;

    if (!pl_build_hint_near(build, NEAR_FUNCTION, name, NULL)) {
        pl_diag_hint(build->diags,
                     "define it in front of the model: function %s(%s) … end", name,
                     lists[n_arguments < most ? n_arguments : most]);
    }
}

/* ---- functions ---- */

static void
resolve_argument(struct resolver *resolver, const struct pl_function *function,
                 struct pl_formula *formula)
{
    struct pl_build *build = resolver->build;
    size_t length = strlen(formula->name);
    size_t argument = pl_names_find(&resolver->arguments, formula->name, length);
    size_t symbol = pl_names_find(&build->symbol_names, formula->name, length);

    if (argument != PL_NONE) {
        formula->op = PL_OP_ARGUMENT;
        formula->index = argument;
        return;
    }
    if (symbol != PL_NONE && build->symbols[symbol].declared) {
        pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, formula->span),
                      "the function '%s' cannot use '%s'", function->name,
                      formula->name);
        pl_diag_hint(build->diags,
                     "a function sees only its arguments: make '%s' one of them",
                     formula->name);
        return;
    }
    pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, formula->span),
                  "unknown name '%s' in the function '%s'", formula->name,
                  function->name);
    (void)pl_diag_hint_near(build->diags, formula->name, function->arguments,
                            function->n_arguments, 1);
}

/* One function's body: arguments and calls. */
static void
resolve_body(struct resolver *resolver, size_t function, struct pl_formula *formula)
{
    struct pl_build *build = resolver->build;
    const struct pl_function *definition = &build->functions[function].function;

    if (formula->op == PL_OP_NAME) {
        resolve_argument(resolver, definition, formula);
    } else if (formula->op == PL_OP_CALL) {
        formula->index =
            pl_names_find(&build->function_names, formula->name, strlen(formula->name));
        if (formula->index == PL_NONE) {
            pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, formula->span),
                          "unknown function '%s' in the function '%s'", formula->name,
                          definition->name);
            hint_function(build, formula->name, formula->n_arguments);
        } else {
            pl_build_note_use(build, &build->calls, function, formula->index,
                              formula->span);
        }
    }
    if (formula->op != PL_OP_CALL || formula->index != PL_NONE) {
        check_count(build, formula);
    }
    for (size_t k = 0; k < formula->n_arguments; k++) {
        resolve_body(resolver, function, formula->arguments[k]);
    }
}

/* The names of the arguments become the resolver's. */
static void
take_arguments(struct resolver *resolver, const struct pl_function *function)
{
    struct pl_build *build = resolver->build;

    pl_names_finish(&resolver->arguments);
    for (size_t k = 0; k < function->n_arguments && !build->no_memory; k++) {
        const char *name = function->arguments[k];

        if (pl_names_find(&resolver->arguments, name, strlen(name)) != PL_NONE) {
            pl_diag_error(
                build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, function->span),
                "the function '%s' has two arguments named '%s'", function->name, name);
            return;
        }
        build->no_memory = pl_names_add(&resolver->arguments, build->arena, name,
                                        strlen(name)) == PL_NONE;
    }
}

static void
check_function_name(struct pl_build *build, const struct pl_function *function)
{
    size_t symbol =
        pl_names_find(&build->symbol_names, function->name, strlen(function->name));

    if (symbol != PL_NONE && build->symbols[symbol].declared) {
        pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, function->span),
                      "'%s' is %s and cannot be a function", function->name,
                      pl_build_kind_words(build->symbols[symbol].symbol.kind));
        pl_diag_note(build->diags,
                     PL_BUILD_AT(build, build->symbols[symbol].symbol.span),
                     "it is declared here");
    }
}

static const char *
function_name(const struct pl_build *build, size_t function)
{
    return build->functions[function].function.name;
}

static void
report_call_circle(void *context, const struct use *circle, size_t n)
{
    struct pl_build *build = context;

    if (n == 1) {
        pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, circle[0].span),
                      "the function '%s' calls itself",
                      function_name(build, circle[0].user));
        return;
    }
    pl_build_report_circle(build, circle, n, "functions call one another in a circle",
                           function_name, "calls");
}

/* What a formula becomes; the functions that it calls are known. */
static struct extent
find_extent(const struct resolver *resolver, const struct pl_formula *formula)
{
    struct extent extent = {0.0, 1.0, 0.0};

    for (size_t k = 0; k < formula->n_arguments; k++) {
        struct extent argument = find_extent(resolver, formula->arguments[k]);

        extent.depth = fmax(extent.depth, argument.depth);
        extent.own += argument.own;
        extent.inserted += argument.inserted;
    }
    if (formula->op == PL_OP_CALL && formula->index != PL_NONE) {
        const struct extent *body = &resolver->extents[formula->index];

        extent.depth += body->depth;
        extent.inserted += body->own + body->inserted;
    }
    extent.depth += 1.0;
    return extent;
}

/* An extent of 0, and an error, when functions make the formula too large or too deep.
 */
static struct extent
check_extent(struct resolver *resolver, const struct pl_formula *formula,
             enum role role, const char *name)
{
    struct pl_build *build = resolver->build;
    struct extent extent = find_extent(resolver, formula);

    if (extent.inserted + resolver->inserted <= MAX_INSERTED &&
        extent.depth <= PL_FORMULA_MAX_DEPTH) {
        return extent;
    }
    pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, formula->span),
                  "the %s of '%s' is too %s with its functions put in place",
                  role_words(role), name,
                  extent.depth > PL_FORMULA_MAX_DEPTH ? "deep" : "large");
    return (struct extent){0};
}

static void
resolve_functions(struct resolver *resolver)
{
    struct pl_build *build = resolver->build;
    size_t n = build->function_names.n;
    size_t *order = calloc(n + 1, sizeof *order);

    resolver->extents = calloc(n + 1, sizeof *resolver->extents);
    if (order == NULL || resolver->extents == NULL) {
        build->no_memory = true;
        free(order);
        return;
    }
    for (size_t f = 0; f < n; f++) {
        check_function_name(build, &build->functions[f].function);
        take_arguments(resolver, &build->functions[f].function);
        if (build->functions[f].body != NULL) {
            resolve_body(resolver, f, build->functions[f].body);
        }
    }
    if (build->no_memory || !pl_sort_uses(n, build->calls.items, build->calls.n,
                                          report_call_circle, build, order)) {
        build->no_memory = true;
        free(order);
        return;
    }
    for (size_t k = 0; k < n; k++) {
        struct build_function *function = &build->functions[order[k]];

        if (function->body != NULL) {
            resolver->extents[order[k]] = check_extent(
                resolver, function->body, ROLE_BODY, function->function.name);
        }
    }
    free(order);
}

/* ---- formulas of symbols and reactions ---- */

static void
note_unknown(struct resolver *resolver, bool call, const struct pl_formula *formula,
             struct owner owner)
{
    struct pl_build *build = resolver->build;
    struct pl_names *names = call ? &resolver->unknown_calls : &resolver->unknown_names;
    struct unknown **list = call ? &resolver->calls : &resolver->names;
    size_t *capacity = call ? &resolver->calls_capacity : &resolver->names_capacity;
    size_t index = pl_names_find(names, formula->name, strlen(formula->name));
    struct unknown *grown = NULL;

    if (index != PL_NONE) {
        struct unknown *known = &(*list)[index];

        known->n_places++;
        if (formula->span.offset < known->span.offset) {
            known->owner = owner;
            known->span = formula->span;
            known->n_arguments = formula->n_arguments;
        }
        return;
    }
    grown = pl_list_reserve(*list, names->n + 1, capacity, sizeof **list);
    if (grown != NULL) {
        *list = grown;
        index = pl_names_add(names, build->arena, formula->name, strlen(formula->name));
    }
    if (index == PL_NONE) {
        build->no_memory = true;
        return;
    }
    (*list)[index] = (struct unknown){owner, formula->span, 1, formula->n_arguments};
}

static void
note_use(struct pl_build *build, size_t index, struct pl_span span)
{
    struct build_symbol *symbol = &build->symbols[index];

    if (!symbol->used || span.offset < symbol->use_span.offset) {
        symbol->used = true;
        symbol->use_span = span;
    }
}

static void
resolve_name(struct resolver *resolver, struct pl_formula *formula, struct owner owner)
{
    struct pl_build *build = resolver->build;
    size_t length = strlen(formula->name);
    size_t index = pl_names_find(&build->symbol_names, formula->name, length);

    if (index != PL_NONE && build->symbols[index].declared) {
        formula->index = index;
        note_use(build, index, formula->span);
        /* Rate rules and stoichiometries do not say what their symbol is at an instant.
         */
        if (owner.role != ROLE_RATE_RULE && owner.role != ROLE_STOICHIOMETRY) {
            pl_build_note_use(build, &build->uses, owner.symbol, index, formula->span);
        }
        return;
    }
    index = pl_names_find(&build->function_names, formula->name, length);
    if (index != PL_NONE) {
        pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, formula->span),
                      "'%s' is a function and needs its arguments", formula->name);
        pl_diag_note(build->diags,
                     PL_BUILD_AT(build, build->functions[index].function.span),
                     "it is defined here");
        return;
    }
    note_unknown(resolver, false, formula, owner);
}

static void
resolve_call(struct resolver *resolver, struct pl_formula *formula, struct owner owner)
{
    struct pl_build *build = resolver->build;
    size_t length = strlen(formula->name);
    size_t symbol = pl_names_find(&build->symbol_names, formula->name, length);

    formula->index = pl_names_find(&build->function_names, formula->name, length);
    if (formula->index != PL_NONE) {
        check_count(build, formula);
    } else if (symbol != PL_NONE && build->symbols[symbol].declared) {
        pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, formula->span),
                      "'%s' is %s, not a function", formula->name,
                      pl_build_kind_words(build->symbols[symbol].symbol.kind));
        pl_diag_hint(build->diags, "to multiply, write '*' between them");
    } else {
        note_unknown(resolver, true, formula, owner);
    }
}

static void
resolve_formula(struct resolver *resolver, struct pl_formula *formula,
                struct owner owner)
{
    if (formula->op == PL_OP_NAME) {
        resolve_name(resolver, formula, owner);
    } else if (formula->op == PL_OP_CALL) {
        resolve_call(resolver, formula, owner);
    } else {
        check_count(resolver->build, formula);
    }
    for (size_t k = 0; k < formula->n_arguments; k++) {
        resolve_formula(resolver, formula->arguments[k], owner);
    }
}

static void
resolve_whole(struct resolver *resolver, struct pl_formula *formula, enum role role,
              size_t symbol)
{
    if (formula != NULL) {
        resolve_formula(resolver, formula, (struct owner){role, symbol});
        resolver->inserted += check_extent(resolver, formula, role,
                                           resolver->build->symbols[symbol].symbol.name)
                                  .inserted;
    }
}

static void
report_unknown(struct resolver *resolver, bool call)
{
    struct pl_build *build = resolver->build;
    const struct pl_names *names =
        call ? &resolver->unknown_calls : &resolver->unknown_names;
    const struct unknown *list = call ? resolver->calls : resolver->names;

    for (size_t k = 0; k < names->n; k++) {
        pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, list[k].span),
                      "unknown %s '%s' in the %s of '%s'", call ? "function" : "name",
                      names->texts[k], role_words(list[k].owner.role),
                      build->symbols[list[k].owner.symbol].symbol.name);
        if (list[k].n_places > 1) {
            pl_diag_note(build->diags, NULL, "it stands in %zu more place%s",
                         list[k].n_places - 1, list[k].n_places == 2 ? "" : "s");
        }
        if (call) {
            hint_function(build, names->texts[k], list[k].n_arguments);
        } else {
            hint_name(build, names->texts[k]);
        }
    }
}

static void
resolve_all(struct resolver *resolver)
{
    struct pl_build *build = resolver->build;

    for (size_t i = 0; i < build->symbol_names.n; i++) {
        struct build_symbol *symbol = &build->symbols[i];
        bool rate = symbol->symbol.rule_kind == PL_RULE_RATE;

        resolve_whole(resolver, symbol->value, ROLE_VALUE, i);
        resolve_whole(resolver, symbol->rule, rate ? ROLE_RATE_RULE : ROLE_RULE, i);
        if (symbol->symbol.compartment != PL_NONE) {
            note_use(build, symbol->symbol.compartment, symbol->compartment_span);
        }
    }
    for (size_t r = 0; r < build->n_reactions; r++) {
        struct build_reaction *reaction = &build->reactions[r];

        resolve_whole(resolver, reaction->rate, ROLE_RATE, reaction->symbol);
        for (size_t k = 0; k < reaction->n_reactants + reaction->n_products; k++) {
            struct pl_participant *participant = &reaction->participants[k];

            note_use(build, participant->symbol, participant->span);
            resolve_whole(resolver, participant->stoichiometry, ROLE_STOICHIOMETRY,
                          participant->symbol);
        }
    }
}

void
pl_build_resolve(struct pl_build *build)
{
    struct resolver resolver = {.build = build};

    resolve_functions(&resolver);
    if (!build->no_memory) {
        resolve_all(&resolver);
        report_unknown(&resolver, false);
        report_unknown(&resolver, true);
    }
    pl_names_finish(&resolver.unknown_names);
    pl_names_finish(&resolver.unknown_calls);
    pl_names_finish(&resolver.arguments);
    free(resolver.names);
    free(resolver.calls);
    free(resolver.extents);
}
