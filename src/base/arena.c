/*
 * arena.c - memory that is given piece by piece and freed all at once.
 */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* [byte] A piece larger than a quarter of this gets a block of its own. */
#define BLOCK_SIZE ((size_t)16 << 10)

struct pl_arena_block {
    struct pl_arena_block *next;
    size_t used;        /* [byte] */
    size_t capacity;    /* [byte] */
    max_align_t data[]; /* shape (capacity bytes) */
};

/* A block behind the newest one, so that the newest goes on being filled. */
static void
insert_second(struct pl_arena *arena, struct pl_arena_block *block)
{
    if (arena->blocks == NULL) {
        block->next = NULL;
        arena->blocks = block;
    } else {
        block->next = arena->blocks->next;
        arena->blocks->next = block;
    }
}

/* A new, zeroed block that has room for `bytes`; NULL when memory is out. */
static struct pl_arena_block *
add_block(struct pl_arena *arena, size_t bytes)
{
    struct pl_arena_block *block = NULL;
    size_t capacity = bytes > BLOCK_SIZE / 4 ? bytes : BLOCK_SIZE;

    if (capacity > SIZE_MAX - sizeof *block) {
        return NULL;
    }
    block = calloc(1, sizeof *block + capacity);
    if (block == NULL) {
        return NULL;
    }
    block->capacity = capacity;
    if (capacity != BLOCK_SIZE) {
        insert_second(arena, block);
    } else {
        block->next = arena->blocks;
        arena->blocks = block;
    }
    return block;
}

void
pl_arena_init(struct pl_arena *arena)
{
    arena->blocks = NULL;
}

void
pl_arena_finish(struct pl_arena *arena)
{
    while (arena->blocks != NULL) {
        struct pl_arena_block *block = arena->blocks;

        arena->blocks = block->next;
        free(block);
    }
}

void *
pl_arena_alloc(struct pl_arena *arena, size_t count, size_t size)
{
    const size_t align = _Alignof(max_align_t);
    struct pl_arena_block *block = arena->blocks;
    size_t bytes = 0;
    unsigned char *piece = NULL;

    if (size != 0 && count > (SIZE_MAX - align) / size) {
        return NULL;
    }
    bytes = (count * size + align - 1) / align * align;
    if (bytes == 0) {
        bytes = align; /* no two pieces share their place, empty ones neither */
    }
    if (block == NULL || bytes > block->capacity - block->used) {
        block = add_block(arena, bytes);
        if (block == NULL) {
            return NULL;
        }
    }
    piece = (unsigned char *)block->data + block->used;
    block->used += bytes;
    return piece;
}

char *
pl_arena_text(struct pl_arena *arena, const char *text, size_t length)
{
    char *copy = NULL;

    if (length == SIZE_MAX) {
        return NULL;
    }
    copy = pl_arena_alloc(arena, length + 1, 1);
    if (copy != NULL && length > 0) {
        memcpy(copy, text, length);
    }
    return copy;
}
