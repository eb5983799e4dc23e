/*
 * output.c - what is wanted of a simulation on its way, and where in each step it lies.
 */
#include "solve/output.h"

#include <string.h>

#include "compile/kernels.h"

/* (1 - sqrt(3/7)) / 2 and its mirror image */
const double pl_output_shares[PL_OUTPUT_NODES] = {
    0.0, 0.17267316464601142810085377, 0.5, 0.82732683535398857189914623, 1.0,
};

void
pl_output_begin(struct pl_output *output, double time)
{
    if (output == NULL) {
        return;
    }
    while (output->next < output->n_times && output->times[output->next] < time) {
        output->next++;
    }
    output->next_node = 0; /* a jump may have changed the value here */
    output->piece_from = time;
}

/* Where the piece that is being filled ends. */
static double
piece_to(const struct pl_output *output, double t1)
{
    for (size_t k = 0; k < output->n_cuts; k++) {
        if (output->cuts[k] > output->piece_from) {
            return output->cuts[k] < t1 ? output->cuts[k] : t1;
        }
    }
    return t1;
}

static bool
wants_time(const struct pl_output *output, double t1)
{
    return output->next < output->n_times && output->times[output->next] < t1;
}

bool
pl_output_wants(const struct pl_output *output, double t0, double t1, double *t)
{
    if (output == NULL) {
        return false;
    }
    if (wants_time(output, t1)) {
        *t = output->times[output->next] > t0 ? output->times[output->next] : t0;
        return true;
    }
    if (output->piece != NULL && output->piece_from < t1) {
        const double from = output->piece_from;
        const double to = piece_to(output, t1);

        *t = output->next_node == PL_OUTPUT_NODES - 1
                 ? to
                 : from + pl_output_shares[output->next_node] * (to - from);
        return true;
    }
    return false;
}

void
pl_output_give(struct pl_output *output, double t1, double t, const double *values)
{
    const size_t n = output->selection != NULL ? output->selection->n : 0;
    double *nodes = output->nodes;

    if (wants_time(output, t1)) {
        const size_t k = output->next;

        output->emit(output->context, k, output->times[k], values);
        output->next++;
        return;
    }
    (void)t;
    memcpy(nodes + output->next_node * n, values, n * sizeof *values);
    output->next_node++;
    if (output->next_node == PL_OUTPUT_NODES) {
        const double to = piece_to(output, t1);

        output->piece(output->context, output->piece_from, to, nodes);
        memcpy(nodes, nodes + (PL_OUTPUT_NODES - 1) * n, n * sizeof *nodes);
        output->next_node = 1;
        output->piece_from = to;
    }
}
