/*
 * program.c - the network as numbers: layout and tapes, put together.
 */
#include "compile/program.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/index.h"
#include "compile/elimination.h"
#include "compile/equations.h"
#include "compile/jacobian.h"
#include "compile/quotients.h"
#include "expr/graph.h"
#include "model/model.h"

enum {
    TAPE_START,
    TAPE_SETUP,
    TAPE_RATES,
    TAPE_JACOBIAN,
    TAPE_VALUES,
    N_GRAPH_TAPES,
    TAPE_FACTOR = N_GRAPH_TAPES,
    TAPE_SOLVE,
    TAPE_STAGE,
    TAPE_BEGIN,
    N_TAPES
};

/* A program and what it owns; handed out as its first member. */
struct owned_program {
    struct pl_program program;
    struct pl_arena arena;
    double *defaults; /* shape (n_symbols) */
    struct pl_tape *tapes[N_TAPES];
    struct pl_elimination *elimination;
    size_t n_slots;
};

/* What the program is made of, while it is made. */
struct parts {
    struct owned_program *owned;
    struct pl_equations equations;
    struct pl_jacobian jacobian;
    struct pl_diags *diags;
    uint32_t *given;  /* shape (graph size): the cache slot of a node, or NONE */
    uint32_t *cached; /* shape (n_cache): nodes */
    size_t n_cached;
};

static size_t *
copy_indices(struct pl_arena *arena, const size_t *indices, size_t n)
{
    size_t *copy = pl_arena_alloc(arena, n + 1, sizeof *copy);

    if (copy != NULL && n > 0) {
        memcpy(copy, indices, n * sizeof *copy);
    }
    return copy;
}

/* Where each state's own entry is among the Jacobian's; NULL when memory is out. */
static size_t *
find_diagonal(struct pl_arena *arena, size_t n_states,
              const struct pl_jacobian *jacobian)
{
    size_t *diagonal = pl_arena_alloc(arena, n_states + 1, sizeof *diagonal);

    if (diagonal == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < n_states; i++) {
        diagonal[i] = PL_NONE;
    }
    for (size_t k = 0; k < jacobian->n_nonzeros; k++) {
        if (jacobian->rows[k] == jacobian->columns[k]) {
            diagonal[jacobian->rows[k]] = k;
        }
    }
    return diagonal;
}

/* Everything of the program but its tapes and the cache. */
static enum pl_status
take_layout(struct parts *parts)
{
    const struct pl_equations *equations = &parts->equations;
    const struct pl_jacobian *jacobian = &parts->jacobian;
    struct pl_program *program = &parts->owned->program;
    struct pl_arena *arena = &parts->owned->arena;
    size_t n_symbols = equations->model->n_symbols;

    program->n_inputs = equations->n_inputs;
    program->n_states = equations->n_states;
    program->n_nonzeros = jacobian->n_nonzeros;
    program->autonomous = jacobian->autonomous;
    program->switch_of = copy_indices(arena, equations->switch_of, n_symbols);
    program->clamp_of = copy_indices(arena, equations->clamp_of, n_symbols);
    program->state_of = copy_indices(arena, equations->state_of, n_symbols);
    program->state_symbol =
        copy_indices(arena, equations->state_symbol, equations->n_states);
    program->state_volume =
        copy_indices(arena, equations->state_volume, equations->n_states);
    program->rows = copy_indices(arena, jacobian->rows, jacobian->n_nonzeros);
    program->columns = copy_indices(arena, jacobian->columns, jacobian->n_nonzeros);
    program->diagonal = find_diagonal(arena, program->n_states, jacobian);
    parts->owned->defaults = pl_arena_alloc(arena, n_symbols + 1, sizeof(double));
    if (program->switch_of == NULL || program->clamp_of == NULL ||
        program->state_of == NULL || program->state_symbol == NULL ||
        program->state_volume == NULL || program->rows == NULL ||
        program->columns == NULL || program->diagonal == NULL ||
        parts->owned->defaults == NULL) {
        return pl_diag_no_memory(parts->diags, "a program");
    }
    memcpy(parts->owned->defaults, equations->defaults,
           n_symbols * sizeof *equations->defaults);
    return PL_OK;
}

/* Nodes that the tapes compute from: one list for each tape but `setup`. */
struct roots {
    uint32_t *nodes;
    size_t n;
};

static void
add_root(struct roots *roots, uint32_t node)
{
    roots->nodes[roots->n++] = node;
}

static enum pl_status
list_roots(struct parts *parts, struct roots *roots)
{
    struct pl_equations *equations = &parts->equations;
    const struct pl_jacobian *jacobian = &parts->jacobian;
    size_t n_symbols = equations->model->n_symbols;

    for (size_t i = 0; i < parts->owned->program.n_inputs; i++) {
        /* what follows others at all times has no value to settle */
        bool settled = i < n_symbols && pl_program_is_input(&parts->owned->program, i);

        add_root(&roots[TAPE_START],
                 settled ? equations->start[i]
                         : pl_graph_input(equations->graph,
                                          pl_equations_held_slot(equations, i)));
    }
    for (size_t k = 0; k < equations->n_states; k++) {
        add_root(&roots[TAPE_START], equations->initial[k]);
        add_root(&roots[TAPE_RATES], equations->rates[k]);
    }
    for (size_t k = 0; k < jacobian->n_nonzeros; k++) {
        add_root(&roots[TAPE_JACOBIAN], jacobian->entries[k]);
    }
    for (size_t k = 0; k < equations->n_states; k++) {
        add_root(&roots[TAPE_JACOBIAN], jacobian->by_time[k]);
    }
    for (size_t i = 0; i < n_symbols; i++) {
        add_root(&roots[TAPE_VALUES], equations->now[i]);
    }
    if (pl_graph_failed(equations->graph)) {
        return pl_diag_no_memory(parts->diags, "a program");
    }
    return PL_OK;
}

/*
 * Find what depends on held quantities alone and is used by something that moves: it is
 * computed after each jump. Numbers and the held quantities themselves have slots already.
 *
 * @param moves  shape (graph size): work space, zero
 * @param used   shape (graph size): work space, zero
 */
static void
find_cached(struct parts *parts, const struct roots *roots, unsigned char *moves,
            unsigned char *used)
{
    const struct pl_graph *graph = parts->equations.graph;
    size_t n_nodes = pl_graph_size(graph);
    size_t first_held = pl_program_held_slot(&parts->owned->program);

    for (size_t i = 0; i < n_nodes; i++) {
        const struct pl_node *node = pl_graph_node(graph, (uint32_t)i);

        parts->given[i] = PL_NODE_NONE;
        moves[i] = node->op == PL_OP_INPUT && node->input < first_held;
        for (uint32_t k = 0; k < node->n_arguments; k++) {
            moves[i] |= moves[node->arguments[k]];
        }
    }
    for (size_t tape = TAPE_RATES; tape <= TAPE_VALUES; tape++) {
        for (size_t k = 0; k < roots[tape].n; k++) {
            used[roots[tape].nodes[k]] = 1;
        }
    }
    for (size_t i = n_nodes; i-- > 0;) {
        const struct pl_node *node = pl_graph_node(graph, (uint32_t)i);

        if (!used[i] || node->op == PL_OP_NUMBER || node->op == PL_OP_INPUT) {
            continue;
        }
        if (!moves[i]) {
            parts->cached[parts->n_cached++] = (uint32_t)i;
            continue;
        }
        for (uint32_t k = 0; k < node->n_arguments; k++) {
            used[node->arguments[k]] = 1;
        }
    }
}

/* Fill the cache's part of the layout. */
static enum pl_status
plan_cache(struct parts *parts, const struct roots *roots)
{
    size_t n_nodes = pl_graph_size(parts->equations.graph);
    unsigned char *moves = calloc(n_nodes + 1, 1);
    unsigned char *used = calloc(n_nodes + 1, 1);
    enum pl_status status = PL_OK;
    size_t first = pl_program_cache_slot(&parts->owned->program);

    parts->given = calloc(n_nodes + 1, sizeof *parts->given);
    parts->cached = calloc(n_nodes + 1, sizeof *parts->cached);
    if (moves == NULL || used == NULL || parts->given == NULL ||
        parts->cached == NULL) {
        status = pl_diag_no_memory(parts->diags, "a program");
        goto done;
    }
    find_cached(parts, roots, moves, used);
    parts->owned->program.n_cache = parts->n_cached;
    for (size_t k = 0; k < parts->n_cached; k++) {
        parts->given[parts->cached[k]] = (uint32_t)(first + k);
    }

done:
    free(moves);
    free(used);
    return status;
}

static enum pl_status
make_graph_tapes(struct parts *parts)
{
    const struct pl_program *program = &parts->owned->program;
    const struct pl_graph *graph = parts->equations.graph;
    size_t most = program->n_inputs + program->n_states;
    struct roots roots[N_GRAPH_TAPES] = {{0}};
    enum pl_status status = PL_OK;

    if (most < program->n_nonzeros + program->n_states) {
        most = program->n_nonzeros + program->n_states;
    }
    for (size_t k = 0; k < N_GRAPH_TAPES; k++) {
        roots[k].nodes = calloc(most + 1, sizeof *roots[k].nodes);
        if (roots[k].nodes == NULL) {
            status = pl_diag_no_memory(parts->diags, "a program");
            goto done;
        }
    }
    status = list_roots(parts, roots);
    if (status == PL_OK) {
        status = plan_cache(parts, roots);
    }
    for (size_t k = 0; k < N_GRAPH_TAPES && status == PL_OK; k++) {
        bool before_cache = k == TAPE_START || k == TAPE_SETUP;

        status = pl_tape_create(graph, pl_program_jacobian_slot(program),
                                before_cache ? NULL : parts->given,
                                k == TAPE_SETUP ? parts->cached : roots[k].nodes,
                                k == TAPE_SETUP ? parts->n_cached : roots[k].n,
                                parts->diags, &parts->owned->tapes[k]);
    }

done:
    for (size_t k = 0; k < N_GRAPH_TAPES; k++) {
        free(roots[k].nodes);
    }
    return status;
}

/* As many zeros. */
static enum pl_status
make_zeros(size_t n, struct pl_diags *diags, struct pl_tape **out)
{
    const enum pl_status status = pl_tape_alloc(0, 1, 0, n, diags, out);

    for (size_t k = 0; status == PL_OK && k < n; k++) {
        (*out)->outputs[k] = (uint32_t)(*out)->constants_at;
    }
    return status;
}

/* What a trial of rodas runs on its way. Where time is in the rates the first stage has a
 * right side too, from their slopes in time: no tape of several parts does that. */
static enum pl_status
join_tapes(struct parts *parts)
{
    const struct pl_program *program = &parts->owned->program;
    struct pl_tape **tapes = parts->owned->tapes;
    struct pl_tape *zeros = NULL;
    enum pl_status status = make_zeros(program->n_states, parts->diags, &zeros);
    const struct pl_tape_part begin[] = {
        {tapes[TAPE_JACOBIAN], pl_program_jacobian_slot(program), false},
        {tapes[TAPE_FACTOR], pl_program_factors_slot(program), true},
        {zeros, pl_program_right_slot(program), false},
        {tapes[TAPE_RATES], pl_program_slopes_slot(program), false},
        {tapes[TAPE_SOLVE], PL_NONE, true},
    };
    const struct pl_tape_part *stage = begin + 3;

    if (status == PL_OK) {
        status = pl_tape_join(stage, 2, parts->diags, &tapes[TAPE_STAGE]);
    }
    if (status == PL_OK && tapes[TAPE_FACTOR] != NULL && program->autonomous) {
        status = pl_tape_join(begin, sizeof begin / sizeof *begin, parts->diags,
                              &tapes[TAPE_BEGIN]);
    }
    pl_tape_destroy(zeros);
    return status;
}

/* The linear equations of a Newton step, and their tapes where these are short. */
static enum pl_status
make_elimination(struct parts *parts)
{
    struct owned_program *owned = parts->owned;
    struct pl_program *program = &owned->program;
    enum pl_status status = PL_OK;

    if (program->n_states == 0) {
        return PL_OK;
    }
    status =
        pl_elimination_create(program->n_states, program->n_nonzeros, program->rows,
                              program->columns, parts->diags, &owned->elimination);
    program->elimination = owned->elimination;
    if (status == PL_OK &&
        owned->elimination->n_operations <= PL_PROGRAM_STRAIGHT_OPERATIONS) {
        status = pl_elimination_factor_tape(
            owned->elimination, pl_program_constants_slot(program),
            pl_program_jacobian_slot(program), pl_program_shift_slot(program),
            parts->diags, &owned->tapes[TAPE_FACTOR]);
    }
    if (status != PL_OK ||
        owned->elimination->n_factors > PL_PROGRAM_STRAIGHT_OPERATIONS) {
        return status;
    }
    status = pl_elimination_solve_tape(
        owned->elimination, pl_program_constants_slot(program),
        pl_program_factors_slot(program), pl_program_right_slot(program),
        pl_program_slopes_slot(program), parts->diags, &owned->tapes[TAPE_SOLVE]);
    return status == PL_OK ? join_tapes(parts) : status;
}

/* Give every tape its constants' slots, and all of them one work space. */
static enum pl_status
place_tapes(struct parts *parts)
{
    struct owned_program *owned = parts->owned;
    size_t constants_at = pl_program_constants_slot(&owned->program);
    size_t code_at = constants_at;

    for (size_t k = 0; k < N_TAPES; k++) {
        code_at += owned->tapes[k] != NULL ? owned->tapes[k]->n_constants : 0;
    }
    owned->n_slots = code_at;
    for (size_t k = 0; k < N_TAPES; k++) {
        struct pl_tape *tape = owned->tapes[k];

        if (tape == NULL) {
            continue;
        }
        if (code_at + tape->n_code > owned->n_slots) {
            owned->n_slots = code_at + tape->n_code;
        }
        if (owned->n_slots >= UINT32_MAX) {
            return pl_diag_no_memory(parts->diags, "a program"); /* slots are 32 bits */
        }
        pl_tape_place(tape, constants_at, code_at);
        constants_at += tape->n_constants;
    }
    return PL_OK;
}

static enum pl_status
make_tapes(struct parts *parts)
{
    struct pl_program *program = &parts->owned->program;
    struct pl_tape **tapes = parts->owned->tapes;
    enum pl_status status = make_graph_tapes(parts);

    if (status == PL_OK) {
        status = make_elimination(parts);
    }
    if (status == PL_OK) {
        status = place_tapes(parts);
    }
    program->start = tapes[TAPE_START];
    program->setup = tapes[TAPE_SETUP];
    program->rates = tapes[TAPE_RATES];
    program->jacobian = tapes[TAPE_JACOBIAN];
    program->values = tapes[TAPE_VALUES];
    program->factor = tapes[TAPE_FACTOR];
    program->solve = tapes[TAPE_SOLVE];
    program->stage = tapes[TAPE_STAGE];
    program->begin = tapes[TAPE_BEGIN];
    return status;
}

/* Rates and Jacobian with fewer divisions. */
static enum pl_status
rewrite_quotients(struct parts *parts)
{
    struct pl_equations *equations = &parts->equations;
    struct pl_jacobian *jacobian = &parts->jacobian;
    const struct pl_node_list lists[] = {
        {equations->rates, equations->n_states},
        {jacobian->entries, jacobian->n_nonzeros},
        {jacobian->by_time, equations->n_states},
    };

    return pl_quotients_rewrite(equations->graph, pl_equations_held_slot(equations, 0),
                                lists, sizeof lists / sizeof *lists, parts->diags);
}

size_t
pl_program_state_slot(const struct pl_program *program)
{
    (void)program;
    return PL_TIME_SLOT + 1;
}

size_t
pl_program_held_slot(const struct pl_program *program)
{
    return pl_program_state_slot(program) + program->n_states;
}

size_t
pl_program_cache_slot(const struct pl_program *program)
{
    return pl_program_held_slot(program) + program->n_inputs;
}

size_t
pl_program_jacobian_slot(const struct pl_program *program)
{
    return pl_program_cache_slot(program) + program->n_cache;
}

size_t
pl_program_shift_slot(const struct pl_program *program)
{
    return pl_program_jacobian_slot(program) + program->n_nonzeros + program->n_states;
}

size_t
pl_program_factors_slot(const struct pl_program *program)
{
    return pl_program_shift_slot(program) + 1;
}

size_t
pl_program_stages_slot(const struct pl_program *program)
{
    const struct pl_elimination *elimination = program->elimination;

    return pl_program_factors_slot(program) +
           (elimination != NULL ? elimination->n_factors : 0) + 1;
}

size_t
pl_program_slopes_slot(const struct pl_program *program)
{
    return pl_program_stages_slot(program) + PL_PROGRAM_STAGES * program->n_states;
}

size_t
pl_program_right_slot(const struct pl_program *program)
{
    return pl_program_slopes_slot(program) + program->n_states;
}

size_t
pl_program_constants_slot(const struct pl_program *program)
{
    return pl_program_right_slot(program) + program->n_states;
}

size_t
pl_program_n_slots(const struct pl_program *program)
{
    return ((const struct owned_program *)program)->n_slots;
}

enum pl_status
pl_program_create(const struct pl_model *model, struct pl_diags *diags,
                  struct pl_program **out)
{
    enum pl_status status = PL_OK;
    struct parts parts = {.owned = calloc(1, sizeof *parts.owned), .diags = diags};

    *out = NULL;
    if (parts.owned == NULL) {
        return pl_diag_no_memory(diags, "a program");
    }
    pl_arena_init(&parts.owned->arena);
    parts.owned->program.model = model;
    status = pl_equations_init(&parts.equations, model, diags);
    if (status == PL_OK) {
        status = pl_jacobian_init(&parts.jacobian, &parts.equations, diags);
    }
    if (status == PL_OK) {
        status = rewrite_quotients(&parts);
    }
    if (status == PL_OK) {
        status = take_layout(&parts);
    }
    if (status == PL_OK) {
        status = make_tapes(&parts);
    }
    if (status == PL_OK) {
        *out = &parts.owned->program;
        parts.owned = NULL; /* handed over */
    }
    pl_program_destroy(parts.owned != NULL ? &parts.owned->program : NULL);
    pl_jacobian_finish(&parts.jacobian);
    pl_equations_finish(&parts.equations);
    free(parts.given);
    free(parts.cached);
    return status;
}

void
pl_program_destroy(struct pl_program *program)
{
    struct owned_program *owned = (struct owned_program *)program;

    if (owned == NULL) {
        return;
    }
    for (size_t k = 0; k < N_TAPES; k++) {
        pl_tape_destroy(owned->tapes[k]);
    }
    pl_elimination_destroy(owned->elimination);
    pl_arena_finish(&owned->arena);
    free(owned);
}

void
pl_program_default_inputs(const struct pl_program *program, double *inputs)
{
    const struct owned_program *owned = (const struct owned_program *)program;
    size_t n_symbols = program->model->n_symbols;

    memcpy(inputs, owned->defaults, n_symbols * sizeof *inputs);
    for (size_t i = n_symbols; i < program->n_inputs; i++) {
        inputs[i] = 0.0; /* no formula is overridden, no rule clamped */
    }
}

void
pl_program_set_input(const struct pl_program *program, double *inputs, size_t symbol,
                     double value)
{
    assert(pl_program_is_input(program, symbol));
    inputs[symbol] = value;
    if (program->switch_of[symbol] != PL_NONE) {
        inputs[program->switch_of[symbol]] = 1.0;
    }
}

bool
pl_program_is_input(const struct pl_program *program, size_t symbol)
{
    return !pl_symbol_follows(&program->model->symbols[symbol]);
}
