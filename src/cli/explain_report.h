/*
 * explain_report.h - a fold that was taken apart, as people read it.
 */
#ifndef PL_CLI_EXPLAIN_REPORT_H
#define PL_CLI_EXPLAIN_REPORT_H

#include <stdbool.h>

#include "base/status.h"

struct explain_plan;
struct pl_text;

/** What stands on a terminal: heading; for each panel its tables and notes; sentence. */
PL_MUST_USE enum pl_status explain_report(const struct explain_plan *plan,
                                          struct pl_text *text);

/** The same in Markdown, to paste. */
PL_MUST_USE enum pl_status explain_markdown(const struct explain_plan *plan,
                                            struct pl_text *text);

/** Append what was done: "everolimus 20 nM from 0 h against no treatment". */
void explain_put_treatments(const struct explain_plan *plan, struct pl_text *text);

/** The caption of a picture, one line. */
void explain_put_caption(const struct explain_plan *plan, struct pl_text *text);

/** The paragraph of methods. @param is_data  as of account_put_methods */
void explain_put_methods(const struct explain_plan *plan, bool is_data,
                         struct pl_text *screen);

#endif
