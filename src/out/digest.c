/*
 * digest.c - what bytes are, in a few digits.
 */
#include "out/digest.h"

#include <stdint.h>

#include <nettle/sha2.h>

#include "base/text.h"

void
pl_digest_put(const char *bytes, size_t size, size_t n_digits, struct pl_text *text)
{
    static const char digits[] = "0123456789abcdef";
    struct sha256_ctx hash;
    uint8_t digest[SHA256_DIGEST_SIZE];

    sha256_init(&hash);
    sha256_update(&hash, size, (const uint8_t *)bytes);
    sha256_digest(&hash, sizeof digest, digest);
    for (size_t i = 0; i < n_digits; i++) {
        const unsigned shift = i % 2 == 0 ? 4u : 0u;

        pl_text_add(text, &digits[((unsigned)digest[i / 2] >> shift) & 15u], 1);
    }
}
