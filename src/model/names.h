/*
 * names.h - a set of names, numbered in the order in which they came (model/ only).
 *
 * Owns     its table; the texts live in the arena that each was added with.
 */
#ifndef PL_MODEL_NAMES_H
#define PL_MODEL_NAMES_H

#include <stddef.h>

struct pl_arena;

struct pl_names {
    const char **texts; /* shape (n), NUL-terminated */
    size_t n;
    size_t capacity;
    size_t *slots; /* shape (n_slots): indices by hash, or PL_NONE */
    size_t n_slots;
};

/** An empty set is all zero. This frees its table; a set that is empty is accepted. */
void pl_names_finish(struct pl_names *names);

/** The index of a name, or PL_NONE. Cost: O(length). */
size_t pl_names_find(const struct pl_names *names, const char *text, size_t length);

/**
 * Add a name that is not in the set.
 * @param arena  takes the copy of the text
 * @return its index; PL_NONE when memory is out, and the set is as before
 */
size_t pl_names_add(struct pl_names *names, struct pl_arena *arena, const char *text,
                    size_t length);

#endif
