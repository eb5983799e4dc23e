/*
 * compare_drawing.h - what the parts of the picture of a comparison share.
 *
 * One or two plots stand side by side, with the names of the curves at their ends. More
 * of them are small: they share their axes, and one legend has the names, and in how
 * many of them a readout returns, and when.
 */
#ifndef PL_CLI_COMPARE_DRAWING_H
#define PL_CLI_COMPARE_DRAWING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct arms_plan;
struct pl_compare_answer;
struct pl_band;
struct pl_comparison;
struct pl_diags;
struct pl_frame;
struct pl_sheet;
struct pl_text;

/** [unit] From a plot to the labels beside it. */
#define COMPARE_TAG_GAP 30.0

/** [-] Mean width of a character as a share of the font size. */
#define COMPARE_CHARACTER_WIDTH 0.52

/** The frames of a picture, in the order of the data files. */
enum {
    COMPARE_CURVES,
    COMPARE_PANELS,
    COMPARE_TAGS,
    COMPARE_DOTS,
    COMPARE_LEGEND,
    COMPARE_N_TABLES
};

/** [unit] A rectangle on the page, from its lower left corner. */
struct compare_box {
    double left, bottom, width, height;
};

struct compare_drawing {
    const struct arms_plan *plan;
    const struct pl_comparison *comparison;
    struct pl_diags *diags;
    double unit; /* [model time] of the time axis */
    const char *unit_name;
    double x_max, y_min, y_max;
    size_t n_plots, n_columns, n_rows;
    bool is_small;             /* more than two plots */
    struct compare_box first;  /* the first plot, upper left */
    double pitch_x, pitch_y;   /* [unit] from one plot to the next */
    struct compare_box legend; /* of small plots */
    double name_size;          /* [unit] font of the names of the plots */
    size_t name_lines;         /* that a name may take */
    size_t *styles; /* shape (n_therapies), from 1: those that return in some plot come
                       first, so that they differ */
    double label_size;
    size_t columns;  /* [column] of a label: what is longer is cut */
    size_t widest;   /* [column] the widest label; 0 without labels */
    bool labels_all; /* else only those that return */
    struct pl_frame *tables[COMPARE_N_TABLES];
};

/** What became of a curve, and its folds; plots go by panels, in each by readouts. */
const struct pl_compare_answer *compare_answer_of(const struct compare_drawing *drawing,
                                                  size_t plot, size_t therapy);
const struct pl_band *compare_folds_of(const struct compare_drawing *drawing,
                                       size_t plot, size_t therapy);

/** True when enough of the parameter sets end as most of them do. */
bool compare_is_decided(const struct pl_compare_answer *answer);

/** True when the moment of a return is so late that a point shows it. */
bool compare_has_dot(const struct compare_drawing *drawing, size_t plot,
                     size_t therapy);

/** Append what a plot is called: all that tells it from the others. */
void compare_put_name(const struct compare_drawing *drawing, size_t plot,
                      struct pl_text *text);

/**
 * Where the plots stand, and their labels or their legend.
 * @param foot  the share of the page that a caption takes
 */
void compare_arrange(struct compare_drawing *drawing, double foot);

/** The axes of a plot. */
struct compare_box compare_box_of(const struct compare_drawing *drawing, size_t plot);

/** Choose which curves have labels, and how large these are. @param height  [unit] of a
 * plot */
void compare_choose_labels(struct compare_drawing *drawing, double height);

/** The table of labels, moved apart: text; plot, curve, height of the label and of the
 * curve's end, 1 for a leader line, 1 for a curve that returns. No row in small plots. */
PL_MUST_USE enum pl_status compare_make_labels(const struct compare_drawing *drawing,
                                               struct pl_frame **out);

/** The table of the legend: text; kind (0 words, 1 a curve that returns, 2 one that does
 * not), style, 1 with a point, x and y on the page, font, 1 for a second line. No row
 * but in small plots. */
PL_MUST_USE enum pl_status compare_make_legend(const struct compare_drawing *drawing,
                                               struct pl_frame **out);

#endif
