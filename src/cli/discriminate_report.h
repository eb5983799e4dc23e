/*
 * discriminate_report.h - measurements that tell rivals apart, in words and tables.
 */
#ifndef PL_CLI_DISCRIMINATE_REPORT_H
#define PL_CLI_DISCRIMINATE_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct arms_plan;
struct pl_discrimination;
struct pl_text;

/** What stands on a terminal. @param most  rows of the table */
PL_MUST_USE enum pl_status
discriminate_report(const struct arms_plan *plan,
                    const struct pl_discrimination *discrimination, size_t most,
                    struct pl_text *text);

/** The same table in Markdown, to paste, with the sentence. */
PL_MUST_USE enum pl_status
discriminate_markdown(const struct arms_plan *plan,
                      const struct pl_discrimination *discrimination, size_t most,
                      struct pl_text *text);

/** The paragraph of methods. @param is_data  as of account_put_methods */
void discriminate_put_methods(const struct arms_plan *plan,
                              const struct pl_discrimination *discrimination,
                              bool is_data, struct pl_text *screen);

/** The caption of the picture, one line. */
void discriminate_put_caption(const struct arms_plan *plan,
                              const struct pl_discrimination *discrimination,
                              struct pl_text *text);

#endif
