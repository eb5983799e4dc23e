/*
 * loops_weigh.c - every loop of one member in numbers: gains, shares along the run, and
 * what these come to for groups and edges.
 */
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/loop_open.h"
#include "analysis/loops_private.h"
#include "base/diag.h"
#include "base/index.h"

enum pl_status
pl_loops_numbers_init(struct pl_loops_numbers *numbers, const struct pl_loops *loops,
                      struct pl_diags *diags)
{
    const size_t n = loops->set.n + 1;
    const size_t n_links = loops->links->n_links + 1;
    const size_t n_edges = loops->links->n_signals + 1;
    const size_t n_times = loops->course->n_times + 1;

    numbers->factors = calloc(n_links, sizeof *numbers->factors);
    numbers->now = calloc(n, sizeof *numbers->now);
    numbers->gain = calloc(n, sizeof *numbers->gain);
    numbers->gain_at = calloc(n, sizeof *numbers->gain_at);
    numbers->delay = calloc(n, sizeof *numbers->delay);
    numbers->share = calloc(n, sizeof *numbers->share);
    numbers->peak = calloc(n, sizeof *numbers->peak);
    numbers->peak_time = calloc(n, sizeof *numbers->peak_time);
    numbers->marks = pl_loops_make_table(loops->n_marks, n, sizeof *numbers->marks);
    numbers->kept = calloc(n, sizeof *numbers->kept);
    numbers->kept_at = calloc(n, sizeof *numbers->kept_at);
    numbers->group = calloc(loops->set.n_groups + 1, sizeof *numbers->group);
    numbers->group_now =
        pl_loops_make_table(loops->set.n_groups, 2, sizeof *numbers->group_now);
    numbers->edge = calloc(n_edges, sizeof *numbers->edge);
    numbers->edge_marks =
        pl_loops_make_table(loops->n_marks, n_edges, sizeof *numbers->edge_marks);
    numbers->gain_now = calloc(n + 1, sizeof *numbers->gain_now);
    numbers->edge_gains = calloc(n_edges + 1, sizeof *numbers->edge_gains);
    numbers->open =
        pl_loops_make_table(loops->n_marks + 1, n_edges, sizeof *numbers->open);
    numbers->edge_course =
        pl_loops_make_table(n_times, n_edges, sizeof *numbers->edge_course);
    numbers->edge_balancing =
        pl_loops_make_table(n_times, n_edges, sizeof *numbers->edge_balancing);
    numbers->reinforcing = calloc(n_times, sizeof *numbers->reinforcing);
    numbers->edgeless = calloc(n_times, sizeof *numbers->edgeless);
    numbers->scored = calloc(n_times, sizeof *numbers->scored);
    if (numbers->factors == NULL || numbers->now == NULL || numbers->gain == NULL ||
        numbers->gain_at == NULL || numbers->delay == NULL || numbers->share == NULL ||
        numbers->peak == NULL || numbers->peak_time == NULL || numbers->marks == NULL ||
        numbers->kept == NULL || numbers->kept_at == NULL || numbers->group == NULL ||
        numbers->group_now == NULL || numbers->edge == NULL ||
        numbers->edge_marks == NULL || numbers->gain_now == NULL ||
        numbers->edge_gains == NULL || numbers->open == NULL ||
        numbers->edge_course == NULL || numbers->edge_balancing == NULL ||
        numbers->reinforcing == NULL || numbers->edgeless == NULL ||
        numbers->scored == NULL) {
        return pl_diag_no_memory(diags, "the numbers of the loops");
    }
    numbers->member = &loops->course->first;
    if (loops->n_members > 1) {
        const enum pl_status status =
            pl_loops_member_init(&numbers->own, loops->course, diags);

        if (status != PL_OK) {
            return status;
        }
        numbers->member = &numbers->own;
    }
    return pl_loop_room_init(&numbers->room, &loops->set, diags);
}

void
pl_loops_numbers_finish(struct pl_loops_numbers *numbers)
{
    pl_loop_room_finish(&numbers->room);
    pl_loops_member_finish(&numbers->own);
    free(numbers->factors);
    free(numbers->now);
    free(numbers->gain);
    free(numbers->gain_at);
    free(numbers->delay);
    free(numbers->share);
    free(numbers->peak);
    free(numbers->peak_time);
    free(numbers->marks);
    free(numbers->kept);
    free(numbers->kept_at);
    free(numbers->group);
    free(numbers->group_now);
    free(numbers->edge);
    free(numbers->edge_marks);
    free(numbers->gain_now);
    free(numbers->edge_gains);
    free(numbers->open);
    free(numbers->edge_course);
    free(numbers->edge_balancing);
    free(numbers->reinforcing);
    free(numbers->edgeless);
    free(numbers->scored);
    *numbers = (struct pl_loops_numbers){0};
}

/* Scores that are smaller than the largest by more than this power of 2 are 0 beside it. */
#define MOST_POWERS 1074

/* The largest exponent of the scores that there are; INT_MIN for none but 0. */
static int
largest_exponent(const struct pl_loop_set *set, const struct pl_loop_room *room)
{
    int largest = INT_MIN;

    for (size_t k = 0; k < set->n; k++) {
        if (set->kinds[k] == PL_LOOP_FEEDBACK && room->exponent[k] > largest &&
            isfinite(room->mantissa[k]) && room->mantissa[k] != 0.0) {
            largest = room->exponent[k];
        }
    }
    return largest;
}

/* The scores as numbers beside 2 to the power `largest`, into numbers->now; none of loops
 * that are open. */
static size_t
scale_scores(const struct pl_loop_set *set, int largest,
             struct pl_loops_numbers *numbers)
{
    const struct pl_loop_room *room = &numbers->room;
    double scale[MOST_POWERS + 1];
    size_t n = 0;

    for (int k = 0; k <= MOST_POWERS; k++) {
        scale[k] = ldexp(1.0, -k);
    }
    for (size_t k = 0; k < set->n; k++) {
        numbers->now[k] = (double)NAN;
        if (set->kinds[k] == PL_LOOP_FEEDBACK && isfinite(room->mantissa[k]) &&
            largest > INT_MIN) {
            const int below = room->mantissa[k] != 0.0 ? largest - room->exponent[k]
                                                       : MOST_POWERS + 1;

            numbers->now[k] =
                below <= MOST_POWERS ? room->mantissa[k] * scale[below] : 0.0;
            n++;
        }
    }
    return n;
}

void
pl_loops_find_gains(const struct pl_loops *loops, size_t moment,
                    struct pl_loops_numbers *numbers, double *gains)
{
    pl_loop_moment_gain_factors(&numbers->member->moments[moment], loops->links,
                                numbers->factors);
    pl_loop_set_products(&loops->set, &numbers->room, numbers->factors, gains);
}

void
pl_loops_find_kept(const struct pl_loops *loops, size_t moment,
                   struct pl_loops_numbers *numbers, double *kept)
{
    pl_loop_set_kept(&loops->set, &numbers->room, &numbers->member->moments[moment],
                     &numbers->member->moments[0], numbers->gain, numbers->factors,
                     kept);
}

size_t
pl_loops_find_shares(const struct pl_loops *loops, size_t moment,
                     struct pl_loops_numbers *numbers)
{
    struct pl_loops_course *course = loops->course;
    const size_t place = numbers->member->member * course->n_times + moment - 1;
    size_t n = 0;

    pl_loops_find_kept(loops, moment, numbers, numbers->kept);
    pl_loop_moment_score_factors(&numbers->member->moments[moment], loops->links,
                                 numbers->factors);
    pl_loop_set_multiply(&loops->set, &numbers->room, numbers->factors);
    for (size_t k = 0; k < loops->set.n; k++) {
        if (pl_loop_is_open(numbers->kept[k])) {
            numbers->room.mantissa[k] = (double)NAN;
        }
    }
    if (!course->totals_known) {
        course->powers[place] = largest_exponent(&loops->set, &numbers->room);
    }
    n = scale_scores(&loops->set, course->powers[place], numbers);
    if (!course->totals_known) {
        course->totals[place] = 0.0;
        for (size_t k = 0; k < loops->set.n; k++) {
            course->totals[place] +=
                isnan(numbers->now[k]) ? 0.0 : fabs(numbers->now[k]);
        }
    }
    for (size_t k = 0; k < loops->set.n; k++) {
        numbers->now[k] /= course->totals[place];
    }
    return n;
}

/* Shares at one time, into the sums over groups and edges. */
static void
add_up_groups(const struct pl_loops *loops, size_t time,
              struct pl_loops_numbers *numbers)
{
    const struct pl_loop_set *set = &loops->set;
    const size_t n_edges = loops->links->n_signals;
    double *course = numbers->edge_course + time * n_edges;
    double *balancing = numbers->edge_balancing + time * n_edges;

    memset(numbers->group_now, 0, 2 * set->n_groups * sizeof *numbers->group_now);
    for (size_t k = 0; k < set->n; k++) {
        const double share = numbers->now[k];

        if (!isnan(share) && set->group_of[k] != PL_NONE) {
            numbers->group_now[2 * set->group_of[k] + (share < 0.0 ? 1 : 0)] +=
                fabs(share);
        }
    }
    for (size_t g = 0; g < set->n_groups; g++) {
        const double *sides = numbers->group_now + 2 * g;
        size_t n = 0;
        const uint32_t *edges = pl_loop_set_edges(set, set->groups[g].sample, &n);

        numbers->group[g] += loops->course->spans[time] * (sides[0] + sides[1]);
        numbers->reinforcing[time] += sides[0];
        numbers->edgeless[time] += n == 0 ? sides[0] + sides[1] : 0.0;
        for (size_t e = 0; e < n; e++) {
            course[edges[e]] += sides[0] + sides[1];
            balancing[edges[e]] += sides[1];
        }
    }
}

/* Which edges are open at a moment; untreated gains, and what loops keep, are there.
 * @param place  a mark, or n_marks for `at` */
static void
note_open(const struct pl_loops *loops, const double *gain_now, const double *kept,
          size_t place, struct pl_loops_numbers *numbers)
{
    const size_t n_edges = loops->links->n_signals;

    pl_edge_gains(&loops->set, numbers->gain, gain_now, kept, numbers->edge_gains);
    for (size_t e = 0; e < n_edges; e++) {
        numbers->open[place * n_edges + e] = numbers->edge_gains[e].open;
    }
}

/* The mark is at a time whose shares are there. */
static void
weigh_mark(const struct pl_loops *loops, size_t mark, struct pl_loops_numbers *numbers)
{
    const struct pl_loops_course *course = loops->course;
    const size_t n = loops->set.n;

    memcpy(numbers->marks + mark * (n + 1), numbers->now, n * sizeof *numbers->now);
    if (loops->has_at && !course->totals_known) {
        pl_loops_find_gains(loops, 1 + course->mark_time[mark], numbers,
                            numbers->gain_now);
        note_open(loops, numbers->gain_now, numbers->kept, mark, numbers);
    }
}

/* Everything along the run. @return false when it was stopped */
static bool
weigh_times(const struct pl_loops *loops, struct pl_loops_numbers *numbers)
{
    const struct pl_loops_course *course = loops->course;
    const struct pl_loop_set *set = &loops->set;
    const size_t n_edges = loops->links->n_signals;
    double scored = 0.0;

    for (size_t t = 0; t < course->n_times; t++) {
        const double span = course->spans[t];

        if (course->stop != NULL && course->stop(course->stop_context)) {
            return false;
        }
        numbers->scored[t] = pl_loops_find_shares(loops, 1 + t, numbers);
        for (size_t m = 0; m < loops->n_marks; m++) {
            if (course->mark_time[m] == t) {
                weigh_mark(loops, m, numbers);
            }
        }
        if (numbers->scored[t] == 0) {
            continue;
        }
        scored += span;
        for (size_t k = 0; k < set->n; k++) {
            const double share = fabs(numbers->now[k]);

            if (isnan(share)) {
                continue;
            }
            numbers->share[k] += span * share;
            if (share > numbers->peak[k]) {
                numbers->peak[k] = share;
                numbers->peak_time[k] = course->times[t];
            }
        }
        add_up_groups(loops, t, numbers);
        for (size_t e = 0; e < n_edges; e++) {
            numbers->edge[e] += span * numbers->edge_course[t * n_edges + e];
        }
    }
    for (size_t k = 0; k < set->n; k++) {
        numbers->share[k] = scored > 0.0 && set->kinds[k] == PL_LOOP_FEEDBACK
                                ? numbers->share[k] / scored
                                : (double)NAN;
        if (!(numbers->peak[k] > 0.0)) {
            numbers->peak[k] = (double)NAN;
            numbers->peak_time[k] = (double)NAN;
        }
    }
    for (size_t g = 0; g < set->n_groups; g++) {
        numbers->group[g] = scored > 0.0 ? numbers->group[g] / scored : (double)NAN;
    }
    for (size_t e = 0; e < n_edges; e++) {
        numbers->edge[e] = scored > 0.0 ? numbers->edge[e] / scored : (double)NAN;
    }
    for (size_t m = 0; m < loops->n_marks; m++) {
        const size_t t = course->mark_time[m];

        for (size_t e = 0; e < n_edges; e++) {
            numbers->edge_marks[m * n_edges + e] =
                numbers->scored[t] > 0 ? numbers->edge_course[t * n_edges + e]
                                       : (double)NAN;
        }
    }
    return true;
}

enum pl_status
pl_loops_weigh(const struct pl_loops *loops, struct pl_loops_numbers *numbers)
{
    const struct pl_loops_course *course = loops->course;
    const size_t n = loops->set.n;
    const size_t n_edges = loops->links->n_signals;

    memset(numbers->share, 0, n * sizeof *numbers->share);
    memset(numbers->peak, 0, n * sizeof *numbers->peak);
    memset(numbers->peak_time, 0, n * sizeof *numbers->peak_time);
    memset(numbers->group, 0, loops->set.n_groups * sizeof *numbers->group);
    memset(numbers->edge, 0, n_edges * sizeof *numbers->edge);
    memset(numbers->edge_course, 0,
           course->n_times * n_edges * sizeof *numbers->edge_course);
    memset(numbers->edge_balancing, 0,
           course->n_times * n_edges * sizeof *numbers->edge_balancing);
    memset(numbers->reinforcing, 0, course->n_times * sizeof *numbers->reinforcing);
    memset(numbers->edgeless, 0, course->n_times * sizeof *numbers->edgeless);
    pl_loops_find_gains(loops, 0, numbers, numbers->gain);
    pl_loops_find_gains(loops, course->at, numbers, numbers->gain_at);
    pl_loop_moment_delays(&numbers->member->moments[0], loops->links, numbers->factors);
    pl_loop_set_sums(&loops->set, &numbers->room, numbers->factors, numbers->delay);
    if (loops->has_at && !course->totals_known) {
        pl_loops_find_kept(loops, course->at, numbers, numbers->kept_at);
        note_open(loops, numbers->gain_at, numbers->kept_at, loops->n_marks, numbers);
    }
    return weigh_times(loops, numbers) ? PL_OK : PL_ERR_STOPPED;
}
