/*
 * list.h - room in an array that grows by doubling.
 *
 *     size_t *grown = pl_list_reserve(items, n + 1, &capacity, sizeof *items);
 */
#ifndef PL_BASE_LIST_H
#define PL_BASE_LIST_H

#include <stddef.h>

/**
 * `items` with room for n of them: the same pointer, or a larger block, at least twice
 * as large, whose new part is not set. Arrays that share a capacity grow alike when each
 * is given a copy of it.
 *
 * @param items     NULL, or a block of malloc
 * @param n         > 0
 * @param capacity  [item] of `items`, 0 for NULL; that of the result afterwards
 * @param size      [byte] of an item, > 0
 * @return NULL when memory is out or n * size overflows; `items` and `capacity` are
 *         untouched then
 */
void *pl_list_reserve(void *items, size_t n, size_t *capacity, size_t size);

#endif
