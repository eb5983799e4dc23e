/*
 * sensitivity_report.h - sensitivities for people: a table with bars, a sentence, a
 * picture.
 */
#ifndef PL_CLI_SENSITIVITY_REPORT_H
#define PL_CLI_SENSITIVITY_REPORT_H

#include <stdbool.h>

#include "base/status.h"

struct pl_sensitivity;
struct pl_text;
struct sensitivity_plan;

/** Append the tables of all panels and readouts, a sentence below each. */
PL_MUST_USE enum pl_status sensitivity_report(const struct sensitivity_plan *plan,
                                              const struct pl_sensitivity *s,
                                              struct pl_text *text);

/** The same as Markdown, without bars. */
PL_MUST_USE enum pl_status sensitivity_markdown(const struct sensitivity_plan *plan,
                                                const struct pl_sensitivity *s,
                                                struct pl_text *text);

/** Append the paragraph of methods. @param is_data  as of account_put_methods */
void sensitivity_put_methods(const struct sensitivity_plan *plan,
                             const struct pl_sensitivity *s, bool is_data,
                             struct pl_text *screen);

/** Append "Sobol indices of 20 constants over their ranges: 1024 base samples, …". */
void sensitivity_put_what(const struct pl_sensitivity *s, struct pl_text *text);

/** Append what was asked: treatment, method and samples. */
void sensitivity_describe(const struct sensitivity_plan *plan,
                          const struct pl_sensitivity *s, struct pl_text *text);

/** Append the caption of a picture. */
void sensitivity_put_caption(const struct sensitivity_plan *plan,
                             const struct pl_sensitivity *s, struct pl_text *text);

/** Draw the first readout of the first panel into the file of --plot. */
PL_MUST_USE enum pl_status sensitivity_figure_draw(const struct sensitivity_plan *plan,
                                                   const struct pl_sensitivity *s);

#endif
