/*
 * finish.c - checks what build.c collected and makes the model of it.
 */
#include "model/build.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "model/build_private.h"

static bool
copy_source(struct pl_arena *arena, const struct pl_source *source,
            const struct pl_source **out)
{
    struct pl_source *copy = pl_arena_alloc(arena, 1, sizeof *copy);

    if (copy == NULL) {
        return false;
    }
    copy->name = pl_arena_text(arena, source->name, strlen(source->name));
    copy->text = pl_arena_text(arena, source->text, source->size);
    copy->size = source->size;
    *out = copy;
    return copy->name != NULL && copy->text != NULL;
}

/* Annotations grouped by symbol, those of the model last; each group in text order. */
static bool
copy_annotations(const struct pl_build *build, struct pl_model *model,
                 struct pl_symbol *symbols)
{
    size_t n_symbols = build->symbol_names.n;
    size_t *next = calloc(n_symbols + 2, sizeof *next);
    struct pl_annotation *all =
        pl_arena_alloc(build->arena, build->n_annotations + 1, sizeof *all);

    if (next == NULL || all == NULL) {
        free(next);
        return false;
    }
    for (size_t k = 0; k < build->n_annotations; k++) {
        size_t symbol = build->annotations[k].symbol;

        next[(symbol == PL_NONE ? n_symbols : symbol) + 1]++;
    }
    for (size_t i = 0; i <= n_symbols; i++) {
        if (i < n_symbols) {
            symbols[i].n_annotations = next[i + 1];
            symbols[i].annotations = &all[next[i]];
        } else {
            model->n_annotations = next[i + 1];
            model->annotations = &all[next[i]];
        }
        next[i + 1] += next[i];
    }
    for (size_t k = 0; k < build->n_annotations; k++) {
        size_t symbol = build->annotations[k].symbol;

        all[next[symbol == PL_NONE ? n_symbols : symbol]++] =
            build->annotations[k].annotation;
    }
    free(next);
    return true;
}

static bool
copy_symbols(const struct pl_build *build, struct pl_model *model)
{
    size_t n = build->symbol_names.n;
    struct pl_symbol *symbols = pl_arena_alloc(build->arena, n + 1, sizeof *symbols);

    if (symbols == NULL) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        symbols[i] = build->symbols[i].symbol;
        symbols[i].value = build->symbols[i].value;
        symbols[i].rule = build->symbols[i].rule;
    }
    model->n_symbols = n;
    model->symbols = symbols;
    return copy_annotations(build, model, symbols);
}

static bool
copy_reactions(const struct pl_build *build, struct pl_model *model)
{
    struct pl_reaction *reactions =
        pl_arena_alloc(build->arena, build->n_reactions + 1, sizeof *reactions);

    if (reactions == NULL) {
        return false;
    }
    for (size_t r = 0; r < build->n_reactions; r++) {
        const struct build_reaction *built = &build->reactions[r];

        reactions[r] = (struct pl_reaction){
            .symbol = built->symbol,
            .reversible = built->reversible,
            .n_reactants = built->n_reactants,
            .n_products = built->n_products,
            .reactants = built->participants,
            .products = built->participants + built->n_reactants,
            .rate = built->rate,
            .span = built->span,
        };
    }
    model->n_reactions = build->n_reactions;
    model->reactions = reactions;
    return true;
}

static bool
copy_functions(const struct pl_build *build, struct pl_model *model)
{
    size_t n = build->function_names.n;
    struct pl_function *functions =
        pl_arena_alloc(build->arena, n + 1, sizeof *functions);

    if (functions == NULL) {
        return false;
    }
    for (size_t f = 0; f < n; f++) {
        functions[f] = build->functions[f].function;
        functions[f].body = build->functions[f].body;
    }
    model->n_functions = n;
    model->functions = functions;
    return true;
}

static bool
copy_units(const struct pl_build *build, struct pl_model *model)
{
    size_t n = build->unit_names.n;
    struct pl_unit *units = pl_arena_alloc(build->arena, n + 1, sizeof *units);

    if (units == NULL) {
        return false;
    }
    for (size_t u = 0; u < n; u++) {
        units[u] = build->units[u];
    }
    model->n_units = n;
    model->units = units;
    return true;
}

/* One entry of the table that pl_model_find searches. */
struct named {
    const char *name;
    size_t symbol;
};

static int
compare_names(const void *a, const void *b)
{
    const struct named *left = a;
    const struct named *right = b;

    return strcmp(left->name, right->name);
}

static bool
sort_names(const struct pl_build *build, struct pl_model *model)
{
    size_t n = build->symbol_names.n;
    struct named *sorted = calloc(n + 1, sizeof *sorted);
    size_t *by_name = pl_arena_alloc(build->arena, n + 1, sizeof *by_name);

    if (sorted == NULL || by_name == NULL) {
        free(sorted);
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        sorted[i] = (struct named){build->symbol_names.texts[i], i};
    }
    qsort(sorted, n, sizeof *sorted, compare_names);
    for (size_t k = 0; k < n; k++) {
        by_name[k] = sorted[k].symbol;
    }
    model->by_name = by_name;
    free(sorted);
    return true;
}

/* Which symbols an order keeps. */
static bool
has_rule_or_rate(const struct build_symbol *symbol)
{
    return pl_symbol_follows(&symbol->symbol);
}

static bool
has_value(const struct build_symbol *symbol)
{
    return symbol->has_value;
}

static bool
has_either(const struct build_symbol *symbol)
{
    return has_value(symbol) || has_rule_or_rate(symbol);
}

static bool
copy_order(const struct pl_build *build, const size_t *order,
           bool (*keep)(const struct build_symbol *symbol), size_t *n_out,
           const size_t **out)
{
    size_t n = build->symbol_names.n;
    size_t *kept = pl_arena_alloc(build->arena, n + 1, sizeof *kept);
    size_t n_kept = 0;

    if (kept == NULL) {
        return false;
    }
    for (size_t k = 0; k < n; k++) {
        if (keep(&build->symbols[order[k]])) {
            kept[n_kept++] = order[k];
        }
    }
    *n_out = n_kept;
    *out = kept;
    return true;
}

/* `order` is that of values, rules and rates together; it is overwritten. */
static bool
copy_orders(struct pl_build *build, size_t *order, struct pl_model *model)
{
    if (!copy_order(build, order, has_either, &model->n_initial_order,
                    &model->initial_order) ||
        !copy_order(build, order, has_value, &model->n_value_order,
                    &model->value_order)) {
        return false;
    }
    pl_build_order_rules(build, order);
    return !build->no_memory && copy_order(build, order, has_rule_or_rate,
                                           &model->n_rule_order, &model->rule_order);
}

/* The model, in the arena, which it takes over. @return NULL when memory is out */
static struct pl_model *
assemble(struct pl_build *build, size_t *order)
{
    struct pl_model *model = pl_arena_alloc(build->arena, 1, sizeof *model);

    if (model == NULL || !copy_source(build->arena, build->source, &model->source) ||
        !copy_symbols(build, model) || !copy_reactions(build, model) ||
        !copy_functions(build, model) || !copy_units(build, model) ||
        !sort_names(build, model) || !copy_orders(build, order, model)) {
        return NULL;
    }
    model->name = build->name;
    model->time_unit = build->time_unit;
    model->memory = build->arena;
    build->arena = NULL;
    return model;
}

/* Constants alone do not make a model. */
static void
check_not_empty(struct pl_build *build)
{
    for (size_t i = 0; i < build->symbol_names.n; i++) {
        const struct pl_symbol *symbol = &build->symbols[i].symbol;

        if (symbol->kind == PL_SYMBOL_SPECIES || symbol->kind == PL_SYMBOL_REACTION ||
            symbol->rule_kind != PL_RULE_NONE) {
            return;
        }
    }
    pl_diag_error(build->diags, PL_ERR_MODEL, NULL,
                  "%s: nothing to simulate: no species, no reactions and no rules",
                  build->source->name);
}

enum pl_status
pl_build_finish(struct pl_build *build, struct pl_model **out)
{
    enum pl_status status = PL_OK;
    size_t *order = calloc(build->symbol_names.n + 1, sizeof *order);

    *out = NULL;
    build->no_memory = build->no_memory || order == NULL;
    if (!build->no_memory) {
        pl_build_resolve(build);
    }
    if (!build->no_memory) {
        pl_build_check_units(build);
        pl_build_check_symbols(build);
        pl_build_check_reactions(build);
        pl_build_order(build, order);
    }
    if (build->no_memory) {
        status = pl_diag_no_memory(build->diags, "the model");
        goto done;
    }
    if (pl_diags_n_errors(build->diags) == build->n_errors_before &&
        !build->incomplete) {
        check_not_empty(build);
    }
    if (pl_diags_n_errors(build->diags) > build->n_errors_before || build->incomplete) {
        status = PL_ERR_MODEL;
        goto done;
    }
    *out = assemble(build, order);
    if (*out == NULL) {
        status = pl_diag_no_memory(build->diags, "the model");
    }

done:
    free(order);
    return status;
}
