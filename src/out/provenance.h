/*
 * provenance.h - where a result comes from, as JSON.
 */
#ifndef PL_OUT_PROVENANCE_H
#define PL_OUT_PROVENANCE_H

#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_source;
struct pl_text;

struct pl_provenance {
    const char *version;        /* of pathloop */
    const char *const *command; /* shape (n_command): the words of the command line */
    size_t n_command;
    const char *model_name;
    const struct pl_source *model; /* its bytes are hashed, SHA-256 */
    const char *cell, *variant;    /* conditionIds; NULL for none */
    const char *ensemble;          /* the file of parameter sets; NULL for none */
    const char *ensemble_digest;
    size_t n_sets;
    size_t n_failed_sets;  /* PL_NONE: it cannot be said of a set */
    const char *treatment; /* in words */
    const char *method;
    double rtol, atol;  /* atol 0: "per species", by the rule of pl_sim_options */
    double duration;    /* [model time] */
    double time_unit;   /* [s]; NaN when the model has none */
    const char *status; /* "complete", or why not */
};

/**
 * Append the JSON object to `text`, keys in the order above; of the model "model_file"
 * and "model_sha256", the unit of time as "time_unit_s". The sets have keys only where
 * there are any. What is NULL or NaN is null.
 * Words that are not UTF-8 have '?' for each wrong byte.
 * @return PL_OK, PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_provenance_write(const struct pl_provenance *provenance,
                                               struct pl_diags *diags,
                                               struct pl_text *text);

#endif
