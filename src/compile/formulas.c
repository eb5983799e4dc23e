/*
 * formulas.c - formulas of a model, and their slopes, from the values of its symbols.
 */
#include "compile/formulas.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/index.h"
#include "base/list.h"
#include "compile/kernel.h"
#include "compile/lower.h"
#include "compile/run_order.h"
#include "compile/tape.h"
#include "expr/graph.h"
#include "model/model.h"

/* Slots of the graph: time, then each symbol. */
enum { TIME_SLOT, FIRST_SYMBOL_SLOT };

struct pl_formulas {
    const struct pl_model *model; /* borrowed */
    struct pl_graph *graph;
    uint32_t *symbols; /* shape (n_symbols): what each name means */
    struct pl_lowering lowering;
    size_t n;
    size_t capacity;
    uint32_t *outputs; /* shape (n): nodes */

    /* once it is prepared */
    struct pl_tape *tape;
    struct pl_run_order *order;
    struct pl_kernel kernel;
    double *frame; /* shape (pl_tape_n_slots) */
};

static uint32_t
slot_of(size_t symbol)
{
    return (uint32_t)(FIRST_SYMBOL_SLOT + symbol);
}

static enum pl_status
no_memory(struct pl_diags *diags)
{
    return pl_diag_no_memory(diags, "formulas");
}

/* What the names mean: symbols, and in the place of some their formulas. */
static enum pl_status
name_symbols(struct pl_formulas *formulas, const bool *written_out)
{
    const struct pl_model *model = formulas->model;
    struct pl_lowering *lowering = &formulas->lowering;

    for (size_t i = 0; i < model->n_symbols; i++) {
        formulas->symbols[i] = pl_graph_input(formulas->graph, slot_of(i));
    }
    lowering->symbols = formulas->symbols;
    lowering->time = pl_graph_input(formulas->graph, TIME_SLOT);
    for (size_t k = 0; written_out != NULL && k < model->n_rule_order; k++) {
        size_t i = model->rule_order[k];
        const struct pl_symbol *symbol = &model->symbols[i];

        if (written_out[i]) {
            formulas->symbols[i] =
                pl_lower(lowering,
                         symbol->kind == PL_SYMBOL_REACTION
                             ? model->reactions[symbol->reaction].rate
                             : symbol->rule,
                         NULL, symbol->name);
        }
    }
    return pl_lowering_status(lowering);
}

enum pl_status
pl_formulas_create(const struct pl_model *model, const bool *written_out,
                   struct pl_diags *diags, struct pl_formulas **out)
{
    enum pl_status status = PL_OK;
    struct pl_formulas *formulas = calloc(1, sizeof *formulas);

    *out = NULL;
    if (formulas == NULL) {
        return no_memory(diags);
    }
    formulas->model = model;
    formulas->graph = pl_graph_create();
    formulas->symbols = calloc(model->n_symbols + 1, sizeof *formulas->symbols);
    pl_lowering_init(&formulas->lowering, formulas->graph, model, diags);
    if (formulas->graph == NULL || formulas->symbols == NULL) {
        status = no_memory(diags);
    }
    if (status == PL_OK) {
        status = name_symbols(formulas, written_out);
    }
    if (status != PL_OK) {
        pl_formulas_destroy(formulas);
        return status;
    }
    formulas->lowering.diags = NULL; /* `diags` may be gone at the next call */
    *out = formulas;
    return PL_OK;
}

void
pl_formulas_destroy(struct pl_formulas *formulas)
{
    if (formulas == NULL) {
        return;
    }
    pl_lowering_finish(&formulas->lowering);
    pl_graph_destroy(formulas->graph);
    pl_tape_destroy(formulas->tape);
    pl_run_order_destroy(formulas->order);
    free(formulas->symbols);
    free(formulas->outputs);
    free(formulas->frame);
    free(formulas);
}

static enum pl_status
add_output(struct pl_formulas *formulas, uint32_t node, struct pl_diags *diags,
           size_t *k)
{
    uint32_t *grown = NULL;

    assert(formulas->tape == NULL);
    if (node == PL_NODE_NONE || pl_graph_failed(formulas->graph)) {
        return no_memory(diags);
    }
    grown = pl_list_reserve(formulas->outputs, formulas->n + 1, &formulas->capacity,
                            sizeof *grown);
    if (grown == NULL) {
        return no_memory(diags);
    }
    formulas->outputs = grown;
    *k = formulas->n;
    grown[formulas->n++] = node;
    return PL_OK;
}

enum pl_status
pl_formulas_add(struct pl_formulas *formulas, const struct pl_formula *formula,
                struct pl_diags *diags, size_t *k)
{
    return add_output(formulas, pl_lower(&formulas->lowering, formula, NULL, ""), diags,
                      k);
}

enum pl_status
pl_formulas_add_slope(struct pl_formulas *formulas, size_t k, size_t symbol,
                      struct pl_diags *diags, size_t *slope)
{
    uint32_t node =
        pl_graph_derive(formulas->graph, formulas->outputs[k], slot_of(symbol));

    *slope = PL_NONE;
    if (pl_graph_is_value(formulas->graph, node, 0.0)) {
        return PL_OK;
    }
    return add_output(formulas, node, diags, slope);
}

enum pl_status
pl_formulas_find_names(const struct pl_formulas *formulas, size_t k,
                       struct pl_diags *diags, bool *names)
{
    const uint32_t top = formulas->outputs[k];
    bool *used = calloc((size_t)top + 1, sizeof *used);

    if (used == NULL) {
        return no_memory(diags);
    }
    memset(names, 0, formulas->model->n_symbols * sizeof *names);
    used[top] = true;
    for (size_t i = (size_t)top + 1; i-- > 0;) { /* arguments have smaller numbers */
        const struct pl_node *node = pl_graph_node(formulas->graph, (uint32_t)i);

        if (used[i] && node->op == PL_OP_INPUT && node->input >= FIRST_SYMBOL_SLOT) {
            names[node->input - FIRST_SYMBOL_SLOT] = true;
        }
        for (uint32_t j = 0; used[i] && j < node->n_arguments; j++) {
            used[node->arguments[j]] = true;
        }
    }
    free(used);
    return PL_OK;
}

enum pl_status
pl_formulas_prepare(struct pl_formulas *formulas, struct pl_diags *diags)
{
    enum pl_status status =
        pl_tape_create(formulas->graph, FIRST_SYMBOL_SLOT + formulas->model->n_symbols,
                       NULL, formulas->outputs, formulas->n, diags, &formulas->tape);

    if (status == PL_OK) {
        status = pl_run_order_create(formulas->tape, 1, diags, &formulas->order);
    }
    if (status == PL_OK) {
        formulas->frame =
            calloc(pl_tape_n_slots(formulas->tape) + 1, sizeof *formulas->frame);
        status = formulas->frame != NULL ? PL_OK : no_memory(diags);
    }
    if (status == PL_OK) {
        formulas->kernel = (struct pl_kernel){
            .tape = formulas->tape,
            .isa = pl_isa_best(),
            .lanes = 1,
            .order = formulas->order,
        };
        pl_tape_load_constants(formulas->tape, 1, formulas->frame);
    }
    return status;
}

size_t
pl_formulas_n(const struct pl_formulas *formulas)
{
    return formulas->n;
}

void
pl_formulas_run(struct pl_formulas *formulas, double time, const double *values,
                double *out)
{
    formulas->frame[TIME_SLOT] = time;
    memcpy(formulas->frame + FIRST_SYMBOL_SLOT, values,
           formulas->model->n_symbols * sizeof *values);
    pl_kernel_run(&formulas->kernel, formulas->frame, out);
}
