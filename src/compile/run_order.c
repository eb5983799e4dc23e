/*
 * run_order.c - the order in which the interpreter runs a tape.
 *
 * The next stretch is of the operation behind which it still has to change most often on
 * the way to a result: to put that off makes more stretches in the end. The stretch has
 * all instructions whose arguments are there, and those that become ready meanwhile.
 */
#include "compile/run_order.h"

#include <assert.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/isa.h"
#include "base/list.h"
#include "compile/tape.h"

#define NO_INSTRUCTION UINT32_MAX

/* What is known of an instruction. */
struct node {
    uint32_t arguments[3]; /* those that are instructions; NO_INSTRUCTION for others */
    uint32_t first_user;   /* where in `users` the instructions that use it begin; they
                              end where those of the next node do */
    uint32_t n_missing;    /* arguments that are not placed yet */
    uint32_t n_uses;       /* by instructions that are not placed yet, and as outputs */
    uint32_t n_changes; /* of the operation, from here on, on the way with the most */
    uint32_t next;      /* in the list of its operation's ready ones */
    uint32_t slot;      /* of its result */
};

/* Instructions of one operation whose arguments are placed. First come, first served: so
 * those that wait for each other stand apart. */
struct ready {
    uint32_t first, last; /* NO_INSTRUCTION for none */
    uint32_t n;
    uint32_t n_changes; /* the most of any */
};

struct arranging {
    const struct pl_tape *tape;
    struct pl_run_order *order;
    struct node *nodes; /* shape (n_code + 1) */
    uint32_t *users;    /* shape (3 n_code) */
    uint32_t *spare;    /* shape (n_code): slots below next_slot that hold nothing */
    size_t n_spare;
    uint32_t next_slot;
    size_t n_placed;
    size_t stretch_capacity;
    struct ready ready[PL_N_OPS];
};

/* ---- what depends on what ---- */

/* The instruction that an argument or output is, or NO_INSTRUCTION. */
static uint32_t
instruction_at(const struct pl_tape *tape, uint32_t slot)
{
    return pl_tape_is_code(tape, slot) ? (uint32_t)(slot - tape->code_at)
                                       : NO_INSTRUCTION;
}

static void
find_arguments(struct arranging *a)
{
    const struct pl_tape *tape = a->tape;

    for (size_t k = 0; k < tape->n_code; k++) {
        const struct pl_instruction *instruction = &tape->code[k];
        const size_t arity = pl_op_arity(instruction->op);
        struct node *node = &a->nodes[k];

        for (size_t j = 0; j < 3; j++) {
            node->arguments[j] = j < arity
                                     ? instruction_at(tape, instruction->arguments[j])
                                     : NO_INSTRUCTION;
            if (node->arguments[j] != NO_INSTRUCTION) {
                node->n_missing++;
                a->nodes[node->arguments[j]].n_uses++;
            }
        }
    }
}

/* Users stand behind what they use, so one sweep downwards knows their changes. */
static void
find_users(struct arranging *a)
{
    const struct pl_instruction *code = a->tape->code;
    const size_t n_code = a->tape->n_code;
    uint32_t sum = 0;

    for (size_t k = 0; k < n_code; k++) {
        sum += a->nodes[k].n_uses;
        a->nodes[k].first_user = sum;
    }
    a->nodes[n_code].first_user = sum;
    for (size_t k = n_code; k-- > 0;) {
        for (size_t j = 0; j < 3; j++) {
            const uint32_t argument = a->nodes[k].arguments[j];
            uint32_t n_changes = a->nodes[k].n_changes;

            if (argument == NO_INSTRUCTION) {
                continue;
            }
            a->users[--a->nodes[argument].first_user] = (uint32_t)k;
            n_changes += code[argument].op != code[k].op ? 1 : 0;
            if (n_changes > a->nodes[argument].n_changes) {
                a->nodes[argument].n_changes = n_changes;
            }
        }
    }
}

/* Nothing gives an output back. */
static void
count_outputs(struct arranging *a)
{
    for (size_t i = 0; i < a->tape->n_outputs; i++) {
        const uint32_t k = instruction_at(a->tape, a->tape->outputs[i]);

        if (k != NO_INSTRUCTION) {
            a->nodes[k].n_uses++;
        }
    }
}

/* ---- slots ---- */

static uint32_t
take_slot(struct arranging *a)
{
    return a->n_spare > 0 ? a->spare[--a->n_spare] : a->next_slot++;
}

static void
give_back_unused(struct arranging *a, uint32_t k)
{
    if (a->nodes[k].n_uses == 0) {
        a->spare[a->n_spare++] = a->nodes[k].slot;
    }
}

/* Where the row begins of an instruction's result, or of a slot that is none. */
static uint32_t
row_of(const struct arranging *a, uint32_t k, uint32_t slot)
{
    return (k != NO_INSTRUCTION ? a->nodes[k].slot : slot) * (uint32_t)a->order->lanes;
}

/* ---- the order ---- */

static void
make_ready(struct arranging *a, uint32_t k)
{
    struct ready *ready = &a->ready[a->tape->code[k].op];
    struct node *node = &a->nodes[k];

    node->next = NO_INSTRUCTION;
    if (ready->n == 0) {
        ready->first = k;
    } else {
        a->nodes[ready->last].next = k;
    }
    ready->last = k;
    ready->n++;
    if (node->n_changes > ready->n_changes) {
        ready->n_changes = node->n_changes;
    }
}

static enum pl_op
choose_operation(const struct arranging *a)
{
    size_t best = PL_N_OPS;

    for (size_t op = 0; op < PL_N_OPS; op++) {
        const struct ready *ready = &a->ready[op];

        if (ready->n > 0 &&
            (best == PL_N_OPS || ready->n_changes > a->ready[best].n_changes ||
             (ready->n_changes == a->ready[best].n_changes &&
              ready->n > a->ready[best].n))) {
            best = op;
        }
    }
    assert(best < PL_N_OPS); /* a tape goes in no circle */
    return (enum pl_op)best;
}

static void
place(struct arranging *a, uint32_t k)
{
    const uint32_t *slots = a->tape->code[k].arguments;
    struct node *node = &a->nodes[k];
    struct pl_run_rows *rows = &a->order->rows[a->n_placed++];

    node->slot = take_slot(a); /* before the arguments give theirs back */
    rows->result = row_of(a, k, 0);
    for (size_t j = 0; j < 3; j++) {
        rows->arguments[j] = row_of(a, node->arguments[j], slots[j]);
    }
    for (size_t j = 0; j < 3; j++) {
        const uint32_t argument = node->arguments[j];

        if (argument != NO_INSTRUCTION) {
            a->nodes[argument].n_uses--;
            give_back_unused(a, argument);
        }
    }
    give_back_unused(a, k); /* what no output needs */
    for (uint32_t u = node->first_user; u < a->nodes[k + 1].first_user; u++) {
        if (--a->nodes[a->users[u]].n_missing == 0) {
            make_ready(a, a->users[u]);
        }
    }
}

/* @return false when memory is out */
static bool
place_stretch(struct arranging *a, enum pl_op op)
{
    struct pl_run_order *order = a->order;
    struct ready *ready = &a->ready[op];
    struct pl_stretch *grown =
        pl_list_reserve(order->stretches, order->n_stretches + 1, &a->stretch_capacity,
                        sizeof *order->stretches);

    if (grown == NULL) {
        return false;
    }
    order->stretches = grown;
    for (uint32_t k = ready->first; k != NO_INSTRUCTION; k = a->nodes[k].next) {
        place(a, k); /* may make others ready, behind the last */
    }
    order->stretches[order->n_stretches++] = (struct pl_stretch){op, ready->n};
    *ready = (struct ready){0};
    return true;
}

/* @return false when memory is out */
static bool
arrange(struct arranging *a)
{
    const struct pl_tape *tape = a->tape;

    find_arguments(a);
    find_users(a);
    count_outputs(a);
    for (size_t k = 0; k < tape->n_code; k++) {
        if (a->nodes[k].n_missing == 0) {
            make_ready(a, (uint32_t)k);
        }
    }
    while (a->n_placed < tape->n_code) {
        if (!place_stretch(a, choose_operation(a))) {
            return false;
        }
    }
    for (size_t i = 0; i < tape->n_outputs; i++) {
        a->order->outputs[i] =
            row_of(a, instruction_at(tape, tape->outputs[i]), tape->outputs[i]);
    }
    return true;
}

enum pl_status
pl_run_order_create(const struct pl_tape *tape, size_t lanes, struct pl_diags *diags,
                    struct pl_run_order **out)
{
    enum pl_status status = PL_OK;
    const size_t n = tape->n_code + 1; /* calloc may answer NULL for nothing */
    struct pl_run_order *order = calloc(1, sizeof *order);
    struct arranging a = {
        .tape = tape, .order = order, .next_slot = (uint32_t)tape->code_at};

    *out = NULL;
    if (order == NULL || pl_tape_n_slots(tape) > UINT32_MAX / PL_MAX_LANES) {
        status = pl_diag_no_memory(diags, "the order of a tape");
        goto done;
    }
    order->lanes = lanes;
    order->n_outputs = tape->n_outputs;
    order->rows = calloc(n, sizeof *order->rows);
    order->outputs = calloc(tape->n_outputs + 1, sizeof *order->outputs);
    a.nodes = calloc(n, sizeof *a.nodes);
    a.users = calloc(n, 3 * sizeof *a.users);
    a.spare = calloc(n, sizeof *a.spare);
    if (order->rows == NULL || order->outputs == NULL || a.nodes == NULL ||
        a.users == NULL || a.spare == NULL || !arrange(&a)) {
        status = pl_diag_no_memory(diags, "the order of a tape");
        goto done;
    }
    *out = order;
    order = NULL; /* handed over */

done:
    free(a.nodes);
    free(a.users);
    free(a.spare);
    pl_run_order_destroy(order);
    return status;
}

void
pl_run_order_destroy(struct pl_run_order *order)
{
    if (order == NULL) {
        return;
    }
    free(order->stretches);
    free(order->rows);
    free(order->outputs);
    free(order);
}
