/*
 * bijection.h - a shuffle that stores nothing: each number below n goes to another one.
 *
 * A Feistel network over the next power of two, walked until it comes back below n.
 *
 * Source: Black & Rogaway 2002, Ciphers with arbitrary finite domains, CT-RSA 2002
 * (cycle walking); Schneier & Kelsey 1996, Unbalanced Feistel networks and block cipher
 * design, FSE 1996; Mitchell et al. 2022, ACM Trans. Parallel Comput. 9:1 (the use as a
 * shuffle).
 */
#ifndef PL_STUDY_BIJECTION_H
#define PL_STUDY_BIJECTION_H

#include <stdint.h>

/**
 * [-] Rounds for n beyond PL_BIJECTION_SMALL, and for n up to there. More cost time at
 * each point; with fewer the shuffles are not equally likely, which shows most in the
 * smallest: those of 7 numbers need 32 rounds to pass a chi-square test of two million
 * keys.
 */
#define PL_BIJECTION_ROUNDS 10
#define PL_BIJECTION_SMALL_ROUNDS 32
#define PL_BIJECTION_SMALL 256

/** The largest n. */
#define PL_BIJECTION_MAX (UINT64_C(1) << 62)

struct pl_bijection {
    uint64_t n;
    unsigned high_bits, low_bits; /* the halves of a number of the power of two */
    unsigned n_rounds;            /* even */
    uint64_t keys[PL_BIJECTION_SMALL_ROUNDS]; /* those behind n_rounds are not used */
};

/**
 * @param n    1 to PL_BIJECTION_MAX
 * @param key  any: another key is another shuffle
 */
void pl_bijection_init(struct pl_bijection *bijection, uint64_t n, uint64_t key);

/**
 * Where k goes.
 * @param k  < n
 * @return a number < n, another one for each k
 * Cost: fewer than two walks of all rounds in the mean.
 */
uint64_t pl_bijection_at(const struct pl_bijection *bijection, uint64_t k);

#endif
