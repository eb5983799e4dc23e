/*
 * continuation_words.c - rest states over an input in words: how many are stable where.
 */
#include "analysis/continuation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/index.h"
#include "base/number.h"
#include "base/text.h"
#include "base/units.h"
#include "compile/program.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"

#define TWO_PI 6.283185307179586

/* [-] Places that are no farther apart, as a part of the range, are one. */
static const double SAME_PLACE = 1e-8;

/* Digits of a number in a sentence. */
enum { DIGITS = 4 };

const char *
pl_continuation_input(const struct pl_continuation *found, const char **unit)
{
    const struct pl_symbol *symbol =
        &found->context->model->symbols[found->range.symbol];
    const bool is_dose = pl_role_by_name(symbol->name) == PL_ROLE_DRUG;

    *unit = symbol->unit != NULL ? symbol->unit : is_dose ? "nM" : NULL;
    return symbol->name;
}

/* The numbers that a point can have beside it: without those that cross there, or with. */
static size_t
beside(const struct pl_rest_branch_point *point, size_t n[2])
{
    n[0] = point->n_unstable;
    switch (point->kind) {
    case PL_REST_BRANCH_FOLD:
    case PL_REST_BRANCH_CROSSING:
        n[1] = n[0] + 1;
        return 2;
    case PL_REST_BRANCH_HOPF:
        n[1] = n[0] + 2;
        return 2;
    case PL_REST_BRANCH_PLAIN:
    case PL_REST_BRANCH_END:
        break;
    }
    return 1;
}

size_t
pl_rest_branch_n_unstable_behind(const struct pl_rest_branch *branch, size_t point)
{
    size_t near[2] = {0, 0};
    size_t next[2] = {0, 0};
    const size_t n_near = beside(&branch->points[point], near);
    const size_t n_next = beside(&branch->points[point + 1], next);

    for (size_t a = 0; a < n_near; a++) {
        for (size_t b = 0; b < n_next; b++) {
            if (near[a] == next[b]) {
                return near[a];
            }
        }
    }
    return near[0] > next[0] ? near[0] : next[0];
}

/* Where the input is on the axis that it varies along. */
static double
axis(const struct pl_continuation *found, double input)
{
    return found->range.logarithmic ? log(input) : input;
}

/* How many rest states there are at an input at which nothing happens.
 * @return those that are stable; @param n_rest  receives all */
static size_t
count_stable(const struct pl_continuation *found, double input, size_t *n_rest)
{
    size_t n = 0;

    *n_rest = 0;

    for (size_t b = 0; b < found->n_branches; b++) {
        const struct pl_rest_branch *branch = &found->branches[b];

        for (size_t k = 0; k + 1 < branch->n; k++) {
            const double from = branch->points[k].input;
            const double to = branch->points[k + 1].input;
            const bool holds =
                from < to ? input >= from && input < to : input >= to && input < from;

            *n_rest += holds ? 1 : 0;
            n += holds && pl_rest_branch_n_unstable_behind(branch, k) == 0 ? 1 : 0;
        }
    }
    return n;
}

static int
compare_numbers(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Every input at which anything happens, rising, each once; both ends of the range too.
 * @return how many; 0 when memory is out */
static size_t
list_places(const struct pl_continuation *found, double **places)
{
    const double width = axis(found, found->range.high) - axis(found, found->range.low);
    size_t most = 2;
    size_t n = 0;
    size_t n_kept = 1;

    for (size_t b = 0; b < found->n_branches; b++) {
        most += found->branches[b].n;
    }
    *places = calloc(most, sizeof **places);
    if (*places == NULL) {
        return 0;
    }
    (*places)[n++] = found->range.low;
    (*places)[n++] = found->range.high;
    for (size_t b = 0; b < found->n_branches; b++) {
        for (size_t k = 0; k < found->branches[b].n; k++) {
            if (found->branches[b].points[k].kind != PL_REST_BRANCH_PLAIN) {
                (*places)[n++] = found->branches[b].points[k].input;
            }
        }
    }
    qsort(*places, n, sizeof **places, compare_numbers);
    for (size_t k = 1; k < n; k++) {
        if (axis(found, (*places)[k]) - axis(found, (*places)[n_kept - 1]) >
            SAME_PLACE * width) {
            (*places)[n_kept++] = (*places)[k];
        }
    }
    (*places)[n_kept - 1] = found->range.high;
    return n_kept;
}

enum pl_status
pl_continuation_stretches(const struct pl_continuation *found, struct pl_diags *diags,
                          struct pl_rest_stretch **stretches, size_t *n)
{
    double *places = NULL;
    const size_t n_places = list_places(found, &places);

    *n = 0;
    *stretches = calloc(n_places + 1, sizeof **stretches);
    if (n_places == 0 || *stretches == NULL) {
        free(places);
        free(*stretches);
        *stretches = NULL;
        return pl_diag_no_memory(diags, "rest states");
    }
    for (size_t k = 0; k + 1 < n_places; k++) {
        const double middle =
            0.5 * (axis(found, places[k]) + axis(found, places[k + 1]));
        const double input = found->range.logarithmic ? exp(middle) : middle;
        struct pl_rest_stretch *last = *n > 0 ? &(*stretches)[*n - 1] : NULL;
        size_t n_rest = 0;
        const size_t n_stable = count_stable(found, input, &n_rest);

        if (last != NULL && last->n_stable == n_stable) {
            last->to = places[k + 1];
            last->n_rest = n_rest > last->n_rest ? n_rest : last->n_rest;
        } else {
            (*stretches)[(*n)++] =
                (struct pl_rest_stretch){places[k], places[k + 1], n_stable, n_rest};
        }
    }
    free(places);
    return PL_OK;
}

/* What is written, and of what. */
struct story {
    const struct pl_continuation *found;
    struct pl_text *text;
    const char *unit; /* of the input; NULL for none */
};

static void
put_input(const struct story *story, double input, bool with_unit)
{
    char number[PL_NUMBER_SIZE];

    pl_number_round(input, DIGITS, number);
    pl_text_put(story->text, number);
    if (with_unit && story->unit != NULL) {
        pl_text_format(story->text, " %s", story->unit);
    }
}

/* "from 0.31 to 0.52 nM" */
static void
put_stretch(const struct story *story, const struct pl_rest_stretch *stretch)
{
    pl_text_put(story->text, "from ");
    put_input(story, stretch->from, false);
    pl_text_put(story->text, " to ");
    put_input(story, stretch->to, true);
}

/* The special point of a kind at an input; NULL when there is none. At a fold the curve
 * lies below (side < 0) or above (side > 0). */
static const struct pl_rest_branch_point *
find_event(const struct pl_continuation *found, double input,
           enum pl_rest_branch_kind kind, int side)
{
    const double width = axis(found, found->range.high) - axis(found, found->range.low);

    for (size_t b = 0; b < found->n_branches; b++) {
        const struct pl_rest_branch *branch = &found->branches[b];

        for (size_t k = 0; k < branch->n; k++) {
            const struct pl_rest_branch_point *point = &branch->points[k];
            const double apart = fabs(axis(found, point->input) - axis(found, input));
            const double other =
                branch->points[k > 0 ? k - 1 : (branch->n > 1 ? 1 : 0)].input;

            if (point->kind == kind && apart <= 2.0 * SAME_PLACE * width &&
                (side == 0 || (other > point->input ? 1 : -1) == side)) {
                return point;
            }
        }
    }
    return NULL;
}

/* Where the network jumps, in which direction. */
static void
put_jumps(const struct story *story, const struct pl_rest_stretch *stretch)
{
    const bool up =
        find_event(story->found, stretch->to, PL_REST_BRANCH_FOLD, -1) != NULL;
    const bool down =
        find_event(story->found, stretch->from, PL_REST_BRANCH_FOLD, 1) != NULL;

    if (up && down) {
        pl_text_put(story->text, ": it jumps at ");
        put_input(story, stretch->to, false);
        pl_text_put(story->text, " on the way up and at ");
        put_input(story, stretch->from, true);
        pl_text_put(story->text, " on the way down (folds)");
    } else if (up || down) {
        pl_text_put(story->text, ": it jumps at ");
        put_input(story, up ? stretch->to : stretch->from, true);
        pl_text_format(story->text, " on the way %s (fold)", up ? "up" : "down");
        if ((up ? stretch->from : stretch->to) ==
            (up ? story->found->range.low : story->found->range.high)) {
            pl_text_put(story->text, ", and back not within the range");
        }
    }
}

/* "4.5 h": a period. */
static void
put_period(const struct story *story, const struct pl_rest_branch_point *point)
{
    const double second = story->found->context->model->time_unit;
    const double period = TWO_PI / point->imaginary;
    const char *name = NULL;
    char number[PL_NUMBER_SIZE];
    double told = period;

    if (isfinite(second)) {
        told = period * second / pl_duration_best_unit(period * second, &name);
    }
    pl_number_round(told, 3, number);
    pl_text_format(story->text, name != NULL ? "%s %s" : "%s", number, name);
}

/* Where oscillations begin, and how fast they are there. */
static void
put_oscillations(const struct story *story)
{
    const struct pl_continuation *found = story->found;
    size_t n = 0;

    for (size_t b = 0; b < found->n_branches; b++) {
        for (size_t k = 0; k < found->branches[b].n; k++) {
            const struct pl_rest_branch_point *point = &found->branches[b].points[k];

            if (point->kind != PL_REST_BRANCH_HOPF || point->n_unstable > 0) {
                continue; /* what is not stable on either side is not seen */
            }
            pl_text_put(story->text, n++ == 0 ? "Oscillations begin at " : ", and at ");
            put_input(story, point->input, true);
            pl_text_put(story->text, " with a period of ");
            put_period(story, point);
        }
    }
    if (n > 0) {
        pl_text_put(story->text, n == 1 ? " (Hopf point). " : " (Hopf points). ");
    }
}

/* A sentence on a stretch. */
static void
put_sentence(const struct story *story, const struct pl_rest_stretch *stretch)
{
    struct pl_text *text = story->text;

    if (stretch->n_stable == 0) {
        pl_text_put(text, stretch->n_rest > 0
                              ? "No rest state that was found is stable "
                              : "No rest state was found ");
        put_stretch(story, stretch);
    } else {
        if (stretch->n_stable == 2) {
            pl_text_put(text, "Bistable ");
        } else {
            pl_text_format(text, "%zu stable rest states ", stretch->n_stable);
        }
        put_stretch(story, stretch);
        put_jumps(story, stretch);
    }
    pl_text_put(text, ". ");
}

/* Where a curve leaves what a network can be. */
static void
put_negative(const struct story *story, size_t state, double input)
{
    const struct pl_context *context = story->found->context;

    pl_text_put(story->text, "At ");
    put_input(story, input, true);
    pl_text_format(story->text, " a branch ends: beyond, %s would be negative. ",
                   context->model->symbols[context->program->state_symbol[state]].name);
}

/* Ends that are none of the range's. */
static void
put_ends(const struct story *story)
{
    for (size_t b = 0; b < story->found->n_branches; b++) {
        const struct pl_rest_branch *branch = &story->found->branches[b];

        for (size_t side = 0; side < 2; side++) {
            const enum pl_rest_branch_end end =
                side == 0 ? branch->first : branch->last;
            const double input = branch->points[side == 0 ? 0 : branch->n - 1].input;

            if (end == PL_REST_BRANCH_NEGATIVE &&
                branch->points[side == 0 ? 0 : branch->n - 1].kind ==
                    PL_REST_BRANCH_END) {
                put_negative(
                    story, side == 0 ? branch->first_state : branch->last_state, input);
            }
            if (end != PL_REST_BRANCH_STEP && end != PL_REST_BRANCH_MANY) {
                continue;
            }
            pl_text_format(story->text, "Branch %zu was given up at ", b + 1);
            put_input(story, input, true);
            pl_text_put(story->text, end == PL_REST_BRANCH_STEP
                                         ? ": no step leads on. "
                                         : ": it has too many points. ");
        }
    }
}

enum pl_status
pl_continuation_sentence(const struct pl_continuation *found, struct pl_diags *diags,
                         struct pl_text *text)
{
    struct story story = {.found = found, .text = text};
    struct pl_rest_stretch *stretches = NULL;
    size_t n = 0;
    enum pl_status status = pl_continuation_stretches(found, diags, &stretches, &n);

    if (status != PL_OK) {
        return status;
    }
    (void)pl_continuation_input(found, &story.unit);
    if (n == 1 && stretches[0].n_stable == 1) {
        pl_text_put(text, found->n_branches == 1
                              ? "One branch, stable all the way. "
                              : "One stable rest state all the way. ");
    } else {
        bool any_single = false;

        for (size_t k = 0; k < n; k++) {
            if (stretches[k].n_stable != 1) {
                put_sentence(&story, &stretches[k]);
            }
            any_single = any_single || stretches[k].n_stable == 1;
        }
        pl_text_put(text, any_single ? "Elsewhere one rest state is stable. " : "");
    }
    put_oscillations(&story);
    pl_continuation_put_turns(found, text);
    put_ends(&story);
    if (text->size > 0 && text->data[text->size - 1] == ' ') {
        text->data[--text->size] = '\0';
    }
    free(stretches);
    return text->failed ? pl_diag_no_memory(diags, "rest states") : PL_OK;
}
