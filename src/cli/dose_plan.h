/*
 * dose_plan.h - what verbs that vary doses have in common: drugs with a range among
 * those that are held, and measures that are folds unless something else is said.
 */
#ifndef PL_CLI_DOSE_PLAN_H
#define PL_CLI_DOSE_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/dose_curve.h"
#include "analysis/dose_runs.h"
#include "base/status.h"
#include "cli/arms_plan.h"
#include "study/measure.h"

struct cli;
struct pl_text;

/** Doses in a decade when nobody says how many. */
#define DOSE_PER_DECADE 8

/** Doses of a range when nobody says how many: not fewer, however narrow it is. */
#define DOSE_USUAL_POINTS ((size_t)9)

/** Doses of a range at most. */
#define DOSE_MOST_POINTS 100000.0

/** --cell and its kin, what every run has; --drug is the verb's own row. */
#define DOSE_NETWORK_ROWS(owner, field)                                             \
    OPT_GROUP("Network"), ARMS_PANEL_ROWS(owner, field, ""),                        \
        OPT_GROUP("In every run (each may be given several times)"),                \
        OPT_TEXTS(owner, field.network.inhibit, "inhibit", "TARGET[=F][@FROM..TO]", \
                  "list targets",                                                   \
                  "inhibit a target by the fraction F, 0 to 1; all of it when F "   \
                  "is not given"),                                                  \
        OPT_TEXTS(owner, field.network.set, "set", "NAME=VALUE[@FROM..TO]", NULL,   \
                  "set a parameter or a starting value; without a time it holds "   \
                  "before the rest too, with one it is a step"),                    \
        OPT_TEXTS(owner, field.network.cut, "cut", "FROM_TO", "list edges",         \
                  "set a feedback signal to 0, before the rest too"),               \
        OPT_TEXTS(owner, field.network.background, "background",                    \
                  "\"drug NAME=DOSE, ...\"", NULL,                                  \
                  "what is there before time 0: folds are relative to it"),         \
        NETWORK_CLAMP_ROW(owner, field.network)

/** A drug whose dose varies. */
struct dose_drug {
    char *text;    /* as the user wrote it */
    char *said;    /* likewise, with the option: for messages */
    size_t symbol; /* the dose */
    double *doses; /* [nM] shape (n): 0, then ascending */
    size_t n;
};

struct dose_plan {
    struct arms_plan arms;
    struct arms_opts opts;   /* those of the verb, with the held drugs alone */
    struct dose_drug *drugs; /* shape (n_drugs) */
    size_t n_drugs;
    size_t *symbols;              /* shape (n_drugs): those of the drugs */
    struct pl_dose_series *doses; /* likewise: their doses */
    struct pl_measure *measures;  /* shape (n_measures) */
    size_t n_measures;
};

/**
 * Take what varies out of --drug.
 * @param mark    what a varied one has behind its '=': ".." or "?"
 * @param varied  receives those that vary, shape (n_varied), room for all of --drug; the
 *                others stay in plan->opts
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status dose_plan_split(struct dose_plan *plan, struct cli *cli,
                                           const struct arms_opts *opts,
                                           const char *mark, const char **varied,
                                           size_t *n_varied);

/** Load and read all that arms have. Behind dose_plan_split. */
PL_MUST_USE enum pl_status dose_plan_init(struct dose_plan *plan, struct cli *cli);

/** A range of doses as a user gave it. */
struct dose_range {
    const char *option; /* "--drug": messages call it that */
    const char *given;  /* what stands behind the option */
    const char *text;   /* "everolimus=0.01nM..100nM[:n]" */
};

/**
 * Add a drug with its range.
 * @param n_points  0 when not said
 * @return PL_OK; PL_ERR_NAME; PL_ERR_OPTION for a range that is none, holds one dose or
 *         dose 0, has a time or a linear scale, and for a drug that varies already or is
 *         held; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status dose_plan_add_range(struct dose_plan *plan,
                                               const struct dose_range *range,
                                               size_t n_points);

/** Add a drug over a range of doses [nM]. */
PL_MUST_USE enum pl_status dose_plan_add(struct dose_plan *plan,
                                         const struct dose_range *range, size_t symbol,
                                         double low, double high, size_t n_points);

/** The measures that --readout names; without one the fold of the first readout. */
PL_MUST_USE enum pl_status dose_plan_measures(struct dose_plan *plan,
                                              const struct opt_texts *texts);

/** When all drugs are there: the arrays that the runs borrow. */
PL_MUST_USE enum pl_status dose_plan_arrange(struct dose_plan *plan);

/** What the runs are; borrowed from the plan. */
struct pl_dose_runs_options dose_plan_runs(const struct dose_plan *plan);

/** Append what varies, and what every run has: "everolimus=0.01nM..100nM, each with
 * lapatinib 100 nM from 0 h". */
void dose_plan_describe(const struct dose_plan *plan, struct pl_text *text);

/** Accepts a plan that is all zero. */
void dose_plan_finish(struct dose_plan *plan);

#endif
