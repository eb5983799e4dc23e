/*
 * rule_order.c - the order of values, rules and rates, and the circles among them.
 */
#include "model/build_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/text.h"

/* What of a symbol the others wait for: one of these. */
static const char *
formula_words(const struct build_symbol *symbol)
{
    if (symbol->symbol.kind == PL_SYMBOL_REACTION) {
        return "rate";
    }
    return symbol->symbol.rule_kind == PL_RULE_ASSIGNMENT ? "rule" : "value";
}

/* "rules", "values and rules", "values, rules and rates": what makes the circle. */
static void
put_circle_kinds(const struct pl_build *build, const struct use *circle, size_t n,
                 struct pl_text *text)
{
    static const char *const kinds[] = {"value", "rule", "rate"};
    const char *present[sizeof kinds / sizeof *kinds];
    size_t n_present = 0;

    for (size_t w = 0; w < sizeof kinds / sizeof *kinds; w++) {
        for (size_t k = 0; k < n; k++) {
            if (strcmp(formula_words(&build->symbols[circle[k].user]), kinds[w]) == 0) {
                present[n_present++] = kinds[w];
                break;
            }
        }
    }
    for (size_t w = 0; w < n_present; w++) {
        const char *before = w == 0 ? "" : w + 1 < n_present ? ", " : " and ";

        pl_text_format(text, "%s%ss", before, present[w]);
    }
}

static const char *
symbol_name(const struct pl_build *build, size_t symbol)
{
    return build->symbols[symbol].symbol.name;
}

static void
report_circle(void *context, const struct use *circle, size_t n)
{
    struct pl_build *build = context;
    const struct build_symbol *symbols = build->symbols;
    const char *first = symbols[circle[0].user].symbol.name;
    struct pl_text what;

    if (n == 1) {
        pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, circle[0].span),
                      "the %s of '%s' uses '%s' itself",
                      formula_words(&symbols[circle[0].user]), first, first);
        return;
    }
    pl_text_init(&what);
    put_circle_kinds(build, circle, n, &what);
    pl_text_put(&what, " go round in a circle");
    build->no_memory = build->no_memory || what.failed;
    pl_build_report_circle(build, circle, n, pl_text_string(&what), symbol_name,
                           "uses");
    pl_text_finish(&what);
}

void
pl_build_order(struct pl_build *build, size_t *order)
{
    if (!pl_sort_uses(build->symbol_names.n, build->uses.items, build->uses.n,
                      report_circle, build, order)) {
        build->no_memory = true;
    }
}

void
pl_build_order_rules(struct pl_build *build, size_t *order)
{
    struct use *uses = calloc(build->uses.n + 1, sizeof *uses);
    size_t n = 0;

    if (uses == NULL) {
        build->no_memory = true;
        return;
    }
    for (size_t k = 0; k < build->uses.n; k++) {
        const struct use *use = &build->uses.items[k];

        if (pl_symbol_follows(&build->symbols[use->user].symbol) &&
            pl_symbol_follows(&build->symbols[use->used].symbol)) {
            uses[n++] = *use;
        }
    }
    if (!pl_sort_uses(build->symbol_names.n, uses, n, NULL, NULL, order)) {
        build->no_memory = true;
    }
    free(uses);
}
