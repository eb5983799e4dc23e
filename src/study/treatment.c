/*
 * treatment.c - who is inhibited, by how much, and when: collecting the actions.
 */
#include "study/treatment_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/list.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/tables.h"

enum pl_status
pl_treatment_create(const struct pl_context *context, struct pl_diags *diags,
                    struct pl_treatment **out)
{
    *out = calloc(1, sizeof **out);
    if (*out == NULL) {
        return pl_diag_no_memory(diags, "a treatment");
    }
    (*out)->context = context;
    (*out)->cell = PL_NONE;
    (*out)->variant = PL_NONE;
    return PL_OK;
}

void
pl_treatment_truncate(struct pl_treatment *treatment, size_t n)
{
    while (treatment->n > n) {
        treatment->n--;
        free(treatment->actions[treatment->n].text);
    }
}

static bool
is_any(const struct pl_action *action)
{
    return action != NULL;
}

static bool
is_untreated(const struct pl_action *action)
{
    return action->before_rest;
}

static bool
is_uncut(const struct pl_action *action)
{
    return action->kind != PL_ACTION_CUT || action->background;
}

static enum pl_status
copy_actions(const struct pl_treatment *treatment,
             bool (*keeps)(const struct pl_action *action), struct pl_diags *diags,
             struct pl_treatment **out)
{
    enum pl_status status = pl_treatment_create(treatment->context, diags, out);

    if (status != PL_OK) {
        return status;
    }
    (*out)->cell = treatment->cell;
    (*out)->variant = treatment->variant;
    for (size_t i = 0; i < treatment->n && status == PL_OK; i++) {
        struct pl_action action = treatment->actions[i];

        if (!keeps(&action)) {
            continue;
        }
        action.text = pl_text_copy(action.text);
        status = action.text != NULL ? pl_treatment_add_steal(*out, &action, diags)
                                     : pl_diag_no_memory(diags, "a treatment");
    }
    if (status != PL_OK) {
        pl_treatment_destroy(*out);
        *out = NULL;
    }
    return status;
}

enum pl_status
pl_treatment_copy(const struct pl_treatment *treatment, struct pl_diags *diags,
                  struct pl_treatment **out)
{
    return copy_actions(treatment, is_any, diags, out);
}

enum pl_status
pl_treatment_copy_untreated(const struct pl_treatment *treatment,
                            struct pl_diags *diags, struct pl_treatment **out)
{
    return copy_actions(treatment, is_untreated, diags, out);
}

enum pl_status
pl_treatment_copy_uncut(const struct pl_treatment *treatment, struct pl_diags *diags,
                        struct pl_treatment **out)
{
    return copy_actions(treatment, is_uncut, diags, out);
}

void
pl_treatment_destroy(struct pl_treatment *treatment)
{
    if (treatment == NULL) {
        return;
    }
    pl_treatment_truncate(treatment, 0);
    free(treatment->actions);
    free(treatment);
}

/* The display name of a row, or its id where it has none. */
static const char *
row_name(const struct pl_frame *table, size_t row)
{
    size_t name = pl_frame_find(table, PL_CONDITION_NAME);

    return name != PL_NONE && table->columns[name].texts[row][0] != '\0'
               ? table->columns[name].texts[row]
               : pl_table_row_id(table, row);
}

/* Refuse a second cell or variant. */
static enum pl_status
check_unchosen(const struct pl_frame *table, size_t chosen, const char *what,
               const char *name, struct pl_diags *diags)
{
    if (chosen == PL_NONE) {
        return PL_OK;
    }
    return pl_diag_error(
        diags, PL_ERR_OPTION, NULL, "a second %s '%s': the first is '%s'", what, name,
        table->columns[pl_frame_find(table, PL_CONDITION_ID)].texts[chosen]);
}

enum pl_status
pl_treatment_choose_cell(struct pl_treatment *treatment, const char *name,
                         struct pl_diags *diags)
{
    enum pl_status status =
        check_unchosen(treatment->context->cells, treatment->cell, "cell", name, diags);

    return status == PL_OK
               ? pl_context_find_cell(treatment->context, name, diags, &treatment->cell)
               : status;
}

enum pl_status
pl_treatment_choose_variant(struct pl_treatment *treatment, const char *name,
                            struct pl_diags *diags)
{
    enum pl_status status = check_unchosen(treatment->context->variants,
                                           treatment->variant, "variant", name, diags);

    return status == PL_OK ? pl_context_find_variant(treatment->context, name, diags,
                                                     &treatment->variant)
                           : status;
}

size_t
pl_treatment_cell_row(const struct pl_treatment *treatment)
{
    return treatment->cell != PL_NONE ? treatment->cell : 0;
}

const char *
pl_treatment_cell_name(const struct pl_treatment *treatment)
{
    const struct pl_frame *cells = treatment->context->cells;

    return cells != NULL ? row_name(cells, pl_treatment_cell_row(treatment)) : NULL;
}

const char *
pl_treatment_cell_id(const struct pl_treatment *treatment)
{
    const struct pl_frame *cells = treatment->context->cells;

    return cells != NULL ? pl_table_row_id(cells, pl_treatment_cell_row(treatment))
                         : NULL;
}

const char *
pl_treatment_variant_id(const struct pl_treatment *treatment)
{
    return treatment->variant != PL_NONE
               ? pl_table_row_id(treatment->context->variants, treatment->variant)
               : NULL;
}

static bool
is_of_edge(const struct pl_action *action)
{
    return action->kind == PL_ACTION_CLAMP || action->kind == PL_ACTION_CUT;
}

/* Two actions on one feedback edge. */
static enum pl_status
report_edge(const struct pl_action *a, const struct pl_action *b,
            struct pl_diags *diags)
{
    if (a->kind == b->kind) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL, "'%s' is %s twice", b->text,
                             a->kind == PL_ACTION_CUT ? "cut" : "clamped");
    }
    return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                         "'%s' is both cut and clamped: a signal that is cut is 0 all "
                         "along",
                         b->text);
}

/* Refuse an action that contradicts an earlier one. */
static enum pl_status
check_conflict(const struct pl_treatment *treatment, const struct pl_action *a,
               const struct pl_action *b, struct pl_diags *diags)
{
    const char *name = treatment->context->model->symbols[a->symbol].name;

    if (a->symbol != b->symbol) {
        return PL_OK;
    }
    if (is_of_edge(a)) {
        return report_edge(a, b, diags);
    }
    if (a->before_rest != b->before_rest) {
        return PL_OK; /* the window overrides, and falls back at its end */
    }
    if (a->before_rest) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "'%s' and '%s' both give '%s' its value before time 0",
                             a->text, b->text, name);
    }
    if (pl_model_is_state(treatment->context->model, a->symbol)) {
        if (a->from != b->from) {
            return PL_OK; /* two steps */
        }
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "'%s' and '%s' both step '%s' at one time", a->text,
                             b->text, name);
    }
    if (a->from >= b->to || b->from >= a->to) {
        return PL_OK;
    }
    pl_diag_error(diags, PL_ERR_OPTION, NULL, "'%s' and '%s' overlap: both set '%s'",
                  a->text, b->text, name);
    pl_diag_hint(diags, "let one end before the other begins: @0..6h and @6h..24h");
    return PL_ERR_OPTION;
}

enum pl_status
pl_treatment_add_steal(struct pl_treatment *treatment, struct pl_action *action,
                       struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < treatment->n && status == PL_OK; i++) {
        status = check_conflict(treatment, &treatment->actions[i], action, diags);
    }
    if (status == PL_OK) {
        struct pl_action *actions =
            pl_list_reserve(treatment->actions, treatment->n + 1, &treatment->capacity,
                            sizeof *actions);

        if (actions != NULL) {
            treatment->actions = actions;
        } else {
            status = pl_diag_no_memory(diags, "a treatment");
        }
    }
    if (status != PL_OK) {
        free(action->text);
        return status;
    }
    treatment->actions[treatment->n] = *action;
    treatment->n++;
    return PL_OK;
}

enum pl_status
pl_treatment_add(struct pl_treatment *treatment, enum pl_action_kind kind,
                 const char *text, struct pl_diags *diags)
{
    struct pl_action action = {0};
    enum pl_status status =
        pl_action_parse(treatment->context, kind, text, strlen(text), diags, &action);

    return status == PL_OK ? pl_treatment_add_steal(treatment, &action, diags) : status;
}

const struct pl_action *
pl_treatment_actions(const struct pl_treatment *treatment, size_t *n)
{
    *n = treatment->n;
    return treatment->actions;
}

const struct pl_action *
pl_treatment_setting(const struct pl_treatment *treatment, size_t symbol)
{
    for (size_t i = 0; i < treatment->n; i++) {
        const struct pl_action *action = &treatment->actions[i];

        if (action->symbol == symbol && !is_of_edge(action)) {
            return action;
        }
    }
    return NULL;
}

bool
pl_treatment_is_any(const struct pl_treatment *treatment)
{
    for (size_t i = 0; i < treatment->n; i++) {
        if (!treatment->actions[i].before_rest) {
            return true;
        }
    }
    return false;
}

bool
pl_treatment_has_background(const struct pl_treatment *treatment)
{
    for (size_t i = 0; i < treatment->n; i++) {
        if (treatment->actions[i].background) {
            return true;
        }
    }
    return false;
}
