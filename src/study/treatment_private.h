/*
 * treatment_private.h - what the files of a treatment share (study/ only).
 */
#ifndef PL_STUDY_TREATMENT_PRIVATE_H
#define PL_STUDY_TREATMENT_PRIVATE_H

#include <stddef.h>

#include "study/times.h"
#include "study/treatment.h"

struct pl_treatment {
    const struct pl_context *context; /* borrowed */
    size_t cell;                      /* row, or PL_NONE when none was chosen */
    size_t variant;                   /* likewise */
    struct pl_action *actions;        /* shape (n) */
    size_t n;
    size_t capacity;
};

/**
 * Read one action. With `action->background` set it is an item of a background: it has no
 * window and holds from before the rest.
 *
 * @param length  of the text, which need not end with a NUL there
 * @param action  filled; its text is to be freed with free()
 * @return as pl_treatment_add
 */
PL_MUST_USE enum pl_status pl_action_parse(const struct pl_context *context,
                                           enum pl_action_kind kind, const char *text,
                                           size_t length, struct pl_diags *diags,
                                           struct pl_action *action);

/** Say that a word of a list names its kind and nothing else. @return PL_ERR_OPTION */
enum pl_status pl_action_report_bare(enum pl_action_kind kind, struct pl_diags *diags);

/** Add an action; its text is taken, on failure too. @return as pl_treatment_add */
PL_MUST_USE enum pl_status pl_treatment_add_steal(struct pl_treatment *treatment,
                                                  struct pl_action *action,
                                                  struct pl_diags *diags);

/** Drop the actions from the n-th on. */
void pl_treatment_truncate(struct pl_treatment *treatment, size_t n);

/** The row of the chosen cell, or the first one. */
size_t pl_treatment_cell_row(const struct pl_treatment *treatment);

#endif
