/*
 * sparse.h - a vector of which most entries are 0 (model/ only).
 */
#ifndef PL_MODEL_SPARSE_H
#define PL_MODEL_SPARSE_H

#include <stdbool.h>
#include <stddef.h>

struct pl_sparse {
    size_t n;        /* entries, none of them 0 */
    size_t capacity; /* [entry] */
    size_t *indices; /* shape (n), rising */
    double *values;  /* shape (n) */
};

/** An empty vector is all zero. */
void pl_sparse_finish(struct pl_sparse *vector);

/** Append an entry behind the last one. @return false when memory is out */
bool pl_sparse_add(struct pl_sparse *vector, size_t index, double value);

/** The entry's place in the arrays, or PL_NONE. Cost: O(log n). */
size_t pl_sparse_find(const struct pl_sparse *vector, size_t index);

/**
 * out = a - factor * b. What is left of two terms that cancel but for rounding is 0.
 * @param out  overwritten; another vector than a and b
 * @return false when memory is out
 */
bool pl_sparse_subtract(const struct pl_sparse *a, double factor,
                        const struct pl_sparse *b, struct pl_sparse *out);

/** Multiply every entry by a number that is not 0. */
void pl_sparse_scale(struct pl_sparse *vector, double factor);

/** What two terms leave: 0 where it is rounding of theirs. */
double pl_sparse_difference(double a, double b);

#endif
