/*
 * steady_vary.h - rest states over a parameter: what its files share.
 */
#ifndef PL_CLI_STEADY_VARY_H
#define PL_CLI_STEADY_VARY_H

#include <stddef.h>

#include "analysis/continuation.h"
#include "analysis/continuation_sets.h"
#include "base/status.h"
#include "study/factor.h"

struct cli;
struct pl_context;
struct pl_diags;
struct pl_ensemble;
struct pl_treatment;
struct steady_opts;

/** The run and what it found. */
struct steady_vary {
    struct cli *cli;
    const struct steady_opts *opts;
    const struct pl_context *context;
    const struct pl_treatment *treatment;
    const struct pl_ensemble *ensemble; /* NULL for none */
    struct pl_factor factor;
    struct pl_continuation_options options;
    struct pl_continuation found;     /* without an ensemble */
    struct pl_continuation_sets sets; /* with one */
    double *levels;                   /* of options */
    size_t *readouts;                 /* shape (n_readouts) */
    size_t n_readouts;
    size_t n_left_out; /* readouts that a terminal does not show */
};

/**
 * Follow the rest states of every parameter set (steady_vary_sets.c).
 * @return as pl_continuation_sets_run; PL_ERR_REST when no set has any
 */
PL_MUST_USE enum pl_status steady_vary_follow_sets(struct steady_vary *vary);

/**
 * Draw bands: what a slow way up and a slow way down keep to, and where something happens
 * (steady_vary_sets_figure.c).
 * @param caption, path  as below
 */
PL_MUST_USE enum pl_status steady_vary_draw_sets(const struct steady_vary *vary,
                                                 const char *caption, const char *path);

/** Curves in a picture, at most: each has axes of its own. */
#define STEADY_VARY_PANELS ((size_t)9)

/**
 * Draw them: stable states solid, others dashed, with marks where something happens and
 * arrows where the network jumps (steady_vary_figure.c).
 * @param caption  NULL for none
 * @param path     FILE.svg, .png or .pdf
 */
PL_MUST_USE enum pl_status steady_vary_draw(const struct pl_continuation *found,
                                            const struct pl_treatment *treatment,
                                            const char *caption, const char *path,
                                            struct pl_diags *diags);

#endif
