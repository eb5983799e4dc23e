/*
 * arena.h - memory that is given piece by piece and freed all at once.
 *
 * An arena dies with the object that owns it (a parse, a model, a graph).
 */
#ifndef PL_BASE_ARENA_H
#define PL_BASE_ARENA_H

#include <stddef.h>

struct pl_arena_block;

struct pl_arena {
    struct pl_arena_block *blocks; /* newest first */
};

/** An empty arena; allocates nothing. */
void pl_arena_init(struct pl_arena *arena);

/** Free every piece. Accepts an arena that was finished before. */
void pl_arena_finish(struct pl_arena *arena);

/**
 * `count` objects of `size` bytes, zeroed, aligned for any type; valid until
 * pl_arena_finish. @return NULL when memory is out or count * size overflows.
 */
void *pl_arena_alloc(struct pl_arena *arena, size_t count, size_t size);

/** A copy of `length` bytes with a NUL behind them, or NULL when memory is out. */
char *pl_arena_text(struct pl_arena *arena, const char *text, size_t length);

#endif
