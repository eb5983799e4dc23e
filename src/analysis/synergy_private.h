/*
 * synergy_private.h - the parts of synergy.h (analysis/synergy*.c only).
 */
#ifndef PL_ANALYSIS_SYNERGY_PRIVATE_H
#define PL_ANALYSIS_SYNERGY_PRIVATE_H

#include <stddef.h>

#include "analysis/synergy.h"
#include "base/status.h"

struct pl_diags;

/** The place of a member's number in `values`. */
size_t pl_synergy_place(const struct pl_checkerboard *board, enum pl_synergy_kind kind,
                        size_t first, size_t second, size_t member);

/** The effect of a combination. */
double pl_board_effect(const struct pl_checkerboard *board, size_t first, size_t second,
                       size_t member);

/** Fill PL_SYNERGY_LOEWE, PL_SYNERGY_INDEX and ways by the curves. */
void pl_synergy_fill_loewe(struct pl_synergy *synergy);

/** Fit, then fill PL_SYNERGY_ZIP, PL_SYNERGY_LOEWE_FITTED, PL_SYNERGY_INDEX_FITTED.
 * @return PL_OK; PL_ERR_NOMEM */
PL_MUST_USE enum pl_status pl_synergy_fill_fitted(struct pl_synergy *synergy,
                                                  struct pl_diags *diags);

/** @return PL_OK; PL_ERR_NOMEM */
PL_MUST_USE enum pl_status pl_synergy_fill_scores(struct pl_synergy *synergy,
                                                  struct pl_diags *diags);

#endif
