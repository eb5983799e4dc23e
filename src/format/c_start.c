/*
 * c_start.c - the functions that a model defines and its values at time 0, as C.
 */
#include "format/c_parts.h"

#include <stdlib.h>
#include <string.h>

#include "expr/formula.h"
#include "model/model.h"

/* ---- functions ---- */

static bool
uses_argument(const struct pl_formula *formula, size_t argument)
{
    if (formula->op == PL_OP_ARGUMENT && formula->index == argument) {
        return true;
    }
    for (size_t k = 0; k < formula->n_arguments; k++) {
        if (uses_argument(formula->arguments[k], argument)) {
            return true;
        }
    }
    return false;
}

/* One function, its arguments by these names. */
static void
put_function(struct pl_c_writer *w, size_t function, const char *const *arguments)
{
    const struct pl_function *f = &w->model->functions[function];
    struct pl_text line, body;

    pl_text_init(&line);
    pl_text_init(&body);
    w->expressions.arguments = arguments;
    pl_c_put_expression(&w->expressions, f->body, &body);
    pl_text_format(&line, "%s(", w->functions[function]);
    for (size_t k = 0; k < f->n_arguments; k++) {
        pl_text_format(&line, "%sdouble %s", k > 0 ? ", " : "", arguments[k]);
    }
    pl_text_put(&line, f->n_arguments > 0 ? ")" : "void)");
    pl_text_put(&w->text, "\nstatic double\n");
    pl_text_wrap(&w->text, pl_text_string(&line), 0, 4, PL_C_WIDTH);
    pl_text_put(&w->text, "\n{\n");
    for (size_t k = 0; k < f->n_arguments; k++) {
        pl_c_put_unused(arguments[k], uses_argument(f->body, k), &w->text);
    }
    pl_c_put_parts(w);
    pl_c_put_statement("return", &body, &w->text);
    pl_text_put(&w->text, "}\n");
    w->text.failed = w->text.failed || line.failed;
    w->expressions.arguments = NULL;
    pl_text_finish(&line);
    pl_text_finish(&body);
}

static bool put_called(struct pl_c_writer *w, const struct pl_formula *formula,
                       bool *is_there);

/* A function behind those that it calls, unless it is there. How deep they call one
 * another is limited where models are checked. */
static bool
put_in_order(struct pl_c_writer *w, size_t function, bool *is_there)
{
    const struct pl_function *f = &w->model->functions[function];
    const char **arguments = NULL;

    if (is_there[function]) {
        return true;
    }
    is_there[function] = true;
    if (!put_called(w, f->body, is_there)) {
        return false;
    }
    arguments = pl_arena_alloc(&w->arena, f->n_arguments + 1, sizeof *arguments);
    for (size_t k = 0; k < f->n_arguments && arguments != NULL; k++) {
        arguments[k] = pl_c_local_name(w, f->arguments[k]);
        if (arguments[k] == NULL) {
            return false;
        }
    }
    if (arguments != NULL) {
        put_function(w, function, arguments);
    }
    return arguments != NULL;
}

/* The functions that a formula calls. */
static bool
put_called(struct pl_c_writer *w, const struct pl_formula *formula, bool *is_there)
{
    bool done = true;

    if (formula != NULL && formula->op == PL_OP_CALL) {
        done = put_in_order(w, formula->index, is_there);
    }
    for (size_t k = 0; formula != NULL && k < formula->n_arguments && done; k++) {
        done = put_called(w, formula->arguments[k], is_there);
    }
    return done;
}

bool
pl_c_put_functions(struct pl_c_writer *w)
{
    const struct pl_model *model = w->model;
    bool *is_there = calloc(model->n_functions + 1, sizeof *is_there);
    bool done = is_there != NULL;

    for (size_t i = 0; i < model->n_symbols && done; i++) {
        done = put_called(w, model->symbols[i].value, is_there) &&
               put_called(w, model->symbols[i].rule, is_there);
    }
    for (size_t r = 0; r < model->n_reactions && done; r++) {
        const struct pl_reaction *reaction = &model->reactions[r];

        done = put_called(w, reaction->rate, is_there);
        for (size_t k = 0; k < reaction->n_reactants && done; k++) {
            done = put_called(w, reaction->reactants[k].stoichiometry, is_there);
        }
        for (size_t k = 0; k < reaction->n_products && done; k++) {
            done = put_called(w, reaction->products[k].stoichiometry, is_there);
        }
    }
    free(is_there);
    return done;
}

/* ---- values at time 0 ---- */

const struct pl_formula *
pl_c_start_formula(const struct pl_model *model, size_t symbol)
{
    const struct pl_symbol *s = &model->symbols[symbol];
    double number = 0.0;

    if (pl_symbol_follows(s) || s->value == NULL ||
        pl_formula_is_number(s->value, &number)) {
        return NULL;
    }
    return s->value;
}

/* Which symbols the initial formulas use, directly and through rules and rates.
 * @return true when that takes the time */
static bool
mark_start(const struct pl_model *model, bool *used)
{
    bool time = false;

    for (size_t k = model->n_initial_order; k-- > 0;) {
        size_t i = model->initial_order[k];
        const struct pl_formula *formula = pl_c_start_formula(model, i);

        if (used[i] && pl_symbol_follows(&model->symbols[i])) {
            formula = pl_c_followed(model, i);
        }
        pl_c_mark(formula, used);
        time = time || pl_c_uses_time(formula);
    }
    return time;
}

/* if (isnan(p[PAR_x])) { p[PAR_x] = formula; } */
static void
put_start_value(struct pl_c_writer *w, size_t symbol, const struct pl_formula *formula)
{
    struct pl_text left, right;

    pl_text_init(&left);
    pl_text_init(&right);
    pl_c_put_expression(&w->expressions, formula, &right);
    pl_c_put_parts(w);
    pl_text_format(&w->text, "    if (isnan(p[PAR_%s])) {\n    ", w->tails[symbol]);
    pl_text_format(&left, "p[PAR_%s] =", w->tails[symbol]);
    pl_c_put_statement(pl_text_string(&left), &right, &w->text);
    pl_text_put(&w->text, "    }\n");
    w->text.failed = w->text.failed || left.failed;
    pl_text_finish(&left);
    pl_text_finish(&right);
}

static const char start_head[] = "\n"
                                 "/*\n"
                                 " * Time 0: the values that the model works out from "
                                 "others, unless they are given,\n"
                                 " * and the state.\n"
                                 " */\n"
                                 "static void\n"
                                 "start(double p[], double y[])\n"
                                 "{\n";

static void
put_initial_values(struct pl_c_writer *w, const bool *used)
{
    const struct pl_model *model = w->model;

    for (size_t k = 0; k < model->n_initial_order; k++) {
        size_t i = model->initial_order[k];
        const struct pl_formula *formula = pl_c_start_formula(model, i);

        if (pl_symbol_follows(&model->symbols[i])) {
            if (used[i]) {
                pl_c_put_local_value(w, i, pl_c_followed(model, i));
            }
            continue;
        }
        if (formula != NULL) {
            put_start_value(w, i, formula);
        }
        if (used[i]) {
            pl_text_format(&w->text, "    const double %s = p[PAR_%s];\n", w->locals[i],
                           w->tails[i]);
        }
    }
}

bool
pl_c_put_start(struct pl_c_writer *w)
{
    const struct pl_model *model = w->model;
    bool *used = calloc(model->n_symbols + 1, sizeof *used);
    bool any_state = false;
    bool any_formula = false;
    bool time = false;

    if (used == NULL) {
        return false;
    }
    time = mark_start(model, used);
    for (size_t i = 0; i < model->n_symbols; i++) {
        any_state = any_state || w->is_state[i];
        any_formula = any_formula || pl_c_start_formula(model, i) != NULL;
    }
    pl_text_put(&w->text, start_head);
    pl_c_put_unused("p", any_state || any_formula, &w->text);
    pl_c_put_unused("y", any_state, &w->text);
    pl_text_put(&w->text, time ? "    const double time = 0.0;\n" : "");
    put_initial_values(w, used);
    pl_text_put(&w->text, any_formula && any_state ? "\n" : "");
    for (size_t i = 0; i < model->n_symbols; i++) {
        if (w->is_state[i]) {
            pl_text_format(&w->text, "    y[STATE_%s] = p[PAR_%s]", w->tails[i],
                           w->tails[i]);
            if (pl_model_keeps_amount(model, i)) {
                pl_text_format(&w->text, "*p[PAR_%s]",
                               w->tails[model->symbols[i].compartment]);
            }
            pl_text_put(&w->text, ";\n");
        }
    }
    pl_text_put(&w->text, "}\n");
    free(used);
    return true;
}
