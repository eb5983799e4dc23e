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
struct pl_edge_gain;
struct pl_treatment;

/** [-] The weight of a member, of 1 for all of them. */
double pl_loops_weight(const struct pl_loops *loops, size_t member);

/** n * m numbers or more, all 0, to be freed with free(); NULL when that is too many. */
void *pl_loops_make_table(size_t n, size_t m, size_t size);

/** One member at all moments of its run. */
struct pl_loops_member {
    size_t member;
    size_t n_moments;
    struct pl_loop_moment *moments; /* shape (n_moments) */
    struct pl_links_work *work;
    double *row;   /* shape (n_symbols) */
    double *error; /* shape (n_nodes) */
    double *base;  /* shape (n_nodes) */
    double *room;  /* shape (2 n_nodes) */
};

/** What was observed of every member. */
struct pl_loops_course {
    const struct pl_links *links; /* borrowed */
    enum pl_loop_score score;
    double rtol;
    size_t n_threads;            /* >= 1 */
    bool (*stop)(void *context); /* may be NULL; asked on every thread */
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

    struct pl_loops_member first; /* the first that did not fail */
    /* what all loops' scores come to, times 2 to a power: shape (n_members, n_times) */
    double *totals;
    int *powers;
    bool totals_known; /* shares are of these: the loops at hand are not all */
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

/** @param member  all zero; to be finished also after an error. (loops_member.c) */
PL_MUST_USE enum pl_status pl_loops_member_init(struct pl_loops_member *member,
                                                const struct pl_loops_course *course,
                                                struct pl_diags *diags);
/** Accepts one that is all zero. */
void pl_loops_member_finish(struct pl_loops_member *member);

/** Evaluate every moment of a member. */
void pl_loops_member_load(struct pl_loops_member *member,
                          const struct pl_loops_course *course, size_t which);

/** One member's numbers, of every loop. (loops_weigh.c) */
struct pl_loops_numbers {
    struct pl_loops_member own;           /* room for one, where there are several */
    const struct pl_loops_member *member; /* whose numbers they are */
    struct pl_loop_room room;
    double *factors; /* shape (n_links) */
    double *now;     /* shape (n): signed shares at one time; NaN for none */
    double *gain, *gain_at, *delay;   /* shape (n) */
    double *share, *peak, *peak_time; /* shape (n) */
    double *marks;                    /* shape (n_marks, n) */
    double *kept, *kept_at;          /* shape (n): at one time, at `at` (loop_open.h) */
    double *gain_now;                /* shape (n): at one time */
    struct pl_edge_gain *edge_gains; /* shape (n_edges): at one time */
    bool *open;    /* shape (n_marks + 1, n_edges): edges, at each mark and at `at` */
    double *group; /* shape (n_groups): mean shares */
    double *group_now;   /* shape (n_groups, 2): of reinforcing and balancing loops */
    double *edge;        /* shape (n_edges): mean shares */
    double *edge_marks;  /* shape (n_marks, n_edges) */
    double *edge_course; /* shape (n_times, n_edges) */
    double *edge_balancing; /* likewise */
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

/** Gains at one moment of the member that is loaded. @param gains  shape (n) */
void pl_loops_find_gains(const struct pl_loops *loops, size_t moment,
                         struct pl_loops_numbers *numbers, double *gains);

/** What every loop keeps of its gain at a moment (loop_open.h); gains are there.
 * @param kept  shape (n) */
void pl_loops_find_kept(const struct pl_loops *loops, size_t moment,
                        struct pl_loops_numbers *numbers, double *kept);

/**
 * Signed shares at one moment, into numbers->now. Gains are there (numbers->gain).
 * @return how many loops have a score
 */
size_t pl_loops_find_shares(const struct pl_loops *loops, size_t moment,
                            struct pl_loops_numbers *numbers);

/** Of a walk through the members. */
struct pl_loops_walk {
    /** Called on any thread, for members side by side; slots in use at once differ. */
    enum pl_status (*work)(void *context, size_t slot,
                           struct pl_loops_numbers *numbers);
    /** Called on the caller's thread, member by member in their order. */
    void (*add)(void *context, size_t slot, const struct pl_loops_numbers *numbers);
    void *context;
};

/** How many slots a walk has, at most. */
size_t pl_loops_n_slots(const struct pl_loops *loops);

/**
 * Go through all members that did not fail. What is added up is the same for any number
 * of threads. (loops_member.c)
 * @return PL_OK; what work returned; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_loops_walk_members(const struct pl_loops *loops,
                                                 const struct pl_loops_walk *walk,
                                                 struct pl_diags *diags);

/** Count the loops of each kind and each edge. (loops_choose.c) */
void pl_loops_count(struct pl_loops *loops, const signed char *signs);

/** What rows are chosen by. */
struct pl_loops_ranks {
    const double *rank; /* shape (n): mean share, or |gain| where nothing moves */
    const double *gain, *gain_at; /* shape (n): mean |gain| */
};

/** Which loops become rows, in order, and which of them are the strongest of edges. */
PL_MUST_USE enum pl_status
pl_loops_choose_rows(struct pl_loops *loops, const struct pl_loops_ranks *ranks,
                     const signed char *signs, size_t max_rows, struct pl_diags *diags);

/** Which loops are open and which edges held, and what has no score: what the first member
 * has stands for all. (loops_state.c) */
PL_MUST_USE enum pl_status pl_loops_note_state(struct pl_loops *loops,
                                               struct pl_diags *diags);

/** Put rows, edges and self-loops into words of bands. (loops_rows.c) */
PL_MUST_USE enum pl_status pl_loops_tell(struct pl_loops *loops,
                                         const struct pl_loops_options *options,
                                         const signed char *signs,
                                         struct pl_diags *diags);

#endif
