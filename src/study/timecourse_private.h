/*
 * timecourse_private.h - what tables of runs share (study/ only).
 */
#ifndef PL_STUDY_TIMECOURSE_PRIVATE_H
#define PL_STUDY_TIMECOURSE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_frame;
struct pl_symbol;
struct pl_timecourse;

/** Add a column of numbers, `suffix` behind the name and `words` behind the label. */
PL_MUST_USE enum pl_status
pl_timecourse_add_numbers(const struct pl_symbol *symbol, const char *suffix,
                          const char *words, const char *unit, struct pl_frame *frame,
                          struct pl_diags *diags);

/** Add the columns of pl_timecourse_frame. */
PL_MUST_USE enum pl_status pl_timecourse_add_columns(const struct pl_context *context,
                                                     const struct pl_timecourse *course,
                                                     bool long_form,
                                                     struct pl_frame *frame,
                                                     struct pl_diags *diags);

/**
 * Add the rows of one output time to them.
 * @param column  where the time stands: others may stand before it
 */
PL_MUST_USE enum pl_status pl_timecourse_add_rows(const struct pl_context *context,
                                                  const struct pl_timecourse *course,
                                                  size_t time, bool long_form,
                                                  size_t column, struct pl_frame *frame,
                                                  struct pl_diags *diags);

#endif
