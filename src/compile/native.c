/*
 * native.c - tapes as machine code: AVX-512 or AVX2, in memory, without a compiler.
 */
#include "compile/native.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "compile/code_pages.h"
#include "compile/x86_encoder.h"
#include "compile/x86_frame.h"
#include "compile/x86_translate.h"

/* [byte] Numbers are reached by offsets of 32 bits: more code than this is none. */
#define MOST_CODE ((size_t)1 << 30)

struct pl_native {
    struct pl_code_pages pages;
    size_t size; /* [byte] of code and numbers */
};

/* Why these tapes can have no machine code, or NULL. */
static const char *
find_obstacle(const struct pl_tape *const *tapes, size_t n_tapes, enum pl_isa isa,
              size_t lanes)
{
    if (!PL_HAS_X86 || isa == PL_ISA_PLAIN) {
        return "no machine code for this processor";
    }
    for (size_t i = 0; i < n_tapes; i++) {
        if (tapes[i] != NULL && !pl_x86_frame_is_reachable(tapes[i], lanes)) {
            return "the model is too large for machine code";
        }
    }
    return NULL;
}

/* The code of all tapes, one after the other. @param at  shape (n_tapes): where each
 * begins */
static enum pl_status
translate(const struct pl_tape *const *tapes, size_t n_tapes, enum pl_isa isa,
          struct pl_x86_code *code, size_t *at, const char **reason)
{
    pl_x86_put_numbers(code);
    for (size_t i = 0; i < n_tapes; i++) {
        if (tapes[i] != NULL && !pl_x86_translate(tapes[i], isa, code, &at[i])) {
            return PL_ERR_NOMEM;
        }
        if (code->n_bytes > MOST_CODE) {
            *reason = "the model is too large for machine code";
            return PL_OK;
        }
    }
    return code->failed ? PL_ERR_NOMEM : PL_OK;
}

enum pl_status
pl_native_create(const struct pl_tape *const *tapes, size_t n_tapes, enum pl_isa isa,
                 size_t lanes, struct pl_native_function *functions,
                 const char **reason, struct pl_native **out)
{
    enum pl_status status = PL_OK;
    struct pl_x86_code code = {.lanes = lanes, .evex = isa == PL_ISA_AVX512};
    struct pl_native *native = NULL;
    size_t *at = NULL;

    assert(isa <= pl_isa_best());
    assert(lanes == 1 || lanes == 4 || (lanes == 8 && isa == PL_ISA_AVX512));
    *out = NULL;
    for (size_t i = 0; i < n_tapes; i++) {
        functions[i].run = NULL;
    }
    *reason = find_obstacle(tapes, n_tapes, isa, lanes);
    if (*reason != NULL) {
        return PL_OK;
    }
    native = calloc(1, sizeof *native);
    at = calloc(n_tapes + 1, sizeof *at);
    if (native == NULL || at == NULL) {
        status = PL_ERR_NOMEM;
        goto done;
    }
    status = translate(tapes, n_tapes, isa, &code, at, reason);
    if (status != PL_OK || *reason != NULL) {
        goto done;
    }
    native->size = code.n_bytes;
    if (!pl_code_pages_init(&native->pages, code.bytes, code.n_bytes)) {
        *reason = "this system forbids executable memory";
        goto done;
    }
    for (size_t i = 0; i < n_tapes; i++) {
        if (tapes[i] != NULL) {
            const uintptr_t address = (uintptr_t)(native->pages.bytes + at[i]);

            functions[i].run = (void (*)(double *, double *))address;
        }
    }
    *out = native;
    native = NULL; /* handed over */

done:
    free(at);
    free(code.bytes);
    pl_native_destroy(native);
    return status;
}

void
pl_native_destroy(struct pl_native *native)
{
    if (native != NULL) {
        pl_code_pages_finish(&native->pages);
        free(native);
    }
}

size_t
pl_native_size(const struct pl_native *native)
{
    return native->size;
}
