/*
 * snippet.h - the source line of a place, and the mark below it, for diag.c.
 *
 *        14 | v_akt: Akt + PIP3 -> pAkt + PIP3; k_akt*Akt*PPIP3
 *           |                                             ^~~~~
 *
 * Owns     its texts; the source may be destroyed afterwards.
 */
#ifndef PL_BASE_SNIPPET_H
#define PL_BASE_SNIPPET_H

#include <stdbool.h>
#include <stddef.h>

struct pl_place;
struct pl_text;

/** Zeroed: no place. */
struct pl_snippet {
    char *name;    /* of the source, fit to be shown; NULL when there is no place */
    size_t line;   /* from 1 */
    size_t column; /* from 1, in characters */
    char *text;    /* the line, or the part of it around the place, fit to be shown */
    char *mark;    /* blanks and tabs, then "^~~~~" */
};

/**
 * Lines wider than 100 columns are cut around the place, tabs are kept, control
 * characters become '?'. A span over several lines is marked to the end of its first.
 *
 * @param place  NULL or without source: no place
 * @return false, with `out` zeroed, when memory is out
 */
bool pl_snippet_init(struct pl_snippet *out, const struct pl_place *place);

/** Accepts a zeroed snippet. */
void pl_snippet_finish(struct pl_snippet *snippet);

/** Append line and mark, if there is a place; `green` starts the colour of the mark. */
void pl_snippet_print(const struct pl_snippet *snippet, const char *green,
                      const char *reset, struct pl_text *text);

#endif
