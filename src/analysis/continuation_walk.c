/*
 * continuation_walk.c - one curve of rest states, step by step, to its ends.
 */
#include "analysis/continuation_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/index.h"
#include "base/list.h"
#include "compile/program.h"
#include "model/model.h"
#include "study/context.h"

/* [-] Lengths of steps: the first, the shortest that is tried, and the shortest that are
 * tried to tell two things apart that happen in one, and a turn at which as much is
 * stable on both sides, which a branch point is, from two turns. */
static const double FIRST = 1e-2, SHORTEST = 1e-9, SHORTEST_TO_TELL = 1e-5,
                    SHORTEST_TO_TURN = 3e-3;

/* [-] No state changes by more of its size in a step. Larger loses the shape of the
 * curve. */
static const double MOST_CHANGE = 0.3;

/* [-] A prediction may be so far off, relative to sizes, and should be so far off. Larger
 * may land on a neighbour, smaller makes more steps. */
static const double MOST_OFF = 0.1, GOOD_OFF = 0.01;

/* [-] The cosine of the angle between two tangents: 25 degrees. Less may cut a turn. */
static const double LEAST_COSINE = 0.906;

/* [-] Where the input moves by less than STEEP along the curve, turns may hide in a step:
 * where it would move by less than NEARLY of what it does at the ends, they may. */
static const double STEEP = 0.2, NEARLY = 0.1;

/* [-] A step grows by no more. */
static const double MOST_GROWTH = 1.6;

/* [-] The start of a closed curve is passed at no more than this part of a step. */
static const double PASSES_AT = 0.1;

/* Steps before a curve can be back. */
enum { FEWEST_TO_CLOSE = 8 };

enum pl_status
pl_walk_init(struct pl_walk *walk)
{
    const size_t width = walk->n + 1;
    double **const rows[] = {&walk->begin.z,   &walk->begin.tangent, &walk->a.z,
                             &walk->a.tangent, &walk->b.z,           &walk->b.tangent,
                             &walk->event.z,   &walk->event.tangent, &walk->trial,
                             &walk->chord,     &walk->real,          &walk->imaginary};
    const size_t n_rows = sizeof rows / sizeof *rows;

    walk->numbers = calloc(width, n_rows * sizeof *walk->numbers);
    walk->values =
        calloc(walk->found->context->model->n_symbols + 1, sizeof *walk->values);
    if (walk->numbers == NULL || walk->values == NULL) {
        return pl_diag_no_memory(walk->diags, "rest states");
    }
    for (size_t k = 0; k < n_rows; k++) {
        *rows[k] = walk->numbers + k * width;
    }
    return PL_OK;
}

void
pl_walk_finish(struct pl_walk *walk)
{
    free(walk->numbers);
    free(walk->values);
}

void
pl_walk_judge(struct pl_walk *walk, struct pl_rest_place *place)
{
    const size_t n = pl_rest_curve_n_eigenvalues(walk->curve);
    double rounding = 0.0;

    place->n_unstable = 0;
    place->real = NAN;
    place->imaginary = NAN;
    if (n == 0 || !pl_rest_curve_eigenvalues(walk->curve, place->z, walk->real,
                                             walk->imaginary, &rounding)) {
        return;
    }
    while (place->n_unstable < n && walk->real[place->n_unstable] > rounding) {
        place->n_unstable++;
    }
    place->real = walk->real[0];
    place->imaginary = fabs(walk->imaginary[0]);
}

void
pl_walk_copy(const struct pl_walk *walk, const struct pl_rest_place *from,
             struct pl_rest_place *to)
{
    const size_t size = (walk->n + 1) * sizeof *from->z;

    memcpy(to->z, from->z, size);
    memcpy(to->tangent, from->tangent, size);
    to->n_unstable = from->n_unstable;
    to->real = from->real;
    to->imaginary = from->imaginary;
}

double
pl_walk_distance(const struct pl_walk *walk, const double *a, const double *b)
{
    const double *sizes = pl_rest_curve_sizes(walk->curve);
    double most = 0.0;

    for (size_t i = 0; i <= walk->n; i++) {
        most = fmax(most, fabs(a[i] - b[i]) / sizes[i]);
    }
    return most;
}

enum pl_status
pl_walk_add(struct pl_walk *walk, struct pl_rest_branch *branch,
            const struct pl_rest_place *place, enum pl_rest_branch_kind kind)
{
    const size_t width = walk->n + 1;
    const size_t n_values = walk->found->n_values;
    const size_t next = branch->n;
    size_t capacity = branch->capacity;
    size_t capacity_z = branch->capacity;
    size_t capacity_values = branch->capacity;
    void *points =
        pl_list_reserve(branch->points, next + 1, &capacity, sizeof *branch->points);
    void *z = NULL;
    void *values = NULL;

    if (points != NULL) {
        branch->points = points;
        z = pl_list_reserve(branch->z, next + 1, &capacity_z, width * sizeof(double));
    }
    if (z != NULL) {
        branch->z = z;
        values = pl_list_reserve(branch->values, next + 1, &capacity_values,
                                 (n_values + 1) * sizeof(double));
    }
    if (values == NULL) {
        return pl_diag_no_memory(walk->diags, "rest states");
    }
    branch->values = values;
    branch->capacity = capacity;
    branch->points[next] = (struct pl_rest_branch_point){
        .input = pl_rest_curve_input(walk->curve, place->z[walk->n]),
        .kind = kind,
        .n_unstable = place->n_unstable,
        .real = place->real,
        .imaginary = place->imaginary,
    };
    memcpy(branch->z + next * width, place->z, width * sizeof(double));
    pl_rest_curve_values(walk->curve, place->z, walk->values);
    for (size_t k = 0; k < n_values; k++) {
        branch->values[next * n_values + k] = walk->values[walk->found->symbols[k]];
    }
    branch->n++;
    return PL_OK;
}

/* No step is longer: no state changes by too much, nor does q. */
static double
longest(const struct pl_walk *walk)
{
    const double *sizes = pl_rest_curve_sizes(walk->curve);
    const struct pl_rest_range *range = &walk->found->range;
    const double width = pl_rest_curve_q(walk->curve, range->high) -
                         pl_rest_curve_q(walk->curve, range->low);
    double most =
        fabs(walk->a.tangent[walk->n]) * (double)walk->options->n_parts / width;

    for (size_t i = 0; i < walk->n; i++) {
        most = fmax(most, fabs(walk->a.tangent[i]) / (MOST_CHANGE * sizes[i]));
    }
    return 1.0 / most;
}

/* New sizes, and the tangent at a of length 1 in them. */
static void
measure(struct pl_walk *walk)
{
    double length = 0.0;

    pl_rest_curve_set_sizes(walk->curve, walk->a.z);
    length = sqrt(pl_rest_curve_product(walk->curve, walk->a.tangent, walk->a.tangent));
    for (size_t i = 0; i <= walk->n; i++) {
        walk->a.tangent[i] /= length;
    }
}

/* Put a point so far along the tangent into b. */
static void
predict(struct pl_walk *walk, double h)
{
    for (size_t i = 0; i <= walk->n; i++) {
        walk->b.z[i] = walk->a.z[i] + h * walk->a.tangent[i];
    }
    memcpy(walk->trial, walk->b.z, (walk->n + 1) * sizeof *walk->trial);
}

/* The end of the range that the curve makes for. */
static double
end_ahead(const struct pl_walk *walk)
{
    const struct pl_rest_range *range = &walk->found->range;

    return pl_rest_curve_q(walk->curve,
                           walk->a.tangent[walk->n] > 0.0 ? range->high : range->low);
}

/* Is q beyond that end, or on it? */
static bool
is_beyond(const struct pl_walk *walk, double q)
{
    return walk->a.tangent[walk->n] > 0.0 ? q >= end_ahead(walk) : q <= end_ahead(walk);
}

/* One step of length h, to b. @return false where a shorter one has to do
 * @param off  receives how far off the prediction was */
static bool
try_step(struct pl_walk *walk, double h, bool *at_end, double *off)
{
    const size_t n = walk->n;
    double cosine = 0.0;

    predict(walk, h);
    *at_end = walk->a.tangent[n] != 0.0 && is_beyond(walk, walk->b.z[n]);
    if (!*at_end && !pl_rest_curve_correct(walk->curve, walk->a.tangent, walk->b.z)) {
        return false;
    }
    if (*at_end || (walk->a.tangent[n] != 0.0 && is_beyond(walk, walk->b.z[n]))) {
        *at_end = true;
        predict(walk, (end_ahead(walk) - walk->a.z[n]) / walk->a.tangent[n]);
        walk->b.z[n] = end_ahead(walk);
        walk->trial[n] = walk->b.z[n];
        if (!pl_rest_curve_correct(walk->curve, NULL, walk->b.z)) {
            return false;
        }
    }
    *off = pl_walk_distance(walk, walk->b.z, walk->trial);
    if (!(*off <= MOST_OFF) ||
        !pl_rest_curve_tangent(walk->curve, walk->b.z, walk->a.tangent,
                               walk->b.tangent)) {
        return false;
    }
    cosine = pl_rest_curve_product(walk->curve, walk->a.tangent, walk->b.tangent);
    return cosine >= LEAST_COSINE;
}

/* Does the curve turn twice within a step at whose ends it goes the same way? A look
 * halfway: the parabola through the three slopes tells. */
static bool
hides_turns(struct pl_walk *walk)
{
    const size_t n = walk->n;
    const double size = pl_rest_curve_sizes(walk->curve)[n];
    const double a = walk->a.tangent[n];
    const double b = walk->b.tangent[n];
    double middle = 0.0;
    double bend = 0.0;
    double extreme = 0.0;

    if (fmin(fabs(a), fabs(b)) > STEEP * size || a * b <= 0.0) {
        return false;
    }
    for (size_t i = 0; i <= n; i++) {
        walk->event.z[i] = 0.5 * (walk->a.z[i] + walk->b.z[i]);
        walk->chord[i] = walk->b.z[i] - walk->a.z[i];
    }
    if (!pl_rest_curve_correct(walk->curve, walk->chord, walk->event.z) ||
        !pl_rest_curve_tangent(walk->curve, walk->event.z, walk->a.tangent,
                               walk->event.tangent)) {
        return false; /* singular, and with that no turn */
    }
    middle = walk->event.tangent[n];
    bend = 2.0 * (a - 2.0 * middle + b); /* slope(s) = a + rise s + bend s^2 */
    if (fabs(b - a) >= fabs(bend)) {
        return a * middle <= 0.0;
    }
    extreme = a - (b - a - bend) * (b - a - bend) / (4.0 * bend);
    return a * middle <= 0.0 ||
           a * extreme <= NEARLY * a * (a > 0.0 ? fmin(a, b) : fmax(a, b));
}

/* Has the step come by where the curve began? */
static bool
is_back(const struct pl_walk *walk, double h)
{
    const struct pl_rest_place *begin = &walk->begin;
    double along = 0.0;
    double across = 0.0;

    if (pl_rest_curve_product(walk->curve, begin->tangent, walk->a.tangent) <= 0.0) {
        return false;
    }
    for (size_t i = 0; i <= walk->n; i++) {
        walk->chord[i] = begin->z[i] - walk->a.z[i];
    }
    along = pl_rest_curve_product(walk->curve, walk->chord, walk->a.tangent);
    for (size_t i = 0; i <= walk->n; i++) {
        walk->chord[i] -= along * walk->a.tangent[i];
    }
    across = sqrt(pl_rest_curve_product(walk->curve, walk->chord, walk->chord));
    return along >= 0.0 && along <= h && across <= PASSES_AT * h;
}

/* Add what happens in the step. @return PL_OK; PL_ERR_NOMEM */
static enum pl_status
add_event(struct pl_walk *walk, struct pl_rest_branch *branch)
{
    static const enum pl_rest_branch_kind kinds[] = {
        [PL_WALK_NOTHING] = PL_REST_BRANCH_PLAIN,
        [PL_WALK_FOLD] = PL_REST_BRANCH_FOLD,
        [PL_WALK_HOPF] = PL_REST_BRANCH_HOPF,
        [PL_WALK_CROSSING] = PL_REST_BRANCH_CROSSING,
        [PL_WALK_SEVERAL] = PL_REST_BRANCH_PLAIN,
    };
    enum pl_walk_event event = pl_walk_what_happens(walk);

    if (event == PL_WALK_NOTHING || !pl_walk_locate(walk, &event) ||
        event == PL_WALK_NOTHING) {
        return PL_OK;
    }
    return pl_walk_add(walk, branch, &walk->event, kinds[event]);
}

/* The end of a curve on which a state turns negative. */
static enum pl_status
end_at_zero(struct pl_walk *walk, struct pl_rest_branch *branch, size_t state,
            enum pl_rest_branch_end *end)
{
    *end = PL_REST_BRANCH_NEGATIVE;
    if (branch->n > 0 &&
        branch->points[branch->n - 1].kind == PL_REST_BRANCH_CROSSING) {
        return PL_OK; /* where it is 0 on another curve */
    }
    if (!pl_walk_locate_zero(walk, state)) {
        return PL_OK;
    }
    pl_walk_judge(walk, &walk->event);
    return pl_walk_add(walk, branch, &walk->event, PL_REST_BRANCH_END);
}

/* What is behind a step that was made: events, the end. */
static enum pl_status
take_step(struct pl_walk *walk, struct pl_rest_branch *branch, double h, bool at_end,
          enum pl_rest_branch_end *end, size_t *state, bool *goes_on)
{
    const size_t negative = pl_rest_curve_negative(walk->curve, walk->b.z);
    enum pl_status status = add_event(walk, branch);

    *goes_on = false;
    if (status != PL_OK) {
        return status;
    }
    if (negative != PL_NONE) {
        *state = negative;
        return end_at_zero(walk, branch, negative, end);
    }
    if (walk->n_steps >= FEWEST_TO_CLOSE && is_back(walk, h)) {
        *end = PL_REST_BRANCH_CLOSED;
        return pl_walk_add(walk, branch, &walk->begin, PL_REST_BRANCH_END);
    }
    *goes_on = !at_end;
    *end = at_end ? PL_REST_BRANCH_AT_RANGE : *end;
    return pl_walk_add(walk, branch, &walk->b,
                       at_end ? PL_REST_BRANCH_END : PL_REST_BRANCH_PLAIN);
}

enum pl_status
pl_walk_follow(struct pl_walk *walk, struct pl_rest_branch *branch,
               enum pl_rest_branch_end *end, size_t *state)
{
    const struct pl_sim_options *sim = &walk->options->sim;
    enum pl_status status = PL_OK;
    double h = FIRST;
    bool goes_on = true;

    *state = PL_NONE;
    *end = PL_REST_BRANCH_MANY;
    walk->n_steps = 0;
    pl_walk_copy(walk, &walk->begin, &walk->a);
    while (status == PL_OK && goes_on && branch->n < walk->options->most_points) {
        double off = 0.0;
        bool at_end = false;

        if (sim->stop != NULL && sim->stop(sim->stop_context)) {
            return PL_ERR_STOPPED;
        }
        measure(walk);
        h = fmin(h, longest(walk));
        if (h < SHORTEST) {
            *end = PL_REST_BRANCH_STEP;
            break;
        }
        if (!try_step(walk, h, &at_end, &off)) {
            h *= 0.5;
            continue;
        }
        if (!at_end && h > SHORTEST_TO_TURN && hides_turns(walk)) {
            h *= 0.5;
            continue;
        }
        pl_walk_judge(walk, &walk->b);
        if (pl_walk_what_happens(walk) == PL_WALK_SEVERAL &&
            h > (walk->a.n_unstable == walk->b.n_unstable ? SHORTEST_TO_TURN
                                                          : SHORTEST_TO_TELL)) {
            h *= 0.5;
            continue;
        }
        walk->n_steps++;
        status = take_step(walk, branch, h, at_end, end, state, &goes_on);
        pl_walk_copy(walk, &walk->b, &walk->a);
        h *= fmin(MOST_GROWTH, fmax(0.5, sqrt(GOOD_OFF / fmax(off, 1e-12))));
    }
    if (status == PL_OK && pl_rest_curve_lacks_memory(walk->curve)) {
        status = pl_diag_no_memory(walk->diags, "rest states");
    }
    return status;
}
