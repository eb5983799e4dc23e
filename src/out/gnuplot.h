/*
 * gnuplot.h - gnuplot as a helper process, in a private folder of its own.
 *
 * tool.h does the work. gnuplot reads neither its system-wide settings nor the user's.
 */
#ifndef PL_OUT_GNUPLOT_H
#define PL_OUT_GNUPLOT_H

#include "base/status.h"
#include "out/tool.h"

struct pl_diags;

/** For pl_tool_save and pl_tool_copy. */
extern const struct pl_tool pl_gnuplot_tool;

/**
 * Look for gnuplot in PATH.
 * @param path  receives its full path, freed with free()
 * @return PL_OK; PL_ERR_TOOL with a hint how to install it; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_gnuplot_find(struct pl_diags *diags, char **path);

/**
 * Make an empty folder that nobody else can read, in TMPDIR or /tmp.
 * @param folder  receives its path, freed with free()
 * @return PL_OK; PL_ERR_IO; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_gnuplot_make_folder(struct pl_diags *diags,
                                                  char **folder);

/** Remove the folder with all that is in it, and free its path. Accepts NULL. */
void pl_gnuplot_remove_folder(char *folder);

/**
 * Run a script and wait for its end.
 *
 * @param program     as pl_gnuplot_find gave it
 * @param folder      where it runs
 * @param script      file name in that folder
 * @param time_limit  [s] after which it is killed
 * @return PL_OK when it ended well; PL_ERR_TOOL with gnuplot's own words, also when
 * Ctrl-C reached it; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_gnuplot_run(const char *program, const char *folder,
                                          const char *script, double time_limit,
                                          struct pl_diags *diags);

#endif
