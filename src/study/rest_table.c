/*
 * rest_table.c - rest states that several points of a sweep share; also why there is none.
 */
#include "study/rest_table.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/hash.h"
#include "base/text.h"

/* Places for each entry: fewer make longer searches. */
#define SPREAD ((size_t)2)

struct pl_rest_table {
    pthread_mutex_t lock;
    bool has_lock;
    size_t n_keys, n_states, most;
    size_t n;       /* entries so far; they never move */
    double *keys;   /* shape (most, n_keys) */
    double *states; /* shape (most, n_states) */
    size_t *steps;  /* shape (most) */
    char **reasons; /* shape (most): why there is no such rest; NULL where there is */
    size_t *places; /* shape (SPREAD * most): 0, or the number of an entry + 1 */
};

enum pl_status
pl_rest_table_create(size_t n_keys, size_t n_states, size_t most,
                     struct pl_diags *diags, struct pl_rest_table **out)
{
    struct pl_rest_table *table = calloc(1, sizeof *table);

    *out = NULL;
    if (table == NULL) {
        return pl_diag_no_memory(diags, "rest states");
    }
    table->n_keys = n_keys;
    table->n_states = n_states;
    table->most = most;
    table->has_lock = pthread_mutex_init(&table->lock, NULL) == 0;
    table->keys = calloc(most, (n_keys + 1) * sizeof *table->keys);
    table->states = calloc(most, (n_states + 1) * sizeof *table->states);
    table->steps = calloc(most, sizeof *table->steps);
    table->reasons = calloc(most, sizeof *table->reasons);
    table->places = calloc(most, SPREAD * sizeof *table->places);
    if (!table->has_lock || table->keys == NULL || table->states == NULL ||
        table->steps == NULL || table->reasons == NULL || table->places == NULL) {
        pl_rest_table_destroy(table);
        return pl_diag_no_memory(diags, "rest states");
    }
    *out = table;
    return PL_OK;
}

void
pl_rest_table_destroy(struct pl_rest_table *table)
{
    if (table == NULL) {
        return;
    }
    if (table->has_lock) {
        (void)pthread_mutex_destroy(&table->lock);
    }
    for (size_t i = 0; i < table->n; i++) {
        free(table->reasons[i]);
    }
    free(table->reasons);
    free(table->keys);
    free(table->states);
    free(table->steps);
    free(table->places);
    free(table);
}

/* The place of these keys, or a free one. */
static size_t
place_of(const struct pl_rest_table *table, const double *keys)
{
    const size_t n_places = SPREAD * table->most;
    const size_t size = table->n_keys * sizeof *keys;
    size_t place = (size_t)(pl_hash(keys, size) % n_places);

    while (table->places[place] != 0 &&
           memcmp(table->keys + (table->places[place] - 1) * table->n_keys, keys,
                  size) != 0) {
        place = (place + 1) % n_places;
    }
    return place;
}

const double *
pl_rest_table_find(struct pl_rest_table *table, const double *keys, size_t *steps)
{
    const double *found = NULL;
    size_t entry = 0;

    (void)pthread_mutex_lock(&table->lock);
    entry = table->places[place_of(table, keys)];
    if (entry != 0 && table->reasons[entry - 1] == NULL) {
        found = table->states + (entry - 1) * table->n_states;
        *steps = table->steps[entry - 1];
    }
    (void)pthread_mutex_unlock(&table->lock);
    return found;
}

const char *
pl_rest_table_find_reason(struct pl_rest_table *table, const double *keys)
{
    const char *found = NULL;
    size_t entry = 0;

    (void)pthread_mutex_lock(&table->lock);
    entry = table->places[place_of(table, keys)];
    if (entry != 0) {
        found = table->reasons[entry - 1];
    }
    (void)pthread_mutex_unlock(&table->lock);
    return found;
}

/* A new entry for these keys, its steps and state still 0.
 * @return its number, or table->most when there is one already, or no room */
static size_t
add_entry(struct pl_rest_table *table, const double *keys)
{
    const size_t place = place_of(table, keys);
    const size_t entry = table->n;

    if (table->places[place] != 0 || entry == table->most) {
        return table->most;
    }
    if (table->n_keys > 0) {
        memcpy(table->keys + entry * table->n_keys, keys, table->n_keys * sizeof *keys);
    }
    table->n++;
    table->places[place] = table->n;
    return entry;
}

void
pl_rest_table_put(struct pl_rest_table *table, const double *keys, const double *y,
                  size_t steps)
{
    size_t entry = 0;

    (void)pthread_mutex_lock(&table->lock);
    entry = add_entry(table, keys);
    if (entry < table->most) {
        memcpy(table->states + entry * table->n_states, y, table->n_states * sizeof *y);
        table->steps[entry] = steps;
    }
    (void)pthread_mutex_unlock(&table->lock);
}

void
pl_rest_table_put_reason(struct pl_rest_table *table, const double *keys,
                         const char *reason)
{
    char *copy = pl_text_copy(reason);
    size_t entry = 0;

    if (copy == NULL) {
        return;
    }
    (void)pthread_mutex_lock(&table->lock);
    entry = add_entry(table, keys);
    if (entry < table->most) {
        table->reasons[entry] = copy;
        copy = NULL; /* handed over */
    }
    (void)pthread_mutex_unlock(&table->lock);
    free(copy);
}
