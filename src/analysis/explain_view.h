/*
 * explain_view.h - a fold that was taken apart, as tables and in words.
 */
#ifndef PL_ANALYSIS_EXPLAIN_VIEW_H
#define PL_ANALYSIS_EXPLAIN_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_ensemble;
struct pl_explain;
struct pl_frame;
struct pl_text;
struct pl_treatment;

/** One cell and variant. */
struct pl_explain_panel {
    const struct pl_treatment *treatment;
    const struct pl_explain *explain;
    const char *name; /* what tells it from the others; "" of a single one */
};

/** What is told; everything is borrowed. All panels have one readout, the same times and
 * the same time in focus. */
struct pl_explain_view {
    const struct pl_context *context;
    const struct pl_explain_panel *panels; /* shape (n_panels) */
    size_t n_panels;
    const struct pl_ensemble *ensemble; /* NULL without one */
    const char *against; /* the other treatment in words; NULL for none */
};

/**
 * The loops of a panel, those that do most at the time in focus first.
 * @param order   shape (n_loops)
 * @return how many of them are not silent: they come first
 */
size_t pl_explain_order(const struct pl_explain *explain, size_t *order);

/** Append a factor or a fold: as pl_summary_put_fold, but below 0.1 two digits that tell
 * something. */
void pl_explain_put_factor(double factor, struct pl_text *text);

/**
 * Append a loop's role in words: "brake released by the drug", "passes on S6K_IRS1",
 * "amplifies"; "by the treatment" where that is more than drugs and inhibited targets.
 */
void pl_explain_put_role(const struct pl_explain_panel *panel, size_t loop,
                         struct pl_text *text);

/**
 * For programs: a row for each panel, part and time. Columns: cell, variant, [member,]
 * time, part (loop, group, rest, fold), loop, label, factor (of an ensemble
 * factor_median, _p05, _p95), error (standard error of ln factor), [percent,] alone,
 * without (likewise bands), signal_untreated, signal_treated, signal_by_itself, gain,
 * role, behind, ranks_first, confidence, source. A group shows a signal that all its edges
 * share.
 *
 * @param members  every parameter set by itself, instead of bands
 * @param percent  ln factor as a share of ln fold [%]; none of a fold within half a
 *                 percent of 1
 */
PL_MUST_USE enum pl_status pl_explain_frame(const struct pl_explain_view *view,
                                            bool members, bool percent,
                                            struct pl_diags *diags,
                                            struct pl_frame **out);

/**
 * For people, all cells as text: the factors, a column for each time; the loops that are
 * silent in one row, everything else, and last the product. Of a treatment that cuts
 * edges also the folds against the intact cell.
 * @param percent  shares of ln fold in place of factors
 */
PL_MUST_USE enum pl_status pl_explain_factor_table(const struct pl_explain_view *view,
                                                   size_t panel, bool percent,
                                                   struct pl_diags *diags,
                                                   struct pl_frame **out);

/** For people: what stands beside the factors, at the time in focus. */
PL_MUST_USE enum pl_status pl_explain_beside_table(const struct pl_explain_view *view,
                                                   size_t panel, struct pl_diags *diags,
                                                   struct pl_frame **out);

/** For people: how sure each edge is, and where it comes from; of the loops that are not
 * silent in every panel. */
PL_MUST_USE enum pl_status pl_explain_source_table(const struct pl_explain_view *view,
                                                   struct pl_diags *diags,
                                                   struct pl_frame **out);

/** Notes below the tables of a panel: call with k = 0, 1, … while it is true. Appends
 * one paragraph. */
bool pl_explain_note(const struct pl_explain_view *view, size_t panel, size_t k,
                     struct pl_text *text);

/** Why percentages mislead here; NULL where they do not: a total that is small, or parts
 * that go different ways. */
const char *pl_explain_percent_warning(const struct pl_explain *explain);

/**
 * The closing sentence, from the panels together: what did most of the fold at the time in
 * focus, or that it is not decided. "Akt pS473 is 1.56-fold at 24 h: mTORC1 -> PHLPP
 * (×1.28) and S6K -| Rictor (×1.26) did most of it; everything else ×0.87."
 *
 * Of the parts that go the way of the fold it names the largest until they make up 60 % of
 * that way, three at most; then the strongest loop against it, from 5 % on.
 */
void pl_explain_sentence(const struct pl_explain_view *view, struct pl_text *text);

#endif
