/*
 * hash.c - a number that stands for bytes.
 */
#include "base/hash.h"

uint64_t
pl_hash(const void *bytes, size_t size)
{
    const unsigned char *byte = bytes;
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t k = 0; k < size; k++) {
        hash = (hash ^ byte[k]) * UINT64_C(0x100000001b3);
    }
    return hash;
}
