/*
 * kernels.c - a program made ready to run, for so many simulations side by side.
 */
#include "compile/kernels.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "compile/elimination.h"
#include "compile/native.h"
#include "compile/program.h"
#include "compile/run_order.h"
#include "compile/tape.h"

const char *const pl_kernel_words[] = {
    [PL_KERNEL_AUTO] = "auto",
    [PL_KERNEL_NATIVE] = "native",
    [PL_KERNEL_TAPE] = "tape",
    [PL_N_KERNEL_CHOICES] = NULL,
};

/* The tapes of a program, and their kernels of the same names; in this order in one piece
 * of machine code. */
#define KERNEL_TABLE(X) \
    X(start)            \
    X(setup)            \
    X(rates)            \
    X(jacobian)         \
    X(values)           \
    X(factor)           \
    X(solve)            \
    X(stage)            \
    X(begin)

enum {
#define X(name) KERNEL_##name,
    KERNEL_TABLE(X)
#undef X
        N_KERNELS
};
static_assert((int)KERNEL_factor == (int)PL_KERNELS_INTERPRETED,
              "these come first, those of an elimination behind them");

static void
list_tapes(const struct pl_program *program, const struct pl_tape **list)
{
#define X(name) list[KERNEL_##name] = program->name;
    KERNEL_TABLE(X)
#undef X
}

static void
list_kernels(struct pl_kernels *kernels, struct pl_kernel **list)
{
#define X(name) list[KERNEL_##name] = &kernels->name;
    KERNEL_TABLE(X)
#undef X
}

/* Machine code for every tape that runs often; the others are run once or twice a
 * simulation, which the interpreter does in the time that translating them would take. A
 * lane alone looks at rates and factors before it goes on: it has no use for those that
 * join them. */
static enum pl_status
translate(struct pl_kernels *kernels, struct pl_diags *diags)
{
    struct pl_kernel *list[N_KERNELS];
    const struct pl_tape *tapes[N_KERNELS];
    struct pl_native_function functions[N_KERNELS];
    enum pl_status status = PL_OK;

    if (kernels->choice == PL_KERNEL_TAPE) {
        kernels->why_not_native = "the interpreter was asked for";
        return PL_OK;
    }
    list_kernels(kernels, list);
    for (size_t k = 0; k < N_KERNELS; k++) {
        const bool seldom = list[k] == &kernels->start || list[k] == &kernels->values;
        const bool never = (list[k] == &kernels->stage || list[k] == &kernels->begin) &&
                           kernels->lanes == 1;

        tapes[k] = seldom || never ? NULL : list[k]->tape;
    }
    status = pl_native_create(tapes, N_KERNELS, kernels->isa, kernels->lanes, functions,
                              &kernels->why_not_native, &kernels->native);
    if (status != PL_OK) {
        return pl_diag_no_memory(diags, "machine code");
    }
    if (kernels->native == NULL && kernels->choice == PL_KERNEL_NATIVE) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL, "no machine code: %s",
                             kernels->why_not_native);
    }
    for (size_t k = 0; kernels->native != NULL && k < N_KERNELS; k++) {
        list[k]->native = tapes[k] != NULL ? functions[k].run : NULL;
    }
    return PL_OK;
}

/* The interpreter's order for tapes without machine code. */
static enum pl_status
arrange(struct pl_kernels *kernels, struct pl_diags *diags)
{
    struct pl_kernel *list[N_KERNELS];

    list_kernels(kernels, list);
    for (size_t k = 0; k < PL_KERNELS_INTERPRETED; k++) {
        if (list[k]->native == NULL) {
            const enum pl_status status = pl_run_order_create(
                list[k]->tape, kernels->lanes, diags, &kernels->orders[k]);

            if (status != PL_OK) {
                return status;
            }
            list[k]->order = kernels->orders[k];
        }
    }
    return PL_OK;
}

enum pl_status
pl_kernels_create(const struct pl_program *program, enum pl_isa isa, size_t lanes,
                  enum pl_kernel_choice choice, struct pl_diags *diags,
                  struct pl_kernels **out)
{
    struct pl_kernels *kernels = calloc(1, sizeof *kernels);
    struct pl_kernel *list[N_KERNELS];
    const struct pl_tape *tapes[N_KERNELS];
    enum pl_status status = PL_OK;

    assert(lanes == 1 || lanes == pl_isa_lanes(isa));
    *out = NULL;
    if (kernels == NULL) {
        return pl_diag_no_memory(diags, "kernels");
    }
    kernels->program = program;
    kernels->isa = isa;
    kernels->lanes = lanes;
    kernels->choice = choice;
    list_kernels(kernels, list);
    list_tapes(program, tapes);
    for (size_t k = 0; k < N_KERNELS; k++) {
        *list[k] = (struct pl_kernel){.tape = tapes[k], .isa = isa, .lanes = lanes};
    }
    status = translate(kernels, diags);
    if (status == PL_OK) {
        status = arrange(kernels, diags);
    }
    if (status != PL_OK) {
        pl_kernels_destroy(kernels);
        return status;
    }
    *out = kernels;
    return PL_OK;
}

void
pl_kernels_destroy(struct pl_kernels *kernels)
{
    if (kernels == NULL) {
        return;
    }
    for (size_t k = 0; k < PL_KERNELS_INTERPRETED; k++) {
        pl_run_order_destroy(kernels->orders[k]);
    }
    pl_native_destroy(kernels->native);
    free(kernels);
}

size_t
pl_kernels_code_size(const struct pl_kernels *kernels)
{
    return kernels->native != NULL ? pl_native_size(kernels->native) : 0;
}

double *
pl_kernels_alloc(const struct pl_kernels *kernels, size_t n_rows, void **block)
{
    const size_t row = kernels->lanes * sizeof(double);
    unsigned char *bytes = NULL;

    *block = NULL;
    if (n_rows > SIZE_MAX / row - 2) {
        return NULL;
    }
    bytes =
        calloc(n_rows + 2, row); /* one for the alignment, one so that it is not 0 */
    *block = bytes;
    return bytes == NULL
               ? NULL
               : (double *)(void *)(bytes + (row - (uintptr_t)bytes % row) % row);
}

void
pl_kernels_prepare(const struct pl_kernels *kernels, double *frame)
{
    const struct pl_tape *tapes[N_KERNELS];

    list_tapes(kernels->program, tapes);
    for (size_t k = 0; k < N_KERNELS; k++) {
        if (tapes[k] != NULL) {
            pl_tape_load_constants(tapes[k], kernels->lanes, frame);
        }
    }
}

void
pl_kernels_factor(const struct pl_kernels *kernels, double *frame)
{
    const struct pl_program *program = kernels->program;
    double *factors = frame + pl_program_factors_slot(program) * kernels->lanes;

    /* Without machine code the loops are faster than a tape, and as good. */
    if (kernels->factor.native != NULL) {
        pl_kernel_run(&kernels->factor, frame, factors);
    } else {
        pl_elimination_factor(
            program->elimination, kernels->isa, kernels->lanes,
            frame + pl_program_jacobian_slot(program) * kernels->lanes,
            frame + pl_program_shift_slot(program) * kernels->lanes, factors);
    }
}

void
pl_kernels_solve(const struct pl_kernels *kernels, double *frame, double *solution)
{
    const struct pl_program *program = kernels->program;
    const size_t lanes = kernels->lanes;

    if (kernels->solve.native != NULL) {
        pl_kernel_run(&kernels->solve, frame, solution);
        return;
    }
    pl_elimination_solve_difference(program->elimination, kernels->isa, lanes,
                                    frame + pl_program_factors_slot(program) * lanes,
                                    frame + pl_program_right_slot(program) * lanes,
                                    frame + pl_program_slopes_slot(program) * lanes,
                                    solution);
}

bool
pl_kernels_begin(const struct pl_kernels *kernels, double *frame)
{
    const size_t factors = pl_program_factors_slot(kernels->program);

    if (kernels->begin.native == NULL) {
        return false;
    }
    pl_kernel_run(&kernels->begin, frame, frame + factors * kernels->lanes);
    return true;
}

void
pl_kernels_stage(const struct pl_kernels *kernels, double *frame, double *solution)
{
    if (kernels->stage.native != NULL) {
        pl_kernel_run(&kernels->stage, frame, solution);
        return;
    }
    pl_kernel_run(&kernels->rates, frame,
                  frame + pl_program_slopes_slot(kernels->program) * kernels->lanes);
    pl_kernels_solve(kernels, frame, solution);
}

/* Give slots of the tape behind its outputs. @return false when memory is out */
static bool
add_outputs(struct pl_tape *tape, const uint32_t *slots, size_t n)
{
    uint32_t *outputs = realloc(tape->outputs, (tape->n_outputs + n) * sizeof *outputs);

    if (outputs == NULL) {
        return false;
    }
    memcpy(outputs + tape->n_outputs, slots, n * sizeof *outputs);
    tape->outputs = outputs;
    tape->n_outputs += n;
    return true;
}

static enum pl_status
translate_selection(struct pl_selection *selection, const struct pl_kernels *kernels,
                    struct pl_diags *diags)
{
    const struct pl_tape *tape = selection->tape;
    struct pl_native_function function = {NULL};
    const char *reason = NULL;

    if (pl_native_create(&tape, 1, kernels->isa, kernels->lanes, &function, &reason,
                         &selection->native) != PL_OK) {
        return pl_diag_no_memory(diags, "machine code");
    }
    selection->kernel.native = selection->native != NULL ? function.run : NULL;
    return PL_OK;
}

enum pl_status
pl_selection_init_with(struct pl_selection *selection, const struct pl_kernels *kernels,
                       const size_t *symbols, size_t n, const uint32_t *slots,
                       size_t n_slots, struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    *selection = (struct pl_selection){.n = n + n_slots};
    status =
        pl_tape_select(kernels->program->values, symbols, n, diags, &selection->tape);
    if (status == PL_OK && n_slots > 0 &&
        !add_outputs(selection->tape, slots, n_slots)) {
        status = pl_diag_no_memory(diags, "readouts");
    }
    selection->kernel = (struct pl_kernel){
        .tape = selection->tape, .isa = kernels->isa, .lanes = kernels->lanes};
    if (status == PL_OK && kernels->native != NULL) {
        status = translate_selection(selection, kernels, diags);
    }
    if (status == PL_OK && selection->native == NULL) {
        status = pl_run_order_create(selection->tape, kernels->lanes, diags,
                                     &selection->order);
        selection->kernel.order = selection->order;
    }
    if (status != PL_OK) {
        pl_selection_finish(selection);
    }
    return status;
}

enum pl_status
pl_selection_init(struct pl_selection *selection, const struct pl_kernels *kernels,
                  const size_t *symbols, size_t n, struct pl_diags *diags)
{
    return pl_selection_init_with(selection, kernels, symbols, n, NULL, 0, diags);
}

void
pl_selection_finish(struct pl_selection *selection)
{
    pl_native_destroy(selection->native);
    pl_run_order_destroy(selection->order);
    pl_tape_destroy(selection->tape);
    *selection = (struct pl_selection){0};
}
