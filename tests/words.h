/*
 * words.h - treatments from tables of words, for the tests of treatments.
 */
#ifndef PL_TESTS_WORDS_H
#define PL_TESTS_WORDS_H

#include "base/status.h"
#include "study/treatment.h"

struct pl_context;
struct pl_diags;

/* Shorter words than enum pl_action_kind, and what else a command line has. */
enum {
    INHIBIT = PL_ACTION_INHIBIT,
    DRUG = PL_ACTION_DRUG,
    SET = PL_ACTION_SET,
    CLAMP = PL_ACTION_CLAMP,
    CUT = PL_ACTION_CUT,
    BACKGROUND,
    CELL,
    VARIANT
};

/** One word of a command line; a table of them ends with text NULL. */
struct word {
    int what;
    const char *text;
};

/** Models for these tests. */
struct words_models {
    struct pl_context *her2;  /* time in minutes, with all three tables */
    struct pl_context *bare;  /* no time_unit, no tables */
    struct pl_context *relay; /* two targets, one edge, no drugs */
    char *folder;
};

/** set_up and tear_down of a group whose state is a struct words_models. */
int words_set_up(void **state);
int words_tear_down(void **state);

/** Add one word. */
PL_MUST_USE enum pl_status words_add(struct pl_treatment *treatment, int what,
                                     const char *text, struct pl_diags *diags);

/** A treatment from words that all must be right. */
struct pl_treatment *words_make(const struct pl_context *context,
                                const struct word *words);

#endif
