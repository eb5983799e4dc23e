/*
 * find_report.h - the least dose that does it, for people and as a table.
 */
#ifndef PL_CLI_FIND_REPORT_H
#define PL_CLI_FIND_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct dose_plan;
struct pl_frame;
struct pl_least_dose;
struct pl_limit;
struct pl_text;

/** What was found; everything is borrowed. */
struct found {
    const struct dose_plan *plan;
    const struct pl_limit *limits; /* shape (n_limits) */
    size_t n_limits;
    size_t n_members;
    const char *method;
    const struct pl_least_dose *answers; /* shape (n_panels, n_members) */
    const double *values; /* shape (n_panels, n_members, n_limits): at the dose that was
                             found, or the nearest; as people are told them */
};

/** What stands on a terminal. */
PL_MUST_USE enum pl_status find_report(const struct found *found, struct pl_text *text);

/** The sentences, in Markdown. */
PL_MUST_USE enum pl_status find_markdown(const struct found *found,
                                         struct pl_text *text);

/** The paragraph of methods. @param is_data  as of account_put_methods */
void find_put_methods(const struct found *found, bool is_data, struct pl_text *screen);

/**
 * A row for each panel and set: cell, variant, set, drug, found (found, at zero, below,
 * none, missing), dose_nM, until_nM (empty where it does not end), again_nM, nearest_nM,
 * and each limit's measure there.
 */
PL_MUST_USE enum pl_status find_frame(const struct found *found, struct pl_frame **out);

#endif
