/*
 * samples.c - one network at many points that a caller chose, each in every member
 * or in one.
 */
#include "study/samples.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/number.h"
#include "base/text.h"
#include "study/arms_private.h"
#include "study/design.h"
#include "study/ensemble.h"
#include "study/treatment.h"

/* With more columns than this a failed point is told by its number alone. */
#define MOST_TOLD ((size_t)3)

/* A point, its values where they are few, its set where there are several. */
static char *
describe_failure(const struct pl_samples *samples, const char *const *names,
                 size_t n_columns, const double *points,
                 const struct pl_arms_options *options,
                 const struct pl_arms_failure *failed)
{
    const size_t point = (size_t)failed->run / samples->n_members;
    const size_t member = options->members != NULL
                              ? options->members[point]
                              : (size_t)failed->run % samples->n_members;
    char *copy = NULL;
    struct pl_text words;

    pl_text_init(&words);
    pl_text_format(&words, "point %zu", point + 1);
    for (size_t c = 0; c < n_columns && n_columns <= MOST_TOLD; c++) {
        char number[PL_NUMBER_SIZE];

        pl_number_round(points[point * n_columns + c], 6, number);
        pl_text_format(&words, ", %s = %s", names[c], number);
    }
    if (options->ensemble != NULL) {
        pl_text_format(&words, ", in set %s",
                       pl_ensemble_name(options->ensemble, member));
    }
    pl_text_format(&words, ": %s", failed->reason);
    copy = words.failed ? NULL : pl_text_copy(pl_text_string(&words));
    pl_text_finish(&words);
    return copy;
}

/* Take what was gathered over. An error where nothing is left. */
static enum pl_status
judge(struct pl_samples *samples, struct pl_arms *gathered, const char *const *names,
      size_t n_columns, const double *points, const struct pl_arms_options *options,
      const struct pl_arms_failure *failed, struct pl_diags *diags)
{
    samples->values = gathered->values;
    gathered->values = NULL;
    samples->n_failed = gathered->n_failed;
    samples->method = gathered->method;
    samples->why_method = gathered->why_method;
    if (samples->n_failed == 0) {
        return PL_OK;
    }
    samples->failure =
        describe_failure(samples, names, n_columns, points, options, failed);
    if (samples->failure == NULL) {
        return pl_diag_no_memory(diags, "the results of runs");
    }
    if (samples->n_failed < samples->n_points * samples->n_members) {
        return PL_OK;
    }
    return samples->n_failed == 1
               ? pl_diag_error(diags, PL_ERR_STEP, NULL, "the run failed: %s",
                               samples->failure)
               : pl_diag_error(diags, PL_ERR_STEP, NULL,
                               "all %zu runs failed; the first, %s", samples->n_failed,
                               samples->failure);
}

enum pl_status
pl_samples_run(const struct pl_context *context, const struct pl_treatment *treatment,
               const char *const *names, size_t n_columns, const double *points,
               size_t n_points, const struct pl_measure *measures, size_t n_measures,
               const struct pl_arms_options *options, struct pl_diags *diags,
               struct pl_samples *out)
{
    const struct pl_arm arm = {.treatment = treatment};
    struct pl_arms gathered = {.n_arms = 1, .n_times = 1, .n_symbols = n_measures};
    struct pl_arms_options run = *options;
    struct pl_arms_failure failed = {0};
    struct pl_design *design = NULL;
    enum pl_status status = pl_design_create_table(context, names, n_columns, points,
                                                   n_points, diags, &design);

    pl_samples_finish(out);
    out->n_points = n_points;
    out->n_members = options->members != NULL ? 1 : pl_ensemble_n(options->ensemble);
    out->n_measures = n_measures;
    gathered.n_members =
        n_points <= SIZE_MAX / out->n_members ? n_points * out->n_members : SIZE_MAX;
    if (status == PL_OK) {
        run.first_member = 0;
        run.n_members = 0; /* all of them */
        status = pl_arms_gather(context, &arm, design, measures, n_measures, &run,
                                diags, &gathered, &failed);
    }
    if (status == PL_OK) {
        status =
            judge(out, &gathered, names, n_columns, points, options, &failed, diags);
    }
    pl_design_destroy(design);
    free(failed.reason);
    pl_arms_finish(&gathered);
    if (status != PL_OK) {
        pl_samples_finish(out);
    }
    return status;
}

void
pl_samples_finish(struct pl_samples *samples)
{
    free(samples->values);
    free(samples->failure);
    *samples = (struct pl_samples){0};
}

double
pl_samples_value(const struct pl_samples *samples, size_t point, size_t member,
                 size_t measure)
{
    return samples
        ->values[(point * samples->n_members + member) * samples->n_measures + measure];
}

void
pl_samples_warn(size_t n_failed, size_t n_runs, const char *first,
                struct pl_diags *diags)
{
    if (n_failed > 0) {
        pl_diag_warning(diags, NULL,
                        "%zu of %zu runs failed and are left out; the first, %s",
                        n_failed, n_runs, first);
    }
}
