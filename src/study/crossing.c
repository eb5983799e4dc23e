/*
 * crossing.c - the search for the moment at which a formula goes to another branch,
 * within a piece of a run.
 */
#include "study/crossing.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "solve/output.h"
#include "study/branches.h"

/* Around the quartic's root a change is looked for within so many roundings of time
 * first: with more the search takes longer where the quartic is right, with fewer it is
 * missed more often. */
#define GUESS_ROUNDINGS 32.0

/* [-] of the end of a piece: nearer to 0 the search does not go on to the last bit,
 * which would take up to a thousand halvings. */
#define LEAST_TIME 1e-9

/* [-] of a branch's size: what moves by less is rounding, which changes sides at every
 * look. If this were larger, crossings that are slow would be missed. */
#define NOISE 1e-13

/* As of quartic.c. */
#define N_HALVINGS 54

static double
node_time(const struct pl_piece *piece, size_t j)
{
    return j + 1 == PL_OUTPUT_NODES
               ? piece->t1
               : piece->t0 + pl_output_shares[j] * (piece->t1 - piece->t0);
}

static const double *
node_values(const struct pl_branches *branches, const struct pl_piece *piece, size_t j)
{
    return piece->nodes + j * (branches->n_symbols + branches->n_slots);
}

/* Times about a time of the piece are this far apart; near 0 they are taken for farther
 * apart than they are. */
static double
rounding_at(const struct pl_piece *piece, double time)
{
    const double least = LEAST_TIME * fabs(piece->t1);

    return DBL_EPSILON * (fabs(time) > least ? fabs(time) : least);
}

/* The next time to look at while a change is narrowed down; false at the end. */
static bool
choose_time(struct pl_crossing *crossing, const struct pl_piece *piece, double *t)
{
    const double low = crossing->low;
    const double high = crossing->high;
    const double rounding = rounding_at(piece, high);

    if (high - low <= rounding) {
        return false;
    }
    while (crossing->n_guesses < 2) { /* before the guess, and behind it */
        const double beside = GUESS_ROUNDINGS * rounding;

        *t = crossing->guess + (crossing->n_guesses == 0 ? -beside : beside);
        crossing->n_guesses++;
        if (*t > low && *t < high) {
            return true;
        }
    }
    *t = low + 0.5 * (high - low);
    return *t > low && *t < high;
}

/* Where the quartic changes sides between two places. */
static double
find_place(const struct pl_quartic *quartic, const struct pl_branch *branch,
           double side, double low, double high)
{
    for (int k = 0; k < N_HALVINGS; k++) {
        const double half = 0.5 * (low + high);

        if (pl_branch_side_of(branch, pl_quartic_value(quartic, half)) == side) {
            low = half;
        } else {
            high = half;
        }
    }
    return high;
}

static enum pl_crossing_answer
narrow(struct pl_crossing *crossing, struct pl_piece *piece)
{
    return choose_time(crossing, piece, &piece->t) ? PL_CROSSING_ASKS
                                                   : PL_CROSSING_FOUND;
}

/* A change is known to be between two times. */
static enum pl_crossing_answer
begin_narrowing(struct pl_crossing *crossing, const struct pl_quartic *quartic,
                const struct pl_branch *branch, double low, double high,
                struct pl_piece *piece)
{
    const double length = piece->t1 - piece->t0;
    const double place = find_place(quartic, branch, crossing->side,
                                    2.0 * ((low - piece->t0) / length) - 1.0,
                                    2.0 * ((high - piece->t0) / length) - 1.0);

    crossing->narrows = true;
    crossing->low = low;
    crossing->high = high;
    crossing->guess = pl_quartic_time(piece->t0, piece->t1, place);
    crossing->n_guesses = 0;
    return narrow(crossing, piece);
}

static void
read_branch(const struct pl_branches *branches, const struct pl_branch *branch,
            const struct pl_piece *piece, double values[PL_OUTPUT_NODES])
{
    for (size_t j = 0; j < PL_OUTPUT_NODES; j++) {
        values[j] = pl_branch_value(branch, node_values(branches, piece, j));
    }
}

static struct pl_quartic
fit_branch(const struct pl_branches *branches, const struct pl_branch *branch,
           const struct pl_piece *piece)
{
    double values[PL_OUTPUT_NODES];

    read_branch(branches, branch, piece, values);
    return pl_quartic_fit(values);
}

/* Whether what decides moves by nothing but rounding. */
static bool
is_noise(const struct pl_branch *branch, const double values[PL_OUTPUT_NODES],
         double size)
{
    double least = branch->kind == PL_BRANCH_SIGN ? 0.0 : values[0];
    double most = least;

    for (size_t j = 0; j < PL_OUTPUT_NODES; j++) {
        least = values[j] < least ? values[j] : least;
        most = values[j] > most ? values[j] : most;
    }
    return most - least <= NOISE * size;
}

/* All nodes are on one side: where is the quartic not? */
static void
list_turns(struct pl_crossing *crossing, const struct pl_quartic *quartic,
           const struct pl_branch *branch, const struct pl_piece *piece)
{
    double turns[PL_QUARTIC_DEGREE];
    double b[PL_QUARTIC_DEGREE + 1];
    bool stays = true;
    size_t n = 0;

    crossing->n_turns = 0;
    pl_quartic_bernstein(quartic, b);
    for (size_t i = 0; i <= PL_QUARTIC_DEGREE; i++) {
        stays = stays &&
                pl_branch_side_of(branch, quartic->middle + b[i]) == crossing->side;
    }
    if (stays) {
        return;
    }
    n = pl_quartic_turns(quartic, turns);
    while (n > 0) { /* the first will be the last of the list */
        const double x = turns[--n];

        if (pl_branch_side_of(branch, pl_quartic_value(quartic, x)) != crossing->side) {
            crossing->turns[crossing->n_turns++] =
                pl_quartic_time(piece->t0, piece->t1, x);
        }
    }
}

/* Look at the branches from crossing->branch on. */
static enum pl_crossing_answer
seek(struct pl_crossing *crossing, const struct pl_branches *branches,
     struct pl_piece *piece)
{
    for (; crossing->branch < branches->n; crossing->branch++) {
        const struct pl_branch *branch = &branches->list[crossing->branch];
        double values[PL_OUTPUT_NODES];
        struct pl_quartic quartic;
        size_t j = 1;

        read_branch(branches, branch, piece, values);
        quartic = pl_quartic_fit(values);
        crossing->side = pl_branch_side(branch, piece->nodes);
        crossing->narrows = false;
        if (isnan(crossing->side)) {
            continue;
        }
        while (j < PL_OUTPUT_NODES &&
               pl_branch_side(branch, node_values(branches, piece, j)) ==
                   crossing->side) {
            j++;
        }
        if (is_noise(branch, values, crossing->sizes[crossing->branch])) {
            crossing->is_noisy = crossing->is_noisy || j < PL_OUTPUT_NODES;
            continue;
        }
        if (j < PL_OUTPUT_NODES) {
            return begin_narrowing(crossing, &quartic, branch, node_time(piece, j - 1),
                                   node_time(piece, j), piece);
        }
        list_turns(crossing, &quartic, branch, piece);
        if (crossing->n_turns > 0) {
            piece->t = crossing->turns[--crossing->n_turns];
            return PL_CROSSING_ASKS;
        }
    }
    return PL_CROSSING_NONE;
}

enum pl_status
pl_crossing_init(struct pl_crossing *crossing, const struct pl_branches *branches,
                 struct pl_diags *diags)
{
    *crossing =
        (struct pl_crossing){.sizes = calloc(branches->n + 1, sizeof *crossing->sizes)};
    return crossing->sizes != NULL ? PL_OK : pl_diag_no_memory(diags, "readouts");
}

void
pl_crossing_finish(struct pl_crossing *crossing)
{
    free(crossing->sizes);
    *crossing = (struct pl_crossing){0};
}

void
pl_crossing_forget(struct pl_crossing *crossing, const struct pl_branches *branches)
{
    memset(crossing->sizes, 0, branches->n * sizeof *crossing->sizes);
}

void
pl_crossing_see(struct pl_crossing *crossing, const struct pl_branches *branches,
                const double *values)
{
    for (size_t k = 0; k < branches->n; k++) {
        const double size = pl_branch_size(branches, &branches->list[k], values);

        crossing->sizes[k] = size > crossing->sizes[k] ? size : crossing->sizes[k];
    }
}

enum pl_crossing_answer
pl_crossing_begin(struct pl_crossing *crossing, const struct pl_branches *branches,
                  struct pl_piece *piece)
{
    crossing->branch = 0;
    crossing->is_noisy = false;
    return seek(crossing, branches, piece);
}

/* The last node before a time. */
static double
node_before(const struct pl_piece *piece, double t)
{
    size_t j = PL_OUTPUT_NODES - 1;

    while (j > 0 && !(node_time(piece, j) < t)) {
        j--;
    }
    return node_time(piece, j);
}

enum pl_crossing_answer
pl_crossing_hear(struct pl_crossing *crossing, const struct pl_branches *branches,
                 struct pl_piece *piece)
{
    const struct pl_branch *branch = &branches->list[crossing->branch];
    const bool has_changed = pl_branch_side(branch, piece->asked) != crossing->side;

    if (crossing->narrows) {
        if (has_changed) {
            crossing->high = piece->t;
        } else {
            crossing->low = piece->t;
        }
        return narrow(crossing, piece);
    }
    if (has_changed) { /* for a while, about a turn */
        const struct pl_quartic quartic = fit_branch(branches, branch, piece);

        return begin_narrowing(crossing, &quartic, branch, node_before(piece, piece->t),
                               piece->t, piece);
    }
    if (crossing->n_turns > 0) {
        piece->t = crossing->turns[--crossing->n_turns];
        return PL_CROSSING_ASKS;
    }
    crossing->branch++;
    return seek(crossing, branches, piece);
}

double
pl_crossing_doubt(const struct pl_crossing *crossing,
                  const struct pl_branches *branches, const struct pl_piece *piece,
                  double x)
{
    double doubt = 0.0;

    for (size_t k = 0; k < branches->n; k++) {
        const struct pl_branch *branch = &branches->list[k];

        if (branch->is_curved && crossing->sizes[k] > 0.0) {
            const struct pl_quartic quartic = fit_branch(branches, branch, piece);
            const double off =
                pl_branch_value(branch, piece->asked) - pl_quartic_value(&quartic, x);

            doubt = fmax(doubt, fabs(off) / crossing->sizes[k]); /* not for a NaN */
        }
    }
    return doubt;
}
