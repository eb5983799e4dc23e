/*
 * hash.h - a number that stands for bytes: for tables and names, not against an enemy.
 */
#ifndef PL_BASE_HASH_H
#define PL_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/** FNV-1a, 64 bits: always the same for the same bytes (Fowler, Noll, Vo;
 * draft-eastlake-fnv). */
uint64_t pl_hash(const void *bytes, size_t size);

#endif
