/*
 * sort.c - things that use one another, in an order where each follows what it uses.
 *
 * A depth-first walk with a stack of its own, so that a chain of any length is fine.
 */
#include "model/build_private.h"

#include <stdlib.h>

enum mark { MARK_NEW, MARK_OPEN, MARK_DONE };

struct walk {
    size_t n;
    size_t *first; /* shape (n + 1): uses of i are sorted[first[i]] … first[i+1] - 1 */
    size_t *next;  /* shape (n): the use of i to follow next */
    size_t *depth; /* shape (n): where an open one stands in the path */
    size_t *path; /* shape (n): those open now; each entered by its parent's last use */
    char *marks;  /* shape (n) */
    char *circled; /* shape (n): was in a reported circle */
    struct use *sorted;
    struct use *circle; /* shape (n): one circle, for the report */
};

static void
walk_finish(struct walk *walk)
{
    free(walk->first);
    free(walk->next);
    free(walk->depth);
    free(walk->path);
    free(walk->marks);
    free(walk->circled);
    free(walk->sorted);
    free(walk->circle);
}

/* Uses by their user, by counting; those of one user keep their order. */
static void
group_uses(struct walk *walk, const struct use *uses, size_t n_uses)
{
    for (size_t k = 0; k < n_uses; k++) {
        walk->first[uses[k].user + 1]++;
    }
    for (size_t i = 0; i < walk->n; i++) {
        walk->first[i + 1] += walk->first[i];
        walk->next[i] = walk->first[i];
    }
    for (size_t k = 0; k < n_uses; k++) {
        walk->sorted[walk->next[uses[k].user]++] = uses[k];
    }
    for (size_t i = 0; i < walk->n; i++) {
        walk->next[i] = walk->first[i];
    }
}

static bool
walk_init(struct walk *walk, size_t n, const struct use *uses, size_t n_uses)
{
    *walk = (struct walk){.n = n};
    /* One more than needed, so that no size is 0. */
    walk->first = calloc(n + 1, sizeof *walk->first);
    walk->next = calloc(n + 1, sizeof *walk->next);
    walk->depth = calloc(n + 1, sizeof *walk->depth);
    walk->path = calloc(n + 1, sizeof *walk->path);
    walk->marks = calloc(n + 1, 1);
    walk->circled = calloc(n + 1, 1);
    walk->sorted = calloc(n_uses + 1, sizeof *walk->sorted);
    walk->circle = calloc(n + 1, sizeof *walk->circle);
    if (walk->first == NULL || walk->next == NULL || walk->depth == NULL ||
        walk->path == NULL || walk->marks == NULL || walk->circled == NULL ||
        walk->sorted == NULL || walk->circle == NULL) {
        return false;
    }
    group_uses(walk, uses, n_uses);
    return true;
}

/* The path from `start` to its end closes a circle. False when part of it is known. */
static bool
take_circle(struct walk *walk, size_t start, size_t end, size_t *n)
{
    size_t length = end - start + 1;
    size_t smallest = 0;

    for (size_t k = 0; k < length; k++) {
        size_t node = walk->path[start + k];

        if (walk->circled[node]) {
            return false;
        }
        if (node < walk->path[start + smallest]) {
            smallest = k;
        }
    }
    for (size_t k = 0; k < length; k++) {
        size_t node = walk->path[start + (smallest + k) % length];

        walk->circled[node] = 1;
        walk->circle[k] = walk->sorted[walk->next[node] - 1];
    }
    *n = length;
    return true;
}

bool
pl_sort_uses(size_t n, const struct use *uses, size_t n_uses,
             void (*report)(void *context, const struct use *circle, size_t n),
             void *context, size_t *order)
{
    struct walk walk;
    size_t n_done = 0;
    bool done = walk_init(&walk, n, uses, n_uses);

    for (size_t root = 0; done && root < n; root++) {
        size_t n_path = 0;

        if (walk.marks[root] != MARK_NEW) {
            continue;
        }
        walk.marks[root] = MARK_OPEN;
        walk.path[n_path++] = root;
        while (n_path > 0) {
            size_t node = walk.path[n_path - 1];
            size_t used = 0;
            size_t n_circle = 0;

            if (walk.next[node] == walk.first[node + 1]) {
                walk.marks[node] = MARK_DONE;
                order[n_done++] = node;
                n_path--;
                continue;
            }
            used = walk.sorted[walk.next[node]++].used;
            if (walk.marks[used] == MARK_NEW) {
                walk.marks[used] = MARK_OPEN;
                walk.depth[used] = n_path;
                walk.path[n_path++] = used;
            } else if (walk.marks[used] == MARK_OPEN && report != NULL &&
                       take_circle(&walk, walk.depth[used], n_path - 1, &n_circle)) {
                report(context, walk.circle, n_circle);
            }
        }
    }
    walk_finish(&walk);
    return done;
}
