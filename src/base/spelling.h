/*
 * spelling.h - names that are nearly another one, or the same to a person.
 */
#ifndef PL_BASE_SPELLING_H
#define PL_BASE_SPELLING_H

#include <stdbool.h>
#include <stddef.h>

/** [character] The longest name that pl_spelling_near compares. */
#define PL_SPELLING_MAX_LENGTH 100

/** The most names that it finds. */
#define PL_SPELLING_MAX_NEAR 16

/**
 * Near names: which of the candidates could `wanted` be a slip of?
 *
 * Case is ignored, and so are '_', '-' and ' '. Allowed are up to one slip in three
 * characters (insert, delete, replace, swap of neighbours), or that the wanted name,
 * three characters or longer, stands inside the candidate. The fewest slips come first,
 * then the longest common beginning, then the order of the candidates. A name of more
 * than PL_SPELLING_MAX_LENGTH characters is near to none. Allocates nothing.
 *
 * @param candidates  shape (n), NUL-terminated, not NULL
 * @param most        how many to find; more than PL_SPELLING_MAX_NEAR means that many
 * @param best        receives at most `most` indices, nearest first
 * @return how many were found
 * Cost: O(n * |wanted| * |candidate|).
 */
size_t pl_spelling_near(const char *wanted, const char *const *candidates, size_t n,
                        size_t most, size_t *best);

/**
 * True when two names are the same to a person: case, '-', '_', ' ' and '.' aside, so
 * "MK-2206" matches "mk2206".
 */
bool pl_spelling_is_same(const char *a, const char *b);

#endif
