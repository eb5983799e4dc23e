/*
 * pathway_edges.c - who acts on whom: slopes of rates along what they read, before
 * treatment and at the time.
 */
#include <math.h>
#include <stdlib.h>

#include "analysis/pathway_private.h"
#include "base/diag.h"
#include "base/list.h"
#include "compile/formulas.h"
#include "model/model.h"
#include "study/context.h"

/* One slope: of a formula, along a symbol that is a node. */
struct link {
    size_t of;    /* the reaction, or the symbol whose rule it is */
    size_t along; /* symbol */
    size_t output;
};

struct linking {
    struct pl_pathway_build *build;
    struct pl_formulas *formulas;
    size_t n;
    size_t capacity;
    struct link *links;
    bool *names;    /* shape (n_symbols): work space */
    double *before; /* shape (outputs); NULL in a run without treatment */
    double *now;    /* shape (outputs) */
    const double *untreated, *treated;
};

static enum pl_status
no_memory(const struct linking *l)
{
    return pl_diag_no_memory(l->build->diags, "the picture of a network");
}

/* ---------------------------------------------------------------- slopes */

/* The formula behind a node's motion or value, or behind a reaction. */
static const struct pl_formula *
formula_of(const struct linking *l, size_t symbol)
{
    const struct pl_model *model = l->build->model;
    const struct pl_symbol *s = &model->symbols[symbol];

    if (s->kind == PL_SYMBOL_REACTION) {
        return model->reactions[s->reaction].rate;
    }
    return l->build->node_of[symbol] != PL_NONE ? s->rule : NULL;
}

static enum pl_status
add_links(struct linking *l, size_t symbol)
{
    struct pl_diags *diags = l->build->diags;
    size_t k = 0;
    enum pl_status status =
        pl_formulas_add(l->formulas, formula_of(l, symbol), diags, &k);

    if (status == PL_OK) {
        status = pl_formulas_find_names(l->formulas, k, diags, l->names);
    }
    for (size_t i = 0; i < l->build->model->n_symbols && status == PL_OK; i++) {
        struct link link = {symbol, i, PL_NONE};
        struct link *grown = NULL;

        if (!l->names[i] || l->build->node_of[i] == PL_NONE) {
            continue;
        }
        status = pl_formulas_add_slope(l->formulas, k, i, diags, &link.output);
        if (status != PL_OK || link.output == PL_NONE) {
            continue;
        }
        grown = pl_list_reserve(l->links, l->n + 1, &l->capacity, sizeof *grown);
        if (grown == NULL) {
            return no_memory(l);
        }
        l->links = grown;
        grown[l->n++] = link;
    }
    return status;
}

/* All slopes as formulas. Rules that are no nodes are written out. */
static enum pl_status
make_slopes(struct linking *l)
{
    const struct pl_model *model = l->build->model;
    bool *written_out = calloc(model->n_symbols + 1, sizeof *written_out);
    enum pl_status status = PL_OK;

    l->names = calloc(model->n_symbols + 1, sizeof *l->names);
    if (written_out == NULL || l->names == NULL) {
        free(written_out);
        return no_memory(l);
    }
    for (size_t i = 0; i < model->n_symbols; i++) {
        written_out[i] =
            pl_symbol_follows(&model->symbols[i]) && l->build->node_of[i] == PL_NONE;
    }
    status = pl_formulas_create(model, written_out, l->build->diags, &l->formulas);
    for (size_t i = 0; i < model->n_symbols && status == PL_OK; i++) {
        if (formula_of(l, i) != NULL) {
            status = add_links(l, i);
        }
    }
    free(written_out);
    return status == PL_OK ? pl_formulas_prepare(l->formulas, l->build->diags) : status;
}

static enum pl_status
evaluate(struct linking *l, double time)
{
    const size_t n = pl_formulas_n(l->formulas);

    l->now = calloc(n + 1, sizeof *l->now);
    l->before = calloc(n + 1, sizeof *l->before);
    if (l->now == NULL || l->before == NULL) {
        return no_memory(l);
    }
    pl_formulas_run(l->formulas, time, l->treated, l->now);
    pl_formulas_run(l->formulas, time, l->untreated != NULL ? l->untreated : l->treated,
                    l->before);
    return PL_OK;
}

/* ---------------------------------------------------------------- edges */

static bool
is_drug(const struct linking *l, size_t node)
{
    const enum pl_pathway_kind kind = l->build->pathway->nodes[node].kind;

    return kind == PL_PATHWAY_DRUG || kind == PL_PATHWAY_TARGET;
}

/* The influence of a link on a node, `effect` times the slope. */
static enum pl_status
add_influence(struct linking *l, const struct link *link, size_t to, size_t form,
              double effect)
{
    const size_t from = l->build->node_of[link->along];
    const double before = l->before[link->output];
    const double now = l->now[link->output];
    const double slope = before != 0.0 && !isnan(before) ? before : now;
    struct pl_pathway_edge edge = {.from = from, .to = to, .form = form};

    if (to == PL_NONE || from == to || !(fabs(slope) > 0.0) || effect == 0.0) {
        return PL_OK; /* what a node does to itself is no edge */
    }
    edge.relation = slope * effect > 0.0 ? PL_PATHWAY_RAISES : PL_PATHWAY_LOWERS;
    /* what it drives is the slope times its level; a drug is not there before */
    edge.is_silent = l->untreated != NULL && !is_drug(l, from) &&
                     fabs(now * l->treated[link->along]) <
                         PL_PATHWAY_SILENT * fabs(before * l->untreated[link->along]);
    return pl_pathway_add_edge(l->build, edge);
}

/* What one reaction does: the species that it changes, each side. */
struct changes {
    size_t n_left, n_right;
    size_t left, right; /* the last of each */
};

static struct changes
find_changes(const struct linking *l, const struct pl_reaction *reaction)
{
    const struct pl_pathway_build *build = l->build;
    struct changes changes = {0, 0, PL_NONE, PL_NONE};

    for (size_t k = 0; k < reaction->n_reactants; k++) {
        const size_t s = reaction->reactants[k].symbol;

        if (pl_pathway_net(build->model, reaction, s) < 0.0 && s != changes.left &&
            build->node_of[s] != PL_NONE) {
            changes.n_left++;
            changes.left = s;
        }
    }
    for (size_t k = 0; k < reaction->n_products; k++) {
        const size_t s = reaction->products[k].symbol;

        if (pl_pathway_net(build->model, reaction, s) > 0.0 && s != changes.right &&
            build->node_of[s] != PL_NONE) {
            changes.n_right++;
            changes.right = s;
        }
    }
    return changes;
}

static enum pl_status
add_flow(struct linking *l, size_t from, size_t to, bool two_ways)
{
    const struct pl_pathway_edge edge = {.relation = PL_PATHWAY_FLOW,
                                         .from = from,
                                         .to = to,
                                         .form = PL_NONE,
                                         .two_ways = two_ways};

    return from != to ? pl_pathway_add_edge(l->build, edge) : PL_OK;
}

/* True when the rate names a product: there is a way back. */
static bool
goes_back(const struct linking *l, size_t symbol, const struct pl_reaction *reaction)
{
    bool names = false;

    for (size_t k = 0; k < l->n && reaction->reversible; k++) {
        for (size_t p = 0; l->links[k].of == symbol && p < reaction->n_products; p++) {
            names = names || l->links[k].along == reaction->products[p].symbol;
        }
    }
    return names;
}

/* A reaction of several species: all arrows meet in a node. */
static enum pl_status
add_meeting(struct linking *l, size_t symbol, const struct pl_reaction *reaction)
{
    struct pl_pathway_build *build = l->build;
    const bool two_ways = goes_back(l, symbol, reaction);
    enum pl_status status = pl_pathway_add_node(build, PL_PATHWAY_REACTION, symbol);
    const size_t at = build->node_of[symbol];

    for (size_t k = 0; k < reaction->n_reactants && status == PL_OK; k++) {
        const size_t s = reaction->reactants[k].symbol;

        if (build->node_of[s] != PL_NONE &&
            !(pl_pathway_net(build->model, reaction, s) > 0.0)) {
            status = add_flow(l, build->node_of[s], at, two_ways);
        }
    }
    for (size_t k = 0; k < reaction->n_products && status == PL_OK; k++) {
        const size_t s = reaction->products[k].symbol;

        if (build->node_of[s] != PL_NONE &&
            !(pl_pathway_net(build->model, reaction, s) < 0.0)) {
            status = add_flow(l, at, build->node_of[s], two_ways);
        }
    }
    return status;
}

static bool
takes_part(const struct linking *l, const struct pl_reaction *reaction, size_t node)
{
    for (size_t k = 0; k < reaction->n_reactants + reaction->n_products; k++) {
        const size_t s = k < reaction->n_reactants
                             ? reaction->reactants[k].symbol
                             : reaction->products[k - reaction->n_reactants].symbol;

        if (l->build->node_of[s] == node) {
            return true;
        }
    }
    return false;
}

/* What a reaction turns into what, and where influences on it go. */
static enum pl_status
add_reaction(struct linking *l, size_t symbol)
{
    struct pl_pathway_build *build = l->build;
    const struct pl_reaction *reaction =
        &build->model->reactions[build->model->symbols[symbol].reaction];
    const struct changes c = find_changes(l, reaction);
    const bool turns = c.n_left == 1 && c.n_right == 1;
    const bool meets = c.n_left + c.n_right > 2 || c.n_left > 1 || c.n_right > 1;
    const size_t target = c.n_right == 1 ? c.right : c.left;
    enum pl_status status = PL_OK;

    if (meets) {
        status = add_meeting(l, symbol, reaction);
    } else if (turns) {
        status = add_flow(l, build->node_of[c.left], build->node_of[c.right],
                          goes_back(l, symbol, reaction));
    }
    for (size_t k = 0; k < l->n && status == PL_OK; k++) {
        const struct link *link = &l->links[k];

        if (link->of != symbol || c.n_left + c.n_right == 0 ||
            ((meets || turns) &&
             takes_part(l, reaction, build->node_of[link->along]))) {
            continue;
        }
        status =
            meets ? add_influence(l, link, build->node_of[symbol], PL_NONE, 1.0)
                  : add_influence(
                        l, link, build->node_of[target], build->form_of[target],
                        turns ? 1.0 : pl_pathway_net(build->model, reaction, target));
    }
    return status;
}

static enum pl_status
add_edges(struct linking *l)
{
    const struct pl_model *model = l->build->model;
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < model->n_symbols && status == PL_OK; i++) {
        if (model->symbols[i].kind == PL_SYMBOL_REACTION) {
            status = add_reaction(l, i);
        }
    }
    for (size_t k = 0; k < l->n && status == PL_OK; k++) {
        const struct link *link = &l->links[k];

        if (model->symbols[link->of].kind != PL_SYMBOL_REACTION) {
            status = add_influence(l, link, l->build->node_of[link->of],
                                   l->build->form_of[link->of], 1.0);
        }
    }
    return status;
}

enum pl_status
pl_pathway_find_edges(struct pl_pathway_build *build, double time,
                      const double *untreated, const double *treated)
{
    struct linking l = {.build = build, .untreated = untreated, .treated = treated};
    enum pl_status status = make_slopes(&l);

    if (status == PL_OK) {
        status = evaluate(&l, time);
    }
    if (status == PL_OK) {
        status = add_edges(&l);
    }
    pl_formulas_destroy(l.formulas);
    free(l.links);
    free(l.names);
    free(l.before);
    free(l.now);
    return status;
}
