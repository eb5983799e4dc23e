/*
 * compare_report.h - treatments side by side, in words and tables that people read.
 */
#ifndef PL_CLI_COMPARE_REPORT_H
#define PL_CLI_COMPARE_REPORT_H

#include <stdbool.h>

#include "base/status.h"

struct arms_plan;
struct pl_comparison;
struct pl_text;

/** What stands on a terminal: heading, a table for each panel and readout, sentence. */
PL_MUST_USE enum pl_status compare_report(const struct arms_plan *plan,
                                          const struct pl_comparison *comparison,
                                          struct pl_text *text);

/** The same tables in Markdown, to paste, with their headings and the sentence. */
PL_MUST_USE enum pl_status compare_markdown(const struct arms_plan *plan,
                                            const struct pl_comparison *comparison,
                                            struct pl_text *text);

/** The caption of a picture, one line. */
void compare_put_caption(const struct arms_plan *plan,
                         const struct pl_comparison *comparison, struct pl_text *text);

/** The paragraph of methods. @param is_data  as of account_put_methods */
void compare_put_methods(const struct arms_plan *plan,
                         const struct pl_comparison *comparison, bool is_data,
                         struct pl_text *screen);

#endif
