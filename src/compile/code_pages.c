/*
 * code_pages.c - memory for machine code: written first, executable then, never both at
 * once.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include "compile/code_pages.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

bool
pl_code_pages_init(struct pl_code_pages *pages, const unsigned char *bytes, size_t n)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t n_bytes = 0;
    void *memory = NULL;

    *pages = (struct pl_code_pages){0};
    if (n > SIZE_MAX - page) {
        return false;
    }
    n_bytes = (n + page - 1) / page * page;
    memory =
        mmap(NULL, n_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        return false;
    }
    memcpy(memory, bytes, n);
    if (mprotect(memory, n_bytes, PROT_READ | PROT_EXEC) != 0) {
        munmap(memory, n_bytes);
        return false;
    }
    *pages = (struct pl_code_pages){memory, n_bytes};
    return true;
}

void
pl_code_pages_finish(struct pl_code_pages *pages)
{
    if (pages->bytes != NULL) {
        munmap((void *)(uintptr_t)pages->bytes, pages->n_bytes);
        *pages = (struct pl_code_pages){0};
    }
}
