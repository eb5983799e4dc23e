/*
 * loop_moment.c - a network at one moment: links, replies, gains.
 */
#include "analysis/loop_moment.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/diag.h"

enum pl_status
pl_loop_moment_init(struct pl_loop_moment *moment, const struct pl_links *links,
                    struct pl_diags *diags)
{
    const size_t n = links->n_nodes + 1;

    moment->point.weights = calloc(links->n_links + 1, sizeof *moment->point.weights);
    moment->point.velocity = calloc(n, sizeof *moment->point.velocity);
    moment->point.change = calloc(n, sizeof *moment->point.change);
    moment->own = calloc(n, sizeof *moment->own);
    moment->reply = calloc(n, sizeof *moment->reply);
    moment->level = calloc(n, sizeof *moment->level);
    moment->blurred = calloc(n, sizeof *moment->blurred);
    return moment->point.weights != NULL && moment->point.velocity != NULL &&
                   moment->point.change != NULL && moment->own != NULL &&
                   moment->reply != NULL && moment->level != NULL &&
                   moment->blurred != NULL
               ? PL_OK
               : pl_diag_no_memory(diags, "loops");
}

void
pl_loop_moment_finish(struct pl_loop_moment *moment)
{
    free(moment->point.weights);
    free(moment->point.velocity);
    free(moment->point.change);
    free(moment->own);
    free(moment->reply);
    free(moment->level);
    free(moment->blurred);
    *moment = (struct pl_loop_moment){0};
}

/* What of an error in its sources reaches a node: the sum of |weight| * error. */
static double
error_at(const struct pl_loop_moment *moment, const struct pl_links *links,
         size_t target, const double *error)
{
    double sum = 0.0;

    for (size_t k = links->first[target]; k < links->first[target + 1]; k++) {
        sum += fabs(moment->point.weights[k]) * error[links->links[k].source];
    }
    return sum;
}

/*
 * [1/model time] How fast the network as a whole changes its course: accelerations over
 * velocities, each beside the error of its state. Of a run that is ruled by its errors
 * these are those of the fastest members.
 */
static double
pace_of(const struct pl_loop_moment *moment, const struct pl_links *links,
        const double *error)
{
    double velocities = 0.0;
    double accelerations = 0.0;

    for (size_t k = 0; k < links->n_states; k++) {
        if (error[k] > 0.0) {
            velocities = hypot(velocities, moment->point.velocity[k] / error[k]);
            accelerations = hypot(accelerations, moment->point.change[k] / error[k]);
        }
    }
    return accelerations / velocities;
}

/*
 * How wrong velocities and accelerations may be. A run's error in the states, as its
 * tolerance allows it, becomes one in the rates by the links, and by them once more one in
 * the accelerations; rounding adds its own. But an error does not change faster than the
 * run does: what would has relaxed within a step, as stiff members do. So that of a
 * velocity is at most the pace of the run times that of the state, and what has more than
 * the run's error still to go has a score.
 *
 * @param error    shape (n_nodes): in: of states; signals are filled in
 * @param faster   shape (n_nodes): receives those of velocities
 * @param fastest  shape (n_nodes): receives those of accelerations
 */
static void
spread_errors(const struct pl_loop_moment *moment, const struct pl_links *links,
              double *error, double *faster, double *fastest)
{
    const double pace = pace_of(moment, links, error);

    for (size_t k = links->n_states; k < links->n_nodes; k++) {
        error[k] = error_at(moment, links, k, error);
    }
    for (size_t k = 0; k < links->n_states; k++) {
        faster[k] = error_at(moment, links, k, error);
        faster[k] = pace * error[k] < faster[k] ? pace * error[k] : faster[k];
    }
    for (size_t k = links->n_states; k < links->n_nodes; k++) {
        faster[k] = error_at(moment, links, k, faster);
    }
    for (size_t k = 0; k < links->n_states; k++) {
        fastest[k] = error_at(moment, links, k, faster);
        for (size_t a = links->first[k]; a < links->first[k + 1]; a++) {
            fastest[k] += 4.0 * DBL_EPSILON *
                          fabs(moment->point.weights[a] *
                               moment->point.velocity[links->links[a].source]);
        }
    }
}

void
pl_loop_moment_set(struct pl_loop_moment *moment, const struct pl_links *links,
                   struct pl_links_work *work, double time, const double *values,
                   const bool *held, enum pl_loop_score score, double *error,
                   double *room)
{
    double *fastest = room + links->n_nodes;

    moment->time = time;
    pl_links_evaluate(work, time, values, held, &moment->point);
    spread_errors(moment, links, error, room, fastest);
    for (size_t k = 0; k < links->n_nodes; k++) {
        moment->level[k] = values[links->symbol[k]];
        moment->own[k] = k < links->n_states ? 0.0 : -1.0;
        moment->reply[k] = 1.0;
    }
    for (size_t k = 0; k < links->n_links; k++) {
        const struct pl_link *link = &links->links[k];

        if (link->source == link->target) {
            moment->own[link->target] = moment->point.weights[k];
        }
    }
    for (size_t k = 0; k < links->n_states; k++) {
        const double velocity = moment->point.velocity[k];
        const double own = moment->own[k] * velocity;
        const double push = score == PL_LOOP_ACCELERATION
                                ? fabs(moment->point.change[k])
                                : fmax(fabs(moment->point.change[k] - own), fabs(own));

        moment->blurred[k] = !(push > PL_LOOP_NOISE * fastest[k]) &&
                             push > PL_LOOP_NOISE * fastest[k] / PL_LOOP_FINER;
        if (push > PL_LOOP_NOISE * fastest[k]) {
            moment->reply[k] =
                fabs(velocity) > PL_LOOP_NOISE * room[k] ? fabs(velocity) / push : 0.0;
        } else {
            moment->reply[k] = (double)NAN;
        }
    }
}

void
pl_loop_moment_score_factors(const struct pl_loop_moment *moment,
                             const struct pl_links *links, double *factors)
{
    for (size_t k = 0; k < links->n_links; k++) {
        factors[k] = moment->point.weights[k] * moment->reply[links->links[k].target];
    }
}

void
pl_loop_moment_gain_factors(const struct pl_loop_moment *moment,
                            const struct pl_links *links, double *factors)
{
    for (size_t k = 0; k < links->n_links; k++) {
        const double own = moment->own[links->links[k].target];

        factors[k] = own < 0.0 ? moment->point.weights[k] / -own : (double)NAN;
    }
}

void
pl_loop_moment_delays(const struct pl_loop_moment *moment, const struct pl_links *links,
                      double *delays)
{
    for (size_t k = 0; k < links->n_links; k++) {
        const size_t target = links->links[k].target;
        const double own = moment->own[target];

        delays[k] = target >= links->n_states ? 0.0
                    : own < 0.0               ? -1.0 / own
                                              : (double)NAN;
    }
}
