/*
 * isa.h - the instruction sets that lane code is compiled for, and which one this
 * processor has.
 *
 * Sources that work on lanes are compiled once for each instruction set (src/meson.build)
 * with PL_ISA_SUFFIX set to its suffix; PL_FOR_ISA(pl_x) names the copy: pl_x_avx2, and
 * PL_ISAS lists the copies there are.
 */
#ifndef PL_BASE_ISA_H
#define PL_BASE_ISA_H

#include <stdbool.h>
#include <stddef.h>

enum pl_isa {
    PL_ISA_PLAIN,  /* C as the compiler's baseline has it */
    PL_ISA_AVX2,   /* x86-64 with AVX2 and FMA */
    PL_ISA_AVX512, /* … and AVX-512 F, DQ and VL */
    PL_N_ISAS
};

/** The most lanes that any instruction set works on at once. */
#define PL_MAX_LANES 8

/** The largest set that this processor and system have. Any smaller one works too. */
enum pl_isa pl_isa_best(void);

/** "plain C", "AVX2", "AVX-512" */
const char *pl_isa_name(enum pl_isa isa);

/** How many doubles a group of lanes has there: 4, 4, 8. */
size_t pl_isa_lanes(enum pl_isa isa);

/**
 * True when the processor has fused multiply-add; on x86-64 together with AVX2, because
 * the elementary functions need both. Without it those are other variants (elementary.h),
 * so that results differ in their last bits from those of other machines.
 */
bool pl_isa_has_fma(void);

#if defined(__GNUC__)
#define PL_ALWAYS_INLINE inline __attribute__((always_inline))
#else
#define PL_ALWAYS_INLINE inline
#endif

/* The name of a function that exists once for each instruction set. */
#define PL_ISA_JOIN_(name, suffix) name##_##suffix
#define PL_ISA_JOIN(name, suffix) PL_ISA_JOIN_(name, suffix)
#ifdef PL_ISA_SUFFIX
#define PL_FOR_ISA(name) PL_ISA_JOIN(name, PL_ISA_SUFFIX)
#endif

/* For #if: how many doubles one instruction works on, PL_FOR_ISA(PL_ISA_WIDTH). */
#define PL_ISA_WIDTH_plain 1
#define PL_ISA_WIDTH_avx2 4
#define PL_ISA_WIDTH_avx512 8

/* x86-64 has all three; elsewhere there is plain C alone. */
#if defined(__x86_64__)
#define PL_HAS_X86 1
#else
#define PL_HAS_X86 0
#endif

/*
 * The sets that sources are compiled for on this machine, smallest first, each with its
 * suffix: declarations of all copies and tables of them are made of these rows. Such a
 * table has nothing for sets that a machine lacks, and none at most pl_isa_best() is one.
 */
#if PL_HAS_X86
#define PL_WIDE_ISAS(X)  \
    X(PL_ISA_AVX2, avx2) \
    X(PL_ISA_AVX512, avx512)
#else
#define PL_WIDE_ISAS(X)
#endif
#define PL_ISAS(X)         \
    X(PL_ISA_PLAIN, plain) \
    PL_WIDE_ISAS(X)

/* For #if: whether every processor that the plain code runs on has fused multiply-add.
 * The list is that of sleef.h. On x86-64 the plain code is for the others. */
#if defined(__aarch64__) || defined(__arm__) || defined(__powerpc64__) || \
    defined(__zarch__)
#define PL_ISA_PLAIN_HAS_FMA 1
#else
#define PL_ISA_PLAIN_HAS_FMA 0
#endif

#endif
