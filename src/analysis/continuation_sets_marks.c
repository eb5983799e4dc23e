/*
 * continuation_sets_marks.c - what the members of an ensemble have in common: bands of
 * what is observed, and of where folds, Hopf and branch points lie.
 */
#include "analysis/continuation_sets.h"

#include <math.h>
#include <stdlib.h>

#include "base/diag.h"

/* [-] Numbers that are no farther apart are those of one state. */
static const double SAME = 1e-9;

/* The value on a path; NaN in a member without one. */
static double
value_at(const struct pl_continuation_sets *sets, size_t member, int way, size_t level,
         size_t value)
{
    const double *path = sets->members[member].found.paths[way];

    return path != NULL ? path[level * sets->n_values + value] : NAN;
}

struct pl_band
pl_continuation_sets_band(const struct pl_continuation_sets *sets, int way,
                          size_t level, size_t value, double *numbers,
                          struct pl_weighted *room)
{
    for (size_t m = 0; m < sets->n_members; m++) {
        numbers[m] = value_at(sets, m, way, level, value);
    }
    return pl_band_of(numbers, 1, pl_ensemble_weights(sets->ensemble), sets->n_members,
                      room);
}

size_t
pl_continuation_sets_n_at(const struct pl_continuation_sets *sets, int way,
                          size_t level)
{
    size_t n = 0;

    for (size_t m = 0; m < sets->n_members; m++) {
        n += !isnan(value_at(sets, m, way, level, 0)) ? 1 : 0;
    }
    return n;
}

bool
pl_continuation_sets_ways_agree(const struct pl_continuation_sets *sets, size_t level)
{
    for (size_t m = 0; m < sets->n_members; m++) {
        for (size_t v = 0; v < sets->n_values; v++) {
            const double up = value_at(sets, m, PL_PATH_UP, level, v);
            const double down = value_at(sets, m, PL_PATH_DOWN, level, v);

            if (isnan(up) != isnan(down) ||
                fabs(up - down) > SAME * fmax(fabs(up), fabs(down))) {
                return false;
            }
        }
    }
    return true;
}

/* The event of a member that a mark is of; NULL for none. */
static const struct pl_rest_event *
event_of(const struct pl_rest_member *member, const struct pl_rest_mark *mark)
{
    for (size_t e = 0; e < member->n_events; e++) {
        const struct pl_rest_event *event = &member->events[e];

        if (event->kind == mark->kind && event->way == mark->way &&
            event->ordinal == mark->ordinal) {
            return event;
        }
    }
    return NULL;
}

/* How many ordinals there are of a kind and way. */
static size_t
count_ordinals(const struct pl_continuation_sets *sets, enum pl_rest_branch_kind kind,
               int way)
{
    size_t n = 0;

    for (size_t m = 0; m < sets->n_members; m++) {
        const struct pl_rest_member *member = &sets->members[m];

        for (size_t e = 0; e < member->n_events; e++) {
            const struct pl_rest_event *event = &member->events[e];

            if (event->kind == kind && event->way == way && event->ordinal >= n) {
                n = event->ordinal + 1;
            }
        }
    }
    return n;
}

/* One number of the events of a mark: value `v`, or beyond them input and period. */
static struct pl_band
band_of_mark(const struct pl_continuation_sets *sets, const struct pl_rest_mark *mark,
             size_t v, double *numbers, struct pl_weighted *room)
{
    for (size_t m = 0; m < sets->n_members; m++) {
        const struct pl_rest_event *event = event_of(&sets->members[m], mark);

        numbers[m] = event == NULL         ? NAN
                     : v < sets->n_values  ? event->values[v]
                     : v == sets->n_values ? event->input
                                           : event->period;
    }
    return pl_band_of(numbers, 1, pl_ensemble_weights(sets->ensemble), sets->n_members,
                      room);
}

/* @return false when memory is out */
static bool
fill_mark(const struct pl_continuation_sets *sets, struct pl_rest_mark *mark,
          double *numbers, struct pl_weighted *room)
{
    mark->values = calloc(sets->n_values + 1, sizeof *mark->values);
    if (mark->values == NULL) {
        return false;
    }
    for (size_t m = 0; m < sets->n_members; m++) {
        mark->n_members += event_of(&sets->members[m], mark) != NULL ? 1 : 0;
    }
    for (size_t v = 0; v < sets->n_values; v++) {
        mark->values[v] = band_of_mark(sets, mark, v, numbers, room);
    }
    mark->input = band_of_mark(sets, mark, sets->n_values, numbers, room);
    mark->period = band_of_mark(sets, mark, sets->n_values + 1, numbers, room);
    return true;
}

enum pl_status
pl_continuation_sets_marks(const struct pl_continuation_sets *sets,
                           struct pl_diags *diags, struct pl_rest_mark **marks,
                           size_t *n)
{
    static const enum pl_rest_branch_kind kinds[] = {
        PL_REST_BRANCH_FOLD, PL_REST_BRANCH_HOPF, PL_REST_BRANCH_CROSSING};
    const size_t n_kinds = sizeof kinds / sizeof *kinds;
    struct pl_weighted *room = calloc(sets->n_members + 1, sizeof *room);
    double *numbers = calloc(sets->n_members + 1, sizeof *numbers);
    size_t n_all = 0;
    bool enough = room != NULL && numbers != NULL;

    *n = 0;
    for (size_t k = 0; k < n_kinds; k++) {
        n_all += count_ordinals(sets, kinds[k], PL_PATH_UP) +
                 count_ordinals(sets, kinds[k], PL_PATH_DOWN);
    }
    *marks = calloc(n_all + 1, sizeof **marks);
    enough = enough && *marks != NULL;
    for (size_t k = 0; k < 2 * n_kinds && enough; k++) {
        const int way = k % 2 == 0 ? PL_PATH_UP : PL_PATH_DOWN;
        const size_t n_ordinals = count_ordinals(sets, kinds[k / 2], way);

        for (size_t o = 0; o < n_ordinals && enough; o++) {
            struct pl_rest_mark *mark = &(*marks)[(*n)++];

            mark->kind = kinds[k / 2];
            mark->way = way;
            mark->ordinal = o;
            enough = fill_mark(sets, mark, numbers, room);
        }
    }
    free(room);
    free(numbers);
    if (!enough) {
        pl_rest_marks_free(*marks, *n);
        *marks = NULL;
        *n = 0;
        return pl_diag_no_memory(diags, "the rest states of the parameter sets");
    }
    return PL_OK;
}

void
pl_rest_marks_free(struct pl_rest_mark *marks, size_t n)
{
    for (size_t k = 0; marks != NULL && k < n; k++) {
        free(marks[k].values);
    }
    free(marks);
}
