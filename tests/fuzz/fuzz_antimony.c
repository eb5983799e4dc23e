/*
 * fuzz_antimony.c - libFuzzer on the Antimony reader, up to the checked model.
 *
 *     clang -std=c17 -D_POSIX_C_SOURCE=200809L -g -O1 -Isrc \
 *         -fsanitize=fuzzer,address,undefined -fno-sanitize-recover \
 *         tests/fuzz/fuzz_antimony.c FILES \
 *         -lunistring -lcsv -lm -o fuzz_antimony
 *     ./fuzz_antimony -dict=tests/fuzz/antimony.dict CORPUS
 *
 * FILES are the .c files of src/base, src/expr, src/model and src/format. A good first
 * CORPUS is a copy of the .ant files of tests/antimony.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/source.h"
#include "base/text.h"
#include "expr/formula.h"
#include "format/antimony.h"
#include "model/model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Each formula is printed: it must be possible, and end. */
static void
print_formulas(const struct pl_model *model)
{
    struct pl_text text;

    pl_text_init(&text);
    for (size_t i = 0; i < model->n_symbols; i++) {
        if (model->symbols[i].value != NULL) {
            pl_formula_print(model->symbols[i].value, &text);
        }
        if (model->symbols[i].rule != NULL) {
            pl_formula_print(model->symbols[i].rule, &text);
        }
    }
    for (size_t r = 0; r < model->n_reactions; r++) {
        pl_formula_print(model->reactions[r].rate, &text);
    }
    pl_text_finish(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pl_diags *diags = pl_diags_create();
    struct pl_source *source = NULL;
    struct pl_model *model = NULL;
    struct pl_text text;
    enum pl_status status = PL_OK;

    if (diags == NULL || pl_source_create("fuzz.ant", (const char *)data, size, diags,
                                          &source) != PL_OK) {
        pl_diags_destroy(diags);
        return 0;
    }
    status = pl_antimony_read(source, diags, &model);
    pl_source_destroy(source);
    if ((status == PL_OK) != (model != NULL) ||
        (status == PL_OK) != (pl_diags_n_errors(diags) == 0)) {
        abort(); /* an error without a message, or a message without an error */
    }
    pl_text_init(&text);
    pl_diags_print(diags, true, &text);
    pl_text_finish(&text);
    if (model != NULL) {
        print_formulas(model);
    }
    pl_model_destroy(model);
    pl_diags_destroy(diags);
    return 0;
}
