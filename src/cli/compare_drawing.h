/*
 * compare_drawing.h - what the parts of the picture of a comparison share.
 */
#ifndef PL_CLI_COMPARE_DRAWING_H
#define PL_CLI_COMPARE_DRAWING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct arms_plan;
struct pl_answer;
struct pl_band;
struct pl_comparison;
struct pl_diags;
struct pl_frame;

/** [unit] The page left of small plots, as in plots/style.gp. */
#define COMPARE_PAGE_LEFT 100.0

/** [unit] From a plot to the labels beside it. */
#define COMPARE_TAG_GAP 30.0

/** [-] Mean width of a character as a share of the font size. */
#define COMPARE_CHARACTER_WIDTH 0.52

/** The frames of a picture, in the order of the data files. */
enum { COMPARE_CURVES, COMPARE_PANELS, COMPARE_TAGS, COMPARE_DOTS, COMPARE_N_TABLES };

struct compare_drawing {
    const struct arms_plan *plan;
    const struct pl_comparison *comparison;
    struct pl_diags *diags;
    double unit; /* [model time] of the time axis */
    const char *unit_name;
    double x_max, y_min, y_max;
    size_t n_plots, n_columns, n_rows;
    double height; /* [unit] of a plot */
    double label_size;
    size_t columns;  /* [column] of a label: what is longer is cut */
    size_t widest;   /* [column] the widest label */
    bool labels_all; /* else only those that return */
    struct pl_frame *tables[COMPARE_N_TABLES];
};

/** What became of a curve, and its folds; plots go by panels, in each by readouts. */
const struct pl_answer *compare_answer_of(const struct compare_drawing *drawing,
                                          size_t plot, size_t therapy);
const struct pl_band *compare_folds_of(const struct compare_drawing *drawing,
                                       size_t plot, size_t therapy);

/** Add columns of one type, as many as there are names before NULL. */
PL_MUST_USE enum pl_status compare_add_columns(struct pl_frame *frame,
                                               const char *const *names, bool texts,
                                               struct pl_diags *diags);

/** Choose which curves have labels, and how large these are. */
void compare_choose_labels(struct compare_drawing *drawing);

/** The table of labels, moved apart: text; plot, curve, height of the label and of the
 * curve's end, 1 for a leader line, 1 for a curve that returns. */
PL_MUST_USE enum pl_status compare_fill_labels(struct compare_drawing *drawing);

#endif
