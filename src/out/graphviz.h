/*
 * graphviz.h - a graph as SVG, PNG or PDF, laid out by Graphviz' dot at run time.
 *
 * tool.h does the work: no shell takes part.
 */
#ifndef PL_OUT_GRAPHVIZ_H
#define PL_OUT_GRAPHVIZ_H

#include "base/status.h"

struct pl_diags;
struct pl_text;

/**
 * Before any work: is Graphviz there, is the file's ending one of .svg, .png, .pdf, .dot?
 * For .dot, the text itself, Graphviz is not needed.
 * @return PL_OK; PL_ERR_TOOL with a hint how to install it; PL_ERR_OPTION for the ending
 */
PL_MUST_USE enum pl_status pl_graphviz_check(const char *path, struct pl_diags *diags);

/**
 * Lay the graph out and write it. The file appears only when that succeeded, after 60 s
 * at most.
 * @param dot  the graph's text
 * @return PL_OK; as pl_graphviz_check; PL_ERR_TOOL with dot's own message; PL_ERR_IO;
 *         PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_graphviz_write(const struct pl_text *dot,
                                             const char *path, struct pl_diags *diags);

#endif
