/*
 * steady_vary.h - rest states over a parameter as a picture.
 */
#ifndef PL_CLI_STEADY_VARY_H
#define PL_CLI_STEADY_VARY_H

#include "base/status.h"

struct pl_continuation;
struct pl_diags;
struct pl_treatment;

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
