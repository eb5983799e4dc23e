/*
 * list.c - room in an array that grows by doubling.
 */
#include "base/list.h"

#include <stdint.h>
#include <stdlib.h>

#define FIRST_CAPACITY ((size_t)16)

void *
pl_list_reserve(void *items, size_t n, size_t *capacity, size_t size)
{
    size_t wanted = *capacity > SIZE_MAX / 2 ? SIZE_MAX : 2 * *capacity;
    void *grown = NULL;

    if (n <= *capacity) {
        return items;
    }
    if (wanted < FIRST_CAPACITY) {
        wanted = FIRST_CAPACITY;
    }
    if (wanted < n) {
        wanted = n;
    }
    if (wanted > SIZE_MAX / size) {
        return NULL;
    }
    grown = realloc(items, wanted * size);
    if (grown != NULL) {
        *capacity = wanted;
    }
    return grown;
}
