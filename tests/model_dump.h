/*
 * model_dump.h - all that a model holds but its spans, as text to be compared.
 */
#ifndef PL_TESTS_MODEL_DUMP_H
#define PL_TESTS_MODEL_DUMP_H

struct pl_model;
struct pl_text;

/** Append symbols, reactions, functions, units and annotations, in the model's order. */
void model_dump(const struct pl_model *model, struct pl_text *text);

#endif
