/*
 * elimination_tape.c - an elimination as tapes.
 *
 * A column is worked on until it is done, and in a solution a row, so that few values live
 * at once: all else is in the factors.
 */
#include "compile/elimination.h"

#include <assert.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/index.h"
#include "compile/tape.h"

/* Constants of the factor tape, by their place. */
enum constant { ZERO, ONE, LOWEST, N_CONSTANTS };
static const double CONSTANTS[N_CONSTANTS] = {0.0, 1.0, -PL_ELIMINATION_WORST};

/* Room for so many instructions, of which there is none yet. */
static enum pl_status
create_tape(size_t n_inputs, size_t n_constants, size_t n_code, size_t n_outputs,
            struct pl_diags *diags, struct pl_tape **out)
{
    const enum pl_status status =
        pl_tape_alloc(n_inputs, n_constants, n_code, n_outputs, diags, out);

    if (status == PL_OK) {
        (*out)->n_code = 0;
    }
    return status;
}

/* Append an instruction. @return its slot */
static uint32_t
emit(struct pl_tape *tape, enum pl_op op, uint32_t a, uint32_t b, uint32_t c)
{
    tape->code[tape->n_code] = (struct pl_instruction){op, {a, b, c}};
    return (uint32_t)(tape->code_at + tape->n_code++);
}

/* ---- factor ---- */

struct factoring {
    const struct pl_elimination *list;
    struct pl_tape *tape;
    uint32_t
        *values; /* shape (n_factors + 1): the slot of each factor as it stands; then
                         that of minus the sum of losses */
    uint32_t shift;
    uint32_t one; /* the constant's slot */
    size_t run;   /* the next one */
};

/* U's part of a column: each number is done with when its runs are through. */
static void
emit_upper(struct factoring *factoring, size_t step)
{
    const struct pl_elimination *list = factoring->list;
    struct pl_tape *tape = factoring->tape;
    uint32_t *values = factoring->values;
    uint32_t pivot = list->pivots[list->order[step]];

    for (uint32_t u = list->starts[step]; u < pivot; u++) {
        for (; factoring->run < list->run_ends[step] &&
               list->runs[factoring->run].multiplier == u;
             factoring->run++) {
            struct pl_elimination_run run = list->runs[factoring->run];

            for (uint32_t k = 0; k < run.length; k++) {
                values[run.target + k] =
                    emit(tape, PL_OP_FUSED_FROM, values[run.source + k], values[u],
                         values[run.target + k]);
            }
        }
        values[u] = emit(tape, PL_OP_MULTIPLY, values[u],
                         values[list->pivots[list->rows[u]]], 0);
    }
}

/*
 * 1 / p, and p's part in minus the sum of losses. A pivot that is M's own entry has lost
 * nothing; it adds p * (1 / p), which is 1, or NaN for one that is 0 or not finite.
 */
static void
emit_pivot(struct factoring *factoring, size_t step, uint32_t before)
{
    const struct pl_elimination *list = factoring->list;
    struct pl_tape *tape = factoring->tape;
    uint32_t *value = &factoring->values[list->pivots[list->order[step]]];
    uint32_t *losses = &factoring->values[list->n_factors];
    uint32_t pivot = *value;
    uint32_t loss = 0;

    *value = emit(tape, PL_OP_DIVIDE, factoring->one, pivot, 0);
    if (list->updated[step]) {
        loss = emit(tape, PL_OP_SUBTRACT, before, pivot, 0);
        loss = emit(tape, PL_OP_MULTIPLY, loss, *value, 0);
        *losses = emit(tape, PL_OP_FUSED_FROM, loss, loss, *losses);
    } else {
        *losses = emit(tape, PL_OP_FUSED_FROM, pivot, *value, *losses);
    }
}

static void
emit_step(struct factoring *factoring, size_t step)
{
    const struct pl_elimination *list = factoring->list;
    struct pl_tape *tape = factoring->tape;
    uint32_t *values = factoring->values;
    uint32_t pivot = list->pivots[list->order[step]];
    uint32_t before = emit(tape, PL_OP_SUBTRACT, values[pivot], factoring->shift, 0);

    values[pivot] = before;
    emit_upper(factoring, step);
    emit_pivot(factoring, step, before);
    for (uint32_t f = pivot + 1; f < list->starts[step + 1]; f++) {
        values[f] = emit(tape, PL_OP_MULTIPLY, values[f], values[pivot], 0);
    }
}

enum pl_status
pl_elimination_factor_tape(const struct pl_elimination *elimination, size_t n_inputs,
                           size_t entries_at, size_t shift_at, struct pl_diags *diags,
                           struct pl_tape **out)
{
    size_t n_factors = elimination->n_factors;
    size_t n_code = elimination->n_operations - n_factors;
    struct pl_tape *tape = NULL;
    struct factoring factoring = {.list = elimination, .shift = (uint32_t)shift_at};
    enum pl_status status =
        create_tape(n_inputs, N_CONSTANTS, n_code, n_factors + 1, diags, &tape);
    uint32_t good = 0;

    *out = NULL;
    if (status != PL_OK) {
        return status;
    }
    assert(shift_at < n_inputs && entries_at + elimination->n_entries <= n_inputs);
    for (size_t k = 0; k < N_CONSTANTS; k++) {
        tape->constants[k] = CONSTANTS[k];
    }
    factoring.tape = tape;
    factoring.values = tape->outputs; /* what they hold in the end */
    factoring.one = (uint32_t)tape->constants_at + ONE;
    for (size_t f = 0; f <= n_factors; f++) {
        factoring.values[f] = (uint32_t)tape->constants_at + ZERO;
    }
    for (size_t k = 0; k < elimination->n_entries; k++) {
        factoring.values[elimination->places[k]] = (uint32_t)(entries_at + k);
    }
    for (size_t step = 0; step < elimination->n; step++) {
        emit_step(&factoring, step);
    }
    /* a NaN is not greater */
    good = emit(tape, PL_OP_LESS, (uint32_t)tape->constants_at + LOWEST,
                tape->outputs[n_factors], 0);
    tape->outputs[n_factors] = emit(tape, PL_OP_NOT, good, 0, 0);
    assert(tape->n_code == n_code);
    *out = tape;
    return PL_OK;
}

/* ---- solve ---- */

struct solving {
    const struct pl_elimination *list;
    struct pl_tape *tape;
    uint32_t *values; /* shape (n): the slot of each number as it stands: b, then x */
    uint32_t factors_at; /* slots of the factors */
    uint32_t *first;     /* shape (n): a row's first term */
    uint32_t *next;      /* shape (n_factors - n): the one behind it, of the same row */
};

/* List the terms from `from` to `to` - 1 by rows; `to` stands for none. */
static void
list_terms(struct solving *solving, size_t from, size_t to)
{
    for (size_t i = 0; i < solving->list->n; i++) {
        solving->first[i] = (uint32_t)to;
    }
    for (size_t k = to; k-- > from;) {
        uint32_t row = solving->list->terms[k].row;

        solving->next[k] = solving->first[row];
        solving->first[row] = (uint32_t)k;
    }
}

/* A row's terms; their columns are known. */
static void
emit_terms(struct solving *solving, uint32_t row, size_t to)
{
    uint32_t *values = solving->values;

    for (uint32_t k = solving->first[row]; k < to; k = solving->next[k]) {
        struct pl_elimination_term term = solving->list->terms[k];

        values[row] =
            emit(solving->tape, PL_OP_FUSED_FROM, solving->factors_at + term.factor,
                 values[term.column], values[row]);
    }
}

static void
emit_solution(struct solving *solving)
{
    const struct pl_elimination *list = solving->list;
    size_t n_terms = list->n_factors - list->n;

    list_terms(solving, 0, list->n_lower);
    for (size_t step = 0; step < list->n; step++) {
        emit_terms(solving, list->order[step], list->n_lower);
    }
    list_terms(solving, list->n_lower, n_terms);
    for (size_t step = list->n; step-- > 0;) {
        uint32_t row = list->order[step];

        solving->values[row] = emit(solving->tape, PL_OP_MULTIPLY, solving->values[row],
                                    solving->factors_at + list->pivots[row], 0);
        emit_terms(solving, row, n_terms);
    }
}

enum pl_status
pl_elimination_solve_tape(const struct pl_elimination *elimination, size_t n_inputs,
                          size_t factors_at, size_t right_at, size_t less_at,
                          struct pl_diags *diags, struct pl_tape **out)
{
    const bool is_difference = less_at != PL_NONE;
    size_t n = elimination->n;
    size_t n_code = elimination->n_factors + (is_difference ? n : 0);
    struct pl_tape *tape = NULL;
    struct solving solving = {.list = elimination, .factors_at = (uint32_t)factors_at};
    enum pl_status status = create_tape(n_inputs, 0, n_code, n, diags, &tape);

    *out = NULL;
    if (status != PL_OK) {
        return status;
    }
    assert(factors_at + elimination->n_factors <= n_inputs && right_at + n <= n_inputs);
    solving.tape = tape;
    solving.values = tape->outputs; /* what they hold in the end */
    solving.first = calloc(n, sizeof *solving.first);
    solving.next = calloc(elimination->n_factors, sizeof *solving.next);
    if (solving.first == NULL || solving.next == NULL) {
        status = pl_diag_no_memory(diags, "a tape");
        goto done;
    }
    assert(!is_difference || less_at + n <= n_inputs);
    for (size_t i = 0; i < n; i++) {
        solving.values[i] = (uint32_t)(right_at + i);
        if (is_difference) {
            solving.values[i] = emit(tape, PL_OP_SUBTRACT, solving.values[i],
                                     (uint32_t)(less_at + i), 0);
        }
    }
    emit_solution(&solving);
    assert(tape->n_code == n_code);
    *out = tape;
    tape = NULL; /* handed over */

done:
    free(solving.first);
    free(solving.next);
    pl_tape_destroy(tape);
    return status;
}
