/*
 * explain_plan.h - `simulate explain`: its options, and what they come to.
 */
#ifndef PL_CLI_EXPLAIN_PLAN_H
#define PL_CLI_EXPLAIN_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/explain.h"
#include "analysis/explain_view.h"
#include "base/status.h"
#include "base/text.h"
#include "cli/arms_plan.h"
#include "study/times.h"

struct explain_opts {
    struct arms_opts arms;
    const char *against, *focus;
    struct opt_texts edges, groups;
    bool exact, percent;
    size_t orders, seed;
};

/** What one call holds. */
struct explain_plan {
    const struct explain_opts *opts; /* borrowed */
    struct arms_plan arms;
    struct pl_treatment **others; /* shape (n_panels): of --against; NULL without */
    struct pl_text against;       /* in words */
    struct pl_text *names;        /* shape (n_panels): of the panels */
    double times[PL_MAX_TIMES];   /* [model time] shape (options.n_times) */
    struct pl_explain_options options;
    struct pl_explain *explains;     /* shape (n_panels) */
    struct pl_explain_panel *panels; /* shape (n_panels) */
    struct pl_explain_view view;
};

/** Everything that can be wrong before the runs. To be finished also after an error. */
PL_MUST_USE enum pl_status explain_plan_init(struct explain_plan *plan, struct cli *cli,
                                             const struct explain_opts *opts);
/** Accepts a plan that is all zero. */
void explain_plan_finish(struct explain_plan *plan);

/** All panels, with one time in focus. */
PL_MUST_USE enum pl_status explain_plan_run(struct explain_plan *plan);

#endif
