/*
 * pairs_report.h - a ranking of pairs, in words and tables.
 */
#ifndef PL_CLI_PAIRS_REPORT_H
#define PL_CLI_PAIRS_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct arms_plan;
struct pl_pairs;
struct pl_text;

/** What stands on a terminal. @param most  rows of each table */
PL_MUST_USE enum pl_status pairs_report(const struct arms_plan *plan,
                                        const struct pl_pairs *pairs, size_t most,
                                        struct pl_text *text);

/** The same tables in Markdown, to paste, with the sentence. */
PL_MUST_USE enum pl_status pairs_markdown(const struct arms_plan *plan,
                                          const struct pl_pairs *pairs, size_t most,
                                          struct pl_text *text);

/** The paragraph of methods. @param is_data  as of account_put_methods */
void pairs_put_methods(const struct arms_plan *plan, const struct pl_pairs *pairs,
                       bool is_data, struct pl_text *screen);

/** The caption of the picture, one line. */
void pairs_put_caption(const struct arms_plan *plan, const struct pl_pairs *pairs,
                       struct pl_text *text);

#endif
