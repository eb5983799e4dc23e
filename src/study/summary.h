/*
 * summary.h - the few numbers of a run that a person reads: a small table and one
 * closing sentence.
 */
#ifndef PL_STUDY_SUMMARY_H
#define PL_STUDY_SUMMARY_H

#include <stddef.h>

#include "base/status.h"

struct pl_band;
struct pl_context;
struct pl_diags;
struct pl_frame;
struct pl_text;
struct pl_timecourse;
struct pl_treatment;

/** Readouts in the table unless all are asked for. */
#define PL_SUMMARY_READOUTS 6

/** Columns of the table after "untreated", at most. */
#define PL_SUMMARY_MAX_MARKS 8

/** [-] Folds beyond these are worth a word. */
#define PL_RISE_FROM 1.1
#define PL_FALL_FROM 0.9

/** [-] What less of the weight of an ensemble agrees on is not decided. */
#define PL_DECIDED_FROM 0.8

/**
 * The times that the table shows: 1 h, 6 h, 24 h and 48 h of a 48 h run, the same
 * shares of another (rounded to times that read well); and, the earliest of them while
 * there is room, the times inside the run at which something begins or ends. Of times
 * that read the same ("6 h") one is shown, behind what happens there.
 *
 * @param marks  [model time], shape (PL_SUMMARY_MAX_MARKS); ascending, the last is
 *               duration
 * @param n      receives how many there are, 4 or more
 */
void pl_summary_marks(const struct pl_context *context,
                      const struct pl_treatment *treatment, double duration,
                      double *marks, size_t *n);

/**
 * The table: text columns "readout", "untreated" (the level; at time 0 and labelled so
 * in a run without treatment), one for each mark reached (fold of untreated; levels in
 * a run without treatment).
 *
 * Folds have two decimals, from 100 on three digits; one of an untreated zero is "–",
 * one below 0.005 in size "<0.01", one that is exactly 0 "0.00"; never "-0.00". Levels
 * have two digits below 1 and three above.
 *
 * @param n_rows  the first n_rows readouts of the time course
 */
PL_MUST_USE enum pl_status pl_summary_table(const struct pl_context *context,
                                            const struct pl_timecourse *timecourse,
                                            size_t n_rows, struct pl_diags *diags,
                                            struct pl_frame **out);

/** Append a level, or a fold, as pl_summary_table has it. */
void pl_summary_put_level(double level, struct pl_text *text);
void pl_summary_put_fold(double fold, struct pl_text *text);
/**
 * Append a band, "1.10–2.40"; one number where both ends read the same; with words where
 * a minus sign would be taken for the dash.
 * @param put  how a number is written
 */
void pl_summary_put_range(const struct pl_band *band,
                          void (*put)(double, struct pl_text *), struct pl_text *text);

/**
 * One sentence on what the run did, from its first PL_SUMMARY_READOUTS readouts and, of
 * these, the one that fell most: "Akt pS473 rises 1.6-fold and Akt activity 1.5-fold by
 * 24 h while S6K pT389 falls to 3 %." It names no cause.
 *
 * A readout rises when the mark at which it is furthest from its untreated level (as a
 * ratio) has it at 1.1 or more, falls when it has it at 0.9 or less; folds below 0.005
 * are all alike. The first that changes says which way the sentence begins. It names
 * the first three that go this way, of falls the deepest among them, and how many more
 * do; all at the first mark at which these changes are nearly complete, or at a later
 * one at which the deepest fall is, too. Where there is no such mark each has a time of
 * its own. What went the other way furthest follows, with a time of its own where that
 * mark does not show it. A first change that has turned back by the last mark is said
 * to be back where that is within 5 % of untreated, else where it is.
 *
 * Appends nothing for a run without treatment, that reached no mark, or without any
 * fold.
 */
void pl_summary_sentence(const struct pl_context *context,
                         const struct pl_timecourse *timecourse, struct pl_text *text);

/**
 * Warnings that belong below the table: a run without treatment whose cell, variant,
 * set or cut is not at rest at the file's values, washout of a drug that leaves at once,
 * readouts at zero before treatment. (Of a species that turns negative pl_sim_advance warns.)
 */
void pl_summary_warnings(const struct pl_context *context,
                         const struct pl_treatment *treatment,
                         const struct pl_timecourse *timecourse,
                         struct pl_diags *diags);

/** Warn of a drug that is washed out inside the run, and leaves every target that
 * instant. */
void pl_summary_warn_washout(const struct pl_context *context,
                             const struct pl_treatment *treatment, double duration,
                             struct pl_diags *diags);

#endif
