/*
 * arms_verb.h - the course of every verb on treatments in cells and variants: prepare, run,
 * show, write. compare and discriminate have several treatments; of explain, dose, find and
 * sensitivity the one is what its panels begin with (struct arms_panel).
 */
#ifndef PL_CLI_ARMS_VERB_H
#define PL_CLI_ARMS_VERB_H

#include <stdbool.h>

#include "base/status.h"
#include "cli/cli.h"

struct arms_opts;
struct arms_plan;
struct pl_frame;
struct pl_text;

/** What a verb does at each stage. `call` is what it holds of one call. */
struct arms_verb {
    /** Everything that can be wrong before the runs; begins with arms_plan_init. */
    enum pl_status (*prepare)(void *call, struct cli *cli);
    enum pl_status (*run)(void *call);
    /** What stands on a terminal, and the same in Markdown. */
    enum pl_status (*report)(const void *call, struct pl_text *text);
    enum pl_status (*markdown)(const void *call, struct pl_text *text);
    /** The table of --output and --format. */
    enum pl_status (*frame)(const void *call, struct pl_frame **out);
    /** The paragraph of methods. @param is_data  as of account_put_methods */
    void (*methods)(const void *call, bool is_data, struct pl_text *screen);
    /** The picture of --plot. */
    enum pl_status (*draw)(const void *call);
    /** Append what was done, for --provenance. @return the method in use */
    const char *(*describe)(const void *call, struct pl_text *treatments);
};

/**
 * Read the words behind the verb.
 * @param values  its options, of which `opts` are a part
 * @return false when the program has to end, with `code`
 */
bool arms_verb_parse(struct cli *cli, const struct verb *verb, int argc, char **argv,
                     void *values, const struct arms_opts *opts, enum exit_code *code);

/** All the rest. @param plan  that of `call`, which the caller finishes */
enum exit_code arms_verb_execute(struct cli *cli, const struct arms_verb *verb,
                                 void *call, struct arms_plan *plan);

#endif
