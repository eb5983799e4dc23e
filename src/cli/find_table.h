/*
 * find_table.h - least doses of several panels, a row each.
 */
#ifndef PL_CLI_FIND_TABLE_H
#define PL_CLI_FIND_TABLE_H

#include <stddef.h>

#include "analysis/least_dose.h"
#include "base/status.h"
#include "study/ensemble.h"

struct found;
struct pl_frame;
struct pl_measure;
struct pl_text;

/** Work space, shape (n_members). */
struct find_room {
    double *doses;
    struct pl_weighted *sorted;
};

/** The answers of all sets in one panel. */
struct find_sets {
    struct pl_band band;                 /* of those that have a least dose */
    double shares[PL_LEAST_MISSING + 1]; /* of the weight, by kind */
};

/** @param panel  in which */
struct find_sets find_sets_of(const struct found *found, size_t panel,
                              const struct find_room *room);

/** Append a value of a measure; beside a limit "<0.01" says too little, so that what is
 * small has its own digits. */
void find_put_number(const struct pl_measure *measure, double value,
                     struct pl_text *text);

/**
 * What a person reads: the panel, its least dose or why there is none, up to where the
 * limits hold, the nearest dose where there is none, and each limit's measure there. In
 * an ensemble the median, the band, and the shares of the weight by kind of answer.
 * @param width  [column] of the terminal, for which measures are left out from the last
 *               on; 0 for no limit
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status find_table(const struct found *found,
                                      const struct find_room *room, size_t width,
                                      struct pl_frame **out);

#endif
