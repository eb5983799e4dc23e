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

/* The copy of elementary_lanes.c for an instruction set. */
struct copy {
    size_t width; /* doubles in a register */
    void (*(*function)(enum pl_op op))(void);
    /* NULL for plain C, whose one double is one_function's */
    void (*on_register)(enum pl_op op, const double *a, const double *b, double *z);
};

/* The widest registers, of this set or a smaller one, that the lanes fill. */
static const struct copy *
widest_copy(enum pl_isa isa, size_t lanes)
{
    static const struct copy copies[PL_N_ISAS] = {
        [PL_ISA_PLAIN] = {1, pl_elementary_function_plain, NULL},
#define X(isa, suffix)                                               \
    [isa] = {PL_ISA_WIDTH_##suffix, pl_elementary_function_##suffix, \
             pl_elementary_register_##suffix},
        PL_WIDE_ISAS(X)
#undef X
    };
    size_t k = isa;

    while (lanes % copies[k].width != 0) {
        k--; /* one double fills any */
    }
    return &copies[k];
}

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
    const struct copy *copy = widest_copy(isa, lanes);

    assert(isa <= pl_isa_best());
    for (size_t l = 0; l < lanes; l += copy->width) {
        if (copy->on_register != NULL) {
            copy->on_register(op, a + l, b == NULL ? NULL : b + l, z + l);
        } else {
            z[l] = pl_elementary_value(op, a[l], op == PL_OP_POWER ? b[l] : 0.0);
        }
    }
}

void (*pl_elementary_address(enum pl_op op, enum pl_isa isa, size_t lanes))(void)
{
    const struct copy *copy = widest_copy(isa, lanes);

    assert(isa <= pl_isa_best());
    if (lanes == 1) {
        return one_function(op);
    }
    return copy->width == lanes ? copy->function(op) : NULL;
}
