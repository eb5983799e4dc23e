/*
 * elementary.h - powers, exponentials, angles: the operations that are calls.
 *
 * They come from SLEEF, in its `finz_` variants, which give the same bits for one lane,
 * four and eight (measured: no difference in 10 million values of each, random bit
 * patterns and edge cases among them); on a processor without fused multiply-add from
 * its `cinz_` variants, whose last bits differ.
 *
 * Error    at most 1 ulp; 2 for SINH and COSH beyond 709, which SLEEF leaves to us, as
 *          it does ASINH and ACOSH beyond 1e154. A result within 2e-6 of the largest
 *          double may be infinite. TGAMMA below -170 may be off by 3e-310.
 * Exact    exp(0); log10 of powers of ten; tgamma of 1 to 23; x^0 and x^1, powers of 2,
 *          powers of whole numbers up to 2^53. But 10^-5 is 1 ulp above 1e-5.
 * State    neither errno nor the rounding mode is read or changed; round to nearest is
 *          expected. A NaN has any sign and payload. Another version of SLEEF may
 *          give other last bits.
 *
 * Source: Shibata & Petrogalli 2020, IEEE Transactions on Parallel and Distributed
 * Systems 31:1316.
 */
#ifndef PL_EXPR_ELEMENTARY_H
#define PL_EXPR_ELEMENTARY_H

#include <stddef.h>

#include "base/isa.h"
#include "expr/op.h"

/** One value of a call (pl_op_is_transcendental). `b` is for POWER alone. */
double pl_elementary_value(enum pl_op op, double a, double b);

/**
 * z[l] = op(a[l], b[l]) for each lane, with the bits of pl_elementary_value.
 *
 * @param isa    at most pl_isa_best()
 * @param lanes  1, 4 or 8
 * @param a, b, z  shape (lanes), any alignment; z may be a or b. b is read for POWER
 *               alone and may be NULL otherwise
 */
void pl_elementary_lanes(enum pl_op op, enum pl_isa isa, size_t lanes, const double *a,
                         const double *b, double *z);

/**
 * The function itself, for machine code: it takes one or two arguments of `lanes`
 * doubles in xmm0 and xmm1 (ymm, zmm) and answers in the first, as the System V ABI has
 * it. For one lane there is one in every set, for 4 from AVX2 on, for 8 in AVX-512.
 *
 * @param isa  at most pl_isa_best()
 * @return NULL where there is none for this set and number of lanes, or for an operation
 *         that is no call
 */
void (*pl_elementary_address(enum pl_op op, enum pl_isa isa, size_t lanes))(void);

#endif
