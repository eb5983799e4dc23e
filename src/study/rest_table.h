/*
 * rest_table.h - rest states that several points of a sweep share; also why there is none.
 *
 * Threads  any number at once.
 */
#ifndef PL_STUDY_REST_TABLE_H
#define PL_STUDY_REST_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_rest_table;

/**
 * @param n_keys    numbers that tell one rest from another; 0 when all points share one
 * @param n_states  of a rest state
 * @param most      rest states that there can be, > 0
 */
PL_MUST_USE enum pl_status pl_rest_table_create(size_t n_keys, size_t n_states,
                                                size_t most, struct pl_diags *diags,
                                                struct pl_rest_table **out);
/** Accepts NULL. */
void pl_rest_table_destroy(struct pl_rest_table *table);

/**
 * @param keys   shape (n_keys), compared by their bits
 * @param steps  receives how many steps it took
 * @return the rest state, shape (n_states), that stays where it is; NULL when it is not
 *         there, or when there is none
 */
const double *pl_rest_table_find(struct pl_rest_table *table, const double *keys,
                                 size_t *steps);

/** Keep one, unless it is there or `most` are. */
void pl_rest_table_put(struct pl_rest_table *table, const double *keys, const double *y,
                       size_t steps);

/** @return why there is no rest with these keys: it stays; NULL when that is not known */
const char *pl_rest_table_find_reason(struct pl_rest_table *table, const double *keys);

/** Keep that there is none, as a state is kept. The reason is copied; without memory for
 * that it is not kept. */
void pl_rest_table_put_reason(struct pl_rest_table *table, const double *keys,
                              const char *reason);

#endif
