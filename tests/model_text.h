/*
 * model_text.h - a few lines of text to a model, for the tests of model/ alone.
 *
 * One statement a line, in a small part of Antimony's syntax and a few words of its
 * own; the real reader is format/antimony.h, which the tests of model/ cannot reach. A
 * line that this reader does not understand ends the test.
 *
 *     compartment X   species X   reaction X   const X   var X   boundary X   amount X
 *     X in C          X is "label"   X has unit   X notes "text"   model name
 *     function f(a, b) formula       unit X = 60 second^1 * 2 mole^-1
 *     X = formula     X := formula   X ' = formula
 *     v: 2 A + n B -> $C ; formula   (or =>)
 */
#ifndef PL_TESTS_MODEL_TEXT_H
#define PL_TESTS_MODEL_TEXT_H

#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_model;

/** The model of a text whose lines all end in '\n'; its source is named "m.ant". */
PL_MUST_USE enum pl_status model_text_read(const char *text, struct pl_diags *diags,
                                           struct pl_model **out);

/** The model of a text without faults; destroyed by the caller. Ends the test if not.
 */
struct pl_model *model_text_model(const char *text);

/** The symbol of a name that is there. Ends the test if it is not. */
size_t model_text_find(const struct pl_model *model, const char *name);

#endif
