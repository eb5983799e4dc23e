/*
 * sweep_check.h - what can be wrong with a sweep as a whole (study/ only).
 */
#ifndef PL_STUDY_SWEEP_CHECK_H
#define PL_STUDY_SWEEP_CHECK_H

#include "base/status.h"

struct pl_diags;
struct pl_point_plan;

/**
 * No factor has its value from somewhere else too - a treatment, the sets of an ensemble,
 * the chosen cell - and there are not too many runs to count.
 * @return PL_OK; PL_ERR_OPTION
 */
PL_MUST_USE enum pl_status pl_sweep_check(const struct pl_point_plan *plan,
                                          struct pl_diags *diags);

#endif
