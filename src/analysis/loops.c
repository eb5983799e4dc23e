/*
 * loops.c - the feedback loops of a network: found at every moment of its run, then
 * weighed.
 */
#include "analysis/loops.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/loops_private.h"
#include "base/diag.h"
#include "base/index.h"

void *
pl_loops_make_table(size_t n, size_t m, size_t size)
{
    if (m > 0 && n > SIZE_MAX / 2 / size / m) {
        return NULL;
    }
    return calloc(n * m + 1, size);
}

/* Which links pass anything at any moment of any member. */
static void
find_active(struct pl_loops *loops, bool *active)
{
    const struct pl_loops_course *course = loops->course;
    const struct pl_links *links = loops->links;

    for (size_t m = 0; m < course->n_members; m++) {
        if (course->failed[m]) {
            continue;
        }
        pl_loops_load(loops->course, m);
        for (size_t k = 0; k < course->n_moments; k++) {
            for (size_t a = 0; a < links->n_links; a++) {
                /* a derivative that is no number is a link all the same */
                active[a] |= course->moments[k].point.weights[a] != 0.0;
            }
        }
    }
    for (size_t a = 0; a < links->n_links; a++) {
        loops->n_silent += active[a] ? 0 : 1;
    }
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
            const double weight = course->moments[k].point.weights[a];

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

static void
load_first(struct pl_loops *loops)
{
    size_t member = 0;

    while (member + 1 < loops->n_members && loops->course->failed[member]) {
        member++;
    }
    pl_loops_load(loops->course, member);
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
    enum pl_status status = PL_OK;

    if (active == NULL) {
        return pl_diag_no_memory(diags, "the loops");
    }
    find_active(loops, active);
    status = pl_loop_set_init(&loops->set, loops->links, active, &search, diags);
    free(active);
    if (status != PL_OK) {
        return status;
    }
    signs = calloc(loops->set.n + 1, sizeof *signs);
    if (signs == NULL) {
        return pl_diag_no_memory(diags, "the loops");
    }
    load_first(loops);
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
    pl_loop_set_finish(&loops->set);
    pl_loops_course_destroy(loops->course);
    pl_links_destroy(loops->links);
    *loops = (struct pl_loops){0};
}

double
pl_loops_score(const struct pl_loops *loops, size_t loop, size_t time)
{
    const struct pl_loop_moment *moment = &loops->course->moments[1 + time];
    size_t n = 0;
    const uint32_t *links = pl_loop_set_links(&loops->set, loop, &n);
    double score = 1.0;

    for (size_t k = 0; k < n; k++) {
        if (pl_loop_moment_is_open(moment, &loops->course->moments[0], links[k])) {
            return (double)NAN;
        }
        score *= moment->point.weights[links[k]] *
                 moment->reply[loops->links->links[links[k]].target];
    }
    return score;
}

enum pl_status
pl_loops_curves(const struct pl_loops *loops, const size_t *of, size_t n_curves,
                struct pl_diags *diags, double *curves)
{
    struct pl_loops_numbers numbers = {0};
    enum pl_status status = pl_loops_numbers_init(&numbers, loops, diags);

    memset(curves, 0, n_curves * loops->n_times * sizeof *curves);
    for (size_t m = 0; status == PL_OK && m < loops->n_members; m++) {
        const double weight =
            loops->weights != NULL ? loops->weights[m] : 1.0 / (double)loops->n_members;

        if (loops->course->failed[m]) {
            continue;
        }
        if (loops->n_members > 1) {
            pl_loops_load(loops->course, m);
        }
        for (size_t t = 0; t < loops->n_times; t++) {
            pl_loops_shares(loops, 1 + t, &numbers);
            for (size_t k = 0; k < loops->set.n; k++) {
                if (of[k] != PL_NONE && !isnan(numbers.now[k])) {
                    curves[of[k] * loops->n_times + t] += weight * numbers.now[k];
                }
            }
        }
    }
    pl_loops_numbers_finish(&numbers);
    return status;
}
