/*
 * vector_call.h - call a function of vectors as machine code does.
 *
 * vector_call.c is compiled once for each instruction set, see base/isa.h: a compiler
 * passes wide vectors in registers only where its flags say that there are any.
 */
#ifndef PL_TESTS_VECTOR_CALL_H
#define PL_TESTS_VECTOR_CALL_H

#include <stdbool.h>

#include "base/isa.h"

/**
 * z = function(a), or function(a, b), for 1, 4 and 8 doubles.
 *
 * @param two  whether the function has two arguments; b is read only then
 */
#define X(isa, suffix)                                                           \
    void vector_call_##suffix(void (*function)(void), bool two, const double *a, \
                              const double *b, double *z);
PL_ISAS(X)
#undef X

#endif
