/*
 * output.c - what is wanted of a simulation on its way, and where in each step it lies.
 */
#include "solve/output.h"

#include <math.h>
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
    output->asks = false;
    output->is_cut = false;
    output->reach = (double)INFINITY;
    output->n_verdicts = 0;
}

/* Where the piece that is being filled ends when no verdict shortens it. */
static double
whole_to(const struct pl_output *output, double t1)
{
    for (size_t k = 0; k < output->n_cuts; k++) {
        if (output->cuts[k] > output->piece_from) {
            return output->cuts[k] < t1 ? output->cuts[k] : t1;
        }
    }
    return t1;
}

static double
piece_to(const struct pl_output *output, double t1)
{
    const double to = whole_to(output, t1);

    if (output->is_cut) {
        return output->end;
    }
    return to - output->piece_from > output->reach ? output->piece_from + output->reach
                                                   : to;
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

        *t = output->asks ? output->asked_for
             : output->next_node == PL_OUTPUT_NODES - 1
                 ? to
                 : from + pl_output_shares[output->next_node] * (to - from);
        return true;
    }
    return false;
}

double
pl_output_silent_to(const struct pl_output *output)
{
    if (output == NULL) {
        return (double)INFINITY;
    }
    if (output->piece != NULL) {
        return output->piece_from;
    }
    return output->next < output->n_times ? output->times[output->next]
                                          : (double)INFINITY;
}

/* The next piece begins at a time; its first values are known or not. */
static void
begin_piece(struct pl_output *output, double t1, double from, bool is_known)
{
    const size_t n = output->selection->n;

    if (!(from < whole_to(output, t1))) {
        output->n_verdicts = 0;
    }
    if (is_known) {
        memcpy(output->nodes, output->nodes + (PL_OUTPUT_NODES - 1) * n,
               n * sizeof *output->nodes);
    }
    output->next_node = is_known ? 1 : 0;
    output->piece_from = from;
    output->is_cut = false;
}

static void
give_piece(struct pl_output *output, double t1)
{
    const double to = piece_to(output, t1);
    const double after = output->is_cut ? output->after : to;

    output->piece(output->context, output->piece_from, to, output->nodes);
    begin_piece(output, t1, after, after == to);
}

static void
cut_piece(struct pl_output *output, double t1, const struct pl_piece *piece)
{
    output->n_verdicts++;
    if (!(piece->end > piece->t0)) {
        begin_piece(output, t1, piece->next, false);
        return;
    }
    output->next_node = 1;
    output->is_cut = true;
    output->end = piece->end;
    output->after = piece->next;
}

/* All nodes of a piece are known. @param asked  NULL when it is looked at first */
static void
judge_piece(struct pl_output *output, double t1, const double *asked)
{
    struct pl_piece piece = {
        .t0 = output->piece_from,
        .t1 = piece_to(output, t1),
        .nodes = output->nodes,
        .n_cuts = output->n_verdicts,
        .t = output->asked_for,
        .asked = asked,
        .reach = output->reach,
    };
    const enum pl_verdict verdict =
        output->look != NULL ? output->look(output->context, &piece) : PL_PIECE_TAKEN;

    output->asks = verdict == PL_PIECE_ASKS;
    switch (verdict) {
    case PL_PIECE_TAKEN:
        give_piece(output, t1);
        break;
    case PL_PIECE_ASKS:
        output->asked_for = piece.t;
        break;
    case PL_PIECE_CUT:
        cut_piece(output, t1, &piece);
        break;
    }
    output->reach = output->n_verdicts > 0 ? piece.reach : (double)INFINITY;
}

void
pl_output_give(struct pl_output *output, double t1, double t, const double *values)
{
    const size_t n = output->selection != NULL ? output->selection->n : 0;

    if (wants_time(output, t1)) {
        const size_t k = output->next;

        output->emit(output->context, k, output->times[k], values);
        output->next++;
        return;
    }
    (void)t;
    if (output->asks) {
        judge_piece(output, t1, values);
        return;
    }
    memcpy(output->nodes + output->next_node * n, values, n * sizeof *values);
    output->next_node++;
    if (output->next_node == PL_OUTPUT_NODES) {
        judge_piece(output, t1, NULL);
    }
}
