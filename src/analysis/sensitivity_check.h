/*
 * sensitivity_check.h - what cannot be asked of a sensitivity, before any run.
 */
#ifndef PL_ANALYSIS_SENSITIVITY_CHECK_H
#define PL_ANALYSIS_SENSITIVITY_CHECK_H

#include "base/status.h"

struct pl_diags;
struct pl_factor;
struct pl_sensitivity_options;

/**
 * @return PL_OK; PL_ERR_OPTION for a factor that varies twice or that a treatment sets, a
 *         cell as a local factor, and a number without a range where one is needed
 */
PL_MUST_USE enum pl_status
pl_sensitivity_check(const struct pl_sensitivity_options *options,
                     struct pl_diags *diags);

/**
 * Whether there is an elasticity to a factor where it stands.
 * @param value  where it stands
 * @return PL_OK; PL_ERR_OPTION for NaN, and for a dose or an inhibition of 0: beside it
 *         there is nothing to the other side
 */
PL_MUST_USE enum pl_status pl_sensitivity_check_value(const struct pl_factor *factor,
                                                      double value,
                                                      struct pl_diags *diags);

#endif
