/*
 * vector_call.c - see vector_call.h.
 */
#include "vector_call.h"

#include <string.h>

#include "base/isa.h"

#if PL_HAS_X86
#include <immintrin.h>
#endif

#if PL_FOR_ISA(PL_ISA_WIDTH) == 8
#define TYPE __m512d
#elif PL_FOR_ISA(PL_ISA_WIDTH) == 4
#define TYPE __m256d
#else
#define TYPE double
#endif

void
PL_FOR_ISA(vector_call)(void (*function)(void), bool two, const double *a,
                        const double *b, double *z)
{
    TYPE x;
    TYPE y;

    memcpy(&x, a, sizeof x);
    if (two) {
        memcpy(&y, b, sizeof y);
        x = ((TYPE(*)(TYPE, TYPE))function)(x, y);
    } else {
        x = ((TYPE(*)(TYPE))function)(x);
    }
    memcpy(z, &x, sizeof x);
}
