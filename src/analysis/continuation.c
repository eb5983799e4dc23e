/*
 * continuation.c - the rest states of a network over one of its inputs.
 */
#include "analysis/continuation.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/continuation_private.h"
#include "base/diag.h"
#include "compile/program.h"
#include "study/context.h"

struct pl_continuation_options
pl_continuation_options_default(void)
{
    return (struct pl_continuation_options){
        .sim = pl_sim_options_default(), .n_parts = 50, .most_points = 20000};
}

const char *
pl_rest_branch_kind_word(enum pl_rest_branch_kind kind)
{
    static const char *const words[] = {"", "end", "fold", "Hopf", "branch point"};

    return words[kind];
}

bool
pl_rest_branch_point_is_stable(const struct pl_rest_branch_point *point)
{
    return point->n_unstable == 0;
}

const double *
pl_rest_branch_values(const struct pl_continuation *continuation,
                      const struct pl_rest_branch *branch, size_t point)
{
    return branch->values + point * continuation->n_values;
}

void
pl_rest_branch_finish(struct pl_rest_branch *branch)
{
    free(branch->points);
    free(branch->z);
    free(branch->values);
    *branch = (struct pl_rest_branch){0};
}

void
pl_continuation_finish(struct pl_continuation *continuation)
{
    for (size_t b = 0; b < continuation->n_branches; b++) {
        pl_rest_branch_finish(&continuation->branches[b]);
    }
    free(continuation->branches);
    free(continuation->symbols);
    free(continuation->paths[0]);
    free(continuation->paths[1]);
    free(continuation->low_reason);
    free(continuation->high_reason);
    *continuation = (struct pl_continuation){0};
}

enum pl_status
pl_continuation_run(const struct pl_context *context, const double *inputs,
                    const struct pl_rest_range *range,
                    const struct pl_continuation_options *options,
                    struct pl_diags *diags, struct pl_continuation *out)
{
    enum pl_status status = PL_OK;

    pl_continuation_finish(out);
    *out = (struct pl_continuation){.context = context,
                                    .range = *range,
                                    .n_states = context->program->n_states,
                                    .n_values = options->n_symbols};
    out->symbols = calloc(options->n_symbols + 1, sizeof *out->symbols);
    if (out->symbols == NULL) {
        return pl_diag_no_memory(diags, "rest states");
    }
    if (options->n_symbols > 0) {
        memcpy(out->symbols, options->symbols,
               options->n_symbols * sizeof *out->symbols);
    }
    status = pl_continuation_search(out, inputs, options, diags);
    if (status != PL_OK) {
        pl_continuation_finish(out);
    }
    return status;
}
