/*
 * gnuplot.c - gnuplot as a helper process, in a private folder of its own.
 */
#include "out/gnuplot.h"

#include <stddef.h>

const struct pl_tool pl_gnuplot_tool = {
    .program = "gnuplot",
    .name = "gnuplot",
    .package = "gnuplot-nox",
    .result = "a plot",
    .done = "the plot",
};

enum pl_status
pl_gnuplot_find(struct pl_diags *diags, char **path)
{
    return pl_tool_find(&pl_gnuplot_tool, diags, path);
}

enum pl_status
pl_gnuplot_make_folder(struct pl_diags *diags, char **folder)
{
    return pl_tool_make_folder(&pl_gnuplot_tool, diags, folder);
}

void
pl_gnuplot_remove_folder(char *folder)
{
    pl_tool_remove_folder(folder);
}

enum pl_status
pl_gnuplot_run(const char *program, const char *folder, const char *script,
               double time_limit, struct pl_diags *diags)
{
    const char *const arguments[] = {"--default-settings", script, NULL};

    return pl_tool_run(&pl_gnuplot_tool, program, folder, arguments, time_limit, diags);
}
