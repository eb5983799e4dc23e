/*
 * loops_private.h - what the files of loops.h share (analysis/ only).
 */
#ifndef PL_ANALYSIS_LOOPS_PRIVATE_H
#define PL_ANALYSIS_LOOPS_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/loop_moment.h"
#include "analysis/loops.h"
#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_treatment;

/** n * m numbers or more, all 0, to be freed with free(); NULL when that is too many. */
void *pl_loops_make_table(size_t n, size_t m, size_t size);

/** What was observed of every member, and the moments of one of them. */
struct pl_loops_course {
    const struct pl_links *links; /* borrowed */
    enum pl_loop_score score;
    double rtol;
    bool (*stop)(void *context); /* may be NULL */
    void *stop_context;
    size_t n_times; /* 0 when nothing moves */
    double *times;  /* shape (n_times): grid, marks and `at`, each once */
    double *spans;  /* shape (n_times): [model time] what each stands for in a mean */
    size_t *mark_time; /* shape (n_marks): which of the times */
    size_t n_moments;  /* 0: untreated; 1 to n_times: the times; then, if asked for, the
                          rest */
    size_t at;         /* the moment that `at` is */
    size_t n_observed;
    size_t *observed; /* shape (n_observed): symbols */
    size_t n_members;
    double *values; /* shape (n_members, n_moments, n_observed) */
    bool *failed;   /* shape (n_members) */
    bool *held;     /* shape (n_moments, n_signals) */

    struct pl_loop_moment *moments; /* shape (n_moments): of the member loaded last */
    size_t member;                  /* that one */
    /* what all loops' scores come to, times 2 to a power: shape (n_members, n_times) */
    double *totals;
    int *powers;
    bool totals_known; /* shares are of these: the loops at hand are not all */
    struct pl_links_work *work;
    double *row;   /* shape (n_symbols) */
    double *error; /* shape (n_nodes) */
    double *base;  /* shape (n_nodes) */
    double *room;  /* shape (2 n_nodes) */
};

/**
 * Run every member and keep what links need. (loops_course.c)
 * @param out  receives links, facts of the run, times; finished by the caller
 */
PL_MUST_USE enum pl_status pl_loops_observe(const struct pl_context *context,
                                            const struct pl_treatment *treatment,
                                            const struct pl_loops_options *options,
                                            struct pl_diags *diags,
                                            struct pl_loops *out);
/** Accepts NULL. */
void pl_loops_course_destroy(struct pl_loops_course *course);

/** Evaluate every moment of a member. */
void pl_loops_load(struct pl_loops_course *course, size_t member);

/** One member's numbers, of every loop. (loops_weigh.c) */
struct pl_loops_numbers {
    struct pl_loop_room room;
    double *factors; /* shape (n_links) */
    bool *marked;    /* shape (n_links) */
    double *now;     /* shape (n): signed shares at one time; NaN for none */
    double *gain, *gain_at, *delay;   /* shape (n) */
    double *share, *peak, *peak_time; /* shape (n) */
    double *marks;                    /* shape (n_marks, n) */
    size_t *open;                     /* shape (n) */
    double *group;                    /* shape (n_groups): mean shares */
    double *group_now;   /* shape (n_groups, 2): of reinforcing and balancing loops */
    double *edge;        /* shape (n_edges): mean shares */
    double *edge_marks;  /* shape (n_marks, n_edges) */
    double *edge_course; /* shape (n_times, n_edges) */
    double *edge_balancing; /* likewise */
    bool *edge_open;        /* shape (1 + n_marks, n_edges): at `at`, at each mark */
    double *reinforcing;    /* shape (n_times) */
    double *edgeless;       /* likewise */
    size_t *scored;         /* shape (n_times) */
};

PL_MUST_USE enum pl_status pl_loops_numbers_init(struct pl_loops_numbers *numbers,
                                                 const struct pl_loops *loops,
                                                 struct pl_diags *diags);
/** Accepts one that is all zero. */
void pl_loops_numbers_finish(struct pl_loops_numbers *numbers);

/** Everything of the member that is loaded. @return PL_OK; PL_ERR_STOPPED */
PL_MUST_USE enum pl_status pl_loops_weigh(const struct pl_loops *loops,
                                          struct pl_loops_numbers *numbers);

/**
 * Signed shares at one moment, into numbers->now.
 * @return how many loops have a score
 */
size_t pl_loops_shares(const struct pl_loops *loops, size_t moment,
                       struct pl_loops_numbers *numbers);

/** Put rows, edges and self-loops into words of bands. (loops_rows.c) */
PL_MUST_USE enum pl_status pl_loops_tell(struct pl_loops *loops,
                                         const struct pl_loops_options *options,
                                         const signed char *signs,
                                         struct pl_diags *diags);

#endif
