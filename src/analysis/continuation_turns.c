/*
 * continuation_turns.c - readouts that rise and fall again along the rest states: a table
 * of what happens to the states says nothing of them.
 */
#include "analysis/continuation.h"

#include <math.h>

#include "base/number.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"

/* [-] A turn counts when the readout goes back by this part of all that it spans, and
 * spans this part of its size. */
static const double LEAST_TURN = 0.01;

/* Readouts that are told of; of the others their number. */
#define MOST_TOLD ((size_t)3)

enum { DIGITS = 3 };

/* A readout along a branch, towards higher inputs. */
struct path {
    const struct pl_continuation *found;
    const struct pl_rest_branch *branch;
    size_t value;
    bool reversed;
};

static size_t
point_at(const struct path *path, size_t k)
{
    return path->reversed ? path->branch->n - 1 - k : k;
}

static double
level_at(const struct path *path, size_t k)
{
    return pl_rest_branch_values(path->found, path->branch,
                                 point_at(path, k))[path->value];
}

static double
axis_at(const struct path *path, size_t k)
{
    const double input = path->branch->points[point_at(path, k)].input;

    return path->found->range.logarithmic ? log(input) : input;
}

/* A branch without folds is a function of the input. */
static bool
is_function(const struct pl_rest_branch *branch)
{
    for (size_t k = 0; k + 1 < branch->n; k++) {
        const double step = branch->points[k + 1].input - branch->points[k].input;

        if (branch->points[k].kind == PL_REST_BRANCH_FOLD ||
            step * (branch->points[1].input - branch->points[0].input) < 0.0) {
            return false;
        }
    }
    return branch->n > 2 && branch->points[branch->n - 1].kind != PL_REST_BRANCH_FOLD;
}

/* " to 0.394 at 3 nM": the top of the parabola through three points. */
static void
put_turn(const struct path *path, size_t k, struct pl_text *text)
{
    const double left = axis_at(path, k - 1) - axis_at(path, k);
    const double right = axis_at(path, k + 1) - axis_at(path, k);
    const double down = (level_at(path, k - 1) - level_at(path, k)) / left;
    const double up = (level_at(path, k + 1) - level_at(path, k)) / right;
    const double bend = (up - down) / (right - left);
    const double slope = up - bend * right;
    double place = bend != 0.0 ? -slope / (2.0 * bend) : 0.0;
    const char *unit = NULL;
    char level[PL_NUMBER_SIZE];
    char input[PL_NUMBER_SIZE];

    place = place > left && place < right ? place : 0.0;
    pl_number_round(level_at(path, k) + place * (slope + place * bend), DIGITS, level);
    place += axis_at(path, k);
    pl_number_round(path->found->range.logarithmic ? exp(place) : place, DIGITS, input);
    (void)pl_continuation_input(path->found, &unit);
    pl_text_format(text, " to %s at %s%s%s", level, input, unit != NULL ? " " : "",
                   unit != NULL ? unit : "");
}

/* Every turn, behind the last one told. @return how many */
static size_t
put_turns(const struct path *path, bool tells, struct pl_text *text)
{
    const struct pl_model *model = path->found->context->model;
    double low = level_at(path, 0);
    double high = low;
    double least = 0.0;
    size_t furthest = 0;
    size_t n = 0;
    int way = 0; /* +1 rising, -1 falling, 0 not known yet */

    for (size_t k = 1; k < path->branch->n; k++) {
        low = fmin(low, level_at(path, k));
        high = fmax(high, level_at(path, k));
    }
    least = LEAST_TURN * (high - low);
    if (!(high - low > LEAST_TURN * fmax(fabs(low), fabs(high)))) {
        return 0;
    }
    for (size_t k = 1; k < path->branch->n; k++) {
        const double change = level_at(path, k) - level_at(path, furthest);

        if (way * change >= 0.0 && (way != 0 || fabs(change) >= least)) {
            way = change > 0.0 ? 1 : change < 0.0 ? -1 : way;
            furthest = k;
        } else if (way != 0 && fabs(change) >= least) {
            if (tells && n == 0) {
                pl_text_put(text,
                            model->symbols[path->found->symbols[path->value]].label);
            }
            if (tells) {
                pl_text_format(text, "%s %s", n == 0 ? "" : ", then",
                               way > 0 ? "rises" : "falls");
                put_turn(path, furthest, text);
            }
            n++;
            way = -way;
            furthest = k;
        }
    }
    if (tells && n > 0) {
        pl_text_format(text, ", then %s. ", way > 0 ? "rises" : "falls");
    }
    return n;
}

void
pl_continuation_put_turns(const struct pl_continuation *found, struct pl_text *text)
{
    size_t n = 0;

    for (size_t b = 0; b < found->n_branches; b++) {
        const struct pl_rest_branch *branch = &found->branches[b];
        struct path path = {.found = found, .branch = branch};

        if (!is_function(branch)) {
            continue;
        }
        path.reversed = branch->points[1].input < branch->points[0].input;
        for (size_t v = 0; v < found->n_values; v++) {
            path.value = v;
            n += put_turns(&path, n < MOST_TOLD, text) > 0 ? 1 : 0;
        }
    }
    if (n > MOST_TOLD) {
        pl_text_format(text, "%zu more readout%s, too. ", n - MOST_TOLD,
                       n - MOST_TOLD == 1 ? " turns" : "s turn");
    }
}
