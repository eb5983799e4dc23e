/*
 * dose_with.h - `dose --with`: two drugs together.
 */
#ifndef PL_CLI_DOSE_WITH_H
#define PL_CLI_DOSE_WITH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "cli/options.h"

struct dose_plan;
struct pl_diags;
struct pl_frame;
struct synergy_boards;

/** A choice that was not made. */
#define DOSE_WITH_UNSAID SIZE_MAX

/** Its options. Start from dose_with_opts_default(). */
struct dose_with_opts {
    struct opt_texts with; /* NAME=LOW..HIGH[:N]; one of them, or none */
    size_t effect, score;  /* choices; DOSE_WITH_UNSAID where nobody said */
};

struct dose_with_opts dose_with_opts_default(void);

/** Words of the choices, NULL-terminated; the first is the default. */
extern const char *const dose_with_effects[];
extern const char *const dose_with_scores[];

#define DOSE_WITH_ROWS(owner, field)                                                   \
    OPT_GROUP("Two drugs together"),                                                   \
        OPT_TEXTS(owner, field.with, "with", "NAME=LOW..HIGH[:N]", "list drugs",       \
                  "a second drug: every dose of it with every dose of the first, and " \
                  "how far the effect of both is from what each alone lets expect. 8 " \
                  "doses of each unless --points says otherwise"),                     \
        OPT_CHOICE(                                                                    \
            owner, field.effect, "effect", "WHAT", "loss", dose_with_effects,          \
            "what is an effect: the loss of the readout as a share of its "            \
            "level without the drugs, its gain likewise, or the readout itself"),      \
        OPT_CHOICE(owner, field.score, "score", "MODEL", "bliss", dose_with_scores,    \
                   "what is shown and drawn of each combination: excess over a "       \
                   "model, the combination index (ci) or the effect")

/**
 * What is wrong with the options themselves.
 * @return PL_OK; PL_ERR_OPTION for several --with, and for what goes with it alone
 */
PL_MUST_USE enum pl_status dose_with_check(const struct dose_with_opts *opts,
                                           struct pl_diags *diags);

/**
 * The second drug, behind the first; dose_with_check() was happy.
 * @param n_varied  drugs with a range that --drug named
 * @return PL_OK; PL_ERR_OPTION for more or less than one, and the same drug over another
 *         range; as dose_plan_add_range
 */
PL_MUST_USE enum pl_status dose_with_prepare(struct dose_plan *plan,
                                             const struct dose_with_opts *opts,
                                             size_t n_varied, size_t n_points);

/** Doses of each drug when nobody says how many. */
#define DOSE_WITH_POINTS ((size_t)8)

/** Before any run, when the readouts are known: do the boards fit on a page?
 * @return PL_OK; PL_ERR_OPTION */
PL_MUST_USE enum pl_status dose_with_check_plot(const struct dose_plan *plan);

/** Run and score every board. @param boards  to be finished also after an error */
PL_MUST_USE enum pl_status dose_with_run(const struct dose_plan *plan,
                                         const struct dose_with_opts *opts,
                                         struct synergy_boards *boards);

/** Accepts boards that are all zero. */
void dose_with_finish(struct synergy_boards *boards);

/** The table of --output. @param marks  summary scores instead of combinations */
PL_MUST_USE enum pl_status dose_with_frame(const struct synergy_boards *boards,
                                           bool marks, struct pl_frame **out);

#endif
