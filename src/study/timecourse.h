/*
 * timecourse.h - one run: rest, treatment, results as a frame.
 */
#ifndef PL_STUDY_TIMECOURSE_H
#define PL_STUDY_TIMECOURSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "solve/sim.h"

struct pl_context;
struct pl_diags;
struct pl_frame;
struct pl_treatment;

/** Output times that one run may have; a table beyond it is a mistake. */
#define PL_TIMECOURSE_MAX_TIMES ((size_t)10000000)

enum pl_equilibrate {
    PL_EQUILIBRATE_AUTO, /* when the run has a treatment or a background */
    PL_EQUILIBRATE_YES,
    PL_EQUILIBRATE_NO
};

struct pl_timecourse_options {
    struct pl_sim_options sim;
    double duration; /* [model time] > 0 */
    enum pl_equilibrate equilibrate;
    size_t n_points; /* output times, both ends included, >= 2; used when every is 0 */
    double every;    /* [model time] between outputs; the end is always one */
    const size_t *readouts; /* symbols, shape (n_readouts) */
    size_t n_readouts;
    const double *marks; /* [model time] further times, ascending, 0 to duration, shape
                            (n_marks) */
    size_t n_marks;
};

/** Zero it before the first use; pl_timecourse_finish frees what is in it. */
struct pl_timecourse {
    size_t n_readouts;
    const size_t *readouts; /* borrowed from the options */
    bool treated;           /* something begins at 0 or later: folds have a meaning */
    bool rested;            /* the run began at rest */
    bool complete;          /* false when it was stopped or failed on the way */
    double duration;        /* [model time] */
    double *untreated;   /* shape (n_readouts): at rest (or time 0), before treatment */
    double *largest;     /* shape (n_readouts): the largest |value| in the run */
    size_t n_times;      /* those reached */
    double *times;       /* [model time], shape (n_times) */
    double *values;      /* shape (n_times, n_readouts), row-major */
    size_t n_marks;      /* those reached */
    double *marks;       /* [model time], shape (n_marks) */
    double *mark_values; /* shape (n_marks, n_readouts), row-major */
    struct pl_sim_statistics statistics;
    const char *method;     /* the one in use; NULL when nothing ran */
    const char *why_method; /* why `auto` chose it, in words; NULL when it was named */
};

/**
 * Run it. Values at the time of a jump are those behind the jump. Starting values that
 * the rest has undone are warned of (pl_treatment_warn_moved).
 * @return PL_OK; PL_ERR_OPTION for a duration, n_points or every out of range or for
 *         more than PL_TIMECOURSE_MAX_TIMES outputs; any error of pl_treatment_jumps,
 *         pl_sim_create, pl_sim_start, pl_sim_rest, pl_sim_advance. After PL_ERR_STEP,
 *         PL_ERR_RATE and PL_ERR_STOPPED `out` holds what was reached, perhaps nothing;
 *         after another error it is empty.
 */
PL_MUST_USE enum pl_status
pl_timecourse_run(const struct pl_context *context,
                  const struct pl_treatment *treatment,
                  const struct pl_timecourse_options *options, struct pl_diags *diags,
                  struct pl_timecourse *out);

void pl_timecourse_finish(struct pl_timecourse *timecourse);

/**
 * The value of a readout at any time of the run, linear between outputs; NaN outside.
 * Cost: O(log n_times).
 */
double pl_timecourse_value_at(const struct pl_timecourse *timecourse, size_t readout,
                              double time);

/** A value of a readout as pl_fold has it; the largest of the run is that of its outputs. */
double pl_timecourse_fold(const struct pl_timecourse *timecourse, double value,
                          size_t readout);

/**
 * The result as a table: `time_h` (or `time` in a model without time_unit), then each
 * readout under its name without `readout_` and, in a treated run, `…_fold` beside it.
 * With `long_form`: one row per readout and time: time, readout, value[, fold].
 */
PL_MUST_USE enum pl_status pl_timecourse_frame(const struct pl_context *context,
                                               const struct pl_timecourse *timecourse,
                                               bool long_form, struct pl_diags *diags,
                                               struct pl_frame **out);

/** Seconds per unit of the output's time column: 3600, or 0 without a time_unit. */
double pl_timecourse_time_unit(const struct pl_context *context);

/** Add the column `time_h`, or `time`. */
PL_MUST_USE enum pl_status pl_timecourse_add_time(const struct pl_context *context,
                                                  struct pl_frame *frame,
                                                  struct pl_diags *diags);

/** A time of the model in the unit of that column. */
double pl_timecourse_told_time(const struct pl_context *context, double time);

#endif
