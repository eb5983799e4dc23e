/*
 * snapshot.c - the whole network at one moment of a run, and without its treatment.
 */
#include "study/snapshot.h"

#include <math.h>
#include <stdlib.h>

#include "base/diag.h"
#include "model/model.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/measure.h"
#include "study/treatment.h"

enum { ARM_TREATED, ARM_UNTREATED, N_ARMS };

/* Where the network does not rest before the treatment, a run without it is the other
 * arm. */
static enum pl_status
run_arms(const struct pl_context *context, const struct pl_treatment *treatment,
         const struct pl_arms_options *options, bool needs_other,
         struct pl_diags *diags, struct pl_arms *out)
{
    struct pl_treatment *untreated = NULL;
    struct pl_arm arms[N_ARMS] = {[ARM_TREATED] = {.treatment = treatment}};
    enum pl_status status = PL_OK;

    if (needs_other) {
        status = pl_treatment_copy_untreated(treatment, diags, &untreated);
        arms[ARM_UNTREATED].treatment = untreated;
    }
    if (status == PL_OK) {
        status =
            pl_arms_run(context, arms, needs_other ? N_ARMS : 1, options, diags, out);
    }
    pl_treatment_destroy(untreated);
    return status;
}

enum pl_status
pl_snapshot_take(const struct pl_context *context, const struct pl_treatment *treatment,
                 const struct pl_snapshot_options *options, struct pl_diags *diags,
                 struct pl_snapshot *out)
{
    const size_t n = context->model->n_symbols;
    size_t *symbols = calloc(n + 1, sizeof *symbols);
    const struct pl_arms_options how = {
        .sim = options->sim,
        .duration = options->duration,
        .equilibrate = options->equilibrate,
        .ensemble = options->ensemble,
        .symbols = symbols,
        .n_symbols = n,
        .times = &options->time,
        .n_times = 1,
        .n_threads = options->n_threads,
    };
    enum pl_status status = PL_OK;

    pl_snapshot_finish(out);
    if (symbols == NULL) {
        return pl_diag_no_memory(diags, "the values of a run");
    }
    for (size_t i = 0; i < n; i++) {
        symbols[i] = i;
    }
    out->time = options->time;
    out->treated = pl_treatment_is_any(treatment);
    out->rested = options->equilibrate == PL_EQUILIBRATE_YES ||
                  (options->equilibrate == PL_EQUILIBRATE_AUTO &&
                   (out->treated || pl_treatment_has_background(treatment)));
    out->n_members = pl_ensemble_n(options->ensemble);
    out->n_symbols = n;
    out->weights = pl_ensemble_weights(options->ensemble);
    status = run_arms(context, treatment, &how, out->treated && !out->rested, diags,
                      &out->arms);
    free(symbols);
    if (status != PL_OK) {
        pl_snapshot_finish(out);
    }
    return status;
}

void
pl_snapshot_finish(struct pl_snapshot *snapshot)
{
    pl_arms_finish(&snapshot->arms);
    *snapshot = (struct pl_snapshot){0};
}

const double *
pl_snapshot_now(const struct pl_snapshot *snapshot, size_t member)
{
    return snapshot->arms.values + member * snapshot->n_symbols;
}

const double *
pl_snapshot_untreated(const struct pl_snapshot *snapshot, size_t member, double *time)
{
    const struct pl_arms *arms = &snapshot->arms;
    const bool at_rest = arms->n_arms == 1; /* … and that stands at time 0 */

    if (time != NULL) {
        *time = at_rest ? 0.0 : snapshot->time;
    }
    return at_rest ? arms->untreated + member * snapshot->n_symbols
                   : arms->values +
                         (ARM_UNTREATED * arms->n_members + member) * arms->n_symbols;
}

size_t
pl_snapshot_first(const struct pl_snapshot *snapshot)
{
    size_t member = 0;

    while (member < snapshot->n_members && snapshot->n_symbols > 0 &&
           isnan(pl_snapshot_now(snapshot, member)[0])) {
        member++;
    }
    return member;
}

enum pl_status
pl_snapshot_medians(const struct pl_snapshot *snapshot, struct pl_diags *diags,
                    double *levels, double *folds)
{
    const size_t n = snapshot->n_members;
    double *values = calloc(2 * n + 1, sizeof *values);
    struct pl_weighted *room = calloc(n + 1, sizeof *room);
    const bool has_room = values != NULL && room != NULL;

    for (size_t i = 0; has_room && i < snapshot->n_symbols; i++) {
        for (size_t m = 0; m < n; m++) {
            const double now = pl_snapshot_now(snapshot, m)[i];
            const double before = pl_snapshot_untreated(snapshot, m, NULL)[i];

            values[m] = now;
            values[n + m] = pl_fold(now, before, fmax(fabs(now), fabs(before)));
        }
        levels[i] = pl_band_of(values, 1, snapshot->weights, n, room).median;
        folds[i] = pl_band_of(values + n, 1, snapshot->weights, n, room).median;
    }
    free(values);
    free(room);
    return has_room ? PL_OK : pl_diag_no_memory(diags, "the medians of the sets");
}
