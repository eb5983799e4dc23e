/*
 * designs.c - designs from texts, for the tests of designs.
 */
#include "designs.h"

#include "testlib.h"

#include <unistd.h>

#include "base/diag.h"
#include "study/context.h"
#include "words.h"

int
designs_set_up(void **state)
{
    struct designs *designs = calloc(1, sizeof *designs);
    void *models = NULL;

    assert_non_null(designs);
    assert_int_equal(words_set_up(&models), 0);
    designs->models = models;
    designs->before = getcwd(NULL, 0);
    assert_non_null(designs->before);
    designs->folder = test_make_folder();
    /* Messages then name files without the folder. */
    assert_int_equal(chdir(designs->folder), 0);
    *state = designs;
    return 0;
}

int
designs_tear_down(void **state)
{
    struct designs *designs = *state;
    void *models = designs->models;

    assert_int_equal(chdir(designs->before), 0);
    free(designs->before);
    test_remove_folder(designs->folder);
    assert_int_equal(words_tear_down(&models), 0);
    free(designs);
    return 0;
}

enum pl_status
designs_create(const struct pl_context *context, const char *text,
               const char *const *vary, uint64_t seed, struct pl_diags *diags,
               struct pl_design **design)
{
    static const struct pl_factor zero;
    struct pl_factor factors[DESIGNS_MOST] = {{0}};
    size_t n = 0;
    enum pl_status status = PL_OK;

    for (; vary != NULL && vary[n] != NULL; n++) {
        assert_true(n < DESIGNS_MOST);
        assert_int_equal(pl_factor_parse(context, vary[n], NULL, &factors[n]), PL_OK);
    }
    status = pl_design_create(context, factors, n, text, seed, diags, design);
    for (size_t f = 0; f < n; f++) {
        assert_memory_equal(&factors[f], &zero, sizeof zero); /* taken */
    }
    assert_true((*design != NULL) == (status == PL_OK));
    return status;
}

struct pl_design *
designs_make(const struct pl_context *context, const char *text,
             const char *const *vary, uint64_t seed)
{
    struct pl_design *design = NULL;
    struct pl_diags *diags = pl_diags_create();
    enum pl_status status = designs_create(context, text, vary, seed, diags, &design);

    assert_messages(diags, "");
    assert_int_equal(status, PL_OK);
    pl_diags_destroy(diags);
    return design;
}
