/*
 * isoboles.c - pairs of doses that have one effect.
 */
#include "analysis/isoboles.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "analysis/asked.h"
#include "analysis/effect_curve.h"
#include "analysis/synergy.h"
#include "base/diag.h"
#include "study/ensemble.h"

/* Rays between the two axes. */
#define N_RAYS (PL_ISOBOLE_POINTS - 2)

/* [log2] Sums of shares that are tried first: one step is a factor of 2. */
#define LEAST_POWER (-6)
#define MOST_POWER 4
#define N_TRIED ((size_t)(MOST_POWER - LEAST_POWER + 1))

/* Rounds that narrow a root down; by secants, so that 1e-6 is reached long before. */
#define ROUNDS 9

/* A ray of one isobole: the sum of shares r, between whose logs the effect is met. */
struct ray {
    const struct pl_isobole *isobole;
    double share;           /* of the first drug in r */
    double low, high;       /* ln r */
    double at_low, at_high; /* effect less the wanted one */
    double next;            /* ln r that is asked for */
    bool is_met;
    bool kept_low, kept_high; /* by the round before */
};

struct work {
    const struct pl_asked *asked;
    const struct pl_synergy *synergy;
    struct pl_diags *diags;
    size_t n_rays;
    struct ray rays[PL_ISOBOLE_MOST * N_RAYS];
    double *points;           /* shape (n_rays * N_TRIED, 2) */
    double *effects;          /* shape (n_rays * N_TRIED, n_members) */
    struct pl_weighted *room; /* shape (n_members) */
};

static double
median_of(const struct work *work, const double *values)
{
    const struct pl_checkerboard *board = work->synergy->board;

    return pl_band_of(values, 1, board->weights, board->n_members, work->room).median;
}

/* The median over the members of the dose that has an effect alone. Doses without bound
 * count as the largest. */
static enum pl_status
find_alone(const struct work *work, struct pl_isobole *isobole)
{
    const size_t n = work->synergy->board->n_members;
    double *doses = calloc(n, sizeof *doses);

    if (doses == NULL) {
        return pl_diag_no_memory(work->diags, "isoboles");
    }
    for (size_t d = 0; d < 2; d++) {
        size_t n_without = 0;

        for (size_t m = 0; m < n; m++) {
            doses[m] = pl_effect_dose(&work->synergy->curves[d], m, isobole->effect);
            n_without += isfinite(doses[m]) ? 0 : 1;
        }
        isobole->doses[d] =
            2 * n_without > n ? (double)INFINITY : median_of(work, doses);
    }
    free(doses);
    return PL_OK;
}

static void
put_point(const struct ray *ray, double ln_r, double *point)
{
    point[0] = exp(ln_r) * ray->share * ray->isobole->doses[0];
    point[1] = exp(ln_r) * (1.0 - ray->share) * ray->isobole->doses[1];
}

/* The smallest r between whose neighbours the effect is met. */
static enum pl_status
find_brackets(struct work *work)
{
    const size_t n_members = work->synergy->board->n_members;
    const double step = log(2.0);
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < work->n_rays * N_TRIED; i++) {
        put_point(&work->rays[i / N_TRIED],
                  step * (LEAST_POWER + (double)(i % N_TRIED)), work->points + 2 * i);
    }
    status = work->asked->values(work->asked->context, work->points,
                                 work->n_rays * N_TRIED, work->effects, work->diags);
    for (size_t i = 0; i < work->n_rays && status == PL_OK; i++) {
        struct ray *ray = &work->rays[i];

        for (size_t k = 0; k < N_TRIED && !ray->is_met; k++) {
            const double off =
                median_of(work, work->effects + (i * N_TRIED + k) * n_members) -
                ray->isobole->effect;

            ray->is_met = k > 0 && off * ray->at_high <= 0.0;
            ray->low = ray->high;
            ray->at_low = ray->at_high;
            ray->high = step * (LEAST_POWER + (double)k);
            ray->at_high = off;
        }
    }
    return status;
}

/* One secant of each ray, kept off the ends (Illinois). */
static enum pl_status
narrow(struct work *work)
{
    const size_t n_members = work->synergy->board->n_members;
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < work->n_rays; i++) {
        struct ray *ray = &work->rays[i];
        const double share = ray->at_low / (ray->at_low - ray->at_high);

        ray->next = ray->low +
                    (share > 0.0 && share < 1.0 ? share : 0.5) * (ray->high - ray->low);
        put_point(ray, ray->next, work->points + 2 * i);
    }
    status = work->asked->values(work->asked->context, work->points, work->n_rays,
                                 work->effects, work->diags);
    for (size_t i = 0; i < work->n_rays && status == PL_OK; i++) {
        struct ray *ray = &work->rays[i];
        const double off =
            median_of(work, work->effects + i * n_members) - ray->isobole->effect;
        const bool is_low = off * ray->at_low > 0.0;

        /* an end that stays twice is made to count for less */
        if (is_low) {
            ray->low = ray->next;
            ray->at_low = off;
            ray->at_high *= ray->kept_high ? 0.5 : 1.0;
        } else {
            ray->high = ray->next;
            ray->at_high = off;
            ray->at_low *= ray->kept_low ? 0.5 : 1.0;
        }
        ray->kept_high = is_low;
        ray->kept_low = !is_low;
    }
    return status;
}

/* Isoboles whose ends are known have rays. */
static void
begin_rays(struct work *work, struct pl_isobole *isobole)
{
    const size_t last = PL_ISOBOLE_POINTS - 1;

    for (size_t k = 0; k <= last; k++) {
        isobole->shares[k][0] = (double)NAN;
        isobole->shares[k][1] = (double)NAN;
    }
    if (!(isobole->doses[0] > 0.0 && isobole->doses[1] > 0.0 &&
          isfinite(isobole->doses[0]) && isfinite(isobole->doses[1]))) {
        return;
    }
    isobole->shares[0][0] = 0.0;
    isobole->shares[0][1] = 1.0;
    isobole->shares[last][0] = 1.0;
    isobole->shares[last][1] = 0.0;
    for (size_t k = 1; k < last; k++) {
        work->rays[work->n_rays++] = (struct ray){
            .isobole = isobole, .share = (double)k / (double)last, .at_high = 0.0};
    }
}

static void
take_points(const struct work *work, struct pl_isobole *out)
{
    size_t k = 1;

    for (size_t i = 0; i < work->n_rays; i++) {
        const struct ray *ray = &work->rays[i];
        struct pl_isobole *isobole = out + (ray->isobole - out);

        k = i > 0 && ray->isobole == work->rays[i - 1].isobole ? k + 1 : 1;
        if (ray->is_met) {
            isobole->shares[k][0] = exp(ray->next) * ray->share;
            isobole->shares[k][1] = exp(ray->next) * (1.0 - ray->share);
        }
    }
}

enum pl_status
pl_isoboles_follow(const struct pl_asked *asked, const struct pl_synergy *synergy,
                   const double *effects, size_t n, struct pl_diags *diags,
                   struct pl_isobole *out)
{
    const size_t n_members = synergy->board->n_members;
    const size_t most = n * N_RAYS * N_TRIED;
    struct work *work = calloc(1, sizeof *work);
    enum pl_status status = PL_OK;

    if (work == NULL) {
        return pl_diag_no_memory(diags, "isoboles");
    }
    work->asked = asked;
    work->synergy = synergy;
    work->diags = diags;
    work->points = calloc(2 * most + 1, sizeof *work->points);
    work->effects = calloc(most * n_members + 1, sizeof *work->effects);
    work->room = calloc(n_members, sizeof *work->room);
    if (work->points == NULL || work->effects == NULL || work->room == NULL) {
        status = pl_diag_no_memory(diags, "isoboles");
    }
    for (size_t i = 0; i < n && status == PL_OK; i++) {
        out[i] = (struct pl_isobole){.effect = effects[i]};
        status = find_alone(work, &out[i]);
        if (status == PL_OK) {
            begin_rays(work, &out[i]);
        }
    }
    if (status == PL_OK && work->n_rays > 0) {
        status = find_brackets(work);
        for (int round = 0; round < ROUNDS && status == PL_OK; round++) {
            status = narrow(work);
        }
    }
    if (status == PL_OK) {
        take_points(work, out);
    }
    free(work->points);
    free(work->effects);
    free(work->room);
    free(work);
    return status;
}

void
pl_isoboles_choose(const struct pl_synergy *synergy, double *effects)
{
    const struct pl_checkerboard *board = synergy->board;
    double most = 0.0;
    double least = 0.0;
    double scale = 0.0;

    for (size_t i = 0; i < board->n[0]; i++) {
        for (size_t j = 0; j < board->n[1]; j++) {
            const double effect = pl_synergy_at(synergy, PL_SYNERGY_EFFECT, i, j)[0];

            most = fmax(most, effect);
            least = fmin(least, effect);
        }
    }
    scale = most >= -least ? most : least;
    scale = fabs(scale) >= 0.3 && fabs(scale) <= 1.0 ? copysign(1.0, scale) : scale;
    for (int k = 0; k < 3; k++) {
        effects[k] = 0.25 * (k + 1) * scale;
    }
}
