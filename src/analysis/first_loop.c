/*
 * first_loop.c - the members of an ensemble in groups, by the loop that ranks first.
 */
#include "analysis/first_loop.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "analysis/explain.h"
#include "analysis/set_groups.h"
#include "base/diag.h"
#include "base/index.h"
#include "base/number.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/times.h"

static const char how[] =
    "Parameter sets were grouped by their first loop: that with the largest "
    "|ln(factor)| "
    "where the fold is a product of factors, one for each feedback loop and one for "
    "everything else, ln of a factor being the loop's Shapley value (Shapley 1953) in "
    "the game whose value is ln of the fold with some loops intact and all others "
    "clamped at their untreated signals.";

/* Whether the member has a fold to explain, at the time in focus. */
static bool
is_explained(const struct pl_explain *explain, size_t member)
{
    const size_t fold = member * (explain->n_loops + 2) + explain->n_loops + 1;

    return !isnan(explain->factors[fold * explain->n_times + explain->focus]);
}

/* How many loops are first in more of the weight. */
static size_t
place_of(const struct pl_explain *explain, size_t loop)
{
    const double share = explain->loops[loop].first_share;
    size_t place = 0;

    for (size_t l = 0; l < explain->n_loops; l++) {
        const double other = explain->loops[l].first_share;

        place += other > share || (other == share && l < loop);
    }
    return place;
}

static bool
makes_a_group(const struct pl_explain *explain, size_t loop)
{
    const double share = explain->loops[loop].first_share;

    return share > 0.0 && share >= PL_FIRST_LOOP_LEAST * (1.0 - 1e-12) &&
           place_of(explain, loop) < PL_GROUPS_MOST;
}

static void
label_members(const struct pl_explain *explain, const char **labels,
              struct pl_first_loops *left)
{
    for (size_t m = 0; m < explain->n_members; m++) {
        const size_t first = pl_explain_first(explain, m);

        labels[m] = NULL;
        if (!is_explained(explain, m)) {
            left->n_failed++;
        } else if (first == PL_NONE) {
            left->n_silent++;
        } else if (!makes_a_group(explain, first)) {
            left->n_rare++;
        } else {
            labels[m] = explain->loops[first].name;
        }
    }
}

/* Fewer than two groups. */
static enum pl_status
report_one(const struct pl_explain *explain, const char *what, struct pl_diags *diags)
{
    size_t most = 0;

    while (place_of(explain, most) > 0) {
        most++;
    }
    if (!(explain->loops[most].first_share > 0.0)) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s: in none of %zu parameter sets does a loop do anything", what,
                      explain->n_members);
    } else {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s: it is %s in %.0f %% of %zu parameter sets, and no other in "
                      "%.0f %%: there is nothing to tell it from",
                      what, explain->loops[most].name,
                      100.0 * explain->loops[most].first_share, explain->n_members,
                      100.0 * PL_FIRST_LOOP_LEAST);
    }
    pl_diag_hint(diags, "of another readout, or under another treatment, loops may "
                        "rank otherwise: --loop-of, --loop-under");
    return PL_ERR_OPTION;
}

enum pl_status
pl_first_loop_groups(const struct pl_explain *explain, const char *what,
                     struct pl_diags *diags, struct pl_groups *out,
                     struct pl_first_loops *left)
{
    struct pl_first_loops none = {0};
    const char **labels = calloc(explain->n_members + 1, sizeof *labels);
    size_t n_groups = 0;
    enum pl_status status = PL_OK;

    pl_groups_finish(out);
    if (labels == NULL) {
        return pl_diag_no_memory(diags, "the groups");
    }
    for (size_t l = 0; l < explain->n_loops; l++) {
        n_groups += makes_a_group(explain, l);
    }
    label_members(explain, labels, &none);
    status = n_groups < 2
                 ? report_one(explain, what, diags)
                 : pl_groups_by_label(what, labels, explain->n_members, diags, out);
    out->how = status == PL_OK ? how : NULL;
    if (status == PL_OK && left != NULL) {
        *left = none;
    }
    free(labels);
    return status;
}

enum pl_status
pl_groups_by_first_loop(const struct pl_context *context,
                        const struct pl_treatment *treatment, const char *under,
                        const struct pl_explain_options *options,
                        struct pl_diags *diags, struct pl_groups *out,
                        struct pl_first_loops *left)
{
    struct pl_explain explain = {0};
    char time[PL_NUMBER_SIZE];
    struct pl_text what;
    enum pl_status status =
        pl_explain_run(context, treatment, options, diags, &explain);

    if (status == PL_OK) {
        pl_time_format(context, explain.times[explain.focus], time);
        pl_text_init(&what);
        pl_text_format(&what, "first loop of %s%s%s under %s",
                       context->model->symbols[explain.readout].label,
                       explain.changes ? " at " : "", explain.changes ? time : "",
                       under);
        status = what.failed ? pl_diag_no_memory(diags, "the groups")
                             : pl_first_loop_groups(&explain, pl_text_string(&what),
                                                    diags, out, left);
        pl_text_finish(&what);
    } else if (status == PL_ERR_OPTION || status == PL_ERR_NAME) {
        pl_diag_note(diags, NULL,
                     "asked for by --loop-of, --loop-under and --loop-group, to group "
                     "the parameter sets");
    }
    pl_explain_finish(&explain);
    return status;
}
