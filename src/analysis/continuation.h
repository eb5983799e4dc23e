/*
 * continuation.h - the rest states of a network over one of its inputs: which there are,
 * which are stable, and where that changes.
 *
 * The rest states at both ends of the range, as the network reaches them from its
 * starting values, are followed as curves, through folds and back, so that hysteresis
 * shows; so are those between that do not lie on a curve yet, and those that the network
 * falls to at a fold.
 *
 *     fold          two rest states, mostly one of them stable, meet and vanish
 *     Hopf point    a pair of complex eigenvalues crosses the imaginary axis: the rest
 *                   state loses or gains stability to an oscillation
 *     branch point  a real eigenvalue crosses 0 and the curve goes on: another curve
 *                   crosses it there, and is followed too
 *
 * Source: Keller 1977, in: Applications of Bifurcation Theory, 359; Kuznetsov 2004,
 * Elements of Applied Bifurcation Theory, 10.2.
 */
#ifndef PL_ANALYSIS_CONTINUATION_H
#define PL_ANALYSIS_CONTINUATION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "solve/rest_curve.h"
#include "solve/sim.h"

struct pl_context;
struct pl_diags;
struct pl_frame;
struct pl_text;

/** What a point of a branch is. */
enum pl_rest_branch_kind {
    PL_REST_BRANCH_PLAIN,
    PL_REST_BRANCH_END, /* the first or the last point of a branch */
    PL_REST_BRANCH_FOLD,
    PL_REST_BRANCH_HOPF,
    PL_REST_BRANCH_CROSSING /* a branch point */
};

/** "", "end", "fold", "Hopf", "branch point". */
const char *pl_rest_branch_kind_word(enum pl_rest_branch_kind kind);

/** Why a branch ends where it does. */
enum pl_rest_branch_end {
    PL_REST_BRANCH_AT_RANGE, /* it leaves the range */
    PL_REST_BRANCH_NEGATIVE, /* beyond, a species would be negative */
    PL_REST_BRANCH_CLOSED,   /* it is back where it began */
    PL_REST_BRANCH_STEP,     /* no step leads on, however short */
    PL_REST_BRANCH_MANY      /* it has as many points as options allow */
};

/** One rest state. */
struct pl_rest_branch_point {
    double input; /* [model unit] of what varies */
    enum pl_rest_branch_kind kind;
    size_t n_unstable; /* eigenvalues with a positive real part; at a fold, a Hopf or a
                          branch point without those that cross there */
    double real,
        imaginary; /* [1/model time] the slowest eigenvalue; at a Hopf point the
                               one that crosses, whose period is 2 pi / imaginary */
};

/** A curve of rest states. */
struct pl_rest_branch {
    size_t n, capacity;
    struct pl_rest_branch_point *points; /* shape (n), along the curve */
    double *z;                           /* shape (n, n_states + 1): states and q */
    double *values;                      /* shape (n, n_values) */
    enum pl_rest_branch_end first, last; /* how it ends there */
    size_t first_state,
        last_state; /* PL_REST_BRANCH_NEGATIVE: the species; else PL_NONE */
};

struct pl_continuation_options {
    struct pl_sim_options sim; /* on the way to the rest states to begin with */
    const size_t *symbols;     /* shape (n_symbols): what is observed */
    size_t n_symbols;
    size_t n_parts;     /* [-] no step is longer than the range over this; > 0 */
    size_t most_points; /* [-] of a branch; > 0 */
    const double
        *levels; /* [model unit] shape (n_levels), rising, within the range: where
                             the states on the way up and down are told; may be NULL */
    size_t n_levels;
};

/*
 * A path begins at the rest state that the starting values lead to at its end of the
 * range, and keeps to the curve. At a fold the network is run to where it falls to; over a
 * branch point it goes to the nearest states that are stable behind it (where two are as
 * near, as in a symmetric network, to either). Where it is at no stable
 * rest state, values are NaN: behind a Hopf point until the curve is stable again, else
 * until there is only one stable rest state.
 */

/** Sets n_parts and most_points, and those of pl_sim_options_default. */
struct pl_continuation_options pl_continuation_options_default(void);

/** Which end of the range the input moves slowly from. */
enum { PL_PATH_UP, PL_PATH_DOWN };

/** Zero it before the first use; pl_continuation_finish frees what is in it. */
struct pl_continuation {
    const struct pl_context *context; /* borrowed */
    struct pl_rest_range range;
    size_t n_states, n_values;
    size_t *symbols; /* shape (n_values) */
    size_t n_branches;
    struct pl_rest_branch *branches; /* shape (n_branches): from the low end first */
    char *low_reason, *high_reason;  /* why the network does not rest at that end from
                                       its starting values; NULL where it does */
    size_t n_eigenvalues, n_sums;
    size_t n_levels;
    double *paths[2]; /* shape (n_levels, n_values): what is observed where the input
                         moves slowly up, PL_PATH_UP, or down; NULL without levels */
};

/**
 * @param inputs  shape (n_inputs): everything but what varies
 * @return PL_OK; PL_ERR_OPTION for a network in which nothing moves; PL_ERR_REST when no
 *         rest state is found anywhere, or rest states do not stand alone; as pl_sim_rest
 *         for a rate that depends on time; PL_ERR_STOPPED when sim.stop said so;
 *         PL_ERR_NOMEM. `out` is empty after an error
 */
PL_MUST_USE enum pl_status
pl_continuation_run(const struct pl_context *context, const double *inputs,
                    const struct pl_rest_range *range,
                    const struct pl_continuation_options *options,
                    struct pl_diags *diags, struct pl_continuation *out);

void pl_continuation_finish(struct pl_continuation *continuation);

/** The point's values. @return shape (n_values), borrowed */
const double *pl_rest_branch_values(const struct pl_continuation *continuation,
                                    const struct pl_rest_branch *branch, size_t point);

/** Is the rest state stable? At a fold, Hopf or branch point: is it on one side? */
bool pl_rest_branch_point_is_stable(const struct pl_rest_branch_point *point);

/** The name of the input as results have it, and its unit, NULL for none. Borrowed. */
const char *pl_continuation_input(const struct pl_continuation *found,
                                  const char **unit);

/** How many eigenvalues have a positive real part between a point and the next. */
size_t pl_rest_branch_n_unstable_behind(const struct pl_rest_branch *branch,
                                        size_t point);

/**
 * All points: branch, point, the input, stable, kind, real, imaginary, period, the
 * observed symbols.
 */
PL_MUST_USE enum pl_status pl_continuation_frame(const struct pl_continuation *found,
                                                 struct pl_diags *diags,
                                                 struct pl_frame **out);

/**
 * Folds, Hopf and branch points and the ends alone, for a person.
 * @param n_shown  [symbol] of the observed ones, at most n_values
 */
PL_MUST_USE enum pl_status pl_continuation_table(const struct pl_continuation *found,
                                                 size_t n_shown, struct pl_diags *diags,
                                                 struct pl_frame **out);

/** A stretch of the range in which there are so many stable rest states. */
struct pl_rest_stretch {
    double from, to; /* [model unit] */
    size_t n_stable;
    size_t n_rest; /* stable or not: the most in the stretch */
};

/**
 * The range in stretches, between any two of which the number of stable rest states
 * differs.
 * @param stretches  receives an array, to be freed with free()
 */
PL_MUST_USE enum pl_status
pl_continuation_stretches(const struct pl_continuation *found, struct pl_diags *diags,
                          struct pl_rest_stretch **stretches, size_t *n);

/** Readouts that turn along a branch without folds: where, and which way. Part of the
 * sentence (continuation_turns.c). */
void pl_continuation_put_turns(const struct pl_continuation *found,
                               struct pl_text *text);

/** Append one or more sentences: how many rest states there are where, and what happens
 * between. */
PL_MUST_USE enum pl_status pl_continuation_sentence(const struct pl_continuation *found,
                                                    struct pl_diags *diags,
                                                    struct pl_text *text);

#endif
