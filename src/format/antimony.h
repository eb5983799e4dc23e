/*
 * antimony.h - reading Antimony, the model language of Tellurium.
 *
 * What is accepted is always legal Antimony with libAntimony's meaning; what Antimony
 * allows and this reader does not is refused by name and place, never skipped.
 */
#ifndef PL_FORMAT_ANTIMONY_H
#define PL_FORMAT_ANTIMONY_H

#include "base/status.h"

struct pl_diags;
struct pl_model;
struct pl_source;

/**
 * Read one model from a text: `model name() … end`, `model *name() … end`, or bare
 * statements. Functions stand outside the model, before what calls them; behind `end`
 * the model may be described. Everything else outside is a second model to libAntimony,
 * which then is the one that counts: it is refused.
 *
 * Reactions without a name are called _J0, _J1, … Annotations of units and functions are
 * kept with the model, with qualifiers such as "per_s.is".
 *
 * @param source  borrowed for the call; the model keeps a copy
 * @return PL_OK; PL_ERR_MODEL when the text has errors; PL_ERR_NOMEM
 * Cost: linear in the text, plus sorting the names.
 */
PL_MUST_USE enum pl_status pl_antimony_read(const struct pl_source *source,
                                            struct pl_diags *diags,
                                            struct pl_model **out);

#endif
