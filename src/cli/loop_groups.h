/*
 * loop_groups.h - parameter sets in groups by the feedback loop that ranks first:
 * `--group-by first-loop`, and what may be said of it.
 */
#ifndef PL_CLI_LOOP_GROUPS_H
#define PL_CLI_LOOP_GROUPS_H

#include "analysis/explain.h"
#include "analysis/first_loop.h"
#include "analysis/therapy.h"
#include "base/status.h"
#include "cli/arms_plan.h"
#include "cli/duration.h"
#include "cli/options.h"
#include "study/times.h"

struct pl_groups;

struct loop_groups_opts {
    const char *of, *under;
    struct opt_texts groups;
};

#define LOOP_GROUPS_ROWS(owner, field)                                               \
    OPT_TEXT(owner, field.of, "loop-of", "NAME[@TIME]", "the model's first readout", \
             "list readouts",                                                        \
             "first-loop: whose fold the loops rank for, and when; without a time "  \
             "when it is furthest from 1"),                                          \
        OPT_TEXT(owner, field.under, "loop-under", "\"ITEM, ...\"",                  \
                 "the first treatment", NULL,                                        \
                 "first-loop: under which treatment, by its name or as of --treat"), \
        OPT_TEXTS(owner, field.groups, "loop-group", "NAME=FROM_TO,FROM_TO",         \
                  "list edges",                                                      \
                  "first-loop: edges that count as one loop; may be given several "  \
                  "times")

/** What one call holds. */
struct loop_groups {
    const struct arms_plan *plan; /* borrowed */
    struct pl_therapies others;   /* of --loop-under, unless it is one of the plan's */
    const struct pl_therapy *therapy;
    struct pl_treatment *treatment;
    double times[PL_MAX_TIMES];
    struct pl_explain_options options;
    struct pl_first_loops left; /* who is in no group */
};

/** True when one of them was given. */
bool loop_groups_asked(const struct loop_groups_opts *opts);

/**
 * Everything that can be wrong before the runs. To be finished also after an error.
 * @param plan  with its treatments
 */
PL_MUST_USE enum pl_status loop_groups_init(struct loop_groups *loops,
                                            const struct loop_groups_opts *opts,
                                            const struct arms_plan *plan);
/** Accepts what is all zero. */
void loop_groups_finish(struct loop_groups *loops);

/** Run, in the first of several cells, and group. @return as pl_groups_by_first_loop */
PL_MUST_USE enum pl_status loop_groups_run(struct loop_groups *loops,
                                           struct pl_groups *out);

#endif
