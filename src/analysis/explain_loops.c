/*
 * explain_loops.c - which loops a fold is taken apart into, and their clamps.
 */
#include "analysis/explain_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/edge_reads.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "compile/program.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/tables.h"
#include "study/treatment.h"
#include "study/words.h"

static const struct pl_role_list *
edges_of(const struct pl_explaining *explaining)
{
    return &explaining->context->roles.lists[PL_ROLE_EDGE];
}

/* The edge that a user names, by its place in the model's list. */
static enum pl_status
find_edge(const struct pl_explaining *explaining, const char *name, size_t *e)
{
    const struct pl_role_list *edges = edges_of(explaining);
    size_t symbol = 0;
    enum pl_status status = pl_context_find(explaining->context, PL_ROLE_EDGE, name,
                                            explaining->diags, &symbol);

    for (*e = 0; status == PL_OK && edges->symbols[*e] != symbol;) {
        ++*e;
    }
    return status;
}

const char *
pl_explain_held_by(const struct pl_treatment *treatment, size_t symbol)
{
    size_t n = 0;
    const struct pl_action *actions = pl_treatment_actions(treatment, &n);

    for (size_t i = 0; i < n; i++) {
        if (actions[i].symbol == symbol) {
            if (actions[i].kind == PL_ACTION_CLAMP) {
                return "clamped";
            }
            if (actions[i].kind == PL_ACTION_CUT) {
                return "cut";
            }
        }
    }
    return NULL;
}

/* What the model's table of edges says of one. */
static const char *
confidence_of(const struct pl_context *context, const char *name)
{
    const struct pl_frame *edges = context->edges;

    for (size_t row = 0; edges != NULL && row < edges->n_rows; row++) {
        if (strcmp(pl_table_text(edges, PL_EDGE_ID, row), name) == 0) {
            return pl_table_text(edges, PL_EDGE_CONFIDENCE, row);
        }
    }
    return "";
}

static const char *
source_of(const struct pl_context *context, size_t symbol)
{
    const char *notes = pl_symbol_annotation(&context->model->symbols[symbol], "notes");

    return notes != NULL ? notes : "";
}

/* All edges, each with what is known before anyone names it. */
static enum pl_status
list_edges(struct pl_explaining *explaining)
{
    struct pl_explain *out = explaining->out;
    const struct pl_role_list *edges = edges_of(explaining);
    const struct pl_treatment *treatments[] = {explaining->treatment,
                                               explaining->options->against};
    bool *read = calloc(edges->n + 1, sizeof *read);
    enum pl_status status = PL_OK;

    out->edges = calloc(edges->n + 1, sizeof *out->edges);
    if (read == NULL || out->edges == NULL) {
        free(read);
        return pl_diag_no_memory(explaining->diags, "the feedback edges");
    }
    out->n_edges = edges->n;
    status = pl_edge_reads_find(
        explaining->context, treatments, treatments[1] != NULL ? 2 : 1,
        explaining->options->ensemble, &out->readout, 1, explaining->diags, read);
    for (size_t e = 0; e < edges->n; e++) {
        const bool held =
            pl_explain_held_by(explaining->treatment, edges->symbols[e]) != NULL;

        out->edges[e] = (struct pl_explain_edge){
            .symbol = edges->symbols[e],
            .part = held      ? PL_EXPLAIN_HELD
                    : read[e] ? PL_EXPLAIN_INTACT
                              : PL_EXPLAIN_UNREAD,
            .loop = PL_NONE,
            .gain = (double)NAN,
            .is_held_there =
                treatments[1] != NULL &&
                pl_explain_held_by(treatments[1], edges->symbols[e]) != NULL,
            .confidence = confidence_of(explaining->context, edges->names[e]),
            .source = source_of(explaining->context, edges->symbols[e]),
        };
    }
    free(read);
    return status;
}

/* Whether an edge may be put into a loop: not twice, and not one that is held. */
static enum pl_status
check_edge(const struct pl_explaining *explaining, const char *option, const char *text,
           size_t e)
{
    const struct pl_explain *out = explaining->out;
    const char *name = edges_of(explaining)->names[e];
    const char *word =
        pl_explain_held_by(explaining->treatment, edges_of(explaining)->symbols[e]);

    if (word != NULL) {
        return pl_diag_error(explaining->diags, PL_ERR_OPTION, NULL,
                             "--%s=%s: the treatment has %s '%s' already", option, text,
                             word, name);
    }
    if (out->edges[e].loop != PL_NONE && out->loops[out->edges[e].loop].is_group) {
        return pl_diag_error(explaining->diags, PL_ERR_OPTION, NULL,
                             "--%s=%s: '%s' is in the group '%s' already", option, text,
                             name, out->loops[out->edges[e].loop].name);
    }
    if (out->edges[e].loop != PL_NONE) {
        return pl_diag_error(explaining->diags, PL_ERR_OPTION, NULL,
                             "--%s=%s: '%s' is named twice", option, text, name);
    }
    return PL_OK;
}

/* A new loop, without edges. The names are copied. */
static enum pl_status
add_loop(struct pl_explaining *explaining, const char *name, size_t length,
         const char *label, bool is_group)
{
    struct pl_explain *out = explaining->out;
    struct pl_explain_loop *loop = &out->loops[out->n_loops];
    struct pl_text text;

    pl_text_init(&text);
    pl_text_add(&text, name, length);
    *loop = (struct pl_explain_loop){
        .name = text.data, .is_group = is_group, .behind = PL_NONE};
    out->n_loops++; /* freed with the others from here on */
    loop->label = text.failed ? NULL : pl_text_copy(label != NULL ? label : text.data);
    return loop->label != NULL ? PL_OK
                               : pl_diag_no_memory(explaining->diags, "the loops");
}

static enum pl_status
add_edge_alone(struct pl_explaining *explaining, size_t e)
{
    struct pl_explain *out = explaining->out;
    const struct pl_role_list *edges = edges_of(explaining);
    const struct pl_symbol *symbol =
        &explaining->context->model->symbols[edges->symbols[e]];

    out->edges[e].loop = out->n_loops;
    return add_loop(explaining, edges->names[e], strlen(edges->names[e]), symbol->label,
                    false);
}

/* What a group may be called: not like anything else in the table. */
static enum pl_status
check_group_name(const struct pl_explaining *explaining, const char *text,
                 const char *name, size_t length)
{
    const struct pl_explain *out = explaining->out;
    const struct pl_role_list *edges = edges_of(explaining);

    for (size_t e = 0; e < edges->n; e++) {
        if (strlen(edges->names[e]) == length &&
            memcmp(edges->names[e], name, length) == 0) {
            return pl_diag_error(explaining->diags, PL_ERR_OPTION, NULL,
                                 "--group=%s: '%s' is an edge: a group has a name of "
                                 "its own",
                                 text, edges->names[e]);
        }
    }
    for (size_t l = 0; l < out->n_loops; l++) {
        if (strlen(out->loops[l].name) == length &&
            memcmp(out->loops[l].name, name, length) == 0) {
            return pl_diag_error(explaining->diags, PL_ERR_OPTION, NULL,
                                 "--group=%s: there is a group '%s' already", text,
                                 out->loops[l].name);
        }
    }
    return PL_OK;
}

/* The edges of a group, "A_B, C_D". */
static enum pl_status
read_members(struct pl_explaining *explaining, const char *text, const char *list)
{
    struct pl_explain *out = explaining->out;
    const char *item = NULL;
    size_t length = 0;
    size_t n = 0;
    const char *gap = pl_words_gap(list);
    enum pl_status status = PL_OK;

    if (gap != NULL) {
        return pl_diag_error(explaining->diags, PL_ERR_OPTION, NULL,
                             "--group=%s: nothing stands %s", text, gap);
    }
    while (status == PL_OK && pl_words_next(&list, ',', &item, &length)) {
        struct pl_text name;
        size_t e = 0;

        pl_text_init(&name);
        pl_text_add(&name, item, length);
        status = name.failed ? pl_diag_no_memory(explaining->diags, "the loops")
                             : find_edge(explaining, name.data, &e);
        pl_text_finish(&name);
        if (status == PL_OK) {
            status = check_edge(explaining, "group", text, e);
        }
        if (status == PL_OK) {
            out->edges[e].loop = out->n_loops - 1;
            n++;
        }
    }
    if (status == PL_OK && n == 0) {
        status = pl_diag_error(explaining->diags, PL_ERR_OPTION, NULL,
                               "--group=%s: the group has no edge", text);
    }
    return status;
}

/* "name=A_B,C_D" */
static enum pl_status
read_group(struct pl_explaining *explaining, const char *text)
{
    const char *equals = strchr(text, '=');
    const char *list = text;
    const char *name = NULL;
    size_t length = 0;
    enum pl_status status = PL_OK;

    if (equals == NULL || !pl_words_next(&list, '=', &name, &length) || name > equals) {
        pl_diag_error(explaining->diags, PL_ERR_OPTION, NULL,
                      "--group=%s: a group is NAME=FROM_TO,FROM_TO", text);
        pl_diag_hint(explaining->diags, "as in --group FOXO=FOXO_HER3,FOXO_IGF1R");
        return PL_ERR_OPTION;
    }
    status = check_group_name(explaining, text, name, length);
    if (status == PL_OK) {
        status = add_loop(explaining, name, length, NULL, true);
    }
    return status == PL_OK ? read_members(explaining, text, equals + 1) : status;
}

/* Leave out what nothing reads; a loop without any edge goes. What is left stands in the
 * order of the model. */
static void
settle_loops(struct pl_explaining *explaining)
{
    struct pl_explain *out = explaining->out;
    struct pl_explain_loop *loops = out->loops;
    size_t n = 0;

    for (size_t l = 0; l < out->n_loops; l++) {
        loops[l].n_edges = 0;
    }
    for (size_t e = 0; e < out->n_edges; e++) {
        struct pl_explain_edge *edge = &out->edges[e];

        if (edge->loop != PL_NONE && edge->part == PL_EXPLAIN_UNREAD) {
            edge->loop = PL_NONE;
        } else if (edge->loop != PL_NONE) {
            edge->part = PL_EXPLAIN_PLAYER;
            loops[edge->loop].n_edges++;
        }
    }
    /* each loop goes to where its first edge is */
    for (size_t e = 0; e < out->n_edges; e++) {
        const size_t from = out->edges[e].loop;

        if (from == PL_NONE || from < n) {
            continue;
        }
        {
            const struct pl_explain_loop kept = loops[n];

            loops[n] = loops[from];
            loops[from] = kept;
        }
        for (size_t k = 0; k < out->n_edges; k++) {
            size_t *loop = &out->edges[k].loop;

            *loop = *loop == from ? n : *loop == n ? from : *loop;
        }
        n++;
    }
    while (out->n_loops > n) {
        out->n_loops--;
        free(loops[out->n_loops].name);
        free(loops[out->n_loops].label);
    }
}

/* No loop is left: why. */
static enum pl_status
refuse_none(const struct pl_explaining *explaining)
{
    const struct pl_explain *out = explaining->out;
    const struct pl_explain_options *options = explaining->options;
    struct pl_diags *diags = explaining->diags;
    size_t n_unread = 0;
    size_t n_held = 0;

    for (size_t e = 0; e < out->n_edges; e++) {
        n_unread += out->edges[e].part == PL_EXPLAIN_UNREAD;
        n_held += out->edges[e].part == PL_EXPLAIN_HELD;
    }
    if (options->n_groups == 0 && options->n_edges == 1 &&
        strcmp(options->edges[0], "none") == 0) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "--edge=none: no loop is left to explain anything by");
        pl_diag_hint(diags, "--group NAME=FROM_TO,FROM_TO makes one");
    } else if (options->n_edges + options->n_groups > 0) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "nothing reads the signals of the edges that were asked for, at "
                      "these parameters: there is nothing to explain by them");
        pl_diag_hint(diags, "without --edge all edges are looked at");
    } else if (n_unread == 0) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "the treatment holds every feedback edge: no loop is left to "
                      "explain anything by");
    } else {
        pl_diag_error(
            diags, PL_ERR_OPTION, NULL,
            "no loop is left to explain anything by: nothing reads %zu of %zu "
            "feedback edges at these parameters, and the treatment holds %zu",
            n_unread, out->n_edges, n_held);
    }
    return PL_ERR_OPTION;
}

static enum pl_status
refuse_many(const struct pl_explaining *explaining)
{
    const struct pl_explain *out = explaining->out;

    if (out->n_loops > PL_SHAPLEY_MAX_PLAYERS) {
        pl_diag_error(explaining->diags, PL_ERR_OPTION, NULL,
                      "%zu loops are more than can be taken apart at once (%zu)",
                      out->n_loops, PL_SHAPLEY_MAX_PLAYERS);
    } else {
        pl_diag_error(
            explaining->diags, PL_ERR_OPTION, NULL,
            "--exact runs every combination, and %zu loops have %.3g: at most "
            "%zu loops",
            out->n_loops, (double)(UINT64_C(1) << out->n_loops), PL_SHAPLEY_MAX_EXACT);
    }
    pl_diag_hint(explaining->diags,
                 "--group puts edges together, --edge chooses some of them%s",
                 out->n_loops > PL_SHAPLEY_MAX_PLAYERS
                     ? ""
                     : "; without --exact orders are drawn at random");
    return PL_ERR_OPTION;
}

/* An edge as a loop of its own; "none" is none. */
static enum pl_status
add_named(struct pl_explaining *explaining, const char *name)
{
    const struct pl_explain_options *options = explaining->options;
    size_t e = 0;
    enum pl_status status = PL_OK;

    if (strcmp(name, "none") == 0) {
        return options->n_edges == 1
                   ? PL_OK
                   : pl_diag_error(explaining->diags, PL_ERR_OPTION, NULL,
                                   "--edge=none stands alone: it leaves out every "
                                   "edge that is in no group");
    }
    status = find_edge(explaining, name, &e);
    if (status == PL_OK) {
        status = check_edge(explaining, "edge", name, e);
    }
    return status == PL_OK ? add_edge_alone(explaining, e) : status;
}

enum pl_status
pl_explain_list_loops(struct pl_explaining *explaining)
{
    const struct pl_explain_options *options = explaining->options;
    struct pl_explain *out = explaining->out;
    const struct pl_role_list *edges = edges_of(explaining);
    enum pl_status status = PL_OK;

    if (edges->n == 0) {
        pl_diag_error(explaining->diags, PL_ERR_OPTION, NULL,
                      "the model has no feedback edge: there is no loop to explain "
                      "anything by");
        pl_diag_hint(
            explaining->diags,
            "an edge is a rule, feedback_From_To := signal; and the formula that "
            "it feeds back into");
        return PL_ERR_OPTION;
    }
    out->loops = calloc(edges->n + options->n_groups + 1, sizeof *out->loops);
    if (out->loops == NULL) {
        return pl_diag_no_memory(explaining->diags, "the loops");
    }
    status = list_edges(explaining);
    for (size_t g = 0; g < options->n_groups && status == PL_OK; g++) {
        status = read_group(explaining, options->groups[g]);
    }
    for (size_t k = 0; k < options->n_edges && status == PL_OK; k++) {
        status = add_named(explaining, options->edges[k]);
    }
    for (size_t e = 0; e < edges->n && options->n_edges == 0 && status == PL_OK; e++) {
        if (out->edges[e].loop == PL_NONE && out->edges[e].part == PL_EXPLAIN_INTACT) {
            status = add_edge_alone(explaining, e);
        }
    }
    if (status != PL_OK) {
        return status;
    }
    settle_loops(explaining);
    if (out->n_loops == 0) {
        return refuse_none(explaining);
    }
    if (out->n_loops > PL_SHAPLEY_MAX_PLAYERS ||
        (options->exact && out->n_loops > PL_SHAPLEY_MAX_EXACT)) {
        return refuse_many(explaining);
    }
    return PL_OK;
}

/* ---- clamps */

static bool
is_clamped(const struct pl_explaining *explaining, size_t e, uint64_t intact)
{
    const size_t loop = explaining->out->edges[e].loop;

    return loop != PL_NONE && (intact >> loop & 1) == 0;
}

size_t
pl_explain_most_jumps(const struct pl_explaining *explaining)
{
    const size_t n_edges = explaining->out->n_edges;
    const size_t n_steps = explaining->shadow.n_steps;

    return n_steps > 0 ? n_edges * (n_steps + 1) : n_edges;
}

/* Each signal follows what it is under the other treatment; a level that it has already
 * is not set again. */
static size_t
clamp_to_shadow(const struct pl_explaining *explaining, uint64_t intact,
                struct pl_jump *jumps)
{
    const struct pl_explain *out = explaining->out;
    const struct pl_shadow *shadow = &explaining->shadow;
    const size_t *clamp_of = explaining->context->program->clamp_of;
    size_t n = 0;

    for (size_t k = 0; k < shadow->n_steps; k++) {
        const double *levels = shadow->levels + k * shadow->n_signals;
        const double *before = k > 0 ? levels - shadow->n_signals : NULL;

        for (size_t e = 0; e < out->n_edges; e++) {
            const size_t slot = clamp_of[out->edges[e].symbol];
            struct pl_jump jump = {PL_JUMP_SET, shadow->times[k], slot + 1, levels[e]};

            if (!is_clamped(explaining, e, intact) ||
                (before != NULL && before[e] == levels[e])) {
                continue;
            }
            jumps[n++] = jump;
            if (k == 0) {
                jump.symbol = slot;
                jump.value = 1.0;
                jumps[n++] = jump;
            }
        }
    }
    return n;
}

size_t
pl_explain_clamp(const struct pl_explaining *explaining, uint64_t intact,
                 struct pl_jump *jumps)
{
    const struct pl_explain *out = explaining->out;
    size_t n = 0;

    if (explaining->shadow.n_steps > 0) {
        return clamp_to_shadow(explaining, intact, jumps);
    }
    for (size_t e = 0; e < out->n_edges; e++) {
        if (is_clamped(explaining, e, intact)) {
            jumps[n++] =
                (struct pl_jump){PL_JUMP_CLAMP, 0.0, out->edges[e].symbol, (double)NAN};
        }
    }
    return n;
}
