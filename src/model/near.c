/*
 * near.c - the declared name that an unknown one is perhaps a slip of.
 */
#include "model/build_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/spelling.h"
#include "base/text.h"
#include "expr/op.h"

static bool
is_function_name(enum pl_op op)
{
    const char *name = pl_op_name(op);
    bool is_word = (name[0] >= 'a' && name[0] <= 'z');

    return is_word && op > PL_OP_INPUT && op < PL_OP_SELECT && op != PL_OP_TGAMMA;
}

static void
hint_at(struct pl_build *build, const char *name, const struct pl_span *span)
{
    size_t line = 0;
    size_t column = 0;

    if (span == NULL) {
        pl_diag_hint(build->diags, "did you mean '%s'?", name);
        return;
    }
    pl_source_position(build->source, span->offset, &line, &column);
    pl_diag_hint(build->diags, "did you mean '%s', declared at line %zu?", name, line);
}

static bool
is_same(const char *name, const char *other)
{
    return other != NULL && strcmp(name, other) == 0;
}

/* Candidates in two arrays: names, and their places or NULL. @return how many */
static size_t
list_candidates(const struct pl_build *build, enum near_what what, const char *except,
                const char **names, const struct pl_span **spans)
{
    size_t n = 0;

    if (what == NEAR_SYMBOL) {
        for (size_t i = 0; i < build->symbol_names.n; i++) {
            const char *name = build->symbol_names.texts[i];

            if (build->symbols[i].declared && !is_same(name, except)) {
                names[n] = name;
                spans[n++] = &build->symbols[i].symbol.span;
            }
        }
    } else if (what == NEAR_UNIT) {
        for (size_t i = 0; i < build->unit_names.n; i++) {
            const char *name = build->unit_names.texts[i];

            if (!is_same(name, except)) {
                names[n] = name;
                spans[n++] = &build->units[i].span;
            }
        }
        for (size_t i = 0; pl_build_base_unit(i) != NULL; i++) {
            names[n] = pl_build_base_unit(i);
            spans[n++] = NULL;
        }
    } else {
        for (size_t i = 0; i < build->function_names.n; i++) {
            names[n] = build->function_names.texts[i];
            spans[n++] = &build->functions[i].function.span;
        }
        for (size_t op = 0; op < PL_N_OPS; op++) {
            if (is_function_name((enum pl_op)op)) {
                names[n] = pl_op_name((enum pl_op)op);
                spans[n++] = NULL;
            }
        }
    }
    return n;
}

bool
pl_build_hint_near(struct pl_build *build, enum near_what what, const char *name,
                   const char *except)
{
    size_t most = build->symbol_names.n + build->function_names.n +
                  build->unit_names.n + PL_N_OPS + PL_BUILD_N_BASE_UNITS;
    const char **names = NULL;
    const struct pl_span **spans = NULL;
    size_t best = 0;
    bool found = false;

    if (pl_diags_n_errors(build->diags) > PL_DIAG_MAX_ERRORS) {
        return false; /* the message was not kept either */
    }
    names = calloc(most, sizeof *names);
    spans = calloc(most, sizeof *spans);
    if (names == NULL || spans == NULL) {
        build->no_memory = true;
    } else {
        size_t n = list_candidates(build, what, except, names, spans);

        found = pl_spelling_near(name, names, n, 1, &best) > 0;
        if (found) {
            hint_at(build, names[best], spans[best]);
        }
    }
    free(names);
    free(spans);
    return found;
}
