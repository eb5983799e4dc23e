/*
 * elementary.c - which of SLEEF's functions serves an instruction set and a number of
 * lanes, and the far ends that SLEEF does not reach.
 */
#include "expr/elementary.h"

#include <assert.h>
#include <math.h>

#include "expr/elementary_private.h"

#define HALF_E 1.35914091422952261768
#define LN_2 0.69314718055994530942

/* The function of one double, in the variant that this processor has. */
static void (*one_function(enum pl_op op))(void)
{
#if PL_HAS_X86
    if (pl_isa_has_fma()) {
        return pl_elementary_function_fma(op);
    }
#endif
    return pl_elementary_function_plain(op);
}

double
pl_elementary_far(enum pl_op op, double x)
{
    double size = fabs(x);

    switch (op) {
    /* sinh(x) = cosh(x) = exp(x) / 2 to the last bit. x - 1 is exact, and does not
     * overflow before the answer does. */
    case PL_OP_SINH:
        return copysign(pl_elementary_value(PL_OP_EXP, size - 1.0, 0.0) * HALF_E, x);
    case PL_OP_COSH:
        return pl_elementary_value(PL_OP_EXP, size - 1.0, 0.0) * HALF_E;
    /* arsinh(x) = arcosh(x) = ln(2 x), likewise. */
    case PL_OP_ASINH:
        return copysign(pl_elementary_value(PL_OP_LN, size, 0.0) + LN_2, x);
    case PL_OP_ACOSH:
        return x < 0.0 ? NAN : pl_elementary_value(PL_OP_LN, x, 0.0) + LN_2;
    default:
        assert(false && "an operation with a reach");
        return NAN;
    }
}

bool
pl_elementary_is(enum pl_op op)
{
    return pl_elementary_function_plain(op) != NULL;
}

double
pl_elementary_value(enum pl_op op, double a, double b)
{
    void (*function)(void) = one_function(op);

    assert(function != NULL);
    if (op == PL_OP_POWER) {
        return ((double (*)(double, double))function)(a, b);
    }
    return ((double (*)(double))function)(a);
}

void
pl_elementary_lanes(enum pl_op op, enum pl_isa isa, size_t lanes, const double *a,
                    const double *b, double *z)
{
    assert(isa <= pl_isa_best());
#if PL_HAS_X86
    if (isa == PL_ISA_AVX512 && lanes == 8) {
        pl_elementary_register_avx512(op, a, b, z);
        return;
    }
    if (isa >= PL_ISA_AVX2 && lanes % 4 == 0) {
        for (size_t l = 0; l < lanes; l += 4) {
            pl_elementary_register_avx2(op, a + l, b == NULL ? NULL : b + l, z + l);
        }
        return;
    }
#endif
    for (size_t l = 0; l < lanes; l++) {
        z[l] = pl_elementary_value(op, a[l], op == PL_OP_POWER ? b[l] : 0.0);
    }
}

void (*pl_elementary_address(enum pl_op op, enum pl_isa isa, size_t lanes))(void)
{
    assert(isa <= pl_isa_best());
#if PL_HAS_X86
    if (isa == PL_ISA_AVX512 && lanes == 8) {
        return pl_elementary_function_avx512(op);
    }
    if (isa >= PL_ISA_AVX2 && lanes == 4) {
        return pl_elementary_function_avx2(op);
    }
#endif
    return lanes == 1 ? one_function(op) : NULL;
}
