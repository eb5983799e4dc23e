/*
 * explain_drawing.h - what a picture of an explanation shows: which small plots, which loops
 * have a bar in them, and where the bars stand.
 */
#ifndef PL_CLI_EXPLAIN_DRAWING_H
#define PL_CLI_EXPLAIN_DRAWING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct explain_plan;
struct pl_band;
struct pl_diags;

/** Kinds of bars, as in plots/explain.gp. */
enum explain_bar_kind {
    EXPLAIN_BAR_REST,
    EXPLAIN_BAR_LOOP,
    EXPLAIN_BAR_OTHERS,
    EXPLAIN_BAR_FOLD
};

/** A bar of a small plot. */
struct explain_bar {
    enum explain_bar_kind kind;
    double from, to;  /* [fold] */
    double low, high; /* the ends of its whisker: where `to` is at 5 and 95 % */
    double factor;
};

/** The same parts in all small plots: everything else, loops, other loops, the fold. Zero it
 * before the first use. */
struct explain_drawing {
    const struct explain_plan *plan;
    struct pl_diags *diags;
    size_t n_columns, n_rows; /* of small plots; the last row may lack some */
    size_t n_smalls;
    bool by_panels;     /* one small plot for each panel, at the time in focus */
    const char **names; /* shape (n_names): loops that are drawn, by their names */
    size_t n_names;
    bool all_silent;        /* the other loops, everywhere */
    size_t n_others;        /* of them, at most */
    struct pl_band *others; /* shape (n_panels, n_times): what these make together */
};

/** How the small plots stand, before any run. @return PL_OK; PL_ERR_OPTION for too many */
PL_MUST_USE enum pl_status explain_drawing_arrange(struct explain_drawing *drawing,
                                                   const struct explain_plan *plan,
                                                   struct pl_diags *diags);

/** Which loops have a bar, and what the others make together: behind the runs.
 * @return PL_OK; PL_ERR_NOMEM */
PL_MUST_USE enum pl_status explain_drawing_choose(struct explain_drawing *drawing);

void explain_drawing_finish(struct explain_drawing *drawing);

/** Which panel and which time a small plot shows. */
size_t explain_drawing_panel(const struct explain_drawing *drawing, size_t small);
size_t explain_drawing_time(const struct explain_drawing *drawing, size_t small);

/** Bars of a small plot. */
size_t explain_drawing_n_bars(const struct explain_drawing *drawing);

/** Bar i, from the top. @param from  [fold] where the one before it ended */
struct explain_bar explain_drawing_bar(const struct explain_drawing *drawing,
                                       size_t small, size_t i, double from);

#endif
