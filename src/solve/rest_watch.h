/*
 * rest_watch.h - where each state has been lately, on a way to rest (solve/ only): whether
 * it swings, how far, and with which period; and whether it went out of bounds.
 */
#ifndef PL_SOLVE_REST_WATCH_H
#define PL_SOLVE_REST_WATCH_H

#include <stdbool.h>
#include <stddef.h>

/* Ranges are of the newest steps, those since the last power of two, and of as many
 * before. */
struct pl_rest_watch {
    size_t n;                         /* states */
    double *low, *high;               /* shape (n): since `since` */
    double *former_low, *former_high; /* shape (n): before; as those at first */
    double *middle;                   /* shape (n): of the former range; NAN at first */
    double *lowest, *highest;         /* shape (n): bounds, for the caller to set */
    double *previous;                 /* shape (n): one step ago */
    double *first_rise, *last_rise;   /* [model time], shape (n): through the middle */
    size_t *n_rises;                  /* shape (n): since `since` */
    double since, former_since;       /* [model time] */
    double previous_time;             /* [model time] */
    size_t n_steps;
};

/** @return false when memory is out; to be finished then too */
bool pl_rest_watch_init(struct pl_rest_watch *watch, size_t n);
/** Accepts one that is all zero. */
void pl_rest_watch_finish(struct pl_rest_watch *watch);

/** Forget everything: it begins at the state y. */
void pl_rest_watch_begin(struct pl_rest_watch *watch, double time, const double *y);

/** A step led to y, shape (n). */
void pl_rest_watch_step(struct pl_rest_watch *watch, double time, const double *y);

/** True when a state of y, shape (n), is out of its bounds. */
bool pl_rest_watch_is_beyond(const struct pl_rest_watch *watch, const double *y);

/** Where a state was in the newest two ranges: the last one may have just begun. */
double pl_rest_watch_low(const struct pl_rest_watch *watch, size_t state);
double pl_rest_watch_high(const struct pl_rest_watch *watch, size_t state);

/** [-] How far it went, relative to its size. @param least  that counts as a size */
double pl_rest_watch_swing(const struct pl_rest_watch *watch, size_t state,
                           double least);

/**
 * [model time] The period of the state that came by most often; NAN when none did so often
 * and went so far as to call it an oscillation.
 * @param scale  shape (n); `part` of it is the least size of each state
 */
double pl_rest_watch_period(const struct pl_rest_watch *watch, const double *scale,
                            double part);

#endif
