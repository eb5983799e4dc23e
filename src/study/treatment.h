/*
 * treatment.h - who is inhibited, by how much, and when.
 *
 *     inhibit  Target[=fraction][@from..to]   fraction 0 to 1, 1 when not said
 *     drug     name=dose[@from..to]           dose with its unit, pM to mM
 *     set      name=value[@from..to]          any input of the program
 *     clamp    From_To   a feedback signal stays at its level before treatment
 *                        (without a rest: at time 0)
 *     cut      From_To   a feedback signal is 0, before the rest too
 *
 * `@6h` and `@6h..` last to the end, `@..6h` begins at 0; a unit on the upper end
 * serves both; a time of 0 needs none, nor does a dose of 0. In a model without
 * time_unit times are bare numbers, and a unit is an error whose hint shows the line to
 * add.
 *
 * What holds before the rest, later rows over earlier ones: the model's own values; the
 * cell (the table's first row when none is chosen); the variant; the member of an
 * ensemble; `set` without a time; background and cut. What begins at 0 or later: inhibit
 * and drug (from 0 when no time is said), `set` with a time, clamp.
 *
 * A window overrides what holds before the rest, and falls back to it at its end: a
 * background of 5 nM with a window of 50 nM gives 5, 50, 5 nM. On a species, or
 * anything else that moves by itself, a `set` with a time is a step: it has no end.
 */
#ifndef PL_STUDY_TREATMENT_H
#define PL_STUDY_TREATMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_ensemble;
struct pl_text;
struct pl_treatment;

enum pl_action_kind {
    PL_ACTION_INHIBIT,
    PL_ACTION_DRUG,
    PL_ACTION_SET,
    PL_ACTION_CLAMP,
    PL_ACTION_CUT
};

/** One thing done to the network. */
struct pl_action {
    enum pl_action_kind kind;
    char *text;       /* as the user wrote it, for messages: "mTORC1=0.5@1h" */
    size_t symbol;    /* the input that it changes; the rule of a clamp or a cut */
    double value;     /* fraction, nM, or the model's unit; 0 for a clamp or a cut */
    bool before_rest; /* holds before the rest and ever after */
    bool
        background; /* such a one that pl_treatment_background gave: "… on trastuzumab" */
    double from, to; /* [model time]; `to` is INFINITY for "to the end" */
};

PL_MUST_USE enum pl_status pl_treatment_create(const struct pl_context *context,
                                               struct pl_diags *diags,
                                               struct pl_treatment **out);
/** One that is like another, to be added to. */
PL_MUST_USE enum pl_status pl_treatment_copy(const struct pl_treatment *treatment,
                                             struct pl_diags *diags,
                                             struct pl_treatment **out);
/** The same without what begins at 0 or later. */
PL_MUST_USE enum pl_status
pl_treatment_copy_untreated(const struct pl_treatment *treatment,
                            struct pl_diags *diags, struct pl_treatment **out);
/** The same without its cuts, but for those of the background. */
PL_MUST_USE enum pl_status pl_treatment_copy_uncut(const struct pl_treatment *treatment,
                                                   struct pl_diags *diags,
                                                   struct pl_treatment **out);
/** Accepts NULL. */
void pl_treatment_destroy(struct pl_treatment *treatment);

/**
 * Choose a cell or a variant by name; each at most once.
 * @return PL_OK; PL_ERR_NAME; PL_ERR_OPTION for a second one
 */
PL_MUST_USE enum pl_status pl_treatment_choose_cell(struct pl_treatment *treatment,
                                                    const char *name,
                                                    struct pl_diags *diags);
PL_MUST_USE enum pl_status pl_treatment_choose_variant(struct pl_treatment *treatment,
                                                       const char *name,
                                                       struct pl_diags *diags);

/** The kind that a word of `length` bytes names: "inhibit", "drug", "set", "clamp", "cut". */
bool pl_action_find(const char *word, size_t length, enum pl_action_kind *kind);

/**
 * Add one action from its text, as above.
 * @return PL_OK; PL_ERR_NAME for an unknown name (near ones hinted); PL_ERR_OPTION for
 * a text that does not parse, a fraction outside 0 to 1, a negative dose, an unknown or
 * missing unit, a window that ends before it begins, a symbol that cannot be set, a
 * second window of one name that overlaps the first (both shown); PL_ERR_NOMEM. The
 * treatment is unchanged then.
 */
PL_MUST_USE enum pl_status pl_treatment_add(struct pl_treatment *treatment,
                                            enum pl_action_kind kind, const char *text,
                                            struct pl_diags *diags);

/**
 * Add a background: "drug trastuzumab=68nM, inhibit IGF1R=0.5, set IGF=0". It holds
 * before time 0, in the equilibrium and ever after; folds are relative to it. Windows
 * have no place in it, nor have clamps.
 * @return as pl_treatment_add
 */
PL_MUST_USE enum pl_status pl_treatment_background(struct pl_treatment *treatment,
                                                   const char *text,
                                                   struct pl_diags *diags);

/**
 * Add what one --treat says, items with ',' between them: each a kind and its text
 * as above, or a variant. An item without a kind has that of the one before it.
 *
 *     drug everolimus=20nM@6h.., MK2206=1uM, clamp S6K_IRS1, variant receptor_side
 *
 * "none" alone is nothing done.
 * @return as pl_treatment_add and pl_treatment_choose_variant; PL_ERR_OPTION for a text
 *         without an item, and for an item without a kind (the hint lists them).
 *         The treatment is unchanged then.
 */
PL_MUST_USE enum pl_status pl_treatment_add_list(struct pl_treatment *treatment,
                                                 const char *text,
                                                 struct pl_diags *diags);

/** Actions in the order given; borrowed until the next is added. */
const struct pl_action *pl_treatment_actions(const struct pl_treatment *treatment,
                                             size_t *n);

/** The first action that gives a symbol a value of its own, so neither a clamp nor a cut
 * of it; NULL for none. Borrowed until the next is added. */
const struct pl_action *pl_treatment_setting(const struct pl_treatment *treatment,
                                             size_t symbol);

/** True when anything begins at 0 or later: the run then has an "untreated". */
bool pl_treatment_is_any(const struct pl_treatment *treatment);

/** True when pl_treatment_background gave anything. */
bool pl_treatment_has_background(const struct pl_treatment *treatment);

/**
 * What the program starts from: see above, what holds before the rest.
 * @param inputs  shape (program->n_inputs)
 */
void pl_treatment_inputs(const struct pl_treatment *treatment, double *inputs);

/**
 * The same in another cell, and in a member of an ensemble.
 * @param cell      a row of the table of cells; PL_NONE for the treatment's own
 * @param ensemble  NULL for none; `member` is not read then
 */
void pl_treatment_inputs_in(const struct pl_treatment *treatment, size_t cell,
                            const struct pl_ensemble *ensemble, size_t member,
                            double *inputs);

/**
 * Warn of starting values that a rest has undone: each `set` without a time on something
 * that moves by itself, and is at rest elsewhere by more than 1 % of the larger of the
 * two. Species of a conserved sum are passed over: to set one sets the sum, which holds.
 *
 * @param values  at rest, before treatment; shape (n_symbols), as of pl_sim_observe
 */
void pl_treatment_warn_moved(const struct pl_treatment *treatment, const double *values,
                             struct pl_diags *diags);

/** What a jump does to its input. */
enum pl_jump_kind {
    PL_JUMP_SET,  /* `value` holds from now on */
    PL_JUMP_BACK, /* the end of a window: what held before the run comes back */
    PL_JUMP_CLAMP /* `symbol` is a feedback rule: it stays at its present signal */
};

/** One jump of a run. */
struct pl_jump {
    enum pl_jump_kind kind;
    double time; /* [model time] */
    size_t symbol;
    double value; /* PL_JUMP_SET; else NaN */
};

/**
 * The jumps of a run of that length, by time; at one time clamps come first (the signal
 * is the one before treatment), then ends, then beginnings. A window that ends with the
 * run has no end in it: the last output still is under treatment.
 *
 * @param jumps  receives an array, to be freed with free()
 * @return PL_OK; PL_ERR_OPTION for what begins when the run is over (the hint names a
 *         duration that would do); PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_treatment_jumps(const struct pl_treatment *treatment,
                                              double duration, struct pl_diags *diags,
                                              struct pl_jump **jumps, size_t *n_jumps);

/**
 * Append the treatment in words, "untreated" when there is neither one nor a
 * background:
 *
 *     mTORC1 inhibited 100 % from 0 h + everolimus 20 nM, 1 h to 24 h
 *     IGF = 0 + IGF = 30 from 0 h + S6K_IRS1 clamped + FOXO_HER3 cut
 *     BEZ235 50 nM from 0 h on trastuzumab 68 nM and IGF = 0
 *     on everolimus 20 nM
 */
void pl_treatment_describe(const struct pl_treatment *treatment, struct pl_text *text);

/**
 * Append a short name for what is done and the variant that was chosen, without a word of
 * what begins at 0 and lasts: "everolimus 20 nM + S6K_Rictor clamped (receptor_side)".
 */
void pl_treatment_name(const struct pl_treatment *treatment, struct pl_text *text);

/** Append one action without its window: "mTORC1 inhibited 100 %", "everolimus 20 nM". */
void pl_action_describe(const struct pl_context *context,
                        const struct pl_action *action, struct pl_text *text);

/**
 * The chosen cell: its display name, and its conditionId; the first of the table without
 * a choice; NULL when the model has no cells. Borrowed.
 */
const char *pl_treatment_cell_name(const struct pl_treatment *treatment);
const char *pl_treatment_cell_id(const struct pl_treatment *treatment);

/** The conditionId of the chosen variant; NULL when none was chosen. Borrowed. */
const char *pl_treatment_variant_id(const struct pl_treatment *treatment);

#endif
