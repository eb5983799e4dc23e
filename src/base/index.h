/*
 * index.h - what an index is that points at nothing.
 */
#ifndef PL_BASE_INDEX_H
#define PL_BASE_INDEX_H

#include <stddef.h>

/** "not there", for every index in the project. */
#define PL_NONE ((size_t)-1)

#endif
