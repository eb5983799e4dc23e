/*
 * effect_curve_private.h - panels of effect_curve.h (analysis/effect_curve*.c only).
 */
#ifndef PL_ANALYSIS_EFFECT_CURVE_PRIVATE_H
#define PL_ANALYSIS_EFFECT_CURVE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/effect_curve.h"
#include "base/status.h"

struct pl_diags;

#define PL_EFFECT_LAST (PL_EFFECT_NODES - 1)

/** [ln dose] The place of a node; they go from high to low. */
double pl_effect_panel_place(const struct pl_effect_panel *panel, size_t k);

/** The polynomial through every stride-th node, at a place. */
double pl_effect_panel_at(const struct pl_effect_panel *panel, size_t n_outputs,
                          size_t output, size_t stride, double place);

/** False where a run failed. */
bool pl_effect_panel_is_whole(const struct pl_effect_panel *panel, size_t n_outputs,
                              size_t output);

/**
 * Fill knots and ways of a curve that has its panels.
 * @param tolerance  [effect] smaller ups and downs are none
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_effect_find_knots(struct pl_effect_curve *curve,
                                                double tolerance,
                                                struct pl_diags *diags);

#endif
