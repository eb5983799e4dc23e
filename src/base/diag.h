/*
 * diag.h - messages for the human, collected, sorted by place and printed with a caret.
 *
 *     models/her2.ant:14:45: error: unknown name 'PPIP3' in the rate of 'v_akt'
 *        14 | v_akt: Akt + PIP3 -> pAkt + PIP3; k_akt*Akt*PPIP3
 *           |                                             ^~~~~
 *     hint: did you mean 'PIP3', declared at line 6?
 *
 * Owns     every text in it, source lines too; sources may be destroyed before.
 * Threads  a set of diags belongs to one thread.
 *
 * Every function accepts diags == NULL and then says nothing. When memory runs out an
 * error is still counted and kept, with the text of its status and perhaps without its
 * place; a note or hint is dropped. Texts are written as by printf in the "C" locale.
 * Control characters and bytes that are not UTF-8 are shown as '?'.
 */
#ifndef PL_BASE_DIAG_H
#define PL_BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/source.h"
#include "base/status.h"

struct pl_diags;
struct pl_text;

/** How many errors and how many warnings are kept; later ones are counted only. */
#define PL_DIAG_MAX_ERRORS 20
#define PL_DIAG_MAX_WARNINGS 20

/** @return NULL when memory is out. */
struct pl_diags *pl_diags_create(void);

/** Accepts NULL. */
void pl_diags_destroy(struct pl_diags *diags);

/**
 * Add an error. One or more lines of text, no full stop, no "error:".
 *
 * @param where  its place; NULL for none
 * @return status, so that `return pl_diag_error(diags, PL_ERR_OPTION, …)` reads well
 */
enum pl_status pl_diag_error(struct pl_diags *diags, enum pl_status status,
                             const struct pl_place *where, const char *format, ...)
    PL_PRINTF(4, 5);

/**
 * Add an error without a place that ends with what the system says of an errno, in
 * English: "cannot read x: No such file or directory".
 *
 * @return status
 */
enum pl_status pl_diag_errno(struct pl_diags *diags, enum pl_status status, int error,
                             const char *format, ...) PL_PRINTF(4, 5);

/** Add a warning: the work goes on. */
void pl_diag_warning(struct pl_diags *diags, const struct pl_place *where,
                     const char *format, ...) PL_PRINTF(3, 4);

/**
 * Add "note: …" below the newest error or warning; `where` NULL for a bare line. It is
 * dropped with a message that was not kept.
 */
void pl_diag_note(struct pl_diags *diags, const struct pl_place *where,
                  const char *format, ...) PL_PRINTF(3, 4);

/** Add "hint: …" below the newest error or warning: something to do. */
void pl_diag_hint(struct pl_diags *diags, const char *format, ...) PL_PRINTF(2, 3);

/** How many names one hint shows at most. */
#define PL_DIAG_MAX_NEAR 3

/**
 * Hint at names: "did you mean 'a', 'b' or 'c'?"
 * @param n  1 to PL_DIAG_MAX_NEAR
 */
void pl_diag_hint_names(struct pl_diags *diags, const char *const *names, size_t n);

/**
 * Hint at the names that `wanted` may be a slip of (pl_spelling_near), nearest first.
 *
 * @param candidates  shape (n), NUL-terminated, not NULL
 * @param most        how many to name; more than PL_DIAG_MAX_NEAR means that many
 * @return false, and nothing is said, when none is near
 */
bool pl_diag_hint_near(struct pl_diags *diags, const char *wanted,
                       const char *const *candidates, size_t n, size_t most);

/** The error "out of memory for <what>", without allocating. @return PL_ERR_NOMEM */
enum pl_status pl_diag_no_memory(struct pl_diags *diags, const char *what);

/** Errors added so far, those beyond PL_DIAG_MAX_ERRORS included. */
size_t pl_diags_n_errors(const struct pl_diags *diags);

/** The text of the first error, without its place; NULL when there is none. Borrowed. */
const char *pl_diags_first_error(const struct pl_diags *diags);

/** True when no further error would be kept: a parser may stop. */
bool pl_diags_full(const struct pl_diags *diags);

/**
 * Append all messages to `text`: those with a place sorted by it (stable), those
 * without one after them in the order they came. Files come in the order in which
 * messages first named them. Ends with "… and 7 more errors" where errors were not
 * kept.
 *
 * @param colour  with ANSI colours
 */
void pl_diags_print(const struct pl_diags *diags, bool colour, struct pl_text *text);

/** Forget every message. */
void pl_diags_clear(struct pl_diags *diags);

#endif
