/*
 * phrases.h - words that the output of every verb has in common.
 */
#ifndef PL_CLI_PHRASES_H
#define PL_CLI_PHRASES_H

#include <stdbool.h>

struct cli;
struct pl_context;
struct pl_ensemble;
struct pl_text;
struct pl_treatment;

/** Append the model file's name without folder and ending: "her2-mtor". */
void phrase_model(const struct pl_context *context, struct pl_text *text);

/** Append what was run: "her2-mtor · cell HER2+ … · mTORC1 inhibited 100 % from 0 h · from
 * rest". */
void phrase_subject(const struct pl_context *context,
                    const struct pl_treatment *treatment, bool rested,
                    struct pl_text *text);

/** Append " · 200 sets of 'sets.tsv'"; nothing for NULL. */
void phrase_sets(const struct pl_ensemble *ensemble, struct pl_text *text);

/** Append where runs begin: " · from rest" or " · from the file's values". */
void phrase_begin(bool rested, struct pl_text *text);

/** Append a stretch of model time as a person reads it: "48 h"; a number without a
 * time_unit. */
void phrase_duration(const struct pl_context *context, double duration,
                     struct pl_text *text);

/** Append words as a paragraph, broken at the width of the terminal. */
void phrase_paragraph(const struct cli *cli, const struct pl_text *words,
                      struct pl_text *text);

/**
 * Model time in the unit that reads best for a run of that length.
 * @param name  receives "h", or NULL in a model without time_unit
 * @return the unit's size in model time
 */
double phrase_time_unit(const struct pl_context *context, double duration,
                        const char **name);

#endif
