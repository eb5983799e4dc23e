/*
 * loops.c - the feedback loops of a network: found at every moment of its run, then
 * weighed.
 */
#include "analysis/loops.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/loop_open.h"
#include "analysis/loops_private.h"
#include "base/diag.h"
#include "base/index.h"

double
pl_loops_weight(const struct pl_loops *loops, size_t member)
{
    return loops->weights != NULL ? loops->weights[member]
                                  : 1.0 / (double)loops->n_members;
}

void *
pl_loops_make_table(size_t n, size_t m, size_t size)
{
    if (m > 0 && n > SIZE_MAX / 2 / size / m) {
        return NULL;
    }
    return calloc(n * m + 1, size);
}

/* Which links pass anything at any moment of any member. */
struct activity {
    const struct pl_loops *loops;
    size_t n_links;
    bool *of_slot; /* shape (n_slots, n_links) */
    bool *active;  /* shape (n_links) */
};

static enum pl_status
look_at_links(void *context, size_t slot, struct pl_loops_numbers *numbers)
{
    const struct activity *activity = context;
    bool *active = activity->of_slot + slot * activity->n_links;

    memset(active, 0, activity->n_links * sizeof *active);
    for (size_t k = 0; k < numbers->member->n_moments; k++) {
        for (size_t a = 0; a < activity->n_links; a++) {
            /* a derivative that is no number is a link all the same */
            active[a] |= numbers->member->moments[k].point.weights[a] != 0.0;
        }
    }
    return PL_OK;
}

static void
add_links(void *context, size_t slot, const struct pl_loops_numbers *numbers)
{
    const struct activity *activity = context;

    (void)numbers;
    for (size_t a = 0; a < activity->n_links; a++) {
        activity->active[a] |= activity->of_slot[slot * activity->n_links + a];
    }
}

static enum pl_status
find_active(struct pl_loops *loops, bool *active, struct pl_diags *diags)
{
    struct activity activity = {
        .loops = loops, .n_links = loops->links->n_links, .active = active};
    const struct pl_loops_walk walk = {look_at_links, add_links, &activity};
    enum pl_status status = PL_OK;

    activity.of_slot = pl_loops_make_table(pl_loops_n_slots(loops), activity.n_links,
                                           sizeof *activity.of_slot);
    status = activity.of_slot != NULL ? pl_loops_walk_members(loops, &walk, diags)
                                      : pl_diag_no_memory(diags, "the loops");
    free(activity.of_slot);
    for (size_t a = 0; a < activity.n_links; a++) {
        loops->n_silent += active[a] ? 0 : 1;
    }
    return status;
}

/*
 * The sign of every loop: at the first moment at which it has one. Moments are those of
 * the first member that did not fail.
 */
static enum pl_status
find_signs(const struct pl_loops *loops, struct pl_diags *diags, signed char *signs)
{
    const struct pl_loops_course *course = loops->course;
    const struct pl_links *links = loops->links;
    const size_t n = loops->set.n;
    struct pl_loop_room room = {0};
    double *factors = calloc(links->n_links + 1, sizeof *factors);
    double *products = calloc(n + 1, sizeof *products);
    enum pl_status status = pl_loop_room_init(&room, &loops->set, diags);
    size_t unknown = n;

    if (status == PL_OK && (factors == NULL || products == NULL)) {
        status = pl_diag_no_memory(diags, "the loops");
    }
    for (size_t k = 0; status == PL_OK && unknown > 0 && k < course->n_moments; k++) {
        for (size_t a = 0; a < links->n_links; a++) {
            const double weight = course->first.moments[k].point.weights[a];

            factors[a] = (double)((weight > 0.0) - (weight < 0.0));
        }
        pl_loop_set_products(&loops->set, &room, factors, products);
        unknown = 0;
        for (size_t i = 0; i < n; i++) {
            if (signs[i] == 0) {
                signs[i] = (signed char)((products[i] > 0.0) - (products[i] < 0.0));
            }
            unknown += signs[i] == 0 ? 1 : 0;
        }
    }
    pl_loop_room_finish(&room);
    free(factors);
    free(products);
    return status;
}

/* What there is of one member alone is of the first that did not fail. */
static enum pl_status
load_first(struct pl_loops *loops, struct pl_diags *diags)
{
    struct pl_loops_course *course = loops->course;
    size_t member = 0;
    const enum pl_status status = pl_loops_member_init(&course->first, course, diags);

    while (member + 1 < loops->n_members && course->failed[member]) {
        member++;
    }
    if (status == PL_OK) {
        pl_loops_member_load(&course->first, course, member);
    }
    return status;
}

static enum pl_status
find_and_weigh(struct pl_loops *loops, const struct pl_loops_options *options,
               struct pl_diags *diags)
{
    const struct pl_circuits_options search = {
        .max_length = options->max_length,
        .max_count = options->max_loops,
        .stop = options->sim.stop,
        .stop_context = options->sim.stop_context,
    };
    bool *active = calloc(loops->links->n_links + 1, sizeof *active);
    signed char *signs = NULL;
    enum pl_status status = load_first(loops, diags);

    if (status == PL_OK && active == NULL) {
        status = pl_diag_no_memory(diags, "the loops");
    }
    if (status == PL_OK) {
        loops->set.links = loops->links; /* of which there are no loops yet */
        status = find_active(loops, active, diags);
    }
    if (status == PL_OK) {
        status = pl_loop_set_init(&loops->set, loops->links, active, &search, diags);
    }
    free(active);
    if (status != PL_OK) {
        return status;
    }
    signs = calloc(loops->set.n + 1, sizeof *signs);
    if (signs == NULL) {
        return pl_diag_no_memory(diags, "the loops");
    }
    status = find_signs(loops, diags, signs);
    if (status == PL_OK) {
        status = pl_loop_set_group(&loops->set, signs, diags);
    }
    if (status == PL_OK) {
        status = pl_loops_tell(loops, options, signs, diags);
    }
    free(signs);
    return status;
}

enum pl_status
pl_loops_run(const struct pl_context *context, const struct pl_treatment *treatment,
             const struct pl_loops_options *options, struct pl_diags *diags,
             struct pl_loops *out)
{
    enum pl_status status = PL_OK;

    pl_loops_finish(out);
    status = pl_loops_observe(context, treatment, options, diags, out);
    if (status == PL_OK) {
        out->n_times = out->course->n_times;
        out->times = out->course->times;
        status = find_and_weigh(out, options, diags);
    }
    if (status != PL_OK) {
        pl_loops_finish(out);
    }
    return status;
}

void
pl_loops_finish(struct pl_loops *loops)
{
    for (size_t r = 0; loops->rows != NULL && r < loops->n_rows; r++) {
        free(loops->rows[r].marks);
    }
    for (size_t e = 0; loops->edges != NULL && e < loops->n_edges; e++) {
        free(loops->edges[e].marks);
        free(loops->edges[e].open_marks);
        free(loops->edges[e].leads_marks);
        free(loops->edges[e].course);
        free(loops->edges[e].balancing);
    }
    free(loops->rows);
    free(loops->edges);
    free(loops->selves);
    free(loops->group_share);
    free(loops->reinforcing);
    free(loops->edgeless);
    free(loops->scored);
    free(loops->marks);
    free(loops->blurred);
    pl_loop_set_finish(&loops->set);
    pl_loops_course_destroy(loops->course);
    pl_links_destroy(loops->links);
    *loops = (struct pl_loops){0};
}

double
pl_loops_edge_gain(const struct pl_loops *loops, const struct pl_loop_edge *edge)
{
    return edge->strongest != PL_NONE ? loops->rows[edge->strongest].gain.median
                                      : (double)NAN;
}

double
pl_loops_edge_gain_at(const struct pl_loops *loops, const struct pl_loop_edge *edge)
{
    return edge->strongest_at != PL_NONE
               ? loops->rows[edge->strongest_at].gain_at.median
               : (double)NAN;
}

bool
pl_loops_most(double share)
{
    return share >= 0.5;
}

double
pl_loops_score(const struct pl_loops *loops, size_t loop, size_t time)
{
    const struct pl_loop_moment *untreated = &loops->course->first.moments[0];
    const struct pl_loop_moment *moment = &loops->course->first.moments[1 + time];
    size_t n = 0;
    const uint32_t *links = pl_loop_set_links(&loops->set, loop, &n);
    double score = 1.0;
    double kept = 1.0;

    for (size_t k = 0; k < n; k++) {
        const size_t target = loops->links->links[links[k]].target;

        score *= moment->point.weights[links[k]] * moment->reply[target];
        kept *= pl_loop_moment_kept(moment, untreated, loops->links, links[k]);
    }
    return pl_loop_is_open(kept) ? (double)NAN : score;
}

/* Curves while they are added up. */
struct adding {
    const struct pl_loops *loops;
    const size_t *of;
    size_t n;        /* n_curves * n_times */
    double *of_slot; /* shape (n_slots, n_curves, n_times) */
    double *curves;
};

static enum pl_status
follow_curves(void *context, size_t slot, struct pl_loops_numbers *numbers)
{
    const struct adding *adding = context;
    const struct pl_loops *loops = adding->loops;
    double *curves = adding->of_slot + slot * adding->n;

    memset(curves, 0, adding->n * sizeof *curves);
    pl_loops_find_gains(loops, 0, numbers, numbers->gain);
    for (size_t t = 0; t < loops->n_times; t++) {
        pl_loops_find_shares(loops, 1 + t, numbers);
        for (size_t k = 0; k < loops->set.n; k++) {
            if (adding->of[k] != PL_NONE && !isnan(numbers->now[k])) {
                curves[adding->of[k] * loops->n_times + t] += numbers->now[k];
            }
        }
    }
    return PL_OK;
}

static void
add_curves(void *context, size_t slot, const struct pl_loops_numbers *numbers)
{
    const struct adding *adding = context;
    const double weight = pl_loops_weight(adding->loops, numbers->member->member);

    for (size_t k = 0; k < adding->n; k++) {
        adding->curves[k] += weight * adding->of_slot[slot * adding->n + k];
    }
}

enum pl_status
pl_loops_curves(const struct pl_loops *loops, const size_t *of, size_t n_curves,
                struct pl_diags *diags, double *curves)
{
    struct adding adding = {
        .loops = loops, .of = of, .n = n_curves * loops->n_times, .curves = curves};
    const struct pl_loops_walk walk = {follow_curves, add_curves, &adding};
    enum pl_status status = PL_OK;

    memset(curves, 0, adding.n * sizeof *curves);
    adding.of_slot =
        pl_loops_make_table(pl_loops_n_slots(loops), adding.n, sizeof *adding.of_slot);
    status = adding.of_slot != NULL
                 ? pl_loops_walk_members(loops, &walk, diags)
                 : pl_diag_no_memory(diags, "the curves of the loops");
    free(adding.of_slot);
    return status;
}
