/*
 * isa.c - the instruction sets that this processor and its system have.
 */
#include "base/isa.h"

#include <assert.h>

#if PL_HAS_X86
/* The compilers' runtime asks the processor, and the system whether it saves the wide
 * registers; it has done so before main. */
enum pl_isa
pl_isa_best(void)
{
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) {
        return PL_ISA_PLAIN;
    }
    if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512dq") ||
        !__builtin_cpu_supports("avx512vl")) {
        return PL_ISA_AVX2;
    }
    return PL_ISA_AVX512;
}

bool
pl_isa_has_fma(void)
{
    return pl_isa_best() >= PL_ISA_AVX2;
}
#else
enum pl_isa
pl_isa_best(void)
{
    return PL_ISA_PLAIN;
}

bool
pl_isa_has_fma(void)
{
    return PL_ISA_PLAIN_HAS_FMA;
}
#endif

const char *
pl_isa_name(enum pl_isa isa)
{
    static const char *const names[PL_N_ISAS] = {"plain C", "AVX2", "AVX-512"};

    assert((size_t)isa < PL_N_ISAS);
    return names[isa];
}

size_t
pl_isa_lanes(enum pl_isa isa)
{
    static const size_t lanes[PL_N_ISAS] = {4, 4, 8};

    assert((size_t)isa < PL_N_ISAS);
    return lanes[isa];
}
