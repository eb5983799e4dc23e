/*
 * vector.h - as many doubles as one instruction works on, for sources that are compiled
 * once for each instruction set (isa.h).
 *
 * +, -, * and / work element by element, on vectors and on doubles alike. Compilers find
 * vectors in plain loops too, but read a number from memory for each of its uses, and do
 * not see through a row as short as the lanes of a group.
 */
#ifndef PL_BASE_VECTOR_H
#define PL_BASE_VECTOR_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/isa.h"

#if PL_FOR_ISA(PL_ISA_WIDTH) > 1
#include <immintrin.h>
#endif

enum { PL_VECTOR_WIDTH = PL_FOR_ISA(PL_ISA_WIDTH) };

/*
 * PL_VECTOR              the type
 * PL_VECTOR_SPREAD(x)    one double everywhere
 * PL_VECTOR_FUSED(a, b, c)  a b + c, rounded once
 * PL_VECTOR_ABS(a)       |a|
 * PL_VECTOR_MAX(a, b)    a > b ? a : b: b where one is a NaN
 */
#if PL_FOR_ISA(PL_ISA_WIDTH) == 8
#define PL_VECTOR __m512d
#define PL_VECTOR_SPREAD _mm512_set1_pd
#define PL_VECTOR_FUSED _mm512_fmadd_pd
#define PL_VECTOR_ABS _mm512_abs_pd
#define PL_VECTOR_MAX _mm512_max_pd
#define PL_VECTOR_LESS_BITS_(bits, a)                                          \
    _mm512_castsi512_pd(_mm512_sub_epi64(_mm512_set1_epi64((long long)(bits)), \
                                         _mm512_castpd_si512(a)))
#elif PL_FOR_ISA(PL_ISA_WIDTH) == 4
#define PL_VECTOR __m256d
#define PL_VECTOR_SPREAD _mm256_set1_pd
#define PL_VECTOR_FUSED _mm256_fmadd_pd
#define PL_VECTOR_ABS(a) _mm256_andnot_pd(_mm256_set1_pd(-0.0), a)
#define PL_VECTOR_MAX _mm256_max_pd
#define PL_VECTOR_LESS_BITS_(bits, a)                                           \
    _mm256_castsi256_pd(_mm256_sub_epi64(_mm256_set1_epi64x((long long)(bits)), \
                                         _mm256_castpd_si256(a)))
#else
#define PL_VECTOR double
#define PL_VECTOR_SPREAD(x) (x)
#define PL_VECTOR_FUSED fma
#define PL_VECTOR_ABS fabs
#define PL_VECTOR_MAX(a, b) ((a) > (b) ? (a) : (b))
#endif

/** The number is used more than once: compilers would read it from memory each time. */
#if defined(__GNUC__) && PL_FOR_ISA(PL_ISA_WIDTH) > 1
#define PL_VECTOR_HOLD(a) __asm__("" : "+v"(a))
#else
#define PL_VECTOR_HOLD(a) ((void)0)
#endif

/** The first `count` (1 to PL_VECTOR_WIDTH) are at `from`, the others 0. */
static PL_ALWAYS_INLINE PL_VECTOR
pl_vector_load(const double *from, size_t count)
{
    PL_VECTOR vector = PL_VECTOR_SPREAD(0.0);

    memcpy(&vector, from, count * sizeof *from);
    return vector;
}

/** The first `count` go to `to`. */
static PL_ALWAYS_INLINE void
pl_vector_store(double *to, PL_VECTOR vector, size_t count)
{
    memcpy(to, &vector, count * sizeof *to);
}

/** The doubles with the bits of `bits` minus those of x, as integers. */
static PL_ALWAYS_INLINE PL_VECTOR
pl_vector_bits_from(uint64_t bits, PL_VECTOR x)
{
#if PL_FOR_ISA(PL_ISA_WIDTH) > 1
    return PL_VECTOR_LESS_BITS_(bits, x);
#else
    uint64_t of_x = 0;

    memcpy(&of_x, &x, sizeof x);
    of_x = bits - of_x;
    memcpy(&x, &of_x, sizeof x);
    return x;
#endif
}

#endif
