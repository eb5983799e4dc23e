/*
 * rest_watch.c - where each state has been lately, on a way to rest.
 */
#include "solve/rest_watch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* An oscillation: a state that rises through the middle of its range this many times,
 * with a range of at least this part of its size. */
enum { MIN_RISES = 3 };
static const double MIN_SWING = 1e-2;

bool
pl_rest_watch_init(struct pl_rest_watch *watch, size_t n)
{
    double **const rows[] = {&watch->low,         &watch->high,      &watch->former_low,
                             &watch->former_high, &watch->middle,    &watch->previous,
                             &watch->first_rise,  &watch->last_rise, &watch->lowest,
                             &watch->highest};

    *watch = (struct pl_rest_watch){.n = n};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        *rows[k] = calloc(n, sizeof **rows[k]);
        if (*rows[k] == NULL) {
            return false;
        }
    }
    watch->n_rises = calloc(n, sizeof *watch->n_rises);
    return watch->n_rises != NULL;
}

void
pl_rest_watch_finish(struct pl_rest_watch *watch)
{
    free(watch->low);
    free(watch->high);
    free(watch->former_low);
    free(watch->former_high);
    free(watch->middle);
    free(watch->previous);
    free(watch->lowest);
    free(watch->highest);
    free(watch->first_rise);
    free(watch->last_rise);
    free(watch->n_rises);
    *watch = (struct pl_rest_watch){0};
}

/* A new range begins at y. */
static void
begin_range(struct pl_rest_watch *watch, double time, const double *y)
{
    const size_t size = watch->n * sizeof *y;

    watch->former_since = watch->since;
    watch->since = time;
    for (size_t i = 0; i < watch->n; i++) {
        watch->middle[i] = (watch->low[i] + watch->high[i]) / 2.0;
    }
    memcpy(watch->former_low, watch->low, size);
    memcpy(watch->former_high, watch->high, size);
    memcpy(watch->low, y, size);
    memcpy(watch->high, y, size);
    memset(watch->n_rises, 0, watch->n * sizeof *watch->n_rises);
}

void
pl_rest_watch_begin(struct pl_rest_watch *watch, double time, const double *y)
{
    const size_t size = watch->n * sizeof *y;

    watch->n_steps = 0;
    watch->since = time;
    memcpy(watch->low, y, size);
    memcpy(watch->high, y, size);
    begin_range(watch, time, y);
    for (size_t i = 0; i < watch->n; i++) {
        watch->middle[i] = NAN; /* nothing passes through a point */
    }
    memcpy(watch->previous, y, size);
    watch->previous_time = time;
}

/* Count a step in which a state rises through the middle of its former range. */
static void
count_rise(struct pl_rest_watch *watch, size_t i, double time, double y1)
{
    const double t0 = watch->previous_time;
    const double y0 = watch->previous[i];

    watch->last_rise[i] = t0 + (time - t0) * (watch->middle[i] - y0) / (y1 - y0);
    if (watch->n_rises[i] == 0) {
        watch->first_rise[i] = watch->last_rise[i];
    }
    watch->n_rises[i]++;
}

/* Widen the ranges by y. @return whether a state rises through its middle */
static bool
widen_ranges(struct pl_rest_watch *watch, const double *restrict y)
{
    double *restrict low = watch->low;
    double *restrict high = watch->high;
    const double *restrict middle = watch->middle;
    const double *restrict previous = watch->previous;
    double any = 0.0; /* a double: compilers make vectors of that */

    for (size_t i = 0; i < watch->n; i++) {
        const double rises = middle[i] <= y[i] ? 1.0 : any;

        low[i] = y[i] < low[i] ? y[i] : low[i];
        high[i] = y[i] > high[i] ? y[i] : high[i];
        any = previous[i] < middle[i] ? rises : any;
    }
    return any != 0.0;
}

void
pl_rest_watch_step(struct pl_rest_watch *watch, double time, const double *y)
{
    const size_t k = ++watch->n_steps;

    if ((k & (k - 1)) == 0) {
        begin_range(watch, time, y);
    } else if (widen_ranges(watch, y)) {
        for (size_t i = 0; i < watch->n; i++) {
            if (watch->previous[i] < watch->middle[i] && watch->middle[i] <= y[i]) {
                count_rise(watch, i, time, y[i]);
            }
        }
    }
    memcpy(watch->previous, y, watch->n * sizeof *y);
    watch->previous_time = time;
}

bool
pl_rest_watch_is_beyond(const struct pl_rest_watch *watch, const double *y)
{
    const double *lowest = watch->lowest;
    const double *highest = watch->highest;
    double any = 0.0;

    for (size_t i = 0; i < watch->n; i++) {
        any = y[i] > highest[i] ? 1.0 : any;
        any = y[i] < lowest[i] ? 1.0 : any;
    }
    return any != 0.0;
}

double
pl_rest_watch_low(const struct pl_rest_watch *watch, size_t state)
{
    return fmin(watch->low[state], watch->former_low[state]);
}

double
pl_rest_watch_high(const struct pl_rest_watch *watch, size_t state)
{
    return fmax(watch->high[state], watch->former_high[state]);
}

double
pl_rest_watch_swing(const struct pl_rest_watch *watch, size_t state, double least)
{
    const double low = pl_rest_watch_low(watch, state);
    const double high = pl_rest_watch_high(watch, state);

    return (high - low) / (fmax(fabs(high), fabs(low)) + least);
}

double
pl_rest_watch_period(const struct pl_rest_watch *watch, const double *scale,
                     double part)
{
    size_t most = MIN_RISES - 1;
    double period = NAN;

    for (size_t i = 0; i < watch->n; i++) {
        if (watch->n_rises[i] > most &&
            pl_rest_watch_swing(watch, i, part * scale[i]) >= MIN_SWING) {
            most = watch->n_rises[i];
            period = (watch->last_rise[i] - watch->first_rise[i]) / (double)(most - 1);
        }
    }
    return period;
}
