/*
 * loops_frame.h - weighed loops as tables for files.
 *
 * Times are in hours where the model has a time_unit ("time_h"), else in model time.
 * Where there is an ensemble, a banded column NAME becomes NAME_median, NAME_p05 and
 * NAME_p95. A share is of the loops that were found, 0 to 1.
 */
#ifndef PL_ANALYSIS_LOOPS_FRAME_H
#define PL_ANALYSIS_LOOPS_FRAME_H

#include <stddef.h>

#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_frame;
struct pl_loops;

enum pl_loops_table {
    PL_LOOPS_TABLE_LOOPS, /* one row for each loop: sign, gain, time scale, shares, edges,
                              members */
    PL_LOOPS_TABLE_EDGES,  /* one for each feedback edge: its loops, taken together */
    PL_LOOPS_TABLE_SCORES, /* one for each time and loop: score, signed share */
    PL_LOOPS_TABLE_GROUPS, /* one for each time and group of loops that have edges and
                              sign in common: signed share */
    PL_LOOPS_TABLE_SELF,   /* one for each state: its own first-order loop */
    PL_LOOPS_TABLE_LINKS,  /* one for each link: its derivative */
    PL_N_LOOPS_TABLES
};

/** "loops", "edges", … in the order of the enum; NULL ends them. */
extern const char *const pl_loops_table_words[];

/**
 * @param top  of scores and groups: how many, the first of them; the other groups are one
 *             row "all others" for each sign
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_loops_frame(const struct pl_context *context,
                                          const struct pl_loops *loops,
                                          enum pl_loops_table table, size_t top,
                                          struct pl_diags *diags,
                                          struct pl_frame **out);

#endif
