/*
 * elementary_lanes.c - SLEEF's functions, for each instruction set the width it has.
 */
#include "expr/elementary_private.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

#include <sleef.h>

#include "base/isa.h"

/* Put right the n answers y[l] whose argument lies beyond the reach of the function. */
static inline void
reach_out(enum pl_op op, double reach, size_t n, const double *x, double *y)
{
    for (size_t l = 0; l < n; l++) {
        if (fabs(x[l]) > reach) {
            y[l] = pl_elementary_far(op, x[l]);
        }
    }
}

/* A function of SLEEF that answers everywhere. */
#define WITHOUT_LIMIT(name, type, function, op, reach)         \
    static type name(type x)                                   \
    {                                                          \
        type y = function(x);                                  \
        double in[sizeof x / sizeof(double)];                  \
        double out[sizeof x / sizeof(double)];                 \
                                                               \
        memcpy(in, &x, sizeof x);                              \
        memcpy(out, &y, sizeof y);                             \
        reach_out(op, reach, sizeof in / sizeof *in, in, out); \
        memcpy(&y, out, sizeof y);                             \
        return y;                                              \
    }

#define ADDRESS(function) ((void (*)(void))(function))

/* The width of this copy. */
#if PL_FOR_ISA(PL_ISA_WIDTH) == 8
#define TYPE __m512d
#define SLEEF(name) Sleef_finz_##name##d8_u10avx512f
#elif PL_FOR_ISA(PL_ISA_WIDTH) == 4
#define TYPE __m256d
#define SLEEF(name) Sleef_finz_##name##d4_u10avx2
#elif PL_ISA_PLAIN_HAS_FMA
#define TYPE double
#define SLEEF(name) Sleef_finz_##name##d1_u10purecfma
#else
#define TYPE double
#define SLEEF(name) Sleef_cinz_##name##d1_u10purec
#endif

#define X(id, name, reach) \
    WITHOUT_LIMIT(name##_everywhere, TYPE, SLEEF(name), id, reach)
PL_ELEMENTARY_REACH_TABLE(X)
#undef X

void (*PL_FOR_ISA(pl_elementary_function)(enum pl_op op))(void)
{
    static void (*const functions[PL_N_OPS])(void) = {
#define X(id, name) [id] = ADDRESS(SLEEF(name)),
        PL_ELEMENTARY_TABLE(X)
#undef X
#define X(id, name, reach) [id] = ADDRESS(name##_everywhere),
            PL_ELEMENTARY_REACH_TABLE(X)
#undef X
    };

    assert((size_t)op < PL_N_OPS);
    return functions[op];
}

#if PL_FOR_ISA(PL_ISA_WIDTH) > 1
void
PL_FOR_ISA(pl_elementary_register)(enum pl_op op, const double *a, const double *b,
                                   double *z)
{
    TYPE x;
    TYPE y;

    memcpy(&x, a, sizeof x);
    if (op == PL_OP_POWER) {
        memcpy(&y, b, sizeof y);
        x = SLEEF(pow)(x, y);
    } else {
        x = ((TYPE(*)(TYPE))PL_FOR_ISA(pl_elementary_function)(op))(x);
    }
    memcpy(z, &x, sizeof x);
}
#endif

/* The AVX2 copy has the single doubles with fused multiply-add too, because sleef.h
 * declares them only where the compiler may use the instruction. */
#if PL_FOR_ISA(PL_ISA_WIDTH) == 4
#define SLEEF_FMA(name) Sleef_finz_##name##d1_u10purecfma

#define X(id, name, reach) WITHOUT_LIMIT(name##_fma, double, SLEEF_FMA(name), id, reach)
PL_ELEMENTARY_REACH_TABLE(X)
#undef X

void (*pl_elementary_function_fma(enum pl_op op))(void)
{
    static void (*const functions[PL_N_OPS])(void) = {
#define X(id, name) [id] = ADDRESS(SLEEF_FMA(name)),
        PL_ELEMENTARY_TABLE(X)
#undef X
#define X(id, name, reach) [id] = ADDRESS(name##_fma),
            PL_ELEMENTARY_REACH_TABLE(X)
#undef X
    };

    assert((size_t)op < PL_N_OPS);
    return functions[op];
}
#endif
