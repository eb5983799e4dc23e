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
    double marks[DURATION_MAX_TIMES];
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

/** "her2-mtor · cell … · everolimus 20 nM from 0 h · against … · from rest" */
void explain_plan_put_heading(const struct explain_plan *plan, struct pl_text *text);

/** Append what was done: "everolimus 20 nM from 0 h against no treatment". */
void explain_plan_put_treatments(const struct explain_plan *plan, struct pl_text *text);

/** The caption of a picture, one line. */
void explain_plan_put_caption(const struct explain_plan *plan, struct pl_text *text);

/** The paragraph of methods. @param is_data  as of account_put_methods */
void explain_plan_put_methods(const struct explain_plan *plan, bool is_data,
                              struct pl_text *screen);

#endif
