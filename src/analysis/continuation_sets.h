/*
 * continuation_sets.h - the rest states over one input in every member of an ensemble:
 * bands of what is observed, and of where folds, Hopf and branch points lie.
 */
#ifndef PL_ANALYSIS_CONTINUATION_SETS_H
#define PL_ANALYSIS_CONTINUATION_SETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/continuation.h"
#include "base/status.h"
#include "study/ensemble.h"

struct pl_context;
struct pl_diags;
struct pl_ensemble;
struct pl_frame;
struct pl_text;
struct pl_treatment;

struct pl_continuation_sets_options {
    struct pl_continuation_options each; /* of a member; sim.stop is not used */
    bool keeps_curves;                   /* of every member: for a table of them */
    size_t n_threads;                    /* 0 for all processors */
    /** Called about ten times a second on the caller's thread, and at the end; true ends
     * the work. May be NULL. */
    bool (*watch)(void *context, uint64_t n_done);
    void *watch_context;
};

/** A fold, Hopf or branch point at which a stable rest state ends. */
struct pl_rest_event {
    enum pl_rest_branch_kind kind;
    int way; /* PL_PATH_UP where the stable state lies at lower inputs, so that it
                       ends on the way up; else PL_PATH_DOWN */
    size_t ordinal;       /* of its kind and way, by input: 0 for the lowest */
    double input, period; /* [model unit], [model time]; NaN but for a Hopf point */
    double *values;       /* shape (n_values): what is observed there */
};

/** What is found in one member. */
struct pl_rest_member {
    char *reason; /* why nothing was found, in words; NULL for one with rest states */
    struct pl_continuation
        found; /* its paths; its branches with keeps_curves alone, and
                                     no states */
    size_t n_events;
    struct pl_rest_event *events;     /* shape (n_events) */
    size_t most_stable, least_stable; /* rest states at one input */
};

/** Zero it before the first use; pl_continuation_sets_finish frees what is in it. */
struct pl_continuation_sets {
    const struct pl_context *context;   /* borrowed, … */
    const struct pl_ensemble *ensemble; /* … as this */
    struct pl_rest_range range;
    size_t n_members, n_failed;
    struct pl_rest_member *members; /* shape (n_members) */
    size_t n_values, n_levels;
    size_t *symbols; /* shape (n_values): what is observed */
    double *levels;  /* [model unit] shape (n_levels) */
};

/**
 * Follow the rest states of every member, each as pl_continuation_run does.
 *
 * @return PL_OK, also when nothing is found in members, and be it all; PL_ERR_OPTION as
 *         pl_continuation_run; PL_ERR_STOPPED when `watch` said so; PL_ERR_NOMEM. `out` is
 *         empty after an error
 */
PL_MUST_USE enum pl_status pl_continuation_sets_run(
    const struct pl_context *context, const struct pl_treatment *treatment,
    const struct pl_ensemble *ensemble, const struct pl_rest_range *range,
    const struct pl_continuation_sets_options *options, struct pl_diags *diags,
    struct pl_continuation_sets *out);

void pl_continuation_sets_finish(struct pl_continuation_sets *sets);

/** Events that the members have in common: of one kind, way and ordinal. */
struct pl_rest_mark {
    enum pl_rest_branch_kind kind;
    int way;
    size_t ordinal;
    size_t n_members;             /* that have it */
    struct pl_band input, period; /* [model unit], [model time] */
    struct pl_band *values;       /* shape (n_values) */
};

/**
 * All of them: folds, Hopf points, branch points, each on the way up first, then by
 * ordinal.
 * @param marks  receives an array, for pl_rest_marks_free
 */
PL_MUST_USE enum pl_status
pl_continuation_sets_marks(const struct pl_continuation_sets *sets,
                           struct pl_diags *diags, struct pl_rest_mark **marks,
                           size_t *n);
void pl_rest_marks_free(struct pl_rest_mark *marks, size_t n);

/** What is observed at a level on the way up or down: a band over the members that are at
 * a stable rest state there.
 * @param numbers, room  work space, shape (n_members) */
struct pl_band pl_continuation_sets_band(const struct pl_continuation_sets *sets,
                                         int way, size_t level, size_t value,
                                         double *numbers, struct pl_weighted *room);

/** How many members those are. */
size_t pl_continuation_sets_n_at(const struct pl_continuation_sets *sets, int way,
                                 size_t level);

/** Are the ways up and down the same at that level, in every member? */
bool pl_continuation_sets_ways_agree(const struct pl_continuation_sets *sets,
                                     size_t level);

/**
 * Levels on the way up, then down, then marks: way, at ("" for a level), number and the
 * input, its p05 and p95 and the period, of marks alone, sets, bands of what is observed.
 */
PL_MUST_USE enum pl_status
pl_continuation_sets_frame(const struct pl_continuation_sets *sets,
                           struct pl_diags *diags, struct pl_frame **out);

/** All points of every member: member, its weight if they differ, as
 * pl_continuation_frame, error. The members' curves are there. */
PL_MUST_USE enum pl_status
pl_continuation_sets_members(const struct pl_continuation_sets *sets,
                             struct pl_diags *diags, struct pl_frame **out);

/**
 * Marks and some levels, for a person.
 * @param n_shown  [symbol] of the observed ones, at most n_values
 */
PL_MUST_USE enum pl_status
pl_continuation_sets_table(const struct pl_continuation_sets *sets, size_t n_shown,
                           struct pl_diags *diags, struct pl_frame **out);

/** Append sentences: in how many sets there is one rest state, or several; where the
 * network jumps, where oscillations begin. */
PL_MUST_USE enum pl_status
pl_continuation_sets_sentence(const struct pl_continuation_sets *sets,
                              struct pl_diags *diags, struct pl_text *text);

#endif
