/*
 * branches.c - where the formulas of readouts go from one branch to another, and which
 * readouts a quartic cannot follow.
 */
#include "study/branches.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/index.h"
#include "compile/kernels.h"
#include "compile/program.h"
#include "compile/tape.h"

/* What a value does between two changes of a branch. */
enum motion {
    STANDS, /* nothing: truths, whole numbers and what is held */
    LINEAR, /* as the states and time do, or a sum of them */
    CURVED
};

/* What is known of an instruction's value. */
struct fact {
    unsigned char motion;
    bool is_branched; /* it, or something that it is made of, may change sides */
    bool is_wanted;
};

struct analysis {
    const struct pl_program *program;
    const struct pl_tape *tape;
    struct fact *facts; /* shape (tape->n_code) */
    bool is_quartic;
    struct pl_branches *out;
};

static bool
is_code(const struct analysis *analysis, uint32_t slot)
{
    return slot >= analysis->tape->code_at &&
           slot - analysis->tape->code_at < analysis->tape->n_code;
}

static struct fact
fact_of(const struct analysis *analysis, uint32_t slot)
{
    const struct pl_program *program = analysis->program;
    struct fact fact = {.motion = STANDS};

    if (is_code(analysis, slot)) {
        fact = analysis->facts[slot - analysis->tape->code_at];
    } else if (slot < pl_program_state_slot(program)) {
        fact.motion = LINEAR; /* time */
    } else if (slot < pl_program_held_slot(program)) {
        fact.motion = analysis->is_quartic ? LINEAR : CURVED;
    }
    return fact;
}

static unsigned char
more_of(unsigned char a, unsigned char b)
{
    return a > b ? a : b;
}

static unsigned char
product_of(unsigned char a, unsigned char b)
{
    return a != STANDS && b != STANDS ? CURVED : more_of(a, b);
}

/* What an operation makes of the motions of its arguments, between two changes. */
static unsigned char
motion_of(enum pl_op op, const unsigned char *m)
{
    switch (op) {
    case PL_OP_NEGATE:
    case PL_OP_ABS:
        return m[0];
    case PL_OP_ADD:
    case PL_OP_SUBTRACT:
    case PL_OP_MIN:
    case PL_OP_MAX:
        return more_of(m[0], m[1]);
    case PL_OP_MULTIPLY:
        return product_of(m[0], m[1]);
    case PL_OP_DIVIDE:
        return m[1] != STANDS ? CURVED : m[0];
    case PL_OP_FUSED_ADD:
    case PL_OP_FUSED_SUBTRACT:
    case PL_OP_FUSED_FROM:
        return more_of(product_of(m[0], m[1]), m[2]);
    case PL_OP_SELECT:
        return more_of(m[1], m[2]);
    case PL_OP_FLOOR:
    case PL_OP_CEIL:
    case PL_OP_LESS:
    case PL_OP_LESS_EQ:
    case PL_OP_EQUAL:
    case PL_OP_AND:
    case PL_OP_OR:
    case PL_OP_NOT:
        return STANDS;
    case PL_OP_SQRT:
    case PL_OP_TRANSCENDENTALS:
        return more_of(m[0], m[1]) != STANDS ? CURVED : STANDS;
    case PL_OP_NOT_RUN:
        break;
    }
    assert(false && "an instruction");
    return CURVED;
}

/* How many of its arguments an operation compares, from the first on; 0 for one that
 * has no branches. */
static size_t
n_compared(enum pl_op op)
{
    switch (op) {
    case PL_OP_LESS:
    case PL_OP_LESS_EQ:
    case PL_OP_EQUAL:
    case PL_OP_MIN:
    case PL_OP_MAX:
    case PL_OP_AND: /* each with 0 */
    case PL_OP_OR:
        return 2;
    case PL_OP_ABS:
    case PL_OP_FLOOR:
    case PL_OP_CEIL:
    case PL_OP_NOT:
    case PL_OP_SELECT:
        return 1;
    case PL_OP_ADD:
    case PL_OP_SUBTRACT:
    case PL_OP_MULTIPLY:
    case PL_OP_DIVIDE:
    case PL_OP_NEGATE:
    case PL_OP_SQRT:
    case PL_OP_FUSED_ADD:
    case PL_OP_FUSED_SUBTRACT:
    case PL_OP_FUSED_FROM:
    case PL_OP_TRANSCENDENTALS:
    case PL_OP_NOT_RUN:
        break;
    }
    return 0;
}

/* Arguments come first. */
static void
find_facts(struct analysis *analysis)
{
    for (size_t k = 0; k < analysis->tape->n_code; k++) {
        const struct pl_instruction *code = &analysis->tape->code[k];
        const size_t n = pl_op_arity(code->op);
        struct fact *fact = &analysis->facts[k];
        unsigned char motions[3] = {STANDS, STANDS, STANDS};

        for (size_t j = 0; j < n; j++) {
            const struct fact argument = fact_of(analysis, code->arguments[j]);

            motions[j] = argument.motion;
            fact->is_branched = fact->is_branched || argument.is_branched ||
                                (j < n_compared(code->op) && motions[j] != STANDS);
        }
        fact->motion = motion_of(code->op, motions);
    }
}

static void
want(struct analysis *analysis, uint32_t slot)
{
    if (is_code(analysis, slot)) {
        analysis->facts[slot - analysis->tape->code_at].is_wanted = true;
    }
}

/* What the wanted symbols are made of, and their shapes. */
static void
find_wanted(struct analysis *analysis, const bool *is_wanted)
{
    const struct pl_tape *tape = analysis->tape;

    for (size_t c = 0; c < tape->n_outputs; c++) {
        const struct fact fact = fact_of(analysis, tape->outputs[c]);

        if (is_wanted[c]) {
            analysis->out->shapes[c] =
                (unsigned char)((fact.motion == CURVED ? PL_SHAPE_CURVED : 0) |
                                (fact.is_branched ? PL_SHAPE_BRANCHED : 0));
            want(analysis, tape->outputs[c]);
        }
    }
    for (size_t k = tape->n_code; k-- > 0;) {
        const struct pl_instruction *code = &tape->code[k];

        for (size_t j = 0; analysis->facts[k].is_wanted && j < pl_op_arity(code->op);
             j++) {
            want(analysis, code->arguments[j]);
        }
    }
}

/* Where the value of a slot stands in a selection. */
static size_t
add_slot(struct pl_branches *out, uint32_t slot)
{
    size_t k = 0;

    while (k < out->n_slots && out->slots[k] != slot) {
        k++;
    }
    if (k == out->n_slots) {
        out->slots[out->n_slots++] = slot;
    }
    return out->n_symbols + k;
}

/* The arguments that an instruction's value is a sum of, or one of: so many, from
 * `first` on. 0 where it is a term itself. */
static size_t
n_summed(const struct pl_instruction *code, size_t *first)
{
    *first = 0;
    switch (code->op) {
    case PL_OP_NEGATE:
    case PL_OP_ABS:
        return 1;
    case PL_OP_ADD:
    case PL_OP_SUBTRACT:
    case PL_OP_MIN:
    case PL_OP_MAX:
        return 2;
    case PL_OP_FUSED_ADD:
    case PL_OP_FUSED_SUBTRACT:
    case PL_OP_FUSED_FROM:
        *first = 2; /* the product is in no slot: it is as large, or nothing cancels */
        return 1;
    case PL_OP_SELECT:
        *first = 1;
        return 2;
    case PL_OP_MULTIPLY:
    case PL_OP_DIVIDE:
    case PL_OP_SQRT:
    case PL_OP_FLOOR:
    case PL_OP_CEIL:
    case PL_OP_LESS:
    case PL_OP_LESS_EQ:
    case PL_OP_EQUAL:
    case PL_OP_AND:
    case PL_OP_OR:
    case PL_OP_NOT:
    case PL_OP_TRANSCENDENTALS:
    case PL_OP_NOT_RUN:
        break;
    }
    return 0;
}

/* What a slot's value is a sum of. */
static struct pl_branch_terms
add_terms(struct analysis *analysis, uint32_t slot)
{
    struct pl_branches *out = analysis->out;
    struct pl_branch_terms terms = {out->n_terms, 0};
    uint32_t slots[PL_MOST_TERMS] = {slot};
    size_t n = 1;

    for (size_t i = 0; i < n;) {
        const struct pl_instruction *code =
            is_code(analysis, slots[i])
                ? &analysis->tape->code[slots[i] - analysis->tape->code_at]
                : NULL;
        size_t first = 0;
        const size_t n_parts = code != NULL ? n_summed(code, &first) : 0;

        if (n_parts == 0 || n + n_parts - 1 > PL_MOST_TERMS) {
            i++;
            continue;
        }
        slots[i] = code->arguments[first]; /* looked at next */
        if (n_parts == 2) {
            slots[n++] = code->arguments[first + 1];
        }
    }
    if (n == 1 && slots[0] == slot) {
        return terms;
    }
    for (size_t i = 0; i < n; i++) {
        out->terms[out->n_terms++] = add_slot(out, slots[i]);
        terms.n++;
    }
    return terms;
}

static void
add_branch(struct analysis *analysis, enum pl_branch_kind kind, const uint32_t *slots,
           size_t n)
{
    struct pl_branches *out = analysis->out;
    struct pl_branch *branch = &out->list[out->n++];

    *branch = (struct pl_branch){.kind = kind, .b = PL_NONE};
    branch->a = add_slot(out, slots[0]);
    if (n > 1) {
        branch->b = add_slot(out, slots[1]);
    }
    for (size_t j = 0; j < n; j++) {
        branch->is_curved =
            branch->is_curved || fact_of(analysis, slots[j]).motion == CURVED;
        branch->terms[j] = add_terms(analysis, slots[j]);
    }
}

/* The branches of one instruction. */
static void
add_branches(struct analysis *analysis, const struct pl_instruction *code)
{
    const bool is_pair =
        n_compared(code->op) == 2 && code->op != PL_OP_AND && code->op != PL_OP_OR;
    const enum pl_branch_kind kind = code->op == PL_OP_FLOOR  ? PL_BRANCH_FLOOR
                                     : code->op == PL_OP_CEIL ? PL_BRANCH_CEIL
                                                              : PL_BRANCH_SIGN;
    bool moves[2] = {false, false};

    for (size_t j = 0; j < n_compared(code->op); j++) {
        moves[j] = fact_of(analysis, code->arguments[j]).motion != STANDS;
    }
    if (is_pair && (moves[0] || moves[1])) {
        add_branch(analysis, kind, code->arguments, 2);
    }
    for (size_t j = 0; !is_pair && j < 2; j++) {
        if (moves[j]) {
            add_branch(analysis, kind, &code->arguments[j], 1);
        }
    }
}

static enum pl_status
analyse(struct analysis *analysis, const bool *is_wanted, struct pl_diags *diags)
{
    const struct pl_tape *tape = analysis->tape;
    struct pl_branches *out = analysis->out;

    /* an instruction compares two slots, together or each with 0 */
    const size_t n_sums = 2 * tape->n_code + out->n_symbols + 1;

    analysis->facts = calloc(tape->n_code + 1, sizeof *analysis->facts);
    out->shapes = calloc(out->n_symbols + 1, sizeof *out->shapes);
    out->sums = calloc(out->n_symbols + 1, sizeof *out->sums);
    out->list = calloc(tape->n_code + 1, 2 * sizeof *out->list);
    out->terms = calloc(n_sums, PL_MOST_TERMS * sizeof *out->terms);
    out->slots = calloc(n_sums, (PL_MOST_TERMS + 1) * sizeof *out->slots);
    if (analysis->facts == NULL || out->shapes == NULL || out->sums == NULL ||
        out->list == NULL || out->terms == NULL || out->slots == NULL) {
        return pl_diag_no_memory(diags, "readouts");
    }
    find_facts(analysis);
    find_wanted(analysis, is_wanted);
    for (size_t k = 0; k < tape->n_code; k++) {
        if (analysis->facts[k].is_wanted) {
            add_branches(analysis, &tape->code[k]);
        }
    }
    for (size_t c = 0; c < out->n_symbols; c++) {
        if (out->shapes[c] != 0) {
            out->sums[c] = add_terms(analysis, tape->outputs[c]);
        }
    }
    for (size_t k = 0; k < out->n; k++) {
        out->any_curved = out->any_curved || out->list[k].is_curved;
    }
    return PL_OK;
}

enum pl_status
pl_branches_init(struct pl_branches *branches, const struct pl_kernels *kernels,
                 const size_t *symbols, size_t n, const bool *is_wanted,
                 bool is_quartic, struct pl_diags *diags)
{
    struct analysis analysis = {
        .program = kernels->program, .is_quartic = is_quartic, .out = branches};
    struct pl_tape *tape = NULL;
    enum pl_status status =
        pl_tape_select(kernels->program->values, symbols, n, diags, &tape);

    *branches = (struct pl_branches){.n_symbols = n};
    if (status == PL_OK) {
        analysis.tape = tape;
        status = analyse(&analysis, is_wanted, diags);
    }
    free(analysis.facts);
    pl_tape_destroy(tape);
    return status;
}

void
pl_branches_finish(struct pl_branches *branches)
{
    free(branches->shapes);
    free(branches->sums);
    free(branches->terms);
    free(branches->list);
    free(branches->slots);
    *branches = (struct pl_branches){0};
}

enum pl_status
pl_branches_select(const struct pl_branches *branches, const struct pl_kernels *kernels,
                   const size_t *symbols, struct pl_diags *diags,
                   struct pl_selection *selection)
{
    return pl_selection_init_with(selection, kernels, symbols, branches->n_symbols,
                                  branches->slots, branches->n_slots, diags);
}

double
pl_branch_value(const struct pl_branch *branch, const double *values)
{
    return branch->b == PL_NONE ? values[branch->a]
                                : values[branch->a] - values[branch->b];
}

double
pl_branch_side_of(const struct pl_branch *branch, double value)
{
    switch (branch->kind) {
    case PL_BRANCH_SIGN:
        break;
    case PL_BRANCH_FLOOR:
        return floor(value);
    case PL_BRANCH_CEIL:
        return ceil(value);
    }
    return isnan(value) ? value : (double)(value > 0.0) - (double)(value < 0.0);
}

double
pl_branch_side(const struct pl_branch *branch, const double *values)
{
    if (branch->b != PL_NONE && values[branch->a] == values[branch->b]) {
        return 0.0; /* infinities too */
    }
    return pl_branch_side_of(branch, pl_branch_value(branch, values));
}

double
pl_branches_size(const struct pl_branches *branches,
                 const struct pl_branch_terms *terms, const double *values)
{
    double size = 0.0;

    for (size_t j = 0; j < terms->n; j++) {
        size = fmax(size, fabs(values[branches->terms[terms->first + j]]));
    }
    return size;
}

double
pl_branch_size(const struct pl_branches *branches, const struct pl_branch *branch,
               const double *values)
{
    double size = fabs(values[branch->a]);

    if (branch->b != PL_NONE) {
        size = fmax(size, fabs(values[branch->b]));
    }
    for (size_t j = 0; j < 2; j++) {
        size = fmax(size, pl_branches_size(branches, &branch->terms[j], values));
    }
    return size;
}
