/*
 * sweep_check.c - what can be wrong with a sweep as a whole.
 */
#include "study/sweep_check.h"

#include <inttypes.h>

#include "base/diag.h"
#include "model/model.h"
#include "study/context.h"
#include "study/design.h"
#include "study/ensemble.h"
#include "study/factor.h"
#include "study/point.h"
#include "study/treatment_private.h"

static enum pl_status
refuse_twice(const struct pl_point_plan *plan, const struct pl_treatment *treatment,
             const struct pl_factor *factor, struct pl_diags *diags)
{
    const struct pl_action *action = NULL;

    if (factor->kind == PL_FACTOR_CELL) {
        return treatment->cell == PL_NONE
                   ? PL_OK
                   : pl_diag_error(diags, PL_ERR_OPTION, NULL,
                                   "the cell is varied (%s), and chosen too ('%s')",
                                   factor->text, pl_treatment_cell_id(treatment));
    }
    action = pl_treatment_setting(treatment, factor->symbol);
    return action == NULL
               ? PL_OK
               : pl_diag_error(diags, PL_ERR_OPTION, NULL,
                               "'%s' is varied (%s), and set too (%s)",
                               plan->context->model->symbols[factor->symbol].name,
                               factor->text, action->text);
}

static enum pl_status
refuse_in_sets(const struct pl_context *context, const struct pl_ensemble *ensemble,
               const struct pl_factor *factor, struct pl_diags *diags)
{
    if (factor->kind == PL_FACTOR_CELL ||
        !pl_ensemble_holds(ensemble, factor->symbol)) {
        return PL_OK;
    }
    pl_diag_error(diags, PL_ERR_OPTION, NULL,
                  "'%s' is varied (%s), and a column of the parameter sets too (%s)",
                  context->model->symbols[factor->symbol].name, factor->text,
                  pl_ensemble_path(ensemble));
    pl_diag_hint(diags, "vary something else, or leave that column out");
    return PL_ERR_OPTION;
}

/* No factor has its value from somewhere else too. */
static enum pl_status
check_factors(const struct pl_point_plan *plan, struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    for (size_t f = 0; status == PL_OK && f < plan->n_factors; f++) {
        const struct pl_factor *factor = &plan->factors[f];

        for (size_t a = 0; status == PL_OK && a < plan->n_arms; a++) {
            status = refuse_twice(plan, plan->arms[a].treatment, factor, diags);
        }
        if (status == PL_OK && plan->members == NULL) {
            status = refuse_in_sets(plan->context, plan->ensemble, factor, diags);
        }
    }
    return status;
}

/* Points, members and arms together are not too many to count. */
static enum pl_status
check_size(const struct pl_point_plan *plan, struct pl_diags *diags)
{
    const double n =
        (double)plan->n_design * (double)plan->n_members * (double)plan->n_arms;

    if (n <= (double)PL_DESIGN_MAX_POINTS) {
        return PL_OK;
    }
    pl_diag_error(diags, PL_ERR_OPTION, NULL,
                  "%" PRIu64 " points in %zu parameter sets: a sweep has at most 1e12 "
                  "runs",
                  plan->n_design, plan->n_members);
    pl_diag_hint(diags, "fewer points, or fewer sets");
    return PL_ERR_OPTION;
}

enum pl_status
pl_sweep_check(const struct pl_point_plan *plan, struct pl_diags *diags)
{
    const enum pl_status status = check_factors(plan, diags);

    return status == PL_OK ? check_size(plan, diags) : status;
}
