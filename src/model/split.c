/*
 * split.c - a rate as the gains and losses that it is made of, a rule as its parts.
 *
 * Formulas are at most PL_FORMULA_MAX_DEPTH deep, also with their functions put in place,
 * so whoever walks them here recurses.
 */
#include "model/split.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/list.h"
#include "expr/formula.h"
#include "model/model.h"

/* A product on its way: a part of it is about to be replaced. */
struct factors {
    size_t n;
    size_t capacity;
    struct pl_part *list; /* `negative` is not used */
};

struct splitter {
    const struct pl_model *model;
    const struct pl_reaction *reaction; /* NULL for a rule */
    bool *moves;                        /* shape (n_symbols): it changes with time */
    struct pl_parts *out;
    size_t capacity;
    bool failed; /* memory is out */
};

/* What stands around a sum that is multiplied out. */
struct around {
    const struct factors *factors;
    size_t place; /* of the sum among them */
};

static void split_sum(struct splitter *s, struct pl_formula *formula, bool negative,
                      bool whole, const struct around *around);

/* ---------------------------------------------------------------- looking at formulas */

static bool
is_sum(const struct pl_formula *formula)
{
    return formula->op == PL_OP_SUBTRACT ||
           (formula->op == PL_OP_ADD && formula->n_arguments >= 2);
}

static bool
formula_moves(const struct splitter *s, const struct pl_formula *formula)
{
    if (formula->op == PL_OP_TIME) {
        return true;
    }
    if (formula->op == PL_OP_NAME && s->moves[formula->index]) {
        return true;
    }
    if (formula->op == PL_OP_CALL &&
        formula_moves(s, s->model->functions[formula->index].body)) {
        return true; /* it reads time itself */
    }
    for (size_t k = 0; k < formula->n_arguments; k++) {
        if (formula_moves(s, formula->arguments[k])) {
            return true;
        }
    }
    return false;
}

static void
find_moving(struct splitter *s)
{
    const struct pl_model *model = s->model;

    for (size_t i = 0; i < model->n_symbols; i++) {
        s->moves[i] = pl_model_is_state(model, i);
    }
    for (size_t k = 0; k < model->n_rule_order; k++) {
        size_t i = model->rule_order[k];
        const struct pl_symbol *symbol = &model->symbols[i];

        s->moves[i] = formula_moves(s, symbol->kind == PL_SYMBOL_REACTION
                                           ? model->reactions[symbol->reaction].rate
                                           : symbol->rule);
    }
}

/* True when the formula names a species of that side of the reaction. */
static bool
names_one_of(const struct pl_formula *formula, const struct pl_participant *side,
             size_t n)
{
    for (size_t k = 0; k < n && formula->op == PL_OP_NAME; k++) {
        if (side[k].symbol == formula->index) {
            return true;
        }
    }
    for (size_t k = 0; k < formula->n_arguments; k++) {
        if (names_one_of(formula->arguments[k], side, n)) {
            return true;
        }
    }
    return false;
}

/* What the terms of a sum are like: those that add, and those that take off. */
struct look {
    bool adds, takes;               /* there are some */
    bool adds_moving, takes_moving; /* there are some that move */
    bool from_left, from_right;     /* one that adds names a reactant, a product */
    bool to_left, to_right;         /* one that takes off does */
};

static void
look_at(const struct splitter *s, const struct pl_formula *formula, bool negative,
        struct look *look)
{
    const struct pl_reaction *reaction = s->reaction;

    if (formula->op == PL_OP_ADD || formula->op == PL_OP_NEGATE ||
        formula->op == PL_OP_SUBTRACT) {
        for (size_t k = 0; k < formula->n_arguments; k++) {
            const bool flips = formula->op == PL_OP_NEGATE ||
                               (formula->op == PL_OP_SUBTRACT && k == 1);

            look_at(s, formula->arguments[k], negative != flips, look);
        }
        return;
    }
    look->adds |= !negative;
    look->takes |= negative;
    look->adds_moving |= !negative && formula_moves(s, formula);
    look->takes_moving |= negative && formula_moves(s, formula);
    if (reaction != NULL) {
        const bool left =
            names_one_of(formula, reaction->reactants, reaction->n_reactants);
        const bool right =
            names_one_of(formula, reaction->products, reaction->n_products);

        look->from_left |= !negative && left;
        look->to_right |= negative && right;
        look->from_right |= !negative && right;
        look->to_left |= negative && left;
    }
}

/* ---------------------------------------------------------------- making formulas */

static struct pl_formula *
remember_failure(struct splitter *s)
{
    s->failed = true;
    return NULL;
}

/* A copy of a function's body with arguments in their places. */
static struct pl_formula *
insert(struct splitter *s, const struct pl_formula *body,
       struct pl_formula *const *arguments)
{
    struct pl_arena *arena = &s->out->memory;
    struct pl_formula **inner = NULL;
    struct pl_formula *copy = NULL;

    if (body->op == PL_OP_ARGUMENT) {
        return arguments[body->index];
    }
    inner = pl_arena_alloc(arena, body->n_arguments + 1, sizeof *inner);
    for (size_t k = 0; inner != NULL && k < body->n_arguments; k++) {
        inner[k] = insert(s, body->arguments[k], arguments);
    }
    if (inner != NULL && !s->failed) {
        copy = pl_formula_apply(arena, body->span, body->op, body->name, inner,
                                body->n_arguments);
    }
    if (copy == NULL) {
        return remember_failure(s);
    }
    copy->number = body->number;
    copy->index = body->index;
    return copy;
}

/* A node that may be changed, with the same arguments. */
static struct pl_formula *
copy_top(struct splitter *s, const struct pl_formula *formula)
{
    struct pl_formula *copy =
        pl_formula_apply(&s->out->memory, formula->span, formula->op, formula->name,
                         formula->arguments, formula->n_arguments);

    if (copy == NULL) {
        return remember_failure(s);
    }
    copy->number = formula->number;
    copy->index = formula->index;
    return copy;
}

static void
emit(struct splitter *s, const struct pl_formula *formula, bool negative, bool inverse)
{
    struct pl_part *grown = NULL;

    if (s->failed || s->out->n > PL_SPLIT_MAX_PARTS) {
        return;
    }
    grown = pl_list_reserve(s->out->parts, s->out->n + 1, &s->capacity, sizeof *grown);
    if (grown == NULL) {
        s->failed = true;
        return;
    }
    s->out->parts = grown;
    grown[s->out->n++] = (struct pl_part){negative, inverse, formula};
}

/* ---------------------------------------------------------------- products */

static void
add_factor(struct splitter *s, struct factors *factors,
           const struct pl_formula *formula, bool inverse)
{
    struct pl_part *grown = pl_list_reserve(factors->list, factors->n + 1,
                                            &factors->capacity, sizeof *grown);

    if (grown == NULL) {
        s->failed = true;
        return;
    }
    factors->list = grown;
    grown[factors->n++] = (struct pl_part){false, inverse, formula};
}

/* Append the factors of a product. @return true when its sign is minus */
static bool
collect(struct splitter *s, const struct pl_formula *formula, struct factors *factors)
{
    bool negative = false;

    switch (formula->op) {
    case PL_OP_NEGATE:
        return !collect(s, formula->arguments[0], factors);
    case PL_OP_MULTIPLY:
        for (size_t k = 0; k < formula->n_arguments; k++) {
            negative ^= collect(s, formula->arguments[k], factors);
        }
        return negative;
    case PL_OP_DIVIDE:
        negative = collect(s, formula->arguments[0], factors);
        add_factor(s, factors, formula->arguments[1], true);
        return negative;
    case PL_OP_NUMBER:
        if (formula->number != 1.0) {
            add_factor(s, factors, formula, false);
        }
        return false;
    case PL_OP_CALL: {
        const struct pl_function *function = &s->model->functions[formula->index];
        struct pl_formula *body = insert(s, function->body, formula->arguments);

        return body != NULL && collect(s, body, factors);
    }
    default:
        add_factor(s, factors, formula, false);
        return false;
    }
}

/* factors as one formula: those above the line, then each divisor. */
static struct pl_formula *
build_product(struct splitter *s, const struct factors *factors)
{
    const struct pl_span nowhere = {0, 0};
    struct pl_arena *arena = &s->out->memory;
    struct pl_formula **above =
        pl_arena_alloc(arena, factors->n + 1, sizeof(struct pl_formula *));
    struct pl_formula *product = NULL;
    size_t n = 0;

    if (above == NULL || s->failed) {
        return remember_failure(s);
    }
    for (size_t k = 0; k < factors->n; k++) {
        if (!factors->list[k].inverse) {
            above[n++] = copy_top(s, factors->list[k].formula);
        }
    }
    product = n == 0 ? pl_formula_number(arena, nowhere, 1.0)
              : n == 1
                  ? above[0]
                  : pl_formula_apply(arena, nowhere, PL_OP_MULTIPLY, NULL, above, n);
    for (size_t k = 0; k < factors->n && product != NULL; k++) {
        if (factors->list[k].inverse) {
            struct pl_formula *quotient[2] = {product,
                                              copy_top(s, factors->list[k].formula)};

            product = pl_formula_apply(arena, nowhere, PL_OP_DIVIDE, NULL, quotient, 2);
        }
    }
    return product != NULL ? product : remember_failure(s);
}

/* Everything but the factor at `place` is held. */
static bool
others_are_held(const struct splitter *s, const struct factors *factors, size_t place)
{
    for (size_t k = 0; k < factors->n; k++) {
        if (k != place && formula_moves(s, factors->list[k].formula)) {
            return false;
        }
    }
    return true;
}

/* A difference that draws a species to a level: one that moves, or the only one there is.
 * (1 - x) beside other terms is a share. */
static bool
draws_to_level(const struct look *look, bool whole)
{
    return (look->adds_moving && look->takes_moving) ||
           (whole && (look->adds_moving || look->takes_moving));
}

/*
 * Which factor is multiplied out (split.h); PL_NONE for none.
 * @param whole  nothing else drives the rate
 */
static size_t
choose_sum(const struct splitter *s, const struct factors *factors, bool whole)
{
    /* what goes one way has no way back to tell */
    const bool goes_back = s->reaction == NULL || s->reaction->reversible;
    size_t n_same = 0;
    size_t n_driving = 0;
    size_t same = PL_NONE;
    size_t driving = PL_NONE;

    for (size_t k = 0; k < factors->n; k++) {
        const struct pl_part *factor = &factors->list[k];
        struct look look = {0};

        if (factor->inverse || !is_sum(factor->formula)) {
            continue;
        }
        look_at(s, factor->formula, false, &look);
        if (!look.adds || !look.takes) {
            n_same++;
            same = k;
        } else if (!goes_back) {
            continue;
        } else if ((look.from_left && look.to_right) ||
                   (look.from_right && look.to_left) ||
                   (draws_to_level(&look, whole) && others_are_held(s, factors, k))) {
            n_driving++;
            driving = k;
        }
    }
    if (n_same == 1) {
        return same;
    }
    return n_same == 0 && n_driving == 1 ? driving : PL_NONE;
}

/*
 * A product becomes one term, or several.
 * @param original           as its author wrote it; NULL when it was put together here
 * @param original_negative  the sign before that; `negative` has those inside it too
 */
static void
split_product(struct splitter *s, const struct factors *factors,
              const struct pl_formula *original, bool negative, bool original_negative,
              bool whole)
{
    const size_t place = choose_sum(s, factors, whole);
    const struct around around = {factors, place};

    if (s->failed || s->out->n > PL_SPLIT_MAX_PARTS) {
        return;
    }
    if (place == PL_NONE && original != NULL && negative == original_negative) {
        emit(s, original, negative, false);
    } else if (place == PL_NONE) {
        emit(s, build_product(s, factors), negative, false);
    } else {
        struct pl_formula *sum = copy_top(s, factors->list[place].formula);

        if (sum != NULL) {
            split_sum(s, sum, negative, false, &around);
        }
    }
}

/* One term of a sum, in the product around it. */
static void
split_term(struct splitter *s, const struct pl_formula *formula, bool negative,
           bool whole, const struct around *around)
{
    struct factors factors = {0};
    bool flips = false;

    for (size_t k = 0; around != NULL && k < around->place; k++) {
        const struct pl_part *factor = &around->factors->list[k];

        add_factor(s, &factors, factor->formula, factor->inverse);
    }
    flips = collect(s, formula, &factors);
    for (size_t k = around != NULL ? around->place + 1 : 0;
         around != NULL && k < around->factors->n; k++) {
        const struct pl_part *factor = &around->factors->list[k];

        add_factor(s, &factors, factor->formula, factor->inverse);
    }
    split_product(s, &factors, around == NULL ? formula : NULL, negative != flips,
                  negative, whole);
    free(factors.list);
}

/* The terms of a sum, or of a function that gives one. */
static void
split_sum(struct splitter *s, struct pl_formula *formula, bool negative, bool whole,
          const struct around *around)
{
    const bool inner = whole && !is_sum(formula); /* of several none drives it alone */

    switch (formula->op) {
    case PL_OP_NEGATE:
        split_sum(s, formula->arguments[0], !negative, inner, around);
        break;
    case PL_OP_ADD:
    case PL_OP_SUBTRACT:
        for (size_t k = 0; k < formula->n_arguments && !s->failed; k++) {
            const bool flips = formula->op == PL_OP_SUBTRACT && k == 1;

            split_sum(s, formula->arguments[k], negative != flips, inner, around);
        }
        break;
    case PL_OP_CALL: {
        struct pl_formula *body =
            insert(s, s->model->functions[formula->index].body, formula->arguments);

        if (body != NULL &&
            (is_sum(body) || body->op == PL_OP_NEGATE || body->op == PL_OP_CALL)) {
            split_sum(s, body, negative, inner, around);
            break;
        }
        split_term(s, formula, negative, inner, around);
        break;
    }
    default:
        split_term(s, formula, negative, inner, around);
        break;
    }
}

/* ---------------------------------------------------------------- from outside */

static enum pl_status
begin(struct splitter *s, struct pl_diags *diags)
{
    pl_parts_finish(s->out);
    s->moves = calloc(s->model->n_symbols + 1, sizeof *s->moves);
    if (s->moves == NULL) {
        return pl_diag_no_memory(diags, "the terms of a formula");
    }
    find_moving(s);
    return PL_OK;
}

/* Too many terms are one; a sum of none ("plus()") is one, too. */
static enum pl_status
end(struct splitter *s, const struct pl_formula *formula, struct pl_diags *diags)
{
    if (!s->failed && (s->out->n > PL_SPLIT_MAX_PARTS || s->out->n == 0)) {
        s->out->n = 0;
        s->out->is_product = false;
        emit(s, formula, false, false);
    }
    free(s->moves);
    if (s->failed) {
        pl_parts_finish(s->out);
        return pl_diag_no_memory(diags, "the terms of a formula");
    }
    return PL_OK;
}

enum pl_status
pl_split_rate(const struct pl_model *model, const struct pl_formula *formula,
              const struct pl_reaction *reaction, struct pl_diags *diags,
              struct pl_parts *parts)
{
    struct splitter s = {.model = model, .reaction = reaction, .out = parts};
    struct pl_formula *top = NULL;
    enum pl_status status = begin(&s, diags);

    if (status != PL_OK) {
        return status;
    }
    top = copy_top(&s, formula);
    if (top != NULL) {
        split_sum(&s, top, false, true, NULL);
    }
    return end(&s, formula, diags);
}

/* The terms of a sum as they are written. */
static void
list_terms(struct splitter *s, const struct pl_formula *formula, bool negative)
{
    if (!is_sum(formula) && formula->op != PL_OP_NEGATE) {
        emit(s, formula, negative, false);
        return;
    }
    for (size_t k = 0; k < formula->n_arguments; k++) {
        const bool flips =
            formula->op == PL_OP_NEGATE || (formula->op == PL_OP_SUBTRACT && k == 1);

        list_terms(s, formula->arguments[k], negative != flips);
    }
}

/* The factors of a product as they are written. */
static void
list_factors(struct splitter *s, const struct pl_formula *formula)
{
    if (formula->op == PL_OP_MULTIPLY && formula->n_arguments >= 2) {
        for (size_t k = 0; k < formula->n_arguments; k++) {
            list_factors(s, formula->arguments[k]);
        }
    } else if (formula->op == PL_OP_DIVIDE) {
        list_factors(s, formula->arguments[0]);
        emit(s, formula->arguments[1], false, true);
    } else {
        emit(s, formula, false, false);
    }
}

enum pl_status
pl_split_rule(const struct pl_model *model, const struct pl_formula *formula,
              struct pl_diags *diags, struct pl_parts *parts)
{
    struct splitter s = {.model = model, .out = parts};
    enum pl_status status = begin(&s, diags);

    if (status != PL_OK) {
        return status;
    }
    if (is_sum(formula) || formula->op == PL_OP_NEGATE) {
        list_terms(&s, formula, false);
    } else {
        list_factors(&s, formula);
        parts->is_product = parts->n > 1;
    }
    return end(&s, formula, diags);
}

void
pl_parts_finish(struct pl_parts *parts)
{
    pl_arena_finish(&parts->memory);
    free(parts->parts);
    *parts = (struct pl_parts){0};
}
