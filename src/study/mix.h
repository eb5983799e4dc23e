/*
 * mix.h - bits that look random, from numbers that say which ones.
 *
 *     uint64_t state = pl_mix_in(pl_mix_in(seed, purpose), dimension);
 *     uint64_t bits = pl_mix_in(state, point);
 *
 * The same everywhere and without any state, so that a point of a design needs nothing
 * but its number.
 *
 * Source: the output function of SplitMix64; Steele, Lea & Flood 2014, OOPSLA '14, p.
 * 453 (constants: Stafford's variant 13). Not for secrets.
 */
#ifndef PL_STUDY_MIX_H
#define PL_STUDY_MIX_H

#include <stdint.h>

/** A bijection of the numbers of 64 bits. */
static inline uint64_t
pl_mix(uint64_t word)
{
    word = (word ^ (word >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    word = (word ^ (word >> 27)) * UINT64_C(0x94d049bb133111eb);
    return word ^ (word >> 31);
}

/** The state after another word: a bijection of either while the other stays. */
static inline uint64_t
pl_mix_in(uint64_t state, uint64_t word)
{
    /* the golden ratio keeps words that follow one another apart */
    return pl_mix(state + (word + 1) * UINT64_C(0x9e3779b97f4a7c15));
}

#endif
