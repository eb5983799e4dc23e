/*
 * words.h - what the words have in common in which treatments, factors and measures are
 * written: their parts, lists, fractions and doses.
 */
#ifndef PL_STUDY_WORDS_H
#define PL_STUDY_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_diags;

/** The text without the blanks around it; ends it in place. */
char *pl_words_trim(char *text);

/** Cut the text at the first mark; what stands behind it, or NULL where there is none. */
char *pl_words_cut(char *text, const char *mark);

/** Take the next of "a; b;c" as a span without the blanks around it. @return false at
 * the end. Empty items are passed over. */
bool pl_words_next(const char **list, char separator, const char **item,
                   size_t *length);

/** Where an item of "a, b" is empty: "between two commas", "before the first comma" or
 * "behind the last comma"; NULL where none is, or all are. */
const char *pl_words_gap(const char *list);

/** Where a number stands, "<name>=<value>" or "<name>=<low>..<value>": for messages. */
struct pl_words_place {
    const char *whole; /* as it was typed */
    const char *name;
    const char *example; /* what may stand behind the '=': "20nM" */
    const char *low;     /* NULL where it is no range */
    const char *value;   /* the upper end of a range */
};

/**
 * A fraction, 0 to 1.
 * @return PL_OK; PL_ERR_OPTION
 */
PL_MUST_USE enum pl_status pl_words_fraction(const struct pl_words_place *place,
                                             const char *text, struct pl_diags *diags,
                                             double *value);

/**
 * A dose, from 0 on. A unit may be missing behind a 0.
 *
 * @param unit   [nM] in: what a number without a unit is in, or 0 for none; out: the
 *               unit of this one, unchanged where it has none
 * @param value  [nM]
 * @return PL_OK; PL_ERR_OPTION
 */
PL_MUST_USE enum pl_status pl_words_dose(const struct pl_words_place *place,
                                         const char *text, double *unit,
                                         struct pl_diags *diags, double *value);

#endif
