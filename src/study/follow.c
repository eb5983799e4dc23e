/*
 * follow.c - the measures that need the whole way of a run: pieces become tallies.
 */
#include "study/follow.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/diag.h"
#include "solve/method.h"
#include "study/measure.h"
#include "study/quartic.h"

/* Where the quartic through the nodes is farthest from a smooth function: a zero of the
 * Legendre polynomial of degree 4, one of the inner two. */
#define CHECK_PLACE 0.33998104358485626480

/* Cuts in a step, for a formula that jumps or bends without end: what is left is then
 * taken as it is. With more such a step takes longer, with fewer more of it is lost. */
#define MOST_CUTS ((size_t)1024)

/* Halvings of a run, and further ones for each step: what cannot be resolved by them,
 * or is nothing but rounding, is taken as it is. With more, such a run takes longer;
 * with fewer, more of what is quick is lost. */
#define MOST_HALVINGS ((size_t)1000)
#define HALVINGS_OF_STEP ((size_t)4)

/* [-] of the terms of a sum: what is less is rounding. */
#define NOISE 1e-13

/* Behind a half, pieces grow by this: with a greater factor more of them would have to
 * be halved again, with a smaller one there would be more of them. */
#define GROWTH 1.5

/* [-] Quartics are off by rounding; with a tolerance below this every piece would
 * be. */
#define LEAST_TOLERANCE 1e-13

/* [-] of time: a piece that is shorter is not halved. Far above rounding, so that its
 * nodes are different times, and far below what a step resolves. */
#define SHORTEST (64.0 * DBL_EPSILON)

enum pl_status
pl_follow_plan_init(struct pl_follow_plan *plan, const struct pl_measure *measures,
                    size_t n_measures, const size_t *column, const size_t *symbols,
                    size_t n_symbols, const struct pl_kernels *kernels,
                    const char *method, double rtol, struct pl_diags *diags)
{
    bool *is_wanted = calloc(n_symbols + 1, sizeof *is_wanted);
    enum pl_status status = PL_OK;

    *plan = (struct pl_follow_plan){
        .measures = measures,
        .n_measures = n_measures,
        .column = column,
        .rtol = fmax(rtol, LEAST_TOLERANCE),
        .check = sqrt(fmax(rtol, LEAST_TOLERANCE)),
    };
    if (is_wanted == NULL) {
        return pl_diag_no_memory(diags, "readouts");
    }
    for (size_t m = 0; m < n_measures; m++) {
        if (pl_measure_follows(measures[m].kind)) {
            is_wanted[column[m]] = true;
            plan->any = true;
        }
    }
    status = pl_branches_init(&plan->branches, kernels, symbols, n_symbols, is_wanted,
                              pl_method_is_of_lanes(method), diags);
    free(is_wanted);
    for (size_t m = 0; m < n_measures && status == PL_OK; m++) {
        if (pl_measure_follows(measures[m].kind) &&
            plan->branches.shapes[column[m]] != 0 && measures[m].time > plan->until) {
            plan->until = measures[m].time;
        }
    }
    return status;
}

void
pl_follow_plan_finish(struct pl_follow_plan *plan)
{
    pl_branches_finish(&plan->branches);
    *plan = (struct pl_follow_plan){0};
}

enum pl_status
pl_follow_init(struct pl_follow *follow, const struct pl_follow_plan *plan,
               struct pl_diags *diags)
{
    const size_t n = plan->n_measures + 1;

    *follow = (struct pl_follow){.plan = plan};
    follow->tallies = calloc(n, sizeof *follow->tallies);
    follow->off = calloc(n, sizeof *follow->off);
    follow->turns = calloc(n, PL_QUARTIC_DEGREE * sizeof *follow->turns);
    follow->sizes = calloc(plan->branches.n_symbols + 1, sizeof *follow->sizes);
    if (follow->tallies == NULL || follow->off == NULL || follow->turns == NULL ||
        follow->sizes == NULL) {
        return pl_diag_no_memory(diags, "readouts");
    }
    return pl_crossing_init(&follow->crossing, &plan->branches, diags);
}

void
pl_follow_finish(struct pl_follow *follow)
{
    pl_crossing_finish(&follow->crossing);
    free(follow->tallies);
    free(follow->off);
    free(follow->sizes);
    free(follow->turns);
    *follow = (struct pl_follow){0};
}

void
pl_follow_begin(struct pl_follow *follow)
{
    for (size_t m = 0; m < follow->plan->n_measures; m++) {
        pl_tally_begin(&follow->tallies[m]);
    }
    pl_crossing_forget(&follow->crossing, &follow->plan->branches);
    for (size_t c = 0; c < follow->plan->branches.n_symbols; c++) {
        follow->sizes[c] = 0.0;
    }
    follow->n_halved = 0;
    follow->n_whole = 0;
}

static size_t
row_length(const struct pl_follow *follow)
{
    return follow->plan->branches.n_symbols + follow->plan->branches.n_slots;
}

/* Whether a measure has a piece up to t1 in it. */
static bool
has_piece(const struct pl_follow *follow, size_t m, double t1)
{
    const struct pl_measure *measure = &follow->plan->measures[m];

    return pl_measure_follows(measure->kind) && t1 <= measure->time;
}

/* Whether a measure's readout is a quartic along every piece. */
static bool
is_plain(const struct pl_follow *follow, size_t m)
{
    return follow->plan->branches.shapes[follow->plan->column[m]] == 0;
}

/* Whether the piece has to be looked at for a measure; not for one without a number. */
static bool
needs_look(const struct pl_follow *follow, size_t m, const struct pl_piece *piece)
{
    return has_piece(follow, m, piece->t1) && !is_plain(follow, m) &&
           !isnan(follow->tallies[m].largest);
}

/* All branches, and all measures that look at the piece, see one more row of values. */
static void
see(struct pl_follow *follow, const struct pl_piece *piece, double time,
    const double *values)
{
    const struct pl_branches *branches = &follow->plan->branches;

    pl_crossing_see(&follow->crossing, branches, values);
    for (size_t c = 0; c < branches->n_symbols; c++) {
        follow->sizes[c] = fmax(follow->sizes[c],
                                pl_branches_size(branches, &branches->sums[c], values));
    }
    for (size_t m = 0; m < follow->plan->n_measures; m++) {
        if (needs_look(follow, m, piece)) {
            pl_tally_see(&follow->tallies[m], time, values[follow->plan->column[m]]);
        }
    }
}

static void
see_nodes(struct pl_follow *follow, const struct pl_piece *piece)
{
    const double length = piece->t1 - piece->t0;

    for (size_t j = 0; j < PL_OUTPUT_NODES; j++) {
        const double time = j + 1 == PL_OUTPUT_NODES
                                ? piece->t1
                                : piece->t0 + pl_output_shares[j] * length;

        see(follow, piece, time, piece->nodes + j * row_length(follow));
    }
}

/* The values of a measure's readout at the nodes of a piece. */
static void
read_nodes(const struct pl_follow *follow, size_t m, const double *values,
           double nodes[PL_OUTPUT_NODES])
{
    for (size_t j = 0; j < PL_OUTPUT_NODES; j++) {
        nodes[j] = values[j * row_length(follow) + follow->plan->column[m]];
    }
}

static void
take_plain(struct pl_follow *follow, double t0, double t1, const double *values)
{
    for (size_t m = 0; m < follow->plan->n_measures; m++) {
        double nodes[PL_OUTPUT_NODES];

        if (has_piece(follow, m, t1) && is_plain(follow, m)) {
            read_nodes(follow, m, values, nodes);
            pl_tally_add(&follow->tallies[m], t0, t1, nodes);
        }
    }
}

static bool
may_cut(const struct pl_piece *piece)
{
    return piece->n_cuts < MOST_CUTS &&
           piece->t1 - piece->t0 > SHORTEST * fabs(piece->t1);
}

static enum pl_verdict
take(struct pl_piece *piece)
{
    piece->reach *= GROWTH;
    return PL_PIECE_TAKEN;
}

/* The quartic is too far off: half of the piece is tried, and after it pieces of that
 * length. */
static enum pl_verdict
halve(struct pl_follow *follow, struct pl_piece *piece)
{
    if (!may_cut(piece) ||
        follow->n_halved > MOST_HALVINGS + HALVINGS_OF_STEP * follow->n_whole) {
        return take(piece);
    }
    follow->n_halved++;
    piece->reach = 0.5 * (piece->t1 - piece->t0);
    piece->end = piece->t0 + piece->reach;
    piece->next = piece->end;
    return PL_PIECE_CUT;
}

/* The last turn of the list is looked at next. */
static enum pl_verdict
ask_turn(struct pl_follow *follow, struct pl_piece *piece)
{
    follow->phase = PL_FOLLOW_TURNS;
    if (follow->n_turns == 0) {
        return take(piece);
    }
    piece->t = follow->turns[follow->n_turns - 1].time;
    return PL_PIECE_ASKS;
}

/* Several measures may read one readout. */
static bool
is_listed(const struct pl_follow *follow, const struct pl_turn *turn)
{
    const size_t *column = follow->plan->column;

    for (size_t i = 0; i < follow->n_turns; i++) {
        if (follow->turns[i].time == turn->time &&
            column[follow->turns[i].measure] == column[turn->measure]) {
            return true;
        }
    }
    return false;
}

static enum pl_verdict
find_turns(struct pl_follow *follow, struct pl_piece *piece)
{
    follow->n_turns = 0;
    for (size_t m = 0; m < follow->plan->n_measures; m++) {
        double nodes[PL_OUTPUT_NODES];
        double places[PL_QUARTIC_DEGREE];
        struct pl_quartic quartic;
        size_t n = 0;

        if (!needs_look(follow, m, piece) ||
            follow->plan->measures[m].kind == PL_MEASURE_AUC) {
            continue;
        }
        read_nodes(follow, m, piece->nodes, nodes);
        quartic = pl_quartic_fit(nodes);
        n = pl_tally_find_turns(&follow->tallies[m], nodes, 2.0 * follow->off[m],
                                places);
        for (size_t i = 0; i < n; i++) {
            const struct pl_turn turn = {
                pl_quartic_time(piece->t0, piece->t1, places[i]),
                pl_quartic_value(&quartic, places[i]), m};

            if (!is_listed(follow, &turn)) {
                follow->turns[follow->n_turns++] = turn;
            }
        }
    }
    return ask_turn(follow, piece);
}

static enum pl_verdict
begin_check(struct pl_follow *follow, struct pl_piece *piece)
{
    const struct pl_branches *branches = &follow->plan->branches;
    bool is_curved = branches->any_curved;

    for (size_t m = 0; m < follow->plan->n_measures; m++) {
        follow->off[m] = 0.0;
        is_curved =
            is_curved ||
            (needs_look(follow, m, piece) &&
             (branches->shapes[follow->plan->column[m]] & PL_SHAPE_CURVED) != 0);
    }
    if (!is_curved) {
        return find_turns(follow, piece);
    }
    follow->phase = PL_FOLLOW_CHECK;
    piece->t = pl_quartic_time(piece->t0, piece->t1, CHECK_PLACE);
    return PL_PIECE_ASKS;
}

/* What a measure's quartic may be off. */
static double
tolerance_of(const struct pl_follow *follow, size_t m)
{
    const struct pl_follow_plan *plan = follow->plan;

    return fmax(plan->rtol * pl_tally_scale(&follow->tallies[m]),
                NOISE * follow->sizes[plan->column[m]]);
}

/* Whether a quartic is right to the tolerance, or to its root beside the piece's
 * values: then the rule is right to the tolerance. */
static bool
is_right(const struct pl_follow *follow, size_t m, const double nodes[PL_OUTPUT_NODES])
{
    double size = 0.0;

    for (size_t j = 0; j < PL_OUTPUT_NODES; j++) {
        size = fmax(size, fabs(nodes[j]));
    }
    return follow->off[m] <= fmax(follow->plan->check * size, tolerance_of(follow, m));
}

/* How far is each quartic from the value that was asked for? */
static enum pl_verdict
hear_check(struct pl_follow *follow, struct pl_piece *piece)
{
    const struct pl_branches *branches = &follow->plan->branches;
    bool is_good = pl_crossing_doubt(&follow->crossing, branches, piece, CHECK_PLACE) <=
                   follow->plan->check;

    for (size_t m = 0; m < follow->plan->n_measures; m++) {
        double nodes[PL_OUTPUT_NODES];
        struct pl_quartic quartic;

        if (needs_look(follow, m, piece)) {
            read_nodes(follow, m, piece->nodes, nodes);
            quartic = pl_quartic_fit(nodes);
            follow->off[m] = fabs(piece->asked[follow->plan->column[m]] -
                                  pl_quartic_value(&quartic, CHECK_PLACE));
            is_good = is_good && is_right(follow, m, nodes);
        }
    }
    return is_good ? find_turns(follow, piece) : halve(follow, piece);
}

static enum pl_verdict
hear_turn(struct pl_follow *follow, struct pl_piece *piece)
{
    const struct pl_turn *turn = &follow->turns[--follow->n_turns];
    const double value = piece->asked[follow->plan->column[turn->measure]];

    return fabs(value - turn->value) <= tolerance_of(follow, turn->measure)
               ? ask_turn(follow, piece)
               : halve(follow, piece);
}

static enum pl_verdict
follow_crossing(struct pl_follow *follow, enum pl_crossing_answer answer,
                struct pl_piece *piece)
{
    switch (answer) {
    case PL_CROSSING_NONE:
        break;
    case PL_CROSSING_ASKS:
        return PL_PIECE_ASKS;
    case PL_CROSSING_FOUND:
        piece->end = follow->crossing.low;
        piece->next = follow->crossing.high;
        return PL_PIECE_CUT;
    }
    return follow->crossing.is_noisy ? take(piece) : begin_check(follow, piece);
}

enum pl_verdict
pl_follow_look(struct pl_follow *follow, struct pl_piece *piece)
{
    const struct pl_branches *branches = &follow->plan->branches;

    if (piece->asked == NULL) {
        if (piece->n_cuts == 0) {
            follow->n_whole++;
            take_plain(follow, piece->t0, piece->t1, piece->nodes);
        }
        if (piece->t1 > follow->plan->until) {
            return take(piece);
        }
        see_nodes(follow, piece);
        if (!may_cut(piece)) {
            return take(piece);
        }
        follow->phase = PL_FOLLOW_BRANCHES;
        return follow_crossing(
            follow, pl_crossing_begin(&follow->crossing, branches, piece), piece);
    }
    see(follow, piece, piece->t, piece->asked);
    switch (follow->phase) {
    case PL_FOLLOW_BRANCHES:
        break;
    case PL_FOLLOW_CHECK:
        return hear_check(follow, piece);
    case PL_FOLLOW_TURNS:
        return hear_turn(follow, piece);
    }
    return follow_crossing(follow, pl_crossing_hear(&follow->crossing, branches, piece),
                           piece);
}

void
pl_follow_take(struct pl_follow *follow, double t0, double t1, const double *values)
{
    if (!(follow->plan->until > 0.0)) { /* else it was done before the piece was cut */
        take_plain(follow, t0, t1, values);
        return;
    }
    for (size_t m = 0; m < follow->plan->n_measures; m++) {
        double nodes[PL_OUTPUT_NODES];

        if (has_piece(follow, m, t1) && !is_plain(follow, m)) {
            read_nodes(follow, m, values, nodes);
            pl_tally_integrate(&follow->tallies[m], t0, t1, nodes);
        }
    }
}
