/*
 * edge_reads.c - which feedback edges nothing reads, at the parameters of a run.
 */
#include "analysis/edge_reads.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/index.h"
#include "compile/program.h"
#include "compile/tape.h"
#include "model/model.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/treatment.h"

/* Edges that one pass follows: the bits of a word. */
#define EDGES_OF_A_PASS ((size_t)64)

/* What is known of the number in a slot. */
struct knowledge {
    double value;   /* NaN: it may be anything, and … */
    uint64_t edges; /* … needs the clamps of these, by bits */
};

/* One look at all tapes. */
struct pass {
    const struct pl_context *context;
    const struct pl_treatment *const *treatments;
    size_t n_treatments;
    struct knowledge *slots; /* shape (n_slots): of the program's frame */
    size_t n_slots;
    size_t first_edge;
    double *inputs;            /* shape (n_inputs) */
    struct knowledge *settled; /* shape (n_inputs) */
};

static bool
is_known(struct knowledge knowledge)
{
    return !isnan(knowledge.value);
}

static bool
is_zero(struct knowledge knowledge)
{
    return knowledge.value == 0.0;
}

static struct knowledge
anything_from(const struct knowledge *arguments, size_t n)
{
    struct knowledge any = {(double)NAN, 0};

    for (size_t k = 0; k < n; k++) {
        any.edges |= is_known(arguments[k]) ? 0 : arguments[k].edges;
    }
    return any;
}

static struct knowledge
number(double value)
{
    return (struct knowledge){value, 0};
}

/* Where some arguments decide alone; else what depends on all of them. */
static struct knowledge
weigh(enum pl_op op, const struct knowledge *x, size_t n)
{
    const bool product_is_zero = n >= 2 && (is_zero(x[0]) || is_zero(x[1]));

    switch ((int)op) { /* every operation needs all its arguments but for these */
    case PL_OP_MULTIPLY:
    case PL_OP_AND:
        return product_is_zero ? number(0.0) : anything_from(x, n);
    case PL_OP_DIVIDE:
        return is_zero(x[0]) ? number(0.0) : anything_from(x, n);
    case PL_OP_OR:
        return (is_known(x[0]) && !is_zero(x[0])) || (is_known(x[1]) && !is_zero(x[1]))
                   ? number(1.0)
                   : anything_from(x, n);
    case PL_OP_POWER:
        return is_zero(x[1]) || x[0].value == 1.0 ? number(1.0) : anything_from(x, n);
    case PL_OP_SELECT:
        if (is_known(x[0])) {
            return is_zero(x[0]) ? x[2] : x[1];
        }
        return anything_from(x, n);
    case PL_OP_FUSED_ADD:
    case PL_OP_FUSED_SUBTRACT:
    case PL_OP_FUSED_FROM:
        return product_is_zero ? anything_from(x + 2, 1) : anything_from(x, n);
    default:
        return anything_from(x, n);
    }
}

/* 0 a + c is c, but for the sign that c may get; a c that is known stays known. */
static struct knowledge
fused_with_zero(enum pl_op op, struct knowledge c)
{
    return number(op == PL_OP_FUSED_SUBTRACT ? -c.value : c.value);
}

static struct knowledge
apply(enum pl_op op, const struct knowledge *x)
{
    const size_t n = pl_op_arity(op);
    double values[3] = {0.0, 0.0, 0.0};
    bool known = true;

    for (size_t k = 0; k < n; k++) {
        values[k] = x[k].value;
        known = known && is_known(x[k]);
    }
    if (known) {
        return number(pl_op_value(op, values));
    }
    if (n == 3 && op != PL_OP_SELECT && is_known(x[2]) &&
        (is_zero(x[0]) || is_zero(x[1]))) {
        return fused_with_zero(op, x[2]);
    }
    return weigh(op, x, n);
}

static void
go_through(struct pass *pass, const struct pl_tape *tape)
{
    for (size_t k = 0; k < tape->n_constants; k++) {
        pass->slots[tape->constants_at + k] = number(tape->constants[k]);
    }
    for (size_t k = 0; k < tape->n_code; k++) {
        const struct pl_instruction *code = &tape->code[k];
        struct knowledge arguments[3] = {{0.0, 0}, {0.0, 0}, {0.0, 0}};

        for (size_t i = 0; i < pl_op_arity(code->op); i++) {
            arguments[i] = pass->slots[code->arguments[i]];
        }
        pass->slots[tape->code_at + k] = apply(code->op, arguments);
    }
}

/* What a treatment sets from 0 on does not stand still. */
static void
forget_what_is_set(struct pass *pass)
{
    struct knowledge *held = pass->slots + pl_program_held_slot(pass->context->program);

    for (size_t t = 0; t < pass->n_treatments; t++) {
        size_t n = 0;
        const struct pl_action *actions = pl_treatment_actions(pass->treatments[t], &n);

        for (size_t i = 0; i < n; i++) {
            if (!actions[i].before_rest && actions[i].kind != PL_ACTION_CLAMP) {
                held[actions[i].symbol] = (struct knowledge){(double)NAN, 0};
            }
        }
    }
}

/* What is held once the run goes: `start` settles it, clamps may be anything. */
static void
hold(struct pass *pass)
{
    const struct pl_program *program = pass->context->program;
    const struct pl_role_list *edges = &pass->context->roles.lists[PL_ROLE_EDGE];
    struct knowledge *held = pass->slots + pl_program_held_slot(program);

    for (size_t k = 0; k < pass->n_slots; k++) {
        pass->slots[k] = (struct knowledge){(double)NAN, 0};
    }
    for (size_t k = 0; k < program->n_inputs; k++) {
        held[k].value = pass->inputs[k];
    }
    go_through(pass, program->start);
    for (size_t k = 0; k < program->n_inputs; k++) {
        pass->settled[k] = pass->slots[program->start->outputs[k]];
    }
    for (size_t k = 0; k < program->n_inputs; k++) {
        held[k] = pass->settled[k];
    }
    forget_what_is_set(pass);
    for (size_t e = 0; e < edges->n; e++) {
        const size_t clamp = program->clamp_of[edges->symbols[e]];
        const bool followed =
            e >= pass->first_edge && e - pass->first_edge < EDGES_OF_A_PASS;
        const uint64_t bit = followed ? UINT64_C(1) << (e - pass->first_edge) : 0;

        held[clamp] = (struct knowledge){(double)NAN, bit};
        held[clamp + 1] = held[clamp];
    }
}

/* The edges that the outputs of a tape need. */
static uint64_t
edges_of_outputs(const struct pass *pass, const struct pl_tape *tape)
{
    uint64_t edges = 0;

    for (size_t k = 0; k < tape->n_outputs; k++) {
        const struct knowledge output = pass->slots[tape->outputs[k]];

        edges |= is_known(output) ? 0 : output.edges;
    }
    return edges;
}

/* One look, for up to 64 edges. */
static uint64_t
look(struct pass *pass, const struct pl_tape *observed)
{
    const struct pl_program *program = pass->context->program;
    const size_t cache = pl_program_cache_slot(program);
    uint64_t edges = 0;

    hold(pass);
    go_through(pass, program->setup);
    for (size_t k = 0; k < program->n_cache; k++) {
        pass->slots[cache + k] = pass->slots[program->setup->outputs[k]];
    }
    go_through(pass, program->rates);
    edges = edges_of_outputs(pass, program->rates);
    go_through(pass, observed);
    return edges | edges_of_outputs(pass, observed);
}

static size_t
n_slots_of(const struct pl_program *program, const struct pl_tape *observed)
{
    const size_t own = pl_program_n_slots(program);
    const size_t other = pl_tape_n_slots(observed);

    return own > other ? own : other;
}

enum pl_status
pl_edge_reads_find(const struct pl_context *context,
                   const struct pl_treatment *const *treatments, size_t n_treatments,
                   const struct pl_ensemble *ensemble, const size_t *symbols,
                   size_t n_symbols, struct pl_diags *diags, bool *read)
{
    const struct pl_program *program = context->program;
    const size_t n_edges = context->roles.lists[PL_ROLE_EDGE].n;
    struct pass pass = {
        .context = context, .treatments = treatments, .n_treatments = n_treatments};
    struct pl_tape *observed = NULL;
    enum pl_status status =
        pl_tape_select(program->values, symbols, n_symbols, diags, &observed);

    if (status != PL_OK) {
        return status;
    }
    pass.n_slots = n_slots_of(program, observed);
    pass.slots = calloc(pass.n_slots + 1, sizeof *pass.slots);
    pass.inputs = calloc(program->n_inputs + 1, sizeof *pass.inputs);
    pass.settled = calloc(program->n_inputs + 1, sizeof *pass.settled);
    if (pass.slots == NULL || pass.inputs == NULL || pass.settled == NULL) {
        status = pl_diag_no_memory(diags, "the edges");
        goto done;
    }
    for (size_t m = 0; m < pl_ensemble_n(ensemble); m++) {
        pl_treatment_inputs_in(treatments[0], PL_NONE, ensemble, m, pass.inputs);
        for (size_t first = 0; first < n_edges; first += EDGES_OF_A_PASS) {
            uint64_t edges = 0;

            pass.first_edge = first;
            edges = look(&pass, observed);
            for (size_t e = first; e < n_edges && e - first < EDGES_OF_A_PASS; e++) {
                read[e] = read[e] || (edges >> (e - first) & 1) != 0;
            }
        }
    }

done:
    free(pass.slots);
    free(pass.inputs);
    free(pass.settled);
    pl_tape_destroy(observed);
    return status;
}
