/*
 * summary_private.h - what summaries of a run and of an ensemble share (study/ only).
 */
#ifndef PL_STUDY_SUMMARY_PRIVATE_H
#define PL_STUDY_SUMMARY_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_band;
struct pl_bands;
struct pl_context;
struct pl_diags;
struct pl_frame;
struct pl_text;
struct pl_timecourse;
struct pl_treatment;

/** Add the columns of pl_summary_table. */
PL_MUST_USE enum pl_status pl_summary_add_columns(const struct pl_context *context,
                                                  const struct pl_timecourse *course,
                                                  struct pl_frame *frame,
                                                  struct pl_diags *diags);

/**
 * pl_summary_sentence, with bands when there are any.
 * @param course  of an ensemble: bands->median
 * @param bands   NULL for a run
 */
void pl_summary_tell(const struct pl_context *context,
                     const struct pl_timecourse *course, const struct pl_bands *bands,
                     struct pl_text *text);

/** Whether any readout moves, so that the run was not at rest. */
bool pl_summary_moves(const struct pl_timecourse *course);

/** Those of pl_summary_warnings that are about what is done in a run. */
void pl_summary_warn_treated(const struct pl_context *context,
                             const struct pl_treatment *treatment,
                             const struct pl_timecourse *course,
                             struct pl_diags *diags);

#endif
