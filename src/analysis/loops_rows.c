/*
 * loops_rows.c - from the numbers of every member to rows: which loops are told, in which
 * order, and the bands of their numbers.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/loops_private.h"
#include "base/diag.h"
#include "base/index.h"

/* What is kept of every member, and sums over them. */
struct tally {
    struct pl_loops *loops;
    struct pl_diags *diags;
    struct pl_loops_numbers numbers; /* of the only member */
    double *rank;             /* shape (n): mean share, or |gain| where nothing moves */
    double *gain, *gain_at;   /* shape (n): mean |gain| */
    double *edge;             /* shape (n_edges, n_members) */
    double *edge_marks;       /* shape (n_edges, n_marks, n_members) */
    double *level;            /* shape (n_edges, n_members) */
    double *slope;            /* shape (n_selves, 2, n_members) */
    double *rows;             /* shape (n_rows, 6 + n_marks, n_members) */
    struct pl_weighted *room; /* shape (n_members) */
    double scored;            /* weight of the members that have scores */
    double weighed;           /* weight of those that did not fail */
};

/* What is kept of a row for each member, and behind these the marks. */
enum {
    ROW_GAIN,
    ROW_GAIN_AT,
    ROW_DELAY,
    ROW_SHARE,
    ROW_PEAK,
    ROW_PEAK_TIME,
    ROW_MARKS
};

static double
or_zero(double number)
{
    return isnan(number) ? 0.0 : number;
}

/* One member's numbers into sums over members. */
static void
add_member(struct tally *tally, const struct pl_loops_numbers *numbers)
{
    struct pl_loops *loops = tally->loops;
    const size_t member = numbers->member->member;
    const struct pl_loop_moment *before = &numbers->member->moments[0];
    const struct pl_loop_moment *at = &numbers->member->moments[loops->course->at];
    const size_t n_edges = loops->n_edges;
    const double weight = pl_loops_weight(loops, member);
    bool any = false;

    for (size_t k = 0; k < loops->set.n; k++) {
        const double gain = or_zero(fabs(numbers->gain[k]));

        tally->gain[k] += weight * gain;
        tally->gain_at[k] += weight * or_zero(fabs(numbers->gain_at[k]));
        tally->rank[k] += weight * (loops->moves ? or_zero(numbers->share[k]) : gain);
    }
    for (size_t g = 0; g < loops->set.n_groups; g++) {
        any = any || !isnan(numbers->group[g]);
        loops->group_share[g] += weight * or_zero(numbers->group[g]);
    }
    for (size_t t = 0; t < loops->n_times; t++) {
        loops->reinforcing[t] += weight * numbers->reinforcing[t];
        loops->edgeless[t] += weight * numbers->edgeless[t];
        loops->scored[t] = loops->scored[t] > 0 ? loops->scored[t] : numbers->scored[t];
        for (size_t e = 0; e < n_edges; e++) {
            loops->edges[e].course[t] += weight * numbers->edge_course[t * n_edges + e];
            loops->edges[e].balancing[t] +=
                weight * numbers->edge_balancing[t * n_edges + e];
        }
    }
    for (size_t e = 0; e < n_edges; e++) {
        const size_t node = loops->links->n_states + e;

        tally->edge[e * loops->n_members + member] = numbers->edge[e];
        tally->level[e * loops->n_members + member] =
            at->level[node] / before->level[node];
        for (size_t m = 0; m < loops->n_marks; m++) {
            tally->edge_marks[(e * loops->n_marks + m) * loops->n_members + member] =
                numbers->edge_marks[m * n_edges + e];
            loops->edges[e].open_marks[m] +=
                numbers->open[m * n_edges + e] ? weight : 0.0;
        }
        loops->edges[e].open_share +=
            numbers->open[loops->n_marks * n_edges + e] ? weight : 0.0;
    }
    tally->weighed += weight;
    for (size_t s = 0; s < loops->n_selves; s++) {
        const size_t node = pl_links_node(loops->links, loops->selves[s].symbol);

        tally->slope[2 * s * loops->n_members + member] = before->own[node];
        tally->slope[(2 * s + 1) * loops->n_members + member] = at->own[node];
    }
    tally->scored += any ? weight : 0.0;
}

/* The edge that leads in one member, of numbers `stride` apart; PL_NONE for none. */
static size_t
leading_edge(const double *numbers, size_t stride, size_t n)
{
    size_t leads = PL_NONE;

    for (size_t e = 0; e < n; e++) {
        const double number = numbers[e * stride];

        if (number > 0.0 && (leads == PL_NONE || number > numbers[leads * stride])) {
            leads = e;
        }
    }
    return leads;
}

static void
count_leaders(struct tally *tally)
{
    struct pl_loops *loops = tally->loops;
    const size_t n = loops->n_members;

    for (size_t member = 0; member < n; member++) {
        const double weight = pl_loops_weight(loops, member);
        size_t leads = leading_edge(tally->edge + member, n, loops->n_edges);

        if (leads != PL_NONE) {
            loops->edges[leads].leads += weight / tally->scored;
        }
        for (size_t m = 0; m < loops->n_marks; m++) {
            leads = leading_edge(tally->edge_marks + m * n + member, loops->n_marks * n,
                                 loops->n_edges);
            if (leads != PL_NONE) {
                loops->edges[leads].leads_marks[m] += weight / tally->scored;
            }
        }
    }
}

/* The numbers of the rows: of all loops, or of the rows alone. */
static void
keep_rows(struct tally *tally, const struct pl_loops_numbers *numbers, size_t n_loops,
          size_t member)
{
    const struct pl_loops *loops = tally->loops;
    const size_t width = ROW_MARKS + loops->n_marks;
    const size_t n = loops->n_members;

    for (size_t r = 0; r < loops->n_rows; r++) {
        const size_t k = n_loops == loops->set.n ? loops->rows[r].loop : r;
        double *row = tally->rows + r * width * n + member;

        row[ROW_GAIN * n] = numbers->gain[k];
        row[ROW_GAIN_AT * n] = numbers->gain_at[k];
        row[ROW_DELAY * n] = numbers->delay[k];
        row[ROW_SHARE * n] = numbers->share[k];
        row[ROW_PEAK * n] = numbers->peak[k];
        row[ROW_PEAK_TIME * n] = numbers->peak_time[k];
        for (size_t m = 0; m < loops->n_marks; m++) {
            row[(ROW_MARKS + m) * n] = fabs(numbers->marks[m * (n_loops + 1) + k]);
        }
    }
}

static struct pl_band
band_of(const struct tally *tally, const double *values)
{
    return pl_band_of(values, 1, tally->loops->weights, tally->loops->n_members,
                      tally->room);
}

static void
fill_rows(struct tally *tally)
{
    struct pl_loops *loops = tally->loops;
    const size_t n = loops->n_members;
    const size_t width = ROW_MARKS + loops->n_marks;

    for (size_t r = 0; r < loops->n_rows; r++) {
        struct pl_loop_row *row = &loops->rows[r];
        const double *values = tally->rows + r * width * n;

        row->gain = band_of(tally, values + ROW_GAIN * n);
        row->gain_at = band_of(tally, values + ROW_GAIN_AT * n);
        row->delay = band_of(tally, values + ROW_DELAY * n);
        row->share = band_of(tally, values + ROW_SHARE * n);
        row->peak = band_of(tally, values + ROW_PEAK * n).median;
        row->peak_time = band_of(tally, values + ROW_PEAK_TIME * n).median;
        for (size_t m = 0; m < loops->n_marks; m++) {
            row->marks[m] = band_of(tally, values + (ROW_MARKS + m) * n);
        }
    }
}

static void
fill_edges(struct tally *tally)
{
    struct pl_loops *loops = tally->loops;
    const size_t n = loops->n_members;

    for (size_t e = 0; e < loops->n_edges; e++) {
        struct pl_loop_edge *edge = &loops->edges[e];

        edge->share = band_of(tally, tally->edge + e * n);
        edge->level = band_of(tally, tally->level + e * n);
        edge->open_share /= tally->weighed;
        for (size_t m = 0; m < loops->n_marks; m++) {
            edge->marks[m] =
                band_of(tally, tally->edge_marks + (e * loops->n_marks + m) * n);
            edge->open_marks[m] /= tally->weighed;
        }
    }
    for (size_t s = 0; s < loops->n_selves; s++) {
        loops->selves[s].slope = band_of(tally, tally->slope + 2 * s * n);
        loops->selves[s].slope_at = band_of(tally, tally->slope + (2 * s + 1) * n);
    }
}

static bool
allocate_edges(struct tally *tally)
{
    struct pl_loops *loops = tally->loops;
    const size_t n_times = loops->n_times + 1;
    const size_t n_marks = loops->n_marks + 1;

    for (size_t e = 0; e < loops->n_edges; e++) {
        struct pl_loop_edge *edge = &loops->edges[e];

        edge->symbol = loops->links->symbol[loops->links->n_states + e];
        edge->strongest = PL_NONE;
        edge->strongest_at = PL_NONE;
        edge->marks = calloc(n_marks, sizeof *edge->marks);
        edge->open_marks = calloc(n_marks, sizeof *edge->open_marks);
        edge->leads_marks = calloc(n_marks, sizeof *edge->leads_marks);
        edge->course = calloc(n_times, sizeof *edge->course);
        edge->balancing = calloc(n_times, sizeof *edge->balancing);
        if (edge->marks == NULL || edge->open_marks == NULL ||
            edge->leads_marks == NULL || edge->course == NULL ||
            edge->balancing == NULL) {
            return false;
        }
    }
    return true;
}

static bool
allocate(struct tally *tally)
{
    struct pl_loops *loops = tally->loops;
    const struct pl_links *links = loops->links;
    const size_t n = loops->set.n + 1;
    const size_t n_members = loops->n_members;

    loops->n_edges = links->n_signals;
    loops->edges = calloc(loops->n_edges + 1, sizeof *loops->edges);
    loops->selves = calloc(links->n_states + 1, sizeof *loops->selves);
    loops->group_share = calloc(loops->set.n_groups + 1, sizeof *loops->group_share);
    loops->reinforcing = calloc(loops->n_times + 1, sizeof *loops->reinforcing);
    loops->edgeless = calloc(loops->n_times + 1, sizeof *loops->edgeless);
    loops->scored = calloc(loops->n_times + 1, sizeof *loops->scored);
    loops->blurred = calloc(loops->n_marks + 1, sizeof *loops->blurred);
    tally->rank = calloc(n, sizeof *tally->rank);
    tally->gain = calloc(n, sizeof *tally->gain);
    tally->gain_at = calloc(n, sizeof *tally->gain_at);
    tally->edge = pl_loops_make_table(links->n_signals, n_members, sizeof *tally->edge);
    tally->edge_marks = pl_loops_make_table(links->n_signals * (loops->n_marks + 1),
                                            n_members, sizeof *tally->edge_marks);
    tally->level =
        pl_loops_make_table(links->n_signals, n_members, sizeof *tally->level);
    tally->slope =
        pl_loops_make_table(2 * links->n_states, n_members, sizeof *tally->slope);
    tally->room = calloc(n_members, sizeof *tally->room);
    if (loops->edges == NULL || loops->selves == NULL || loops->group_share == NULL ||
        loops->reinforcing == NULL || loops->edgeless == NULL ||
        loops->scored == NULL || loops->blurred == NULL || tally->rank == NULL ||
        tally->gain == NULL || tally->gain_at == NULL || tally->edge == NULL ||
        tally->edge_marks == NULL || tally->level == NULL || tally->slope == NULL ||
        tally->room == NULL) {
        return false;
    }
    for (size_t k = 0; k < links->n_links; k++) {
        const struct pl_link *link = &links->links[k];

        if (link->source == link->target) {
            loops->selves[loops->n_selves++].symbol = links->symbol[link->target];
        }
    }
    return allocate_edges(tally);
}

static bool
allocate_rows(struct tally *tally)
{
    struct pl_loops *loops = tally->loops;

    for (size_t r = 0; r < loops->n_rows; r++) {
        loops->rows[r].marks = calloc(loops->n_marks + 1, sizeof *loops->rows[r].marks);
        if (loops->rows[r].marks == NULL) {
            return false;
        }
    }
    tally->rows = pl_loops_make_table(loops->n_rows * (ROW_MARKS + loops->n_marks),
                                      loops->n_members, sizeof *tally->rows);
    return tally->rows != NULL;
}

static enum pl_status
weigh_member(void *context, size_t slot, struct pl_loops_numbers *numbers)
{
    const struct tally *tally = context;

    (void)slot;
    return pl_loops_weigh(tally->loops, numbers);
}

static void
take_member(void *context, size_t slot, const struct pl_loops_numbers *numbers)
{
    (void)slot;
    add_member(context, numbers);
}

/* The rows once more, of every member of an ensemble. */
struct again {
    struct tally *tally;
    const struct pl_loops *view; /* of the rows alone */
};

static enum pl_status
weigh_again(void *context, size_t slot, struct pl_loops_numbers *numbers)
{
    const struct again *again = context;

    (void)slot;
    return pl_loops_weigh(again->view, numbers);
}

static void
keep_again(void *context, size_t slot, const struct pl_loops_numbers *numbers)
{
    const struct again *again = context;

    (void)slot;
    keep_rows(again->tally, numbers, again->view->set.n, numbers->member->member);
}

/* What all loops come to is known by now. */
static enum pl_status
weigh_rows(struct tally *tally)
{
    const struct pl_loops *loops = tally->loops;
    struct pl_loops view = *loops;
    struct again again = {tally, &view};
    const struct pl_loops_walk walk = {weigh_again, keep_again, &again};
    size_t *told = calloc(loops->n_rows + 1, sizeof *told);
    enum pl_status status = PL_OK;

    if (told == NULL) {
        return pl_diag_no_memory(tally->diags, "the loops");
    }
    for (size_t r = 0; r < loops->n_rows; r++) {
        told[r] = loops->rows[r].loop;
    }
    status =
        pl_loop_set_pick(&loops->set, told, loops->n_rows, tally->diags, &view.set);
    free(told);
    if (status == PL_OK) {
        view.course->totals_known = true;
        status = pl_loops_walk_members(&view, &walk, tally->diags);
        view.course->totals_known = false;
    }
    pl_loop_set_finish(&view.set);
    return status;
}

/* Every member: what all loops come to, then the rows. */
static enum pl_status
go_through_members(struct tally *tally, const signed char *signs, size_t max_rows)
{
    struct pl_loops *loops = tally->loops;
    const struct pl_loops_walk walk = {weigh_member, take_member, tally};
    const struct pl_loops_ranks ranks = {tally->rank, tally->gain, tally->gain_at};
    const bool is_alone = loops->n_members == 1;
    enum pl_status status = PL_OK;

    if (is_alone) {
        status = pl_loops_numbers_init(&tally->numbers, loops, tally->diags);
        if (status == PL_OK) {
            status = pl_loops_weigh(loops, &tally->numbers);
        }
        if (status == PL_OK) {
            add_member(tally, &tally->numbers);
        }
    } else {
        status = pl_loops_walk_members(loops, &walk, tally->diags);
    }
    if (status == PL_OK) {
        status = pl_loops_choose_rows(loops, &ranks, signs, max_rows, tally->diags);
    }
    if (status != PL_OK) {
        return status;
    }
    if (!allocate_rows(tally)) {
        return pl_diag_no_memory(tally->diags, "the loops");
    }
    if (!is_alone) {
        return weigh_rows(tally);
    }
    keep_rows(tally, &tally->numbers, loops->set.n, 0);
    return PL_OK;
}

/* Numbers of members that failed are none. */
static void
blank_failed(const struct tally *tally)
{
    const struct pl_loops *loops = tally->loops;
    const size_t n = loops->n_members;

    for (size_t m = 0; m < n; m++) {
        if (!loops->course->failed[m]) {
            continue;
        }
        for (size_t k = 0; k < loops->n_edges; k++) {
            tally->edge[k * n + m] = (double)NAN;
            tally->level[k * n + m] = (double)NAN;
        }
        for (size_t k = 0; k < loops->n_edges * loops->n_marks; k++) {
            tally->edge_marks[k * n + m] = (double)NAN;
        }
        for (size_t k = 0; k < 2 * loops->n_selves; k++) {
            tally->slope[k * n + m] = (double)NAN;
        }
        for (size_t k = 0; k < loops->n_rows * (ROW_MARKS + loops->n_marks); k++) {
            tally->rows[k * n + m] = (double)NAN;
        }
    }
}

enum pl_status
pl_loops_tell(struct pl_loops *loops, const struct pl_loops_options *options,
              const signed char *signs, struct pl_diags *diags)
{
    struct tally tally = {.loops = loops, .diags = diags};
    enum pl_status status = PL_OK;

    if (!allocate(&tally)) {
        status = pl_diag_no_memory(diags, "the loops");
        goto done;
    }
    pl_loops_count(loops, signs);
    status = go_through_members(&tally, signs, options->max_rows);
    if (status == PL_OK) {
        status = pl_loops_note_state(loops, diags);
    }
    if (status == PL_OK) {
        blank_failed(&tally);
        count_leaders(&tally);
        fill_rows(&tally);
        fill_edges(&tally);
    }

done:
    pl_loops_numbers_finish(&tally.numbers);
    free(tally.rank);
    free(tally.gain);
    free(tally.gain_at);
    free(tally.edge);
    free(tally.edge_marks);
    free(tally.level);
    free(tally.slope);
    free(tally.rows);
    free(tally.room);
    return status;
}
