/*
 * c_writer.h - a model as a C program that stands alone: C99 and libm, nothing else.
 *
 * The program holds the model's equations under the model's own names, a solver for
 * stiff equations, and a main() that prints a table of time and values. The equations
 * are those that simulations use (compile/equations.c), without clamps and treatments.
 *
 * Names, labels, units and notes of the model cannot break out of the identifiers,
 * strings and comments that they become.
 */
#ifndef PL_FORMAT_C_WRITER_H
#define PL_FORMAT_C_WRITER_H

#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_model;
struct pl_text;

/** What the file says beside the equations. */
struct pl_c_options {
    const char *writer;  /* "pathloop 0.1.0": who wrote it */
    const char *file;    /* "relay.c": its name, for the command that compiles it */
    const size_t *shown; /* shape (n_shown), none twice: symbols that the program prints
                            unless it is asked for all values */
    size_t n_shown;
};

/**
 * Append the C program to `text`. Every model can be written; a part of a formula that
 * is never a finite number stays what it is.
 *
 * @return PL_OK; PL_ERR_NOMEM, and what `text` holds is then not whole
 * Cost: linear in the model.
 */
PL_MUST_USE enum pl_status pl_c_write(const struct pl_model *model,
                                      const struct pl_c_options *options,
                                      struct pl_diags *diags, struct pl_text *text);

#endif
