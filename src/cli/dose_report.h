/*
 * dose_report.h - dose-response curves for people: on a terminal, in Markdown, as a
 * picture, and how they came about.
 */
#ifndef PL_CLI_DOSE_REPORT_H
#define PL_CLI_DOSE_REPORT_H

#include <stdbool.h>

#include "base/status.h"

struct dose_plan;
struct pl_dose;
struct pl_text;

/** What stands on a terminal: heading, table, sentences. */
PL_MUST_USE enum pl_status dose_report(const struct dose_plan *plan,
                                       const struct pl_dose *dose,
                                       struct pl_text *text);

/** The same table and sentences in Markdown. */
PL_MUST_USE enum pl_status dose_markdown(const struct dose_plan *plan,
                                         const struct pl_dose *dose,
                                         struct pl_text *text);

/** The caption of a picture, one line. */
void dose_put_caption(const struct dose_plan *plan, const struct pl_dose *dose,
                      struct pl_text *text);

/** The paragraph of methods. @param is_data  as of account_put_methods */
void dose_put_methods(const struct dose_plan *plan, const struct pl_dose *dose,
                      bool is_data, struct pl_text *screen);

/** Before any run: do the curves fit on a page? @return PL_OK; PL_ERR_OPTION */
PL_MUST_USE enum pl_status dose_figure_check(const struct dose_plan *plan);

/** Draw them into the file of --plot. @return as pl_picture_write */
PL_MUST_USE enum pl_status dose_figure_draw(const struct dose_plan *plan,
                                            const struct pl_dose *dose);

#endif
