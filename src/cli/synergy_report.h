/*
 * synergy_report.h - checkerboards for people: on a terminal, in Markdown, as a picture,
 * and how they came about.
 */
#ifndef PL_CLI_SYNERGY_REPORT_H
#define PL_CLI_SYNERGY_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/synergy.h"
#include "base/status.h"

struct dose_plan;
struct pl_text;
struct pl_two_drugs;

/** The boards of a call: panels, and in each the readouts. */
struct synergy_boards {
    const struct dose_plan *plan;
    struct pl_two_drugs *items; /* shape (n) */
    size_t n;
    enum pl_synergy_kind score; /* which number is shown, and drawn */
};

/** What stands on a terminal: heading, scores, the board, sentences. */
PL_MUST_USE enum pl_status synergy_report(const struct synergy_boards *boards,
                                          struct pl_text *text);

/** The same tables and sentences in Markdown. */
PL_MUST_USE enum pl_status synergy_markdown(const struct synergy_boards *boards,
                                            struct pl_text *text);

/** The caption of a picture, one line. */
void synergy_put_caption(const struct synergy_boards *boards, struct pl_text *text);

/** The paragraph of methods. @param is_data  as of account_put_methods */
void synergy_put_methods(const struct synergy_boards *boards, bool is_data,
                         struct pl_text *screen);

/** Boards that a page holds. */
#define SYNERGY_MOST_BOARDS ((size_t)12)

/** Draw into the file of --plot: one board as a map with isoboles and sections, several as
 * small maps with one scale. @return as pl_picture_write */
PL_MUST_USE enum pl_status synergy_figure_draw(const struct synergy_boards *boards);

/** Several boards: what synergy_figure_draw does with more than one. */
PL_MUST_USE enum pl_status
synergy_boards_figure_draw(const struct synergy_boards *boards);

/** Is a combination index shown, not a share? */
bool synergy_is_index(const struct synergy_boards *boards);

/** What a cell's colour stands for: per cent, or -log2 of an index, cut at 1/8 and 8. */
double synergy_colour(const struct synergy_boards *boards, double value);

/** A colour scale goes no less far from 0. */
double synergy_least_reach(const struct synergy_boards *boards);

/** Append what the effect is of: "Akt pS473 at 24 h". */
void synergy_put_readout(const struct synergy_boards *boards, size_t measure,
                         struct pl_text *text);

#endif
