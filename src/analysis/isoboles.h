/*
 * isoboles.h - pairs of doses that have one effect.
 *
 * Doses are told as shares of those that have the effect alone. Additive drugs in Loewe's
 * sense lie on the straight line from (1, 0) to (0, 1): where the sum of both shares, the
 * combination index, is below 1 the drugs act in synergy. Points are found on the surface
 * itself, along rays of constant proportions, by runs.
 */
#ifndef PL_ANALYSIS_ISOBOLES_H
#define PL_ANALYSIS_ISOBOLES_H

#include <stddef.h>

#include "base/status.h"

struct pl_asked;
struct pl_diags;
struct pl_synergy;

/** Points of an isobole, both ends among them. */
#define PL_ISOBOLE_POINTS ((size_t)11)

/** Isoboles at once, at most. */
#define PL_ISOBOLE_MOST ((size_t)8)

struct pl_isobole {
    double effect;
    double doses[2]; /* [nM] that have it alone; infinity where none does */
    /* shares of these; NaN where none from 1/64 to 16 has the effect on this ray, and
     * all of them where one drug alone does not */
    double shares[PL_ISOBOLE_POINTS][2];
};

/**
 * Follow the isoboles of a board; of an ensemble those of the median effect.
 * @param asked    effects of any two doses, as for the board
 * @param effects  shape (n), n <= PL_ISOBOLE_MOST
 * @param out      shape (n)
 * @return PL_OK; as asked->values; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_isoboles_follow(const struct pl_asked *asked,
                                              const struct pl_synergy *synergy,
                                              const double *effects, size_t n,
                                              struct pl_diags *diags,
                                              struct pl_isobole *out);

/**
 * Effects whose isoboles tell most: 0.25, 0.5 and 0.75, or these shares of the largest
 * one where that is outside 0.3 to 1, downwards where the board goes further down.
 * @param effects  shape (3)
 */
void pl_isoboles_choose(const struct pl_synergy *synergy, double *effects);

#endif
