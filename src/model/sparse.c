/*
 * sparse.c - a vector of which most entries are 0.
 */
#include "model/sparse.h"

#include <math.h>
#include <stdlib.h>

#include "base/index.h"
#include "base/list.h"

/* A difference this small beside its terms is taken for 0: larger, and true entries of
 * very uneven stoichiometries vanish; smaller, and rounding counts as an entry. */
#define ROUNDING 1e-11

void
pl_sparse_finish(struct pl_sparse *vector)
{
    free(vector->indices);
    free(vector->values);
    *vector = (struct pl_sparse){0};
}

static bool
reserve(struct pl_sparse *vector, size_t n)
{
    size_t capacity = vector->capacity;
    size_t *indices = NULL;
    double *values = NULL;

    if (n <= vector->capacity) {
        return true;
    }
    indices = pl_list_reserve(vector->indices, n, &capacity, sizeof *indices);
    if (indices == NULL) {
        return false;
    }
    vector->indices = indices;
    values = pl_list_reserve(vector->values, n, &vector->capacity, sizeof *values);
    if (values == NULL) {
        return false;
    }
    vector->values = values;
    return true;
}

bool
pl_sparse_add(struct pl_sparse *vector, size_t index, double value)
{
    if (!reserve(vector, vector->n + 1)) {
        return false;
    }
    vector->indices[vector->n] = index;
    vector->values[vector->n] = value;
    vector->n++;
    return true;
}

size_t
pl_sparse_find(const struct pl_sparse *vector, size_t index)
{
    size_t low = 0;
    size_t high = vector->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (vector->indices[middle] == index) {
            return middle;
        }
        if (vector->indices[middle] < index) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return PL_NONE;
}

double
pl_sparse_difference(double a, double b)
{
    double difference = a - b;

    return fabs(difference) <= ROUNDING * (fabs(a) + fabs(b)) ? 0.0 : difference;
}

bool
pl_sparse_subtract(const struct pl_sparse *a, double factor, const struct pl_sparse *b,
                   struct pl_sparse *out)
{
    size_t i = 0;
    size_t j = 0;

    out->n = 0;
    if (!reserve(out, a->n + b->n)) {
        return false;
    }
    while (i < a->n || j < b->n) {
        bool from_a = j == b->n || (i < a->n && a->indices[i] <= b->indices[j]);
        bool from_b = i == a->n || (j < b->n && b->indices[j] <= a->indices[i]);
        double value = pl_sparse_difference(from_a ? a->values[i] : 0.0,
                                            from_b ? factor * b->values[j] : 0.0);

        if (value != 0.0) {
            out->indices[out->n] = from_a ? a->indices[i] : b->indices[j];
            out->values[out->n] = value;
            out->n++;
        }
        i += from_a ? 1 : 0;
        j += from_b ? 1 : 0;
    }
    return true;
}

void
pl_sparse_scale(struct pl_sparse *vector, double factor)
{
    for (size_t k = 0; k < vector->n; k++) {
        vector->values[k] *= factor;
    }
}
