/*
 * names.c - a set of names: open addressing over an array in the order of arrival.
 */
#include "model/names.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/index.h"
#include "base/list.h"

#define FIRST_SLOTS 32

static size_t
hash_text(const char *text, size_t length)
{
    const uint64_t hash = pl_hash(text, length);

    return (size_t)(hash ^ (hash >> 32));
}

void
pl_names_finish(struct pl_names *names)
{
    free(names->texts);
    free(names->slots);
    *names = (struct pl_names){0};
}

/* The slot that holds the name, or the empty one where it belongs. */
static size_t
find_slot(const struct pl_names *names, const char *text, size_t length)
{
    size_t slot = hash_text(text, length) & (names->n_slots - 1);

    while (names->slots[slot] != PL_NONE) {
        const char *held = names->texts[names->slots[slot]];

        if (strncmp(held, text, length) == 0 && held[length] == '\0') {
            break;
        }
        slot = (slot + 1) & (names->n_slots - 1);
    }
    return slot;
}

size_t
pl_names_find(const struct pl_names *names, const char *text, size_t length)
{
    if (names->n_slots == 0) {
        return PL_NONE;
    }
    return names->slots[find_slot(names, text, length)];
}

/* Keep at least every second slot empty. */
static bool
grow_slots(struct pl_names *names)
{
    size_t n_slots = names->n_slots == 0 ? FIRST_SLOTS : 2 * names->n_slots;
    size_t *slots = NULL;

    if (2 * (names->n + 1) <= names->n_slots) {
        return true;
    }
    if (n_slots > SIZE_MAX / sizeof *slots) {
        return false;
    }
    slots = malloc(n_slots * sizeof *slots);
    if (slots == NULL) {
        return false;
    }
    for (size_t k = 0; k < n_slots; k++) {
        slots[k] = PL_NONE;
    }
    free(names->slots);
    names->slots = slots;
    names->n_slots = n_slots;
    for (size_t k = 0; k < names->n; k++) {
        const char *text = names->texts[k];

        slots[find_slot(names, text, strlen(text))] = k;
    }
    return true;
}

size_t
pl_names_add(struct pl_names *names, struct pl_arena *arena, const char *text,
             size_t length)
{
    const char **texts = pl_list_reserve(names->texts, names->n + 1, &names->capacity,
                                         sizeof *names->texts);
    const char *copy = NULL;

    if (texts == NULL) {
        return PL_NONE;
    }
    names->texts = texts;
    if (!grow_slots(names)) {
        return PL_NONE;
    }
    copy = pl_arena_text(arena, text, length);
    if (copy == NULL) {
        return PL_NONE;
    }
    names->slots[find_slot(names, text, length)] = names->n;
    names->texts[names->n] = copy;
    return names->n++;
}
