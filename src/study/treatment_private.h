/*
 * treatment_private.h - what the files of a treatment share (study/ only).
 */
#ifndef PL_STUDY_TREATMENT_PRIVATE_H
#define PL_STUDY_TREATMENT_PRIVATE_H

#include <stddef.h>

#include "base/number.h"
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

/** The row of the chosen cell, or the first one. */
size_t pl_treatment_cell_row(const struct pl_treatment *treatment);

/** "inhibit", "drug", "set", "clamp", "cut". */
const char *pl_action_word(enum pl_action_kind kind);

/** "24 h", or "100" in a model without time_unit. */
void pl_time_format(const struct pl_context *context, double time,
                    char out[PL_NUMBER_SIZE]);

/** The time that reads well and is nearest to `wanted` (as a ratio, > 0). */
double pl_time_round(const struct pl_context *context, double wanted);

/** The first time that reads well and is a tenth later than `time` (> 0), or more. */
double pl_time_later(const struct pl_context *context, double time);

/** True for a symbol that moves by itself: its value can be stepped, not held. */
bool pl_symbol_moves(const struct pl_context *context, size_t symbol);

#endif
