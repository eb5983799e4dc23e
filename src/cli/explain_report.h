/*
 * explain_report.h - a fold that was taken apart, as people read it.
 */
#ifndef PL_CLI_EXPLAIN_REPORT_H
#define PL_CLI_EXPLAIN_REPORT_H

#include "base/status.h"

struct explain_plan;
struct pl_text;

/** What stands on a terminal: heading; for each panel its tables and notes; sentence. */
PL_MUST_USE enum pl_status explain_report(const struct explain_plan *plan,
                                          struct pl_text *text);

/** The same in Markdown, to paste. */
PL_MUST_USE enum pl_status explain_markdown(const struct explain_plan *plan,
                                            struct pl_text *text);

#endif
