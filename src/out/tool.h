/*
 * tool.h - another program as a helper process, in a private folder of its own.
 *
 * No shell takes part. The program is looked for in PATH when it is needed, runs with
 * nothing to read, in a UTF-8 locale, and is ended when it takes too long.
 *
 *     pl_tool_find(&tool, diags, &path);
 *     pl_tool_make_folder(&tool, diags, &folder);
 *     pl_tool_save(&tool, folder, "in.dot", &text, diags);
 *     pl_tool_run(&tool, path, folder, arguments, 30.0, diags);
 *     pl_tool_copy(&tool, folder, "picture", sink, diags);
 *     pl_tool_remove_folder(folder);
 */
#ifndef PL_OUT_TOOL_H
#define PL_OUT_TOOL_H

#include "base/status.h"

struct pl_diags;
struct pl_sink;
struct pl_text;

/** A program, and how messages speak of it. */
struct pl_tool {
    const char *program; /* the file's name: "dot" */
    const char *name;    /* what is missing without it: "Graphviz" */
    const char *package; /* what to install: "graphviz" */
    const char *result;  /* "a picture" */
    const char *done;    /* "the picture" */
};

/**
 * Look for the program in PATH; folders whose path does not begin with '/' are passed
 * over.
 * @param path  receives its full path, freed with free()
 * @return PL_OK; PL_ERR_TOOL with a hint how to install it; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_tool_find(const struct pl_tool *tool,
                                        struct pl_diags *diags, char **path);

/**
 * Make an empty folder that nobody else can read, in TMPDIR or /tmp.
 * @param folder  receives its path, freed with free()
 * @return PL_OK; PL_ERR_IO; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_tool_make_folder(const struct pl_tool *tool,
                                               struct pl_diags *diags, char **folder);

/** Remove the folder with all that is in it, and free its path. Accepts NULL. */
void pl_tool_remove_folder(char *folder);

/**
 * Write a text to a file of the folder.
 * @return PL_OK; PL_ERR_IO; PL_ERR_NOMEM, also for a text that is not whole
 */
PL_MUST_USE enum pl_status pl_tool_save(const struct pl_tool *tool, const char *folder,
                                        const char *name, const struct pl_text *text,
                                        struct pl_diags *diags);

/**
 * Run the program and wait for its end.
 *
 * @param path        as pl_tool_find gave it
 * @param folder      where it runs
 * @param arguments   NULL-terminated, without the program's name
 * @param time_limit  [s] after which it is killed
 * @return PL_OK when it ended well; PL_ERR_TOOL with the program's own words, also when
 *         Ctrl-C reached it; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_tool_run(const struct pl_tool *tool, const char *path,
                                       const char *folder, const char *const *arguments,
                                       double time_limit, struct pl_diags *diags);

/**
 * Give a file of the folder to a sink.
 * @return PL_OK; PL_ERR_TOOL "<program> drew nothing" when it is missing or empty;
 *         PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_tool_copy(const struct pl_tool *tool, const char *folder,
                                        const char *name, struct pl_sink *sink,
                                        struct pl_diags *diags);

#endif
