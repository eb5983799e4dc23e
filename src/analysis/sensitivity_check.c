/*
 * sensitivity_check.c - what cannot be asked of a sensitivity, before any run.
 */
#include "analysis/sensitivity_check.h"

#include <math.h>

#include "analysis/sensitivity.h"
#include "base/diag.h"
#include "model/roles.h"
#include "study/factor.h"
#include "study/treatment.h"

static enum pl_status
refuse_twice(const struct pl_sensitivity_options *options, size_t f,
             struct pl_diags *diags)
{
    const struct pl_factor *factor = &options->factors[f];

    for (size_t k = 0; k < f; k++) {
        if (options->factors[k].kind == factor->kind &&
            options->factors[k].symbol == factor->symbol) {
            return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                                 "'%s' varies twice: %s and %s", factor->name,
                                 options->factors[k].text, factor->text);
        }
    }
    return PL_OK;
}

/* Its value comes from a treatment too. */
static enum pl_status
refuse_set(const struct pl_sensitivity_options *options,
           const struct pl_treatment *treatment, const struct pl_factor *factor,
           struct pl_diags *diags)
{
    const bool is_dose = pl_role_by_name(factor->name) == PL_ROLE_DRUG;
    const struct pl_action *action = pl_treatment_setting(treatment, factor->symbol);

    if (action == NULL) {
        return PL_OK;
    }
    pl_diag_error(diags, PL_ERR_OPTION, NULL, "'%s' is varied (%s), and set too (%s)",
                  factor->name, factor->text, action->text);
    if (is_dose && options->method == PL_SENSITIVITY_LOCAL) {
        pl_diag_hint(diags,
                     "leave out %s: a range is asked by --method morris or sobol: "
                     "--vary %s=0.1nM..100nM",
                     action->text, pl_role_strip(factor->name));
    } else {
        pl_diag_hint(diags, "leave out %s, or vary something else", action->text);
    }
    return PL_ERR_OPTION;
}

/* What a range needs; what cells cannot have. */
static enum pl_status
refuse_kind(const struct pl_sensitivity_options *options,
            const struct pl_factor *factor, struct pl_diags *diags)
{
    if (options->method == PL_SENSITIVITY_LOCAL && factor->kind == PL_FACTOR_CELL) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s: there is no elasticity to a cell", factor->text);
        pl_diag_hint(diags, "--cell a,b asks in each of them");
        return PL_ERR_OPTION;
    }
    if (options->method != PL_SENSITIVITY_LOCAL && factor->kind == PL_FACTOR_NUMBER &&
        isnan(factor->low)) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "'%s' has no range: it is in no row of the model's table of "
                      "parameters",
                      factor->name);
        pl_diag_hint(diags, "write --vary %s=LO..HI:log", factor->name);
        return PL_ERR_OPTION;
    }
    return PL_OK;
}

enum pl_status
pl_sensitivity_check(const struct pl_sensitivity_options *options,
                     struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    for (size_t f = 0; f < options->n_factors && status == PL_OK; f++) {
        const struct pl_factor *factor = &options->factors[f];

        status = refuse_twice(options, f, diags);
        for (size_t p = 0; p < options->n_panels && status == PL_OK &&
                           factor->kind == PL_FACTOR_NUMBER;
             p++) {
            status = refuse_set(options, options->panels[p], factor, diags);
        }
        if (status == PL_OK) {
            status = refuse_kind(options, factor, diags);
        }
    }
    return status;
}

enum pl_status
pl_sensitivity_check_value(const struct pl_factor *factor, double value,
                           struct pl_diags *diags)
{
    const enum pl_role role = pl_role_by_name(factor->name);
    const char *name = pl_role_strip(factor->name);

    if (isnan(value)) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "'%s' has no number of its own to vary around", factor->name);
        pl_diag_hint(diags, "give it one: --set %s=VALUE, or leave it out",
                     factor->name);
        return PL_ERR_OPTION;
    }
    if (value == 0.0 && role == PL_ROLE_DRUG) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s: its dose is 0, where there is no elasticity", name);
        pl_diag_hint(diags,
                     "a range is asked by --method morris or sobol: --vary "
                     "%s=0.1nM..100nM",
                     name);
        return PL_ERR_OPTION;
    }
    if (value == 0.0 && role == PL_ROLE_TARGET) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s: its inhibition is 0, where there is no elasticity", name);
        pl_diag_hint(diags,
                     "a range is asked by --method morris or sobol: --vary %s=0..1",
                     factor->name);
        return PL_ERR_OPTION;
    }
    return PL_OK;
}
