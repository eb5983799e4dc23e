/*
 * code_pages.h - memory for machine code: written first, executable then, never both at
 * once (compile/ only).
 */
#ifndef PL_COMPILE_CODE_PAGES_H
#define PL_COMPILE_CODE_PAGES_H

#include <stdbool.h>
#include <stddef.h>

/** Whole pages that hold a copy of some code. */
struct pl_code_pages {
    const unsigned char *bytes; /* page-aligned; NULL for none */
    size_t n_bytes;             /* of whole pages */
};

/**
 * Executable pages with a copy of the bytes.
 *
 * @param n  > 0
 * @return false when the system gives none; `pages` is all zero then
 */
bool pl_code_pages_init(struct pl_code_pages *pages, const unsigned char *bytes,
                        size_t n);
/** Accepts pages that are all zero. */
void pl_code_pages_finish(struct pl_code_pages *pages);

#endif
