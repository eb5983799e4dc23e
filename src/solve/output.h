/*
 * output.h - what is wanted of a simulation on its way, and where in each step it lies.
 *
 * Two things can be asked for: values at given times, and the whole way in pieces, each
 * with its values at the nodes of a Lobatto rule. Neither shortens a step.
 */
#ifndef PL_SOLVE_OUTPUT_H
#define PL_SOLVE_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

struct pl_selection;

/** Nodes of a piece: both ends and three between them. */
#define PL_OUTPUT_NODES 5

/** Where they lie, as shares of the piece: Abramowitz & Stegun 1964, 25.4.32. */
extern const double pl_output_shares[PL_OUTPUT_NODES];

/** What becomes of a piece. */
enum pl_verdict {
    PL_PIECE_TAKEN, /* it is given as it is */
    PL_PIECE_ASKS,  /* it is looked at again, with the values at one more time */
    PL_PIECE_CUT    /* it ends earlier, and the next one begins there or later */
};

/** A piece whose nodes are known, before it is given. */
struct pl_piece {
    double t0, t1;       /* [model time] */
    const double *nodes; /* shape (PL_OUTPUT_NODES, selection->n) */
    size_t n_cuts;       /* verdicts PL_PIECE_CUT since it was whole: it ends with the
                            step, or at one of the cuts below */
    double t;            /* [model time] t0 <= t <= t1: asked for by PL_PIECE_ASKS */
    const double *asked; /* shape (selection->n): the values there; NULL at first */
    double end, next;    /* [model time] t0 <= end <= next <= t1: of PL_PIECE_CUT. With
                            end == t0 nothing is left of the piece */
    double reach;        /* [model time] > 0: what is left of the whole comes in pieces
                            that are no longer; infinite at first */
};

struct pl_output {
    const double *times; /* [model time], shape (n_times), ascending */
    size_t n_times;
    size_t next; /* the first time not yet emitted */
    /* called once for each time, in order */
    void (*emit)(void *context, size_t k, double time, const double *values);
    void
        *context; /* `values`: shape (n_symbols), one for each symbol of the model; … */
    const struct pl_selection *selection; /* … or shape (selection->n), for these */

    /* The way in pieces; needs a selection. NULL for none. */
    void (*piece)(void *context, double t0, double t1, const double *values);
    /* Asked before each piece is given; it may put what it wants into the piece. NULL:
     * every piece is taken. Only a verdict leaves a gap in the way. */
    enum pl_verdict (*look)(void *context, struct pl_piece *piece);
    const double
        *cuts; /* [model time], shape (n_cuts), ascending: pieces end there too */
    size_t n_cuts;
    double *nodes; /* shape (PL_OUTPUT_NODES, selection->n): the caller's room for the
                          values that `piece` gets */
    size_t next_node;  /* the first not yet known; 0 at the start of a leg */
    double piece_from; /* [model time] */

    /* by the verdicts on the present piece */
    bool asks, is_cut;
    double asked_for, end, after; /* [model time] */
    double reach;                 /* [model time] */
    size_t n_verdicts;            /* PL_PIECE_CUT */
};

/** Before an advance from a time: what lies before it is passed over. */
void pl_output_begin(struct pl_output *output, double time);

/**
 * What is wanted next of the step from t0 to t1, which has been accepted.
 * @param t  receives a time, t0 <= t <= t1
 * @return false when there is nothing more
 */
bool pl_output_wants(const struct pl_output *output, double t0, double t1, double *t);

/** [model time] Of a step that ends here or before, nothing is wanted. */
double pl_output_silent_to(const struct pl_output *output);

/** Give it, with the values there. @param t  as of pl_output_wants */
void pl_output_give(struct pl_output *output, double t1, double t,
                    const double *values);

#endif
