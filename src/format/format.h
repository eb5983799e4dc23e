/*
 * format.h - model files: which reader a file goes to.
 *
 * One row per format: a new one is a row here and a reader beside antimony.h.
 */
#ifndef PL_FORMAT_FORMAT_H
#define PL_FORMAT_FORMAT_H

#include "base/status.h"

struct pl_diags;
struct pl_model;

/**
 * Read a model file; "-" is standard input and holds Antimony. The reader is chosen by
 * the file's ending; a text that begins like XML is SBML whatever its name is.
 *
 * @param out  the model; NULL on error
 * @return PL_OK; PL_ERR_IO or PL_ERR_SYNTAX as pl_source_read; PL_ERR_MODEL when the
 *         text has errors (up to PL_DIAG_MAX_ERRORS of them in `diags`); PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status
pl_format_read_model(const char *path, struct pl_diags *diags, struct pl_model **out);

#endif
