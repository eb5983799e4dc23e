/*
 * steady_vary_sets.c - the rest states over a parameter in every parameter set of a table.
 */
#include "cli/steady_vary.h"

#include "base/diag.h"
#include "cli/progress.h"
#include "cli/steady.h"
#include "study/ensemble.h"

struct work {
    struct progress progress;
};

static bool
watch(void *context, uint64_t n_done)
{
    struct work *work = context;

    progress_tell(&work->progress, n_done);
    return interrupt_pending(NULL);
}

/* Sets without a rest state are left out; an error where nothing is left. */
static enum pl_status
report_failures(const struct steady_vary *vary)
{
    const struct pl_continuation_sets *sets = &vary->sets;
    struct pl_diags *diags = vary->cli->diags;
    const size_t n = sets->n_failed;
    const char *first = n == 1 ? "" : "the first, ";
    size_t m = 0;

    if (n == 0) {
        return PL_OK;
    }
    while (sets->members[m].reason == NULL) {
        m++;
    }
    if (n == sets->n_members) {
        pl_diag_error(diags, PL_ERR_REST, NULL,
                      "no parameter set has a rest state that can be followed; %sset "
                      "%s: %s",
                      first, pl_ensemble_name(sets->ensemble, m),
                      sets->members[m].reason);
        pl_diag_hint(diags, "simulate without a verb, --no-equilibrate and --for show "
                            "how it moves");
        return PL_ERR_REST;
    }
    pl_diag_warning(
        diags, NULL,
        "%zu of %zu parameter sets %s no rest state that can be followed%s; "
        "%sset %s: %s",
        n, sets->n_members, n == 1 ? "has" : "have",
        vary->opts->members ? ""
        : n == 1            ? " and is left out"
                            : " and are left out",
        first, pl_ensemble_name(sets->ensemble, m), sets->members[m].reason);
    pl_diag_hint(diags, vary->opts->members
                            ? "the column 'error' says why of each"
                            : "with --members the column 'error' says why of each");
    return PL_OK;
}

enum pl_status
steady_vary_follow_sets(struct steady_vary *vary)
{
    const struct pl_rest_range range = {vary->factor.symbol, vary->factor.low,
                                        vary->factor.high, vary->factor.logarithmic};
    struct work work = {0};
    struct pl_continuation_sets_options options = {
        .each = vary->options,
        .keeps_curves = vary->opts->members,
        .n_threads = vary->opts->threads,
        .watch = watch,
        .watch_context = &work,
    };
    enum pl_status status = PL_OK;

    interrupt_hold();
    progress_begin(&work.progress, vary->cli, "parameter sets", 0,
                   pl_ensemble_n(vary->ensemble));
    status = pl_continuation_sets_run(vary->context, vary->treatment, vary->ensemble,
                                      &range, &options, vary->cli->diags, &vary->sets);
    progress_end(&work.progress);
    interrupt_release();
    return status == PL_OK ? report_failures(vary) : status;
}
