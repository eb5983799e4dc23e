/*
 * morris.c - Morris's screening.
 */
#include "analysis/morris.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/asked.h"
#include "base/diag.h"
#include "base/index.h"
#include "study/mix.h"

/* Trajectories asked for at once take about so many points. */
#define POINTS_AT_ONCE ((size_t)8192)

/* What random bits are for; another number is another sequence. */
enum { BASE = 6, DIRECTION = 7, ORDER = 8 };

size_t
pl_morris_n_points(size_t n_dimensions, size_t n_trajectories)
{
    return n_trajectories * (n_dimensions + 1);
}

void
pl_morris_finish(struct pl_morris *morris)
{
    free(morris->mu);
    free(morris->mu_star);
    free(morris->sigma);
    free(morris->interval);
    free(morris->n_used);
    *morris = (struct pl_morris){0};
}

static enum pl_status
check(size_t d, const struct pl_morris_options *options, struct pl_diags *diags)
{
    const size_t n = options->n_candidates > options->n_trajectories
                         ? options->n_candidates
                         : options->n_trajectories;

    if (options->n_trajectories < 2) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "Morris's method needs 2 trajectories or more, not %zu",
                             options->n_trajectories);
    }
    if (options->n_levels < 2 || options->n_levels % 2 != 0) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "Morris's method needs an even number of levels, not %zu",
                             options->n_levels);
    }
    if (options->n_candidates > 0 && options->n_candidates < options->n_trajectories) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%zu trajectories cannot be chosen from %zu candidates",
                             options->n_trajectories, options->n_candidates);
    }
    if (n > SIZE_MAX / sizeof(double) / (d + 1) / d || n > PL_RESAMPLE_MAX_ITEMS) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%zu trajectories are more than memory can hold", n);
    }
    return PL_OK;
}

/* A number below n (n < 2^32) from a state and a place. */
static size_t
pick(uint64_t state, uint64_t place, size_t n)
{
    return (size_t)((pl_mix_in(state, place) >> 32) * n >> 32);
}

/*
 * One trajectory: a start on the lower half of the levels, or D above, then each quantity
 * once.
 * @param order   work space, shape (d)
 * @param points  receives shape (d + 1, d)
 */
static void
make_trajectory(uint64_t seed, uint64_t trajectory, size_t d, size_t n_levels,
                size_t *order, double *points)
{
    const uint64_t base = pl_mix_in(pl_mix_in(seed, BASE), trajectory);
    const uint64_t direction = pl_mix_in(pl_mix_in(seed, DIRECTION), trajectory);
    const uint64_t shuffle = pl_mix_in(pl_mix_in(seed, ORDER), trajectory);
    const size_t step = n_levels / 2; /* [level] D */
    const double last = (double)(n_levels - 1);

    for (size_t i = 0; i < d; i++) {
        const size_t level = pick(base, i, step);
        const bool is_down = pick(direction, i, 2) == 1;

        points[i] = (double)(is_down ? level + step : level) / last;
        order[i] = i;
    }
    for (size_t i = d; i > 1; i--) { /* Fisher and Yates */
        const size_t k = pick(shuffle, i, i);
        const size_t held = order[i - 1];

        order[i - 1] = order[k];
        order[k] = held;
    }
    for (size_t k = 0; k < d; k++) {
        const size_t i = order[k];
        double *next = points + (k + 1) * d;

        memcpy(next, points + k * d, d * sizeof *points);
        /* the same level as the start's, moved: exact on the grid */
        next[i] =
            (double)(pick(base, i, step) + (pick(direction, i, 2) == 1 ? 0 : step)) /
            last;
    }
}

/* The sum over pairs of points, one of each trajectory, of their distance. */
static double
distance(const double *a, const double *b, size_t d)
{
    double sum = 0.0;

    for (size_t i = 0; i <= d; i++) {
        for (size_t j = 0; j <= d; j++) {
            double square = 0.0;

            for (size_t z = 0; z < d; z++) {
                const double apart = a[i * d + z] - b[j * d + z];

                square += apart * apart;
            }
            sum += sqrt(square);
        }
    }
    return sum;
}

/*
 * The two trajectories that are furthest apart, then again and again the one that adds
 * most to the sum of the squared distances: they come first, in that order.
 * @param points  shape (n, d + 1, d)
 */
static enum pl_status
choose(double *points, size_t n, size_t n_wanted, size_t d, struct pl_diags *diags)
{
    const size_t size = (d + 1) * d;
    double *squares = n <= SIZE_MAX / sizeof *squares / n
                          ? calloc(n * n, sizeof *squares)
                          : NULL; /* shape (n, n) */
    double *gain = calloc(n, sizeof *gain);
    size_t *chosen = calloc(n_wanted, sizeof *chosen);
    double *copy = calloc(n_wanted * size, sizeof *copy);
    enum pl_status status = PL_OK;

    if (squares == NULL || gain == NULL || chosen == NULL || copy == NULL) {
        status = pl_diag_no_memory(diags, "the trajectories");
        goto done;
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < i; j++) {
            const double apart = distance(points + i * size, points + j * size, d);

            squares[i * n + j] = apart * apart;
            squares[j * n + i] = apart * apart;
            if (apart * apart > squares[chosen[0] * n + chosen[1]]) {
                chosen[0] = j;
                chosen[1] = i;
            }
        }
    }
    for (size_t k = 2; k < n_wanted; k++) {
        size_t best = PL_NONE;

        for (size_t i = 0; i < n; i++) {
            bool is_chosen = false;

            gain[i] = 0.0;
            for (size_t c = 0; c < k; c++) {
                gain[i] += squares[i * n + chosen[c]];
                is_chosen = is_chosen || chosen[c] == i;
            }
            if (!is_chosen && (best == PL_NONE || gain[i] > gain[best])) {
                best = i;
            }
        }
        chosen[k] = best;
    }
    for (size_t k = 0; k < n_wanted; k++) {
        memcpy(copy + k * size, points + chosen[k] * size, size * sizeof *copy);
    }
    memcpy(points, copy, n_wanted * size * sizeof *points);

done:
    free(squares);
    free(gain);
    free(chosen);
    free(copy);
    return status;
}

enum pl_status
pl_morris_points(size_t n_dimensions, const struct pl_morris_options *options,
                 struct pl_diags *diags, double **points)
{
    const size_t d = n_dimensions;
    const size_t n =
        options->n_candidates > 0 ? options->n_candidates : options->n_trajectories;
    size_t *order = NULL;
    enum pl_status status = PL_OK;

    assert(d > 0);
    *points = NULL;
    status = check(d, options, diags);
    if (status != PL_OK) {
        return status;
    }
    order = calloc(d, sizeof *order);
    *points = calloc(n * (d + 1) * d, sizeof **points);
    if (order == NULL || *points == NULL) {
        status = pl_diag_no_memory(diags, "the trajectories");
    }
    for (size_t r = 0; r < n && status == PL_OK; r++) {
        make_trajectory(options->seed, r, d, options->n_levels, order,
                        *points + r * (d + 1) * d);
    }
    if (status == PL_OK && n > options->n_trajectories) {
        status = choose(*points, n, options->n_trajectories, d, diags);
    }
    free(order);
    if (status != PL_OK) {
        free(*points);
        *points = NULL;
    }
    return status;
}

static enum pl_status
make_room(size_t n_dimensions, size_t n_outputs, struct pl_diags *diags,
          struct pl_morris *out)
{
    const size_t n = n_dimensions * n_outputs;

    pl_morris_finish(out);
    out->n_dimensions = n_dimensions;
    out->n_outputs = n_outputs;
    out->mu = calloc(n, sizeof *out->mu);
    out->mu_star = calloc(n, sizeof *out->mu_star);
    out->sigma = calloc(n, sizeof *out->sigma);
    out->interval = calloc(n, sizeof *out->interval);
    out->n_used = calloc(n, sizeof *out->n_used);
    return out->mu != NULL && out->mu_star != NULL && out->sigma != NULL &&
                   out->interval != NULL && out->n_used != NULL
               ? PL_OK
               : pl_diag_no_memory(diags, "elementary effects");
}

/* The effects of a trajectory, by quantities. @param effects  receives shape (d) */
static void
find_effects(const double *points, const double *values, size_t d, size_t stride,
             double *effects)
{
    for (size_t i = 0; i < d; i++) {
        effects[i] = NAN;
    }
    for (size_t k = 0; k < d; k++) {
        for (size_t i = 0; i < d; i++) {
            const double moved = points[(k + 1) * d + i] - points[k * d + i];

            if (moved != 0.0) {
                effects[i] = (values[(k + 1) * stride] - values[k * stride]) / moved;
            }
        }
    }
}

/* Mean, mean of absolute values and standard deviation of one quantity's effects.
 * @param effects  shape (n), `stride` apart */
static void
describe(const double *effects, size_t n, size_t stride, size_t index,
         struct pl_morris *out)
{
    double sum = 0.0;
    double size = 0.0;
    double squares = 0.0;
    size_t n_used = 0;

    for (size_t r = 0; r < n; r++) {
        const double effect = effects[r * stride];

        if (isfinite(effect)) {
            sum += effect;
            size += fabs(effect);
            n_used++;
        }
    }
    for (size_t r = 0; r < n; r++) {
        const double from_mean = effects[r * stride] - sum / (double)n_used;

        squares += isfinite(from_mean) ? from_mean * from_mean : 0.0;
    }
    out->n_used[index] = n_used;
    out->mu[index] = n_used > 0 ? sum / (double)n_used : NAN;
    out->mu_star[index] = n_used > 0 ? size / (double)n_used : NAN;
    out->sigma[index] = n_used > 1 ? sqrt(squares / (double)(n_used - 1)) : NAN;
}

/* mu_star of the trajectories as often as they are counted. */
static double
weigh(const double *effects, const double *counts, size_t n, size_t stride)
{
    double sum = 0.0;
    double all = 0.0;

    for (size_t r = 0; r < n; r++) {
        if (isfinite(effects[r * stride])) {
            sum += counts[r] * fabs(effects[r * stride]);
            all += counts[r];
        }
    }
    return all > 0.0 ? sum / all : NAN;
}

/* @param effects  shape (n, d) */
static enum pl_status
find_intervals(const double *effects, const struct pl_morris_options *options,
               size_t output, struct pl_diags *diags, struct pl_morris *out)
{
    const size_t d = out->n_dimensions;
    const size_t n = options->n_trajectories;
    const size_t n_rounds = options->n_resamples;
    double *counts = calloc(n, sizeof *counts);
    double *all = n_rounds <= SIZE_MAX / sizeof *all / d
                      ? calloc(n_rounds * d + 1, sizeof *all)
                      : NULL; /* shape (d, n_rounds) */
    enum pl_status status = PL_OK;

    if (counts == NULL || all == NULL) {
        status = pl_diag_no_memory(diags, "intervals of elementary effects");
    }
    for (size_t k = 0; k < n_rounds && status == PL_OK; k++) {
        pl_resample_counts(options->seed, k, n, counts);
        for (size_t i = 0; i < d; i++) {
            all[i * n_rounds + k] = weigh(effects + i, counts, n, d);
        }
    }
    for (size_t i = 0; i < d && status == PL_OK; i++) {
        out->interval[output * d + i] =
            pl_resample_interval(all + i * n_rounds, n_rounds, options->level);
    }
    free(counts);
    free(all);
    return status;
}

enum pl_status
pl_morris_analyse(const double *points, const double *values, size_t n_dimensions,
                  size_t n_outputs, const struct pl_morris_options *options,
                  struct pl_diags *diags, struct pl_morris *out)
{
    const size_t d = n_dimensions;
    const size_t n = options->n_trajectories;
    double *effects = calloc(n * d, sizeof *effects); /* shape (n, d) */
    enum pl_status status = make_room(d, n_outputs, diags, out);

    if (status == PL_OK && effects == NULL) {
        status = pl_diag_no_memory(diags, "elementary effects");
    }
    for (size_t output = 0; output < n_outputs && status == PL_OK; output++) {
        for (size_t r = 0; r < n; r++) {
            find_effects(points + r * (d + 1) * d,
                         values + r * (d + 1) * n_outputs + output, d, n_outputs,
                         effects + r * d);
        }
        for (size_t i = 0; i < d; i++) {
            describe(effects + i, n, d, output * d + i, out);
            out->interval[output * d + i] = (struct pl_interval){NAN, NAN};
        }
        if (options->n_resamples > 0) {
            status = find_intervals(effects, options, output, diags, out);
        }
    }
    free(effects);
    if (status != PL_OK) {
        pl_morris_finish(out);
    }
    return status;
}

enum pl_status
pl_morris_run(const struct pl_asked *asked, size_t n_dimensions, size_t n_outputs,
              const struct pl_morris_options *options, struct pl_diags *diags,
              struct pl_morris *out)
{
    const size_t d = n_dimensions;
    const size_t n_block = POINTS_AT_ONCE / (d + 1) + 1;
    double *points = NULL;
    double *values = NULL;
    enum pl_status status = pl_morris_points(d, options, diags, &points);

    if (status != PL_OK) {
        return status;
    }
    values = options->n_trajectories <= SIZE_MAX / sizeof *values / (d + 1) / n_outputs
                 ? calloc(options->n_trajectories * (d + 1) * n_outputs, sizeof *values)
                 : NULL;
    if (values == NULL) {
        status = pl_diag_no_memory(diags, "the trajectories");
    }
    for (size_t r = 0; r < options->n_trajectories && status == PL_OK; r += n_block) {
        const size_t left = options->n_trajectories - r;
        const size_t n = left < n_block ? left : n_block;

        status = asked->values(asked->context, points + r * (d + 1) * d, n * (d + 1),
                               values + r * (d + 1) * n_outputs, diags);
    }
    if (status == PL_OK) {
        status = pl_morris_analyse(points, values, d, n_outputs, options, diags, out);
    }
    free(points);
    free(values);
    return status;
}
