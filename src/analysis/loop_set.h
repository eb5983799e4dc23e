/*
 * loop_set.h - the loops of a network: circuits of its links (analysis/ only).
 *
 * A loop's number for a moment is mostly a product or a sum over its links. Loops lie so
 * that each begins as the one before it for most of its length; what they share is worked
 * out once.
 */
#ifndef PL_ANALYSIS_LOOP_SET_H
#define PL_ANALYSIS_LOOP_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/circuits.h"
#include "base/status.h"

struct pl_diags;
struct pl_links;

enum pl_loop_kind {
    PL_LOOP_FEEDBACK,  /* some link is no conversion */
    PL_LOOP_CONVERSION /* every link is material on its way (struct pl_link): what goes
                          round are molecules, as in A <-> B */
};

/** Loops that are told as one: those with the same feedback edges and the same sign; a
 * loop without an edge is alone. */
struct pl_loop_group {
    size_t n;      /* loops */
    int sign;      /* +1 reinforcing, -1 balancing, 0 neither */
    size_t sample; /* one of them: the first */
};

struct pl_loop_set {
    const struct pl_links *links; /* borrowed */
    struct pl_circuits circuits;  /* of two nodes or more; `arcs` are links */
    size_t n;                     /* loops */
    enum pl_loop_kind *kinds;     /* shape (n) */
    size_t *edge_first; /* shape (n + 1): where a loop's edges begin in `edges` */
    uint32_t *edges;    /* signals (0 to n_signals - 1), ascending for each loop */

    size_t n_groups;
    struct pl_loop_group *groups; /* shape (n_groups) */
    size_t *group_of;             /* shape (n); PL_NONE for a conversion */
};

/**
 * @param active   shape (n_links): the links that take part; those from a node to itself
 *                 do not
 * @param options  of circuits.h; max_count is of feedback loops: conversions, as many and a
 *                 thousand more at most, do not count
 * @param set      all zero; to be finished also after an error
 * @return as pl_circuits_find
 */
PL_MUST_USE enum pl_status pl_loop_set_init(struct pl_loop_set *set,
                                            const struct pl_links *links,
                                            const bool *active,
                                            const struct pl_circuits_options *options,
                                            struct pl_diags *diags);
/** Accepts one that is all zero. */
void pl_loop_set_finish(struct pl_loop_set *set);

/** Put the loops into groups. @param signs  shape (n): +1, -1 or 0 */
PL_MUST_USE enum pl_status pl_loop_set_group(struct pl_loop_set *set,
                                             const signed char *signs,
                                             struct pl_diags *diags);

/**
 * Some of the loops, in this order, as a set of their own, without edges and groups.
 * @param out  to be finished with pl_loop_set_finish; all zero after an error
 */
PL_MUST_USE enum pl_status pl_loop_set_pick(const struct pl_loop_set *set,
                                            const size_t *loops, size_t n,
                                            struct pl_diags *diags,
                                            struct pl_loop_set *out);

/** A loop's links, and how many: as many as it has nodes. */
const uint32_t *pl_loop_set_links(const struct pl_loop_set *set, size_t loop,
                                  size_t *n);

/** Its edges. */
const uint32_t *pl_loop_set_edges(const struct pl_loop_set *set, size_t loop,
                                  size_t *n);

/** Room for what follows, for all loops of a set. */
struct pl_loop_room {
    double *numbers;      /* shape (longest loop + 1) */
    int *powers;          /* likewise */
    size_t *indices;      /* likewise */
    double *factor;       /* shape (n_links) */
    int *factor_exponent; /* likewise */
    double *mantissa;     /* shape (n) */
    int *exponent;        /* shape (n) */
};

PL_MUST_USE enum pl_status pl_loop_room_init(struct pl_loop_room *room,
                                             const struct pl_loop_set *set,
                                             struct pl_diags *diags);
/** Accepts one that is all zero. */
void pl_loop_room_finish(struct pl_loop_room *room);

/**
 * The product over the links of each loop: mantissa * 2 ^ exponent, in the room. A product
 * over hundreds of links may lie far outside the range of double, and on the processor's
 * slow side of it long before. Of a product that is 0 or no number the mantissa tells.
 * @param of_link  shape (n_links)
 */
void pl_loop_set_multiply(const struct pl_loop_set *set, struct pl_loop_room *room,
                          const double *of_link);

/** These products as plain numbers. @param out  shape (n) */
void pl_loop_set_products(const struct pl_loop_set *set, struct pl_loop_room *room,
                          const double *of_link, double *out);

/** Sums likewise. @param out  shape (n) */
void pl_loop_set_sums(const struct pl_loop_set *set, struct pl_loop_room *room,
                      const double *of_link, double *out);

/** The first link of each loop that is marked, or PL_NONE. */
void pl_loop_set_first_marked(const struct pl_loop_set *set, struct pl_loop_room *room,
                              const bool *marked, size_t *out);

#endif
