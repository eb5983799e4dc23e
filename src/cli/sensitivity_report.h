/*
 * sensitivity_report.h - sensitivities for people: a table with bars, a sentence, a
 * picture.
 */
#ifndef PL_CLI_SENSITIVITY_REPORT_H
#define PL_CLI_SENSITIVITY_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct picture_page;
struct pl_band;
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

/** Cells, variants and readouts that a page holds. */
#define SENSITIVITY_MOST_PANELS ((size_t)9)

/** Draw into the file of --plot: one readout in one panel, or several as small multiples.
 * @return as pl_picture_write */
PL_MUST_USE enum pl_status sensitivity_figure_draw(const struct sensitivity_plan *plan,
                                                   const struct pl_sensitivity *s);

/** Several: the same constants in each, the most important anywhere first. */
PL_MUST_USE enum pl_status sensitivity_panels_draw(const struct sensitivity_plan *plan,
                                                   const struct pl_sensitivity *s);

struct sensitivity_place {
    size_t panel, measure, factor;
};

/** What is drawn of a constant: elasticity and 0, mu* and sigma, or total and first-order
 * index, with the ends of their intervals or bands; NaN for what there is not. */
void sensitivity_bands(const struct pl_sensitivity *s,
                       const struct sensitivity_place *place, struct pl_band *first,
                       struct pl_band *second);

/** Title, subtitle, the names of both axes, what lines are, caption.
 * @param n_rows  constants that are drawn */
void sensitivity_write_page(const struct sensitivity_plan *plan,
                            const struct pl_sensitivity *s, size_t n_rows,
                            struct picture_page *page);

#endif
