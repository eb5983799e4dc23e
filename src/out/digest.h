/*
 * digest.h - what bytes are, in a few digits.
 */
#ifndef PL_OUT_DIGEST_H
#define PL_OUT_DIGEST_H

#include <stddef.h>

struct pl_text;

/** The length of a whole digest. */
#define PL_DIGEST_DIGITS ((size_t)64)

/**
 * Append the first hexadecimal digits of the SHA-256 of some bytes.
 * @param n_digits  at most PL_DIGEST_DIGITS
 */
void pl_digest_put(const char *bytes, size_t size, size_t n_digits,
                   struct pl_text *text);

#endif
