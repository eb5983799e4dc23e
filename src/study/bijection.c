/*
 * bijection.c - a shuffle that stores nothing: each number below n goes to another one.
 */
#include "study/bijection.h"

#include <assert.h>

#include "study/mix.h"

static uint64_t
mask(unsigned bits)
{
    return (UINT64_C(1) << bits) - 1;
}

void
pl_bijection_init(struct pl_bijection *bijection, uint64_t n, uint64_t key)
{
    unsigned bits = 0;

    assert(n >= 1 && n <= PL_BIJECTION_MAX);
    while (n > UINT64_C(1) << bits) {
        bits++;
    }
    bijection->n = n;
    bijection->high_bits = bits / 2;
    bijection->low_bits = bits - bits / 2;
    bijection->n_rounds =
        n <= PL_BIJECTION_SMALL ? PL_BIJECTION_SMALL_ROUNDS : PL_BIJECTION_ROUNDS;
    for (unsigned r = 0; r < PL_BIJECTION_SMALL_ROUNDS; r++) {
        bijection->keys[r] = pl_mix_in(key, r);
    }
}

/* Each round changes one half by what the other is, and so can be undone. */
static uint64_t
walk(const struct pl_bijection *bijection, uint64_t k)
{
    const uint64_t low_mask = mask(bijection->low_bits);
    const uint64_t high_mask = mask(bijection->high_bits);
    uint64_t low = k & low_mask;
    uint64_t high = k >> bijection->low_bits;

    for (unsigned r = 0; r < bijection->n_rounds; r += 2) {
        low ^= pl_mix(bijection->keys[r] + high) & low_mask;
        high ^= pl_mix(bijection->keys[r + 1] + low) & high_mask;
    }
    return high << bijection->low_bits | low;
}

uint64_t
pl_bijection_at(const struct pl_bijection *bijection, uint64_t k)
{
    assert(k < bijection->n);
    do {
        k = walk(bijection, k);
    } while (k >= bijection->n);
    return k;
}
