/*
 * pathway.c - a network as a picture has it: its nodes.
 */
#include "analysis/pathway.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/loop_open.h"
#include "analysis/pathway_private.h"
#include "base/diag.h"
#include "base/list.h"
#include "expr/formula.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/measure.h"
#include "study/treatment.h"

static enum pl_status
no_memory(struct pl_diags *diags)
{
    return pl_diag_no_memory(diags, "the picture of a network");
}

/* ---------------------------------------------------------------- nodes and edges */

enum pl_status
pl_pathway_add_node(struct pl_pathway_build *build, enum pl_pathway_kind kind,
                    size_t symbol)
{
    struct pl_pathway *pathway = build->pathway;
    struct pl_pathway_node node = {
        .kind = kind, .symbol = symbol, .section = PL_NONE, .label = ""};
    struct pl_pathway_node *grown = pl_list_reserve(
        pathway->nodes, pathway->n_nodes + 1, &build->node_capacity, sizeof *grown);

    if (grown == NULL) {
        return no_memory(build->diags);
    }
    pathway->nodes = grown;
    if (kind != PL_PATHWAY_REACTION) {
        node.n_forms = 1;
        node.forms = pl_arena_alloc(&pathway->memory, 1, sizeof *node.forms);
        if (node.forms == NULL) {
            return no_memory(build->diags);
        }
        node.forms[0] = (struct pl_pathway_form){symbol, (double)NAN, (double)NAN};
    }
    build->node_of[symbol] = pathway->n_nodes;
    build->form_of[symbol] = 0;
    grown[pathway->n_nodes++] = node;
    return PL_OK;
}

enum pl_status
pl_pathway_add_edge(struct pl_pathway_build *build, struct pl_pathway_edge edge)
{
    struct pl_pathway *pathway = build->pathway;
    struct pl_pathway_edge *grown = NULL;

    for (size_t k = 0; k < pathway->n_edges; k++) {
        struct pl_pathway_edge *other = &pathway->edges[k];

        if (other->from == edge.from && other->to == edge.to &&
            other->relation == edge.relation) {
            other->form = other->form == edge.form ? edge.form : PL_NONE;
            other->two_ways |= edge.two_ways;
            other->is_silent &= edge.is_silent;
            return PL_OK;
        }
        if (other->from == edge.to && other->to == edge.from &&
            other->relation == edge.relation && pathway->nodes[edge.from].n_forms < 2 &&
            pathway->nodes[edge.to].n_forms < 2) {
            other->two_ways = true;
            other->is_silent &= edge.is_silent;
            return PL_OK;
        }
    }
    grown = pl_list_reserve(pathway->edges, pathway->n_edges + 1, &build->edge_capacity,
                            sizeof *grown);
    if (grown == NULL) {
        return no_memory(build->diags);
    }
    pathway->edges = grown;
    grown[pathway->n_edges++] = edge;
    return PL_OK;
}

double
pl_pathway_net(const struct pl_model *model, const struct pl_reaction *reaction,
               size_t symbol)
{
    const struct pl_symbol *s = &model->symbols[symbol];

    /* else it takes part without being changed */
    return s->boundary || s->constant || s->rule_kind != PL_RULE_NONE
               ? 0.0
               : pl_reaction_net(reaction, symbol).amount;
}

/* ---------------------------------------------------------------- species */

/* Append a form to a node. */
static enum pl_status
add_form(struct pl_pathway_build *build, size_t at, size_t symbol)
{
    struct pl_pathway_node *node = &build->pathway->nodes[at];
    struct pl_pathway_form *forms =
        pl_arena_alloc(&build->pathway->memory, node->n_forms + 1, sizeof *forms);

    if (forms == NULL) {
        return no_memory(build->diags);
    }
    memcpy(forms, node->forms, node->n_forms * sizeof *forms);
    forms[node->n_forms] = (struct pl_pathway_form){symbol, (double)NAN, (double)NAN};
    build->node_of[symbol] = at;
    build->form_of[symbol] = node->n_forms;
    node->forms = forms;
    node->n_forms++;
    return PL_OK;
}

static enum pl_status
add_species(struct pl_pathway_build *build)
{
    const struct pl_model *model = build->model;
    size_t *first = calloc(model->n_symbols + 1, sizeof *first);
    enum pl_status status = PL_OK;

    if (first == NULL) {
        return no_memory(build->diags);
    }
    status = pl_pathway_find_forms(build, first);
    for (size_t i = 0; i < model->n_symbols && status == PL_OK; i++) {
        if (!pl_pathway_is_species(model, i)) {
            continue;
        }
        status = build->node_of[first[i]] == PL_NONE
                     ? pl_pathway_add_node(build, PL_PATHWAY_SPECIES, i)
                     : add_form(build, build->node_of[first[i]], i);
    }
    free(first);
    return status;
}

/* ---------------------------------------------------------------- the other nodes */

/* What is on: doses and inhibitions. */
static enum pl_status
add_drugs(struct pl_pathway_build *build, const double *treated)
{
    static const struct {
        enum pl_role role;
        enum pl_pathway_kind kind;
    } kinds[] = {{PL_ROLE_DRUG, PL_PATHWAY_DRUG}, {PL_ROLE_TARGET, PL_PATHWAY_TARGET}};
    enum pl_status status = PL_OK;

    for (size_t r = 0; r < sizeof kinds / sizeof *kinds; r++) {
        const struct pl_role_list *list = &build->context->roles.lists[kinds[r].role];

        for (size_t k = 0; k < list->n && status == PL_OK; k++) {
            if (treated[list->symbols[k]] > 0.0) {
                status = pl_pathway_add_node(build, kinds[r].kind, list->symbols[k]);
            }
        }
    }
    return status;
}

static enum pl_status
add_signals(struct pl_pathway_build *build)
{
    const struct pl_role_list *list = &build->context->roles.lists[PL_ROLE_EDGE];
    enum pl_status status = PL_OK;

    for (size_t k = 0; k < list->n && status == PL_OK; k++) {
        status = pl_pathway_add_node(build, PL_PATHWAY_FEEDBACK, list->symbols[k]);
    }
    return status;
}

static enum pl_pathway_loop
loop_of(size_t symbol, const struct pl_treatment *treatment)
{
    size_t n = 0;
    const struct pl_action *actions = pl_treatment_actions(treatment, &n);

    for (size_t i = 0; i < n; i++) {
        if (actions[i].symbol == symbol && actions[i].kind == PL_ACTION_CUT) {
            return PL_LOOP_CUT;
        }
        if (actions[i].symbol == symbol && actions[i].kind == PL_ACTION_CLAMP) {
            return PL_LOOP_CLAMPED;
        }
    }
    return PL_LOOP_CLOSED;
}

/* Levels and folds. */
static void
fill_levels(struct pl_pathway_build *build, const struct pl_pathway_options *options)
{
    struct pl_pathway *pathway = build->pathway;

    for (size_t k = 0; k < pathway->n_nodes; k++) {
        struct pl_pathway_node *node = &pathway->nodes[k];

        for (size_t f = 0; f < node->n_forms; f++) {
            const size_t i = node->forms[f].symbol;
            const double now = options->treated[i];

            node->forms[f].level = options->levels != NULL ? options->levels[i] : now;
            if (options->untreated != NULL && options->folds != NULL) {
                node->forms[f].fold = options->folds[i];
            } else if (options->untreated != NULL) {
                const double before = options->untreated[i];

                node->forms[f].fold =
                    pl_fold(now, before, fmax(fabs(now), fabs(before)));
            }
        }
    }
}

/* What has become of the feedback edges. */
static enum pl_status
fill_loops(struct pl_pathway_build *build, const struct pl_pathway_options *options)
{
    const struct pl_circuits_options search = {.max_length = PL_LOOPS_MOST_NODES,
                                               .max_count = PL_LOOPS_MOST,
                                               .stop = options->stop,
                                               .stop_context = options->stop_context};
    struct pl_edge_gain *gains = NULL;
    size_t *symbols = NULL;
    size_t n = 0;
    enum pl_status status = PL_OK;

    if (options->untreated != NULL && build->context->roles.lists[PL_ROLE_EDGE].n > 0) {
        status = pl_edge_gains_find(build->context, options->treatment,
                                    options->untreated, options->treated, options->time,
                                    &search, build->diags, &n, &symbols, &gains);
    }
    for (size_t k = 0; k < build->pathway->n_nodes && status == PL_OK; k++) {
        struct pl_pathway_node *node = &build->pathway->nodes[k];

        node->gain = node->gain_now = (double)NAN;
        if (node->kind != PL_PATHWAY_FEEDBACK) {
            continue;
        }
        node->loop = loop_of(node->symbol, options->treatment);
        for (size_t e = 0; e < n; e++) {
            if (symbols[e] == node->symbol) {
                node->gain = gains[e].gain;
                node->gain_now = gains[e].gain_now;
                node->loop = node->loop == PL_LOOP_CLOSED && gains[e].open
                                 ? PL_LOOP_OPENED
                                 : node->loop;
            }
        }
    }
    free(symbols);
    free(gains);
    return status;
}

/* ---------------------------------------------------------------- labels */

/* What the forms of a node are called together. */
static const char *
common_name(struct pl_pathway_build *build, const struct pl_pathway_node *node)
{
    size_t symbols[PL_PATHWAY_MOST_FORMS];
    const char *start = NULL;
    size_t n = 0;

    for (size_t f = 0; f < node->n_forms; f++) {
        symbols[f] = node->forms[f].symbol;
    }
    n = pl_pathway_common_name(build->model, symbols, node->n_forms, &start);
    return pl_arena_text(&build->pathway->memory, start, n);
}

static enum pl_status
fill_labels(struct pl_pathway_build *build)
{
    for (size_t k = 0; k < build->pathway->n_nodes; k++) {
        struct pl_pathway_node *node = &build->pathway->nodes[k];

        node->label = node->n_forms > 1 ? common_name(build, node)
                                        : build->model->symbols[node->symbol].label;
        if (node->label == NULL) {
            return no_memory(build->diags);
        }
    }
    return PL_OK;
}

/* ---------------------------------------------------------------- leaving out */

/* Drop the nodes that are not kept, and the edges that end there. */
static void
keep_nodes(struct pl_pathway *pathway, const bool *kept, size_t *place)
{
    size_t n = 0;

    for (size_t k = 0; k < pathway->n_nodes; k++) {
        place[k] = kept[k] ? n : PL_NONE;
        if (kept[k]) {
            pathway->nodes[n++] = pathway->nodes[k];
        }
    }
    pathway->n_nodes = n;
    n = 0;
    for (size_t k = 0; k < pathway->n_edges; k++) {
        struct pl_pathway_edge edge = pathway->edges[k];

        if (kept[edge.from] && kept[edge.to]) {
            edge.from = place[edge.from];
            edge.to = place[edge.to];
            pathway->edges[n++] = edge;
        }
    }
    pathway->n_edges = n;
}

/* Signals that nothing answers to are left out, and named; so are species that neither
 * act nor are acted on, where others do. */
static enum pl_status
drop_idle(struct pl_pathway_build *build)
{
    struct pl_pathway *pathway = build->pathway;
    bool *acts = calloc(pathway->n_nodes + 1, sizeof *acts);
    bool *touched = calloc(pathway->n_nodes + 1, sizeof *touched);
    size_t *place = calloc(pathway->n_nodes + 1, sizeof *place);
    enum pl_status status = PL_OK;

    pathway->idle =
        pl_arena_alloc(&pathway->memory, pathway->n_nodes + 1, sizeof(size_t));
    if (acts == NULL || touched == NULL || place == NULL || pathway->idle == NULL) {
        status = no_memory(build->diags);
        goto done;
    }
    for (size_t k = 0; k < pathway->n_edges; k++) {
        acts[pathway->edges[k].from] = true;
        touched[pathway->edges[k].from] = touched[pathway->edges[k].to] = true;
    }
    for (size_t k = 0; k < pathway->n_nodes; k++) {
        const struct pl_pathway_node *node = &pathway->nodes[k];

        if (node->kind == PL_PATHWAY_FEEDBACK) {
            touched[k] = acts[k];
            if (!acts[k]) {
                pathway->idle[pathway->n_idle++] = node->symbol;
            }
        } else if (node->kind != PL_PATHWAY_SPECIES || pathway->n_edges == 0) {
            touched[k] = true;
        }
    }
    keep_nodes(pathway, touched, place);

done:
    free(acts);
    free(touched);
    free(place);
    return status;
}

enum pl_status
pl_pathway_keep_loops(struct pl_pathway *pathway, struct pl_diags *diags)
{
    bool *kept = calloc(pathway->n_nodes + 1, sizeof *kept);
    size_t *place = calloc(pathway->n_nodes + 1, sizeof *place);

    if (kept == NULL || place == NULL) {
        free(kept);
        free(place);
        return no_memory(diags);
    }
    for (size_t k = 0; k < pathway->n_nodes; k++) {
        kept[k] = pathway->nodes[k].on_loop;
    }
    for (size_t k = 0; k < pathway->n_edges; k++) {
        const struct pl_pathway_edge *edge = &pathway->edges[k];
        const enum pl_pathway_kind kind = pathway->nodes[edge->from].kind;

        if ((kind == PL_PATHWAY_DRUG || kind == PL_PATHWAY_TARGET) &&
            pathway->nodes[edge->to].on_loop) {
            kept[edge->from] = true;
        }
    }
    keep_nodes(pathway, kept, place);
    free(kept);
    free(place);
    return PL_OK;
}

/* ---------------------------------------------------------------- from outside */

static enum pl_status
make_nodes(struct pl_pathway_build *build, const double *treated)
{
    enum pl_status status = add_species(build);

    if (status == PL_OK) {
        status = add_signals(build);
    }
    if (status == PL_OK) {
        status = add_drugs(build, treated);
    }
    return status == PL_OK ? pl_pathway_find_hubs(build) : status;
}

enum pl_status
pl_pathway_make(const struct pl_context *context,
                const struct pl_pathway_options *options, struct pl_diags *diags,
                struct pl_pathway *pathway)
{
    const size_t n = context->model->n_symbols;
    struct pl_pathway_build build = {.context = context,
                                     .model = context->model,
                                     .diags = diags,
                                     .pathway = pathway};
    enum pl_status status = PL_OK;

    pl_pathway_finish(pathway);
    pathway->context = context;
    pathway->treated = options->untreated != NULL;
    pathway->time = options->time;
    build.node_of = calloc(n + 1, sizeof *build.node_of);
    build.form_of = calloc(n + 1, sizeof *build.form_of);
    if (build.node_of == NULL || build.form_of == NULL) {
        status = no_memory(diags);
    }
    for (size_t i = 0; i < n && status == PL_OK; i++) {
        build.node_of[i] = PL_NONE;
    }
    if (status == PL_OK) {
        status = make_nodes(&build, options->treated);
    }
    if (status == PL_OK) {
        status = pl_pathway_find_edges(&build, options->time, options->untreated,
                                       options->treated);
    }
    if (status == PL_OK) {
        fill_levels(&build, options);
        status = fill_loops(&build, options);
    }
    if (status == PL_OK) {
        status = fill_labels(&build);
    }
    if (status == PL_OK) {
        status = drop_idle(&build);
    }
    if (status == PL_OK) {
        status = pl_pathway_find_sections(&build);
    }
    if (status == PL_OK) {
        status = pl_pathway_mark_loops(&build);
    }
    free(build.node_of);
    free(build.form_of);
    if (status != PL_OK) {
        pl_pathway_finish(pathway);
    }
    return status;
}

void
pl_pathway_finish(struct pl_pathway *pathway)
{
    free(pathway->nodes);
    free(pathway->edges);
    pl_arena_finish(&pathway->memory);
    *pathway = (struct pl_pathway){0};
}
