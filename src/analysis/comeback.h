/*
 * comeback.h - does a readout come back under treatment, and when?
 *
 * Of a curve of folds (value over the untreated one), between its points straight; two
 * points at neighbouring numbers are a jump, at the later one:
 *
 *     low    below 0.9 of untreated (PL_FALL_FROM)
 *     back   low at some time, at 0.9 or more at the end: since when
 *     rises  never low, above 1.1 (PL_RISE_FROM) at the end: since when
 *
 * Anything between 0.9 and 1.1 counts as the untreated level. The rest is for telling
 * what happened in few words.
 */
#ifndef PL_ANALYSIS_COMEBACK_H
#define PL_ANALYSIS_COMEBACK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_context;
struct pl_text;

/** [-] A low readout that has made up this share of its loss by the end has come part
 * of the way. */
#define PL_COMEBACK_PART 0.1

enum pl_comeback_kind {
    PL_COMEBACK_NONE,    /* there is no fold */
    PL_COMEBACK_STAYS,   /* within 0.9 to 1.1 all along */
    PL_COMEBACK_RISES,   /* never low, above 1.1 at the end */
    PL_COMEBACK_PASSES,  /* never low, above 1.1 for a while */
    PL_COMEBACK_BACK,    /* low for a while, 0.9 or more at the end */
    PL_COMEBACK_PARTLY,  /* low to the end, but some of the way back */
    PL_COMEBACK_DOWN,    /* low to the end */
    PL_COMEBACK_RELAPSE, /* low, back for a while, low at the end */
    PL_COMEBACK_TURNS,   /* above 1.1 first, then low to the end */
    PL_N_COMEBACKS
};

struct pl_comeback {
    enum pl_comeback_kind kind;
    double least, most, last; /* [fold] of the whole curve, and its end */
    double time;  /* [model time] since when it is what its kind says at the end; of a
                     relapse since when it was back; NaN where nothing was crossed */
    double until; /* [model time] of a relapse: until when it was back; else NaN */
    double above; /* [model time] of one that is back: since when it is above 1.1; NaN
                     when it is not at the end */
};

/**
 * @param times  [model time] shape (n), ascending
 * @param folds  shape (n); one that is not finite makes the kind NONE
 */
void pl_comeback_find(const double *times, const double *folds, size_t n,
                      struct pl_comeback *out);

/** True for BACK and RISES: at the end the treatment no longer holds the readout. */
bool pl_comeback_returns(enum pl_comeback_kind kind);

/**
 * Append what happened, in few words; brief without what stands in brackets here:
 *
 *     rises from 37 min                [falls to 0.21,] back by 14 h[, above from 30 h]
 *     [rises to 1.34,] back by 30 h    [falls to 0.37,] partly back[: 0.56]
 *     [rises to 1.34,] low from 30 h   [falls to 0.21,] back 14 h to 30 h only
 *     stays within 10 %                [falls to 0.03,] stays down
 *     no fold
 */
void pl_comeback_describe(const struct pl_context *context,
                          const struct pl_comeback *comeback, bool brief,
                          struct pl_text *text);

/** Append a time to two digits: "14 h", "37 min"; "14" without a time_unit. */
void pl_comeback_put_time(const struct pl_context *context, double time,
                          struct pl_text *text);

#endif
