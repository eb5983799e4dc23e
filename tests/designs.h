/*
 * designs.h - designs from texts, for the tests of designs.
 */
#ifndef PL_TESTS_DESIGNS_H
#define PL_TESTS_DESIGNS_H

#include "base/status.h"
#include "study/design.h"

/** The most factors of a test. */
#define DESIGNS_MOST 8

#define DESIGNS_SEED UINT64_C(12)

/** Texts of factors, as designs_create takes them. */
#define VARY(...) ((const char *const[]){__VA_ARGS__, NULL})

/** The models of words.h, and a folder that tests write files into and work in:
 * messages then name files without it. */
struct designs {
    struct words_models *models;
    char *folder;
    char *before; /* the working directory */
};

/** set_up and tear_down of a group whose state is a struct designs. */
int designs_set_up(void **state);
int designs_tear_down(void **state);

/**
 * A design of texts that all must parse.
 * @param vary  as of --vary, NULL behind the last; NULL for none
 */
PL_MUST_USE enum pl_status designs_create(const struct pl_context *context,
                                          const char *text, const char *const *vary,
                                          uint64_t seed, struct pl_diags *diags,
                                          struct pl_design **design);

/** One that must be right, without a word. */
struct pl_design *designs_make(const struct pl_context *context, const char *text,
                               const char *const *vary, uint64_t seed);

#endif
