/*
 * therapy.h - treatments with a name each, to be set side by side.
 *
 * One is a row of the model's table of treatments, a text of the user's, or a drug of
 * the table of drugs at the dose that stands there. A text is
 *
 *     [name:] drug everolimus=20nM, clamp S6K_Rictor
 *
 * with items as pl_treatment_add_list takes them. Where it begins with the word of an
 * item (drug, inhibit, set, clamp, cut, variant, none) it has no name; else the name is
 * what stands before the first ':' that an item follows. So neither can be taken for
 * the other.
 */
#ifndef PL_ANALYSIS_THERAPY_H
#define PL_ANALYSIS_THERAPY_H

#include <stddef.h>

#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_treatment;

struct pl_therapy {
    char *name;  /* as a person reads it: "everolimus 20 nM"; no other has it */
    char *class; /* "rapalog", "rapalog + allosteric Akt inhibitor"; "" for none */
    char *text;  /* its items, without the name */
    char *where; /* where it was written, for messages: `--treat "…"` */
};

/** Zero it before the first use. */
struct pl_therapies {
    struct pl_therapy *items; /* shape (n) */
    size_t n;
    size_t capacity;
};

/**
 * Add a text of the user's. Without a name it is called as pl_treatment_name has it;
 * its class is that of its drugs in the table of drugs, where all of them have one.
 *
 * @param option  that it was given to, for messages: "--treat"
 * @return PL_OK; as pl_treatment_add_list, with a note where the text stands;
 *         PL_ERR_OPTION for a name that is empty, taken already, or looks like an item
 *         with its ',' forgotten ("drug A=1nM: clamp B_C"); PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_therapies_add_text(struct pl_therapies *therapies,
                                                 const struct pl_context *context,
                                                 const char *option, const char *text,
                                                 struct pl_diags *diags);

/**
 * Add every row of the model's table of treatments.
 * @return PL_OK; PL_ERR_OPTION for a model without one (the hint says what to do); as
 *         pl_therapies_add_text, with a note that names the row
 */
PL_MUST_USE enum pl_status pl_therapies_add_table(struct pl_therapies *therapies,
                                                  const struct pl_context *context,
                                                  struct pl_diags *diags);

/**
 * Add every drug of the table of drugs that has a dose.
 * @param n_without  receives how many have none
 * @return PL_OK, also when there is no such drug; PL_ERR_OPTION for a dose that does
 *         not parse, with a note that names the row; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_therapies_add_drugs(struct pl_therapies *therapies,
                                                  const struct pl_context *context,
                                                  struct pl_diags *diags,
                                                  size_t *n_without);

/** Accepts therapies that are all zero. */
void pl_therapies_finish(struct pl_therapies *therapies);

/**
 * The treatment of a run: what `base` has (cell, variant, what all have in common), and
 * then the therapy; or two of them.
 * @param second  NULL for none
 * @return as pl_treatment_add_list, with a note where the text stands
 */
PL_MUST_USE enum pl_status pl_therapy_treatment(const struct pl_therapy *first,
                                                const struct pl_therapy *second,
                                                const struct pl_treatment *base,
                                                struct pl_diags *diags,
                                                struct pl_treatment **out);

#endif
