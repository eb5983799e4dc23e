/*
 * show_view.h - one symbol of a model as a person reads it.
 */
#ifndef PL_CLI_SHOW_VIEW_H
#define PL_CLI_SHOW_VIEW_H

#include <stdbool.h>

#include "base/status.h"
#include "study/ensemble.h"

struct cli;
struct pl_terms;
struct pl_terms_numbers;
struct pl_text;
struct pl_treatment;

/* Significant digits of levels and rates. */
#define SHOW_DIGITS 4

/** What is told; everything is borrowed. */
struct show_view {
    const struct cli *cli;
    const struct pl_treatment *treatment;
    const struct pl_ensemble *ensemble; /* NULL for none */
    const struct pl_terms *terms;
    const struct pl_terms_numbers *numbers;
    bool is_markdown;
};

/**
 * Append heading, equation with sources, the table of terms, conserved sums, what the
 * symbol reads and who reads it, and the closing sentence.
 * @return PL_OK; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status show_view_print(const struct show_view *view,
                                           struct pl_text *text);

/** Append the table of terms alone. @return PL_OK; PL_ERR_NOMEM */
PL_MUST_USE enum pl_status show_table_print(const struct show_view *view,
                                            struct pl_text *text);

/** Append a number as the table has it: "0.1216", "–" for NaN. */
void show_put_number(double value, struct pl_text *text);

/** Append a median by `put`, with `is_band` its band behind it: "0.05 (0.04 to 0.06)". */
void show_put_band(struct pl_band band, bool is_band,
                   void (*put)(double, struct pl_text *), struct pl_text *text);

#endif
